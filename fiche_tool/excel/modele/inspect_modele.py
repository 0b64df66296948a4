"""Looking at a restyled model for what would hinder the people who fill it in."""

from collections.abc import Iterator

from fiche_tool.excel.modele.modele import Modele
from fiche_tool.excel.modele.read_apparence import read_apparence
from fiche_tool.excel.modele.risques_modele import tell_cells
from fiche_tool.excel.modele.risques_page import tell_names, tell_page
from fiche_tool.fichiers.filet import net
from fiche_tool.fichiers.package import Refus


def inspect_modele(modele: Modele) -> tuple[str, ...]:
    """What a model that can serve risks all the same, in words."""
    try:
        with net():
            apparence = read_apparence(modele)
    except Refus:
        return ("ses verrous et ses listes déroulantes n'ont pas pu être examinés",)
    return (
        *_tell_lost_cell(modele),
        *tell_names(modele),
        *tell_cells(modele, apparence),
        *tell_page(modele, apparence),
    )


def _tell_lost_cell(modele: Modele) -> Iterator[str]:
    if modele.grille.perdue:
        yield (
            f"il a une cellule perdue en {modele.grille.perdue}, loin de la fiche, que chaque fiche emportera : "
            "supprimez sa ligne ou sa colonne"
        )
