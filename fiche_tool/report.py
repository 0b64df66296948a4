"""Results as a person reads them in the console, and as one JSON object."""

from collections.abc import Sequence
from typing import Any

from fiche_tool.collect import Collecte
from fiche_tool.domaine.anomalies import Anomalie
from fiche_tool.domaine.show import export_valeur
from fiche_tool.excel.synthese.journal import balance
from fiche_tool.verify import Verification

CAP = 12
"""How many anomalies the console shows; the sheet Anomalies holds them all."""


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


def export_collecte(collecte: Collecte) -> dict[str, Any]:
    """A collection for JSON."""
    bilan = collecte.bilan
    return {
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


def export_verification(verification: Verification) -> dict[str, Any]:
    """A checked file for JSON: dates in ISO 8601, amounts as decimal strings."""
    return {
        "fichier": verification.fichier,
        "genre": verification.genre,
        "action": verification.action,
        "reconnue_par": list(verification.reconnue_par),
        "champs": {nom: export_valeur(nom, valeur) for nom, valeur in verification.champs.items()},
        "anomalies": [export_anomalie(anomalie) for anomalie in verification.anomalies],
    }


def show_collecte(collecte: Collecte) -> list[str]:
    """The lines of a collection's summary."""
    lines = [*balance(collecte.bilan), *show_anomalies(collecte.anomalies)]
    if collecte.copies:
        lines.append(f"{len(collecte.copies)} copie(s) à corriger dans « {collecte.copies[0].parent.parent} ».")
    lines += collecte.avertissements
    printed = f", « {collecte.pdf.name} »" if collecte.pdf else ""
    return [*lines, f"Synthèse : « {collecte.fichier} »", f"Annexe : « {collecte.annexe} »{printed}"]


def show_anomalies(anomalies: Sequence[Anomalie]) -> list[str]:
    """What blocks, sentence by sentence up to a cap, then the count of the rest."""
    errors = [anomalie for anomalie in anomalies if anomalie.bloquante]
    remarks = len(anomalies) - len(errors)
    lines = [f"Anomalies : {len(errors)} erreur(s), {remarks} remarque(s)."] if anomalies else ["Aucune anomalie."]
    shown = list({(x.code, x.action, x.champ, x.texte): x for x in reversed(errors)}.values())[::-1]  # one per conflict
    lines += [f"  {anomalie.code} {anomalie.phrase}" for anomalie in shown[:CAP]]
    if len(shown) > CAP:
        lines.append(f"  … et {len(shown) - CAP} autre(s) : voir la feuille Anomalies.")
    return lines


def show_verification(verification: Verification) -> list[str]:
    """The lines about one checked file."""
    about = f"{verification.genre} {verification.action}".strip()
    if not verification.anomalies:
        return [f"{verification.fichier} ({about}) : rien à signaler."]
    lines = [f"{verification.fichier} ({about}) :"]
    for anomalie in sorted(verification.anomalies, key=lambda x: not x.bloquante):
        cell = f"{anomalie.cellule} – " if anomalie.cellule else ""
        lines.append(f"  {anomalie.gravite.value} {anomalie.code} : {cell}{anomalie.texte}")
    return lines
