"""The tables of a page by the rules that draw them: a grid of squares, joined wherever no rule parts them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_PROCHE = 2.5
"""Points within which two rules are one."""
_MAX_COTES = 120


@dataclass(frozen=True, slots=True)
class Trait:
    """A rule, horizontal or vertical, from the top left corner of the page."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def couche(self) -> bool:
        """True for a horizontal one."""
        return self.x1 - self.x0 >= self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class CaseTracee:
    """A cell of a ruled table: where it is on the page, and in its grid."""

    x0: float
    y0: float
    x1: float
    y1: float
    rangee: int
    colonne: int
    hauteur: int
    largeur: int


def find_tables(traits: Sequence[Trait]) -> list[tuple[CaseTracee, ...]]:
    """The tables that rules draw, from the top of the page down; a frame around a text is none."""
    tables = [_cells(group) for group in _groups(_join(traits))]
    kept = [cells for cells in tables if len(cells) > 1]
    return sorted(kept, key=lambda cells: (cells[0].y0, cells[0].x0))


def _join(traits: Sequence[Trait]) -> list[Trait]:
    """The rules, pieces of one line put together."""
    joined: list[Trait] = []
    for couche in (True, False):
        own = [t for t in traits if t.couche is couche]
        axis = {id(t): (t.y0 + t.y1) / 2 if couche else (t.x0 + t.x1) / 2 for t in own}
        own.sort(key=lambda t: axis[id(t)])
        lane: list[Trait] = []
        for t in own:
            if lane and axis[id(t)] - axis[id(lane[-1])] > _PROCHE:
                joined += _chain(lane, couche, axis[id(lane[0])])
                lane = []
            lane.append(t)
        joined += _chain(lane, couche, axis[id(lane[0])]) if lane else []
    return joined


def _chain(lane: Sequence[Trait], couche: bool, at: float) -> Iterator[Trait]:
    """The rules of one line, those that touch made one."""
    spans = sorted((t.x0, t.x1) if couche else (t.y0, t.y1) for t in lane)
    first, last = spans[0]
    for begin, end in [*spans[1:], (float("inf"), 0.0)]:
        if begin > last + _PROCHE:
            yield Trait(first, at, last, at) if couche else Trait(at, first, at, last)
            first, last = begin, end
        else:
            last = max(last, end)


def _groups(traits: Sequence[Trait]) -> list[list[Trait]]:
    """The rules that touch one another, directly or through others."""
    level = [t for t in traits if t.couche]
    upright = [t for t in traits if not t.couche]
    owner = list(range(len(traits)))

    def find(rank: int) -> int:
        while owner[rank] != rank:
            owner[rank] = owner[owner[rank]]
            rank = owner[rank]
        return rank

    ranks = {id(t): rank for rank, t in enumerate(traits)}
    upright.sort(key=lambda t: t.x0)
    for h in level:
        for v in upright:
            if v.x0 > h.x1 + _PROCHE:
                break
            if v.x0 >= h.x0 - _PROCHE and v.y0 - _PROCHE <= h.y0 <= v.y1 + _PROCHE:
                owner[find(ranks[id(h)])] = find(ranks[id(v)])
    groups: dict[int, list[Trait]] = {}
    for rank, t in enumerate(traits):
        groups.setdefault(find(rank), []).append(t)
    return [group for group in groups.values() if len(group) > 3]


def _cells(group: Sequence[Trait]) -> tuple[CaseTracee, ...]:
    """The cells of a grid: its squares, joined where no rule stands between them."""
    level = [t for t in group if t.couche]
    upright = [t for t in group if not t.couche]
    if not level or not upright:
        return ()
    xs = _steps([t.x0 for t in upright] + [min(t.x0 for t in level), max(t.x1 for t in level)])
    ys = _steps([t.y0 for t in level] + [min(t.y0 for t in upright), max(t.y1 for t in upright)])
    if not (1 < len(xs) <= _MAX_COTES and 1 < len(ys) <= 10 * _MAX_COTES):
        return ()
    wall = _Murs(level, upright, xs, ys)
    seen: set[tuple[int, int]] = set()
    found = []
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) not in seen:
                bottom, right = wall.spread(row, column)
                seen |= {(r, c) for r in range(row, bottom + 1) for c in range(column, right + 1)}
                box = (xs[column], ys[row], xs[right + 1], ys[bottom + 1])
                found.append(CaseTracee(*box, row, column, bottom - row + 1, right - column + 1))
    return tuple(found)


class _Murs:
    """Tells whether a rule stands between two squares of a grid."""

    def __init__(
        self, level: Sequence[Trait], upright: Sequence[Trait], xs: Sequence[float], ys: Sequence[float]
    ) -> None:
        self.xs, self.ys = xs, ys
        self.level = {y: [(t.x0, t.x1) for t in level if abs(t.y0 - y) <= _PROCHE] for y in ys}
        self.upright = {x: [(t.y0, t.y1) for t in upright if abs(t.x0 - x) <= _PROCHE] for x in xs}

    def spread(self, row: int, column: int) -> tuple[int, int]:
        """How far down and right the cell that begins in a square goes."""
        right = column
        while right + 2 < len(self.xs) and not self._upright(right + 1, row):
            right += 1
        bottom = row
        while bottom + 2 < len(self.ys) and not any(self._level(bottom + 1, c) for c in range(column, right + 1)):
            bottom += 1
        return bottom, right

    def _upright(self, column: int, row: int) -> bool:
        middle = (self.ys[row] + self.ys[row + 1]) / 2
        return any(begin <= middle <= end for begin, end in self.upright[self.xs[column]])

    def _level(self, row: int, column: int) -> bool:
        middle = (self.xs[column] + self.xs[column + 1]) / 2
        return any(begin <= middle <= end for begin, end in self.level[self.ys[row]])


def _steps(values: Sequence[float]) -> list[float]:
    """The values in order, those within reach of one another counted once."""
    steps: list[float] = []
    for value in sorted(values):
        if not steps or value - steps[-1] > _PROCHE:
            steps.append(value)
    return steps
