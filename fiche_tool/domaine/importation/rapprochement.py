"""A new version of the PST document against the programme in use: a merge is proposed, nothing is replaced.

What is recognised keeps its identifiant, its people and its history, whatever became of its place, number or words.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.programme.attribution import propose_identifiants, with_identifiants
from fiche_tool.domaine.programme.libelles import likeness
from fiche_tool.domaine.programme.programme import (
    Action,
    EtatAction,
    Niveau,
    Objectif,
    Place,
    Programme,
    Volet,
    show_place,
)

_PROCHE = 0.6
"""Likeness, from 0 to 1, above which two libellés of one place and number are one, reworded."""
_TRES_PROCHE = 0.8
"""The same for two libellés that stand elsewhere."""

Noeud = TypeVar("Noeud", Action, Objectif)


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


def propose_merge(ancien: Programme, nouveau: Programme, jour: date) -> Rapprochement:
    """The programme in use, brought to the new document. `jour` dates what enters and what leaves."""
    objectifs = match_nodes(ancien.objectifs, nouveau.objectifs, lambda o: (o.niveau, o.place), lambda o: o.intitule)
    moved = {o.place: nouveau.objectifs[new].place for old, new in objectifs.items() for o in (ancien.objectifs[old],)}
    actions = match_nodes(ancien.actions, nouveau.actions, lambda x: (x.place, x.numero), lambda x: x.libelle)
    olds = {new: ancien.actions[old] for old, new in actions.items()}
    kept = [
        _carry_over(olds[rank], new, moved) if rank in olds else replace(new, identifiant="", depuis=jour)
        for rank, new in enumerate(nouveau.actions)
    ]
    gone = [_retire(a, jour) for rank, a in enumerate(ancien.actions) if rank not in actions]
    merged = replace(
        ancien,
        volets=tuple(_merge_volets(ancien, nouveau)),
        objectifs=nouveau.objectifs,
        actions=(*kept, *gone),
        parametres=replace(ancien.parametres, annonce=nouveau.parametres.annonce or ancien.parametres.annonce),
        colonnes={},
    )
    merged = with_identifiants(merged, propose_identifiants(merged))
    changes = (*_compare_objectifs(ancien, nouveau, objectifs), *_compare_actions(ancien, merged, moved))
    return Rapprochement(merged, changes)


def match_nodes(
    olds: Sequence[Noeud], news: Sequence[Noeud], where: Callable[[Noeud], object], words: Callable[[Noeud], str]
) -> dict[int, int]:
    """Which old node is which new one, by rank: the surest pairs first, each node in one pair at most."""
    pairs: dict[int, int] = {}

    def pair_by(key: Callable[[Noeud], object]) -> None:
        waiting: dict[object, list[int]] = {}
        for rank, node in enumerate(news):
            if rank not in pairs.values():
                waiting.setdefault(key(node), []).append(rank)
        for rank, node in enumerate(olds):
            if rank not in pairs and waiting.get(key(node)):
                pairs[rank] = waiting[key(node)].pop(0)

    pair_by(lambda node: (node.place, _level(node), fold(words(node))))
    pair_by(lambda node: (node.volet, _level(node), fold(words(node))))
    pair_by(lambda node: (_level(node), fold(words(node))))
    taken = set(pairs.values())
    here = {where(node): rank for rank, node in enumerate(news) if rank not in taken}
    for rank, node in enumerate(olds):  # reworded where it stands
        other = here.get(where(node))
        if rank not in pairs and other is not None and likeness(words(node), words(news[other])) >= _PROCHE:
            pairs[rank] = here.pop(where(node))
    for _, i, j in _elsewhere(olds, news, pairs, words):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _elsewhere(
    olds: Sequence[Noeud], news: Sequence[Noeud], pairs: Mapping[int, int], words: Callable[[Noeud], str]
) -> list[tuple[float, int, int]]:
    """The nodes left that read almost the same although they stand elsewhere, the closest first."""
    taken = set(pairs.values())
    waiting = [(j, node, frozenset(fold(words(node)).split())) for j, node in enumerate(news) if j not in taken]
    found = []
    for i, old in enumerate(olds):
        if i in pairs:
            continue
        own = frozenset(fold(words(old)).split())
        for j, new, other in waiting:
            shared = len(own & other) >= len(own | other) / 2  # most pairs have few words in common: no need to look
            if shared and _level(old) == _level(new):
                ratio = likeness(words(old), words(new))
                if ratio >= _TRES_PROCHE:
                    found.append((-ratio, i, j))
    return sorted(found)


def _level(node: Action | Objectif) -> Niveau | None:
    return node.niveau if isinstance(node, Objectif) else None


def _carry_over(old: Action, new: Action, moved: Mapping[Place, Place]) -> Action:
    """The old action at its new place, with its new number and words; brought back where it had been retired."""
    return replace(
        old,
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
            yield ChangementProgramme("action retirée", ou, f"{old.numero} – {old.libelle}", "", action.identifiant)
        if action.active and not old.active:
            yield ChangementProgramme("action reprise", ou, "retirée", action.libelle, action.identifiant)
        if action.place != moved.get(old.place, old.place) and action.active:
            yield ChangementProgramme("action déplacée", ou, show_place(old.place), ou, action.identifiant)
        if fold(action.libelle) != fold(old.libelle):
            yield ChangementProgramme("action reformulée", ou, old.libelle, action.libelle, action.identifiant)
        if action.numero != old.numero:
            yield ChangementProgramme("action renumérotée", ou, old.numero, action.numero, action.identifiant)
