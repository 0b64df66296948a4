"""The figures at the top of the first sheet: each a live formula, with what it is and the sheet it sums up."""

from dataclasses import dataclass
from decimal import Decimal

from fiche_tool.domaine.mots.statuts import EN_COURS, REALISE
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.lignes import AJOUTEE, INITIALE, SANS_REPONSE
from fiche_tool.domaine.synthese.sommes import count_under_way, count_where, overall_taux
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Feuille, Forme
from fiche_tool.excel.synthese.anomalies import NOM as ANOMALIES
from fiche_tool.excel.synthese.anomalies import count_errors_formula
from fiche_tool.excel.synthese.atelier.atelier import Atelier
from fiche_tool.excel.synthese.atelier.cellules import put
from fiche_tool.excel.synthese.atelier.formules import STATUT_LITERALS, count_formula, literal, mean_formula
from fiche_tool.excel.synthese.atelier.liens import SYNTHESE, go_to
from fiche_tool.excel.synthese.avancement import NOM as AVANCEMENT
from fiche_tool.excel.synthese.calendrier import NOM as CALENDRIER
from fiche_tool.excel.synthese.evolution import NOM as EVOLUTION
from fiche_tool.excel.synthese.retours import NOM as RETOURS

_INITIAL = f"({count_formula(origine=literal(INITIALE)).removeprefix('=')}+COUNTIFS(ret_origine,{literal(INITIALE)}))"

_SILENT = f"{count_formula(statut=STATUT_LITERALS[SANS_REPONSE]).removeprefix('=')}=COUNTA(act_identifiant)"
"""True while nobody has answered: a share of 0 % would say that nothing is done."""


@dataclass(frozen=True, slots=True)
class Tuile:
    """A figure with its formula and its number format; its label, a text or a formula with its value; its sheet."""

    formule: str
    valeur: object
    forme: str
    libelle: str | tuple[str, str]
    feuille: str


def write_tuiles(atelier: Atelier, sheet: Feuille, row: int) -> None:
    """The figures over their labels, two columns each."""
    for index, tuile in enumerate(_tuiles(atelier.synthese)):
        _write(atelier, sheet, row, 2 * index, tuile)
    sheet.set_row(row, 34)
    sheet.set_row(row + 1, 30)


def _tuiles(synthese: Synthese) -> list[Tuile]:
    tables = synthese.tables
    actions, dropped = tables.actions, len(tables.retirees)
    initial = count_where(actions, origine=INITIALE) + count_where(tables.retirees, origine=INITIALE)
    added = count_where(actions, origine=AJOUTEE) + count_where(tables.retirees, origine=AJOUTEE)
    entered = "+".join(f"COUNTIFS({table}_origine,{literal(AJOUTEE)})" for table in ("act", "ret"))
    silent = count_where(actions, statut=SANS_REPONSE) == len(actions)
    share: object = (
        "—" if silent or not initial else Decimal(count_under_way(actions) + count_under_way(tables.retirees)) / initial
    )
    taux = overall_taux(actions)
    under_way = "+".join(
        f"COUNTIFS({table}_origine,{literal(INITIALE)},{table}_statut,{literal(statut)})"
        for table in ("act", "ret")
        for statut in (REALISE, EN_COURS)
    )
    words = ("réalisées ou en cours, sur les ", " actions du PST initial")
    received = count_where(actions, reponse="Oui")
    errors = sum(anomalie.bloquante for anomalie in synthese.anomalies)
    return [
        Tuile("=COUNTA(act_identifiant)", len(actions), "0", "actions au programme", SYNTHESE),
        Tuile(
            f'=IF({_SILENT},"—",IFERROR(({under_way})/{_INITIAL},"—"))',
            share,
            "0 %",
            (f'="{words[0]}"&{_INITIAL}&"{words[1]}"', f"{words[0]}{initial}{words[1]}"),
            AVANCEMENT,
        ),
        Tuile(
            f'="+"&({entered})&" / −"&COUNTA(ret_identifiant)',
            f"+{added} / −{dropped}",
            "General",
            "ajoutées / retirées depuis le PST initial",
            EVOLUTION,
        ),
        Tuile(mean_formula("taux"), "—" if taux is None else taux, "0", "taux moyen d'avancement (%)", AVANCEMENT),
        Tuile(count_formula(retard=literal("Oui")), count_where(actions, retard="Oui"), "0", "en retard", CALENDRIER),
        Tuile(count_formula(reponse=literal("Oui")), received, "0", "fiches reçues pour cette séance", RETOURS),
        Tuile(
            count_formula(reponse=literal("Non")),
            len(actions) - received,
            "0",
            "fiches manquantes pour cette séance",
            RETOURS,
        ),
        Tuile(count_errors_formula(len(synthese.anomalies)), errors, "0", "erreurs à corriger", ANOMALIES),
    ]


def _write(atelier: Atelier, sheet: Feuille, row: int, column: int, tuile: Tuile) -> None:
    """A figure over its label; a click on it opens the sheet it sums up."""
    ground: Forme = {"bg_color": look.BLEU_BRUME, "align": "center", "valign": "vcenter"}
    edge: Forme = {"left": 5, "left_color": look.BLANC}
    big = atelier.format(ground, edge, bold=True, font_size=22, font_color=look.BLEU, num_format=tuile.forme)
    small = atelier.format(ground, edge, font_size=9, text_wrap=True)
    sheet.merge_range(row, column, row, column + 1, "", big)
    sheet.write_url(row, column, go_to(tuile.feuille), big, "", f"Voir la feuille {tuile.feuille}")
    atelier.total(sheet, row, column, tuile.formule, tuile.valeur, big)
    sheet.merge_range(row + 1, column, row + 1, column + 1, "", small)
    if isinstance(tuile.libelle, str):
        put(sheet, row + 1, column, tuile.libelle, small)
    else:
        atelier.total(sheet, row + 1, column, *tuile.libelle, small)
