"""What the pages of the annex hold, row after row: a title of the hierarchy, an action, what is said under it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fiche_tool.domaine.fiche.champs import lire
from fiche_tool.domaine.fiche.fiche import (
    COMMENTAIRE,
    INDICATEURS,
    INDICE_SANTE,
    MANDATAIRE,
    PORTEUR,
    PRECISION_SANTE,
)
from fiche_tool.domaine.mots.textes import shorten_words
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.lignes import LigneAction, LigneNoeud, name_action
from fiche_tool.excel.annexe.colonnes import GRAND, PETIT
from fiche_tool.excel.annexe.pages import Bloc, Rangee
from fiche_tool.excel.dessin.mesure import row_height, wrap
from fiche_tool.excel.synthese.atelier.cellules import is_empty
from fiche_tool.excel.synthese.atelier.tableau import Colonnes
from fiche_tool.excel.synthese.feuilles.annexe import FORMES_NIVEAU

_MAX_LINES = 14
"""Lines of text on one row, so that little of a page stays white; a longer text goes on in rows of its own."""
_INTERLIGNE, _PIED = 11.8, 4.0
"""Points of a line under an action, and those that stay free under the last one."""
RAPPEL = 140
"""Characters of a title that is told again at the top of a page: it stands whole on the page where it begins."""
_RANGS = {"volet": 0, "axe": 1, "OS": 2, "OO": 3}


@dataclass(frozen=True, slots=True)
class Detail:
    """What is said under an action: pieces of text, each with what it is called. `fin`: the last of its action."""

    parties: tuple[tuple[str, str], ...]
    fin: bool


@dataclass(frozen=True, slots=True)
class Suite:
    """What the rows of a new page stand under."""

    texte: str


Contenu = LigneNoeud | LigneAction | Detail | Suite


def lay_blocks(synthese: Synthese, colonnes: Colonnes[LigneAction]) -> Iterator[Bloc[Contenu]]:
    """The rows of the annex in blocks: an action with what is said of it and the titles right above it."""
    path: dict[str, LigneNoeud] = {}
    titles: list[Rangee[Contenu]] = []
    above = dict(path)
    for ligne in synthese.lignes:
        if not titles:
            above = dict(path)
        if isinstance(ligne, LigneNoeud):
            path = {n: x for n, x in path.items() if _RANGS[n] < _RANGS[ligne.niveau]} | {ligne.niveau: ligne}
            if not titles:
                above = {n: x for n, x in path.items() if n != ligne.niveau}
            titles.append(Rangee(ligne, _title_height(ligne, colonnes), avec=True))
        else:
            rows = (*titles, *_action_rows(synthese, ligne, colonnes))
            here = " – ".join((ligne.action.numero, shorten_words(ligne.action.libelle, RAPPEL)))
            yield Bloc(rows, _suite(above, colonnes), _suite(path, colonnes, here))
            titles = []
    if titles:
        yield Bloc(tuple(titles), _suite(above, colonnes))


def _title_height(noeud: LigneNoeud, colonnes: Colonnes[LigneAction]) -> float:
    size = FORMES_NIVEAU[noeud.niveau]["font_size"]
    return max(18.0, row_height((noeud.intitule, colonnes.largeur("intitule")), size=size) + 3)


def _suite(path: dict[str, LigneNoeud], colonnes: Colonnes[LigneAction], here: str = "") -> Rangee[Contenu] | None:
    names = [" ".join(filter(None, (noeud.numero, shorten_words(noeud.intitule, RAPPEL)))) for noeud in path.values()]
    texte = " › ".join(nom for nom in (*names, here) if nom)
    if not texte:
        return None
    suite = Suite(f"{texte} (suite)")
    return Rangee(suite, row_height((suite.texte, sum(colonnes.largeurs)), size=PETIT) + 2, avec=True)


def _action_rows(synthese: Synthese, ligne: LigneAction, colonnes: Colonnes[LigneAction]) -> Iterator[Rangee[Contenu]]:
    """An action, then its details; it never ends a page without the first of them."""
    width = sum(colonnes.largeurs[1:])
    details = list(_details(synthese, ligne, width))
    yield Rangee(ligne, _action_height(synthese, ligne, colonnes), avec=bool(details))
    for rank, parties in enumerate(details, 1):
        last = rank == len(details)
        lines = wrap("".join(f"{nom} : {texte}   " for nom, texte in parties), width, PETIT)
        yield Rangee(Detail(parties, last), len(lines) * _INTERLIGNE + (_PIED if last else 0.0))


def _action_height(synthese: Synthese, ligne: LigneAction, colonnes: Colonnes[LigneAction]) -> float:
    shown = [(colonne, colonne.valeur(synthese, ligne)) for colonne in colonnes.colonnes if colonne.haut]
    heights = (
        row_height((value, colonne.largeur), size=GRAND if colonne.nom == "intitule" else PETIT)
        for colonne, value in shown
        if not is_empty(value)
    )
    return max(17.0, *heights)


def _details(synthese: Synthese, ligne: LigneAction, width: float) -> Iterator[tuple[tuple[str, str], ...]]:
    """What the columns leave out: who, how it fares, what is measured, the commentary; only what was answered."""
    if ligne.lien:
        place = name_action(synthese.noms, ligne.action)
        yield (("Action transversale", f"son détail et ses montants sont sous {place}."),)
        return
    values = ligne.valeurs
    people = [(champ.synthese.annexe, lire(values, champ)) for champ in (PORTEUR, MANDATAIRE)]
    if named := tuple((nom, texte) for nom, texte in people if texte):
        yield named
    health = " – ".join(filter(None, (lire(values, INDICE_SANTE), lire(values, PRECISION_SANTE))))
    texts = [(INDICE_SANTE.synthese.annexe, health)]
    texts += [(champ.synthese.annexe, lire(values, champ) or "") for champ in (INDICATEURS, COMMENTAIRE)]
    for nom, texte in texts:
        yield from (((nom if rank == 0 else "", piece),) for rank, piece in enumerate(_cut(nom, texte, width)))


def _cut(nom: str, texte: str, width: float) -> Sequence[str]:
    """A text whole where a row can hold it, else in pieces of as many lines as one can."""
    if not texte:
        return ()
    lines = wrap(f"{nom} : {texte}", width, PETIT)
    if len(lines) <= _MAX_LINES:
        return (texte,)
    pieces = ["\n".join(lines[start : start + _MAX_LINES]) for start in range(0, len(lines), _MAX_LINES)]
    return (pieces[0].removeprefix(f"{nom} : "), *pieces[1:])
