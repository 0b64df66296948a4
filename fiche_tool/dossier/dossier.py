"""The folder of a PST: where things are, safe file names, and writing without ever leaving half a file."""

import os
import time
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fiche_tool.domaine.constats.errors import FicheToolError, say_fault
from fiche_tool.domaine.mots.dates import day_of_name
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import clean
from fiche_tool.fichiers.bornes import CLASSEUR, Bornes
from fiche_tool.fichiers.ordinaire import open_ordinary
from fiche_tool.fichiers.piece import Piece, read_piece

_FORBIDDEN = regex(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = {
    *("con", "prn", "aux", "nul", "conin$", "conout$"),
    *(f"{port}{number}" for port in ("com", "lpt") for number in (*range(10), "¹", "²", "³")),
}
_HIDDEN = (".", "~")
"""What the names of hidden files, and of the locks of spreadsheet programs, begin with."""
_MAX_NAME = 200
"""Bytes of a name: most disks take 255, some encrypted ones fewer, and an emoji is four."""
_MAX_PATH = 259 if os.name == "nt" else 0
"""Characters of a whole path on Windows without special settings; 0 where the system has no such limit."""


DOSSIER_MODELE = "modele"
"""Where the centre's own model and letters are."""
FUSION_PROPOSEE = "(fusion proposée)"
"""At the end of the name of a merge that waits to be looked at."""


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
        return self.racine / DOSSIER_MODELE / "fiche_action.xlsx"

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

    def courriels(self, seance: date) -> Path:
        """Where the drafts of the mails of a séance are."""
        return self.racine / "courriels" / seance.isoformat()

    @property
    def registres(self) -> Path:
        """Where the registers are, one a séance."""
        return self.racine / "registres"

    def registre(self, seance: date) -> Path:
        """The register of a séance: what the bureau was given."""
        return self.registres / f"{seance.isoformat()}.jsonl"

    def synthese(self, seance: date) -> Path:
        """The synthesis workbook of a séance."""
        return self.racine / "syntheses" / f"{seance.isoformat()} Synthèse PST.xlsx"

    def annexe(self, seance: date) -> Path:
        """The sheet of the synthesis that is annexed, alone and ready to print."""
        return self.racine / "syntheses" / f"{seance.isoformat()} Annexe.xlsx"

    def publication(self, seance: date) -> Path:
        """Where the public page of a séance is."""
        return self.racine / "publication" / seance.isoformat()

    def rapport(self, seance: date) -> Path:
        """The evaluation report of a séance."""
        return self.racine / "rapports" / f"{seance.isoformat()} Rapport d'évaluation.docx"

    @property
    def modele_rapport(self) -> Path:
        """The centre's own model of the report, which may not exist."""
        return self.racine / "modele" / "rapport.docx"

    def echange(self, seance: date, nom: str) -> Path:
        """A file for another program."""
        return self.racine / "echanges" / f"{seance.isoformat()} {nom}"

    def relative(self, path: Path) -> str:
        """A path as it is shown: from the folder of the PST, with forward slashes, on one line, in plain Unicode."""
        return show_path(path.relative_to(self.racine).as_posix())

    def open_returns(self, seance: date) -> None:
        """Make the folder where every text says to drop what comes back, unless somebody made it under another name."""
        with suppress(OSError):  # a comfort: whoever drops makes it
            self.retours.mkdir(exist_ok=True)
            if not any(day_of_name(entry.name) == seance for entry in self.retours.iterdir()):
                (self.retours / seance.isoformat()).mkdir()

    def seances(self) -> list[date]:
        """The séances for which fiches were sent or came back, earliest first."""
        found = set()
        for folder in (self.racine / "fiches", self.retours):
            if folder.is_dir():
                found |= {jour for entry in folder.iterdir() if entry.is_dir() and (jour := day_of_name(entry.name))}
        return sorted(found)

    def opened_by(self, seance: date) -> str:
        """The folder of retours/ that alone opens a séance, where its name says more than a day; else empty.

        People name a folder « 2026-11-25 reçu »: it is a séance, whatever its maker meant, and one says so.
        """
        if self.fiches(seance).is_dir() or not self.retours.is_dir():
            return ""
        names = sorted(x.name for x in self.retours.iterdir() if x.is_dir() and day_of_name(x.name) == seance)
        plain = not names or seance.isoformat() in names
        return "" if plain else show_path(names[0])


def open_dossier(racine: Path) -> Dossier:
    """The folder of a PST. Raises FicheToolError where it does not exist or holds no programme."""
    shown = show_path(racine)
    if not racine.is_dir():
        raise FicheToolError(
            f"Le dossier « {shown} » n'existe pas. Vérifiez le chemin, ou créez un dossier avec : fiche-tool nouveau."
        )
    dossier = Dossier(racine)
    if not dossier.programme.is_file():
        raise FicheToolError(
            f"Le dossier « {shown} » ne contient pas de programme.xlsx. Placez-y le vôtre, ou créez un nouveau "
            "dossier avec : fiche-tool nouveau."
        )
    return dossier


def find_dossier(path: Path) -> Dossier | None:
    """The folder of the PST that a file lies in: the nearest one above it that holds a programme."""
    real = real_path(path)
    for folder in real.parents:
        dossier = Dossier(folder)
        if dossier.programme.is_file() and real_path(dossier.programme) != real:
            return dossier
    return None


SAUVEGARDES = "sauvegardes"
"""The folder of the programmes that the tool replaced, each kept as it was."""


def say_repair(programme: Path) -> str:
    """What to do of a programme that does not open: the last one that was kept aside is named, where there is one."""
    with suppress(OSError):
        kept = [(path.stat().st_mtime, path.name) for path in (programme.parent / SAUVEGARDES).glob("*.xlsx")]
        if kept:
            last = show_path(f"{SAUVEGARDES}/{max(kept)[1]}")
            return _REPARER.format(copie=f"votre dernière sauvegarde (l'outil en a gardé une : « {last} »)")
    return _REPARER.format(copie="votre dernière sauvegarde")


_REPARER = (
    "S'il s'ouvre dans Excel, enregistrez-le à nouveau « Classeur Excel (.xlsx) », sans mot de passe ni macros ; "
    "sinon, remettez à sa place {copie}."
)


def real_path(path: Path) -> Path:
    """A path without the links it goes through; one that turns in circles stays as it is (`resolve` would raise)."""
    return Path(os.path.realpath(path))


def days_on_the_way(path: Path) -> Iterator[date]:
    """The days of the dated folders that a path goes through, from the top: a séance, then days of reception."""
    return (jour for part in path.parts[:-1] if (jour := day_of_name(part)))


def load_piece(path: Path, bornes: Bornes = CLASSEUR) -> Piece:
    """A file that the tool cannot do without, examined. Raises FicheToolError with the reason."""
    try:
        return read_piece(path, bornes)
    except OSError as fault:
        raise FicheToolError(
            f"Le fichier « {show_path(path)} » ne peut pas être lu ({say_fault(fault)}). Fermez-le s'il est ouvert, "
            "puis recommencez."
        ) from fault


def load_bytes(path: Path, limit: int = 64 * 2**20) -> bytes:
    """A file that is no workbook, up to one byte over a limit. Raises FicheToolError with the reason."""
    try:
        with open_ordinary(path) as stream:
            return stream.read(limit + 1)
    except OSError as fault:
        raise FicheToolError(
            f"Le fichier « {show_path(path)} » ne peut pas être lu ({say_fault(fault)}). Vérifiez son nom, fermez-le "
            "s'il est ouvert, puis recommencez."
        ) from fault


def show_path(path: Path | str) -> str:
    """A path as text that any sheet, console or JSON can hold: what is no text, or no single line, is spelled."""
    return _CONTROLS.sub(lambda found: _spell(ord(found[0])), str(path))


def _spell(code: int) -> str:
    r"""A byte as \xe9, a character as \u202e; `encode_path` turns both into what a link needs.

    The byte of a file name that is no UTF-8 is half a surrogate for Python (PEP 383).
    """
    byte = code - 0xDC00 if 0xDC80 <= code <= 0xDCFF else code
    return f"\\x{byte:02x}" if byte < 0x80 or byte != code else f"\\u{code:04x}"


_CONTROLS = regex(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Line breaks, marks that turn text round, halves of surrogates."""


# --- writing ---------------------------------------------------------------------------------------------------------
def safe_name(texte: str, longueur: int = 80) -> str:
    """A file or folder name that Windows accepts, from any text."""
    name = _FORBIDDEN.sub(" ", clean(texte).replace("\n", " "))
    name = " ".join(name.split())[:longueur].encode()[:_MAX_NAME].decode(errors="ignore").rstrip(" .")
    unsafe = name.split(".")[0].rstrip().lower() in _RESERVED or name.startswith(_HIDDEN)
    return f"_{name}" if unsafe else name or "sans nom"


def same_name(name: str) -> str:
    """Key under which two names are one file somewhere: Windows and macOS fold case, macOS also composes accents."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def free_name(path: Path) -> Path:
    """The path, or the first of « … (2) », « … (3) » that is still free."""
    rank, found = 1, path
    while found.exists():
        rank += 1
        found = path.with_name(f"{path.stem} ({rank}){path.suffix}")
    return found


def write_atomically(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a file beside its place, then move it there. Raises FicheToolError where that is not possible.

    A content in pieces is asked for as it is written.

    The name beside is new each time and nothing is locked: two runs at once each move whole files into place.
    """
    beside = path.with_name(f"{_BESIDE}{os.urandom(4).hex()}.tmp")
    try:
        if path.exists():
            refuse_if_open(path)
        try:
            _write(beside, content)
            _move(beside, path)
        except BaseException:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise
    except OSError as fault:
        raise FicheToolError(_say_unwritten(path, fault)) from fault


_BESIDE = ".fiche-"
_PAUSES = (0.05, 0.2, 0.5)
"""Seconds: an antivirus holds a new file for a moment, and so does another run that writes the same one."""


def _move(beside: Path, path: Path) -> None:
    for pause in _PAUSES:
        try:
            beside.replace(path)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    beside.replace(path)


def _say_unwritten(path: Path, fault: OSError) -> str:
    shown, length = show_path(path), len(str(path.absolute()))
    if _MAX_PATH and length > _MAX_PATH:
        return (
            f"Impossible d'écrire « {shown} » : ce chemin compte {length} caractères, Windows en accepte {_MAX_PATH}. "
            "Placez le dossier du PST plus près de la racine du disque, ou raccourcissez son nom."
        )
    if isinstance(fault, PermissionError):
        return (
            f"Impossible d'écrire « {shown} » : fermez le classeur s'il est ouvert, vérifiez que le dossier n'est pas "
            "en lecture seule, puis recommencez."
        )
    return (
        f"Impossible d'écrire « {shown} » ({say_fault(fault)}). Aucun fichier n'est resté à moitié écrit ; corrigez, "
        "puis recommencez."
    )


def _write(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a file, making its folder where it is the first one there."""
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
        return
    with path.open("wb") as stream:
        stream.writelines(content)


def sweep_leftovers(written: Collection[Path]) -> None:
    """Remove what a run that was killed left beside these files, just written.

    Only what is older than them by ten minutes goes: a younger one may belong to a run still under way. The times are
    the disk's own; one file of a folder tells that of all, for they were written by one run.
    """
    with suppress(OSError):
        for folder, one in {path.parent: path for path in written}.items():
            instant = one.stat().st_mtime
            for left in folder.glob(f"{_BESIDE}*.tmp"):
                if left.stat().st_mtime < instant - _STALE:
                    left.unlink(missing_ok=True)


_STALE = 600


def refuse_if_open(path: Path) -> None:
    """Raise FicheToolError where a spreadsheet program shows that it holds the file open."""
    for owner in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        if owner.exists():
            raise FicheToolError(
                f"« {show_path(path)} » est ouvert dans Excel ou LibreOffice : fermez le classeur, puis recommencez. "
                f"(S'il est déjà fermé, supprimez le fichier « {owner.name} ».)"
            )
