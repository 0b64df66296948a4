"""The synthesis as data: the rows of the hierarchy, the flat tables, and their roll-ups (the only home of pandas).

Amounts are whole cents in the tables, so that sums are exact. A mean taux is the mean of the actions that have one,
Abandonné and Récurrent left out; an action that nobody answered for counts for nothing, never for 0 %.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from fiche_tool.domaine.anomalies import Anomalie
from fiche_tool.domaine.dates import Periode
from fiche_tool.domaine.fiche import BUDGET, LigneBudget
from fiche_tool.domaine.fusion import Etat, Origine, group_by
from fiche_tool.domaine.programme import Action, Niveau, Objectif, Place, Programme
from fiche_tool.domaine.registre import Registre
from fiche_tool.domaine.statuts import A_DEMARRER, ABANDONNE, CLOS, HORS_MOYENNE, STATUTS

SANS_REPONSE = "Sans réponse"
STATUTS_ET_SANS_REPONSE = (*STATUTS, SANS_REPONSE)
METHODE = (
    "Taux moyen : moyenne simple des taux des actions qui en ont un ; Abandonné et Récurrent exclus ; une action sans "
    "réponse ne compte pas."
)
MONTANTS = ("montant", "fonds_propres", "emprunt", "subsides")


@dataclass(frozen=True, slots=True)
class LigneNoeud:
    """A volet, axe, OS or OO of the annex, with what its actions add up to."""

    niveau: str
    cle: str
    numero: str
    intitule: str
    actions: int
    taux: Decimal | None


@dataclass(frozen=True, slots=True)
class LigneAction:
    """An action of the annex. `lien` marks a transversal action repeated under another OO it serves: counted once.

    `repondue`: some accepted return spoke of it, at this séance (`recue`) or an earlier one.
    """

    action: Action
    valeurs: Mapping[str, Any]
    lien: bool
    recue: bool
    repondue: bool
    taux: Decimal | None
    avant: Decimal | None
    statut: str | None
    fin: Periode | None
    en_retard: bool
    depart_en_retard: bool
    depenses: Decimal | None

    @property
    def delta(self) -> Decimal | None:
        """Points gained since before the séance; None where there is nothing to compare."""
        return None if self.taux is None or self.avant is None else self.taux - self.avant


Ligne = LigneNoeud | LigneAction


@dataclass(frozen=True, slots=True)
class Synthese:
    """All that the synthesis workbook shows. `actions` and `budget` are flat tables, one row per action or line."""

    programme: Programme
    registre: Registre
    lignes: tuple[Ligne, ...]
    actions: pd.DataFrame
    budget: pd.DataFrame
    anomalies: tuple[Anomalie, ...]

    @property
    def seance(self) -> date:
        """The day the synthesis is made for."""
        return self.registre.seance


def build_synthese(programme: Programme, registre: Registre, anomalies: tuple[Anomalie, ...]) -> Synthese:
    """Roll the register up the hierarchy. `anomalies` are those of the programme itself, shown with the files' own."""
    rows = {action.identifiant: _row(registre, action) for action in programme.actives}
    actions = pd.DataFrame(
        [_flat_action(programme, row) for row in rows.values()], columns=list(COLONNES_ACTIONS), dtype=object
    )
    budget = pd.DataFrame(
        [line for row in rows.values() for line in _flat_budget(programme, registre, row)],
        columns=list(COLONNES_BUDGET_PLAT),
        dtype=object,
    )
    return Synthese(
        programme, registre, tuple(_tree(programme, rows, actions)), actions, budget, (*anomalies, *registre.anomalies)
    )


def _row(registre: Registre, action: Action, lien: bool = False) -> LigneAction:
    etat = registre.etats.get(action.identifiant, Etat())
    valeurs = etat.fiche()
    avant = registre.avant.get(action.identifiant, Etat()).fiche()
    taux, statut, fin, debut = (valeurs.get(nom) for nom in ("taux", "statut", "fin", "debut"))
    before = avant.get("taux")
    seance, closed = registre.seance, statut in CLOS
    late = isinstance(fin, Periode) and fin.fin < seance and not closed
    slow = isinstance(debut, Periode) and debut.fin < seance and statut == A_DEMARRER
    lignes: tuple[LigneBudget, ...] = valeurs.get(BUDGET) or ()  # type: ignore[assignment]
    return LigneAction(
        action=action,
        valeurs=valeurs,
        lien=lien,
        recue=action.identifiant in registre.recues,
        repondue=action.identifiant in registre.recues or bool(etat.origines),
        taux=taux if isinstance(taux, Decimal) else None,
        avant=before if isinstance(before, Decimal) else None,
        statut=statut if isinstance(statut, str) else None,
        fin=fin if isinstance(fin, Periode) else None,
        en_retard=late,
        depart_en_retard=slow,
        depenses=_total(lignes, "D"),
    )


def _total(lignes: tuple[LigneBudget, ...], rd: str) -> Decimal | None:
    amounts = [ligne.montant for ligne in lignes if ligne.rd == rd and ligne.montant is not None]
    return sum(amounts, Decimal(0)) if amounts else None


# --- flat tables -----------------------------------------------------------------------------------------------------
COLONNES_ACTIONS = (
    "identifiant",
    "volet",
    "axe",
    "os",
    "oo",
    "numero",
    "libelle",
    "service",
    "mandataire",
    "responsable",
    "porteur",
    "partenaires",
    "plans",
    "statut",
    "taux",
    "avant",
    "debut",
    "fin",
    "mise_a_jour",
    "reponse",
    "moyenne",
    "retard",
)
COLONNES_BUDGET_PLAT = (
    "identifiant",
    "volet",
    "os",
    "oo",
    "numero",
    "exercice",
    "service",
    "rd",
    "article",
    *MONTANTS,
    "abandonne",
    "fichier",
    "cellule",
)


def place_label(niveau: str, volet: str, axe: str, numero: str) -> str:
    """What names an objective without doubt across the PST: « Interne OS 1 », « Externe axe 2 OO 1.1 »."""
    return f"{volet}{f' axe {axe}' if axe else ''} {niveau} {numero}".strip()


def _flat_action(programme: Programme, row: LigneAction) -> dict[str, Any]:
    action, values = row.action, row.valeurs
    strategique, _ = programme.objectifs_of(action)
    counted = row.taux is not None and row.statut not in HORS_MOYENNE
    return {
        "identifiant": action.identifiant,
        "volet": action.volet,
        "axe": action.axe,
        "os": place_label("OS", *strategique.place) if strategique else "",
        "oo": place_label("OO", *action.place),
        "numero": action.numero,
        "libelle": action.libelle,
        **{nom: values.get(nom) for nom in ("service", "mandataire", "responsable", "porteur", "partenaires", "plans")},
        "statut": row.statut or (SANS_REPONSE if not row.repondue else None),
        "taux": row.taux,
        "avant": row.avant,
        **{nom: values.get(nom) for nom in ("debut", "fin", "mise_a_jour")},
        "reponse": "Oui" if row.recue else "Non",
        "moyenne": "Oui" if counted else "Non",
        "retard": "Oui" if row.en_retard else "Non",
    }


def _flat_budget(programme: Programme, registre: Registre, row: LigneAction) -> Iterator[dict[str, Any]]:
    action, etat = row.action, registre.etats.get(row.action.identifiant, Etat())
    strategique, _ = programme.objectifs_of(action)
    for cle, ligne in sorted(etat.valeurs.items()):
        if isinstance(ligne, LigneBudget):
            origine = etat.origines.get(cle, Origine("", "", "", None))
            yield {
                "identifiant": action.identifiant,
                "volet": action.volet,
                "os": place_label("OS", *strategique.place) if strategique else "",
                "oo": place_label("OO", *action.place),
                "numero": action.numero,
                "exercice": ligne.exercice,
                "service": ligne.service,
                "rd": ligne.rd,
                "article": ligne.article,
                **{nom: _cents(getattr(ligne, nom)) for nom in MONTANTS},
                "abandonne": "Oui" if row.statut == ABANDONNE else "Non",
                "fichier": origine.fichier,
                "cellule": f"{origine.feuille}!{origine.cellule}" if origine.cellule else "",
            }


def _cents(montant: Decimal | None) -> int | None:
    return None if montant is None else int(montant * 100)


def to_euros(cents: int) -> Decimal:
    """Whole cents as euros."""
    return Decimal(int(cents)).scaleb(-2)


# --- the hierarchy ---------------------------------------------------------------------------------------------------
def _tree(programme: Programme, rows: Mapping[str, LigneAction], actions: pd.DataFrame) -> Iterator[Ligne]:
    """Volet > axe > OS > OO > action, in the order of the programme; an OO without action stays."""
    means = {column: mean_taux(actions, column) for column in ("volet", "os", "oo")}
    counts = {column: actions.groupby(column).size().to_dict() for column in ("volet", "os", "oo")}

    def node(niveau: str, column: str, cle: str, numero: str, intitule: str) -> LigneNoeud:
        return LigneNoeud(niveau, cle, numero, intitule, int(counts[column].get(cle, 0)), means[column].get(cle))

    own = group_by(programme.actives, lambda action: action.place)
    linked: dict[Place, list[Action]] = {}
    for action in programme.actives:
        for place in action.autres_objectifs:
            linked.setdefault(place, []).append(action)
    for volet in programme.volets:
        yield node(
            "volet",
            "volet",
            volet.nom,
            "",
            f"Volet {volet.nom.lower()}" + (f" – {volet.intitule}" if volet.intitule else ""),
        )
        axe = ""
        for strategique in _ordered(programme, Niveau.OS, volet.nom):
            if strategique.axe and strategique.axe != axe:
                axe = strategique.axe
                yield LigneNoeud("axe", f"{volet.nom} axe {axe}", "", programme.name_axe(volet.nom, axe), 0, None)
            label = place_label("OS", *strategique.place)
            yield node("OS", "os", label, f"OS {strategique.numero}", strategique.intitule)
            for operationnel in _ordered(programme, Niveau.OO, volet.nom):
                if operationnel.parent == strategique.place:
                    label = place_label("OO", *operationnel.place)
                    yield node("OO", "oo", label, f"OO {operationnel.numero}", operationnel.intitule)
                    yield from (rows[action.identifiant] for action in own.get(operationnel.place, ()))
                    for action in linked.get(operationnel.place, ()):
                        yield replace(rows[action.identifiant], lien=True)
    yield from _lost(programme, rows)


def _ordered(programme: Programme, niveau: Niveau, volet: str) -> list[Objectif]:
    """The objectives of a level in a volet, in the order of the sheet."""
    return [o for o in programme.objectifs if o.niveau is niveau and o.volet == volet]


def _lost(programme: Programme, rows: Mapping[str, LigneAction]) -> Iterator[Ligne]:
    """Actions whose OO is not in the hierarchy: shown all the same, at the end."""
    places = {o.place for o in programme.objectifs if o.niveau is Niveau.OO}
    orphans = {(o.place) for o in programme.objectifs if o.niveau is Niveau.OO and not _has_parent(programme, o)}
    lost = [a for a in programme.actives if a.place not in places or a.place in orphans]
    if lost:
        yield LigneNoeud("volet", "", "", "Actions sans objectif dans le programme (voir Anomalies)", len(lost), None)
        yield from (rows[action.identifiant] for action in lost)


def _has_parent(programme: Programme, oo: Objectif) -> bool:
    return programme.find_objectif(Niveau.OS, oo.parent) is not None and programme.volet(oo.volet) is not None


# --- roll-ups --------------------------------------------------------------------------------------------------------
def mean_taux(actions: pd.DataFrame, column: str, taux: str = "taux") -> dict[str, Decimal]:
    """By value of a column, the exact mean of the taux of its actions. `taux` may be « avant », the previous ones."""
    return {str(key): _mean(group[taux]) for key, group in _counted(actions, taux).groupby(column)}


def overall_taux(actions: pd.DataFrame, taux: str = "taux") -> Decimal | None:
    """The mean taux of the whole PST; None where no action has one."""
    counted = _counted(actions, taux)
    return _mean(counted[taux]) if len(counted) else None


def _counted(actions: pd.DataFrame, taux: str) -> pd.DataFrame:
    return actions[(actions["moyenne"] == "Oui") & actions[taux].notna()]


def _mean(taux: "pd.Series[Any]") -> Decimal:
    return sum(taux, Decimal(0)) / len(taux)


def count_statuts(actions: pd.DataFrame, column: str) -> pd.DataFrame:
    """How many actions stand at each status (columns, canonical order), by value of a column (rows, as they come)."""
    statuts = actions["statut"].fillna("Sans statut")
    table = pd.crosstab(actions[column], statuts) if len(actions) else pd.DataFrame()
    rows = list(dict.fromkeys(actions[column]))
    return table.reindex(index=rows, columns=list(STATUTS_ET_SANS_REPONSE), fill_value=0)


def count_at(table: pd.DataFrame, cle: str, statut: str) -> int:
    """One count of such a table, 0 for a row that is not there."""
    return int(table[statut].get(cle, 0))


def sum_budget(budget: pd.DataFrame, by: list[str]) -> dict[tuple[Any, ...], dict[str, Decimal]]:
    """The four amounts in euros, added up exactly, by the values of some columns; blanks add nothing."""
    filled = budget[by].astype(object).where(budget[by].notna(), None)
    for nom in MONTANTS:
        filled[nom] = pd.to_numeric(budget[nom].map(lambda cents: 0 if cents is None else cents)).astype("int64")
    sums = filled.groupby(by, dropna=False)[list(MONTANTS)].sum()
    return {
        tuple(None if part != part else part for part in (key if isinstance(key, tuple) else (key,))): {
            nom: to_euros(cents) for nom, cents in zip(MONTANTS, amounts, strict=True)
        }
        for key, *amounts in sums.itertuples(name=None)
    }
