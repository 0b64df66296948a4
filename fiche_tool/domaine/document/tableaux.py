"""The tables of a PST, whatever their format: headings understood, section rows, and what is read from each row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fiche_tool.domaine.document.document import Etiquette, GenreLigne, LigneDocument, Paragraphe, TableDocument
from fiche_tool.domaine.document.emission import Emetteur, begins_item, is_volet
from fiche_tool.domaine.document.entetes import Part, count_levels, read_heading
from fiche_tool.domaine.document.etiquettes import LEVELS, read_label
from fiche_tool.domaine.document.fiches import is_fiche, read_fiches
from fiche_tool.domaine.document.grilles import Case, Rangee, spread_cells
from fiche_tool.domaine.document.mots import USUELS, Mots
from fiche_tool.domaine.document.rangees import ColonnesLues, read_rows
from fiche_tool.domaine.mots.textes import shorten

_HAUT = 15
"""How many rows may stand above the headings of a table."""


@dataclass(frozen=True, slots=True)
class TableLue:
    """What a table says: its paragraphs, or the lines it is to be read as; its headings, for the table that goes on."""

    paragraphes: tuple[Paragraphe, ...] = ()
    lignes: tuple[LigneDocument, ...] = ()
    colonnes: ColonnesLues | None = None


def read_table(emetteur: Emetteur, suite: ColonnesLues | None) -> TableLue:
    """What a table says. `suite` are the headings of the table before, which this one may carry on (next page)."""
    table, mots = emetteur.table, emetteur.mots
    rows = spread_cells(table)
    if not rows:
        return TableLue()
    top = _sheet_volet(emetteur)
    colonnes = _find_header(rows, mots)
    goes_on = suite is not None and suite.largeur == len(rows[0].cases)
    if colonnes is None and suite is not None and goes_on and (suite.par_type >= 0 or _goes_on(rows, mots)):
        colonnes = suite.carried_on()
    if is_fiche(rows, mots) and not (colonnes and (colonnes.surs >= 2 or colonnes.par_type >= 0)):
        return TableLue((*top, *read_fiches(rows, emetteur)))
    if colonnes is not None:
        return TableLue((*top, *read_rows(rows, colonnes, emetteur)), colonnes=colonnes)
    if _is_listing(rows) or _has_labels(rows, mots):
        return TableLue(top, tuple(_as_lines(table, rows)))
    return TableLue((*top, _unknown(emetteur, rows)))


def _sheet_volet(emetteur: Emetteur) -> tuple[Paragraphe, ...]:
    """« Interne », where a sheet of a workbook bears the name of a volet."""
    name = emetteur.table.feuille
    label = read_label(name, False) if name else None
    if label is None or not (label.genre is GenreLigne.VOLET or is_volet(name)):
        return ()
    return tuple(emetteur.level(0, GenreLigne.VOLET, name))


def _find_header(rows: Sequence[Rangee], mots: Mots) -> ColonnesLues | None:
    """The headings of a table, in the row that names the most; they may take two rows."""
    best: tuple[int, int] = (0, 0)
    for rank, row in enumerate(rows[:_HAUT]):
        score = _score(row, mots)
        if score > best[0]:
            best = (score, rank)
    if not best[0]:
        return None
    rank = best[1]
    row = rows[rank]
    texts = [case.texte for case in row.cases]
    below = rows[rank + 1] if rank + 1 < len(rows) else None
    second = below is not None and _is_second(row, below, mots)
    if below is not None and second:
        texts = [_both(up, down, row.rang) for up, down in zip(row.cases, below.cases, strict=True)]
    coins = [case.coin for case in (below.cases if below is not None and second else row.cases)]
    entetes = [read_heading(texte, mots) for texte in texts]
    return ColonnesLues(tuple(texts), tuple(entetes), tuple(coins), rank + (2 if second else 1), rank)


def _score(row: Rangee, mots: Mots) -> int:
    """How much a row looks like headings; 0 where it does not."""
    cases = row.propres
    heads = [read_heading(case.texte, mots) for case in cases]
    known = sum(head is not None for head in heads)
    levels = count_levels(heads)
    types = any(head is not None and head.part is Part.NIVEAU for head in heads)
    if not levels or any(len(case.texte) > 70 or case.texte.count("\n") > 4 for case in cases):
        return 0
    sure = sum(head is not None and head.sur and head.part is Part.TEXTE for head in heads)
    if known >= 2 and (sure or types or known >= 0.6 * len(cases)):
        return 2 * known + levels
    plain = all(head is not None or not re.search(r"\d", case.texte) for head, case in zip(heads, cases, strict=True))
    return 1 if sure and plain and (len(row.cases) == 1 or len(cases) > 1) else 0


def _is_second(row: Rangee, below: Rangee, mots: Mots) -> bool:
    """True where the row below goes on with the headings: some of them span both rows, or group what it names."""
    spanning = [case for case in below.cases if case.coin[0] == row.rang]
    grouped = len({case.coin for case in row.cases if not case.vide}) < sum(not case.vide for case in row.cases)
    own = below.propres
    short = all(len(case.texte) <= 30 for case in own)
    known = sum(
        read_heading(case.texte, mots) is not None or re.fullmatch(r"20\d\d", case.texte.strip()) is not None
        for case in own
    )
    return bool(own) and short and (bool(spanning) or grouped) and known == len(own)


def _both(up: Case, down: Case, rang: int) -> str:
    if down.vide or down.coin[0] == rang:
        return up.texte
    return f"{up.texte} {down.texte}" if re.fullmatch(r"20\d\d", down.texte.strip()) else down.texte


def _goes_on(rows: Sequence[Rangee], mots: Mots) -> bool:
    """False for a table that begins with headings of its own."""
    return not any(read_heading(case.texte, mots) for case in rows[0].propres)


def _is_listing(rows: Sequence[Rangee]) -> bool:
    """True for a table that holds one text a row: a frame around a text, or a sheet used as a page."""
    return sum(len(row.propres) > 1 for row in rows) <= len(rows) // 10


def _has_labels(rows: Sequence[Rangee], mots: Mots) -> bool:
    return any(
        read_label(line, False, mots).genre in (*LEVELS[1:], GenreLigne.VOLET)
        for row in rows
        for case in row.propres
        for line in case.texte.split("\n")
    )


def _as_lines(table: TableDocument, rows: Sequence[Rangee]) -> Iterator[LigneDocument]:
    """The texts of a table as lines: in a sheet the column is the indentation."""
    unite = "ligne" if table.feuille else f"tableau {table.numero}, rangée"
    stairs = table.feuille != "" and _is_staircase(rows)
    for row in rows:
        cases = row.propres
        if len(cases) == 2 and read_heading(cases[0].texte, USUELS) is not None:  # « Échéance | 2026 »
            cases = (Case(f"{cases[0].texte.strip(' :')} : {cases[1].texte}", cases[0].coin),)
        for case in cases:
            indent = " " * (4 * case.coin[1]) if table.feuille else ""
            for line in case.texte.split("\n"):
                plan = case.coin[1] + 1 if stairs and not begins_item(line) else 0
                yield LigneDocument(
                    indent + line, row.rang + table.premiere, table.page, unite, not table.coupee, plan, table.feuille
                )


def _is_staircase(rows: Sequence[Rangee]) -> bool:
    """True for a sheet whose columns are levels, each text standing in that of its own, no number before it."""
    alone = [row.propres[0] for row in rows if len(row.propres) == 1]
    columns = {case.coin[1] for case in alone}
    numbered = any(read_label(case.texte).genre in (*LEVELS[1:], GenreLigne.NU) for case in alone)
    return len(columns) > 2 and len(alone) > 0.8 * len(rows) and not numbered


def _unknown(emetteur: Emetteur, rows: Sequence[Rangee]) -> Paragraphe:
    """A table that nothing explains, as one paragraph that shows what stands in its first rows."""
    shown = " / ".join(" | ".join(shorten(case.texte, 30) for case in row.pleines) for row in rows[:2])
    return emetteur.paragraph(rows[0].rang, Etiquette(GenreLigne.TABLEAU, texte=shown))
