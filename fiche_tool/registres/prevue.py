"""Whether a séance is one: a day for which nothing was sent, nothing came back and no register exists is refused."""

from datetime import date

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.dossier.parcours import find_returns
from fiche_tool.dossier.seances import name_seances
from fiche_tool.excel.points.read_points import LecturePoints
from fiche_tool.registres.chaine import Chaine
from fiche_tool.registres.depot import Depot


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
