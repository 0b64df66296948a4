"""Which returns a marked copy corrects, as sheet `_meta` says it: one return a line, its SHA-256, then its keys.

Where its workbook holds several fiches, the SHA-256 is followed by eight characters for the sheet.
"""

import json
from collections.abc import Iterable, Iterator

from fiche_tool.domaine.fiche.identite import Correction
from fiche_tool.domaine.mots.regex import regex

_LIGNE = regex(r"([0-9a-f]{64}(?:-[0-9a-f]{8})?)(?: (\[.*\]))?")


def show_corrections(corrections: Iterable[Correction]) -> str:
    """The text of the key `corrige`; empty where the fiche corrects nothing."""
    return "\n".join(f"{c.sha256} {json.dumps(c.cles, ensure_ascii=False)}" for c in corrections)


def read_corrections(texte: str) -> tuple[Correction, ...]:
    """The returns that the text names; a line that is none of ours says nothing."""
    return tuple(_read_lines(texte))


def _read_lines(texte: str) -> Iterator[Correction]:
    for line in texte.splitlines():
        found = _LIGNE.fullmatch(line.strip())
        if found is None:
            continue
        try:
            keys = json.loads(found[2] or "[]")
        except (ValueError, RecursionError):
            continue
        if all(isinstance(cle, list) and all(isinstance(part, str) for part in cle) for cle in keys):
            yield Correction(found[1], tuple(tuple(cle) for cle in keys))
