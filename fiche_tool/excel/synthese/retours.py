"""Sheet Retours: service by service, who answered for which action, with which file, and who is missing."""

from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.fusion import group_by
from fiche_tool.domaine.programme import Action
from fiche_tool.domaine.registre import Retour, StatutRetour
from fiche_tool.domaine.show import show_valeur
from fiche_tool.excel import look
from fiche_tool.excel.synthese.page import Atelier, put, put_link, row_height, show_path

NOM = "Retours"
_COLONNES = (
    ("Service", 24),
    ("N°", 14),
    ("Action", 46),
    ("Statut du retour", 22),
    ("Complétée par", 20),
    ("le", 12),
    ("Erreurs", 8),
    ("Remarques", 10),
    ("Fichier", 58),
    ("Logiciel", 20),
)
_COULEURS = {
    StatutRetour.SANS_REPONSE: look.ORANGE_PALE,
    StatutRetour.NON_RECONNUE: look.ALERTE_PALE,
    StatutRetour.EN_PARTIE: look.ALERTE_PALE,
    StatutRetour.EN_CONFLIT: look.ALERTE_PALE,
}


def write_retours(atelier: Atelier) -> None:
    """A row per file of the séance and per live action without answer, by service; then the files of no action."""
    sheet = atelier.add_sheet(NOM, [width for _, width in _COLONNES], "Retours des fiches")
    bilan = atelier.synthese.registre.bilan
    summary = (
        f"{bilan.actions} actions : {bilan.recues} avec réponse, {bilan.sans_reponse} sans réponse. "
        f"{bilan.trouves} fichiers : {bilan.repris} repris, {bilan.repris_en_partie} repris en partie, "
        f"{bilan.ecartes} écartés, {bilan.ignores} ignorés."
    )
    sheet.write_string(2, 0, summary, atelier.format(bold=True))
    atelier.headings(sheet, 4, [heading for heading, _ in _COLONNES])
    row = 5
    for service, action, retour in _rows(atelier):
        _write(atelier, sheet, row, service, action, retour)
        row += 1
    sheet.autofilter(4, 0, max(row - 1, 5), len(_COLONNES) - 1)


def _rows(atelier: Atelier) -> list[tuple[str, Action | None, Retour | None]]:
    synthese = atelier.synthese
    registre = synthese.registre
    current = [retour for retour in registre.retours if retour.seance >= registre.seance]
    rows: list[tuple[str, Action | None, Retour | None]] = []
    by_action = group_by(current, lambda retour: retour.action.identifiant if retour.action else "")
    for action in synthese.programme.actives:
        etat = registre.etats[action.identifiant].fiche()
        service = str(etat.get("service") or action.service or "(sans service)")
        rows += [(service, action, retour) for retour in by_action.get(action.identifiant, ())]
        if action.identifiant not in registre.recues:
            rows.append((service, action, None))
    rows.sort(key=lambda item: item[0])
    return rows + [
        ("", retour.action, retour) for retour in current if retour.action is None or not retour.action.active
    ]


def _write(
    atelier: Atelier, sheet: Worksheet, row: int, service: str, action: Action | None, retour: Retour | None
) -> None:
    statut = retour.statut if retour else StatutRetour.SANS_REPONSE
    colour = {"bg_color": _COULEURS[statut]} if statut in _COULEURS else {}
    text, center = atelier.cell(text_wrap=True, font_size=9), atelier.cell(align="center", font_size=9)
    put(sheet, row, 0, service, atelier.cell(text_wrap=True, font_size=9, bold=True))
    put(sheet, row, 1, f"{action.volet} {action.numero}" if action else None, text)
    put(sheet, row, 2, action.libelle if action else (retour.raison if retour else None), text)
    put(sheet, row, 3, statut.value, atelier.cell(bold=True, font_size=9, **colour))
    for column in range(4, len(_COLONNES)):
        sheet.write_blank(row, column, None, text)
    texts: list[tuple[object, float]] = [(action.libelle if action else retour.raison if retour else "", 46)]
    if retour is not None:
        lecture = retour.lecture
        put(sheet, row, 4, lecture.valeur("complete_par"), text)
        put(sheet, row, 5, show_valeur("complete_le", lecture.valeur("complete_le")), center)
        errors = sum(anomalie.bloquante for anomalie in retour.anomalies)
        put(sheet, row, 6, errors or None, center)
        put(sheet, row, 7, (len(retour.anomalies) - errors) or None, center)
        chemin = lecture.fichier.chemin
        link = atelier.cell(font_size=9, font_color=look.BLEU, underline=1, text_wrap=True)
        put_link(sheet, row, 8, link, chemin)
        put(sheet, row, 9, lecture.fichier.application, text)
        texts.append((show_path(chemin), 58))
    sheet.set_row(row, row_height(*texts, (service, 24)))
