"""Sheets Données: the flat tables, ready for pivots; every total of the workbook is a formula on their columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.synthese.sommes import to_euros
from fiche_tool.domaine.synthese.tableau import Tableau
from fiche_tool.domaine.synthese.tables import COLONNES, ColonneDonnees, GenreDonnees
from fiche_tool.excel.dessin import look, papier
from fiche_tool.excel.dessin.feuille import Feuille, Forme
from fiche_tool.excel.dessin.mesure import measure, row_height
from fiche_tool.excel.dessin.reperes import Reperes
from fiche_tool.excel.synthese.atelier.atelier import A3, Atelier
from fiche_tool.excel.synthese.atelier.cellules import put

_WIDEST, _LONGEST, _ECHELLE = 80.0, 160, 0.8
"""A column, the characters that surely fill it, the smallest scale at which 10 points are read at arm's length."""
_TOP = 3
_LIGNE = row_height(size=10)
"""Points that one line needs, for which no row is made taller."""


@dataclass(frozen=True, slots=True)
class _Donnees:
    """A sheet of data: the attribute of Tables it shows, its name, its table, the prefix of its columns' names."""

    nom: str
    feuille: str
    table: str
    prefixe: str

    @property
    def colonnes(self) -> tuple[ColonneDonnees, ...]:
        """Its columns."""
        return COLONNES[self.nom]


DONNEES = "Données"
"""What the name of every sheet of data begins with."""
_DONNEES = (
    _Donnees("actions", "Données actions", "tActions", "act"),
    _Donnees("budget", "Données budget", "tBudget", "bud"),
    _Donnees("evolution", "Données évolution", "tEvolution", "evo"),
    _Donnees("seances", "Données séances", "tSeances", "sea"),
    _Donnees("retirees", "Données retirées", "tRetirees", "ret"),
    _Donnees("budget_retirees", "Données budget retirées", "tBudgetRetirees", "bret"),
    _Donnees("budget_retenu", "Données budget retenu", "tBudgetRetenu", "bhor"),
    _Donnees("comparaison", "Données comparaison", "tComparaison", "cmp"),
    _Donnees("attention", "Données attention", "tAttention", "att"),
)
SEANCES = "Données séances"
PREMIERE_SEANCE = _TOP + 1
"""The sheet and the first row (from 0) of the figures of the séances, which a chart refers to."""


def write_donnees(atelier: Atelier) -> None:
    """Every flat table and the names of its columns."""
    for donnees in _DONNEES:
        _table(atelier, donnees, getattr(atelier.synthese.tables, donnees.nom))


def _table(atelier: Atelier, donnees: _Donnees, tableau: Tableau) -> None:
    colonnes = donnees.colonnes
    reperes = Reperes([colonne.cle for colonne in colonnes])
    widths = [_width(colonne.entete, tableau.colonne(colonne.cle)) for colonne in colonnes]
    sheet = atelier.add_sheet(donnees.feuille, widths, donnees.feuille, paper=A3)
    sheet.set_tab_color(look.GRIS)
    last = _TOP + max(len(tableau), 1)
    sheet.fit_to_pages(_count_pages(widths), 0)
    for colonne in colonnes:
        target = f"='{donnees.feuille}'!{reperes.plage_fixe(colonne.cle, _TOP + 1, last)}"
        atelier.workbook.define_name(f"{donnees.prefixe}_{colonne.cle}", target)
    head = atelier.head()
    columns = [{"header": colonne.entete, "header_format": head} for colonne in colonnes]
    options = {"name": donnees.table, "columns": columns, "style": "Table Style Light 9"}
    sheet.add_table(_TOP, 0, last, len(colonnes) - 1, options)
    sheet.set_row(_TOP, 30)
    _rows(atelier, sheet, colonnes, tableau, widths)
    sheet.freeze_panes(_TOP + 1, reperes[colonnes[0].cle] + 1)
    if len(tableau):
        sheet.repeat_rows(_TOP)
        sheet.repeat_columns(reperes[colonnes[0].cle])  # each page says whose row it is
        sheet.print_area(_TOP, 0, last, len(colonnes) - 1)  # the footer bears the title, cut over that column alone
    else:
        sheet.hide()  # a whole workbook that is printed prints no empty page; formulas find its columns all the same


def _count_pages(widths: Sequence[float]) -> int:
    """How many pages side by side show the columns large enough, the first of them on each."""
    room = papier.A3.utile / _ECHELLE / papier.PLUS_LARGE
    pages, left = 1, room
    for points in map(papier.column_points, widths):
        if points > left:
            pages, left = pages + 1, room - papier.column_points(widths[0])
        left -= points
    return pages


def _width(entete: str, values: Iterable[object]) -> float:
    """A column as wide as its longest word or text, up to a limit."""
    heading = max(measure(word) for word in entete.split()) + 4
    texts = {texte for value in values for texte in _words(value).split("\n")}
    longest = max((measure(texte[:_LONGEST]) for texte in texts), default=0.0)
    return min(_WIDEST, max(heading, longest * 10 / 11 + 2))


def _words(value: object) -> str:
    """A value as it shows, for its width; room for a large amount at least where it is a number or a date."""
    if isinstance(value, int):  # among others, amounts in cents
        return max("0" * 10, f"{value / 100:,.2f}", key=len)
    return value.texte if isinstance(value, Periode) else value if isinstance(value, str) else "0" * 10


def _rows(
    atelier: Atelier, sheet: Feuille, colonnes: Sequence[ColonneDonnees], tableau: Tableau, widths: Sequence[float]
) -> None:
    formes = (_forme(colonne.genre, tableau.colonne(colonne.cle)) for colonne in colonnes)
    styles = [
        atelier.format(forme, text_wrap=True) if width == _WIDEST else atelier.format(forme)
        for forme, width in zip(formes, widths, strict=True)
    ]
    tall = [column for column, width in enumerate(widths) if width == _WIDEST]
    for row, values in enumerate(tableau.lignes, _TOP + 1):
        atelier.store(sheet, row)
        points = row_height(*((values[column], _WIDEST) for column in tall), size=10)
        if points > _LIGNE:
            sheet.set_row(row, points)
        for column, value in enumerate(values):
            if value is not None:
                put(sheet, row, column, _shown(colonnes[column].genre, value), styles[column])


_NOMBRE: Forme = {"align": "right", "indent": 1}
"""A number, clear of the text of the next column."""
_FORMES: Mapping[GenreDonnees, Forme] = {
    GenreDonnees.NOMBRE: _NOMBRE,
    GenreDonnees.CENTIMES: {**_NOMBRE, "num_format": look.FORMAT_MONTANT},
    GenreDonnees.DATE: {"num_format": look.FORMAT_DATE, "align": "left"},
    GenreDonnees.PART: {**_NOMBRE, "num_format": "0.0 %"},
}


def _forme(genre: GenreDonnees, values: Iterable[Any]) -> Forme:
    """How the values of a column show: numbers with one decimal where one of them has any."""
    forme = _FORMES.get(genre, {})
    if genre is GenreDonnees.NOMBRE and any(value is not None and value % 1 for value in values):
        return {**forme, "num_format": "0.0"}
    return forme


def _shown(genre: GenreDonnees, value: Any) -> Any:
    return to_euros(value) if genre is GenreDonnees.CENTIMES else value
