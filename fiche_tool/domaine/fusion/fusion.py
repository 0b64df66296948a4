"""Three-way merging of the returns of an action: as known to their author, as returned, as the register has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.fiche.fiche import BUDGET, Budget, Valeur
from fiche_tool.domaine.fusion.phrases import (
    point_of_decisions,
    tell_agreed,
    tell_conflict,
    tell_decided,
    tell_decisions,
    tell_latest,
    tell_moot,
    tell_overruled,
)
from fiche_tool.domaine.fusion.rebuild import rebuild, replace_table
from fiche_tool.domaine.fusion.reponse import Changement, Reponse, find_changes, place_of
from fiche_tool.domaine.fusion.suites import Issue, keep_latest, resolve
from fiche_tool.domaine.fusion.tables_budget import AJOUT, in_order, is_full, place_now
from fiche_tool.domaine.grand_livre.acquis import MISE_A_JOUR, Cle, Etat, Genre, Origine, line_cle, table_of
from fiche_tool.domaine.grand_livre.decisions import Decision, Regie, keep_standing
from fiche_tool.domaine.grand_livre.depart import edit_origin
from fiche_tool.domaine.grand_livre.points import Point
from fiche_tool.domaine.mots.dates import Periode

TABLE: Cle = (BUDGET,)
"""The key of the whole budget table, where all of it came back empty."""


@dataclass(frozen=True, slots=True)
class Fusion:
    """The outcome of merging the returns of one action at one séance.

    `changements` has one change for each key that changed, `lus` all that the returns changed, `pris` those that were
    taken; `tranches` the answers that a decision settled: SHA-256 and key.
    """

    etat: Etat
    anomalies: tuple[Anomalie, ...] = ()
    changements: tuple[Changement, ...] = ()
    points: tuple[Point, ...] = ()
    lus: tuple[Changement, ...] = ()
    pris: tuple[Changement, ...] = ()
    tranches: frozenset[tuple[str, Cle]] = frozenset()


@dataclass
class _Cas:
    """One key while it is being settled."""

    cle: Cle
    avant: Valeur | None
    socle: Valeur | None
    """What the returns meet: the value of the register, or what a decision or the programme put in its place."""
    issue: Issue
    origine: Origine | None = None
    """Where that comes from, if not from the register."""


def merge_seance(etat: Etat, reponses: Sequence[Reponse], regie: Regie | None = None) -> Fusion:
    """Fold the returns of one action at one séance into its register. The order of the returns is irrelevant.

    A key changed by nobody stays; changed by some who knew of each other, the last one is taken; changed differently by
    people who did not, the register stays and an open point says who wrote what.
    """
    return _Merge(etat, reponses, regie or Regie(date.min)).run()


class _Merge:
    """One merging, key by key."""

    def __init__(self, etat: Etat, reponses: Sequence[Reponse], regie: Regie) -> None:
        self.etat, self.regie = etat, _at_their_place(etat, regie)
        self.reponses = sorted(reponses, key=lambda reponse: reponse.fichier)
        self.anomalies: list[Anomalie] = []
        self.points: list[Point] = []
        self.tranches: set[tuple[str, Cle]] = set()
        self.judged: list[tuple[Changement, Reponse]] = []
        self.by_key: dict[Cle, list[Changement]] = {}
        for reponse in self.reponses:
            for change in find_changes(etat, reponse):
                self.by_key.setdefault(change.cle, []).append(change)
        self.table = self._decided_table()

    def run(self) -> Fusion:
        decided = {decision.cle for decision in self.regie.decisions} - {TABLE}
        edited = {(nom,) for nom in self.regie.edits}
        cases = {cle: self._settle(cle) for cle in sorted(self.by_key.keys() | decided | edited)}
        self._compare_lines(cases)
        for cas in cases.values():
            self._tell(cas)
        self._tell_judged(cases)
        etat = rebuild(
            self.etat,
            {cas.cle: (cas.issue.valeur, self._origin(cas)) for cas in cases.values()},
            self._table_typed(cases),
        )
        if self.table is not None:
            etat = replace_table(etat, table_of(self.table.valeur), self._origin_of(self.table))
        pris = tuple(change for cas in cases.values() for change in cas.issue.pris)
        changed = tuple(
            min(last, key=lambda change: change.reponse.fichier)
            for cas in cases.values()
            if cas.issue.valeur != cas.avant
            if (last := [change for change in cas.issue.pris if change.apres == cas.issue.valeur])
        )
        lus = tuple(change for several in self.by_key.values() for change in several)
        return Fusion(etat, tuple(self.anomalies), changed, tuple(self.points), lus, pris, frozenset(self.tranches))

    # --- one key -----------------------------------------------------------------------------------------------------
    def _settle(self, cle: Cle) -> _Cas:
        current = self._current(cle)
        changements = self._heard(cle)
        edited = self.regie.edits.get(cle[0]) if len(cle) == 1 else None
        if edited is not None:
            value = edited or None
            origine = edit_origin(self.regie.seance)
            after = [change for change in changements if change.avant == value]
            return self._decide(_Cas(cle, current, value, resolve(value, after), origine), after, value)
        if cle == MISE_A_JOUR:
            cas = _Cas(cle, current, current, _latest_update(changements, current))
            return self._decide(cas, changements, current)
        return self._decide(_Cas(cle, current, current, resolve(current, changements)), changements, current)

    def _current(self, cle: Cle) -> Valeur | None:
        if cle[0] != BUDGET:
            return self.etat.valeurs.get(cle[0])
        return in_order(acquise.ligne for acquise in self.etat.lignes if line_cle(acquise.ligne) == cle)

    def _heard(self, cle: Cle) -> list[Changement]:
        """The changes of a key without those that a later answer of their author, or one who saw them, replaces."""
        kept: list[Changement] = []
        for change in self.by_key.get(cle, ()):
            name = (change.reponse.sha256, cle[:5])
            judge = next((r for r in self.reponses if name in r.vues and r is not change.reponse), None)
            if judge is None:
                kept.append(change)
            else:
                self.judged.append((change, judge))
        if cle == MISE_A_JOUR:
            return kept
        kept, replaced = keep_latest(kept)
        self.anomalies += [tell_latest(reprise) for reprise in replaced]
        return kept

    def _said(self, reponse: Reponse, cle: Cle) -> Valeur | None:
        """What a return says at a key: its change, else what the register has."""
        own = (change.apres for change in self.by_key.get(cle, ()) if change.reponse is reponse)
        return next(own, self._current(cle))

    # --- decisions ---------------------------------------------------------------------------------------------------
    def _decide(self, cas: _Cas, changements: Sequence[Changement], current: Valeur | None) -> _Cas:
        """The same with what was decided: it replaces the answers that it shows, and no other."""
        decision, shown = self._binding(cas.cle, current, changements)
        if decision is None:
            return cas
        bound = [change for change in changements if change.reponse.sha256 in shown]
        self.anomalies += [tell_decided(change, decision) for change in bound if change.apres != decision.valeur]
        others = [change for change in changements if change.reponse.sha256 not in shown]
        value = in_order(decision.valeur) if isinstance(decision.valeur, tuple) else decision.valeur
        issue = _latest_update(others, value) if cas.cle == MISE_A_JOUR else resolve(value, others)
        return replace(cas, socle=value, issue=issue, origine=self._origin_of(decision))

    def _binding(
        self, cle: Cle, current: Valeur | None, changements: Sequence[Changement]
    ) -> tuple[Decision | None, set[str]]:
        """What was decided of a key, and the answers that it settles; None where nothing holds."""
        binding: list[Decision] = []
        for decision in self.regie.decisions:
            there = self._current(cle[:5]) if cle[5:] == (AJOUT,) and decision.valeur else None
            if decision.cle == cle and there:  # who decided to add a line saw none there
                self.anomalies += [tell_moot(decision, there, unseen=True)] if decision.valeur != there else []
            elif decision.cle == cle:
                since = self._answered_since(decision, current, changements)
                now = since.valeur if since else current
                unseen = decision.valeur != current and decision.misses(self.etat)
                if since is None and self.regie.is_asked(decision) and not unseen:
                    binding.append(decision)
                elif decision.valeur != now:
                    self.anomalies.append(tell_moot(decision, now, unseen=unseen))
        binding, replaced = keep_standing(binding)
        self.anomalies += [tell_overruled(one, by) for one, by in replaced if one.valeur != by.valeur]
        if any(decision.valeur != binding[0].valeur for decision in binding):
            told = tell_decisions(binding)
            self.anomalies += told
            self.points.append(point_of_decisions(self.regie, binding, current, told[0].texte))
            return None, set()
        if not binding:
            return None, set()
        ever = (*binding, *(one for one, _ in replaced))  # what was settled once stays so under a later decision
        shown = {sha for decision in ever for sha in decision.montrees}
        self.tranches |= {(sha, cle) for sha in shown}
        return min(binding, key=lambda decision: decision.fichier), shown

    @staticmethod
    def _answered_since(decision: Decision, current: Valeur | None, changements: Sequence[Changement]) -> Issue | None:
        """What answers that a decision does not show, and that fiches sent later hold, made of its key; else None."""
        if decision.seance is None:
            return None
        since = [
            change
            for change in changements
            if change.reponse.sha256 not in decision.montrees and change.reponse.emise > decision.seance
        ]
        issue = resolve(current, changements) if since else Issue(current)
        taken = issue.valeur != current and not issue.contestes
        return issue if taken and any(change.apres == issue.valeur for change in since) else None

    def _decided_table(self) -> Decision | None:
        """The whole budget table as decided, where it was: the answers shown then change no line of it."""
        decision, shown = self._binding(TABLE, self.etat.budget, self.by_key.get(TABLE, ()))
        for cle in [cle for cle in self.by_key if cle[0] == BUDGET] if decision else ():
            self.by_key[cle] = [change for change in self.by_key[cle] if change.reponse.sha256 not in shown]
        return decision

    def _origin_of(self, decision: Decision) -> Origine:
        return Origine(
            decision.fichier,
            decision.feuille,
            decision.cellule,
            self.regie.seance,
            decision.par,
            Genre.DECISION,
            decision.sha256,
            "",
            decision.jour,
        )

    # --- lines of different places -----------------------------------------------------------------------------------
    def _compare_lines(self, cases: dict[Cle, _Cas]) -> None:
        """Lines of one key that different people wrote at different places: the same once, else a conflict."""
        fresh: dict[Cle, list[_Cas]] = {}
        for cas in cases.values():
            for cle in {line_cle(ligne) for ligne in _written(cas)}:
                if is_full(cle):
                    fresh.setdefault(cle, []).append(cas)
        for cle, together in fresh.items():
            if len(together) > 1 and not frozenset.intersection(*(_authors(cas) for cas in together)):
                self._reconcile(cle, together)

    def _reconcile(self, cle: Cle, together: list[_Cas]) -> None:
        written = [[ligne for ligne in _written(cas) if line_cle(ligne) == cle] for cas in together]
        if all(lignes == written[0] for lignes in written):
            for cas in sorted(together, key=lambda cas: len(cas.cle))[1:]:
                rest = [ligne for ligne in table_of(cas.issue.valeur) if ligne not in written[0]]
                cas.issue = replace(cas.issue, valeur=in_order(rest))
        else:
            heads = tuple(change for cas in together for change in _heads(cas.issue))
            for cas in together:
                cas.issue = Issue(cas.avant, (), heads)

    # --- the outcome -------------------------------------------------------------------------------------------------
    def _tell(self, cas: _Cas) -> None:
        if cas.issue.contestes:
            point, anomalies = tell_conflict(self.regie, cas.cle, cas.issue)
            self.points.append(point)
            self.anomalies += [x for x in anomalies if x not in self.anomalies]

    def _tell_judged(self, cases: Mapping[Cle, _Cas]) -> None:
        """The answers that a copy takes the place of, once it is known whether the copy itself stands."""
        for change, judge in self.judged:
            self.anomalies += tell_agreed(change, judge, self._said(judge, change.cle), cases[change.cle].issue)

    def _origin(self, cas: _Cas) -> dict[object, Origine] | Origine | None:
        """Where the value comes from; for budget lines, where each of them does."""
        last = _heads(cas.issue) if cas.issue.valeur != cas.socle else []
        if cas.cle[0] != BUDGET:
            return _source(min(last, key=lambda change: change.reponse.fichier)) if last else cas.origine
        found: dict[object, Origine] = {}
        if cas.origine is not None:
            found = dict.fromkeys(table_of(cas.socle), cas.origine)
        for change in sorted(cas.issue.pris, key=lambda change: change.reponse.fichier, reverse=True):
            for ligne in table_of(change.apres):
                if ligne not in table_of(cas.socle):
                    found[ligne] = _source(replace(change, apres=(ligne,)))
        return found

    def _table_typed(self, cases: Mapping[Cle, _Cas]) -> Budget:
        """The order in which the one return that changed the table typed its lines; empty where several did."""
        budget = [cas for cas in cases.values() if cas.cle[0] == BUDGET]
        authors = {change.reponse.fichier: change.reponse for cas in budget for change in cas.issue.pris}
        if len(authors) != 1 or any(cas.issue.contestes or cas.origine for cas in budget):
            return ()
        (only,) = authors.values()
        return () if any(lue.refuse for lue in only.lecture.budget) else only.lecture.lignes


def _at_their_place(etat: Etat, regie: Regie) -> Regie:
    """The same; of a line to add that is still asked about, and that stands in the register by now, it is the place.

    Whoever decided to add nothing takes nothing away.
    """
    moved = {cle: place for cle in regie.ouverts if (place := place_now(cle, etat)) != cle}
    if not moved:
        return regie
    ouverts = dict(regie.ouverts)
    for cle, place in moved.items():
        ouverts[place] = ouverts[cle] | ouverts.get(place, frozenset())
    decisions = [
        replace(decision, cle=moved.get(decision.cle, decision.cle)) if decision.valeur else decision
        for decision in regie.decisions
    ]
    return replace(regie, decisions=decisions, ouverts=ouverts)


def _written(cas: _Cas) -> Budget:
    """The budget lines that the returns put at a place where they were not."""
    if cas.cle[0] != BUDGET or cas.issue.contestes:
        return ()
    before = table_of(cas.avant)
    return tuple(ligne for ligne in table_of(cas.issue.valeur) if ligne not in before)


def _authors(cas: _Cas) -> frozenset[str]:
    return frozenset(change.reponse.fichier for change in _heads(cas.issue))


def _heads(issue: Issue) -> list[Changement]:
    return [change for change in issue.pris if change.apres == issue.valeur]


def _source(change: Changement) -> Origine:
    return change.reponse.origine(*place_of(change))


def _latest_update(changements: Sequence[Changement], current: Valeur | None) -> Issue:
    """Dates of last update never contradict one another: the latest one is the last update, whoever wrote it."""
    dated = [(change.apres, change) for change in changements if isinstance(change.apres, Periode)]
    if not dated:
        return Issue(current)
    latest, change = max(dated, key=lambda item: (item[0].fin, item[0].debut, item[0].texte, item[1].reponse.fichier))
    if isinstance(current, Periode) and (current.fin, current.debut) >= (latest.fin, latest.debut):
        return Issue(current)
    return Issue(latest, (replace(change, avant=current),))
