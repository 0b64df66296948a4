"""Sheet Tableau de bord: the figures and charts that a bureau reads in two minutes, on one page."""

from collections.abc import Mapping
from decimal import Decimal

from fiche_tool.domaine.fiche.lignes_budget import Sens
from fiche_tool.domaine.mots.typographie import typographe
from fiche_tool.domaine.synthese.lignes import ETATS
from fiche_tool.domaine.synthese.ouverts import say_open_before
from fiche_tool.domaine.synthese.phrases_budget import say_empty
from fiche_tool.domaine.synthese.sommes import (
    METHODE,
    count_at,
    count_etats,
    count_where,
    mean_taux,
    overall_taux,
)
from fiche_tool.domaine.synthese.tableau import Tableau
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Feuille, Format, Forme
from fiche_tool.excel.dessin.mesure import measure, row_height
from fiche_tool.excel.synthese.atelier.atelier import TABLEAU_DE_BORD, Atelier
from fiche_tool.excel.synthese.atelier.cellules import put, say
from fiche_tool.excel.synthese.atelier.formes import FORMAT_COMPTE, NOTE, PETIT, TOTAL
from fiche_tool.excel.synthese.atelier.formules import (
    STATUT_LITERALS,
    count_formula,
    literal,
    mean_formula,
    sum_formula,
)
from fiche_tool.excel.synthese.atelier.liens import go_to
from fiche_tool.excel.synthese.atelier.pied_budget import KEPT, list_lots, say_under, senses_shown, where_sens
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes
from fiche_tool.excel.synthese.budget import Sommes, list_exercices
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
from fiche_tool.excel.synthese.tuiles import write_tuiles

_COLUMNS = 16
_WIDTH, _PIXELS = 11.3, 84
_TUILES = 4
_LOW = 250
"""Pixels of the charts beside the budget."""
_STATUTS = 7
_PAR_VOLET = Colonnes[None](
    Colonne("volet", "Volet", _WIDTH),
    Colonne("volet, fin", "", _WIDTH),
    *(Colonne[None](etat, etat, _WIDTH) for etat in ETATS),
    Colonne("total", "Total", _WIDTH),
    Colonne("taux", "Taux moyen (%)", _WIDTH),
    Colonne("sur", "sur… actions", _WIDTH),
    Colonne("retard", "En retard", _WIDTH),
    Colonne("reponse", "Fiches reçues", _WIDTH),
)
_BUDGET_LARGE = 8
"""Columns that the budget takes at the left of its charts."""
_FINANCEMENTS = (
    Colonne[None]("fonds_propres", "Dép. sur fonds propres", _WIDTH),
    Colonne[None]("emprunt", "Dép. sur emprunt", _WIDTH),
    Colonne[None]("subsides", "Dép. sur subsides", _WIDTH),
)
_ABREGES = {"Dépenses": "Dép.", "Recettes": "Rec.", "ordinaires": "ordin.", "extraordinaires": "extraord."}
PART = (
    "Réalisées ou en cours : actions du PST initial qui ont l'un de ces statuts, les récurrentes comptant comme en "
    "cours, sur toutes les actions du PST initial, abandonnées et retirées comprises. Ajoutée : entrée (« Depuis le ») "
    "après l'adoption du PST (Paramètres) ou, à défaut, après la première année de la législature."
)
_DEPENSES = f"bud_rd,{literal('D')}"
_ENTIER = "#,##0;-#,##0;·"


def add_tableau_de_bord(atelier: Atelier) -> Feuille:
    """The sheet, still empty: it comes first, and is filled last, when the rows it refers to are known."""
    return atelier.add_sheet(TABLEAU_DE_BORD, [_WIDTH] * _COLUMNS, "Tableau de bord du PST")


def fill_tableau_de_bord(atelier: Atelier, sheet: Feuille, blocs: Blocs) -> None:
    """Figures, statuses by volet, charts, budget."""
    sheet.fit_to_pages(1, 1)
    sheet.freeze_panes(3, col=0)
    atelier.fit_screen(sheet, [_WIDTH] * _COLUMNS)
    _contents(atelier, sheet)
    write_tuiles(atelier, sheet, _TUILES, [(column, column + 1) for column in range(0, _COLUMNS, 2)])
    row = _statuts(atelier, sheet) + 1
    row = _upper_charts(atelier, sheet, blocs, row)
    row = _lower(atelier, sheet, blocs, row)
    bureau = atelier.synthese.bureau
    sentences = (
        (bureau.phrase_taux, False),
        (bureau.evaluation.phrase, True),
        (bureau.evaluation.contenu, False),
    )
    for at, (sentence, bold) in enumerate(sentences, row):
        say(sheet, at, sentence, atelier.format(bold=bold))
    for at, sentence in enumerate((METHODE, PART), row + len(sentences)):
        _footnote(atelier, sheet, at, sentence)
    still_open = say_open_before(atelier.synthese.registre)
    last = row + len(sentences) + 2
    if still_open:
        say(sheet, last, still_open, atelier.format(font_size=9, bold=True, font_color=look.ALERTE))
    sheet.print_area(0, 0, last if still_open else last - 1, _COLUMNS - 1)


def _footnote(atelier: Atelier, sheet: Feuille, row: int, phrase: str) -> None:
    """A remark across the page, on as many lines as it takes."""
    style = atelier.format(NOTE, text_wrap=True, valign="top")
    sheet.merge_range(row, _PAR_VOLET["volet"], row, _COLUMNS - 1, typographe(phrase), style)
    sheet.set_row(row, row_height((phrase, _WIDTH * _COLUMNS), size=NOTE["font_size"]))


def _contents(atelier: Atelier, sheet: Feuille) -> None:
    """A link to each sheet, on one row."""
    style = atelier.format(font_size=9, font_color=look.BLEU, underline=1, align="center")
    names = [feuille.get_name() for feuille in atelier.workbook.worksheets()]
    data = [nom for nom in names if nom.startswith(DONNEES)]
    links = {nom: nom for nom in names if nom not in (TABLEAU_DE_BORD, *data)} | {DONNEES: data[0]}
    for column, (texte, nom) in enumerate(links.items()):
        shown = texte if measure(texte) * 9 / 11 <= _WIDTH else texte.split()[-1].capitalize()  # links do not wrap
        sheet.write_url(2, column, go_to(nom), style, shown, f"Aller à la feuille {nom}")


# --- statuses by volet -----------------------------------------------------------------------------------------------
def _statuts(atelier: Atelier, sheet: Feuille) -> int:
    """Actions by status and volet, with the mean taux. Returns the row after the table."""
    synthese = atelier.synthese
    actions = synthese.tables.actions
    atelier.section(sheet, _STATUTS, "Actions par volet", _COLUMNS)
    for column, heading in enumerate(_PAR_VOLET.entetes):
        if heading:
            sheet.write_string(_STATUTS + 1, column, heading, atelier.head())
    _merge_volet(sheet, _STATUTS + 1, "Volet", atelier.head())
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


def _merge_volet(sheet: Feuille, row: int, texte: str, style: Format) -> None:
    sheet.merge_range(row, _PAR_VOLET["volet"], row, _PAR_VOLET["volet, fin"], texte, style)


def _volet(
    atelier: Atelier,
    sheet: Feuille,
    row: int,
    titre: str,
    where: Mapping[str, str],
    counts: list[int],
    mean: Decimal | None,
) -> None:
    actions = atelier.synthese.tables.actions
    criteria = {nom: literal(value) for nom, value in where.items()}
    shape: Forme = {} if where else TOTAL
    number = atelier.cell(shape, align="center", num_format=FORMAT_COMPTE)
    _merge_volet(sheet, row, titre, atelier.cell({"bold": True, "text_wrap": True}, shape))
    for etat, count in zip(ETATS, counts, strict=True):
        formula = count_formula(**criteria, statut=STATUT_LITERALS[etat])
        atelier.total(sheet, row, _PAR_VOLET[etat], formula, count, number)
    whole = count_formula(**criteria) if criteria else "=COUNTA(act_identifiant)"
    atelier.total(sheet, row, _PAR_VOLET["total"], whole, sum(counts), number)
    whole_number = atelier.cell(shape, align="center", num_format="0")
    shown = "—" if mean is None else mean
    atelier.total(sheet, row, _PAR_VOLET["taux"], mean_formula(**criteria), shown, whole_number)
    counted = count_where(actions, **where, moyenne="Oui")
    atelier.total(sheet, row, _PAR_VOLET["sur"], count_formula(**criteria, moyenne=literal("Oui")), counted, number)
    for nom in ("retard", "reponse"):
        value = count_where(actions, **where, **{nom: "Oui"})
        atelier.total(sheet, row, _PAR_VOLET[nom], count_formula(**criteria, **{nom: literal("Oui")}), value, number)
    sheet.set_row(row, max(18.0, row_height((titre, _PAR_VOLET[ETATS[0]] * _WIDTH), size=10) + 2))


# --- charts and budget -----------------------------------------------------------------------------------------------
def _upper_charts(atelier: Atelier, sheet: Feuille, blocs: Blocs, row: int) -> int:
    """Statuses and mean taux by OS, side by side. Returns the row below them."""
    if blocs.statuts is None:
        return row
    height = max(220, 110 + 18 * blocs.statuts.nombre)
    wide = 10 if blocs.taux else _COLUMNS
    draw_statuts(atelier, sheet, blocs.statuts, Cadre(row, 0, wide * _PIXELS - 8, height))
    if blocs.taux:
        draw_taux(atelier, sheet, blocs.taux, Cadre(row, wide, (_COLUMNS - wide) * _PIXELS - 8, height))
    return row + _rows_under(height) + 1


def _rows_under(height: int) -> int:
    """How many rows of 20 pixels a chart covers."""
    return -(-(height + 8) // 20)


def _lower(atelier: Atelier, sheet: Feuille, blocs: Blocs, row: int) -> int:
    """The budget at the left, its chart and the progress at the right. Returns the row below them."""
    bottom = _budget(atelier, sheet, row)
    drawn = [
        (draw, bloc) for draw, bloc in ((draw_budget, blocs.budget), (draw_seances, blocs.seances)) if bloc is not None
    ]
    if not drawn:
        return bottom + 1
    first = _BUDGET_LARGE
    wide = (_COLUMNS - first) // len(drawn)
    for index, (draw, bloc) in enumerate(drawn):
        draw(atelier, sheet, bloc, Cadre(row, first + index * wide, wide * _PIXELS - 8, _LOW))
    return max(bottom + 1, row + _rows_under(_LOW))


def _budget(atelier: Atelier, sheet: Feuille, row: int) -> int:
    """Dépenses and recettes by exercice, in their own columns; what pays for the dépenses. Returns the row after it."""
    bilan, budget = atelier.synthese.bilan, atelier.synthese.tables.budget
    atelier.section(sheet, row, "Budget prévu (€, hors actions abandonnées)", _BUDGET_LARGE)
    row += 1
    empty = say_empty(bilan)
    if empty:
        say(sheet, row, empty, atelier.format(italic=True))
    else:
        row = _amounts(atelier, sheet, row, budget.where(abandonne="Non"))
    return say_under(atelier, sheet, row + bool(empty), [_WIDTH] * _BUDGET_LARGE, nommees=2)


def _by_sense(atelier: Atelier) -> Colonnes[None]:
    """A column for each total, then for what pays for the dépenses where there is room: the sheet Budget has it too."""
    senses = senses_shown(atelier.synthese.bilan)
    colonnes = [Colonne[None](sens.name, " ".join(_ABREGES.get(x, x) for x in sens.split()), _WIDTH) for sens in senses]
    room = len(colonnes) + len(_FINANCEMENTS) < _BUDGET_LARGE
    return Colonnes[None](Colonne("exercice", "Exercice", _WIDTH), *colonnes, *(_FINANCEMENTS if room else ()))


def _amounts(atelier: Atelier, sheet: Feuille, row: int, kept: Tableau) -> int:
    """The rows, in whole euros; the cents are in the sheet Budget. Those of exercices add up to the total."""
    colonnes = _by_sense(atelier)
    for column, heading in enumerate(colonnes.entetes):
        sheet.write_string(row, column, heading, atelier.head(font_size=9))
    sheet.set_row(row, 28)
    exercices, first = list_exercices(kept), row + 1
    shown = exercices[-MAX_EXERCICES:]
    for at, exercice in enumerate(shown, first):
        put(sheet, at, colonnes["exercice"], exercice, atelier.cell(bold=True, align="left", indent=1))
        where = (f"bud_exercice,{colonnes.retenue('exercice', at)}",)
        _row(atelier, sheet, at, colonnes, kept.where(exercice=exercice), where, {})
    last = first + len(shown)
    others = kept.keep("exercice", lambda exercice: exercice not in shown)
    if len(others):
        put(sheet, last, colonnes["exercice"], "sans exercice" if shown == exercices else "autres", atelier.cell(PETIT))
        _row(atelier, sheet, last, colonnes, others, (), {}, above=first)
        last += 1
    put(sheet, last, colonnes["exercice"], "Total", atelier.cell(TOTAL))
    _row(atelier, sheet, last, colonnes, kept, (), TOTAL)
    return _lots(atelier, sheet, last + 1, colonnes)


def _row(
    atelier: Atelier,
    sheet: Feuille,
    row: int,
    colonnes: Colonnes[None],
    lines: Tableau,
    where: tuple[str, ...],
    shape: Forme,
    above: int | None = None,
) -> None:
    """The amounts of some lines. `above`: those of the rows from there on are taken off the whole."""
    money = atelier.money(shape, num_format=_ENTIER, font_size=9)
    by_sense, by_rd = Sommes(lines, "sens"), Sommes(lines, "rd")
    for colonne in colonnes.colonnes[1:]:
        nom = colonne.nom
        if colonne in _FINANCEMENTS:
            formula, value = sum_formula(nom, *where, _DEPENSES, KEPT), by_rd.get(nom, "D")
        else:
            sens = Sens[nom]
            formula, value = sum_formula("montant", *where, where_sens(sens), KEPT), by_sense.get("montant", sens.value)
        if above is not None and row > above:
            formula = f"ROUND({formula}-SUM({colonnes.plage(nom, above, row - 1)}),2)"
        atelier.total(sheet, row, colonnes[nom], f"={formula}", value, money)


def _lots(atelier: Atelier, sheet: Feuille, row: int, colonnes: Colonnes[None]) -> int:
    """What is apart from the total: actions that left the programme or were given up, lines held back."""
    money = atelier.money(num_format=_ENTIER, font_size=9, italic=True)
    for lot in list_lots(atelier.synthese.bilan):
        if lot.court:
            put(
                sheet,
                row,
                colonnes["exercice"],
                typographe(lot.court),
                atelier.cell(PETIT, italic=True, text_wrap=True),
            )
            for sens in senses_shown(atelier.synthese.bilan):
                value = lot.totaux.of(sens).montant
                atelier.total(sheet, row, colonnes[sens.name], f"={lot.formule(sens)}", value, money)
            sheet.set_row(row, row_height((lot.court, _WIDTH)))
            row += 1
    return row
