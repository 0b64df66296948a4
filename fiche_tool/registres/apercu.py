"""What a séance would be if it were collected now: its returns folded into the page before, and nothing written."""

from datetime import date

from fiche_tool.domaine.fusion.registre import Registre, page_of
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.registres.chaine import Chaine
from fiche_tool.registres.depot import read_depot
from fiche_tool.registres.fold import fold
from fiche_tool.registres.registre import open_page


def preview(chaine: Chaine, programme: Programme, jour: date) -> Registre:
    """The register of a séance as its files are now, those of older séances without a register folded on the way.

    Raises FicheToolError where an older register cannot serve, or a folder cannot be read.
    """
    page = open_page(chaine, chaine.before(jour), programme.parametres.code)
    depot = read_depot(chaine.dossier, programme, page, jour)
    for earlier in depot.seances:
        if earlier < jour:
            page = page_of(fold(chaine.dossier, programme, page, depot, earlier))
    return fold(chaine.dossier, programme, page, depot, jour)
