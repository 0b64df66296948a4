"""What changed since the previous séance, and how the whole PST stood at each séance."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from fiche_tool.domaine.fiche.champs import lire
from fiche_tool.domaine.fiche.fiche import (
    BUDGET,
    BUDGET_LABEL,
    COMPLETE_PAR,
    DEBUT,
    FIN,
    INDICE_SANTE,
    INTERVENANTS,
    LABELS,
    STATUT_ACTION,
    TAUX_AVANCEMENT,
    LigneBudget,
    Valeur,
)
from fiche_tool.domaine.fiche.historique import Etape
from fiche_tool.domaine.fiche.show import show_valeur
from fiche_tool.domaine.fusion.fusion import MISE_A_JOUR, Cle, Etat, Origine
from fiche_tool.domaine.fusion.registre import Registre
from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.mots.nombres import show_montant
from fiche_tool.domaine.mots.saisie import show_date, show_decimal
from fiche_tool.domaine.mots.statuts import EN_COURS, HORS_MOYENNE, REALISE
from fiche_tool.domaine.mots.textes import natural_key, shorten
from fiche_tool.domaine.programme.programme import Action, Programme
from fiche_tool.domaine.synthese.lignes import AJOUTEE, INITIALE, LigneAction, action_row

LONGUEUR = 300
"""How much of a text is quoted on each side of a change."""


class NatureChangement(StrEnum):
    """What kind of thing changed, in the order a bureau asks for it."""

    NOUVELLE = "Nouvelle action"
    RETIREE = "Action retirée"
    STATUT = "Statut"
    TAUX = "Taux"
    DATES = "Dates"
    BUDGET = "Budget"
    INTERVENANTS = "Intervenants"
    TEXTES = "Textes"


_NATURES: Mapping[str, NatureChangement] = {
    STATUT_ACTION.nom: NatureChangement.STATUT,
    INDICE_SANTE.nom: NatureChangement.STATUT,
    TAUX_AVANCEMENT.nom: NatureChangement.TAUX,
    DEBUT.nom: NatureChangement.DATES,
    FIN.nom: NatureChangement.DATES,
    BUDGET: NatureChangement.BUDGET,
    **dict.fromkeys((champ.nom for champ in INTERVENANTS), NatureChangement.INTERVENANTS),
}


@dataclass(frozen=True, slots=True)
class Evolution:
    """One change: of which action, from what to what, and by whom. `ecart` says how much a number or a date moved."""

    nature: NatureChangement
    ligne: LigneAction
    champ: str
    avant: str
    apres: str
    ecart: str = ""
    origine: Origine | None = None


def find_evolutions(programme: Programme, registre: Registre, rows: Sequence[LigneAction]) -> tuple[Evolution, ...]:
    """Every change since the previous séance, by nature, then in the order of the programme.

    At a first séance there is nothing to compare answers with: only what differs from the words that the programme
    itself pre-filled counts as a change, and every action added or dropped since the initial PST is listed.
    """
    since = registre.precedente
    found = [
        *(
            _entry(NatureChangement.NOUVELLE, row)
            for row in rows
            if row.origine == AJOUTEE and _recent(row.action, since, registre.seance)
        ),
        *(
            _entry(NatureChangement.RETIREE, action_row(programme, registre, action))
            for action in sorted(programme.actions, key=lambda action: natural_key(action.numero))
            if not action.active and _recent(action, since, registre.seance)
        ),
        *(change for row in rows for change in _changes(registre, row)),
    ]
    natures = list(NatureChangement)
    return tuple(sorted(found, key=lambda evolution: natures.index(evolution.nature)))


def _recent(action: Action, since: date | None, seance: date) -> bool:
    return action.depuis is not None and action.depuis <= seance and (since is None or action.depuis > since)


def _entry(nature: NatureChangement, row: LigneAction) -> Evolution:
    assert row.action.depuis is not None
    words = f"depuis le {show_date(row.action.depuis)}"
    return Evolution(nature, row, "Programme", "" if nature is NatureChangement.NOUVELLE else "au programme", words)


def _changes(registre: Registre, row: LigneAction) -> Iterator[Evolution]:
    identifiant = row.action.identifiant
    avant, apres = registre.avant.get(identifiant, Etat()), registre.etats.get(identifiant, Etat())
    for cle in sorted(avant.valeurs.keys() | apres.valeurs.keys()):
        before, after = avant.valeurs.get(cle), apres.valeurs.get(cle)
        first_answer = registre.precedente is None and before is None
        if before != after and cle != MISE_A_JOUR and not first_answer:
            nature = _NATURES.get(cle[0], NatureChangement.TEXTES)
            origine = apres.origines.get(cle) or _who_removed(registre, identifiant, cle)
            yield Evolution(
                nature, row, _label(cle), _quote(cle, before), _quote(cle, after), _gap(before, after), origine
            )


def _label(cle: Cle) -> str:
    return LABELS[cle[0]] if cle[0] != BUDGET else f"{BUDGET_LABEL}, {' '.join(part for part in cle[1:5] if part)}"


def _quote(cle: Cle, valeur: Valeur | LigneBudget | None) -> str:
    return shorten(show_valeur(cle[0], valeur), LONGUEUR)


def _who_removed(registre: Registre, identifiant: str, cle: Cle) -> Origine | None:
    """The return that emptied a field or took a line away: nothing is left in the register to say so."""
    for change in registre.changements.get(identifiant, ()):
        if change.cle == cle and change.apres is None:
            lecture = change.reponse.lecture
            par = lecture.lire(COMPLETE_PAR) or ""
            return Origine(lecture.fichier.chemin, "", "", lecture.fichier.seance, par)
    return None


def _gap(before: Valeur | LigneBudget | None, after: Valeur | LigneBudget | None) -> str:
    """« +20 », « -150,00 € », « +92 jours »; nothing where one side has no number or date."""
    match before, after:
        case Decimal(), Decimal():
            return _signed(after - before)
        case LigneBudget(montant=Decimal() as old), LigneBudget(montant=Decimal() as new) if old != new:
            return f"{'+' if new > old else ''}{show_montant(new - old)} €"
        case Periode(), Periode() if before.fin != after.fin:
            days = (after.fin - before.fin).days
            return f"{_signed(Decimal(days))} jour{'s' if abs(days) > 1 else ''}"
    return ""


def _signed(nombre: Decimal) -> str:
    return ("+" if nombre > 0 else "") + show_decimal(nombre)


# --- the séances -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Seance:
    """How the live actions stood after a séance. `part`: réalisées or en cours, over the initial PST (0 to 1).

    `taux` is the mean taux, by the same method as everywhere; None where no action had one.
    """

    seance: date
    reponses: int
    realisees: int
    en_cours: int
    part: Decimal | None
    taux: Decimal | None


def build_seances(programme: Programme, registre: Registre, rows: Sequence[LigneAction]) -> tuple[Seance, ...]:
    """The figures of each séance at which an action was answered, the present one last, for the PST as it is now."""
    histories = {row.action.identifiant: registre.historique.get(row.action.identifiant, ()) for row in rows}
    jours = {etape.seance for history in histories.values() for etape in history} | {registre.seance}
    initial = sum(row.origine == INITIALE for row in rows) + sum(not action.active for action in programme.actions)
    return tuple(_figures(jour, rows, histories, initial) for jour in sorted(jours))


def _figures(jour: date, rows: Sequence[LigneAction], histories: Mapping[str, Sequence[Etape]], initial: int) -> Seance:
    stand = [(row, _latest(histories[row.action.identifiant], jour)) for row in rows]
    statuts = [(row, lire(etape.valeurs, STATUT_ACTION)) for row, etape in stand if etape]
    own = [statut for row, statut in statuts if row.origine == INITIALE]
    taux = [
        valeur
        for _, etape in stand
        if etape and lire(etape.valeurs, STATUT_ACTION) not in HORS_MOYENNE
        if (valeur := lire(etape.valeurs, TAUX_AVANCEMENT)) is not None
    ]
    done = sum(statut in (REALISE, EN_COURS) for statut in own)
    return Seance(
        seance=jour,
        reponses=sum(etape is not None and etape.seance == jour for _, etape in stand),
        realisees=sum(statut == REALISE for _, statut in statuts),
        en_cours=sum(statut == EN_COURS for _, statut in statuts),
        part=Decimal(done) / initial if initial and statuts else None,
        taux=sum(taux, Decimal(0)) / len(taux) if taux else None,
    )


def _latest(history: Sequence[Etape], jour: date) -> Etape | None:
    return next((etape for etape in reversed(history) if etape.seance <= jour), None)
