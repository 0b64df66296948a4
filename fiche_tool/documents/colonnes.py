"""Tables whose headings name the levels: « Objectif stratégique | Objectif opérationnel | Actions | Responsable ».

A cell without a label of its own takes that of its column, so that a table reads as lines would.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from fiche_tool.documents.numeros import PUCE_ROND
from fiche_tool.domaine.document.document import Genre
from fiche_tool.domaine.document.etiquettes import read_label
from fiche_tool.domaine.mots.textes import fold, one_line

_NIVEAUX = (
    (re.compile(r"axes?(?: strategiques?)?"), "Axe"),
    (re.compile(r"(?:objectifs? strategiques?|o\.?s\.?)(?: \(o\.?s\.?\))?"), "Objectif stratégique"),
    (re.compile(r"(?:objectifs? operationnels?|o\.?o\.?)(?: \(o\.?o\.?\))?"), "Objectif opérationnel"),
    (re.compile(r"(?:actions?|projets?|fiches?[ -](?:actions?|projets?))(?: concretes?| et projets)?"), "Action"),
)
_LABELLED = (Genre.VOLET, Genre.AXE, Genre.OS, Genre.OO, Genre.ACTION)


@dataclass
class Colonnes:
    """The headings of one table, by column; `actives` where they name at least two levels."""

    entetes: Sequence[str]
    commencees: set[object] = field(default_factory=set)

    @property
    def actives(self) -> bool:
        """True for a table that holds a hierarchy."""
        return sum(_level(entete) != "" for entete in self.entetes) >= 2

    def label(self, colonne: int, cellule: object, texte: str) -> str:
        """A paragraph of a cell as a line of its own. `cellule` tells the cells apart: an objective has one title."""
        entete = one_line(self.entetes[colonne]) if colonne < len(self.entetes) else ""
        niveau, body = _level(entete), texte.strip()
        etiquette = read_label(body)
        if not body or not entete or etiquette.genre in _LABELLED:
            return texte
        if not niveau:
            return f"{entete} : {body}"
        if niveau != "Action" and cellule in self.commencees:
            return texte
        self.commencees.add(cellule)
        if etiquette.genre is Genre.NU:
            return f"{niveau} {etiquette.numero} : {etiquette.texte}"
        if niveau == "Action":
            return "\n".join(f"{PUCE_ROND} {line}" if line.strip() else "" for line in body.split("\n"))
        return f"{niveau} : {body}"


def _level(entete: str) -> str:
    folded = fold(entete).rstrip(" :.")
    return next((mot for pattern, mot in _NIVEAUX if pattern.fullmatch(folded)), "")
