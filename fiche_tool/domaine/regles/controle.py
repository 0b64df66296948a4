"""Applying the rules to a fiche: every broken rule becomes an anomaly with its cell."""

from collections.abc import Iterator, Sequence

from fiche_tool.domaine.constats import constats, constats_budget, constats_programme
from fiche_tool.domaine.constats.anomalies import ERREUR, Anomalie, signal
from fiche_tool.domaine.fiche.champs import Champ, lire
from fiche_tool.domaine.fiche.fiche import (
    BUDGET,
    COMMENTAIRE,
    DEBUT,
    DERNIERE_MISE_A_JOUR,
    FIN,
    LABELS,
    MANDATAIRE,
    PLANS,
    SERVICE_GESTIONNAIRE,
    STATUT_ACTION,
    TAUX_AVANCEMENT,
    Budget,
    Valeurs,
    budget_column,
)
from fiche_tool.domaine.fiche.kinds import MONTANT, Scalaire
from fiche_tool.domaine.fiche.lecture import ChampLu, Lecture, LigneLue
from fiche_tool.domaine.fiche.show import show_valeur
from fiche_tool.domaine.mots.nombres import show_montant
from fiche_tool.domaine.mots.saisie import Saisie, show_decimal
from fiche_tool.domaine.mots.textes import SANS_OBJET, fold, shorten
from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.domaine.programme.programme import Action, Programme, locked_values
from fiche_tool.domaine.regles.regles import DISPENSES, REGLES, REQUIS, Avancement, Contexte, Regle
from fiche_tool.domaine.regles.regles_budget import LIGNE_EN_DOUBLE, REGLES_BUDGET
from fiche_tool.domaine.regles.regles_retour import CONSTATS_RETOUR, STATUT_RECULE, TAUX_RECULE, check_retour


def check_fiche(lecture: Lecture, contexte: Contexte) -> Iterator[Anomalie]:
    """The rules of AVA, DAT, BUD, of the lists and of what was sent. Every anomaly has its cell.

    Nothing is remarked of what an error holds back: that value is not taken.
    """
    broken = list(_broken(lecture, contexte))
    held = {nom for nom, lu in lecture.champs.items() if lu.refuse}
    held |= {nom for regle, _ in broken if regle.constat.gravite is ERREUR for nom in (regle.champ, *regle.retient)}
    for regle, detail in broken:
        if regle.constat.gravite is ERREUR or held.isdisjoint(regle.champs):
            yield _at_field(lecture, regle, detail)
    yield from _check_requis(lecture)
    yield from _check_listes(lecture, contexte)
    sound: list[LigneLue] = []
    for lue in lecture.budget:
        found = [] if lue.refuse else list(_check_line(lue, contexte))
        errors = [anomalie for anomalie in found if anomalie.bloquante]
        yield from errors or found
        sound += [] if lue.refuse or errors else [lue]
    yield from _check_twice(sound)
    yield from (x for x in check_retour(lecture) if x.code not in _RETOUR or x.champ not in held)


_RETOUR = frozenset(constat.code for constat in CONSTATS_RETOUR)
_SEULES = frozenset((TAUX_RECULE.code, STATUT_RECULE.code, constats.HORS_LISTE.code))
"""The remarks that look at one answer, and are no rule. A date of update that goes back is told: it is not taken."""
_LIGNES = frozenset(
    (*(regle.constat.code for regle in REGLES_BUDGET), LIGNE_EN_DOUBLE.code, constats_budget.POUR_MEMOIRE.code)
)
"""What is said of a budget line as the totals count it."""


def keep_taken(lecture: Lecture, anomalies: Sequence[Anomalie], valeurs: Valeurs, budget: Budget) -> list[Anomalie]:
    """The errors, and the remarks on what a register took of a fiche: `valeurs` and `budget` are what it holds."""
    looked_at = {regle.constat.code: regle.champs for regle in REGLES}
    counted = {
        saisie.cellule
        for lue in lecture.budget
        if not lue.refuse and lue.ligne in budget
        for saisie in lue.saisies.values()
    }

    def stands(x: Anomalie) -> bool:
        if x.bloquante:
            return True
        if x.code in _LIGNES:
            return x.cellule in counted
        if x.code == constats.INCOMPLETE.code:
            return any(valeurs.get(requis.nom) is None for requis, _ in _missing(lecture))
        names = looked_at.get(x.code, (x.champ,) if x.code in _SEULES else ())
        return all(valeurs.get(nom) == lecture.valeur(nom) for nom in names)

    return [anomalie for anomalie in anomalies if stands(anomalie)]


def _broken(lecture: Lecture, contexte: Contexte) -> Iterator[tuple[Regle, str]]:
    answers = gather(lecture)
    for regle in REGLES:
        lu = lecture.champs.get(regle.champ)
        detail = None if lu is not None and lu.refuse else regle.test(answers, contexte)
        if detail is not None:  # a field that was refused already has its sentence
            yield regle, detail


def held_fields(code: str) -> tuple[str, ...]:
    """The fields that an error of this code holds back besides the one it points at."""
    return next((regle.retient for regle in REGLES if regle.constat.code == code), ())


def gather(lecture: Lecture) -> Avancement:
    """The answers that the rules look at, typed."""
    return gather_valeurs({nom: lecture.valeur(nom) for nom in lecture.champs})


def gather_valeurs(valeurs: Valeurs) -> Avancement:
    """The answers of a register that the rules look at, typed."""
    return Avancement(
        lire(valeurs, TAUX_AVANCEMENT),
        lire(valeurs, STATUT_ACTION),
        lire(valeurs, DEBUT),
        lire(valeurs, FIN),
        lire(valeurs, DERNIERE_MISE_A_JOUR),
        lire(valeurs, COMMENTAIRE),
    )


def _at_field(lecture: Lecture, regle: Regle, detail: str) -> Anomalie:
    lu = lecture.champs.get(regle.champ)
    saisie = lu.saisie if lu else Saisie()
    return signal(
        regle.constat,
        feuille=saisie.feuille,
        cellule=saisie.cellule,
        champ=regle.champ,
        label=LABELS[regle.champ],
        trouve=_shown(lecture, regle.champ),
        attendu=regle.attendu,
        detail=detail,
    )


def _shown(lecture: Lecture, nom: str) -> str:
    taux = lecture.lire(TAUX_AVANCEMENT)
    if nom == TAUX_AVANCEMENT.nom and taux is not None:
        return show_decimal(taux)
    return shorten(show_valeur(nom, lecture.valeur(nom)))


def _check_requis(lecture: Lecture) -> Iterator[Anomalie]:
    """One remark for all that is missing, at the first of the cells."""
    missing = _missing(lecture)
    if missing:
        first, lu = missing[0]
        yield signal(
            constats.INCOMPLETE,
            feuille=lu.saisie.feuille,
            cellule=lu.saisie.cellule,
            champ=first.nom,
            attendu=f"{say_count(len(missing), 'case')} à remplir",
            detail=", ".join(f"« {requis.label} »" for requis, _ in missing),
        )


def _missing(lecture: Lecture) -> list[tuple[Champ[Scalaire], ChampLu[Scalaire]]]:
    return [
        (requis, lu)
        for requis in REQUIS
        if (lu := lecture.champs.get(requis.nom)) is not None
        and lu.valeur is None
        and not lu.refuse
        and (requis.nom not in DISPENSES or lecture.lire(STATUT_ACTION) != DISPENSES[requis.nom])
    ]


def _check_listes(lecture: Lecture, contexte: Contexte) -> Iterator[Anomalie]:
    for champ in (SERVICE_GESTIONNAIRE, MANDATAIRE, PLANS):
        entries, valeur = contexte.listes.get(champ.liste), lecture.lire(champ)
        if not entries or valeur is None or (lecture.base or {}).get(champ.nom) == valeur:
            continue  # as it was sent: the list changed since, and the sender has nothing to mend
        saisie = lecture.champs[champ.nom].saisie
        parts = valeur.replace("\n", ";").split(";") if champ.multiple else [valeur]
        for part in parts:
            if fold(part) not in SANS_OBJET and fold(part) not in entries and fold(valeur) not in entries:
                yield signal(
                    constats.HORS_LISTE,
                    feuille=saisie.feuille,
                    cellule=saisie.cellule,
                    champ=champ.nom,
                    label=champ.label,
                    trouve=shorten(part),
                )


def _check_line(lue: LigneLue, contexte: Contexte) -> Iterator[Anomalie]:
    for regle in REGLES_BUDGET:
        detail = regle.test(lue.ligne, contexte)
        if detail is not None:
            saisie = lue.saisies[regle.colonne]
            yield signal(
                regle.constat,
                feuille=saisie.feuille,
                cellule=saisie.cellule,
                champ=f"{BUDGET}.{regle.colonne}",
                trouve=_shown_cell(lue, regle.colonne),
                attendu=regle.attendu,
                detail=detail,
            )


def _shown_cell(lue: LigneLue, colonne: str) -> str:
    valeur = getattr(lue.ligne, colonne)
    is_amount = valeur is not None and budget_column(colonne).kind is MONTANT
    return show_montant(valeur) if is_amount else shorten(lue.saisies[colonne].texte)


def _check_twice(lignes: Sequence[LigneLue]) -> Iterator[Anomalie]:
    seen = set()
    for lue in lignes:
        if lue.ligne.cle in seen:
            feuille, cellule = lue.lieu
            yield signal(LIGNE_EN_DOUBLE, feuille=feuille, cellule=cellule, champ=BUDGET, trouve=lue.ligne.libelle)
        seen.add(lue.ligne.cle)


def check_hierarchie(lecture: Lecture, programme: Programme, action: Action) -> Iterator[Anomalie]:
    """Locked cells that say neither what the programme says nor what it said when the fiche was sent.

    The programme wins. Where it was reworded since, a fiche that still shows the words it was sent with is right.
    """
    for nom, expected in locked_values(programme, action).items():
        lu = lecture.champs.get(nom)
        if lu is None:
            continue
        found = show_valeur(nom, lu.valeur) or lu.saisie.texte  # « - » may be the title of an axe
        if fold(found) not in (fold(expected), fold(lecture.verrous.get(nom, expected))):
            yield signal(
                constats_programme.VERROUILLE_CHANGE,
                feuille=lu.saisie.feuille,
                cellule=lu.saisie.cellule,
                champ=nom,
                label=LABELS[nom],
                trouve=shorten(found, 200),
                attendu=expected,
            )
