"""What the next fiches are filled from: the newest register, brought up to date where returns are in none."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from fiche_tool.domaine.fiche.historique import Etape
from fiche_tool.domaine.grand_livre.acquis import Etat
from fiche_tool.domaine.grand_livre.depart import etats_now
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.dossier.load import ProgrammeCharge
from fiche_tool.registres.chaine import Chaine, find_chaine, is_closed, read_lien

if TYPE_CHECKING:
    from fiche_tool.domaine.grand_livre.page import PageRegistre


@dataclass(frozen=True, slots=True)
class Source:
    """A page of the ledger, None before the first one, and how fiches name it; what was done to have it."""

    page: "PageRegistre | None"
    nom: str = ""
    avertissements: tuple[str, ...] = ()

    @property
    def historique(self) -> Mapping[str, tuple[Etape, ...]]:
        """The séances at which each action was answered."""
        return self.page.historique if self.page else {}

    def etats(self, programme: Programme) -> Mapping[str, Etat]:
        """What each action of the programme stands at, with what the secretariat changed since that page."""
        return etats_now(self.page, programme)


def bring_up_to_date(dossier: Dossier, charge: ProgrammeCharge, seance: date) -> Source:
    """The newest register up to a séance, once the older returns that no register holds are collected.

    Files that reach the folder of a closed séance wait for the next collection, and so do those of the séance itself.
    Raises FicheToolError.
    """
    chaine = find_chaine(dossier)
    told = list(chaine.avertissements())
    if not chaine.jours and not os.path.lexists(dossier.retours):
        return Source(None, avertissements=tuple(told))
    from fiche_tool.registres.registre import open_page  # slow to import, as those below: the first fiches do without

    code = charge.programme.parametres.code
    page = open_page(chaine, _newest(chaine, seance), code)
    done: set[date] = set()
    while (due := _due(chaine, charge.programme, page, seance)) is not None and due not in done:
        done.add(due)
        from fiche_tool.dossier.seances import warn_of_openers
        from fiche_tool.registres.collecte import collect_seances

        suite = collect_seances(dossier, charge, due)
        told += [
            f"La séance du {show_date(found.synthese.seance)} est collectée d'abord : des réponses n'étaient dans "
            f"aucun registre. Synthèse : « {found.fichier} »"
            for found in suite.seances
        ]
        told += warn_of_openers(dossier, [found.synthese.seance for found in suite.seances])
        chaine = find_chaine(dossier)
        page = open_page(chaine, _newest(chaine, seance), code)
    nom = f"{page.seance.isoformat()} {read_lien(dossier, page.seance)}" if page else ""
    return Source(page, nom, tuple(told))


def _newest(chaine: Chaine, seance: date) -> date | None:
    return max((jour for jour in chaine.jours if jour <= seance), default=None)


def _due(chaine: Chaine, programme: Programme, page: "PageRegistre | None", seance: date) -> date | None:
    """The séance to collect before fiches can be filled: the newest one while it is open, else the last with returns.

    None where every return of an older séance is in a register, or waits for a later collection.
    """
    from fiche_tool.registres.nouveaux import find_new

    if next(find_new(chaine.dossier, page, seance), None) is None:
        return None
    from fiche_tool.registres.depot import read_depot

    depot = read_depot(chaine.dossier, programme, page, date.max)  # what is of a past séance then counts for the last
    answered = {jour for jour, found in depot.lectures.items() if any(lecture.identite for lecture in found)}
    answered |= depot.points.keys()
    if page is not None and date.max in answered and page.seance < seance and not is_closed(chaine, page.seance):
        return page.seance
    return max((jour for jour in answered if jour < seance), default=None)
