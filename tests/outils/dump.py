"""A workbook as text, for whole comparisons that a reviewer can read."""

from pathlib import Path

from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.fichiers.piece import read_piece


def dump(path: Path, *feuilles: str) -> str:
    """The filled cells of some sheets (all where none is named), one a line: « Fiche!B8 = En cours »."""
    classeur = open_classeur(read_piece(path))
    lines: list[str] = []
    for feuille in feuilles or classeur.feuilles:
        grille = classeur.ouvrir(feuille)
        for position in sorted(grille.cellules):
            saisie = grille.cellules[position]
            mark = "ƒ" if saisie.formule else "="
            lines.append(f"{feuille}!{saisie.cellule} {mark} {saisie.texte}".replace("\n", "⏎"))
    return "\n".join(lines) + "\n"
