"""Reading a text document of any supported format as lines and tables, by its content whatever its name."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.util import find_spec

from fiche_tool.documents.blocs import decode
from fiche_tool.domaine.constats import constats
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.document.document import Bloc, LigneDocument
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.fichiers.bornes import DOCUMENT, TEXTES, BudgetLecture
from fiche_tool.fichiers.enfant import EnfantPerdu, run_bounded
from fiche_tool.fichiers.package import Package, Refus, new_member, stored_member, write_package
from fiche_tool.fichiers.piece import Piece
from fiche_tool.fichiers.signatures import FormatFichier

_LUS = "L'outil lit un PST en .txt, .docx, .odt, .pdf, .xlsx, .ods ou .csv"
_OPENS_CODE = regex(rb"(?:\xef\xbb\xbf)?\s*[<{\[]")
"""Begins pages of the web, XML, short cuts: their tags are no words of a PST."""
_CHILD = "fiche_tool.documents.enfant"
_PAGES = 120
"""How many pages of a PDF one child reads: between two, the person is told how far it is."""
Progres = Callable[[int, int], None]
"""Called with the pages read and those there are."""


@dataclass(frozen=True, slots=True)
class _Lecteur:
    """The module that reads a format, the library it needs, and how a sentence names the format."""

    module: str
    library: str
    nom: str
    pages: int = 0

    def by(self, pages: int) -> "_Lecteur":
        """The same reader, so many pages at a time where it reads pages."""
        return replace(self, pages=pages if self.pages else 0)


LECTEURS = {
    FormatFichier.DOCX: _Lecteur("word", "docx", "Word (.docx)"),
    FormatFichier.ODT: _Lecteur("odt", "odfdo", "OpenDocument (.odt)"),
    FormatFichier.PDF: _Lecteur("pdf", "pypdfium2", "PDF", _PAGES),
}
"""What reads each format through a library of the optional extra."""


def silent(page: int, total: int) -> None:
    """Say nothing of the progress."""


def read_document(piece: Piece, progres: Progres = silent) -> tuple[Bloc, ...]:
    """The lines and tables of a document. Raises FicheToolError, in one sentence, for what cannot be read."""
    nom, data = piece.nom, piece.data
    if len(data) > DOCUMENT.octets:
        size = f"{-(-len(data) // 2**20)} Mo, au plus {DOCUMENT.octets // 2**20}"
        raise FicheToolError(f"« {nom} » est trop gros ({size}). Ôtez-en les images.")
    if piece.refus is not None and piece.refus.constat is constats.TROP_GROS:
        raise _swollen(nom)
    if data.startswith(b"PK") and piece.refus is not None:
        raise FicheToolError(f"« {nom} » est abîmé. Enregistrez-le à nouveau, puis recommencez.")
    format_ = FormatFichier.PDF if b"%PDF-" in data[:1024] else piece.format
    if format_ in LECTEURS:
        return _read(LECTEURS[format_], _lighten_or_stop(piece), nom, progres)
    if data.startswith(bytes.fromhex("d0cf11e0a1b11ae1")) or format_ is FormatFichier.CHIFFRE:
        raise FicheToolError(
            f"« {nom} » est à l'ancien format Word (.doc) ou protégé par un mot de passe. Ouvrez-le, enregistrez-le au "
            "format .docx, sans mot de passe, puis recommencez."
        )
    if data.startswith(b"{\\rtf"):
        raise FicheToolError(
            f"« {nom} » est un document RTF. Enregistrez-le au format .docx ou .odt, puis recommencez."
        )
    if format_ is FormatFichier.AUTRE and piece.signature.detail and _OPENS_CODE.match(data):
        raise FicheToolError(f"« {nom} » est {piece.signature.detail}. {_LUS}.")
    if data.startswith(b"PK") and nom.lower().endswith((".docx", ".odt")):
        raise FicheToolError(f"« {nom} » est abîmé. Enregistrez-le à nouveau, puis recommencez.")
    if data.startswith(b"PK"):
        raise FicheToolError(f"« {nom} » n'est pas un document de texte. {_LUS}.")
    return read_text(data, nom)


def _swollen(nom: str) -> FicheToolError:
    return FicheToolError(f"« {nom} » est anormalement gros une fois décompressé : il n'a pas été ouvert.")


def _lighten_or_stop(piece: Piece) -> bytes:
    """The document without its pictures. Raises FicheToolError where its text is too long, or damaged."""
    try:
        return lighten(piece)
    except Refus as refus:
        if refus.constat is constats.TROP_GROS:
            raise _swollen(piece.nom) from refus
        raise FicheToolError(f"« {piece.nom} » est abîmé. Enregistrez-le à nouveau, puis recommencez.") from refus


_OF_TEXT = (".xml", ".rels", "mimetype")


def lighten(piece: Piece) -> bytes:
    """A Word or OpenDocument file whose parts without text, such as photos, are empty; any other file as it is.

    What its text expands to is bounded before a library is handed it. Raises Refus past the limits, or for damage.
    """
    if piece.package is None:
        return piece.data
    package = Package(piece.data, TEXTES, piece.budget)
    membres = []
    for name in package.parts:
        if name.endswith(_OF_TEXT):
            package.read(name)  # by its true size, whatever it says
            membres.append(stored_member(package, name))
        elif not name.endswith("/"):
            membres.append(new_member(name, b""))
    return write_package(membres)


def _read(lecteur: _Lecteur, data: bytes, nom: str, progres: Progres) -> tuple[Bloc, ...]:
    """Read through a library of the optional extra, in a bounded child; a long PDF some pages at a time."""
    if find_spec(lecteur.library) is None:
        raise FicheToolError(
            f"Pour lire un document {lecteur.nom}, il manque le complément « documents ». Installez-le avec : pip "
            'install "fiche-tool[documents]" ; ou enregistrez le document en texte (.txt).'
        )
    blocs: list[Bloc] = []
    start, total = 0, 1
    while start < total:
        end = start + lecteur.pages if lecteur.pages else 1
        found, total = _ask(lecteur.module, data, nom, start, end)
        blocs += found
        start = end
        _check_length(sum(map(_count_lines, blocs)), nom)
        if lecteur.pages and total > lecteur.pages:
            progres(min(start, total), total)
    if lecteur.pages and sum(_letters(bloc) for bloc in blocs) < _FEW:
        raise FicheToolError(
            f"« {nom} » ne contient pas de texte : c'est sans doute un document numérisé (des images de pages). "
            "Demandez le document d'origine (.docx ou .odt), ou passez-le dans un logiciel de reconnaissance de texte."
        )
    return tuple(blocs)


_LIGNES = 50_000
"""Lines, rows of tables included, of a document: a PST of three hundred pages has some fifteen thousand."""


def _count_lines(bloc: Bloc) -> int:
    return 1 if isinstance(bloc, LigneDocument) else len(bloc.rangees)


def _check_length(lignes: int, nom: str) -> None:
    if lignes > _LIGNES:
        size = f"{lignes:,} lignes ; au plus {_LIGNES:,}".replace(",", "\u202f").replace(" ;", "\u00a0;")
        raise FicheToolError(f"« {nom} » est trop long ({size}). N'y laissez que le PST, puis recommencez.")


_FEW = 20
"""Below so many characters in the whole document, a PDF has no text layer to speak of."""


def _letters(bloc: Bloc) -> int:
    if isinstance(bloc, LigneDocument):
        return len("".join(bloc.texte.split()))
    return sum(len(cell.texte) for rangee in bloc.rangees for cell in rangee)


def _ask(module: str, data: bytes, nom: str, start: int, end: int) -> tuple[tuple[Bloc, ...], int]:
    """Some pages of a document, read by a child."""
    head = json.dumps({"module": module, "debut": start, "fin": end}).encode()
    try:
        answer = run_bounded(
            _CHILD, head + b"\n" + data, seconds=DOCUMENT.secondes, memory=DOCUMENT.memoire, budget=BudgetLecture()
        )
        blocs, total, refus = decode(answer)
    except EnfantPerdu as lost:
        if lost.absent:
            raise FicheToolError(f"« {nom} » n'a pas pu être lu : {lost}.") from lost
        slow = str(lost) if "secondes" in str(lost) else "il est abîmé ou protégé"
        raise FicheToolError(
            f"« {nom} » n'a pas pu être lu : {slow}. Enregistrez-le à nouveau, ou en texte (.txt), puis recommencez."
        ) from lost
    except ValueError as fault:
        raise FicheToolError(
            f"« {nom} » n'a pas pu être lu. Enregistrez-le en texte (.txt), puis recommencez."
        ) from fault
    if refus:
        raise FicheToolError(f"« {nom} » {refus}")
    return blocs, total


def read_some_text(piece: Piece) -> str:
    """The text of a document, of the first pages of a PDF; empty where it has none or its library is missing.

    Within what a return may cost: a document among the returns is only looked through. Raises Refus.
    """
    lecteur = LECTEURS.get(piece.format)
    if lecteur is None or find_spec(lecteur.library) is None:
        return ""
    head = json.dumps({"module": lecteur.module, "debut": 0, "fin": _LOOKED_THROUGH}).encode()
    try:
        blocs, _, _ = decode(replace(piece, data=lighten(piece)).ask_child(_CHILD, head + b"\n"))
    except ValueError:
        return ""
    return "\n".join(texte for bloc in blocs for texte in _texts(bloc))


_LOOKED_THROUGH = 4
"""Pages of a PDF among the returns: a fiche has one or two."""


def _texts(bloc: Bloc) -> list[str]:
    if isinstance(bloc, LigneDocument):
        return [bloc.texte]
    return [" ".join(cell.texte for cell in rangee) for rangee in bloc.rangees]


def read_text(data: bytes, nom: str) -> tuple[Bloc, ...]:
    """A plain text: UTF-8, UTF-16 with its mark, or the encoding of Windows."""
    texte = _ESCAPES.sub("", decode_text(data, nom))
    _check_length(max(texte.count("\n"), texte.count("\r")) + 1, nom)
    return tuple(LigneDocument(ligne, rang) for rang, ligne in enumerate(re.split(r"\r\n|\r|\n", texte), 1))


_ESCAPES = regex(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)?")
"""Colours and orders to a terminal, copied with a text: whole, or their letters would stay among its words."""


def decode_text(data: bytes, nom: str) -> str:
    """The characters of a text file. Raises FicheToolError for what is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\0" in data[:4096]:
        raise FicheToolError(f"« {nom} » n'est pas un document de texte. {_LUS}.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
