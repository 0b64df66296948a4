"""What stands under the totals of the budget on every sheet: the lots that are apart, what the totals leave out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fiche_tool.domaine.fiche.lignes_budget import DEPENSES, RECETTES, Sens
from fiche_tool.domaine.synthese.bilan_budget import BilanBudget, Totaux, add_up
from fiche_tool.domaine.synthese.phrases_budget import NOMMEES, say_apart, say_empty
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Feuille
from fiche_tool.excel.dessin.mesure import wrap
from fiche_tool.excel.synthese.atelier.atelier import Atelier
from fiche_tool.excel.synthese.atelier.cellules import put, say
from fiche_tool.excel.synthese.atelier.formes import ITALIQUE, TOTAL
from fiche_tool.excel.synthese.atelier.formules import literal, sum_formula

_ALWAYS = (Sens.DO, Sens.DE, Sens.RO, Sens.RE)
KEPT = f"bud_abandonne,{literal('Non')}"
"""The criterion of the lines that count in the totals."""


@dataclass(frozen=True, slots=True)
class Lot:
    """Some budget lines that have a row of their own: what it is called, its totals, and the formula of a sense.

    `court` is what it is called where there is little room, empty for lines that are in the total as well.
    """

    libelle: str
    court: str
    totaux: Totaux
    formule: Callable[[Sens], str]


def where_sens(sens: Sens, table: str = "bud") -> str:
    """The criterion of the lines that count in one total."""
    return f"{table}_sens,{literal(sens.value)}"


def total_formula(sens: Sens) -> str:
    """The live total of a sense, without its « = »."""
    return sum_formula("montant", where_sens(sens), KEPT)


def senses_shown(bilan: BilanBudget) -> tuple[Sens, ...]:
    """The columns of a table of totals: the four that everybody expects, and those that some line needs."""
    held = add_up(line.ligne for line in bilan.retenues if line.ligne is not None)
    lots = (bilan.programme, bilan.retirees, bilan.abandonnees, held)
    return tuple(sens for sens in Sens if sens in _ALWAYS or any(sens in lot.par_sens for lot in lots))


def list_lots(bilan: BilanBudget) -> tuple[Lot, ...]:
    """The lots that hold lines: actions that left the programme, abandoned ones, lines held back or contradicted."""
    held = add_up(line.ligne for line in bilan.retenues if line.ligne is not None)
    contradicted = add_up(line.ligne for line in bilan.contredites if line.ligne is not None)
    dropped, no = literal("Oui"), literal("Non")
    lots = (
        Lot(
            "Actions retirées du programme (hors de ce total)",
            "à part : retirées",
            bilan.retirees,
            lambda sens: sum_formula("montant", where_sens(sens, "bret"), f"bret_abandonne,{no}", table="bret"),
        ),
        Lot(
            "Actions abandonnées (hors de ce total)",
            "à part : abandonnées",
            bilan.abandonnees,
            lambda sens: (
                sum_formula("montant", where_sens(sens), f"bud_abandonne,{dropped}")
                + "+"
                + sum_formula("montant", where_sens(sens, "bret"), f"bret_abandonne,{dropped}", table="bret")
            ),
        ),
        Lot(
            "Lignes retenues (hors de ce total)",
            "à part : retenues",
            held,
            lambda sens: sum_formula("montant", where_sens(sens, "bhor"), table="bhor"),
        ),
        Lot(
            "Lignes que leur article contredit (dans ce total)",
            "",
            contradicted,
            lambda sens: sum_formula("montant", where_sens(sens), f"bud_contredite,{dropped}", KEPT),
        ),
    )
    return tuple(lot for lot in lots if lot.totaux.nombre)


def say_under(atelier: Atelier, sheet: Feuille, row: int, largeurs: Sequence[float], nommees: int = NOMMEES) -> int:
    """What the totals leave out, in sentences as wide as these columns. Returns the row after them."""
    style = atelier.format(font_size=9, bold=True, font_color=look.ALERTE)
    for sentence in say_apart(atelier.synthese.bilan, nommees):
        for line in wrap(sentence, sum(largeurs) * 0.95):
            say(sheet, row, line, style)
            row += 1
    return row


def write_totals(atelier: Atelier, sheet: Feuille, row: int, objet: int, depenses: int, recettes: int) -> int:
    """The totals of a list that has a column of dépenses and one of recettes, and the lots that are apart.

    `objet` is the column of their names. Returns the row after them.
    """
    bilan = atelier.synthese.bilan
    if say_empty(bilan):
        return row
    named, money = atelier.cell(TOTAL, text_wrap=True), atelier.money(TOTAL)
    put(sheet, row, objet, "Total du programme", named)
    for column, rd, somme in ((depenses, "D", bilan.programme.depenses), (recettes, "R", bilan.programme.recettes)):
        formula = sum_formula("montant", f"bud_rd,{literal(rd)}", KEPT)
        atelier.total(sheet, row, column, f"={formula}", somme.montant, money)
    row += 1
    if bilan.programme.sans_rd.nombre:
        put(
            sheet,
            row,
            objet,
            "Lignes sans R/D : ni en dépenses, ni en recettes",
            atelier.cell(ITALIQUE, text_wrap=True),
        )
        value = bilan.programme.sans_rd.montant
        sheet.merge_range(row, depenses, row, recettes, "", atelier.money(ITALIQUE))
        atelier.total(sheet, row, depenses, f"={total_formula(Sens.SANS_RD)}", value, atelier.money(ITALIQUE))
        row += 1
    for lot in list_lots(bilan):
        put(sheet, row, objet, lot.libelle, atelier.cell(ITALIQUE, text_wrap=True))
        for column, senses in ((depenses, DEPENSES), (recettes, RECETTES)):
            formula = "+".join(lot.formule(sens) for sens in senses)
            atelier.total(sheet, row, column, f"={formula}", lot.totaux.of(*senses).montant, atelier.money(ITALIQUE))
        row += 1
    return row
