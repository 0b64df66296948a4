"""Creating the folder of a new PST, empty or from a sample."""

from dataclasses import dataclass
from pathlib import Path

from fiche_tool.courriels.gabarit import Lettre, letter_of
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.programme.depart import empty_programme
from fiche_tool.dossier.dossier import Dossier, write_atomically
from fiche_tool.excel.programme.read_programme import read_programme
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.fichiers.piece import examine
from fiche_tool.resources import FICHIER_MODELE, SAMPLES, TEMPLATES


@dataclass(frozen=True, slots=True)
class Creation:
    """The folder made, its programme, and how many actions it already holds."""

    dossier: Path
    programme: Path
    actions: int

    def __repr__(self) -> str:
        return f"Creation({str(self.dossier)!r}, actions={self.actions})"


def samples() -> tuple[str, ...]:
    """The names of the samples shipped with the tool."""
    return tuple(sorted(path.parent.name for path in SAMPLES.glob("*/programme.xlsx")))


def create(racine: Path, exemple: str = "", *, annee: int = 0) -> Creation:
    """Make a new PST folder. Without `exemple`, the programme is empty, for the legislature that holds `annee`.

    Raises FicheToolError where the folder already holds something: nothing is ever overwritten.
    """
    if racine.exists() and (not racine.is_dir() or any(racine.iterdir())):
        raise FicheToolError(f"« {racine} » existe déjà et n'est pas vide. Choisissez un autre nom de dossier.")
    if exemple and exemple not in samples():
        raise FicheToolError(f"L'exemple « {exemple} » n'existe pas. Exemples : {', '.join(samples())}.")
    content = (
        (SAMPLES / exemple / "programme.xlsx").read_bytes() if exemple else write_programme(empty_programme(annee))
    )
    dossier = Dossier(racine)
    write_atomically(dossier.programme, content)
    dossier.retours.mkdir(exist_ok=True)
    found = read_programme(examine(content, dossier.programme.name)).programme
    return Creation(racine, dossier.programme, len(found.actives) if found else 0)


def publish_modele(sortie: Path) -> Path:
    """Put a fresh copy of the fiche model, or of the letter of that name, at a place of the user's.

    Raises FicheToolError where a file is there, and for a text that is no letter of the tool.
    """
    if sortie.exists() or sortie.is_symlink():
        raise FicheToolError(f"« {sortie} » existe déjà : choisissez un autre nom, ou déplacez ce fichier.")
    write_atomically(sortie, _source(sortie).read_bytes())
    return sortie


def _source(sortie: Path) -> Path:
    if sortie.suffix.lower() != ".txt":
        return FICHIER_MODELE
    lettre = letter_of(sortie)
    if lettre is None:
        known = " ou ".join(f"« {lettre.value} »" for lettre in Lettre)
        raise FicheToolError(f"« {sortie.name} » n'est pas une lettre de l'outil : nommez-la {known}.")
    return TEMPLATES / lettre.value
