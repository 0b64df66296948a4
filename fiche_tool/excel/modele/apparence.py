"""A restyled model as it looks: its cells, validations and page; and the words that name places of it."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from fiche_tool.domaine.fiche import fiche
from fiche_tool.domaine.fiche.champs import Champ
from fiche_tool.domaine.fiche.fiche import CHAMPS, COLONNES_BUDGET, IDENTITE, LABELS, nom_de_cellule
from fiche_tool.domaine.fiche.kinds import Scalaire
from fiche_tool.excel.lecture.classeur import Position, Zone, address
from fiche_tool.excel.modele.modele import Modele


# --- the look of the form --------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Aspect:
    """One cell: whether it is locked and wraps its text, its formula with the equal sign, its number format."""

    verrouillee: bool = True
    formule: str = ""
    format: str = "General"
    date: bool = False
    renvoi: bool = False


_BLANK = Aspect()


@dataclass(frozen=True, slots=True)
class Validation:
    """One data validation: « list », « whole », « none »…; whether it refuses what it does not know; its source."""

    genre: str
    bloque: bool
    source: str
    zones: tuple[Zone, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The printed page. `delimitee`: it has a print area; `zones` is empty where that is no plain range."""

    delimitee: bool
    zones: tuple[Zone, ...]
    ajustee: bool
    papier: int
    textes: str


@dataclass(frozen=True, slots=True)
class Apparence:
    """What there is to see on the form's sheet besides its contents. `vides`: where formats of containsBlanks are."""

    aspects: Mapping[Position, Aspect]
    validations: Sequence[Validation]
    protegee: bool
    lignes_cachees: Collection[int]
    colonnes_cachees: Collection[int]
    page: Page
    vides: Sequence[str]

    def at(self, position: Position) -> Aspect:
        """The look of a cell."""
        return self.aspects.get(position, _BLANK)

    def hides(self, zone: Zone) -> bool:
        """True where nothing of a range can be seen."""
        rows, columns = range(zone.haut, zone.bas + 1), range(zone.gauche, zone.droite + 1)
        return set(rows) <= set(self.lignes_cachees) or set(columns) <= set(self.colonnes_cachees)

    def rules(self, position: Position) -> list[Validation]:
        """The validations of a cell."""
        return [rule for rule in self.validations if any(position in zone for zone in rule.zones)]


# --- places in words -------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class CaseModele:
    """A place of the form that holds a value: its field and its range; `ligne` is its row in the budget table, or 0."""

    champ: Champ[Scalaire]
    zone: Zone
    ligne: int = 0


@dataclass(frozen=True, slots=True)
class Lieu:
    """Cells that share a fault, with the words that name them."""

    texte: str
    cases: Sequence[CaseModele]

    def say(self, phrase: str) -> str:
        """The sentence about them; « {est|sont} » takes the form that fits their number."""
        rank = 1 if self.texte.startswith("les ") else 0
        return f"{self.texte} {agree(phrase, rank)}"


def agree(phrase: str, rank: int) -> str:
    """A sentence with its « {singular|plural} » settled: 0 for the singular, 1 for the plural."""
    return re.sub(r"\{([^{}|]*)\|([^{}|]*)\}", lambda found: found[1 + rank], phrase)


def join_words(words: Iterable[str], most: int = 8) -> str:
    """« a, b et c »; past `most` of them, how many others there are."""
    found = list(words)
    if len(found) > most:
        found = [*found[: most - 1], f"{len(found) - most + 1} autres"]
    return " et ".join(part for part in (", ".join(found[:-1]), *found[-1:]) if part)


def name_rows(rows: Collection[int]) -> str:
    """« la ligne 41 », « les lignes 41 à 43 et 45 »."""
    runs = [[row for _, row in run] for _, run in groupby(enumerate(sorted(rows)), lambda pair: pair[1] - pair[0])]
    words = [f"{run[0]} à {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return f"{'la ligne' if len(rows) == 1 else 'les lignes'} {join_words(words)}"


def gather_words(cases: Iterable[CaseModele], faulty: Callable[[CaseModele], bool]) -> Iterator[Lieu]:
    """The faulty ones: the fields together, then the rows of the budget table that have the same faulty columns."""
    found = [case for case in cases if faulty(case)]
    fields = [case for case in found if not case.ligne]
    if fields:
        words = join_words(f"« {LABELS[case.champ.nom]} » ({address(case.zone.coin)})" for case in fields)
        yield Lieu(f"{'la case' if len(fields) == 1 else 'les cases'} {words}", fields)
    by_row: dict[int, list[CaseModele]] = {}
    for case in found:
        if case.ligne:
            by_row.setdefault(case.ligne, []).append(case)
    by_columns: dict[tuple[str, ...], list[int]] = {}
    for row, group in by_row.items():
        by_columns.setdefault(tuple(case.champ.label for case in group), []).append(row)
    for labels, rows in by_columns.items():
        columns = join_words(f"« {label} »" for label in labels)
        where = "" if len(labels) == len(COLONNES_BUDGET) else f" ({columns})"
        yield Lieu(f"{name_rows(rows)} du tableau budgétaire{where}", [case for row in rows for case in by_row[row]])


# --- the cells of a model --------------------------------------------------------------------------------------------
def field_cases(modele: Modele, champs: Sequence[Champ[Scalaire]] = CHAMPS) -> list[CaseModele]:
    """The fields that stand on the form, each in a cell of its own that can be filled in."""
    zones = {champ.nom: modele.zone(champ.nom) for champ in (*CHAMPS, *IDENTITE)}
    taken = [zone.coin for zone in zones.values() if zone is not None]
    return [
        CaseModele(champ, zone)
        for champ in champs
        if (zone := zones[champ.nom]) is not None and taken.count(zone.coin) == 1 and not swallowing(modele, zone.coin)
    ]


def budget_cases(modele: Modele) -> list[CaseModele]:
    """The cells of the budget table, row by row."""
    corps, columns = body(modele), modele.colonnes_budget
    places = [(champ, row, columns[champ.nom]) for row in rows_of(corps) for champ in COLONNES_BUDGET]
    return [
        CaseModele(champ, Zone(modele.grille.nom, row, column, row, column), row)
        for champ, row, column in places
        if not swallowing(modele, (row, column))
    ]


def swallowing(modele: Modele, position: Position) -> Zone | None:
    """The merged range that hides a cell, which stands in it but not at its top left; None where there is none."""
    zones = modele.grille.fusions.values()
    return next((zone for zone in zones if position in zone and position != zone.coin), None)


def body(modele: Modele) -> Zone:
    """The body of the budget table."""
    return modele.noms[nom_de_cellule(fiche.BUDGET)]


def rows_of(zone: Zone) -> range:
    """The rows of a range."""
    return range(zone.haut, zone.bas + 1)
