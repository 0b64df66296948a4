"""Sheet Données graphiques: what the charts of the sheet Tableau de bord are drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.textes import shorten_words
from fiche_tool.domaine.synthese.comptes import round_taux
from fiche_tool.domaine.synthese.lignes import ETATS, LigneNoeud
from fiche_tool.domaine.synthese.sommes import count_at, count_by, count_etats, mean_taux
from fiche_tool.excel.dessin import look, papier
from fiche_tool.excel.dessin.feuille import Feuille, Forme
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.dessin.reperes import Reperes
from fiche_tool.excel.synthese.atelier.atelier import A3, Atelier
from fiche_tool.excel.synthese.atelier.cellules import put
from fiche_tool.excel.synthese.atelier.formules import (
    STATUT_LITERALS,
    count_formula,
    literal,
    mean_formula,
    sum_formula,
)
from fiche_tool.excel.synthese.atelier.pages import Impression, end_pages
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes
from fiche_tool.excel.synthese.atelier.valeurs import SIGNES
from fiche_tool.excel.synthese.feuilles.budget import FINANCEMENTS, PAR_FINANCEMENT, Sommes, list_exercices
from fiche_tool.excel.synthese.feuilles.donnees import PREMIERE_SEANCE, SEANCES

NOM = "Données graphiques"
_HAUTEUR = 15.0
_NOMBRE: Forme = {"align": "right", "indent": 1}
MAX_BARS, MAX_EXERCICES, MAX_SEANCES = 15, 8, 18
"""Beyond these a chart is no longer legible: it keeps to the largest OS, to the latest exercices and séances."""
_MAX_LABEL = 57
"""Characters of the name of an OS: what half of the chart holds on one line."""
_TOP = 4
_OS, _REPERE, _CHIFFRE = 64, 26, 17
"""The columns, together no wider than A3 shows at arm's length."""
COLONNES_STATUTS = Colonnes[None](
    Colonne("os", "OS", _OS),
    Colonne("repere", "Repère", _REPERE),
    *(Colonne[None](etat, f"{etat} ({SIGNES[etat]})", _CHIFFRE) for etat in ETATS),
)
COLONNES_TAUX = Colonnes[None](
    Colonne("os", "OS", _OS), Colonne("repere", "Repère", _REPERE), Colonne("taux", "Taux", _CHIFFRE)
)
COLONNES_SEANCES = Colonnes[None](
    Colonne("seance", "Séance", _OS),
    Colonne("part", "Réalisées ou en cours (%)", _REPERE),
    Colonne("taux", "Taux moyen (%)", _CHIFFRE),
    Colonne("haut", "Le plus haut", _CHIFFRE),
    Colonne("bas", "Le plus bas", _CHIFFRE),
)
"""The higher and the lower of two figures bear the labels, over and under them: these never cover one another."""


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
    sheet = atelier.add_sheet(NOM, COLONNES_STATUTS.largeurs, "Données des graphiques", paper=A3)
    sheet.set_tab_color(look.GRIS)
    sheet.freeze_panes(3, COLONNES_STATUTS["os"] + 1)
    row, found = _TOP, []
    for write in (_statuts, _taux, _budget, _seances):
        bloc = write(atelier, sheet, row)
        found.append(bloc)
        row = bloc.fin + 3 if bloc else row
    blocs = [bloc for bloc in found if bloc]
    if blocs:
        whole = {at for bloc in blocs for at in range(bloc.debut - 2, bloc.fin)}
        end_pages(sheet, blocs[-1].fin, Impression(COLONNES_STATUTS.largeurs, papier.A3), whole)
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
    first = _block(atelier, sheet, row, "Actions par objectif stratégique et par statut", COLONNES_STATUTS.entetes)
    table = count_etats(atelier.synthese.tables.actions, "os")
    plain, number = atelier.cell(), atelier.cell(_NOMBRE, num_format="0")
    for at, noeud in enumerate(shown, first):
        put(sheet, at, COLONNES_STATUTS["os"], shorten_words(f"{noeud.cle} – {noeud.intitule}", _MAX_LABEL), plain)
        put(sheet, at, COLONNES_STATUTS["repere"], noeud.cle, plain)
        for etat in ETATS:
            formula = count_formula(os=literal(noeud.cle), statut=STATUT_LITERALS[etat])
            atelier.total(sheet, at, COLONNES_STATUTS[etat], formula, count_at(table, noeud.cle, etat), number)
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
    first = _block(atelier, sheet, row, "Taux moyen par objectif stratégique (%)", COLONNES_TAUX.entetes)
    number, name = atelier.cell(_NOMBRE, num_format="0.0"), atelier.cell(text_wrap=True)
    for at, noeud in enumerate(shown, first):
        put(sheet, at, COLONNES_TAUX["os"], noeud.intitule, name)
        sheet.set_row(at, max(_HAUTEUR, row_height((noeud.intitule, _OS), size=10)))
        put(sheet, at, COLONNES_TAUX["repere"], noeud.cle, atelier.cell())
        atelier.total(sheet, at, COLONNES_TAUX["taux"], mean_formula(os=literal(noeud.cle)), means[noeud.cle], number)
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
    first = _block(atelier, sheet, row, "Progression au fil des séances", COLONNES_SEANCES.entetes)
    sources = Reperes(seances.colonnes)
    number = atelier.cell(_NOMBRE, num_format="0.0")
    start, said = max(0, len(seances) - MAX_SEANCES), []
    for at, (index, values) in enumerate(list(enumerate(seances.records()))[start:], first):
        source = PREMIERE_SEANCE + index
        put(sheet, at, COLONNES_SEANCES["seance"], show_date(values["seance"]), atelier.cell())
        for nom, times in (("part", 100), ("taux", 1)):
            value = values[nom]
            if value is None:
                put(sheet, at, COLONNES_SEANCES[nom], None, number)
            else:
                formula = f"='{SEANCES}'!{sources.fixe(nom, source)}*{times}"
                atelier.total(sheet, at, COLONNES_SEANCES[nom], formula, value * times, number)
        said.append(f"{show_date(values['seance'])} : {_extremes(atelier, sheet, at, values['part'], values['taux'])}")
    return BlocGraphique(first, first + len(seances) - start - 1, len(seances), dit=" ; ".join(said))


def _extremes(atelier: Atelier, sheet: Feuille, row: int, part: Decimal | None, taux: Decimal | None) -> str:
    """The higher and the lower of the two figures of a séance. Returns both in words."""
    named = (("réalisées ou en cours", None if part is None else part * 100), ("taux moyen", taux))
    known = {nom: value for nom, value in named if value is not None}
    both, number = COLONNES_SEANCES.plage_lignes("part", "taux", row), atelier.cell(_NOMBRE, num_format="0.0")
    for nom, function, choose in (("haut", "MAX", max), ("bas", "MIN", min)):
        if known:
            atelier.total(sheet, row, COLONNES_SEANCES[nom], f"={function}({both})", choose(known.values()), number)
        else:
            put(sheet, row, COLONNES_SEANCES[nom], None, number)
    return ", ".join(f"{nom} {round_taux(value)} %" for nom, value in known.items())
