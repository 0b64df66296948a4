"""Writing programme.xlsx, the workbook that the secretariat edits."""

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from fiche_tool.domaine.fiche.kinds import OUI_NON
from fiche_tool.domaine.mots.statuts import STATUTS
from fiche_tool.domaine.programme.programme import Action, Annonce, Niveau, Objectif, Programme
from fiche_tool.domaine.programme.reprise import Repris, tell_places
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Feuille, Format, Forme, Ouvrage
from fiche_tool.excel.dessin.ouvrage import new_ouvrage
from fiche_tool.excel.dessin.reperes import Reperes
from fiche_tool.excel.lecture.classeur import column_letters
from fiche_tool.excel.programme import feuilles
from fiche_tool.excel.programme.feuilles import ColonneProgramme
from fiche_tool.excel.programme.mode_emploi import (
    A_REMPLIR,
    guide_typing,
    paint_empty,
    paint_missing,
    write_mode_emploi,
)

_SPARE_ROWS = 200
_SPARE_VOLETS = 4
_SPARE_ENTRIES = 15
_OWN_LISTS = {
    "niveaux": tuple(Niveau),
    "etats": ("active", "retirée"),
    "statuts": tuple(STATUTS),
    "oui_non": OUI_NON.mots,
}
_COULEURS: Mapping[Niveau, Forme] = {
    Niveau.AXE: {"bg_color": look.BLEU_MOYEN, "font_color": look.BLANC, "bold": True},
    Niveau.OS: {"bg_color": look.BLEU_PALE, "bold": True},
    Niveau.OO: {"bg_color": look.BLEU_BRUME},
}
"""The colour of each level. They follow the word typed in the first column, on new rows too."""
_HEADER_HEIGHT = 32
_LINE_HEIGHT = 13.5
_MAX_HEIGHT = 400
_A3, _A4 = 8, 9
_REPORT_WIDTHS = (24, 30, 70, 70)


def write_programme(programme: Programme, compte_rendu: Sequence[Sequence[str]] = ()) -> bytes:
    """The workbook of a programme, with its drop-downs; always the same bytes for the same programme.

    `compte_rendu` are the rows (heading first) of a sheet on what importing a document had to say.
    """
    buffer = io.BytesIO()
    workbook = new_ouvrage(
        buffer, in_memory=True, strings_to_formulas=False, strings_to_urls=False, strings_to_numbers=False
    )
    workbook.set_properties(
        {"title": f"PST {programme.parametres.cpas}", "subject": "programme", "created": datetime(2021, 1, 1)}
    )
    writer = _Writer(workbook, programme)
    writer.write()
    if compte_rendu:
        writer.write_report(compte_rendu)
    workbook.close()
    return buffer.getvalue()


class _Writer:
    """The workbook being written, with its few formats."""

    def __init__(self, workbook: Ouvrage, programme: Programme) -> None:
        self.workbook, self.programme = workbook, programme
        base: Forme = {"font_name": look.POLICE, "font_size": 10, "font_color": look.ENCRE, "valign": "top"}
        cell: Forme = base | {
            "border": 1,
            "border_color": look.TRAIT,
            "text_wrap": True,
            "num_format": look.FORMAT_TEXTE,
        }
        head: Forme = base | {"bold": True, "bg_color": look.BLEU, "font_color": look.BLANC, "text_wrap": True}
        self.head = workbook.add_format(head | {"valign": "vcenter"})
        self.title = workbook.add_format(base | {"bold": True, "font_size": 14, "font_color": look.BLEU})
        self.note = workbook.add_format(base | {"italic": True, "font_color": look.GRIS})
        self.label = workbook.add_format(cell | {"bold": True, "bg_color": look.BLEU_PALE})
        self.text = workbook.add_format(cell)
        self.column = workbook.add_format(base | {"text_wrap": True, "num_format": look.FORMAT_TEXTE})
        self.column_day = workbook.add_format(base | {"num_format": look.FORMAT_DATE, "align": "left"})
        self.number = workbook.add_format(cell | {"num_format": "0", "align": "left"})
        self.day = workbook.add_format(cell | {"num_format": look.FORMAT_DATE, "align": "left"})
        self.key = workbook.add_format(cell | {"bg_color": look.GRIS_PALE, "bold": True, "font_name": "Consolas"})
        self.levels = {niveau: workbook.add_format(shape) for niveau, shape in _COULEURS.items()}
        self.retired = workbook.add_format({"font_color": look.GRIS, "font_strikeout": True})
        self.first = workbook.add_format({"border": 1, "border_color": look.TRAIT, "top_color": look.BLEU})
        self.doubt = workbook.add_format({"bg_color": look.ORANGE_PALE})
        self.missing = workbook.add_format(A_REMPLIR)

    def write(self) -> None:
        """The sheet of help, then the four that are read."""
        write_mode_emploi(self.workbook)
        self._parametres()
        objectifs, actions = self.programme.objectifs, self.programme.actions
        sheet = self._sheet(feuilles.OBJECTIFS, feuilles.COLONNES_OBJECTIFS, len(objectifs))
        for row, objectif in enumerate(objectifs, 1):
            self._objectif(sheet, row, objectif)
            self._grow(sheet, row, feuilles.COLONNES_OBJECTIFS, objectif)
        reperes = Reperes(c.nom for c in feuilles.COLONNES_OBJECTIFS)
        for niveau, style in self.levels.items():
            self._paint(
                sheet, len(objectifs), feuilles.COLONNES_OBJECTIFS, f'={reperes.retenue("niveau", 1)}="{niveau}"', style
            )
        sheet = self._sheet(feuilles.ACTIONS, feuilles.COLONNES_ACTIONS, len(actions))
        for row, action in enumerate(actions, 1):
            self._action(sheet, row, action)
            self._grow(sheet, row, feuilles.COLONNES_ACTIONS, action)
        reperes = Reperes(c.nom for c in feuilles.COLONNES_ACTIONS)
        retired = f'={reperes.retenue("etat", 1)}="retirée"'
        self._paint(sheet, len(actions), feuilles.COLONNES_ACTIONS, retired, self.retired)
        here, above = ([reperes.retenue(nom, row) for nom in ("volet", "axe", "objectif")] for row in (1, 0))
        self._paint(
            sheet,
            len(actions),
            feuilles.COLONNES_ACTIONS,
            f'=AND({here[-1]}<>"",{"&".join(here)}<>{"&".join(above)})',
            self.first,
        )
        self._listes()
        if self.programme.repris:
            self._reprise()

    def _reprise(self) -> None:
        """What the document of the PST said beside its actions, one row a fact."""
        repris = self.programme.repris
        sheet = self._sheet(feuilles.REPRISE, feuilles.COLONNES_REPRISE, len(repris))
        for row, (fait, place) in enumerate(zip(repris, tell_places(repris), strict=True), 1):
            values = replace(fait, champ=place)
            for column, colonne in enumerate(feuilles.COLONNES_REPRISE):
                own = self.key if colonne.nom == "identifiant" else self.text
                self._cell(sheet, row, column, getattr(values, colonne.nom), own)
            self._grow(sheet, row, feuilles.COLONNES_REPRISE, values)

    # --- Paramètres --------------------------------------------------------------------------------------------------
    def _parametres(self) -> None:
        sheet = self.workbook.add_worksheet(feuilles.PARAMETRES)
        for column, colonne in enumerate(feuilles.COLONNES_VOLETS):
            sheet.set_column(column, column, colonne.largeur)
        parametres = self.programme.parametres
        named = next(row for row, reglage in enumerate(feuilles.REGLAGES, 3) if reglage.nom == "cpas")
        title = "Programme stratégique transversal – "
        sheet.write_formula(0, 0, f'="{title}"&B{named}', self.title, f"{title}{parametres.cpas}")  # as it is typed
        for row, reglage in enumerate(feuilles.REGLAGES, 2):
            value = getattr(parametres, reglage.nom)
            paint_empty(sheet, reglage, row, self.missing)
            sheet.write_string(row, 0, reglage.entete, self.label)
            style = self.day if reglage.nom == "adoption" else self.number if isinstance(value, int) else self.text
            self._cell(sheet, row, 1, value, style)
            self._room(sheet, row, [(str(value), feuilles.COLONNES_VOLETS[1].largeur)])
            sheet.write_string(row, 2, reglage.aide, self.note)
        self._volets(sheet, self._diffusion(sheet, len(feuilles.REGLAGES) + 3) + 1)
        sheet.hide_gridlines(2)
        self._page(sheet, 0)

    def _diffusion(self, sheet: Feuille, top: int) -> int:
        """What may leave the centre; returns the row after it."""
        sheet.write_string(top, 0, feuilles.DIFFUSION, self.head)
        for row, reglage in enumerate(feuilles.REGLAGES_DIFFUSION, top + 1):
            value = getattr(self.programme.diffusion, reglage.nom)
            sheet.write_string(row, 0, reglage.entete, self.label)
            shown = {True: "Oui", False: "Non"}[value] if isinstance(value, bool) else value or ""
            self._cell(sheet, row, 1, shown, self.day if reglage.nom == "adoptee" else self.text)
            if reglage.liste:
                sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": "=liste_oui_non"})
            sheet.write_string(row, 2, reglage.aide, self.note)
        return top + len(feuilles.REGLAGES_DIFFUSION) + 1

    def _volets(self, sheet: Feuille, top: int) -> None:
        """The table of volets, a few rows to spare, and what is announced for the whole PST."""
        for column, colonne in enumerate(feuilles.COLONNES_VOLETS):
            sheet.write_string(top, column, colonne.entete, self.head)
        rows: list[Sequence[object]] = [(v.nom, v.intitule, *_numbers(v.annonce)) for v in self.programme.volets]
        rows += [("",) * len(feuilles.COLONNES_VOLETS)] * _SPARE_VOLETS
        last = top + len(rows)
        self.workbook.define_name("liste_volets", f"='{feuilles.PARAMETRES}'!$A${top + 2}:$A${last + 1}")
        rows.append(
            (
                feuilles.ENSEMBLE,
                "Nombre total annoncé par le document (facultatif)",
                *_numbers(self.programme.parametres.annonce),
            )
        )
        for row, values in enumerate(rows, top + 1):
            for column, value in enumerate(values):
                self._cell(sheet, row, column, value, self.number if isinstance(value, int) else self.text)
        for column, colonne in enumerate(feuilles.COLONNES_VOLETS):
            sheet.data_validation(top + 1, column, last, column, guide_typing(colonne, free=True))

    # --- Objectifs, Actions ------------------------------------------------------------------------------------------
    def _sheet(self, nom: str, colonnes: Sequence[ColonneProgramme], rows: int) -> Feuille:
        """A table that goes on below its rows: every column keeps its format, drop-down and note for new ones."""
        sheet = self.workbook.add_worksheet(nom)
        for column, colonne in enumerate(colonnes):
            style = self.column_day if colonne.nom in ("depuis", "retiree") else self.column  # « 1.10 » must stay text
            sheet.set_column(column, column, colonne.largeur, style)
            sheet.write_string(0, column, colonne.entete, self.head)
            self._validate(sheet, 1, column, rows + _SPARE_ROWS, colonne)
        sheet.set_row(0, _HEADER_HEIGHT)
        reperes = Reperes(c.nom for c in colonnes)
        if nom != feuilles.REPRISE:
            paint_missing(sheet, colonnes, rows + _SPARE_ROWS, self.missing)
        sheet.freeze_panes(1, reperes["libelle"] + 1 if nom == feuilles.ACTIONS else 0)
        sheet.autofilter(0, 0, max(rows, 1), len(colonnes) - 1)
        self._page(sheet, 1)
        if nom == feuilles.ACTIONS:  # on one page, 10 points would print as 5
            self._page(sheet, 1, _A3, wide=2)
            sheet.repeat_columns(0, reperes["libelle"])
        return sheet

    def _page(self, sheet: Feuille, header: int, paper: int = _A4, wide: int = 1) -> None:
        sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(wide, 0)
        sheet.set_footer("&L&A&RPage &P/&N")
        if header:
            sheet.repeat_rows(0)

    def _paint(
        self, sheet: Feuille, rows: int, colonnes: Sequence[ColonneProgramme], formule: str, style: Format
    ) -> None:
        rule = {"type": "formula", "criteria": formule, "format": style}
        sheet.conditional_format(1, 0, rows + _SPARE_ROWS, len(colonnes) - 1, rule)

    def _grow(
        self, sheet: Feuille, row: int, colonnes: Sequence[ColonneProgramme], noeud: Objectif | Action | Repris
    ) -> None:
        """Room for the longest text of an objective or an action."""
        texts = [(str(getattr(noeud, c.nom)), c.largeur) for c in colonnes if c.nom != "autres_objectifs"]
        self._room(sheet, row, texts)

    def _room(self, sheet: Feuille, row: int, texts: Sequence[tuple[str, float]]) -> None:
        """Room for the longest text of a row; a row of one line keeps growing by itself when it is edited."""
        lines = max(sum(count_lines(part, wide) for part in texte.split("\n")) for texte, wide in texts)
        if lines > 1:
            sheet.set_row(row, min(_LINE_HEIGHT * lines + 2, _MAX_HEIGHT))

    def _objectif(self, sheet: Feuille, row: int, objectif: Objectif) -> None:
        for column, colonne in enumerate(feuilles.COLONNES_OBJECTIFS):
            value = str(getattr(objectif, colonne.nom))
            own = "" if colonne.nom == "axe" and objectif.niveau is Niveau.AXE else value
            self._cell(sheet, row, column, own, self.text)

    def _action(self, sheet: Feuille, row: int, action: Action) -> None:
        for column, colonne in enumerate(feuilles.COLONNES_ACTIONS):
            value = getattr(action, colonne.nom)
            if colonne.nom == "autres_objectifs":
                value = feuilles.show_others(action)
            own = {"identifiant": self.key, "depuis": self.day, "retiree": self.day}.get(colonne.nom, self.text)
            self._cell(sheet, row, column, value, own)

    # --- Listes ------------------------------------------------------------------------------------------------------
    def _listes(self) -> None:
        sheet = self.workbook.add_worksheet(feuilles.LISTES)
        listes = self.programme.listes
        blocks: Sequence[Sequence[Sequence[str]]] = (
            [(service.nom, service.personne, service.courriel) for service in listes.services],
            [(nom,) for nom in listes.mandataires],
            [(nom,) for nom in listes.plans],
            list(listes.statuts.items()),
        )
        left = 0
        for nom, colonnes, rows in zip(
            ("services", "mandataires", "plans", "maison"), feuilles.BLOCS_LISTES, blocks, strict=True
        ):
            self._block(sheet, left, nom, colonnes, rows)
            left += len(colonnes) + 1
        for nom, values in _OWN_LISTS.items():
            for row, value in enumerate((nom, *values)):
                sheet.write_string(row, left, value, self.note)
            self._name(nom, left, len(values))
            sheet.set_column(left, left, 12, None, {"hidden": True})
            left += 1
        sheet.freeze_panes(1, 0)
        sheet.set_row(0, _HEADER_HEIGHT)
        self._page(sheet, 1, _A3)

    def _block(
        self, sheet: Feuille, left: int, nom: str, colonnes: Sequence[ColonneProgramme], rows: Sequence[Sequence[str]]
    ) -> None:
        """One vocabulary, with room for more entries: the drop-downs follow it down to the last of its cells."""
        room = len(rows) + _SPARE_ENTRIES
        for column, colonne in enumerate(colonnes, left):
            sheet.set_column(column, column, colonne.largeur, self.column)
            sheet.write_string(0, column, colonne.entete, self.head)
            self._validate(sheet, 1, column, room, colonne)
            for row in range(1, room + 1):
                self._cell(sheet, row, column, rows[row - 1][column - left] if row <= len(rows) else "", self.text)
        if nom == "services":
            paint_missing(sheet, colonnes, room, self.missing)
        self._name(nom, left, room)
        sheet.set_column(left + len(colonnes), left + len(colonnes), 2)

    def _name(self, nom: str, column: int, rows: int) -> None:
        letter = column_letters(column + 1)
        self.workbook.define_name(f"liste_{nom}", f"={feuilles.LISTES}!${letter}$2:${letter}${rows + 1}")

    # --- Import ------------------------------------------------------------------------------------------------------
    def write_report(self, rows: Sequence[Sequence[str]]) -> None:
        """What importing had to say, to work through and then delete."""
        sheet = self.workbook.add_worksheet(feuilles.IMPORT)
        for column, width in enumerate(_REPORT_WIDTHS):
            sheet.set_column(column, column, width, self.column)
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                self._cell(sheet, row, column, value, self.text if row else self.head)
            lines = max(count_lines(value, width) for value, width in zip(values, _REPORT_WIDTHS, strict=True))
            if lines > 1:
                sheet.set_row(row, _LINE_HEIGHT * lines + 2)
        sheet.set_row(0, _HEADER_HEIGHT)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows) - 1, 1), len(rows[0]) - 1)
        nature = Reperes(["nature"])
        words = ",".join(f'{nature.retenue("nature", 1)}="{mot}"' for mot in (feuilles.A_REGARDER, feuilles.A_RELIRE))
        rule = {"type": "formula", "criteria": f"=OR({words})", "format": self.doubt}
        sheet.conditional_format(1, 0, max(len(rows) - 1, 1), len(rows[0]) - 1, rule)
        self._page(sheet, 1)

    # --- cells -------------------------------------------------------------------------------------------------------
    def _validate(self, sheet: Feuille, first: int, column: int, last: int, colonne: ColonneProgramme) -> None:
        if colonne.aide or colonne.liste:
            sheet.data_validation(first, column, last, column, guide_typing(colonne))

    def _cell(self, sheet: Feuille, row: int, column: int, value: object, style: Format) -> None:
        match value:
            case "" | None:
                sheet.write_blank(row, column, None, style)
            case int():
                sheet.write_number(row, column, value, style)
            case date():
                sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), style)
            case _:
                sheet.write_string(row, column, str(value), style)


def count_lines(texte: str, largeur: float) -> int:
    """How many lines a text takes in a column of that width; bold and wide letters are allowed for."""
    return max(1, math.ceil(len(texte) * 1.05 / largeur))


def _numbers(annonce: Annonce | None) -> tuple[object, object, object]:
    """Announced counts as cells; « 40+ » for more than 40 actions."""
    if annonce is None:
        return ("", "", "")
    actions = f"{annonce.actions}+" if annonce.au_moins else annonce.actions
    return (annonce.objectifs_strategiques, annonce.objectifs_operationnels, actions)
