"""One page of the ledger: what a séance was given, as its register keeps it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from fiche_tool.domaine.fiche.fiche import Valeur
from fiche_tool.domaine.fiche.historique import Etape
from fiche_tool.domaine.grand_livre.acquis import Etat
from fiche_tool.domaine.grand_livre.points import Point
from fiche_tool.domaine.grand_livre.sorts import StatutRetour
from fiche_tool.domaine.programme.programme import Programme

Depart = Mapping[str, Mapping[str, str]]
"""By identifiant, the programme's own values (see PROPRES) when a séance was first collected."""


@dataclass(frozen=True, slots=True)
class Seance:
    """How the live actions stood after a séance. `part`: réalisées or en cours, over the initial PST (0 to 1).

    `taux` is the mean taux, by the same method as everywhere; None where no action had one.
    """

    seance: date
    reponses: int
    realisees: int
    en_cours: int
    part: Decimal | None
    taux: Decimal | None


@dataclass(frozen=True, slots=True)
class FichierRepris:
    """What a register keeps of a file. `sha256` is that of the file on the disk, `piece` that of the fiche inside it.

    Where a workbook holds several fiches, `piece` says the sheet too. `livre`: what of it was taken, by champ (None:
    emptied), the whole budget table as taken where it changed.
    `remplace` and `corrige` have the SHA-256 of the returns it replaces wholly, and of those whose conflict it settles.
    """

    chemin: str
    sha256: str
    piece: str
    seance: date
    action: str
    statut: StatutRetour
    raison: str = ""
    envoi: str = ""
    par: str = ""
    jour: date | None = None
    livre: Mapping[str, Valeur | None] = field(default_factory=dict)
    remplace: tuple[str, ...] = ()
    corrige: tuple[str, ...] = ()


Deja = Callable[[str], Sequence[FichierRepris]]
"""The files of older pages that have this SHA-256, or came from this envoi; oldest first."""


def never_seen(_: str) -> Sequence[FichierRepris]:
    """Where there is no older page."""
    return ()


@dataclass(frozen=True, slots=True)
class PageRegistre:
    """One séance of the ledger. `connus` has every SHA-256 of the older séances; `fichiers` those of this one.

    `initiales` are the identifiants of the PST initial, as the first page says; `seances` the figures printed so far,
    its own last; `precedent` the séance and hash of the page before.
    """

    seance: date
    programme: Programme
    depart: Depart
    etats: Mapping[str, Etat]
    historique: Mapping[str, tuple[Etape, ...]]
    fichiers: tuple[FichierRepris, ...] = ()
    connus: Mapping[str, date] = field(default_factory=dict)
    points: tuple[Point, ...] = ()
    seances: tuple[Seance, ...] = ()
    initiales: frozenset[str] = frozenset()
    precedent: tuple[date, str] | None = None

    @property
    def vus(self) -> dict[str, date]:
        """Every SHA-256 that this page and the older ones know, by the séance that took it."""
        own = {sha: fichier.seance for fichier in self.fichiers for sha in (fichier.sha256, fichier.piece) if sha}
        return {**own, **self.connus}
