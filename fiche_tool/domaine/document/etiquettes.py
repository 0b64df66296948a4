"""Recognising what one line of a PST document is: volet, axe, OS, OO, action, bare number, heading or plain text.

The forms are those met in the documents of CPAS and communes: « OS1 : », « O.S. 1. », « O.S. 2 Etre », « O.O. 4. »,
« 003.1 » (zeros for letters), « Objectif stratégique 2 », « 1.1 Agir », « A.16 », « Fiche-projet 3 ».
"""

import re

from fiche_tool.domaine.document.details import read_detail
from fiche_tool.domaine.document.document import Etiquette, GenreLigne
from fiche_tool.domaine.document.mots import USUELS, Mots
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import clean, fold

_I = re.IGNORECASE
_NOMBRE = r"(?P<numero>\d{1,3}(?:[.-]\d{1,3})*(?!\d)(?!,\d)(?!\s?%)|[IVX]{1,5}(?=[\s.:)–—-]|$))"
_QUI = r"(?:\s+(?P<volet>internes?|externes?))?"
_NO = r"\s*(?:n[°ºo]\.?\s*)?[-.:]?\s*"
_FIN = r"\s*\.?\s*(?:\((?P<entre>internes?|externes?)\)\s*)?[.:)°–—-]*\s*(?P<texte>.*)$"
_OS_MOT = r"(?P<mot>[o0]\.?\s?s\b\.?|[o0]\.?s(?=\d)|objectifs?\s+strat[eé]giques?|obj\.?\s*strat(?:\.|\b)|axes?\s+os)"
_OO_MOT = r"(?P<mot>o\.?\s?o\b\.?|[o0]\.?[o0](?=\d)|objectifs?\s+op[eé]rationnels?|obj\.?\s*op[eé]r?(?:\.|\b))"
_OO_ZEROS = regex(r"(?P<mot>0\.?\s?0\.?)\s?(?P<numero>\d{1,2}\.\d{1,2})(?!\d)" + _FIN)
_ACTION_MOT = (
    r"(?P<mot>a\.(?=\s?\d)|a(?=\d)|actions?(?=\s+(?:n[°ºo]\s*)?\d)|act\.|p\.(?=\s?\d)|projets?(?=\s+(?:n[°ºo]\s*)?\d)"
    r"|fiches?[\s-]?(?:projets?|actions?))"
)
_AXE_MOT = r"(?P<mot>axes?(?:\s+(?:strat[eé]giques?|prioritaires?|d['’]intervention|de\s+travail))?)"
_NUMEROTES = (
    (GenreLigne.OS, regex(_OS_MOT + _QUI + _NO + _NOMBRE + _FIN, _I)),
    (GenreLigne.OO, regex(_OO_MOT + _QUI + _NO + _NOMBRE + _FIN, _I)),
    (GenreLigne.OO, _OO_ZEROS),
    (GenreLigne.AXE, regex(_AXE_MOT + r"(?P<volet>)" + _NO + _NOMBRE + _FIN, _I)),
    (GenreLigne.ACTION, regex(_ACTION_MOT + r"(?P<volet>)" + _NO + _NOMBRE + _FIN, _I)),
)
_SANS_NUMERO = (
    (GenreLigne.OS, regex(_OS_MOT + r"\s*[:–—-]\s*(?P<texte>.+)$", _I)),
    (GenreLigne.OO, regex(_OO_MOT + r"\s*[:–—-]\s*(?P<texte>.+)$", _I)),
    (GenreLigne.AXE, regex(_AXE_MOT + r"\s*[:–—-]\s*(?P<texte>.+)$", _I)),
    (GenreLigne.ACTION, regex(r"(?P<mot>actions?|fiches?[\s-](?:projets?|actions?))\s*:\s*(?P<texte>.+)$", _I)),
)
_COTE = {"e": "Externe", "i": "Interne"}
_SUITE = r"[\s.:)–—-]*(?P<texte>.*)$"
_CODES = (
    regex(
        r"(?P<mot>V?(?P<cote>[EI])[\s.-]{0,2}OS[\s.-]?(?P<os>\d{1,2})(?:[\s.-]{0,2}OO[\s.-]?(?P<oo>\d{1,2})"
        r"(?:[\s.-]{0,2}A(?:CT)?[\s.-]?(?P<action>\d{1,3}))?)?)(?![\w.])" + _SUITE,
        _I,
    ),
)
_CODE_NIVEAU = regex(
    r"(?P<mot>(?P<niveau>OS|OO|A|ACT)[\s.-]?(?P<cote>[EI])[\s.-]?(?P<numero>\d{1,3}(?:[.-]\d{1,3}){0,3}))(?![\w])"
    + _SUITE
)
_CODE_NU = regex(r"(?P<mot>(?P<cote>[EI])\.?(?P<numero>\d{1,2}(?:\.\d{1,3}){0,2}))(?![\w.,]\d|\w)" + _SUITE)
CODE_LETTRE = regex(r"\s*(?P<lettre>[A-HJ-Z])\.\d{1,2}\.\d{1,3}(?![\d.])")
"""The number of an action where the OS have letters: « B.1.2 » is below « B.1 », and that below « B. »."""
_LETTRES = regex(r"(?P<mot>(?P<lettre>[A-HJ-Z])\.(?P<numero>\d{1,2}(?:\.\d{1,3})?)?)(?![\w.])" + _SUITE)
CODE_LONG = regex(r"\s*[EI]\.?\d{1,2}\.\d{1,2}\.\d{1,3}\b")
"""The code of an action: where a document has one, « E.1 » is an OS and « E.1.1 » an OO."""
_NU = regex(
    r"(?P<mot>(?P<numero>\d{1,2}(?:\.\d{1,2}){1,3})(?:\s*\.?\s*[)–—:-]|\.|\s)|(?P<seul>\d{1,2}|[IVX]{1,5})\s?(?:[.):]|/(?=\s)|\s[–—-]\s))"
    r"\s*(?P<texte>[^\W\d_].*|[«\"“(].*)$"
)
_VOLET = regex(
    r"(?:(?:pst|programme\s+strat[eé]gique\s+transversal)[^:]{0,40}?\s[–—-]\s*)?"
    r"(?:(?:[IVX]{1,4}|\d{1,2}|[A-Z])\s?[.)–—:-]\s*)?"
    r"(?P<mot>volet)\s+(?:n[°ºo]\s*)?(?:(?:\d|[IVX]{1,3})\s*[:.–—-]\s*(?=[«\"“]?\s*(?:interne|externe|[^\W\d_]+\s*$)))?[«\"“]?\s*"
    r"(?P<nom>interne|externe|[^\W_][\w'’]*(?:[\s-]+[\w'’]+){0,3}?)\s*(?P<suite>$|[:«\"“(–—].*|\s-\s.*)",
    _I,
)
_VOLET_NU = regex(r"(?:(?:[IVX]{1,4}|\d{1,2}|[A-Z])\s?[.)–—-]\s*)?(?P<nom>INTERNE|EXTERNE)\s*:?$")
_INTERTITRE = regex(
    r"(?:les\s+|nos\s+)?(?:objectifs?(?:\s+(?:strategiques?|operationnels?))?|o\.?s\.?|o\.?o\.?|actions?|projets?|axes?)"
    r"(?:\s+(?:concretes|prevues|a mener|et projets|et actions|/ ?projets|/ ?actions))?\s*:?"
)
_PAGE = regex(r"(?:page\s*)?[-–—]?\s*\d{1,3}\s*(?:[-–—]|(?:/|sur|de)\s*\d{1,3})?")
_SOMMAIRE = regex(
    r"(?:(?:\.\s?){4,}|…{2,}|(?:…(?:\s?\.)?\s?)+|_{4,}|\t|(?<!\s)\s{5,})\s*(?:p(?:age|\.)?\s*)?\d{1,3}$|(?<=[^\W(])[\s.…]+p(?:age|\.)\s?\d{1,3}$",
    _I,
)
"""Leaders and a page number. No two of its parts can take the same run of signs: hundreds of blanks cost nothing."""
_CASES = regex("[☐☑☒✗✘🗹🗷]")
_SECTION = regex(
    r"(?:en resume|en conclusion|conclusions?|annexes?|modele de fiche|lexique|glossaire|table des matieres|sommaire|"
    r"preambule|introduction|remerciements|bibliographie|evaluation du (?:pst|programme)|suivi du (?:pst|programme)|"
    r"moyens|voies et moyens)\b.{0,60}"
)
LEVELS = (GenreLigne.VOLET, GenreLigne.AXE, GenreLigne.OS, GenreLigne.OO, GenreLigne.ACTION)
"""The levels of the hierarchy that a label may announce, from the top."""
PAGE = "page"
"""What a page number, or a line of mere signs, is noted as."""
_HYPHENS = str.maketrans({"‐": "-", "‑": "-", "\u00ad": None})


def tidy(texte: str) -> str:
    """A text of the document on one line: markdown and extraction marks gone, its words untouched."""
    bare = re.sub(r"\*\*|__|^#+\s", "", clean(texte).translate(_HYPHENS))
    return " ".join(_CASES.sub(" ", bare).split())


def cut_page(texte: str) -> str:
    """A line of a table of contents without its page number and its leaders."""
    line = texte.rstrip()
    head, tail = line[:-_FIN_DE_LIGNE], line[-_FIN_DE_LIGNE:]
    found = _SOMMAIRE.search(tail)
    if found is None:
        return line
    return (head + tail[: found.start()]).rstrip() if found.start() else head.rstrip(" \t.…_")


_FIN_DE_LIGNE = 400
"""Signs at the end of a line where leaders and a page number are looked for: searching more takes their square."""


def read_label(texte: str, bullet: bool = False, mots: Mots = USUELS) -> Etiquette:
    """What a line says it is. `texte` comes without its bullet; `bullet` says that it had one."""
    if _SOMMAIRE.search(clean(texte)[-_FIN_DE_LIGNE:]):
        return Etiquette(GenreLigne.BRUIT, texte=tidy(texte), mot="sommaire")
    line = tidy(texte)
    folded = fold(line)
    if _PAGE.fullmatch(folded) or not any(c.isalnum() for c in line):
        return Etiquette(GenreLigne.BRUIT, texte=line, mot=PAGE)
    if _INTERTITRE.fullmatch(folded):
        return Etiquette(GenreLigne.BRUIT, texte=line, mot="intertitre")
    return (
        _read_own_word(line, mots)
        or _read_volet(line)
        or _read_code(line, mots)
        or _read_numbered(line)
        or _read_bare(line)
        or _read_detail(line)
        or (None if bullet or not _SECTION.fullmatch(folded) else Etiquette(GenreLigne.CHAPITRE, texte=line))
        or Etiquette(GenreLigne.TEXTE, texte=line)
    )


def _read_volet(line: str) -> Etiquette | None:
    alone = _VOLET_NU.fullmatch(line)
    if alone:
        return Etiquette(GenreLigne.VOLET, texte="", volet=alone["nom"].capitalize(), mot=line)
    found = _VOLET.fullmatch(line)
    if found is None or len(line) > 160 or " et " in f" {found['nom'].lower()} ":
        return None
    suite = found["suite"]
    if suite.endswith(".") and len(suite) > 60:
        return None
    return Etiquette(GenreLigne.VOLET, texte=suite.strip(' :«»"“”()–—-.'), volet=name_volet(found["nom"]), mot=line)


def name_volet(nom: str) -> str:
    """« INTERNE » → « Interne »; an acronym such as CPAS keeps its capitals."""
    words = [word if word.isupper() and len(word) <= 4 else word.lower() for word in nom.split()]
    name = " ".join(words)
    return name[:1].upper() + name[1:]


def _read_detail(line: str) -> Etiquette | None:
    fragment = read_detail(line)
    return Etiquette(GenreLigne.DETAIL, "", fragment.valeur, "", f"{fragment.etiquette} :") if fragment else None


def _read_own_word(line: str, mots: Mots) -> Etiquette | None:
    """A level in the centre's own word: « Défi 2 : … », « Engagement 2.1 – … »."""
    for genre in mots.propres:
        word = mots.pattern(genre).match(fold(line[:60]))
        found = _PROPRE.match(line, word.end()) if word else None
        if found and (found["numero"] or found["signe"]):
            numero = to_digits(found["numero"]) if found["numero"] else ""
            return Etiquette(genre, numero, found["texte"].strip(), "", line[: found.start("texte")].strip())
    return None


_PROPRE = regex(_NO + r"(?:" + _NOMBRE + r")?\s*(?P<signe>\.?\s*[:.)–—-]*)\s*(?P<texte>.*)$", _I)


def _read_code(line: str, mots: Mots) -> Etiquette | None:
    """« VE-OS1-OO2-A3 », « OSE1 », « E.1.2.3 » where the document numbers so: the code holds the volet."""
    for pattern in _CODES:
        found = pattern.match(line)
        if found:
            parts = [str(int(found[part])) for part in ("os", "oo", "action") if found[part]]
            return _of_code(found, ".".join(parts), (GenreLigne.OS, GenreLigne.OO, GenreLigne.ACTION)[len(parts) - 1])
    found = _CODE_NIVEAU.match(line)
    if found:
        genre = {"OS": GenreLigne.OS, "OO": GenreLigne.OO}.get(found["niveau"], GenreLigne.ACTION)
        return _of_code(found, to_digits(found["numero"]), genre)
    found = _LETTRES.match(line) if mots.lettres else None
    if found:
        parts = [str(ord(found["lettre"]) - 64), *(found["numero"] or "").split(".")]
        numero = ".".join(part for part in parts if part)
        genre = (GenreLigne.OS, GenreLigne.OO, GenreLigne.ACTION)[numero.count(".")]
        return Etiquette(genre, numero, found["texte"].strip(), "", found["mot"])
    found = _CODE_NU.match(line) if mots.codes else None
    if found:
        numero = to_digits(found["numero"])
        return _of_code(found, numero, (GenreLigne.OS, GenreLigne.OO, GenreLigne.ACTION)[numero.count(".")])
    return None


def _of_code(found: re.Match[str], numero: str, genre: GenreLigne) -> Etiquette:
    return Etiquette(genre, numero, found["texte"].strip(), _COTE[found["cote"].lower()], found["mot"])


def _read_numbered(line: str) -> Etiquette | None:
    for genre, pattern in _NUMEROTES:
        found = pattern.match(line)
        if found:
            groups = found.groupdict()
            side = groups.get("volet") or groups.get("entre") or ""
            numero = to_digits(found["numero"])
            mot = line[: found.start("texte")].strip()
            volet = name_volet(side).rstrip("s") if side else ""
            return Etiquette(genre, numero, found["texte"].strip(), volet, mot)
    for genre, pattern in _SANS_NUMERO:
        found = pattern.match(line)
        if found:
            return Etiquette(genre, "", found["texte"].strip(), "", line[: found.start("texte")].strip())
    return None


def _read_bare(line: str) -> Etiquette | None:
    found = _NU.match(line)
    if found is None:
        return None
    inner = _read_volet(found["texte"]) or _read_numbered(found["texte"])
    if inner is not None and (inner.numero or inner.volet):  # a heading numbered by itself: « 1.2. OS1 : … »
        return inner
    mot = line[: found.start("texte")].strip()
    return Etiquette(GenreLigne.NU, to_digits(found["numero"] or found["seul"]), found["texte"].strip(), "", mot)


_ROMAN = {"I": 1, "V": 5, "X": 10}


def to_digits(numero: str) -> str:
    """« IV » → « 4 »; a number in digits loses its leading zeros: « 03.1 » → « 3.1 »."""
    upper = numero.upper()
    if not upper[:1].isdecimal():
        values = [_ROMAN[letter] for letter in upper]
        total = sum(-v if v < max(values[i + 1 :], default=0) else v for i, v in enumerate(values))
        return str(total)
    return ".".join(str(int(part)) for part in re.split("[.-]", upper))
