"""Colours, fonts and number formats shared by every workbook the tool draws."""

from collections.abc import Mapping
from typing import Unpack

from fiche_tool.domaine.mots.statuts import A_DEMARRER, ABANDONNE, EN_COURS, REALISE, RECURRENT, REPORTE, SUSPENDU
from fiche_tool.excel.dessin.feuille import Format, Forme, Ouvrage

POLICE = "Calibri"
ENCRE = "#1F2A37"
BLEU = "#1F4E79"
BLEU_MOYEN = "#5B87B2"
BLEU_PALE = "#DCE6F1"
BLEU_BRUME = "#EEF3F8"
GRIS = "#6B7280"
GRIS_PALE = "#F2F2F2"
TRAIT = "#9AA5B1"
VERROUILLE = "#EAECEE"
SAISIE = "#FFFCE8"
VERT = "#1E6B3C"
VERT_PALE = "#DDF0E3"
ALERTE = "#C0392B"
ALERTE_PALE = "#FBE3DF"
ORANGE_PALE = "#FDF0D5"
BLANC = "#FFFFFF"

BORDS: Forme = {"border": 1, "border_color": TRAIT}
"""A cell of a table."""

FORMAT_DATE = "dd/mm/yyyy"
FORMAT_MONTANT = "#,##0.00"
FORMAT_TAUX = "0.##"
FORMAT_TEXTE = "@"

# Dark enough for white text, and apart from one another in grey; the word always stands beside the colour.
STATUT_COULEURS: Mapping[str, str] = {
    A_DEMARRER: "#B8C2CC",
    EN_COURS: "#4A90C2",
    REPORTE: "#E8B04A",
    SUSPENDU: "#C97B2D",
    REALISE: "#2E7D4F",
    ABANDONNE: "#7A7A7A",
    RECURRENT: "#7B68A6",
}


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
        self._known: dict[tuple[tuple[str, object], ...], Format] = {}

    def get(self, *formes: Forme, **more: Unpack[Forme]) -> Format:
        """A format over the house's own font: the last shape that says something of a property is right."""
        base: Forme = {"font_name": POLICE, "font_size": 10, "font_color": ENCRE, "valign": "vcenter"}
        forme = merge_formes(base, *formes, more)
        key = tuple(sorted(forme.items()))
        if key not in self._known:
            self._known[key] = self._workbook.add_format(forme)
        return self._known[key]
