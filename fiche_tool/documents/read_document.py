"""Reading a text document of any supported format as lines, by its content whatever its name."""

import io
import re
import zipfile
from collections.abc import Callable
from importlib import import_module

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.document.document import LigneDocument

MAX_DOCUMENT = 50 * 2**20
MAX_EXPANDED = 200 * 2**20
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ODT = "application/vnd.oasis.opendocument.text"
_LUS = "L'outil lit un PST en .txt, .docx, .odt ou .pdf"
Lecteur = Callable[[bytes], tuple[LigneDocument, ...]]


def read_document(data: bytes, nom: str) -> tuple[LigneDocument, ...]:
    """The lines of a document. Raises FicheToolError, in one sentence, for what cannot be read."""
    if len(data) > MAX_DOCUMENT:
        raise FicheToolError(f"« {nom} » est trop gros ({len(data) // 2**20} Mo, au plus 50). Ôtez-en les images.")
    if data.startswith(b"%PDF", 0, 1024) or b"%PDF-" in data[:1024]:
        return _read("pdf", "pypdf", "PDF", data, nom)
    if data.startswith(b"PK"):
        return _read_archive(data, nom)
    if data.startswith(_OLE):
        raise FicheToolError(
            f"« {nom} » est à l'ancien format Word (.doc) ou protégé par un mot de passe. Ouvrez-le, enregistrez-le au "
            "format .docx, sans mot de passe, puis recommencez."
        )
    if data.startswith(b"{\\rtf"):
        raise FicheToolError(
            f"« {nom} » est un document RTF. Enregistrez-le au format .docx ou .odt, puis recommencez."
        )
    return read_text(data, nom)


def _read_archive(data: bytes, nom: str) -> tuple[LigneDocument, ...]:
    kind = _kind_of_archive(data, nom)
    if kind == "docx":
        return _read("word", "docx", "Word (.docx)", data, nom)
    if kind == "odt":
        return _read("odt", "odfdo", "OpenDocument (.odt)", data, nom)
    raise FicheToolError(
        f"« {nom} » n'est pas un document de texte. {_LUS} ; un programme déjà en classeur se place tel quel dans le "
        "dossier, sous le nom programme.xlsx."
    )


def _kind_of_archive(data: bytes, nom: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_EXPANDED:
                raise FicheToolError(f"« {nom} » est anormalement gros une fois décompressé : il n'a pas été ouvert.")
            names = set(archive.namelist())
            mimetype = archive.read("mimetype").decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as fault:
        raise FicheToolError(f"« {nom} » est abîmé. Enregistrez-le à nouveau, puis recommencez.") from fault
    if "word/document.xml" in names:
        return "docx"
    return "odt" if mimetype.startswith(_ODT) else ""


def _read(module: str, library: str, format_: str, data: bytes, nom: str) -> tuple[LigneDocument, ...]:
    """Read through a library of the optional extra. Raises FicheToolError where it is missing or cannot read."""
    try:
        import_module(library)
    except ImportError as missing:
        raise FicheToolError(
            f"Pour lire un document {format_}, il manque le complément « documents ». Installez-le avec : pip install "
            f'"fiche-tool[documents]" ; ou enregistrez le document en texte (.txt).'
        ) from missing
    lecteur: Lecteur = import_module(f"fiche_tool.documents.{module}").read_lines
    try:
        return lecteur(data)
    except FicheToolError as fault:
        raise FicheToolError(f"« {nom} » {fault}") from fault
    except Exception as fault:  # damaged documents raise anything in these libraries
        raise FicheToolError(
            f"« {nom} » n'a pas pu être lu : il est abîmé ou protégé. Enregistrez-le à nouveau, ou en texte (.txt), "
            "puis recommencez."
        ) from fault


def read_text(data: bytes, nom: str) -> tuple[LigneDocument, ...]:
    """A plain text: UTF-8, UTF-16 with its mark, or the encoding of Windows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        texte = data.decode("utf-16", "replace")
    elif b"\0" in data[:4096]:
        raise FicheToolError(
            f"« {nom} » n'est pas un document de texte. L'outil lit un PST en .txt, .docx, .odt ou .pdf."
        )
    else:
        try:
            texte = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            texte = data.decode("cp1252", "replace")
    return tuple(LigneDocument(ligne, rang) for rang, ligne in enumerate(re.split(r"\r\n|\r|\n", texte), 1))
