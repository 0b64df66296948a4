"""What the law asks of a PST and of its evaluation, in the words of the report."""

from collections.abc import Iterator
from datetime import date

from fiche_tool.domaine.programme.programme import Parametres
from fiche_tool.domaine.synthese.evaluation import GenreEvaluation, middle_year

_NEUF_MOIS_POUR_TOUS = 2024
"""From the councils installed after the elections of 2024 on, the deadline is nine months for everyone."""
_PREMIER_PST = 2018
"""The decree of 19 July 2018 made the PST a duty of CPAS: those of 2019 were the first ones."""


def name_evaluation(parametres: Parametres, seance: date) -> str:
    """Which evaluation a séance is: the law asks for one at mid-term and one at the end at least."""
    middle = middle_year(parametres)
    if seance.year >= parametres.fin_legislature:
        return GenreEvaluation.FINALE.value
    if seance.year in (middle, middle + 1):
        return GenreEvaluation.MI_LEGISLATURE.value
    return "Évaluation intermédiaire"


def tell_law(parametres: Parametres) -> Iterator[str]:
    """The legal basis, one paragraph each."""
    yield (
        "L'article 27ter de la loi organique du 8 juillet 1976 des centres publics d'action sociale, inséré par le "
        "décret du 19 juillet 2018, fait du programme stratégique transversal (PST) l'outil de gestion pluriannuel du "
        "centre : des objectifs stratégiques, des objectifs opérationnels, des projets et des actions, au regard des "
        "moyens humains et financiers."
    )
    yield _tell_deadline(parametres)
    yield (
        f"Le PST est évalué au moins à mi-législature et au terme de la législature ({parametres.fin_legislature}). "
        "L'évaluation comprend un bilan des synergies entre la commune et le CPAS. Le conseil peut déléguer ces tâches "
        "au bureau permanent ; il prend alors acte du PST et de ses évaluations. Le PST peut être actualisé en tout "
        "temps ; il est publié sur le site du centre ou, à défaut, sur celui de la commune."
    )


def _tell_deadline(parametres: Parametres) -> str:
    """The deadline that applied to this legislature."""
    start = parametres.debut_legislature
    if start >= _NEUF_MOIS_POUR_TOUS:
        why = "dans les neuf mois de l'installation du conseil (délai de neuf mois pour tous depuis 2024)"
    elif start >= _PREMIER_PST:
        why = "dans les neuf mois de l'installation du conseil (délai du premier PST ; six mois pour les suivants)"
    else:
        why = "dans les six mois de l'installation du conseil"
    adopted = parametres.adoption
    told = f" Il l'a été le {adopted:%d/%m/%Y}." if adopted else ""
    return f"Pour la législature {parametres.legislature}, le PST devait être établi {why}.{told}"
