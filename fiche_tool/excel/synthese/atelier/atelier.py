"""The workbook being written: its formats, made once, the set-up of its sheets, live totals."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Unpack

from fiche_tool.domaine.mots.dates import show_long
from fiche_tool.domaine.mots.typographie import typographe
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.excel.dessin import look, papier
from fiche_tool.excel.dessin.feuille import Feuille, Format, Forme, Ouvrage
from fiche_tool.excel.dessin.papier import MARGE_BAS, MARGE_COTE, MARGE_HAUT, column_pixels
from fiche_tool.excel.lecture.classeur import column_letters
from fiche_tool.excel.synthese.atelier.cellules import put
from fiche_tool.excel.synthese.atelier.formes import ENTETE, MONTANT, NOTE
from fiche_tool.excel.synthese.atelier.formules import empty_formula

POUR_LE_BUREAU, TABLEAU_DE_BORD = "Pour le bureau", "Tableau de bord"
ECRAN = 1310
"""Pixels of a sheet that a screen of 1366 shows beside the numbers of its rows."""
_RANGEES = 1024
"""Rows of a long sheet that are kept as cells."""
_ZOOM = 75
"""Hundredths below which small text is no longer read at ease, however wide the sheet."""
_CORPS_FIXE = {"scale_with_doc": False}
"""Headers and footers print as large as they say, whatever the scale of the page."""
A4, A3 = papier.A4.code, papier.A3.code


class Atelier:
    """The workbook being written, its formats, and the synthesis it shows.

    `seul`: the annex stands alone, so it holds figures where the whole workbook has formulas on its other sheets.
    `lieux` gives the row (from 0) of each action in the sheet Synthèse, for links.
    """

    def __init__(self, workbook: Ouvrage, synthese: Synthese, *, seul: bool = False) -> None:
        self.workbook, self.synthese, self.seul = workbook, synthese, seul
        self.format = look.Formats(workbook).get
        self.lieux: dict[str, int] = {}
        self._grille = workbook.add_format(look.BORDS)

    def cell(self, *formes: Forme, **more: Unpack[Forme]) -> Format:
        """A bordered cell."""
        return self.format(look.BORDS, *formes, more)

    def money(self, *formes: Forme, **more: Unpack[Forme]) -> Format:
        """A bordered amount in euros, clear of the text of the next column."""
        return self.cell(MONTANT, *formes, more)

    def head(self, *formes: Forme, **more: Unpack[Forme]) -> Format:
        """A table heading."""
        return self.cell(ENTETE, *formes, more)

    def note(self) -> Format:
        """A remark under or above a table."""
        return self.format(NOTE)

    def add_sheet(self, nom: str, widths: Sequence[float], titre: str, *, paper: int = A4) -> Feuille:
        """A sheet ready to print: landscape, one page wide, title, header with the centre, footer with the page."""
        sheet = self.workbook.add_worksheet(nom)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        parametres = self.synthese.programme.parametres
        jour = show_long(self.synthese.seance)
        sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=MARGE_COTE, right=MARGE_COTE, top=MARGE_HAUT, bottom=MARGE_BAS)
        cpas, organe = (nom.replace("&", "&&") for nom in (parametres.cpas, parametres.organe))
        left, right = f"{cpas[:80]} – PST {parametres.legislature}", f"{organe[:60]} du {jour}"
        sheet.set_header(f"&L&9 {left}&R&9 {right}", _CORPS_FIXE)
        sheet.set_footer("&L&9&A&R&9Page &P/&N", _CORPS_FIXE)
        sheet.hide_gridlines(2)
        sheet.write_string(0, 0, typographe(titre), self.format(bold=True, font_size=15, font_color=look.BLEU))
        self._subtitle(sheet, nom, f"{parametres.cpas} – {parametres.organe} du {jour}")
        sheet.set_row(0, 22)
        return sheet

    def _subtitle(self, sheet: Feuille, nom: str, texte: str) -> None:
        """The centre and the séance; on the other sheets, the way back to the first one."""
        style = self.format(font_size=10, font_color=look.GRIS)
        if self.seul or nom in (POUR_LE_BUREAU, TABLEAU_DE_BORD):
            sheet.write_string(1, 0, texte, style)
        else:
            sheet.write_url(
                1,
                0,
                f"internal:'{TABLEAU_DE_BORD}'!{column_letters(1)}1",
                style,
                f"↩ {texte}",
                "Retour au tableau de bord",
            )

    def store(self, sheet: Feuille, row: int) -> None:
        """Put away the rows of a long sheet before this one, now and then: they are whole, and weigh too much."""
        if row % _RANGEES == 0:
            sheet.put_away(in_memory=False, before=row)

    def fit_screen(self, sheet: Feuille, widths: Sequence[float]) -> None:
        """Open a sheet as small as it takes to show these columns, from the left, on a screen of 1366 pixels."""
        pixels = sum(column_pixels(width) for width in widths)
        if pixels > ECRAN:
            sheet.set_zoom(max(_ZOOM, ECRAN * 100 // pixels))

    def headings(
        self,
        sheet: Feuille,
        row: int,
        headings: Sequence[str],
        height: float = 30,
        *,
        repeat: bool = True,
        columns: int = 0,
        size: int = 10,
    ) -> None:
        """A row of headings, frozen on screen with some first columns, and repeated on each printed page."""
        for column, heading in enumerate(headings):
            sheet.write_string(row, column, typographe(heading), self.head(font_size=size))
        sheet.set_row(row, height)
        sheet.freeze_panes(row + 1, columns)
        if repeat:
            sheet.repeat_rows(row)

    def rule_blanks(self, sheet: Feuille, first: int, left: int, last: int, right: int) -> None:
        """The lines of a table where its cells are empty: one rule, instead of as many cells that hold nothing."""
        if last >= first:
            rule = {"type": "formula", "criteria": empty_formula(first, left), "format": self._grille}
            sheet.conditional_format(first, left, last, right, rule)

    def section(self, sheet: Feuille, row: int, titre: str, width: int, column: int = 0) -> None:
        """A section title across a table's width."""
        style = self.format(bold=True, font_size=12, font_color=look.BLEU, bottom=2, bottom_color=look.BLEU)
        sheet.write_string(row, column, typographe(titre), style)
        for other in range(column + 1, column + width):
            sheet.write_blank(row, other, None, style)
        sheet.set_row(row, 20)

    def total(self, sheet: Feuille, row: int, column: int, formula: str, value: object, style: Format) -> None:
        """A live total: a formula with its value stored; the value alone in an annex that stands alone."""
        if self.seul:
            put(sheet, row, column, value, style)
        else:
            shown = float(value) if isinstance(value, Decimal) else "" if value is None else value
            sheet.write_formula(row, column, formula, style, shown)
