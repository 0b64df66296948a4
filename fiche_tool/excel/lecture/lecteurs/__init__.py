"""Opening a workbook of any supported format as a Classeur."""

from collections.abc import Callable
from importlib import import_module

from fiche_tool.excel.lecture.classeur import FORMULAIRE, Classeur, Limites
from fiche_tool.fichiers.piece import Piece, refuse
from fiche_tool.fichiers.signatures import Usage

Lecteur = Callable[[Piece, Limites], Classeur]


def open_classeur(piece: Piece, limites: Limites = FORMULAIRE) -> Classeur:
    """Open a workbook through the reader of its format, loaded for the first one. Raises Refus with the reason."""
    if piece.refus is not None:
        raise piece.refus
    if piece.format.usage is not Usage.CLASSEUR:
        raise refuse(piece.signature)
    lecteur: Lecteur = import_module(f"{__name__}.{piece.format.extension}").open_classeur
    return lecteur(piece, limites)
