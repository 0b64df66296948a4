"""Sheet Synthèse: the annex of the evaluations, volet > axe > OS > OO > action, ready to print."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fiche_tool.domaine.fiche.fiche import (
    COMMENTAIRE,
)
from fiche_tool.domaine.mots.statuts import ABANDONNE, HORS_MOYENNE
from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.domaine.synthese.comptes import round_taux
from fiche_tool.domaine.synthese.lignes import AJOUTEE, ETATS, INITIALE, LigneAction, LigneNoeud
from fiche_tool.domaine.synthese.sommes import (
    METHODE,
    NIVEAUX,
    count_by,
    count_counted,
    count_where,
    mean_taux,
    overall_taux,
    sum_budget,
)
from fiche_tool.excel.dessin import look, papier
from fiche_tool.excel.dessin.feuille import Feuille, Forme
from fiche_tool.excel.dessin.mesure import row_height, wrap
from fiche_tool.excel.dessin.reperes import Reperes
from fiche_tool.excel.synthese.atelier.atelier import A3, Atelier
from fiche_tool.excel.synthese.atelier.cellules import is_empty, put, say, say_wide
from fiche_tool.excel.synthese.atelier.etendues import Etendue, list_parents, list_spans
from fiche_tool.excel.synthese.atelier.formules import count_formula, literal, mean_formula, sum_formula
from fiche_tool.excel.synthese.atelier.liens import SYNTHESE, link_origine, show
from fiche_tool.excel.synthese.atelier.pages import Impression, end_pages
from fiche_tool.excel.synthese.atelier.pied_budget import KEPT, say_under, write_totals
from fiche_tool.excel.synthese.atelier.tableau import Colonnes
from fiche_tool.excel.synthese.atelier.valeurs import shown_numero
from fiche_tool.excel.synthese.feuilles.colonnes_annexe import COLONNES, PLEIN, fit_columns

_TOP = 4
FORMES_NIVEAU: Mapping[str, Forme] = {
    "volet": {"bg_color": look.BLEU, "font_color": look.BLANC, "bold": True, "font_size": 13},
    "axe": {"bg_color": look.BLEU_MOYEN, "font_color": look.BLANC, "bold": True, "font_size": 11},
    "OS": {"bg_color": look.BLEU_PALE, "bold": True, "font_size": 11},
    "OO": {"bg_color": look.BLEU_BRUME, "bold": True, "font_size": 10},
}
_PROFONDEUR = {"volet": 0, "axe": 1, "OS": 1, "OO": 2}
_MAX_LINES = 20
"""Lines of text on one row; a longer text goes on in rows of its own, so that a page need not end half empty."""
_SENS = {"depenses": "D", "recettes": "R"}
_MAX_BLOCKS = 100
"""Ranges of one conditional format: a list without end of them might not open everywhere."""
_LEGENDE = (
    METHODE,
    "(L) : action transversale, répétée sous un autre objectif ; comptée une seule fois. Montant entre parenthèses : "
    "action abandonnée, hors des totaux.",
    "Écart : points gagnés ou perdus depuis la séance précédente. « en retard » : échéance passée, action ni réalisée, "
    "ni abandonnée, ni récurrente.",
)


@dataclass(frozen=True, slots=True)
class Totaux:
    """What each node adds up to, by level then by name: actions, mean taux, dépenses and recettes."""

    actions: dict[str, dict[str, int]]
    taux: dict[str, dict[str, Decimal]]
    budget: dict[str, dict[tuple[object, ...], dict[str, Decimal]]]


# --- the sheet -------------------------------------------------------------------------------------------------------
def write_annexe(atelier: Atelier) -> None:
    """One row per node and per action; transversal actions repeated with « (L) »."""
    titre = f"Synthèse du PST {atelier.synthese.programme.parametres.legislature}"
    colonnes = fit_columns(atelier.synthese)
    sheet = atelier.add_sheet(SYNTHESE, colonnes.largeurs, titre, paper=A3)
    say_wide(sheet, 2, summarize(atelier), atelier.format(bold=True), colonnes.largeurs, rows=2)
    colonnes.coiffer(atelier, sheet, _TOP, "intitule", 42, jusque=COMMENTAIRE.nom)
    totaux = total_up(atelier)
    row = _TOP + 1
    taux_rows: list[int] = []
    noeuds: list[tuple[int, LigneNoeud]] = []
    for ligne in atelier.synthese.lignes:
        if isinstance(ligne, LigneNoeud):
            _node(atelier, sheet, row, ligne, colonnes)
            noeuds.append((row, ligne))
            row += 1
        else:
            taux_rows.append(row)
            if not ligne.lien:
                atelier.lieux[ligne.action.identifiant] = row
            row = _action(atelier, sheet, row, ligne, colonnes)
    if not atelier.synthese.lignes:
        say(sheet, row, "Le programme ne contient encore ni objectif ni action.", atelier.note())
        row += 1
    etendues = list_spans(noeuds, row - 1)
    for etendue in etendues:
        if etendue.noeud.cle:
            _node_totals(atelier, sheet, etendue, totaux)
    bars(sheet, COLONNES, taux_rows or [_TOP + 1])
    COLONNES.finir(atelier, sheet, _TOP, row - 1)
    end = row - 1  # what comes under the table never has a page of its own
    row = write_totals(atelier, sheet, row, colonnes, PLEIN)
    row = say_under(atelier, sheet, row, colonnes.largeurs)
    last = row
    for sentence in _LEGENDE:
        last = say_wide(sheet, last + 1, sentence, atelier.note(), colonnes.largeurs) - 1
    sheet.print_area(0, 0, last, COLONNES.derniere)
    paper = Impression(colonnes.largeurs, papier.A3, range(_TOP, _TOP + 1))
    end_pages(sheet, last, paper, list_parents(etendues).union(range(end, last)))
    sheet.outline_settings(symbols_below=False)


def summarize(atelier: Atelier) -> str:
    """The whole PST in one line: how many actions, how many of them réalisées or en cours, the mean taux."""
    tables = atelier.synthese.tables
    actions = tables.actions
    initial, added = (
        count_where(actions, origine=origine) + count_where(tables.retirees, origine=origine)
        for origine in (INITIALE, AJOUTEE)
    )
    taux = overall_taux(actions)
    counts = " ; ".join(f"{etat} : {n}" for etat in ETATS if (n := count_where(actions, statut=etat)))
    history = f" PST initial : {initial} ; ajoutées : {added} ; retirées : {len(tables.retirees)}."
    of = say_count(count_counted(actions), "action")
    mean = f" Taux moyen : {round_taux(taux)} % sur {of}." if taux is not None else ""
    return f"Au programme : {say_count(len(actions), 'action')}." + (f" {counts}." if counts else "") + mean + history


def total_up(atelier: Atelier) -> Totaux:
    """What every node adds up to; the lines of abandoned actions are left out."""
    tables = atelier.synthese.tables
    kept = tables.budget.where(abandonne="Non")
    return Totaux(
        {level: count_by(tables.actions, level) for level in NIVEAUX},
        {level: mean_taux(tables.actions, level) for level in NIVEAUX},
        {level: sum_budget(kept, (level, "rd")) for level in NIVEAUX},
    )


def bars(sheet: Feuille, colonnes: Reperes, rows: Sequence[int]) -> None:
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
        ranges = {"multi_range": " ".join(colonnes.plage("taux", first, last) for first, last in some)}
        column = colonnes["taux"]
        sheet.conditional_format(some[0][0], column, some[-1][1], column, rule | ranges)


def _node(atelier: Atelier, sheet: Feuille, row: int, noeud: LigneNoeud, colonnes: Colonnes[LigneAction]) -> None:
    shape = FORMES_NIVEAU[noeud.niveau]
    style = atelier.cell(shape, text_wrap=True)
    for column in range(len(COLONNES)):
        sheet.write_blank(row, column, None, style)
    put(sheet, row, COLONNES["numero"], noeud.numero, style)
    put(sheet, row, COLONNES["intitule"], noeud.intitule, style)
    height = row_height((noeud.intitule, colonnes.largeur("intitule") - 2), size=shape["font_size"]) + 3
    sheet.set_row(row, max(18.0, height), None, {"level": _PROFONDEUR[noeud.niveau]})


def _node_totals(atelier: Atelier, sheet: Feuille, etendue: Etendue, totaux: Totaux) -> None:
    noeud, row = etendue.noeud, etendue.row
    level = noeud.niveau.lower()
    shape: Forme = {**FORMES_NIVEAU[noeud.niveau], "font_size": 10}
    formules = _formulas(etendue)
    count = totaux.actions[level].get(noeud.cle, 0)
    counted = atelier.cell(shape, align="center", num_format='[=0]"—";[=1]0" action";0" actions"')
    atelier.total(sheet, row, COLONNES["statut"], formules["statut"], count, counted)
    mean = atelier.cell(shape, align="center", num_format="0")
    taux = totaux.taux[level].get(noeud.cle)
    atelier.total(sheet, row, COLONNES["taux"], formules["taux"], "—" if taux is None else taux, mean)
    money = atelier.money(shape, num_format="#,##0.00;-#,##0.00;")
    for nom, rd in _SENS.items():
        value = totaux.budget[level].get((noeud.cle, rd), {}).get("montant", Decimal(0))
        atelier.total(sheet, row, COLONNES[nom], formules[nom], value, money)


def _formulas(etendue: Etendue) -> dict[str, str]:
    """What a node adds up to, by column.

    An OS and an OO add up the rows under them: there may be hundreds, and each would go through all the data. A volet
    and an axe are few, and also have the actions that no objective holds.
    """
    noeud, level = etendue.noeud, etendue.noeud.niveau.lower()
    if level in ("volet", "axe") or etendue.vide:
        key = literal(noeud.cle)
        sums = {
            nom: sum_formula("montant", f"bud_{level},{key}", f"bud_rd,{literal(rd)}", KEPT)
            for nom, rd in _SENS.items()
        }
        return {
            "statut": count_formula(**{level: key}),
            "taux": mean_formula(**{level: key}),
            **{nom: f"={formula}" for nom, formula in sums.items()},
        }
    numero, statut, taux = (etendue.plage(COLONNES, nom) for nom in ("numero", "statut", "taux"))
    rows = f'{numero},"<>OO *"'  # without the titles under an OS, whose figures are sums already
    once = f'{rows},{numero},"<>*(L)",{statut},"?*"'
    without = "".join(f",{statut},{literal(word).replace('=', '<>', 1)}" for word in sorted(HORS_MOYENNE))
    own = {nom: etendue.plage(COLONNES, nom) for nom in _SENS}
    dropped = literal(ABANDONNE)
    return {
        "statut": f"=COUNTIFS({once})",
        "taux": f'=IFERROR(AVERAGEIFS({taux},{once}{without}),"—")',
        **{
            nom: f"=ROUND(SUMIFS({cells},{rows})-SUMIFS({cells},{rows},{statut},{dropped}),2)"
            for nom, cells in own.items()
        },
    }


def _action(atelier: Atelier, sheet: Feuille, row: int, ligne: LigneAction, colonnes: Colonnes[LigneAction]) -> int:
    """An action, on as many rows as its longest text needs. Returns the row after it."""
    pieces: list[list[object]] = [
        list(_cut(str(value), colonne.largeur)) if colonne.haut and value else [value]
        for colonne, value in ((x, x.valeur(atelier.synthese, ligne)) for x in colonnes.colonnes)
    ]
    parts = max(map(len, pieces))
    pieces[COLONNES["numero"]] += [f"{shown_numero(ligne)} (suite)"] * (parts - 1)
    place: Forme = {"valign": "vcenter" if parts == 1 else "top"}  # what goes on below does so right under it
    for part in range(parts):
        shown = [some[part] if part < len(some) else "" for some in pieces]
        _write_part(atelier, sheet, row + part, ligne, colonnes, shown, place)
    return row + parts


def _cut(texte: str, width: float) -> Iterator[str]:
    """A text whole where a row can hold it, else in pieces of as many lines as one can."""
    lines = wrap(texte, width)
    if len(lines) <= _MAX_LINES:
        yield texte
    else:
        some = math.ceil(len(lines) / math.ceil(len(lines) / _MAX_LINES))  # about as many on each row
        for start in range(0, len(lines), some):
            yield "\n".join(lines[start : start + some])


def _write_part(
    atelier: Atelier,
    sheet: Feuille,
    row: int,
    ligne: LigneAction,
    colonnes: Colonnes[LigneAction],
    values: Sequence[object],
    place: Forme,
) -> None:
    """A row of an action, each cell a whole box: a rule of the sheet draws the lines around those that are empty."""
    height = 17.0
    for column, (colonne, value) in enumerate(zip(colonnes.colonnes, values, strict=True)):
        if is_empty(value):
            continue
        forme = colonne.forme(ligne) if callable(colonne.forme) else colonne.forme
        if colonne.nom == "numero":
            _numbered(atelier, sheet, row, ligne, str(value), place)
            continue
        put(sheet, row, column, value, atelier.cell(forme, place))
        if colonne.haut:
            height = max(height, row_height((value, colonne.largeur), size=10 if forme is PLEIN else 9))
    sheet.set_row(row, height, None, {"level": 3})


def _numbered(atelier: Atelier, sheet: Feuille, row: int, ligne: LigneAction, numero: str, place: Forme) -> None:
    """The N°, leading to the fiche where the workbook goes with the folder; not again where the action goes on."""
    column = COLONNES["numero"]
    if atelier.seul or numero != shown_numero(ligne):
        put(sheet, row, column, numero, atelier.cell(PLEIN, place))
    else:
        style = atelier.cell(PLEIN, place, font_color=look.BLEU)
        show(atelier, sheet, row, column, link_origine(ligne.source, numero), style)
