"""Looking at a restyled model for what would hinder the people who fill it in: locks, drop-downs, protection.

openpyxl reads what the tool's own reader has no use for (cell protection, validations, page set-up).
"""

import io
import warnings
from collections.abc import Iterator

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from fiche_tool.domaine import fiche
from fiche_tool.domaine.champs import Champ
from fiche_tool.domaine.fiche import CHAMPS, COLONNES_BUDGET, LABELS
from fiche_tool.excel.classeur import Position, Zone, address
from fiche_tool.excel.modele import Modele


def inspect_modele(modele: Modele, data: bytes) -> tuple[str, ...]:
    """What a model that can serve risks all the same, in words; `data` are the bytes it was opened from."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what openpyxl would lose in saving: nothing is saved here
        try:
            sheet = load_workbook(io.BytesIO(data))[modele.grille.nom]
        except (ValueError, TypeError, KeyError, IndexError):  # what openpyxl raises on features it does not know
            return ("ses verrous et ses listes déroulantes n'ont pas pu être examinés",)
    return (*_protection(sheet, modele), *_lists(sheet, modele), *_page(sheet))


def _fields(modele: Modele) -> Iterator[tuple[Champ, str, Position]]:
    """Every field with its words and its cell; the columns of the budget table by their first line."""
    for champ in CHAMPS:
        zone = modele.zone(champ.nom)
        if zone is not None:
            yield champ, LABELS[champ.nom], zone.coin
    corps: Zone = modele.noms[fiche.nom_de_cellule(fiche.BUDGET)]
    for champ in COLONNES_BUDGET:
        yield champ, f"{LABELS[fiche.BUDGET]}, {champ.label}", (corps.haut, modele.colonnes_budget[champ.nom])


def _protection(sheet: Worksheet, modele: Modele) -> Iterator[str]:
    if not sheet.protection.sheet:
        yield "la feuille n'est pas protégée : les étiquettes peuvent être écrasées par mégarde"
        return
    for champ, label, position in _fields(modele):
        locked = sheet.cell(*position).protection.locked
        if locked and not champ.verrouille:
            yield f"la case « {label} » ({address(position)}) est verrouillée : personne ne pourra la remplir"
        if not locked and champ.verrouille:
            yield f"la case « {label} » ({address(position)}) est déverrouillée : elle peut être changée par mégarde"


def _lists(sheet: Worksheet, modele: Modele) -> Iterator[str]:
    rules = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    for champ, label, position in _fields(modele):
        if champ.liste and not any(address(position) in rule.sqref for rule in rules):
            yield f"la case « {label} » ({address(position)}) n'a plus de liste déroulante"


def _page(sheet: Worksheet) -> Iterator[str]:
    if not sheet.print_area:
        yield "aucune zone d'impression : les colonnes de contrôle s'imprimeraient aussi"
    if not (sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage):
        yield "la fiche n'est plus ajustée à la page : elle peut s'imprimer sur plusieurs feuilles"
