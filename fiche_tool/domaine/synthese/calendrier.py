"""The quarters of the legislature, and where each action runs among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.mots.statuts import A_DEMARRER, ABANDONNE, REALISE
from fiche_tool.domaine.programme.programme import Parametres
from fiche_tool.domaine.synthese.lignes import LigneAction


@dataclass(frozen=True, slots=True)
class Trimestre:
    """A quarter of a year, first and last day included."""

    annee: int
    rang: int

    @property
    def debut(self) -> date:
        """Its first day."""
        return date(self.annee, 3 * self.rang - 2, 1)

    @property
    def fin(self) -> date:
        """Its last day."""
        return date(self.annee, 3 * self.rang, 31 if self.rang in (1, 4) else 30)

    def holds(self, jour: date) -> bool:
        """True for a day of this quarter."""
        return self.debut <= jour <= self.fin


class CaseTrimestre(Enum):
    """What a quarter shows of an action."""

    PLEINE = "l'action court"
    PREVUE = "prévue, pas encore commencée"
    FLOUE = "la date donnée est une période : l'action court peut-être"
    JALON = "l'échéance, sans début connu"
    OUVERTE = "commencée, sans échéance connue"
    AVANT = "commencée avant la législature"
    APRES = "se poursuit après la législature"


_NOT_BEGUN = {CaseTrimestre.PLEINE: CaseTrimestre.PREVUE, CaseTrimestre.OUVERTE: None}


def quarters(parametres: Parametres) -> tuple[Trimestre, ...]:
    """The quarters of the legislature, in order."""
    annees = range(parametres.debut_legislature, parametres.fin_legislature + 1)
    return tuple(Trimestre(annee, rang) for annee in annees for rang in range(1, 5))


def trace(ligne: LigneAction, trimestres: Sequence[Trimestre]) -> list[CaseTrimestre | None]:
    """What each quarter shows of an action; the first and the last say when it runs beyond the legislature.

    One that is « À démarrer » runs nowhere, whatever its dates: they only say when it was to run.
    """
    cases = [_case(ligne, trimestre) for trimestre in trimestres]
    if ligne.statut == A_DEMARRER:
        return [_NOT_BEGUN.get(case, case) if case else None for case in cases]
    if cases and ligne.debut and ligne.fin:
        if ligne.debut.fin < trimestres[0].debut and cases[0]:
            cases[0] = CaseTrimestre.AVANT
        if ligne.fin.debut > trimestres[-1].fin and cases[-1]:
            cases[-1] = CaseTrimestre.APRES
    return cases


def _case(ligne: LigneAction, trimestre: Trimestre) -> CaseTrimestre | None:
    debut, fin = ligne.debut, ligne.fin
    if debut and fin:
        return _between(debut, fin, trimestre)
    if fin:
        return CaseTrimestre.JALON if _meets(trimestre, fin.debut, fin.fin) else None
    if debut is None:
        return None
    if trimestre.debut > debut.fin:
        return None if ligne.statut in (REALISE, ABANDONNE) else CaseTrimestre.OUVERTE
    return _between(debut, debut, trimestre)


def _between(debut: Periode, fin: Periode, trimestre: Trimestre) -> CaseTrimestre | None:
    """Between a start and an end that may both be periods: sure from the last possible start to the first end."""
    if _meets(trimestre, debut.fin, fin.debut):
        return CaseTrimestre.PLEINE
    return CaseTrimestre.FLOUE if _meets(trimestre, debut.debut, fin.fin) else None


def _meets(trimestre: Trimestre, first: date, last: date) -> bool:
    return first <= trimestre.fin and last >= trimestre.debut
