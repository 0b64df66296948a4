"""The hierarchy of a PST: volet, [axe], objectif stratégique, objectif opérationnel, action."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from operator import is_

from fiche_tool.domaine.fiche.fiche import Valeur
from fiche_tool.domaine.fiche.kinds import Vocabulaire
from fiche_tool.domaine.fiche.orthographe import spellings
from fiche_tool.domaine.mots.textes import cut_words, natural_key
from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.domaine.programme.diffusion import Diffusion
from fiche_tool.domaine.programme.reprise import Repris, prefill


class Niveau(StrEnum):
    """The levels of the sheet Objectifs. An axe is a row of its own, so that it has a title."""

    AXE = "Axe"
    OS = "OS"
    OO = "OO"


class EtatAction(StrEnum):
    """Whether an action still belongs to the programme."""

    ACTIVE = "active"
    RETIREE = "retirée"


@dataclass(frozen=True, slots=True)
class Annonce:
    """The counts that the PST document itself announces, for a volet or for the whole; None where it does not.

    `au_moins`: it announces « plus de » so many actions.
    """

    objectifs_strategiques: int | None
    objectifs_operationnels: int | None
    actions: int | None
    au_moins: bool = False

    @property
    def texte(self) -> str:
        """« 3 OS, 7 OO, 24 actions »; what is not announced is left out."""
        plus = "plus de " if self.au_moins else ""
        counts = ((self.objectifs_strategiques, "OS"), (self.objectifs_operationnels, "OO"))
        words = [f"{number} {nom}" for number, nom in counts if number is not None]
        return ", ".join(words + ([f"{plus}{say_count(self.actions, 'action')}"] if self.actions is not None else []))

    def agrees(self, found: "Annonce") -> bool:
        """True where what is counted is what is announced."""
        enough = self.au_moins and (found.actions or 0) >= (self.actions or 0)
        return (
            self.objectifs_strategiques in (None, found.objectifs_strategiques)
            and self.objectifs_operationnels in (None, found.objectifs_operationnels)
            and (enough or self.actions in (None, found.actions))
        )


@dataclass(frozen=True, slots=True)
class Volet:
    """A part of the PST (interne, externe…), with the counts the document announces for it."""

    nom: str
    intitule: str = ""
    annonce: Annonce | None = None
    ligne: int = 0


@dataclass(frozen=True, slots=True)
class Parametres:
    """The settings of a centre. `code` tells its fiches from those of another PST and never changes.

    `adoption` is the day the initial PST was adopted; `annonce` what its document announces for the whole PST; the four
    `mot_…` are the centre's own names for the levels (« Projet », « Fiche-projet »), empty for the usual ones.
    """

    code: str
    cpas: str
    debut_legislature: int
    fin_legislature: int
    organe: str = "Bureau permanent"
    contact: str = ""
    adoption: date | None = None
    annonce: Annonce | None = None
    mot_axe: str = ""
    mot_os: str = ""
    mot_oo: str = ""
    mot_action: str = ""

    @property
    def legislature(self) -> str:
        """« 2019-2024 »."""
        return f"{self.debut_legislature}-{self.fin_legislature}"


Place = tuple[str, str, str]
"""Where a node stands: volet, axe (empty where there is none), numéro. Numbers restart per volet and per axe."""


@dataclass(frozen=True, slots=True)
class Objectif:
    """An axe, an objectif stratégique or an objectif opérationnel.

    An OO « 3.1 » belongs to the OS « 3 » of its volet and axe. An axe has the same `axe` and `numero`.
    """

    niveau: Niveau
    volet: str
    axe: str
    numero: str
    intitule: str
    ligne: int = 0

    @property
    def place(self) -> Place:
        """Its volet, axe and numéro."""
        return (self.volet, self.axe, self.numero)

    @property
    def parent(self) -> Place:
        """For an OO, the place of the OS above it."""
        return (self.volet, self.axe, self.numero.rpartition(".")[0])


@dataclass(frozen=True, slots=True)
class Action:
    """An action. `identifiant` never changes and never serves again, whatever becomes of its number or words.

    `objectif` is the numéro of its OO; `autres_objectifs` lists other OO it serves, as « Externe 2.1 ». `depuis` is the
    day it entered the programme, `retiree` the day it left it; None where that is not said. `synergie`: « Oui » for a
    synergy with the commune.
    """

    identifiant: str
    volet: str
    axe: str
    objectif: str
    numero: str
    libelle: str
    service: str = ""
    mandataire: str = ""
    responsable: str = ""
    porteur: str = ""
    partenaires: str = ""
    plans: str = ""
    autres_objectifs: tuple[Place, ...] = ()
    etat: EtatAction = EtatAction.ACTIVE
    depuis: date | None = None
    ligne: int = 0
    retiree: date | None = None
    synergie: str = ""

    @property
    def place(self) -> Place:
        """The place of its OO."""
        return (self.volet, self.axe, self.objectif)

    @property
    def active(self) -> bool:
        """True while the action belongs to the programme."""
        return self.etat is EtatAction.ACTIVE

    def at(self, jour: date) -> "Action":
        """The action as it is on a day: a retirement dated later has not taken effect yet."""
        if self.retiree is None:
            return self
        etat = EtatAction.RETIREE if jour >= self.retiree else EtatAction.ACTIVE
        return self if etat is self.etat else replace(self, etat=etat)


@dataclass(frozen=True, slots=True)
class Service:
    """A service of the centre, with the person and the address its fiches go to."""

    nom: str
    personne: str = ""
    courriel: str = ""


@dataclass(frozen=True, slots=True)
class Listes:
    """The vocabularies of the centre. `statuts` gives each word of the house its canonical status."""

    services: tuple[Service, ...] = ()
    mandataires: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    statuts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Programme:
    """A whole PST. `colonnes` gives the column letter of each heading by sheet, for naming cells in anomalies.

    `repris` are the facts that its document said beside the actions; `diffusion` says what may leave the centre.
    """

    parametres: Parametres
    volets: tuple[Volet, ...]
    objectifs: tuple[Objectif, ...]
    actions: tuple[Action, ...]
    listes: Listes = field(default_factory=Listes)
    colonnes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    repris: tuple[Repris, ...] = ()
    diffusion: Diffusion = field(default_factory=Diffusion)

    @cached_property
    def reprise(self) -> Mapping[str, Mapping[str, Valeur | None]]:
        """By identifiant, what the document of the PST fills in on the first fiche."""
        return prefill(self.repris, self.vocabulaire)

    @cached_property
    def vocabulaire(self) -> Vocabulaire:
        """The words that reading a fiche of this PST needs."""
        listes = self.listes
        mots = {
            "service": spellings(service.nom for service in listes.services),
            "mandataire": {**spellings(action.mandataire for action in self.actions), **spellings(listes.mandataires)},
            "plans": spellings(listes.plans),
            "porteur": spellings(action.porteur for action in self.actions),
            "responsable": spellings(action.responsable for action in self.actions),
        }
        return Vocabulaire(listes.statuts, mots)

    def at(self, jour: date) -> "Programme":
        """The programme as it is on a day: an action retired from a later day on is still alive."""
        actions = tuple(action.at(jour) for action in self.actions)
        return self if all(map(is_, actions, self.actions)) else replace(self, actions=actions)

    @cached_property
    def actives(self) -> tuple[Action, ...]:
        """The live actions, in the order of the hierarchy."""
        return tuple(sorted((action for action in self.actions if action.active), key=self._rank))

    def _rank(self, action: Action) -> tuple[object, ...]:
        volets = [volet.nom for volet in self.volets]
        rang = volets.index(action.volet) if action.volet in volets else len(volets)
        return (rang, natural_key(action.axe), natural_key(action.objectif), natural_key(action.numero), action.ligne)

    @cached_property
    def _by_identifiant(self) -> Mapping[str, Action]:
        return {action.identifiant: action for action in reversed(self.actions)}

    @cached_property
    def _by_place(self) -> Mapping[tuple[Niveau, Place], Objectif]:
        return {(objectif.niveau, objectif.place): objectif for objectif in reversed(self.objectifs)}

    def find_action(self, identifiant: str) -> Action | None:
        """The action with this identifiant, live or not."""
        return self._by_identifiant.get(identifiant)

    def find_objectif(self, niveau: Niveau, place: Place) -> Objectif | None:
        """The objective of a level at a place."""
        return self._by_place.get((niveau, place))

    def objectifs_of(self, action: Action) -> tuple[Objectif | None, Objectif | None]:
        """The OS and the OO of an action; None for a level that the sheet Objectifs does not hold."""
        operationnel = self.find_objectif(Niveau.OO, action.place)
        if operationnel is None:
            return None, None
        return self.find_objectif(Niveau.OS, operationnel.parent), operationnel

    def name_axe(self, volet: str, axe: str) -> str:
        """« Axe 2 – Renouvellement des organes », in the centre's own word; empty without a row of its own."""
        objectif = self.find_objectif(Niveau.AXE, (volet, axe, axe))
        return f"{self.parametres.mot_axe or 'Axe'} {axe} – {objectif.intitule}" if objectif else ""

    def volet(self, nom: str) -> Volet | None:
        """The volet of that name."""
        return next((volet for volet in self.volets if volet.nom == nom), None)


def name_fiche(action: Action) -> str:
    """The name of an action's fiche: volet, number and the first words of its libellé."""
    axe = f" axe {action.axe}" if action.axe else ""
    return f"{cut_words(f'{action.volet}{axe}', 24)} {action.numero} {cut_words(action.libelle, 48)}"


def locked_values(programme: Programme, action: Action) -> dict[str, str]:
    """What the locked cells of an action's fiche say: volet, axe, OS, OO and libellé with its number."""
    strategique, operationnel = programme.objectifs_of(action)
    axe = programme.find_objectif(Niveau.AXE, (action.volet, action.axe, action.axe)) if action.axe else None
    volet, mots = programme.volet(action.volet), programme.parametres
    intitule = f" « {volet.intitule} »" if volet and volet.intitule else ""
    return {
        "volet": action.volet.upper() + intitule,
        "axe": _name(mots.mot_axe, axe, action.axe),
        "objectif_strategique": _name(mots.mot_os, strategique, ""),
        "objectif_operationnel": _name(mots.mot_oo, operationnel, action.objectif),
        "libelle": f"{mots.mot_action} {action.numero} – {action.libelle}".strip(),
    }


def _name(mot: str, objectif: Objectif | None, otherwise: str) -> str:
    """« 1 – Être un CPAS bien géré », with the centre's own word for the level before it where it has one."""
    return f"{mot} {objectif.numero} – {objectif.intitule}".strip() if objectif else otherwise


def show_numero(action: Action) -> str:
    """« Interne 1.1.1 », « Interne axe 2 1.1.1 »: an action by its printed N°, as the fiche has it."""
    return " ".join(word for word in (action.volet, f"axe {action.axe}" if action.axe else "", action.numero) if word)


def show_place(place: Place) -> str:
    """« Externe, OO 2.1 », with the axe where there is one."""
    volet, axe, numero = place
    return f"{volet}, {f'axe {axe}, ' if axe else ''}OO {numero}"


def count_nodes(programme: Programme) -> dict[str, Annonce]:
    """By volet, how many OS, OO and live actions the programme holds."""
    levels = Counter((o.volet, o.niveau) for o in programme.objectifs)
    actions = Counter(action.volet for action in programme.actions if action.active)
    return {
        volet.nom: Annonce(levels[volet.nom, Niveau.OS], levels[volet.nom, Niveau.OO], actions[volet.nom])
        for volet in programme.volets
    }


def add_counts(counts: Iterable[Annonce]) -> Annonce:
    """The counts of several volets together."""
    numbers = [(c.objectifs_strategiques or 0, c.objectifs_operationnels or 0, c.actions or 0) for c in counts]
    strategiques, operationnels, actions = (sum(column) for column in zip((0, 0, 0), *numbers, strict=True))
    return Annonce(strategiques, operationnels, actions)
