"""What a person left on a returned workbook outside the fields: nothing of it is merged, all of it is named."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import takewhile

from fiche_tool.domaine.constats import constats
from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.fiche.fiche import HIERARCHIE
from fiche_tool.domaine.fiche.historique import COLONNES_HISTORIQUE, count_history
from fiche_tool.domaine.mots.saisie import IMAGE as IMAGE_EN_CASE
from fiche_tool.domaine.mots.saisie import Saisie
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.excel.fiche.autour import (
    Connus,
    Endroit,
    find_pages,
    find_properties,
    find_tips,
    find_titles,
    name_first,
    quote,
)
from fiche_tool.excel.fiche.propres import Place, Propres, find_own
from fiche_tool.excel.fiche.read_form import Formulaire
from fiche_tool.excel.fiche.reperage import ModelesConnus, Patron
from fiche_tool.excel.lecture.classeur import GRAPHIQUE, Classeur, Grille, Objet, Position, Zone, address
from fiche_tool.excel.modele.noms import ENTETE, HISTORIQUE, NOMS_AIDE, TITRE_HISTORIQUE

VOLET = HIERARCHIE[0].nom
_FILLED = (HISTORIQUE, TITRE_HISTORIQUE, *NOMS_AIDE)
"""What the tool itself fills on the sheets beside the form."""
_FEW = 3
"""Texts of a sheet that someone may have typed over: more of them are another model's."""


def find_strays(
    classeur: Classeur,
    form: Formulaire,
    autres: Collection[str],
    siennes: Collection[str],
    siens: Sequence[str],
    modeles: ModelesConnus,
) -> Anomalie | None:
    """One remark for all that lies outside the fields: cells of the form, notes, what is drawn, other sheets.

    `autres` are the sheets that are no part of a fiche, `siennes` the others than the form that are; `siens` the texts
    that name its action, and those of the same workbook.
    """
    grille, own = form.grille, find_own(classeur, form, modeles)
    connus = _known_words(form, own, siens, modeles)
    places = [
        *_notes(grille, modeles),
        *_drawn(grille, modeles),
        *_beyond(grille),
        *_stray_cells(form, own, modeles),
        *_over_own_sheets(classeur, siennes, modeles),
        *_typed_on_own_sheets(classeur, siennes, modeles, connus),
        *_stray_sheets(classeur, autres),
        *(find_pages(grille, connus) if connus is not None else ()),
        *find_tips(grille, modeles()),
        *find_titles(form, (nom for nom in autres if _is_blank(classeur.ouvrir(nom))), modeles()),
        *find_properties(classeur.proprietes, modeles(), siens),
    ]
    if not places:
        return None
    found, told = str(len(places)), name_first([texte for _, texte in places])
    return signal(constats.HORS_CASES, feuille=grille.nom, cellule=places[0][0], trouve=found, detail=told)


def _known_words(form: Formulaire, own: Propres | None, siens: Sequence[str], modeles: ModelesConnus) -> Connus | None:
    """What the tool may have put in the page headers; None for a form that does not have its words elsewhere."""
    line = None if own is None else own.zones.get(ENTETE)
    if line is None:
        return None
    volet = form.champs.get(VOLET)
    return Connus(modeles(), (*siens, form.grille.get(line.coin).texte, volet.saisie.texte if volet else ""))


# --- over the cells --------------------------------------------------------------------------------------------------
def _notes(grille: Grille, modeles: ModelesConnus, on: str = "") -> Iterator[Endroit]:
    for where, note in grille.notes.items():
        if fold(note) not in modeles().textes:
            yield address(where), f"note en {on}{address(where)} « {quote(note)} »"


def _drawn(grille: Grille, modeles: ModelesConnus, on: str = "") -> Iterator[Endroit]:
    """Text boxes, shapes, pictures, charts that no model has."""
    for objet in grille.objets:
        if not _is_known(objet, modeles()):
            words = f" « {quote(objet.texte)} »" if objet.texte else ""
            place = f" en {on}{objet.cellule}" if objet.cellule else f" sur la feuille « {grille.nom} »"
            yield objet.cellule if not on else "", f"{objet.genre}{place}{words}"


def _is_known(objet: Objet, patron: Patron) -> bool:
    if objet.texte:
        return fold(objet.texte) in patron.textes
    return objet.empreinte in patron.images or (objet.genre, objet.cellule) in patron.dessins


def _over_own_sheets(classeur: Classeur, siennes: Collection[str], modeles: ModelesConnus) -> Iterator[Endroit]:
    """The same on the other sheets of a fiche, whose charts are the tool's."""
    for nom in siennes:
        grille = classeur.survoler(nom)
        if grille.notes or grille.objets:
            on = f"{nom}!"
            yield from ((("", texte)) for _, texte in _notes(grille, modeles, on))
            yield from (place for place in _drawn(grille, modeles, on) if not place[1].startswith(GRAPHIQUE))


def _typed_on_own_sheets(
    classeur: Classeur, siennes: Collection[str], modeles: ModelesConnus, connus: Connus | None
) -> Iterator[Endroit]:
    """Cells typed on the sheets Historique and Aide, where nobody looks for an answer; the headers of their pages."""
    for nom in sorted(siennes):
        noms = classeur.vu_de(nom).noms  # in the workbook of a service, each history has its own
        here = {filled: noms[filled] for filled in _FILLED if filled in noms and _is_of(nom, noms[filled])}
        if not here:
            continue
        grille, shown = _open_own_sheet(classeur, nom, here)
        known = _texts_beside(modeles().voisines)
        beside = {where: saisie for where, saisie in grille.cellules.items() if where not in shown and not saisie.vide}
        told = sorted(where for where, saisie in beside.items() if fold(saisie.texte) not in known)
        if len(told) <= _FEW or _is_of_a_model(classeur.ouvrir(nom), shown, modeles()):
            yield from (("", f"{nom}!{_say(beside[where], None)}") for where in told)
        if connus is not None:
            yield from find_pages(grille, connus, f" de la feuille « {nom} »")


def _is_of(nom: str, zone: Zone) -> bool:
    """True for the sheet of a zone, or a copy of it."""
    return nom == zone.feuille or nom.startswith(f"{zone.feuille} (")


def _open_own_sheet(classeur: Classeur, nom: str, zones: Mapping[str, Zone]) -> tuple[Grille, set[Position]]:
    """One of these sheets with the cells that the tool fills there, which nobody is told of.

    The lines of a history grow in number from séance to séance: but for their days, they are not looked into.
    """
    history = zones.get(HISTORIQUE)
    if history is not None and _is_history(history):
        grille = classeur.ouvrir_sans_lignes(nom, history)
        shown = set(_shown_by_tool(grille, zones))
        if all(where in shown for where in grille.cellules if where in history):
            return grille, shown
    grille = classeur.ouvrir(nom)
    return grille, set(_shown_by_tool(grille, zones))


def _is_of_a_model(grille: Grille, shown: Collection[Position], patron: Patron) -> bool:
    """True for a sheet that has all the texts of a known model's, but for as many as the tool put others in place of.

    Any other is that of a model nobody knows here, whose every text would be told.
    """
    texts = {where: fold(saisie.texte) for where, saisie in grille.cellules.items() if not saisie.vide}
    known = _texts_beside(patron.voisines)
    ours = sum(where in shown and texte not in known for where, texte in texts.items())
    return any(group and len(group - set(texts.values())) <= ours for group in patron.voisines)


@lru_cache(maxsize=4)
def _texts_beside(voisines: tuple[frozenset[str], ...]) -> frozenset[str]:
    return frozenset[str]().union(*voisines)


def _shown_by_tool(grille: Grille, zones: Mapping[str, Zone]) -> Iterator[Position]:
    """The cells of these zones that the tool fills: of a history, as many lines as the one above it says."""
    titre = zones.get(TITRE_HISTORIQUE)
    counted = None if titre is None else count_history(grille.get(titre.coin).texte)
    for nom, zone in zones.items():
        rows = range(zone.haut, zone.bas + 1)
        if nom == HISTORIQUE and _is_history(zone):
            rows = _lines(grille, zone)[:counted]
        elif nom == TITRE_HISTORIQUE and counted is None:
            continue
        columns = range(zone.gauche, zone.droite + 1)  # a name may be stretched over a whole sheet
        yield from (where for where in grille.cellules if where[0] in rows and where[1] in columns)


def _is_history(zone: Zone) -> bool:
    return zone.haut < zone.bas and zone.gauche + len(COLONNES_HISTORIQUE) - 1 == zone.droite


def _lines(grille: Grille, zone: Zone) -> range:
    """The first rows of a zone, which begin with a day."""
    rows = range(zone.haut, zone.bas + 1)
    days = takewhile(lambda row: isinstance(grille.get((row, zone.gauche)).brut, date), rows)
    return rows[: sum(1 for _ in days)]


# --- the cells -------------------------------------------------------------------------------------------------------
def _beyond(grille: Grille) -> Iterator[Endroit]:
    if grille.perdue:
        yield grille.perdue, f"{grille.perdue}, loin de la fiche (non lu)"


def _stray_cells(form: Formulaire, own: Propres | None, modeles: ModelesConnus) -> Iterator[Endroit]:
    """Cells typed where no model has a text, or over what the tool itself shows."""
    if own is None:
        return
    cells = form.grille.cellules
    for position in sorted(where for where, saisie in cells.items() if not own.computes(where, saisie)):
        saisie = cells[position]
        if position in own.cases or saisie.vide:
            continue
        place = own.of(position)
        heading = place is None or own.heads(position)
        if heading and not saisie.formule and _is_text_of_model(saisie, modeles()):
            continue
        if place is None or not own.shows_itself(place, position, saisie):
            yield saisie.cellule, _say(saisie, place)


def _is_text_of_model(saisie: Saisie, patron: Patron) -> bool:
    folded = fold(saisie.texte)
    return folded in patron.textes or folded.rstrip(" :*") in patron.textes


_OVER = {
    Place.CONTROLE: "colonne Contrôle, ",
    Place.REMARQUE: "colonne Remarque, ",
    Place.LISTE: "liste « À corriger », ",
    Place.TOTAL: "total, ",
}


def _say(saisie: Saisie, place: Place | None) -> str:
    where = f"{_OVER.get(place, '') if place is not None else ''}{saisie.cellule}"
    if saisie.erreur == IMAGE_EN_CASE:
        return f"image dans la case {where}"
    texte = quote(saisie.texte)
    if saisie.formule:
        return f"{where} « {texte} » (formule)" if texte else f"{where} (formule sans valeur)"
    return f"{where} « {texte} »"


# --- the other sheets ------------------------------------------------------------------------------------------------
def _is_blank(grille: Grille) -> bool:
    return not (grille.notes or grille.objets or any(not saisie.vide for saisie in grille.cellules.values()))


def _stray_sheets(classeur: Classeur, autres: Collection[str]) -> Iterator[Endroit]:
    for nom in autres:
        grille = classeur.ouvrir(nom)
        filled = sum(not saisie.vide for saisie in grille.cellules.values())
        beside = len(grille.notes) + len(grille.objets)
        told = [say_count(filled, "cellule")] if filled else []
        told += [say_count(beside, "objet")] if beside else []
        if told:
            yield "", f"feuille « {nom} » ({', '.join(told)})"
