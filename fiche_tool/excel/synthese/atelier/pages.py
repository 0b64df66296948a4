"""Where the pages of a sheet end: what belongs to the next row never stays alone at the foot of one."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from fiche_tool.excel.dessin.feuille import Feuille
from fiche_tool.excel.dessin.papier import Papier, column_points

_MARGE = 0.97
"""The share of a page that is filled: programs and printers do not measure rows quite alike."""
_BLANC = 0.8
"""The share of a page that never stays white, whatever was to stand together."""
_COURTE = 0.2
"""The share of a page that the last one fills at least."""
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
    pages = list(_lay(sheet, last, impression, avec, debuts))
    if pages[-1][0].row not in debuts:
        _fill_last(pages, impression.hauteur * _COURTE)
    if len(pages) <= _MAX_PAGES:
        sheet.set_h_pagebreaks([page[0].row for page in pages[1:]])


def list_pages(sheet: Feuille, last: int, impression: Impression, avec: Collection[int]) -> list[tuple[int, float]]:
    """The pages down to a row: the first row of each, and how tall what it holds is."""
    pages = _lay(sheet, last, impression, avec, ())
    return [(page[0].row, sum(part.hauteur for part in page)) for page in pages]


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows that no page parts: the first of them (from 0), and how tall they are together."""

    row: int
    hauteur: float


def _lay(
    sheet: Feuille, last: int, impression: Impression, avec: Collection[int], debuts: Collection[int]
) -> Iterator[list[_Part]]:
    """The pages, each as its parts; rows that go together are parted where nearly a whole page would stay white."""
    page = left = impression.hauteur
    again = sum(map(sheet.row_points, impression.reprises))
    laid: list[_Part] = []
    for group in _groups(last, avec, debuts):
        whole = sum(map(sheet.row_points, group))
        for rows in [[row] for row in group] if whole > left > page * _BLANC else [group]:
            part = _Part(rows[0], sum(map(sheet.row_points, rows)))
            if laid and (part.row in debuts or part.hauteur > left):
                yield laid
                laid, left = [], page - (again if part.row >= impression.reprises.stop else 0.0)
            laid.append(part)
            left -= part.hauteur
    yield laid


def _fill_last(pages: list[list[_Part]], least: float) -> None:
    """Parts of the last page but one go over to the last, which would hold next to nothing."""
    if len(pages) < 2:
        return
    before, end = pages[-2:]
    held = sum(part.hauteur for part in end)
    while held < least and len(before) > 1:
        end.insert(0, before.pop())
        held += end[0].hauteur


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
