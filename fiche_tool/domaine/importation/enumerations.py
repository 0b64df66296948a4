"""Lists inside lists (1. > 1. > •, A. > 1. > a.): which depth is which level, where no word of the document says so."""

from collections.abc import Sequence
from dataclasses import replace

from fiche_tool.domaine.document.document import Etiquette, GenreLigne, Paragraphe
from fiche_tool.domaine.importation.plan import read_as_aims

_Cran = tuple[int, str]
"""A step of the nesting: indentation, and shape of the number or bullet."""


def settle_lists(paragraphes: Sequence[Paragraphe]) -> list[Paragraphe]:
    """The same paragraphs; in each volet whose lists go three deep, the items given their level.

    Numbers that start again at each depth say nothing by themselves: how they nest does.
    """
    found = list(paragraphes)
    if any(p.genre in (GenreLigne.OS, GenreLigne.OO, GenreLigne.AXE) for p in paragraphes):
        return found
    start = next((rank for rank, p in enumerate(paragraphes) if p.genre is GenreLigne.VOLET), None)
    if start is None:
        return found
    depths = _measure(paragraphes[start:])
    deepest = max(depths.values(), default=0)
    if deepest != 3 or _are_dotted(paragraphes, depths, start):
        return found
    if not read_as_aims([paragraphes[start + rank] for rank in depths]):
        return found
    genres = {1: GenreLigne.OS, 2: GenreLigne.OO, 3: GenreLigne.ACTION}
    for rank, depth in depths.items():
        found[start + rank] = _settle(found[start + rank], genres[depth])
    return found


def _are_dotted(paragraphes: Sequence[Paragraphe], depths: dict[int, int], start: int) -> bool:
    """True where the numbers spell the whole path (1.2.3): they are read as such."""
    numbered = [p for rank in depths if (p := paragraphes[start + rank]).genre is GenreLigne.NU]
    return any(p.etiquette.numero.count(".") >= 2 for p in numbered)


def _measure(paragraphes: Sequence[Paragraphe]) -> dict[int, int]:
    """By rank, the depth of each item of a list, from 1."""
    depths: dict[int, int] = {}
    stack: list[_Cran] = []
    for rank, p in enumerate(paragraphes):
        if p.genre in (GenreLigne.VOLET, GenreLigne.CHAPITRE):
            stack = []
        shape = _shape(p)
        if not shape:
            continue
        stack = _nest(stack, (p.retrait, shape))
        depths[rank] = len(stack)
    return depths


def _nest(stack: list[_Cran], cran: _Cran) -> list[_Cran]:
    """The steps down to this one."""
    for rank, (retrait, shape) in enumerate(stack):
        if shape == cran[1] and abs(retrait - cran[0]) <= 1:
            return stack[: rank + 1]
    above = [step for step in stack if step[0] < cran[0] or (step[0] <= cran[0] + 1 and step[1] != cran[1])]
    return [*above, cran]


def _shape(p: Paragraphe) -> str:
    """« 1 », « 1.1 », « a », « I », or the bullet itself; empty for what is no item."""
    if p.tableau or p.genre is GenreLigne.DETAIL:
        return ""
    if p.genre is GenreLigne.NU:
        first = p.etiquette.mot[:1]
        return "I" if first.isalpha() else f"1{'.1' * p.etiquette.numero.count('.')}"
    if p.puce and p.genre in (GenreLigne.TEXTE, GenreLigne.ACTION):
        letter = p.puce.strip("(").rstrip(".)")
        return ("a" if letter.islower() else "A") if letter.isalpha() and p.puce != "o" else p.puce
    return ""


def _settle(p: Paragraphe, genre: GenreLigne) -> Paragraphe:
    numero = (
        p.etiquette.numero.rpartition(".")[2] if p.genre is GenreLigne.NU and genre is not GenreLigne.ACTION else ""
    )
    if genre is GenreLigne.OS and p.genre is GenreLigne.NU:
        numero = p.etiquette.numero
    etiquette = Etiquette(genre, numero, p.texte, mot=p.etiquette.mot)
    return replace(p, etiquette=etiquette, puce="" if genre is not GenreLigne.ACTION else p.puce)
