"""What is already known of the objectives and actions of a document, so that none is looked for twice."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.programme.libelles import same_words
from fiche_tool.domaine.programme.programme import Niveau, Objectif, Place


@dataclass
class Repertoire:
    """What is already known of the objectives, so that none is looked for twice."""

    places: dict[tuple[Niveau, str, str, str], int] = field(default_factory=dict)
    mots: dict[tuple[Niveau, str, str, str, str], str] = field(default_factory=dict)
    derniers: dict[tuple[str, ...], str] = field(default_factory=dict)
    comptes: Counter[tuple[Niveau, str, str, str]] = field(default_factory=Counter)
    actions: dict[Place, str] = field(default_factory=dict)
    jumeaux: Counter[tuple[object, str]] = field(default_factory=Counter)

    def note(self, o: Objectif, rank: int) -> None:
        """Note an objective, at its rank among all."""
        axe = "" if o.niveau is Niveau.AXE else o.axe
        above = o.parent[2] if o.niveau is Niveau.OO else ""
        self.places[(o.niveau, *o.place)] = rank
        self.mots.setdefault((o.niveau, o.volet, axe, above, fold(o.intitule)), o.numero)
        self.derniers[series(o)] = o.numero
        self.comptes[o.niveau, o.volet, axe, above] += 1

    def free(self, series: object, numero: str, taken: Callable[[str], bool]) -> str:
        """A N° for the second of its name, « 1.1bis », for the third, « 1.1bis2 »…; `taken` tells those in use."""
        while True:
            self.jumeaux[series, numero] += 1
            rank = self.jumeaux[series, numero]
            found = f"{numero}bis{rank if rank > 1 else ''}"
            if not taken(found):
                return found


def series(o: Objectif) -> tuple[str, ...]:
    """What is numbered in one series: the objectives of a level under one other."""
    return (o.niveau, o.volet, "" if o.niveau is Niveau.AXE else o.axe, o.numero.rpartition(".")[0])


def is_same(known: str, again: str) -> bool:
    """True for a title met again, maybe without its words."""
    return same_words(known, again) or not again
