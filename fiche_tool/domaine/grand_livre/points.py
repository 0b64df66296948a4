"""Open points: what waits for an answer or a decision, with every answer that was given and the value kept so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fiche_tool.domaine.fiche.fiche import BUDGET_LABEL, LABELS, REPONSES, LigneBudget, Valeur
from fiche_tool.domaine.fiche.show import show_apart, show_valeur
from fiche_tool.domaine.grand_livre.acquis import Cle, name_cle


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


Demande = tuple[Point, ...]
"""Points that are one question: a point, or the cells of one fiche that came back empty together."""


_ORDRE = {champ.nom: rank for rank, champ in enumerate(REPONSES)}


def ask_at_once(points: Iterable[Point]) -> tuple[Demande, ...]:
    """The questions of some points, each at the place of its first point."""
    found: dict[object, list[Point]] = {}
    for point in points:
        whole = point.genre is GenrePoint.VIDEE and len(point.cle) == 1
        name = (point.montrees, point.depuis) if whole else point.cle
        found.setdefault((point.action, name), []).append(point)
    return tuple(map(tuple, found.values()))


def name_demande(demande: Demande) -> str:
    """What a question is about: « Statut », « 7 cases de la fiche »."""
    return name_cle(demande[0].cle) if len(demande) == 1 else f"{len(demande)} cases de la fiche"


def show_point(point: Point) -> tuple[str, ...]:
    """The answers of a point, then the value kept, each told from the others."""
    values = [reponse.ligne or reponse.valeur for reponse in point.reponses]
    *told, kept = show_apart(point.champ, [*values, point.gardee])
    plain = [show_valeur(point.champ, valeur) for valeur in values]
    written = [reponse.texte for reponse in point.reponses]
    return (*(apart if own == texte else own for own, texte, apart in zip(written, plain, told, strict=True)), kept)


def show_kept(demande: Demande) -> str:
    """The value kept meanwhile; of several cells, each with its name."""
    if len(demande) == 1:
        return show_point(demande[0])[-1]
    ordered = sorted(demande, key=lambda point: _ORDRE.get(point.champ, len(_ORDRE)))
    shown = [(LABELS.get(point.champ, BUDGET_LABEL), show_valeur(point.champ, point.gardee)) for point in ordered]
    return " ; ".join(f"{label} : {texte}" for label, texte in shown)
