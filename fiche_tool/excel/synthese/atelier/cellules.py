"""Cells by type: whatever a value is, it is written as what it is."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.mots.textes import fit_cell
from fiche_tool.domaine.mots.typographie import typographe
from fiche_tool.excel.dessin.feuille import Feuille, Format
from fiche_tool.excel.dessin.mesure import wrap


def put(sheet: Feuille, row: int, column: int, value: object, style: Format) -> None:
    """Write one value by its type. A text is always written as text, whatever it begins with."""
    match value:
        case str() if value:
            texte = value if fit_cell(value) == value else f"{fit_cell(value)[:-1]}…"
            sheet.write_string(row, column, texte, style)
        case None | str():
            sheet.write_blank(row, column, None, style)
        case Periode():
            put(sheet, row, column, value.debut if value.jour else value.texte, style)
        case bool():
            sheet.write_string(row, column, "Oui" if value else "Non", style)
        case int() | float() | Decimal():
            sheet.write_number(row, column, float(value), style)
        case date():
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), style)
        case _:
            put(sheet, row, column, str(value), style)


def is_empty(value: object) -> bool:
    """True where a cell would hold nothing."""
    return value is None or (isinstance(value, str) and not value)


def say(sheet: Feuille, row: int, phrase: str, style: Format) -> None:
    """A sentence of its own, from the left edge of the sheet on."""
    put(sheet, row, 0, typographe(phrase), style)


def say_wide(
    sheet: Feuille, row: int, phrase: str, style: Format, largeurs: Sequence[float], *, size: int = 10, rows: int = 0
) -> int:
    """A sentence on as many rows as columns of these widths make of it, `rows` at most. Returns the row after it."""
    lines = wrap(typographe(phrase), sum(largeurs), size)
    if rows and len(lines) > rows:
        lines = [*lines[: rows - 1], " ".join(lines[rows - 1 :])]
    for at, line in enumerate(lines, row):
        put(sheet, at, 0, line, style)
    return row + len(lines)
