"""Which action a form speaks of by its words alone: enough to propose, or to doubt; never enough to merge."""

import re
from dataclasses import dataclass

from fiche_tool.domaine.fiche.lecture import Lecture, Temoin
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.programme.libelles import likeness
from fiche_tool.domaine.programme.programme import Action, Programme, locked_values, name_fiche

_NUMERO = regex(r"[a-z]{0,2}\.?\s?(\d+(?:\.\d+)*)\.?\s*[-:]?\s+")
_NEAR = 0.6
"""Likeness of two libellés, from 0 to 1, from which the same number in the same OO makes them one."""
_MOTS = {
    "libelle": "le libellé",
    "objectif_operationnel": "l'objectif opérationnel",
    "objectif_strategique": "l'objectif stratégique",
    "volet": "le volet",
    "axe": "l'axe",
}
"""The cells of the hierarchy, as a sentence names them."""


@dataclass(frozen=True, slots=True)
class Rattachement:
    """An action proposed for a form, and the words that point to it (« le libellé, l'objectif opérationnel »)."""

    action: Action
    indices: str


def propose_action(programme: Programme, lecture: Lecture) -> Rattachement | None:
    """The one live action that a form's libellé fits; its place in the hierarchy settles between namesakes.

    A libellé fits by its words, or by its number in the same OO where the words are near. None where none fits, or
    where several do and nothing settles between them.
    """
    shown = _shown(lecture, "libelle")
    if not shown:
        return None
    fitting = [action for action in programme.actives if _words(action.libelle) == _words(shown)]
    fitting = fitting or [action for action in programme.actives if _is_near(programme, lecture, action)]
    agreements = {action.identifiant: _agreeing(programme, lecture, action) for action in fitting}
    most = max(map(len, agreements.values()), default=0)
    best = [action for action in fitting if len(agreements[action.identifiant]) == most]
    if len(best) != 1:
        return None
    found = dict.fromkeys(["libelle", *agreements[best[0].identifiant]])
    return Rattachement(best[0], ", ".join(_MOTS[nom] for nom in found))


def find_witnessed(programme: Programme, temoin: Temoin) -> Rattachement | None:
    """The live action for which a file that is no fiche seems to answer: by its reference, else by the name it bears.

    None where nothing points to one, or where names point to several.
    """
    reference = temoin.reference
    if reference is not None and reference.programme == programme.parametres.code:
        action = programme.find_action(reference.identifiant)
        if action is not None and action.active:
            return Rattachement(action, "la référence imprimée")
    named = [action for action in programme.actives if any(_is_named(action, nom) for nom in temoin.noms)]
    return Rattachement(named[0], "le nom du fichier") if len(named) == 1 else None


def _is_named(action: Action, nom: str) -> bool:
    """True where the name of a file is that of an action's fiche, whatever stands before or behind it."""
    marked = re.search(rf"(?<![^\W_]){re.escape(action.identifiant)}(?![^\W_])", nom)
    return marked is not None or f" {_file_words(name_fiche(action))} " in f" {_file_words(nom)} "


def _file_words(texte: str) -> str:
    """The words of a file's name, without the signs that mail programs and disks change in it."""
    return " ".join(re.findall(r"\w+", fold(texte).replace("_", " ")))


def find_other_libelle(programme: Programme, lecture: Lecture, action: Action) -> Action | None:
    """The other action whose libellé stands on this action's fiche; None where the libellé is its own or nobody's.

    A number that changed since the fiche was sent does not matter: words are compared, with those of now and of then.
    """
    words = _words(_shown(lecture, "libelle"))
    own = (_words(action.libelle), _words(lecture.verrous.get("libelle", "")))
    if not words or words in own:
        return None
    return next((other for other in programme.actions if _words(other.libelle) == words), None)


def _shown(lecture: Lecture, nom: str) -> str:
    lu = lecture.champs.get(nom)
    return lu.valeur if lu is not None and isinstance(lu.valeur, str) else ""


def _words(texte: str) -> str:
    """A libellé folded, without the number before it (« 1.1.2 – », « A.16 : »)."""
    return _NUMERO.sub("", fold(texte), count=1) if _NUMERO.match(fold(texte)) else fold(texte)


def _is_near(programme: Programme, lecture: Lecture, action: Action) -> bool:
    shown = _shown(lecture, "libelle")
    numero = _NUMERO.match(fold(shown))
    if numero is None or numero[1] != action.numero:
        return False
    near = likeness(_words(shown), _words(action.libelle)) >= _NEAR
    return near and "objectif_operationnel" in _agreeing(programme, lecture, action)


def _agreeing(programme: Programme, lecture: Lecture, action: Action) -> list[str]:
    """The cells of the hierarchy that say what the programme says of an action."""
    expected = locked_values(programme, action)
    return [nom for nom in _MOTS if expected[nom] and fold(_shown(lecture, nom)) == fold(expected[nom])]
