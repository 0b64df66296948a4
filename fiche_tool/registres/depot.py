"""What lies under retours/ that no register holds yet, séance by séance: what a collection has to read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from fiche_tool.domaine.constats import constats, constats_registres
from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.fiche.lecture import Fichier, Lecture
from fiche_tool.domaine.grand_livre.page import PageRegistre
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.domaine.regles.regles import make_contexte
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.dossier.lectures import fiche_reader, known_models, load_received, why_unread
from fiche_tool.dossier.parcours import Trouve, find_returns
from fiche_tool.dossier.progres import Progres, silent
from fiche_tool.dossier.retours import examine_return, fetch_return
from fiche_tool.excel.lecture.classeur import Classeur
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.points.read_points import LecturePoints, is_points, read_points
from fiche_tool.fichiers.package import Refus
from fiche_tool.fichiers.piece import Piece
from fiche_tool.registres.nouveaux import known_by_end


@dataclass(frozen=True, slots=True)
class Depot:
    """New files by séance. One of a séance already collected counts for the séance being run, with a remark."""

    lectures: Mapping[date, Sequence[Lecture]] = field(default_factory=dict)
    points: Mapping[date, Sequence[LecturePoints]] = field(default_factory=dict)

    @property
    def seances(self) -> tuple[date, ...]:
        """The séances that something new belongs to, earliest first."""
        return tuple(sorted({*self.lectures, *self.points}))

    def without(self, jour: date) -> "Depot":
        """The files of the other séances."""
        return Depot({x: y for x, y in self.lectures.items() if x != jour}, self.points)


def read_depot(
    dossier: Dossier,
    programme: Programme,
    page: PageRegistre | None,
    seance: date,
    seuls: frozenset[str] | None = None,
    progres: Progres = silent,
) -> Depot:
    """Read every file that neither the page before a séance nor older ones hold; of these, only the hashes given."""
    lecteur = _Lecteur(dossier, programme, page, seance, seuls)
    found = list(find_returns(dossier))
    for rank, trouve in enumerate(found, 1):
        lecteur.read(trouve)
        progres("Lecture des retours", rank, len(found))
    return Depot(lecteur.lectures, lecteur.points)


class _Lecteur:
    """Reads the new files of a folder. Gathers lectures, and workbooks of decisions, by séance."""

    def __init__(
        self,
        dossier: Dossier,
        programme: Programme,
        page: PageRegistre | None,
        seance: date,
        seuls: frozenset[str] | None,
    ) -> None:
        self.seuls = seuls
        self.seance, self.known = seance, page.vus if page else {}
        self.known_by_its_end = known_by_end(page)
        self.last = page.seance if page else date.min
        self.lectures: dict[date, list[Lecture]] = {}
        self.points: dict[date, list[LecturePoints]] = {}
        self.programme = programme
        self.read_as_fiche = fiche_reader(programme.vocabulaire, known_models(dossier))
        self.contexte = make_contexte(programme, seance)
        self.decided: list[LecturePoints] = []

    def read(self, trouve: Trouve) -> None:
        """One file: nothing where a register holds it and it was not dropped again for a later séance."""
        unread = why_unread(trouve)
        if unread is not None:
            if self.seuls is None and (not trouve.ignore or trouve.seance is None or trouve.seance > self.last):
                self._keep(trouve, unread)
            return
        again = trouve.seance is not None and trouve.seance > self.last
        if self.seuls is None and not again and self.known_by_its_end(trouve):  # after some years, most files
            return
        depose = fetch_return(trouve)
        if self.seuls is not None and depose.fichier.sha256 not in self.seuls:
            return
        if depose.fichier.sha256 in self.known and not again:
            return
        self.decided = []
        lectures = load_received(examine_return(trouve, depose), self._read_workbook)
        self.decided = [lue for lue in self.decided if self._day(trouve.seance or lue.seance) <= self.seance]
        chosen = {lue.fichier.chemin for lue in self.decided}
        self._keep(trouve, tuple(lecture for lecture in lectures if lecture.fichier.chemin not in chosen))
        around = {lecture.fichier.chemin: _say_around(lecture) for lecture in lectures}
        for lue in self.decided:
            told = replace(lue, anomalies=(*around.get(lue.fichier.chemin, ()), *lue.anomalies))
            self.points.setdefault(self._day(trouve.seance or lue.seance), []).append(told)

    def _read_workbook(self, piece: Piece, fichier: Fichier, opened: Classeur | None) -> tuple[Lecture, ...]:
        """A fiche; where it is none, perhaps the points that somebody settled."""
        lectures = self.read_as_fiche(piece, fichier, opened)
        if any(lecture.identite is not None for lecture in lectures):
            return lectures
        try:
            classeur = opened or open_classeur(piece)
            if not is_points(classeur):
                return lectures
        except Refus:
            return lectures
        own = replace(fichier, format=classeur.format, application=classeur.application)
        found = read_points(classeur, own, self.programme.vocabulaire, self.contexte)
        if isinstance(found, Lecture):
            return (found,)
        self.decided.append(found)
        return (Lecture(replace(own, seance=own.seance or found.seance)),)

    def _keep(self, trouve: Trouve, lectures: Sequence[Lecture]) -> None:
        for lecture in lectures:
            printed = lecture.identite.seance if lecture.identite else None
            jour = trouve.seance or lecture.fichier.seance or printed or self.seance
            effective = self._day(jour)
            remarks = tuple(_remarks(trouve.seance, printed, effective, self.last))
            found = tuple(x.at(fichier=lecture.fichier.chemin, action=lecture.identifiant) for x in remarks)
            kept = replace(
                lecture,
                fichier=replace(lecture.fichier, seance=effective),
                anomalies=(*lecture.anomalies, *found),
            )
            self.lectures.setdefault(min(effective, self.seance), []).append(kept)  # a later one is told, and waits

    def _day(self, jour: date) -> date:
        """The séance that a file counts for: its own, or the one being run where its own is past."""
        return self.seance if jour <= self.last else jour


def _say_around(lecture: Lecture) -> tuple[Anomalie, ...]:
    """What the mail that a workbook of decisions came in says: the words of its sender."""
    return tuple(x for x in lecture.anomalies if x.code == constats.MESSAGE_DIT.code)


def _remarks(folder: date | None, printed: date | None, effective: date, last: date) -> Iterator[Anomalie]:
    """What is odd in the place of a file: the folder of a past séance, or of another one than its fiche."""
    if folder is not None and folder <= last:
        yield signal(constats_registres.RETOUR_ANCIEN, trouve=show_date(folder), attendu=show_date(effective))
    if folder is not None and printed is not None and printed > folder:
        yield signal(constats_registres.FICHE_PLUS_RECENTE, trouve=show_date(printed), attendu=show_date(folder))
