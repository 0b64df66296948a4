"""Sheet Anomalies: everything that was wrong or worth a remark, what blocks first, with links to the cells."""

from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.anomalies import Anomalie
from fiche_tool.domaine.fiche import BUDGET, BUDGET_LABEL, COLONNES_BUDGET, LABELS
from fiche_tool.excel import look
from fiche_tool.excel.synthese.page import Atelier, put, put_link, row_height, show_path

NOM = "Anomalies"
_COLONNES = (
    ("Gravité", 11),
    ("Code", 8),
    ("Fichier", 42),
    ("Cellule", 11),
    ("Action", 14),
    ("Champ", 24),
    ("Trouvé", 24),
    ("Ce qui ne va pas et comment y remédier", 78),
)


def write_anomalies(atelier: Atelier) -> None:
    """One row per anomaly, errors first."""
    sheet = atelier.add_sheet(NOM, [width for _, width in _COLONNES], "Anomalies")
    anomalies = sorted(
        atelier.synthese.anomalies, key=lambda x: (not x.bloquante, x.fichier, x.feuille, x.cellule, x.code)
    )
    errors = sum(anomalie.bloquante for anomalie in anomalies)
    summary = (
        f"{errors} erreur(s) : la valeur, la ligne ou le fichier n'est pas repris tant que ce n'est pas corrigé. "
        f"{len(anomalies) - errors} remarque(s) : tout est repris ; à vérifier."
    )
    sheet.write_string(2, 0, summary, atelier.format(bold=True))
    atelier.headings(sheet, 4, [heading for heading, _ in _COLONNES], 20)
    for row, anomalie in enumerate(anomalies, 5):
        _write(atelier, sheet, row, anomalie)
    if not anomalies:
        sheet.write_string(5, 0, "Aucune anomalie.", atelier.format(italic=True))
    sheet.autofilter(4, 0, max(4 + len(anomalies), 5), len(_COLONNES) - 1)


def champ_label(nom: str) -> str:
    """The words of the sheet for a field: « budget.rd » → « Informations financières, R/D »."""
    if nom.startswith(f"{BUDGET}."):
        colonne = next((c.label for c in COLONNES_BUDGET if nom.endswith(f".{c.nom}")), "")
        return f"{BUDGET_LABEL}, {colonne}"
    return LABELS.get(nom, nom)


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
    if anomalie.fichier:
        put_link(sheet, row, 2, link, anomalie.fichier, (anomalie.feuille, anomalie.cellule))
    else:
        put(sheet, row, 2, None, text)
    put(sheet, row, 3, anomalie.cellule, text)
    put(sheet, row, 4, f"{action.volet} {action.numero}" if action else anomalie.action, text)
    put(sheet, row, 5, label, text)
    put(sheet, row, 6, anomalie.trouve, text)
    put(sheet, row, 7, anomalie.texte[:1].upper() + anomalie.texte[1:], text)
    widths = ((anomalie.texte, 78), (show_path(anomalie.fichier), 42), (anomalie.trouve, 24), (label, 24))
    sheet.set_row(row, row_height(*widths))
