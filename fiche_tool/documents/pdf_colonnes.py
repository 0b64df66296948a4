"""What stands in columns on a page without rules: a text in two columns, a table told by its headings."""

from collections.abc import Sequence

from fiche_tool.documents.pdf_mots import Ligne, Mot, flow
from fiche_tool.domaine.document.document import CelluleDocument, TableDocument
from fiche_tool.domaine.document.entetes import count_levels, read_heading
from fiche_tool.domaine.document.mots import USUELS

_GOUTTIERE = 12.0
"""Points of white between two columns of text."""
_ASSEZ = 6
_BORD = 4.0


def split_page(lines: Sequence[Ligne], width: float) -> list[list[Ligne]]:
    """The columns of text of a page, each from the top down; the whole page where there is one column."""
    found: list[list[Ligne]] = []
    band: list[Ligne] = []
    gutter = _gutter(lines, width)
    if gutter is None:
        return [list(lines)]
    for line in lines:
        if _crosses(line, gutter):
            found += [*_columns(band, gutter), [line]]
            band = []
        else:
            band.append(line)
    return [*found, *_columns(band, gutter)]


def _gutter(lines: Sequence[Ligne], width: float) -> float | None:
    """The middle of the white band that parts two columns; None where most lines cross it, or it parts a table."""
    both = [line for line in lines if len(line.segments) == 2]
    if len(both) < _ASSEZ or len(both) < 0.4 * len(lines):
        return None
    starts = sorted(round(line.segments[1].mots[0].x0) for line in both)
    start = starts[len(starts) // 2]
    aligned = [line for line in both if abs(line.segments[1].mots[0].x0 - start) < 3]
    lefts = [line.segments[0] for line in aligned]
    edge = max((left.mots[-1].x1 for left in lefts), default=0.0)
    centred = 0.35 * width < start < 0.65 * width
    wordy = sum(len(left.mots) > 3 for left in lefts) > 0.6 * len(lefts)
    wide = sum(len(line.segments[1].mots) > 3 for line in aligned) > 0.6 * len(aligned)
    if len(aligned) < 0.8 * len(both) or not (centred and wordy and wide) or start - edge < _GOUTTIERE:
        return None
    return (start + edge) / 2


def _crosses(line: Ligne, gutter: float) -> bool:
    return any(segment.mots[0].x0 < gutter < segment.mots[-1].x1 for segment in line.segments)


def _columns(band: Sequence[Ligne], gutter: float) -> list[list[Ligne]]:
    sides: list[list[Ligne]] = [[], []]
    for line in band:
        for side, part in enumerate(
            (tuple(m for m in line.mots if m.x0 < gutter), tuple(m for m in line.mots if m.x0 >= gutter))
        ):
            if part:
                sides[side].append(Ligne(part))
    return [side for side in sides if side]


# --- tables without rules --------------------------------------------------------------------------------------------
def find_columns(lines: Sequence[Ligne]) -> list[Ligne | TableDocument]:
    """The lines, those that stand below headings in columns made a table."""
    found: list[Ligne | TableDocument] = []
    rank = tables = 0
    while rank < len(lines):
        starts = _headings(lines[rank])
        end = _end_of_table(lines, rank, starts) if starts else rank
        if end > rank + 1:
            tables += 1
            found.append(_table(lines[rank:end], starts, tables))
            rank = end
        else:
            found.append(lines[rank])
            rank += 1
    return found


def _headings(line: Ligne) -> list[float]:
    """Where the columns begin, for a line of headings one of which names a level; empty for any other line."""
    segments = line.segments
    heads = [read_heading(segment.plein, USUELS) for segment in segments]
    if len(segments) < 2 or not all(heads) or not count_levels(heads):
        return []
    return [segment.mots[0].x0 for segment in segments]


def _end_of_table(lines: Sequence[Ligne], first: int, starts: Sequence[float]) -> int:
    """The rank after the last line that keeps to the columns."""
    size = lines[first].taille
    for rank in range(first + 1, len(lines)):
        line = lines[rank]
        across = any(
            segment.mots[0].x0 < start - _BORD and segment.mots[-1].x1 > start + _BORD
            for segment in line.segments
            for start in starts[1:]
        )
        if across or line.taille > size + 1 or line.y - lines[rank - 1].y > 6 * size:
            return rank
    return len(lines)


def _table(lines: Sequence[Ligne], starts: Sequence[float], numero: int) -> TableDocument:
    rows = [[CelluleDocument(s.plein, column) for column, s in enumerate(lines[0].segments)]]
    for row in _rows(lines[1:], starts):
        cells = []
        for column, start in enumerate(starts):
            right = starts[column + 1] if column + 1 < len(starts) else max(m.x1 for line in row for m in line.mots)
            own = [Ligne(part) for line in row if (part := _part(line, start, right, column, len(starts)))]
            if own:
                cells.append(CelluleDocument(flow(own, right), column))
        rows.append(cells)
    return TableDocument(tuple(tuple(row) for row in rows), numero)


def _part(line: Ligne, start: float, right: float, column: int, count: int) -> tuple[Mot, ...]:
    low = -1e9 if column == 0 else start - _BORD
    high = 1e9 if column == count - 1 else right - _BORD
    return tuple(m for m in line.mots if low <= m.x0 < high)


def _rows(lines: Sequence[Ligne], starts: Sequence[float]) -> list[list[Ligne]]:
    """The lines of each row: parted by the wider gaps, or where several columns begin a text at once."""
    gaps = [after.y - before.y for before, after in zip(lines, lines[1:], strict=False)]
    spaced = bool(gaps) and max(gaps) > 1.2 * min(gaps)
    wide = (max(gaps) + min(gaps)) / 2 if spaced else 0.0
    rows: list[list[Ligne]] = []
    for rank, line in enumerate(lines):
        begins = gaps[rank - 1] > wide if spaced and rank else _begins(line, starts)
        if begins or not rows:
            rows.append([])
        rows[-1].append(line)
    return rows


def _begins(line: Ligne, starts: Sequence[float]) -> bool:
    firsts = [
        next((m.texte for m in _part(line, start, starts[i + 1] if i + 1 < len(starts) else 1e9, i, len(starts))), "")
        for i, start in enumerate(starts)
    ]
    texts = [first for first in firsts if first]
    return len(texts) > 1 and not any(text[:1].islower() for text in texts)
