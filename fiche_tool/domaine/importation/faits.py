"""What a PST document states of itself: its CPAS, its legislature, the day it was adopted; in its own sentences."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from fiche_tool.domaine.document.document import Doute, Faits
from fiche_tool.domaine.document.etiquettes import tidy
from fiche_tool.domaine.mots.dates import parse_periode
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import fold, shorten

_NOM = r"(?P<nom>[A-ZÀ-Ý][\w'’]*(?:[- ](?:l[ea]s?[- ]|sur[- ]|sous[- ]|en[- ]|et[- ])?[A-ZÀ-Ý][\w'’]*)*)"
_CPAS = regex(
    r"\bC\.?P\.?A\.?S\.?\s+(?P<de>(?:de\s+la\s+|de\s+l['’]\s*|des?\s+|du\s+|DE\s+|D['’]\s*|d['’]\s*)?)" + _NOM
)
_COMMUNE = regex(r"\b[Cc]ommune\s+(?P<de>de\s+la\s+|des?\s+|du\s+|d['’]\s*)" + _NOM)
_PAS_UN_NOM = frozenset(
    "pst conseil le la les volet externe interne programme plan porteur objectifs os oo axe et rue".split(" ")  # noqa: SIM905
)
_ANNEES = regex(r"(?<![\d/.])(20\d\d)\s*(?:[-–—/]|à|a)\s*(20\d\d)(?![\d/])")
_DECIDE = r"(?:arret|adopt|approuv|valid|vot)(?:e|es|ee|ees|er|ant)?\b|pris(?:e)? acte|prise d'acte|prend acte"
_JOUR = r"(?P<jour>\d{1,2}(?:er)?\s+[a-z]+\s+20\d\d|\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?20\d\d)"
_ADOPTION = regex(rf"(?:{_DECIDE})(?P<qui>[^;]{{0,110}}?)(?:en date du|en seance du|seance du|\ble\b|\bdu\b)\s+{_JOUR}")
_EN_SEANCE = regex(rf"(?:en seance du|seance du|en date du|\ble\b)\s+{_JOUR}[^;]{{0,60}}?(?:{_DECIDE})")
_AUTRE_ACTE = regex(
    r"\b(?:decret|parlement|gouvernement|loi|arrete royal|arrete du|reglement|declaration|budget|compte|motion|"
    r"precedent\w*|ancien\w*|college|plan de cohesion|note d'orientation|rapport|evaluation|"
    r"charte|convention|statut\w*)\b"
)
_CE_PST = regex(
    r"\b(?:pst|p\.s\.t|programme|plan strategique|presente? (?:document|programme|plan)|conseil|bureau permanent)\b"
)
_PASSE = regex(
    r"\b(?:precedent\w*|ancien\w*|dernier\w*|passe\w*|evaluation|evalue\w*|bilan|anterieur\w*|echu\w*|sortant\w*)\b"
)
_PRESENT = regex(r"\b(?:pst|p\.s\.t|programme|plan|legislature|mandature|present\w*|couvre|periode|annees)\b")
_TITRE = 12
"""The first lines of a document are its title."""


def find_facts(lignes: Sequence[str]) -> tuple[Faits, tuple[Doute, ...]]:
    """The facts a document states, and a doubt for each that was deduced rather than read."""
    texts = _glue([tidy(ligne) for ligne in lignes])
    doutes: list[Doute] = []
    cpas = _most(_CPAS, texts)
    if not cpas:
        cpas = _most(_COMMUNE, texts)
        if cpas:
            doutes.append(Doute("", f"nom du CPAS déduit du nom de la commune : {cpas}, à vérifier"))
    start, end = _legislature(texts)
    found = next(_adoptions(texts), None)
    adoption, organe = found[:2] if found else (None, "")
    if found and start and found[0].year < start - 1:
        phrase = (
            f"la date d'adoption lue ({found[0]:%d/%m/%Y}) est antérieure à la législature {start}-{end} : à vérifier"
        )
        doutes.append(Doute("", phrase, shorten(found[2], 80)))
    return Faits(cpas, start, end, adoption, organe), tuple(doutes)


def _legislature(texts: Sequence[str]) -> tuple[int, int]:
    """The years of this PST: those its title and its own sentences give, before those of another."""
    scores: Counter[tuple[int, int]] = Counter()
    for rank, texte in enumerate(texts):
        for sentence in _sentences(texte):
            for first, last in _ANNEES.findall(sentence):
                years = (int(first), int(last))
                folded = fold(sentence)
                if 5 <= years[1] - years[0] <= 6:
                    past = _PASSE.search(folded) is not None
                    scores[years] += -3 if past else 1 + 2 * (rank < _TITRE) + 2 * bool(_PRESENT.search(folded))
    best = max(scores, key=lambda years: (scores[years], years), default=(0, 0))
    return best


def _adoptions(texts: Sequence[str]) -> Iterator[tuple[date, str, str]]:
    """The days on which this PST was adopted, by whom, and the sentence: no decree, no declaration, no earlier PST."""
    for rank, texte in enumerate(texts):
        for sentence in _sentences(texte):
            folded = fold(sentence)
            found = _ADOPTION.search(folded) or _EN_SEANCE.search(folded)
            if found is None or _AUTRE_ACTE.search(folded) or not (_CE_PST.search(folded) or rank < _TITRE):
                continue
            periode = parse_periode(found["jour"].replace(" ", "") if "/" in found["jour"] else found["jour"])
            if periode and periode.jour:
                yield periode.debut, _organe(folded), sentence


def _sentences(texte: str) -> list[str]:
    """The sentences of a line; a full stop inside a date or an abbreviation parts nothing."""
    return re.split(r"(?<=[.!?;])\s+(?=[A-ZÀ-ÖÉÈ])", texte)


def _glue(texts: Sequence[str]) -> list[str]:
    """The lines, each cut after a hyphen put together with the next: « 2025- » and « 2030 »."""
    glued: list[str] = []
    for texte in texts:
        if glued and glued[-1].endswith(("-", "–")):
            glued[-1] += texte
        elif texte:
            glued.append(texte)
    return glued


def _most(pattern: re.Pattern[str], texts: Sequence[str]) -> str:
    """« CPAS d'Onhaye »: the name met most often, in the title or beside « PST » first, spelled as a name."""
    names: Counter[str] = Counter()
    for rank, texte in enumerate(texts):
        for found in pattern.finditer(texte):
            if fold(found["nom"]).split()[0].split("-")[0] not in _PAS_UN_NOM:
                own = rank < _TITRE and re.search(r"\b(?:pst|programme|plan strategique)\b", fold(texte)) is not None
                names[_spell(found["de"], found["nom"])] += 4 if own else 1
    return f"CPAS {names.most_common(1)[0][0]}" if names else ""


def _spell(de: str, nom: str) -> str:
    name = "-".join(part.capitalize() if part.isupper() else part for part in nom.split("-"))
    name = " ".join(part.capitalize() if part.isupper() else part for part in name.split())
    article = " ".join(de.lower().replace("’", "'").split())
    if not article:
        article = "d'" if fold(name)[0] in "aeiouy" else "de"
    return f"{article}{'' if article.endswith(chr(39)) else ' '}{name}"


def _organe(qui: str) -> str:
    if "bureau permanent" in qui:
        return "Bureau permanent"
    return "Conseil de l'action sociale" if "conseil" in qui else ""
