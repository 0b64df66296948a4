"""The budget of one action foretold naively, line by line, over plain tuples: who touched which line, and how.

Every line ever written bears an amount and an article of its own, so that none can be taken for another; a line that
moved keeps its amount, one that was corrected keeps its article.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

HELD = "retenue"
"""What is said of a line whose amount cannot be read."""


@dataclass(frozen=True)
class Ligne:
    """A budget line, by what tells it from the others."""

    article: str
    montant: int

    @property
    def texte(self) -> str:
        """The line as it is typed."""
        return f"2021;O;D;{self.article};{self.montant},00;;;"


@dataclass
class Table:
    """What one person makes of the table: a line to another, to nothing (None) or to one that is held; and new ones."""

    suites: dict[Ligne, Ligne | str | None] = field(default_factory=dict)
    ajouts: list[Ligne] = field(default_factory=list)

    def rows(self, sent: Sequence[Ligne]) -> list[str]:
        """The table as it comes back."""
        found: list[str] = []
        for ligne in sent:
            suite = self.suites.get(ligne, ligne)
            if isinstance(suite, Ligne):
                found.append(suite.texte)
            elif suite == HELD:
                found.append(f"2021;O;D;{ligne.article};beaucoup;;;")
        return found + [ligne.texte for ligne in self.ajouts]


@dataclass
class Plume:
    """Writes tables at random: never the same amount nor the same article twice."""

    dice: random.Random
    count: int = 0

    def fresh(self) -> Ligne:
        """A line like no other."""
        self.count += 1
        return Ligne(f"{100 + self.count % 700}/124-{self.count % 90 + 10}", 1000 + self.count)

    def table(self, sent: Sequence[Ligne]) -> Table:
        """What somebody makes of the table they were sent."""
        table = Table(ajouts=[self.fresh() for _ in range(self.dice.choice((0, 0, 1, 2)))])
        for ligne in sent:
            new, roll = self.fresh(), self.dice.random()
            if roll < 0.15:
                table.suites[ligne] = Ligne(ligne.article, new.montant)
            elif roll < 0.25:
                table.suites[ligne] = Ligne(new.article, ligne.montant)
            elif roll < 0.35:
                table.suites[ligne] = None
            elif roll < 0.42:
                table.suites[ligne] = HELD
        return table


def foretell_lines(sent: Sequence[Ligne], tables: Sequence[Table]) -> tuple[set[Ligne], set[Ligne], set[Ligne]]:
    """The lines after a séance; those that two people changed differently; those of which something is held back."""
    after = {ligne for table in tables for ligne in table.ajouts}
    contested: set[Ligne] = set()
    for ligne in sent:
        said = {suite for table in tables if (suite := table.suites.get(ligne, ligne)) not in (ligne, HELD)}
        if len(said) > 1:
            contested.add(ligne)
        kept = next(iter(said)) if len(said) == 1 else ligne
        if isinstance(kept, Ligne):
            after.add(kept)
    held = {ligne for table in tables for ligne, suite in table.suites.items() if suite == HELD}
    return after, contested, held


def untouched(lignes: Sequence[Ligne], tables: Sequence[Table], shown: Sequence[Ligne]) -> set[Ligne]:
    """The lines of which nobody says anything new, not even of what they once were: nobody takes them away.

    `shown` are the lines that came back: a copy repeats what the return it corrects said.
    """
    said = {x for table in tables for pair in table.suites.items() for x in pair if isinstance(x, Ligne)}
    return {
        ligne
        for ligne in lignes
        if ligne not in said
        and not any(
            one != ligne and (one.article == ligne.article or one.montant == ligne.montant) for one in (*said, *shown)
        )
    }


def written(tables: Mapping[int, Sequence[Table]]) -> set[Ligne]:
    """Every line that somebody ever wrote."""
    found: set[Ligne] = set()
    for several in tables.values():
        for table in several:
            found |= {*table.ajouts, *(suite for suite in table.suites.values() if isinstance(suite, Ligne))}
    return found
