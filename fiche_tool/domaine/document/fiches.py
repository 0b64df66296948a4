"""Tables that are fiches, a label beside each value: one table an action, as many tools and the model print them."""

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field

from fiche_tool.domaine.document.document import GenreLigne, Paragraphe
from fiche_tool.domaine.document.emission import Emetteur
from fiche_tool.domaine.document.entetes import Entete, Part, read_heading
from fiche_tool.domaine.document.etiquettes import LEVELS, name_volet, read_label
from fiche_tool.domaine.document.grilles import Rangee
from fiche_tool.domaine.document.mots import Mots
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import fold

_TITRE_VOLET = regex(r"\bvolet\s+(?P<nom>interne|externe)\b(?!\s*/)", re.IGNORECASE)
_TITRE_DU_MODELE = ("programme strategique", "pst", "fiche", "plan strategique", "volet")
_SECTIONS = {
    "intervenants",
    "planification",
    "informations financieres",
    "description",
    "suivi",
    "evaluation",
    "budget",
}
_BUDGET = {"exercice", "service", "r/d", "article budgetaire", "montant estime", "fonds propres", "emprunt", "subsides"}


@dataclass(frozen=True, slots=True)
class Entree:
    """A label of a fiche and its value, at a row."""

    rang: int
    entete: Entete
    valeur: str


@dataclass
class _Fiche:
    entrees: list[Entree] = field(default_factory=list)


def is_fiche(rows: Sequence[Rangee], mots: Mots) -> bool:
    """True for a table whose rows are labels and values."""
    firsts = [_heading(row, mots, top=rank < 2) for rank, row in enumerate(rows)]
    known = sum(entete is not None for entete in firsts)
    first = rows[0].pleines
    across = len(first) > 1 and all(read_heading(case.texte, mots) for case in first)
    if across and (len(rows) == 1 or known < 2 or firsts[1] is None):
        return False
    wide = max(len(row.pleines) for row in rows)
    counted = sum(not (len(row.pleines) == 1 and fold(row.pleines[0].texte) in _SECTIONS) for row in rows)
    return wide >= 2 and known >= 0.6 * counted and (wide <= 2 or known >= 2)


def _heading(row: Rangee, mots: Mots, *, top: bool) -> Entete | None:
    """The label that a row begins with; none for headings at the top of a table."""
    cases = row.pleines
    first = read_heading(cases[0].texte, mots) if cases else None
    across = top and len(cases) > 2 and all(read_heading(case.texte, mots) for case in cases[1:])
    return None if across else first


def read_fiches(rows: Sequence[Rangee], emetteur: Emetteur) -> Iterator[Paragraphe]:
    """The paragraphs of the fiches of a table: levels, action, details."""
    fiche = _Fiche()
    for entree in _entries(rows, emetteur.mots):
        named = {(e.entete.genre, e.entete.part) for e in fiche.entrees if e.entete.genre in LEVELS}
        key = (entree.entete.genre, entree.entete.part)
        if key in named and entree.valeur and key[1] is not Part.DETAIL:
            yield from _emit(fiche, emetteur)
            fiche = _Fiche()
        fiche.entrees.append(entree)
    yield from _emit(fiche, emetteur)


def _entries(rows: Sequence[Rangee], mots: Mots) -> Iterator[Entree]:
    """Every label of the table with its value: beside it, or below where a row holds nothing but labels."""
    columns: dict[int, Entete] = {}
    waiting: Entete | None = None
    before = -1
    for row in rows:
        waiting = waiting if row.rang == before + 1 else None
        before = row.rang
        cases = row.pleines
        heads = [read_heading(case.texte, mots) for case in cases]
        if len(cases) >= 3 and all(heads) and not columns:
            columns = {case.coin[1]: head for case, head in zip(cases, heads, strict=True) if head}
            continue
        if columns and not heads[0]:
            yield from _below(row, columns)
            columns = {}
            continue
        columns = {}
        if len(cases) == 1:
            waiting = yield from _alone(row, heads[0], waiting)
            continue
        waiting = None
        yield from _beside(row, heads)


def _below(row: Rangee, columns: dict[int, Entete]) -> Iterator[Entree]:
    """The values that stand under their labels; those of a budget line make one detail."""
    found = [(columns[case.coin[1]], case.texte) for case in row.pleines if case.coin[1] in columns]
    if sum(fold(entete.texte) in _BUDGET for entete, _ in found) >= 2:
        line = " ; ".join(f"{entete.texte} : {texte}" for entete, texte in found)
        yield Entree(row.rang, Entete(Part.DETAIL, "Informations financières", champ="budget"), line)
    else:
        yield from (Entree(row.rang, entete, texte) for entete, texte in found)


def _alone(row: Rangee, head: Entete | None, waiting: Entete | None) -> Generator[Entree, None, Entete | None]:
    """A row of one cell: a label whose value comes below, that value, or the title of the fiche. Gives what waits."""
    texte = row.pleines[0].texte
    if head is not None:
        return head
    label = read_label(" ".join(texte.split()), False)
    volet = _TITRE_VOLET.search(texte) if fold(texte).startswith(_TITRE_DU_MODELE) else None
    if fold(texte) in _SECTIONS:
        return None
    if waiting is not None and volet is None:
        yield Entree(row.rang, waiting, texte)
    elif label.genre in LEVELS and (label.texte or label.volet):
        yield Entree(row.rang, Entete(Part.TEXTE, "", label.genre), texte)
    elif volet is not None:
        yield Entree(row.rang, Entete(Part.TEXTE, "", GenreLigne.VOLET), name_volet(volet["nom"]))
    return None


def _beside(row: Rangee, heads: Sequence[Entete | None]) -> Iterator[Entree]:
    cases, rank = row.pleines, 0
    while rank < len(cases):
        head = heads[rank]
        if head is None:
            rank += 1
            continue
        value = cases[rank + 1].texte if rank + 1 < len(cases) and not heads[rank + 1] else ""
        if not value and rank + 1 < len(cases) and rank + 2 == len(cases):  # « Statut | À démarrer », both are words
            value = cases[rank + 1].texte
        yield Entree(row.rang, head, value)
        rank += 2 if value else 1


def _emit(fiche: _Fiche, emetteur: Emetteur) -> Iterator[Paragraphe]:
    """One fiche: what it stands under first, then its action, then its details."""
    filled = [entree for entree in fiche.entrees if entree.valeur.strip()]
    numbers = {e.entete.genre: e for e in filled if e.entete.part is Part.NUMERO}
    words = {e.entete.genre: e for e in filled if e.entete.part is Part.TEXTE}
    numero = numbers.get(GenreLigne.ACTION) or numbers.get(GenreLigne.TEXTE)
    if GenreLigne.ACTION not in words and numero is not None and len(numero.valeur) > 12:
        words[GenreLigne.ACTION] = numero  # « Fiche action n° | 1.1.1 – Étendre le service »
    for genre in LEVELS[:-1]:
        if genre in words:
            own = numbers[genre].valeur if genre in numbers else ""
            yield from emetteur.level(words[genre].rang, genre, words[genre].valeur, own)
    if GenreLigne.ACTION in words:
        own = numero.valeur if numero is not None else ""
        for paragraphe, details in emetteur.actions(
            words[GenreLigne.ACTION].rang, words[GenreLigne.ACTION].valeur, own
        ):
            yield paragraphe
            yield from (emetteur.detail(words[GenreLigne.ACTION].rang, d.etiquette, d.valeur) for d in details)
    for entree in filled:
        if entree.entete.part is Part.DETAIL:
            yield emetteur.detail(entree.rang, entree.entete.texte, entree.valeur)
