"""The history of an action: what its accepted answers were at each séance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fiche_tool.domaine.fiche.champs import lire
from fiche_tool.domaine.fiche.fiche import (
    COMMENTAIRE,
    DEBUT,
    FIN,
    STATUT_ACTION,
    TAUX_AVANCEMENT,
    Valeurs,
    lire_budget,
)
from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.mots.textes import fold, shorten
from fiche_tool.domaine.mots.typographie import say_count, typographe

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
    amounts = [ligne.montant for ligne in lire_budget(valeurs) if ligne.rd == "D" and ligne.montant is not None]
    commentaire = lire(valeurs, COMMENTAIRE)
    return Etape(
        seance,
        par,
        lire(valeurs, TAUX_AVANCEMENT),
        lire(valeurs, STATUT_ACTION),
        lire(valeurs, DEBUT),
        lire(valeurs, FIN),
        sum(amounts, Decimal(0)) if amounts else None,
        shorten(commentaire, COMMENTAIRE_MAX) if commentaire is not None else None,
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
    counted = say_count(len(etapes), "réponse reprise")
    return typographe(f"{counted}. Cette feuille se lit seulement : répondez sur la fiche.")


_COUNTED = regex(r"(\d{1,4}) reponses? reprises?\. cette feuille se lit seulement : repondez [\w ]{1,40}\.")


def count_history(texte: str) -> int | None:
    """How many lines that line says are below it, in any version of the model; None where somebody wrote over it."""
    if fold(texte) == fold(show_history(())):
        return 0
    found = _COUNTED.fullmatch(fold(texte))
    return None if found is None else int(found[1])


def _day(periode: Periode | None) -> Contenu:
    if periode is None:
        return None
    return periode.debut if periode.jour else periode.texte
