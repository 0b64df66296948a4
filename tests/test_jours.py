"""A day whose cell shows its month or its year alone means what is seen, whoever saved the workbook."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from fiche_tool.excel.lecture.jours import ANNEE, MOIS, shown_by, shown_in, visible_part
from tests.conftest import COMPLETE, LibreOffice, Pst

pytestmark = pytest.mark.undrawn

JUIN = date(2027, 6, 1)
SEEN = {  # a day and the format of its cell: what is read as the beginning and as the end
    "mm/yyyy": (JUIN, "06/2027"),
    "mmm-yy": (JUIN, "06/2027"),
    "[$-80C]mmmm yyyy;@": (JUIN, "06/2027"),
    "yyyy": (date(2027, 1, 1), "2027"),
}
WHOLE = {  # these show the day, or hold another one than programs keep for a month or a year
    "dd/mm/yyyy": (JUIN, "01/06/2027"),
    "d mmmm yyyy": (JUIN, "01/06/2027"),
    "mm/yyyy": (date(2027, 6, 15), "15/06/2027"),
    "yyyy": (date(2027, 6, 1), "01/06/2027"),
}


def with_end(pst: Pst, day: date, code: str, name: str = "jour.xlsx") -> Path:
    """A returned fiche whose cell Fin holds a day in a format of its own."""
    path = pst.fill_in("A2BCD", COMPLETE, name=name)
    workbook = openpyxl.load_workbook(path)
    place = workbook.defined_names["pst_fin"].attr_text.partition("!")[2].replace("$", "")
    cell = workbook["Fiche"][place]
    cell.value, cell.number_format = day, code
    buffer = io.BytesIO()
    workbook.save(buffer)
    path.write_bytes(buffer.getvalue())
    return path


def with_text(pst: Pst, seen: str) -> Path:
    """The same where it is typed as text."""
    return pst.fill_in("A2BCD", COMPLETE | {"fin": seen}, name="texte.xlsx")


def end_of(pst: Pst, path: Path) -> str:
    (found,) = pst.verify(path)
    fin = found["champs"]["fin"]
    assert isinstance(fin, str)
    return fin


@pytest.mark.slow
@pytest.mark.parametrize(("code", "day", "seen"), [(code, *one) for code, one in [*SEEN.items(), *WHOLE.items()]])
def test_an_end_is_the_month_or_the_year_that_its_cell_shows(pst: Pst, code: str, day: date, seen: str) -> None:
    assert end_of(pst, with_end(pst, day, code)) == end_of(pst, with_text(pst, seen))


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("target", ["xlsx", "ods", "xls"])
def test_so_it_is_once_saved_by_libreoffice(pst: Pst, libreoffice: LibreOffice, target: str) -> None:
    cases = [*SEEN.items(), *WHOLE.items()]
    paths = [with_end(pst, day, code, f"jour{rank}.xlsx") for rank, (code, (day, _)) in enumerate(cases)]
    saved = libreoffice.convert_all(paths, target)
    dropped = [pst.drop(path.name, path.read_bytes()) for path in saved]
    assert [end_of(pst, path) for path in dropped] == [end_of(pst, with_text(pst, seen)) for _, (_, seen) in cases]


@pytest.mark.parametrize(
    ("code", "shown"),
    [("mm/yyyy", MOIS), ("mmm\\-yy", MOIS), ('mm" mois "yyyy', MOIS), ("yyyy", ANNEE), ("dd/mm/yy", ""), ("h:mm", "")],
)
def test_what_a_format_shows(code: str, shown: str) -> None:
    assert shown_by(visible_part(code)) == shown


@pytest.mark.parametrize(
    ("texte", "shown"),
    [
        ("06/2027", MOIS),
        ("juin 2027", MOIS),
        ("juin-27", MOIS),
        ("2027", ANNEE),
        ("01/06/2027", ""),
        ("1 juin 2027", ""),
    ],
)
def test_what_a_text_shows(texte: str, shown: str) -> None:
    assert shown_in(texte) == shown
