"""What was sent for a séance: the fiches that lie in its folder, and the day by which their answers are awaited."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from fiche_tool.domaine.constats.errors import FicheToolError, say_fault
from fiche_tool.domaine.mots.dates import parse_jour
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.textes import shorten
from fiche_tool.dossier.dossier import Dossier, show_path, write_atomically
from fiche_tool.excel.fiche.feuilles import read_metas
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.fichiers.ordinaire import open_ordinary
from fiche_tool.fichiers.package import Refus
from fiche_tool.fichiers.piece import read_piece

NOM_REPONSE = "reponse-avant.txt"
"""Beside the fiches of a séance: the last day for answering, as people write a day."""
_MAX = 1_000
_TROP_TOT = 180
"""Days before its séance from which a last day is a mistake: the year of the last one, or the day of the one before."""


def find_sent(dossier: Dossier, seance: date) -> Mapping[str, Path]:
    """The fiches in the folder of a séance, by the action they say they are for."""
    found: dict[str, Path] = {}
    for path in sorted(dossier.fiches(seance).glob("*/*.xlsx")):
        if not path.name.startswith(("~$", ".")):
            try:
                for identifiant in list_fiches(path):
                    found.setdefault(identifiant, path)
            except (Refus, OSError):  # a file that is no fiche answers for no action
                continue
    found.pop("", None)
    return found


def list_fiches(path: Path) -> list[str]:
    """The actions that the fiches of a workbook say they are for. Raises Refus or OSError where it cannot be read."""
    return [meta.get("identifiant", "") for meta in read_metas(open_classeur(read_piece(path)))]


def read_reponse_avant(dossier: Dossier, seance: date) -> date | None:
    """The last day for answering that a séance was given. Raises FicheToolError where its file says no day."""
    path = dossier.fiches(seance) / NOM_REPONSE
    try:
        with open_ordinary(path) as stream:
            texte = stream.read(_MAX).decode("utf-8-sig", "replace").strip()
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise FicheToolError(
            f"« {show_path(path)} » ne peut pas être lu ({say_fault(fault)}). Fermez-le s'il est ouvert, puis "
            "recommencez."
        ) from fault
    jour = parse_jour(texte)
    if jour is None:
        raise FicheToolError(
            f"« {show_path(path)} » : « {shorten(texte)} » n'est pas une date. Écrivez-la par exemple 18/11/2026, ou "
            "supprimez ce fichier."
        )
    return jour


def refuse_late(seance: date, jour: date | None) -> None:
    """Raise FicheToolError for a last day after the séance, or so long before it that its year was mistyped."""
    if jour is not None and (seance - jour).days > _TROP_TOT:
        raise FicheToolError(
            f"La date limite de réponse, le {show_date(jour)}, tombe {(seance - jour).days} jours avant la séance du "
            f"{show_date(seance)}. Vérifiez l'année : elle serait imprimée sur chaque fiche."
        )
    if jour is not None and jour > seance:
        raise FicheToolError(
            f"La date limite de réponse, le {show_date(jour)}, tombe après la séance du {show_date(seance)}. "
            "Choisissez un jour qui la précède."
        )


def keep_reponse_avant(dossier: Dossier, seance: date, jour: date | None) -> date | None:
    """The last day for answering from now on: the one given, which is kept, else the one kept before.

    Raises FicheToolError for a day after the séance, or long before it.
    """
    if jour is None:
        return read_reponse_avant(dossier, seance)
    refuse_late(seance, jour)
    write_atomically(dossier.fiches(seance) / NOM_REPONSE, f"{show_date(jour)}\n".encode())
    return jour
