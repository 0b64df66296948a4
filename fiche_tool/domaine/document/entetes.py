"""What the heading of a column, or the label of a row, announces: a level of the hierarchy or a detail beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from fiche_tool.domaine.document.details import AUTRE, find_champ
from fiche_tool.domaine.document.document import GenreLigne
from fiche_tool.domaine.document.mots import Mots
from fiche_tool.domaine.mots.textes import fold, one_line


class Part(StrEnum):
    """What a column gives of what it names: its words, its number, or the level itself (« Type »)."""

    TEXTE = "texte"
    NUMERO = "numéro"
    NIVEAU = "niveau"
    DETAIL = "détail"


@dataclass(frozen=True, slots=True)
class Entete:
    """A heading that is understood. `genre` is the level, `champ` the field of a detail; `sur`: no doubt about it."""

    part: Part
    texte: str
    genre: GenreLigne = GenreLigne.TEXTE
    champ: str = ""
    sur: bool = True


_NO = r"(?: ?\+? ?(?:n[°o]\.?|numeros?))?"
_OS = r"(?:objectifs? strategiques?|o\.?s\.?|obj\.? strat\.?)(?: \(o\.?s\.?\))?"
_OO = r"(?:objectifs? operationnels?|o\.?o\.?|obj\.? op(?:er)?\.?)(?: \(o\.?o\.?\))?"
_ACTION = (
    r"(?:actions?|projets?|mesures?|initiatives?|act\.?|fiches?[ -](?:actions?|projets?))(?: \(a\.?\))?"
    r"(?: (?:concretes?|prevues?|a mener|proposees?|et projets|/ ?projets?))*(?: \(a\.?\))?"
)
_NIVEAUX: tuple[tuple[GenreLigne, str], ...] = (
    (GenreLigne.VOLET, r"volets?|categories?(?: \(volet\))?"),
    (GenreLigne.AXE, r"axes?(?: (?:strategiques?|prioritaires?))?"),
    (GenreLigne.OS, _OS),
    (GenreLigne.OO, _OO),
    (GenreLigne.ACTION, _ACTION),
)
_TITRE = r"(?:intitules?|titres?|libelles?|noms?|denominations?)"
_LIEN = r" ?(?:-|:|–)? ?(?:de |du |des |de l'|d'|l')?"
_NUMERO = (
    r"(?:n[°o]\.?|numeros?|codes?|references?|ref\.?|id|numeros? de reference|n[°o]\.? de reference|n[°o]\.? d'ordre|#)"
)
_GENERIQUES = {"objectifs", "objectif"}


def read_heading(texte: str, mots: Mots) -> Entete | None:
    """What a heading announces; None for a text that is no heading."""
    printed = one_line(texte).strip(" :")
    folded = fold(printed).replace("\N{MODIFIER LETTER SMALL O}", "o").strip(" .:*")
    if not folded or len(folded) > 70:
        return None
    for genre in mots.propres:
        if mots.pattern(genre).fullmatch(re.sub(r" n[°o]\.?$", "", folded)):
            return Entete(Part.TEXTE, printed, genre)
    level = _read_level(folded, printed)
    if level is not None:
        return level
    if re.fullmatch(_TITRE + r"(?: complete?)?", folded):
        return Entete(Part.TEXTE, printed, GenreLigne.ACTION, sur=False)
    if re.fullmatch(_NUMERO, folded):
        return Entete(Part.NUMERO, printed)
    if folded in ("type", "types", "niveau", "niveaux"):
        return Entete(Part.NIVEAU, printed)
    champ = find_champ(printed)
    return Entete(Part.DETAIL, printed, champ=champ) if champ else None


def _read_level(folded: str, printed: str) -> Entete | None:
    if folded in _GENERIQUES:
        return Entete(Part.TEXTE, printed, GenreLigne.OO, sur=False)
    if re.fullmatch(r"fiches?[ -](?:actions?|projets?) ?n[°o]\.?", folded):
        return Entete(Part.NUMERO, printed, GenreLigne.ACTION)
    for genre, word in _NIVEAUX:
        if re.fullmatch(rf"(?:{_TITRE}{_LIEN})?(?:{word}){_NO}(?:{_LIEN}{_TITRE})?", folded):
            return Entete(Part.TEXTE, printed, genre)
        if re.fullmatch(rf"{_NUMERO}{_LIEN}(?:{word})|(?:{word}){_LIEN}{_NUMERO}", folded):
            return Entete(Part.NUMERO, printed, genre)
        beside = re.fullmatch(
            rf"(?:{word}) ?[-:–] ?(?P<detail>.+)|(?P<avant>.+?) (?:de l'|du |de l')?\((?:{word})\)", folded
        )
        detail = beside and (beside["detail"] or beside["avant"])
        if detail and find_champ(detail):
            return Entete(
                Part.DETAIL, printed, genre, champ=find_champ(detail) if genre is GenreLigne.ACTION else AUTRE
            )
    return None


def count_levels(entetes: Sequence[Entete | None]) -> int:
    """How many headings name the words of a level."""
    return sum(e is not None and e.part is Part.TEXTE for e in entetes)
