"""Sheet Budget détail: every budget line with the file and the cell it comes from."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from typing import Any

from fiche_tool.domaine.grand_livre.acquis import Origine
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.lignes import name_action
from fiche_tool.domaine.synthese.phrases_budget import say_empty
from fiche_tool.domaine.synthese.sommes import to_euros
from fiche_tool.domaine.synthese.tables import NON_VENTILE
from fiche_tool.excel.dessin import papier
from fiche_tool.excel.dessin.feuille import Feuille, Forme
from fiche_tool.excel.synthese.atelier.atelier import Atelier
from fiche_tool.excel.synthese.atelier.cellules import put, say
from fiche_tool.excel.synthese.atelier.formes import CENTRE, MONTANT, PETIT, TOTAL, VERS_FICHIER, VERS_LONG
from fiche_tool.excel.synthese.atelier.largeurs import empty_width, money_width, share_out
from fiche_tool.excel.synthese.atelier.liens import Lien, VersAction, arrow, link_origine, shown_text
from fiche_tool.excel.synthese.atelier.pied_budget import list_under
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes, Liste
from fiche_tool.excel.synthese.atelier.valeurs import recall_label

NOM = "Budget détail"
LigneTable = Mapping[Any, Any]
"""A row of the flat table of budget lines, by column."""
_SENS = {"depense": "D", "recette": "R", "sans_rd": None}
"""The columns of the amounts, each of one sense."""
_PARTS = ("fonds_propres", "emprunt", "subsides", NON_VENTILE)
_SOMME: Forme = {**MONTANT, **PETIT}


def _action(synthese: Synthese, ligne: LigneTable) -> VersAction:
    action = synthese.programme.find_action(ligne["identifiant"])
    nom = name_action(synthese.noms, action) if action else ligne["identifiant"]
    return VersAction(ligne["identifiant"], nom)


def _libelle(synthese: Synthese, ligne: LigneTable) -> str | None:
    action = synthese.programme.find_action(ligne["identifiant"])
    return recall_label(action) if action else None


def _euros(nom: str) -> Callable[[Synthese, LigneTable], Decimal | None]:
    return lambda _, ligne: None if ligne[nom] is None else to_euros(ligne[nom])


def _montant(rd: str | None) -> Callable[[Synthese, LigneTable], Decimal | None]:
    """The amount, in the column of its sense alone: dépenses and recettes never stand in one column."""
    euros = _euros("montant")
    return lambda synthese, ligne: euros(synthese, ligne) if ligne["rd"] == rd else None


def _origine(_: Synthese, ligne: LigneTable) -> Lien | str:
    feuille, _sep, cellule = str(ligne["cellule"]).partition("!")
    return link_origine(Origine(str(ligne["fichier"]), feuille, cellule, None))


_LISTE = Liste[LigneTable](
    NOM,
    "Budget, ligne par ligne",
    Colonnes(
        Colonne("action", "N°", 14, _action, VERS_LONG, haut=True),
        Colonne("libelle", "Action", 44, _libelle, haut=True),
        Colonne("exercice", "Exercice", 9, lambda _, x: x["exercice"], CENTRE),
        Colonne("service", "Service", 8, lambda _, x: x["service"], CENTRE),
        Colonne("rd", "R/D", 5, lambda _, x: x["rd"], CENTRE),
        Colonne("article", "Article", 13, lambda _, x: x["article"], haut=True),
        Colonne("depense", "Dépense estimée", 12, _montant("D"), _SOMME),
        Colonne("recette", "Recette estimée", 12, _montant("R"), _SOMME),
        Colonne("sans_rd", "Sans R/D", 12, _montant(None), _SOMME),
        Colonne("fonds_propres", "Fonds propres", 12, _euros("fonds_propres"), _SOMME),
        Colonne("emprunt", "Emprunt", 12, _euros("emprunt"), _SOMME),
        Colonne("subsides", "Subsides", 12, _euros("subsides"), _SOMME),
        Colonne(NON_VENTILE, "Non ventilé", 12, _euros(NON_VENTILE), _SOMME),
        Colonne("a_part", "À part", 11, lambda _, x: x["a_part"], CENTRE),
        Colonne("fichier", "Fichier", 40, lambda s, x: shown_text(_origine(s, x)), haut=True),
        Colonne("lien", "Lien", 5.5, lambda s, x: arrow(_origine(s, x)), VERS_FICHIER),
        Colonne("cellule", "Cellule", 10, lambda _, x: x["cellule"], haut=True),
    ),
    vide="",
    top=4,
    vue="libelle",
    jusque="subsides",
)


def write_budget_detail(atelier: Atelier) -> None:
    """Every line with the file and the cell it comes from, those that no total holds too; what they add up to."""
    synthese = atelier.synthese
    tables = synthese.tables
    nombre = len(tables.budget) + len(tables.budget_retirees) + len(tables.budget_retenu)
    lines = chain(
        ({**x, "a_part": "abandonnée" if x["abandonne"] == "Oui" else None} for x in tables.budget.records()),
        ({**x, "a_part": "retirée"} for x in tables.budget_retirees.records()),
        ({**x, NON_VENTILE: None, "a_part": "retenue"} for x in tables.budget_retenu.records()),
    )
    phrase = (
        "En euros. Chaque ligne mène à la case de la fiche dont elle vient. « À part » : elle n'est pas dans le total."
    )
    colonnes = _fit(synthese)
    liste = replace(_LISTE, colonnes=colonnes)
    sheet = liste.write(atelier, lines, [(phrase, atelier.note())])
    row = _LISTE.top + 1 + nombre
    empty = say_empty(synthese.bilan)
    if empty:
        say(sheet, row, empty, atelier.format(italic=True))
        row += 1
    else:
        row = _totals(atelier, sheet, row, nombre)
    last = list_under(atelier, sheet, row + 1, colonnes.largeurs)
    liste.end_pages(sheet, last - 1, {row - 2} if nombre else ())


def _fit(synthese: Synthese) -> Colonnes[LigneTable]:
    """The columns as A3 shows them: amounts as wide as they are, a column without any narrow, the rest to texts."""
    bilan = synthese.bilan.programme
    totals = {"depense": bilan.depenses, "recette": bilan.recettes, "sans_rd": bilan.sans_rd}
    widths = {}
    for nom in (*_SENS, *_PARTS):
        widest = _widest(synthese, nom)
        total = totals[nom].montant if nom in totals and widest else None
        widths[nom] = max(empty_width(_LISTE.colonnes.colonnes[_LISTE.colonnes[nom]]), money_width(widest, total))
    return share_out(_LISTE.colonnes, papier.A3, ("libelle", "fichier"), widths)


def _widest(synthese: Synthese, nom: str) -> Decimal | None:
    """The largest amount that a column shows, None where it shows none."""
    tables, found = synthese.tables, 0
    for table in (tables.budget, tables.budget_retirees, tables.budget_retenu):
        cle = "montant" if nom in _SENS else nom
        if cle in table.colonnes:
            rows = zip(table.colonne(cle), table.colonne("rd"), strict=True)
            found = max(found, *(abs(x or 0) for x, rd in rows if nom in _PARTS or rd == _SENS[nom]), 0)
    return to_euros(found) if found else None


def _totals(atelier: Atelier, sheet: Feuille, row: int, nombre: int) -> int:
    """The total of the lines that are not apart, by sense: dépenses and recettes never meet. Returns the row after."""
    colonnes, first = _LISTE.colonnes, _LISTE.top + 1
    last, bilan = first + nombre - 1, atelier.synthese.bilan.programme
    for column in range(colonnes["action"], colonnes["sans_rd"] + 1):
        put(sheet, row, column, None, atelier.cell(TOTAL))
    put(sheet, row, colonnes["libelle"], "Total, sans les lignes à part", atelier.cell(TOTAL))
    apart = colonnes.plage("a_part", first, last)
    for nom, somme in (("depense", bilan.depenses), ("recette", bilan.recettes), ("sans_rd", bilan.sans_rd)):
        cells = colonnes.plage(nom, first, last)
        formula = f'=ROUND(SUM({cells})-SUMIFS({cells},{apart},"?*"),2)'
        atelier.total(sheet, row, colonnes[nom], formula, somme.montant, atelier.money(PETIT, TOTAL))
    return row + 1
