"""The rules of merging stated again, naively, over plain dicts: one action, its scalar answers, séance after séance.

Written from the rules alone and without a line of the merging code: what it says and what the tool says must agree.
An answer is a dict: sha, envoi, made, base, said (champ → text, « » when empty), par, le, corrige, signed or not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

CHAMPS = ("taux", "statut", "commentaire", "porteur")
REPONSES = ("taux", "statut", "commentaire")
"""The champs that the programme does not hold too."""
Edge = tuple[str, str, date]
"""A change: from, to, and the séance of the fiche it was typed in."""


@dataclass(frozen=True)
class Retourne:
    """One file that came back. `corrige`: the return it was drawn from, and those which that one was drawn from itself,
    for no champ of their own; then those of the conflicts it shows."""

    sha: str
    chemin: str
    made: date
    base: Mapping[str, str]
    said: Mapping[str, str]
    par: str = ""
    le: int = 0
    corrige: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def envoi(self) -> tuple[object, ...]:
        """The sent fiche it was typed in."""
        return (self.made, *sorted(self.base.items()))


Change = tuple[str, str, Retourne]
"""The same, with the file it was typed in."""


@dataclass(frozen=True)
class Tranche:
    """A decision: the value of a champ, whatever the answers shown say. `le`: the day signed, 0 for none.

    `made` is the séance whose workbook it was written in.
    """

    champ: str
    montrees: frozenset[str]
    valeur: str
    le: int = 0
    made: date = date.max


@dataclass
class Livre:
    """The register of the one action: values, who wrote them, the points open, the files of older séances.

    `auteurs` are all those who wrote what stands, or said it again since: whose name comes first decides nothing.
    `vides` are the champs whose point is that everything came back empty at once.
    """

    valeurs: dict[str, str]
    sources: dict[str, Retourne | None] = field(default_factory=dict)
    auteurs: dict[str, tuple[Retourne, ...]] = field(default_factory=dict)
    ouverts: dict[str, tuple[date, frozenset[str]]] = field(default_factory=dict)
    vides: set[str] = field(default_factory=set)
    connus: set[str] = field(default_factory=set)
    pris: list[tuple[Retourne, dict[str, str], date]] = field(default_factory=list)
    porteur: str = ""


@dataclass
class Prevu:
    """What is foretold of a séance."""

    livre: Livre
    sorts: dict[str, str]


def foretell(
    livre: Livre, seance: date, porteur: str, retournes: Sequence[Retourne], tranches: Sequence[Tranche] = ()
) -> Prevu:
    """The register after a séance, and the fates that are not plain « received »."""
    after = Livre(
        dict(livre.valeurs),
        dict(livre.sources),
        dict(livre.auteurs),
        dict(livre.ouverts),
        set(livre.vides),
        livre.connus | {one.sha for one in retournes},
        list(livre.pris),
        porteur,
    )
    if porteur != livre.porteur:  # the secretariat edited programme.xlsx since
        after.valeurs["porteur"], after.sources["porteur"], after.auteurs["porteur"] = porteur, None, ()
    sorts = _fates(livre, after, retournes)
    merged = [one for one in retournes if one.chemin not in sorts]
    livres: dict[str, dict[str, str]] = {one.sha: {} for one in merged}
    emptied = {one.sha: _emptied(livre, after, one) for one in merged}
    for champ in CHAMPS:
        empty = [one for one in merged if champ in emptied[one.sha]]
        _merge(livre, after, champ, seance, merged, [t for t in tranches if t.champ == champ], livres, empty)
    known = {one.sha for one in merged}
    aside = [(one, dict[str, str](), seance) for one in retournes if one.sha not in livre.connus | known]
    heard = sorted(merged, key=lambda one: one.chemin)
    after.pris += [*aside, *((one, livres[one.sha], seance) for one in heard)]  # a copy may be drawn from one set aside
    return Prevu(after, sorts)


def _fates(livre: Livre, after: Livre, retournes: Sequence[Retourne]) -> dict[str, str]:
    sorts: dict[str, str] = {}
    here: set[object] = set()
    fresh = [one for one in retournes if one.sha not in livre.connus]
    drawn = {sha for one in fresh for sha in _drawn(one)}
    drawn |= _versions(fresh, drawn)
    for one in sorted(retournes, key=lambda x: x.chemin):
        if one.sha in livre.connus:
            sorts[one.chemin] = "Déjà reprise"
        elif one.sha in drawn:  # every copy of its bytes with it
            sorts[one.chemin] = "Remplacée"
        elif one.sha in here or _content(one) in here:
            sorts[one.chemin] = "Doublon"
        elif (
            not one.par and not one.le and all(one.said[champ] == _known(livre, after, one, champ) for champ in CHAMPS)
        ):
            sorts[one.chemin] = "Revenue telle quelle"
        if sorts.get(one.chemin) not in ("Remplacée", "Déjà reprise"):
            here |= {one.sha, _content(one)}
    return sorts


def _drawn(one: Retourne) -> set[str]:
    """What a copy was drawn from, every step: all of it is replaced."""
    return {sha for sha, cles in one.corrige if not cles}


def _saw(one: Retourne, champ: str) -> set[str]:
    """The answers at a champ that the author of a copy saw: those of what it was drawn from, those shown there."""
    return {sha for sha, cles in one.corrige if not cles or champ in cles}


def _versions(fresh: Sequence[Retourne], drawn: set[str]) -> set[str]:
    """Who sent a fiche again, signed a later day, and typed on in the same file: the older one is left aside.

    The same file shows more of what was typed than it leaves as printed, or leaves none of it so. A copy that speaks
    of a conflict stays: it settles what others wrote.
    """
    found = set[str]()
    standing = [one for one in fresh if one.sha not in drawn]
    for old in standing:
        brought = [champ for champ in CHAMPS if old.said[champ] != old.base[champ]]
        newer = [
            new
            for new in standing
            if (new.par, new.envoi) == (old.par, old.envoi) and new.le > old.le > 0
            for blank in [sum(new.said[champ] == old.base[champ] for champ in brought)]
            if not blank or sum(new.said[champ] == old.said[champ] for champ in brought) > blank
        ]
        if newer and old.par and not any(cles for _, cles in old.corrige):
            found.add(old.sha)
    return found


def _content(one: Retourne) -> object:
    """What makes twins of two files of different bytes."""
    return (one.envoi, *sorted(one.said.items()), one.par, one.le)


def _known(livre: Livre, after: Livre, one: Retourne, champ: str) -> str:
    """What its author had before them: as sent, or what this fiche or the one it corrects delivered since.

    They know what stands where they are among those who wrote it; else what stood on the very file they typed on. The
    register does not keep who emptied a cell: they know of it where all that they last delivered there was to empty it.
    """
    stood = _delivered_there(livre, one, champ)
    if one.said[champ] == (one.base[champ] if stood is None else stood):
        return one.said[champ]  # nothing was typed there since, in this file or in the one it goes on from
    corrected = _saw(one, champ)
    source = after.sources.get(champ)
    writers = [*after.auteurs.get(champ, ()), *([source] if source else ())]
    mine = [x for x in livre.pris if champ in x[1] and (x[0].envoi == one.envoi or x[0].sha in corrected)]
    if after.valeurs[champ] == "":
        knows = bool(mine) and not any(taken[champ] for _, taken, seance in mine if seance == mine[-1][2])
    else:
        knows = any(writer.envoi == one.envoi or writer.sha in corrected for writer in writers)
    if knows:
        return after.valeurs[champ]
    if stood is not None:
        return stood
    return mine[-1][1][champ] if mine else one.base[champ]


def _delivered_there(livre: Livre, one: Retourne, champ: str) -> str | None:
    """What an earlier state of this very file delivered at that champ; None where none did.

    It is the one it was drawn from, or, for a file that names none, one of the same fiche of which it shows more
    than it leaves as printed.
    """
    drawn = _drawn(one)
    for older, taken, _ in reversed(livre.pris):
        if one.corrige:
            mine = older.sha in drawn
        else:
            brought = [nom for nom, text in taken.items() if text != one.base[nom]]
            blank = sum(one.said[nom] == one.base[nom] for nom in brought)
            shown = sum(one.said[nom] == taken[nom] for nom in brought)
            signed = bool(one.par) and one.le > 0 and (one.par, one.le) == (older.par, older.le)
            goes_on = shown > blank or (shown == blank > 0 and signed)  # a fresh copy may say the same of one champ
            mine = older.envoi == one.envoi and goes_on
        if mine and champ in taken:  # the last state that said something there is what stood on the sheet
            return taken[champ]
    return None


def _merge(
    livre: Livre,
    after: Livre,
    champ: str,
    seance: date,
    merged: Sequence[Retourne],
    tranches: Sequence[Tranche],
    livres: dict[str, dict[str, str]],
    empty: Sequence[Retourne],
) -> None:
    silenced = {sha for one in merged for sha, cles in one.corrige if champ in cles}
    tranches, quarrel = _standing(livre, after, champ, [x for x in merged if x.sha not in silenced], tranches, empty)
    silenced |= {sha for tranche in tranches for sha in tranche.montrees}
    heard = [one for one in merged if one.sha not in silenced]
    emptied = [one for one in heard if one in empty]
    changes = [
        (avant, one.said[champ], one)
        for one in heard
        if one not in emptied and (avant := _known(livre, after, one, champ)) != one.said[champ]
    ]
    for tranche in tranches:
        after.valeurs[champ], after.sources[champ], after.auteurs[champ] = tranche.valeur, None, ()
    changes = [c for c in changes if not _outdated(c, changes)]
    edges = [(avant, said, one.made) for avant, said, one in changes]
    kept, contested, reached, disputed, ring = settle_changes(after.valeurs[champ], edges)
    for edge, (_, said, one) in zip(edges, changes, strict=True):
        if (
            said in reached and edge not in disputed
        ):  # it is the value, or one that somebody went on from; what is in conflict is not taken
            livres[one.sha][champ] = said
    moved = kept != after.valeurs[champ]
    writers = {one.sha for _, said, one in changes if moved and said == kept}
    if moved:
        author = min((c[2] for c in changes if c[1] == kept), key=lambda x: x.chemin)
        after.valeurs[champ], after.sources[champ], after.auteurs[champ] = kept, author, ()
    agreed = tuple(one for one in heard if livres[one.sha].get(champ) == after.valeurs[champ])
    after.auteurs[champ] = (*after.auteurs.get(champ, ()), *agreed)
    depuis, shown = livre.ouverts.get(champ, (seance, frozenset[str]()))
    sent_with = {older.envoi for older, *_ in livre.pris if older.sha in shown}
    answered = tranches or any(
        _saw(one, champ) & shown  # a fiche that shows the value kept settles nothing
        or ((one.sha in writers or champ in livre.vides) and (one.made > depuis or one.envoi in sent_with))
        for one in merged
        if one not in emptied
    )
    if answered:
        after.ouverts.pop(champ, None)
        after.vides.discard(champ)
    if quarrel and not contested and not emptied:  # nobody knows which one holds: it stays open, or opens again
        after.ouverts[champ] = livre.ouverts.get(champ, (seance, frozenset()))
    if contested or emptied:
        ends = _asked(kept, moved, edges, reached, disputed, ring)
        contrary = {c[2].sha for edge, c in zip(edges, changes, strict=True) if edge in ends}
        knew = any(
            one.sha in contrary and (one.made > depuis or one.envoi in sent_with or _saw(one, champ) & shown)
            for one in merged
        )
        older = frozenset() if answered or (contested and knew) else shown  # nobody spoke of those since
        after.ouverts[champ] = (depuis, frozenset(contrary | {x.sha for x in emptied}) | older)
    if emptied and not contested and champ not in after.ouverts.keys() & livre.ouverts.keys() - livre.vides:
        after.vides.add(champ)


def _asked(
    kept: str, moved: bool, edges: Sequence[Edge], reached: set[str], disputed: set[Edge], ring: set[Edge]
) -> list[Edge]:
    """The last words of those who contradict what is kept; who says that, or a value on the way to it, is no party.

    All who said the same are asked; in a ring nobody is the last: all of it is asked. So is who wrote what others
    went on from without being shown it.
    """
    against = [edge for edge in edges if edge[1] not in reached or edge in disputed]  # a ring is among these
    ends = [edge for edge in against if not any(_follows(other, edge) for other in edges)]
    ends = [*ring, *(edge for edge in ends if edge not in ring)]
    said = {b for _, b, _ in ends} - {kept}
    ends += [edge for edge in against if edge not in ends and edge[1] in said]
    if moved and any(edge[0] == kept for edge in against):
        ends = [*ends, *(e for e in edges if e[1] == kept and not any(_follows(other, e) for other in edges))]
    return ends or against


def _standing(
    livre: Livre,
    after: Livre,
    champ: str,
    heard: Sequence[Retourne],
    tranches: Sequence[Tranche],
    empty: Sequence[Retourne],
) -> tuple[list[Tranche], bool]:
    """The decisions that hold: older than no answer given since and no other decision; True where they quarrel."""
    changes = [
        (avant, one.said[champ], one)
        for one in heard
        if one not in empty and (avant := _known(livre, after, one, champ)) != one.said[champ]
    ]
    changes = [c for c in changes if not _outdated(c, changes)]
    current = after.valeurs[champ]
    kept, contested, *_ = settle_changes(current, [(a, b, one.made) for a, b, one in changes])

    def outdated(tranche: Tranche) -> bool:
        since = {b for _, b, one in changes if one.sha not in tranche.montrees and one.made > tranche.made}
        return not contested and kept != current and kept in since

    holding = [one for one in tranches if not outdated(one)]
    last = [one for one in holding if not any(other.le > one.le > 0 for other in holding)]
    return ([], True) if len({one.valeur for one in last}) > 1 else (last, False)


def _emptied(livre: Livre, after: Livre, one: Retourne) -> set[str]:
    """The answers that all came back empty at once: nothing is taken away, and one asks. One alone is an answer."""
    known = {champ for champ in REPONSES if _known(livre, after, one, champ)}
    return known if len(known) > 1 and not any(one.said[champ] for champ in known) else set()


def _outdated(change: Change, changes: Sequence[Change]) -> bool:
    """Same sent fiche, same signature, a later day: the author's last word wins; an earlier one may say the same."""
    later = [other for other in changes if _is_later(other, change)]
    last = [other for other in later if not any(_is_later(more, other) for more in later)]
    return any(other[1] != change[1] for other in last)


def _is_later(other: Change, change: Change) -> bool:
    late, early = other[2], change[2]
    return bool(early.par) and (late.par, late.envoi) == (early.par, early.envoi) and late.le > early.le > 0


def settle_changes(current: str, changes: Sequence[Edge]) -> tuple[str, bool, set[str], set[Edge], set[Edge]]:
    """The value that stands, whether it is contested, the values on the way to it, the changes in dispute, in a ring.

    Who starts from what another arrives at follows them. Nobody follows an answer typed in a fiche made after their
    own. Of those who did not know the register, the last words alone count; where they are none of the values on the
    way, nothing of the séance is taken. Who says what stands was heard, whatever others quarrel about.
    """
    edges = {(a, b, made) for a, b, made in changes if b != current or any(a == d for _, d, _ in changes)}
    chain = {edge for edge in edges if edge[0] == current}
    while more := {e for e in edges - chain if any(_follows(e, other) for other in chain)}:
        chain |= more
    kept, contested, reached, disputed, ring = _walk(current, chain)
    others = edges - chain
    last = {edge: _last_of(edge, others) for edge in others if edge[1] not in reached}
    if any(not ends or {b for _, b, _ in ends} - reached for ends in last.values()):
        return current, True, {current}, disputed, ring | {edge for edge, ends in last.items() if not ends}
    return kept, contested, reached, disputed, ring


def _last_of(edge: Edge, others: set[Edge]) -> set[Edge]:
    """Where those who went on from a change end; nowhere, in a ring."""
    onward = {edge}
    while more := {e for e in others - onward if any(_follows(e, one) for one in onward)}:
        onward |= more
    return {one for one in onward if not any(_follows(other, one) for other in others)}


def _walk(current: str, chain: set[Edge]) -> tuple[str, bool, set[str], set[Edge], set[Edge]]:
    """From the register along what follows it, as far as nobody contradicts it."""
    last = {one for one in chain if not any(_follows(other, one) for other in chain)}
    kept, front, reached = current, {edge for edge in chain if edge[0] == current}, {current}
    while front:
        onward = set(front)
        while more := {e for e in chain - onward if any(_follows(e, other) for other in onward)}:
            onward |= more
        nexts = {b for _, b, _ in front}
        if kept in {b for _, b, _ in onward}:  # somebody came back to it: in a ring nobody is the last
            return kept, True, reached, onward, onward
        if len(nexts) > 1:
            ends = {b for _, b, _ in onward & last}
            if len(ends) != 1:
                return kept, True, reached, onward, set()
            return ends.pop(), False, reached | {b for _, b, _ in onward}, set(), set()
        kept = nexts.pop()
        reached.add(kept)
        after = {e for e in chain if any(_follows(e, other) for other in front)}
        if after and front & last:  # one of those who wrote it was never shown to those who went on from it
            return kept, True, reached, set(), set()
        front = after
    return kept, False, reached, set(), set()


def _follows(one: tuple[str, str, date], other: tuple[str, str, date]) -> bool:
    return one[0] == other[1] and one[2] >= other[2]
