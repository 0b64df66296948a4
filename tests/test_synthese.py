"""The synthesis workbook: its sheets, its stored values against a recalculation, its links, its odd shapes."""

import re
from datetime import date
from pathlib import Path

import pytest

from fiche_tool.collect import collect
from fiche_tool.demo import Demonstration
from fiche_tool.domaine.programme import Parametres, Volet
from fiche_tool.domaine.saisie import Contenu
from fiche_tool.excel.cells import open_classeur
from fiche_tool.excel.write_programme import write_programme
from tests.conftest import SEANCE, LibreOffice, Pst, small_programme
from tests.dump import dump
from tests.lint import lint

SHEETS = (
    "Tableau de bord",
    "Synthèse",
    "Avancement",
    "Budget",
    "Retours",
    "Anomalies",
    "Journal",
    "Données actions",
    "Données budget",
)
SNAPSHOTS = Path(__file__).parent / "snapshots"


def test_the_sheets_come_in_the_order_they_are_read(demo: Demonstration) -> None:
    assert open_classeur(demo.collecte.fichier.read_bytes()).feuilles == SHEETS


@pytest.mark.parametrize("feuille", ["Tableau de bord", "Synthèse", "Avancement", "Budget", "Retours", "Anomalies"])
def test_a_sheet_of_the_demonstration_is_as_reviewed(demo: Demonstration, feuille: str) -> None:
    """Regenerate with: UPDATE_SNAPSHOTS=1 pytest tests/test_synthese.py; read the difference before accepting it."""
    import os

    snapshot = SNAPSHOTS / f"demo {feuille}.txt"
    found = dump(demo.collecte.fichier, feuille)
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOTS.mkdir(exist_ok=True)
        snapshot.write_text(found, encoding="utf-8", newline="\n")
    assert found == snapshot.read_text(encoding="utf-8")


@pytest.mark.libreoffice
def test_stored_values_equal_a_recalculation(demo: Demonstration, libreoffice: LibreOffice) -> None:
    """Every formula of every sheet, recalculated by LibreOffice."""
    stored = open_classeur(demo.collecte.fichier.read_bytes())
    again = open_classeur(libreoffice.convert(demo.collecte.fichier, "ods").read_bytes())
    formulas, wrong = 0, []
    for feuille in stored.feuilles:
        before, after = stored.ouvrir(feuille), again.ouvrir(feuille)
        for position, saisie in before.cellules.items():
            if saisie.formule:
                formulas += 1
                other = after.get(position)
                if not _same(saisie.brut, other.brut):
                    wrong.append(f"{feuille}!{saisie.cellule}: {saisie.texte!r}, recalculé {other.texte!r}")
    assert formulas > 250
    assert wrong == []


def _same(one: object, other: object) -> bool:
    try:
        return abs(float(str(one)) - float(str(other))) < 1e-9
    except ValueError:
        return one == other


def test_recettes_and_depenses_are_never_added(pst: Pst) -> None:
    common: dict[str, Contenu] = {"exercice": 2021, "service": "O"}
    pst.answer(
        "A2BCD",
        budget=[
            common | {"rd": "D", "article": "104/123-13", "montant": 100, "fonds_propres": 100},
            common | {"rd": "R", "article": "831/465-48", "montant": 40, "subsides": 40},
        ],
    )
    collecte = collect(pst.racine, SEANCE)
    text = dump(collecte.fichier, "Budget", "Tableau de bord", "Synthèse")
    assert not re.search(r"[=ƒ] 140\b", text)
    assert not re.search(r"[=ƒ] 60$", text, re.MULTILINE)
    assert "Budget!B7 ƒ 100" in text
    assert "Budget!D7 ƒ 40" in text


def test_abandoned_actions_are_counted_apart(pst: Pst) -> None:
    line: dict[str, Contenu] = {
        "exercice": 2021,
        "service": "O",
        "rd": "D",
        "article": "104/123-13",
        "montant": 77,
        "fonds_propres": 77,
    }
    pst.answer("A2BCD", taux=20, statut="Abandonné", commentaire="Sans objet", budget=[line])
    text = dump(collect(pst.racine, SEANCE).fichier, "Budget")
    total = next(line for line in text.splitlines() if line.startswith("Budget!B9 "))
    assert total.endswith(" 0")
    assert "ƒ 77" in text


def test_cents_are_exact_over_many_lines(pst: Pst) -> None:
    from decimal import Decimal

    from fiche_tool.domaine.synthese.sommes import sum_budget

    cents = [10, 20, 30, 70, 110, 1999]
    for identifiant in ("A2BCD", "B3CDE", "C4DEF", "D5EFG", "E6FGH"):
        lines: list[dict[str, Contenu]] = [
            {"exercice": 2020 + n % 3, "service": "O", "rd": "D", "montant": Decimal(c) / 100}
            for n, c in enumerate(cents)
        ]
        pst.answer(identifiant, budget=lines)
    synthese = collect(pst.racine, SEANCE).synthese
    total = sum_budget(synthese.tables.budget, ["rd"])["D",]["montant"]
    assert total == sum(Decimal(c) for c in cents) * 5 / 100


def test_an_unanswered_action_is_no_zero(pst: Pst) -> None:
    pst.answer("A2BCD", taux=80, statut="En cours")
    text = dump(collect(pst.racine, SEANCE).fichier, "Synthèse", "Avancement")
    assert "sans réponse" in text
    assert "Avancement!D6 ƒ 80" in text  # the mean of the one action that has a taux


@pytest.mark.parametrize(
    "changes",
    [
        {"actions": (), "objectifs": ()},
        {"objectifs": small_programme().objectifs, "actions": ()},
        {
            "volets": (*small_programme().volets, Volet("Commun")),
            "parametres": Parametres("trois", "CPAS & Ville", 2025, 2030),
        },
        {"volets": small_programme().volets[:1]},
    ],
    ids=["vide", "sans action", "trois volets", "un volet"],
)
def test_odd_programmes_give_a_sound_synthesis(pst: Pst, changes: dict[str, object]) -> None:
    (pst.racine / "programme.xlsx").write_bytes(write_programme(small_programme(**changes)))
    collecte = collect(pst.racine, date(2026, 11, 25))
    assert lint(collecte.fichier.read_bytes()) == []
    assert open_classeur(collecte.fichier.read_bytes()).feuilles == SHEETS


def test_a_transversal_action_is_listed_twice_and_counted_once(demo: Demonstration) -> None:
    text = dump(demo.collecte.fichier, "Synthèse")
    assert text.count("Développer et promouvoir le Salon de l'emploi") == 2
    assert text.count("(L)") == 2  # the row and the legend
    assert len(demo.collecte.tables["actions"]) == 34
