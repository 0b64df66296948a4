"""Identifiants of actions, and the printed reference that a slip of the pen cannot turn into another."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_tool.domaine.mots.identifiants import Reference, is_identifiant, new_identifiant, parse_reference
from tests.outils.builders import law

pytestmark = pytest.mark.undrawn

CAPITALS_AND_DIGITS = string.ascii_uppercase + string.digits
CODE_CHARACTERS = string.ascii_lowercase + string.digits + "-"
ENGIS = Reference("engis-2019-2024", "K7QFM", date(2021, 11, 24))

references = st.builds(
    Reference,
    st.text(CODE_CHARACTERS, min_size=1, max_size=20).filter(lambda code: code[0] != "-"),
    st.text(CAPITALS_AND_DIGITS, min_size=3, max_size=12),
    st.dates(date(1990, 1, 1), date(2100, 12, 31)),
)


def alphabet_at(reference: Reference, position: int) -> str:
    """The characters that may stand at a position of the printed reference without breaking its shape."""
    programme, identifiant = len(reference.programme), len(reference.identifiant)
    if position < programme:
        return CODE_CHARACTERS if position else CODE_CHARACTERS.removesuffix("-")
    if programme < position <= programme + identifiant:
        return CAPITALS_AND_DIGITS
    if reference.texte[position] in "/-":
        return ""
    return CAPITALS_AND_DIGITS if position >= len(reference.texte) - 2 else string.digits


def test_the_printed_form() -> None:
    assert ENGIS.texte == "engis-2019-2024/K7QFM/2021-11-24/8E"


@pytest.mark.parametrize(
    "typed",
    [
        "engis-2019-2024/K7QFM/2021-11-24/8E",
        "  engis-2019-2024 / K7QFM / 2021-11-24 / 8E ",
        "Référence : engis-2019-2024/K7QFM/2021-11-24/8E.",
        "(engis-2019-2024/K7QFM/2021-11-24/8E)",
        "engis-2019-2024\n/K7QFM/2021-11-24/8E",
    ],
)
def test_a_reference_is_found_anywhere_in_a_text(typed: str) -> None:
    assert parse_reference(typed) == ENGIS


@pytest.mark.parametrize(
    "typed",
    ["", "K7QFM", "engis-2019-2024/K7QFM/2021-11-24", "engis-2019-2024/K7QFM/2021-11-24/", "/K7QFM/2021-11-24/8E"]
    + ["engis-2019-2024/K7QFM/2021-11-24/8e", "engis-2019-2024/k7qfm/2021-11-24/8E"]
    + ["ENGIS-2019-2024/K7QFM/2021-11-24/8E", "engis-2019-2024/K7/2021-11-24/8E"]
    + ["engis-2019-2024/K7QFM/24-11-2021/8E", "engis-2019-2024/K7QFM/2021-13-24/8E"],
)
def test_what_is_not_a_reference_is_refused(typed: str) -> None:
    assert parse_reference(typed) is None


@law
@given(references, st.sampled_from(["{}", "Réf. {}", "{}.", "  {}\n", "« {} »"]))
def test_a_printed_reference_reads_back_the_same(reference: Reference, around: str) -> None:
    assert parse_reference(around.format(reference.texte)) == reference


@law
@given(references, st.data())
def test_a_slip_of_one_character_that_keeps_the_shape_is_always_refused(
    reference: Reference, data: st.DataObject
) -> None:
    texte = reference.texte
    position = data.draw(st.sampled_from([i for i in range(len(texte)) if alphabet_at(reference, i)]))
    slip = data.draw(st.sampled_from([c for c in alphabet_at(reference, position) if c != texte[position]]))
    assert parse_reference(texte[:position] + slip + texte[position + 1 :]) is None


def test_no_slip_of_one_character_makes_another_reference_of_the_printed_one() -> None:
    texte = ENGIS.texte
    slips = string.printable + "éèÉ–—’\u00a0"
    read = {
        texte[:i] + slip + texte[i + 1 :]: parse_reference(texte[:i] + slip + texte[i + 1 :])
        for i in range(len(texte))
        for slip in slips
        if slip != texte[i]
    }
    assert {slipped: reference for slipped, reference in read.items() if reference} == {}


@law
@given(references, st.data())
def test_two_neighbours_swapped_are_always_refused(reference: Reference, data: st.DataObject) -> None:
    texte = reference.texte
    pairs = [(i, texte[i], texte[i + 1]) for i in range(len(texte) - 1) if texte[i] != texte[i + 1]]
    fits = [(i, a, b) for i, a, b in pairs if a in alphabet_at(reference, i + 1) and b in alphabet_at(reference, i)]
    i, a, b = data.draw(st.sampled_from(fits))
    assert parse_reference(texte[:i] + b + a + texte[i + 2 :]) is None


@pytest.mark.parametrize(
    ("texte", "expected"),
    [
        ("K7QFM", True),
        ("ABC", True),
        ("ABCDEFGHJK12", True),
        ("AB", False),
        ("ABCDEFGHJK123", False),
        ("k7qfm", False),
        ("K7 QF", False),
        ("K7-QF", False),
        ("É7QFM", False),
        ("K7QFM\n", False),
        ("", False),
    ],
)
def test_an_identifiant_is_3_to_12_capitals_or_digits(texte: str, expected: bool) -> None:
    assert is_identifiant(texte) is expected


@law
@given(st.text())
def test_a_new_identifiant_is_a_letter_then_four_characters_nobody_mistakes(graine: str) -> None:
    code = new_identifiant(graine, ())
    assert len(code) == 5
    assert is_identifiant(code)
    assert code[0].isalpha()
    assert not set(code) & set("ILOU01")


@law
@given(st.text())
def test_a_new_identifiant_depends_on_the_seed_and_the_codes_taken_only(graine: str) -> None:
    first = new_identifiant(graine, ())
    assert new_identifiant(graine, {"AAAAA"}) == first
    assert new_identifiant(graine, {first}) == new_identifiant(graine, [first])


@law
@given(st.text())
def test_a_new_identifiant_is_never_a_taken_one(graine: str) -> None:
    taken: list[str] = []
    for _ in range(20):
        taken.append(new_identifiant(graine, taken))
    assert len(set(taken)) == 20


def test_a_thousand_seeds_give_a_thousand_codes() -> None:
    taken: set[str] = set()
    for rang in range(1000):
        taken.add(new_identifiant(f"essai/{rang}", taken))
    assert len(taken) == 1000
