"""The budget as a table: which line of one version is which of another, and what a return changed of each."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields

from fiche_tool.domaine.fiche.fiche import Budget, LigneBudget
from fiche_tool.domaine.fiche.lecture import LigneLue
from fiche_tool.domaine.grand_livre.acquis import Cle, Etat, LigneAcquise, Origine, line_cle

AJOUT = "+"
"""Ends the key of lines that the register does not hold."""
_POIDS = {"article": 4, "montant": 4}
_SEUIL = 4
"""Likeness from which two lines of different keys are one: the same article, or the same amount."""


def likeness(one: LigneBudget, other: LigneBudget) -> int:
    """How much two lines have in common; what is blank or zero says nothing."""
    same = (
        f.name for f in fields(LigneBudget) if getattr(one, f.name) and getattr(one, f.name) == getattr(other, f.name)
    )
    return sum(_POIDS.get(nom, 1) for nom in same)


def pair_lines(first: Sequence[LigneBudget], second: Sequence[LigneBudget]) -> list[int | None]:
    """For each line of the second table, the line of the first that it is, or None. No line serves twice.

    Identical lines first, then those of one key, then those that are most alike; of equals, the nearest in row.
    """
    if tuple(first) == tuple(second):
        return list(range(len(first)))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for fits in (_identical, _same_key, _alike):
        candidates = [
            (-likeness(one, other), abs(i - j), i, j)
            for j, other in enumerate(second)
            if j not in pairs
            for i, one in enumerate(first)
            if i not in taken and fits(one, other)
        ]
        for _, _, i, j in sorted(candidates):
            if i not in taken and j not in pairs:
                pairs[j] = i
                taken.add(i)
    return [pairs.get(j) for j in range(len(second))]


def _identical(one: LigneBudget, other: LigneBudget) -> bool:
    return one == other


def _same_key(one: LigneBudget, other: LigneBudget) -> bool:
    return one.cle == other.cle


def _alike(one: LigneBudget, other: LigneBudget) -> bool:
    return likeness(one, other) >= _SEUIL


def in_order(lignes: Iterable[LigneBudget]) -> Budget:
    """Lines in an order of their own, so that the same lines make the same value."""
    return tuple(sorted(lignes, key=_rank))


def _rank(ligne: LigneBudget) -> tuple[object, ...]:
    amounts = (ligne.montant, ligne.fonds_propres, ligne.emprunt, ligne.subsides)
    return (*ligne.cle, *((amount is not None, amount or 0) for amount in amounts))


def minus(lignes: Iterable[LigneBudget], gone: Iterable[LigneBudget]) -> Budget:
    """Lines without as many of each as are gone."""
    left = list(gone)
    kept: list[LigneBudget] = []
    for ligne in lignes:
        if ligne in left:
            left.remove(ligne)
        else:
            kept.append(ligne)
    return tuple(kept)


def is_full(cle: Cle) -> bool:
    """True for a key that says exercice and article: two different lines of it contradict each other."""
    return cle[1] != "0000" and bool(cle[4])


@dataclass(frozen=True, slots=True)
class Mouvement:
    """What one return changed of the lines of one key: those its author knew, those that now stand there."""

    cle: Cle
    avant: Budget
    apres: Budget


@dataclass(frozen=True, slots=True)
class TableBudget:
    """A returned table beside the one its author knew: by known line the line it became (None: taken away).

    `ajouts` are accepted lines that were not there; `retenues` gives, for each refused line, the known line it is or
    None where it is none: no line may then be taken as removed, as it may be the other half. `effacees` are the known
    lines, by their place, that did not come back and stay for that reason.
    """

    connues: Budget
    suites: tuple[LigneBudget | None, ...]
    ajouts: Budget
    retenues: tuple[tuple[LigneLue, int | None], ...]
    effacees: tuple[int, ...] = ()


def read_table(connues: Budget, lues: Sequence[LigneLue], *, keep: bool = False) -> TableBudget:
    """Compare a returned table with the one its author knew. `keep`: nothing may be taken as removed."""
    pairs = pair_lines(connues, [lue.ligne for lue in lues])
    became: dict[int, LigneBudget] = {}
    ajouts: list[LigneBudget] = []
    retenues: list[tuple[LigneLue, int | None]] = []
    for lue, at in zip(lues, pairs, strict=True):
        if lue.refuse:
            retenues.append((lue, at))
        if at is not None:
            became[at] = connues[at] if lue.refuse else lue.ligne
        elif not lue.refuse:
            ajouts.append(lue.ligne)
    keep = keep or any(at is None for _, at in retenues)
    suites = tuple(became.get(at, ligne if keep else None) for at, ligne in enumerate(connues))
    gone = tuple(at for at in range(len(connues)) if keep and at not in became)
    return TableBudget(connues, suites, tuple(ajouts), tuple(retenues), gone)


def find_moves(
    registre: Sequence[LigneAcquise], table: TableBudget, known: Callable[[Origine], bool]
) -> list[Mouvement]:
    """What a return changed, by key of the lines of the register. `known`: its author knows what came from there.

    Lines of one full key cannot be told apart: they move together. Lines that the author never saw stay.
    """
    return _Confrontation(registre, table, known).moves()


class _Confrontation:
    """One returned table beside the register's."""

    def __init__(self, registre: Sequence[LigneAcquise], table: TableBudget, known: Callable[[Origine], bool]) -> None:
        self.registre, self.table, self.known = registre, table, known
        self.places = pair_lines([acquise.ligne for acquise in registre], table.connues)
        self.avant: dict[Cle, list[LigneBudget]] = {}
        self.apres: dict[Cle, list[LigneBudget]] = {}
        seen = set(self.places)
        self.unseen: dict[Cle, list[LigneAcquise]] = {}
        self.written: dict[Cle, list[LigneAcquise]] = {}
        self.contested: set[Cle] = set()
        for at, acquise in enumerate(registre):
            if at not in seen:
                self.unseen.setdefault(line_cle(acquise.ligne), []).append(acquise)
        self.moved: dict[Cle, LigneBudget] = {}
        """By full key, the line that stands there and that the author knows elsewhere: moved since, or just alike."""
        for connue, place in zip(table.connues, self.places, strict=True):
            if place is not None and (there := line_cle(registre[place].ligne)) != line_cle(connue) and is_full(there):
                self.moved[there] = registre[place].ligne

    def moves(self) -> list[Mouvement]:
        for at, before in enumerate(self.table.connues):
            self._follow(before, self.table.suites[at], self.places[at])
        for ligne in [ligne for ligne in self.table.ajouts if not self._is_there(ligne)]:
            self._add(ligne)
        found = (self._move(cle) for cle in sorted(self.avant.keys() | self.apres.keys()))
        return [move for move in found if move is not None]

    def _follow(self, before: LigneBudget, after: LigneBudget | None, place: int | None) -> None:
        cle = slot_of(self.registre, before, place)
        if place is not None and self.known(self.registre[place].origine):
            now = self.registre[place].ligne
            before, after = now, now if after == before else after
        if after is not None and line_cle(after) not in (cle[:5], line_cle(before)) and is_full(line_cle(after)):
            self._land(cle, before, after)
            return
        self.avant.setdefault(cle, []).append(before)
        self.apres.setdefault(cle, []).extend([] if after is None else [after])

    def _land(self, cle: Cle, before: LigneBudget, after: LigneBudget) -> None:
        """A line moved to a full key: the same one there is it; one of its author's gives way; else they contradict."""
        there = line_cle(after)
        unseen, moved = self.unseen.get(there, []), self.moved.get(there)
        is_there = self._is_there(after) or after == moved
        self.apres.setdefault(cle, []).extend([] if is_there else [after])
        own = next((acquise for acquise in unseen if self.known(acquise.origine)), None)
        others = [acquise.ligne for acquise in unseen] or ([] if moved is None else [moved])
        if others and own is None and not is_there and AJOUT not in cle:
            self.avant.setdefault(cle, []).extend(others)  # which is nobody's at this place: it is asked about
            return
        self.avant.setdefault(cle, []).append(before)
        if own is not None:
            unseen.remove(own)
            self.avant.setdefault(there, []).append(own.ligne)

    def _is_there(self, ligne: LigneBudget) -> bool:
        """True for an added line that somebody wrote since: it is there already. Each one serves once."""
        cle = line_cle(ligne)
        unseen = self.unseen.get(cle, [])
        found = next((acquise for acquise in unseen if acquise.ligne == ligne), None)
        if found is not None:
            unseen.remove(found)
            self.written.setdefault(cle, []).append(found)
        return found is not None

    def _add(self, ligne: LigneBudget) -> None:
        cle = line_cle(ligne)
        unseen = self.unseen.get(cle, [])
        own = next((acquise for acquise in unseen if self.known(acquise.origine)), None)
        if own is not None:
            unseen.remove(own)
            self.avant.setdefault(cle, []).append(own.ligne)
        elif unseen and is_full(cle):  # another line of that key, which the author never saw: a contradiction
            unseen.clear()
            self.contested.add(cle)
        elif cle in self.moved:
            if ligne == self.moved[cle]:
                return
            self.contested.add(cle)
            self.avant[cle], self.apres[cle] = [], []
        elif cle not in self.contested:
            cle = slot_of(self.registre, ligne, None)
        self.apres.setdefault(cle, []).append(ligne)

    def _move(self, cle: Cle) -> Mouvement | None:
        avant, apres = self.avant.get(cle, []), self.apres.get(cle, [])
        if in_order(avant) == in_order(apres):
            return None
        aside = [acquise.ligne for acquise in (*self.unseen.get(cle, ()), *self.written.get(cle, ()))]
        return Mouvement(cle, in_order((*avant, *aside)), in_order((*apres, *aside)))


def place_now(cle: Cle, etat: Etat) -> Cle:
    """A key; of a line to add, where one stands there by now, the key of that line."""
    there = cle[:5]
    stands = cle[5:] == (AJOUT,) and any(line_cle(acquise.ligne) == there for acquise in etat.lignes)
    return there if stands else cle


def slot_of(registre: Sequence[LigneAcquise], ligne: LigneBudget, place: int | None) -> Cle:
    """The key under which a line is merged: that of its place in the register, or one of its own where it has none."""
    if place is not None:
        return line_cle(registre[place].ligne)
    cle = line_cle(ligne)
    return (*cle, AJOUT) if is_full(cle) else (*cle, AJOUT, repr(_rank(ligne)))
