"""The safety net: labels that cannot be actions tell that a table was misread; nothing is generated from it unseen."""

from collections import Counter
from collections.abc import Iterator, Sequence

from fiche_tool.domaine.document.details import find_oddness
from fiche_tool.domaine.document.document import Detail, Doute, Paragraphe
from fiche_tool.domaine.importation.batisseur import INCOMPRIS
from fiche_tool.domaine.mots.textes import fold, shorten
from fiche_tool.domaine.programme.programme import Action

_TROP = 0.2
"""Above this share of labels that cannot be actions, a table is not understood."""
_REPETE = 3


def check_labels(
    actions: Sequence[tuple[Action, Paragraphe]], details: Sequence[Detail]
) -> tuple[list[Doute], list[Doute]]:
    """The labels that cannot be actions, one doubt each; and the tables that hold too many of them."""
    services = frozenset(fold(detail.valeur) for detail in details if detail.champ == "service")
    groups: dict[str, list[tuple[Action, Paragraphe]]] = {}
    for action, p in actions:
        groups.setdefault(p.tableau, []).append((action, p))
    odd: list[Doute] = []
    misread: list[Doute] = []
    for tableau, own in groups.items():
        found = list(_odd_labels(own, services))
        odd += found
        if len(found) > _TROP * len(own):
            shown = ", ".join(f"« {shorten(doute.extrait, 30)} »" for doute in found[:3])
            several = f"{len(found)} libellés sur {len(own)} ne peuvent pas être des actions ({shown})"
            why = several if len(found) > 1 else f"{shown} ne peut pas être une action"
            misread.append(Doute(tableau or found[0].lieu, f"{INCOMPRIS} : {why}", "", found[0].rang))
    return odd, misread


def _odd_labels(actions: Sequence[tuple[Action, Paragraphe]], services: frozenset[str]) -> Iterator[Doute]:
    times = Counter(fold(action.libelle) for action, _ in actions)
    for action, p in actions:
        oddness = find_oddness(action.libelle, services)
        if not oddness and fold(action.libelle).startswith("service ") and times[fold(action.libelle)] >= _REPETE:
            oddness = "le nom d'un service"
        if oddness:
            yield Doute(p.lieu, f"ce libellé d'action est {oddness}", action.libelle, p.rang)
