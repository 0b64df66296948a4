"""How much a file may cost, by what it is opened for: bytes, parts, time, memory. Every limit stands here."""

import time
from dataclasses import dataclass

_MO = 2**20


@dataclass(frozen=True, slots=True)
class Bornes:
    """The limits of one kind of input. Sizes are in bytes; `secondes` and `memoire` are those of a child process."""

    octets: int
    deplie: int
    partie: int
    parties: int
    secondes: int
    memoire: int


CLASSEUR = Bornes(10 * _MO, deplie=100 * _MO, partie=64 * _MO, parties=500, secondes=15, memoire=350 * _MO)
"""For a fiche, a programme, a model, and the archive or the mail that one comes in. A part is held up to three times
while it is walked."""
DOCUMENT = Bornes(50 * _MO, deplie=200 * _MO, partie=100 * _MO, parties=5_000, secondes=90, memoire=1_024 * _MO)
"""For the document of a PST, with its photos."""
TEXTES = Bornes(50 * _MO, deplie=64 * _MO, partie=32 * _MO, parties=5_000, secondes=90, memoire=1_024 * _MO)
"""For the parts of such a document that hold text: the library that reads them takes ten times their size, and those of
three hundred pages have some six megabytes."""

MAX_SMALL_PART = 10 * _MO
"""For the parts that describe: workbook, styles, relationships, properties. 50,000 names take a third of it."""
MAX_RATIO = 200
"""How many times larger than it is stored a part may be."""
RATIO_FLOOR = _MO
"""Small parts of repeated text may well shrink more than that."""


class BudgetLecture:
    """What one file may still cost with all that it holds, spent as its pieces are opened.

    Each piece of an envelope travels with the budget of the whole, so that a hundred small ones cost no more than one
    large. Only the seconds depend on the machine, and the children are few enough that they hardly ever count.
    """

    __slots__ = ("deplie", "enfants", "fiches", "octets", "pieces", "secondes")

    OCTETS = 20 * _MO  # archives within archives included: hundreds of fiches weigh less
    DEPLIE = 200 * _MO
    PIECES = 1_000
    FICHES = 100
    ENFANTS = 60
    SECONDES = 45.0

    def __init__(self) -> None:
        self.octets, self.deplie = self.OCTETS, self.DEPLIE
        self.pieces, self.fiches, self.enfants = self.PIECES, self.FICHES, self.ENFANTS
        self.secondes = self.SECONDES

    @property
    def vide(self) -> bool:
        """True where no further child may be started."""
        return self.enfants <= 0 or self.secondes <= 0

    def chronometer(self) -> "Chronometre":
        """Counts one child, and the time it takes."""
        return Chronometre(self)

    @classmethod
    def words(cls) -> str:
        """What it holds at first, for a sentence."""
        return f"{cls.FICHES} fiches, {megabytes(cls.OCTETS)} et {cls.ENFANTS} messages ou fichiers .xls"


class Chronometre:
    """Takes the time of a child from its budget."""

    __slots__ = ("_budget", "_start")

    def __init__(self, budget: BudgetLecture) -> None:
        self._budget, self._start = budget, 0.0

    def __enter__(self) -> None:
        self._budget.enfants -= 1
        self._start = time.monotonic()

    def __exit__(self, *_: object) -> None:
        self._budget.secondes -= time.monotonic() - self._start


def megabytes(size: int) -> str:
    """« 10 Mo »."""
    return f"{max(1, round(size / _MO))} Mo"
