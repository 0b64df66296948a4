@echo off
rem Installs fiche_tool for the person who is logged in; run again, it updates it. The steps are in installation.py.
rem ASCII only: it reads alike in every code page.
setlocal EnableExtensions DisableDelayedExpansion
title fiche_tool
set "ICI=%~dp0"
set "PYTHONPATH="
set "PYTHONHOME="
if not exist "%ICI%installation.py" goto :incomplet

set "FICHE_PYTHON="
for %%V in (3.13 3.12 3.11 3.14) do call :essayer py -%%V
call :essayer py -3
call :essayer python
call :essayer python3
for /d %%D in ("%LOCALAPPDATA%\Programs\Python\Python3*") do call :essayer "%%~D\python.exe"
for /d %%D in ("%LOCALAPPDATA%\Python\pythoncore-3*") do call :essayer "%%~D\python.exe"
for /d %%D in ("%ProgramFiles%\Python3*") do call :essayer "%%~D\python.exe"
if not defined FICHE_PYTHON goto :absent

call %FICHE_PYTHON% "%ICI%installation.py" installer
if %ERRORLEVEL% neq 0 goto :echec
echo.
pause
exit /b 0

:essayer
rem Keeps the first Python that answers, 64 bits and new enough. Not the one of the Store: Windows gives it a copy of its
rem own of AppData and of the registry, which no other program sees. CALL, for a python that is itself a command file.
if defined FICHE_PYTHON exit /b 0
set "ESSAI=sys.version_info[:2] < (3, 11) or sys.maxsize < 2 ** 32 or 'WindowsApps' in sys.base_prefix"
call %* -c "import sys, venv, ensurepip; sys.exit(%ESSAI%)" >nul 2>nul
if %ERRORLEVEL% equ 0 set FICHE_PYTHON=%*
exit /b 0

:absent
echo.
echo fiche_tool demande Python 3.11 ou plus, en 64 bits, et il est introuvable sur ce poste.
echo Celui du Microsoft Store ne convient pas : Windows l'enferme dans un dossier que rien d'autre ne voit.
echo.
echo Pour l'avoir, sans droits d'administrateur :
echo   - dans un terminal, tapez :   winget install --id Python.Python.3.13 --scope user
echo   - ou prenez-le sur le site python.org, Downloads, Windows installer (64-bit) ;
echo   - ou demandez-le au service informatique.
echo.
echo Puis double-cliquez de nouveau sur installer.cmd.
goto :echec

:incomplet
echo.
echo Il manque un fichier. Si fiche_tool vous est venu dans un dossier .zip : clic droit sur ce .zip,
echo Extraire tout, puis double-cliquez sur installer.cmd dans le nouveau dossier.

:echec
echo.
echo L'installation n'est pas finie.
pause
exit /b 1
