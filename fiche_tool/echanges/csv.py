"""CSV that Excel opens as it is: UTF-8 with its mark, semicolons, French numbers, and no text that it would compute."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.mots.saisie import show_date, show_decimal
from fiche_tool.domaine.mots.textes import outgoing

Cellule = str | int | Decimal | date | Periode | None
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula, full-width signs among them."""


def dump_csv(entetes: Sequence[str], lignes: Iterable[Sequence[Cellule]]) -> bytes:
    """A table as the bytes of a CSV file."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(entetes)
    writer.writerows([show_cell(cellule) for cellule in ligne] for ligne in lignes)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8")


def show_cell(cellule: Cellule) -> str:
    """One value: a number with its comma, a day as it is written here, a text that nothing computes."""
    match cellule:
        case None:
            return ""
        case str():
            return guard(outgoing(cellule))
        case Decimal():
            return show_decimal(cellule)
        case Periode():
            return cellule.texte
        case date():
            return show_date(cellule)
    return str(cellule)


def guard(texte: str) -> str:
    """A text with an apostrophe before it where a spreadsheet would take it for a formula (CWE-1236)."""
    return f"'{texte}" if texte.lstrip(" \u00a0\u202f").startswith(_FORMULA) else texte
