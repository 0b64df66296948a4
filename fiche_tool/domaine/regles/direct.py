"""A live point of the column « Contrôle »: its formula and its words; and how formulas see a cell's content."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.mots.textes import MOTS_SANS_OBJET

ERREUR_DE_CALCUL = "• Une case de cette ligne affiche une erreur : effacez-la et retapez."
_POINT, _INDICE = " • ", " ◦ "
PUCE, INDICE = _POINT.strip(), _INDICE.strip()
"""What begins the words of the column: for an .xls, which does not tell formulas, nothing else says whose they are."""
ORIGINE = date(1899, 12, 30)
VIDE = 'OR(TRIM({x})="",SUMPRODUCT(--(liste_sans_objet=TRIM({x})))>0)'


@dataclass(frozen=True, slots=True)
class Direct:
    """A rule as the fiche's live column « Contrôle » says it.

    `formule` is true where the rule is broken: a spreadsheet formula (English names, commas) in which {taux} stands
    for the cell of a field, and {sens}, {nombre_taux}, {premier_debut}… for the intermediate results of
    `colonne_controle`. `conseil` is the short sentence shown; `compte` is False for a mere hint, which does not keep a
    fiche from being « complète ».
    """

    formule: str
    conseil: str
    compte: bool = True


def texte_de(direct: Direct) -> str:
    """How the column says it: a bullet for a point to check, a hollow one for a mere hint."""
    return (_POINT if direct.compte else _INDICE) + direct.conseil


def join_formula(directs: Iterable[Direct]) -> str:
    """A whole cell of the column."""
    return "".join([texte_de(direct) for direct in directs])[1:]


def trim_formula(contenu: Contenu) -> str:
    """The content as TRIM gives it."""
    if contenu is None:
        return ""
    if isinstance(contenu, date):
        return str(serial(contenu))
    texte = str(contenu).strip(" ")
    return texte if "  " not in texte else " ".join(filter(None, texte.split(" ")))


def blank(contenu: Contenu) -> bool:
    """Empty, or a word that says so."""
    texte = trim_formula(contenu)
    return not texte or texte.lower() in MOTS_SANS_OBJET


def serial(contenu: Contenu) -> Decimal | None:
    """The number that the sheet sees in a cell; None for a text or an empty cell."""
    match contenu:
        case date():
            return Decimal((date(contenu.year, contenu.month, contenu.day) - ORIGINE).days)
        case Decimal() | int():
            return Decimal(contenu)
        case _:
            return None


def count_points(texte: str) -> int:
    """How many points to check a cell of the column tells."""
    return texte.count(PUCE)
