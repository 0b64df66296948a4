"""What a cell means for each kind of field: the value, the exact constats, and the note."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_tool.domaine.fiche.kinds import (
    ARTICLE,
    DATE,
    EXERCICE,
    MONTANT,
    MOT,
    OUI_NON,
    RD,
    SANTE,
    SERVICE_OE,
    STATUT,
    TAUX,
    TEXTE,
    Kind,
    Parsed,
    Scalaire,
    Vocabulaire,
    read_cell,
)
from fiche_tool.domaine.mots.article import Article
from fiche_tool.domaine.mots.dates import MOIS, Periode, day_period, month_period, parse_periode, year_period
from fiche_tool.domaine.mots.saisie import Brut, Saisie
from fiche_tool.domaine.mots.statuts import ABANDONNE, EN_COURS, REALISE
from fiche_tool.domaine.mots.textes import SANS_OBJET, clean, fold, one_line
from tests.outils.builders import law

pytestmark = pytest.mark.undrawn

VOCABULAIRE = Vocabulaire({"Sur les rails": EN_COURS})
ALL: tuple[Kind[Scalaire], ...] = (
    *(TEXTE, MOT, TAUX, MONTANT, DATE, STATUT, OUI_NON, SANTE, SERVICE_OE, RD, EXERCICE, ARTICLE),
)
PARSED = tuple(kind for kind in ALL if kind is not TEXTE)


def read(
    kind: Kind[Scalaire], brut: Brut, *, pourcent: bool = False, formule: bool = False, erreur: str = ""
) -> Parsed[Scalaire]:
    """What a cell means, given what stands in it."""
    return read_cell(kind, Saisie(brut, "Fiche", "B8", pourcent, formule, erreur), VOCABULAIRE)


def codes(parsed: Parsed[Scalaire]) -> str:
    """The codes of the constats met, in their order."""
    return " ".join(fait.constat.code for fait in parsed.faits)


def outcome(parsed: Parsed[Scalaire]) -> tuple[Scalaire | None, str]:
    """The value and the codes."""
    return parsed.valeur, codes(parsed)


def parametrize_by_name(kinds: tuple[Kind[Scalaire], ...]) -> pytest.MarkDecorator:
    """Run a test for each kind."""
    return pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.nom) for kind in kinds])


# --- what is settled for every kind alike ----------------------------------------------------------------------------
@parametrize_by_name(ALL)
def test_an_error_cell_is_never_a_blank(kind: Kind[Scalaire]) -> None:
    for erreur in ("#REF!", "#N/A", "#DIV/0!", "#NAME?", "#ERROR!"):
        parsed = read(kind, None, erreur=erreur)
        assert outcome(parsed) == (None, "SAI05")
        assert parsed.refuse


@parametrize_by_name(ALL)
def test_an_error_wins_over_the_formula_that_made_it(kind: Kind[Scalaire]) -> None:
    assert outcome(read(kind, "45", formule=True, erreur="#REF!")) == (None, "SAI05")


@parametrize_by_name(ALL)
def test_a_formula_without_stored_value_is_refused(kind: Kind[Scalaire]) -> None:
    parsed = read(kind, None, formule=True)
    assert outcome(parsed) == (None, "SAI07")
    assert parsed.refuse


@pytest.mark.parametrize(
    ("kind", "brut", "expected"),
    [
        (TAUX, Decimal(45), (Decimal(45), "SAI06")),
        (TAUX, Decimal(1), (Decimal(1), "SAI15 SAI06")),
        (MONTANT, Decimal("12.345"), (Decimal("12.35"), "SAI12 SAI06")),
        (DATE, datetime(2021, 11, 24), (day_period(date(2021, 11, 24)), "SAI06")),
        (STATUT, "En cours", (EN_COURS, "SAI06")),
        (TEXTE, "du texte", ("du texte", "SAI06")),
    ],
)
def test_the_stored_value_of_a_formula_is_taken_with_a_remark(
    kind: Kind[Scalaire], brut: Brut, expected: tuple[Scalaire, str]
) -> None:
    parsed = read(kind, brut, formule=True)
    assert outcome(parsed) == expected
    assert not parsed.refuse


def test_a_formula_whose_value_is_refused_says_only_why() -> None:
    assert outcome(read(TAUX, Decimal("0.3"), formule=True)) == (None, "SAI14")


@parametrize_by_name(ALL)
def test_a_blank_is_not_filled_in_and_says_nothing(kind: Kind[Scalaire]) -> None:
    assert [read(kind, brut) for brut in (None, "", "   ", "\n", "\u00a0")] == [Parsed()] * 5


@parametrize_by_name(PARSED)
def test_a_sans_objet_word_is_a_blank_with_a_note(kind: Kind[Scalaire]) -> None:
    for brut in ("-", "—", "/", "?", "n/a", "N/A", "Néant", "sans objet", "Sans\u00a0objet", "aucun"):
        assert read(kind, brut) == Parsed(note=f"« {one_line(brut)} » lu comme « non rempli »")


@pytest.mark.parametrize("brut", ["-", "n/a", "sans objet"])
def test_in_a_text_the_same_words_are_text(brut: str) -> None:
    assert read(TEXTE, brut) == Parsed(brut)


# --- texte, mot ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("brut", "texte", "mot"),
    [
        ("  a\u00a0b ", "a b", "a b"),
        ("a\nb", "a\nb", "a b"),
        ("a\r\nb", "a\nb", "a b"),
        ("a\x0bb", "a\nb", "a b"),
        ("=1+1", "=1+1", "=1+1"),
        (Decimal("12.50"), "12,5", "12,5"),
        (datetime(2021, 11, 24), "24/11/2021", "24/11/2021"),
        (True, "VRAI", "VRAI"),
    ],
)
def test_texts_take_anything_and_a_word_is_on_one_line(brut: Brut, texte: str, mot: str) -> None:
    assert outcome(read(TEXTE, brut)) == (texte, "")
    assert outcome(read(MOT, brut)) == (mot, "")


def test_invisible_characters_are_dropped_with_a_note() -> None:
    assert read(TEXTE, "\u200bfait\x07") == Parsed("fait", "caractères invisibles retirés")


# --- taux ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("0", "0"),
        ("45", "45"),
        ("100", "100"),
        ("45 %", "45"),
        ("45%", "45"),
        ("45,5", "45.5"),
        ("45,0", "45"),
        ("0,45 %", "0.45"),
        ("1 %", "1"),
        ("150", "150"),  # typing it is possible; the rule AVA01 says that it is not
        ("-5", "-5"),
    ],
)
def test_a_typed_taux(typed: str, expected: str) -> None:
    assert outcome(read(TAUX, typed)) == (Decimal(expected), "")


@pytest.mark.parametrize(
    ("brut", "expected"),
    [("0", "0"), ("0.45", "45"), ("1", "100"), ("0.005", "0.5"), ("45", "4500"), ("0.58", "58")],
)
def test_a_percent_formatted_cell_holds_hundredths(brut: str, expected: str) -> None:
    assert outcome(read(TAUX, Decimal(brut), pourcent=True)) == (Decimal(expected), "")


@pytest.mark.parametrize("brut", [Decimal("0.45"), Decimal("0.999"), Decimal("0.01"), "0,45", "0.5", ",5"])
def test_a_taux_between_0_and_1_without_percent_is_a_question(brut: Brut) -> None:
    parsed = read(TAUX, brut)
    assert outcome(parsed) == (None, "SAI14")
    assert parsed.refuse


def test_the_question_quotes_both_readings() -> None:
    (fait,) = read(TAUX, Decimal("0.45")).faits
    assert fait.detail == "0,45 % ou 45 %"


@pytest.mark.parametrize("brut", [Decimal(1), "1", "1,0"])
def test_a_taux_of_exactly_1_is_taken_with_a_remark(brut: Brut) -> None:
    parsed = read(TAUX, brut)
    assert outcome(parsed) == (Decimal(1), "SAI15")
    assert not parsed.refuse


@pytest.mark.parametrize("brut", ["1.234", "45.000", "1.234 %"])
def test_a_taux_with_one_dot_and_three_digits_is_ambiguous(brut: str) -> None:
    assert outcome(read(TAUX, brut)) == (None, "SAI02")


@pytest.mark.parametrize("brut", ["abc", "1e2", "45 pour cent", "45 à 50", "12 34", True, datetime(2021, 1, 1)])
def test_what_is_not_a_taux_is_refused(brut: Brut) -> None:
    assert outcome(read(TAUX, brut)) == (None, "SAI01")


# --- montant ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("brut", "expected"),
    [
        (Decimal(0), "0"),
        (Decimal("1234.56"), "1234.56"),
        (Decimal("1E+3"), "1000"),
        ("0", "0"),
        ("1 234,56", "1234.56"),
        ("1.234,56 €", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.250,-", "1250"),
        ("12500 EUR", "12500"),
        ("-5", "-5"),
    ],
)
def test_a_montant(brut: Brut, expected: str) -> None:
    assert outcome(read(MONTANT, brut)) == (Decimal(expected), "")


def test_zero_is_a_montant_and_not_a_blank() -> None:
    assert read(MONTANT, Decimal(0)).valeur is not None


@pytest.mark.parametrize(
    ("brut", "expected"),
    [
        ("0.30000000000000004", "0.30"),
        ("1234.5600000000001", "1234.56"),
        ("1234.5599999999999", "1234.56"),
        ("12.345", "12.35"),
        ("12.344", "12.34"),
        ("-12.345", "-12.35"),
    ],
)
def test_dust_beyond_the_cent_is_rounded_with_a_remark(brut: str, expected: str) -> None:
    assert outcome(read(MONTANT, Decimal(brut))) == (Decimal(expected), "SAI12")


@pytest.mark.parametrize("brut", ["12.500", "1.234", "12.500 €", "-12.500"])
def test_a_montant_with_one_dot_and_three_digits_is_ambiguous(brut: str) -> None:
    parsed = read(MONTANT, brut)
    assert outcome(parsed) == (None, "SAI02")
    assert parsed.refuse


def test_the_ambiguity_quotes_both_readings_and_an_unambiguous_way_to_write_one() -> None:
    (fait,) = read(MONTANT, "12.500").faits
    assert (fait.detail, fait.attendu) == ("12,5 ou 12500", "12\u202f500,00")


@pytest.mark.parametrize(
    "brut",
    ["abc", "1e3", "12 34", "45 %", "€", "1000 à 2000", "env. 1000", True, datetime(2021, 1, 1)],
)
def test_what_is_not_a_montant_is_refused(brut: Brut) -> None:
    assert outcome(read(MONTANT, brut)) == (None, "SAI01")


# --- date ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("brut", "expected"),
    [
        (datetime(2021, 11, 24), day_period(date(2021, 11, 24))),
        (datetime(2021, 11, 24, 0, 0, 30), day_period(date(2021, 11, 24))),
        (datetime(2021, 11, 23, 23, 59, 45), day_period(date(2021, 11, 24))),
        (Decimal(2019), year_period(2019)),
        ("2019", year_period(2019)),
        ("31/12/2021", day_period(date(2021, 12, 31))),
        ("1/2/21", day_period(date(2021, 2, 1))),
        ("31 mars 2025", day_period(date(2025, 3, 31))),
        ("06/2020", month_period(2020, 6)),
        ("T2 2021", Periode(date(2021, 4, 1), date(2021, 6, 30), "T2 2021")),
        ("fin 2021", Periode(date(2021, 10, 1), date(2021, 12, 31), "fin 2021")),
    ],
)
def test_a_date_cell_or_a_text_gives_a_day_or_a_period(brut: Brut, expected: Periode) -> None:
    assert outcome(read(DATE, brut)) == (expected, "")


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2021, 11, 23, 23),
        datetime(2021, 11, 23, 22),
        datetime(2021, 11, 24, 1, 0, 21),
        datetime(2021, 11, 24, 11),
    ],
)
def test_a_date_shifted_off_midnight_is_the_nearest_day_with_a_remark(instant: datetime) -> None:
    assert outcome(read(DATE, instant)) == (day_period(date(2021, 11, 24)), "SAI09")


@pytest.mark.parametrize("serial", ["44524", "44523.9583333333", "44524.0418"])
def test_a_serial_number_without_date_format_is_a_day_with_a_remark(serial: str) -> None:
    assert outcome(read(DATE, Decimal(serial))) == (day_period(date(2021, 11, 24)), "SAI13")


@pytest.mark.parametrize("annee", [1990, 2018, 2019, 2024, 2100])
def test_a_year_typed_in_a_date_cell_is_not_a_day_of_1905(annee: int) -> None:
    stored = datetime(1899, 12, 30) + timedelta(days=annee)
    assert stored.year == 1905
    parsed = read(DATE, stored)
    assert outcome(parsed) == (year_period(annee), "")
    assert parsed.note == f"« {stored:%d/%m/%Y} » lu comme l'année « {annee} »"


@pytest.mark.parametrize(
    "brut",
    ["demain", "12", "03/31/2025", "31/02/2020", "21/13/2020", "2019-2024", True]
    + [Decimal(12), Decimal(0), Decimal(-5), Decimal(1989), Decimal("2019.5"), Decimal("6.2020"), Decimal(73416)]
    + [datetime(1905, 6, 11), datetime(1905, 10, 1), datetime(1989, 12, 31), datetime(2101, 1, 1)],
)
def test_what_is_not_a_plausible_date_is_refused(brut: Brut) -> None:
    parsed = read(DATE, brut)
    assert outcome(parsed) == (None, "SAI03")
    assert parsed.refuse


# --- choix -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        (STATUT, "En cours", EN_COURS),
        (STATUT, "RÉALISÉE", REALISE),
        (STATUT, "annulé", ABANDONNE),
        (STATUT, "sur les rails", EN_COURS),
        (OUI_NON, "Oui", "Oui"),
        (OUI_NON, "oui.", "Oui"),
        (OUI_NON, "X", "Oui"),
        (OUI_NON, "Vrai", "Oui"),
        (OUI_NON, "NON", "Non"),
        (OUI_NON, "faux", "Non"),
        (SERVICE_OE, "O", "O"),
        (SERVICE_OE, "ord.", "O"),
        (SERVICE_OE, "Ordinaire", "O"),
        (SERVICE_OE, "O - Ordinaire", "O"),
        (SERVICE_OE, "SE", "E"),
        (SERVICE_OE, "extra", "E"),
        (SERVICE_OE, "Service extraordinaire", "E"),
        (RD, "r", "R"),
        (RD, "Recettes", "R"),
        (RD, "Dépense", "D"),
        (RD, "dép.", "D"),
        (SANTE, "bon", "Bon"),
        (SANTE, "À risque", "Risque"),
        (SANTE, "bloquée", "Blocage"),
        (SANTE, "EN PAUSE", "En pause"),
    ],
)
def test_a_choice_is_taken_whatever_its_case_accents_and_synonyms(
    kind: Kind[Scalaire], typed: str, expected: str
) -> None:
    assert outcome(read(kind, typed)) == (expected, "")


@pytest.mark.parametrize(("brut", "expected"), [(True, "Oui"), (False, "Non")])
def test_a_truth_value_is_oui_or_non(brut: bool, expected: str) -> None:
    assert outcome(read(OUI_NON, brut)) == (expected, "")


@pytest.mark.parametrize(
    ("kind", "brut"),
    [
        (STATUT, "Encours"),
        (STATUT, "45 %"),
        (STATUT, Decimal(45)),
        (STATUT, True),
        (OUI_NON, "peut-être"),
        (OUI_NON, Decimal(1)),
        (OUI_NON, "Oui et non"),
        (SERVICE_OE, "x"),
        (SERVICE_OE, Decimal(0)),
        (SERVICE_OE, True),
        (RD, "R/D"),
        (SANTE, "moyen"),
        (SANTE, Decimal(1)),
        (RD, Decimal(1)),
    ],
)
def test_an_unknown_choice_is_refused(kind: Kind[Scalaire], brut: Brut) -> None:
    parsed = read(kind, brut)
    assert outcome(parsed) == (None, "SAI04")
    assert parsed.refuse


@pytest.mark.parametrize(("typed", "detail"), [("Encours", " Vouliez-vous dire « En cours » ?"), ("xyz", "")])
def test_an_unknown_status_comes_with_the_nearest_word_if_any(typed: str, detail: str) -> None:
    (fait,) = read(STATUT, typed).faits
    assert fait.detail == detail


# --- exercice, article -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("brut", [Decimal(2021), "2021", "année 2021", datetime(1905, 7, 13)])
def test_an_exercice_is_a_year(brut: Brut) -> None:
    assert outcome(read(EXERCICE, brut)) == (2021, "")


@pytest.mark.parametrize(
    "brut",
    ["21", "fin 2021", "06/2021", "1989", Decimal(1989), Decimal("2021.5"), Decimal(44524), True]
    + [datetime(2021, 1, 1)],
)
def test_what_is_not_a_year_is_no_exercice(brut: Brut) -> None:
    assert outcome(read(EXERCICE, brut)) == (None, "SAI01")


@pytest.mark.parametrize("brut", ["2025-2027", "2025 et 2026", "2025/2026", "2025, 2026, 2027"])
def test_several_years_in_a_cell_are_no_exercice(brut: Brut) -> None:
    assert outcome(read(EXERCICE, brut)) == (None, "BUD16")


@pytest.mark.parametrize("brut", ["p.m.", "PM", "P.M", "Pour mémoire"])
def test_for_the_record_gives_no_amount(brut: Brut) -> None:
    parsed = read(MONTANT, brut)
    assert (outcome(parsed), parsed.refuse) == ((None, "BUD15"), False)
    assert parsed.note


@pytest.mark.parametrize(
    ("brut", "expected"),
    [
        ("104/123-13", "104/123-13"),
        ("104 / 742‐53", "104/742-53"),
        ("104/724-60\n(n° de projet 20190001)", "104/724-60:20190001"),
        ("xxx/wal", "xxx/wal"),  # kept as typed: whether it matters depends on the line
        (Decimal(104), "104"),
    ],
)
def test_an_article_is_put_in_its_normal_form_or_kept_as_typed(brut: Brut, expected: str) -> None:
    assert outcome(read(ARTICLE, brut)) == (expected, "")


# --- notes -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "brut", "note"),
    [
        (TAUX, "45 %", "« 45 % » lu comme « 45 »"),
        (MONTANT, "1.234,56 €", "« 1.234,56 € » lu comme « 1\u202f234,56 »"),
        (DATE, "1/2/21", "« 1/2/21 » lu comme « 01/02/2021 »"),
        (STATUT, "Terminée", "« Terminée » lu comme « Réalisé »"),
        (OUI_NON, True, "« VRAI » lu comme « Oui »"),
        (RD, "Dépense", "« Dépense » lu comme « D »"),
        (EXERCICE, "année 2021", "« année 2021 » lu comme « 2021 »"),
        (ARTICLE, "012/12145.2020", "« 012/12145.2020 » lu comme « 012/121-45:2020 »"),
        (MONTANT, Decimal("33.333"), "« 33,333 » lu comme « 33,33 »"),
        (DATE, datetime(2021, 12, 30, 23), "« 30/12/2021 23:00:00 » lu comme « 31/12/2021 »"),
        (DATE, Decimal(44561), "« 44561 » lu comme « 31/12/2021 »"),
        (MOT, "Jeanne\nNoël", "mis sur une ligne : « Jeanne Noël »"),
        (TEXTE, "e\u0301tat", "accents ou espaces particuliers remplacés par les ordinaires"),
        (TEXTE, "deux\u00a0mots", "accents ou espaces particuliers remplacés par les ordinaires"),
    ],
)
def test_every_normalisation_is_noted(kind: Kind[Scalaire], brut: Brut, note: str) -> None:
    assert read(kind, brut).note == note


@pytest.mark.parametrize(
    ("kind", "brut"),
    [
        (TEXTE, "deux\nlignes"),
        (TEXTE, "deux\r\nlignes\n"),
        (MOT, " Jeanne Noël "),
        (TAUX, "45"),
        (TAUX, Decimal(45)),
        (MONTANT, "1\u202f234,56"),
        (MONTANT, Decimal("1234.56")),
        (DATE, "31/12/2021"),
        (DATE, datetime(2021, 12, 31)),
        (DATE, "fin 2021"),
        (STATUT, "En cours"),
        (OUI_NON, "Oui"),
        (RD, "D"),
        (EXERCICE, Decimal(2021)),
        (ARTICLE, "104/123-13"),
    ],
)
def test_what_is_taken_as_it_stands_is_not_noted(kind: Kind[Scalaire], brut: Brut) -> None:
    assert read(kind, brut).note == ""


# --- export ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        (TAUX, "45", 45),
        (TAUX, "45,5", "45.5"),
        (TAUX, "100", 100),
        (MONTANT, "1 234,5", "1234.50"),
        (DATE, "31/12/2021", "2021-12-31"),
        (DATE, "T2 2021", "2021-04-01/2021-06-30"),
        (EXERCICE, "2021", 2021),
        (STATUT, "En cours", "En cours"),
        (TEXTE, "du texte", "du texte"),
    ],
)
def test_a_value_is_exported_in_a_plain_type(kind: Kind[Scalaire], typed: str, expected: str | int) -> None:
    valeur = read(kind, typed).valeur
    assert valeur is not None
    assert kind.export(valeur) == expected


# --- laws: a value that is shown reads back the same, with nothing to say about it -----------------------------------
def round_trip(kind: Kind[Scalaire], valeur: Scalaire) -> Parsed[Scalaire]:
    """What is read in a cell where a value was shown."""
    return read(kind, kind.show(valeur))


@law
@given(st.decimals(min_value=Decimal("-999999999999.99"), max_value=Decimal("999999999999.99"), places=2))
def test_a_shown_montant_reads_back_the_same(montant: Decimal) -> None:
    assert round_trip(MONTANT, montant) == Parsed(montant)


@law
@given(st.one_of(st.just(Decimal(0)), st.decimals(min_value="1.01", max_value=100, places=2)))
def test_a_shown_taux_reads_back_the_same(taux: Decimal) -> None:
    assert round_trip(TAUX, taux) == Parsed(taux)


@law
@given(st.integers(0, 100))
def test_a_taux_reads_the_same_as_a_number_a_text_with_percent_or_a_percent_cell(taux: int) -> None:
    valeurs = [read(TAUX, f"{taux} %"), read(TAUX, Decimal(taux) / 100, pourcent=True), read(TAUX, Decimal(taux))]
    assert [parsed.valeur for parsed in valeurs] == [Decimal(taux)] * 3


@law
@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_a_shown_day_reads_back_the_same_as_a_date_cell(jour: date) -> None:
    assert round_trip(DATE, day_period(jour)) == Parsed(day_period(jour))
    assert read(DATE, datetime(jour.year, jour.month, jour.day)) == Parsed(day_period(jour))


@law
@given(st.dates(date(1990, 1, 2), date(2100, 12, 30)), st.integers(-11 * 3600, 11 * 3600))
def test_no_shift_of_less_than_half_a_day_changes_the_day(jour: date, seconds: int) -> None:
    instant = datetime(jour.year, jour.month, jour.day) + timedelta(seconds=seconds)
    parsed = read(DATE, instant)
    assert outcome(parsed) == (day_period(jour), "SAI09" if abs(seconds) > 60 else "")


annees = st.integers(1990, 2100)
periodes = st.one_of(
    st.builds("{}".format, annees),
    st.builds("{:02d}/{}".format, st.integers(1, 12), annees),
    st.builds("T{} {}".format, st.integers(1, 4), annees),
    st.builds("S{} {}".format, st.integers(1, 2), annees),
    st.builds("{}{}".format, st.sampled_from(["début ", "mi-", "fin "]), annees),
    st.builds("{}{} {}".format, st.sampled_from(["début ", "mi-", "fin "]), st.sampled_from(MOIS[:11]), annees),
).map(parse_periode)


@law
@given(periodes)
def test_a_shown_period_of_any_precision_reads_back_the_same(periode: Periode | None) -> None:
    assert periode is not None
    assert round_trip(DATE, periode) == Parsed(periode)


@law
@given(st.integers(100, 99999), st.integers(0, 999), st.integers(0, 99))
def test_a_shown_article_reads_back_the_same(fonction: int, groupe: int, nature: int) -> None:
    texte = Article(str(fonction), f"{groupe:03d}-{nature:02d}").texte
    assert round_trip(ARTICLE, texte) == Parsed(texte)


@law
@given(annees)
def test_a_shown_exercice_reads_back_the_same(annee: int) -> None:
    assert round_trip(EXERCICE, annee) == Parsed(annee)


@pytest.mark.parametrize(
    ("kind", "valeur"),
    [(kind, mot) for kind in ALL for mot in kind.mots],
)
def test_a_shown_choice_reads_back_the_same(kind: Kind[Scalaire], valeur: str) -> None:
    assert round_trip(kind, valeur) == Parsed(valeur)


@law
@given(st.text("aé'’-/ \n«»0=", min_size=1).map(clean).filter(bool))
def test_a_shown_text_reads_back_the_same(texte: str) -> None:
    assert round_trip(TEXTE, texte) == Parsed(texte)
    mot = one_line(texte)
    if fold(mot) not in SANS_OBJET:
        assert round_trip(MOT, mot) == Parsed(mot)


bruts = st.one_of(
    st.text("0123456789.,/- %€éTfin\u00a0\n", max_size=15),
    st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False),
    st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)),
    st.booleans(),
)


@law
@given(st.sampled_from(ALL), bruts, st.booleans(), st.booleans())
def test_nothing_typed_disappears_without_a_word(
    kind: Kind[Scalaire], brut: Brut, pourcent: bool, formule: bool
) -> None:
    saisie = Saisie(brut, pourcent=pourcent, formule=formule)
    parsed = read_cell(kind, saisie, VOCABULAIRE)
    assert saisie.vide or parsed.valeur is not None or parsed.faits or parsed.note
    assert not (parsed.refuse and parsed.valeur is not None)
