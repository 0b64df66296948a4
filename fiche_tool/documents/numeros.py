"""Automatic numbers of word processors, which stand in no text: « OS 1 : » may be a list's own label."""

from collections.abc import Mapping
from dataclasses import dataclass, field

PUCE_ROND = "•"


@dataclass(frozen=True, slots=True)
class NiveauListe:
    """How one level of a list is numbered.

    `modele` has %1…%9 for the numbers; `format` is « 1 », « a », « A », « i », « I », or empty for no number. A level
    whose `puce` is true has a bullet. `retrait` is its indentation, in blanks.
    """

    modele: str = ""
    format: str = "1"
    debut: int = 1
    puce: bool = False
    retrait: int = 0


@dataclass
class Compteurs:
    """The numbers reached in the lists of a document, by list and level."""

    atteints: dict[str, dict[int, int]] = field(default_factory=dict)

    def restart(self, liste: str) -> None:
        """Begin a list again."""
        self.atteints.pop(liste, None)

    def label(self, liste: str, niveaux: Mapping[int, NiveauListe], niveau: int) -> str:
        """The label of the next item of a list at a level, levels counted from 0."""
        own = niveaux.get(niveau, NiveauListe(puce=True))
        if own.puce:
            return PUCE_ROND
        reached = self.atteints.setdefault(liste, {})
        reached[niveau] = reached.get(niveau, own.debut - 1) + 1
        for deeper in [other for other in reached if other > niveau]:
            del reached[deeper]
        label = own.modele
        for other in range(niveau + 1):
            shape = niveaux.get(other, NiveauListe())
            label = label.replace(f"%{other + 1}", show_number(reached.get(other, shape.debut), shape.format))
        return label


def show_number(nombre: int, format_: str) -> str:
    """A number in the format of a list level: 1, a, A, i or I."""
    if format_ in ("a", "A") and 1 <= nombre <= 26:
        return chr(ord(format_) + nombre - 1)
    if format_ in ("i", "I"):
        roman = "".join(digit * count for digit, count in _to_roman(nombre))
        return roman if format_ == "I" else roman.lower()
    return str(nombre) if format_ else ""


def _to_roman(nombre: int) -> list[tuple[str, int]]:
    steps = (("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))
    found = []
    for digit, value in steps:
        found.append((digit, nombre // value))
        nombre %= value
    return found
