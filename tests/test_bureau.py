"""What a bureau reads first, and the PST beside an older séance: the right lines, in order, in plain words."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.fusion.registre import Registre, fold_seance, page_of
from fiche_tool.domaine.grand_livre.page import PageRegistre
from fiche_tool.domaine.mots.textes import shorten_words
from fiche_tool.domaine.mots.typographie import typographe
from fiche_tool.domaine.programme.programme import EtatAction, Parametres, Programme
from fiche_tool.domaine.synthese import Synthese, build_synthese
from fiche_tool.domaine.synthese.attention import GRAVITES, PLACES, GenreAttention, LigneAttention, choose
from fiche_tool.domaine.synthese.comparaison import Presence
from fiche_tool.domaine.synthese.evaluation import GenreEvaluation, next_evaluation
from fiche_tool.domaine.synthese.lignes import JAMAIS_REPONDU, SANS_STATUT, LigneAction
from tests.outils.builders import FUTURE, JUIN, PROGRAMME, SEANCE, law, returned
from tests.outils.grand import ONHAYE, make_programme, make_synthese, with_changes

A, B, C, D, E = (action.identifiant for action in PROGRAMME.actions)
IMPOSSIBLE = "2021;O;D;104/123-13;70,00;77,00;;"
"""A budget line whose parts do not add up."""


@pytest.fixture(scope="module", autouse=True)
def nothing_required() -> Iterator[None]:
    """What is read is the subject here: a fiche need not be complete."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fiche_tool.domaine.regles.controle.REQUIS", ())
        yield


def answer(identifiant: str, made: date, registre: Registre | None = None, /, **typed: str) -> Lecture:
    """An action's fiche, filled in and signed; sent with what a register held, where one is given."""
    sent = registre.etats[identifiant].fiche() if registre else None
    chemin = f"{made.isoformat()}/{identifiant}{''.join(sorted(typed.values()))[:20]}.xlsx"
    lecture = returned(chemin, identifiant, typed={"complete_par": "Jeanne Noël", **typed}, sent=sent, made=made)
    return replace(lecture, fichier=replace(lecture.fichier, sha256=f"sha {chemin}"))


def fold(
    made: date, *lectures: Lecture, page: PageRegistre | None = None, programme: Programme = PROGRAMME
) -> Registre:
    return fold_seance(programme, page, lectures, seance=made)


def synthese(registre: Registre, programme: Programme = PROGRAMME, depuis: PageRegistre | None = None) -> Synthese:
    return build_synthese(programme, registre, (), depuis)


def two(before: Mapping[str, str], after: Mapping[str, str], identifiant: str = A) -> Synthese:
    """An action answered at two séances; its neighbours of other services at both, so that nobody is silent."""
    first = fold(JUIN, answer(identifiant, JUIN, **before), *(answer(x, JUIN, statut="En cours") for x in (C, E)))
    second = [answer(identifiant, SEANCE, first, **after)] if after else []
    others = [answer(x, SEANCE, first, commentaire="Rien de neuf") for x in (C, E)]
    return synthese(fold(SEANCE, *second, *others, page=page_of(first)))


def told(found: Synthese) -> list[tuple[str, str, str]]:
    """The lines, with ordinary spaces: the kinds, who, the sentence."""
    return [(", ".join(x.genres), x.nom or x.service, x.phrase.replace("\u00a0", " ")) for x in found.bureau.attention]


# --- each reason -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("before", "after", "genres", "phrase"),
    [
        (
            {"statut": "En cours", "fin": "30/09/2021"},
            {"commentaire": "On avance"},
            "En retard",
            "L'échéance du 30/09/2021 est dépassée de 55 jours.",
        ),
        ({"fin": "T2 2021"}, {"commentaire": "x"}, "En retard", "L'échéance « T2 2021 » est dépassée de 147 jours."),
        (
            {"statut": "En cours", "fin": "31/12/2021"},
            {"fin": "fin 2022"},
            "Échéance repoussée",
            "L'échéance passe de « 31/12/2021 » à « fin 2022 » (+365 jours).",
        ),
        (
            {"statut": "En cours"},
            {"statut": "Suspendu", "commentaire": "Le subside est refusé."},
            "À l'arrêt",
            "L'action est suspendue : « Le subside est refusé ».",
        ),
        ({"statut": "Reporté"}, {"taux": "0"}, "À l'arrêt", "L'action est reportée, sans raison donnée."),
        (
            {"statut": "En cours"},
            {"sante": "Blocage", "sante_precision": "Avis juridique attendu", "commentaire": "Autre chose"},
            "À l'arrêt",
            "L'action est bloquée : « Avis juridique attendu ».",
        ),
        (
            {"taux": "40", "statut": "En cours"},
            {"taux": "30"},
            "En recul",
            "Le taux recule de 40 % à 30 %.",
        ),
        (
            {"taux": "100", "statut": "Réalisé"},
            {"statut": "En cours", "taux": "90"},
            "En recul",
            "Le statut revient de « Réalisé » à « En cours ».",
        ),
        (
            {"statut": "En cours", "fin": "31/12/2020", "taux": "40"},
            {"statut": "Suspendu", "fin": "30/06/2021", "taux": "30"},
            "En retard, Échéance repoussée, À l'arrêt, En recul",
            "L'échéance du 30/06/2021 est dépassée de 147 jours ; l'échéance passe de « 31/12/2020 » à « 30/06/2021 » "
            "(+181 jours) (aussi : à l'arrêt, en recul).",
        ),
    ],
)
def test_a_reason_to_look_at_an_action(before: dict[str, str], after: dict[str, str], genres: str, phrase: str) -> None:
    assert told(two(before, after)) == [(genres, "Interne 1.1.1", phrase)]


@pytest.mark.parametrize("statut", ["Réalisé", "Abandonné", "Récurrent"])
def test_what_is_closed_is_neither_late_nor_postponed_nor_stopped(statut: str) -> None:
    before = {"statut": "En cours", "fin": "31/12/2020", "sante": "Blocage"}
    assert told(two(before, {"statut": statut, "fin": "30/06/2021"})) == []


def test_a_first_seance_postpones_nothing() -> None:
    registre = fold(SEANCE, answer(A, SEANCE, statut="En cours", fin="fin 2022", taux="10"))
    found = synthese(registre)
    assert told(found) == []
    assert found.comparaison is None


def test_two_answers_that_contradict_each_other_are_to_be_decided() -> None:
    one = answer(A, SEANCE, taux="30", complete_par="Marie Piron")
    other = answer(A, SEANCE, taux="50", complete_par="Paul Henry")
    found = synthese(fold(SEANCE, one, other))
    assert told(found) == [
        ("Contradiction", "Interne 1.1.1", "Des réponses se contredisent pour « Taux d'avancement (%) »."),
    ]
    (point,) = found.bureau.a_decider
    assert point.phrase.replace("\u00a0", " ") == (
        "Taux d'avancement (%) : « 30 » (Marie Piron) ou « 50 » (Paul Henry) ? Rien n'est repris d'ici là."
    )


def test_those_who_answered_the_same_are_named_together() -> None:
    said = (("30", "Marie Piron"), ("50", "Paul Henry"), ("30", "Anne Servais"))
    found = synthese(fold(SEANCE, *(answer(A, SEANCE, taux=taux, complete_par=par) for taux, par in said)))
    (point,) = found.bureau.a_decider
    words = "Taux d'avancement (%) : « 30 » (Anne Servais, Marie Piron) ou « 50 » (Paul Henry) ?"
    assert point.phrase.replace("\u00a0", " ").startswith(words)


def test_two_long_answers_that_begin_alike_are_two_answers() -> None:
    begun = "Le projet avance comme prévu, et le service attend"
    said = ((f"{begun} la tutelle", "Marie Piron"), (f"{begun} le collège", "Paul Henry"))
    found = synthese(fold(SEANCE, *(answer(A, SEANCE, commentaire=texte, complete_par=par) for texte, par in said)))
    (point,) = found.bureau.a_decider
    assert " (Marie Piron) ou « Le projet" in point.phrase.replace("\u00a0", " ")


def test_a_budget_line_held_back_is_counted_with_its_amount() -> None:
    lecture = returned("a.xlsx", A, typed={"complete_par": "Jeanne Noël"}, budget=[IMPOSSIBLE])
    found = synthese(fold(SEANCE, lecture))
    (line,) = told(found)
    assert line == ("Budget retenu", "Interne 1.1.1", "1 ligne budgétaire (70,00 €) n'est pas dans les totaux.")
    assert (len(found.bureau.retenues), found.bureau.retenu.depenses.montant) == (1, Decimal(70))


def test_of_two_budgets_held_back_the_larger_comes_first() -> None:
    small = returned("a.xlsx", A, typed={"complete_par": "Jeanne Noël"}, budget=[IMPOSSIBLE, IMPOSSIBLE])
    line = IMPOSSIBLE.replace("70,00;77,00", "250000,00;1,00;5,00").removesuffix(";")
    large = returned("b.xlsx", B, typed={"complete_par": "Jeanne Noël"}, budget=[line])
    found = synthese(fold(SEANCE, small, large))
    assert [nom for _, nom, _ in told(found)] == ["Interne 1.1.2", "Interne 1.1.1"]


def test_a_service_that_said_nothing_at_two_seances_is_named() -> None:
    """Social answered neither time, Direction only the first, Finances only the second."""
    first = fold(JUIN, answer(A, JUIN, taux="10"))
    found = synthese(fold(SEANCE, answer(C, SEANCE, first, taux="20"), page=page_of(first)))
    assert told(found) == [
        (
            "Service silencieux",
            "Social",
            "Pas de réponse depuis deux séances au moins, pour 2 actions (jamais répondu).",
        )
    ]


def test_a_service_that_answered_for_an_action_retired_since_was_not_silent() -> None:
    """Social answered in June for D, which left the programme in September; E, its other action, never was answered."""
    first = fold(JUIN, answer(D, JUIN, taux="10"))
    gone = tuple(
        replace(action, etat=EtatAction.RETIREE, retiree=date(2021, 9, 1)) if action.identifiant == D else action
        for action in PROGRAMME.actions
    )
    programme = replace(PROGRAMME, actions=gone)
    others = (answer(A, SEANCE, first, taux="20"), answer(C, SEANCE, first, taux="20"))
    second = fold(SEANCE, *others, page=page_of(first), programme=programme)
    assert told(synthese(second, programme)) == []
    third = fold(
        FUTURE, *(answer(x, FUTURE, second, taux="30") for x in (A, C)), page=page_of(second), programme=programme
    )
    assert told(synthese(third, programme)) == [
        (
            "Service silencieux",
            "Social",
            "Pas de réponse depuis deux séances au moins, pour 1 action (la dernière date du 30/06/2021).",
        )
    ]


# --- the page --------------------------------------------------------------------------------------------------------
def _line(genre: GenreAttention, rang: int) -> LigneAttention:
    return LigneAttention((genre,), None, "", "", f"service {rang}", f"Phrase {rang}.")


@law
@given(st.lists(st.sampled_from(GRAVITES), max_size=40))
def test_a_page_shows_ten_lines_at_most_and_the_first_of_every_kind(genres: list[GenreAttention]) -> None:
    lignes = [_line(genre, rang) for rang, genre in enumerate(sorted(genres, key=GRAVITES.index))]
    page = choose(lignes)
    assert len(page) == min(PLACES, len(lignes))
    assert {ligne.genre for ligne in page} == set(genres)
    assert list(page) == [ligne for ligne in lignes if ligne in page]  # in the order of their gravity
    for genre in set(genres):
        assert next(x for x in lignes if x.genre is genre) in page


def test_what_the_page_leaves_out_is_counted_by_kind() -> None:
    bureau = make_synthese(with_changes(make_programme(ONHAYE))).bureau
    assert len(bureau.page) == PLACES
    assert sum(bureau.autres.values()) == len(bureau.attention) - PLACES > 0
    genres = [GRAVITES.index(ligne.genre) for ligne in bureau.attention]
    assert genres == sorted(genres)
    named = [ligne.nom for ligne in bureau.attention if ligne.action]
    assert len(named) == len(set(named))  # one line an action


# --- means -----------------------------------------------------------------------------------------------------------
def test_a_mean_says_of_how_many_actions_and_compares_like_with_like() -> None:
    """Means of 100 and 20; then the second is abandoned: 60 as printed, +40; nothing gained by the one that stays."""
    first = fold(JUIN, answer(A, JUIN, statut="Réalisé", taux="100"), answer(B, JUIN, statut="En cours", taux="20"))
    found = synthese(fold(SEANCE, answer(B, SEANCE, first, statut="Abandonné"), page=page_of(first)))
    taux = found.bureau.taux
    assert taux is not None
    assert (taux.avant, taux.sur_avant, taux.apres, taux.sur_apres, taux.ecart) == (
        Decimal(60),
        2,
        Decimal(100),
        1,
        Decimal(40),
    )
    assert (taux.progres, taux.sur_constant) == (Decimal(0), 1)
    assert found.bureau.phrase_taux.replace("\u00a0", " ") == (
        "Taux moyen d'avancement : 100 % sur 1 action (60 % sur 2 actions à la séance du 30/06/2021). Pour la seule "
        "action comptée les deux fois : 0 point."
    )
    mesures = {mesure.cle: (mesure.avant, mesure.apres, mesure.ecart) for mesure in found.comparaison.mesures}  # type: ignore[union-attr]  # there is an older séance
    assert mesures["taux"] == (60, 100, 40)
    assert mesures["taux_constant"] == (100, 100, 0)


@pytest.mark.parametrize(
    ("gained", "expected"),
    [
        ("6.8", "+6,8 points"),
        ("-1", "−1 point"),
        ("-2.04", "−2 points"),
        ("1.96", "+2 points"),
        ("1.94", "+1,9 point"),
        ("0", "0 point"),
        ("0.025", "moins de 0,1 point de plus"),
        ("-0.025", "moins de 0,1 point de moins"),
    ],
)
def test_what_the_same_actions_gained_is_neither_lost_in_rounding_nor_called_nought(gained: str, expected: str) -> None:
    bureau = two({"taux": "40"}, {"taux": "50"}).bureau
    assert bureau.taux is not None
    was = Decimal(40)
    taux = replace(bureau.taux, constant_avant=was, constant_apres=was + Decimal(gained), sur_constant=40)
    words = replace(bureau, taux=taux).phrase_taux.replace("\u00a0", " ")
    assert words.endswith(f"Pour les mêmes 40 actions : {expected}.")


def test_a_recurrent_action_is_under_way_in_the_share() -> None:
    found = synthese(fold(SEANCE, answer(A, SEANCE, statut="Récurrent"), answer(B, SEANCE, statut="Suspendu")))
    assert found.bureau.chiffres.part == Decimal(1) / 5
    assert found.registre.seances[-1].part == Decimal(1) / 5


@pytest.mark.parametrize("gone", [range(1), range(5)], ids=["the one that answered", "all"])
def test_the_share_is_that_of_the_seance_when_those_that_answered_are_retired(gone: range) -> None:
    first = fold(JUIN, answer(A, JUIN, statut="En cours"))
    retired = [replace(x, retiree=date(2021, 9, 1), etat=EtatAction.RETIREE) for x in PROGRAMME.actions]
    actions = tuple(retired[rank] if rank in gone else x for rank, x in enumerate(PROGRAMME.actions))
    later = replace(PROGRAMME, actions=actions)
    found = synthese(fold(SEANCE, page=page_of(first), programme=later), later)
    assert found.bureau.chiffres.part == found.registre.seances[-1].part == Decimal(1) / 5


def test_shares_stay_when_an_added_action_is_retired() -> None:
    """The PST initial keeps its actions and its share; the one that came and went stands apart."""
    added = replace(PROGRAMME.actions[1], depuis=date(2021, 5, 1))
    programme = replace(PROGRAMME, actions=(PROGRAMME.actions[0], added, *PROGRAMME.actions[2:]))
    first = fold(JUIN, answer(A, JUIN, statut="En cours"), answer(B, JUIN, statut="En cours"), programme=programme)
    before = synthese(first, programme).bureau.chiffres
    gone = replace(added, retiree=date(2021, 9, 1), etat=EtatAction.RETIREE)
    later = replace(programme, actions=(PROGRAMME.actions[0], gone, *PROGRAMME.actions[2:]))
    found = synthese(fold(SEANCE, page=page_of(first), programme=later), later)
    after = found.bureau.chiffres
    assert (before.initiales, before.part) == (after.initiales, after.part) == (4, Decimal(1) / 4)
    assert after.initiales + after.ajoutees - after.retirees == after.actions
    assert (after.ajoutees, after.retirees) == (1, 1)
    assert found.comparaison is not None
    assert [x.ligne.action.identifiant for x in found.comparaison.lignes if x.presence is Presence.RETIREE] == [B]


def test_an_action_answered_with_nothing_new_has_no_status_yet() -> None:
    """Answered once without a value of its own, then not asked again: « sans statut », never « jamais répondu »."""
    signed = fold(JUIN, answer(A, JUIN, porteur="Mme Un"))
    kept = replace(signed, etats=dict(signed.avant))  # what it brought was taken away since
    found = synthese(fold(SEANCE, page=page_of(kept)))
    rows = {x.action.identifiant: x.etat for x in found.lignes if isinstance(x, LigneAction)}
    assert (rows[A], rows[B]) == (SANS_STATUT, JAMAIS_REPONDU)


# --- the comparison --------------------------------------------------------------------------------------------------
def test_a_seance_may_be_compared_with_any_older_one() -> None:
    first = fold(JUIN, answer(A, JUIN, statut="À démarrer", taux="0", fin="31/12/2021"))
    second = fold(SEANCE, answer(A, SEANCE, first, statut="En cours", taux="40"), page=page_of(first))
    third = fold(FUTURE, answer(A, FUTURE, second, taux="70", fin="30/06/2022"), page=page_of(second))
    usual, adoption = synthese(third), synthese(third, depuis=page_of(first))
    assert usual.comparaison is not None
    assert adoption.comparaison is not None
    assert (usual.comparaison.avant.seance, adoption.comparaison.avant.seance) == (SEANCE, JUIN)
    assert (usual.comparaison.avant.premiere, adoption.comparaison.avant.premiere) == (False, True)
    (near,), (far,) = usual.comparaison.bougees, adoption.comparaison.bougees
    assert (near.points, far.points) == (Decimal(30), Decimal(70))
    assert (near.jours, far.jours) == (181, 181)
    assert usual.comparaison.passages["En cours", "En cours"] == 1
    assert adoption.comparaison.passages["À démarrer", "En cours"] == 1
    assert [(e.champ, e.avant, e.apres) for e in usual.evolutions] == [
        ("Taux d'avancement (%)", "40", "70"),
        ("Fin", "31/12/2021", "30/06/2022"),
    ]
    assert [(e.champ, e.avant, e.apres) for e in adoption.evolutions] == [
        ("Statut", "À démarrer", "En cours"),
        ("Taux d'avancement (%)", "0", "70"),
        ("Fin", "31/12/2021", "30/06/2022"),
    ]
    assert usual.bureau == adoption.bureau  # the page of the bureau is about the séance before, whatever is compared


def test_the_moves_of_a_comparison_add_up() -> None:
    found = make_synthese(with_changes(make_programme(ONHAYE)))
    comparaison = found.comparaison
    assert comparaison is not None
    both = [x for x in comparaison.lignes if x.presence is Presence.COMMUNE]
    assert sum(comparaison.passages.values()) == len(both)
    left = sum(x.presence is Presence.RETIREE for x in comparaison.lignes)
    came = sum(x.presence is Presence.AJOUTEE for x in comparaison.lignes)
    actions = next(mesure for mesure in comparaison.mesures if mesure.cle == "actions")
    assert actions.avant == len(both) + left
    assert actions.apres == len(both) + came == len(found.tables.actions)
    assert actions.ecart == came - left
    assert len(found.tables.comparaison) == len(comparaison.lignes)


# --- the law ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("annees", "seance", "genre", "echeance"),
    [
        ((2019, 2024), date(2021, 11, 24), GenreEvaluation.MI_LEGISLATURE, date(2021, 12, 31)),
        ((2019, 2024), date(2021, 12, 31), GenreEvaluation.MI_LEGISLATURE, date(2021, 12, 31)),
        ((2019, 2024), date(2022, 1, 1), GenreEvaluation.FINALE, date(2024, 12, 31)),
        ((2025, 2030), date(2026, 11, 25), GenreEvaluation.MI_LEGISLATURE, date(2027, 12, 31)),
        ((2025, 2030), date(2031, 1, 1), GenreEvaluation.FINALE, date(2030, 12, 31)),
    ],
)
def test_the_next_legal_evaluation(
    annees: tuple[int, int], seance: date, genre: GenreEvaluation, echeance: date
) -> None:
    found = next_evaluation(Parametres("x", "CPAS", *annees), seance)
    assert (found.genre, found.echeance, found.jours) == (genre, echeance, (echeance - seance).days)
    assert str(echeance.year) in found.phrase
    assert "synergies" in found.contenu


# --- words -----------------------------------------------------------------------------------------------------------
@law
@given(st.text(max_size=60))
def test_spaces_that_must_not_break_are_the_only_change(texte: str) -> None:
    assert typographe(texte).replace("\u00a0", " ") == texte.replace("\u00a0", " ")
    assert typographe(typographe(texte)) == typographe(texte)


@law
@given(st.text(alphabet="ab ,é", max_size=60), st.integers(min_value=4, max_value=30))
def test_a_text_cut_for_people_ends_at_a_word_and_fits(texte: str, longueur: int) -> None:
    found = shorten_words(texte, longueur)
    assert len(found) <= longueur
    assert found.rstrip("…").rstrip() in " ".join(texte.split())
