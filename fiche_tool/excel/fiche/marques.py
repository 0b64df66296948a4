"""The marks of a marked copy: the list « À corriger » with its links, the painted cells, the remarks beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.fiche import fiche
from fiche_tool.domaine.fiche.fiche import CHAMPS
from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.excel.lecture.classeur import Position, Zone, address
from fiche_tool.excel.modele.modele import Modele, height_for
from fiche_tool.excel.modele.noms import FAUTES, LISTE_A_CORRIGER, NOMS_MARQUES, REMARQUE, TITRE_A_CORRIGER

_TITRE_HEIGHT = 20.0


@dataclass(frozen=True, slots=True)
class Marques:
    """What the marks put on a form: contents by cell, heights by row, links from cells of the list."""

    valeurs: Mapping[Position, Contenu] = field(default_factory=dict)
    hauteurs: Mapping[int, float] = field(default_factory=dict)
    liens: Mapping[Position, str] = field(default_factory=dict)


SANS_MARQUES = Marques()


def mark(modele: Modele, lecture: Lecture, anomalies: Sequence[Anomalie]) -> Marques:
    """The marks for the anomalies of a returned fiche, at the places where its answers stand in the fresh copy."""
    places = _places(modele, lecture)
    found = [(places.get(x.cellule) or places.get(x.champ), x) for x in anomalies]
    valeurs: dict[Position, Contenu] = {}
    hauteurs: dict[int, float] = {}
    liens: dict[Position, str] = {}
    noms = modele.noms
    if REMARQUE in noms:
        _write_remarks(modele, found, valeurs, hauteurs)
    if FAUTES in noms:
        typed = _contents(modele, lecture)
        faults = {place: typed.get(place) for place, _ in found if place is not None}
        for row, (place, contenu) in zip(_rows(noms[FAUTES]), faults.items(), strict=False):
            valeurs |= {(row, noms[FAUTES].gauche): address(place), (row, noms[FAUTES].droite): contenu}
    if TITRE_A_CORRIGER in noms and LISTE_A_CORRIGER in noms:
        valeurs[noms[TITRE_A_CORRIGER].coin] = _titre(len(found))
        hauteurs[noms[TITRE_A_CORRIGER].haut] = _TITRE_HEIGHT
        _write_list(modele, found, valeurs, hauteurs, liens)
    return Marques(valeurs, hauteurs, liens)


def mark_cells(modele: Modele) -> set[Position]:
    """Every cell that marks may write."""
    noms = modele.noms
    if any(nom not in noms for nom in NOMS_MARQUES):
        return {(row, noms[REMARQUE].gauche) for row in _remark_rows(modele)} if REMARQUE in noms else set()
    cells = {(row, noms[nom].gauche) for nom in (LISTE_A_CORRIGER, FAUTES) for row in _rows(noms[nom])}
    cells |= {(row, noms[FAUTES].droite) for row in _rows(noms[FAUTES])}
    return cells | {noms[TITRE_A_CORRIGER].coin} | {(row, noms[REMARQUE].gauche) for row in _remark_rows(modele)}


def mark_rows(modele: Modele) -> set[int]:
    """Every row whose height marks may set."""
    rows = set(_remark_rows(modele))
    for nom in (TITRE_A_CORRIGER, LISTE_A_CORRIGER):
        rows |= set(_rows(modele.noms[nom])) if nom in modele.noms else set()
    return rows


_Found = Sequence[tuple[Position | None, Anomalie]]


def _write_remarks(modele: Modele, found: _Found, valeurs: dict[Position, Contenu], hauteurs: dict[int, float]) -> None:
    """Each message on the row of its cell; those that are of the whole file, beside the first field."""
    column = modele.noms[REMARQUE].gauche
    zone = modele.zone("libelle")
    by_row: dict[int, list[str]] = {}
    for place, anomalie in found:
        row = place[0] if place is not None else zone.haut if zone is not None else modele.noms[REMARQUE].haut
        by_row.setdefault(row, []).append(anomalie.texte)
    per_line = modele.disposition.per_line(Zone("", 1, column, 1, column))
    for row, texts in by_row.items():
        texte = "\n".join(f"{texte[0].upper()}{texte[1:]}" for texte in dict.fromkeys(texts))
        valeurs[row, column] = texte
        needed = height_for(texte, per_line)
        if needed > modele.disposition.height(row):
            hauteurs[row] = needed


def _write_list(
    modele: Modele,
    found: _Found,
    valeurs: dict[Position, Contenu],
    hauteurs: dict[int, float],
    liens: dict[Position, str],
) -> None:
    liste = modele.noms[LISTE_A_CORRIGER]
    per_line = modele.disposition.per_line(liste)
    room = liste.bas - liste.haut + 1
    shown = found if len(found) <= room else found[: room - 1]
    for row, (place, anomalie) in zip(_rows(liste), shown, strict=False):
        texte = f"Case {address(place)} : {anomalie.texte}" if place is not None else anomalie.texte
        valeurs[row, liste.gauche] = texte
        hauteurs[row] = max(modele.disposition.height(row), height_for(texte, per_line))
        if place is not None:
            liens[row, liste.gauche] = f"{modele.grille.nom}!{address(place)}"
    if len(shown) < len(found):
        rest = len(found) - len(shown)
        valeurs[liste.bas, liste.gauche] = f"… et {rest} autres points : voir la colonne « Remarque », à droite."
        hauteurs[liste.bas] = modele.disposition.height(liste.bas)


def _titre(points: int) -> str:
    plural = "s" if points > 1 else ""
    return (
        f"À corriger : {points} point{plural}. Corrigez les cases en rouge, enregistrez, puis renvoyez cette fiche. "
        "Cliquez sur une ligne pour aller à sa case."
    )


def _rows(zone: Zone) -> range:
    return range(zone.haut, zone.bas + 1)


def _remark_rows(modele: Modele) -> Iterator[int]:
    for champ in CHAMPS:
        zone = modele.zone(champ.nom)
        if zone is not None:
            yield zone.haut
    yield from _rows(modele.noms[fiche.nom_de_cellule(fiche.BUDGET)])


def _places(modele: Modele, lecture: Lecture) -> dict[str, Position]:
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


def _contents(modele: Modele, lecture: Lecture) -> dict[Position, Contenu]:
    """What the fresh copy holds at each place: a cell is painted only as long as it still says so."""
    contents: dict[Position, Contenu] = {}
    for nom, lu in lecture.champs.items():
        zone = modele.zone(nom)
        if zone is not None:
            contents[zone.coin] = lu.saisie.contenu
    for row, lue in zip(_rows(modele.noms[fiche.nom_de_cellule(fiche.BUDGET)]), lecture.budget, strict=False):
        contents |= {(row, modele.colonnes_budget[nom]): saisie.contenu for nom, saisie in lue.saisies.items()}
    return contents
