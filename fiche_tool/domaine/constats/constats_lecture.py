"""The constats of what a form says otherwise than by its cells: struck words, pictures, several fiches in one file."""

from fiche_tool.domaine.constats.anomalies import ERREUR, REMARQUE, Constat

MOTS_BARRES = Constat(
    "SAI21",
    REMARQUE,
    "{champ} : « {detail} » est barré dans la case ; lu sans ces mots : « {trouve} ».",
)
CASE_BARREE = Constat(
    "SAI22",
    ERREUR,
    "{champ} : « {trouve} » est barré. Rien n'en est repris tant que la personne n'a pas dit ce qu'elle voulait : "
    "effacer la case, ou garder sa réponse. La valeur précédente est gardée.",
    "{champ} : vous aviez barré « {trouve} ». Effacez la case si ce n'est plus vrai ; sinon, laissez-la et renvoyez "
    "cette fiche.",
)
LIGNE_BARREE = Constat(
    "SAI23",
    ERREUR,
    "la ligne « {trouve} » est barrée : elle n'est ni comptée ni retirée tant que la personne n'a pas dit ce qu'elle "
    "voulait. Effacez-la si elle est abandonnée ; enlevez le trait si elle compte.",
    "Vous aviez barré la ligne « {trouve} ». Effacez-la si elle est abandonnée ; sinon, laissez-la et renvoyez cette "
    "fiche.",
)
IMAGE_DANS_CASE = Constat(
    "SAI24",
    ERREUR,
    "{champ} : la case contient une image, que l'outil ne lit pas. La valeur précédente est gardée ; tapez la réponse.",
    "{champ} : cette case contenait une image. Tapez-y la réponse.",
)
PLUSIEURS_REPRISES = Constat(
    "SAI25",
    REMARQUE,
    "ce classeur contient plusieurs fiches ({detail}) : chacune est lue comme une réponse à part.",
)

CONSTATS_LECTURE: tuple[Constat, ...] = tuple(valeur for valeur in globals().values() if isinstance(valeur, Constat))
"""Every constat of this file, in its order."""
