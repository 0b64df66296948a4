"""A fiche sent again by the same person: which earlier version of it the later one takes the place of."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.fiche.fiche import BUDGET, REPONSES, LigneBudget
from fiche_tool.domaine.fiche.kinds import Scalaire
from fiche_tool.domaine.fiche.lecture import ChampLu
from fiche_tool.domaine.fusion.admission import Admise
from fiche_tool.domaine.fusion.phrases import tell_latest
from fiche_tool.domaine.fusion.reponse import Changement, Reponse, find_changes, same_signature
from fiche_tool.domaine.fusion.suites import Reprise, signed_later
from fiche_tool.domaine.fusion.tables_budget import minus, pair_lines
from fiche_tool.domaine.grand_livre.acquis import MISE_A_JOUR, Etat, answers_of, lines_of
from fiche_tool.domaine.mots.textes import fold


@dataclass(frozen=True, slots=True)
class Restes:
    """What a version shows of what another one typed: how much it repeats, and leaves as printed.

    `loyale`: it repeats all but what errors hold back, and none of these errors is left.
    """

    repris: int
    laisse: int
    loyale: bool


def find_later(admises: Sequence[Admise], drawn: Container[str]) -> dict[str, Admise]:
    """By SHA-256, the version that takes the place of a return. `drawn`: those that marked copies replace already.

    A later day, and more of the other shown than left as printed: it is the same file typed on, not a fresh copy.
    The same day, only where it says all that the other validly said, and mends what errors held back of it.
    """
    by_author: dict[tuple[str, str], list[Admise]] = {}
    for admise in admises:
        reponse = admise.reponse
        if reponse.envoi and reponse.par and reponse.sha256 not in drawn:
            by_author.setdefault((reponse.envoi, fold(reponse.par)), []).append(admise)
    found: dict[str, Admise] = {}
    for several in by_author.values():
        for old in several if len(several) > 1 else ():
            newer = [one for one in several if replaces(one.reponse, old.reponse)]
            last = [one for one in newer if not any(signed_later(more.reponse, one.reponse) for more in newer)]
            if last:
                found.setdefault(old.reponse.sha256, last[0])
    return found


def versions_of(later: Mapping[str, Admise], sha: str) -> tuple[str, ...]:
    """The SHA-256 of the versions that one took the place of, and of those that they had taken the place of."""
    found = [sha]
    for one in found:
        found += [old for old, new in sorted(later.items()) if new.reponse.sha256 == one and old not in found]
    return tuple(found[1:])


def replaces(new: Reponse, old: Reponse) -> bool:
    """True where a version takes the place of another one of the same sent fiche, signed by the same person."""
    if old.vues or new.sha256 == old.sha256 or not same_signature(new, old):  # a copy settles what others wrote too
        return False
    later = signed_later(new, old)
    if not later and new.quand != old.quand:
        return False
    restes = compare(new, old)
    if not later:
        return restes.loyale
    return restes.repris > restes.laisse or restes.laisse == 0


def compare(new: Reponse, old: Reponse) -> Restes:
    """What a version shows of what another one typed in the same sent fiche."""
    places = [*_champs(new, old), *_lignes(new, old)]
    kept = all(same or held for same, _, held, _ in places)
    mended = any(held for *_, held, _ in places) and not any(still for *_, still in places)
    printed = sum(blank for _, blank, *_ in places)
    return Restes(sum(same for same, *_ in places), printed, kept and mended and not printed)


Place = tuple[bool, bool, bool, bool]
"""One thing that the older version typed: the same in the new one, left as printed, held back, held back still."""


def _champs(new: Reponse, old: Reponse) -> Iterator[Place]:
    assert old.lecture.base is not None
    sent = answers_of(old.lecture.base)
    for nom in (champ.nom for champ in REPONSES if (champ.nom,) != MISE_A_JOUR):
        lu, now = old.lecture.champs.get(nom), new.lecture.champs.get(nom)
        printed = (sent.get(nom), "")
        if lu is None or _typed(lu) == printed:
            continue
        said = printed if now is None else _typed(now)
        yield said == _typed(lu), said == printed, _is_held(old, nom), _is_held(new, nom) and _is_held(old, nom)


def _typed(lu: ChampLu[Scalaire]) -> tuple[Scalaire | None, str]:
    return (None, lu.saisie.texte) if lu.refuse else (lu.valeur, "")


def _is_held(reponse: Reponse, nom: str) -> bool:
    lu = reponse.lecture.champs.get(nom)
    return nom in reponse.retenues or (lu is not None and lu.refuse)


def _lignes(new: Reponse, old: Reponse) -> Iterator[Place]:
    sent = lines_of(old.lecture.base or {})
    mine, theirs = _table(old), _table(new)
    refused, again = _refused(old), _refused(new)
    written = minus(mine, sent)
    for ligne, at in zip(written, pair_lines(theirs, written), strict=True):
        now = None if at is None else theirs[at]
        held = ligne in refused
        yield now == ligne, now is None or (now != ligne and now in sent), held, held and now in again
    for here, there in zip(pair_lines(mine, sent), pair_lines(theirs, sent), strict=True):
        if here is None:  # taken away
            yield there is None, there is not None, False, False


def _table(reponse: Reponse) -> tuple[LigneBudget, ...]:
    return tuple(lue.ligne for lue in reponse.lecture.budget)


def _refused(reponse: Reponse) -> list[LigneBudget]:
    return [lue.ligne for lue in reponse.lecture.budget if lue.refuse]


def how_sent(new: Reponse, old: Reponse) -> str:
    """How the later version came, in words for its sentence."""
    if signed_later(new, old) and new.quand is not None:
        return f"signée le {new.quand.texte}"
    return "renvoyée corrigée"


def tell_versions(etat: Etat, admises: Sequence[Admise], later: Mapping[str, Admise]) -> Iterator[Anomalie]:
    """What there is to say of each version that takes the place of another one."""
    for old in (admise.reponse for admise in admises if admise.reponse.sha256 in later):
        yield from _tell_both(etat, later[old.sha256].reponse, old)


def _tell_both(etat: Etat, new: Reponse, old: Reponse) -> Iterator[Anomalie]:
    """Each value of the older version that the later one does not say any more, with what it says instead."""
    if new.quand is None:
        return
    said = {change.cle: change for change in find_changes(etat, new)}
    for change in find_changes(etat, old):
        cle = change.cle
        if cle == MISE_A_JOUR or cle[0] in new.retenues or cle[0] not in (*new.lecture.champs, BUDGET):
            continue
        now = said.get(cle, Changement(cle, change.avant, change.avant, new))
        if now.apres != change.apres:
            yield tell_latest(Reprise(change, now))
