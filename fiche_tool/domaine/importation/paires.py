"""Which node of the programme in use is which node of a new document: the surest pairs first."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.programme.libelles import likeness
from fiche_tool.domaine.programme.programme import Action, Niveau, Objectif, Place

_PROCHE = 0.6
"""Likeness, from 0 to 1, above which two libellés of one place and number are one, reworded."""
_TRES_PROCHE = 0.8
"""The same for two libellés that stand elsewhere."""

Noeud = TypeVar("Noeud", Action, Objectif)


def match_nodes(
    olds: Sequence[Noeud], news: Sequence[Noeud], where: Callable[[Noeud], object], words: Callable[[Noeud], str]
) -> dict[int, int]:
    """Which old node is which new one, by rank: the surest pairs first, each node in one pair at most."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()

    def pair(old: int, new: int) -> None:
        pairs[old] = new
        taken.add(new)

    def pair_by(key: Callable[[Noeud], object]) -> None:
        waiting: dict[object, list[int]] = {}
        for rank, node in enumerate(news):
            if rank not in taken:
                waiting.setdefault(key(node), []).append(rank)
        for rank, node in enumerate(olds):
            if rank not in pairs and waiting.get(key(node)):
                pair(rank, waiting[key(node)].pop(0))

    pair_by(lambda node: (node.place, _level(node), fold(words(node))))
    pair_by(lambda node: (node.volet, _level(node), fold(words(node))))
    pair_by(lambda node: (_level(node), fold(words(node))))

    def pair_found(found: Sequence[tuple[float, int, int]]) -> None:
        for _, i, j in found:
            if i not in pairs and j not in taken:
                pair(i, j)

    pair_found(_in_place(olds, news, (pairs, taken), where, words))
    pair_found(_beside(olds, news, pairs, taken, words))
    pair_found(_elsewhere(olds, news, pairs, words))
    return pairs


def _in_place(
    olds: Sequence[Noeud],
    news: Sequence[Noeud],
    done: tuple[Mapping[int, int], Collection[int]],
    where: Callable[[Noeud], object],
    words: Callable[[Noeud], str],
) -> list[tuple[float, int, int]]:
    """The nodes left that stand where they stood, reworded."""
    here = {where(node): rank for rank, node in enumerate(news) if rank not in done[1]}
    found = []
    for rank, node in enumerate(olds):
        other = here.get(where(node))
        if rank not in done[0] and other is not None and likeness(words(node), words(news[other])) >= _PROCHE:
            found.append((0.0, rank, other))
    return found


def _beside(
    olds: Sequence[Noeud],
    news: Sequence[Noeud],
    pairs: Mapping[int, int],
    taken: Collection[int],
    words: Callable[[Noeud], str],
) -> list[tuple[float, int, int]]:
    """The actions left under one objective that read alike, whatever their number: one inserted above shifts them."""
    waiting: dict[Place, list[int]] = {}
    for j, node in enumerate(news):
        if j not in taken and isinstance(node, Action):
            waiting.setdefault(node.place, []).append(j)
    found = []
    for i, old in enumerate(olds):
        for j in waiting.get(old.place, ()) if i not in pairs else ():
            ratio = likeness(words(old), words(news[j]))
            if ratio >= _PROCHE:
                found.append((-ratio, i, j))
    return sorted(found)


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
