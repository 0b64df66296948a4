"""What a person wrote around the cells of a returned workbook: nothing of it is merged, all of it is named."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from fiche_tool.domaine.constats import constats_lecture
from fiche_tool.domaine.constats.anomalies import Anomalie, Constat, signal
from fiche_tool.domaine.fiche.fiche import COLONNES_BUDGET, HIERARCHIE, LABELS
from fiche_tool.domaine.mots.identifiants import parse_reference
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.saisie import Saisie
from fiche_tool.domaine.mots.textes import fold, one_line, shorten
from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.excel.fiche.read_form import Formulaire
from fiche_tool.excel.fiche.reperage import Patron
from fiche_tool.excel.lecture.classeur import Grille, parse_address
from fiche_tool.excel.lecture.xml import unescape

Endroit = tuple[str, str]
"""A cell, where there is one, and what is to be said of it."""
_NAMED = 6
"""How many places a sentence names; it counts the rest."""
_QUOTED = 60
"""Characters of a text that a sentence quotes."""


def name_first(textes: Sequence[str], others: str = "autre") -> str:
    """The first of these, and how many others there are."""
    more = f" et {say_count(len(textes) - _NAMED, others)}" if len(textes) > _NAMED else ""
    return ", ".join(textes[:_NAMED]) + more


def quote(texte: str) -> str:
    """The beginning of a text and its end, where one writes on after what was there."""
    line = one_line(texte)
    return line if len(line) <= _QUOTED else f"{line[: _QUOTED // 2].rstrip()} … {line[-_QUOTED // 2 :].lstrip()}"


_CUT = "..."
"""What stands after a word that was cut short, as texts are compared."""
_WORD = regex(r"\w+(?:\.\.\.)?")
_SHORT = 2
"""Letters of a word that says nothing by itself: « de », « n° »."""


@lru_cache(maxsize=1024)
def words_of(texte: str) -> frozenset[str]:
    """What tells a text from another: its numbers and its words, as they are compared."""
    words = _WORD.findall(fold(texte))
    return frozenset(word for word in words if len(word.removesuffix(_CUT)) > _SHORT or word.isdigit())


class Connus:
    """The words that the tool itself puts around the cells of a fiche: its model's, and what names its action.

    `siens` are the texts that the fiche has of these: its reference, its volet, the line above its title.
    """

    def __init__(self, patron: Patron, siens: Iterable[str]) -> None:
        self._words = {word.removesuffix(_CUT) for word in patron.mots.union(*map(words_of, siens))}

    def say(self, texte: str) -> bool:
        """True for a text in which there is nothing but these words; the last one may be cut short."""
        return all(map(self._is_cut, words_of(texte) - self._words))

    def _is_cut(self, word: str) -> bool:
        start = word.removesuffix(_CUT)
        return start != word and any(known.startswith(start) for known in self._words)


def find_pages(grille: Grille, connus: Connus, on: str = "") -> Iterator[Endroit]:
    """Words typed in the page headers and footers of a sheet, which nobody sees on the screen.

    Some programs (openpyxl) write the end of a line there as « _x000a_ », which others then show.
    """
    for texte in dict.fromkeys(map(unescape, grille.alentours.pages)):
        typed = "\n".join(line for line in texte.splitlines() if not connus.say(line))
        if typed:
            yield "", f"en-tête ou pied de page{on} « {quote(typed)} »"


def find_tips(grille: Grille, patron: Patron) -> Iterator[Endroit]:
    """Words that show once one points at a cell: the tips of links, messages added to those of the model."""
    for cell, texte in grille.alentours.bulles:
        if not words_of(texte) <= patron.mots:
            yield cell, f"info-bulle du lien en {cell} « {quote(texte)} »"
    messages = grille.alentours.messages
    known = next((own for own in patron.messages if own and own <= messages), None)
    for texte in sorted(messages - known) if known is not None else ():  # those of an unknown model are its own
        yield "", f"message d'une case « {quote(texte)} »"


def find_titles(form: Formulaire, vides: Iterable[str], patron: Patron) -> Iterator[Endroit]:
    """Words typed as the name of a sheet: of the form, of one that holds nothing else."""
    mine = (lu.saisie.texte for champ in HIERARCHIE if (lu := form.champs.get(champ.nom)) is not None)
    ours = frozenset[str]().union(*map(words_of, (*(known.nom for known, _ in patron.formes), *mine)))
    if _is_telling(words_of(form.grille.nom) - ours):
        yield "", f"nom de la feuille « {form.grille.nom} »"
    for nom in vides:
        if _is_telling(words_of(nom) - ours):
            yield "", f"nom de la feuille vide « {nom} »"


def _is_telling(words: Collection[str]) -> bool:
    """True for more than the name of a thing: « Feuil2 », « Fiche Paul » say nothing."""
    return sum(word.isalpha() for word in words) > 1


_PROPRIETES = {
    "title": "Titre",
    "subject": "Objet",
    "keywords": "Mots clés",
    "category": "Catégorie",
    "description": "Commentaires",
    "manager": "Responsable",
    "contentstatus": "État",
}
_BY_EXCEL = ("contentstatus", "Final")
"""How it marks a workbook as final."""


_DE_SERVICE = regex(r"(?:\d+ )?fiches;? action")
"""The subject and the keywords of the workbook of a service; a program that saves .ods parts these word by word."""


def find_properties(proprietes: Mapping[str, str], patron: Patron, siens: Iterable[str]) -> Iterator[Endroit]:
    """Words typed in the properties of the file, which are seen only where one asks for them."""
    subject = proprietes.get("subject", "")
    connus = Connus(patron, (*siens, subject) if parse_reference(subject) is not None else siens)
    for nom, label in _PROPRIETES.items():
        texte = proprietes.get(nom, "")
        if texte and (nom, texte) != _BY_EXCEL and not connus.say(texte) and _DE_SERVICE.fullmatch(texte) is None:
            yield "", f"propriétés du fichier, {label} « {quote(texte)} »"


# --- what is shown otherwise than it is -------------------------------------------------------------------------------
def find_shown(form: Formulaire, patron: Patron) -> Iterator[Anomalie]:
    """Answers that their sheet shows struck, or with words that are none of theirs: they are taken, and told."""
    answers = [(nom, LABELS.get(nom, ""), lu.saisie) for nom, lu in form.champs.items()]
    columns = {champ.nom: champ.label for champ in COLONNES_BUDGET}
    answers += [(f"budget.{nom}", columns[nom], saisie) for lue in form.budget for nom, saisie in lue.saisies.items()]
    placed = [(nom, label, x, place) for nom, label, x in answers if (place := parse_address(x.cellule)) and not x.vide]
    for nom, label, saisie, place in placed:
        words = form.grille.mots.get(place, "")
        if not words_of(words) <= patron.mots:
            yield _signal(constats_lecture.MOTS_DU_FORMAT, nom, label, saisie, words)
    if any(known.alentours.barrees for known, _ in patron.formes):
        return  # a model that strikes by itself: its answers are not doubtful for that
    struck = [x for x in placed if any(x[3] in zone for zone in form.grille.alentours.barrees)]
    if struck:
        nom, label, saisie, _ = struck[0]
        names = [f"« {label} » ({saisie.cellule})" for _, label, saisie, _ in struck]
        yield _signal(constats_lecture.BARREE_SI, nom, label, saisie, name_first(names, "autre case"))


def _signal(constat: Constat, nom: str, label: str, saisie: Saisie, detail: str) -> Anomalie:
    return signal(
        constat,
        feuille=saisie.feuille,
        cellule=saisie.cellule,
        champ=nom,
        label=label,
        trouve=shorten(saisie.texte),
        detail=detail,
    )
