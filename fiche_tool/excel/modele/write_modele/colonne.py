"""Drawing the live column « Contrôle » beside the form, with the hidden results that its formulas use."""

from collections.abc import Mapping

from fiche_tool.domaine.fiche.fiche import AVANCEMENT, COLONNES_BUDGET
from fiche_tool.domaine.regles.colonne_budget import CALCULS_BUDGET
from fiche_tool.domaine.regles.colonne_controle import CALCULS, GROUPES, evaluate_column
from fiche_tool.domaine.regles.regles import NO_CONTEXT
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Format
from fiche_tool.excel.lecture.classeur import column_letters
from fiche_tool.excel.modele.noms import (
    BILAN_CONTROLE,
    CALCULS_LIGNES,
    COLONNE_BUDGET,
    NOMS_CALCULS,
    NOMS_GROUPES,
    POINTS_CONTROLE,
)
from fiche_tool.excel.modele.write_modele.controle import (
    formula_of_bilan,
    formula_of_calcul,
    formula_of_count,
    formula_of_group,
    formula_of_line,
    formula_of_line_calcul,
)
from fiche_tool.excel.modele.write_modele.plume import Plume

DERNIERE = len(COLONNES_BUDGET)
"""The last column of the form itself, as wide as its budget table; then come a narrow gap and these:"""
COLONNE_REMARQUE, COLONNE_CONTROLE, COLONNE_CALCULS = DERNIERE + 2, DERNIERE + 3, DERNIERE + 4
COLONNE_FAUTES = COLONNE_CALCULS + max(len(CALCULS), len(CALCULS_BUDGET))
"""Four hidden columns, after those of the results: the faulty cells of a marked copy, what they held, how many points
were told of each, how many are left."""
LARGEUR_FAUTES, MAX_FAUTES = 4, 60
_BILAN = (6, DERNIERE)


def draw_colonne(plume: Plume, cells: Mapping[str, str], rows: Mapping[str, int], budget: range) -> None:
    """Draw the column, with the values that its formulas have on a blank form.

    `cells` and `rows` say where each field is; `budget` gives the rows of the table. The line on top is row 0.
    """
    blank = evaluate_column({}, [{}] * len(budget), NO_CONTEXT, {})
    hidden = plume.format(font_size=8, font_color=look.GRIS)
    told = plume.format(font_size=9, font_color=look.ALERTE, align="left", indent=1)
    row = rows[AVANCEMENT[0].nom]
    results = {calcul: f"${column_letters(COLONNE_CALCULS + rank)}${row + 1}" for rank, calcul in enumerate(CALCULS)}
    places = {**cells, **results}
    for rank, (calcul, nom) in enumerate(NOMS_CALCULS.items()):
        _formula(plume, row, COLONNE_CALCULS + rank, formula_of_calcul(calcul, places), hidden, "", nom)
    for groupe, nom in NOMS_GROUPES.items():
        row = rows[GROUPES[groupe][0].nom]
        _formula(plume, row, COLONNE_CONTROLE, formula_of_group(groupe, places), told, blank.groupes[groupe], nom)
    for row in budget:
        line = _cells_of_line(row, budget.start)
        for rank, calcul in enumerate(CALCULS_BUDGET):
            result = blank.calculs_lignes[0][calcul]
            _formula(plume, row, COLONNE_CALCULS + rank, formula_of_line_calcul(calcul, line), hidden, result)
        _formula(plume, row, COLONNE_CONTROLE, formula_of_line(line), told, "")
    _name_budget(plume, budget)
    _draw_bilan(plume, blank.points, blank.bilan, hidden)


def _name_budget(plume: Plume, budget: range) -> None:
    first, last = budget.start + 1, budget.stop
    for nom, left, right in (
        (COLONNE_BUDGET, COLONNE_CONTROLE, COLONNE_CONTROLE),
        (CALCULS_LIGNES, COLONNE_CALCULS, COLONNE_CALCULS + len(CALCULS_BUDGET) - 1),
    ):
        target = f"{plume.titre}!${column_letters(left)}${first}:${column_letters(right)}${last}"
        plume.workbook.define_name(nom, f"={target}")


def _draw_bilan(plume: Plume, points: int, texte: str, hidden: Format) -> None:
    """The count of points in a hidden cell, and the line on top in a merged range."""
    letter = column_letters(COLONNE_CONTROLE)
    count = f"${column_letters(COLONNE_CALCULS)}$1"
    counted = formula_of_count(f"${letter}$2:${letter}${plume.row}")
    plume.sheet.write_array_formula(0, COLONNE_CALCULS - 1, 0, COLONNE_CALCULS - 1, counted, hidden, points)
    plume.workbook.define_name(POINTS_CONTROLE, f"={plume.titre}!{count}")
    state = column_letters(COLONNE_FAUTES + LARGEUR_FAUTES - 1)
    left = f"${state}$1:${state}${MAX_FAUTES}"
    style = plume.cell(bold=True, align="center", bg_color=look.ORANGE_PALE)
    first, last = _BILAN
    plume.sheet.merge_range(0, first - 1, 0, last - 1, "", style)
    _formula(plume, 0, first, formula_of_bilan(count, left), style, texte, BILAN_CONTROLE)
    for criteria, ground, ink in (
        (f"=SUM({left})>0", look.ALERTE_PALE, look.ALERTE),
        (f"={count}=0", look.VERT_PALE, look.VERT),
    ):
        paint = plume.workbook.add_format({"bg_color": ground, "font_color": ink})
        rule = {"type": "formula", "criteria": criteria, "format": paint, "stop_if_true": True}
        plume.sheet.conditional_format(0, first - 1, 0, last - 1, rule)


def _formula(plume: Plume, row: int, column: int, formula: str, style: Format, value: object, nom: str = "") -> None:
    plume.sheet.write_formula(row, column - 1, formula, style, value)
    if nom:
        plume.workbook.define_name(nom, f"={plume.titre}!${column_letters(column)}${row + 1}")


def _cells_of_line(row: int, first: int) -> dict[str, str]:
    """The cells of a budget line by column and by intermediate result; `depuis_…`: from the first line down."""
    cells: dict[str, str] = {}
    for index, champ in enumerate(COLONNES_BUDGET, 1):
        letter = column_letters(index)
        cells[champ.nom] = f"${letter}{row + 1}"
        cells[f"depuis_{champ.nom}"] = f"${letter}${first + 1}:${letter}{row + 1}"
    results = {
        calcul: f"${column_letters(COLONNE_CALCULS + rank)}{row + 1}" for rank, calcul in enumerate(CALCULS_BUDGET)
    }
    for rank, calcul in enumerate(CALCULS_BUDGET):
        letter = column_letters(COLONNE_CALCULS + rank)
        cells[f"depuis_{calcul}"] = f"${letter}${first + 1}:${letter}{row + 1}"
    return cells | results
