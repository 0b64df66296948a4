"""Links of the synthesis: to the row of an action, to a returned file and its cell, to a mail address."""

from dataclasses import dataclass, replace

from fiche_tool.domaine.fiche.lecture import on_disk
from fiche_tool.domaine.grand_livre.acquis import Origine
from fiche_tool.excel.dessin.adresses import can_locate, encode_path, locate
from fiche_tool.excel.dessin.feuille import Feuille, Format
from fiche_tool.excel.lecture.classeur import column_letters
from fiche_tool.excel.synthese.atelier.atelier import Atelier
from fiche_tool.excel.synthese.atelier.cellules import put

SYNTHESE = "Synthèse"
MAX_LINKED_ROWS = 20_000
"""Excel opens no sheet of more than 65,530 links, and a row has three at most: further down, the texts alone stay."""
FLECHE = "↗"
_MAX_URL, _MAX_SHOWN = 690, 255
"""A link holds 2,079 characters, each sign that is no letter counting for three; its text and its tip hold 255."""


def show_place(fichier: str) -> str:
    """A return's path as shown in a column: « retours/ » goes without saying."""
    return fichier.removeprefix("retours/")


def go_to(feuille: str, row: int = 0) -> str:
    """A link to a row (from 0) of a sheet of this workbook."""
    return f"internal:{locate(feuille, f'{column_letters(1)}{row + 1}')}"


def link_to_file(fichier: str, feuille: str = "", cellule: str = "") -> str:
    """A link from a workbook in syntheses/ to a file of the folder, down to its cell where that is known."""
    path = on_disk(fichier)
    known = cellule and can_locate(feuille) and path.lower().endswith(".xlsx")
    place = f"#{locate(feuille, cellule)}" if known else ""
    return f"external:../{encode_path(path)}{place}"


@dataclass(frozen=True, slots=True)
class Lien:
    """A text that leads to a place out of the workbook, with the note that shows over it."""

    texte: str
    url: str
    bulle: str = ""


@dataclass(frozen=True, slots=True)
class VersAction:
    """The name of an action, leading to its row in the sheet Synthèse where it has one."""

    identifiant: str
    texte: str


def link_file(chemin: str, feuille: str = "", cellule: str = "") -> Lien | None:
    """A return's path, leading to the file and to its cell where that is known; None without a file."""
    return Lien(show_place(chemin), link_to_file(chemin, feuille, cellule)) if chemin else None


def link_origine(origine: Origine | None, texte: str = "") -> Lien | str:
    """The file a value comes from, leading to its cell; a text of one's own in place of the path."""
    if origine is None or not origine.fichier:
        return texte
    url = link_to_file(origine.fichier, origine.feuille, origine.cellule)
    cell = f", {origine.feuille}!{origine.cellule}" if origine.cellule else ""
    tip = f"Ouvrir {show_place(origine.fichier)}{cell}"
    return Lien(texte or show_place(origine.fichier), url, tip[:_MAX_SHOWN])


def arrow(lien: Lien | str | None) -> Lien | None:
    """« ↗ », leading where a link leads; its text stands beside it, for LibreOffice wraps no cell that bears a link."""
    if not isinstance(lien, Lien):
        return None
    return replace(lien, texte=FLECHE, bulle=lien.bulle or "Ouvrir le fichier")


def shown_text(value: object) -> object:
    """What a cell reads, whether or not it leads somewhere."""
    return value.texte if isinstance(value, Lien | VersAction) else value


def show(atelier: Atelier, sheet: Feuille, row: int, column: int, value: object, style: Format) -> None:
    """Write a value by its type, a link as a link."""
    match value:
        case Lien():
            _link(sheet, row, column, value, style)
        case VersAction():
            at = atelier.lieux.get(value.identifiant)
            if at is None or atelier.seul:
                put(sheet, row, column, value.texte, style)
            else:
                lien = Lien(value.texte, go_to(SYNTHESE, at), "Voir l'action dans la synthèse")
                _link(sheet, row, column, lien, style)
        case _:
            put(sheet, row, column, value, style)


def _link(sheet: Feuille, row: int, column: int, lien: Lien, style: Format) -> None:
    """A link; its text alone where it would be one too many, or too long."""
    if row > MAX_LINKED_ROWS or len(lien.url) > _MAX_URL or not lien.texte:
        put(sheet, row, column, lien.texte, style)
    else:
        sheet.write_url(row, column, lien.url, style, lien.texte[:_MAX_SHOWN], lien.bulle or None)
