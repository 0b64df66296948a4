"""The faults of a programme, each with its code and its cell; the order of its actions; what locked cells say."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_tool.domaine.programme.fautes import check_programme
from fiche_tool.domaine.programme.programme import (
    Action,
    Annonce,
    EtatAction,
    Listes,
    Niveau,
    Objectif,
    Programme,
    Volet,
    count_nodes,
    locked_values,
    show_place,
)
from tests.outils.builders import PROGRAMME, law, numbered

pytestmark = pytest.mark.undrawn

FIRST, SECOND, ALONE = PROGRAMME.actions[:3]  # Interne 1.1, Interne 1.1, Interne 1.2
OS, OO = PROGRAMME.objectifs[:2]  # Interne 1, Interne 1.1


def faults(programme: Programme) -> list[str]:
    """« HIE02 Actions!D2 » for each fault."""
    return [f"{fault.code} {fault.feuille}!{fault.cellule}" for fault in check_programme(programme)]


def with_action(index: int, **changes: object) -> Programme:
    """The small programme with one action changed."""
    actions = list(PROGRAMME.actions)
    actions[index] = replace(actions[index], **changes)  # type: ignore[arg-type]  # fields by name
    return replace(PROGRAMME, actions=tuple(actions))


def with_objectifs(*more: Objectif) -> Programme:
    """The small programme with objectives added below the others, and nothing announced."""
    volets = tuple(replace(volet, annonce=None) for volet in PROGRAMME.volets)
    return numbered(replace(PROGRAMME, objectifs=(*PROGRAMME.objectifs, *more), volets=volets))


def with_actions(*actions: Action) -> Programme:
    """The small programme with other actions."""
    return replace(PROGRAMME, actions=actions)


def test_the_small_programme_has_no_fault() -> None:
    assert faults(PROGRAMME) == []


# --- objectives ------------------------------------------------------------------------------------------------------
def test_an_objective_of_an_undeclared_volet() -> None:
    programme = with_objectifs(Objectif(Niveau.OS, "Mixte", "", "1", "Ailleurs"))
    assert faults(programme) == ["HIE09 Objectifs!B7"]
    (fault,) = check_programme(programme)
    assert (fault.trouve, fault.attendu) == ("Mixte", "Externe, Interne")


@pytest.mark.parametrize("double", [OS, OO])
def test_an_objective_whose_number_is_taken_in_its_volet(double: Objectif) -> None:
    programme = with_objectifs(replace(double, intitule="Le même numéro"))
    assert faults(programme) == ["HIE03 Objectifs!D7"]
    (fault,) = check_programme(programme)
    assert fault.trouve == f"{double.niveau} {double.numero}"
    assert f"ligne {double.ligne}" in fault.texte


def test_numbers_restart_in_every_volet_and_every_axe() -> None:
    axe = (Objectif(Niveau.OS, "Interne", "B", "1", "Axe B"), Objectif(Niveau.OO, "Interne", "B", "1.1", "Axe B"))
    action = Action("NEW01", "Interne", "B", "1.1", "1.1.1", "Dans l'axe B", service="Direction", ligne=9)
    programme = with_objectifs(*axe)
    assert faults(replace(programme, actions=(*programme.actions, action))) == []


def test_an_oo_without_os_above_it_and_without_action() -> None:
    programme = with_objectifs(Objectif(Niveau.OO, "Externe", "", "7.1", "Tout seul"))
    assert faults(programme) == ["HIE04 Objectifs!D7", "HIE05 Objectifs!D7"]
    orphan, _ = check_programme(programme)
    assert (orphan.trouve, orphan.attendu) == ("7.1", "OS 7")


@pytest.mark.parametrize("axe", ["", "A"])
def test_the_os_of_another_volet_or_axe_is_not_the_one_above(axe: str) -> None:
    elsewhere = [("Interne", axe), ("Externe", "B"), ("Externe", "A" if axe == "" else "")]
    strategiques = (Objectif(Niveau.OS, volet, other, "7", "Ailleurs") for volet, other in elsewhere)
    programme = with_objectifs(*strategiques, Objectif(Niveau.OO, "Externe", axe, "7.1", "Tout seul"))
    assert faults(programme) == ["HIE04 Objectifs!D10", "HIE05 Objectifs!D10"]


def test_an_oo_without_action_is_a_remark() -> None:
    programme = with_objectifs(Objectif(Niveau.OO, "Interne", "", "1.3", "Rien encore"))
    assert faults(programme) == ["HIE05 Objectifs!D7"]
    assert not any(fault.bloquante for fault in check_programme(programme))


def test_an_oo_whose_only_action_was_retired_has_none() -> None:
    assert faults(with_action(2, etat=EtatAction.RETIREE)) == ["HIE05 Objectifs!D4", "HIE06 Paramètres!A10"]


# --- actions ---------------------------------------------------------------------------------------------------------
def test_an_action_of_an_unknown_oo() -> None:
    programme = with_action(0, objectif="9.9")
    assert faults(programme) == ["HIE02 Actions!D2"]
    (fault,) = check_programme(programme)
    assert (fault.trouve, fault.action, fault.champ) == ("Interne, OO 9.9", FIRST.identifiant, "objectif")


def test_an_os_is_not_an_oo() -> None:
    assert faults(with_action(0, objectif="1")) == ["HIE02 Actions!D2"]


def test_an_action_of_an_unknown_volet_has_no_oo_and_is_missed_in_its_own() -> None:
    assert faults(with_action(0, volet="Mixte")) == ["HIE02 Actions!D2", "HIE06 Paramètres!A10"]


def test_an_action_of_an_unknown_axe_has_no_oo() -> None:
    programme = with_action(0, axe="B")
    assert faults(programme) == ["HIE02 Actions!D2"]
    assert check_programme(programme)[0].trouve == "Interne, axe B, OO 1.1"


def test_two_actions_of_one_oo_with_the_same_number() -> None:
    programme = with_action(1, numero=FIRST.numero)
    assert faults(programme) == ["HIE03 Actions!E3"]
    (fault,) = check_programme(programme)
    assert (fault.trouve, fault.action) == (FIRST.numero, SECOND.identifiant)
    assert f"ligne 2, « {FIRST.libelle} »" in fault.texte


def test_the_same_number_under_another_oo_is_no_fault() -> None:
    assert faults(with_action(2, numero=FIRST.numero)) == []


@pytest.mark.parametrize("autre", [("Interne", "", "9.9"), ("Externe", "", "1.2"), ("Externe", "A", "1.1")])
def test_an_action_that_serves_an_unknown_oo(autre: tuple[str, str, str]) -> None:
    programme = with_action(0, autres_objectifs=(("Externe", "", "1.1"), autre))
    assert faults(programme) == ["HIE02 Actions!M2"]
    assert check_programme(programme)[0].trouve == show_place(autre)


def test_an_action_may_serve_known_oo_of_other_volets() -> None:
    assert faults(with_action(0, autres_objectifs=(("Externe", "", "1.1"), ("Interne", "", "1.2")))) == []


def test_a_service_out_of_the_list_is_a_remark() -> None:
    programme = with_action(3, service="Voirie")
    assert faults(programme) == ["HIE11 Actions!G5"]
    assert not check_programme(programme)[0].bloquante


@pytest.mark.parametrize("service", ["DIRECTION", "  finances "])
def test_a_service_is_recognised_whatever_its_case(service: str) -> None:
    assert faults(with_action(3, service=service)) == []


def test_an_action_without_service_is_a_remark() -> None:
    programme = with_action(3, service="")
    assert faults(programme) == ["HIE18 Actions!G5"]
    assert not check_programme(programme)[0].bloquante


def test_without_a_list_of_services_none_is_unknown() -> None:
    assert faults(replace(with_action(3, service="Voirie"), listes=Listes())) == []


# --- identifiants ----------------------------------------------------------------------------------------------------
def test_an_identifiant_that_served_already() -> None:
    programme = with_action(3, identifiant=FIRST.identifiant)
    assert faults(programme) == ["HIE07 Actions!A5"]
    assert f"ligne 2, « {FIRST.libelle} »" in check_programme(programme)[0].texte


def test_the_identifiant_of_a_retired_action_never_serves_again() -> None:
    actions = (*PROGRAMME.actions, replace(ALONE, etat=EtatAction.RETIREE, numero="9", ligne=9))
    assert faults(with_actions(*actions)) == ["HIE07 Actions!A9"]


def test_new_actions_are_one_remark_whatever_their_number() -> None:
    (fault,) = check_programme(with_action(1, identifiant=""))
    assert fault.texte == "1 nouvelle action : « generer » lui donnera un identifiant. Rien à faire."
    many = [replace(FIRST, identifiant="", numero=f"1.1.{rank}", ligne=rank) for rank in range(10, 30)]
    (fault,) = (x for x in check_programme(with_actions(*PROGRAMME.actions, *many)) if x.code == "HIE08")
    assert (fault.cellule, fault.bloquante) == ("A10", False)
    assert fault.texte == "20 nouvelles actions : « generer » leur donnera un identifiant. Rien à faire."


@pytest.mark.parametrize("identifiant", ["AB", "k7qfm", "K7 QF", "ÉTÉ21", "ABCDEFGHJKLMN", "1.1"])
def test_an_identifiant_that_cannot_be_one(identifiant: str) -> None:
    programme = with_action(1, identifiant=identifiant)
    assert faults(programme) == ["HIE12 Actions!A3"]
    assert check_programme(programme)[0].trouve == identifiant


# --- announced counts ------------------------------------------------------------------------------------------------
def test_counts_that_differ_from_what_the_document_announces_are_a_remark() -> None:
    volets = (PROGRAMME.volets[0], replace(PROGRAMME.volets[1], annonce=Annonce(1, 2, 24)))
    programme = replace(PROGRAMME, volets=volets)
    assert faults(programme) == ["HIE06 Paramètres!A11"]
    (fault,) = check_programme(programme)
    assert (fault.champ, fault.trouve, fault.attendu) == ("Externe", "1 OS, 1 OO, 2 actions", "1 OS, 2 OO, 24 actions")
    assert not fault.bloquante


def test_a_volet_that_announces_nothing_is_not_counted_against() -> None:
    assert faults(replace(PROGRAMME, volets=(Volet("Interne"), Volet("Externe")))) == []


def test_nodes_are_counted_by_volet_without_retired_actions() -> None:
    programme = with_action(0, etat=EtatAction.RETIREE)
    assert count_nodes(programme) == {"Interne": Annonce(1, 2, 2), "Externe": Annonce(1, 1, 2)}


def test_faults_come_in_the_order_of_the_sheets() -> None:
    actions = (replace(FIRST, identifiant="", objectif="9.9", service="Voirie"), *PROGRAMME.actions[1:4])
    objectifs = (*PROGRAMME.objectifs, Objectif(Niveau.OO, "Externe", "", "1.2", "Rien", ligne=7))
    assert faults(replace(PROGRAMME, actions=actions, objectifs=objectifs)) == [
        "HIE05 Objectifs!D7",
        "HIE02 Actions!D2",
        "HIE11 Actions!G2",
        "HIE08 Actions!A2",
        "HIE06 Paramètres!A11",
    ]


# --- order and look-up -----------------------------------------------------------------------------------------------
def identifiants(actions: Sequence[Action]) -> list[str]:
    """The identifiants, in order."""
    return [action.identifiant for action in actions]


def numbered_actions(*places: tuple[str, str, str, str]) -> tuple[Action, ...]:
    """An action for each volet, axe, OO and number, named N01, N02…"""
    return tuple(
        Action(f"N{row:02d}", volet, axe, objectif, numero, "…", ligne=row)
        for row, (volet, axe, objectif, numero) in enumerate(places, 1)
    )


ORDERED = numbered_actions(
    ("Interne", "", "1.1", "1"),
    ("Interne", "", "1.1", "2"),
    ("Interne", "", "1.1", "10"),
    ("Interne", "", "1.2", "1"),
    ("Interne", "", "1.10", "1"),
    ("Interne", "1", "1.1", "1"),
    ("Interne", "2", "1.1", "1"),
    ("Interne", "10", "1.1", "1"),
    ("Externe", "", "1.1", "1.1.2"),
    ("Externe", "", "1.1", "1.1.10"),
    ("Inconnu", "", "1.1", "1"),
)


@law
@given(st.permutations(ORDERED))
def test_actions_are_sorted_by_hierarchy_as_people_count_whatever_the_rows(actions: list[Action]) -> None:
    assert identifiants(with_actions(*actions).actives) == identifiants(ORDERED)


def test_volets_keep_the_order_of_the_settings() -> None:
    other_way = replace(PROGRAMME, volets=PROGRAMME.volets[::-1])
    assert [action.volet for action in PROGRAMME.actives] == ["Interne"] * 3 + ["Externe"] * 2
    assert [action.volet for action in other_way.actives] == ["Externe"] * 2 + ["Interne"] * 3


def test_a_retired_action_is_found_but_is_not_active() -> None:
    programme = with_action(0, etat=EtatAction.RETIREE)
    found = programme.find_action(FIRST.identifiant)
    assert found is not None
    assert not found.active
    assert identifiants(programme.actives) == identifiants(PROGRAMME.actions[1:])


def test_nothing_is_found_under_an_unknown_identifiant() -> None:
    assert PROGRAMME.find_action("ZZZZZ") is None


def test_the_objectives_of_an_action_are_those_of_its_volet_and_axe() -> None:
    assert PROGRAMME.objectifs_of(FIRST) == (OS, OO)
    assert PROGRAMME.objectifs_of(replace(FIRST, objectif="9.9")) == (None, None)
    assert PROGRAMME.objectifs_of(replace(FIRST, axe="B")) == (None, None)


def test_an_orphan_oo_has_no_os() -> None:
    alone = Objectif(Niveau.OO, "Externe", "", "7.1", "Tout seul", ligne=7)
    programme = with_objectifs(alone)
    assert programme.objectifs_of(replace(FIRST, volet="Externe", objectif="7.1")) == (None, alone)


@pytest.mark.parametrize(
    ("place", "expected"),
    [(("Externe", "", "2.1"), "Externe, OO 2.1"), (("Interne", "B", "1.2"), "Interne, axe B, OO 1.2")],
)
def test_a_place_in_words(place: tuple[str, str, str], expected: str) -> None:
    assert show_place(place) == expected


# --- locked values ---------------------------------------------------------------------------------------------------
def test_locked_cells_say_the_hierarchy_of_the_action() -> None:
    assert locked_values(PROGRAMME, FIRST) == {
        "volet": "INTERNE « Administration générale »",
        "axe": "",
        "objectif_strategique": "1 – Être un CPAS bien géré",
        "objectif_operationnel": "1.1 – Améliorer les outils",
        "libelle": "1.1.1 – Formaliser les procédures",
    }


def test_locked_cells_of_a_volet_without_title_and_of_an_axe() -> None:
    programme = replace(PROGRAMME, volets=(Volet("Interne"), Volet("Externe")))
    values = locked_values(programme, replace(FIRST, axe="Solidarité"))
    assert (values["volet"], values["axe"]) == ("INTERNE", "Solidarité")


def test_locked_cells_of_an_action_without_known_oo_give_its_number_alone() -> None:
    values = locked_values(PROGRAMME, replace(FIRST, objectif="9.9"))
    assert (values["objectif_strategique"], values["objectif_operationnel"]) == ("", "9.9")
