"""Drawing « Points à trancher »: a row a point, what is kept, what was answered by whom, the cell to decide in."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Unpack

from fiche_tool.domaine.fiche.codec import codec_of
from fiche_tool.domaine.fiche.fiche import BUDGET
from fiche_tool.domaine.fiche.lecture import on_disk
from fiche_tool.domaine.fiche.show import VIDE
from fiche_tool.domaine.fusion.verification import why_impossible
from fiche_tool.domaine.grand_livre.acquis import Etat, Genre
from fiche_tool.domaine.grand_livre.points import (
    Demande,
    GenrePoint,
    Point,
    ReponseMontree,
    ask_at_once,
    name_demande,
    show_kept,
)
from fiche_tool.domaine.mots.dates import show_long
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.textes import shorten
from fiche_tool.domaine.mots.typographie import typographe
from fiche_tool.domaine.programme.programme import Action, Programme
from fiche_tool.domaine.regles.regles import Contexte, make_contexte
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.adresses import can_locate, encode_path, locate
from fiche_tool.excel.dessin.feuille import Feuille, Format, Forme, Ouvrage
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.dessin.ouvrage import new_ouvrage
from fiche_tool.excel.lecture.classeur import column_letters
from fiche_tool.excel.points import feuille
from fiche_tool.excel.points.feuille import Question, make_questions

_TOP = 6
_FIRST = 4
"""Column of the first answer."""
_MAX_URL = 690
_ACTION, _CASE, _GARDEE, _REPONSE, _OUVRIR, _RETENIR, _AUTRE = 28.0, 22.0, 20.0, 24.0, 6.5, 12.0, 18.0
"""Widths of the columns."""
_RETRAIT = 2.0
"""Of these, what the texts keep clear of the lines."""


def write_points(programme: Programme, points: Sequence[Point], seance: date, etats: Mapping[str, Etat]) -> bytes:
    """The workbook of the open points of a séance; always the same bytes for the same points.

    `etats` is the register: an answer that it makes impossible is shown, and is no choice.
    """
    buffer = io.BytesIO()
    workbook = new_ouvrage(
        buffer, in_memory=True, strings_to_formulas=False, strings_to_urls=False, strings_to_numbers=False
    )
    workbook.set_properties(
        {
            "title": f"Points à trancher – {programme.parametres.cpas}",
            "subject": f"Séance du {seance.isoformat()}",
            "created": datetime(seance.year, seance.month, seance.day),
        }
    )
    contexte = make_contexte(programme, seance)
    demandes = ask_at_once(points)
    questions = make_questions(demandes, lambda point, reponse: _why_not(etats, contexte, point, reponse))
    questions = tuple(
        _with_kept(etats, demande, question) for demande, question in zip(demandes, questions, strict=True)
    )
    writer = _Writer(workbook, programme, seance)
    questions = writer.name_rows(demandes, questions)
    writer.write(demandes, questions)
    _write_listes(workbook, questions)
    _write_meta(workbook, programme, seance, questions)
    workbook.close()
    return buffer.getvalue()


def _why_not(etats: Mapping[str, Etat], contexte: Contexte, point: Point, reponse: ReponseMontree) -> str:
    """Why an answer cannot be chosen: what was refused has no value; another may be impossible beside the register."""
    if reponse.valeur is None:
        return point.phrase if point.genre is GenrePoint.RETENUE else ""
    if point.champ == BUDGET:
        return ""
    return why_impossible(etats.get(point.action, Etat()), point.champ, reponse.valeur, contexte)


def _with_kept(etats: Mapping[str, Etat], demande: Demande, question: Question) -> Question:
    """The same question, which also shows the decisions that the value kept comes from: who decides again saw them."""
    kept: set[str] = set()
    for point in demande:
        found = etats.get(point.action, Etat()).sources_at(point.cle[:5])
        kept |= {one.sha256 for one in found if one.genre is Genre.DECISION and one.sha256}
    return replace(question, montrees=tuple(sorted({*question.montrees, *kept})))


class _Writer:
    """The visible sheet being drawn."""

    def __init__(self, workbook: Ouvrage, programme: Programme, seance: date) -> None:
        self.programme, self.seance = programme, seance
        self.sheet: Feuille = workbook.add_worksheet(feuille.FEUILLE)
        self.format = look.Formats(workbook).get

    def name_rows(self, demandes: Sequence[Demande], questions: Sequence[Question]) -> tuple[Question, ...]:
        """The questions, each with what its row shows of it."""
        return tuple(
            replace(question, montre=feuille.show_row(self._name(demande[0]), self._about(demande)))
            for demande, question in zip(demandes, questions, strict=True)
        )

    def write(self, demandes: Sequence[Demande], questions: Sequence[Question]) -> None:
        """Title, who decides, and a row a question."""
        shown = min(feuille.MAX_REPONSES, max((len(demande[0].reponses) for demande in demandes), default=1))
        heads = self._heads(shown)
        self._page(sum(width for _, width in heads))
        self._introduce(len(heads))
        for column, (texte, width) in enumerate(heads):
            self.sheet.set_column(column, column, width)
            style: Forme = {"bg_color": look.VERT} if texte in (feuille.RETENIR, feuille.AUTRE) else {}
            self.sheet.write_string(_TOP, column, texte, self._head(**style))
        for rank in range(1, shown + 1):
            first = _FIRST + 2 * (rank - 1)
            self.sheet.merge_range(_TOP, first, _TOP, first + 1, f"Réponse {rank}", self._head())
        self.sheet.set_row(_TOP, 22)
        for row, (demande, question) in enumerate(zip(demandes, questions, strict=True), _TOP + 1):
            self._point(row, demande, question, shown)

    def _heads(self, shown: int) -> list[tuple[str, float]]:
        return [
            (feuille.NUMERO, 5.0),
            (feuille.ACTION, _ACTION),
            (typographe(feuille.QUESTION), _CASE),
            ("Valeur gardée", _GARDEE),
            *(("", _REPONSE), ("", _OUVRIR)) * shown,
            (feuille.RETENIR, _RETENIR),
            (feuille.AUTRE, _AUTRE),
        ]

    def _page(self, width: float) -> None:
        sheet, parametres = self.sheet, self.programme.parametres
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer(f"&L&9 {parametres.cpas.replace('&', '&&')[:80]}&R&9Page &P/&N")
        sheet.hide_gridlines(2)
        sheet.repeat_rows(_TOP)
        sheet.freeze_panes(_TOP + 1, 2)
        sheet.set_zoom(90 if width > 150 else 100)
        sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})

    def _introduce(self, width: int) -> None:
        organe = f"{self.programme.parametres.organe} du {show_long(self.seance)}"
        self.sheet.write_string(0, 0, "Points à trancher", self.format(bold=True, font_size=15, font_color=look.BLEU))
        self.sheet.set_row(0, 24)
        about = f"{self.programme.parametres.cpas} – {organe}"
        self.sheet.write_string(1, 0, about, self.format(font_color=look.GRIS))
        texte = (
            "Sur chaque ligne, choisissez dans la colonne « Retenir », ou tapez une autre valeur à côté. Une ligne "
            "laissée vide reste ouverte : la valeur gardée ne change pas. Enregistrez, puis déposez ce classeur dans "
            "le dossier « retours »."
        )
        self.sheet.merge_range(2, 0, 2, width - 1, typographe(texte), self.format(text_wrap=True, valign="top"))
        self.sheet.set_row(2, 30)
        for row, (label, style) in enumerate(
            ((feuille.PAR, Forme()), (feuille.LE, Forme(num_format=look.FORMAT_DATE))), 3
        ):
            self.sheet.merge_range(row, 0, row, 1, label, self.format(bold=True, align="right", indent=1))
            self.sheet.write_blank(row, 2, None, self._open(**style))

    def _point(self, row: int, demande: Demande, question: Question, shown: int) -> None:
        point = demande[0]
        name, about = self._name(point), typographe(self._about(demande))
        kept = shorten(show_kept(demande), feuille.MAX_SHOWN) or VIDE
        text = self._cell()
        self.sheet.write_number(row, 0, question.numero, self._cell(align="center", bold=True))
        self.sheet.write_string(row, 1, name, text)
        self.sheet.write_string(row, 2, about, text)
        self.sheet.write_string(row, 3, kept, self._cell(bg_color=look.GRIS_PALE))
        reponses = feuille.answers_shown(point)
        texts = [_show_reponse(one, question.impossibles.get(rank, "")) for rank, one in enumerate(reponses, 1)]
        for rank in range(shown):
            column = _FIRST + 2 * rank
            if rank < len(texts):
                self.sheet.write_string(row, column, texts[rank], text)
                self._link(row, column + 1, reponses[rank])
            else:
                self.sheet.write_blank(row, column, None, text)
                self.sheet.write_blank(row, column + 1, None, text)
        note = "" if question.libre else feuille.AUTREMENT[point.genre is GenrePoint.RETENUE]
        self._choice(row, _FIRST + 2 * shown, question, note)
        widths = [(name, _ACTION), (about, _CASE), (kept, _GARDEE), *((texte, _REPONSE) for texte in texts)]
        widths += [(note, _AUTRE)]
        clear = [(texte, width - _RETRAIT) for texte, width in widths]
        self.sheet.set_row(row, max(32.0, row_height(*clear, size=10)))

    def _name(self, point: Point) -> str:
        return _name(self.programme.find_action(point.action)) or point.action

    def _about(self, demande: Demande) -> str:
        """The cell, why it is open, and since when where that was at an earlier séance."""
        point = demande[0]
        case, count = name_demande(demande), len({reponse.texte for reponse in point.reponses})
        here = len({reponse.texte for reponse in feuille.answers_shown(point)})
        told = f"{count} réponses différentes{f', dont {here} ici' if here < count else ''}"
        emptied = "était rempli, est revenu vide" if len(demande) == 1 else "étaient remplies, sont revenues vides"
        why = {
            GenrePoint.CONFLIT: told if count > 1 else "la valeur a changé depuis l'envoi",
            GenrePoint.RETENUE: "réponse impossible, non reprise",
            GenrePoint.VIDEE: "ligne effacée, à côté d'une ligne retenue" if len(point.cle) > 1 else emptied,
        }[point.genre]
        since = f"\nouvert depuis la séance du {show_date(point.depuis)}" if point.depuis < self.seance else ""
        return f"{case}\n{why}{since}"

    def _link(self, row: int, column: int, reponse: ReponseMontree) -> None:
        """The way to the file of an answer, down to its cell."""
        path = on_disk(reponse.fichier)
        known = reponse.cellule and can_locate(reponse.feuille) and path.lower().endswith(".xlsx")
        place = f"#{locate(reponse.feuille, reponse.cellule)}" if known else ""
        url = f"external:../../{encode_path(path)}{place}"
        style = self._cell(font_color=look.BLEU, underline=1, align="center", font_size=9)
        if path and len(url) <= _MAX_URL:
            self.sheet.write_url(row, column, url, style, "ouvrir", f"Ouvrir {path}"[:255])
        else:
            self.sheet.write_blank(row, column, None, style)

    def _choice(self, row: int, column: int, question: Question, note: str) -> None:
        mots = [choix.mot for choix in question.choix]
        last = f"${column_letters(len(mots))}${question.numero}"
        self.sheet.write_blank(row, column, None, self._open(bold=True, align="center", text_wrap=True))
        self.sheet.data_validation(
            row,
            column,
            row,
            column,
            {
                "validate": "list",
                "source": f"={feuille.FEUILLE_LISTES}!$A${question.numero}:{last}",
                "error_title": "Réponse à retenir",
                "error_message": f"Choisissez {' ou '.join(f'« {mot} »' for mot in mots)}"[:255],
            },
        )
        if question.libre:
            self.sheet.write_blank(row, column + 1, None, self._open(text_wrap=True, align="left"))
        else:
            self.sheet.write_string(row, column + 1, note, self._cell(italic=True, font_color=look.GRIS))

    # --- formats -----------------------------------------------------------------------------------------------------
    def _cell(self, **more: Unpack[Forme]) -> Format:
        inside: Forme = {} if more.get("align") else {"align": "left", "indent": 1}
        return self.format({**look.BORDS, "text_wrap": True, "valign": "top"}, inside, **more)

    def _open(self, **more: Unpack[Forme]) -> Format:
        return self.format({**look.BORDS, "bg_color": look.SAISIE, "locked": False, "valign": "top"}, **more)

    def _head(self, **more: Unpack[Forme]) -> Format:
        shape: Forme = {"bold": True, "bg_color": look.BLEU, "font_color": look.BLANC}
        return self.format({**look.BORDS, **shape, "text_wrap": True, "align": "center"}, **more)


def _name(action: Action | None) -> str:
    """« Interne 1.1.1 – Créer un frigo solidaire »."""
    if action is None:
        return ""
    axe = f" axe {action.axe}" if action.axe else ""
    return f"{action.volet}{axe} {action.numero} – {shorten(action.libelle, 160)}"


def _show_reponse(reponse: ReponseMontree, impossible: str) -> str:
    """What was answered, by whom, on what day; why it cannot be chosen, where it cannot."""
    who = ", ".join(part for part in (reponse.par, f"le {show_date(reponse.jour)}" if reponse.jour else "") if part)
    told = f"{shorten(reponse.texte, feuille.MAX_SHOWN) or VIDE}\n{shorten(who, 50) if who else '(non signée)'}"
    return f"{told}\n{typographe(f'impossible : {shorten(impossible, feuille.MAX_SHOWN)}')}" if impossible else told


# --- the hidden sheets -----------------------------------------------------------------------------------------------
def _write_listes(workbook: Ouvrage, questions: Sequence[Question]) -> None:
    """The words of each drop-down, a row a point: a list inside a cell's rule may hold no comma and little text."""
    sheet = workbook.add_worksheet(feuille.FEUILLE_LISTES)
    sheet.very_hidden()
    for question in questions:
        for column, choix in enumerate(question.choix):
            sheet.write_string(question.numero - 1, column, choix.mot)


def _write_meta(workbook: Ouvrage, programme: Programme, seance: date, questions: Sequence[Question]) -> None:
    """Which programme and séance, and what each choice of each row means."""
    sheet = workbook.add_worksheet(feuille.FEUILLE_META)
    sheet.very_hidden()
    identity: Mapping[str, str] = {
        "points": feuille.VERSION,
        "programme": programme.parametres.code,
        "seance": seance.isoformat(),
    }
    for row, (key, value) in enumerate(identity.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    codec = codec_of(Question)
    for row, question in enumerate(questions, len(identity)):
        texte = json.dumps(codec.encode(replace(question, impossibles={})), ensure_ascii=False, sort_keys=True)
        sheet.write_string(row, 0, f"point {question.numero}")
        for column, start in enumerate(range(0, len(texte), feuille.MAX_TEXT), 1):
            sheet.write_string(row, column, texte[start : start + feuille.MAX_TEXT])
