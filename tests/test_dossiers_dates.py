"""The séance of a returned file: the first dated folder on the way down, as people write dates."""

from datetime import date

import pytest

from fiche_tool.domaine.mots.dates import day_of_name

pytestmark = pytest.mark.undrawn

LE_25 = date(2026, 11, 25)


@pytest.mark.parametrize(
    "nom",
    [
        "2026-11-25",
        "2026-11-25 Bureau",
        "20261125",
        "2026_11_25 reçus",
        "25-11-2026",
        "25.11.2026 reçu",
        "25 novembre 2026",
        "25 nov. 2026 - reçus",
        "mercredi 25 novembre 2026",
        "reçu le 25.11.2026",
        "Séance du 25-11-2026",
    ],
)
def test_a_day_at_the_start_or_the_end_of_a_name_is_read(nom: str) -> None:
    assert day_of_name(nom) == LE_25


@pytest.mark.parametrize(
    "nom",
    [
        "",
        "Direction",
        "1.2.10 Procédures",
        "PST 2019-2024",
        "2019-2024 archives",
        "12-2026",
        "2026-02-31",
        "2026-11-251",
        "104-123-2021",
        "25-11-26",
        "٢٠٢٦-١١-٢٥",
        "2526-11-25",
    ],
)
def test_what_is_no_day_is_not_taken_for_one(nom: str) -> None:
    assert day_of_name(nom) is None
