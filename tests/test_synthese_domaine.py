"""The synthesis as values: names of axes, the initial PST, changes since the previous séance, quarters, widths."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_tool.domaine.fusion.registre import build_registre
from fiche_tool.domaine.grand_livre.sorts import StatutRetour
from fiche_tool.domaine.mots.dates import Periode, parse_periode
from fiche_tool.domaine.mots.statuts import A_DEMARRER, EN_COURS, REALISE
from fiche_tool.domaine.programme.programme import Action, EtatAction, Niveau, Objectif, Programme
from fiche_tool.domaine.synthese import Synthese, build_synthese
from fiche_tool.domaine.synthese.calendrier import CaseTrimestre, quarters, trace
from fiche_tool.domaine.synthese.evolution import NatureChangement
from fiche_tool.domaine.synthese.lignes import (
    AJOUTEE,
    INITIALE,
    LigneAction,
    LigneNoeud,
    axe_title,
    name_axes,
    place_label,
)
from fiche_tool.domaine.synthese.sommes import count_etats, count_under_way, mean_taux, overall_taux, sum_budget
from fiche_tool.excel.dessin.mesure import measure, wrap
from tests.outils.builders import ACTION, JUIN, MARS, PROGRAMME, SEANCE, law, returned, sent_first
from tests.outils.grand import ONHAYE, flat_shape, make_programme, make_synthese, with_changes


# --- axes ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("axe", "title"),
    [
        ("1", "Axe 1"),
        ("1 Renouvellement", "Axe 1 – Renouvellement"),
        ("Axe 2 : Le personnel", "Axe 2 – Le personnel"),
        ("Missions régaliennes", "Axe Missions régaliennes"),
        ("Axe social", "Axe social"),
    ],
)
def test_an_axe_is_titled_once(axe: str, title: str) -> None:
    assert axe_title(axe) == title


def test_two_axes_of_one_number_keep_their_whole_name() -> None:
    axes = ("1 Un", "1 Deux", "2 Trois")
    objectifs = tuple(Objectif(Niveau.OS, "Interne", axe, "1", "Être") for axe in axes)
    noms = name_axes(replace(PROGRAMME, objectifs=objectifs, actions=()))
    labels = [place_label(noms, "OS", o.place) for o in objectifs]
    assert labels == ["Interne 1 Un OS 1", "Interne 1 Deux OS 1", "Interne axe 2 OS 1"]


def test_os_numbers_that_restart_in_each_axe_are_never_mixed_up() -> None:
    synthese = make_synthese(make_programme(ONHAYE))
    os = [ligne.cle for ligne in synthese.lignes if isinstance(ligne, LigneNoeud) and ligne.niveau == "OS"]
    assert len(os) == len(set(os)) == 13
    assert os[:3] == ["Interne axe 1 OS 1", "Interne axe 2 OS 1", "Interne axe 2 OS 2"]
    assert synthese.tables.actions.frame().groupby("axe").size().to_dict() == {
        "Interne axe 1": 2,
        "Interne axe 2": 20,
        "Externe axe 1": 15,
        "Externe axe 2": 4,
    }


def test_a_node_is_the_sum_of_its_children() -> None:
    synthese = make_synthese(with_changes(make_programme(ONHAYE)))
    actions, budget = synthese.tables.actions, synthese.tables.budget
    for parent, child in (("volet", "axe"), ("axe", "os"), ("os", "oo")):
        above, below = count_etats(actions, parent), count_etats(actions, child)
        for key, counts in above.items():
            children = set(actions.where(**{parent: key}).colonne(child))
            assert sum((below[cle] for cle in children), Counter()) == counts
        sums, parts = sum_budget(budget, [parent, "rd"]), sum_budget(budget, [parent, child, "rd"])
        for (key, rd), amounts in sums.items():
            found = sum((part["montant"] for (k, _, r), part in parts.items() if (k, r) == (key, rd)), Decimal(0))
            assert found == amounts["montant"]


@pytest.mark.slow
def test_a_mean_leaves_out_what_says_nothing_of_progress() -> None:
    actions = make_synthese(make_programme(flat_shape(200))).tables.actions
    frame = actions.frame()
    counted = frame[~frame["statut"].isin(["Abandonné", "Récurrent"]) & frame["taux"].notna()]
    assert len(counted) < len(actions)
    assert overall_taux(actions) == sum(counted["taux"], Decimal(0)) / len(counted)
    assert set(mean_taux(actions, "volet")) == {"Interne", "Externe"}


# --- the initial PST -------------------------------------------------------------------------------------------------
ADOPTION = date(2019, 9, 5)


@pytest.mark.parametrize(
    ("adoption", "depuis", "origine"),
    [
        (None, None, INITIALE),
        (None, date(2019, 12, 31), INITIALE),
        (None, date(2020, 1, 1), AJOUTEE),
        (ADOPTION, None, INITIALE),
        (ADOPTION, ADOPTION, INITIALE),
        (ADOPTION, date(2019, 9, 6), AJOUTEE),
        (date(2020, 6, 1), date(2020, 1, 1), INITIALE),
    ],
)
def test_an_action_is_added_when_it_enters_after_the_adoption_or_the_first_year(
    adoption: date | None, depuis: date | None, origine: str
) -> None:
    first, *others = PROGRAMME.actions
    parametres = replace(PROGRAMME.parametres, adoption=adoption)
    programme = replace(PROGRAMME, parametres=parametres, actions=(replace(first, depuis=depuis), *others))
    synthese = build_synthese(programme, build_registre(programme, (), SEANCE), ())
    assert synthese.tables.actions.frame().set_index("identifiant")["origine"][ACTION] == origine


def test_added_and_dropped_actions_stand_apart_from_the_share() -> None:
    """The dropped action stays in the denominator; the added one, although réalisée, does not count."""
    a, b, c, d, e = PROGRAMME.actions
    added = replace(a, depuis=date(2021, 5, 1))
    dropped = replace(e, retiree=date(2021, 6, 1), etat=EtatAction.RETIREE)
    programme = replace(PROGRAMME, actions=(added, b, c, d, dropped))
    answers = ((a, "Réalisé", "100"), (b, "En cours", "20"), (c, "À démarrer", "0"))
    lectures = [
        returned(f"{action.identifiant}.xlsx", action.identifiant, typed={"statut": statut, "taux": taux})
        for action, statut, taux in answers
    ]
    synthese = build_synthese(programme, build_registre(programme, lectures, SEANCE), ())
    assert count_under_way(synthese.tables.actions) == 1
    assert synthese.tables.retirees.colonne("identifiant") == [e.identifiant]
    (seance,) = synthese.tables.seances.records()
    assert (seance["part"], seance["realisees"], seance["en_cours"]) == (Decimal(1) / 4, 1, 1)
    assert seance["taux"] == Decimal(40)


# --- what changed ----------------------------------------------------------------------------------------------------
def _two_seances(**typed: str) -> Synthese:
    first = returned("mars.xlsx", typed={"taux": "40", "statut": "En cours", "fin": "fin 2021"}, made=MARS)
    sent = build_registre(PROGRAMME, (first,), MARS).etats[ACTION].fiche()
    second = returned("novembre.xlsx", typed={"complete_par": "Jeanne Noël", **typed}, sent=sent)
    return build_synthese(PROGRAMME, build_registre(PROGRAMME, (first, second), SEANCE), ())


def test_changes_say_what_moved_by_how_much_and_by_whom() -> None:
    synthese = _two_seances(taux="70", statut="Réalisé", fin="31/03/2022", commentaire="Fini plus tôt")
    found = [(e.nature, e.champ, e.avant, e.apres, e.ecart) for e in synthese.evolutions]
    assert found == [
        (NatureChangement.STATUT, "Statut", "En cours", "Réalisé", ""),
        (NatureChangement.TAUX, "Taux d'avancement (%)", "40", "70", "+30"),
        (NatureChangement.DATES, "Fin", "fin 2021", "31/03/2022", "+90 jours"),
        (NatureChangement.TEXTES, "Commentaire", "", "Fini plus tôt", ""),
    ]
    assert {e.origine.par for e in synthese.evolutions if e.origine} == {"Jeanne Noël"}
    assert {e.origine.fichier for e in synthese.evolutions if e.origine} == {"novembre.xlsx"}


def test_a_budget_line_that_moved_says_by_how_much() -> None:
    first = returned("mars.xlsx", budget=("2021;O;D;104/123-13;1500;1500;;", "2022;O;D;104/123-13;10;10;;"), made=MARS)
    sent = build_registre(PROGRAMME, (first,), MARS).etats[ACTION].fiche()
    changed = ("2021;O;D;104/123-13;1350,50;1350,50;;", "2023;O;D;104/123-13;10;10;;")
    second = returned("novembre.xlsx", budget=changed, sent=sent)
    synthese = build_synthese(PROGRAMME, build_registre(PROGRAMME, (first, second), SEANCE), ())
    label = "Informations financières, {} O D 104/123-13"
    assert [(e.nature, e.champ, bool(e.avant), bool(e.apres), e.ecart) for e in synthese.evolutions] == [
        (NatureChangement.BUDGET, label.format(2021), True, True, "-149,50\u00a0€"),
        (NatureChangement.BUDGET, label.format(2022), True, True, ""),
    ]


def test_an_emptied_field_is_a_change_with_its_author() -> None:
    (change,) = _two_seances(fin="").evolutions
    assert (change.nature, change.avant, change.apres) == (NatureChangement.DATES, "fin 2021", "")
    assert change.origine is not None
    assert (change.origine.fichier, change.origine.par) == ("novembre.xlsx", "Jeanne Noël")


def test_a_first_seance_shows_only_what_was_changed_in_the_prefilled_words() -> None:
    lecture = returned("a.xlsx", typed={"taux": "40", "statut": "En cours", "service": "Finances"})
    synthese = build_synthese(PROGRAMME, build_registre(PROGRAMME, (lecture,), SEANCE), ())
    assert [(e.nature, e.avant, e.apres) for e in synthese.evolutions] == [
        (NatureChangement.INTERVENANTS, "Direction", "Finances")
    ]


def test_new_and_dropped_actions_are_changes_of_the_seance_they_fall_in() -> None:
    first, *others = PROGRAMME.actions
    programme = replace(
        PROGRAMME,
        actions=(
            replace(first, depuis=date(2021, 9, 1)),
            *others[:-1],
            replace(others[-1], retiree=date(2021, 9, 2), etat=EtatAction.RETIREE),
        ),
    )

    def natures(seance: date) -> list[NatureChangement]:
        lectures = [returned(f"{j}.xlsx", "B3CDE", typed={"taux": "10"}, made=j) for j in (MARS, JUIN) if j <= seance]
        registre = build_registre(programme, lectures, seance)
        return [
            e.nature
            for e in build_synthese(programme, registre, ()).evolutions
            if e.nature in list(NatureChangement)[:2]
        ]

    assert natures(SEANCE) == [NatureChangement.NOUVELLE, NatureChangement.RETIREE]
    assert natures(JUIN) == []


def test_of_several_returns_the_one_in_most_need_speaks_for_the_action() -> None:
    good = returned("a.xlsx", typed={"taux": "40", "statut": "En cours"})
    faulty = returned("b.xlsx", typed={"taux": "150", "statut": "En cours"})
    registre = build_registre(PROGRAMME, (good, faulty), SEANCE)
    assert registre.sorts == {ACTION: StatutRetour.EN_PARTIE}


# --- quarters --------------------------------------------------------------------------------------------------------
P, F, J, U, A, Z = (
    CaseTrimestre.PLEINE,
    CaseTrimestre.FLOUE,
    CaseTrimestre.JALON,
    CaseTrimestre.OUVERTE,
    CaseTrimestre.AVANT,
    CaseTrimestre.APRES,
)


@pytest.mark.parametrize(
    ("debut", "fin", "statut", "expected"),
    [
        ("01/10/2019", "31/03/2020", EN_COURS, [None] * 3 + [P, P]),
        ("T2 2019", "T2 2019", EN_COURS, [None, P]),
        ("2020", "30/06/2021", EN_COURS, [None] * 4 + [F, F, F, P, P, P]),
        ("2019", "2019", EN_COURS, [F, F, F, F]),
        ("15/02/2019", "fin 2019", EN_COURS, [P, P, P, P]),
        ("01/10/2019", "2020", EN_COURS, [None] * 3 + [P, P, F, F, F]),
        ("", "30/06/2019", EN_COURS, [None, J]),
        ("01/10/2024", "", EN_COURS, [None] * 23 + [P]),
        ("01/04/2024", "", EN_COURS, [None] * 21 + [P, U, U]),
        ("01/04/2024", "", REALISE, [None] * 21 + [P]),
        ("01/01/2018", "15/02/2019", EN_COURS, [A]),
        ("01/10/2024", "31/12/2026", EN_COURS, [None] * 23 + [Z]),
        ("01/10/2019", "31/03/2020", A_DEMARRER, [None] * 3 + [CaseTrimestre.PREVUE] * 2),
        ("01/04/2024", "", A_DEMARRER, [None] * 21 + [CaseTrimestre.PREVUE]),
        ("01/01/2018", "15/02/2019", A_DEMARRER, [CaseTrimestre.PREVUE]),
        ("01/01/2010", "31/12/2011", EN_COURS, []),
        ("", "", EN_COURS, []),
    ],
)
def test_an_action_runs_from_its_start_to_its_end(
    debut: str, fin: str, statut: str, expected: list[CaseTrimestre | None]
) -> None:
    ligne = replace(_row(), debut=_period(debut), fin=_period(fin), statut=statut)
    trimestres = quarters(PROGRAMME.parametres)
    assert trace(ligne, trimestres) == expected + [None] * (24 - len(expected))


def _period(texte: str) -> Periode | None:
    return parse_periode(texte) if texte else None


def _row() -> LigneAction:
    lignes = build_synthese(PROGRAMME, build_registre(PROGRAMME, (), SEANCE), ()).lignes
    return next(ligne for ligne in lignes if isinstance(ligne, LigneAction))


@law
@given(st.dates(date(2019, 1, 1), date(2024, 12, 31)))
def test_every_day_of_the_legislature_is_in_one_quarter(jour: date) -> None:
    assert sum(trimestre.holds(jour) for trimestre in quarters(PROGRAMME.parametres)) == 1


# --- widths ----------------------------------------------------------------------------------------------------------
@law
@given(st.text(alphabet="abc déœMWil. \n-", max_size=200), st.integers(3, 60))
def test_lines_hold_in_their_column_and_lose_nothing(texte: str, width: int) -> None:
    lines = wrap(texte, width)
    assert "".join("".join(lines).split()) == "".join(texte.split())
    assert all(measure(line) <= max(measure(line[:1]), (width - 1) * 11 / 9) + 1e-9 for line in lines)


# --- lost and doubled ------------------------------------------------------------------------------------------------
def _with_action(programme: Programme, **changes: object) -> Synthese:
    first, *others = programme.actions
    changed: Action = replace(first, **changes)  # type: ignore[arg-type]  # a table of fields
    programme = replace(programme, actions=(changed, *others))
    return build_synthese(programme, build_registre(programme, (), SEANCE), ())


@pytest.mark.parametrize("changes", [{"objectif": "9.9"}, {"volet": "Inconnu"}])
def test_an_action_outside_the_hierarchy_is_shown_and_counted_once(changes: dict[str, object]) -> None:
    synthese = _with_action(PROGRAMME, **changes)
    shown = [ligne.action.identifiant for ligne in synthese.lignes if isinstance(ligne, LigneAction)]
    assert sorted(shown) == sorted(action.identifiant for action in PROGRAMME.actions)
    lost = synthese.tables.actions.where(identifiant=ACTION)
    assert {*lost.colonne("os"), *lost.colonne("oo")} == {"Hors hiérarchie"}


def test_an_objective_written_twice_is_shown_once() -> None:
    programme = replace(PROGRAMME, objectifs=(*PROGRAMME.objectifs, PROGRAMME.objectifs[1]))
    lignes = build_synthese(programme, build_registre(programme, (), SEANCE), ()).lignes
    assert sum(isinstance(ligne, LigneAction) for ligne in lignes) == len(PROGRAMME.actions)
    assert sent_first(ACTION)["service"] == "Direction"
