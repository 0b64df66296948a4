"""The pieces of a sheet's XML that filling renders anew: cells, row tags, page headers, links."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.mots.textes import fit_cell
from fiche_tool.excel.lecture.classeur import Position, address
from fiche_tool.excel.lecture.xml import escape
from fiche_tool.excel.remplissage.chaines import Chaines
from fiche_tool.fichiers.presse import Bloc, Fond


@dataclass(frozen=True, slots=True)
class Formule:
    """A formula to write in a cell, with its equal sign, and the value it has."""

    texte: str
    valeur: int


@dataclass(frozen=True, slots=True)
class Ouverture:
    """How a sheet opens and prints, where that differs from the model's own.

    `case` is the cell it opens on, `zone` the range selected with it, `haut` the first row in view under the frozen
    ones; `montrees` are columns to show if they are hidden; `paysage` turns the page.
    """

    case: str
    zone: str
    haut: int
    montrees: Collection[int] = ()
    paysage: bool = False


_JOUR_1900, _JOUR_1904 = date(1899, 12, 30).toordinal(), date(1904, 1, 1).toordinal()
"""The day before the first one, as either kind of workbook counts."""


@dataclass(frozen=True, slots=True)
class Remplissage:
    """What to put on one sheet: contents by cell, heights (points) by row, header tokens, links by cell.

    A link is a place of the same workbook, such as « Fiche!D12 ». Without `ouverture` the sheet opens as it did.
    `rangees` are the contents of the rows of its table, from the first on.
    """

    valeurs: Mapping[Position, Contenu | Formule]
    hauteurs: Mapping[int, float] = field(default_factory=dict)
    jetons: Mapping[str, str] = field(default_factory=dict)
    liens: Mapping[Position, str] = field(default_factory=dict)
    ouverture: Ouverture | None = None
    rangees: Sequence[Sequence[Contenu]] = ()


@dataclass(frozen=True, slots=True)
class CaseRemplie:
    """A place for one cell in a sheet's XML: what to keep of the cell that stands there.

    `tete` is its start tag without the closing bracket, `formule` its formula's XML, `vide` the cell without content; a
    formula then gives the empty text. `nombre` and `partage` are what stands before a number, and before that of a
    shared text; `fin` what stands after either.
    """

    position: Position
    prefixe: str
    tete: str
    formule: str
    vide: str
    nombre: str
    partage: str
    fin: str

    def render(self, contenu: Contenu | Formule, date1904: bool, chaines: Chaines | None = None) -> str:
        """The cell's XML with this content; a formula is kept and the content becomes its stored value.

        A text goes to the shared strings, or stands in the cell itself where there are none.
        """
        if contenu is None:
            return self.vide
        if isinstance(contenu, str):
            if not contenu:
                return self.vide
            if chaines is None or self.formule:
                return self._hold(contenu)
            return f"{self.partage}{chaines.number(contenu)}{self.fin}"
        if isinstance(contenu, date):
            return f"{self.nombre}{to_serial(contenu, date1904)}{self.fin}"
        if isinstance(contenu, Formule):
            p = self.prefixe
            return f"{self.tete}><{p}f>{escape(contenu.texte[1:])}</{p}f><{p}v>{contenu.valeur}</{p}v></{p}c>"
        return f"{self.nombre}{contenu}{self.fin}"

    def _hold(self, texte: str) -> str:
        """The cell with a text of its own: what its formula gives, or what was typed."""
        p = self.prefixe
        if self.formule:
            return f'{self.tete} t="str">{self.formule}<{p}v>{escape(texte)}</{p}v></{p}c>'
        body = f'<{p}is><{p}t xml:space="preserve">{escape(fit_cell(texte))}</{p}t></{p}is>'
        return f'{self.tete} t="inlineStr">{body}</{p}c>'


def make_case(position: Position, prefixe: str, style: str, formule: str = "") -> CaseRemplie:
    """A place from what stands in the sheet."""
    tete = f'<{prefixe}c r="{address(position)}"' + (f' s="{style}"' if style else "")
    vide = f'{tete} t="str">{formule}<{prefixe}v></{prefixe}v></{prefixe}c>' if formule else f"{tete}/>"
    nombre, partage = f"{tete}>{formule}<{prefixe}v>", f'{tete} t="s"><{prefixe}v>'
    fin = f"</{prefixe}v></{prefixe}c>"
    return CaseRemplie(position, prefixe, tete, formule, vide, nombre, partage, fin)


def to_serial(jour: date, date1904: bool) -> int:
    """The day as a workbook counts it."""
    return jour.toordinal() - (_JOUR_1904 if date1904 else _JOUR_1900)


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
class EnteteXml:
    """The text of a page header or footer that holds tokens such as « [CPAS] »."""

    vide: str

    def render(self, jetons: Mapping[str, str]) -> str:
        """The text with the tokens replaced; an ampersand is doubled, as headers want it."""
        texte = self.vide
        for jeton, value in jetons.items():
            shown = escape(value.replace("&", "&&"))
            if value[:1].isdigit():  # « &8 » followed by « 1 » would be a font of 81 points
                texte = re.sub(rf"(&amp;\d+){re.escape(jeton)}", lambda found, s=shown: f"{found[1]} {s}", texte)  # type: ignore[misc]
            texte = texte.replace(jeton, shown)
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


@dataclass(frozen=True, slots=True)
class Balise:
    """A tag without content some of whose attributes may be set: how the sheet opens, how its page is turned."""

    nom: str
    tag: str
    attributs: Mapping[str, str]
    vide: str

    def render(self, ouverture: Ouverture) -> str:
        """The tag with what this opening changes of it."""
        match self.nom:
            case "pane":
                own = self.attributs.get("topLeftCell", "A1")
                column, row = re.sub(r"\d", "", own), int(re.sub(r"\D", "", own) or 1)
                new = {"topLeftCell": f"{column}{max(row, ouverture.haut)}"}
            case "selection":
                new = {"activeCell": ouverture.case, "sqref": ouverture.zone}
            case _:
                new = {"orientation": "landscape"} if ouverture.paysage else {}
        return write_tag(self.tag, {**self.attributs, **new})


def write_tag(tag: str, attributs: Mapping[str, str]) -> str:
    """An empty element."""
    texts = (f' {key}="{escape(value)}"' for key, value in attributs.items())
    return f"<{tag}{''.join(texts)}/>"


@dataclass(frozen=True, slots=True)
class ColonnesXml:
    """The columns of a sheet, some of which may be shown."""

    tag: str
    colonnes: Sequence[Mapping[str, str]]
    vide: str

    def render(self, montrees: Collection[int]) -> str:
        """The columns with these ones shown; one that stands among others gets an element of its own."""
        return "".join(write_tag(self.tag, col) for given in self.colonnes for col in _show_columns(given, montrees))


def _show_columns(given: Mapping[str, str], montrees: Collection[int]) -> list[Mapping[str, str]]:
    first, last = int(given["min"]), int(given["max"])
    shown = sorted(column for column in montrees if first <= column <= last and "hidden" in given)
    if not shown:
        return [given]
    bare = {key: value for key, value in given.items() if key != "hidden"}
    cuts: list[Mapping[str, str]] = []
    for column in shown:
        if first < column:
            cuts.append({**given, "min": str(first), "max": str(column - 1)})
        cuts.append({**bare, "min": str(column), "max": str(column)})
        first = column + 1
    return cuts if first > last else [*cuts, {**given, "min": str(first), "max": str(last)}]


@dataclass(frozen=True, slots=True)
class RangeeRemplie:
    """A row of a table: its cells, and what stands between them."""

    pieces: Sequence[str | CaseRemplie]

    @property
    def vide(self) -> str:
        """The row without contents."""
        return "".join(piece if isinstance(piece, str) else piece.vide for piece in self.pieces)

    def render(self, contenus: Sequence[Contenu], date1904: bool, chaines: Chaines | None) -> str:
        """The row with these contents, from its first cell on."""
        left = iter(contenus)
        return "".join(
            [piece if isinstance(piece, str) else piece.render(next(left), date1904, chaines) for piece in self.pieces]
        )


Morceau = str | CaseRemplie | RangeeRemplie | Rang | EnteteXml | Liens | Balise | ColonnesXml


@dataclass(frozen=True, slots=True)
class FeuilleVide:
    """A sheet's XML cut into pieces around the cells and rows that will be filled.

    `fond` holds every piece as it is when nothing is filled in; the others say which piece each place is; `rangees` are
    those of a table, from its first row on.
    """

    fond: Fond
    cases: Mapping[Position, tuple[int, CaseRemplie]]
    rangs: Mapping[int, tuple[int, Rang]]
    entetes: Sequence[tuple[int, EnteteXml]]
    liens: Sequence[tuple[int, Liens]]
    vues: Sequence[tuple[int, Balise | ColonnesXml]]
    rangees: Sequence[tuple[int, RangeeRemplie]] = ()

    def settle(self, contenus: Mapping[Position, Contenu], date1904: bool) -> "FeuilleVide":
        """The same with these contents where a filling gives none; with texts where formulas give them.

        Any other text would be among those of the workbook for good, whether a cell shows it or not.
        """
        kept = {
            position: contenu
            for position, contenu in contenus.items()
            if not isinstance(contenu, str) or self.cases[position][1].formule
        }
        return replace(self, fond=Fond(self.fond.put(self._render_cells(kept, date1904, None))))

    def render(self, contenu: Remplissage, date1904: bool, chaines: Chaines | None = None) -> bytes:
        """The sheet filled in. A place given an empty content is emptied."""
        return b"".join(self.fond.put(self._render(contenu, date1904, chaines)))

    def pieces(self, contenu: Remplissage, date1904: bool, chaines: Chaines | None = None) -> list[bytes | Bloc]:
        """The same in pieces, ready to be compressed."""
        return self.fond.pieces(self._render(contenu, date1904, chaines))

    def _render(self, contenu: Remplissage, date1904: bool, chaines: Chaines | None) -> dict[int, bytes]:
        """The pieces that are not as in the empty sheet, by rank."""
        rendered = self._render_cells(contenu.valeurs, date1904, chaines)
        for (index, rangee), contenus in zip(self.rangees, contenu.rangees, strict=False):
            rendered[index] = rangee.render(contenus, date1904, chaines).encode()
        for ligne, hauteur in contenu.hauteurs.items():
            index, rang = self.rangs[ligne]
            rendered[index] = rang.render(hauteur).encode()
        for index, entete in self.entetes:
            rendered[index] = entete.render(contenu.jetons).encode()
        for index, liens in self.liens if contenu.liens else ():
            rendered[index] = liens.render(contenu.liens).encode()
        if contenu.ouverture is not None:
            for index, vue in self.vues:
                shown = contenu.ouverture.montrees
                drawn = vue.render(shown) if isinstance(vue, ColonnesXml) else vue.render(contenu.ouverture)
                rendered[index] = drawn.encode()
        return rendered

    def _render_cells(
        self, contenus: Mapping[Position, Contenu | Formule], date1904: bool, chaines: Chaines | None
    ) -> dict[int, bytes]:
        rendered: dict[int, bytes] = {}
        for position, contenu in contenus.items():
            index, case = self.cases[position]
            rendered[index] = case.render(contenu, date1904, chaines).encode()
        return rendered
