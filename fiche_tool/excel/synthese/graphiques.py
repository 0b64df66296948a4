"""Sheet Données graphiques, what the charts of the first sheet are drawn from, and those charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.textes import shorten
from fiche_tool.domaine.mots.typographie import INSECABLE, typographe
from fiche_tool.domaine.synthese.comptes import round_taux
from fiche_tool.domaine.synthese.lignes import ETATS, SANS_STATUT, LigneNoeud
from fiche_tool.domaine.synthese.sommes import count_at, count_by, count_etats, mean_taux
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Feuille, Graphique, Options
from fiche_tool.excel.dessin.reperes import Reperes
from fiche_tool.excel.synthese.atelier.atelier import Atelier
from fiche_tool.excel.synthese.atelier.cellules import put
from fiche_tool.excel.synthese.atelier.formules import (
    STATUT_LITERALS,
    count_formula,
    literal,
    mean_formula,
    sum_formula,
)
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes
from fiche_tool.excel.synthese.atelier.valeurs import SIGNES
from fiche_tool.excel.synthese.budget import FINANCEMENTS, PAR_FINANCEMENT, Sommes, list_exercices
from fiche_tool.excel.synthese.donnees import PREMIERE_SEANCE, SEANCES

NOM = "Données graphiques"
MAX_BARS, MAX_EXERCICES, MAX_SEANCES = 15, 8, 18
"""Beyond these a chart is no longer legible: it keeps to the largest OS, to the latest exercices and séances."""
_TOP = 4
_GRILLE = {"visible": True, "line": {"color": "#E5E7EB"}}
_MOTIFS = {SANS_STATUT: "percent_10"}
"""What tells apart, printed in grey, a state that has no colour of its own."""
_STATUTS = Colonnes[None](
    Colonne("os", "OS", 84),
    Colonne("repere", "Repère", 28),
    *(Colonne[None](etat, f"{etat} ({SIGNES[etat]})", 18) for etat in ETATS),
)
_TAUX = Colonnes[None](Colonne("os", "OS", 84), Colonne("repere", "Repère", 28), Colonne("taux", "Taux", 18))
_SEANCES = Colonnes[None](
    Colonne("seance", "Séance", 84),
    Colonne("part", "Réalisées ou en cours (%)", 28),
    Colonne("taux", "Taux moyen (%)", 18),
    Colonne("haut", "Le plus haut", 18),
    Colonne("bas", "Le plus bas", 18),
)
"""The higher and the lower of two figures bear the labels, over and under them: these never cover one another."""
_MAX_LABELS = 6
_MAX_ALT = 900
"""Characters of an alternative text; what does not hold in it is in the sheet of the data."""


@dataclass(frozen=True, slots=True)
class BlocGraphique:
    """Where a chart finds its data: the rows (from 0, both included) and how many there would be without the limit.

    `remplies`: by series, then by row, whether there is something to name. `dit`: the figures, in words.
    """

    debut: int
    fin: int
    sur: int
    remplies: tuple[tuple[bool, ...], ...] = ()
    dit: str = ""

    @property
    def nombre(self) -> int:
        """How many rows."""
        return self.fin - self.debut + 1


@dataclass(frozen=True, slots=True)
class Blocs:
    """The data of every chart; None where there is nothing to draw."""

    statuts: BlocGraphique | None
    taux: BlocGraphique | None
    budget: BlocGraphique | None
    seances: BlocGraphique | None


def write_graphiques(atelier: Atelier) -> Blocs:
    """The data sheet, block under block."""
    sheet = atelier.add_sheet(NOM, _STATUTS.largeurs, "Données des graphiques")
    sheet.set_tab_color(look.GRIS)
    sheet.freeze_panes(3, _STATUTS["os"] + 1)
    row, found = _TOP, []
    for write in (_statuts, _taux, _budget, _seances):
        bloc = write(atelier, sheet, row)
        found.append(bloc)
        row = bloc.fin + 3 if bloc else row
    return Blocs(*found)


def _block(atelier: Atelier, sheet: Feuille, row: int, titre: str, headings: Sequence[str]) -> int:
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


def _statuts(atelier: Atelier, sheet: Feuille, row: int) -> BlocGraphique | None:
    shown, total = _largest(atelier)
    if not shown:
        return None
    first = _block(atelier, sheet, row, "Actions par objectif stratégique et par statut", _STATUTS.entetes)
    table = count_etats(atelier.synthese.tables.actions, "os")
    plain = atelier.cell(num_format="0")
    for at, noeud in enumerate(shown, first):
        put(sheet, at, _STATUTS["os"], shorten(f"{noeud.cle} – {noeud.intitule}", 90), plain)
        put(sheet, at, _STATUTS["repere"], noeud.cle, plain)
        for etat in ETATS:
            formula = count_formula(os=literal(noeud.cle), statut=STATUT_LITERALS[etat])
            atelier.total(sheet, at, _STATUTS[etat], formula, count_at(table, noeud.cle, etat), plain)
    held = tuple(tuple(count_at(table, noeud.cle, etat) > 0 for noeud in shown) for etat in ETATS)
    told = {x.cle: [f"{etat} {n}" for etat in ETATS if (n := count_at(table, x.cle, etat))] for x in shown}
    said = " ; ".join(f"{cle} : {', '.join(counts)}" for cle, counts in told.items())
    return BlocGraphique(first, first + len(shown) - 1, total, held, said)


def _taux(atelier: Atelier, sheet: Feuille, row: int) -> BlocGraphique | None:
    """Only the OS that have a mean taux: the others would show a bar of 0 %."""
    means = mean_taux(atelier.synthese.tables.actions, "os")
    shown = [noeud for noeud in _largest(atelier)[0] if noeud.cle in means]
    if not shown:
        return None
    first = _block(atelier, sheet, row, "Taux moyen par objectif stratégique (%)", _TAUX.entetes)
    number = atelier.cell(num_format="0.0")
    for at, noeud in enumerate(shown, first):
        put(sheet, at, _TAUX["os"], noeud.intitule, atelier.cell())
        put(sheet, at, _TAUX["repere"], noeud.cle, atelier.cell())
        atelier.total(sheet, at, _TAUX["taux"], mean_formula(os=literal(noeud.cle)), means[noeud.cle], number)
    said = " ; ".join(f"{noeud.cle} : {round_taux(means[noeud.cle])}" for noeud in shown)
    return BlocGraphique(first, first + len(shown) - 1, len(means), dit=said)


def _budget(atelier: Atelier, sheet: Feuille, row: int) -> BlocGraphique | None:
    budget = atelier.synthese.tables.budget
    kept = budget.where(abandonne="Non", rd="D")
    exercices = _continuous(list_exercices(kept))
    if not exercices:
        return None
    headings = ("Exercice", *PAR_FINANCEMENT.entetes[1:])
    first = _block(atelier, sheet, row, "Dépenses par exercice et par financement (€)", headings)
    money, sommes = atelier.money(), Sommes(kept, "exercice")
    said = []
    for at, exercice in enumerate(exercices[-MAX_EXERCICES:], first):
        said.append(f"{exercice} : {sommes.get('montant', exercice):.0f}")
        put(sheet, at, PAR_FINANCEMENT["objet"], exercice, atelier.cell(align="left"))
        same = f"bud_exercice,{PAR_FINANCEMENT.retenue('objet', at)}"
        where = (same, f"bud_rd,{literal('D')}", f"bud_abandonne,{literal('Non')}")
        for nom in FINANCEMENTS:
            formula = f"={sum_formula(nom, *where)}"
            atelier.total(sheet, at, PAR_FINANCEMENT[nom], formula, sommes.get(nom, exercice), money)
    last = first + min(len(exercices), MAX_EXERCICES) - 1
    return BlocGraphique(first, last, len(exercices), dit=" ; ".join(said))


def _continuous(exercices: list[int]) -> list[int]:
    """The years with those between them, which are nothing; as they are where one lies far from the others."""
    whole = list(range(exercices[0], exercices[-1] + 1)) if exercices else []
    return whole if len(whole) <= MAX_EXERCICES else exercices


def _seances(atelier: Atelier, sheet: Feuille, row: int) -> BlocGraphique | None:
    seances = atelier.synthese.tables.seances
    if len(seances) < 2:
        return None
    first = _block(atelier, sheet, row, "Progression au fil des séances", _SEANCES.entetes)
    sources = Reperes(seances.colonnes)
    number = atelier.cell(num_format="0.0")
    start, said = max(0, len(seances) - MAX_SEANCES), []
    for at, (index, values) in enumerate(list(enumerate(seances.records()))[start:], first):
        source = PREMIERE_SEANCE + index
        put(sheet, at, _SEANCES["seance"], show_date(values["seance"]), atelier.cell())
        for nom, times in (("part", 100), ("taux", 1)):
            value = values[nom]
            if value is None:
                put(sheet, at, _SEANCES[nom], None, number)
            else:
                formula = f"='{SEANCES}'!{sources.fixe(nom, source)}*{times}"
                atelier.total(sheet, at, _SEANCES[nom], formula, value * times, number)
        said.append(f"{show_date(values['seance'])} : {_extremes(atelier, sheet, at, values['part'], values['taux'])}")
    return BlocGraphique(first, first + len(seances) - start - 1, len(seances), dit=" ; ".join(said))


def _extremes(atelier: Atelier, sheet: Feuille, row: int, part: Decimal | None, taux: Decimal | None) -> str:
    """The higher and the lower of the two figures of a séance. Returns both in words."""
    named = (("réalisées ou en cours", None if part is None else part * 100), ("taux moyen", taux))
    known = {nom: value for nom, value in named if value is not None}
    both, number = _SEANCES.plage_lignes("part", "taux", row), atelier.cell(num_format="0.0")
    for nom, function, choose in (("haut", "MAX", max), ("bas", "MIN", min)):
        if known:
            atelier.total(sheet, row, _SEANCES[nom], f"={function}({both})", choose(known.values()), number)
        else:
            put(sheet, row, _SEANCES[nom], None, number)
    return ", ".join(f"{nom} {round_taux(value)} %" for nom, value in known.items())


# --- charts ----------------------------------------------------------------------------------------------------------
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
    sheet.insert_chart(cadre.row, cadre.column, chart, {"x_offset": 6, "y_offset": 2, "description": said})


def _gap(bloc: BlocGraphique) -> int:
    """The space between two bars, in hundredths of one: few bars stay bars, not blocks that fill the frame."""
    return max(45, 300 // max(bloc.nombre, 1))


def draw_statuts(atelier: Atelier, sheet: Feuille, bloc: BlocGraphique, cadre: Cadre) -> None:
    """Where the actions of each OS stand, stacked."""
    chart = atelier.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for etat, filled in zip(ETATS, bloc.remplies, strict=True):
        chart.add_series(
            {
                **_serie(bloc, _STATUTS, etat, "os"),
                "border": {"color": look.GRIS, "width": 0.5},
                "gap": _gap(bloc),
                "data_labels": _signs(etat, filled),
                **_ink(etat),
            }
        )
    chart.set_legend({"position": "bottom", "font": {"size": 9}})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}, "crossing": "max"})
    chart.set_x_axis({"num_font": {"size": 9}, "major_gridlines": _GRILLE, "num_format": "0"})
    limited = f" (les {bloc.nombre} qui en comptent le plus, sur {bloc.sur})" if bloc.sur > bloc.nombre else ""
    _place(sheet, chart, f"Statut des actions par objectif stratégique{limited}", cadre, bloc)


def _signs(etat: str, filled: Sequence[bool]) -> Options:
    """The sign of a state on each of its parts that is not empty."""
    font = {"size": 8, "bold": True, "color": look.ink_on(look.STATUT_COULEURS.get(etat, look.BLANC))}
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
            **_serie(bloc, _TAUX, "taux", "repere"),
            "name": "Taux moyen (%)",
            "fill": {"color": look.BLEU_MOYEN},
            "data_labels": {"value": True, "num_format": "0", "font": {"size": 9}},
            "gap": _gap(bloc),
        }
    )
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}, "crossing": "max"})
    chart.set_x_axis({"min": 0, "max": 100, "num_font": {"size": 9}, "num_format": "0", "major_gridlines": _GRILLE})
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
    chart.set_legend({"position": "bottom", "font": {"size": 9}})
    chart.set_y_axis({"num_format": "#,##0", "num_font": {"size": 9}, "major_gridlines": _GRILLE})
    chart.set_x_axis({"num_font": {"size": 9}})
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
                **_serie(bloc, _SEANCES, nom, "seance"),
                "line": {"color": colour, "width": 2, "dash_type": dash},
                "marker": {"type": marker, "size": 6, "fill": {"color": colour}, "border": {"color": colour}},
            }
        )
    if bloc.nombre <= _MAX_LABELS:
        for nom, position in (("haut", "above"), ("bas", "below")):
            labels = {"value": True, "num_format": "0", "position": position, "font": {"size": 9}}
            chart.add_series({**_serie(bloc, _SEANCES, nom, "seance"), "line": {"none": True}, "data_labels": labels})
    chart.set_legend({"position": "bottom", "font": {"size": 9}, "delete_series": [2, 3]})
    chart.set_y_axis({"min": 0, "max": 100, "num_format": "0", "num_font": {"size": 9}, "major_gridlines": _GRILLE})
    chart.set_x_axis({"num_font": {"size": 9}})
    chart.show_blanks_as("gap")
    _place(sheet, chart, "Progression au fil des séances (%)", cadre, bloc)
