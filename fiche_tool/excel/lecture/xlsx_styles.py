"""Reading the cell styles of an .xlsx: what each number format shows, and what a style does to its cells."""

import re
from dataclasses import dataclass

from fiche_tool.domaine.constats import constats
from fiche_tool.domaine.mots.nombres import parse_entier
from fiche_tool.excel.lecture.xml import VRAI, Attributs, local, remember, walk
from fiche_tool.fichiers.package import Refus

GENERAL, DATE, POURCENT = "general", "date", "pourcent"
_DATE_IDS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_PERCENT_IDS = {9, 10}


@dataclass(slots=True)
class StyleLu:
    """A cell style: its number format, with its code where it is no built-in one; whether it locks, and wraps."""

    nombre: int
    code: str | None = None
    verrouille: bool = True
    renvoi: bool = False


def read_styles(content: bytes) -> tuple[StyleLu, ...]:
    """The cell styles of a workbook, in the order of their numbers."""
    customs: dict[int, str] = {}
    styles: list[StyleLu] = []
    inside = [False]

    def start(tag: str, attributes: Attributs) -> None:
        match local(tag):
            case "numFmt":
                customs[read_integer(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
            case "cellXfs":
                inside[0] = True
            case "xf" if inside[0]:
                styles.append(StyleLu(read_integer(attributes.get("numFmtId"))))
            case "protection" if inside[0] and styles:
                styles[-1].verrouille = attributes.get("locked", "1") in VRAI
            case "alignment" if inside[0] and styles:
                styles[-1].renvoi = attributes.get("wrapText") in VRAI

    def end(tag: str) -> None:
        if local(tag) == "cellXfs":
            inside[0] = False

    walk(content, start, end)
    for style in styles:
        style.code = customs.get(style.nombre)
    return tuple(styles)


@remember
def read_formats(content: bytes) -> tuple[str, ...]:
    """For each cell style, whether its number format shows a date, a percentage, or neither."""
    return tuple(classify_format(style.nombre, style.code) for style in read_styles(content))


_MAX_CODE = 255  # Excel's limit; and looking for the end of each of many « [ » takes the square of their number
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def classify_format(number: int, code: str | None) -> str:
    """What a number format shows: DATE, POURCENT or GENERAL."""
    if code is None:
        return DATE if number in _DATE_IDS else POURCENT if number in _PERCENT_IDS else GENERAL
    visible = _LITERALS.sub("", code[:_MAX_CODE]).lower()
    if "%" in visible:
        return POURCENT
    return DATE if re.search(r"[dyhsj]|m{2,}|a{2,}", visible) and "general" not in visible else GENERAL


def read_integer(texte: str | None) -> int:
    """A number of the file's own making; 0 where it is left out. Raises Refus for what is none."""
    number = 0 if texte is None else parse_entier(texte)
    if number is None:  # read as 0 it would stand for something else
        raise Refus(constats.ILLISIBLE, detail="un numéro y est abîmé")
    return number
