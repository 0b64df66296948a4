"""What became of each file, and the counts that must balance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.fiche.fiche import Valeur
from fiche_tool.domaine.programme.programme import Action

if TYPE_CHECKING:  # the next fiches are filled from a register, without anything read
    from fiche_tool.domaine.fiche.lecture import Lecture


class StatutRetour(StrEnum):
    """What became of a file, or of an action that no file answered."""

    CONFORME = "Reçue conforme"
    REMARQUES = "Reçue avec remarques"
    EN_PARTIE = "Reprise en partie"
    EN_CONFLIT = "En conflit"
    INCHANGEE = "Sans changement confirmé"
    DOUBLON = "Doublon"
    REMPLACEE = "Remplacée"
    TELLE_QUELLE = "Revenue telle quelle"
    DEJA_REPRISE = "Déjà reprise"
    DECISIONS = "Points tranchés"
    NON_RECONNUE = "Non reconnue"
    A_REDEMANDER = "À redemander"
    IGNORE = "Ignoré"
    SANS_REPONSE = "Pas de réponse à cette séance"


REPRIS = (StatutRetour.CONFORME, StatutRetour.REMARQUES, StatutRetour.INCHANGEE, StatutRetour.DECISIONS)
REPRIS_EN_PARTIE = (StatutRetour.EN_PARTIE, StatutRetour.EN_CONFLIT)
ECARTES = (StatutRetour.NON_RECONNUE, StatutRetour.A_REDEMANDER)
IGNORES = (
    StatutRetour.DOUBLON,
    StatutRetour.REMPLACEE,
    StatutRetour.TELLE_QUELLE,
    StatutRetour.DEJA_REPRISE,
    StatutRetour.IGNORE,
)
GRAVES = (
    StatutRetour.EN_CONFLIT,
    StatutRetour.EN_PARTIE,
    StatutRetour.REMARQUES,
    StatutRetour.INCHANGEE,
    StatutRetour.CONFORME,
)
"""What a merged file may have become, the fate that asks for most work first."""


@dataclass(frozen=True, slots=True)
class Retour:
    """One file and its fate. `action` is None where it was not recognised; `raison` says why it was set aside.

    `proposition` is the action that an unrecognised file most likely speaks of: nothing is merged into it. `suite` ends
    the words of its fate (« par b.xlsx », « le 24/11/2021 »). `livre` has what of it was taken (see FichierRepris).
    `versions`: the SHA-256 of earlier versions by the same person, that it takes the place of.
    """

    lecture: "Lecture"
    seance: date
    statut: StatutRetour
    action: Action | None
    anomalies: tuple[Anomalie, ...]
    raison: str = ""
    proposition: Action | None = None
    suite: str = ""
    envoi: str = ""
    livre: Mapping[str, Valeur | None] = field(default_factory=dict)
    versions: tuple[str, ...] = ()

    @property
    def sort(self) -> str:
        """Its fate in words: « Remplacée par b.xlsx », « Déjà reprise le 24/11/2021 »."""
        return f"{self.statut.value} {self.suite}".rstrip()

    @property
    def chemin(self) -> str:
        """The path of its file."""
        return self.lecture.fichier.chemin


@dataclass(frozen=True, slots=True)
class Compte:
    """The counts that must balance.

    trouves = repris + repris_en_partie + ecartes + ignores (files); actions = recues + sans_reponse.
    """

    trouves: int
    repris: int
    repris_en_partie: int
    ecartes: int
    ignores: int
    actions: int
    recues: int
    sans_reponse: int
