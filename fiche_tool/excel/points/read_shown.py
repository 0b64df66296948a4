"""The points of a workbook « Points à trancher » as it shows them, for another surface to ask the same questions."""

from collections.abc import Iterator
from dataclasses import dataclass

from fiche_tool.domaine.grand_livre.acquis import Cle
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.excel.lecture.classeur import Grille
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.points import feuille
from fiche_tool.excel.points.feuille import Question
from fiche_tool.excel.points.read_points import find_heads, read_questions
from fiche_tool.fichiers.piece import examine

_REPONSE = "Réponse"


@dataclass(frozen=True, slots=True)
class ReponseLue:
    """One answer on the sheet. `mot` is typed to choose it; empty where it cannot be chosen: its text says why."""

    mot: str
    texte: str


@dataclass(frozen=True, slots=True)
class PointLu:
    """A row of the sheet. `libre`: a value of one's own may be typed; where not, `note` says how else it is settled."""

    numero: int
    action: str
    cle: Cle
    nom: str
    question: str
    gardee: str
    reponses: tuple[ReponseLue, ...]
    libre: bool
    note: str


def read_shown(data: bytes) -> tuple[PointLu, ...]:
    """The points of a workbook that the tool wrote; none where it lost its headings."""
    classeur = open_classeur(examine(data))
    if feuille.FEUILLE not in classeur.feuilles:
        return ()
    grille = classeur.ouvrir(feuille.FEUILLE)
    head = find_heads(grille)
    if head is None:
        return ()
    columns = {fold(saisie.texte): column for (row, column), saisie in grille.cellules.items() if row == head[0]}
    numero = columns[fold(feuille.NUMERO)]
    rows = {saisie.texte: row for (row, column), saisie in grille.cellules.items() if column == numero}
    return tuple(_points(grille, read_questions(classeur), rows, columns))


def _points(
    grille: Grille, questions: tuple[Question, ...], rows: dict[str, int], columns: dict[str, int]
) -> Iterator[PointLu]:
    for question in questions:
        row = rows.get(str(question.numero))
        if row is None:
            continue
        mots = {choix.mot for choix in question.choix}
        given = []
        for rank in range(1, feuille.MAX_REPONSES + 1):
            column = columns.get(fold(f"{_REPONSE} {rank}"))
            texte = grille.get((row, column)).texte if column else ""
            if texte:
                mot = f"réponse {rank}"
                given.append(ReponseLue(mot if mot in mots else "", texte))
        yield PointLu(
            question.numero,
            question.action,
            question.cle,
            grille.get((row, numero_of(columns) + 1)).texte,
            grille.get((row, numero_of(columns) + 2)).texte,
            grille.get((row, numero_of(columns) + 3)).texte,
            tuple(given),
            question.libre,
            "" if question.libre else grille.get((row, columns[fold(feuille.AUTRE)])).texte,
        )


def numero_of(columns: dict[str, int]) -> int:
    """The column of the numbers: the action, the question and the value kept stand at its right."""
    return columns[fold(feuille.NUMERO)]
