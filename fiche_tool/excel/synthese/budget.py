"""Sheet Budget: totals that the directrice financière can trace, each a formula on the flat table of lines."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from fiche_tool.domaine.synthese.lignes import HORS_HIERARCHIE, LigneNoeud
from fiche_tool.domaine.synthese.sommes import sum_budget
from fiche_tool.domaine.synthese.tables import MONTANTS
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Feuille, Format, Forme
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.dessin.reperes import Reperes
from fiche_tool.excel.synthese.atelier.atelier import Atelier
from fiche_tool.excel.synthese.atelier.cellules import put, say
from fiche_tool.excel.synthese.atelier.formules import literal
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes

NOM = "Budget"
SENS = {"DO": ("D", "O"), "DE": ("D", "E"), "RO": ("R", "O"), "RE": ("R", "E")}
"""By column: dépense or recette, service ordinaire or extraordinaire."""
_OBJET = Colonne[None]("objet", "", 62)
_PAR_SENS = Colonnes[None](
    _OBJET,
    Colonne("DO", "Dépenses ordinaires", 20),
    Colonne("DE", "Dépenses extraordinaires", 20),
    Colonne("RO", "Recettes ordinaires", 20),
    Colonne("RE", "Recettes extraordinaires", 20),
)
PAR_FINANCEMENT = Colonnes[None](
    _OBJET,
    Colonne("montant", "Montant estimé", 20),
    Colonne("fonds_propres", "Fonds propres", 20),
    Colonne("emprunt", "Emprunt", 20),
    Colonne("subsides", "Subsides", 20),
    Colonne("non_ventile", "Non ventilé", 20),
)
AUCUNE_LIGNE = (
    "Aucune ligne budgétaire n'a été communiquée. C'est permis : le coût d'une action n'est pas toujours connu."
)
_NOTE = (
    "En euros. Recettes et dépenses ne sont jamais additionnées. Les actions abandonnées sont comptées à part, hors "
    "des totaux. Chaque total est une formule sur la feuille « Données budget »."
)
_NIVEAUX: Mapping[str, Forme] = {
    "volet": {"bold": True, "bg_color": look.BLEU_PALE},
    "axe": {"bold": True, "bg_color": look.BLEU_BRUME},
    "OS": {"indent": 1},
}
_KEPT = (f"bud_abandonne,{literal('Non')}",)


def write_budget(atelier: Atelier) -> None:
    """The totals: by exercice, by funding, by volet and OS, then the abandoned actions."""
    sheet = atelier.add_sheet(NOM, PAR_FINANCEMENT.largeurs, "Budget des actions")
    sheet.freeze_panes(3, _PAR_SENS["objet"] + 1)
    sheet.repeat_rows(0, 2)
    budget = atelier.synthese.tables.budget
    say(sheet, 2, _NOTE, atelier.note())
    if not len(budget):
        say(sheet, 4, AUCUNE_LIGNE, atelier.format(italic=True))
        return
    kept, dropped = (budget[budget["abandonne"] == answer] for answer in ("Non", "Oui"))
    row = _by_exercice(atelier, sheet, 4, kept)
    row = _by_funding(atelier, sheet, row + 1, kept)
    sheet.set_h_pagebreaks([row + 1])  # a table whose heading stays alone at the foot of a page is hard to read
    row = _by_objective(atelier, sheet, row + 1, kept)
    _abandoned(atelier, sheet, row + 1, dropped)


def list_exercices(budget: Any) -> list[int]:
    """The exercices that lines speak of, earliest first."""
    return sorted({int(exercice) for exercice in budget["exercice"] if exercice is not None and exercice == exercice})


class Sommes:
    """The sums that the tables show, each worked out once: amounts by the columns that tell a cell from another."""

    def __init__(self, lignes: Any, *colonnes: str) -> None:
        self._sommes = sum_budget(lignes, list(colonnes)) if len(lignes) else {}

    def get(self, montant: str, *cle: object) -> Decimal:
        """One sum in euros, 0 where no line has these values in the columns."""
        return self._sommes.get(cle, {}).get(montant, Decimal(0))


def sum_formula(montant: str, *where: str) -> str:
    """The live total of an amount over the lines that meet some criteria, exact to the cent; without its « = »."""
    return f"ROUND(SUMIFS(bud_{montant},{','.join(where)}),2)"


def where_sense(rd: str, service: str) -> tuple[str, str]:
    """The criteria of one sense and one service."""
    return (f"bud_rd,{literal(rd)}", f"bud_service,{literal(service)}")


def _same_exercice(row: int) -> str:
    """The criterion of the exercice that a row begins with."""
    return f"bud_exercice,{_PAR_SENS.retenue('objet', row)}"


def _heads(atelier: Atelier, sheet: Feuille, row: int, objet: str, colonnes: Colonnes[None]) -> None:
    for column, heading in enumerate((objet, *colonnes.entetes[1:])):
        sheet.write_string(row, column, heading, atelier.head())
    sheet.set_row(row, 30)


def _senses(
    atelier: Atelier,
    sheet: Feuille,
    row: int,
    where: Sequence[str],
    sommes: Sommes,
    cle: Sequence[object],
    style: Format,
) -> None:
    """A row of the four totals, dépenses and recettes of both services, each in its own column."""
    for nom, (rd, service) in SENS.items():
        formula = f"={sum_formula('montant', *where, *where_sense(rd, service))}"
        atelier.total(sheet, row, _PAR_SENS[nom], formula, sommes.get("montant", *cle, rd, service), style)


def _by_exercice(atelier: Atelier, sheet: Feuille, row: int, kept: Any) -> int:
    atelier.section(sheet, row, "Par exercice et par service", 5)
    _heads(atelier, sheet, row + 1, "Exercice", _PAR_SENS)
    money, label = atelier.money(), atelier.cell(bold=True, align="left", num_format="0", indent=1)
    sommes, first = Sommes(kept, "exercice", "rd", "service"), row + 2
    exercices = list_exercices(kept)
    for at, exercice in enumerate(exercices, first):
        put(sheet, at, _PAR_SENS["objet"], exercice, label)
        _senses(atelier, sheet, at, (_same_exercice(at), *_KEPT), sommes, (exercice,), money)
    last = first + len(exercices)
    put(sheet, last, _PAR_SENS["objet"], "sans exercice", label)
    for nom, (rd, service) in SENS.items():
        above = f"-SUM({_PAR_SENS.plage(nom, first, last - 1)})" if exercices else ""
        formula = f"=ROUND({sum_formula('montant', *_KEPT, *where_sense(rd, service))}{above},2)"
        atelier.total(sheet, last, _PAR_SENS[nom], formula, sommes.get("montant", None, rd, service), money)
    _total_row(atelier, sheet, last + 1, kept)
    return _unclassified(atelier, sheet, last + 2, kept)


def _total_row(atelier: Atelier, sheet: Feuille, row: int, kept: Any) -> None:
    total = atelier.money(bold=True, bg_color=look.GRIS_PALE)
    put(sheet, row, _PAR_SENS["objet"], "Total", atelier.cell(bold=True, bg_color=look.GRIS_PALE, indent=1))
    _senses(atelier, sheet, row, _KEPT, Sommes(kept, "rd", "service"), (), total)


def _unclassified(atelier: Atelier, sheet: Feuille, row: int, kept: Any) -> int:
    """How many lines lack their service or R/D: counted, never added up, since recettes and dépenses do not mix."""
    lost = int((kept["service"].isna() | kept["rd"].isna()).sum())
    style = atelier.cell(italic=True, num_format='[=0]"aucune ligne";[=1]0" ligne";0" lignes"', align="right", indent=1)
    put(
        sheet,
        row,
        _PAR_SENS["objet"],
        "sans service O/E ou sans R/D (hors des totaux par service)",
        atelier.cell(italic=True, text_wrap=True),
    )
    classed = "+".join(f"COUNTIFS({','.join((*where_sense(*sens), *_KEPT))})" for sens in SENS.values())
    atelier.total(sheet, row, _PAR_SENS["DO"], f"=COUNTIFS({_KEPT[0]})-({classed})", lost, style)
    return row + 1


def _by_funding(atelier: Atelier, sheet: Feuille, row: int, kept: Any) -> int:
    """By exercice and source of funding, dépenses then recettes: two tables, so that nobody adds them up."""
    for rd, titre in (("D", "Dépenses par source de financement"), ("R", "Recettes par source de financement")):
        lines = kept[kept["rd"] == rd]
        atelier.section(sheet, row, titre, 6)
        _heads(atelier, sheet, row + 1, "Exercice", PAR_FINANCEMENT)
        label = atelier.cell(bold=True, align="left", num_format="0", indent=1)
        money = atelier.money()
        sense, sommes = (f"bud_rd,{literal(rd)}", *_KEPT), Sommes(lines, "exercice")
        at = row + 2
        for exercice in list_exercices(lines):
            put(sheet, at, _PAR_SENS["objet"], exercice, label)
            amounts = {nom: sommes.get(nom, exercice) for nom in MONTANTS}
            _fundings(atelier, sheet, at, (_same_exercice(at), *sense), amounts, money)
            at += 1
        total = atelier.money(bold=True, bg_color=look.GRIS_PALE)
        words = atelier.cell(bold=True, bg_color=look.GRIS_PALE, indent=1)
        put(sheet, at, PAR_FINANCEMENT["objet"], "Total, lignes sans exercice comprises", words)
        whole = Sommes(lines, "rd")
        _fundings(atelier, sheet, at, sense, {nom: whole.get(nom, rd) for nom in MONTANTS}, total)
        row = at + 2
    return row - 1


def _fundings(
    atelier: Atelier, sheet: Feuille, row: int, where: Sequence[str], amounts: Mapping[str, Decimal], style: Format
) -> None:
    for nom in MONTANTS:
        atelier.total(sheet, row, PAR_FINANCEMENT[nom], f"={sum_formula(nom, *where)}", amounts[nom], style)
    rest = amounts["montant"] - sum(amounts[nom] for nom in MONTANTS[1:])
    atelier.total(sheet, row, PAR_FINANCEMENT["non_ventile"], rest_formula(PAR_FINANCEMENT, row), rest, style)


def rest_formula(colonnes: Reperes, row: int) -> str:
    """What of an amount has no source of funding, in a table that has a column for each."""
    return f"=ROUND({'-'.join(colonnes.cellule(nom, row) for nom in MONTANTS)},2)"


def _by_objective(atelier: Atelier, sheet: Feuille, row: int, kept: Any) -> int:
    """By volet, axe and OS, those that have lines; what lies outside the hierarchy too, so that the sums meet."""
    atelier.section(sheet, row, "Par volet et par objectif stratégique", 5)
    _heads(atelier, sheet, row + 1, "", _PAR_SENS)
    sommes = {level: Sommes(kept, level, "rd", "service") for level in ("volet", "axe", "os")}
    used = {level: set(kept[level]) for level in sommes}
    nodes = [x for x in atelier.synthese.lignes if isinstance(x, LigneNoeud) and x.niveau in ("volet", "axe", "OS")]
    at = row + 2
    for noeud in (*nodes, LigneNoeud("OS", HORS_HIERARCHIE, "", "actions sans objectif dans le programme")):
        level = noeud.niveau.lower()
        if noeud.cle in used[level]:
            _objective(atelier, sheet, at, noeud, sommes[level])
            at += 1
    _total_row(atelier, sheet, at, kept)
    return at + 1


def _objective(atelier: Atelier, sheet: Feuille, row: int, noeud: LigneNoeud, sommes: Sommes) -> None:
    shape = _NIVEAUX[noeud.niveau]
    text = f"{noeud.numero or noeud.cle} – {noeud.intitule}" if noeud.niveau == "OS" else noeud.intitule
    put(sheet, row, _PAR_SENS["objet"], text, atelier.cell(shape, text_wrap=True))
    where = (f"bud_{noeud.niveau.lower()},{literal(noeud.cle)}", *_KEPT)
    money = atelier.money(shape, indent=1)
    _senses(atelier, sheet, row, where, sommes, (noeud.cle,), money)
    sheet.set_row(row, row_height((text, 58), size=10))


def _abandoned(atelier: Atelier, sheet: Feuille, row: int, dropped: Any) -> None:
    atelier.section(sheet, row, "Actions abandonnées (hors des totaux)", 5)
    _heads(atelier, sheet, row + 1, "", _PAR_SENS)
    put(sheet, row + 2, _PAR_SENS["objet"], "Total", atelier.cell(bold=True, indent=1))
    money = atelier.money()
    where = (f"bud_abandonne,{literal('Oui')}",)
    _senses(atelier, sheet, row + 2, where, Sommes(dropped, "rd", "service"), (), money)
