"""Which files under retours/ no register holds: told by their hash, without opening them."""

from collections.abc import Iterator
from datetime import date

from fiche_tool.domaine.grand_livre.page import PageRegistre
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.dossier.retours import Trouve, fetch_return, find_returns


def find_new(dossier: Dossier, page: PageRegistre | None, seance: date) -> Iterator[Trouve]:
    """The files that no register holds, in the folder of the page's séance or of a later one, but before `seance`.

    What reached an older folder since will be a late return of the next collection.
    """
    known = page.vus if page else {}
    for trouve in find_returns(dossier, page.seance if page else date.min):
        if not (trouve.ignore or trouve.ferme or (trouve.seance is not None and trouve.seance >= seance)):
            depose = fetch_return(trouve)
            if depose.data is not None and depose.fichier.sha256 not in known:
                yield trouve
