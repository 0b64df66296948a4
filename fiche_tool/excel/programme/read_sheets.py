"""A workbook, or a CSV, read as the tables of a PST document: one a sheet."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

from fiche_tool.domaine.document.document import CelluleDocument, TableDocument
from fiche_tool.domaine.mots.saisie import Saisie
from fiche_tool.excel.lecture.classeur import LONGUE_LISTE, Classeur, Grille
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.fichiers.piece import Piece

_DELIMITERS = (";", "\t", ",", "|")
_MAX_FIELD = 100_000


def open_sheets(piece: Piece) -> Classeur:
    """The workbook of a PST, within the limits of a long list. Raises Refus with the reason."""
    return open_classeur(piece, LONGUE_LISTE)


def read_sheets(classeur: Classeur) -> tuple[TableDocument, ...]:
    """Every sheet that holds something, in the order of the tabs."""
    grilles = [classeur.ouvrir(nom) for nom in classeur.feuilles]
    return tuple(_table(grille) for grille in grilles if grille.cellules)


def _table(grille: Grille) -> TableDocument:
    rows: dict[int, list[CelluleDocument]] = {}
    for (row, column), saisie in sorted(grille.cellules.items()):
        text = _text(saisie)
        if not text.strip():
            continue
        zone = grille.fusions.get((row, column))
        wide = zone.droite - zone.gauche + 1 if zone else 1
        high = zone.bas - zone.haut + 1 if zone else 1
        rows.setdefault(row, []).append(CelluleDocument(text, column - 1, wide, high))
    last = max(rows, default=0)
    return TableDocument(tuple(tuple(rows.get(row, ())) for row in range(1, last + 1)), feuille=grille.nom)


def _text(saisie: Saisie) -> str:
    """A cell as a person reads it; 1.1 typed as a number is a N°."""
    if isinstance(saisie.brut, Decimal) and not saisie.pourcent and not saisie.erreur:
        short = saisie.brut.as_tuple().exponent in (-1, -2)
        return str(saisie.brut) if short and abs(saisie.brut) < 100 else saisie.texte
    return saisie.texte


def read_csv(texte: str, nom: str) -> tuple[TableDocument, ...]:
    """The rows of a CSV, whatever parts its cells; the file's name stands for that of a sheet."""
    head = texte[:20_000]
    delimiter = max(_DELIMITERS, key=head.count)
    csv.field_size_limit(_MAX_FIELD)
    try:
        rows = list(csv.reader(io.StringIO(texte), delimiter=delimiter))
    except csv.Error:
        rows = [line.split(delimiter) for line in texte.splitlines()]
    cells = [_cells(row) for row in rows[: LONGUE_LISTE.lignes]]
    return (TableDocument(tuple(cells), feuille=nom),) if any(cells) else ()


def _cells(row: Sequence[str]) -> tuple[CelluleDocument, ...]:
    return tuple(CelluleDocument(text, column) for column, text in enumerate(row[:500]) if text.strip())
