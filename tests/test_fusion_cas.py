"""The situations of the loop and of the budget, each with the register it must leave."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fiche_tool.domaine.constats.anomalies import count_errors
from fiche_tool.domaine.fiche.fiche import STATUT_ACTION, TAUX_AVANCEMENT, Valeurs
from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.fiche.show import show_valeur
from fiche_tool.domaine.fusion.registre import (
    Registre,
    build_registre,
    corrections_of,
    fold_seance,
    page_of,
)
from fiche_tool.domaine.grand_livre.acquis import Genre
from fiche_tool.domaine.grand_livre.decisions import Decision
from fiche_tool.domaine.grand_livre.depart import etats_now
from fiche_tool.domaine.grand_livre.page import PageRegistre
from fiche_tool.domaine.grand_livre.points import GenrePoint
from fiche_tool.domaine.grand_livre.sorts import StatutRetour
from fiche_tool.domaine.programme.programme import EtatAction, Programme
from fiche_tool.domaine.synthese import Synthese, build_synthese
from fiche_tool.domaine.synthese.evolution import NatureChangement
from fiche_tool.domaine.synthese.ouverts import open_before
from fiche_tool.domaine.synthese.phrases_budget import say_apart
from fiche_tool.domaine.synthese.sommes import overall_before
from fiche_tool.report.console import show_anomalies
from tests.outils.builders import ACTION, FUTURE, JUIN, PROGRAMME, SEANCE, lines, returned, show_row

pytestmark = pytest.mark.undrawn

S1, S2, S3 = JUIN, SEANCE, FUTURE
MOBILIER = "2021;O;D;104/123-13;1\u202f000,00;;;"
BUREAU = "2021;O;D;104/123-11;50,00;;;"


@pytest.fixture(scope="module", autouse=True)
def nothing_required() -> Iterator[None]:
    """Merging is the subject here: a fiche need not be complete."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fiche_tool.domaine.regles.controle.REQUIS", ())
        yield


def give(chemin: str, made: date = S1, **more: object) -> Lecture:
    """A return with a fingerprint of its own, in the folder of the séance that it was made for."""
    lecture = returned(chemin, made=made, **more)  # type: ignore[arg-type]  # the keywords of `returned`
    return replace(lecture, fichier=replace(lecture.fichier, sha256=f"sha {chemin}"))


def copy_of(registre: Registre, chemin: str, copie: str, made: date = S1, **more: object) -> Lecture:
    """The marked copy of a return, corrected and sent back."""
    found = next(retour for retour in registre.retours if retour.chemin == chemin)
    sent = found.lecture.base
    return replace(give(copie, made, sent=sent, **more), corrige=corrections_of(registre, found))


def fold(page: PageRegistre | None, seance: date, *lectures: Lecture, programme: Programme = PROGRAMME) -> Registre:
    """The register of a séance after a page; files of an older fiche lie in the folder of this séance."""
    here = [replace(x, fichier=replace(x.fichier, seance=seance)) for x in lectures]
    return fold_seance(programme, page, here, seance=seance)


def shown(registre: Registre, nom: str) -> str:
    """What the register holds in a field of ACTION."""
    return show_valeur(nom, registre.etats[ACTION].fiche().get(nom))


def rows(registre: Registre) -> list[str]:
    """The budget lines that the register holds of ACTION."""
    return [show_row(ligne) for ligne in registre.etats[ACTION].budget]


def statuts(registre: Registre) -> dict[str, StatutRetour]:
    """What became of each file."""
    return {retour.chemin: retour.statut for retour in registre.retours}


def errors(registre: Registre) -> list[str]:
    """The codes of the errors."""
    return [x.code for x in registre.anomalies if x.bloquante]


def amended(**changes: object) -> Programme:
    """The programme with the first action changed."""
    first, *others = PROGRAMME.actions
    return replace(PROGRAMME, actions=(replace(first, **changes), *others))  # type: ignore[arg-type]  # fields of Action


def synthese(registre: Registre, programme: Programme = PROGRAMME) -> Synthese:
    """The synthesis of a register."""
    return build_synthese(programme, registre, ())


# --- the loop --------------------------------------------------------------------------------------------------------
def test_three_faulty_returns_all_corrected_leave_no_error_and_no_copy() -> None:
    lone = give("seul.xlsx", typed={"taux": "150", "statut": "En cours", "debut": "2023", "fin": "2022"})
    first = fold(None, S1, lone)
    assert len(errors(first)) == 2
    fixed = {"taux": "50", "statut": "En cours", "debut": "2022", "fin": "2023", "complete_par": "Mme A"}
    after = fold(None, S1, lone, copy_of(first, "seul.xlsx", "copie.xlsx", typed=fixed))
    assert (errors(after), after.points, shown(after, "taux")) == ([], (), "50")
    assert statuts(after) == {"seul.xlsx": StatutRetour.REMPLACEE, "copie.xlsx": StatutRetour.CONFORME}
    two = [give(f"frigo {n}.xlsx", typed={"taux": t, "commentaire": c}) for n, t, c in ((1, "30", "a"), (2, "50", "b"))]
    before = fold(None, S1, *two)
    assert errors(before) == ["FUS01"] * 4
    agreed = {"taux": "50", "commentaire": "Le frigo est là", "complete_par": "Mme A"}
    copies = [copy_of(before, f"frigo {n}.xlsx", f"copie {n}.xlsx", typed=agreed) for n in (1, 2)]
    settled = fold(None, S1, *two, *copies)
    assert (errors(settled), settled.points) == ([], ())
    assert [shown(settled, nom) for nom in ("taux", "commentaire")] == ["50", "Le frigo est là"]
    assert settled.bilan.repris_en_partie == 0


def test_what_a_copy_of_a_copy_replaces_names_the_one_that_stands() -> None:
    """The first copy came back untouched, the second one corrected: nothing « le reste », and one file is taken."""
    typed = {"taux": "150", "complete_par": "Mme A"}
    first = give("a.xlsx", typed=typed)
    untouched = copy_of(fold(None, S1, first), "a.xlsx", "b.xlsx", typed=typed)
    again = fold(None, S1, first, untouched)
    assert [x.code for x in again.anomalies if x.fichier == "a.xlsx"] == ["FUS24"]
    after = fold(None, S1, first, untouched, copy_of(again, "b.xlsx", "c.xlsx", typed=typed | {"taux": "50"}))
    told = {x.chemin: (x.sort, [y.code for y in x.anomalies]) for x in after.retours}
    assert told["a.xlsx"] == told["b.xlsx"] == ("Remplacée par c", ["FUS07"])
    assert (errors(after), shown(after, "taux")) == ([], "50")


def test_a_corrected_copy_is_no_conflict_with_its_own_author() -> None:
    faulty = give("a.xlsx", typed={"taux": "150", "commentaire": "Ça avance"})
    first = fold(None, S1, faulty)
    assert [(p.champ, p.genre, p.reponses[0].texte) for p in first.points] == [("taux", GenrePoint.RETENUE, "150")]
    fixed = copy_of(first, "a.xlsx", "copie.xlsx", typed={"taux": "50", "commentaire": "Bien avancé"})
    after = fold(None, S1, faulty, fixed)
    assert [shown(after, nom) for nom in ("taux", "commentaire")] == ["50", "Bien avancé"]
    assert (errors(after), after.points) == ([], ())


def test_a_copy_that_comes_back_at_the_next_seance_closes_what_was_open() -> None:
    first = fold(None, S1, give("a.xlsx", typed={"taux": "150", "commentaire": "Ça avance"}))
    fixed = copy_of(first, "a.xlsx", "copie.xlsx", typed={"taux": "50", "commentaire": "Bien avancé"})
    after = fold(page_of(first), S2, fixed)
    assert [shown(after, nom) for nom in ("taux", "commentaire")] == ["50", "Bien avancé"]
    assert (errors(after), after.points) == ([], ())


def test_what_nobody_answered_stays_open_with_its_age_and_is_no_error_of_the_next_seance() -> None:
    first = fold(None, S1, give("a.xlsx", typed={"taux": "150"}))
    after = fold(page_of(first), S2)
    assert errors(after) == []
    assert [(p.champ, p.depuis) for (p,) in open_before(after)] == [("taux", S1)]
    answered = fold(page_of(after), S3, give("b.xlsx", S3, sent=after.etats[ACTION].fiche(), typed={"taux": "60"}))
    assert answered.points == ()


def test_a_conflict_stays_open_while_its_own_cell_is_not_answered() -> None:
    """A third person answers something else: neither of the two texts may be lost by it."""
    two = [give(f"{who}.xlsx", typed={"taux": "30", "commentaire": f"{who} dit"}) for who in ("A", "B")]
    first = fold(None, S1, *two)
    sent = first.etats[ACTION].fiche()
    other = fold(page_of(first), S2, give("c.xlsx", S2, sent=sent, typed={"description": "En bref"}))
    assert [(p.champ, p.depuis, [x.texte for x in p.reponses]) for p in other.points] == [
        ("commentaire", S1, ["A dit", "B dit"])
    ]
    settled = fold(page_of(first), S2, give("c.xlsx", S2, sent=sent, typed={"commentaire": "C tranche"}))
    assert settled.points == ()
    confirmed = fold(page_of(first), S2, give("c.xlsx", S2, sent=sent, typed={"inchange": "Oui"}))
    assert confirmed.points == ()


def test_of_two_answers_the_one_copy_that_comes_back_settles_the_conflict() -> None:
    two = [give(f"{taux}.xlsx", typed={"taux": taux}) for taux in ("75", "100")]
    before = fold(None, S1, *two)
    after = fold(None, S1, *two, copy_of(before, "75.xlsx", "copie.xlsx", typed={"taux": "90"}))
    assert (shown(after, "taux"), after.points, errors(after)) == ("90", (), [])
    assert [(x.code, x.fichier) for x in after.anomalies if x.code == "FUS12"] == [("FUS12", "100.xlsx")]


def test_a_copy_sent_back_untouched_settles_a_conflict_and_is_not_said_to_leave_anything_to_correct() -> None:
    two = [give(f"{taux}.xlsx", typed={"taux": taux, "commentaire": "Un"}) for taux in ("75", "100")]
    before = fold(None, S1, *two)
    after = fold(None, S1, *two, copy_of(before, "75.xlsx", "b.xlsx", typed={"taux": "75", "commentaire": "Un"}))
    assert (shown(after, "taux"), after.points, errors(after)) == ("75", (), [])
    (told,) = [x.texte for x in after.anomalies if x.code == "FUS24"]
    assert told.endswith("revenue sans aucune correction : ses réponses sont maintenues.")
    faulty = give("a.xlsx", typed={"taux": "150"})
    still = fold(None, S1, faulty, copy_of(fold(None, S1, faulty), "a.xlsx", "b.xlsx", typed={"taux": "150"}))
    (told,) = [x.texte for x in still.anomalies if x.code == "FUS24"]
    assert (told.endswith(": ce qui était à corriger le reste."), errors(still)) == (True, ["AVA01"])


def test_two_copies_that_differ_are_a_conflict_between_the_copies_only() -> None:
    two = [give(f"{taux}.xlsx", typed={"taux": taux}) for taux in ("75", "100")]
    before = fold(None, S1, *two)
    copies = [
        copy_of(before, f"{taux}.xlsx", f"copie {taux}.xlsx", typed={"taux": new})
        for taux, new in (("75", "80"), ("100", "95"))
    ]
    after = fold(None, S1, *two, *copies)
    assert shown(after, "taux") == ""
    assert {x.fichier for x in after.anomalies if x.code == "FUS01"} == {"copie 75.xlsx", "copie 100.xlsx"}


def test_the_file_accepted_at_one_seance_and_reopened_at_the_next_goes_on() -> None:
    first = fold(
        None, S1, give("a.xlsx", typed={"taux": "50", "statut": "En cours", "commentaire": "Début"}, budget=[MOBILIER])
    )
    again = give(
        "a bis.xlsx",
        typed={"taux": "80", "statut": "En cours", "commentaire": "Suite"},
        budget=[MOBILIER.replace("1\u202f000", "1\u202f500")],
    )
    after = fold(page_of(first), S2, again)
    assert [shown(after, nom) for nom in ("taux", "statut", "commentaire")] == ["80", "En cours", "Suite"]
    assert rows(after) == [MOBILIER.replace("1\u202f000", "1\u202f500")]
    assert errors(after) == []


def test_a_fresh_copy_of_the_sent_fiche_does_not_erase_what_it_never_held() -> None:
    first = fold(None, S1, give("a.xlsx", typed={"taux": "50", "statut": "En cours"}, budget=[MOBILIER]))
    after = fold(page_of(first), S2, give("b.xlsx", typed={"commentaire": "Seulement ceci"}))
    assert [shown(after, nom) for nom in ("taux", "statut", "commentaire")] == ["50", "En cours", "Seulement ceci"]
    assert rows(after) == [MOBILIER]


def test_a_fresh_copy_that_happens_to_say_the_same_status_empties_nothing() -> None:
    told = {"taux": "50", "statut": "En cours", "commentaire": "Un", "mise_a_jour": "09/06/2021"}
    first = fold(None, S1, give("a.xlsx", typed=told, budget=[MOBILIER]))
    again = {"taux": "60", "statut": "En cours", "mise_a_jour": "09/06/2021"}
    after = fold(page_of(first), S2, give("b.xlsx", typed=again))
    assert [shown(after, nom) for nom in ("taux", "commentaire")] == ["60", "Un"]
    assert rows(after) == [MOBILIER]


@pytest.mark.parametrize(("day", "kept"), [("09/06/2021", ""), ("09/11/2021", "Un")])
def test_a_reopened_file_that_empties_as_much_as_it_shows_is_told_by_its_signature(day: str, kept: str) -> None:
    told = {"taux": "50", "statut": "En cours", "commentaire": "Un", "complete_par": "A", "complete_le": "09/06/2021"}
    first = fold(None, S1, give("a.xlsx", typed=told))
    again = told | {"taux": "60", "commentaire": "", "complete_le": day}
    after = fold(page_of(first), S2, give("b.xlsx", typed=again))
    assert [shown(after, nom) for nom in ("taux", "commentaire")] == ["60", kept]


def test_a_fiche_generated_again_after_an_answer_follows_it() -> None:
    first = give("a.xlsx", typed={"taux": "30"})
    known = fold(None, S1, first).etats[ACTION].fiche()
    after = fold(None, S1, first, give("b.xlsx", sent=known, typed={"taux": "40"}))
    assert (shown(after, "taux"), errors(after)) == ("40", [])


def test_a_contradiction_is_one_error_wherever_it_is_counted() -> None:
    first = give("a.xlsx", typed={"taux": "75", "debut": "2022"})
    second = give("b.xlsx", typed={"taux": "50", "fin": "2021", "statut": "peut-être"})
    after = fold(None, S1, first, second)
    assert sorted(errors(after)) == ["DAT01", "DAT01", "FUS01", "FUS01", "SAI04"]  # one at each cell
    assert count_errors(after.anomalies) == 3
    head, *lines = show_anomalies(after.anomalies)
    assert head.startswith("3 erreurs à faire corriger")
    assert sum(line.startswith("    erreur ") for line in lines) == 3


def codes(registre: Registre, chemin: str) -> list[str]:
    return sorted(x.code for retour in registre.retours if retour.chemin == chemin for x in retour.anomalies)


def test_a_value_that_is_held_back_gets_no_remark() -> None:
    impossible = give("a.xlsx", typed={"taux": "150", "statut": "À démarrer", "commentaire": "Un"})
    assert codes(fold(None, S1, impossible), "a.xlsx") == ["AVA01"]
    backwards = give("a.xlsx", typed={"debut": "2030", "fin": "2028"})
    assert codes(fold(None, S1, backwards), "a.xlsx") == ["DAT01"]
    wrong = "2021;O;D;104/123-48;77,00;60,00;;10,00"
    assert codes(fold(None, S1, give("a.xlsx", budget=[wrong, wrong])), "a.xlsx") == ["BUD01", "BUD01"]


def test_a_value_in_conflict_or_overruled_gets_no_remark() -> None:
    done = give("a.xlsx", typed={"taux": "100", "statut": "En cours"})
    half = give("b.xlsx", typed={"taux": "75", "statut": "En cours"})
    assert codes(fold(None, S1, done), "a.xlsx") == ["AVA04"]
    after = fold(None, S1, done, half)
    assert codes(after, "a.xlsx") == codes(after, "b.xlsx") == ["FUS01"]
    (point,) = after.points
    told = Decision(ACTION, ("taux",), point.montrees, Decimal(75), "P", None, "points.xlsx", "Points", "F2", "sha P")
    settled = fold_seance(PROGRAMME, None, [done, half], [told], seance=S1)
    assert codes(settled, "a.xlsx") == ["FUS13"]


def test_an_emptied_fiche_is_not_said_to_be_incomplete_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("fiche_tool.domaine.regles.controle.REQUIS", (TAUX_AVANCEMENT, STATUT_ACTION))
    first = fold(None, S1, give("a.xlsx", typed={"taux": "50", "statut": "En cours"}))
    emptied = give(
        "b.xlsx", S2, sent=first.etats[ACTION].fiche(), typed={"taux": "", "statut": "", "complete_par": "A"}
    )
    assert codes(fold(page_of(first), S2, emptied), "b.xlsx") == ["FUS11"]


def test_a_refused_date_of_the_last_update_may_be_settled_too() -> None:
    answer = give("a.xlsx", typed={"taux": "50", "mise_a_jour": "un jour"})
    (point,) = fold(None, S1, answer).points
    assert point.cle == ("mise_a_jour",)
    day = returned(typed={"mise_a_jour": "09/06/2021"}).valeur("mise_a_jour")
    told = Decision(ACTION, point.cle, point.montrees, day, "P", None, "points.xlsx", "Points", "F2", "sha P")
    lecture = replace(answer, fichier=replace(answer.fichier, seance=S1))
    settled = fold_seance(PROGRAMME, None, [lecture], [told], seance=S1)
    assert (shown(settled, "mise_a_jour"), settled.points, codes(settled, "a.xlsx")) == ("09/06/2021", (), [])


FAUSSE = "2021;O;D;801/124-02;77,00;60,00;;10,00"


def test_a_line_erased_beside_a_refused_one_is_told_and_asked() -> None:
    first = fold(None, S1, give("a.xlsx", budget=[MOBILIER, BUREAU]))
    sent = first.etats[ACTION].fiche()
    after = fold(page_of(first), S2, give("b.xlsx", S2, sent=sent, budget=[MOBILIER, FAUSSE]))
    assert rows(after) == [MOBILIER, BUREAU]
    assert codes(after, "b.xlsx") == ["BUD01", "BUD02", "FUS25"]
    (told,) = (x for x in after.anomalies if x.code == "FUS25")
    assert "1 ligne a été effacée du tableau budgétaire (2021 O D 104/123-11 : 50,00 €)" in told.texte
    assert told.cellule
    (erased,) = build_synthese(PROGRAMME, after, ()).bilan.effacees
    assert (erased.montant, erased.cellule) == (Decimal(50), told.cellule)
    assert [sentence for sentence in say_apart(build_synthese(PROGRAMME, after, ()).bilan) if "effacée" in sentence]
    mended = copy_of(after, "b.xlsx", "c.xlsx", S2, budget=[MOBILIER, FAUSSE.replace("77", "70")])
    closed = fold(page_of(first), S2, give("b.xlsx", S2, sent=sent, budget=[MOBILIER, FAUSSE]), mended)
    assert (rows(closed), closed.points) == ([MOBILIER, FAUSSE.replace("77", "70")], ())
    later = fold(page_of(after), S3, mended)
    assert (rows(later), later.points) == (rows(closed), ())


@pytest.mark.parametrize("erased", [True, False])
def test_whether_a_line_erased_beside_a_refused_one_goes_may_be_decided(erased: bool) -> None:
    first = fold(None, S1, give("a.xlsx", budget=[MOBILIER, BUREAU]))
    answer = give("b.xlsx", S2, sent=first.etats[ACTION].fiche(), budget=[MOBILIER, FAUSSE])
    after = fold(page_of(first), S2, answer)
    (point,) = (point for point in after.points if point.cle[-1] == "104/123-11")
    valeur = point.reponses[0].valeur if erased else point.gardee
    told = Decision(ACTION, point.cle, point.montrees, valeur, "P", None, "points.xlsx", "Points", "F2", "sha P")
    lecture = replace(answer, fichier=replace(answer.fichier, seance=S2))
    settled = fold_seance(PROGRAMME, page_of(first), [lecture], [told], seance=S2)
    assert rows(settled) == ([MOBILIER] if erased else [MOBILIER, BUREAU])
    assert codes(settled, "b.xlsx") == ["BUD01", "BUD02"]
    assert build_synthese(PROGRAMME, settled, ()).bilan.effacees == ()


def test_inchange_with_emptied_cells_takes_nothing_away_and_asks() -> None:
    first = fold(None, S1, give("a.xlsx", typed={"taux": "50", "statut": "En cours"}, budget=[MOBILIER]))
    sent = first.etats[ACTION].fiche()
    wiped = give("b.xlsx", S2, sent=sent, typed={"taux": "", "statut": "", "inchange": "Oui"}, budget=[])
    after = fold(page_of(first), S2, wiped)
    assert [shown(after, nom) for nom in ("taux", "statut")] == ["50", "En cours"]
    assert rows(after) == [MOBILIER]
    assert errors(after) == ["FUS11"]
    assert {(p.champ, p.genre) for p in after.points} == {
        ("taux", GenrePoint.VIDEE),
        ("statut", GenrePoint.VIDEE),
        ("budget", GenrePoint.VIDEE),
    }
    assert statuts(after) == {"b.xlsx": StatutRetour.EN_PARTIE}


def test_everything_emptied_at_once_takes_nothing_away_but_one_emptied_answer_is_an_answer() -> None:
    first = fold(None, S1, give("a.xlsx", typed={"taux": "50", "statut": "En cours", "fin": "2023"}))
    sent = first.etats[ACTION].fiche()
    one = fold(page_of(first), S2, give("b.xlsx", S2, sent=sent, typed={"fin": ""}))
    assert (shown(one, "fin"), shown(one, "taux"), errors(one)) == ("", "50", [])
    everything = {"taux": "", "statut": "", "fin": "", "complete_par": "Mme A"}
    whole = fold(page_of(first), S2, give("b.xlsx", S2, sent=sent, typed=everything))
    assert [shown(whole, nom) for nom in ("taux", "statut", "fin")] == ["50", "En cours", "2023"]
    assert errors(whole) == ["FUS11"]


def test_a_fiche_returned_exactly_as_sent_is_no_answer() -> None:
    after = fold(None, S1, give("a.xlsx"))
    assert statuts(after) == {"a.xlsx": StatutRetour.TELLE_QUELLE}
    assert (after.recues, after.bilan.ignores, after.historique) == (frozenset(), 1, {})


def test_a_fiche_returned_as_sent_beside_an_answer_is_not_asked_for_again() -> None:
    alone = fold(None, S1, give("a.xlsx"))
    beside = fold(None, S1, give("a.xlsx"), give("b.xlsx", typed={"taux": "40"}))
    (asked,), (told,) = ([x.texte for x in p.anomalies if x.code == "FUS10"] for p in (alone, beside))
    assert asked.endswith("Redemandez-la à son service.")
    assert told.endswith("Redemandez-la à son service, sauf si « b », reçue aussi, y répond déjà.")


def test_the_same_bytes_dropped_again_are_no_answer() -> None:
    answer = give("a.xlsx", typed={"taux": "50", "statut": "En cours"})
    first = fold(None, S1, answer)
    after = fold(page_of(first), S2, replace(answer, fichier=replace(answer.fichier, chemin="S2/a.xlsx")))
    (only,) = after.retours
    assert (only.statut, only.sort) == (StatutRetour.DEJA_REPRISE, "Déjà reprise le 30/06/2021")
    assert (after.recues, after.bilan.sans_reponse) == (frozenset(), 5)
    assert only.action is not None


@pytest.mark.parametrize("edited_before", [True, False])
def test_a_porteur_edited_after_answers_were_accepted_wins_and_shows(edited_before: bool) -> None:
    first = fold(None, S1, give("a.xlsx", typed={"porteur": "Mme A", "taux": "50", "statut": "En cours"}))
    edited = amended(porteur="M. Nouveau")
    after = fold(page_of(first), S2, programme=edited)
    if not edited_before:  # the same séance collected again, after the edit
        base = fold(page_of(first), S2)
        after = fold_seance(edited, page_of(first), (), seance=S2, depart=base.depart)
    assert shown(after, "porteur") == "M. Nouveau"
    assert after.etats[ACTION].origines["porteur"].genre is Genre.PROGRAMME
    assert errors(after) == []
    (change,) = [e for e in synthese(after, edited).evolutions if e.champ == "Porteur du projet"]
    assert (change.avant, change.apres) == ("Mme A", "M. Nouveau")
    assert change.origine is not None
    assert change.origine.par == "secrétariat"
    assert etats_now(page_of(first), edited)[ACTION].valeurs["porteur"] == "M. Nouveau"
    assert fold(page_of(after), S3, programme=edited).etats == after.etats


def test_a_fiche_sent_before_an_edit_and_changed_there_is_a_conflict_and_untouched_there_none() -> None:
    first = fold(None, S1)
    edited = amended(porteur="M. Nouveau")
    changed = fold(page_of(first), S2, give("a.xlsx", typed={"porteur": "Mme B"}), programme=edited)
    assert (shown(changed, "porteur"), set(errors(changed))) == ("M. Nouveau", {"FUS01"})
    untouched = fold(page_of(first), S2, give("a.xlsx", typed={"taux": "10", "statut": "En cours"}), programme=edited)
    assert (shown(untouched, "porteur"), errors(untouched)) == ("M. Nouveau", [])


def test_a_fiche_sent_after_an_edit_follows_it() -> None:
    edited = amended(porteur="M. Nouveau")
    base = fold(None, S1)
    sent: Valeurs = {**base.etats[ACTION].fiche(), "porteur": "M. Nouveau"}
    later = give("a.xlsx", sent=sent, typed={"porteur": "Mme C"})
    after = fold_seance(edited, None, [later], seance=S1, depart=base.depart)
    assert (shown(after, "porteur"), errors(after)) == ("Mme C", [])


def test_an_action_moved_and_reworded_shows_both() -> None:
    first = fold(None, S1)
    edited = amended(objectif="1.2", numero="1.2.9", libelle="Tout autrement")
    found = synthese(fold(page_of(first), S2, programme=edited), edited).evolutions
    assert {e.nature for e in found} == {NatureChangement.DEPLACEE, NatureChangement.REFORMULEE}
    renumbered = amended(numero="1.1.7", service="Finances")
    found = synthese(fold(page_of(first), S2, programme=renumbered), renumbered).evolutions
    assert {e.nature for e in found} == {NatureChangement.RENUMEROTEE, NatureChangement.INTERVENANTS}


def test_a_start_from_one_file_and_an_earlier_end_from_another_are_both_put_back() -> None:
    two = [give("a.xlsx", typed={"debut": "06/2023"}), give("b.xlsx", typed={"fin": "2022"})]
    after = fold(None, S1, *two)
    assert [shown(after, nom) for nom in ("debut", "fin")] == ["", ""]
    found = [x for x in after.anomalies if x.code == "DAT01"]
    assert {x.fichier for x in found} == {"a.xlsx", "b.xlsx"}
    assert all("« a »" in x.texte and "« b »" in x.texte for x in found)
    assert {p.champ for p in after.points} == {"debut", "fin"}
    assert set(statuts(after).values()) == {StatutRetour.EN_PARTIE}


# --- actions that come and go ----------------------------------------------------------------------------------------
def test_a_retirement_dated_later_takes_effect_that_day_and_the_action_keeps_its_past_and_its_money() -> None:
    answer = give("a.xlsx", typed={"taux": "100", "statut": "Réalisé"}, budget=[MOBILIER])
    retired = amended(etat=EtatAction.RETIREE, retiree=date(2021, 9, 1))
    first = fold(None, S1, answer, programme=retired)
    assert (first.bilan.repris, first.bilan.actions) == (1, 5)
    after = fold(page_of(first), S2, programme=retired)
    assert after.bilan.actions == 4
    tables = synthese(after, retired).tables
    assert (len(tables.budget), tables.budget_retirees.colonne("montant")) == (0, [100_000])
    assert tables.retirees.colonne("statut") == ["Réalisé"]
    assert [seance.part for seance in after.seances] == [Decimal(1) / 5, Decimal(1) / 5]
    (change,) = synthese(after, retired).evolutions
    assert (change.nature, change.apres) == (NatureChangement.RETIREE, "retirée le 01/09/2021")


def test_a_late_fiche_of_a_retired_action_joins_its_past() -> None:
    retired = amended(etat=EtatAction.RETIREE, retiree=date(2021, 9, 1))
    after = fold(page_of(fold(None, S1)), S2, give("a.xlsx", typed={"taux": "100"}), programme=retired)
    assert shown(after, "taux") == "100"
    assert (after.bilan.recues, after.bilan.repris) == (0, 1)
    late = fold(page_of(fold(None, S1)), S2, give("a.xlsx", S2, typed={"taux": "100"}), programme=retired)
    assert statuts(late) == {"a.xlsx": StatutRetour.IGNORE}


def test_the_initial_pst_and_the_figures_of_each_seance_stay_as_they_were_given() -> None:
    other = PROGRAMME.actions[1]
    first = fold(
        None,
        S1,
        give("a.xlsx", typed={"taux": "100", "statut": "En cours"}),
        give("b.xlsx", identifiant=other.identifiant, typed={"taux": "20", "statut": "En cours"}),
    )
    added = replace(PROGRAMME.actions[0], identifiant="NEUVE", numero="1.1.9", depuis=date(2021, 9, 1))
    programme = replace(PROGRAMME, actions=(*PROGRAMME.actions, added))
    sent = first.etats[other.identifiant].fiche()
    dropped = give(
        "c.xlsx", S2, identifiant=other.identifiant, sent=sent, typed={"statut": "Abandonné", "commentaire": "x"}
    )
    second = fold(page_of(first), S2, dropped, programme=programme)
    assert [seance.taux for seance in second.seances] == [Decimal(60), Decimal(100)]
    assert len(second.initiales) == 5
    tables = synthese(second, programme).tables
    actions = tables.actions
    assert actions.where(identifiant="NEUVE").colonne("origine") == ["Ajoutée"]
    assert overall_before(actions, tables.retirees) == 60


# --- the budget ------------------------------------------------------------------------------------------------------
def sent_with(*lignes: str) -> tuple[PageRegistre, Valeurs]:
    """A page whose ACTION has these lines, and what the next fiche says."""
    first = fold(None, S1, give("0.xlsx", typed={"taux": "10", "statut": "En cours"}, budget=lignes))
    return page_of(first), first.etats[ACTION].fiche()


def back(page: PageRegistre, sent: Valeurs, *tables: Sequence[str]) -> Registre:
    """The register once each of some people sent a table back."""
    lectures = [give(f"{'abc'[rank]}.xlsx", S2, sent=sent, budget=table) for rank, table in enumerate(tables)]
    return fold(page, S2, *lectures)


def test_a_line_moved_beside_a_refused_one_is_there_once() -> None:
    page, sent = sent_with(MOBILIER, BUREAU)
    wrong = "2021;O;D;801/124-02;77,00;60,00;;10,00"
    after = back(page, sent, [MOBILIER.replace("2021", "2022", 1), wrong])
    assert rows(after) == [MOBILIER.replace("2021", "2022", 1), BUREAU]
    erased, point = after.points
    assert (erased.code, erased.gardee) == ("FUS25", lines(BUREAU))
    assert point.genre is GenrePoint.RETENUE
    assert "77,00" in point.reponses[0].texte


def test_two_different_changes_of_one_line_leave_it_as_it_was() -> None:
    page, sent = sent_with(MOBILIER)
    after = back(page, sent, [MOBILIER.replace("123-13", "123-06")], [MOBILIER.replace("1\u202f000", "1\u202f200")])
    assert rows(after) == [MOBILIER]
    assert errors(after) == ["FUS01", "FUS01"]
    assert len(after.points) == 1


def test_lines_of_one_key_that_two_people_touch_stay_as_they_were() -> None:
    one, two = MOBILIER.replace("1\u202f000", "100"), MOBILIER.replace("1\u202f000", "200")
    page, sent = sent_with(one, two)
    after = back(page, sent, [two], [one, MOBILIER.replace("1\u202f000", "250")])
    assert rows(after) == [one, two]
    assert errors(after) == ["FUS01", "FUS01"]
    alone = back(page, sent, [two])
    assert rows(alone) == [two]


def test_an_unreadable_only_line_takes_nothing_away() -> None:
    page, sent = sent_with(MOBILIER)
    after = back(page, sent, [MOBILIER.replace("1\u202f000,00", "beaucoup")])
    assert rows(after) == [MOBILIER]
    (point,) = after.points
    assert point.cle == ("budget", "2021", "O", "D", "104/123-13")
    assert "beaucoup" in point.reponses[0].texte


def test_lines_come_back_in_the_order_they_were_typed() -> None:
    page, sent = sent_with(MOBILIER, BUREAU)
    new = "2022;O;D;801/124-02;70,00;;;"
    assert rows(back(page, sent, [new, BUREAU, MOBILIER])) == [new, BUREAU, MOBILIER]
    assert rows(back(page, sent, [new, BUREAU, MOBILIER], [MOBILIER, BUREAU.replace("50", "60")])) == [
        MOBILIER,
        BUREAU.replace("50", "60"),
        new,
    ]


def test_the_same_addition_by_two_is_there_once_and_different_ones_of_one_key_conflict() -> None:
    page, sent = sent_with(MOBILIER)
    new, other = "2022;O;D;801/124-02;70,00;;;", "2022;O;D;801/124-02;90,00;;;"
    assert rows(back(page, sent, [MOBILIER, new], [MOBILIER, new])) == [MOBILIER, new]
    after = back(page, sent, [MOBILIER, new], [MOBILIER, other])
    assert rows(after) == [MOBILIER]
    assert errors(after) == ["FUS01", "FUS01"]


def test_a_line_moved_by_one_and_written_anew_by_another_is_there_once() -> None:
    page, sent = sent_with(MOBILIER)
    moved = MOBILIER.replace("2021", "2022", 1)
    assert rows(back(page, sent, [moved], [MOBILIER, moved])) == [moved]


def test_a_change_of_a_line_follows_the_one_it_was_shown() -> None:
    page, sent = sent_with(MOBILIER)
    higher, highest = MOBILIER.replace("1\u202f000", "1\u202f200"), MOBILIER.replace("1\u202f000", "1\u202f500")
    first = back(page, sent, [higher])
    again = give("z.xlsx", S2, sent=first.etats[ACTION].fiche(), budget=[highest])
    both = fold(page, S2, give("a.xlsx", S2, sent=sent, budget=[higher]), again)
    assert (rows(both), errors(both)) == ([highest], [])


def test_build_registre_folds_seance_after_seance() -> None:
    first = give("1.xlsx", typed={"taux": "30", "statut": "En cours"})
    sent = fold(None, S1, first).etats[ACTION].fiche()
    second = give("2.xlsx", S2, sent=sent, typed={"taux": "60"})
    registre = build_registre(PROGRAMME, [second, first], S2)
    assert registre.etats == fold(page_of(fold(None, S1, first)), S2, second).etats
    assert [retour.chemin for retour in registre.retours] == ["2.xlsx"]
    assert [etape.taux for etape in registre.historique[ACTION]] == [30, 60]


# --- decisions -------------------------------------------------------------------------------------------------------
def decide(registre: Registre, nom: str, valeur: object, *, par: str = "La présidente") -> Decision:
    """What somebody decides about an open point of ACTION."""
    point = next(point for point in registre.points if point.champ == nom)
    return Decision(ACTION, point.cle, point.montrees, valeur, par, S2, "Points.xlsx", "Points", "D5")  # type: ignore[arg-type]  # a value of the champ


def test_a_conflict_is_settled_by_a_decision_and_its_answers_say_so() -> None:
    two = [give(f"{taux}.xlsx", typed={"taux": taux}) for taux in ("75", "100")]
    before = fold(None, S1, *two)
    decision = decide(before, "taux", Decimal(75))
    after = fold_seance(PROGRAMME, None, two, [decision], seance=S1)
    assert (shown(after, "taux"), after.points, errors(after)) == ("75", (), [])
    origine = after.etats[ACTION].origines["taux"]
    assert (origine.genre, origine.par, origine.fichier) == (Genre.DECISION, "La présidente", "Points.xlsx")
    assert [(x.code, x.fichier) for x in after.anomalies if x.champ == "taux"] == [("FUS13", "100.xlsx")]
    third = give("60.xlsx", typed={"taux": "60"})
    again = fold_seance(PROGRAMME, None, [*two, third], [decision], seance=S1)
    (point,) = again.points
    assert (shown(again, "taux"), point.gardee) == ("75", Decimal(75))


def test_a_decision_of_the_next_seance_closes_the_point_of_an_older_one() -> None:
    first = fold(None, S1, give("a.xlsx", typed={"taux": "150"}))
    after = fold_seance(PROGRAMME, page_of(first), (), [decide(first, "taux", Decimal(50))], seance=S2)
    assert (shown(after, "taux"), after.points) == ("50", ())
    late = fold_seance(PROGRAMME, page_of(after), (), [decide(first, "taux", Decimal(90))], seance=S3)
    assert shown(late, "taux") == "50"


def test_a_value_held_back_that_was_decided_is_no_error_any_more() -> None:
    faulty = give("a.xlsx", typed={"taux": "150", "commentaire": "Fait"})
    before = fold(None, S1, faulty)
    after = fold_seance(PROGRAMME, None, [faulty], [decide(before, "taux", Decimal(50))], seance=S1)
    assert (shown(after, "taux"), errors(after), after.points) == ("50", [], ())
    assert statuts(after)["a.xlsx"] in (StatutRetour.CONFORME, StatutRetour.REMARQUES)


@pytest.mark.parametrize("keep", [True, False])
def test_a_table_that_came_back_empty_is_decided_as_a_whole(keep: bool) -> None:
    page, sent = sent_with(MOBILIER, BUREAU)
    wiped = give("b.xlsx", S2, sent=sent, typed={"inchange": "Oui"}, budget=[])
    before = fold(page, S2, wiped)
    point = next(point for point in before.points if point.champ == "budget")
    decision = decide(before, "budget", point.gardee if keep else None)
    after = fold_seance(PROGRAMME, page, [wiped], [decision], seance=S2)
    assert rows(after) == ([MOBILIER, BUREAU] if keep else [])
    assert (errors(after), after.points) == ([], ())


def test_a_line_held_back_is_decided_at_its_place() -> None:
    page, sent = sent_with(MOBILIER, BUREAU)
    other = give("b.xlsx", S2, sent=sent, budget=[MOBILIER.replace("1\u202f000,00", "beaucoup"), BUREAU])
    held = fold(page, S2, other)
    new = lines(MOBILIER.replace("1\u202f000", "1\u202f300"))
    after = fold_seance(PROGRAMME, page, [other], [decide(held, "budget", new)], seance=S2)
    assert rows(after) == [MOBILIER.replace("1\u202f000", "1\u202f300"), BUREAU]
    assert (errors(after), after.points) == ([], ())


def test_a_file_that_was_set_aside_may_come_again() -> None:
    stranger = replace(give("a.xlsx", typed={"taux": "10"}), identite=None)
    first = fold(None, S1, stranger)
    assert statuts(first) == {"a.xlsx": StatutRetour.NON_RECONNUE}
    assert statuts(fold(page_of(first), S2, stranger)) == {"a.xlsx": StatutRetour.NON_RECONNUE}


def test_a_line_that_somebody_wrote_since_is_not_added_beside_a_contested_one() -> None:
    page, _ = sent_with(MOBILIER)
    old = give("b.xlsx", budget=[MOBILIER.replace("1\u202f000", "1\u202f200"), MOBILIER])
    after = fold(page, S2, replace(old, base=returned(made=S1).base))
    assert Counter(rows(after))[MOBILIER] == 1


def test_a_change_of_another_line_does_not_settle_the_conflict_of_a_line() -> None:
    page, sent = sent_with(MOBILIER, BUREAU)
    two = [[MOBILIER.replace("1\u202f000", amount), BUREAU] for amount in ("1\u202f200", "1\u202f300")]
    contested = back(page, sent, *two)
    next_page, shown_since = page_of(contested), contested.etats[ACTION].fiche()
    other = give("d.xlsx", S3, sent=shown_since, budget=[MOBILIER, BUREAU.replace("50,00", "70,00")])
    after = fold(next_page, S3, other)
    assert rows(after) == [MOBILIER, BUREAU.replace("50,00", "70,00")]
    assert [(point.cle, point.depuis) for point in after.points] == [(contested.points[0].cle, S2)]
    same = give("d.xlsx", S3, sent=shown_since, budget=[MOBILIER.replace("1\u202f000", "1\u202f250"), BUREAU])
    assert fold(next_page, S3, same).points == ()


@pytest.mark.parametrize("seance", [S2, S3])
def test_an_old_decision_is_moot_once_a_fiche_sent_since_answered(seance: date) -> None:
    two = [give(f"{taux}.xlsx", typed={"taux": taux}) for taux in ("75", "100")]
    before = fold(None, S1, *two)
    decision = replace(decide(before, "taux", Decimal(75)), seance=S1)
    since = give("60.xlsx", S2, sent=before.etats[ACTION].fiche(), typed={"taux": "60"})
    after = fold_seance(PROGRAMME, page_of(before), [since], [decision] if seance == S2 else [], seance=S2)
    if seance == S3:
        after = fold_seance(PROGRAMME, page_of(after), [], [decision], seance=S3)
    assert (shown(after, "taux"), after.points) == ("60", ())


def test_an_answer_held_back_does_not_hide_the_older_conflict_of_its_cell() -> None:
    two = [give(f"{taux}.xlsx", typed={"taux": taux}) for taux in ("75", "100")]
    before = fold(None, S1, *two)
    wrong = give("c.xlsx", S2, sent=before.etats[ACTION].fiche(), typed={"taux": "150"})
    (point,) = fold(page_of(before), S2, wrong).points
    assert (point.genre, point.depuis) == (GenrePoint.CONFLIT, S1)
    assert sorted(reponse.texte for reponse in point.reponses) == ["100", "150", "75"]
