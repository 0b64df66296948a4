"""The fiche model as found: where its fields, lists and remarks are, and how wide its texts may run."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.fiche import fiche
from fiche_tool.domaine.fiche.fiche import (
    CHAMPS,
    COLONNES_BUDGET,
    IDENTITE,
    LABELS,
    REPONSES,
    VERSION_MODELE,
    nom_de_cellule,
)
from fiche_tool.domaine.fiche.kinds import MONTANT
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.excel.lecture.classeur import Classeur, Grille, Position, Zone
from fiche_tool.excel.lecture.lecteurs.xlsx import find_workbook, open_classeur, read_workbook_part, sheet_parts
from fiche_tool.excel.lecture.xml import VRAI, Attributs, local, walk
from fiche_tool.excel.modele.identite import FEUILLE_META
from fiche_tool.excel.modele.noms import NOMS_AIDE
from fiche_tool.excel.remplissage.cut import check_sheet
from fiche_tool.fichiers.filet import net
from fiche_tool.fichiers.package import Package, Refus
from fiche_tool.fichiers.piece import Piece

FEUILLE_LISTES = "_listes"
_DEFAULT_WIDTH, _DEFAULT_HEIGHT = 8.43, 15.0
_LINE_HEIGHT, _MARGIN, _MAX_HEIGHT = 13.2, 5.0, 409.0
_CHARACTERS_PER_DIGIT = 1.18  # French text in Calibri 10 runs narrower than the digits that widths count in


@dataclass(frozen=True, slots=True)
class Disposition:
    """Column widths (characters) and row heights (points) of a sheet, where they differ from the default.

    `lignes_cachees` and `colonnes_cachees` are not seen.
    """

    largeurs: Mapping[int, float]
    hauteurs: Mapping[int, float]
    lignes_cachees: Collection[int] = ()
    colonnes_cachees: Collection[int] = ()

    def width(self, zone: Zone) -> float:
        """Characters that fit on one line of a range."""
        return sum(self.largeurs.get(column, _DEFAULT_WIDTH) for column in range(zone.gauche, zone.droite + 1))

    def height(self, ligne: int) -> float:
        """Points of a row in the model."""
        return self.hauteurs.get(ligne, _DEFAULT_HEIGHT)

    def per_line(self, zone: Zone) -> float:
        """Characters of text that a line of a range holds."""
        return max(1.0, (self.width(zone) - 1.5) * _CHARACTERS_PER_DIGIT)


def height_for(texte: str, per_line: float) -> float:
    """Points that a text needs to be seen whole."""
    lines = sum(max(1, math.ceil(len(part) / per_line)) for part in texte.split("\n"))
    return min(_MAX_HEIGHT, lines * _LINE_HEIGHT + _MARGIN)


@dataclass(frozen=True, slots=True)
class Modele:
    """An opened model. Fields are found by their workbook names, wherever a centre has moved them."""

    package: Package
    partie_classeur: str
    parties: Mapping[str, str]
    noms: Mapping[str, Zone]
    grille: Grille
    meta: Mapping[str, Position]
    dispositions: Mapping[str, Disposition]
    date1904: bool

    @property
    def partie_fiche(self) -> str:
        """The part of the form's sheet."""
        return self.parties[self.grille.nom]

    @property
    def disposition(self) -> Disposition:
        """The widths and heights of the form's sheet."""
        return self.dispositions[self.grille.nom]

    def partie_de(self, feuille: str) -> str:
        """The part of a sheet, whatever the case of its name. Raises KeyError where there is no such sheet."""
        return self.parties[self.titre_de(feuille)]

    def titre_de(self, feuille: str) -> str:
        """The name of a sheet as the workbook writes it."""
        return next((titre for titre in self.parties if titre.lower() == feuille.lower()), feuille)

    def zone(self, nom: str) -> Zone | None:
        """Where a field is: its cell with the merged range it opens; None where the model dropped it."""
        zone = self.noms.get(nom_de_cellule(nom))
        if zone is None or zone.feuille != self.grille.nom:
            return None
        return self.grille.fusions.get(zone.coin, zone)

    @property
    def version(self) -> int:
        """The version of the declaration that it follows: the last one before the first field it lacks."""
        lacking = (champ.depuis for champ in CHAMPS if champ.nom_de_cellule not in self.noms)
        return min(lacking, default=int(VERSION_MODELE) + 1) - 1

    @property
    def colonnes_budget(self) -> Mapping[str, int]:
        """The column of each heading of the budget table, found by its words, else by its order."""
        return budget_columns(self.grille, self.noms[nom_de_cellule(fiche.BUDGET)])


def budget_columns(grille: Grille, corps: Zone) -> dict[str, int]:
    """The column of each budget field: by the heading right above the table's body, else in the declared order."""
    headings = {
        fold(grille.get((corps.haut - 1, column)).texte): column for column in range(corps.gauche, corps.droite + 1)
    }
    return {
        champ.nom: headings.get(fold(champ.label), corps.gauche + rang) for rang, champ in enumerate(COLONNES_BUDGET)
    }


def total_cells(noms: Mapping[str, Zone], lignes: Sequence[Mapping[str, Contenu]]) -> dict[Position, Contenu]:
    """The stored values of the total rows, for programs that show a file without computing it.

    Text typed in an amount's cell adds nothing, as in the sheet's own formula.
    """
    cells: dict[Position, Contenu] = {}
    montants = [champ.nom for champ in COLONNES_BUDGET if champ.kind is MONTANT]
    for nom, letter in (("depenses", "D"), ("recettes", "R")):
        zone = noms.get(nom_de_cellule(f"total_{nom}"))
        for rang, colonne in enumerate(montants if zone is not None else ()):
            amounts = [ligne.get(colonne) for ligne in lignes if str(ligne.get("rd") or "").upper() == letter]
            total = sum((amount for amount in amounts if isinstance(amount, int | Decimal)), Decimal(0))
            cells[zone.haut, zone.gauche + rang] = total  # type: ignore[union-attr]  # the range is empty without a zone
    return cells


def open_modele(piece: Piece) -> Modele:
    """Open a model for filling. Raises FicheToolError where it is unreadable or lacks what every fiche needs."""
    with usable(piece.nom):
        return read_modele(piece)


@contextmanager
def usable(nom: str) -> Iterator[None]:
    """Whatever a model hides that reading it could not foresee becomes the sentence that says it cannot serve."""
    try:
        with net():
            yield
    except Refus as refus:
        raise FicheToolError(
            f"Le modèle « {nom} » ne peut pas servir : {refus.told_of('').raison}. Repartez d'une copie fraîche "
            "(fiche-tool modele)."
        ) from refus


def read_modele(piece: Piece) -> Modele:
    """Open a model. Raises Refus where it is unreadable, FicheToolError where it lacks what every fiche needs."""
    package = piece.opened()
    classeur = open_classeur(piece)
    workbook = find_workbook(package)
    partie = read_workbook_part(package.read(workbook))
    missing = missing_names(classeur)
    if missing:
        raise FicheToolError(
            f"Le modèle « {piece.nom} » ne peut pas servir : il y manque {', '.join(missing)}. Repartez d'une copie "
            "fraîche (fiche-tool modele) ou rendez ces noms à leurs cellules (Formules > Gestionnaire de noms)."
        )
    grille = classeur.ouvrir(classeur.noms[nom_de_cellule("libelle")].feuille)
    meta = classeur.ouvrir(next(nom for nom in classeur.feuilles if nom.lower() == FEUILLE_META))
    keys = {s.texte: (row, 2) for (row, column), s in meta.cellules.items() if column == 1}
    parts = sheet_parts(package, workbook, partie)
    noms = {nom: zone for nom, zone in classeur.noms.items() if zone.feuille in parts and not zone.endless}
    for feuille in {meta.nom, *(zone.feuille for zone in noms.values())}:
        check_sheet(package.read(parts[feuille]))
    return Modele(
        package,
        workbook,
        parts,
        noms,
        grille,
        keys,
        {titre: _read_disposition(package.read(part)) for titre, part in parts.items()},
        partie.date1904,
    )


def missing_names(classeur: Classeur) -> list[str]:
    """What a model lacks, in words: names of fields, of the budget table, of the lists, and sheet `_meta`.

    A model restyled from the first version still serves: what was born since is not asked on its fiches.
    """
    required = [champ for champ in (*CHAMPS, *IDENTITE) if champ.depuis == 1]
    here = {nom: zone for nom, zone in classeur.noms.items() if zone.feuille in classeur.feuilles}
    noms = {nom for nom, zone in here.items() if not zone.endless}
    lists = dict.fromkeys(champ.liste for champ in (*required, *COLONNES_BUDGET) if champ.liste)
    wanted = {champ.nom_de_cellule: f"(case « {LABELS[champ.nom]} »)" for champ in required}
    wanted[nom_de_cellule(fiche.BUDGET)] = f"(tableau « {fiche.BUDGET_LABEL} »)"
    wanted |= {f"liste_{nom}": "" for nom in lists}
    missing = []
    for nom in (nom for nom in wanted if nom not in noms):
        what = f"la liste {nom}" if nom.startswith("liste_") else f"le nom {nom} {wanted[nom]}"
        missing.append(f"{what}, qui désigne bien trop de cases" if nom in here else what)
    if FEUILLE_META not in (nom.lower() for nom in classeur.feuilles):
        missing.append(f"la feuille {FEUILLE_META}")
    return missing


def free_sheet(modele: Modele, group: Collection[str]) -> str | None:
    """The one sheet that these names are all on, where fiches have nothing else filled in on it."""
    sheets = {modele.noms[nom].feuille if nom in modele.noms else "" for nom in group}
    taken = {"", modele.grille.nom, *map(modele.titre_de, (FEUILLE_META, FEUILLE_LISTES))}
    if group is not NOMS_AIDE:
        taken.add(free_sheet(modele, NOMS_AIDE) or "")
    return sheets.pop() if len(sheets) == 1 and sheets.isdisjoint(taken) else None


def meta_positions(modele: Modele, keys: tuple[str, ...]) -> dict[str, Position]:
    """Where each key of `_meta` stands, new keys below the last one of an older model."""
    last = max((position[0] for position in modele.meta.values()), default=0)
    fresh = [key for key in keys if key not in modele.meta]
    return dict(modele.meta) | {key: (last + rang, 2) for rang, key in enumerate(fresh, 1)}


def text_zones(modele: Modele) -> dict[str, Zone]:
    """The ranges of the fields whose text may need a higher row."""
    zones = {champ.nom: modele.zone(champ.nom) for champ in (*fiche.HIERARCHIE, *REPONSES)}
    return {nom: zone for nom, zone in zones.items() if zone is not None}


def _read_disposition(content: bytes) -> Disposition:
    largeurs: dict[int, float] = {}
    hauteurs: dict[int, float] = {}
    rows: set[int] = set()
    columns: set[int] = set()

    def start(tag: str, attributes: Attributs) -> None:
        nonlocal rows, columns
        match local(tag):
            case "col":
                for column in range(int(attributes["min"]), min(int(attributes["max"]), 100) + 1):
                    largeurs[column] = float(attributes.get("width", _DEFAULT_WIDTH))
                    columns |= {column} if _is_true(attributes, "hidden") else set()
            case "row" if "r" in attributes:
                row = int(attributes["r"])
                rows |= {row} if _is_true(attributes, "hidden") else set()
                if "ht" in attributes:
                    hauteurs[row] = float(attributes["ht"])

    walk(content, start)
    return Disposition(largeurs, hauteurs, frozenset(rows), frozenset(columns))


def _is_true(attributes: Attributs, name: str) -> bool:
    return attributes.get(name, "0") in VRAI
