"""The flat tables: one row per action, budget line, change, séance or retired action, as `collect()` gives them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from fiche_tool.domaine.fiche.champs import Champ
from fiche_tool.domaine.fiche.fiche import (
    CHAMPS,
    COLONNES_BUDGET,
    DEBUT,
    DERNIERE_MISE_A_JOUR,
    FIN,
    LIBELLE,
    MANDATAIRE,
    PARTENAIRES,
    PLANS,
    PORTEUR,
    RESPONSABLE,
    SERVICE_GESTIONNAIRE,
    STATUT_ACTION,
    TAUX_AVANCEMENT,
    Groupe,
    LigneBudget,
)
from fiche_tool.domaine.fiche.kinds import MONTANT, Scalaire
from fiche_tool.domaine.fiche.lignes_budget import complete_ligne, find_contradictions, non_ventile, sens_of
from fiche_tool.domaine.fusion.registre import Registre
from fiche_tool.domaine.grand_livre.acquis import Etat, Origine
from fiche_tool.domaine.grand_livre.page import Seance
from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.mots.statuts import ABANDONNE
from fiche_tool.domaine.programme.programme import Niveau, Programme
from fiche_tool.domaine.synthese.attention import LigneAttention
from fiche_tool.domaine.synthese.bilan_budget import LigneAPart
from fiche_tool.domaine.synthese.comparaison import LigneComparee
from fiche_tool.domaine.synthese.evolution import Evolution
from fiche_tool.domaine.synthese.lignes import HORS_HIERARCHIE, LigneAction, Noms, place_label
from fiche_tool.domaine.synthese.tableau import Tableau, flat_attention, flat_comparee, make_tableau, to_cents


# --- the columns -----------------------------------------------------------------------------------------------------
class GenreDonnees(StrEnum):
    """What a column holds."""

    TEXTE = "texte"
    NOMBRE = "nombre"
    CENTIMES = "montant, en centimes entiers"
    DATE = "date, ou période"
    PART = "part, de 0 à 1"


@dataclass(frozen=True, slots=True)
class ColonneDonnees:
    """A column of a flat table: its key in the frames and in the names of formulas, its heading in « Données »."""

    cle: str
    entete: str
    genre: GenreDonnees = GenreDonnees.TEXTE


_GENRES: Mapping[type, GenreDonnees] = {
    Periode: GenreDonnees.DATE,
    Decimal: GenreDonnees.NOMBRE,
    int: GenreDonnees.NOMBRE,
    str: GenreDonnees.TEXTE,
}


def _of(*champs: Champ[Scalaire]) -> tuple[ColonneDonnees, ...]:
    """The columns that some fields declare for themselves."""
    return tuple(
        ColonneDonnees(c.nom, c.synthese.donnees, CENTIMES if c.kind is MONTANT else _GENRES[c.kind.classe])
        for c in champs
    )


CENTIMES = GenreDonnees.CENTIMES
MONTANTS = tuple(champ.nom for champ in COLONNES_BUDGET if champ.kind is MONTANT)
"""The amount of a line, then its parts."""
NON_VENTILE = "non_ventile"
"""What of the amount has no part, line by line: what one line lacks is never made up by another."""
_PLACE = (
    ColonneDonnees("identifiant", "Identifiant"),
    ColonneDonnees("volet", "Volet"),
    ColonneDonnees("axe", "Axe"),
    ColonneDonnees("os", "OS"),
    ColonneDonnees("oo", "OO"),
    ColonneDonnees("numero", "N°"),
)
_SANS_PLACE = dict.fromkeys((colonne.cle for colonne in _PLACE), None)
_ORIGINE = (ColonneDonnees("fichier", "Fichier"), ColonneDonnees("cellule", "Cellule"))
_DEPUIS = ColonneDonnees("depuis", "Depuis", GenreDonnees.DATE)
_QUI: Groupe = (SERVICE_GESTIONNAIRE, MANDATAIRE, RESPONSABLE, PORTEUR, PARTENAIRES, PLANS)
_QUAND: Groupe = (DEBUT, FIN, DERNIERE_MISE_A_JOUR)
_PLACEES: Groupe = (LIBELLE, *_QUI, STATUT_ACTION, TAUX_AVANCEMENT, *_QUAND)
AUTRES: Groupe = tuple(c for c in CHAMPS if c.synthese.donnees and c not in _PLACEES)
"""The fields with a heading in « Données » that have no place of their own there: they come after the dates."""
_LIGNE = (*_of(*COLONNES_BUDGET), ColonneDonnees("sens", "Compte dans"))
_BUDGET = (
    *_PLACE,
    *_LIGNE,
    ColonneDonnees(NON_VENTILE, "Non ventilé", CENTIMES),
    ColonneDonnees("contredite", "Contredite par l'article"),
    ColonneDonnees("abandonne", "Abandonné"),
    *_ORIGINE,
)
COLONNES: Mapping[str, tuple[ColonneDonnees, ...]] = {
    "actions": (
        *_PLACE,
        *_of(LIBELLE, *_QUI, STATUT_ACTION),
        ColonneDonnees("statut_avant", "Statut précédent"),
        *_of(TAUX_AVANCEMENT),
        ColonneDonnees("avant", "Taux précédent", GenreDonnees.NOMBRE),
        *_of(*_QUAND, *AUTRES),
        ColonneDonnees("reponse", "Réponse reçue"),
        ColonneDonnees("retour", "Statut du retour"),
        ColonneDonnees("moyenne", "Compte dans la moyenne"),
        ColonneDonnees("moyenne_avant", "Comptait dans la moyenne"),
        ColonneDonnees("retard", "En retard"),
        ColonneDonnees("origine", "Origine"),
        _DEPUIS,
    ),
    "budget": _BUDGET,
    "evolution": (
        *_PLACE,
        ColonneDonnees("nature", "Nature"),
        ColonneDonnees("champ", "Champ"),
        ColonneDonnees("valeur_avant", "Avant"),
        ColonneDonnees("valeur_apres", "Après"),
        ColonneDonnees("ecart", "Écart"),
        ColonneDonnees("par", "Par"),
        *_ORIGINE,
    ),
    "seances": (
        ColonneDonnees("seance", "Séance", GenreDonnees.DATE),
        ColonneDonnees("reponses", "Réponses", GenreDonnees.NOMBRE),
        ColonneDonnees("realisees", "Réalisées", GenreDonnees.NOMBRE),
        ColonneDonnees("en_cours", "En cours", GenreDonnees.NOMBRE),
        ColonneDonnees("part", "Part réalisées ou en cours", GenreDonnees.PART),
        *_of(TAUX_AVANCEMENT),
    ),
    "retirees": (
        *_PLACE,
        *_of(LIBELLE),
        _DEPUIS,
        ColonneDonnees("retiree", "Retirée le", GenreDonnees.DATE),
        ColonneDonnees("origine", "Origine"),
        *_of(STATUT_ACTION, TAUX_AVANCEMENT),
        ColonneDonnees("avant", "Taux précédent", GenreDonnees.NOMBRE),
        ColonneDonnees("moyenne_avant", "Comptait dans la moyenne"),
    ),
    "budget_retirees": _BUDGET,
    "budget_retenu": (*_PLACE, *_LIGNE, ColonneDonnees("texte", "Telle que remplie"), *_ORIGINE),
    "comparaison": (
        *_PLACE,
        *_of(LIBELLE, SERVICE_GESTIONNAIRE),
        ColonneDonnees("presence", "Au programme"),
        ColonneDonnees("statut_avant", "Statut avant"),
        ColonneDonnees("statut_apres", "Statut maintenant"),
        ColonneDonnees("taux_avant", "Taux avant (%)", GenreDonnees.NOMBRE),
        ColonneDonnees("taux_apres", "Taux maintenant (%)", GenreDonnees.NOMBRE),
        ColonneDonnees("points", "Écart (points)", GenreDonnees.NOMBRE),
        ColonneDonnees("fin_avant", "Échéance avant", GenreDonnees.DATE),
        ColonneDonnees("fin_apres", "Échéance maintenant", GenreDonnees.DATE),
        ColonneDonnees("jours", "Écart (jours)", GenreDonnees.NOMBRE),
        ColonneDonnees("depenses_avant", "Dépenses avant", CENTIMES),
        ColonneDonnees("depenses_apres", "Dépenses maintenant", CENTIMES),
        ColonneDonnees("recettes_avant", "Recettes avant", CENTIMES),
        ColonneDonnees("recettes_apres", "Recettes maintenant", CENTIMES),
    ),
    "attention": (
        ColonneDonnees("rang", "Rang", GenreDonnees.NOMBRE),
        ColonneDonnees("motif", "Motif"),
        *_PLACE,
        *_of(LIBELLE, SERVICE_GESTIONNAIRE),
        ColonneDonnees("phrase", "En bref"),
        ColonneDonnees("page", "Sur la page du bureau"),
    ),
}
"""By table (an attribute of Tables), its columns in order."""


# --- the tables ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Tables:
    """The flat tables. Amounts are whole cents, so that sums are exact; taux are Decimal, dates are date."""

    actions: Tableau
    budget: Tableau
    evolution: Tableau
    seances: Tableau
    retirees: Tableau
    budget_retirees: Tableau
    budget_retenu: Tableau
    comparaison: Tableau
    attention: Tableau


def build_tables(
    programme: Programme,
    registre: Registre,
    noms: Noms,
    rows: Sequence[LigneAction],
    evolutions: Sequence[Evolution],
    seances: Sequence[Seance],
    gone: Sequence[LigneAction],
    retenues: Sequence[LigneAPart],
    comparees: Sequence[LigneComparee] = (),
    attention: Sequence[LigneAttention] = (),
) -> Tables:
    """Every table, from the rows of the live actions, the changes of the séance and the figures of each séance.

    `gone`: the rows of the actions that left the programme; `retenues`: the budget lines that no total holds;
    `comparees` are the actions beside what they were, `attention` the lines that ask for it, the gravest first.
    """
    before = {action.identifiant for action in registre.programme_avant.actives} if registre.programme_avant else set()
    places = {row.action.identifiant: _place(programme, noms, row) for row in rows}
    return Tables(
        _flatten((places[row.action.identifiant] | _flat_action(row) for row in rows), "actions"),
        _flatten(
            (places[row.action.identifiant] | line for row in rows for line in _flat_budget(registre, row)),
            "budget",
        ),
        _flatten((_place(programme, noms, e.ligne) | _flat_evolution(e) for e in evolutions), "evolution"),
        _flatten(({c.cle: getattr(s, c.cle) for c in COLONNES["seances"]} for s in seances), "seances"),
        _flatten((_place(programme, noms, row) | _flat_retiree(row, before) for row in gone), "retirees"),
        _flatten(
            (_place(programme, noms, row) | line for row in gone for line in _flat_budget(registre, row)),
            "budget_retirees",
        ),
        _flatten((places[held.action.identifiant] | _flat_held(held) for held in retenues), "budget_retenu"),
        _flatten((_place(programme, noms, x.ligne) | flat_comparee(x) for x in comparees), "comparaison"),
        _flatten(flat_attention(attention, places, _SANS_PLACE), "attention"),
    )


def _flatten(rows: Iterable[Mapping[str, Any]], table: str) -> Tableau:
    return make_tableau((colonne.cle for colonne in COLONNES[table]), rows)


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
    return {
        **{champ.nom: row.valeurs.get(champ.nom) for champ in (*_PLACEES, *AUTRES)},
        "libelle": row.action.libelle,
        "statut": row.etat,
        "statut_avant": row.statut_avant,
        "avant": row.avant,
        "reponse": "Oui" if row.recue else "Non",
        "retour": row.retour.value,
        "moyenne": "Oui" if row.compte else "Non",
        "moyenne_avant": "Oui" if row.comptait else "Non",
        "retard": "Oui" if row.en_retard else "Non",
        "origine": row.origine,
        "depuis": row.action.depuis,
    }


def _flat_budget(registre: Registre, row: LigneAction) -> Iterator[dict[str, Any]]:
    etat = registre.etats.get(row.action.identifiant, Etat())
    for acquise in etat.lignes:
        ligne, origine = complete_ligne(acquise.ligne), acquise.origine
        yield {
            **_flat_ligne(ligne),
            NON_VENTILE: to_cents(non_ventile(ligne)),
            "contredite": "Oui" if find_contradictions(ligne) else "Non",
            "abandonne": "Oui" if row.statut == ABANDONNE else "Non",
            "fichier": origine.fichier,
            "cellule": _cell(origine),
        }


def _flat_ligne(ligne: LigneBudget) -> dict[str, Any]:
    values = {champ.nom: getattr(ligne, champ.nom) for champ in COLONNES_BUDGET}
    return {**values, **{nom: to_cents(values[nom]) for nom in MONTANTS}, "sens": sens_of(ligne).value}


def _flat_held(held: LigneAPart) -> dict[str, Any]:
    return {
        **_flat_ligne(held.ligne or LigneBudget()),
        "texte": held.texte,
        "fichier": held.fichier,
        "cellule": f"{held.feuille}!{held.cellule}" if held.cellule else "",
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


def _flat_retiree(row: LigneAction, before: Collection[str]) -> dict[str, Any]:
    counted = row.comptait and row.action.identifiant in before
    return {
        "libelle": row.action.libelle,
        "depuis": row.action.depuis,
        "retiree": row.action.retiree,
        "origine": row.origine,
        "statut": row.etat,
        "taux": row.taux,
        "avant": row.avant,
        "moyenne_avant": "Oui" if counted else "Non",
    }


def _cell(origine: Origine) -> str:
    return f"{origine.feuille}!{origine.cellule}" if origine.cellule else ""
