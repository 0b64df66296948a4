"""What a person left on « Points à trancher » outside the cells to decide in: nothing of it is taken, all is named."""

from collections.abc import Collection, Iterator, Mapping

from fiche_tool.domaine.fiche.show import VIDE, show_valeur
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import fold, one_line, shorten
from fiche_tool.excel.fiche.autour import Endroit, name_first
from fiche_tool.excel.lecture.classeur import LIEN, Classeur, Grille, address
from fiche_tool.excel.points import feuille
from fiche_tool.excel.points.feuille import Question

_QUOTED = 60
_HEADINGS = regex(r"n°|action|de quoi s'agit-il ?\?|valeur gardee|reponse \d+|retenir|ou autre valeur")
_DECIDED = (fold(feuille.RETENIR), fold(feuille.AUTRE))
"""The headings of what is taken, or told by itself."""
_OPEN, _ASKS = "ouvrir", "de quoi"
_OWN_SHEETS = frozenset(map(fold, (feuille.FEUILLE, feuille.FEUILLE_META, feuille.FEUILLE_LISTES)))


def find_strays(
    classeur: Classeur,
    grille: Grille,
    head: tuple[int, Mapping[str, int]],
    questions: Mapping[int, Question],
    en_tete: Collection[str],
) -> Endroit | None:
    """The first place, and what is to be said of all; None where there is none.

    `questions` are the points by their row, `en_tete` the cells at the top that say who decides, and when.
    """
    found = [
        *_stray_cells(grille, head, questions, en_tete),
        *((address(where), f"note en {address(where)} « {_quote(note)} »") for where, note in grille.notes.items()),
        *_drawn(grille),
        *_stray_sheets(classeur, grille.nom),
    ]
    if not found:
        return None
    return found[0][0], name_first([texte for _, texte in found])


def _quote(texte: str) -> str:
    return shorten(one_line(texte), _QUOTED)


def _drawn(grille: Grille) -> Iterator[Endroit]:
    for objet in grille.objets:
        if objet.genre != LIEN:  # those of the tool lead to the answers
            place = f" en {objet.cellule}" if objet.cellule else ""
            yield objet.cellule, f"{objet.genre}{place}{f' « {_quote(objet.texte)} »' if objet.texte else ''}"


def _stray_cells(
    grille: Grille, head: tuple[int, Mapping[str, int]], questions: Mapping[int, Question], en_tete: Collection[str]
) -> Iterator[Endroit]:
    top, columns = head
    headings = {column: fold(saisie.texte) for (row, column), saisie in grille.cellules.items() if row == top}
    asking = {column for column, heading in headings.items() if heading.startswith(_ASKS)}
    drawn = {row for (row, column), saisie in grille.cellules.items() if column in asking and "\n" in saisie.texte}
    drawn |= questions.keys()
    for (row, column), saisie in sorted(grille.cellules.items()):
        if saisie.vide or saisie.cellule in en_tete:
            continue
        if row < top:
            own = column == columns[feuille.NUMERO]
        elif row == top:
            own = _HEADINGS.fullmatch(fold(saisie.texte)) is not None
        else:
            heading, question = headings.get(column, ""), questions.get(row)
            own = heading in _DECIDED or (row in drawn and _is_drawn(saisie.texte, heading, question))
        if not own:
            yield saisie.cellule, f"{saisie.cellule} « {_quote(saisie.texte)} »"


def _is_drawn(texte: str, heading: str, question: Question | None) -> bool:
    """True for what the tool itself wrote on the row of a point."""
    if heading.startswith(("reponse", _ASKS)):
        return "\n" in texte  # under an answer, its author; under a question, why it is asked
    if heading == "valeur gardee" and question is not None and question.libre:
        kept = show_valeur(question.cle[0], question.choix[0].valeur)
        return fold(texte) == fold(shorten(kept, feuille.MAX_SHOWN) or VIDE)
    return texte == _OPEN if not heading else heading not in _DECIDED


def _stray_sheets(classeur: Classeur, read: str) -> Iterator[Endroit]:
    for nom in classeur.feuilles:
        if nom != read and fold(nom) not in _OWN_SHEETS:
            grille = classeur.ouvrir(nom)
            if grille.notes or grille.objets or not all(saisie.vide for saisie in grille.cellules.values()):
                yield "", f"feuille « {nom} »"
