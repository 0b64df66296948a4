"""Text that is struck through, or raised: what of a cell is left, and what a person meant to take away."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.saisie import Saisie
from fiche_tool.excel.lecture.xml import VRAI, Attributs, local, walk

Morceau = tuple[str, bool | None]
"""A piece of a text, and whether it is struck through; None where its cell says."""


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def lift(texte: str) -> str:
    """A raised text: the call of a footnote is no figure of the number before it."""
    return texte.translate(_RAISED)


class Morceaux:
    """Gathers the pieces of one rich text of an .xlsx as its elements go by."""

    __slots__ = ("_mark", "_raised", "pieces")

    def __init__(self) -> None:
        self.pieces: list[Morceau] = []
        self._mark: bool | None = None
        self._raised = False

    def clear(self) -> None:
        """Begin anew."""
        self.pieces, self._mark, self._raised = [], None, False

    def start(self, name: str, attributes: Attributs) -> None:
        """An element of a rich text: a run, its properties, its strike."""
        if name == "r":
            self._mark, self._raised = None, False
        elif name == "rPr":  # a run with properties of its own owes nothing to its cell
            self._mark = False
        elif name == "vertAlign":
            self._raised = attributes.get("val") == "superscript"
        elif name == "strike":
            self._mark = attributes.get("val", "1") in VRAI

    def add(self, texte: str) -> str:
        """A piece of the run at hand, as it is kept."""
        kept = lift(texte) if self._raised else texte
        self.pieces.append((kept, self._mark))
        return kept

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


# --- styles of an .ods ------------------------------------------------------------------------------------------------
_STRUCK = regex(rb"line-through-(?:style|type)=.(?!none)|text-position=.(?:super|\d)")
_SAYS = ("text-line-through-style", "text-line-through-type")
_UP = ("super", *"123456789")


class Barres:
    """Gathers the styles that strike through or raise, then says of each cell and each word whether it is struck.

    False, as a value, where no style does: nothing else needs asking.
    """

    __slots__ = ("_columns", "_marks", "_own", "_parents", "_raised", "_struck", "_style", "_ups")

    def __init__(self) -> None:
        self._own: dict[tuple[str, str], bool] = {}
        self._parents: dict[tuple[str, str], str] = {}
        self._style = ("", "")
        self._struck = False
        self._raised: set[str] = set()
        self._marks: list[bool | None] = []
        self._ups: list[bool] = []
        self._columns: list[range] = []

    def __bool__(self) -> bool:
        return self._struck

    def read_common(self, styles: bytes) -> None:
        """The styles that have a name, from a part of their own; seldom does one of them strike."""
        if _STRUCK.search(styles):
            walk(styles, lambda tag, attributes: self.start(local(tag), attributes))

    def start(self, name: str, attributes: Attributs) -> None:
        """An element before the sheets."""
        if name == "style":
            told = {local(key): value for key, value in attributes.items()}
            self._style = (told.get("family", ""), told.get("name", ""))
            if told.get("parent-style-name"):
                self._parents[self._style] = told["parent-style-name"]
            if told.get("display-name"):  # conditional formats call it by that name
                self._parents.setdefault((self._style[0], told["display-name"]), self._style[1])
        elif name == "text-properties" and self._style[1]:
            told = {local(key): value for key, value in attributes.items()}
            says = [told[key] for key in _SAYS if key in told]
            if says:
                self._own[self._style] = "none" not in says
                self._struck = self._struck or self._own[self._style]
            if told.get("text-position", "").startswith(_UP):
                self._raised.add(self._style[1])
                self._struck = True

    def add_columns(self, style: str, before: int, repeat: int) -> None:
        """Columns whose cells have this style where they do not say another."""
        if self._struck and self._says("table-cell", style):
            self._columns.append(range(before + 1, before + repeat + 1))

    def leave_columns(self) -> None:
        """A sheet is over."""
        self._columns = []

    def of_cell(self, cell: Attributs, column: int) -> bool:
        """True where the style of a cell strikes it."""
        style = cell.get("table:style-name")
        if style is None:
            return any(column in columns for columns in self._columns)
        return bool(self._says("table-cell", style))

    def of_style(self, style: str) -> bool:
        """True for a style of cells that strikes."""
        return self._struck and bool(self._says("table-cell", style))

    def enter(self, family: str, attributes: Attributs) -> None:
        """A paragraph, or words of their own style in it."""
        if self._struck:
            own = self._says(family, attributes.get("text:style-name", ""))
            self._marks.append(self.mark if own is None else own)
            self._ups.append(attributes.get("text:style-name", "") in self._raised or self._ups[-1:] == [True])

    def leave(self) -> None:
        """Its end."""
        if self._marks:
            self._marks.pop()
            self._ups.pop()

    def show(self, texte: str) -> str:
        """Words as they are kept."""
        return lift(texte) if self._ups[-1:] == [True] else texte

    @property
    def mark(self) -> bool | None:
        """Whether the words at hand are struck; None where their cell says."""
        return self._marks[-1] if self._marks else None

    def _says(self, family: str, style: str) -> bool | None:
        """What a style says, or the nearest of those it comes from."""
        seen = 0
        while style and seen < 10:
            if (family, style) in self._own:
                return self._own[family, style]
            style = self._parents.get((family, style), "")
            seen += 1
        return None
