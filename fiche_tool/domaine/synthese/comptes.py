"""A PST in numbers, part by part: what the page, the report and the exports print."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fiche_tool.domaine.fiche.lignes_budget import Sens
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.bilan_budget import BilanBudget, Somme
from fiche_tool.domaine.synthese.chiffres import Chiffres
from fiche_tool.domaine.synthese.lignes import ETATS, LigneNoeud
from fiche_tool.domaine.synthese.sommes import (
    count_counted,
    count_counted_by,
    count_etats,
    count_under_way,
    count_where,
    mean_taux,
    overall_taux,
    sum_budget,
)
from fiche_tool.domaine.synthese.tableau import Tableau
from fiche_tool.domaine.synthese.tables import MONTANTS, NON_VENTILE

SENS: Mapping[str, tuple[str, str]] = {"DO": ("D", "O"), "DE": ("D", "E"), "RO": ("R", "O"), "RE": ("R", "E")}
"""Dépense or recette, service ordinaire or extraordinaire: never added up."""
Montants = Mapping[str, Decimal]
"""Euros, by sense (see SENS) or by part of an amount."""


@dataclass(frozen=True, slots=True)
class Compte:
    """How the actions of a part of the PST stand: the counts of ETATS cover every action.

    `taux` is the mean of `sur` of them, None where it is of none.
    """

    niveau: str
    cle: str
    titre: str
    etats: Mapping[str, int]
    taux: Decimal | None
    sur: int
    en_retard: int

    @property
    def total(self) -> int:
        """How many actions."""
        return sum(self.etats.values())


@dataclass(frozen=True, slots=True)
class Budget:
    """The money of the live actions, those given up or retired apart.

    `exercices`: by year, None for lines that lack it; `hors` has what the four senses leave out, by what it lacks
    (« Dépenses sans O/E », « Sans R/D »): lines and euros.
    """

    exercices: Mapping[int | None, Montants]
    total: Montants
    depenses: Montants
    abandonnees: Montants
    retirees: Montants
    hors: Mapping[Sens, Somme]
    lignes: int


@dataclass(frozen=True, slots=True)
class Comptes:
    """A PST in numbers: its figures, how its parts stand, its money. `en_route`: what `chiffres.part` is a share of."""

    chiffres: Chiffres
    ensemble: Compte
    volets: tuple[Compte, ...]
    objectifs: tuple[Compte, ...]
    en_route: int
    budget: Budget


def count_pst(synthese: Synthese) -> Comptes:
    """The numbers of a synthesis."""
    tables = synthese.tables
    return Comptes(
        synthese.bureau.chiffres,
        _whole(tables.actions),
        tuple(count_level(synthese, "volet").values()),
        tuple(count_level(synthese, "OS").values()),
        count_under_way(tables.actions) + count_under_way(tables.retirees),
        _budget(tables.budget, synthese.bilan),
    )


def _whole(actions: Tableau) -> Compte:
    counts = {etat: count_where(actions, statut=etat) for etat in ETATS}
    taux, sur, late = overall_taux(actions), count_counted(actions), count_where(actions, retard="Oui")
    return Compte("ensemble", "", "Ensemble", counts, taux, sur, late)


def count_level(synthese: Synthese, niveau: str) -> Mapping[str, Compte]:
    """By key in the flat tables, the nodes of a level (volet, axe, OS, OO) that hold actions, the lost actions last."""
    return {compte.cle: compte for compte in _nodes(synthese, niveau, niveau.lower())}


def _nodes(synthese: Synthese, niveau: str, column: str) -> Iterator[Compte]:
    actions = synthese.tables.actions
    table, means, counted = count_etats(actions, column), mean_taux(actions, column), count_counted_by(actions, column)
    titles = {x.cle: x for x in synthese.lignes if isinstance(x, LigneNoeud) and x.niveau == niveau and x.cle}
    held = [*(cle for cle in titles if cle in table), *(cle for cle in table if cle not in titles)]
    for cle in held:
        noeud = titles.get(cle)
        counts = {etat: table[cle][etat] for etat in ETATS}
        late = count_where(actions, **{column: cle, "retard": "Oui"})
        yield Compte(niveau, cle, noeud.intitule if noeud else cle, counts, means.get(cle), counted[cle], late)


# --- money -----------------------------------------------------------------------------------------------------------
def _budget(budget: Tableau, bilan: BilanBudget) -> Budget:
    lost, gone = ({sens: lot.of(Sens[sens]).montant for sens in SENS} for lot in (bilan.abandonnees, bilan.retirees))
    if not len(budget):
        return Budget({}, _senses({}), _parts({}), lost, gone, {}, 0)
    kept = budget.where(abandonne="Non")
    by_year = sum_budget(kept, ("exercice", "rd", "service"))
    years = sorted({key[0] for key in by_year}, key=lambda year: (year is None, year or 0))
    return Budget(
        {year: _senses({key[1:]: sums for key, sums in by_year.items() if key[0] == year}) for year in years},
        _senses(sum_budget(kept, ("rd", "service"))),
        _parts(sum_budget(kept, ("rd",)).get(("D",), {})),
        lost,
        gone,
        bilan.programme.hors,
        len(budget),
    )


def _senses(sums: Mapping[tuple[Any, ...], Montants]) -> Montants:
    return {sens: sums.get(key, {}).get("montant", Decimal(0)) for sens, key in SENS.items()}


def _parts(sums: Montants) -> Montants:
    """An amount and its sources, with what has none."""
    return {nom: sums.get(nom, Decimal(0)) for nom in (*MONTANTS, NON_VENTILE)}


def round_taux(taux: Decimal) -> int:
    """A taux to the whole point, halves up, as every workbook shows it."""
    return int(taux.quantize(Decimal(1), rounding="ROUND_HALF_UP"))
