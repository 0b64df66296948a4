"""The four carriers of a fiche's identity: sheet `_meta`, workbook names, printed reference, core properties."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fiche_tool.domaine.constats import constats
from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.fiche.fiche import BUDGET, HIERARCHIE, REPONSES, nom_de_cellule
from fiche_tool.domaine.fiche.identite import Identite
from fiche_tool.domaine.mots.dates import parse_periode
from fiche_tool.domaine.mots.identifiants import Reference, is_identifiant, parse_reference
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import one_line
from fiche_tool.excel.lecture.classeur import Classeur, Grille, Zone
from fiche_tool.excel.lecture.xml import escape

FEUILLE_META = "_meta"
META, NOMS, REFERENCE, PROPRIETES = (
    "la feuille _meta",
    "les noms de cellules",
    "la référence imprimée",
    "les propriétés du classeur",
)
CASES = "ses cases d'identité"
"""What stands for the names on a sheet that they do not point at."""
META_KEYS = (
    "reference",
    "programme",
    "identifiant",
    "seance",
    "modele",
    *(f"base.{c.nom}" for c in REPONSES),
    *(f"base.{c.nom}" for c in HIERARCHIE),
    f"base.{BUDGET}",
    "registre",
    "corrige",
)
"""What sheet `_meta` holds: the identity, every answer as it was sent, and the locked cells as they were then.

`corrige`, in a marked copy: the returns that it corrects, one a line. `registre`: the séance and hash of the register
that the fiche was filled from, empty for the first ones.
"""

PORTEURS = (META, NOMS, REFERENCE, PROPRIETES)
"""The carriers, in order of trust."""


@dataclass(frozen=True, slots=True)
class Reconnaissance:
    """What the carriers say together: an identity, or the anomalies that explain its absence."""

    identite: Identite | None
    anomalies: tuple[Anomalie, ...] = ()


def read_meta(classeur: Classeur) -> Mapping[str, str]:
    """The keys and values of sheet `_meta`, found by name whatever its visibility; empty where it is gone."""
    sheet = next((nom for nom in classeur.feuilles if nom.lower() == FEUILLE_META), None)
    return {} if sheet is None else read_meta_sheet(classeur.ouvrir(sheet))


def read_meta_sheet(grille: Grille) -> Mapping[str, str]:
    """The keys and values of such a sheet."""
    return {
        one_line(saisie.texte): grille.get((row, 2)).texte
        for (row, column), saisie in grille.cellules.items()
        if column == 1
    }


_VERSION = regex(r"[0-9]{1,4}")


def read_version(classeur: Classeur, meta: Mapping[str, str]) -> int | None:
    """The version of the model that a fiche was made from, as `_meta` or the fiche says; None where neither does."""
    told = parse_version(meta.get("modele", ""))
    if told is not None:
        return told
    zone = classeur.noms.get(nom_de_cellule("modele"))
    named = zone is not None and zone.feuille in classeur.feuilles
    printed = classeur.ouvrir(zone.feuille).get(zone.coin).texte if zone is not None and named else ""
    return parse_version(printed)


def parse_version(*told: str) -> int | None:
    """The first of these that is the number of a version."""
    return next((int(texte) for texte in map(str.strip, told) if _VERSION.fullmatch(texte)), None)


def recognise(
    classeur: Classeur, fiche: Grille | None, meta: Mapping[str, str], attendus: int = len(PORTEURS)
) -> Reconnaissance:
    """Compare the carriers, of which so many are expected.

    Two that agree are enough; two that differ put the whole file in doubt.
    """
    claims = {
        porteur: reference
        for porteur, reference in (
            (META, parse_reference(meta.get("reference", ""))),
            (NOMS, _from_names(classeur, fiche)),
            (REFERENCE, read_printed(fiche)),
            (PROPRIETES, parse_reference(classeur.proprietes.get("subject", ""))),
        )
        if reference is not None
    }
    if not claims:
        return Reconnaissance(None, (signal(constats.ETRANGER if fiche is None else constats.SANS_REFERENCE),))
    if len({(claim.programme, claim.identifiant) for claim in claims.values()}) > 1:
        same = len({claim.identifiant for claim in claims.values()}) == 1
        names = {porteur: claim.programme if same else claim.identifiant for porteur, claim in claims.items()}
        told = " ; ".join(f"{name} d'après {porteur}" for porteur, name in names.items())
        detail = f"plusieurs {'programmes' if same else 'actions'} ({told})"
        return Reconnaissance(None, (signal(constats.IDENTITES_DIFFERENTES, detail=detail),))
    found = tuple(claims)
    first = claims[found[0]]
    if len(found) == 1:
        return Reconnaissance(
            None, (signal(constats.IDENTITE_DOUTEUSE, detail=_to(found[0]), trouve=first.identifiant),)
        )
    identite = Identite(first.programme, first.identifiant, first.seance, found)
    if len(found) < attendus:
        return Reconnaissance(identite, (signal(constats.RECONNUE_GRACE_A, detail=_enumerate([*map(_to, found)])),))
    return Reconnaissance(identite)


def _to(porteur: str) -> str:
    """« à la feuille _meta », « aux noms de cellules »."""
    return f"aux {porteur.removeprefix('les ')}" if porteur.startswith("les ") else f"à {porteur}"


def _enumerate(words: Sequence[str]) -> str:
    """« a », « a et b », « a, b et c »."""
    return " et ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _from_names(classeur: Classeur, fiche: Grille | None) -> Reference | None:
    """The reference told by the cells that the names of the identity point at, on the form itself."""
    return None if fiche is None else read_identity(fiche, classeur.noms)


def read_identity(fiche: Grille, noms: Mapping[str, Zone]) -> Reference | None:
    """The reference told by the cells that these names point at on a form."""
    values: list[str] = []
    for nom in ("programme", "identifiant", "seance"):
        zone = noms.get(nom_de_cellule(nom))
        if zone is None or zone.feuille != fiche.nom or zone.endless:
            return None
        values.append(one_line(fiche.get(zone.coin).texte))
    programme, identifiant, jour = values
    seance = parse_periode(jour)
    if not (programme and is_identifiant(identifiant) and seance and seance.jour):
        return None
    return Reference(programme, identifiant, seance.debut)


def read_printed(fiche: Grille | None) -> Reference | None:
    """The first reference with right check characters that stands anywhere on the form."""
    if fiche is None:
        return None
    for saisie in fiche.cellules.values():
        if isinstance(saisie.brut, str) and saisie.brut.count("/") >= 3:
            reference = parse_reference(saisie.brut)
            if reference is not None:
                return reference
    return None


# --- writing the properties ------------------------------------------------------------------------------------------
def write_properties(core: str, mots: str, sujet: str) -> str:
    """The core properties with this subject (the reference of a fiche) and keywords; everything else in them stays.

    The prefixes are those that its root declares: not every program writes « cp » and « dc » there.
    """
    root = _ROOT.search(core)
    if root is None:
        return core
    main = f"{root[1]}:" if root[1] else ""
    declared = "" if f'xmlns:dc="{_DC}"' in root[0] else f' xmlns:dc="{_DC}"'
    for tag, own, texte in (("dc:subject", declared, sujet), (f"{main}keywords", "", mots)):
        element = f"<{tag}{own}>{escape(texte)}</{tag}>"
        found = re.search(_PROPERTY.format(tag=tag.rpartition(":")[2]), core, re.DOTALL)
        start, end = found.span() if found else (core.rindex(f"</{main}coreProperties>"),) * 2
        core = core[:start] + element + core[end:]
    return core


MOTS, SUJET = "\ufdd0", "\ufdd1"
"""Where keywords and subject go in core properties made ready: no text holds these two, which are no characters."""


def put_properties(core: str, mots: str, sujet: str) -> str:
    """The same of core properties made ready, with MOTS and SUJET in their places."""
    return core.replace(MOTS, escape(mots)).replace(SUJET, escape(sujet))


_DC = "http://purl.org/dc/elements/1.1/"
_ROOT = regex(r"<(?:(\w+):)?coreProperties\b[^>]*>")
_PROPERTY = r"<((?:\w+:)?{tag})(?:\s[^>]*)?(?:/>|>.*?</\1>)"
