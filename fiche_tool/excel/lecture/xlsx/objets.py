"""What lies on a sheet of an .xlsx over its cells: notes and comments, text boxes, shapes, pictures.

A part is opened only where the sheet's relationships name it; a damaged one costs nothing but itself, and is told.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fiche_tool.domaine.mots.regex import regex
from fiche_tool.excel.lecture.classeur import (
    FOND,
    FORME,
    GRAPHIQUE,
    ILLISIBLE,
    IMAGE,
    ZONE_DE_TEXTE,
    Objet,
    Position,
    address,
    parse_address,
)
from fiche_tool.excel.lecture.xml import Attributs, Texte, local, remember, walk
from fiche_tool.fichiers.bornes import MAX_SMALL_PART
from fiche_tool.fichiers.package import Package, Refus, digest_of, too_big

Relations = Mapping[str, tuple[str, str]]
"""The relationships of a part, by id: type (last word) and target."""
BESIDE = frozenset({"comments", "threadedComment", "drawing", "vmlDrawing", "image"})
"""The types of relationship that lead to something of what is read here."""
_MAX_OBJETS = 1_000


# --- notes and comments ----------------------------------------------------------------------------------------------
def read_notes(package: Package, related: Relations) -> tuple[dict[Position, str], tuple[Objet, ...]]:
    """The notes attached to cells; of a thread of comments, its words rather than those that stand in for it.

    With what is to be told of those that cannot be read.
    """
    notes, lost = dict[Position, str](), list[Objet]()
    for kind, read in (("comments", _read_comments), ("threadedComment", _read_threads)):
        for target in _targets(package, related, kind):
            try:
                notes |= read(package.read(target, MAX_SMALL_PART))
            except Refus:
                lost.append(Objet(ILLISIBLE))
    return notes, tuple(lost)


def _targets(package: Package, related: Relations, kind: str) -> Iterator[str]:
    return (target for own, target in related.values() if own == kind and target in package)


_STANDS_IN = regex(r"\s*\[[^\]\n]{3,60}\][^\n]*\n+[^\n]+\n+[^\n:]{3,40}:[ \t]*\n+")
_REPLY = regex(r"\n[ \t]*(?:Reply|Réponse|Répondre|Beantwoorden|Antwoord|Antwort)[ \t]*:[ \t]*\n")


def _read_comments(content: bytes) -> dict[Position, str]:
    """The notes; one that stands in for a thread of comments begins with a paragraph of Excel's own."""
    found = _read_texts(content, "comment", "t")
    return {where: _own_words(texte) for where, texte in found if texte.strip()}


def _own_words(texte: str) -> str:
    own = _STANDS_IN.match(texte)
    return _REPLY.sub("\n", texte[own.end() :]).strip() if own else texte


def _read_threads(content: bytes) -> dict[Position, str]:
    threads: dict[Position, str] = {}
    for where, texte in _read_texts(content, "threadedComment", "text"):
        threads[where] = f"{threads[where]}\n{texte}" if where in threads else texte
    return threads


def _read_texts(content: bytes, element: str, inner: str) -> list[tuple[Position, str]]:
    """The texts of the `inner` elements, gathered by the `element` that holds them and its cell."""
    found: list[tuple[Position | None, Texte]] = []
    inside = [False]

    def start(tag: str, attributes: Attributs) -> None:
        name = local(tag)
        if name == element:
            found.append((parse_address(attributes.get("ref", "")), Texte()))
        inside[0] = name == inner and bool(found)

    def end(tag: str) -> None:
        inside[0] = inside[0] and local(tag) != inner

    walk(content, start, end, lambda texte: found[-1][1].add(texte) if inside[0] else None)
    return [(where, str(texte)) for where, texte in found if where is not None]


# --- drawings --------------------------------------------------------------------------------------------------------
def read_objets(
    package: Package, related: Relations, relations: Callable[[Package, str], Relations]
) -> tuple[Objet, ...]:
    """The text boxes, shapes, pictures and charts of a sheet; `relations` tells the relationships of a part."""
    found = [Objet(FOND, empreinte=digest_of(package.parts[name])) for name in _targets(package, related, "image")]
    for target in _targets(package, related, "drawing"):
        try:
            found += _read_drawing(package, target, relations(package, target))
        except Refus:
            found.append(Objet(ILLISIBLE))
    for target in _targets(package, related, "vmlDrawing"):
        try:
            found += _read_vml(package.read(target, MAX_SMALL_PART))
        except Refus:
            found.append(Objet(ILLISIBLE))
    if len(found) > _MAX_OBJETS:
        raise too_big("trop de formes dessinées", f"{_MAX_OBJETS}")
    return tuple(found)


def _read_drawing(package: Package, part: str, related: Relations) -> Iterator[Objet]:
    for ancre in _read_anchors(package.read(part, MAX_SMALL_PART)):
        texte = str(ancre.texte).strip() or _diagram(package, related, ancre.liens)
        images = (related[lien][1] for lien in ancre.liens if lien in related and related[lien][0] == "image")
        digests = [digest_of(package.parts[name]) for name in images if name in package]
        yield Objet(_genre(ancre, texte), ancre.cellule, texte, digests[0] if digests else "")


@remember
def _read_anchors(content: bytes) -> Sequence["_Ancre"]:
    """What hangs on a sheet. Kept by content: the drawings of a fiche are its model's."""
    walker = _DrawingWalker()
    walk(content, walker.start, walker.end, walker.text)
    return tuple(walker.ancres)


def _genre(ancre: "_Ancre", texte: str) -> str:
    if texte:
        return ZONE_DE_TEXTE
    if "graphicFrame" in ancre.kinds:
        return GRAPHIQUE
    return IMAGE if ancre.kinds & {"pic", "contentPart"} else FORME


def _diagram(package: Package, related: Relations, liens: list[str]) -> str:
    """The words of a SmartArt diagram, which stand in a part of their own."""
    for lien in liens:
        kind, target = related.get(lien, ("", ""))
        if kind == "diagramData" and target in package:
            walker = _DrawingWalker(diagram=True)
            walk(package.read(target, MAX_SMALL_PART), walker.start, walker.end, walker.text)
            return " ; ".join(str(walker.ancres[0].texte).split("\n")).strip(" ;")
    return ""


@dataclass(slots=True)
class _Ancre:
    """One thing anchored on a sheet, with all that is grouped in it."""

    row: int = 0
    column: int = 0
    placed: bool = False
    texte: Texte = field(default_factory=Texte)
    kinds: set[str] = field(default_factory=set)
    liens: list[str] = field(default_factory=list)

    @property
    def cellule(self) -> str:
        """The cell under its top left corner; empty where it hangs on none."""
        return address((self.row + 1, self.column + 1)) if self.placed else ""


_SHAPES = frozenset({"sp", "pic", "graphicFrame", "cxnSp", "contentPart"})


class _DrawingWalker:
    """Walks a drawing, anchor by anchor; of two forms of one thing, the first is read."""

    def __init__(self, *, diagram: bool = False) -> None:
        self.ancres: list[_Ancre] = [_Ancre()] if diagram else []
        self._tag = ""
        self._from = False
        self._fallback = 0

    def start(self, tag: str, attributes: Attributs) -> None:
        name = self._tag = local(tag)
        if self._fallback or name == "Fallback":
            self._fallback += 1
            return
        if name in ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor") and len(self.ancres) <= _MAX_OBJETS:
            self.ancres.append(_Ancre())
        if not self.ancres:
            return
        ancre = self.ancres[-1]
        if name == "from":
            self._from = ancre.placed = True
        elif name in _SHAPES:
            ancre.kinds.add(name)
        elif name in ("p", "br"):
            ancre.texte.add("\n")
        for key, value in attributes.items():
            if local(key) in ("embed", "id", "dm") and ":" in key:
                ancre.liens.append(value)

    def end(self, tag: str) -> None:
        self._tag = ""
        if self._fallback:
            self._fallback -= 1
        elif local(tag) == "from":
            self._from = False

    def text(self, content: str) -> None:
        if self._fallback or not self.ancres:
            return
        ancre = self.ancres[-1]
        if self._tag == "t":
            ancre.texte.add(content)
        elif self._from and content.isdecimal() and len(content) < 8:
            if self._tag == "row":
                ancre.row = int(content)
            elif self._tag == "col":
                ancre.column = int(content)


# --- drawings of older programs --------------------------------------------------------------------------------------
_SHAPE = regex(r"<(\w+:)?shape[ >]")
_BOX = regex(r"<(?:\w+:)?textbox[^>]*>(.*?)</(?:\w+:)?textbox>", re.DOTALL)
_TAG = regex(r"<[^>]*>")
_NOTE = regex(r"ObjectType=[\"']Note[\"']")
_ANCHOR = regex(r"<(?:\w+:)?Anchor>\s*(\d{1,5}),[^,<]*,\s*(\d{1,7}),")


def _read_vml(content: bytes) -> Iterator[Objet]:
    """Text boxes and form controls; the frames of notes, which the part has too, are none.

    Excel writes this part without closing every element: it is no XML to walk.
    """
    texte = content.decode("utf-8", "replace")
    for shape in _SHAPE.split(texte)[2::2]:
        box = _BOX.search(shape)
        if box is None or _NOTE.search(shape):
            continue
        words = " ".join(_unescape(_TAG.sub(" ", box[1])).split())
        if words:
            where = _ANCHOR.search(shape)
            yield Objet(ZONE_DE_TEXTE, address((int(where[2]) + 1, int(where[1]) + 1)) if where else "", words)


# --- links ------------------------------------------------------------------------------------------------------------
_HYPERLINK = regex(rb"<(?:\w{1,20}:)?hyperlink\s([^<>]{1,5000})>")
_ATTRIBUTE = regex(rb"""([\w:]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def read_links(rels: bytes, sheet: bytes) -> Iterator[tuple[str, str]]:
    """The links of a sheet of an .xlsx that lead outside: the cell, or the first one of a range, and the target."""
    targets: dict[str, str] = {}

    def start(tag: str, attributes: Attributs) -> None:
        outside = local(tag) == "Relationship" and attributes.get("TargetMode") == "External"
        if outside and attributes.get("Type", "").endswith("/hyperlink"):
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    walk(rels, start)
    for found in _HYPERLINK.findall(sheet) if targets else ():
        told = {name.rpartition(b":")[2]: _text(one or other) for name, one, other in _ATTRIBUTE.findall(found)}
        if told.get(b"id") in targets:
            yield told.get(b"ref", "").partition(":")[0], targets[told[b"id"]]


def _text(written: bytes) -> str:
    return _unescape(written.decode("utf-8", "replace"))


def _unescape(texte: str) -> str:
    from html import unescape  # two thousand names, for a part that few fiches have

    return unescape(texte)
