"""What a file is by its first bytes, whatever its name says; and, for what is no workbook, what to ask for instead."""

import re
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto

from fiche_tool.domaine.mots.regex import regex

_FICHE = "Demandez la fiche elle-même, au format .xlsx ou .ods."
_ENREGISTRER = "Ouvrez-le, enregistrez-le « Classeur Excel (.xlsx) », puis recommencez."
_RELUES = "Ses réponses ne peuvent pas être relues. Redemandez la fiche, au format .xlsx ou .ods, ou recopiez-les."
_EXTRAIRE = "Extrayez-en la fiche et déposez-la seule dans retours/."
_WINMAIL = (
    "Demandez à la personne d'envoyer son message « au format HTML », avec la fiche jointe, ou de déposer la fiche "
    "elle-même."
)
_P7M = "Ouvrez-le dans la messagerie, enregistrez-en la fiche et déposez-la seule dans retours/."
_P7M_CHIFFRE = f"Seul son destinataire peut l'ouvrir, dans sa messagerie. {_FICHE}"
_HEAD = 4096
_HEAD_OF_MAIL = 65_536
_LINES_OF_MAIL = 40


class Usage(Enum):
    """What a file that the tool opens is opened as."""

    CLASSEUR = auto()
    DOCUMENT = auto()
    ENVELOPPE = auto()
    RIEN = auto()


class FormatFichier(Enum):
    """THE list of the contents that the tool opens, each with the ending of its files and what it is opened as.

    A workbook is opened by the module of `excel/lecture/lecteurs/` that has its ending for a name, a document by one of
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
_PDF = Signature(FormatFichier.PDF, "un document PDF", _RELUES)
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_BIFF = regex(rb"\x09[\x00\x02\x04\x08].\x00", re.DOTALL)  # an .xls of before 1997, without its container
_BYTES: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"{\\rtf", "un document RTF", _FICHE),
    (0, b"\x89PNG", "une image", _RELUES),
    (0, b"\xff\xd8\xff", "une photo", _RELUES),
    (0, b"GIF8", "une image", _RELUES),
    (0, b"BM", "une image", _RELUES),
    (0, b"II*\x00", "une image", _RELUES),
    (0, b"MM\x00*", "une image", _RELUES),
    (8, b"WEBP", "une image", _RELUES),
    (4, b"ftyphei", "une photo", _RELUES),
    (4, b"ftypmif", "une photo", _RELUES),
    (4, b"ftypavif", "une photo", _RELUES),
    (4, b"ftypM4A", "un enregistrement sonore", _RELUES),
    (4, b"ftyp", "une vidéo", _FICHE),
    (0, b"ID3", "un enregistrement sonore", _RELUES),
    (0, b"OggS", "un enregistrement sonore", _RELUES),
    (8, b"WAVE", "un enregistrement sonore", _RELUES),
    (0, b"Rar!", "une archive RAR", _EXTRAIRE),
    (0, b"7z\xbc\xaf", "une archive 7-Zip", _EXTRAIRE),
    (0, b"BZh", "une archive bzip2", _EXTRAIRE),
    (0, b"\xfd7zXZ\x00", "une archive XZ", _EXTRAIRE),
    (0, b"\x28\xb5\x2f\xfd", "une archive Zstandard", _EXTRAIRE),
    (0, b"MSCF", "une archive CAB", _EXTRAIRE),
    (257, b"ustar", "une archive tar", _EXTRAIRE),
    (0, b"\x78\x9f\x3e\x22", "une pièce jointe emballée par Outlook", _WINMAIL),
    (0, b"-----BEGIN PKCS7", "un message signé ou chiffré (.p7m)", _P7M),
    (0, b"MZ", "un programme", f"Ne l'ouvrez pas. {_FICHE}"),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "un raccourci de Windows", f"Le fichier lui-même n'y est pas. {_FICHE}"),
)
_STREAMS = (
    ("__properties_version1.0", "un message Outlook (.msg)", "Enregistrez-en la pièce jointe et déposez-la seule."),
    ("WordDocument", "un document Word", _FICHE),
    ("PowerPoint Document", "une présentation PowerPoint", _FICHE),
)
_FIELD = regex(r"[!-9;-~]+:(?:\s|$)|[A-Za-z][\w-]*:\S")
"""How a line of a mail's head begins: a name without space, a colon."""
_KNOWN_FIELD = regex(
    r"(?:Return-Path|Received(?:-SPF)?|Delivered-To|Envelope-To|From|To|Cc|Bcc|Sender|Reply-To|Subject|Date|Message-ID"
    r"|In-Reply-To|References|MIME-Version|Content-[\w-]+|DKIM-Signature|DomainKey-Signature|Authentication-Results"
    r"|ARC-[\w-]+|List-[\w-]+|Thread-[\w-]+|Importance|Priority|Precedence|Auto-Submitted|Feedback-ID|User-Agent"
    r"|Disposition-[\w-]+|Resent-[\w-]+|Autocrypt|X-[\w-]+):",
    re.IGNORECASE,
)
_RACCOURCI = "Téléchargez le fichier (Fichier > Télécharger > Microsoft Excel), puis déposez-le dans retours/."
_PERD = "ne garde ni les cases ni l'identité de la fiche"
_PAGE = f"Une page web {_PERD}. {_FICHE}"
_TEXTS: tuple[tuple[str, str, str], ...] = (
    (r"\s*<\?xml[^>]*>.*urn:schemas-microsoft-com:office:spreadsheet", "un classeur XML d'Excel 2003", _ENREGISTRER),
    (r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|table|head|meta)", "une page web", _PAGE),
    (r"\s*<\?xml[^>]*>.*<gnm:Workbook", "un classeur Gnumeric", _ENREGISTRER),
    (r"\s*<\?xml", "du texte XML", _FICHE),
    (r"\s*\{.*(?:docs\.google\.com|\"doc_id\")", "un raccourci de Google Drive", _RACCOURCI),
    (r"\s*\[InternetShortcut\]", "un raccourci vers une page web", _RACCOURCI),
    (r"ID;P", "un classeur SYLK", _ENREGISTRER),
    (r"TABLE\r?\n0,1", "un classeur DIF", _ENREGISTRER),
)
_LINE_OF_TABLE = regex(r"[^\n]*[;,\t][^\n]*\n")
_CSV = Signature(FormatFichier.CSV, "du texte CSV", f"Un CSV {_PERD}. {_FICHE}")
_TXT = Signature(FormatFichier.TXT, "du texte sans tableau")
_VIDE = Signature(FormatFichier.TXT, "vide (0 octet), sans doute une copie inachevée")


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
    if data.startswith(b"\x1f\x8b"):
        return _tell_gzip(data)
    if data.startswith(b"\x30") and (found := _PKCS7.search(data, 0, 64)) is not None:
        return _SIGNE if found[1] == b"\x02" else _CHIFFRE_P7M
    head = data[:_HEAD_OF_MAIL]
    if _is_mail(_decode(head) or _decode(head.partition(b"\0")[0]) or ""):  # what is attached may be there as it is
        return _COURRIEL
    return _tell_text(data[:_HEAD])


_PKCS7 = regex(rb"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07([\x02\x03])")
_SIGNE = Signature(FormatFichier.AUTRE, "un message ou une pièce jointe signés (.p7m)", _P7M)
_CHIFFRE_P7M = Signature(FormatFichier.AUTRE, "un message chiffré (.p7m)", _P7M_CHIFFRE)
_GNUMERIC = Signature(FormatFichier.AUTRE, "un classeur Gnumeric", _ENREGISTRER)


def _tell_gzip(data: bytes) -> Signature:
    """A file that gzip has packed: Gnumeric packs its workbooks so."""
    try:
        head = zlib.decompressobj(31).decompress(data[:_HEAD_OF_MAIL], _HEAD)
    except zlib.error:
        head = b""
    return _GNUMERIC if b"gnm:Workbook" in head else Signature(FormatFichier.AUTRE, "une archive gzip", _EXTRAIRE)


def _is_mail(texte: str) -> bool:
    """A head of a mail: lines that each begin with a name, or go on with the one before; two names known at least.

    A mark of the encoding, empty lines and the « From » of a mailbox may come first.
    """
    lines = iter(texte.lstrip("\ufeff \t\r\n").splitlines())
    first = next(lines, "")
    if re.match(r">?From [^:]", first):
        first = next(lines, "")
    if not _FIELD.match(first):
        return False
    known, count = 0, 0
    for line in (first, *lines):
        if not line.strip() or count == _LINES_OF_MAIL:
            break
        if line[0] not in " \t":
            count += 1
            known += _KNOWN_FIELD.match(line) is not None
    return known > 1


def _tell_ole(data: bytes) -> Signature:
    """An OLE container, told by the names of its streams."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Signature(FormatFichier.CHIFFRE)
    for stream, detail, conseil in _STREAMS:
        if stream.encode("utf-16-le") in data:
            return Signature(FormatFichier.AUTRE, detail, conseil)
    return _XLS


def _tell_text(head: bytes) -> Signature:
    texte = _decode(head)
    if not texte:
        return Signature(FormatFichier.AUTRE) if texte is None else _VIDE
    if re.match(r"\s*(?:<\?xml[^>]*>\s*)?<(?:\w+:)?document\b", texte):
        return _FODS
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
    ("FixedDoc", Signature(FormatFichier.AUTRE, "un document XPS", _RELUES)),
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
