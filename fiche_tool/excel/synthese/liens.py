"""Links of the synthesis: to the row of an action, to a returned file and its cell, to a mail address."""

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.fiche.lecture import on_disk
from fiche_tool.domaine.grand_livre.acquis import Origine
from fiche_tool.excel.synthese.page import Atelier, put

SYNTHESE = "Synthèse"
MAX_LINKED_ROWS = 20_000
"""Excel opens no sheet of more than 65,530 links, and a row has three at most: further down, the texts alone stay."""
_MAX_SHEET_NAME = 31
_MAX_URL, _MAX_SHOWN = 690, 255
"""A link holds 2,079 characters, each sign that is no letter counting for three; its text and its tip hold 255."""


def show_place(fichier: str) -> str:
    """A return's path as shown in a column: « retours/ » goes without saying."""
    return fichier.removeprefix("retours/")


def link_to_file(fichier: str, feuille: str = "", cellule: str = "") -> str:
    """A link from a workbook in syntheses/ to a file of the folder, down to its cell where that is known."""
    path = on_disk(fichier)
    target = "../" + path.replace("%", "%25").replace("#", "%23")
    known = feuille and cellule and len(feuille) <= _MAX_SHEET_NAME and path.lower().endswith(".xlsx")
    place = f"#'{feuille}'!{cellule}" if known else ""
    return f"external:{target}{place}"


def put_link(sheet: Worksheet, row: int, column: int, url: str, texte: str, style: Format, tip: str = "") -> None:
    """A text that leads somewhere; the text alone where the link would be one too many, or too long."""
    if row > MAX_LINKED_ROWS or len(url) > _MAX_URL or not texte:
        put(sheet, row, column, texte, style)
    else:
        sheet.write_url(row, column, url, style, texte[:_MAX_SHOWN], tip or None)


def put_file(sheet: Worksheet, row: int, column: int, origine: Origine | None, style: Format, texte: str = "") -> None:
    """The file a value comes from, leading to its cell; a text of one's own in place of the path."""
    if origine is None or not origine.fichier:
        put(sheet, row, column, texte, style)
    else:
        url = link_to_file(origine.fichier, origine.feuille, origine.cellule)
        cell = f", {origine.feuille}!{origine.cellule}" if origine.cellule else ""
        tip = f"Ouvrir {show_place(origine.fichier)}{cell}"
        put_link(sheet, row, column, url, texte or show_place(origine.fichier), style, tip[:_MAX_SHOWN])


def put_action(
    atelier: Atelier, sheet: Worksheet, row: int, column: int, identifiant: str, texte: str, style: Format
) -> None:
    """The name of an action, leading to its row in the sheet Synthèse where it has one."""
    at = atelier.lieux.get(identifiant)
    if at is None or atelier.seul:
        put(sheet, row, column, texte, style)
    else:
        put_link(sheet, row, column, f"internal:'{SYNTHESE}'!A{at + 1}", texte, style, "Voir l'action dans la synthèse")
