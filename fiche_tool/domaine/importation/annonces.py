"""What a PST document says of itself: the counts it announces, its CPAS, its legislature, the day of its adoption."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from fiche_tool.domaine.importation.document import Compte, Doute, Faits, Genre, LigneDocument, Paragraphe
from fiche_tool.domaine.importation.etiquettes import name_volet, tidy
from fiche_tool.domaine.mots.dates import parse_periode
from fiche_tool.domaine.mots.textes import fold, shorten
from fiche_tool.domaine.programme.programme import Action, Niveau, Objectif

# --- counts ----------------------------------------------------------------------------------------------------------
_EN_LETTRES = (
    "un",
    *("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze"),
    *("quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt"),
)

_NIVEAUX = (
    (Genre.OS, r"objectifs? strategiques?|o\.?s\.?"),
    (Genre.OO, r"objectifs? operationnels?|o\.?o\.?"),
    (Genre.ACTION, r"actions?|projets?|fiches?[ -](?:actions?|projets?)"),
    (Genre.AXE, r"axes?"),
)
_COMPTE = re.compile(
    r"(?:(?P<plus>plus de|au moins|pres de|environ|quelque)\s+)?"
    rf"\b(?P<nombre>\d{{1,4}}|{'|'.join(reversed(_EN_LETTRES))})\s+"
    r"(?:grands? |principaux |grandes? |nouveaux |nouvelles )?"
    r"(?P<niveau>objectifs? (?:strategiques?|operationnels?)|o\.?[so]\b\.?|actions?|projets?|axes?|"
    r"fiches?[ -](?:actions?|projets?))\b"
    r"(?:\s+(?P<volet>internes?|externes?))?"
)
_TRIGGER = re.compile(
    r"\b(?:pst|programme|plan|volets?|compt\w+|comport\w+|declin\w+|compos\w+|total|resume|contien\w+|prevoi\w+|repren\w+|"
    r"repart\w+|articul\w+)\b"
)
_VOLET = re.compile(r"\bvolet\s+(?P<nom>[^\W\d_]+)")
_UN_SEUL_OS = re.compile(r"\b(?:o\.?s\.?|objectif strategique)\s*n?[°.]?\s*\d")


def find_counts(paragraphes: Iterable[Paragraphe]) -> tuple[tuple[Compte, ...], tuple[Doute, ...]]:
    """The counts announced outside the hierarchy itself; two that contradict each other are a doubt."""
    paragraphes = list(paragraphes)
    found = {(compte.genre, compte.volet): compte for compte in _listed_axes(paragraphes)}
    doutes: list[Doute] = []
    volet = ""
    for p in paragraphes:
        folded = fold(p.entier)
        named = _VOLET.search(folded)
        counts = [] if p.genre is Genre.BRUIT else list(_counts_of(p, folded, _side(named, volet)))
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


def _listed_axes(paragraphes: Sequence[Paragraphe]) -> Iterable[Compte]:
    """The axes that a document lists under the heading « AXES », away from their objectives."""
    listed = 0
    for rank, p in enumerate(paragraphes):
        if p.genre is Genre.BRUIT and fold(p.texte).rstrip(" :") == "axes":
            for item in paragraphes[rank + 1 :]:
                if item.texte[:2].strip(" .)") != str(listed + 1):
                    break
                listed += 1
            if listed > 1:
                yield Compte(Genre.AXE, listed, False, "", p.lieu)
            return


def _counts_of(p: Paragraphe, folded: str, volet: str) -> Iterable[Compte]:
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
        yield Compte(genre, nombre, found["plus"] in ("plus de", "au moins"), side, p.lieu)


_NOMS = {
    Genre.AXE: "axe",
    Genre.OS: "objectif stratégique",
    Genre.OO: "objectif opérationnel",
    Genre.ACTION: "action",
}


def show_genre(genre: Genre, nombre: int = 2) -> str:
    """« objectifs stratégiques »; in the singular for one or none."""
    nom = _NOMS[genre]
    return nom if nombre < 2 else {"objectif opérationnel": "objectifs opérationnels"}.get(nom, _plural(nom))


def _plural(nom: str) -> str:
    return " ".join(f"{word}s" for word in nom.split())


def compare_counts(
    comptes: Sequence[Compte], objectifs: Sequence[Objectif], actions: Sequence[Action]
) -> Iterable[Doute]:
    """A sentence for each announced count that the document does not hold."""
    for compte in comptes:
        found = _count(compte, objectifs, actions)
        if found == compte.nombre or (compte.au_moins and found >= compte.nombre):
            continue
        where = f"volet {compte.volet} : " if compte.volet else ""
        seen = f"{found} trouvé{'es' if compte.genre is Genre.ACTION else 's'}" if found else "aucun n'y figure"
        if not found and compte.genre is Genre.ACTION:
            seen = "aucune n'y figure"
        phrase = f"{where}le document annonce {compte.attendu} {show_genre(compte.genre)}, {seen}"
        yield Doute(compte.lieu, phrase)


def _count(compte: Compte, objectifs: Sequence[Objectif], actions: Sequence[Action]) -> int:
    volet = fold(compte.volet)
    if compte.genre is Genre.ACTION:
        return sum(not volet or fold(action.volet) == volet for action in actions)
    niveau = Niveau(compte.genre.value.upper() if compte.genre is not Genre.AXE else Niveau.AXE)
    return sum(o.niveau is niveau and (not volet or fold(o.volet) == volet) for o in objectifs)


# --- facts -----------------------------------------------------------------------------------------------------------
_NOM = r"(?P<nom>[A-ZÀ-Ý][\w'’]*(?:[- ](?:l[ea]s?[- ]|sur[- ]|sous[- ]|en[- ]|et[- ])?[A-ZÀ-Ý][\w'’]*)*)"
_CPAS = re.compile(
    r"\bC\.?P\.?A\.?S\.?\s+(?P<de>(?:de\s+la\s+|de\s+l['’]\s*|des?\s+|du\s+|DE\s+|D['’]\s*|d['’]\s*)?)" + _NOM
)
_COMMUNE = re.compile(r"\b[Cc]ommune\s+(?P<de>de\s+la\s+|des?\s+|du\s+|d['’]\s*)" + _NOM)
_PAS_UN_NOM = frozenset(
    "pst conseil le la les volet externe interne programme plan porteur objectifs os oo axe et rue".split(" ")  # noqa: SIM905
)
_ANNEES = re.compile(r"(?<![\d/.])(20\d\d)\s*(?:[-–—/]|à|a)\s*(20\d\d)(?![\d/])")
_ADOPTION = re.compile(
    r"(?:arrete|adopte|approuve|valide|vote|pris acte|prise d'acte|prend acte)\w*\b(?P<qui>[^.;]{0,90}?)"
    r"(?:en date du|en seance du|seance du|\ble\b|\bdu\b)\s+"
    r"(?P<jour>\d{1,2}(?:er)?\s+[a-z]+\s+20\d\d|\d{1,2}[/.-]\d{1,2}[/.-]20\d\d)"
)


def find_facts(lignes: Sequence[LigneDocument]) -> tuple[Faits, tuple[Doute, ...]]:
    """The facts a document states, and a doubt for each that was deduced rather than read."""
    texts = _glue([tidy(ligne.texte) for ligne in lignes])
    doutes: list[Doute] = []
    cpas = _most(_CPAS, texts)
    if not cpas:
        cpas = _most(_COMMUNE, texts)
        if cpas:
            doutes.append(Doute("", f"nom du CPAS déduit du nom de la commune : {cpas}, à vérifier"))
    years = Counter((int(a), int(b)) for texte in texts for a, b in _ANNEES.findall(texte) if 5 <= int(b) - int(a) <= 6)
    start, end = years.most_common(1)[0][0] if years else (0, 0)
    adoption, organe = None, ""
    for texte in texts:
        found = _ADOPTION.search(fold(texte))
        periode = parse_periode(found["jour"]) if found else None
        if found and periode and periode.jour:
            adoption, organe = periode.debut, _organe(found["qui"])
            break
    return Faits(cpas, start, end, adoption, organe), tuple(doutes)


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
    """« CPAS d'Onhaye »: the name met most often, spelled as a name."""
    names: Counter[str] = Counter()
    for texte in texts:
        for found in pattern.finditer(texte):
            if fold(found["nom"]).split()[0].split("-")[0] not in _PAS_UN_NOM:
                names[_spell(found["de"], found["nom"])] += 1
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
