"""What the programme itself says of its actions, and how an edit of programme.xlsx reaches the register."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.constats.constats_programme import ACTION_EFFACEE
from fiche_tool.domaine.fiche.fiche import Valeurs
from fiche_tool.domaine.grand_livre.acquis import (
    PROPRES,
    Etat,
    Genre,
    LigneAcquise,
    Origine,
    answers_of,
    lines_of,
    own_values,
)
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.textes import shorten
from fiche_tool.domaine.programme.programme import Action, EtatAction, Programme, show_numero

if TYPE_CHECKING:  # the first fiches of a centre are filled from no page
    from fiche_tool.domaine.grand_livre.page import Depart, PageRegistre

SECRETARIAT = "secrétariat"


def values_of(programme: Programme) -> "Depart":
    """By identifiant, the programme's own values."""
    return {action.identifiant: own_values(action) for action in programme.actions if action.identifiant}


def find_erased(programme: Programme, page: "PageRegistre | None") -> list[Action]:
    """The actions of the page before whose row is no longer in programme.xlsx, as that page has them."""
    known = {action.identifiant for action in programme.actions}
    there = page.programme.actions if page else ()
    return [action for action in there if action.identifiant and action.identifiant not in known]


def with_erased(programme: Programme, page: "PageRegistre | None", seance: date) -> Programme:
    """The programme with the actions whose row was erased since the page before: they left it, and keep their past."""
    gone = [
        action.at(seance) if not action.at(seance).active else replace(action, etat=EtatAction.RETIREE, retiree=seance)
        for action in find_erased(programme, page)
    ]
    return replace(programme, actions=(*programme.actions, *gone)) if gone else programme


def tell_erased(programme: Programme, page: "PageRegistre | None") -> tuple[Anomalie, ...]:
    """A remark for each action that was alive on the page before and whose row is gone."""
    return tuple(
        signal(
            ACTION_EFFACEE,
            fichier="programme.xlsx",
            feuille="Actions",
            action=action.identifiant,
            trouve=f"{show_numero(action)} « {shorten(action.libelle, 60)} »",
            attendu=action.identifiant,
            detail=show_date(page.seance),
        )
        for action in find_erased(programme, page)
        if page and action.at(page.seance).active
    )


def edits_between(before: "Depart", after: "Depart") -> dict[str, dict[str, str]]:
    """By identifiant, the champs that were edited, with what they say now (empty: nothing)."""
    found = {
        identifiant: {nom: own.get(nom, "") for nom in PROPRES if own.get(nom, "") != before[identifiant].get(nom, "")}
        for identifiant, own in after.items()
        if identifiant in before
    }
    return {identifiant: edits for identifiant, edits in found.items() if edits}


def edit_origin(seance: date | None) -> Origine:
    """The origin of a value that the secretariat wrote in programme.xlsx."""
    return Origine("", "", "", seance, SECRETARIAT, Genre.PROGRAMME)


def first_etat(own: Mapping[str, str], reprise: Valeurs) -> Etat:
    """The register of an action before any return: the programme's own values, and what its document said of it."""
    origine = Origine("", "", "", None, genre=Genre.REPRISE)
    said = answers_of(reprise)
    lignes = tuple(LigneAcquise(ligne, origine) for ligne in lines_of(reprise))
    return Etat(said | dict(own), dict.fromkeys(said.keys() - own.keys(), origine), lignes)


def carry_forward(
    programme: Programme, page: "PageRegistre | None", depart: "Depart", seance: date
) -> tuple[dict[str, Etat], dict[str, Etat]]:
    """Before the returns of a séance: the register as it was given last, and with what was edited since."""
    avant = dict(page.etats) if page else {}
    for identifiant, own in depart.items():
        avant.setdefault(identifiant, first_etat(own, programme.reprise.get(identifiant, {})))
    for action in programme.actions:
        if action.identifiant:
            reprise = programme.reprise.get(action.identifiant, {})
            avant.setdefault(action.identifiant, first_etat(own_values(action), reprise))
    edits = edits_between(values_of(page.programme), depart) if page else {}
    changed = {
        identifiant: _edit(avant[identifiant], own, edit_origin(seance))
        for identifiant, own in edits.items()
        if identifiant in page.etats  # type: ignore[union-attr]  # edits only come with a page
    }
    return avant, avant | changed


def etats_now(page: "PageRegistre | None", programme: Programme) -> dict[str, Etat]:
    """What the next fiches are pre-filled with: the last page, with what was edited in the programme since."""
    jour = page.seance if page else date.min
    return carry_forward(programme, page, values_of(programme), jour)[1]


def _edit(etat: Etat, edits: Mapping[str, str], origine: Origine) -> Etat:
    valeurs = {nom: valeur for nom, valeur in etat.valeurs.items() if nom not in edits}
    origines = {nom: source for nom, source in etat.origines.items() if nom not in edits}
    filled = {nom: valeur for nom, valeur in edits.items() if valeur}
    return replace(etat, valeurs=valeurs | filled, origines=origines | dict.fromkeys(filled, origine))
