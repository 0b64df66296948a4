"""What every sheet of the synthesis shares: formats made once, print set-up, cells by type, links."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.dates import Periode, show_long
from fiche_tool.domaine.lecture import on_disk
from fiche_tool.domaine.statuts import A_DEMARRER, REPORTE
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.excel import look

MAX_TEXT = 32_767


class Atelier:
    """The workbook being written, its formats, and the synthesis it shows."""

    def __init__(self, workbook: Workbook, synthese: Synthese) -> None:
        self.workbook, self.synthese = workbook, synthese
        self.format = look.Formats(workbook).get

    def cell(self, **properties: Any) -> Format:
        """A bordered cell."""
        return self.format(**({"border": 1, "border_color": look.TRAIT} | properties))

    def head(self, **properties: Any) -> Format:
        """A table heading."""
        shape = {"bold": True, "bg_color": look.BLEU, "font_color": look.BLANC, "text_wrap": True, "valign": "vcenter"}
        return self.cell(**(shape | {"align": "center"} | properties))

    def statut(self, statut: str) -> Format:
        """A cell in the colour of a status; the word is always in it."""
        colour = look.STATUT_COULEURS.get(statut)
        if colour is None:
            return self.cell(align="center", italic=True, font_color=look.GRIS)
        ink = look.ENCRE if statut in (A_DEMARRER, REPORTE) else look.BLANC
        return self.cell(align="center", bold=True, bg_color=colour, font_color=ink)

    def add_sheet(self, nom: str, widths: Sequence[float], titre: str, *, paper: int = 9) -> Worksheet:
        """A sheet ready to print: landscape, one page wide, title, header with the centre, footer with the page."""
        sheet = self.workbook.add_worksheet(nom)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        parametres = self.synthese.programme.parametres
        jour = show_long(self.synthese.seance)
        sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        cpas = parametres.cpas.replace("&", "&&")[:80]
        sheet.set_header(
            f"&L&8{cpas} – PST {parametres.legislature}&R&8{parametres.organe.replace('&', '&&')[:60]} du {jour}"
        )
        sheet.set_footer("&L&8&A&R&8Page &P/&N")
        sheet.hide_gridlines(2)
        sheet.write_string(0, 0, titre, self.format(bold=True, font_size=15, font_color=look.BLEU))
        sheet.write_string(
            1,
            0,
            f"{parametres.cpas} – {parametres.organe} du {jour}",
            self.format(font_size=10, font_color=look.GRIS),
        )
        sheet.set_row(0, 22)
        return sheet

    def headings(
        self, sheet: Worksheet, row: int, headings: Sequence[str], height: float = 30, *, repeat: bool = True
    ) -> None:
        """A row of headings, frozen on screen and, for a sheet of one table, repeated on each printed page."""
        for column, heading in enumerate(headings):
            sheet.write_string(row, column, heading, self.head())
        sheet.set_row(row, height)
        sheet.freeze_panes(row + 1, 0)
        if repeat:
            sheet.repeat_rows(row)

    def section(self, sheet: Worksheet, row: int, titre: str, width: int) -> None:
        """A section title across a table's width."""
        style = self.format(bold=True, font_size=12, font_color=look.BLEU, bottom=2, bottom_color=look.BLEU)
        sheet.write_string(row, 0, titre, style)
        for column in range(1, width):
            sheet.write_blank(row, column, None, style)
        sheet.set_row(row, 20)


def put(sheet: Worksheet, row: int, column: int, value: object, style: Format) -> None:
    """Write one value by its type. A text is always written as text, whatever it begins with."""
    match value:
        case None | "":
            sheet.write_blank(row, column, None, style)
        case Periode():
            put(sheet, row, column, value.debut if value.jour else value.texte, style)
        case bool():
            sheet.write_string(row, column, "Oui" if value else "Non", style)
        case int() | float() | Decimal():
            sheet.write_number(row, column, float(value), style)
        case date():
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), style)
        case _:
            texte = str(value)
            sheet.write_string(row, column, texte if len(texte) <= MAX_TEXT else texte[: MAX_TEXT - 1] + "…", style)


def row_height(*texts: tuple[object, float], size: int = 9) -> float:
    """Points that a row needs to show texts whole, each given with the width in characters of its column."""
    per_character = 0.76 if size == 9 else 0.84 if size == 10 else 0.95  # Calibri, words broken where they end
    lines = 1
    for texte, width in texts:
        per_line = max(1, int((width - 1) / per_character))
        parts = str(texte or "").split("\n")
        lines = max(lines, sum(max(1, -(-len(part) // per_line)) for part in parts))
    return min(409.0, lines * size * 1.36 + 4)


def show_path(fichier: str) -> str:
    """A return's path as shown in a column: « retours/ » goes without saying."""
    return fichier.removeprefix("retours/")


def put_link(
    sheet: Worksheet, row: int, column: int, style: Format, fichier: str, lieu: tuple[str, str] = ("", "")
) -> None:
    """A link to a file of the folder, down to the cell `lieu` (sheet, cell) where that is known, shown as its path.

    A plain text where Excel could not hold the link: it takes 2,079 characters each, and 65,530 on a sheet.
    """
    url = _link_to_file(fichier, *lieu)
    if row < _MAX_LINKS and len(url) < _MAX_URL:
        sheet.write_url(row, column, url, style, show_path(fichier)[:255])
    else:
        put(sheet, row, column, show_path(fichier), style)


_MAX_LINKS, _MAX_URL = 65_000, 1_000  # spaces and accents are written %20 or %C3%A9 in the end: up to twice as long
_MAX_SHEET_NAME = 31


def _link_to_file(fichier: str, feuille: str, cellule: str) -> str:
    """A link from a workbook in syntheses/."""
    path = on_disk(fichier)
    target = "../" + path.replace("%", "%25").replace("#", "%23")
    known = feuille and cellule and len(feuille) <= _MAX_SHEET_NAME and path.lower().endswith(".xlsx")
    place = f"#'{feuille}'!{cellule}" if known else ""
    return f"external:{target}{place}"
