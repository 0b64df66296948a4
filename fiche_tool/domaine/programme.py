"""The hierarchy of a PST: volet, [axe], objectif stratégique, objectif opérationnel, action; and its faults."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from fiche_tool.domaine import constats_programme as p
from fiche_tool.domaine.anomalies import Anomalie, signal
from fiche_tool.domaine.identifiants import is_identifiant, new_identifiant
from fiche_tool.domaine.kinds import Vocabulaire
from fiche_tool.domaine.textes import fold, natural_key


class Niveau(StrEnum):
    """The levels of objectives in the sheet Objectifs."""

    OS = "OS"
    OO = "OO"


class Etat(StrEnum):
    """Whether an action still belongs to the programme."""

    ACTIVE = "active"
    RETIREE = "retirée"


@dataclass(frozen=True, slots=True)
class Annonce:
    """The counts that the PST document itself announces for a volet."""

    objectifs_strategiques: int
    objectifs_operationnels: int
    actions: int

    @property
    def texte(self) -> str:
        """« 3 OS, 7 OO, 24 actions »."""
        return f"{self.objectifs_strategiques} OS, {self.objectifs_operationnels} OO, {self.actions} actions"


@dataclass(frozen=True, slots=True)
class Volet:
    """A part of the PST (interne, externe…), with the counts the document announces for it."""

    nom: str
    intitule: str = ""
    annonce: Annonce | None = None
    ligne: int = 0


@dataclass(frozen=True, slots=True)
class Parametres:
    """The settings of a centre. `code` tells its fiches from those of another PST and never changes."""

    code: str
    cpas: str
    debut_legislature: int
    fin_legislature: int
    organe: str = "Bureau permanent"
    contact: str = ""

    @property
    def legislature(self) -> str:
        """« 2019-2024 »."""
        return f"{self.debut_legislature}-{self.fin_legislature}"


Place = tuple[str, str, str]
"""Where a node stands: volet, axe (empty where there is none), numéro. Numbers restart per volet and per axe."""


@dataclass(frozen=True, slots=True)
class Objectif:
    """An objectif stratégique or opérationnel. An OO « 3.1 » belongs to the OS « 3 » of its volet and axe."""

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

    `objectif` is the numéro of its OO; `autres_objectifs` lists other OO it serves, as « Externe 2.1 ».
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
    etat: Etat = Etat.ACTIVE
    depuis: date | None = None
    ligne: int = 0

    @property
    def place(self) -> Place:
        """The place of its OO."""
        return (self.volet, self.axe, self.objectif)

    @property
    def active(self) -> bool:
        """True while the action belongs to the programme."""
        return self.etat is Etat.ACTIVE


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
    """A whole PST. `colonnes` gives the column letter of each heading by sheet, for naming cells in anomalies."""

    parametres: Parametres
    volets: tuple[Volet, ...]
    objectifs: tuple[Objectif, ...]
    actions: tuple[Action, ...]
    listes: Listes = field(default_factory=Listes)
    colonnes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def vocabulaire(self) -> Vocabulaire:
        """The words that reading a fiche of this PST needs."""
        return Vocabulaire(self.listes.statuts)

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

    def volet(self, nom: str) -> Volet | None:
        """The volet of that name."""
        return next((volet for volet in self.volets if volet.nom == nom), None)


def locked_values(programme: Programme, action: Action) -> dict[str, str]:
    """What the locked cells of an action's fiche say: volet, axe, OS, OO and libellé with its number."""
    strategique, operationnel = programme.objectifs_of(action)
    volet = programme.volet(action.volet)
    intitule = f" « {volet.intitule} »" if volet and volet.intitule else ""
    return {
        "volet": action.volet.upper() + intitule,
        "axe": action.axe,
        "objectif_strategique": f"{strategique.numero} – {strategique.intitule}" if strategique else "",
        "objectif_operationnel": f"{operationnel.numero} – {operationnel.intitule}"
        if operationnel
        else action.objectif,
        "libelle": f"{action.numero} – {action.libelle}",
    }


# --- faults ----------------------------------------------------------------------------------------------------------
def check_programme(programme: Programme) -> tuple[Anomalie, ...]:
    """Every fault of a programme, with its cell, in the order of the sheets."""
    return (
        *_check_objectifs(programme),
        *_check_actions(programme),
        *_check_identifiants(programme),
        *_check_annonces(programme),
    )


def _cell(programme: Programme, feuille: str, entete: str, ligne: int) -> dict[str, str]:
    colonne = programme.colonnes.get(feuille, {}).get(entete, "A")
    return {"feuille": feuille, "cellule": f"{colonne}{ligne}" if ligne else "", "champ": entete}


def show_place(place: Place) -> str:
    """« Externe, OO 2.1 », with the axe where there is one."""
    volet, axe, numero = place
    return f"{volet}, {f'axe {axe}, ' if axe else ''}OO {numero}"


def _check_objectifs(programme: Programme) -> Iterator[Anomalie]:
    noms = {volet.nom for volet in programme.volets}
    places = {(o.niveau, o.place) for o in programme.objectifs}
    used = {action.place for action in programme.actions if action.active}
    seen: dict[tuple[Niveau, Place], Objectif] = {}
    for o in programme.objectifs:
        numero = _cell(programme, "Objectifs", "numero", o.ligne)
        if o.volet not in noms:
            volets = ", ".join(sorted(noms))
            yield signal(
                p.VOLET_INCONNU, **_cell(programme, "Objectifs", "volet", o.ligne), trouve=o.volet, attendu=volets
            )
        first = seen.setdefault((o.niveau, o.place), o)
        if first is not o:
            detail = f"l'objectif de la ligne {first.ligne}, « {first.intitule} »"
            yield signal(p.NUMERO_EN_DOUBLE, **numero, trouve=f"{o.niveau} {o.numero}", detail=detail)
        if o.niveau is Niveau.OO and (Niveau.OS, o.parent) not in places:
            yield signal(p.OO_ORPHELIN, **numero, trouve=o.numero, attendu=f"OS {o.parent[2] or '?'}")
        if o.niveau is Niveau.OO and o.place not in used:
            yield signal(p.OO_SANS_ACTION, **numero, trouve=f"{o.numero} – {o.intitule}")


def _check_actions(programme: Programme) -> Iterator[Anomalie]:
    places = {o.place for o in programme.objectifs if o.niveau is Niveau.OO}
    services = {fold(service.nom) for service in programme.listes.services}
    seen: dict[tuple[Place, str], Action] = {}
    for action in programme.actions:
        if action.place not in places:
            yield signal(
                p.OO_INCONNU,
                **_cell(programme, "Actions", "objectif", action.ligne),
                trouve=show_place(action.place),
                action=action.identifiant,
            )
        for autre in action.autres_objectifs:
            if autre not in places:
                yield signal(
                    p.OO_INCONNU,
                    **_cell(programme, "Actions", "autres_objectifs", action.ligne),
                    trouve=show_place(autre),
                    action=action.identifiant,
                )
        first = seen.setdefault((action.place, action.numero), action) if action.active else action
        if first is not action:
            yield signal(
                p.NUMERO_EN_DOUBLE,
                **_cell(programme, "Actions", "numero", action.ligne),
                trouve=action.numero,
                detail=f"l'action de la ligne {first.ligne}, « {first.libelle} »",
                action=action.identifiant,
            )
        if services and action.service and fold(action.service) not in services:
            yield signal(
                p.VALEUR_INCONNUE,
                **_cell(programme, "Actions", "service", action.ligne),
                label="Service gestionnaire",
                trouve=action.service,
                action=action.identifiant,
            )


def _check_identifiants(programme: Programme) -> Iterator[Anomalie]:
    taken = {action.identifiant for action in programme.actions}
    seen: dict[str, Action] = {}
    for action in programme.actions:
        cell = _cell(programme, "Actions", "identifiant", action.ligne)
        if not action.identifiant:
            proposal = new_identifiant(f"{programme.parametres.code}/{action.place}/{action.libelle}", taken)
            yield signal(p.IDENTIFIANT_MANQUANT, **cell, attendu=proposal)
        elif not is_identifiant(action.identifiant):
            yield signal(
                p.CODE_INVALIDE,
                **cell,
                label="Identifiant",
                trouve=action.identifiant,
                attendu="3 à 12 lettres ou chiffres, sans accent",
            )
        elif seen.setdefault(action.identifiant, action) is not action:
            first = seen[action.identifiant]
            detail = f"l'action de la ligne {first.ligne}, « {first.libelle} »"
            yield signal(p.IDENTIFIANT_EN_DOUBLE, **cell, trouve=action.identifiant, detail=detail)


def count_nodes(programme: Programme) -> dict[str, Annonce]:
    """By volet, how many OS, OO and live actions the programme holds."""
    levels = Counter((o.volet, o.niveau) for o in programme.objectifs)
    actions = Counter(action.volet for action in programme.actions if action.active)
    return {
        volet.nom: Annonce(levels[volet.nom, Niveau.OS], levels[volet.nom, Niveau.OO], actions[volet.nom])
        for volet in programme.volets
    }


def _check_annonces(programme: Programme) -> Iterable[Anomalie]:
    counts = count_nodes(programme)
    for volet in programme.volets:
        if volet.annonce and volet.annonce != counts[volet.nom]:
            yield signal(
                p.COMPTE_ANNONCE,
                feuille="Paramètres",
                cellule=f"A{volet.ligne}",
                champ=volet.nom,
                trouve=counts[volet.nom].texte,
                attendu=volet.annonce.texte,
            )
