"""The rules of a budget line: each one a code, a gravité, a sentence and a predicate, and the formula that says it.

Only impossibilities are errors; they hold back their line. All the rest are remarks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from fiche_tool.domaine.constats.anomalies import ERREUR, REMARQUE, Constat
from fiche_tool.domaine.fiche.fiche import LigneBudget
from fiche_tool.domaine.mots.article import FORMULE_SERVICE, parse_article
from fiche_tool.domaine.mots.nombres import show_montant
from fiche_tool.domaine.regles.direct import Direct
from fiche_tool.domaine.regles.regles import Contexte, when


@dataclass(frozen=True, slots=True)
class RegleBudget:
    """A rule on one budget line; `colonne` is the cell it points at. `test` and `direct` as in Regle."""

    constat: Constat
    colonne: str
    test: Callable[[LigneBudget, Contexte], str | None]
    direct: Direct
    attendu: str = ""


def _parts(ligne: LigneBudget) -> Decimal | None:
    """Fonds propres + emprunt + subsides; None where none of them is filled in."""
    parts = [part for part in (ligne.fonds_propres, ligne.emprunt, ligne.subsides) if part is not None]
    return sum(parts, Decimal(0)) if parts else None


def _sum_is_wrong(ligne: LigneBudget, _: Contexte) -> str | None:
    """More than the amount, or at least two financings that do not make it up: the line cannot be right.

    One financing alone below the amount is a split begun, which BUD02 remarks on.
    """
    total = _parts(ligne)
    if ligne.montant is None or total is None or total == ligne.montant:
        return None
    filled = sum(part is not None for part in (ligne.fonds_propres, ligne.emprunt, ligne.subsides))
    return when(abs(total) > abs(ligne.montant) or filled > 1, show_montant(total))


_SOMME, _NOMBRE = "SUM({fonds_propres},{emprunt},{subsides})", "COUNT({fonds_propres},{emprunt},{subsides})"
_MONTANT = "SUM({montant})"
"""The number in the cell, 0 where a text (« - ») or nothing stands there: N would fail in Gnumeric on an empty cell."""
_ECART = f"ROUND({_SOMME}-{_MONTANT},2)"
_DEPASSE = f"ROUND(ABS({_SOMME})-ABS({_MONTANT}),2)>0"
_SOMME_FAUSSE = f"AND(ISNUMBER({{montant}}),{_NOMBRE}>0,{_ECART}<>0,OR({_DEPASSE},{_NOMBRE}>1))"
_SOMME_PARTIELLE = f"AND(ISNUMBER({{montant}}),ROUND({_MONTANT},2)<>0,{_NOMBRE}<2,{_ECART}<>0,NOT({_DEPASSE}))"
_CHIFFREE = "COUNT({montant},{fonds_propres},{emprunt},{subsides})>0"


def _split_is_partial(ligne: LigneBudget, contexte: Contexte) -> str | None:
    total = _parts(ligne)
    if ligne.montant is None or not ligne.montant or _sum_is_wrong(ligne, contexte) is not None:
        return None
    if total is None:
        return show_montant(ligne.montant)
    return show_montant(ligne.montant - total) if total != ligne.montant else None


def _article_says(attribute: str) -> Callable[[LigneBudget, Contexte], str | None]:
    def test(ligne: LigneBudget, _: Contexte) -> str | None:
        article = parse_article(ligne.article or "")
        typed: str | None = getattr(ligne, attribute)
        told: str | None = getattr(article, attribute) if article else None
        return when(typed is not None and told is not None and typed != told, told or "")

    return test


def _suffix_year(ligne: LigneBudget, _: Contexte) -> str | None:
    article = parse_article(ligne.article or "")
    if article is None or len(article.suffixe) != 4 or ligne.exercice is None:
        return None
    return when(int(article.suffixe) != ligne.exercice, str(ligne.exercice))


def _project_in_ordinary(ligne: LigneBudget, _: Contexte) -> str | None:
    article = parse_article(ligne.article or "")
    return when(article is not None and len(article.suffixe) == 8 and article.service == "O")


def _negative(ligne: LigneBudget, _: Contexte) -> str | None:
    amounts = (ligne.montant, ligne.fonds_propres, ligne.emprunt, ligne.subsides)
    return when(any(amount is not None and amount < 0 for amount in amounts))


def _has_amount(ligne: LigneBudget) -> bool:
    return ligne.montant is not None or _parts(ligne) is not None


REGLES_BUDGET: tuple[RegleBudget, ...] = (
    RegleBudget(
        Constat(
            "BUD01",
            ERREUR,
            "le montant estimé ({trouve}) n'est pas la somme fonds propres + emprunt + subsides ({detail}). Corrigez "
            "l'un des montants.",
        ),
        "montant",
        _sum_is_wrong,
        Direct(_SOMME_FAUSSE, "Montant estimé différent de fonds propres + emprunt + subsides."),
        attendu="la somme des trois financements",
    ),
    RegleBudget(
        Constat("BUD02", REMARQUE, "financement non ventilé : {detail} sans origine. Précisez si vous le savez."),
        "montant",
        _split_is_partial,
        Direct(_SOMME_PARTIELLE, "Financement à préciser si vous le connaissez.", compte=False),
    ),
    RegleBudget(
        Constat(
            "BUD03",
            ERREUR,
            "un emprunt ({trouve}) n'est possible que pour une dépense du service extraordinaire (E, D).",
        ),
        "emprunt",
        lambda ligne, _: when(
            bool(ligne.emprunt) and (ligne.service not in (None, "E") or ligne.rd not in (None, "D"))
        ),
        Direct(
            'AND(SUM({emprunt})<>0,OR(TRIM({service})="O",TRIM({rd})="R"))',
            "Emprunt : seulement pour une dépense (D) du service extraordinaire (E).",
        ),
        attendu="rien, ou service E et R/D D",
    ),
    RegleBudget(
        Constat(
            "BUD04",
            ERREUR,
            "l'article budgétaire « {trouve} » est illisible. Tapez-le comme 104/123-13 : code fonctionnel, barre, "
            "code économique.",
        ),
        "article",
        lambda ligne, _: when(
            bool(ligne.article) and parse_article(ligne.article or "") is None and _has_amount(ligne)
        ),
        Direct(
            f'AND({{economique}}="",NOT({{vide_article}}),{_CHIFFREE})',
            "Article illisible : tapez-le comme 104/123-13.",
        ),
        attendu="un article comme 104/123-13",
    ),
    RegleBudget(
        Constat(
            "BUD05", REMARQUE, "service « {trouve} », mais le code économique de l'article est du service « {detail} »."
        ),
        "service",
        _article_says("service"),
        Direct(
            f'IF({{economique}}="",FALSE,AND(OR(TRIM({{service}})="O",TRIM({{service}})="E"),'
            f"TRIM({{service}})<>{FORMULE_SERVICE}))",
            "Le service (O ou E) n'est pas celui de l'article.",
        ),
    ),
    RegleBudget(
        Constat(
            "BUD06",
            REMARQUE,
            "R/D « {trouve} », mais le code économique de l'article est celui d'une ligne « {detail} ».",
        ),
        "rd",
        _article_says("rd"),
        Direct(
            'AND({rd_article}<>"",OR(TRIM({rd})="R",TRIM({rd})="D"),TRIM({rd})<>{rd_article})',
            "R/D n'est pas celui de l'article.",
        ),
    ),
    RegleBudget(
        Constat("BUD07", REMARQUE, "l'exercice {trouve} est hors de la législature {detail}."),
        "exercice",
        lambda ligne, c: when(
            ligne.exercice is not None and not c.debut_legislature <= ligne.exercice <= c.fin_legislature,
            f"{c.debut_legislature}-{c.fin_legislature}",
        ),
        Direct(
            "AND(ISNUMBER({exercice}),OR({exercice}<MIN(liste_exercices),{exercice}>MAX(liste_exercices)))",
            "L'exercice est hors de la législature.",
        ),
    ),
    RegleBudget(
        Constat("BUD08", REMARQUE, "la ligne contient un montant négatif."),
        "montant",
        _negative,
        Direct("MIN({montant},{fonds_propres},{emprunt},{subsides})<0", "Montant négatif."),
    ),
    RegleBudget(
        Constat("BUD09", REMARQUE, "l'exercice n'est pas rempli : la ligne est comptée « sans exercice »."),
        "exercice",
        lambda ligne, _: when(ligne.exercice is None and _has_amount(ligne)),
        Direct(f"AND(NOT(ISNUMBER({{exercice}})),{_CHIFFREE})", "Exercice : à remplir."),
        attendu="une année",
    ),
    RegleBudget(
        Constat("BUD10", REMARQUE, "l'article « {trouve} » porte un autre exercice que la ligne ({detail})."),
        "article",
        _suffix_year,
        Direct(
            "IF(AND(LEN({suffixe})=4,ISNUMBER({exercice})),VALUE({suffixe})<>{exercice},FALSE)",
            "L'article porte un autre exercice que la ligne.",
        ),
    ),
    RegleBudget(
        Constat(
            "BUD11", REMARQUE, "l'article « {trouve} » porte un numéro de projet, propre au service extraordinaire."
        ),
        "article",
        _project_in_ordinary,
        Direct(
            f'IF(LEN({{suffixe}})=8,{FORMULE_SERVICE}="O",FALSE)',
            "N° de projet dans un article du service ordinaire.",
        ),
    ),
    RegleBudget(
        Constat("BUD12", REMARQUE, "R/D n'est pas rempli : la ligne n'est comptée ni en recettes ni en dépenses."),
        "rd",
        lambda ligne, _: when(ligne.rd is None and _has_amount(ligne)),
        Direct(f"AND({{vide_rd}},{_CHIFFREE})", "R/D : à remplir."),
        attendu="R ou D",
    ),
)
LIGNE_EN_DOUBLE = Constat(
    "BUD13", REMARQUE, "la ligne « {trouve} » figure deux fois (même exercice, service, R/D et article)."
)
LIGNE_AILLEURS = Constat(
    "BUD14",
    REMARQUE,
    "la ligne « {trouve} » figure aussi, au même montant, dans la fiche de l'action {detail}. Si c'est la même "
    "dépense, laissez-la dans une seule fiche : elle est comptée deux fois.",
)
LIGNE_EN_DOUBLE_DIRECT = Direct("{lignes_pareilles}>1", "Cette ligne figure déjà plus haut.")
"""BUD13 looks at the lines above as well; `lignes_pareilles` counts the same key down to this line."""
