"""A new workbook: the only door to XlsxWriter, loaded by what draws one and not by what only shares its colours."""

from io import BytesIO

import xlsxwriter

from fiche_tool.excel.dessin.feuille import Ouvrage
from fiche_tool.excel.dessin.propre import with_clean_texts
from fiche_tool.excel.dessin.rangeable import Rangeable


def new_ouvrage(buffer: BytesIO, **options: object) -> Ouvrage:
    """An empty workbook, written to the buffer when it is closed. Whatever its texts say, its parts are XML."""
    ouvrage = _Ouvrage(buffer, options)
    ouvrage.worksheet_class = Rangeable
    made: Ouvrage = ouvrage
    return made


@with_clean_texts("set_properties")
class _Ouvrage(xlsxwriter.Workbook):  # type: ignore[misc]  # XlsxWriter is `Any` to mypy
    """A workbook whose properties are clean too."""
