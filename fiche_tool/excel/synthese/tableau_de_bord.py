"""Sheet Tableau de bord: the figures and charts that a bureau reads in two minutes, on one page."""

from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.statuts import EN_COURS, REALISE
from fiche_tool.domaine.synthese import (
    METHODE,
    STATUTS_ET_SANS_REPONSE,
    Synthese,
    count_at,
    count_statuts,
    overall_taux,
)
from fiche_tool.excel import look
from fiche_tool.excel.classeur import column_letters
from fiche_tool.excel.synthese.avancement import NOM as AVANCEMENT
from fiche_tool.excel.synthese.avancement import PREMIER_STATUT
from fiche_tool.excel.synthese.budget import NOM as BUDGET
from fiche_tool.excel.synthese.budget import PREMIERE_LIGNE
from fiche_tool.excel.synthese.page import Atelier

NOM = "Tableau de bord"
_COLUMNS = 12
_STATUTS_TOP = 9
_STATUTS_LEFT = 3
MAX_BARS = 15
"""Beyond this many objectives a bar chart is no longer legible: the chart keeps to the first ones."""


@dataclass(frozen=True, slots=True)
class Reperes:
    """What charts refer to: the rows (from 0) of the OS in Avancement, the number of exercices in Budget."""

    lignes_os: list[int]
    exercices: int


def write_tableau_de_bord(atelier: Atelier, sheet: Worksheet, reperes: Reperes) -> None:
    """Fill the first sheet, made before the others so that it comes first."""
    sheet.fit_to_pages(1, 1)
    _figures(atelier, sheet)
    _statuts(atelier, sheet)
    _charts(atelier, sheet, reperes)
    note = atelier.format(font_size=9, italic=True, font_color=look.GRIS)
    last = _STATUTS_TOP + len(atelier.synthese.programme.volets) + 24
    sheet.write_string(last, 0, METHODE, note)
    sheet.print_area(0, 0, last, _COLUMNS - 1)


def _figures(atelier: Atelier, sheet: Worksheet) -> None:
    """Six figures, each a formula on the flat tables with its computed value."""
    for index, (label, formula, value, shape) in enumerate(_tiles(atelier.synthese)):
        column = 2 * index
        big = atelier.format(
            bold=True,
            font_size=22,
            font_color=look.BLEU,
            align="center",
            valign="vcenter",
            bg_color=look.BLEU_BRUME,
            num_format=shape,
        )
        small = atelier.format(
            font_size=10,
            align="center",
            valign="vcenter",
            bg_color=look.BLEU_BRUME,
            text_wrap=True,
            font_color=look.ENCRE,
        )
        sheet.merge_range(3, column, 3, column + 1, "", big)
        sheet.write_formula(3, column, formula, big, value)
        sheet.merge_range(4, column, 4, column + 1, label, small)
    sheet.set_row(3, 36)
    sheet.set_row(4, 32)


def _tiles(synthese: Synthese) -> list[tuple[str, str, float | str, str]]:
    actions = synthese.actions
    total = len(actions)
    done, running = (int((actions["statut"] == statut).sum()) for statut in (REALISE, EN_COURS))
    taux = overall_taux(actions)
    share = (done + running) / total if total else 0.0
    late = int((actions["retard"] == "Oui").sum())
    received = int((actions["reponse"] == "Oui").sum())
    both = f'COUNTIFS(act_statut,"{REALISE}")+COUNTIFS(act_statut,"{EN_COURS}")'
    return [
        ("actions au programme", "=COUNTA(act_identifiant)", total, "0"),
        ("réponses reçues", '=COUNTIFS(act_reponse,"Oui")', received, "0"),
        ("sans réponse", '=COUNTIFS(act_reponse,"Non",act_identifiant,"?*")', total - received, "0"),
        ("réalisées ou en cours", f"=IFERROR(({both})/COUNTA(act_identifiant),0)", share, "0 %"),
        (
            "taux moyen d'avancement (%)",
            '=IFERROR(AVERAGEIFS(act_taux,act_moyenne,"Oui"),"—")',
            float(taux) if taux is not None else "—",
            "0",
        ),
        ("actions en retard", '=COUNTIFS(act_retard,"Oui")', late, "0"),
    ]


def _statuts(atelier: Atelier, sheet: Worksheet) -> None:
    """Actions by status and volet."""
    synthese = atelier.synthese
    top = _STATUTS_TOP - 3
    style = atelier.format(bold=True, font_size=12, font_color=look.BLEU)
    sheet.write_string(top, 0, "Actions par statut et par volet", style)
    labels = STATUTS_ET_SANS_REPONSE
    for column, label in enumerate((*labels, "Total"), _STATUTS_LEFT):
        sheet.write_string(top + 1, column, label, atelier.head())
    sheet.merge_range(top + 1, 0, top + 1, _STATUTS_LEFT - 1, "Volet", atelier.head())
    table = count_statuts(synthese.actions, "volet")
    number = atelier.cell(align="center", num_format='0;-0;"·"')
    row = top + 2
    for volet in synthese.programme.volets:
        title = volet.nom + (f" – {volet.intitule}" if volet.intitule else "")
        sheet.merge_range(row, 0, row, _STATUTS_LEFT - 1, title, atelier.cell(bold=True, indent=1))
        sheet.set_row(row, 18)
        key = '"' + volet.nom.replace('"', '""') + '"'
        for column, label in enumerate(labels, _STATUTS_LEFT):
            value = count_at(table, volet.nom, label)
            sheet.write_formula(row, column, f'=COUNTIFS(act_volet,{key},act_statut,"{label}")', number, value)
        total = int((synthese.actions["volet"] == volet.nom).sum())
        sheet.write_formula(row, len(labels) + _STATUTS_LEFT, f"=COUNTIFS(act_volet,{key})", number, total)
        row += 1


def _charts(atelier: Atelier, sheet: Worksheet, reperes: Reperes) -> None:
    synthese = atelier.synthese
    rows = reperes.lignes_os[:MAX_BARS]
    top = _STATUTS_TOP + len(synthese.programme.volets) + 1
    if rows:
        _stacked(atelier, sheet, rows, top)
        _taux(atelier, sheet, rows, top)
    if reperes.exercices:
        _exercices(atelier, sheet, reperes.exercices, top)


def _ranges(rows: list[int], column: str, feuille: str = AVANCEMENT) -> str:
    cells = ",".join(f"'{feuille}'!${column}${row + 1}" for row in rows)
    return f"=({cells})" if len(rows) > 1 else f"={cells}"


def _stacked(atelier: Atelier, sheet: Worksheet, rows: list[int], top: int) -> None:
    chart = atelier.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for rang, statut in enumerate(STATUTS_ET_SANS_REPONSE):
        letter = column_letters(PREMIER_STATUT + rang + 1)
        colour = look.STATUT_COULEURS.get(statut, "#E5E7EB")
        chart.add_series(
            {
                "name": statut,
                "categories": _ranges(rows, "A"),
                "values": _ranges(rows, letter),
                "fill": {"color": colour},
                "border": {"color": look.BLANC},
                "gap": 50,
            }
        )
    chart.set_title({"name": "Statut des actions par objectif stratégique", "name_font": {"size": 11}})
    chart.set_legend({"position": "bottom", "font": {"size": 8}})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis(
        {"num_font": {"size": 9}, "major_gridlines": {"visible": True, "line": {"color": "#E5E7EB"}}, "num_format": "0"}
    )
    chart.set_size({"width": 500, "height": 430})
    sheet.insert_chart(top, 0, chart, {"x_offset": 2})


def _taux(atelier: Atelier, sheet: Worksheet, rows: list[int], top: int) -> None:
    chart = atelier.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "Taux moyen (%)",
            "categories": _ranges(rows, "A"),
            "values": _ranges(rows, "D"),
            "fill": {"color": look.BLEU_MOYEN},
            "data_labels": {"value": True, "num_format": "0", "font": {"size": 9}},
            "gap": 60,
        }
    )
    chart.set_title({"name": "Taux moyen par objectif stratégique (%)", "name_font": {"size": 11}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis(
        {
            "min": 0,
            "max": 100,
            "num_font": {"size": 9},
            "major_gridlines": {"visible": True, "line": {"color": "#E5E7EB"}},
        }
    )
    chart.set_size({"width": 350, "height": 430})
    sheet.insert_chart(top, 0, chart, {"x_offset": 510})


def _exercices(atelier: Atelier, sheet: Worksheet, count: int, top: int) -> None:
    chart = atelier.workbook.add_chart({"type": "column"})
    first, last = PREMIERE_LIGNE, PREMIERE_LIGNE + count - 1
    for column, (titre, colour) in enumerate(
        (("Dépenses ordinaires", look.BLEU_MOYEN), ("Dépenses extraordinaires", look.BLEU)), 1
    ):
        chart.add_series(
            {
                "name": titre,
                "categories": [BUDGET, first, 0, last, 0],
                "values": [BUDGET, first, column, last, column],
                "fill": {"color": colour},
                "gap": 80,
            }
        )
    chart.set_title({"name": "Dépenses prévues par exercice (€)", "name_font": {"size": 11}})
    chart.set_legend({"position": "bottom", "font": {"size": 8}})
    chart.set_y_axis(
        {
            "num_format": "#,##0",
            "num_font": {"size": 9},
            "major_gridlines": {"visible": True, "line": {"color": "#E5E7EB"}},
        }
    )
    chart.set_x_axis({"num_font": {"size": 9}})
    chart.set_size({"width": 350, "height": 430})
    sheet.insert_chart(top, 0, chart, {"x_offset": 868})


def widths() -> list[float]:
    """The column widths of the sheet."""
    return [14.0] * _COLUMNS
