"""The words that name the levels in one centre, where they are its own: « Défi », « Engagement », « Mesure »."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from fiche_tool.domaine.document.document import GenreLigne
from fiche_tool.domaine.mots.textes import fold


@dataclass(frozen=True)
class Mots:
    """The centre's own word for a level, folded, by genre.

    `codes`: the document numbers in codes (« E.1.1.1 », the volet first); `lettres`: its OS have letters (« B.1.2 »).
    """

    propres: Mapping[GenreLigne, str] = field(default_factory=dict)
    codes: bool = False
    lettres: bool = False

    def pattern(self, genre: GenreLigne) -> re.Pattern[str]:
        """The word at the beginning of a folded line, a number or a colon behind it."""
        return _pattern(self.propres[genre])


USUELS = Mots()


def make_mots(propres: Mapping[GenreLigne, str], codes: bool = False) -> Mots:
    """The words of a centre, as its documents may write them."""
    return Mots({genre: fold(mot) for genre, mot in propres.items() if mot.strip()}, codes)


def by_level(mots: Mapping[str, str]) -> Mapping[GenreLigne, str]:
    """The words that are given, by the level each names: « axe », « os », « oo », « action »."""
    levels = {genre.lower(): genre for genre in (GenreLigne.AXE, GenreLigne.OS, GenreLigne.OO, GenreLigne.ACTION)}
    return {levels[nom.lower()]: mot for nom, mot in mots.items() if mot}


def _pattern(mot: str) -> re.Pattern[str]:
    plural = r"\s+".join(f"{re.escape(part)}[sx]?" for part in mot.split())
    return re.compile(rf"(?P<mot>{plural})(?=\W|$)")
