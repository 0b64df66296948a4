"""A closed séance as it was given: its register made again from its page, nothing folded and no return read."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from fiche_tool.domaine.fiche.lecture import Fichier, Lecture
from fiche_tool.domaine.fusion.registre import Registre, build_registre
from fiche_tool.domaine.grand_livre.depart import carry_forward
from fiche_tool.domaine.grand_livre.page import FichierRepris, PageRegistre, Seance
from fiche_tool.domaine.grand_livre.retour import Retour
from fiche_tool.domaine.programme.programme import Programme


@dataclass(frozen=True)
class RegistreRelu(Registre):
    """A register read back. The figures of its séances are those that were printed, whatever is compared with."""

    imprimees: tuple[Seance, ...] = ()

    @cached_property
    def seances(self) -> tuple[Seance, ...]:
        """The figures of each séance as they were printed, its own last."""
        return self.imprimees


def reread(page: PageRegistre, before: PageRegistre | None, programme: Programme) -> Registre:
    """The register of a page; `before` is the page it follows.

    `programme` is the one in use: what its document said (sheet Reprise) is in no register.
    """
    then = replace(page.programme, repris=programme.repris, diffusion=programme.diffusion)
    avant, _ = carry_forward(then, before, page.depart, page.seance)
    return RegistreRelu(
        page.seance,
        then.at(page.seance),
        before,
        page.etats,
        avant,
        tuple(_fate(fichier, then) for fichier in page.fichiers),
        {},
        page.points,
        page.historique,
        page.depart,
        page.initiales,
        page.seances,
    )


def _fate(fichier: FichierRepris, programme: Programme) -> Retour:
    lecture = Lecture(Fichier(fichier.chemin, fichier.piece, seance=fichier.seance, disque=fichier.sha256))
    action = programme.find_action(fichier.action)
    return Retour(lecture, fichier.seance, fichier.statut, action, (), fichier.raison, livre=fichier.livre)


def first_register(programme: Programme, jour: date) -> Registre:
    """The register of a PST that nobody has answered for yet: what its programme says, on a day."""
    return build_registre(programme, (), jour)
