"""Giving identifiants to the actions that have none: once, and never one that has served."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from fiche_tool.domaine.mots.identifiants import draw_identifiants
from fiche_tool.domaine.programme.programme import Programme


def propose_identifiants(programme: Programme, served: Collection[str] = ()) -> Mapping[int, str]:
    """A free identifiant for each action without one, by its rank in the programme.

    `served` are identifiants met elsewhere (fiches sent, returns): those of rows since deleted are never given again.
    The same programme always gets the same proposals.
    """
    taken = {action.identifiant for action in programme.actions} | set(served)
    proposals: dict[int, str] = {}
    drawn: dict[str, Iterator[str]] = {}  # by seed: of thousands of rows that say the same, each goes on from the last
    for rank, action in enumerate(programme.actions):
        if not action.identifiant:
            seed = f"{programme.parametres.code}/{action.place}/{action.libelle}"
            codes = drawn.setdefault(seed, draw_identifiants(seed))
            proposals[rank] = next(code for code in codes if code not in taken)
            taken.add(proposals[rank])
    return proposals


def with_identifiants(programme: Programme, proposals: Mapping[int, str]) -> Programme:
    """The programme in which these actions have their identifiant."""
    actions = tuple(
        replace(action, identifiant=proposals[rank]) if rank in proposals else action
        for rank, action in enumerate(programme.actions)
    )
    return replace(programme, actions=actions)
