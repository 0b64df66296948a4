"""The constats of the programme: its sheets, its hierarchy, and what a fiche says otherwise than it."""

from fiche_tool.domaine.constats.anomalies import ERREUR, REMARQUE, Constat

# --- HIE: the hierarchy ----------------------------------------------------------------------------------------------
VERROUILLE_CHANGE = Constat(
    "HIE01",
    REMARQUE,
    "{champ} : « {trouve} » au lieu de « {attendu} ». Le programme fait foi ; le changement est noté comme "
    "proposition.",
)
OO_INCONNU = Constat(
    "HIE02",
    ERREUR,
    "l'action renvoie à l'objectif opérationnel « {trouve} », absent de la feuille Objectifs. Corrigez le volet, l'axe "
    "ou le numéro.",
)
NUMERO_EN_DOUBLE = Constat(
    "HIE03",
    ERREUR,
    "le N° « {trouve} » est déjà pris par {detail}. Donnez un autre numéro.",
)
OO_ORPHELIN = Constat(
    "HIE04",
    ERREUR,
    "l'objectif opérationnel « {trouve} » n'a pas d'objectif stratégique : « {attendu} » manque au-dessus de lui.",
)
OO_SANS_ACTION = Constat("HIE05", REMARQUE, "l'objectif opérationnel « {trouve} » n'a encore aucune action.")
COMPTE_ANNONCE = Constat(
    "HIE06",
    REMARQUE,
    "{champ} : le document du PST annonce {attendu}, le programme compte {trouve}.",
)
IDENTIFIANT_EN_DOUBLE = Constat(
    "HIE07",
    ERREUR,
    "l'identifiant « {trouve} » est déjà celui de {detail}. Un identifiant ne sert qu'une fois ; effacez celui de la "
    "nouvelle action.",
)
IDENTIFIANT_MANQUANT = Constat(
    "HIE08",
    REMARQUE,
    "{trouve} : « generer » {detail} donnera un identifiant. Rien à faire.",
)
VOLET_INCONNU = Constat(
    "HIE09",
    ERREUR,
    "le volet « {trouve} » n'est pas déclaré dans la feuille Paramètres (volets : {attendu}).",
)
CELLULE_REQUISE = Constat("HIE10", ERREUR, "{champ} est vide. Attendu : {attendu}.")
VALEUR_INCONNUE = Constat("HIE11", REMARQUE, "{champ} : « {trouve} » ne figure pas dans la feuille Listes.")
FEUILLE_MANQUANTE = Constat(
    "HIE13",
    ERREUR,
    "la feuille « {trouve} » manque. Reprenez un programme.xlsx neuf (fiche-tool nouveau) et recopiez-y vos lignes.",
)
ENTETE_MANQUANT = Constat(
    "HIE14",
    ERREUR,
    "un en-tête de colonne manque : {detail}. Remettez-le sur la ligne des en-têtes, mot pour mot.",
)
FEUILLE_TROP_LONGUE = Constat(
    "HIE15",
    ERREUR,
    "la feuille compte plus de {attendu} lignes : les dernières ne sont pas lues. Supprimez ce qui traîne tout en bas "
    "de la feuille, ou répartissez le programme.",
)
AXE_INCONNU = Constat(
    "HIE16",
    REMARQUE,
    "l'axe « {trouve} » du volet {detail} n'a pas de ligne à lui : ajoutez-en une au niveau « Axe », avec son "
    "intitulé.",
)
IMPORT_A_RELIRE = Constat(
    "HIE17",
    ERREUR,
    "à relire avant de générer : {trouve}. Corrigez les feuilles Objectifs et Actions, puis supprimez cette ligne.",
)
SANS_SERVICE = Constat(
    "HIE18",
    REMARQUE,
    "{trouve} sans service gestionnaire ({detail}). La fiche d'une telle action va dans le dossier « Sans service ».",
)
NOM_PROVISOIRE = Constat(
    "HIE19",
    REMARQUE,
    "{champ} : « {trouve} » est un nom provisoire. Écrivez le vrai, ou videz la cellule.",
)
ADRESSE_ILLISIBLE = Constat(
    "HIE20",
    REMARQUE,
    "{champ} du service « {detail} » : « {trouve} » n'est pas une adresse de courriel. Attendu : {attendu}.",
)
LETTRE_INUTILISABLE = Constat("HIE21", ERREUR, "cette lettre ne peut pas servir aux messages : {detail}")
ACTION_EFFACEE = Constat(
    "HIE22",
    REMARQUE,
    "{trouve} (identifiant {attendu}, au programme à la séance du {detail}) n'a plus de ligne : elle compte comme "
    "retirée, avec son passé et son budget. Remettez sa ligne et son identifiant ; si elle est abandonnée, datez "
    "« Retirée le ».",
)
PROGRAMME_ILLISIBLE = Constat(
    "HIE23",
    ERREUR,
    "le programme ne peut pas servir : {detail}. Ce fichier est le vôtre, personne ne doit le renvoyer. {attendu}",
)
CODE_INVALIDE = Constat("HIE12", ERREUR, "{champ} : « {trouve} » n'est pas reconnu. Attendu : {attendu}.")

CONSTATS_PROGRAMME: tuple[Constat, ...] = tuple(valeur for valeur in globals().values() if isinstance(valeur, Constat))
"""Every constat of the family HIE, in the order of this file."""
