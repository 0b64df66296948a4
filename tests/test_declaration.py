"""The declaration of the fields: typed values, and a field that a fiche of an older model was not asked for."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, assert_type

import pytest

from fiche_tool.domaine.fiche.champs import lire
from fiche_tool.domaine.fiche.fiche import (
    CHAMPS,
    COLONNES_BUDGET,
    DEBUT,
    ETAT_SANTE,
    FIN,
    IDENTITE,
    INDICE_SANTE,
    LISTES,
    PLANS,
    PRECISION_SANTE,
    REPONSES,
    STATUT_ACTION,
    TAUX_AVANCEMENT,
    VERSION_MODELE,
    LigneBudget,
    lire_budget,
    make_ligne,
)
from fiche_tool.domaine.mots.dates import Periode, day_period, parse_periode
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.synthese.tables import COLONNES, GenreDonnees
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.modele.identite import read_version
from fiche_tool.fichiers.piece import examine
from fiche_tool.resources import FICHIER_MODELE
from fiche_tool.verbes.collect import collect
from tests.conftest import COMPLETE, SEANCE, Pst
from tests.outils.builders import returned
from tests.outils.fiche_ancienne import ANCIENNES, EN_MARS, LIGNE, MARS, fill_in_the_present_one
from tests.outils.specimens import BOOK, META, repack, replace

pytestmark = pytest.mark.undrawn

MODELE_2 = ANCIENNES[2]


# --- values have the type of their field -----------------------------------------------------------------------------
def test_a_value_is_read_in_the_type_of_its_field() -> None:
    lecture = returned(typed={"taux": "45", "statut": "en cours", "fin": "fin 2022", "debut": "bientôt"})
    taux, statut, fin = lecture.lire(TAUX_AVANCEMENT), lecture.lire(STATUT_ACTION), lecture.lire(FIN)
    assert_type(taux, Decimal | None)
    assert_type(statut, str | None)
    assert_type(fin, Periode | None)
    assert_type(lire({}, PLANS), str | None)
    assert (taux, statut, fin) == (Decimal(45), "En cours", parse_periode("fin 2022"))
    assert lecture.lire(DEBUT) is None  # refused
    assert lire({}, TAUX_AVANCEMENT) is None
    assert lire({"taux": Decimal(45)}, TAUX_AVANCEMENT) == 45


def test_a_value_that_did_not_come_through_its_kind_is_a_fault_of_the_tool() -> None:
    with pytest.raises(TypeError, match="taux : str au lieu de Decimal"):
        lire({"taux": "45"}, TAUX_AVANCEMENT)
    with pytest.raises(TypeError, match="montant"):
        make_ligne({"montant": 12.5})


def test_a_budget_line_is_made_from_its_columns() -> None:
    values = {"exercice": 2021, "service": "O", "rd": "D", "article": "104/123-13", "montant": Decimal(12)}
    ligne = make_ligne(values)
    assert ligne == LigneBudget(2021, "O", "D", "104/123-13", Decimal(12))
    assert lire_budget({"budget": (ligne,)}) == (ligne,)
    assert lire_budget({}) == ()


def test_the_declaration_holds_together() -> None:
    champs = (*CHAMPS, *IDENTITE, *COLONNES_BUDGET)
    assert all(1 <= champ.depuis <= int(VERSION_MODELE) for champ in champs)
    assert all(champ.depuis == 1 for champ in champs if champ.requis or champ.verrouille)
    assert {champ.liste for champ in champs} - {""} == set(LISTES)
    assert all(set(champ.kind.mots) <= set(LISTES[champ.liste]) for champ in champs if champ.liste)
    assert set(REPONSES) < set(CHAMPS)


def test_a_field_with_a_heading_is_a_column_of_the_flat_table() -> None:
    actions = {colonne.cle: colonne for colonne in COLONNES["actions"]}
    shown = {champ.nom: champ.synthese.donnees for champ in CHAMPS if champ.synthese.donnees}
    assert {cle: actions[cle].entete for cle in shown} == shown
    assert actions["fin"].genre is GenreDonnees.DATE
    assert actions["taux"].genre is GenreDonnees.NOMBRE
    assert all(
        len({c.cle for c in table}) == len({c.entete for c in table}) == len(table) for table in COLONNES.values()
    )


# --- a fiche of version 2 --------------------------------------------------------------------------------------------
def sent_in_march(pst: Pst, **more: Contenu) -> None:
    """The answers that the specimen was sent with, and those that only the present model asks for."""
    pst.fill_in("A2BCD", {**EN_MARS, **more}, [LIGNE], "mars.xlsx", MARS)


def held(pst: Pst) -> dict[str, Any]:
    """What the register holds of the action after the séance, at which nothing came back so far."""
    (pst.racine / "retours" / SEANCE.isoformat()).mkdir(parents=True, exist_ok=True)
    return dict(collect(pst.racine, SEANCE).synthese.registre.etats["A2BCD"].fiche())


def told(pst: Pst, path: Path) -> list[tuple[str, str]]:
    """What verifying finds to say of a file."""
    (found,) = pst.verify(path)
    return [(anomalie["code"], anomalie["champ"]) for anomalie in found["anomalies"]]


def test_a_fiche_of_each_model_before_is_kept() -> None:
    assert sorted(ANCIENNES) == list(range(2, int(VERSION_MODELE))), (
        "avec le code d'avant : python -m tests.outils.fiche_ancienne"
    )


@pytest.mark.parametrize("version", ANCIENNES)
def test_a_fiche_of_a_model_before_is_read_without_a_word(pst: Pst, version: int) -> None:
    path = pst.drop("ancienne.xlsx", ANCIENNES[version])
    (found,) = pst.verify(path)
    assert found["anomalies"] == []
    assert (found["action"], found["champs"]["taux"], found["champs"]["sante"]) == ("A2BCD", 60, None)
    assert read_version(open_classeur(examine(ANCIENNES[version])), {}) == version


@pytest.mark.slow
def test_one_of_the_present_model_would_be_kept_as_they_were(pst: Pst) -> None:
    path = pst.drop("présente.xlsx", fill_in_the_present_one())
    (now,) = pst.verify(path)
    path.write_bytes(MODELE_2)
    (before,) = pst.verify(path)
    assert now == before


@pytest.mark.slow
@pytest.mark.parametrize("version", ANCIENNES)
def test_it_is_merged_and_takes_nothing_away_that_it_was_not_asked(pst: Pst, version: int) -> None:
    sent_in_march(pst, sante="Risque", sante_precision="Un agent s'en va.")
    before = held(pst)
    pst.drop("ancienne.xlsx", ANCIENNES[version])
    result = collect(pst.racine, SEANCE)
    assert [anomalie.phrase for anomalie in result.anomalies] == []
    after = dict(result.synthese.registre.etats["A2BCD"].fiche())
    changed = {nom for nom in before.keys() | after.keys() if before.get(nom) != after.get(nom)}
    assert changed == {"mise_a_jour", "taux", "commentaire", "budget"}
    assert (lire(after, INDICE_SANTE), lire(after, PRECISION_SANTE)) == ("Risque", "Un agent s'en va.")
    assert lire(after, TAUX_AVANCEMENT) == 60
    assert [ligne.montant for ligne in lire_budget(after)] == [1250, 800]
    (row,) = result.tables["actions"].query("identifiant == 'A2BCD'").to_dict("records")
    assert (row["sante"], row["sante_precision"], row["taux"]) == ("Risque", "Un agent s'en va.", 60)


def test_a_field_that_was_not_asked_is_not_looked_for_by_its_address(pst: Pst) -> None:
    """Where the present model has « Indice de santé », the older one has its reference."""
    nameless = repack(MODELE_2, {BOOK: lambda part: part.replace(b'"pst_complete_', b'"perdu_')})
    path = pst.drop("ancienne.xlsx", nameless)
    (found,) = pst.verify(path)
    assert {anomalie["code"] for anomalie in found["anomalies"]} == {"SAI11"}
    assert (found["champs"]["complete_par"], found["champs"]["sante"]) == ("Jeanne Noël", None)


LOST: Mapping[str, Mapping[str, Callable[[bytes], bytes]]] = {
    "version perdue dans _meta": {META: replace(">2<", "><")},
    "version perdue partout": {META: replace(">2<", "><"), BOOK: replace('"pst_modele"', '"perdu"')},
}


@pytest.mark.slow
@pytest.mark.parametrize("lost", LOST)
def test_a_fiche_that_lost_its_version_is_not_blamed_for_what_it_may_not_have_had(pst: Pst, lost: str) -> None:
    sent_in_march(pst, sante="Risque")
    path = pst.drop("ancienne.xlsx", repack(MODELE_2, LOST[lost]))
    stray = [("SAI19", "")] if lost == "version perdue partout" else []  # the number stands there without a name
    assert told(pst, path) == stray
    assert held(pst)["sante"] == "Risque"


@pytest.mark.slow
def test_a_marked_copy_of_an_older_fiche_comes_back_like_any_other(pst: Pst) -> None:
    sent_in_march(pst, sante="Risque")
    pst.drop("ancienne.xlsx", type_in(MODELE_2, {"taux": 150}))
    (copy,) = collect(pst.racine, SEANCE).copies
    path = pst.drop("ancienne.xlsx", type_in(copy.read_bytes(), {"taux": 70}))
    assert told(pst, path) == []
    assert (held(pst)["taux"], held(pst)["sante"]) == (70, "Risque")


# --- a fiche of the present version ----------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.drawn
def test_the_health_of_an_action_goes_round(pst: Pst) -> None:
    path = pst.fill_in("A2BCD", {**COMPLETE, "sante": "à risque", "sante_precision": "Un agent\ns'en va."})
    assert told(pst, path) == []
    result = collect(pst.racine, SEANCE)
    assert lire(result.synthese.registre.etats["A2BCD"].fiche(), INDICE_SANTE) == "Risque"
    annexe = open_classeur(examine(result.annexe.read_bytes())).ouvrir("Annexe")
    assert "Indice de santé : Risque – Un agent\ns'en va." in {
        saisie.texte.replace("\u00a0", " ").strip() for saisie in annexe.cellules.values()
    }
    later = date(2022, 3, 30)
    sent = open_classeur(examine(pst.fiche("A2BCD", later)))
    grille = sent.ouvrir("Fiche")
    shown = [grille.get(sent.noms[champ.nom_de_cellule].coin).brut for champ in ETAT_SANTE]
    assert shown == ["Risque", "Un agent\ns'en va."]
    back = pst.fill_in("A2BCD", {**COMPLETE, "mise_a_jour": later, "sante": None}, name="b.xlsx", seance=later)
    assert told(pst, back) == []
    after = collect(pst.racine, later).synthese.registre.etats["A2BCD"].fiche()
    assert (after.get("sante"), after.get("sante_precision")) == (None, "Un agent\ns'en va.")


def test_a_word_out_of_the_list_is_held_back_alone(pst: Pst) -> None:
    path = pst.fill_in("A2BCD", {**COMPLETE, "sante": "moyen"})
    assert told(pst, path) == [("SAI04", "sante")]
    assert (held(pst)["taux"], held(pst).get("sante")) == (30, None)


@pytest.mark.slow
def test_a_present_fiche_that_lost_the_field_is_told_and_the_register_keeps_its_value(pst: Pst) -> None:
    sent_in_march(pst, sante="Risque")
    cut = repack(
        type_in(pst.fiche("A2BCD"), {"mise_a_jour": date(2021, 11, 9), "complete_par": "J"}),
        {BOOK: lambda part: part.replace(b"pst_", b"x_"), "xl/sharedStrings.xml": replace("Indice de santé", "Santé")},
    )
    path = pst.drop("a.xlsx", cut)
    assert ("SAI10", "sante") in told(pst, path)
    assert held(pst)["sante"] == "Risque"


# --- a centre's own model, restyled from version 2 -------------------------------------------------------------------
def older_model(pst: Pst) -> Path:
    names = (b"pst_sante_precision", b"pst_sante", b"liste_santes")

    def forget(part: bytes) -> bytes:
        for name in names:
            assert b'"' + name + b'"' in part
            part = part.replace(b'"' + name + b'"', b'"mon_' + name + b'"')
        return part

    path = pst.racine / "modele" / "fiche_action.xlsx"
    path.parent.mkdir()
    path.write_bytes(repack(FICHIER_MODELE.read_bytes(), {BOOK: forget}))
    return path


@pytest.mark.slow
def test_a_model_restyled_from_an_older_version_still_serves(pst: Pst) -> None:
    sent_in_march(pst, sante="Risque")
    path = older_model(pst)
    (found,) = pst.verify(path)
    assert [anomalie["code"] for anomalie in found["anomalies"]] == ["FIC13"]
    assert "« Indice de santé » et « Précision »" in found["anomalies"][0]["phrase"]
    sent = pst.fiche("A2BCD")
    assert read_version(open_classeur(examine(sent)), {}) == 2
    answers: Mapping[str, Contenu] = {"mise_a_jour": date(2021, 11, 9), "taux": 55, "complete_par": "J"}
    path = pst.drop("a.xlsx", type_in(sent, answers))
    assert told(pst, path) == []
    assert (held(pst)["taux"], held(pst)["sante"]) == (55, "Risque")
    assert day_period(date(2021, 11, 9)) == held(pst)["mise_a_jour"]
