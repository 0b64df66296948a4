"""What somebody typed in a_corriger/ without dropping it in retours/: kept under another name, never written over."""

from collections.abc import Mapping
from pathlib import Path

from fiche_tool.domaine.fiche.fiche import champ
from fiche_tool.domaine.fiche.lecture import Fichier, Lecture
from fiche_tool.domaine.fusion.registre import Registre
from fiche_tool.domaine.mots.saisie import Saisie
from fiche_tool.domaine.mots.textes import one_line
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.domaine.regles.regles import make_contexte
from fiche_tool.dossier.dossier import Dossier, free_name, load_piece, same_name
from fiche_tool.dossier.lectures import known_models
from fiche_tool.dossier.noms import NOM_POINTS, PREFIXE_COPIE, fit_file
from fiche_tool.excel.fiche.read_fiche import read_fiche
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.points.read_points import LecturePoints, read_points
from fiche_tool.fichiers.package import Refus
from fiche_tool.fichiers.piece import Piece

PREFIXE_REMPLI = "Rempli - "


def keep_filled(dossier: Dossier, programme: Programme, registre: Registre) -> tuple[Path, ...]:
    """Put aside the copies of a séance, and its points, that were filled in where they lay."""
    folder = dossier.a_corriger(registre.seance)
    if not folder.is_dir():
        return ()
    received = {retour.lecture.fichier.piece: retour.lecture for retour in registre.retours}
    bytes_received = {retour.lecture.fichier.sha256 for retour in registre.retours}
    kept: list[Path] = []
    for path in sorted((*folder.glob("*/*.xlsx"), folder / NOM_POINTS)):
        if path.is_file() and _is_ours(path):
            piece = load_piece(path)
            dropped = piece.sha256 in bytes_received
            if not dropped and _is_filled(dossier, programme, registre, piece, received):
                target = free_name(fit_file(dossier, path.parent, f"{PREFIXE_REMPLI}{path.stem}"))
                path.replace(target)
                kept.append(target)
    return tuple(kept)


def say_kept(paths: tuple[Path, ...]) -> tuple[str, ...]:
    """What to do with each."""
    return tuple(
        f"« {path} » a été rempli sans être déposé dans retours : rien n'en est encore repris. Déposez-le dans "
        "retours, puis recollectez."
        for path in paths
    )


def _is_ours(path: Path) -> bool:
    return path.name == NOM_POINTS or same_name(path.name).startswith(same_name(PREFIXE_COPIE))


def _is_filled(
    dossier: Dossier, programme: Programme, registre: Registre, piece: Piece, received: Mapping[str, Lecture]
) -> bool:
    """True for decisions typed in, and for a copy that says otherwise than the return it was drawn from."""
    try:
        lectures = read_fiche(piece, Fichier(""), programme.vocabulaire, known_models(dossier))
        recognised = next((lecture for lecture in lectures if lecture.identite), None)
        if recognised is None:
            contexte = make_contexte(programme, registre.seance)
            found = read_points(open_classeur(piece), Fichier(""), programme.vocabulaire, contexte)
            return isinstance(found, LecturePoints) and bool(found.decisions or found.par or found.anomalies)
    except Refus:
        return False
    source = received.get(recognised.corrige[0].sha256) if recognised.corrige else None
    return source is not None and _says_otherwise(recognised, source)


def _says_otherwise(copy: Lecture, source: Lecture) -> bool:
    """True where some answer differs both in its value and in its words: drawing a copy may change one of them."""
    for nom in copy.champs.keys() & source.champs.keys():
        one, other = copy.champs[nom], source.champs[nom]
        if not champ(nom).verrouille and one.valeur != other.valeur and _differ(one.saisie, other.saisie):
            return True
    if len(copy.budget) > len(source.budget):
        return True
    return any(
        _differ(saisie, other.saisies[nom])
        for one, other in zip(copy.budget, source.budget, strict=False)
        for nom, saisie in one.saisies.items()
        if nom in other.saisies and getattr(one.ligne, nom) != getattr(other.ligne, nom)
    )


def _differ(one: Saisie, other: Saisie) -> bool:
    return one_line(one.texte) != one_line(other.texte)
