"""The annex of the evaluations, drawn for paper: pages that are laid out one by one, and nothing else in the file."""

from fiche_tool.domaine.synthese import Synthese
from fiche_tool.excel.annexe.write_annexe import write_annexe
from fiche_tool.excel.dessin.papier import A4, Papier
from fiche_tool.excel.synthese import write_workbook


def write_annexe_seule(synthese: Synthese, papier: Papier = A4) -> bytes:
    """The workbook to annex to a decision, ready to print on that paper; always the same bytes for the same synthesis.

    It goes without the folder of the PST: figures where the synthesis has formulas, and no links.
    """
    titre = "Annexe : état d'avancement du PST"
    return write_workbook(synthese, titre, lambda atelier: write_annexe(atelier, papier), seul=True)
