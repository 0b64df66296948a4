"""Checking the accepted answers of all the actions against one another."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.fiche.fiche import BUDGET
from fiche_tool.domaine.grand_livre.acquis import Etat, LigneAcquise
from fiche_tool.domaine.mots.nombres import show_montant
from fiche_tool.domaine.mots.textes import shorten
from fiche_tool.domaine.programme.programme import Action
from fiche_tool.domaine.regles.regles_budget import LIGNE_AILLEURS

Empreinte = tuple[int, str, str, str, Decimal]
"""Exercice, service, R/D, article and amount of a line: what two actions do not share by chance."""


def check_across(actions: tuple[Action, ...], etats: Mapping[str, Etat]) -> Iterator[Anomalie]:
    """One remark for each budget line that several actions claim, at the cell it was taken from last.

    Lines of one article with different amounts share it, which is normal; the same amount is most likely one expense
    counted twice.
    """
    places: dict[Empreinte, list[tuple[Action, LigneAcquise]]] = {}
    for action in actions:
        for acquise in etats[action.identifiant].lignes:
            ligne = acquise.ligne
            if ligne.article and ligne.exercice and ligne.montant:
                places.setdefault((*ligne.cle, ligne.montant), []).append((action, acquise))
    for (*_, montant), found in places.items():
        claiming = list(dict.fromkeys(action.identifiant for action, _ in found))
        if len(claiming) > 1:
            action, acquise = max(found, key=lambda place: place[1].origine.seance or date.min)
            names = {other.identifiant: f"« {shorten(other.libelle, 60)} » ({other.identifiant})" for other, _ in found}
            yield signal(
                LIGNE_AILLEURS,
                fichier=acquise.origine.fichier,
                feuille=acquise.origine.feuille,
                cellule=acquise.origine.cellule,
                champ=BUDGET,
                action=action.identifiant,
                trouve=f"{acquise.ligne.libelle} : {show_montant(montant)} €",
                attendu=f"{len(claiming)} fiches",
                detail=", ".join(names.values()),
            )
