"""Giving their identifiant to the new rows of programme.xlsx: written into their cells, after a backup."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.mots.saisie import Contenu, show_date
from fiche_tool.domaine.programme.attribution import propose_identifiants, with_identifiants
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.dossier.dossier import SAUVEGARDES, Dossier, free_name, refuse_if_open, write_atomically
from fiche_tool.dossier.load import ProgrammeCharge, accept_programme
from fiche_tool.excel.fiche.feuilles import read_metas
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.programme.feuilles import ACTIONS
from fiche_tool.excel.programme.read_programme import read_programme
from fiche_tool.excel.remplissage.patch import patch_cells
from fiche_tool.fichiers.filet import net
from fiche_tool.fichiers.package import Refus
from fiche_tool.fichiers.piece import Piece, examine, read_piece
from fiche_tool.fichiers.signatures import FormatFichier


@dataclass(frozen=True, slots=True)
class Attribution:
    """What is to be written, or was: identifiant by libellé, and the copy of programme.xlsx as it was before.

    `charge` is the programme with them; `avant` the bytes of the one without.
    """

    attribues: Mapping[str, str]
    sauvegarde: Path
    charge: ProgrammeCharge
    avant: bytes = field(repr=False)


def prepare_identifiants(dossier: Dossier, seance: date, charge: ProgrammeCharge) -> Attribution | None:
    """An identifiant for each action without one, not yet written; None where there is none to give.

    An action that enters after an earlier séance also gets the day in « Depuis le », where it is empty. Raises
    FicheToolError where the workbook cannot be written (.ods): it then says what to type.
    """
    path, programme = dossier.programme, charge.lu
    if all(action.identifiant for action in programme.actions):
        return None
    proposals = propose_identifiants(programme, frozenset(_served(dossier)))
    depuis = seance if any(jour < seance for jour in dossier.seances()) else None
    cells = _cells(programme, proposals, depuis)
    if charge.piece.format is not FormatFichier.XLSX:
        raise FicheToolError(_what_to_type(path, cells, "l'outil n'écrit que dans un .xlsx"))
    try:
        with net():
            patched = examine(patch_cells(charge.piece, ACTIONS, cells), path.name)
    except Refus as refus:  # what one reads is not always written as one can complete it
        raise FicheToolError(_what_to_type(path, cells, "l'outil ne peut pas écrire dans ce classeur")) from refus
    after = _check(patched, path, with_identifiants(programme, proposals))
    backup = free_name(dossier.racine / SAUVEGARDES / f"programme avant le {seance.isoformat()}.xlsx")
    codes = {programme.actions[rank].libelle: code for rank, code in proposals.items()}
    return Attribution(codes, backup, after, charge.piece.data)


def write_identifiants(dossier: Dossier, attribution: Attribution) -> None:
    """Write them into programme.xlsx after a backup, which does not stay where that fails. Raises FicheToolError."""
    backup, alone = attribution.sauvegarde, not attribution.sauvegarde.parent.exists()
    refuse_if_open(dossier.programme)
    write_atomically(backup, attribution.avant)
    try:
        write_atomically(dossier.programme, attribution.charge.piece.data)
    except (FicheToolError, OSError):
        backup.unlink(missing_ok=True)
        if alone:
            backup.parent.rmdir()
        raise


def _cells(programme: Programme, proposals: Mapping[int, str], depuis: date | None) -> dict[str, Contenu]:
    """What to write, by cell of sheet Actions."""
    letters = programme.colonnes[ACTIONS]
    if "identifiant" not in letters:
        raise FicheToolError(f"« {programme.parametres.code} » : la colonne Identifiant manque à la feuille {ACTIONS}.")
    cells: dict[str, Contenu] = {}
    for rank, code in proposals.items():
        action = programme.actions[rank]
        cells[f"{letters['identifiant']}{action.ligne}"] = code
        if depuis and action.depuis is None and "depuis" in letters:
            cells[f"{letters['depuis']}{action.ligne}"] = show_date(depuis)
    return cells


def _what_to_type(path: Path, cells: Mapping[str, Contenu], why: str) -> str:
    listed = " ; ".join(f"{where} : {value}" for where, value in cells.items())
    return (
        f"« {path.name} » a de nouvelles actions sans identifiant, et {why}. Tapez dans la "
        f"feuille {ACTIONS} : {listed}. Ou enregistrez à nouveau le classeur, au format .xlsx, puis recommencez."
    )


def _check(patched: Piece, path: Path, wanted: Programme) -> ProgrammeCharge:
    """Read what is about to be written. Raises FicheToolError where it would not say exactly what was meant."""
    lecture = read_programme(patched)
    found = lecture.programme
    same = found is not None and [replace(a, depuis=None) for a in found.actions] == [
        replace(a, depuis=None) for a in wanted.actions
    ]
    if found is None or not same or found.objectifs != wanted.objectifs:
        raise FicheToolError(
            f"Les identifiants n'ont pas pu être écrits dans « {path} » sans risque : rien n'a été modifié. "
            "Enregistrez-le à nouveau en .xlsx, puis recommencez."
        )
    return accept_programme(patched, lecture, path)


def _served(dossier: Dossier) -> Iterator[str]:
    """The identifiants of every fiche sent or come back: those of rows since deleted must not serve again."""
    from fiche_tool.dossier.parcours import walk_files  # slow to import, for new rows alone

    for folder in (dossier.racine / "fiches", dossier.retours):
        for found in walk_files(folder) if folder.is_dir() else ():
            try:
                if not found.ignore and not found.ferme:
                    yield from (
                        meta.get("identifiant", "") for meta in read_metas(open_classeur(read_piece(found.chemin)))
                    )
            except (Refus, OSError):  # a file that is no fiche has no identifiant to keep
                continue
