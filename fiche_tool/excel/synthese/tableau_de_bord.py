"""Sheet Tableau de bord: the figures and charts that a bureau reads in two minutes, on one page."""

from collections.abc import Mapping
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.synthese.lignes import ETATS
from fiche_tool.domaine.synthese.ouverts import say_open_before
from fiche_tool.domaine.synthese.sommes import (
    METHODE,
    count_at,
    count_etats,
    count_where,
    mean_taux,
    overall_taux,
)
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.synthese.budget import (
    AUCUNE_LIGNE,
    SENS,
    Sommes,
    list_exercices,
    sum_formula,
    where_sense,
)
from fiche_tool.excel.synthese.donnees import DONNEES
from fiche_tool.excel.synthese.graphiques import (
    MAX_EXERCICES,
    Blocs,
    Cadre,
    draw_budget,
    draw_seances,
    draw_statuts,
    draw_taux,
)
from fiche_tool.excel.synthese.page import (
    FORMAT_COMPTE,
    STATUT_LITERALS,
    TABLEAU_DE_BORD,
    Atelier,
    count_formula,
    literal,
    mean_formula,
    put,
)
from fiche_tool.excel.synthese.tuiles import write_tuiles

_COLUMNS = 16
_WIDTH, _PIXELS = 11.3, 84
_TUILES = 4
_LOW = 250
"""Pixels of the charts beside the budget."""
_STATUTS = 7
_FINANCEMENTS = ("fonds_propres", "emprunt", "subsides")
_BUDGET_HEADS = (
    "Exercice",
    "Dépenses ordin.",
    "Dépenses extraord.",
    "Recettes ordin.",
    "Recettes extraord.",
    "Dép. sur fonds propres",
    "Dép. sur emprunt",
    "Dép. sur subsides",
)
PART = (
    "Réalisées ou en cours : actions du PST initial qui ont l'un de ces statuts, sur toutes les actions du PST "
    "initial, abandonnées et retirées comprises. Ajoutée : entrée (« Depuis le ») après l'adoption du PST (Paramètres) "
    "ou, à défaut, après la première année de la législature."
)
_KEPT = f"bud_abandonne,{literal('Non')}"
_DEPENSES = f"bud_rd,{literal('D')}"


def add_tableau_de_bord(atelier: Atelier) -> Worksheet:
    """The sheet, still empty: it comes first, and is filled last, when the rows it refers to are known."""
    return atelier.add_sheet(TABLEAU_DE_BORD, [_WIDTH] * _COLUMNS, "Tableau de bord du PST")


def fill_tableau_de_bord(atelier: Atelier, sheet: Worksheet, blocs: Blocs) -> None:
    """Figures, statuses by volet, charts, budget."""
    sheet.fit_to_pages(1, 1)
    sheet.freeze_panes(3, 0)
    _contents(atelier, sheet)
    write_tuiles(atelier, sheet, _TUILES)
    row = _statuts(atelier, sheet) + 1
    row = _upper_charts(atelier, sheet, blocs, row)
    row = _lower(atelier, sheet, blocs, row)
    for at, sentence in enumerate((METHODE, PART), row):
        put(sheet, at, 0, sentence, atelier.format(font_size=8, italic=True, font_color=look.GRIS))
    still_open = say_open_before(atelier.synthese.registre)
    if still_open:
        put(sheet, row + 2, 0, still_open, atelier.format(font_size=9, bold=True, font_color=look.ALERTE))
    sheet.print_area(0, 0, row + (2 if still_open else 1), _COLUMNS - 1)


def _contents(atelier: Atelier, sheet: Worksheet) -> None:
    """A link to each sheet, on one row."""
    style = atelier.format(font_size=9, font_color=look.BLEU, underline=1, align="center")
    names = [feuille.get_name() for feuille in atelier.workbook.worksheets()]
    data = [nom for nom in names if nom.startswith(DONNEES)]
    links = {nom: nom for nom in names if nom not in (TABLEAU_DE_BORD, *data)} | {DONNEES: data[0]}
    for column, (texte, nom) in enumerate(links.items()):
        sheet.write_url(2, column, f"internal:'{nom}'!A1", style, texte, f"Aller à la feuille {nom}")


# --- statuses by volet -----------------------------------------------------------------------------------------------
def _statuts(atelier: Atelier, sheet: Worksheet) -> int:
    """Actions by status and volet, with the mean taux. Returns the row after the table."""
    synthese = atelier.synthese
    actions = synthese.tables.actions
    atelier.section(sheet, _STATUTS, "Actions par volet", _COLUMNS)
    heads = (*ETATS, "Total", "Taux moyen (%)", "En retard", "Fiches reçues")
    sheet.merge_range(_STATUTS + 1, 0, _STATUTS + 1, 2, "Volet", atelier.head())
    for column, heading in enumerate(heads, 3):
        sheet.write_string(_STATUTS + 1, column, heading, atelier.head())
    sheet.set_row(_STATUTS + 1, 28)
    table, means = count_etats(actions, "volet"), mean_taux(actions, "volet")
    row = _STATUTS + 2
    for volet in synthese.programme.volets:
        title = volet.nom + (f" – {volet.intitule}" if volet.intitule else "")
        where = {"volet": volet.nom}
        counts = [count_at(table, volet.nom, etat) for etat in ETATS]
        _volet(atelier, sheet, row, title, where, counts, means.get(volet.nom))
        row += 1
    if len(synthese.programme.volets) != 1:
        counts = [count_where(actions, statut=etat) for etat in ETATS]
        _volet(atelier, sheet, row, "Ensemble", {}, counts, overall_taux(actions))
        row += 1
    return row


def _volet(
    atelier: Atelier,
    sheet: Worksheet,
    row: int,
    titre: str,
    where: Mapping[str, str],
    counts: list[int],
    mean: Decimal | None,
) -> None:
    actions = atelier.synthese.tables.actions
    criteria = {nom: literal(value) for nom, value in where.items()}
    shape = {} if where else {"bold": True, "bg_color": look.GRIS_PALE}
    number = atelier.cell(align="center", num_format=FORMAT_COMPTE, **shape)
    sheet.merge_range(row, 0, row, 2, titre, atelier.cell(**({"bold": True, "text_wrap": True} | shape)))
    for column, (etat, count) in enumerate(zip(ETATS, counts, strict=True), 3):
        formula = count_formula(**criteria, statut=STATUT_LITERALS[etat])
        atelier.total(sheet, row, column, formula, count, number)
    column = 3 + len(ETATS)
    whole = count_formula(**criteria) if criteria else "=COUNTA(act_identifiant)"
    atelier.total(sheet, row, column, whole, sum(counts), number)
    whole_number = atelier.cell(align="center", num_format="0", **shape)
    atelier.total(sheet, row, column + 1, mean_formula("taux", **criteria), "—" if mean is None else mean, whole_number)
    for other, nom in ((column + 2, "retard"), (column + 3, "reponse")):
        value = count_where(actions, **where, **{nom: "Oui"})
        atelier.total(sheet, row, other, count_formula(**criteria, **{nom: literal("Oui")}), value, number)
    sheet.set_row(row, max(18.0, row_height((titre, 3 * _WIDTH), size=10) + 2))


# --- charts and budget -----------------------------------------------------------------------------------------------
def _upper_charts(atelier: Atelier, sheet: Worksheet, blocs: Blocs, row: int) -> int:
    """Statuses and mean taux by OS, side by side. Returns the row below them."""
    if blocs.statuts is None:
        return row
    height = max(280, 100 + 18 * blocs.statuts.nombre)
    wide = 10 if blocs.taux else _COLUMNS
    draw_statuts(atelier, sheet, blocs.statuts, Cadre(row, 0, wide * _PIXELS - 8, height))
    if blocs.taux:
        draw_taux(atelier, sheet, blocs.taux, Cadre(row, wide, (_COLUMNS - wide) * _PIXELS - 8, height))
    return row + _rows_under(height) + 1


def _rows_under(height: int) -> int:
    """How many rows of 20 pixels a chart covers."""
    return -(-(height + 8) // 20)


def _lower(atelier: Atelier, sheet: Worksheet, blocs: Blocs, row: int) -> int:
    """The budget at the left, its chart and the progress at the right. Returns the row below them."""
    bottom = _budget(atelier, sheet, row)
    drawn = [
        (draw, bloc) for draw, bloc in ((draw_budget, blocs.budget), (draw_seances, blocs.seances)) if bloc is not None
    ]
    if not drawn:
        return bottom + 1
    first = len(_BUDGET_HEADS)
    wide = (_COLUMNS - first) // len(drawn)
    for index, (draw, bloc) in enumerate(drawn):
        draw(atelier, sheet, bloc, Cadre(row, first + index * wide, wide * _PIXELS - 8, _LOW))
    return max(bottom + 1, row + _rows_under(_LOW))


def _budget(atelier: Atelier, sheet: Worksheet, row: int) -> int:
    """Dépenses and recettes by exercice, in their own columns; what pays for the dépenses. Returns the row after it."""
    budget = atelier.synthese.tables.budget
    atelier.section(sheet, row, "Budget prévu (€, hors actions abandonnées)", len(_BUDGET_HEADS))
    if not len(budget):
        put(sheet, row + 1, 0, AUCUNE_LIGNE, atelier.format(italic=True))
        return row + 2
    for column, heading in enumerate(_BUDGET_HEADS):
        sheet.write_string(row + 1, column, heading, atelier.head(font_size=9))
    sheet.set_row(row + 1, 28)
    kept = budget[budget["abandonne"] == "Non"]
    by_sense, by_rd = Sommes(kept, "exercice", "rd", "service"), Sommes(kept, "exercice", "rd")
    at = row + 2
    for exercice in list_exercices(kept)[-MAX_EXERCICES:]:
        put(sheet, at, 0, exercice, atelier.cell(bold=True, align="left", indent=1))
        _amounts(atelier, sheet, at, (f"bud_exercice,$A{at + 1}",), (by_sense, by_rd), (exercice,), {})
        at += 1
    shape = {"bold": True, "bg_color": look.GRIS_PALE}
    put(sheet, at, 0, "Total", atelier.cell(**shape))
    _amounts(atelier, sheet, at, (), (Sommes(kept, "rd", "service"), Sommes(kept, "rd")), (), shape)
    return at + 1


def _amounts(
    atelier: Atelier,
    sheet: Worksheet,
    row: int,
    where: tuple[str, ...],
    sommes: tuple[Sommes, Sommes],
    cle: tuple[object, ...],
    shape: Mapping[str, object],
) -> None:
    """The seven amounts of a row, in whole euros; the cents are in the sheet Budget."""
    money = atelier.money(num_format="#,##0;-#,##0;·", font_size=9, **shape)
    by_sense, by_rd = sommes
    for column, (rd, service) in enumerate(SENS, 1):
        formula = f"={sum_formula('montant', *where, *where_sense(rd, service), _KEPT)}"
        atelier.total(sheet, row, column, formula, by_sense.get("montant", *cle, rd, service), money)
    for column, nom in enumerate(_FINANCEMENTS, 1 + len(SENS)):
        formula = f"={sum_formula(nom, *where, _DEPENSES, _KEPT)}"
        atelier.total(sheet, row, column, formula, by_rd.get(nom, *cle, "D"), money)
