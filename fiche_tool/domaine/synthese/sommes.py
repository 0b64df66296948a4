"""Roll-ups of the flat tables: counts by status, mean taux, sums of the budget."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from fiche_tool.domaine.mots.statuts import ENGAGES
from fiche_tool.domaine.synthese.lignes import INITIALE
from fiche_tool.domaine.synthese.tableau import Tableau
from fiche_tool.domaine.synthese.tables import MONTANTS, NON_VENTILE

METHODE = (
    "Taux moyen : moyenne simple des taux des actions qui en ont un ; Abandonné et Récurrent exclus ; une action à "
    "laquelle personne n'a jamais répondu ne compte pas."
)
NIVEAUX = ("volet", "axe", "os", "oo")
Etats = Mapping[str, Counter[str]]
"""How many actions stand at each state, by value of a column."""


def mean_taux(actions: Tableau, column: str) -> dict[str, Decimal]:
    """By value of a column, the exact mean of the taux of its actions."""
    return {cle: _mean(group, "taux") for cle, group in _counted(actions, "taux").group(column).items()}


def mean_before(actions: Tableau, retirees: Tableau, column: str) -> dict[str, Decimal]:
    """The same, of the taux before the séance: those of the actions that left the programme since are in it."""
    found: dict[str, list[Decimal]] = {}
    for table in (actions, retirees):
        for cle, group in _counted(table, "avant").group(column).items():
            found.setdefault(cle, []).extend(group.colonne("avant"))
    return {cle: sum(taux, Decimal(0)) / len(taux) for cle, taux in found.items()}


def overall_taux(actions: Tableau) -> Decimal | None:
    """The mean taux of the whole PST; None where no action has one."""
    counted = _counted(actions, "taux")
    return _mean(counted, "taux") if len(counted) else None


def overall_before(actions: Tableau, retirees: Tableau) -> Decimal | None:
    """The same, before the séance."""
    taux = [one for table in (actions, retirees) for one in _counted(table, "avant").colonne("avant")]
    return sum(taux, Decimal(0)) / len(taux) if taux else None


def count_counted(actions: Tableau) -> int:
    """How many actions the mean taux of the whole PST is a mean of."""
    return len(_counted(actions, "taux"))


def count_counted_by(actions: Tableau, column: str) -> Counter[str]:
    """By value of a column, how many actions its mean taux is a mean of."""
    return count_by(_counted(actions, "taux"), column)


def progress(actions: Tableau) -> Decimal | None:
    """Points gained by the actions that count in both mean taux: like compared with like; None where none does."""
    both = _counted(_counted(actions, "taux"), "avant")
    return _gain(both) if len(both) else None


def progress_by(actions: Tableau, column: str) -> dict[str, Decimal]:
    """The same, by value of a column."""
    both = _counted(_counted(actions, "taux"), "avant")
    return {cle: _gain(group) for cle, group in both.group(column).items()}


def _counted(actions: Tableau, taux: str) -> Tableau:
    counts = actions.where(**{"moyenne" if taux == "taux" else f"moyenne_{taux}": "Oui"})
    return counts.keep(taux, lambda value: value is not None)


def _mean(actions: Tableau, taux: str) -> Decimal:
    return sum(actions.colonne(taux), Decimal(0)) / len(actions)


def _gain(actions: Tableau) -> Decimal:
    return _mean(actions, "taux") - _mean(actions, "avant")


def count_etats(actions: Tableau, column: str) -> Etats:
    """How many actions stand at each of ETATS, by value of a column, as the values come."""
    found: dict[str, Counter[str]] = {}
    for (cle, etat), nombre in actions.count(column, "statut").items():
        if cle is not None:
            found.setdefault(cle, Counter())[etat] = nombre
    return found


def count_by(table: Tableau, column: str) -> Counter[str]:
    """How many rows, by value of a column; those without one are not counted."""
    counts = table.count(column)
    counts.pop(None, None)
    return counts


def count_at(etats: Etats, cle: str, etat: str) -> int:
    """One count of such a table, 0 for a row that is not there."""
    return etats[cle][etat] if cle in etats else 0


def count_where(table: Tableau, **values: str) -> int:
    """How many rows hold these values in these columns."""
    return len(table.where(**values))


def count_under_way(actions: Tableau, origine: str = INITIALE) -> int:
    """How many actions of an origin are réalisées or en cours, récurrentes included."""
    return sum(count_where(actions, origine=origine, statut=statut) for statut in ENGAGES)


def sum_budget(budget: Tableau, by: Sequence[str]) -> dict[tuple[Any, ...], dict[str, Decimal]]:
    """The amounts in euros, added up exactly, by the values of some columns; blanks add nothing."""
    noms = (*MONTANTS, NON_VENTILE)
    keys, amounts = [budget.rang(nom) for nom in by], [budget.rang(nom) for nom in noms]
    sums: dict[tuple[Any, ...], list[int]] = {}
    for ligne in budget.lignes:
        sommes = sums.setdefault(tuple(ligne[rang] for rang in keys), [0] * len(noms))
        for at, rang in enumerate(amounts):
            sommes[at] += ligne[rang] or 0
    return {cle: dict(zip(noms, map(to_euros, sommes), strict=True)) for cle, sommes in sums.items()}


def to_euros(cents: int) -> Decimal:
    """Whole cents as euros."""
    return Decimal(cents).scaleb(-2)
