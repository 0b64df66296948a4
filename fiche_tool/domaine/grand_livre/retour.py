"""One file and its fate, and the counts that must balance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.fiche.fiche import Valeur
from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.grand_livre.sorts import StatutRetour
from fiche_tool.domaine.programme.programme import Action


@dataclass(frozen=True, slots=True)
class Retour:
    """One file and its fate. `action` is None where it was not recognised; `raison` says why it was set aside.

    `proposition` is the action that an unrecognised file most likely speaks of: nothing is merged into it. `suite` ends
    the words of its fate (« par b.xlsx », « le 24/11/2021 »). `livre` has what of it was taken (see FichierRepris).
    `versions`: the SHA-256 of earlier versions by the same person, that it takes the place of.
    """

    lecture: Lecture
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
