"""Sheet Comparaison: the PST at this séance beside an older one, in figures, by status, action by action."""

from collections.abc import Iterable, Iterator

from fiche_tool.domaine.fiche.champs import lire
from fiche_tool.domaine.fiche.fiche import SERVICE_GESTIONNAIRE
from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.mots.nombres import show_montant
from fiche_tool.domaine.mots.saisie import show_date, show_decimal
from fiche_tool.domaine.mots.typographie import typographe
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.comparaison import Comparaison, LigneComparee, Mesure, Presence, Unite, say_actions
from fiche_tool.domaine.synthese.lignes import ETATS, name_action
from fiche_tool.excel.dessin import look, papier
from fiche_tool.excel.dessin.feuille import Feuille, Format, Forme
from fiche_tool.excel.synthese.atelier.atelier import Atelier
from fiche_tool.excel.synthese.atelier.cellules import put, say
from fiche_tool.excel.synthese.atelier.formes import CENTRE, FORT, PETIT, TEXTE, TOTAL, VERS_LONG
from fiche_tool.excel.synthese.atelier.formules import STATUT_LITERALS, literal
from fiche_tool.excel.synthese.atelier.liens import VersAction
from fiche_tool.excel.synthese.atelier.pages import Impression, end_pages
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes, Table
from fiche_tool.excel.synthese.atelier.valeurs import recall_label

NOM = "Comparaison"
_PREMIERE = (
    "Première séance : il n'y a pas encore de séance plus ancienne à laquelle comparer. Dès la suivante, cette feuille "
    "montre ce qui a bougé."
)
_AUTRE = "Comparer à une autre séance : « fiche-tool collecter » avec --depuis et son jour, ou --depuis adoption."


# --- what each column shows of an action -----------------------------------------------------------------------------
def _action(synthese: Synthese, ligne: LigneComparee) -> VersAction:
    action = ligne.ligne.action
    return VersAction(action.identifiant, name_action(synthese.noms, action))


def _statut(_: Synthese, ligne: LigneComparee) -> str:
    was, now = ligne.avant, ligne.apres
    if was is None:
        return f"{Presence.AJOUTEE.value}\u00a0: {ligne.ligne.etat}"
    if now is None:
        return f"{Presence.RETIREE.value} (était\u00a0: {was.etat})"
    return now.etat if was.etat == now.etat else f"{was.etat} → {now.etat}"


def _taux(_: Synthese, ligne: LigneComparee) -> str:
    was, now = (side.taux if side else None for side in (ligne.avant, ligne.apres))
    shown = tuple("—" if one is None else show_decimal(one) for one in (was, now))
    gap = f" ({_signed(show_decimal(ligne.points), ligne.points > 0)})" if ligne.points else ""
    return "" if was is None and now is None else _move(*shown) + gap


def _fin(_: Synthese, ligne: LigneComparee) -> str:
    was, now = (side.fin if side else None for side in (ligne.avant, ligne.apres))
    gap = f" ({_signed(str(ligne.jours), ligne.jours > 0)}\u00a0j)" if ligne.jours else ""
    return "" if was is None and now is None else _move(_day(was), _day(now)) + gap


def _budget(_: Synthese, ligne: LigneComparee) -> str:
    found = []
    for letter, nom, gap in (("D", "depenses", ligne.ecart_depenses), ("R", "recettes", ligne.ecart_recettes)):
        if gap is not None:
            was, now = (getattr(side, nom) if side else None for side in (ligne.avant, ligne.apres))
            shown = ("—" if one is None else show_montant(one) for one in (was, now))
            moved = f" ({_signed(show_montant(gap), gap > 0)})" if gap else ""
            found.append(f"{letter} {_move(*shown)}{moved}")
    return "\n".join(found)


def _move(was: str, now: str) -> str:
    return now if was == now else f"{was} → {now}"


def _signed(texte: str, up: bool) -> str:
    return f"+{texte}" if up else f"−{texte.removeprefix('-')}"


def _day(periode: Periode | None) -> str:
    return periode.texte if periode else "—"


def _forme_statut(ligne: LigneComparee) -> Forme:
    colours: dict[Presence, Forme] = {
        Presence.AJOUTEE: {"bg_color": look.VERT_PALE, "font_color": look.VERT},
        Presence.RETIREE: {"bg_color": look.ALERTE_PALE, "font_color": look.ALERTE},
    }
    if ligne.presence in colours:
        return {**FORT, **colours[ligne.presence]}
    return FORT if ligne.avant and ligne.apres and ligne.avant.etat != ligne.apres.etat else TEXTE


def _forme_fin(ligne: LigneComparee) -> Forme:
    return {**TEXTE, "font_color": look.ALERTE if (ligne.jours or 0) > 0 else look.ENCRE}


def _forme_taux(ligne: LigneComparee) -> Forme:
    return {**TEXTE, "font_color": look.ALERTE if (ligne.points or 0) < 0 else look.ENCRE}


_COLONNES = Colonnes[LigneComparee](
    Colonne("action", "N°", 14, _action, VERS_LONG, haut=True),
    Colonne("libelle", "Action", 38, lambda _, x: recall_label(x.ligne.action), haut=True),
    Colonne("service", "Service", 18, lambda _, x: lire(x.ligne.valeurs, SERVICE_GESTIONNAIRE), haut=True),
    Colonne("statut", "Statut", 20, _statut, _forme_statut, haut=True),
    Colonne("taux", "Taux (%)", 15, _taux, _forme_taux, haut=True),
    Colonne("fin", "Échéance", 21, _fin, _forme_fin, haut=True),
    Colonne("budget", "Budget (€) : dépenses (D), recettes (R)", 27, _budget, haut=True),
)


def write_comparaison(atelier: Atelier) -> None:
    """The figures then and now, the moves from a status to another, then each action that moved."""
    synthese = atelier.synthese
    found = synthese.comparaison
    sheet = atelier.add_sheet(NOM, _COLONNES.largeurs, "Comparaison avec une séance plus ancienne")
    if found is None:
        say(sheet, 2, _PREMIERE, atelier.format(bold=True))
        say(sheet, 3, synthese.bureau.evaluation.phrase, atelier.format())
        return
    say(sheet, 2, _since(synthese, found), atelier.format(bold=True))
    say(sheet, 3, synthese.bureau.evaluation.phrase, atelier.format())
    say(sheet, 4, _AUTRE, atelier.note())
    moves = _measures(atelier, sheet, 6, found) + 1
    actions = _moves(atelier, sheet, moves, found) + 1
    last = _actions(atelier, sheet, actions, found)
    paper = Impression(_COLONNES.largeurs, papier.A4, range(actions + 1, actions + 2))
    whole = {*range(6, moves - 2), *range(moves, actions - 2)}  # the two tables of figures; the third goes on for pages
    end_pages(sheet, last, paper, whole | {actions, actions + 1})
    sheet.freeze_panes(3, _COLONNES["libelle"] + 1)


def _since(synthese: Synthese, comparaison: Comparaison) -> str:
    return f"Entre {comparaison.avant.nom} et celle du {show_date(synthese.seance)}."


# --- figures ---------------------------------------------------------------------------------------------------------
_FORMATS = {
    Unite.ACTIONS: ("0", '+0;"−"0;"="'),
    Unite.PART: ("0 %", '+0" pts";"−"0" pts";"="'),
    Unite.POINTS: ("0.0", '+0.0;"−"0.0;"="'),
    Unite.EUROS: ("#,##0.00", '+#,##0.00;"−"#,##0.00;"="'),
}


def _measures(atelier: Atelier, sheet: Feuille, row: int, comparaison: Comparaison) -> int:
    """A row a figure. Returns the row below."""
    atelier.section(sheet, row, "En chiffres", len(_COLONNES))
    headings = {"service": "Alors", "statut": "Maintenant", "taux": "Écart"}
    _over_two(sheet, row + 1, "Chiffre", atelier.head())
    for nom, heading in headings.items():
        sheet.write_string(row + 1, _COLONNES[nom], heading, atelier.head())
    sheet.merge_range(row + 1, _COLONNES["fin"], row + 1, _COLONNES["budget"], "Précision", atelier.head())
    row += 2
    for mesure in comparaison.mesures:
        _measure(atelier, sheet, row, mesure)
        row += 1
    return row


def _measure(atelier: Atelier, sheet: Feuille, row: int, mesure: Mesure) -> None:
    value, gap = _FORMATS[mesure.unite]
    _over_two(sheet, row, mesure.libelle, atelier.cell(PETIT))
    ecart = mesure.ecart * 100 if mesure.unite is Unite.PART and mesure.ecart is not None else mesure.ecart
    for nom, shown, pattern in (
        ("service", mesure.avant, value),
        ("statut", mesure.apres, value),
        ("taux", ecart, gap),
    ):
        style = atelier.cell(CENTRE, num_format=pattern)
        put(sheet, row, _COLONNES[nom], "—" if shown is None else shown, style)
    style = atelier.cell(PETIT)
    sheet.merge_range(row, _COLONNES["fin"], row, _COLONNES["budget"], "", style)
    put(sheet, row, _COLONNES["fin"], mesure.precision, style)


def _over_two(sheet: Feuille, row: int, texte: str, style: Format) -> None:
    sheet.merge_range(row, _COLONNES["action"], row, _COLONNES["libelle"], texte, style)


# --- statuses --------------------------------------------------------------------------------------------------------
def _moves(atelier: Atelier, sheet: Feuille, row: int, comparaison: Comparaison) -> int:
    """How many actions went from a status to another, were added or left; they add up. Returns the row below."""
    atelier.section(sheet, row, "D'un statut à l'autre", _COLONNES["statut"] + 1)
    _over_two(sheet, row + 1, "Statut alors", atelier.head())
    sheet.write_string(row + 1, _COLONNES["service"], "Statut maintenant", atelier.head())
    sheet.write_string(row + 1, _COLONNES["statut"], "Actions", atelier.head())
    first = row = row + 2
    for was, now, count, formula in _counts(comparaison):
        same = was == now
        text = atelier.cell(PETIT, font_color=look.GRIS if same else look.ENCRE, bold=not same)
        _over_two(sheet, row, was, text)
        put(sheet, row, _COLONNES["service"], "inchangé" if same else now, text)
        atelier.total(sheet, row, _COLONNES["statut"], formula, count, atelier.cell(CENTRE, bold=not same))
        row += 1
    total = atelier.cell(TOTAL, CENTRE)
    _over_two(sheet, row, "Actions au programme à l'une des deux séances", atelier.cell(TOTAL, PETIT))
    put(sheet, row, _COLONNES["service"], None, total)
    rows = _COLONNES.plage("statut", first, row - 1)
    atelier.total(sheet, row, _COLONNES["statut"], f"=SUM({rows})", len(comparaison.lignes), total)
    return row + 1


def _counts(comparaison: Comparaison) -> Iterator[tuple[str, str, int, str]]:
    """Every pair that occurs, in the order of an action's life, with its live count."""
    for was in ETATS:
        for now in ETATS:
            if (was, now) in comparaison.passages:
                where = f"cmp_statut_avant,{STATUT_LITERALS[was]},cmp_statut_apres,{STATUT_LITERALS[now]}"
                yield was, now, comparaison.passages[was, now], f"=COUNTIFS({where})"
    for presence, column in ((Presence.AJOUTEE, "cmp_statut_apres"), (Presence.RETIREE, "cmp_statut_avant")):
        concerned = [x for x in comparaison.lignes if x.presence is presence]
        for etat in ETATS:
            count = sum(x.ligne.etat == etat for x in concerned)
            if count:
                formula = f"=COUNTIFS(cmp_presence,{literal(presence.value)},{column},{STATUT_LITERALS[etat]})"
                came = presence is Presence.AJOUTEE
                yield (
                    (f"({presence.value.lower()})", etat, count, formula)
                    if came
                    else (
                        etat,
                        f"({presence.value.lower()})",
                        count,
                        formula,
                    )
                )


# --- actions ---------------------------------------------------------------------------------------------------------
def _actions(atelier: Atelier, sheet: Feuille, row: int, comparaison: Comparaison) -> int:
    """A row for each action that moved, its columns as at the top. Returns the last one."""
    moved = comparaison.bougees
    still = len(comparaison.lignes) - len(moved)
    told = f"{say_actions(len(moved))} sur {len(comparaison.lignes)}"
    atelier.section(sheet, row, f"Action par action : {told} ; {still} sans changement", len(_COLONNES))
    if not moved:
        say(
            sheet,
            row + 1,
            "Ni statut, ni taux, ni échéance, ni total de dépenses ou de recettes n'a changé.",
            atelier.format(italic=True),
        )
        return row + 1
    for column, heading in enumerate(_COLONNES.entetes):
        sheet.write_string(row + 1, column, typographe(heading), atelier.head())
    sheet.set_row(row + 1, 30)
    sheet.repeat_rows(row + 1)  # on the pages after this one
    _rows(atelier, sheet, row + 2, moved)
    last = row + 1 + len(moved)
    _COLONNES.finir(atelier, sheet, row + 1, last)
    return last


def _rows(atelier: Atelier, sheet: Feuille, row: int, moved: Iterable[LigneComparee]) -> None:
    table = Table(atelier, sheet, _COLONNES)
    for at, ligne in enumerate(moved, row):
        table.write(at, ligne)
