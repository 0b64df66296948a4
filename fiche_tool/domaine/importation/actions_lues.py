"""Telling the actions from the rest of what a document writes under an objectif opérationnel."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fiche_tool.domaine.importation.document import Genre, Paragraphe
from fiche_tool.domaine.mots.textes import fold

_DETAIL = re.compile(
    r"(?:indicateurs?|responsables?|pilotes?|porteurs?|echeances?|delais?|budgets?|couts?|partenaires?|services?|timing|"
    r"financements?|mandataires?|etat|statut|priorite|moyens|ressources|description|constats?|calendrier|"
    r"public(?: cible)?|resultats?|objectif|remarques?|commentaires?|avancement|date|"
    r"duree|odd|synergies?)\b[^:]{0,40}:.*"
)
_PROSE = re.compile(
    r"(?:un|une|le|la|les|l'|ce|cet|cette|ces|il|elle|nous|notre|nos|en resume|en conclusion|afin|"
    r"dans le cadre|il s'agit|c'est|pour rappel|voir|cf)\b.*"
)
_SENTENCES = re.compile(r"[.!?]\s+[A-ZÀ-ÖÉÈÊ]")
_CONJUGUE = re.compile(r"\b(?:sera|seront|est|sont|souhaite\w*|vise|visent|doit|doivent|permettra)\b.*\.")
_LONG = 400
_DETAIL_LU = "détail d'une action, non repris"


@dataclass(frozen=True, slots=True)
class Ecart:
    """A paragraph left out, and why; `anodin` where the hierarchy cannot have lost anything by it."""

    paragraphe: Paragraphe
    raison: str
    anodin: bool = False


@dataclass(frozen=True, slots=True)
class Lot:
    """The actions found under an OO, what is no action, and the actions taken although unsure, with the reason."""

    actions: tuple[Paragraphe, ...]
    ecarts: tuple[Ecart, ...]
    incertaines: tuple[tuple[Paragraphe, str], ...] = ()


def sort_actions(bloc: Sequence[Paragraphe]) -> Lot:
    """The actions among the paragraphs of an OO.

    A document labels its actions, or bullets them, or writes one a line: the strongest sign that the block holds says
    which, and the rest is detail.
    """
    useful = [p for p in bloc if p.genre is not Genre.BRUIT]
    if any(p.genre is Genre.ACTION for p in useful):
        return _labelled(useful)
    if any(p.puce for p in useful):
        return _bulleted(useful)
    return _plain(useful)


def _labelled(bloc: Sequence[Paragraphe]) -> Lot:
    """Labelled actions; a bullet beside labelled bullets is an action that lost its label."""
    retraits = {p.retrait for p in bloc if p.genre is Genre.ACTION and p.puce}
    actions, ecarts, unsure = [], [], []
    for p in bloc:
        if p.genre is Genre.ACTION:
            actions.append(p)
        elif p.puce and p.retrait in retraits:
            actions.append(p)
            unsure.append((p, "action sans N° parmi des actions numérotées"))
        else:
            ecarts.append(Ecart(p, "texte sous une action, non repris"))
    return Lot(tuple(actions), tuple(ecarts), tuple(unsure))


def _bulleted(bloc: Sequence[Paragraphe]) -> Lot:
    """Bulleted actions, down to the first line without bullet that follows them; deeper bullets are details."""
    actions: list[Paragraphe] = []
    ecarts: list[Ecart] = []
    unsure: list[tuple[Paragraphe, str]] = []
    closed = False
    for p in bloc:
        if closed:
            ecarts.append(Ecart(p, "après la fin de la liste des actions, non repris"))
        elif not p.puce and not actions:
            ecarts.append(Ecart(p, "texte entre l'objectif opérationnel et ses actions, non repris"))
        elif not p.puce:
            if _DETAIL.fullmatch(fold(p.texte)):
                ecarts.append(Ecart(p, _DETAIL_LU, anodin=True))
            else:
                closed = True
                ecarts.append(Ecart(p, "texte après les actions, non repris"))
        elif actions and _is_detail(p, actions):
            ecarts.append(Ecart(p, "sous-puce d'une action, non reprise"))
        else:
            actions.append(p)
            if actions[0].puce != p.puce:
                unsure.append((p, "puce d'une autre forme que les précédentes : prise comme une action"))
    return Lot(tuple(actions), tuple(ecarts), tuple(unsure))


def _is_detail(p: Paragraphe, actions: Sequence[Paragraphe]) -> bool:
    first, last = actions[0], actions[-1]
    deeper = p.retrait >= first.retrait + 2
    listed = last.texte.endswith(":") and p.puce != first.puce
    return deeper or listed or _DETAIL.fullmatch(fold(p.texte)) is not None


def _plain(bloc: Sequence[Paragraphe]) -> Lot:
    """One action a line; what reads as prose or as a detail (« Responsable : … ») is left out."""
    actions, ecarts = [], []
    for p in bloc:
        ecart = _set_aside(p)
        if ecart:
            ecarts.append(ecart)
        else:
            actions.append(p)
    return Lot(tuple(actions), tuple(ecarts))


def _set_aside(p: Paragraphe) -> Ecart | None:
    """Why a line is no action; None for one that reads as an action."""
    folded = fold(p.texte)
    if _DETAIL.fullmatch(folded):
        return Ecart(p, _DETAIL_LU, anodin=True)
    if len(p.texte) > _LONG or _SENTENCES.search(p.texte) or _PROSE.fullmatch(folded) or _CONJUGUE.search(folded):
        return Ecart(p, "phrase qui ne se lit pas comme une action, non reprise")
    if p.texte.endswith(":"):
        return Ecart(p, "titre d'une liste, non repris")
    return None
