"""Opening a workbook of any supported format as a Classeur."""

from fiche_tool.domaine import anomalies as a
from fiche_tool.excel.classeur import FORMULAIRE, Classeur, Limites
from fiche_tool.excel.ods import open_ods
from fiche_tool.excel.package import Refus, open_package
from fiche_tool.excel.xlsx import open_xlsx


def open_classeur(data: bytes, limites: Limites = FORMULAIRE) -> Classeur:
    """Open a workbook from its bytes (.xlsx, Strict or not, or .ods). Raises Refus with the reason otherwise."""
    package = open_package(data)
    if "content.xml" in package:
        return open_ods(package, limites)
    if "[Content_Types].xml" in package:
        return open_xlsx(package, limites)
    raise Refus(a.AUTRE_FORMAT, detail="une archive zip")
