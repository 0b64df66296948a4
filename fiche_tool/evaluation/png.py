"""Bars as pictures: a PNG file is a few chunks, and needs no library of images."""

import struct
import zlib
from collections.abc import Sequence

LARGEUR, HAUTEUR = 1000, 44
_TRAIT = bytes.fromhex("7c8794")
_PAS = 12
"""Pixels between two lines of a hatching."""
Part = tuple[str, int]
"""A colour (« #2E74B5 », or HACHURES) and its weight."""
HACHURES = "hachures"


def draw_bar(parts: Sequence[Part], whole: int) -> bytes:
    """A bar filled from the left, its parts in proportion to `whole`; what is left over stays white."""
    edges: list[tuple[int, str]] = []
    total = 0
    for colour, weight in parts:
        total += weight
        edges.append((round(LARGEUR * total / whole) if whole else 0, colour))
    inside = [_row(edges, line) for line in range(_PAS)]
    border = b"\0" + _TRAIT * LARGEUR
    rows = [border, *(inside[line % _PAS] for line in range(HAUTEUR - 2)), border]
    return _png(LARGEUR, HAUTEUR, b"".join(rows))


def _row(edges: Sequence[tuple[int, str]], line: int) -> bytes:
    """One row of pixels, its filter byte first. Parts are set apart by a white line."""
    pixels = bytearray()
    start = 0
    for end, colour in edges:
        width = end - start
        if colour == HACHURES:
            pixels += b"".join(_TRAIT if (x + line) % _PAS == 0 else b"\xff\xff\xff" for x in range(start, end))
        elif width:
            pixels += bytes.fromhex(colour.lstrip("#")) * (width - 1) + b"\xff\xff\xff"
        start = end
    pixels += b"\xff\xff\xff" * (LARGEUR - start)
    pixels[:3] = pixels[-3:] = _TRAIT
    return b"\0" + bytes(pixels)


def _png(width: int, height: int, rows: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
