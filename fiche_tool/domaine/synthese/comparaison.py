"""The PST at a séance beside the PST at an older one: what moved, action by action and in the figures."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from fiche_tool.domaine.fiche.historique import Etape
from fiche_tool.domaine.fusion.registre import Registre
from fiche_tool.domaine.grand_livre.acquis import Etat
from fiche_tool.domaine.grand_livre.page import PageRegistre, Seance
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.statuts import ABANDONNE
from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.domaine.synthese.lignes import LigneAction, action_row


# --- what a séance is compared with ----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Avant:
    """An older séance as it was given: the programme of its day, its register, the figures that were printed.

    `premiere`: it is the first register, which says what the PST initial was.
    """

    seance: date
    programme: Programme
    etats: Mapping[str, Etat]
    historique: Mapping[str, tuple[Etape, ...]]
    chiffres: Seance
    premiere: bool

    @property
    def nom(self) -> str:
        """« la séance du 24/11/2021 »; that of the first register is the adoption of the PST too."""
        words = f"la séance du {show_date(self.seance)}"
        return f"{words} (premier registre : le PST adopté)" if self.premiere else words


def as_given(page: PageRegistre) -> Avant:
    """The séance of a page of the ledger."""
    return Avant(
        page.seance,
        page.programme.at(page.seance),
        page.etats,
        page.historique,
        page.seances[-1],
        len(page.seances) == 1,
    )


def _rows_of(avant: Avant, registre: Registre) -> tuple[LigneAction, ...]:
    """The actions that were alive then, as that séance had them."""
    then = replace(registre, seance=avant.seance, etats=avant.etats, avant={}, retours=(), historique=avant.historique)
    return tuple(action_row(then, action) for action in avant.programme.actives)


# --- mean taux -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class TauxMoyens:
    """The mean taux then and now, each with the number of actions it is a mean of; then of those that count both times.

    `avant` is what was printed. None where no action had a taux.
    """

    avant: Decimal | None
    sur_avant: int
    apres: Decimal | None
    sur_apres: int
    constant_avant: Decimal | None
    constant_apres: Decimal | None
    sur_constant: int

    @property
    def ecart(self) -> Decimal | None:
        """From what was printed then to what is printed now."""
        return None if self.avant is None or self.apres is None else self.apres - self.avant

    @property
    def progres(self) -> Decimal | None:
        """Points gained by the actions that count both times: like compared with like."""
        if self.constant_avant is None or self.constant_apres is None:
            return None
        return self.constant_apres - self.constant_avant


def compare_taux(avant: Iterable[LigneAction], apres: Iterable[LigneAction], imprime: Decimal | None) -> TauxMoyens:
    """The mean taux of the live actions of two séances. `imprime` is the one that was printed at the older."""
    was = {row.action.identifiant: row.taux for row in avant if row.compte}
    now = {row.action.identifiant: row.taux for row in apres if row.compte}
    both = [identifiant for identifiant in now if identifiant in was]
    return TauxMoyens(
        imprime,
        len(was),
        mean(now.values()),
        len(now),
        mean(was[identifiant] for identifiant in both),
        mean(now[identifiant] for identifiant in both),
        len(both),
    )


def mean(taux: Iterable[Decimal | None]) -> Decimal | None:
    """The exact mean of some taux; None where there is none."""
    known = [one for one in taux if one is not None]
    return sum(known, Decimal(0)) / len(known) if known else None


# --- actions ---------------------------------------------------------------------------------------------------------
class Presence(StrEnum):
    """Whether an action was in the programme at both séances."""

    COMMUNE = "Aux deux séances"
    AJOUTEE = "Ajoutée"
    RETIREE = "Retirée"


@dataclass(frozen=True, slots=True)
class LigneComparee:
    """An action then and now; None at the séance where it was not in the programme. It is at one of them at least."""

    avant: LigneAction | None
    apres: LigneAction | None

    @property
    def ligne(self) -> LigneAction:
        """The action as it is now, or as it was last."""
        found = self.apres or self.avant
        assert found is not None
        return found

    @property
    def presence(self) -> Presence:
        """At which of the two it was in the programme."""
        if self.avant is None:
            return Presence.AJOUTEE
        return Presence.RETIREE if self.apres is None else Presence.COMMUNE

    @property
    def points(self) -> Decimal | None:
        """Points of taux gained."""
        was, now = (side.taux if side else None for side in (self.avant, self.apres))
        return None if was is None or now is None else now - was

    @property
    def jours(self) -> int | None:
        """Days by which its deadline moved, later above zero."""
        was, now = (side.fin if side else None for side in (self.avant, self.apres))
        return None if was is None or now is None else (now.fin - was.fin).days

    @property
    def ecart_depenses(self) -> Decimal | None:
        """By how much its dépenses grew; None where it has none on either side."""
        return self._gap(*(side.depenses if side else None for side in (self.avant, self.apres)))

    @property
    def ecart_recettes(self) -> Decimal | None:
        """By how much its recettes grew; None where it has none on either side."""
        return self._gap(*(side.recettes if side else None for side in (self.avant, self.apres)))

    @staticmethod
    def _gap(was: Decimal | None, now: Decimal | None) -> Decimal | None:
        return None if was is None and now is None else (now or Decimal(0)) - (was or Decimal(0))

    @property
    def bouge(self) -> bool:
        """True where anything compared here differs."""
        was, now = self.avant, self.apres
        if was is None or now is None:
            return True
        return any(getattr(was, nom) != getattr(now, nom) for nom in ("etat", "taux", "fin", "depenses", "recettes"))


# --- the whole -------------------------------------------------------------------------------------------------------
class Unite(StrEnum):
    """What a figure counts."""

    ACTIONS = "actions"
    PART = "part"
    POINTS = "points"
    EUROS = "euros"


@dataclass(frozen=True, slots=True)
class Mesure:
    """A figure then and now. `precision` says of how many actions, where it is a mean."""

    cle: str
    libelle: str
    unite: Unite
    avant: Decimal | int | None
    apres: Decimal | int | None
    precision: str = ""

    @property
    def ecart(self) -> Decimal | int | None:
        """From then to now; None where one of them is not known."""
        return None if self.avant is None or self.apres is None else self.apres - self.avant


@dataclass(frozen=True, slots=True)
class Comparaison:
    """The PST at two séances. `passages` counts the actions of both by the states they had then and have now."""

    avant: Avant
    taux: TauxMoyens
    mesures: tuple[Mesure, ...]
    lignes: tuple[LigneComparee, ...]
    passages: Mapping[tuple[str, str], int]

    @property
    def bougees(self) -> tuple[LigneComparee, ...]:
        """The actions that moved, in the order of the programme, those that left it last."""
        return tuple(ligne for ligne in self.lignes if ligne.bouge)


def compare(registre: Registre, rows: Sequence[LigneAction], avant: Avant) -> Comparaison:
    """A séance beside an older one. `rows` are its live actions."""
    then = _rows_of(avant, registre)
    was = {row.action.identifiant: row for row in then}
    live = {row.action.identifiant for row in rows}
    lignes = (
        *(LigneComparee(was.get(row.action.identifiant), row) for row in rows),
        *(LigneComparee(row, None) for row in then if row.action.identifiant not in live),
    )
    taux = compare_taux(then, rows, avant.chiffres.taux)
    passages = Counter((x.avant.etat, x.apres.etat) for x in lignes if x.avant and x.apres)
    return Comparaison(avant, taux, tuple(_measures(registre, then, rows, avant, taux)), lignes, passages)


def _measures(
    registre: Registre, then: Sequence[LigneAction], now: Sequence[LigneAction], avant: Avant, taux: TauxMoyens
) -> Iterable[Mesure]:
    own = registre.seances[-1]
    yield Mesure("actions", "Actions au programme", Unite.ACTIONS, len(then), len(now))
    yield Mesure("part", "Réalisées ou en cours, part du PST initial", Unite.PART, avant.chiffres.part, own.part)
    yield Mesure(
        "taux",
        "Taux moyen d'avancement, tel qu'imprimé à chaque séance",
        Unite.POINTS,
        taux.avant,
        taux.apres,
        f"sur {say_actions(taux.sur_avant)}, puis sur {say_actions(taux.sur_apres)}",
    )
    yield Mesure(
        "taux_constant",
        "Taux moyen des mêmes actions aux deux séances",
        Unite.POINTS,
        taux.constant_avant,
        taux.constant_apres,
        f"sur {say_actions(taux.sur_constant)}",
    )
    late, was_late = (sum(row.en_retard for row in rows) for rows in (now, then))
    yield Mesure("retard", "Actions en retard", Unite.ACTIONS, was_late, late)
    for nom, words in (("depenses", "Dépenses prévues"), ("recettes", "Recettes prévues")):
        whole = (_sum(then, nom), _sum(now, nom))
        yield Mesure(
            nom,
            f"{words}, hors actions abandonnées",
            Unite.EUROS,
            *whole,
            "actions au programme alors, puis maintenant",
        )


def _sum(rows: Iterable[LigneAction], nom: str) -> Decimal:
    return sum((getattr(row, nom) or Decimal(0) for row in rows if row.statut != ABANDONNE), Decimal(0))


def say_actions(nombre: int) -> str:
    """« 1 action », « 34 actions »."""
    return say_count(nombre, "action")
