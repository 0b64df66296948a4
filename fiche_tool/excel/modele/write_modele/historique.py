"""The sheet « Historique » of the model: the answers of each séance, read only, and a small chart of progress."""

from fiche_tool.domaine.fiche.historique import COLONNES_HISTORIQUE, FEUILLE_HISTORIQUE, show_history
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Forme, Graphique, Ouvrage
from fiche_tool.excel.modele.noms import GRAPHIQUE, HISTORIQUE, TITRE_HISTORIQUE
from fiche_tool.excel.modele.write_modele.formulaire import EN_TETE, PIED
from fiche_tool.excel.modele.write_modele.plume import PROTECTION, Plume

LIGNES = 24
_LIGNES_GRAPHIQUE, _HAUTEUR_LIGNE = 12, 15
"""Its title is in a cell and its ground clear: while its rows are hidden, some programs print it a pixel high."""
_WIDTHS = (12, 9, 14, 13, 13, 15, 22, 54)
_LAST = len(_WIDTHS)
_FORMATS = (look.FORMAT_DATE, look.FORMAT_TAUX, "@", look.FORMAT_DATE, look.FORMAT_DATE, look.FORMAT_MONTANT, "@", "@")


def draw_historique(workbook: Ouvrage, formats: look.Formats) -> None:
    """Draw the sheet. Its lines and its chart stand in hidden rows, shown with the fiches that have something there."""
    plume = Plume(workbook, FEUILLE_HISTORIQUE, formats)
    sheet = plume.sheet
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    plume.page(header=EN_TETE, footer=PIED)
    sheet.set_landscape()
    plume.span(1, _LAST, "Historique de l'action", plume.format(bold=True, font_size=13, font_color=look.BLEU))
    plume.next(24)
    plume.span(1, _LAST, show_history(()), plume.format(font_color=look.GRIS, text_wrap=True))
    plume.name(TITRE_HISTORIQUE, 1)
    plume.next(20)
    plume.name(GRAPHIQUE, 1, 1, _LIGNES_GRAPHIQUE)
    plume.span(1, _LAST, "Taux d'avancement (%) par séance", plume.format(bold=True))
    plume.next(_HAUTEUR_LIGNE, hidden=True)
    chart_row = plume.row
    for _ in range(1, _LIGNES_GRAPHIQUE):
        plume.next(_HAUTEUR_LIGNE, hidden=True)
    for index, titre in enumerate(COLONNES_HISTORIQUE, 1):
        plume.span(index, index, titre, plume.label(align="center", indent=0))
    plume.next(28)
    plume.name(HISTORIQUE, 1, _LAST, LIGNES)
    alternative = "Courbe du taux d'avancement à chaque séance ; ses valeurs sont dans le tableau en dessous."
    sheet.insert_chart(chart_row, 0, _chart(workbook, plume.row), {"object_position": 4, "description": alternative})
    for _ in range(LIGNES):
        for index, number_format in enumerate(_FORMATS, 1):
            wide = index >= _LAST - 1
            shape: Forme = {"align": "left", "indent": 1, "text_wrap": True} if wide else {"align": "center"}
            plume.span(index, index, "", plume.cell(shape, num_format=number_format, font_size=9))
        plume.next(16, hidden=True)
    sheet.print_area(0, 0, plume.row - 1, _LAST - 1)
    sheet.protect("", PROTECTION)


def _chart(workbook: Ouvrage, first: int) -> Graphique:
    """Taux by séance, each with its date. The line runs over those without a taux, from one answer to the next."""
    chart = workbook.add_chart({"type": "line"})
    last = first + LIGNES - 1
    chart.add_series(
        {
            "name": "Taux d'avancement (%)",
            "categories": [FEUILLE_HISTORIQUE, first, 0, last, 0],
            "values": [FEUILLE_HISTORIQUE, first, 1, last, 1],
            "line": {"color": look.BLEU, "width": 2},
            "marker": {"type": "circle", "size": 6, "fill": {"color": look.BLEU}, "border": {"color": look.BLEU}},
            "data_labels": {"value": True, "position": "above", "font": {"size": 8}},
        }
    )
    chart.set_title({"none": True})
    chart.set_legend({"none": True})
    chart.set_y_axis(
        {
            "min": 0,
            "max": 110,
            "major_unit": 25,
            "num_font": {"size": 8},
            "major_gridlines": {"visible": True, "line": {"color": "#D9DEE4"}},
        }
    )
    chart.set_x_axis({"num_format": look.FORMAT_DATE, "num_font": {"size": 8}, "text_axis": True})
    chart.show_blanks_as("span")
    chart.set_size({"width": 620, "height": (_LIGNES_GRAPHIQUE - 1) * _HAUTEUR_LIGNE * 4 // 3})
    chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    return chart
