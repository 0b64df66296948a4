"""The live column « Contrôle » of a form: where its cells are, and the values to store in them."""

from collections.abc import Mapping, Sequence

from fiche_tool.domaine.fiche.fiche import BUDGET, nom_de_cellule
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.regles.colonne_budget import CALCULS_BUDGET
from fiche_tool.domaine.regles.colonne_controle import ColonneControle, evaluate_column
from fiche_tool.domaine.regles.regles import Contexte
from fiche_tool.excel.lecture.classeur import Position, Zone
from fiche_tool.excel.modele.noms import (
    BILAN_CONTROLE,
    CALCULS_LIGNES,
    COLONNE_BUDGET,
    NOMS_CALCULS,
    NOMS_CONTROLE,
    NOMS_GROUPES,
    POINTS_CONTROLE,
)


def control_cells(
    noms: Mapping[str, Zone],
    champs: Mapping[str, Contenu],
    lignes: Sequence[Mapping[str, Contenu]],
    contexte: Contexte,
    mots: Mapping[str, str],
) -> dict[Position, Contenu]:
    """The stored values of the column for these contents and lines; nothing where the model has no such column."""
    if any(nom not in noms for nom in NOMS_CONTROLE):
        return {}
    return _place(noms, evaluate_column(champs, lignes, contexte, mots))


def empty_lines(noms: Mapping[str, Zone]) -> Sequence[Mapping[str, Contenu]]:
    """The budget table with nothing in it."""
    corps = noms[nom_de_cellule(BUDGET)]
    return [{}] * (corps.bas - corps.haut + 1)


def _place(noms: Mapping[str, Zone], colonne: ColonneControle) -> dict[Position, Contenu]:
    cells: dict[Position, Contenu] = {
        noms[BILAN_CONTROLE].coin: colonne.bilan,
        noms[POINTS_CONTROLE].coin: colonne.points,
    }
    cells |= {noms[NOMS_GROUPES[groupe]].coin: texte for groupe, texte in colonne.groupes.items()}
    cells |= {noms[NOMS_CALCULS[calcul]].coin: valeur for calcul, valeur in colonne.calculs.items()}
    texts, results = noms[COLONNE_BUDGET], noms[CALCULS_LIGNES]
    for rang, (texte, calculs) in enumerate(zip(colonne.lignes, colonne.calculs_lignes, strict=True)):
        cells[texts.haut + rang, texts.gauche] = texte
        columns = range(results.gauche, results.droite + 1)  # an older model has fewer
        cells |= {(results.haut + rang, k): calculs[nom] for k, nom in zip(columns, CALCULS_BUDGET, strict=False)}
    return cells
