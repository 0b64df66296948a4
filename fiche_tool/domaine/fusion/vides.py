"""Fiches that come back emptied, in whole or beside a refused line, or just as sent: nothing is taken away."""

from dataclasses import replace

from fiche_tool.domaine.constats import constats, constats_fusion, constats_programme
from fiche_tool.domaine.constats.anomalies import signal
from fiche_tool.domaine.fiche.fiche import BUDGET, INCHANGE, LABELS, LigneBudget
from fiche_tool.domaine.fiche.show import show_ligne, show_valeur
from fiche_tool.domaine.fusion.admission import Admise
from fiche_tool.domaine.fusion.reponse import Connu, Reponse, budget_table, find_changes, what_is_known
from fiche_tool.domaine.fusion.tables_budget import pair_lines
from fiche_tool.domaine.grand_livre.acquis import MISE_A_JOUR, PROPRES, Cle, Etat, line_cle
from fiche_tool.domaine.mots.textes import shorten
from fiche_tool.domaine.mots.typographie import say_count

_QUOTED = 40
_BEAUCOUP = 2
"""Answers that come back empty together from which one asks, where nothing else is left."""


def guard_emptied(etat: Etat, admise: Admise) -> Admise:
    """The same, taking nothing away where all came back empty, or something did under « Aucun changement : Oui ».

    One emptied answer is an answer.
    """
    reponse = admise.reponse
    connu = what_is_known(etat, reponse)
    emptied = find_emptied(reponse, connu)
    confirmed = reponse.lecture.confirme
    if not emptied or not (confirmed or _is_all(reponse, connu, emptied)):
        return admise
    first = next((nom for nom in emptied if nom != BUDGET), INCHANGE.nom)
    lu = reponse.lecture.champs.get(INCHANGE.nom if confirmed else first)
    told = signal(
        constats_fusion.VIDEE,
        fichier=reponse.fichier,
        feuille=lu.saisie.feuille if lu else "",
        cellule=lu.saisie.cellule if lu else "",
        champ=first if not confirmed else INCHANGE.nom,
        action=admise.action.identifiant,
        attendu=", alors que « Aucun changement » est coché Oui" if confirmed else "",
        detail=", ".join(f"« {LABELS[nom]} »{_kept(connu, nom)}" for nom in emptied),
    )
    kept = replace(reponse, gardees=reponse.gardees | frozenset(emptied))
    return replace(admise, reponse=kept, anomalies=(*admise.anomalies, told))


def _kept(connu: Connu, nom: str) -> str:
    """What stood in an emptied cell, for whoever has to type it again."""
    if nom == BUDGET:
        return f" ({say_count(len(connu.lignes), 'ligne')})"
    return f" ({shorten(show_valeur(nom, connu.valeurs.get(nom)), _QUOTED)})"


def guard_removed(etat: Etat, admise: Admise) -> Admise:
    """The same with an error for the budget lines that did not come back, and stay as the table is not known whole."""
    reponse, gone = admise.reponse, [ligne for _, ligne in find_removed(etat, admise.reponse)]
    emptied = any(anomalie.code == constats_fusion.VIDEE.code for anomalie in admise.anomalies)
    if not gone or (emptied and BUDGET in reponse.gardees):  # it says so already
        return admise
    refused = next((lue for lue in reponse.lecture.budget if lue.refuse), None)
    error = next((x for x in admise.anomalies if x.bloquante and x.champ.startswith(BUDGET)), None)
    feuille, cellule = refused.lieu if refused else (error.feuille, error.cellule) if error else ("", "")
    many = len(gone) > 1
    told = signal(
        constats_fusion.EFFACEE_RETENUE,
        fichier=reponse.fichier,
        feuille=feuille,
        cellule=cellule,
        champ=BUDGET,
        action=admise.action.identifiant,
        trouve=" ; ".join(show_ligne(ligne) for ligne in gone),
        attendu=f"{len(gone)} lignes ont été effacées" if many else "1 ligne a été effacée",
        detail=f"une ligne retenue de la même fiche pourrait {'en remplacer une' if many else 'la remplacer'}"
        if refused
        else "ce tableau n'a pas pu être lu en entier",
    )
    return replace(admise, anomalies=(*admise.anomalies, told))


def find_removed(etat: Etat, reponse: Reponse) -> list[tuple[Cle, LigneBudget]]:
    """The lines of the register that did not come back and stay, as a refused line may be their other half."""
    connu = what_is_known(etat, reponse)
    table = budget_table(reponse, connu)
    places = pair_lines(etat.budget, connu.lignes) if table.effacees else []
    found = (etat.budget[at] for gone in table.effacees if (at := places[gone]) is not None)
    return [(line_cle(ligne), ligne) for ligne in found]


def find_emptied(reponse: Reponse, connu: Connu) -> list[str]:
    """The champs whose known value came back empty; « budget » where some known line did not come back.

    Not the date of the last update: emptied, it says nothing.
    """
    champs = reponse.lecture.champs
    found = [
        nom
        for nom in connu.valeurs
        if (nom,) != MISE_A_JOUR
        and (lu := champs.get(nom)) is not None
        and lu.valeur is None
        and not lu.refuse
        and nom not in reponse.retenues
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
    if lecture.confirme:
        ever = {*etat.valeurs, *(nom for nom, valeur in (lecture.base or {}).items() if valeur)}
        if ever.difference(PROPRES) or etat.lignes:
            return None
        changed = {change.cle for change in find_changes(etat, admise.reponse)}
        words = ", avec « Aucun changement : Oui » alors que rien n'y avait jamais été répondu"
        return None if changed - {MISE_A_JOUR} else words
    if signed or lecture.lire(INCHANGE) is not None or lecture.base is None:
        return None
    return None if any(find_changes(etat, admise.reponse)) else ", sans réponse ni signature"
