"""Reading the cells of an .xlsx sheet: values, stored results, formulas, errors, and what their formats show."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from fiche_tool.domaine.constats import constats
from fiche_tool.domaine.mots.saisie import IMAGE, Brut, Saisie
from fiche_tool.domaine.mots.textes import shorten
from fiche_tool.excel.lecture.alentours import find_messages, find_struck, find_tips
from fiche_tool.excel.lecture.barres import Morceau, Morceaux, strike
from fiche_tool.excel.lecture.classeur import Alentours, Grille, Limites, Position, Zone, address, parse_zone
from fiche_tool.excel.lecture.xlsx.bruts import CelluleBrute, Entete, read_position
from fiche_tool.excel.lecture.xlsx.prise import PARTAGEE, Prise, take_sheet
from fiche_tool.excel.lecture.xlsx.styles import (
    GENERAL,
    POURCENT,
    Chaines,
    Styles,
    read_formats,
    read_integer,
    read_strings,
)
from fiche_tool.excel.lecture.xlsx.valeurs import read_value
from fiche_tool.excel.lecture.xml import VRAI, Attributs, Souvenirs, Stop, Texte, local, remember, unescape, walk
from fiche_tool.fichiers.bornes import MAX_SMALL_PART
from fiche_tool.fichiers.package import Package, Refus, too_big

_SHEETS = 4
"""How many sheets as full as the limits allow are read in one workbook: their cells are all held at once."""


class SheetReader:
    """Reads sheets of one workbook; holds the styles and strings they share."""

    def __init__(self, package: Package, related: Mapping[str, str], date1904: bool, limites: Limites) -> None:
        self._package, self._date1904, self._limites = package, date1904, limites
        self._left = _SHEETS * limites.cellules
        self._pictures = any(name.startswith("xl/richData/") for name in package.parts)
        styles, strings = related.get("styles", ""), related.get("sharedStrings", "")
        found = read_formats(package.read(styles, MAX_SMALL_PART)) if styles in package else Styles()
        self._formats, self._barres, self._styles = found.formats, found.barres, found
        self._chaines = read_strings(package.read(strings)) if strings in package else Chaines()
        self._shaped = bool(self._barres or self._chaines.riches)  # some text may be struck through
        told = self._shaped or found.mots
        self._par_rang = {} if told else dict(zip(_RANGS, self._chaines.textes, strict=False))

    def read(self, nom: str, part: str, lignes: Zone | None = None) -> Grille:
        """Every filled cell of a sheet, down to the limits. Of the sound rows of `lignes`, the first one alone."""
        content, textes = self._package.read(part), self._chaines.textes
        prise = take_sheet(nom, content, lignes, len(textes))
        sure = len(content) <= PARTAGEE and self._par_rang and prise.dernier < len(textes)
        grille = self._known_grille(prise) if sure else self._read(prise)
        self._left -= len(grille.cellules)
        if self._left < 0:
            raise too_big("trop de cellules remplies", f"{_SHEETS * self._limites.cellules}")
        return grille

    def _known_grille(self, prise: Prise) -> Grille:
        """A sheet of the plain form: the one that was read before where nothing that it shows is otherwise."""
        shown = tuple([self._chaines.textes[rang] for rang in prise.rangs])
        if sum(map(len, shown)) > PARTAGEE:
            return self._read(prise)
        key = (prise, shown, self._styles, self._date1904, self._pictures, self._limites)
        return _GRILLES.get(key) or _GRILLES.keep(key, self._read(prise))

    def _read(self, prise: Prise) -> Grille:
        mots: dict[Position, str] = {}
        walker = _CellWalker(prise.nom, self._build_noting(mots) if self._styles.mots else self._build, self._limites)
        self._keep(walker, prise.cellules)
        if prise.entiere:
            around = _read_around(prise.reste, prise.nom, self._limites, self._styles.barres_si)
        else:
            walk(prise.reste, walker.start, walker.end, walker.text)
            said = _say_around(prise.nom, prise.reste, self._styles.barres_si)
            around = _Around(walker.protegee, walker.fusions, said)
        cellules = walker.cellules
        if prise.cellules and (order := sorted(cellules)) != list(cellules):  # those left to the walker came last
            cellules = {position: cellules[position] for position in order}
        return Grille(
            prise.nom,
            cellules,
            {**around.fusions, **prise.fusions},
            walker.tronquee,
            protegee=around.protegee,
            perdue=walker.perdue,
            alentours=replace(around.dit, pages=prise.pages, formats=tuple(self._styles.mots.values())),
            mots=mots,
        )

    def _keep(self, walker: "_CellWalker", plain: Sequence[CelluleBrute]) -> None:
        """Keep cells of the plain form: shared texts and what formulas say, which most are, without more ado."""
        nom, cellules, limites = walker.nom, walker.cellules, self._limites
        textes = self._par_rang if len(plain) <= limites.cellules else {}
        for entete, formule, value in plain:
            texte, place = textes.get(value) if entete.genre == "s" else None, entete.position
            if entete.genre == "str" and textes and "_x" not in value:
                texte = value
            if (
                texte is None
                or place is None
                or place in cellules
                or place[0] > limites.lignes
                or place[1] > limites.colonnes
            ):
                walker.keep(entete, value, formule)
            else:
                make = _one_text if len(texte) < _SHORT else Saisie
                brut = texte if value else None  # a formula that says nothing
                cellules[place] = make(brut, nom, entete.ecrit, False, formule)

    def _build(
        self, nom: str, where: str, entete: Entete, value: str, formule: bool, morceaux: tuple[Morceau, ...]
    ) -> Saisie:
        style, kind = entete.style, entete.genre
        if kind == "s" and value and not self._shaped:  # most filled cells
            return _saisie(self._texte(value), nom, where, False, formule)
        shape = self._formats[style] if style < len(self._formats) else GENERAL
        if kind == "e":
            shown = IMAGE if self._pictures and entete.image else value or "#?"
            return Saisie(None, nom, where, formule=formule, erreur=shown)
        brut = self._texte(value) if kind == "s" and value else read_value(kind, value, shape, self._date1904)
        saisie = _saisie(brut, nom, where, shape == POURCENT and isinstance(brut, Decimal), formule)
        if kind == "s" and self._chaines.riches and value:
            morceaux = self._chaines.riches.get(int(value), ())
        if morceaux or style in self._barres:
            return strike(saisie, style in self._barres, morceaux, unescape)
        return saisie

    def _build_noting(self, mots: dict[Position, str]) -> "_Build":
        """Builds the cells, and notes the words that number formats add to what is in some of them."""

        def build(
            nom: str, where: str, entete: Entete, value: str, formule: bool, morceaux: tuple[Morceau, ...]
        ) -> Saisie:
            if entete.position is not None and entete.style in self._styles.mots:
                mots[entete.position] = self._styles.mots[entete.style]
            return self._build(nom, where, entete, value, formule, morceaux)

        return build

    def _texte(self, value: str) -> str:
        """The text of that rank."""
        textes, rank = self._chaines.textes, read_integer(value.strip())
        if rank >= len(textes):  # empty would say that the person erased it
            raise Refus(constats.ILLISIBLE, detail="des textes y manquent")
        return textes[rank]


def _saisie(brut: Brut, nom: str, where: str, pourcent: bool, formule: bool) -> Saisie:
    """A cell; the same one for the labels that every fiche bears at the same place, of which thousands are held."""
    short = not isinstance(brut, str) or len(brut) < _SHORT
    return (_one_saisie if short else Saisie)(brut, nom, where, pourcent, formule)


_SHORT = 200
_one_saisie = lru_cache(maxsize=8192, typed=True)(Saisie)  # typed: 1 and True are equal
_one_text = lru_cache(maxsize=8192)(Saisie)
_RANGS = tuple(map(str, range(1_024)))
"""How the ranks of the shared texts of a fiche are written."""


_FURTHER = 100
"""Rows past the limit that are passed over: a stray cell at the end of a sheet hides nothing of what comes after."""
_AFTER_CELLS = frozenset({"conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins"})
"""Elements that come after the cells and the merged ranges: nothing further is read."""


_Build = Callable[[str, str, Entete, str, bool, tuple[Morceau, ...]], Saisie]
_RICH = frozenset({"r", "rPr", "strike", "vertAlign"})


class _CellWalker:
    """Walks one sheet. Most cells of a form are empty: nothing is worked out for them but what stands in the way."""

    __slots__ = (
        "_attributes",
        "_build",
        "_column",
        "_formula",
        "_further",
        "_hint",
        "_inside",
        "_limites",
        "_morceaux",
        "_names",
        "_row",
        "_value",
        "cellules",
        "fusions",
        "nom",
        "perdue",
        "protegee",
        "tronquee",
    )

    def __init__(self, nom: str, build: _Build, limites: Limites) -> None:
        self.tronquee = self.protegee = False
        self.perdue = ""
        self._further = 0
        self._limites = limites
        self.cellules: dict[Position, Saisie] = {}
        self.fusions: dict[Position, Zone] = {}
        self.nom, self._build = nom, build
        self._names: dict[str, str] = {}  # tag as written → local name
        self._row = self._column = 0
        self._attributes: Attributs = {}
        self._value = Texte()
        self._formula = self._inside = self._hint = False
        self._morceaux: Morceaux | None = None

    def start(self, tag: str, attributes: Attributs) -> None:
        name = self._names.get(tag) or self._names.setdefault(tag, local(tag))
        if name == "c":
            self._attributes, self._formula = attributes, False
            self._morceaux = None
            self._value.clear()
            self._column += 1
        elif name in ("v", "t"):
            self._inside = not self._hint
        elif name == "f":
            self._formula = True
        else:
            self._start_rare(name, attributes)

    def _start_rare(self, name: str, attributes: Attributs) -> None:
        if name == "row":
            self._row = read_integer(attributes.get("r")) or self._row + 1
            self._column = 0
            if self._row > self._limites.lignes:
                self._further += 1
                if self._further > _FURTHER:
                    self._stop()
        elif name == "mergeCell":
            self._merge(attributes)
        elif name == "sheetProtection":
            self.protegee = attributes.get("sheet") in VRAI
        elif name == "rPh":  # a phonetic hint is no part of the text
            self._hint = True
        elif name in _RICH:
            self._morceaux = self._morceaux or Morceaux()
            self._morceaux.start(name, attributes)
        elif name in _AFTER_CELLS:
            raise Stop

    def end(self, tag: str) -> None:
        name = self._names[tag]
        if name == "c":
            if self._value or self._formula:
                self._end_cell()
        elif name in ("v", "t"):
            self._inside = False
        elif name == "rPh":
            self._hint = False

    def text(self, content: str) -> None:
        if self._inside:
            self._value.add(content if self._morceaux is None else self._morceaux.add(content))

    def _end_cell(self) -> None:
        attributes = self._attributes
        written = attributes.get("r", "")
        entete = Entete(
            written,
            read_position(written),
            read_integer(attributes.get("s")),
            attributes.get("t", "n"),
            "vm" in attributes,
        )
        morceaux = self._morceaux.rich if self._morceaux is not None else ()
        self._column = self.keep(entete, str(self._value), self._formula, morceaux)

    def keep(self, entete: Entete, value: str, formule: bool, morceaux: tuple[Morceau, ...] = ()) -> int:
        """One filled cell, where it says or else after the last one. Returns its column."""
        written, told = entete.ecrit, entete.position
        if written and told is None:  # the place that follows the last cell would be another's
            raise Refus(constats.ILLISIBLE, detail=f"une cellule y a pour adresse « {shorten(written, 20)} »")
        position = told or (self._row, self._column)
        limites = self._limites
        if position[0] > limites.lignes or position[1] > limites.colonnes:
            self.tronquee = self.tronquee or position[0] > limites.lignes
            self.perdue = self.perdue or address(position)
            return position[1]
        where = written if told else address(position)
        if position in self.cellules:  # which of the two was typed, nothing tells
            raise Refus(constats.ILLISIBLE, detail=f"la cellule {where} y figure deux fois")
        self.cellules[position] = self._build(self.nom, where, entete, value, formule, morceaux)
        if len(self.cellules) > limites.cellules:
            self._stop()
        return position[1]

    def _stop(self) -> None:
        self.tronquee = True
        raise Stop

    def _merge(self, attributes: Attributs) -> None:
        if len(self.fusions) >= self._limites.cellules:
            return
        zone = parse_zone(f"x!{attributes.get('ref', '')}")
        if zone is not None:
            self.fusions[zone.coin] = Zone(self.nom, zone.haut, zone.gauche, zone.bas, zone.droite)


_GRILLES: Souvenirs[tuple[object, ...], Grille] = Souvenirs(16)


@dataclass(frozen=True, slots=True)
class _Around:
    """What a sheet says beside its cells: whether it is protected, its merged ranges, its words but for its pages'."""

    protegee: bool
    fusions: Mapping[Position, Zone]
    dit: Alentours


def _say_around(nom: str, rest: bytes, barres: frozenset[int]) -> Alentours:
    return Alentours((), find_struck(nom, rest, barres), (), find_tips(rest), find_messages(rest))


@remember
def _read_around(content: bytes, nom: str, limites: Limites, barres: frozenset[int]) -> _Around:
    """The same of a sheet without cells. Kept by content: that of each sheet of a fiche is that of all the others."""
    walker = _CellWalker(nom, _no_cell, limites)
    walk(content, walker.start, walker.end, walker.text)
    return _Around(walker.protegee, walker.fusions, _say_around(nom, content, barres))


def _no_cell(*_: object) -> Saisie:
    raise AssertionError("a sheet without rows has no cell")
