"""Reading a PDF that has a text layer as lines, laid out as on the page."""

import io
import logging

from pypdf import PageObject, PdfReader

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.document.document import LigneDocument

_FEW = 20
"""Below so many characters in the whole document, there is no text layer to speak of."""


def read_lines(data: bytes) -> tuple[LigneDocument, ...]:
    """The lines of every page. Raises FicheToolError for a scan or a document that asks for a password."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its remarks on odd fonts are nothing to a secretary
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise FicheToolError("est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis recommencez.")
    pages = [_text(page) for page in reader.pages]
    if sum(len("".join(page.split())) for page in pages) < _FEW:
        raise FicheToolError(
            "ne contient pas de texte : c'est sans doute un document numérisé (des images de pages). Demandez le "
            "document d'origine (.docx ou .odt), ou passez-le dans un logiciel de reconnaissance de texte."
        )
    return tuple(
        LigneDocument(ligne, rang, page)
        for page, texte in enumerate(pages, 1)
        for rang, ligne in enumerate(texte.split("\n"), 1)
    )


def _text(page: PageObject) -> str:
    """A page as it is laid out; in the order of its drawing where the layout cannot be told or loses letters."""
    plain = page.extract_text()
    try:
        laid_out = page.extract_text(extraction_mode="layout")
    except Exception:  # odd fonts raise anything in the layout mode alone
        return plain
    return laid_out if _letters(laid_out) >= 0.95 * _letters(plain) else plain


def _letters(texte: str) -> int:
    return sum(character.isalnum() for character in texte)
