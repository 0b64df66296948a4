"""Exchanging: a séance for eComptes, a spreadsheet or another program; what eComptes gives back, compared."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.synthese.comptes import count_pst
from fiche_tool.dossier.dossier import load_bytes, open_dossier, show_path, sweep_leftovers, write_atomically
from fiche_tool.dossier.load import load_programme
from fiche_tool.echanges.ecomptes import export_ecomptes
from fiche_tool.echanges.json_pst import export_json
from fiche_tool.echanges.rapprochement import LigneRapprochee, Verdict, reconcile_budget
from fiche_tool.echanges.read_ecomptes import read_ecomptes
from fiche_tool.echanges.tables import export_tables
from fiche_tool.registres.livre import Livre


class Cible(StrEnum):
    """What a PST is exported for."""

    ECOMPTES = "ecomptes"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Export:
    """The files written. `pertes`: a sentence for each thing that the target has no place for."""

    seance: date
    fichiers: tuple[Path, ...]
    pertes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Export({self.seance}, {', '.join(path.name for path in self.fichiers)})"


def export(racine: Path, vers: str, seance: date | None, today: date) -> Export:
    """Write the files of a séance under echanges/, the newest where left out. Raises FicheToolError."""
    if vers not in tuple(Cible):
        raise FicheToolError(f"« {vers} » n'est pas un format d'export. Choisissez : {', '.join(Cible)}.")
    dossier = open_dossier(racine)
    livre = Livre(dossier, load_programme(dossier).programme)
    jour = livre.choose(seance, today)
    synthese = livre.synthese(jour)
    pertes: tuple[str, ...] = ()
    match Cible(vers):
        case Cible.ECOMPTES:
            found = export_ecomptes(synthese)
            contents, pertes = {"eComptes.xml": found.contenu}, found.pertes
        case Cible.JSON:
            contents = {"PST.json": export_json(synthese, count_pst(synthese))}
        case Cible.CSV:
            contents = {f"{titre}.csv": data for titre, data in export_tables(synthese.tables)}
    written = {dossier.echange(jour, nom): data for nom, data in contents.items()}
    for path, data in written.items():
        write_atomically(path, data)
    sweep_leftovers(written)
    return Export(jour, tuple(written), pertes)


@dataclass(frozen=True, slots=True)
class Rapprochement:
    """The budget lines of a séance beside the articles of eComptes, and the workbook that shows them.

    `articles`: how many the file of eComptes holds.
    """

    seance: date
    fichier: Path
    lignes: tuple[LigneRapprochee, ...]
    articles: int

    @property
    def ecarts(self) -> tuple[LigneRapprochee, ...]:
        """The articles on which both sides do not agree."""
        return tuple(ligne for ligne in self.lignes if ligne.verdict is not Verdict.EGAL)

    def __repr__(self) -> str:
        return f"Rapprochement({self.seance}, articles={self.articles})"


def reconcile(racine: Path, fichier: Path, seance: date | None, today: date) -> Rapprochement:
    """Compare the budget lines of a séance, the newest where left out, with an export of eComptes.

    Writes echanges/<séance> Rapprochement.xlsx. Raises FicheToolError where the file is no such export.
    """
    from fiche_tool.echanges.write_rapprochement import write_rapprochement  # XlsxWriter, for this workbook alone

    dossier = open_dossier(racine)
    articles = read_ecomptes(load_bytes(fichier), show_path(fichier.name))
    livre = Livre(dossier, load_programme(dossier).programme)
    jour = livre.choose(seance, today)
    synthese = livre.synthese(jour)
    lignes = reconcile_budget(synthese, articles)
    target = dossier.echange(jour, "Rapprochement.xlsx")
    write_atomically(target, write_rapprochement(synthese, lignes, show_path(fichier.name)))
    sweep_leftovers((target,))
    return Rapprochement(jour, target, lignes, len(articles))
