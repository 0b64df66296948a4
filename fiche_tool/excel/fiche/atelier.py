"""A model made ready for one programme: everything that is the same in all its fiches is done once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fiche_tool.domaine.fiche import fiche
from fiche_tool.domaine.fiche.aide import show_contact, status_rows
from fiche_tool.domaine.fiche.fiche import CHAMPS, LISTES, LISTES_CONTROLE
from fiche_tool.domaine.fiche.historique import COLONNES_HISTORIQUE, Etape, show_history
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.mots.statuts import STATUTS
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.domaine.regles.regles import Contexte, make_contexte
from fiche_tool.excel.fiche.controles import control_cells, empty_lines
from fiche_tool.excel.fiche.marques import mark_cells, mark_rows
from fiche_tool.excel.lecture.classeur import Position, Zone
from fiche_tool.excel.modele.identite import FEUILLE_META, META_KEYS, MOTS, SUJET, write_properties
from fiche_tool.excel.modele.modele import (
    FEUILLE_LISTES,
    Modele,
    free_sheet,
    height_for,
    meta_positions,
    text_zones,
    total_cells,
)
from fiche_tool.excel.modele.noms import (
    CONTACT,
    ENTETE,
    GRAPHIQUE,
    HISTORIQUE,
    NOMS_AIDE,
    NOMS_HISTORIQUE,
    STATUTS_AIDE,
    TITRE_HISTORIQUE,
)
from fiche_tool.excel.remplissage.chaines import Chaines, open_strings
from fiche_tool.excel.remplissage.fill import Gabarit, Places, fill_once, prepare
from fiche_tool.excel.remplissage.pieces import Remplissage

CORE = "docProps/core.xml"


@dataclass(frozen=True, slots=True)
class TableHistorique:
    """The table of the séances on the sheet of that part, laid out once.

    `titre` is the cell above it, None where the table covers it; `lignes` are the cells of each of its rows, from the
    first on, `hauteurs` the points that each row needs for one line of text, `largeurs` the characters that a line of
    each column holds; `graphique` the rows of the chart and their points in the model.
    """

    partie: str
    titre: Position | None
    lignes: Sequence[Sequence[Position]]
    hauteurs: Mapping[int, float]
    largeurs: Sequence[float]
    graphique: Mapping[int, float]

    def head(self, etapes: Sequence[Etape]) -> dict[Position, Contenu]:
        """What stands above the table of these séances."""
        return {} if self.titre is None else {self.titre: show_history(etapes)}


@dataclass(frozen=True, slots=True)
class AtelierFiche:
    """A model ready for one programme.

    `mesures` gives, for each field whose text may run over several lines, its row, the characters a line holds and
    the row's own height; `cles_neuves` the keys that sheet `_meta` of an older model lacks; `mots` the canonical status
    of each word, `mot_de` the word of the house for a status; `historique` is None where the model has none; `core`
    (its keywords and subject yet to put) and `classeur` are the parts of that name; `version` is the model's.
    """

    modele: Modele
    programme: Programme
    gabarit: Gabarit
    meta: Mapping[str, Position]
    cles_neuves: Mapping[Position, Contenu]
    mesures: Mapping[str, tuple[int, float, float, float]]
    places: Mapping[str, Position]
    colonnes_budget: Mapping[str, int]
    contexte: Contexte
    mots: Mapping[str, str]
    mot_de: Mapping[str, str]
    historique: TableHistorique | None
    core: str
    classeur: str
    version: str

    @property
    def capacite(self) -> int:
        """How many budget lines the model has room for."""
        corps = self.modele.noms[fiche.nom_de_cellule(fiche.BUDGET)]
        return corps.bas - corps.haut + 1


def open_atelier(modele: Modele, programme: Programme) -> AtelierFiche:
    """Prepare a model for the fiches of a programme."""
    zones = text_zones(modele)
    meta = meta_positions(modele, META_KEYS)
    maison = programme.listes.statuts
    mots = {statut: statut for statut in STATUTS} | dict(maison)
    contexte = make_contexte(programme, date.min)
    places = _single_cells(modele)
    unanswered = total_cells(modele.noms, ()) | control_cells(modele.noms, {}, empty_lines(modele.noms), contexte, {})
    rows = {zone.haut for zone in zones.values()} | mark_rows(modele)
    form = Places(_cells_of_form(modele, places) | unanswered.keys(), rows, usuelles=unanswered)
    fresh: dict[Position, Contenu] = {(row, 1): key for key, (row, _) in meta.items() if key not in modele.meta}
    sheets = {modele.partie_fiche: form, modele.partie_de(FEUILLE_META): Places({*meta.values(), *fresh})}
    chaines = open_strings(modele.package)
    listes, workbook = _fill_lists(modele, programme, chaines)
    core = modele.package.read(CORE).decode() if CORE in modele.package else ""
    core = write_properties(core, MOTS, SUJET)
    historique = _lay_out_history(modele)
    gabarit = prepare(
        modele.package,
        sheets | _history_places(historique, programme),
        remplacees=listes | workbook | _fill_help(modele, programme, chaines),
        variables={CORE} if core else (),
        date1904=modele.date1904,
        chaines=chaines,
    )
    return AtelierFiche(
        modele,
        programme,
        gabarit,
        meta,
        fresh,
        _measures(modele, zones),
        places,
        modele.colonnes_budget,
        contexte,
        mots,
        {statut: mot for mot, statut in reversed(tuple(maison.items()))},
        historique,
        core,
        workbook[modele.partie_classeur].decode(),
        str(modele.version),
    )


def _measures(modele: Modele, zones: Mapping[str, Zone]) -> dict[str, tuple[int, float, float, float]]:
    disposition = modele.disposition
    return {
        nom: (zone.haut, disposition.per_line(zone), disposition.height(zone.haut), disposition.width(zone))
        for nom, zone in zones.items()
        if zone.droite > zone.gauche
    }


# --- the cells that filling may write --------------------------------------------------------------------------------
def _single_cells(modele: Modele) -> dict[str, Position]:
    """Where the single cells of the form are: fields, identity, and the line above the title."""
    zones = {champ.nom: modele.noms.get(champ.nom_de_cellule) for champ in (*CHAMPS, *fiche.IDENTITE)}
    zones["entete"] = modele.noms.get(ENTETE)
    return {nom: zone.coin for nom, zone in zones.items() if zone is not None and zone.feuille == modele.grille.nom}


def _cells_of_form(modele: Modele, places: Mapping[str, Position]) -> set[Position]:
    corps = modele.noms[fiche.nom_de_cellule(fiche.BUDGET)]
    rows = range(corps.haut, corps.bas + 1)
    cells = set(places.values()) | {(row, column) for row in rows for column in modele.colonnes_budget.values()}
    return cells | mark_cells(modele)


def _lay_out_history(modele: Modele) -> TableHistorique | None:
    noms = modele.noms
    if free_sheet(modele, NOMS_HISTORIQUE) is None:
        return None
    corps, chart, titre = noms[HISTORIQUE], noms[GRAPHIQUE], noms[TITRE_HISTORIQUE].coin
    disposition = modele.dispositions[corps.feuille]
    rows, columns = range(corps.haut, corps.bas + 1), range(corps.gauche, corps.gauche + len(COLONNES_HISTORIQUE))
    one_line = height_for("", 1)
    return TableHistorique(
        modele.parties[corps.feuille],
        None if titre[0] in rows and titre[1] in columns else titre,
        [[(row, column) for column in columns] for row in rows],
        {row: max(one_line, disposition.height(row)) for row in rows},
        [disposition.per_line(Zone("", corps.haut, column, corps.haut, column)) for column in columns],
        {row: disposition.height(row) for row in range(chart.haut, chart.bas + 1)},
    )


def _history_places(table: TableHistorique | None, programme: Programme) -> dict[str, Places]:
    """The sheet of the history; where an action has none, all its fiches share the same one."""
    if table is None:
        return {}
    empty = Remplissage(table.head(()), jetons={"[CPAS]": programme.parametres.cpas} | _NO_TOKENS)
    return {table.partie: Places(empty.valeurs, {*table.hauteurs, *table.graphique}, empty, table.lignes)}


_NO_TOKENS = {"[séance]": "", "[volet]": "", "[référence]": ""}


# --- what is filled once for all the fiches --------------------------------------------------------------------------
def _fill_help(modele: Modele, programme: Programme, chaines: Chaines | None) -> dict[str, bytes]:
    """Sheet Aide with the words of the centre's statuses and the person to call."""
    noms = modele.noms
    if free_sheet(modele, NOMS_AIDE) is None:
        return {}
    table = noms[STATUTS_AIDE]
    rows = status_rows(programme.listes.statuts)
    cells: dict[Position, Contenu] = {noms[CONTACT].coin: show_contact(programme.parametres.contact)}
    heights: dict[int, float] = {}
    for rang, row in enumerate(range(table.haut, table.bas + 1)):
        mot, sens = rows[rang] if rang < len(rows) else ("", "")
        cells |= {(row, table.gauche): mot, (row, table.gauche + 1): sens}
        if mot:
            heights[row] = modele.dispositions[table.feuille].height(row)
    part = modele.parties[table.feuille]
    contenu = Remplissage(cells, heights, {"[CPAS]": programme.parametres.cpas} | _NO_TOKENS)
    return {part: fill_once(modele.package, part, contenu, modele.date1904, chaines)}


def _fill_lists(
    modele: Modele, programme: Programme, chaines: Chaines | None
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Sheet `_listes` with the centre's vocabularies, and the workbook part with the lists' new extents."""
    cells: dict[Position, Contenu] = {}
    extents: dict[str, str] = {}
    feuille = modele.titre_de(FEUILLE_LISTES)
    for nom, entries in list_values(programme).items():
        zone = modele.noms.get(f"liste_{nom}")
        if zone is None or zone.feuille != feuille:  # the centre keeps this list elsewhere: it is the centre's own
            continue
        cells |= {(zone.haut + rang, zone.gauche): entry for rang, entry in enumerate(entries)}
        cells |= {(row, zone.gauche): None for row in range(zone.haut + len(entries), zone.bas + 1)}
        new = Zone(feuille, zone.haut, zone.gauche, zone.haut + max(len(entries), 1) - 1, zone.gauche)
        extents[f"liste_{nom}"] = f"{feuille}!{new.adresse}"
    part = modele.parties[feuille]
    filled = fill_once(modele.package, part, Remplissage(cells), modele.date1904, chaines)
    workbook = modele.package.read(modele.partie_classeur).decode()
    return {part: filled}, {modele.partie_classeur: _set_names(workbook, extents).encode()}


def list_values(programme: Programme) -> dict[str, Sequence[str | int]]:
    """The entries of every list for a programme. A centre's own statuses replace the canonical ones."""
    listes, parametres = programme.listes, programme.parametres
    mots = dict(listes.statuts) | {statut: statut for statut in STATUTS}
    return {**LISTES, **LISTES_CONTROLE} | {
        "statuts": tuple(listes.statuts) or tuple(STATUTS),
        "services": tuple(service.nom for service in listes.services),
        "mandataires": listes.mandataires,
        "plans": listes.plans,
        "exercices": tuple(range(parametres.debut_legislature, parametres.fin_legislature + 1)),
        "mots": tuple(mots),
        "sens": tuple(mots.values()),
    }


_LISTE = regex(r'(<(?:\w+:)?definedName\b[^>]*\bname="(liste_\w+)"[^>]*>)([^<]*)')


def _set_names(workbook: str, extents: Mapping[str, str]) -> str:
    """The workbook part with new extents; of a name that sheets have too, the first alone is a list."""
    left = dict(extents)
    return _LISTE.sub(lambda found: found[1] + left.pop(found[2], found[3]), workbook)
