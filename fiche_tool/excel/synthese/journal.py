"""Sheets Journal: every file with its fingerprint and its fate, the balance of the counts; every normalisation."""

from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.fusion.bilan import balance
from fiche_tool.domaine.fusion.registre import Retour
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.modele.identite import PORTEURS
from fiche_tool.excel.synthese.anomalies import champ_label
from fiche_tool.excel.synthese.liens import link_to_file, put_link, show_place
from fiche_tool.excel.synthese.page import A3, Atelier, put

NOM, LECTURES = "Journal", "Journal lectures"
_WIDTHS = (56, 12, 24, 12, 24, 40, 66)
_FICHIERS = ("Fichier", "Séance", "Sort", "Taille (octets)", "Logiciel", "Reconnue grâce à", "Empreinte SHA-256")
_LECTURES = (("Fichier", 56), ("Cellule", 12), ("Champ", 36), ("Lecture", 120))
_TOP = 5


def write_journal(atelier: Atelier) -> None:
    """The balance and the files."""
    registre = atelier.synthese.registre
    sheet = atelier.add_sheet(NOM, _WIDTHS, "Journal des fichiers", paper=A3)
    for row, sentence in enumerate(balance(registre.bilan), 2):
        put(sheet, row, 0, sentence, atelier.format(bold=True))
    atelier.headings(sheet, _TOP, _FICHIERS, columns=1)
    for row, retour in enumerate(registre.retours, _TOP + 1):
        _file(atelier, sheet, row, retour)
    if not registre.retours:
        put(sheet, _TOP + 1, 0, "Aucun fichier n'est encore revenu.", atelier.note())
    last = _TOP + max(len(registre.retours), 1)
    sheet.autofilter(_TOP, 0, last, len(_FICHIERS) - 1)


def _file(atelier: Atelier, sheet: Worksheet, row: int, retour: Retour) -> None:
    text = atelier.cell(text_wrap=True, font_size=9)
    number = atelier.cell(font_size=9, num_format="#,##0", align="center")
    fichier = retour.lecture.fichier
    found = retour.lecture.identite.reconnue_par if retour.lecture.identite else ()
    carriers = "ses quatre indices" if len(found) == len(PORTEURS) else ", ".join(found)
    link = atelier.cell(font_size=9, font_color=look.BLEU, underline=1, text_wrap=True)
    put_link(sheet, row, 0, link_to_file(fichier.chemin), show_place(fichier.chemin), link)
    day = atelier.cell(font_size=9, num_format=look.FORMAT_DATE, align="center")
    put(sheet, row, 1, retour.seance, day)
    put(sheet, row, 2, retour.statut.value, text)
    put(sheet, row, 3, fichier.taille, number)
    for column, value in enumerate((fichier.application, carriers, fichier.sha256), 4):
        put(sheet, row, column, value, text)
    sheet.set_row(row, row_height((show_place(fichier.chemin), 56), (carriers, 40), (fichier.application, 24)))


def write_lectures(atelier: Atelier) -> None:
    """Every value that was read otherwise than it was typed, with its cell."""
    sheet = atelier.add_sheet(
        LECTURES, [width for _, width in _LECTURES], "Ce qui a été lu autrement que tapé", paper=A3
    )
    put(sheet, 2, 0, "La valeur reprise est celle de droite ; le fichier reçu n'est pas modifié.", atelier.note())
    atelier.headings(sheet, _TOP, [heading for heading, _ in _LECTURES], columns=1)
    retours = atelier.synthese.registre.retours
    notes = [(retour.lecture.fichier.chemin, note) for retour in retours for note in retour.lecture.notes]
    text = atelier.cell(text_wrap=True, font_size=9)
    link = atelier.cell(font_size=9, font_color=look.BLEU, underline=1, text_wrap=True)
    for row, (chemin, note) in enumerate(notes, _TOP + 1):
        cells = (show_place(chemin), note.cellule, champ_label(note.champ), note.texte)
        for column, value in enumerate(cells):
            put(sheet, row, column, value, text)
        put_link(sheet, row, 0, link_to_file(chemin, note.feuille, note.cellule), cells[0], link)
        widths = [width for _, width in _LECTURES]
        sheet.set_row(row, row_height(*zip(cells, widths, strict=True)))
    if not notes:
        put(sheet, _TOP + 1, 0, "Rien : tout a été repris tel quel.", atelier.note())
    sheet.autofilter(_TOP, 0, _TOP + max(len(notes), 1), len(_LECTURES) - 1)
