"""What is typed on the sheets Historique and Aide is told, however many lines the tool wrote there, whoever saved."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from fiche_tool.domaine.fiche.historique import Etape
from fiche_tool.domaine.fiche.kinds import Vocabulaire
from fiche_tool.domaine.fiche.lecture import Fichier
from fiche_tool.domaine.mots.textes import one_line
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.dossier.lectures import known_models
from fiche_tool.dossier.load import load_atelier
from fiche_tool.excel.fiche.read_fiche import read_fiche
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.fiche.write_fiche import write_fiche
from fiche_tool.excel.lecture.classeur import Position, address
from fiche_tool.fichiers.piece import examine
from tests.conftest import COMPLETE, SEANCE
from tests.outils.builders import PROGRAMME, sent_first
from tests.outils.specimens_lecture import REPONSE, corner, put, typed

pytestmark = [pytest.mark.slow, pytest.mark.undrawn]

HISTORIQUE, AIDE = "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"
WHOLE = 24
"""Lines that the model has room for."""


def answered(lines: int) -> bytes:
    """A fiche that came back, with so many lines in its history."""
    etapes = [
        Etape(date(2019, 1, 5 + rank), "Jo", Decimal(rank), "En cours", commentaire=f"Étape {rank}")
        for rank in range(lines)
    ]
    action = PROGRAMME.find_action("A2BCD")
    assert action is not None
    atelier = load_atelier(Dossier(Path("nulle part")), PROGRAMME)
    return type_in(write_fiche(atelier, action, SEANCE, sent_first("A2BCD"), etapes), COMPLETE)


def as_sent(data: bytes) -> bytes:
    return data


def saved_again(data: bytes) -> bytes:
    """The same from a program that writes every part anew, texts shared."""
    buffer = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data)).save(buffer)
    return buffer.getvalue()


def told(data: bytes) -> str:
    """What is told of it that lies outside its cells; the sentence of what refuses it."""
    (lecture,) = read_fiche(examine(data), Fichier("a.xlsx"), Vocabulaire(), known_models(None))
    return " ".join(one_line(x.texte) for x in lecture.anomalies if x.code == "SAI19" or x.bloquante)


def line(data: bytes, rank: int, column: int) -> Position:
    """A cell of a line of the history, from 0."""
    row, first = corner(data, "historique")
    return row + rank, first + column


def with_line(data: bytes, rank: int) -> bytes:
    """A fiche with a line typed in its history, day and comment, as the tool writes them."""
    dated = put(data, line(data, rank, 0), "<c {at}><v>44524</v></c>", HISTORIQUE)
    return put(dated, line(data, rank, 7), typed(REPONSE), HISTORIQUE)


SAVED = pytest.mark.parametrize("save", [as_sent, saved_again])


@SAVED
@pytest.mark.parametrize("lines", [0, 1, 2, WHOLE - 1, WHOLE])
def test_nothing_is_told_of_the_lines_of_the_tool(lines: int, save: Callable[[bytes], bytes]) -> None:
    assert told(save(answered(lines))) == ""


@SAVED
@pytest.mark.parametrize("lines", [0, 2, WHOLE - 1, WHOLE])
def test_what_is_typed_beside_a_history_is_told(lines: int, save: Callable[[bytes], bytes]) -> None:
    data = answered(lines)
    beside = line(data, max(0, lines - 1), 9)
    assert f"Historique!{address(beside)} « {REPONSE} »" in told(save(put(data, beside, typed(REPONSE), HISTORIQUE)))


@SAVED
@pytest.mark.parametrize(("lines", "column"), [(0, 2), (2, 0), (2, 7), (WHOLE - 1, 2)])
def test_what_is_typed_under_the_last_line_is_told(lines: int, column: int, save: Callable[[bytes], bytes]) -> None:
    data = answered(lines)
    under = line(data, lines, column)
    assert f"Historique!{address(under)} « {REPONSE} »" in told(save(put(data, under, typed(REPONSE), HISTORIQUE)))


@SAVED
def test_words_in_the_place_of_a_day_end_the_lines_of_the_tool(save: Callable[[bytes], bytes]) -> None:
    data = answered(3)
    last = line(data, 2, 0)
    said = told(save(put(data, last, typed(REPONSE), HISTORIQUE)))
    assert f"Historique!{address(last)} « {REPONSE} »" in said
    assert "Étape 2" in said  # and so does what the line says
    assert "Étape 1" not in said


@SAVED
@pytest.mark.parametrize("lines", [0, 1, 3, WHOLE - 1])
def test_a_whole_line_with_its_day_is_none_of_the_tools(lines: int, save: Callable[[bytes], bytes]) -> None:
    data = answered(lines)
    under = line(data, lines, 0)
    said = told(save(with_line(data, lines)))
    assert f"Historique!{address(under)} « 24/11/2021 »" in said
    assert f"« {REPONSE} »" in said
    assert "Étape" not in said


@SAVED
@pytest.mark.parametrize("lines", [0, 2])
def test_words_over_the_line_above_a_history_are_told(lines: int, save: Callable[[bytes], bytes]) -> None:
    data = answered(lines)
    said = told(save(put(data, corner(data, "historique_titre"), typed(f"1 réponse reprise. {REPONSE}"), HISTORIQUE)))
    assert f"{REPONSE} »" in said
    assert "Étape" not in said  # the lines below it are still the tool's


@SAVED
@pytest.mark.parametrize("lines", [0, 3])
def test_what_is_typed_on_the_sheet_aide_is_told_whatever_the_history(
    lines: int, save: Callable[[bytes], bytes]
) -> None:
    data = put(answered(lines), (5, 4), typed(REPONSE), AIDE)
    assert f"Aide!D5 « {REPONSE} »" in told(save(data))


def test_a_line_of_the_history_whose_text_is_gone_is_damage() -> None:
    data = answered(WHOLE)
    gone = put(data, line(data, 3, 7), '<c {at} t="s"><v>99999</v></c>', HISTORIQUE)
    assert "des textes y manquent" in told(gone)


def test_a_cell_of_the_history_that_stands_twice_is_damage() -> None:
    data = answered(WHOLE)
    twice = put(data, line(data, 3, 7), "<c {at}><v>1</v></c><c {at}><v>2</v></c>", HISTORIQUE)
    assert "figure deux fois" in told(twice)
