"""Reading a Word document (.docx) as lines, automatic numbers and bullets included."""

import io
from collections.abc import Iterator, Mapping
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from fiche_tool.documents.colonnes import Colonnes
from fiche_tool.documents.numeros import Compteurs, NiveauListe
from fiche_tool.domaine.document.document import LigneDocument

_FORMATS = {"decimal": "1", "decimalZero": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i"} | {
    "upperRoman": "I",
    "none": "",
}
_TEXTS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_GONE = (qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
_TWIPS = 180
"""Twentieths of a point in one blank of indentation."""
_TOC = ("toc", "tm", "table of figures", "tabledesillustrations")


def read_lines(data: bytes) -> tuple[LigneDocument, ...]:
    """Every paragraph in the order of the document, those of tables and text boxes included."""
    reader = _Reader(Document(io.BytesIO(data)))
    return tuple(
        LigneDocument(part, rang, unite="paragraphe", entiere=True)
        for rang, texte in enumerate(reader.paragraphs(), 1)
        for part in texte.split("\n")
    )


class _Reader:
    """Reads one document; holds its list definitions and counters."""

    def __init__(self, document: Any) -> None:
        self.body = document.element.body
        self.styles = {style.style_id: style.element for style in document.styles}
        self.compteurs = Compteurs()
        self.numeros, self.listes = _read_numbering(document)
        self.tableaux: dict[Any, Colonnes] = {}

    def paragraphs(self) -> Iterator[str]:
        """The text of each paragraph with its bullet or number; deleted text and tables of contents left out."""
        for p in self.body.iter(qn("w:p")):
            if any(parent.tag in _GONE for parent in p.iterancestors()):
                continue
            properties = p.find(qn("w:pPr"))
            style = _attribute(properties, "w:pStyle")
            if style.lower().startswith(_TOC):
                yield ""
                continue
            texte = _text(p)
            yield self._in_table(p, self._label(properties, style) + texte) if texte.strip() else ""

    def _in_table(self, p: Any, texte: str) -> str:
        """A paragraph of a table whose headings name the levels takes the label of its column; others stay."""
        cell = next((owner for owner in p.iterancestors() if owner.tag == qn("w:tc")), None)
        if cell is None:
            return texte
        row = cell.getparent()
        table = next(owner for owner in cell.iterancestors() if owner.tag == qn("w:tbl"))
        first = next(table.iter(qn("w:tr")))
        if table not in self.tableaux:
            self.tableaux[table] = Colonnes([part for tc in first.iter(qn("w:tc")) for part in _spread(tc)])
        colonnes = self.tableaux[table]
        if not colonnes.actives or row.tag != qn("w:tr"):
            return texte
        column = sum(len(_spread(tc)) for tc in cell.itersiblings(qn("w:tc"), preceding=True))
        return "" if row is first else colonnes.label(column, cell, texte)

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
        return _attribute(own, "w:numId"), int(level) if level.isdigit() else 0


def _spread(cell: Any) -> list[str]:
    """The text of a heading cell, once for each column it spans."""
    span = _attribute(cell.find(qn("w:tcPr")), "w:gridSpan")
    texte = " ".join(_text(p) for p in cell.iterchildren(qn("w:p")))
    return [texte] * (int(span) if span.isdigit() else 1)


def _text(p: Any) -> str:
    """The text of a paragraph: insertions count, deletions and the paragraphs of a text box inside it do not."""
    parts: list[str] = []
    for node in p.iter():
        if node.tag == qn("w:t") or node.tag in _TEXTS:
            owners = list(node.iterancestors())
            nearest = next(owner for owner in owners if owner.tag == qn("w:p"))
            tabs_of_style = any(owner.tag == qn("w:tabs") for owner in owners)
            if nearest is p and not tabs_of_style and not any(owner.tag in _GONE for owner in owners):
                parts.append(node.text or "" if node.tag == qn("w:t") else _TEXTS[node.tag])
    return "".join(parts)


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
        int(start) if start.isdigit() else 1,
        kind == "bullet",
        int(indent) // _TWIPS if indent.isdigit() else 0,
    )
