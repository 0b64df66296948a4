"""One page of the ledger: what a séance was given, as its register keeps it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from fiche_tool.domaine.fiche.fiche import Valeur
from fiche_tool.domaine.fiche.historique import Etape
from fiche_tool.domaine.grand_livre.acquis import Etat
from fiche_tool.domaine.grand_livre.points import Point
from fiche_tool.domaine.grand_livre.sorts import ECARTES, StatutRetour
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
    `bout` tells the end of a file that was read as a fiche: where it stands again, the file need not be read whole.
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
    bout: str = ""


Deja = Callable[[str], Sequence[FichierRepris]]
"""The files of older pages that have this SHA-256, or came from this envoi; oldest first."""


def never_seen(_: str) -> Sequence[FichierRepris]:
    """Where there is no older page."""
    return ()


@dataclass(frozen=True, slots=True)
class PageRegistre:
    """One séance of the ledger. `connus` has every SHA-256 of the older séances; `fichiers` those of this one.

    `bouts`: the ends of the files of the older séances, by SHA-256 (see FichierRepris).
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
    bouts: Mapping[str, str] = field(default_factory=dict)

    @property
    def vus(self) -> dict[str, date]:
        """Every SHA-256 that this page and the older ones know, by the séance that took it."""
        own = {sha: fichier.seance for fichier in self.fichiers for sha in (fichier.sha256, fichier.piece) if sha}
        return {**own, **self.connus}

    @property
    def bouts_vus(self) -> dict[str, str]:
        """The end of every file that this page and the older ones read as a fiche, by its SHA-256."""
        return {**{fichier.sha256: fichier.bout for fichier in self.fichiers if fichier.bout}, **self.bouts}


def taken_by(page: PageRegistre | None, deja: Deja) -> Callable[[str], date | None]:
    """The séance that took these bytes; None for those that none did, or that were set aside each time."""
    vus = page.vus if page else {}
    near = {sha: fichier for fichier in (page.fichiers if page else ()) for sha in (fichier.sha256, fichier.piece)}

    def taken(sha: str) -> date | None:
        jour = vus.get(sha) if sha else None
        if jour is None:
            return None
        fates = [fichier.statut for fichier in ([near[sha]] if sha in near else deja(sha))]
        return None if fates and all(statut in ECARTES for statut in fates) else jour

    return taken


def sent_as(page: PageRegistre | None, deja: Deja) -> Callable[[str], str]:
    """The envoi of a file of an older page, by its SHA-256; empty where it is not known."""
    near = {fichier.piece: fichier.envoi for fichier in (page.fichiers if page else ())}
    return lambda sha: near[sha] if sha in near else next((fichier.envoi for fichier in deja(sha)), "")
