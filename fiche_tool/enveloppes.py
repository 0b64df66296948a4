"""Fiches that come back inside something else: a zip archive, a mail, an archive in a mail."""

from collections.abc import Iterator
from dataclasses import dataclass

from fiche_tool.documents.courriel import read_attachments
from fiche_tool.excel.package import MAX_FILE, Package, Refus
from fiche_tool.excel.signatures import Format, tell_document, tell_nature

_DEPTH = 3
_WORKBOOK_PARTS = ("[Content_Types].xml", "content.xml")
_FIRST_PARTS = (b"[Content_Types].xml", b"mimetype")  # what a workbook's zip usually begins with
_LITTER = ("__macosx/", ".ds_store", "thumbs.db")


@dataclass(frozen=True, slots=True)
class Piece:
    """A file found inside another."""

    nom: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Enveloppe:
    """A file that holds workbooks: what they come out of (« de l'archive »), these, and the names of the rest."""

    genre: str
    fiches: tuple[Piece, ...]
    autres: tuple[str, ...]


def open_enveloppe(data: bytes) -> Enveloppe | None:
    """The workbooks inside a file; None where it is to be read for itself, or holds none.

    Raises Refus for an archive that is damaged, encrypted or too big to be opened.
    """
    if len(data) > MAX_FILE or data.startswith(_FIRST_PARTS, 30):
        return None
    nature = tell_nature(data).format
    if nature not in (Format.ZIP, Format.COURRIEL) or _is_document(data):
        return None
    found = list(_unfold(data, _DEPTH))
    fiches = tuple(piece for piece in found if _is_workbook(piece.data))
    if not fiches:
        return None
    autres = tuple(piece.nom for piece in found if not _is_workbook(piece.data))
    return Enveloppe("de l'archive" if nature is Format.ZIP else "du message", fiches, autres)


def _unfold(data: bytes, depth: int) -> Iterator[Piece]:
    """The files inside a file, down to archives in mails."""
    for piece in _members(data):
        nature = tell_nature(piece.data).format
        if depth > 1 and (nature is Format.COURRIEL or (nature is Format.ZIP and not _is_document(piece.data))):
            yield from _unfold(piece.data, depth - 1)
        else:
            yield piece


def _members(data: bytes) -> Iterator[Piece]:
    if tell_nature(data).format is Format.COURRIEL:
        yield from (Piece(nom, content) for nom, content in read_attachments(data))
        return
    package = Package(data)
    for nom in package.parts:
        if not nom.endswith("/") and not nom.lower().startswith(_LITTER) and not nom.lower().endswith(_LITTER):
            yield Piece(nom, package.read(nom))


def _is_workbook(data: bytes) -> bool:
    nature = tell_nature(data).format
    return nature in (Format.XLS, Format.FODS, Format.CHIFFRE) or (nature is Format.ZIP and _is_document(data))


def _is_document(data: bytes) -> bool:
    """True for a zip that is a workbook or another document by itself, or that cannot be looked into."""
    if not data.startswith(b"PK"):
        return False
    try:
        package = Package(data)
    except Refus:
        return True
    return any(nom in package for nom in _WORKBOOK_PARTS) or tell_document(list(package.parts)) is not None
