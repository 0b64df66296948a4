"""Opening a workbook of any supported format as a Classeur."""

from fiche_tool.excel.lecture.classeur import FORMULAIRE, Classeur, Limites
from fiche_tool.excel.lecture.ods import open_fods, open_ods
from fiche_tool.excel.lecture.xls import open_xls
from fiche_tool.excel.lecture.xlsx import open_xlsx
from fiche_tool.fichiers.package import MAX_FILE, open_package, refuse
from fiche_tool.fichiers.signatures import ARCHIVE, Format, tell_nature


def open_classeur(data: bytes, limites: Limites = FORMULAIRE) -> Classeur:
    """Open a workbook from its bytes: .xlsx (Strict or not), .ods, .fods, .xls. Raises Refus with the reason."""
    if len(data) <= MAX_FILE:
        nature = tell_nature(data)
        if nature.format is Format.XLS:
            return open_xls(data, limites)
        if nature.format is Format.FODS:
            return open_fods(data, limites)
    package = open_package(data)
    if "content.xml" in package:
        return open_ods(package, limites)
    if "[Content_Types].xml" in package:
        return open_xlsx(package, limites)
    raise refuse(ARCHIVE)
