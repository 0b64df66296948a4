"""Putting a sheet of plain rows into a workbook that people edit: every other part stays as it is."""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from fiche_tool.domaine.mots.textes import clean, fold
from fiche_tool.excel.lecture.classeur import address
from fiche_tool.excel.lecture.lecteurs.xlsx import find_workbook, read_workbook_part, sheet_parts
from fiche_tool.fichiers.package import Package, new_member, stored_member, write_package
from fiche_tool.fichiers.piece import Piece

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_TYPES = "[Content_Types].xml"
_WIDTHS = (24, 34, 70, 60, 24, 40)
_MAX_TEXT = 32_000


def put_sheet(piece: Piece, nom: str, rows: Sequence[Sequence[str]]) -> bytes:
    """The workbook with a sheet of that name holding these rows; one already there is replaced."""
    package = piece.opened()
    workbook = find_workbook(package)
    parts = sheet_parts(package, workbook, read_workbook_part(package.read(workbook)))
    own = next((part for feuille, part in parts.items() if fold(feuille) == fold(nom)), "")
    changed = {own: _sheet(rows)} if own else _added(package, workbook, nom, rows)
    members = [new_member(n, changed.pop(n)) if n in changed else stored_member(package, n) for n in package.parts]
    return write_package([*members, *(new_member(name, content) for name, content in changed.items())])


def _added(package: Package, workbook: str, nom: str, rows: Sequence[Sequence[str]]) -> dict[str, bytes]:
    """The parts that a new sheet changes, and its own."""
    folder, _, base = workbook.rpartition("/")
    rels = f"{folder}/_rels/{base}.rels".lstrip("/")
    number = 1
    while f"{folder}/worksheets/sheet{number}.xml".lstrip("/") in package:
        number += 1
    target = f"worksheets/sheet{number}.xml"
    part = f"{folder}/{target}".lstrip("/")
    book, links, types = (package.read(name).decode("utf-8") for name in (workbook, rels, _TYPES))
    free = 1 + max((int(found) for found in re.findall(r'sheetId="(\d{1,5})"', book)), default=0)
    rel = "rIdImport" + str(free)
    prefix = re.search(r"<(\w+:)?sheets\b", book)
    tag = (prefix[1] or "") if prefix else ""
    space = re.search(r'="(http://\S*?/officeDocument/(?:2006/)?relationships)"', book)
    uri = space[1] if space else _RELATION.rpartition("/")[0]
    line = f'<{tag}sheet xmlns:rel="{uri}" name={quoteattr(nom)} sheetId="{free}" rel:id="{rel}"/>'
    link = f'<Relationship Id="{rel}" Type="{_RELATION}" Target="{target}"/>'
    kind = f'<Override PartName="/{part}" ContentType="{_TYPE}"/>'
    return {
        workbook: book.replace(f"</{tag}sheets>", f"{line}</{tag}sheets>", 1).encode(),
        rels: links.replace("</Relationships>", f"{link}</Relationships>", 1).encode(),
        _TYPES: types.replace("</Types>", f"{kind}</Types>", 1).encode(),
        part: _sheet(rows),
    }


def _sheet(rows: Sequence[Sequence[str]]) -> bytes:
    """A sheet of texts, its first row kept in sight."""
    wide = max(map(len, rows), default=1)
    columns = "".join(
        f'<col min="{i}" max="{i}" width="{width}" customWidth="1"/>' for i, width in enumerate(_WIDTHS[:wide], 1)
    )
    lines = "".join(
        f'<row r="{r}">{"".join(_cell((r, c), value) for c, value in enumerate(row, 1) if value)}</row>'
        for r, row in enumerate(rows, 1)
    )
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}"><sheetViews>'
        f'<sheetView workbookViewId="0">{pane}</sheetView></sheetViews><cols>{columns}</cols>'
        f"<sheetData>{lines}</sheetData></worksheet>"
    ).encode()


def _cell(position: tuple[int, int], value: str) -> str:
    text = escape(clean(value)[:_MAX_TEXT])
    return f'<c r="{address(position)}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
