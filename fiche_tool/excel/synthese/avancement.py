"""Sheet Avancement: one table from the whole PST down to each action, with taux, progress since last time, statuses."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.synthese.lignes import ETATS, LigneAction, LigneNoeud, name_action
from fiche_tool.domaine.synthese.sommes import METHODE, NIVEAUX, count_at, count_etats, mean_taux, overall_taux
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.synthese.liens import put_action, put_file
from fiche_tool.excel.synthese.page import (
    A3,
    FORMAT_COMPTE,
    FORMAT_DELTA,
    STATUT_LITERALS,
    Atelier,
    count_formula,
    literal,
    mean_formula,
    put,
)

if TYPE_CHECKING:
    import pandas as pd

NOM = "Avancement"
_FIXED = (("Niveau", 24), ("Intitulé", 54), ("Actions", 9), ("Taux (%)", 9), ("Précédent (%)", 11), ("Δ", 7))
_ENDS = (("Début", 14), ("Échéance", 14), ("Retard", 11), ("Réponse", 24))
_STATUTS = len(_FIXED)
_AFTER = _STATUTS + len(ETATS)
_WIDTH = _AFTER + len(_ENDS)
_TOP = 4
_SHAPES: Mapping[str, Mapping[str, Any]] = {
    "pst": {"bold": True, "bg_color": look.GRIS_PALE},
    "volet": {"bold": True, "bg_color": look.BLEU, "font_color": look.BLANC},
    "axe": {"bold": True, "bg_color": look.BLEU_MOYEN, "font_color": look.BLANC},
    "os": {"bold": True, "bg_color": look.BLEU_PALE},
    "oo": {"bg_color": look.BLEU_BRUME},
}


def write_avancement(atelier: Atelier) -> None:
    """The whole PST first, then every node and every action, a transversal one once."""
    synthese = atelier.synthese
    actions = synthese.tables.actions
    columns = (*_FIXED, *((etat, 10) for etat in ETATS), *_ENDS)
    sheet = atelier.add_sheet(NOM, [width for _, width in columns], "Avancement par objectif et par action", paper=A3)
    earlier = synthese.registre.precedente
    since = f"Précédent : état après la séance du {show_date(earlier)}." if earlier else "Première séance."
    put(sheet, 2, 0, f"{METHODE} {since}", atelier.note())
    atelier.headings(sheet, _TOP, [heading for heading, _ in columns], columns=2)
    before = {level: mean_taux(actions, level, "avant") for level in NIVEAUX}
    now = {level: mean_taux(actions, level) for level in NIVEAUX}
    counts = {level: count_etats(actions, level) for level in NIVEAUX}
    _whole(atelier, sheet, _TOP + 1)
    row = _TOP + 2
    for ligne in synthese.lignes:
        if isinstance(ligne, LigneNoeud):
            if ligne.cle:
                level = ligne.niveau.lower()
                means = (now[level].get(ligne.cle), before[level].get(ligne.cle))
                _node(atelier, sheet, row, ligne, counts[level], means)
                row += 1
        elif not ligne.lien:
            _action(atelier, sheet, row, ligne)
            row += 1
    sheet.autofilter(_TOP, 0, row - 1, _WIDTH - 1)
    sheet.outline_settings(symbols_below=False)


def _whole(atelier: Atelier, sheet: Worksheet, row: int) -> None:
    """The row of the whole PST."""
    actions = atelier.synthese.tables.actions
    counts = [int((actions["statut"] == etat).sum()) for etat in ETATS]
    means = (overall_taux(actions), overall_taux(actions, "avant"))
    _totals(atelier, sheet, row, "pst", {}, counts, means)
    put(sheet, row, 0, "PST", atelier.cell(**_SHAPES["pst"]))
    put(sheet, row, 1, "Ensemble du programme", atelier.cell(**_SHAPES["pst"]))


def _node(
    atelier: Atelier,
    sheet: Worksheet,
    row: int,
    noeud: LigneNoeud,
    table: "pd.DataFrame",
    means: tuple[Decimal | None, Decimal | None],
) -> None:
    level = noeud.niveau.lower()
    counts = [count_at(table, noeud.cle, etat) for etat in ETATS]
    _totals(atelier, sheet, row, level, {level: literal(noeud.cle)}, counts, means)
    text = atelier.cell(**_SHAPES[level], text_wrap=True)
    put(sheet, row, 0, noeud.cle, text)
    put(sheet, row, 1, noeud.intitule, text)
    depth = {"volet": 0, "axe": 0, "os": 0, "oo": 1}[level]
    height = max(row_height((noeud.intitule, 52), size=10), row_height((noeud.cle, 22), size=10)) + 2
    sheet.set_row(row, height, None, {"level": depth})


def _totals(
    atelier: Atelier,
    sheet: Worksheet,
    row: int,
    level: str,
    where: Mapping[str, str],
    counts: list[int],
    means: tuple[Decimal | None, Decimal | None],
) -> None:
    """What a node adds up to, as formulas on the flat table of actions."""
    shape = _SHAPES[level]
    number = atelier.cell(**shape, align="center", num_format="0")
    dots = atelier.cell(**shape, align="center", num_format=FORMAT_COMPTE)
    for column in range(_WIDTH):
        sheet.write_blank(row, column, None, number)
    whole = count_formula(**where) if where else "=COUNTA(act_identifiant)"
    atelier.total(sheet, row, 2, whole, sum(counts), number)
    for column, taux, mean in zip((3, 4), ("taux", "avant"), means, strict=True):
        atelier.total(sheet, row, column, mean_formula(taux, **where), "—" if mean is None else mean, number)
    delta = "" if None in means else means[0] - means[1]  # type: ignore[operator]  # neither is None here
    gap = atelier.cell(**shape, align="center", num_format='+0;-0;"="')
    atelier.total(sheet, row, 5, f'=IFERROR(D{row + 1}-E{row + 1},"")', delta, gap)
    for column, (etat, count) in enumerate(zip(ETATS, counts, strict=True), _STATUTS):
        formula = count_formula(**where, statut=STATUT_LITERALS[etat])
        atelier.total(sheet, row, column, formula, count, dots)


def _action(atelier: Atelier, sheet: Worksheet, row: int, ligne: LigneAction) -> None:
    action, small = ligne.action, {"font_size": 9}
    wrap, center = atelier.cell(text_wrap=True, **small), atelier.cell(align="center", **small)
    label = name_action(atelier.synthese.noms, action)
    linked = atelier.cell(text_wrap=True, font_color=look.BLEU, **small)
    put_action(atelier, sheet, row, 0, action.identifiant, label, linked)
    put(sheet, row, 1, action.libelle, wrap)
    put(sheet, row, 2, None, center)
    put(sheet, row, 3, ligne.taux, center)
    put(sheet, row, 4, ligne.avant, center)
    put(sheet, row, 5, ligne.delta, atelier.cell(align="center", num_format=FORMAT_DELTA, **small))
    for column, etat in enumerate(ETATS, _STATUTS):
        here = etat == ligne.etat
        put(sheet, row, column, "●" if here else None, atelier.statut(etat, **small) if here else center)
    _ends(atelier, sheet, row, ligne)
    sheet.set_row(row, row_height((action.libelle, 54), (label, 24)), None, {"level": 2})


def _ends(atelier: Atelier, sheet: Worksheet, row: int, ligne: LigneAction) -> None:
    small = {"font_size": 9, "align": "center"}
    day = atelier.cell(num_format=look.FORMAT_DATE, text_wrap=True, **small)
    alert = atelier.cell(bold=True, font_color=look.ALERTE, **small)
    put(sheet, row, _AFTER, ligne.debut, day)
    put(sheet, row, _AFTER + 1, ligne.fin, day)
    late = "en retard" if ligne.en_retard else "à démarrer" if ligne.depart_en_retard else None
    put(sheet, row, _AFTER + 2, late, alert)
    put_file(sheet, row, _AFTER + 3, ligne.source if ligne.recue else None, atelier.cell(**small), ligne.retour.value)
