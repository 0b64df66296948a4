"""The register: the fold of every accepted return, séance after séance, and what became of each file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from fiche_tool.domaine.constats import constats
from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.fiche.fiche import BUDGET, LABELS, REPONSES, RETOUR, Valeur, Valeurs
from fiche_tool.domaine.fiche.historique import Etape
from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.fusion.fusion import (
    MISE_A_JOUR,
    Changement,
    Cle,
    Etat,
    Reponse,
    find_changes,
    flatten,
    group_by,
    merge_seance,
)
from fiche_tool.domaine.fusion.rattachement import find_other_libelle, propose_action
from fiche_tool.domaine.fusion.recoupement import check_across
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.programme.programme import Action, Programme
from fiche_tool.domaine.regles.controle import NO_CONTEXT, check_fiche, check_hierarchie, held_fields, make_contexte


class StatutRetour(StrEnum):
    """What became of a file, or of an action that no file answered."""

    CONFORME = "Reçue conforme"
    REMARQUES = "Reçue avec remarques"
    EN_PARTIE = "Reprise en partie"
    EN_CONFLIT = "En conflit"
    INCHANGEE = "Sans changement confirmé"
    DOUBLON = "Doublon"
    NON_RECONNUE = "Non reconnue"
    IGNORE = "Ignoré"
    SANS_REPONSE = "Sans réponse"


REPRIS = (StatutRetour.CONFORME, StatutRetour.REMARQUES, StatutRetour.INCHANGEE)
REPRIS_EN_PARTIE = (StatutRetour.EN_PARTIE, StatutRetour.EN_CONFLIT)
ECARTES = (StatutRetour.NON_RECONNUE,)
IGNORES = (StatutRetour.DOUBLON, StatutRetour.IGNORE)
_GRAVES = (
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

    `proposition` is the action that an unrecognised file most likely speaks of: nothing is merged into it.
    """

    lecture: Lecture
    seance: date
    statut: StatutRetour
    action: Action | None
    anomalies: tuple[Anomalie, ...]
    raison: str = ""
    proposition: Action | None = None


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


@dataclass(frozen=True)
class Registre:
    """Every action's accepted values after the séance (`etats`) and before it (`avant`), by identifiant.

    `historique` has the séances at which an action was answered, oldest first.
    """

    seance: date
    etats: Mapping[str, Etat]
    avant: Mapping[str, Etat]
    precedente: date | None
    retours: tuple[Retour, ...]
    changements: Mapping[str, tuple[Changement, ...]]
    bilan: Compte
    historique: Mapping[str, tuple[Etape, ...]] = field(default_factory=dict)

    @property
    def anomalies(self) -> tuple[Anomalie, ...]:
        """Every anomaly of every file, in the order of the files."""
        return tuple(anomalie for retour in self.retours for anomalie in retour.anomalies)

    @cached_property
    def recues(self) -> frozenset[str]:
        """The identifiants of the actions answered at this séance."""
        return frozenset(
            retour.action.identifiant
            for retour in self.retours
            if retour.action and retour.seance == self.seance and retour.statut not in (*ECARTES, *IGNORES)
        )

    @cached_property
    def sorts(self) -> Mapping[str, StatutRetour]:
        """What became of the fiche of each action answered at this séance; of several files, the one in most need."""
        found: dict[str, StatutRetour] = {}
        for retour in self.retours:
            if retour.action and retour.seance == self.seance and retour.statut in _GRAVES:
                known = found.setdefault(retour.action.identifiant, retour.statut)
                found[retour.action.identifiant] = min(known, retour.statut, key=_GRAVES.index)
        return found


def initial_etat(action: Action, reprise: Valeurs | None = None) -> Etat:
    """What the programme itself says of an action before any return, what its document said of it included."""
    own = ("service", "mandataire", "responsable", "porteur", "partenaires", "plans")
    return Etat(flatten({**(reprise or {}), **{nom: getattr(action, nom) or None for nom in own}}))


def build_registre(programme: Programme, lectures: Iterable[Lecture], seance: date) -> Registre:
    """Fold every return up to a séance. A later séance's files are set apart; the order of the files is irrelevant."""
    ordered = sorted(lectures, key=lambda lecture: lecture.fichier.chemin)
    admissions = [_admit(programme, lecture, lecture.fichier.seance or seance, seance) for lecture in ordered]
    etats = {
        action.identifiant: initial_etat(action, programme.reprise.get(action.identifiant))
        for action in programme.actions
        if action.identifiant
    }
    avant = dict(etats)
    retours = [admission for admission in admissions if isinstance(admission, Retour)]
    changements: dict[str, tuple[Changement, ...]] = {}
    historique: dict[str, tuple[Etape, ...]] = {}
    waiting = [admission for admission in admissions if isinstance(admission, _Admise)]
    by_seance = group_by(waiting, lambda admise: admise.seance)
    for jour in sorted(by_seance):
        if jour == seance:
            avant = dict(etats)
        for identifiant, admises in group_by(by_seance[jour], lambda admise: admise.action.identifiant).items():
            etat, settled, changed = _settle(etats[identifiant], admises)
            etats[identifiant] = etat
            retours += settled
            etape = Etape(jour, etat.fiche(), _signature(admises))
            historique[identifiant] = (*historique.get(identifiant, ()), etape)
            if jour == seance:
                changements[identifiant] = changed
    if seance not in by_seance:
        avant = dict(etats)
    across = group_by(check_across(programme.actives, etats), lambda anomalie: anomalie.fichier)
    retours = [_add(retour, across.get(retour.lecture.fichier.chemin, ())) for retour in retours]
    retours.sort(key=lambda retour: retour.lecture.fichier.chemin)
    earlier = [jour for jour in by_seance if jour < seance]
    partial = Registre(
        seance, etats, avant, max(earlier, default=None), tuple(retours), changements, Compte(0, 0, 0, 0, 0, 0, 0, 0)
    )
    return replace(partial, bilan=_count(programme, partial), historique=historique)


def _add(retour: Retour, remarks: Sequence[Anomalie]) -> Retour:
    """A return with remarks that only the other returns could bring up."""
    if not remarks:
        return retour
    statut = StatutRetour.REMARQUES if retour.statut is StatutRetour.CONFORME else retour.statut
    return replace(retour, statut=statut, anomalies=(*retour.anomalies, *remarks))


def _signature(admises: Sequence["_Admise"]) -> str:
    """Who filled the fiches in, as they sign."""
    names = (admise.reponse.lecture.valeur("complete_par") for admise in admises)
    return ", ".join(dict.fromkeys(nom for nom in names if isinstance(nom, str)))


@dataclass(frozen=True, slots=True)
class _Admise:
    """A recognised return of a live action, checked, waiting to be merged."""

    reponse: Reponse
    seance: date
    action: Action
    anomalies: tuple[Anomalie, ...]


def _admit(programme: Programme, lecture: Lecture, jour: date, seance: date) -> _Admise | Retour:
    """Decide whether a file may be merged, and check it."""
    chemin = lecture.fichier.chemin

    def aside(statut: StatutRetour, *more: Anomalie, action: Action | None = None) -> Retour:
        found = (*lecture.anomalies, *(m.at(fichier=chemin, action=lecture.identifiant) for m in more))
        reason = next((x.texte for x in (*more, *reversed(lecture.anomalies)) if x.bloquante or more), lecture.ignore)
        return Retour(lecture, jour, statut, action, found, reason)

    if lecture.ignore:
        return aside(StatutRetour.IGNORE, signal(constats.FICHIER_IGNORE, detail=lecture.ignore))
    if jour > seance:
        later = signal(constats.SEANCE_FUTURE, trouve=show_date(jour), attendu=show_date(seance))
        return aside(StatutRetour.IGNORE, later)
    if lecture.identite is None:
        proposed = propose_action(programme, lecture)
        if proposed is None:
            return aside(StatutRetour.NON_RECONNUE)
        kept = aside(StatutRetour.NON_RECONNUE)
        remark = signal(
            constats.PROPOSITION, fichier=chemin, trouve=proposed.action.identifiant, detail=proposed.indices
        )
        return replace(kept, anomalies=(*kept.anomalies, remark), proposition=proposed.action)
    code = programme.parametres.code
    if lecture.identite.programme != code:
        other = signal(constats.AUTRE_PROGRAMME, trouve=lecture.identite.programme, attendu=code)
        return aside(StatutRetour.NON_RECONNUE, other)
    action = programme.find_action(lecture.identifiant)
    if action is None:
        return aside(StatutRetour.NON_RECONNUE, signal(constats.ACTION_INCONNUE, trouve=lecture.identifiant))
    if not action.active and (action.depuis is None or jour >= action.depuis):  # before that day it still lived
        return aside(StatutRetour.IGNORE, signal(constats.ACTION_RETIREE), action=action)
    other_action = find_other_libelle(programme, lecture, action)
    if other_action is not None:
        return aside(
            StatutRetour.NON_RECONNUE,
            signal(
                constats.AUTRE_LIBELLE, trouve=other_action.identifiant, attendu=action.identifiant, champ="libelle"
            ),
        )
    return _check(programme, lecture, jour, action)


def check_return(programme: Programme | None, lecture: Lecture, seance: date) -> tuple[Anomalie, ...]:
    """The anomalies a file would have if it were collected at this séance, without merging it.

    Without a programme, the fiche is checked on its own: its hierarchy and vocabularies cannot be.
    """
    if programme is not None:
        return _admit(programme, lecture, seance, seance).anomalies
    found = check_fiche(lecture, NO_CONTEXT) if lecture.identite else ()
    return (*lecture.anomalies, *(x.at(fichier=lecture.fichier.chemin, action=lecture.identifiant) for x in found))


def _check(programme: Programme, lecture: Lecture, jour: date, action: Action) -> _Admise:
    found = list(check_fiche(lecture, make_contexte(programme, jour)))
    found += check_hierarchie(lecture, programme, action)
    assert lecture.identite is not None
    if lecture.identite.seance < jour:
        found.append(signal(constats.RETOUR_TARDIF, trouve=show_date(lecture.identite.seance), attendu=show_date(jour)))
    if lecture.base is None:
        found.append(signal(constats.BASE_ABSENTE))
    anomalies = (*lecture.anomalies, *(x.at(fichier=lecture.fichier.chemin, action=action.identifiant) for x in found))
    return _Admise(hold_back(lecture, anomalies), jour, action, anomalies)


def hold_back(lecture: Lecture, anomalies: Sequence[Anomalie]) -> Reponse:
    """The return without what its errors touch: their fields, or their budget lines."""
    errors = [anomalie for anomalie in anomalies if anomalie.bloquante]
    held: set[Cle] = {(nom,) for nom, lu in lecture.champs.items() if lu.refuse}
    for error in errors:
        held |= {(error.champ,), *((nom,) for nom in held_fields(error.code))}
    cells = {error.cellule for error in errors if error.champ.startswith(BUDGET)}
    budget = tuple(
        replace(lue, refuse=lue.refuse or any(saisie.cellule in cells for saisie in lue.saisies.values()))
        for lue in lecture.budget
    )
    if any(lue.refuse for lue in budget):
        held.add((BUDGET,))
    return Reponse(replace(lecture, budget=budget), frozenset(held))


def _settle(etat: Etat, admises: Sequence[_Admise]) -> tuple[Etat, list[Retour], tuple[Changement, ...]]:
    """Merge the returns of one action at one séance, and say what became of each."""
    kept: dict[object, _Admise] = {}
    retours: list[Retour] = []
    for admise in admises:  # in the order of the paths: which twin is kept does not depend on the disk
        first = kept.setdefault(_content_key(admise.reponse.lecture), admise)
        if first is not admise:
            twin = signal(constats.DOUBLON, detail=first.reponse.fichier, fichier=admise.reponse.fichier)
            retours.append(
                Retour(admise.reponse.lecture, admise.seance, StatutRetour.DOUBLON, admise.action, (twin,), twin.texte)
            )
    fusion = merge_seance(etat, [admise.reponse for admise in kept.values()])
    for admise in kept.values():
        own = tuple(x for x in fusion.anomalies if x.fichier == admise.reponse.fichier)
        changed = [change for change in find_changes(etat, admise.reponse) if change.cle != MISE_A_JOUR]
        extra = _contradiction(admise, changed)
        anomalies = (*admise.anomalies, *own, *extra)
        statut = _statut(admise, anomalies, bool(own), bool(changed))
        retours.append(Retour(admise.reponse.lecture, admise.seance, statut, admise.action, anomalies))
    return fusion.etat, retours, fusion.changements


def _contradiction(admise: _Admise, changed: Sequence[Changement]) -> tuple[Anomalie, ...]:
    lecture = admise.reponse.lecture
    if lecture.valeur("inchange") != "Oui" or not changed:
        return ()
    fields = sorted({LABELS[change.cle[0]] for change in changed})
    saisie = lecture.champs["inchange"].saisie
    return (
        signal(
            constats.INCHANGE_MAIS_CHANGE,
            fichier=admise.reponse.fichier,
            feuille=saisie.feuille,
            cellule=saisie.cellule,
            champ="inchange",
            action=admise.action.identifiant,
            trouve="Oui",
            detail=", ".join(f"« {field} »" for field in fields),
        ),
    )


def _statut(admise: _Admise, anomalies: Sequence[Anomalie], conflict: bool, changed: bool) -> StatutRetour:
    if conflict:
        return StatutRetour.EN_CONFLIT
    if any(anomalie.bloquante for anomalie in anomalies):
        return StatutRetour.EN_PARTIE
    if admise.reponse.lecture.valeur("inchange") == "Oui" and not changed:
        return StatutRetour.INCHANGEE
    return StatutRetour.REMARQUES if anomalies else StatutRetour.CONFORME


def _content_key(lecture: Lecture) -> object:
    """Two files with the same key say the same: same values everywhere, sent with the same base."""
    answers: dict[str, Valeur | None] = {c.nom: lecture.valeur(c.nom) for c in (*REPONSES, *RETOUR)}
    typed = tuple(lecture.champs[nom].saisie.texte if nom in lecture.champs else None for nom in answers)
    lignes = tuple(tuple(saisie.texte for saisie in lue.saisies.values()) for lue in lecture.budget)
    base = None if lecture.base is None else tuple(sorted(flatten(lecture.base).items(), key=lambda item: item[0]))
    return (typed, tuple(answers.values()), lignes, base)


def _count(programme: Programme, registre: Registre) -> Compte:
    statuts = [retour.statut for retour in registre.retours]
    total = len(programme.actives)
    recues = len(registre.recues & {action.identifiant for action in programme.actives})
    return Compte(
        trouves=len(statuts),
        repris=sum(statut in REPRIS for statut in statuts),
        repris_en_partie=sum(statut in REPRIS_EN_PARTIE for statut in statuts),
        ecartes=sum(statut in ECARTES for statut in statuts),
        ignores=sum(statut in IGNORES for statut in statuts),
        actions=total,
        recues=recues,
        sans_reponse=total - recues,
    )
