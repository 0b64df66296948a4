r"""Install fiche_tool for the person who is logged in, or take it away: run by installer.cmd and desinstaller.cmd.

The standard library only: nothing is installed yet when it runs. Everything lies under %LOCALAPPDATA%\fiche_tool:
`env` holds the tool and its libraries, `bin` the one program that PATH leads to. No administrator's rights, no system
setting but the user's own PATH. The folders of the PST are somewhere else, and never touched.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

EXTRAS = "documents,fenetre"
"""What a secretary needs beside the tool itself: Word, PDF and ODT documents; the window."""
ICI = Path(__file__).resolve().parent
ENVIRONNEMENT, PROGRAMMES = "env", "bin"
FICHIERS = ("desinstaller.cmd", "installation.py")
"""What removing the tool will need, kept beside it."""
_ROUE = re.compile(r"fiche_tool-(\d+(?:\.\d+)*)[^-]*-.*\.whl")
_RACCOURCI = "; ".join(
    (
        "$shell = New-Object -ComObject WScript.Shell",
        "$lien = $shell.CreateShortcut($env:FICHE_LIEN)",
        "$lien.TargetPath = $env:ComSpec",
        "$lien.Arguments = $env:FICHE_MOTS",
        "$lien.IconLocation = $env:FICHE_PROGRAMME",
        "$lien.WorkingDirectory = $env:FICHE_DOSSIER",
        "$lien.WindowStyle = 7",
        "$lien.Save()",
    )
)
"""For PowerShell 5.1. Paths come from the environment, so that no sign in them is read as a command."""


class Arret(Exception):
    """The installation cannot go on. The message says what, where, what to do."""


class Poste(Protocol):
    """What is asked of Windows."""

    def read_path(self) -> str:
        """The user's own PATH as it is kept, its %VARIABLES% untouched; empty where there is none."""

    def write_path(self, value: str) -> None:
        """Keep it, and tell the programs that are open."""

    def folders(self) -> Sequence[Path]:
        """The desktop and the start menu, wherever they were moved to."""


# --- PATH ------------------------------------------------------------------------------------------------------------
def add_folder(path: str, folder: str) -> str:
    """A PATH with a folder at its end; the same where it is there already. Whatever its length, nothing is cut."""
    return path if folder.casefold() in _split(path) else ";".join(filter(None, (path.rstrip(";"), folder)))


def remove_folder(path: str, folder: str) -> str:
    """A PATH without a folder; the rest as it was."""
    return ";".join(part for part in path.split(";") if part.rstrip("\\").casefold() != folder.casefold())


def _split(path: str) -> set[str]:
    return {part.rstrip("\\").casefold() for part in path.split(";")}


# --- what to install -------------------------------------------------------------------------------------------------
def find_source(here: Path) -> Path:
    """The newest wheel beside this file; else the project that this folder is part of."""
    roues = [(tuple(map(int, found[1].split("."))), path) for path in here.glob("*.whl") if (found := _match(path))]
    if roues:
        return max(roues)[1]
    if (here.parent / "pyproject.toml").is_file():
        return here.parent
    raise Arret(
        f"Le fichier « fiche_tool-….whl » est introuvable dans « {here} ». Si vous avez reçu un dossier compressé, "
        "faites un clic droit dessus, « Extraire tout », puis relancez installer.cmd du dossier extrait."
    )


def _match(path: Path) -> re.Match[str] | None:
    return _ROUE.fullmatch(path.name)


def base_folder(environ: Mapping[str, str]) -> Path:
    """Where the tool lives. Raises Arret where Windows does not say."""
    local = environ.get("LOCALAPPDATA", "")
    if not local:
        raise Arret("Windows ne dit pas où est votre dossier personnel (LOCALAPPDATA). Parlez-en à l'informatique.")
    return Path(local) / "fiche_tool"


# --- the steps -------------------------------------------------------------------------------------------------------
def install(base: Path, poste: Poste | None) -> None:
    """All the steps. They can be taken again, which updates the tool."""
    source = find_source(ICI)
    print(f"Installation de fiche_tool dans « {base} ».", flush=True)
    python = _make_environment(base / ENVIRONNEMENT)
    print("Téléchargement des bibliothèques : quelques minutes la première fois.", flush=True)
    _pip(python, "--upgrade", f"{source}[{EXTRAS}]")
    _pip(python, "--force-reinstall", "--no-deps", str(source))  # the same version, made again, replaces the other
    programme = _publish(base, python)
    for name in FICHIERS:
        if (ICI / name).is_file() and base.resolve() != ICI:
            shutil.copyfile(ICI / name, base / name)
    said = _run([str(programme), "--version"], "fiche_tool est installé mais ne démarre pas.")
    if poste is not None:
        poste.write_path(add_folder(poste.read_path(), str(programme.parent)))
        for folder in poste.folders():
            _make_shortcut(folder, programme)
    print(f"\n{said} est installé.")
    if poste is None:
        print(f"Ce système n'est pas Windows : ni PATH ni raccourci. Le programme est « {programme} ».")
    else:
        print("Ouvrez-le par son icône « fiche_tool », sur le Bureau ou dans le menu Démarrer.")
        print("Dans un nouveau terminal, « fiche-tool demo » montre tout le cycle sur un exemple.")


def remove(base: Path, poste: Poste | None) -> None:
    """Take away the shortcuts and the folder from PATH; desinstaller.cmd then deletes the folder."""
    if poste is not None:
        before = poste.read_path()
        after = remove_folder(before, str(base / PROGRAMMES))
        if after != before:
            poste.write_path(after)
        for folder in poste.folders():
            for name in ("fiche_tool.lnk", "fiche_tool.cmd"):
                (folder / name).unlink(missing_ok=True)
    if os.environ.get("APPDATA"):  # where the window remembers the folders it opened
        shutil.rmtree(Path(os.environ["APPDATA"]) / "fiche-tool", ignore_errors=True)
    print("fiche_tool est retiré. Les dossiers de vos PST n'ont pas été touchés.")


def tool_folder(env: Path) -> Path:
    """Where an environment keeps its programs."""
    return env / ("Scripts" if os.name == "nt" else "bin")


def _make_environment(env: Path) -> Path:
    """The Python of the tool's own environment, made anew where it does not answer any more."""
    python = tool_folder(env) / ("python.exe" if os.name == "nt" else "python")
    if python.is_file() and not subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True).returncode:
        return python
    _run(
        [sys.executable, "-m", "venv", "--clear", str(env)],
        f"Impossible de préparer « {env} ». Fermez fiche_tool s'il est ouvert, vérifiez qu'il reste 500 Mo de libres "
        "sur le disque, puis relancez installer.cmd.",
    )
    return python


def _pip(python: Path, *arguments: str) -> None:
    """Install, from the folder « dependances » where there is one beside this file: then no network is needed."""
    kept = ICI / "dependances"
    source = ["--no-index", "--find-links", str(kept)] if kept.is_dir() else []
    _run(
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *source, *arguments],
        "L'installation s'est arrêtée (le détail est ci-dessus). Fermez fiche_tool s'il est ouvert et vérifiez la "
        "connexion à Internet, puis relancez installer.cmd. Si votre réseau filtre Internet, l'informatique trouvera "
        "dans docs/informatique.md comment installer sans connexion.",
    )


def _publish(base: Path, python: Path) -> Path:
    """The one program that PATH leads to: a copy, for the folder of the others would hide other Pythons."""
    name = "fiche-tool.exe" if os.name == "nt" else "fiche-tool"
    programme = base / PROGRAMMES / name
    programme.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copy2(python.parent / name, programme)
    except OSError as fault:
        raise Arret(f"« {programme} » est utilisé. Fermez fiche_tool, puis relancez installer.cmd.") from fault
    return programme


def _make_shortcut(folder: Path, programme: Path) -> None:
    """A shortcut that opens the window; a small .cmd in its place where PowerShell is not allowed to make one.

    Its console is out of the way, and waits to be read where the window did not open.
    """
    lien = folder / "fiche_tool.lnk"
    environ = os.environ | {
        "FICHE_LIEN": str(lien),
        "FICHE_PROGRAMME": str(programme),
        "FICHE_MOTS": f'/c ""{programme}" ouvrir || pause"',
        "FICHE_DOSSIER": str(Path.home()),
    }
    powershell = Path(os.environ.get("SYSTEMROOT", ""), "System32", "WindowsPowerShell", "v1.0", "powershell.exe")
    command = [str(powershell), "-NoProfile", "-NonInteractive", "-Command", _RACCOURCI]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(command, env=environ, capture_output=True, timeout=60)
        if not lien.is_file():
            text = f'@chcp 65001 >nul\r\n@cd /d "%USERPROFILE%"\r\n@"{programme}" ouvrir || pause\r\n'
            (folder / "fiche_tool.cmd").write_text(text, encoding="utf-8", newline="")
    except (OSError, subprocess.TimeoutExpired):
        print(f"Le raccourci n'a pas pu être placé dans « {folder} » ; tapez « fiche-tool ouvrir » dans un terminal.")


def _run(command: list[str], sentence: str) -> str:
    """What a program says; its own words, then a sentence of ours where it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", errors="replace")
    if done.returncode:
        print(done.stdout)
        raise Arret(sentence)
    return done.stdout.strip()


# --- Windows ---------------------------------------------------------------------------------------------------------
def find_poste() -> Poste | None:
    """Windows, or None elsewhere."""
    if sys.platform != "win32":
        return None
    import ctypes
    import winreg

    class Windows:
        """The registry of the user. PATH is kept with its kind, its %VARIABLES% and its whole length."""

        def read_path(self) -> str:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, "Environment") as key:
                try:
                    return str(winreg.QueryValueEx(key, "Path")[0])
                except FileNotFoundError:
                    return ""

        def write_path(self, value: str) -> None:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, "Environment") as key:
                winreg.SetValueEx(key, "Path", 0, winreg.REG_EXPAND_SZ, value)
            # WM_SETTINGCHANGE to every window, five seconds at most each: a new terminal then knows
            ctypes.windll.user32.SendMessageTimeoutW(0xFFFF, 0x1A, 0, "Environment", 2, 5000, None)

        def folders(self) -> Sequence[Path]:
            place = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, place) as key:
                found = [str(winreg.QueryValueEx(key, name)[0]) for name in ("Desktop", "Programs")]
            return [Path(winreg.ExpandEnvironmentStrings(folder)) for folder in found]

    return Windows()


VERBES: Mapping[str, Callable[[Path, Poste | None], None]] = {"installer": install, "retirer": remove}


def main() -> int:
    """The door: one word, then 0, or 1 with one sentence."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        VERBES[sys.argv[1]](base_folder(os.environ), find_poste())
    except Arret as stop:
        print(f"\n{stop}")
        return 1
    except KeyboardInterrupt:
        print("\nInterrompu. Relancez installer.cmd pour terminer.")
        return 1
    except OSError as fault:
        print(f"\nWindows refuse l'accès à « {fault.filename or 'un fichier'} » ({fault.strerror}).")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
