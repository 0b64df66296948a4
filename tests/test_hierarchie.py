"""Reading the hierarchy of a PST document: every notation met in the wild, and the traps of the real documents."""

from hypothesis import given, settings

from fiche_tool.domaine.document import DocumentLu
from fiche_tool.domaine.hierarchie import read_hierarchy
from fiche_tool.domaine.textes import one_line
from tests.notations import Notation, VoletEcrit, hierarchies, notations, tree, write_document

Noeuds = list[tuple[str, ...]]


def nodes(lu: DocumentLu) -> Noeuds:
    """Every node that was read, in the order of the document."""
    found: Noeuds = []
    for o in lu.objectifs:
        found.append((o.volet, o.axe, o.niveau.value, o.numero, o.intitule))
        if o.niveau == "OO":
            found += [(a.volet, a.axe, "action", a.objectif, a.libelle) for a in lu.actions if a.place == o.place]
    return found


def told(volets: tuple[VoletEcrit, ...]) -> Noeuds:
    return [(*node[:4], one_line(node[4]).replace("‐", "-")) for node in tree(volets)]


@settings(max_examples=300, deadline=None)
@given(hierarchies, notations)
def test_every_notation_gives_the_same_hierarchy(volets: tuple[VoletEcrit, ...], notation: Notation) -> None:
    lu = read_hierarchy(write_document(volets, notation))
    assert nodes(lu) == told(volets)
