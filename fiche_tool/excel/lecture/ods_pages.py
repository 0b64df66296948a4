"""The words of the page headers and footers of an .ods, which stand in its master pages."""

import contextlib
import re
from collections.abc import Mapping

from fiche_tool.excel.lecture.xml import Attributs, Texte, local, walk
from fiche_tool.fichiers.package import Refus

_MASTERS = re.compile(rb"<(?:\w{1,20}:)?master-styles[\s>]")
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
