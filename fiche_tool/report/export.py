"""Results as JSON objects: plain types, dates in ISO 8601, amounts as decimal strings."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.fiche.lignes_budget import Sens
from fiche_tool.domaine.fiche.show import export_valeur
from fiche_tool.domaine.grand_livre.points import Point
from fiche_tool.domaine.grand_livre.sorts import Retour
from fiche_tool.domaine.synthese.bilan_budget import BilanBudget, LigneAPart, Totaux, add_up

if TYPE_CHECKING:  # each command loads its own verb, and nothing for the others
    from fiche_tool.verbes.collect import Collecte
    from fiche_tool.verbes.verify import Verification

SCHEMA = 1
"""The version of the JSON: changes when a key goes or changes its meaning (docs/formats.md)."""


def export_anomalie(anomalie: Anomalie) -> dict[str, str]:
    """An anomaly for JSON."""
    return {
        "code": anomalie.code,
        "gravite": anomalie.gravite.value,
        "fichier": anomalie.fichier,
        "feuille": anomalie.feuille,
        "cellule": anomalie.cellule,
        "champ": anomalie.champ,
        "action": anomalie.action,
        "trouve": anomalie.trouve,
        "attendu": anomalie.attendu,
        "phrase": anomalie.phrase,
    }


def export_collecte(collecte: "Collecte") -> dict[str, Any]:
    """A collection for JSON."""
    bilan = collecte.bilan
    return {
        "schema": SCHEMA,
        "synthese": str(collecte.fichier),
        "annexe": str(collecte.annexe),
        "annexe_pdf": str(collecte.pdf) if collecte.pdf else None,
        "fichiers": {
            "trouves": bilan.trouves,
            "repris": bilan.repris,
            "repris_en_partie": bilan.repris_en_partie,
            "ecartes": bilan.ecartes,
            "ignores": bilan.ignores,
        },
        "actions": {"total": bilan.actions, "recues": bilan.recues, "sans_reponse": bilan.sans_reponse},
        "budget": export_budget(collecte.synthese.bilan),
        "a_corriger": [str(copie) for copie in collecte.copies],
        "a_trancher": str(collecte.points) if collecte.points else None,
        "points": [export_point(point) for point in collecte.synthese.registre.points],
        "retours": [export_retour(retour) for retour in collecte.synthese.registre.retours],
        "registre": str(collecte.registre),
        "seances_anterieures": [jour.isoformat() for jour in collecte.anterieures],
        "anomalies": [export_anomalie(anomalie) for anomalie in collecte.anomalies],
    }


def export_budget(bilan: BilanBudget) -> dict[str, Any]:
    """The totals of the budget for JSON, with what they leave out."""
    contredites = add_up(line.ligne for line in bilan.contredites if line.ligne is not None)
    return {
        **_export_totaux(bilan.programme),
        "sans_exercice": _export_totaux(bilan.sans_exercice),
        "actions_retirees": _export_totaux(bilan.retirees),
        "actions_abandonnees": _export_totaux(bilan.abandonnees),
        "contredites": {**_export_totaux(contredites), "ou": [export_a_part(line) for line in bilan.contredites]},
        "retenues": [export_a_part(line) for line in bilan.retenues],
        "a_trancher": [
            {
                "action": line.action.identifiant,
                "gardee": None if line.gardee is None else _euros(line.gardee),
                "versions": [export_a_part(version) for version in line.versions],
            }
            for line in bilan.disputees
        ],
    }


def _export_totaux(totaux: Totaux) -> dict[str, Any]:
    """Amounts by total; one that no line counts in is 0."""
    return {
        "lignes": totaux.nombre,
        "depenses": _euros(totaux.depenses.montant),
        "recettes": _euros(totaux.recettes.montant),
        "par_sens": {sens.value: _euros(totaux.of(sens).montant) for sens in Sens},
    }


def _euros(montant: Decimal) -> str:
    return f"{montant:.2f}"


def export_a_part(line: LigneAPart) -> dict[str, Any]:
    """A line that is told of under the totals, for JSON."""
    return {
        "action": line.action.identifiant,
        "montant": None if line.montant is None else _euros(line.montant),
        "sens": line.sens.value,
        "texte": line.texte,
        "gardee": None if line.gardee is None else _euros(line.gardee),
        "fichier": line.fichier,
        "feuille": line.feuille,
        "cellule": line.cellule,
    }


def export_retour(retour: Retour) -> dict[str, Any]:
    """A file and its fate for JSON."""
    return {
        "fichier": retour.chemin,
        "action": retour.action.identifiant if retour.action else "",
        "seance": retour.seance.isoformat(),
        "statut": retour.statut.value,
        "sort": retour.sort,
        "raison": retour.raison,
        "sha256": retour.lecture.fichier.sha256,
    }


def export_point(point: Point) -> dict[str, Any]:
    """An open point for JSON: its answers with their authors, and the value kept."""
    return {
        "action": point.action,
        "champ": point.champ,
        "cle": list(point.cle),
        "genre": point.genre.value,
        "code": point.code,
        "phrase": point.phrase,
        "depuis": point.depuis.isoformat(),
        "gardee": export_valeur(point.champ, point.gardee),
        "reponses": [
            {
                "fichier": reponse.fichier,
                "feuille": reponse.feuille,
                "cellule": reponse.cellule,
                "par": reponse.par,
                "jour": reponse.jour.isoformat() if reponse.jour else None,
                "texte": reponse.texte,
                "sha256": reponse.sha256,
            }
            for reponse in point.reponses
        ],
    }


def export_verification(verification: "Verification") -> dict[str, Any]:
    """A checked file for JSON: dates in ISO 8601, amounts as decimal strings."""
    return {
        "schema": SCHEMA,
        "fichier": verification.fichier,
        "genre": verification.genre,
        "action": verification.action,
        "reconnue_par": list(verification.reconnue_par),
        "champs": {nom: export_valeur(nom, valeur) for nom, valeur in verification.champs.items()},
        "anomalies": [export_anomalie(anomalie) for anomalie in verification.anomalies],
    }
