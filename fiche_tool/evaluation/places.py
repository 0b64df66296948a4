"""The places for people's words: how each is marked, and finding again what was typed there when a report is redone.

A place is known by where it stands in the PST and by the words of its title, so that renumbering an objective, or
rewording it, does not cost a comment; what no place claims any more comes back at the end of the report.
"""

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import fold

_TAG = regex(r"pst_(?:[a-z]+)_[0-9a-f]{10}_[0-9a-f]{10}")
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def make_tag(sorte: str, lieu: str, titre: str) -> str:
    """The mark of a place: what sort it is, where it stands, what it is called. Word takes 40 characters."""
    return f"pst_{sorte}_{_digest(lieu)}_{_digest(fold(titre))}"


def _digest(texte: str) -> str:
    return hashlib.sha256(texte.encode()).hexdigest()[:10]


@dataclass
class Ancien:
    """An older report: what stands in its places by their tag, with the words around, and what it was made from.

    `touche`: something was changed outside of the places, which a new report cannot keep.
    """

    document: Any = None
    places: dict[str, list[Any]] = field(default_factory=dict)
    noms: Mapping[str, str] = field(default_factory=dict)
    touche: bool = False

    def take(self, tag: str, invites: Sequence[str]) -> list[Any] | None:
        """What a person put in a place, found by its place and title, else by its title, else by its place alone.

        None where nobody did. What is taken is taken once.
        """
        sorte, lieu, titre = tag.split("_")[1:]
        alike = [key for key in self.places if key.split("_")[1] == sorte]
        for key in (
            *(key for key in alike if key == tag),
            *(key for key in alike if key.split("_")[3] == titre),
            *(key for key in alike if key.split("_")[2] == lieu),
        ):
            if not is_untouched(self.places[key], invites):
                return self.places.pop(key)
        return None

    def left(self, invites: Sequence[str]) -> Iterator[tuple[str, list[Any]]]:
        """What nobody took: the tag and the words of each place."""
        for key in sorted(self.places):
            if not is_untouched(self.places[key], invites):
                yield key, self.places[key]


def is_untouched(elements: Sequence[Any], invites: Sequence[str]) -> bool:
    """True for a place that holds nothing but its invitation."""
    texte = fold(" ".join(text_of(element) for element in elements))
    pictures = any(True for element in elements for _ in element.iter(qn("w:drawing"), qn("w:pict")))
    return not pictures and (not texte or texte in {fold(invite) for invite in invites})


def text_of(element: Any) -> str:
    """The text of a paragraph or a table."""
    return "".join(part.text or "" for part in element.iter(qn("w:t")))


def read_ancien(data: bytes) -> Ancien:
    """Read an older report again. Raises whatever python-docx does for what is no Word document."""
    document: Any = Document(io.BytesIO(data))
    places, names = _find_places(document.element.body)
    return Ancien(document, places, names, document.core_properties.keywords != seal(document))


def _find_places(body: Any) -> tuple[dict[str, list[Any]], dict[str, str]]:
    """What stands in each place, and its name; by its control, or by its bookmark where a program dropped that."""
    places: dict[str, list[Any]] = {}
    names: dict[str, str] = {}
    for control in body.iter(qn("w:sdt")):
        tag, content = _said(control, "tag"), control.find(qn("w:sdtContent"))
        if _TAG.fullmatch(tag) and content is not None and tag not in places:
            places[tag], names[tag] = _blocks(content), _said(control, "alias")
    for tag, elements in _bookmarked(body):
        places.setdefault(tag, elements)
    return places, names


def _said(control: Any, nom: str) -> str:
    element = control.find(f"{qn('w:sdtPr')}/{qn(f'w:{nom}')}")
    return "" if element is None else str(element.get(qn("w:val"), ""))


def _blocks(content: Any) -> list[Any]:
    return [child for child in content if child.tag in (qn("w:p"), qn("w:tbl"))]


def _bookmarked(body: Any) -> Iterator[tuple[str, list[Any]]]:
    """What stands between the two ends of our bookmarks, where a program dropped the control around."""
    for start in body.iter(qn("w:bookmarkStart")):
        tag, number = start.get(qn("w:name"), ""), start.get(qn("w:id"))
        if _TAG.fullmatch(tag):
            end = next((e for e in body.iter(qn("w:bookmarkEnd")) if e.get(qn("w:id")) == number), None)
            if end is not None:
                yield tag, list(_between(body, start, end))


def _between(body: Any, start: Any, end: Any) -> Iterator[Any]:
    """The blocks that hold anything between the two ends, each once."""
    inside, found = False, []
    for element in body.iter():
        if element is end:
            break
        inside = inside or element is start
        if inside and element.tag in (qn("w:p"), qn("w:tbl"), qn("w:r")):
            block = _block_of(element)
            if block is not None and block not in found:
                found.append(block)
    yield from found


def _block_of(element: Any) -> Any:
    """The paragraph or the table of the body that an element stands in."""
    holders = (element, *element.iterancestors())
    top = next((at for at, holder in enumerate(holders) if holder.tag == qn("w:body")), 0)
    return next((h for h in reversed(holders[:top]) if h.tag in (qn("w:p"), qn("w:tbl"))), None)


def seal(document: Any) -> str:
    """A hash of the words outside of the places: where it changes, somebody wrote there."""
    body = document.element.body
    places, _ = _find_places(body)
    ours = {part for elements in places.values() for element in elements for part in element.iter(qn("w:t"))}
    words, field = [], False
    for part in body.iter(qn("w:t"), qn("w:fldChar")):
        if part.tag == qn("w:fldChar"):  # what a field shows is worked out by the program that opens the file
            field = part.get(qn("w:fldCharType")) != "end"
        elif not field and part not in ours:
            words.append(part.text or "")
    return f"fiche_tool {hashlib.sha256(''.join(words).encode()).hexdigest()[:20]}"


def bring_over(elements: Sequence[Any], source: Any, target: Any) -> list[Any]:
    """The elements as parts of another document: their pictures and links come along; what cannot, is left out."""
    found = []
    for element in elements:
        copied = deepcopy(element)
        for mark in [*copied.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))]:
            mark.getparent().remove(mark)
        for control in [*copied.iter(qn("w:sdt"))]:
            _unwrap(control)
        for part in [*copied.iter()]:
            for key in [key for key in part.attrib if key.startswith(_RELATED)]:
                _relate(part, key, source, target)
        _settle_lists(copied, target)
        found.append(copied)
    return found


def _unwrap(control: Any) -> None:
    """Leave what a content control holds, without the control: the place has one of its own."""
    content = control.find(qn("w:sdtContent"))
    for child in [] if content is None else [*content]:
        control.addprevious(child)
    control.getparent().remove(control)


def _relate(part: Any, key: str, source: Any, target: Any) -> None:
    """Give a reference to another part of the package its name in the new document."""
    relation = source.part.rels.get(part.attrib[key])
    if relation is not None and relation.is_external:
        part.attrib[key] = target.part.relate_to(relation.target_ref, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    elif relation is not None and relation.reltype == RELATIONSHIP_TYPE.IMAGE:
        part.attrib[key], _ = target.part.get_or_add_image(io.BytesIO(relation.target_part.blob))
    else:
        del part.attrib[key]


def _settle_lists(element: Any, target: Any) -> None:
    """A list that the new document does not define becomes one of its own bullets."""
    known = {number.get(qn("w:numId")) for number in target.part.numbering_part.element.iter(qn("w:num"))}
    for number in [*element.iter(qn("w:numPr"))]:
        chosen = number.find(qn("w:numId"))
        if chosen is not None and chosen.get(qn("w:val")) not in known:
            properties = number.getparent()
            properties.remove(number)
            style = properties.get_or_add_pStyle()
            style.set(qn("w:val"), target.styles["List Bullet"].style_id)
