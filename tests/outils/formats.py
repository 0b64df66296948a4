"""Blocks written as .docx, .odt, .pdf and .xlsx: what a layout is, in each format, as programs write it."""

import io
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence

import pytest

from fiche_tool.domaine.document.document import PARAGRAPHE, Bloc, CelluleDocument, LigneDocument, TableDocument
from tests.outils.mises_en_page import BlocEcrit, C, Ligne, Puce, Tableau, Titre


def _grid(table: Tableau) -> Iterator[tuple[int, int, C]]:
    """The cells of a table with the row and column where each begins."""
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(table.rangees):
        column = 0
        for cell in row:
            while (r, column) in taken:
                column += 1
            taken |= {(r + i, column + j) for i in range(cell.haut) for j in range(cell.large)}
            yield r, column, cell
            column += cell.large


def to_blocs(blocs: Sequence[BlocEcrit]) -> list[Bloc]:
    """The blocks as reading them from a word processor gives them, without any file."""
    found: list[Bloc] = []
    for rank, bloc in enumerate(blocs, 1):
        match bloc:
            case Titre(niveau, texte):
                found.append(LigneDocument(texte, rank, unite=PARAGRAPHE, entiere=True, plan=niveau))
            case Puce(texte, retrait):
                found.append(LigneDocument(f"{'    ' * retrait}• {texte}", rank, unite=PARAGRAPHE, entiere=True))
            case Ligne(texte, retrait):
                found.append(LigneDocument("    " * retrait + texte, rank, unite=PARAGRAPHE, entiere=True))
            case Tableau():
                rows: list[list[CelluleDocument]] = [[] for _ in bloc.rangees]
                for r, c, cell in _grid(bloc):
                    rows[r].append(CelluleDocument(cell.texte, c, cell.large, cell.haut))
                found.append(TableDocument(tuple(tuple(row) for row in rows), rank))
    return found


def _width(table: Tableau) -> int:
    return max(column + cell.large for _, column, cell in _grid(table))


def make_docx(blocs: Sequence[BlocEcrit]) -> bytes:
    docx = pytest.importorskip("docx", reason="le complément « documents » n'est pas installé")
    document = docx.Document()
    for bloc in blocs:
        match bloc:
            case Titre(niveau, texte):
                document.add_heading(texte, niveau)
            case Puce(texte, retrait):
                document.add_paragraph(texte, style="List Bullet" if retrait < 2 else "List Bullet 2")
            case Ligne(texte, retrait):
                paragraph = document.add_paragraph(texte)
                if retrait:
                    paragraph.paragraph_format.left_indent = docx.shared.Cm(0.7 * retrait)
            case Tableau():
                table = document.add_table(len(bloc.rangees), _width(bloc), "Table Grid")
                for r, c, cell in _grid(bloc):
                    own = table.cell(r, c)
                    if (cell.large, cell.haut) != (1, 1):
                        own = own.merge(table.cell(r + cell.haut - 1, c + cell.large - 1))
                    own.text = cell.texte
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def make_odt(blocs: Sequence[BlocEcrit]) -> bytes:
    odfdo = pytest.importorskip("odfdo", reason="le complément « documents » n'est pas installé")
    document = odfdo.Document("text")
    document.body.clear()
    for rank, bloc in enumerate(blocs):
        match bloc:
            case Titre(niveau, texte):
                document.body.append(odfdo.Header(niveau, re.sub(r"^[\d.]+ ", "", texte)))  # Writer numbers them
            case Puce(texte, retrait):
                item = odfdo.List([texte])
                for _ in range(retrait):
                    outer, inner = odfdo.List(), odfdo.ListItem()
                    inner.append(item)
                    outer.append(inner)
                    item = outer
                document.body.append(item)
            case Ligne(texte, retrait):
                document.body.append(odfdo.Paragraph(" " * 4 * retrait + texte))
            case Tableau():
                table = odfdo.Table(f"T{rank}", width=_width(bloc), height=len(bloc.rangees))
                for r, c, cell in _grid(bloc):
                    own = odfdo.Cell()
                    for line in cell.texte.split("\n"):
                        own.append(odfdo.Paragraph(line))
                    table.set_cell((c, r), own)
                    if (cell.large, cell.haut) != (1, 1):
                        table.set_span((c, r, c + cell.large - 1, r + cell.haut - 1))
                document.body.append(table)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def make_xlsx(blocs: Sequence[BlocEcrit]) -> bytes:
    """One sheet: a heading in the column of its level, a table below what stands above it."""
    import xlsxwriter

    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False})
    sheet = workbook.add_worksheet("PST")
    row = 0
    for bloc in blocs:
        match bloc:
            case Titre(niveau, texte):
                sheet.write_string(row, niveau - 1, texte)
            case Puce(texte, retrait):
                sheet.write_string(row, retrait, f"• {texte}")
            case Ligne(texte, retrait):
                sheet.write_string(row, retrait, texte)
            case Tableau():
                for r, c, cell in _grid(bloc):
                    top = row + r
                    if (cell.large, cell.haut) != (1, 1):
                        sheet.merge_range(top, c, top + cell.haut - 1, c + cell.large - 1, cell.texte)
                    else:
                        sheet.write_string(top, c, cell.texte)
                row += len(bloc.rangees) - 1
        row += 1
    workbook.close()
    return buffer.getvalue()


# --- PDF -------------------------------------------------------------------------------------------------------------
_TOP, _BOTTOM, _LEFT, _WIDE = 790.0, 60.0, 50.0, 500.0
_SIZES = {0: 9.0, 1: 18.0, 2: 15.0, 3: 12.0}
_LETTER = 0.6  # Courier: every letter is six tenths of its size wide


def make_pdf(blocs: Sequence[BlocEcrit]) -> bytes:
    """Pages as a word processor prints them: lines cut at the margin, tables ruled, a foot on each page."""
    pages: list[list[str]] = [[]]
    y = _TOP
    for bloc in blocs:
        if isinstance(bloc, Tableau):
            y = _draw_table(bloc, pages, y) - 14
            continue
        level = bloc.niveau if isinstance(bloc, Titre) else 0
        size = _SIZES[level]
        indent = 20.0 * (0 if isinstance(bloc, Titre) else bloc.retrait)
        text = f"• {bloc.texte}" if isinstance(bloc, Puce) else bloc.texte
        y -= 0.6 * size if level else 0
        for line in textwrap.wrap(text, int((_WIDE - indent) / (_LETTER * size))) or [""]:
            y = _room(pages, y, size)
            pages[-1].append(_show(line, _LEFT + indent, y, size, level > 0))
            y -= 1.3 * size
        y -= 3
    return _assemble(pages)


def _room(pages: list[list[str]], y: float, needed: float) -> float:
    if y - needed >= _BOTTOM:
        return y
    pages.append([])
    return _TOP


def _draw_table(table: Tableau, pages: list[list[str]], y: float) -> float:
    """A table, rows kept whole with those their cells span."""
    size, cells = 8.0 if _width(table) < 8 else 5.0, list(_grid(table))
    wide = _WIDE / _width(table)
    wrapped = {
        (r, c): [
            part
            for line in cell.texte.split("\n")
            for part in textwrap.wrap(line, int((wide * cell.large - 8) / (_LETTER * size)))
        ]
        for r, c, cell in cells
    }
    heights = [14.0] * len(table.rangees)
    for r, c, cell in cells:
        need = 6 + 10 * len(wrapped[r, c]) - sum(heights[r + 1 : r + cell.haut])
        heights[r] = max(heights[r], need)
    reach = 0
    tops: dict[int, float] = {}
    for r in range(len(heights)):
        if r >= reach:
            reach = max(q + cell.haut for q, _, cell in cells if q <= r)
            y = _room(pages, y, sum(heights[r:reach]))
        tops[r] = y
        for q, c, cell in cells:
            if q == r:
                high = sum(heights[r : r + cell.haut])
                x = _LEFT + c * wide
                pages[-1].append(f"{x:.1f} {y - high:.1f} {wide * cell.large:.1f} {high:.1f} re S")
                for rank, line in enumerate(wrapped[r, c]):
                    pages[-1].append(_show(line, x + 4, y - 10 - 10 * rank, size))
        y -= heights[r]
    return y


def _show(text: str, x: float, y: float, size: float, bold: bool = False) -> str:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").replace("•", "\x95")
    return f"BT /F{2 if bold else 1} {size} Tf {x:.1f} {y:.1f} Td ({escaped}) Tj ET"


def _assemble(pages: Sequence[Sequence[str]]) -> bytes:
    from tests.test_importer import assemble_pdf

    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    for font in ("Courier", "Courier-Bold"):
        objects.append(f"<</Type/Font/Subtype/Type1/BaseFont/{font}/Encoding/WinAnsiEncoding>>")
    kids = []
    for number, page in enumerate(pages, 1):
        foot = _show(f"Rue de l'Église 1, 5000 Valmont – tél. 081/00 00 00 – page {number}", _LEFT, 30, 7)
        stream = "\n".join([*page, foot]).replace("\x95", "•")
        objects.append(f"<</Length {len(stream.encode('cp1252', 'replace'))}>>stream\n{stream}\nendstream")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {len(objects)} 0 R"
            "/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    return assemble_pdf(objects)


FORMATS: Mapping[str, Callable[[Sequence[BlocEcrit]], bytes]] = {
    "docx": make_docx,
    "odt": make_odt,
    "pdf": make_pdf,
    "xlsx": make_xlsx,
}
