"""How a sheet of a workbook prints, worked out from its parts: its scale, its pages, the sizes of its texts."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string

_INCH = 72.0
_COTES = (595.3, 841.9)
"""A4, in points."""
_CHIFFRES = (5.25, 11 * 0.507)
"""Points of a digit of Calibri 11, the unit of columns: seven pixels in Excel, its own width in LibreOffice."""
_RANGEE, _PHRASE = 15.0, 45.0
"""Points of a row, and of one that a long sentence stands in."""


@dataclass(frozen=True)
class Dessin:
    """A chart on its sheet: its first and last row, from 1, and the size of each of its texts."""

    premiere: int
    derniere: int
    corps: tuple[float, ...]


@dataclass(frozen=True)
class Page:
    """The rows of a printed page, and how much of the paper they take; the same without what pads the last one."""

    premiere: int
    derniere: int
    remplie: float
    servie: float


class Impression:
    """A sheet as it prints on A4."""

    def __init__(self, sheet: Any, dessins: tuple[Dessin, ...]) -> None:
        self.sheet, self.dessins = sheet, dessins
        area = sheet.print_area.replace("$", "").rpartition("!")[2]
        corners = re.fullmatch(r"A1:([A-Z]+)(\d+)", area)
        assert corners, area
        self.derniere = int(corners[2])
        self.colonnes = column_index_from_string(corners[1])

    @cached_property
    def papier(self) -> tuple[float, float]:
        """The points of A4 between the margins, across and down."""
        setup, margins = self.sheet.page_setup, self.sheet.page_margins
        assert int(setup.paperSize) == 9
        wide, tall = _COTES if setup.orientation == "portrait" else reversed(_COTES)
        return wide - _INCH * float(margins.left + margins.right), tall - _INCH * float(margins.top + margins.bottom)

    def rangee(self, row: int) -> float:
        """How tall a row is, in points."""
        return float(self.sheet.row_dimensions[row].height or _RANGEE)

    @cached_property
    def chiffres(self) -> float:
        """How wide the sheet is, in digits."""
        groups = self.sheet.column_dimensions.values()
        widths = {c: float(group.width) for group in groups for c in range(group.min, group.max + 1)}
        return sum(widths[column] for column in range(1, self.colonnes + 1))

    @cached_property
    def echelle(self) -> float:
        """The scale of the print, in the program that shrinks the sheet most."""
        wide, tall = self.papier
        setup = self.sheet.page_setup
        assert self.sheet.sheet_properties.pageSetUpPr.fitToPage
        scales = [1.0, *(wide / (self.chiffres * digit) for digit in _CHIFFRES)]
        if setup.fitToHeight != 0:  # one page where nothing is said
            scales.append(tall / sum(self.rangee(row) for row in range(1, self.derniere + 1)))
        return min(scales)

    def corps(self) -> Iterator[tuple[str, float]]:
        """Every text that is printed, with its size on paper."""
        for row in self.sheet.iter_rows(max_row=self.derniere, max_col=self.colonnes):
            for cell in row:
                if cell.value is not None:
                    yield f"{cell.coordinate} {cell.value}", cell.font.sz * self.echelle
        for text in (self.sheet.oddHeader, self.sheet.oddFooter):
            for part in (text.left, text.center, text.right):
                if part.text:
                    yield str(part.text), float(part.size) * self.echelle
        for dessin in self.dessins:
            for size in dessin.corps:
                yield f"graphique en ligne {dessin.premiere}", size * self.echelle

    def pages(self) -> list[Page]:
        """The pages, as the breaks of the sheet end them."""
        ends = [*sorted(brk.id for brk in self.sheet.row_breaks.brk), self.derniere]
        found, first = [], 1
        for last in ends:
            tall = sum(self.rangee(row) for row in range(first, last + 1))
            padded = max(0.0, self.rangee(last) - _PHRASE)
            found.append(Page(first, last, tall / self.papier[1], (tall - padded) / self.papier[1]))
            first = last + 1
        return found

    def flow(self, mesure: float) -> list[int]:
        """The rows at which pages end where breaks are left alone, in a program that measures rows so."""
        ends, left = [], self.papier[1]
        for row in range(1, self.derniere + 1):
            tall = self.rangee(row) * mesure
            if tall > left:
                ends.append(row - 1)
                left = self.papier[1]
            left -= tall
        return [*ends, self.derniere]


def open_impression(data: bytes, nom: str) -> Impression:
    """A sheet of a workbook by its name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {
            info.filename: archive.read(info).decode() for info in archive.infolist() if info.filename[-3:] != "bin"
        }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl would not write back
        book = openpyxl.load_workbook(io.BytesIO(data))
    rank = book.sheetnames.index(nom) + 1
    return Impression(book[nom], tuple(_dessins(parts, f"xl/worksheets/_rels/sheet{rank}.xml.rels")))


def _dessins(parts: Mapping[str, str], rels: str) -> Iterator[Dessin]:
    drawings = re.findall(r'Target="\.\./(drawings/drawing\d+)\.xml"', parts.get(rels, ""))
    for drawing in drawings:
        head, _, nom = drawing.partition("/")
        charts = dict(
            re.findall(
                r'Id="(rId\d+)"[^>]*Target="\.\.(/charts/chart\d+\.xml)"', parts[f"xl/{head}/_rels/{nom}.xml.rels"]
            )
        )
        for anchor in re.findall(r"<xdr:twoCellAnchor.*?</xdr:twoCellAnchor>", parts[f"xl/{drawing}.xml"], re.DOTALL):
            first, last = (int(row) + 1 for row in re.findall(r"<xdr:row>(\d+)</xdr:row>", anchor))
            chart = parts["xl" + charts[re.findall(r'r:id="(rId\d+)"', anchor)[0]]]
            sizes = tuple(int(size) / 100 for size in re.findall(r'<a:(?:defRPr|rPr)[^>]* sz="(\d+)"', chart))
            assert sizes
            yield Dessin(first, last, sizes)
