"""Reading the hierarchy of a PST document: every notation met in the wild, and the traps of the real documents."""

import tomllib
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_tool.domaine.document.document import DocumentLu
from fiche_tool.domaine.importation.hierarchie import read_hierarchy
from fiche_tool.domaine.importation.importation import Choix, build_programme
from fiche_tool.domaine.mots.textes import one_line
from fiche_tool.domaine.programme.programme import Annonce
from fiche_tool.resources import SAMPLES
from tests.outils.notations import (
    Axe,
    Notation,
    Operationnel,
    Strategique,
    VoletEcrit,
    hierarchies,
    notations,
    to_lines,
    tree,
    write_document,
)

Noeuds = list[tuple[str, ...]]


def nodes(lu: DocumentLu) -> Noeuds:
    """Every node that was read, in the order of the document."""
    found: Noeuds = []
    for o in lu.objectifs:
        found.append((o.volet, o.axe, o.niveau.value, o.numero, o.intitule))
        if o.niveau == "OO":
            found += [(a.volet, a.axe, "action", a.objectif, a.libelle) for a in lu.actions if a.place == o.place]
    return found


def told(volets: tuple[VoletEcrit, ...]) -> Noeuds:
    return [(*node[:4], one_line(node[4]).replace("‐", "-")) for node in tree(volets)]


def read(texte: str) -> DocumentLu:
    return read_hierarchy(to_lines(texte))


def short(lu: DocumentLu) -> list[str]:
    """The nodes in one line each: « OO 1.1 Numériser », « - 1.1.1 Acheter »."""
    lines = []
    for o in lu.objectifs:
        lines.append(f"{o.niveau} {o.numero} {o.intitule}")
        if o.niveau == "OO":
            lines += [f"- {a.numero} {a.libelle}" for a in lu.actions if a.place == o.place]
    return lines


def doubts(lu: DocumentLu) -> list[str]:
    return [doute.texte for doute in lu.doutes if not doute.ecart]


# --- every notation --------------------------------------------------------------------------------------------------
@pytest.mark.slow
@settings(max_examples=250, deadline=None)
@given(hierarchies, notations)
def test_every_notation_gives_the_same_hierarchy(volets: tuple[VoletEcrit, ...], notation: Notation) -> None:
    lu = read_hierarchy(write_document(volets, notation))
    assert nodes(lu) == told(volets)


def sample(nom: str) -> tuple[VoletEcrit, ...]:
    """A sample's hierarchy, as the writer of documents takes it."""
    source = tomllib.loads((SAMPLES / nom / "programme.toml").read_text(encoding="utf-8"))
    actions: dict[tuple[str, str, str], list[str]] = {}
    for action in source["actions"]:
        actions.setdefault((action["volet"], action["axe"], action["objectif"]), []).append(action["libelle"])

    def level(niveau: str, volet: str, axe: str, above: str = "") -> list[dict[str, str]]:
        return [
            o
            for o in source["objectifs"]
            if (o["niveau"], o["volet"]) == (niveau, volet)
            and axe in (o["axe"], "*")
            and o["numero"].rpartition(".")[0] == above
        ]

    def strategiques(volet: str, axe: str) -> tuple[Strategique, ...]:
        return tuple(
            Strategique(
                os["intitule"],
                tuple(
                    Operationnel(oo["intitule"], tuple(actions.get((volet, axe, oo["numero"]), ())))
                    for oo in level("OO", volet, axe, os["numero"])
                ),
            )
            for os in level("OS", volet, axe)
        )

    def axes(volet: str) -> tuple[Axe, ...]:
        titled = [(o["numero"], o["intitule"]) for o in level("Axe", volet, "*")] or [("", "")]
        return tuple(Axe(title, strategiques(volet, numero)) for numero, title in titled)

    return tuple(VoletEcrit(volet["nom"], axes(volet["nom"])) for volet in source["volets"])


ENGIS = Notation(
    "Volet {t} « Gestion »", os=("OS{n} : {t}",), oo=("OO{o}.{n} - {t}", "OO{o}.{n} – {t}", "00{o}.{n} – {t}")
)
ONHAYE = Notation(
    "I. VOLET {T}",
    "{n}. {t}",
    ("O.S. {n}. {t}", "        O.S. {n} : {t}", "O.S. {n} {t}", "O.S.{n}. {t}"),
    ("\uf0b7 O.O.{n}. {t}", "\uf0b7 O.O.{n} {t}", "\uf0b7 O.O. {n}. {t}"),
    "          {t}",
    largeur=120,
    insecable=True,
)


@pytest.mark.parametrize(
    ("nom", "notation", "counts"),
    [
        ("engis", ENGIS, {"Interne": (0, 3, 7, 24), "Externe": (0, 2, 4, 10)}),
        ("onhaye", ONHAYE, {"Interne": (2, 6, 17, 22), "Externe": (3, 7, 14, 19)}),
    ],
)
def test_the_real_hierarchies_in_their_own_notation(
    nom: str, notation: Notation, counts: dict[str, tuple[int, int, int, int]]
) -> None:
    volets = sample(nom)
    lu = read_hierarchy(write_document(volets, notation))
    levels = Counter((o.volet, o.niveau.value) for o in lu.objectifs)
    actions = Counter(a.volet for a in lu.actions)
    assert {
        volet: (levels[volet, "Axe"], levels[volet, "OS"], levels[volet, "OO"], actions[volet]) for volet in counts
    } == counts
    assert nodes(lu) == told(volets)
    served = {action.place for action in lu.actions}
    empty = [o for o in lu.objectifs if o.niveau == "OO" and o.place not in served]
    assert len(empty) == (4 if nom == "onhaye" else 0)


# --- traps -----------------------------------------------------------------------------------------------------------
def test_what_surrounds_the_hierarchy_is_left_out_and_told() -> None:
    lu = read(
        """Programme Stratégique Transversal
O.S. : ce que le CPAS veut devenir
O.O. : les leviers mobilisés
1) EXTERNE : vise les projets
- Le volet interne touche à l'organisation
Table des matières
OS1 : Être bien géré ........................ 4
Volet Interne « Administration générale »
Le volet interne couvre différents domaines.
- La communication interne
OS1 : Être bien géré

OO1.1 - Améliorer les outils

- Formaliser les procédures ;
- Étendre l'outil ;

Volet Interne « Administration générale »

OS2 : Être ouvert
OO2.1 – Accueillir

- Placer une fontaine.

En résumé, le PST comporte:

- Dans le volet interne:
 - - 2 Objectifs Stratégiques -> 2 Objectifs Opérationnels -> 3 actions
Modèle de fiche Action:
PROGRAMME STRATEGIQUE TRANSVERSAL CPAS VOLET INTERNE/EXTERNE
Objectif stratégique N°\t\t\t
Libellé de l'action + N°\t\t"""
    )
    assert short(lu) == [
        "OS 1 Être bien géré",
        "OO 1.1 Améliorer les outils",
        "- 1.1.1 Formaliser les procédures",
        "- 1.1.2 Étendre l'outil",
        "OS 2 Être ouvert",
        "OO 2.1 Accueillir",
        "- 2.1.1 Placer une fontaine",
    ]
    assert [(v.nom, v.intitule, v.annonce) for v in lu.volets] == [
        ("Interne", "Administration générale", Annonce(2, 2, 3))
    ]
    assert doubts(lu) == []
    told_places = [doute.lieu for doute in lu.doutes]
    assert "ligne 9 à ligne 10" in told_places


def test_what_is_left_out_inside_the_hierarchy_is_to_be_looked_at_and_the_rest_merely_listed() -> None:
    lu = read(
        """Notre mission
Volet Interne :
Un mot sur le volet.
OS1 : Être bien géré
OO1.1 : Améliorer les outils
Un mot sur l'objectif.
- Formaliser les procédures ;
 Responsable : Mme Un
   - une sous-puce
Un mot sur la suite.
OO1.2 : Ordonner
Indicateur : le nombre de procédures
Classer les archives
Ceci est une phrase. Elle ne se lit pas comme une action.
Annexe 1
Volet Externe :
OO1.1 : Sans objectif stratégique"""
    )
    listed, looked_at = "laissé de côté", "à regarder"
    assert [(doute.lieu, listed if doute.ecart else looked_at) for doute in lu.doutes] == [
        ("ligne 1", listed),  # before the hierarchy
        ("ligne 3", listed),  # between two of its nodes
        ("ligne 6", looked_at),  # where an action may stand
        ("ligne 9", looked_at),
        ("ligne 10", looked_at),
        ("ligne 14", looked_at),
        ("ligne 15", listed),
        ("ligne 17", looked_at),  # an objective that found no place
    ]


def test_announced_counts_that_are_not_there_are_told() -> None:
    lu = read(
        """4 objectifs stratégiques externes et 1 objectif stratégique interne
Volet interne :
O.S. 1\u00a0 \u00a0Est attentif à son personnel.
15 Objectifs opérationnels
\u00a0Plus de 40 actions
4.Moyens
Il est impossible de déterminer un coût."""
    )
    assert short(lu) == ["OS 1 Est attentif à son personnel"]
    assert lu.annonce == Annonce(None, 15, 40, au_moins=True)
    assert [d for d in doubts(lu) if "annonce" in d] == [
        "ligne 1 : volet Externe : le document annonce 4 objectifs stratégiques, aucun n'y figure",
        "ligne 4 : le document annonce 15 objectifs opérationnels, aucun n'y figure",
        "ligne 5 : le document annonce plus de 40 actions, aucune n'y figure",
    ]


def test_two_announcements_that_contradict_each_other_are_told() -> None:
    lu = read(
        "Le PST compte 35 OO et 306 actions.\nVolet interne\nOS 1 Être utile\nOO 1.1 Agir\n- Faire\n\nTotal : 36 OO"
    )
    assert any("36 objectifs opérationnels, et 35 ailleurs (ligne 1)" in d for d in doubts(lu))


def test_a_document_of_prose_has_no_hierarchy_but_its_facts() -> None:
    lu = read(
        """Programme stratégique transversal du CPAS de Remicourt
Arrêté par le bureau permanent en date du 5 septembre 2019
Introduit par un décret du 19 juillet 2018, il s'étend sur plusieurs années (2019-2024).
Des axes ont été déterminés pour le volet interne et pour le volet externe.
  • Fédérer les services.
1. Moyens
1.1 Les subsides"""
    )
    assert lu.vide
    assert lu.volets == ()
    programme, assumed = build_programme(lu, Choix(2026))
    p = programme.parametres
    assert (p.code, p.cpas, p.legislature, p.organe) == (
        "remicourt-2019-2024",
        "CPAS de Remicourt",
        "2019-2024",
        "Bureau permanent",
    )
    assert str(p.adoption) == "2019-09-05"
    assert ["est passée" in doute.phrase for doute in assumed] == [True]


def test_axes_listed_away_from_their_objectives_are_nobody_s_parents() -> None:
    lu = read("Axe 1 : La cohésion\nAxe 2 : Le logement\nAxe 3 : L'emploi\nO.S. 1 Être là\nO.O. 1 Agir\n- Faire")
    assert short(lu) == ["OS 1 Être là", "OO 1.1 Agir", "- 1.1.1 Faire"]
    lu = read(
        "AXES\n1) Le droit\n2) L'image\n3) L'énergie\nI. VOLET INTERNE\n1. Les organes\nO.S. 1 Informer\nO.O.1 Former"
    )
    assert short(lu) == ["Axe 1 Les organes", "OS 1 Informer", "OO 1.1 Former"]
    assert "ligne 1 : le document annonce 3 axes, 1 trouvés" in doubts(lu)


def test_axes_stand_for_objectives_where_the_document_names_no_other() -> None:
    lu = read("Axe stratégique 1 : Le logement\nOO 1.1 Rénover\n- Isoler\nAxe stratégique 2 : L'emploi\nOO 2.1 Former")
    assert short(lu) == ["OS 1 Le logement", "OO 1.1 Rénover", "- 1.1.1 Isoler", "OS 2 L'emploi", "OO 2.1 Former"]
    assert lu.mots == {"OS": "Axe stratégique"}


def test_house_words_for_actions_are_kept() -> None:
    lu = read("Volet interne\nOS 1 Être là\nOO 1.1 Agir\nFiche-projet 1 : Faire\nFiche-projet 2 : Refaire")
    assert short(lu)[2:] == ["- 1 Faire", "- 2 Refaire"]
    assert lu.mots == {"action": "Fiche-projet"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("texte", "doubt"),
    [
        ("OO 1.1 Agir\nOO 1.3 Réagir", "on passe du N° 1.1 au N° 1.3"),
        ("OO 1.1 Agir\nOO 1.1 Réagir", "le N° 1.1 est déjà celui de « Agir » : repris 1.1bis"),
        ("OO 7.1 Agir", "N° 7.1 sous l'objectif stratégique 1 : N° gardé tel quel"),
        ("OO : Agir", "objectif opérationnel sans N° : numéroté 1.1"),
        ("OO 1.1 Agir\nA.1 Faire\nA.3 Refaire", "on passe du N° 1 au N° 3 : une action manque"),
        ("OO 1.1 Agir\nA.1 Faire\nA.1 Refaire", "le N° 1.1.1 est déjà pris sous cet objectif"),
        ("OO 1.1 Agir            ensemble", "un grand blanc dans ce titre"),
        ("OO 1.1 Agir\n- Développer des partenariats avec la Ville et la\nProvince", "la précédente est inachevée"),
        ("OO 1.1 Agir\nNous voulons une ville plus verte. Elle sera belle.", "ne se lit pas comme une action"),
        ("OO 1.1 Agir\n- Faire\n\nUne phrase perdue\n- Refaire", "après la fin de la liste"),
        ("OO 1.1 Agir\n- Faire :\n    - ceci\n    - cela", "sous-puce d'une action"),
    ],
)
def test_a_doubtful_line_is_told_with_its_place(texte: str, doubt: str) -> None:
    lu = read(f"Volet interne\nOS 1 Être là\n{texte}")
    (found,) = [d for d in doubts(lu) if doubt in d]
    assert found.startswith("ligne ")


def test_the_same_number_again_and_again_gets_a_number_of_its_own_each_time() -> None:
    twins = "\n".join(f"A.1 Faire {mot}" for mot in ("un", "deux", "trois", "quatre"))
    lu = read(f"Volet interne\nOS 1 Être là\nOO 1.1 Agir\nOO 1.1 Réagir\nOO 1.1 Subir\nOO 1.1 Partir\n{twins}")
    assert [o.numero for o in lu.objectifs][1:] == ["1.1", "1.1bis", "1.1bis2", "1.1bis3"]
    numbers = [action.numero for action in lu.actions]
    assert numbers == [f"{numbers[0]}{end}" for end in ("", "bis", "bis2", "bis3")]


def test_volets_of_any_name_and_number() -> None:
    lu = read(
        "VOLET COMMUN : MANDATAIRES – TUTELLE\nOS 1 Un\nVolet Commune\nOS 1 Deux\nVolet CPAS\nOS 1 Trois\n"
        "Volet interne et externe du PST\nLe volet externe vise le reste."
    )
    assert [v.nom for v in lu.volets] == ["Commun", "Commune", "CPAS"]
    assert [(o.volet, o.numero) for o in lu.objectifs] == [("Commun", "1"), ("Commune", "1"), ("CPAS", "1")]


def test_a_title_repeated_on_every_page_is_no_action() -> None:
    page = "Programme stratégique transversal – CPAS\n{}\n12\n"
    parts = ["Volet interne\nOS 1 Être là\nOO 1.1 Agir\nÉcouter", "Aider\nSoutenir", "Accompagner", "Revoir"]
    lu = read("".join(page.format(part) for part in parts))
    assert [a.libelle for a in lu.actions] == ["Écouter", "Aider", "Soutenir", "Accompagner", "Revoir"]


def test_numbered_objectives_followed_by_prose_have_no_action() -> None:
    lu = read(
        """Objectif stratégique 2 : Etre une ville où chacun trouve sa place
1. Améliorer l'accueil
La ville souhaite développer un accueil de qualité. Un guichet unique sera créé dans les bâtiments de
l'administration.
2. Renforcer la cohésion
Un plan sera rédigé.
Objectif stratégique 3 : Etre une ville verte
1. Réduire la consommation"""
    )
    assert short(lu) == [
        "OS 2 Etre une ville où chacun trouve sa place",
        "OO 2.1 Améliorer l'accueil",
        "OO 2.2 Renforcer la cohésion",
        "OS 3 Etre une ville verte",
        "OO 3.1 Réduire la consommation",
    ]


def test_chapters_that_look_like_objectives_are_not_taken() -> None:
    lu = read(
        """O.S.2 Etre une commune solidaire
O.O.1. Aider les aînés
Action 1. Organiser un goûter
2. Présentation par matière
2.1 Enseignement
2.2 Culture
4.Moyens
Il est impossible de déterminer un coût."""
    )
    assert short(lu) == ["OS 2 Etre une commune solidaire", "OO 2.1 Aider les aînés", "- 1 Organiser un goûter"]


def test_bullets_under_an_objective_without_oo_are_told_one_by_one() -> None:
    lu = read("Axe 1 : Le logement\n- Rénover\n- Créer une agence\nAxe 2 : L'énergie\n- Isoler")
    assert short(lu) == ["OS 1 Le logement", "OS 2 L'énergie"]
    told_bullets = [d for d in doubts(lu) if "sans objectif opérationnel : à rattacher" in d]
    assert [d.rpartition(" – ")[2] for d in told_bullets] == ["« Rénover »", "« Créer une agence »", "« Isoler »"]


@pytest.mark.parametrize(
    "label",
    [
        "1/ Faire",
        "a) Faire",
        "o Faire",
        "-Faire",
        "§ Faire",
        "\uf0d8\tFaire",
        "Action n° 1 : Faire",
        "ACTION 1.1.1 – Faire",
    ],
)
def test_more_ways_to_write_an_action(label: str) -> None:
    lu = read(f"Volet interne\nOS 1 - Être là\n   OO 1 - Agir\n      {label}")
    assert [a.libelle for a in lu.actions] == ["Faire"]


@pytest.mark.parametrize(
    "heading",
    [
        "OS 1\nÊtre là",
        "1. OS 1 : Être là",
        "OBJECTIF STRATÉGIQUE N°1 –\nÊtre là",
        "OS interne 1 : Être là",
        "OS1: Être là",
    ],
)
def test_more_ways_to_write_an_objective(heading: str) -> None:
    lu = read(f"Volet interne\n{heading}\nOO 1.1 : Agir\n- Faire")
    assert short(lu) == ["OS 1 Être là", "OO 1.1 Agir", "- 1.1.1 Faire"]


def test_a_line_cut_at_the_margin_before_a_capital_is_joined_and_told() -> None:
    lu = read(
        """Volet interne
O.S. 1. Optimaliser l'information à destination des conseillers de l'Action
Sociale et assurer leur implication
O.O.1. Assurer une formation continuée pour les conseillers de l'Action
Sociale
Communiquer les informations concernant les formations organisées par les
Développer un plan"""
    )
    assert short(lu) == [
        "OS 1 Optimaliser l'information à destination des conseillers de l'Action Sociale et assurer leur implication",
        "OO 1.1 Assurer une formation continuée pour les conseillers de l'Action Sociale",
        "- 1.1.1 Communiquer les informations concernant les formations organisées par les Développer un plan",
    ]
    assert [d.partition(" : ")[0] for d in doubts(lu) if "jointe" in d] == ["ligne 3", "ligne 5", "ligne 7"]


def test_bullets_and_numbers_alone_on_their_line_belong_to_the_next() -> None:
    lu = read("VOLET INTERNE\n1.\nLes organes\n\uf0b7\nO.S. 1 Informer\n\uf0b7\nO.O.1 Former\n•\nApprendre\n•\nretenir")
    assert short(lu) == ["Axe 1 Les organes", "OS 1 Informer", "OO 1.1 Former", "- 1.1.1 Apprendre", "- 1.1.2 retenir"]


MORCEAUX = (
    *("OS", "O.S.", "OO", "003.1", "1.", "1)", "1.1", "IV.", "Axe", "AXES", "Volet", "VOLET INTERNE", "- ", "• ", "A."),
    *(
        "Objectif stratégique",
        "Objectif opérationnel n°",
        "3 OS",
        "plus de 40 actions",
        "........ 4",
        "(",
        ")",
        "«",
        ":",
    ),
    *("\t", "\u00a0", "Développer", "la", "CPAS de", "Namur", "2019-2024", "\uf0b7", "999.999", "00.00", "Page 3", "?"),
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.sampled_from(MORCEAUX), max_size=6).map(" ".join), max_size=40))
def test_whatever_a_document_holds_every_node_has_a_place_of_its_own(lines: list[str]) -> None:
    programme, _ = build_programme(read("\n".join(lines)), Choix(2026))
    identifiants = [action.identifiant for action in programme.actions]
    assert len(set(identifiants)) == len(identifiants)
    assert "" not in identifiants
    places = [(o.niveau, o.place) for o in programme.objectifs]
    assert len(set(places)) == len(places)
    assert {action.place for action in programme.actions} <= {place for niveau, place in places if niveau == "OO"}


@pytest.mark.parametrize(
    "texte",
    [
        "OSE1 : Être proche\nOOE1.1 : Agir\nAE1.1.1 : Créer\nAE1.1.2 : Ouvrir\nOSE2 : Insérer\n"
        "OOE2.1 : Former\nAE2.1.1 : Dire",
        "VE-OS1 Être proche\nVE-OS1-OO1 Agir\nVE-OS1-OO1-A1 Créer\nVE-OS1-OO1-A2 Ouvrir\n"
        "VE-OS2 Insérer\nVE-OS2-OO1 Former\n"
        "VE-OS2-OO1-A1 Dire",
        "E.1 Être proche\nE.1.1 Agir\nE.1.1.1 Créer\nE.1.1.2 Ouvrir\nE.2 Insérer\nE.2.1 Former\nE.2.1.1 Dire",
        "Volet externe\nA. Être proche\nA.1 Agir\nA.1.1 Créer\nA.1.2 Ouvrir\nB. Insérer\nB.1 Former\nB.1.1 Dire",
        "Volet externe\nEnjeu 1 : Être proche\nObjectif 1.1 : Agir\nProjet 1.1.1 : Créer\nProjet 1.1.2 : Ouvrir\n"
        "Enjeu 2 : Insérer\nObjectif 2.1 : Former\nProjet 2.1.1 : Dire",
        "Volet externe\nDéfi 1 – Être proche\nObjectif 1 – Agir\nAction 1 – Créer\n"
        "Action 2 – Ouvrir\nDéfi 2 – Insérer\n"
        "Objectif 1 – Former\nAction 1 – Dire",
        "Volet externe\nAxe 1 - Être proche\nEngagement 1.1 - Agir\nMesure 1.1.1 - Créer\nMesure 1.1.2 - Ouvrir\n"
        "Axe 2 - Insérer\nEngagement 2.1 - Former\nMesure 2.1.1 - Dire",
        "Volet externe\nI. Être proche\n1. Agir\na) Créer\nb) Ouvrir\nII. Insérer\n1. Former\na) Dire",
        "Volet externe\n1. Être proche\n  1. Agir\n    • Créer\n    • Ouvrir\n2. Insérer\n  1. Former\n    • Dire",
        "1. Être proche\nCatégorie\nVolet externe : Action sociale\n1.1. Agir\n1.1.1. Créer\n"
        "1.1.2. Ouvrir\n2. Insérer\n2.1. Former\n"
        "2.1.1. Dire",
        "Volet externe\nOS 1 : Être proche\nOO 1.1 : Agir\nActions : Créer ; Ouvrir\n"
        "OS 2 : Insérer\nOO 2.1 : Former\nAction : Dire",
        "Volet externe\nOS 1 : Être proche .... p. 13\nOO 1.1 : Agir ..... p. 14\n"
        "OS 1 : Être proche\nOO 1.1 : Agir\n☐ Créer\n☑ Ouvrir\n"
        "OS 2 : Insérer\nOO 2.1 : Former\n☐ Dire",
    ],
)
def test_codes_words_letters_and_lists_name_the_levels(texte: str) -> None:
    lu = read(texte)
    assert [f"{o.volet} {o.niveau} {o.intitule}" for o in lu.objectifs] == [
        "Externe OS Être proche",
        "Externe OO Agir",
        "Externe OS Insérer",
        "Externe OO Former",
    ]
    assert [(a.objectif, a.libelle) for a in lu.actions] == [("1.1", "Créer"), ("1.1", "Ouvrir"), ("2.1", "Dire")]


@pytest.mark.parametrize(
    "texte",
    [
        "Volet externe\nIl vise les actions.\n1. Valeurs\n  1. Humanité\n    • le respect\n    • la dignité",
        "Le volet externe\nLa population vieillit.\n- 65 ans et plus\n- familles\n"
        "A. Dupont et B. Durand ont rédigé ce texte.",
    ],
)
def test_prose_invents_nothing(texte: str) -> None:
    assert read(texte).vide
