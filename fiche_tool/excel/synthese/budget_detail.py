"""Sheet Budget détail: every budget line with the file and the cell it comes from."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import chain
from typing import Any

from fiche_tool.domaine.grand_livre.acquis import Origine
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.lignes import name_action
from fiche_tool.domaine.synthese.phrases_budget import say_empty
from fiche_tool.domaine.synthese.sommes import to_euros
from fiche_tool.domaine.synthese.tables import NON_VENTILE
from fiche_tool.excel.dessin.feuille import Feuille, Forme
from fiche_tool.excel.synthese.atelier.atelier import Atelier
from fiche_tool.excel.synthese.atelier.cellules import put, say
from fiche_tool.excel.synthese.atelier.formes import CENTRE, LIEN, MONTANT, PETIT, TOTAL, VERS
from fiche_tool.excel.synthese.atelier.liens import Lien, VersAction, link_origine
from fiche_tool.excel.synthese.atelier.pied_budget import list_under
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes, Liste

NOM = "Budget détail"
LigneTable = Mapping[Any, Any]
"""A row of the flat table of budget lines, by column."""
_SOMME: Forme = {**MONTANT, **PETIT}


def _action(synthese: Synthese, ligne: LigneTable) -> VersAction:
    action = synthese.programme.find_action(ligne["identifiant"])
    nom = name_action(synthese.noms, action) if action else ligne["identifiant"]
    return VersAction(ligne["identifiant"], nom)


def _libelle(synthese: Synthese, ligne: LigneTable) -> str | None:
    action = synthese.programme.find_action(ligne["identifiant"])
    return action.libelle if action else None


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
        Colonne("action", "N°", 22, _action, VERS, haut=True),
        Colonne("libelle", "Action", 44, _libelle, haut=True),
        Colonne("exercice", "Exercice", 10, lambda _, x: x["exercice"], CENTRE),
        Colonne("service", "Service", 9, lambda _, x: x["service"], CENTRE),
        Colonne("rd", "R/D", 7, lambda _, x: x["rd"], CENTRE),
        Colonne("article", "Article", 22, lambda _, x: x["article"], haut=True),
        Colonne("depense", "Dépense estimée", 16, _montant("D"), _SOMME),
        Colonne("recette", "Recette estimée", 16, _montant("R"), _SOMME),
        Colonne("sans_rd", "Sans R/D", 14, _montant(None), _SOMME),
        Colonne("fonds_propres", "Fonds propres", 16, _euros("fonds_propres"), _SOMME),
        Colonne("emprunt", "Emprunt", 16, _euros("emprunt"), _SOMME),
        Colonne("subsides", "Subsides", 16, _euros("subsides"), _SOMME),
        Colonne(NON_VENTILE, "Non ventilé", 16, _euros(NON_VENTILE), _SOMME),
        Colonne("a_part", "À part", 14, lambda _, x: x["a_part"], CENTRE),
        Colonne("fichier", "Fichier", 52, _origine, LIEN, haut=True),
        Colonne("cellule", "Cellule", 13, lambda _, x: x["cellule"]),
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
    sheet = _LISTE.write(atelier, lines, [(phrase, atelier.note())])
    row = _LISTE.top + 1 + nombre
    empty = say_empty(synthese.bilan)
    if empty:
        say(sheet, row, empty, atelier.format(italic=True))
        row += 1
    else:
        row = _totals(atelier, sheet, row, nombre)
    list_under(atelier, sheet, row + 1, _LISTE.colonnes.largeurs)


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
