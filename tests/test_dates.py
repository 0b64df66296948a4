"""Days and periods as people write them: each form that is read, each one that is refused, and the way back."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_tool.domaine.mots.dates import (
    ANNEES,
    MOIS,
    Periode,
    day_period,
    month_period,
    nearest_day,
    parse_periode,
    show_long,
    year_period,
)
from tests.outils.builders import law

jours = st.dates(date(ANNEES[0], 1, 1), date(ANNEES[-1], 12, 31))
annees = st.integers(ANNEES[0], ANNEES[-1])
PARTS = ("début ", "mi-", "fin ")


def read(texte: str) -> Periode:
    """The period of a text that must be one."""
    periode = parse_periode(texte)
    assert periode is not None, texte
    return periode


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("31/12/2021", date(2021, 12, 31)),
        ("1/2/2021", date(2021, 2, 1)),
        ("01-02-2021", date(2021, 2, 1)),
        ("01.02.2021", date(2021, 2, 1)),
        ("24 / 11 / 2021", date(2021, 11, 24)),
        ("24/11/2021.", date(2021, 11, 24)),
        (" 24/11/2021\n", date(2021, 11, 24)),
        ("1/2/21", date(2021, 2, 1)),
        ("15.05.20", date(2020, 5, 15)),
        ("29/02/2020", date(2020, 2, 29)),
        ("mercredi 24/11/2021", date(2021, 11, 24)),
        ("2021-11-24", date(2021, 11, 24)),
        ("2021-11-24T10:00:00", date(2021, 11, 24)),
        ("2021-11-24 00:00:00Z", date(2021, 11, 24)),
        ("24 novembre 2021", date(2021, 11, 24)),
        ("mercredi 24 novembre 2021", date(2021, 11, 24)),
        ("24 NOVEMBRE 2021", date(2021, 11, 24)),
        ("24 nov. 2021", date(2021, 11, 24)),
        ("24 nov 21", date(2021, 11, 24)),
        ("5 août 2021", date(2021, 8, 5)),
        ("05 aout 2021", date(2021, 8, 5)),
        ("31 mars 2025", date(2025, 3, 31)),
        ("1er mars 2022", date(2022, 3, 1)),
        ("1 er mars 2022", date(2022, 3, 1)),
        ("1/1/1990", date(1990, 1, 1)),
        ("31/12/2100", date(2100, 12, 31)),
    ],
)
def test_exact_days(typed: str, expected: date) -> None:
    assert parse_periode(typed) == day_period(expected)


@pytest.mark.parametrize(
    ("typed", "annee", "mois"),
    [
        ("06/2020", 2020, 6),
        ("6/2020", 2020, 6),
        ("06-2020", 2020, 6),
        ("06.2020", 2020, 6),
        ("2020-06", 2020, 6),
        ("juin 2020", 2020, 6),
        ("Juin 2020", 2020, 6),
        ("févr. 2021", 2021, 2),
        ("fév 2021", 2021, 2),
        ("sept. 2021", 2021, 9),
        ("AOÛT 2021", 2021, 8),
        ("décembre 2021", 2021, 12),
        ("courant mars 2021", 2021, 3),
    ],
)
def test_months(typed: str, annee: int, mois: int) -> None:
    assert parse_periode(typed) == month_period(annee, mois)


@pytest.mark.parametrize(
    "typed", ["2019", " 2019 ", "année 2019", "Annee 2019", "courant 2019", "courant de l'année 2019"]
)
def test_years(typed: str) -> None:
    assert parse_periode(typed) == year_period(2019)


@pytest.mark.parametrize(
    "typed",
    ["T2 2021", "t2 2021", "T2/2021", "T2-2021", "2021 T2", "2021-T2", "Q2 2021", "T2 de 2021", "trim. 2 2021"]
    + ["trimestre 2 2021", "2e trimestre 2021", "2ème trimestre 2021", "2ième trim. 2021", "2nd trimestre de 2021"],
)
def test_quarters(typed: str) -> None:
    assert parse_periode(typed) == Periode(date(2021, 4, 1), date(2021, 6, 30), "T2 2021")


@pytest.mark.parametrize(
    "typed",
    ["S2 2022", "s2 2022", "S2/2022", "2022 S2", "2022-S2", "sem. 2 2022", "semestre 2 2022", "2e semestre 2022"]
    + ["2ème semestre 2022", "2d semestre 2022", "2nd sem. 2022", "2e semestre de 2022"],
)
def test_semesters(typed: str) -> None:
    assert parse_periode(typed) == Periode(date(2022, 7, 1), date(2022, 12, 31), "2e semestre 2022")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("début 2021", Periode(date(2021, 1, 1), date(2021, 3, 31), "début 2021")),
        ("debut de l'année 2021", Periode(date(2021, 1, 1), date(2021, 3, 31), "début 2021")),
        ("mi-2021", Periode(date(2021, 4, 1), date(2021, 9, 30), "mi-2021")),
        ("mi 2021", Periode(date(2021, 4, 1), date(2021, 9, 30), "mi-2021")),
        ("fin 2021", Periode(date(2021, 10, 1), date(2021, 12, 31), "fin 2021")),
        ("Fin de 2021", Periode(date(2021, 10, 1), date(2021, 12, 31), "fin 2021")),
        ("FIN DE L’ANNÉE 2021", Periode(date(2021, 10, 1), date(2021, 12, 31), "fin 2021")),
        ("début juin 2022", Periode(date(2022, 6, 1), date(2022, 6, 10), "début juin 2022")),
        ("mi-juin 2022", Periode(date(2022, 6, 11), date(2022, 6, 20), "mi-juin 2022")),
        ("mi juin 2022", Periode(date(2022, 6, 11), date(2022, 6, 20), "mi-juin 2022")),
        ("fin février 2024", Periode(date(2024, 2, 21), date(2024, 2, 29), "fin février 2024")),
        ("fin d’avril 2021", Periode(date(2021, 4, 21), date(2021, 4, 30), "fin avril 2021")),
        ("fin de mars 2021", Periode(date(2021, 3, 21), date(2021, 3, 31), "fin mars 2021")),
    ],
)
def test_beginnings_middles_and_ends(typed: str, expected: Periode) -> None:
    assert parse_periode(typed) == expected


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "demain", "hier", "aujourd'hui", "12", "21", "fin", "novembre", "lundi", "24/11", "fin mars"]
    + ["fin 21", "mi2021", "fin2021", "2021?", "été 2021", "en 2021", "vers 2021", "avant fin 2021"]
    + ["2019-2024", "2019/2020", "de 2019 à 2020", "24/11/2021 ou fin 2021", "fin T2 2021"],
)
def test_what_is_vague_or_relative_is_refused(typed: str) -> None:
    assert parse_periode(typed) is None


@pytest.mark.parametrize(
    "typed",
    ["03/31/2025", "31/02/2020", "30 février 2021", "29/02/2021", "31/04/2021", "0/1/2021", "1/0/2021", "32/1/2021"]
    + ["13/2020", "00/2020", "2020-13", "2021-02-30", "24 brumaire 2021", "brumaire 2021", "june 2021"]
    + ["T5 2021", "T0 2021", "5e trimestre 2021", "3e semestre 2022", "S0 2022"],
)
def test_days_months_and_quarters_that_do_not_exist_are_refused(typed: str) -> None:
    assert parse_periode(typed) is None


@pytest.mark.parametrize("typed", ["24/11/202", "24/112021", "20211124", "44524", "24/11 2021"])
def test_unknown_notations_are_refused(typed: str) -> None:
    assert parse_periode(typed) is None


@pytest.mark.parametrize("typed", ["1905", "1989", "2101", "31/12/1989", "1/1/2101", "06/1989", "fin 2101", "T1 0021"])
def test_years_no_pst_speaks_of_are_refused(typed: str) -> None:
    assert parse_periode(typed) is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("24/11/2021", "2021-11-24"),
        ("06/2020", "2020-06"),
        ("2019", "2019"),
        ("T2 2021", "2021-04-01/2021-06-30"),
        ("1er semestre 2022", "2022-01-01/2022-06-30"),
        ("fin 2021", "2021-10-01/2021-12-31"),
        ("mi-mars 2021", "2021-03-11/2021-03-20"),
    ],
)
def test_iso_keeps_the_precision(typed: str, expected: str) -> None:
    assert read(typed).iso == expected


def test_only_a_day_is_a_day() -> None:
    days = [texte for texte in ("24/11/2021", "06/2020", "2019", "T2 2021", "fin 2021") if read(texte).jour]
    assert days == ["24/11/2021"]


def test_periods_sort_by_their_beginning_then_their_end() -> None:
    texts = ["fin 2021", "2021", "15/03/2021", "T1 2021", "03/2021", "31/12/2020"]
    assert sorted(texts, key=read) == ["31/12/2020", "T1 2021", "2021", "03/2021", "15/03/2021", "fin 2021"]


@pytest.mark.parametrize(
    ("jour", "expected"),
    [
        (date(2021, 11, 24), "24 novembre 2021"),
        (date(2022, 3, 1), "1er mars 2022"),
        (date(2021, 8, 11), "11 août 2021"),
    ],
)
def test_a_day_in_full(jour: date, expected: str) -> None:
    assert show_long(jour) == expected


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (datetime(2021, 11, 24), date(2021, 11, 24)),
        (datetime(2021, 11, 23, 23), date(2021, 11, 24)),
        (datetime(2021, 11, 24, 1, 0, 21), date(2021, 11, 24)),
        (datetime(2021, 12, 31, 22), date(2022, 1, 1)),
    ],
)
def test_a_day_that_drifted_off_midnight_is_brought_back(instant: datetime, expected: date) -> None:
    assert nearest_day(instant) == expected


# --- laws ------------------------------------------------------------------------------------------------------------
@law
@given(jours)
def test_a_shown_day_reads_back_the_same(jour: date) -> None:
    periode = day_period(jour)
    assert periode.jour
    assert {parse_periode(texte) for texte in (periode.texte, periode.iso, show_long(jour))} == {periode}


@law
@given(annees, st.integers(1, 12))
def test_a_shown_month_reads_back_the_same(annee: int, mois: int) -> None:
    periode = month_period(annee, mois)
    assert (periode.debut.day, (periode.fin + timedelta(days=1)).day) == (1, 1)
    assert {parse_periode(texte) for texte in (periode.texte, periode.iso, f"{MOIS[mois - 1]} {annee}")} == {periode}


@law
@given(annees)
def test_a_shown_year_reads_back_the_same(annee: int) -> None:
    periode = year_period(annee)
    assert {parse_periode(texte) for texte in (periode.texte, periode.iso)} == {periode}


@law
@given(annees)
def test_shown_quarters_and_semesters_read_back_the_same_and_make_up_the_year(annee: int) -> None:
    for words in ([f"T{rang} {annee}" for rang in (1, 2, 3, 4)], [f"S{rang} {annee}" for rang in (1, 2)]):
        periodes = [read(texte) for texte in words]
        assert [parse_periode(periode.texte) for periode in periodes] == periodes
        assert_make_up(year_period(annee), periodes)


@law
@given(annees, st.integers(1, 11))
def test_shown_parts_of_a_month_read_back_the_same_and_make_up_the_month(annee: int, mois: int) -> None:
    periodes = [read(f"{part}{MOIS[mois - 1]} {annee}") for part in PARTS]
    assert [parse_periode(periode.texte) for periode in periodes] == periodes
    assert_make_up(month_period(annee, mois), periodes)


@law
@given(annees)
def test_shown_parts_of_a_year_read_back_the_same_and_make_up_the_year(annee: int) -> None:
    periodes = [read(f"{part}{annee}") for part in PARTS]
    assert [parse_periode(periode.texte) for periode in periodes] == periodes
    assert_make_up(year_period(annee), periodes)


@law
@given(st.text("0123456789/-. TSe'²débutmifnrsavcoûjl", max_size=20))
def test_any_text_gives_a_period_of_plausible_years_or_none(texte: str) -> None:
    periode = parse_periode(texte)
    assert periode is None or (periode.debut <= periode.fin and periode.debut.year in ANNEES)


def assert_make_up(whole: Periode, parts: list[Periode]) -> None:
    """The parts follow one another without a gap, from the first day of the whole to the last."""
    assert (parts[0].debut, parts[-1].fin) == (whole.debut, whole.fin)
    assert all(after.debut - before.fin == timedelta(days=1) for before, after in zip(parts, parts[1:], strict=False))
