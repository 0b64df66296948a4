"""« Points à trancher »: what is typed elsewhere than in the cells to decide in is told, and decides nothing."""

import io
from datetime import date, datetime
from email.message import EmailMessage

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
from fiche_tool.verbes.verify import verify
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


@pytest.mark.slow
@pytest.mark.parametrize("target", ["", "xlsx", "ods", "xls"])
def test_nothing_is_told_of_a_workbook_filled_in_as_it_should(pst: Pst, libreoffice: LibreOffice, target: str) -> None:
    data = type_choices(points(pst), {TAUX: ReponseTapee("réponse 2")}, "Mme la présidente", SEANCE)
    path = pst.drop("points.xlsx", data)
    lecture = read(libreoffice.convert(path, target).read_bytes() if target else data)
    assert lecture.anomalies == ()
    assert len(lecture.decisions) == 1


def two_points(pst: Pst) -> openpyxl.Workbook:
    """The workbook of two conflicts: the comment on row 8, the taux on row 9."""
    for name, taux, texte in (("a.xlsx", 75, "Écrit"), ("b.xlsx", 60, "À relire")):
        pst.fill_in("A2BCD", {"taux": taux, "statut": "En cours", "commentaire": texte}, name=name)
    return openpyxl.load_workbook(pst.collect()["a_trancher"])


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.slow
def test_a_number_moved_to_the_row_of_another_point_decides_neither(pst: Pst, libreoffice: LibreOffice) -> None:
    """Sorting the column of the numbers alone: « 65 » beside the taux is no comment."""
    book = two_points(pst)
    sheet = book.worksheets[0]
    sheet["I8"], sheet["J9"] = "réponse 2", 65
    assert [x.cle for x in read(saved(book)).decisions] == [("commentaire",), ("taux",)]
    sheet["A8"], sheet["A9"] = 2, 1
    path = pst.drop("points.xlsx", saved(book))
    for lecture in (
        read(path.read_bytes()),
        *(read(libreoffice.convert(path, x).read_bytes()) for x in ("ods", "xls")),
    ):
        assert lecture.decisions == ()
        assert [(x.code, x.trouve) for x in lecture.anomalies] == [("TRA05", "réponse 2"), ("TRA05", "65")]


def test_rows_numbered_again_after_one_was_deleted_decide_for_no_other(pst: Pst) -> None:
    book = two_points(pst)
    sheet = book.worksheets[0]
    sheet["J9"] = 65
    sheet.delete_rows(8)
    assert [x.cle for x in read(saved(book)).decisions] == [("taux",)]
    sheet["A8"] = 1
    lecture = read(saved(book))
    assert (lecture.decisions, [x.code for x in lecture.anomalies]) == ((), ["TRA05"])


def test_whole_rows_sorted_still_decide(pst: Pst) -> None:
    book = two_points(pst)
    sheet = book.worksheets[0]
    sheet["I8"], sheet["J9"] = "réponse 2", 65
    rows = [[sheet.cell(row, column).value for column in range(1, 11)] for row in (8, 9)]
    for row, values in zip((9, 8), rows, strict=True):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column).value = value
    lecture = read(saved(book))
    assert {x.cle: x.valeur for x in lecture.decisions} == {("commentaire",): "À relire", ("taux",): 65}
    assert lecture.anomalies == ()


def test_a_sheet_that_was_renamed_decides(pst: Pst) -> None:
    book = openpyxl.load_workbook(io.BytesIO(points(pst)))
    book.worksheets[0]["I8"] = "réponse 2"
    book.worksheets[0].title = "Bureau du 24"
    lecture = read(saved(book))
    assert (len(lecture.decisions), lecture.anomalies) == (1, ())


def test_an_hour_in_the_cell_of_the_day_is_told_where_it_is_rounded(pst: Pst) -> None:
    REGISTRES["TRA04"]["date illisible"](pst)
    path = pst.racine / "retours" / SEANCE.isoformat() / "points.xlsx"
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["C5"] = datetime(2021, 11, 24, 9, 30)
    lecture = read(saved(book))
    assert lecture.jour == date(2021, 11, 24)
    assert [(x.code, x.cellule) for x in lecture.anomalies] == [("SAI09", "C5")]


def test_the_sheet_s_own_word_for_nothing_empties_a_cell(pst: Pst) -> None:
    """« (vide) » is never a comment printed in the annex."""
    book = two_points(pst)
    book.worksheets[0]["J8"], book.worksheets[0]["J9"] = "(vide)", "(Vide)"
    lecture = read(saved(book))
    assert [(x.cle, x.valeur) for x in lecture.decisions] == [(("commentaire",), None), (("taux",), None)]
    assert lecture.anomalies == ()


@pytest.mark.slow
def test_what_the_mail_around_the_decisions_says_is_told(pst: Pst) -> None:
    book = two_points(pst)
    book.worksheets[0]["I8"] = "réponse 2"
    message = EmailMessage()
    message["From"], message["Subject"] = "presidente@cpas.example", "Décisions"
    message.set_content("Voici. Pour le taux, prenez plutôt 70.")
    name = "Points à trancher.xlsx"
    message.add_attachment(saved(book), maintype="application", subtype="octet-stream", filename=name)
    path = pst.drop("message.eml", bytes(message))
    (checked,) = verify([path])
    assert (checked.genre, [x.code for x in checked.anomalies]) == ("points à trancher", ["FIC20"])
    result = pst.collect()
    (told,) = (x for x in result["anomalies"] if x["code"] == "FIC20")
    assert told["fichier"].endswith(name)
    assert "prenez plutôt 70" in told["phrase"]
    assert [point["champ"] for point in result["points"]] == ["taux"]
