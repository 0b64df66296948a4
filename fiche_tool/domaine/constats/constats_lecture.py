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
BARREE_SI = Constat(
    "SAI26",
    REMARQUE,
    "{detail} : une mise en forme conditionnelle ajoutée à la fiche peut y barrer la réponse, qui est reprise. "
    "Demandez à la personne si elle compte encore.",
    "{detail} : votre mise en forme conditionnelle peut y barrer la réponse. Effacez ce qui ne compte plus.",
)
MOTS_DU_FORMAT = Constat(
    "SAI27",
    REMARQUE,
    "{champ} : le format de la case ajoute « {detail} » à ce qu'on y lit. Ces mots ne sont pas repris, seul "
    "« {trouve} » l'est ; s'ils comptent, recopiez-les dans le commentaire.",
)

CONSTATS_LECTURE: tuple[Constat, ...] = tuple(valeur for valeur in globals().values() if isinstance(valeur, Constat))
"""Every constat of this file, in its order."""
