"""From the words of PDF pages to lines and tables: what stands on one line, in one cell, in one column."""

from collections import Counter
from collections.abc import Iterator, Sequence

from fiche_tool.documents.pdf_colonnes import find_columns, split_page
from fiche_tool.documents.pdf_mots import LigneMots, Mot, PagePdf, flow, make_lines
from fiche_tool.documents.pdf_traits import CaseTracee, find_tables
from fiche_tool.domaine.document.document import Bloc, CelluleDocument, LigneDocument, TableDocument
from fiche_tool.domaine.mots.textes import fold

_MAX_TITRE = 160


def lay_out(pages: Sequence[PagePdf]) -> Iterator[Bloc]:
    """The lines and tables of pages, in the order one reads them."""
    marge = min((m.x0 for page in pages for m in page.mots), default=0.0)
    laid = [(page, _ruled(page)) for page in pages]
    plans = _sizes([mot for page, tables in laid for mot in _outside(page, tables)])
    suite: Sequence[float] = ()
    for page, tables in laid:
        lines = [line for column in split_page(make_lines(_outside(page, tables)), page.largeur) for line in column]
        items, suite = find_columns(lines, suite)
        yield from _read_page(page, items, tables, plans, marge)


def _ruled(page: PagePdf) -> list[tuple[tuple[CaseTracee, ...], TableDocument]]:
    """The ruled tables of a page that hold words in several cells."""
    found: list[tuple[tuple[CaseTracee, ...], TableDocument]] = []
    for cells in find_tables(page.traits):
        table = _fill(cells, page, len(found) + 1)
        if sum(bool(cell.texte) for rangee in table.rangees for cell in rangee) > 1:
            found.append((cells, table))
    return found


def _fill(cells: Sequence[CaseTracee], page: PagePdf, numero: int) -> TableDocument:
    """A ruled table with the words that stand in each of its cells."""
    inside: dict[CaseTracee, list[Mot]] = {cell: [] for cell in cells}
    x0, y0, x1, y1 = _box(cells)
    for word in page.mots:
        x, y = (word.x0 + word.x1) / 2, word.y - 0.3 * word.taille
        if x0 <= x <= x1 and y0 <= y <= y1:
            cell = next((c for c in cells if c.x0 <= x <= c.x1 and c.y0 <= y <= c.y1), None)
            if cell is not None:
                inside[cell].append(word)
    rows: dict[int, list[CelluleDocument]] = {}
    for cell, words in inside.items():
        text = flow(make_lines(words), cell.x1, cell.x0)
        rows.setdefault(cell.rangee, []).append(CelluleDocument(text, cell.colonne, cell.largeur, cell.hauteur))
    return TableDocument(tuple(tuple(rows.get(rang, ())) for rang in range(max(rows) + 1)), numero, page.numero)


def _box(cells: Sequence[CaseTracee]) -> tuple[float, float, float, float]:
    return min(c.x0 for c in cells), min(c.y0 for c in cells), max(c.x1 for c in cells), max(c.y1 for c in cells)


def _outside(page: PagePdf, tables: Sequence[tuple[tuple[CaseTracee, ...], TableDocument]]) -> list[Mot]:
    boxes = [_box(cells) for cells, _ in tables]
    return [
        m
        for m in page.mots
        if not any(x0 <= (m.x0 + m.x1) / 2 <= x1 and y0 <= m.y - 0.3 * m.taille <= y1 for x0, y0, x1, y1 in boxes)
    ]


# --- headings --------------------------------------------------------------------------------------------------------
def _sizes(mots: Sequence[Mot]) -> dict[tuple[float, bool], int]:
    """The levels that the sizes of letters make, the largest first; plain text has none."""
    counts: Counter[tuple[float, bool]] = Counter()
    for m in mots:
        counts[_look(m.taille, m.gras)] += len(m.texte)
    if not counts:
        return {}
    body = counts.most_common(1)[0][0]
    larger = [look for look in counts if look[0] > body[0] or (look[0] == body[0] and look[1] and not body[1])]
    return {look: rank for rank, look in enumerate(sorted(larger, reverse=True), 1)} if len(larger) < 10 else {}


def _look(taille: float, gras: bool) -> tuple[float, bool]:
    return (round(2 * taille) / 2, gras)


# --- pages -----------------------------------------------------------------------------------------------------------
def _read_page(
    page: PagePdf,
    items: Sequence[LigneMots | TableDocument],
    tables: Sequence[tuple[tuple[CaseTracee, ...], TableDocument]],
    plans: dict[tuple[float, bool], int],
    marge: float,
) -> Iterator[Bloc]:
    """The lines of a page, and its tables where they stand; a wide gap between two lines is a blank one."""
    waiting = list(tables)
    rank, before = 0, None
    for item in items:
        y = item.y if isinstance(item, LigneMots) else -1.0
        while waiting and y >= 0 and waiting[0][0][0].y0 < y:
            yield waiting.pop(0)[1]
            before = None
        if isinstance(item, TableDocument):
            yield TableDocument(item.rangees, len(tables) + item.numero, page.numero)
            before = None
            continue
        if before is not None and item.y - before.y > 1.7 * max(item.taille, before.taille):
            rank += 1
            yield LigneDocument("", rank, page.numero)
        rank += 1
        texte = item.texte(marge)
        plan = plans.get(_look(item.taille, item.gras), 0) if len(fold(texte)) <= _MAX_TITRE else 0
        yield LigneDocument(texte, rank, page.numero, plan=plan)
        before = item
    yield from (table for _, table in waiting)
