"""Loading what a folder holds: its programme, its model, and every return as a Lecture."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from fiche_tool.domaine import anomalies as a
from fiche_tool.domaine.anomalies import Anomalie, signal
from fiche_tool.domaine.errors import FicheToolError
from fiche_tool.domaine.fiche import CHAMPS
from fiche_tool.domaine.kinds import Vocabulaire
from fiche_tool.domaine.lecture import Fichier, Lecture
from fiche_tool.domaine.programme import Programme
from fiche_tool.dossier import Dossier, read_bytes
from fiche_tool.excel.atelier import AtelierFiche, open_atelier
from fiche_tool.excel.cells import open_classeur
from fiche_tool.excel.classeur import Position
from fiche_tool.excel.modele import open_modele
from fiche_tool.excel.read_fiche import read_fiche
from fiche_tool.excel.read_programme import read_programme
from fiche_tool.resources import MODELE
from fiche_tool.retours import Trouve, find_returns, read_return

_BLOCKING = frozenset({a.IDENTIFIANT_EN_DOUBLE.code, a.IDENTIFIANT_MANQUANT.code, a.FEUILLE_TROP_LONGUE.code})
"""Faults with which fiches could be mixed up or actions left out: nothing goes on until they are mended."""


@dataclass(frozen=True, slots=True)
class ProgrammeCharge:
    """A programme that can serve, with the anomalies that do not prevent it."""

    programme: Programme
    anomalies: tuple[Anomalie, ...]


def load_programme(dossier: Dossier) -> ProgrammeCharge:
    """The programme of a folder. Raises FicheToolError where it cannot serve, with the first reason and its cell."""
    path = dossier.programme
    lecture = read_programme(read_bytes(path), path.name)
    blocking = [anomalie for anomalie in lecture.anomalies if anomalie.code in _BLOCKING]
    if lecture.programme is None:
        blocking = [anomalie for anomalie in lecture.anomalies if anomalie.bloquante]
    if blocking or lecture.programme is None:
        more = f" (et {len(blocking) - 1} autre(s) : fiche-tool verifier « {path} »)" if len(blocking) > 1 else ""
        raise FicheToolError(f"{blocking[0].phrase}{more}")
    return ProgrammeCharge(lecture.programme, lecture.anomalies)


def load_lectures(dossier: Dossier, programme: Programme) -> Iterator[Lecture]:
    """Every file under retours/, read. One bad file never costs another its turn."""
    for trouve in find_returns(dossier):
        yield load_lecture(trouve, programme.vocabulaire)


def load_lecture(trouve: Trouve, vocabulaire: Vocabulaire) -> Lecture:
    """One file as a Lecture."""
    if trouve.ignore:
        return Lecture(Fichier(trouve.relatif, seance=trouve.seance), ignore=trouve.ignore)
    if trouve.ferme:
        closed = signal(a.DOSSIER_FERME, fichier=trouve.relatif, detail=trouve.ferme)
        return Lecture(Fichier(trouve.relatif, seance=trouve.seance), anomalies=(closed,))
    data, fichier, reason = read_return(trouve)
    if data is None:
        return Lecture(fichier, anomalies=(signal(a.ACCES_REFUSE, fichier=fichier.chemin, detail=reason),))
    try:
        return read_fiche(data, fichier, vocabulaire, model_addresses)
    except (
        Exception
    ) as fault:  # whatever a file may still hold in store, the others get their turn and it gets its line
        unforeseen = signal(a.ILLISIBLE, fichier=fichier.chemin, detail=f"sa lecture échoue : {type(fault).__name__}")
        return Lecture(fichier, anomalies=(unforeseen,))


def load_atelier(dossier: Dossier, programme: Programme) -> AtelierFiche:
    """The centre's own model where there is one, else the tool's, ready for this programme."""
    path = dossier.modele if dossier.modele.is_file() else MODELE
    return open_atelier(open_modele(read_bytes(path), path.name), programme)


@lru_cache(maxsize=1)
def model_addresses() -> Mapping[str, Position]:
    """Where the packaged model has its fields."""
    noms = open_classeur(MODELE.read_bytes()).noms
    return {champ.nom: noms[champ.nom_de_cellule].coin for champ in CHAMPS if champ.nom_de_cellule in noms}
