"""The synthesis as data: the rows of the hierarchy, the flat tables, what changed.

Amounts are whole cents in the tables, so that sums are exact. A mean taux is the mean of the actions that have one,
Abandonné and Récurrent left out; an action that nobody answered for counts for nothing, never for 0 %.
"""

from dataclasses import dataclass
from datetime import date

from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.fusion.registre import Registre
from fiche_tool.domaine.grand_livre.page import PageRegistre
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.domaine.synthese.attention import find_attention
from fiche_tool.domaine.synthese.bilan_budget import BilanBudget, build_bilan
from fiche_tool.domaine.synthese.bureau import Bureau, build_bureau
from fiche_tool.domaine.synthese.chiffres import work_out
from fiche_tool.domaine.synthese.comparaison import Comparaison, as_given, compare
from fiche_tool.domaine.synthese.evolution import Evolution, find_evolutions
from fiche_tool.domaine.synthese.lignes import Ligne, Noms, action_row, build_tree, name_axes
from fiche_tool.domaine.synthese.tables import Tables, build_tables


@dataclass(frozen=True, slots=True)
class Synthese:
    """All that the synthesis workbook shows. `noms` has the short name of each axe, as labels use it.

    `bilan`: what the budget adds up to, and what its totals leave out. `bureau` is what a bureau reads first;
    `comparaison` is with the séance before, or with another that was asked for; None where there is none.
    """

    programme: Programme
    registre: Registre
    noms: Noms
    lignes: tuple[Ligne, ...]
    evolutions: tuple[Evolution, ...]
    tables: Tables
    bilan: BilanBudget
    anomalies: tuple[Anomalie, ...]
    bureau: Bureau
    comparaison: Comparaison | None

    @property
    def seance(self) -> date:
        """The day the synthesis is made for."""
        return self.registre.seance

    @property
    def depuis(self) -> date | None:
        """The séance that it is compared with; None at a first one."""
        return self.comparaison.avant.seance if self.comparaison else None


def build_synthese(
    programme: Programme,
    registre: Registre,
    anomalies: tuple[Anomalie, ...],
    depuis: PageRegistre | None = None,
) -> Synthese:
    """Roll the register up the hierarchy. `anomalies` are those of the programme itself, shown with the files' own.

    `depuis`: the page of the séance to compare with, the one before where left out.
    """
    programme = programme.at(registre.seance)
    noms = name_axes(programme)
    rows = {action.identifiant: action_row(registre, action) for action in programme.actives}
    live = tuple(rows.values())
    gone = tuple(action_row(registre, a) for a in programme.actions if a.identifiant and not a.active)
    bilan = build_bilan(registre, noms, live, gone)
    usual = compare(registre, live, as_given(registre.page)) if registre.page else None
    comparaison = compare(registre, live, as_given(depuis)) if depuis else usual
    evolutions = find_evolutions(programme, registre, live, comparaison.avant if comparaison else None)
    found = (*anomalies, *registre.anomalies)
    attention = find_attention(registre, noms, live, bilan.retenues)
    comparees = comparaison.lignes if comparaison else ()
    tables = build_tables(
        programme, registre, noms, live, evolutions, registre.seances, gone, bilan.retenues, comparees, attention
    )
    means = usual.taux if usual else None
    bureau = build_bureau(registre, noms, live, attention, work_out(tables, found), means, bilan.retenues)
    lignes = tuple(build_tree(programme, noms, rows))
    return Synthese(programme, registre, noms, lignes, evolutions, tables, bilan, found, bureau, comparaison)
