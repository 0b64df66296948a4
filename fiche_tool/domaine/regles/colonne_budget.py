"""What the live column « Contrôle » says of a budget line, and the formulas that say it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, reduce

from fiche_tool.domaine.fiche.fiche import COLONNES_BUDGET, LigneBudget
from fiche_tool.domaine.fiche.kinds import EXERCICE, MONTANT, MONTANT_MAX, RD, SERVICE_OE
from fiche_tool.domaine.fiche.lignes_budget import complete_ligne
from fiche_tool.domaine.mots.article import FORMULE_RD, Article
from fiche_tool.domaine.mots.dates import ANNEES
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.regles.direct import Direct, blank, join_formula, serial, texte_de, trim_formula
from fiche_tool.domaine.regles.regles import Contexte
from fiche_tool.domaine.regles.regles_budget import LIGNE_EN_DOUBLE, LIGNE_EN_DOUBLE_DIRECT, REGLES_BUDGET


# --- what is said, in its order --------------------------------------------------------------------------------------
def _is_number(condition: str, otherwise: str) -> str:
    return f"IF(ISNUMBER({{x}}),{condition},{otherwise})"


_DEMANDES: Mapping[str, tuple[str, str]] = {
    EXERCICE.nom: (
        _is_number(f"OR({{x}}<{ANNEES[0]},{{x}}>{ANNEES[-1]},{{x}}<>INT({{x}}))", "NOT({vide})"),
        "une année, comme 2027.",
    ),
    SERVICE_OE.nom: ('AND(NOT({vide}),TRIM({x})<>"O",TRIM({x})<>"E")', "O ou E."),
    RD.nom: ('AND(NOT({vide}),TRIM({x})<>"R",TRIM({x})<>"D")', "R ou D."),
    MONTANT.nom: (_is_number("ABS({x})>=10^12", "NOT({vide})"), "en chiffres."),
}
"""By kind of budget column: the formula that is true of a content {x} the sheet does not understand, what it asks."""

HINTS_BUDGET: Mapping[str, Direct] = {
    c.nom: Direct(
        _DEMANDES[c.kind.nom][0].replace("{vide}", f"{{vide_{c.nom}}}").replace("{x}", f"{{{c.nom}}}"),
        f"{c.label} : {_DEMANDES[c.kind.nom][1]}",
    )
    for c in COLONNES_BUDGET
    if c.kind.nom in _DEMANDES
}
"""What the sheet asks of a budget line it does not understand; then no rule is tried on it."""
POINTS_BUDGET: tuple[tuple[str, Direct], ...] = (
    *((regle.constat.code, regle.direct) for regle in REGLES_BUDGET),
    (LIGNE_EN_DOUBLE.code, LIGNE_EN_DOUBLE_DIRECT),
)


# --- intermediate results of a budget line ---------------------------------------------------------------------------
_SANS_CHIFFRES = reduce(lambda texte, chiffre: f'SUBSTITUTE({texte},"{chiffre}","")', "0123456789", "{x}")
_REPLACED = ((" ", ""), ("\u00a0", ""), *((dash, "-") for dash in "\u2010\u2011\u2013\u2014\u2212"))
_NET = reduce(lambda texte, pair: f'SUBSTITUTE({texte},"{pair[0]}","{pair[1]}")', _REPLACED, "TRIM({article})")
_FONCTION = 'LEFT({net},FIND("/",{net})-1)'
_CLE = (*(c.nom for c in COLONNES_BUDGET[:3]), "cle_article")  # those of LigneBudget.cle
_MEMES = "*".join(f"({{depuis_{nom}}}={{{nom}}})" for nom in _CLE)
_REMPLIE = "&".join(f"{{{c.nom}}}" for c in COLONNES_BUDGET)
_LIGNES_PAREILLES = f'IF({_REMPLIE}="",0,SUMPRODUCT({_MEMES}*({_REMPLIE.replace("{", "{depuis_")}<>"")))'
CALCULS_BUDGET: Mapping[str, str] = {
    "net": _NET,
    "reste": (
        'IFERROR(IF(MID({net},FIND("/",{net})+4,1)="-",MID({net},FIND("/",{net})+1,3)&MID({net},FIND("/",{net})+5,40),'
        'MID({net},FIND("/",{net})+1,40)),"")'
    ),
    "queue": (
        'IF(ISNUMBER(SEARCH("projet",{reste})),RIGHT(SUBSTITUTE({reste},")",""),8),'
        'IF(ISNUMBER(FIND(MID({reste},6,1),".:/(-")),MID(SUBSTITUTE({reste},")",""),7,40),MID({reste},6,40)))'
    ),
    "economique": (
        f"IFERROR(IF(AND(LEN({_FONCTION})>=3,LEN({_FONCTION})<=5,LEN({{reste}})>=5,"
        f'OR({{queue}}="",LEN({{queue}})=4,LEN({{queue}})=8),'
        f'{_SANS_CHIFFRES.replace("{x}", f"{_FONCTION}&LEFT({{reste}},5)&{{queue}}")}=""),'
        'LEFT({reste},5),""),"")'
    ),
    "suffixe": 'IF({economique}="","",{queue})',
    "rd_article": f'IF({{economique}}="","",{FORMULE_RD})',
    "lignes_pareilles": _LIGNES_PAREILLES,
    "saisies": "&".join(f'IF({hint.formule},"{texte_de(hint)}","")' for hint in HINTS_BUDGET.values()),
    "cle_article": f'IF({{economique}}="",TRIM({{article}}),{_FONCTION}&"/"&{{economique}}&{{suffixe}})',
}
"""Formulas of the intermediate results on one budget line; {depuis_article} is the column from the first line down to
this one. New ones come last: a centre's own model may stem from a time when there were fewer."""


# --- a budget line in Python -----------------------------------------------------------------------------------------
_LIGNE_VIDE: Mapping[str, Contenu] = {nom: "" for nom in CALCULS_BUDGET} | {"lignes_pareilles": 0}
_PLAIN = str.maketrans(dict(_REPLACED))


def calculs_lignes(lignes: Sequence[Mapping[str, Contenu]]) -> Iterator[Mapping[str, Contenu]]:
    """The intermediate results of each line, which is compared with those above."""
    seen: Counter[tuple[object, ...]] = Counter()
    for ligne in lignes:
        if any(map(trim_formula, ligne.values())):
            cle = _key(ligne)
            seen[cle] += 1
            yield _calculs_ligne(ligne, seen[cle])
        else:
            yield _LIGNE_VIDE


def _calculs_ligne(ligne: Mapping[str, Contenu], pareilles: int) -> Mapping[str, Contenu]:
    lu = _read_article(ligne.get("article"))
    fonction, economique = lu["net"].partition("/")[0], lu["economique"]
    article = Article(fonction, f"{economique[:3]}-{economique[3:]}") if economique else None
    hints = [direct for nom, direct in HINTS_BUDGET.items() if _asks(_KINDS_BUDGET[nom], ligne.get(nom))]
    return {
        **lu,
        "rd_article": article.rd if article else "",
        "lignes_pareilles": pareilles,
        "saisies": "".join(map(texte_de, hints)),
    }


@lru_cache(maxsize=256)  # for the results of a line and for its key
def _read_article(contenu: Contenu) -> Mapping[str, str]:
    """The intermediate results on the article of a line."""
    net = trim_formula(contenu).translate(_PLAIN)
    fonction, slash, reste = net.partition("/")
    reste = (reste[:3] + reste[4:43] if reste[3:4] == "-" else reste[:40]) if slash else ""
    queue = _suffix(reste)
    right = 3 <= len(fonction) <= 5 and len(reste) >= 5 and len(queue) in (0, 4, 8)
    right = right and all(set(part) <= _DIGITS for part in (fonction, reste[:5], queue))
    economique, suffixe = (reste[:5], queue) if right else ("", "")
    cle = f"{fonction}/{economique}{suffixe}" if economique else trim_formula(contenu)
    return {
        "net": net,
        "reste": reste,
        "queue": queue,
        "economique": economique,
        "suffixe": suffixe,
        "cle_article": cle,
    }


_DIGITS = frozenset("0123456789")
_KINDS_BUDGET = {c.nom: c.kind.nom for c in COLONNES_BUDGET}


def _suffix(reste: str) -> str:
    bare = reste.replace(")", "")
    if "projet" in reste.lower():
        return bare[-8:]
    return bare[6:46] if not reste[5:6] or reste[5] in ".:/(-" else reste[5:45]


def _key(ligne: Mapping[str, Contenu]) -> tuple[object, ...]:
    """What makes two lines the same for the sheet: cells compared as they stand, capitals and ways of writing aside."""
    values = (*(ligne.get(nom) for nom in _CLE[:-1]), _read_article(ligne.get("article"))["cle_article"])
    return tuple(value.lower() if isinstance(value, str) else serial(value) for value in values)


def _asks(kind: str, contenu: Contenu) -> bool:
    nombre = serial(contenu)
    match kind:
        case "exercice" if nombre is not None:
            return nombre not in ANNEES
        case "montant" if nombre is not None:
            return abs(nombre) >= MONTANT_MAX
        case "service_oe":
            return not blank(contenu) and trim_formula(contenu).upper() not in ("O", "E")
        case "rd":
            return not blank(contenu) and trim_formula(contenu).upper() not in ("R", "D")
        case _:
            return not blank(contenu)


def line_text(ligne: Mapping[str, Contenu], calculs: Mapping[str, Contenu], contexte: Contexte) -> str:
    """What the column says of a line."""
    if calculs is _LIGNE_VIDE:
        return ""
    if calculs["saisies"]:
        return str(calculs["saisies"])[1:]
    lue = _read_line(ligne, calculs)
    broken = [regle.direct for regle in REGLES_BUDGET if regle.test(lue, contexte) is not None]
    again = isinstance(calculs["lignes_pareilles"], int) and calculs["lignes_pareilles"] > 1
    return join_formula([*broken, *([LIGNE_EN_DOUBLE_DIRECT] if again else [])])


def _read_line(ligne: Mapping[str, Contenu], calculs: Mapping[str, Contenu]) -> LigneBudget:
    """The line as the formulas understand it, completed; an article they cannot read stays unreadable."""
    economique, suffixe = str(calculs["economique"]), str(calculs["suffixe"])
    fonction = str(calculs["net"]).partition("/")[0]
    read = Article(fonction, f"{economique[:3]}-{economique[3:]}", suffixe).texte if economique else "?"
    exercice = serial(ligne.get("exercice"))
    service, rd = (None if blank(ligne.get(nom)) else trim_formula(ligne.get(nom)).upper() for nom in ("service", "rd"))
    montants = {c.nom: serial(ligne.get(c.nom)) for c in COLONNES_BUDGET if c.kind is MONTANT}
    article = None if blank(ligne.get("article")) else read
    return complete_ligne(LigneBudget(None if exercice is None else int(exercice), service, rd, article, **montants))
