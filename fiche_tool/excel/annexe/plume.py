"""The pen of the annex: a row is drawn by what it holds."""

from decimal import Decimal

from fiche_tool.domaine.mots.typographie import INSECABLE
from fiche_tool.domaine.synthese.lignes import LigneAction, LigneNoeud
from fiche_tool.excel.annexe.colonnes import PETIT
from fiche_tool.excel.annexe.pages import Rangee
from fiche_tool.excel.annexe.rangees import Contenu, Detail, Suite
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Feuille, Forme
from fiche_tool.excel.synthese.atelier.atelier import Atelier
from fiche_tool.excel.synthese.atelier.cellules import put
from fiche_tool.excel.synthese.atelier.tableau import Colonnes
from fiche_tool.excel.synthese.feuilles.annexe import FORMES_NIVEAU, total_up

_TEXTE: Forme = {"font_size": PETIT, "text_wrap": True}
_SUITE: Forme = {"font_size": PETIT, "text_wrap": True, "italic": True, "bg_color": look.GRIS_PALE}


class Plume:
    """Writes the rows of the annex. `taux`: the rows of the actions so far."""

    def __init__(self, atelier: Atelier, sheet: Feuille, colonnes: Colonnes[LigneAction]) -> None:
        self._atelier, self._sheet, self._colonnes = atelier, sheet, colonnes
        self._totaux = total_up(atelier)
        self.taux: list[int] = []

    def write(self, row: int, rangee: Rangee[Contenu]) -> None:
        """One row, as tall as its page was laid for."""
        match rangee.contenu:
            case LigneNoeud() as noeud:
                self._node(row, noeud)
            case LigneAction() as ligne:
                self._action(row, ligne, alone=not rangee.avec)
            case Detail() as detail:
                self._detail(row, detail)
            case Suite(texte):
                style = self._atelier.cell(_SUITE)
                self._sheet.merge_range(row, self._colonnes["numero"], row, self._colonnes.derniere, texte, style)
        self._sheet.set_row(row, rangee.hauteur)

    # --- a title of the hierarchy, with what its actions add up to
    def _node(self, row: int, noeud: LigneNoeud) -> None:
        shape = FORMES_NIVEAU[noeud.niveau]
        style = self._atelier.cell(shape, text_wrap=True)
        for column in range(len(self._colonnes)):
            put(self._sheet, row, column, None, style)
        put(self._sheet, row, self._colonnes["numero"], noeud.numero, style)
        put(self._sheet, row, self._colonnes["intitule"], noeud.intitule, style)
        for nom, (value, form) in self._sums(noeud).items():
            if nom in self._colonnes.noms:
                put(self._sheet, row, self._colonnes[nom], value, self._atelier.cell(shape, form))

    def _sums(self, noeud: LigneNoeud) -> dict[str, tuple[object, Forme]]:
        """By column, what stands there in the row of a title, and how."""
        if not noeud.cle:
            return {}
        level, key = noeud.niveau.lower(), noeud.cle
        centred: Forme = {"font_size": PETIT, "align": "center"}
        money: Forme = {"font_size": PETIT, "align": "right", "indent": 1, "num_format": "#,##0.00;-#,##0.00;"}
        taux = self._totaux.taux[level].get(key)
        amounts = self._totaux.budget[level]
        return {
            "statut": (
                self._totaux.actions[level].get(key, 0),
                {**centred, "num_format": '[=0]"—";[=1]0" action";0" actions"'},
            ),
            "taux": ("—" if taux is None else taux, {**centred, "num_format": "0"}),
            "depenses": (amounts.get((key, "D"), {}).get("montant", Decimal(0)), money),
            "recettes": (amounts.get((key, "R"), {}).get("montant", Decimal(0)), money),
        }

    # --- an action
    def _action(self, row: int, ligne: LigneAction, *, alone: bool) -> None:
        edges: Forme = {} if alone else {"bottom": 0}
        for column, colonne in enumerate(self._colonnes.colonnes):
            forme = colonne.forme(ligne) if callable(colonne.forme) else colonne.forme
            value = colonne.valeur(self._atelier.synthese, ligne)
            put(self._sheet, row, column, value, self._atelier.cell(forme, edges))
        self.taux.append(row)

    def _detail(self, row: int, detail: Detail) -> None:
        """Who and what, across the columns, under the name of the action."""
        edges: Forme = {"top": 0, "bottom": int(detail.fin)}
        style = self._atelier.cell(_TEXTE, edges)
        first, last = self._colonnes["intitule"], self._colonnes.derniere
        put(self._sheet, row, self._colonnes["numero"], None, style)
        self._sheet.merge_range(row, first, row, last, "", style)
        plain, strong = self._atelier.format(font_size=PETIT), self._atelier.format(font_size=PETIT, bold=True)
        runs = [
            (strong if called else plain, part) for nom, texte in detail.parties for called, part in _runs(nom, texte)
        ]
        if len(runs) > 1:
            self._sheet.write_rich_string(row, first, *(part for run in runs for part in run), style)
        else:
            put(self._sheet, row, first, runs[0][1], style)


def _runs(nom: str, texte: str) -> list[tuple[bool, str]]:
    """What a piece of text is called, then the text; pieces on one row keep their distance."""
    return [(True, f"{nom}{INSECABLE}: "), (False, f"{texte}   ")] if nom else [(False, texte)]
