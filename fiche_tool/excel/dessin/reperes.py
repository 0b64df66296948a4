"""Where columns stand, by name: what a formula, a rule or a frozen pane says of a column comes from here."""

from collections.abc import Iterable

from fiche_tool.excel.lecture.classeur import column_letters


class Reperes:
    """Columns that follow one another from the left of a sheet. Rows count from 0, as where they are written."""

    def __init__(self, noms: Iterable[str]) -> None:
        self.noms = tuple(noms)
        self._rangs = {nom: rang for rang, nom in enumerate(self.noms)}
        assert len(self._rangs) == len(self.noms), f"a column is declared twice in {self.noms}"

    def __getitem__(self, nom: str) -> int:
        """The column of a name, from 0."""
        return self._rangs[nom]

    def __len__(self) -> int:
        return len(self.noms)

    @property
    def derniere(self) -> int:
        """The last column, from 0."""
        return len(self.noms) - 1

    def lettre(self, nom: str) -> str:
        """« D »."""
        return column_letters(self[nom] + 1)

    def cellule(self, nom: str, row: int) -> str:
        """« D7 »."""
        return f"{self.lettre(nom)}{row + 1}"

    def retenue(self, nom: str, row: int) -> str:
        """« $D7 », which keeps its column wherever the formula goes."""
        return f"${self.cellule(nom, row)}"

    def fixe(self, nom: str, row: int) -> str:
        """« $D$7 »."""
        return f"${self.lettre(nom)}${row + 1}"

    def plage(self, nom: str, first: int, last: int) -> str:
        """« D7:D9 »."""
        return f"{self.cellule(nom, first)}:{self.cellule(nom, last)}"

    def plage_fixe(self, nom: str, first: int, last: int) -> str:
        """« $D$7:$D$9 »."""
        return f"{self.fixe(nom, first)}:{self.fixe(nom, last)}"

    def plage_lignes(self, first: str, last: str, row: int) -> str:
        """« B7:D7 », along a row."""
        return f"{self.cellule(first, row)}:{self.cellule(last, row)}"
