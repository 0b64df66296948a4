"""A flat table: rows under named columns, a pandas frame for whoever wants one; values of the synthesis as its rows."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fiche_tool.domaine.fiche.fiche import SERVICE_GESTIONNAIRE
from fiche_tool.domaine.synthese.attention import LigneAttention, choose
from fiche_tool.domaine.synthese.comparaison import LigneComparee
from fiche_tool.domaine.synthese.lignes import LigneAction

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Tableau:
    """Rows of values, each under the column of its rank; None where nothing is filled in."""

    colonnes: tuple[str, ...]
    lignes: tuple[tuple[Any, ...], ...] = ()

    def __len__(self) -> int:
        return len(self.lignes)

    def rang(self, cle: str) -> int:
        """The rank of a column, from 0."""
        return self.colonnes.index(cle)

    def colonne(self, cle: str) -> list[Any]:
        """The values of a column, from top to bottom."""
        rang = self.rang(cle)
        return [ligne[rang] for ligne in self.lignes]

    def keep(self, cle: str, test: Callable[[Any], bool]) -> "Tableau":
        """The rows whose value in a column passes a test."""
        rang = self.rang(cle)
        return Tableau(self.colonnes, tuple(ligne for ligne in self.lignes if test(ligne[rang])))

    def where(self, **values: object) -> "Tableau":
        """The rows that hold these values in these columns."""
        wanted = [(self.rang(cle), value) for cle, value in values.items()]
        return Tableau(self.colonnes, tuple(x for x in self.lignes if all(x[rang] == value for rang, value in wanted)))

    def group(self, cle: str) -> "dict[str, Tableau]":
        """The rows by the value of a column, as the values come; those without one are in no group."""
        rang, found = self.rang(cle), dict[str, list[tuple[Any, ...]]]()
        for ligne in self.lignes:
            if ligne[rang] is not None:
                found.setdefault(ligne[rang], []).append(ligne)
        return {value: Tableau(self.colonnes, tuple(lignes)) for value, lignes in found.items()}

    def count(self, *cles: str) -> "Counter[Any]":
        """How many rows, by the value of one column, or by those of several."""
        return Counter(self.colonne(cles[0]) if len(cles) == 1 else zip(*map(self.colonne, cles), strict=True))

    def records(self) -> Iterator[dict[str, Any]]:
        """Each row by column."""
        return (dict(zip(self.colonnes, ligne, strict=True)) for ligne in self.lignes)

    def frame(self) -> "pd.DataFrame":
        """The same for pandas, which is loaded here alone: it takes longer to load than a small PST to collect."""
        import pandas as pd

        return pd.DataFrame(list(self.lignes), columns=list(self.colonnes), dtype=object)


def make_tableau(colonnes: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> Tableau:
    """A table of rows given by column."""
    noms = tuple(colonnes)
    return Tableau(noms, tuple(tuple(map(row.get, noms)) for row in rows))


# --- values as rows --------------------------------------------------------------------------------------------------
_COMPARES: Mapping[str, Callable[[LigneAction], Any]] = {
    "statut": lambda row: row.etat,
    "taux": lambda row: row.taux,
    "fin": lambda row: row.fin,
    "depenses": lambda row: to_cents(row.depenses),
    "recettes": lambda row: to_cents(row.recettes),
}


def flat_comparee(comparee: LigneComparee) -> dict[str, Any]:
    """An action then and now, its place left to the caller."""
    was, now = comparee.avant, comparee.apres
    return {
        "libelle": comparee.ligne.action.libelle,
        "service": comparee.ligne.valeurs.get(SERVICE_GESTIONNAIRE.nom),
        "presence": comparee.presence.value,
        "points": comparee.points,
        "jours": comparee.jours,
        **{
            f"{nom}_{quand}": valeur(side) if side else None
            for quand, side in (("avant", was), ("apres", now))
            for nom, valeur in _COMPARES.items()
        },
    }


def flat_attention(
    lignes: Sequence[LigneAttention], places: Mapping[str, dict[str, Any]], sans_place: Mapping[str, None]
) -> Iterator[dict[str, Any]]:
    """The lines that ask for attention, the gravest first; `sans_place` stands for the place of a service."""
    shown = choose(lignes)
    for rang, ligne in enumerate(lignes, 1):
        yield {
            **(places[ligne.action.identifiant] if ligne.action else sans_place),
            "rang": rang,
            "motif": ligne.genre.value,
            "libelle": ligne.libelle,
            "service": ligne.service,
            "phrase": ligne.phrase,
            "page": "Oui" if ligne in shown else "Non",
        }


def to_cents(montant: Decimal | None) -> int | None:
    """Euros as whole cents."""
    return None if montant is None else int(montant * 100)
