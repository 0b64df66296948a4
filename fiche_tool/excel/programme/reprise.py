"""The sheets Import and Reprise of programme.xlsx read back: what stops « generer », what pre-fills the fiches."""

from collections.abc import Iterator, Sequence

from fiche_tool.domaine.constats import constats_programme
from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.fiche.fiche import LABELS, REPONSES
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.programme.reprise import DITS, Repris
from fiche_tool.excel.lecture.classeur import Grille
from fiche_tool.excel.programme import feuilles
from fiche_tool.excel.programme.tableaux import LigneTableau

_BY_LABEL = {fold(LABELS[champ.nom]): champ.nom for champ in REPONSES}


def find_marks(grille: Grille) -> Iterator[Anomalie]:
    """The rows of sheet Import that a person must have looked at before fiches are made."""
    for (row, column), saisie in sorted(grille.cellules.items()):
        if column == 1 and fold(saisie.texte) == fold(feuilles.A_RELIRE):
            where, said = grille.get((row, 2)).texte, grille.get((row, 3)).texte
            trouve = " : ".join(part for part in (where, said) if part)
            yield signal(constats_programme.IMPORT_A_RELIRE, feuille=grille.nom, cellule=saisie.cellule, trouve=trouve)


def read_repris(lignes: Sequence[LigneTableau]) -> tuple[Repris, ...]:
    """The facts of sheet Reprise; a row without words is none."""
    return tuple(
        Repris(
            ligne.texte("identifiant").upper(),
            ligne.texte("sujet"),
            ligne.texte("rubrique"),
            ligne.cellule("texte").texte.strip(),
            _champ(ligne.texte("champ"), ligne.texte("rubrique")),
            ligne.texte("lieu"),
        )
        for ligne in lignes
        if ligne.texte("texte")
    )


def _champ(label: str, rubrique: str) -> str:
    """The field a row pre-fills: the one its cell names; what the comment tells has kept its own heading."""
    champ = _BY_LABEL.get(fold(label), "")
    if champ != "commentaire":
        return champ
    from fiche_tool.domaine.document.details import find_champ  # slow to load; few programmes need it

    if find_champ(rubrique) == champ:
        return champ
    return DITS[0] if find_champ(rubrique) == DITS[0] else ""
