"""A PST as JSON for another program: the hierarchy with its actions, the figures, what changed. docs/formats.md."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from fiche_tool.domaine.fiche.fiche import BUDGET, REPONSES, lire_budget
from fiche_tool.domaine.fiche.show import export_ligne, export_valeur
from fiche_tool.domaine.mots.textes import outgoing
from fiche_tool.domaine.programme.programme import Action
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.bureau import Bureau
from fiche_tool.domaine.synthese.comptes import Compte, Comptes
from fiche_tool.domaine.synthese.evolution import Evolution
from fiche_tool.domaine.synthese.lignes import LigneAction, LigneNoeud, action_row

SCHEMA = 1
"""Version of the form of the file. A key that is added does not change it."""
Objet = dict[str, Any]


def export_json(synthese: Synthese, comptes: Comptes) -> bytes:
    """The whole PST of a séance."""
    parametres, registre = synthese.programme.parametres, synthese.registre
    whole = {
        "schema": SCHEMA,
        "programme": parametres.code,
        "cpas": parametres.cpas,
        "legislature": [parametres.debut_legislature, parametres.fin_legislature],
        "adoption": parametres.adoption.isoformat() if parametres.adoption else None,
        "seance": synthese.seance.isoformat(),
        "precedente": synthese.depuis.isoformat() if synthese.depuis else None,
        "adoptee": synthese.programme.diffusion.adopted(synthese.seance),
        "chiffres": _chiffres(comptes, synthese.bureau),
        "objectifs": [_noeud(x) for x in synthese.lignes if isinstance(x, LigneNoeud) and x.cle],
        "actions": [_action(x) for x in synthese.lignes if isinstance(x, LigneAction) and not x.lien],
        "retirees": [
            _action(action_row(registre, action))
            for action in synthese.programme.actions
            if action.identifiant and not action.active
        ],
        "changements": [_evolution(evolution) for evolution in synthese.evolutions],
    }
    return (json.dumps(_outgoing(whole), ensure_ascii=False, indent=1) + "\n").encode()


def _chiffres(comptes: Comptes, bureau: Bureau) -> Objet:
    budget, held = comptes.budget, bureau.retenu
    return {
        **_compte(comptes.ensemble),
        "initiales": comptes.chiffres.initiales,
        "realisees_ou_en_cours": comptes.en_route,
        "part": _number(comptes.chiffres.part),
        "ajoutees": comptes.chiffres.ajoutees,
        "retirees": comptes.chiffres.retirees,
        "recues": comptes.chiffres.recues,
        "volets": {compte.cle: _compte(compte) for compte in comptes.volets},
        "objectifs": {compte.cle: _compte(compte) for compte in comptes.objectifs},
        "budget": {
            "exercices": {str(year or ""): _amounts(sums) for year, sums in budget.exercices.items()},
            "total": _amounts(budget.total),
            "depenses": _amounts(budget.depenses),
            "abandonnees": _amounts(budget.abandonnees),
            "retirees": _amounts(budget.retirees),
            "retenues": {
                "lignes": len(bureau.retenues),
                "depenses": f"{held.depenses.montant:.2f}",
                "recettes": f"{held.recettes.montant:.2f}",
            },
            "lignes": budget.lignes,
            "hors": {
                sens.value: {"lignes": somme.nombre, "montant": f"{somme.montant:.2f}"}
                for sens, somme in budget.hors.items()
            },
        },
    }


def _compte(compte: Compte) -> Objet:
    return {
        "actions": compte.total,
        "etats": dict(compte.etats),
        "taux": _number(compte.taux),
        "sur": compte.sur,
        "en_retard": compte.en_retard,
    }


def _amounts(sums: Mapping[str, Decimal]) -> Objet:
    return {nom: f"{amount:.2f}" for nom, amount in sums.items()}


def _number(number: Decimal | None) -> str | None:
    """A mean or a share, exact to four places."""
    return None if number is None else f"{number.quantize(Decimal('0.0001')).normalize():f}"


def _noeud(noeud: LigneNoeud) -> Objet:
    return {"niveau": noeud.niveau, "cle": noeud.cle, "numero": noeud.numero, "intitule": noeud.intitule}


def _action(ligne: LigneAction) -> Objet:
    action = ligne.action
    return {
        "identifiant": action.identifiant,
        **_place(action),
        "numero": action.numero,
        "libelle": action.libelle,
        "autres_objectifs": [list(place) for place in action.autres_objectifs],
        "synergie": action.synergie == "Oui",
        "origine": ligne.origine,
        "depuis": action.depuis.isoformat() if action.depuis else None,
        "retiree": action.retiree.isoformat() if action.retiree else None,
        "etat": ligne.etat,
        "en_retard": ligne.en_retard,
        "recue": ligne.recue,
        "champs": {one.nom: export_valeur(one.nom, ligne.valeurs.get(one.nom)) for one in REPONSES},
        BUDGET: [export_ligne(budgetaire) for budgetaire in lire_budget(ligne.valeurs)],
    }


def _place(action: Action) -> Objet:
    return {"volet": action.volet, "axe": action.axe or None, "objectif": action.objectif}


def _evolution(evolution: Evolution) -> Objet:
    return {
        "action": evolution.ligne.action.identifiant,
        "nature": evolution.nature.value,
        "champ": evolution.champ,
        "avant": evolution.avant,
        "apres": evolution.apres,
        "ecart": evolution.ecart,
    }


def _outgoing(value: Any) -> Any:
    """Every text of the file as it leaves the house."""
    match value:
        case str():
            return outgoing(value)
        case dict():
            return {outgoing(key): _outgoing(item) for key, item in value.items()}
        case list():
            return [_outgoing(item) for item in value]
    return value
