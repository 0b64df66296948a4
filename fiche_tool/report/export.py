"""Results as JSON objects: plain types, dates in ISO 8601, amounts as decimal strings."""

from dataclasses import fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.fiche.lignes_budget import Sens
from fiche_tool.domaine.fiche.show import export_valeur
from fiche_tool.domaine.grand_livre.points import Point
from fiche_tool.domaine.grand_livre.retour import Retour

if TYPE_CHECKING:  # each command loads its own verb, and nothing for the others
    from fiche_tool.domaine.programme.programme import Action
    from fiche_tool.domaine.synthese.attention import LigneAttention
    from fiche_tool.domaine.synthese.bilan_budget import BilanBudget, LigneAPart, Totaux
    from fiche_tool.domaine.synthese.bureau import Bureau
    from fiche_tool.domaine.synthese.comparaison import Comparaison, TauxMoyens
    from fiche_tool.verbes.collect import Collecte
    from fiche_tool.verbes.etat import Situation
    from fiche_tool.verbes.relancer import Relance
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
        "bureau": export_bureau(collecte.synthese.bureau),
        "comparaison": export_comparaison(collecte.synthese.comparaison),
        "anomalies": [export_anomalie(anomalie) for anomalie in collecte.anomalies],
    }


def export_budget(bilan: "BilanBudget") -> dict[str, Any]:
    """The totals of the budget for JSON, with what they leave out."""
    from fiche_tool.domaine.synthese.bilan_budget import add_up  # only a collection needs it

    contredites = add_up(line.ligne for line in bilan.contredites if line.ligne is not None)
    return {
        **_export_totaux(bilan.programme),
        "sans_exercice": _export_totaux(bilan.sans_exercice),
        "actions_retirees": _export_totaux(bilan.retirees),
        "actions_abandonnees": _export_totaux(bilan.abandonnees),
        "contredites": {**_export_totaux(contredites), "ou": [export_a_part(line) for line in bilan.contredites]},
        "retenues": [export_a_part(line) for line in bilan.retenues],
        "effacees": [export_a_part(line) for line in bilan.effacees],
        "a_trancher": [
            {
                "action": line.action.identifiant,
                "gardee": None if line.gardee is None else _euros(line.gardee),
                "versions": [export_a_part(version) for version in line.versions],
            }
            for line in bilan.disputees
        ],
    }


def _export_totaux(totaux: "Totaux") -> dict[str, Any]:
    """Amounts by total; one that no line counts in is 0."""
    return {
        "lignes": totaux.nombre,
        "depenses": _euros(totaux.depenses.montant),
        "recettes": _euros(totaux.recettes.montant),
        "par_sens": {sens.value: _euros(totaux.of(sens).montant) for sens in Sens},
    }


def _euros(montant: Decimal) -> str:
    return f"{montant:.2f}"


def export_a_part(line: "LigneAPart") -> dict[str, Any]:
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


def export_bureau(bureau: "Bureau") -> dict[str, Any]:
    """The page of a bureau for JSON: figures, what asks for attention, what is to be decided, the next evaluation."""
    chiffres, evaluation = bureau.chiffres, bureau.evaluation
    return {
        "chiffres": {f.name: _number(getattr(chiffres, f.name)) for f in fields(chiffres)},
        "taux": export_taux(bureau.taux),
        "attention": [export_attention(ligne, ligne in bureau.page) for ligne in bureau.attention],
        "a_decider": [
            {
                "action": point.action,
                "numero": point.nom,
                "libelle": point.libelle,
                "genre": point.genre.value,
                "objet": point.objet,
                "phrase": point.phrase,
                "depuis": point.depuis.isoformat(),
            }
            for point in bureau.a_decider
        ],
        "budget_retenu": {
            "lignes": len(bureau.retenues),
            "depenses": _euros(bureau.retenu.depenses.montant),
            "recettes": _euros(bureau.retenu.recettes.montant),
        },
        "evaluation": {
            "genre": evaluation.genre.value,
            "echeance": evaluation.echeance.isoformat(),
            "jours": evaluation.jours,
            "phrase": evaluation.phrase,
            "contenu": evaluation.contenu,
        },
    }


def export_attention(ligne: "LigneAttention", page: bool) -> dict[str, Any]:
    """A line that asks for attention, for JSON."""
    return {
        "motifs": [genre.value for genre in ligne.genres],
        "action": ligne.action.identifiant if ligne.action else "",
        "numero": ligne.nom,
        "libelle": ligne.libelle,
        "service": ligne.service,
        "phrase": ligne.phrase,
        "page": page,
    }


def export_comparaison(comparaison: "Comparaison | None") -> dict[str, Any] | None:
    """What moved since an older séance, for JSON, its actions left to the tables; None where there is none."""
    if comparaison is None:
        return None
    return {
        "depuis": comparaison.avant.seance.isoformat(),
        "adoption": comparaison.avant.premiere,
        "taux": export_taux(comparaison.taux),
        "mesures": [
            {
                "cle": mesure.cle,
                "libelle": mesure.libelle,
                "unite": mesure.unite.value,
                "avant": _number(mesure.avant),
                "apres": _number(mesure.apres),
                "ecart": _number(mesure.ecart),
            }
            for mesure in comparaison.mesures
        ],
        "passages": [
            {"avant": was, "apres": now, "actions": count} for (was, now), count in sorted(comparaison.passages.items())
        ],
        "bougees": sum(ligne.bouge for ligne in comparaison.lignes),
    }


def export_taux(taux: "TauxMoyens | None") -> dict[str, Any] | None:
    """Mean taux for JSON; None at a first séance."""
    return None if taux is None else {f.name: _number(getattr(taux, f.name)) for f in fields(taux)}


def _number(nombre: Decimal | int | None) -> str | int | None:
    """A count as a number; a mean, a share or an amount as decimal text, to the sixth decimal at most."""
    if not isinstance(nombre, Decimal):
        return nombre
    return f"{round(nombre, 6).normalize():f}"


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


def export_etat(situation: "Situation") -> dict[str, Any]:
    """Where a PST stands, for JSON."""
    bilan = situation.bilan
    return {
        "schema": SCHEMA,
        "seance": situation.seance.isoformat(),
        "seances": [
            {"seance": one.jour.isoformat(), "envoyees": one.envoyees, "collectee": one.collectee}
            for one in situation.seances
        ],
        "envoyees": situation.envoyees,
        "reponse_avant": situation.reponse_avant.isoformat() if situation.reponse_avant else None,
        "actions": {"total": bilan.actions, "recues": bilan.recues, "sans_reponse": bilan.sans_reponse},
        "nouveaux": list(situation.nouveaux),
        "manquants": [
            {
                "service": one.service,
                "personne": one.personne,
                "courriel": one.courriel,
                "actions": [_export_action(action) for action in one.actions],
                "telles_quelles": [action.identifiant for action in one.telles_quelles],
                "a_redemander": [action.identifiant for action in one.a_redemander],
            }
            for one in situation.manquants
        ],
        "a_corriger": [
            {
                "fichier": one.fichier,
                "action": one.action.identifiant if one.action else "",
                "statut": one.statut.value,
                "erreurs": one.erreurs,
            }
            for one in situation.a_corriger
        ],
        "points": situation.points,
        "retard": [_export_action(action) for action in situation.retard],
        "etape": situation.etape.name.lower(),
    }


def export_relance(relance: "Relance") -> dict[str, Any]:
    """The reminders written, for JSON."""
    return {
        "schema": SCHEMA,
        "seance": relance.seance.isoformat(),
        "reponse_avant": relance.reponse_avant.isoformat() if relance.reponse_avant else None,
        "manquantes": relance.manquantes,
        "a_corriger": relance.a_corriger,
        "messages": [str(path) for path in relance.messages],
        "calendrier": str(relance.calendrier) if relance.calendrier else None,
        "avertissements": list(relance.avertissements),
    }


def _export_action(action: "Action") -> dict[str, str]:
    return {
        "action": action.identifiant,
        "volet": action.volet,
        "axe": action.axe,
        "numero": action.numero,
        "libelle": action.libelle,
    }
