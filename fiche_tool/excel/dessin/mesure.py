"""How many lines a text takes in a column, and how tall a row must be to show it whole.

Widths are in those of a digit of the workbook's default font (11 points), the unit of column widths. They are measured
on Calibri; other fonts keep about the same proportions, and programs without Calibri widen the columns with the digits.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

MAX_POINTS = 409.0
"""The tallest row that Excel shows."""
_MARGIN = 1.0
"""What a cell keeps free at its sides, and a little more: no program breaks lines exactly as another."""
_WIDTHS = {
    **dict.fromkeys(" \u00a0\u202filjI.,:;'|!’‘()[]-·", 0.52),
    **dict.fromkeys('ftr/"*°', 0.72),
    **dict.fromkeys("mwMW%@œæŒÆ—…&", 1.65),
}
_BLANK = _WIDTHS[" "]
_CAPITAL, _OTHER = 1.18, 1.03
_WIDEST = max(_WIDTHS.values())


def row_height(*texts: tuple[object, float], size: int = 9) -> float:
    """Points that a row needs to show texts whole, each given with the width of its column."""
    lines = 1
    for texte, width in texts:
        if texte:
            lines = max(lines, len(wrap(str(texte), width, size)))
    return min(MAX_POINTS, lines * size * 1.34 + 4)


def wrap(texte: str, width: float, size: int = 9) -> Sequence[str]:
    """The lines that a text takes in a column of that width."""
    room = max(1.0, (width - _MARGIN) * 11 / size)
    if len(texte) * _WIDEST <= room and "\n" not in texte:
        return [texte]
    return _break_all(texte, room)


@lru_cache(maxsize=256)  # a row is often measured before its pieces are, with the same texts
def _break_all(texte: str, room: float) -> Sequence[str]:
    return tuple(line for part in texte.split("\n") for line in _break(part, room))


def _break(texte: str, room: float) -> Iterator[str]:
    line, used = [""], 0.0
    for word in texte.split(" "):
        whole = measure(word)
        for piece in (word,) if whole <= room else _pieces(word, room):
            needed = whole if piece is word else measure(piece)
            beside = used + _BLANK + needed
            if line[0] and beside <= room:
                line.append(piece)
                used = beside
                continue
            if line[0]:
                yield " ".join(line)
            line, used = [piece], needed
    yield " ".join(line)


def _pieces(word: str, room: float) -> Iterator[str]:
    """A word, cut where it is wider than the column."""
    start, used = 0, 0.0
    for at, sign in enumerate(word):
        width = measure(sign)
        if used + width > room and at > start:
            yield word[start:at]
            start, used = at, 0.0
        used += width
    yield word[start:]


@lru_cache(maxsize=1 << 14)  # the same words come back from one action to the next
def measure(texte: str) -> float:
    """The width of a text on one line."""
    return sum(_WIDTHS.get(sign) or (_CAPITAL if sign.isupper() else _OTHER) for sign in texte)
