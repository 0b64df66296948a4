"""What lies on a sheet of an .ods without being the content of a cell: notes, text boxes, shapes, pictures."""

from collections.abc import Mapping

from fiche_tool.excel.lecture.classeur import FORME, GRAPHIQUE, IMAGE, ZONE_DE_TEXTE, Objet, Position, address
from fiche_tool.excel.lecture.xml import Attributs, Texte, local

_SKIPPED = frozenset({"annotation", "tracked-changes", "forms", "dde-links"})
_DRAWN = frozenset(
    {"frame", "custom-shape", "rect", "ellipse", "circle", "line", "polyline", "polygon", "regular-polygon", "path"}
    | {"connector", "measure", "caption", "g", "control"}
)
A_PART = _SKIPPED | _DRAWN
"""Elements that are no content of a cell."""
_BLANKS = frozenset({"line-break", "tab", "s"})
_MAX_OBJETS = 1_000


class Asides:
    """Walks over what is no content of a cell, and keeps what it says.

    `notes` and `objets` are by sheet, `depth` is 0 in the cells; `images` tells the pictures apart, by name.
    """

    def __init__(self, images: Mapping[str, str]) -> None:
        self.notes: dict[str, dict[Position, str]] = {}
        self.objets: dict[str, list[Objet]] = {}
        self._images = images
        self.depth = 0
        self._of = ("", "")  # the outermost element, and its sheet
        self._where: Position | None = None
        self._texte = Texte()
        self._in_paragraph = False
        self._kinds: set[str] = set()
        self._image = ""

    def start(self, name: str, attributes: Attributs, feuille: str, where: Position | None) -> None:
        """An element that is no content of a cell, or lies in one."""
        if not self.depth:
            self._of, self._where = (name, feuille), where
            self._texte.clear()
            self._in_paragraph, self._image = False, ""
            self._kinds = set()
        self.depth += 1
        self._kinds.add(name)
        if name in ("p", "h"):
            self._texte.add("\n")
            self._in_paragraph = True
        elif name in _BLANKS and self._in_paragraph:
            self._texte.add(" ")
        elif name == "image" and not self._image:
            self._image = next((value for key, value in attributes.items() if local(key) == "href"), "")

    def end(self, name: str) -> bool:
        """True for the end of such an element."""
        if not self.depth:
            return False
        self.depth -= 1
        if name in ("p", "h"):
            self._in_paragraph = False
        if not self.depth:
            self._keep()
        return True

    def text(self, content: str) -> bool:
        """True for text that lies in such an element."""
        if self.depth and self._in_paragraph and "object" not in self._kinds:  # a chart has its words inside, in .fods
            self._texte.add(content)
        return self.depth > 0

    def _keep(self) -> None:
        name, feuille = self._of
        texte = str(self._texte).strip()
        if name == "annotation":
            if texte and self._where is not None:
                self.notes.setdefault(feuille, {})[self._where] = texte
        elif name in _DRAWN and len(self.objets.setdefault(feuille, [])) < _MAX_OBJETS:
            where = "" if self._where is None else address(self._where)
            self.objets[feuille].append(Objet(self._genre(texte), where, texte, self._images.get(self._image, "")))

    def _genre(self, texte: str) -> str:
        if texte:
            return ZONE_DE_TEXTE
        if "object" in self._kinds:
            return GRAPHIQUE
        return IMAGE if "image" in self._kinds else FORME
