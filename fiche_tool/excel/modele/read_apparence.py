"""Reading how the form's sheet of a model looks: locks, formats, drop-downs, hidden rows, the printed page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from fiche_tool.domaine.mots.regex import regex
from fiche_tool.excel.lecture.classeur import (
    FORMULAIRE,
    MAX_COLONNE,
    Position,
    Zone,
    column_letters,
    column_number,
    parse_address,
    parse_zone,
)
from fiche_tool.excel.lecture.jours import ANNEE, MOIS
from fiche_tool.excel.lecture.lecteurs.xlsx import related_parts
from fiche_tool.excel.lecture.xlsx.styles import ANNEE_OU_DATE, DATE, classify_format, read_integer, read_styles
from fiche_tool.excel.lecture.xml import VRAI, Attributs, Texte, local, walk
from fiche_tool.excel.modele.apparence import Apparence, Aspect, Page, Validation
from fiche_tool.excel.modele.modele import Modele
from fiche_tool.fichiers.bornes import MAX_SMALL_PART


def read_apparence(modele: Modele) -> Apparence:
    """The look of the form's sheet. Raises Refus where a part is damaged."""
    package = modele.package
    styles = related_parts(package, modele.partie_classeur).get("styles", "")
    looks = _read_looks(package.read(styles, MAX_SMALL_PART)) if styles in package else ()
    walker = _SheetWalker(looks)
    walk(package.read(modele.partie_fiche), walker.start, walker.end, walker.text)
    area = _print_area(package.read(modele.partie_classeur, MAX_SMALL_PART), modele.grille.nom)
    zones = [parse_zone(one) for one in area.split(",")] if area else []
    page = Page(
        bool(area),
        tuple(zone for zone in zones if zone is not None) if None not in zones else (),
        walker.fit and walker.one_page,
        walker.paper,
        str(walker.headers),
    )
    return Apparence(
        walker.aspects,
        walker.validations,
        walker.protegee,
        frozenset(walker.hidden_rows),
        frozenset(walker.hidden_columns),
        page,
        tuple(walker.blanks),
    )


# --- styles ----------------------------------------------------------------------------------------------------------
_BUILTIN = {9: "0%", 10: "0.00%", 49: "@"}
"""The formats without a code of their own whose name matters here."""


def _read_looks(content: bytes) -> tuple[Aspect, ...]:
    """The look that each cell style gives, in the order of their numbers."""
    return tuple(
        Aspect(
            style.verrouille,
            "",
            style.code or _BUILTIN.get(style.nombre, "General"),
            classify_format(style.nombre, style.code) in (DATE, MOIS, ANNEE, ANNEE_OU_DATE),
            style.renvoi,
        )
        for style in read_styles(content)
    )


# --- the sheet -------------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class _Rule:
    """A data validation being read."""

    attributes: Attributs
    source: Texte = field(default_factory=Texte)
    places: Texte = field(default_factory=Texte)


class _SheetWalker:
    """Walks the form's sheet once. Cells beyond the bounds of a form are passed over."""

    def __init__(self, looks: tuple[Aspect, ...]) -> None:
        self._looks = looks
        self.aspects: dict[Position, Aspect] = {}
        self.validations: list[Validation] = []
        self.protegee = self.fit = False
        self.one_page = True
        self.paper = 0
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.blanks: list[str] = []
        self.headers = Texte()
        self._shared: dict[str, tuple[Position, str]] = {}
        self._row = self._column = 0
        self._cell: Position | None = None
        self._style = 0
        self._formula: Attributs | None = None
        self._rule: _Rule | None = None
        self._where = ""  # the range of a conditional format
        self._into: Texte | None = None
        self._texte = Texte()

    def start(self, tag: str, attributes: Attributs) -> None:
        match local(tag):
            case "row":
                self._start_row(attributes)
            case "c":
                self._start_cell(attributes)
            case "f" if self._rule is None and self._cell is not None:
                self._formula = attributes
                self._texte.clear()
                self._into = self._texte
            case "f" | "formula1" if self._rule is not None:
                self._into = self._rule.source
            case "sqref" if self._rule is not None:
                self._into = self._rule.places
            case "dataValidation":
                self._rule = _Rule(attributes)
            case "conditionalFormatting":
                self._where = attributes.get("sqref", "")
            case "cfRule" if attributes.get("type") == "containsBlanks" and self._where:
                self.blanks.append(self._where)
                self._where = ""
            case "headerFooter":
                self._into = self.headers
            case name:
                self._start_page(name, attributes)

    def _start_page(self, name: str, attributes: Attributs) -> None:
        match name:
            case "pageSetUpPr":
                self.fit = attributes.get("fitToPage") in VRAI
            case "pageSetup":
                wide, high = (attributes.get(side, "1") for side in ("fitToWidth", "fitToHeight"))
                self.one_page = wide == "1" and high in ("0", "1")  # one page wide, which may flow
                self.paper = read_integer(attributes.get("paperSize"))
            case "sheetProtection":
                self.protegee = attributes.get("sheet") in VRAI
            case "col" if _is_hidden(attributes, "width"):
                first, last = read_integer(attributes.get("min")), read_integer(attributes.get("max"))
                self.hidden_columns.update(range(first, min(last, MAX_COLONNE) + 1))

    def _start_row(self, attributes: Attributs) -> None:
        self._row = read_integer(attributes.get("r")) or self._row + 1
        self._column = 0
        if _is_hidden(attributes, "ht") and self._row <= FORMULAIRE.lignes:
            self.hidden_rows.add(self._row)

    def _start_cell(self, attributes: Attributs) -> None:
        position = parse_address(attributes.get("r", "")) or (self._row, self._column + 1)
        self._column = position[1]
        near = position[0] <= FORMULAIRE.lignes and position[1] <= FORMULAIRE.colonnes
        self._cell = position if near and len(self.aspects) < FORMULAIRE.cellules else None
        self._style = read_integer(attributes.get("s"))
        self._formula = None

    def end(self, tag: str) -> None:
        match local(tag):
            case "c" if self._cell is not None:
                look = self._looks[self._style] if self._style < len(self._looks) else Aspect()
                formula = "" if self._formula is None else self._end_formula(self._cell, self._formula)
                self.aspects[self._cell] = Aspect(look.verrouillee, formula, look.format, look.date, look.renvoi)
                self._cell = None
            case "dataValidation" if self._rule is not None:
                self._end_rule(self._rule)
                self._rule = None
            case "f" | "formula1" | "sqref" | "headerFooter":
                self._into = None

    def _end_formula(self, position: Position, attributes: Attributs) -> str:
        """A formula with its equal sign; one that shares another's text has its references moved along."""
        texte = str(self._texte)
        number = attributes.get("si", "")
        if texte and attributes.get("t") == "shared":
            self._shared.setdefault(number, (position, texte))
        elif not texte and number in self._shared:
            first, shared = self._shared[number]
            texte = _move_references(shared, position[0] - first[0], position[1] - first[1])
        return f"={texte}"

    def _end_rule(self, rule: _Rule) -> None:
        said = rule.attributes
        blocks = said.get("showErrorMessage") in VRAI and said.get("errorStyle", "stop") == "stop"
        zones = tuple(_zones(said.get("sqref", "") or str(rule.places)))
        self.validations.append(Validation(said.get("type", "none"), blocks, str(rule.source), zones))

    def text(self, content: str) -> None:
        if self._into is not None:
            self._into.add(content)


def _is_hidden(attributes: Attributs, size: str) -> bool:
    try:
        return attributes.get("hidden") in VRAI or float(attributes.get(size, "1")) == 0
    except ValueError:
        return False


def _zones(places: str) -> Iterator[Zone]:
    for one in places.split():
        zone = parse_zone(f"x!{one}")
        if zone is not None:
            yield zone


_REFERENCE = regex(r"""("[^"]*"|'[^']*')|(?<![\w.])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w(.])""")


def _move_references(formula: str, rows: int, columns: int) -> str:
    """A formula as it reads so many rows and columns further; what a dollar holds stays."""

    def move(found: re.Match[str]) -> str:
        if found[1]:
            return found[1]
        column, row = column_number(found[3]), int(found[5])
        column += 0 if found[2] else columns
        row += 0 if found[4] else rows
        return f"{found[2]}{column_letters(column)}{found[4]}{row}" if row > 0 and column > 0 else "#REF!"

    return _REFERENCE.sub(move, formula)


def _print_area(workbook: bytes, feuille: str) -> str:
    """The print area of a sheet as the workbook part writes it."""
    sheets: list[str] = []
    texts: list[str] = []
    areas: dict[str, str] = {}
    scope: list[str] = []

    def start(tag: str, attributes: Attributs) -> None:
        texts.clear()
        if local(tag) == "sheet":
            sheets.append(attributes.get("name", ""))
        printed = attributes.get("name", "").lower() == "_xlnm.print_area"
        scope[:] = [attributes.get("localSheetId", "")] if printed else []

    def end(tag: str) -> None:
        if local(tag) == "definedName" and scope:
            areas[scope[0]] = "".join(texts)

    walk(workbook, start, end, texts.append)
    area = areas.get(str(sheets.index(feuille)), "")
    return "" if "#REF!" in area else area
