"""Sheet Calendrier: every action over the quarters of the legislature, with the quarter of the séance."""

from collections.abc import Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.synthese.calendrier import CaseTrimestre, Trimestre, quarters, trace
from fiche_tool.domaine.synthese.lignes import LigneAction, LigneNoeud
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.synthese.liens import put_action
from fiche_tool.excel.synthese.page import A3, Atelier, put

NOM = "Calendrier"
_FIXED = (("N°", 12), ("Objectif / action", 52), ("Statut", 13), ("Début", 15), ("Échéance", 15), ("Retard", 10))
_LEFT = len(_FIXED)
_TOP = 4
_NEUTRE = "#AEB8C2"
_SIGNES = {
    CaseTrimestre.PLEINE: "■",
    CaseTrimestre.FLOUE: "≈",
    CaseTrimestre.JALON: "◆",
    CaseTrimestre.OUVERTE: "…",
    CaseTrimestre.AVANT: "◄",
    CaseTrimestre.APRES: "►",
}
"""What a quarter reads where colours do not print; the square hides in its colour, for readers that see none."""
_LEGENDE = (
    ("■", "l'action court (couleur du statut)"),
    ("≈", "date donnée comme une période (« 2021 », « fin 2022 ») : peut-être en cours"),
    ("◆", "échéance, sans début connu"),
    ("…", "commencée, sans échéance connue"),
    ("◄ ►", "commence avant, ou se poursuit après la législature"),
)


def write_calendrier(atelier: Atelier) -> None:
    """A row per OS, then per action; a column per quarter."""
    trimestres = quarters(atelier.synthese.programme.parametres)
    widths = [*(width for _, width in _FIXED), *(3.0 for _ in trimestres)]
    sheet = atelier.add_sheet(NOM, widths, "Calendrier de la législature", paper=A3)
    put(sheet, 2, 0, _today(atelier, trimestres), atelier.note())
    _heads(atelier, sheet, trimestres)
    row = _TOP + 1
    for ligne in atelier.synthese.lignes:
        if isinstance(ligne, LigneNoeud) and ligne.niveau != "OO":
            _node(atelier, sheet, row, ligne, trimestres)
        elif isinstance(ligne, LigneAction) and not ligne.lien:
            _action(atelier, sheet, row, ligne, trimestres)
        else:
            continue
        row += 1
    sheet.autofilter(_TOP, 0, max(row - 1, _TOP + 1), _LEFT - 1)
    _legend(atelier, sheet, row + 1)
    sheet.print_area(0, 0, row + len(_LEGENDE) + 1, _LEFT + len(trimestres) - 1)
    sheet.outline_settings(symbols_below=False)


def _today(atelier: Atelier, trimestres: Sequence[Trimestre]) -> str:
    seance = atelier.synthese.seance
    jour = show_date(seance)
    if any(trimestre.holds(seance) for trimestre in trimestres):
        return f"Le cadre rouge est le trimestre de la séance du {jour}."
    legislature = atelier.synthese.programme.parametres.legislature
    return f"La séance du {jour} tombe hors de la législature {legislature} : aucun trimestre n'est encadré."


def _heads(atelier: Atelier, sheet: Worksheet, trimestres: Sequence[Trimestre]) -> None:
    """Two rows: years over quarters; both stay on screen and on each page."""
    for column, (heading, _) in enumerate(_FIXED):
        sheet.merge_range(_TOP - 1, column, _TOP, column, heading, atelier.head())
    for index, trimestre in enumerate(trimestres):
        column = _LEFT + index
        if trimestre.rang == 1:
            sheet.merge_range(_TOP - 1, column, _TOP - 1, column + 3, str(trimestre.annee), atelier.head())
        now = trimestre.holds(atelier.synthese.seance)
        colour = {"bg_color": look.ALERTE} if now else {"bg_color": look.BLEU_MOYEN}
        sheet.write_string(_TOP, column, f"T{trimestre.rang}", atelier.head(font_size=8, **colour))
    sheet.set_row(_TOP - 1, 18)
    sheet.set_row(_TOP, 18)
    sheet.freeze_panes(_TOP + 1, 2)
    sheet.repeat_rows(_TOP - 1, _TOP)


def _edges(atelier: Atelier, trimestre: Trimestre) -> dict[str, Any]:
    """The borders of a quarter: thin between quarters, thicker between years, red around that of the séance."""
    edges: dict[str, Any] = {"top": 1, "bottom": 1, "left": 4, "right": 4, "border_color": look.TRAIT}
    if trimestre.rang == 1:
        edges |= {"left": 1, "left_color": look.GRIS}
    if trimestre.holds(atelier.synthese.seance):
        edges |= {"left": 5, "right": 5, "left_color": look.ALERTE, "right_color": look.ALERTE}
    return edges


def _node(atelier: Atelier, sheet: Worksheet, row: int, noeud: LigneNoeud, trimestres: Sequence[Trimestre]) -> None:
    shape = {
        "volet": {"bg_color": look.BLEU, "font_color": look.BLANC, "bold": True},
        "axe": {"bg_color": look.BLEU_MOYEN, "font_color": look.BLANC, "bold": True},
        "OS": {"bg_color": look.BLEU_PALE, "bold": True},
    }[noeud.niveau]
    style = atelier.format(**shape)
    for column in range(_LEFT + len(trimestres)):
        sheet.write_blank(row, column, None, style)
    put(sheet, row, 0, noeud.numero, style)
    put(sheet, row, 1, noeud.intitule, style)
    sheet.set_row(row, 18)


def _action(atelier: Atelier, sheet: Worksheet, row: int, ligne: LigneAction, trimestres: Sequence[Trimestre]) -> None:
    small = {"font_size": 9}
    text = atelier.cell(text_wrap=True, **small)
    action = ligne.action
    linked = atelier.cell(font_color=look.BLEU, **small)
    put_action(atelier, sheet, row, 0, action.identifiant, action.numero, linked)
    put(sheet, row, 1, action.libelle, text)
    put(sheet, row, 2, ligne.etat if ligne.statut else ligne.etat.lower(), atelier.statut(ligne.etat, **small))
    day = atelier.cell(align="center", num_format=look.FORMAT_DATE, text_wrap=True, **small)
    partial = atelier.cell(align="center", italic=True, text_wrap=True, **small)
    for column, periode in ((3, ligne.debut), (4, ligne.fin)):
        put(sheet, row, column, periode, day if periode is None or periode.jour else partial)
    late = "en retard" if ligne.en_retard else "à démarrer" if ligne.depart_en_retard else None
    put(sheet, row, 5, late, atelier.cell(align="center", bold=True, font_color=look.ALERTE, **small))
    cases = trace(ligne, trimestres)
    for column, (trimestre, case) in enumerate(zip(trimestres, cases, strict=True), _LEFT):
        style = atelier.format(align="center", **small, **_edges(atelier, trimestre), **_fill(ligne, case))
        put(sheet, row, column, _SIGNES[case] if case else None, style)
    sheet.set_row(row, max(15.0, row_height((action.libelle, 52))), None, {"level": 1})


def _fill(ligne: LigneAction, case: CaseTrimestre | None) -> dict[str, Any]:
    """Full colour where the action runs for sure, the colour in the sign alone elsewhere."""
    if case is None:
        return {}
    colour = look.STATUT_COULEURS.get(ligne.etat, _NEUTRE)
    if case is CaseTrimestre.PLEINE:
        return {"bg_color": colour, "font_color": colour}
    if case in (CaseTrimestre.AVANT, CaseTrimestre.APRES):
        return {"bg_color": colour, "font_color": look.BLANC, "bold": True}
    if case is CaseTrimestre.FLOUE:
        return {"pattern": 16, "fg_color": colour, "bg_color": look.BLANC, "font_color": look.ENCRE}
    return {"font_color": look.ENCRE, "bold": True, "bg_color": look.GRIS_PALE}


def _legend(atelier: Atelier, sheet: Worksheet, row: int) -> None:
    put(sheet, row, 0, "Légende", atelier.format(bold=True, font_color=look.BLEU))
    styles = (
        atelier.cell(align="center", bg_color=look.BLEU_MOYEN, font_color=look.BLEU_MOYEN),
        atelier.cell(align="center", pattern=16, fg_color=look.BLEU_MOYEN, bg_color=look.BLANC),
        *(atelier.cell(align="center", bold=True, bg_color=look.GRIS_PALE) for _ in range(2)),
        atelier.cell(align="center", bold=True, bg_color=look.BLEU_MOYEN, font_color=look.BLANC),
    )
    for at, ((sign, words), style) in enumerate(zip(_LEGENDE, styles, strict=True), row + 1):
        put(sheet, at, 0, sign, style)
        put(sheet, at, 1, words, atelier.format(font_size=9))
