"""Fiches that come back emptied, or just as they were sent: nothing is taken away, or nothing was answered."""

from dataclasses import replace

from fiche_tool.domaine.constats import constats, constats_programme
from fiche_tool.domaine.constats.anomalies import signal
from fiche_tool.domaine.fiche.fiche import BUDGET, LABELS
from fiche_tool.domaine.fusion.admission import Admise
from fiche_tool.domaine.fusion.reponse import Connu, Reponse, budget_table, find_changes, what_is_known
from fiche_tool.domaine.grand_livre.acquis import MISE_A_JOUR, PROPRES, Etat

_BEAUCOUP = 2
"""Answers that come back empty together from which one asks, where nothing else is left."""


def guard_emptied(etat: Etat, admise: Admise) -> Admise:
    """The same, taking nothing away where all came back empty, or something did under « Aucun changement : Oui ».

    One emptied answer is an answer.
    """
    reponse = admise.reponse
    connu = what_is_known(etat, reponse)
    emptied = find_emptied(reponse, connu)
    confirmed = reponse.lecture.valeur("inchange") == "Oui"
    if not emptied or not (confirmed or _is_all(reponse, connu, emptied)):
        return admise
    first = next((nom for nom in emptied if nom != BUDGET), "inchange")
    lu = reponse.lecture.champs.get("inchange" if confirmed else first)
    told = signal(
        constats.VIDEE,
        fichier=reponse.fichier,
        feuille=lu.saisie.feuille if lu else "",
        cellule=lu.saisie.cellule if lu else "",
        champ=first if not confirmed else "inchange",
        action=admise.action.identifiant,
        attendu=", alors que « Aucun changement » est coché Oui" if confirmed else "",
        detail=", ".join(f"« {LABELS[nom]} »" for nom in emptied),
    )
    kept = replace(reponse, gardees=reponse.gardees | frozenset(emptied))
    return replace(admise, reponse=kept, anomalies=(*admise.anomalies, told))


def find_emptied(reponse: Reponse, connu: Connu) -> list[str]:
    """The champs whose known value came back empty; « budget » where some known line did not come back."""
    champs = reponse.lecture.champs
    found = [
        nom
        for nom in connu.valeurs
        if (lu := champs.get(nom)) is not None and lu.valeur is None and not lu.refuse and nom not in reponse.retenues
    ]
    if BUDGET not in reponse.gardees and None in budget_table(reponse, connu).suites:
        found.append(BUDGET)
    return found


def _is_all(reponse: Reponse, connu: Connu, emptied: list[str]) -> bool:
    """True where every answer of the fiche came back empty, its own first words (service, porteur…) put apart."""
    asked = [nom for nom in connu.valeurs if (nom,) != MISE_A_JOUR and nom in reponse.lecture.champs]
    answers = [nom for nom in asked if nom not in PROPRES]
    table = [BUDGET] if connu.lignes else []
    if table and reponse.lecture.budget:  # some line is left
        return False
    for names in ([*answers, *table], [*asked, *table]):
        if len(names) >= _BEAUCOUP and all(nom in emptied for nom in names):
            return True
    return False


def why_untouched(etat: Etat, admise: Admise) -> str | None:
    """How a fiche came back just as it was sent, in words for its sentence; None where somebody answered it."""
    lecture = admise.reponse.lecture
    told = {anomalie.code for anomalie in admise.anomalies}
    written = {constats.HORS_CASES.code, constats_programme.VERROUILLE_CHANGE.code}
    if any(anomalie.bloquante for anomalie in admise.anomalies) or told & written:
        return None
    signed = any(not lu.saisie.vide for nom in ("complete_par", "complete_le") if (lu := lecture.champs.get(nom)))
    if lecture.valeur("inchange") == "Oui":
        ever = {*etat.valeurs, *(nom for nom, valeur in (lecture.base or {}).items() if valeur)}
        if ever.difference(PROPRES) or etat.lignes:
            return None
        changed = {change.cle for change in find_changes(etat, admise.reponse)}
        words = ", avec « Aucun changement : Oui » alors que rien n'y avait jamais été répondu"
        return None if changed - {MISE_A_JOUR} else words
    if signed or lecture.valeur("inchange") is not None or lecture.base is None:
        return None
    return None if any(find_changes(etat, admise.reponse)) else ", sans réponse ni signature"
