"""Publishing: the page of a séance for the centre's site, and the index of all those that are published."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fiche_tool.domaine.mots.dates import day_of_name, show_long
from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.domaine.synthese.comptes import count_pst
from fiche_tool.domaine.synthese.evolution import NatureChangement
from fiche_tool.dossier.dossier import Dossier, open_dossier, sweep_leftovers, write_atomically
from fiche_tool.dossier.load import load_programme
from fiche_tool.publication.page import Parue, render_index, render_page
from fiche_tool.publication.vue import Vue, build_vue
from fiche_tool.registres.livre import Livre, older

PAGE = "index.html"


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published: the page of the séance, the index above it. `projet`: the séance is not adopted yet."""

    seance: date
    page: Path
    index: Path
    projet: bool
    actions: int

    def __repr__(self) -> str:
        return f"Publication({self.seance}, {str(self.page)!r}, projet={self.projet})"


def publish(racine: Path, seance: date | None, today: date) -> Publication:
    """Write publication/<séance>/index.html from the register of a séance, the newest where left out; then the index.

    Before anything came back, the page shows the programme alone, as of `today`. Raises FicheToolError.
    """
    dossier = open_dossier(racine)
    livre = Livre(dossier, load_programme(dossier).programme)
    jour = livre.choose(seance, today)
    pages = sorted({*_published(dossier), jour})
    before = older([page for page in pages if page in livre.jours], jour)
    synthese = livre.synthese(jour, before)
    vue = build_vue(synthese, count_pst(synthese), sommaire=len(pages) > 1)
    target, index = dossier.publication(jour) / PAGE, dossier.publication(jour).parent / PAGE
    write_atomically(target, render_page(vue, synthese))
    parametres = livre.programme.parametres
    parues = [_parue(livre, page, pages) for page in reversed(pages)]
    write_atomically(index, render_index(parametres.cpas, parametres.legislature, parues))
    sweep_leftovers((target, index))
    return Publication(jour, target, index, vue.projet, vue.total)


def _published(dossier: Dossier) -> Iterator[date]:
    """The séances that have a page."""
    folder = dossier.racine / "publication"
    for place in folder.iterdir() if folder.is_dir() else ():
        jour = day_of_name(place.name)
        if jour is not None and place.name == jour.isoformat() and (place / PAGE).is_file():
            yield jour


def _parue(livre: Livre, jour: date, pages: list[date]) -> Parue:
    """A page as the index shows it: its figures, and how much changed since the page before."""
    lien, projet = f"{jour.isoformat()}/{PAGE}", not livre.programme.diffusion.adopted(jour)
    if livre.jours and jour not in livre.jours:  # published before its first collection, or its register is gone
        return Parue(show_long(jour), lien, projet, (), None, "", ())
    synthese = livre.synthese(jour, older([page for page in pages if page in livre.jours], jour))
    vue = build_vue(synthese, count_pst(synthese))
    return Parue(show_long(jour), lien, projet, vue.tuiles, vue.ensemble, vue.depuis, tuple(_tell(vue)))


def _tell(vue: Vue) -> Iterator[str]:
    """« 3 actions passées à « Réalisé » », then how many other changes of each sort."""
    for nature, changes in vue.changements:
        if nature is NatureChangement.STATUT:
            for etat, count in Counter(change.apres for change in changes).items():
                yield f"{say_count(count, 'action passée')} à «\u00a0{etat}\u00a0»"
        else:
            count = len({change.action for change in changes})
            yield f"{nature}\u00a0: {say_count(count, 'action')}"
