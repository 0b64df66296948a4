"""A table as a grid: merged cells spread over what they cover, each remembering that it is one cell."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fiche_tool.domaine.document.document import Bloc, CelluleDocument, LigneDocument, TableDocument

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


# --- pages -----------------------------------------------------------------------------------------------------------
def join_pages(blocs: Sequence[Bloc]) -> list[Bloc]:
    """The same blocks; a row that the foot of a page cuts in two is one again, in the table where it begins."""
    found: list[Bloc] = []
    last = -1
    for bloc in blocs:
        if isinstance(bloc, LigneDocument):
            found.append(bloc)
            continue
        before = found[last] if last >= 0 else None
        if isinstance(before, TableDocument) and bloc.page == before.page + 1 and _is_cut_row(before, bloc):
            found[last] = replace(before, rangees=(*before.rangees[:-1], _glue(before.rangees[-1], bloc.rangees[0])))
            bloc = replace(bloc, rangees=bloc.rangees[1:], premiere=bloc.premiere + 1)
        last = len(found)
        found.append(bloc)
    return found


def _is_cut_row(before: TableDocument, table: TableDocument) -> bool:
    """True where the first row of a table has no beginning of its own: every cell goes on with the one above."""
    texts = [cell.texte.strip() for cell in table.rangees[0] if cell.texte.strip()] if table.rangees else []
    last = {cell.colonne for cell in before.rangees[-1] if cell.texte.strip()} if before.rangees else set()
    own = {cell.colonne for cell in table.rangees[0] if cell.texte.strip()} if table.rangees else set()
    lower = sum(text[0].islower() for text in texts)
    return lower > sum(text[0].isupper() for text in texts) and own <= last


def _glue(row: Sequence[CelluleDocument], rest: Sequence[CelluleDocument]) -> tuple[CelluleDocument, ...]:
    more = {cell.colonne: cell.texte.strip() for cell in rest}
    return tuple(
        replace(cell, texte=_joined(cell.texte.rstrip(), more[cell.colonne])) if more.get(cell.colonne) else cell
        for cell in row
    )


def _joined(texte: str, more: str) -> str:
    torn = " " not in texte and " " not in more and more.isalpha() and more.islower()  # « Exter », « ne »
    if torn:
        return texte + more
    return f"{texte}{'' if texte.endswith(('/', '-')) else ' '}{more}"
