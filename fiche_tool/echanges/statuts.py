"""How the states of the house are said in eComptes, and how several of them become the state of an objective."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from fiche_tool.domaine.mots.statuts import A_DEMARRER, ABANDONNE, EN_COURS, REALISE, RECURRENT, REPORTE, SUSPENDU
from fiche_tool.domaine.synthese.lignes import ETATS, JAMAIS_REPONDU, SANS_STATUT


class StatutEComptes(StrEnum):
    """The states that the schema 201805V1 knows."""

    NON_COMMENCE = "NON_COMMENCE"
    EN_COURS = "EN_COURS"
    EN_ATTENTE = "EN_ATTENTE"
    PROBLEME = "PROBLEME"
    TERMINE = "TERMINE"
    ABANDONNE = "ANNULE_ABANDONNE"


@dataclass(frozen=True, slots=True)
class Traduction:
    """A state in eComptes. `perte`: what that word does not say; it then stands in RemarqueStatut."""

    statut: StatutEComptes
    perte: str = ""


TRADUCTIONS: Mapping[str, Traduction] = {
    A_DEMARRER: Traduction(StatutEComptes.NON_COMMENCE),
    EN_COURS: Traduction(StatutEComptes.EN_COURS),
    REPORTE: Traduction(StatutEComptes.EN_ATTENTE),
    SUSPENDU: Traduction(StatutEComptes.PROBLEME),
    REALISE: Traduction(StatutEComptes.TERMINE),
    ABANDONNE: Traduction(StatutEComptes.ABANDONNE),
    RECURRENT: Traduction(StatutEComptes.EN_COURS, "eComptes n'a pas d'action récurrente"),
    SANS_STATUT: Traduction(StatutEComptes.NON_COMMENCE, "la fiche ne donne pas de statut"),
    JAMAIS_REPONDU: Traduction(StatutEComptes.NON_COMMENCE, "aucune fiche n'est encore revenue"),
}
"""By state of the house, that of eComptes. Every state has one."""
assert TRADUCTIONS.keys() == set(ETATS)


def sum_statuts(etats: Mapping[str, int]) -> StatutEComptes:
    """The state of an objective from those of its actions, the abandoned ones left out where there are others.

    All done: TERMINE; none begun: NON_COMMENCE; all stopped or waiting: the gravest of both; else EN_COURS.
    """
    found = {TRADUCTIONS[etat].statut for etat, count in etats.items() if count}
    living = found - {StatutEComptes.ABANDONNE} or found
    if len(living) == 1:
        return living.pop()
    if living and living <= {StatutEComptes.EN_ATTENTE, StatutEComptes.PROBLEME}:
        return StatutEComptes.PROBLEME
    return StatutEComptes.EN_COURS if living else StatutEComptes.NON_COMMENCE


def show_taux(taux: Decimal | None) -> str:
    """A taux as XML writes a decimal, to two places; « 0 » where there is none, for the schema asks for one."""
    return "0" if taux is None else f"{taux.quantize(Decimal('0.01')).normalize():f}"
