"""Importing the PST as a CPAS wrote it into a programme.xlsx, with a report of everything that was unsure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fiche_tool.documents.read_document import read_document
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.importation.annonces import show_genre
from fiche_tool.domaine.document.document import DocumentLu, Doute
from fiche_tool.domaine.importation.hierarchie import read_hierarchy
from fiche_tool.domaine.importation.importation import AUCUNE_HIERARCHIE, Choix, build_programme
from fiche_tool.domaine.importation.rapprochement import ChangementProgramme, propose_merge
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.dossier.dossier import free_name, load_piece, write_atomically
from fiche_tool.excel.programme.feuilles import A_REGARDER
from fiche_tool.excel.programme.read_programme import read_programme
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.fichiers.bornes import DOCUMENT


@dataclass(frozen=True, slots=True)
class Importation:
    """What importing made. `existant` is the programme it would be merged with; None for a first import."""

    document: Path
    fichier: Path
    programme: Programme
    lu: DocumentLu
    doutes: tuple[Doute, ...]
    changements: tuple[ChangementProgramme, ...] = ()
    existant: Path | None = None

    @property
    def incertain(self) -> bool:
        """True where something is to be looked at besides the text that was left out."""
        return self.lu.vide or any(not doute.ecart for doute in self.doutes)


def import_document(document: Path, sortie: Path, jour: date, choix: Choix | None = None) -> Importation:
    """Read a document (.txt, .docx, .odt, .pdf) into a programme workbook.

    `sortie` may be the folder of a PST. Where a programme is already there it is left alone: the merge of both is
    proposed in a workbook beside it, dated by `jour`. Raises FicheToolError where a file cannot serve.
    """
    if not document.is_file():
        raise FicheToolError(f"Le document « {document} » n'existe pas. Vérifiez le chemin.")
    target = sortie / "programme.xlsx" if sortie.is_dir() else sortie
    if target.suffix.lower() != ".xlsx":
        raise FicheToolError(f"« {sortie} » ne se termine pas par .xlsx : donnez le nom du classeur à écrire.")
    lu = read_hierarchy(read_document(load_piece(document, DOCUMENT).data, document.name))
    programme, assumed = build_programme(lu, choix or Choix(jour.year))
    doutes = (*assumed, *lu.doutes)
    if not target.exists():
        write_atomically(target, write_programme(programme, report_rows(lu, doutes)))
        return Importation(document, target, programme, lu, doutes)
    return _propose(Importation(document, target, programme, lu, lu.doutes, existant=target), jour)


def _propose(importation: Importation, jour: date) -> Importation:
    """Write the merge with the programme that is already there beside it."""
    existant = importation.fichier
    if importation.lu.vide:
        raise FicheToolError(
            f"« {importation.document.name} » : {AUCUNE_HIERARCHIE} ; « {existant} » reste comme il est."
        )
    lecture = read_programme(load_piece(existant))
    if lecture.programme is None:
        reason = next((anomalie.phrase for anomalie in lecture.anomalies if anomalie.bloquante), "")
        raise FicheToolError(f"« {existant} » existe déjà et ne se lit pas comme un programme ({reason}).")
    found = propose_merge(lecture.programme, importation.programme, jour)
    beside = free_name(existant.with_name(f"{existant.stem} (fusion proposée).xlsx"))
    rows = report_rows(importation.lu, importation.doutes, found.changements)
    write_atomically(beside, write_programme(found.programme, rows))
    return Importation(
        importation.document,
        beside,
        found.programme,
        importation.lu,
        importation.doutes,
        found.changements,
        existant,
    )


def report_rows(
    lu: DocumentLu, doutes: Sequence[Doute], changements: Sequence[ChangementProgramme] = ()
) -> list[tuple[str, str, str, str]]:
    """The sheet Import: changes first, then doubts, what was left out, and the lines joined; headings first."""
    rows = [("Nature", "Où", "Ce que dit l'outil", "Ce que dit le document")]
    rows += [(c.nature, c.ou, c.avant and f"avant : {c.avant}", c.apres and f"après : {c.apres}") for c in changements]
    if lu.vide:
        rows.append((A_REGARDER, "", AUCUNE_HIERARCHIE, ""))
    rows += [(A_REGARDER, d.lieu, d.phrase, d.extrait) for d in doutes if not d.ecart]
    for compte in lu.comptes:
        volet = f" (volet {compte.volet})" if compte.volet else ""
        rows.append(("compte annoncé", compte.lieu, f"{compte.attendu} {show_genre(compte.genre)}{volet}", ""))
    rows += [("laissé de côté", d.lieu, d.phrase, d.extrait) for d in doutes if d.ecart]
    rows += [
        ("ligne jointe", lieu, "suite de la ligne précédente (première lettre minuscule)", "") for lieu in lu.jointes
    ]
    return rows
