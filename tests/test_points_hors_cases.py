"""« Points à trancher »: what is typed elsewhere than in the cells to decide in is told, and decides nothing."""

import io

import openpyxl
import pytest
from openpyxl.styles import Font

from fiche_tool.domaine.fiche.kinds import Vocabulaire
from fiche_tool.domaine.fiche.lecture import Fichier
from fiche_tool.domaine.regles.regles import NO_CONTEXT
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.points.read_points import LecturePoints, read_points
from fiche_tool.excel.points.type_choices import ReponseTapee, type_choices
from fiche_tool.fichiers.piece import examine
from tests.conftest import SEANCE, LibreOffice, Pst
from tests.outils.specimens_registres import REGISTRES, TAUX, points

pytestmark = pytest.mark.undrawn


def read(data: bytes) -> LecturePoints:
    found = read_points(open_classeur(examine(data)), Fichier("points.xlsx"), Vocabulaire(), NO_CONTEXT)
    assert isinstance(found, LecturePoints)
    return found


def dropped(pst: Pst, code: str, fault: str) -> LecturePoints:
    REGISTRES[code][fault](pst)
    return read((pst.racine / "retours" / SEANCE.isoformat() / "points.xlsx").read_bytes())


@pytest.mark.parametrize("fault", REGISTRES["TRA06"])
def test_words_outside_the_cells_to_decide_in_are_told(pst: Pst, fault: str) -> None:
    lecture = dropped(pst, "TRA06", fault)
    (told,) = lecture.anomalies
    assert (told.code, lecture.decisions) == ("TRA06", ())
    assert "prendre 80" in told.texte
    assert told.cellule in ("M8", "B14", "E8", "C8", "D8", "I8")
    assert told.texte.count("«") == 3  # what was typed, and the two headings: nothing of the tool's own


@pytest.mark.parametrize("fault", REGISTRES["TRA05"])
def test_a_choice_whose_row_is_no_point_s_decides_nothing_and_is_told(pst: Pst, fault: str) -> None:
    lecture = dropped(pst, "TRA05", fault)
    assert lecture.decisions == ()
    assert [x.trouve for x in lecture.anomalies if x.code == "TRA05"] == ["réponse 2"]


def test_a_day_that_is_none_is_told_and_the_choice_taken(pst: Pst) -> None:
    lecture = dropped(pst, "TRA04", "date illisible")
    assert [decision.jour for decision in lecture.decisions] == [None]
    assert [(x.code, x.cellule, x.trouve) for x in lecture.anomalies] == [("TRA04", "C5", "demain")]


@pytest.mark.parametrize(
    ("struck", "autre", "taken", "codes"),
    [
        (("I8",), None, [], ["SAI22"]),
        (("I8",), 80, [80], []),
        (("J8",), 80, [100], []),
        (("I8", "J8"), 80, [], ["SAI22"]),
        ((), 80, [], ["TRA01"]),
    ],
)
def test_a_struck_choice_is_none(
    pst: Pst, struck: tuple[str, ...], autre: int | None, taken: list[int], codes: list[str]
) -> None:
    book, saved = openpyxl.load_workbook(io.BytesIO(points(pst))), io.BytesIO()
    sheet = book.worksheets[0]
    sheet["I8"], sheet["J8"] = "réponse 2", autre
    for where in struck:
        sheet[where].font = Font(strike=True)
    book.save(saved)
    lecture = read(saved.getvalue())
    assert [decision.valeur for decision in lecture.decisions] == taken
    assert [x.code for x in lecture.anomalies] == codes


@pytest.mark.parametrize("target", ["", "xlsx", "ods", "xls"])
def test_nothing_is_told_of_a_workbook_filled_in_as_it_should(pst: Pst, libreoffice: LibreOffice, target: str) -> None:
    data = type_choices(points(pst), {TAUX: ReponseTapee("réponse 2")}, "Mme la présidente", SEANCE)
    path = pst.drop("points.xlsx", data)
    lecture = read(libreoffice.convert(path, target).read_bytes() if target else data)
    assert lecture.anomalies == ()
    assert len(lecture.decisions) == 1
