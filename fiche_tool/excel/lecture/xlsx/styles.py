"""What the sheets of an .xlsx share: what each number format shows, what a style does to its cells; the texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fiche_tool.domaine.constats import constats
from fiche_tool.domaine.mots.nombres import parse_entier
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.excel.lecture.alentours import tell_words
from fiche_tool.excel.lecture.barres import Morceau, Morceaux
from fiche_tool.excel.lecture.jours import MOIS, shown_by, visible_part
from fiche_tool.excel.lecture.xlsx.bruts import part_strings
from fiche_tool.excel.lecture.xml import VRAI, Attributs, Texte, local, remember, unescape, walk
from fiche_tool.fichiers.package import Refus

GENERAL, DATE, POURCENT = "general", "date", "pourcent"
ANNEE_OU_DATE = "année ou date"
"""A bare number up to ANNEE_MAX shows as it was typed, a year; a larger one as a day."""
ANNEE_MAX = 2200
_BUILTIN = {
    **dict.fromkeys((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), DATE),
    **dict.fromkeys((9, 10), POURCENT),
    17: MOIS,  # mmm-yy
}
"""What the formats without a code show."""


@dataclass(slots=True)
class StyleLu:
    """A cell style: its number format, with its code where it is no built-in one; whether it locks, wraps, strikes."""

    nombre: int
    code: str | None = None
    verrouille: bool = True
    renvoi: bool = False
    barre: bool = False


def read_styles(content: bytes) -> tuple[StyleLu, ...]:
    """The cell styles of a workbook, in the order of their numbers."""
    return tuple(_walk_styles(content).styles)


def _walk_styles(content: bytes) -> "_StyleWalker":
    walker = _StyleWalker()
    walk(content, walker.start, walker.end)
    for style in walker.styles:
        style.code = walker.customs.get(style.nombre)
    return walker


class _StyleWalker:
    """Walks the fonts and the cell styles; other blocks have elements of the same names."""

    def __init__(self) -> None:
        self.customs: dict[int, str] = {}
        self.styles: list[StyleLu] = []
        self._struck: list[bool] = []  # by font
        self.conditionnels: list[bool] = []  # those of conditional formats
        self._block = ""

    def start(self, tag: str, attributes: Attributs) -> None:
        name = local(tag)
        if name == "numFmt":
            self.customs[read_integer(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name in ("fonts", "cellXfs", "dxfs"):
            self._block = name
        elif self._block == "cellXfs":
            self._start_style(name, attributes)
        elif self._block:
            marks, element = (self._struck, "font") if self._block == "fonts" else (self.conditionnels, "dxf")
            if name == element:
                marks.append(False)
            elif name == "strike" and marks:
                marks[-1] = attributes.get("val", "1") in VRAI

    def end(self, tag: str) -> None:
        if local(tag) == self._block:
            self._block = ""

    def _start_style(self, name: str, attributes: Attributs) -> None:
        if name == "xf":
            font = read_integer(attributes.get("fontId"))
            struck = font < len(self._struck) and self._struck[font]
            self.styles.append(StyleLu(read_integer(attributes.get("numFmtId")), barre=struck))
        elif name == "protection" and self.styles:
            self.styles[-1].verrouille = attributes.get("locked", "1") in VRAI
        elif name == "alignment" and self.styles:
            self.styles[-1].renvoi = attributes.get("wrapText") in VRAI


@dataclass(frozen=True, eq=False, slots=True)
class Styles:
    """What values need of the cell styles: one object for all the workbooks that have the same part.

    `formats`: for each, whether its number format shows a day, a month, a year, a percentage, or none of these;
    `barres`: those that strike; `barres_si`: those of conditional formats that do; `mots`: the words that some number
    formats add to what is in their cells.
    """

    formats: tuple[str, ...] = ()
    barres: frozenset[int] = frozenset()
    barres_si: frozenset[int] = frozenset()
    mots: Mapping[int, str] = field(default_factory=dict)


@remember
def read_formats(content: bytes) -> Styles:
    """The cell styles as values need them."""
    walker = _walk_styles(content)
    formats = tuple(classify_format(style.nombre, style.code) for style in walker.styles)
    return Styles(
        formats,
        frozenset(number for number, style in enumerate(walker.styles) if style.barre),
        frozenset(number for number, struck in enumerate(walker.conditionnels) if struck),
        {number: words for number, style in enumerate(walker.styles) if (words := added_words(style.code or ""))},
    )


_ANNEE = regex(rf"\[<\s*{ANNEE_MAX}\]0;")
_OF_A_DAY = regex(r"[dyhsj]|m{2,}|a{2,}")


def classify_format(number: int, code: str | None) -> str:
    """What a number format shows: DATE, MOIS, ANNEE, ANNEE_OU_DATE, POURCENT or GENERAL."""
    if code is None:
        return _BUILTIN.get(number, GENERAL)
    if _ANNEE.match(code):
        return ANNEE_OU_DATE
    visible = visible_part(code)
    if "%" in visible:
        return POURCENT
    if "general" in visible or not _OF_A_DAY.search(visible):
        return GENERAL
    return shown_by(visible) or DATE


_MAX_CODE = 255  # Excel's limit
_QUOTED = regex(r'"([^"]*)"|((?:\\.)+)')


def added_words(code: str) -> str:
    """The words that a number format adds to a content: 0" à confirmer"; empty for none, or for a mere unit."""
    parts = ("".join((quoted, *escaped.split("\\"))) for quoted, escaped in _QUOTED.findall(code[:_MAX_CODE]))
    return tell_words(" ".join(parts))


def read_integer(texte: str | None) -> int:
    """A number of the file's own making; 0 where it is left out. Raises Refus for what is none."""
    number = 0 if texte is None else parse_entier(texte)
    if number is None:  # read as 0 it would stand for something else
        raise Refus(constats.ILLISIBLE, detail="un numéro y est abîmé")
    return number


# --- texts -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Chaines:
    """The shared strings, phonetic hints left out; and, by rank, the pieces of those that are rich texts."""

    textes: tuple[str, ...] = ()
    riches: Mapping[int, tuple[Morceau, ...]] = field(default_factory=dict)


@remember
def read_strings(content: bytes) -> Chaines:
    """The texts of a workbook, in the order of their numbers."""
    plain, rest = part_strings(content)
    others, ranks = _walk_strings(rest), [rank for rank, texte in enumerate(plain) if texte is None]
    if not plain:
        return others
    if len(others.textes) != len(ranks):  # one of them is several
        return _walk_strings(content)
    left = iter(others.textes)
    textes = tuple([next(left) if texte is None else texte for texte in plain])
    return Chaines(textes, {ranks[at]: rich for at, rich in others.riches.items()})


def _walk_strings(content: bytes) -> Chaines:
    walker = _StringWalker()
    walk(content, walker.start, walker.end, walker.text)
    return Chaines(tuple(walker.strings), walker.riches)


class _StringWalker:
    """Walks the shared strings."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self.riches: dict[int, tuple[Morceau, ...]] = {}
        self._current = Texte()
        self._morceaux = Morceaux()
        self._inside = self._phonetic = self._rich = False

    def start(self, tag: str, attributes: Attributs) -> None:
        match local(tag):
            case "si":
                self._current.clear()
                self._rich = False
            case "t":
                self._inside = not self._phonetic
            case "rPh":
                self._phonetic = True
            case name:
                if not self._rich:
                    self._morceaux.clear()
                    self._rich = True
                self._morceaux.start(name, attributes)

    def end(self, tag: str) -> None:
        match local(tag):
            case "si":
                if self._rich and (rich := self._morceaux.rich):
                    self.riches[len(self.strings)] = rich
                self.strings.append(unescape(str(self._current)))
            case "t":
                self._inside = False
            case "rPh":
                self._phonetic = False

    def text(self, content: str) -> None:
        if self._inside:
            self._current.add(self._morceaux.add(content) if self._rich else content)
