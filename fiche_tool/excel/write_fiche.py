"""Filling one fiche from the model: pre-filled values, identity, lists; and the marked copy of a returned one."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from fiche_tool.domaine import fiche
from fiche_tool.domaine.anomalies import Anomalie
from fiche_tool.domaine.dates import Periode, show_long
from fiche_tool.domaine.fiche import (
    CHAMPS,
    COLONNES_BUDGET,
    LISTES,
    MODELE,
    REPONSES,
    Valeur,
    Valeurs,
    champ,
)
from fiche_tool.domaine.identifiants import Reference
from fiche_tool.domaine.lecture import Lecture
from fiche_tool.domaine.programme import Action, Programme, locked_values
from fiche_tool.domaine.saisie import Saisie, show_date
from fiche_tool.domaine.show import export_ligne
from fiche_tool.domaine.statuts import STATUTS
from fiche_tool.excel.classeur import Position, Zone
from fiche_tool.excel.fill import Contenu, Gabarit, Remplissage, prepare
from fiche_tool.excel.identite import FEUILLE_META, META_KEYS, write_properties
from fiche_tool.excel.modele import FEUILLE_LISTES, Modele, height_for, meta_positions, text_zones, total_cells

_CORE = "docProps/core.xml"


@dataclass(frozen=True, slots=True)
class AtelierFiche:
    """A model made ready for one programme: everything that is the same in all its fiches is done once.

    `mesures` gives, for each field whose text may run over several lines, its row, the characters a line holds and
    the row's own height.
    """

    modele: Modele
    programme: Programme
    gabarit: Gabarit
    meta: Mapping[str, Position]
    zones: Mapping[str, Zone]
    mesures: Mapping[str, tuple[int, float, float]]
    places: Mapping[str, Position]
    colonnes_budget: Mapping[str, int]
    totaux_nuls: Mapping[Position, Contenu]
    core: str

    @property
    def capacite(self) -> int:
        """How many budget lines the model has room for."""
        corps = self.modele.noms[fiche.nom_de_cellule(fiche.BUDGET)]
        return corps.bas - corps.haut + 1


@dataclass(frozen=True, slots=True)
class ContenuFiche:
    """What goes into one fiche: a content per field, rows of the budget table, and the remarks by row."""

    champs: Mapping[str, Contenu]
    budget: Sequence[Mapping[str, Contenu]]
    base: Valeurs
    remarques: Mapping[Position, str]


def open_atelier(modele: Modele, programme: Programme) -> AtelierFiche:
    """Prepare a model for the fiches of a programme."""
    zones = text_zones(modele)
    meta = meta_positions(modele, META_KEYS)
    cases = {
        modele.partie_fiche: _cells_of_form(modele),
        modele.parties[_sheet(modele, FEUILLE_META)]: set(meta.values()),
    }
    rangs = {modele.partie_fiche: {zone.haut for zone in zones.values()}}
    listes, workbook = _fill_lists(modele, programme)
    core = modele.package.read(_CORE).decode() if _CORE in modele.package else ""
    gabarit = prepare(modele.package, cases, rangs, listes | workbook, {_CORE} if core else (), modele.date1904)
    disposition = modele.disposition
    mesures = {
        nom: (zone.haut, disposition.per_line(zone), disposition.height(zone.haut))
        for nom, zone in zones.items()
        if zone.droite > zone.gauche
    }
    return AtelierFiche(
        modele,
        programme,
        gabarit,
        meta,
        zones,
        mesures,
        _single_cells(modele),
        modele.colonnes_budget,
        total_cells(modele.noms, ()),
        core,
    )


def write_fiche(atelier: AtelierFiche, action: Action, seance: date, valeurs: Valeurs) -> bytes:
    """The pre-filled fiche of an action: `valeurs` are the latest accepted ones.

    Budget lines beyond the model's room are left out of the base too: what was not sent cannot come back as removed.
    """
    champs = {c.nom: to_contenu(valeurs.get(c.nom)) for c in REPONSES}
    taux = champs["taux"]
    if isinstance(taux, Decimal) and 0 < taux < 1:  # the bare number would come back as a question
        champs["taux"] = champ("taux").kind.show(taux)
    lignes = valeurs.get(fiche.BUDGET) or ()
    assert isinstance(lignes, tuple)
    sent = lignes[: atelier.capacite]
    rows = [{c.nom: to_contenu(getattr(ligne, c.nom)) for c in COLONNES_BUDGET} for ligne in sent]
    base = {**valeurs, fiche.BUDGET: sent}
    return _render(atelier, action, seance, ContenuFiche(champs, rows, base, {}))


def write_marked_copy(
    atelier: AtelierFiche, action: Action, seance: date, lecture: Lecture, anomalies: Sequence[Anomalie], base: Valeurs
) -> bytes:
    """The sender's own answers as typed, with a message on the row of each anomaly. Collected as is, it reads the same.

    `base` is what the fiche was sent with, so that a correction is compared with the same values as the original.
    """
    champs = {nom: as_typed(lu.saisie) for nom, lu in lecture.champs.items() if not champ(nom).verrouille}
    rows = [{nom: as_typed(saisie) for nom, saisie in lue.saisies.items()} for lue in lecture.budget]
    places = _places(atelier.modele, lecture)
    remarques: dict[Position, str] = {}
    for anomalie in anomalies:
        position = places.get(anomalie.cellule) or places.get(anomalie.champ) or atelier.zones["libelle"].coin
        earlier = remarques.get((position[0], 0))
        remarques[position[0], 0] = f"{earlier}\n{anomalie.texte}" if earlier else anomalie.texte
    return _render(atelier, action, seance, ContenuFiche(champs, rows, base, remarques))


def to_contenu(valeur: Valeur | None) -> Contenu:
    """A value as a cell content: an exact day becomes a date, a longer period stays in words."""
    match valeur:
        case Periode():
            return valeur.debut if valeur.jour else valeur.texte
        case tuple():
            return None
        case _:
            return valeur


def as_typed(saisie: Saisie) -> Contenu:
    """The content of a returned cell, put back as the person left it."""
    if saisie.erreur:
        return saisie.erreur
    match saisie.brut:
        case bool():
            return "Oui" if saisie.brut else "Non"
        case datetime() as instant if (instant.hour, instant.minute, instant.second) != (0, 0, 0):
            return saisie.texte
        case Decimal() if saisie.pourcent:
            return saisie.texte
        case _:
            return saisie.brut


def base_texts(base: Valeurs) -> dict[str, str]:
    """The values as sent, in the words of sheet `_meta`; the budget table as JSON rows."""
    texts = {f"base.{c.nom}": "" if (v := base.get(c.nom)) is None else c.kind.show(_scalar(v)) for c in REPONSES}
    lignes = base.get(fiche.BUDGET) or ()
    assert isinstance(lignes, tuple)
    return texts | {f"base.{fiche.BUDGET}": json.dumps([export_ligne(ligne) for ligne in lignes], ensure_ascii=False)}


def _scalar(valeur: Valeur) -> str | Decimal | int | Periode:
    assert not isinstance(valeur, tuple)
    return valeur


# --- rendering -------------------------------------------------------------------------------------------------------
def _render(atelier: AtelierFiche, action: Action, seance: date, contenu: ContenuFiche) -> bytes:
    modele, programme = atelier.modele, atelier.programme
    reference = Reference(programme.parametres.code, action.identifiant, seance)
    identity = {
        "reference": reference.texte,
        "programme": reference.programme,
        "identifiant": reference.identifiant,
        "seance": show_date(seance),
        "modele": MODELE,
    }
    header = f"{programme.parametres.cpas} – {programme.parametres.organe} du {show_long(seance)}"
    champs = dict(contenu.champs) | locked_values(programme, action) | identity | {"entete": header}
    places = atelier.places
    cells: dict[Position, Contenu] = {
        places[nom]: value for nom, value in champs.items() if value is not None and nom in places
    }
    cells |= atelier.totaux_nuls
    if contenu.budget:
        cells |= _budget_cells(atelier, contenu.budget) | total_cells(modele.noms, contenu.budget)
    cells |= _remark_cells(modele, contenu.remarques)
    meta = identity | base_texts(contenu.base)
    feuilles = {
        modele.partie_fiche: Remplissage(cells, _heights(atelier, champs)),
        modele.parties[_sheet(modele, FEUILLE_META)]: Remplissage(
            {atelier.meta[key]: meta[key] for key in META_KEYS}, {}
        ),
    }
    parties = (
        {_CORE: write_properties(atelier.core, reference.identifiant, identity["reference"]).encode()}
        if atelier.core
        else {}
    )
    return atelier.gabarit.fill(feuilles, parties)


def _heights(atelier: AtelierFiche, champs: Mapping[str, Contenu]) -> dict[int, float]:
    """The height of each row that holds text, for its tallest text; an axe row without axe stays hidden."""
    heights: dict[int, float] = {}
    for nom, (ligne, per_line, own) in atelier.mesures.items():
        texte = champs.get(nom)
        if isinstance(texte, str) and texte:
            needed = max(own, height_for(texte, per_line))
            if nom == "axe" or needed > own:
                heights[ligne] = max(heights.get(ligne, 0), needed)
    return heights


def _budget_cells(atelier: AtelierFiche, lignes: Sequence[Mapping[str, Contenu]]) -> dict[Position, Contenu]:
    corps = atelier.modele.noms[fiche.nom_de_cellule(fiche.BUDGET)]
    colonnes = atelier.colonnes_budget
    rows = zip(range(corps.haut, corps.bas + 1), lignes, strict=False)
    return {(row, colonnes[nom]): value for row, ligne in rows for nom, value in ligne.items()}


def _remark_cells(modele: Modele, remarques: Mapping[Position, str]) -> dict[Position, Contenu]:
    zone = modele.noms.get(fiche.nom_de_cellule("remarque"))
    return {(row, zone.gauche): texte for (row, _), texte in remarques.items()} if zone is not None else {}


def _single_cells(modele: Modele) -> dict[str, Position]:
    """Where the single cells of the form are: fields, identity, and the line above the title."""
    noms = [*(c.nom for c in (*CHAMPS, *fiche.IDENTITE)), "entete"]
    zones = {nom: modele.noms.get(fiche.nom_de_cellule(nom)) for nom in noms}
    return {nom: zone.coin for nom, zone in zones.items() if zone is not None and zone.feuille == modele.grille.nom}


def _cells_of_form(modele: Modele) -> set[Position]:
    """Every cell of the form that filling may write."""
    cells = set(_single_cells(modele).values())
    corps = modele.noms[fiche.nom_de_cellule(fiche.BUDGET)]
    rows = range(corps.haut, corps.bas + 1)
    cells |= {(row, column) for row in rows for column in modele.colonnes_budget.values()}
    cells |= set(total_cells(modele.noms, ()))
    marked = {zone.coin[0] for zone in text_zones(modele).values()} | set(rows)
    marked |= {zone.haut for c in fiche.RETOUR if (zone := modele.zone(c.nom))}
    return cells | set(_remark_cells(modele, {(row, 0): "" for row in marked}))


def _places(modele: Modele, lecture: Lecture) -> dict[str, Position]:
    """Where, in the fresh copy, the content of each returned cell and field now stands."""
    places: dict[str, Position] = {}
    for nom, lu in lecture.champs.items():
        zone = modele.zone(nom)
        if zone is not None:
            places[nom] = zone.coin
            places.setdefault(lu.saisie.cellule, zone.coin)
    corps = modele.noms[fiche.nom_de_cellule(fiche.BUDGET)]
    for rang, lue in enumerate(lecture.budget):
        for saisie in lue.saisies.values():
            places[saisie.cellule] = (min(corps.haut + rang, corps.bas), corps.gauche)
    places.setdefault(fiche.BUDGET, corps.coin)
    return places


# --- what is filled once for all the fiches --------------------------------------------------------------------------
def _fill_lists(modele: Modele, programme: Programme) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Sheet `_listes` with the centre's vocabularies, and the workbook part with the lists' new extents."""
    values = list_values(programme)
    cells: dict[Position, Contenu] = {}
    workbook = modele.package.read(modele.partie_classeur).decode()
    feuille = _sheet(modele, FEUILLE_LISTES)
    for nom, entries in values.items():
        zone = modele.noms[f"liste_{nom}"]
        if zone.feuille != feuille:  # the centre keeps this list elsewhere: it is the centre's own
            continue
        cells |= {(zone.haut + rang, zone.gauche): entry for rang, entry in enumerate(entries)}
        cells |= {(row, zone.gauche): None for row in range(zone.haut + len(entries), zone.bas + 1)}
        new = Zone(feuille, zone.haut, zone.gauche, zone.haut + max(len(entries), 1) - 1, zone.gauche)
        workbook = _set_name(workbook, f"liste_{nom}", new)
    part = modele.parties[feuille]
    filled = prepare(modele.package, {part: set(cells)}, {}, {}, (), modele.date1904).feuilles[part]
    return {part: filled.render(cells, {}, modele.date1904)}, {modele.partie_classeur: workbook.encode()}


def list_values(programme: Programme) -> dict[str, Sequence[str | int]]:
    """The entries of every drop-down list for a programme. A centre's own statuses replace the canonical ones."""
    listes, parametres = programme.listes, programme.parametres
    return dict(LISTES) | {
        "statuts": tuple(listes.statuts) or tuple(STATUTS),
        "services": tuple(service.nom for service in listes.services),
        "mandataires": listes.mandataires,
        "plans": listes.plans,
        "exercices": tuple(range(parametres.debut_legislature, parametres.fin_legislature + 1)),
    }


def _set_name(workbook: str, nom: str, zone: Zone) -> str:
    pattern = re.compile(rf'(<(?:\w+:)?definedName\b[^>]*\bname="{nom}"[^>]*>)[^<]*(<)')
    return pattern.sub(lambda found: f"{found[1]}{zone.feuille}!{zone.adresse}{found[2]}", workbook, count=1)


def _sheet(modele: Modele, nom: str) -> str:
    return next((feuille for feuille in modele.parties if feuille.lower() == nom), nom)
