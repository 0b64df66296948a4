"""The history of an action: what its accepted answers were at each séance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fiche_tool.domaine.fiche.fiche import BUDGET, Valeurs
from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.mots.textes import shorten

FEUILLE_HISTORIQUE = "Historique"
COLONNES_HISTORIQUE = (
    "Séance",
    "Taux (%)",
    "Statut",
    "Début",
    "Fin",
    "Dépenses estimées",
    "Complétée par",
    "Commentaire",
)


@dataclass(frozen=True, slots=True)
class Etape:
    """One séance at which an action was answered: its values after it, and who filled the fiche in."""

    seance: date
    valeurs: Valeurs
    par: str = ""


def history_row(etape: Etape) -> tuple[Contenu, ...]:
    """The cells of a séance, in the order of COLONNES_HISTORIQUE. Dépenses in euros; None where no line has any."""
    valeurs = etape.valeurs
    lignes = valeurs.get(BUDGET) or ()
    assert isinstance(lignes, tuple)
    amounts = [ligne.montant for ligne in lignes if ligne.rd == "D" and ligne.montant is not None]
    taux, statut, commentaire = valeurs.get("taux"), valeurs.get("statut"), valeurs.get("commentaire")
    return (
        etape.seance,
        taux if isinstance(taux, Decimal) else None,
        statut if isinstance(statut, str) else None,
        _day(valeurs.get("debut")),
        _day(valeurs.get("fin")),
        sum(amounts, Decimal(0)) if amounts else None,
        etape.par or None,
        shorten(commentaire, 240) if isinstance(commentaire, str) else None,
    )


def show_history(etapes: Sequence[Etape]) -> str:
    """The line above the table."""
    if not etapes:
        return "Aucune réponse n'a encore été reprise pour cette action."
    plural = "s" if len(etapes) > 1 else ""
    counted = f"{len(etapes)} réponse{plural} reprise{plural}"
    return f"{counted}. Cette feuille se lit seulement : répondez dans la feuille Fiche."


def _day(valeur: object) -> Contenu:
    if not isinstance(valeur, Periode):
        return None
    return valeur.debut if valeur.jour else valeur.texte
