"""The centre's own words for the levels, recognised from their numbers where these leave no doubt, else proposed."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from fiche_tool.domaine.document.document import Bloc, Doute, GenreLigne, LigneDocument, TableDocument
from fiche_tool.domaine.document.entetes import Part, read_heading
from fiche_tool.domaine.document.etiquettes import CODE_LETTRE, CODE_LONG, tidy
from fiche_tool.domaine.document.mots import USUELS, Mots, make_mots
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import fold, one_line

_LIGNE = regex(
    r"[\s\u00a0•▪■□◦●○➢➔⇒→►✓✔❖∙·*–-]*(?P<mot>[^\W\d_]{3,}(?:\s[^\W\d_]{4,})?)\s*(?:n[°ºo]\.?\s*)?"
    r"(?P<numero>\d{1,2}(?:\.\d{1,3}){0,3})\s*\.?\s*[:)–—-]\s*\S",
    re.IGNORECASE,
)
_CONNUS = regex(
    r"(?:objectifs? (?:strategiques?|operationnels?)|actions?|projets?|fiches?.*|volets?|axes?(?: strategiques?)?|"
    r"chapitres?|pages?|"
    r"annexes?|articles?|parties?|sections?|tableaux?|figures?|points?|phases?|etapes?|titres?|decembre|janvier|fevrier|mars|avril|"
    r"juin|juillet|aout|septembre|octobre|novembre|ordre|numero|version|edition|total)"
)
_PROPOSES = (GenreLigne.OS, GenreLigne.OO, GenreLigne.ACTION)
_AVANT = {GenreLigne.AXE: "--axe", GenreLigne.OS: "--os", GenreLigne.OO: "--oo", GenreLigne.ACTION: "--action"}


def recognise_words(blocs: Sequence[Bloc], mots: Mots) -> tuple[Mots, tuple[Doute, ...]]:
    """The words of a document with those its numbers make sure of; a doubt that proposes the others."""
    lines = [bloc.texte for bloc in blocs if isinstance(bloc, LigneDocument)]
    lines += [cell.texte for bloc in blocs if not isinstance(bloc, LigneDocument) for r in bloc.rangees for cell in r]
    letters = {match["lettre"] for line in lines if (match := CODE_LETTRE.match(line))}
    mots = replace(
        mots,
        codes=mots.codes or sum(CODE_LONG.match(line) is not None for line in lines) >= 2,
        lettres=len(letters) > 1,
    )
    if mots.propres:
        return mots, ()
    tables = [bloc for bloc in blocs if isinstance(bloc, TableDocument)]
    columns = next((left for table in tables if (left := _left_of_actions(table))), ())
    if columns:
        return mots, (_propose_columns(columns),)
    series = list(_numbered(lines))
    counts = Counter(mot for mot, _ in series)
    words = [mot for mot in counts if counts[mot] > 1 and not _CONNUS.fullmatch(mot)]
    if not words:
        return mots, ()
    found = _from_depth(series, words) or _from_restarts(series, words)
    if found:
        return replace(make_mots(found, mots.codes), codes=mots.codes), ()
    printed = _printed(lines)
    proposed = " ".join(f"{_AVANT[genre]} {printed[mot]}" for genre, mot in zip(_PROPOSES, words, strict=False))
    told = ", ".join(f"« {printed[mot]} » ({counts[mot]} fois)" for mot in words[:4])
    phrase = f"le document numérote ces mots : {told} ; si ce sont vos niveaux, dites lesquels, par exemple {proposed}"
    return mots, (Doute("", phrase),)


def _propose_columns(columns: Sequence[str]) -> Doute:
    options = zip(("--oo", "--os", "--axe"), columns[::-1], strict=False)
    proposed = " ".join(f"{option} {mot}" for option, mot in options)
    told = ", ".join(f"« {mot} »" for mot in columns)
    return Doute("", f"un tableau a des colonnes {told} : si ce sont vos niveaux, relancez avec {proposed}")


def _left_of_actions(table: TableDocument) -> tuple[str, ...]:
    """The headings that nothing explains, left of the actions: maybe the centre's own levels."""
    for rangee in table.rangees[:5]:
        texts = [one_line(cell.texte) for cell in rangee]
        heads = [read_heading(texte, USUELS) for texte in texts]
        levels = [head.genre if head is not None and head.part is Part.TEXTE else None for head in heads]
        rank = levels.index(GenreLigne.ACTION) if GenreLigne.ACTION in levels else 0
        left = [texte for texte, head in zip(texts[:rank], heads, strict=False) if head is None and len(texte) < 30]
        if left and len(rangee) > 1 and GenreLigne.OO not in levels and all(texte.isalpha() for texte in left):
            return tuple(left[-3:])
    return ()


def _printed(lines: Sequence[str]) -> dict[str, str]:
    """Each word as the document first spells it."""
    found: dict[str, str] = {}
    for line in lines:
        match = _LIGNE.match(tidy(line[:120]))
        if match:
            found.setdefault(re.sub(r"s$", "", fold(match["mot"])), match["mot"])
    return found


def _numbered(lines: Sequence[str]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Each word that stands before a number at the beginning of a line, with its number."""
    for line in lines:
        found = _LIGNE.match(tidy(line[:120]))
        if found:
            word = re.sub(r"s$", "", fold(found["mot"]))
            yield word, tuple(int(part) for part in found["numero"].split("."))


def _from_depth(series: Sequence[tuple[str, tuple[int, ...]]], words: Sequence[str]) -> dict[GenreLigne, str]:
    """« Défi 1 », « Engagement 1.1 », « Mesure 1.1.1 »: the numbers spell the path, each below the one before."""
    depths: dict[str, set[int]] = {}
    numbers: dict[str, set[tuple[int, ...]]] = {}
    for word, number in series:
        depths.setdefault(word, set()).add(len(number))
        numbers.setdefault(word, set()).add(number)
    single = {word: next(iter(found)) for word, found in depths.items() if len(found) == 1}
    chain = sorted((depth, word) for word, depth in single.items() if word in words or _CONNUS.fullmatch(word))
    chain = [(depth, word) for depth, word in chain if not re.fullmatch(r"chapitre|page|annexe|article", word)]
    if [depth for depth, _ in chain] not in ([1, 2], [1, 2, 3], [1, 2, 3, 4]):
        return {}
    for (_, above), (_, below) in pairwise(chain):
        if not all(number[:-1] in numbers[above] for number in numbers[below]):
            return {}
    return _name([word for _, word in chain])


def _from_restarts(series: Sequence[tuple[str, tuple[int, ...]]], words: Sequence[str]) -> dict[GenreLigne, str]:
    """« Défi 1 », « Objectif 1 », « Projet 1 »: each word begins again at 1 below each of the one above it."""
    kept = [(word, number[0]) for word, number in series if len(number) == 1]
    order = list(
        dict.fromkeys(word for word, _ in kept if word in words or re.fullmatch(r"actions?|projets?|axes?", word))
    )
    if len(kept) != len(series) or not 2 <= len(order) <= 4 or sum(word == order[0] for word, _ in kept) < 2:
        return {}
    last: dict[str, int] = {}
    for word, number in kept:
        if word not in order:
            continue
        rank = order.index(word)
        if number != last.get(word, 0) + 1:
            return {}
        last = {other: reached for other, reached in last.items() if order.index(other) < rank} | {word: number}
    return _name(order)


def _name(words: Sequence[str]) -> dict[GenreLigne, str]:
    """The levels of two, three or four nested words."""
    genres = (GenreLigne.AXE, GenreLigne.OS, GenreLigne.OO, GenreLigne.ACTION)
    known = {"action": GenreLigne.ACTION, "projet": GenreLigne.ACTION, "mesure": GenreLigne.ACTION}
    start = 0 if len(words) == 4 or (len(words) == 3 and words[0].startswith("axe") and words[-1] not in known) else 1
    named = dict(zip(genres[start:], words, strict=False))
    if len(words) == 2 and words[-1] in known:
        return {}
    return named
