"""One act, one date: « le » and the date of the last update stand for one another, once, and a note says so."""

from dataclasses import replace
from datetime import date

import pytest

from fiche_tool.domaine.fiche.completer import complete_dates
from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.mots.dates import day_period
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.regles.colonne_controle import MISE_A_JOUR, SIGNATURE
from tests.conftest import SEANCE, Pst
from tests.outils.builders import returned, sent_first

pytestmark = pytest.mark.undrawn

JOUR, AVANT = date(2021, 11, 9), date(2021, 3, 1)


def dates(lecture: Lecture) -> tuple[str | None, str | None]:
    found = (lecture.valeur(nom) for nom in (MISE_A_JOUR, SIGNATURE))
    shown = (str(getattr(valeur, "texte", "")) or None for valeur in found)
    first, second = shown
    return first, second


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({SIGNATURE: "09/11/2021"}, ("09/11/2021", "09/11/2021")),
        ({MISE_A_JOUR: "09/11/2021"}, ("09/11/2021", "09/11/2021")),
        ({MISE_A_JOUR: "09/11/2021", SIGNATURE: "10/11/2021"}, ("09/11/2021", "10/11/2021")),
        ({}, (None, None)),
        ({SIGNATURE: "hier"}, (None, None)),
        ({MISE_A_JOUR: "hier", SIGNATURE: "09/11/2021"}, (None, "09/11/2021")),
    ],
)
def test_an_empty_date_takes_the_other_one(typed: dict[str, str], expected: tuple[str | None, str | None]) -> None:
    lecture = returned(typed=typed)
    completed = complete_dates(lecture)
    assert dates(completed) == expected
    assert len(completed.notes) == (dates(lecture) != expected)
    assert complete_dates(completed) == completed


def test_the_date_that_a_fiche_was_sent_with_signs_nothing() -> None:
    sent = {**sent_first("A2BCD"), MISE_A_JOUR: day_period(AVANT)}
    assert dates(complete_dates(returned(sent=sent))) == (show_date(AVANT), None)
    newer = complete_dates(returned(sent=sent, typed={MISE_A_JOUR: show_date(JOUR)}))
    assert dates(newer) == (show_date(JOUR), show_date(JOUR))
    emptied = complete_dates(returned(sent=sent, typed={MISE_A_JOUR: "", SIGNATURE: show_date(JOUR)}))
    assert dates(emptied) == (show_date(JOUR), show_date(JOUR))


def test_a_cell_that_is_gone_takes_nothing() -> None:
    lecture = returned(typed={SIGNATURE: show_date(JOUR)}, lost=[MISE_A_JOUR])
    assert complete_dates(lecture) == lecture
    assert complete_dates(replace(lecture, champs={})) == replace(lecture, champs={})


def test_a_signed_fiche_is_not_asked_for_its_date_of_update(pst: Pst) -> None:
    pst.answer("A2BCD", taux=30, statut="En cours", complete_par="Jeanne Noël", complete_le=JOUR)
    found = pst.collect()
    assert "SAI16" not in {anomalie["code"] for anomalie in found["anomalies"]}
    path = pst.racine / "retours" / SEANCE.isoformat() / "A2BCD.xlsx"
    (verified,) = pst.verify(path)
    assert verified["champs"][MISE_A_JOUR] == JOUR.isoformat()
