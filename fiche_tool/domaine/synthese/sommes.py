"""Roll-ups of the flat tables: counts by status, mean taux, sums of the budget."""

from decimal import Decimal
from typing import Any

import pandas as pd

from fiche_tool.domaine.mots.statuts import ENGAGES
from fiche_tool.domaine.synthese.lignes import ETATS, INITIALE
from fiche_tool.domaine.synthese.tables import MONTANTS, NON_VENTILE

METHODE = (
    "Taux moyen : moyenne simple des taux des actions qui en ont un ; Abandonné et Récurrent exclus ; une action à "
    "laquelle personne n'a jamais répondu ne compte pas."
)
NIVEAUX = ("volet", "axe", "os", "oo")


def mean_taux(actions: pd.DataFrame, column: str, taux: str = "taux") -> dict[str, Decimal]:
    """By value of a column, the exact mean of the taux of its actions. `taux` may be « avant », the previous ones."""
    return {str(key): _mean(group[taux]) for key, group in _counted(actions, taux).groupby(column)}


def overall_taux(actions: pd.DataFrame, taux: str = "taux") -> Decimal | None:
    """The mean taux of the whole PST; None where no action has one."""
    counted = _counted(actions, taux)
    return _mean(counted[taux]) if len(counted) else None


def count_counted(actions: pd.DataFrame, taux: str = "taux") -> int:
    """How many actions the mean taux of the whole PST is a mean of."""
    return len(_counted(actions, taux))


def count_counted_by(actions: pd.DataFrame, column: str) -> dict[str, int]:
    """By value of a column, how many actions its mean taux is a mean of."""
    return count_by(_counted(actions, "taux"), column)


def progress(actions: pd.DataFrame) -> Decimal | None:
    """Points gained by the actions that count in both mean taux: like compared with like; None where none does."""
    both = _counted(_counted(actions, "taux"), "avant")
    return _mean(both["taux"]) - _mean(both["avant"]) if len(both) else None


def progress_by(actions: pd.DataFrame, column: str) -> dict[str, Decimal]:
    """The same, by value of a column."""
    both = _counted(_counted(actions, "taux"), "avant")
    return {str(key): _mean(group["taux"]) - _mean(group["avant"]) for key, group in both.groupby(column)}


def _counted(actions: pd.DataFrame, taux: str) -> pd.DataFrame:
    counts = actions["moyenne" if taux == "taux" else f"moyenne_{taux}"] == "Oui"
    return actions[counts & actions[taux].notna()]


def _mean(taux: "pd.Series[Any]") -> Decimal:
    return sum(taux, Decimal(0)) / len(taux)


def count_etats(actions: pd.DataFrame, column: str) -> pd.DataFrame:
    """How many actions stand at each of ETATS (columns), by value of a column (rows, as they come)."""
    table = pd.crosstab(actions[column], actions["statut"]) if len(actions) else pd.DataFrame()
    rows = [key for key in dict.fromkeys(actions[column]) if key is not None]
    return table.reindex(index=rows, columns=list(ETATS), fill_value=0)


def count_by(table: pd.DataFrame, column: str) -> dict[str, int]:
    """How many rows, by value of a column."""
    return {str(key): int(count) for key, count in table.groupby(column).size().items()}


def count_at(table: pd.DataFrame, cle: str, etat: str) -> int:
    """One count of such a table, 0 for a row that is not there."""
    return int(table[etat].get(cle, 0))


def count_where(table: pd.DataFrame, **values: str) -> int:
    """How many rows hold these values in these columns."""
    kept = pd.Series(True, index=table.index)
    for column, value in values.items():
        kept &= table[column] == value
    return int(kept.sum())


def count_under_way(actions: pd.DataFrame, origine: str = INITIALE) -> int:
    """How many actions of an origin are réalisées or en cours, récurrentes included."""
    return sum(count_where(actions, origine=origine, statut=statut) for statut in ENGAGES)


def sum_budget(budget: pd.DataFrame, by: list[str]) -> dict[tuple[Any, ...], dict[str, Decimal]]:
    """The amounts in euros, added up exactly, by the values of some columns; blanks add nothing."""
    noms = (*MONTANTS, NON_VENTILE)
    filled = budget[by].astype(object).where(budget[by].notna(), None)
    for nom in noms:
        filled[nom] = pd.to_numeric(budget[nom].map(lambda cents: 0 if cents is None else cents)).astype("int64")
    sums = filled.groupby(by, dropna=False)[list(noms)].sum()
    return {
        tuple(None if part != part else part for part in (key if isinstance(key, tuple) else (key,))): {
            nom: to_euros(cents) for nom, cents in zip(noms, amounts, strict=True)
        }
        for key, *amounts in sums.itertuples(name=None)
    }


def to_euros(cents: int) -> Decimal:
    """Whole cents as euros."""
    return Decimal(int(cents)).scaleb(-2)
