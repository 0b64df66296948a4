"""Where the pages of a sheet end: what belongs to the next row never stays alone at the foot of one."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from fiche_tool.excel.dessin.feuille import Feuille
from fiche_tool.excel.dessin.papier import Papier, column_points

_MARGE = 0.97
"""The share of a page that is filled: programs and printers do not measure rows quite alike."""
_MAX_PAGES = 1_000
"""Breaks that Excel allows in a sheet, a few less."""


@dataclass(frozen=True, slots=True)
class Impression:
    """How a sheet prints, one page wide: the widths of its columns, its paper, the rows printed again on each page."""

    largeurs: Sequence[float]
    papier: Papier
    reprises: range = range(0)

    @property
    def hauteur(self) -> float:
        """Points of the sheet that a page holds, at the scale that makes its columns fit."""
        wide = sum(column_points(largeur) for largeur in self.largeurs)
        return self.papier.haut_utile * _MARGE * max(1.0, wide / self.papier.utile)


def end_pages(
    sheet: Feuille, last: int, impression: Impression, avec: Collection[int], debuts: Collection[int] = ()
) -> None:
    """End the pages of a sheet down to a row. `avec`: rows that take the next one along; `debuts`: rows that begin one.

    Where pages are too many, each program ends them as it likes.
    """
    breaks = list(_breaks(sheet, last, impression, avec, debuts))
    if len(breaks) <= _MAX_PAGES:
        sheet.set_h_pagebreaks(breaks)


def _breaks(
    sheet: Feuille, last: int, impression: Impression, avec: Collection[int], debuts: Collection[int]
) -> Iterator[int]:
    page = left = impression.hauteur
    again = sum(map(sheet.row_points, impression.reprises))
    for group in _groups(last, avec, debuts):
        needed = sum(map(sheet.row_points, group))
        if group[0] in debuts or (needed > left and group[0]):
            yield group[0]
            left = page - (again if group[0] >= impression.reprises.stop else 0.0)
        left -= needed


def _groups(last: int, avec: Collection[int], debuts: Collection[int]) -> Iterator[list[int]]:
    """The rows that may be parted from each other, each after those that take it along."""
    group: list[int] = []
    for row in range(last + 1):
        if row in debuts and group:
            yield group
            group = []
        group.append(row)
        if row not in avec:
            yield group
            group = []
    if group:
        yield group
