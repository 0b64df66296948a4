"""Reading a PDF that has a text layer: the words and the rules of its pages, and what these make."""

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from fiche_tool.documents.pdf_lignes import lay_out
from fiche_tool.documents.pdf_mots import Mot, PagePdf
from fiche_tool.documents.pdf_traits import Trait
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.document.document import Bloc

_MAX_CHARS = 60_000
"""Characters read of one page: ten times a page of small print."""
_MAX_OBJECTS = 20_000
_DEPTH = 6
_THIN = 3.0
"""Points below which a filled rectangle is a rule."""
_Matrice = tuple[float, float, float, float, float, float]
_UNITE: _Matrice = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_blocs(data: bytes, start: int, end: int) -> tuple[tuple[Bloc, ...], int]:
    """The lines and tables of some pages, and how many pages there are. Raises FicheToolError for a locked document."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        if "assword" in str(fault):
            locked = "est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis recommencez."
            raise FicheToolError(locked) from fault
        raise
    pages = [_read_page(document[rang], rang + 1) for rang in range(start, min(end, len(document)))]
    return tuple(lay_out(pages)), len(document)


def _read_page(page: Any, numero: int) -> PagePdf:
    """The words and the rules of a page; from its top left corner, downwards."""
    left, bottom, right, top = page.get_bbox()
    text = page.get_textpage()
    words = tuple(_read_words(text.raw, left, top))
    rules = tuple(_read_rules(page.raw, left, top))
    return PagePdf(numero, right - left, top - bottom, words, rules)


def _read_words(text: Any, left: float, top: float) -> Iterator[Mot]:
    """The words of a page in the order of its drawing, each with its place, its size and its weight."""
    box = pdfium.FS_RECTF()
    ox, oy = ctypes.c_double(), ctypes.c_double()
    word: list[str] = []
    size = begin = finish = base = 0.0
    bold = False
    for rang in range(min(pdfium.FPDFText_CountChars(text), _MAX_CHARS)):
        code = pdfium.FPDFText_GetUnicode(text, rang)
        character = "-" if code in _HYPHENS else chr(code) if code else " "
        if character.isspace() and character != "\u00a0":
            if word:
                blank = character == " " and not pdfium.FPDFText_IsGenerated(text, rang)
                yield Mot("".join(word), begin - left, finish - left, top - base, size, bold, blank)
                word = []
            continue
        pdfium.FPDFText_GetLooseCharBox(text, rang, box)  # its width is the letter's advance: no gap inside a word
        pdfium.FPDFText_GetCharOrigin(text, rang, ox, oy)
        gap, height = box.left - finish, abs(oy.value - base)
        if word and (height > 0.35 * size or gap > 0.25 * size or gap < -2 * size):
            yield Mot("".join(word), begin - left, finish - left, top - base, size, bold)
            word = []
        if not word:
            begin, base = box.left, oy.value
            size = max(1.5, box.top - box.bottom) if _odd(text, rang) else pdfium.FPDFText_GetFontSize(text, rang)
            bold = pdfium.FPDFText_GetFontWeight(text, rang) >= 600 or _is_bold(text, rang)
        word.append(character)
        finish = box.right
    if word:
        yield Mot("".join(word), begin - left, finish - left, top - base, size, bold)


_HYPHENS = (2, 0xFFFE, 0xAD)


def _odd(text: Any, rang: int) -> bool:
    """True where the size of letters stands in the matrix, and the font says 1."""
    return bool(pdfium.FPDFText_GetFontSize(text, rang) < 2)


def _is_bold(text: Any, rang: int) -> bool:
    buffer = ctypes.create_string_buffer(80)
    pdfium.FPDFText_GetFontInfo(text, rang, buffer, 80, ctypes.c_int())
    return b"bold" in buffer.value.lower()


# --- rules -----------------------------------------------------------------------------------------------------------
def _read_rules(page: Any, left: float, top: float) -> Iterator[Trait]:
    """The straight lines drawn on a page, the edges of its rectangles included."""
    count = min(pdfium.FPDFPage_CountObjects(page), _MAX_OBJECTS)
    for rang in range(count):
        for xa, ya, xb, yb in _segments(pdfium.FPDFPage_GetObject(page, rang), _UNITE, 0):
            yield Trait(min(xa, xb) - left, top - max(ya, yb), max(xa, xb) - left, top - min(ya, yb))


def _segments(item: Any, above: _Matrice, depth: int) -> Iterator[tuple[float, float, float, float]]:
    """The horizontal and vertical segments of an object, those inside a form too."""
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
        matrix = _multiply(_matrix(item), above)
        for rang in range(min(pdfium.FPDFFormObj_CountObjects(item), _MAX_OBJECTS)):
            yield from _segments(pdfium.FPDFFormObj_GetObject(item, rang), matrix, depth + 1)
    elif kind == pdfium.FPDF_PAGEOBJ_PATH:
        yield from _straight(_points(item, _multiply(_matrix(item), above)))


def _matrix(item: Any) -> _Matrice:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return _UNITE
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _multiply(one: _Matrice, other: _Matrice) -> _Matrice:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _points(path: Any, matrix: _Matrice) -> Iterator[tuple[int, float, float]]:
    """The points of a path where they stand on the page, each with how it is reached; a closed figure comes back."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    first: tuple[float, float] = (0.0, 0.0)
    for rang in range(min(pdfium.FPDFPath_CountSegments(path), _MAX_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, rang)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        first = point if kind == pdfium.FPDF_SEGMENT_MOVETO else first
        yield kind, *point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield pdfium.FPDF_SEGMENT_LINETO, *first


def _straight(points: Iterator[tuple[int, float, float]]) -> Iterator[tuple[float, float, float, float]]:
    before: tuple[float, float] | None = None
    for kind, x, y in points:
        level = before is not None and (abs(x - before[0]) < 1 or abs(y - before[1]) < 1)
        drawn = level and kind == pdfium.FPDF_SEGMENT_LINETO
        if before is not None and drawn and max(abs(x - before[0]), abs(y - before[1])) > _THIN:
            yield before[0], before[1], x, y
        before = (x, y)
