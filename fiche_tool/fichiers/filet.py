"""The one net under every door: what reading a file could not foresee is a refusal of that file, never a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

from fiche_tool.domaine.constats import constats
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.fichiers.package import Refus


@contextmanager
def net() -> Iterator[None]:
    """Within it, a file can only be read or refused: whatever else is raised becomes a Refus that names it."""
    try:
        yield
    except (Refus, FicheToolError):
        raise
    except Exception as fault:  # whatever a file may still hold in store, it gets its line and the others their turn
        raise Refus(constats.ILLISIBLE, detail=f"sa lecture échoue : {type(fault).__name__}") from fault
