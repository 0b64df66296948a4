"""Reading programme.xlsx: the hierarchy and the settings, every fault with its cell.

It goes through the same bounded reader as the fiches: people edit it too, in Excel or LibreOffice, and it stands on
the path of every command.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from fiche_tool.domaine.constats import constats_programme
from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.mots.textes import clean, fold
from fiche_tool.domaine.programme.diffusion import Diffusion
from fiche_tool.domaine.programme.fautes import check_programme
from fiche_tool.domaine.programme.programme import (
    Action,
    EtatAction,
    Niveau,
    Objectif,
    Place,
    Programme,
)
from fiche_tool.domaine.programme.reprise import Repris
from fiche_tool.excel.lecture.classeur import LONGUE_LISTE, Classeur
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.programme import feuilles
from fiche_tool.excel.programme.collage import (
    cut_title,
    give_numbers,
    read_level,
    read_number,
    read_volet,
    without_repeats,
)
from fiche_tool.excel.programme.diffusion import read_diffusion, read_yes
from fiche_tool.excel.programme.feuilles import ColonneProgramme
from fiche_tool.excel.programme.read_listes import read_listes
from fiche_tool.excel.programme.read_parametres import read_parametres, read_volets
from fiche_tool.excel.programme.releve import Releve
from fiche_tool.excel.programme.reprise import find_marks, read_repris
from fiche_tool.excel.programme.tableaux import LigneTableau
from fiche_tool.fichiers.filet import net
from fiche_tool.fichiers.package import Refus
from fiche_tool.fichiers.piece import Piece


@dataclass(frozen=True, slots=True)
class LectureProgramme:
    """A programme with its anomalies; None where the workbook is not one or misses what nothing works without."""

    programme: Programme | None
    anomalies: tuple[Anomalie, ...]


def is_programme(classeur: Classeur) -> bool:
    """True for a workbook that has the sheets of a programme."""
    names = {fold(nom) for nom in classeur.feuilles}
    return {fold(feuilles.PARAMETRES), fold(feuilles.ACTIONS)} <= names


def read_programme(piece: Piece) -> LectureProgramme:
    """Read a programme workbook, named by its piece. Never raises for what stands in it."""
    fichier = piece.nom
    try:
        with net():
            classeur = open_classeur(piece, LONGUE_LISTE)
            releve = Releve(classeur)
            programme = _read(releve)
    except Refus as refus:
        return LectureProgramme(None, (refus.told_of(fichier),))
    faults = [*releve.anomalies, *(check_programme(programme) if programme else ())]
    return LectureProgramme(programme, tuple(anomalie.at(fichier=fichier) for anomalie in _told_once(faults)))


def _told_once(faults: Iterable[Anomalie]) -> Iterator[Anomalie]:
    """The faults; of a cell whose content is refused, what else follows from it is not told."""
    refused: set[tuple[str, str]] = set()
    for fault in faults:
        where = (fault.feuille, fault.cellule)
        if where not in refused:
            yield fault
        if fault.code == constats_programme.CODE_INVALIDE.code and fault.cellule:
            refused.add(where)


def _read(releve: Releve) -> Programme | None:
    """The programme, or None where a sheet, a heading or a setting it cannot do without is missing."""
    parametres = read_parametres(releve)
    announced = read_volets(releve)
    volets = None if announced is None else tuple(v for v in announced if v.nom != feuilles.ENSEMBLE)
    objectifs = releve.table(feuilles.OBJECTIFS, feuilles.COLONNES_OBJECTIFS)
    actions = releve.table(feuilles.ACTIONS, feuilles.COLONNES_ACTIONS)
    if parametres is None or volets is None or objectifs is None or actions is None:
        return None
    known = {fold(volet.nom): volet.nom for volet in volets}
    whole = next((v.annonce for v in announced or () if v.nom == feuilles.ENSEMBLE), None)
    found = without_repeats(o for ligne in objectifs.lignes if (o := _objectif(releve, ligne, known)) is not None)
    places = frozenset(o.place for o in found)
    return Programme(
        replace(parametres, annonce=whole),
        volets,
        found,
        give_numbers(_action(releve, ligne, known, places) for ligne in actions.lignes),
        read_listes(releve),
        {feuilles.OBJECTIFS: objectifs.lettres, feuilles.ACTIONS: actions.lettres},
        _reprise(releve),
        _diffusion(releve),
    )


def _diffusion(releve: Releve) -> Diffusion:
    grille = releve.grille(feuilles.PARAMETRES, required=False)
    diffusion, faults = read_diffusion(grille) if grille else (Diffusion(), ())
    releve.anomalies += faults
    return diffusion


def _reprise(releve: Releve) -> tuple[Repris, ...]:
    """What the document of the PST said beside its actions; and what a person must look at before going on."""
    report = releve.grille(feuilles.IMPORT, required=False)
    releve.anomalies += find_marks(report) if report else ()
    grille = releve.grille(feuilles.REPRISE, required=False)
    tableau = releve.read_table(grille, feuilles.COLONNES_REPRISE, required=False) if grille else None
    return read_repris(tableau.lignes) if tableau else ()


# --- rows ------------------------------------------------------------------------------------------------------------
def _objectif(releve: Releve, ligne: LigneTableau, volets: Mapping[str, str]) -> Objectif | None:
    niveau, beside = read_level(ligne.texte("niveau"))
    volet, axe, numero = _place(releve, ligne, volets, "numero", feuilles.COLONNES_OBJECTIFS)
    intitule = clean(ligne.texte("intitule"))
    if niveau is not None:
        intitule, numero = cut_title(intitule, niveau, numero or beside)
    releve.require(ligne, feuilles.COLONNES_OBJECTIFS, sauf="numero" if numero else "")
    if niveau is None:
        if ligne.texte("niveau"):
            releve.fault(constats_programme.CODE_INVALIDE, ligne, feuilles.COLONNES_OBJECTIFS[0], "Axe, OS ou OO")
        return None
    own = numero if niveau is Niveau.AXE else axe
    return Objectif(niveau, volet, own, numero, intitule, ligne.numero)


def _action(releve: Releve, ligne: LigneTableau, volets: Mapping[str, str], places: Collection[Place]) -> Action:
    releve.require(ligne, feuilles.COLONNES_ACTIONS, sauf="identifiant")  # its absence has a sentence of its own
    volet, axe, objectif = _place(releve, ligne, volets, "objectif", feuilles.COLONNES_ACTIONS)
    _check_number(releve, ligne, "numero", feuilles.COLONNES_ACTIONS, "1.2.3")
    texts = {c.nom: ligne.texte(c.nom) for c in feuilles.COLONNES_ACTIONS}
    etat, depuis, retiree = _vie(releve, ligne)
    own = {nom: texts[nom] for nom in ("service", "mandataire", "responsable", "porteur", "partenaires", "plans")}
    return Action(
        texts["identifiant"].upper(),
        volet,
        axe,
        objectif,
        read_number(texts["numero"]),
        texts["libelle"],
        **own,
        autres_objectifs=tuple(_parse_places(texts["autres_objectifs"], axe, volets, places)),
        etat=etat,
        depuis=depuis,
        ligne=ligne.numero,
        retiree=retiree,
        synergie="Oui" if _yes(releve, ligne) else "",
    )


def _place(
    releve: Releve, ligne: LigneTableau, volets: Mapping[str, str], numero: str, colonnes: Sequence[ColonneProgramme]
) -> Place:
    _check_number(releve, ligne, numero, colonnes, "1.2")
    volet = read_volet(ligne.texte("volet"), volets)
    return volet, read_number(ligne.texte("axe")), read_number(ligne.texte(numero))


def _check_number(
    releve: Releve, ligne: LigneTableau, nom: str, colonnes: Sequence[ColonneProgramme], exemple: str
) -> None:
    saisie = ligne.cellules.get(nom)
    if saisie is not None and isinstance(saisie.brut, datetime):  # Excel makes « 1.1 » a date in a General cell
        colonne = next(c for c in colonnes if c.nom == nom)
        attendu = f"un numéro comme {exemple}, dans une cellule au format Texte"
        releve.fault(constats_programme.CODE_INVALIDE, ligne, colonne, attendu)


def _vie(releve: Releve, ligne: LigneTableau) -> tuple[EtatAction, date | None, date | None]:
    """Whether an action is alive, and its two dates. A day of retirement retires it, from that day on.

    An older sheet has one date for both: that of a retired action is the day it was retired.
    """
    etat = _etat(releve, ligne)
    depuis, retiree = (releve.day(ligne, nom, feuilles.COLONNES_ACTIONS) for nom in ("depuis", "retiree"))
    if retiree is not None:
        etat = EtatAction.RETIREE
    elif etat is EtatAction.RETIREE and "retiree" not in ligne.lettres:
        depuis, retiree = None, depuis
    return etat, depuis, retiree


def _yes(releve: Releve, ligne: LigneTableau) -> bool:
    """True for an action marked as a synergy with the commune."""
    answer = read_yes(ligne.texte("synergie"))
    if answer is None:
        colonne = next(c for c in feuilles.COLONNES_ACTIONS if c.nom == "synergie")
        releve.fault(constats_programme.CODE_INVALIDE, ligne, colonne, "Oui ou Non")
    return bool(answer)


def _etat(releve: Releve, ligne: LigneTableau) -> EtatAction:
    key = fold(ligne.texte("etat"))
    if key in ("", "active", "actif", "en vigueur"):
        return EtatAction.ACTIVE
    if key in ("retiree", "retire", "supprimee", "abandonnee"):
        return EtatAction.RETIREE
    releve.fault(
        constats_programme.CODE_INVALIDE,
        ligne,
        next(c for c in feuilles.COLONNES_ACTIONS if c.nom == "etat"),
        "active ou retirée",
    )
    return EtatAction.ACTIVE


def _parse_places(texte: str, axe: str, volets: Mapping[str, str], places: Collection[Place]) -> Iterator[Place]:
    """Read « Externe 2.1 ; Interne 1.3 »; an axe, if any, stands between bars: « Externe | 2 | 1.1 ».

    Without bars, the OO is the one of the action's own axe, or else the one that stands in no axe.
    """
    for part in texte.replace("\n", ";").split(";"):
        words = [word.strip() for word in part.split("|")] if "|" in part else part.rsplit(maxsplit=1)
        if len(words) == 3:
            yield read_volet(words[0], volets), words[1], words[2]
        elif len(words) == 2:
            volet, numero = read_volet(words[0], volets), read_number(words[1])
            alone = (volet, axe, numero) not in places and (volet, "", numero) in places
            yield volet, "" if alone else axe, numero
        elif part.strip():
            yield "", axe, part.strip()
