"""The marks of a marked copy: the list « À corriger » with its links, the painted cells, the remarks beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.fiche import fiche
from fiche_tool.domaine.fiche.fiche import CHAMPS, LABELS
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.mots.typographie import say_count, typographe
from fiche_tool.domaine.regles.colonne_controle import show_points
from fiche_tool.excel.dessin.adresses import locate
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.lecture.classeur import Position, Zone, address, parse_address
from fiche_tool.excel.modele.modele import Modele
from fiche_tool.excel.modele.noms import (
    BILAN_CONTROLE,
    FAUTES,
    LISTE_A_CORRIGER,
    NOMS_MARQUES,
    REMARQUE,
    TITRE_A_CORRIGER,
)
from fiche_tool.excel.remplissage.pieces import Formule

if TYPE_CHECKING:  # a fiche that goes out is filled without anything read
    from fiche_tool.domaine.fiche.lecture import Lecture

_TITRE_HEIGHT = 20.0
_SIZE = 10  # points of the font of the list and of the remarks
_TALLEST_REMARK = 112.0
"""Points beyond which a row that holds several fields would drown them: the list on top has every sentence."""
_VOIR_LISTE = "… (la suite : dans la liste du haut)"
COLONNES_FAUTES = 4
"""Those of the name FAUTES: a cell, what it held, points told of it, points left. Older models have the first two."""


@dataclass(frozen=True, slots=True)
class Marques:
    """What the marks put on a form: contents by cell, heights by row, links from cells of the list.

    `premiere` is the first faulty cell, on which the copy opens.
    """

    valeurs: Mapping[Position, Contenu | Formule] = field(default_factory=dict)
    hauteurs: Mapping[int, float] = field(default_factory=dict)
    liens: Mapping[Position, str] = field(default_factory=dict)
    premiere: Position | None = None


SANS_MARQUES = Marques()
_Found = Sequence[tuple[Position | None, Anomalie]]


def mark(modele: Modele, lecture: "Lecture", anomalies: Sequence[Anomalie]) -> Marques:
    """The marks for the anomalies of a returned fiche, at the places where its answers stand in the fresh copy."""
    places = _places(modele, lecture)
    found = [(places.get(x.cellule) or places.get(x.champ), x) for x in anomalies]
    found.sort(key=lambda item: item[0] or (0, 0))
    valeurs: dict[Position, Contenu | Formule] = {}
    hauteurs: dict[int, float] = {}
    liens: dict[Position, str] = {}
    noms = modele.noms
    if REMARQUE in noms:
        _write_remarks(modele, found, valeurs, hauteurs)
    if FAUTES in noms:
        valeurs |= _faults(modele, found, _contents(modele, lecture))
    if TITRE_A_CORRIGER in noms and LISTE_A_CORRIGER in noms:
        valeurs[noms[TITRE_A_CORRIGER].coin] = _titre(len(found))
        hauteurs[noms[TITRE_A_CORRIGER].haut] = _TITRE_HEIGHT
        _write_list(modele, found, valeurs, hauteurs, liens)
    return Marques(valeurs, hauteurs, liens, min((place for place, _ in found if place is not None), default=None))


def mark_cells(modele: Modele) -> set[Position]:
    """Every cell that marks may write."""
    noms = modele.noms
    remarks = {_remark_zone(modele, row).coin for row in _remark_rows(modele)} if REMARQUE in noms else set()
    if any(nom not in noms for nom in NOMS_MARQUES):
        return remarks
    fautes, liste = noms[FAUTES], noms[LISTE_A_CORRIGER]
    cells = {(row, column) for row in _rows(fautes) for column in range(fautes.gauche, fautes.droite + 1)}
    cells |= {(row, liste.gauche) for row in _rows(liste)} | {_list_text(modele, row).coin for row in _rows(liste)}
    return cells | remarks | {noms[TITRE_A_CORRIGER].coin}


def mark_rows(modele: Modele) -> set[int]:
    """Every row whose height marks may set."""
    rows = set(_remark_rows(modele))
    for nom in (TITRE_A_CORRIGER, LISTE_A_CORRIGER):
        rows |= set(_rows(modele.noms[nom])) if nom in modele.noms else set()
    return rows


# --- the faulty cells ------------------------------------------------------------------------------------------------
def _faults(modele: Modele, found: _Found, typed: Mapping[Position, Contenu]) -> dict[Position, Contenu | Formule]:
    """The hidden table of the faulty cells; the points that are of the whole file have a row without cell.

    What is left to correct is a formula: a point counts for as long as its cell holds what it held.
    """
    noms = modele.noms
    points: dict[Position | None, int] = {}
    for place, _ in found:
        points[place] = points.get(place, 0) + 1
    left, cells = noms[FAUTES].gauche, dict[Position, Contenu | Formule]()
    live = noms[FAUTES].droite - left + 1 >= COLONNES_FAUTES
    for row, (place, count) in zip(_rows(noms[FAUTES]), points.items(), strict=False):
        cells |= {(row, left): address(place) if place else None, (row, left + 1): typed.get(place) if place else None}
        if live:
            where, held, told = (address((row, left + rank)) for rank in range(3))
            formula = f'=IF({where}="",{told},IF(INDIRECT({where})={held},{told},0))'
            cells |= {(row, left + 2): count, (row, left + 3): Formule(formula, count)}
    if live and BILAN_CONTROLE in noms and points:
        cells[noms[BILAN_CONTROLE].coin] = show_points(0, sum(points.values()))
    return cells


def _titre(points: int) -> str:
    return typographe(
        f"À corriger : {say_count(points, 'point')}. Corrigez les cases en rouge, enregistrez, puis renvoyez cette "
        "fiche. Un clic sur « Case … » y mène."
    )


# --- the remarks beside their rows -----------------------------------------------------------------------------------
def _write_remarks(
    modele: Modele, found: _Found, valeurs: dict[Position, Contenu | Formule], hauteurs: dict[int, float]
) -> None:
    """Each message on the row of its cell; those that are of the whole file, beside the first field."""
    zone = modele.zone("libelle")
    by_row: dict[int, list[str]] = {}
    for place, anomalie in found:
        row = place[0] if place is not None else zone.haut if zone is not None else modele.noms[REMARQUE].haut
        by_row.setdefault(row, []).append(typographe(_capital(anomalie.pour_le_service)))
    for row, texts in by_row.items():
        beside = _remark_zone(modele, row)
        own = sum(modele.disposition.height(one) for one in _rows(beside))
        texte, needed = _fit(list(dict.fromkeys(texts)), modele.disposition.width(beside))
        valeurs[beside.coin] = texte
        if needed > own:
            hauteurs[row] = modele.disposition.height(row) + needed - own


def _fit(texts: Sequence[str], width: float) -> tuple[str, float]:
    """As many sentences as a row of a bearable height shows, and the height they take."""
    for count in range(len(texts), 0, -1):
        texte = "\n".join([*texts[:count], *([_VOIR_LISTE] if count < len(texts) else [])])
        height = row_height((texte, width), size=_SIZE)
        if height <= _TALLEST_REMARK or count == 1:
            return texte, height
    raise AssertionError(texts)


def _remark_zone(modele: Modele, row: int) -> Zone:
    """The cell of column Remarque beside a row, with the merged range it may be part of."""
    place = (row, modele.noms[REMARQUE].gauche)
    alone = Zone("", *place, *place)
    return next((zone for zone in modele.grille.fusions.values() if place in zone), alone)


def _remark_rows(modele: Modele) -> Iterator[int]:
    for champ in CHAMPS:
        zone = modele.zone(champ.nom)
        if zone is not None:
            yield zone.haut
    yield from _rows(modele.noms[fiche.nom_de_cellule(fiche.BUDGET)])


# --- the list on top -------------------------------------------------------------------------------------------------
def _write_list(
    modele: Modele,
    found: _Found,
    valeurs: dict[Position, Contenu | Formule],
    hauteurs: dict[int, float],
    liens: dict[Position, str],
) -> None:
    liste = modele.noms[LISTE_A_CORRIGER]
    room = liste.bas - liste.haut + 1
    shown = found if len(found) <= room else found[: room - 1]
    for row, (place, anomalie) in zip(_rows(liste), shown, strict=False):
        beside = _list_text(modele, row)
        texte, case = _say(anomalie), f"Case {address(place)}" if place is not None else ""
        if beside.gauche == liste.gauche:  # an older model: one cell for the link and the text
            texte = typographe(f"{case} : {texte}") if case else texte
        else:
            valeurs[row, liste.gauche] = case
        valeurs[beside.coin] = texte
        hauteurs[row] = max(
            modele.disposition.height(row), row_height((texte, modele.disposition.width(beside)), size=_SIZE)
        )
        if place is not None:
            liens[row, liste.gauche] = locate(modele.grille.nom, address(place))
    if len(shown) < len(found):
        rest = len(found) - len(shown)
        valeurs[_list_text(modele, liste.bas).coin] = typographe(
            f"… et {say_count(rest, 'autre point')} : voir la colonne « Remarque », à droite."
        )
        hauteurs[liste.bas] = modele.disposition.height(liste.bas)


def _say(anomalie: Anomalie) -> str:
    """What to do, with the field it is about."""
    texte, label = anomalie.pour_le_service, LABELS.get(anomalie.champ.partition(".")[0], "")
    known = not label or "." in anomalie.champ or fold(label) in fold(texte)
    return typographe(_capital(texte) if known else f"{label} – {texte}")


def _capital(texte: str) -> str:
    return f"{texte[:1].upper()}{texte[1:]}"


def _list_text(modele: Modele, row: int) -> Zone:
    """Where a line of the list has its text: right of its link, or in the same cell in an older model."""
    liste = modele.noms[LISTE_A_CORRIGER]
    beside = (row, liste.gauche + 1)
    alone = Zone("", *beside, *beside)
    return next((zone for zone in modele.grille.fusions.values() if beside in zone), alone)


def _rows(zone: Zone) -> range:
    return range(zone.haut, zone.bas + 1)


def _places(modele: Modele, lecture: "Lecture") -> dict[str, Position]:
    """Where, in the fresh copy, the content of each returned cell and field now stands."""
    places: dict[str, Position] = {}
    for nom, lu in lecture.champs.items():
        zone = modele.zone(nom)
        if zone is not None:
            places[nom] = zone.coin
            places.setdefault(lu.saisie.cellule, zone.coin)
    corps = modele.noms[fiche.nom_de_cellule(fiche.BUDGET)]
    colonnes = modele.colonnes_budget
    for row, lue in zip(_rows(corps), lecture.budget, strict=False):
        for nom, saisie in lue.saisies.items():
            places[saisie.cellule] = (row, colonnes[nom])
    places.setdefault(fiche.BUDGET, corps.coin)
    return places


def _contents(modele: Modele, lecture: "Lecture") -> dict[Position, Contenu]:
    """What the fresh copy holds at each place: a cell is painted only as long as it still says so."""
    contents: dict[Position, Contenu] = {}
    for nom, lu in lecture.champs.items():
        zone = modele.zone(nom)
        if zone is not None:
            contents[zone.coin] = lu.saisie.contenu
    for row, lue in zip(_rows(modele.noms[fiche.nom_de_cellule(fiche.BUDGET)]), lecture.budget, strict=False):
        contents |= {(row, modele.colonnes_budget[nom]): saisie.contenu for nom, saisie in lue.saisies.items()}
    return contents


# --- typing over a marked copy ---------------------------------------------------------------------------------------
def count_left(noms: Mapping[str, Zone], contents: Mapping[Position, Contenu], points: int) -> dict[Position, Contenu]:
    """The stored values of what is left to correct once these contents stand on a marked copy; nothing on any other."""
    fautes = noms.get(FAUTES)
    if fautes is None or fautes.droite - fautes.gauche + 1 < COLONNES_FAUTES or BILAN_CONTROLE not in noms:
        return {}
    left: dict[Position, Contenu] = {}
    for row in _rows(fautes):
        where, held, told = (contents.get((row, fautes.gauche + rank)) for rank in range(3))
        if told is not None:
            place = parse_address(str(where or ""))
            still = place is None or contents.get(place) == held
            left[row, fautes.gauche + 3] = told if still else 0
    if not left:
        return {}
    total = sum(int(str(count)) for count in left.values())
    return {**left, noms[BILAN_CONTROLE].coin: show_points(points, total)}
