"""The returns whose faults concern nobody any more: replaced by their corrected copy, received twice, blank.

And the workbooks « Points à trancher » of which every point is settled.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.fusion.registre import page_of
from fiche_tool.domaine.grand_livre.page import PageRegistre
from fiche_tool.domaine.grand_livre.sorts import REPRIS, REPRIS_EN_PARTIE, StatutRetour
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.registres.apercu import preview
from fiche_tool.registres.chaine import Chaine, find_chaine
from fiche_tool.registres.nouveaux import find_new
from fiche_tool.registres.registre import read_registre

_SANS_SUITE = (
    StatutRetour.REMPLACEE,
    StatutRetour.DOUBLON,
    StatutRetour.DEJA_REPRISE,
    StatutRetour.TELLE_QUELLE,
    StatutRetour.DECISIONS,
)


@dataclass(frozen=True, slots=True)
class Depasses:
    """Files by their path in the folder, and by the SHA-256 that a corrected copy names."""

    chemins: frozenset[str] = frozenset()
    pieces: frozenset[str] = frozenset()

    def has(self, chemin: str, piece: str) -> bool:
        """True for a file that nobody has to correct; its path is from the folder of the PST."""
        return chemin in self.chemins or piece in self.pieces


def find_depasses(dossier: Dossier, programme: Programme) -> Depasses:
    """What the registers say, and what collecting now would say of the files that none holds yet."""
    chemins: set[str] = set()
    pieces: set[str] = set()
    for page in _pages(dossier, find_chaine(dossier), programme):
        for fichier in page.fichiers:
            if fichier.statut in _SANS_SUITE:
                chemins.add(fichier.chemin)
            elif fichier.statut in (*REPRIS, *REPRIS_EN_PARTIE):
                pieces |= {sha for sha in fichier.remplace if sha != fichier.piece}
    return Depasses(frozenset(chemins), frozenset(pieces))


def _pages(dossier: Dossier, chaine: Chaine, programme: Programme) -> Iterator[PageRegistre]:
    """Every page that can be read, then that of the séance to come; one that cannot is told of elsewhere."""
    code, last = programme.parametres.code, None
    for jour in chaine.jours:
        with suppress(FicheToolError):
            last = read_registre(dossier, jour, code)
            yield last
    jours = dossier.seances()
    with suppress(FicheToolError):
        if jours and next(find_new(dossier, last, date.max), None) is not None:
            yield page_of(preview(chaine, programme, max(jours)))
