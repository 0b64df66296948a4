"""What a secretary pastes into programme.xlsx, read as meant: « O.S 1 », « Volet externe », actions without N°."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.programme.programme import Action, Niveau, Objectif, Place

_NIVEAUX = (
    (Niveau.AXE, regex(r"axes?(?: strategiques?)?")),
    (Niveau.OS, regex(r"o\.?s\.?|objectifs? strategiques?")),
    (Niveau.OO, regex(r"o\.?o\.?|0\.?0\.?|objectifs? operationnels?")),
)
_SIMPLE = regex(r"[\d.]*\w{0,9}")
"""A number as most cells hold it: no need of what reads the labels of documents."""
_ETIQUETTE = regex(r"\s*(?:[o0]\W{0,2}[so0]\b|[o0]\W?[so0]\W?\d|obj|axe)", re.IGNORECASE)


def read_level(texte: str) -> tuple[Niveau | None, str]:
    """« O.S 1 » → OS and « 1 »; « Objectif opérationnel » → OO and nothing."""
    word = re.sub(r"[\s:.]*\d[\d.]*\W*$", "", fold(texte)).strip()
    number = re.search(r"\d+(?:\.\d+)*", texte)
    level = next((niveau for niveau, pattern in _NIVEAUX if pattern.fullmatch(word)), None)
    return level, number[0] if number and level else ""


def read_number(texte: str) -> str:
    """« OO 1.2. » → « 1.2 »; what is no number with a label stays as it is typed."""
    bare = texte.strip().rstrip(".")
    if bare[:1].isdecimal() or not any(character.isdecimal() for character in bare) or _SIMPLE.fullmatch(bare):
        return bare
    from fiche_tool.domaine.document.etiquettes import LEVELS, read_label  # slow to load; most programmes need none

    label = read_label(f"{bare} : x")
    return label.numero if label.genre in LEVELS and label.numero else bare


def read_volet(texte: str, volets: Mapping[str, str]) -> str:
    """« Volet externe » → « Externe », where there is a volet of that name; `volets` are the names, folded."""
    known = volets.get(fold(texte))
    if known is None:
        bare = re.sub(r"^volet\s+|[\s:.]+$", "", fold(texte))
        known = volets.get(bare) or volets.get(bare.split(" :")[0].strip())
    return known or texte


def cut_title(texte: str, niveau: Niveau, numero: str) -> tuple[str, str]:
    """« OS 1 : Être là » → « Être là », and « 1 » where no number was typed beside."""
    if not _ETIQUETTE.match(texte):
        return texte, numero
    from fiche_tool.domaine.document.etiquettes import read_label

    label = read_label(texte)
    if label.genre.value.casefold() != niveau.value.casefold() or not label.numero or not label.texte:
        return texte, numero
    return (label.texte, numero or label.numero) if numero in ("", label.numero) else (texte, numero)


def without_repeats(objectifs: Iterable[Objectif]) -> tuple[Objectif, ...]:
    """The objectives, a row pasted again word for word counted once: lists repeat the objective on each of its rows."""
    seen: dict[tuple[Niveau, Place, str], Objectif] = {}
    for objectif in objectifs:
        seen.setdefault((objectif.niveau, objectif.place, fold(objectif.intitule)), objectif)
    return tuple(seen.values())


def give_numbers(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The actions, those without N° given the next rank under their objective."""
    actions = tuple(actions)
    taken = {(action.place, action.numero) for action in actions}
    ranks: dict[Place, int] = {}
    found = []
    for action in actions:
        ranks[action.place] = ranks.get(action.place, 0) + 1
        numero = action.numero
        if not numero and action.objectif:
            rank = ranks[action.place]
            while (action.place, f"{action.objectif}.{rank}") in taken:
                rank += 1
            numero = f"{action.objectif}.{rank}"
            taken.add((action.place, numero))
        found.append(action if action.numero else replace(action, numero=numero))
    return tuple(found)
