"""What the tool sees of any workbook, whatever its format: sheets, names, cells, properties."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.saisie import Saisie
from fiche_tool.domaine.mots.textes import fold, printable


@dataclass(frozen=True, slots=True)
class Limites:
    """How far a sheet is read. What lies beyond is not, and the Grille says so."""

    lignes: int
    colonnes: int
    cellules: int


FORMULAIRE = Limites(5_000, 500, 60_000)
"""Past these a sheet is no form."""
LONGUE_LISTE = Limites(30_000, 500, 600_000)
"""For programme.xlsx: all the CPAS of Wallonia together have about 15,000 actions."""

MAX_LIGNE, MAX_COLONNE = 1_048_576, 16_384
"""The last row and the last column that a sheet has, in any program."""

MAX_FEUILLES = 1_000
"""Sheets of a workbook: past these it is none that a person keeps."""

Position = tuple[int, int]
"""Row and column, from 1."""


def column_letters(colonne: int) -> str:
    """27 → « AA »."""
    letters = ""
    while colonne > 0:
        colonne, rest = divmod(colonne - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """« AA » → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=8192)
def address(position: Position) -> str:
    """(12, 4) → « D12 »."""
    return f"{column_letters(position[1])}{position[0]}"


_ADDRESS = regex(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


def parse_address(texte: str) -> Position | None:
    """« $D$12 » → (12, 4); None where it is no plain cell."""
    return _parse_address(texte) if len(texte) < _MAX_TARGET else None


_MAX_TARGET = 200
"""A sheet's name has 31 characters at most; what is longer than this is neither parsed nor remembered."""


@lru_cache(maxsize=8192)
def _parse_address(texte: str) -> Position | None:
    found = _ADDRESS.fullmatch(texte)
    return (int(found[2]), column_number(found[1])) if found and int(found[2]) else None


@dataclass(frozen=True, slots=True)
class Zone:
    """A rectangle of cells on one sheet."""

    feuille: str
    haut: int
    gauche: int
    bas: int
    droite: int

    @property
    def coin(self) -> Position:
        """Its top left cell, which holds the content of a merged range."""
        return (self.haut, self.gauche)

    def __contains__(self, position: Position) -> bool:
        return self.haut <= position[0] <= self.bas and self.gauche <= position[1] <= self.droite

    @property
    def endless(self) -> bool:
        """True where it is stretched over far more cells than a fiche has: over a whole sheet, say."""
        return (self.bas - self.haut + 1) * (self.droite - self.gauche + 1) > _ENDLESS

    @property
    def adresse(self) -> str:
        """« $D$12 » or « $A$30:$H$37 »."""
        first = f"${column_letters(self.gauche)}${self.haut}"
        last = f"${column_letters(self.droite)}${self.bas}"
        return first if first == last else f"{first}:{last}"


_ENDLESS = 10_000
_TARGET = regex(r"=?(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]{1,3}\$?\d{1,7})(?::(\$?[A-Z]{1,3}\$?\d{1,7}))?")


def parse_zone(target: str) -> Zone | None:
    """Read the target of a workbook name; None where it is not a plain cell or range (#REF!, constant, formula)."""
    return _parse_zone(target) if len(target) < _MAX_TARGET else None


@lru_cache(maxsize=4096)
def _parse_zone(target: str) -> Zone | None:
    found = _TARGET.fullmatch(target.strip())
    if found is None:
        return None
    first = parse_address(found[3])
    last = parse_address(found[4]) if found[4] else first
    if first is None or last is None:
        return None
    feuille = found[1].replace("''", "'") if found[1] else found[2]
    return Zone(feuille, min(first[0], last[0]), min(first[1], last[1]), max(first[0], last[0]), max(first[1], last[1]))


ZONE_DE_TEXTE, IMAGE, FORME, GRAPHIQUE = "zone de texte", "image", "forme dessinée", "graphique ou objet"
FOND = "image d'arrière-plan"
ILLISIBLE = "dessins ou notes illisibles"
"""What lies on a sheet and cannot be read: damaged, or far larger than what a person draws."""


@dataclass(frozen=True, slots=True)
class Objet:
    """Something that lies on a sheet over its cells: what it is, the cell under its corner where known, its words.

    `empreinte` tells a picture from any other.
    """

    genre: str
    cellule: str = ""
    texte: str = ""
    empreinte: str = ""


@dataclass(frozen=True, slots=True)
class Alentours:
    """What a sheet says around its cells.

    `pages` has the words of its page headers and footers, part by part; `barrees` where conditional formats may show
    what is there struck through; `formats` the words that number formats of its workbook add to contents; `bulles` the
    cell and the words of the tips that links show; `messages` those that cells show once they are chosen.
    """

    pages: tuple[str, ...] = ()
    barrees: tuple[Zone, ...] = ()
    formats: tuple[str, ...] = ()
    bulles: tuple[tuple[str, str], ...] = ()
    messages: frozenset[str] = frozenset()


RIEN_AUTOUR = Alentours()


@dataclass(frozen=True, slots=True)
class Grille:
    """The filled cells of one sheet, its merged ranges by their top left cell, and the notes attached to cells.

    `tronquee`: it has more rows, or cells, than it was read within; `perdue`: the first filled cell that lies beyond.
    `protegee`: only its open cells can be typed in. `mots`: what number formats add to the contents of cells.
    """

    nom: str
    cellules: Mapping[Position, Saisie] = field(default_factory=dict)
    fusions: Mapping[Position, Zone] = field(default_factory=dict)
    tronquee: bool = False
    notes: Mapping[Position, str] = field(default_factory=dict)
    protegee: bool = False
    perdue: str = ""
    objets: tuple[Objet, ...] = ()
    alentours: Alentours = RIEN_AUTOUR
    mots: Mapping[Position, str] = field(default_factory=dict)

    def get(self, position: Position) -> Saisie:
        """The content of a cell; an empty one knows its address all the same."""
        return self.cellules.get(position) or _empty(self.nom, position)


@lru_cache(maxsize=1024)  # the empty cells that are looked at are the same in every fiche
def _empty(feuille: str, position: Position) -> Saisie:
    return Saisie(feuille=feuille, cellule=address(position))


@dataclass(frozen=True, slots=True)
class Classeur:
    """An opened workbook. Sheets are read one by one, on demand, through `ouvrir`.

    `locaux` are the names that a sheet keeps for itself, which come before those of the workbook where it is looked at
    (see `vu_de`). `survoler` gives a sheet with its notes and what is drawn on it, and perhaps without its cells.
    """

    format: str
    feuilles: tuple[str, ...]
    noms: Mapping[str, Zone]
    proprietes: Mapping[str, str]
    ouvrir: Callable[[str], Grille]
    avertissements: tuple[str, ...] = ()
    survol: Callable[[str], Grille] | None = None
    locaux: Mapping[str, Mapping[str, Zone]] = field(default_factory=dict)
    sans_lignes: Callable[[str, Zone], Grille] | None = None

    def vu_de(self, feuille: str) -> "Classeur":
        """The workbook with the names that a sheet sees: its own first."""
        own = self.locaux.get(feuille)
        return replace(self, noms={**self.noms, **own}) if own else self

    def survoler(self, nom: str) -> Grille:
        """A sheet seen from above."""
        return (self.survol or self.ouvrir)(nom)

    def ouvrir_sans_lignes(self, nom: str, zone: Zone) -> Grille:
        """A sheet, perhaps without what the rows of a zone say that begin with a number: only that number is there."""
        return self.ouvrir(nom) if self.sans_lignes is None else self.sans_lignes(nom, zone)

    @property
    def application(self) -> str:
        """The program that saved the workbook, as it names itself, without its build."""
        return self.proprietes.get("application", "").partition("$")[0]


# --- where cells lead outside their workbook --------------------------------------------------------------------------
LIEN = "lien"
_MAX_LIENS = 1_000
_SCHEME = regex(r"(?:https?://(?:www\.)?|mailto:|file:/{0,3})", re.IGNORECASE)


def hidden_links(grille: Grille, liens: Iterable[tuple[str, str]]) -> Iterator[Objet]:
    """The links, each with its cell and target, whose cell does not say where they lead: « voir ici » says nothing."""
    for rank, (cellule, cible) in enumerate(liens):
        position = parse_address(cellule)
        if rank < _MAX_LIENS and position is not None and not _says(grille.get(position).texte, cible):
            yield Objet(LIEN, address(position), printable(cible))


def _says(texte: str, cible: str) -> bool:
    """True for the text that programs themselves turn into a link, an address as it was typed."""
    bare = _SCHEME.sub("", cible, count=1).rstrip("/")
    return not bare or bare.startswith("#") or fold(bare) in fold(texte)
