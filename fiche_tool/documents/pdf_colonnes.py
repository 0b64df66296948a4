"""What stands in columns on a page without rules: a text in two columns, a table told by its headings."""

from collections.abc import Sequence
from dataclasses import replace

from fiche_tool.documents.pdf_mots import LigneMots, Mot, flow
from fiche_tool.domaine.document.document import CelluleDocument, GenreLigne, TableDocument
from fiche_tool.domaine.document.entetes import count_levels, read_heading
from fiche_tool.domaine.document.etiquettes import LEVELS, read_label
from fiche_tool.domaine.document.mots import USUELS

_PIED = 2
"""Groups of lines that may stand below the last table of a page: its foot."""
_HAUT = 4
"""Lines that the headings of a table may take."""
_GOUTTIERE = 12.0
"""Points of white between two columns of text."""
_ASSEZ = 6
_BORD = 4.0


def split_page(lines: Sequence[LigneMots], width: float) -> list[list[LigneMots]]:
    """The columns of text of a page, each from the top down; the whole page where there is one column."""
    found: list[list[LigneMots]] = []
    band: list[LigneMots] = []
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


def _gutter(lines: Sequence[LigneMots], width: float) -> float | None:
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


def _crosses(line: LigneMots, gutter: float) -> bool:
    return any(segment.mots[0].x0 < gutter < segment.mots[-1].x1 for segment in line.segments)


def _columns(band: Sequence[LigneMots], gutter: float) -> list[list[LigneMots]]:
    sides: list[list[LigneMots]] = [[], []]
    for line in band:
        for side, part in enumerate(
            (tuple(m for m in line.mots if m.x0 < gutter), tuple(m for m in line.mots if m.x0 >= gutter))
        ):
            if part:
                sides[side].append(LigneMots(part))
    return [side for side in sides if side]


# --- tables without rules --------------------------------------------------------------------------------------------
GroupeMots = list[LigneMots]
"""Lines that follow one another closely: a paragraph, or a row of a table."""


def find_columns(
    lines: Sequence[LigneMots], suite: Sequence[float] = ()
) -> tuple[list[LigneMots | TableDocument], Sequence[float]]:
    """The lines of a page, those that stand in columns below headings, or beside labels, made tables.

    `suite` are the columns of the table that the page before leaves open; those this page leaves open are given back.
    """
    found: list[LigneMots | TableDocument] = []
    groups = _group(lines)
    rank = tables = 0
    left: Sequence[float] = ()
    while rank < len(groups):
        table, end, starts = _table_at(groups, rank, suite if rank == 0 else ())
        if table is None:
            found += groups[rank]
            rank += 1
            continue
        tables += 1
        found += [replace(table, numero=tables)]
        rank = end
        left = starts if end >= len(groups) - _PIED else ()
    return found, left


def _turns(before: LigneMots, line: LigneMots) -> bool:
    """True where labels and values begin or end: « 1.1.1 Créer un potager », then « Échéance      2026 »."""
    if _is_pair(line):
        return not _is_pair(before)
    back = abs(line.mots[0].x0 - before.mots[0].x0) < _BORD
    return _is_pair(before) and back and not line.plein[:1].islower()


def _is_pair(line: LigneMots) -> bool:
    """True for « Échéance      2026 »."""
    parts = line.segments
    return len(parts) == 2 and read_heading(parts[0].plein, USUELS) is not None


def _table_at(
    groups: Sequence[GroupeMots], rank: int, suite: Sequence[float]
) -> tuple[TableDocument | None, int, Sequence[float]]:
    """The table that begins at a group, the rank after its last row, its columns."""
    table, end, starts = _headed(groups, rank)
    if table is None:
        table, end, starts = _labelled(groups, rank)
    if table is None and suite:
        rows, end = _rows_from(groups, rank, suite)
        table, starts = (_table(rows), suite) if rows else (None, ())
    return table, end, starts


def _rows_from(
    groups: Sequence[GroupeMots], rank: int, starts: Sequence[float]
) -> tuple[list[list[CelluleDocument]], int]:
    """The rows that groups make in given columns, and the rank after the last."""
    rows: list[list[CelluleDocument]] = []
    while rank < len(groups) and (more := _row(groups[rank], starts)):
        rows += more
        rank += 1
    return rows, rank


def _group(lines: Sequence[LigneMots]) -> list[GroupeMots]:
    """The lines parted at the gaps that are wider than those inside a paragraph."""
    groups: list[GroupeMots] = []
    for before, line in zip([None, *lines], lines, strict=False):
        pitch = 1.45 * max(line.taille, before.taille) if before is not None else 0.0
        apart = before is None or line.y - before.y > pitch or line.y < before.y or abs(line.taille - before.taille) > 1
        if apart or (before is not None and _turns(before, line)):
            groups.append([])
        groups[-1].append(line)
    return groups


def _headed(groups: Sequence[GroupeMots], first: int) -> tuple[TableDocument | None, int, Sequence[float]]:
    """The table whose headings a group is, and the rank after its last row."""
    head = groups[first]
    for high in range(min(len(head), _HAUT), 0, -1):
        starts = _starts(head[:high])
        cells = _cells(head[:high], starts)
        heads = [read_heading(cell.texte, USUELS) for cell in cells]
        if len(starts) > 1 and len(cells) == len(starts) and all(heads) and count_levels(heads):
            more, end = _rows_from(groups, first + 1, starts)
            rows = [cells, *_tight_rows(head[high:], starts), *more]
            return (_table(rows), end, starts) if len(rows) > 1 else (None, first, ())
    return None, first, ()


def _row(group: GroupeMots, starts: Sequence[float]) -> list[list[CelluleDocument]]:
    """The rows that a group makes in these columns: one, several that stand close, or a section row; none otherwise."""
    text = " ".join(line.plein for line in group)
    label = read_label(text)
    if any(_across(line, starts) for line in group):
        section = label.genre in (*LEVELS, GenreLigne.NU) and abs(group[0].mots[0].x0 - starts[0]) < 3 * _BORD
        return [[CelluleDocument(text, 0, len(starts))]] if section else []
    if len(group) == 1 and len(group[0].segments) == 1 and label.genre in LEVELS:
        return [[CelluleDocument(text, 0, len(starts))]]
    if not any(abs(line.mots[0].x0 - start) < 3 * _BORD for line in group for start in starts):
        return []
    return _tight_rows(group, starts)


def _tight_rows(lines: Sequence[LigneMots], starts: Sequence[float]) -> list[list[CelluleDocument]]:
    """The rows of lines that no gap parts: a new one where several columns begin a text at once."""
    rows: list[list[LigneMots]] = []
    for line in lines:
        if not rows or _begins(line, starts):
            rows.append([])
        rows[-1].append(line)
    return [_cells(row, starts) for row in rows]


def _labelled(groups: Sequence[GroupeMots], first: int) -> tuple[TableDocument | None, int, Sequence[float]]:
    """A table of labels and values side by side (« Échéance    2026 »), and the rank after its last row."""
    rows: list[list[CelluleDocument]] = []
    starts: list[float] = []
    end = first
    while end < len(groups):
        own = _pairs(groups[end], starts or _starts(groups[end]))
        if not own:
            break
        starts = starts or _starts(groups[end])
        rows += own
        end += 1
    return (_table(rows), end, starts) if len(rows) > 1 else (None, first, ())


def _pairs(group: GroupeMots, starts: Sequence[float]) -> list[list[CelluleDocument]]:
    """The labels and values of a group; none where it holds anything else."""
    if len(starts) != 2 or any(_across(line, starts) for line in group):
        return []
    rows: list[list[LigneMots]] = []
    for line in group:
        label = _part(line, starts[0], starts[1], 0, 2)
        if label and (not rows or _part(line, starts[1], 1e9, 1, 2)):
            rows.append([])
        if not rows:
            return []
        rows[-1].append(line)
    cells = [_cells(row, starts) for row in rows]
    known = all(row and row[0].colonne == 0 and read_heading(row[0].texte, USUELS) for row in cells)
    return cells if known else []


def _starts(lines: Sequence[LigneMots]) -> list[float]:
    """Where columns begin: the beginnings of the segments, those close together counted once."""
    firsts = sorted(segment.mots[0].x0 for line in lines for segment in line.segments)
    starts: list[float] = []
    for x in firsts:
        if not starts or x - starts[-1] > 2 * _BORD:
            starts.append(x)
    return starts


def _across(line: LigneMots, starts: Sequence[float]) -> bool:
    """True for a line that runs over the beginning of a column."""
    return any(
        segment.mots[0].x0 < start - _BORD and segment.mots[-1].x1 > start + _BORD
        for segment in line.segments
        for start in starts[1:]
    )


def _cells(lines: Sequence[LigneMots], starts: Sequence[float]) -> list[CelluleDocument]:
    cells = []
    for column, start in enumerate(starts):
        right = starts[column + 1] if column + 1 < len(starts) else max(m.x1 for line in lines for m in line.mots)
        own = [LigneMots(part) for line in lines if (part := _part(line, start, right, column, len(starts)))]
        if own:
            cells.append(CelluleDocument(flow(own, right), column))
    return cells


def _table(rows: Sequence[Sequence[CelluleDocument]]) -> TableDocument:
    return TableDocument(tuple(tuple(row) for row in rows))


def _part(line: LigneMots, start: float, right: float, column: int, count: int) -> tuple[Mot, ...]:
    low = -1e9 if column == 0 else start - _BORD
    high = 1e9 if column == count - 1 else right - _BORD
    return tuple(m for m in line.mots if low <= m.x0 < high)


def _begins(line: LigneMots, starts: Sequence[float]) -> bool:
    """True for a line on which several columns begin a text, none of them with a small letter."""
    ends = [*starts[1:], 1e9]
    parts = [_part(line, start, ends[i], i, len(starts)) for i, start in enumerate(starts)]
    texts = [part[0].texte for part in parts if part]
    return len(texts) > 1 and not any(text[:1].islower() for text in texts)
