@echo off
rem Takes fiche_tool away from the person who is logged in. The folders of the PST are somewhere else: never touched.
setlocal EnableExtensions DisableDelayedExpansion
title fiche_tool
set "ICI=%~dp0"
set "BASE=%LOCALAPPDATA%\fiche_tool"
set "FICHE_PYTHON=%BASE%\env\Scripts\python.exe"
if not defined LOCALAPPDATA goto :absent
if not exist "%FICHE_PYTHON%" goto :absent
if exist "%ICI%installation.py" "%FICHE_PYTHON%" "%ICI%installation.py" retirer
cd /d "%TEMP%"
rem On one line: this file may lie in the folder that the line deletes.
rd /s /q "%BASE%" 2>nul & (if exist "%BASE%\env" echo Fermez fiche_tool, puis relancez desinstaller.cmd.) & pause & exit /b 0

:absent
echo fiche_tool n'est pas, ou plus, sur ce poste.
pause
exit /b 1
