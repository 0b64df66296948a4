"""The details of a document put in their places: columns of the actions, lists of the centre, facts kept beside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from fiche_tool.domaine.document.details import split_names
from fiche_tool.domaine.document.document import Detail, DocumentLu
from fiche_tool.domaine.mots.textes import fold, one_line
from fiche_tool.domaine.programme.programme import Action, Listes, Programme, Service
from fiche_tool.domaine.programme.reprise import Repris

COLONNES = ("service", "mandataire", "responsable", "porteur", "partenaires", "plans")
"""The details that are columns of sheet Actions."""


def place_details(programme: Programme, lu: DocumentLu) -> Programme:
    """The programme with what its document says beside the actions (which have their identifiants and their order)."""
    columns: dict[int, dict[str, str]] = {}
    rest: list[Detail] = []
    for detail in lu.details:
        own = columns.setdefault(detail.action, {})
        if detail.action < 0 or detail.champ not in COLONNES:
            rest.append(detail)
        elif detail.champ in own and fold(own[detail.champ]) != fold(_cell(detail)):
            rest.append(replace(detail, champ=""))  # a second service: kept beside, nobody chooses
        else:
            own[detail.champ] = _cell(detail)
    actions = tuple(fill_columns(a, columns.get(rank, {})) for rank, a in enumerate(programme.actions))
    repris = tuple(_keep(detail, actions) for detail in rest)
    return replace(programme, actions=actions, listes=_gather(actions), repris=repris)


def fill_columns(action: Action, values: Mapping[str, str]) -> Action:
    """An action with the columns that are given in place of its own."""
    own = {nom: values.get(nom) or str(getattr(action, nom)) for nom in COLONNES}
    return replace(
        action,
        service=own["service"],
        mandataire=own["mandataire"],
        responsable=own["responsable"],
        porteur=own["porteur"],
        partenaires=own["partenaires"],
        plans=own["plans"],
    )


def _cell(detail: Detail) -> str:
    """A detail as one cell holds it: several names on their lines are parted by semicolons."""
    parts = [one_line(part) for part in detail.valeur.split("\n")]
    return " ; ".join(part.strip("•-– ") for part in parts if part)


def _keep(detail: Detail, actions: Sequence[Action]) -> Repris:
    if detail.action < 0:
        return Repris("", detail.sujet, detail.etiquette, detail.valeur, "", detail.lieu)
    action = actions[detail.action]
    sujet = f"{action.volet} {action.numero} – {action.libelle}"
    return Repris(action.identifiant, sujet, detail.etiquette, detail.valeur, detail.champ, detail.lieu)


def _gather(actions: Sequence[Action]) -> Listes:
    """The vocabularies of a centre, as its document uses them."""
    services = _distinct(action.service for action in actions)
    mandataires = _distinct(name for action in actions for name in split_names(action.mandataire))
    plans = _distinct(name for action in actions for name in split_names(action.plans))
    return Listes(tuple(Service(nom) for nom in services), tuple(mandataires), tuple(plans))


def _distinct(names: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for name in names:
        if name:
            found.setdefault(fold(name), name)
    return sorted(found.values(), key=fold)
