"""Checking the accepted answers of all the actions against one another."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.fiche.fiche import BUDGET, LigneBudget
from fiche_tool.domaine.fusion.fusion import Cle, Etat
from fiche_tool.domaine.mots.nombres import show_montant
from fiche_tool.domaine.programme.programme import Action
from fiche_tool.domaine.regles.regles_budget import LIGNE_AILLEURS

Empreinte = tuple[int, str, str, str, Decimal]
"""Exercice, service, R/D, article and amount of a line: what two actions do not share by chance."""


def check_across(actions: tuple[Action, ...], etats: Mapping[str, Etat]) -> Iterator[Anomalie]:
    """A remark for each budget line that another action claims too, at the cell it was taken from.

    Lines of one article with different amounts share it, which is normal; the same amount is most likely one expense
    counted twice.
    """
    places: dict[Empreinte, list[tuple[Action, Cle]]] = {}
    for action in actions:
        for cle, valeur in etats[action.identifiant].valeurs.items():
            if isinstance(valeur, LigneBudget) and valeur.article and valeur.exercice and valeur.montant:
                places.setdefault((*valeur.cle, valeur.montant), []).append((action, cle))
    for (*_, montant), found in places.items():
        for action, cle in found:
            others = sorted({other.identifiant for other, _ in found} - {action.identifiant})
            origine = etats[action.identifiant].origines.get(cle)
            if others and origine is not None:
                ligne = etats[action.identifiant].valeurs[cle]
                assert isinstance(ligne, LigneBudget)
                yield signal(
                    LIGNE_AILLEURS,
                    fichier=origine.fichier,
                    feuille=origine.feuille,
                    cellule=origine.cellule,
                    champ=BUDGET,
                    action=action.identifiant,
                    trouve=f"{ligne.libelle} : {show_montant(montant)}",
                    detail=", ".join(others),
                )
