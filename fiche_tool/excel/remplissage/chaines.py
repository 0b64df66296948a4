"""The shared strings of a workbook being filled: new texts go behind those that are there.

Some programs (Calligra) lose the texts that stand in their cell itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from fiche_tool.domaine.mots.regex import regex
from fiche_tool.excel.lecture.xml import Attributs, escape, local, walk
from fiche_tool.fichiers.package import Package

PARTIE = "xl/sharedStrings.xml"
_NOMBRE = b"\0"  # where the number of texts goes; no XML holds such a byte
_RACINE = regex(r"<((?:\w+:)?)sst\b([^>]*[^/])?>")


@dataclass(slots=True)
class Chaines:
    """The texts added to the part of the shared strings, each with its number.

    `debut` is the part up to its end tag, `fin` that tag, `prefixe` that of its elements, `nombre` how many it has;
    `connus` are those of its texts whose number is known.
    """

    debut: bytes
    fin: bytes
    prefixe: str
    nombre: int
    connus: Mapping[str, int] = field(default_factory=dict)
    neufs: dict[str, int] = field(default_factory=dict)

    def number(self, texte: str) -> int:
        """The number of a text, which is added where it is new."""
        found = self.connus.get(texte)
        if found is None:
            found = self.neufs.setdefault(texte, self.nombre + len(self.neufs))
        return found

    def settle(self) -> "Chaines":
        """The same with its new texts settled in: what is added to it from now on is added apart."""
        total = self.nombre + len(self.neufs)
        return Chaines(self.debut + self._added(), self.fin, self.prefixe, total, {**self.connus, **self.neufs})

    def fork(self) -> "Chaines":
        """A settled one to add to, which leaves this one as it is."""
        return Chaines(self.debut, self.fin, self.prefixe, self.nombre, self.connus)

    def render(self) -> bytes:
        """The whole part."""
        total = b"%d" % (self.nombre + len(self.neufs))
        return b"".join((self.debut.replace(_NOMBRE, total, 1), self._added(), self.fin))

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
    bare = re.sub(r'\s(?:count|uniqueCount)="\d*"', "", root[0])[:-1] + f' uniqueCount="{_NOMBRE.decode()}">'
    texte = texte[: root.start()] + bare + texte[root.end() :]
    at = texte.rindex(end)
    return Chaines(texte[:at].encode(), texte[at:].encode(), root[1], count)
