"""Sheet Avancement: one table from the whole PST down to each action, with taux, progress since last time, statuses."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.lignes import ETATS, LigneAction, LigneNoeud, name_action
from fiche_tool.domaine.synthese.sommes import (
    METHODE,
    NIVEAUX,
    Etats,
    count_at,
    count_counted,
    count_counted_by,
    count_etats,
    count_where,
    mean_before,
    mean_taux,
    overall_before,
    overall_taux,
    progress,
    progress_by,
)
from fiche_tool.excel.dessin import look, papier
from fiche_tool.excel.dessin.feuille import Feuille, Forme
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.synthese.atelier.atelier import A3, Atelier
from fiche_tool.excel.synthese.atelier.cellules import put, say
from fiche_tool.excel.synthese.atelier.etendues import Etendue, list_parents, list_spans
from fiche_tool.excel.synthese.atelier.formes import (
    ALERTE,
    CENTRE,
    FORMAT_COMPTE,
    FORMAT_DELTA,
    JOUR,
    PETIT,
    VERS_LONG,
    forme_statut,
)
from fiche_tool.excel.synthese.atelier.formules import (
    STATUT_LITERALS,
    count_formula,
    literal,
    mean_before_formula,
    mean_formula,
    progress_formula,
)
from fiche_tool.excel.synthese.atelier.liens import Lien, VersAction, link_origine
from fiche_tool.excel.synthese.atelier.pages import Impression, end_pages
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes, Table
from fiche_tool.excel.synthese.atelier.valeurs import shown_retard

NOM = "Avancement"
_POINT = "●"


def _action(synthese: Synthese, ligne: LigneAction) -> VersAction:
    return VersAction(ligne.action.identifiant, name_action(synthese.noms, ligne.action))


def _reponse(_: Synthese, ligne: LigneAction) -> Lien | str:
    return link_origine(ligne.source if ligne.recue else None, ligne.retour.value)


def _etat(etat: str) -> Colonne[LigneAction]:
    """The column of a state: a dot in its colour where the action stands there."""
    return Colonne(
        etat,
        etat,
        8.7,
        lambda _, x: _POINT if x.etat == etat else None,
        lambda x: {**forme_statut(etat), **PETIT} if x.etat == etat else CENTRE,
    )


_JOUR: Forme = {**JOUR, "text_wrap": True}
_COLONNES = Colonnes[LigneAction](
    Colonne("niveau", "Niveau", 18, _action, VERS_LONG, haut=True),
    Colonne("intitule", "Intitulé", 44, lambda _, x: x.action.libelle, haut=True),
    Colonne("actions", "Actions", 8, forme=CENTRE),
    Colonne("taux", "Taux (%)", 7, lambda _, x: x.taux, CENTRE),
    Colonne("sur", "sur… actions", 8, forme=CENTRE),
    Colonne("avant", "Précédent (%)", 11, lambda _, x: x.avant, CENTRE),
    Colonne("delta", "Écart", 7, lambda _, x: x.delta, {**CENTRE, "num_format": FORMAT_DELTA}),
    Colonne("constant", "Écart, mêmes actions", 10, forme=CENTRE),
    Colonne("retard", "Retard", 10, lambda _, x: shown_retard(x), {**CENTRE, **ALERTE}),
    Colonne("fin", "Échéance", 12, lambda _, x: x.fin, _JOUR),
    *(_etat(etat) for etat in ETATS),
    Colonne("debut", "Début", 12, lambda _, x: x.debut, _JOUR),
    Colonne("reponse", "Réponse", 24, _reponse, CENTRE),
)
_IMPRIMEES = _COLONNES.largeurs[: _COLONNES[ETATS[-1]] + 1]
"""The widths that print: when an action began stands in Calendrier too, what its service answered in Retours."""
_ECARTS = (
    "Écart : entre les deux moyennes ; « mêmes actions » : des seules actions qui comptent dans les deux. Taux et "
    "écarts sont arrondis au point, chacun pour soi."
)
_TOP = 4
_SHAPES: Mapping[str, Forme] = {
    "pst": {"bold": True, "bg_color": look.GRIS_PALE},
    "volet": {"bold": True, "bg_color": look.BLEU, "font_color": look.BLANC},
    "axe": {"bold": True, "bg_color": look.BLEU_MOYEN, "font_color": look.BLANC},
    "os": {"bold": True, "bg_color": look.BLEU_PALE},
    "oo": {"bg_color": look.BLEU_BRUME},
}


@dataclass(frozen=True, slots=True)
class Moyennes:
    """The mean taux of a node now and before, the points its actions gained like for like, how many count now."""

    taux: Decimal | None
    avant: Decimal | None
    progres: Decimal | None
    sur: int


def _say_since(synthese: Synthese) -> str:
    """What the means are compared with; where an action moved, its taux of then is counted where it stands now."""
    registre = synthese.registre
    earlier, before = registre.precedente, registre.programme_avant
    if earlier is None:
        return "Première séance."
    known = ((action, before.find_action(action.identifiant)) for action in synthese.programme.actives if before)
    moved = any(was is not None and was.place != action.place for action, was in known)
    here = " et actions déplacées comptées à leur place actuelle" if moved else ""
    return (
        f"Précédent : état après la séance du {show_date(earlier)}, actions retirées depuis comprises{here}. {_ECARTS}"
    )


def write_avancement(atelier: Atelier) -> None:
    """The whole PST first, then every node and every action, a transversal one once."""
    synthese = atelier.synthese
    actions = synthese.tables.actions
    sheet = atelier.add_sheet(NOM, _COLONNES.largeurs, "Avancement par objectif et par action", paper=A3)
    say(sheet, 2, METHODE, atelier.note())
    say(sheet, 3, _say_since(synthese), atelier.note())
    _COLONNES.coiffer(atelier, sheet, _TOP, "intitule", jusque=ETATS[-1], size=9)
    before = {level: mean_before(actions, synthese.tables.retirees, level) for level in NIVEAUX}
    now = {level: mean_taux(actions, level) for level in NIVEAUX}
    counts = {level: count_etats(actions, level) for level in NIVEAUX}
    gains = {level: progress_by(actions, level) for level in NIVEAUX}
    bases = {level: count_counted_by(actions, level) for level in NIVEAUX}
    _whole(atelier, sheet, _TOP + 1)
    table, row = Table(atelier, sheet, _COLONNES), _TOP + 2
    noeuds: list[tuple[int, LigneNoeud]] = []
    for ligne in synthese.lignes:
        if isinstance(ligne, LigneNoeud):
            noeuds.append((row, ligne))
            row += bool(ligne.cle)
        elif not ligne.lien:
            table.write(row, ligne, level=2)
            row += 1
    etendues = list_spans(noeuds, row - 1)
    for etendue in etendues:
        level, cle = etendue.noeud.niveau.lower(), etendue.noeud.cle
        if cle:
            found = (gains[level].get(cle), bases[level].get(cle, 0))
            means = Moyennes(now[level].get(cle), before[level].get(cle), *found)
            _node(atelier, sheet, etendue, counts[level], means)
    _COLONNES.finir(atelier, sheet, _TOP, row - 1)
    sheet.print_area(0, 0, row - 1, _COLONNES[ETATS[-1]])
    paper = Impression(_IMPRIMEES, papier.A3, range(_TOP, _TOP + 1))
    end_pages(sheet, row - 1, paper, list_parents(etendues))
    sheet.outline_settings(symbols_below=False)


def _whole(atelier: Atelier, sheet: Feuille, row: int) -> None:
    """The row of the whole PST."""
    actions, gone = atelier.synthese.tables.actions, atelier.synthese.tables.retirees
    counts = [count_where(actions, statut=etat) for etat in ETATS]
    found = (progress(actions), count_counted(actions))
    means = Moyennes(overall_taux(actions), overall_before(actions, gone), *found)
    _totals(atelier, sheet, row, "pst", {}, counts, means)
    put(sheet, row, _COLONNES["niveau"], "PST", atelier.cell(_SHAPES["pst"]))
    put(sheet, row, _COLONNES["intitule"], "Ensemble du programme", atelier.cell(_SHAPES["pst"]))


def _node(
    atelier: Atelier,
    sheet: Feuille,
    etendue: Etendue,
    table: Etats,
    means: Moyennes,
) -> None:
    row, noeud, level = etendue.row, etendue.noeud, etendue.noeud.niveau.lower()
    counts = [count_at(table, noeud.cle, etat) for etat in ETATS]
    _totals(atelier, sheet, row, level, {level: literal(noeud.cle)}, counts, means, etendue)
    text = atelier.cell(_SHAPES[level], text_wrap=True)
    put(sheet, row, _COLONNES["niveau"], noeud.cle, text)
    put(sheet, row, _COLONNES["intitule"], noeud.intitule, text)
    depth = {"volet": 0, "axe": 0, "os": 0, "oo": 1}[level]
    height = max(row_height((noeud.intitule, 42), size=10), row_height((noeud.cle, 16), size=10)) + 2
    sheet.set_row(row, height, None, {"level": depth})


def _totals(
    atelier: Atelier,
    sheet: Feuille,
    row: int,
    level: str,
    where: Mapping[str, str],
    counts: list[int],
    means: Moyennes,
    etendue: Etendue | None = None,
) -> None:
    """What a node adds up to, as formulas on the flat table of actions.

    The statuses of an OS and of an OO are those of the rows under them (`etendue`): there may be hundreds of them, with
    nine statuses each, and every formula would go through all the data.
    """
    under = etendue if level in ("os", "oo") and etendue is not None and not etendue.vide else None
    shape = _SHAPES[level]
    number = atelier.cell(shape, align="center", num_format="0")
    dots = atelier.cell(shape, align="center", num_format=FORMAT_COMPTE)
    for column in range(len(_COLONNES)):
        sheet.write_blank(row, column, None, number)
    whole = count_formula(**where) if where else "=COUNTA(act_identifiant)"
    atelier.total(sheet, row, _COLONNES["actions"], whole, sum(counts), number)
    shown = (("taux", mean_formula(**where), means.taux), ("avant", mean_before_formula(**where), means.avant))
    for nom, formula, mean in shown:
        atelier.total(sheet, row, _COLONNES[nom], formula, "—" if mean is None else mean, number)
    counted = count_formula(**where, moyenne=literal("Oui"))
    atelier.total(sheet, row, _COLONNES["sur"], counted, means.sur, dots)
    delta = "" if means.taux is None or means.avant is None else means.taux - means.avant
    gap = atelier.cell(shape, align="center", num_format='+0;"−"0;"="')
    same = "" if means.progres is None else means.progres
    atelier.total(sheet, row, _COLONNES["constant"], progress_formula(**where), same, gap)
    formula = f'=IFERROR({_COLONNES.cellule("taux", row)}-{_COLONNES.cellule("avant", row)},"")'
    atelier.total(sheet, row, _COLONNES["delta"], formula, delta, gap)
    for etat, count in zip(ETATS, counts, strict=True):
        formula = count_formula(**where, statut=STATUT_LITERALS[etat])
        if under is not None:
            formula = f'=COUNTIF({under.plage(_COLONNES, etat)},"{_POINT}")'
        atelier.total(sheet, row, _COLONNES[etat], formula, count, dots)
