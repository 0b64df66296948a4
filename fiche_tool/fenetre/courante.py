"""The window that a request is for, and what every request may say: which séance, and whether a script asks."""

from datetime import date

from flask import current_app, request

from fiche_tool.dossier.seances import read_seance
from fiche_tool.fenetre.fenetre import Fenetre

CLE = "fenetre"
"""Where the application keeps its window."""


def this_window() -> Fenetre:
    """The window that a request is for."""
    found: Fenetre = current_app.extensions[CLE]
    return found


def asked_seance() -> date | None:
    """The séance in the address or the form, if any. Raises FicheToolError for what is no day."""
    given = request.values.get("seance", "").strip()
    return read_seance(given) if given else None


def wants_json() -> bool:
    """True for our own script, which shows the sentence where it is."""
    return request.headers.get("Accept", "") == "application/json"
