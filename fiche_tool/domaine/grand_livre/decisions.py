"""Decisions: what somebody settled in « Points à trancher », binding only the answers that were shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from fiche_tool.domaine.fiche.fiche import Valeur
from fiche_tool.domaine.grand_livre.acquis import Cle, Etat, Genre


@dataclass(frozen=True, slots=True)
class Decision:
    """The value decided for one key of an action, whatever the answers shown said; None: left empty, or no line.

    `montrees` has the SHA-256 of the answers it settles, and of the decisions that contradicted each other there. For
    budget lines `valeur` is the lines that stand there. `jour` is the day given in « Le », `seance` the one whose
    workbook it was written in.
    """

    action: str
    cle: Cle
    montrees: tuple[str, ...]
    valeur: Valeur | None
    par: str
    jour: date | None
    fichier: str
    feuille: str
    cellule: str
    sha256: str = ""
    seance: date | None = None

    def comes_after(self, other: "Decision") -> bool:
        """True where its author saw the other one on the sheet, or gave a later day in « Le »."""
        if self.sha256 != other.sha256:
            if other.sha256 and other.sha256 in self.montrees:
                return True
            if self.sha256 and self.sha256 in other.montrees:
                return False
        return self.jour is not None and other.jour is not None and self.jour > other.jour

    def misses(self, etat: Etat) -> bool:
        """True where an answer that it does not show was taken at its key, at a séance after that of its workbook.

        What the secretariat writes meanwhile does not undo a decision: it is no answer.
        """
        since = self.seance or date.max
        taken = [one for one in etat.sources_at(self.cle) if one.genre is Genre.RETOUR]
        return any(one.seance and one.seance > since and one.sha256 not in self.montrees for one in taken)


@dataclass(frozen=True, slots=True)
class Regie:
    """What the returns of an action meet besides the register: decisions, and what programme.xlsx says since.

    `nom` is the action in the words of a sentence; `edits` the programme's own values that were changed after the
    returns were first collected. A decision may speak of `connus`, the SHA-256 of the returns and the decisions of the
    séance, and of `ouverts`, those of the answers that older points still ask about, by key.
    """

    seance: date
    nom: str = ""
    decisions: Sequence[Decision] = ()
    edits: Mapping[str, str] = field(default_factory=dict)
    connus: frozenset[str] = frozenset()
    ouverts: Mapping[Cle, frozenset[str]] = field(default_factory=dict)

    def is_asked(self, decision: Decision) -> bool:
        """True for a decision about something that is still asked: about answers of the séance, or an open point."""
        shown = frozenset(decision.montrees)
        return not shown.isdisjoint(self.connus) or not shown.isdisjoint(self.ouverts.get(decision.cle, ()))


def keep_standing(decisions: Sequence[Decision]) -> tuple[list[Decision], list[tuple[Decision, Decision]]]:
    """Of decisions about one key, those that no other comes after; and each of the others with one that does."""
    standing = [one for one in decisions if not any(other.comes_after(one) for other in decisions)]
    if not standing:  # each of them was shown another: none is the last
        return list(decisions), []
    replaced = ((one, next((other for other in standing if other.comes_after(one)), None)) for one in decisions)
    return standing, [(one, other or standing[0]) for one, other in replaced if one not in standing]
