"""Days and periods as people write them: « 31/12/2021 », « 06/2020 », « T2 2021 », « fin 2021 », « 2019 »."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.textes import fold

MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_MOIS_FOLDED = {fold(nom): rang for rang, nom in enumerate(MOIS, 1)}
_MOIS_FOLDED |= {"janv": 1, "fevr": 2, "fev": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "dec": 12}
ANNEES = range(1990, 2101)
"""Years that a PST may speak of; anything else in a date cell is a slip."""


@dataclass(frozen=True, slots=True, order=True)
class Periode:
    """A day or a longer stretch, both ends included, with the words that give it back.

    `texte` is the French text; a period compares by its ends. A single day has `debut == fin`.
    """

    debut: date
    fin: date
    texte: str = field(compare=False)

    @property
    def jour(self) -> bool:
        """True for an exact day."""
        return self.debut == self.fin

    @property
    def iso(self) -> str:
        """ISO 8601: a day, a month (2020-06), a year (2019) or an interval (2021-04-01/2021-06-30)."""
        if self.jour:
            return self.debut.isoformat()
        if self == year_period(self.debut.year):
            return f"{self.debut.year:04d}"
        if self == month_period(self.debut.year, self.debut.month):
            return f"{self.debut:%Y-%m}"
        return f"{self.debut.isoformat()}/{self.fin.isoformat()}"


def day_period(jour: date) -> Periode:
    """The period made of one day."""
    return Periode(jour, jour, show_date(jour))


def month_period(annee: int, mois: int) -> Periode:
    """A calendar month, written « 06/2020 »."""
    return Periode(date(annee, mois, 1), _last_day(annee, mois), f"{mois:02d}/{annee}")


def year_period(annee: int) -> Periode:
    """A calendar year, written « 2019 »."""
    return Periode(date(annee, 1, 1), date(annee, 12, 31), str(annee))


def show_long(jour: date) -> str:
    """A day in full: « 24 novembre 2021 », « 1er mars 2022 »."""
    return f"{'1er' if jour.day == 1 else jour.day} {MOIS[jour.month - 1]} {jour.year}"


_ANNEE = regex(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)


def several_years(texte: str) -> bool:
    """True for a text that names more than one year: « 2025-2027 », « 2025 et 2026 »."""
    return len(set(_ANNEE.findall(texte))) > 1


def parse_legislature(texte: str) -> tuple[int, int] | None:
    """The first and last year of « 2025-2030 »; None for what is no législature. The CPAS date from 1976."""
    first, _, last = texte.partition("-")
    years = first.isdecimal() and last.isdecimal() and len(first) == len(last) == 4
    return (int(first), int(last)) if years and 1976 <= int(first) < int(last) <= 2100 else None


def parse_periode(texte: str) -> Periode | None:
    """Read a day or a period, or None where the text is neither.

    Days come before months (31/03/2025); the American order is refused rather than guessed.
    Two-digit years are of this century.
    """
    key = re.sub(r"(?<=\d)\s*([/.-])\s*(?=\d)", r"\1", fold(texte)).removesuffix(".").removeprefix("le ")
    key = _ORDINALS.sub(lambda found: _RANKS[found[0]], key)
    for form, build in _FORMS:
        found = form.fullmatch(key)
        periode = _build(build, found) if found else None
        if periode is not None:
            return periode if periode.debut.year in ANNEES else None
    return None


def parse_jour(texte: str) -> date | None:
    """Read one exact day as people write it: 2026-11-25, 25/11/2026, 25.11.2026, « mercredi 25 novembre 2026 »."""
    periode = parse_periode(texte)
    return periode.debut if periode and periode.jour else None


@lru_cache(maxsize=512)  # a folder holds many files
def day_of_name(nom: str) -> date | None:
    """The day that the name of a folder begins or ends with: « 2026-11-25 Bureau », « reçu le 25 novembre 2026 ».

    The year has four figures: « 1.2.10 Procédures » is an action's number.
    """
    key = fold(nom)
    for form in _NAME_DAYS:
        found = form.search(key)
        if found is not None:
            with suppress(ValueError):
                return _day_in_name(**found.groupdict())
    return None


def _day_in_name(annee: str, mois: str, jour: str) -> date | None:
    rang = int(mois) if mois.isdecimal() else _MOIS_FOLDED.get(mois, 0)
    return date(int(annee), rang, int(jour)) if int(annee) in ANNEES else None


def nearest_day(instant: datetime) -> date:
    """The day meant by a date that drifted off midnight (time zones of some programs shift by hours)."""
    return (instant + timedelta(hours=12)).date()


def _build(build: Callable[..., Periode | None], found: re.Match[str]) -> Periode | None:
    try:
        return build(*(part or "" for part in found.groups()))
    except ValueError:  # 31/02/2025, month 13
        return None


def _last_day(annee: int, mois: int) -> date:
    return date(annee + mois // 12, mois % 12 + 1, 1) - timedelta(days=1)


def _months(annee: int, premier: int, dernier: int, texte: str) -> Periode:
    return Periode(date(annee, premier, 1), _last_day(annee, dernier), texte)


def _year(texte: str) -> int:
    return int(texte) + 2000 if len(texte) == 2 else int(texte)


def _day(jour: str, mois: str, annee: str) -> Periode:
    return day_period(date(_year(annee), int(mois), int(jour)))


def _named_day(jour: str, mois: str, annee: str) -> Periode | None:
    rang = _MOIS_FOLDED.get(mois)
    return day_period(date(_year(annee), rang, int(jour))) if rang else None


def _named_month(part: str, mois: str, annee: str) -> Periode | None:
    rang = _MOIS_FOLDED.get(mois)
    if not rang:
        return None
    whole = month_period(int(annee), rang)
    if not part or part == "courant":
        return whole
    bounds = {"debut": (1, 10), "mi": (11, 20), "fin": (21, whole.fin.day)}[part]
    word = {"debut": "début ", "mi": "mi-", "fin": "fin "}[part]
    first, last = (date(int(annee), rang, jour) for jour in bounds)
    return Periode(first, last, f"{word}{MOIS[rang - 1]} {annee}")


def _trimestre(rang: str, annee: str) -> Periode:
    number = int(rang)
    return _months(int(annee), 3 * number - 2, 3 * number, f"T{number} {annee}")


def _semestre(rang: str, annee: str) -> Periode:
    number = int(rang)
    return _months(int(annee), 6 * number - 5, 6 * number, f"{'1er' if number == 1 else '2e'} semestre {annee}")


def _part_of_year(part: str, annee: str) -> Periode:
    months = {"debut": (1, 3), "mi": (4, 9), "fin": (10, 12), "courant": (1, 12), "annee": (1, 12)}[part]
    if part in ("courant", "annee"):
        return year_period(int(annee))
    word = {"debut": "début ", "mi": "mi-", "fin": "fin "}[part]
    return _months(int(annee), *months, f"{word}{annee}")


def _swap(build: Callable[[str, str], Periode]) -> Callable[[str, str], Periode]:
    return lambda annee, rang: build(rang, annee)


_RANKS = {"premier": "1er", "deuxieme": "2e", "second": "2e", "troisieme": "3e", "quatrieme": "4e"}
_ORDINALS = regex(r"\b(?:" + "|".join(_RANKS) + r")\b")
_WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)? ?"
_RANK = r"(\d)\s?(?:er|ere|e|eme|ieme|d|nd|nde)?"
_FORMS: tuple[tuple[re.Pattern[str], Callable[..., Periode | None]], ...] = (
    (regex(_WEEKDAY + r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})"), _day),
    (regex(r"(\d{1,2})[/.-](\d{4})"), lambda m, a: month_period(int(a), int(m))),
    (regex(r"(?:annee )?(\d{4})"), lambda a: year_period(int(a))),
    (regex(r"(?:t|q|trim\.?|trimestre) ?([1-4])[ /-]?(?:de )?(\d{4})"), _trimestre),
    (regex(r"(debut|mi|fin|courant|annee)[ -](?:de |d')?(?:l')?(?:annee )?(\d{4})"), _part_of_year),
    (regex(_RANK.replace(r"\d", "[12]") + r" sem(?:estre|\.)? (?:de )?(\d{4})"), _semestre),
    (regex(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[t ][\d:.]*z?)?"), lambda a, m, j: _day(j, m, a)),
    (regex(_WEEKDAY + r"(\d{1,2})(?: ?er)? ([a-z]+)\.? (\d{4}|\d{2})"), _named_day),
    (regex(r"(\d{4})-(\d{2})"), lambda a, m: month_period(int(a), int(m))),
    (regex(r"(?:(debut|mi|fin|courant)(?: de | d'|[ -]))?([a-z]+)\.? (\d{4})"), _named_month),
    (regex(r"(\d{4})[ /-]?[tq]([1-4])"), _swap(_trimestre)),
    (regex(_RANK.replace(r"\d", "[1-4]") + r" trim(?:estre|\.)? (?:de )?(\d{4})"), _trimestre),
    (regex(r"(?:s|sem\.?|semestre) ?([12])[ /-]?(?:de )?(\d{4})"), _semestre),
    (regex(r"(\d{4})[ /-]?s([12])"), _swap(_semestre)),
)
"""No two of them read the same text otherwise. Those that the tool itself writes come first: a form is
compiled when it is first tried."""
_NAME_DAYS = tuple(
    regex(place.replace("{}", rf"{form}(?!\d)"), re.ASCII)
    for place in (r"^(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)[ _-]+)?{}", r"(?<![\d.]){}$")
    for form in (
        r"(?P<annee>\d{4})[-_. ](?P<mois>\d\d?)[-_. ](?P<jour>\d\d?)",
        r"(?P<annee>\d{4})(?P<mois>\d\d)(?P<jour>\d\d)",
        r"(?P<jour>\d\d?)(?:er)?[-_. ](?P<mois>\d\d?|[a-z]{3,9})\.?[-_. ](?P<annee>\d{4})",
    )
)
