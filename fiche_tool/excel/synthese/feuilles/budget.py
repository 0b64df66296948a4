"""Sheet Budget: totals that the directrice financière can trace, each a formula on the flat table of lines."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from fiche_tool.domaine.fiche.lignes_budget import DEPENSES, RECETTES, Sens
from fiche_tool.domaine.synthese.bilan_budget import BilanBudget
from fiche_tool.domaine.synthese.lignes import HORS_HIERARCHIE, LigneNoeud
from fiche_tool.domaine.synthese.phrases_budget import say_empty
from fiche_tool.domaine.synthese.sommes import sum_budget
from fiche_tool.domaine.synthese.tableau import Tableau
from fiche_tool.domaine.synthese.tables import MONTANTS, NON_VENTILE
from fiche_tool.excel.dessin import look, papier
from fiche_tool.excel.dessin.feuille import Feuille, Format, Forme
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.dessin.papier import Papier
from fiche_tool.excel.synthese.atelier.atelier import Atelier
from fiche_tool.excel.synthese.atelier.cellules import put, say, say_wide
from fiche_tool.excel.synthese.atelier.formules import literal, sum_formula
from fiche_tool.excel.synthese.atelier.largeurs import money_width
from fiche_tool.excel.synthese.atelier.pages import Impression, end_pages
from fiche_tool.excel.synthese.atelier.pied_budget import KEPT, list_lots, say_under, senses_shown, where_sens
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes

NOM = "Budget"
_OBJET, _ETROIT, _LARGE = 62, 44, 18
"""What the rows are about, wide where paper lets it be, and a column of amounts."""
FINANCEMENTS = (*MONTANTS, NON_VENTILE)
PAR_FINANCEMENT = Colonnes[None](
    Colonne("objet", "", _OBJET),
    Colonne("montant", "Montant estimé", _LARGE),
    Colonne("fonds_propres", "Fonds propres", _LARGE),
    Colonne("emprunt", "Emprunt", _LARGE),
    Colonne("subsides", "Subsides", _LARGE),
    Colonne(NON_VENTILE, "Non ventilé", _LARGE),
)
_NOTE = (
    "En euros. Recettes et dépenses ne sont jamais additionnées. Les actions abandonnées ou retirées sont "
    "hors des totaux. Chaque total est une formule sur la feuille « Données budget »."
)
_NIVEAUX: Mapping[str, Forme] = {
    "volet": {"bold": True, "bg_color": look.BLEU_PALE},
    "axe": {"bold": True, "bg_color": look.BLEU_BRUME},
    "OS": {"indent": 1},
}


def write_budget(atelier: Atelier) -> None:
    """The totals: by exercice, with what is apart; by funding; by volet and OS."""
    colonnes = _by_sense(atelier)
    widths, paper = _fit(atelier.synthese.bilan, max(len(PAR_FINANCEMENT), len(colonnes)))
    sheet = atelier.add_sheet(NOM, widths, "Budget des actions", paper=paper.code)
    sheet.freeze_panes(3, colonnes["objet"] + 1)
    say_wide(sheet, 2, _NOTE, atelier.note(), widths, rows=2)
    empty = say_empty(atelier.synthese.bilan)
    if empty:
        say(sheet, 4, empty, atelier.format(italic=True))
        say_under(atelier, sheet, 6, widths)
        return
    budget = atelier.synthese.tables.budget
    kept = budget.where(abandonne="Non")
    under = _by_exercice(atelier, sheet, 4, colonnes, kept)
    row = say_under(atelier, sheet, under, widths)
    fundings, row = _by_funding(atelier, sheet, row + 1, kept)
    last, parents = _by_objective(atelier, sheet, row, colonnes, kept, widths[0])
    sheet.repeat_rows(row + 1)  # on the pages after this one
    pages = Impression(widths, paper, range(row + 1, row + 2))
    whole = {at for table in (range(4, under - 1), *fundings) for at in table}
    objectives = range(row, last)
    if sum(map(sheet.row_points, objectives)) < pages.hauteur:
        parents = parents.union(objectives)  # on one page, that of the other tables where it has the room
    end_pages(sheet, last, pages, whole | parents | {row, row + 1, last - 1})


def _fit(bilan: BilanBudget, columns: int) -> tuple[list[float], Papier]:
    """The widths of so many columns, and the paper that shows them: A4 where it can, amounts as wide as the totals."""
    whole = bilan.programme
    amounts = (_LARGE, *(money_width(whole.of(*senses).montant, size=10) for senses in (DEPENSES, RECETTES)))
    left = {p: p.digits(columns) - (columns - 1) * max(amounts) for p in (papier.A4, papier.A3)}
    paper = papier.A4 if left[papier.A4] >= _ETROIT else papier.A3
    return [min(_OBJET, left[paper]), *([max(amounts)] * (columns - 1))], paper


def _by_sense(atelier: Atelier) -> Colonnes[None]:
    """A column for each total: dépense or recette, of one service; more where lines lack the one or the other."""
    senses = senses_shown(atelier.synthese.bilan)
    return Colonnes[None](Colonne("objet", "", 62), *(Colonne[None](sens.name, sens.value, _LARGE) for sens in senses))


def list_exercices(budget: Tableau) -> list[int]:
    """The exercices that lines speak of, earliest first."""
    return sorted({exercice for exercice in budget.colonne("exercice") if exercice is not None})


class Sommes:
    """The sums that the tables show, each worked out once: amounts by the columns that tell a cell from another."""

    def __init__(self, lignes: Tableau, *colonnes: str) -> None:
        self._sommes = sum_budget(lignes, colonnes)

    def get(self, montant: str, *cle: object) -> Decimal:
        """One sum in euros, 0 where no line has these values in the columns."""
        return self._sommes.get(cle, {}).get(montant, Decimal(0))


def _same_exercice(row: int) -> str:
    """The criterion of the exercice that a row begins with."""
    return f"bud_exercice,{PAR_FINANCEMENT.retenue('objet', row)}"


def _heads(atelier: Atelier, sheet: Feuille, row: int, objet: str, colonnes: Colonnes[None]) -> None:
    for column, heading in enumerate((objet, *colonnes.entetes[1:])):
        sheet.write_string(row, column, heading, atelier.head())
    sheet.set_row(row, 30)


def _senses(
    atelier: Atelier,
    sheet: Feuille,
    row: int,
    colonnes: Colonnes[None],
    where: Sequence[str],
    sommes: Sommes,
    cle: Sequence[object],
    style: Format,
) -> None:
    """A row of totals, each in the column of its sense."""
    for nom in _senses_of(colonnes):
        formula = f"={sum_formula('montant', *where, where_sens(Sens[nom]))}"
        atelier.total(sheet, row, colonnes[nom], formula, sommes.get("montant", *cle, Sens[nom].value), style)


def _senses_of(colonnes: Colonnes[None]) -> list[str]:
    return [colonne.nom for colonne in colonnes.colonnes[1:]]


# --- by exercice -----------------------------------------------------------------------------------------------------
def _by_exercice(atelier: Atelier, sheet: Feuille, row: int, colonnes: Colonnes[None], kept: Tableau) -> int:
    atelier.section(sheet, row, "Par exercice et par service", len(colonnes))
    _heads(atelier, sheet, row + 1, "Exercice", colonnes)
    money, label = atelier.money(), atelier.cell(bold=True, align="left", num_format="0", indent=1)
    sommes, first = Sommes(kept, "exercice", "sens"), row + 2
    exercices = list_exercices(kept)
    for at, exercice in enumerate(exercices, first):
        put(sheet, at, colonnes["objet"], exercice, label)
        _senses(atelier, sheet, at, colonnes, (_same_exercice(at), KEPT), sommes, (exercice,), money)
    last = first + len(exercices)
    without = {nom: sommes.get("montant", None, Sens[nom].value) for nom in _senses_of(colonnes)}
    if any(without.values()):
        put(sheet, last, colonnes["objet"], "sans exercice", label)
        for nom, value in without.items():
            formula = _rest(colonnes, nom, sum_formula("montant", KEPT, where_sens(Sens[nom])), first, last)
            atelier.total(sheet, last, colonnes[nom], formula, value, money)
        last += 1
    _total_row(atelier, sheet, last, colonnes, kept)
    return _apart(atelier, sheet, last + 1, colonnes)


def _rest(colonnes: Colonnes[None], nom: str, whole: str, first: int, row: int) -> str:
    """What of a whole is in none of the rows above: the lines without exercice.

    Where there are none, or they come to nothing, it has no row: the total is a sum of its own over all the lines.
    """
    above = f"-SUM({colonnes.plage(nom, first, row - 1)})" if row > first else ""
    return f"=ROUND({whole}{above},2)"


def _total_row(atelier: Atelier, sheet: Feuille, row: int, colonnes: Colonnes[None], kept: Tableau) -> None:
    total = atelier.money(bold=True, bg_color=look.GRIS_PALE)
    put(sheet, row, colonnes["objet"], "Total", atelier.cell(bold=True, bg_color=look.GRIS_PALE, indent=1))
    _senses(atelier, sheet, row, colonnes, (KEPT,), Sommes(kept, "sens"), (), total)


def _apart(atelier: Atelier, sheet: Feuille, row: int, colonnes: Colonnes[None]) -> int:
    """The lots that have lines, under the total, each on its row. Returns the row after them."""
    label, money = atelier.cell(italic=True, indent=1, text_wrap=True), atelier.money(italic=True)
    for at, lot in enumerate(list_lots(atelier.synthese.bilan), row):
        put(sheet, at, colonnes["objet"], lot.libelle, label)
        for nom in _senses_of(colonnes):
            value = lot.totaux.of(Sens[nom]).montant
            atelier.total(sheet, at, colonnes[nom], f"={lot.formule(Sens[nom])}", value, money)
        row = at + 1
    return row


# --- by funding ------------------------------------------------------------------------------------------------------
def _by_funding(atelier: Atelier, sheet: Feuille, row: int, kept: Tableau) -> tuple[list[range], int]:
    """By exercice and source of funding, dépenses then recettes: tables apart, so that nobody adds them up.

    Returns their rows but the last one of each, and the row of what follows.
    """
    tables = [("D", "Dépenses par source de financement"), ("R", "Recettes par source de financement")]
    if None in kept.colonne("rd"):
        tables.append(("", "Lignes sans R/D, par source de financement"))
    rows = []
    for rd, titre in tables:
        lines = kept.where(rd=rd or None)
        sense = (f"bud_rd,{literal(rd)}" if rd else where_sens(Sens.SANS_RD), KEPT)
        begun, row = row, _funding_table(atelier, sheet, row, titre, sense, lines)
        rows.append(range(begun, row - 2))
    return rows, row


def _funding_table(
    atelier: Atelier, sheet: Feuille, row: int, titre: str, sense: tuple[str, str], lines: Tableau
) -> int:
    """One table: exercices, the lines without one, their total. Returns the row where the next one begins."""
    atelier.section(sheet, row, titre, len(PAR_FINANCEMENT))
    _heads(atelier, sheet, row + 1, "Exercice", PAR_FINANCEMENT)
    label = atelier.cell(bold=True, align="left", num_format="0", indent=1)
    money, sommes, first = atelier.money(), Sommes(lines, "exercice"), row + 2
    exercices = list_exercices(lines)
    for at, exercice in enumerate(exercices, first):
        put(sheet, at, PAR_FINANCEMENT["objet"], exercice, label)
        _fundings(atelier, sheet, at, (_same_exercice(at), *sense), sommes, (exercice,), money)
    last = first + len(exercices)
    without = {nom: sommes.get(nom, None) for nom in FINANCEMENTS}
    if any(without.values()):
        put(sheet, last, PAR_FINANCEMENT["objet"], "sans exercice", label)
        for nom, value in without.items():
            formula = _rest(PAR_FINANCEMENT, nom, sum_formula(nom, *sense), first, last)
            atelier.total(sheet, last, PAR_FINANCEMENT[nom], formula, value, money)
        last += 1
    words = atelier.cell(bold=True, bg_color=look.GRIS_PALE, indent=1)
    put(sheet, last, PAR_FINANCEMENT["objet"], "Total", words)
    total = atelier.money(bold=True, bg_color=look.GRIS_PALE)
    _fundings(atelier, sheet, last, sense, Sommes(lines, "abandonne"), ("Non",), total)
    return last + 2


def _fundings(
    atelier: Atelier,
    sheet: Feuille,
    row: int,
    where: Sequence[str],
    sommes: Sommes,
    cle: Sequence[object],
    style: Format,
) -> None:
    for nom in FINANCEMENTS:
        formula = f"={sum_formula(nom, *where)}"
        atelier.total(sheet, row, PAR_FINANCEMENT[nom], formula, sommes.get(nom, *cle), style)


# --- by objective ----------------------------------------------------------------------------------------------------
def _by_objective(
    atelier: Atelier, sheet: Feuille, row: int, colonnes: Colonnes[None], kept: Tableau, width: float
) -> tuple[int, set[int]]:
    """By volet, axe and OS, those that have lines; what lies outside the hierarchy too, so that the sums meet.

    Returns the last row, and those of the volets and axes.
    """
    atelier.section(sheet, row, "Par volet et par objectif stratégique", len(colonnes))
    _heads(atelier, sheet, row + 1, "Volet et objectif stratégique", colonnes)
    sommes = {level: Sommes(kept, level, "sens") for level in ("volet", "axe", "os")}
    used = {level: set(kept.colonne(level)) for level in sommes}
    nodes = [x for x in atelier.synthese.lignes if isinstance(x, LigneNoeud) and x.niveau in ("volet", "axe", "OS")]
    at, parents = row + 2, set[int]()
    for noeud in (*nodes, LigneNoeud("OS", HORS_HIERARCHIE, "", "actions sans objectif dans le programme")):
        level = noeud.niveau.lower()
        if noeud.cle in used[level]:
            _objective(atelier, sheet, at, colonnes, noeud, sommes[level], width)
            parents |= set() if level == "os" else {at}
            at += 1
    _total_row(atelier, sheet, at, colonnes, kept)
    return at, parents


def _objective(
    atelier: Atelier,
    sheet: Feuille,
    row: int,
    colonnes: Colonnes[None],
    noeud: LigneNoeud,
    sommes: Sommes,
    width: float,
) -> None:
    shape = _NIVEAUX[noeud.niveau]
    text = f"{noeud.numero or noeud.cle} – {noeud.intitule}" if noeud.niveau == "OS" else noeud.intitule
    put(sheet, row, colonnes["objet"], text, atelier.cell(shape, text_wrap=True))
    where = (f"bud_{noeud.niveau.lower()},{literal(noeud.cle)}", KEPT)
    money = atelier.money(shape, indent=1)
    _senses(atelier, sheet, row, colonnes, where, sommes, (noeud.cle,), money)
    sheet.set_row(row, row_height((text, width - 4), size=10))
