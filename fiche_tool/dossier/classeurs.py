"""The files that hold the fiches of a séance: one an action, or one for all those of a service."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from fiche_tool.domaine.mots.groupes import group_by
from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.domaine.programme.programme import Action, name_fiche
from fiche_tool.dossier.dossier import Dossier, same_name
from fiche_tool.dossier.envois import list_fiches
from fiche_tool.dossier.noms import TOUTES, fit_file, service_folder
from fiche_tool.excel.fiche.atelier import AtelierFiche
from fiche_tool.fichiers.package import Refus


def name_files(
    dossier: Dossier,
    atelier: AtelierFiche,
    actions: Sequence[Action],
    seance: date,
    *,
    par_service: bool,
    remplacer: bool,
) -> tuple[dict[Path, Sequence[Action]], list[str]]:
    """The files to write, each with its actions, and what there is to say of them.

    `par_service`: one for the actions of a service, where there are several. One that is there already is kept in any
    case, and the actions that it lacks have a fiche of their own.
    """
    obstacle = _why_apart(atelier) if par_service else ""
    told = [f"Votre modèle a {obstacle} : ses fiches ne peuvent être réunies, elles sont générées une à une."]
    told = told if obstacle else []
    paths: dict[Path, Sequence[Action]] = {}
    alone = name_fiches(dossier, actions, seance)
    for folder, several in group_by(alone.items(), lambda item: item[0].parent).items():
        book = fit_file(dossier, folder, folder.name, TOUTES)
        there = len(actions) > 1 and book.exists()  # one action that is asked for has its fiche
        kept = _list_kept(book) if there and not remplacer else None
        wanted = par_service and not obstacle and len(actions) > 1
        together = [action for _, action in several if (wanted if kept is None else action.identifiant in kept)]
        if len(together) > 1 or (kept and together):
            paths[book] = together
        paths |= {path: (action,) for path, action in several if book not in paths or action not in together}
        beside = sum(path.exists() for path, _ in several if path not in paths)
        told += _say_both(folder.name, beside, old=there and book not in paths)
    return paths, told


def _why_apart(atelier: AtelierFiche) -> str:
    from fiche_tool.excel.fiche.write_service import why_apart  # slow to import, and seldom asked for

    return why_apart(atelier.modele)


def _say_both(service: str, beside: int, *, old: bool) -> Iterator[str]:
    """A service whose fiches are there in both ways: which to send."""
    if beside:
        verb = "étaient" if beside > 1 else "était"
        yield (
            f"« {service} » : {say_count(beside, 'fiche')} y {verb} déjà, une à une. N'envoyez que le classeur du "
            "service, ou supprimez-les."
        )
    if old:
        yield f"« {service} » : le classeur du service y est encore. N'envoyez que les fiches, ou supprimez-le."


def name_fiches(dossier: Dossier, actions: Sequence[Action], seance: date) -> dict[Path, Action]:
    """The path of each action's fiche: folder of its service, then volet, number and the first words of its libellé.

    No two are one file on a disk that folds case or accents, and a service written in two cases has one folder.
    """
    paths: dict[Path, Action] = {}
    folders = _service_folders(dossier.fiches(seance), actions)
    taken: set[str] = set()
    for action in actions:
        folder, stem = folders[action.service], name_fiche(action)
        path = fit_file(dossier, folder, stem)
        key = same_name(str(path))
        if key in taken:
            path = fit_file(dossier, folder, stem, f" ({action.identifiant})")
            key = same_name(str(path))
        taken.add(key)
        paths[path] = action
    return paths


def _service_folders(fiches: Path, actions: Iterable[Action]) -> dict[str, Path]:
    """The folder of each service, as it is written in the actions."""
    found: dict[str, Path] = {}
    names: dict[str, str] = {}
    for service in dict.fromkeys(action.service for action in actions):
        name = service_folder(service)
        found[service] = fiches / names.setdefault(same_name(name), name)
    return found


def _list_kept(book: Path) -> list[str]:
    """The actions that a workbook already there is for; none where it is no such thing any more."""
    try:
        return list_fiches(book)
    except (Refus, OSError):
        return []
