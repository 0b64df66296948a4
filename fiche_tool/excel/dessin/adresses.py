"""Where links lead: a place in a workbook, a file of the folder; written so that any name resolves."""

from functools import lru_cache
from urllib.parse import quote

from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import printable

_MAX_SHEET_NAME = 31
_TO_ENCODE = regex(r"[^\w/\-.~()!,;=@$+']+")
_quote = lru_cache(maxsize=256)(quote)  # the same few signs, some thousand times
_SPELLED = regex(r"\\x([0-9a-f]{2})|\\u([0-9a-f]{4})")


def locate(feuille: str, cellule: str) -> str:
    """« 'L''été'!B4 »: a cell, its sheet between apostrophes, those in its name doubled."""
    return f"'{feuille.replace(chr(39), chr(39) * 2)}'!{cellule}"


def can_locate(feuille: str) -> bool:
    """False for a sheet that no link can name: it has no name, one that is too long, or signs that commands are."""
    return 0 < len(feuille) <= _MAX_SHEET_NAME and printable(feuille) == feuille


@lru_cache(maxsize=64)  # a file is linked to once for each answer taken from it
def encode_path(chemin: str) -> str:
    """A path as a link has it: signs encoded, letters as they are, what `show_path` spelled out given back."""
    parts: list[str] = []
    end = 0
    for found in _SPELLED.finditer(chemin):
        parts += [_encode(chemin[end : found.start()]), f"%{found[1]}" if found[1] else quote(chr(int(found[2], 16)))]
        end = found.end()
    return "".join((*parts, _encode(chemin[end:])))


def _encode(texte: str) -> str:
    """Letters, accents included, stay: so does Excel write them."""
    return _TO_ENCODE.sub(lambda found: _quote(found[0]), texte)
