"""Numbers as people type them: each form that is read, each one that is refused, and the way back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_tool.domaine.mots.nombres import Nombre, parse_nombre, parse_pourcentage, show_montant
from tests.outils.builders import law

montants = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("0", "0"),
        ("7", "7"),
        ("12500", "12500"),
        ("1234,56", "1234.56"),
        ("1234.56", "1234.56"),
        ("1234,5", "1234.5"),
        ("12.50", "12.50"),
        ("0.500", "0.5"),
        (",5", "0.5"),
        (".5", "0.5"),
        ("33,333", "33.333"),
    ],
)
def test_plain_numbers_take_a_comma_or_a_dot(typed: str, expected: str) -> None:
    assert parse_nombre(typed) == Nombre(Decimal(expected))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1 234,56", "1234.56"),
        ("1\u00a0234,56", "1234.56"),  # no-break space
        ("1\u202f234,56", "1234.56"),  # narrow no-break space
        ("1 234.56", "1234.56"),
        ("1 234 567,89", "1234567.89"),
        ("1'234,50", "1234.50"),
        ("1’234,50", "1234.50"),
        ("1.234,56", "1234.56"),
        ("12.500,00", "12500"),
        ("1.250.000", "1250000"),
        ("1.250.000,5", "1250000.5"),
        ("1,234.56", "1234.56"),
        ("12,500.00", "12500"),
        ("1,250,000", "1250000"),
    ],
)
def test_thousands_are_parted_by_spaces_dots_commas_or_apostrophes(typed: str, expected: str) -> None:
    assert parse_nombre(typed) == Nombre(Decimal(expected))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12 500 €", "12500"),
        ("€ 1.234,56", "1234.56"),
        ("1.234,56€", "1234.56"),
        ("12500 EUR", "12500"),
        ("EUR 12500", "12500"),
        ("12 euros", "12"),
        ("1 euro", "1"),
        ("1250,-", "1250"),
        ("1.250,-", "1250"),
        ("12.500,- €", "12500"),
        ("1.250,--", "1250"),
        ("1.250,=", "1250"),
        ("1250.-", "1250"),
    ],
)
def test_the_currency_and_the_dash_for_no_cents_are_understood(typed: str, expected: str) -> None:
    assert parse_nombre(typed) == Nombre(Decimal(expected))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("-5", "-5"),
        ("- 5", "-5"),
        ("−5", "-5"),  # minus sign
        ("–5", "-5"),  # dash that Word puts for it
        ("+5", "5"),
        ("-1.234,56 €", "-1234.56"),
        ("€ -5", "-5"),
        ("-1.250,-", "-1250"),
        ("  7\n", "7"),
    ],
)
def test_signs_and_blanks_around_are_understood(typed: str, expected: str) -> None:
    assert parse_nombre(typed) == Nombre(Decimal(expected))


@pytest.mark.parametrize("typed", ["12€50", "12 € 50", "1 000 euros 50", "12 eur 5"])
def test_cents_after_the_currency_are_no_more_euros(typed: str) -> None:
    assert parse_nombre(typed) is None


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("12.500", "12.5"),
        ("1.234", "1.234"),
        ("999.999", "999.999"),
        ("-12.500", "-12.5"),
        ("12.500 €", "12.5"),
    ],
)
def test_one_dot_and_three_digits_is_a_question_not_a_guess(typed: str, reading: str) -> None:
    assert parse_nombre(typed) == Nombre(Decimal(reading), ambigu=True)


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "abc", "1e3", "1E+3", "12 34", "1 23 456", "1234 567", "1.2.3", "1,2,3", "1.234 567", "1_000"]
    + ["12a", "10k€", "0x10", "NaN", "inf", "Infinity", "5,", "5.", "5-", "(5)", "--5", "+-5", ",-", "€", "=5", "½"]
    + ["45 %", "12\n34", "1 250, 50", "1000 à 2000", "env. 1000", "p.m.", "1.000-"],
)
def test_what_is_not_plainly_a_number_is_refused(typed: str) -> None:
    assert parse_nombre(typed) is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("45", (Nombre(Decimal(45)), False)),
        ("45 %", (Nombre(Decimal(45)), True)),
        ("45%", (Nombre(Decimal(45)), True)),
        ("45\u00a0%", (Nombre(Decimal(45)), True)),
        ("45,5 %", (Nombre(Decimal("45.5")), True)),
        ("0,45", (Nombre(Decimal("0.45")), False)),
        ("0,45 %", (Nombre(Decimal("0.45")), True)),
        ("-5 %", (Nombre(Decimal(-5)), True)),
        ("1.234 %", (Nombre(Decimal("1.234"), ambigu=True), True)),
    ],
)
def test_a_percentage_says_whether_its_sign_was_written(typed: str, expected: tuple[Nombre, bool]) -> None:
    assert parse_pourcentage(typed) == expected


@pytest.mark.parametrize("typed", ["", "%", "45 %%", "% 45", "45 pour cent", "presque fini", "1e2 %"])
def test_what_is_not_plainly_a_percentage_is_refused(typed: str) -> None:
    assert parse_pourcentage(typed) is None


@pytest.mark.parametrize(
    ("montant", "expected"),
    [
        ("0", "0,00"),
        ("7.5", "7,50"),
        ("999.99", "999,99"),
        ("1234.56", "1\u202f234,56"),
        ("-1234.56", "-1\u202f234,56"),
        ("1234567.8", "1\u202f234\u202f567,80"),
        ("1E+3", "1\u202f000,00"),
    ],
)
def test_an_amount_is_shown_with_comma_two_decimals_and_narrow_spaces(montant: str, expected: str) -> None:
    assert show_montant(Decimal(montant)) == expected


@law
@given(montants)
def test_a_shown_amount_reads_back_the_same(montant: Decimal) -> None:
    assert parse_nombre(show_montant(montant)) == Nombre(montant)


@law
@given(montants)
def test_an_amount_reads_the_same_in_every_way_of_writing_it(montant: Decimal) -> None:
    english = f"{montant:,.2f}"
    belgian = english.translate(str.maketrans(",.", ".,"))
    written = (english, belgian, belgian.replace(".", " "), f"{montant:f}", f"{montant:f}".replace(".", ","))
    assert {parse_nombre(texte) for texte in written} == {Nombre(montant)}
    assert parse_nombre(f"{belgian} €") == Nombre(montant)


@law
@given(st.integers(1, 999), st.integers(0, 999))
def test_no_single_dot_before_three_digits_is_ever_guessed(before: int, after: int) -> None:
    nombre = parse_nombre(f"{before}.{after:03d}")
    assert nombre is not None
    assert nombre.ambigu


@law
@given(st.text("0123456789.,'’ \u202f€%+-−=eENaN²٣", max_size=12))
def test_any_text_gives_a_finite_number_or_none(texte: str) -> None:
    nombre = parse_nombre(texte)
    assert nombre is None or nombre.valeur.is_finite()
