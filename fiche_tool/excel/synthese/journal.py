"""Sheet Journal: every file with its fingerprint and its fate, the balance of the counts, every normalisation."""

from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.registre import Bilan, Retour
from fiche_tool.excel import look
from fiche_tool.excel.identite import PORTEURS
from fiche_tool.excel.synthese.anomalies import champ_label
from fiche_tool.excel.synthese.liens import link_to_file, put_link, show_path
from fiche_tool.excel.synthese.page import Atelier, put, row_height

NOM = "Journal"
_WIDTHS = (48, 12, 24, 12, 24, 40, 66)
_FICHIERS = ("Fichier", "Séance", "Sort", "Taille (octets)", "Logiciel", "Reconnue grâce à", "Empreinte SHA-256")
_TOP = 5


def balance(bilan: Bilan) -> tuple[str, str]:
    """The two counts that must balance, as sentences."""
    files = bilan.repris + bilan.repris_en_partie + bilan.ecartes + bilan.ignores
    return (
        f"Fichiers : {bilan.trouves} trouvés = {bilan.repris} repris + {bilan.repris_en_partie} repris en partie + "
        f"{bilan.ecartes} écartés + {bilan.ignores} ignorés"
        + ("" if files == bilan.trouves else f" (total {files} !)"),
        f"Actions : {bilan.actions} = {bilan.recues} avec réponse + {bilan.sans_reponse} sans réponse",
    )


def write_journal(atelier: Atelier) -> None:
    """The balance, the files, then the normalisations."""
    registre = atelier.synthese.registre
    sheet = atelier.add_sheet(NOM, _WIDTHS, "Journal")
    for row, sentence in enumerate(balance(registre.bilan), 2):
        put(sheet, row, 0, sentence, atelier.format(bold=True))
    atelier.headings(sheet, _TOP, _FICHIERS, repeat=False, columns=1)
    for row, retour in enumerate(registre.retours, _TOP + 1):
        _file(atelier, sheet, row, retour)
    if not registre.retours:
        put(sheet, _TOP + 1, 0, "Aucun fichier n'est encore revenu.", atelier.note())
    last = _TOP + max(len(registre.retours), 1)
    sheet.autofilter(_TOP, 0, last, len(_FICHIERS) - 1)
    _normalisations(atelier, sheet, last + 2)


def _file(atelier: Atelier, sheet: Worksheet, row: int, retour: Retour) -> None:
    text = atelier.cell(text_wrap=True, font_size=9)
    number = atelier.cell(font_size=9, num_format="#,##0")
    fichier = retour.lecture.fichier
    found = retour.lecture.identite.reconnue_par if retour.lecture.identite else ()
    carriers = "ses quatre indices" if len(found) == len(PORTEURS) else ", ".join(found)
    link = atelier.cell(font_size=9, font_color=look.BLEU, underline=1, text_wrap=True)
    put_link(sheet, row, 0, link_to_file(fichier.chemin), show_path(fichier.chemin), link)
    day = atelier.cell(font_size=9, num_format=look.FORMAT_DATE, align="center")
    put(sheet, row, 1, retour.seance, day)
    put(sheet, row, 2, retour.statut.value, text)
    put(sheet, row, 3, fichier.taille, number)
    for column, value in enumerate((fichier.application, carriers, fichier.sha256), 4):
        put(sheet, row, column, value, text)
    sheet.set_row(row, row_height((show_path(fichier.chemin), 48), (carriers, 40), (fichier.application, 24)))


def _normalisations(atelier: Atelier, sheet: Worksheet, row: int) -> None:
    """Every value that was read otherwise than it was typed, with its cell."""
    retours = atelier.synthese.registre.retours
    text = atelier.cell(text_wrap=True, font_size=9)
    link = atelier.cell(font_size=9, font_color=look.BLEU, underline=1, text_wrap=True)
    atelier.section(sheet, row, "Ce qui a été lu autrement que tapé", len(_WIDTHS))
    for column, heading in enumerate(("Fichier", "Cellule", "Champ")):
        sheet.write_string(row + 1, column, heading, atelier.head())
    sheet.merge_range(row + 1, 3, row + 1, 6, "Lecture", atelier.head())
    at = row + 2
    for chemin, note in ((retour.lecture.fichier.chemin, note) for retour in retours for note in retour.lecture.notes):
        url = link_to_file(chemin, note.feuille, note.cellule)
        put_link(sheet, at, 0, url, show_path(chemin), link)
        put(sheet, at, 1, note.cellule, text)
        put(sheet, at, 2, champ_label(note.champ), text)
        sheet.merge_range(at, 3, at, 6, note.texte, text)
        sheet.set_row(at, row_height((show_path(chemin), 48), (champ_label(note.champ), 24), (note.texte, 140)))
        at += 1
    if at == row + 2:
        put(sheet, at, 0, "Rien : tout a été repris tel quel.", atelier.note())
