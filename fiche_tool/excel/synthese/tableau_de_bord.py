"""Sheet Tableau de bord: the figures and charts that a bureau reads in two minutes, on a few pages of full size."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from decimal import Decimal

from fiche_tool.domaine.mots.statuts import ABANDONNE, REALISE
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
from fiche_tool.excel.dessin.feuille import Feuille, Format, Forme
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.synthese.atelier.atelier import TABLEAU_DE_BORD, Atelier
from fiche_tool.excel.synthese.atelier.formes import FORMAT_COMPTE, NOTE, TOTAL
from fiche_tool.excel.synthese.atelier.formules import STATUT_LITERALS, count_formula, literal, mean_formula
from fiche_tool.excel.synthese.atelier.liens import go_to
from fiche_tool.excel.synthese.atelier.mise_en_page import (
    AUCUNE,
    IMPRESSION,
    LARGEUR,
    NOMBRE,
    RANGEES,
    Bande,
    add_points,
    fill_pages,
    share_pages,
    stretch,
    wide,
    wide_points,
    write_wide,
)
from fiche_tool.excel.synthese.atelier.pages import end_pages, list_pages
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes
from fiche_tool.excel.synthese.budget_de_bord import write_budget_de_bord
from fiche_tool.excel.synthese.dessins import Cadre, draw_budget, draw_seances, draw_statuts, draw_taux
from fiche_tool.excel.synthese.feuilles.donnees import DONNEES
from fiche_tool.excel.synthese.graphiques import Blocs
from fiche_tool.excel.synthese.tuiles import write_tuiles

_LIENS = 2
_TUILES = 5
_STATUTS = 8
"""The first row of the links to the sheets, of the figures, of the table by volet."""
_LARGEURS = {REALISE: LARGEUR - 6 / 7, ABANDONNE: LARGEUR + 6 / 7}
"""Six pixels from one to the other: the longest heading holds on its line."""
_PAR_VOLET = Colonnes[None](
    Colonne("volet", "Volet", LARGEUR),
    Colonne("volet, fin", "", LARGEUR),
    *(Colonne[None](etat, etat, _LARGEURS.get(etat, LARGEUR)) for etat in ETATS),
    Colonne("total", "Total", LARGEUR),
    Colonne("taux", "Taux moyen (%)", LARGEUR),
    Colonne("sur", "sur… actions", LARGEUR),
    Colonne("retard", "En retard", LARGEUR),
    Colonne("reponse", "Fiches reçues", LARGEUR),
)
PART = (
    "Réalisées ou en cours : actions du PST initial qui ont l'un de ces statuts, les récurrentes comptant comme en "
    "cours, sur toutes les actions du PST initial, abandonnées et retirées comprises. Ajoutée : entrée (« Depuis le ») "
    "après l'adoption du PST (Paramètres) ou, à défaut, après la première année de la législature."
)
_NOTES = (METHODE, PART)
_TITRE, _ECART = 21.0, 6.0
"""Points of the title of a page, and between two parts of one."""
_PEU = 0.45
"""The share of a page under which it holds too little by itself."""
_STATUTS_LARGE = 11
"""Columns of the chart of statuses, beside that of the taux."""
_BASSE = (150.0, 270.0)
"""Points that the charts under the budget need, and may take."""


def add_tableau_de_bord(atelier: Atelier) -> Feuille:
    """The sheet, still empty: it comes first, and is filled last, when the rows it refers to are known."""
    return atelier.add_sheet(TABLEAU_DE_BORD, _PAR_VOLET.largeurs, "Tableau de bord du PST")


def fill_tableau_de_bord(atelier: Atelier, sheet: Feuille, blocs: Blocs) -> None:
    """A page of figures, then the statuses by OS, then the budget and the progress."""
    sheet.freeze_panes(_TUILES - 1, col=0)
    _contents(atelier, sheet)
    write_tuiles(atelier, sheet, _TUILES, [(column, column + 1) for column in range(0, NOMBRE, 2)], 2 * LARGEUR + 2)
    sheet.set_row(_TUILES - 1, _ECART)
    figures = _statuts(atelier, sheet)
    row = _sentences(atelier, sheet, figures)
    heads = {*range(_STATUTS + 2), *range(figures + 1, row - 1)}
    notes = sum(wide_points(note, NOTE["font_size"]) for note in _NOTES)
    here = add_points(sheet, 0, row) + notes <= IMPRESSION.hauteur  # else they end the last page
    row = _notes(atelier, sheet, row) if here else row
    debut = _begin(sheet, row, heads, _haute(blocs, row + 1))
    parties = _parties(atelier, sheet, blocs, row, debut, 0.0 if here else notes)
    row = parties.fin if here else _notes(atelier, sheet, parties.fin)
    end_pages(sheet, row - 1, IMPRESSION, heads | parties.avec, parties.debuts)
    fill_pages(sheet, parties.debuts)
    sheet.print_area(0, 0, row - 1, NOMBRE - 1)


def _contents(atelier: Atelier, sheet: Feuille) -> None:
    """A link to each sheet, on two rows."""
    style = atelier.format(font_color=look.BLEU, underline=1)
    names = [feuille.get_name() for feuille in atelier.workbook.worksheets()]
    data = [nom for nom in names if nom.startswith(DONNEES)]
    links = {nom: nom for nom in names if nom not in (TABLEAU_DE_BORD, *data)} | {DONNEES: data[0]}
    for index, (texte, nom) in enumerate(links.items()):
        at, place = divmod(index, NOMBRE // 2)
        row, column = _LIENS + at, 2 * place
        sheet.merge_range(row, column, row, column + 1, "", style)
        sheet.write_url(row, column, go_to(nom), style, texte, f"Aller à la feuille {nom}")


def _sentences(atelier: Atelier, sheet: Feuille, row: int) -> int:
    """How far the PST has come, what the law asks, what is still to be decided. Returns the row below."""
    bureau = atelier.synthese.bureau
    alert: Forme = {"bold": True, "font_color": look.ALERTE}
    sentences: tuple[tuple[str, Forme], ...] = (
        (bureau.phrase_taux, {}),
        (say_open_before(atelier.synthese.registre), alert),
        (bureau.evaluation.phrase, {"bold": True}),
        (bureau.evaluation.contenu, {}),
    )
    sheet.set_row(row, _ECART)
    row += 1
    for sentence, forme in sentences:
        if sentence:
            row = write_wide(sheet, row, sentence, atelier.format(forme, text_wrap=True, valign="top"))
    return row


def _notes(atelier: Atelier, sheet: Feuille, row: int) -> int:
    """What the figures mean. Returns the row below."""
    style = atelier.format(NOTE, text_wrap=True, valign="top")
    for note in _NOTES:
        row = write_wide(sheet, row, note, style, NOTE["font_size"])
    return row


# --- statuses by volet -----------------------------------------------------------------------------------------------
def _statuts(atelier: Atelier, sheet: Feuille) -> int:
    """Actions by status and volet, with the mean taux. Returns the row after the table."""
    synthese = atelier.synthese
    actions = synthese.tables.actions
    atelier.section(sheet, _STATUTS, "Actions par volet", NOMBRE)
    for column, heading in enumerate(_PAR_VOLET.entetes):
        if heading:
            sheet.write_string(_STATUTS + 1, column, heading, atelier.head())
    _merge_volet(sheet, _STATUTS + 1, "Volet", atelier.head())
    sheet.set_row(_STATUTS + 1, row_height(*((c.entete, c.largeur) for c in _PAR_VOLET.colonnes), size=10))
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
    _merge_volet(
        sheet, row, titre, atelier.cell({"bold": True, "text_wrap": True, "align": "left", "indent": 1}, shape)
    )
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
    sheet.set_row(row, max(18.0, row_height((titre, 2 * LARGEUR - 1), size=10)))


# --- charts and budget -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Parties:
    """The row below the charts and the budget; the rows that begin a page, and those that take the next one along."""

    fin: int
    debuts: Set[int]
    avec: Set[int]


@dataclass(frozen=True, slots=True)
class _Debut:
    """The rows that begin pages down to that of the first charts, and the points that are taken there."""

    rows: Set[int]
    pris: float = 0.0


def _begin(sheet: Feuille, row: int, avec: Set[int], haute: Bande) -> _Debut:
    """Where the page of the charts begins: at their title, or at what would be nearly alone on the page before it.

    `avec`: the rows that take the next one along.
    """
    _, *pages = list_pages(sheet, row - 1, IMPRESSION, avec)
    rows, held = {start for start, _ in pages}, pages[-1][1] if pages else IMPRESSION.hauteur
    if held > IMPRESSION.hauteur * _PEU or held + _TITRE + haute.moins > IMPRESSION.hauteur:
        return _Debut(rows | {row})
    return _Debut(rows, held)


def _parties(atelier: Atelier, sheet: Feuille, blocs: Blocs, row: int, debut: _Debut, notes: float) -> _Parties:
    """Statuses and taux by OS, the budget, its chart and the progress; each part whole on its page.

    `notes`: the points of what follows them.
    """
    haute = _haute(blocs, row + 1)
    middle = row if haute is AUCUNE else haute.row + RANGEES
    bottom = write_budget_de_bord(atelier, sheet, middle) + 1
    sheet.set_row(bottom - 1, _ECART)
    basse = Bande(bottom, *_BASSE) if blocs.budget or blocs.seances else AUCUNE
    entre = add_points(sheet, middle, bottom) + notes
    title, taken = (0.0, 0.0) if haute is AUCUNE else (_TITRE, debut.pris)
    partage = share_pages(IMPRESSION.hauteur - title, haute, entre, basse, taken)
    _upper(atelier, sheet, blocs, haute, partage.haute)
    fin = _lower(atelier, sheet, blocs, basse, partage.basse) or bottom - 1
    debuts = partage.list_pages(middle, bottom)
    alone = {start - 1 for start in debuts | {middle}}
    return _Parties(fin, debuts if haute is AUCUNE else debuts | debut.rows, set(range(row, fin - 1)) - alone)


def _haute(blocs: Blocs, row: int) -> Bande:
    """The charts by OS, from a row on: as tall as their bars need."""
    if blocs.statuts is None:
        return AUCUNE
    bars = blocs.statuts.nombre
    return Bande(row, 87.0 + 16.5 * bars, max(330.0, 150.0 + 36.0 * bars))


def _upper(atelier: Atelier, sheet: Feuille, blocs: Blocs, bande: Bande, points: float) -> None:
    """Statuses and mean taux by OS, side by side under the title of their page."""
    if blocs.statuts is None:
        return
    atelier.section(sheet, bande.row - 1, "Par objectif stratégique", NOMBRE)
    height, large = stretch(sheet, bande.row, points), _STATUTS_LARGE if blocs.taux else NOMBRE
    draw_statuts(atelier, sheet, blocs.statuts, Cadre(bande.row, 0, wide(0, large), height))
    if blocs.taux:
        draw_taux(atelier, sheet, blocs.taux, Cadre(bande.row, large, wide(large, NOMBRE - large), height))


def _lower(atelier: Atelier, sheet: Feuille, blocs: Blocs, bande: Bande, points: float) -> int:
    """What the budget pays for and the progress, side by side. Returns the row below them, 0 where there is neither."""
    drawn = [(draw, x) for draw, x in ((draw_budget, blocs.budget), (draw_seances, blocs.seances)) if x is not None]
    if not drawn:
        return 0
    height, large = stretch(sheet, bande.row, points), NOMBRE // len(drawn)
    for index, (draw, bloc) in enumerate(drawn):
        draw(atelier, sheet, bloc, Cadre(bande.row, index * large, wide(index * large, large), height))
    return bande.row + RANGEES
