"""What the workbook « Points à trancher » holds and where: declared once, written and read from here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fiche_tool.domaine.fiche.fiche import BUDGET, Valeur
from fiche_tool.domaine.grand_livre.acquis import Cle
from fiche_tool.domaine.grand_livre.points import Demande, Point, ReponseMontree
from fiche_tool.domaine.mots.textes import fold, one_line

VERSION = "1"
FEUILLE = "Points à trancher"
FEUILLE_META, FEUILLE_LISTES = "_meta", "_listes"
NUMERO, RETENIR, AUTRE = "N°", "Retenir", "Ou autre valeur"
ACTION, QUESTION = "Action", "De quoi s'agit-il ?"
PAR, LE = "Décidé par", "Le"
GARDER = "garder"
AUTREMENT = {
    False: "par une fiche corrigée",
    True: "en corrigeant la ligne sur la copie à corriger, puis en la renvoyant",
}
"""What stands for another value where none may be typed: how else the row is settled, held back by an error or not."""
MAX_REPONSES = 6
"""Answers of a point that are shown, and may be chosen; more wait for the next workbook, once these are decided."""
MAX_SHOWN = 300
"""How much of a text is quoted in a cell; its file has the whole."""
MAX_TEXT = 30_000
"""Characters of a cell of sheet `_meta`: a cell holds 32,767."""


@dataclass(frozen=True, slots=True)
class ChoixPoint:
    """One answer that may be chosen, by its word in the list: « réponse 1 »."""

    mot: str
    valeur: Valeur | None


@dataclass(frozen=True, slots=True)
class Partage:
    """Another key that the same choice settles: a cell that came back empty with the others."""

    cle: Cle
    choix: tuple[ChoixPoint, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A row as its workbook keeps it in sheet `_meta`: what a choice means, whatever becomes of the registers.

    `libre`: a value of one's own may be typed. `montre`: its action and its question as the row shows them, so that a
    number that moved to the row of another point is seen; empty in older workbooks. `impossibles`: why an answer cannot
    be chosen, by its rank from 1; it is shown, and the sheet `_meta` says nothing of it.
    """

    numero: int
    action: str
    cle: Cle
    montrees: tuple[str, ...]
    choix: tuple[ChoixPoint, ...]
    libre: bool = True
    avec: tuple[Partage, ...] = ()
    montre: str = ""
    impossibles: Mapping[int, str] = field(default_factory=dict)


def show_row(action: str, question: str) -> str:
    """What tells the row of a point from the others, however a spreadsheet keeps its line breaks."""
    return fold(one_line(f"{action} {question}"))


def answers_shown(point: Point) -> tuple[ReponseMontree, ...]:
    """The answers of a point that there is room for, in their order: one of each that says otherwise goes first."""
    firsts = {reponse.texte: rank for rank, reponse in reversed(list(enumerate(point.reponses)))}
    wanted = sorted(range(len(point.reponses)), key=lambda rank: firsts[point.reponses[rank].texte] != rank)
    return tuple(point.reponses[rank] for rank in sorted(wanted[:MAX_REPONSES]))


def _bound(point: Point) -> tuple[str, ...]:
    """The SHA-256 of the answers that a decision settles: those shown, and those that say the same."""
    said = {reponse.texte for reponse in answers_shown(point)}
    return tuple(sorted({reponse.sha256 for reponse in point.reponses if reponse.texte in said}))


Empeche = Callable[[Point, ReponseMontree], str]
"""Why an answer of a point cannot be chosen; empty where it can."""


def make_questions(demandes: Sequence[Demande], empeche: Empeche) -> tuple[Question, ...]:
    """The questions of a séance, numbered in their order. What nobody may decide is no choice: its reason stands."""
    return tuple(_question(numero, demande, empeche) for numero, demande in enumerate(demandes, 1))


def _question(numero: int, demande: Demande, empeche: Empeche) -> Question:
    first, *others = (_ask(numero, point, empeche) for point in demande)
    shared = tuple(Partage(other.cle, other.choix) for other in others)
    return replace(first, avec=shared, libre=first.libre and not shared)


def _ask(numero: int, point: Point, empeche: Empeche) -> Question:
    choix = [ChoixPoint(GARDER, point.gardee)]
    impossibles: dict[int, str] = {}
    for rank, reponse in enumerate(answers_shown(point), 1):
        why = empeche(point, reponse)
        if why:
            impossibles[rank] = why
        else:
            choix.append(ChoixPoint(f"réponse {rank}", reponse.valeur))
    libre = point.champ != BUDGET
    return Question(numero, point.action, point.cle, _bound(point), tuple(choix), libre, impossibles=impossibles)
