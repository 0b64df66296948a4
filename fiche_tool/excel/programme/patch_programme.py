"""Bringing programme.xlsx to a merged programme: only what changes is written, all that people added stays."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fiche_tool.domaine.mots.saisie import Contenu, show_date
from fiche_tool.domaine.programme.programme import Action, Objectif, Parametres, Programme, Service
from fiche_tool.domaine.programme.reprise import tell_places
from fiche_tool.excel.lecture.classeur import LONGUE_LISTE, Classeur, Grille, address
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.programme import feuilles
from fiche_tool.excel.programme.add_sheet import put_sheet
from fiche_tool.excel.programme.feuilles import ColonneProgramme
from fiche_tool.excel.programme.read_programme import read_programme
from fiche_tool.excel.programme.tableaux import find_header
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.excel.remplissage.patch import patch_cells
from fiche_tool.fichiers.package import Refus
from fiche_tool.fichiers.piece import Piece, examine
from fiche_tool.fichiers.signatures import FormatFichier

PERDU = (
    "à regarder",
    "",
    "votre classeur n'a pas pu être complété tel quel : celui-ci est neuf. Vos colonnes, vos feuilles et vos couleurs "
    "restent dans l'ancien.",
    "",
)
Cases = dict[str, Contenu]
"""What to write, by cell of one sheet."""


def patch_programme(
    piece: Piece, ancien: Programme, nouveau: Programme, compte_rendu: Sequence[Sequence[str]]
) -> bytes:
    """The workbook of `ancien` brought to `nouveau`, with a sheet Import; written anew where it cannot be completed."""
    try:
        data = _patch(piece, ancien, nouveau) if piece.format is FormatFichier.XLSX else b""
        data = put_sheet(examine(data, piece.nom), feuilles.IMPORT, compte_rendu) if data else b""
    except Refus:
        data = b""
    if data and _says(data, nouveau):
        return data
    head, *rows = compte_rendu
    return write_programme(nouveau, [head, PERDU, *rows])


def _patch(piece: Piece, ancien: Programme, nouveau: Programme) -> bytes:
    classeur = open_classeur(piece, LONGUE_LISTE)
    sheets: dict[str, Cases] = {
        feuilles.PARAMETRES: _settings(classeur, ancien, nouveau),
        feuilles.OBJECTIFS: _objectifs(classeur, ancien, nouveau),
        feuilles.ACTIONS: _actions(classeur, ancien, nouveau),
        feuilles.LISTES: _lists(classeur, ancien, nouveau),
    }
    data = piece.data
    for feuille, cells in sheets.items():
        if cells:
            data = patch_cells(examine(data, piece.nom), feuille, cells)
    if nouveau.repris != ancien.repris:
        rows = [[c.entete for c in feuilles.COLONNES_REPRISE]]
        rows += [
            [str(getattr(replace(fait, champ=place), c.nom)) for c in feuilles.COLONNES_REPRISE]
            for fait, place in zip(nouveau.repris, tell_places(nouveau.repris), strict=True)
        ]
        data = put_sheet(examine(data, piece.nom), feuilles.REPRISE, rows)
    return data


def _says(data: bytes, wanted: Programme) -> bool:
    """True for a workbook that reads as what was meant."""
    found = read_programme(examine(data, feuilles.IMPORT)).programme
    if found is None:
        return False
    same_actions = sorted(map(_key, found.actions)) == sorted(map(_key, wanted.actions))
    same = sorted((o.niveau, o.place, o.intitule) for o in found.objectifs) == sorted(
        (o.niveau, o.place, o.intitule) for o in wanted.objectifs
    )
    return same and same_actions and found.repris == wanted.repris and found.parametres == wanted.parametres


def _key(action: Action) -> tuple[str, ...]:
    plain = replace(action, ligne=0)
    return tuple(str(getattr(plain, c.nom)) for c in feuilles.COLONNES_ACTIONS)


# --- settings and lists ----------------------------------------------------------------------------------------------
def _settings(classeur: Classeur, ancien: Programme, nouveau: Programme) -> Cases:
    """The settings that change, and the volets and counts of the new document."""
    grille = _sheet(classeur, feuilles.PARAMETRES)
    labels = {saisie.texte.casefold(): row for (row, column), saisie in grille.cellules.items() if column == 1}
    cells: Cases = {}
    for reglage in feuilles.REGLAGES:
        before, after = getattr(ancien.parametres, reglage.nom), getattr(nouveau.parametres, reglage.nom)
        if before != after and reglage.entete.casefold() in labels:
            cells[address((labels[reglage.entete.casefold()], 2))] = after
    header = find_header(grille, feuilles.COLONNES_VOLETS)
    if header is None:
        return cells
    top, columns = header
    free = iter(row for row in range(top + 1, top + 60) if not grille.get((row, columns["nom"])).texte)
    for volet in nouveau.volets:
        known = next((v for v in ancien.volets if v.nom == volet.nom), None)
        row = known.ligne if known is not None else next(free)
        values: dict[str, Contenu] = {"nom": volet.nom, "intitule": volet.intitule, **_counts(volet.annonce)}
        before = {nom: grille.get((row, column)).texte for nom, column in columns.items()}
        cells |= {
            address((row, columns[nom])): value
            for nom, value in values.items()
            if nom in columns and (before[nom] or None) != (None if value in (None, "") else str(value))
        }
    return cells | _whole(grille, columns, ancien.parametres, nouveau.parametres)


def _whole(grille: Grille, columns: dict[str, int], ancien: Parametres, nouveau: Parametres) -> Cases:
    if ancien.annonce == nouveau.annonce:
        return {}
    row = next((r for (r, c), s in grille.cellules.items() if c == columns["nom"] and s.texte == feuilles.ENSEMBLE), 0)
    return {
        address((row, columns[nom])): value for nom, value in _counts(nouveau.annonce).items() if row and nom in columns
    }


def _counts(annonce: object) -> dict[str, Contenu]:
    names = ("objectifs_strategiques", "objectifs_operationnels", "actions")
    found: dict[str, Contenu] = {nom: getattr(annonce, nom, None) for nom in names}
    return found | ({"actions": f"{found['actions']}+"} if getattr(annonce, "au_moins", False) else {})


def _lists(classeur: Classeur, ancien: Programme, nouveau: Programme) -> Cases:
    """The names that the lists gain, below those they hold."""
    old, new = ancien.listes, nouveau.listes
    added: tuple[Sequence[Service | str], ...] = (
        new.services[len(old.services) :],
        new.mandataires[len(old.mandataires) :],
        new.plans[len(old.plans) :],
    )
    if not any(added):
        return {}
    grille = _sheet(classeur, feuilles.LISTES)
    cells: Cases = {}
    for block, names in zip(feuilles.BLOCS_LISTES, added, strict=False):
        header = find_header(grille, block)
        if header is None or "nom" not in header[1] or not names:
            continue
        column = header[1]["nom"]
        last = max(row for row, c in grille.cellules if c == column)
        for row, name in enumerate(names, last + 1):
            cells[address((row, column))] = name.nom if isinstance(name, Service) else name
    return cells


# --- objectives and actions ------------------------------------------------------------------------------------------
def _objectifs(classeur: Classeur, ancien: Programme, nouveau: Programme) -> Cases:
    grille = _sheet(classeur, feuilles.OBJECTIFS)
    letters = ancien.colonnes[feuilles.OBJECTIFS]
    old = {o.ligne: o for o in ancien.objectifs}
    cells: Cases = {}
    rows = _free_rows(grille)
    for objectif in nouveau.objectifs:
        before = old.pop(objectif.ligne, None) if objectif.ligne else None
        row = objectif.ligne if before is not None else next(rows)
        cells |= dict(_changes(row, feuilles.COLONNES_OBJECTIFS, letters, _of_objectif(before), _of_objectif(objectif)))
    for gone in old.values():
        cells |= {f"{letter}{gone.ligne}": None for letter in letters.values()}
    return cells


def _of_objectif(objectif: Objectif | None) -> dict[str, Contenu]:
    if objectif is None:
        return {}
    axe = "" if objectif.niveau == "Axe" else objectif.axe
    return {
        "niveau": str(objectif.niveau),
        "volet": objectif.volet,
        "axe": axe,
        "numero": objectif.numero,
        "intitule": objectif.intitule,
    }


def _actions(classeur: Classeur, ancien: Programme, nouveau: Programme) -> Cases:
    grille = _sheet(classeur, feuilles.ACTIONS)
    letters = ancien.colonnes[feuilles.ACTIONS]
    old = {a.ligne: a for a in ancien.actions}
    cells: Cases = {}
    rows = _free_rows(grille)
    for action in nouveau.actions:
        before = old.get(action.ligne) if action.ligne else None
        row = action.ligne if before is not None else next(rows)
        cells |= dict(_changes(row, feuilles.COLONNES_ACTIONS, letters, _of_action(before), _of_action(action)))
    return cells


def _of_action(action: Action | None) -> dict[str, Contenu]:
    if action is None:
        return {}
    found: dict[str, Contenu] = {c.nom: getattr(action, c.nom) for c in feuilles.COLONNES_ACTIONS}
    others = feuilles.show_others(action)
    depuis = show_date(action.depuis) if action.depuis else ""  # a new row may have no format of a date
    return found | {"autres_objectifs": others, "etat": str(action.etat), "depuis": depuis}


def _changes(
    row: int,
    colonnes: Sequence[ColonneProgramme],
    letters: object,
    before: dict[str, Contenu],
    after: dict[str, Contenu],
) -> Iterator[tuple[str, Contenu]]:
    """The cells of a row that change."""
    places = dict(letters) if isinstance(letters, dict) else {}
    for colonne in colonnes:
        value = after[colonne.nom]
        if colonne.nom in places and (before.get(colonne.nom) or None) != (value or None):
            yield f"{places[colonne.nom]}{row}", value or None


def _free_rows(grille: Grille) -> Iterator[int]:
    """The rows below all that a sheet holds."""
    row = max((row for row, _ in grille.cellules), default=1)
    while True:
        row += 1
        yield row


def _sheet(classeur: Classeur, nom: str) -> Grille:
    found = next((feuille for feuille in classeur.feuilles if feuille.casefold() == nom.casefold()), nom)
    return classeur.ouvrir(found)
