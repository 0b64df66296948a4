"""What the register holds of an action: accepted answers, the budget as a table, and where each was taken."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from fiche_tool.domaine.fiche.fiche import BUDGET, BUDGET_LABEL, LABELS, REPONSES, Budget, LigneBudget, Valeur, Valeurs
from fiche_tool.domaine.programme.programme import Action

Cle = tuple[str, ...]
"""What is merged on its own: (champ,), or (« budget », exercice, service, R/D, article…) for what bears that key."""

MISE_A_JOUR: Cle = ("mise_a_jour",)
PROPRES = ("service", "mandataire", "responsable", "porteur", "partenaires", "plans")
"""The fields of an action that programme.xlsx holds too: pre-filled from it at the very first séance."""


class Genre(StrEnum):
    """What an accepted value comes from."""

    RETOUR = "retour"
    PROGRAMME = "programme"
    DECISION = "decision"
    REPRISE = "reprise"


@dataclass(frozen=True, slots=True)
class Origine:
    """Where an accepted value comes from. `par` signed it, `jour` is the day they gave.

    `envoi` tells which sent fiche it was typed in, `sha256` the bytes of the return: both say what its author knows.
    """

    fichier: str
    feuille: str
    cellule: str
    seance: date | None
    par: str = ""
    genre: Genre = Genre.RETOUR
    sha256: str = ""
    envoi: str = ""
    jour: date | None = None


@dataclass(frozen=True, slots=True)
class LigneAcquise:
    """A budget line of the register and where it was taken."""

    ligne: LigneBudget
    origine: Origine


@dataclass(frozen=True, slots=True)
class Etat:
    """What the register holds for one action: accepted answers by champ, the budget in its order, their origins."""

    valeurs: Mapping[str, Valeur] = field(default_factory=dict)
    origines: Mapping[str, Origine] = field(default_factory=dict)
    lignes: tuple[LigneAcquise, ...] = ()

    @property
    def budget(self) -> Budget:
        """The budget lines, in their order."""
        return tuple(acquise.ligne for acquise in self.lignes)

    def fiche(self) -> dict[str, Valeur | None]:
        """All that the next fiche is pre-filled with."""
        return {**self.valeurs, BUDGET: self.budget}

    @property
    def sources(self) -> tuple[Origine, ...]:
        """Every origin, those of the budget lines last."""
        return (*self.origines.values(), *(acquise.origine for acquise in self.lignes))

    def sources_at(self, cle: Cle) -> tuple[Origine, ...]:
        """The origins of what stands at a key: of a champ, of the lines of one place, of the whole table."""
        if cle[0] != BUDGET:
            return (self.origines[cle[0]],) if cle[0] in self.origines else ()
        return tuple(x.origine for x in self.lignes if cle in ((BUDGET,), line_cle(x.ligne)))


def own_values(action: Action) -> dict[str, str]:
    """What the programme itself says of an action, by champ; what it leaves empty has no key."""
    return {nom: valeur for nom in PROPRES if (valeur := getattr(action, nom))}


def initial_etat(action: Action) -> Etat:
    """The register of an action before any return."""
    return Etat(dict(own_values(action)))


def answers_of(valeurs: Valeurs) -> dict[str, Valeur]:
    """The single answers of a fiche by champ; what is not filled in has no key."""
    found = ((champ.nom, valeurs.get(champ.nom)) for champ in REPONSES)
    return {nom: valeur for nom, valeur in found if valeur is not None}


def lines_of(valeurs: Valeurs) -> Budget:
    """The budget lines of a fiche, in their order."""
    lignes = valeurs.get(BUDGET) or ()
    assert isinstance(lignes, tuple)
    return lignes


def table_of(valeur: Valeur | None) -> Budget:
    """A value that is budget lines; none where it is something else."""
    return valeur if isinstance(valeur, tuple) else ()


def line_cle(ligne: LigneBudget) -> Cle:
    """The key of merging of what bears the same exercice, service, R/D and article as a line."""
    exercice, *rest = ligne.cle
    return (BUDGET, f"{exercice:04d}", *rest)


def name_cle(cle: Cle) -> str:
    """A key of merging as a person names it: « Statut », « Informations financières, ligne 2021 O D 104/123-13 »."""
    if cle[0] != BUDGET:
        return LABELS[cle[0]]
    words = " ".join(part for part in cle[1:5] if part and part != "0000")
    return f"{BUDGET_LABEL}, ligne {words or 'sans exercice ni article'}"


def budget_of(lignes: Iterable[LigneBudget], origine: Origine) -> tuple[LigneAcquise, ...]:
    """Lines that were all taken at one place."""
    return tuple(LigneAcquise(ligne, origine) for ligne in lignes)
