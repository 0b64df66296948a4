"""Merging returns into the register: what stays, is taken, is held back or contradicts; and the count that balances."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.fiche.fiche import BUDGET, Valeurs
from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.fiche.show import show_valeur
from fiche_tool.domaine.fusion.fusion import merge_seance
from fiche_tool.domaine.fusion.registre import Registre, build_registre
from fiche_tool.domaine.fusion.reponse import Reponse, find_changes
from fiche_tool.domaine.grand_livre.acquis import Etat, initial_etat, line_cle
from fiche_tool.domaine.grand_livre.retour import Retour
from fiche_tool.domaine.grand_livre.sorts import ECARTES, IGNORES, StatutRetour
from fiche_tool.domaine.programme.programme import EtatAction, Programme
from tests.outils.builders import (
    ACTION,
    FUTURE,
    JUIN,
    MARS,
    PROGRAMME,
    SEANCE,
    etat_of,
    law,
    lines,
    returned,
    sent_first,
    show_row,
    unrecognised,
)

pytestmark = pytest.mark.undrawn

OTHER = PROGRAMME.actions[1].identifiant
FIRST_ETAT = initial_etat(PROGRAMME.actions[0])
MOBILIER = "2021;O;D;104/123-13;100,00;100,00;;"
SERVEURS = "2022;E;D;104/742-53;5\u202f000,00;;5\u202f000,00;"
SUBSIDE = "2022;E;R;104/665-52;900,00;;;900,00"


def collect(*lectures: Lecture, seance: date = SEANCE, programme: Programme = PROGRAMME) -> Registre:
    """The register after a séance."""
    return build_registre(programme, lectures, seance)


def shown(registre: Registre, nom: str, identifiant: str = ACTION) -> str:
    """What the register holds in a field, in words."""
    return show_valeur(nom, registre.etats[identifiant].fiche().get(nom))


def rows(registre: Registre, identifiant: str = ACTION) -> list[str]:
    """The budget lines that the register holds."""
    lignes = registre.etats[identifiant].fiche()[BUDGET]
    assert isinstance(lignes, tuple)
    return [show_row(ligne) for ligne in lignes]


@pytest.fixture(scope="module", autouse=True)
def nothing_required() -> Iterator[None]:
    """Merging is the subject here: a fiche need not be complete."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fiche_tool.domaine.regles.controle.REQUIS", ())
        yield


def statuts(registre: Registre) -> dict[str, StatutRetour]:
    """What became of each file."""
    return {retour.lecture.fichier.chemin: retour.statut for retour in registre.retours}


def codes(anomalies: Sequence[Anomalie]) -> list[str]:
    """« FUS01 taux » for each anomaly."""
    return [f"{anomalie.code} {anomalie.champ}".rstrip() for anomalie in anomalies]


def retour(registre: Registre, chemin: str) -> Retour:
    """The fate of one file."""
    return next(r for r in registre.retours if r.lecture.fichier.chemin == chemin)


def accepted(lecture: Lecture) -> Etat:
    """The register once a first return has been taken."""
    return merge_seance(FIRST_ETAT, [Reponse(lecture)]).etat


def sent_after(*lectures: Lecture, seance: date = JUIN) -> Valeurs:
    """What the fiche of ACTION says once these returns were collected."""
    return build_registre(PROGRAMME, lectures, seance).etats[ACTION].fiche()


# --- merging one action ----------------------------------------------------------------------------------------------
def test_what_nobody_changed_stays() -> None:
    fusion = merge_seance(FIRST_ETAT, [Reponse(returned("a.xlsx")), Reponse(returned("b.xlsx"))])
    assert fusion.etat == FIRST_ETAT
    assert (fusion.anomalies, fusion.changements) == ((), ())


def test_what_one_changed_is_taken_with_its_origin() -> None:
    lecture = returned("a.xlsx", typed={"commentaire": "Bien avancé", "complete_par": "Mme Un"})
    fusion = merge_seance(FIRST_ETAT, [Reponse(lecture), Reponse(returned("b.xlsx"))])
    assert fusion.etat.valeurs == {**FIRST_ETAT.valeurs, "commentaire": "Bien avancé"}
    origine = fusion.etat.origines["commentaire"]
    saisie = lecture.champs["commentaire"].saisie
    assert (origine.fichier, origine.feuille, origine.cellule) == ("a.xlsx", "Fiche", saisie.cellule)
    assert (origine.seance, origine.par) == (SEANCE, "Mme Un")
    (change,) = fusion.changements
    assert (change.cle, change.avant, change.apres) == (("commentaire",), None, "Bien avancé")


def test_fields_changed_by_different_people_are_all_taken() -> None:
    one, other = returned("a.xlsx", typed={"porteur": "Mme A"}), returned("b.xlsx", typed={"commentaire": "Fait"})
    fusion = merge_seance(FIRST_ETAT, [Reponse(one), Reponse(other)])
    assert fusion.etat.valeurs == {**FIRST_ETAT.valeurs, "porteur": "Mme A", "commentaire": "Fait"}
    assert fusion.anomalies == ()


def test_the_same_change_by_two_is_taken_once() -> None:
    both = [Reponse(returned(chemin, typed={"porteur": "Mme A"})) for chemin in ("a.xlsx", "b.xlsx")]
    fusion = merge_seance(FIRST_ETAT, both)
    assert fusion.etat.valeurs["porteur"] == "Mme A"
    assert fusion.anomalies == ()
    assert [change.cle for change in fusion.changements] == [("porteur",)]


def test_two_different_changes_are_a_conflict_that_keeps_the_register_and_lists_both() -> None:
    etat = accepted(returned(typed={"porteur": "M. Avant"}))
    fiches = [returned(f"{nom}.xlsx", sent=etat.fiche(), typed={"porteur": f"Mme {nom}"}) for nom in "AB"]
    fusion = merge_seance(etat, [Reponse(fiche) for fiche in fiches])
    assert fusion.etat == etat
    assert fusion.changements == ()
    assert {anomalie.fichier for anomalie in fusion.anomalies} == {"A.xlsx", "B.xlsx"}
    assert [(x.code, x.fichier, x.champ, x.trouve, x.attendu) for x in fusion.anomalies] == [
        ("FUS01", "A.xlsx", "porteur", "Mme A", "M. Avant"),
        ("FUS01", "B.xlsx", "porteur", "Mme B", "M. Avant"),
    ]
    for anomalie in fusion.anomalies:
        assert anomalie.texte.startswith(
            "Porteur du projet : Mme A (A) ou Mme B (B) ? Envoyez-leur la copie à corriger."
        )
        assert anomalie.cellule == fiches[0].champs["porteur"].saisie.cellule


def test_one_conflict_does_not_hold_back_the_rest() -> None:
    one = returned("a.xlsx", typed={"porteur": "Mme A", "commentaire": "Fait"})
    fusion = merge_seance(FIRST_ETAT, [Reponse(one), Reponse(returned("b.xlsx", typed={"porteur": "Mme B"}))])
    assert fusion.etat.valeurs == {**FIRST_ETAT.valeurs, "commentaire": "Fait"}


def test_emptying_a_field_is_a_change() -> None:
    etat = accepted(returned(typed={"commentaire": "Provisoire"}))
    fusion = merge_seance(etat, [Reponse(returned(sent=etat.fiche(), typed={"commentaire": ""}))])
    assert fusion.etat.valeurs == FIRST_ETAT.valeurs
    assert "commentaire" not in fusion.etat.origines
    assert [(change.avant, change.apres) for change in fusion.changements] == [("Provisoire", None)]


def test_emptying_against_changing_is_a_conflict() -> None:
    etat = accepted(returned(typed={"commentaire": "Provisoire"}))
    emptied = returned("a.xlsx", sent=etat.fiche(), typed={"commentaire": ""})
    changed = returned("b.xlsx", sent=etat.fiche(), typed={"commentaire": "Définitif"})
    fusion = merge_seance(etat, [Reponse(emptied), Reponse(changed)])
    assert fusion.etat == etat
    assert codes(fusion.anomalies) == ["FUS01 commentaire"] * 2
    assert "(vide) (a) ou Définitif (b) ?" in fusion.anomalies[0].texte


def test_of_two_dates_of_last_update_the_later_one_is_the_last() -> None:
    days = [Reponse(returned(f"{day}.xlsx", typed={"mise_a_jour": f"{day}/11/2021"})) for day in (12, 9, 10)]
    fusion = merge_seance(FIRST_ETAT, days)
    assert show_valeur("mise_a_jour", fusion.etat.fiche()["mise_a_jour"]) == "12/11/2021"
    assert fusion.anomalies == ()


def test_a_field_cut_out_of_the_fiche_says_nothing() -> None:
    etat = accepted(returned(typed={"commentaire": "Gardé"}))
    cut = returned(sent=etat.fiche(), typed={"porteur": "Mme A"}, lost=["commentaire"])
    fusion = merge_seance(etat, [Reponse(cut)])
    assert fusion.etat.valeurs == {**etat.valeurs, "porteur": "Mme A"}


def test_without_the_values_as_sent_a_fiche_is_compared_with_the_register() -> None:
    etat = accepted(returned(typed={"porteur": "Mme A", "commentaire": "Gardé"}))
    lecture = returned("b.xlsx", sent=etat.fiche(), typed={"porteur": "Mme B"}, base_lost=True)
    assert [change.cle for change in find_changes(etat, Reponse(lecture))] == [("porteur",)]
    assert merge_seance(etat, [Reponse(lecture)]).etat.valeurs == {**etat.valeurs, "porteur": "Mme B"}


def test_a_key_held_back_is_not_merged() -> None:
    lecture = returned(typed={"porteur": "Mme A", "commentaire": "Fait"})
    fusion = merge_seance(FIRST_ETAT, [Reponse(lecture, frozenset({"porteur"}))])
    assert fusion.etat.valeurs == {**FIRST_ETAT.valeurs, "commentaire": "Fait"}


# --- the budget, line by line ----------------------------------------------------------------------------------------
def test_a_line_is_known_by_exercice_service_rd_and_article() -> None:
    keys = [line_cle(ligne) for ligne in lines(MOBILIER, MOBILIER.replace("100", "200"), SERVEURS)]
    assert keys == [
        (BUDGET, "2021", "O", "D", "104/123-13"),
        (BUDGET, "2021", "O", "D", "104/123-13"),
        (BUDGET, "2022", "E", "D", "104/742-53"),
    ]


def test_flattening_a_fiche_and_gathering_it_gives_it_back() -> None:
    valeurs = {**sent_first(ACTION), "commentaire": "Fait", BUDGET: lines(MOBILIER, SERVEURS)}
    assert etat_of(valeurs).fiche() == {nom: valeur for nom, valeur in valeurs.items() if valeur is not None}


def test_lines_are_added_by_different_people() -> None:
    by_one = returned("a.xlsx", budget=[MOBILIER], typed={"complete_par": "Jeanne Noël"})
    registre = collect(by_one, returned("b.xlsx", budget=[SERVEURS], typed={"complete_par": "Paul Henry"}))
    assert rows(registre) == [MOBILIER, SERVEURS]
    assert registre.anomalies == ()


def test_a_changed_line_and_a_removed_line_leave_the_others_alone() -> None:
    sent = sent_after(returned("0.xlsx", budget=[MOBILIER, SERVEURS, SUBSIDE], made=JUIN))
    changed = MOBILIER.replace("100,00", "150,00")
    registre = collect(
        returned("0.xlsx", budget=[MOBILIER, SERVEURS, SUBSIDE], made=JUIN),
        returned("a.xlsx", sent=sent, budget=[changed, SERVEURS, SUBSIDE]),
        returned("b.xlsx", sent=sent, budget=[MOBILIER, SUBSIDE]),
    )
    assert rows(registre) == [changed, SUBSIDE]
    assert registre.anomalies == ()


def test_lines_put_in_another_order_are_unchanged() -> None:
    before = returned("0.xlsx", budget=[MOBILIER, SERVEURS], made=JUIN)
    registre = collect(before, returned("a.xlsx", sent=sent_after(before), budget=[SERVEURS, MOBILIER]))
    assert registre.changements == {ACTION: ()}
    assert rows(registre) == [MOBILIER, SERVEURS]


def test_the_same_line_changed_differently_is_a_conflict_of_that_line_only() -> None:
    before = returned("0.xlsx", budget=[MOBILIER], made=JUIN)
    sent = sent_after(before)
    one = returned("a.xlsx", sent=sent, budget=[MOBILIER.replace("100,00", "150,00"), SUBSIDE])
    other = returned("b.xlsx", sent=sent, budget=[MOBILIER.replace("100,00", "200,00")])
    registre = collect(before, one, other)
    assert rows(registre) == [MOBILIER, SUBSIDE]
    assert codes(registre.anomalies) == ["FUS01 budget"] * 2
    assert {anomalie.cellule for anomalie in registre.anomalies} == {"C40"}
    assert "ligne 2021 O D 104/123-13" in registre.anomalies[0].texte


def test_removing_a_line_against_changing_it_is_a_conflict() -> None:
    before = returned("0.xlsx", budget=[MOBILIER, SUBSIDE], made=JUIN)
    sent = sent_after(before)
    removed = returned("a.xlsx", sent=sent, budget=[SUBSIDE])
    changed = returned("b.xlsx", sent=sent, budget=[MOBILIER.replace("100,00", "150,00"), SUBSIDE])
    registre = collect(before, removed, changed)
    assert rows(registre) == [MOBILIER, SUBSIDE]
    assert codes(registre.anomalies) == ["FUS01 budget"] * 2


def test_an_impossible_line_is_held_back_and_the_others_are_taken() -> None:
    impossible = "2021;O;D;104/123-13;100,00;60,00;;60,00"
    registre = collect(returned(budget=[impossible, SUBSIDE]))
    assert rows(registre) == [SUBSIDE]
    assert codes(registre.anomalies) == ["BUD01 budget.montant"]
    assert statuts(registre) == {"a.xlsx": StatutRetour.EN_PARTIE}


def test_an_unreadable_line_is_not_a_removed_one() -> None:
    before = returned("0.xlsx", budget=[MOBILIER, SERVEURS], made=JUIN)
    ambiguous = MOBILIER.replace("100,00;100,00", "12.500;")
    registre = collect(before, returned("a.xlsx", sent=sent_after(before), budget=[ambiguous, SERVEURS, SUBSIDE]))
    assert rows(registre) == [MOBILIER, SERVEURS, SUBSIDE]
    assert "SAI02 budget.montant" in codes(registre.anomalies)
    assert statuts(registre)["a.xlsx"] is StatutRetour.EN_PARTIE


# --- a séance: admission, checks and statuses ------------------------------------------------------------------------
def test_a_complete_answer_is_conforming() -> None:
    registre = collect(returned(typed={"taux": "45", "statut": "En cours", "mise_a_jour": "09/11/2021"}))
    assert statuts(registre) == {"a.xlsx": StatutRetour.CONFORME}
    assert [shown(registre, nom) for nom in ("taux", "statut", "mise_a_jour")] == ["45", "En cours", "09/11/2021"]


def test_a_remark_lets_everything_through() -> None:
    registre = collect(returned(typed={"taux": "45", "statut": "Réalisé"}))
    assert codes(registre.anomalies) == ["AVA02 taux"]
    assert statuts(registre) == {"a.xlsx": StatutRetour.REMARQUES}
    assert shown(registre, "taux") == "45"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"taux": "150"}, ["AVA01 taux"]),
        ({"taux": "0,45"}, ["SAI14 taux"]),
        ({"statut": "xyz"}, ["SAI04 statut"]),
        ({"debut": "demain"}, ["SAI03 debut"]),
        ({"debut": "2023", "fin": "2022"}, ["DAT01 fin"]),
    ],
)
def test_an_error_holds_back_its_fields_and_the_rest_is_taken(typed: Mapping[str, str], expected: list[str]) -> None:
    registre = collect(returned(typed={"commentaire": "Repris quand même"} | dict(typed)))
    errors = [anomalie for anomalie in registre.anomalies if anomalie.bloquante]
    assert codes(errors) == expected
    assert [shown(registre, nom) for nom in typed] == [""] * len(typed)
    assert shown(registre, "commentaire") == "Repris quand même"
    assert statuts(registre) == {"a.xlsx": StatutRetour.EN_PARTIE}


def test_a_refused_field_keeps_the_value_of_the_register() -> None:
    before = returned("0.xlsx", typed={"taux": "40", "statut": "En cours"}, made=JUIN)
    registre = collect(before, returned("a.xlsx", sent=sent_after(before), typed={"taux": "0,45"}))
    assert shown(registre, "taux") == "40"


def test_a_conflict_marks_both_files_and_counts_as_an_answer() -> None:
    registre = collect(*(returned(f"{nom}.xlsx", typed={"porteur": f"Mme {nom}"}) for nom in "AB"))
    assert statuts(registre) == dict.fromkeys(["A.xlsx", "B.xlsx"], StatutRetour.EN_CONFLIT)
    assert registre.recues == {ACTION}


def test_identical_answers_are_a_duplicate_noted_once() -> None:
    typed = {"taux": "45", "statut": "En cours"}
    registre = collect(*(returned(chemin, typed=typed) for chemin in ("b (1).xlsx", "a.xlsx", "c/a.xlsx")))
    assert statuts(registre) == {
        "a.xlsx": StatutRetour.CONFORME,
        "b (1).xlsx": StatutRetour.DOUBLON,
        "c/a.xlsx": StatutRetour.DOUBLON,
    }
    assert codes(registre.anomalies) == ["FUS02", "FUS02"]
    assert all("« a.xlsx »" in anomalie.texte for anomalie in registre.anomalies)
    assert (registre.bilan.repris, registre.bilan.ignores) == (1, 2)


def test_the_same_answers_to_two_actions_are_no_duplicate() -> None:
    registre = collect(returned("a.xlsx", typed={"porteur": "X"}), returned("b.xlsx", OTHER, typed={"porteur": "X"}))
    assert set(statuts(registre).values()) == {StatutRetour.CONFORME}
    assert registre.recues == {ACTION, OTHER}


def test_inchange_without_change_confirms_the_register() -> None:
    before = returned("0.xlsx", typed={"taux": "40", "statut": "En cours"}, made=JUIN)
    registre = collect(before, returned(sent=sent_after(before), typed={"inchange": "Oui"}))
    assert statuts(registre) == {"a.xlsx": StatutRetour.INCHANGEE}
    assert registre.etats == registre.avant
    assert registre.bilan.repris == 1
    assert registre.recues == {ACTION}


def test_inchange_ticked_on_a_changed_fiche_takes_the_change_and_says_so() -> None:
    registre = collect(returned(typed={"inchange": "Oui", "porteur": "Mme A"}))
    assert codes(registre.anomalies) == ["FUS03 inchange"]
    assert "« Porteur du projet »" in registre.anomalies[0].texte
    assert statuts(registre) == {"a.xlsx": StatutRetour.REMARQUES}
    assert shown(registre, "porteur") == "Mme A"


@pytest.mark.parametrize(
    ("typed", "statut"),
    [
        ({}, StatutRetour.TELLE_QUELLE),
        ({"inchange": "sans objet"}, StatutRetour.TELLE_QUELLE),
        ({"inchange": "Oui", "complete_par": "Mme Un"}, StatutRetour.TELLE_QUELLE),
        ({"inchange": "Non"}, StatutRetour.CONFORME),
        ({"complete_par": "Mme Un"}, StatutRetour.CONFORME),
        ({"complete_le": "09/11/2021"}, StatutRetour.CONFORME),
    ],
)
def test_a_first_fiche_returned_as_sent_is_no_answer_unless_somebody_signed_it(
    typed: Mapping[str, str], statut: StatutRetour
) -> None:
    registre = collect(returned(typed=typed))
    assert statuts(registre) == {"a.xlsx": statut}
    assert registre.recues == (set() if statut is StatutRetour.TELLE_QUELLE else {ACTION})


def test_a_locked_cell_that_was_changed_is_a_remark_and_the_programme_wins() -> None:
    registre = collect(returned(typed={"libelle": "1.1.1 – Tout autre chose", "porteur": "Mme A"}))
    assert codes(registre.anomalies) == ["HIE01 libelle"]
    assert statuts(registre) == {"a.xlsx": StatutRetour.REMARQUES}
    assert shown(registre, "porteur") == "Mme A"


def test_a_fiche_without_its_values_as_sent_is_taken_with_a_remark() -> None:
    registre = collect(returned(typed={"porteur": "Mme A"}, base_lost=True))
    assert codes(registre.anomalies) == ["FUS05"]
    assert shown(registre, "porteur") == "Mme A"


def test_every_anomaly_has_its_file_and_its_action() -> None:
    registre = collect(returned("x/a.xlsx", typed={"taux": "150", "statut": "Réalisé", "porteur": "-"}))
    assert {(anomalie.fichier, anomalie.action) for anomalie in registre.anomalies} == {("x/a.xlsx", ACTION)}


# --- files set aside -------------------------------------------------------------------------------------------------
def test_a_workbook_that_is_no_fiche_is_set_aside_with_its_reason() -> None:
    registre = collect(unrecognised("photo.xlsx"))
    assert statuts(registre) == {"photo.xlsx": StatutRetour.NON_RECONNUE}
    assert retour(registre, "photo.xlsx").raison == registre.anomalies[0].texte


def test_a_fiche_of_another_programme_is_set_aside() -> None:
    lecture = returned(typed={"porteur": "Mme A"})
    assert lecture.identite is not None
    registre = collect(replace(lecture, identite=replace(lecture.identite, programme="ailleurs-2019-2024")))
    assert codes(registre.anomalies) == ["IDE02"]
    assert (registre.anomalies[0].trouve, registre.anomalies[0].attendu) == ("ailleurs-2019-2024", "essai-2019-2024")
    assert_set_aside(registre, StatutRetour.NON_RECONNUE)


def test_a_fiche_of_an_unknown_action_is_set_aside() -> None:
    lecture = returned(typed={"porteur": "Mme A"})
    assert lecture.identite is not None
    registre = collect(replace(lecture, identite=replace(lecture.identite, identifiant="ZZZZZ")))
    assert codes(registre.anomalies) == ["IDE03"]
    assert_set_aside(registre, StatutRetour.NON_RECONNUE)


def test_a_fiche_of_a_retired_action_is_kept_at_the_journal_out_of_the_count() -> None:
    retired = replace(PROGRAMME.actions[0], etat=EtatAction.RETIREE)
    programme = replace(PROGRAMME, actions=(retired, *PROGRAMME.actions[1:]))
    registre = collect(returned(typed={"porteur": "Mme A"}), programme=programme)
    assert codes(registre.anomalies) == ["IDE06"]
    assert registre.bilan.actions == 4
    assert retour(registre, "a.xlsx").action == retired
    assert_set_aside(registre, StatutRetour.IGNORE)


def test_a_file_of_a_later_seance_waits_for_it() -> None:
    later = returned(typed={"porteur": "Mme A"}, made=FUTURE)
    registre = collect(later)
    assert codes(registre.anomalies) == ["FUS06"]
    assert_set_aside(registre, StatutRetour.IGNORE)
    assert shown(collect(later, seance=FUTURE), "porteur") == "Mme A"


def test_a_file_that_was_not_opened_is_listed_with_its_reason() -> None:
    lecture = returned("~$a.xlsx")
    registre = collect(Lecture(lecture.fichier, ignore="fichier de verrouillage"))
    assert codes(registre.anomalies) == ["FIC09"]
    assert "fichier de verrouillage" in retour(registre, "~$a.xlsx").raison
    assert statuts(registre) == {"~$a.xlsx": StatutRetour.IGNORE}


def assert_set_aside(registre: Registre, statut: StatutRetour) -> None:
    """One file, set aside with a reason; the register is what it was and nobody answered."""
    (only,) = registre.retours
    assert only.statut is statut
    assert only.raison
    assert registre.etats == registre.avant == collect(programme=PROGRAMME).etats
    assert registre.recues == frozenset()


# --- several séances -------------------------------------------------------------------------------------------------
def test_the_register_is_the_fold_of_all_seances() -> None:
    mars = returned("1.xlsx", typed={"porteur": "Mme A", "commentaire": "Début"}, made=MARS)
    juin = returned("2.xlsx", sent=sent_after(mars, seance=MARS), typed={"commentaire": "Suite"}, made=JUIN)
    registre = collect(mars, juin, returned("3.xlsx", OTHER, typed={"porteur": "M. B"}))
    assert [shown(registre, nom) for nom in ("porteur", "commentaire")] == ["Mme A", "Suite"]
    assert registre.precedente == JUIN
    assert registre.avant[ACTION] == registre.etats[ACTION]
    assert registre.recues == {OTHER}
    assert set(registre.changements) == {OTHER}
    assert registre.etats[ACTION].origines["porteur"].fichier == "1.xlsx"


def test_avant_is_the_register_before_the_seance() -> None:
    juin = returned("1.xlsx", typed={"porteur": "Mme A"}, made=JUIN)
    registre = collect(juin, returned("2.xlsx", sent=sent_after(juin), typed={"porteur": "M. B"}))
    assert registre.avant == collect(juin, seance=JUIN).etats
    assert shown(registre, "porteur") == "M. B"
    (change,) = registre.changements[ACTION]
    assert (change.avant, change.apres) == ("Mme A", "M. B")


def test_a_file_out_of_any_seance_folder_belongs_to_the_seance_being_run() -> None:
    lecture = returned(typed={"porteur": "Mme A"}, made=JUIN)
    loose = replace(lecture, fichier=replace(lecture.fichier, seance=None))
    registre = collect(loose, seance=JUIN)
    assert registre.retours[0].seance == JUIN
    assert registre.recues == {ACTION}


def test_an_older_fiche_merges_only_what_its_author_changed() -> None:
    juin = returned("1.xlsx", typed={"porteur": "Mme A", "taux": "40", "statut": "En cours"}, made=JUIN)
    late = returned("2.xlsx", typed={"commentaire": "Avec retard"}, made=MARS, seance=SEANCE)
    registre = collect(juin, late)
    assert [shown(registre, nom) for nom in ("porteur", "taux", "commentaire")] == ["Mme A", "40", "Avec retard"]
    assert codes(retour(registre, "2.xlsx").anomalies) == ["FUS04"]
    assert statuts(registre)["2.xlsx"] is StatutRetour.REMARQUES


def test_an_older_fiche_leaves_the_budget_lines_it_never_saw() -> None:
    juin = returned("1.xlsx", budget=[MOBILIER], made=JUIN)
    late = returned("2.xlsx", budget=[SUBSIDE], made=MARS, seance=SEANCE)
    assert rows(collect(juin, late)) == [MOBILIER, SUBSIDE]


def test_an_older_fiche_that_changes_what_was_changed_since_is_a_conflict() -> None:
    juin = returned("1.xlsx", typed={"porteur": "Mme A"}, made=JUIN)
    late = returned("2.xlsx", typed={"porteur": "M. B"}, made=MARS, seance=SEANCE)
    registre = collect(juin, late)
    assert shown(registre, "porteur") == "Mme A"
    assert codes(retour(registre, "2.xlsx").anomalies) == ["FUS04", "FUS01 porteur"]
    assert "M. B (2) ou Mme A (déjà au registre) ?" in registre.anomalies[-1].texte


def test_an_older_fiche_that_says_what_the_register_says_by_now_is_no_conflict() -> None:
    juin = returned("1.xlsx", typed={"porteur": "Mme A"}, made=JUIN)
    late = returned("2.xlsx", typed={"porteur": "Mme A"}, made=MARS, seance=SEANCE)
    registre = collect(juin, late)
    assert codes(registre.anomalies) == ["FUS04"]
    assert registre.changements == {ACTION: ()}


# --- laws ------------------------------------------------------------------------------------------------------------
answers = st.fixed_dictionaries(
    {},
    optional={
        "porteur": st.sampled_from(["", "Mme A", "M. B"]),
        "commentaire": st.sampled_from(["", "Fait", "À revoir"]),
        "taux": st.sampled_from(["40", "60", "150", "0,45"]),
        "statut": st.sampled_from(["En cours", "terminé", "xyz"]),
        "fin": st.sampled_from(["2022", "fin 2021", "demain"]),
        "inchange": st.sampled_from(["Oui", "Non"]),
    },
)
budgets = st.one_of(
    st.none(),
    st.lists(
        st.sampled_from([MOBILIER, MOBILIER.replace("100,00", "150,00"), SERVEURS, SUBSIDE, "2021;O;D;;x;;;"]),
        unique_by=lambda row: row.split(";")[3],
        max_size=3,
    ),
)
fiches = st.builds(
    returned,
    st.just("?"),
    st.sampled_from([ACTION, OTHER]),
    typed=answers,
    budget=budgets,
    seance=st.sampled_from([JUIN, SEANCE, SEANCE, SEANCE, FUTURE]),
    made=st.sampled_from([JUIN, SEANCE]),
    base_lost=st.booleans(),
)
strangers = st.sampled_from([unrecognised("?"), Lecture(unrecognised("?").fichier, ignore="verrou")])


def renamed(lecture: Lecture, chemin: str) -> Lecture:
    """The same content in a file of another name."""
    return replace(
        lecture,
        fichier=replace(lecture.fichier, chemin=chemin),
        anomalies=tuple(replace(anomalie, fichier=chemin) for anomalie in lecture.anomalies),
    )


def numbered_names(lectures: Sequence[Lecture]) -> list[Lecture]:
    """The files under names f0.xlsx, f1.xlsx…"""
    return [renamed(lecture, f"f{rank}.xlsx") for rank, lecture in enumerate(lectures)]


folders = st.lists(st.one_of(fiches, fiches, fiches, strangers), max_size=5).map(numbered_names)


def values(registre: Registre) -> dict[str, object]:
    """The accepted values of every action, whatever file they come from."""
    return {identifiant: etat.valeurs for identifiant, etat in registre.etats.items()}


@law
@given(folders, st.data())
def test_the_order_in_which_files_are_found_is_irrelevant(lectures: list[Lecture], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(lectures))
    assert collect(*shuffled) == collect(*lectures)


@law
@given(folders, st.data())
def test_the_names_of_the_files_decide_no_value(lectures: list[Lecture], data: st.DataObject) -> None:
    other_names = numbered_names(data.draw(st.permutations(lectures)))
    one, other = collect(*lectures), collect(*other_names)
    assert values(one) == values(other)
    assert one.recues == other.recues


@law
@given(folders)
def test_the_same_files_under_other_names_add_duplicates_only(lectures: list[Lecture]) -> None:
    copies = [renamed(lecture, f"{lecture.fichier.chemin} (1)") for lecture in lectures]
    once, twice = collect(*lectures), collect(*lectures, *copies)
    assert (values(once), once.recues) == (values(twice), twice.recues)
    fate = statuts(twice)
    assert {chemin: fate[chemin] for chemin in statuts(once)} == statuts(once)
    for first in once.retours:
        merged = first.statut not in (*ECARTES, *IGNORES) or first.statut is StatutRetour.DOUBLON
        expected = StatutRetour.DOUBLON if merged else first.statut
        assert fate[f"{first.chemin} (1)"] in (expected, StatutRetour.DOUBLON)


@law
@given(folders)
def test_the_count_balances(lectures: list[Lecture]) -> None:
    registre = collect(*lectures)
    bilan = registre.bilan
    here = [lecture.fichier.chemin for lecture in lectures if lecture.fichier.seance != JUIN]  # of no page before
    assert bilan.trouves == len(here) == bilan.repris + bilan.repris_en_partie + bilan.ecartes + bilan.ignores
    assert bilan.actions == len(PROGRAMME.actives) == bilan.recues + bilan.sans_reponse
    assert sorted(statuts(registre)) == sorted(here)
    aside = [r for r in registre.retours if r.statut in (*ECARTES, *IGNORES)]
    assert len(aside) == bilan.ecartes + bilan.ignores
    assert all(r.raison for r in aside)


@law
@given(fiches)
def test_a_lone_fiche_is_taken_as_it_stands_but_for_its_errors(lecture: Lecture) -> None:
    lone = replace(lecture, fichier=replace(lecture.fichier, chemin="a.xlsx", seance=SEANCE))
    registre = collect(lone)
    refused = {anomalie.champ.partition(".")[0] for anomalie in registre.anomalies if anomalie.bloquante}
    after = registre.etats[lone.identifiant].fiche()
    typed = {nom: lone.valeur(nom) for nom in ("porteur", "commentaire", "taux", "statut", "fin") if nom not in refused}
    assert {nom: after.get(nom) for nom in typed} == typed
    if BUDGET not in refused:
        assert after[BUDGET] == lone.lignes


@law
@given(folders)
def test_a_seance_without_files_changes_nothing(lectures: list[Lecture]) -> None:
    until = [replace(lecture, fichier=replace(lecture.fichier, seance=SEANCE)) for lecture in lectures]
    registre = collect(*until, seance=FUTURE)
    assert registre.etats == registre.avant == collect(*until).etats
    assert registre.recues == frozenset()
    assert registre.changements == {}
