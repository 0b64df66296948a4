"""Typing answers into a fiche as a person would: the given cells change, nothing else does."""

from collections.abc import Mapping, Sequence

from fiche_tool.domaine.fiche import BUDGET, nom_de_cellule
from fiche_tool.excel.classeur import Position
from fiche_tool.excel.fill import Contenu, Remplissage, prepare
from fiche_tool.excel.modele import budget_columns, total_cells
from fiche_tool.excel.package import open_package
from fiche_tool.excel.xlsx import find_workbook, open_xlsx, read_workbook_part, sheet_parts


def type_in(data: bytes, champs: Mapping[str, Contenu], budget: Sequence[Mapping[str, Contenu]] = ()) -> bytes:
    """A copy of a fiche with these contents typed over its fields and the first lines of its budget table.

    Raises KeyError for a field whose name the fiche lost.
    """
    package = open_package(data)
    classeur = open_xlsx(package)
    workbook = find_workbook(package)
    partie = read_workbook_part(package.read(workbook))
    corps = classeur.noms[nom_de_cellule(BUDGET)]
    cells: dict[Position, Contenu] = {classeur.noms[nom_de_cellule(nom)].coin: value for nom, value in champs.items()}
    colonnes = budget_columns(classeur.ouvrir(corps.feuille), corps)
    for row, ligne in zip(range(corps.haut, corps.bas + 1), budget, strict=False):
        cells |= {(row, colonnes[nom]): value for nom, value in ligne.items()}
    cells |= total_cells(classeur.noms, budget) if budget else {}
    part = sheet_parts(package, workbook, partie)[corps.feuille]
    gabarit = prepare(package, {part: set(cells)}, {}, {}, (), partie.date1904)
    return gabarit.fill({part: Remplissage(cells, {})}, {})
