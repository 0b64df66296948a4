"""Writing the synthesis workbook, one module per sheet."""

import io
import warnings
from datetime import datetime

import xlsxwriter

from fiche_tool.domaine.synthese import Synthese
from fiche_tool.excel.synthese.annexe import write_annexe
from fiche_tool.excel.synthese.anomalies import write_anomalies
from fiche_tool.excel.synthese.avancement import write_avancement
from fiche_tool.excel.synthese.budget import write_budget
from fiche_tool.excel.synthese.donnees import write_donnees
from fiche_tool.excel.synthese.journal import write_journal
from fiche_tool.excel.synthese.page import Atelier
from fiche_tool.excel.synthese.retours import write_retours
from fiche_tool.excel.synthese.tableau_de_bord import NOM, Reperes, widths, write_tableau_de_bord

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "max_url_length": 2079,
}


def write_synthese(synthese: Synthese) -> bytes:
    """The synthesis workbook; always the same bytes for the same synthesis."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, _OPTIONS)
    jour = synthese.seance
    parametres = synthese.programme.parametres
    workbook.set_properties(
        {
            "title": f"Synthèse du PST – {parametres.cpas}",
            "subject": f"Séance du {jour.isoformat()}",
            "created": datetime(jour.year, jour.month, jour.day),
        }
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # XlsxWriter only warns where it drops something; we would rather know
        atelier = Atelier(workbook, synthese)
        front = atelier.add_sheet(NOM, widths(), "Tableau de bord du PST")
        write_annexe(atelier)
        lignes_os = write_avancement(atelier)
        exercices = write_budget(atelier)
        write_retours(atelier)
        write_anomalies(atelier)
        write_journal(atelier)
        write_donnees(atelier)
        write_tableau_de_bord(atelier, front, Reperes(lignes_os, exercices))
        workbook.close()
    return buffer.getvalue()
