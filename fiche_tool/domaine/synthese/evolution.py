"""What changed since an older séance, the previous one unless another is asked for: the answers, the programme."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from fiche_tool.domaine.fiche.fiche import (
    BUDGET,
    BUDGET_LABEL,
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
from fiche_tool.domaine.fiche.show import show_apart, show_valeur
from fiche_tool.domaine.fusion.registre import Registre
from fiche_tool.domaine.fusion.tables_budget import pair_lines
from fiche_tool.domaine.grand_livre.acquis import MISE_A_JOUR, Etat, Origine, own_values
from fiche_tool.domaine.grand_livre.depart import edit_origin, first_etat
from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.mots.nombres import show_montant
from fiche_tool.domaine.mots.saisie import show_date, show_decimal
from fiche_tool.domaine.mots.textes import natural_key, shorten, shorten_words
from fiche_tool.domaine.mots.typographie import s, typographe
from fiche_tool.domaine.programme.programme import Action, Programme, show_place
from fiche_tool.domaine.synthese.comparaison import Avant
from fiche_tool.domaine.synthese.lignes import AJOUTEE, LigneAction, action_row

LONGUEUR = 300
"""How much of a text is quoted on each side of a change."""


class NatureChangement(StrEnum):
    """What kind of thing changed, in the order a bureau asks for it."""

    NOUVELLE = "Nouvelle action"
    RETIREE = "Action retirée"
    DEPLACEE = "Action déplacée"
    RENUMEROTEE = "Action renumérotée"
    REFORMULEE = "Libellé"
    STATUT = "Statut"
    TAUX = "Taux"
    DATES = "Dates"
    BUDGET = "Budget"
    INTERVENANTS = "Intervenants"
    TEXTES = "Textes"


AU_PROGRAMME = "Programme"
"""What bears a change that is none of a field: the action came, left, or stands elsewhere."""
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


def find_evolutions(
    programme: Programme, registre: Registre, rows: Sequence[LigneAction], since: Avant | None
) -> tuple[Evolution, ...]:
    """Every change since an older séance, by nature, then in the order of the programme.

    At a first séance there is nothing to compare answers with: only what differs from the words that the programme
    itself pre-filled counts as a change, and every action added or dropped since the initial PST is listed.
    """
    gone = [
        action_row(registre, action)
        for action in sorted(programme.actions, key=lambda action: natural_key(action.numero))
        if action.identifiant and not action.active
    ]
    jour, before = (since.seance, since.programme) if since else (None, None)
    found = [
        *(
            _entry(NatureChangement.NOUVELLE, row, row.action.depuis, since)
            for row in rows
            if _is_new(registre, row, since)
        ),
        *(
            _entry(NatureChangement.RETIREE, row, row.action.retiree, since)
            for row in gone
            if _is_gone(registre, row.action, since)
        ),
        *(change for row in rows if before for change in _changes_of_programme(before, row)),
        *(
            change
            for row in rows
            for change in _changes(registre, row, _etat_then(programme, registre, row, since), jour)
        ),
    ]
    natures = list(NatureChangement)
    return tuple(sorted(found, key=lambda evolution: natures.index(evolution.nature)))


def _etat_then(programme: Programme, registre: Registre, row: LigneAction, since: Avant | None) -> Etat:
    """What the register held of an action then; of one that was not there yet, what the programme says of it."""
    identifiant = row.action.identifiant
    if since is None or since.seance == registre.precedente:
        return registre.avant.get(identifiant, Etat())
    first = first_etat(own_values(row.action), programme.reprise.get(identifiant, {}))
    return since.etats.get(identifiant, first)


def _is_new(registre: Registre, row: LigneAction, since: Avant | None) -> bool:
    """True for an action that was not in the programme of the older séance, or entered it since."""
    known = since.programme.find_action(row.action.identifiant) if since else row.action
    if known is None or not known.active:
        return True
    return row.origine == AJOUTEE and _recent(row.action.depuis, registre, since)


def _is_gone(registre: Registre, action: Action, since: Avant | None) -> bool:
    """True for an action that was alive at the older séance; at the first one, that was retired by then."""
    known = since.programme.find_action(action.identifiant) if since else None
    return known.active if known is not None else _recent(action.retiree, registre, since)


def _recent(jour: date | None, registre: Registre, since: Avant | None) -> bool:
    return jour is not None and jour <= registre.seance and (since is None or jour > since.seance)


def _entry(nature: NatureChangement, row: LigneAction, jour: date | None, since: Avant | None) -> Evolution:
    came = nature is NatureChangement.NOUVELLE
    known = since.programme.find_action(row.action.identifiant) if came and since else None
    if known is not None and not known.active:
        return Evolution(nature, row, AU_PROGRAMME, "retirée", "de nouveau au programme")
    words = "au programme" if came else "retirée"
    if jour:
        words += f" {'depuis le' if came else 'le'} {show_date(jour)}"
    return Evolution(nature, row, AU_PROGRAMME, "" if came else "au programme", words)


def _changes_of_programme(before: Programme, row: LigneAction) -> Iterator[Evolution]:
    """What the secretariat changed of an action in programme.xlsx: its place, its number, its words."""
    action, known = row.action, before.find_action(row.action.identifiant)
    if known is None:
        return
    origine = edit_origin(None)
    if action.place != known.place:
        was, now = (f"{show_place(a.place)}, n° {a.numero}" for a in (known, action))
        yield Evolution(NatureChangement.DEPLACEE, row, AU_PROGRAMME, was, now, origine=origine)
    elif action.numero != known.numero:
        yield Evolution(NatureChangement.RENUMEROTEE, row, "N°", known.numero, action.numero, origine=origine)
    if action.libelle != known.libelle:
        words = (shorten_words(known.libelle, LONGUEUR), shorten_words(action.libelle, LONGUEUR))
        yield Evolution(NatureChangement.REFORMULEE, row, "Libellé", *words, origine=origine)


def _changes(registre: Registre, row: LigneAction, avant: Etat, since: date | None) -> Iterator[Evolution]:
    identifiant = row.action.identifiant
    apres = registre.etats.get(identifiant, Etat())
    for nom in sorted(avant.valeurs.keys() | apres.valeurs.keys()):
        before, after = avant.valeurs.get(nom), apres.valeurs.get(nom)
        first_answer = since is None and before is None
        if before != after and (nom,) != MISE_A_JOUR and not first_answer:
            nature = _NATURES.get(nom, NatureChangement.TEXTES)
            origine = apres.origines.get(nom) or _who_removed(registre, identifiant, nom)
            was, now = (shorten_words(show_valeur(nom, valeur), LONGUEUR) for valeur in (before, after))
            yield Evolution(nature, row, LABELS[nom], was, now, _gap(before, after), origine)
    if since is not None or avant.lignes:
        yield from _changes_of_budget(registre, row, avant, apres)


def _changes_of_budget(registre: Registre, row: LigneAction, avant: Etat, apres: Etat) -> Iterator[Evolution]:
    """The lines that changed, were added or were taken away."""
    pairs = pair_lines(avant.budget, apres.budget)
    for acquise, at in zip(apres.lignes, pairs, strict=True):
        before = None if at is None else avant.budget[at]
        if acquise.ligne != before:
            yield _line(row, before, acquise.ligne, acquise.origine)
    for at, ligne in enumerate(avant.budget):
        if at not in pairs:
            yield _line(row, ligne, None, _who_removed(registre, row.action.identifiant, BUDGET))


def _line(
    row: LigneAction, before: LigneBudget | None, after: LigneBudget | None, origine: Origine | None
) -> Evolution:
    was, now = (typographe(shorten(texte, LONGUEUR)) for texte in show_apart(BUDGET, (before, after)))
    named = before or after
    assert named is not None
    champ = f"{BUDGET_LABEL}, {named.libelle}"
    return Evolution(NatureChangement.BUDGET, row, champ, was, now, _gap(before, after), origine)


def _who_removed(registre: Registre, identifiant: str, nom: str) -> Origine | None:
    """The return that emptied a field or took a line away: nothing is left in the register to say so."""
    for change in registre.changements.get(identifiant, ()):
        if change.cle[0] == nom and (change.apres is None or nom == BUDGET):
            return change.reponse.origine("", "")
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
            return f"{_signed(Decimal(days))} jour{s(abs(days))}"
    return ""


def _signed(nombre: Decimal) -> str:
    return ("+" if nombre > 0 else "") + show_decimal(nombre)
