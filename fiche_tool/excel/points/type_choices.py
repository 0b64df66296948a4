"""Filling « Points à trancher » in as a person would: a word of the list, or a value of one's own, row by row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fiche_tool.domaine.grand_livre.acquis import Cle
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.excel.lecture.classeur import address
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.points import feuille
from fiche_tool.excel.points.read_points import find_heads, read_questions
from fiche_tool.excel.remplissage.patch import patch_cells
from fiche_tool.fichiers.piece import examine


@dataclass(frozen=True, slots=True)
class ReponseTapee:
    """What is typed on one row: in « Retenir », or beside it."""

    retenir: str = ""
    autre: Contenu = None


def type_choices(
    data: bytes, choices: Mapping[tuple[str, Cle], ReponseTapee], par: str = "", jour: date | None = None
) -> bytes:
    """A copy of the workbook with these choices, by action and key. Raises KeyError for a point that is not in it."""
    piece = examine(data)
    classeur = open_classeur(piece)
    grille = classeur.ouvrir(feuille.FEUILLE)
    head = find_heads(grille)
    assert head is not None
    columns = head[1]
    questions = read_questions(classeur)
    numbers = {(q.action, cle): q.numero for q in questions for cle in (q.cle, *(one.cle for one in q.avec))}
    rows = {saisie.texte: row for (row, column), saisie in grille.cellules.items() if column == columns[feuille.NUMERO]}
    cells: dict[str, Contenu] = {}
    for point, reponse in choices.items():
        row = rows[str(numbers[point])]
        if reponse.retenir:
            cells[address((row, columns[feuille.RETENIR]))] = reponse.retenir
        if reponse.autre is not None:
            cells[address((row, columns[feuille.AUTRE]))] = reponse.autre
    labels = {fold(saisie.texte): row for (row, _), saisie in grille.cellules.items() if row <= head[0]}
    for label, content in ((feuille.PAR, par), (feuille.LE, jour)):
        if content:
            cells[address((labels[fold(label)], 3))] = content
    return patch_cells(piece, feuille.FEUILLE, cells)
