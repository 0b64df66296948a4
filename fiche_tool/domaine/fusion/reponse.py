"""A return ready for merging: what its author was shown, what they know by now, what they changed."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from fiche_tool.domaine.fiche.fiche import BUDGET, REPONSES, Budget, LigneBudget, Valeur
from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.fusion.tables_budget import Mouvement, TableBudget, find_moves, minus, pair_lines, read_table
from fiche_tool.domaine.grand_livre.acquis import MISE_A_JOUR, Cle, Etat, Genre, Origine, answers_of, lines_of, table_of
from fiche_tool.domaine.grand_livre.page import FichierRepris
from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.mots.textes import fold


@dataclass(frozen=True)
class Reponse:
    """A readable return: its lecture and the champs that errors hold back.

    `gardees`: the champs that may not be taken as emptied (« budget »: no line as removed). `anciens`: the files of
    older séances that came from the same sent fiche, or that this one corrects; oldest first.
    """

    lecture: Lecture
    retenues: frozenset[str] = frozenset()
    gardees: frozenset[str] = frozenset()
    anciens: Sequence[FichierRepris] = field(default=(), compare=False)

    @property
    def fichier(self) -> str:
        """The path of its file."""
        return self.lecture.fichier.chemin

    @property
    def sha256(self) -> str:
        """What tells its bytes, and its sheet, from any other; its path where they were not counted."""
        return self.lecture.fichier.piece or self.fichier

    @property
    def emise(self) -> date:
        """The séance that the fiche was sent for."""
        assert self.lecture.identite is not None
        return self.lecture.identite.seance

    @cached_property
    def envoi(self) -> str:
        """Which sent fiche it was typed in: the same for every copy of one; empty where the fiche lost its base."""
        return envoi_of(self.lecture)

    @cached_property
    def par(self) -> str:
        """Who signed it."""
        par = self.lecture.valeur("complete_par")
        return par if isinstance(par, str) else ""

    @cached_property
    def quand(self) -> Periode | None:
        """The day given in « le », else that of the last update."""
        for nom in ("complete_le", "mise_a_jour"):
            jour = self.lecture.valeur(nom)
            if isinstance(jour, Periode):
                return jour
        return None

    @property
    def jour(self) -> date | None:
        """The same, where it is an exact day."""
        return self.quand.debut if self.quand is not None and self.quand.jour else None

    @cached_property
    def remplacees(self) -> frozenset[str]:
        """The SHA-256 of the returns that it replaces wholly."""
        return frozenset(correction.sha256 for correction in self.lecture.corrige if not correction.cles)

    @cached_property
    def vues(self) -> frozenset[tuple[str, Cle]]:
        """The answers of others that its author has seen: SHA-256 and key."""
        return frozenset((c.sha256, cle[:5]) for c in self.lecture.corrige for cle in c.cles)

    def knows(self, origine: Origine, cle: Cle) -> bool:
        """True for a value whose origin its author knows: the same sent fiche, or a return that it corrects."""
        if origine.genre is not Genre.RETOUR:
            return False
        if origine.envoi and origine.envoi == self.envoi:
            return True
        return origine.sha256 in self.remplacees or (origine.sha256, cle[:5]) in self.vues

    def origine(self, feuille: str, cellule: str, seance: date | None = None) -> Origine:
        """The origin of a value taken from it."""
        jour = seance or self.lecture.fichier.seance
        return Origine(self.fichier, feuille, cellule, jour, self.par, Genre.RETOUR, self.sha256, self.envoi, self.jour)


@dataclass(frozen=True, slots=True)
class Changement:
    """One key that one return changed: to a value, to None where it was emptied, to the lines that now stand there."""

    cle: Cle
    avant: Valeur | None
    apres: Valeur | None
    reponse: Reponse


def envoi_of(lecture: Lecture) -> str:
    """A short hash of the action, the séance printed and the values as sent."""
    if lecture.identite is None or lecture.base is None:
        return ""
    sent = sorted(answers_of(lecture.base).items())
    words = (lecture.identifiant, lecture.identite.seance.isoformat(), repr(sent), repr(lines_of(lecture.base)))
    return hashlib.sha256("\n".join(words).encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Connu:
    """What the author of a return knows: the answers by champ, the budget lines."""

    valeurs: Mapping[str, Valeur]
    lignes: Budget


def delivered(anciens: Iterable[FichierRepris]) -> dict[str, Valeur | None]:
    """What the earlier returns of one sent fiche brought into the register; the latest of each champ."""
    found: dict[str, Valeur | None] = {}
    for ancien in sorted(anciens, key=lambda ancien: ancien.seance):
        found |= ancien.livre
    return found


def what_is_known(etat: Etat, reponse: Reponse) -> Connu:
    """The values as sent, brought up to what the same fiche, or the return it corrects, delivered since.

    A fresh copy of the sent fiche holds none of what was delivered: a cell left as printed is then unchanged.
    """
    lecture = reponse.lecture
    if lecture.base is None:
        return Connu(etat.valeurs, etat.budget)
    sent, lignes = answers_of(lecture.base), lines_of(lecture.base)
    standing = _standing(etat, reponse)
    if not standing and not reponse.anciens:
        return Connu(sent, lignes)
    returned = {nom: lu.valeur for nom, lu in lecture.champs.items()}
    held = delivered(_earlier_states(reponse, sent, returned))
    since = {**delivered(reponse.anciens), **held, **standing}
    own = {nom: valeur for nom, valeur in since.items() if nom != BUDGET and valeur != sent.get(nom)}
    table = held.get(BUDGET)
    typed_before = {nom for nom, valeur in held.items() if valeur != sent.get(nom)}
    known = dict(sent)
    for nom, valeur in own.items():
        if nom in typed_before or returned.get(nom) != sent.get(nom):
            _set(known, nom, valeur)
    for nom, valeur in held.items():
        if nom != BUDGET and returned.get(nom) == valeur:  # left as it stood, whatever other copies brought since
            _set(known, nom, valeur)
    return Connu(known, table if isinstance(table, tuple) else lignes)


def _standing(etat: Etat, reponse: Reponse) -> dict[str, Valeur | None]:
    """What stands in the register and its author knows, whoever of those who wrote it is named as its origin.

    Who emptied a cell is not kept: its author knows of it where all that they last delivered there was to empty it.
    """
    found: dict[str, Valeur | None] = {
        nom: etat.valeurs[nom] for nom, origine in etat.origines.items() if reponse.knows(origine, (nom,))
    }
    for ancien in reponse.anciens:
        for nom, origine in etat.origines.items():
            since = origine.seance is not None and ancien.seance >= origine.seance
            if since and nom in ancien.livre and ancien.livre[nom] == etat.valeurs[nom]:
                found[nom] = etat.valeurs[nom]
    last = {nom: ancien.seance for ancien in reponse.anciens for nom in ancien.livre}  # they come oldest first
    filled = {
        nom
        for ancien in reponse.anciens
        for nom, valeur in ancien.livre.items()
        if valeur is not None and ancien.seance == last[nom]
    }
    return found | dict.fromkeys(last.keys() - filled - etat.valeurs.keys())


def _earlier_states(
    reponse: Reponse, sent: Mapping[str, Valeur], returned: Mapping[str, Valeur | None]
) -> list[FichierRepris]:
    """The earlier returns that were this very file: what it was drawn from, of which a marked copy names every step.

    A file that names none goes on from those of its sent fiche of which it shows more than it leaves as printed: a
    fresh copy may bear « En cours » too, and must not empty the rest. What these were drawn from themselves is not
    held against it. What another copy of the sent fiche delivered was never on its sheet: left as printed, it says
    nothing.
    """
    drawn, fresh = reponse.remplacees, not reponse.lecture.corrige
    return [
        ancien
        for ancien in reponse.anciens
        if ancien.piece in drawn or (fresh and _goes_on(reponse, ancien, sent, returned))
    ]


def _goes_on(
    reponse: Reponse, ancien: FichierRepris, sent: Mapping[str, Valeur], returned: Mapping[str, Valeur | None]
) -> bool:
    """True where a fiche shows more of what an earlier return of its sent fiche brought than it leaves as printed.

    As much of both: where it still bears the signature and the day of that return.
    """
    livre, lecture = ancien.livre, reponse.lecture
    brought = [nom for nom in livre if nom != BUDGET and (nom,) != MISE_A_JOUR and livre[nom] != sent.get(nom)]
    table = minus(table_of(livre.get(BUDGET)), lines_of(lecture.base or {}))
    gone = sum(at is None for at in pair_lines(lecture.lignes, table))
    shown = sum(returned.get(nom) == livre[nom] for nom in brought) + sum(ligne in lecture.lignes for ligne in table)
    blank = sum(returned.get(nom) == sent.get(nom) for nom in brought) + gone
    signed = bool(ancien.par) and ancien.jour is not None and (ancien.par, ancien.jour) == (reponse.par, reponse.jour)
    return shown > blank or (shown == blank > 0 and signed)


def _set(valeurs: dict[str, Valeur], nom: str, valeur: Valeur | None) -> None:
    if valeur is None:
        valeurs.pop(nom, None)
    else:
        valeurs[nom] = valeur


def find_changes(etat: Etat, reponse: Reponse) -> Iterator[Changement]:
    """What the author of a return changed from what they knew. Without a base, what differs from the register."""
    connu = what_is_known(etat, reponse)
    for champ in REPONSES:
        lu = reponse.lecture.champs.get(champ.nom)
        if lu is None or lu.refuse or champ.nom in reponse.retenues:  # a cell that is gone says nothing
            continue
        before = connu.valeurs.get(champ.nom)
        kept = lu.valeur is None and champ.nom in reponse.gardees
        if lu.valeur != before and not kept:
            yield Changement((champ.nom,), before, lu.valeur, reponse)
    for move in budget_moves(etat, reponse, connu):
        yield Changement(move.cle, move.avant, move.apres, reponse)


def budget_table(reponse: Reponse, connu: Connu) -> TableBudget:
    """The returned budget table beside the one its author knew."""
    return read_table(connu.lignes, reponse.lecture.budget, keep=BUDGET in reponse.gardees)


def budget_moves(etat: Etat, reponse: Reponse, connu: Connu) -> list[Mouvement]:
    """What the author of a return changed in the budget table."""
    lues = reponse.lecture.budget
    if connu.lignes == tuple(lue.ligne for lue in lues) and not any(lue.refuse for lue in lues):
        return []
    table = budget_table(reponse, connu)
    return find_moves(etat.lignes, table, lambda origine: reponse.knows(origine, (BUDGET,)))


def place_of(changement: Changement) -> tuple[str, str]:
    """Sheet and cell of the value in its file; empty for lines taken away."""
    lecture = changement.reponse.lecture
    if changement.cle[0] != BUDGET:
        saisie = lecture.champs[changement.cle[0]].saisie
        return saisie.feuille, saisie.cellule
    fresh = [ligne for ligne in table_of(changement.apres) if ligne not in table_of(changement.avant)]
    return next((line_place(lecture, ligne) for ligne in (*fresh, *table_of(changement.apres))), ("", ""))


def line_place(lecture: Lecture, ligne: LigneBudget) -> tuple[str, str]:
    """Sheet and first filled cell of a budget line of a return."""
    return next((lue.lieu for lue in lecture.budget if lue.ligne == ligne and not lue.refuse), ("", ""))


def same_signature(one: Reponse, other: Reponse) -> bool:
    """True where the same person signed both, typed in the same sent fiche."""
    signed = bool(one.par) and fold(one.par) == fold(other.par)
    return signed and bool(one.envoi) and one.envoi == other.envoi
