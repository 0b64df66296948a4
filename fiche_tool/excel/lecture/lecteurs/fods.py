"""Reading .fods (OpenDocument as one flat XML) as an .ods."""

from fiche_tool.excel.lecture.classeur import FORMULAIRE, Classeur, Limites
from fiche_tool.excel.lecture.lecteurs.ods import open_content
from fiche_tool.fichiers.piece import Piece


def open_classeur(piece: Piece, limites: Limites = FORMULAIRE) -> Classeur:
    """Open a flat OpenDocument file: one XML for everything. Raises Refus where it is no spreadsheet."""
    return open_content(piece.data, piece.data, piece.data, (), limites)
