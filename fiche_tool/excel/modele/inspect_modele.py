"""Looking at a restyled model for what would hinder the people who fill it in: the look of its form's sheet.

openpyxl reads what the tool's own reader has no use for (cell protection, validations, page set-up); `risques_modele`
and `risques_page` say what it means.
"""

import io
import warnings
from collections.abc import Iterator

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles.numbers import is_date_format
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.worksheet import Worksheet

from fiche_tool.excel.lecture.classeur import Zone, column_number, parse_zone
from fiche_tool.excel.lecture.xml import Attributs, local, walk
from fiche_tool.excel.modele.apparence import Apparence, Aspect, Page, Validation
from fiche_tool.excel.modele.modele import Modele
from fiche_tool.excel.modele.risques_modele import tell_cells
from fiche_tool.excel.modele.risques_page import tell_names, tell_page


def inspect_modele(modele: Modele, data: bytes) -> tuple[str, ...]:
    """What a model that can serve risks all the same, in words; `data` are the bytes it was opened from."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what openpyxl would lose in saving: nothing is saved here
        try:
            sheet = load_workbook(io.BytesIO(data))[modele.grille.nom]
            apparence = _read_sheet(sheet, modele)
        except (ValueError, TypeError, KeyError, IndexError):  # what openpyxl raises on features it does not know
            return ("ses verrous et ses listes déroulantes n'ont pas pu être examinés",)
    return (*tell_names(modele), *tell_cells(modele, apparence), *tell_page(modele, apparence))


# --- reading ---------------------------------------------------------------------------------------------------------
def _read_sheet(sheet: Worksheet, modele: Modele) -> Apparence:
    return Apparence(
        {(cell.row, cell.column): _read_cell(cell) for row in sheet.iter_rows() for cell in row},
        (*_validations(sheet), *_newer_lists(modele.package.read(modele.partie_fiche))),
        bool(sheet.protection.sheet),
        frozenset(row for row, look in sheet.row_dimensions.items() if look.hidden or look.height == 0),
        frozenset(_hidden_columns(sheet)),
        _read_page(sheet, modele),
        tuple(
            str(look.sqref)
            for look in sheet.conditional_formatting
            if any(rule.type == "containsBlanks" for rule in look.rules)
        ),
    )


def _read_cell(cell: Cell | MergedCell) -> Aspect:
    formula = getattr(cell.value, "text", cell.value) if cell.data_type == "f" else ""
    return Aspect(
        bool(cell.protection.locked),
        str(formula or ""),
        str(cell.number_format),
        any(is_date_format(part) for part in str(cell.number_format).split(";")),  # « [<2200]0;dd/mm/yyyy » is one
        bool(cell.alignment.wrap_text),
    )


def _validations(sheet: Worksheet) -> Iterator[Validation]:
    for rule in sheet.data_validations.dataValidation:
        blocks = bool(rule.showErrorMessage) and rule.errorStyle in (None, "stop")
        zones = tuple(_zones(rule.sqref, sheet.title))
        yield Validation(rule.type or "none", blocks, str(rule.formula1 or ""), zones)


def _newer_lists(part: bytes) -> list[Validation]:
    """The validations that Excel 2010 and later keep apart, as they look into another sheet; openpyxl skips them."""
    found: list[Validation] = []
    rule: Attributs = {}
    texts: list[str] = []

    def start(tag: str, attributes: Attributs) -> None:
        texts.clear()
        if local(tag) == "dataValidation":
            rule.clear()
            rule.update(attributes)

    def end(tag: str) -> None:
        if tag.endswith(":sqref") and rule:
            blocks = rule.get("showErrorMessage") in ("1", "true") and rule.get("errorStyle", "stop") == "stop"
            zones = tuple(_zones(MultiCellRange("".join(texts)), ""))
            found.append(Validation(rule.get("type", "none"), blocks, "", zones))
            rule.clear()

    walk(part, start, end, texts.append)
    return found


def _zones(ranges: MultiCellRange, feuille: str) -> Iterator[Zone]:
    for one in ranges.ranges:
        yield Zone(feuille, one.min_row, one.min_col, one.max_row, one.max_col)


def _hidden_columns(sheet: Worksheet) -> Iterator[int]:
    for letters, look in sheet.column_dimensions.items():
        if look.hidden or look.width == 0:
            first = look.min or column_number(letters)
            yield from range(first, (look.max or first) + 1)


def _read_page(sheet: Worksheet, modele: Modele) -> Page:
    setup, properties = sheet.page_setup, sheet.sheet_properties.pageSetUpPr
    one_page_wide = setup.fitToWidth in (None, 1) and setup.fitToHeight in (None, 0, 1)
    area = _print_area(modele.package.read(modele.partie_classeur), modele.grille.nom)
    zones = [parse_zone(one) for one in area.split(",")] if area else []
    return Page(
        bool(area),
        tuple(zone for zone in zones if zone is not None) if None not in zones else (),
        bool(properties and properties.fitToPage) and one_page_wide,
        int(setup.paperSize or 0),
        _headers(modele.package.read(modele.partie_fiche)),
    )


def _print_area(workbook: bytes, feuille: str) -> str:
    """The print area of a sheet as the workbook part writes it; openpyxl knows only some of them."""
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


def _headers(part: bytes) -> str:
    """The headers and footers of a sheet, as written; openpyxl gives up on some."""
    texts: list[str] = []
    inside: list[str] = []

    def start(tag: str, _: Attributs) -> None:
        if local(tag) == "headerFooter":
            inside.append(tag)

    def end(tag: str) -> None:
        if local(tag) == "headerFooter":
            inside.clear()

    walk(part, start, end, lambda texte: texts.append(texte) if inside else None)
    return "".join(texts)
