"""Reading .ods (OpenDocument) straight from its XML, as the same Classeur as an .xlsx."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import islice, product

from fiche_tool.domaine.constats import constats
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.saisie import Saisie
from fiche_tool.excel.lecture.alentours import tell_words
from fiche_tool.excel.lecture.barres import Barres, Morceau, strike
from fiche_tool.excel.lecture.classeur import (
    FORMULAIRE,
    MAX_FEUILLES,
    Alentours,
    Classeur,
    Grille,
    Limites,
    Position,
    Zone,
    address,
    hidden_links,
    parse_zone,
)
from fiche_tool.excel.lecture.ods_asides import A_PART, Asides
from fiche_tool.excel.lecture.ods_pages import read_meta, read_pages
from fiche_tool.excel.lecture.ods_values import build_saisie
from fiche_tool.excel.lecture.xml import MAX_TEXTE, Attributs, Texte, local, walk
from fiche_tool.fichiers.bornes import MAX_SMALL_PART
from fiche_tool.fichiers.package import Package, Refus, digest_of, too_big
from fiche_tool.fichiers.piece import Piece, refuse
from fiche_tool.fichiers.signatures import OPENDOCUMENT


def open_classeur(piece: Piece, limites: Limites = FORMULAIRE) -> Classeur:
    """Open an .ods. Raises Refus where it is encrypted or no spreadsheet."""
    package = piece.opened()
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Refus(constats.MOT_DE_PASSE)
    meta = package.read("meta.xml", MAX_SMALL_PART) if "meta.xml" in package else b""
    objects = ("des objets incorporés",) if _has_objects(package) else ()
    barres, styles = Barres(), package.read("styles.xml") if "styles.xml" in package else b""
    barres.read_common(styles)
    return open_content(package.read("content.xml"), meta, styles, objects, limites, barres, _digests(package))


def _digests(package: Package) -> Mapping[str, str]:
    """What tells the pictures of a document apart, by their name in it."""
    return {name: digest_of(entry) for name, entry in package.parts.items() if name.startswith("Pictures/")}


def open_content(
    xml: bytes,
    meta: bytes,
    styles: bytes,
    avertissements: tuple[str, ...],
    limites: Limites,
    barres: Barres | None = None,
    images: Mapping[str, str] = {},
) -> Classeur:
    """Open a spreadsheet from its content, its properties and its common styles, which may be one XML.

    `barres` are the styles that strike through, as far as another part has them; `images` what tells pictures apart.
    """
    content = _ContentWalker(limites, barres or Barres(), images)
    rename = _renamer(xml)
    walk(xml, lambda tag, attributes: content.start(*rename(tag, attributes)), content.end, content.text)
    if not content.is_spreadsheet:
        raise refuse(OPENDOCUMENT)
    pages = read_pages(styles)
    grilles = {nom: _make_grille(nom, content, pages) for nom in content.sheets}
    return Classeur(
        format="ods",
        feuilles=tuple(grilles),
        noms=content.noms,
        locaux=content.locaux,
        proprietes=read_meta(meta),
        ouvrir=lambda nom: grilles[nom],
        avertissements=avertissements,
    )


def _make_grille(nom: str, content: "_ContentWalker", pages: Mapping[str, tuple[str, ...]]) -> Grille:
    """One sheet, with what is drawn on it, the links behind its texts and the headers of its pages."""
    grille = Grille(
        nom,
        content.sheets[nom],
        content.fusions.get(nom, {}),
        nom in content.tronquees,
        content.asides.notes.get(nom, {}),
        nom in content.protegees,
        alentours=Alentours(pages.get(content.page_of(nom), ()), tuple(content.barrees.get(nom, ()))),
        mots=content.mots.get(nom, {}),
    )
    liens = hidden_links(grille, content.liens.get(nom, ()))
    return replace(grille, objets=(*content.asides.objets.get(nom, ()), *liens))


_NAMESPACE = regex(
    rb"""xmlns(?::([\w.-]+))?=["']urn:(?:oasis:names:tc|org:documentfoundation:names)"""
    rb""":(?:opendocument:xmlns|experimental:calc):(?:xmlns:)?(table|text|office|calcext|style):?[\d.]*["']"""
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


_MAX_ZONES = 1_000
"""Ranges of conditional formats: past these none is kept."""
_SHEETS = 4
"""How many sheets as full as the limits allow are held in one workbook."""


class _ContentWalker:
    """Walks content.xml: repeated rows and cells are unrolled only where they hold something."""

    def __init__(self, limites: Limites, barres: Barres, images: Mapping[str, str]) -> None:
        self._limites, self._barres = limites, barres
        self.tronquees: set[str] = set()
        self.protegees: set[str] = set()
        self.asides = Asides(images)
        self.is_spreadsheet = False
        self.sheets: dict[str, dict[Position, Saisie]] = {}
        self.fusions: dict[str, dict[Position, Zone]] = {}
        self.noms: dict[str, Zone] = {}
        self.locaux: dict[str, dict[str, Zone]] = {}
        self._sheet = ""
        self._row = self._column = 0
        self._row_repeat = 1
        self._row_cells: list[tuple[int, Saisie]] = []
        self._cell: Attributs | None = None
        self._texte = Texte()
        self._left = _SHEETS * limites.cellules
        self._depth_in_paragraph = 0
        self._morceaux: list[Morceau] = []
        self._columns = 0
        self.liens: dict[str, list[tuple[str, str]]] = {}
        self._styles: dict[str, str] = {}  # of sheets
        self._masters: dict[str, str] = {}  # by style
        self.barrees: dict[str, list[Zone]] = {}
        self.mots: dict[str, dict[Position, str]] = {}
        self._target = ""

    def page_of(self, feuille: str) -> str:
        """The master page of a sheet."""
        return self._masters.get(self._styles.get(feuille, ""), "")

    def start(self, tag: str, attributes: Attributs) -> None:
        name = local(tag)
        if self.asides.depth or name in A_PART:
            self.asides.start(name, attributes, self._sheet, self._here())
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
                self._morceaux = []
            case "table-column":
                repeat = _count(attributes.get("table:number-columns-repeated"))
                self._barres.add_columns(attributes.get("table:default-cell-style-name", ""), self._columns, repeat)
                self._columns += repeat
            case "named-range" | "conditional-format" | "condition":
                self._start_rare(name, attributes)
            case _ if self._cell is not None:
                self._start_text(name, attributes)
            case _ if not self.is_spreadsheet:
                self._start_style(name, attributes)

    def _start_rare(self, name: str, attributes: Attributs) -> None:
        """What comes after the cells of a sheet: names, and the conditional formats that strike."""
        if name == "named-range":
            self._add_name(attributes)
        elif name == "conditional-format":
            self._target = attributes.get("calcext:target-range-address", "")
        elif self._barres.of_style(attributes.get("calcext:apply-style-name", "")):
            zones = map(_parse_range, self._target.split(" ")[:_MAX_ZONES])
            struck = self.barrees.setdefault(self._sheet, [])
            struck += [zone for zone in zones if zone is not None and len(struck) < _MAX_ZONES]

    def _start_style(self, name: str, attributes: Attributs) -> None:
        self._barres.start(name, attributes)
        if "style:master-page-name" in attributes:
            self._masters[attributes.get("style:name", "")] = attributes["style:master-page-name"]

    def _here(self) -> Position | None:
        """The cell being read."""
        return None if self._cell is None else (self._row, self._column + 1)

    def _start_sheet(self, attributes: Attributs) -> None:
        self._sheet = attributes.get("table:name", "")
        if self._sheet in self.sheets:
            raise Refus(constats.ILLISIBLE, detail="deux feuilles y portent le même nom")
        if len(self.sheets) == MAX_FEUILLES:
            raise too_big("trop de feuilles", f"{MAX_FEUILLES}")
        self.sheets[self._sheet] = {}
        self._styles[self._sheet] = attributes.get("table:style-name", "")
        self._row = self._columns = 0
        self._barres.leave_columns()
        if attributes.get("table:protected") == "true":
            self.protegees.add(self._sheet)

    def _start_text(self, name: str, attributes: Attributs) -> None:
        if name in ("p", "h"):
            self._add("\n")  # before each paragraph; the first one's is taken off in the end
            self._depth_in_paragraph += 1
            self._barres.enter("paragraph", attributes)
        elif self._depth_in_paragraph:
            spaces = " " * min(_count(attributes.get("text:c")), MAX_TEXTE)
            self._add({"s": spaces, "tab": "\t", "line-break": "\n"}.get(name, ""))
            if name == "span":
                self._barres.enter("text", attributes)
            elif name == "a" and self._sheet and (here := self._here()):
                href = next((value for key, value in attributes.items() if local(key) == "href"), "")
                self.liens.setdefault(self._sheet, []).append((address(here), href))

    def _add(self, piece: str) -> None:
        if self._barres:
            piece = self._barres.show(piece)
            self._morceaux.append((piece, self._barres.mark))
        self._texte.add(piece)

    def end(self, tag: str) -> None:
        if self.asides.end(local(tag)):
            return
        match local(tag):
            case "table-cell" | "covered-table-cell" if self._cell is not None:
                self._end_cell(self._cell)
                self._cell = None
            case "table-row":
                self._end_row()
            case "table":
                self._sheet = ""
            case "p" | "h" if self._depth_in_paragraph:
                self._depth_in_paragraph -= 1
                self._barres.leave()
            case "span" if self._depth_in_paragraph:
                self._barres.leave()

    def text(self, content: str) -> None:
        if not self.asides.text(content) and self._depth_in_paragraph:
            self._add(content)

    def _end_cell(self, cell: Attributs) -> None:
        repeat = _count(cell.get("table:number-columns-repeated"))
        texte = str(self._texte)[1:]
        where = (self._row, self._column + 1)
        if where[0] <= self._limites.lignes and where[1] <= self._limites.colonnes:
            saisie = build_saisie(cell, texte, self._sheet, address(where))
            if saisie is not None:
                if self._barres:
                    struck = self._barres.of_cell(cell, where[1])
                    saisie = strike(saisie, struck, [one for one in self._morceaux[1:] if one[0]])
                if isinstance(saisie.brut, Decimal) and (words := tell_words(texte)):
                    self.mots.setdefault(self._sheet, {})[where] = words
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
                cells[row, column] = replace(saisie, cellule=where)
            if next(places, None) is not None:
                self.tronquees.add(self._sheet)
            self._left -= len(cells) - before
            if self._left < 0:
                raise too_big("trop de cellules remplies", f"{_SHEETS * self._limites.cellules}")
        self._row += self._row_repeat - 1

    def _add_name(self, attributes: Attributs) -> None:
        zone = _parse_range(attributes.get("table:cell-range-address", ""))
        if zone is not None:
            name = attributes.get("table:name", "").lower()
            self.noms.setdefault(name, zone)
            if self._sheet:
                self.locaux.setdefault(self._sheet, {})[name] = zone


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
