"""A PST with every oddity a figure may stumble on, and labels that try to be more than text."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.programme.diffusion import Diffusion
from fiche_tool.domaine.programme.programme import Action, EtatAction, Niveau, Objectif, Parametres, Programme, Volet
from fiche_tool.excel.programme.write_programme import write_programme
from tests.conftest import Pst, small_programme

PREMIERE, SECONDE = date(2021, 11, 24), date(2022, 5, 25)
HOSTILES = (
    "<script>alert('pst')</script><img src=x onerror=alert(1)>",
    "=cmd|'/C calc'!A0",
    "+1+1 \" ' « » & &amp; </style></title>-->",
    "-- ]]> {{ 7*7 }} {% raw %} ${x}",
    "Droite \u202eàgauche\u202c \u2067isolé\u2069 \u200fmarque",
    "Famille 👩\u200d👩\u200d👧 et 🏠",
    "@SUM(A1:A9) " + "très long libellé " * 115,
)
"""What a label may hold: markup, formulas, quotes, templates, marks that turn the text, emoji, two thousand letters."""


def shown(texte: str) -> str:
    """A hostile label as it leaves the house, on one line."""
    return " ".join(re.sub("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", "", texte).split())


def odd_programme(**diffusion: object) -> Programme:
    """An axe, a transversal action, one without objective, a retired one, one to come, one added; synergies."""
    small = small_programme()
    direction, outil, credits, colis, permanence = small.actions
    more = (
        replace(permanence, autres_objectifs=(("Interne", "", "1.2"),), synergie="Oui"),
        Action("F7GHJ", "Externe", "2", "1.1", "1.1.1", "Action d'un axe", "Social", depuis=date(2020, 9, 1)),
        Action("G8HJK", "Interne", "", "9.9", "9.9.9", "Action sans objectif", "Finances"),
        Action("H9JKM", "Interne", "", "1.1", "1.1.3", "Action qui sort", "Direction", retiree=date(2022, 1, 15)),
        Action("J2KMN", "Interne", "", "1.1", "1.1.4", "Action sortie", "", etat=EtatAction.RETIREE),
    )
    axe = (
        Objectif(Niveau.AXE, "Externe", "2", "2", "Ouverture"),
        Objectif(Niveau.OS, "Externe", "2", "1", "Être ouvert"),
        Objectif(Niveau.OO, "Externe", "2", "1.1", "Accueillir"),
        Objectif(Niveau.OO, "Externe", "2", "1.2", "Sans action"),
    )
    return replace(
        small,
        objectifs=(*small.objectifs, *axe),
        actions=(direction, outil, credits, colis, *more),
        diffusion=Diffusion(**({"ins": "61080"} | diffusion)),  # type: ignore[arg-type]  # named by the tests
    )


def hostile_programme(**diffusion: object) -> Programme:
    """The hostile labels everywhere a label may stand."""
    parametres = Parametres("hostile-2019-2024", HOSTILES[0], 2019, 2024, organe=HOSTILES[2], contact=HOSTILES[0])
    noms = HOSTILES
    return Programme(
        parametres,
        (Volet("Interne", noms[0]), Volet("Externe", noms[4])),
        tuple(
            objectif
            for volet in ("Interne", "Externe")
            for objectif in (
                Objectif(Niveau.OS, volet, "", "1", noms[0]),
                Objectif(Niveau.OO, volet, "", "1.1", noms[1]),
            )
        ),
        tuple(
            Action(f"A{rang}BCD", "Interne", "", "1.1", f"1.1.{rang}", nom, nom, nom, nom, nom, nom, nom)
            for rang, nom in enumerate(noms, 2)
        ),
        diffusion=Diffusion(**({"ins": "61080"} | diffusion)),  # type: ignore[arg-type]  # named by the tests
    )


def make_pst(racine: Path, programme: Programme, pst: Pst) -> Pst:
    """The folder of a programme."""
    racine.mkdir(parents=True)
    (racine / "programme.xlsx").write_bytes(write_programme(programme))
    return Pst(racine, pst.run)


def answer_oddly(pst: Pst) -> Pst:
    """Two séances: abandoned, held back, no exercice, no O/E, late, recurrent, without status, silent."""
    line: dict[str, Contenu] = {
        "exercice": 2021,
        "service": "O",
        "rd": "D",
        "article": "104/123-13",
        "montant": "1000,10",
    }
    own: dict[str, Contenu] = {"fonds_propres": "1000,10"}
    first: Sequence[tuple[str, dict[str, Contenu], Sequence[dict[str, Contenu]]]] = (
        ("A2BCD", {"statut": "En cours", "taux": 45, "fin": "31/12/2020"}, [line | own]),
        ("B3CDE", {"statut": "Abandonné", "taux": 20, "commentaire": "Sans suite"}, [line | {"montant": "77,77"}]),
        ("C4DEF", {"statut": "Réalisé", "taux": 100}, [line | {"exercice": None, "montant": "250,05"}]),
        ("D5EFG", {"statut": "En cours", "taux": 30}, [line | {"emprunt": "1000,10"}, line | {"rd": "R"}]),
        ("E6FGH", {"statut": "Récurrent", "taux": 50}, [line | {"service": None, "article": None}]),
        ("F7GHJ", {"taux": 10}, []),
        ("H9JKM", {"statut": "Réalisé", "taux": 100}, [line | {"montant": "40,00"}]),
    )
    for identifiant, champs, budget in first:
        pst.fill_in(identifiant, {**_SIGNED, **champs}, budget, seance=PREMIERE)
    pst.collect(PREMIERE)
    later: dict[str, Contenu] = {
        "mise_a_jour": date(2022, 5, 9),
        "taux": 60,
        "statut": "Suspendu",
        "commentaire": "Arrêtée",
    }
    pst.fill_in("A2BCD", {**_SIGNED, **later}, (), seance=SECONDE)
    pst.collect(SECONDE)
    return pst


_SIGNED: dict[str, Contenu] = {"mise_a_jour": date(2021, 11, 9), "complete_par": "Jeanne Noël"}
