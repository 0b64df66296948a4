"""Text that is struck through: what of a cell is left, and what a person meant to take away."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from fiche_tool.domaine.mots.saisie import Saisie
from fiche_tool.excel.lecture.xml import VRAI, Attributs

Morceau = tuple[str, bool | None]
"""A piece of a text, and whether it is struck through; None where its cell says."""


class Morceaux:
    """Gathers the pieces of one rich text of an .xlsx as its elements go by."""

    __slots__ = ("_mark", "pieces")

    def __init__(self) -> None:
        self.pieces: list[Morceau] = []
        self._mark: bool | None = None

    def clear(self) -> None:
        """Begin anew."""
        self.pieces, self._mark = [], None

    def start(self, name: str, attributes: Attributs) -> None:
        """An element of a rich text: a run, its properties, its strike."""
        if name == "r":
            self._mark = None
        elif name == "rPr":  # a run with properties of its own owes nothing to its cell
            self._mark = False
        elif name == "strike":
            self._mark = attributes.get("val", "1") in VRAI

    def add(self, texte: str) -> None:
        """A piece of the run at hand."""
        self.pieces.append((texte, self._mark))

    @property
    def rich(self) -> tuple[Morceau, ...]:
        """The pieces, where some of them has properties of its own; else the cell has the text whole."""
        return tuple(self.pieces) if any(mark is not None for _, mark in self.pieces) else ()


def strike(saisie: Saisie, cellule: bool, morceaux: Sequence[Morceau], show: Callable[[str], str] = str) -> Saisie:
    """The cell with what is struck through in it told from the rest.

    `cellule`: its own style strikes it; `morceaux`: its rich text; `show` makes text of a piece as it is written.
    """
    if saisie.vide:
        return saisie
    if not morceaux or not isinstance(saisie.brut, str):  # a number is struck whole or not at all
        marks = [cellule if mark is None else mark for texte, mark in morceaux if texte.strip()]
        return replace(saisie, barree=True) if (all(marks) if marks else cellule) else saisie
    struck = _join(texte for texte, mark in morceaux if (cellule if mark is None else mark))
    if not struck.strip():
        return saisie
    left = show(_join(texte for texte, mark in morceaux if not (cellule if mark is None else mark)))
    if not any(letter.isalnum() for letter in left):
        return replace(saisie, barree=True)
    return replace(saisie, reste=left, barre=" ".join(show(struck).split()))


def _join(pieces: Iterable[str]) -> str:
    return "".join(pieces)
