"""Loading what a folder holds: its programme, its model, and every return as a Lecture."""

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from fiche_tool.domaine.constats import constats, constats_programme
from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.fiche.fiche import CHAMPS, nom_de_cellule
from fiche_tool.domaine.fiche.kinds import Vocabulaire
from fiche_tool.domaine.fiche.lecture import SUITE, Fichier, Lecture
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.programme.attribution import propose_identifiants, with_identifiants
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.dossier.dossier import Dossier, read_bytes, show_path
from fiche_tool.dossier.retours import Trouve, find_returns, read_return
from fiche_tool.excel.fiche.atelier import AtelierFiche, open_atelier
from fiche_tool.excel.fiche.read_fiche import read_fiche, refused
from fiche_tool.excel.fiche.reperage import ModelesConnus, Patron
from fiche_tool.excel.lecture.cells import open_classeur
from fiche_tool.excel.lecture.classeur import Classeur, Position
from fiche_tool.excel.modele.modele import open_modele
from fiche_tool.excel.programme.read_programme import read_programme
from fiche_tool.fichiers.enveloppes import Enveloppe, open_enveloppe
from fiche_tool.fichiers.package import Refus
from fiche_tool.resources import FICHIER_MODELE

_BLOCKING = frozenset({constats_programme.IDENTIFIANT_EN_DOUBLE.code, constats_programme.FEUILLE_TROP_LONGUE.code})
"""Faults with which fiches could be mixed up or actions left out: nothing goes on until they are mended."""


@dataclass(frozen=True, slots=True)
class ProgrammeCharge:
    """A programme that can serve, with the anomalies that do not prevent it."""

    programme: Programme
    anomalies: tuple[Anomalie, ...]


def load_programme(dossier: Dossier) -> ProgrammeCharge:
    """The programme of a folder. Raises FicheToolError where it cannot serve, with the first reason and its cell.

    A new action that has no identifiant yet gets the one that generating will write, for this run only.
    """
    path = dossier.programme
    lecture = read_programme(read_bytes(path), path.name)
    blocking = [anomalie for anomalie in lecture.anomalies if anomalie.code in _BLOCKING]
    if lecture.programme is None:
        blocking = [anomalie for anomalie in lecture.anomalies if anomalie.bloquante]
    if blocking or lecture.programme is None:
        more = f" (et {len(blocking) - 1} autre(s) : fiche-tool verifier « {path} »)" if len(blocking) > 1 else ""
        raise FicheToolError(f"{blocking[0].phrase}{more}")
    programme = with_identifiants(lecture.programme, propose_identifiants(lecture.programme))
    return ProgrammeCharge(programme, lecture.anomalies)


def load_lectures(dossier: Dossier, programme: Programme) -> Iterator[Lecture]:
    """Every file under retours/, read. One bad file never costs another its turn."""
    modeles = known_models(dossier)
    for trouve in find_returns(dossier):
        yield from load_return(trouve, programme.vocabulaire, modeles)


Lire = Callable[[bytes, Fichier], tuple[Lecture, ...]]
"""How one workbook is read once it is out of its envelope."""


def fiche_reader(vocabulaire: Vocabulaire, modeles: ModelesConnus) -> Lire:
    """Reading a workbook as a fiche, or several."""
    return lambda data, fichier: read_fiche(data, fichier, vocabulaire, modeles)


def load_return(trouve: Trouve, vocabulaire: Vocabulaire, modeles: ModelesConnus) -> tuple[Lecture, ...]:
    """What one file says: a Lecture, or several where it holds several fiches."""
    unread = why_unread(trouve)
    if unread is not None:
        return unread
    data, fichier, reason = read_return(trouve)
    return load_content(data, fichier, reason, fiche_reader(vocabulaire, modeles))


def why_unread(trouve: Trouve) -> tuple[Lecture, ...] | None:
    """The Lecture of what is not opened at all; None for a file to read."""
    if trouve.ignore:
        return (Lecture(Fichier(trouve.relatif, seance=trouve.seance), ignore=trouve.ignore),)
    if trouve.ferme:
        closed = signal(constats.DOSSIER_FERME, fichier=trouve.relatif, detail=trouve.ferme)
        return (Lecture(Fichier(trouve.relatif, seance=trouve.seance), anomalies=(closed,)),)
    return None


def load_content(data: bytes | None, fichier: Fichier, reason: str, lire: Lire) -> tuple[Lecture, ...]:
    """What the content of a file says; `reason` says why it could not be had."""
    if data is None:
        return (Lecture(fichier, anomalies=(signal(constats.ACCES_REFUSE, fichier=fichier.chemin, detail=reason),)),)
    try:
        return _read_content(data, fichier, lire)
    except Exception as fault:  # whatever a file may still hold in store, it gets its line and the others their turn
        unforeseen = signal(
            constats.ILLISIBLE, fichier=fichier.chemin, detail=f"sa lecture échoue : {type(fault).__name__}"
        )
        return (Lecture(fichier, anomalies=(unforeseen,)),)


def _read_content(data: bytes, fichier: Fichier, lire: Lire) -> tuple[Lecture, ...]:
    try:
        enveloppe = open_enveloppe(data)
    except Refus as refus:
        return (refused(fichier, refus),)
    if enveloppe is not None:
        return tuple(_read_pieces(enveloppe, fichier, lire))
    return lire(data, fichier)


def _read_pieces(enveloppe: Enveloppe, fichier: Fichier, lire: Lire) -> Iterator[Lecture]:
    """The fiches taken out of an archive or a mail, each with a remark that says so."""
    others = ", ".join(show_path(Path(nom)) for nom in enveloppe.autres)
    beside = f" (à côté, non lu : {others})" if others else ""
    nom = fichier.chemin.rpartition("/")[2]
    remark = signal(constats.SORTIE_D_ENVELOPPE, detail=f"{enveloppe.genre} « {nom} »{beside}")
    for piece in enveloppe.fiches:
        own = replace(
            fichier,
            chemin=f"{fichier.chemin}{SUITE}{show_path(Path(piece.nom))}",
            sha256=hashlib.sha256(piece.data).hexdigest(),
            taille=len(piece.data),
            disque=fichier.sha256,
        )
        for lecture in lire(piece.data, own):
            yield replace(
                lecture, anomalies=(remark.at(fichier=own.chemin, action=lecture.identifiant), *lecture.anomalies)
            )


def load_atelier(dossier: Dossier, programme: Programme) -> AtelierFiche:
    """The centre's own model where there is one, else the tool's, ready for this programme."""
    path = dossier.modele if dossier.modele.is_file() else FICHIER_MODELE
    return open_atelier(open_modele(read_bytes(path), path.name), programme)


def known_models(dossier: Dossier | None) -> ModelesConnus:
    """What is known of the packaged model and of the centre's own, looked up when first needed."""

    @cache
    def look() -> Patron:
        own = [dossier.modele] if dossier is not None and dossier.modele.is_file() else []
        texts: set[str] = set()
        for path in (FICHIER_MODELE, *own):
            with contextlib.suppress(Refus, OSError):
                texts |= _form_texts(open_classeur(path.read_bytes()))
        return Patron(model_addresses(), frozenset(texts))

    return look


def _form_texts(classeur: Classeur) -> set[str]:
    zone = classeur.noms.get(nom_de_cellule("libelle"))
    cells = classeur.ouvrir(zone.feuille).cellules.values() if zone is not None else ()
    return {fold(saisie.texte) for saisie in cells if not saisie.formule}


@lru_cache(maxsize=1)
def model_addresses() -> Mapping[str, Position]:
    """Where the packaged model has its fields."""
    noms = open_classeur(FICHIER_MODELE.read_bytes()).noms
    return {champ.nom: noms[champ.nom_de_cellule].coin for champ in CHAMPS if champ.nom_de_cellule in noms}
