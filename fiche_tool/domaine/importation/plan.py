"""Headings that bear no label (« Titre 1, 2, 3 » of Word, sizes of a PDF): what level of the hierarchy each is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from fiche_tool.domaine.document.details import find_champ
from fiche_tool.domaine.document.document import Etiquette, GenreLigne, Paragraphe
from fiche_tool.domaine.document.emission import is_volet
from fiche_tool.domaine.document.etiquettes import LEVELS
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import fold

_BARE = (GenreLigne.TEXTE, GenreLigne.NU, GenreLigne.ACTION)
_CHAPITRE = regex(
    r"(?:le |la |les |notre |nos )?(?:contexte|historique|introduction|definitions?|methodes?|methodologie|cadre|"
    r"presentation|"
    r"diagnostic|etat des lieux|conclusions?|preambule|synthese|valeurs|vision|population|bilan)\b.{0,60}"
)
_CATEGORIE = regex(r"categories?(?: .{0,20})?")
_VERBE = regex(r"(?:\W|\d|ne pas |mieux |se |s')*(?:[a-z]{2,}(?:er|ir|re|oir)|mise|creation|developpement)\b")
_CODE_FINAL = regex(r"\s*\((?:OS|OO|A|AL)\.?\s?\d+\)$")


def settle_headings(paragraphes: Sequence[Paragraphe]) -> list[Paragraphe]:
    """The same paragraphs, the headings without label given their level where the document shows which it is."""
    plain = _lift_numbered([_as_volet(p) for p in paragraphes])
    if sum(p.plan > 0 for p in plain) < 2:
        return plain
    plain = _lift_categories(plain)
    first = next((rank for rank, p in enumerate(plain) if p.plan and p.genre in LEVELS[:4]), None)
    levels = _find_levels(plain) if first is not None else {}
    return _apply(plain, levels) if levels else plain


def _as_volet(p: Paragraphe) -> Paragraphe:
    """« Interne », alone in a heading, is a volet."""
    if p.plan and p.genre is GenreLigne.TEXTE and is_volet(p.texte):
        return replace(p, etiquette=Etiquette(GenreLigne.VOLET, volet=p.texte.capitalize(), mot=p.texte))
    return p


def _lift_categories(paragraphes: Sequence[Paragraphe]) -> list[Paragraphe]:
    """A volet named below a heading (« Catégorie : Volet externe ») stands above the top heading it is said of."""
    if any(p.genre is GenreLigne.VOLET and p.plan for p in paragraphes):
        return list(paragraphes)
    found: list[Paragraphe] = []
    top = min((p.plan for p in paragraphes if p.plan and _has_category(paragraphes, p)), default=0)
    place, said = -1, False
    for p in paragraphes:
        if p.plan and p.plan <= top:
            place, said = len(found), False
        if place >= 0 and p.genre is GenreLigne.VOLET and not p.plan:
            if not said:
                found.insert(place, replace(p, plan=0))
                said = True
        elif not (place >= 0 and _CATEGORIE.fullmatch(fold(p.entier).strip(" :"))):
            found.append(p)
    return found


def _lift_numbered(paragraphes: Sequence[Paragraphe]) -> list[Paragraphe]:
    """The same where the objective above « Catégorie : Volet externe » is told by its number, not by a heading."""
    found: list[Paragraphe] = []
    top = -1
    for rank, p in enumerate(paragraphes):
        after = rank > 0 and _CATEGORIE.fullmatch(fold(paragraphes[rank - 1].entier).strip(" :")) is not None
        if p.genre is GenreLigne.OS or (p.genre is GenreLigne.NU and "." not in p.etiquette.numero):
            top = len(found)
        if p.genre is GenreLigne.VOLET and not p.plan and after and top >= 0 and not found[top].plan:
            found = [*found[:-1][:top], p, *found[:-1][top:]]
            top = -1
        else:
            found.append(p)
    return found


def _has_category(paragraphes: Sequence[Paragraphe], heading: Paragraphe) -> bool:
    """True for a heading under which, before the next of its level, a volet is named."""
    below = False
    for p in paragraphes:
        if p is heading:
            below = True
        elif below and p.plan and p.plan <= heading.plan:
            return False
        elif below and p.genre is GenreLigne.VOLET:
            return True
    return False


def _find_levels(paragraphes: Sequence[Paragraphe]) -> dict[int, GenreLigne]:
    """By level of heading, the level of the hierarchy; empty where the headings do not tell."""
    seen: dict[int, Counter[GenreLigne]] = {}
    for p in paragraphes:
        if p.plan and p.genre in LEVELS:
            seen.setdefault(p.plan, Counter())[p.genre] += 1
    known = {plan: genres.most_common(1)[0][0] for plan, genres in seen.items()}
    floor = max((plan for plan, genre in known.items() if genre is GenreLigne.VOLET), default=0)
    used = sorted({p.plan for p in _inside(paragraphes, floor) if p.plan > floor})
    free = [plan for plan in used if plan not in known]
    if not any(genre in known.values() for genre in (GenreLigne.OS, GenreLigne.OO, GenreLigne.ACTION)):
        if not read_as_aims(
            [p for p in _inside(paragraphes, floor) if p.plan or p.puce or p.genre is GenreLigne.ACTION]
        ):
            return {}
        return known | dict(zip(used, _name_levels(paragraphes, used), strict=False))
    for plan in free:
        above = [known[other] for other in sorted(known) if other < plan]
        below = [known[other] for other in sorted(known) if other > plan]
        rank = LEVELS.index(above[-1]) + 1 if above else LEVELS.index(below[0]) - 1
        rank += 1 if rank == 1 else 0
        if 2 <= rank < len(LEVELS) and LEVELS[rank] not in known.values():
            known[plan] = LEVELS[rank]
    return known


def read_as_aims(paragraphes: Sequence[Paragraphe]) -> bool:
    """True for titles and items a good part of which begin as aims do, with a verb: prose is not made a hierarchy."""
    texts = [p.texte for p in paragraphes if p.genre in _BARE or p.genre is GenreLigne.TEXTE]
    return sum(_VERBE.match(fold(texte[:40])) is not None for texte in texts) > len(texts) / 3


def _inside(paragraphes: Sequence[Paragraphe], floor: int) -> list[Paragraphe]:
    """What stands below the volets: a heading as high as theirs that names none ends them."""
    found, inside = [], False
    for p in paragraphes:
        if p.genre is GenreLigne.VOLET:
            inside = True
        elif p.plan and p.plan <= floor:
            inside = False
        elif inside:
            found.append(p)
    return found


def _name_levels(paragraphes: Sequence[Paragraphe], used: Sequence[int]) -> tuple[GenreLigne, ...]:
    """The levels of headings that bear no label at all, below the volets."""
    if len(used) == 3 and _bullets_below(paragraphes, used[-1]):
        return (GenreLigne.AXE, GenreLigne.OS, GenreLigne.OO)
    return (
        (GenreLigne.AXE, GenreLigne.OS, GenreLigne.OO, GenreLigne.ACTION)
        if len(used) > 3
        else (GenreLigne.OS, GenreLigne.OO, GenreLigne.ACTION)
    )


def _bullets_below(paragraphes: Sequence[Paragraphe], plan: int) -> bool:
    """True where most headings of a level are followed by bullets that read as actions."""
    listed = total = 0
    for p, following in pairwise(paragraphes):
        if p.plan == plan:
            total += 1
            listed += bool(following.puce) and following.genre in (GenreLigne.TEXTE, GenreLigne.ACTION)
    return listed > total / 2


def _apply(paragraphes: Sequence[Paragraphe], levels: Mapping[int, GenreLigne]) -> list[Paragraphe]:
    """The headings with their level, from the first volet (or labelled heading) on."""
    floor = max((plan for plan, genre in levels.items() if genre is GenreLigne.VOLET), default=0)
    inside, found, aside = not any(p.genre is GenreLigne.VOLET for p in paragraphes), [], 0
    for p in paragraphes:
        aside = aside if not (p.plan and p.plan <= aside) else 0
        if p.genre is GenreLigne.VOLET:
            inside = True
        elif aside or (p.plan and p.genre is GenreLigne.TEXTE and _CHAPITRE.fullmatch(fold(p.texte))):
            aside = aside or p.plan
            p = _chapter(p) if p.plan else p
        elif p.plan and p.plan <= floor and p.genre not in LEVELS:
            inside = False
            p = _chapter(p)
        elif p.plan and inside and p.genre in _BARE and not p.tableau:
            p = _settle(p, levels)
        elif p.plan and p.genre is GenreLigne.DETAIL and inside and p.plan in levels and not p.texte:
            p = replace(p, etiquette=replace(p.etiquette, genre=levels[p.plan], texte=p.etiquette.mot, mot=""))
        found.append(p)
    return found


def _chapter(p: Paragraphe) -> Paragraphe:
    return replace(p, etiquette=Etiquette(GenreLigne.CHAPITRE, texte=p.entier))


def _settle(p: Paragraphe, levels: Mapping[int, GenreLigne]) -> Paragraphe:
    genre = levels.get(p.plan)
    if genre is None:
        champ = find_champ(p.texte)  # « Indicateurs », a heading inside an action
        return replace(p, etiquette=Etiquette(GenreLigne.DETAIL, mot=f"{p.texte} :")) if champ else p
    if genre is GenreLigne.VOLET:
        return p
    numero = p.etiquette.numero if p.genre in (GenreLigne.NU, genre) else ""
    texte = p.texte if p.genre in (GenreLigne.NU, genre) else p.entier
    return replace(p, etiquette=Etiquette(genre, numero, _CODE_FINAL.sub("", texte), mot=p.etiquette.mot), puce="")
