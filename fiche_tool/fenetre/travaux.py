"""Long work, outside the requests: one at a time per folder, which tells how far it is and may be called off."""

import threading
import traceback
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from fiche_tool.domaine.constats.errors import FicheToolError, say_refusal
from fiche_tool.dossier.progres import Progres
from fiche_tool.fenetre.issues import Issue


class Annulation(BaseException):
    """The person called the work off. No Exception: no reader may take it for a fault of the file it is reading."""


@dataclass(frozen=True, slots=True)
class Avancee:
    """How far a work is; `total` is 1 where nobody knows how much there is to do."""

    mots: str = ""
    fait: int = 0
    total: int = 1
    fini: bool = False


@dataclass(slots=True)
class Travail:
    """A work under way, or done. What it leaves to be read goes to its step, among `issues`."""

    titre: str
    etape: str
    seance: str
    issues: MutableMapping[str, Issue] = field(default_factory=dict)
    avancee: Avancee = Avancee()
    _annule: bool = False
    _change: threading.Condition = field(default_factory=threading.Condition)

    def call_off(self) -> None:
        """Ask it to stop at its next step: what it writes, it writes whole or not at all."""
        self._annule = True

    @property
    def annule(self) -> bool:
        """True once it was asked to stop."""
        return self._annule

    def tell(self, mots: str, fait: int, total: int) -> None:
        """What the verb says of its progress; where it was called off, the verb hears of it here."""
        if self._annule:
            raise Annulation
        self._become(Avancee(mots, fait, max(total, 1)))

    def wait(self, seen: Avancee, timeout: float) -> Avancee:
        """How far it is, as soon as that is not what was seen already; the same again after a while."""
        with self._change:
            self._change.wait_for(lambda: self.avancee != seen, timeout)
            return self.avancee

    def end(self, issue: Issue) -> None:
        """It is over, well or not."""
        self.issues[self.etape] = replace(issue, seance=self.seance)
        self._become(Avancee(self.avancee.mots, self.avancee.fait, self.avancee.total, fini=True))

    def _become(self, avancee: Avancee) -> None:
        with self._change:
            self.avancee = avancee
            self._change.notify_all()


Geste = Callable[[Progres], Issue]


class Atelier:
    """Where the works of one folder are done, one after the other."""

    def __init__(self) -> None:
        self.dernier: Travail | None = None
        self._verrou = threading.Lock()

    @property
    def en_cours(self) -> Travail | None:
        """The work under way, if any."""
        dernier = self.dernier
        return dernier if dernier is not None and not dernier.avancee.fini else None

    def start(self, travail: Travail, geste: Geste) -> None:
        """Begin a work. Raises FicheToolError while another one is under way."""
        with self._verrou:
            other = self.en_cours
            if other is not None:
                raise FicheToolError(
                    f"« {other.titre} » est en cours sur ce dossier, peut-être depuis un autre onglet : un seul "
                    "travail à la fois. Attendez qu'il finisse, ou annulez-le, puis recommencez."
                )
            self.dernier = travail
        threading.Thread(target=_run, args=(travail, geste), daemon=True, name=travail.titre).start()


def _run(travail: Travail, geste: Geste) -> None:
    """Do it to the end; whatever stops it is a sentence, and the window goes on."""
    try:
        issue = geste(travail.tell)
    except Annulation:
        issue = Issue(
            f"{travail.titre} : annulé",
            ("Vous avez arrêté ce travail. Aucun fichier n'est resté à moitié écrit ; relancez-le quand vous voulez.",),
            reussie=False,
        )
    except FicheToolError as stop:
        issue = Issue(f"{travail.titre} : impossible de continuer", (str(stop),), reussie=False)
    except OSError as fault:
        issue = Issue(f"{travail.titre} : impossible de continuer", (say_refusal(fault),), reussie=False)
    except Exception as fault:  # a fault of ours: the window says so and stays open, the folder is as whole as ever
        issue = Issue(f"{travail.titre} : erreur de l'outil", (say_bug(fault),), reussie=False)
    travail.end(issue)


def say_bug(fault: BaseException) -> str:
    """A fault of the tool itself, with its place for whoever has to report it."""
    frames = traceback.extract_tb(fault.__traceback__)
    place = f", {Path(frames[-1].filename).name}, ligne {frames[-1].lineno}" if frames else ""
    return (
        f"L'outil a rencontré une erreur qu'il n'attendait pas ({type(fault).__name__}{place}). Aucun fichier n'est "
        "resté à moitié écrit. Recommencez ; si cela se répète, signalez-le à la personne qui vous a remis l'outil."
    )
