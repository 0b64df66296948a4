"""Reading the tables of a sheet that people edit: a row of headings, wherever it stands, and the rows below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fiche_tool.domaine.mots.saisie import Saisie
from fiche_tool.domaine.mots.textes import fold, one_line
from fiche_tool.excel.lecture.classeur import Grille
from fiche_tool.excel.programme.feuilles import ColonneProgramme

_HEADER_ROWS = 40
_NO_COLUMN: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class LigneTableau:
    """One row of a table: its number, its filled cells by column name, and the text of each.

    `feuille` and `lettres` say where its table stands: the sheet, the letter of each column.
    """

    numero: int
    cellules: Mapping[str, Saisie]
    textes: Mapping[str, str]
    feuille: str
    lettres: Mapping[str, str]

    def texte(self, nom: str) -> str:
        """A cell as one line of text, empty where the column is missing."""
        return self.textes.get(nom, "")

    def cellule(self, nom: str) -> Saisie:
        """A cell; an empty one knows its address all the same, unless the column is missing."""
        found = self.cellules.get(nom)
        if found is None and nom in self.lettres:
            return Saisie(feuille=self.feuille, cellule=f"{self.lettres[nom]}{self.numero}")
        return found or Saisie()


def make_ligne(
    numero: int, cellules: Mapping[str, Saisie], feuille: str = "", lettres: Mapping[str, str] = _NO_COLUMN
) -> LigneTableau:
    """A row from its filled cells."""
    textes = {nom: _texte(saisie) for nom, saisie in cellules.items()}
    return LigneTableau(numero, cellules, textes, feuille, lettres)


def _texte(saisie: Saisie) -> str:
    """A cell as one line of text; a number keeps its point: 1.1 is a N°, not an amount."""
    if isinstance(saisie.brut, str):
        return one_line(saisie.brut)
    return str(saisie.brut) if isinstance(saisie.brut, Decimal) else one_line(saisie.texte)


@dataclass(frozen=True, slots=True)
class Tableau:
    """A table of a sheet: its rows, and the letter of each column."""

    lignes: tuple[LigneTableau, ...]
    lettres: Mapping[str, str]


def find_header(grille: Grille, colonnes: Sequence[ColonneProgramme]) -> tuple[int, dict[str, int]] | None:
    """The row that holds the most headings of a table, and the column of each."""
    wanted = {fold(c.entete): c.nom for c in colonnes}
    rows: dict[int, dict[str, int]] = {}
    for (row, column), saisie in grille.cellules.items():
        if row <= _HEADER_ROWS and isinstance(saisie.brut, str) and fold(saisie.brut) in wanted:
            rows.setdefault(row, {}).setdefault(wanted[fold(saisie.brut)], column)
    return max(rows.items(), key=lambda item: (len(item[1]), -item[0])) if rows else None
