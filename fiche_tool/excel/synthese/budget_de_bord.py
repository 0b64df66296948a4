"""The budget on the sheet Tableau de bord: dépenses and recettes by exercice, and what pays for the dépenses."""

from fiche_tool.domaine.fiche.lignes_budget import Sens
from fiche_tool.domaine.mots.typographie import typographe
from fiche_tool.domaine.synthese.phrases_budget import say_empty
from fiche_tool.domaine.synthese.tableau import Tableau
from fiche_tool.excel.dessin.feuille import Feuille, Format, Forme
from fiche_tool.excel.synthese.atelier.atelier import Atelier
from fiche_tool.excel.synthese.atelier.cellules import put
from fiche_tool.excel.synthese.atelier.formes import ITALIQUE, TOTAL
from fiche_tool.excel.synthese.atelier.formules import literal, sum_formula
from fiche_tool.excel.synthese.atelier.mise_en_page import LARGEUR, LARGEURS, NOMBRE, write_wide
from fiche_tool.excel.synthese.atelier.pied_budget import KEPT, list_lots, say_under, senses_shown, where_sens
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes
from fiche_tool.excel.synthese.feuilles.budget import Sommes, list_exercices
from fiche_tool.excel.synthese.graphiques import MAX_EXERCICES

_FINANCEMENTS = {
    "fonds_propres": "Dép. sur fonds propres",
    "emprunt": "Dép. sur emprunt",
    "subsides": "Dép. sur subsides",
}
_ABREGES = {"Dépenses": "Dép.", "Recettes": "Rec.", "ordinaires": "ordin.", "extraordinaires": "extraord."}
_DEPENSES = f"bud_rd,{literal('D')}"
_ENTIER = "#,##0;-#,##0;·"
_FIN = ", fin"
"""What ends the name of the second column of each pair: amounts take two columns of the grid."""


def write_budget_de_bord(atelier: Atelier, sheet: Feuille, row: int) -> int:
    """The table, its lots apart, what its totals leave out. Returns the row after it."""
    bilan, budget = atelier.synthese.bilan, atelier.synthese.tables.budget
    atelier.section(sheet, row, "Budget prévu (arrondi à l'euro, hors actions abandonnées ou retirées)", NOMBRE)
    row += 1
    empty = say_empty(bilan)
    if empty:
        row = write_wide(sheet, row, empty, atelier.format(ITALIQUE, text_wrap=True))
    else:
        row = _amounts(atelier, sheet, row, budget.where(abandonne="Non"))
    return say_under(atelier, sheet, row, LARGEURS, nommees=2)


def _by_sense(atelier: Atelier) -> tuple[list[str], Colonnes[None]]:
    """The columns of the total by sense, and of what pays where there is room: the sheet Budget has it too.

    Returns their names with the declaration, in which each takes two columns.
    """
    headings = {"exercice": "Exercice"}
    for sens in senses_shown(atelier.synthese.bilan):
        headings[sens.name] = " ".join(_ABREGES.get(x, x) for x in sens.split())
    if 2 * (len(headings) + len(_FINANCEMENTS)) <= NOMBRE:
        headings |= _FINANCEMENTS
    pairs = (
        (Colonne[None](nom, words, LARGEUR), Colonne[None](nom + _FIN, "", LARGEUR)) for nom, words in headings.items()
    )
    return list(headings), Colonnes[None](*(colonne for pair in pairs for colonne in pair))


def _across(sheet: Feuille, row: int, colonnes: Colonnes[None], nom: str, style: Format) -> int:
    """The two columns of a name made one on a row. Returns the first."""
    sheet.merge_range(row, colonnes[nom], row, colonnes[nom + _FIN], "", style)
    return colonnes[nom]


def _name(sheet: Feuille, row: int, colonnes: Colonnes[None], value: object, style: Format) -> None:
    put(sheet, row, _across(sheet, row, colonnes, "exercice", style), value, style)


def _amounts(atelier: Atelier, sheet: Feuille, row: int, kept: Tableau) -> int:
    """The rows, in whole euros; the cents are in the sheet Budget. Those of exercices add up to the total."""
    noms, colonnes = _by_sense(atelier)
    for nom in noms:
        column = _across(sheet, row, colonnes, nom, atelier.head())
        sheet.write_string(row, column, colonnes.entetes[column], atelier.head())
    sheet.set_row(row, 31)
    exercices, first = list_exercices(kept), row + 1
    shown = exercices[-MAX_EXERCICES:]
    for at, exercice in enumerate(shown, first):
        _name(sheet, at, colonnes, exercice, atelier.cell(bold=True, align="left", indent=1))
        where = (f"bud_exercice,{colonnes.retenue('exercice', at)}",)
        _row(atelier, sheet, at, colonnes, kept.where(exercice=exercice), where, {})
    last = first + len(shown)
    others = kept.keep("exercice", lambda exercice: exercice not in shown)
    if len(others):
        words = "sans exercice" if shown == exercices else "autres"
        _name(sheet, last, colonnes, words, atelier.cell(align="left", indent=1))
        _row(atelier, sheet, last, colonnes, others, (), {}, above=first)
        last += 1
    _name(sheet, last, colonnes, "Total", atelier.cell(TOTAL, align="left", indent=1))
    _row(atelier, sheet, last, colonnes, kept, (), TOTAL)
    return _lots(atelier, sheet, last + 1, colonnes)


def _row(
    atelier: Atelier,
    sheet: Feuille,
    row: int,
    colonnes: Colonnes[None],
    lines: Tableau,
    where: tuple[str, ...],
    shape: Forme,
    above: int | None = None,
) -> None:
    """The amounts of some lines. `above`: those of the rows from there on are taken off the whole."""
    money = atelier.money(shape, num_format=_ENTIER)
    by_sense, by_rd = Sommes(lines, "sens"), Sommes(lines, "rd")
    for nom in colonnes.noms[2::2]:
        if nom in _FINANCEMENTS:
            formula, value = sum_formula(nom, *where, _DEPENSES, KEPT), by_rd.get(nom, "D")
        else:
            sens = Sens[nom]
            formula, value = sum_formula("montant", *where, where_sens(sens), KEPT), by_sense.get("montant", sens.value)
        if above is not None and row > above:
            formula = f"ROUND({formula}-SUM({colonnes.plage(nom, above, row - 1)}),2)"
        atelier.total(sheet, row, _across(sheet, row, colonnes, nom, money), f"={formula}", value, money)


def _lots(atelier: Atelier, sheet: Feuille, row: int, colonnes: Colonnes[None]) -> int:
    """What is apart from the total: actions that left the programme or were given up, lines held back."""
    money = atelier.money(num_format=_ENTIER, italic=True)
    for lot in list_lots(atelier.synthese.bilan):
        if lot.court:
            _name(sheet, row, colonnes, typographe(lot.court), atelier.cell(italic=True, align="left", indent=1))
            for sens in senses_shown(atelier.synthese.bilan):
                value = lot.totaux.of(sens).montant
                at = _across(sheet, row, colonnes, sens.name, money)
                atelier.total(sheet, row, at, f"={lot.formule(sens)}", value, money)
            row += 1
    return row
