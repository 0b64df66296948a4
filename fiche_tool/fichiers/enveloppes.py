"""Fiches that come back inside something else: a zip archive, a mail, an archive in a mail."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from fiche_tool.domaine.constats import constats
from fiche_tool.fichiers.courriel import read_attachments
from fiche_tool.fichiers.enfant import EnfantPerdu
from fiche_tool.fichiers.package import MAX_FILE, Package, Refus, refuse_lost
from fiche_tool.fichiers.signatures import Format, tell_document, tell_nature

MAX_CONTENU = 20 * 2**20
"""Bytes of all the files found inside one, archives within archives included: hundreds of fiches weigh less."""
MAX_FICHES = 100
_DEPTH = 3
_WORKBOOK_PARTS = ("[Content_Types].xml", "content.xml")
_FIRST_PARTS = (b"[Content_Types].xml", b"mimetype")  # what a workbook's zip usually begins with
_LITTER = ("__macosx/", ".ds_store", "thumbs.db")


@dataclass(frozen=True, slots=True)
class PieceJointe:
    """A file found inside another."""

    nom: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Enveloppe:
    """A file that holds workbooks: what they come out of (« de l'archive »), these, and the names of the rest."""

    genre: str
    fiches: tuple[PieceJointe, ...]
    autres: tuple[str, ...]


class _Sorte(Enum):
    """What to do with a file: read it as a fiche, look inside, or leave it."""

    FICHE = auto()
    ENVELOPPE = auto()
    AUTRE = auto()


def open_enveloppe(data: bytes) -> Enveloppe | None:
    """The workbooks inside a file; None where it is to be read for itself, or holds none.

    Raises Refus for an archive that is damaged, encrypted or too big to be opened.
    """
    if len(data) > MAX_FILE or data.startswith(_FIRST_PARTS, 30) or _sort(data) is not _Sorte.ENVELOPPE:
        return None
    fiches: list[PieceJointe] = []
    autres: list[str] = []
    left = MAX_CONTENU
    for piece, sorte in _unfold(data, _DEPTH):
        left -= len(piece.data)
        if left < 0 or len(fiches) == MAX_FICHES:
            raise Refus(constats.TROP_GROS, trouve="trop de fichiers dans l'archive", attendu="20 Mo et 100 fiches")
        if sorte is _Sorte.FICHE:
            fiches.append(piece)
        elif sorte is _Sorte.AUTRE:
            autres.append(piece.nom)
    genre = "de l'archive" if tell_nature(data).format is Format.ZIP else "du message"
    return Enveloppe(genre, tuple(fiches), tuple(autres)) if fiches else None


def _unfold(data: bytes, depth: int) -> Iterator[tuple[PieceJointe, _Sorte]]:
    """The files inside a file, down to archives in mails; an archive comes before what it holds."""
    for piece in _members(data):
        sorte = _sort(piece.data)
        if sorte is _Sorte.ENVELOPPE and depth == 1:
            sorte = _Sorte.AUTRE
        yield piece, sorte
        if sorte is _Sorte.ENVELOPPE:
            yield from _unfold(piece.data, depth - 1)


def _members(data: bytes) -> Iterator[PieceJointe]:
    if tell_nature(data).format is Format.COURRIEL:
        try:
            found = read_attachments(data)
        except EnfantPerdu as lost:
            raise refuse_lost(lost) from lost
        yield from (PieceJointe(nom, content) for nom, content in found)
        return
    package = Package(data)
    for nom in package.parts:
        if not nom.endswith("/") and not nom.lower().startswith(_LITTER) and not nom.lower().endswith(_LITTER):
            yield PieceJointe(nom, package.read(nom, MAX_CONTENU))


def _sort(data: bytes) -> _Sorte:
    match tell_nature(data).format:
        case Format.XLS | Format.FODS | Format.CHIFFRE:
            return _Sorte.FICHE
        case Format.COURRIEL:
            return _Sorte.ENVELOPPE
        case Format.ZIP:
            return _Sorte.FICHE if _is_document(data) else _Sorte.ENVELOPPE
        case _:
            return _Sorte.AUTRE


def _is_document(data: bytes) -> bool:
    """True for a zip that is a workbook or another document by itself, or that cannot be looked into."""
    try:
        package = Package(data)
    except Refus:
        return True
    return any(nom in package for nom in _WORKBOOK_PARTS) or tell_document(list(package.parts)) is not None
