"""What every sheet of the synthesis shares: formats made once, print set-up, cells by type, live totals."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.mots.dates import Periode, show_long
from fiche_tool.domaine.mots.statuts import A_DEMARRER, REPORTE
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.lignes import ETATS
from fiche_tool.excel.dessin import look

MAX_CELL_TEXT = 32_767
"""The longest text that a cell holds."""
_MAX_CRITERION = 120
TABLEAU_DE_BORD = "Tableau de bord"
A4, A3 = 9, 8
FORMAT_DELTA = '+General;-General;"="'
FORMAT_COMPTE = '0;-0;"·"'


class Atelier:
    """The workbook being written, its formats, and the synthesis it shows.

    `seul`: the annex stands alone, so it holds figures where the whole workbook has formulas on its other sheets.
    `lieux` gives the row (from 0) of each action in the sheet Synthèse, for links.
    """

    def __init__(self, workbook: Workbook, synthese: Synthese, *, seul: bool = False) -> None:
        self.workbook, self.synthese, self.seul = workbook, synthese, seul
        self.format = look.Formats(workbook).get
        self.lieux: dict[str, int] = {}

    def cell(self, **properties: Any) -> Format:
        """A bordered cell."""
        return self.format(**({"border": 1, "border_color": look.TRAIT} | properties))

    def money(self, **properties: Any) -> Format:
        """A bordered amount in euros, clear of the text of the next column."""
        return self.cell(**({"num_format": look.FORMAT_MONTANT, "align": "right", "indent": 1} | properties))

    def head(self, **properties: Any) -> Format:
        """A table heading."""
        shape = {"bold": True, "bg_color": look.BLEU, "font_color": look.BLANC, "text_wrap": True, "valign": "vcenter"}
        return self.cell(**(shape | {"align": "center"} | properties))

    def note(self) -> Format:
        """A remark under or above a table."""
        return self.format(font_size=9, italic=True, font_color=look.GRIS)

    def statut(self, statut: str, **properties: Any) -> Format:
        """A cell in the colour of a status; the word is always in it."""
        colour = look.STATUT_COULEURS.get(statut)
        if colour is None:
            return self.cell(align="center", italic=True, font_color=look.GRIS, text_wrap=True, **properties)
        ink = look.ENCRE if statut in (A_DEMARRER, REPORTE) else look.BLANC
        return self.cell(align="center", bold=True, bg_color=colour, font_color=ink, **properties)

    def add_sheet(self, nom: str, widths: Sequence[float], titre: str, *, paper: int = A4) -> Worksheet:
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
        cpas = parametres.cpas.replace("&", "&&")[:80]  # after « &8 » a blank: a digit would be part of the size
        sheet.set_header(
            f"&L&8 {cpas} – PST {parametres.legislature}&R&8 {parametres.organe.replace('&', '&&')[:60]} du {jour}"
        )
        sheet.set_footer("&L&8&A&R&8Page &P/&N")
        sheet.hide_gridlines(2)
        sheet.write_string(0, 0, titre, self.format(bold=True, font_size=15, font_color=look.BLEU))
        self._subtitle(sheet, nom, f"{parametres.cpas} – {parametres.organe} du {jour}")
        sheet.set_row(0, 22)
        return sheet

    def _subtitle(self, sheet: Worksheet, nom: str, texte: str) -> None:
        """The centre and the séance; on the other sheets, the way back to the first one."""
        style = self.format(font_size=10, font_color=look.GRIS)
        if self.seul or nom == TABLEAU_DE_BORD:
            sheet.write_string(1, 0, texte, style)
        else:
            sheet.write_url(1, 0, f"internal:'{TABLEAU_DE_BORD}'!A1", style, f"↩ {texte}", "Retour au tableau de bord")

    def headings(
        self,
        sheet: Worksheet,
        row: int,
        headings: Sequence[str],
        height: float = 30,
        *,
        repeat: bool = True,
        columns: int = 0,
    ) -> None:
        """A row of headings, frozen on screen with some first columns, and repeated on each printed page."""
        for column, heading in enumerate(headings):
            sheet.write_string(row, column, heading, self.head())
        sheet.set_row(row, height)
        sheet.freeze_panes(row + 1, columns)
        if repeat:
            sheet.repeat_rows(row)

    def section(self, sheet: Worksheet, row: int, titre: str, width: int, column: int = 0) -> None:
        """A section title across a table's width."""
        style = self.format(bold=True, font_size=12, font_color=look.BLEU, bottom=2, bottom_color=look.BLEU)
        sheet.write_string(row, column, titre, style)
        for other in range(column + 1, column + width):
            sheet.write_blank(row, other, None, style)
        sheet.set_row(row, 20)

    def total(self, sheet: Worksheet, row: int, column: int, formula: str, value: object, style: Format) -> None:
        """A live total: a formula with its value stored; the value alone in an annex that stands alone."""
        if self.seul:
            put(sheet, row, column, value, style)
        else:
            shown = float(value) if isinstance(value, Decimal) else "" if value is None else value
            sheet.write_formula(row, column, formula, style, shown)


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
            sheet.write_string(
                row, column, texte if len(texte) <= MAX_CELL_TEXT else texte[: MAX_CELL_TEXT - 1] + "…", style
            )


def literal(texte: str) -> str:
    """A text as a criterion of COUNTIFS and its like: quoted, its wildcards meant as they are.

    A formula holds no text of more than 255 characters: of a longer one, the beginning and the end have to match.
    """
    parts = (texte,) if len(texte) <= _MAX_CRITERION else (texte[: _MAX_CRITERION // 2], texte[-_MAX_CRITERION // 2 :])
    return f'"={"*".join(_quoted(part) for part in parts)}"'


def _quoted(texte: str) -> str:
    for sign in "~*?":
        texte = texte.replace(sign, f"~{sign}")
    return texte.replace('"', '""')


def count_formula(**where: str) -> str:
    """The live count of the actions that hold these values in these columns of the flat table, with its « = »."""
    return "=COUNTIFS(" + ",".join(f"act_{nom},{value}" for nom, value in where.items()) + ")"


def mean_formula(taux: str, **where: str) -> str:
    """The live mean taux of such actions; act_moyenne says which of them count in it."""
    criteria = "".join(f"act_{nom},{value}," for nom, value in where.items())
    return f'=IFERROR(AVERAGEIFS(act_{taux},{criteria}act_moyenne,"Oui"),"—")'


STATUT_LITERALS = {etat: literal(etat) for etat in ETATS}
"""Each state as a criterion."""
