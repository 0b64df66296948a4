"""The hidden sheets of the model: the lists of its drop-downs, and the values as sent."""

from fiche_tool.domaine.fiche.fiche import LISTES, LISTES_CONTROLE
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Ouvrage
from fiche_tool.excel.lecture.classeur import column_letters
from fiche_tool.excel.modele.identite import FEUILLE_META, META_KEYS
from fiche_tool.excel.modele.modele import FEUILLE_LISTES


def draw_listes(workbook: Ouvrage, formats: look.Formats) -> None:
    """Sheet `_listes`: one column a list, each with its workbook name."""
    sheet = workbook.add_worksheet(FEUILLE_LISTES)
    sheet.hide()
    text, head = formats.get(num_format=look.FORMAT_TEXTE), formats.get(bold=True)
    for column, (nom, values) in enumerate({**LISTES, **LISTES_CONTROLE}.items()):
        sheet.write_string(0, column, nom, head)
        if not values:
            sheet.write_blank(1, column, None, text)
        for row, value in enumerate(values, 1):
            sheet.write_string(row, column, str(value), text)
        letter, last = column_letters(column + 1), max(len(values), 1) + 1
        workbook.define_name(f"liste_{nom}", f"={FEUILLE_LISTES}!${letter}$2:${letter}${last}")


def draw_meta(workbook: Ouvrage, formats: look.Formats) -> None:
    """Sheet `_meta`: a key and a value a row, the values filled in with each fiche."""
    sheet = workbook.add_worksheet(FEUILLE_META)
    sheet.hide()
    sheet.set_column(0, 1, 30)
    text = formats.get(num_format=look.FORMAT_TEXTE)
    for row, key in enumerate(META_KEYS):
        sheet.write_string(row, 0, key, text)
        sheet.write_blank(row, 1, None, text)
    sheet.protect()
