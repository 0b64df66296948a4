"""Reading an OpenDocument text (.odt) as lines and tables, automatic numbers and bullets included."""

import io
from collections.abc import Iterator, Mapping
from typing import Any

from odfdo import Document

from fiche_tool.documents.numeros import Compteurs, NiveauListe
from fiche_tool.domaine.document.document import (
    PARAGRAPHE,
    Bloc,
    CelluleDocument,
    LigneDocument,
    TableDocument,
    join_texts,
)

_MAX_SPAN, _MAX_ROWS = 64, 10_000
_GROUPS = ("table:table-header-rows", "table:table-rows", "table:table-row-group")
_CELLS = ("table:table-cell", "table:covered-table-cell")
_OUTLINE = "(titres)"
_SKIPPED = ("text:table-of-content", "text:sequence-decls", "text:tracked-changes", "text:alphabetical-index")
_NOT_TEXT = ("text:note", "office:annotation", "office:annotation-end", "draw:frame")


def read_blocs(data: bytes, start: int, end: int) -> tuple[tuple[Bloc, ...], int]:  # noqa: ARG001 # one piece
    """Every paragraph and table in the order of the document, the items of lists included."""
    document = Document(io.BytesIO(data))
    return tuple(_Reader(_read_styles(document)).walk(document.body)), 1


class _Reader:
    """Walks one document; holds its list styles and counters."""

    def __init__(self, styles: Mapping[str, Mapping[int, NiveauListe]]) -> None:
        self.styles, self.compteurs = styles, Compteurs()
        self.paragraphes = self.tables = 0

    def walk(self, element: Any) -> Iterator[Bloc]:
        """The paragraphs and tables below an element."""
        for child in element.children:
            if child.tag == "text:list":
                yield from self._list(child, str(child.get_attribute("text:style-name") or ""), 0)
            elif child.tag in ("text:p", "text:h"):
                texte = _text(child)
                plan = int(child.get_attribute("text:outline-level") or 1) if child.tag == "text:h" else 0
                yield from self._lines(self._heading(child) + texte if texte.strip() else "", plan)
                yield from self._frames(child)
            elif child.tag == "table:table":
                self.tables += 1
                yield self._table(child, self.tables)
            elif child.tag not in _SKIPPED:
                yield from self.walk(child)

    def _lines(self, texte: str, plan: int = 0) -> Iterator[LigneDocument]:
        """A paragraph, a line for each of its own."""
        self.paragraphes += 1
        for part in texte.split("\n"):
            yield LigneDocument(part, self.paragraphes, unite=PARAGRAPHE, entiere=True, plan=plan)

    def _table(self, table: Any, numero: int) -> TableDocument:
        """A table as a grid."""
        rows = []
        for row in _below(table, "table:table-row"):
            column, cells = 0, []
            for cell in row.children:
                if cell.tag not in _CELLS:
                    continue
                times = max(1, min(_MAX_SPAN, _count(cell, "table:number-columns-repeated")))
                if cell.tag == _CELLS[0] and column < _MAX_SPAN:
                    wide, high = (_count(cell, f"table:number-{way}-spanned") for way in ("columns", "rows"))
                    texte = join_texts(self.walk(cell))
                    cells += [
                        CelluleDocument(texte, column + i, max(1, min(_MAX_SPAN, wide)), max(1, min(high, _MAX_ROWS)))
                        for i in range(times if texte else 1)
                    ]
                column += times
            rows.append(tuple(cells))
        return TableDocument(tuple(rows), numero)

    def _frames(self, paragraph: Any) -> Iterator[Bloc]:
        """The paragraphs of the text boxes anchored in a paragraph."""
        for box in paragraph.get_elements("descendant::draw:text-box"):
            yield from self.walk(box)

    def _heading(self, element: Any) -> str:
        """The automatic number of a heading; empty where headings are not numbered."""
        if element.tag != "text:h" or _OUTLINE not in self.styles:
            return ""
        level = int(element.get_attribute("text:outline-level") or 1) - 1
        label = self.compteurs.label(_OUTLINE, self.styles[_OUTLINE], level)
        return f"{label} " if label else ""

    def _list(self, element: Any, style: str, level: int) -> Iterator[Bloc]:
        """The items of a list, each first paragraph behind its label and its indentation."""
        follows = element.get_attribute("text:continue-numbering") or element.get_attribute("text:continue-list")
        if level == 0 and not follows:
            self.compteurs.restart(style)
        for item in element.children:
            if item.tag not in ("text:list-item", "text:list-header"):
                continue
            label = self.compteurs.label(style, self.styles.get(style, {}), level) if item.tag.endswith("item") else ""
            retrait = " " * max(self._indent(style, level), 2 * level)
            nested = all(child.tag == "text:list" for child in item.children)
            first = "" if nested else f"{retrait}{label} " if label else retrait
            for child in item.children:
                if child.tag == "text:list":
                    own = str(child.get_attribute("text:style-name") or style)
                    yield from self._list(child, own, level + 1)
                elif child.tag in ("text:p", "text:h"):
                    texte = _text(child)
                    yield from self._lines(first + texte if texte.strip() else "")
                    first = retrait if texte.strip() else first

    def _indent(self, style: str, level: int) -> int:
        shape = self.styles.get(style, {}).get(level)
        return shape.retrait if shape else 0


def _below(element: Any, tag: str) -> Iterator[Any]:
    """The rows of a table, those of its header and of its groups too."""
    for child in element.children:
        if child.tag == tag:
            yield child
        elif child.tag in _GROUPS:
            yield from _below(child, tag)


def _count(element: Any, attribute: str) -> int:
    found = str(element.get_attribute(attribute) or "1")
    return int(found) if found.isdecimal() and len(found) < 10 else 1


def _text(element: Any) -> str:
    """The text of a paragraph: tabs, blanks and line breaks as written; notes and frames left out."""
    parts = [element.text or ""]
    for child in element.children:
        match child.tag:
            case "text:tab":
                parts.append("\t")
            case "text:line-break":
                parts.append("\n")
            case "text:s":
                parts.append(" " * int(child.get_attribute("text:c") or 1))
            case tag if tag not in _NOT_TEXT:
                parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _read_styles(document: Any) -> dict[str, Mapping[int, NiveauListe]]:
    """The levels of each list style, and of the headings where they are numbered."""
    found: dict[str, Mapping[int, NiveauListe]] = {}
    for part in ("styles.xml", "content.xml"):
        root = document.get_part(part).root
        for style in root.get_elements("//text:list-style"):
            found[str(style.get_attribute("style:name"))] = _read_levels(style)
        for style in root.get_elements("//text:outline-style"):
            levels = {level: shape for level, shape in _read_levels(style).items() if shape.format}
            if levels:
                found[_OUTLINE] = _read_levels(style)
    return found


def _read_levels(style: Any) -> dict[int, NiveauListe]:
    return {
        int(level.get_attribute("text:level") or 1) - 1: _read_level(level)
        for level in style.children
        if level.get_attribute("text:level")
    }


def _read_level(level: Any) -> NiveauListe:
    """One level: « prefix 1.2 suffix », showing as many numbers as it displays levels."""
    retrait = _indent(level)
    if level.tag.endswith("-bullet"):
        return NiveauListe(puce=True, retrait=retrait)
    rank = int(level.get_attribute("text:level") or 1)
    shown = int(level.get_attribute("text:display-levels") or 1)
    numbers = ".".join(f"%{n}" for n in range(max(1, rank - shown + 1), rank + 1))
    prefix, suffix = (str(level.get_attribute(f"style:num-{side}") or "") for side in ("prefix", "suffix"))
    kind = str(level.get_attribute("style:num-format") or "")
    start = str(level.get_attribute("text:start-value") or "1")
    first = int(start) if start.isdecimal() else 1
    return NiveauListe(f"{prefix}{numbers}{suffix}" if kind else "", kind, first, retrait=retrait)


def _indent(level: Any) -> int:
    """The left margin of a list level, in blanks of about a third of a centimetre."""
    shapes = level.get_elements("descendant::style:list-level-label-alignment")
    margin = str(shapes[0].get_attribute("fo:margin-left") or "") if shapes else ""
    number, unit = margin.rstrip("cminpt"), margin.lstrip("0123456789.")
    size = {"cm": 1.0, "in": 2.54, "mm": 0.1, "pt": 0.0353}.get(unit, 0.0)
    return round(float(number) * size / 0.32) if size and number else 0
