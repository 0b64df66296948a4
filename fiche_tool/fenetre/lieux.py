"""Where folders of a PST are offered from, and which files of one may be opened: nothing outside it."""

import hashlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.dossier.dossier import Dossier, real_path, safe_name, write_atomically

_RECENTS = 8
_MAX_RECENTS = 2**16
_OUVRABLES = (".xlsx", ".ods", ".pdf", ".docx", ".html", ".eml", ".ics", ".csv", ".json", ".xml")
"""What is handed to the program of the machine: documents, nothing that runs."""
_RETOURS = (".xlsx", ".ods")
"""Of what came back, less: others made it."""
_ECRITS = (
    *("fiches", "retours", "a_corriger", "syntheses", "courriels", "registres"),
    *("publication", "rapports", "echanges", "sauvegardes"),
)
"""What the verbs write in, below the folder of a PST."""
_MAX_DOCUMENTS = 400
"""Entries of « Documents » that are looked at."""
_ATTENTE = 0.3
"""Seconds that another window has to answer."""


# --- the folders that are offered ------------------------------------------------------------------------------------
def documents() -> Path:
    """The person's « Documents », or their home where there is none."""
    home = Path.home()
    return next((home / nom for nom in ("Documents", "documents") if (home / nom).is_dir()), home)


def config_file() -> Path:
    """Where the folders opened lately are kept, beside the settings of other programs."""
    base = os.environ.get("APPDATA") or os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "fiche-tool" / "dossiers.json"


def find_recents() -> list[Path]:
    """The folders opened lately that still are folders of a PST, the last one first."""
    return [path for path in _read_recents() if is_pst(path)]


def _read_recents() -> list[Path]:
    try:
        with config_file().open("rb") as stream:
            found = json.loads(stream.read(_MAX_RECENTS))
    except (OSError, ValueError):
        return []
    return [Path(one) for one in found if isinstance(one, str)] if isinstance(found, list) else []


def keep_recent(racine: Path) -> None:
    """Remember a folder. A comfort: where it cannot be kept, nothing is said."""
    shown = [str(real_path(racine)), *(str(path) for path in _read_recents())]
    with suppress(FicheToolError, OSError):
        texte = json.dumps(list(dict.fromkeys(shown))[:_RECENTS], ensure_ascii=False, indent=1)
        write_atomically(config_file(), texte.encode("utf-8", "replace"))


def is_open_elsewhere(racine: Path, port: int) -> bool:
    """True where another window of this machine holds this folder, and still answers. Ours says so next."""
    digest = hashlib.sha256(str(real_path(racine)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    mark = config_file().with_name(f"fenetre-{digest}.txt")
    try:
        other = int(mark.read_text(encoding="ascii")[:6])
    except (OSError, ValueError):
        other = 0
    with suppress(FicheToolError, OSError):
        write_atomically(mark, str(port).encode())
    return other not in (0, port) and _answers(other)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=_ATTENTE):
            return True
    except (OSError, OverflowError):
        return False


def find_in_documents() -> list[Path]:
    """The folders of a PST that lie in « Documents »."""
    found: list[Path] = []
    with suppress(OSError), os.scandir(documents()) as entries:
        for _, entry in zip(range(_MAX_DOCUMENTS), entries, strict=False):
            if is_pst(Path(entry.path)):
                found.append(Path(entry.path))
    return sorted(found)


def is_pst(path: Path) -> bool:
    """True for a folder that holds a programme; False too where the disk is gone."""
    try:
        return Dossier(path).programme.is_file()
    except OSError:
        return False


def new_folder(nom: str) -> Path:
    """Where a new PST of that name would be. Raises FicheToolError where there is no name."""
    if not nom.strip():
        raise FicheToolError("Donnez un nom au nouveau dossier, par exemple « PST 2025-2030 ».")
    return documents() / safe_name(nom)


# --- the files of the open folder ------------------------------------------------------------------------------------
def inside(racine: Path, relatif: str) -> Path:
    """A file or a folder of the folder of the PST, links followed. Raises FicheToolError for anything else."""
    refused = FicheToolError("Ce fichier n'est pas dans le dossier du PST, ou n'y est plus : rechargez la page.")
    if not relatif or "\0" in relatif or "\\" in relatif or ":" in relatif:
        raise refused
    try:
        path = real_path(racine / relatif)
        if path.is_relative_to(real_path(racine)) and path.exists() and not _is_hidden(path, real_path(racine)):
            return path
    except (OSError, ValueError) as fault:
        raise refused from fault
    raise refused


def refuse_outside(racine: Path, folder: Path) -> None:
    """Raise FicheToolError where what would be written in a folder of the PST would land elsewhere, behind a link."""
    if not real_path(folder).is_relative_to(real_path(racine)):
        raise FicheToolError(
            f"« {folder.relative_to(racine).as_posix()} » est un raccourci vers un autre dossier : rien n'y est écrit. "
            "Remplacez-le par un vrai dossier."
        )


def refuse_links(racine: Path, jour: str) -> None:
    """The same for every folder that a click may write in, and that of a séance in each."""
    for nom in _ECRITS:
        for folder in (racine / nom, racine / nom / jour):
            if folder.is_dir():
                refuse_outside(racine, folder)


def _is_hidden(path: Path, racine: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(racine).parts)


def may_open(racine: Path, path: Path) -> bool:
    """True for a folder, and for a document that a program of the machine shows without running anything."""
    if path.is_dir():
        return True
    first = path.relative_to(real_path(racine)).parts[0]
    return path.suffix.lower() in (_RETOURS if first == "retours" else _OUVRABLES)


def open_with_system(path: Path) -> None:
    """Show a file in its own program, a folder in that of the machine. Raises FicheToolError where none does."""
    try:
        if sys.platform == "win32":
            os.startfile(path)
        else:
            command = "open" if sys.platform == "darwin" else "xdg-open"
            subprocess.Popen([command, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError as fault:
        raise FicheToolError(
            f"Aucun programme de cet ordinateur ne veut ouvrir « {path.name} ». Téléchargez-le, ou ouvrez-le depuis "
            "son dossier."
        ) from fault


def list_files(racine: Path, folder: Path, *suffixes: str) -> Iterator[str]:
    """The files of a folder of the PST, by their path in it, in their order."""
    with suppress(OSError):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.name.startswith((".", "~$")) and path.suffix.lower() in suffixes:
                yield path.relative_to(racine).as_posix()
