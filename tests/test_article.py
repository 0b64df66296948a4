"""Budget articles: what is read, what is refused, and what the economic code says of itself.

The chart of 672 codes is not at hand: the examples are those of the regulation notes, the rules are tried on every
second and third digit.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_tool.domaine.mots.article import Article, parse_article
from tests.outils.builders import law


def read(texte: str) -> Article:
    """The article of a text that must be one."""
    article = parse_article(texte)
    assert article is not None, texte
    return article


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("104/111-01", "104/111-01"),
        ("104/123-11", "104/123-11"),
        ("104/127-03", "104/127-03"),
        ("831/123-48", "831/123-48"),
        ("8320/331-01", "8320/331-01"),
        ("12401/332-02", "12401/332-02"),
        ("76436/332-02", "76436/332-02"),
        ("012/12145", "012/121-45"),
        ("104/723 60", "104/723-60"),
        (" 104 / 742 - 53 ", "104/742-53"),
        ("104 / 742‐53", "104/742-53"),  # hyphen
        ("104/742‑53", "104/742-53"),  # no-break hyphen
        ("104/742–53", "104/742-53"),  # en dash
        ("104/742—53", "104/742-53"),  # em dash
        ("104/742−53", "104/742-53"),  # minus sign
    ],
)
def test_an_article_is_read_whatever_its_spaces_and_dashes(typed: str, expected: str) -> None:
    assert read(typed).texte == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("012/12145.2020", "012/121-45:2020"),
        ("104/123-13:2021", "104/123-13:2021"),
        ("104/123-13/2021", "104/123-13:2021"),
        ("104/123-13 (2021)", "104/123-13:2021"),
        ("104/123-13 2021", "104/123-13:2021"),
        ("104/724-60:20190001", "104/724-60:20190001"),
        ("104/724-60-20190001", "104/724-60:20190001"),
        ("104/724-60 (n° de projet 20190001)", "104/724-60:20190001"),
        ("104/724-60 (N° DE PROJET 20190001)", "104/724-60:20190001"),
        ("104/724-60 (n° projet : 20190001)", "104/724-60:20190001"),
        ("104/724-60 n°projet 20190001", "104/724-60:20190001"),
    ],
)
def test_an_exercice_or_a_project_number_may_follow(typed: str, expected: str) -> None:
    assert read(typed).texte == expected


@pytest.mark.parametrize(
    "typed",
    ["", "8320/", "104/724", "/724-60", "xxx/wal-17.2019", "voir budget", "104", "104-724-60", "104/724/60"]
    + ["104/724-6", "104/7246", "10/724-60", "123456/724-60", "104/72-460", "104/123.13", "104/724-602019"]
    + ["104/724-60:201", "104/724-60:20190", "104/724-60:201900011", "104/724-60 et 104/733-60"],
)
def test_what_is_not_an_article_is_refused(typed: str) -> None:
    assert parse_article(typed) is None


# R/D and service of the codes that the notes on the regulation name; where they name a group, any nature will do.
CODES = {
    "DO": "111-01 121-45 123-06 123-11 123-13 123-48 124-02 124-48 127-03 211-01 301-01 302-01 331-01 332-02 332-03 "
    "911-01 954-01 955-01 956-01 957-01 958-01 991-01 992-01",
    "RO": "106-01 161-48 206-01 306-01 307-01 406-01 465-02 465-48 485-48 490-01 891-01 893-01 951-01 952-01 994-01",
    "DE": "701-51 722-60 723-51 723-60 724-51 724-60 733-60 741-51 742-53 743-52 744-51 749-98 955-51 992-51",
    "RE": "606-51 663-51 665-52 685-51 706-51 951-51 952-51 961-51 962-51 963-51 995-51 997-51 998-51",
}


@pytest.mark.parametrize(
    ("code", "expected"), [(code, kind) for kind, codes in CODES.items() for code in codes.split()]
)
def test_known_codes_say_their_side_and_their_service(code: str, expected: str) -> None:
    article = read(f"104/{code}")
    assert article.rd + article.service == expected


def test_below_50_the_code_is_ordinary_from_50_on_extraordinary() -> None:
    services = "".join(read(f"104/742-{nature:02d}").service for nature in range(100))
    assert services == "O" * 50 + "E" * 50


SIDES = {
    "0": "RDDRRRRRRR",
    "1": "DDDDDDDDDD",
    "2": "DDDDDDDDDD",
    "3": "DDDDDDDDDD",
    "4": "DDDDDDDDDD",
    "5": "DRRDDDDDDD",
    "6": "RRRRRRRRRR",
    "7": "RRRRRRRRRR",
    "8": "RRRRRRRRRR",
}
"""By second digit of the economic code, the side for each third digit from 0 to 9."""


@pytest.mark.parametrize("second", SIDES)
def test_the_second_digit_tells_receipt_from_expense_whatever_the_first(second: str) -> None:
    for first in "123456789":
        sides = "".join(read(f"104/{first}{second}{third}-01").rd for third in range(10))
        assert sides == SIDES[second]


@pytest.mark.parametrize("first", "123456789")
def test_second_digit_9_is_a_receipt_but_for_the_deficits_991_and_992(first: str) -> None:
    expenses = [third for third in range(10) if read(f"104/{first}9{third}-01").rd == "D"]
    assert expenses == ([1, 2] if first == "9" else [])


articles = st.builds(
    Article,
    st.text("0123456789", min_size=3, max_size=5),
    st.builds("{:03d}-{:02d}".format, st.integers(0, 999), st.integers(0, 99)),
    st.one_of(st.just(""), st.integers(1990, 2100).map(str), st.integers(19900001, 21009999).map(str)),
)


@law
@given(articles)
def test_the_normal_form_reads_back_the_same(article: Article) -> None:
    assert parse_article(article.texte) == article


@law
@given(articles)
def test_every_article_has_one_side_and_one_service_whatever_its_function(article: Article) -> None:
    assert article.rd in ("R", "D")
    assert article.service in ("O", "E")
    other = Article("104", article.economique)
    assert (article.rd, article.service) == (other.rd, other.service)
