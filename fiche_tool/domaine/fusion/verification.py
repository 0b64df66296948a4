"""Checking the register itself after merging: answers that are possible one by one may be impossible together.

Those of one action, then those of all of them against one another.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from fiche_tool.domaine.constats.anomalies import ERREUR, Anomalie, signal
from fiche_tool.domaine.constats.constats_fusion import LIGNES_CUMULEES
from fiche_tool.domaine.fiche.fiche import BUDGET, COMMENTAIRE, LABELS, Valeur
from fiche_tool.domaine.fiche.show import show_valeur
from fiche_tool.domaine.fusion.phrases import stem
from fiche_tool.domaine.fusion.tables_budget import minus
from fiche_tool.domaine.grand_livre.acquis import Etat, Genre, LigneAcquise, Origine, line_cle, table_of
from fiche_tool.domaine.grand_livre.decisions import Regie
from fiche_tool.domaine.grand_livre.points import GenrePoint, Point, ReponseMontree
from fiche_tool.domaine.grand_livre.retour import Retour
from fiche_tool.domaine.mots.nombres import show_montant
from fiche_tool.domaine.mots.textes import fold, shorten
from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.domaine.programme.programme import Action
from fiche_tool.domaine.regles.controle import gather_valeurs
from fiche_tool.domaine.regles.regles import REGLES, Contexte, Regle
from fiche_tool.domaine.regles.regles_budget import LIGNE_AILLEURS

Empreinte = tuple[int, str, str, str, Decimal]
"""Exercice, service, R/D, article and amount of a line: what two actions do not share by chance."""
_ENSEMBLE: Mapping[str, tuple[str, ...]] = {
    regle.constat.code: regle.champs for regle in REGLES if regle.avec and regle.champ != COMMENTAIRE.nom
}
"""The rules that look at several answers, and which: they may come from different files, or be decided apart."""


@dataclass(frozen=True, slots=True)
class Coherence:
    """The register once what is impossible together was put back; what there is to say of each file."""

    etat: Etat
    anomalies: tuple[Anomalie, ...] = ()
    points: tuple[Point, ...] = ()
    rendus: frozenset[str] = frozenset()


def check_merged(
    action: str, avant: Etat, apres: Etat, contexte: Contexte, regie: Regie, douteux: frozenset[str] = frozenset()
) -> Coherence:
    """Check what an action's register became. What is impossible together goes back to what it was; all is told.

    `douteux` are the champs held back before anything was decided: a decision about another one leaves them open.
    """
    if avant.valeurs == apres.valeurs:
        return Coherence(apres)
    found = Coherence(apres)
    answers = gather_valeurs(apres.valeurs)
    for regle in REGLES:
        names = _ENSEMBLE.get(regle.constat.code, ())
        changed = [nom for nom in names if apres.valeurs.get(nom) != avant.valeurs.get(nom)]
        sources = {nom: origine for nom in names if (origine := apres.origines.get(nom)) is not None}
        apart = len({origine.fichier for origine in sources.values()}) > 1
        apart = apart or any(origine.genre is Genre.DECISION for origine in sources.values())
        if changed and apart and regle.test(answers, contexte) is not None:
            back = _choose_back(regle, changed, sources, avant, found.etat, contexte, douteux)
            found = _tell(found, action, regle, names, back, sources, avant, regie)
    return found


def why_impossible(etat: Etat, nom: str, valeur: Valeur, contexte: Contexte) -> str:
    """Why nobody may decide this value of a champ, given what the register holds beside it; empty where one may."""
    for regle in REGLES:
        names = _ENSEMBLE.get(regle.constat.code, (regle.champ,))
        if regle.constat.gravite is ERREUR and nom in names:
            held = {other: etat.valeurs.get(other) for other in names} | {nom: valeur}
            if regle.test(gather_valeurs(held), contexte) is not None:
                beside = [f"{LABELS[x]} au registre : {show_valeur(x, held[x])}" for x in names if x != nom]
                return regle.direct.conseil + (f" ({' ; '.join(beside)})" if beside else "")
    return ""


def _choose_back(
    regle: Regle,
    changed: list[str],
    sources: Mapping[str, Origine],
    avant: Etat,
    etat: Etat,
    contexte: Contexte,
    douteux: frozenset[str],
) -> list[str]:
    """What is to go back of what changed: what was held back and is not decided, else the decisions, where enough."""
    decided = [nom for nom in changed if nom in sources and sources[nom].genre is Genre.DECISION]
    held = [nom for nom in changed if nom in douteux and nom not in decided]
    for names in (held, decided):
        if names and regle.test(gather_valeurs(_put_back(etat, avant, names).valeurs), contexte) is None:
            return names
    return changed


def _tell(
    found: Coherence,
    action: str,
    regle: Regle,
    names: tuple[str, ...],
    changed: list[str],
    sources: Mapping[str, Origine],
    avant: Etat,
    regie: Regie,
) -> Coherence:
    told = tuple(_signals(action, regle, names, changed, sources, found.etat))
    if not told[0].bloquante:
        return replace(found, anomalies=(*found.anomalies, *told))
    points = tuple(
        Point(
            action,
            (nom,),
            GenrePoint.RETENUE,
            regle.constat.code,
            told[0].texte,
            avant.valeurs.get(nom),
            (_show(nom, sources[nom], found.etat),),
            regie.seance,
        )
        for nom in changed
        if nom in sources
    )
    return Coherence(
        _put_back(found.etat, avant, changed),
        (*found.anomalies, *told),
        (*found.points, *points),
        found.rendus | frozenset(changed),
    )


def _signals(
    action: str,
    regle: Regle,
    names: tuple[str, ...],
    changed: list[str],
    sources: Mapping[str, Origine],
    etat: Etat,
) -> Iterator[Anomalie]:
    """The same sentence at the cell of each answer, naming the files that they come from."""
    shown = {nom: f"{show_valeur(nom, etat.valeurs.get(nom))}, {_place(sources.get(nom))}" for nom in names}
    for nom in changed:
        origine = sources[nom] if nom in sources else next(iter(sources.values()))
        told = signal(
            regle.constat,
            fichier=origine.fichier,
            feuille=origine.feuille,
            cellule=origine.cellule,
            champ=nom,
            label=LABELS[nom],
            action=action,
            trouve=shown[names[0]],
            attendu=regle.attendu,
            detail=shown[names[1]],
        )
        yield replace(told, commune=True)


def _place(origine: Origine | None) -> str:
    return f"dans « {stem(origine.fichier)} »" if origine is not None and origine.fichier else "au registre"


def _show(nom: str, origine: Origine, etat: Etat) -> ReponseMontree:
    valeur = etat.valeurs.get(nom)
    return ReponseMontree(
        origine.sha256,
        origine.fichier,
        origine.feuille,
        origine.cellule,
        origine.par,
        origine.jour,
        show_valeur(nom, valeur),
        valeur,
    )


def _put_back(etat: Etat, avant: Etat, names: list[str]) -> Etat:
    valeurs = {nom: valeur for nom, valeur in etat.valeurs.items() if nom not in names}
    origines = {nom: origine for nom, origine in etat.origines.items() if nom not in names}
    valeurs |= {nom: avant.valeurs[nom] for nom in names if nom in avant.valeurs}
    origines |= {nom: avant.origines[nom] for nom in names if nom in avant.origines}
    return replace(etat, valeurs=valeurs, origines=origines)


def check_across(actions: tuple[Action, ...], etats: Mapping[str, Etat]) -> Iterator[Anomalie]:
    """One remark for each budget line that several actions claim, at the cell it was taken from last.

    Lines of one article with different amounts share it, which is normal; the same amount is most likely one expense
    counted twice.
    """
    places: dict[Empreinte, list[tuple[Action, LigneAcquise]]] = {}
    for action in actions:
        for acquise in etats[action.identifiant].lignes:
            ligne = acquise.ligne
            if ligne.article and ligne.exercice and ligne.montant:
                places.setdefault((*ligne.cle, ligne.montant), []).append((action, acquise))
    for (*_, montant), found in places.items():
        claiming = list(dict.fromkeys(action.identifiant for action, _ in found))
        if len(claiming) > 1:
            action, acquise = max(found, key=lambda place: place[1].origine.seance or date.min)
            names = {other.identifiant: f"« {shorten(other.libelle, 60)} » ({other.identifiant})" for other, _ in found}
            yield signal(
                LIGNE_AILLEURS,
                fichier=acquise.origine.fichier,
                feuille=acquise.origine.feuille,
                cellule=acquise.origine.cellule,
                champ=BUDGET,
                action=action.identifiant,
                trouve=f"{acquise.ligne.libelle} : {show_montant(montant)} €",
                attendu=f"{len(claiming)} fiches",
                detail=", ".join(names.values()),
            )


# --- lines that several answers add -----------------------------------------------------------------------------------
Lot = tuple[LigneAcquise, ...]
"""The lines that one answer added."""


def find_cumul(avant: Etat, apres: Etat, retours: Iterable[Retour], seance: date) -> tuple[Lot, ...]:
    """The lines that several answers to a fiche added at a séance, answer by answer, where one may replace another.

    None where each is signed by somebody else, or where one of them has the lines of all.
    """
    known = {line_cle(acquise.ligne) for acquise in avant.lignes}
    lots: dict[str, list[LigneAcquise]] = {}
    for acquise in apres.lignes:
        origine = acquise.origine
        fresh = origine.genre is Genre.RETOUR and origine.seance == seance
        if fresh and acquise.ligne.montant and line_cle(acquise.ligne) not in known:
            lots.setdefault(origine.fichier, []).append(acquise)
    signed = [fold(lot[0].origine.par) for lot in lots.values()]
    if len(lots) < 2 or len(set(filter(None, signed))) == len(signed):
        return ()
    every = [acquise.ligne for lot in lots.values() for acquise in lot]
    tables = [table_of(retour.livre.get(BUDGET)) for retour in retours if retour.chemin in lots]
    if any(not minus(every, table) for table in tables):
        return ()
    return tuple(map(tuple, lots.values()))


def check_cumuls(
    actions: Iterable[Action],
    avant: Mapping[str, Etat],
    etats: Mapping[str, Etat],
    retours: Mapping[str, Sequence[Retour]],
    seance: date,
) -> Iterator[Anomalie]:
    """One remark for each action whose answers add lines to one another's, at the last of them."""
    for action in actions:
        own = retours.get(action.identifiant, ())
        lots = find_cumul(avant.get(action.identifiant, Etat()), etats[action.identifiant], own, seance)
        if len(own) > 1 and lots:
            last = lots[-1][0].origine
            yield signal(
                LIGNES_CUMULEES,
                fichier=last.fichier,
                feuille=last.feuille,
                cellule=last.cellule,
                champ=BUDGET,
                action=action.identifiant,
                trouve=say_count(len(lots), "réponse"),
                detail=" ; ".join(map(_say_lot, lots)),
            )


def _say_lot(lot: Lot) -> str:
    told = [f"{acquise.ligne.libelle} : {show_montant(acquise.ligne.montant or Decimal(0))} €" for acquise in lot[:2]]
    more = [f"{say_count(len(lot) - 2, 'autre')}"] if len(lot) > 2 else []
    return f"{', '.join([*told, *more])} ({stem(lot[0].origine.fichier)})"
