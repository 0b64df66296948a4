"""The values of the cells of an .xlsx as their part writes them: numbers, days, what is true."""

from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from fiche_tool.domaine.mots.saisie import Brut
from fiche_tool.excel.lecture.jours import ANNEE, MOIS, as_seen
from fiche_tool.excel.lecture.xlsx.styles import ANNEE_MAX, ANNEE_OU_DATE, DATE
from fiche_tool.excel.lecture.xml import VRAI, unescape


def read_value(kind: str, value: str, shape: str, date1904: bool) -> Brut:
    """The content of a cell of that type, which is no shared text, as its number format shows it; None for nothing."""
    if not value:
        return None
    match kind:
        case "str" | "inlineStr":
            return unescape(value)
        case "b":
            return value.strip() in VRAI
        case "d":
            return _from_iso(value)
        case _:
            return (_known_number if len(value) < _SHORT else _read_number)(value.strip(), shape, date1904)


_SHORT = 200


def _read_number(value: str, shape: str, date1904: bool) -> Brut:
    try:
        number = Decimal(f"{float(value):.15g}")  # what Excel shows: 15 digits, without the dust of binary floats
    except (ValueError, InvalidOperation):
        return value
    if not number.is_finite():
        return value
    if shape in (MOIS, ANNEE):
        return as_seen(to_datetime(number, date1904), shape)
    day = shape == DATE or (shape == ANNEE_OU_DATE and number >= ANNEE_MAX)
    return to_datetime(number, date1904) if day else number


_known_number = lru_cache(maxsize=4096)(_read_number)  # the days and amounts of a fiche stand in its history as well


def to_datetime(serial: Decimal, date1904: bool) -> Brut:
    """The instant a serial number stands for, to the second; the number itself where it lies outside the calendar."""
    if not 0 <= serial < 2_958_466:
        return serial
    origin = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)
    return origin + timedelta(seconds=round(float(serial) * 86_400))


def _from_iso(value: str) -> Brut:
    try:
        return datetime.fromisoformat(value.strip()).replace(tzinfo=None)
    except ValueError:
        return value
