"""A day whose cell shows its month or its year alone: what the person sees there is what they mean."""

from datetime import datetime

from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.saisie import Brut

MOIS, ANNEE = "mois", "année"
"""What a number format shows of a day, where that is not the day itself."""
_SHOWN = {
    MOIS: regex(r"\d{1,2}[/.-]\d{4}|[^\W\d_]+\.?[ -]\d{2,4}"),
    ANNEE: regex(r"\d{4}"),
}


def as_seen(instant: Brut, shown: str) -> Brut:
    """The month or the year that a cell shows, as text, where programs keep its first day; else what it holds.

    Typed in a cell that shows months, « 06/2027 » is kept as 1 June: as an end it means the whole of June.
    """
    if not isinstance(instant, datetime) or (instant.day, instant.hour, instant.minute, instant.second) != (1, 0, 0, 0):
        return instant
    if shown == MOIS:
        return f"{instant.month:02d}/{instant.year}"
    return f"{instant.year}" if shown == ANNEE and instant.month == 1 else instant


_LITERALS = regex(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DAY_OR_HOUR, _YEAR = regex(r"[dhsj]"), regex(r"y|a{2,}")
_MAX_CODE = 255  # Excel's limit; and looking for the end of each of many « [ » takes the square of their number


def visible_part(code: str) -> str:
    """The signs of a number format that stand for something of the number."""
    return _LITERALS.sub("", code[:_MAX_CODE]).lower()


def shown_by(visible: str) -> str:
    """MOIS or ANNEE for the visible part of a date's number format; empty for a whole day."""
    if _DAY_OR_HOUR.search(visible) or not _YEAR.search(visible):
        return ""
    return MOIS if "m" in visible else ANNEE


def shown_in(texte: str) -> str:
    """MOIS or ANNEE for the text that a cell shows of its day; empty for a whole day."""
    return next((shown for shown, pattern in _SHOWN.items() if pattern.fullmatch(texte.strip())), "")
