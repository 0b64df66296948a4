"""The flat tables as CSV: the columns of the sheets « Données », amounts in euros."""

from collections.abc import Iterator
from typing import Any

from fiche_tool.domaine.synthese.sommes import to_euros
from fiche_tool.domaine.synthese.tables import COLONNES, ColonneDonnees, GenreDonnees, Tables
from fiche_tool.echanges.csv import Cellule, dump_csv

_TITRES = {
    "evolution": "Évolution",
    "seances": "Séances",
    "retirees": "Actions retirées",
    "budget_retirees": "Budget des actions retirées",
}
FICHIERS = {nom: _TITRES.get(nom, nom.replace("_", " ").capitalize()) for nom in COLONNES}
"""By table, the name of its file: its own, where it is French as it stands."""


def export_tables(tables: Tables) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of each file; an empty table has its headings all the same."""
    for nom, titre in FICHIERS.items():
        colonnes, tableau = COLONNES[nom], getattr(tables, nom)
        lignes = ([_cell(c, value) for c, value in zip(colonnes, row, strict=True)] for row in tableau.lignes)
        yield titre, dump_csv([colonne.entete for colonne in colonnes], lignes)


def _cell(colonne: ColonneDonnees, value: Any) -> Cellule:
    """A value of a table, amounts in euros."""
    if value is None:
        return None
    cell: Cellule = to_euros(value) if colonne.genre is GenreDonnees.CENTIMES else value
    return cell
