"""Running a reader that may hang, grow or abort in a process of its own, under limits of time and memory."""

import os
import subprocess
import sys
from pathlib import Path

from fiche_tool.fichiers.bornes import CLASSEUR, BudgetLecture

_ROOT = Path(__file__).resolve().parent.parent.parent
_CHILD = "fiche_tool.fichiers.enfant_borne"
ENFANT = "--enfant-borne"
"""The word that makes the program of a PyInstaller build a child: it has no `python -m`."""


class EnfantPerdu(Exception):
    """A child that was stopped or died. The message says why, in French.

    `absent` where it could not even start, `budget` where it was not to be started.
    """

    def __init__(self, raison: str, *, absent: bool = False, budget: bool = False) -> None:
        super().__init__(raison)
        self.absent, self.budget = absent, budget


def run_bounded(
    module: str,
    data: bytes,
    *,
    seconds: float = CLASSEUR.secondes,
    memory: int = CLASSEUR.memoire,
    budget: BudgetLecture | None = None,
) -> bytes:
    """What the function `answer(data: bytes) -> bytes` of a module gives, in a child process bounded before it loads.

    Raises EnfantPerdu where it fails, whatever the way; and, without starting anything, where the budget of the file
    that the data come from is spent.
    """
    budget = BudgetLecture() if budget is None else budget
    if budget.vide:
        raise EnfantPerdu("ce fichier n'a pas été ouvert", budget=True)
    with budget.chronometer():
        return _run(module, data, min(seconds, max(1.0, budget.secondes)), memory)


def command() -> list[str]:
    """How a child starts. `-P`: nothing lying in the working folder can pass for a library."""
    return [sys.executable, ENFANT] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", _CHILD]


def _run(module: str, data: bytes, seconds: float, memory: int) -> bytes:
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(_ROOT), environment.get("PYTHONPATH"))))
    try:
        child = subprocess.Popen(
            [*command(), module, str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as fault:
        raise EnfantPerdu("le lecteur de ce format n'a pas pu être lancé", absent=True) from fault
    with child:
        try:
            found, _ = child.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired as fault:
            raise EnfantPerdu(f"sa lecture n'était pas finie après {seconds:.0f} secondes") from fault
        finally:
            if child.poll() is None:
                child.kill()
    if child.returncode != 0:
        raise EnfantPerdu("le lecteur de ce format n'en vient pas à bout")
    return found
