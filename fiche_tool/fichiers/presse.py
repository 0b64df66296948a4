"""Compressing parts that are alike in many workbooks: what they hold in common is compressed once."""

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from fiche_tool.fichiers.package import Membre, make_member

_LONG = 3_072
"""Bytes from which a run is worth compressing apart: a block has a cost of its own, and looks back at no other."""
_KNOWN = 64
"""Runs remembered for a sheet: the same few in nearly all the files made of it."""
_END = b"\x03\x00"
"""A last block without content (RFC 1951, 3.2.6): it ends pieces that were each compressed apart."""


@dataclass(frozen=True, slots=True)
class Bloc:
    """Bytes that many files hold, and the same compressed apart: as deflate blocks that end on a whole byte."""

    contenu: bytes
    comprime: bytes


def make_bloc(contenu: bytes) -> Bloc:
    """Bytes compressed once for all the files that hold them: with more care than those of one file."""
    compressor = zlib.compressobj(6, zlib.DEFLATED, -15)
    return Bloc(contenu, compressor.compress(contenu) + compressor.flush(zlib.Z_FULL_FLUSH))


def content_of(piece: bytes | Bloc) -> bytes:
    """What a piece holds, compressed apart or not."""
    return piece.contenu if isinstance(piece, Bloc) else piece


class Fond:
    """The pieces of a part as they stand before some of them change from file to file."""

    def __init__(self, morceaux: Sequence[bytes]) -> None:
        self.morceaux = tuple(morceaux)
        self._bords = (0, *accumulate(map(len, self.morceaux)))
        self._bloc = lru_cache(maxsize=_KNOWN)(self._make_bloc)

    def put(self, changes: Mapping[int, bytes]) -> list[bytes]:
        """The pieces, these ones changed."""
        pieces = list(self.morceaux)
        for index, contenu in changes.items():
            pieces[index] = contenu
        return pieces

    def pieces(self, changes: Mapping[int, bytes]) -> list[bytes | Bloc]:
        """The same joined, the long runs that no change touches as blocks."""
        found: list[bytes | Bloc] = []
        waiting: list[bytes] = []
        at = 0
        changed = sorted(index for index, contenu in changes.items() if contenu != self.morceaux[index])
        for index in (*changed, len(self.morceaux)):
            if self._bords[index] - self._bords[at] >= _LONG:
                found += (b"".join(waiting), self._bloc(at, index))
                waiting = []
            else:
                waiting += self.morceaux[at:index]
            if index < len(self.morceaux):
                waiting.append(changes[index])
            at = index + 1
        return [*found, b"".join(waiting)]

    def _make_bloc(self, debut: int, fin: int) -> Bloc:
        return make_bloc(b"".join(self.morceaux[debut:fin]))


class Presse:
    """Compresses the parts of one file after another: not for several threads at once.

    One compressor serves for all: making one takes as long as compressing some thousand bytes. After a full flush it
    says of what comes next what a fresh one would.
    """

    def __init__(self) -> None:
        self._compressor = zlib.compressobj(1, zlib.DEFLATED, -15)

    def press(self, nom: str, pieces: Sequence[bytes | Bloc]) -> Membre:
        """A part made of these pieces, those that are no blocks yet compressed at the speed of one file among many."""
        crc = size = 0
        data = []
        for piece in pieces:
            contenu = content_of(piece)
            if contenu:
                crc, size = zlib.crc32(contenu, crc), size + len(contenu)
                data.append(piece.comprime if isinstance(piece, Bloc) else self._compress(contenu))
        return make_member(nom, zipfile.ZIP_DEFLATED, crc, size, b"".join((*data, _END)))

    def _compress(self, contenu: bytes) -> bytes:
        return self._compressor.compress(contenu) + self._compressor.flush(zlib.Z_FULL_FLUSH)
