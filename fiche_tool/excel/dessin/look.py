"""Colours, fonts and number formats shared by every workbook the tool draws."""

from collections.abc import Mapping
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from fiche_tool.domaine.mots.statuts import A_DEMARRER, ABANDONNE, EN_COURS, REALISE, RECURRENT, REPORTE, SUSPENDU

POLICE = "Calibri"
ENCRE = "#1F2A37"
BLEU = "#1F4E79"
BLEU_MOYEN = "#47719B"
BLEU_PALE = "#DCE6F1"
BLEU_BRUME = "#EEF3F8"
GRIS = "#5F6773"
GRIS_PALE = "#F2F2F2"
TRAIT = "#9AA5B1"
VERROUILLE = "#EAECEE"
SAISIE = "#FFFCE8"
VERT = "#1E6B3C"
VERT_PALE = "#DDF0E3"
ALERTE = "#A93226"
ALERTE_PALE = "#FBE3DF"
ORANGE_PALE = "#FDF0D5"
BLANC = "#FFFFFF"

FORMAT_DATE = "dd/mm/yyyy"
FORMAT_JOUR_OU_ANNEE = "[<2200]0;dd/mm/yyyy"
"""A bare year stays a year: as a day, 2027 would be the 19th of July 1905."""
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


class Formats:
    """The cell formats of a workbook being drawn; equal ones are made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._known: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **properties: Any) -> Format:
        """A format by its properties, over the house's own font."""
        base = {"font_name": POLICE, "font_size": 10, "font_color": ENCRE, "valign": "vcenter"}
        key = tuple(sorted((base | properties).items()))
        if key not in self._known:
            self._known[key] = self._workbook.add_format(dict(key))
        return self._known[key]
