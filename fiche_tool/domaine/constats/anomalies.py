"""Anomalies: what is wrong or worth a remark in a file, as values with a French sentence."""

from dataclasses import dataclass, replace
from enum import StrEnum

from fiche_tool.domaine.mots.textes import shorten


class Gravite(StrEnum):
    """How far an anomaly reaches: an error holds something back, a remark lets everything through."""

    ERREUR = "erreur"
    REMARQUE = "remarque"


ERREUR, REMARQUE = Gravite.ERREUR, Gravite.REMARQUE


@dataclass(frozen=True, slots=True)
class Constat:
    """One kind of anomaly: its code, its gravité and the sentence it says.

    The sentence may use {champ}, {trouve}, {attendu} and {detail}.
    """

    code: str
    gravite: Gravite
    phrase: str


@dataclass(frozen=True, slots=True)
class Anomalie:
    """A constat met at a place. `texte` says what and how to mend; `phrase` says where as well."""

    code: str
    gravite: Gravite
    texte: str
    fichier: str = ""
    feuille: str = ""
    cellule: str = ""
    champ: str = ""
    action: str = ""
    trouve: str = ""
    attendu: str = ""

    def __repr__(self) -> str:
        return f"Anomalie({self.code} {self.gravite}, {shorten(self.phrase, 100)!r})"

    @property
    def lieu(self) -> str:
        """Where, as a person says it: « retours/a.xlsx, Fiche!D12 »."""
        cell = f"{self.feuille}!{self.cellule}" if self.feuille and self.cellule else self.feuille or self.cellule
        return ", ".join(part for part in (self.fichier, cell) if part)

    @property
    def phrase(self) -> str:
        """The whole sentence: where, what, how to mend."""
        return f"{self.lieu} : {self.texte}" if self.lieu else self.texte

    @property
    def bloquante(self) -> bool:
        """True for an error."""
        return self.gravite is ERREUR

    def at(self, *, fichier: str = "", action: str = "") -> "Anomalie":
        """The same anomaly with its file and action filled in where they were still unknown."""
        return replace(self, fichier=self.fichier or fichier, action=self.action or action)


def signal(
    constat: Constat,
    *,
    fichier: str = "",
    feuille: str = "",
    cellule: str = "",
    champ: str = "",
    label: str = "",
    action: str = "",
    trouve: str = "",
    attendu: str = "",
    detail: str = "",
) -> Anomalie:
    """Make the anomaly for a constat met at a place. `label` names the champ in the sentence."""
    texte = constat.phrase.format(champ=label or champ, trouve=trouve, attendu=attendu, detail=detail)
    return Anomalie(constat.code, constat.gravite, texte, fichier, feuille, cellule, champ, action, trouve, attendu)
