"""The words of a PDF page, the lines they stand on, the paragraphs these make."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fiche_tool.documents.pdf_traits import Trait
from fiche_tool.domaine.document.emission import begins_item
from fiche_tool.domaine.mots.textes import fold

_BLANC = 0.5
"""Width of a blank, in sizes of the letters."""
_PETITS_MOTS = frozenset(
    (
        *("a", "au", "aux", "avec", "ce", "ces", "dans", "de", "des", "du", "elle", "en", "entre", "est", "et", "il"),
        *("la", "le", "les", "leur", "leurs", "mais", "ne", "nos", "notre", "ou", "par", "pas", "pour", "que", "qui"),
        *("sa", "sans", "se", "ses", "si", "son", "sous", "sur", "un", "une", "vers", "y"),
    )
)
_LARGE = 1.1
"""A gap wider than this, in sizes, parts two columns."""


@dataclass(frozen=True, slots=True)
class Mot:
    """A word where it stands on its page: left, right, line it stands on, size, whether it is bold.

    `espace`: a blank is written after it, which a word torn by the width of its cell has not.
    """

    texte: str
    x0: float
    x1: float
    y: float
    taille: float
    gras: bool = False
    espace: bool = False


@dataclass(frozen=True, slots=True)
class PagePdf:
    """A page: its words in the order of its drawing, and its rules."""

    numero: int
    largeur: float
    hauteur: float
    mots: tuple[Mot, ...]
    traits: tuple[Trait, ...] = ()


@dataclass(frozen=True, slots=True)
class LigneMots:
    """The words of one line, from left to right."""

    mots: tuple[Mot, ...]

    @property
    def y(self) -> float:
        """Where it stands, from the top of the page."""
        return self.mots[0].y

    @property
    def taille(self) -> float:
        """The size of most of its letters."""
        return Counter({m.taille: len(m.texte) for m in self.mots}).most_common(1)[0][0]

    @property
    def gras(self) -> bool:
        """True where every word of letters is bold."""
        return all(m.gras for m in self.mots if any(c.isalpha() for c in m.texte))

    @property
    def segments(self) -> tuple["LigneMots", ...]:
        """The line cut at its wide gaps."""
        parts: list[list[Mot]] = [[self.mots[0]]]
        for before, word in zip(self.mots, self.mots[1:], strict=False):
            if word.x0 - before.x1 > _LARGE * max(word.taille, before.taille):
                parts.append([])
            parts[-1].append(word)
        return tuple(LigneMots(tuple(part)) for part in parts)

    def texte(self, marge: float = 0.0) -> str:
        """The line as text; blanks show its indentation and its gaps."""
        first = self.mots[0]
        text = " " * max(0, round((first.x0 - marge) / (_BLANC * first.taille))) + first.texte
        for before, word in zip(self.mots, self.mots[1:], strict=False):
            gap = (word.x0 - before.x1) / (_BLANC * max(word.taille, 1.0))
            text += " " * (1 if gap < 2 * _LARGE else round(gap)) + word.texte
        return text

    @property
    def plein(self) -> str:
        """The words, one blank between two."""
        return " ".join(m.texte for m in self.mots)


def make_lines(mots: Sequence[Mot]) -> list[LigneMots]:
    """The lines that words stand on, from the top down."""
    lines: list[list[Mot]] = []
    for word in sorted(mots, key=lambda m: (m.y, m.x0)):
        if lines and abs(lines[-1][0].y - word.y) <= 0.4 * min(word.taille, lines[-1][0].taille):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [LigneMots(tuple(sorted(line, key=lambda m: m.x0))) for line in lines]


def flow(lines: Sequence[LigneMots], right: float, left: float | None = None) -> str:
    """The text of a cell: a line that had no room for the next word goes on, another begins a paragraph.

    `left` is the edge of a cell that rules draw: its margins tell a word that the width has cut in two.
    """
    paragraphs: list[str] = []
    margin = min((line.mots[0].x0 for line in lines), default=0.0) - left if left is not None else 0.0
    before: LigneMots | None = None
    for line in lines:
        text = line.plein
        first = line.mots[0]
        cut = before is not None and before.mots[-1].x1 + (first.x1 - first.x0) + first.taille > right - 4
        if before is not None and not begins_item(text) and (cut or text[:1].islower()):
            torn = left is not None and _is_torn(before, text, right - margin)
            hyphen = paragraphs[-1].endswith("-") and text[:1].islower()
            hyphen = hyphen or (paragraphs[-1].endswith("/") and text[:1].isdecimal())
            paragraphs[-1] += ("" if hyphen or torn else " ") + text
        else:
            paragraphs.append(text)
        before = line
    return "\n".join(paragraphs)


def _is_torn(before: LigneMots, text: str, right: float) -> bool:
    """True where a word longer than its cell goes on on the next line: alone on its line, it fills it."""
    last = before.mots[-1]
    alone = len(before.mots) == 1 and last.texte[-1:].isalnum() and not last.espace
    fragment = text.split()[0]
    goes_on = (text[:1].islower() and fold(fragment) not in _PETITS_MOTS) or text[:1].isdecimal()
    return alone and goes_on and right - last.x1 < 0.6 * last.taille
