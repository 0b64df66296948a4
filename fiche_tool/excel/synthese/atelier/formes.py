"""The shapes of the cells of the synthesis: one name for each thing a cell may be."""

from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Forme

FORMAT_DELTA = '+General;"−"General;"="'
FORMAT_COMPTE = '0;-0;"·"'

PETIT: Forme = {"font_size": 9}
TEXTE: Forme = {"font_size": 9, "text_wrap": True}
FORT: Forme = {"font_size": 9, "text_wrap": True, "bold": True}
CENTRE: Forme = {"font_size": 9, "align": "center"}
NOMBRE: Forme = {"font_size": 9, "align": "right", "indent": 1}
JOUR: Forme = {"font_size": 9, "align": "center", "num_format": look.FORMAT_DATE}
MONTANT: Forme = {"num_format": look.FORMAT_MONTANT, "align": "right", "indent": 1}
ALERTE: Forme = {"bold": True, "font_color": look.ALERTE}
VERS: Forme = {"font_size": 9, "font_color": look.BLEU}
"""What leads to another sheet."""
VERS_LONG: Forme = {"font_size": 9, "font_color": look.BLEU, "text_wrap": True}
LIEN: Forme = {"font_size": 9, "font_color": look.BLEU, "underline": 1, "text_wrap": True}
"""What leads out of the workbook."""
VERS_FICHIER: Forme = {"font_size": 10, "font_color": look.BLEU, "bold": True, "align": "center"}
"""The arrow that leads to a file, beside its name."""
ITALIQUE: Forme = {"italic": True}
NOTE: Forme = {"font_size": 10, "font_color": look.GRIS}
ENTETE: Forme = {
    "bold": True,
    "bg_color": look.BLEU,
    "font_color": look.BLANC,
    "text_wrap": True,
    "valign": "vcenter",
    "align": "center",
}
TOTAL: Forme = {"bold": True, "bg_color": look.GRIS_PALE}


def forme_statut(statut: str) -> Forme:
    """A cell in the colour of a status; the word is always in it."""
    colour = look.STATUT_COULEURS.get(statut)
    if colour is None:
        return {"align": "center", "italic": True, "font_color": look.GRIS, "text_wrap": True}
    return {"align": "center", "bold": True, "bg_color": colour, "font_color": look.ink_on(colour)}
