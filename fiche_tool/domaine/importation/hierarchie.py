"""From the lines of a PST document to its hierarchy. Pure: a doubtful line is reported, never guessed at."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fiche_tool.domaine.document.decoupe import ALL_RANKS, cut_paragraphs
from fiche_tool.domaine.document.document import (
    Bloc,
    CompteAnnonce,
    DocumentLu,
    Doute,
    Etiquette,
    GenreLigne,
    LigneDocument,
    Paragraphe,
)
from fiche_tool.domaine.document.etiquettes import cut_page
from fiche_tool.domaine.document.mots import USUELS, Mots
from fiche_tool.domaine.importation.annonces import compare_counts, find_counts
from fiche_tool.domaine.importation.batisseur import Batisseur
from fiche_tool.domaine.importation.enumerations import settle_lists
from fiche_tool.domaine.importation.faits import find_facts
from fiche_tool.domaine.importation.plan import settle_headings
from fiche_tool.domaine.importation.structure import Indices, name_places, resolve
from fiche_tool.domaine.importation.surete import check_labels
from fiche_tool.domaine.importation.vocabulaire import recognise_words
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.programme.programme import Annonce, Volet


def read_hierarchy(blocs: Sequence[Bloc], mots: Mots = USUELS, volet: str = "") -> DocumentLu:
    """Everything a document says of its PST: hierarchy, details, announced counts, facts, and every doubt.

    `volet` is the volet of a document that names none.
    """
    mots, proposed = recognise_words(blocs, mots)
    lu = _read(blocs, mots, volet)
    if lu.vide:  # a document that is its table of contents alone
        unpaged = [replace(b, texte=cut_page(b.texte)) if isinstance(b, LigneDocument) else b for b in blocs]
        again = _read(unpaged, mots, volet) if unpaged != list(blocs) else lu
        lu = lu if again.vide else again
    return replace(lu, doutes=(*lu.doutes, *proposed))


def _read(blocs: Sequence[Bloc], mots: Mots, volet: str) -> DocumentLu:
    decoupe = cut_paragraphs(blocs, mots)
    paragraphes, indices = _settle(decoupe.paragraphes, volet)
    builder = Batisseur(indices)
    builder.walk(paragraphes)
    actions = builder.finish_actions()
    comptes, unsure = find_counts([p for p in paragraphes if p.rang not in builder.pris])
    faits, deduced = find_facts(list(_texts(blocs)))
    if indices.axes_pour_os:
        comptes = tuple(replace(c, genre=GenreLigne.OS) if c.genre is GenreLigne.AXE else c for c in comptes)
        deduced = (*deduced, Doute("", "le document ne nomme pas d'objectifs stratégiques : ses axes en tiennent lieu"))
    volets = tuple(builder.volets.values()) if builder.objectifs else ()
    joined = [doute for doute in decoupe.doutes if doute.rang in (*builder.pris, ALL_RANKS)]
    odd, misread = check_labels(builder.actions, builder.details)
    doutes = [*joined, *builder.report(), *unsure, *deduced, *odd]
    doutes += compare_counts(comptes, builder.objectifs, actions) if volets else ()
    return DocumentLu(
        tuple(_with_counts(volet, comptes) for volet in volets),
        tuple(builder.objectifs),
        actions,
        tuple(sorted(doutes, key=lambda doute: doute.rang)),
        comptes,
        faits,
        tuple(lieu for rang, lieu in decoupe.jointes if rang in builder.pris),
        _annonce(comptes, ""),
        builder.house_words(),
        tuple(builder.details),
        (*_grouped(builder.incompris), *misread),
    )


def _settle(paragraphes: Sequence[Paragraphe], volet: str) -> tuple[tuple[Paragraphe, ...], Indices]:
    """The paragraphs, each with its settled genre and the place a person finds it at."""
    if volet and not any(p.genre is GenreLigne.VOLET for p in paragraphes):
        own = Paragraphe(Etiquette(GenreLigne.VOLET, volet=volet, mot=volet), "", 0)
        paragraphes = [own, *paragraphes]
    settled, indices = resolve(settle_lists(settle_headings(paragraphes)))
    return name_places(settled), indices


def _texts(blocs: Sequence[Bloc]) -> Iterator[str]:
    """What a document says in lines: those of its text, and the rows of its tables that hold one cell."""
    for bloc in blocs:
        if isinstance(bloc, LigneDocument):
            yield bloc.texte
        else:
            yield from (rangee[0].texte for rangee in bloc.rangees if len(rangee) == 1)


def _grouped(doutes: Sequence[Doute]) -> list[Doute]:
    """One sentence for each table and reason."""
    return list({(doute.lieu, doute.phrase): doute for doute in reversed(doutes)}.values())[::-1]


def _with_counts(volet: Volet, comptes: Sequence[CompteAnnonce]) -> Volet:
    return replace(volet, annonce=_annonce(comptes, volet.nom))


def _annonce(comptes: Sequence[CompteAnnonce], volet: str) -> Annonce | None:
    """What the document announces for a volet, or for the whole PST where no volet is named."""
    own = {c.genre: c for c in reversed(comptes) if fold(c.volet) == fold(volet)}
    if not own.keys() & {GenreLigne.OS, GenreLigne.OO, GenreLigne.ACTION}:
        return None
    os, oo, action = (own.get(genre) for genre in (GenreLigne.OS, GenreLigne.OO, GenreLigne.ACTION))
    numbers = [compte.nombre if compte else None for compte in (os, oo, action)]
    return Annonce(numbers[0], numbers[1], numbers[2], action is not None and action.au_moins)
