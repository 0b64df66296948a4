"""A fiche that its own author sends again: the later version stands alone, and its earlier faults are nobody's."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.fiche.show import show_valeur
from fiche_tool.domaine.fusion.registre import Registre, corrections_of, fold_seance, page_of
from fiche_tool.domaine.grand_livre.page import PageRegistre
from fiche_tool.domaine.grand_livre.sorts import StatutRetour
from tests.outils.builders import ACTION, JUIN, PROGRAMME, SEANCE, law, returned, show_row

pytestmark = pytest.mark.undrawn

MOBILIER = "2021;O;D;104/123-13;1\u202f000,00;1\u202f000,00;;"
BUREAU = "2021;O;D;104/123-11;50,00;50,00;;"
CORRIGE = MOBILIER.replace("123-13", "124-02")
FAUX = "2021;O;D;801/124-02;77,00;60,00;;10,00"
JUSTE = FAUX.replace("77", "70")
TOLD = {"taux": "30", "statut": "En cours", "commentaire": "Un", "complete_par": "Mme A", "complete_le": "09/06/2021"}
LATER = {"complete_le": "11/06/2021"}


@pytest.fixture(scope="module", autouse=True)
def nothing_required() -> Iterator[None]:
    """Merging is the subject here: a fiche need not be complete."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fiche_tool.domaine.regles.controle.REQUIS", ())
        yield


def give(chemin: str, typed: dict[str, str], budget: list[str] | None = None) -> Lecture:
    """A return of the fiche sent for JUIN, with a fingerprint of its own."""
    lecture = returned(chemin, typed=typed, budget=budget, made=JUIN)
    return replace(lecture, fichier=replace(lecture.fichier, sha256=f"sha {chemin}"))


def fold(*lectures: Lecture, page: PageRegistre | None = None) -> Registre:
    """The register of JUIN, or of SEANCE after a page."""
    seance = SEANCE if page else JUIN
    here = [replace(x, fichier=replace(x.fichier, seance=seance)) for x in lectures]
    return fold_seance(PROGRAMME, page, here, seance=seance)


def shown(registre: Registre, nom: str) -> str:
    return show_valeur(nom, registre.etats[ACTION].fiche().get(nom))


def rows(registre: Registre) -> list[str]:
    return [show_row(ligne) for ligne in registre.etats[ACTION].budget]


def codes(registre: Registre) -> list[tuple[str, str]]:
    return sorted((x.code, x.fichier) for x in registre.anomalies)


def test_an_answer_that_its_author_empties_at_a_later_day_is_emptied_and_both_are_named() -> None:
    after = fold(give("a.xlsx", TOLD), give("b.xlsx", TOLD | LATER | {"commentaire": ""}))
    assert [shown(after, nom) for nom in ("taux", "commentaire")] == ["30", ""]
    assert codes(after) == [("FUS08", "b.xlsx"), ("FUS26", "a.xlsx")]
    assert "« Un », puis « (vide) » le 11/06/2021" in after.anomalies[1].texte
    assert {x.chemin: x.sort for x in after.retours} == {"a.xlsx": "Remplacée par b", "b.xlsx": "Reçue avec remarques"}


@pytest.mark.parametrize("table", [[CORRIGE, BUREAU], [MOBILIER], [BUREAU, MOBILIER.replace("1\u202f000", "900")]])
def test_a_table_that_its_author_sends_again_is_the_table(table: list[str]) -> None:
    """An article corrected is no second line, and what was erased is gone."""
    after = fold(give("a.xlsx", TOLD, [MOBILIER, BUREAU]), give("b.xlsx", TOLD | LATER, table))
    assert rows(after) == table


def test_an_article_corrected_in_a_file_of_a_past_seance_is_no_second_line() -> None:
    page = page_of(fold(give("a.xlsx", {x: y for x, y in TOLD.items() if x != "commentaire"}, [MOBILIER, BUREAU])))
    again = {"taux": "30", "statut": "En cours", "complete_par": "Mme A", "complete_le": "09/11/2021"}
    assert rows(fold(give("b.xlsx", again, [CORRIGE]), page=page)) == [CORRIGE]


@pytest.mark.parametrize("day", ["09/06/2021", "11/06/2021"])
def test_an_error_mended_in_the_file_itself_is_nobody_s_any_more(day: str) -> None:
    """She opened her own file again, not the marked copy."""
    faulty = give("a.xlsx", TOLD | {"taux": "150", "debut": "2023", "fin": "2022"}, [FAUX, BUREAU])
    mended = TOLD | {"debut": "2022", "fin": "2023", "complete_le": day}
    after = fold(faulty, give("b.xlsx", mended, [JUSTE, BUREAU]))
    assert (codes(after), after.points) == ([("FUS26", "a.xlsx")], ())
    assert [shown(after, nom) for nom in ("taux", "debut", "fin")] == ["30", "2022", "2023"]
    assert rows(after) == [JUSTE, BUREAU]
    assert after.bilan.repris_en_partie == 0


@pytest.mark.parametrize(
    "other",
    [
        TOLD | {"taux": "150", "complete_par": "M. B"},
        TOLD | {"taux": "150", "complete_le": "12/06/2021"},
        TOLD | {"taux": "150", "commentaire": "Deux"},
        TOLD | {"taux": "150", "statut": "Réalisé"},
    ],
    ids=["somebody else", "a later day", "the same day, and more", "the same day, and another answer"],
)
def test_an_error_is_asked_where_nobody_knows_that_it_was_mended(other: dict[str, str]) -> None:
    after = fold(give("a.xlsx", other), give("b.xlsx", TOLD | {"commentaire": ""}))
    assert ("AVA01", "a.xlsx") in codes(after)
    assert ("FUS26", "a.xlsx") not in codes(after)


def test_a_fresh_copy_at_a_later_day_erases_nothing() -> None:
    """She filled in another copy of the fiche with what was missing: one cell the same is no sign of the same file."""
    after = fold(
        give("a.xlsx", TOLD, [MOBILIER]), give("b.xlsx", {"statut": "En cours", "complete_par": "Mme A"} | LATER)
    )
    assert [shown(after, nom) for nom in ("taux", "commentaire")] == ["30", "Un"]
    assert (rows(after), codes(after)) == ([MOBILIER], [])


def test_the_copy_marked_from_a_later_version_replaces_the_earlier_ones_too() -> None:
    versions = [
        give("a.xlsx", TOLD | {"taux": "200"}),
        give("b.xlsx", TOLD | LATER | {"taux": "150"}),
        give("c.xlsx", TOLD | {"taux": "101", "complete_le": "12/06/2021"}),
    ]
    before = fold(*versions)
    last = next(retour for retour in before.retours if retour.chemin == "c.xlsx")
    copy = replace(give("copie.xlsx", TOLD | {"complete_par": "M. B"}), corrige=corrections_of(before, last))
    for lectures in ([*versions, copy], [versions[0], versions[1], copy]):
        after = fold(*lectures)
        assert (shown(after, "taux"), after.points) == ("30", ())
        assert {x.statut for x in after.retours if x.chemin != "copie.xlsx"} == {StatutRetour.REMPLACEE}


def test_a_replaced_version_dropped_again_is_no_answer() -> None:
    first = give("a.xlsx", TOLD)
    page = page_of(fold(first, give("b.xlsx", TOLD | LATER | {"taux": "50"})))
    after = fold(first, page=page)
    assert (shown(after, "taux"), after.retours[0].statut) == ("50", StatutRetour.DEJA_REPRISE)


days = st.sampled_from(["09/06/2021", "10/06/2021", "11/06/2021", ""])
versions = st.lists(
    st.tuples(
        st.sampled_from(["Mme A", "M. B"]),
        days,
        st.sampled_from(["30", "50", "150", ""]),
        st.sampled_from(["Un", "Deux", ""]),
        st.lists(st.sampled_from([MOBILIER, BUREAU, CORRIGE, FAUX, JUSTE]), max_size=3, unique=True),
    ),
    min_size=1,
    max_size=5,
)


@law
@given(versions, st.randoms())
def test_versions_in_any_order_leave_the_same_register_and_some_file_of_each_author(
    several: list[tuple[str, str, str, str, list[str]]], dice: object
) -> None:
    lectures = [
        give(f"{rank}.xlsx", {"complete_par": p, "complete_le": le, "taux": t, "commentaire": c}, b)
        for rank, (p, le, t, c, b) in enumerate(several)
    ]
    after = fold(*lectures)
    dice.shuffle(lectures)  # type: ignore[attr-defined]
    again = fold(*lectures)
    assert (codes(after), after.points, after.etats[ACTION]) == (codes(again), again.points, again.etats[ACTION])
    left = {x.chemin for x in after.retours if x.statut is not StatutRetour.REMPLACEE}
    assert {several[int(chemin[0])][0] for chemin in left} == {par for par, *_ in several}
    later = {x.fichier for x in after.anomalies if x.code == "FUS26"}
    alone = fold(*(x for x in lectures if x.fichier.chemin not in later))
    assert (after.etats[ACTION].valeurs, after.etats[ACTION].budget) == (
        alone.etats[ACTION].valeurs,
        alone.etats[ACTION].budget,
    )
    assert after.points == alone.points
