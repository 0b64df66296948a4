"""The synthesis of a séance as its register has it, for what is published, reported or exchanged."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.grand_livre.page import PageRegistre
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.dossier.parcours import walk_files
from fiche_tool.dossier.seances import name_seances, refuse_outside
from fiche_tool.registres.chaine import find_chaine
from fiche_tool.registres.registre import open_page, read_registre
from fiche_tool.registres.relu import first_register, reread

if TYPE_CHECKING:
    from fiche_tool.domaine.synthese import Synthese


class Livre:
    """The registers of a folder, read on demand and compared with one another. `programme` is the one in use."""

    def __init__(self, dossier: Dossier, programme: Programme) -> None:
        self.dossier, self.programme = dossier, programme
        self.chaine = find_chaine(dossier)

    @property
    def jours(self) -> tuple[date, ...]:
        """The séances that have a register, oldest first."""
        return self.chaine.jours

    def choose(self, seance: date | None, today: date) -> date:
        """The séance asked for, else the newest; the day itself while there is only a programme. Raises FicheToolError.

        Once fiches were sent, or came back, what leaves the centre is that of a séance that was collected.
        """
        if not self.jours:
            known = self.dossier.seances()
            back = self.dossier.retours.is_dir() and any(True for _ in walk_files(self.dossier.retours))
            if known or back:
                told = f" : celle du {show_date(known[-1])} est préparée" if known else ", et des fiches sont revenues"
                raise FicheToolError(
                    f"Aucune séance n'a encore été collectée{told}. Lancez d'abord : fiche-tool collecter "
                    f'"{self.dossier.racine}"{f" --seance {known[-1]}" if known else ""}'
                )
            refuse_outside(self.dossier, self.programme.parametres, seance or today)
            return seance or today
        if seance is None:
            return self.jours[-1]
        self._require(seance)
        return seance

    def _require(self, seance: date) -> None:
        if seance not in self.jours:
            raise FicheToolError(
                f"La séance du {show_date(seance)} n'a pas de registre : elle n'a pas été collectée. "
                f"{name_seances(self.jours)}"
            )

    def synthese(self, seance: date, depuis: date | None = None) -> "Synthese":
        """The synthesis of a séance; what changed is counted since `depuis`, or the séance before.

        Without any register, that of the programme alone. Raises FicheToolError for a séance that has none.
        """
        from fiche_tool.domaine.synthese import build_synthese

        if not self.jours:
            registre = first_register(self.programme, seance)
            return build_synthese(self.programme, registre, ())
        page = open_page(self.chaine, seance, self.programme.parametres.code)
        assert page is not None  # a day was given
        registre = reread(page, self._page(self.chaine.before(seance)), self.programme)
        programme = replace(page.programme, repris=self.programme.repris, diffusion=self.programme.diffusion)
        return build_synthese(programme, registre, (), self._since(seance, depuis))

    def _page(self, jour: date | None) -> PageRegistre | None:
        return None if jour is None else read_registre(self.dossier, jour, self.programme.parametres.code)

    def _since(self, seance: date, depuis: date | None) -> PageRegistre | None:
        """The séance to compare with; None for the one before."""
        if depuis is not None:
            self._require(depuis)
            if depuis >= seance:
                raise FicheToolError(
                    f"La séance du {show_date(depuis)} n'est pas avant celle du {show_date(seance)} : il n'y a rien à "
                    "comparer."
                )
        return self._page(depuis)


def older(jours: Sequence[date], seance: date) -> date | None:
    """The newest of some days that is before a séance."""
    return max((jour for jour in jours if jour < seance), default=None)
