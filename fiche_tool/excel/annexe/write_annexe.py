"""Drawing the annex: its cover lines, then the table, page by page."""

from collections.abc import Iterator, Sequence

from fiche_tool.domaine.mots.statuts import ABANDONNE
from fiche_tool.domaine.mots.typographie import typographe
from fiche_tool.domaine.synthese.lignes import LigneAction
from fiche_tool.domaine.synthese.phrases_budget import say_apart
from fiche_tool.domaine.synthese.sommes import METHODE
from fiche_tool.excel.annexe.colonnes import PETIT, choose_columns
from fiche_tool.excel.annexe.pages import lay_out
from fiche_tool.excel.annexe.plume import Plume
from fiche_tool.excel.annexe.rangees import lay_blocks
from fiche_tool.excel.dessin.feuille import Feuille
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.dessin.papier import Papier
from fiche_tool.excel.synthese.atelier.atelier import Atelier
from fiche_tool.excel.synthese.atelier.cellules import put
from fiche_tool.excel.synthese.atelier.pied_budget import write_totals
from fiche_tool.excel.synthese.atelier.tableau import Colonnes
from fiche_tool.excel.synthese.feuilles.annexe import bars, summarize

ANNEXE = "Annexe"
_SIGLES = (
    "CPAS : centre public d'action sociale. PST : programme stratégique transversal. OS : objectif stratégique. "
    "OO : objectif opérationnel."
)
_OBJET = (
    "Ce document donne l'état de chaque action du PST à cette séance, tel que les services l'ont rapporté dans leurs "
    "fiches. Un tiret, une case vide ou « jamais répondu » disent que rien n'a été rapporté."
)
_MARGE = 0.97
"""The share of a page that is filled: programs and printers do not measure rows quite alike."""
_TITRE, _SOUS_TITRE, _ENTETES = 22.0, 15.0, 30.0


def write_annexe(atelier: Atelier, papier: Papier) -> None:
    """The one sheet of the annex: a table that goes on over its pages."""
    synthese = atelier.synthese
    actions = [ligne for ligne in synthese.lignes if isinstance(ligne, LigneAction)]
    colonnes = choose_columns(synthese, actions, papier)
    titre = f"Programme stratégique transversal {synthese.programme.parametres.legislature} – état d'avancement"
    sheet = atelier.add_sheet(ANNEXE, colonnes.largeurs, titre, paper=papier.code)
    top, used = _cover(atelier, sheet, colonnes, list(_phrases(atelier, actions, colonnes)))
    colonnes.coiffer(atelier, sheet, top, "intitule", _ENTETES)
    page = papier.haut_utile * _MARGE
    plume = Plume(atelier, sheet, colonnes)
    row, breaks = top + 1, []
    for posee in lay_out(lay_blocks(synthese, colonnes), page - used - _ENTETES, page - _ENTETES):
        if posee.page:
            breaks.append(row if row > top + 1 else top)  # headings over nothing go over to the next page
        plume.write(row, posee.rangee)
        atelier.store(sheet, row)
        row += 1
    if not synthese.lignes:
        put(sheet, row, colonnes["numero"], "Le programme ne contient encore ni objectif ni action.", atelier.note())
        row += 1
    if "taux" in colonnes.noms:
        bars(sheet, colonnes, plume.taux)
    row = write_totals(atelier, sheet, row, colonnes, {"font_size": PETIT})
    row = _across(atelier, sheet, row, colonnes, [(words, False) for words in say_apart(synthese.bilan, nommees=5)])[0]
    sheet.set_h_pagebreaks(breaks)
    sheet.print_area(0, colonnes["numero"], row - 1, colonnes.derniere)


# --- the head of the first page --------------------------------------------------------------------------------------
def _phrases(atelier: Atelier, actions: Sequence[LigneAction], colonnes: Colonnes[LigneAction]) -> Iterator[str]:
    """What it is, in figures and in words, and how to read it: only what this annex has."""
    yield summarize(atelier)
    yield _OBJET
    yield _SIGLES
    method = [METHODE]
    if "delta" in colonnes.noms:
        method.append("Écart : points gagnés ou perdus depuis la séance précédente.")
    if any(ligne.en_retard for ligne in actions):
        method.append(
            "« en retard » : l'échéance est passée, et l'action n'est ni réalisée, ni abandonnée, ni récurrente."
        )
    if any(ligne.lien for ligne in actions):
        method.append("(L) : action transversale, répétée sous un autre objectif et comptée une seule fois.")
    if any(ligne.statut == ABANDONNE and (ligne.depenses or ligne.recettes) for ligne in actions):
        method.append("Montant entre parenthèses : action abandonnée, hors des totaux.")
    yield " ".join(method)


def _cover(
    atelier: Atelier, sheet: Feuille, colonnes: Colonnes[LigneAction], phrases: Sequence[str]
) -> tuple[int, float]:
    """The sentences under the title, across the page. Returns the row of the headings, and the points above it."""
    row, used = _across(atelier, sheet, 2, colonnes, [(phrase, at == 0) for at, phrase in enumerate(phrases)])
    return row, used + _TITRE + _SOUS_TITRE


def _across(
    atelier: Atelier,
    sheet: Feuille,
    row: int,
    colonnes: Colonnes[LigneAction],
    phrases: Sequence[tuple[str, bool]],
) -> tuple[int, float]:
    """Sentences from one edge of the page to the other, in bold or not. Returns the row after them, their points."""
    width, used = sum(colonnes.largeurs), 0.0
    for at, (phrase, bold) in enumerate(phrases, row):
        style = atelier.format(font_size=PETIT, text_wrap=True, bold=bold, valign="top")
        height = row_height((phrase, width), size=PETIT)
        sheet.merge_range(at, colonnes["numero"], at, colonnes.derniere, typographe(phrase), style)
        sheet.set_row(at, height)
        used += height
    return row + len(phrases), used
