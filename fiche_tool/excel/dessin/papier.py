"""The paper that sheets print on, and how much of it is left between the margins."""

from dataclasses import dataclass

from fiche_tool.domaine.constats.errors import FicheToolError

MARGE_COTE, MARGE_HAUT, MARGE_BAS = 0.4, 0.7, 0.6
"""Inches that a printed sheet leaves free at each side, over and under it."""
_INCH = 72.0
_CHIFFRE, _RESTE, PIXEL = 7, 5, 0.75
"""Pixels of a digit of Calibri 11 and of what a column keeps free, as Excel counts them; points of a pixel."""
PLUS_LARGE = 1.0625
"""How much wider LibreOffice lays columns: it rounds no digit of Calibri to a pixel."""
ECHELLE = 0.89
"""The smallest scale at which 9 points print as 8, which is what one reads at arm's length."""


@dataclass(frozen=True, slots=True)
class Papier:
    """A size of paper, laid wide: its name, Excel's number for it, its sides in points."""

    nom: str
    code: int
    cote: float
    hauteur: float

    @property
    def utile(self) -> float:
        """Points between the left and the right margin."""
        return self.cote - 2 * MARGE_COTE * _INCH

    @property
    def haut_utile(self) -> float:
        """Points between the margins over and under."""
        return self.hauteur - (MARGE_HAUT + MARGE_BAS) * _INCH

    def digits(self, colonnes: int) -> float:
        """Digits that so many columns share, together as wide as the paper shows at its smallest scale."""
        pixels = self.utile / ECHELLE / PLUS_LARGE / PIXEL
        return (pixels - colonnes * (_RESTE + 0.5)) / _CHIFFRE


A4, A3 = Papier("A4", 9, 841.9, 595.3), Papier("A3", 8, 1190.6, 841.9)
PAPIERS = {papier.nom: papier for papier in (A4, A3)}


def read_papier(nom: str) -> Papier:
    """A size of paper by its name. Raises FicheToolError for one we do not lay pages on."""
    papier = PAPIERS.get(nom.strip().upper())
    if papier is None:
        raise FicheToolError(f"L'annexe s'imprime en {' ou en '.join(PAPIERS)}, pas en « {nom} ».")
    return papier


def column_pixels(largeur: float) -> int:
    """How wide a column of that many digits is on a screen."""
    return int(largeur * _CHIFFRE + 0.5) + _RESTE


def column_points(largeur: float) -> float:
    """How wide it is in print, in points."""
    return column_pixels(largeur) * PIXEL


def column_width(points: float) -> float:
    """The widest column that holds in so many points, in digits."""
    return (int(points / PIXEL) - _RESTE) / _CHIFFRE
