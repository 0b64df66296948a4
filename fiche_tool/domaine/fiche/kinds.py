"""The kinds of content a champ may hold: how each is read from a cell, shown, exported, and formatted.

Parsing happens once, here, at the door. None means « not filled in », never zero.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Generic, Never, TypeVar

from fiche_tool.domaine.constats import constats, constats_budget
from fiche_tool.domaine.constats.anomalies import ERREUR, Constat
from fiche_tool.domaine.mots.article import parse_article
from fiche_tool.domaine.mots.dates import (
    ANNEES,
    Periode,
    day_period,
    nearest_day,
    parse_periode,
    several_years,
    year_period,
)
from fiche_tool.domaine.mots.nombres import POUR_MEMOIRE, parse_nombre, parse_pourcentage, show_montant
from fiche_tool.domaine.mots.saisie import Saisie, show_date, show_decimal
from fiche_tool.domaine.mots.sante import SANTES
from fiche_tool.domaine.mots.statuts import STATUTS, nearest_statut, parse_statut
from fiche_tool.domaine.mots.textes import SANS_OBJET, clean, fold, has_unprintable, one_line

Scalaire = str | Decimal | int | Periode
"""The value of one cell, parsed."""
T_co = TypeVar("T_co", bound=Scalaire, covariant=True)
"""What a kind yields: a Kind[Decimal] is one sort of Kind[Scalaire], so that fields of every kind stand in one list."""

CENT = Decimal("0.01")
MONTANT_MAX = Decimal(10) ** 12
"""No CPAS budget line reaches a thousand milliards; a longer number is a slip."""
_ORIGIN = datetime(1899, 12, 30)  # day 0 of a workbook's calendar
_SERIALS = range(32874, 73416)  # 1990-01-01 to 2100-12-31 as day counts


@dataclass(frozen=True, slots=True)
class Vocabulaire:
    """The centre's own words, which reading needs: statuses of the house, each with its canonical meaning.

    `mots`: by field, the spelling of each word of its list, by the word as it is compared.
    """

    statuts: Mapping[str, str] = field(default_factory=dict)
    mots: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fait:
    """A constat met while reading one cell."""

    constat: Constat
    attendu: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T_co]):
    """What a cell means. `note` is the normalisation made, empty where the text was taken as it stood."""

    valeur: T_co | None = None
    note: str = ""
    faits: tuple[Fait, ...] = ()

    @property
    def refuse(self) -> bool:
        """True where the cell holds something that could not be accepted."""
        return any(fait.constat.gravite is ERREUR for fait in self.faits)


FORMAT_TEXTE, FORMAT_ENTIER, FORMAT_ANNEE = "@", "0", "General"
FORMAT_JOUR_OU_ANNEE, FORMAT_MONTANT = "[<2200]0;dd/mm/yyyy", "#,##0.00"
"""A bare year stays a year: as a day, 2027 would be the 19th of July 1905."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[T_co]):
    """One sort of content. `attendu` completes « Tapez … » or « Choisissez … » in a sentence.

    `classe` is the type of its values, `format` the number format of its cells, `bornes` the whole numbers between
    which a value makes sense, `mots` the words of a closed choice.
    """

    nom: str
    attendu: str
    classe: type[T_co]
    parse: Callable[[Saisie, Vocabulaire], Parsed[T_co]]
    show: Callable[[T_co], str] = str
    export: Callable[[T_co], str | int] = str
    format: str = FORMAT_TEXTE
    bornes: tuple[int, int] | None = None
    mots: tuple[str, ...] = ()


def is_within(kind: Kind[Scalaire], nombre: Decimal) -> bool:
    """True for a number between the bounds of a kind, or where it has none."""
    return kind.bornes is None or kind.bornes[0] <= nombre <= kind.bornes[1]


def read_cell(kind: Kind[T_co], saisie: Saisie, vocabulaire: Vocabulaire) -> Parsed[T_co]:
    """Read a cell as a kind. Error values, formulas and blanks are settled here, for every kind alike."""
    if saisie.erreur:
        return Parsed(faits=(Fait(constats.CELLULE_ERREUR),))
    if saisie.formule and saisie.brut is None:
        return Parsed(faits=(Fait(constats.FORMULE_SANS_VALEUR),))
    if saisie.vide:
        return Parsed()
    parsed = kind.parse(saisie, vocabulaire)
    if saisie.formule and not parsed.refuse:
        parsed = Parsed(parsed.valeur, parsed.note, (*parsed.faits, Fait(constats.FORMULE)))
    return parsed


def _noted(saisie: Saisie, shown: str) -> str:
    """The note of a normalisation, or nothing where the cell already said it so."""
    texte = saisie.texte
    if texte == shown or one_line(texte) == one_line(shown):
        return ""
    return f"« {one_line(texte)} » lu comme « {shown} »"


def _sans_objet(saisie: Saisie) -> Parsed[Never] | None:
    if isinstance(saisie.brut, str) and fold(saisie.brut) in SANS_OBJET:
        return Parsed(note=f"« {one_line(saisie.brut)} » lu comme « non rempli »")
    return None


# --- texte -----------------------------------------------------------------------------------------------------------
def _parse_texte(saisie: Saisie, _: Vocabulaire) -> Parsed[str]:
    texte = clean(saisie.texte)
    return Parsed(texte or None, _cleaned(saisie, texte))


def _parse_mot(saisie: Saisie, _: Vocabulaire) -> Parsed[str]:
    if (empty := _sans_objet(saisie)) is not None:
        return empty
    mot = one_line(saisie.texte)
    gathered = mot != clean(saisie.texte)
    return Parsed(mot or None, f"mis sur une ligne : « {mot} »" if gathered else _cleaned(saisie, mot))


def _cleaned(saisie: Saisie, texte: str) -> str:
    """The note of what cleaning changed in a text, blanks at its ends and line endings aside."""
    if not isinstance(saisie.brut, str):
        return ""
    typed = saisie.brut.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    if has_unprintable(typed):
        return "caractères invisibles retirés"
    return "" if typed.strip() == texte else "accents ou espaces particuliers remplacés par les ordinaires"


# --- taux ------------------------------------------------------------------------------------------------------------
def _parse_taux(saisie: Saisie, _: Vocabulaire) -> Parsed[Decimal]:
    if (empty := _sans_objet(saisie)) is not None:
        return empty
    if isinstance(saisie.brut, Decimal):
        valeur, signed = (saisie.brut * 100, True) if saisie.pourcent else (saisie.brut, False)
    else:
        found = parse_pourcentage(saisie.texte) if isinstance(saisie.brut, str) else None
        if found is None:
            return Parsed(faits=(Fait(constats.NOMBRE_ILLISIBLE, attendu=TAUX.attendu),))
        nombre, signed = found
        if nombre.ambigu:
            return Parsed(faits=(_ambiguous(nombre.valeur, "45"),))
        valeur = nombre.valeur
    if not signed and 0 < valeur < 1:
        detail = f"{show_decimal(valeur)} % ou {show_decimal(valeur * 100)} %"
        return Parsed(faits=(Fait(constats.TAUX_AMBIGU, detail=detail),))
    faits = (Fait(constats.TAUX_UN),) if not signed and valeur == 1 else ()
    valeur = valeur.normalize() + 0
    return Parsed(valeur, _noted(saisie, _show_taux(valeur)), faits)


def _is_thousands_or_mills(valeur: Decimal) -> bool:
    """« 12,500 »: three decimals mean nothing in euros; some people part thousands with a comma."""
    return int(valeur.as_tuple().exponent) == -3 and 1 <= abs(valeur) < 1000


def _ambiguous(valeur: Decimal, example: str) -> Fait:
    readings = f"{show_decimal(valeur)} ou {show_decimal(valeur * 1000)}"
    return Fait(constats.NOMBRE_AMBIGU, attendu=example, detail=readings)


def _show_taux(valeur: Decimal) -> str:
    """« 45 »; with the sign below one, where the bare number would be a question (« 0,45 » or « 45 »?)."""
    return f"{show_decimal(valeur)} %" if 0 < valeur < 1 else show_decimal(valeur)


def _export_taux(valeur: Decimal) -> str | int:
    return int(valeur) if valeur == valeur.to_integral_value() else str(valeur)


# --- montant ---------------------------------------------------------------------------------------------------------
def _parse_montant(saisie: Saisie, _: Vocabulaire) -> Parsed[Decimal]:
    if (empty := _sans_objet(saisie)) is not None:
        return empty
    unreadable: Parsed[Decimal] = Parsed(faits=(Fait(constats.NOMBRE_ILLISIBLE, attendu=MONTANT.attendu),))
    if isinstance(saisie.brut, Decimal):
        valeur = saisie.brut
    else:
        nombre = parse_nombre(saisie.brut) if isinstance(saisie.brut, str) else None
        if nombre is None:
            return _without_amount(saisie) or unreadable
        valeur = nombre.valeur
        if nombre.ambigu or _is_thousands_or_mills(valeur):
            return Parsed(faits=(_ambiguous(valeur, show_montant(valeur * 1000)),))
        if -int(valeur.as_tuple().exponent) > 2:
            return unreadable
    if saisie.pourcent or abs(valeur) >= MONTANT_MAX:
        return unreadable
    cents = valeur.quantize(CENT, ROUND_HALF_UP) + 0
    if cents != valeur:
        note = _noted(saisie, show_montant(cents))
        return Parsed(cents, note, (Fait(constats.ARRONDI_CENT, attendu=show_montant(cents)),))
    plain = isinstance(saisie.brut, Decimal) or saisie.brut == show_montant(cents)
    return Parsed(cents, "" if plain else _noted(saisie, show_montant(cents)))


def _without_amount(saisie: Saisie) -> Parsed[Decimal] | None:
    """« p.m. »: the line is there for the record."""
    if fold(saisie.texte) not in POUR_MEMOIRE:
        return None
    note = f"« {one_line(saisie.texte)} » lu comme « pour mémoire » : sans montant"
    return Parsed(note=note, faits=(Fait(constats_budget.POUR_MEMOIRE),))


# --- date ------------------------------------------------------------------------------------------------------------
def _parse_date(saisie: Saisie, _: Vocabulaire) -> Parsed[Periode]:
    if (empty := _sans_objet(saisie)) is not None:
        return empty
    match saisie.brut:
        case datetime() as instant:
            return _from_instant(saisie, instant)
        case Decimal() as nombre if nombre == nombre.to_integral_value() and 1990 <= nombre <= 2100:
            return Parsed(year_period(int(nombre)))
        case Decimal() as nombre if int(nombre) in _SERIALS:
            jour = nearest_day(_ORIGIN + timedelta(days=float(nombre)))
            faits = (Fait(constats.DATE_SANS_FORMAT, attendu=show_date(jour)),)
            return Parsed(day_period(jour), _noted(saisie, show_date(jour)), faits)
        case str() as texte:
            periode = parse_periode(texte)
            if periode is not None:
                return Parsed(periode, _noted(saisie, periode.texte))
    return Parsed(faits=(Fait(constats.DATE_ILLISIBLE, attendu=DATE.attendu),))


def _from_instant(saisie: Saisie, instant: datetime) -> Parsed[Periode]:
    serial = (instant - _ORIGIN).days
    if 1990 <= serial <= 2100:  # « 2019 » typed in a date cell is stored as the 2019th day, 11 July 1905
        return Parsed(year_period(serial), note=f"« {saisie.texte} » lu comme l'année « {serial} »")
    if not 1989 <= instant.year <= 2100:
        return Parsed(faits=(Fait(constats.DATE_ILLISIBLE, attendu=DATE.attendu),))
    jour = nearest_day(instant)
    if not 1990 <= jour.year <= 2100:
        return Parsed(faits=(Fait(constats.DATE_ILLISIBLE, attendu=DATE.attendu),))
    drift = abs(instant - datetime(jour.year, jour.month, jour.day))
    faits = (Fait(constats.DATE_ARRONDIE, attendu=show_date(jour)),) if drift > timedelta(minutes=1) else ()
    return Parsed(day_period(jour), _noted(saisie, show_date(jour)), faits)


# --- choix -----------------------------------------------------------------------------------------------------------
def _parse_statut(saisie: Saisie, vocabulaire: Vocabulaire) -> Parsed[str]:
    if (empty := _sans_objet(saisie)) is not None:
        return empty
    statut = parse_statut(saisie.texte, vocabulaire.statuts)
    if statut is None:
        near = nearest_statut(saisie.texte, vocabulaire.statuts)
        detail = f" Vouliez-vous dire « {near} » ?" if near else ""
        return Parsed(faits=(Fait(constats.CHOIX_INCONNU, attendu=STATUT.attendu, detail=detail),))
    return Parsed(statut, _noted(saisie, statut))


def _choice(nom: str, attendu: str, mots: Mapping[str, Sequence[str]]) -> Kind[str]:
    """A kind that accepts a few words, each with its synonyms, whatever their case and accents."""
    known = {fold(mot): valeur for valeur, synonymes in mots.items() for mot in (valeur, *synonymes)}

    def parse(saisie: Saisie, _: Vocabulaire) -> Parsed[str]:
        if (empty := _sans_objet(saisie)) is not None:
            return empty
        texte = OUI if saisie.brut is True else "Non" if saisie.brut is False else saisie.texte
        valeur = known.get(fold(texte).removesuffix("."))
        if valeur is None:
            return Parsed(faits=(Fait(constats.CHOIX_INCONNU, attendu=attendu),))
        return Parsed(valeur, _noted(saisie, valeur))

    return Kind(nom, attendu, str, parse, mots=tuple(mots))


# --- exercice, article -----------------------------------------------------------------------------------------------
def _parse_exercice(saisie: Saisie, vocabulaire: Vocabulaire) -> Parsed[int]:
    if (empty := _sans_objet(saisie)) is not None:
        return empty
    parsed = _parse_date(saisie, vocabulaire)
    if parsed.valeur is not None and parsed.valeur == year_period(parsed.valeur.debut.year):
        annee = parsed.valeur.debut.year
        return Parsed(annee, _noted(saisie, str(annee)))
    several = isinstance(saisie.brut, str) and several_years(saisie.brut)
    constat = constats_budget.PLUSIEURS_ANNEES if several else constats.NOMBRE_ILLISIBLE
    return Parsed(faits=(Fait(constat, attendu=EXERCICE.attendu),))


def _parse_article_cell(saisie: Saisie, _: Vocabulaire) -> Parsed[str]:
    """An unreadable article is kept as typed: whether it matters depends on the rest of the line."""
    if (empty := _sans_objet(saisie)) is not None:
        return empty
    texte = one_line(saisie.texte)
    article = parse_article(texte)
    return Parsed(article.texte, _noted(saisie, article.texte)) if article else Parsed(texte)


TEXTE = Kind("texte", "un texte", str, _parse_texte)
MOT = Kind("mot", "un mot ou quelques-uns", str, _parse_mot)
TAUX = Kind(
    "taux",
    "un nombre entier de 0 à 100",
    Decimal,
    _parse_taux,
    _show_taux,
    _export_taux,
    FORMAT_ENTIER,
    bornes=(0, 100),
)
MONTANT = Kind(
    "montant",
    "un montant en euros, par exemple 1 234,56",
    Decimal,
    _parse_montant,
    show_montant,
    format=FORMAT_MONTANT,
)
DATE = Kind(
    "date",
    "une date, par exemple 31/12/2027, 06/2027 ou « fin 2027 »",
    Periode,
    _parse_date,
    lambda periode: periode.texte,
    lambda periode: periode.iso,
    FORMAT_JOUR_OU_ANNEE,
)
STATUT = Kind("statut", "un statut de la liste (" + ", ".join(STATUTS) + ")", str, _parse_statut, mots=tuple(STATUTS))
OUI = "Oui"
OUI_NON = _choice("oui_non", "« Oui » ou « Non »", {OUI: ("o", "vrai", "x", "true"), "Non": ("n", "faux", "false")})
SANTE = _choice("sante", "un mot de la liste (" + ", ".join(SANTES) + ")", SANTES)
SERVICE_OE = _choice(
    "service_oe",
    "« O » (ordinaire) ou « E » (extraordinaire)",
    {
        "O": ("ordinaire", "ord", "so", "service ordinaire", "o - ordinaire"),
        "E": ("extraordinaire", "extra", "ext", "se", "service extraordinaire", "e - extraordinaire"),
    },
)
RD = _choice(
    "rd",
    "« R » (recette) ou « D » (dépense)",
    {"D": ("depense", "depenses", "dep"), "R": ("recette", "recettes", "rec")},
)
EXERCICE = Kind(
    "exercice",
    "une année, par exemple 2027",
    int,
    _parse_exercice,
    str,
    int,
    FORMAT_ANNEE,
    bornes=(ANNEES[0], ANNEES[-1]),
)
ARTICLE = Kind("article", "un article, par exemple 104/123-13", str, _parse_article_cell)
