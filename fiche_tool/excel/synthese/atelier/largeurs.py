"""How wide the columns of a sheet are: as paper shows them at a size that is read at arm's length."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from fiche_tool.domaine.mots.nombres import show_montant
from fiche_tool.excel.dessin.mesure import measure
from fiche_tool.excel.dessin.papier import Papier
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes

T = TypeVar("T")
_GRAS = 1.06
"""How much wider bold signs are."""
_AUTOUR = 3.0
"""Digits that an amount keeps free: its indent, and the sides of its cell."""
_COTES = 1.5
"""Digits that a heading keeps free."""


def money_width(*montants: Decimal | None, size: int = 9) -> float:
    """A column that shows these amounts, in bold."""
    widest = max((measure(show_montant(montant)) for montant in montants if montant is not None), default=0.0)
    return round(widest * _GRAS * size / 11 + _AUTOUR, 1) if widest else 0.0


def empty_width(colonne: Colonne[T]) -> float:
    """As narrow as a column may be: the longest word of its heading."""
    return round(max(map(measure, colonne.entete.split())) * _GRAS * 10 / 11 + _COTES, 1)


def share_out(
    colonnes: Colonnes[T], papier: Papier, textes: Collection[str], autres: Mapping[str, float]
) -> Colonnes[T]:
    """The same columns, together as wide as the paper shows without too small a print.

    `autres`: columns of another width than declared. `textes`: those that share what the others leave, each in
    proportion to its own width and never beyond it.
    """
    shared = [c for c in colonnes.colonnes if c.nom in textes and c.nom not in autres]
    fixed = [replace(c, largeur=autres.get(c.nom, c.largeur)) for c in colonnes.colonnes if c not in shared]
    left = papier.digits(len(colonnes)) - sum(c.largeur for c in fixed)
    part = min(1.0, left / sum(c.largeur for c in shared)) if shared else 1.0
    widths = {c.nom: c.largeur for c in fixed} | {c.nom: int(c.largeur * part * 10) / 10 for c in shared}
    return Colonnes(*(replace(c, largeur=widths[c.nom]) for c in colonnes.colonnes))
