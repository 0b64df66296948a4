"""Which styles of an .ods strike through: those of its cells, its paragraphs and its words."""

import re

from fiche_tool.excel.lecture.xml import Attributs, local, walk

_STRUCK = re.compile(rb"line-through-(?:style|type)=.(?!none)")
_SAYS = ("text-line-through-style", "text-line-through-type")


class Barres:
    """Gathers the styles that strike through, then says of each cell and each word whether it is struck.

    False, as a value, where no style does: nothing else needs asking.
    """

    __slots__ = ("_columns", "_marks", "_own", "_parents", "_struck", "_style")

    def __init__(self) -> None:
        self._own: dict[tuple[str, str], bool] = {}
        self._parents: dict[tuple[str, str], str] = {}
        self._style = ("", "")
        self._struck = False
        self._marks: list[bool | None] = []
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
        elif name == "text-properties" and self._style[1]:
            told = {local(key): value for key, value in attributes.items()}
            says = [told[key] for key in _SAYS if key in told]
            if says:
                self._own[self._style] = "none" not in says
                self._struck = self._struck or self._own[self._style]

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

    def enter(self, family: str, attributes: Attributs) -> None:
        """A paragraph, or words of their own style in it."""
        if self._struck:
            own = self._says(family, attributes.get("text:style-name", ""))
            self._marks.append(self.mark if own is None else own)

    def leave(self) -> None:
        """Its end."""
        if self._marks:
            self._marks.pop()

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
