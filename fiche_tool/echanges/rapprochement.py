"""The budget lines of the fiches beside the articles of eComptes, article by article."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from fiche_tool.domaine.fiche.fiche import LigneBudget, lire_budget
from fiche_tool.domaine.fiche.lignes_budget import complete_ligne
from fiche_tool.domaine.mots.article import parse_article
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import one_line
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.lignes import LigneAction
from fiche_tool.echanges.read_ecomptes import ArticleECompte


class Verdict(StrEnum):
    """What comparing one article gave, what asks for a look first."""

    ILLISIBLE = "Montant d'eComptes illisible"
    DIFFERENT = "Montants différents"
    FICHE = "Dans la fiche seulement"
    ECOMPTES = "Dans eComptes seulement"
    INCONNUE = "Pas une action en vigueur"
    EGAL = "Concordent"

    @property
    def suite(self) -> str:
        """The same inside a sentence."""
        return self.value[0].lower() + self.value[1:]


CleArticle = tuple[str, int, str, str, str]
"""Element of eComptes (the identifiant of an action), exercice, service, R/D, article in its normal form."""


@dataclass(frozen=True, slots=True)
class LigneRapprochee:
    """One article of one action. An amount is None on the side that does not have it; `nombre`: lines of the fiche."""

    action: str
    titre: str
    exercice: int | None
    service: str
    rd: str
    article: str
    libelle: str
    fiche: Decimal | None
    ecomptes: Decimal | None
    verdict: Verdict
    nombre: int = 0

    @property
    def ecart(self) -> Decimal | None:
        """EComptes less the fiche; None where one side has nothing."""
        return None if self.fiche is None or self.ecomptes is None else self.ecomptes - self.fiche


_DOTTED = regex(r"\.\d{4}\s*$", re.ASCII)
"""The exercice at the end of an article, as eComptes writes it after a project number too."""
Lignes = dict[CleArticle, LigneRapprochee]


def reconcile_budget(synthese: Synthese, articles: Sequence[ArticleECompte]) -> tuple[LigneRapprochee, ...]:
    """Every article of either side, once, what asks for a look first.

    Lines of one action that bear the same exercice, service, R/D and article are added up on their own side.
    """
    live = {x.action.identifiant: x for x in synthese.lignes if isinstance(x, LigneAction) and not x.lien}
    lignes: Lignes = {}
    for identifiant, ligne in live.items():
        for budgetaire in lire_budget(ligne.valeurs):
            _add_fiche(lignes, identifiant, ligne.action.libelle, budgetaire)
    for article in articles:
        _add_ecomptes(lignes, article, known=article.element in live)
    rank = list(Verdict).index
    judged = [replace(ligne, verdict=_judge(ligne)) for ligne in lignes.values()]
    return tuple(sorted(judged, key=lambda ligne: rank(ligne.verdict)))


def count_verdicts(lignes: Sequence[LigneRapprochee]) -> Iterator[tuple[Verdict, int]]:
    """How many articles of each verdict there are; those that there are none of left out."""
    for verdict in Verdict:
        count = sum(ligne.verdict is verdict for ligne in lignes)
        if count:
            yield verdict, count


def _add_fiche(lignes: Lignes, identifiant: str, titre: str, budgetaire: LigneBudget) -> None:
    budgetaire = complete_ligne(budgetaire)
    service, rd = budgetaire.service or "", budgetaire.rd or ""
    shown = one_line(budgetaire.article or "")
    cle = _cle(identifiant, budgetaire.exercice, service, rd, shown)
    known = lignes.get(cle) or LigneRapprochee(
        identifiant, titre, budgetaire.exercice, service, rd, shown, "", None, None, Verdict.FICHE
    )
    amount = _sum(known.fiche, budgetaire.montant)
    lignes[cle] = replace(known, fiche=amount, nombre=known.nombre + 1)


def _add_ecomptes(lignes: Lignes, article: ArticleECompte, *, known: bool) -> None:
    cle = _cle(article.element, article.exercice, article.service, article.rd, article.code)
    found = lignes.get(cle)
    if found is None:
        verdict = Verdict.ECOMPTES if known else Verdict.INCONNUE
        shown = _DOTTED.sub("", article.code)
        found = LigneRapprochee(
            article.element,
            article.titre,
            article.exercice,
            article.service,
            article.rd,
            shown,
            "",
            None,
            None,
            verdict,
        )
    libelle = " / ".join(dict.fromkeys(filter(None, (found.libelle, article.libelle))))
    verdict = Verdict.ILLISIBLE if article.montant is None else found.verdict
    lignes[cle] = replace(found, libelle=libelle, ecomptes=_sum(found.ecomptes, article.montant), verdict=verdict)


def _cle(element: str, exercice: int | None, service: str, rd: str, code: str) -> CleArticle:
    """The key of an article, whichever way it is written: « 104/123-13 » is « 104/12313.2022 » of the exercice 2022."""
    article = parse_article(code) or parse_article(_DOTTED.sub("", code))
    if article is None:
        return (element, exercice or 0, service, rd, one_line(code).casefold())
    project = article.suffixe if len(article.suffixe) == 8 else ""
    return (element, exercice or 0, service, rd, f"{article.fonction}/{article.economique}:{project}")


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return other if one is None else one if other is None else one + other


def _judge(ligne: LigneRapprochee) -> Verdict:
    if ligne.verdict is Verdict.ILLISIBLE or not ligne.nombre:
        return ligne.verdict
    if ligne.ecomptes is None:
        return Verdict.FICHE
    return Verdict.EGAL if ligne.fiche == ligne.ecomptes else Verdict.DIFFERENT
