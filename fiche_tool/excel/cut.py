"""Cutting a sheet's XML around the places to fill: cells, row heights, page headers, links. All else stays as it is."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from xml.parsers import expat

from fiche_tool.domaine import anomalies as a
from fiche_tool.domaine.saisie import Contenu
from fiche_tool.excel.classeur import Position, address, parse_address
from fiche_tool.excel.package import Refus
from fiche_tool.excel.xml import Attributs, escape, local

MAX_TEXT = 32_767


@dataclass(frozen=True, slots=True)
class Remplissage:
    """What to put on one sheet: contents by cell, heights (points) by row, header tokens, links by cell.

    A link is a place of the same workbook, such as « Fiche!D12 ».
    """

    valeurs: Mapping[Position, Contenu]
    hauteurs: Mapping[int, float] = field(default_factory=dict)
    jetons: Mapping[str, str] = field(default_factory=dict)
    liens: Mapping[Position, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """A place for one cell in a sheet's XML: what to keep of the cell that stands there.

    `tete` is its start tag without the closing bracket, `formule` its formula's XML, `vide` the cell without content; a
    formula then gives the empty text.
    """

    position: Position
    prefixe: str
    tete: str
    formule: str
    vide: str

    def render(self, contenu: Contenu, date1904: bool) -> str:
        """The cell's XML with this content; a formula is kept and the content becomes its stored value."""
        p = self.prefixe
        if contenu is None or contenu == "":
            return self.vide
        if isinstance(contenu, str):
            if self.formule:
                return f'{self.tete} t="str">{self.formule}<{p}v>{escape(contenu)}</{p}v></{p}c>'
            body = f'<{p}is><{p}t xml:space="preserve">{escape(contenu[:MAX_TEXT])}</{p}t></{p}is>'
            return f'{self.tete} t="inlineStr">{body}</{p}c>'
        number = to_serial(contenu, date1904) if isinstance(contenu, date) else contenu
        return f"{self.tete}>{self.formule}<{p}v>{number}</{p}v></{p}c>"


def make_case(position: Position, prefixe: str, style: str, formule: str = "") -> Case:
    """A place from what stands in the sheet."""
    tete = f'<{prefixe}c r="{address(position)}"' + (f' s="{style}"' if style else "")
    vide = f'{tete} t="str">{formule}<{prefixe}v></{prefixe}v></{prefixe}c>' if formule else f"{tete}/>"
    return Case(position, prefixe, tete, formule, vide)


def to_serial(jour: date, date1904: bool) -> int:
    """The day as a workbook counts it."""
    return (date(jour.year, jour.month, jour.day) - (date(1904, 1, 1) if date1904 else date(1899, 12, 30))).days


@dataclass(frozen=True, slots=True)
class _Rang:
    """A place for the start tag of a row whose height may be set: as it stands (`vide`), and with one to fill in."""

    ligne: int
    vide: str
    haut: str

    def render(self, hauteur: float) -> str:
        return f'{self.haut} ht="{hauteur:g}" customHeight="1">'


def _make_rang(ligne: int, tag: str, attributs: Mapping[str, str]) -> _Rang:
    """A row that is given a height is meant to be seen: it loses its « hidden »."""
    texts = {key: f' {key}="{escape(value)}"' for key, value in attributs.items()}
    kept = (text for key, text in texts.items() if key not in ("ht", "customHeight", "hidden"))
    return _Rang(ligne, f"<{tag}{''.join(texts.values())}>", f"<{tag}{''.join(kept)}")


@dataclass(frozen=True, slots=True)
class _Entete:
    """The text of a page header or footer that holds tokens such as « [CPAS] »."""

    vide: str

    def render(self, jetons: Mapping[str, str]) -> str:
        """The text with the tokens replaced; an ampersand is doubled, as headers want it."""
        texte = self.vide
        for jeton, value in jetons.items():
            texte = texte.replace(jeton, escape(value.replace("&", "&&")))
        return texte


@dataclass(frozen=True, slots=True)
class _Liens:
    """The place of links from cells to other cells; `seule` where the sheet has no links of its own yet."""

    prefixe: str
    seule: bool
    vide: str = ""

    def render(self, liens: Mapping[Position, str]) -> str:
        """A link for each cell, to a place in the same workbook."""
        p = self.prefixe
        each = "".join(
            f'<{p}hyperlink ref="{address(position)}" location="{escape(cible)}" display="{escape(cible)}"/>'
            for position, cible in liens.items()
        )
        return f"<{p}hyperlinks>{each}</{p}hyperlinks>" if self.seule else each


_Piece = str | Case | _Rang | _Entete | _Liens


@dataclass(frozen=True, slots=True)
class FeuilleVide:
    """A sheet's XML cut into pieces around the cells and rows that will be filled.

    `morceaux` holds the text of every piece as it is when nothing is filled in; the others say which piece each place
    is.
    """

    morceaux: Sequence[str]
    cases: Mapping[Position, tuple[int, Case]]
    rangs: Mapping[int, tuple[int, _Rang]]
    entetes: Sequence[tuple[int, _Entete]]
    liens: Sequence[tuple[int, _Liens]]

    def render(self, contenu: Remplissage, date1904: bool) -> bytes:
        """The sheet filled in. A place without content is emptied."""
        parts = list(self.morceaux)
        for position, valeur in contenu.valeurs.items():
            if valeur is not None and valeur != "":
                index, case = self.cases[position]
                parts[index] = case.render(valeur, date1904)
        for ligne, hauteur in contenu.hauteurs.items():
            index, rang = self.rangs[ligne]
            parts[index] = rang.render(hauteur)
        for index, entete in self.entetes:
            parts[index] = entete.render(contenu.jetons)
        for index, liens in self.liens if contenu.liens else ():
            parts[index] = liens.render(contenu.liens)
        return "".join(parts).encode()


# --- cutting ---------------------------------------------------------------------------------------------------------
_ENCODING = re.compile(rb'^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding=["\']([A-Za-z0-9_-]+)["\']')


def cut_sheet(content: bytes, cells: Collection[Position], rows: Collection[int]) -> FeuilleVide:
    """Cut a sheet's XML around the cells and rows to fill; cells that are not there get a place of their own.

    The XML is walked once with expat for the byte offsets, never searched by pattern. Raises Refus where the sheet is
    not UTF-8 XML (no spreadsheet program writes it otherwise).
    """
    found = _ENCODING.match(content)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or (found and found[1].lower() not in (b"utf-8", b"utf8")):
        raise Refus(a.ILLISIBLE, detail="une feuille du modèle n'est pas en UTF-8")
    cutter = _Cutter(content, cells, rows)
    cutter.run()
    pieces = cutter.pieces()
    numbered = list(enumerate(pieces))
    return FeuilleVide(
        [piece if isinstance(piece, str) else piece.vide for piece in pieces],
        {piece.position: (index, piece) for index, piece in numbered if isinstance(piece, Case)},
        {piece.ligne: (index, piece) for index, piece in numbered if isinstance(piece, _Rang)},
        [(index, piece) for index, piece in numbered if isinstance(piece, _Entete)],
        [(index, piece) for index, piece in numbered if isinstance(piece, _Liens)],
    )


_HEADERS = frozenset(f"{which}{place}" for which in ("odd", "even", "first") for place in ("Header", "Footer"))
_AFTER_LINKS = frozenset(
    [
        "printOptions",
        "pageMargins",
        "pageSetup",
        "headerFooter",
        "rowBreaks",
        "colBreaks",
        "customProperties",
        "cellWatches",
        "ignoredErrors",
        "smartTags",
        "drawing",
        "legacyDrawing",
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    ]
)
"""What follows the links of a sheet, in the order of ECMA-376 (CT_Worksheet)."""


class _Cutter:
    """One walk through a sheet: collects (start, end, pieces) for every place to fill."""

    def __init__(self, content: bytes, cells: Collection[Position], rows: Collection[int]) -> None:
        self.content = content
        self.missing: dict[int, list[int]] = {}
        for row, column in sorted(cells):
            self.missing.setdefault(row, []).append(column)
        self.rows = frozenset(rows)
        self.edits: list[tuple[int, int, list[_Piece]]] = []
        self.prefix = ""
        self.row = self.column = self.depth = 0
        self.cell_start = self.cell_end = -1
        self.cell_style = ""
        self.formula_start = self.formula_end = -1
        self.formula = ""
        self.row_style = ""
        self.header_start = -1
        self.links_placed = False
        self.parser = expat.ParserCreate()

    def run(self) -> None:
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        try:
            self.parser.Parse(self.content, True)
        except expat.ExpatError as fault:
            raise Refus(a.ILLISIBLE, detail="une feuille du modèle est mal formée") from fault

    def pieces(self) -> tuple[_Piece, ...]:
        """The text between the edits, and the edits, in order."""
        pieces: list[_Piece] = []
        at = 0
        for start, end, replacement in self.edits:
            pieces.append(self.content[at:start].decode())
            pieces.extend(replacement)
            at = end
        pieces.append(self.content[at:].decode())
        return tuple(piece for piece in pieces if piece != "")

    def _start(self, tag: str, attributes: Attributs) -> None:
        at = self.parser.CurrentByteIndex
        self.depth += 1
        match local(tag):
            case "sheetData":
                self.prefix = tag.removesuffix("sheetData")
                if self._self_closing(at):
                    self._open_empty(at, tag)
            case "row":
                self._start_row(at, tag, attributes)
            case "c":
                self._start_cell(at, attributes)
            case name if name in _HEADERS:
                self.header_start = self._tag_end(at)
            case name if name in _AFTER_LINKS and self.depth == 2:  # extLst also stands inside other elements
                self._place_links(at, tag)
            case "f":
                self.formula_start = at
                self.formula_end = self._tag_end(at) if self._self_closing(at) else -1

    def _start_row(self, at: int, tag: str, attributes: Attributs) -> None:
        number = int(attributes.get("r") or self.row + 1)
        self._insert_rows(at, number)
        self.row, self.column = number, 0
        self.row_style = attributes.get("s", "") if attributes.get("customFormat") in ("1", "true") else ""
        tag_piece = _make_rang(number, tag, attributes)
        if self._self_closing(at):
            if number in self.rows or number in self.missing:
                cells = self._new_cells(number, self.missing.pop(number, []))
                self.edits.append((at, self._tag_end(at), [tag_piece, *cells, f"</{tag}>"]))
        elif number in self.rows:
            self.edits.append((at, self._tag_end(at), [tag_piece]))

    def _start_cell(self, at: int, attributes: Attributs) -> None:
        position = parse_address(attributes.get("r", ""))
        self.column = position[1] if position else self.column + 1
        waiting = self.missing.get(self.row, [])
        before = [column for column in waiting if column < self.column]
        if before:
            self.edits.append((at, at, self._new_cells(self.row, before)))
            self.missing[self.row] = waiting = waiting[len(before) :]
        self.cell_start = at if waiting and waiting[0] == self.column else -1
        self.cell_end = self._tag_end(at) if self._self_closing(at) else -1  # expat ends an empty element elsewhere
        self.cell_style, self.formula = attributes.get("s", ""), ""

    def _end(self, tag: str) -> None:
        at = self.parser.CurrentByteIndex
        self.depth -= 1
        match local(tag):
            case "c" if self.cell_start >= 0:
                self.missing[self.row].pop(0)
                case = make_case((self.row, self.column), self.prefix, self.cell_style, self.formula)
                end = self.cell_end if self.cell_end >= 0 else self._tag_end(at)
                self.edits.append((self.cell_start, end, [case]))
                self.cell_start = -1
            case "f" if self.cell_start >= 0:
                end = self.formula_end if self.formula_end >= 0 else self._tag_end(at)
                self.formula = self.content[self.formula_start : end].decode()
            case "row":
                rest = self.missing.pop(self.row, [])
                if rest:  # an empty-element row was settled at its start
                    self.edits.append((at, at, self._new_cells(self.row, rest)))
            case "sheetData":
                self._insert_rows(at, 1_048_577)
            case _:
                self._end_of_page(at, tag)

    def _end_of_page(self, at: int, tag: str) -> None:
        """The ends of what stands after the cells: links, page headers, the sheet."""
        match local(tag):
            case "hyperlinks":
                self.links_placed = True
                if not self._self_closing(at):
                    self.edits.append((at, at, [_Liens(self.prefix, seule=False)]))
            case "worksheet":
                self._place_links(at, tag)
            case name if name in _HEADERS and self.header_start >= 0:
                texte = self.content[self.header_start : at].decode()
                if "[" in texte:
                    self.edits.append((self.header_start, at, [_Entete(texte)]))
                self.header_start = -1

    def _place_links(self, at: int, tag: str) -> None:
        """Before the first element that follows the links, once."""
        if not self.links_placed:
            self.links_placed = True
            self.edits.append((at, at, [_Liens(tag.removesuffix(local(tag)), seule=True)]))

    def _insert_rows(self, at: int, before: int) -> None:
        for row in sorted(number for number in self.missing if self.row < number < before):
            cells = self._new_cells(row, self.missing.pop(row), style="")
            tag = f"{self.prefix}row"
            self.edits.append((at, at, [_make_rang(row, tag, {"r": str(row)}), *cells, f"</{tag}>"]))

    def _new_cells(self, row: int, columns: Collection[int], style: str | None = None) -> list[_Piece]:
        given = self.row_style if style is None else style
        return [make_case((row, column), self.prefix, given) for column in columns]

    def _open_empty(self, at: int, tag: str) -> None:
        """`<sheetData/>`: open it, so that rows can be put inside."""
        rows: list[_Piece] = [f"<{tag}>"]
        for row in sorted(self.missing):
            row_tag = f"{self.prefix}row"
            cells = self._new_cells(row, self.missing[row])
            rows += [_make_rang(row, row_tag, {"r": str(row)}), *cells, f"</{row_tag}>"]
        self.missing.clear()
        self.edits.append((at, self._tag_end(at), [*rows, f"</{tag}>"]))

    def _tag_end(self, at: int) -> int:
        return self.content.index(b">", at) + 1

    def _self_closing(self, at: int) -> bool:
        return self.content[self._tag_end(at) - 2 : self._tag_end(at)] == b"/>"
