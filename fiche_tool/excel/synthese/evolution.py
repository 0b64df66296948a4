"""Sheet Évolution: what changed since the previous séance, of what kind, from what to what, and by whom."""

from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.synthese.evolution import Evolution, NatureChangement
from fiche_tool.domaine.synthese.lignes import name_action
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.synthese.liens import put_action, put_file, show_place
from fiche_tool.excel.synthese.page import A3, Atelier, literal, put

NOM = "Évolution"
_COLONNES = (
    ("Nature", 17),
    ("N°", 20),
    ("Action", 42),
    ("Champ", 26),
    ("Avant", 40),
    ("Après", 40),
    ("Écart", 13),
    ("Par", 20),
    ("Fichier", 56),
)
_TOP = 5
_COULEURS = {
    NatureChangement.NOUVELLE: {"bg_color": look.VERT_PALE, "font_color": look.VERT},
    NatureChangement.RETIREE: {"bg_color": look.ALERTE_PALE, "font_color": look.ALERTE},
}


def write_evolution(atelier: Atelier) -> None:
    """How many changes of each nature, then every change."""
    sheet = atelier.add_sheet(NOM, [width for _, width in _COLONNES], "Évolution", paper=A3)
    put(sheet, 2, 0, _since(atelier), atelier.format(bold=True))
    _counts(atelier, sheet)
    atelier.headings(sheet, _TOP, [heading for heading, _ in _COLONNES], 20, columns=3)
    evolutions = atelier.synthese.evolutions
    for row, evolution in enumerate(evolutions, _TOP + 1):
        _write(atelier, sheet, row, evolution)
    if not evolutions:
        put(sheet, _TOP + 1, 0, "Rien n'a changé.", atelier.format(italic=True))
    sheet.autofilter(_TOP, 0, max(_TOP + len(evolutions), _TOP + 1), len(_COLONNES) - 1)


def _since(atelier: Atelier) -> str:
    registre = atelier.synthese.registre
    if registre.precedente:
        return f"Depuis la séance du {show_date(registre.precedente)}."
    return (
        "Première séance : il n'y a pas encore de réponses à comparer. Cette feuille montre ce que les services ont "
        "changé aux données préremplies, et les actions ajoutées au PST initial ou retirées."
    )


def _counts(atelier: Atelier, sheet: Worksheet) -> None:
    """How many changes of each nature, in one live sentence."""
    words, shown = [], []
    for nature in NatureChangement:
        count = sum(evolution.nature is nature for evolution in atelier.synthese.evolutions)
        words.append(f'"{nature.value} : "&COUNTIFS(evo_nature,{literal(nature.value)})')
        shown.append(f"{nature.value} : {count}")
    atelier.total(sheet, 3, 0, "=" + '&" · "&'.join(words), " · ".join(shown), atelier.format())


def _write(atelier: Atelier, sheet: Worksheet, row: int, evolution: Evolution) -> None:
    text = atelier.cell(text_wrap=True, font_size=9)
    action = evolution.ligne.action
    shape = _COULEURS.get(evolution.nature, {})
    put(sheet, row, 0, evolution.nature.value, atelier.cell(bold=True, font_size=9, **shape))
    label = name_action(atelier.synthese.noms, action)
    linked = atelier.cell(font_size=9, font_color=look.BLEU, text_wrap=True)
    put_action(atelier, sheet, row, 1, action.identifiant, label, linked)
    origine = evolution.origine
    cells = (action.libelle, evolution.champ, evolution.avant or "—", evolution.apres or "(vide)", evolution.ecart)
    for column, value in enumerate((*cells, origine.par if origine else None), 2):
        put(sheet, row, column, value, text)
    colour = look.ALERTE if evolution.ecart.startswith("-") else look.ENCRE
    put(sheet, row, 6, evolution.ecart, atelier.cell(align="center", text_wrap=True, font_size=9, font_color=colour))
    link = atelier.cell(font_size=9, font_color=look.BLEU, underline=1, text_wrap=True)
    put_file(sheet, row, 8, origine, link)
    texts = ((action.libelle, 42), (evolution.champ, 26), (evolution.avant, 40), (evolution.apres, 40), (label, 18))
    path = show_place(origine.fichier) if origine else ""
    sheet.set_row(row, row_height(*texts, (path, 56), (evolution.ecart, 13), (origine.par if origine else "", 20)))
