"""Which files under retours/ no register holds: told by their end or their hash, without opening them."""

from collections.abc import Callable, Iterator
from datetime import date

from fiche_tool.domaine.grand_livre.page import PageRegistre
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.dossier.parcours import Trouve, find_returns
from fiche_tool.fichiers.bouts import read_bout


def known_by_end(page: PageRegistre | None) -> Callable[[Trouve], bool]:
    """True for a file that a page or an older one read as a fiche: its end says so, and no more of it is read."""
    bouts = frozenset(page.bouts_vus.values()) if page else frozenset[str]()
    return lambda trouve: bool(bouts) and read_bout(trouve.chemin) in bouts


def find_new(dossier: Dossier, page: PageRegistre | None, seance: date) -> Iterator[Trouve]:
    """The files that no register holds, in the folder of the page's séance or of a later one, but before `seance`.

    What reached an older folder since will be a late return of the next collection.
    """
    known, known_by_its_end = page.vus if page else {}, known_by_end(page)
    for trouve in find_returns(dossier, page.seance if page else date.min):
        if trouve.ignore or trouve.ferme or (trouve.seance is not None and trouve.seance >= seance):
            continue
        if known_by_its_end(trouve):
            continue
        from fiche_tool.dossier.retours import fetch_return  # slow to import, for what is new

        depose = fetch_return(trouve)
        if depose.data is not None and depose.fichier.sha256 not in known:
            yield trouve
