"""Writing the synthesis workbook, one module per sheet."""

import io
import warnings
from collections.abc import Callable
from datetime import datetime

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.excel.dessin.ouvrage import new_ouvrage
from fiche_tool.excel.synthese.atelier.atelier import Atelier
from fiche_tool.excel.synthese.bureau import add_bureau, fill_bureau
from fiche_tool.excel.synthese.feuilles.annexe import write_annexe
from fiche_tool.excel.synthese.feuilles.anomalies import write_anomalies
from fiche_tool.excel.synthese.feuilles.avancement import write_avancement
from fiche_tool.excel.synthese.feuilles.budget import write_budget
from fiche_tool.excel.synthese.feuilles.budget_detail import write_budget_detail
from fiche_tool.excel.synthese.feuilles.donnees import write_donnees
from fiche_tool.excel.synthese.feuilles.journal import write_journal, write_lectures
from fiche_tool.excel.synthese.feuilles.retours import write_retours
from fiche_tool.excel.synthese.graphiques import write_graphiques
from fiche_tool.excel.synthese.suivi.calendrier import write_calendrier
from fiche_tool.excel.synthese.suivi.comparaison import write_comparaison
from fiche_tool.excel.synthese.suivi.evolution import write_evolution
from fiche_tool.excel.synthese.tableau_de_bord import add_tableau_de_bord, fill_tableau_de_bord

_IN_MEMORY = 400
"""Actions beyond which the parts of a workbook wait on the disk until it is whole: they weigh more than the rest."""
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "max_url_length": 2079,
}


def write_synthese(synthese: Synthese) -> bytes:
    """The synthesis workbook; always the same bytes for the same synthesis."""
    return write_workbook(synthese, "Synthèse du PST", _all_sheets)


def fits_in_memory(synthese: Synthese) -> bool:
    """True where the parts of its workbook may wait in memory until it is whole."""
    return len(synthese.tables.actions) <= _IN_MEMORY


def write_workbook(synthese: Synthese, titre: str, write: Callable[[Atelier], None], *, seul: bool = False) -> bytes:
    """A workbook about a synthesis. `seul`: it goes without the folder of the PST. Raises FicheToolError."""
    buffer = io.BytesIO()
    workbook = new_ouvrage(buffer, **_OPTIONS, in_memory=fits_in_memory(synthese))
    jour = synthese.seance
    workbook.set_properties(
        {
            "title": f"{titre} – {synthese.programme.parametres.cpas}",
            "subject": f"Séance du {jour.isoformat()}",
            "created": datetime(jour.year, jour.month, jour.day),
        }
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # XlsxWriter only warns where it drops something; we would rather know
        write(Atelier(workbook, synthese, seul=seul))
        try:
            workbook.close()
        except OSError as fault:
            raise FicheToolError(
                "Le disque n'a pas assez de place pour préparer la synthèse (dossier temporaire). Libérez-en, puis "
                "recommencez."
            ) from fault
    return buffer.getvalue()


_FEUILLES: tuple[Callable[[Atelier], None], ...] = (
    write_annexe,
    write_avancement,
    write_budget,
    write_budget_detail,
    write_calendrier,
    write_comparaison,
    write_evolution,
    write_retours,
    write_anomalies,
    write_journal,
    write_lectures,
    write_donnees,
)
"""The sheets after the first two, in the order they are read. Synthèse comes before those that lead to its rows."""


def _all_sheets(atelier: Atelier) -> None:
    """Every sheet; the first two are filled last, from what the others hold."""
    page, front = add_bureau(atelier), add_tableau_de_bord(atelier)
    in_memory, done = fits_in_memory(atelier.synthese), 2
    for write in _FEUILLES:
        write(atelier)
        sheets = atelier.workbook.worksheets()
        for sheet in sheets[done:]:
            sheet.print_held()
            sheet.put_away(in_memory=in_memory)
        done = len(sheets)
    fill_tableau_de_bord(atelier, front, write_graphiques(atelier))
    fill_bureau(atelier, page)
