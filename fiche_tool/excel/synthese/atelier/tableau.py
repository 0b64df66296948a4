"""Columns declared once, by name: what each is called, how wide it is, what it shows of a row and in what shape.

A column is one line of its sheet's declaration; nothing else counts columns or knows their letters.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.mots.typographie import typographe
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.excel.dessin import papier
from fiche_tool.excel.dessin.feuille import Feuille, Format, Forme
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.dessin.reperes import Reperes
from fiche_tool.excel.synthese.atelier.atelier import A3, Atelier
from fiche_tool.excel.synthese.atelier.cellules import is_empty, say
from fiche_tool.excel.synthese.atelier.formes import ITALIQUE, TEXTE
from fiche_tool.excel.synthese.atelier.liens import show, shown_text
from fiche_tool.excel.synthese.atelier.pages import Impression, end_pages

T = TypeVar("T")


def _nothing(_synthese: Synthese, _item: object) -> None:
    """A column that its sheet fills in by itself."""


@dataclass(frozen=True)  # no slots: Python 3.11 cannot call a subscripted class that has them
class Colonne(Generic[T]):
    """A column of a table whose rows are each a T.

    `valeur` gives what a row shows there: a value, or one of the links of `liens`. `forme` is its shape, the same for
    all or worked out from the row. `haut`: its text is shown whole, the row grows for it.
    """

    nom: str
    entete: str
    largeur: float
    valeur: Callable[[Synthese, T], object] = _nothing
    forme: Forme | Callable[[T], Forme] = field(default_factory=lambda: TEXTE)
    haut: bool = False


class Colonnes(Reperes, Generic[T]):
    """The columns of a table, from left to right."""

    def __init__(self, *colonnes: Colonne[T]) -> None:
        super().__init__(colonne.nom for colonne in colonnes)
        self.colonnes = colonnes

    @property
    def largeurs(self) -> list[float]:
        """Their widths."""
        return [colonne.largeur for colonne in self.colonnes]

    @property
    def entetes(self) -> list[str]:
        """Their headings."""
        return [colonne.entete for colonne in self.colonnes]

    def largeur(self, nom: str) -> float:
        """The width of one."""
        return self.colonnes[self[nom]].largeur

    def coiffer(
        self,
        atelier: Atelier,
        sheet: Feuille,
        row: int,
        vue: str,
        height: float = 30,
        *,
        jusque: str = "",
        size: int = 10,
    ) -> None:
        """The row of headings, kept in view with the columns down to `vue`, printed again on each page.

        A small screen shows the columns down to `jusque`, all of them where that is left out.
        """
        atelier.headings(sheet, row, self.entetes, height, columns=self[vue] + 1, size=size)
        atelier.fit_screen(sheet, self.largeurs[: self[jusque] + 1 if jusque else None])

    def finir(self, atelier: Atelier, sheet: Feuille, top: int, last: int) -> None:
        """The arrows of the headings, over one row at least, and the lines around the cells that are empty."""
        sheet.autofilter(top, 0, max(last, top + 1), self.derniere)
        atelier.rule_blanks(sheet, top + 1, 0, last, self.derniere)


class Table(Generic[T]):
    """The columns on their sheet, ready to write rows; shapes that no row changes are made once."""

    def __init__(self, atelier: Atelier, sheet: Feuille, colonnes: Colonnes[T]) -> None:
        self.atelier, self.sheet, self.colonnes = atelier, sheet, colonnes
        self._formats = [None if callable(c.forme) else atelier.cell(c.forme) for c in colonnes.colonnes]

    def write(self, row: int, item: T, *, least: float = 0.0, level: int = 0) -> None:
        """One row, as tall as its texts need."""
        height = least
        for column, colonne in enumerate(self.colonnes.colonnes):
            value = colonne.valeur(self.atelier.synthese, item)
            if is_empty(value):
                continue  # the lines around it are drawn by the rule of `finir`
            show(self.atelier, self.sheet, row, column, value, self._format(column, colonne, item))
            if colonne.haut:
                height = max(height, row_height((shown_text(value), colonne.largeur)))
        self.sheet.set_row(row, height or None, None, {"level": level} if level else {})

    def _format(self, column: int, colonne: Colonne[T], item: T) -> Format:
        return self._formats[column] or self.atelier.cell(_forme(colonne, item))


def _forme(colonne: Colonne[T], item: T) -> Forme:
    return colonne.forme(item) if callable(colonne.forme) else colonne.forme


@dataclass(frozen=True)  # no slots: Python 3.11 cannot call a subscripted class that has them
class Liste(Generic[T]):
    """A sheet that is one table: its tab, its title, its columns, the row of its headings, what it says when empty.

    `vue`: the column down to which the table stays in view when one scrolls to the right; `jusque`: the last one that a
    small screen must show, all of them where it is left out.
    """

    nom: str
    titre: str
    colonnes: Colonnes[T]
    vide: str
    vue: str
    jusque: str = ""
    top: int = 5
    hauteur: float = 30
    forme_vide: Forme = field(default_factory=lambda: ITALIQUE)

    def write(self, atelier: Atelier, items: Iterable[T], phrases: Sequence[tuple[str, Format]] = ()) -> Feuille:
        """The sheet, with its sentences over the table, one row each. Returns it."""
        sheet = atelier.add_sheet(self.nom, self.colonnes.largeurs, self.titre, paper=A3)
        for row, (phrase, style) in enumerate(phrases, 2):
            say(sheet, row, phrase, style)
        self.colonnes.coiffer(atelier, sheet, self.top, self.vue, self.hauteur, jusque=self.jusque)
        table, last = Table(atelier, sheet, self.colonnes), self.top
        for last, item in enumerate(items, self.top + 1):
            table.write(last, item)
        if last == self.top:
            say(sheet, last + 1, self.vide, atelier.format(self.forme_vide))
        self._mark_up(atelier, sheet, last)
        self.end_pages(sheet, last)
        return sheet

    def end_pages(self, sheet: Feuille, last: int, avec: Collection[int] = ()) -> None:
        """The pages down to a row; `avec` as in `pages.end_pages`."""
        paper = Impression(self.colonnes.largeurs, papier.A3, range(self.top, self.top + 1))
        end_pages(sheet, last, paper, avec)

    def _mark_up(self, atelier: Atelier, sheet: Feuille, last: int) -> None:
        """The list as a table that Excel and screen readers know by its name, with the arrows of its headings."""
        columns = [{"header": typographe(entete), "header_format": atelier.head()} for entete in self.colonnes.entetes]
        options = {"name": "liste_" + fold(self.nom).replace(" ", "_"), "columns": columns, "style": None}
        sheet.add_table(self.top, 0, max(last, self.top + 1), self.colonnes.derniere, options)
        atelier.rule_blanks(sheet, self.top + 1, 0, last, self.colonnes.derniere)
