"""What the tool asks of XlsxWriter, with types: a workbook, its sheets, formats and charts. `ouvrage` makes one.

XlsxWriter itself is seen by mypy as `Any`; through these protocols a misspelt method is an error before anything runs.
`tests/test_colonnes.py` holds them against the library that is installed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypedDict

Options = Mapping[str, object]
"""Options of a chart, a rule or a table, as XlsxWriter names them."""


class Forme(TypedDict, total=False):
    """What a cell looks like, in XlsxWriter's words."""

    align: str
    bg_color: str
    bold: bool
    border: int
    border_color: str
    bottom: int
    bottom_color: str
    fg_color: str
    font_color: str
    font_name: str
    font_size: int
    font_strikeout: bool
    indent: int
    italic: bool
    left: int
    left_color: str
    locked: bool
    num_format: str
    pattern: int
    right: int
    right_color: str
    text_wrap: bool
    top: int
    top_color: str
    underline: int
    valign: str


class Format(Protocol):
    """The format of a cell, made by its workbook and passed on as it is."""

    def set_locked(self, locked: bool = True) -> None:
        """Whether the cell stays closed on a protected sheet."""


class Graphique(Protocol):
    """A chart; its options are XlsxWriter's."""

    def add_series(self, options: Options) -> object:
        """Add a series."""

    def set_title(self, options: Options) -> object:
        """The title."""

    def set_legend(self, options: Options) -> object:
        """The legend."""

    def set_x_axis(self, options: Options) -> object:
        """The axis of the categories."""

    def set_y_axis(self, options: Options) -> object:
        """The axis of the values."""

    def set_size(self, options: Options) -> object:
        """Pixels."""

    def set_chartarea(self, options: Options) -> object:
        """What stands behind everything."""

    def show_blanks_as(self, option: str) -> object:
        """What an empty cell becomes."""


class Feuille(Protocol):
    """A sheet being written. Rows and columns count from 0."""

    def get_name(self) -> str:
        """Its tab."""

    def write_string(self, row: int, col: int, string: str, cell_format: Format | None = None) -> int:
        """A text, whatever it begins with."""

    def write_number(self, row: int, col: int, number: float, cell_format: Format | None = None) -> int:
        """A number."""

    def write_datetime(self, row: int, col: int, date: datetime, cell_format: Format | None = None) -> int:
        """A day."""

    def write_blank(self, row: int, col: int, blank: None, cell_format: Format | None = None) -> int:
        """A cell that only has a format."""

    def write_formula(
        self, row: int, col: int, formula: str, cell_format: Format | None = None, value: object = 0
    ) -> int:
        """A formula with its value."""

    def write_array_formula(
        self,
        first_row: int,
        first_col: int,
        last_row: int,
        last_col: int,
        formula: str,
        cell_format: Format | None = None,
        value: object = 0,
    ) -> int:
        """A formula over arrays with its value."""

    def write_rich_string(self, row: int, col: int, *args: str | Format) -> int:
        """A text in several shapes: a shape, then the text it is for; the shape of the cell comes last."""

    def write_url(
        self,
        row: int,
        col: int,
        url: str,
        cell_format: Format | None = None,
        string: str | None = None,
        tip: str | None = None,
    ) -> int:
        """A text that leads somewhere."""

    def merge_range(
        self, first_row: int, first_col: int, last_row: int, last_col: int, data: str, cell_format: Format | None = None
    ) -> int:
        """Cells made one."""

    def set_row(
        self, row: int, height: float | None = None, cell_format: Format | None = None, options: Options | None = None
    ) -> int:
        """Height, visibility and level of a row."""

    def row_points(self, row: int) -> float:
        """How tall a row is so far, in points."""

    def set_column(
        self,
        first_col: int,
        last_col: int,
        width: float | None = None,
        cell_format: Format | None = None,
        options: Options | None = None,
    ) -> int:
        """Width and format of columns."""

    def add_table(self, first_row: int, first_col: int, last_row: int, last_col: int, options: Options) -> int:
        """A table as Excel knows it."""

    def conditional_format(self, first_row: int, first_col: int, last_row: int, last_col: int, options: Options) -> int:
        """A format that depends on what cells hold."""

    def data_validation(self, first_row: int, first_col: int, last_row: int, last_col: int, options: Options) -> int:
        """What cells accept, and the note they show."""

    def insert_chart(self, row: int, col: int, chart: Graphique, options: Options | None = None) -> int:
        """A chart, its corner in a cell."""

    def autofilter(self, first_row: int, first_col: int, last_row: int, last_col: int) -> object:
        """The arrows of a row of headings."""

    def freeze_panes(self, row: int, col: int) -> object:
        """Keep rows and columns in view."""

    def repeat_rows(self, first_row: int, last_row: int | None = None) -> object:
        """Print rows again on each page."""

    def repeat_columns(self, first_col: int, last_col: int | None = None) -> object:
        """Print columns again on each page."""

    def print_area(self, first_row: int, first_col: int, last_row: int, last_col: int) -> object:
        """What prints."""

    def print_held(self) -> None:
        """With rows to repeat and no area of its own, what it holds is what prints: LibreOffice opens it sooner."""

    def fit_to_pages(self, width: int, height: int) -> object:
        """How many pages it takes, 0 for as many as needed."""

    def set_h_pagebreaks(self, breaks: Sequence[int]) -> object:
        """Rows before which a page ends."""

    def set_landscape(self) -> object:
        """Wide pages."""

    def set_portrait(self) -> object:
        """Tall pages."""

    def set_paper(self, paper_size: int) -> object:
        """The size of the paper: 8 for A3, 9 for A4."""

    def set_margins(self, left: float = 0.7, right: float = 0.7, top: float = 0.75, bottom: float = 0.75) -> object:
        """Inches."""

    def set_header(self, header: str, options: Options | None = None) -> object:
        """What is printed over each page."""

    def set_footer(self, footer: str, options: Options | None = None) -> object:
        """What is printed under each page."""

    def center_horizontally(self) -> object:
        """In the middle of the page."""

    def hide_gridlines(self, option: int) -> object:
        """Without the lines of the grid: 1 in print, 2 on screen too."""

    def set_tab_color(self, color: str) -> object:
        """The colour of its tab."""

    def outline_settings(self, *, symbols_below: bool) -> object:
        """Where the signs of the grouped rows stand."""

    def ignore_errors(self, options: Mapping[str, str]) -> object:
        """Green corners that mean nothing here."""

    def set_selection(self, first_row: int, first_col: int, last_row: int, last_col: int) -> object:
        """The cell it opens on."""

    def set_zoom(self, zoom: int) -> object:
        """How large it opens, in hundredths."""

    def put_away(self, *, in_memory: bool, before: int | None = None) -> None:
        """Its cells as they will be stored, in place of what they weigh until then: nothing is written to them after.

        All of its rows, or those before a row (from 0), a multiple of sixteen.
        """

    def very_hidden(self) -> object:
        """Kept out of the list of hidden sheets too."""

    def protect(self, password: str = "", options: Options | None = None) -> object:
        """Close the cells that are locked."""

    def hide(self) -> object:
        """Out of sight."""


class Ouvrage(Protocol):
    """A workbook being written."""

    def add_worksheet(self, name: str) -> Feuille:
        """A new sheet, after the others."""

    def worksheets(self) -> Sequence[Feuille]:
        """Its sheets, in order."""

    def add_format(self, properties: Forme) -> Format:
        """A new format."""

    def add_chart(self, options: Options) -> Graphique:
        """A new chart, to insert in a sheet."""

    def define_name(self, name: str, formula: str) -> int:
        """Give a range or a formula a name."""

    def set_properties(self, properties: Options) -> object:
        """Title, subject, day."""

    def close(self) -> object:
        """Write everything."""
