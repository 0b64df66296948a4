"""Run the command line with `python -m fiche_tool`, or as the program of a PyInstaller build (scripts/paquet.py)."""

import sys
from collections.abc import Sequence

from fiche_tool.cli import main


def run_frozen(arguments: Sequence[str]) -> None:
    """The program of a build: a bounded child where it is asked for one, the window on a double click, the commands."""
    from fiche_tool.fichiers import enfant, enfant_borne

    if arguments[:1] == [enfant.ENFANT]:
        enfant_borne.main(arguments[1:])
    elif arguments:
        main()
    else:
        _double_click()


def _double_click() -> None:
    """Open the window. A console that opened with us would close on what went wrong: it waits to be read."""
    sys.argv.append("ouvrir")
    try:
        main()
    except SystemExit as end:
        if end.code and sys.stdin and sys.stdin.isatty():
            input("Appuyez sur Entrée pour fermer cette fenêtre.")
        raise


if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        run_frozen(sys.argv[1:])
    else:
        main()
