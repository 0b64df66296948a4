"""The constats of merging: returns that meet, repeat or contradict each other, and what was decided."""

from fiche_tool.domaine.constats.anomalies import ERREUR, REMARQUE, Constat

CONFLIT = Constat(
    "FUS01",
    ERREUR,
    "{champ} : {detail} ? Envoyez-leur la copie à corriger. Rien n'est repris d'ici là.",
    "{nombre} réponses différentes sont arrivées pour cette case : {auteurs}. Mettez-vous d'accord et renvoyez cette "
    "copie.",
)
DOUBLON = Constat("FUS02", REMARQUE, "mêmes réponses que « {detail} » : la fiche n'est comptée qu'une fois.")
INCHANGE_MAIS_CHANGE = Constat(
    "FUS03",
    REMARQUE,
    "« Aucun changement » est coché Oui, mais {detail} a changé. Les valeurs de la fiche sont reprises.",
)
RETOUR_TARDIF = Constat(
    "FUS04",
    REMARQUE,
    "la fiche a été envoyée pour la séance du {trouve} et revient pour celle du {attendu} ; seuls les changements "
    "de son auteur sont repris.",
)
BASE_ABSENTE = Constat(
    "FUS05",
    REMARQUE,
    "les valeurs envoyées ne sont plus dans la fiche : les réponses sont comparées au registre.",
)
SEANCE_FUTURE = Constat(
    "FUS06",
    REMARQUE,
    "fichier ignoré : il est rangé pour la séance du {trouve}, postérieure à celle du {attendu}.",
)
REMPLACEE = Constat(
    "FUS07",
    REMARQUE,
    "cette réponse est remplacée par sa copie corrigée, « {detail} » : seule la copie est reprise.",
)
MEME_AUTEUR = Constat(
    "FUS08",
    REMARQUE,
    "{champ} : la même personne a écrit « {attendu} », puis « {trouve} » le {detail}. La réponse la plus récente est "
    "reprise ; vérifiez-la si ce n'est pas une correction.",
)
DEJA_REPRISE = Constat(
    "FUS09",
    REMARQUE,
    "ce fichier a déjà été reçu à la séance du {trouve} : il n'est pas compté une seconde fois. Si une réponse plus "
    "récente existe, demandez-la.",
)
TELLE_QUELLE = Constat(
    "FUS10",
    REMARQUE,
    "la fiche est revenue telle qu'elle était partie{detail} : elle ne compte pas comme une réponse. Redemandez-la à "
    "son service{attendu}.",
)
VIDEE = Constat(
    "FUS11",
    ERREUR,
    "des cases qui étaient remplies sont revenues vides{attendu} : {detail}. Rien n'en est retiré. Si c'est une "
    "erreur, choisissez « garder » dans « Points à trancher » ; si c'est voulu, choisissez-y « réponse 1 », ou "
    "renvoyez la copie à son auteur, qui le dira.",
    "Ces cases étaient remplies et sont revenues vides{attendu} : {detail}. Si c'est voulu, écrivez-le dans le "
    "commentaire, sans « Aucun changement : Oui » ; sinon, retapez ce qui est encore vrai.",
)
ACCORDEE = Constat(
    "FUS12",
    REMARQUE,
    "{champ} : « {trouve} » laisse la place à « {attendu} », écrit dans « {detail} » par une personne qui avait vu les "
    "deux réponses.",
)
TRANCHEE = Constat(
    "FUS13",
    REMARQUE,
    "{champ} : « {trouve} » n'est pas retenu ; « {attendu} » a été décidé ({detail}).",
)
DECISION_SANS_OBJET = Constat(
    "FUS14",
    REMARQUE,
    "{champ} : la décision « {trouve} » n'est pas appliquée, car {detail} ; la valeur actuelle est « {attendu} ».",
)
DECISIONS_CONTRAIRES = Constat(
    "FUS15",
    ERREUR,
    "{champ} : plusieurs décisions se contredisent ({detail}). Aucune n'est appliquée. Inscrivez le jour de la plus "
    "récente dans sa case « Le », ou tranchez à nouveau dans le classeur « Points à trancher » de cette collecte, qui "
    "les montre.",
)
DECISION_REMPLACEE = Constat(
    "FUS22",
    REMARQUE,
    "{champ} : la décision « {trouve} » laisse la place à « {attendu} », décidé plus tard ({detail}).",
)
ACCORDEE_EN_CONFLIT = Constat(
    "FUS23",
    REMARQUE,
    "{champ} : « {trouve} » n'est plus proposé, car la personne qui a écrit « {attendu} » dans « {detail} » avait vu "
    "les deux réponses ; mais d'autres réponses contredisent encore la sienne.",
)
COPIE_NON_CORRIGEE = Constat(
    "FUS24",
    REMARQUE,
    "cette réponse est remplacée par sa copie à corriger, « {detail} », qui est revenue sans aucune correction : "
    "{attendu}.",
)
EFFACEE_RETENUE = Constat(
    "FUS25",
    ERREUR,
    "{attendu} du tableau budgétaire ({trouve}), mais {detail}. Rien n'en est retiré des totaux d'ici là : dès que la "
    "copie revient corrigée, l'effacement vaut. Sinon, choisissez dans « Points à trancher ».",
    "{attendu} de votre tableau ({trouve}). Si c'est voulu, corrigez le reste et laissez ainsi ; sinon, retapez-y ce "
    "qui manque.",
)
VERSION_REMPLACEE = Constat(
    "FUS26",
    REMARQUE,
    "cette réponse est remplacée par « {detail} », que la même personne a {attendu} : seule celle-là est reprise.",
)
LIGNES_CUMULEES = Constat(
    "FUS27",
    REMARQUE,
    "les lignes budgétaires de {trouve}, que rien ne départage, s'additionnent : {detail}. Si une réponse en remplace "
    "une autre, sortez de retours celle qui ne vaut plus, puis recollectez ; sinon, rien à faire.",
)

CONSTATS_FUSION: tuple[Constat, ...] = tuple(valeur for valeur in globals().values() if isinstance(valeur, Constat))
"""Every constat of the family FUS, in the order of this file."""
