"""The constats of what comes back: the file, its identity, what was typed."""

from fiche_tool.domaine.constats.anomalies import ERREUR, REMARQUE, Constat

# --- FIC: the file ---------------------------------------------------------------------------------------------------
ILLISIBLE = Constat(
    "FIC01",
    ERREUR,
    "ce fichier est abîmé ou n'est pas un classeur ({detail}). Demandez à la personne de le renvoyer.",
)
MOT_DE_PASSE = Constat(
    "FIC02",
    ERREUR,
    "ce classeur est protégé par un mot de passe à l'ouverture. Demandez à la personne de retirer le mot de passe "
    "et de renvoyer la fiche.",
)
ANCIEN_XLS = Constat(
    "FIC03",
    REMARQUE,
    "ce classeur est à l'ancien format Excel 97-2003 (.xls) : seules ses valeurs sont lues, sans distinguer ce qu'une "
    "formule a calculé. Vérifiez-les ; la prochaine fois, enregistrez la fiche « Classeur Excel (.xlsx) ».",
)
MACROS = Constat(
    "FIC04",
    ERREUR,
    "ce classeur contient des macros, que la fiche n'a jamais. Enregistrez-le « Classeur Excel (.xlsx) », sans "
    "macros, puis recommencez.",
)
AUTRE_FORMAT = Constat(
    "FIC05",
    ERREUR,
    "ce fichier est {detail}. {attendu}",
)
TROP_GROS = Constat(
    "FIC06",
    ERREUR,
    "ce classeur est anormalement gros ({trouve}, au plus {attendu}) : il n'a pas été ouvert. Une fiche pèse "
    "quelques dizaines de Ko ; demandez à la personne de la renvoyer.",
)
ETRANGER = Constat(
    "FIC07",
    ERREUR,
    "ce classeur n'est pas une fiche action : aucune référence de fiche n'y a été trouvée. S'il contient des "
    "réponses, recopiez-les dans la fiche envoyée.",
)
LIENS_EXTERNES = Constat(
    "FIC08",
    REMARQUE,
    "ce classeur contient {detail}. Rien n'a été suivi ni ouvert ; seules les valeurs enregistrées sont lues.",
)
FICHIER_IGNORE = Constat("FIC09", REMARQUE, "fichier ignoré : {detail}.")
ACCES_REFUSE = Constat(
    "FIC10",
    ERREUR,
    "ce fichier n'a pas pu être lu ({detail}). S'il est ouvert dans un autre programme, fermez-le, puis recommencez.",
)

MODELE_INCOMPLET = Constat(
    "FIC11",
    ERREUR,
    "il manque à ce modèle {detail}. Repartez d'une copie fraîche (fiche-tool modele) ou redonnez ce nom à sa cellule "
    "(Formules > Gestionnaire de noms).",
)

MODELE_ILLISIBLE = Constat(
    "FIC22",
    ERREUR,
    "ce modèle ne peut pas servir : {detail}. Il est le vôtre, personne ne doit le renvoyer : remettez-en une copie "
    "sauvegardée, ou repartez d'une copie fraîche (fiche-tool modele).",
)
MODELE_RISQUE = Constat("FIC13", REMARQUE, "ce modèle peut servir, mais {detail}.")
FICHE_DISPARUE = Constat(
    "FIC12",
    ERREUR,
    "ce classeur porte la référence d'une fiche ({trouve}), mais la feuille à remplir n'y est plus. Demandez à la "
    "personne de renvoyer la fiche entière.",
)

SORTIE_D_ENVELOPPE = Constat(
    "FIC14",
    REMARQUE,
    "fiche tirée {detail}. La prochaine fois, déposez la fiche elle-même.",
)
VERSION_PLUS_RECENTE = Constat(
    "FIC15",
    REMARQUE,
    "cette fiche a été établie sur la version {trouve} du modèle, plus récente que celle de cet outil ({attendu}) : ce "
    "qu'elle demande de neuf n'est pas lu. Mettez l'outil à jour, puis recommencez.",
)
DOSSIER_FERME = Constat(
    "FIC16",
    ERREUR,
    "ce dossier n'a pas pu être ouvert ({detail}) : ce qu'il contient n'est pas repris. Vérifiez que vous y avez "
    "accès, puis recommencez.",
)
TROP_A_OUVRIR = Constat(
    "FIC18",
    ERREUR,
    "{detail} : d'un même envoi, l'outil ouvre au plus {attendu}. Sortez-en les fiches et déposez-les elles-mêmes dans "
    "retours/.",
)

MESSAGE_DIT = Constat(
    "FIC20",
    REMARQUE,
    "le message dit : « {detail} ». Ce texte n'est pas repris ; s'il contient une réponse, recopiez-la dans la fiche.",
)
REPONSE_HORS_FICHE = Constat(
    "FIC21",
    REMARQUE,
    "d'après {detail}, ce fichier répond à la fiche de l'action {trouve}, qui reste sans réponse : redemandez la fiche "
    "à son service, ou recopiez-y les réponses.",
)
COPIE_HORS_FICHE = Constat(
    "FIC23",
    REMARQUE,
    "d'après {detail}, ce fichier double la fiche de l'action {trouve}, dont une réponse est reprise : rien n'est à "
    "redemander. Il n'est pas relu ; s'il dit autre chose que la fiche, recopiez-le dans celle-ci.",
)

# --- IDE: which action a file speaks of ------------------------------------------------------------------------------
IDENTITES_DIFFERENTES = Constat(
    "IDE01",
    ERREUR,
    "cette fiche se réclame de {detail}. Rien n'en est repris : recopiez les réponses dans la bonne fiche.",
)
AUTRE_PROGRAMME = Constat(
    "IDE02",
    ERREUR,
    "cette fiche vient d'un autre programme : « {trouve} » au lieu de « {attendu} ». Rien n'en est repris.",
)
ACTION_INCONNUE = Constat(
    "IDE03",
    ERREUR,
    "l'identifiant « {trouve} » n'existe pas dans programme.xlsx. Rien n'est repris ; vérifiez la feuille Actions.",
)
RECONNUE_GRACE_A = Constat(
    "IDE04",
    REMARQUE,
    "une partie de l'identité de la fiche a disparu ; fiche reconnue grâce {detail}.",
)
IDENTITE_DOUTEUSE = Constat(
    "IDE05",
    ERREUR,
    "l'identité de cette fiche ne tient plus qu'{detail} ({trouve}) ; deux indices concordants sont nécessaires. Sauf "
    "si une copie « À rattacher » est préparée, recopiez les réponses dans la fiche envoyée.",
)
ACTION_RETIREE = Constat(
    "IDE06",
    REMARQUE,
    "l'action n'est plus au programme (« retirée » dans programme.xlsx, ou sa ligne n'y est plus) : la réponse reste "
    "citée à la feuille Journal, hors de la synthèse.",
)
PLUSIEURS_FICHES = Constat(
    "IDE07",
    REMARQUE,
    "ce classeur contient plusieurs feuilles de fiche ({detail}) ; seule « {trouve} » est lue, car les autres ne "
    "disent rien de plus.",
)
AUTRE_FICHE_JOINTE = Constat(
    "IDE08",
    ERREUR,
    "ce classeur contient aussi la fiche d'une autre action, {trouve} (feuille « {detail} ») : elle n'est pas reprise. "
    "Renvoyez-la seule, dans son propre classeur.",
)
COPIE_LUE = Constat(
    "IDE09",
    REMARQUE,
    "les réponses ont été tapées dans la feuille « {trouve} », copie de la fiche ; « {attendu} » est restée telle "
    "qu'envoyée. C'est la copie qui est lue.",
)
DEUX_REMPLIES = Constat(
    "IDE10",
    REMARQUE,
    "la fiche a été remplie dans plusieurs feuilles de ce classeur ({detail}). Chacune est lue comme une réponse ; ce "
    "qui s'y contredit est signalé.",
)
SANS_REFERENCE = Constat(
    "IDE11",
    ERREUR,
    "on ne peut plus savoir de quelle action parle cette fiche : rien n'en est repris. Recopiez les réponses dans la "
    "fiche envoyée, sauf si une copie « À rattacher » est préparée dans a_corriger/.",
)
PROPOSITION = Constat(
    "IDE12",
    REMARQUE,
    "d'après {detail}, ces réponses concernent sans doute l'action {trouve}. Si c'est exact, déposez dans retours/ la "
    "copie « À rattacher » préparée dans a_corriger/ ; sinon, recopiez les réponses dans la bonne fiche.",
)
AUTRE_LIBELLE = Constat(
    "IDE13",
    ERREUR,
    "la fiche est celle de l'action {attendu}, mais elle porte le libellé de l'action {trouve} : des réponses y ont "
    "sans doute été collées. Rien n'en est repris ; recopiez-les dans la bonne fiche.",
)

# --- SAI: what was typed in a cell -----------------------------------------------------------------------------------
NOMBRE_ILLISIBLE = Constat("SAI01", ERREUR, "{champ} : « {trouve} » n'est pas un nombre lisible. Tapez {attendu}.")
NOMBRE_AMBIGU = Constat(
    "SAI02",
    ERREUR,
    "{champ} : « {trouve} » peut se lire de deux façons ({detail}). Écrivez le nombre sans ambiguïté, par exemple "
    "« {attendu} ».",
)
DATE_ILLISIBLE = Constat(
    "SAI03",
    ERREUR,
    "{champ} : « {trouve} » n'est pas une date lisible. Tapez {attendu}.",
    "{champ} : « {trouve} » n'est pas une date. Tapez 31/12/2027, ou « fin 2027 ».",
)
CHOIX_INCONNU = Constat(
    "SAI04",
    ERREUR,
    "{champ} : « {trouve} » n'est pas dans la liste. Choisissez {attendu}.{detail}",
    "{champ} : « {trouve} » n'est pas dans la liste. Choisissez dans la liste.{detail}",
)
CELLULE_ERREUR = Constat(
    "SAI05",
    ERREUR,
    "{champ} : la cellule affiche l'erreur {trouve}. Effacez-la et tapez la valeur.",
)
FORMULE = Constat(
    "SAI06",
    REMARQUE,
    "{champ} : la cellule contient une formule ; sa dernière valeur enregistrée, « {trouve} », est reprise. "
    "Vérifiez-la.",
)
FORMULE_SANS_VALEUR = Constat(
    "SAI07",
    ERREUR,
    "{champ} : la cellule contient une formule dont le résultat n'est pas enregistré. Ouvrez la fiche, "
    "enregistrez-la et renvoyez-la, ou tapez la valeur.",
    "{champ} : cette case contenait une formule sans résultat. Tapez la valeur.",
)
HORS_LISTE = Constat(
    "SAI08",
    REMARQUE,
    "{champ} : « {trouve} » ne figure pas dans la liste du programme ; la valeur est reprise telle quelle.",
)
DATE_ARRONDIE = Constat("SAI09", REMARQUE, "{champ} : « {trouve} » n'est pas un jour entier ; lu comme le {attendu}.")
CHAMP_INTROUVABLE = Constat(
    "SAI10",
    ERREUR,
    "{champ} : la case a disparu de la fiche (ni son nom ni son étiquette n'y sont). La valeur précédente est gardée.",
    "{champ} : cette case avait disparu de votre fiche. Vérifiez-la ici, et corrigez-la s'il le faut.",
)
LU_AUTREMENT = Constat("SAI11", REMARQUE, "{champ} : nom de case disparu, contenu lu grâce à {detail}.")
ARRONDI_CENT = Constat("SAI12", REMARQUE, "{champ} : « {trouve} » a plus de deux décimales ; arrondi à {attendu}.")
DATE_SANS_FORMAT = Constat(
    "SAI13",
    REMARQUE,
    "{champ} : la cellule contient le nombre {trouve} sans format de date ; lu comme le {attendu}.",
)
TAUX_AMBIGU = Constat(
    "SAI14",
    ERREUR,
    "{champ} : « {trouve} » peut vouloir dire {detail}. Tapez un nombre entier de 0 à 100.",
)
TAUX_UN = Constat("SAI15", REMARQUE, "{champ} : « 1 » est lu comme 1 %. Tapez 100 si l'action est terminée.")
INCOMPLETE = Constat("SAI16", REMARQUE, "il manque : {detail}.", "Il manque encore : {detail}.")

CASE_DEPLACEE = Constat(
    "SAI17",
    REMARQUE,
    "{champ} : le nom de la case désigne maintenant {detail}, par un couper-coller ; c'est la case de son étiquette "
    "qui est lue. Vérifiez-la.",
)
DEPLACE_HORS_CASE = Constat(
    "SAI18",
    ERREUR,
    "{champ} : la case affiche « {attendu} », mais son contenu d'origine a été déplacé en {detail} et y vaut "
    "« {trouve} ». Laissez la bonne valeur dans la case, effacez l'autre. La valeur précédente est gardée.",
    "{champ} : votre fiche disait « {attendu} » dans cette case, et « {trouve} » en {detail}. Tapez ici la bonne "
    "valeur.",
)
HORS_CASES = Constat(
    "SAI19",
    REMARQUE,
    "du contenu se trouve hors des cases de la fiche : {detail}. Il n'est pas repris ; s'il compte, recopiez-le dans "
    "une case.",
)
DONNEE_PERSONNELLE = Constat(
    "SAI20",
    REMARQUE,
    "{champ} : le texte semble contenir {detail}. La synthèse est annexée à un document public : retirez-le si la "
    "fiche n'en a pas besoin.",
)

CONSTATS: tuple[Constat, ...] = tuple(valeur for valeur in globals().values() if isinstance(valeur, Constat))
"""Every constat of the families FIC, IDE and SAI, in the order of this file."""
