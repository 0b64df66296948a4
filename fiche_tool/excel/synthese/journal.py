"""Sheet Journal: every file with its fingerprint and its fate, the balance of the counts, every normalisation."""

from fiche_tool.domaine.registre import Bilan
from fiche_tool.domaine.saisie import show_date
from fiche_tool.excel import look
from fiche_tool.excel.identite import PORTEURS
from fiche_tool.excel.synthese.anomalies import champ_label
from fiche_tool.excel.synthese.page import Atelier, put, row_height, show_path

NOM = "Journal"
_WIDTHS = (48, 12, 20, 12, 24, 40, 66)


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
        sheet.write_string(row, 0, sentence, atelier.format(bold=True))
    columns = ("Fichier", "Séance", "Sort", "Taille (octets)", "Logiciel", "Reconnue grâce à", "Empreinte SHA-256")
    atelier.headings(sheet, 5, columns, repeat=False)
    text = atelier.cell(text_wrap=True, font_size=9)
    row = 6
    for retour in registre.retours:
        lecture = retour.lecture
        found = lecture.identite.reconnue_par if lecture.identite else ()
        carriers = "ses quatre indices" if len(found) == len(PORTEURS) else ", ".join(found)
        cells = (
            show_path(lecture.fichier.chemin),
            show_date(retour.seance),
            retour.statut.value,
            lecture.fichier.taille,
            lecture.fichier.application,
            carriers,
            lecture.fichier.sha256,
        )
        for column, value in enumerate(cells):
            put(sheet, row, column, value, text)
        sheet.set_row(row, row_height((cells[0], 48), (carriers, 40), (lecture.fichier.application, 24)))
        row += 1
    row += 2
    atelier.section(sheet, row, "Ce qui a été lu autrement que tapé", 5)
    for column, heading in enumerate(("Fichier", "Cellule", "Champ", "", "Lecture")):
        sheet.write_string(row + 1, column, heading, atelier.head())
    row += 2
    notes = [(retour.lecture.fichier.chemin, note) for retour in registre.retours for note in retour.lecture.notes]
    for chemin, note in notes:
        for column, value in enumerate((show_path(chemin), note.cellule, champ_label(note.champ), None)):
            put(sheet, row, column, value, text)
        sheet.merge_range(row, 4, row, 6, note.texte, text)
        sheet.set_row(row, row_height((show_path(chemin), 48), (champ_label(note.champ), 20), (note.texte, 130)))
        row += 1
    if not notes:
        sheet.write_string(
            row, 0, "Rien : tout a été repris tel quel.", atelier.format(italic=True, font_color=look.GRIS)
        )
