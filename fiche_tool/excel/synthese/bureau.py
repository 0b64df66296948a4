"""Sheet Pour le bureau: one A4 page that elected people read in two minutes, before anything else."""

from collections.abc import Iterable, Mapping

from fiche_tool.domaine.grand_livre.points import GenrePoint
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.textes import shorten_words
from fiche_tool.domaine.mots.typographie import say_count, typographe
from fiche_tool.domaine.synthese.attention import GenreAttention, LigneAttention
from fiche_tool.domaine.synthese.bureau import ADecider, Bureau
from fiche_tool.domaine.synthese.phrases_budget import say_amounts
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Feuille, Forme
from fiche_tool.excel.dessin.mesure import row_height, wrap
from fiche_tool.excel.synthese.atelier.atelier import POUR_LE_BUREAU, TABLEAU_DE_BORD, Atelier
from fiche_tool.excel.synthese.atelier.cellules import put
from fiche_tool.excel.synthese.atelier.liens import Lien, VersAction, go_to, show
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes
from fiche_tool.excel.synthese.feuilles.anomalies import NOM as ANOMALIES
from fiche_tool.excel.synthese.feuilles.retours import NOM as RETOURS
from fiche_tool.excel.synthese.tuiles import write_tuiles

_COLONNES = Colonnes[None](
    Colonne("motif", "Pourquoi", 17),
    Colonne("action", "Action", 9),
    Colonne("action, fin", "", 21),
    Colonne("service", "Service", 5),
    Colonne("service, fin", "", 13),
    Colonne("phrase", "En bref", 13),
    Colonne("phrase, fin", "", 26),
)
"""Their widths serve the table and, two by two or alone, four tiles of 26."""
_TUILES = (("motif", "action"), ("action, fin", "service"), ("service, fin", "phrase"), ("phrase, fin", "phrase, fin"))
_GAUCHE = _COLONNES["motif"]
_TAILLE = 10
_ACTION_MAX = 110
_COUPES = ((66, 44, 210), (66, 44, 150), (66, 44, 110), (44, 30, 110), (44, 30, 80))
"""How long labels, services and sentences may be: the longest with which the page is read at arm's length."""
_HAUTEUR = 495.0
"""Points of the rows of both tables that leave the page at more than four fifths of its size."""
_LIGNES = 13
"""Lines of both tables together that keep the page readable at arm's length."""
_QUESTIONS = 5
_GRAVE: Forme = {"bg_color": look.ALERTE_PALE, "font_color": look.ALERTE}
_MOYEN: Forme = {"bg_color": look.ORANGE_PALE}
_LEGER: Forme = {"bg_color": look.BLEU_BRUME}
_COULEURS: dict[GenreAttention, Forme] = {
    GenreAttention.RETARD: _GRAVE,
    GenreAttention.REPOUSSEE: _MOYEN,
    GenreAttention.ARRET: _MOYEN,
    GenreAttention.RECUL: _MOYEN,
}
_Textes = tuple[VersAction | Lien, str, str, str]
"""What a line shows: why, with where it leads, which action, its service or since when, in brief."""
_TEXTES = ("action", "service", "phrase")
"""The columns of what stands beside the reason."""
_FINS = {"action": "action, fin", "service": "service, fin", "phrase": "phrase, fin"}
_SANS_SERVICE = {"action": "service, fin", "phrase": "phrase, fin"}
"""The column where each of them ends; where no line has a service, none is kept for it."""
_FEUILLES = {GenreAttention.SILENCE: RETOURS}
"""Where a line leads that is about no action."""
_GENRES = {
    GenrePoint.CONFLIT: "À trancher",
    GenrePoint.VIDEE: "À confirmer",
    GenrePoint.RETENUE: "À faire corriger",
}
DONNEES_ATTENTION = "Données attention"


def add_bureau(atelier: Atelier) -> Feuille:
    """The sheet, still empty: it comes first, and is filled last, when the rows it leads to are known."""
    return atelier.add_sheet(POUR_LE_BUREAU, _COLONNES.largeurs, "Pour le bureau")


def fill_bureau(atelier: Atelier, sheet: Feuille) -> None:
    """Figures, what asks for attention, what is to be decided, the next evaluation; one portrait page."""
    bureau = atelier.synthese.bureau
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)
    sheet.set_margins(left=0.3, right=0.3, top=0.55, bottom=0.5)
    sheet.set_row(2, 6)
    places = [(_COLONNES[first], _COLONNES[last]) for first, last in _TUILES]
    row = write_tuiles(atelier, sheet, 3, places, _COLONNES.largeur("phrase, fin"))
    for phrase in _under_figures(bureau):
        row = _say(atelier, sheet, row, phrase)
    for part in (_attention, _questions, _evaluation):
        sheet.set_row(row, 6)
        row = part(atelier, sheet, row + 1, bureau)
    detail = atelier.format(font_size=_TAILLE, font_color=look.BLEU, underline=1)
    words = typographe(f"Le détail et la méthode de chaque chiffre : feuille {TABLEAU_DE_BORD}")
    sheet.write_url(row, _GAUCHE, go_to(TABLEAU_DE_BORD), detail, words, f"Aller à la feuille {TABLEAU_DE_BORD}")
    sheet.print_area(0, _GAUCHE, row, _COLONNES.derniere)


def _under_figures(bureau: Bureau) -> Iterable[str]:
    yield bureau.phrase_taux
    held = len(bureau.retenues)
    if held:
        many = held > 1
        verb = "ne sont" if many else "n'est"
        yield (
            f"Budget : {say_count(held, 'ligne retenue')} "
            f"({say_amounts(bureau.retenues)}), qui {verb} dans aucun total."
        )


# --- attention -------------------------------------------------------------------------------------------------------
def _attention(atelier: Atelier, sheet: Feuille, row: int, bureau: Bureau) -> int:
    """The lines of the page, then how many are left out. Returns the row below."""
    atelier.section(sheet, row, "Ce qui demande l'attention", len(_COLONNES))
    if not bureau.page:
        return _say(atelier, sheet, row + 1, "Rien ne demande l'attention à cette séance.")
    fins, coupe = _choose_ends(bureau), _choose_cut(bureau)
    row = _heads(atelier, sheet, row + 1, {}, fins)
    for ligne in bureau.page:
        _row(atelier, sheet, row, _of_line(ligne, *coupe), _COULEURS.get(ligne.genre, _LEGER), fins)
        row += 1
    left = len(bureau.attention) - len(bureau.page)
    if left:
        told = ", ".join(f"{genre.value.lower()} : {count}" for genre, count in bureau.autres.items())
        words = f"et {say_count(left, 'autre')} ({told}), voir {DONNEES_ATTENTION}"
        _link_row(atelier, sheet, row, words, DONNEES_ATTENTION)
        row += 1
    return row


def _choose_ends(bureau: Bureau) -> Mapping[str, str]:
    """Where the texts of what asks for attention end."""
    return _FINS if any(ligne.service for ligne in bureau.page) else _SANS_SERVICE


def _of_line(ligne: LigneAttention, libelle: int, service: int, phrase: int) -> _Textes:
    """A line of what asks for attention, its texts at most so long."""
    why = ligne.genre.value
    if ligne.action:
        lead: VersAction | Lien = VersAction(ligne.action.identifiant, why)
        label = f"{ligne.nom} – {shorten_words(ligne.libelle, libelle)}"
    else:
        lead, label = _to_sheet(why, _FEUILLES.get(ligne.genre, ANOMALIES)), "Toutes ses actions"
    return lead, _cut(label, _ACTION_MAX), _cut(ligne.service, service), _cut(ligne.phrase, phrase)


def _to_sheet(texte: str, feuille: str) -> Lien:
    return Lien(texte, go_to(feuille), f"Aller à la feuille {feuille}")


# --- decisions -------------------------------------------------------------------------------------------------------
def _questions(atelier: Atelier, sheet: Feuille, row: int, bureau: Bureau) -> int:
    """The open points as questions. Returns the row below."""
    atelier.section(sheet, row, "À décider", len(_COLONNES))
    if not bureau.a_decider:
        return _say(atelier, sheet, row + 1, "Aucun point n'est ouvert.")
    row = _heads(atelier, sheet, row + 1, {"service": "Depuis", "phrase": "Question"}, _FINS)
    shown, coupe = _questions_shown(bureau), _choose_cut(bureau)
    for point in bureau.a_decider[:shown]:
        motif = _MOYEN if point.genre is GenrePoint.CONFLIT else _LEGER
        _row(atelier, sheet, row, _of_point(point, *coupe), motif, _FINS)
        row += 1
    left = len(bureau.a_decider) - shown
    if left > 0:
        words = f"et {say_count(left, 'autre')}, voir {ANOMALIES} et « Points à trancher.xlsx »"
        _link_row(atelier, sheet, row, words, ANOMALIES)
        row += 1
    return row


def _of_point(point: ADecider, libelle: int, service: int, phrase: int) -> _Textes:
    """A question, its texts at most so long."""
    label = f"{point.nom} – {shorten_words(point.libelle, libelle)}"
    since = f"séance du {show_date(point.depuis)}"
    lead = VersAction(point.action, _GENRES[point.genre])
    return lead, _cut(label, _ACTION_MAX), _cut(since, service), _cut(point.phrase, phrase)


# --- the law ---------------------------------------------------------------------------------------------------------
def _evaluation(atelier: Atelier, sheet: Feuille, row: int, bureau: Bureau) -> int:
    atelier.section(sheet, row, "Évaluation légale du PST", len(_COLONNES))
    evaluation = bureau.evaluation
    row = _say(atelier, sheet, row + 1, evaluation.phrase, bold=True)
    return _say(atelier, sheet, row, evaluation.contenu)


# --- rows ------------------------------------------------------------------------------------------------------------
def _heads(atelier: Atelier, sheet: Feuille, row: int, autres: Mapping[str, str], fins: Mapping[str, str]) -> int:
    """The headings of a table of the page. Returns the row below."""
    for colonne in _COLONNES.colonnes:
        if colonne.nom == "motif" or colonne.nom in fins:
            _wide(atelier, sheet, row, colonne.nom, autres.get(colonne.nom, colonne.entete), _TETE, fins)
    sheet.set_row(row, 17.25)
    return row + 1


_TETE: Forme = {"bold": True, "bg_color": look.BLEU, "font_color": look.BLANC, "align": "left", "indent": 1}


def _row(atelier: Atelier, sheet: Feuille, row: int, texts: _Textes, motif: Forme, fins: Mapping[str, str]) -> None:
    """One line: why (it leads to the action's row), which action, its service, in brief; as tall as it needs.

    The link is on the short text: LibreOffice does not break a link over lines.
    """
    why, *others = texts
    words: Forme = {"font_size": _TAILLE, "text_wrap": True, "align": "left", "indent": 1}
    _wide(atelier, sheet, row, "motif", why, look.merge_formes(words, {"bold": True, "underline": 1}, motif), fins)
    for nom, texte in zip(_TEXTES, others, strict=True):
        if nom in fins:
            _wide(atelier, sheet, row, nom, texte, words, fins)
    sheet.set_row(row, _points(texts, fins))


def _points(texts: _Textes, fins: Mapping[str, str]) -> float:
    """How tall a line is."""
    shown = [(texte, _width(nom, fins)) for nom, texte in zip(_TEXTES, texts[1:], strict=True) if nom in fins]
    return max(2, *(len(wrap(texte, width - 1.0, _TAILLE)) for texte, width in shown)) * 13.0 + 4


def _questions_shown(bureau: Bureau) -> int:
    """How many open points the page shows: fewer where much else asks for attention."""
    return max(3, min(_QUESTIONS, _LIGNES - len(bureau.page)))


def _choose_cut(bureau: Bureau) -> tuple[int, int, int]:
    """How long the labels, the services and the sentences of this page may be."""
    points = bureau.a_decider[: _questions_shown(bureau)]
    fins = _choose_ends(bureau)
    for coupe in _COUPES:
        lines = sum(_points(_of_line(x, *coupe), fins) for x in bureau.page)
        if lines + sum(_points(_of_point(x, *coupe), _FINS) for x in points) <= _HAUTEUR:
            return coupe
    return _COUPES[-1]


def _cut(texte: str, longueur: int) -> str:
    """A text cut after a word, the quotation it stops in closed."""
    shown = shorten_words(texte, longueur)
    if shown.endswith("«…"):
        shown = shown[:-2].rstrip(" \u00a0,;:(") + "…"
    return typographe(f"{shown} »" if shown.count("«") > shown.count("»") else shown)


def _width(nom: str, fins: Mapping[str, str]) -> float:
    """How wide a text is, over all the columns that it takes."""
    return sum(_COLONNES.largeurs[_COLONNES[nom] : _COLONNES[fins[nom]] + 1])


def _wide(
    atelier: Atelier, sheet: Feuille, row: int, nom: str, value: object, forme: Forme, fins: Mapping[str, str]
) -> None:
    """A value in its column, or across all those that it takes."""
    style, column = atelier.cell(forme), _COLONNES[nom]
    if nom in fins:
        sheet.merge_range(row, column, row, _COLONNES[fins[nom]], "", style)
    show(atelier, sheet, row, column, value, style)


def _say(atelier: Atelier, sheet: Feuille, row: int, phrase: str, *, bold: bool = False) -> int:
    """A sentence over the whole width. Returns the row below."""
    style = atelier.format(font_size=_TAILLE, text_wrap=True, bold=bold)
    sheet.merge_range(row, _GAUCHE, row, _COLONNES.derniere, "", style)
    put(sheet, row, _GAUCHE, typographe(phrase), style)
    sheet.set_row(row, row_height((phrase, sum(_COLONNES.largeurs)), size=_TAILLE))
    return row + 1


def _link_row(atelier: Atelier, sheet: Feuille, row: int, words: str, feuille: str) -> None:
    words = typographe(words)
    style = atelier.format(font_size=_TAILLE, italic=True, font_color=look.BLEU, text_wrap=True)
    sheet.merge_range(row, _GAUCHE, row, _COLONNES.derniere, "", style)
    show(atelier, sheet, row, _GAUCHE, _to_sheet(words, feuille), style)
    sheet.set_row(row, row_height((words, sum(_COLONNES.largeurs)), size=_TAILLE))
