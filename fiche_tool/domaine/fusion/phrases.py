"""What merging has to say of an answer, in sentences, and the open points it leaves."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fiche_tool.domaine.constats import constats_fusion
from fiche_tool.domaine.constats.anomalies import Anomalie, Constat, signal
from fiche_tool.domaine.fiche.fiche import BUDGET, Valeur
from fiche_tool.domaine.fiche.lecture import on_disk
from fiche_tool.domaine.fiche.show import LIGNES_MAX, VIDE, show_apart, show_valeur
from fiche_tool.domaine.fusion.reponse import Changement, Reponse, place_of
from fiche_tool.domaine.fusion.suites import Issue, Reprise
from fiche_tool.domaine.grand_livre.acquis import Cle, name_cle
from fiche_tool.domaine.grand_livre.decisions import Decision, Regie
from fiche_tool.domaine.grand_livre.points import GenrePoint, Point, ReponseMontree
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.textes import shorten

_COURT, _LONG = 60, 400
"""How much of a value a sentence quotes, and a colleague reads."""


def show(cle: Cle, valeur: Valeur | None) -> str:
    """A value of a key in a sentence, « (vide) » where there is none."""
    return _quote(cle, show_valeur(cle[0], valeur))


def _quote(cle: Cle, texte: str) -> str:
    return shorten(texte, LIGNES_MAX if cle[0] == BUDGET else _COURT) or VIDE


def stem(fichier: str) -> str:
    """A file as one says it: its name without folder and extension."""
    name = on_disk(fichier).rpartition("/")[2]
    return name.rpartition(".")[0] or name


def _name_apart(fichiers: Sequence[str]) -> list[str]:
    """Files as one says them; with their folders, and what they lie in, where several would be called the same."""
    short = {fichier: stem(fichier) for fichier in fichiers}
    if len(set(short.values())) < len(short):
        return [fichier.partition("/")[2] or fichier for fichier in fichiers]
    return [short[fichier] for fichier in fichiers]


def name_in(cle: Cle, nom: str) -> str:
    """A key of an action: « Taux d'avancement (%) de « Créer un frigo solidaire » »."""
    return f"{name_cle(cle)} de « {shorten(nom, 80)} »" if nom else name_cle(cle)


def tell_conflict(regie: Regie, cle: Cle, issue: Issue) -> tuple[Point, list[Anomalie]]:
    """The open point of answers that contradict each other, and the error at the cell of each."""
    contested = sorted(issue.contestes, key=lambda change: (change.reponse.fichier, show(cle, change.apres)))
    *texts, kept = show_apart(cle[0], [*(change.apres for change in contested), issue.valeur])
    noms = _name_apart([change.reponse.fichier for change in contested])
    versions = [f"{_quote(cle, texte)} ({nom})" for nom, texte in zip(noms, texts, strict=True)]
    agreed = all(change.apres == contested[0].apres for change in contested)
    moved = issue.valeur not in (None, ()) and any(change.avant != issue.valeur for change in contested)
    if agreed or moved:
        versions.append(f"{_quote(cle, kept)} (déjà au registre)")
    detail = " ou ".join(dict.fromkeys(versions))
    auteurs = _authors(contested, texts, kept if agreed or moved else None)
    anomalies = [
        _at(constats_fusion.CONFLIT, change, name_in(cle, regie.nom), issue.valeur, detail, auteurs)
        for change in contested
    ]
    shown = tuple(show_reponse(change, texte) for change, texte in zip(contested, texts, strict=True))
    action = contested[0].reponse.lecture.identifiant
    code, phrase = constats_fusion.CONFLIT.code, anomalies[0].texte
    return Point(action, cle, GenrePoint.CONFLIT, code, phrase, issue.valeur, shown, regie.seance), anomalies


def _authors(contested: Sequence[Changement], texts: Sequence[str], known: str | None) -> tuple[str, ...]:
    """Each answer with the names of who gave it, for the colleagues who have to agree."""
    told: dict[str, dict[str, None]] = {}
    for change, texte in zip(contested, texts, strict=True):
        who = change.reponse.par or "sans signature"
        told.setdefault(_whole(texte), {})[who] = None
    if known is not None:
        told.setdefault(_whole(known), {})["réponse reprise auparavant"] = None
    return tuple(f"{texte} ({', '.join(names)})" for texte, names in told.items())


def _whole(texte: str) -> str:
    """A value as a colleague has to read it: nearly all of it, for the two have to agree on it."""
    return shorten(texte, _LONG) or VIDE


def show_reponse(change: Changement, texte: str | None = None) -> ReponseMontree:
    """An answer as an open point shows it; `texte` where it is to be told from others."""
    reponse = change.reponse
    return ReponseMontree(
        reponse.sha256,
        reponse.fichier,
        *place_of(change),
        reponse.par,
        reponse.jour,
        show_valeur(change.cle[0], change.apres) if texte is None else texte,
        change.apres,
    )


def tell_latest(reprise: Reprise) -> Anomalie:
    """The same person wrote again at a later day: both values are named."""
    change = reprise.nouveau
    quand = change.reponse.quand
    assert quand is not None
    return _at(constats_fusion.MEME_AUTEUR, change, name_cle(change.cle), reprise.ancien.apres, quand.texte)


def tell_agreed(change: Changement, judge: Reponse, said: Valeur | None, issue: Issue) -> Iterator[Anomalie]:
    """An answer that a marked copy replaces, as its author had seen both; what became of the cell is told truly."""
    if said == change.apres:
        return
    constat = (
        constats_fusion.ACCORDEE
        if issue.valeur == said and not issue.contestes
        else constats_fusion.ACCORDEE_EN_CONFLIT
    )
    yield _at(constat, change, name_cle(change.cle), said, stem(judge.fichier))


def tell_decided(change: Changement, decision: Decision) -> Anomalie:
    """An answer that a decision did not retain."""
    return _at(constats_fusion.TRANCHEE, change, name_cle(change.cle), decision.valeur, _who(decision))


def tell_decisions(decisions: Sequence[Decision]) -> list[Anomalie]:
    """Decisions that contradict each other, at the cell of each."""
    cle = decisions[0].cle
    texts = show_apart(cle[0], [d.valeur for d in decisions])
    told = [f"{_quote(cle, texte)} ({_who(d)})" for d, texte in zip(decisions, texts, strict=True)]
    detail = " ou ".join(dict.fromkeys(told))
    return [
        replace(_of(constats_fusion.DECISIONS_CONTRAIRES, decision, VIDE, detail), commune=True)
        for decision in decisions
    ]


def tell_overruled(decision: Decision, later: Decision) -> Anomalie:
    """A decision that a later one, or one whose author saw it, takes the place of."""
    detail = f"{_who(later)}, dans « {stem(later.fichier)} »"
    return _of(constats_fusion.DECISION_REMPLACEE, decision, show(later.cle, later.valeur), detail)


def point_of_decisions(regie: Regie, decisions: Sequence[Decision], current: Valeur | None, phrase: str) -> Point:
    """The open point of decisions that contradict each other: whoever decides next sees them."""
    shown = tuple(
        ReponseMontree(
            d.sha256, d.fichier, d.feuille, d.cellule, d.par, d.jour, show_valeur(d.cle[0], d.valeur), d.valeur
        )
        for d in sorted(decisions, key=lambda d: (d.fichier, d.cellule))
    )
    first, code = decisions[0], constats_fusion.DECISIONS_CONTRAIRES.code
    return Point(first.action, first.cle, GenrePoint.CONFLIT, code, phrase, current, shown, regie.seance)


PLUS_OUVERT = "ce point n'est plus ouvert"


def tell_moot(decision: Decision, current: Valeur | None, *, unseen: bool = False) -> Anomalie:
    """A decision about a point that is no longer open, or that did not show what was taken since."""
    why = "une autre valeur a été reprise depuis" if unseen else PLUS_OUVERT
    return _of(constats_fusion.DECISION_SANS_OBJET, decision, show(decision.cle, current), why)


def _who(decision: Decision) -> str:
    day = f", le {show_date(decision.jour)}" if decision.jour else ""
    return f"{decision.par or stem(decision.fichier)}{day}"


def _of(constat: Constat, decision: Decision, attendu: str, detail: str) -> Anomalie:
    return signal(
        constat,
        fichier=decision.fichier,
        feuille=decision.feuille,
        cellule=decision.cellule,
        champ=decision.cle[0],
        label=name_cle(decision.cle),
        action=decision.action,
        trouve=show(decision.cle, decision.valeur),
        attendu=attendu,
        detail=detail,
    )


def _at(
    constat: Constat,
    change: Changement,
    label: str,
    autre: Valeur | None,
    detail: str,
    auteurs: tuple[str, ...] = (),
) -> Anomalie:
    """An anomaly at the cell of a change, that tells its value from another one."""
    feuille, cellule = place_of(change)
    trouve, attendu = (_quote(change.cle, texte) for texte in show_apart(change.cle[0], [change.apres, autre]))
    return signal(
        constat,
        fichier=change.reponse.fichier,
        feuille=feuille,
        cellule=cellule,
        champ=change.cle[0],
        label=label,
        action=change.reponse.lecture.identifiant,
        trouve=trouve,
        attendu=attendu,
        detail=detail,
        auteurs=auteurs,
    )
