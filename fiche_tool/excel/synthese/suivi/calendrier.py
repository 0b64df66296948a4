"""Sheet Calendrier: every action over the quarters of the legislature, with the quarter of the séance."""

from collections.abc import Sequence
from dataclasses import replace

from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.statuts import A_DEMARRER, EN_COURS
from fiche_tool.domaine.mots.typographie import typographe
from fiche_tool.domaine.synthese.calendrier import CaseTrimestre, Trimestre, quarters, trace
from fiche_tool.domaine.synthese.lignes import LigneAction, LigneNoeud
from fiche_tool.excel.dessin import look, papier
from fiche_tool.excel.dessin.feuille import Feuille, Forme
from fiche_tool.excel.dessin.mesure import row_height, wrap
from fiche_tool.excel.lecture.classeur import column_letters
from fiche_tool.excel.synthese.atelier.atelier import A3, Atelier
from fiche_tool.excel.synthese.atelier.cellules import put, say
from fiche_tool.excel.synthese.atelier.etendues import list_parents, list_spans
from fiche_tool.excel.synthese.atelier.formes import ALERTE, CENTRE, JOUR, PETIT, VERS, forme_statut
from fiche_tool.excel.synthese.atelier.formules import empty_formula
from fiche_tool.excel.synthese.atelier.liens import VersAction
from fiche_tool.excel.synthese.atelier.pages import Impression, end_pages
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes, Table
from fiche_tool.excel.synthese.atelier.valeurs import SIGNES, shown_etat, shown_retard

NOM = "Calendrier"
_JOUR: Forme = {**JOUR, "text_wrap": True}
_PERIODE: Forme = {**CENTRE, "italic": True, "text_wrap": True}


def _day(periode: Periode | None) -> Forme:
    """A period that is no day stands out."""
    return _JOUR if periode is None or periode.jour else _PERIODE


_COLONNES = Colonnes[LigneAction](
    Colonne("numero", "N°", 12, lambda _, x: VersAction(x.action.identifiant, x.action.numero), VERS),
    Colonne("libelle", "Objectif / action", 60, lambda _, x: x.action.libelle, haut=True),
    Colonne("statut", "Statut", 13, lambda _, x: shown_etat(x), lambda x: {**forme_statut(x.etat), **PETIT}),
    Colonne("debut", "Début", 13, lambda _, x: x.debut, lambda x: _day(x.debut)),
    Colonne("fin", "Échéance", 13, lambda _, x: x.fin, lambda x: _day(x.fin)),
    Colonne("retard", "Retard", 10.5, lambda _, x: shown_retard(x), {**CENTRE, **ALERTE}),
)
"""What stands left of the quarters."""
_LEFT = len(_COLONNES)
_TOP = 4
_TRIMESTRE = 3.0
"""The width of a quarter."""
_ETROIT = 24.0
"""The narrowest that the names of the actions may be, however long the legislature."""
_NEUTRE = "#AEB8C2"
_NIVEAUX: dict[str, Forme] = {
    "volet": {"bg_color": look.BLEU, "font_color": look.BLANC, "bold": True},
    "axe": {"bg_color": look.BLEU_MOYEN, "font_color": look.BLANC, "bold": True},
    "OS": {"bg_color": look.BLEU_PALE, "bold": True},
}
_SIGNES = {
    CaseTrimestre.PREVUE: "·",
    CaseTrimestre.FLOUE: "≈",
    CaseTrimestre.JALON: "◆",
    CaseTrimestre.OUVERTE: "…",
    CaseTrimestre.AVANT: "◄",
    CaseTrimestre.APRES: "►",
}
"""What a quarter reads where it is not the letter of the status, so that no colour has to be known."""
_LEGENDE = (
    (SIGNES[EN_COURS], f"l'action court ; {', '.join(f'{sign} : {etat.lower()}' for etat, sign in SIGNES.items())}"),
    ("·", "prévue, mais « À démarrer » : l'action n'a pas commencé"),
    ("≈", "date donnée comme une période (« 2021 », « fin 2022 ») : peut-être en cours"),
    ("◆", "échéance, sans début connu"),
    ("…", "commencée, sans échéance connue"),
    ("◄ ►", "commence avant, ou se poursuit après la législature"),
)


def write_calendrier(atelier: Atelier) -> None:
    """A row per OS, then per action; a column per quarter."""
    trimestres = quarters(atelier.synthese.programme.parametres)
    colonnes = _fit(len(trimestres))
    widths = [*colonnes.largeurs, *(_TRIMESTRE for _ in trimestres)]
    sheet = atelier.add_sheet(NOM, widths, "Calendrier de la législature", paper=A3)
    say(sheet, 2, _today(atelier, trimestres), atelier.note())
    _heads(atelier, sheet, trimestres)
    atelier.fit_screen(sheet, widths)
    table, row = Table(atelier, sheet, colonnes), _TOP + 1
    noeuds: list[tuple[int, LigneNoeud]] = []
    for ligne in atelier.synthese.lignes:
        if isinstance(ligne, LigneNoeud) and ligne.niveau != "OO":
            noeuds.append((row, ligne))
            _node(atelier, sheet, row, ligne, widths)
        elif isinstance(ligne, LigneAction) and not ligne.lien:
            _action(table, row, ligne, trimestres)
        else:
            continue
        row += 1
    _rule_nodes(atelier, sheet, row - 1, _LEFT + len(trimestres) - 1)
    _COLONNES.finir(atelier, sheet, _TOP, row - 1)
    _rule_quarters(atelier, sheet, trimestres, row - 1)
    _legend(atelier, sheet, row + 1)
    last = row + len(_LEGENDE) + 1
    sheet.print_area(0, 0, last, _LEFT + len(trimestres) - 1)
    paper = Impression(widths, papier.A3, range(_TOP - 1, _TOP + 1))
    end_pages(sheet, last, paper, list_parents(list_spans(noeuds, row - 1)).union(range(row, last)))
    sheet.outline_settings(symbols_below=False)


def _fit(trimestres: int) -> Colonnes[LigneAction]:
    """The columns left of so many quarters: the names of the actions take what A3 leaves them."""
    others = sum(c.largeur for c in _COLONNES.colonnes if c.nom != "libelle") + trimestres * _TRIMESTRE
    left = papier.A3.digits(_LEFT + trimestres) - others
    width = min(_COLONNES.largeur("libelle"), max(_ETROIT, left))
    return Colonnes(*(replace(c, largeur=width) if c.nom == "libelle" else c for c in _COLONNES.colonnes))


def _today(atelier: Atelier, trimestres: Sequence[Trimestre]) -> str:
    seance = atelier.synthese.seance
    jour = show_date(seance)
    if any(trimestre.holds(seance) for trimestre in trimestres):
        return f"Le cadre en traits épais, rouges, est le trimestre de la séance du {jour}."
    legislature = atelier.synthese.programme.parametres.legislature
    return f"La séance du {jour} tombe hors de la législature {legislature} : aucun trimestre n'est encadré."


def _heads(atelier: Atelier, sheet: Feuille, trimestres: Sequence[Trimestre]) -> None:
    """Two rows: years over quarters; both stay on screen and on each page."""
    for column, heading in enumerate(_COLONNES.entetes):
        sheet.merge_range(_TOP - 1, column, _TOP, column, heading, atelier.head())
    for index, trimestre in enumerate(trimestres):
        column = _LEFT + index
        if trimestre.rang == 1:
            sheet.merge_range(_TOP - 1, column, _TOP - 1, column + 3, str(trimestre.annee), atelier.head())
        now = trimestre.holds(atelier.synthese.seance)
        style = atelier.head(font_size=9, bg_color=look.ALERTE if now else look.BLEU_MOYEN)
        sheet.write_string(_TOP, column, "T" + str(trimestre.rang), style)
    sheet.set_row(_TOP - 1, 18)
    sheet.set_row(_TOP, 18)
    sheet.freeze_panes(_TOP + 1, _COLONNES["libelle"] + 1)
    sheet.repeat_rows(_TOP - 1, _TOP)


def _rule_nodes(atelier: Atelier, sheet: Feuille, last: int, right: int) -> None:
    """The band of an OS, by rule: its row has a N° and no status. No other rule touches a band."""
    if last <= _TOP:
        return
    numero, statut = (_COLONNES.retenue(nom, _TOP + 1) for nom in ("numero", "statut"))
    for criteria, shape in (
        (f'=AND({statut}="",{numero}<>"")', _NIVEAUX["OS"]),
        (f'={statut}=""', Forme(bold=True)),
    ):
        rule = {"type": "formula", "criteria": criteria, "format": atelier.workbook.add_format(shape)}
        sheet.conditional_format(_TOP + 1, _COLONNES["numero"], last, right, {**rule, "stop_if_true": True})


def _rule_quarters(atelier: Atelier, sheet: Feuille, trimestres: Sequence[Trimestre], last: int) -> None:
    """The edges of the quarters in which an action does not run, by rule: most cells of the sheet are such."""
    if last <= _TOP:
        return
    others = [x for x in enumerate(trimestres, _LEFT) if not x[1].holds(atelier.synthese.seance)]
    for rang, columns in (
        (1, [column for column, trimestre in others if trimestre.rang == 1]),
        (2, [column for column, trimestre in others if trimestre.rang != 1]),
    ):
        edges = _borders(rang)
        ranges = " ".join(
            f"{column_letters(column + 1)}{_TOP + 2}:{column_letters(column + 1)}{last + 1}" for column in columns
        )
        empty = empty_formula(_TOP + 1, columns[0])
        rule = {"type": "formula", "criteria": empty, "format": atelier.workbook.add_format(edges)}
        sheet.conditional_format(_TOP + 1, columns[0], last, columns[-1], {**rule, "multi_range": ranges})


def _borders(rang: int) -> Forme:
    """Thin between quarters, stronger between years."""
    edges: Forme = {"top": 1, "bottom": 1, "left": 4, "right": 4, "border_color": look.TRAIT}
    year: Forme = {"left": 1, "left_color": look.GRIS}
    return {**edges, **year} if rang == 1 else edges


def _edges(atelier: Atelier, trimestre: Trimestre) -> Forme:
    """The borders of a quarter: thin between quarters, thicker between years, red around that of the séance."""
    edges = _borders(trimestre.rang)
    if trimestre.holds(atelier.synthese.seance):
        edges |= {"left": 5, "right": 5, "left_color": look.ALERTE, "right_color": look.ALERTE}
    return edges


def _node(atelier: Atelier, sheet: Feuille, row: int, noeud: LigneNoeud, widths: Sequence[float]) -> None:
    style = atelier.format(_NIVEAUX[noeud.niveau])
    for column in range(len(widths) if noeud.niveau != "OS" else 0):
        sheet.write_blank(row, column, None, style)
    put(sheet, row, _COLONNES["numero"], noeud.numero, style)
    put(sheet, row, _COLONNES["libelle"], noeud.intitule, style)
    wide, height = sum(widths[1:]), 18.0
    lines = len(wrap(noeud.intitule, wide, size=10))
    if lines > 1:  # what goes over the right edge is not printed
        right = len(widths) - 1
        shape = atelier.format(_NIVEAUX[noeud.niveau], text_wrap=True)
        sheet.merge_range(row, _COLONNES["libelle"], row, right, noeud.intitule, shape)
        height = row_height((noeud.intitule, wide), size=10)
    sheet.set_row(row, height)


def _action(table: Table[LigneAction], row: int, ligne: LigneAction, trimestres: Sequence[Trimestre]) -> None:
    table.write(row, ligne, least=15.0, level=1)
    cases = trace(ligne, trimestres)
    for column, (trimestre, case) in enumerate(zip(trimestres, cases, strict=True), _LEFT):
        if case is None and not trimestre.holds(table.atelier.synthese.seance):
            continue  # `_rule_quarters` draws its edges
        style = table.atelier.format(CENTRE, _edges(table.atelier, trimestre), _fill(ligne, case))
        sign = _SIGNES.get(case, SIGNES[ligne.etat]) if case else None
        put(table.sheet, row, column, sign, style)


def _fill(ligne: LigneAction, case: CaseTrimestre | None) -> Forme:
    """Full colour where the action runs for sure, the colour in the sign alone elsewhere."""
    if case is None:
        return {}
    colour = look.STATUT_COULEURS.get(ligne.etat, _NEUTRE)
    if case is CaseTrimestre.PLEINE:
        return {"bg_color": colour, "font_color": look.ink_on(colour)}
    if case is CaseTrimestre.PREVUE or (case is CaseTrimestre.FLOUE and ligne.statut == A_DEMARRER):
        return {"font_color": look.GRIS, "bold": True}
    if case in (CaseTrimestre.AVANT, CaseTrimestre.APRES):
        return {"bg_color": colour, "font_color": look.ink_on(colour), "bold": True}
    if case is CaseTrimestre.FLOUE:
        return {"pattern": 16, "fg_color": colour, "bg_color": look.BLANC, "font_color": look.ENCRE}
    return {"font_color": look.ENCRE, "bold": True, "bg_color": look.GRIS_PALE}


def _legend(atelier: Atelier, sheet: Feuille, row: int) -> None:
    put(sheet, row, _COLONNES["numero"], "Légende", atelier.format(bold=True, font_color=look.BLEU))
    running = look.STATUT_COULEURS[EN_COURS]
    styles = (
        atelier.cell(align="center", bg_color=running, font_color=look.ink_on(running)),
        atelier.cell(align="center", bold=True, font_color=look.GRIS),
        atelier.cell(align="center", pattern=16, fg_color=running, bg_color=look.BLANC),
        *(atelier.cell(align="center", bold=True, bg_color=look.GRIS_PALE) for _ in range(2)),
        atelier.cell(align="center", bold=True, bg_color=running, font_color=look.ink_on(running)),
    )
    for at, ((sign, words), style) in enumerate(zip(_LEGENDE, styles, strict=True), row + 1):
        put(sheet, at, _COLONNES["numero"], sign, style)
        put(sheet, at, _COLONNES["libelle"], typographe(words), atelier.format(font_size=9))
