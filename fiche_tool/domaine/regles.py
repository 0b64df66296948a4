"""The rules of progress, dates and budget: each one a code, a gravité, a sentence and a predicate, in one place.

Only impossibilities are errors; they hold back their field or their budget line. All the rest are remarks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fiche_tool.domaine.anomalies import CONSTATS, ERREUR, REMARQUE, Constat
from fiche_tool.domaine.article import parse_article
from fiche_tool.domaine.dates import Periode
from fiche_tool.domaine.fiche import LigneBudget
from fiche_tool.domaine.nombres import show_montant
from fiche_tool.domaine.saisie import show_date
from fiche_tool.domaine.statuts import A_DEMARRER, ABANDONNE, EN_COURS, REALISE, RECURRENT, REPORTE, SUSPENDU

_A_JUSTIFIER = (REPORTE, SUSPENDU, ABANDONNE)
CENT_POUR_CENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class Contexte:
    """What rules need besides the fiche: the legislature, the vocabularies and the day of the séance."""

    debut_legislature: int
    fin_legislature: int
    seance: date
    listes: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Avancement:
    """The answers that the rules of a fiche look at; None where not filled in or not accepted."""

    taux: Decimal | None
    statut: str | None
    debut: Periode | None
    fin: Periode | None
    mise_a_jour: Periode | None
    commentaire: str | None


@dataclass(frozen=True, slots=True)
class Regle:
    """A rule on a whole fiche. `test` gives the words for {detail} where the rule is broken, None where it holds.

    `retient` names the fields that a broken error rule holds back besides its own.
    """

    constat: Constat
    champ: str
    test: Callable[[Avancement, Contexte], str | None]
    attendu: str = ""
    retient: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RegleBudget:
    """A rule on one budget line; `colonne` is the cell it points at. `test` as in Regle."""

    constat: Constat
    colonne: str
    test: Callable[[LigneBudget, Contexte], str | None]
    attendu: str = ""


def _when(broken: bool, detail: str = "") -> str | None:
    return detail if broken else None


def _no_comment(v: Avancement) -> bool:
    return not v.commentaire


# --- AVA, DAT --------------------------------------------------------------------------------------------------------
REGLES: tuple[Regle, ...] = (
    Regle(
        Constat("AVA01", ERREUR, "{champ} : « {trouve} » est impossible. Tapez {attendu}."),
        "taux",
        lambda v, _: _when(v.taux is not None and not 0 <= v.taux <= CENT_POUR_CENT),
        "un nombre entier de 0 à 100",
    ),
    Regle(
        Constat(
            "AVA02",
            REMARQUE,
            "le statut est « Réalisé » mais le taux est de {trouve} %. Mettez 100, ou le statut « En cours ».",
        ),
        "taux",
        lambda v, _: _when(v.statut == REALISE and v.taux is not None and v.taux < CENT_POUR_CENT),
        "100",
    ),
    Regle(
        Constat(
            "AVA03",
            REMARQUE,
            "le statut est « À démarrer » mais le taux est de {trouve} %. Mettez 0, ou le statut « En cours ».",
        ),
        "taux",
        lambda v, _: _when(v.statut == A_DEMARRER and v.taux is not None and v.taux > 0),
        "0",
    ),
    Regle(
        Constat(
            "AVA04", REMARQUE, "le taux est de 100 % mais le statut est « En cours ». Mettez « Réalisé » si c'est fini."
        ),
        "statut",
        lambda v, _: _when(v.statut == EN_COURS and v.taux == CENT_POUR_CENT),
        REALISE,
    ),
    Regle(
        Constat("AVA05", REMARQUE, "le taux est rempli, le statut ne l'est pas. Choisissez un statut dans la liste."),
        "statut",
        lambda v, _: _when(v.taux is not None and v.statut is None),
        "un statut",
    ),
    Regle(
        Constat("AVA06", REMARQUE, "le statut est « {detail} », le taux n'est pas rempli. Tapez un nombre de 0 à 100."),
        "taux",
        lambda v, _: _when(v.statut not in (None, RECURRENT) and v.taux is None, v.statut or ""),
        "un nombre entier de 0 à 100",
    ),
    Regle(
        Constat("AVA07", REMARQUE, "le statut est « {detail} » : dites pourquoi dans le commentaire."),
        "commentaire",
        lambda v, _: _when(v.statut in _A_JUSTIFIER and _no_comment(v), v.statut or ""),
        "un commentaire",
    ),
    Regle(
        Constat("DAT01", ERREUR, "la fin ({trouve}) tombe avant le début ({detail}). Corrigez l'une des deux dates."),
        "fin",
        lambda v, _: _when(
            v.debut is not None and v.fin is not None and v.fin.fin < v.debut.debut, v.debut.texte if v.debut else ""
        ),
        "une date après le début",
        retient=("debut",),
    ),
    Regle(
        Constat("DAT02", REMARQUE, "la fin ({trouve}) dépasse la législature, qui s'achève en {detail}."),
        "fin",
        lambda v, c: _when(v.fin is not None and v.fin.debut.year > c.fin_legislature, str(c.fin_legislature)),
    ),
    Regle(
        Constat("DAT03", REMARQUE, "le début ({trouve}) précède la législature, qui commence en {detail}."),
        "debut",
        lambda v, c: _when(v.debut is not None and v.debut.fin.year < c.debut_legislature, str(c.debut_legislature)),
    ),
    Regle(
        Constat("DAT04", REMARQUE, "la date de mise à jour ({trouve}) est postérieure à la séance du {detail}."),
        "mise_a_jour",
        lambda v, c: _when(v.mise_a_jour is not None and v.mise_a_jour.debut > c.seance, show_date(c.seance)),
    ),
)


# --- BUD -------------------------------------------------------------------------------------------------------------
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
    return _when(abs(total) > abs(ligne.montant) or filled > 1, show_montant(total))


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
        return _when(typed is not None and told is not None and typed != told, told or "")

    return test


def _suffix_year(ligne: LigneBudget, _: Contexte) -> str | None:
    article = parse_article(ligne.article or "")
    if article is None or len(article.suffixe) != 4 or ligne.exercice is None:
        return None
    return _when(int(article.suffixe) != ligne.exercice, str(ligne.exercice))


def _project_in_ordinary(ligne: LigneBudget, _: Contexte) -> str | None:
    article = parse_article(ligne.article or "")
    return _when(article is not None and len(article.suffixe) == 8 and article.service == "O")


def _negative(ligne: LigneBudget, _: Contexte) -> str | None:
    amounts = (ligne.montant, ligne.fonds_propres, ligne.emprunt, ligne.subsides)
    return _when(any(amount is not None and amount < 0 for amount in amounts))


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
        "la somme des trois financements",
    ),
    RegleBudget(
        Constat("BUD02", REMARQUE, "financement non ventilé : {detail} sans origine. Précisez si vous le savez."),
        "montant",
        _split_is_partial,
    ),
    RegleBudget(
        Constat(
            "BUD03",
            ERREUR,
            "un emprunt ({trouve}) n'est possible que pour une dépense du service extraordinaire (E, D).",
        ),
        "emprunt",
        lambda ligne, _: _when(
            bool(ligne.emprunt) and (ligne.service not in (None, "E") or ligne.rd not in (None, "D"))
        ),
        "rien, ou service E et R/D D",
    ),
    RegleBudget(
        Constat(
            "BUD04",
            ERREUR,
            "l'article budgétaire « {trouve} » est illisible. Tapez-le comme 104/123-13 : code fonctionnel, barre, "
            "code économique.",
        ),
        "article",
        lambda ligne, _: _when(
            bool(ligne.article) and parse_article(ligne.article or "") is None and _has_amount(ligne)
        ),
        "un article comme 104/123-13",
    ),
    RegleBudget(
        Constat(
            "BUD05", REMARQUE, "service « {trouve} », mais le code économique de l'article est du service « {detail} »."
        ),
        "service",
        _article_says("service"),
    ),
    RegleBudget(
        Constat(
            "BUD06",
            REMARQUE,
            "R/D « {trouve} », mais le code économique de l'article est celui d'une ligne « {detail} ».",
        ),
        "rd",
        _article_says("rd"),
    ),
    RegleBudget(
        Constat("BUD07", REMARQUE, "l'exercice {trouve} est hors de la législature {detail}."),
        "exercice",
        lambda ligne, c: _when(
            ligne.exercice is not None and not c.debut_legislature <= ligne.exercice <= c.fin_legislature,
            f"{c.debut_legislature}-{c.fin_legislature}",
        ),
    ),
    RegleBudget(Constat("BUD08", REMARQUE, "la ligne contient un montant négatif."), "montant", _negative),
    RegleBudget(
        Constat("BUD09", REMARQUE, "l'exercice n'est pas rempli : la ligne est comptée « sans exercice »."),
        "exercice",
        lambda ligne, _: _when(ligne.exercice is None and _has_amount(ligne)),
        "une année",
    ),
    RegleBudget(
        Constat("BUD10", REMARQUE, "l'article « {trouve} » porte un autre exercice que la ligne ({detail})."),
        "article",
        _suffix_year,
    ),
    RegleBudget(
        Constat(
            "BUD11", REMARQUE, "l'article « {trouve} » porte un numéro de projet, propre au service extraordinaire."
        ),
        "article",
        _project_in_ordinary,
    ),
    RegleBudget(
        Constat("BUD12", REMARQUE, "R/D n'est pas rempli : la ligne n'est comptée ni en recettes ni en dépenses."),
        "rd",
        lambda ligne, _: _when(ligne.rd is None and _has_amount(ligne)),
        "R ou D",
    ),
)
LIGNE_EN_DOUBLE = Constat(
    "BUD13", REMARQUE, "la ligne « {trouve} » figure deux fois (même exercice, service, R/D et article)."
)

CATALOGUE: Mapping[str, Constat] = {
    constat.code: constat
    for constat in (
        *CONSTATS,
        *(regle.constat for regle in REGLES),
        *(regle.constat for regle in REGLES_BUDGET),
        LIGNE_EN_DOUBLE,
    )
}
"""Every constat of the tool, by code."""
