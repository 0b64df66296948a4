"""Who came after whom: who is heard, who is asked, and what the author of a copy knows by then."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fiche_tool.domaine.fiche.fiche import Valeurs
from fiche_tool.domaine.fiche.identite import Correction
from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.fiche.show import show_valeur
from fiche_tool.domaine.fusion.fusion import Fusion, merge_seance
from fiche_tool.domaine.fusion.registre import Registre, fold_seance, page_of
from fiche_tool.domaine.fusion.reponse import Reponse
from fiche_tool.domaine.grand_livre.page import FichierRepris, PageRegistre
from tests.outils.builders import ACTION, FUTURE, JUIN, MARS, PROGRAMME, SEANCE, etat_of, returned, sent_first

pytestmark = [pytest.mark.undrawn, pytest.mark.usefixtures("nothing_required")]

FIRST: Valeurs = sent_first(ACTION)


@pytest.fixture
def nothing_required(monkeypatch: pytest.MonkeyPatch) -> None:
    """Merging is the subject here: a fiche need not be complete."""
    monkeypatch.setattr("fiche_tool.domaine.regles.controle.REQUIS", ())


def at(taux: int | None) -> Valeurs:
    """A fiche as sent, with this taux."""
    return FIRST if taux is None else {**FIRST, "taux": Decimal(taux)}


def answer(nom: str, avant: int | None, apres: int | None, made: date = SEANCE) -> Lecture:
    """A fiche sent with one taux, that comes back with another."""
    typed = {"taux": "" if apres is None else str(apres), "complete_par": nom}
    lecture = returned(f"{nom}.xlsx", typed=typed, sent=at(avant), made=made)
    return replace(lecture, fichier=replace(lecture.fichier, sha256=f"sha {nom}"))


def merged(current: int, *lectures: Lecture) -> Fusion:
    """What these answers make of a register."""
    return merge_seance(etat_of(at(current)), [Reponse(lecture) for lecture in lectures])


def asked(fusion: Fusion) -> list[str]:
    """The files that the open point of the taux shows."""
    return [one.fichier for point in fusion.points for one in point.reponses]


def test_whoever_says_what_the_register_keeps_is_heard_though_others_contradict_it() -> None:
    fusion = merged(50, answer("a", 10, 50), answer("b", 50, 40), answer("c", 10, 30))
    assert fusion.etat.valeurs["taux"] == Decimal(50)
    assert asked(fusion) == ["b.xlsx", "c.xlsx"]
    assert [change.reponse.fichier for change in fusion.pris] == ["a.xlsx"]


def test_all_who_gave_one_of_the_answers_in_conflict_are_asked() -> None:
    """B saw 30 and says 40, C saw 10 and says 50, D saw 10 and says 40 as B does: none of it is taken, all are told."""
    fusion = merged(30, answer("b", 30, 40), answer("c", 10, 50), answer("d", 10, 40))
    assert fusion.etat.valeurs["taux"] == Decimal(30)
    assert asked(fusion) == ["b.xlsx", "c.xlsx", "d.xlsx"]
    assert {x.fichier for x in fusion.anomalies} == {"b.xlsx", "c.xlsx", "d.xlsx"}


def test_an_answer_that_was_followed_contradicts_nobody() -> None:
    """C says 40, D saw 40 and says 50, as B does who saw the register: the last words agree."""
    fusion = merged(30, answer("b", 30, 50), answer("c", 10, 40), answer("d", 40, 50))
    assert fusion.etat.valeurs["taux"] == Decimal(50)
    assert fusion.points == ()


def test_an_answer_that_a_fork_follows_is_not_asked_of_beside_it() -> None:
    fusion = merged(30, answer("b", 30, 40), answer("c", 30, 60), answer("d", 10, 20), answer("e", 20, 70))
    assert fusion.etat.valeurs["taux"] == Decimal(30)
    assert asked(fusion) == ["b.xlsx", "c.xlsx", "e.xlsx"]


def test_a_ring_of_those_who_did_not_know_the_register_is_asked_of_whoever_else_agrees_with_it() -> None:
    """C and D answer each other, 10 to 60 and 60 to 10; B saw 30 and says 60, A says 30 as the register does."""
    ring = (answer("c", 10, 60, JUIN), answer("d", 60, 10, JUIN))
    fusion = merged(30, answer("a", 20, 30), answer("b", 30, 60), *ring)
    assert fusion.etat.valeurs["taux"] == Decimal(30)
    assert asked(fusion) == ["b.xlsx", "c.xlsx", "d.xlsx"]


# --- over several séances -------------------------------------------------------------------------------------------
def fold(*seances: tuple[date, Sequence[Lecture]]) -> Registre:
    """The register of the last of some séances, each with its returns."""
    page: PageRegistre | None = None
    older: dict[str, list[FichierRepris]] = {}
    for seance, lectures in seances:
        here = [replace(x, fichier=replace(x.fichier, seance=seance)) for x in lectures]
        registre = fold_seance(PROGRAMME, page, here, seance=seance, deja=lambda key: older.get(key, ()))
        page = page_of(registre)
        for fichier in page.fichiers:
            for key in {fichier.piece, fichier.envoi} - {""}:
                older.setdefault(key, []).append(fichier)
    return registre


def test_a_copy_left_as_it_was_asks_nothing_where_it_once_said_what_the_register_kept() -> None:
    """A said 50 as the register did while B and C quarrelled; then D says 20: A's copy, still at 50, is no answer."""
    again = replace(answer("z", 10, 50, MARS), corrige=(Correction("sha a"),))
    registre = fold(
        (JUIN, [answer("x", None, 50, JUIN)]),
        (SEANCE, [answer("a", 10, 50, MARS), answer("b", 50, 40), answer("c", 10, 30, MARS)]),
        (FUTURE, [answer("d", 50, 20, FUTURE)]),
        (date(2022, 6, 29), [again]),
    )
    assert show_valeur("taux", registre.etats[ACTION].valeurs["taux"]) == "20"
    assert registre.points == ()


@pytest.mark.parametrize("noms", [("b", "f", "s"), ("s", "f", "b"), ("f", "b", "s")])
def test_who_is_named_as_the_origin_of_a_value_decides_nothing(noms: tuple[str, str, str]) -> None:
    """Two wrote 30 at one séance, a third said 10 as before: the copy of one of the two empties what stood on it."""
    first, second, third = noms
    registre = fold(
        (JUIN, [answer("x", None, 10, JUIN)]),
        (SEANCE, [answer(first, 10, 30), answer(second, None, 30, MARS), answer(third, None, 10, MARS)]),
        (FUTURE, [replace(answer("z", None, None, MARS), corrige=(Correction(f"sha {second}"),))]),
    )
    assert "taux" not in registre.etats[ACTION].valeurs
    assert registre.points == ()


@pytest.mark.parametrize(("older", "later"), [("d", "e"), ("e", "d")])
def test_what_an_older_version_was_drawn_from_is_no_state_of_the_later_one(older: str, later: str) -> None:
    """B corrects C's fiche, at 50, then on a later day A's, where the taux was left as printed: 50 is not emptied."""
    told = {"statut": "En cours", "commentaire": "Un"}

    def copy(nom: str, drawn: str, typed: dict[str, str], day: str) -> Lecture:
        more = {"complete_par": "B", "complete_le": f"{day}/11/2021"}
        lecture = returned(f"{nom}.xlsx", typed=told | typed | more, sent=FIRST, made=JUIN)
        corrige = tuple(Correction(f"sha {one}") for one in drawn)
        return replace(lecture, fichier=replace(lecture.fichier, sha256=f"sha {nom}"), corrige=corrige)

    registre = fold(
        (JUIN, [answer("a", None, None, JUIN), answer("c", None, 50, JUIN)]),
        (SEANCE, [copy(older, "c", {"taux": "50"}, "09"), copy(later, "a", {}, "11")]),
        (FUTURE, [copy("z", later + "a" + older, {"commentaire": "Deux"}, "12")]),
    )
    assert show_valeur("taux", registre.etats[ACTION].valeurs.get("taux")) == "50"
    assert registre.etats[ACTION].valeurs["commentaire"] == "Deux"


@pytest.mark.parametrize(("shown", "left"), [("commentaire", 1), ("taux", 0)])
def test_a_conflict_is_settled_by_who_saw_it_and_not_by_who_saw_its_answers_elsewhere(shown: str, left: int) -> None:
    """A's 40 against B's 50; a copy of C's fiche shows what A wrote, in that cell or in another one."""
    copy = replace(
        answer("z", None, None),
        corrige=(Correction("sha c"), Correction("sha a", ((shown,),))),
    )
    registre = fold(
        (JUIN, [answer("a", None, 40, JUIN), answer("b", None, 50, JUIN)]),
        (SEANCE, [answer("c", None, None)]),
        (FUTURE, [copy]),
    )
    assert [point.cle for point in registre.points] == [("taux",)] * left
