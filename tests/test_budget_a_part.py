"""A PST whose only money is apart — retired, held back, disputed: no output says that there is none."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import fiche_tool
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.programme.programme import EtatAction
from fiche_tool.excel.programme.write_programme import write_programme
from tests.conftest import COMPLETE, SEANCE, Pst, small_programme
from tests.outils.dump import dump
from tests.test_publier import OUVERTE, parse
from tests.test_rapport import report_of, texts

pytestmark = pytest.mark.slow

SUITE = date(2022, 1, 26)
LIGNE: Mapping[str, Contenu] = {
    "exercice": 2021,
    "service": "O",
    "rd": "D",
    "article": "104/123-13",
    "montant": Decimal("1250.5"),
}
SANS_OE: Mapping[str, Contenu] = {"exercice": 2021, "rd": "D", "montant": Decimal("7.5")}
FAUSSE: Mapping[str, Contenu] = {**LIGNE, "fonds_propres": 1, "subsides": 2}
CAS: Mapping[str, tuple[Mapping[str, Contenu], ...]] = {
    "retirée": (LIGNE, SANS_OE),
    "retenue": (FAUSSE,),
    "disputée": (LIGNE,),
}
DITS = {
    "retirée": ("retirées", "1 258,00"),
    "retenue": ("retenue", "1 250,50"),
    "disputée": ("attend une décision", "1 250,50"),
}
"""What the annex and the report say of it."""


def plain(texte: str) -> str:
    """Words with ordinary spaces."""
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture(params=CAS)
def seul(request: pytest.FixtureRequest, pst: Pst) -> tuple[str, Path, str]:
    """The case, its folder after two séances, and the words of the annex."""
    cas: str = request.param
    programme = small_programme(diffusion=OUVERTE)
    (pst.racine / "programme.xlsx").write_bytes(write_programme(programme))
    pst.fill_in("A2BCD", {**COMPLETE, "complete_par": "Anne"}, CAS[cas], "a.xlsx")
    if cas == "disputée":
        pst.fill_in("A2BCD", {**COMPLETE, "complete_par": "Bob"}, [{**LIGNE, "montant": 9}], "b.xlsx")
    pst.collect(SEANCE)
    if cas == "retirée":
        first, *others = programme.actions
        gone = replace(first, etat=EtatAction.RETIREE, retiree=date(2022, 1, 1))
        (pst.racine / "programme.xlsx").write_bytes(write_programme(replace(programme, actions=(gone, *others))))
    return cas, pst.racine, plain(dump(Path(pst.collect(SUITE)["annexe"]), "Annexe"))


def test_the_annex_tells_the_money_that_is_apart(seul: tuple[str, Path, str]) -> None:
    cas, _, annexe = seul
    words, amount = DITS[cas]
    assert words in annexe
    assert amount.replace(" ", "").replace(",00", "") in annexe.replace(" ", "")


def test_the_report_never_says_that_there_was_no_line(seul: tuple[str, Path, str]) -> None:
    cas, racine, _ = seul
    fiche_tool.write_report(racine)
    said = plain("\n".join(texts(report_of(racine))))
    assert "Aucune ligne budgétaire n'a été communiquée" not in said
    if cas == "retirée":
        assert "Retirées, dépenses sans O/E, hors de ce tableau : 7,50 €." in said
        assert "Les dépenses (" not in said
    else:
        assert "Aucune ligne budgétaire n'est encore reprise" in said
        assert all(words in said for words in DITS[cas])


def test_the_public_page_tells_what_it_counts_nowhere(seul: tuple[str, Path, str]) -> None:
    cas, racine, _ = seul
    said = plain(parse(fiche_tool.publish(racine).page).text_content())
    told = {
        "retirée": "Actions retirées du programme : dépenses 1 258,00 €, recettes 0,00 €.",
        "retenue": "1 ligne à vérifier (1 250,50 €).",
        "disputée": "1 ligne en attente d'une décision.",
    }[cas]
    assert f"Aucun montant n'est encore compté pour les actions du programme. À part : {told}" in said


def test_a_page_whose_budget_is_not_public_tells_nothing_of_it(seul: tuple[str, Path, str]) -> None:
    _, racine, _ = seul
    programme = small_programme(diffusion=replace(OUVERTE, budget=False))
    (racine / "programme.xlsx").write_bytes(write_programme(programme))
    assert "Budget prévu" not in parse(fiche_tool.publish(racine).page).text_content()


def test_the_json_tells_it_beside_its_totals(seul: tuple[str, Path, str]) -> None:
    cas, racine, _ = seul
    (path,) = fiche_tool.export(racine, "json").fichiers
    budget = json.loads(path.read_text(encoding="utf-8"))["chiffres"]["budget"]
    assert set(budget["total"].values()) == {"0.00"}
    assert budget["retirees"]["DO"] == ("1250.50" if cas == "retirée" else "0.00")
    held = {"lignes": 1, "depenses": "1250.50", "recettes": "0.00"}
    assert budget["retenues"] == (held if cas == "retenue" else {"lignes": 0, "depenses": "0.00", "recettes": "0.00"})
