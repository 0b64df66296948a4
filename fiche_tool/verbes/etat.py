"""Where a PST stands before its séance: sent, received, missing, to correct, to settle, late; and what to do next."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from pathlib import Path

from fiche_tool.domaine.fusion.registre import Registre
from fiche_tool.domaine.grand_livre.points import ask_at_once
from fiche_tool.domaine.grand_livre.retour import Compte, Retour
from fiche_tool.domaine.grand_livre.sorts import ECARTES, REPRIS_EN_PARTIE, StatutRetour
from fiche_tool.domaine.mots.groupes import group_by
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.programme.programme import Action, Programme
from fiche_tool.domaine.synthese.lignes import action_row
from fiche_tool.dossier.dossier import Dossier, open_dossier
from fiche_tool.dossier.envois import list_fiches, read_reponse_avant
from fiche_tool.dossier.load import load_programme
from fiche_tool.dossier.noms import NOM_POINTS, TOUTES
from fiche_tool.fichiers.package import Refus
from fiche_tool.registres.apercu import find_uncollected, preview
from fiche_tool.registres.chaine import find_chaine, is_closed
from fiche_tool.registres.prevue import latest_seance


class Etape(Enum):
    """What comes next in the month of a séance."""

    COMPLETER = auto()
    GENERER = auto()
    COLLECTER = auto()
    CORRIGER = auto()
    TRANCHER = auto()
    RELANCER = auto()
    PRETE = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class SeanceConnue:
    """A séance of the folder: the fiches sent for it, whether it has a register.

    `dossier`, where no fiche was sent and its name says more than the day, is the folder of retours/ that opens it.
    """

    jour: date
    envoyees: int
    collectee: bool
    dossier: str = ""


@dataclass(frozen=True, slots=True)
class Manquants:
    """The actions of a service that nobody answered for at the séance.

    Of these, `telles_quelles` came back as sent, `a_redemander` were answered in a PDF, a picture, a letter.
    """

    service: str
    personne: str
    courriel: str
    actions: tuple[Action, ...]
    telles_quelles: tuple[Action, ...]
    a_redemander: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class ACorriger:
    """A file that goes back to its author, with the count of its faults; `action` is None where it has none.

    `suite` says more of what became of it: « (a répondu en PDF) ».
    """

    fichier: str
    action: Action | None
    statut: StatutRetour
    erreurs: int
    suite: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a PST stands for one séance.

    `seances` are those of the folder, earliest first. `nouveaux` are the files that the register of the séance does not
    hold yet: collecting it will. `points` counts what waits for a decision, `points_du` is the séance whose workbook
    shows it: until this one is collected, the one before; None where none lies there. `retard` are the actions past
    their deadline; `reponse_avant` is the last day for answering, None where none was given.
    """

    dossier: Path
    cpas: str
    legislature: str
    seance: date
    seances: tuple[SeanceConnue, ...]
    bilan: Compte
    envoyees: int
    nouveaux: tuple[str, ...]
    manquants: tuple[Manquants, ...]
    a_corriger: tuple[ACorriger, ...]
    points: int
    retard: tuple[Action, ...]
    etape: Etape
    reponse_avant: date | None = None
    points_du: date | None = None

    def __repr__(self) -> str:
        counts = f"envoyees={self.envoyees}, recues={self.bilan.recues}/{self.bilan.actions}"
        return f"Situation({self.seance}, {counts}, etape={self.etape.name})"

    @property
    def manquantes(self) -> int:
        """How many actions nobody answered for."""
        return sum(len(one.actions) for one in self.manquants)


def look(racine: Path, seance: date | None, jour: date) -> Situation:
    """Where the PST of a folder stands for a séance; left out, the latest one of the folder, else this day.

    Reads, and writes nothing. Raises FicheToolError where the folder, its programme or a register cannot serve.
    """
    dossier = open_dossier(racine)
    programme = load_programme(dossier).programme
    chaine = find_chaine(dossier)
    known = sorted({*dossier.seances(), *chaine.jours})
    day = seance or (max(known) if known else latest_seance(dossier, jour))
    registre = preview(chaine, programme, day)
    own = [retour for retour in registre.retours if retour.seance == day]
    seances = tuple(
        SeanceConnue(one, _count_sent(dossier, one), one in chaine.jours, dossier.opened_by(one)) for one in known
    )
    nouveaux = find_uncollected(chaine, registre)
    faulty = tuple(_to_correct(retour) for retour in own if _is_faulty(retour))
    manquants = tuple(_missing(registre.programme, registre, own))
    sent = _count_sent(dossier, day)
    collected, closed = day in chaine.jours, is_closed(chaine, day)
    waiting = bool(nouveaux) or _is_answered_between(registre, chaine.before(day) or date.min, day)
    return Situation(
        dossier=racine,
        cpas=programme.parametres.cpas,
        legislature=programme.parametres.legislature,
        seance=day,
        seances=seances,
        bilan=registre.bilan,
        envoyees=sent,
        nouveaux=nouveaux,
        manquants=manquants,
        a_corriger=faulty,
        points=len(ask_at_once(registre.points)),
        retard=tuple(a for a in registre.programme.actives if action_row(registre, a).en_retard),
        etape=_next(registre, sent, waiting, faulty, manquants, collected=collected, closed=closed),
        reponse_avant=read_reponse_avant(dossier, day),
        points_du=_find_points(dossier, day if collected else chaine.before(day)),
    )


def _find_points(dossier: Dossier, jour: date | None) -> date | None:
    """The séance itself, where a workbook of points to settle lies in its folder."""
    return jour if jour is not None and (dossier.a_corriger(jour) / NOM_POINTS).is_file() else None


def _next(
    registre: Registre,
    sent: int,
    waiting: bool,
    faulty: tuple[ACorriger, ...],
    manquants: tuple[Manquants, ...],
    *,
    collected: bool,
    closed: bool,
) -> Etape:
    """What comes next, in the order of the month."""
    if not registre.programme.actives:
        return Etape.COMPLETER
    if not sent and not registre.retours:
        return Etape.GENERER
    if closed:
        return Etape.CLOSE
    if waiting or (registre.retours and not collected):
        return Etape.COLLECTER
    points = registre.points if collected else ()  # until then, the séance has no workbook to settle them in
    steps = ((faulty, Etape.CORRIGER), (points, Etape.TRANCHER), (manquants, Etape.RELANCER))
    return next((etape for left, etape in steps if left), Etape.PRETE)


def _is_answered_between(registre: Registre, first: date, last: date) -> bool:
    """True where an action was answered at a séance between two days: no register holds it yet."""
    return any(first < etape.seance < last for etapes in registre.historique.values() for etape in etapes)


def _count_sent(dossier: Dossier, jour: date) -> int:
    """How many fiches lie in the folder of a séance."""
    paths = [path for path in dossier.fiches(jour).glob("*/*.xlsx") if not path.name.startswith(("~$", "."))]
    together = [path for path in paths if path.stem.endswith(TOUTES)]
    with suppress(Refus, OSError):
        return len(paths) - len(together) + sum(len(list_fiches(path)) for path in together)
    return len(paths)


def _is_faulty(retour: Retour) -> bool:
    return retour.statut in (*REPRIS_EN_PARTIE, *ECARTES)


def _to_correct(retour: Retour) -> ACorriger:
    errors = sum(anomalie.bloquante for anomalie in retour.anomalies)
    return ACorriger(retour.chemin, retour.action, retour.statut, errors, retour.suite)


def _missing(programme: Programme, registre: Registre, own: Iterable[Retour]) -> Iterable[Manquants]:
    """The actions without an answer, by service, in the order of the programme."""
    fates = [(retour.action.identifiant, retour.statut) for retour in own if retour.action]
    as_sent, otherwise = (
        {identifiant for identifiant, statut in fates if statut is wanted}
        for wanted in (StatutRetour.TELLE_QUELLE, StatutRetour.A_REDEMANDER)
    )
    left = [action for action in programme.actives if action.identifiant not in registre.recues]
    for same in group_by(left, lambda action: fold(action.service)).values():
        nom = same[0].service
        service = next((one for one in programme.listes.services if fold(one.nom) == fold(nom)), None)
        yield Manquants(
            nom,
            service.personne if service else "",
            service.courriel if service else "",
            tuple(same),
            tuple(action for action in same if action.identifiant in as_sent),
            tuple(action for action in same if action.identifiant in otherwise),
        )
