"""The sheets of a fiche beside its form, told by their names; and what the sheets `_meta` of a workbook say."""

import re
from collections.abc import Iterator, Mapping

from fiche_tool.domaine.mots.regex import regex
from fiche_tool.excel.lecture.classeur import Classeur
from fiche_tool.excel.modele.identite import FEUILLE_META, read_meta_sheet
from fiche_tool.excel.modele.modele import FEUILLE_LISTES

PREFIXE_HISTORIQUE = "Historique – "
"""Before the name of its form, the history of a fiche among those of a service."""
_OWN = "|".join((FEUILLE_META, FEUILLE_LISTES, "historique", "aide"))
_OWN_SHEET = regex(rf"(?:{_OWN})(?:[ _]?\(?\d{{1,3}}\)?)?|{PREFIXE_HISTORIQUE}.{{1,31}}", re.IGNORECASE)
"""The sheets that a fiche has beside its form, and the names that programs give to copies of them."""


def is_own_sheet(nom: str) -> bool:
    """True for a sheet that a fiche has beside its form."""
    return _OWN_SHEET.fullmatch(nom) is not None


def is_history_of(nom: str) -> bool:
    """True for the history of a fiche among those of a service."""
    return nom.startswith(PREFIXE_HISTORIQUE)


def read_metas(classeur: Classeur) -> Iterator[Mapping[str, str]]:
    """Every sheet `_meta` of a workbook: one a fiche."""
    for nom in classeur.feuilles:
        if nom.lower().startswith(FEUILLE_META) and is_own_sheet(nom):
            yield read_meta_sheet(classeur.ouvrir(nom))
