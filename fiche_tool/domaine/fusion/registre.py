"""The register: what a séance adds to the page before, and what became of each file."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.fiche.historique import Etape, make_etape
from fiche_tool.domaine.fiche.identite import Correction
from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.fusion.admission import Admise, admit, check_return, tell_doubled
from fiche_tool.domaine.fusion.ouverts import gather_points
from fiche_tool.domaine.fusion.phrases import tell_moot
from fiche_tool.domaine.fusion.reglement import Reglement, settle
from fiche_tool.domaine.fusion.reponse import Changement, Reponse
from fiche_tool.domaine.fusion.verification import check_across, check_cumuls
from fiche_tool.domaine.grand_livre.acquis import Etat
from fiche_tool.domaine.grand_livre.decisions import Decision, Regie
from fiche_tool.domaine.grand_livre.depart import carry_forward, edits_between, values_of
from fiche_tool.domaine.grand_livre.figures import initial_actions, sum_up
from fiche_tool.domaine.grand_livre.page import (
    Deja,
    Depart,
    FichierRepris,
    PageRegistre,
    Seance,
    never_seen,
    sent_as,
    taken_by,
)
from fiche_tool.domaine.grand_livre.points import GenrePoint, Point
from fiche_tool.domaine.grand_livre.retour import Compte, Retour
from fiche_tool.domaine.grand_livre.sorts import ECARTES, GRAVES, IGNORES, REPRIS, REPRIS_EN_PARTIE, StatutRetour
from fiche_tool.domaine.mots.groupes import group_by
from fiche_tool.domaine.programme.programme import Programme

__all__ = ["Registre", "build_registre", "check_return", "corrections_of", "fold_seance", "page_of"]


@dataclass(frozen=True)
class Registre:
    """Every action's accepted answers after the séance (`etats`) and before it (`avant`), by identifiant.

    `programme` is the programme as it is on the day of the séance, `page` the page before (None at the first séance).
    `retours` are the files of this séance alone; `points` all that is open, older ones with the séance that opened
    them. `historique` has the séances at which an action was answered, oldest first; `seances` the figures of each one;
    `initiales` the identifiants of the PST initial.
    """

    seance: date
    programme: Programme
    page: PageRegistre | None
    etats: Mapping[str, Etat]
    avant: Mapping[str, Etat]
    retours: tuple[Retour, ...]
    changements: Mapping[str, tuple[Changement, ...]]
    points: tuple[Point, ...]
    historique: Mapping[str, tuple[Etape, ...]] = field(default_factory=dict)
    depart: Depart = field(default_factory=dict)
    initiales: frozenset[str] = frozenset()

    @property
    def precedente(self) -> date | None:
        """The séance of the page before."""
        return self.page.seance if self.page else None

    @property
    def programme_avant(self) -> Programme | None:
        """The programme as the page before had it, on its day."""
        return self.page.programme.at(self.page.seance) if self.page else None

    @property
    def anomalies(self) -> tuple[Anomalie, ...]:
        """Every anomaly of every file, in the order of the files."""
        return tuple(anomalie for retour in self.retours for anomalie in retour.anomalies)

    @property
    def told(self) -> "Registre":
        """The same, of each file only what is still to be told of it once its answers are merged and marked."""
        answers = {id(change.reponse): change.reponse for found in self.changements.values() for change in found}
        light = {key: replace(own, lecture=own.lecture.told, anciens=()) for key, own in answers.items()}
        return replace(
            self,
            retours=tuple(replace(x, lecture=x.lecture.told) for x in self.retours),
            changements={
                nom: tuple(replace(change, reponse=light[id(change.reponse)]) for change in found)
                for nom, found in self.changements.items()
            },
        )

    @cached_property
    def recues(self) -> frozenset[str]:
        """The identifiants of the actions answered at this séance."""
        return frozenset(
            retour.action.identifiant
            for retour in self.retours
            if retour.action and retour.seance == self.seance and retour.statut not in (*ECARTES, *IGNORES)
        )

    @cached_property
    def sorts(self) -> Mapping[str, StatutRetour]:
        """What became of the fiche of each action answered at this séance; of several files, the one in most need."""
        found: dict[str, StatutRetour] = {}
        for retour in self.retours:
            if retour.action and retour.seance == self.seance and retour.statut in GRAVES:
                known = found.setdefault(retour.action.identifiant, retour.statut)
                found[retour.action.identifiant] = min(known, retour.statut, key=GRAVES.index)
        return found

    @cached_property
    def bilan(self) -> Compte:
        """The counts, which balance."""
        statuts = [retour.statut for retour in self.retours]
        total = len(self.programme.actives)
        recues = len(self.recues & {action.identifiant for action in self.programme.actives})
        return Compte(
            trouves=len(statuts),
            repris=sum(statut in REPRIS for statut in statuts),
            repris_en_partie=sum(statut in REPRIS_EN_PARTIE for statut in statuts),
            ecartes=sum(statut in ECARTES for statut in statuts),
            ignores=sum(statut in IGNORES for statut in statuts),
            actions=total,
            recues=recues,
            sans_reponse=total - recues,
        )

    @cached_property
    def seances(self) -> tuple[Seance, ...]:
        """The figures of each séance as they were printed, its own last."""
        own = sum_up(self.seance, self.programme, self.etats, self.recues, self.initiales)
        return (*(self.page.seances if self.page else ()), own)


def fold_seance(
    programme: Programme,
    page: PageRegistre | None,
    lectures: Iterable[Lecture],
    decisions: Sequence[Decision] = (),
    *,
    seance: date,
    depart: Depart | None = None,
    deja: Deja = never_seen,
    autres: Sequence[Retour] = (),
) -> Registre:
    """What the returns and decisions of a séance make of the page before. The order of the files is irrelevant.

    `depart`: the programme's own values when this séance was first collected, those of `programme` where it was not.
    `deja` finds the files of older pages. `autres` are files whose fate is known already; they are counted too.
    """
    today = programme.at(seance)
    depart = values_of(programme) if depart is None else depart
    avant, etats = carry_forward(programme, page, depart, seance)
    taken, ordered = taken_by(page, deja), sorted(lectures, key=lambda lecture: lecture.fichier.chemin)
    admissions = [admit(today, lecture, seance, taken) for lecture in ordered]
    by_action = group_by(_with_past(admissions, page, deja, seance), lambda admise: admise.action.identifiant)
    open_before = page.points if page else ()
    regies = _regies(programme, by_action, edits_between(depart, values_of(programme)), decisions, open_before, seance)
    reglements = {
        identifiant: settle(programme, identifiant, etats[identifiant], by_action.get(identifiant, ()), regie)
        for identifiant, regie in sorted(regies.items())
        if identifiant in etats
    }
    etats |= {identifiant: reglement.etat for identifiant, reglement in reglements.items()}
    moot = [tell_moot(decision, None) for decision in decisions if decision.action not in reglements]
    answers = {identifiant: reglement.retours for identifiant, reglement in reglements.items()}
    across = (*check_across(today.actives, etats), *check_cumuls(today.actives, avant, etats, answers, seance))
    aside = (*(one for one in admissions if isinstance(one, Retour)), *autres)
    return Registre(
        seance,
        today,
        page,
        etats,
        avant,
        _gather_retours(_tell_doubled(today, aside, answers), reglements.values(), (*moot, *across)),
        {identifiant: reglements[identifiant].changements for identifiant in by_action},
        gather_points(open_before, reglements, etats, today, sent_as(page, deja)),
        _history(page, seance, reglements),
        depart,
        page.initiales if page else initial_actions(programme),
    )


def _regies(
    programme: Programme,
    by_action: Mapping[str, Sequence[Admise]],
    edits: Mapping[str, Mapping[str, str]],
    decisions: Sequence[Decision],
    points: Sequence[Point],
    seance: date,
) -> dict[str, Regie]:
    """By identifiant, what the returns of an action meet: only of those that something was said of."""
    shas = frozenset(admise.reponse.sha256 for several in by_action.values() for admise in several)
    shas |= {decision.sha256 for decision in decisions if decision.sha256}  # one that was put back is asked about too
    found: dict[str, Regie] = {}
    for identifiant in {*by_action, *edits, *(decision.action for decision in decisions)}:
        action = programme.find_action(identifiant)
        asked = {point.cle: frozenset(point.montrees) for point in points if point.action == identifiant}
        own = [decision for decision in decisions if decision.action == identifiant]
        regie = Regie(seance, action.libelle if action else "", own, edits.get(identifiant, {}), shas, asked)
        found[identifiant] = regie
    return found


def _tell_doubled(
    programme: Programme, aside: Iterable[Retour], answers: Mapping[str, Sequence[Retour]]
) -> Iterator[Retour]:
    """What was set aside, where what only shows a fiche knows whether that fiche came back too."""
    taken = {key for key, several in answers.items() if any(x.statut not in (*ECARTES, *IGNORES) for x in several)}
    for retour in aside:
        asked = retour.action if retour.statut is StatutRetour.A_REDEMANDER else None
        yield tell_doubled(programme, retour) if asked is not None and asked.identifiant in taken else retour


def _gather_retours(
    aside: Iterable[Retour], reglements: Collection[Reglement], anomalies: Iterable[Anomalie]
) -> tuple[Retour, ...]:
    """What became of every file, in the order of the paths, with what only the whole could bring up."""
    loose = [anomalie for reglement in reglements for anomalie in reglement.autres]
    remarks = group_by((*loose, *anomalies), lambda anomalie: anomalie.fichier)
    retours = [*aside, *(retour for reglement in reglements for retour in reglement.retours)]
    retours.sort(key=lambda retour: retour.chemin)
    return tuple(_add(retour, remarks.get(retour.chemin, ())) for retour in retours)


def build_registre(programme: Programme, lectures: Iterable[Lecture], seance: date) -> Registre:
    """Fold every return up to a séance, one séance after the other, as where no register was kept."""
    by_seance = group_by(lectures, lambda lecture: lecture.fichier.seance or seance)
    page: PageRegistre | None = None
    older: dict[str, list[FichierRepris]] = {}
    for jour in sorted(jour for jour in by_seance if jour < seance):
        page = page_of(fold_seance(programme, page, by_seance[jour], seance=jour, deja=lambda key: older.get(key, ())))
        for fichier in page.fichiers:
            for key in {fichier.piece, fichier.envoi} - {""}:
                older.setdefault(key, []).append(fichier)
    here = [lecture for jour, several in by_seance.items() if jour >= seance for lecture in several]
    return fold_seance(programme, page, here, seance=seance, deja=lambda key: older.get(key, ()))


def page_of(registre: Registre) -> PageRegistre:
    """What the register of a séance keeps."""
    kept = (retour for retour in registre.retours if retour.seance == registre.seance)
    return PageRegistre(
        registre.seance,
        registre.programme,
        registre.depart,
        registre.etats,
        registre.historique,
        tuple(_keep(retour) for retour in kept),
        registre.page.vus if registre.page else {},
        registre.points,
        registre.seances,
        registre.initiales,
        bouts=registre.page.bouts_vus if registre.page else {},
    )


def _keep(retour: Retour) -> FichierRepris:
    lecture = retour.lecture
    reponse = Reponse(lecture)
    known = lecture.identite is not None
    return FichierRepris(
        lecture.fichier.chemin,
        lecture.fichier.disque or lecture.fichier.sha256,
        lecture.fichier.piece,
        retour.seance,
        lecture.identifiant,
        retour.statut,
        retour.raison,
        reponse.envoi,
        reponse.par if known else "",
        reponse.jour if known else None,
        retour.livre,
        tuple(sorted({*reponse.remplacees, *retour.versions})),
        tuple(sorted({sha for sha, _ in reponse.vues})),
        lecture.fichier.bout if known else "",
    )


def corrections_of(registre: Registre, retour: Retour) -> tuple[Correction, ...]:
    """What the marked copy of a return corrects: it, those it replaced itself, the answers it conflicts with."""
    own = Reponse(retour.lecture).sha256
    itself = (c.sha256 for c in retour.lecture.corrige if not c.cles)
    wholly = dict.fromkeys((own, *itself, *retour.versions))
    seen: dict[str, set[tuple[str, ...]]] = {c.sha256: set(c.cles) for c in retour.lecture.corrige if c.cles}
    for point in registre.points:
        if point.genre is GenrePoint.CONFLIT and own in point.montrees:
            for sha in point.montrees:
                if sha not in wholly:
                    seen.setdefault(sha, set()).add(point.cle)
    named = (Correction(sha, tuple(sorted(cles))) for sha, cles in sorted(seen.items()) if sha not in wholly)
    return (*(Correction(sha) for sha in wholly), *named)


def _with_past(
    admissions: Iterable[Admise | Retour], page: PageRegistre | None, deja: Deja, seance: date
) -> list[Admise]:
    """The returns to merge, with the files of older séances of the same sent fiche, or that they correct."""
    near: dict[str, list[FichierRepris]] = {}
    for fichier in page.fichiers if page else ():
        for key in {fichier.piece, fichier.envoi} - {""}:
            near.setdefault(key, []).append(fichier)
    found: list[Admise] = []
    for admise in (one for one in admissions if isinstance(one, Admise)):
        old = page is not None and (admise.reponse.emise < seance or admise.reponse.lecture.corrige)
        keys = {admise.reponse.envoi, *admise.reponse.remplacees} - {""} if old else set()
        anciens = {
            (fichier.seance, fichier.chemin): fichier
            for key in sorted(keys)
            for fichier in (*deja(key), *near.get(key, ()))
            if fichier.action == admise.action.identifiant and fichier.livre
        }
        past = tuple(anciens[key] for key in sorted(anciens))
        found.append(replace(admise, reponse=replace(admise.reponse, anciens=past)) if past else admise)
    return found


def _history(
    page: PageRegistre | None, seance: date, reglements: Mapping[str, Reglement]
) -> dict[str, tuple[Etape, ...]]:
    historique = dict(page.historique) if page else {}
    for identifiant, reglement in reglements.items():
        if reglement.reponses:
            etape = make_etape(seance, reglement.etat.fiche(), _signature(reglement.reponses))
            historique[identifiant] = (*historique.get(identifiant, ()), etape)
    return historique


def _signature(reponses: Sequence[Reponse]) -> str:
    """Who filled the fiches in, as they sign."""
    return ", ".join(dict.fromkeys(reponse.par for reponse in reponses if reponse.par))


def _add(retour: Retour, remarks: Sequence[Anomalie]) -> Retour:
    """A return with remarks that only the other returns could bring up."""
    if not remarks:
        return retour
    statut = StatutRetour.REMARQUES if retour.statut is StatutRetour.CONFORME else retour.statut
    if statut is StatutRetour.DECISIONS and any(remark.bloquante for remark in remarks):
        statut = StatutRetour.EN_PARTIE
    return replace(retour, statut=statut, anomalies=(*retour.anomalies, *remarks))
