"""Cleaning, comparing, shortening and sorting what people type."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_tool.domaine.mots.textes import (
    CASE_PLEINE,
    SANS_OBJET,
    clean,
    fit_cell,
    fold,
    natural_key,
    one_line,
    shorten,
)
from tests.outils.builders import law

pytestmark = pytest.mark.undrawn

FRENCH = string.ascii_letters + string.digits + "àâäçéèêëîïôöùûüÿœŒÀÂÇÉÈÊËÎÏÔÙÛÜ «»’'“”\"-–—.,;:!?()/\u00a0\u202f\n\t"
french = st.text(FRENCH, max_size=40)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ""),
        ("  a  ", "a"),
        ("a  b", "a  b"),
        ("e\u0301te\u0301", "été"),
        ("a\u00a0b\u202fc", "a b c"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x0bb", "a\nb"),  # Word's own line break
        ("a\tb\nc", "a\tb\nc"),
        ("\ufeffa\u200bb\u2060c", "abc"),
        ("a\x00b\x1fc\x7f", "abc"),
        ("a\ud800b", "ab"),  # half a character
        ("\u200b", ""),
        ("=1+1", "=1+1"),
        ("« L’été – 12 € »", "« L’été – 12 € »"),
    ],
)
def test_clean_keeps_what_was_written_and_drops_what_nobody_sees(typed: str, expected: str) -> None:
    assert clean(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("  a \n\t b\u00a0 c ", "a b c"), ("a\r\nb", "a b"), ("\n", ""), ("a\u200bb", "ab")],
)
def test_one_line_makes_every_run_of_blanks_one_space(typed: str, expected: str) -> None:
    assert one_line(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("  Réalisée\u00a0: L’action ", "realisee : l'action"),
        ("ÉLÈVE", "eleve"),
        ("e\u0301te\u0301", "ete"),
        ("Œuvre", "oeuvre"),
        ("œuvre", "oeuvre"),
        ("À  démarrer\n", "a demarrer"),
        ("« x »", '" x "'),
        ("en‑cours — fin", "en-cours - fin"),
        ("ﬁn", "fin"),
        ("Straße", "strasse"),
    ],
)
def test_fold_forgets_case_accents_blanks_and_look_alikes(typed: str, expected: str) -> None:
    assert fold(typed) == expected


@pytest.mark.parametrize(
    "typed",
    ["", " ", "-", "--", "–", "—", "/", "//", ".", "?", "n/a", "N/A", "na", "NC", "Néant", "NEANT", "Sans objet"]
    + ["sans\u00a0objet", "aucun", "Aucune", "\u200b"],
)
def test_the_ways_of_saying_nothing_to_declare(typed: str) -> None:
    assert fold(typed) in SANS_OBJET


@pytest.mark.parametrize("typed", ["0", "non", "a", "-1", "x", "…", "aucun changement"])
def test_what_says_something_is_not_nothing(typed: str) -> None:
    assert fold(typed) not in SANS_OBJET


@pytest.mark.parametrize(
    ("texte", "longueur", "expected"),
    [
        ("court", 60, "court"),
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("ab cd", 4, "ab…"),
        ("deux\nlignes", 60, "deux lignes"),
        ("", 5, ""),
    ],
)
def test_shorten_says_that_it_cut(texte: str, longueur: int, expected: str) -> None:
    assert shorten(texte, longueur) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["1", "2", "10"],
        ["1.1", "1.2", "1.10", "2.1"],
        ["1", "1.1", "1.1.1", "1.1.2", "1.1.10", "1.2"],
        ["1", "1bis", "2"],
        ["1.a", "1.B", "1.c"],
        ["2", "10", "A", "B"],
        ["", "1"],
    ],
)
def test_numbers_sort_as_people_count(expected: list[str]) -> None:
    assert sorted(reversed(expected), key=natural_key) == expected


@pytest.mark.parametrize(("one", "other"), [("1.2", "1-2"), ("1.2", "01.02"), ("1.2", " 1. 2 "), ("1.É", "1.e")])
def test_separators_zeros_and_accents_do_not_change_the_rank(one: str, other: str) -> None:
    assert natural_key(one) == natural_key(other)


# --- laws ------------------------------------------------------------------------------------------------------------
@law
@given(french)
def test_cleaning_twice_is_cleaning_once(texte: str) -> None:
    assert clean(clean(texte)) == clean(texte)
    assert one_line(one_line(texte)) == one_line(texte)


@law
@given(french)
def test_folding_twice_is_folding_once_and_case_never_matters(texte: str) -> None:
    assert fold(fold(texte)) == fold(texte)
    assert fold(texte.upper()) == fold(texte.lower()) == fold(texte)


@law
@given(french)
def test_folding_sees_no_difference_between_a_text_and_its_clean_form(texte: str) -> None:
    assert fold(clean(texte)) == fold(one_line(texte)) == fold(texte)


@law
@given(st.text(), st.integers(1, 80))
def test_a_shortened_text_fits_on_one_line(texte: str, longueur: int) -> None:
    short = shorten(texte, longueur)
    line = one_line(texte)
    assert len(short) <= longueur
    assert one_line(short) == line or (short.endswith("…") and line.startswith(one_line(short[:-1])))


@pytest.mark.parametrize(
    ("texte", "expected"),
    [
        ("2026 E D 104/742-53 : 1\u202f250\u202f000,50\u00a0€", "2026 E D 104/742-53 : 1\u202f250\u202f000,50 €"),
        ("2026 104/123-13 : 1\u202f250,50", "2026 104/123-13 : 1\u202f250,50"),
        ("reçu 1 250,50 en 2026 123,00", "reçu 1 250,50 en 2026 123,00"),
    ],
)
def test_an_amount_of_ours_is_never_broken_over_two_lines(texte: str, expected: str) -> None:
    assert shorten(texte) == expected


@law
@given(st.lists(st.integers(0, 99), min_size=1, max_size=4), st.lists(st.integers(0, 99), min_size=1, max_size=4))
def test_dotted_numbers_sort_as_lists_of_numbers(one: list[int], other: list[int]) -> None:
    keys = [natural_key(".".join(str(part) for part in numero)) for numero in (one, other)]
    assert (keys[0] < keys[1]) == (one < other)


@pytest.mark.parametrize(
    ("longueur", "expected"),
    [
        (13, "2 lignes :…"),
        (20, "2 lignes :…"),
        (24, "2 lignes : 1\u202f250\u202f000,50…"),
    ],
)
def test_an_amount_is_never_cut_in_two(longueur: int, expected: str) -> None:
    assert shorten("2 lignes : 1\u202f250\u202f000,50 € et 3,00 €", longueur) == expected
    assert shorten("1" * 80, longueur) == "1" * (longueur - 1) + "…"


@pytest.mark.parametrize("letter", ["x", "é", "👩", "👩\u200d👧"])
@pytest.mark.parametrize("count", [1, CASE_PLEINE // 3, CASE_PLEINE, CASE_PLEINE + 1])
def test_a_text_fits_in_a_cell_as_excel_counts(letter: str, count: int) -> None:
    texte = letter * count
    found = fit_cell(texte)
    units, room = len(texte.encode("utf-16-le")) // 2, len(found.encode("utf-16-le")) // 2
    assert texte.startswith(found)
    assert room == units if units <= CASE_PLEINE else CASE_PLEINE - 1 <= room <= CASE_PLEINE
