"""The programme changes between two séances: fiches sent before still come back to their action, nothing is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fiche_tool.collect import collect
from fiche_tool.domaine.programme import Action, Etat, Niveau, Objectif, Programme
from fiche_tool.domaine.registre import Registre
from fiche_tool.excel.type_in import type_in
from fiche_tool.excel.write_programme import write_programme
from tests.conftest import COMPLETE, SEANCE, Pst, small_programme

BEFORE = date(2021, 3, 24)


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
    "an action taken away": lambda: with_action("B3CDE", etat=Etat.RETIREE),
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


@pytest.mark.parametrize("change", CHANGES)
def test_a_fiche_sent_before_the_change_comes_back_to_its_action(pst: Pst, change: str) -> None:
    registre = answered_before_and_after(pst, CHANGES[change]())
    assert [x for x in registre.anomalies if x.bloquante] == []
    values = registre.etats["A2BCD"].fiche()
    assert (values["taux"], values["porteur"]) == (60, "Jean Petit")
    assert registre.recues == {"A2BCD"}
    assert [etape.seance for etape in registre.historique["A2BCD"]] == [BEFORE, SEANCE]


@pytest.mark.parametrize(
    ("change", "champs"),
    [
        ("renumbered with a neighbour", {"libelle"}),
        ("moved to another volet", {"volet", "objectif_strategique", "objectif_operationnel", "libelle"}),
        ("moved to a new objective", {"objectif_operationnel", "libelle"}),
        ("reworded", {"libelle"}),
        ("given to another service", set()),
    ],
)
def test_what_the_old_fiche_shows_otherwise_is_a_remark_and_the_programme_wins(
    pst: Pst, change: str, champs: set[str]
) -> None:
    registre = answered_before_and_after(pst, CHANGES[change]())
    remarks = [x for x in registre.anomalies if x.code == "HIE01" and "après" in x.fichier]
    assert {x.champ for x in remarks} == champs


def test_a_service_changed_in_the_programme_is_not_taken_back_by_an_older_fiche(pst: Pst) -> None:
    registre = answered_before_and_after(pst, CHANGES["given to another service"]())
    assert registre.etats["A2BCD"].fiche()["service"] == "Finances"


def test_an_action_taken_away_keeps_its_answers_at_the_journal_and_one_erased_is_said(pst: Pst) -> None:
    pst.fill_in("B3CDE", COMPLETE, name="b.xlsx")
    edit(pst, with_action("B3CDE", etat=Etat.RETIREE))
    result = pst.collect()
    assert {x["code"] for x in result["anomalies"]} == {"IDE06", "HIE06"}
    assert result["actions"]["total"] == 4
    base = small_programme()
    edit(pst, replace(base, actions=tuple(action for action in base.actions if action.identifiant != "B3CDE")))
    found = [x for x in pst.collect()["anomalies"] if x["code"] == "IDE03"]
    assert found
    assert "B3CDE" in found[0]["phrase"]


def test_an_action_added_is_sent_and_awaited(pst: Pst) -> None:
    pst.fill_in("A2BCD", COMPLETE)
    edit(pst, CHANGES["an action added"]())
    assert pst.collect()["actions"] == {"total": 6, "recues": 1, "sans_reponse": 5}
    pst.fill_in("F7GHJ", COMPLETE)
    assert pst.collect()["actions"]["recues"] == 2
