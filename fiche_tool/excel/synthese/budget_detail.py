"""Sheet Budget détail: every budget line with the file and the cell it comes from."""

from collections.abc import Mapping
from typing import Any

from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.grand_livre.acquis import Origine
from fiche_tool.domaine.synthese.lignes import name_action
from fiche_tool.domaine.synthese.sommes import to_euros
from fiche_tool.domaine.synthese.tables import MONTANTS
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.synthese.budget import AUCUNE_LIGNE
from fiche_tool.excel.synthese.liens import put_action, put_file, show_place
from fiche_tool.excel.synthese.page import A3, Atelier, put

NOM = "Budget détail"
_COLONNES = (
    ("N°", 22),
    ("Action", 44),
    ("Exercice", 10),
    ("Service", 9),
    ("R/D", 7),
    ("Article", 22),
    ("Dépense estimée", 16),
    ("Recette estimée", 16),
    ("Sans R/D", 14),
    ("Fonds propres", 16),
    ("Emprunt", 16),
    ("Subsides", 16),
    ("Abandonnée", 12),
    ("Fichier", 52),
    ("Cellule", 13),
)
_TOP = 4


def write_budget_detail(atelier: Atelier) -> None:
    """Every line with the file and the cell it comes from; dépenses and recettes in two columns."""
    sheet = atelier.add_sheet(NOM, [width for _, width in _COLONNES], "Budget, ligne par ligne", paper=A3)
    put(sheet, 2, 0, "En euros. Chaque ligne mène à la case de la fiche dont elle vient.", atelier.note())
    atelier.headings(sheet, _TOP, [heading for heading, _ in _COLONNES], columns=2)
    lines = atelier.synthese.tables.budget.to_dict("records")
    for at, line in enumerate(lines, _TOP + 1):
        _line(atelier, sheet, at, line)
    if not lines:
        put(sheet, _TOP + 1, 0, AUCUNE_LIGNE, atelier.format(italic=True))
    sheet.autofilter(_TOP, 0, max(_TOP + len(lines), _TOP + 1), len(_COLONNES) - 1)


def _line(atelier: Atelier, sheet: Worksheet, row: int, line: Mapping[Any, Any]) -> None:
    text, center = atelier.cell(text_wrap=True, font_size=9), atelier.cell(align="center", font_size=9)
    money = atelier.money(font_size=9)
    action = atelier.synthese.programme.find_action(line["identifiant"])
    linked = atelier.cell(font_size=9, font_color=look.BLEU)
    label = name_action(atelier.synthese.noms, action) if action else line["identifiant"]
    put_action(atelier, sheet, row, 0, line["identifiant"], label, linked)
    put(sheet, row, 1, action.libelle if action else None, text)
    for column, nom in enumerate(("exercice", "service", "rd"), 2):
        put(sheet, row, column, line[nom], center)
    put(sheet, row, 5, line["article"], text)
    amounts = {nom: None if line[nom] is None else to_euros(line[nom]) for nom in MONTANTS}
    put(sheet, row, 6, amounts["montant"] if line["rd"] == "D" else None, money)
    put(sheet, row, 7, amounts["montant"] if line["rd"] == "R" else None, money)
    put(sheet, row, 8, amounts["montant"] if line["rd"] is None else None, money)
    for column, nom in enumerate(MONTANTS[1:], 9):
        put(sheet, row, column, amounts[nom], money)
    put(sheet, row, 12, "abandonnée" if line["abandonne"] == "Oui" else None, center)
    feuille, _, cellule = str(line["cellule"]).partition("!")
    origine = Origine(str(line["fichier"]), feuille, cellule, None)
    put_file(sheet, row, 13, origine, atelier.cell(font_size=9, font_color=look.BLEU, underline=1, text_wrap=True))
    put(sheet, row, 14, line["cellule"], text)
    texts = (
        (action.libelle if action else "", 44),
        (label, 22),
        (show_place(line["fichier"]), 52),
        (line["article"], 22),
    )
    sheet.set_row(row, row_height(*texts))
