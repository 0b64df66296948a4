"""Where pages end: rows stay whole, what belongs together stays together, and a page says what it goes on with."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
_ENSEMBLE = 0.45
"""The share of a page up to which a block is never parted: a larger white space would look like a mistake."""


@dataclass(frozen=True)  # no slots: Python 3.11 cannot call a subscripted class that has them
class Rangee(Generic[T]):
    """A row to print, as tall as it is. `avec`: it never ends a page, what follows comes with it."""

    contenu: T
    hauteur: float
    avec: bool = False


@dataclass(frozen=True)
class Bloc(Generic[T]):
    """Rows about one thing. `dessus`: what they stand under, told again where a page begins with the block.

    `dedans`: what they stand under once the block has begun.
    """

    rangees: tuple[Rangee[T], ...]
    dessus: Rangee[T] | None = None
    dedans: Rangee[T] | None = None

    @property
    def hauteur(self) -> float:
        """Points of the whole."""
        return sum(rangee.hauteur for rangee in self.rangees)


@dataclass(frozen=True)
class Posee(Generic[T]):
    """A row at its place; `page` where it begins a page."""

    rangee: Rangee[T]
    page: bool = False


def lay_out(blocs: Iterable[Bloc[T]], premiere: float, suivante: float) -> Iterator[Posee[T]]:
    """Lay blocks on pages, of which the first and the next have so many points. No row is parted.

    A row taller than a page has one of its own, and is the printer's to cut: rows are made shorter than that.
    """
    left = premiere
    for bloc in blocs:
        if left < bloc.hauteur <= suivante * _ENSEMBLE:
            left = 0.0
        for rank, group in enumerate(_groups(bloc.rangees)):
            above = bloc.dessus if rank == 0 else bloc.dedans
            page = sum(rangee.hauteur for rangee in group) > left
            if page:
                left = suivante
            for rangee in (above, *group) if page and above else group:
                yield Posee(rangee, page)
                left, page = left - rangee.hauteur, False


def _groups(rangees: Sequence[Rangee[T]]) -> Iterator[list[Rangee[T]]]:
    """The rows that may be parted from each other, each with those it takes with it."""
    group: list[Rangee[T]] = []
    for rangee in rangees:
        group.append(rangee)
        if not rangee.avec:
            yield group
            group = []
    if group:
        yield group
