"""Reading an OpenDocument text (.odt) as lines, automatic numbers and bullets included."""

import io
from collections.abc import Iterator, Mapping
from typing import Any

from odfdo import Document

from fiche_tool.documents.colonnes import Colonnes
from fiche_tool.documents.numeros import Compteurs, NiveauListe
from fiche_tool.domaine.document.document import LigneDocument

_ROWS = "child::table:table-row|child::table:table-header-rows/table:table-row"
_CELLS = ("table:table-cell", "table:covered-table-cell")
_OUTLINE = "(titres)"
_SKIPPED = ("text:table-of-content", "text:sequence-decls", "text:tracked-changes", "text:alphabetical-index")
_NOT_TEXT = ("text:note", "office:annotation", "office:annotation-end", "draw:frame")


def read_lines(data: bytes) -> tuple[LigneDocument, ...]:
    """Every paragraph in the order of the document, those of lists and tables included."""
    document = Document(io.BytesIO(data))
    reader = _Reader(_read_styles(document))
    return tuple(
        LigneDocument(part, rang, unite="paragraphe", entiere=True)
        for rang, texte in enumerate(reader.walk(document.body), 1)
        for part in texte.split("\n")
    )


class _Reader:
    """Walks one document; holds its list styles and counters."""

    def __init__(self, styles: Mapping[str, Mapping[int, NiveauListe]]) -> None:
        self.styles, self.compteurs = styles, Compteurs()

    def walk(self, element: Any) -> Iterator[str]:
        """The paragraphs below an element."""
        for child in element.children:
            if child.tag == "text:list":
                yield from self._list(child, str(child.get_attribute("text:style-name") or ""), 0)
            elif child.tag in ("text:p", "text:h"):
                texte = _text(child)
                yield self._heading(child) + texte if texte.strip() else ""
                yield from self._frames(child)
            elif child.tag == "table:table":
                yield from self._table(child)
            elif child.tag not in _SKIPPED:
                yield from self.walk(child)

    def _table(self, table: Any) -> Iterator[str]:
        """The paragraphs of a table; where its headings name the levels, each takes the label of its column."""
        rows = [[cell for cell in row.children if cell.tag in _CELLS] for row in table.get_elements(_ROWS)]
        colonnes = Colonnes([" ".join(self.walk(cell)) for cell in rows[0]] if rows else [])
        for row in rows[1 if colonnes.actives else 0 :]:
            for column, cell in enumerate(row):
                for texte in self.walk(cell):
                    yield colonnes.label(column, id(cell), texte) if colonnes.actives and texte.strip() else texte

    def _frames(self, paragraph: Any) -> Iterator[str]:
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

    def _list(self, element: Any, style: str, level: int) -> Iterator[str]:
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
                    yield first + texte if texte.strip() else ""
                    first = retrait if texte.strip() else first

    def _indent(self, style: str, level: int) -> int:
        shape = self.styles.get(style, {}).get(level)
        return shape.retrait if shape else 0


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
    first = int(start) if start.isdigit() else 1
    return NiveauListe(f"{prefix}{numbers}{suffix}" if kind else "", kind, first, retrait=retrait)


def _indent(level: Any) -> int:
    """The left margin of a list level, in blanks of about a third of a centimetre."""
    shapes = level.get_elements("descendant::style:list-level-label-alignment")
    margin = str(shapes[0].get_attribute("fo:margin-left") or "") if shapes else ""
    number, unit = margin.rstrip("cminpt"), margin.lstrip("0123456789.")
    size = {"cm": 1.0, "in": 2.54, "mm": 0.1, "pt": 0.0353}.get(unit, 0.0)
    return round(float(number) * size / 0.32) if size and number else 0
