"""Loading what came back to a folder: every return as a Lecture, against the models that its fiches are made from."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from fiche_tool.domaine.constats import constats
from fiche_tool.domaine.constats.anomalies import signal
from fiche_tool.domaine.fiche.fiche import CHAMPS, nom_de_cellule
from fiche_tool.domaine.fiche.kinds import Vocabulaire
from fiche_tool.domaine.fiche.lecture import SUITE, Fichier, Lecture, tell_apart
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.dossier.dossier import Dossier, show_path
from fiche_tool.dossier.parcours import Trouve, find_returns
from fiche_tool.dossier.retours import Recu, read_return
from fiche_tool.dossier.temoins import is_no_fiche, read_empty_envelope, read_other, say_texts
from fiche_tool.excel.fiche.autour import words_of
from fiche_tool.excel.fiche.read_fiche import read_classeur, read_fiche, refused
from fiche_tool.excel.fiche.reperage import ModelesConnus, Patron
from fiche_tool.excel.lecture.classeur import Classeur, Grille, Position, Zone
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.modele.noms import NOMS_AIDE, NOMS_HISTORIQUE
from fiche_tool.fichiers.bornes import BudgetLecture
from fiche_tool.fichiers.enveloppes import Enveloppe, open_enveloppe, say_refused
from fiche_tool.fichiers.filet import net
from fiche_tool.fichiers.package import Refus
from fiche_tool.fichiers.piece import Piece, read_piece
from fiche_tool.resources import FICHIER_MODELE


def load_lectures(dossier: Dossier, programme: Programme) -> Iterator[Lecture]:
    """Every file under retours/, read. One bad file never costs another its turn."""
    modeles = known_models(dossier)
    for trouve in find_returns(dossier):
        yield from load_return(trouve, programme.vocabulaire, modeles)


Lire = Callable[[Piece, Fichier, Classeur | None], tuple[Lecture, ...]]
"""How one workbook is read once it is out of its envelope; it may have been opened already."""


def fiche_reader(vocabulaire: Vocabulaire, modeles: ModelesConnus) -> Lire:
    """Reading a workbook as a fiche, or several."""

    def lire(piece: Piece, fichier: Fichier, classeur: Classeur | None) -> tuple[Lecture, ...]:
        if classeur is not None:
            return tell_apart(read_classeur(classeur, fichier, vocabulaire, modeles))
        return tell_apart(read_fiche(piece, fichier, vocabulaire, modeles))

    return lire


def load_return(trouve: Trouve, vocabulaire: Vocabulaire, modeles: ModelesConnus) -> tuple[Lecture, ...]:
    """What one file says: a Lecture, or several where it holds several fiches."""
    unread = why_unread(trouve)
    if unread is not None:
        return unread
    return load_received(read_return(trouve), fiche_reader(vocabulaire, modeles))


def why_unread(trouve: Trouve) -> tuple[Lecture, ...] | None:
    """The Lecture of what is not opened at all; None for a file to read."""
    if trouve.ignore:
        return (Lecture(Fichier(trouve.relatif, seance=trouve.seance), ignore=trouve.ignore),)
    if trouve.ferme:
        closed = signal(constats.DOSSIER_FERME, fichier=trouve.relatif, detail=trouve.ferme)
        return (Lecture(Fichier(trouve.relatif, seance=trouve.seance), anomalies=(closed,)),)
    return None


def load_received(recu: Recu, lire: Lire) -> tuple[Lecture, ...]:
    """What a file that was read says: its fiches, out of their envelope where they came in one."""
    piece, fichier = recu.piece, recu.fichier
    if piece is None:
        closed = signal(constats.ACCES_REFUSE, fichier=fichier.chemin, detail=recu.raison)
        return (Lecture(fichier, anomalies=(closed,)),)
    try:
        with net():
            if recu.classeur is not None:
                return lire(piece, fichier, recu.classeur)
            enveloppe = open_enveloppe(piece)
            if enveloppe is not None and (enveloppe.fiches or enveloppe.refuses):
                return tuple(_read_pieces(enveloppe, fichier, lire))
            if enveloppe is not None:
                return (read_empty_envelope(piece, fichier, enveloppe),)
            return (read_other(piece, fichier),) if is_no_fiche(piece) else lire(piece, fichier, None)
    except Refus as refus:
        return (refused(fichier, refus),)


def _read_pieces(enveloppe: Enveloppe, fichier: Fichier, lire: Lire) -> Iterator[Lecture]:
    """The fiches taken out of an archive or a mail, each with a remark that says so."""
    nom = fichier.chemin.rpartition("/")[2]
    remark = signal(constats.SORTIE_D_ENVELOPPE, detail=f"{enveloppe.genre} « {nom} »{_beside(enveloppe)}")
    if enveloppe.refuses:
        detail = say_refused(tuple(show_path(nom) for nom in enveloppe.refuses))
        yield refused(fichier, Refus(constats.TROP_A_OUVRIR, attendu=BudgetLecture.words(), detail=detail))
    remarks = [remark, *say_texts(enveloppe)]
    for piece in enveloppe.fiches:
        own = _inside(fichier, piece)
        for lecture in lire(piece, own, None):
            told = (one.at(fichier=own.chemin, action=lecture.identifiant) for one in remarks)
            yield replace(lecture, anomalies=(*told, *lecture.anomalies))
            remarks = [remark]  # what a mail says is told once
    for piece in enveloppe.autres:
        if is_no_fiche(piece):
            other = read_other(piece, _inside(fichier, piece))
            if other.temoin is not None and other.temoin.reference is not None:
                yield other


def _inside(fichier: Fichier, piece: Piece) -> Fichier:
    """The identity card of what was found inside a file."""
    return replace(
        fichier,
        chemin=f"{fichier.chemin}{SUITE}{show_path(piece.nom)}",
        sha256=piece.sha256,
        taille=len(piece.data),
        disque=fichier.sha256,
        bout="",
    )


def _beside(enveloppe: Enveloppe) -> str:
    """What else an envelope holds, between brackets; empty for nothing."""
    told = (
        ("à côté, non lu", tuple(piece.nom for piece in enveloppe.autres)),
        ("copie d'une fiche déjà lue", enveloppe.identiques),
    )
    parts = [f"{words} : {', '.join(map(show_path, noms))}" for words, noms in told if noms]
    return f" ({' ; '.join(parts)})" if parts else ""


@dataclass(frozen=True, slots=True)
class _Forme:
    """What a model looks like: its form and the names of its cells, its other sheets, its properties."""

    grille: Grille
    noms: Mapping[str, Zone]
    autres: tuple[Grille, ...]
    proprietes: tuple[str, ...]


def known_models(dossier: Dossier | None) -> ModelesConnus:
    """What is known of the packaged model and of the centre's own, looked up when first needed."""

    @cache
    def look() -> Patron:
        if dossier is None or not dossier.modele.is_file():
            return _packaged_patron()
        return _make_patron([_packaged_forme(), *_formes([dossier.modele, *_sent(dossier)])])

    return look


@cache
def _packaged_patron() -> Patron:
    return _make_patron([_packaged_forme()])


@cache
def _packaged_forme() -> _Forme:
    (forme,) = _formes([FICHIER_MODELE])
    return forme


def _formes(paths: Iterable[Path]) -> Iterator[_Forme]:
    for path in paths:
        with contextlib.suppress(Refus, OSError):
            classeur = open_classeur(read_piece(path))
            zone = classeur.noms.get(nom_de_cellule("libelle"))
            if zone is not None:
                noms = {nom: own for nom, own in classeur.noms.items() if own.feuille == zone.feuille}
                read = {own.feuille for nom in (*NOMS_HISTORIQUE, *NOMS_AIDE) if (own := classeur.noms.get(nom))}
                others = tuple(
                    classeur.ouvrir(nom) if nom in read else classeur.survoler(nom)
                    for nom in classeur.feuilles
                    if nom != zone.feuille
                )
                yield _Forme(classeur.ouvrir(zone.feuille), noms, others, tuple(classeur.proprietes.values()))


_ENVOIS = 4


def _sent(dossier: Dossier) -> Iterator[Path]:
    """A fiche of each of the last mailings: a centre that restyles its model still gets back those sent before."""
    folders = sorted((dossier.racine / "fiches").glob("*/"), reverse=True)[:_ENVOIS]
    for folder in folders:
        first = min(folder.glob("*/*.xlsx"), default=None)
        if first is not None:
            yield first


def _make_patron(formes: Sequence[_Forme]) -> Patron:
    grilles = [forme.grille for forme in formes]
    every = [*grilles, *(grille for forme in formes for grille in forme.autres)]
    drawn = [objet for grille in every for objet in grille.objets]
    texts = {saisie.texte for grille in grilles for saisie in grille.cellules.values() if not saisie.formule}
    texts |= {note for grille in every for note in grille.notes.values()}
    texts |= {objet.texte for objet in drawn if objet.texte}
    around = [texte for grille in every for texte in (*grille.alentours.pages, *grille.alentours.formats)]
    around += [texte for grille in every for _, texte in grille.alentours.bulles]
    around += [texte for forme in formes for texte in forme.proprietes]
    beside = (grille for forme in formes for grille in forme.autres if not grille.nom.startswith("_"))
    return Patron(
        model_addresses(),
        frozenset(fold(texte) for texte in texts),
        tuple(frozenset(fold(x.texte) for x in grille.cellules.values() if not x.vide) for grille in beside),
        frozenset(objet.empreinte for objet in drawn if objet.empreinte),
        frozenset((objet.genre, objet.cellule) for objet in drawn),
        tuple((forme.grille, forme.noms) for forme in formes),
        frozenset(word for texte in around for word in words_of(texte)),
        tuple(grille.alentours.messages for grille in grilles),
    )


def model_addresses() -> Mapping[str, Position]:
    """Where the packaged model has its fields."""
    noms = _packaged_forme().noms
    return {champ.nom: noms[champ.nom_de_cellule].coin for champ in CHAMPS if champ.nom_de_cellule in noms}
