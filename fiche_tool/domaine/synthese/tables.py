"""The flat tables: one row per action, budget line, change, séance or retired action; the frames of `collect()`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from fiche_tool.domaine.fusion.registre import Registre
from fiche_tool.domaine.grand_livre.acquis import Etat, Origine
from fiche_tool.domaine.grand_livre.page import Seance
from fiche_tool.domaine.mots.statuts import ABANDONNE, HORS_MOYENNE
from fiche_tool.domaine.programme.programme import Niveau, Programme
from fiche_tool.domaine.synthese.evolution import Evolution
from fiche_tool.domaine.synthese.lignes import HORS_HIERARCHIE, LigneAction, Noms, action_row, place_label

MONTANTS = ("montant", "fonds_propres", "emprunt", "subsides")
_PLACE = ("identifiant", "volet", "axe", "os", "oo", "numero")
COLONNES_TABLE_ACTIONS = (
    *_PLACE,
    "libelle",
    "service",
    "mandataire",
    "responsable",
    "porteur",
    "partenaires",
    "plans",
    "statut",
    "statut_avant",
    "taux",
    "avant",
    "debut",
    "fin",
    "mise_a_jour",
    "reponse",
    "retour",
    "moyenne",
    "moyenne_avant",
    "retard",
    "origine",
    "depuis",
)
COLONNES_BUDGET_PLAT = (
    *_PLACE,
    "exercice",
    "service",
    "rd",
    "article",
    *MONTANTS,
    "abandonne",
    "fichier",
    "cellule",
)
COLONNES_EVOLUTION = (
    *_PLACE,
    "nature",
    "champ",
    "valeur_avant",
    "valeur_apres",
    "ecart",
    "par",
    "fichier",
    "cellule",
)
COLONNES_SEANCES = ("seance", "reponses", "realisees", "en_cours", "part", "taux")
COLONNES_RETIREES = (*_PLACE, "libelle", "depuis", "retiree", "origine", "statut", "taux")


@dataclass(frozen=True, slots=True)
class Tables:
    """The flat tables. Amounts are whole cents, so that sums are exact; taux are Decimal, dates are date."""

    actions: pd.DataFrame
    budget: pd.DataFrame
    evolution: pd.DataFrame
    seances: pd.DataFrame
    retirees: pd.DataFrame
    budget_retirees: pd.DataFrame


def build_tables(
    programme: Programme,
    registre: Registre,
    noms: Noms,
    rows: Sequence[LigneAction],
    evolutions: Sequence[Evolution],
    seances: Sequence[Seance],
) -> Tables:
    """Every table, from the rows of the live actions, the changes of the séance and the figures of each séance."""
    places = {row.action.identifiant: _place(programme, noms, row) for row in rows}
    gone = [action_row(registre, action) for action in programme.actions if action.identifiant and not action.active]
    return Tables(
        _frame((places[row.action.identifiant] | _flat_action(row) for row in rows), COLONNES_TABLE_ACTIONS),
        _frame(
            (places[row.action.identifiant] | line for row in rows for line in _flat_budget(registre, row)),
            COLONNES_BUDGET_PLAT,
        ),
        _frame((_place(programme, noms, e.ligne) | _flat_evolution(e) for e in evolutions), COLONNES_EVOLUTION),
        _frame(({nom: getattr(s, nom) for nom in COLONNES_SEANCES} for s in seances), COLONNES_SEANCES),
        _frame((_place(programme, noms, row) | _flat_retiree(row) for row in gone), COLONNES_RETIREES),
        _frame(
            (_place(programme, noms, row) | line for row in gone for line in _flat_budget(registre, row)),
            COLONNES_BUDGET_PLAT,
        ),
    )


def _frame(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns), dtype=object)


def _place(programme: Programme, noms: Noms, row: LigneAction) -> dict[str, Any]:
    action = row.action
    strategique, operationnel = programme.objectifs_of(action)
    if strategique is None or programme.volet(action.volet) is None:
        strategique = operationnel = None
    return {
        "identifiant": action.identifiant,
        "volet": action.volet,
        "axe": place_label(noms, "", (action.volet, action.axe, "")) if action.axe else None,
        "os": place_label(noms, Niveau.OS, strategique.place) if strategique else HORS_HIERARCHIE,
        "oo": place_label(noms, Niveau.OO, action.place) if operationnel else HORS_HIERARCHIE,
        "numero": action.numero,
    }


def _flat_action(row: LigneAction) -> dict[str, Any]:
    counted = row.taux is not None and row.statut not in HORS_MOYENNE
    was_counted = row.avant is not None and row.statut_avant not in HORS_MOYENNE
    given = ("service", "mandataire", "responsable", "porteur", "partenaires", "plans", "mise_a_jour")
    return {
        "libelle": row.action.libelle,
        **{nom: row.valeurs.get(nom) for nom in given},
        "statut": row.etat,
        "statut_avant": row.statut_avant,
        "taux": row.taux,
        "avant": row.avant,
        "debut": row.debut,
        "fin": row.fin,
        "reponse": "Oui" if row.recue else "Non",
        "retour": row.retour.value,
        "moyenne": "Oui" if counted else "Non",
        "moyenne_avant": "Oui" if was_counted else "Non",
        "retard": "Oui" if row.en_retard else "Non",
        "origine": row.origine,
        "depuis": row.action.depuis,
    }


def _flat_budget(registre: Registre, row: LigneAction) -> Iterator[dict[str, Any]]:
    etat = registre.etats.get(row.action.identifiant, Etat())
    for acquise in etat.lignes:
        ligne, origine = acquise.ligne, acquise.origine
        yield {
            "exercice": ligne.exercice,
            "service": ligne.service,
            "rd": ligne.rd,
            "article": ligne.article,
            **{nom: _cents(getattr(ligne, nom)) for nom in MONTANTS},
            "abandonne": "Oui" if row.statut == ABANDONNE else "Non",
            "fichier": origine.fichier,
            "cellule": _cell(origine),
        }


def _flat_evolution(evolution: Evolution) -> dict[str, Any]:
    origine = evolution.origine
    return {
        "nature": evolution.nature.value,
        "champ": evolution.champ,
        "valeur_avant": evolution.avant,
        "valeur_apres": evolution.apres,
        "ecart": evolution.ecart,
        "par": origine.par if origine else "",
        "fichier": origine.fichier if origine else "",
        "cellule": _cell(origine) if origine else "",
    }


def _flat_retiree(row: LigneAction) -> dict[str, Any]:
    return {
        "libelle": row.action.libelle,
        "depuis": row.action.depuis,
        "retiree": row.action.retiree,
        "origine": row.origine,
        "statut": row.etat,
        "taux": row.taux,
    }


def _cell(origine: Origine) -> str:
    return f"{origine.feuille}!{origine.cellule}" if origine.cellule else ""


def _cents(montant: Decimal | None) -> int | None:
    return None if montant is None else int(montant * 100)
