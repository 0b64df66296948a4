"""What is still open from before a séance: values in conflict or held back, and never answered since."""

from fiche_tool.domaine.fusion.registre import Registre
from fiche_tool.domaine.grand_livre.points import Demande, Point, ask_at_once
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.typographie import say_count


def open_before(registre: Registre) -> tuple[Demande, ...]:
    """What an earlier séance opened, oldest first."""
    older = [point for point in registre.points if point.depuis < registre.seance]
    return ask_at_once(sorted(older, key=lambda point: (point.depuis, point.action, point.cle)))


def say_open_before(registre: Registre) -> str:
    """How many they are and since when; empty where none is."""
    points = open_before(registre)
    if not points:
        return ""
    oldest = show_date(points[0][0].depuis)
    if len(points) == 1:
        return f"Encore ouvert d'une séance précédente : 1 point, depuis le {oldest} (feuille Anomalies)."
    return (
        f"Encore ouverts des séances précédentes : {len(points)} points, le plus ancien depuis le {oldest} (feuille "
        "Anomalies)."
    )


def say_age(registre: Registre, point: Point) -> str:
    """« ouvert depuis la séance du 24/11/2021 (122 jours) »."""
    days = (registre.seance - point.depuis).days
    return f"ouvert depuis la séance du {show_date(point.depuis)} ({say_count(days, 'jour')})"
