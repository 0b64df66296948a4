"""What a file is by its first bytes, whatever its name says; and, for what is no workbook, what to ask for instead."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto

_FICHE = "Demandez la fiche elle-même, au format .xlsx ou .ods."
_ENREGISTRER = "Ouvrez-le, enregistrez-le « Classeur Excel (.xlsx) », puis recommencez."
_IMAGE = f"Une image ne se reprend pas. {_FICHE}"
_EXTRAIRE = "Extrayez-en la fiche et déposez-la seule dans retours/."
_HEAD = 4096


class Usage(Enum):
    """What a file that the tool opens is opened as."""

    CLASSEUR = auto()
    DOCUMENT = auto()
    ENVELOPPE = auto()
    RIEN = auto()


class FormatFichier(Enum):
    """THE list of the contents that the tool opens, each with the ending of its files and what it is opened as.

    A workbook is opened by the module of `excel/lecture/` that has its ending for a name, a document by one of
    `documents/`. One more format is one line here, with what tells it, and its reader. ZIP is an archive of other
    files; AUTRE all that is known and not opened, or unknown.
    """

    XLSX = "xlsx", Usage.CLASSEUR
    ODS = "ods", Usage.CLASSEUR
    FODS = "fods", Usage.CLASSEUR
    XLS = "xls", Usage.CLASSEUR
    ZIP = "zip", Usage.ENVELOPPE
    COURRIEL = "eml", Usage.ENVELOPPE
    TXT = "txt", Usage.DOCUMENT
    DOCX = "docx", Usage.DOCUMENT
    ODT = "odt", Usage.DOCUMENT
    PDF = "pdf", Usage.DOCUMENT
    CSV = "csv", Usage.RIEN
    CHIFFRE = "", Usage.RIEN
    AUTRE = "…", Usage.RIEN

    def __init__(self, extension: str, usage: Usage) -> None:
        self.extension, self.usage = extension, usage


def list_endings(*usages: Usage) -> str:
    """« .xlsx, .ods, .fods, .xls »: the endings of the formats that are opened as these, for a sentence or a help."""
    return ", ".join(f".{format_.extension}" for format_ in FormatFichier if format_.usage in usages)


@dataclass(frozen=True, slots=True)
class Signature:
    """What a file is: its format, its words (« un document PDF »; empty where nothing tells), what to do about it."""

    format: FormatFichier
    detail: str = ""
    conseil: str = _FICHE


_XLS = Signature(FormatFichier.XLS, "un classeur à l'ancien format Excel 97-2003 (.xls)", _ENREGISTRER)
_FODS = Signature(FormatFichier.FODS, "un classeur OpenDocument en un seul texte (.fods)", _ENREGISTRER)
_COURRIEL = Signature(FormatFichier.COURRIEL, "un message (.eml)", f"Aucune fiche n'y est jointe. {_FICHE}")
_PDF = Signature(FormatFichier.PDF, "un document PDF", f"Un PDF ne se reprend pas. {_FICHE}")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_BIFF = re.compile(rb"\x09[\x00\x02\x04\x08].\x00", re.DOTALL)  # an .xls of before 1997, without its container
_BYTES: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"{\\rtf", "un document RTF", _FICHE),
    (0, b"\x89PNG", "une image", _IMAGE),
    (0, b"\xff\xd8\xff", "une photo", _IMAGE),
    (0, b"GIF8", "une image", _IMAGE),
    (0, b"BM", "une image", _IMAGE),
    (0, b"II*\x00", "une image", _IMAGE),
    (0, b"MM\x00*", "une image", _IMAGE),
    (8, b"WEBP", "une image", _IMAGE),
    (4, b"ftyphei", "une photo", _IMAGE),
    (4, b"ftypmif", "une photo", _IMAGE),
    (4, b"ftyp", "une vidéo", _FICHE),
    (0, b"Rar!", "une archive RAR", _EXTRAIRE),
    (0, b"7z\xbc\xaf", "une archive 7-Zip", _EXTRAIRE),
    (0, b"\x1f\x8b", "une archive gzip", _EXTRAIRE),
    (0, b"MZ", "un programme", f"Ne l'ouvrez pas. {_FICHE}"),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "un raccourci de Windows", f"Le fichier lui-même n'y est pas. {_FICHE}"),
)
_STREAMS = (
    ("__properties_version1.0", "un message Outlook (.msg)", "Enregistrez-en la pièce jointe et déposez-la seule."),
    ("WordDocument", "un document Word", _FICHE),
    ("PowerPoint Document", "une présentation PowerPoint", _FICHE),
)
_MAIL = re.compile(
    r"(?:Return-Path|Received|Delivered-To|From|To|Subject|Date|MIME-Version|Message-ID|X-[\w-]+|Content-Type): ",
    re.IGNORECASE,
)
_RACCOURCI = "Téléchargez le fichier (Fichier > Télécharger > Microsoft Excel), puis déposez-le dans retours/."
_TEXTS: tuple[tuple[str, str, str], ...] = (
    (r"\s*<\?xml[^>]*>.*urn:schemas-microsoft-com:office:spreadsheet", "un classeur XML d'Excel 2003", _ENREGISTRER),
    (r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|table|head|meta)", "une page web", _ENREGISTRER),
    (r"\s*<\?xml", "du texte XML", _FICHE),
    (r"\s*\{.*(?:docs\.google\.com|\"doc_id\")", "un raccourci de Google Drive", _RACCOURCI),
    (r"\s*\[InternetShortcut\]", "un raccourci vers une page web", _RACCOURCI),
    (r"ID;P", "un classeur SYLK", _ENREGISTRER),
    (r"TABLE\r?\n0,1", "un classeur DIF", _ENREGISTRER),
)
_LINE_OF_TABLE = re.compile(r"[^\n]*[;,\t][^\n]*\n")
_CSV = Signature(FormatFichier.CSV, "du texte CSV", f"Un CSV ne garde ni les cases ni l'identité de la fiche. {_FICHE}")
_TXT = Signature(FormatFichier.TXT, "du texte sans tableau")


def tell_nature(data: bytes) -> Signature:
    """What a file's content is, as far as its bytes say it: a zip is looked into by `examine`, which asks once."""
    if data.startswith(b"PK"):
        return Signature(FormatFichier.ZIP)
    if data.startswith(_OLE):
        return _tell_ole(data)
    if _BIFF.match(data):
        return _XLS
    if data.startswith(b"%PDF"):
        return _PDF
    for offset, signature, detail, conseil in _BYTES:
        if data.startswith(signature, offset):
            return Signature(FormatFichier.AUTRE, detail, conseil)
    texte = _decode(data[:_HEAD])
    return Signature(FormatFichier.AUTRE) if texte is None else _tell_text(texte)


def _tell_ole(data: bytes) -> Signature:
    """An OLE container, told by the names of its streams."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Signature(FormatFichier.CHIFFRE)
    for stream, detail, conseil in _STREAMS:
        if stream.encode("utf-16-le") in data:
            return Signature(FormatFichier.AUTRE, detail, conseil)
    return _XLS


def _tell_text(texte: str) -> Signature:
    if re.match(r"\s*(?:<\?xml[^>]*>\s*)?<(?:\w+:)?document\b", texte):
        return _FODS
    lines = texte.splitlines()[:40]
    if lines and _MAIL.match(lines[0]) and sum(_MAIL.match(line) is not None for line in lines) > 1:
        return _COURRIEL
    for pattern, detail, conseil in _TEXTS:
        if re.match(pattern, texte, re.IGNORECASE | re.DOTALL):
            return Signature(FormatFichier.AUTRE, detail, conseil)
    return _CSV if _LINE_OF_TABLE.match(texte) else _TXT


def _decode(head: bytes) -> str | None:
    """The beginning of a text file; None for other content."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    if b"\x00" in head:
        return None
    return head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")


# --- inside a zip ----------------------------------------------------------------------------------------------------
_NUMBERS = "Dans Numbers, choisissez Fichier > Exporter vers > Excel, puis renvoyez ce fichier-là."
_MEMBERS: tuple[tuple[str, Signature], ...] = (
    ("word/", Signature(FormatFichier.DOCX, "un document Word")),
    ("ppt/", Signature(FormatFichier.AUTRE, "une présentation PowerPoint")),
    ("visio/", Signature(FormatFichier.AUTRE, "un dessin Visio")),
    ("Index/", Signature(FormatFichier.AUTRE, "un classeur Numbers", _NUMBERS)),
    ("Index.zip", Signature(FormatFichier.AUTRE, "un classeur Numbers", _NUMBERS)),
    ("xl/workbook.bin", Signature(FormatFichier.AUTRE, "un classeur Excel binaire (.xlsb)", _ENREGISTRER)),
)
OPENDOCUMENT = Signature(FormatFichier.AUTRE, "un document OpenDocument qui n'est pas un classeur")
_ODT = Signature(FormatFichier.ODT, OPENDOCUMENT.detail)
_ODT_TYPE = b"application/vnd.oasis.opendocument.text"
_ARCHIVE = Signature(FormatFichier.ZIP, "une archive zip", f"Aucune fiche n'y a été trouvée. {_FICHE}")


def tell_zip(names: Collection[str], mimetype: bytes) -> Signature:
    """What a zip is, by the names of its parts and what OpenDocument writes in its part `mimetype`."""
    for prefix, signature in _MEMBERS:
        if any(name.startswith(prefix) for name in names):
            return signature
    if "content.xml" in names:
        return _ODT if mimetype.startswith(_ODT_TYPE) else Signature(FormatFichier.ODS)
    return Signature(FormatFichier.XLSX) if "[Content_Types].xml" in names else _ARCHIVE
