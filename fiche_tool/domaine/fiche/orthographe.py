"""Reading the cell of a field: what its kind makes of it, without what is struck out, in the spelling of its list."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from fiche_tool.domaine.constats import constats_lecture
from fiche_tool.domaine.fiche.champs import Champ
from fiche_tool.domaine.fiche.kinds import Fait, Parsed, T_co, Vocabulaire, read_cell
from fiche_tool.domaine.mots.saisie import IMAGE, Saisie
from fiche_tool.domaine.mots.textes import fold, one_line, shorten


def spellings(mots: Iterable[str]) -> Mapping[str, str]:
    """Each word by what it is compared by; one that is spelled in two ways has no spelling of its own."""
    found: dict[str, set[str]] = {}
    for mot in mots:
        if mot.strip():
            found.setdefault(fold(mot), set()).add(mot.strip())
    return {key: next(iter(ways)) for key, ways in found.items() if len(ways) == 1}


def read_champ(champ: Champ[T_co], saisie: Saisie, vocabulaire: Vocabulaire) -> Parsed[T_co]:
    """Read the cell of a field. A word of its list in other case or accents takes the list's spelling, and says so."""
    if saisie.barree and not saisie.vide:
        return Parsed(faits=(Fait(constats_lecture.CASE_BARREE),))
    if saisie.erreur == IMAGE:
        return Parsed(faits=(Fait(constats_lecture.IMAGE_DANS_CASE),))
    parsed = read_cell(champ.kind, saisie, vocabulaire)
    if saisie.barre:
        parsed = replace(
            parsed, faits=(*parsed.faits, Fait(constats_lecture.MOTS_BARRES, detail=shorten(saisie.barre)))
        )
    mots = vocabulaire.mots.get(champ.nom) if not champ.kind.mots else None  # « Service » is O or E in the budget
    if not mots or not isinstance(parsed.valeur, str):
        return parsed
    spelled = _spell(parsed.valeur, mots, champ.multiple)
    if spelled == parsed.valeur or not isinstance(spelled, champ.kind.classe):
        return parsed
    return replace(parsed, valeur=spelled, note=f"« {one_line(parsed.valeur)} » lu comme « {one_line(spelled)} »")


def _spell(texte: str, mots: Mapping[str, str], multiple: bool) -> str:
    whole = mots.get(fold(texte))
    if whole is not None:
        return whole
    if not multiple:
        return texte
    lines = (";".join(_spell_part(part, mots) for part in line.split(";")) for line in texte.split("\n"))
    return "\n".join(lines)


def _spell_part(part: str, mots: Mapping[str, str]) -> str:
    """One of several words, with the blanks around it left alone."""
    own = mots.get(fold(part))
    return part if own is None else part.replace(part.strip(), own)
