"""Who came after whom: which of several changes of one key follow each other, and which contradict each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fiche_tool.domaine.fiche.fiche import Valeur
from fiche_tool.domaine.fusion.reponse import Changement, Reponse, same_signature


@dataclass(frozen=True, slots=True)
class Issue:
    """What the changes of one key come to: the value, the changes that led to it, and those that contradict each other.

    Where some do, `valeur` is the last one that nobody contradicts.
    """

    valeur: Valeur | None
    pris: tuple[Changement, ...] = ()
    contestes: tuple[Changement, ...] = ()


@dataclass(frozen=True, slots=True)
class Reprise:
    """The same person, the same fiche, two days: the change of the later day stands for the earlier one."""

    ancien: Changement
    nouveau: Changement


def keep_latest(changements: Sequence[Changement]) -> tuple[list[Changement], list[Reprise]]:
    """The changes of one key without those that their own author replaced at a later day, and what replaced them."""
    if len(changements) < 2:
        return list(changements), []
    kept: list[Changement] = []
    replaced: list[Reprise] = []
    for change in changements:
        later = [other for other in changements if _is_later(other, change)]
        last = [other for other in later if not any(_is_later(more, other) for more in later)]
        if last and any(other.apres != change.apres for other in last):
            replaced.append(Reprise(change, last[0]))
        else:
            kept.append(change)
    return kept, replaced


def _is_later(one: Changement, other: Changement) -> bool:
    """True where the same author wrote `one` at a later day, in the same sent fiche."""
    return signed_later(one.reponse, other.reponse) and same_signature(one.reponse, other.reponse)


def signed_later(one: Reponse, other: Reponse) -> bool:
    """True where the day given in `one` is later than that of the other, whoever signed them."""
    first, second = other.quand, one.quand
    return first is not None and second is not None and first.fin < second.debut


def resolve(current: Valeur | None, changements: Sequence[Changement]) -> Issue:
    """Follow the changes of one key from the value of the register.

    A change whose « avant » is another's « après » follows it. Changes that did not know of each other must agree:
    else the register keeps the last value that nobody contradicts. The order of the changes is irrelevant.
    """
    value, path, left = current, list[Changement](), list(changements)
    reached = [current]
    contested: list[Changement] = []
    last: list[Changement] = []
    while here := [change for change in left if _stands_on(change, value, current, path)]:
        ahead = _reach(here, left)
        ends = _ends(ahead)
        back = any(change.apres == value for change in ahead)
        targets = _distinct(change.apres for change in here)
        unseen = [change for change in last if not _is_followed(change, here)]
        if unseen:  # written too in a fiche sent later than those who went on from it: that author saw nothing of them
            beside = [change for change in left if change.apres == value and not _is_followed(change, here)]
            contested = [*unseen, *beside, *_without(ends, beside)]
            left = _without(left, ahead)
            break
        if back or not ends or (len(targets) > 1 and len(_distinct(change.apres for change in ends)) > 1):
            contested = ends if ends and not back else ahead
            left = _without(left, ahead)
            break
        step = here if len(targets) == 1 else ahead
        value = targets[0] if len(targets) == 1 else ends[0].apres
        path += step
        last = [change for change in step if change.apres == value]
        reached += [change.apres for change in step]
        left = _without(left, step)
    strange = {id(change): _last_of(change, left) for change in left if change.apres not in reached}
    if any(not ends or any(end.apres not in reached for end in ends) for ends in strange.values()):
        agreed = [change for change in left if change.apres == current]  # whoever says what is kept was heard
        rings = [change for change in left if strange.get(id(change)) == []]
        return Issue(current, tuple(agreed), _last_words(current, changements, [*contested, *rings]))
    agreed = [change for change in left if change.apres in reached]
    others = [change for change in changements if change.apres not in reached]
    return Issue(value, (*path, *agreed), tuple(_whoever_says(contested, others, value)))


def _last_words(
    current: Valeur | None, changements: Sequence[Changement], contested: Sequence[Changement]
) -> tuple[Changement, ...]:
    """What contradicts what, where nothing is taken: all that was said and that nobody followed, whoever said it."""
    against = [change for change in changements if change.apres != current]
    last = [change for change in against if not _is_followed(change, changements)]
    return tuple(_whoever_says([*contested, *_without(last, contested)], against, current) or against)


def _whoever_says(ends: list[Changement], among: Sequence[Changement], kept: Valeur | None) -> list[Changement]:
    """These changes, and all others that come to the same values: every author of an answer in conflict is asked."""
    said = _distinct(change.apres for change in ends if change.apres != kept)
    return [*ends, *(change for change in _without(among, ends) if change.apres in said)]


def _stands_on(change: Changement, value: Valeur | None, current: Valeur | None, path: Iterable[Changement]) -> bool:
    if change.avant != value:
        return False
    return value == current or any(_follows(before, change) for before in path)


def _follows(before: Changement, after: Changement) -> bool:
    """True where one author was shown what the other wrote: never in a fiche sent for an older séance."""
    return after.avant == before.apres and after.reponse.emise >= before.reponse.emise


def _last_of(change: Changement, left: Sequence[Changement]) -> list[Changement]:
    """What a change ends at, step by step; nothing where those who followed it turn in a ring."""
    return [end for end in _reach([change], left) if not _is_followed(end, left)]


def _is_followed(change: Changement, among: Iterable[Changement]) -> bool:
    return any(_follows(change, other) for other in among)


def _reach(here: Sequence[Changement], left: Sequence[Changement]) -> list[Changement]:
    """These changes and all that follow them, in any number of steps."""
    found = list(here)
    for before in found:
        found += [change for change in _without(left, found) if _follows(before, change)]
    return found


def _ends(ahead: Sequence[Changement]) -> list[Changement]:
    """The changes that no other follows."""
    return [change for change in ahead if not _is_followed(change, ahead)] or list(ahead)


def _without(changes: Sequence[Changement], gone: Sequence[Changement]) -> list[Changement]:
    names = {id(change) for change in gone}
    return [change for change in changes if id(change) not in names]


def _distinct(values: Iterable[Valeur | None]) -> list[Valeur | None]:
    found: list[Valeur | None] = []
    for value in values:
        if value not in found:
            found.append(value)
    return found
