"""The folder of a PST: where things are, safe file names, and writing without ever leaving half a file."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fiche_tool.domaine.errors import FicheToolError
from fiche_tool.domaine.lecture import Fichier
from fiche_tool.domaine.textes import clean
from fiche_tool.excel.package import MAX_FILE

_SEANCE = re.compile(r"(\d{4}-\d\d-\d\d)(?!\d)")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = {"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10))}
_LOCKS = ("~$", ".~lock.", "._", ".")
_LITTER = {"thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True)
class Dossier:
    """The folder of one PST. Its state is its files; nothing is kept anywhere else."""

    racine: Path

    @property
    def programme(self) -> Path:
        """programme.xlsx, or programme.ods where only that one exists."""
        ods = self.racine / "programme.ods"
        xlsx = self.racine / "programme.xlsx"
        return ods if ods.exists() and not xlsx.exists() else xlsx

    @property
    def modele(self) -> Path:
        """The centre's own model, which may not exist."""
        return self.racine / "modele" / "fiche_action.xlsx"

    @property
    def retours(self) -> Path:
        """Where what came back is dropped."""
        return self.racine / "retours"

    def fiches(self, seance: date) -> Path:
        """Where the fiches sent for a séance are."""
        return self.racine / "fiches" / seance.isoformat()

    def a_corriger(self, seance: date) -> Path:
        """Where the marked copies of a séance go."""
        return self.racine / "a_corriger" / seance.isoformat()

    def synthese(self, seance: date) -> Path:
        """The synthesis workbook of a séance."""
        return self.racine / "syntheses" / f"{seance.isoformat()} Synthèse PST.xlsx"

    def annexe(self, seance: date) -> Path:
        """The sheet of the synthesis that is annexed, alone and ready to print."""
        return self.racine / "syntheses" / f"{seance.isoformat()} Annexe.xlsx"

    def relative(self, path: Path) -> str:
        """A path as it is shown: from the folder of the PST, with forward slashes."""
        return path.relative_to(self.racine).as_posix()

    def seances(self) -> list[date]:
        """The séances for which fiches were sent or came back, earliest first."""
        found = set()
        for folder in (self.racine / "fiches", self.retours):
            if folder.is_dir():
                found |= {jour for entry in folder.iterdir() if entry.is_dir() and (jour := seance_of_name(entry.name))}
        return sorted(found)


def open_dossier(racine: Path) -> Dossier:
    """The folder of a PST. Raises FicheToolError where it does not exist or holds no programme."""
    if not racine.is_dir():
        raise FicheToolError(
            f"Le dossier « {racine} » n'existe pas. Vérifiez le chemin, ou créez un dossier avec : fiche-tool nouveau."
        )
    dossier = Dossier(racine)
    if not dossier.programme.is_file():
        raise FicheToolError(
            f"Le dossier « {racine} » ne contient pas de programme.xlsx. Placez-y le vôtre, ou créez un nouveau "
            "dossier avec : fiche-tool nouveau."
        )
    return dossier


def find_dossier(path: Path) -> Dossier | None:
    """The folder of the PST that a file lies in: the nearest one above it that holds a programme."""
    for folder in path.resolve().parents:
        dossier = Dossier(folder)
        if dossier.programme.is_file() and dossier.programme.resolve() != path.resolve():
            return dossier
    return None


def seance_of_name(nom: str) -> date | None:
    """The ISO date a folder's name begins with."""
    found = _SEANCE.match(nom)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def read_bytes(path: Path) -> bytes:
    """The content of a file that the tool cannot do without. Raises FicheToolError with the reason."""
    try:
        return path.read_bytes()
    except OSError as fault:
        raise FicheToolError(
            f"Le fichier « {path} » ne peut pas être lu ({fault.strerror or 'accès refusé'}). Fermez-le s'il est "
            "ouvert, puis recommencez."
        ) from fault


# --- returns ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Trouve:
    """A file found among the returns. `ignore` says why it is not opened; empty for one to read."""

    chemin: Path
    relatif: str
    seance: date | None
    ignore: str = ""


def find_returns(dossier: Dossier) -> Iterator[Trouve]:
    """Every file under retours/, in the order of its path. Links are not followed."""
    for path in walk_files(dossier.retours):
        relative = path.relative_to(dossier.retours)
        jours = [jour for part in reversed(relative.parts[:-1]) if (jour := seance_of_name(part))]
        yield Trouve(path, dossier.relative(path), jours[0] if jours else None, why_ignored(path))


def walk_files(folder: Path) -> Iterator[Path]:
    """Every file below a folder, in the order of its path. A folder behind a link is not entered."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from walk_files(Path(entry.path))
        else:
            yield Path(entry.path)


def why_ignored(path: Path) -> str:
    """Why a file is no return at all: lock file, litter of the system, empty, unfinished download. Empty otherwise."""
    name = path.name.lower()
    if name.startswith(_LOCKS) or name in _LITTER:
        return "fichier technique (verrou ou fichier caché) ; si la fiche est ouverte, fermez-la"
    if name.endswith((".crdownload", ".part", ".tmp")):
        return "téléchargement ou copie inachevés"
    try:
        size = path.stat().st_size
    except OSError:
        return ""
    return "fichier vide (0 octet), sans doute une copie inachevée" if size == 0 else ""


def read_return(trouve: Trouve) -> tuple[bytes | None, Fichier, str]:
    """The content of a return, its identity card, and the reason where it could not be read.

    No more is read than a fiche may weigh: a larger file is refused further on, whatever its size.
    """
    try:
        with trouve.chemin.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
    except OSError as fault:
        return None, Fichier(trouve.relatif, seance=trouve.seance), fault.strerror or "accès refusé"
    digest = hashlib.sha256(data).hexdigest()
    return data, Fichier(trouve.relatif, digest, len(data), trouve.seance), ""


# --- writing ---------------------------------------------------------------------------------------------------------
def safe_name(texte: str, longueur: int = 80) -> str:
    """A file or folder name that Windows accepts, from any text."""
    name = _FORBIDDEN.sub(" ", clean(texte).replace("\n", " "))
    name = " ".join(name.split())[:longueur].rstrip(" .")
    return f"_{name}" if name.split(".")[0].lower() in _RESERVED else name or "sans nom"


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file beside its place, then move it there. Raises FicheToolError where that is not possible."""
    if path.exists():
        refuse_if_open(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        try:
            _write(beside, content)
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except PermissionError as fault:
        raise FicheToolError(
            f"Impossible d'écrire « {path} » : fermez le classeur s'il est ouvert, vérifiez que le dossier n'est pas "
            "en lecture seule, puis recommencez."
        ) from fault
    except OSError as fault:
        raise FicheToolError(
            f"Impossible d'écrire « {path} » ({fault.strerror or fault}). Rien n'a été modifié."
        ) from fault


def _write(path: Path, content: bytes) -> None:
    """Write a file, making its folder where it is the first one there."""
    try:
        path.write_bytes(content)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def refuse_if_open(path: Path) -> None:
    """Raise FicheToolError where a spreadsheet program shows that it holds the file open."""
    for owner in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        if owner.exists():
            raise FicheToolError(
                f"« {path} » est ouvert dans un tableur : fermez le classeur, puis recommencez. (S'il est déjà fermé, "
                f"supprimez le fichier « {owner.name} ».)"
            )
