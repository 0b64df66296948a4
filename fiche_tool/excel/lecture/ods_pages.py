"""What an .ods says around its cells: the page headers and footers of its master pages, its properties."""

import contextlib
from collections.abc import Mapping

from fiche_tool.domaine.mots.regex import regex
from fiche_tool.excel.lecture.xml import Attributs, Texte, local, walk
from fiche_tool.fichiers.package import Refus

_MASTERS = regex(rb"<(?:\w{1,20}:)?master-styles[\s>]")
_END = b"master-styles>"


def read_pages(styles: bytes) -> Mapping[str, tuple[str, ...]]:
    """By the name of a master page, the words of its headers and footers, without what the program fills in."""
    found, end = _MASTERS.search(styles), styles.rfind(_END) + len(_END)
    walker = _PageWalker()
    if found is not None and found.start() < end:
        with contextlib.suppress(Refus):  # nothing else is read there
            walk(styles[found.start() : end], walker.start, walker.end, walker.text)
    return {name: tuple(filter(None, map(str.strip, texts))) for name, texts in walker.pages.items()}


_BANDS = frozenset(f"{which}{place}" for which in ("header", "footer") for place in ("", "-left", "-first"))
_FILLED = frozenset({"sheet-name", "title", "date", "time", "page-number", "page-count", "file-name", "author-name"})


class _PageWalker:
    """Walks the master pages, paragraph by paragraph."""

    def __init__(self) -> None:
        self.pages: dict[str, list[str]] = {}
        self._texts: list[str] = []
        self._texte = Texte()
        self._band = self._field = ""

    def start(self, tag: str, attributes: Attributs) -> None:
        name = local(tag)
        if name == "master-page":
            told = next((value for key, value in attributes.items() if local(key) == "name"), "")
            self._texts = self.pages.setdefault(told, [])
        elif name in _BANDS:
            hidden = any(local(key) == "display" and value == "false" for key, value in attributes.items())
            self._band = "" if hidden else name
        elif name == "p":
            self._texte.clear()
        elif name in _FILLED:
            self._field = name

    def end(self, tag: str) -> None:
        name = local(tag)
        if name == self._band:
            self._band = ""
        elif name == self._field:
            self._field = ""
        elif name == "p" and self._band:
            self._texts.append(str(self._texte))

    def text(self, content: str) -> None:
        if self._band and not self._field:
            self._texte.add(content)


# --- properties -------------------------------------------------------------------------------------------------------
_META, _END_META = regex(rb"<(?:\w{1,20}:)?meta[\s>]"), regex(rb"</(?:\w{1,20}:)?meta>")
_PROPERTIES = {
    "subject": "subject",
    "keyword": "keywords",
    "generator": "application",
    "title": "title",
    "description": "description",
}


def read_meta(meta: bytes) -> dict[str, str]:
    """The properties that matter here, by the names that an .xlsx has for them."""
    found: dict[str, Texte] = {}
    current = [""]

    def start(tag: str, _: Attributs) -> None:
        current[0] = _PROPERTIES.get(local(tag), "")
        if current[0] == "keywords" and "keywords" in found:
            found["keywords"].add("; ")

    def end(_: str) -> None:
        current[0] = ""

    def text(content: str) -> None:
        if current[0]:
            found.setdefault(current[0], Texte()).add(content)

    begun = _META.search(meta)
    ended = _END_META.search(meta, begun.end()) if begun is not None else None
    if begun is not None and ended is not None:  # in a flat document, other titles come after these
        walk(meta[begun.start() : ended.end()], start, end, text)
    return {name: str(texte) for name, texte in found.items()}
