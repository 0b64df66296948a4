"""The words centres use for the progress of an action, and the status each one means."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_tool.domaine.mots.statuts import (
    A_DEMARRER,
    ABANDONNE,
    CLOS,
    EN_COURS,
    HORS_MOYENNE,
    REALISE,
    RECURRENT,
    REPORTE,
    STATUTS,
    SUSPENDU,
    nearest_statut,
    parse_statut,
)
from tests.outils.builders import law

MAISON = {"Sur les rails": EN_COURS, "Hors champ": ABANDONNE}


@pytest.mark.parametrize("statut", STATUTS)
def test_every_status_reads_as_itself(statut: str) -> None:
    assert parse_statut(statut, {}) == statut


@pytest.mark.parametrize(
    ("mots", "expected"),
    [
        ("à initier, non commencé, non initié, non encore initié, à agender, à planifier, en création", A_DEMARRER),
        ("à programmer, pas commencé, pas démarré, non démarré, à faire, prévu, planifié", A_DEMARRER),
        ("initié, commencé, démarré, en exécution, en cours de réalisation, en cours d'exécution", EN_COURS),
        ("en chantier", EN_COURS),
        ("en attente, postposé, différé, remis", REPORTE),
        ("en pause, bloqué, à l'arrêt, arrêté, gelé", SUSPENDU),
        ("terminé, finalisé, clôturé, achevé, fait, fini, accompli, clos", REALISE),
        ("annulé, supprimé, sans suite", ABANDONNE),
        ("permanent, pérenne, continu, en continu", RECURRENT),
    ],
)
def test_the_words_of_other_tools_and_of_the_press_are_known(mots: str, expected: str) -> None:
    assert {mot: parse_statut(mot, {}) for mot in mots.split(", ")} == dict.fromkeys(mots.split(", "), expected)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("EN COURS", EN_COURS),
        ("En-cours", EN_COURS),
        ("  en   cours ", EN_COURS),
        ("en\u00a0cours", EN_COURS),
        ("En cours.", EN_COURS),
        ("A démarrer", A_DEMARRER),
        ("A DEMARRER", A_DEMARRER),
        ("à  demarrer", A_DEMARRER),
        ("Réalisée", REALISE),
        ("réalisés", REALISE),
        ("REALISEES", REALISE),
        ("Terminées", REALISE),
        ("Clôturée", REALISE),
        ("faites", REALISE),
        ("Abandonnées", ABANDONNE),
        ("Supprimée", ABANDONNE),
        ("Récurrente", RECURRENT),
        ("permanentes", RECURRENT),
        ("continue", RECURRENT),
        ("À l’arrêt", SUSPENDU),
        ("Gelées", SUSPENDU),
        ("Postposées", REPORTE),
    ],
)
def test_case_accents_hyphens_and_endings_do_not_matter(typed: str, expected: str) -> None:
    assert parse_statut(typed, {}) == expected


@pytest.mark.parametrize(
    "typed",
    ["", "?", "45 %", "Encours", "Récurent", "Presque fini", "fin", "pas réalisé", "non réalisé", "Réalisé à 50 %"]
    + ["réalisation", "Reporté à 2023", "En cours et terminé", "Hors champ"],
)
def test_an_unknown_word_is_never_guessed(typed: str) -> None:
    assert parse_statut(typed, {}) is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("Sur les rails", EN_COURS), ("SUR LES RAILS", EN_COURS), ("hors-champ", ABANDONNE), ("Terminé", REALISE)],
)
def test_the_words_of_the_house_are_read_besides_the_usual_ones(typed: str, expected: str) -> None:
    assert parse_statut(typed, MAISON) == expected


def test_the_house_has_the_last_word() -> None:
    assert parse_statut("Finalisée", {"finalisé": EN_COURS}) == EN_COURS


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Encours", EN_COURS),
        ("Récurent", RECURRENT),
        ("Abandoné", ABANDONNE),
        ("Réalsé", REALISE),
        ("a demarer", A_DEMARRER),
        ("sur rails", "Sur les rails"),
    ],
)
def test_a_slip_brings_the_nearest_word_to_mind(typed: str, expected: str) -> None:
    assert (parse_statut(typed, MAISON), nearest_statut(typed, MAISON)) == (None, expected)


@pytest.mark.parametrize("typed", ["", "45 %", "xyz", "voir commentaire"])
def test_nothing_is_suggested_where_nothing_is_near(typed: str) -> None:
    assert nearest_statut(typed, MAISON) is None


def test_what_is_closed_or_left_out_of_the_average() -> None:
    assert set(STATUTS) - CLOS == {A_DEMARRER, EN_COURS, REPORTE, SUSPENDU}
    assert {ABANDONNE, RECURRENT} == HORS_MOYENNE
    assert HORS_MOYENNE <= CLOS


@law
@given(st.sampled_from(list(STATUTS)), st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_the_case_of_a_status_never_matters(statut: str, change: Callable[[str], str]) -> None:
    assert parse_statut(change(statut), {}) == statut
