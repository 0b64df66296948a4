"""docs/formats.md says what the tool writes: every key, every column, and the types of their values."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import formats
import pandas as pd
import pytest

import fiche_tool
from fiche_tool.domaine.fiche.fiche import BUDGET, CHAMPS, COLONNES_BUDGET
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.programme.programme import EtatAction
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.report.export import export_collecte, export_etat, export_verification
from tests.conftest import COMPLETE, SEANCE, Pst, small_programme


def strays(found: Mapping[str, Any], cles: Sequence["formats.Cle"]) -> list[str]:
    """The keys that are not those documented, in their order, and the values that are not of their type."""
    if list(found) != [cle.nom for cle in cles]:
        return [f"clés : {list(found)}"]
    return [f"{cle.nom} : {found[cle.nom]!r}" for cle in cles if not is_a(found[cle.nom], cle)]


def is_a(value: object, cle: "formats.Cle") -> bool:
    return isinstance(value, cle.genre) and not isinstance(value, bool)


@pytest.mark.slow
def test_collecting_writes_the_documented_keys(demo: fiche_tool.Demonstration) -> None:
    found = json.loads(json.dumps(export_collecte(demo.collecte)))
    assert strays(found, formats.COLLECTE) == []
    assert strays(found["fichiers"], formats.FICHIERS) == []
    assert strays(found["actions"], formats.ACTIONS) == []
    assert len(found["anomalies"]) > 10
    assert [wrong for one in found["retours"] for wrong in strays(one, formats.RETOUR)] == []
    assert found["points"]
    assert [wrong for one in found["points"] for wrong in strays(one, formats.POINT)] == []
    assert [wrong for one in found["points"] for x in one["reponses"] for wrong in strays(x, formats.REPONSE)] == []
    assert [wrong for one in found["anomalies"] for wrong in strays(one, formats.ANOMALIE)] == []


@pytest.mark.slow
def test_the_budget_of_a_collection_has_the_documented_keys(pst: Pst) -> None:
    found = json.loads(json.dumps(export_collecte(evolve(pst))))["budget"]
    assert strays(found, formats.BUDGET_TOTAL) == []
    assert found["retenues"]
    assert [wrong for one in found["retenues"] for wrong in strays(one, formats.A_PART)] == []
    for nom in ("sans_exercice", "actions_retirees", "actions_abandonnees"):
        assert strays(found[nom], formats.TOTAUX) == []


@pytest.mark.slow
def test_the_state_of_a_seance_has_the_documented_keys(demo: fiche_tool.Demonstration) -> None:
    found = json.loads(json.dumps(export_etat(fiche_tool.status(demo.dossier))))
    assert strays(found, formats.ETAT) == []
    assert strays(found["actions"], formats.ACTIONS) == []
    assert all((found["seances"], found["manquants"], found["a_corriger"], found["retard"]))
    assert [wrong for one in found["seances"] for wrong in (*one.keys() - {x.nom for x in formats.SEANCE_ETAT},)] == []
    assert [wrong for one in found["manquants"] for wrong in strays(one, formats.MANQUANTS)] == []
    listed = [*found["retard"], *(action for one in found["manquants"] for action in one["actions"])]
    assert [wrong for one in listed for wrong in strays(one, formats.ACTION_ETAT)] == []
    assert [wrong for one in found["a_corriger"] for wrong in strays(one, formats.A_CORRIGER)] == []


@pytest.mark.slow
def test_the_page_of_the_bureau_has_the_documented_keys(demo: fiche_tool.Demonstration) -> None:
    found = json.loads(json.dumps(export_collecte(demo.collecte)))
    bureau = found["bureau"]
    assert found["comparaison"] is None  # a first séance
    assert strays(bureau, formats.BUREAU) == []
    assert strays(bureau["chiffres"], formats.CHIFFRES) == []
    assert strays(bureau["evaluation"], formats.EVALUATION) == []
    assert bureau["attention"]
    assert bureau["a_decider"]
    assert [wrong for one in bureau["a_decider"] for wrong in strays(one, formats.A_DECIDER)] == []
    assert [list(one) for one in bureau["attention"]] == [[x.nom for x in formats.ATTENTION]] * len(bureau["attention"])


@pytest.mark.slow
def test_verifying_writes_the_documented_keys(demo: fiche_tool.Demonstration) -> None:
    results = fiche_tool.verify([demo.dossier / "retours", demo.dossier / "programme.xlsx"])
    found = json.loads(json.dumps([export_verification(one) for one in results]))
    assert [wrong for one in found for wrong in strays(one, formats.VERIFICATION)] == []
    assert [wrong for one in found for x in one["anomalies"] for wrong in strays(x, formats.ANOMALIE)] == []
    champs = [one["champs"] for one in found if one["champs"]]
    assert {tuple(one) for one in champs} == {(*(champ.nom for champ in CHAMPS), BUDGET)}
    lines = [line for one in champs for line in one[BUDGET]]
    assert {tuple(line) for line in lines} == {tuple(champ.nom for champ in COLONNES_BUDGET)}
    shown = {champ.nom: formats.show_kind(champ.kind).split()[0] for champ in CHAMPS}
    words = {"texte": str, "entier": int | str}  # a taux that is not whole is text
    assert [
        v for one in champs for nom, v in one.items() if v and nom != BUDGET and not isinstance(v, words[shown[nom]])
    ] == []
    shown = {champ.nom: formats.show_kind(champ.kind).split()[0] for champ in COLONNES_BUDGET}
    assert [v for line in lines for nom, v in line.items() if v and not isinstance(v, words[shown[nom]])] == []


def evolve(pst: Pst) -> fiche_tool.Collecte:
    """Two séances, an answer that changes, an action with a budget retired between them, a line held back."""
    pst.fill_in("A2BCD", COMPLETE)
    spent: dict[str, Contenu] = {"exercice": 2021, "service": "O", "rd": "D", "article": "104/123-13", "montant": 250}
    pst.fill_in("E6FGH", COMPLETE, [spent])
    fiche_tool.collect(pst.racine, SEANCE)
    first, *others = small_programme().actions
    gone = replace(others.pop(), etat=EtatAction.RETIREE, retiree=date(2022, 1, 31))
    (pst.racine / "programme.xlsx").write_bytes(write_programme(small_programme(actions=(first, *others, gone))))
    later = date(2022, 5, 25)
    held = spent | {"montant": 77, "fonds_propres": 60, "subsides": 10}
    pst.fill_in("A2BCD", COMPLETE | {"taux": 60, "fin": "T2 2023"}, [held], seance=later)
    return fiche_tool.collect(pst.racine, later)


@pytest.mark.slow
def test_a_comparison_has_the_documented_keys(pst: Pst) -> None:
    found = json.loads(json.dumps(export_collecte(evolve(pst))))
    assert strays(found["bureau"]["taux"], formats.TAUX_MOYENS) == []
    assert strays(found["comparaison"]["taux"], formats.TAUX_MOYENS) == []
    assert strays(found["comparaison"], formats.COMPARAISON) == ["adoption : True"]  # a truth value, for `is_a` no type
    keys = {tuple(one) for one in found["comparaison"]["mesures"]}
    assert keys == {("cle", "libelle", "unite", "avant", "apres", "ecart")}


@pytest.mark.slow
@pytest.mark.parametrize("nom", formats.TABLES)
def test_a_table_has_the_documented_columns_and_types(nom: str, demo: fiche_tool.Demonstration, pst: Pst) -> None:
    cles = formats.TABLES[nom][1]
    frames = [collecte.tables[nom] for collecte in (demo.collecte, evolve(pst))]
    for frame in frames:
        assert list(frame.columns) == [cle.nom for cle in cles] == list(formats.COLONNES[nom])
        assert [(cle.nom, value) for cle in cles for value in frame[cle.nom] if not is_a(value, cle)] == []
    assert any(len(frame) > 0 for frame in frames)


def test_every_table_is_documented(demo: fiche_tool.Demonstration) -> None:
    assert list(demo.collecte.tables) == list(formats.TABLES) == list(formats.COLONNES)
    assert {type(frame) for frame in demo.collecte.tables.values()} == {pd.DataFrame}
