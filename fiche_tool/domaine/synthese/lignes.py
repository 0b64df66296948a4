"""The hierarchy as it is printed, volet > axe > OS > OO > action, and what the register says of each action."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from fiche_tool.domaine.fiche.champs import lire
from fiche_tool.domaine.fiche.fiche import DEBUT, FIN, STATUT_ACTION, TAUX_AVANCEMENT, Budget, Valeurs
from fiche_tool.domaine.fiche.lignes_budget import complete_ligne
from fiche_tool.domaine.fusion.registre import Registre
from fiche_tool.domaine.grand_livre.acquis import Etat, Genre, Origine
from fiche_tool.domaine.grand_livre.sorts import StatutRetour
from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.mots.groupes import group_by
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.statuts import A_DEMARRER, CLOS, HORS_MOYENNE, STATUTS
from fiche_tool.domaine.programme.programme import Action, Niveau, Objectif, Place, Programme

JAMAIS_REPONDU = "Jamais répondu"
SANS_STATUT = "Sans statut"
ETATS = (*STATUTS, SANS_STATUT, JAMAIS_REPONDU)
"""Where an action may stand: its status, or why it has none. Together they cover every action."""
INITIALE, AJOUTEE = "PST initial", "Ajoutée"
HORS_HIERARCHIE = "Hors hiérarchie"
_AXE = regex(r"(?:axe\s*)?(\d[\w.]*)\b[\s.:)–—-]*(.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class LigneNoeud:
    """A volet, axe, OS or OO of the annex. `cle` is its name in the flat tables, empty for the lost actions."""

    niveau: str
    cle: str
    numero: str
    intitule: str


@dataclass(frozen=True, slots=True)
class LigneAction:
    """An action of the annex. `lien` marks a transversal action repeated under another OO it serves: counted once.

    `repondue`: some accepted return spoke of it, at this séance (`recue`) or an earlier one. `retour` says what became
    of its fiche at this séance. `source` is where its status, else its taux, was taken.
    """

    action: Action
    valeurs: Valeurs
    lien: bool
    recue: bool
    repondue: bool
    retour: StatutRetour
    taux: Decimal | None
    avant: Decimal | None
    statut: str | None
    statut_avant: str | None
    debut: Periode | None
    fin: Periode | None
    en_retard: bool
    depart_en_retard: bool
    depenses: Decimal | None
    recettes: Decimal | None
    source: Origine | None
    origine: str

    @property
    def delta(self) -> Decimal | None:
        """Points gained since before the séance; None where there is nothing to compare."""
        return None if self.taux is None or self.avant is None else self.taux - self.avant

    @property
    def compte(self) -> bool:
        """True where its taux counts in a mean."""
        return self.taux is not None and self.statut not in HORS_MOYENNE

    @property
    def comptait(self) -> bool:
        """True where its taux counted in the means before the séance."""
        return self.avant is not None and self.statut_avant not in HORS_MOYENNE

    @property
    def etat(self) -> str:
        """Its status, or why it has none: one of ETATS."""
        return self.statut or (SANS_STATUT if self.repondue else JAMAIS_REPONDU)


Ligne = LigneNoeud | LigneAction


def action_row(registre: Registre, action: Action) -> LigneAction:
    """What the register says of an action at the séance."""
    etat = registre.etats.get(action.identifiant, Etat())
    valeurs, before = etat.fiche(), registre.avant.get(action.identifiant, Etat()).fiche()
    statut, debut, fin = lire(valeurs, STATUT_ACTION), lire(valeurs, DEBUT), lire(valeurs, FIN)
    return LigneAction(
        action=action,
        valeurs=valeurs,
        lien=False,
        recue=action.identifiant in registre.recues,
        repondue=action.identifiant in registre.recues
        or bool(registre.historique.get(action.identifiant))
        or any(source.genre not in (Genre.PROGRAMME, Genre.REPRISE) for source in etat.sources),
        retour=registre.sorts.get(action.identifiant, StatutRetour.SANS_REPONSE),
        taux=lire(valeurs, TAUX_AVANCEMENT),
        avant=lire(before, TAUX_AVANCEMENT),
        statut=statut,
        statut_avant=lire(before, STATUT_ACTION),
        debut=debut,
        fin=fin,
        en_retard=_over(fin, registre.seance) and statut not in CLOS,
        depart_en_retard=_over(debut, registre.seance) and statut == A_DEMARRER,
        depenses=_total(etat.budget, "D"),
        recettes=_total(etat.budget, "R"),
        source=etat.origines.get(STATUT_ACTION.nom) or etat.origines.get(TAUX_AVANCEMENT.nom),
        origine=INITIALE if action.identifiant in registre.initiales else AJOUTEE,
    )


def _over(periode: Periode | None, jour: date) -> bool:
    """True where the whole period lies before the day: « fin 2021 » is over on 1 January 2022."""
    return periode is not None and periode.fin < jour


def _total(lignes: Budget, rd: str) -> Decimal | None:
    amounts = [x.montant for x in map(complete_ligne, lignes) if x.rd == rd and x.montant is not None]
    return sum(amounts, Decimal(0)) if amounts else None


# --- names -----------------------------------------------------------------------------------------------------------
Noms = Mapping[tuple[str, str], str]
"""By volet and axe, how the axe is called in a label: « axe 1 »."""


def name_axes(programme: Programme) -> Noms:
    """The short name of every axe: its number where it begins with one that no other axe of its volet has."""
    places = [o.place for o in programme.objectifs] + [action.place for action in programme.actives]
    axes = dict.fromkeys((volet, axe) for volet, axe, _ in places if axe)
    numbers = {key: found[1] for key in axes if (found := _AXE.fullmatch(key[1]))}
    taken = Counter((volet, numbers.get((volet, axe))) for volet, axe in axes)
    return {
        (volet, axe): f"axe {numbers[volet, axe]}"
        if taken[volet, numbers.get((volet, axe))] == 1 and (volet, axe) in numbers
        else axe
        for volet, axe in axes
    }


def place_label(noms: Noms, niveau: str, place: Place) -> str:
    """What names a node without doubt across the PST: « Interne OS 1 », « Externe axe 2 OO 1.1 »."""
    volet, axe, numero = place
    parts = (volet, noms.get((volet, axe), axe), f"{niveau} {numero}" if numero else "")
    return " ".join(part for part in parts if part)


def name_action(noms: Noms, action: Action) -> str:
    """An action as one names it across the PST: « Interne 1.2.3 », « Externe axe 2 1.1.1 »."""
    return " ".join(part for part in (action.volet, noms.get((action.volet, action.axe), ""), action.numero) if part)


def axe_title(axe: str) -> str:
    """An axe as a heading: « Axe 1 – Renouvellement des organes », whether or not the programme writes « Axe »."""
    found = _AXE.fullmatch(axe)
    if found is None:
        return axe if axe.casefold().startswith("axe") else f"Axe {axe}"
    return f"Axe {found[1]} – {found[2]}" if found[2] else f"Axe {found[1]}"


# --- the tree --------------------------------------------------------------------------------------------------------
def build_tree(programme: Programme, noms: Noms, rows: Mapping[str, LigneAction]) -> Iterator[Ligne]:
    """Volet > axe > OS > OO > action, in the order of the programme; an OO without action stays."""
    under = _actions_by_place(programme, rows)
    for volet in programme.volets:
        title = f"Volet {volet.nom.lower()}" + (f" – {volet.intitule}" if volet.intitule else "")
        yield LigneNoeud("volet", volet.nom, "", title)
        axe = ""
        for strategique in _ordered(programme, Niveau.OS, volet.nom):
            if strategique.axe and strategique.axe != axe:
                axe = strategique.axe
                intitule = programme.name_axe(volet.nom, axe) or axe_title(axe)
                yield LigneNoeud("axe", place_label(noms, "", (volet.nom, axe, "")), "", intitule)
            yield _node(noms, strategique)
            for operationnel in _ordered(programme, Niveau.OO, volet.nom):
                if operationnel.parent == strategique.place:
                    yield _node(noms, operationnel)
                    yield from under.get(operationnel.place, ())
    yield from _lost(programme, rows)


def _node(noms: Noms, objectif: Objectif) -> LigneNoeud:
    niveau = objectif.niveau.value
    label = place_label(noms, niveau, objectif.place)
    return LigneNoeud(niveau, label, f"{niveau} {objectif.numero}", objectif.intitule)


def _actions_by_place(programme: Programme, rows: Mapping[str, LigneAction]) -> dict[Place, list[LigneAction]]:
    """The actions of each OO, then the transversal ones that serve it too."""
    own = group_by((rows[action.identifiant] for action in programme.actives), lambda row: row.action.place)
    for action in programme.actives:
        for place in action.autres_objectifs:
            own.setdefault(place, []).append(replace(rows[action.identifiant], lien=True))
    return own


def _ordered(programme: Programme, niveau: Niveau, volet: str) -> list[Objectif]:
    """The objectives of a level in a volet, in the order of the sheet; of two at one place, the first."""
    found = {o.place: o for o in reversed(programme.objectifs) if o.niveau is niveau and o.volet == volet}
    return list(reversed(found.values()))


def _lost(programme: Programme, rows: Mapping[str, LigneAction]) -> Iterator[Ligne]:
    """Actions whose OO is not in the hierarchy: shown all the same, at the end."""
    places = {o.place for o in programme.objectifs if o.niveau is Niveau.OO and _has_parent(programme, o)}
    lost = [action for action in programme.actives if action.place not in places]
    if lost:
        yield LigneNoeud("volet", "", "", "Actions sans objectif dans le programme (voir Anomalies)")
        yield from (rows[action.identifiant] for action in lost)


def _has_parent(programme: Programme, oo: Objectif) -> bool:
    return programme.find_objectif(Niveau.OS, oo.parent) is not None and programme.volet(oo.volet) is not None
