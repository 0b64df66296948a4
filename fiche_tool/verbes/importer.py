"""Importing the PST as a CPAS wrote it into a programme.xlsx, with a report of everything that was unsure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from fiche_tool.documents.read_document import Progres, decode_text, read_document, silent
from fiche_tool.domaine.constats.anomalies import signal
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.document.document import Bloc, DocumentLu, Doute
from fiche_tool.domaine.document.mots import make_mots
from fiche_tool.domaine.importation.annonces import show_genre
from fiche_tool.domaine.importation.hierarchie import read_hierarchy
from fiche_tool.domaine.importation.importation import AUCUNE_HIERARCHIE, Choix, build_programme, keep_settings
from fiche_tool.domaine.importation.rapprochement import A_CONFIRMER, ChangementProgramme, propose_merge
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.dossier.dossier import FUSION_PROPOSEE, SAUVEGARDES, free_name, load_bytes, load_piece, write_atomically
from fiche_tool.excel.programme.feuilles import A_REGARDER, A_RELIRE
from fiche_tool.excel.programme.patch_programme import patch_programme
from fiche_tool.excel.programme.read_programme import is_programme, read_programme
from fiche_tool.excel.programme.read_sheets import open_sheets, read_csv, read_sheets
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.fichiers.bornes import DOCUMENT
from fiche_tool.fichiers.package import Refus
from fiche_tool.fichiers.piece import Piece
from fiche_tool.fichiers.signatures import Usage

_TEXTES = (".doc", ".docx", ".odt", ".pdf", ".txt")
"""What bears such a name and looks like a workbook inside is a damaged document."""


@dataclass(frozen=True, slots=True)
class Importation:
    """What importing made. `existant` is the programme it would be merged with; None for a first import."""

    document: Path
    fichier: Path
    programme: Programme = field(hash=False)
    lu: DocumentLu = field(hash=False)
    doutes: tuple[Doute, ...]
    changements: tuple[ChangementProgramme, ...] = ()
    existant: Path | None = None

    def __repr__(self) -> str:
        counts = f"actions={len(self.programme.actions)}, doutes={len(self.doutes)}"
        return f"Importation({str(self.fichier)!r}, {counts}, changements={len(self.changements)})"

    @property
    def incertain(self) -> bool:
        """True where something is to be looked at besides the text that was left out; a retired action always is."""
        retired = any(changement.nature in A_CONFIRMER for changement in self.changements)
        return self.lu.vide or retired or bool(self.lu.incompris) or any(not doute.ecart for doute in self.doutes)


def import_document(
    document: Path, sortie: Path, jour: date, choix: Choix | None = None, progres: Progres = silent
) -> Importation:
    """Read a document (.txt, .docx, .odt, .pdf, .xlsx, .ods, .csv) into a programme workbook.

    `sortie` may be the folder of a PST, there or to be made. Where a programme is already there it is left alone: the
    merge of both is proposed in a workbook beside it, dated by `jour`. Raises FicheToolError where a file cannot serve.
    """
    choix = choix or Choix(jour.year)
    if not document.is_file():
        raise FicheToolError(f"Le document « {document} » {_why_none(document)}. Vérifiez le chemin.")
    new_folder = not sortie.suffix and not sortie.exists()
    target = sortie / "programme.xlsx" if new_folder or sortie.is_dir() else sortie
    if target.suffix.lower() != ".xlsx":
        raise FicheToolError(f"« {sortie} » ne se termine pas par .xlsx : donnez le nom du classeur à écrire.")
    lu = read_hierarchy(_read_blocs(load_piece(document, DOCUMENT), progres), make_mots(choix.mots), choix.volet)
    programme, assumed = build_programme(lu, choix)
    importation = Importation(document, target, programme, lu, (*assumed, *lu.doutes))
    if not target.exists():
        write_atomically(target, write_programme(programme, report_rows(lu, importation.doutes)))
        if new_folder:
            (sortie / "retours").mkdir(exist_ok=True)  # as « nouveau » leaves it
        return importation
    return _meet(importation, jour, choix)


def _read_blocs(piece: Piece, progres: Progres) -> tuple[Bloc, ...]:
    """The lines and tables of a document of any format. Raises FicheToolError with the reason."""
    if not piece.data:
        raise FicheToolError(f"« {piece.nom} » est vide (0 octet), sans doute mal copié. Copiez-le à nouveau.")
    if piece.nom.lower().endswith((".csv", ".tsv")) and piece.format.usage is not Usage.CLASSEUR:
        return read_csv(decode_text(piece.data, piece.nom), Path(piece.nom).stem)
    if piece.format.usage is not Usage.CLASSEUR or piece.refus is not None or piece.nom.lower().endswith(_TEXTES):
        return read_document(piece, progres)
    try:
        classeur = open_sheets(piece)
        if is_programme(classeur):
            raise FicheToolError(
                f"« {piece.nom} » est déjà un programme : placez-le tel quel dans le dossier du PST, sous le nom "
                "programme.xlsx."
            )
        return read_sheets(classeur)
    except Refus as refus:
        reason = signal(refus.constat, trouve=refus.trouve, attendu=refus.attendu, detail=refus.detail).texte
        raise FicheToolError(f"« {piece.nom} » : {reason}") from refus


def _why_none(document: Path) -> str:
    if document.is_dir():
        return "est un dossier"
    return "n'est pas un fichier ordinaire" if document.exists() else "n'existe pas"


def _meet(importation: Importation, jour: date, choix: Choix) -> Importation:
    """What the document does with the programme that is already there: fills it where it is empty, else a merge."""
    existant = importation.fichier
    piece = load_piece(existant)
    lecture = read_programme(piece)
    if lecture.programme is None:
        reason = next((anomalie.phrase for anomalie in lecture.anomalies if anomalie.bloquante), "")
        raise FicheToolError(f"« {existant} » existe déjà et ne se lit pas comme un programme ({reason}).")
    if importation.lu.vide:
        raise FicheToolError(
            f"« {importation.document.name} » : {AUCUNE_HIERARCHIE} ; « {existant} » reste comme il est."
        )
    if not lecture.programme.objectifs and not lecture.programme.actions:
        return _fill(importation, lecture.programme, piece)
    found = propose_merge(lecture.programme, importation.programme, jour, choix)
    beside = free_name(existant.with_name(f"{existant.stem} {FUSION_PROPOSEE}.xlsx"))
    rows = report_rows(importation.lu, importation.doutes, found.changements)
    write_atomically(beside, patch_programme(piece, lecture.programme, found.programme, rows))
    return replace(
        importation, fichier=beside, programme=found.programme, changements=found.changements, existant=existant
    )


def _fill(importation: Importation, vide: Programme, piece: Piece) -> Importation:
    """Fill a programme without objectives: what a person has set or listed in it stays; it is kept aside first."""
    target = importation.fichier
    programme = keep_settings(vide, importation.programme)
    _keep_aside(target, "avant l'import", piece.data)
    write_atomically(target, write_programme(programme, report_rows(importation.lu, importation.doutes)))
    return replace(importation, programme=programme)


def adopt_merge(programme: Path, fusion: Path) -> Path:
    """Put a proposed merge in the place of the programme. Returns where that one is kept. Raises FicheToolError."""
    backup = _keep_aside(programme, "avant la fusion", load_bytes(programme))
    write_atomically(programme, load_bytes(fusion))
    fusion.unlink()
    return backup


def _keep_aside(target: Path, quand: str, data: bytes) -> Path:
    """A copy of a programme, in the folder of those that were replaced."""
    backup = free_name(target.parent / SAUVEGARDES / f"{target.stem} {quand}{target.suffix}")
    write_atomically(backup, data)
    return backup


def report_rows(
    lu: DocumentLu, doutes: Sequence[Doute], changements: Sequence[ChangementProgramme] = ()
) -> list[tuple[str, str, str, str]]:
    """The sheet Import: changes first, then doubts, what was left out, and the lines joined; headings first."""
    rows = [("Nature", "Où", "Ce que dit l'outil", "Ce que dit le document")]
    rows += [(c.nature, c.ou, c.avant and f"avant : {c.avant}", c.apres and f"après : {c.apres}") for c in changements]
    rows += [(A_RELIRE, d.lieu, d.phrase, d.extrait) for d in lu.incompris]
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
