"""What a person wrote around the cells of a returned workbook: nothing of it is merged, all of it is named."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from fiche_tool.domaine.mots.identifiants import parse_reference
from fiche_tool.domaine.mots.textes import fold, one_line
from fiche_tool.excel.fiche.reperage import Patron
from fiche_tool.excel.lecture.classeur import Grille

Endroit = tuple[str, str]
"""A cell, where there is one, and what is to be said of it."""
_QUOTED = 60
"""Characters of a text that a sentence quotes."""


def quote(texte: str) -> str:
    """The beginning of a text and its end, where one writes on after what was there."""
    line = one_line(texte)
    return line if len(line) <= _QUOTED else f"{line[: _QUOTED // 2].rstrip()} … {line[-_QUOTED // 2 :].lstrip()}"


_WORD = re.compile(r"\w+…?")
_SHORT = 2
"""Letters of a word that says nothing by itself: « de », « n° »."""


@lru_cache(maxsize=1024)
def words_of(texte: str) -> frozenset[str]:
    """What tells a text from another: its numbers and its words, as they are compared."""
    return frozenset(word for word in _WORD.findall(fold(texte)) if len(word) > _SHORT or word.isdigit())


class Connus:
    """The words that the tool itself puts around the cells of a fiche: its model's, and what names its action.

    `siens` are the texts that the fiche has of these: its reference, its volet, the line above its title.
    """

    def __init__(self, patron: Patron, siens: Iterable[str]) -> None:
        self._words = patron.mots.union(*map(words_of, siens))

    def say(self, texte: str) -> bool:
        """True for a text in which there is nothing but these words; the last one may be cut short."""
        return all(map(self._is_cut, words_of(texte) - self._words))

    def _is_cut(self, word: str) -> bool:
        return word.endswith("…") and any(known.startswith(word[:-1]) for known in self._words)


def find_pages(grille: Grille, connus: Connus, on: str = "") -> Iterator[Endroit]:
    """Words typed in the page headers and footers of a sheet, which nobody sees on the screen."""
    for texte in dict.fromkeys(grille.alentours.pages):
        if not connus.say(texte):
            yield "", f"en-tête ou pied de page{on} « {quote(texte)} »"


_PROPRIETES = {
    "title": "Titre",
    "subject": "Objet",
    "keywords": "Mots clés",
    "category": "Catégorie",
    "description": "Commentaires",
    "manager": "Responsable",
}


_DE_SERVICE = re.compile(r"(?:\d+ )?fiches action")
"""The subject and the keywords of the workbook of a service."""


def find_properties(proprietes: Mapping[str, str], patron: Patron, siens: Iterable[str]) -> Iterator[Endroit]:
    """Words typed in the properties of the file, which are seen only where one asks for them."""
    subject = proprietes.get("subject", "")
    connus = Connus(patron, (*siens, subject) if parse_reference(subject) is not None else siens)
    for nom, label in _PROPRIETES.items():
        texte = proprietes.get(nom, "")
        if texte and not connus.say(texte) and _DE_SERVICE.fullmatch(texte) is None:
            yield "", f"propriétés du fichier, {label} « {quote(texte)} »"
