"""Drawing the fiche model from the declaration of its fields."""

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine import fiche
from fiche_tool.domaine.champs import Champ
from fiche_tool.domaine.fiche import COLONNES_BUDGET, LABELS, LISTES, nom_de_cellule
from fiche_tool.domaine.kinds import DATE, MONTANT, TAUX, Kind
from fiche_tool.excel import look
from fiche_tool.excel.classeur import column_letters
from fiche_tool.excel.identite import FEUILLE_META, META_KEYS
from fiche_tool.excel.modele import FEUILLE_LISTES

LIGNES_BUDGET = 8
_WIDTHS = (10, 9, 8, 17, 13.5, 13.5, 13, 13)
_LAST = len(_WIDTHS)  # the form's last column; then a narrow gap, then Remarque
_REMARQUE = _LAST + 2
_PAIRS_OF_COLUMNS = ((1, 3), (4, 4), (5, 5), (6, 6), (7, 8))


def write_modele() -> bytes:
    """The model workbook, always the same bytes for the same declaration."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    workbook.set_properties(
        {
            "title": "Fiche action",
            "subject": "fiche action",
            "keywords": "fiche action",
            "comments": "Modèle de fiche action du Programme stratégique transversal",
            "created": datetime(2021, 1, 1),
        }
    )
    draw_modele(workbook)
    workbook.close()
    return buffer.getvalue()


def draw_modele(workbook: Workbook) -> Worksheet:
    """Draw the model's sheets in a workbook; gives the form's sheet, for a centre's own additions."""
    drawing = _Drawing(workbook)
    drawing.draw()
    return drawing.sheet


class _Drawing:
    """The pen: the workbook, its formats, and the row it has come to."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.sheet: Worksheet = workbook.add_worksheet(fiche.FEUILLE)
        self.row = 0
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self.remarks: list[int] = []

    def draw(self) -> None:
        """Everything, top to bottom, then the hidden sheets."""
        self._set_up()
        self._title()
        for champ in fiche.HIERARCHIE[1:]:
            self._label_value(champ, height=30)
        for champ in fiche.CONTENU:
            self._label_value(champ, height=44)
        self._side_by_side(fiche.AVANCEMENT)
        self._section("Intervenants")
        for champ in fiche.INTERVENANTS:
            self._label_value(champ, height=18)
        for champ in fiche.PLANIFICATION:
            self._label_value(champ, height=44)
        self._section(LABELS[fiche.BUDGET])
        self._budget()
        for champ in fiche.BILAN:
            self._label_value(champ, height=18 if champ.liste else 44)
        self._return_strip()
        self._identity_strip()
        self._finish()
        self._lists()
        self._meta()

    # --- tools -------------------------------------------------------------------------------------------------------
    def format(self, **properties: object) -> Format:
        """A cell format; equal ones are made once."""
        base: dict[str, object] = {
            "font_name": look.POLICE,
            "font_size": 10,
            "font_color": look.ENCRE,
            "valign": "vcenter",
        }
        key = tuple(sorted((base | properties).items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(dict(key))
        return self._formats[key]

    def _span(self, first: int, last: int, content: str, style: Format) -> None:
        """Write one cell, or a merged range, of the current row (columns from 1)."""
        if first == last:
            self.sheet.write_string(self.row, first - 1, content, style) if content else self.sheet.write_blank(
                self.row, first - 1, None, style
            )
        else:
            self.sheet.merge_range(self.row, first - 1, self.row, last - 1, content, style)

    def _name(self, nom: str, first: int, last: int | None = None, rows: int = 1) -> None:
        """Give the current place its workbook name."""
        target = f"{fiche.FEUILLE}!${column_letters(first)}${self.row + 1}"
        if last is not None:
            target += f":${column_letters(last)}${self.row + rows}"
        self.workbook.define_name(nom, f"={target}")

    def _label(self, **more: object) -> Format:
        shape: dict[str, object] = {
            "bg_color": look.BLEU_PALE,
            "bold": True,
            "text_wrap": True,
            "align": "left",
            "indent": 1,
        }
        shape |= {"border": 1, "border_color": look.TRAIT}
        return self.format(**(shape | more))

    def _entry(self, champ: Champ, **more: object) -> Format:
        """The format of a value cell: open and pale yellow, or locked and grey."""
        shape: dict[str, object] = {"border": 1, "border_color": look.TRAIT, "num_format": _number_format(champ.kind)}
        if champ.verrouille:
            shape |= {"bg_color": look.GRIS_PALE}
        else:
            shape |= {"bg_color": look.SAISIE, "locked": False}
        if champ.kind not in (TAUX, MONTANT, DATE):
            shape |= {"text_wrap": True, "align": "left", "indent": 1}
        return self.format(**(shape | more))

    def _validate(self, champ: Champ, first: int, rows: int = 1) -> None:
        """The input message of a field and, where it has a list or bounds, its validation."""
        if champ.verrouille:
            return
        rule: dict[str, object] = {"validate": "any"}
        if champ.liste:
            kind = "information" if champ.multiple else "warning"
            message = f"Cette valeur n'est pas dans la liste. {champ.aide}"
            rule = {
                "validate": "list",
                "source": f"=liste_{champ.liste}",
                "error_type": kind,
                "error_title": "Hors liste",
                "error_message": message[:255],
            }
        elif champ.kind is TAUX:
            rule = {
                "validate": "integer",
                "criteria": "between",
                "minimum": 0,
                "maximum": 100,
                "error_type": "stop",
                "error_title": "Taux d'avancement",
                "error_message": "Tapez un nombre entier de 0 à 100, sans le signe %.",
            }
        rule |= {"input_title": champ.label[:32], "input_message": champ.aide[:255], "ignore_blank": True}
        self.sheet.data_validation(self.row, first - 1, self.row + rows - 1, first - 1, rule)

    def _next(self, height: float, remark: bool = True) -> None:
        self.sheet.set_row(self.row, height)
        if remark:
            self.remarks.append(self.row)
        self.row += 1

    # --- blocks ------------------------------------------------------------------------------------------------------
    def _set_up(self) -> None:
        sheet = self.sheet
        for index, width in enumerate(_WIDTHS):
            sheet.set_column(index, index, width)
        sheet.set_column(_LAST, _LAST, 1.5)
        sheet.set_column(_REMARQUE - 1, _REMARQUE - 1, 60)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_portrait()
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 1)
        sheet.center_horizontally()
        sheet.set_footer("&L&8Fiche action du PST&R&8Page &P/&N")
        sheet.protect(
            "",
            {"format_rows": True, "format_columns": True, "format_cells": True, "sort": True, "autofilter": True},
        )

    def _title(self) -> None:
        head = self.format(font_size=9, font_color=look.GRIS, align="left")
        self._span(1, _LAST, "", head)
        self._name(nom_de_cellule("entete"), 1)
        remark = self.format(font_size=9, bold=True, font_color=look.BLANC, bg_color=look.BLEU)
        self.sheet.write_string(self.row, _REMARQUE - 1, "Remarque", remark)
        self._name(nom_de_cellule("remarque"), _REMARQUE)
        self._next(16, remark=False)
        band = self.format(bold=True, font_size=12, font_color=look.BLANC, bg_color=look.BLEU, align="left", indent=1)
        self._span(1, 5, fiche.TITRE, band)
        self._span(
            6,
            _LAST,
            "",
            self.format(
                bold=True, font_size=11, font_color=look.BLANC, bg_color=look.BLEU, align="left", text_wrap=True
            ),
        )
        self._name(nom_de_cellule("volet"), 6)
        self._next(32)

    def _label_value(self, champ: Champ, height: float) -> None:
        self._span(1, 3, champ.label, self._label())
        self._span(4, _LAST, "", self._entry(champ, bold=champ.nom == "libelle"))
        self._name(champ.nom_de_cellule, 4)
        self._validate(champ, 4)
        if champ.nom == "axe":  # most PSTs have none: the row shows only where there is one
            self.sheet.set_row(self.row, height, None, {"hidden": True})
            self.row += 1
        else:
            self._next(height)

    def _side_by_side(self, champs: Sequence[Champ]) -> None:
        """Labels on one row, values on the next, as the printed model has them."""
        for champ, (first, last) in zip(champs, _PAIRS_OF_COLUMNS, strict=True):
            self._span(first, last, champ.label, self._label(align="center", indent=0))
        self._next(30, remark=False)
        for champ, (first, last) in zip(champs, _PAIRS_OF_COLUMNS, strict=True):
            self._span(first, last, "", self._entry(champ, align="center", bold=True, indent=0))
            self._name(champ.nom_de_cellule, first)
            self._validate(champ, first)
        self._next(22)

    def _section(self, title: str) -> None:
        style = self.format(
            bold=True, font_color=look.BLANC, bg_color=look.BLEU_MOYEN, border=1, border_color=look.TRAIT, indent=1
        )
        self._span(1, _LAST, title, style)
        self._next(18, remark=False)

    def _budget(self) -> None:
        for index, champ in enumerate(COLONNES_BUDGET, 1):
            self._span(index, index, champ.label, self._label(align="center", font_size=9, indent=0))
        self._next(26, remark=False)
        self._name(nom_de_cellule(fiche.BUDGET), 1, _LAST, LIGNES_BUDGET)
        for index, champ in enumerate(COLONNES_BUDGET, 1):
            self._validate(champ, index, LIGNES_BUDGET)
        first = self.row + 1
        for _ in range(LIGNES_BUDGET):
            for index, champ in enumerate(COLONNES_BUDGET, 1):
                align = "right" if champ.kind is MONTANT else "center"
                self._span(index, index, "", self._entry(champ, align=align, indent=0))
            self._next(16)
        for title, letter, nom in (("Total des dépenses", "D", "depenses"), ("Total des recettes", "R", "recettes")):
            self._total(title, letter, nom, first, first + LIGNES_BUDGET - 1)

    def _total(self, title: str, letter: str, nom: str, first: int, last: int) -> None:
        """A total row. Dépenses and recettes are never added to one another."""
        style = self.format(bg_color=look.GRIS_PALE, bold=True, border=1, border_color=look.TRAIT, font_size=9)
        self._span(1, 4, title, style)
        self._name(nom_de_cellule(f"total_{nom}"), 5, _LAST)
        money = self.format(
            bg_color=look.GRIS_PALE, bold=True, border=1, border_color=look.TRAIT, num_format=look.FORMAT_MONTANT
        )
        for column in range(5, _LAST + 1):
            amounts = f"{column_letters(column)}{first}:{column_letters(column)}{last}"
            self.sheet.write_formula(
                self.row, column - 1, f'=SUMIF($C${first}:$C${last},"{letter}",{amounts})', money, 0
            )
        self._next(16, remark=False)

    def _return_strip(self) -> None:
        par, le, inchange = fiche.RETOUR
        self._section("Retour de la fiche")
        self._span(1, 3, par.label, self._label())
        self._span(4, 5, "", self._entry(par))
        self._name(par.nom_de_cellule, 4)
        self._validate(par, 4)
        self._span(6, 6, le.label, self._label(align="center", indent=0))
        self._span(7, 8, "", self._entry(le, align="center", indent=0))
        self._name(le.nom_de_cellule, 7)
        self._validate(le, 7)
        self._next(18)
        self._span(1, 4, inchange.label, self._label())
        self._span(5, 5, "", self._entry(inchange, align="center", indent=0))
        self._name(inchange.nom_de_cellule, 5)
        self._validate(inchange, 5)
        self._span(6, 8, "Oui ou Non", self.format(font_size=9, italic=True, font_color=look.GRIS))
        self._next(18)

    def _identity_strip(self) -> None:
        small = self.format(font_size=8, font_color=look.GRIS)
        value = self.format(font_size=8, font_color=look.GRIS, num_format=look.FORMAT_TEXTE)
        reference, *others = fiche.IDENTITE
        self._span(1, 1, reference.label, small)
        self._span(2, _LAST, "", value)
        self._name(reference.nom_de_cellule, 2)
        self._next(12, remark=False)
        for champ, column in zip(others, (1, 3, 5, 7), strict=True):
            self._span(column, column, champ.label, small)
            self._span(column + 1, column + 1, "", value)
            self._name(champ.nom_de_cellule, column + 1)
        self._next(12, remark=False)

    def _finish(self) -> None:
        sheet, letter = self.sheet, column_letters(_REMARQUE)
        note = self.format(font_size=9, text_wrap=True, font_color=look.ALERTE, align="left")
        for row in self.remarks:
            sheet.write_blank(row, _REMARQUE - 1, None, note)
        sheet.print_area(0, 0, self.row - 1, _LAST - 1)
        sheet.conditional_format(
            1,
            0,
            self.row - 1,
            _LAST - 1,
            {
                "type": "formula",
                "criteria": f"=LEN(${letter}2)>0",
                "format": self.workbook.add_format({"bg_color": look.ALERTE_PALE, "font_color": look.ALERTE}),
            },
        )
        sheet.set_selection(6, 3, 6, 3)

    # --- hidden sheets -----------------------------------------------------------------------------------------------
    def _lists(self) -> None:
        sheet = self.workbook.add_worksheet(FEUILLE_LISTES)
        sheet.hide()
        text = self.format(num_format=look.FORMAT_TEXTE)
        for column, (nom, values) in enumerate(LISTES.items()):
            sheet.write_string(0, column, nom, self.format(bold=True))
            for row, value in enumerate(values or ("",), 1):
                sheet.write_string(row, column, str(value), text) if value else sheet.write_blank(
                    row, column, None, text
                )
            letter = column_letters(column + 1)
            last = max(len(values), 1) + 1
            self.workbook.define_name(f"liste_{nom}", f"={FEUILLE_LISTES}!${letter}$2:${letter}${last}")

    def _meta(self) -> None:
        sheet = self.workbook.add_worksheet(FEUILLE_META)
        sheet.hide()
        sheet.set_column(0, 1, 30)
        text = self.format(num_format=look.FORMAT_TEXTE)
        for row, key in enumerate(META_KEYS):
            sheet.write_string(row, 0, key, text)
            sheet.write_blank(row, 1, None, text)
        sheet.protect()


def _number_format(kind: Kind) -> str:
    if kind is DATE:
        return look.FORMAT_DATE
    if kind is MONTANT:
        return look.FORMAT_MONTANT
    return "0" if kind is TAUX else "General" if kind.nom == "exercice" else look.FORMAT_TEXTE
