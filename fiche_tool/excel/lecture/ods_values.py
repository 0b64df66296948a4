"""The value of one cell of an .ods, from its attributes and its text."""

from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from fiche_tool.domaine.mots.saisie import Brut, Saisie, show_date
from fiche_tool.excel.lecture.jours import as_seen, shown_in
from fiche_tool.excel.lecture.xml import Attributs


def build_saisie(cell: Attributs, texte: str, feuille: str, where: str) -> Saisie | None:
    """A cell; None for one that holds nothing."""
    formule = "table:formula" in cell
    kind = cell.get("office:value-type", "")
    if cell.get("calcext:value-type") == "error" or (formule and texte.startswith(("#", "Err:"))):
        return Saisie(None, feuille, where, formule=formule, erreur=texte or "#?")
    brut: Brut
    match kind:
        case "float" | "percentage" | "currency":
            brut = _shown_day(_number(cell.get("office:value", "")), texte)
        case "date":
            brut = as_seen(_instant(cell.get("office:date-value", "")), shown_in(texte))
        case "boolean":
            brut = cell.get("office:boolean-value") == "true"
        case _:
            brut = cell.get("office:string-value", texte) or None
    if brut is None and not formule:
        return None
    return Saisie(brut, feuille, where, kind == "percentage" and isinstance(brut, Decimal), formule)


def _number(value: str) -> Brut:
    try:
        number = Decimal(f"{float(value):.15g}")
    except (ValueError, InvalidOperation):
        return value or None
    return number if number.is_finite() else value


_ORIGIN = datetime(1899, 12, 30)
_DAYS = range(1, 100_000)


def _shown_day(number: Brut, texte: str) -> Brut:
    """A number that its cell shows as the day it counts is that day.

    LibreOffice writes so the days in a format that shows small numbers otherwise, as years.
    """
    if isinstance(number, Decimal) and texte.count("/") == 2 and int(number) in _DAYS:
        day = _ORIGIN + timedelta(days=int(number))
        return day if texte == show_date(day) else number
    return number


def _instant(value: str) -> Brut:
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None)
    except ValueError:
        return value or None
