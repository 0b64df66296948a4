"""Decisions: what somebody settled in « Points à trancher », binding only the answers that were shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from fiche_tool.domaine.fiche.fiche import Valeur
from fiche_tool.domaine.grand_livre.acquis import Cle


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


@dataclass(frozen=True, slots=True)
class Regie:
    """What the returns of an action meet besides the register: decisions, and what programme.xlsx says since.

    `nom` is the action in the words of a sentence; `edits` the programme's own values that were changed after the
    returns were first collected; `connus` every SHA-256 that a decision may speak of.
    """

    seance: date
    nom: str = ""
    decisions: Sequence[Decision] = ()
    edits: Mapping[str, str] = field(default_factory=dict)
    connus: frozenset[str] = frozenset()
