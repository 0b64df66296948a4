"""The counts that a PST document announces, and what they are worth."""

import re
from collections.abc import Iterable, Sequence

from fiche_tool.domaine.document.document import CompteAnnonce, Doute, GenreLigne, Paragraphe
from fiche_tool.domaine.document.etiquettes import name_volet
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import fold, shorten
from fiche_tool.domaine.programme.programme import Action, Niveau, Objectif

# --- counts ----------------------------------------------------------------------------------------------------------
_EN_LETTRES = (
    "un",
    *("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze"),
    *("quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt"),
)

_NIVEAUX = (
    (GenreLigne.OS, r"objectifs? strategiques?|o\.?s\.?"),
    (GenreLigne.OO, r"objectifs? operationnels?|o\.?o\.?"),
    (GenreLigne.ACTION, r"actions?|projets?|fiches?[ -](?:actions?|projets?)"),
    (GenreLigne.AXE, r"axes?"),
)
_COMPTE = regex(
    r"(?:(?P<plus>plus de|au moins|pres de|environ|quelque)\s+)?"
    rf"\b(?P<nombre>\d{{1,4}}|{'|'.join(reversed(_EN_LETTRES))})\s+"
    r"(?:grands? |principaux |grandes? |nouveaux |nouvelles )?"
    r"(?P<niveau>objectifs? (?:strategiques?|operationnels?)|o\.?[so]\b\.?|actions?|projets?|axes?|"
    r"fiches?[ -](?:actions?|projets?))\b"
    r"(?:\s+(?P<volet>internes?|externes?))?"
)
_TRIGGER = regex(
    r"\b(?:pst|programme|plan|volets?|compt\w+|comport\w+|declin\w+|compos\w+|total|resume|contien\w+|prevoi\w+|repren\w+|"
    r"repart\w+|articul\w+)\b"
)
_VOLET = regex(r"\bvolet\s+(?P<nom>[^\W\d_]+)")
_UN_SEUL_OS = regex(r"\b(?:o\.?s\.?|objectif strategique)\s*n?[°.]?\s*\d")


def find_counts(paragraphes: Iterable[Paragraphe]) -> tuple[tuple[CompteAnnonce, ...], tuple[Doute, ...]]:
    """The counts announced outside the hierarchy itself; two that contradict each other are a doubt."""
    paragraphes = list(paragraphes)
    found = {(compte.genre, compte.volet): compte for compte in _listed_axes(paragraphes)}
    doutes: list[Doute] = []
    volet = ""
    for p in paragraphes:
        folded = fold(p.entier)
        named = _VOLET.search(folded)
        counts = [] if p.genre is GenreLigne.BRUIT else list(_counts_of(p, folded, _side(named, volet)))
        if named and folded.endswith(":") and not counts:
            volet = name_volet(named["nom"])
        elif not counts:
            volet = volet if p.puce else ""
        for compte in counts:
            first = found.setdefault((compte.genre, compte.volet), compte)
            if first.nombre != compte.nombre:
                phrase = f"le document annonce ici {compte.attendu} {show_genre(compte.genre)}, et {first.attendu} "
                doutes.append(Doute(p.lieu, f"{phrase}ailleurs ({first.lieu})", shorten(p.entier, 80), p.rang))
    return tuple(found.values()), tuple(doutes)


def _side(named: re.Match[str] | None, volet: str) -> str:
    return name_volet(named["nom"]) if named else volet


def _listed_axes(paragraphes: Sequence[Paragraphe]) -> Iterable[CompteAnnonce]:
    """The axes that a document lists under the heading « AXES », away from their objectives."""
    listed = 0
    for rank, p in enumerate(paragraphes):
        if p.genre is GenreLigne.BRUIT and fold(p.texte).rstrip(" :") == "axes":
            for item in paragraphes[rank + 1 :]:
                if item.texte[:2].strip(" .)") != str(listed + 1):
                    break
                listed += 1
            if listed > 1:
                yield CompteAnnonce(GenreLigne.AXE, listed, False, "", p.lieu)
            return


def _counts_of(p: Paragraphe, folded: str, volet: str) -> Iterable[CompteAnnonce]:
    matches = list(_COMPTE.finditer(folded))
    plain = len(matches) > 1 or (bool(matches) and matches[0].start() == 0)
    if not (plain or _TRIGGER.search(folded)) or _UN_SEUL_OS.search(folded):
        return
    for found in matches:
        word = found["nombre"]
        nombre = int(word) if word.isdecimal() else _EN_LETTRES.index(word) + 1
        if nombre < 2 or nombre >= 1900:  # « une action peut… », « 2019 actions »
            continue
        genre = next(g for g, pattern in _NIVEAUX if re.fullmatch(pattern, found["niveau"]))
        side = name_volet(found["volet"].rstrip("s")) if found["volet"] else volet
        yield CompteAnnonce(genre, nombre, found["plus"] in ("plus de", "au moins"), side, p.lieu)


_NOMS = {
    GenreLigne.AXE: "axe",
    GenreLigne.OS: "objectif stratégique",
    GenreLigne.OO: "objectif opérationnel",
    GenreLigne.ACTION: "action",
}


def show_genre(genre: GenreLigne, nombre: int = 2) -> str:
    """« objectifs stratégiques »; in the singular for one or none."""
    nom = _NOMS[genre]
    return nom if nombre < 2 else {"objectif opérationnel": "objectifs opérationnels"}.get(nom, _plural(nom))


def _plural(nom: str) -> str:
    return " ".join(f"{word}s" for word in nom.split())


def compare_counts(
    comptes: Sequence[CompteAnnonce], objectifs: Sequence[Objectif], actions: Sequence[Action]
) -> Iterable[Doute]:
    """A sentence for each announced count that the document does not hold."""
    for compte in comptes:
        found = _count(compte, objectifs, actions)
        if found == compte.nombre or (compte.au_moins and found >= compte.nombre):
            continue
        where = f"volet {compte.volet} : " if compte.volet else ""
        seen = f"{found} trouvé{'es' if compte.genre is GenreLigne.ACTION else 's'}" if found else "aucun n'y figure"
        if not found and compte.genre is GenreLigne.ACTION:
            seen = "aucune n'y figure"
        phrase = f"{where}le document annonce {compte.attendu} {show_genre(compte.genre)}, {seen}"
        yield Doute(compte.lieu, phrase)


def _count(compte: CompteAnnonce, objectifs: Sequence[Objectif], actions: Sequence[Action]) -> int:
    volet = fold(compte.volet)
    if compte.genre is GenreLigne.ACTION:
        return sum(not volet or fold(action.volet) == volet for action in actions)
    niveau = Niveau(compte.genre.value.upper() if compte.genre is not GenreLigne.AXE else Niveau.AXE)
    return sum(o.niveau is niveau and (not volet or fold(o.volet) == volet) for o in objectifs)
