"""Workbooks and envelopes that the tool itself never writes, made for the tests byte by byte."""

import io
import re
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from email.message import EmailMessage

import xlsxwriter

from fiche_tool.domaine.mots.saisie import Saisie
from fiche_tool.excel.lecture.classeur import column_letters, column_number, parse_address
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.fichiers.piece import examine
from tests.outils.specimens import repack


# --- .xls ------------------------------------------------------------------------------------------------------------
def to_xls(data: bytes) -> bytes:
    """The values of a workbook as an .xls of Excel 95: cells only, no name, no format, no merged range."""
    classeur = open_classeur(examine(data))
    return write_xls({nom: list(classeur.ouvrir(nom).cellules.values()) for nom in classeur.feuilles})


def write_xls(sheets: Mapping[str, Sequence[Saisie]]) -> bytes:
    """Sheets of texts and numbers in BIFF5, without the OLE container."""
    bodies = [_sheet(cells) for cells in sheets.values()]
    names = [nom.encode("cp1252") for nom in sheets]
    head = _record(0x0809, struct.pack("<HHHH", 0x0500, 0x0005, 0x0DBB, 0x07CC)) + _record(0x0042, b"\xe4\x04")
    offset = len(head) + sum(4 + 7 + len(nom) for nom in names) + 4
    for nom, body in zip(names, bodies, strict=True):
        head += _record(0x0085, struct.pack("<LBBB", offset, 0, 0, len(nom)) + nom)
        offset += len(body)
    return head + _record(0x000A, b"") + b"".join(bodies)


def _sheet(cells: Sequence[Saisie]) -> bytes:
    records = [_record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 0x0DBB, 0x07CC))]
    for saisie in cells:
        position = parse_address(saisie.cellule)
        assert position is not None
        place = struct.pack("<HHH", position[0] - 1, position[1] - 1, 0)
        if isinstance(saisie.brut, Decimal):
            records.append(_record(0x0203, place + struct.pack("<d", float(saisie.brut))))
        elif saisie.texte:
            text = saisie.texte.encode("cp1252", "replace")[:250]
            records.append(_record(0x0204, place + struct.pack("<H", len(text)) + text))
    return b"".join(records) + _record(0x000A, b"")


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


# --- envelopes -------------------------------------------------------------------------------------------------------
def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for nom, content in files.items():
            archive.writestr(nom, content)
    return buffer.getvalue()


def mailed(files: Mapping[str, bytes]) -> bytes:
    """A mail with files attached, as a mail program saves it."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "Service social <social@example.org>", "Secrétariat <secretariat@example.org>"
    mail["Subject"] = "La fiche demandée"
    mail.set_content("Bonjour,\n\nVoici la fiche.\n")
    for nom, content in files.items():
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=nom)
    return mail.as_bytes()


# --- forms -----------------------------------------------------------------------------------------------------------
def rebuilt_form(values: Mapping[str, object]) -> bytes:
    """A form typed anew in a blank workbook: label in A, value in B."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = workbook.add_worksheet("Feuil1")
    for row, (label, value) in enumerate(values.items()):
        sheet.write_string(row * 2, 0, label)
        sheet.write(row * 2, 1, value)
    workbook.close()
    return buffer.getvalue()


# --- rows and columns put in -----------------------------------------------------------------------------------------
_REFERENCE = re.compile(r"(\$?)([A-Z]{1,2})(\$?)(\d+)")


def insert(data: bytes, *, row: int = 0, column: int = 0, count: int = 1) -> bytes:
    """A fiche with rows put in above one, or columns left of one, as a spreadsheet program does: names follow."""

    def down(line: int) -> int:
        return count if row and line >= row else 0

    def moved(found: re.Match[str]) -> str:
        letters, line = found[2], int(found[4])
        line += down(line)
        if column and column_number(letters) >= column:
            letters = column_letters(column_number(letters) + count)
        return f"{found[1]}{letters}{found[3]}{line}"

    def in_names(part: bytes) -> bytes:
        return re.sub(r"(?<=>)(Fiche![^<]*)", lambda f: _REFERENCE.sub(moved, f[1]), part.decode()).encode()

    def in_sheet(part: bytes) -> bytes:
        text = re.sub(r'(<row r=")(\d+)', lambda f: f"{f[1]}{int(f[2]) + down(int(f[2]))}", part.decode())
        return re.sub(r'( r(?:ef)?=")([^"]*)', lambda f: f[1] + _moved_all(f[2], moved), text).encode()

    return repack(data, {"xl/workbook.xml": in_names, "xl/worksheets/sheet1.xml": in_sheet})


def _moved_all(texte: str, moved: Callable[[re.Match[str]], str]) -> str:
    return _REFERENCE.sub(moved, texte) if re.fullmatch(r"[A-Z]+\d+(:[A-Z]+\d+)?", texte) else texte
