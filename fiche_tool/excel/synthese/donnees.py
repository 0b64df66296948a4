"""Sheets Données: the flat tables, ready for pivots; every total of the workbook is a formula on their columns."""

from collections.abc import Mapping, Sequence
from typing import Any

from fiche_tool.domaine.synthese import COLONNES_ACTIONS, COLONNES_BUDGET_PLAT, MONTANTS, to_euros
from fiche_tool.excel import look
from fiche_tool.excel.classeur import column_letters
from fiche_tool.excel.synthese.page import Atelier, put

ACTIONS, BUDGET = "Données actions", "Données budget"
_ENTETES: Mapping[str, str] = {
    "identifiant": "Identifiant",
    "volet": "Volet",
    "axe": "Axe",
    "os": "OS",
    "oo": "OO",
    "numero": "N°",
    "libelle": "Libellé",
    "service": "Service gestionnaire",
    "mandataire": "Mandataire responsable",
    "responsable": "Responsable administratif",
    "porteur": "Porteur du projet",
    "partenaires": "Partenaire(s)",
    "plans": "Plans",
    "statut": "Statut",
    "taux": "Taux",
    "avant": "Taux précédent",
    "debut": "Début",
    "fin": "Fin",
    "mise_a_jour": "Mise à jour",
    "reponse": "Réponse reçue",
    "moyenne": "Compte dans la moyenne",
    "retard": "En retard",
    "exercice": "Exercice",
    "rd": "R/D",
    "article": "Article budgétaire",
    "montant": "Montant estimé",
    "fonds_propres": "Fonds propres",
    "emprunt": "Emprunt",
    "subsides": "Subsides",
    "abandonne": "Abandonné",
    "fichier": "Fichier",
    "cellule": "Cellule",
}
_BUDGET_ENTETES = {**_ENTETES, "service": "Service O/E"}
_DATES = ("debut", "fin", "mise_a_jour")


def write_donnees(atelier: Atelier) -> None:
    """Both flat tables and the names of their columns."""
    synthese = atelier.synthese
    _table(atelier, ACTIONS, "tActions", "act", COLONNES_ACTIONS, _ENTETES, synthese.actions.to_dict("records"))
    _table(atelier, BUDGET, "tBudget", "bud", COLONNES_BUDGET_PLAT, _BUDGET_ENTETES, synthese.budget.to_dict("records"))


def _table(
    atelier: Atelier,
    feuille: str,
    table: str,
    prefix: str,
    colonnes: Sequence[str],
    entetes: Mapping[str, str],
    rows: Sequence[Mapping[Any, Any]],
) -> None:
    widths = [40 if nom in ("libelle", "fichier") else 16 for nom in colonnes]
    sheet = atelier.add_sheet(feuille, widths, feuille)
    top, last = 3, 3 + max(len(rows), 1)
    for column, nom in enumerate(colonnes):
        letter = column_letters(column + 1)
        atelier.workbook.define_name(f"{prefix}_{nom}", f"='{feuille}'!${letter}${top + 2}:${letter}${last + 1}")
    columns = [{"header": entetes[nom]} for nom in colonnes]
    sheet.add_table(
        top, 0, last, len(colonnes) - 1, {"name": table, "columns": columns, "style": "Table Style Light 9"}
    )
    plain, money, day = (
        atelier.format(),
        atelier.format(num_format=look.FORMAT_MONTANT),
        atelier.format(num_format=look.FORMAT_DATE, align="left"),
    )
    for row, values in enumerate(rows, top + 1):
        for column, nom in enumerate(colonnes):
            value = values[nom]
            if nom in MONTANTS and value is not None:
                put(sheet, row, column, to_euros(value), money)
            elif value is not None and value == value:
                put(sheet, row, column, value, day if nom in _DATES else plain)
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
