"""The constats of the loop: files out of their séance, points settled, registers that no longer hold together."""

from fiche_tool.domaine.constats.anomalies import ERREUR, REMARQUE, Constat

# --- FUS: the séance of a file ---------------------------------------------------------------------------------------
RETOUR_ANCIEN = Constat(
    "FUS20",
    REMARQUE,
    "déposé dans le dossier de la séance du {trouve}, déjà collectée : ses réponses sont reprises à la séance du "
    "{attendu}.",
)
FICHE_PLUS_RECENTE = Constat(
    "FUS21",
    REMARQUE,
    "la fiche a été envoyée pour la séance du {trouve}, mais elle est rangée dans le dossier de celle du {attendu} : "
    "le dossier fait foi. Si c'est une erreur, déplacez-la.",
)

# --- TRA: what was decided in « Points à trancher » ------------------------------------------------------------------
DEUX_DECISIONS = Constat(
    "TRA01",
    ERREUR,
    "{champ} : la ligne retient « {trouve} » et propose aussi « {detail} ». Gardez l'un des deux, effacez l'autre.",
)
POINTS_SANS_IDENTITE = Constat(
    "TRA02",
    ERREUR,
    "ce classeur « Points à trancher » a perdu ce qui dit de quels points il parle (feuille cachée ou en-têtes). "
    "Reprenez celui du dossier a_corriger et reportez-y vos décisions.",
)
SANS_DECISION = Constat(
    "TRA03",
    REMARQUE,
    "ce classeur « Points à trancher » ne contient aucune décision : rien n'y est tranché. Choisissez dans sa colonne "
    "« Retenir », enregistrez-le, puis déposez-le à nouveau.",
)
JOUR_ILLISIBLE = Constat(
    "TRA04",
    REMARQUE,
    "« {trouve} », dans la case « Le », n'est pas un jour : ce qui est décidé ici l'est sans date. Tapez-y un jour, "
    "par exemple 25/11/2026 : de deux décisions, c'est la plus récente qui vaut.",
)
POINT_PERDU = Constat(
    "TRA05",
    REMARQUE,
    "« {trouve} » est sur une ligne dont le N° n'est pas celui du point qu'elle montre, ou est aussi celui d'une "
    "autre ligne : rien n'en est repris. Reportez cette décision dans le classeur du dossier a_corriger.",
)
HORS_DECISIONS = Constat(
    "TRA06",
    REMARQUE,
    "du contenu se trouve hors des cases où l'on décide : {detail}. Il n'est pas repris ; s'il compte, tapez-le dans "
    "« Ou autre valeur », ou choisissez dans « Retenir ».",
)
# --- REG: the registers, replayed ------------------------------------------------------------------------------------
REGISTRE_INUTILISABLE = Constat("REG01", ERREUR, "ce registre ne peut pas servir. {detail}")
CHAINE_ROMPUE = Constat(
    "REG02",
    ERREUR,
    "ce registre repose sur celui de la séance du {trouve}, qui {detail}.",
)
REJEU_IMPOSSIBLE = Constat(
    "REG03",
    REMARQUE,
    "la séance ne peut pas être rejouée : {detail}. Le registre lui-même est entier.",
)
REJEU_DIFFERENT = Constat(
    "REG04",
    REMARQUE,
    "rejouée d'après ses fichiers, la séance ne redonne pas tout à fait ce registre ({detail}). Le registre fait foi : "
    "il dit ce que le bureau a reçu ; une version plus récente de l'outil peut lire autrement.",
)
COPIE_DE_REGISTRE = Constat("REG05", REMARQUE, "ce fichier n'est pas lu : {detail}")

CONSTATS_REGISTRES: tuple[Constat, ...] = tuple(valeur for valeur in globals().values() if isinstance(valeur, Constat))
"""Every constat of this file, in its order."""
