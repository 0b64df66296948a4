"""What the workbook « Points à trancher » holds and where: declared once, written and read from here."""

from collections.abc import Sequence
from dataclasses import dataclass

from fiche_tool.domaine.fiche.fiche import BUDGET, Valeur
from fiche_tool.domaine.grand_livre.acquis import Cle
from fiche_tool.domaine.grand_livre.points import GenrePoint, Point

VERSION = "1"
FEUILLE = "Points à trancher"
FEUILLE_META = "_meta"
NUMERO, RETENIR, AUTRE = "N°", "Retenir", "Ou autre valeur"
PAR, LE = "Décidé par", "Le"
GARDER = "garder"
MAX_REPONSES = 6
"""Answers of a point that are shown, and may be chosen; more go back to their authors."""
MAX_TEXT = 30_000
"""Characters of a cell of sheet `_meta`: a cell holds 32,767."""


@dataclass(frozen=True, slots=True)
class ChoixPoint:
    """One answer that may be chosen, by its word in the list: « réponse 1 »."""

    mot: str
    valeur: Valeur | None


@dataclass(frozen=True, slots=True)
class Question:
    """A point as its workbook keeps it in sheet `_meta`: what a choice means, whatever becomes of the registers.

    `libre`: a value of one's own may be typed.
    """

    numero: int
    action: str
    cle: Cle
    montrees: tuple[str, ...]
    choix: tuple[ChoixPoint, ...]
    libre: bool = True


def make_questions(points: Sequence[Point]) -> tuple[Question, ...]:
    """The questions of some points, numbered in their order."""
    return tuple(_question(numero, point) for numero, point in enumerate(points, 1))


def _question(numero: int, point: Point) -> Question:
    choix = [ChoixPoint(GARDER, point.gardee)]
    for rank, reponse in enumerate(point.reponses[:MAX_REPONSES], 1):
        if reponse.valeur is not None or point.genre is not GenrePoint.RETENUE:  # what was refused has no value to keep
            choix.append(ChoixPoint(f"réponse {rank}", reponse.valeur))
    return Question(numero, point.action, point.cle, point.montrees, tuple(choix), point.champ != BUDGET)
