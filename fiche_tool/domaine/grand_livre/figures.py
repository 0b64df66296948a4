"""The figures of a séance, as they are printed and kept."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from fiche_tool.domaine.grand_livre.acquis import Etat
from fiche_tool.domaine.grand_livre.page import Seance
from fiche_tool.domaine.mots.statuts import EN_COURS, ENGAGES, HORS_MOYENNE, REALISE
from fiche_tool.domaine.programme.programme import Action, Programme


def entered_later(programme: Programme, action: Action) -> bool:
    """True for an action outside the initial PST: its date « depuis » is after the day that PST was adopted.

    Where the programme does not say that day, after the first year of the legislature: a CPAS adopts its PST within six
    to nine months of the installation of its council, in January of that year (loi organique of 8 July 1976, art.
    27ter). An action without a date was there from the start.
    """
    parametres = programme.parametres
    adopted = parametres.adoption or date(parametres.debut_legislature, 12, 31)
    return action.depuis is not None and action.depuis > adopted


def initial_actions(programme: Programme) -> frozenset[str]:
    """The identifiants of the PST initial, retired since or not."""
    return frozenset(action.identifiant for action in programme.actions if not entered_later(programme, action))


def count_done(etats: Mapping[str, Etat], initiales: Collection[str]) -> int:
    """How many of the PST initial are réalisées, en cours or récurrentes; a retired one keeps its last status."""
    return sum(etats.get(key, Etat()).valeurs.get("statut") in ENGAGES for key in initiales)


def sum_up(
    seance: date,
    programme: Programme,
    etats: Mapping[str, Etat],
    recues: Collection[str],
    initiales: Collection[str],
) -> Seance:
    """How the live actions stand after a séance."""
    live = [etats.get(action.identifiant, Etat()).valeurs for action in programme.actives]
    statuts = [valeurs["statut"] for valeurs in live if "statut" in valeurs]
    taux = [
        taux
        for valeurs in live
        if isinstance(taux := valeurs.get("taux"), Decimal) and valeurs.get("statut") not in HORS_MOYENNE
    ]
    answered = any(etat.sources for etat in etats.values())
    return Seance(
        seance,
        sum(action.identifiant in recues for action in programme.actives),
        statuts.count(REALISE),
        statuts.count(EN_COURS),
        Decimal(count_done(etats, initiales)) / len(initiales) if initiales and answered else None,
        sum(taux, Decimal(0)) / len(taux) if taux else None,
    )
