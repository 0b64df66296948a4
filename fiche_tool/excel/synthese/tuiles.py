"""The figures at the top of the first sheet: each a live formula, with what it is and the sheet it sums up."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from fiche_tool.domaine.constats.anomalies import told_once
from fiche_tool.domaine.mots.statuts import ENGAGES
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.chiffres import Chiffres
from fiche_tool.domaine.synthese.comparaison import say_actions
from fiche_tool.domaine.synthese.lignes import AJOUTEE, INITIALE, JAMAIS_REPONDU
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Feuille, Forme
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.synthese.atelier.atelier import Atelier
from fiche_tool.excel.synthese.atelier.cellules import put
from fiche_tool.excel.synthese.atelier.formules import STATUT_LITERALS, count_formula, literal, mean_formula
from fiche_tool.excel.synthese.atelier.liens import SYNTHESE, go_to
from fiche_tool.excel.synthese.feuilles.anomalies import NOM as ANOMALIES
from fiche_tool.excel.synthese.feuilles.anomalies import count_errors_formula
from fiche_tool.excel.synthese.feuilles.avancement import NOM as AVANCEMENT
from fiche_tool.excel.synthese.feuilles.retours import NOM as RETOURS
from fiche_tool.excel.synthese.suivi.calendrier import NOM as CALENDRIER
from fiche_tool.excel.synthese.suivi.evolution import NOM as EVOLUTION

_INITIAL = f"({count_formula(origine=literal(INITIALE)).removeprefix('=')}+COUNTIFS(ret_origine,{literal(INITIALE)}))"

_PLURIEL = 2
"""Where the plural begins in French."""
_PAS = 3
"""The rows of a tile: its figure, its label, a gap."""
_SILENT = "{}=COUNTA(act_identifiant)+COUNTA(ret_identifiant)".format(
    "+".join(f"COUNTIFS({table}_statut,{STATUT_LITERALS[JAMAIS_REPONDU]})" for table in ("act", "ret"))
)
"""True while nobody has answered: a share of 0 % would say that nothing is done."""


@dataclass(frozen=True, slots=True)
class Tuile:
    """A figure with its formula and its number format; its label, a text or a formula with its value; its sheet."""

    formule: str
    valeur: object
    forme: str
    libelle: str | tuple[str, str]
    feuille: str

    @property
    def mots(self) -> str:
        """Its label as it is read."""
        return self.libelle if isinstance(self.libelle, str) else self.libelle[1]


def write_tuiles(atelier: Atelier, sheet: Feuille, row: int, places: Sequence[tuple[int, int]], largeur: float) -> int:
    """The figures over their labels, in the columns (first and last) of one row of tiles, on as many rows as it takes.

    `largeur`: how wide a tile is. Returns the row below them.
    """
    tuiles = _tuiles(atelier.synthese)
    labels = max(30.0, row_height(*((tuile.mots, largeur) for tuile in tuiles), size=10))
    for index, tuile in enumerate(tuiles):
        at, place = divmod(index, len(places))
        _write(atelier, sheet, row + _PAS * at, places[place], tuile)
    below = row - (-len(tuiles) // len(places)) * _PAS
    for at in range(row, below, _PAS):
        for offset, height in enumerate((34.0, labels, 5.0)):
            sheet.set_row(at + offset, height)
    return below


def _tuiles(synthese: Synthese) -> list[Tuile]:
    chiffres = synthese.bureau.chiffres
    entered = "+".join(f"COUNTIFS({table}_origine,{literal(AJOUTEE)})" for table in ("act", "ret"))
    counted = count_formula(moyenne=literal("Oui")).removeprefix("=")
    return [
        _counted("COUNTA(act_identifiant)", chiffres.actions, ("action", "actions"), " au programme", SYNTHESE),
        _part(chiffres),
        Tuile(
            f'="+"&({entered})&" / −"&COUNTA(ret_identifiant)',
            f"+{chiffres.ajoutees} / −{chiffres.retirees}",
            "General",
            "ajoutées / retirées depuis le PST initial",
            EVOLUTION,
        ),
        Tuile(
            mean_formula(),
            _or_dash(chiffres.taux),
            "0",
            (
                f'="taux moyen (%), sur "&{counted}&IF({counted}>1," actions"," action")',
                f"taux moyen (%), sur {say_actions(chiffres.sur)}",
            ),
            AVANCEMENT,
        ),
        Tuile(count_formula(retard=literal("Oui")), chiffres.en_retard, "0", "en retard", CALENDRIER),
        _counted(
            count_formula(reponse=literal("Oui")).removeprefix("="),
            chiffres.recues,
            ("fiche reçue", "fiches reçues"),
            " pour cette séance",
            RETOURS,
        ),
        Tuile(
            count_formula(reponse=literal("Non")),
            chiffres.manquantes,
            "0",
            "sans réponse à cette séance",
            RETOURS,
        ),
        _counted(
            count_errors_formula(len(told_once(synthese.anomalies))).removeprefix("="),
            chiffres.erreurs,
            ("erreur", "erreurs"),
            " à corriger",
            ANOMALIES,
        ),
    ]


def _part(chiffres: Chiffres) -> Tuile:
    """The share of the initial PST that is realised or under way."""
    under_way = "+".join(
        f"COUNTIFS({table}_origine,{literal(INITIALE)},{table}_statut,{literal(statut)})"
        for table in ("act", "ret")
        for statut in ENGAGES
    )
    one, many = ("sur ", " action du PST initial"), ("sur les ", " actions du PST initial")
    of = (f'"réalisées ou en cours, {before}"&{_INITIAL}&"{after}"' for before, after in (one, many))
    before, after = many if chiffres.initiales >= _PLURIEL else one
    return Tuile(
        f'=IF({_SILENT},"—",IFERROR(({under_way})/{_INITIAL},"—"))',
        _or_dash(chiffres.part),
        "0 %",
        (
            f"=IF({_INITIAL}<{_PLURIEL},{','.join(of)})",
            f"réalisées ou en cours, {before}{chiffres.initiales}{after}",
        ),
        AVANCEMENT,
    )


def _counted(formule: str, nombre: int, mots: tuple[str, str], suite: str, feuille: str) -> Tuile:
    """A count, and what is counted: one word or the other as it is one or several."""
    one, many = mots
    libelle = (f'=IF({formule}>1,"{many}","{one}")&"{suite}"', (many if nombre > 1 else one) + suite)
    return Tuile(f"={formule}", nombre, "0", libelle, feuille)


def _or_dash(value: Decimal | None) -> object:
    return "—" if value is None else value


def _write(atelier: Atelier, sheet: Feuille, row: int, columns: tuple[int, int], tuile: Tuile) -> None:
    """A figure over its label; a click on it opens the sheet it sums up."""
    ground: Forme = {"bg_color": look.BLEU_BRUME, "align": "center", "valign": "vcenter"}
    edge: Forme = {"left": 5, "left_color": look.BLANC}
    big = atelier.format(ground, edge, bold=True, font_size=22, font_color=look.BLEU, num_format=tuile.forme)
    small = atelier.format(ground, edge, text_wrap=True)
    first, last = columns
    for at, style in ((row, big), (row + 1, small)):
        if last > first:
            sheet.merge_range(at, first, at, last, "", style)
    sheet.write_url(row, first, go_to(tuile.feuille), big, "", f"Voir la feuille {tuile.feuille}")
    atelier.total(sheet, row, first, tuile.formule, tuile.valeur, big)
    if isinstance(tuile.libelle, str):
        put(sheet, row + 1, first, tuile.libelle, small)
    else:
        atelier.total(sheet, row + 1, first, *tuile.libelle, small)
