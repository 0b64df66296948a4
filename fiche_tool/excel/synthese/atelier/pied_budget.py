"""What stands under the totals of the budget on every sheet: the lots that are apart, what the totals leave out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fiche_tool.domaine.fiche.lignes_budget import DEPENSES, RECETTES, Sens
from fiche_tool.domaine.synthese.bilan_budget import BilanBudget, Totaux, add_up
from fiche_tool.domaine.synthese.phrases_budget import NOMMEES, list_apart, say_apart, say_empty
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Feuille, Format, Forme
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.synthese.atelier.atelier import Atelier
from fiche_tool.excel.synthese.atelier.cellules import put, say_wide
from fiche_tool.excel.synthese.atelier.formes import ITALIQUE, TOTAL
from fiche_tool.excel.synthese.atelier.formules import literal, sum_formula
from fiche_tool.excel.synthese.atelier.tableau import Colonnes

_ALWAYS = (Sens.DO, Sens.DE, Sens.RO, Sens.RE)
LISTE = (("depenses", DEPENSES), ("recettes", RECETTES))
"""The columns of amounts of a list of actions, and what they add up."""
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


def columns_added_up(bilan: BilanBudget) -> frozenset[str]:
    """The columns of a list of actions in which some lot holds lines; none where there is no total to show."""
    lots = () if say_empty(bilan) else list_lots(bilan)
    return frozenset(nom for nom, senses in LISTE if any(lot.totaux.of(*senses).nombre for lot in lots))


def say_under(atelier: Atelier, sheet: Feuille, row: int, largeurs: Sequence[float], nommees: int = NOMMEES) -> int:
    """What the totals leave out, in sentences as wide as these columns. Returns the row after them."""
    style = atelier.format(font_size=9, bold=True, font_color=look.ALERTE)
    for sentence in say_apart(atelier.synthese.bilan, nommees):
        row = _say(sheet, row, sentence, style, largeurs)
    return row


def list_under(atelier: Atelier, sheet: Feuille, row: int, largeurs: Sequence[float]) -> int:
    """What the totals leave out, a row for each line that it is about. Returns the row after them."""
    style = atelier.format(font_size=9, bold=True, font_color=look.ALERTE)
    for words, lines in list_apart(atelier.synthese.bilan):
        row = _say(sheet, row, words, style, largeurs)
        for line in lines:
            row = _say(sheet, row, line, atelier.format(font_size=9, indent=1), largeurs)
    return row


def _say(sheet: Feuille, row: int, phrase: str, style: Format, largeurs: Sequence[float]) -> int:
    """A sentence in small print, some of it bold. Returns the row after it."""
    return say_wide(sheet, row, phrase, style, [sum(largeurs) * 0.95], size=9)


def write_totals(atelier: Atelier, sheet: Feuille, row: int, colonnes: Colonnes[Any], forme: Forme) -> int:
    """The totals of a list of actions, under its « depenses » and « recettes », and the lots that are apart.

    A column that the list left out has no total. Returns the row after them.
    """
    bilan = atelier.synthese.bilan
    shown = [(nom, senses) for nom, senses in LISTE if nom in colonnes.noms]
    if say_empty(bilan) or not shown:
        return row
    lots = [Lot("Total du programme", "", bilan.programme, total_formula), *list_lots(bilan)]
    for lot in lots:
        style: Forme = TOTAL if lot is lots[0] else ITALIQUE
        _named(sheet, row, colonnes, lot.libelle, atelier.cell(forme, style, text_wrap=True))
        for nom, senses in shown:
            formula = "+".join(lot.formule(sens) for sens in senses)
            value = lot.totaux.of(*senses).montant
            atelier.total(sheet, row, colonnes[nom], f"=ROUND({formula},2)", value, atelier.money(forme, style))
        row += 1
    return row


def _named(sheet: Feuille, row: int, colonnes: Colonnes[Any], libelle: str, style: Format) -> None:
    """The name of a total, in a row tall enough for it."""
    put(sheet, row, colonnes["intitule"], libelle, style)
    sheet.set_row(row, max(15.0, row_height((libelle, colonnes.largeur("intitule")), size=10)))
