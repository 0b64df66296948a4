"""Loading what a folder holds before anything comes back: its programme and its model."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fiche_tool.domaine.constats import constats_programme
from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.domaine.programme.attribution import propose_identifiants, with_identifiants
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.dossier.dossier import Dossier, load_piece, say_repair
from fiche_tool.excel.fiche.atelier import AtelierFiche, open_atelier
from fiche_tool.excel.modele.modele import Modele, open_modele, usable
from fiche_tool.excel.programme.read_programme import LectureProgramme, read_programme
from fiche_tool.fichiers.piece import Piece
from fiche_tool.resources import FICHIER_MODELE

_BLOCKING = frozenset(
    constat.code
    for constat in (
        constats_programme.IDENTIFIANT_EN_DOUBLE,
        constats_programme.FEUILLE_TROP_LONGUE,
        constats_programme.IMPORT_A_RELIRE,
    )
)
"""Faults with which fiches could be mixed up, made from a table misread or left out: nothing goes on until mended."""


@dataclass(frozen=True, slots=True)
class ProgrammeCharge:
    """A programme that can serve, with the anomalies that do not prevent it.

    `lu` is the programme as its workbook has it, `piece` that workbook.
    """

    programme: Programme
    anomalies: tuple[Anomalie, ...]
    lu: Programme
    piece: Piece


def load_programme(dossier: Dossier) -> ProgrammeCharge:
    """The programme of a folder. Raises FicheToolError where it cannot serve, with the first reason and its cell.

    A new action that has no identifiant yet gets the one that generating will write, for this run only.
    """
    path = dossier.programme
    piece = load_piece(path)
    return accept_programme(piece, read_programme(piece), path)


def accept_programme(piece: Piece, lecture: LectureProgramme, path: Path) -> ProgrammeCharge:
    """A programme that was read, if it can serve. Raises FicheToolError where it cannot."""
    blocking = [anomalie for anomalie in lecture.anomalies if anomalie.code in _BLOCKING]
    if lecture.programme is None:
        blocking = [anomalie for anomalie in lecture.anomalies if anomalie.bloquante]
    if blocking or lecture.programme is None:
        more = (
            f" (et {say_count(len(blocking) - 1, 'autre')} : fiche-tool verifier « {path} »)"
            if len(blocking) > 1
            else ""
        )
        first = blocking[0]
        if first.code.startswith("FIC"):
            raise FicheToolError(f"{first.fichier} ne peut pas servir : {first.raison}. {say_repair(path)}")
        raise FicheToolError(f"{first.phrase}{more}")
    programme = with_identifiants(lecture.programme, propose_identifiants(lecture.programme))
    return ProgrammeCharge(programme, lecture.anomalies, lecture.programme, piece)


def load_atelier(dossier: Dossier, programme: Programme) -> AtelierFiche:
    """The centre's own model where there is one, else the tool's, ready for this programme."""
    if not os.path.lexists(dossier.modele):
        return open_atelier(_packaged_modele(), programme)
    modele = open_modele(load_piece(dossier.modele))
    with usable(dossier.modele.name):
        return open_atelier(modele, programme)


@cache
def _packaged_modele() -> Modele:
    """The tool's own model, opened once: its file does not change."""
    return open_modele(load_piece(FICHIER_MODELE))
