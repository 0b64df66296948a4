"""Settling one action at one séance: who replaces whom, what is merged, what became of each file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from fiche_tool.domaine.constats import constats_fusion
from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.fiche.fiche import BUDGET, INCHANGE, LABELS, REPONSES, RETOUR, Budget, Valeur
from fiche_tool.domaine.fiche.kinds import OUI
from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.fusion.admission import Admise
from fiche_tool.domaine.fusion.fusion import Fusion, merge_seance
from fiche_tool.domaine.fusion.phrases import show_reponse, stem
from fiche_tool.domaine.fusion.reponse import Changement, Reponse, what_is_known
from fiche_tool.domaine.fusion.retenues import Retenue, drop_decided, find_held, held_points
from fiche_tool.domaine.fusion.tables_budget import minus
from fiche_tool.domaine.fusion.verification import Coherence, check_merged
from fiche_tool.domaine.fusion.versions import find_later, how_sent, tell_versions, versions_of
from fiche_tool.domaine.fusion.vides import guard_emptied, guard_removed, why_untouched
from fiche_tool.domaine.grand_livre.acquis import MISE_A_JOUR, Cle, Etat, answers_of, lines_of
from fiche_tool.domaine.grand_livre.decisions import Regie
from fiche_tool.domaine.grand_livre.points import Point
from fiche_tool.domaine.grand_livre.retour import Retour
from fiche_tool.domaine.grand_livre.sorts import StatutRetour
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.domaine.regles.controle import keep_taken
from fiche_tool.domaine.regles.regles import make_contexte


@dataclass(frozen=True, slots=True)
class Reglement:
    """What became of one action: its register, its files, what changed and what is open.

    `reponses` are the returns that count as answers; `couvertes` the keys that one of them answered without a fault,
    with the return; `tranches` the keys that were decided; `autres` what is said of files that are no returns.
    `auteurs` names the returns that a new value comes from, by SHA-256 and key.
    """

    etat: Etat
    retours: tuple[Retour, ...] = ()
    changements: tuple[Changement, ...] = ()
    points: tuple[Point, ...] = ()
    reponses: tuple[Reponse, ...] = ()
    couvertes: tuple[tuple[str, Reponse], ...] = ()
    tranches: frozenset[Cle] = frozenset()
    autres: tuple[Anomalie, ...] = ()
    auteurs: frozenset[tuple[str, Cle]] = frozenset()


def settle(programme: Programme, identifiant: str, etat: Etat, admises: Sequence[Admise], regie: Regie) -> Reglement:
    """Merge the returns of one action at one séance, and say what became of each."""
    waiting, aside, later = _sort_out(etat, admises, regie)
    reponses, contexte = [admise.reponse for admise in waiting], make_contexte(programme, regie.seance)
    fusion, douteux = merge_seance(etat, reponses, regie), frozenset[str]()
    if fusion.tranches:
        before = replace(regie, decisions=())
        undecided = merge_seance(etat, reponses, before).etat
        douteux = check_merged(identifiant, etat, undecided, contexte, before).rendus
    checked = check_merged(identifiant, etat, fusion.etat, contexte, regie, douteux)
    fusion, restored = _take_back(fusion, checked)
    retours: list[Retour] = list(aside)
    points: list[Point] = [*fusion.points, *restored]
    covered: list[tuple[str, Reponse]] = []
    for admise in waiting:
        held = list(find_held(etat, admise))
        seen = _seen_since(waiting, admise, held) | fusion.tranches
        settled = drop_decided(admise, held, seen)
        left = [retenue for retenue in held if retenue.anomalie in settled.anomalies]
        still = [retenue for retenue in left if (admise.reponse.sha256, retenue.cle) not in seen]
        points += held_points(checked.etat, admise, still, regie.seance)
        covered += [(nom, admise.reponse) for nom in _covered(admise, left)]
        retours.append(_fate(etat, settled, fusion, checked, regie))
    retours = [_with_versions(retour, later) for retour in retours]
    mine = {retour.chemin for retour in retours}
    told = tell_versions(etat, admises, later)
    changements = tuple(change for change in fusion.changements if change.cle[0] not in checked.rendus)
    became = {change.cle: change.apres for change in changements}
    return Reglement(
        checked.etat,
        tuple(retours),
        changements,
        tuple(points),
        tuple(admise.reponse for admise in waiting),
        tuple(covered),
        frozenset(cle for _, cle in fusion.tranches),
        (*(x for x in (*fusion.anomalies, *checked.anomalies) if x.fichier not in mine), *told),
        frozenset(_name(one) for one in fusion.pris if one.cle in became and one.apres == became[one.cle]),
    )


def _seen_since(waiting: Sequence[Admise], admise: Admise, held: Sequence[Retenue]) -> frozenset[tuple[str, Cle]]:
    """What is held back of a return that the author of a copy has seen, and answered again."""
    others = [other.reponse.vues for other in waiting if other is not admise]
    sha = admise.reponse.sha256
    return frozenset((sha, one.cle) for one in held if any((sha, one.cle[:5]) in vues for vues in others))


def _take_back(fusion: Fusion, checked: Coherence) -> tuple[Fusion, list[Point]]:
    """The merging without the decisions that were put back, and the points they leave: they show every answer again."""
    points: list[Point] = []
    for point in checked.points:
        again = [change for change in fusion.lus if change.cle == point.cle and _name(change) in fusion.tranches]
        points.append(replace(point, reponses=(*point.reponses, *map(show_reponse, again))))
    gone = {cle for point in checked.points for _, cle in fusion.tranches if cle == point.cle}
    champs = {cle[0] for cle in gone}
    anomalies = tuple(x for x in fusion.anomalies if x.code != constats_fusion.TRANCHEE.code or x.champ not in champs)
    tranches = frozenset(name for name in fusion.tranches if name[1] not in gone)
    return replace(fusion, anomalies=anomalies, tranches=tranches), points


def _name(change: Changement) -> tuple[str, Cle]:
    return change.reponse.sha256, change.cle


# --- the files that are not merged -----------------------------------------------------------------------------------
def _sort_out(
    etat: Etat, admises: Sequence[Admise], regie: Regie
) -> tuple[list[Admise], list[Retour], dict[str, Admise]]:
    """The returns to merge; those that a corrected copy or a later version replaces, that say the same, or nothing.

    And the later versions, by the SHA-256 of what they take the place of.
    """
    aside: list[Retour] = []
    waiting: list[Admise] = []
    untouched: list[tuple[Admise, str]] = []
    firsts: dict[object, Admise] = {}
    by_sha = {admise.reponse.sha256: admise for admise in admises}
    replaced: dict[str, Admise] = {}
    for admise in admises:
        for sha in admise.reponse.remplacees - {admise.reponse.sha256}:
            if sha in by_sha:
                replaced.setdefault(sha, admise)
    later = find_later(admises, replaced)
    shown = {sha for decision in regie.decisions for sha in decision.montrees}
    # In the order of the paths, those that a decision speaks of first: which twin is kept does not depend on the disk.
    for admise in sorted(admises, key=lambda admise: admise.reponse.sha256 not in shown):
        by = _last_of(admise, {**later, **replaced}) if admise.reponse.sha256 in replaced else None
        if by is not None:
            told = _say_replaced(etat, admise, by)
            aside.append(_aside(admise, regie, StatutRetour.REMPLACEE, told, f"par {stem(by.reponse.fichier)}"))
            continue
        new = later.get(admise.reponse.sha256)
        if new is not None:
            name = stem(new.reponse.fichier)
            told = signal(constats_fusion.VERSION_REMPLACEE, attendu=how_sent(new.reponse, admise.reponse), detail=name)
            aside.append(_aside(admise, regie, StatutRetour.REMPLACEE, told, f"par {name}"))
            continue
        first = firsts.setdefault(_content_key(admise.reponse.lecture), admise)
        if first is not admise:
            told = signal(constats_fusion.DOUBLON, detail=first.reponse.fichier)
            aside.append(_aside(admise, regie, StatutRetour.DOUBLON, told))
            continue
        words = why_untouched(etat, admise)
        if words is not None:
            untouched.append((admise, words))
            continue
        waiting.append(guard_removed(etat, guard_emptied(etat, admise)))
    aside += [_untouched(admise, regie, words, waiting) for admise, words in untouched]
    return waiting, aside, later


def _say_replaced(etat: Etat, admise: Admise, by: Admise) -> Anomalie:
    """A return that its marked copy replaces; where nothing was corrected and nothing had to be, its author insists."""
    name = stem(by.reponse.fichier)
    if _content_key(by.reponse.lecture) != _content_key(admise.reponse.lecture):
        return signal(constats_fusion.REMPLACEE, detail=name)
    faulty = any(x.bloquante for x in guard_removed(etat, guard_emptied(etat, by)).anomalies)
    left = "ce qui était à corriger le reste" if faulty else "ses réponses sont maintenues"
    return signal(constats_fusion.COPIE_NON_CORRIGEE, detail=name, attendu=left)


def _untouched(admise: Admise, regie: Regie, words: str, waiting: Sequence[Admise]) -> Retour:
    """A fiche that came back as it was sent: asked for again, unless another one answers."""
    other = stem(min(one.reponse.fichier for one in waiting)) if waiting else ""
    unless = f", sauf si « {other} », reçue aussi, y répond déjà" if other else ""
    told = signal(constats_fusion.TELLE_QUELLE, detail=words, attendu=unless)
    fate = _aside(admise, regie, StatutRetour.TELLE_QUELLE, told)
    kept = keep_taken(admise.reponse.lecture, admise.anomalies, {}, ())
    return replace(fate, anomalies=(*kept, *fate.anomalies))


def _last_of(admise: Admise, replaced: Mapping[str, Admise]) -> Admise:
    """What stands at the end in the place of a return: the copy of its copy, or a later version of that."""
    seen: set[str] = set()
    while (sha := admise.reponse.sha256) in replaced and sha not in seen:
        seen.add(sha)
        admise = replaced[sha]
    return admise


def _with_versions(retour: Retour, later: Mapping[str, Admise]) -> Retour:
    """The same with the earlier versions that it takes the place of: the copy marked from it replaces these too."""
    older = versions_of(later, Reponse(retour.lecture).sha256) if later else ()
    return replace(retour, versions=older) if older else retour


def _aside(admise: Admise, regie: Regie, statut: StatutRetour, told: Anomalie, suite: str = "") -> Retour:
    lecture = admise.reponse.lecture
    told = told.at(fichier=lecture.fichier.chemin, action=admise.action.identifiant)
    return Retour(lecture, regie.seance, statut, admise.action, (told,), told.texte, None, suite)


def _content_key(lecture: Lecture) -> object:
    """Two files with the same key say the same: same values everywhere, sent with the same base."""
    answers: dict[str, Valeur | None] = {c.nom: lecture.valeur(c.nom) for c in (*REPONSES, *RETOUR)}
    typed = tuple(lecture.champs[nom].saisie.texte if nom in lecture.champs else None for nom in answers)
    lignes = tuple(tuple(saisie.texte for saisie in lue.saisies.values()) for lue in lecture.budget)
    sent = lecture.base
    base = None if sent is None else (tuple(sorted(answers_of(sent).items(), key=lambda x: x[0])), lines_of(sent))
    made = lecture.identite.seance if lecture.identite else None  # a later fiche that says the same confirms it
    return (typed, tuple(answers.values()), lignes, base, made)


# --- the fate of those that are --------------------------------------------------------------------------------------
def _fate(etat: Etat, admise: Admise, fusion: Fusion, checked: Coherence, regie: Regie) -> Retour:
    kept = keep_taken(admise.reponse.lecture, admise.anomalies, checked.etat.valeurs, checked.etat.budget)
    known = {anomalie.code for anomalie in kept}
    own = [x for x in fusion.anomalies if x.fichier == admise.reponse.fichier]
    own += [x for x in checked.anomalies if x.fichier == admise.reponse.fichier and x.code not in known]
    changed = [x for x in fusion.lus if x.reponse is admise.reponse and x.cle != MISE_A_JOUR]
    anomalies = (*kept, *own, *_contradiction(admise, changed))
    conflict = any(x.code == constats_fusion.CONFLIT.code for x in own)
    return Retour(
        admise.reponse.lecture,
        regie.seance,
        _statut(admise, anomalies, conflict, bool(changed)),
        admise.action,
        anomalies,
        envoi=admise.reponse.envoi,
        livre=_delivered(etat, admise.reponse, fusion, checked.rendus),
    )


def _contradiction(admise: Admise, changed: Sequence[Changement]) -> tuple[Anomalie, ...]:
    lecture = admise.reponse.lecture
    if not lecture.confirme or not changed:
        return ()
    fields = sorted({LABELS[change.cle[0]] for change in changed})
    saisie = lecture.champs[INCHANGE.nom].saisie
    return (
        signal(
            constats_fusion.INCHANGE_MAIS_CHANGE,
            fichier=admise.reponse.fichier,
            feuille=saisie.feuille,
            cellule=saisie.cellule,
            champ=INCHANGE.nom,
            action=admise.action.identifiant,
            trouve=OUI,
            detail=", ".join(f"« {field} »" for field in fields),
        ),
    )


def _statut(admise: Admise, anomalies: Sequence[Anomalie], conflict: bool, changed: bool) -> StatutRetour:
    if conflict:
        return StatutRetour.EN_CONFLIT
    if any(anomalie.bloquante for anomalie in anomalies):
        return StatutRetour.EN_PARTIE
    if admise.reponse.lecture.confirme and not changed:
        return StatutRetour.INCHANGEE
    return StatutRetour.REMARQUES if anomalies else StatutRetour.CONFORME


def _delivered(etat: Etat, reponse: Reponse, fusion: Fusion, rendus: frozenset[str]) -> dict[str, Valeur | None]:
    """What of a return was taken, by champ; the whole budget table as taken, where it changed."""
    taken = [change for change in fusion.pris if change.reponse is reponse]
    livre = {change.cle[0]: change.apres for change in taken if change.cle[0] not in (BUDGET, *rendus)}
    moves = [change for change in taken if change.cle[0] == BUDGET]
    if moves:
        livre[BUDGET] = _table_taken(what_is_known(etat, reponse).lignes, moves, reponse.lecture.lignes)
    return livre


def _table_taken(connues: Budget, moves: Iterable[Changement], typed: Budget) -> Budget:
    """The table as its author knows it from now on: what was taken of it, and what they knew of the rest."""
    table = list(connues)
    for move in moves:
        assert isinstance(move.avant, tuple)
        assert isinstance(move.apres, tuple)
        for ligne in minus(move.avant, move.apres):
            if ligne in table:
                table.remove(ligne)
        table += minus(move.apres, move.avant)
    first = minus(typed, minus(typed, table))
    return (*first, *minus(table, first))


def _covered(admise: Admise, left: Sequence[Retenue]) -> list[str]:
    """The champs that a return answered without a fault: all it shows but what is held back."""
    held = {retenue.cle[0] for retenue in left}
    shown = (*(champ.nom for champ in REPONSES if champ.nom in admise.reponse.lecture.champs), BUDGET)
    return [nom for nom in shown if nom not in held]
