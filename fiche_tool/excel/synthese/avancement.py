"""Sheet Avancement: one table from the whole PST down to each action, with taux, progress since last time, statuses."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.saisie import show_date
from fiche_tool.domaine.synthese import (
    METHODE,
    STATUTS_ET_SANS_REPONSE,
    LigneAction,
    LigneNoeud,
    count_at,
    count_statuts,
    mean_taux,
    overall_taux,
)
from fiche_tool.excel import look
from fiche_tool.excel.synthese.annexe import show_delta
from fiche_tool.excel.synthese.page import Atelier, put, row_height

NOM = "Avancement"
_FIXED = (("Niveau", 22), ("Intitulé", 52), ("Actions", 9), ("Taux (%)", 9), ("Précédent (%)", 11), ("Δ", 7))
_ENDS = (("Début", 12), ("Échéance", 12), ("Retard", 11), ("Réponse", 9))
PREMIER_STATUT = len(_FIXED)
"""The column (from 0) of the first status, which charts refer to."""
_TOP = 4
_SHAPES: Mapping[str, Mapping[str, Any]] = {
    "PST": {"bold": True, "bg_color": look.GRIS_PALE},
    "volet": {"bold": True, "bg_color": look.BLEU, "font_color": look.BLANC},
    "OS": {"bold": True, "bg_color": look.BLEU_PALE},
    "OO": {"bg_color": look.BLEU_BRUME},
}


def write_avancement(atelier: Atelier) -> list[int]:
    """The table. Returns the rows (from 0) of the OS."""
    synthese = atelier.synthese
    columns = (*_FIXED, *((statut, 10) for statut in STATUTS_ET_SANS_REPONSE), *_ENDS)
    sheet = atelier.add_sheet(NOM, [width for _, width in columns], "Avancement par objectif et par action")
    earlier = synthese.registre.precedente
    since = f" Précédent : état à la séance du {show_date(earlier)}." if earlier else ""
    sheet.write_string(2, 0, METHODE + since, atelier.format(font_size=9, italic=True, font_color=look.GRIS))
    atelier.headings(sheet, _TOP, [heading for heading, _ in columns])
    levels = {column: count_statuts(synthese.actions, column) for column in ("volet", "os", "oo")}
    before = {column: mean_taux(synthese.actions, column, "avant") for column in levels}
    _total(atelier, sheet, _TOP + 1)
    rows_of_os: list[int] = []
    row = _TOP + 2
    for ligne in synthese.lignes:
        if isinstance(ligne, LigneAction):
            if ligne.lien:
                continue
            _action(atelier, sheet, row, ligne)
        elif ligne.niveau in ("volet", "OS", "OO") and ligne.cle:
            column = ligne.niveau.lower()
            _node(atelier, sheet, row, ligne, levels[column], before[column].get(ligne.cle))
            if ligne.niveau == "OS":
                rows_of_os.append(row)
        else:
            continue
        row += 1
    sheet.autofilter(_TOP, 0, row - 1, len(columns) - 1)
    return rows_of_os


def _total(atelier: Atelier, sheet: Worksheet, row: int) -> None:
    actions = atelier.synthese.actions
    shape = _SHAPES["PST"]
    number = atelier.cell(**shape, align="center", num_format="0")
    for column in range(PREMIER_STATUT + len(STATUTS_ET_SANS_REPONSE) + len(_ENDS)):
        sheet.write_blank(row, column, None, number)
    put(sheet, row, 0, "PST", atelier.cell(**shape))
    put(sheet, row, 1, "Ensemble du programme", atelier.cell(**shape))
    sheet.write_formula(row, 2, "=COUNTA(act_identifiant)", number, len(actions))
    _mean(sheet, row, 3, "act_taux", "", overall_taux(actions), number)
    _mean(sheet, row, 4, "act_avant", "", overall_taux(actions, "avant"), number)
    for column, statut in enumerate(STATUTS_ET_SANS_REPONSE, PREMIER_STATUT):
        value = int((actions["statut"] == statut).sum())
        sheet.write_formula(row, column, f'=COUNTIFS(act_statut,"{statut}")', number, value)


def _mean(sheet: Worksheet, row: int, column: int, values: str, where: str, value: Any, style: Any) -> None:
    """A mean as a formula; actions that do not count in it are told by act_moyenne, blanks are no zeros."""
    formula = f'=IFERROR(AVERAGEIFS({values},{where}act_moyenne,"Oui"),"—")'
    sheet.write_formula(row, column, formula, style, float(value) if value is not None else "—")


def _node(atelier: Atelier, sheet: Worksheet, row: int, noeud: LigneNoeud, counts: pd.DataFrame, before: Any) -> None:
    shape = _SHAPES[noeud.niveau]
    text, number = atelier.cell(**shape, text_wrap=True), atelier.cell(**shape, align="center", num_format="0")
    dots = atelier.cell(**shape, align="center", num_format='0;-0;"·"')
    field, key = f"act_{noeud.niveau.lower()}", f"$A{row + 1}"
    put(sheet, row, 0, noeud.cle, text)
    put(sheet, row, 1, noeud.intitule, text)
    sheet.write_formula(row, 2, f"=COUNTIFS({field},{key})", number, noeud.actions)
    _mean(sheet, row, 3, "act_taux", f"{field},{key},", noeud.taux, number)
    _mean(sheet, row, 4, "act_avant", f"{field},{key},", before, number)
    delta = noeud.taux - before if noeud.taux is not None and before is not None else None
    put(sheet, row, 5, show_delta(round(delta) if delta is not None else None), number)
    for column, statut in enumerate(STATUTS_ET_SANS_REPONSE, PREMIER_STATUT):
        value = count_at(counts, noeud.cle, statut)
        sheet.write_formula(row, column, f'=COUNTIFS({field},{key},act_statut,"{statut}")', dots, value)
    for column in range(len(_ENDS)):
        sheet.write_blank(row, PREMIER_STATUT + len(STATUTS_ET_SANS_REPONSE) + column, None, text)
    sheet.set_row(row, row_height((noeud.intitule, 50), size=10) + 2)


def _action(atelier: Atelier, sheet: Worksheet, row: int, ligne: LigneAction) -> None:
    wrap = atelier.cell(text_wrap=True, font_size=9)
    center = atelier.cell(align="center", num_format=look.FORMAT_TAUX, font_size=9)
    alert = atelier.cell(align="center", bold=True, font_color=look.ALERTE, font_size=9)
    action = ligne.action
    put(sheet, row, 0, " ".join(part for part in (action.volet, action.axe, action.numero) if part), wrap)
    put(sheet, row, 1, action.libelle, wrap)
    put(sheet, row, 2, None, center)
    put(sheet, row, 3, ligne.taux, center)
    put(sheet, row, 4, ligne.avant, center)
    put(sheet, row, 5, show_delta(ligne.delta), center)
    statut = ligne.statut or ("" if ligne.repondue else STATUTS_ET_SANS_REPONSE[-1])
    for column, nom in enumerate(STATUTS_ET_SANS_REPONSE, PREMIER_STATUT):
        put(sheet, row, column, "●" if nom == statut else None, atelier.statut(nom) if nom == statut else center)
    debut = ligne.valeurs.get("debut")
    late = "en retard" if ligne.en_retard else "à démarrer" if ligne.depart_en_retard else None
    ends = (
        debut.texte if debut else None,
        ligne.fin.texte if ligne.fin else None,
        late,
        "reçue" if ligne.recue else "—",
    )
    for column, value in enumerate(ends, PREMIER_STATUT + len(STATUTS_ET_SANS_REPONSE)):
        put(sheet, row, column, value, alert if value is not None and value == late else center)
    sheet.set_row(row, row_height((action.libelle, 52)), None, {"level": 1})
