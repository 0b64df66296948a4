"""Writing programme.xlsx, the workbook that the secretariat edits."""

import io
from collections.abc import Sequence
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.programme import Action, Niveau, Objectif, Programme
from fiche_tool.domaine.statuts import STATUTS
from fiche_tool.excel import feuilles_programme as f
from fiche_tool.excel import look
from fiche_tool.excel.classeur import column_letters
from fiche_tool.excel.feuilles_programme import Colonne

_SPARE_ROWS = 200
_OWN_LISTS = {"niveaux": tuple(Niveau), "etats": ("active", "retirée"), "statuts": tuple(STATUTS)}


def write_programme(programme: Programme) -> bytes:
    """The workbook of a programme, with its drop-downs; always the same bytes for the same programme."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    workbook.set_properties(
        {"title": f"PST {programme.parametres.cpas}", "subject": "programme", "created": datetime(2021, 1, 1)}
    )
    _Writer(workbook, programme).write()
    workbook.close()
    return buffer.getvalue()


class _Writer:
    """The workbook being written, with its few formats."""

    def __init__(self, workbook: Workbook, programme: Programme) -> None:
        self.workbook, self.programme = workbook, programme
        base = {"font_name": look.POLICE, "font_size": 10, "font_color": look.ENCRE, "valign": "top"}
        cell = base | {"border": 1, "border_color": look.TRAIT, "text_wrap": True, "num_format": look.FORMAT_TEXTE}
        self.base = cell
        self.head = workbook.add_format(
            base
            | {"bold": True, "bg_color": look.BLEU, "font_color": look.BLANC, "text_wrap": True, "valign": "vcenter"}
        )
        self.title = workbook.add_format(base | {"bold": True, "font_size": 14, "font_color": look.BLEU})
        self.note = workbook.add_format(base | {"italic": True, "font_color": look.GRIS, "text_wrap": True})
        self.label = workbook.add_format(cell | {"bold": True, "bg_color": look.BLEU_PALE})
        self.text = workbook.add_format(cell)
        self.number = workbook.add_format(cell | {"num_format": "0", "align": "left"})
        self.day = workbook.add_format(cell | {"num_format": look.FORMAT_DATE, "align": "left"})
        self.key = workbook.add_format(cell | {"bg_color": look.GRIS_PALE, "bold": True, "font_name": "Consolas"})
        self.strategic = workbook.add_format(cell | {"bg_color": look.BLEU_PALE, "bold": True})
        self.retired = workbook.add_format(cell | {"font_color": look.GRIS, "font_strikeout": True})

    def write(self) -> None:
        """All four sheets."""
        self._parametres()
        objectifs = self._sheet(f.OBJECTIFS, f.COLONNES_OBJECTIFS)
        for row, objectif in enumerate(self.programme.objectifs, 1):
            self._objectif(objectifs, row, objectif)
        actions = self._sheet(f.ACTIONS, f.COLONNES_ACTIONS)
        for row, action in enumerate(self.programme.actions, 1):
            self._action(actions, row, action)
        self._listes()
        self._validate(objectifs, f.COLONNES_OBJECTIFS, len(self.programme.objectifs))
        self._validate(actions, f.COLONNES_ACTIONS, len(self.programme.actions))

    def _parametres(self) -> None:
        sheet = self.workbook.add_worksheet(f.PARAMETRES)
        for column, colonne in enumerate(f.COLONNES_VOLETS):
            sheet.set_column(column, column, colonne.largeur)
        parametres = self.programme.parametres
        sheet.write_string(0, 0, f"Programme stratégique transversal – {parametres.cpas}", self.title)
        for row, reglage in enumerate(f.REGLAGES, 2):
            value = getattr(parametres, reglage.nom)
            sheet.write_string(row, 0, reglage.entete, self.label)
            self._cell(sheet, row, 1, value, self.number if isinstance(value, int) else self.text)
            sheet.write_string(row, 2, reglage.aide, self.note)
        top = len(f.REGLAGES) + 4
        for column, colonne in enumerate(f.COLONNES_VOLETS):
            sheet.write_string(top, column, colonne.entete, self.head)
        for row, volet in enumerate(self.programme.volets, top + 1):
            counts = volet.annonce
            numbers = (
                (counts.objectifs_strategiques, counts.objectifs_operationnels, counts.actions) if counts else ("",) * 3
            )
            for column, value in enumerate((volet.nom, volet.intitule, *numbers)):
                self._cell(sheet, row, column, value, self.text if column < 2 else self.number)
        first, last = top + 2, top + 1 + len(self.programme.volets)
        self.workbook.define_name("liste_volets", f"='{f.PARAMETRES}'!$A${first}:$A${max(first, last)}")
        sheet.hide_gridlines(2)

    def _sheet(self, nom: str, colonnes: Sequence[Colonne]) -> Worksheet:
        sheet = self.workbook.add_worksheet(nom)
        for column, colonne in enumerate(colonnes):
            sheet.set_column(column, column, colonne.largeur)
            sheet.write_string(0, column, colonne.entete, self.head)
        sheet.set_row(0, 30)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L&8&A&R&8Page &P/&N")
        return sheet

    def _objectif(self, sheet: Worksheet, row: int, objectif: Objectif) -> None:
        style = self.strategic if objectif.niveau is Niveau.OS else self.text
        for column, colonne in enumerate(f.COLONNES_OBJECTIFS):
            self._cell(sheet, row, column, str(getattr(objectif, colonne.nom)), style)

    def _action(self, sheet: Worksheet, row: int, action: Action) -> None:
        style = self.text if action.active else self.retired
        autres = " ; ".join(
            " | ".join(place) if place[1] else f"{place[0]} {place[2]}" for place in action.autres_objectifs
        )
        for column, colonne in enumerate(f.COLONNES_ACTIONS):
            value = autres if colonne.nom == "autres_objectifs" else getattr(action, colonne.nom)
            own = {"identifiant": self.key, "depuis": self.day}.get(colonne.nom, style)
            self._cell(sheet, row, column, value, own)

    def _listes(self) -> None:
        sheet = self.workbook.add_worksheet(f.LISTES)
        listes = self.programme.listes
        blocks: Sequence[Sequence[Sequence[str]]] = (
            [(service.nom, service.personne, service.courriel) for service in listes.services],
            [(nom,) for nom in listes.mandataires],
            [(nom,) for nom in listes.plans],
            list(listes.statuts.items()),
        )
        left = 0
        for nom, colonnes, rows in zip(
            ("services", "mandataires", "plans", "maison"), f.BLOCS_LISTES, blocks, strict=True
        ):
            for column, colonne in enumerate(colonnes, left):
                sheet.set_column(column, column, colonne.largeur)
                sheet.write_string(0, column, colonne.entete, self.head)
                for row in range(1, max(len(rows), 3) + 1):
                    value = rows[row - 1][column - left] if row <= len(rows) else ""
                    self._cell(sheet, row, column, value, self.text)
            letter = column_letters(left + 1)
            self.workbook.define_name(f"liste_{nom}", f"={f.LISTES}!${letter}$2:${letter}${max(len(rows), 1) + 1}")
            sheet.set_column(left + len(colonnes), left + len(colonnes), 2)
            left += len(colonnes) + 1
        for nom, values in _OWN_LISTS.items():
            for row, value in enumerate((nom, *values)):
                sheet.write_string(row, left, value, self.note)
            letter = column_letters(left + 1)
            self.workbook.define_name(f"liste_{nom}", f"={f.LISTES}!${letter}$2:${letter}${len(values) + 1}")
            sheet.set_column(left, left, 12, None, {"hidden": True})
            left += 1
        sheet.freeze_panes(1, 0)

    def _validate(self, sheet: Worksheet, colonnes: Sequence[Colonne], rows: int) -> None:
        for column, colonne in enumerate(colonnes):
            rule: dict[str, object] = {"validate": "any"}
            if colonne.liste:
                rule = {"validate": "list", "source": f"=liste_{colonne.liste}", "error_type": "warning"}
                rule |= {"error_title": colonne.entete[:32], "error_message": "Cette valeur n'est pas dans la liste."}
            if colonne.aide or colonne.liste:
                rule |= (
                    {"input_title": colonne.entete[:32], "input_message": colonne.aide[:255]} if colonne.aide else {}
                )
                sheet.data_validation(1, column, rows + _SPARE_ROWS, column, rule)
        sheet.autofilter(0, 0, max(rows, 1), len(colonnes) - 1)

    def _cell(self, sheet: Worksheet, row: int, column: int, value: object, style: Format) -> None:
        match value:
            case "" | None:
                sheet.write_blank(row, column, None, style)
            case int():
                sheet.write_number(row, column, value, style)
            case date():
                sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), style)
            case _:
                sheet.write_string(row, column, str(value), style)
