"""The rules of a budget line: each one a code, a gravité, a sentence and a predicate, and the formula that says it.

Only impossibilities are errors; they hold back their line. All the rest are remarks.
"""

from collections.abc import Callable
from dataclasses import dataclass

from fiche_tool.domaine.constats.anomalies import ERREUR, REMARQUE, Constat
from fiche_tool.domaine.fiche.fiche import COLONNES_BUDGET, LigneBudget
from fiche_tool.domaine.fiche.kinds import MONTANT
from fiche_tool.domaine.fiche.lignes_budget import find_contradictions, sum_parts
from fiche_tool.domaine.mots.article import FORMULE_EMPRUNT, FORMULE_SERVICE, parse_article
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


def _sum_is_wrong(ligne: LigneBudget, _: Contexte) -> str | None:
    """More than the amount, or at least two financings that do not make it up: the line cannot be right.

    One financing alone below the amount is a split begun, which BUD02 remarks on.
    """
    total = sum_parts(ligne)
    if ligne.montant is None or total is None or total == ligne.montant:
        return None
    filled = [part for part in (ligne.fonds_propres, ligne.emprunt, ligne.subsides) if part is not None]
    return when(abs(total) > abs(ligne.montant) or (len(filled) > 1 and any(filled)), show_montant(total))


def _all_are_zero(ligne: LigneBudget, _: Contexte) -> str | None:
    """« 100 = 0 + 0 + 0 »: nothing was split, whatever stands in the three cells."""
    filled = [part for part in (ligne.fonds_propres, ligne.emprunt, ligne.subsides) if part is not None]
    return show_montant(ligne.montant) if ligne.montant and len(filled) > 1 and not any(filled) else None


_SOMME, _NOMBRE = "SUM({fonds_propres},{emprunt},{subsides})", "COUNT({fonds_propres},{emprunt},{subsides})"
_MONTANT = "SUM({montant})"
"""The number in the cell, 0 where a text (« - ») or nothing stands there: N would fail in Gnumeric on an empty cell."""
_ECART = f"ROUND({_SOMME}-{_MONTANT},2)"
_DEPASSE = f"ROUND(ABS({_SOMME})-ABS({_MONTANT}),2)>0"
_ZEROS = "MAX({fonds_propres},{emprunt},{subsides},0)=MIN({fonds_propres},{emprunt},{subsides},0)"
_VENTILEE = f"AND({_NOMBRE}>1,NOT({_ZEROS}))"
_SOMME_FAUSSE = f"AND(ISNUMBER({{montant}}),{_NOMBRE}>0,{_ECART}<>0,OR({_DEPASSE},{_VENTILEE}))"
_SOMME_PARTIELLE = f"AND(ISNUMBER({{montant}}),ROUND({_MONTANT},2)<>0,{_NOMBRE}<2,{_ECART}<>0,NOT({_DEPASSE}))"
_SOMME_NULLE = f"AND(ISNUMBER({{montant}}),ROUND({_MONTANT},2)<>0,{_NOMBRE}>1,{_ZEROS})"
_SERVICE = f'IF(AND({{vide_service}},{{economique}}<>""),{FORMULE_SERVICE},TRIM({{service}}))'
_RD = "IF({vide_rd},{rd_article},TRIM({rd}))"
"""O/E and R/D as they count: what is typed, else what the article says."""
_CHIFFREE = "COUNT({montant},{fonds_propres},{emprunt},{subsides})>0"


def _split_is_partial(ligne: LigneBudget, contexte: Contexte) -> str | None:
    total = sum_parts(ligne)
    others = (_sum_is_wrong, _all_are_zero)
    if not ligne.montant or any(other(ligne, contexte) is not None for other in others):
        return None
    if total is None:
        return show_montant(ligne.montant)
    return show_montant(ligne.montant - total) if total != ligne.montant else None


def _article_says(colonne: str) -> Callable[[LigneBudget, Contexte], str | None]:
    return lambda ligne, _: find_contradictions(ligne).get(colonne)


def _loan_is_misplaced(ligne: LigneBudget, _: Contexte) -> str | None:
    """A loan pays for a dépense of the service extraordinaire; or it is itself the receipt under which it comes in."""
    article = parse_article(ligne.article or "")
    if not ligne.emprunt or (article is not None and article.emprunte and (ligne.service, ligne.rd) == ("E", "R")):
        return None
    return when(ligne.service not in (None, "E") or ligne.rd not in (None, "D"))


def _suffix_year(ligne: LigneBudget, _: Contexte) -> str | None:
    article = parse_article(ligne.article or "")
    if article is None or len(article.suffixe) != 4 or ligne.exercice is None:
        return None
    return when(int(article.suffixe) != ligne.exercice, str(ligne.exercice))


def _project_in_ordinary(ligne: LigneBudget, _: Contexte) -> str | None:
    article = parse_article(ligne.article or "")
    return when(article is not None and len(article.suffixe) == 8 and article.service == "O")


def _negative(ligne: LigneBudget, _: Contexte) -> str | None:
    amounts = [(champ.label.lower(), getattr(ligne, champ.nom)) for champ in COLONNES_BUDGET if champ.kind is MONTANT]
    below = [f"{label} {show_montant(amount)} €" for label, amount in amounts if amount is not None and amount < 0]
    return when(bool(below), ", ".join(below))


def _has_amount(ligne: LigneBudget) -> bool:
    return ligne.montant is not None or sum_parts(ligne) is not None


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
        Constat(
            "BUD02",
            REMARQUE,
            "{detail} € sans source de financement : répartissez-les entre fonds propres, emprunt et subsides, si vous "
            "la connaissez.",
        ),
        "montant",
        _split_is_partial,
        Direct(_SOMME_PARTIELLE, "Financement à préciser si vous le connaissez.", compte=False),
    ),
    RegleBudget(
        Constat(
            "BUD03",
            ERREUR,
            "un emprunt ({trouve}) n'est possible que pour une dépense du service extraordinaire (E, D), ou pour la "
            "recette de l'emprunt lui-même (E, R, article en 961 à 963).",
        ),
        "emprunt",
        _loan_is_misplaced,
        Direct(
            f'AND(SUM({{emprunt}})<>0,OR({_SERVICE}="O",{_RD}="R"),'
            f'NOT(AND({FORMULE_EMPRUNT},{_SERVICE}="E",{_RD}="R")))',
            "Emprunt : seulement pour une dépense (D) du service extraordinaire (E), ou sa recette (961 à 963).",
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
        Constat("BUD08", REMARQUE, "la ligne contient un montant négatif : {detail}."),
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
        Constat(
            "BUD12",
            REMARQUE,
            "R/D n'est pas rempli, et l'article ne le dit pas : la ligne est comptée « sans R/D », ni en recettes ni "
            "en dépenses.",
        ),
        "rd",
        lambda ligne, _: when(ligne.rd is None and _has_amount(ligne)),
        Direct(f'AND({{vide_rd}},{{economique}}="",{_CHIFFREE})', "R/D : à remplir."),
        attendu="R ou D",
    ),
    RegleBudget(
        Constat(
            "BUD17",
            REMARQUE,
            "les financements indiqués valent tous 0 : les {detail} € sont comptés « non ventilés ». Répartissez-les "
            "entre fonds propres, emprunt et subsides, si vous le savez.",
        ),
        "montant",
        _all_are_zero,
        Direct(_SOMME_NULLE, "Financement à préciser : les montants indiqués valent 0.", compte=False),
    ),
    RegleBudget(
        Constat(
            "BUD18",
            REMARQUE,
            "le service (O ou E) n'est pas rempli, et l'article ne le dit pas : la ligne est comptée « sans O/E ».",
        ),
        "service",
        lambda ligne, _: when(ligne.service is None and _has_amount(ligne)),
        Direct(f'AND({{vide_service}},{{economique}}="",{_CHIFFREE})', "Service (O ou E) : à remplir."),
        attendu="O ou E",
    ),
)
LIGNE_EN_DOUBLE = Constat(
    "BUD13", REMARQUE, "la ligne « {trouve} » figure deux fois (même exercice, service, R/D et article)."
)
LIGNE_AILLEURS = Constat(
    "BUD14",
    REMARQUE,
    "la ligne « {trouve} » figure au même montant dans {attendu} : {detail}. Si c'est la même dépense, laissez-la dans "
    "une seule : elle est comptée à chaque fois.",
)
LIGNE_EN_DOUBLE_DIRECT = Direct("{lignes_pareilles}>1", "Cette ligne figure déjà plus haut.")
"""BUD13 looks at the lines above as well; `lignes_pareilles` counts the same key down to this line."""
