"""Budget articles of Walloon local authorities: « 104/742-53:20210004 ».

An article is a functional code, a slash and an economic code (RGCC, AGW of 5 July 2007, made applicable to CPAS by
AGW of 17 January 2008). The economic code alone tells the service (ordinaire or extraordinaire) and whether it is a
recette or a dépense; both rules hold for all 672 codes of the communal chart of accounts.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from fiche_tool.domaine.mots.regex import regex

_ARTICLE = regex(
    r"\s*(\d{3,5})\s*/\s*(\d{3})\s*[-\u2010-\u2015\u2212]?\s*(\d{2})"
    r"(?:\s*[.:/(\s-]\s*(?:n°\s*(?:de\s+)?projet\s*:?\s*)?(\d{8}|\d{4})\s*\)?)?\s*",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Article:
    """A readable article. `suffixe` is an exercice (4 digits) or a project number (8 digits: year + rank), or empty."""

    fonction: str
    economique: str
    suffixe: str = ""

    @property
    def texte(self) -> str:
        """The normal form: « 104/724-60:20190001 »."""
        return f"{self.fonction}/{self.economique}" + (f":{self.suffixe}" if self.suffixe else "")

    @property
    def service(self) -> str:
        """« O » where the economic code ends below 50, « E » from 50 on."""
        return "O" if int(self.economique[-2:]) < 50 else "E"

    @property
    def rd(self) -> str:
        """« R » (recette) or « D » (dépense), from the second digit of the economic code."""
        second, third = self.economique[1], self.economique[2]
        match second:
            case "0":
                return "D" if third in "12" else "R"
            case "5":
                return "R" if third in "12" else "D"
            case "9":
                return "D" if self.economique[:3] in ("991", "992") else "R"
            case _:
                return "D" if second in "1234" else "R"

    @property
    def emprunte(self) -> bool:
        """True for a code under which a loan itself comes in (961-963): a receipt of the service extraordinaire."""
        return self.economique[:3] in EMPRUNTS


EMPRUNTS = ("961", "962", "963")


def parse_article(texte: str) -> Article | None:
    """Read an article, tolerant of spaces, dashes and a missing hyphen; None where it is unreadable."""
    return _known_article(texte) if len(texte) < _LONG else _read_article(texte)


_LONG = 40


def _read_article(texte: str) -> Article | None:
    found = _ARTICLE.fullmatch(texte)
    if found is None:
        return None
    fonction, groupe, nature, suffixe = found.groups()
    return Article(fonction, f"{groupe}-{nature}", suffixe or "")


_known_article = lru_cache(maxsize=4096)(_read_article)  # one line is asked for its article by many rules


# --- the same, as spreadsheet formulas -------------------------------------------------------------------------------
# {economique} is a cell that holds the five digits of the economic code, never empty there; it may be in
# the last one.
FORMULE_SERVICE = 'IF(VALUE(RIGHT({economique},2))<50,"O","E")'
_12 = 'OR(MID({economique},3,1)="1",MID({economique},3,1)="2")'
FORMULE_RD = (
    f'IF(MID({{economique}},2,1)="0",IF({_12},"D","R"),IF(MID({{economique}},2,1)="5",IF({_12},"R","D"),'
    'IF(MID({economique},2,1)="9",IF(OR(LEFT({economique},3)="991",LEFT({economique},3)="992"),"D","R"),'
    'IF(VALUE(MID({economique},2,1))<=4,"D","R"))))'
)
FORMULE_EMPRUNT = "OR(" + ",".join(f'LEFT({{economique}},3)="{code}"' for code in EMPRUNTS) + ")"
