"""Filling one fiche from the model: pre-filled values, identity, history; and the marked copy of a returned one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.fiche import fiche
from fiche_tool.domaine.fiche.champs import lire
from fiche_tool.domaine.fiche.fiche import (
    COLONNES_BUDGET,
    REPONSES,
    STATUT_ACTION,
    TAUX_AVANCEMENT,
    Valeur,
    Valeurs,
    champ,
    lire_budget,
)
from fiche_tool.domaine.fiche.historique import Etape, history_row
from fiche_tool.domaine.fiche.identite import Correction
from fiche_tool.domaine.fiche.show import export_ligne, show_valeur
from fiche_tool.domaine.mots.dates import Periode, show_long
from fiche_tool.domaine.mots.identifiants import Reference
from fiche_tool.domaine.mots.saisie import Contenu, show_date
from fiche_tool.domaine.mots.textes import shorten
from fiche_tool.domaine.programme.programme import Action, locked_values
from fiche_tool.excel.dessin.mesure import row_height, wrap
from fiche_tool.excel.fiche.atelier import CORE, AtelierFiche, TableHistorique
from fiche_tool.excel.fiche.controles import control_cells
from fiche_tool.excel.fiche.corrections import show_corrections
from fiche_tool.excel.fiche.marques import SANS_MARQUES, Marques, mark
from fiche_tool.excel.lecture.classeur import Position, address
from fiche_tool.excel.modele.identite import FEUILLE_META, META_KEYS, put_properties
from fiche_tool.excel.modele.modele import Modele, height_for, total_cells
from fiche_tool.excel.modele.noms import REMARQUE
from fiche_tool.excel.remplissage.pieces import Formule, Ouverture, Remplissage

if TYPE_CHECKING:  # a fiche that goes out is filled without anything read
    from fiche_tool.domaine.fiche.lecture import Lecture

_SCREEN = 360.0
"""Points of the sheet that a screen 768 pixels high shows under the ribbon and the frozen row."""
_LINE = 12.75
"""Points of a line of Calibri 10, as Excel prints it: a row that holds its text so needs no more."""
_MAX_TOKEN = 60
_MAX_CPAS = 60
_MAX_SEANCE = 44
"""A page header holds 255 characters in all, and a line of it about 105 before its two parts meet."""


@dataclass(frozen=True, slots=True)
class ContenuFiche:
    """What goes into one fiche: a content per field, rows of the budget table, values as sent, history and marks."""

    champs: Mapping[str, Contenu]
    budget: Sequence[Mapping[str, Contenu]]
    base: Valeurs
    etapes: Sequence[Etape] = ()
    marques: Marques = SANS_MARQUES
    corrige: Sequence[Correction] = ()
    registre: str = ""
    reponse_avant: date | None = None


def write_fiche(
    atelier: AtelierFiche,
    action: Action,
    seance: date,
    valeurs: Valeurs,
    etapes: Sequence[Etape] = (),
    registre: str = "",
    reponse_avant: date | None = None,
) -> bytes:
    """The pre-filled fiche of an action: `valeurs` are the latest accepted ones, `etapes` those of each séance.

    `registre` names the register that holds them; `reponse_avant` is the last day for answering, shown above the form
    and in the page header.

    Budget lines beyond the model's room are left out of the base too: what was not sent cannot come back as removed.
    """
    return _render(atelier, action, seance, show_answers(atelier, valeurs, etapes, registre, reponse_avant))


def show_answers(
    atelier: AtelierFiche, valeurs: Valeurs, etapes: Sequence[Etape], registre: str, reponse_avant: date | None
) -> ContenuFiche:
    """The latest accepted values of an action as the contents of its fiche."""
    champs = {c.nom: show_contenu(valeurs.get(c.nom)) for c in REPONSES}
    taux, statut = lire(valeurs, TAUX_AVANCEMENT), lire(valeurs, STATUT_ACTION)
    if taux is not None and 0 < taux < 1:  # the bare number would come back as a question
        champs[TAUX_AVANCEMENT.nom] = TAUX_AVANCEMENT.kind.show(taux)
    if statut is not None:
        champs[STATUT_ACTION.nom] = atelier.mot_de.get(statut, statut)
    sent = lire_budget(valeurs)[: atelier.capacite]
    rows = [{c.nom: show_contenu(getattr(ligne, c.nom)) for c in COLONNES_BUDGET} for ligne in sent]
    base = {**valeurs, fiche.BUDGET: sent}
    return ContenuFiche(champs, rows, base, etapes, registre=registre, reponse_avant=reponse_avant)


def write_marked_copy(
    atelier: AtelierFiche,
    action: Action,
    lecture: "Lecture",
    anomalies: Sequence[Anomalie],
    base: Valeurs,
    etapes: Sequence[Etape] = (),
    corrige: Sequence[Correction] = (),
) -> bytes:
    """The sender's own answers as typed, with the marks of the anomalies. Collected as is, it reads the same.

    `base` is what the fiche was sent with, so that a correction is compared with the same values as the original. Lines
    that the model has no room for are left out of it too: what is not shown cannot come back as removed. `corrige` has
    the returns that the copy corrects once it comes back, and for which keys.
    """
    assert lecture.identite is not None
    gone = (c.nom for c in REPONSES if c.nom not in lecture.champs)  # a cell that is gone says nothing
    champs = {nom: show_contenu(base.get(nom)) for nom in gone}
    champs |= {nom: lu.saisie.contenu for nom, lu in lecture.champs.items() if not champ(nom).verrouille}
    rows = [{nom: saisie.contenu for nom, saisie in lue.saisies.items()} for lue in lecture.budget]
    marques = mark(atelier.modele, lecture, anomalies)
    left_out = {lue.ligne.cle for lue in lecture.budget[atelier.capacite :]}
    shown = {**base, fiche.BUDGET: tuple(ligne for ligne in lire_budget(base) if ligne.cle not in left_out)}
    contenu = ContenuFiche(champs, rows[: atelier.capacite], shown, etapes, marques, corrige)
    return _render(atelier, action, lecture.identite.seance, contenu)


def show_contenu(valeur: Valeur | None) -> Contenu:
    """A value as a cell content: an exact day becomes a date, a longer period stays in words."""
    match valeur:
        case Periode():
            return valeur.debut if valeur.jour else valeur.texte
        case tuple():
            return None
        case _:
            return valeur


def base_texts(base: Valeurs, locked: Mapping[str, str]) -> dict[str, str]:
    """The values and the locked cells as sent, in the words of sheet `_meta`; the budget table as JSON rows."""
    texts = {f"base.{nom}": texte for nom, texte in locked.items()}
    texts |= {f"base.{c.nom}": show_valeur(c.nom, base.get(c.nom)) for c in REPONSES}
    rows = [export_ligne(ligne) for ligne in lire_budget(base)]
    return texts | {f"base.{fiche.BUDGET}": json.dumps(rows, ensure_ascii=False)}


# --- rendering -------------------------------------------------------------------------------------------------------
def _render(atelier: AtelierFiche, action: Action, seance: date, contenu: ContenuFiche) -> bytes:
    reference, feuilles = fill_out(atelier, action, seance, contenu)
    if not atelier.core:
        return atelier.gabarit.fill(feuilles, {})
    core = put_properties(atelier.core, f"fiche action {reference.identifiant}", reference.texte)
    return atelier.gabarit.fill(feuilles, {CORE: core.encode()})


def fill_out(
    atelier: AtelierFiche, action: Action, seance: date, contenu: ContenuFiche
) -> tuple[Reference, dict[str, Remplissage]]:
    """The reference of a fiche, and what to put on each of its sheets, by part."""
    modele, parametres = atelier.modele, atelier.programme.parametres
    reference = Reference(parametres.code, action.identifiant, seance)
    texte = reference.texte
    identity = {
        "reference": texte,
        "programme": reference.programme,
        "identifiant": reference.identifiant,
        "seance": show_date(seance),
        "modele": atelier.version,
    }
    session = f"{parametres.organe} du {show_long(seance)}"
    locked = locked_values(atelier.programme, action)
    limite = f"Réponse au plus tard le {show_long(contenu.reponse_avant)}" if contenu.reponse_avant else ""
    entete = " – ".join(filter(None, (limite, parametres.cpas, session)))
    champs = dict(contenu.champs) | locked | identity | {"entete": entete}
    tokens = {
        "[CPAS]": shorten(parametres.cpas, _MAX_CPAS),
        "[séance]": session,
        "[volet]": locked["volet"],
        "[référence]": texte,
    }
    tokens = {jeton: _shorten(texte) for jeton, texte in tokens.items()}
    if limite:
        tokens["[séance]"] = f"{shorten(session, _MAX_SEANCE)}\n{limite}"
    heights = _heights(atelier, champs)
    for row, height in contenu.marques.hauteurs.items():
        heights[row] = max(heights.get(row, 0), height)
    cells = _form_cells(atelier, champs, contenu, seance)
    meta = identity | base_texts(contenu.base, locked)
    meta |= {"corrige": show_corrections(contenu.corrige), "registre": contenu.registre}
    opening = _open_on_fault(modele, contenu.marques, heights)
    feuilles = {
        modele.partie_fiche: Remplissage(cells, heights, tokens, contenu.marques.liens, opening),
        modele.partie_de(FEUILLE_META): Remplissage(
            {**atelier.cles_neuves, **{atelier.meta[key]: meta[key] for key in META_KEYS}}
        ),
    } | _history(atelier.historique, contenu.etapes, tokens)
    return reference, feuilles


@lru_cache(maxsize=64)  # all but the reference are those of other fiches too
def _shorten(texte: str) -> str:
    return shorten(texte, _MAX_TOKEN)


def _open_on_fault(modele: Modele, marques: Marques, heights: Mapping[int, float]) -> Ouverture | None:
    """A marked copy opens on its first faulty cell, in view; the column of the remarks shows and is printed beside."""
    place = marques.premiere
    if place is None:
        return None
    disposition = modele.disposition
    zone = modele.grille.fusions.get(place)
    top, seen = place[0] + 1, 0.0
    while top > 1 and seen <= _SCREEN:
        top -= 1
        seen += heights.get(top, 0 if top in disposition.lignes_cachees else disposition.height(top))
    remarks = modele.noms[REMARQUE].gauche if REMARQUE in modele.noms else 0
    hidden = remarks in disposition.colonnes_cachees
    selected = zone.adresse.replace("$", "") if zone is not None else address(place)
    return Ouverture(address(place), selected, top, {remarks} if hidden else (), hidden)


def _form_cells(
    atelier: AtelierFiche, champs: Mapping[str, Contenu], contenu: ContenuFiche, seance: date
) -> dict[Position, Contenu | Formule]:
    """Every content of the form's sheet: fields, budget, totals, the live column's values, marks."""
    noms, places = atelier.modele.noms, atelier.places
    cells: dict[Position, Contenu | Formule] = {
        places[nom]: value for nom, value in champs.items() if value is not None and nom in places
    }
    if contenu.budget:
        cells |= _budget_cells(atelier, contenu.budget) | total_cells(noms, contenu.budget)
    contexte = atelier.contexte.at(seance)
    cells |= control_cells(noms, champs, contenu.budget, contexte, atelier.mots)
    cells.update(contenu.marques.valeurs)
    return cells


def _heights(atelier: AtelierFiche, champs: Mapping[str, Contenu]) -> dict[int, float]:
    """The height of each row that holds text, for its tallest text; an axe row without axe stays hidden."""
    heights: dict[int, float] = {}
    for nom, (ligne, per_line, own, width) in atelier.mesures.items():
        texte = champs.get(nom)
        if isinstance(texte, str) and texte:
            needed = _needed(texte, per_line, own, width)
            if nom == "axe" or needed > own:
                heights[ligne] = max(heights.get(ligne, 0), needed)
    return heights


@lru_cache(maxsize=1 << 11)  # actions share their volet and their objectives
def _needed(texte: str, per_line: float, own: float, width: float) -> float:
    """The points that a text needs, at least the row's own: measured where a rough count says more than those."""
    if height_for(texte, per_line) <= own or len(wrap(texte, width, 10)) * _LINE <= own:
        return own
    return max(own, row_height((texte, width), size=10))


def _budget_cells(atelier: AtelierFiche, lignes: Sequence[Mapping[str, Contenu]]) -> dict[Position, Contenu]:
    corps = atelier.modele.noms[fiche.nom_de_cellule(fiche.BUDGET)]
    colonnes = atelier.colonnes_budget
    rows = zip(range(corps.haut, corps.bas + 1), lignes, strict=False)
    return {(row, colonnes[nom]): value for row, ligne in rows for nom, value in ligne.items()}


def _history(
    table: TableHistorique | None, etapes: Sequence[Etape], tokens: Mapping[str, str]
) -> dict[str, Remplissage]:
    """The sheet of the history: the latest séances that it has room for; the chart shows from two points on."""
    if table is None or not etapes:
        return {}
    latest = etapes[-len(table.lignes) :]
    heights = dict(islice(table.hauteurs.items(), len(latest)))
    rows = [history_row(etape) for etape in latest]
    for row, values in zip(table.hauteurs, rows, strict=False):
        cells = zip(values, table.largeurs, strict=True)
        tall = [(v, width) for v, width in cells if isinstance(v, str) and (len(v) > width or "\n" in v)]
        for value, width in tall:
            heights[row] = max(heights[row], height_for(value, width))
    if sum(etape.taux is not None for etape in latest) > 1:
        heights |= table.graphique
    return {table.partie: Remplissage(table.head(etapes), heights, tokens, rangees=rows)}
