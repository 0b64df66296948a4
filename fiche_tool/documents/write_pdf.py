"""A workbook as PDF, printed by LibreOffice where it is on the machine."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from fiche_tool.domaine.constats.errors import FicheToolError

TIMEOUT = 180
"""Seconds that LibreOffice may take, its first start and a machine under load included."""

_NAMES = ("soffice.exe",) if sys.platform == "win32" else ("soffice", "libreoffice")
_INSTALLED = (
    ("ProgramFiles", "LibreOffice/program/soffice.exe"),
    ("ProgramFiles(x86)", "LibreOffice/program/soffice.exe"),
    ("", "/Applications/LibreOffice.app/Contents/MacOS/soffice"),
)
"""Where the installers of Windows and macOS put it: an environment variable that names a folder, and what follows."""

_OPTIONS = {"UseTaggedPDF": "true", "PDFUACompliance": "true", "ExportBookmarks": "true"}
"""What a screen reader needs to read a page aloud: its structure, its title, its language."""
_FILTER = "pdf:calc_pdf_Export:" + json.dumps(
    {nom: {"type": "boolean", "value": value} for nom, value in _OPTIONS.items()}, separators=(",", ":")
)
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>fr-FR</value></prop>
</item></oor:items>
"""


def find_soffice() -> str | None:
    """The LibreOffice of the machine; None where there is none, which is normal.

    Looked for in the folders of PATH, then where its installers put it; never in the current folder, where Windows
    looks first and anybody may have put a program of that name.
    """
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep)]
    candidates = [folder / name for folder in folders if folder.is_absolute() for name in _NAMES]
    candidates += [Path(os.environ.get(variable, "")) / rest for variable, rest in _INSTALLED]
    usable = (path for path in candidates if path.is_absolute() and path.is_file() and os.access(path, os.X_OK))
    return next(map(str, usable), None)


def print_pdf(soffice: str, classeur: Path) -> bytes:
    """A workbook as it prints. Raises FicheToolError where LibreOffice fails, hangs or leaves nothing.

    LibreOffice works on a copy, with a profile of its own: one that is open on the machine would answer in its place,
    and its lock file would stand beside the original.
    """
    with tempfile.TemporaryDirectory(prefix="fiche-tool-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        copy = folder / "annexe.xlsx"
        shutil.copyfile(classeur, copy)
        profile = make_profile(folder / "profil").as_uri()
        command = [soffice, "--headless", "--norestore", f"-env:UserInstallation={profile}", "--convert-to", _FILTER]
        _run([*command, "--outdir", str(folder), str(copy)])
        try:
            return copy.with_suffix(".pdf").read_bytes()
        except OSError as fault:
            raise FicheToolError("LibreOffice n'a pas pu convertir le classeur.") from fault


def make_profile(folder: Path) -> Path:
    """A new profile of LibreOffice, which writes « 1 234,56 » as our sentences do, whatever the machine speaks."""
    settings = folder / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_PROFILE, encoding="utf-8")
    return folder


def _run(command: list[str]) -> None:
    """Run LibreOffice to its end, or stop it when its time is over. Its output goes nowhere: nobody would read it."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as fault:
        raise FicheToolError("LibreOffice n'a pas pu démarrer.") from fault
    try:
        process.wait(TIMEOUT)
    except subprocess.TimeoutExpired as fault:
        raise FicheToolError(f"LibreOffice n'a pas répondu en {TIMEOUT} secondes.") from fault
    finally:
        if process.poll() is None:
            _stop(process)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End LibreOffice with the program that it starts in turn, which would outlive it."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], check=False, capture_output=True)
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
