"""Sheet Budget: totals by exercice, service and R/D, by funding and by OS, then every line with its source."""

from typing import Any

from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.synthese import MONTANTS, sum_budget, to_euros
from fiche_tool.excel import look
from fiche_tool.excel.classeur import column_letters
from fiche_tool.excel.synthese.page import Atelier, put, put_link

NOM = "Budget"
_WIDTHS = (24, 20, 20, 17, 17, 17, 17, 13, 58, 13)
_SENS = (("D", "O"), ("D", "E"), ("R", "O"), ("R", "E"))
_TITRES = (
    "Dépenses ordinaires",
    "Dépenses extraordinaires",
    "Recettes ordinaires",
    "Recettes extraordinaires",
)
_FINANCEMENTS = (
    ("montant", "Montant estimé"),
    ("fonds_propres", "Fonds propres"),
    ("emprunt", "Emprunt"),
    ("subsides", "Subsides"),
)
PREMIERE_LIGNE = 6
"""The first row (from 0) of the table by exercice, which a chart refers to."""


def write_budget(atelier: Atelier) -> int:
    """All tables. Returns how many exercices the first one has."""
    sheet = atelier.add_sheet(NOM, _WIDTHS, "Budget des actions")
    budget = atelier.synthese.budget
    note = atelier.format(font_size=9, italic=True, font_color=look.GRIS)
    sheet.write_string(
        2,
        0,
        "En euros. Recettes et dépenses ne sont jamais additionnées. Les actions abandonnées sont comptées à part.",
        note,
    )
    if not len(budget):
        sheet.write_string(4, 0, "Aucune ligne budgétaire n'a été communiquée.", atelier.format(italic=True))
        return 0
    kept = budget[budget["abandonne"] == "Non"]
    exercices = sorted({int(e) for e in budget["exercice"] if e == e and e is not None})
    row = _by_exercice(atelier, sheet, 4, exercices, kept)
    row = _by_financement(atelier, sheet, row + 2, kept)
    row = _by_os(atelier, sheet, row + 2, kept)
    row = _abandoned(atelier, sheet, row + 2, budget[budget["abandonne"] == "Oui"])
    _lines(atelier, sheet, row + 2)
    return len(exercices)


class _Sommes:
    """The sums that the tables show, each worked out once: amounts by the columns that tell a cell from another."""

    def __init__(self, lignes: Any, *colonnes: str) -> None:
        self._sommes = sum_budget(lignes, [*colonnes, "rd", "service"]) if len(lignes) else {}

    def get(self, montant: str, *cle: object) -> float:
        """One sum in euros, 0 where no line has this key (values of the columns, then R/D and service)."""
        amounts = self._sommes.get(cle)
        return float(amounts[montant]) if amounts else 0.0


def _heads(atelier: Atelier, sheet: Worksheet, row: int, headings: tuple[str, ...]) -> None:
    for column, heading in enumerate(headings):
        sheet.write_string(row, column, heading, atelier.head())
    sheet.set_row(row, 30)


def _by_exercice(atelier: Atelier, sheet: Worksheet, row: int, exercices: list[int], kept: Any) -> int:
    atelier.section(sheet, row, "Par exercice et par service", 5)
    _heads(atelier, sheet, row + 1, ("Exercice", *_TITRES))
    money = atelier.cell(num_format=look.FORMAT_MONTANT)
    label = atelier.cell(bold=True, align="left", num_format="0")
    sommes, totaux = _Sommes(kept, "exercice"), _Sommes(kept)
    first = row + 2
    for at, exercice in enumerate(exercices, first):
        put(sheet, at, 0, exercice, label)
        for column, (rd, service) in enumerate(_SENS, 1):
            formula = _sumifs("montant", rd, service, f"bud_exercice,$A{at + 1},")
            sheet.write_formula(at, column, formula, money, sommes.get("montant", exercice, rd, service))
    last = first + len(exercices)
    put(sheet, last, 0, "sans exercice", label)
    for column, (rd, service) in enumerate(_SENS, 1):
        above = f"{column_letters(column + 1)}{first + 1}:{column_letters(column + 1)}{last}"
        rest = f"{_sumifs('montant', rd, service)}-SUM({above})" if exercices else _sumifs("montant", rd, service)
        sheet.write_formula(last, column, f"=ROUND({rest[1:]},2)", money, sommes.get("montant", None, rd, service))
    total = atelier.cell(bold=True, bg_color=look.GRIS_PALE, num_format=look.FORMAT_MONTANT)
    put(sheet, last + 1, 0, "Total", total)
    for column, (rd, service) in enumerate(_SENS, 1):
        letter = column_letters(column + 1)
        formula = f"=SUM({letter}{first + 1}:{letter}{last + 1})"
        sheet.write_formula(last + 1, column, formula, total, totaux.get("montant", rd, service))
    return _unclassified(atelier, sheet, last + 2, kept)


def _unclassified(atelier: Atelier, sheet: Worksheet, row: int, kept: Any) -> int:
    """How many lines lack their service or R/D: counted, never added up, since recettes and dépenses do not mix."""
    lost = int((kept["service"].isna() | kept["rd"].isna()).sum())
    style = atelier.cell(italic=True, num_format='0" ligne(s)"', align="right")
    put(sheet, row, 0, "sans service ou R/D", atelier.cell(italic=True))
    classed = "+".join(f'COUNTIFS(bud_rd,"{rd}",bud_service,"{service}",bud_abandonne,"Non")' for rd, service in _SENS)
    sheet.write_formula(row, 1, f'=COUNTIFS(bud_abandonne,"Non")-({classed})', style, lost)
    return row + 1


def _sumifs(montant: str, rd: str, service: str, where: str = "", abandonne: str = "Non") -> str:
    """The live total of one amount for one sense and service, with more conditions in front."""
    return f'=SUMIFS(bud_{montant},{where}bud_rd,"{rd}",bud_service,"{service}",bud_abandonne,"{abandonne}")'


def _by_financement(atelier: Atelier, sheet: Worksheet, row: int, kept: Any) -> int:
    atelier.section(sheet, row, "Par source de financement", 6)
    _heads(atelier, sheet, row + 1, ("", *(titre for _, titre in _FINANCEMENTS), "Non ventilé"))
    money, label = atelier.cell(num_format=look.FORMAT_MONTANT), atelier.cell(bold=True)
    totaux = _Sommes(kept)
    for at, ((rd, service), titre) in enumerate(zip(_SENS, _TITRES, strict=True), row + 2):
        put(sheet, at, 0, titre, label)
        values = {nom: totaux.get(nom, rd, service) for nom in MONTANTS}
        for column, (nom, _) in enumerate(_FINANCEMENTS, 1):
            sheet.write_formula(at, column, _sumifs(nom, rd, service), money, values[nom])
        rest = round(values["montant"] - sum(values[nom] for nom in MONTANTS[1:]), 2)
        sheet.write_formula(at, 5, f"=ROUND(B{at + 1}-C{at + 1}-D{at + 1}-E{at + 1},2)", money, rest)
    return row + 2 + len(_SENS)


def _by_os(atelier: Atelier, sheet: Worksheet, row: int, kept: Any) -> int:
    atelier.section(sheet, row, "Par objectif stratégique", 5)
    _heads(atelier, sheet, row + 1, ("Objectif stratégique", *_TITRES))
    money, label = atelier.cell(num_format=look.FORMAT_MONTANT), atelier.cell(bold=True)
    sommes = _Sommes(kept, "os")
    at = row + 2
    for strategique in dict.fromkeys(kept["os"]):
        put(sheet, at, 0, strategique, label)
        for column, (rd, service) in enumerate(_SENS, 1):
            formula = _sumifs("montant", rd, service, f"bud_os,$A{at + 1},")
            sheet.write_formula(at, column, formula, money, sommes.get("montant", strategique, rd, service))
        at += 1
    return at


def _abandoned(atelier: Atelier, sheet: Worksheet, row: int, dropped: Any) -> int:
    atelier.section(sheet, row, "Actions abandonnées (hors totaux)", 5)
    _heads(atelier, sheet, row + 1, ("", *_TITRES))
    put(sheet, row + 2, 0, "Total", atelier.cell(bold=True))
    money = atelier.cell(num_format=look.FORMAT_MONTANT)
    totaux = _Sommes(dropped)
    for column, (rd, service) in enumerate(_SENS, 1):
        formula = _sumifs("montant", rd, service, abandonne="Oui")
        sheet.write_formula(row + 2, column, formula, money, totaux.get("montant", rd, service))
    return row + 3


def _lines(atelier: Atelier, sheet: Worksheet, row: int) -> None:
    atelier.section(sheet, row, "Ligne par ligne", len(_WIDTHS))
    headings = (
        "Action",
        "Exercice, service, R/D",
        "Article",
        "Montant estimé",
        "Fonds propres",
        "Emprunt",
        "Subsides",
        "Abandonnée",
        "Fichier",
        "Cellule",
    )
    _heads(atelier, sheet, row + 1, headings)
    money, text = atelier.cell(num_format=look.FORMAT_MONTANT), atelier.cell(text_wrap=True, font_size=9)
    link = atelier.cell(font_size=9, font_color=look.BLEU, underline=1)
    for at, line in enumerate(atelier.synthese.budget.to_dict("records"), row + 2):
        put(sheet, at, 0, f"{line['volet']} {line['numero']}", text)
        sense = " ".join(str(line[nom]) for nom in ("exercice", "service", "rd") if line[nom] is not None)
        put(sheet, at, 1, sense, text)
        put(sheet, at, 2, line["article"], text)
        for column, nom in enumerate(MONTANTS, 3):
            put(sheet, at, column, None if line[nom] is None else to_euros(line[nom]), money)
        put(sheet, at, 7, "abandonnée" if line["abandonne"] == "Oui" else None, text)
        if line["fichier"]:
            feuille, _, cellule = str(line["cellule"]).partition("!")
            put_link(sheet, at, 8, link, str(line["fichier"]), (feuille, cellule))
        put(sheet, at, 9, line["cellule"], text)
