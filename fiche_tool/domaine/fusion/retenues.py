"""What errors hold back: an open point for each key, closed by a decision about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fiche_tool.domaine.constats import constats_fusion
from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.fiche.fiche import BUDGET, REPONSES, Budget, LigneBudget, Valeur
from fiche_tool.domaine.fiche.lecture import LigneLue
from fiche_tool.domaine.fiche.show import show_ligne
from fiche_tool.domaine.fusion.admission import Admise, held_by
from fiche_tool.domaine.fusion.reponse import budget_table, what_is_known
from fiche_tool.domaine.fusion.tables_budget import in_order, minus, pair_lines, slot_of
from fiche_tool.domaine.fusion.vides import find_removed
from fiche_tool.domaine.grand_livre.acquis import Cle, Etat, line_cle, table_of
from fiche_tool.domaine.grand_livre.points import GenrePoint, Point, ReponseMontree
from fiche_tool.domaine.mots.typographie import s

_REPONSES = frozenset(champ.nom for champ in REPONSES)


@dataclass(frozen=True, slots=True)
class Retenue:
    """One key that an error of one file holds back. `ligne` is the budget line, where it is one.

    `effacees` are the lines whose removal it holds back.
    """

    cle: Cle
    anomalie: Anomalie
    ligne: LigneLue | None = None
    effacees: Budget = ()


def find_held(etat: Etat, admise: Admise) -> Iterator[Retenue]:
    """What the errors of a return hold back of its answers, by key. `etat` is the register it is merged into."""
    errors = [anomalie for anomalie in admise.anomalies if anomalie.bloquante]
    for error in errors:
        if error.code == constats_fusion.VIDEE.code:
            for nom in sorted(admise.reponse.gardees):
                yield Retenue((nom,), error)
            continue
        if error.code == constats_fusion.EFFACEE_RETENUE.code:
            removed = find_removed(etat, admise.reponse)
            for cle in sorted({cle for cle, _ in removed}):
                yield Retenue(cle, error, effacees=tuple(ligne for at, ligne in removed if at == cle))
            continue
        for nom in sorted(held_by(error) & _REPONSES):
            yield Retenue((nom,), error)
    if any(lue.refuse for lue in admise.reponse.lecture.budget):
        yield from _held_lines(etat, admise, errors)


def _held_lines(etat: Etat, admise: Admise, errors: Sequence[Anomalie]) -> Iterator[Retenue]:
    table = budget_table(admise.reponse, what_is_known(etat, admise.reponse))
    places = pair_lines(etat.budget, table.connues)
    for lue, at in table.retenues:
        cells = {saisie.cellule for saisie in lue.saisies.values()}
        error = next((error for error in errors if error.champ.startswith(BUDGET) and error.cellule in cells), None)
        if error is not None:
            known = lue.ligne if at is None else table.connues[at]
            yield Retenue(slot_of(etat.lignes, known, None if at is None else places[at]), error, lue)


def drop_decided(admise: Admise, held: Sequence[Retenue], tranches: frozenset[tuple[str, Cle]]) -> Admise:
    """The same without the errors that were decided: all that they hold back has its value now."""
    by_error: dict[int, list[Retenue]] = {}
    for retenue in held:
        by_error.setdefault(id(retenue.anomalie), []).append(retenue)
    gone = {
        name
        for name, several in by_error.items()
        if all((admise.reponse.sha256, retenue.cle) in tranches for retenue in several)
    }
    return replace(admise, anomalies=tuple(x for x in admise.anomalies if id(x) not in gone)) if gone else admise


def held_points(etat: Etat, admise: Admise, held: Sequence[Retenue], seance: date) -> Iterator[Point]:
    """The open points of what is held back. `etat` is the register after merging."""
    for retenue in held:
        if retenue.effacees and not set(retenue.effacees).intersection(etat.budget):  # somebody else settled it
            continue
        emptied = retenue.effacees or retenue.anomalie.code == constats_fusion.VIDEE.code
        genre = GenrePoint.VIDEE if emptied else GenrePoint.RETENUE
        yield Point(
            admise.action.identifiant,
            retenue.cle,
            genre,
            retenue.anomalie.code,
            retenue.anomalie.texte,
            value_at(etat, retenue.cle),
            (_show(etat, admise, retenue),),
            seance,
        )


def value_at(etat: Etat, cle: Cle) -> Valeur | None:
    """What the register holds at a key of merging."""
    if cle == (BUDGET,):
        return etat.budget
    if cle[0] == BUDGET:
        return in_order(ligne for ligne in etat.budget if line_cle(ligne) == cle)
    return etat.valeurs.get(cle[0])


def _show(etat: Etat, admise: Admise, retenue: Retenue) -> ReponseMontree:
    reponse, lecture = admise.reponse, admise.reponse.lecture
    valeur: Valeur | None = None
    if retenue.effacees:
        feuille, cellule = retenue.anomalie.feuille, retenue.anomalie.cellule
        texte = f"effacée{s(len(retenue.effacees))}"
        valeur = minus(table_of(value_at(etat, retenue.cle)), retenue.effacees)
    elif retenue.ligne is not None:
        feuille, cellule = retenue.ligne.lieu
        texte = _words(retenue.ligne)
    elif (lu := lecture.champs.get(retenue.cle[0])) is not None:
        feuille, cellule, texte = lu.saisie.feuille, lu.saisie.cellule, lu.saisie.texte
        valeur = None if lu.refuse else lu.valeur
    else:
        feuille, cellule, texte = retenue.anomalie.feuille, retenue.anomalie.cellule, ""
    ligne = retenue.ligne.ligne if retenue.ligne is not None else None
    return ReponseMontree(
        reponse.sha256, reponse.fichier, feuille, cellule, reponse.par, reponse.jour, texte, valeur, ligne
    )


def _words(lue: LigneLue) -> str:
    """A refused line, in the words of its author where some cell of it could not be read."""
    read = all(saisie.vide or getattr(lue.ligne, nom) is not None for nom, saisie in lue.saisies.items())
    if read and lue.ligne.montant is not None and lue.ligne != LigneBudget(montant=lue.ligne.montant):
        return show_ligne(lue.ligne)
    return " ".join(saisie.texte for saisie in lue.saisies.values() if not saisie.vide)
