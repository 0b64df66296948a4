"""Which séance a command is about: a day as people write it, or the one that the folder speaks of."""

from datetime import date, datetime

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.mots.dates import parse_jour
from fiche_tool.dossier.dossier import Dossier


def read_seance(donnee: date | str) -> date:
    """The day of a séance, from a date or from text. Raises FicheToolError for what is no day."""
    if isinstance(donnee, datetime):
        return donnee.date()
    jour = donnee if isinstance(donnee, date) else parse_jour(donnee)
    if jour is None:
        raise FicheToolError(
            f"« {donnee} » n'est pas une date : écrivez-la par exemple 2026-11-25, 25/11/2026 ou 25 novembre 2026."
        )
    return jour


def latest_seance(dossier: Dossier, jour: date) -> date:
    """The latest séance that fiches were sent for or came back at; without any, this day."""
    return max(dossier.seances(), default=jour)
