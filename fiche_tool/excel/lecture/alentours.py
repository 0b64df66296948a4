"""What a sheet of an .xlsx says around its cells: page headers, tips, messages, formats that strike or add words."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from fiche_tool.domaine.mots.regex import regex
from fiche_tool.excel.lecture.classeur import Zone, parse_zone
from fiche_tool.excel.lecture.xml import unescape

# --- page headers -----------------------------------------------------------------------------------------------------
_PAGES, _END_PAGES = b"<headerFooter", b"</headerFooter>"
_PAGE = regex(rb"<(?:\w{1,20}:)?(?:odd|even|first)(?:Header|Footer)(?:\s[^<>]*)?>([^<]{1,4000})<")


def part_pages(rest: bytes) -> tuple[tuple[str, ...], bytes]:
    """The words of the page headers and footers in what is left of a sheet without cells, and the rest of it.

    That rest is the same in all the fiches of a model: their headers bear their references.
    """
    end = rest.rfind(_END_PAGES)
    start = rest.rfind(_PAGES, 0, end) if end > 0 else -1
    if start < 0:
        return (_read_pages(rest), rest) if b":headerFooter" in rest else ((), rest)
    return _read_pages(rest[start:end]), rest[:start] + rest[end + len(_END_PAGES) :]


def _read_pages(block: bytes) -> tuple[str, ...]:
    return tuple(part for found in _PAGE.findall(block) for part in _read_page(found))


_PARTS = regex(r"&[LCR]")
_CODES = regex(r'&(?:"[^"]*"|\d+ ?|K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|P[+-]\d+|[A-Za-z+-])')
"""Fonts, sizes, colours, and what the program fills in: the number of the page, the day, the name of the file."""
_AND = "\ufdd0"
"""Stands for a doubled ampersand: no text holds this one, which is no character."""


@lru_cache(maxsize=256)  # but for the reference, those of every fiche of a séance
def _read_page(written: bytes) -> tuple[str, ...]:
    """The words of the left, the centre and the right of a page header or footer."""
    texte = decode(written).replace("&&", _AND)
    parts = (_CODES.sub(" ", part).replace(_AND, "&").strip() for part in _PARTS.split(texte))
    return tuple(part for part in parts if part)


_ENTITY = regex(r"&(?:#(\d{1,6})|#x([0-9A-Fa-f]{1,5})|(amp|lt|gt|quot|apos));")
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


# --- conditional formats ----------------------------------------------------------------------------------------------
_RULE = regex(rb"<(\w{1,20}:)?conditionalFormatting[\s>]")
_END_RULE = regex(rb"</(?:\w{1,20}:)?conditionalFormatting>")
_OF_RULES = regex(rb"""sqref=["']([^"'<>]{1,4000})["']|<\w{1,20}:sqref>([^<]{1,4000})<""")
_FORMAT = regex(rb"""dxfId=["'](\d{1,9})["']""")
_STRIKE = regex(rb"""<(?:\w{1,20}:)?strike(?:\s*/|>|\s+val=["'](?:1|true)["'])""")
_MAX_ZONES = 1_000


def find_struck(nom: str, rest: bytes, barres: Collection[int]) -> tuple[Zone, ...]:
    """The ranges of a sheet whose conditional formats may strike what is there.

    `barres` are those of the workbook that strike; a recent rule has its format inside.
    """
    return tuple(_find_struck(nom, rest, barres)) if barres or b":dxf" in rest else ()


def _find_struck(nom: str, rest: bytes, barres: Collection[int]) -> Iterator[Zone]:
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


# --- what shows when one points at a cell ----------------------------------------------------------------------------
_LINK = regex(rb"<(?:\w{1,20}:)?hyperlink\s([^<>]{1,5000})>")
_RULE_OF_CELL = regex(rb"<(?:\w{1,20}:)?dataValidation\s([^<>]{1,5000})>")
_ATTRIBUTE = regex(rb"""([\w:]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def find_tips(rest: bytes) -> tuple[tuple[str, str], ...]:
    """The words that links show when one points at them, each with its cell."""
    found = map(_read_attributes, _LINK.findall(rest) if b"tooltip" in rest else ())
    return tuple((told.get("ref", "").partition(":")[0], told["tooltip"]) for told in found if told.get("tooltip"))


def find_messages(rest: bytes) -> frozenset[str]:
    """The words that cells show once they are chosen."""
    found = map(_read_attributes, _RULE_OF_CELL.findall(rest) if b"prompt" in rest else ())
    texts = (f"{told.get('promptTitle', '')} {told.get('prompt', '')}".strip() for told in found)
    return frozenset(texte for texte in texts if texte)


def _read_attributes(written: bytes) -> dict[str, str]:
    return {name.decode(): decode(one or other) for name, one, other in _ATTRIBUTE.findall(written)}


# --- number formats ---------------------------------------------------------------------------------------------------
_WORD = regex(r"[^\W\d_]{3,}")
_NUMBER = regex(r"^[\d\s.,+-]+")
_UNITS = frozenset(
    {"eur", "euro", "euros", "jour", "jours", "mois", "ans", "vrai", "faux", "oui", "non", "true", "false"}
)


def tell_words(texte: str) -> str:
    """What a number format adds to a number, on one line; empty for mere units and signs."""
    words = _WORD.findall(texte)
    return " ".join(_NUMBER.sub("", texte).split()) if any(word.lower() not in _UNITS for word in words) else ""
