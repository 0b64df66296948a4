"""What reads an .xls with xlrd, in a child process: limits and bytes in, one JSON object out.

`{"refus": "mot de passe" | "abîmé"}`, or `{"feuilles": [...], "noms": {name: target}, "locaux": [[sheet's rank, name,
target]]}`, where a sheet is
`{"nom", "cellules": [[row, column, genre, value]], "fusions": [[top, left, bottom, right]], "tronquee",
"notes": [[row, column, text]], "dessins": [[row, column, text]], "barres": [[row, column, [[text, struck]]]],
"liens": [[row, column, target]]}`, counted from 1; genre is one of « n » (number), « p » (number shown as a
percentage), « d » (date, ISO), « b », « e », « t ».
`barres` has no piece for a cell struck whole; `dessins` are the text boxes, by the cell under their corner.
"""

import io
import json
import struct
from collections.abc import Iterator
from functools import cache
from typing import Any

from fiche_tool.excel.lecture.jours import as_seen, shown_by, visible_part


def answer(data: bytes) -> bytes:
    """Read within the limits of the first line: rows, columns, cells. Whatever goes wrong is « abîmé »."""
    limites, _, content = data.partition(b"\n")
    lignes, colonnes, cellules = (int(number) for number in limites.split())
    return json.dumps(read_xls(content, lignes, colonnes, cellules)).encode()


def read_xls(data: bytes, lignes: int, colonnes: int, cellules: int) -> dict[str, Any]:
    """The workbook as plain values, or the reason of a refusal."""
    import xlrd

    _hear_boxes()
    xlrd.sheet.XL_CF = -1  # it trips over conditional formats that other programs write, and nothing here needs them
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        sheets = [_read_sheet(book, sheet, lignes, colonnes, cellules) for sheet in book.sheets()]
        names = list(_read_names(book))
        return {
            "feuilles": sheets,
            "noms": {name: target for _, name, target in reversed(names)},
            "locaux": [name for name in names if 0 <= name[0] < len(sheets)],
        }
    except Exception as fault:  # xlrd lets any error of its own code through
        return {"refus": "mot de passe" if "encrypted" in str(fault) else "abîmé"}


_ANCHOR = b"\x00\x00\x10\xf0\x12\x00\x00\x00"
"""Begins what says, in a record of drawings, where a shape stands."""
_NOTE = 0x19
_MAX_BOXES = 1_000


@cache
def _hear_boxes() -> None:
    """Have xlrd keep, as `dessins` of a sheet, the text boxes that it reads and drops."""
    import xlrd

    sheet = xlrd.sheet.Sheet
    read_object, read_text = sheet.handle_obj, sheet.handle_txo

    def keep_place(self: Any, _record: int, _length: int, data: bytes) -> None:
        at = data.rfind(_ANCHOR)
        if 0 <= at <= len(data) - len(_ANCHOR) - 18:  # what follows a shape has none: its text
            left, top = struct.unpack_from("<2xH2xH", data, at + len(_ANCHOR))
            self.coin = [top + 1, left + 1]

    def keep_kind(self: Any, data: bytes) -> Any:
        found = read_object(self, data)
        self.genre = found.type if found else _NOTE
        return found

    def keep_text(self: Any, data: bytes) -> Any:
        found = read_text(self, data)
        if found and found.text.strip() and getattr(self, "genre", _NOTE) != _NOTE:
            self.dessins = [
                *getattr(self, "dessins", [])[: _MAX_BOXES - 1],
                [*getattr(self, "coin", [1, 1]), found.text],
            ]
        return found

    sheet.handle_msodrawingetc, sheet.handle_obj, sheet.handle_txo = keep_place, keep_kind, keep_text


def _read_sheet(book: Any, sheet: Any, lignes: int, colonnes: int, cellules: int) -> dict[str, Any]:
    cells: list[list[Any]] = []
    barres: list[list[Any]] = []
    for row in range(min(sheet.nrows, lignes)):
        for column, cell in enumerate(sheet.row(row)[:colonnes]):
            _lift(book, sheet, row, column, cell)
            content = _read_cell(book, cell)
            if content is not None and len(cells) < cellules:
                cells.append([row + 1, column + 1, *content])
                pieces = _read_strike(book, sheet, row, column, cell)
                if pieces is not None:
                    barres.append([row + 1, column + 1, pieces])
    merged = [[top + 1, left + 1, bottom, right] for top, bottom, left, right in sheet.merged_cells[:cellules]]
    cut = sheet.nrows > lignes or sheet.ncols > colonnes or len(cells) >= cellules
    notes = [[row + 1, column + 1, note.text] for (row, column), note in sheet.cell_note_map.items()]
    return {
        "nom": sheet.name,
        "cellules": cells,
        "fusions": merged,
        "tronquee": cut,
        "notes": notes[:cellules],
        "dessins": getattr(sheet, "dessins", []),
        "barres": barres,
        "liens": [
            [link.frowx + 1, link.fcolx + 1, link.url_or_path]
            for link in sheet.hyperlink_list[:cellules]
            if isinstance(link.url_or_path, str)
        ],
    }


def _lift(book: Any, sheet: Any, row: int, column: int, cell: Any) -> None:
    """Have raised figures of a text written as such: the call of a footnote is no figure of the number before it."""
    runs = sheet.rich_text_runlist_map.get((row, column)) or []
    ends = [offset for offset, _ in runs[1:]]
    for (start, font), end in zip(runs, [*ends, None], strict=False):
        if font < len(book.font_list) and book.font_list[font].escapement == 1:
            raised = cell.value[start:end].translate(_RAISED)
            cell.value = cell.value[:start] + raised + (cell.value[end:] if end is not None else "")


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _read_strike(book: Any, sheet: Any, row: int, column: int, cell: Any) -> list[list[Any]] | None:
    """The pieces of a cell, each struck or not; none for one struck whole, None for one without a strike."""
    try:
        whole = bool(book.font_list[book.xf_list[cell.xf_index].font_index].struck_out)
        runs = sheet.rich_text_runlist_map.get((row, column)) or []
        if not runs:
            return [] if whole else None
        bounds = [0, *(offset for offset, _ in runs), len(cell.value)]
        marks = [whole, *(bool(book.font_list[font].struck_out) for _, font in runs)]
        pieces = [[cell.value[bounds[i] : bounds[i + 1]], mark] for i, mark in enumerate(marks)]
    except (IndexError, TypeError):
        return None
    return pieces if any(marks) else None


def _read_cell(book: Any, cell: Any) -> tuple[str, Any] | None:
    import xlrd

    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return ("t", cell.value) if cell.value else None
        case xlrd.XL_CELL_NUMBER:
            return ("p" if _is_percent(book, cell) else "n", f"{cell.value:.15g}")
        case xlrd.XL_CELL_DATE:
            return _read_date(book, cell)
        case xlrd.XL_CELL_BOOLEAN:
            return ("b", bool(cell.value))
        case xlrd.XL_CELL_ERROR:
            return ("e", xlrd.error_text_from_code.get(cell.value, "#?"))
        case _:
            return None


def _read_date(book: Any, cell: Any) -> tuple[str, str]:
    import xlrd

    try:
        instant = xlrd.xldate.xldate_as_datetime(cell.value, book.datemode)
    except (ValueError, OverflowError):
        return ("n", f"{cell.value:.15g}")
    seen = as_seen(instant, shown_by(visible_part(_format_of(book, cell))))
    return ("t", seen) if isinstance(seen, str) else ("d", instant.isoformat())


def _is_percent(book: Any, cell: Any) -> bool:
    return "%" in _format_of(book, cell)


def _format_of(book: Any, cell: Any) -> str:
    """The code of a cell's number format; empty where it has none."""
    try:
        return str(book.format_map[book.xf_list[cell.xf_index].format_key].format_str)
    except (IndexError, KeyError, TypeError):
        return ""


def _read_names(book: Any) -> Iterator[tuple[int, str, str]]:
    """The names that point at cells, those of the whole workbook first; of the others the rank of their sheet."""
    for name in sorted(book.name_obj_list, key=lambda name: name.scope):
        target = getattr(name.result, "text", None)
        if isinstance(target, str):
            yield name.scope, name.name.lower(), target
