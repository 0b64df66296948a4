"""Finding the fields of a form: by name, checked against their labels; then by label; then by the model's addresses.

The person saw the labels: where a name has wandered off, the label decides.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from fiche_tool.domaine.fiche import fiche
from fiche_tool.domaine.fiche.champs import Champ
from fiche_tool.domaine.fiche.fiche import AVANCEMENT, CHAMPS, COLONNES_BUDGET, LABELS, nom_de_cellule
from fiche_tool.domaine.fiche.kinds import Scalaire
from fiche_tool.domaine.mots.saisie import Saisie
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.regles.direct import INDICE, PUCE
from fiche_tool.excel.lecture.classeur import FORMULAIRE, Classeur, Grille, Position, Zone

LABELS_OF_A_FORM = 6
"""A sheet that shows this many of the fiche's labels is a fiche, whatever its name."""
_WIDTH_OF_A_FORM = 8
_MAX_LINES = 200


@dataclass(frozen=True, slots=True)
class Patron:
    """What is known of the models: where the packaged one has its fields, and every text that one shows, folded.

    `voisines` are the texts of each sheet beside the form, Historique and Aide; `images` tells their pictures apart,
    `dessins` has what they draw and where, `formes` their forms with their names, `mots` the words of what they say
    around their cells, `messages` those that each form's cells show once they are chosen.
    """

    adresses: Mapping[str, Position]
    textes: frozenset[str] = frozenset()
    voisines: tuple[frozenset[str], ...] = ()
    images: frozenset[str] = frozenset()
    dessins: frozenset[tuple[str, str]] = frozenset()
    formes: tuple[tuple[Grille, Mapping[str, Zone]], ...] = ()
    mots: frozenset[str] = frozenset()
    messages: tuple[frozenset[str], ...] = ()


AUCUN_MODELE = Patron({})
ModelesConnus = Callable[[], Patron]
"""Gives the Patron; called only where a form has lost something."""


@dataclass(frozen=True, slots=True)
class Repere:
    """The cell of a field, and how it was found: « nom », « son étiquette », « son adresse dans le modèle ».

    `ailleurs` is the cell its name points at, where that is not the one beside its label.
    """

    position: Position
    par: str
    ailleurs: Position | None = None


NOM, ETIQUETTE, ADRESSE = "nom", "son étiquette", "son adresse dans le modèle"


_LABELS = {fold(champ.label): champ.nom for champ in CHAMPS}
_HEADINGS = tuple(fold(champ.label) for champ in COLONNES_BUDGET)
_PRINTED = frozenset({*_LABELS, *_HEADINGS})
_TITLES = ("total", fold(LABELS["plans"]))


def as_label(brut: object) -> str:
    """A cell's text as labels are compared; empty for what cannot be one."""
    return _fold_label(brut) if isinstance(brut, str) and len(brut) < 80 else ""


@lru_cache(maxsize=2048)  # each text of a form is asked for more than once, and those of the next form are the same
def _fold_label(texte: str) -> str:
    return fold(texte).rstrip(" :*")


def was_asked(champ: Champ[Scalaire], version: int | None) -> bool:
    """True for a field that a form of this version surely had; the first version where none is told."""
    return champ.depuis <= (version or 1)


def looks_like_form(grille: Grille) -> bool:
    """True for a sheet that shows the labels of a fiche."""
    found = {as_label(saisie.brut) for saisie in grille.cellules.values()}
    return len(found & _LABELS.keys()) >= LABELS_OF_A_FORM


_SEVERAL = 3
"""Names that point beside the label of another field, from which it is no chance."""


class Reperage:
    """Where the fields of one sheet are."""

    def __init__(self, classeur: Classeur, grille: Grille, modeles: ModelesConnus) -> None:
        self._noms = {nom: zone for nom, zone in classeur.noms.items() if not zone.endless}
        self._grille, self._modeles = grille, modeles
        self._feuilles = classeur.feuilles

    def find(self, champ: Champ[Scalaire], version: int | None) -> Repere | None:
        """The cell of a field; None where it is nowhere.

        `version` is that of the model the form was made from. A field born after it is there only where its name is;
        where no version is told, a field of the first one may be known by its address, a younger one may not.
        """
        named, beside = self._named.get(champ.nom), self._beside.get(champ.nom)
        if named is not None:
            sure = self._names_are_beside_labels or self._names_stayed_behind
            wandered = beside is not None and sure and not self._is_near(champ, named)
            return Repere(beside, ETIQUETTE, named) if wandered and beside else Repere(named, NOM)
        if version is not None and champ.depuis > version:
            return None
        if beside is not None:
            return Repere(beside, ETIQUETTE)
        address = self._by_address(champ) if was_asked(champ, version) else None
        return None if address is None else Repere(address, ADRESSE)

    def belongs(self, position: Position) -> str:
        """The field whose label stands beside a cell; empty where there is none."""
        return next((nom for nom, beside in self._beside.items() if beside == position), "")

    def spilled(self, position: Position) -> Saisie | None:
        """What was typed right of an empty field whose merged range was undone; None where nothing was.

        Only on a sheet that lost its protection: on the others nothing can be undone.
        """
        if self._grille.protegee or position in self._grille.fusions:
            return None
        taken = {*self._named.values(), *self._beside.values()}
        for column in range(position[1] + 1, position[1] + _WIDTH_OF_A_FORM // 2):
            saisie = self._grille.get((position[0], column))
            if (position[0], column) in taken or as_label(saisie.brut) in _LABELS or saisie.formule:
                return None
            if not saisie.vide:
                return None if fold(saisie.texte) in self._modeles().textes else saisie
        return None

    @property
    def nameless(self) -> bool:
        """True where no name points at this sheet any more."""
        return not self._named

    @property
    def copied(self) -> bool:
        """True for a sheet copied or pasted beside the one that the names point at: it lost nothing."""
        zones = (self._noms.get(champ.nom_de_cellule) for champ in CHAMPS)
        return self.nameless and any(zone is not None and zone.feuille in self._feuilles for zone in zones)

    # --- names -------------------------------------------------------------------------------------------------------
    @cached_property
    def _named(self) -> dict[str, Position]:
        """The fields whose name points at a cell of this sheet."""
        zones = {champ.nom: self._noms.get(champ.nom_de_cellule) for champ in CHAMPS}
        return {
            nom: zone.coin
            for nom, zone in zones.items()
            if zone is not None and zone.feuille == self._grille.nom and zone.haut <= FORMULAIRE.lignes
        }

    @cached_property
    def _names_are_beside_labels(self) -> bool:
        """True where most names point beside their label: on this sheet, one that does not has wandered off."""
        both = [champ for champ in CHAMPS if champ.nom in self._named and champ.nom in self._labels]
        near = sum(self._is_near(champ, self._named[champ.nom]) for champ in both)
        return len(both) >= LABELS_OF_A_FORM and near * 4 >= len(both) * 3

    @cached_property
    def _names_stayed_behind(self) -> bool:
        """True where several point beside the label of another field, each as many rows away from its own.

        Programs that only move cells put rows in or take them out without the names; spreadsheets move these as well.
        """
        shifts: Counter[int] = Counter()
        for nom, where in self._named.items():
            own = self._beside.get(nom, where)
            if own != where and own[1] == where[1] and self.belongs(where):
                shifts[own[0] - where[0]] += 1
        return max(shifts.values(), default=0) >= _SEVERAL

    def _is_near(self, champ: Champ[Scalaire], position: Position) -> bool:
        """Right of the label or below it, at most one cell apart."""
        zone = self._labels.get(champ.nom)
        if zone is None:
            return True
        row, column = position
        right = zone.haut <= row <= zone.bas and zone.droite < column <= zone.droite + 2
        below = zone.gauche <= column <= zone.droite and zone.bas < row <= zone.bas + 2
        return right or below

    # --- labels ------------------------------------------------------------------------------------------------------
    @cached_property
    def _printed(self) -> Sequence[tuple[Position, str]]:
        """The cells that show a label of a field or a heading of the table, each with it."""
        texts = ((where, as_label(saisie.brut)) for where, saisie in self._grille.cellules.items())
        return [(where, label) for where, label in texts if label in _PRINTED]

    @cached_property
    def _labels(self) -> dict[str, Zone]:
        """The label of each field, merged range included; one that stands at two places says nothing."""
        found: dict[str, list[Position]] = {}
        for position, label in self._printed:
            nom = _LABELS.get(label)
            if nom is not None and not self._grille.cellules[position].formule:
                found.setdefault(nom, []).append(position)
        fusions = self._grille.fusions
        return {
            nom: fusions.get(where) or Zone(self._grille.nom, *where, *where)
            for nom, (where, *others) in found.items()
            if not others
        }

    @cached_property
    def _beside(self) -> dict[str, Position]:
        """The cell that each label speaks of: below it for the fields that stand side by side, right of it else."""
        below = {champ.nom for champ in AVANCEMENT}
        return {
            nom: (zone.bas + 1, zone.gauche) if nom in below else self._right_of(zone)
            for nom, zone in self._labels.items()
        }

    def _right_of(self, zone: Zone) -> Position:
        """The cell after a label; on a sheet that lost its merged ranges, the first filled one of the row."""
        after = (zone.haut, zone.droite + 1)
        if (zone.haut, zone.gauche) in self._grille.fusions or not self._grille.get(after).vide:
            return after
        for column in range(zone.droite + 1, zone.gauche + _WIDTH_OF_A_FORM):
            saisie = self._grille.get((zone.haut, column))
            if as_label(saisie.brut) in _LABELS or saisie.formule or saisie.texte.startswith((PUCE, INDICE)):
                break
            if not saisie.vide and fold(saisie.texte) not in self._modeles().textes:
                return (zone.haut, column)
        return after

    # --- addresses ---------------------------------------------------------------------------------------------------
    def _by_address(self, champ: Champ[Scalaire]) -> Position | None:
        """The model's own address, only on a form whose other fields all stand where the model has them."""
        adresses = self._modeles().adresses
        others = [(here, adresses[nom]) for nom, here in self._named.items() if nom in adresses]
        if len(others) < LABELS_OF_A_FORM or any(here != model for here, model in others):
            return None
        return adresses.get(champ.nom)

    # --- the budget table --------------------------------------------------------------------------------------------
    @cached_property
    def budget(self) -> Zone | None:
        """The body of the budget table, with the rows that people put in at its top and its bottom."""
        zone = self._noms.get(nom_de_cellule(fiche.BUDGET))
        if zone is None or zone.feuille != self._grille.nom or self._names_stayed_behind:
            return next((self._down_to_title(row, *columns, filled=1) for row, columns in self._heading_rows()), None)
        above = [row for row, _ in self._heading_rows() if zone.haut - _MAX_LINES < row < zone.haut]
        top = max(above, default=zone.haut - 1) + 1
        grown = self._down_to_title(zone.bas, zone.gauche, zone.droite, filled=2)  # one filled cell may be a mere note
        return Zone(zone.feuille, top, zone.gauche, grown.bas, zone.droite)

    def _heading_rows(self) -> Iterator[tuple[int, tuple[int, int]]]:
        """The rows that hold all the headings of the table, with their first and last columns."""
        rows: dict[int, dict[str, int]] = {}
        for (row, column), label in self._printed:
            if label in _HEADINGS:
                rows.setdefault(row, {})[label] = column
        for row, found in rows.items():
            if len(found) == len(_HEADINGS):
                yield row, (min(found.values()), max(found.values()))

    def _down_to_title(self, row: int, first: int, last: int, *, filled: int) -> Zone:
        """The rows below one, down to the last with that many filled cells before a title or a field."""
        ends = {position[0] for position in (*self._named.values(), *self._beside.values())}
        ends |= {zone.haut for zone in self._labels.values()}
        bottom = row
        while bottom < row + _MAX_LINES and bottom + 1 not in ends and not self._is_title(bottom + 1, first):
            bottom += 1
        used = Counter(line for line, column in self._grille.cellules if first <= column <= last)
        while bottom > row and used[bottom] < filled:
            bottom -= 1
        return Zone(self._grille.nom, row + 1, first, bottom, last)

    def _is_title(self, row: int, column: int) -> bool:
        return as_label(self._grille.get((row, column)).brut).startswith(_TITLES)
