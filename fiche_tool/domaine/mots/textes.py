"""Cleaning and comparing what people type."""

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from fiche_tool.domaine.mots.regex import regex

# Quotes, dashes and apostrophes that keyboards, Word and PDF extractors exchange for one another.
_LOOKALIKES = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "´": "'",
        "`": "'",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "‐": "-",
        "‑": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "œ": "oe",
        "Œ": "OE",
        "æ": "ae",
        "Æ": "AE",
    }
)
# C0 controls but tab and line breaks, C1 controls but the one that is a line break, marks that turn text round, halves
# of surrogates, what is no character.
_COMMANDS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff"
_COMMAND = regex(f"[{_COMMANDS}]")
_UNPRINTABLE = regex(f"[{_COMMANDS}\u200b\u200e\u200f\u2060\ufeff]")  # and zero-width marks
_SPACES = regex(r"[^\S\n\t]")

SANS_OBJET = frozenset(
    {"", "-", "--", "/", "//", ".", "?", "n/a", "na", "nc", "neant", "sans objet", "aucun", "aucune"}
)
"""Folded texts that people put in a cell to say « nothing to declare here »."""
MOTS_SANS_OBJET = (*sorted(SANS_OBJET - {""}), "néant")
"""The same for formulas, which do not fold accents."""


def clean(texte: str) -> str:
    """Text as we keep it: composed accents, no control character, ordinary spaces, no space around.

    Line breaks inside the text are kept: they are part of what the person wrote.
    """
    if texte.isprintable():  # no sign that commands or hides, no blank but the ordinary space
        return _normalize("NFC", texte).strip()
    texte = _UNPRINTABLE.sub("", texte.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n"))
    return _SPACES.sub(" ", _normalize("NFC", texte)).strip()


_PIECES = regex(r"\s+|\S{1,1000}")


def _normalize(form: Literal["NFC", "NFKD"], texte: str) -> str:
    """A Unicode normal form. Long runs go piece by piece: ordering stacked accents takes the square of their number."""
    if len(texte) <= 1000:
        return unicodedata.normalize(form, texte)
    return "".join(unicodedata.normalize(form, piece) for piece in _PIECES.findall(texte))


def printable(texte: str) -> str:
    """Text that a terminal, a sheet or an XML part may hold: without what commands them or turns text round.

    Spaces, line breaks and every letter stay as they are.
    """
    return texte if texte.isprintable() else _COMMAND.sub("", texte)


_ADRESSE = regex(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def outgoing(texte: str) -> str:
    """Text as it leaves the house: printable, its lines ended in one way."""
    return printable(texte.replace("\r\n", "\n").replace("\r", "\n"))


def hide_adresses(texte: str) -> str:
    """Text without its e-mail addresses: « […] » in their place."""
    return _ADRESSE.sub("[…]", texte)


def has_unprintable(texte: str) -> bool:
    """True for a text that cleaning takes characters away from."""
    return _UNPRINTABLE.search(texte) is not None


def one_line(texte: str) -> str:
    """Text on one line, runs of blanks made one."""
    return " ".join(clean(texte).split())


def fold(texte: str) -> str:
    """Key for comparing texts whatever their case, accents, apostrophes and spaces.

    >>> fold("  Réalisée\u00a0: L’action ")
    "realisee : l'action"
    """
    return (_fold_short if len(texte) <= 200 else _fold_long if len(texte) <= 1_000 else _fold)(texte)


def _fold(texte: str) -> str:
    decomposed = _normalize("NFKD", clean(texte).translate(_LOOKALIKES))
    if not decomposed.isascii():
        decomposed = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(decomposed.casefold().split())


_fold_short = lru_cache(maxsize=4096)(_fold)  # the same labels and vocabularies are compared for every fiche
_fold_long = lru_cache(maxsize=64)(_fold)  # and the paragraphs of the sheet Aide


_MONTANT = regex(r"(?<!\d)\d{1,3}(?: \d{3})+,\d\d(?!\d)")


def _flatten(texte: str) -> str:
    """Text on one line; an amount of ours stays in one piece: « 1 250,00 »."""
    line = one_line(texte)
    return _MONTANT.sub(lambda found: found[0].replace(" ", "\u202f"), line) if "\u202f" in texte else line


def shorten(texte: str, longueur: int = 60) -> str:
    """One line of at most `longueur` characters, for a sentence or a column; no amount is cut in two."""
    line, end = _flatten(texte), longueur - 1
    if len(line) <= longueur:
        return line
    begun = (found.start() for found in _A_MONTANT.finditer(line[: end + 25]) if found.start() < end < found.end())
    return f"{line[: next(begun, end)].rstrip()}…"


_A_MONTANT = regex(r"\d[\d\u202f]{0,20},\d\d(?!\d)")


CASE_PLEINE = 32_767
"""The longest text that a cell of a workbook holds, as programs count: a character beyond U+FFFF is two."""


def fit_cell(texte: str) -> str:
    """As much of a text as a cell holds; Excel repairs a workbook in which one holds more."""
    if len(texte) <= CASE_PLEINE // 2:
        return texte
    written = texte.encode("utf-16-le", "replace")
    return texte if len(written) <= 2 * CASE_PLEINE else written[: 2 * CASE_PLEINE].decode("utf-16-le", "ignore")


def shorten_words(texte: str, longueur: int) -> str:
    """One line of at most `longueur` characters, ended after a whole word: what people read rather than look up."""
    line = _flatten(texte)
    if len(line) <= longueur:
        return line
    cut = line[:longueur]
    whole = cut.rpartition(" ")[0] if line[longueur - 1] != " " else cut
    return f"{(whole if len(whole) > longueur // 2 else cut[:-1]).rstrip(' ,;:–-')}…"


_LIENS = frozenset(
    ("à", "a", "au", "aux", "avec", "d'", "de", "des", "du", "en", "et", "l'", "la", "le", "les", "ou", "par", "pour")
)
"""Small words that no name ends with."""


def cut_words(texte: str, longueur: int) -> str:
    """One line of at most `longueur` characters, never cut inside a word unless one word alone is longer.

    What is cut ends neither with a mark, nor with a small word, nor in the middle of a bracket: « Mettre en place un
    système », not « … système de ».
    """
    line = one_line(texte)
    if len(line) <= longueur:
        return line
    kept = line[: longueur + 1].rpartition(" ")[0] or line[:longueur]
    if kept.count("(") > kept.count(")"):
        kept = kept[: kept.rindex("(")] or kept
    while True:
        bare = kept.rstrip(" .…,;:!?-–—/('\"«")
        head, _, last = bare.rpartition(" ")
        if not head or last.casefold() not in _LIENS:
            return bare or kept
        kept = head


def natural_key(numero: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key in which 1.2 comes before 1.10, and numbers before words."""
    return tuple(
        (0, int(part), "") if part.isdecimal() and len(part) < 1000 else (1, 0, fold(part))
        for part in re.findall(r"\d+|[^\d\W]+", numero)
    )
