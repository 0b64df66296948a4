"""Open points: what waits for an answer or a decision, with every answer that was given and the value kept so far."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fiche_tool.domaine.fiche.fiche import LigneBudget, Valeur
from fiche_tool.domaine.grand_livre.acquis import Cle


class GenrePoint(StrEnum):
    """Why a point is open: answers that contradict each other, one that an error holds back, what came back empty."""

    CONFLIT = "conflit"
    RETENUE = "retenue"
    VIDEE = "videe"


@dataclass(frozen=True, slots=True)
class ReponseMontree:
    """One answer of a point. `texte` is what was written, as a person reads it; `valeur` None where it has no value.

    For budget lines `valeur` is the lines that would stand there, none where they were taken away. `ligne` is a line
    that an error holds back, as far as it could be read: totals tell what they leave out.
    """

    sha256: str
    fichier: str
    feuille: str
    cellule: str
    par: str
    jour: date | None
    texte: str
    valeur: Valeur | None
    ligne: LigneBudget | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """What is open at one key of an action. `gardee` is the value kept, `depuis` the séance that opened it.

    `code` is that of the constat, `phrase` its sentence for the secretary. For budget lines `gardee` is those lines.
    """

    action: str
    cle: Cle
    genre: GenrePoint
    code: str
    phrase: str
    gardee: Valeur | None
    reponses: tuple[ReponseMontree, ...]
    depuis: date

    @property
    def champ(self) -> str:
        """The champ, « budget » for budget lines."""
        return self.cle[0]

    @property
    def montrees(self) -> tuple[str, ...]:
        """The SHA-256 of the answers shown: what a decision binds."""
        return tuple(sorted({reponse.sha256 for reponse in self.reponses}))
