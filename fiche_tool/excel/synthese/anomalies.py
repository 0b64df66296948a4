"""Sheet Anomalies: everything that was wrong or worth a remark, what blocks first, with links to the cells."""

from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.fiche.fiche import BUDGET, BUDGET_LABEL, COLONNES_BUDGET, LABELS
from fiche_tool.domaine.fiche.show import show_valeur
from fiche_tool.domaine.grand_livre.points import Point
from fiche_tool.domaine.mots.textes import shorten
from fiche_tool.domaine.synthese.lignes import name_action
from fiche_tool.domaine.synthese.ouverts import open_before, say_age, say_open_before
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.synthese.liens import link_to_file, put_action, put_link, show_place
from fiche_tool.excel.synthese.page import A3, Atelier, put

NOM = "Anomalies"
_TOP = 5
_COLONNES = (
    ("Gravité", 11),
    ("Code", 8),
    ("Fichier", 56),
    ("Cellule", 12),
    ("Action", 18),
    ("Champ", 24),
    ("Trouvé", 24),
    ("Ce qui ne va pas et comment y remédier", 78),
)


def write_anomalies(atelier: Atelier) -> None:
    """One row per anomaly, errors first."""
    sheet = atelier.add_sheet(NOM, [width for _, width in _COLONNES], "Anomalies", paper=A3)
    anomalies = sorted(
        atelier.synthese.anomalies, key=lambda x: (not x.bloquante, x.fichier, x.feuille, x.cellule, x.code)
    )
    for row, (sentence, style) in enumerate(_what_to_do(atelier, anomalies), 2):
        put(sheet, row, 0, sentence, style)
    atelier.headings(sheet, _TOP, [heading for heading, _ in _COLONNES], 20, columns=2)
    for row, anomalie in enumerate(anomalies, _TOP + 1):
        _write(atelier, sheet, row, anomalie)
    still_open = open_before(atelier.synthese.registre)
    for row, point in enumerate(still_open, _TOP + 1 + len(anomalies)):
        _write_point(atelier, sheet, row, point)
    if not anomalies and not still_open:
        put(sheet, _TOP + 1, 0, "Aucune anomalie.", atelier.format(italic=True))
    sheet.autofilter(_TOP, 0, _TOP + max(len(anomalies) + len(still_open), 1), len(_COLONNES) - 1)
    if anomalies and anomalies[0].bloquante:
        sheet.set_tab_color(look.ALERTE)


def _what_to_do(atelier: Atelier, anomalies: Sequence[Anomalie]) -> list[tuple[str, Format]]:
    """What the secretariat has to do, in one line for the errors and one for the remarks."""
    errors = sum(anomalie.bloquante for anomalie in anomalies)
    remarks = len(anomalies) - errors
    lines = []
    if errors:
        words = (
            f"{errors} erreur(s), d'abord : la valeur, la ligne ou le fichier n'est pas repris. Renvoyez les copies du "
            "dossier a_corriger/ à leurs auteurs ; corrigez vous-même ce qui concerne programme.xlsx."
        )
        lines.append((words, atelier.format(bold=True, font_color=look.ALERTE)))
    if remarks:
        words = f"{remarks} remarque(s), ensuite : tout est repris ; vérifiez avec le service et, au besoin, corrigez."
        lines.append((words, atelier.format(bold=True)))
    still_open = say_open_before(atelier.synthese.registre)
    if still_open:
        lines.append((f"{still_open.partition(' (feuille')[0]}, en bas de cette feuille.", atelier.format(bold=True)))
    return lines


def count_errors_formula(count: int) -> str:
    """The live count of the errors of the sheet, which lists that many anomalies."""
    return f"=COUNTIFS('{NOM}'!$A${_TOP + 2}:$A${_TOP + 1 + max(count, 1)},\"Erreur\")"


def champ_label(nom: str) -> str:
    """The words of the sheet for a field: « budget.rd » → « Informations financières, R/D »."""
    if nom.startswith(f"{BUDGET}."):
        colonne = next((c.label for c in COLONNES_BUDGET if nom.endswith(f".{c.nom}")), "")
        return f"{BUDGET_LABEL}, {colonne}"
    return LABELS.get(nom, nom)


def _write_point(atelier: Atelier, sheet: Worksheet, row: int, point: Point) -> None:
    """A point that an earlier séance left open: what is kept meanwhile, since when, and the first answer given."""
    text = atelier.cell(text_wrap=True, font_size=9)
    first = point.reponses[0] if point.reponses else None
    action = atelier.synthese.programme.find_action(point.action)
    kept = show_valeur(point.champ, point.gardee) or "(vide)"
    sentence = f"{point.phrase} – {say_age(atelier.synthese.registre, point)} ; valeur gardée : {shorten(kept, 120)}"
    put(sheet, row, 0, "Ouvert", atelier.cell(bold=True, font_size=9, bg_color=look.ORANGE_PALE))
    put(sheet, row, 1, point.code, text)
    if first:
        link = atelier.cell(font_size=9, font_color=look.BLEU, underline=1, text_wrap=True)
        url = link_to_file(first.fichier, first.feuille, first.cellule)
        put_link(sheet, row, 2, url, show_place(first.fichier), link)
    put(sheet, row, 3, first.cellule if first else "", text)
    place = name_action(atelier.synthese.noms, action) if action else point.action
    put_action(atelier, sheet, row, 4, point.action, place, atelier.cell(font_size=9, font_color=look.BLEU))
    answers = " ; ".join(dict.fromkeys(shorten(reponse.texte, 80) or "(vide)" for reponse in point.reponses))
    for column, value in enumerate((champ_label(point.champ), answers, sentence), 5):
        put(sheet, row, column, value, text)
    place = show_place(first.fichier) if first else ""
    sheet.set_row(row, row_height((sentence, 78), (place, 56), (answers, 24), (champ_label(point.champ), 24)))


def _write(atelier: Atelier, sheet: Worksheet, row: int, anomalie: Anomalie) -> None:
    text = atelier.cell(text_wrap=True, font_size=9)
    gravity = (
        atelier.cell(bold=True, font_size=9, bg_color=look.ALERTE_PALE, font_color=look.ALERTE)
        if anomalie.bloquante
        else atelier.cell(font_size=9)
    )
    action = atelier.synthese.programme.find_action(anomalie.action) if anomalie.action else None
    label = champ_label(anomalie.champ)
    put(sheet, row, 0, "Erreur" if anomalie.bloquante else "Remarque", gravity)
    put(sheet, row, 1, anomalie.code, text)
    link = atelier.cell(font_size=9, font_color=look.BLEU, underline=1, text_wrap=True)
    url = link_to_file(anomalie.fichier, anomalie.feuille, anomalie.cellule)
    put_link(sheet, row, 2, url, show_place(anomalie.fichier), link if anomalie.fichier else text)
    put(sheet, row, 3, anomalie.cellule, text)
    place = name_action(atelier.synthese.noms, action) if action else anomalie.action
    put_action(atelier, sheet, row, 4, anomalie.action, place, atelier.cell(font_size=9, font_color=look.BLEU))
    put(sheet, row, 5, label, text)
    put(sheet, row, 6, anomalie.trouve, text)
    put(sheet, row, 7, anomalie.texte[:1].upper() + anomalie.texte[1:], text)
    widths = ((anomalie.texte, 78), (show_place(anomalie.fichier), 56), (anomalie.trouve, 24), (label, 24))
    sheet.set_row(row, row_height(*widths))
