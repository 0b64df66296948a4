"""Folding the new files of a séance into the page before it: its register, and the page that will be kept of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from fiche_tool.domaine.constats import constats, constats_fusion, constats_registres
from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.fusion.phrases import PLUS_OUVERT, show
from fiche_tool.domaine.fusion.registre import Registre, fold_seance, page_of
from fiche_tool.domaine.fusion.retenues import value_at
from fiche_tool.domaine.grand_livre.acquis import Cle, name_cle
from fiche_tool.domaine.grand_livre.decisions import Decision
from fiche_tool.domaine.grand_livre.depart import with_erased
from fiche_tool.domaine.grand_livre.page import Depart, PageRegistre
from fiche_tool.domaine.grand_livre.retour import Retour
from fiche_tool.domaine.grand_livre.sorts import StatutRetour
from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.excel.points.read_points import LecturePoints
from fiche_tool.registres.chaine import read_lien
from fiche_tool.registres.depot import Depot
from fiche_tool.registres.memoire import Memoire
from fiche_tool.registres.registre import read_registre


def fold(dossier: Dossier, programme: Programme, page: PageRegistre | None, depot: Depot, jour: date) -> Registre:
    """The register of a séance: the new files of the séance folded into the page before it.

    An action whose row was erased since that page has left the programme at this séance; its past stays.
    """
    programme = with_erased(programme, page, jour)
    lectures, lues = depot.lectures.get(jour, ()), depot.points.get(jour, ())
    settled = [_settle(programme, one, jour) for one in lues]
    registre = fold_seance(
        programme,
        page,
        lectures,
        [decision for decisions, _ in settled for decision in decisions],
        seance=jour,
        depart=_depart(dossier, programme, jour),
        deja=Memoire(dossier, page.seance if page else None).find,
        autres=[retour for _, retour in settled],
    )
    faulty = {one.fichier.chemin: one.fautives for one in lues if one.fautives}
    return replace(registre, retours=tuple(_forgive(x, registre, faulty.get(x.chemin, {})) for x in registre.retours))


def _forgive(retour: Retour, registre: Registre, fautives: Mapping[str, tuple[str, Cle]]) -> Retour:
    """A workbook of decisions without the faults of rows whose point was settled otherwise: a remark says so."""
    still = {(point.action, point.cle[:5]) for point in registre.points}  # a line to add may stand there by now
    closed = {
        cell: (action, cle)
        for cell, (action, cle) in fautives.items()
        if (action, cle[:5]) not in still and action in registre.etats
    }
    if not closed:
        return retour
    anomalies = tuple(
        _moot(x, *closed[x.cellule], registre) if x.bloquante and x.cellule in closed else x for x in retour.anomalies
    )
    whole = retour.statut is StatutRetour.EN_PARTIE and not any(x.bloquante for x in anomalies)
    return replace(retour, anomalies=anomalies, statut=StatutRetour.DECISIONS if whole else retour.statut)


def _moot(fault: Anomalie, action: str, cle: Cle, registre: Registre) -> Anomalie:
    now = show(cle, value_at(registre.etats[action], cle))
    return signal(
        constats_fusion.DECISION_SANS_OBJET,
        fichier=fault.fichier,
        feuille=fault.feuille,
        cellule=fault.cellule,
        champ=cle[0],
        label=name_cle(cle),
        action=action,
        trouve=fault.trouve,
        attendu=now,
        detail=PLUS_OUVERT,
    )


def _settle(programme: Programme, lues: LecturePoints, jour: date) -> tuple[Sequence[Decision], Retour]:
    """The decisions of one workbook, and what became of the workbook."""
    code, fichier = programme.parametres.code, replace(lues.fichier, seance=jour)
    if lues.programme != code:
        other = signal(constats.AUTRE_PROGRAMME, fichier=fichier.chemin, trouve=lues.programme, attendu=code)
        lecture = Lecture(fichier, anomalies=(other,))
        return (), Retour(lecture, jour, StatutRetour.NON_RECONNUE, None, (other,), other.texte)
    taken, anomalies = lues.decisions, lues.anomalies
    if not taken and not any(x.bloquante or x.code == constats_registres.POINT_PERDU.code for x in anomalies):
        anomalies += (signal(constats_registres.SANS_DECISION, fichier=fichier.chemin),)
    statut = StatutRetour.EN_PARTIE if any(x.bloquante for x in anomalies) else StatutRetour.DECISIONS
    rows = len({(decision.feuille, decision.cellule) for decision in taken})  # one choice may settle several cells
    words = say_count(rows, "décision lue") if taken else "aucune décision"
    return taken, Retour(Lecture(fichier, anomalies=anomalies), jour, statut, None, anomalies, words)


def _depart(dossier: Dossier, programme: Programme, jour: date) -> Depart | None:
    """What the programme said when the séance was first collected; None where this is the first time."""
    if not dossier.registre(jour).exists():
        return None
    return read_registre(dossier, jour, programme.parametres.code).depart


def page_to_write(dossier: Dossier, before: PageRegistre | None, registre: Registre) -> PageRegistre:
    """The page of a séance, naming the one before it. A file of a later séance stays unknown: its turn will come."""
    lien = (before.seance, read_lien(dossier, before.seance)) if before else None
    page = page_of(registre)
    fichiers = tuple(fichier for fichier in page.fichiers if fichier.seance <= page.seance)
    return replace(page, precedent=lien, fichiers=fichiers)
