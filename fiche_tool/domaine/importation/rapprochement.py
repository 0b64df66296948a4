"""A new version of the PST document against the programme in use: a merge is proposed, nothing is replaced.

What is recognised keeps its identifiant, its people and its history, whatever became of its place, number or words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fiche_tool.domaine.document.document import GenreLigne
from fiche_tool.domaine.importation.importation import Choix, merge_lists
from fiche_tool.domaine.importation.paires import match_nodes
from fiche_tool.domaine.importation.rubriques import COLONNES, fill_columns
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.programme.attribution import propose_identifiants, with_identifiants
from fiche_tool.domaine.programme.libelles import likeness
from fiche_tool.domaine.programme.programme import (
    Action,
    EtatAction,
    Parametres,
    Place,
    Programme,
    Volet,
    show_place,
)
from fiche_tool.domaine.programme.reprise import Repris

_PEUT_ETRE = 0.5
_MAX_PAIRS = 40_000
PEUT_ETRE = "peut-être la même action"
RETIREE = "action retirée"
A_CONFIRMER = frozenset({PEUT_ETRE, RETIREE})
"""The changes that a person must confirm: never the code of what went well."""
_MOTS = frozenset({"mot_axe", "mot_os", "mot_oo", "mot_action"})


@dataclass(frozen=True, slots=True)
class ChangementProgramme:
    """What the new document changes: its nature, what it is about, the words before and after."""

    nature: str
    ou: str
    avant: str
    apres: str
    identifiant: str = ""


@dataclass(frozen=True, slots=True)
class Rapprochement:
    """The proposed programme and the changes it makes."""

    programme: Programme
    changements: tuple[ChangementProgramme, ...]


def propose_merge(ancien: Programme, nouveau: Programme, jour: date, choix: Choix | None = None) -> Rapprochement:
    """The programme in use, brought to the new document. `jour` dates what enters and what leaves.

    What `choix` says of the PST is changed too.
    """
    objectifs = match_nodes(ancien.objectifs, nouveau.objectifs, lambda o: (o.niveau, o.place), lambda o: o.intitule)
    moved = {o.place: nouveau.objectifs[new].place for old, new in objectifs.items() for o in (ancien.objectifs[old],)}
    actions = match_nodes(
        [_at(a, moved.get(a.place, a.place)) for a in ancien.actions],
        nouveau.actions,
        lambda x: (x.place, x.numero),
        lambda x: x.libelle,
    )
    olds = {new: ancien.actions[old] for old, new in actions.items()}
    kept = [
        _carry_over(olds[rank], new, moved) if rank in olds else replace(new, identifiant="", depuis=jour)
        for rank, new in enumerate(nouveau.actions)
    ]
    gone = [_retire(a, jour) for rank, a in enumerate(ancien.actions) if rank not in actions]
    lines = {new: ancien.objectifs[old].ligne for old, new in objectifs.items()}
    merged = replace(
        ancien,
        volets=tuple(_merge_volets(ancien, nouveau)),
        objectifs=tuple(replace(o, ligne=lines.get(rank, 0)) for rank, o in enumerate(nouveau.objectifs)),
        actions=(*kept, *gone),
        parametres=_settle(ancien, nouveau, choix),
        listes=merge_lists(ancien.listes, nouveau.listes),
        colonnes={},
    )
    merged = with_identifiants(merged, propose_identifiants(merged))
    merged = replace(merged, repris=tuple(_bring_facts(ancien, nouveau, merged)))
    near = _near_pairs(
        [a for rank, a in enumerate(ancien.actions) if rank not in actions and a.active],
        [a for a, new in zip(merged.actions, range(len(nouveau.actions)), strict=False) if new not in olds],
    )
    changes = (
        *_compare_settings(ancien.parametres, merged.parametres),
        *_compare_objectifs(ancien, nouveau, objectifs),
        *_compare_actions(ancien, merged, moved),
        *near,
    )
    return Rapprochement(merged, changes)


def _at(action: Action, place: Place) -> Action:
    volet, axe, objectif = place
    return replace(action, volet=volet, axe=axe, objectif=objectif)


def _settle(ancien: Programme, nouveau: Programme, choix: Choix | None) -> Parametres:
    """The settings in use, with what was said on the command line and the counts that the new document announces."""
    own, new = ancien.parametres, nouveau.parametres
    own = replace(own, annonce=new.annonce or own.annonce)
    if choix is None:
        return own
    if choix.cpas:
        own = replace(own, cpas=choix.cpas)
    if choix.legislature:
        own = replace(own, debut_legislature=choix.legislature[0], fin_legislature=choix.legislature[1])
    return replace(
        own,
        mot_axe=choix.mots.get(GenreLigne.AXE) or own.mot_axe,
        mot_os=choix.mots.get(GenreLigne.OS) or own.mot_os,
        mot_oo=choix.mots.get(GenreLigne.OO) or own.mot_oo,
        mot_action=choix.mots.get(GenreLigne.ACTION) or own.mot_action,
    )


def _bring_facts(ancien: Programme, nouveau: Programme, merged: Programme) -> Iterator[Repris]:
    """The facts already kept, and those the new document says of actions that enter."""
    yield from ancien.repris
    entered = {a.identifiant for a in merged.actions} - {a.identifiant for a in ancien.actions}
    names = {(a.place, a.numero, a.libelle): a.identifiant for a in merged.actions}
    same = {a.identifiant: names.get((a.place, a.numero, a.libelle), "") for a in nouveau.actions}
    for fait in nouveau.repris:
        if same.get(fait.identifiant) in entered and fait.identifiant:
            yield replace(fait, identifiant=same[fait.identifiant])


def _near_pairs(gone: Sequence[Action], entered: Sequence[Action]) -> Iterator[ChangementProgramme]:
    """An action that leaves and one that enters may be one, reworded: the person decides."""
    scored = (
        sorted(
            ((-_likely(old.libelle, new.libelle), i, j) for i, old in enumerate(gone) for j, new in enumerate(entered)),
        )
        if len(gone) * len(entered) <= _MAX_PAIRS
        else []
    )
    told: set[int] = set()
    for score, i, j in scored:
        if -score < _PEUT_ETRE:
            return
        if i not in told:
            told.add(i)
            old, new = gone[i], entered[j]
            phrase = f"peut-être la même que {old.identifiant} (retirée) : dans ce cas, mettez-lui cet identifiant"
            yield ChangementProgramme(
                PEUT_ETRE, f"{show_place(new.place)}, {phrase}", old.libelle, new.libelle, new.identifiant
            )


def _likely(one: str, other: str) -> float:
    """How much two libellés may be one: their letters, or the words they share."""
    a, b = (frozenset(word for word in fold(texte).split() if len(word) > 3) for texte in (one, other))
    shared = len(a & b) / max(1, min(len(a), len(b)))
    return max(likeness(one, other), shared if len(a & b) > 1 else 0.0)


def _carry_over(old: Action, new: Action, moved: Mapping[Place, Place]) -> Action:
    """The old action at its new place, with its new number and words; brought back where it had been retired."""
    return replace(
        fill_columns(old, {nom: getattr(new, nom) for nom in COLONNES if not getattr(old, nom)}),
        volet=new.volet,
        axe=new.axe,
        objectif=new.objectif,
        numero=new.numero,
        libelle=new.libelle,
        autres_objectifs=tuple(moved.get(place, place) for place in old.autres_objectifs),
        etat=EtatAction.ACTIVE,
        retiree=None,
    )


def _retire(action: Action, jour: date) -> Action:
    return action if action.etat is EtatAction.RETIREE else replace(action, etat=EtatAction.RETIREE, retiree=jour)


def _merge_volets(ancien: Programme, nouveau: Programme) -> Iterator[Volet]:
    """The volets of the new document, with the titles already given; an old one that actions still need stays."""
    known = {fold(volet.nom): volet for volet in ancien.volets}
    for volet in nouveau.volets:
        old = known.pop(fold(volet.nom), None)
        yield Volet(
            old.nom if old else volet.nom,
            (old.intitule if old else "") or volet.intitule,
            volet.annonce or (old.annonce if old else None),
        )
    yield from known.values()


def _compare_settings(ancien: Parametres, merged: Parametres) -> Iterator[ChangementProgramme]:
    for nom in ("cpas", "legislature", *sorted(_MOTS)):
        before, after = getattr(ancien, nom), getattr(merged, nom)
        if before != after:
            yield ChangementProgramme("paramètre changé", "Paramètres", str(before), str(after))


def _compare_objectifs(
    ancien: Programme, nouveau: Programme, pairs: Mapping[int, int]
) -> Iterator[ChangementProgramme]:
    for rank, old in enumerate(ancien.objectifs):
        ou = f"{old.niveau} {old.numero}, {old.volet}"
        if rank not in pairs:
            yield ChangementProgramme("objectif disparu", ou, old.intitule, "")
            continue
        new = nouveau.objectifs[pairs[rank]]
        if old.place != new.place:
            yield ChangementProgramme(
                "objectif renuméroté ou déplacé", ou, show_place(old.place), show_place(new.place)
            )
        if fold(old.intitule) != fold(new.intitule):
            yield ChangementProgramme("objectif reformulé", ou, old.intitule, new.intitule)
    matched = set(pairs.values())
    for rank, new in enumerate(nouveau.objectifs):
        if rank not in matched:
            yield ChangementProgramme("objectif ajouté", f"{new.niveau} {new.numero}, {new.volet}", "", new.intitule)


def _compare_actions(
    ancien: Programme, merged: Programme, moved: Mapping[Place, Place]
) -> Iterator[ChangementProgramme]:
    for action in merged.actions:
        old = ancien.find_action(action.identifiant)
        ou = show_place(action.place)
        if old is None:
            yield ChangementProgramme(
                "action ajoutée", ou, "", f"{action.numero} – {action.libelle}", action.identifiant
            )
            continue
        if old.active and not action.active:
            yield ChangementProgramme(RETIREE, ou, f"{old.numero} – {old.libelle}", "", action.identifiant)
        if action.active and not old.active:
            yield ChangementProgramme("action reprise", ou, "retirée", action.libelle, action.identifiant)
        if action.place != moved.get(old.place, old.place) and action.active:
            yield ChangementProgramme("action déplacée", ou, show_place(old.place), ou, action.identifiant)
        if fold(action.libelle) != fold(old.libelle):
            yield ChangementProgramme("action reformulée", ou, old.libelle, action.libelle, action.identifiant)
        if any(getattr(action, nom) != getattr(old, nom) for nom in COLONNES):
            added = " ; ".join(getattr(action, nom) for nom in COLONNES if getattr(action, nom) != getattr(old, nom))
            yield ChangementProgramme("action complétée", ou, "", added, action.identifiant)
        if action.numero != old.numero:
            yield ChangementProgramme("action renumérotée", ou, old.numero, action.numero, action.identifiant)
