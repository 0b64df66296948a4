"""A small PST of two volets and five actions, and returns of its fiches built by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from fiche_tool.domaine.anomalies import CHOIX_INCONNU, NOMBRE_AMBIGU, Constat, signal
from fiche_tool.domaine.fiche import BUDGET, COLONNES_BUDGET, REPONSES, RETOUR, Budget, LigneBudget, Valeur, champ
from fiche_tool.domaine.lecture import ChampLu, Fichier, Identite, Lecture, LigneLue
from fiche_tool.domaine.programme import (
    Action,
    Annonce,
    Listes,
    Niveau,
    Objectif,
    Parametres,
    Programme,
    Service,
    Volet,
)
from fiche_tool.domaine.registre import Registre, initial_etat
from fiche_tool.domaine.saisie import Saisie
from fiche_tool.domaine.statuts import EN_COURS

JUIN, SEANCE, FUTURE = date(2021, 6, 30), date(2021, 11, 24), date(2022, 3, 30)
CODE = "essai-2019-2024"
FEUILLE = "Fiche"

PROGRAMME = Programme(
    Parametres(CODE, "CPAS d'Essai", 2019, 2024),
    volets=(
        Volet("Interne", "Notre administration", Annonce(1, 1, 2), ligne=8),
        Volet("Externe", annonce=Annonce(1, 2, 3), ligne=9),
    ),
    objectifs=(
        Objectif(Niveau.OS, "Interne", "", "1", "Être bien géré", ligne=2),
        Objectif(Niveau.OO, "Interne", "", "1.1", "Informatiser", ligne=3),
        Objectif(Niveau.OS, "Externe", "", "1", "Être proche", ligne=4),
        Objectif(Niveau.OO, "Externe", "", "1.1", "Accueillir", ligne=5),
        Objectif(Niveau.OO, "Externe", "", "1.2", "Loger", ligne=6),
    ),
    actions=(
        Action("AAA01", "Interne", "", "1.1", "1", "Changer les serveurs", "Informatique", porteur="M. Câble", ligne=2),
        Action("AAA02", "Interne", "", "1.1", "2", "Former le personnel", "Personnel", ligne=3),
        Action("BBB01", "Externe", "", "1.1", "1", "Rénover l'accueil", "Social", ligne=4),
        Action("BBB02", "Externe", "", "1.2", "1", "Ouvrir un logement", "Social", ligne=5),
        Action("BBB03", "Externe", "", "1.2", "2", "Aider au loyer", "Social", ligne=6),
    ),
    listes=Listes(tuple(Service(nom) for nom in ("Informatique", "Personnel", "Social"))),
    colonnes={
        "Objectifs": {"niveau": "A", "volet": "B", "numero": "D"},
        "Actions": {"identifiant": "A", "volet": "B", "objectif": "D", "numero": "E", "service": "G"}
        | {"autres_objectifs": "M"},
    },
)
