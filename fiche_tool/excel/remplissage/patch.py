"""Writing a few cells of a workbook that people edit: every other byte of its package stays as it is."""

from collections.abc import Mapping

from fiche_tool.domaine.constats import constats_programme
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.excel.lecture.classeur import parse_address
from fiche_tool.excel.lecture.lecteurs.xlsx import find_workbook, read_workbook_part, sheet_parts
from fiche_tool.excel.remplissage.fill import Places, prepare
from fiche_tool.excel.remplissage.pieces import Remplissage
from fiche_tool.fichiers.package import Refus
from fiche_tool.fichiers.piece import Piece


def patch_cells(piece: Piece, feuille: str, cellules: Mapping[str, Contenu]) -> bytes:
    """The workbook with these cells (« A12 ») of a sheet filled in. Raises Refus where the sheet is not there."""
    package = piece.opened()
    workbook = find_workbook(package)
    partie = read_workbook_part(package.read(workbook))
    parts = sheet_parts(package, workbook, partie)
    part = next((part for nom, part in parts.items() if fold(nom) == fold(feuille)), None)
    if part is None:
        raise Refus(constats_programme.FEUILLE_MANQUANTE, trouve=feuille)
    positions = {position: value for where, value in cellules.items() if (position := parse_address(where))}
    gabarit = prepare(package, {part: Places(set(positions))}, date1904=partie.date1904)
    return gabarit.fill({part: Remplissage(positions)}, {})
