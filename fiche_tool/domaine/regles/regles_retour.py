"""The rules that compare an answer with what was sent, or look for what should not be in it. All are remarks."""

import re
from collections.abc import Iterator

from fiche_tool.domaine.constats import constats
from fiche_tool.domaine.constats.anomalies import REMARQUE, Anomalie, Constat, signal
from fiche_tool.domaine.fiche.champs import Champ, lire
from fiche_tool.domaine.fiche.fiche import (
    DERNIERE_MISE_A_JOUR,
    LABELS,
    REPONSES,
    RETOUR,
    STATUT_ACTION,
    TAUX_AVANCEMENT,
    lire_budget,
)
from fiche_tool.domaine.fiche.kinds import MOT, TEXTE, Scalaire
from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.saisie import show_decimal
from fiche_tool.domaine.mots.statuts import A_DEMARRER, ABANDONNE, EN_COURS, REALISE

TAUX_RECULE = Constat(
    "AVA06",
    REMARQUE,
    "le taux recule : {attendu} % à l'envoi de la fiche, {trouve} % maintenant. Si c'est voulu, dites pourquoi dans le "
    "commentaire.",
)
STATUT_RECULE = Constat(
    "AVA07",
    REMARQUE,
    "le statut revient en arrière : « {attendu} » à l'envoi de la fiche, « {trouve} » maintenant. Si c'est voulu, "
    "dites pourquoi dans le commentaire.",
)
PAS_MISE_A_JOUR = Constat(
    "DAT05",
    REMARQUE,
    "les réponses ont changé, mais la date de mise à jour est restée celle de l'envoi ({trouve}). Mettez la date du "
    "jour.",
)
MISE_A_JOUR_RECULE = Constat(
    "DAT06",
    REMARQUE,
    "la date de mise à jour ({trouve}) précède celle qui était pré-remplie ({attendu}). Vérifiez-la.",
)
CONSTATS_RETOUR = (TAUX_RECULE, STATUT_RECULE, PAS_MISE_A_JOUR, MISE_A_JOUR_RECULE)

_ORDRE = {A_DEMARRER: 0, EN_COURS: 1, REALISE: 2, ABANDONNE: 2}
"""How far along an action is; the other statuses may follow and precede any."""


def check_retour(lecture: Lecture) -> Iterator[Anomalie]:
    """What an answer takes back from what was sent, and personal data in its texts."""
    if lecture.base is not None:
        yield from _check_taux(lecture)
        yield from _check_statut(lecture)
        yield from _check_mise_a_jour(lecture)
    yield from _check_personal_data(lecture)


def _check_taux(lecture: Lecture) -> Iterator[Anomalie]:
    before, now = lire(lecture.base or {}, TAUX_AVANCEMENT), lecture.lire(TAUX_AVANCEMENT)
    if before is not None and now is not None and now < before:
        yield _at(lecture, TAUX_RECULE, TAUX_AVANCEMENT, show_decimal(now), show_decimal(before))


def _check_statut(lecture: Lecture) -> Iterator[Anomalie]:
    before, now = lire(lecture.base or {}, STATUT_ACTION), lecture.lire(STATUT_ACTION)
    if before is not None and now is not None and _ORDRE.get(now, 9) < _ORDRE.get(before, -1):
        yield _at(lecture, STATUT_RECULE, STATUT_ACTION, now, before)


def _check_mise_a_jour(lecture: Lecture) -> Iterator[Anomalie]:
    before, now = lire(lecture.base or {}, DERNIERE_MISE_A_JOUR), lecture.lire(DERNIERE_MISE_A_JOUR)
    if before is None or now is None:
        return
    if now.fin < before.debut:
        yield _at(lecture, MISE_A_JOUR_RECULE, DERNIERE_MISE_A_JOUR, now.texte, before.texte)
    elif now == before and _has_changed(lecture):
        yield _at(lecture, PAS_MISE_A_JOUR, DERNIERE_MISE_A_JOUR, now.texte, "une date plus récente")


def _has_changed(lecture: Lecture) -> bool:
    """True where some answer, readable or not, differs from what was sent."""
    base = lecture.base or {}
    read = ((champ.nom, lecture.champs.get(champ.nom)) for champ in REPONSES)
    champs = any(lu.refuse or lu.valeur != base.get(nom) for nom, lu in read if lu is not None)
    return champs or tuple(lue.ligne for lue in lecture.budget) != lire_budget(base)


def _at(lecture: Lecture, constat: Constat, champ: Champ[Scalaire], trouve: str, attendu: str) -> Anomalie:
    saisie = lecture.champs[champ.nom].saisie
    return signal(
        constat,
        feuille=saisie.feuille,
        cellule=saisie.cellule,
        champ=champ.nom,
        label=champ.label,
        trouve=trouve,
        attendu=attendu,
    )


# --- personal data ---------------------------------------------------------------------------------------------------
_NATIONAL = regex(r"(?<![\d./-])(\d{2})[.\s-]?(\d{2})[.\s-]?(\d{2})[.\s-]?(\d{3})[.\s-]?(\d{2})(?![\d/-])")
_IBAN = regex(r"\bBE\d{2}(?:[\s.-]?\d{4}){3}\b", re.IGNORECASE)


def find_personal_data(texte: str) -> str:
    """What a text seems to hold that a public annex must not: a national number, a bank account; empty where nothing.

    Both are told by their check digits: the national number by its remainder of 97 (arrêté royal of 3 April 1984),
    with a 2 before it for those born from 2000 on; the account by ISO 13616.
    """
    if any(_is_national_number("".join(found.groups())) for found in _NATIONAL.finditer(texte)):
        return "un numéro de registre national"
    if any(_is_iban(re.sub(r"[\s.-]", "", found[0])) for found in _IBAN.finditer(texte)):
        return "un numéro de compte bancaire"
    return ""


def _is_national_number(digits: str) -> bool:
    body, check = digits[:9], int(digits[9:])
    return check in (97 - int(body) % 97, 97 - int("2" + body) % 97)


def _is_iban(iban: str) -> bool:
    return int(iban[4:] + "1114" + iban[2:4]) % 97 == 1  # B is 11, E is 14


_ECRITS = tuple(champ for champ in (*REPONSES, *RETOUR) if champ.kind in (TEXTE, MOT))
"""The fields that people write in."""


def _check_personal_data(lecture: Lecture) -> Iterator[Anomalie]:
    """One remark a field. It quotes nothing: the synthesis must not repeat what should not be there."""
    for champ in _ECRITS:
        lu = lecture.champs.get(champ.nom)
        found = find_personal_data(lu.saisie.texte) if lu is not None else ""
        if found and lu is not None:
            yield signal(
                constats.DONNEE_PERSONNELLE,
                feuille=lu.saisie.feuille,
                cellule=lu.saisie.cellule,
                champ=champ.nom,
                label=LABELS[champ.nom],
                detail=found,
            )
