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


COMMENTAIRE_MAX = 240
"""How much of a comment the history keeps."""


@dataclass(frozen=True, slots=True)
class Etape:
    """One séance at which an action was answered: where it stood after it, and who filled the fiche in.

    `depenses` in euros, None where no line has any; `commentaire` is cut short.
    """

    seance: date
    par: str = ""
    taux: Decimal | None = None
    statut: str | None = None
    debut: Periode | None = None
    fin: Periode | None = None
    depenses: Decimal | None = None
    commentaire: str | None = None


def make_etape(seance: date, valeurs: Valeurs, par: str = "") -> Etape:
    """What the history keeps of the accepted answers of a séance."""
    lignes = valeurs.get(BUDGET) or ()
    assert isinstance(lignes, tuple)
    amounts = [ligne.montant for ligne in lignes if ligne.rd == "D" and ligne.montant is not None]
    taux, statut, commentaire = valeurs.get("taux"), valeurs.get("statut"), valeurs.get("commentaire")
    debut, fin = valeurs.get("debut"), valeurs.get("fin")
    return Etape(
        seance,
        par,
        taux if isinstance(taux, Decimal) else None,
        statut if isinstance(statut, str) else None,
        debut if isinstance(debut, Periode) else None,
        fin if isinstance(fin, Periode) else None,
        sum(amounts, Decimal(0)) if amounts else None,
        shorten(commentaire, COMMENTAIRE_MAX) if isinstance(commentaire, str) else None,
    )


def history_row(etape: Etape) -> tuple[Contenu, ...]:
    """The cells of a séance, in the order of COLONNES_HISTORIQUE."""
    return (
        etape.seance,
        etape.taux,
        etape.statut,
        _day(etape.debut),
        _day(etape.fin),
        etape.depenses,
        etape.par or None,
        etape.commentaire,
    )


def show_history(etapes: Sequence[Etape]) -> str:
    """The line above the table."""
    if not etapes:
        return "Aucune réponse n'a encore été reprise pour cette action."
    plural = "s" if len(etapes) > 1 else ""
    counted = f"{len(etapes)} réponse{plural} reprise{plural}"
    return f"{counted}. Cette feuille se lit seulement : répondez dans la feuille Fiche."


def _day(valeur: Periode | None) -> Contenu:
    if valeur is None:
        return None
    return valeur.debut if valeur.jour else valeur.texte
