"""Anomalies: what is wrong or worth a remark in a file, as values with a French sentence."""

from collections.abc import Iterable, Sequence
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

    The sentence may use {champ}, {trouve}, {attendu} and {detail}. `consigne` is what the service head reads on a
    marked copy, where that is not the secretary's sentence: what to do, by whom. It may also use {nombre}, {auteurs}.
    """

    code: str
    gravite: Gravite
    phrase: str
    consigne: str = ""


@dataclass(frozen=True, slots=True)
class Anomalie:
    """A constat met at a place. `texte` says what and how to mend; `phrase` says where as well.

    `commune`: it stands at the cell of each answer that it is about, and its sentence names them all.
    """

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
    consigne: str = ""
    commune: bool = False

    @property
    def pour_le_service(self) -> str:
        """What the service head reads on a marked copy."""
        return self.consigne or self.texte

    def __repr__(self) -> str:
        return f"Anomalie({self.code} {self.gravite}, {shorten(self.phrase, 100)!r})"

    @property
    def lieu(self) -> str:
        """Where, as a person says it: « retours/a.xlsx, Fiche!D12 »."""
        return ", ".join(part for part in (self.fichier, self.place) if part)

    @property
    def place(self) -> str:
        """Where in its file: « Fiche!D12 »; empty for the file as a whole."""
        return f"{self.feuille}!{self.cellule}" if self.feuille and self.cellule else self.feuille or self.cellule

    @property
    def phrase(self) -> str:
        """The whole sentence: where, what, how to mend."""
        return f"{self.lieu} : {self.texte}" if self.lieu else self.texte

    @property
    def raison(self) -> str:
        """What is wrong with a file, without what to ask of the person who sent it: nobody sent those of the house."""
        return self.texte.partition(". ")[0].rstrip(".")

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
    auteurs: Sequence[str] = (),
) -> Anomalie:
    """Make the anomaly for a constat met at a place. `label` names the champ in the sentence.

    `auteurs` are the answers that contradict one another, each with the name of the person (« 30 (Marie Piron) »): the
    anomaly is theirs in common.
    """
    words = {"champ": label or champ, "trouve": trouve, "attendu": attendu, "detail": detail}
    who = {"nombre": _NOMBRES.get(len(auteurs), str(len(auteurs))), "auteurs": _enumerate(auteurs)}
    told = "" if "{auteurs}" in constat.consigne and not auteurs else constat.consigne.format(**words, **who)
    return Anomalie(
        constat.code,
        constat.gravite,
        constat.phrase.format(**words),
        fichier,
        feuille,
        cellule,
        champ,
        action,
        trouve,
        attendu,
        told,
        bool(auteurs),
    )


def told_once(anomalies: Iterable[Anomalie]) -> list[Anomalie]:
    """What a person is told, and counts: a contradiction between several answers is one thing, at the first of them."""
    shared: set[tuple[str, str, str]] = set()
    told = []
    for anomalie in anomalies:
        name = (anomalie.code, anomalie.action, anomalie.texte)
        if not (anomalie.commune and name in shared):
            told.append(anomalie)
        shared.add(name)
    return told


def count_errors(anomalies: Iterable[Anomalie]) -> int:
    """How many errors a person is told of."""
    return sum(anomalie.bloquante for anomalie in told_once(anomalies))


_NOMBRES = {2: "Deux", 3: "Trois", 4: "Quatre", 5: "Cinq", 6: "Six"}


def _enumerate(words: Sequence[str]) -> str:
    return " et ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
