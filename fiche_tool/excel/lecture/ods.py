"""Reading .ods (OpenDocument) straight from its XML, as the same Classeur as an .xlsx."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from itertools import islice, product

from fiche_tool.domaine.constats import constats
from fiche_tool.domaine.mots.saisie import Brut, Saisie, show_date
from fiche_tool.excel.lecture.classeur import (
    FORMULAIRE,
    MAX_FEUILLES,
    Classeur,
    Grille,
    Limites,
    Position,
    Zone,
    address,
    parse_zone,
)
from fiche_tool.excel.lecture.xml import MAX_TEXTE, Attributs, Texte, local, too_much, walk
from fiche_tool.fichiers.bornes import MAX_SMALL_PART
from fiche_tool.fichiers.package import Package, Refus
from fiche_tool.fichiers.piece import Piece, refuse
from fiche_tool.fichiers.signatures import OPENDOCUMENT

_SKIPPED = frozenset({"annotation", "tracked-changes", "forms", "shapes", "dde-links"})


def open_classeur(piece: Piece, limites: Limites = FORMULAIRE) -> Classeur:
    """Open an .ods. Raises Refus where it is encrypted or no spreadsheet."""
    package = piece.opened()
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Refus(constats.MOT_DE_PASSE)
    meta = package.read("meta.xml", MAX_SMALL_PART) if "meta.xml" in package else b""
    objects = ("des objets incorporés",) if _has_objects(package) else ()
    return open_content(package.read("content.xml"), meta, objects, limites)


def open_content(xml: bytes, meta: bytes, avertissements: tuple[str, ...], limites: Limites) -> Classeur:
    """Open a spreadsheet from its content and its properties, which may be one XML."""
    content = _ContentWalker(limites)
    rename = _renamer(xml)
    walk(xml, lambda tag, attributes: content.start(*rename(tag, attributes)), content.end, content.text)
    if not content.is_spreadsheet:
        raise refuse(OPENDOCUMENT)
    grilles = {
        nom: Grille(
            nom,
            cellules,
            content.fusions.get(nom, {}),
            nom in content.tronquees,
            content.notes.get(nom, {}),
            nom in content.protegees,
        )
        for nom, cellules in content.sheets.items()
    }
    return Classeur(
        format="ods",
        feuilles=tuple(grilles),
        noms=content.noms,
        proprietes=_read_meta(meta),
        ouvrir=lambda nom: grilles[nom],
        avertissements=avertissements,
    )


_NAMESPACE = re.compile(
    rb"""xmlns(?::([\w.-]+))?=["']urn:(?:oasis:names:tc|org:documentfoundation:names)"""
    rb""":(?:opendocument:xmlns|experimental:calc):(?:xmlns:)?(table|text|office|calcext):?[\d.]*["']"""
)


def _renamer(xml: bytes) -> Callable[[str, Attributs], tuple[str, Attributs]]:
    """Gives tags and attributes their usual prefixes, where a program chose others for the same namespaces."""
    declared = {(prefix or b"").decode(): usual.decode() for prefix, usual in _NAMESPACE.findall(xml[:20_000])}
    others = {prefix: usual for prefix, usual in declared.items() if prefix != usual}
    if not others:
        return lambda tag, attributes: (tag, attributes)

    def usual(name: str, bare: str = "") -> str:
        prefix, colon, own = name.rpartition(":")
        return f"{others.get(prefix, prefix)}:{own}" if colon else f"{bare}{own}"

    bare = f"{others['']}:" if "" in others else ""
    return lambda tag, attributes: (usual(tag, bare), {usual(key): value for key, value in attributes.items()})


_CHART = "application/vnd.oasis.opendocument.chart"


def _has_objects(package: Package) -> bool:
    """True where documents of another program are embedded; charts are embedded too, and harmless."""
    kinds: set[str] = set()

    def start(tag: str, attributes: Attributs) -> None:
        where = {local(key): value for key, value in attributes.items()}
        if local(tag) == "file-entry" and re.fullmatch(r"Object [^/]+/", where.get("full-path", "")):
            kinds.add(where.get("media-type", ""))

    if any(name.startswith("Object ") for name in package.parts):
        walk(package.read("META-INF/manifest.xml"), start)
        return kinds != {_CHART}
    return False


def _read_meta(meta: bytes) -> dict[str, str]:
    found: dict[str, Texte] = {}
    keys = {"subject": "subject", "keyword": "keywords", "generator": "application"}
    current = [""]

    def start(tag: str, _: Attributs) -> None:
        current[0] = keys.get(local(tag), "")

    def end(_: str) -> None:
        current[0] = ""

    def text(content: str) -> None:
        if current[0]:
            separator = "; " if current[0] == "keywords" and "keywords" in found else ""
            found.setdefault(current[0], Texte()).add(separator + content)

    if meta:
        walk(meta, start, end, text)
    return {name: str(texte) for name, texte in found.items()}


_SHEETS = 4
"""How many sheets as full as the limits allow are held in one workbook."""


class _ContentWalker:
    """Walks content.xml: repeated rows and cells are unrolled only where they hold something."""

    def __init__(self, limites: Limites) -> None:
        self._limites = limites
        self.tronquees: set[str] = set()
        self.protegees: set[str] = set()
        self.notes: dict[str, dict[Position, str]] = {}
        self.is_spreadsheet = False
        self.sheets: dict[str, dict[Position, Saisie]] = {}
        self.fusions: dict[str, dict[Position, Zone]] = {}
        self.noms: dict[str, Zone] = {}
        self._sheet = ""
        self._row = self._column = 0
        self._row_repeat = 1
        self._row_cells: list[tuple[int, Saisie]] = []
        self._cell: Attributs | None = None
        self._texte = Texte()
        self._left = _SHEETS * limites.cellules
        self._skipping = 0
        self._note: Texte | None = None
        self._in_note = False
        self._depth_in_paragraph = 0

    def start(self, tag: str, attributes: Attributs) -> None:
        name = local(tag)
        if self._skipping or name in _SKIPPED:
            self._skip(name)
            return
        match name:
            case "spreadsheet":
                self.is_spreadsheet = True
            case "table" if self.is_spreadsheet and tag.startswith("table:") and self._cell is None:
                self._start_sheet(attributes)
            case "table-row":
                self._row_repeat = _count(attributes.get("table:number-rows-repeated"))
                self._row_cells = []
                self._row += 1
                self._column = 0
            case "table-cell" | "covered-table-cell":
                self._cell = attributes
                self._texte.clear()
            case "named-range":
                self._add_name(attributes)
            case _ if self._cell is not None:
                self._start_text(name, attributes)

    def _start_sheet(self, attributes: Attributs) -> None:
        self._sheet = attributes.get("table:name", "")
        if self._sheet in self.sheets:
            raise Refus(constats.ILLISIBLE, detail="deux feuilles y portent le même nom")
        if len(self.sheets) == MAX_FEUILLES:
            raise too_much("trop de feuilles", f"{MAX_FEUILLES}")
        self.sheets[self._sheet] = {}
        self._row = 0
        if attributes.get("table:protected") == "true":
            self.protegees.add(self._sheet)

    def _skip(self, name: str) -> None:
        """Pass over something that is no content; what a note attached to a cell says is kept aside."""
        self._skipping += 1
        if name == "annotation" and self._cell is not None:
            self._note = Texte()
            self._in_note = False
        elif name in ("p", "h") and self._note is not None:
            self._note.add("\n")
            self._in_note = True

    def _start_text(self, name: str, attributes: Attributs) -> None:
        if name in ("p", "h"):
            self._texte.add("\n")  # before each paragraph; the first one's is taken off in the end
            self._depth_in_paragraph += 1
        elif self._depth_in_paragraph:
            spaces = " " * min(_count(attributes.get("text:c")), MAX_TEXTE)
            self._texte.add({"s": spaces, "tab": "\t", "line-break": "\n"}.get(name, ""))

    def end(self, tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
            if self._note is not None and not self._skipping:
                texte = str(self._note).strip()
                if texte:
                    self.notes.setdefault(self._sheet, {})[self._row, self._column + 1] = texte
                self._note = None
            return
        match local(tag):
            case "table-cell" | "covered-table-cell" if self._cell is not None:
                self._end_cell(self._cell)
                self._cell = None
            case "table-row":
                self._end_row()
            case "p" | "h" if self._depth_in_paragraph:
                self._depth_in_paragraph -= 1

    def text(self, content: str) -> None:
        if self._skipping:
            if self._note is not None and self._in_note:
                self._note.add(content)
        elif self._depth_in_paragraph:
            self._texte.add(content)

    def _end_cell(self, cell: Attributs) -> None:
        repeat = _count(cell.get("table:number-columns-repeated"))
        texte = str(self._texte)[1:]
        where = (self._row, self._column + 1)
        if where[0] <= self._limites.lignes and where[1] <= self._limites.colonnes:
            saisie = _build(cell, texte, self._sheet, address(where))
            if saisie is not None:
                columns = range(where[1], min(where[1] + repeat, self._limites.colonnes + 1))
                self._row_cells.extend((column, saisie) for column in columns)
            self._add_merge(cell, where)
        elif self._texte or "office:value-type" in cell:
            self.tronquees.add(self._sheet)
        self._column += repeat

    def _add_merge(self, cell: Attributs, where: Position) -> None:
        wide = _count(cell.get("table:number-columns-spanned"))
        high = _count(cell.get("table:number-rows-spanned"))
        if (wide > 1 or high > 1) and len(self.fusions.get(self._sheet, ())) < self._limites.cellules:
            zone = Zone(self._sheet, where[0], where[1], where[0] + high - 1, where[1] + wide - 1)
            self.fusions.setdefault(self._sheet, {})[where] = zone

    def _end_row(self) -> None:
        cells = self.sheets.get(self._sheet)
        if cells is not None and self._row_cells:
            bottom = min(self._row + self._row_repeat, self._limites.lignes + 1)
            places = product(range(self._row, bottom), self._row_cells)
            before = len(cells)
            for row, (column, saisie) in islice(places, self._limites.cellules - before):
                where = address((row, column))
                cells[row, column] = Saisie(
                    saisie.brut, saisie.feuille, where, saisie.pourcent, saisie.formule, saisie.erreur
                )
            if next(places, None) is not None:
                self.tronquees.add(self._sheet)
            self._left -= len(cells) - before
            if self._left < 0:
                raise too_much("trop de cellules remplies", f"{_SHEETS * self._limites.cellules}")
        self._row += self._row_repeat - 1

    def _add_name(self, attributes: Attributs) -> None:
        zone = _parse_range(attributes.get("table:cell-range-address", ""))
        if zone is not None:
            self.noms.setdefault(attributes.get("table:name", "").lower(), zone)


_DIGITS = 18
"""Of a count, these are enough to see that it is too large."""


def _count(texte: str | None) -> int:
    """How many times something stands here; once where it is left out. Raises Refus for what is no number."""
    if texte is None:
        return 1
    if not texte.isdecimal():
        raise Refus(constats.ILLISIBLE, detail="un numéro y est abîmé")
    return max(1, int(texte[:_DIGITS]))


def _parse_range(texte: str) -> Zone | None:
    """Read « $Fiche.$B$5 » or « $'La fiche'.$A$5:.$H$12 »."""
    first, _, last = texte.partition(":")
    sheet, _, cell = first.rpartition(".")
    target = f"{sheet.removeprefix('$')}!{cell}"
    return parse_zone(f"{target}:{last.rpartition('.')[2]}" if last else target)


def _build(cell: Attributs, texte: str, feuille: str, where: str) -> Saisie | None:
    formule = "table:formula" in cell
    kind = cell.get("office:value-type", "")
    if cell.get("calcext:value-type") == "error" or (formule and texte.startswith(("#", "Err:"))):
        return Saisie(None, feuille, where, formule=formule, erreur=texte or "#?")
    brut: Brut
    match kind:
        case "float" | "percentage" | "currency":
            brut = _shown_day(_number(cell.get("office:value", "")), texte)
        case "date":
            brut = _instant(cell.get("office:date-value", ""))
        case "boolean":
            brut = cell.get("office:boolean-value") == "true"
        case _:
            brut = cell.get("office:string-value", texte) or None
    if brut is None and not formule:
        return None
    return Saisie(brut, feuille, where, kind == "percentage" and isinstance(brut, Decimal), formule)


def _number(value: str) -> Brut:
    try:
        number = Decimal(f"{float(value):.15g}")
    except (ValueError, InvalidOperation):
        return value or None
    return number if number.is_finite() else value


_ORIGIN = datetime(1899, 12, 30)
_DAYS = range(1, 100_000)


def _shown_day(number: Brut, texte: str) -> Brut:
    """A number that its cell shows as the day it counts is that day.

    LibreOffice writes so the days in a format that shows small numbers otherwise, as years.
    """
    if isinstance(number, Decimal) and texte.count("/") == 2 and int(number) in _DAYS:
        day = _ORIGIN + timedelta(days=int(number))
        return day if texte == show_date(day) else number
    return number


def _instant(value: str) -> Brut:
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None)
    except ValueError:
        return value or None
