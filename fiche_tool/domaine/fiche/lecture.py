"""Lecture: what reading one returned file gives back, always, even for rubbish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Generic

from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.fiche.champs import Champ, lire
from fiche_tool.domaine.fiche.fiche import COMPLETE_LE, COMPLETE_PAR, INCHANGE, Budget, LigneBudget, Valeur, Valeurs
from fiche_tool.domaine.fiche.identite import Correction, Identite
from fiche_tool.domaine.fiche.kinds import OUI, Scalaire, T_co
from fiche_tool.domaine.mots.identifiants import Reference
from fiche_tool.domaine.mots.saisie import Saisie


@dataclass(frozen=True, slots=True)
class ChampLu(Generic[T_co]):
    """One field as read: its value, the cell as typed, and how the cell was found (nom, étiquette, adresse).

    `refuse` where the cell holds something that could not be accepted: the field is held back.
    """

    valeur: T_co | None
    saisie: Saisie
    par: str = "nom"
    refuse: bool = False


@dataclass(frozen=True, slots=True)
class LigneLue:
    """One filled line of the budget table, with its cells by column. `refuse` as in ChampLu."""

    ligne: LigneBudget
    saisies: Mapping[str, Saisie]
    refuse: bool = False

    @property
    def lieu(self) -> tuple[str, str]:
        """Sheet and first filled cell."""
        first = next((s for s in self.saisies.values() if not s.vide), next(iter(self.saisies.values())))
        return first.feuille, first.cellule


@dataclass(frozen=True, slots=True)
class Note:
    """A normalisation made while reading, for the sheet Valeurs interprétées."""

    feuille: str
    cellule: str
    champ: str
    texte: str


SIGNATURE = (COMPLETE_PAR.nom, COMPLETE_LE.nom)
SUITE = " > "
"""Parts the path of a file from what was found inside it: « a.zip > fiche.xlsx », « fiche.xlsx > Fiche (2) »."""


def tell_apart(lectures: Sequence["Lecture"]) -> tuple["Lecture", ...]:
    """The fiches of one workbook, each with its sheet where there are several: one corrected is not the others."""
    if sum(lecture.identite is not None for lecture in lectures) < 2:
        return tuple(lectures)
    sheets = [next((lu.saisie.feuille for lu in lecture.champs.values()), "") for lecture in lectures]
    return tuple(
        replace(lecture, fichier=replace(lecture.fichier, feuille=sheet))
        for lecture, sheet in zip(lectures, sheets, strict=True)
    )


def on_disk(chemin: str) -> str:
    """The path of the file that can be opened: the one that holds what the path names."""
    return chemin.partition(SUITE)[0]


@dataclass(frozen=True, slots=True)
class Fichier:
    """A file found among the returns: path from the folder of the PST, content hash, size, séance of its folder.

    `chemin` names it, with what it lies in where it was found inside another file (see SUITE); `disque` is then the
    hash of that other file, empty where it is the file itself. `feuille` is the sheet, where its workbook holds several
    fiches. `bout` tells the end of the file on the disk, where it is a workbook (see `bout_of`).
    """

    chemin: str
    sha256: str = ""
    taille: int = 0
    seance: date | None = None
    format: str = ""
    application: str = ""
    disque: str = ""
    feuille: str = ""
    bout: str = ""

    @property
    def piece(self) -> str:
        """What tells the fiche from any other: its hash, and its sheet where the workbook holds several."""
        if not self.sha256 or not self.feuille:
            return self.sha256
        import hashlib  # OpenSSL is slow to load, and few files hold several fiches

        return f"{self.sha256}-{hashlib.sha256(self.feuille.encode('utf-8', 'replace')).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Temoin:
    """A file that is no fiche, but may answer for one: what it is, the names it bears, the reference found in it.

    `genre`: « un document PDF »; `noms`: its own, and those of what it holds.
    """

    genre: str
    noms: tuple[str, ...]
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class Lecture:
    """A file with what could be read of it. `base` holds the values as sent, None where the fiche lost them.

    `ignore` gives the reason why the file was not opened at all. `verrous` has what the locked cells said when the
    fiche was sent; a fiche of an older version does not tell. `corrige`: the returns that this marked copy corrects;
    empty for any other fiche. `temoin` is there for a file that no fiche can be read from.
    """

    fichier: Fichier
    identite: Identite | None = None
    champs: Mapping[str, ChampLu[Scalaire]] = field(default_factory=dict)
    budget: tuple[LigneLue, ...] = ()
    base: Valeurs | None = None
    anomalies: tuple[Anomalie, ...] = ()
    notes: tuple[Note, ...] = ()
    ignore: str = ""
    verrous: Mapping[str, str] = field(default_factory=dict)
    corrige: tuple[Correction, ...] = ()
    temoin: Temoin | None = None

    def attached(self, identite: Identite) -> "Lecture":
        """The same answers as those of this fiche; what was left empty says nothing."""
        filled = {nom: lu for nom, lu in self.champs.items() if not lu.saisie.vide}
        return replace(self, identite=identite, champs=filled)

    @property
    def told(self) -> "Lecture":
        """What is still to be told of it once its answers are merged: the file, who signed it, how it was read."""
        signed = {nom: self.champs[nom] for nom in SIGNATURE if nom in self.champs}
        return replace(self, champs=signed, budget=(), base=None, verrous={})

    @property
    def identifiant(self) -> str:
        """The action's identifiant, empty where the fiche was not recognised."""
        return self.identite.identifiant if self.identite else ""

    def valeur(self, nom: str) -> Valeur | None:
        """The accepted value of a field; None where it is empty, refused or was not found."""
        lu = self.champs.get(nom)
        return lu.valeur if lu and not lu.refuse else None

    def lire(self, champ: Champ[T_co]) -> T_co | None:
        """The same, in the type of the field."""
        return lire({champ.nom: self.valeur(champ.nom)}, champ)

    @property
    def confirme(self) -> bool:
        """True where its author says that all it shows still holds: « Aucun changement : Oui »."""
        return self.lire(INCHANGE) == OUI

    @property
    def lignes(self) -> Budget:
        """The accepted budget lines."""
        return tuple(lue.ligne for lue in self.budget if not lue.refuse)
