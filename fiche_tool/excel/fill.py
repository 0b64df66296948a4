"""Filling a workbook losslessly: only the cells asked for change, every other byte of the package stays."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.parsers import expat

from fiche_tool.domaine import anomalies as a
from fiche_tool.excel.classeur import Position, address, parse_address
from fiche_tool.excel.package import Membre, Package, Refus, new_member, stored_member, write_package
from fiche_tool.excel.xml import Attributs, escape, local

Contenu = str | Decimal | int | date | None
"""What may be written in a cell. A text is always written as text, whatever it begins with."""

MAX_TEXT = 32_767


@dataclass(frozen=True, slots=True)
class Case:
    """A place for one cell in a sheet's XML: what to keep of the cell that stands there.

    `tete` is its start tag without the closing bracket, `formule` its formula's XML, `vide` the cell without content.
    """

    position: Position
    prefixe: str
    tete: str
    formule: str
    vide: str

    def render(self, contenu: Contenu, date1904: bool) -> str:
        """The cell's XML with this content; a formula is kept and the content becomes its stored value."""
        if contenu is None or contenu == "":
            return self.vide
        p = self.prefixe
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
    vide = f"{tete}>{formule}</{prefixe}c>" if formule else f"{tete}/>"
    return Case(position, prefixe, tete, formule, vide)


def to_serial(jour: date, date1904: bool) -> int:
    """The day as a workbook counts it."""
    return (date(jour.year, jour.month, jour.day) - (date(1904, 1, 1) if date1904 else date(1899, 12, 30))).days


@dataclass(frozen=True, slots=True)
class _Rang:
    """A place for the start tag of a row whose height may be set: as it stands, and with a height to fill in."""

    ligne: int
    tel_quel: str
    haut: str

    def render(self, hauteur: float) -> str:
        return f'{self.haut} ht="{hauteur:g}" customHeight="1">'


def _make_rang(ligne: int, tag: str, attributs: Mapping[str, str]) -> _Rang:
    """A row that is given a height is meant to be seen: it loses its « hidden »."""
    texts = {key: f' {key}="{escape(value)}"' for key, value in attributs.items()}
    kept = (text for key, text in texts.items() if key not in ("ht", "customHeight", "hidden"))
    return _Rang(ligne, f"<{tag}{''.join(texts.values())}>", f"<{tag}{''.join(kept)}")


@dataclass(frozen=True, slots=True)
class FeuilleVide:
    """A sheet's XML cut into pieces around the cells and rows that will be filled.

    `morceaux` holds the text of every piece as it is when nothing is filled in; `cases` and `rangs` say which piece
    each place is.
    """

    morceaux: Sequence[str]
    cases: Mapping[Position, tuple[int, Case]]
    rangs: Mapping[int, tuple[int, _Rang]]

    def render(self, valeurs: Mapping[Position, Contenu], hauteurs: Mapping[int, float], date1904: bool) -> bytes:
        """The sheet with these contents and row heights. A place without content is emptied."""
        parts = list(self.morceaux)
        for position, contenu in valeurs.items():
            if contenu is not None:
                index, case = self.cases[position]
                parts[index] = case.render(contenu, date1904)
        for ligne, hauteur in hauteurs.items():
            index, rang = self.rangs[ligne]
            parts[index] = rang.render(hauteur)
        return "".join(parts).encode()


@dataclass(frozen=True, slots=True)
class Remplissage:
    """What to put on one sheet: contents by cell, heights (points) by row."""

    valeurs: Mapping[Position, Contenu]
    hauteurs: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Gabarit:
    """A workbook made ready for filling many times: untouched parts already in their final form."""

    membres: tuple[Membre | str, ...]
    feuilles: Mapping[str, FeuilleVide]
    date1904: bool

    def fill(self, feuilles: Mapping[str, Remplissage], parties: Mapping[str, bytes]) -> bytes:
        """The filled workbook. `feuilles` by part name; `parties` are whole parts to put in place of theirs."""
        members: list[Membre] = []
        for member in self.membres:
            if isinstance(member, Membre):
                members.append(member)
            elif member in parties:
                members.append(new_member(member, parties[member]))
            else:
                fill = feuilles[member]
                content = self.feuilles[member].render(fill.valeurs, fill.hauteurs, self.date1904)
                members.append(new_member(member, content))
        return write_package(members)


def prepare(
    package: Package,
    cases: Mapping[str, Collection[Position]],
    rangs: Mapping[str, Collection[int]],
    remplacees: Mapping[str, bytes],
    variables: Collection[str],
    date1904: bool,
) -> Gabarit:
    """Make a workbook ready for filling.

    `cases` and `rangs` are the cells and rows to fill, by sheet part; `remplacees` are parts changed once for all the
    files; `variables` are whole parts given anew at each filling. Every other part is carried over byte for byte.
    """
    feuilles = {part: cut_sheet(package.read(part), cells, rangs.get(part, ())) for part, cells in cases.items()}
    members: list[Membre | str] = []
    for name in package.parts:
        if name in feuilles or name in variables:
            members.append(name)
        elif name in remplacees:
            members.append(new_member(name, remplacees[name]))
        else:
            members.append(stored_member(package, name))
    return Gabarit(tuple(members), feuilles, date1904)


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
    return FeuilleVide(
        [
            piece if isinstance(piece, str) else piece.vide if isinstance(piece, Case) else piece.tel_quel
            for piece in pieces
        ],
        {piece.position: (index, piece) for index, piece in enumerate(pieces) if isinstance(piece, Case)},
        {piece.ligne: (index, piece) for index, piece in enumerate(pieces) if isinstance(piece, _Rang)},
    )


class _Cutter:
    """One walk through a sheet: collects (start, end, pieces) for every place to fill."""

    def __init__(self, content: bytes, cells: Collection[Position], rows: Collection[int]) -> None:
        self.content = content
        self.missing: dict[int, list[int]] = {}
        for row, column in sorted(cells):
            self.missing.setdefault(row, []).append(column)
        self.rows = frozenset(rows)
        self.edits: list[tuple[int, int, list[str | Case | _Rang]]] = []
        self.prefix = ""
        self.row = self.column = 0
        self.cell_start = self.cell_end = -1
        self.cell_style = ""
        self.formula_start = self.formula_end = -1
        self.formula = ""
        self.row_style = ""
        self.parser = expat.ParserCreate()

    def run(self) -> None:
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        try:
            self.parser.Parse(self.content, True)
        except expat.ExpatError as fault:
            raise Refus(a.ILLISIBLE, detail="une feuille du modèle est mal formée") from fault

    def pieces(self) -> tuple[str | Case | _Rang, ...]:
        """The text between the edits, and the edits, in order."""
        pieces: list[str | Case | _Rang] = []
        at = 0
        for start, end, replacement in self.edits:
            pieces.append(self.content[at:start].decode())
            pieces.extend(replacement)
            at = end
        pieces.append(self.content[at:].decode())
        return tuple(piece for piece in pieces if piece != "")

    def _start(self, tag: str, attributes: Attributs) -> None:
        at = self.parser.CurrentByteIndex
        match local(tag):
            case "sheetData":
                self.prefix = tag.removesuffix("sheetData")
                if self._self_closing(at):
                    self._open_empty(at, tag)
            case "row":
                self._start_row(at, tag, attributes)
            case "c":
                self._start_cell(at, attributes)
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

    def _insert_rows(self, at: int, before: int) -> None:
        for row in sorted(number for number in self.missing if self.row < number < before):
            cells = self._new_cells(row, self.missing.pop(row), style="")
            tag = f"{self.prefix}row"
            self.edits.append((at, at, [_make_rang(row, tag, {"r": str(row)}), *cells, f"</{tag}>"]))

    def _new_cells(self, row: int, columns: Collection[int], style: str | None = None) -> list[str | Case | _Rang]:
        given = self.row_style if style is None else style
        return [make_case((row, column), self.prefix, given) for column in columns]

    def _open_empty(self, at: int, tag: str) -> None:
        """`<sheetData/>`: open it, so that rows can be put inside."""
        rows: list[str | Case | _Rang] = [f"<{tag}>"]
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
