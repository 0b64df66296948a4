"""What a fiche says of itself: whose it is, and which returns it corrects."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Identite:
    """Which programme, action and séance a fiche was made for, and the carriers that say so."""

    programme: str
    identifiant: str
    seance: date
    reconnue_par: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A return that a marked copy was drawn from, or whose conflict it shows, and what it was marked for.

    `sha256` is that of the return's bytes, with its sheet where they hold several (`Fichier.piece`); `cles` are keys of
    merging: (champ,), or that of a budget line.
    """

    sha256: str
    cles: tuple[tuple[str, ...], ...] = ()
