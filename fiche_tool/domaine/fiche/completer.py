"""One act, one date: the day of the last update and the day of the signature stand for one another."""

from dataclasses import replace

from fiche_tool.domaine.fiche.fiche import COMPLETE_LE, DERNIERE_MISE_A_JOUR, LABELS
from fiche_tool.domaine.fiche.lecture import Lecture, Note


def complete_dates(lecture: Lecture) -> Lecture:
    """The answer with its empty date taken from the other one, and a note that says so.

    Nothing is taken where the fiche gives both, neither, or one that could not be read; a form that bears no answer
    at all, or whose date of last update is still that of the sending, has nothing to give.
    """
    pair = (DERNIERE_MISE_A_JOUR, COMPLETE_LE)
    for empty, other in (pair, pair[::-1]):
        lu, given = lecture.champs.get(empty.nom), lecture.lire(other)
        if lu is None or given is None or lu.valeur is not None or lu.refuse or not lu.saisie.vide:
            continue
        if other is DERNIERE_MISE_A_JOUR and given == (lecture.base or {}).get(other.nom):
            continue  # as sent: nobody dated this answer
        texte = f"vide : la date de « {LABELS[other.nom]} » est reprise"
        note = Note(lu.saisie.feuille, lu.saisie.cellule, empty.nom, texte)
        champs = {**lecture.champs, empty.nom: replace(lu, valeur=given)}
        return replace(lecture, champs=champs, notes=(*lecture.notes, note))
    return lecture
