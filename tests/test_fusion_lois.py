"""The laws of merging, whatever comes back and in whatever order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fiche_tool.domaine.fiche.fiche import BUDGET, Valeurs
from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.fusion.fusion import merge_seance
from fiche_tool.domaine.fusion.registre import Registre, build_registre, corrections_of, fold_seance, page_of
from fiche_tool.domaine.fusion.reponse import Reponse
from fiche_tool.domaine.fusion.tables_budget import pair_lines
from fiche_tool.domaine.grand_livre.decisions import Decision, Regie
from fiche_tool.domaine.grand_livre.sorts import StatutRetour
from tests.outils.builders import ACTION, FUTURE, JUIN, PROGRAMME, SEANCE, etat_of, law, lines, returned, sent_first

TAUX = ("20", "40", "60", "80")
NOMS = ("Mme A", "M. B", "")
ROWS = (
    "2021;O;D;104/123-13;1000,00;;;",
    "2021;O;D;104/123-11;50,00;;;",
    "2022;O;D;104/123-13;300,00;;;",
    "2022;E;D;104/742-53;5000,00;;;",
)
NEW_ROWS = (
    *ROWS,
    "2021;O;D;104/123-13;1200,00;;;",
    "2023;O;D;104/123-13;1000,00;;;",
    "2021;O;D;104/123-06;1000,00;;;",
    "2022;O;D;801/124-02;70,00;;;",
    "2021;O;D;801/124-02;77,00;60,00;;10,00",  # it does not add up: held back
)
SENT: Valeurs = {**sent_first(ACTION), "taux": Decimal(10), "statut": "En cours", "commentaire": "Départ"}
SENT_BUDGET: Valeurs = {**SENT, BUDGET: lines(*ROWS)}

typed_answers = st.fixed_dictionaries(
    {"complete_par": st.sampled_from(NOMS)},
    optional={
        "taux": st.sampled_from(TAUX),
        "porteur": st.sampled_from(["Mme X", "M. Y", ""]),
        "commentaire": st.sampled_from(["Fait", "À revoir", "Départ"]),
        "complete_le": st.sampled_from(["09/11/2021", "10/11/2021", "11/11/2021"]),
    },
)
tables = st.one_of(st.none(), st.lists(st.sampled_from(NEW_ROWS), max_size=5))


@st.composite
def several(draw: st.DrawFn, most: int = 4, made: date = SEANCE, prefix: str = "f") -> list[Lecture]:
    """Returns of one sent fiche of ACTION, by several people."""
    found = []
    for rank in range(draw(st.integers(1, most))):
        lecture = returned(
            f"{prefix}{rank}.xlsx", typed=draw(typed_answers), budget=draw(tables), sent=SENT_BUDGET, made=made
        )
        found.append(signed(lecture))
    return found


def signed(lecture: Lecture, sha: str = "") -> Lecture:
    """The same with a fingerprint of its own."""
    return replace(lecture, fichier=replace(lecture.fichier, sha256=sha or f"sha {lecture.fichier.chemin}"))


def start() -> Registre:
    """The page that holds what SENT_BUDGET says."""
    registre = build_registre(PROGRAMME, (), JUIN)
    return replace(registre, etats={**registre.etats, ACTION: etat_of(SENT_BUDGET)})


PAGE = page_of(start())


def fold(*lectures: Lecture, decisions: Sequence[Decision] = ()) -> Registre:
    """The register of SEANCE after that page."""
    return fold_seance(PROGRAMME, PAGE, lectures, decisions, seance=SEANCE)


def content(registre: Registre) -> tuple[object, ...]:
    """What the register holds of ACTION, its lines in any order."""
    etat = registre.etats[ACTION]
    return (etat.valeurs, Counter(etat.budget))


def said(registre: Registre, *without: str) -> list[tuple[str, str, str]]:
    """Code, file and key of what is said of the other files."""
    return sorted((x.code, x.fichier, x.champ) for x in registre.anomalies if x.fichier not in without)


# --- order and repetition --------------------------------------------------------------------------------------------
@law
@given(several(), st.randoms())
def test_the_order_of_the_files_is_irrelevant(lectures: list[Lecture], dice: object) -> None:
    shuffled = list(lectures)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis types its dice as an object
    assert fold(*shuffled) == fold(*lectures)


@law
@given(several())
def test_the_names_of_the_files_decide_no_value(lectures: list[Lecture]) -> None:
    other = [
        replace(lecture, fichier=replace(lecture.fichier, chemin=f"z{9 - rank}.xlsx"))
        for rank, lecture in enumerate(lectures)
    ]
    assert content(fold(*other)) == content(fold(*lectures))


@law
@given(several())
def test_folding_again_what_is_on_the_page_changes_nothing(lectures: list[Lecture]) -> None:
    first = fold(*lectures)
    again = fold_seance(PROGRAMME, page_of(first), lectures, seance=FUTURE)
    assert content(again) == content(first)
    assert {retour.statut for retour in again.retours} == {StatutRetour.DEJA_REPRISE}
    assert again.recues == frozenset()


@law
@given(several(3), several(3, prefix="g"))
def test_trickling_in_is_one_run_at_the_end(early: list[Lecture], late: list[Lecture]) -> None:
    """Fiches generated again between two runs carry what was taken so far: their author knew it."""
    known = fold(*early).etats[ACTION].fiche()
    again = [rewritten(lecture, known) for lecture in late]
    both = fold(*early, *again)
    assert not any(x.code == "FUS01" for x in both.anomalies) or any(
        point.genre.value == "conflit" for point in both.points
    )
    assert content(both) == content(fold(*again, *early))


def rewritten(lecture: Lecture, sent: Valeurs) -> Lecture:
    """The same answers typed in a fiche that was sent with other values."""
    typed = {nom: lu.saisie.texte for nom, lu in lecture.champs.items() if nom in ("taux", "complete_par")}
    return signed(returned(lecture.fichier.chemin, typed=typed, sent=sent))


# --- corrected copies ------------------------------------------------------------------------------------------------
@law
@given(several(), typed_answers, tables)
def test_replacing_is_having_received_the_corrected_copy_alone(
    lectures: list[Lecture], typed: dict[str, str], budget: list[str] | None
) -> None:
    before = fold(*lectures)
    first = next(retour for retour in before.retours if retour.chemin == "f0.xlsx")
    copy = replace(
        signed(returned("copie.xlsx", typed=typed, budget=budget, sent=SENT_BUDGET)),
        corrige=corrections_of(before, first),
    )
    both, alone = fold(*lectures, copy), fold(*lectures[1:], copy)
    assert content(both) == content(alone)
    assert said(both, "f0.xlsx") == said(alone, "f0.xlsx")
    assert [point.cle for point in both.points] == [point.cle for point in alone.points]
    fate, drawn = (next(r for r in both.retours if r.chemin == chemin) for chemin in ("f0.xlsx", "copie.xlsx"))
    assert fate.statut is StatutRetour.REMPLACEE
    assert fate.sort == (drawn.sort if drawn.statut is StatutRetour.REMPLACEE else "Remplacée par copie")
    (told,) = fate.anomalies
    assert told.code in ("FUS07", "FUS24")
    assert both.bilan.trouves == len(lectures) + 1
    assert both.recues == alone.recues


@law
@given(st.sampled_from(TAUX), st.sampled_from(TAUX), st.sampled_from(TAUX))
def test_one_copy_settles_the_conflict_that_it_shows(one: str, other: str, agreed: str) -> None:
    lectures = [
        signed(returned(f"{nom}.xlsx", typed={"taux": taux}, sent=SENT_BUDGET))
        for nom, taux in (("a", one), ("b", other))
    ]
    before = fold(*lectures)
    copy = replace(
        signed(returned("copie.xlsx", typed={"taux": agreed}, sent=SENT_BUDGET)),
        corrige=corrections_of(before, before.retours[0]),
    )
    after = fold(*lectures, copy)
    if one != other:
        assert after.etats[ACTION].valeurs["taux"] == Decimal(agreed)
        assert after.points == ()
        assert not any(x.bloquante for x in after.anomalies)


# --- following -------------------------------------------------------------------------------------------------------
@law
@given(st.permutations(TAUX), st.randoms())
def test_changes_that_follow_each_other_end_at_the_last(steps: Sequence[str], dice: object) -> None:
    sent = ["10", *steps]
    chain = [
        signed(returned(f"{after}.xlsx", typed={"taux": after}, sent={**SENT, "taux": Decimal(before)}))
        for before, after in zip(sent, sent[1:], strict=False)
    ]
    dice.shuffle(chain)  # type: ignore[attr-defined]
    fusion = merge_seance(etat_of(SENT), [Reponse(lecture) for lecture in chain])
    assert fusion.etat.valeurs["taux"] == Decimal(steps[-1])
    assert fusion.points == ()


def test_two_changes_that_follow_each_other_in_a_ring_are_a_conflict() -> None:
    pair = [("30", "40"), ("40", "30")]
    ring = [signed(returned(f"{b}.xlsx", typed={"taux": b}, sent={**SENT, "taux": Decimal(a)})) for a, b in pair]
    etat = etat_of({**SENT, "taux": Decimal(30)})
    fusion = merge_seance(etat, [Reponse(lecture) for lecture in ring])
    assert fusion.etat.valeurs["taux"] == Decimal(30)
    assert [point.cle for point in fusion.points] == [("taux",)]


def test_several_followers_keep_the_last_value_that_nobody_contests() -> None:
    first = signed(returned("a.xlsx", typed={"taux": "30"}, sent=SENT))
    followers = [
        signed(returned(f"{taux}.xlsx", typed={"taux": taux}, sent={**SENT, "taux": Decimal(30)}))
        for taux in ("40", "50")
    ]
    fusion = merge_seance(etat_of(SENT), [Reponse(lecture) for lecture in (first, *followers)])
    assert fusion.etat.valeurs["taux"] == Decimal(30)
    assert {x.fichier for x in fusion.anomalies} == {"40.xlsx", "50.xlsx"}


@law
@given(st.sampled_from(TAUX), st.sampled_from(TAUX), st.booleans())
def test_the_same_author_at_a_later_day_replaces_and_both_values_are_named(one: str, other: str, same: bool) -> None:
    pair = (("a.xlsx", one, "09/11/2021", "Mme A"), ("b.xlsx", other, "10/11/2021", "mme a" if same else "M. B"))
    lectures = [
        signed(returned(f, typed={"taux": t, "complete_le": d, "complete_par": n}, sent=SENT)) for f, t, d, n in pair
    ]
    fusion = merge_seance(etat_of(SENT), [Reponse(lecture) for lecture in lectures])
    if one == other:
        assert fusion.anomalies == ()
    elif same:
        assert fusion.etat.valeurs["taux"] == Decimal(other)
        (remark,) = fusion.anomalies
        assert (remark.code, remark.fichier, remark.bloquante) == ("FUS08", "b.xlsx", False)
        assert f"« {one} »" in remark.texte
        assert f"« {other} »" in remark.texte
    else:
        assert fusion.etat.valeurs["taux"] == SENT["taux"]
        assert {x.code for x in fusion.anomalies} == {"FUS01"}


# --- the budget ------------------------------------------------------------------------------------------------------
@law
@given(several())
def test_the_lines_of_the_register_are_lines_that_somebody_wrote_or_that_were_there(lectures: list[Lecture]) -> None:
    after = fold(*lectures).etats[ACTION].budget
    written = [lue.ligne for lecture in lectures for lue in lecture.budget]
    assert set(after) <= {*SENT_BUDGET[BUDGET], *written}  # type: ignore[misc]  # the budget is lines


@law
@given(several())
def test_no_line_is_there_more_often_than_some_one_person_has_it(lectures: list[Lecture]) -> None:
    after = Counter(fold(*lectures).etats[ACTION].budget)
    sent = Counter(lines(*ROWS))
    for ligne, count in after.items():
        most = max(Counter(lue.ligne for lue in lecture.budget)[ligne] for lecture in lectures)
        assert count <= max(most, sent[ligne])


@law
@given(several(1))
def test_a_lone_table_is_the_register_but_for_what_is_held_back(lectures: list[Lecture]) -> None:
    (lecture,) = lectures
    registre = fold(lecture)
    after = registre.etats[ACTION].budget
    if not any(x.bloquante for x in registre.anomalies) and registre.bilan.ignores == 0:
        moved = Counter(lecture.lignes) != Counter(lines(*ROWS))  # another order alone changes nothing
        assert after == (lecture.lignes if moved else lines(*ROWS))
    total = sum(ligne.montant or 0 for ligne in after)
    assert total <= sum(ligne.montant or 0 for ligne in (*lecture.lignes, *lines(*ROWS)))


@law
@given(st.permutations(ROWS))
def test_lines_in_another_order_are_unchanged(rows: list[str]) -> None:
    registre = fold(signed(returned(sent=SENT_BUDGET, budget=rows, typed={"complete_par": "Mme A"})))
    assert registre.etats[ACTION].budget == lines(*ROWS)
    assert registre.changements == {ACTION: ()}


@law
@given(st.lists(st.sampled_from(NEW_ROWS[:-1]), max_size=5), st.lists(st.sampled_from(NEW_ROWS[:-1]), max_size=5))
def test_pairing_gives_each_line_one_pair_at_most_and_identical_lines_first(one: list[str], other: list[str]) -> None:
    first, second = lines(*one), lines(*other)
    pairs = pair_lines(first, second)
    used = [at for at in pairs if at is not None]
    assert len(used) == len(set(used))
    same = sum((Counter(first) & Counter(second)).values())
    assert sum(at is not None and first[at] == ligne for at, ligne in zip(pairs, second, strict=True)) == same


@law
@given(st.sampled_from(ROWS), st.sampled_from(ROWS), st.integers(1, 9), st.integers(1, 9))
def test_changes_of_different_lines_merge_and_those_of_one_line_conflict(a: str, b: str, x: int, y: int) -> None:
    def changed(row: str, cents: int) -> list[str]:
        return [other if other != row else other.rsplit(";", 4)[0] + f";{cents * 11}1,00;;;" for other in ROWS]

    one, two = changed(a, x), changed(b, y)
    lectures = [signed(returned(f"{n}.xlsx", sent=SENT_BUDGET, budget=rows)) for n, rows in (("a", one), ("b", two))]
    registre = fold(*lectures)
    after = registre.etats[ACTION].budget
    if a != b:
        expected = [two[at] if row == b else one[at] for at, row in enumerate(ROWS)]
        assert after == lines(*expected)
        assert registre.points == ()
    elif one != two:
        assert after == lines(*ROWS)
        assert len(registre.points) == 1


# --- decisions -------------------------------------------------------------------------------------------------------
@law
@given(several(), st.sampled_from(TAUX), st.integers(0, 3))
def test_a_decision_binds_the_answers_it_shows_and_no_other(lectures: list[Lecture], decided: str, shown: int) -> None:
    shas = tuple(lecture.fichier.sha256 for lecture in lectures[: shown + 1])
    decision = Decision(
        ACTION, ("taux",), shas, Decimal(decided), "La présidente", SEANCE, "Points.xlsx", "Points", "D5"
    )
    registre = fold(*lectures, decisions=[decision])
    etat = registre.etats[ACTION]
    replaced = {x.chemin for x in registre.retours if x.statut is StatutRetour.REMPLACEE}  # by a version that stands
    standing = (x for x in lectures[shown + 1 :] if x.fichier.chemin not in replaced)
    others = {x.valeur("taux") for x in standing} - {SENT["taux"], Decimal(decided)}
    if not others:
        assert etat.valeurs["taux"] == Decimal(decided)
        assert etat.origines["taux"].par == "La présidente"
        assert not any(point.champ == "taux" for point in registre.points)
    elif {x.code for x in registre.anomalies} & {"FUS02", "FUS08"}:  # a twin, or its own author took it back
        assert etat.valeurs["taux"] == Decimal(decided)
    else:
        assert etat.valeurs["taux"] == Decimal(decided)
        (point,) = (point for point in registre.points if point.champ == "taux")
        assert point.gardee == Decimal(decided)
        assert not set(point.montrees) & set(shas)


def test_two_decisions_that_differ_bind_nothing() -> None:
    lecture = signed(returned(typed={"taux": "40"}, sent=SENT))
    decisions = [
        Decision(ACTION, ("taux",), (lecture.fichier.sha256,), Decimal(t), nom, SEANCE, f"{nom}.xlsx", "Points", "D5")
        for t, nom in ((50, "P"), (60, "Q"))
    ]
    fusion = merge_seance(
        etat_of(SENT), [Reponse(lecture)], Regie(SEANCE, "", decisions, {}, frozenset({lecture.fichier.sha256}))
    )
    assert {x.code for x in fusion.anomalies} == {"FUS15"}
    assert fusion.etat.valeurs["taux"] == Decimal(40)
    (point,) = fusion.points
    assert [reponse.par for reponse in point.reponses] == ["P", "Q"]


@law
@given(st.lists(st.tuples(st.sampled_from(TAUX), st.one_of(st.none(), st.integers(1, 4))), min_size=1, max_size=4))
def test_of_several_decisions_those_of_the_last_day_stand_where_each_other_has_an_earlier_one(
    said: list[tuple[str, int | None]],
) -> None:
    lecture = signed(returned(typed={"taux": "40"}, sent=SENT))
    sha = lecture.fichier.sha256
    decisions = [
        Decision(
            ACTION,
            ("taux",),
            (sha,),
            Decimal(taux),
            "P",
            date(2021, 11, day) if day else None,
            f"{rank}.xlsx",
            "Points",
            "D5",
            f"points {rank}",
        )
        for rank, (taux, day) in enumerate(said)
    ]
    fusion = merge_seance(etat_of(SENT), [Reponse(lecture)], Regie(SEANCE, "", decisions, {}, frozenset({sha})))
    latest = max((day for _, day in said if day), default=None)
    last = {Decimal(taux) for taux, day in said if day is None or day == latest}
    codes = [x.code for x in fusion.anomalies if x.fichier != lecture.fichier.chemin]
    if len(last) == 1:
        assert {fusion.etat.valeurs["taux"]} == last
        assert codes == ["FUS22"] * sum(Decimal(taux) not in last for taux, _ in said)
        assert fusion.points == ()
    else:
        assert fusion.etat.valeurs["taux"] == Decimal(40)
        assert "FUS15" in codes


def test_whoever_decides_on_the_sheet_that_shows_two_decisions_ends_the_quarrel() -> None:
    lecture = signed(returned(typed={"taux": "40"}, sent=SENT))
    sha = lecture.fichier.sha256
    at = ("P", SEANCE, "p.xlsx", "Points", "D5")
    shas = ("p1", "p2")
    two = [Decision(ACTION, ("taux",), (sha,), Decimal(t), *at, own) for t, own in zip((50, 60), shas, strict=True)]
    last = Decision(ACTION, ("taux",), (sha, *shas), Decimal(70), "Q", None, "q.xlsx", "Points", "D5", "q")
    regie = Regie(SEANCE, "", [*two, last], {}, frozenset({sha}))
    fusion = merge_seance(etat_of(SENT), [Reponse(lecture)], regie)
    assert (fusion.etat.valeurs["taux"], fusion.points) == (Decimal(70), ())
    assert {x.code for x in fusion.anomalies} == {"FUS13", "FUS22"}


def test_a_decision_about_a_closed_point_is_told_and_not_applied() -> None:
    decision = Decision(ACTION, ("taux",), ("gone",), Decimal(50), "P", SEANCE, "Points.xlsx", "Points", "D5")
    fusion = merge_seance(etat_of(SENT), [], Regie(SEANCE, "", [decision]))
    assert [x.code for x in fusion.anomalies] == ["FUS14"]
    assert fusion.etat == etat_of(SENT)
