"""Colours, fonts and number formats shared by every workbook the tool draws."""

from collections.abc import Mapping
from functools import cache
from typing import Unpack

from fiche_tool.domaine.fiche.kinds import MONTANT, TEXTE
from fiche_tool.domaine.mots.statuts import A_DEMARRER, ABANDONNE, EN_COURS, REALISE, RECURRENT, REPORTE, SUSPENDU
from fiche_tool.excel.dessin.feuille import Format, Forme, Ouvrage

POLICE = "Calibri"
ENCRE = "#1F2A37"
BLEU = "#1F4E79"
BLEU_MOYEN = "#466F9B"
BLEU_PALE = "#DCE6F1"
BLEU_BRUME = "#EEF3F8"
GRIS = "#5F6672"
GRIS_PALE = "#F2F2F2"
TRAIT = "#9AA5B1"
VERROUILLE = "#EAECEE"
SAISIE = "#FFFCE8"
JAUNE = "#FFF0B3"
VERT = "#1E6B3C"
VERT_PALE = "#DDF0E3"
ALERTE = "#B03A2E"
ALERTE_PALE = "#FBE3DF"
ORANGE_PALE = "#FDF0D5"
BLANC = "#FFFFFF"

BORDS: Forme = {"border": 1, "border_color": TRAIT}
"""A cell of a table."""

FORMAT_MONTANT, FORMAT_TEXTE = MONTANT.format, TEXTE.format
FORMAT_DATE = "dd/mm/yyyy"
FORMAT_TAUX = "0.##"

# Each apart from the others in grey and for those who see no green, as tests/test_couleurs.py works out; none of a
# middling darkness, on which neither white nor ink reads well. The word or its letter always stands in the colour.
STATUT_COULEURS: Mapping[str, str] = {
    A_DEMARRER: "#E9EFF4",
    REPORTE: "#F0C95A",
    SUSPENDU: "#EDA154",
    RECURRENT: "#9B8FC4",
    EN_COURS: "#2E74B5",
    REALISE: "#174F2D",
    ABANDONNE: "#262626",
}


def contrast(one: str, other: str) -> float:
    """How far apart two colours are for who reads one on the other: WCAG's ratio, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour, as WCAG works it out."""
    shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache  # the grounds are few, and come back with every action
def ink_on(ground: str) -> str:
    """White or ink, whichever reads better on a ground."""
    return max((BLANC, ENCRE), key=lambda ink: contrast(ink, ground))


def merge_formes(*formes: Forme) -> Forme:
    """Shapes over one another."""
    merged: Forme = {}
    for forme in formes:
        merged |= forme
    return merged


class Formats:
    """The cell formats of a workbook being drawn; equal ones are made once."""

    def __init__(self, workbook: Ouvrage) -> None:
        self._workbook = workbook
        self._known: dict[frozenset[tuple[str, object]], Format] = {}

    def get(self, *formes: Forme, **more: Unpack[Forme]) -> Format:
        """A format over the house's own font: the last shape that says something of a property is right."""
        base: Forme = {"font_name": POLICE, "font_size": 10, "font_color": ENCRE, "valign": "vcenter"}
        forme = merge_formes(base, *formes, more)
        key = frozenset(forme.items())
        if key not in self._known:
            self._known[key] = self._workbook.add_format(forme)
        return self._known[key]
