"""« Points à trancher » answered by clicks: read from its workbook, and written as the same workbook in retours/."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.grand_livre.acquis import Cle
from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.dossier.dossier import Dossier, free_name, load_bytes, write_atomically
from fiche_tool.dossier.noms import NOM_POINTS
from fiche_tool.excel.points.feuille import GARDER
from fiche_tool.excel.points.read_shown import PointLu, read_shown
from fiche_tool.excel.points.type_choices import ReponseTapee, type_choices
from fiche_tool.fichiers.package import Refus

AUTRE = "autre"
"""The choice of a value of one's own, typed beside it."""


def points_file(dossier: Dossier, seance: date) -> Path:
    """The workbook of what is to be settled at a séance, where there is something."""
    return dossier.a_corriger(seance) / NOM_POINTS


def read_points_shown(dossier: Dossier, seance: date) -> tuple[PointLu, ...]:
    """The points that wait for a decision, as the last collection wrote them; none where there is no workbook."""
    path = points_file(dossier, seance)
    if not path.is_file():
        return ()
    try:
        return read_shown(load_bytes(path))
    except Refus:  # somebody typed in it and damaged it: it is opened where it lies
        return ()


def decide(dossier: Dossier, seance: date, formulaire: Mapping[str, str], jour: date) -> tuple[Path, int]:
    """Write what was clicked as the workbook filled in, among the returns. Raises FicheToolError."""
    choices: dict[tuple[str, Cle], ReponseTapee] = {}
    for point in read_points_shown(dossier, seance):
        tapee = _chosen(point, formulaire)
        if tapee is not None:
            choices[(point.action, point.cle)] = tapee
    par = formulaire.get("par", "").strip()
    if not choices:
        raise FicheToolError("Aucun point n'est tranché : choisissez une réponse pour un point au moins.")
    if not par:
        raise FicheToolError("Dites qui a décidé (« Décidé par ») : ce nom reste avec la décision.")
    filled = type_choices(load_bytes(points_file(dossier, seance)), choices, par, jour)
    target = free_name(dossier.retours / seance.isoformat() / NOM_POINTS)
    write_atomically(target, filled)
    return target, len(choices)


def _chosen(point: PointLu, formulaire: Mapping[str, str]) -> ReponseTapee | None:
    """What was clicked for one point: a word of its list, or a value of one's own; None where it stays open."""
    mot = formulaire.get(f"point-{point.numero}", "")
    if mot == AUTRE and point.libre:
        texte = formulaire.get(f"autre-{point.numero}", "").strip()
        if not texte:
            raise FicheToolError(f"Point {point.numero} : tapez l'autre valeur, ou choisissez une des réponses.")
        return ReponseTapee(autre=texte)
    known = {GARDER, *(reponse.mot for reponse in point.reponses if reponse.mot)}
    return ReponseTapee(mot) if mot in known else None


def say_decided(count: int, path: Path) -> str:
    """What was done with the decisions, and what comes next."""
    return (
        f"{say_count(count, 'point tranché')} : « {path.name} » est déposé dans retours/{path.parent.name}. "
        "Collectez pour que cela soit repris."
    )
