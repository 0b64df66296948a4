"""Sheet Données graphiques, what the charts of the first sheet are drawn from, and those charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.statuts import ABANDONNE, EN_COURS, REALISE, RECURRENT, REPORTE, SUSPENDU
from fiche_tool.domaine.mots.textes import shorten
from fiche_tool.domaine.synthese.lignes import ETATS, SANS_STATUT, LigneNoeud
from fiche_tool.domaine.synthese.sommes import count_at, count_by, count_etats, mean_taux
from fiche_tool.domaine.synthese.tables import MONTANTS
from fiche_tool.excel.dessin import look
from fiche_tool.excel.synthese.budget import FINANCEMENTS, Sommes, list_exercices, sum_formula
from fiche_tool.excel.synthese.donnees import PREMIERE_SEANCE, SEANCES
from fiche_tool.excel.synthese.page import STATUT_LITERALS, Atelier, count_formula, literal, mean_formula, put

NOM = "Données graphiques"
MAX_BARS, MAX_EXERCICES, MAX_SEANCES = 15, 8, 18
"""Beyond these a chart is no longer legible: it keeps to the largest OS, to the latest exercices and séances."""
_TOP = 4
_GRILLE = {"visible": True, "line": {"color": "#E5E7EB"}}
_MOTIFS = {
    REPORTE: "wide_upward_diagonal",
    SUSPENDU: "wide_downward_diagonal",
    ABANDONNE: "percent_50",
    SANS_STATUT: "percent_10",
}
"""What tells apart, printed in grey, the states whose colours have the same darkness."""
_SIGNES = dict(zip(ETATS, ("D", "C", "P", "S", "R", "A", "∞", "?", "–"), strict=True))
"""What each state is called on its part of a bar, so that no colour has to be known; the legend says them in full."""
_SOMBRES = (EN_COURS, REALISE, RECURRENT)


@dataclass(frozen=True, slots=True)
class Bloc:
    """Where a chart finds its data: the rows (from 0, both included) and how many there would be without the limit.

    `remplies`: by series, then by row, whether there is something to name.
    """

    debut: int
    fin: int
    sur: int
    remplies: tuple[tuple[bool, ...], ...] = ()

    @property
    def nombre(self) -> int:
        """How many rows."""
        return self.fin - self.debut + 1


@dataclass(frozen=True, slots=True)
class Blocs:
    """The data of every chart; None where there is nothing to draw."""

    statuts: Bloc | None
    taux: Bloc | None
    budget: Bloc | None
    seances: Bloc | None


def write_graphiques(atelier: Atelier) -> Blocs:
    """The data sheet, block under block."""
    widths = [84, 28, *(18 for _ in ETATS)]
    sheet = atelier.add_sheet(NOM, widths, "Données des graphiques")
    sheet.set_tab_color(look.GRIS)
    sheet.freeze_panes(3, 1)
    row, found = _TOP, []
    for write in (_statuts, _taux, _budget, _seances):
        bloc = write(atelier, sheet, row)
        found.append(bloc)
        row = bloc.fin + 3 if bloc else row
    return Blocs(*found)


def _block(atelier: Atelier, sheet: Worksheet, row: int, titre: str, headings: Sequence[str]) -> int:
    """The title and the headings of a block. Returns its first row of data."""
    atelier.section(sheet, row, titre, len(headings))
    for column, heading in enumerate(headings):
        sheet.write_string(row + 1, column, heading, atelier.head())
    return row + 2


def _largest(atelier: Atelier) -> tuple[list[LigneNoeud], int]:
    """The OS that charts show, in the order of the programme, and how many hold actions."""
    actions = atelier.synthese.tables.actions
    sizes = count_by(actions, "os")
    held = [x for x in atelier.synthese.lignes if isinstance(x, LigneNoeud) and x.niveau == "OS" and x.cle in sizes]
    kept = {x.cle for x in sorted(held, key=lambda x: -sizes[x.cle])[:MAX_BARS]}
    return [x for x in held if x.cle in kept], len(held)


def _statuts(atelier: Atelier, sheet: Worksheet, row: int) -> Bloc | None:
    shown, total = _largest(atelier)
    if not shown:
        return None
    headings = ("OS", "Repère", *(f"{etat} ({_SIGNES[etat]})" for etat in ETATS))
    first = _block(atelier, sheet, row, "Actions par objectif stratégique et par statut", headings)
    table = count_etats(atelier.synthese.tables.actions, "os")
    plain = atelier.cell(num_format="0")
    for at, noeud in enumerate(shown, first):
        put(sheet, at, 0, shorten(f"{noeud.cle} – {noeud.intitule}", 90), plain)
        put(sheet, at, 1, noeud.cle, plain)
        for column, etat in enumerate(ETATS, 2):
            formula = count_formula(os=literal(noeud.cle), statut=STATUT_LITERALS[etat])
            atelier.total(sheet, at, column, formula, count_at(table, noeud.cle, etat), plain)
    held = tuple(tuple(count_at(table, noeud.cle, etat) > 0 for noeud in shown) for etat in ETATS)
    return Bloc(first, first + len(shown) - 1, total, held)


def _taux(atelier: Atelier, sheet: Worksheet, row: int) -> Bloc | None:
    """Only the OS that have a mean taux: the others would show a bar of 0 %."""
    means = mean_taux(atelier.synthese.tables.actions, "os")
    shown = [noeud for noeud in _largest(atelier)[0] if noeud.cle in means]
    if not shown:
        return None
    first = _block(atelier, sheet, row, "Taux moyen par objectif stratégique (%)", ("OS", "Repère", "Taux"))
    number = atelier.cell(num_format="0.0")
    for at, noeud in enumerate(shown, first):
        put(sheet, at, 0, noeud.intitule, atelier.cell())
        put(sheet, at, 1, noeud.cle, atelier.cell())
        atelier.total(sheet, at, 2, mean_formula("taux", os=literal(noeud.cle)), means[noeud.cle], number)
    return Bloc(first, first + len(shown) - 1, len(means))


def _budget(atelier: Atelier, sheet: Worksheet, row: int) -> Bloc | None:
    budget = atelier.synthese.tables.budget
    kept = budget[(budget["abandonne"] == "Non") & (budget["rd"] == "D")]
    exercices = list_exercices(kept)
    if not exercices:
        return None
    headings = ("Exercice", *(label for _, label in FINANCEMENTS), "Non ventilé")
    first = _block(atelier, sheet, row, "Dépenses par exercice et par financement (€)", headings)
    money, sommes = atelier.money(), Sommes(kept, "exercice")
    for at, exercice in enumerate(exercices[-MAX_EXERCICES:], first):
        put(sheet, at, 0, exercice, atelier.cell(align="left"))
        where = (f"bud_exercice,$A{at + 1}", f"bud_rd,{literal('D')}", f"bud_abandonne,{literal('Non')}")
        amounts = {nom: sommes.get(nom, exercice) for nom in MONTANTS}
        for column, nom in enumerate(MONTANTS, 1):
            atelier.total(sheet, at, column, f"={sum_formula(nom, *where)}", amounts[nom], money)
        rest = amounts["montant"] - sum(amounts[nom] for nom in MONTANTS[1:])
        atelier.total(sheet, at, 5, f"=ROUND(B{at + 1}-C{at + 1}-D{at + 1}-E{at + 1},2)", rest, money)
    return Bloc(first, first + min(len(exercices), MAX_EXERCICES) - 1, len(exercices))


def _seances(atelier: Atelier, sheet: Worksheet, row: int) -> Bloc | None:
    frame = atelier.synthese.tables.seances
    if len(frame) < 2:
        return None
    headings = ("Séance", "Réalisées ou en cours (%)", "Taux moyen (%)")
    first = _block(atelier, sheet, row, "Progression au fil des séances", headings)
    number = atelier.cell(num_format="0.0")
    start = max(0, len(frame) - MAX_SEANCES)
    for at, (index, values) in enumerate(list(enumerate(frame.to_dict("records")))[start:], first):
        source = PREMIERE_SEANCE + index + 1
        put(sheet, at, 0, show_date(values["seance"]), atelier.cell())
        for column, letter, nom, times in ((1, "E", "part", 100), (2, "F", "taux", 1)):
            value = values[nom]
            if value is None:
                put(sheet, at, column, None, number)
            else:
                atelier.total(sheet, at, column, f"='{SEANCES}'!${letter}${source}*{times}", value * times, number)
    return Bloc(first, first + len(frame) - start - 1, len(frame))


# --- charts ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Cadre:
    """Where a chart stands on the first sheet (row and column from 0) and how large it is, in pixels."""

    row: int
    column: int
    width: int
    height: int


def _place(sheet: Worksheet, chart: Any, titre: str, cadre: Cadre) -> None:
    chart.set_title({"name": titre, "name_font": {"size": 11, "color": look.BLEU}, "overlay": False})
    chart.set_chartarea({"border": {"color": look.TRAIT}})
    chart.set_size({"width": cadre.width, "height": cadre.height})
    sheet.insert_chart(cadre.row, cadre.column, chart, {"x_offset": 6, "y_offset": 2, "description": titre})


def draw_statuts(atelier: Atelier, sheet: Worksheet, bloc: Bloc, cadre: Cadre) -> None:
    """Where the actions of each OS stand, stacked."""
    chart = atelier.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for column, etat in enumerate(ETATS, 2):
        chart.add_series(
            {
                "name": [NOM, bloc.debut - 1, column],
                "categories": [NOM, bloc.debut, 0, bloc.fin, 0],
                "values": [NOM, bloc.debut, column, bloc.fin, column],
                "border": {"color": look.GRIS, "width": 0.5},
                "gap": 45,
                "data_labels": _signs(etat, bloc.remplies[column - 2]),
                **_ink(etat),
            }
        )
    chart.set_legend({"position": "bottom", "font": {"size": 8}})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 8}, "crossing": "max"})
    chart.set_x_axis({"num_font": {"size": 8}, "major_gridlines": _GRILLE, "num_format": "0"})
    limited = f" (les {bloc.nombre} qui en comptent le plus, sur {bloc.sur})" if bloc.sur > bloc.nombre else ""
    _place(sheet, chart, f"Statut des actions par objectif stratégique{limited}", cadre)


def _signs(etat: str, filled: Sequence[bool]) -> dict[str, Any]:
    """The sign of a state on each of its parts that is not empty."""
    font = {"size": 7, "bold": True, "color": look.BLANC if etat in _SOMBRES else look.ENCRE}
    custom = [{"value": _SIGNES[etat], "font": font} if here else {"delete": True} for here in filled]
    return {"value": True, "custom": custom, "font": font, "position": "center"}


def _ink(etat: str) -> dict[str, Any]:
    """The fill of a state: its colour, in a pattern where another state is as dark."""
    colour = look.STATUT_COULEURS.get(etat, look.GRIS if etat in _MOTIFS else "#E5E7EB")
    if etat not in _MOTIFS:
        return {"fill": {"color": colour}}
    return {"pattern": {"pattern": _MOTIFS[etat], "fg_color": colour, "bg_color": look.BLANC}}


def draw_taux(atelier: Atelier, sheet: Worksheet, bloc: Bloc, cadre: Cadre) -> None:
    """The mean taux of each OS."""
    chart = atelier.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "Taux moyen (%)",
            "categories": [NOM, bloc.debut, 1, bloc.fin, 1],
            "values": [NOM, bloc.debut, 2, bloc.fin, 2],
            "fill": {"color": look.BLEU_MOYEN},
            "data_labels": {"value": True, "num_format": "0", "font": {"size": 8}},
            "gap": 45,
        }
    )
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 8}, "crossing": "max"})
    chart.set_x_axis({"min": 0, "max": 100, "num_font": {"size": 8}, "num_format": "0", "major_gridlines": _GRILLE})
    _place(sheet, chart, "Taux moyen par objectif stratégique (%)", cadre)


def draw_budget(atelier: Atelier, sheet: Worksheet, bloc: Bloc, cadre: Cadre) -> None:
    """What each exercice is to cost, and who pays."""
    chart = atelier.workbook.add_chart({"type": "column", "subtype": "stacked"})
    shapes: tuple[dict[str, Any], ...] = (
        {"fill": {"color": look.BLEU}},
        {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": look.ALERTE, "bg_color": look.BLANC}},
        {"fill": {"color": "#9DC3A8"}},
        {"pattern": {"pattern": "percent_20", "fg_color": look.GRIS, "bg_color": look.BLANC}},
    )
    for column, shape in enumerate(shapes, 2):
        chart.add_series(
            {
                "name": [NOM, bloc.debut - 1, column],
                "categories": [NOM, bloc.debut, 0, bloc.fin, 0],
                "values": [NOM, bloc.debut, column, bloc.fin, column],
                "border": {"color": look.GRIS, "width": 0.5},
                "gap": 60,
                **shape,
            }
        )
    chart.set_legend({"position": "bottom", "font": {"size": 8}})
    chart.set_y_axis({"num_format": "#,##0", "num_font": {"size": 8}, "major_gridlines": _GRILLE})
    chart.set_x_axis({"num_font": {"size": 8}})
    limited = f", {bloc.nombre} derniers exercices" if bloc.sur > bloc.nombre else ""
    _place(sheet, chart, f"Dépenses prévues et financement (€{limited})", cadre)


def draw_seances(atelier: Atelier, sheet: Worksheet, bloc: Bloc, cadre: Cadre) -> None:
    """How far the PST has come, séance after séance."""
    chart = atelier.workbook.add_chart({"type": "line"})
    for column, colour, dash, marker in ((1, look.VERT, "solid", "circle"), (2, look.BLEU, "dash", "square")):
        chart.add_series(
            {
                "name": [NOM, bloc.debut - 1, column],
                "categories": [NOM, bloc.debut, 0, bloc.fin, 0],
                "values": [NOM, bloc.debut, column, bloc.fin, column],
                "line": {"color": colour, "width": 2, "dash_type": dash},
                "marker": {"type": marker, "size": 6, "fill": {"color": colour}, "border": {"color": colour}},
                "data_labels": {"value": True, "num_format": "0", "position": "above", "font": {"size": 8}}
                if bloc.nombre <= 6
                else {},
            }
        )
    chart.set_legend({"position": "bottom", "font": {"size": 8}})
    chart.set_y_axis({"min": 0, "max": 100, "num_format": "0", "num_font": {"size": 8}, "major_gridlines": _GRILLE})
    chart.set_x_axis({"num_font": {"size": 8}})
    chart.show_blanks_as("gap")
    _place(sheet, chart, "Progression au fil des séances (%)", cadre)
