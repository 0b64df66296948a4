"""The shared strings of a workbook being filled: new texts go behind those that are there.

Some programs (Calligra) lose the texts that stand in their cell itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import fit_cell
from fiche_tool.excel.lecture.xml import Attributs, escape, local, walk
from fiche_tool.fichiers.package import Package
from fiche_tool.fichiers.presse import Bloc, content_of, make_bloc

PARTIE = "xl/sharedStrings.xml"
_RACINE = regex(r"<((?:\w+:)?)sst\b([^>]*[^/])?>")


@dataclass(slots=True)
class Chaines:
    """The texts added to the part of the shared strings, each with its number.

    `tete` is the part up to where the number of its texts stands, `corps` from there to its end tag, `fin` that tag,
    `prefixe` that of its elements, `nombre` how many it has; `connus` are those of its texts whose number is known.
    """

    tete: bytes
    corps: bytes | Bloc
    fin: bytes
    prefixe: str
    nombre: int
    connus: Mapping[str, int] = field(default_factory=dict)
    neufs: dict[str, int] = field(default_factory=dict)

    def number(self, texte: str) -> int:
        """The number of a text, which is added where it is new: as much of it as a cell holds."""
        found = self.connus.get(texte)
        if found is None:
            found = self.neufs.get(texte)
        if found is None:
            found = self.neufs.setdefault(fit_cell(texte), self.nombre + len(self.neufs))
        return found

    def settle(self) -> "Chaines":
        """The same with its new texts settled in: what is added to it from now on is added apart."""
        total = self.nombre + len(self.neufs)
        corps = make_bloc(b"".join(map(content_of, (self.corps, self._added()))))
        return Chaines(self.tete, corps, self.fin, self.prefixe, total, {**self.connus, **self.neufs})

    def fork(self) -> "Chaines":
        """A settled one to add to, which leaves this one as it is."""
        return Chaines(self.tete, self.corps, self.fin, self.prefixe, self.nombre, self.connus)

    def render(self) -> bytes:
        """The whole part."""
        return b"".join(map(content_of, self.pieces()))

    def pieces(self) -> list[bytes | Bloc]:
        """The same in pieces, ready to be compressed."""
        return [self.tete + b"%d" % (self.nombre + len(self.neufs)), self.corps, self._added() + self.fin]

    def _added(self) -> bytes:
        p = self.prefixe
        head, tail = f'<{p}si><{p}t xml:space="preserve">', f"</{p}t></{p}si>"
        return "".join([f"{head}{escape(texte)}{tail}" for texte in self.neufs]).encode()


def open_strings(package: Package) -> Chaines | None:
    """The shared strings of a workbook; None where it has none where they usually are, or none that can be added to."""
    if PARTIE not in package:
        return None
    content = package.read(PARTIE)
    count = 0

    def start(tag: str, _: Attributs) -> None:
        nonlocal count
        count += local(tag) == "si"

    walk(content, start)
    try:
        texte = content.decode()
    except UnicodeDecodeError:
        return None
    root = _RACINE.search(texte)
    end = f"</{root[1]}sst>" if root else ""
    if root is None or not texte.rstrip().endswith(end):
        return None
    bare = re.sub(r'\s(?:count|uniqueCount)="\d*"', "", root[0])[:-1]
    tete, at = f'{texte[: root.start()]}{bare} uniqueCount="', texte.rindex(end)
    return Chaines(tete.encode(), f'">{texte[root.end() : at]}'.encode(), texte[at:].encode(), root[1], count)
