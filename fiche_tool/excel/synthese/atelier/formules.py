"""Live formulas of the synthesis: criteria, counts and means over the columns of the sheets Données."""

from fiche_tool.domaine.synthese.lignes import ETATS
from fiche_tool.excel.lecture.classeur import column_letters

_MAX_CRITERION = 120


def literal(texte: str) -> str:
    """A text as a criterion of COUNTIFS and its like: quoted, its wildcards meant as they are.

    A formula holds no text of more than 255 characters: of a longer one, the beginning and the end have to match.
    """
    parts = (texte,) if len(texte) <= _MAX_CRITERION else (texte[: _MAX_CRITERION // 2], texte[-_MAX_CRITERION // 2 :])
    return f'"={"*".join(_quoted(part) for part in parts)}"'


def _quoted(texte: str) -> str:
    for sign in "~*?":
        texte = texte.replace(sign, f"~{sign}")
    return texte.replace('"', '""')


def empty_formula(row: int, column: int) -> str:
    """True of an empty cell, in a rule whose range begins with this one; Excel's own kind of rule is not for all."""
    return f'={column_letters(column + 1)}{row + 1}=""'


def count_formula(**where: str) -> str:
    """The live count of the actions that hold these values in these columns of the flat table, with its « = »."""
    return "=COUNTIFS(" + ",".join(f"act_{nom},{value}" for nom, value in where.items()) + ")"


def mean_formula(**where: str) -> str:
    """The live mean taux of such actions; act_moyenne says which of them count in it."""
    criteria = "".join(f"act_{nom},{value}," for nom, value in where.items())
    return f'=IFERROR(AVERAGEIFS(act_taux,{criteria}act_moyenne,"Oui"),"—")'


def mean_before_formula(**where: str) -> str:
    """The live mean of their taux before the séance, the actions that left the programme since included."""
    criteria = {
        table: "".join(f"{table}_{nom},{value}," for nom, value in where.items()) + f'{table}_moyenne_avant,"Oui"'
        for table in ("act", "ret")
    }
    total = "+".join(f"SUMIFS({table}_avant,{found})" for table, found in criteria.items())
    count = "+".join(f"COUNTIFS({found})" for found in criteria.values())
    return f'=IFERROR(({total})/({count}),"—")'


def sum_formula(montant: str, *where: str, table: str = "bud") -> str:
    """The live total of an amount over the lines that meet some criteria, exact to the cent; without its « = »."""
    return f"ROUND(SUMIFS({table}_{montant},{','.join(where)}),2)"


def progress_formula(**where: str) -> str:
    """The live points gained by the actions that count in both means: like compared with like."""
    criteria = "".join(f"act_{nom},{value}," for nom, value in where.items())
    both = f'{criteria}act_moyenne,"Oui",act_moyenne_avant,"Oui"'
    return f'=IFERROR(AVERAGEIFS(act_taux,{both})-AVERAGEIFS(act_avant,{both}),"")'


STATUT_LITERALS = {etat: literal(etat) for etat in ETATS}
"""Each state as a criterion."""
