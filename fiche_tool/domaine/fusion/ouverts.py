"""Which points are open after a séance: those it opened, and older ones that nobody answered since."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from fiche_tool.domaine.constats.constats_fusion import DECISIONS_CONTRAIRES
from fiche_tool.domaine.fiche.fiche import LigneBudget
from fiche_tool.domaine.fusion.reglement import Reglement
from fiche_tool.domaine.fusion.reponse import Reponse
from fiche_tool.domaine.fusion.retenues import value_at
from fiche_tool.domaine.fusion.tables_budget import is_full, place_now
from fiche_tool.domaine.grand_livre.acquis import Cle, Etat, table_of
from fiche_tool.domaine.grand_livre.points import GenrePoint, Point
from fiche_tool.domaine.programme.programme import Programme


def gather_points(
    older: Iterable[Point],
    reglements: Mapping[str, Reglement],
    etats: Mapping[str, Etat],
    programme: Programme,
    sent_as: Callable[[str], str],
) -> tuple[Point, ...]:
    """The open points, one a key, in the order of the actions' identifiants and of the keys. `etats` is the register.

    An older one closes when its action left the programme, when it was decided, or when its champ was answered without
    a fault since; one of two answers that contradict each other only when somebody who knew of it changed that champ,
    or confirmed all: a fiche that shows the value kept says nothing of the answers it hides. Nor of a budget line that
    an error holds back: that one closes with a line at its place, of its article or of its amount. `sent_as` gives the
    sent fiche of an answer, by its SHA-256.
    """
    live = {action.identifiant for action in programme.actives}
    found: dict[tuple[str, Cle], Point] = {}
    for reglement in reglements.values():
        for point in reglement.points:
            _merge(found, point)
    for point in older:
        now = _bring_up(point, etats.get(point.action, Etat()), answered=point.action in reglements)
        name = (now.action, now.cle)
        if name in found:
            depuis = min(point.depuis, found[name].depuis)
            if not _is_superseded(point, found[name], reglements[point.action], sent_as):
                _merge(found, now)
            found[name] = replace(found[name], depuis=depuis)
        elif point.action in live and not any(
            _is_closed(one, reglements.get(point.action), sent_as) for one in (point, now)
        ):
            found[name] = now
    return tuple(found[name] for name in sorted(found))


def _bring_up(point: Point, etat: Etat, *, answered: bool) -> Point:
    """An older point with the value that is kept now.

    A line to add that stands there by now is that line, once somebody answered.
    """
    cle = place_now(point.cle, etat) if answered else point.cle
    return replace(point, cle=cle, gardee=value_at(etat, cle))


def _merge(found: dict[tuple[str, Cle], Point], point: Point) -> None:
    """Several points at one key are one, which shows every answer; a conflict gives it its sentence."""
    name = (point.action, point.cle)
    other = found.get(name)
    if other is None:
        found[name] = point
        return
    first, second = (point, other) if point.genre is GenrePoint.CONFLIT else (other, point)
    shown = (*first.reponses, *(reponse for reponse in second.reponses if reponse not in first.reponses))
    found[name] = replace(first, reponses=shown)


def _is_superseded(older: Point, newer: Point, reglement: Reglement, sent_as: Callable[[str], str]) -> bool:
    """True where the answers of an older point are no longer asked about: it was closed, or others contradict now."""
    if newer.code == DECISIONS_CONTRAIRES.code:  # whoever settles them sees what they were about
        return False
    if _is_closed(older, reglement, sent_as):
        return True
    fresh = [reponse for reponse in reglement.reponses if reponse.sha256 in newer.montrees]
    again = older.genre is newer.genre is GenrePoint.RETENUE  # still at fault: the last one stands for both
    return (again or newer.genre is GenrePoint.CONFLIT) and any(_is_after(reponse, older, sent_as) for reponse in fresh)


def _is_closed(point: Point, reglement: Reglement | None, sent_as: Callable[[str], str]) -> bool:
    if reglement is None:
        return False
    if point.cle in reglement.tranches:
        return True
    if point.genre is GenrePoint.RETENUE and len(point.cle) > 1:
        later = [reponse for reponse in reglement.reponses if _is_after(reponse, point, sent_as)]
        return any(_rewrites(reponse, point, reglement) for reponse in later)
    knowing = [
        reponse for nom, reponse in reglement.couvertes if nom == point.champ and _is_after(reponse, point, sent_as)
    ]
    if point.genre is not GenrePoint.CONFLIT:
        return bool(knowing)
    changed = {sha for sha, cle in reglement.auteurs if _is_place(cle, point.cle)}
    return any(
        reponse.sha256 in changed or _corrects(reponse, point) or reponse.lecture.confirme for reponse in knowing
    )


def _rewrites(reponse: Reponse, point: Point, reglement: Reglement) -> bool:
    """True for an answer that has the line held back, put right or wrong again: its place, its article, its amount."""
    if _corrects(reponse, point) or reponse.lecture.confirme:
        return True
    mine = {cle for sha, cle in reglement.auteurs if sha == reponse.sha256 and len(cle) > 1}
    held = [one.ligne for one in point.reponses if one.ligne is not None]
    if any(_is_place(cle, point.cle) for cle in mine) or (mine and not held):
        return True
    now = [ligne for change in reglement.changements if change.cle in mine for ligne in table_of(change.apres)]
    now += [
        one.ligne
        for fresh in reglement.points
        for one in fresh.reponses
        if one.ligne is not None and one.sha256 == reponse.sha256
    ]
    return any(_is_alike(one, other) for one in now for other in held)


def _is_alike(one: LigneBudget, other: LigneBudget) -> bool:
    """True for lines of one article or of one amount."""
    pairs = ((one.article, other.article), (one.montant, other.montant))
    return any(mine is not None and mine == yours for mine, yours in pairs)


def _is_place(one: Cle, other: Cle) -> bool:
    """True for one champ, or for one budget line: added or there before, where its key says which line it is."""
    return one == other or (len(one) > 1 and len(other) > 1 and is_full(one) and one[:5] == other[:5])


def _corrects(reponse: Reponse, point: Point) -> bool:
    """True for a copy drawn from an answer of the point, or that shows one at that very place: its author saw it."""
    seen = {sha for sha, cle in reponse.vues if cle == point.cle[:5]}
    return bool((reponse.remplacees | seen).intersection(point.montrees))


def _is_after(reponse: Reponse, point: Point, sent_as: Callable[[str], str]) -> bool:
    """True for an answer whose author knew of the point: a later fiche, the same one again, a corrected copy."""
    if reponse.emise > point.depuis:
        return True
    if _corrects(reponse, point):
        return True
    return bool(reponse.envoi) and any(sent_as(sha) == reponse.envoi for sha in point.montrees)
