"""Reading the XML of a workbook's parts with expat: no DTD, no entity, no external anything."""

import re
from collections.abc import Callable
from xml.parsers import expat

from fiche_tool.domaine import anomalies as a
from fiche_tool.excel.package import Refus

Attributs = dict[str, str]


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

    Raises Refus for a document type declaration or malformed XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(content, True)
    except Stop:
        return
    except (expat.ExpatError, ValueError, LookupError) as fault:
        raise Refus(a.ILLISIBLE, detail="une de ses parties est mal formée") from fault


def _refuse_doctype(*_: object) -> None:
    raise Refus(a.ILLISIBLE, detail="une de ses parties déclare un type de document, ce qu'aucun tableur n'écrit")


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescape(texte: str) -> str:
    """Undo the `_x000D_` notation of characters that XML cannot hold (ECMA-376, ST_Xstring)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), texte) if "_x" in texte else texte


_SPECIAL = re.compile('_x[0-9A-Fa-f]{4}_|[&<>"\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]')
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def escape(texte: str) -> str:
    """Text for an XML element or attribute; what looks like an escape is escaped, what XML forbids is dropped."""
    return _SPECIAL.sub(_escape_one, texte)


def _escape_one(found: re.Match[str]) -> str:
    special = found[0]
    return f"_x005F{special}" if len(special) > 1 else _ENTITIES.get(special, "")
