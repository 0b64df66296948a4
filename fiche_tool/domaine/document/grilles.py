"""A table as a grid: merged cells spread over what they cover, each remembering that it is one cell."""

from dataclasses import dataclass

from fiche_tool.domaine.document.document import TableDocument

MAX_COLONNES = 64
_MAX_HAUTEUR = 400
"""A table of a PST has a dozen columns; a cell that claims to span millions spans these."""


@dataclass(frozen=True, slots=True)
class Case:
    """A square of the grid: the text of its cell, and the row and column where that cell begins."""

    texte: str = ""
    coin: tuple[int, int] = (-1, -1)

    @property
    def vide(self) -> bool:
        """True where nothing is written."""
        return not self.texte.strip()


@dataclass(frozen=True, slots=True)
class Rangee:
    """A row of the grid."""

    rang: int
    cases: tuple[Case, ...]

    @property
    def pleines(self) -> tuple[Case, ...]:
        """The written cells that begin in this row or are spread over it, each once."""
        return tuple({case.coin: case for case in self.cases if not case.vide}.values())

    @property
    def propres(self) -> tuple[Case, ...]:
        """The written cells that begin in this row."""
        return tuple(case for case in self.pleines if case.coin[0] == self.rang)


def spread_cells(table: TableDocument) -> tuple[Rangee, ...]:
    """The rows of a table, empty columns at the right and rows without any text left out."""
    wide = min(MAX_COLONNES, max((c.colonne + c.largeur for r in table.rangees for c in r), default=0))
    high = len(table.rangees)
    below: dict[int, list[tuple[int, Case]]] = {}
    rows = []
    for rang, rangee in enumerate(table.rangees):
        cases = [Case()] * wide
        for colonne, case in below.pop(rang, ()):
            cases[colonne] = case
        for cell in rangee:
            case = Case(cell.texte, (rang, cell.colonne))
            for colonne in range(cell.colonne, min(wide, cell.colonne + cell.largeur)):
                cases[colonne] = case
                for under in range(
                    rang + 1, min(high, rang + cell.hauteur, rang + _MAX_HAUTEUR) if cell.texte.strip() else 0
                ):
                    below.setdefault(under, []).append((colonne, case))
        if any(not case.vide for case in cases):
            rows.append(Rangee(rang, tuple(cases)))
    return tuple(rows)
