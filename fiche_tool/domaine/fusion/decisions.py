"""Decisions: what somebody settled in « Points à trancher », binding only the answers that were shown."""

from dataclasses import dataclass
from datetime import date

from fiche_tool.domaine.fiche.fiche import Valeur
from fiche_tool.domaine.fusion.acquis import Cle


@dataclass(frozen=True, slots=True)
class Decision:
    """The value decided for one key of an action, whatever the answers shown said; None: left empty, or no line.

    `montrees` has the SHA-256 of the answers it settles. For budget lines `valeur` is the lines that stand there.
    """

    action: str
    cle: Cle
    montrees: tuple[str, ...]
    valeur: Valeur | None
    par: str
    jour: date | None
    fichier: str
    feuille: str
    cellule: str
    sha256: str = ""
