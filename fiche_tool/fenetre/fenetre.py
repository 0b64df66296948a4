"""One open window: its folder, what it knows of it between two clicks, the work under way, whether anybody is there."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import fiche_tool
from fiche_tool.domaine.constats.errors import FicheToolError, say_refusal
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.dossier.dossier import Dossier, open_dossier
from fiche_tool.dossier.load import load_programme
from fiche_tool.dossier.parcours import walk_files
from fiche_tool.fenetre.garde import Garde
from fiche_tool.fenetre.issues import Issue
from fiche_tool.fenetre.lieux import is_open_elsewhere, keep_recent
from fiche_tool.fenetre.travaux import Atelier
from fiche_tool.fenetre.verdicts import Verificateur

if TYPE_CHECKING:
    from fiche_tool.verbes.etat import Situation

PARTIE = 180.0
"""Seconds after which the window stops once its page said goodbye and no other came: one that is reloaded does too."""
DELAISSEE = 8 * 3600.0
"""Seconds without any sign of a page: a browser that was killed, a page that it put to sleep, one without scripts."""


@dataclass(slots=True)
class Presence:
    """Whether anybody is there: each request is a sign of life, the page's goodbye one of departure."""

    horloge: Callable[[], float] = time.monotonic
    dernier: float = 0.0
    adieu: bool = False
    fermer: threading.Event = field(default_factory=threading.Event)

    def see(self) -> None:
        """Somebody is there."""
        self.dernier, self.adieu = self.horloge(), False

    def leave(self) -> None:
        """A page was closed; perhaps the last one."""
        self.dernier, self.adieu = self.horloge(), True

    @property
    def finie(self) -> bool:
        """True once nobody has been there for long."""
        return self.horloge() - self.dernier > (PARTIE if self.adieu else DELAISSEE)


@dataclass(frozen=True, slots=True)
class Vue:
    """What every page shows of the folder: where the séance stands, or why that cannot be said."""

    dossier: Dossier
    seance: date
    situation: "Situation | None"
    programme: Programme | None
    empechement: str = ""

    @property
    def connue(self) -> bool:
        """True for a séance of the folder: fiches were sent for it, or something came back."""
        known = self.situation.seances if self.situation else ()
        return self.seance in (*(one.jour for one in known), *self.dossier.seances())


@dataclass(slots=True)
class Fenetre:
    """One window. `issues` has what the last click of each step left to be read."""

    garde: Garde
    aujourdhui: Callable[[], date]
    montrer: Callable[[Path], None]
    racine: Path | None = None
    presence: Presence = field(default_factory=Presence)
    atelier: Atelier = field(default_factory=Atelier)
    verificateur: Verificateur = field(default_factory=Verificateur)
    issues: dict[str, Issue] = field(default_factory=dict)
    avis: str = ""
    _verrou: threading.RLock = field(default_factory=threading.RLock)
    _vues: dict[date | None, tuple[object, Vue]] = field(default_factory=dict)

    def open(self, racine: Path) -> None:
        """Take another folder up. Raises FicheToolError where it is none of a PST, or work is under way."""
        if self.atelier.en_cours is not None:
            raise FicheToolError("Un travail est en cours sur l'autre dossier : attendez qu'il finisse, ou annulez-le.")
        open_dossier(racine)
        with self._verrou:
            self.racine = racine.absolute()
            self.issues.clear()
            self._vues.clear()
            self.atelier, self.verificateur = Atelier(), Verificateur()
        keep_recent(self.racine)
        if is_open_elsewhere(self.racine, self.garde.port):
            self.avis = (
                "Ce dossier est déjà ouvert dans une autre fenêtre de fiche_tool sur cet ordinateur. Travaillez dans "
                "une seule à la fois : fermez l'autre, ou celle-ci."
            )

    def look(self, seance: date | None) -> Vue:
        """Where a séance stands, the latest where left out; asked again once anything in the folder has changed."""
        racine = self.racine
        if racine is None:
            raise FicheToolError("Aucun dossier de PST n'est ouvert : choisissez-en un.")
        if not racine.is_dir():
            raise FicheToolError(
                f"Le dossier « {racine.name} » n'est plus là : il a été déplacé ou renommé, ou son lecteur (clé USB, "
                "réseau) est débranché. Rendez-le accessible puis recommencez, ou choisissez un autre dossier."
            )
        with self._verrou:
            dossier = open_dossier(racine)
            seal = (self.aujourdhui(), *_seal(dossier))
            known = self._vues.get(seance)
            if known is None or known[0] != seal:
                known = (seal, self._look(dossier, seance))
                self._vues[seance] = known
            return known[1]

    def _look(self, dossier: Dossier, seance: date | None) -> Vue:
        day = seance or max(dossier.seances(), default=self.aujourdhui())
        try:
            programme = load_programme(dossier).programme
            situation = fiche_tool.status(dossier.racine, seance)
        except (FicheToolError, OSError) as stop:
            return Vue(dossier, day, None, None, say_refusal(stop) if isinstance(stop, OSError) else str(stop))
        return Vue(dossier, situation.seance, situation, programme)


def _seal(dossier: Dossier) -> tuple[object, ...]:
    """What changes with anything that says where a séance stands."""
    folders = [dossier.retours, dossier.registres, dossier.racine / "fiches", dossier.racine / "a_corriger"]
    paths = [dossier.programme, dossier.modele]
    paths += [met.chemin for folder in folders if folder.is_dir() for met in walk_files(folder)]
    seals = []
    for path in paths:
        try:
            info = path.stat()
            seals.append((str(path), info.st_size, info.st_mtime_ns))
        except OSError:
            seals.append((str(path), 0, 0))
    return tuple(seals)
