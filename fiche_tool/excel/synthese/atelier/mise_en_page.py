"""The grid of the sheet Tableau de bord and its pages: as wide as A4 leaves room for, it prints at full size."""

from collections.abc import Iterable
from dataclasses import dataclass

from fiche_tool.domaine.mots.typographie import typographe
from fiche_tool.excel.dessin import papier
from fiche_tool.excel.dessin.feuille import Feuille, Format
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.dessin.papier import PIXEL, column_pixels
from fiche_tool.excel.synthese.atelier.pages import Impression

NOMBRE, LARGEUR = 16, 8.57
"""The columns of the grid, equal: together they are what A4 leaves between its margins."""
LARGEURS = (LARGEUR,) * NOMBRE
PIXELS = column_pixels(LARGEUR)
IMPRESSION = Impression(LARGEURS, papier.A4)
RANGEES = 20
"""Rows that charts side by side cover, as tall together as the page leaves room for."""
_PLEINE = papier.A4.haut_utile * 0.985
"""Points of a page whose rows leave no room for another one, and none too much."""
_AIR, _AIR_HAUT = 10, 16
"""Pixels free between two charts, over and under them."""


@dataclass(frozen=True, slots=True)
class Bande:
    """Charts side by side: their first row, and the points that they need and may take."""

    row: int
    moins: float
    plus: float


AUCUNE = Bande(0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Partage:
    """How tall the two bands of charts are, in points, and whether a page begins under the first, over the second."""

    haute: float
    basse: float
    suite: bool
    seule: bool

    def list_pages(self, entre: int, basse: int) -> set[int]:
        """Of the first row between the bands and that of the second, those that begin a page."""
        return {row for row, begins in ((entre, self.suite), (basse, self.seule)) if begins}


def share_pages(page: float, haute: Bande, entre: float, basse: Bande, pris: float = 0.0) -> Partage:
    """Two bands of charts and the points between them, on one page if they hold there, else as large as pages allow.

    `pris`: the points of the first page that are taken.
    """
    spare = page - pris - haute.moins - entre - basse.moins
    if spare >= 0:
        half = min(spare / 2, basse.plus - basse.moins)
        high = min(spare - half, haute.plus - haute.moins)
        return Partage(haute.moins + high, min(basse.plus, basse.moins + spare - high), suite=False, seule=False)
    seule = entre + basse.moins > page
    high = min(haute.plus, page - pris)
    return Partage(high, min(basse.plus, page if seule else page - entre), suite=True, seule=seule)


def stretch(sheet: Feuille, row: int, points: float) -> int:
    """Make the rows under a band of charts that tall together. Returns the pixels of a chart there."""
    pixels = int(points / PIXEL) // RANGEES
    for at in range(row, row + RANGEES):
        sheet.set_row(at, pixels * PIXEL)
    return pixels * RANGEES - _AIR_HAUT


def fill_pages(sheet: Feuille, debuts: Iterable[int]) -> None:
    """Make what stands before each of these rows a whole page, by its last row.

    Excel is said to leave breaks alone where it fits a sheet to a width: its pages then end at the same rows.
    """
    first = 0
    for row in sorted(debuts):
        rest = _PLEINE - add_points(sheet, first, row)
        if rest > 0:
            sheet.set_row(row - 1, sheet.row_points(row - 1) + rest)
        first = row


def add_points(sheet: Feuille, first: int, after: int) -> float:
    """How tall rows are together, the last one left out."""
    return sum(map(sheet.row_points, range(first, after)))


def wide(first: int, columns: int) -> int:
    """The pixels of a chart over so many columns, clear of the one at its right."""
    return columns * PIXELS - (_AIR if first + columns < NOMBRE else 0)


def write_wide(sheet: Feuille, row: int, phrase: str, style: Format, size: int = 10) -> int:
    """A sentence across the page, on as many lines as it takes. Returns the row below."""
    sheet.merge_range(row, 0, row, NOMBRE - 1, typographe(phrase), style)
    sheet.set_row(row, wide_points(phrase, size))
    return row + 1


def wide_points(phrase: str, size: int = 10) -> float:
    """How tall the row of such a sentence is."""
    return row_height((typographe(phrase), LARGEUR * NOMBRE), size=size)
