"""The sheet « Aide » of the model: one page on what to fill in, the statuses, the budget's words and whom to call."""

from fiche_tool.domaine.fiche.aide import (
    A_REMPLIR,
    CONTACT_INCONNU,
    EXEMPLES_ARTICLES,
    FEUILLE_AIDE,
    VOCABULAIRE_BUDGET,
    status_rows,
)
from fiche_tool.domaine.mots.statuts import STATUTS
from fiche_tool.domaine.mots.typographie import typographe
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Ouvrage
from fiche_tool.excel.modele.modele import height_for
from fiche_tool.excel.modele.noms import CONTACT, STATUTS_AIDE
from fiche_tool.excel.modele.write_modele.plume import PROTECTION, Plume

LIGNES_STATUTS = 14
_WIDTHS = (24, 46, 40)
_LAST = len(_WIDTHS)
_PER_WIDTH = 1.12  # characters a line, for a width of one


def draw_aide(workbook: Ouvrage, formats: look.Formats) -> None:
    """Draw the sheet; the statuses and the person to call are filled in for each centre."""
    plume = Plume(workbook, FEUILLE_AIDE, formats)
    for index, width in enumerate(_WIDTHS):
        plume.sheet.set_column(index, index, width)
    plume.page(header="&L[CPAS]&RAide", footer="&LFiche action du PST&RPage &P/&N")
    plume.span(1, _LAST, "Comment remplir cette fiche", plume.format(bold=True, font_size=14, font_color=look.BLEU))
    plume.next(28)
    _steps(plume)
    _statuses(plume)
    _budget(plume)
    plume.section(_LAST, typographe("Une question ?"))
    plume.span(1, _LAST, CONTACT_INCONNU, plume.format(text_wrap=True, indent=1, bold=True))
    plume.name(CONTACT, 1)
    plume.next(34)
    plume.sheet.print_area(0, 0, plume.row - 1, _LAST - 1)
    plume.sheet.protect("", PROTECTION)


def _steps(plume: Plume) -> None:
    style = plume.format(text_wrap=True, align="left", indent=1)
    for rank, texte in enumerate(A_REMPLIR, 1):
        plume.span(1, _LAST, typographe(f"{rank}.  {texte}"), style)
        plume.next(height_for(texte, sum(_WIDTHS) * _PER_WIDTH))


def _statuses(plume: Plume) -> None:
    plume.section(_LAST, typographe("Statut : ce que veut dire chaque mot"))
    plume.name(STATUTS_AIDE, 1, 2, LIGNES_STATUTS)
    rows = status_rows({})
    for rank in range(LIGNES_STATUTS):
        mot, sens = rows[rank] if rank < len(STATUTS) else ("", "")
        plume.span(1, 1, mot, plume.cell(bold=True, indent=1, bg_color=look.BLEU_BRUME))
        plume.span(2, _LAST, typographe(sens), plume.cell(indent=1, text_wrap=True, align="left"))
        plume.next(16, hidden=rank >= len(STATUTS))


def _budget(plume: Plume) -> None:
    plume.section(_LAST, typographe("Informations financières : les mots du budget"))
    for terme, sens in VOCABULAIRE_BUDGET:
        plume.span(1, 1, terme, plume.cell(bold=True, indent=1, bg_color=look.BLEU_BRUME))
        plume.span(2, _LAST, typographe(sens), plume.cell(indent=1, text_wrap=True, align="left"))
        plume.next(height_for(sens, (_WIDTHS[1] + _WIDTHS[2]) * _PER_WIDTH))
    for index, titre in enumerate(("Article, par exemple", "Ce qu'il désigne", "Service et R/D"), 1):
        plume.span(index, index, titre, plume.label())
    plume.next(18)
    for article, sens, service in EXEMPLES_ARTICLES:
        plume.span(1, 1, article, plume.cell(indent=1, num_format="@"))
        plume.span(2, 2, typographe(sens), plume.cell(indent=1))
        plume.span(3, 3, typographe(service), plume.cell(indent=1))
        plume.next(16)
