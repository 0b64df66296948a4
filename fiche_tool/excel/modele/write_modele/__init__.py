"""Drawing the fiche model from the declaration of its fields: the form, its history, its help, its hidden sheets."""

import io
from datetime import datetime

from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Feuille, Ouvrage
from fiche_tool.excel.dessin.ouvrage import new_ouvrage
from fiche_tool.excel.modele.write_modele.aide import draw_aide
from fiche_tool.excel.modele.write_modele.cachees import draw_listes, draw_meta
from fiche_tool.excel.modele.write_modele.formulaire import draw_formulaire
from fiche_tool.excel.modele.write_modele.historique import draw_historique


def write_modele() -> bytes:
    """The model workbook, always the same bytes for the same declaration."""
    buffer = io.BytesIO()
    workbook = new_ouvrage(buffer, in_memory=True)
    workbook.set_properties(
        {
            "title": "Fiche action",
            "subject": "fiche action",
            "keywords": "fiche action",
            "comments": "Modèle de fiche action du Programme stratégique transversal",
            "created": datetime(2021, 1, 1),
        }
    )
    draw_modele(workbook)
    workbook.close()
    return buffer.getvalue()


def draw_modele(workbook: Ouvrage) -> Feuille:
    """Draw the model's sheets in a workbook; gives the form's sheet, for a centre's own additions."""
    formats = look.Formats(workbook)
    sheet = draw_formulaire(workbook, formats)
    draw_historique(workbook, formats)
    draw_aide(workbook, formats)
    draw_listes(workbook, formats)
    draw_meta(workbook, formats)
    return sheet
