"""The pen that draws a sheet of the model: where it has come to, its formats, merged cells and names."""

from typing import Unpack

from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Feuille, Format, Forme, Ouvrage
from fiche_tool.excel.lecture.classeur import column_letters

PROTECTION = {"format_rows": True, "format_columns": True, "format_cells": True, "sort": True, "autofilter": True}
"""What people may do on a protected sheet besides typing: enlarge what is too small for them."""


class Plume:
    """One sheet being drawn from top to bottom. Rows count from 0 as XlsxWriter's do, columns from 1."""

    def __init__(self, workbook: Ouvrage, titre: str, formats: look.Formats) -> None:
        self.workbook = workbook
        self.sheet: Feuille = workbook.add_worksheet(titre)
        self.titre = titre
        self.format = formats.get
        self.row = 0

    def cell(self, *formes: Forme, **more: Unpack[Forme]) -> Format:
        """A bordered cell."""
        return self.format(look.BORDS, *formes, more)

    def label(self, **more: Unpack[Forme]) -> Format:
        """The format of a printed label."""
        shape: Forme = {"bg_color": look.BLEU_PALE, "bold": True, "text_wrap": True, "indent": 1, "align": "left"}
        return self.cell(shape, more)

    def span(self, first: int, last: int, content: str, style: Format) -> None:
        """Write one cell, or a merged range, of the current row."""
        if first != last:
            self.sheet.merge_range(self.row, first - 1, self.row, last - 1, content, style)
        elif content:
            self.sheet.write_string(self.row, first - 1, content, style)
        else:
            self.sheet.write_blank(self.row, first - 1, None, style)

    def address(self, column: int) -> str:
        """A cell of the current row, as formulas name it wherever they stand."""
        return f"${column_letters(column)}${self.row + 1}"

    def name(self, nom: str, first: int, last: int | None = None, rows: int = 1) -> None:
        """Give the current place its workbook name."""
        target = f"{self.titre}!{self.address(first)}"
        if last is not None:
            target += f":${column_letters(last)}${self.row + rows}"
        self.workbook.define_name(nom, f"={target}")

    def next(self, height: float, *, hidden: bool = False) -> None:
        """Go to the next row, having set this one's height."""
        self.sheet.set_row(self.row, height, None, {"hidden": True} if hidden else {})
        self.row += 1

    def section(self, last: int, titre: str, height: float = 18) -> None:
        """A band across the sheet."""
        style = self.cell(bold=True, font_color=look.BLANC, bg_color=look.BLEU_MOYEN, indent=1)
        self.span(1, last, titre, style)
        self.next(height)

    def page(self, *, header: str, footer: str, flows: bool = False) -> None:
        """One A4 portrait page; or, where its text `flows`, one page wide and as many as it needs."""
        sheet = self.sheet
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_portrait()
        sheet.set_margins(left=0.35, right=0.35, top=0.58, bottom=0.42)
        sheet.fit_to_pages(1, 0 if flows else 1)
        sheet.center_horizontally()
        sheet.set_header(header, {"margin": 0.2, "scale_with_doc": False})
        sheet.set_footer(footer, {"margin": 0.2, "scale_with_doc": False})
