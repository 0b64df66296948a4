"""The form itself: one A4 page with the labels of the printed model, and beside it what helps to fill it in.

The budget table comes last, where the printed model has it in the middle: an action without budget is then filled in
with some twenty strokes of the Tab key instead of eighty-five.
"""

from collections.abc import Sequence
from typing import Unpack

from fiche_tool.domaine.fiche import fiche
from fiche_tool.domaine.fiche.aide import LEGENDE, input_message, input_title, is_text_box
from fiche_tool.domaine.fiche.champs import Champ
from fiche_tool.domaine.fiche.fiche import COLONNES_BUDGET, LABELS, nom_de_cellule
from fiche_tool.domaine.fiche.kinds import DATE, MONTANT, TAUX, Scalaire
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Feuille, Format, Forme, Ouvrage
from fiche_tool.excel.lecture.classeur import column_letters
from fiche_tool.excel.modele.noms import ENTETE, FAUTES, LISTE_A_CORRIGER, REMARQUE, TITRE_A_CORRIGER
from fiche_tool.excel.modele.write_modele.colonne import (
    COLONNE_CALCULS,
    COLONNE_CONTROLE,
    COLONNE_FAUTES,
    COLONNE_REMARQUE,
    DERNIERE,
    LARGEUR_FAUTES,
    MAX_FAUTES,
    draw_colonne,
)
from fiche_tool.excel.modele.write_modele.plume import PROTECTION, Plume

LIGNES_BUDGET = 8
LIGNES_A_CORRIGER = 12
_WIDTHS = (10, 8.5, 9, 21, 16.5, 16.5, 16.5, 15.5)
_LARGEUR_REMARQUE, _LARGEUR_CONTROLE = 50, 78
"""So wide that A4 paper shows 10 points at 80 % or a little more, and a screen of 1366 pixels the form and its remarks.

LibreOffice draws columns 5 % wider than Excel: it prints at 80 %, Excel at 85 %, and the page has to hold both.
"""
_LIGNE, _ZONE_DE_TEXTE, _LIGNE_BUDGET, _TITRE = 15.0, 78.0, 13.5, 22.0
"""Points of a row of one line, and of six; titles may take two lines more before Excel needs a second page."""
_PAIRS_OF_COLUMNS = ((1, 3), (4, 4), (5, 5), (6, 6), (7, 8))
EN_TETE = "&L[CPAS]\n[volet]&R[séance]"
"""Two parts, for Gnumeric prints larger than asked and lets three overlap; the margin holds two lines.

In the font of the workbook: LibreOffice makes it smaller with the page, and Gnumeric reads one digit of a size.
"""
PIED = "&L[référence]&RPage &P/&N"


def draw_formulaire(workbook: Ouvrage, formats: look.Formats) -> Feuille:
    """Draw sheet « Fiche », top to bottom."""
    drawing = _Formulaire(Plume(workbook, fiche.FEUILLE, formats))
    drawing.draw()
    return drawing.plume.sheet


_PAR_LA_FLECHE = "Choisissez dans la liste, par la flèche à droite de la case."
_CHOISIR = {"exercices": "Choisissez une année de la législature, par la flèche à droite de la case."}
"""What is said of a word that is not in a list."""


class _Formulaire:
    """The form being drawn; remembers where its fields are, for the formulas of column Contrôle."""

    def __init__(self, plume: Plume) -> None:
        self.plume, self.sheet = plume, plume.sheet
        self.cells: dict[str, str] = {}
        self.group_rows: dict[str, int] = {}
        self.remarks: list[int] = []
        self.tall_remarks: list[int] = []  # rows whose remark runs over the next one too

    def draw(self) -> None:
        """Everything, top to bottom, then what depends on the whole."""
        self._set_up()
        self._screen_line()
        self._to_correct()
        self._title()
        for champ in fiche.HIERARCHIE[1:]:
            self._label_value(champ, height=16.5)
        for champ in fiche.CONTENU:
            self._label_value(champ)
        self._side_by_side(fiche.AVANCEMENT)
        self.plume.section(DERNIERE, "Intervenants", _LIGNE)
        for champ in (*fiche.INTERVENANTS, *fiche.PLANIFICATION, *fiche.BILAN):
            self._label_value(champ)
        self._return_strip()
        self.plume.section(DERNIERE, LABELS[fiche.BUDGET], _LIGNE)
        self._budget()
        self._identity_strip()
        first = self.budget_row
        draw_colonne(self.plume, self.cells, self.group_rows, range(first, first + LIGNES_BUDGET))
        self._finish()

    # --- tools -------------------------------------------------------------------------------------------------------
    def _entry(self, champ: Champ[Scalaire], **more: Unpack[Forme]) -> Format:
        """The format of a value cell: open and pale yellow, or locked and grey."""
        shape: Forme = {"num_format": champ.kind.format}
        if champ.verrouille:
            shape["bg_color"] = look.VERROUILLE
        else:
            shape |= {"bg_color": look.SAISIE, "locked": False}
        if champ.kind not in (TAUX, MONTANT, DATE):
            shape |= {"text_wrap": True, "align": "left", "indent": 1}
        if is_text_box(champ):
            shape["valign"] = "top"
        return self.plume.cell(shape, more)

    def _field(self, champ: Champ[Scalaire], first: int, last: int, **more: Unpack[Forme]) -> None:
        """The value cell of a field, with its name, its validation and its place for the formulas."""
        self.plume.span(first, last, "", self._entry(champ, **more))
        self.plume.name(champ.nom_de_cellule, first)
        self._validate(champ, first)
        self.cells[champ.nom] = self.plume.address(first)
        self.group_rows[champ.nom] = self.plume.row

    def _validate(self, champ: Champ[Scalaire], first: int, rows: int = 1) -> None:
        """The input message of a field and, where it has a list or bounds, its validation."""
        if champ.verrouille:
            return
        rule: dict[str, object] = {"validate": "any"}
        if champ.liste:
            rule = {
                "validate": "list",
                "source": f"=liste_{champ.liste}",
                "error_type": "information" if champ.multiple else "warning",
                "error_title": input_title(champ.label),
                "error_message": _CHOISIR.get(champ.liste, f"{_PAR_LA_FLECHE} {champ.aide}")[:255],
            }
        elif champ.kind.bornes:
            rule = {
                "validate": "integer",
                "criteria": "between",
                "minimum": champ.kind.bornes[0],
                "maximum": champ.kind.bornes[1],
                "error_type": "stop",
                "error_title": champ.label.partition(" (")[0],
                "error_message": f"Tapez {champ.kind.attendu}.",
            }
        rule |= {"input_title": input_title(champ.label), "input_message": input_message(champ), "ignore_blank": True}
        row = self.plume.row
        self.sheet.data_validation(row, first - 1, row + rows - 1, first - 1, rule)

    def _next(self, height: float, *, hidden: bool = False) -> None:
        """Go on after a row that may carry a remark."""
        if not hidden:
            self.remarks.append(self.plume.row)
        self.plume.next(height, hidden=hidden)

    # --- blocks ------------------------------------------------------------------------------------------------------
    def _set_up(self) -> None:
        sheet = self.sheet
        for index, width in enumerate(_WIDTHS):
            sheet.set_column(index, index, width)
        sheet.set_column(DERNIERE, DERNIERE, 0.8)
        sheet.set_column(COLONNE_REMARQUE - 1, COLONNE_REMARQUE - 1, _LARGEUR_REMARQUE, None, {"hidden": True})
        sheet.set_column(COLONNE_CONTROLE - 1, COLONNE_CONTROLE - 1, _LARGEUR_CONTROLE)
        sheet.set_column(COLONNE_CALCULS - 1, COLONNE_FAUTES + LARGEUR_FAUTES - 2, 12, None, {"hidden": True})
        self.plume.page(header=EN_TETE, footer=PIED, flows=True)
        sheet.protect("", PROTECTION)
        sheet.freeze_panes(1, 0)

    def _screen_line(self) -> None:
        """The first row, kept in view and not printed: whose fiche, what is still to check, column headings."""
        plume = self.plume
        plume.span(1, 5, "", plume.format(font_size=9, font_color=look.GRIS, align="left"))
        plume.name(ENTETE, 1)
        head = plume.format(font_size=9, bold=True, font_color=look.BLANC, bg_color=look.BLEU, indent=1)
        plume.span(COLONNE_CONTROLE, COLONNE_CONTROLE, "Contrôle (se met à jour quand vous remplissez)", head)
        plume.span(COLONNE_REMARQUE, COLONNE_REMARQUE, "Remarque du secrétariat", head)
        plume.name(REMARQUE, COLONNE_REMARQUE)
        plume.next(20)

    def _to_correct(self) -> None:
        """The list on top of a marked copy; its rows are hidden in any other fiche."""
        plume = self.plume
        band = plume.cell(bold=True, font_color=look.BLANC, bg_color=look.ALERTE, indent=1)
        plume.span(1, DERNIERE, "", band)
        plume.name(TITRE_A_CORRIGER, 1)
        plume.next(20, hidden=True)
        plume.name(LISTE_A_CORRIGER, 1, DERNIERE, LIGNES_A_CORRIGER)
        shape: Forme = {"font_color": look.ALERTE, "align": "left", "indent": 1}
        link, line = plume.cell(shape, underline=1, bold=True), plume.cell(shape, text_wrap=True)
        for _ in range(LIGNES_A_CORRIGER):
            plume.span(1, 1, "", link)  # apart from the text: LibreOffice does not wrap a cell that is a link
            plume.span(2, DERNIERE, "", line)
            plume.next(_LIGNE, hidden=True)

    def _title(self) -> None:
        plume = self.plume
        volet = fiche.HIERARCHIE[0]
        band = plume.format(bold=True, font_size=12, font_color=look.BLANC, bg_color=look.BLEU, align="left", indent=1)
        plume.span(1, 5, fiche.TITRE, band)
        title: Forme = {"bold": True, "font_size": 11, "font_color": look.BLANC, "bg_color": look.BLEU}
        plume.span(6, DERNIERE, "", plume.format(title, align="left", text_wrap=True))
        plume.name(volet.nom_de_cellule, 6)
        self._next(_TITRE)

    def _label(self, champ: Champ[Scalaire], **more: Unpack[Forme]) -> Format:
        """The format of a field's label. That it is required is shown by the number format: the words stay whole."""
        required: Forme = {"num_format": '@" *"'} if champ.requis else {}
        return self.plume.label(**look.merge_formes(required, more))

    def _label_value(self, champ: Champ[Scalaire], height: float = 0) -> None:
        box = is_text_box(champ)
        top: Forme = {"valign": "top"} if box else {}
        self.plume.span(1, 3, champ.label, self._label(champ, **top))
        self._field(champ, 4, DERNIERE, bold=champ.nom == "libelle")
        height = height or (_ZONE_DE_TEXTE if box else _LIGNE)
        self._next(height, hidden=champ.nom == "axe")  # most PSTs have none: the row shows only where there is one

    def _side_by_side(self, champs: Sequence[Champ[Scalaire]]) -> None:
        """Labels on one row, values on the next, as the printed model has them."""
        for champ, (first, last) in zip(champs, _PAIRS_OF_COLUMNS, strict=True):
            self.plume.span(first, last, champ.label, self._label(champ, align="center", indent=0))
        self.tall_remarks.append(self.plume.row)
        self.plume.next(_LIGNE)
        for champ, (first, last) in zip(champs, _PAIRS_OF_COLUMNS, strict=True):
            self._field(champ, first, last, align="center", bold=True, indent=0)
        self.plume.next(17)

    def _budget(self) -> None:
        plume = self.plume
        for index, champ in enumerate(COLONNES_BUDGET, 1):
            plume.span(index, index, champ.label, plume.label(align="center", indent=0))
        plume.next(_LIGNE)
        self.budget_row = plume.row
        plume.name(nom_de_cellule(fiche.BUDGET), 1, DERNIERE, LIGNES_BUDGET)
        for index, champ in enumerate(COLONNES_BUDGET, 1):
            self._validate(champ, index, LIGNES_BUDGET)
        for _ in range(LIGNES_BUDGET):
            for index, champ in enumerate(COLONNES_BUDGET, 1):
                money: Forme = {"align": "right", "indent": 1}
                shape: Forme = money if champ.kind is MONTANT else {"align": "center", "indent": 0}
                plume.span(index, index, "", self._entry(champ, **shape))
            self._next(_LIGNE_BUDGET)
        for title, letter, nom in (("Total des dépenses", "D", "depenses"), ("Total des recettes", "R", "recettes")):
            self._total(title, letter, nom)

    def _total(self, title: str, letter: str, nom: str) -> None:
        """A total row. Dépenses and recettes are never added to one another."""
        plume = self.plume
        first, last = self.budget_row + 1, self.budget_row + LIGNES_BUDGET
        plume.span(1, 4, title, plume.cell(bg_color=look.GRIS_PALE, bold=True, indent=1))
        plume.name(nom_de_cellule(f"total_{nom}"), 5, DERNIERE)
        shape: Forme = {"align": "right", "indent": 1, "num_format": look.FORMAT_MONTANT}
        money = plume.cell(shape, bg_color=look.GRIS_PALE, bold=True)
        for column in range(5, DERNIERE + 1):
            amounts = f"{column_letters(column)}{first}:{column_letters(column)}{last}"
            formula = f'=SUMIF($C${first}:$C${last},"{letter}",{amounts})'
            self.sheet.write_formula(plume.row, column - 1, formula, money, 0)
        plume.next(_LIGNE)

    def _return_strip(self) -> None:
        par, le, inchange = fiche.RETOUR
        plume = self.plume
        plume.section(DERNIERE, "Retour de la fiche", _LIGNE)
        plume.span(1, 3, par.label, self._label(par))
        self._field(par, 4, 5)
        plume.span(6, 6, le.label, plume.label(align="center", indent=0))
        self._field(le, 7, 8, align="center", indent=0)
        self._next(_LIGNE)
        plume.span(1, 4, inchange.label, plume.label())
        self._field(inchange, 5, 5, align="center", indent=0)
        plume.span(6, 8, "Oui ou Non", plume.format(italic=True, font_color=look.GRIS, indent=1))
        self._next(_LIGNE)
        self._health()

    def _health(self) -> None:
        """How the action fares, in a row of its own."""
        sante, precision = fiche.ETAT_SANTE
        self.plume.span(1, 3, sante.label, self._label(sante))
        self._field(sante, 4, 4, align="center", indent=0)
        self.plume.span(5, 5, precision.label, self._label(precision, align="center", indent=0))
        self._field(precision, 6, DERNIERE)
        self._next(_LIGNE)

    def _identity_strip(self) -> None:
        plume = self.plume
        small = plume.format(font_color=look.GRIS)
        value = plume.format(font_color=look.GRIS, num_format=look.FORMAT_TEXTE)
        reference, *others = fiche.IDENTITE
        plume.span(1, 1, reference.label, small)
        plume.span(2, 5, "", value)
        plume.name(reference.nom_de_cellule, 2)
        plume.span(6, DERNIERE, LEGENDE, plume.format(italic=True, font_color=look.GRIS, align="right"))
        plume.next(13)
        for champ, column in zip(others, (1, 3, 5, 7), strict=True):
            plume.span(column, column, champ.label, small)
            plume.span(column + 1, column + 1, "", value)
            plume.name(champ.nom_de_cellule, column + 1)
            self.cells[champ.nom] = plume.address(column + 1)
        plume.next(13)

    # --- what depends on the whole -----------------------------------------------------------------------------------
    def _finish(self) -> None:
        sheet, plume = self.sheet, self.plume
        note = plume.format(text_wrap=True, font_color=look.ALERTE, align="left", valign="top", indent=1)
        for row in self.remarks:
            sheet.write_blank(row, COLONNE_REMARQUE - 1, None, note)
        for row in self.tall_remarks:
            sheet.merge_range(row, COLONNE_REMARQUE - 1, row + 1, COLONNE_REMARQUE - 1, "", note)
        self._paint_faults()
        sheet.print_area(1, 0, plume.row - 1, COLONNE_REMARQUE - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{column_letters(DERNIERE)}{plume.row}"})
        row = self.group_rows["reformulation"]
        sheet.set_selection(row, 3, row, DERNIERE - 1)

    def _paint_faults(self) -> None:
        """A cell listed as faulty is painted for as long as it holds what it held then."""
        where, held = (
            f"${letter}$1:${letter}${MAX_FAUTES}"
            for letter in map(column_letters, (COLONNE_FAUTES, COLONNE_FAUTES + 1))
        )
        first, state = where.partition(":")[0], column_letters(COLONNE_FAUTES + LARGEUR_FAUTES - 1)
        self.plume.workbook.define_name(FAUTES, f"={fiche.FEUILLE}!{first}:${state}${MAX_FAUTES}")
        paint: Forme = {"bg_color": look.ALERTE_PALE, "font_color": look.ALERTE, "bold": True}
        criteria = f"=SUMPRODUCT(({where}=ADDRESS(ROW(A1),COLUMN(A1),4))*({held}=A1))>0"
        rule = {"type": "formula", "criteria": criteria, "format": self.plume.workbook.add_format(paint)}
        self.sheet.conditional_format(0, 0, self.plume.row - 1, DERNIERE - 1, rule)
