"""What a sheet of an .xlsx says around its cells, taken from the bytes that come after them: its page headers."""

import re
from functools import lru_cache

from fiche_tool.excel.lecture.classeur import RIEN_AUTOUR, Alentours
from fiche_tool.excel.lecture.xml import unescape

_RULES, _END_RULES = b"<dataValidations", b"</dataValidations>"
_PAGE = re.compile(rb"<(?:\w{1,20}:)?(?:odd|even|first)(?:Header|Footer)(?:\s[^<>]*)?>([^<]{1,4000})<")


def read_around(content: bytes) -> Alentours:
    """What stands in a sheet after its cells, which may have been taken out of it."""
    start = content.rfind(b"sheetData")
    rules = content.find(_RULES, start)
    after = content.find(_END_RULES, rules) if rules > 0 else start
    rest = content[start:rules] + content[after:] if rules > 0 else content[start:]
    pages = tuple(part for found in _PAGE.findall(rest) for part in _read_page(found))
    return Alentours(pages) if pages else RIEN_AUTOUR


# --- page headers -----------------------------------------------------------------------------------------------------
_PARTS = re.compile(r"&[LCR]")
_CODES = re.compile(r'&(?:"[^"]*"|\d+ ?|K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|P[+-]\d+|[A-Za-z+-])')
"""Fonts, sizes, colours, and what the program fills in: the number of the page, the day, the name of the file."""
_AND = "\ufdd0"
"""Stands for a doubled ampersand: no text holds this one, which is no character."""


@lru_cache(maxsize=256)  # but for the reference, those of every fiche of a séance
def _read_page(written: bytes) -> tuple[str, ...]:
    """The words of the left, the centre and the right of a page header or footer."""
    texte = decode(written).replace("&&", _AND)
    parts = (_CODES.sub(" ", part).replace(_AND, "&").strip() for part in _PARTS.split(texte))
    return tuple(part for part in parts if part)


_ENTITY = re.compile(r"&(?:#(\d{1,6})|#x([0-9A-Fa-f]{1,5})|(amp|lt|gt|quot|apos));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def decode(written: bytes) -> str:
    """The text of an element or an attribute, as far as it can be told."""
    texte = _ENTITY.sub(_sign, written.decode("utf-8", "replace"))
    return unescape(texte)


def _sign(found: re.Match[str]) -> str:
    if found[3]:
        return _ENTITIES[found[3]]
    number = int(found[1]) if found[1] else int(found[2], 16)
    return chr(number) if number < 0xD800 or 0xE000 <= number < 0xFFFE or 0x10000 <= number < 0x110000 else ""
