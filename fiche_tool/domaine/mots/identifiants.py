"""Identifiants of actions, and the printed reference with its check characters."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import count

from fiche_tool.domaine.mots.regex import regex

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U, 0, 1: they are mistaken for one another
_PRIME = 887  # largest prime below 30², so that two characters tell any slip of one character or one swap
_IDENTIFIANT = regex(r"[A-Z0-9]{3,12}")
_CODE = regex(r"[a-z0-9][a-z0-9-]*")
_REFERENCE = regex(
    rf"(?<![\w-])({_CODE.pattern})" + r"\s*/\s*([A-Z0-9]{3,12})\s*/\s*(\d{4}-\d\d-\d\d)\s*/\s*([A-Z0-9]{2})"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a fiche says of itself: its programme, its action and the séance it was made for."""

    programme: str
    identifiant: str
    seance: date

    @property
    def texte(self) -> str:
        """The printed form with two check characters: « engis-2019-2024/K7QFM/2021-11-24/R4 »."""
        body = f"{self.programme}/{self.identifiant}/{self.seance.isoformat()}"
        return f"{body}/{_check_characters(body)}"


def parse_reference(texte: str) -> Reference | None:
    """Read a printed reference found anywhere in a text; None where there is none or its check characters differ."""
    for found in _REFERENCE.finditer(texte):
        try:
            reference = Reference(found[1], found[2], date.fromisoformat(found[3]))
        except ValueError:
            continue
        if reference.texte.endswith(found[4]):
            return reference
    return None


def is_identifiant(texte: str) -> bool:
    """True for a code that may name an action: 3 to 12 capital letters or digits."""
    return _IDENTIFIANT.fullmatch(texte) is not None


def is_code(texte: str) -> bool:
    """True for a code that may name a programme: one that a reference says back."""
    return _CODE.fullmatch(texte) is not None


def new_identifiant(graine: str, taken: Collection[str]) -> str:
    """The first code of a seed that is free."""
    return next(code for code in draw_identifiants(graine) if code not in taken)


def draw_identifiants(graine: str) -> Iterator[str]:
    """The codes of five characters that a seed gives, one after the other, without end; always the same ones."""
    import hashlib  # OpenSSL is slow to load: for new actions alone

    for attempt in count():
        number = int.from_bytes(hashlib.sha256(f"{graine}#{attempt}".encode()).digest()[:8], "big")
        code = ""
        for size in (22, 30, 30, 30, 30):  # the first character is a letter: « 12E45 » is a number for Excel
            number, rank = divmod(number, size)
            code += _ALPHABET[8 + rank] if size == 22 else _ALPHABET[rank]
        yield code


@lru_cache(maxsize=64)  # a fiche bears its reference at three places
def _check_characters(body: str) -> str:
    total = 0
    for character in body:
        total = (total * 131 + ord(character)) % _PRIME
    return _ALPHABET[total // 30] + _ALPHABET[total % 30]
