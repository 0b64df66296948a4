"""The evaluations that the law asks for: when the next one falls, and what it must contain.

Organic law of 8 July 1976 on the CPAS, article 27ter (inserted by the Walloon decree of 19 July 2018, Moniteur belge of
28 August 2018): the PST is evaluated at least at mid-term and at the end of the législature, by the bureau permanent
where the council delegated it, and the council takes note of it. The law names no day, form or method; the Walloon
Parliament's question 115 (2019-2020) reads it, for 2019-2024, as the end of 2021 and 2024: the last days of the third
and of the sixth year. The administration adds a bilan of the synergies between commune and CPAS (SPW Intérieur et
Action sociale, page of 15 October 2024, after the decree of 28 March 2024).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fiche_tool.domaine.mots.dates import show_long
from fiche_tool.domaine.mots.typographie import say_count, typographe
from fiche_tool.domaine.programme.programme import Parametres

CONTENU = (
    "Elle doit dire où en sont les objectifs et les actions au regard des moyens humains et financiers, et contenir un "
    "bilan des synergies commune–CPAS. Le conseil de l'action sociale en prend acte."
)


class GenreEvaluation(StrEnum):
    """The two evaluations of a législature."""

    MI_LEGISLATURE = "Évaluation à mi-législature"
    FINALE = "Évaluation de fin de législature"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The next evaluation due: which, by what day at the latest, in how many days (below zero once that day is past).

    `phrase` says so; `contenu` what it must contain.
    """

    genre: GenreEvaluation
    echeance: date
    jours: int
    phrase: str
    contenu: str = CONTENU


def next_evaluation(parametres: Parametres, seance: date) -> Evaluation:
    """The first evaluation that is not past at a séance; the last one where both are."""
    middle, end = date(middle_year(parametres), 12, 31), date(parametres.fin_legislature, 12, 31)
    genre, day = (GenreEvaluation.MI_LEGISLATURE, middle) if seance <= middle else (GenreEvaluation.FINALE, end)
    left = (day - seance).days
    when = f"vers le {show_long(day)} au plus tard"
    if left < 0:
        words = f"{genre} ({parametres.legislature}) : elle devait être faite {when}."
    else:
        words = f"Prochaine évaluation légale : {genre.lower()} {parametres.legislature}, {when} ({_in_days(left)})."
    return Evaluation(genre, day, left, typographe(words))


def middle_year(parametres: Parametres) -> int:
    """The year at whose end a législature is half over: 2021 of 2019-2024."""
    first, last = parametres.debut_legislature, parametres.fin_legislature
    return first + max(last - first + 1, 2) // 2 - 1


def _in_days(jours: int) -> str:
    """« dans 37 jours », « dans 13 mois »: nobody counts days beyond a quarter."""
    if jours > 92:
        return f"dans {round(jours / 30.44)} mois"
    return f"dans {say_count(jours, 'jour')}" if jours else "aujourd'hui"
