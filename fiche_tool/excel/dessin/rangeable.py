"""The sheet of XlsxWriter that the tool draws on: cells written straight, and put away once nothing changes them."""

import tempfile
from functools import cache
from io import BufferedReader, BufferedWriter, StringIO, TextIOWrapper
from typing import IO, Any

from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import printable
from fiche_tool.excel.dessin.propre import with_clean_texts
from fiche_tool.excel.lecture.classeur import column_letters


@with_clean_texts(
    "write_url",
    "write_formula",
    "write_array_formula",
    "merge_range",
    "data_validation",
    "conditional_format",
    "add_table",
    "insert_chart",
    "set_header",
    "set_footer",
)
class Rangeable(Worksheet):  # type: ignore[misc]  # XlsxWriter is `Any` to mypy
    """A sheet of XlsxWriter whose cells can be put away: a cell weighs ten times what is stored of it.

    XlsxWriter's own way to that, `constant_memory`, wants rows in order, no tables, and every text as often as it is
    shown. A chart keeps no copy of the figures of a sheet that is put away.
    """

    fh: IO[str]
    dim_rowmin: int | None
    dim_rowmax: int | None
    dim_colmax: int | None
    col_info: dict[int, object]
    print_area_range: str
    repeat_row_range: str
    _away: IO[str] | None = None
    _links: IO[str] | None = None
    _stored = 0

    def row_points(self, row: int) -> float:
        """How tall a row is, in points, until it is put away."""
        default = self.default_row_height  # in pixels, or in points where XlsxWriter is older
        points: float = self.row_sizes.get(row, (default,))[0] * _HAUTEUR / default
        return points

    # XlsxWriter's own door asks of each cell whether its place is written « A1 »: here it never is.
    def write_string(self, row: int, col: int, string: str, cell_format: object = None) -> int:
        """A text, whatever it begins with."""
        written: int = self._write_string(row, col, printable(string), cell_format)
        return written

    def write_number(self, row: int, col: int, number: float, cell_format: object = None) -> int:
        """A number."""
        written: int = self._write_number(row, col, number, cell_format)
        return written

    def write_blank(self, row: int, col: int, blank: None, cell_format: object = None) -> int:
        """A cell that only has a format."""
        written: int = self._write_blank(row, col, blank, cell_format)
        return written

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """A formula as it is stored. XlsxWriter looks in each for thirty functions younger than ours."""
        if _CONNUES.issuperset(_FONCTION.findall(formula)) and not formula.endswith("}"):
            return formula.removeprefix("=")
        prepared: str = super()._prepare_formula(formula, expand_future_functions)
        return prepared

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """A text or a number in a format of its own, as nearly all cells are, has nothing to escape."""
        shape, kind = cell.format, type(cell).__name__
        if not shape or kind not in _PLAIN:
            super()._write_cell(row, col, cell)
            return
        head = f'<c r="{_letters(col + 1)}{row + 1}" s="{shape._get_xf_index()}"'
        if kind == "String":
            self.fh.write(f'{head} t="s"><v>{cell.string}</v></c>')
        elif kind == "Blank":
            self.fh.write(f"{head}/>")
        else:
            self.fh.write(f"{head}><v>{cell.number:.16G}</v></c>")

    def print_held(self) -> None:
        """Where rows are repeated on each page, print the rows written so far, as wide as the columns.

        LibreOffice, told of rows to repeat but not where the pages end, cuts its million rows into pages as it opens;
        told what a hidden sheet prints, it prints it.
        """
        if self.repeat_row_range and not self.print_area_range and self.dim_rowmax is not None:
            self.print_area(0, 0, self.dim_rowmax, max(self.dim_colmax or 0, *self.col_info))

    def put_away(self, *, in_memory: bool, before: int | None = None) -> None:
        """Store the cells of all rows, or of those before a row; nothing is written to them after."""
        first, last = self.dim_rowmin, self.dim_rowmax
        if first is None or last is None:
            return
        assert not any(self.table[row] for row in list(self.table) if row < self._stored), "a row was stored already"
        if self._away is None:
            self._away = _holder(in_memory=in_memory)
        end = last if before is None else min(last, before - 1)
        kept, self.fh = self.fh, self._away
        self.dim_rowmin, self.dim_rowmax = max(first, self._stored), end
        self._write_rows()
        self.dim_rowmin, self.dim_rowmax = first, last
        for rows in (self.table, self.row_sizes, vars(self).get("row_info", {})):  # the last one is younger than 3.2
            for row in [row for row in rows if row <= end]:
                del rows[row]
        self._stored = end + 1
        if before is None and self._links is None:  # XlsxWriter makes an object of each, which weighs as much as a cell
            self.fh = self._links = _holder(in_memory=in_memory)
            super()._write_hyperlinks()
            self.hyperlinks.clear()
        self.fh = kept

    def _write_hyperlinks(self) -> None:
        if self._links is None:
            super()._write_hyperlinks()
        else:
            _pour(self._links, self.fh)

    def _write_sheet_data(self) -> None:
        if self._away is None:
            super()._write_sheet_data()
            return
        self.put_away(in_memory=True)
        self._xml_start_tag("sheetData")
        _pour(self._away, self.fh)
        self._xml_end_tag("sheetData")


_PIECE = 1 << 16
_HAUTEUR = 15.0
"""The points of a row that nobody made taller."""
_PLAIN = frozenset({"String", "Number", "Datetime", "Blank"})
"""What XlsxWriter calls the cells that hold a rank among the texts, a number, or nothing."""
_FONCTION = regex(r"[A-Z]+(?=\()")
_CONNUES = frozenset(
    (
        *("ADDRESS", "AND", "AVERAGEIFS", "COLUMN", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "IF", "IFERROR", "LEN"),
        *("INDIRECT", "MAX", "MID", "MIN", "OR", "ROUND", "ROW", "SUBSTITUTE", "SUM", "SUMIF", "SUMIFS", "SUMPRODUCT"),
    )
)
"""The functions of our formulas, which every Excel has known since 2007."""
_letters = cache(column_letters)


def _holder(*, in_memory: bool) -> IO[str]:
    """Where cells are put away. A file open for reading too would set its decoder back at every write."""
    if in_memory:
        return StringIO()
    return TextIOWrapper(BufferedWriter(tempfile.TemporaryFile(buffering=0)), encoding="utf-8", newline="")


def _pour(source: IO[str], target: IO[str]) -> None:
    """What was put away goes where it belongs."""
    source.seek(0)
    if isinstance(source, TextIOWrapper):
        source = TextIOWrapper(BufferedReader(source.detach().detach()), encoding="utf-8", newline="")
    while data := source.read(_PIECE):
        target.write(data)
    source.close()
