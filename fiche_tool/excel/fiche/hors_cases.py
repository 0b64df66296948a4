"""What a person left on a returned workbook outside the fields: nothing of it is merged, all of it is named."""

from collections.abc import Collection, Iterator

from fiche_tool.domaine.constats import constats
from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.fiche.champs import PREFIXE
from fiche_tool.domaine.fiche.fiche import nom_de_cellule
from fiche_tool.domaine.mots.textes import fold, shorten
from fiche_tool.domaine.regles.direct import PUCE
from fiche_tool.excel.fiche.reperage import ModelesConnus
from fiche_tool.excel.lecture.classeur import Classeur, Grille, Position, Zone, address
from fiche_tool.excel.modele.noms import REMARQUE

_SHOWN = 6
"""How many places the sentence names; it counts the rest."""


def find_strays(
    classeur: Classeur, grille: Grille, read: Collection[Position], autres: Collection[str], modeles: ModelesConnus
) -> Anomalie | None:
    """One remark for all that lies outside the fields: cells of the form, notes attached to cells, other sheets.

    `read` are the cells that were read, `autres` the sheets that are no part of a fiche.
    """
    places = [
        *_notes(grille),
        *_beyond(grille),
        *_stray_cells(classeur, grille, read, modeles),
        *_stray_sheets(classeur, autres),
    ]
    if not places:
        return None
    more = f" et {len(places) - _SHOWN} autres" if len(places) > _SHOWN else ""
    detail = ", ".join(texte for _, texte in places[:_SHOWN]) + more
    return signal(constats.HORS_CASES, feuille=grille.nom, cellule=places[0][0], trouve=str(len(places)), detail=detail)


def _notes(grille: Grille) -> Iterator[tuple[str, str]]:
    for where, note in grille.notes.items():
        yield address(where), f"note en {address(where)} « {shorten(note, 40)} »"


def _beyond(grille: Grille) -> Iterator[tuple[str, str]]:
    if grille.perdue:
        yield grille.perdue, f"{grille.perdue}, loin de la fiche (non lu)"


def _stray_cells(
    classeur: Classeur, grille: Grille, read: Collection[Position], modeles: ModelesConnus
) -> Iterator[tuple[str, str]]:
    """Cells typed where no model has a text.

    Not searched: a protected sheet, which cannot have any; a sheet without names, where the tool's own cells cannot be
    told from the others.
    """
    own_column = classeur.noms.get(REMARQUE)
    if grille.protegee or nom_de_cellule("reference") not in classeur.noms:
        return
    own = [*_named_zones(classeur, grille), *(grille.fusions.get(position, _alone(position)) for position in read)]
    known = modeles().textes
    for position, saisie in sorted(grille.cellules.items()):
        if saisie.formule or saisie.vide or any(position in zone for zone in own):
            continue
        if own_column is not None and position[1] == own_column.gauche:
            continue
        if fold(saisie.texte) not in known and not saisie.texte.startswith((PUCE, "◦")):
            yield saisie.cellule, f"{saisie.cellule} « {shorten(saisie.texte, 40)} »"


def _stray_sheets(classeur: Classeur, autres: Collection[str]) -> Iterator[tuple[str, str]]:
    for nom in autres:
        filled = sum(not saisie.vide for saisie in classeur.ouvrir(nom).cellules.values())
        if filled:
            yield "", f"feuille « {nom} » ({filled} cellule{'s' if filled > 1 else ''})"


def _named_zones(classeur: Classeur, grille: Grille) -> Iterator[Zone]:
    """The ranges of the sheet that names of the tool point at, merged ranges included."""
    for nom, zone in classeur.noms.items():
        if zone.feuille == grille.nom and nom.startswith(PREFIXE):
            yield grille.fusions.get(zone.coin, zone) if zone.haut == zone.bas else zone


def _alone(position: Position) -> Zone:
    return Zone("", *position, *position)
