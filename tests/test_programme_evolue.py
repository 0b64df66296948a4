"""The programme changes between two séances: fiches sent before still come back to their action, nothing is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fiche_tool.domaine.fiche.fiche import HIERARCHIE
from fiche_tool.domaine.fusion.registre import Registre
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.programme.programme import Action, EtatAction, Niveau, Objectif, Programme
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.verbes.collect import collect
from fiche_tool.verbes.generate import generate
from tests.conftest import COMPLETE, SEANCE, Pst, small_programme
from tests.outils.dump import dump
from tests.outils.specimens import repack

pytestmark = pytest.mark.undrawn

STRINGS = "xl/sharedStrings.xml"

BEFORE = date(2021, 3, 24)
LATER, LAST = date(2022, 1, 26), date(2022, 3, 30)


def edit(pst: Pst, programme: Programme) -> None:
    (pst.racine / "programme.xlsx").write_bytes(write_programme(programme))


def with_action(identifiant: str, **changes: Any) -> Programme:
    """The small programme with one action changed."""
    base = small_programme()
    actions = tuple(
        replace(action, **changes) if action.identifiant == identifiant else action for action in base.actions
    )
    return replace(base, actions=actions)


def swapped() -> Programme:
    """The first two actions have exchanged their numbers."""
    base = small_programme()
    first, second, *others = base.actions
    return replace(base, actions=(replace(first, numero="1.1.2"), replace(second, numero="1.1.1"), *others))


def moved() -> Programme:
    return with_action("A2BCD", volet="Externe", objectif="1.1", numero="1.1.9")


def new_objective() -> Programme:
    base = with_action("A2BCD", objectif="1.3", numero="1.3.1")
    return replace(base, objectifs=(*base.objectifs, Objectif(Niveau.OO, "Interne", "", "1.3", "Former le personnel")))


CHANGES: dict[str, Callable[[], Programme]] = {
    "renumbered with a neighbour": swapped,
    "moved to another volet": moved,
    "moved to a new objective": new_objective,
    "reworded": lambda: with_action("A2BCD", libelle="Écrire les procédures de chaque service"),
    "given to another service": lambda: with_action("A2BCD", service="Finances"),
    "an action added": lambda: replace(
        small_programme(),
        actions=(*small_programme().actions, Action("F7GHJ", "Externe", "", "1.1", "1.1.3", "Une de plus", "Social")),
    ),
    "an action taken away": lambda: with_action("B3CDE", etat=EtatAction.RETIREE),
    "an objective reworded": lambda: replace(
        small_programme(),
        objectifs=tuple(replace(o, intitule=f"{o.intitule} encore") for o in small_programme().objectifs),
    ),
}


def answered_before_and_after(pst: Pst, programme: Programme) -> Registre:
    """Accepted at a first séance; a fiche sent before the change comes back after it."""
    pst.fill_in("A2BCD", {**COMPLETE, "porteur": "Jean Petit"}, name="avant.xlsx", seance=BEFORE)
    collect(pst.racine, BEFORE)
    sent = pst.fiche("A2BCD")
    edit(pst, programme)
    pst.drop("après.xlsx", type_in(sent, {"taux": 60, "mise_a_jour": date(2021, 11, 20), "complete_par": "J"}))
    return collect(pst.racine, SEANCE).synthese.registre


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_a_fiche_sent_before_the_change_comes_back_to_its_action(pst: Pst, change: str) -> None:
    registre = answered_before_and_after(pst, CHANGES[change]())
    assert [x for x in registre.anomalies if x.bloquante] == []
    values = registre.etats["A2BCD"].fiche()
    assert (values["taux"], values["porteur"]) == (60, "Jean Petit")
    assert registre.recues == {"A2BCD"}
    assert [etape.seance for etape in registre.historique["A2BCD"]] == [BEFORE, SEANCE]


def forget_locked(part: bytes) -> bytes:
    for champ in HIERARCHIE:
        part = part.replace(f"base.{champ.nom}<".encode(), b"x<")
    return part


MOVED = [
    ("renumbered with a neighbour", {"libelle"}),
    ("moved to another volet", {"volet", "objectif_strategique", "objectif_operationnel", "libelle"}),
    ("moved to a new objective", {"objectif_operationnel", "libelle"}),
    ("reworded", {"libelle"}),
    ("given to another service", set()),
]


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_a_fiche_that_shows_the_words_it_was_sent_with_is_right(pst: Pst, change: str) -> None:
    registre = answered_before_and_after(pst, CHANGES[change]())
    assert [x.champ for x in registre.anomalies if x.code == "HIE01"] == []


@pytest.mark.slow
@pytest.mark.parametrize(("change", "champs"), MOVED)
def test_a_fiche_that_does_not_tell_what_it_was_sent_with_is_compared_with_the_programme(
    pst: Pst, change: str, champs: set[str]
) -> None:
    """Those of before the locked cells were kept in sheet `_meta`."""
    sent = type_in(pst.fiche("A2BCD"), COMPLETE)
    sent = repack(sent, {STRINGS: forget_locked})
    edit(pst, CHANGES[change]())
    pst.drop("ancienne.xlsx", sent)
    registre = collect(pst.racine, SEANCE).synthese.registre
    assert {x.champ for x in registre.anomalies if x.code == "HIE01"} == champs


def test_a_locked_cell_changed_by_its_author_is_a_proposal_whatever_the_programme_became(pst: Pst) -> None:
    sent = type_in(pst.fiche("A2BCD"), {**COMPLETE, "libelle": "1.1.1 – Formaliser tout"})
    edit(pst, CHANGES["reworded"]())
    pst.drop("a.xlsx", sent)
    (remark,) = (x for x in pst.collect()["anomalies"] if x["code"] == "HIE01")
    assert (remark["trouve"], remark["attendu"]) == (
        "1.1.1 – Formaliser tout",
        "1.1.1 – Écrire les procédures de chaque service",
    )


def test_two_actions_that_exchange_their_words_keep_their_fiches(pst: Pst) -> None:
    first, second, *others = small_programme().actions
    exchanged = (replace(first, libelle=second.libelle), replace(second, libelle=first.libelle), *others)
    registre = answered_before_and_after(pst, replace(small_programme(), actions=exchanged))
    assert registre.recues == {"A2BCD"}
    assert "IDE13" not in {x.code for x in registre.anomalies}


@pytest.mark.slow
def test_a_service_changed_in_the_programme_is_not_taken_back_by_an_older_fiche(pst: Pst) -> None:
    registre = answered_before_and_after(pst, CHANGES["given to another service"]())
    assert registre.etats["A2BCD"].fiche()["service"] == "Finances"


def test_an_action_taken_away_keeps_its_answers_at_the_journal_and_one_erased_is_said(pst: Pst) -> None:
    pst.fill_in("B3CDE", COMPLETE, name="b.xlsx")
    edit(pst, with_action("B3CDE", etat=EtatAction.RETIREE))
    result = pst.collect()
    assert {x["code"] for x in result["anomalies"]} == {"IDE06", "HIE06"}
    assert result["actions"]["total"] == 4
    base = small_programme()
    edit(pst, replace(base, actions=tuple(action for action in base.actions if action.identifiant != "B3CDE")))
    found = [x for x in pst.collect()["anomalies"] if x["code"] == "IDE03"]
    assert found
    assert "B3CDE" in found[0]["phrase"]


LINE: dict[str, Contenu] = {"exercice": 2021, "service": "O", "rd": "D", "article": "104/123-13", "montant": 1000}


@pytest.mark.slow
def test_a_row_erased_between_two_seances_is_a_retirement_that_is_told_and_its_money_stays(pst: Pst) -> None:
    """Its past, its 1 000 € and its place in the initial PST vanished without a word."""
    late = pst.fiche("A2BCD", BEFORE)
    pst.fill_in("A2BCD", COMPLETE, [LINE], name="a.xlsx", seance=BEFORE)
    first = collect(pst.racine, BEFORE)
    base = small_programme()
    edit(pst, replace(base, actions=tuple(action for action in base.actions if action.identifiant != "A2BCD")))
    generated = generate(pst.racine, SEANCE)
    assert len([line for line in generated.avertissements if "A2BCD" in line and "n'a plus de ligne" in line]) == 1
    pst.drop("tard.xlsx", type_in(late, {"taux": 60, "statut": "En cours", "complete_par": "J"}))
    second = collect(pst.racine, SEANCE).synthese
    (told,) = [x for x in second.anomalies if x.code == "HIE22"]
    assert ("A2BCD" in told.phrase, told.fichier, told.bloquante) == (True, "programme.xlsx", False)
    initial = first.synthese.bureau.chiffres.initiales
    assert (second.bureau.chiffres.initiales, second.bureau.chiffres.retirees) == (initial, 1)
    assert [evolution.apres for evolution in second.evolutions if evolution.nature == "Action retirée"] == [
        f"retirée le {SEANCE:%d/%m/%Y}"
    ]
    assert second.bilan.retirees.nombre == 1
    (late_one,) = [x for x in second.registre.retours if x.chemin.endswith("tard.xlsx")]
    assert [x.code for x in late_one.anomalies if x.code.startswith("IDE")] == ["IDE06"]
    generate(pst.racine, LATER)
    third = collect(pst.racine, LATER).synthese
    assert [x for x in third.anomalies if x.code == "HIE22"] == []  # told at the séance that noticed it
    assert third.bureau.chiffres.retirees == 1
    assert [x for one in pst.verify(pst.racine) for x in one["anomalies"] if x["code"].startswith("REG")] == []
    edit(pst, base)
    generate(pst.racine, LAST)
    last = collect(pst.racine, LAST).synthese
    assert (last.bureau.chiffres.retirees, last.bilan.retirees.nombre) == (0, 0)
    assert [(x.avant, x.apres) for x in last.evolutions if x.champ == "Programme"] == [
        ("retirée", "de nouveau au programme")
    ]


def test_a_row_erased_since_the_last_register_is_told_by_verifying(pst: Pst) -> None:
    pst.fill_in("A2BCD", COMPLETE, name="a.xlsx", seance=BEFORE)
    collect(pst.racine, BEFORE)
    base = small_programme()
    edit(pst, replace(base, actions=tuple(action for action in base.actions if action.identifiant != "A2BCD")))
    (programme,) = [one for one in pst.verify(pst.racine) if one["genre"] == "programme"]
    (told,) = [x for x in programme["anomalies"] if x["code"] == "HIE22"]
    assert told["fichier"] == programme["fichier"]


def test_an_action_added_is_sent_and_awaited(pst: Pst) -> None:
    pst.fill_in("A2BCD", COMPLETE)
    edit(pst, CHANGES["an action added"]())
    assert pst.collect()["actions"] == {"total": 6, "recues": 1, "sans_reponse": 5}
    pst.fill_in("F7GHJ", COMPLETE)
    assert pst.collect()["actions"]["recues"] == 2


def test_a_service_renamed_since_the_fiche_was_sent_is_no_fault_of_its_sender(pst: Pst) -> None:
    pst.fill_in("A2BCD", COMPLETE, name="a.xlsx")
    old = small_programme()
    services = tuple(
        replace(one, nom="Direction du centre") if one.nom == "Direction" else one for one in old.listes.services
    )
    actions = tuple(
        replace(one, service="Direction du centre") if one.service == "Direction" else one for one in old.actions
    )
    renamed = replace(old, actions=actions, listes=replace(old.listes, services=services))
    (pst.racine / "programme.xlsx").write_bytes(write_programme(renamed))
    assert [x["code"] for x in pst.collect()["anomalies"] if x["code"] == "SAI08"] == []
    pst.fill_in("C4DEF", COMPLETE | {"service": "Comptabilité"}, name="c.xlsx")
    assert [x["code"] for x in pst.collect()["anomalies"] if x["code"] == "SAI08"] == ["SAI08"]


@pytest.mark.slow
@pytest.mark.drawn
@pytest.mark.parametrize("programme", [small_programme, moved])
def test_the_means_of_before_say_where_a_moved_action_is_counted(pst: Pst, programme: Callable[[], Programme]) -> None:
    """The mean of a volet before is not the one that was printed then, once an action left it for another."""
    pst.fill_in("A2BCD", COMPLETE)
    pst.collect()
    edit(pst, programme())
    said = dump(Path(pst.collect(LATER)["synthese"]), "Avancement")
    assert ("actions déplacées comptées à leur place actuelle" in said) is (programme is moved)
