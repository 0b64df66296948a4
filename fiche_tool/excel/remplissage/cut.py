"""Cutting a sheet's XML around the places to fill: cells, row heights, page headers, links. All else stays as it is."""

from collections.abc import Collection, Sequence
from itertools import chain
from xml.parsers import expat

from fiche_tool.domaine.constats import constats
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.excel.lecture.classeur import Position, parse_address
from fiche_tool.excel.lecture.xml import VRAI, Attributs, local
from fiche_tool.excel.remplissage.pieces import (
    Balise,
    CaseRemplie,
    ColonnesXml,
    EnteteXml,
    FeuilleVide,
    Liens,
    Morceau,
    Rang,
    RangeeRemplie,
    make_case,
    make_rang,
)
from fiche_tool.fichiers.package import Refus
from fiche_tool.fichiers.presse import Fond

_ENCODING = regex(rb'^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding=["\']([A-Za-z0-9_-]+)["\']')


def cut_sheet(
    content: bytes, cells: Collection[Position], rows: Collection[int], tableau: Sequence[Sequence[Position]] = ()
) -> FeuilleVide:
    """Cut a sheet's XML around the cells and rows to fill; cells that are not there get a place of their own.

    `tableau` are the cells of a table, row by row.

    The XML is walked once with expat for the byte offsets, never searched by pattern. Raises Refus where the sheet is
    not UTF-8 XML (no spreadsheet program writes it otherwise).
    """
    check_sheet(content)
    cutter = _Cutter(content, {*cells, *chain.from_iterable(tableau)}, rows)
    cutter.run()
    pieces = _gather_rows(cutter.pieces(), tableau)
    numbered = list(enumerate(pieces))
    return FeuilleVide(
        Fond([(piece if isinstance(piece, str) else piece.vide).encode() for piece in pieces]),
        {piece.position: (index, piece) for index, piece in numbered if isinstance(piece, CaseRemplie)},
        {piece.ligne: (index, piece) for index, piece in numbered if isinstance(piece, Rang)},
        [(index, piece) for index, piece in numbered if isinstance(piece, EnteteXml)],
        [(index, piece) for index, piece in numbered if isinstance(piece, Liens)],
        [(index, piece) for index, piece in numbered if isinstance(piece, Balise | ColonnesXml)],
        [(index, piece) for index, piece in numbered if isinstance(piece, RangeeRemplie)],
    )


def _gather_rows(pieces: Sequence[Morceau], tableau: Sequence[Sequence[Position]]) -> list[Morceau]:
    """The pieces, those of each row of the table as one."""
    ranks = {piece.position: rank for rank, piece in enumerate(pieces) if isinstance(piece, CaseRemplie)}
    gathered: list[Morceau] = []
    at = 0
    for rangee in tableau:
        first, end = ranks[rangee[0]], ranks[rangee[-1]] + 1
        row = [piece for piece in pieces[first:end] if isinstance(piece, str | CaseRemplie)]
        gathered += (*pieces[at:first], RangeeRemplie(row))
        at = end
    return [*gathered, *pieces[at:]]


def check_sheet(content: bytes) -> None:
    """Raises Refus for a sheet that cannot be cut: in another encoding, or without a place for cells."""
    found = _ENCODING.match(content)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or (found and found[1].lower() not in (b"utf-8", b"utf8")):
        raise Refus(constats.ILLISIBLE, detail="une feuille du modèle n'est pas en UTF-8")
    if _CELLS.search(content) is None:
        raise Refus(constats.ILLISIBLE, detail="une feuille du modèle n'a plus de cellules")


_CELLS = regex(rb"<(?:[\w.-]+:)?sheetData[\s/>]")
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
        self.missing: dict[int, list[int]] = {row: [] for row in rows}  # programs leave out a row that says nothing
        for row, column in sorted(cells):
            self.missing.setdefault(row, []).append(column)
        self.rows = frozenset(rows)
        self.edits: list[tuple[int, int, list[Morceau]]] = []
        self.prefix = ""
        self.row = self.column = self.depth = 0
        self.cell_start = self.cell_end = -1
        self.cell_style = ""
        self.formula_start = self.formula_end = -1
        self.formula = ""
        self.row_style = ""
        self.header_start = -1
        self.links_placed = False
        self.before_cells = True
        self.active_pane = ""
        self.columns_start = -1
        self.columns: list[Attributs] = []
        self.parser = expat.ParserCreate()

    def run(self) -> None:
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        try:
            self.parser.Parse(self.content, True)
        except expat.ExpatError as fault:
            raise Refus(constats.ILLISIBLE, detail="une feuille du modèle est mal formée") from fault

    def pieces(self) -> tuple[Morceau, ...]:
        """The text between the edits, and the edits, in order."""
        pieces: list[Morceau] = []
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
                self.prefix, self.before_cells = tag.removesuffix("sheetData"), False
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
                if name == "pageSetup":
                    self._keep_tag(at, tag, attributes)
            case "pane" | "selection" | "col" if self.before_cells:  # views of one's own also stand after the cells
                self._start_of_view(at, tag, attributes)
            case "f":
                self.formula_start = at
                self.formula_end = self._tag_end(at) if self._self_closing(at) else -1

    def _start_of_view(self, at: int, tag: str, attributes: Attributs) -> None:
        """What stands before the cells: how the first view of the sheet opens, the columns."""
        match local(tag):
            case "pane":
                self.active_pane = attributes.get("activePane", "topLeft")
                if attributes.get("state", "split") != "split" and "ySplit" in attributes:
                    self._keep_tag(at, tag, attributes)
            case "selection" if attributes.get("pane", "topLeft") == (self.active_pane or "topLeft"):
                self._keep_tag(at, tag, attributes)
            case "col":
                self.columns_start = at if self.columns_start < 0 else self.columns_start
                self.columns.append(attributes)

    def _keep_tag(self, at: int, tag: str, attributes: Attributs) -> None:
        """Make a piece of a tag without content; one that has some is left alone."""
        if self._self_closing(at):
            end = self._tag_end(at)
            self.edits.append((at, end, [Balise(local(tag), tag, attributes, self.content[at:end].decode())]))

    def _start_row(self, at: int, tag: str, attributes: Attributs) -> None:
        number = int(attributes.get("r") or self.row + 1)
        self._insert_rows(at, number)
        self.row, self.column = number, 0
        self.row_style = attributes.get("s", "") if attributes.get("customFormat") in VRAI else ""
        tag_piece = make_rang(number, tag, attributes)
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
            case "cols" if self.columns_start >= 0:
                texte = self.content[self.columns_start : at].decode()
                piece = ColonnesXml(tag.removesuffix("cols") + "col", tuple(self.columns), texte)
                self.edits.append((self.columns_start, at, [piece]))
            case "hyperlinks":
                self.links_placed = True
                if not self._self_closing(at):
                    self.edits.append((at, at, [Liens(self.prefix, seule=False)]))
            case "worksheet":
                self._place_links(at, tag)
            case name if name in _HEADERS and self.header_start >= 0:
                texte = self.content[self.header_start : at].decode()
                if "[" in texte:
                    self.edits.append((self.header_start, at, [EnteteXml(texte)]))
                self.header_start = -1

    def _place_links(self, at: int, tag: str) -> None:
        """Before the first element that follows the links, once."""
        if not self.links_placed:
            self.links_placed = True
            self.edits.append((at, at, [Liens(tag.removesuffix(local(tag)), seule=True)]))

    def _insert_rows(self, at: int, before: int) -> None:
        for row in sorted(number for number in self.missing if self.row < number < before):
            cells = self._new_cells(row, self.missing.pop(row), style="")
            tag = f"{self.prefix}row"
            self.edits.append((at, at, [make_rang(row, tag, {"r": str(row)}), *cells, f"</{tag}>"]))

    def _new_cells(self, row: int, columns: Collection[int], style: str | None = None) -> list[Morceau]:
        given = self.row_style if style is None else style
        return [make_case((row, column), self.prefix, given) for column in columns]

    def _open_empty(self, at: int, tag: str) -> None:
        """`<sheetData/>`: open it, so that rows can be put inside."""
        rows: list[Morceau] = [f"<{tag}>"]
        for row in sorted(self.missing):
            row_tag = f"{self.prefix}row"
            cells = self._new_cells(row, self.missing[row])
            rows += [make_rang(row, row_tag, {"r": str(row)}), *cells, f"</{row_tag}>"]
        self.missing.clear()
        self.edits.append((at, self._tag_end(at), [*rows, f"</{tag}>"]))

    def _tag_end(self, at: int) -> int:
        return self.content.index(b">", at) + 1

    def _self_closing(self, at: int) -> bool:
        return self.content[self._tag_end(at) - 2 : self._tag_end(at)] == b"/>"
