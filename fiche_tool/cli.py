"""The command line: French words in, French text and exit codes out. It decides nothing.

Exit codes: 0 all well · 1 could not go on (one sentence) · 2 wrong usage · 3 done, with anomalies.
"""

import sys

from fiche_tool.commandes import debut, fenetre, seance, sorties  # noqa: F401 - each names its commands to the group
from fiche_tool.commandes.groupe import ALIASES as ALIASES
from fiche_tool.commandes.groupe import cli as cli


def main() -> None:
    """The entry point. Consoles of Windows may not be UTF-8: make what we write so, whatever they show."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    cli(prog_name="fiche-tool")
