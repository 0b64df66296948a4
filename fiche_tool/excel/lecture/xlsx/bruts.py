"""The cells and texts of an .xlsx as every program writes them, taken from the bytes of a part without walking it.

Nearly all are of one plain form. What is of any other goes to the walker, which knows what it means; so does the whole
part where something else stands between them, such as a comment, in which a text could look like a cell.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from fiche_tool.domaine.mots.regex import regex
from fiche_tool.excel.lecture.classeur import (
    MAX_COLONNE,
    MAX_LIGNE,
    Position,
    Zone,
    column_letters,
    column_number,
    parse_address,
    parse_zone,
)
from fiche_tool.excel.lecture.xml import LARGE, unescape

_HEAD = regex(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml version=["']1\.0["'](?: encoding=["'](?:UTF|utf)-8["'])?"""
    rb"""(?: standalone=["'](?:yes|no)["'])? ?\?>)?(?:[^<]|<[^?!])*"""
)
"""The beginning of a part in UTF-8, without a comment."""


class _Autre(Exception):
    """Something stands in a part that only the walker understands."""


# --- texts as written ------------------------------------------------------------------------------------------------
_SIGNS = rb"[^<&\r\x00-\x08\x0b\x0c\x0e-\x1f]*"
_TEXT = rb"%s(?:&(?:amp|lt|gt|quot|apos|#[1-9]\d{1,5});%s)*" % (_SIGNS, _SIGNS)
_ENTITY = regex(r"&(#?)(\w+);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def _decode(texte: bytes) -> str:
    """What an XML parser makes of it."""
    plain = texte.decode()
    return _ENTITY.sub(_sign, plain) if "&" in plain else plain


def _sign(found: re.Match[str]) -> str:
    if not found[1]:
        return _ENTITIES[found[2]]
    number = int(found[2])
    if not (32 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or number == 10):
        raise _Autre
    return chr(number)


# --- cells -----------------------------------------------------------------------------------------------------------
class Entete(NamedTuple):
    """What the tag of a cell says: its address as written, where that is, its style, its type.

    `position` is None for what is no address; `image`: it may hold a picture.
    """

    ecrit: str
    position: Position | None
    style: int
    genre: str
    image: bool = False


CelluleBrute = tuple[Entete, bool, str]
"""The tag of a filled cell, whether it has a formula, its value as written."""
_CELL, _END = b'<c r="', b"</c>"
_VALUE, _END_VALUE = b"<v>", b"</v></c>"
_FIRST, _LAST = b"<sheetData>", b"</sheetData>"
_TAG = regex(rb'([A-Z]{1,3}[1-9]\d{0,6})"(?: s="(\d{1,9})")?(?: t="([A-Za-z]+)")? ?')
_BODY = regex(
    rb"(<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?"
    rb'(?:<v>(%s)</v>|<v ?/>|<is><t(?: xml:space="preserve")?>(%s)</t></is>)?</c>' % (_TEXT, _TEXT)
)
_ROW = rb'<row(?: [\w:]+="[^<>"&]*")* ?'
_END_ROW = b"</row>"
_EMPTY_ROWS = regex(rb"\s*(?:%s/>\s*)*" % _ROW)
_BEFORE = regex(rb"%s%s>\s*" % (_EMPTY_ROWS.pattern, _ROW))
"""What stands before the first cell of a row: its tag, after those of rows without any."""


Coupe = Callable[[bytes], bytes]
"""A row as written, cut where nobody looks further."""


def part_cells(content: bytes, coupe: Coupe | None = None) -> tuple[Sequence[CelluleBrute], bytes]:
    """The filled cells of the plain form; and for the walker the sheet without these, nor empty ones, nor rows.

    What nobody reads is not looked into: formulas, the tags of empty cells, what `coupe` leaves out.
    """
    start, end = content.find(_FIRST) + len(_FIRST), content.rfind(_LAST)
    if not len(_FIRST) <= start < end or len(content) > LARGE or _HEAD.fullmatch(content, 0, start) is None:
        return (), _drop_blanks(content)
    plain: list[CelluleBrute] = []
    try:
        others = list(_take_cells(content[start:end], plain, coupe))
    except (_Autre, UnicodeDecodeError):
        return (), _drop_blanks(content)
    return plain, b"".join((content[:start], *others, content[end:]))


_BLANK = regex(rb'<c r="[A-Z]{1,3}\d{1,7}"(?: s="\d+")?/>')


def _drop_blanks(content: bytes) -> bytes:
    """A sheet without its empty cells, which are two thirds of a form and half the time of its reading.

    Left alone where some cell does not write its position (then the empty ones count), or where the text might only
    look like cells.
    """
    if content.count(b"<c ") != content.count(b'<c r="') or b"<c>" in content or b"<![CDATA[" in content:
        return content
    return _BLANK.sub(b"", content)


def _take_cells(rows: bytes, plain: list[CelluleBrute], coupe: Coupe | None) -> Iterator[bytes]:
    """Add the cells of the plain form to `plain`. Yields the others as they are written."""
    *whole, after = rows.split(_END_ROW)
    for row in whole if coupe is None else map(coupe, whole):
        cells, others = (_known_row if len(row) < _KNOWN_ROW else _take_row)(row)
        plain += cells
        yield from others
    if _EMPTY_ROWS.fullmatch(after) is None:
        raise _Autre


def _take_row(row: bytes) -> tuple[Sequence[CelluleBrute], Sequence[bytes]]:
    """The cells of the plain form, and the others as they are written."""
    plain: list[CelluleBrute] = []
    others: list[bytes] = []
    before, *pieces = row.split(_CELL)
    if _BEFORE.fullmatch(before) is None:
        raise _Autre
    for piece in pieces:
        tag, _, body = piece.partition(b">")
        if tag.endswith(b"/"):
            after = body
        elif body.startswith(_END):
            after = body[len(_END) :]
        elif (number := _read_whole(body)) and (entete := _read_tag(tag)) is not None:
            plain.append((entete, False, number))
            continue
        elif (entete := _read_tag(tag)) is None or (found := _BODY.match(body)) is None:
            inside, closed, after = piece.partition(_END)
            if not closed or b"<!" in inside or b"<?" in inside:
                raise _Autre
            others.append(_CELL + inside + _END)
        else:
            after = body[found.end() :]
            if found[1] or found[2] or found[3]:
                plain.append((entete, found[1] is not None, _decode(found[2] or found[3] or b"")))
        if after and not after.isspace():
            raise _Autre
    return tuple(plain), tuple(others)


def _read_whole(body: bytes) -> str:
    """What a cell holds where that is nothing but digits: a day, the rank of a text. Empty for most others."""
    digits = body[len(_VALUE) : -len(_END_VALUE)]
    return digits.decode() if digits.isdigit() and body.startswith(_VALUE) and body.endswith(_END_VALUE) else ""


_KNOWN_ROW = 2**14
_known_row = lru_cache(maxsize=256)(_take_row)  # most rows are the model's: every fiche of a séance has the same ones


_RANK = regex(rb't="s"><v>(\d+)')


def find_ranks(rows: bytes) -> Iterator[int]:
    """The ranks of the texts of rows that `line_cutter` may cut; no more can be said of others."""
    return (int(rank[:9]) for rank in _RANK.findall(rows))


def line_cutter(zone: Zone, textes: int) -> Coupe:
    """Cuts a row of a zone after its first cell, where that is a number and the others, in their order, are sound.

    `textes`: how many shared strings there are.
    """
    line = _line(zone.gauche, zone.droite)

    def cut(row: bytes) -> bytes:
        found = line.fullmatch(row) if _VALUE in row else None  # most rows of a young history are blank
        if found is None or not zone.haut <= int(found["row"]) <= zone.bas:
            return row
        return found["first"] if all(int(rank) < textes for rank in _RANK.findall(found["rest"])) else row

    return cut


@lru_cache(maxsize=8)
def _line(gauche: int, droite: int) -> re.Pattern[bytes]:
    """A row whose first filled cell is a whole number in column `gauche`, and the rest up to `droite` of plain form."""
    first, *others = (column_letters(column).encode() for column in range(gauche, droite + 1))
    day = rb'<c r="%s(?P<row>[1-9]\d{0,6})"(?: s="\d{1,9}")?(?: t="n")?><v>\d{1,9}</v></c>' % first
    cell = rb'(?:<c r="%s(?P=row)"(?: s="\d{1,9}")?(?:/>|(?: t="[ns]")?><v>\d{1,9}(?:\.\d{1,9})?</v></c>))?'
    rest = b"".join(cell % letters for letters in others)
    return re.compile(rb"(?P<first>%s%s)(?P<rest>%s)" % (_BEFORE.pattern, day, rest))


_MERGED = regex(rb'<mergeCells(?: count="\d+")?>(?:<mergeCell ref="[A-Z\d:]+"(?:/>|></mergeCell>))*</mergeCells>')
_REF = regex(rb'ref="([A-Z\d:]+)"')


def part_merged(nom: str, rest: bytes) -> tuple[Mapping[Position, Zone], bytes]:
    """The merged ranges of what `part_cells` leaves of a sheet, and what is left without them."""
    found = _MERGED.search(rest, rest.rfind(_LAST))
    if found is None:
        return {}, rest
    return _read_merged(nom, found[0]), rest[: found.start()] + rest[found.end() :]


@lru_cache(maxsize=64)  # every fiche of a séance has the same ones
def _read_merged(nom: str, block: bytes) -> Mapping[Position, Zone]:
    zones = (parse_zone(f"x!{ref.decode()}") for ref in _REF.findall(block))
    return {zone.coin: replace(zone, feuille=nom) for zone in zones if zone is not None}


@lru_cache(maxsize=4096)  # every fiche has the same cells
def _read_tag(tag: bytes) -> Entete | None:
    found = _TAG.fullmatch(tag)
    if found is None:
        return None
    where = found[1].decode()
    return Entete(where, read_position(where), int(found[2] or 0), (found[3] or b"n").decode())


def read_position(written: str) -> Position | None:
    """Row and column of an address as sheets write it (« AB12 »); None where it is none, or lies beyond any sheet."""
    digits = 1 if written[1:2].isdecimal() else 2 if written[2:3].isdecimal() else 3
    letters, row = written[:digits], written[digits:]
    if written.isascii() and letters.isalpha() and letters.isupper() and row.isdecimal() and len(row) < 8 and int(row):
        found: Position | None = int(row), column_number(letters)
    else:
        found = parse_address(written)
    return found if found is not None and found[0] <= MAX_LIGNE and found[1] <= MAX_COLONNE else None


# --- texts -----------------------------------------------------------------------------------------------------------
_SI, _END_SI = b"<si>", b"</si>"
_STRING = regex(rb'<t(?: xml:space="preserve")?>(%s)</t></si>\s*' % _TEXT)
_LABEL = 500
"""Bytes of a text that may be a label: every fiche has the same ones."""


def part_strings(content: bytes) -> tuple[Sequence[str | None], bytes]:
    """The shared strings of the plain form, None for each other one; and for the walker the part with these alone."""
    start, end = content.find(_SI), content.rfind(_END_SI) + len(_END_SI)
    if not 0 <= start < end or len(content) > LARGE or _HEAD.fullmatch(content, 0, start) is None:
        return (), content
    pieces = content[start:end].split(_SI)[1:]
    try:
        texts = [(_known_string if len(piece) < _LABEL else _read_string)(piece) for piece in pieces]
    except (_Autre, UnicodeDecodeError):
        return (), content
    others = (_SI + piece for piece, texte in zip(pieces, texts, strict=True) if texte is None)
    return texts, b"".join((content[:start], *others, content[end:]))


def _read_string(piece: bytes) -> str | None:
    found = _STRING.fullmatch(piece)
    return None if found is None else unescape(_decode(found[1]))


_known_string = lru_cache(maxsize=4096)(_read_string)
