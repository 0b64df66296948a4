"""Three-way merging of returns: value as sent, value returned, value in the register; never « the last one wins »."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from fiche_tool.domaine.constats import constats
from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.fiche.fiche import BUDGET, LABELS, REPONSES, Budget, LigneBudget, Valeur, Valeurs
from fiche_tool.domaine.fiche.lecture import Lecture, LigneLue
from fiche_tool.domaine.fiche.show import show_valeur
from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.mots.textes import shorten

K = TypeVar("K")
V = TypeVar("V")

Cle = tuple[str, ...]
"""What is merged on its own: (champ,) or (« budget », key of the line, its rank among lines of that key)."""


MISE_A_JOUR: Cle = ("mise_a_jour",)


@dataclass(frozen=True, slots=True)
class Origine:
    """Where an accepted value comes from."""

    fichier: str
    feuille: str
    cellule: str
    seance: date | None
    par: str = ""


@dataclass(frozen=True, slots=True)
class Etat:
    """What the register holds for one action: accepted values by key, and where each was taken."""

    valeurs: Mapping[Cle, Valeur | LigneBudget] = field(default_factory=dict)
    origines: Mapping[Cle, Origine] = field(default_factory=dict)

    def fiche(self) -> dict[str, Valeur | None]:
        """The values by champ, the budget lines gathered in their order."""
        fields: dict[str, Valeur | None] = {}
        lignes: list[tuple[Cle, LigneBudget]] = []
        for cle, valeur in self.valeurs.items():
            if isinstance(valeur, LigneBudget):
                lignes.append((cle, valeur))
            else:
                fields[cle[0]] = valeur
        fields[BUDGET] = tuple(ligne for _, ligne in sorted(lignes, key=lambda item: item[0]))
        return fields


@dataclass(frozen=True, slots=True)
class Reponse:
    """A readable return ready for merging: its lecture and the keys that errors hold back."""

    lecture: Lecture
    retenues: frozenset[Cle] = frozenset()

    @property
    def fichier(self) -> str:
        """The path of its file."""
        return self.lecture.fichier.chemin


@dataclass(frozen=True, slots=True)
class Changement:
    """One key that one return changed: to a value, or to None where it was emptied or its line removed."""

    cle: Cle
    avant: Valeur | LigneBudget | None
    apres: Valeur | LigneBudget | None
    reponse: Reponse


@dataclass(frozen=True, slots=True)
class Fusion:
    """The outcome of merging the returns of one action at one séance."""

    etat: Etat
    anomalies: tuple[Anomalie, ...] = ()
    changements: tuple[Changement, ...] = ()


def flatten(valeurs: Valeurs) -> dict[Cle, Valeur | LigneBudget]:
    """A fiche's content by key of merging; what is not filled in has no key."""
    flat: dict[Cle, Valeur | LigneBudget] = {}
    for champ in REPONSES:
        valeur = valeurs.get(champ.nom)
        if valeur is not None:
            flat[champ.nom,] = valeur
    lignes = valeurs.get(BUDGET) or ()
    assert isinstance(lignes, tuple)
    return flat | {cle: ligne for cle, ligne in zip(line_keys(lignes), lignes, strict=True)}


def line_keys(lignes: Budget) -> list[Cle]:
    """A key per budget line; lines of the same key are told apart by their rank."""
    seen: dict[tuple[int, str, str, str], int] = {}
    keys: list[Cle] = []
    for ligne in lignes:
        rank = seen[ligne.cle] = seen.get(ligne.cle, 0) + 1
        exercice, service, rd, article = ligne.cle
        keys.append((BUDGET, f"{exercice:04d}", service, rd, article, f"{rank:03d}"))
    return keys


def merge_seance(etat: Etat, reponses: Sequence[Reponse]) -> Fusion:
    """Fold the returns of one action at one séance into its register. The order of the returns is irrelevant.

    A key changed by nobody stays; changed by some to one value, it is taken, unless the register moved away from what
    they were sent; changed to different values, it stays and a conflict says who wrote what.
    """
    ordered = sorted(reponses, key=lambda reponse: reponse.fichier)
    by_key: dict[Cle, list[Changement]] = {}
    for reponse in ordered:
        for changement in find_changes(etat, reponse):
            by_key.setdefault(changement.cle, []).append(changement)
    valeurs, origines = dict(etat.valeurs), dict(etat.origines)
    anomalies: list[Anomalie] = []
    taken: list[Changement] = []
    for cle in sorted(by_key):
        current = etat.valeurs.get(cle)
        changements = _latest_update(by_key[cle], current) if cle == MISE_A_JOUR else by_key[cle]
        if not changements:
            continue
        if _agree(changements, current):
            change = changements[0]
            _set(valeurs, cle, change.apres)
            _set(origines, cle, _origin(change))
            if change.apres != current:
                taken.append(change)
        else:
            anomalies += [_conflict(cle, change, changements, current) for change in changements]
    return Fusion(Etat(valeurs, origines), tuple(anomalies), tuple(taken))


def _latest_update(changements: list[Changement], current: Valeur | LigneBudget | None) -> list[Changement]:
    """Dates of last update never contradict one another: the latest one is the last update, whoever wrote it."""
    dated = [(change.apres, change) for change in changements if isinstance(change.apres, Periode)]
    if not dated:
        return []
    latest, change = max(dated, key=lambda item: (item[0].fin, item[0].debut, item[0].texte, item[1].reponse.fichier))
    known = isinstance(current, Periode) and (current.fin, current.debut) >= (latest.fin, latest.debut)
    return [] if known else [replace(change, avant=current)]


def find_changes(etat: Etat, reponse: Reponse) -> Iterable[Changement]:
    """What the author of a return changed from what was sent. Without a base, what differs from the register."""
    lecture = reponse.lecture
    base = dict(etat.valeurs) if lecture.base is None else flatten(lecture.base)
    returned: dict[str, Valeur | None] = {nom: lu.valeur for nom, lu in lecture.champs.items()}
    lines = accepted_lines(lecture)
    flat = flatten(returned) | {cle: lue.ligne for cle, lue in lines.items()}
    for champ in REPONSES:
        if champ.nom not in lecture.champs:  # a cell that is gone says nothing
            flat.pop((champ.nom,), None)
            if (champ.nom,) in base:
                flat[champ.nom,] = base[champ.nom,]
    for cle in sorted(flat.keys() | base.keys()):
        if cle not in reponse.retenues and flat.get(cle) != base.get(cle) and not _hidden(cle, reponse, lines):
            yield Changement(cle, base.get(cle), flat.get(cle), reponse)


def accepted_lines(lecture: Lecture) -> dict[Cle, LigneLue]:
    """The budget lines that may be merged, by key; a refused line keeps its rank among those of its key."""
    keys = line_keys(tuple(lue.ligne for lue in lecture.budget))
    return {cle: lue for cle, lue in zip(keys, lecture.budget, strict=True) if not lue.refuse}


def _hidden(cle: Cle, reponse: Reponse, lines: Mapping[Cle, LigneLue]) -> bool:
    """True for a base line that must not be taken as removed, because some line of the fiche could not be read."""
    return cle[0] == BUDGET and (BUDGET,) in reponse.retenues and cle not in lines


def _agree(changements: Sequence[Changement], current: Valeur | LigneBudget | None) -> bool:
    """True where all wrote the same, and the register still holds what they were sent, or already what they wrote."""
    wanted = changements[0].apres
    same = all(change.apres == wanted for change in changements)
    return same and all(current in (change.avant, wanted) for change in changements)


def _set(mapping: dict[K, V], key: K, value: V | None) -> None:
    if value is None:
        mapping.pop(key, None)
    else:
        mapping[key] = value


def _place(change: Changement) -> tuple[str, str]:
    """Sheet and cell of the value in its file; empty for a removed line."""
    lecture = change.reponse.lecture
    if change.cle[0] != BUDGET:
        saisie = lecture.champs[change.cle[0]].saisie
        return saisie.feuille, saisie.cellule
    lue = accepted_lines(lecture).get(change.cle)
    return lue.lieu if lue else ("", "")


def _origin(change: Changement) -> Origine | None:
    if change.apres is None:
        return None
    par = change.reponse.lecture.valeur("complete_par")
    return Origine(
        change.reponse.fichier,
        *_place(change),
        change.reponse.lecture.fichier.seance,
        par if isinstance(par, str) else "",
    )


def _conflict(
    cle: Cle, change: Changement, changements: Sequence[Changement], current: Valeur | LigneBudget | None
) -> Anomalie:
    feuille, cellule = _place(change)
    versions = {c.reponse.fichier: show_valeur(cle[0], c.apres) or "(vide)" for c in changements}
    detail = " ; ".join(f"« {shorten(texte)} » dans {fichier}" for fichier, texte in versions.items())
    if len(set(versions.values())) == 1:
        detail += " ; le registre a changé depuis l'envoi"
    label = (
        LABELS[cle[0]] if len(cle) == 1 else f"{LABELS[BUDGET]}, ligne {' '.join(part for part in cle[1:5] if part)}"
    )
    return signal(
        constats.CONFLIT,
        fichier=change.reponse.fichier,
        feuille=feuille,
        cellule=cellule,
        champ=cle[0],
        label=label,
        action=change.reponse.lecture.identifiant,
        trouve=shorten(show_valeur(cle[0], change.apres)),
        attendu=shorten(show_valeur(cle[0], current)) or "(vide)",
        detail=detail,
        auteurs=_authors(cle, changements, current),
    )


def _authors(cle: Cle, changements: Sequence[Changement], current: Valeur | LigneBudget | None) -> tuple[str, ...]:
    """Each answer with the name of who gave it, for the colleagues who have to agree."""
    told: dict[str, list[str]] = {}
    for change in changements:
        par = change.reponse.lecture.valeur("complete_par")
        who = par if isinstance(par, str) else "sans signature"
        names = told.setdefault(shorten(show_valeur(cle[0], change.apres)) or "rien", [])
        if who not in names:
            names.append(who)
    if len(told) == 1:  # one answer, but the register moved since the fiche was sent
        told.setdefault(shorten(show_valeur(cle[0], current)) or "rien", ["réponse reprise auparavant"])
    return tuple(f"{texte} ({', '.join(names)})" for texte, names in told.items())


def group_by(items: Iterable[V], key: Callable[[V], K]) -> dict[K, list[V]]:
    """Items by key, in order of arrival."""
    groups: dict[K, list[V]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups
