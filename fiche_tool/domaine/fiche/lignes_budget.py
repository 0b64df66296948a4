"""What a budget line says beyond its cells: what its article tells, what its parts add up to, in which total it counts.

Nothing is guessed: a cell is completed only where it is empty and the rest of the line leaves no choice.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum

from fiche_tool.domaine.fiche.fiche import MONTANT_LIGNE, RD_LIGNE, SERVICE_LIGNE, LigneBudget, make_ligne
from fiche_tool.domaine.mots.article import Article, parse_article
from fiche_tool.domaine.mots.nombres import show_montant


class Sens(StrEnum):
    """The total in which a line counts: dépense or recette, service ordinaire or extraordinaire, or what it lacks."""

    DO = "Dépenses ordinaires"
    DE = "Dépenses extraordinaires"
    D = "Dépenses sans O/E"
    RO = "Recettes ordinaires"
    RE = "Recettes extraordinaires"
    R = "Recettes sans O/E"
    SANS_RD = "Sans R/D"


SANS_OE = (Sens.D, Sens.R)
DEPENSES, RECETTES = (Sens.DO, Sens.DE, Sens.D), (Sens.RO, Sens.RE, Sens.R)


def sens_of(ligne: LigneBudget) -> Sens:
    """The total in which a line counts, one and only one."""
    return Sens[f"{ligne.rd}{ligne.service or ''}"] if ligne.rd else Sens.SANS_RD


def sum_parts(ligne: LigneBudget) -> Decimal | None:
    """Fonds propres + emprunt + subsides; None where none of them is filled in."""
    parts = [part for part in (ligne.fonds_propres, ligne.emprunt, ligne.subsides) if part is not None]
    return sum(parts, Decimal(0)) if parts else None


def non_ventile(ligne: LigneBudget) -> Decimal | None:
    """What of the amount of a line has no source of funding; None without an amount."""
    return None if ligne.montant is None else ligne.montant - (sum_parts(ligne) or Decimal(0))


@dataclass(frozen=True, slots=True)
class Complement:
    """What an empty cell of a line must hold, and what says so, in words for the sheet Valeurs interprétées."""

    valeur: str | Decimal
    phrase: str


def find_complements(ligne: LigneBudget) -> Mapping[str, Complement]:
    """By column, what the rest of a line says of an empty cell: the article of O/E and R/D, the parts of the amount."""
    found: dict[str, Complement] = {}
    article, total = parse_article(ligne.article or ""), sum_parts(ligne)
    if article is not None:
        for colonne, told in _told_by(article).items():
            if getattr(ligne, colonne) is None:
                words = f"case vide : « {told} », d'après le code économique de l'article « {article.texte} »"
                found[colonne] = Complement(told, words)
    if ligne.montant is None and total is not None:
        words = f"case vide : « {show_montant(total)} », la somme fonds propres + emprunt + subsides"
        found[MONTANT_LIGNE.nom] = Complement(total, words)
    return found


def fill_in(ligne: LigneBudget, complements: Mapping[str, Complement]) -> LigneBudget:
    """The line with these cells filled in."""
    return make_ligne(asdict(ligne) | {nom: complement.valeur for nom, complement in complements.items()})


def complete_ligne(ligne: LigneBudget) -> LigneBudget:
    """The same line with its empty cells completed. Completing again changes nothing."""
    found = find_complements(ligne)
    return fill_in(ligne, found) if found else ligne


def find_contradictions(ligne: LigneBudget) -> Mapping[str, str]:
    """By column, what the article of a line says where something else was typed."""
    article = parse_article(ligne.article or "")
    told = _told_by(article) if article else {}
    return {colonne: mot for colonne, mot in told.items() if getattr(ligne, colonne) not in (None, mot)}


def _told_by(article: Article) -> dict[str, str]:
    return {SERVICE_LIGNE.nom: article.service, RD_LIGNE.nom: article.rd}
