"""Titles and numbers of the nodes of a PST document: trimmed, compared, followed."""

from difflib import SequenceMatcher

from fiche_tool.domaine.mots.nombres import parse_entier
from fiche_tool.domaine.mots.textes import fold


def trim(texte: str) -> str:
    """A label without the sign that ends its line in a list: « ; », « , » or a full stop; « etc. » and « … » stay."""
    bare = texte.strip().rstrip(" ;,")
    whole = bare.endswith(("...", "etc.")) or not bare.endswith(".")
    return bare if whole else bare[:-1].rstrip(" ;,")


def same_words(one: str, other: str) -> bool:
    """True for two wordings of one title, the one possibly cut short (a table of contents)."""
    a, b = fold(one).rstrip(" .;,"), fold(other).rstrip(" .;,")
    return a == b or (min(len(a), len(b)) >= 20 and (a.startswith(b) or b.startswith(a)))


def likeness(one: str, other: str) -> float:
    """How much two wordings are one, from 0 to 1."""
    return SequenceMatcher(None, fold(one), fold(other), autojunk=False).ratio()


def follows(first: str, second: str) -> bool:
    """True for 1.2 after 1.1, and for what is not written in figures."""
    one, two = (parse_entier(numero.rpartition(".")[2]) for numero in (first, second))
    return one is None or two is None or two == one + 1
