"""What a sheet of an .xlsx says around its cells: page headers, formats that strike or add words."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from fiche_tool.excel.lecture.classeur import RIEN_AUTOUR, Alentours, Zone, parse_zone
from fiche_tool.excel.lecture.xml import unescape

_RULES, _END_RULES = b"<dataValidations", b"</dataValidations>"
_PAGE = re.compile(rb"<(?:\w{1,20}:)?(?:odd|even|first)(?:Header|Footer)(?:\s[^<>]*)?>([^<]{1,4000})<")


def read_around(nom: str, content: bytes, barres: Collection[int], formats: tuple[str, ...]) -> Alentours:
    """What stands in a sheet after its cells, which may have been taken out of it.

    `barres` are the conditional formats of the workbook that strike through, `formats` the words of its others.
    """
    start = content.rfind(b"sheetData")
    rules = content.find(_RULES, start)
    after = content.find(_END_RULES, rules) if rules > 0 else start
    rest = content[start:rules] + content[after:] if rules > 0 else content[start:]
    pages = tuple(part for found in _PAGE.findall(rest) for part in _read_page(found))
    struck = tuple(_find_struck(nom, rest, barres)) if barres or b":dxf" in rest else ()
    return Alentours(pages, struck, formats) if pages or struck or formats else RIEN_AUTOUR


# --- conditional formats ----------------------------------------------------------------------------------------------
_RULE = re.compile(rb"<(\w{1,20}:)?conditionalFormatting[\s>]")
_END_RULE = re.compile(rb"</(?:\w{1,20}:)?conditionalFormatting>")
_OF_RULES = re.compile(rb"""sqref=["']([^"'<>]{1,4000})["']|<\w{1,20}:sqref>([^<]{1,4000})<""")
_FORMAT = re.compile(rb"""dxfId=["'](\d{1,9})["']""")
_STRIKE = re.compile(rb"""<(?:\w{1,20}:)?strike(?:\s*/|>|\s+val=["'](?:1|true)["'])""")
_MAX_ZONES = 1_000


def _find_struck(nom: str, rest: bytes, barres: Collection[int]) -> Iterator[Zone]:
    """The ranges whose conditional formats may strike; a recent rule has its format inside."""
    places = [found.start() for found in _RULE.finditer(rest)]
    left = _MAX_ZONES
    for start, end in pairwise([*places, len(rest)]):
        rule = _END_RULE.split(rest[start:end], maxsplit=1)[0]
        if _STRIKE.search(rule) or any(int(found) in barres for found in _FORMAT.findall(rule)):
            for ref in (ref for found in _OF_RULES.findall(rule) for ref in (found[0] or found[1]).split()[:left]):
                zone = parse_zone(f"x!{ref.decode('ascii', 'replace')}")
                left -= 1
                if zone is not None:
                    yield replace(zone, feuille=nom)


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


# --- number formats ---------------------------------------------------------------------------------------------------
_WORD = re.compile(r"[^\W\d_]{3,}")
_NUMBER = re.compile(r"^[\d\s.,+-]+")
_UNITS = frozenset(
    {"eur", "euro", "euros", "jour", "jours", "mois", "ans", "vrai", "faux", "oui", "non", "true", "false"}
)


def tell_words(texte: str) -> str:
    """What a number format adds to a number, on one line; empty for mere units and signs."""
    words = _WORD.findall(texte)
    return " ".join(_NUMBER.sub("", texte).split()) if any(word.lower() not in _UNITS for word in words) else ""
