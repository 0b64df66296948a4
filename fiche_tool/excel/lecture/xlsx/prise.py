"""The sheets of an .xlsx as taken from their parts, before what their workbook shares says what they show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fiche_tool.domaine.mots.nombres import parse_entier
from fiche_tool.excel.lecture.alentours import part_pages
from fiche_tool.excel.lecture.classeur import Position, Zone
from fiche_tool.excel.lecture.xlsx.bruts import CelluleBrute, find_ranks, line_cutter, part_cells, part_merged

_ROWS, _NO_ROWS = b"sheetData", b"<sheetData></sheetData>"
"""What is left of the cells of a sheet that are all of the plain form."""
PARTAGEE = 2**16
"""A sheet longer than this, or with longer texts, is no other workbook's: it is not kept."""
_ANY = 10**9


@dataclass(frozen=True, eq=False, slots=True)
class Prise:
    """A sheet as taken from its part: its cells of the plain form, its merged ranges, its pages, what is left of it.

    `entiere`: no other cell is left. `rangs` are then those of the texts that they show, in their order, and `dernier`
    the highest of them, or of those of the lines that were left out; _ANY where some text may have any rank.
    """

    nom: str
    cellules: Sequence[CelluleBrute]
    fusions: Mapping[Position, Zone]
    pages: tuple[str, ...]
    reste: bytes
    entiere: bool
    rangs: Sequence[int]
    dernier: int


def take_sheet(nom: str, content: bytes, lignes: Zone | None, textes: int) -> Prise:
    """The sheet of that name of a workbook with so many shared texts; one that was met before is not looked into again.

    Of the rows of `lignes` whose texts are among those, the first cell alone is taken.
    """
    prise = (_known_sheet if len(content) <= PARTAGEE else _take_sheet)(nom, content, lignes)
    return prise if lignes is None or prise.dernier < textes else _take_sheet(nom, content, lignes, textes)


def _take_sheet(nom: str, content: bytes, lignes: Zone | None, textes: int = _ANY) -> Prise:
    plain, rest = part_cells(content, line_cutter(lignes, textes) if lignes else None)
    fusions, rest = part_merged(nom, rest) if plain else ({}, rest)
    pages, rest = part_pages(rest)
    whole = _NO_ROWS in rest and rest.count(_ROWS) == _NO_ROWS.count(_ROWS)  # and no others elsewhere, nor a comment
    ranks = [parse_entier(value) for entete, _, value in plain if entete.genre == "s"]
    known = [rank for rank in ranks if rank is not None]
    highest = max(known + list(find_ranks(content) if lignes else ()), default=0)
    sure = whole and len(known) == len(ranks)
    return Prise(nom, plain, fusions, pages, rest, whole, known, highest if sure else _ANY)


_known_sheet = lru_cache(maxsize=16)(_take_sheet)  # a fiche has two or three that all have, as long as nobody saves it
