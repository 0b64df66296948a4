"""Reading the XML of a workbook's parts with expat: no DTD, no entity, no external anything."""

import re
from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import Generic, TypeVar, TypeVarTuple
from xml.parsers import expat

from fiche_tool.domaine.constats import constats
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.fichiers.package import Refus, too_big

Attributs = dict[str, str]
VRAI = ("1", "true")
"""How a part of a workbook says yes."""
ParsedPart = TypeVar("ParsedPart")
More = TypeVarTuple("More")
Key = TypeVar("Key")
Kept = TypeVar("Kept")

LARGE = 2**20
"""A part this long is no part of a fiche as we send it: it is walked under watch."""
MAX_TEXTE = 200_000
"""Characters in one cell: Excel's limit is 32,767."""
_MAX_RUN = 2**20
_MAX_ELEMENTS = 2_000_000
_MAX_DEPTH = 10_000
_MAX_NAMES = 20_000
_MAX_REMEMBERED = 2**18


def local(name: str) -> str:
    """A tag or attribute name without its namespace prefix."""
    return name.rpartition(":")[2]


class Stop(Exception):
    """Raised by a handler that has seen enough of a part."""


def walk(
    content: bytes,
    start: Callable[[str, Attributs], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Walk a part. Handlers get tag names as written, prefix included.

    Raises Refus for a document type declaration, malformed XML, or more of anything than a sheet holds.
    """
    names: dict[str, str] = {}
    parser = expat.ParserCreate(intern=names)
    parser.buffer_text = True
    if len(content) > LARGE:
        _refuse_runs(content)
        start, end = _watch(start, end, names)
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(content, True)
    except Stop:
        return
    except (expat.ExpatError, ValueError, LookupError) as fault:
        raise Refus(constats.ILLISIBLE, detail="une de ses parties est mal formée") from fault


def _watch(
    start: Callable[[str, Attributs], None], end: Callable[[str], None] | None, names: dict[str, str]
) -> tuple[Callable[[str, Attributs], None], Callable[[str], None]]:
    """Handlers that count: expat keeps each open element and each name it has met, without any limit of its own."""
    seen = depth = 0

    def watched_start(tag: str, attributes: Attributs) -> None:
        nonlocal seen, depth
        seen += 1
        depth += 1
        if seen > _MAX_ELEMENTS:
            raise too_big("trop d'éléments", "2 000 000 par partie")
        if depth > _MAX_DEPTH or len(names) > _MAX_NAMES:
            raise too_big("trop d'éléments emboîtés ou différents", "quelques dizaines")
        start(tag, attributes)

    def watched_end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(tag)

    return watched_start, watched_end


def _refuse_runs(content: bytes) -> None:
    """Refuse a long part with megabytes between two « < »: a tag, a text or a filler that no sheet has.

    Needs an encoding in which « < » is that byte and no other: spreadsheet programs write UTF-8.
    """
    if b"\0" in content[:4] or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refus(constats.ILLISIBLE, detail="une de ses longues parties n'est pas en UTF-8")
    for at in range(0, len(content) - _MAX_RUN, _MAX_RUN):
        if content.find(b"<", at, at + _MAX_RUN) < 0:
            raise too_big("un contenu d'un seul tenant de plus de 1 Mo", "1 Mo")


class Texte:
    """The text of one element, gathered piece by piece in linear time. Raises Refus past MAX_TEXTE characters."""

    __slots__ = ("_length", "_pieces")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0

    def __bool__(self) -> bool:
        return self._length > 0

    def clear(self) -> None:
        """Begin anew."""
        if self._length:
            self._pieces.clear()
            self._length = 0

    def add(self, piece: str) -> None:
        """One more piece."""
        self._length += len(piece)
        if self._length > MAX_TEXTE:
            raise too_big(f"un texte de plus de {MAX_TEXTE // 1000} 000 caractères", "32 767 par cellule")
        self._pieces.append(piece)

    def __str__(self) -> str:
        return "".join(self._pieces)


def remember(parse: Callable[[bytes, *More], ParsedPart]) -> Callable[[bytes, *More], ParsedPart]:
    """Keep what the parts that all fiches of a séance share were parsed into; never a large part, which is no such."""
    remembered = lru_cache(maxsize=32)(parse)

    def parse_once(content: bytes, *more: *More) -> ParsedPart:
        return (remembered if len(content) <= _MAX_REMEMBERED else parse)(content, *more)

    return parse_once


class Souvenirs(Generic[Key, Kept]):
    """The last few things that were made, by what they were made from: for all threads, as `lru_cache` is."""

    def __init__(self, maxsize: int) -> None:
        self._known: dict[Key, Kept] = {}
        self._maxsize = maxsize
        self._verrou = Lock()

    def get(self, key: Key) -> Kept | None:
        """The thing, which then counts as the last; None where it is not here."""
        with self._verrou:
            found = self._known.pop(key, None)
            if found is not None:
                self._known[key] = found
            return found

    def keep(self, key: Key, made: Kept) -> Kept:
        """Keep a thing, in place of the one that has been of no use for longest."""
        with self._verrou:
            self._known[key] = made
            if len(self._known) > self._maxsize:
                del self._known[next(iter(self._known))]
            return made


def _refuse_doctype(*_: object) -> None:
    raise Refus(
        constats.ILLISIBLE, detail="une de ses parties déclare un type de document, ce qu'aucun tableur n'écrit"
    )


_ESCAPED = regex(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE = regex("[\ud800-\udfff]")


def unescape(texte: str) -> str:
    """Undo the `_x000D_` notation of characters that XML cannot hold (ECMA-376, ST_Xstring).

    Some programs write an emoji as two of them; half a pair is no character, and becomes the one that says so.
    """
    if "_x" not in texte:
        return texte
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), texte)
    if _SURROGATE.search(plain) is None:
        return plain
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


_SPECIAL = regex(  # begins with a set, so that it runs over plain text; a "_" counts where it begins an escape
    '[_&<>"\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]'
    "(?:(?<!_)|(?=x[0-9A-Fa-f]{4}_))"
)
_ENTITIES = {"_": "_x005F_", "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def escape(texte: str) -> str:
    """Text for an XML element or attribute; what looks like an escape is escaped.

    What XML forbids, and what commands a terminal or turns text round, is dropped.
    """
    return _SPECIAL.sub(_escape_one, texte)


def _escape_one(found: re.Match[str]) -> str:
    return _ENTITIES.get(found[0], "")
