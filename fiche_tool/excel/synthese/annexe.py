"""Sheet Synthèse: the annex of the evaluations, volet > axe > OS > OO > action, ready to print."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.fiche.champs import lire
from fiche_tool.domaine.fiche.fiche import (
    COMMENTAIRE,
    FIN,
    INDICATEURS,
    INDICE_SANTE,
    MANDATAIRE,
    PORTEUR,
    PRECISION_SANTE,
    SERVICE_GESTIONNAIRE,
    STATUT_ACTION,
    TAUX_AVANCEMENT,
)
from fiche_tool.domaine.mots.statuts import ABANDONNE
from fiche_tool.domaine.synthese.lignes import ETATS, INITIALE, LigneAction, LigneNoeud
from fiche_tool.domaine.synthese.sommes import (
    METHODE,
    NIVEAUX,
    count_by,
    count_where,
    mean_taux,
    overall_taux,
    sum_budget,
)
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.mesure import row_height, wrap
from fiche_tool.excel.synthese.liens import SYNTHESE, put_file
from fiche_tool.excel.synthese.page import A3, FORMAT_DELTA, Atelier, count_formula, literal, mean_formula, put

_COLONNES = (
    ("N°", 9),
    ("Objectif / action", 50),
    (STATUT_ACTION.synthese.annexe, 13),
    (TAUX_AVANCEMENT.synthese.annexe, 9),
    ("Δ depuis la séance précédente", 11),
    (FIN.synthese.annexe, 15),
    (SERVICE_GESTIONNAIRE.synthese.annexe, 21),
    (PORTEUR.synthese.annexe, 19),
    (MANDATAIRE.synthese.annexe, 24),
    (INDICATEURS.synthese.annexe, 38),
    ("Dépenses prévues (€)", 15),
    ("Recettes prévues (€)", 15),
    (INDICE_SANTE.synthese.annexe, 18),
    (COMMENTAIRE.synthese.annexe, 50),
)
_WIDTHS = tuple(width for _, width in _COLONNES)
_WIDTH = len(_COLONNES)
_TAUX, _DEPENSES, _RECETTES = 3, 10, 11
_TOP = 4
_NIVEAUX: Mapping[str, Mapping[str, Any]] = {
    "volet": {"bg_color": look.BLEU, "font_color": look.BLANC, "bold": True, "font_size": 13},
    "axe": {"bg_color": look.BLEU_MOYEN, "font_color": look.BLANC, "bold": True, "font_size": 11},
    "OS": {"bg_color": look.BLEU_PALE, "bold": True, "font_size": 11},
    "OO": {"bg_color": look.BLEU_BRUME, "bold": True, "font_size": 10},
}
_PROFONDEUR = {"volet": 0, "axe": 1, "OS": 1, "OO": 2}
_MAX_LINES = 28
"""Lines of text on one row; a longer text goes on in rows of its own, for no row may be taller than 409 points."""
_MAX_BLOCKS = 100
"""Ranges of one conditional format: a list without end of them might not open everywhere."""
_LEGENDE = (
    METHODE,
    "(L) : action transversale, répétée sous un autre objectif ; comptée une seule fois. Montant entre parenthèses : "
    "action abandonnée, hors des totaux.",
    "Δ : points gagnés ou perdus depuis la séance précédente. « en retard » : échéance passée, action ni réalisée, ni "
    "abandonnée, ni récurrente.",
)


@dataclass(frozen=True, slots=True)
class _Totaux:
    """What each node adds up to, by level then by name: actions, mean taux, dépenses and recettes."""

    actions: dict[str, dict[str, int]]
    taux: dict[str, dict[str, Decimal]]
    budget: dict[str, dict[tuple[object, ...], dict[str, Decimal]]]


def write_annexe(atelier: Atelier) -> None:
    """One row per node and per action; transversal actions repeated with « (L) »."""
    titre = f"Synthèse du PST {atelier.synthese.programme.parametres.legislature}"
    sheet = atelier.add_sheet(SYNTHESE, _WIDTHS, titre, paper=A3)
    put(sheet, 2, 0, _summary(atelier), atelier.format(bold=True))
    atelier.headings(sheet, _TOP, [heading for heading, _ in _COLONNES], 42, columns=2)
    totaux = _totals(atelier)
    row = _TOP + 1
    taux_rows: list[int] = []
    for ligne in atelier.synthese.lignes:
        if isinstance(ligne, LigneNoeud):
            _node(atelier, sheet, row, ligne, totaux)
            row += 1
        else:
            taux_rows.append(row)
            if not ligne.lien:
                atelier.lieux[ligne.action.identifiant] = row
            row = _action(atelier, sheet, row, ligne)
    if not atelier.synthese.lignes:
        put(sheet, row, 0, "Le programme ne contient encore ni objectif ni action.", atelier.note())
        row += 1
    _bars(sheet, taux_rows or [_TOP + 1])
    for at, sentence in enumerate(_LEGENDE, row + 1):
        put(sheet, at, 0, sentence, atelier.note())
    sheet.autofilter(_TOP, 0, row - 1, _WIDTH - 1)
    sheet.print_area(0, 0, row + len(_LEGENDE), _WIDTH - 1)
    sheet.outline_settings(symbols_below=False)


def _summary(atelier: Atelier) -> str:
    """The whole PST in one line: how many actions, how many of them réalisées or en cours, the mean taux."""
    tables = atelier.synthese.tables
    actions = tables.actions
    dropped, added = len(tables.retirees), len(actions) - count_where(actions, origine=INITIALE)
    taux = overall_taux(actions)
    counts = " ; ".join(f"{etat} : {n}" for etat in ETATS if (n := count_where(actions, statut=etat)))
    history = f" PST initial : {len(actions) - added + dropped} ; ajoutées : {added} ; retirées : {dropped}."
    mean = f" Taux moyen : {taux:.0f} %." if taux is not None else ""
    return f"Au programme : {len(actions)} actions." + (f" {counts}." if counts else "") + mean + history


def _totals(atelier: Atelier) -> _Totaux:
    tables = atelier.synthese.tables
    kept = tables.budget[tables.budget["abandonne"] == "Non"]
    return _Totaux(
        {level: count_by(tables.actions, level) for level in NIVEAUX},
        {level: mean_taux(tables.actions, level) for level in NIVEAUX},
        {level: sum_budget(kept, [level, "rd"]) if len(kept) else {} for level in NIVEAUX},
    )


def _bars(sheet: Worksheet, rows: Sequence[int]) -> None:
    """A bar behind the taux of each action, not of the objectives: their colours would hide it."""
    blocks: list[list[int]] = []
    for row in rows:
        if blocks and row == blocks[-1][1] + 1:
            blocks[-1][1] = row
        else:
            blocks.append([row, row])
    rule = {
        "type": "data_bar",
        "bar_solid": True,
        "bar_color": "#A9C7E3",
        "min_type": "num",
        "min_value": 0,
        "max_type": "num",
        "max_value": 100,
        "data_bar_2010": True,
    }
    for start in range(0, len(blocks), _MAX_BLOCKS):
        some = blocks[start : start + _MAX_BLOCKS]
        ranges = {"multi_range": " ".join(f"D{first + 1}:D{last + 1}" for first, last in some)}
        sheet.conditional_format(some[0][0], _TAUX, some[-1][1], _TAUX, rule | ranges)


def _node(atelier: Atelier, sheet: Worksheet, row: int, noeud: LigneNoeud, totaux: _Totaux) -> None:
    shape = _NIVEAUX[noeud.niveau]
    style = atelier.cell(**shape, text_wrap=True)
    for column in range(_WIDTH):
        sheet.write_blank(row, column, None, style)
    put(sheet, row, 0, noeud.numero, style)
    put(sheet, row, 1, noeud.intitule, style)
    if noeud.cle:
        _node_totals(atelier, sheet, row, noeud, totaux)
    height = row_height((noeud.intitule, 48), size=shape["font_size"]) + 3
    sheet.set_row(row, max(18.0, height), None, {"level": _PROFONDEUR[noeud.niveau]})


def _node_totals(atelier: Atelier, sheet: Worksheet, row: int, noeud: LigneNoeud, totaux: _Totaux) -> None:
    level, key = noeud.niveau.lower(), literal(noeud.cle)
    shape = {**_NIVEAUX[noeud.niveau], "font_size": 10}
    count = totaux.actions[level].get(noeud.cle, 0)
    counted = atelier.cell(**shape, align="center", num_format='[=0]"—";[=1]0" action";0" actions"')
    atelier.total(sheet, row, 2, count_formula(**{level: key}), count, counted)
    mean = atelier.cell(**shape, align="center", num_format="0")
    taux = totaux.taux[level].get(noeud.cle)
    atelier.total(sheet, row, _TAUX, mean_formula("taux", **{level: key}), "—" if taux is None else taux, mean)
    money = atelier.money(**shape, num_format="#,##0.00;-#,##0.00;")
    for column, rd in ((_DEPENSES, "D"), (_RECETTES, "R")):
        value = totaux.budget[level].get((noeud.cle, rd), {}).get("montant", Decimal(0))
        formula = f'=ROUND(SUMIFS(bud_montant,bud_{level},{key},bud_rd,"{rd}",bud_abandonne,"Non"),2)'
        atelier.total(sheet, row, column, formula, value, money)


def _action(atelier: Atelier, sheet: Worksheet, row: int, ligne: LigneAction) -> int:
    """An action, on as many rows as its longest text needs. Returns the row after it."""
    texts = [_texts(ligne, column) for column in range(_WIDTH)]
    parts = max(len(chunks) for chunks in texts)
    for part in range(parts):
        shown = [chunks[part] if part < len(chunks) else "" for chunks in texts]
        _write_action(atelier, sheet, row + part, ligne, shown, first=part == 0, last=part == parts - 1)
    return row + parts


def _texts(ligne: LigneAction, column: int) -> list[str]:
    """The text of a column, cut into pieces that a row can hold."""
    action, values = ligne.action, ligne.valeurs
    late = "\nen retard" if ligne.en_retard else "\nà démarrer" if ligne.depart_en_retard else ""
    texte = {
        0: action.numero + (" (L)" if ligne.lien else ""),
        1: action.libelle,
        5: (ligne.fin.texte if ligne.fin else "") + late,
        6: lire(values, SERVICE_GESTIONNAIRE),
        7: lire(values, PORTEUR),
        8: lire(values, MANDATAIRE),
        9: lire(values, INDICATEURS),
        12: "\n".join(filter(None, (lire(values, INDICE_SANTE), lire(values, PRECISION_SANTE)))),
        13: lire(values, COMMENTAIRE),
    }.get(column)
    return list(_cut(texte, _WIDTHS[column])) if texte else [""]


def _cut(texte: str, width: float) -> Iterator[str]:
    """A text whole where a row can hold it, else in pieces of as many lines as one can."""
    lines = wrap(texte, width)
    if len(lines) <= _MAX_LINES:
        yield texte
    else:
        for start in range(0, len(lines), _MAX_LINES):
            yield "\n".join(lines[start : start + _MAX_LINES])


def _write_action(
    atelier: Atelier, sheet: Worksheet, row: int, ligne: LigneAction, texts: Sequence[str], *, first: bool, last: bool
) -> None:
    edges = {"top": int(first), "bottom": int(last)}
    small, plain = atelier.cell(text_wrap=True, font_size=9, **edges), atelier.cell(text_wrap=True, **edges)
    for column, texte in enumerate(texts):
        put(sheet, row, column, texte, plain if column <= 1 else small)
    center = atelier.cell(align="center", text_wrap=True, **edges)
    late = atelier.cell(align="center", text_wrap=True, bold=True, font_color=look.ALERTE, **edges)
    put(sheet, row, 5, texts[5], late if ligne.en_retard or ligne.depart_en_retard else center)
    if first:
        _write_figures(atelier, sheet, row, ligne, texts[0])
    height = max(row_height(*zip(texts[2:], _WIDTHS[2:], strict=True)), row_height((texts[1], 50), size=10))
    sheet.set_row(row, max(height, 17), None, {"level": 3})


def _write_figures(atelier: Atelier, sheet: Worksheet, row: int, ligne: LigneAction, numero: str) -> None:
    if not atelier.seul:
        put_file(sheet, row, 0, ligne.source, atelier.cell(font_color=look.BLEU, text_wrap=True), numero)
    put(sheet, row, 2, ligne.etat if ligne.statut else ligne.etat.lower(), atelier.statut(ligne.etat))
    put(sheet, row, _TAUX, ligne.taux, atelier.cell(align="center"))
    put(sheet, row, 4, ligne.delta, atelier.cell(align="center", num_format=FORMAT_DELTA))
    shape = "(#,##0.00)" if ligne.statut == ABANDONNE else look.FORMAT_MONTANT
    money = atelier.money(num_format=shape)
    put(sheet, row, _DEPENSES, None if ligne.lien else ligne.depenses, money)
    put(sheet, row, _RECETTES, None if ligne.lien else ligne.recettes, money)
