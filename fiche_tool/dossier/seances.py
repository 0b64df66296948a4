"""Which séance a command is about: a day as people write it, or the one that the folder speaks of."""

from collections.abc import Iterable
from datetime import date, datetime

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.mots.dates import parse_jour, show_long
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.programme.programme import Parametres
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


_APRES = 2
"""Years after its legislature for which a PST still has séances: it serves until the next one is adopted."""
_CONNUES = 12


def is_within(parametres: Parametres, seance: date) -> bool:
    """True for a day of the legislature, or of the years after it for which its PST still serves."""
    return parametres.debut_legislature <= seance.year <= parametres.fin_legislature + _APRES


def refuse_outside(dossier: Dossier, parametres: Parametres, seance: date) -> None:
    """Raise FicheToolError for a séance outside the legislature: « 2062 » for 2026 would open one for ever."""
    if is_within(parametres, seance):
        return
    raise FicheToolError(
        f"La séance du {show_date(seance)} est hors de la législature {parametres.legislature} du programme. Vérifiez "
        f"la date. {name_seances(jour for jour in dossier.seances() if jour != seance)} Si elle est bonne, corrigez la "
        "législature dans la feuille Paramètres de programme.xlsx."
    )


def name_seances(jours: Iterable[date]) -> str:
    """« Séances connues : 24/11/2021, 25/05/2022. »; the latest ones, where they are many."""
    known = sorted(set(jours))
    if not known:
        return "Le dossier n'a encore aucune séance."
    last = known[-_CONNUES:]
    named = f"{'… ' if len(last) < len(known) else ''}{', '.join(map(show_date, last))}"
    return f"{'Séances connues' if len(known) > 1 else 'Seule séance connue'} : {named}."


def say_opener(nom: str) -> str:
    """« (dossier « 2027-03-15 reçu ») », after the day of a séance that this folder alone opens."""
    return f" (dossier « {nom} »)" if nom else ""


def warn_of_openers(dossier: Dossier, jours: Iterable[date]) -> list[str]:
    """What there is to say of séances that exist only because somebody named a folder of retours/ by a day."""
    return [
        f"La séance du {show_long(jour)}{opener} n'existe que par ce dossier de retours : aucune fiche n'a été envoyée "
        "pour ce jour. Si c'est le jour où vous avez reçu les fiches, rangez ce dossier dans celui de la vraie séance, "
        f"supprimez {dossier.registre(jour).relative_to(dossier.racine).as_posix()}, puis collectez à nouveau."
        for jour in jours
        if (opener := say_opener(dossier.opened_by(jour)))
    ]
