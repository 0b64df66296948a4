"""Which séance is meant where none is given; and a day of which nothing was sent, came back or is known is refused."""

from datetime import date

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.dossier.load import load_programme
from fiche_tool.dossier.parcours import find_returns
from fiche_tool.dossier.seances import is_within, name_seances
from fiche_tool.excel.points.read_points import LecturePoints
from fiche_tool.registres.chaine import Chaine, find_chaine
from fiche_tool.registres.depot import Depot, read_depot
from fiche_tool.registres.registre import open_page


def latest_seance(dossier: Dossier, jour: date) -> date:
    """The latest séance that fiches were sent for or came back at; without any, this day.

    Where no folder is dated, the fiches that lie in retours/ say theirs. Raises FicheToolError as collecting would.
    """
    known = dossier.seances()
    if known:
        return max(known)
    chaine, programme = find_chaine(dossier), load_programme(dossier).programme
    page = open_page(chaine, max(chaine.jours, default=None), programme.parametres.code)
    depot = read_depot(dossier, programme, page, jour)
    here = (one for found in depot.lectures.values() for one in found if one.identite)
    printed = {one.identite.seance for one in here if one.identite and one.identite.seance}
    return max({*chaine.jours, *(x for x in printed if is_within(programme.parametres, x))}, default=jour)


def refuse_unknown(chaine: Chaine, depot: Depot, seance: date) -> None:
    """Raise FicheToolError for a day for which nothing was sent, nothing came back and no register was written."""
    known = {*chaine.dossier.seances(), *chaine.jours}
    if seance in known:
        return
    found = list(find_returns(chaine.dossier))
    known |= {trouve.seance for trouve in found if trouve.seance is not None}
    here = (*depot.lectures.get(seance, ()), *depot.points.get(seance, ()))
    printed = {one.identite.seance if isinstance(one, Lecture) and one.identite else None for one in here}
    printed |= {one.seance for one in here if isinstance(one, LecturePoints)}
    if seance in known | printed or (found and not known):
        return
    shown = show_date(seance)
    if not known:
        raise FicheToolError(
            f"Il n'y a rien à collecter pour la séance du {shown} : aucune fiche n'a encore été envoyée, et le dossier "
            f"retours est vide. Préparez les fiches d'abord : fiche-tool generer, avec --seance {shown}."
        )
    raise FicheToolError(
        f"Aucune séance n'est prévue le {shown} : aucune fiche n'a été envoyée pour ce jour, et rien n'est rangé à "
        f"cette date dans retours. {name_seances(known)} Vérifiez la date ; "
        f"pour ouvrir une nouvelle séance, préparez-en les fiches : fiche-tool generer, avec --seance {shown}."
    )
