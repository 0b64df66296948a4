"""The copies drawn for a séance: answers to correct, and answers to attach to the action they most likely speak of."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.fiche.identite import Identite
from fiche_tool.domaine.fiche.lecture import SUITE, Lecture
from fiche_tool.domaine.fusion.registre import Registre, corrections_of
from fiche_tool.domaine.grand_livre.retour import Retour
from fiche_tool.domaine.grand_livre.sorts import REPRIS_EN_PARTIE
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.dossier.dossier import Dossier, same_name, show_path, write_atomically
from fiche_tool.dossier.load import load_atelier
from fiche_tool.dossier.noms import NOM_POINTS, PREFIXE_COPIE, PREFIXE_RATTACHEMENT, fit_file, service_folder
from fiche_tool.excel.fiche.atelier import AtelierFiche
from fiche_tool.excel.fiche.write_fiche import write_marked_copy


def write_copies(dossier: Dossier, programme: Programme, registre: Registre) -> tuple[Path, ...]:
    """The copies of the séance to correct or to attach; those of an earlier run that are no longer due are removed."""
    due = due_copies(dossier, registre)
    if due:
        atelier = load_atelier(dossier, programme)
        for path, retour in due.items():
            write_atomically(path, _draw_copy(atelier, registre, retour))
    _remove_stale(dossier.a_corriger(registre.seance), list(due))
    return tuple(due)


def due_copies(dossier: Dossier, registre: Registre) -> Mapping[Path, Retour]:
    """The answers of the séance to correct or to attach, by the path of the copy that goes back."""
    due = [retour for retour in registre.retours if retour.seance == registre.seance and _is_due(retour)]
    return _name_copies(dossier, dossier.a_corriger(registre.seance), due)


def faults_of(retour: Retour) -> tuple[Anomalie, ...]:
    """What a copy asks to correct: the errors; where there is none, the remarks."""
    return tuple(anomalie for anomalie in retour.anomalies if anomalie.bloquante) or retour.anomalies


def _is_due(retour: Retour) -> bool:
    """True for an answer that goes back to its author, or to be attached; decisions are typed again where they were."""
    faulty = retour.statut in REPRIS_EN_PARTIE and retour.action is not None
    return faulty or retour.proposition is not None


def _draw_copy(atelier: AtelierFiche, registre: Registre, retour: Retour) -> bytes:
    """The returned answers on a fresh fiche, with what is to be corrected; or attached to the action proposed."""
    lecture, action = retour.lecture, retour.action or retour.proposition
    assert action is not None
    if retour.proposition is not None:
        code = atelier.programme.parametres.code
        lecture = lecture.attached(Identite(code, action.identifiant, registre.seance, ()))
    base = lecture.base if lecture.base is not None else registre.avant[action.identifiant].fiche()
    etapes = registre.historique.get(action.identifiant, ())
    corrige = corrections_of(registre, retour) if retour.proposition is None else ()
    return write_marked_copy(atelier, action, lecture, faults_of(retour), base, etapes, corrige)


def write_points_file(dossier: Dossier, programme: Programme, registre: Registre) -> Path | None:
    """The workbook of what is to be settled at a séance; that of an earlier run is removed where nothing is left."""
    path = dossier.a_corriger(registre.seance) / NOM_POINTS
    if not registre.points:
        if path.exists():
            _remove(path)
        return None
    from fiche_tool.excel.points.write_points import write_points  # XlsxWriter, which reminding does without

    write_atomically(path, write_points(programme, registre.points, registre.seance, registre.etats))
    return path


def _remove_stale(folder: Path, written: list[Path]) -> None:
    """Remove the copies that are no longer due. A disk may spell the names in it its own way."""
    kept = {same_name(path.relative_to(folder).as_posix()) for path in written}
    prefixes = (same_name(PREFIXE_COPIE), same_name(PREFIXE_RATTACHEMENT))
    for path in sorted(folder.glob("*/*.xlsx")):
        if same_name(path.name).startswith(prefixes) and same_name(path.relative_to(folder).as_posix()) not in kept:
            _remove(path)
    _remove_if_empty(folder)


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):  # something is left in it, or somebody looks at it
        folder.rmdir()


def _remove(path: Path) -> None:
    """Remove a file that is no longer due, and its folder where it was the last one."""
    try:
        path.unlink(missing_ok=True)
        _remove_if_empty(path.parent)
    except OSError as fault:
        raise FicheToolError(
            f"La synthèse est écrite, mais « {show_path(path)} », qui n'est plus à corriger, ne peut être supprimé : "
            "fermez ce classeur s'il est ouvert, puis recommencez."
        ) from fault


def _name_copies(dossier: Dossier, folder: Path, retours: list[Retour]) -> dict[Path, Retour]:
    """The path of each marked copy. No two are one file on a disk that folds case or accents."""
    paths: dict[Path, Retour] = {}
    services: dict[str, str] = {}
    taken: set[str] = set()
    for retour in retours:
        action = retour.action or retour.proposition
        prefix = PREFIXE_COPIE if retour.proposition is None else PREFIXE_RATTACHEMENT
        service = service_folder(action.service if action else "")
        home = folder / services.setdefault(same_name(service), service)
        stem = f"{prefix}{_stem(retour.lecture)}"
        path, rank = fit_file(dossier, home, stem), 2
        while same_name(str(path)) in taken:
            path, rank = fit_file(dossier, home, stem, f" ({rank})"), rank + 1
        taken.add(same_name(str(path)))
        paths[path] = retour
    return paths


def _stem(lecture: Lecture) -> str:
    """The name of a file without its ending; before it that of the sheet, where it holds several fiches."""
    feuille = lecture.fichier.feuille
    name = lecture.fichier.chemin.rpartition("/")[2].removesuffix(f"{SUITE}{feuille}" if feuille else "")
    stem = name.rpartition(".")[0] or name
    return f"{feuille} - {stem}" if feuille else stem
