"""Results as JSON objects: plain types, dates in ISO 8601, amounts as decimal strings."""

from typing import TYPE_CHECKING, Any

from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.fiche.show import export_valeur

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
        "a_corriger": [str(copie) for copie in collecte.copies],
        "anomalies": [export_anomalie(anomalie) for anomalie in collecte.anomalies],
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
