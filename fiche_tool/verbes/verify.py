"""Checking files without merging anything: fiches, a programme, a restyled model."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from fiche_tool.domaine.constats import constats
from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.fiche.fiche import BUDGET, CHAMPS, Valeur, nom_de_cellule
from fiche_tool.domaine.fiche.kinds import Vocabulaire
from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.fusion.registre import check_return
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.dossier.dossier import Dossier, find_dossier, load_piece, seances_above, show_path
from fiche_tool.dossier.load import known_models, load_return
from fiche_tool.dossier.retours import Rencontre, Trouve, walk_files, why_ignored
from fiche_tool.excel.lecture.cells import open_classeur
from fiche_tool.excel.lecture.classeur import Classeur
from fiche_tool.excel.modele.modele import missing_names, open_modele
from fiche_tool.excel.programme.read_programme import is_programme, read_programme
from fiche_tool.fichiers.package import Refus
from fiche_tool.fichiers.piece import Piece, read_piece

FICHE, PROGRAMME, MODELE = "fiche", "programme", "modèle"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found in one file; `genre` says what it is: FICHE, PROGRAMME or MODELE."""

    fichier: str
    genre: str
    action: str
    reconnue_par: tuple[str, ...]
    champs: Mapping[str, Valeur | None]
    anomalies: tuple[Anomalie, ...]


def verify(chemins: Sequence[Path]) -> tuple[Verification, ...]:
    """Check files, and every file of the folders given. Raises FicheToolError for a path that does not exist."""
    found: list[Verification] = []
    programmes: dict[Path, Programme | None] = {}
    for chemin in chemins:
        if not chemin.exists():
            raise FicheToolError(f"« {show_path(chemin)} » n'existe pas. Vérifiez le chemin.")
        found += [result for met in _files(chemin) for result in _verify_file(met, programmes)]
    return tuple(found)


def _files(chemin: Path) -> Iterator[Rencontre]:
    if chemin.is_dir():
        yield from walk_files(chemin)
    else:
        yield Rencontre(chemin, why_ignored(chemin))


def _verify_file(met: Rencontre, programmes: dict[Path, Programme | None]) -> tuple[Verification, ...]:
    """A programme, a blank model, or else a fiche: what cannot be opened gets its sentence as a fiche does."""
    if met.ignore or met.ferme:
        return _verify_fiche(met, programmes)
    path, shown = met.chemin, show_path(met.chemin)
    try:
        piece = replace(read_piece(path), nom=shown)
        classeur = open_classeur(piece)
        if is_programme(classeur):
            return (Verification(shown, PROGRAMME, "", (), {}, read_programme(piece).anomalies),)
        if _is_blank_model(classeur):
            return (Verification(shown, MODELE, "", (), {}, _check_modele(classeur, piece)),)
    except (Refus, OSError):
        pass
    return _verify_fiche(met, programmes)


def _check_modele(classeur: Classeur, piece: Piece) -> tuple[Anomalie, ...]:
    """What a model lacks, or, where it lacks nothing, what it risks."""
    missing = missing_names(classeur)
    if missing:
        return tuple(signal(constats.MODELE_INCOMPLET, fichier=piece.nom, detail=one) for one in missing)
    from fiche_tool.excel.modele.inspect_modele import inspect_modele  # openpyxl is slow to import; only models need it

    risks = inspect_modele(open_modele(piece), piece.data)
    return tuple(signal(constats.MODELE_RISQUE, fichier=piece.nom, detail=one) for one in risks)


def _is_blank_model(classeur: Classeur) -> bool:
    """A form whose identity has never been filled in."""
    zone = classeur.noms.get(nom_de_cellule("identifiant"))
    if zone is None or zone.feuille not in classeur.feuilles:
        return False
    return classeur.ouvrir(zone.feuille).get(zone.coin).vide


def _verify_fiche(met: Rencontre, programmes: dict[Path, Programme | None]) -> tuple[Verification, ...]:
    dossier = find_dossier(met.chemin)
    programme = _read_programme(dossier, programmes)
    seance = next(seances_above(met.chemin.resolve()), None)
    trouve = Trouve(met.chemin, show_path(met.chemin), seance, met.ignore, met.ferme)
    lectures = load_return(trouve, programme.vocabulaire if programme else Vocabulaire(), known_models(dossier))
    return tuple(_check_lecture(programme, lecture, trouve.seance) for lecture in lectures)


def _check_lecture(programme: Programme | None, lecture: Lecture, seance: date | None) -> Verification:
    jour = seance or (lecture.identite.seance if lecture.identite else date.max)
    anomalies = check_return(programme, lecture, jour)
    carriers = lecture.identite.reconnue_par if lecture.identite else ()
    return Verification(lecture.fichier.chemin, FICHE, lecture.identifiant, carriers, _values(lecture), anomalies)


def _values(lecture: Lecture) -> Mapping[str, Valeur | None]:
    """The accepted values; none where the fiche was not recognised."""
    if lecture.identite is None:
        return {}
    return {champ.nom: lecture.valeur(champ.nom) for champ in CHAMPS} | {BUDGET: lecture.lignes}


def _read_programme(dossier: Dossier | None, programmes: dict[Path, Programme | None]) -> Programme | None:
    """The programme of a folder, read once; None where there is none to compare with."""
    if dossier is None:
        return None
    if dossier.racine not in programmes:
        programmes[dossier.racine] = read_programme(load_piece(dossier.programme)).programme
    return programmes[dossier.racine]
