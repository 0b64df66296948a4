"""The cells of a form that are the tool's own: what it shows there, and where they are once the names are gone."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache, cached_property, lru_cache
from itertools import product
from typing import Any

from fiche_tool.domaine.fiche.champs import PREFIXE
from fiche_tool.domaine.fiche.fiche import nom_de_cellule
from fiche_tool.domaine.mots.dates import parse_jour
from fiche_tool.domaine.mots.identifiants import is_identifiant, parse_reference
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.saisie import Contenu, Saisie
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.regles.catalogue import CATALOGUE
from fiche_tool.domaine.regles.colonne_controle import COMPLETE, CORRIGEE
from fiche_tool.domaine.regles.direct import INDICE, PUCE
from fiche_tool.excel.fiche.read_form import Formulaire
from fiche_tool.excel.fiche.reperage import ModelesConnus
from fiche_tool.excel.lecture.classeur import Classeur, Grille, Position, Zone
from fiche_tool.excel.modele.modele import total_cells
from fiche_tool.excel.modele.noms import (
    BILAN_CONTROLE,
    CALCULS_LIGNES,
    COLONNE_BUDGET,
    ENTETE,
    FAUTES,
    LISTE_A_CORRIGER,
    NOMS_CALCULS,
    NOMS_GROUPES,
    POINTS_CONTROLE,
    REMARQUE,
    TITRE_A_CORRIGER,
    TOTAUX,
)

_REFERENCE = nom_de_cellule("reference")
_CONTROLES = frozenset({BILAN_CONTROLE, COLONNE_BUDGET, *NOMS_GROUPES.values()})
_TECHNIQUES = frozenset({POINTS_CONTROLE, CALCULS_LIGNES, *NOMS_CALCULS.values()})
_KEPT = frozenset({_REFERENCE, BILAN_CONTROLE, COLONNE_BUDGET, CALCULS_LIGNES, REMARQUE})
"""Names that tell a sheet which kept its own; where one is gone, those that are there serve with the others guessed."""
_BILAN = regex(rf"\d+ points? a (verifier|corriger)|{fold(COMPLETE)}|{fold(CORRIGEE)}")
_LIEN = regex(r"case [a-z]+(\d+)")
_TITRE = regex(r"a corriger ?: \d+ points?\..* y mene\.")
_POINTS = 2
"""From the first column of the table of faults to that of how many points each counts."""
_FEW = 3
_BLANC = regex(r"\{[^}]*\}")
_TELLING = 12
"""Characters between two blanks of a sentence that tell it from what a person writes."""
_DEMI_CENT = Decimal("0.005")
_LARGEST = 2_000
"""Cells of a name: one that points at more is none of the tool's."""


class Place(Enum):
    """What the tool shows in a cell: a point to check, a remark, a line of the list, a total, a step of a computing."""

    CONTROLE = "contrôle"
    REMARQUE = "remarque"
    LISTE = "liste"
    TOTAL = "total"
    TECHNIQUE = "technique"


_COMPUTED = (Place.TECHNIQUE, Place.CONTROLE)
_LISTES = {REMARQUE: Place.REMARQUE, LISTE_A_CORRIGER: Place.LISTE}


@dataclass(frozen=True)
class Propres:
    """The tool's own cells on one sheet: those that may hold anything, and those where it shows something itself."""

    form: Formulaire
    zones: Mapping[str, Zone]
    cases: frozenset[Position]
    places: Mapping[Position, Place]

    def of(self, position: Position) -> Place | None:
        """What the tool shows in a cell; None for one that is not its own."""
        found = self.places.get(position)
        if found is None and position[1] in self._columns:
            return self._columns[position[1]]
        return found

    @cached_property
    def _columns(self) -> Mapping[int, Place]:
        """Whole columns, which rows put in do not leave."""
        columns: dict[int, Place] = {}
        for nom, zone in self.zones.items():
            if nom in _TECHNIQUES:
                columns |= dict.fromkeys(range(zone.gauche, zone.droite + 1), Place.TECHNIQUE)
        for nom, zone in self.zones.items():
            if nom == COLONNE_BUDGET or nom in NOMS_GROUPES.values():
                columns[zone.gauche] = Place.CONTROLE
        if REMARQUE in self.zones:
            columns[self.zones[REMARQUE].gauche] = Place.REMARQUE
        return columns

    def computes(self, position: Position, saisie: Saisie) -> bool:
        """True for a formula where the tool has its own, as most cells of a fiche are."""
        return saisie.formule and self.of(position) in _COMPUTED

    def shows_itself(self, place: Place, position: Position, saisie: Saisie) -> bool:
        """True for what the tool itself shows in such a cell, where it does not compute it (see `computes`)."""
        texte = saisie.texte
        match place:
            case Place.CONTROLE:
                nothing = saisie.brut == 0 and self._values_only  # how .xls keeps the empty result of a formula
                pasted = self._values_only and texte.startswith((PUCE, INDICE))
                return pasted or nothing or self._is_bilan(position, texte)
            case Place.REMARQUE:
                return not saisie.formule and (self._is_remark(texte) or self._is_overtyped(position))
            case Place.LISTE:
                return position not in self._foreign
            case Place.TOTAL:
                return self._is_total(position, saisie)
            case Place.TECHNIQUE:
                return self._values_only

    def heads(self, position: Position) -> bool:
        """True for a cell on top of the columns Remarque and Contrôle: a heading of the model may stand there."""
        return position[0] <= self._last_heading

    @cached_property
    def _last_heading(self) -> int:
        return max((self.zones[nom].bas for nom in (BILAN_CONTROLE, REMARQUE) if nom in self.zones), default=0)

    def _is_bilan(self, position: Position, texte: str) -> bool:
        zone = self.zones.get(BILAN_CONTROLE)
        return zone is not None and position in zone and _BILAN.fullmatch(fold(texte)) is not None

    def _is_total(self, position: Position, saisie: Saisie) -> bool:
        """True for what the lines add up to, as typed or struck out as well; a formula may not be computed yet."""
        if saisie.brut == 0 or (saisie.formule and not isinstance(saisie.brut, Decimal | int | float)):
            return True
        return any(_same(totaux.get(position), saisie.brut) for totaux in (self._totaux, self._totaux_bruts))

    def _is_remark(self, texte: str) -> bool:
        """Sentences that the list « À corriger » has too: nobody typed them."""
        lines = [fold(line) for line in texte.split("\n") if line.strip() and not line.startswith("…")]
        return all(any(line in told for told in self._listed) for line in lines)

    @cached_property
    def _listed(self) -> tuple[str, ...]:
        zone = self.zones.get(LISTE_A_CORRIGER)
        if zone is None:
            return ()
        told = [fold(saisie.texte) for where, saisie in self.form.grille.cellules.items() if where in zone]
        overflow = any(texte.startswith("… et ") for texte in told)
        return (*told, *(self._everything if overflow else ()))

    @cached_property
    def _foreign(self) -> frozenset[Position]:
        """The cells of the list whose text is no remark of the column: somebody wrote there. None where none says."""
        zone, cells = self.zones.get(LISTE_A_CORRIGER), self.form.grille.cellules
        remarks = self._remarks
        if zone is None or any(remark.startswith("… (la suite") for remark in remarks):
            return frozenset()
        texts = {where: fold(saisie.texte) for where, saisie in cells.items() if where in zone and not saisie.vide}
        own = {
            where
            for where, texte in texts.items()
            if texte.startswith("… et ")
            or _LIEN.fullmatch(texte)
            or texte.endswith(tuple(remarks))
            or _is_sentence(texte)
        }
        sure = bool(remarks) if own else len(texts) <= _FEW  # a list whose column is gone tells nothing
        return frozenset(texts.keys() - own) if sure else frozenset()

    @property
    def _remarks(self) -> frozenset[str]:
        """The sentences of the column Remarque, under its heading."""
        zone, cells = self.zones.get(REMARQUE), self.form.grille.cellules
        if zone is None:
            return frozenset()
        texts = [cell.texte for where, cell in cells.items() if where[1] == zone.gauche and where[0] > zone.bas]
        return frozenset(fold(line) for texte in texts for line in texte.split("\n") if line.strip())

    @cached_property
    def _overtyped(self) -> frozenset[int]:
        """The rows whose sentence somebody wrote over in the list: the remark beside them is still ours."""
        zone, found = self.zones.get(LISTE_A_CORRIGER), set[int]()
        for row, _ in self._foreign:
            link = _LIEN.fullmatch(fold(self.form.grille.get((row, zone.gauche)).texte)) if zone is not None else None
            if link is not None:
                found.add(int(link[1]))
        return frozenset(found)

    def _is_overtyped(self, position: Position) -> bool:
        zone = self.form.grille.fusions.get(position, Zone("", *position, *position))
        return any(row in self._overtyped for row in range(zone.haut, zone.bas + 1))

    @property
    def _everything(self) -> tuple[str, ...]:
        """A list cut short vouches for every remark."""
        grille, zone = self.form.grille, self.zones[REMARQUE]
        return tuple(fold(saisie.texte) for where, saisie in grille.cellules.items() if where[1] == zone.gauche)

    @cached_property
    def _totaux(self) -> Mapping[Position, Contenu]:
        return self._add_up(lambda saisie: saisie.contenu)

    @cached_property
    def _totaux_bruts(self) -> Mapping[Position, Contenu]:
        return self._add_up(lambda saisie: saisie.brut)

    def _add_up(self, value: Callable[[Saisie], Any]) -> Mapping[Position, Contenu]:
        lignes = [{nom: value(saisie) for nom, saisie in lue.saisies.items()} for lue in self.form.budget]
        return {where: Decimal(str(total)) for where, total in total_cells(self.zones, lignes).items()}

    @cached_property
    def _values_only(self) -> bool:
        """True for a sheet pasted as values, or of a format that does not tell a formula from its result."""
        return not any(saisie.formule for saisie in self.form.grille.cellules.values())


def _is_sentence(texte: str) -> bool:
    """True for a folded text that has what some sentence of the tool says around its blanks, and ends as it does."""
    return any(longest in texte and texte.endswith(last) for longest, last in _sentences())


@cache
def _sentences() -> tuple[tuple[str, str], ...]:
    found = []
    for constat in CATALOGUE.values():
        parts = [fold(part) for part in _BLANC.split(constat.consigne or constat.phrase)]
        longest = max(parts, key=len)
        if len(longest) >= _TELLING:
            found.append((longest, parts[-1]))
    return tuple(found)


def _same(total: Contenu, brut: object) -> bool:
    """True for one amount; a program computes in binary, and shows cents."""
    if not isinstance(total, Decimal) or not isinstance(brut, Decimal | int | float) or isinstance(brut, bool):
        return total == brut
    return abs(total - Decimal(str(brut))) < _DEMI_CENT


def find_own(classeur: Classeur, form: Formulaire, modeles: ModelesConnus) -> Propres | None:
    """The tool's own cells on a sheet; None where nothing says where they are."""
    zones = find_zones(classeur, form.grille, modeles)
    if zones is None:
        return None
    taken = {nom for nom in _OWN_TEXTS.keys() & zones.keys() if not _may_hold(nom, form.grille.get(zones[nom].coin))}
    kept = tuple((nom, zone) for nom, zone in zones.items() if nom not in taken)
    cases, places = _lay_out(kept, tuple(form.grille.fusions.values()))
    foreign = {zones[nom].coin for nom in taken}  # somebody wrote over what stands there
    foreign |= _beside_faults(form.grille, zones.get(FAUTES))
    return Propres(form, zones, (cases | form.lues) - foreign, places)


def _beside_faults(grille: Grille, zone: Zone | None) -> set[Position]:
    """The cells of the hidden table of faults, on rows that have none: as many points as are told are a number."""
    if zone is None or zone.droite - zone.gauche < _POINTS:
        return set()  # older models
    cells = [where for where, saisie in grille.cellules.items() if where in zone and not saisie.vide]
    return {where for where in cells if not isinstance(grille.get((where[0], zone.gauche + _POINTS)).brut, Decimal)}


@lru_cache(maxsize=16)
def _lay_out(
    zones: Sequence[tuple[str, Zone]], fusions: Sequence[Zone]
) -> tuple[frozenset[Position], Mapping[Position, Place]]:
    """The cells that may hold anything, and those where the tool shows something: a model's fiches have the same."""
    cases: set[Position] = set()
    places: dict[Position, Place] = {}
    opened = {zone.coin: zone for zone in fusions}
    for nom, zone in zones:
        whole = opened.get(zone.coin, zone) if zone.haut == zone.bas else zone  # of one cell, its merged range
        place = _place(nom)
        if place is None:
            cases.update(_cells_of(whole))
        else:
            places.update(dict.fromkeys(_cells_of(whole), place))
    # What some program left under a merged range is no answer.
    hidden = {where for zone in fusions for where in _cells_of(zone) if where != zone.coin}
    return frozenset(cases - hidden), places


def _may_hold(nom: str, saisie: Saisie) -> bool:
    """False for a heading or a cell of the identity that holds what the tool never writes there."""
    return saisie.vide or _OWN_TEXTS[nom](saisie)


_OWN_TEXTS: Mapping[str, Callable[[Saisie], bool]] = {
    ENTETE: lambda saisie: parse_jour(" ".join(saisie.texte.split()[-3:])) is not None,
    _REFERENCE: lambda saisie: parse_reference(saisie.texte) is not None,
    nom_de_cellule("identifiant"): lambda saisie: is_identifiant(saisie.texte.strip()),
    nom_de_cellule("programme"): lambda saisie: " " not in saisie.texte.strip(),
    nom_de_cellule("seance"): lambda saisie: parse_jour(saisie.texte) is not None,
    nom_de_cellule("modele"): lambda saisie: saisie.texte.strip().isdecimal(),
    TITRE_A_CORRIGER: lambda saisie: _TITRE.fullmatch(fold(saisie.texte)) is not None,
}


def _place(nom: str) -> Place | None:
    if nom in TOTAUX:
        return Place.TOTAL
    if nom in _CONTROLES:
        return Place.CONTROLE
    if nom in _LISTES:
        return _LISTES[nom]
    return Place.TECHNIQUE if nom in _TECHNIQUES else None


def _cells_of(zone: Zone) -> Iterable[Position]:
    rows, columns = range(zone.haut, zone.bas + 1), range(zone.gauche, zone.droite + 1)
    return product(rows, columns) if len(rows) * len(columns) <= _LARGEST else ()


# --- a sheet that the names do not point at ---------------------------------------------------------------------------
def find_zones(classeur: Classeur, grille: Grille, modeles: ModelesConnus) -> Mapping[str, Zone] | None:
    """Where the names of the tool point on a sheet, or would if it had kept them; None where nothing tells."""
    own = {nom: zone for nom, zone in classeur.noms.items() if nom.startswith(PREFIXE)}
    here = {nom: zone for nom, zone in own.items() if zone.feuille == grille.nom}
    if here.keys() >= _KEPT:
        return here
    lead = own[_REFERENCE].feuille if _REFERENCE in own else ""
    if lead in classeur.feuilles and lead != grille.nom:  # a copy of the sheet, whose names stay on the first
        copied = {nom: zone for nom, zone in own.items() if zone.feuille == lead}
        return {**_transpose(classeur.ouvrir(lead), copied, grille), **here}
    known = modeles().formes
    if not known:
        return None
    source, noms = max(known, key=lambda forme: len(_labels(forme[0]).keys() & _labels(grille).keys()))
    return {**_transpose(source, noms, grille), **here}


def _labels(grille: Grille) -> dict[str, Position]:
    """The texts that stand at one place only, by what they are compared by."""
    found: dict[str, list[Position]] = {}
    for position, saisie in grille.cellules.items():
        if isinstance(saisie.brut, str) and not saisie.formule and saisie.brut.strip():
            found.setdefault(fold(saisie.brut), []).append(position)
    return {texte: where[0] for texte, where in found.items() if len(where) == 1}


def _transpose(source: Grille, noms: Mapping[str, Zone], grille: Grille) -> dict[str, Zone]:
    """Where these names would be on another sheet with the same labels: each moved as the label before it has moved."""
    there, here = _labels(source), _labels(grille)
    pairs = [(there[texte], here[texte]) for texte in there.keys() & here.keys()]
    row = _mover({old[0]: new[0] for old, new in pairs})
    column = _mover({old[1]: new[1] for old, new in pairs})
    return {
        nom: Zone(grille.nom, row(zone.haut), column(zone.gauche), row(zone.bas), column(zone.droite))
        for nom, zone in noms.items()
    }


def _mover(moved: Mapping[int, int]) -> Callable[[int], int]:
    """Moves a row or a column as the last known one at or before it has moved."""
    known = sorted(moved)

    def move(number: int) -> int:
        at = bisect_right(known, number)
        return number + moved[known[at - 1]] - known[at - 1] if at else number

    return move
