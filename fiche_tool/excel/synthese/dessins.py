"""The charts of the sheet Tableau de bord, drawn from the sheet Données graphiques."""

from collections.abc import Sequence
from dataclasses import dataclass

from fiche_tool.domaine.mots.typographie import INSECABLE, typographe
from fiche_tool.domaine.synthese.lignes import ETATS, SANS_STATUT
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Feuille, Graphique, Options
from fiche_tool.excel.dessin.reperes import Reperes
from fiche_tool.excel.synthese.atelier.atelier import Atelier
from fiche_tool.excel.synthese.atelier.valeurs import SIGNES
from fiche_tool.excel.synthese.feuilles.budget import FINANCEMENTS, PAR_FINANCEMENT
from fiche_tool.excel.synthese.graphiques import COLONNES_SEANCES, COLONNES_STATUTS, COLONNES_TAUX, NOM, BlocGraphique

_GRILLE = {"visible": True, "line": {"color": "#E5E7EB"}}
_PETIT = {"size": 10}
_POUR_CENT = {"min": 0, "max": 100, "major_unit": 20, "num_format": "0"}
_MOTIFS = {SANS_STATUT: "percent_10"}
"""What tells apart, printed in grey, a state that has no colour of its own."""
_MAX_LABELS = 6
_MAX_ALT = 900
"""Characters of an alternative text; what does not hold in it is in the sheet of the data."""


@dataclass(frozen=True, slots=True)
class Cadre:
    """Where a chart stands on the first sheet (row and column from 0) and how large it is, in pixels."""

    row: int
    column: int
    width: int
    height: int


def _serie(bloc: BlocGraphique, colonnes: Reperes, nom: str, categorie: str) -> dict[str, object]:
    """Where a series finds its name, its values and what they are of."""
    where, what = colonnes[nom], colonnes[categorie]
    return {
        "name": [NOM, bloc.debut - 1, where],
        "categories": [NOM, bloc.debut, what, bloc.fin, what],
        "values": [NOM, bloc.debut, where, bloc.fin, where],
    }


def _place(sheet: Feuille, chart: Graphique, titre: str, cadre: Cadre, bloc: BlocGraphique) -> None:
    """Put a chart in its place, with its figures for who does not see it."""
    chart.set_title({"name": titre, "name_font": {"size": 11, "color": look.BLEU}, "overlay": False})
    chart.set_chartarea({"border": {"color": look.TRAIT}})
    chart.set_size({"width": cadre.width, "height": cadre.height})
    said = typographe(f"{titre}. {bloc.dit}")
    if len(said) > _MAX_ALT:
        said = said[: said.rfind(INSECABLE + ";", 0, _MAX_ALT)] + f"… Le reste est dans la feuille {NOM}."
    sheet.insert_chart(cadre.row, cadre.column, chart, {"y_offset": 6, "description": said})


def _gap(bloc: BlocGraphique) -> int:
    """The space between two bars, in hundredths of one: few bars stay bars, not blocks that fill the frame."""
    return max(45, 300 // max(bloc.nombre, 1))


def draw_statuts(atelier: Atelier, sheet: Feuille, bloc: BlocGraphique, cadre: Cadre) -> None:
    """Where the actions of each OS stand, stacked."""
    chart = atelier.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for etat, filled in zip(ETATS, bloc.remplies, strict=True):
        chart.add_series(
            {
                **_serie(bloc, COLONNES_STATUTS, etat, "os"),
                "border": {"color": look.GRIS, "width": 0.5},
                "gap": _gap(bloc),
                "data_labels": _signs(etat, filled),
                **_ink(etat),
            }
        )
    chart.set_legend({"position": "bottom", "font": _PETIT})
    chart.set_y_axis({"reverse": True, "num_font": _PETIT, "crossing": "max"})
    chart.set_x_axis({"num_font": _PETIT, "major_gridlines": _GRILLE, "num_format": "0"})
    limited = f" (les {bloc.nombre} qui en comptent le plus, sur {bloc.sur})" if bloc.sur > bloc.nombre else ""
    _place(sheet, chart, f"Statut des actions par objectif stratégique{limited}", cadre, bloc)


def _signs(etat: str, filled: Sequence[bool]) -> Options:
    """The sign of a state on each of its parts that is not empty."""
    font = {"size": 9, "bold": True, "color": look.ink_on(look.STATUT_COULEURS.get(etat, look.BLANC))}
    custom = [{"value": SIGNES[etat], "font": font} if here else {"delete": True} for here in filled]
    return {"value": True, "custom": custom, "font": font, "position": "center"}


def _ink(etat: str) -> Options:
    """The fill of a state: its colour, in a pattern where another state is as dark."""
    colour = look.STATUT_COULEURS.get(etat, look.GRIS if etat in _MOTIFS else "#E5E7EB")
    if etat not in _MOTIFS:
        return {"fill": {"color": colour}}
    return {"pattern": {"pattern": _MOTIFS[etat], "fg_color": colour, "bg_color": look.BLANC}}


def draw_taux(atelier: Atelier, sheet: Feuille, bloc: BlocGraphique, cadre: Cadre) -> None:
    """The mean taux of each OS."""
    chart = atelier.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            **_serie(bloc, COLONNES_TAUX, "taux", "repere"),
            "name": "Taux moyen (%)",
            "fill": {"color": look.BLEU_MOYEN},
            "data_labels": {"value": True, "num_format": "0", "font": _PETIT},
            "gap": _gap(bloc),
        }
    )
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": _PETIT, "crossing": "max"})
    room = {**_POUR_CENT, "max": 110}  # for « 100 » beside its bar
    chart.set_x_axis({**room, "num_font": _PETIT, "major_gridlines": _GRILLE})
    _place(sheet, chart, "Taux moyen par objectif stratégique (%)", cadre, bloc)


def draw_budget(atelier: Atelier, sheet: Feuille, bloc: BlocGraphique, cadre: Cadre) -> None:
    """What each exercice is to cost, and who pays."""
    chart = atelier.workbook.add_chart({"type": "column", "subtype": "stacked"})
    shapes: tuple[Options, ...] = (
        {"fill": {"color": look.BLEU}},
        {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": look.ALERTE, "bg_color": look.BLANC}},
        {"fill": {"color": "#9DC3A8"}},
        {"pattern": {"pattern": "percent_20", "fg_color": look.GRIS, "bg_color": look.BLANC}},
    )
    for nom, shape in zip(FINANCEMENTS[1:], shapes, strict=True):
        chart.add_series(
            {
                **_serie(bloc, PAR_FINANCEMENT, nom, "objet"),
                "border": {"color": look.GRIS, "width": 0.5},
                "gap": _gap(bloc),
                **shape,
            }
        )
    chart.set_legend({"position": "bottom", "font": _PETIT})
    chart.set_y_axis({"num_format": "#,##0", "num_font": _PETIT, "major_gridlines": _GRILLE})
    chart.set_x_axis({"num_font": _PETIT, "label_position": "low"})  # under bars of negative amounts too
    limited = f", {bloc.nombre} derniers exercices" if bloc.sur > bloc.nombre else ""
    _place(sheet, chart, f"Dépenses prévues et financement (€{limited})", cadre, bloc)


def draw_seances(atelier: Atelier, sheet: Feuille, bloc: BlocGraphique, cadre: Cadre) -> None:
    """How far the PST has come, séance after séance."""
    chart = atelier.workbook.add_chart({"type": "line"})
    for nom, colour, dash, marker in (
        ("part", look.VERT, "solid", "circle"),
        ("taux", look.BLEU, "dash", "square"),
    ):
        chart.add_series(
            {
                **_serie(bloc, COLONNES_SEANCES, nom, "seance"),
                "line": {"color": colour, "width": 2, "dash_type": dash},
                "marker": {"type": marker, "size": 6, "fill": {"color": colour}, "border": {"color": colour}},
            }
        )
    if bloc.nombre <= _MAX_LABELS:
        for nom, position in (("haut", "above"), ("bas", "below")):
            labels = {"value": True, "num_format": "0", "position": position, "font": _PETIT}
            chart.add_series(
                {**_serie(bloc, COLONNES_SEANCES, nom, "seance"), "line": {"none": True}, "data_labels": labels}
            )
    chart.set_legend({"position": "bottom", "font": _PETIT, "delete_series": [2, 3]})
    chart.set_y_axis({**_POUR_CENT, "num_font": _PETIT, "major_gridlines": _GRILLE})
    chart.set_x_axis({"num_font": _PETIT})
    chart.show_blanks_as("gap")
    _place(sheet, chart, "Progression au fil des séances (%)", cadre, bloc)
