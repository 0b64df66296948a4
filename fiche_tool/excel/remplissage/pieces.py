"""The pieces of a sheet's XML that filling renders anew: cells, row tags, page headers, links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.excel.lecture.classeur import Position, address
from fiche_tool.excel.lecture.xml import escape

MAX_TEXT = 32_767


@dataclass(frozen=True, slots=True)
class Remplissage:
    """What to put on one sheet: contents by cell, heights (points) by row, header tokens, links by cell.

    A link is a place of the same workbook, such as « Fiche!D12 ».
    """

    valeurs: Mapping[Position, Contenu]
    hauteurs: Mapping[int, float] = field(default_factory=dict)
    jetons: Mapping[str, str] = field(default_factory=dict)
    liens: Mapping[Position, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseRemplie:
    """A place for one cell in a sheet's XML: what to keep of the cell that stands there.

    `tete` is its start tag without the closing bracket, `formule` its formula's XML, `vide` the cell without content; a
    formula then gives the empty text.
    """

    position: Position
    prefixe: str
    tete: str
    formule: str
    vide: str

    def render(self, contenu: Contenu, date1904: bool) -> str:
        """The cell's XML with this content; a formula is kept and the content becomes its stored value."""
        p = self.prefixe
        if contenu is None or contenu == "":
            return self.vide
        if isinstance(contenu, str):
            if self.formule:
                return f'{self.tete} t="str">{self.formule}<{p}v>{escape(contenu)}</{p}v></{p}c>'
            body = f'<{p}is><{p}t xml:space="preserve">{escape(contenu[:MAX_TEXT])}</{p}t></{p}is>'
            return f'{self.tete} t="inlineStr">{body}</{p}c>'
        number = to_serial(contenu, date1904) if isinstance(contenu, date) else contenu
        return f"{self.tete}>{self.formule}<{p}v>{number}</{p}v></{p}c>"


def make_case(position: Position, prefixe: str, style: str, formule: str = "") -> CaseRemplie:
    """A place from what stands in the sheet."""
    tete = f'<{prefixe}c r="{address(position)}"' + (f' s="{style}"' if style else "")
    vide = f'{tete} t="str">{formule}<{prefixe}v></{prefixe}v></{prefixe}c>' if formule else f"{tete}/>"
    return CaseRemplie(position, prefixe, tete, formule, vide)


def to_serial(jour: date, date1904: bool) -> int:
    """The day as a workbook counts it."""
    return (date(jour.year, jour.month, jour.day) - (date(1904, 1, 1) if date1904 else date(1899, 12, 30))).days


@dataclass(frozen=True, slots=True)
class Rang:
    """A place for the start tag of a row whose height may be set: as it stands (`vide`), and with one to fill in."""

    ligne: int
    vide: str
    haut: str

    def render(self, hauteur: float) -> str:
        """The tag with this height, in points."""
        return f'{self.haut} ht="{hauteur:g}" customHeight="1">'


def make_rang(ligne: int, tag: str, attributs: Mapping[str, str]) -> Rang:
    """A place from a row's start tag. A row that is given a height is meant to be seen: it loses its « hidden »."""
    texts = {key: f' {key}="{escape(value)}"' for key, value in attributs.items()}
    kept = (text for key, text in texts.items() if key not in ("ht", "customHeight", "hidden"))
    return Rang(ligne, f"<{tag}{''.join(texts.values())}>", f"<{tag}{''.join(kept)}")


@dataclass(frozen=True, slots=True)
class Entete:
    """The text of a page header or footer that holds tokens such as « [CPAS] »."""

    vide: str

    def render(self, jetons: Mapping[str, str]) -> str:
        """The text with the tokens replaced; an ampersand is doubled, as headers want it."""
        texte = self.vide
        for jeton, value in jetons.items():
            texte = texte.replace(jeton, escape(value.replace("&", "&&")))
        return texte


@dataclass(frozen=True, slots=True)
class Liens:
    """The place of links from cells to other cells; `seule` where the sheet has no links of its own yet."""

    prefixe: str
    seule: bool
    vide: str = ""

    def render(self, liens: Mapping[Position, str]) -> str:
        """A link for each cell, to a place in the same workbook."""
        p = self.prefixe
        each = "".join(
            f'<{p}hyperlink ref="{address(position)}" location="{escape(cible)}" display="{escape(cible)}"/>'
            for position, cible in liens.items()
        )
        return f"<{p}hyperlinks>{each}</{p}hyperlinks>" if self.seule else each


Piece = str | CaseRemplie | Rang | Entete | Liens


@dataclass(frozen=True, slots=True)
class FeuilleVide:
    """A sheet's XML cut into pieces around the cells and rows that will be filled.

    `morceaux` holds the text of every piece as it is when nothing is filled in; the others say which piece each place
    is.
    """

    morceaux: Sequence[str]
    cases: Mapping[Position, tuple[int, CaseRemplie]]
    rangs: Mapping[int, tuple[int, Rang]]
    entetes: Sequence[tuple[int, Entete]]
    liens: Sequence[tuple[int, Liens]]

    def render(self, contenu: Remplissage, date1904: bool) -> bytes:
        """The sheet filled in. A place without content is emptied."""
        parts = list(self.morceaux)
        for position, valeur in contenu.valeurs.items():
            if valeur is not None and valeur != "":
                index, case = self.cases[position]
                parts[index] = case.render(valeur, date1904)
        for ligne, hauteur in contenu.hauteurs.items():
            index, rang = self.rangs[ligne]
            parts[index] = rang.render(hauteur)
        for index, entete in self.entetes:
            parts[index] = entete.render(contenu.jetons)
        for index, liens in self.liens if contenu.liens else ():
            parts[index] = liens.render(contenu.liens)
        return "".join(parts).encode()
