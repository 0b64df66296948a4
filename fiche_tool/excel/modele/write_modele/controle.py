"""The formulas of the live column « Contrôle », written for the cells of a sheet."""

import re
from collections.abc import Iterable, Mapping

from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.regles.colonne_budget import CALCULS_BUDGET, POINTS_BUDGET
from fiche_tool.domaine.regles.colonne_controle import CALCULS, COMPLETE, CORRIGEE, POINTS
from fiche_tool.domaine.regles.direct import ERREUR_DE_CALCUL, PUCE, VIDE, Direct, texte_de

_PLACE = regex(r"\{([a-z_]+)\}")
_LONGEST = 2_000


def formula_of_group(groupe: str, cells: Mapping[str, str]) -> str:
    """The formula of one cell of the column; `cells` gives the address of every field and intermediate result."""
    return _column((point.direct for point in POINTS[groupe]), cells)


def formula_of_calcul(calcul: str, cells: Mapping[str, str]) -> str:
    """The formula of an intermediate result."""
    return "=" + place(CALCULS[calcul], cells)


def formula_of_line(cells: Mapping[str, str]) -> str:
    """The formula of the column on a budget line: what it asks to retype, else the rules broken."""
    rules = "&".join(_said(direct, cells) for _, direct in POINTS_BUDGET)
    hints = cells["saisies"]
    return _guard(f'IF({hints}<>"",{hints},{rules})')


def formula_of_line_calcul(calcul: str, cells: Mapping[str, str]) -> str:
    """The formula of an intermediate result on a budget line."""
    return "=" + place(CALCULS_BUDGET[calcul], cells)


def formula_of_count(column: str) -> str:
    """How many points the column tells; `column` is its range. An array formula: Gnumeric computes no other so."""
    return f'=SUM(LEN({column})-LEN(SUBSTITUTE({column},"{PUCE}","")))'


def formula_of_bilan(count: str, left: str) -> str:
    """The line on top, from the cell that counts the points and the cells that say what is left of the marks."""

    def tell(number: str, what: str) -> str:
        return f'{number}&IF({number}>1," points"," point")&" {what}"'

    nothing = f'IF(COUNT({left})>0,"{CORRIGEE}","{COMPLETE}")'
    checked = f"IF({count}=0,{nothing},{tell(count, 'à vérifier')})"
    return f"=IF(SUM({left})>0,{tell(f'SUM({left})', 'à corriger')},{checked})"


def place(template: str, cells: Mapping[str, str]) -> str:
    """A formula of the domain with its places filled in by addresses; {vide_taux}: the cell of taux is blank."""

    def address(found: re.Match[str]) -> str:
        nom = found[1]
        return VIDE.replace("{x}", cells[nom.removeprefix("vide_")]) if nom.startswith("vide_") else cells[nom]

    return _PLACE.sub(address, template)


def _column(directs: Iterable[Direct], cells: Mapping[str, str]) -> str:
    return _guard("&".join(_said(direct, cells) for direct in directs))


def _guard(texts: str) -> str:
    return f'=IFERROR(MID({texts},2,{_LONGEST}),"{ERREUR_DE_CALCUL}")'


def _said(direct: Direct, cells: Mapping[str, str]) -> str:
    texte = texte_de(direct).replace('"', '""')
    return f'IF({place(direct.formule, cells)},"{texte}","")'
