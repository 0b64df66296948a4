"""The command line: French words in, French text and exit codes out. It decides nothing.

Exit codes: 0 all well · 1 could not go on (one sentence) · 2 wrong usage · 3 done, with anomalies.
"""

import atexit
import gc
import sys

from fiche_tool.commandes import debut, fenetre, seance, sorties  # noqa: F401 - each names its commands to the group
from fiche_tool.commandes.groupe import ALIASES as ALIASES
from fiche_tool.commandes.groupe import cli as cli

_CYCLES_EVERY = 50_000
"""Objects made between two looks for those that only hold one another: a run makes hardly any, and keeps what it made
to its end, so that looking every 700, as Python does, takes one second in fifteen. Most commands make fewer in all."""


def main() -> None:
    """The entry point. Consoles of Windows may not be UTF-8: make what we write so, whatever they show."""
    gc.set_threshold(_CYCLES_EVERY)
    atexit.register(gc.freeze)  # what is left at the end, the system takes back whole: no last look through it
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    cli(prog_name="fiche-tool")
