"""Reading a Word document (.docx) as lines and tables, automatic numbers and bullets included."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from fiche_tool.documents.numeros import Compteurs, NiveauListe
from fiche_tool.domaine.document.document import (
    PARAGRAPHE,
    Bloc,
    CelluleDocument,
    LigneDocument,
    TableDocument,
    join_texts,
)

_FORMATS = {"decimal": "1", "decimalZero": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i"} | {
    "upperRoman": "I",
    "none": "",
}
_TEXTS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_GONE = (qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
_NO_TEXT = (qn("w:pPr"), qn("w:rPr"), qn("w:instrText"), qn("w:sectPr"))
_WRAPPERS = tuple(qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_MAX_SPAN = 64
_TWIPS = 180
"""Twentieths of a point in one blank of indentation."""
_TOC = ("toc", "tm", "table of figures", "tabledesillustrations")


def read_blocs(data: bytes, start: int, end: int) -> tuple[tuple[Bloc, ...], int]:  # noqa: ARG001 # one piece
    """Every paragraph and table in the order of the document, the paragraphs of text boxes included."""
    document = Document(io.BytesIO(data))
    return tuple(_Reader(document).walk(document.element.body)), 1


class _Reader:
    """Reads one document; holds its list definitions and counters."""

    def __init__(self, document: Any) -> None:
        self.styles = {style.style_id: style.element for style in document.styles}
        self.compteurs = Compteurs()
        self.numeros, self.listes = _read_numbering(document)
        self.plans: dict[str, int] = {}
        self.paragraphes = self.tables = 0

    def walk(self, element: Any) -> Iterator[Bloc]:
        """The paragraphs and tables below an element; deleted ones left out."""
        for child in element.iterchildren():
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                self.tables += 1
                yield self._table(child, self.tables)
            elif child.tag not in _GONE:
                yield from self.walk(child)

    def _paragraph(self, p: Any) -> Iterator[Bloc]:
        """The lines of a paragraph behind its bullet or number, then those of the text boxes anchored in it."""
        self.paragraphes += 1
        rang = self.paragraphes
        properties = p.find(qn("w:pPr"))
        style = _attribute(properties, "w:pStyle")
        parts: list[str] = []
        boxes: list[Any] = []
        _gather(p, parts, boxes)
        texte = "".join(parts)
        toc = style.lower().startswith(_TOC)
        label = "" if toc or not texte.strip() else self._label(properties, style) or _own_indent(properties)
        plan = self._plan(properties, style)
        for part in ("" if toc else label + texte).split("\n"):
            yield LigneDocument(part, rang, unite=PARAGRAPHE, entiere=True, plan=plan)
        for box in boxes:
            yield from self.walk(box)

    def _plan(self, properties: Any, style: str) -> int:
        """The outline level of a paragraph, its own or its style's, from 1; 0 for plain text."""
        own = _attribute(properties, "w:outlineLvl")
        if own.isdecimal():
            return int(own) + 1 if int(own) < 9 else 0
        if style not in self.plans:
            self.plans[style] = self._plan_of_style(style)
        return self.plans[style]

    def _plan_of_style(self, style: str) -> int:
        seen: set[str] = set()
        while style and style not in seen:
            seen.add(style)
            element = self.styles.get(style)
            if element is None:
                return 0
            level = _attribute(element.find(qn("w:pPr")), "w:outlineLvl")
            named = re.fullmatch(r"(?:heading|titre) ([1-9])", _attribute(element, "w:name").lower())
            if level.isdecimal() or named:
                number = int(level) + 1 if level.isdecimal() else int(named[1]) if named else 0
                return number if number < 10 else 0
            style = _attribute(element, "w:basedOn")
        return 0

    def _table(self, table: Any, numero: int) -> TableDocument:
        """A table as a grid; a cell merged downwards is one cell."""
        rows: list[list[CelluleDocument]] = []
        open_: dict[int, tuple[int, int]] = {}
        for tr in _rows_of(table):
            rows.append([])
            column = _number(tr.find(qn("w:trPr")), "w:gridBefore", 0)
            for tc in _below(tr, qn("w:tc")):
                properties = tc.find(qn("w:tcPr"))
                span = max(1, min(_MAX_SPAN, _number(properties, "w:gridSpan", 1)))
                merge = None if properties is None else properties.find(qn("w:vMerge"))
                if merge is not None and merge.get(qn("w:val")) != "restart" and column in open_:
                    row, rank = open_[column]
                    first = rows[row][rank]
                    rows[row][rank] = replace(first, hauteur=len(rows) - row)
                else:
                    open_.pop(column, None)
                    if merge is not None:
                        open_[column] = (len(rows) - 1, len(rows[-1]))
                    rows[-1].append(CelluleDocument(join_texts(self.walk(tc)), column, span))
                column += span
        return TableDocument(tuple(tuple(row) for row in rows), numero)

    def _label(self, properties: Any, style: str) -> str:
        """The bullet or number of a paragraph, after its indentation; empty for none."""
        numero, niveau = self._numbering(properties, style)
        if numero not in self.numeros:
            return ""
        liste = self.numeros[numero]
        niveaux = self.listes.get(liste, {})
        label = self.compteurs.label(liste, niveaux, niveau)
        retrait = niveaux[niveau].retrait if niveau in niveaux else 2 * niveau
        return f"{' ' * retrait}{label} " if label else ""

    def _numbering(self, properties: Any, style: str) -> tuple[str, int]:
        """The list and level of a paragraph, its own or its style's; « 0 » stands for no list."""
        own = None if properties is None else properties.find(qn("w:numPr"))
        seen: set[str] = set()
        while own is None and style and style not in seen:
            seen.add(style)
            element = self.styles.get(style)
            if element is None:
                break
            inherited = element.find(qn("w:pPr"))
            own = None if inherited is None else inherited.find(qn("w:numPr"))
            style = style if own is not None else _attribute(element, "w:basedOn")
        if own is None:
            return "", 0
        level = _attribute(own, "w:ilvl")
        return _attribute(own, "w:numId"), int(level) if level.isdecimal() else 0


def _gather(element: Any, parts: list[str], boxes: list[Any]) -> None:
    """The text of a paragraph and its text boxes: insertions count, deletions do not."""
    for node in element.iterchildren():
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        elif node.tag in _TEXTS:
            parts.append(_TEXTS[node.tag])
        elif node.tag == qn("w:txbxContent"):
            boxes.append(node)
        elif node.tag not in _GONE and node.tag not in _NO_TEXT:
            _gather(node, parts, boxes)


def _own_indent(properties: Any) -> str:
    """The indentation of a paragraph that is in no list, in blanks."""
    indent = None if properties is None else properties.find(qn("w:ind"))
    left = "" if indent is None else str(indent.get(qn("w:left")) or indent.get(qn("w:start")) or "")
    return " " * min(40, int(left) // _TWIPS) if left.isdecimal() else ""


def _rows_of(table: Any) -> Iterator[Any]:
    """The rows of a table, those that a revision deleted left out."""
    for tr in _below(table, qn("w:tr")):
        properties = tr.find(qn("w:trPr"))
        if properties is None or properties.find(qn("w:del")) is None:
            yield tr


def _below(element: Any, tag: str) -> Iterator[Any]:
    """The children of a kind, those inside content controls and revisions too."""
    for child in element.iterchildren():
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _below(child, tag)


def _number(parent: Any, child: str, otherwise: int) -> int:
    found = _attribute(parent, child)
    return int(found) if found.isdecimal() and len(found) < 10 else otherwise


def _attribute(parent: Any, child: str) -> str:
    """The w:val of a child element; empty where there is none."""
    found = None if parent is None else parent.find(qn(child))
    return "" if found is None else str(found.get(qn("w:val")) or "")


def _read_numbering(document: Any) -> tuple[Mapping[str, str], Mapping[str, Mapping[int, NiveauListe]]]:
    """By number id, its list; by list, its levels."""
    part = next((rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None)
    if part is None:
        return {}, {}
    root = part.element
    numeros = {str(num.get(qn("w:numId"))): _attribute(num, "w:abstractNumId") for num in root.iter(qn("w:num"))}
    listes = {
        str(liste.get(qn("w:abstractNumId"))): {
            int(level.get(qn("w:ilvl"))): _read_level(level) for level in liste.iter(qn("w:lvl"))
        }
        for liste in root.iter(qn("w:abstractNum"))
    }
    return numeros, listes


def _read_level(level: Any) -> NiveauListe:
    kind, start = _attribute(level, "w:numFmt"), _attribute(level, "w:start")
    indent = next((str(node.get(qn("w:left")) or "") for node in level.iter(qn("w:ind"))), "")
    return NiveauListe(
        _attribute(level, "w:lvlText"),
        _FORMATS.get(kind, "1"),
        int(start) if start.isdecimal() else 1,
        kind == "bullet",
        int(indent) // _TWIPS if indent.isdecimal() else 0,
    )
