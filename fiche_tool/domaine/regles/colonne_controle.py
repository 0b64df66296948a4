"""The live column « Contrôle »: what it says of a fiche as it is being filled in, and the formulas that say it.

The sheet is stricter on typing than the collector: where a content is not of the expected sort it asks to retype it
(« Taux : un nombre entier de 0 à 100 »), although the collector may well understand « 45 % ». On contents of the
expected sort, the column and the collector tell the same rules broken.

Python evaluates the column at generation, so that the stored values of the formulas are right from the start.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from fiche_tool.domaine.constats.constats import INCOMPLETE
from fiche_tool.domaine.fiche.champs import Champ
from fiche_tool.domaine.fiche.fiche import AVANCEMENT, CHAMPS, COMPLETE_LE, DERNIERE_MISE_A_JOUR
from fiche_tool.domaine.fiche.kinds import DATE, Scalaire
from fiche_tool.domaine.mots.dates import ANNEES, Periode, day_period, parse_periode, year_period
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.domaine.regles.colonne_budget import calculs_lignes, line_text
from fiche_tool.domaine.regles.direct import (
    ORIGINE,
    VIDE,
    Direct,
    blank,
    count_points,
    join_formula,
    serial,
    trim_formula,
)
from fiche_tool.domaine.regles.regles import DISPENSES, REGLES, REQUIS, Avancement, Contexte, Regle

MISE_A_JOUR, SIGNATURE = DERNIERE_MISE_A_JOUR.nom, COMPLETE_LE.nom
COMPLETE = "Fiche complète"
CORRIGEE = "Tout est corrigé : renvoyez la fiche"
"""What the line on top says of a fiche with nothing to check, and of a marked copy with nothing left to correct."""

# --- intermediate results --------------------------------------------------------------------------------------------
_ANNEE = "VALUE(RIGHT(TRIM({x}),4))"
_MOIS = "IF(AND(VALUE(LEFT({t},2))>=1,VALUE(LEFT({t},2))<=12),VALUE(LEFT({t},2)),NA())"
_TRIMESTRE = 'IF(ISNUMBER(FIND(MID({t},2,1),"1234")),VALUE(MID({t},2,1)),NA())'
_FORMES: Sequence[tuple[str, str, str]] = (
    ("LEN({t})=4", "1", "12"),
    ('AND(LEN({t})=7,MID({t},3,1)="/")', _MOIS, _MOIS),
    ('AND(LEN({t})=7,LEFT({t},1)="T",MID({t},3,1)=" ")', f"3*{_TRIMESTRE}-2", f"3*{_TRIMESTRE}"),
    ('AND(LEN({t})=10,LEFT({t},6)="début ")', "1", "3"),
    ('AND(LEN({t})=8,LEFT({t},4)="fin ")', "10", "12"),
    ('AND(LEN({t})=17,LEFT({t},13)="1er semestre ")', "1", "6"),
    ('AND(LEN({t})=16,LEFT({t},12)="2e semestre ")', "7", "12"),
)
"""The periods in words that formulas understand: how each is known, its first and its last month."""
PREMIER_JOUR, DERNIER_JOUR = date(ANNEES[0], 1, 1), date(ANNEES[-1], 12, 31)
_EST_UNE_ANNEE = f"AND({_ANNEE}>={ANNEES[0]},{_ANNEE}<={ANNEES[-1]})"


def _borne(jour_d_une_annee: str, rang: int, jour_du_mois: str) -> str:
    """The formula of the first or last day of a date cell {x}: a day, a year as a number, or a period in words."""
    premier, dernier = (PREMIER_JOUR - ORIGINE).days, (DERNIER_JOUR - ORIGINE).days
    mois = "NA()"
    for forme in reversed(_FORMES):
        mois = f"IF({forme[0]},{forme[rang]},{mois})"
    mois = mois.replace("{t}", "TRIM({x})")
    return (
        f"IF(ISNUMBER({{x}}),IF(AND({{x}}>={ANNEES[0]},{{x}}<={ANNEES[-1]}),{jour_d_une_annee},"
        f'IF(AND({{x}}>={premier},{{x}}<{dernier + 1}),INT({{x}}),"")),'
        f'IFERROR(IF({_EST_UNE_ANNEE},DATE({_ANNEE},{mois}{jour_du_mois}),""),""))'
    )


_PREMIER = _borne("DATE({x},1,1)", 1, ",1")
_DERNIER = _borne("DATE({x},12,31)", 2, "+1,0")
CALCULS: Mapping[str, str] = {
    "sens": f'IF({VIDE},"",IFERROR(INDEX(liste_sens,MATCH(TRIM({{x}}),liste_mots,0)),""))'.replace("{x}", "{statut}"),
    "nombre_taux": 'IF(ISNUMBER({taux}),IF(AND({taux}>0,{taux}<1),"",{taux}),"")',
    "premier_mise_a_jour": _PREMIER.replace("{x}", "{mise_a_jour}"),
    "premier_debut": _PREMIER.replace("{x}", "{debut}"),
    "premier_fin": _PREMIER.replace("{x}", "{fin}"),
    "dernier_fin": _DERNIER.replace("{x}", "{fin}"),
    "jour_seance": 'IFERROR(DATE(VALUE(RIGHT({seance},4)),VALUE(MID({seance},4,2)),VALUE(LEFT({seance},2))),"")',
}
"""Formulas of the intermediate results on a whole fiche; the empty text where there is none."""

_COMPRIS = {
    "statut": "sens",
    "taux": "nombre_taux",
    "mise_a_jour": "premier_mise_a_jour",
    "debut": "premier_debut",
    "fin": "premier_fin",
}
"""Which result says that the content of a field was understood."""
_DATES = ("mise_a_jour", "debut", "fin")


# --- what is said, in its order --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Vue:
    """What the points of a fiche look at: contents, intermediate results, and the answers understood from them."""

    champs: Mapping[str, Contenu]
    calculs: Mapping[str, Contenu]
    answers: Avancement
    contexte: Contexte

    def misread(self, nom: str) -> bool:
        """True for a field whose content the sheet asks to retype."""
        contenu = self.champs.get(nom)
        unread = nom in _COMPRIS and not blank(contenu) and self.calculs[_COMPRIS[nom]] == ""
        return unread and not (nom in _DATES and _ends_with_year(contenu))


@dataclass(frozen=True, slots=True)
class PointControle:
    """One thing the column may say of a field; `code` is that of its rule, empty for a hint on typing."""

    code: str
    direct: Direct
    test: Callable[[Vue], bool]


def points_of(champ: Champ[Scalaire]) -> Iterator[PointControle]:
    """Everything the column may say of a field, in the order in which it says it."""
    nom = champ.nom
    if nom in _COMPRIS:
        yield PointControle("", _request(champ), lambda vue: vue.misread(nom))
    if champ in REQUIS:
        yield PointControle(
            INCOMPLETE.code, Direct(_missing_formula(nom), f"{champ.label} : à remplir."), _is_missing(nom)
        )
    for regle in REGLES:
        if regle.champ == nom:
            yield PointControle(regle.constat.code, regle.direct, _follow(regle))
    if nom == ECHEANCE:
        yield PointControle("", PREMIER_DU_MOIS, lambda vue: _first_of_month(vue.champs.get(nom)))
    if champ.kind is DATE and nom in _COMPRIS:  # « 2022 » typed in a date cell shows as « 14/07/1905 »
        formule = f"IF(ISNUMBER({{{nom}}}),AND({{{nom}}}>={ANNEES[0]},{{{nom}}}<={ANNEES[-1]}),FALSE)"
        direct = Direct(formule, f"{champ.label} : compris comme une année entière.", compte=False)
        yield PointControle("", direct, lambda vue: serial(vue.champs.get(nom)) in ANNEES)


ECHEANCE = "fin"
PREMIER_DU_MOIS = Direct(
    f"IF(ISNUMBER({{{ECHEANCE}}}),IF(AND({{{ECHEANCE}}}>={(PREMIER_JOUR - ORIGINE).days},"
    f"{{{ECHEANCE}}}<{(DERNIER_JOUR - ORIGINE).days + 1}),DAY({{{ECHEANCE}}})=1,FALSE),FALSE)",
    "Fin : le 1er d'un mois. Pour tout un mois (06/2027), tapez son dernier jour : 30/06/2027.",
    compte=False,
)
"""A spreadsheet turns « 06/2027 » into the first of June; a beginning loses nothing by it, a deadline loses a month."""


def _first_of_month(contenu: Contenu) -> bool:
    nombre = serial(contenu)
    if nombre is None or not (PREMIER_JOUR - ORIGINE).days <= nombre < (DERNIER_JOUR - ORIGINE).days + 1:
        return False
    return (ORIGINE + timedelta(days=int(nombre))).day == 1


def _request(champ: Champ[Scalaire]) -> Direct:
    """What the sheet asks where it does not understand a content; a period in words of another form is left alone."""
    nom = champ.nom
    understood = f'{{{_COMPRIS[nom]}}}=""'
    match champ.kind.nom:
        case "taux":
            asked = "Taux : un nombre entier de 0 à 100, sans le signe %."
        case "statut":
            asked = "Statut : choisissez dans la liste."
        case _:
            asked = f"{champ.label} : une date (31/12/2027) ou une période (T2 2027, fin 2027)."
            understood += f",NOT(IFERROR({_EST_UNE_ANNEE.replace('{x}', f'{{{nom}}}')},FALSE))"
    return Direct(f"AND(NOT({{vide_{nom}}}),{understood})", asked)


def _missing_formula(nom: str) -> str:
    blank_cell = f"{{vide_{nom}}}"
    if nom == MISE_A_JOUR:  # one act, one date: the day of the signature says it as well
        return f"AND({blank_cell},{{vide_{SIGNATURE}}})"
    if nom not in DISPENSES:
        return blank_cell
    return f'AND({blank_cell},OR({{vide_statut}},{{sens}}<>""),{{sens}}<>"{DISPENSES[nom]}")'


def _is_missing(nom: str) -> Callable[[Vue], bool]:
    """A field that some status dispenses with is not asked for while the status itself is not understood."""
    if nom == MISE_A_JOUR:
        return lambda vue: blank(vue.champs.get(nom)) and blank(vue.champs.get(SIGNATURE))
    if nom not in DISPENSES:
        return lambda vue: blank(vue.champs.get(nom))
    return lambda vue: blank(vue.champs.get(nom)) and not vue.misread("statut") and vue.answers.statut != DISPENSES[nom]


def _follow(regle: Regle) -> Callable[[Vue], bool]:
    return lambda vue: not vue.misread(regle.champ) and regle.test(vue.answers, vue.contexte) is not None


GROUPES: Mapping[str, tuple[Champ[Scalaire], ...]] = {
    "avancement": AVANCEMENT,
    **{champ.nom: (champ,) for champ in CHAMPS if champ not in AVANCEMENT and any(points_of(champ))},
}
"""The cells of the column: the fields that each one speaks of. The five fields of AVANCEMENT stand on one row."""
POINTS: Mapping[str, tuple[PointControle, ...]] = {
    nom: tuple(point for champ in group for point in points_of(champ)) for nom, group in GROUPES.items()
}
"""Everything that each cell of the column may say, in the order in which it says it."""


# --- the same in Python ----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ColonneControle:
    """What the column says: texts by group and by budget line, with the intermediate results that led to them."""

    groupes: Mapping[str, str]
    lignes: tuple[str, ...]
    calculs: Mapping[str, Contenu]
    calculs_lignes: tuple[Mapping[str, Contenu], ...]

    @property
    def points(self) -> int:
        """How many points are to be checked."""
        return sum(count_points(texte) for texte in (*self.groupes.values(), *self.lignes))

    @property
    def bilan(self) -> str:
        """The line on top of the form."""
        return show_points(self.points)


def show_points(points: int, reste: int | None = None) -> str:
    """« Fiche complète », « 1 point à vérifier »; on a marked copy, the points left to correct come first."""
    if reste:
        return f"{say_count(reste, 'point')} à corriger"
    if points:
        return f"{say_count(points, 'point')} à vérifier"
    return COMPLETE if reste is None else CORRIGEE


def evaluate_column(
    champs: Mapping[str, Contenu], lignes: Sequence[Mapping[str, Contenu]], contexte: Contexte, mots: Mapping[str, str]
) -> ColonneControle:
    """What the column says of these contents, by field and by budget line.

    `mots` gives the canonical status of every word of the list. The séance of `contexte` is the fiche's own.
    """
    calculs = _calculs(champs, contexte, mots)
    vue = Vue(champs, calculs, _answers(champs, calculs), contexte)
    groupes = {
        nom: join_formula([point.direct for point in points if point.test(vue)]) for nom, points in POINTS.items()
    }
    budget = tuple(calculs_lignes(lignes))
    texts = tuple(line_text(ligne, calcul, contexte) for ligne, calcul in zip(lignes, budget, strict=True))
    return ColonneControle(groupes, texts, calculs, budget)


def _calculs(champs: Mapping[str, Contenu], contexte: Contexte, mots: Mapping[str, str]) -> dict[str, Contenu]:
    folded = {mot.lower(): statut for mot, statut in mots.items()}
    taux, statut = serial(champs.get("taux")), champs.get("statut")
    understood = taux is not None and not 0 < taux < 1
    known = "" if blank(statut) else folded.get(trim_formula(statut).lower(), "")
    days: dict[str, Contenu] = {"sens": known, "nombre_taux": taux if understood else ""}
    for nom in ("mise_a_jour", "debut", "fin"):
        periode = _period(champs.get(nom))
        days[f"premier_{nom}"] = periode.debut if periode else ""
        days[f"dernier_{nom}"] = periode.fin if periode else ""
    return {nom: days.get(nom, contexte.seance) for nom in CALCULS}


_PERIODE = regex(
    r"\d{4}|\d\d/\d{4}|t[1-4] \d{4}|fin \d{4}|début \d{4}|(?:1er|2e) semestre \d{4}", re.IGNORECASE | re.ASCII
)


@lru_cache(maxsize=256)
def _period(contenu: Contenu) -> Periode | None:
    """The days that the formulas understand of a date cell."""
    nombre = serial(contenu)
    if nombre is None:
        texte = trim_formula(contenu)
        return parse_periode(texte) if _PERIODE.fullmatch(texte) else None
    if ANNEES[0] <= nombre <= ANNEES[-1]:
        return year_period(int(nombre))
    jour = ORIGINE + timedelta(days=int(nombre)) if 0 <= nombre < 10**6 else ORIGINE
    return day_period(jour) if PREMIER_JOUR <= jour <= DERNIER_JOUR else None


def _ends_with_year(contenu: Contenu) -> bool:
    year = re.search(r"\d{4}$", trim_formula(contenu), re.ASCII)
    return isinstance(contenu, str) and year is not None and int(year[0]) in ANNEES


def _answers(champs: Mapping[str, Contenu], calculs: Mapping[str, Contenu]) -> Avancement:
    """What the rules are told: the contents that the sheet understands."""
    taux, statut = calculs["nombre_taux"], calculs["sens"]
    debut, fin, jour = (_period(champs.get(nom)) for nom in ("debut", "fin", "mise_a_jour"))
    return Avancement(
        taux if isinstance(taux, Decimal) else None,
        str(statut) or None,
        debut,
        fin,
        jour,
        trim_formula(champs.get("commentaire")) or None,
    )
