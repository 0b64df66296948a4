"""Whether a file may be merged: recognised, of this programme, of a live action; and what its errors hold back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fiche_tool.domaine.constats import constats, constats_fusion
from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.fiche.fiche import BUDGET
from fiche_tool.domaine.fiche.lecture import SUITE, Lecture, Temoin
from fiche_tool.domaine.fusion.rattachement import find_other_libelle, find_witnessed, propose_action
from fiche_tool.domaine.fusion.reponse import Reponse
from fiche_tool.domaine.grand_livre.retour import Retour
from fiche_tool.domaine.grand_livre.sorts import StatutRetour
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.programme.programme import Action, Programme, show_numero
from fiche_tool.domaine.regles.controle import check_fiche, check_hierarchie, held_fields
from fiche_tool.domaine.regles.regles import NO_CONTEXT, make_contexte


@dataclass(frozen=True, slots=True)
class Admise:
    """A recognised return, checked, waiting to be merged."""

    reponse: Reponse
    action: Action
    anomalies: tuple[Anomalie, ...]


def admit(programme: Programme, lecture: Lecture, seance: date, taken: Callable[[str], date | None]) -> Admise | Retour:
    """Decide whether a file may be merged at a séance, and check it. `taken`: the older séance that took its bytes."""
    jour = max(lecture.fichier.seance or seance, seance)
    fichier = lecture.fichier
    known = taken(fichier.piece) or taken(fichier.sha256) or taken(fichier.disque)
    if lecture.ignore:
        told = signal(constats.FICHIER_IGNORE, detail=lecture.ignore)
        return set_aside(lecture, jour, StatutRetour.IGNORE, told)
    if jour > seance:
        later = signal(constats_fusion.SEANCE_FUTURE, trouve=show_date(jour), attendu=show_date(seance))
        return set_aside(lecture, jour, StatutRetour.IGNORE, later)
    if known is not None:
        again = signal(constats_fusion.DEJA_REPRISE, trouve=show_date(known))
        aside = set_aside(replace(lecture, anomalies=()), jour, StatutRetour.DEJA_REPRISE, again)
        return replace(aside, action=programme.find_action(lecture.identifiant), suite=f"le {show_date(known)}")
    action = recognise(programme, lecture, jour)
    return action if isinstance(action, Retour) else _check(programme, lecture, jour, action)


def recognise(programme: Programme, lecture: Lecture, jour: date) -> Action | Retour:
    """The action that a file answers for, or its fate where it cannot be merged."""
    if lecture.identite is None:
        return _propose(programme, lecture, jour)
    code = programme.parametres.code
    if lecture.identite.programme != code:
        other = signal(constats.AUTRE_PROGRAMME, trouve=lecture.identite.programme, attendu=code)
        return set_aside(lecture, jour, StatutRetour.NON_RECONNUE, other)
    action = programme.find_action(lecture.identifiant)
    if action is None:
        unknown = signal(constats.ACTION_INCONNUE, trouve=lecture.identifiant)
        return set_aside(lecture, jour, StatutRetour.NON_RECONNUE, unknown)
    if not action.active and not _was_alive(action, lecture.identite.seance):
        return set_aside(lecture, jour, StatutRetour.IGNORE, signal(constats.ACTION_RETIREE), action=action)
    other_action = find_other_libelle(programme, lecture, action)
    if other_action is not None:
        words = signal(
            constats.AUTRE_LIBELLE, trouve=show_numero(other_action), attendu=show_numero(action), champ="libelle"
        )
        return set_aside(lecture, jour, StatutRetour.NON_RECONNUE, words)
    return action


def _was_alive(action: Action, sent: date) -> bool:
    """True where the fiche was sent before the action was retired: the answer belongs to its past."""
    return action.retiree is not None and sent < action.retiree


def _propose(programme: Programme, lecture: Lecture, jour: date) -> Retour:
    kept = set_aside(lecture, jour, StatutRetour.NON_RECONNUE)
    temoin = lecture.temoin or _bears_a_name(lecture)
    if temoin is not None:
        return _ask_again(programme, kept, temoin)
    proposed = propose_action(programme, lecture)
    if proposed is None or not _fits_claim(lecture, proposed.action):
        return kept
    remark = signal(
        constats.PROPOSITION,
        fichier=lecture.fichier.chemin,
        trouve=show_numero(proposed.action),
        detail=proposed.indices,
    )
    return replace(kept, anomalies=(*kept.anomalies, remark), proposition=proposed.action)


def _fits_claim(lecture: Lecture, action: Action) -> bool:
    """False where the one carrier of an identity that is left speaks of another action than the words do."""
    claims = [x.trouve for x in lecture.anomalies if x.code == constats.IDENTITE_DOUTEUSE.code]
    return all(claim == action.identifiant for claim in claims)


def _ask_again(programme: Programme, kept: Retour, temoin: Temoin) -> Retour:
    """The fate of what answers for a fiche but is none: shown with its action, which stays without answer."""
    found = find_witnessed(programme, temoin)
    if found is None:
        return kept
    action = found.action
    remark = signal(constats.REPONSE_HORS_FICHE, fichier=kept.chemin, trouve=show_numero(action), detail=found.indices)
    how = _PAR.get(temoin.genre, f"par {temoin.genre}")
    anomalies = (*kept.anomalies, remark.at(action=action.identifiant))
    return replace(
        kept, statut=StatutRetour.A_REDEMANDER, anomalies=anomalies, action=action, suite=f"({A_REPONDU} {how})"
    )


_GENRES = {
    constats.ILLISIBLE.code: "un fichier illisible",
    constats.TROP_GROS.code: "un fichier illisible",
    constats.MOT_DE_PASSE.code: "un classeur protégé par un mot de passe",
}


def _bears_a_name(lecture: Lecture) -> Temoin | None:
    """What is left of a fiche that does not open: the name of its file."""
    genre = next((_GENRES[one.code] for one in lecture.anomalies if one.code in _GENRES), "")
    nom = lecture.fichier.chemin.rpartition(SUITE)[2].rpartition("/")[2]
    return Temoin(genre, (nom,)) if genre else None


def tell_doubled(programme: Programme, retour: Retour) -> Retour:
    """The fate of such a file where a fiche of its action was taken all the same, as when it is printed beside it.

    Of one that does not open nobody knows: it stays what it is, without an action.
    """
    found = find_witnessed(programme, retour.lecture.temoin) if retour.lecture.temoin is not None else None
    if found is None:
        kept = tuple(one for one in retour.anomalies if one.code != constats.REPONSE_HORS_FICHE.code)
        return replace(retour, statut=StatutRetour.NON_RECONNUE, action=None, anomalies=kept, suite="")
    remark = signal(
        constats.COPIE_HORS_FICHE,
        fichier=retour.chemin,
        action=found.action.identifiant,
        trouve=show_numero(found.action),
        detail=found.indices,
    )
    outdated = (constats.AUTRE_FORMAT.code, constats.REPONSE_HORS_FICHE.code)
    kept = tuple(one for one in retour.anomalies if one.code not in outdated)
    return replace(retour, statut=StatutRetour.IGNORE, anomalies=(*kept, remark), raison=remark.texte, suite="")


A_REPONDU = "a répondu"
_PAR = {"un document PDF": "en PDF", "un document Word": "dans Word", "du texte CSV": "en CSV"}
"""How somebody answered, where « par un document PDF » is not what one says."""


def set_aside(
    lecture: Lecture, jour: date, statut: StatutRetour, *more: Anomalie, action: Action | None = None
) -> Retour:
    """The fate of a file that is not merged, with the reason."""
    found = (*lecture.anomalies, *(m.at(fichier=lecture.fichier.chemin, action=lecture.identifiant) for m in more))
    reason = next((x.texte for x in (*more, *reversed(lecture.anomalies)) if x.bloquante or more), lecture.ignore)
    return Retour(lecture, jour, statut, action, found, reason)


def _check(programme: Programme, lecture: Lecture, jour: date, action: Action) -> Admise:
    found = list(check_fiche(lecture, make_contexte(programme, jour)))
    found += check_hierarchie(lecture, programme, action)
    assert lecture.identite is not None
    if not action.active:
        found.append(signal(constats.ACTION_RETIREE))
    if lecture.identite.seance < jour:
        found.append(
            signal(constats_fusion.RETOUR_TARDIF, trouve=show_date(lecture.identite.seance), attendu=show_date(jour))
        )
    if lecture.base is None:
        found.append(signal(constats_fusion.BASE_ABSENTE))
    anomalies = (*lecture.anomalies, *(x.at(fichier=lecture.fichier.chemin, action=action.identifiant) for x in found))
    return Admise(hold_back(lecture, anomalies), action, anomalies)


def hold_back(lecture: Lecture, anomalies: Sequence[Anomalie]) -> Reponse:
    """The return without what its errors touch: their fields, or their budget lines."""
    errors = [anomalie for anomalie in anomalies if anomalie.bloquante]
    held = {nom for nom, lu in lecture.champs.items() if lu.refuse}
    for error in errors:
        held |= held_by(error)
    cells = {error.cellule for error in errors if error.champ.startswith(BUDGET)}
    budget = tuple(
        replace(lue, refuse=lue.refuse or any(saisie.cellule in cells for saisie in lue.saisies.values()))
        for lue in lecture.budget
    )
    found = {saisie.cellule for lue in lecture.budget for saisie in lue.saisies.values()}
    lost = any(error.champ.startswith(BUDGET) and error.cellule not in found for error in errors)
    kept = frozenset({BUDGET} if lost else ())  # a table that could not be read whole takes no line away
    return Reponse(replace(lecture, budget=budget), frozenset(held - {BUDGET}), kept)


def held_by(error: Anomalie) -> set[str]:
    """The champs that an error holds back: its own, and those that its rule names."""
    return {error.champ.partition(".")[0], *held_fields(error.code)}


def check_return(programme: Programme | None, lecture: Lecture, seance: date) -> tuple[Anomalie, ...]:
    """The anomalies a file would have if it were collected at this séance, without merging it.

    Without a programme, the fiche is checked on its own: its hierarchy and vocabularies cannot be.
    """
    if programme is not None:
        return admit(programme.at(seance), lecture, seance, lambda _: None).anomalies
    if lecture.ignore:
        return (signal(constats.FICHIER_IGNORE, fichier=lecture.fichier.chemin, detail=lecture.ignore),)
    found = check_fiche(lecture, NO_CONTEXT) if lecture.identite else ()
    return (*lecture.anomalies, *(x.at(fichier=lecture.fichier.chemin, action=lecture.identifiant) for x in found))
