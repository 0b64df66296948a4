"""Running a reader that may hang, grow or abort in a process of its own, under limits of time and memory."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

MAX_SECONDS = 15
MAX_MEMORY = 350 * 2**20
"""Bytes of address space, where the system can bound a process (everywhere but on Windows)."""
_ROOT = Path(__file__).resolve().parent.parent.parent


class EnfantPerdu(Exception):
    """A child that was stopped or died; `absent` where it could not even start. The message says why, in French."""

    def __init__(self, raison: str, *, absent: bool = False) -> None:
        super().__init__(raison)
        self.absent = absent


def run_bounded(module: str, data: bytes) -> bytes:
    """What a module of the tool prints when it is given `data`. Raises EnfantPerdu where it fails, whatever the way.

    `-P`: nothing lying in the working folder can pass for a library.
    """
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(_ROOT), environment.get("PYTHONPATH"))))
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", module],
            input=data,
            capture_output=True,
            timeout=MAX_SECONDS,
            env=environment,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as fault:
        raise EnfantPerdu(f"sa lecture n'était pas finie après {MAX_SECONDS} secondes") from fault
    except OSError as fault:
        raise EnfantPerdu("le lecteur de ce format n'a pas pu être lancé", absent=True) from fault
    if done.returncode != 0:
        raise EnfantPerdu("le lecteur de ce format n'en vient pas à bout")
    return done.stdout


def bound_memory() -> None:
    """Called first by the child: past MAX_MEMORY it fails instead of growing."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
