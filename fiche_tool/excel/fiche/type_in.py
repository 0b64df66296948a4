"""Typing answers into a fiche as a person would: the given cells change, and what is computed from them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from fiche_tool.domaine.fiche.fiche import BUDGET, CHAMPS, nom_de_cellule
from fiche_tool.domaine.mots.dates import parse_periode
from fiche_tool.domaine.mots.nombres import parse_entier
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.regles.regles import Contexte
from fiche_tool.excel.fiche.controles import control_cells
from fiche_tool.excel.fiche.marques import count_left
from fiche_tool.excel.lecture.classeur import Classeur, Position, Zone
from fiche_tool.excel.lecture.lecteurs.xlsx import find_workbook, open_classeur, read_workbook_part, sheet_parts
from fiche_tool.excel.modele.modele import budget_columns, total_cells
from fiche_tool.excel.modele.noms import POINTS_CONTROLE
from fiche_tool.excel.remplissage.fill import Places, prepare
from fiche_tool.excel.remplissage.pieces import Remplissage
from fiche_tool.fichiers.piece import examine


def type_in(
    data: bytes, champs: Mapping[str, Contenu], budget: Sequence[Mapping[str, Contenu]] = (), feuille: str = ""
) -> bytes:
    """A copy of a fiche with these contents typed over its fields and the first lines of its budget table.

    `feuille` is the form among several. Raises KeyError for a field whose name the fiche lost.
    """
    piece = examine(data)
    package = piece.opened()
    classeur = open_classeur(piece)
    classeur = replace(classeur, ouvrir=cache(classeur.ouvrir)).vu_de(feuille)
    workbook = find_workbook(package)
    partie = read_workbook_part(package.read(workbook))
    corps = classeur.noms[nom_de_cellule(BUDGET)]
    cells: dict[Position, Contenu] = {classeur.noms[nom_de_cellule(nom)].coin: value for nom, value in champs.items()}
    colonnes = budget_columns(classeur.ouvrir(corps.feuille), corps)
    for row, ligne in zip(range(corps.haut, corps.bas + 1), budget, strict=False):
        cells |= {(row, colonnes[nom]): value for nom, value in ligne.items()}
    lignes = _lines(classeur, corps, colonnes, cells)
    cells |= total_cells(classeur.noms, lignes)
    cells |= control_cells(classeur.noms, _fields(classeur, cells), lignes, *_context(classeur))
    cells |= _marks_left(classeur, corps.feuille, cells)
    part = sheet_parts(package, workbook, partie)[corps.feuille]
    gabarit = prepare(package, {part: Places(cells.keys())}, date1904=partie.date1904)
    return gabarit.fill({part: Remplissage(cells)}, {})


def _marks_left(classeur: Classeur, feuille: str, typed: Mapping[Position, Contenu]) -> dict[Position, Contenu]:
    """What is left to correct on a marked copy after typing."""
    saisies = classeur.ouvrir(feuille).cellules
    contents = {position: saisie.contenu for position, saisie in saisies.items()} | dict(typed)
    points = typed.get(classeur.noms[POINTS_CONTROLE].coin) if POINTS_CONTROLE in classeur.noms else 0
    return count_left(classeur.noms, contents, points if isinstance(points, int) else 0)


def _fields(classeur: Classeur, typed: Mapping[Position, Contenu]) -> dict[str, Contenu]:
    """The content of every field after typing."""
    fields: dict[str, Contenu] = {}
    for champ in CHAMPS:
        zone = classeur.noms.get(champ.nom_de_cellule)
        if zone is not None:
            here = classeur.ouvrir(zone.feuille).get(zone.coin).contenu
            fields[champ.nom] = typed.get(zone.coin, here)
    return fields


def _lines(
    classeur: Classeur, corps: Zone, colonnes: Mapping[str, int], typed: Mapping[Position, Contenu]
) -> list[dict[str, Contenu]]:
    """Every line of the budget table after typing."""
    grille = classeur.ouvrir(corps.feuille)
    return [
        {nom: typed.get((row, column), grille.get((row, column)).contenu) for nom, column in colonnes.items()}
        for row in range(corps.haut, corps.bas + 1)
    ]


def _context(classeur: Classeur) -> tuple[Contexte, dict[str, str]]:
    """What the formulas of column Contrôle find in the workbook: the legislature, the séance, the status words."""
    years = [year for texte in _liste(classeur, "exercices") if (year := parse_entier(texte)) is not None]
    seance = parse_periode(_text(classeur, nom_de_cellule("seance")))
    contexte = Contexte(min(years, default=0), max(years, default=0), seance.debut if seance else date.max, {})
    return contexte, dict(zip(_liste(classeur, "mots"), _liste(classeur, "sens"), strict=False))


def _text(classeur: Classeur, nom: str) -> str:
    zone = classeur.noms.get(nom)
    return classeur.ouvrir(zone.feuille).get(zone.coin).texte if zone is not None else ""


def _liste(classeur: Classeur, nom: str) -> list[str]:
    zone = classeur.noms.get(f"liste_{nom}")
    if zone is None:
        return []
    grille = classeur.ouvrir(zone.feuille)
    return [grille.get((row, zone.gauche)).texte for row in range(zone.haut, zone.bas + 1)]
