"""Reporting: the evaluation report of a séance for the council, in Word, with the comments of the last one kept."""

from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.synthese.comptes import count_pst
from fiche_tool.dossier.dossier import (
    Dossier,
    free_name,
    load_piece,
    open_dossier,
    refuse_if_open,
    show_path,
    sweep_leftovers,
    write_atomically,
)
from fiche_tool.dossier.load import load_programme
from fiche_tool.fichiers.bornes import DOCUMENT
from fiche_tool.fichiers.filet import net
from fiche_tool.fichiers.package import Refus
from fiche_tool.registres.livre import Livre

if TYPE_CHECKING:
    from fiche_tool.evaluation.places import Ancien


@dataclass(frozen=True, slots=True)
class RapportEvaluation:
    """The report written, and how many comments were kept from the older one.

    `sauvegarde` is the older one, put aside where somebody had written in it outside of the places for comments;
    `sans_place` counts the comments whose objective is gone: they stand at the end.
    """

    seance: date
    fichier: Path
    gardes: int
    sans_place: int = 0
    sauvegarde: Path | None = None

    def __repr__(self) -> str:
        return f"RapportEvaluation({self.seance}, {str(self.fichier)!r}, gardes={self.gardes})"


def write_report(racine: Path, seance: date | None, depuis: date | None, today: date) -> RapportEvaluation:
    """Write the report of a séance, the newest where left out, from its register.

    What changed is counted since `depuis`, the first séance of the PST where left out. Raises FicheToolError.
    """
    if find_spec("docx") is None:
        raise FicheToolError(
            "Pour écrire un rapport Word, il manque le complément « documents ». Installez-le avec : pip install "
            '"fiche-tool[documents]"'
        )
    from fiche_tool.evaluation.rapport import write_rapport

    dossier = open_dossier(racine)
    livre = Livre(dossier, load_programme(dossier).programme)
    jour = livre.choose(seance, today)
    target = dossier.rapport(jour)
    refuse_if_open(target)
    first = livre.jours[0] if livre.jours and livre.jours[0] < jour else None
    synthese = livre.synthese(jour, depuis or first)
    ancien = _read_older(target)
    modele = _modele(dossier)
    rapport = write_rapport(synthese, count_pst(synthese), modele, ancien)
    aside = None
    if target.exists() and ancien.touche:
        aside = free_name(target.with_name(f"{target.stem} (avant){target.suffix}"))
        write_atomically(aside, target.read_bytes())
    write_atomically(target, rapport.contenu)
    sweep_leftovers((target,))
    return RapportEvaluation(jour, target, rapport.gardes, rapport.sans_place, aside)


def _read_older(path: Path) -> "Ancien":
    """The report already there, with its comments; one that cannot be read is only put aside."""
    from fiche_tool.evaluation.places import Ancien, read_ancien

    if not path.exists():
        return Ancien()
    piece = load_piece(path, DOCUMENT)
    if piece.refus is not None:
        return Ancien(touche=True)
    try:
        with net():
            return read_ancien(piece.data)
    except Refus:
        return Ancien(touche=True)


def _modele(dossier: Dossier) -> bytes | None:
    """The centre's own model; None where there is none. Raises FicheToolError where it is no Word document."""
    path = dossier.modele_rapport
    if not path.exists():
        return None
    from fiche_tool.evaluation.plume import Plume

    piece = load_piece(path, DOCUMENT)
    try:
        with net():
            if piece.refus is None:
                Plume(piece.data)
                return piece.data
    except Refus:
        pass
    raise FicheToolError(
        f"« {show_path(path)} » n'est pas un document Word (.docx) lisible. Corrigez-le ou retirez-le."
    )
