"""Which rows stand under each node of a sheet that shows the hierarchy: what a node adds up is what one sees there."""

from collections.abc import Sequence
from dataclasses import dataclass

from fiche_tool.domaine.synthese.lignes import LigneNoeud
from fiche_tool.excel.dessin.reperes import Reperes

_RANGS = {"volet": 0, "axe": 1, "OS": 2, "OO": 3}


@dataclass(frozen=True, slots=True)
class Etendue:
    """A node at its row (from 0), and the last of the rows under it."""

    row: int
    noeud: LigneNoeud
    last: int

    @property
    def vide(self) -> bool:
        """True where nothing stands under it."""
        return self.last <= self.row

    def plage(self, colonnes: Reperes, nom: str) -> str:
        """The cells of a column under it."""
        return colonnes.plage(nom, self.row + 1, self.last)


def list_spans(noeuds: Sequence[tuple[int, LigneNoeud]], last: int) -> list[Etendue]:
    """The nodes with the rows under them, down to the next one as high. `last`: the last row of the table."""
    ends = [last] * len(noeuds)
    above: list[int] = []
    for rank, (row, noeud) in enumerate(noeuds):
        while above and _RANGS[noeuds[above[-1]][1].niveau] >= _RANGS[noeud.niveau]:
            ends[above.pop()] = row - 1
        above.append(rank)
    return [Etendue(row, noeud, end) for (row, noeud), end in zip(noeuds, ends, strict=True)]


def list_parents(etendues: Sequence[Etendue]) -> set[int]:
    """The rows of the nodes that something stands under, which the next row goes with."""
    return {etendue.row for etendue in etendues if not etendue.vide}
