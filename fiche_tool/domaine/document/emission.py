"""Paragraphs made of the cells of tables: each with the genre its table has settled."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from fiche_tool.domaine.document.details import Fragment, cut_details
from fiche_tool.domaine.document.document import Etiquette, GenreLigne, Paragraphe, TableDocument
from fiche_tool.domaine.document.etiquettes import LEVELS, name_volet, read_label, tidy
from fiche_tool.domaine.document.mots import USUELS, Mots
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import fold, one_line

_PUCE = regex(r"\s*(?:[-–—•▪■□◦●○➢➔⇒→►✓✔❖∙·*☐☑☒\ue000-\uf8ff]|o(?=\s)|[a-z][).](?=\s))\s*")
_CODE_FINAL = regex(r"\s*\((?:OS|OO|SA|A|AL)\.?\s?\d+\)\s*(?:\(L\))?$")
_NUMERO = regex(r"(?:n[°o]\s*)?[A-Za-z]{0,3}[.\s-]?\d{1,3}(?:[.-][A-Za-z]{0,2}\d{1,3})*\.?")
VOLETS = {"interne": "Interne", "externe": "Externe"}


@dataclass
class Emetteur:
    """Makes the paragraphs of one table, in order; `rangs` numbers them in the document."""

    table: TableDocument
    mots: Mots = USUELS
    rangs: Iterator[int] = field(default_factory=lambda: count(1))
    nom: str = ""

    def paragraph(self, rang: int, etiquette: Etiquette) -> Paragraphe:
        """A paragraph that stands in a row of the table."""
        return Paragraphe(
            etiquette, self.table.lieu(rang), next(self.rangs), entiere=True, tableau=self.nom or self.table.lieu(0)
        )

    def level(self, rang: int, genre: GenreLigne, texte: str, numero: str = "") -> Iterator[Paragraphe]:
        """A volet, axe, OS or OO that a cell names, its label and number read off it."""
        line = self._strip(join_lines(texte, True))
        label = read_label(line, False, self.mots)
        if genre is GenreLigne.VOLET or label.genre is GenreLigne.VOLET:
            yield from self._volet(rang, line, label)
        elif label.genre in LEVELS:
            yield self.paragraph(rang, label)
        elif label.genre is GenreLigne.NU:
            yield self.paragraph(rang, Etiquette(genre, label.numero, label.texte, mot=label.mot))
        else:
            yield self.paragraph(rang, Etiquette(genre, self.number(numero, genre), line))

    def _volet(self, rang: int, line: str, label: Etiquette) -> Iterator[Paragraphe]:
        if label.genre is GenreLigne.VOLET:
            yield self.paragraph(rang, label)
        elif len(line) <= 40:
            yield self.paragraph(rang, Etiquette(GenreLigne.VOLET, volet=name_volet(line), mot=line))

    def actions(self, rang: int, texte: str, numero: str = "") -> Iterator[tuple[Paragraphe, tuple[Fragment, ...]]]:
        """The actions of a cell, each with the details glued to its label."""
        for item in split_items(texte, self.table.coupee):
            libelle, details = cut_details(self._strip(item))
            label = read_label(libelle, False, self.mots)
            if label.genre in (GenreLigne.ACTION, GenreLigne.NU):
                yield (
                    self.paragraph(rang, Etiquette(GenreLigne.ACTION, label.numero, label.texte, mot=label.mot)),
                    details,
                )
            elif libelle:
                yield (
                    self.paragraph(rang, Etiquette(GenreLigne.ACTION, self.number(numero, GenreLigne.ACTION), libelle)),
                    details,
                )

    def detail(self, rang: int, etiquette: str, valeur: str) -> Paragraphe:
        """A detail of the action above."""
        lines = [tidy(line) for line in valeur.split("\n")]
        texte = join_lines(valeur, True) if self.table.coupee else "\n".join(line for line in lines if line)
        return self.paragraph(
            rang, Etiquette(GenreLigne.DETAIL, texte=texte, mot=f"{one_line(etiquette).strip(' :')} :")
        )

    def number(self, numero: str, genre: GenreLigne) -> str:
        """« E.1.2 » in a column of its own → « 1.2 »; empty for what is no number."""
        label = read_label(f"{numero.strip()} x", False, self.mots)
        if label.genre in (genre, GenreLigne.NU):
            return label.numero
        digits = re.findall(r"\d+", numero) if _NUMERO.fullmatch(numero.strip()) else []
        return ".".join(str(int(part)) for part in digits)

    @staticmethod
    def _strip(texte: str) -> str:
        return _CODE_FINAL.sub("", texte.strip())


def is_number(texte: str) -> bool:
    """True for a cell that holds a number or a code alone."""
    return _NUMERO.fullmatch(texte.strip()) is not None


def is_volet(texte: str) -> bool:
    """True for « Interne », « Externe », alone in a cell."""
    return fold(texte) in VOLETS


def join_lines(texte: str, coupee: bool) -> str:
    """A text on one line; a word that the margin cut after its hyphen is put together."""
    if not coupee:
        return one_line(texte)
    joined = ""
    for line in texte.split("\n"):
        part = line.strip()
        glue = "" if joined.endswith("-") and part[:1].islower() else " "
        joined = f"{joined}{glue}{part}" if joined and part else joined or part
    return one_line(joined)


def split_items(texte: str, coupee: bool) -> Iterator[str]:
    """The actions that one cell holds: its bullets, else its paragraphs; the lines of a narrow cell are one text."""
    lines = [line for line in texte.split("\n") if line.strip()]
    bulleted = [_PUCE.match(line) is not None for line in lines]
    numbered = [_is_numbered(line) for line in lines]
    starts = bulleted if any(bulleted) else numbered if sum(numbered) > 1 else [not coupee] * len(lines)
    item: list[str] = []
    for line, start in zip(lines, starts, strict=True):
        body = _PUCE.sub("", line, count=1) if any(bulleted) else line
        if start and item and not (body[:1].islower() and not any(bulleted)):
            yield join_lines("\n".join(item), True)
            item = []
        item.append(body)
    if item:
        yield join_lines("\n".join(item), True)


def begins_item(line: str) -> bool:
    """True for a line that begins with a bullet or a number."""
    return _PUCE.match(line) is not None or _is_numbered(line)


def _is_numbered(line: str) -> bool:
    return (
        re.match(r"\s*\d{1,2}(?:\.\d{1,2})*\s?[.)/]\s|\s*\d{1,2}(?:\.\d{1,2}){1,3}\s|\s*A(?:ction)?\.?\s?\d", line)
        is not None
    )
