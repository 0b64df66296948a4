"""Checking files without merging anything: fiches, a programme, a restyled model."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from fiche_tool.courriels.gabarit import letter_of, read_gabarit
from fiche_tool.domaine.constats import constats, constats_programme
from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.fiche.fiche import BUDGET, CHAMPS, Valeur, nom_de_cellule
from fiche_tool.domaine.fiche.kinds import Vocabulaire
from fiche_tool.domaine.fiche.lecture import Fichier, Lecture
from fiche_tool.domaine.fusion.registre import check_return
from fiche_tool.domaine.grand_livre.depart import tell_erased
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.domaine.regles.regles import NO_CONTEXT, make_contexte
from fiche_tool.dossier.dossier import (
    DOSSIER_MODELE,
    Dossier,
    days_on_the_way,
    find_dossier,
    load_piece,
    real_path,
    say_repair,
    show_path,
)
from fiche_tool.dossier.lectures import fiche_reader, known_models, load_received, load_return
from fiche_tool.dossier.parcours import Rencontre, Trouve, walk_files, why_ignored
from fiche_tool.dossier.retours import Recu, read_return
from fiche_tool.excel.lecture.classeur import Classeur
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.modele.identite import read_meta
from fiche_tool.excel.modele.modele import missing_names, read_modele
from fiche_tool.excel.points.read_points import is_points, read_points
from fiche_tool.excel.programme.read_programme import is_programme, read_programme
from fiche_tool.fichiers.filet import net
from fiche_tool.fichiers.package import Refus
from fiche_tool.fichiers.piece import Piece

FICHE, PROGRAMME, MODELE, LETTRE = "fiche", "programme", "modèle", "lettre"
REGISTRE, POINTS = "registre", "points à trancher"
GENRES = (FICHE, PROGRAMME, MODELE, LETTRE, REGISTRE, POINTS)


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found in one file; `genre` says what it is, a word of GENRES."""

    fichier: str
    genre: str
    action: str
    reconnue_par: tuple[str, ...]
    champs: Mapping[str, Valeur | None] = field(hash=False)
    anomalies: tuple[Anomalie, ...]

    def __repr__(self) -> str:
        about = f"{self.genre} {self.action}".strip()
        return f"Verification({self.fichier!r}, {about}, anomalies={len(self.anomalies)})"


def verify(chemins: Sequence[Path]) -> tuple[Verification, ...]:
    """Check files, and every file of the folders given; the folder of a PST also has its registers replayed.

    There, what was replaced by its corrected copy, received twice or sent back blank has no fault of its own any more.
    Raises FicheToolError for a path that does not exist.
    """
    found: list[Verification] = []
    programmes: dict[Path, Programme | None] = {}
    for chemin in chemins:
        if not chemin.exists() and not chemin.is_symlink():
            raise FicheToolError(f"« {show_path(chemin)} » n'existe pas. Vérifiez le chemin.")
        skip = _find_depasses(chemin, programmes)
        found += [result for met in _files(chemin) for result in _verify_file(met, programmes, skip)]
        if (chemin / "registres").is_dir():
            found = [_with_erased(result, Dossier(chemin), programmes) for result in found]
            found += _verify_registres(Dossier(chemin), programmes)
    return tuple(found)


Depasse = Callable[[Fichier], bool]
"""True for a return that nobody has to correct any more."""


def _find_depasses(chemin: Path, programmes: dict[Path, Programme | None]) -> Depasse:
    """For the whole folder of a PST what its registers say; elsewhere every file is looked at for itself."""
    dossier = Dossier(chemin)
    programme = _read_programme(dossier, programmes) if dossier.programme.is_file() else None
    if programme is None or not dossier.retours.is_dir():
        return lambda _: False
    from fiche_tool.registres.depasses import find_depasses  # only whole folders have registers

    depasses, racine = find_depasses(dossier, programme), f"{show_path(chemin)}{os.sep}"
    return lambda fichier: depasses.has(fichier.chemin.removeprefix(racine).replace(os.sep, "/"), fichier.piece)


def _verify_registres(dossier: Dossier, programmes: dict[Path, Programme | None]) -> Iterator[Verification]:
    """A line for each register, which holds or not, and for each file beside them that is not read."""
    from fiche_tool.registres.rejeu import replay, strange_files  # only whole folders have registers

    programme = _read_programme(dossier, programmes) if dossier.programme.is_file() else None
    if programme is None:
        return
    for jour, anomalies in replay(dossier, programme.parametres.code):
        yield Verification(show_path(dossier.registre(jour)), REGISTRE, "", (), {}, anomalies)
    for anomalie in strange_files(dossier):
        yield Verification(anomalie.fichier, REGISTRE, "", (), {}, (anomalie,))


def _with_erased(result: Verification, dossier: Dossier, programmes: dict[Path, Programme | None]) -> Verification:
    """What was found in the programme of a folder, with the actions of its newest register whose row is gone."""
    if result.genre != PROGRAMME or result.fichier != show_path(dossier.programme):
        return result
    from fiche_tool.registres.chaine import find_chaine  # only whole folders have registers
    from fiche_tool.registres.registre import read_registre

    programme, jours = _read_programme(dossier, programmes), find_chaine(dossier).jours
    page = None
    if programme is not None and jours:
        with suppress(FicheToolError):  # a register that cannot be read is told of elsewhere
            page = read_registre(dossier, jours[-1], programme.parametres.code)
    gone = tell_erased(programme, page) if programme is not None else ()
    return replace(result, anomalies=(*result.anomalies, *(replace(x, fichier=result.fichier) for x in gone)))


def _files(chemin: Path) -> Iterator[Rencontre]:
    """Every file of a folder, or the file itself. Of the folder of a PST only what people wrote: no output of ours."""
    if not chemin.is_dir():
        yield Rencontre(chemin, why_ignored(chemin))
        return
    dossier = Dossier(chemin)
    if not dossier.programme.is_file():
        yield from walk_files(chemin)
        return
    yield Rencontre(dossier.programme)
    for folder in (dossier.modele.parent, dossier.retours):
        if folder.is_dir():
            yield from walk_files(folder)


def _verify_file(met: Rencontre, programmes: dict[Path, Programme | None], skip: Depasse) -> tuple[Verification, ...]:
    """A programme, a blank model, or else a fiche: what cannot be opened gets its sentence as a fiche does."""
    shown = show_path(met.chemin)
    jour = _seance(real_path(met.chemin), find_dossier(met.chemin))
    trouve = Trouve(met.chemin, shown, jour, met.ignore, met.ferme)
    programme, modele = _is_in_place(met.chemin), _is_modele(met.chemin)
    if (met.ignore or met.ferme) and not (programme or modele):  # an empty one stops everything
        return _verify_fiche(trouve, None, programmes, skip)
    if letter_of(met.chemin) is not None and met.chemin.parent.name == DOSSIER_MODELE:
        return (Verification(shown, LETTRE, "", (), {}, _check_lettre(met.chemin)),)
    recu, refus = read_return(trouve), None
    if recu.piece is not None:
        classeur, refus = _try_to_open(recu.piece)
        recu = replace(recu, classeur=classeur)
    if refus is not None and modele:
        return (Verification(shown, MODELE, "", (), {}, (_unusable_modele(refus, shown),)),)
    if recu.piece is not None and (programme or (recu.classeur and is_programme(recu.classeur) and not modele)):
        found = read_programme(replace(recu.piece, nom=shown)).anomalies
        return (Verification(shown, PROGRAMME, "", (), {}, tuple(_of_the_house(x, met.chemin) for x in found)),)
    if recu.piece is not None and recu.classeur is not None:
        named = replace(recu.piece, nom=shown)
        if is_points(recu.classeur):
            points = _verify_points(recu.classeur, shown, _read_programme(find_dossier(met.chemin), programmes))
            return (replace(points, anomalies=()) if skip(Fichier(shown)) else points,)
        if modele or _is_blank_model(recu.classeur):
            return (Verification(shown, MODELE, "", (), {}, _check_modele(recu.classeur, named)),)
    return _verify_fiche(trouve, recu, programmes, skip)


def _is_in_place(chemin: Path) -> bool:
    """True for the file of a programme, whatever it holds: it bears that name and lies in no folder of a PST."""
    return chemin.name == Dossier(chemin.parent).programme.name and find_dossier(chemin) is None


def _of_the_house(anomalie: Anomalie, chemin: Path) -> Anomalie:
    """What is wrong with the file of a programme, for the person whose file it is."""
    if not anomalie.code.startswith("FIC") or not anomalie.bloquante:
        return anomalie
    return signal(
        constats_programme.PROGRAMME_ILLISIBLE,
        fichier=anomalie.fichier,
        detail=anomalie.raison,
        attendu=say_repair(chemin),
    )


def _is_modele(chemin: Path) -> bool:
    """True for the model of a centre, in its place in the folder of a PST."""
    dossier = find_dossier(chemin)
    return dossier is not None and real_path(dossier.modele) == real_path(chemin)


def _unusable_modele(refus: Refus, fichier: str) -> Anomalie:
    return signal(constats.MODELE_ILLISIBLE, fichier=fichier, detail=refus.told_of(fichier).raison)


def _check_lettre(chemin: Path) -> tuple[Anomalie, ...]:
    """What keeps a letter of the centre from serving."""
    try:
        read_gabarit(chemin)
    except FicheToolError as stop:
        return (signal(constats_programme.LETTRE_INUTILISABLE, fichier=show_path(chemin), detail=str(stop)),)
    return ()


def _try_to_open(piece: Piece) -> tuple[Classeur | None, Refus | None]:
    """A workbook whose sheets are read once; or why not, where it is none or not in one piece."""
    try:
        with net():
            classeur = open_classeur(piece)
            classeur = replace(classeur, ouvrir=cache(classeur.ouvrir))
            _is_blank_model(classeur)
            return classeur, None
    except Refus as refus:
        return None, refus


def _verify_points(classeur: Classeur, chemin: str, programme: Programme | None) -> Verification:
    """What is wrong with the decisions typed in a workbook « Points à trancher »."""
    vocabulaire = programme.vocabulaire if programme else Vocabulaire()
    contexte = make_contexte(programme, date.max) if programme else NO_CONTEXT
    found = read_points(classeur, Fichier(chemin), vocabulaire, contexte)
    return Verification(chemin, POINTS, "", (), {}, found.anomalies)


def _check_modele(classeur: Classeur, piece: Piece) -> tuple[Anomalie, ...]:
    """What a model lacks, or, where it lacks nothing, what it risks."""
    missing = missing_names(classeur)
    if missing:
        return tuple(signal(constats.MODELE_INCOMPLET, fichier=piece.nom, detail=one) for one in missing)
    from fiche_tool.excel.modele.inspect_modele import inspect_modele  # only models need it

    try:
        risks = inspect_modele(read_modele(piece))
    except Refus as refus:
        return (_unusable_modele(refus, piece.nom),)
    return tuple(signal(constats.MODELE_RISQUE, fichier=piece.nom, detail=one) for one in risks)


def _is_blank_model(classeur: Classeur) -> bool:
    """A form whose identity has never been filled in, nor its sheet `_meta`."""
    zone = classeur.noms.get(nom_de_cellule("identifiant"))
    if zone is None or zone.feuille not in classeur.feuilles:
        return False
    if not classeur.ouvrir(zone.feuille).get(zone.coin).vide:
        return False
    with suppress(Refus):  # a model that is not in one piece
        return not read_meta(classeur).get("identifiant", "").strip()
    return True


def _verify_fiche(
    trouve: Trouve, recu: Recu | None, programmes: dict[Path, Programme | None], skip: Depasse
) -> tuple[Verification, ...]:
    dossier = find_dossier(trouve.chemin)
    programme = _read_programme(dossier, programmes)
    vocabulaire, modeles = programme.vocabulaire if programme else Vocabulaire(), known_models(dossier)
    read_as_fiche, points = fiche_reader(vocabulaire, modeles), dict[str, Verification]()

    def read(piece: Piece, fichier: Fichier, opened: Classeur | None) -> tuple[Lecture, ...]:
        """A fiche; where it is none, perhaps decisions, which come in mails and archives too."""
        found = read_as_fiche(piece, fichier, opened)
        if not any(lecture.identite for lecture in found):
            with suppress(Refus):
                classeur = opened or open_classeur(piece)
                if is_points(classeur):
                    points[fichier.chemin] = _verify_points(classeur, fichier.chemin, programme)
                    return (Lecture(fichier),)
        return found

    lectures = load_return(trouve, vocabulaire, modeles) if recu is None else load_received(recu, read)
    checked = (
        _beside_points(points[lecture.fichier.chemin], lecture)
        if lecture.fichier.chemin in points
        else _check_lecture(programme, lecture, trouve.seance)
        for lecture in lectures
    )
    return tuple(
        replace(one, anomalies=()) if skip(lecture.fichier) else one
        for one, lecture in zip(checked, lectures, strict=True)
    )


def _beside_points(points: Verification, lecture: Lecture) -> Verification:
    """What was found in decisions, with what the mail around them says."""
    told = tuple(x for x in lecture.anomalies if x.code == constats.MESSAGE_DIT.code)
    return replace(points, anomalies=(*told, *points.anomalies))


def _seance(path: Path, dossier: Dossier | None) -> date | None:
    """The séance whose folder a file lies in; above retours/, folders are dated for other reasons."""
    retours = dossier.retours.resolve() if dossier else None
    within = path.relative_to(retours) if retours and path.is_relative_to(retours) else Path(*path.parts[-3:])
    return next(days_on_the_way(within), None)


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
