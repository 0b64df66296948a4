"""The sheets and headings of programme.xlsx, declared once for its reader and its writer."""

from dataclasses import dataclass

from fiche_tool.domaine.programme.programme import Action


@dataclass(frozen=True, slots=True)
class ColonneProgramme:
    """One heading: `nom` in the code, `entete` on the sheet, width in characters, and the note shown on the cell."""

    nom: str
    entete: str
    largeur: float
    aide: str = ""
    requise: bool = False
    liste: str = ""


PARAMETRES, OBJECTIFS, ACTIONS, LISTES = "Paramètres", "Objectifs", "Actions", "Listes"
MODE_EMPLOI = "Mode d'emploi"
"""What to fill in and in which order; for people, and never read."""
IMPORT = "Import"
"""What importing a document had to say; for people. Only its rows A_RELIRE are read back."""
A_REGARDER = "à regarder"
"""The nature of the rows of that sheet that ask for a decision."""
A_RELIRE = "à relire avant de générer"
"""The nature of the rows that stop « generer » until a person has looked and taken them away."""
REPRISE = "Reprise"
"""What the document of the PST said beside its actions; it pre-fills the first fiches."""
COLONNES_REPRISE: tuple[ColonneProgramme, ...] = (
    ColonneProgramme(
        "identifiant", "Identifiant", 12, "Celui de l'action. Vide : le fait porte sur un objectif.", True
    ),
    ColonneProgramme("sujet", "Action", 50),
    ColonneProgramme("rubrique", "Rubrique du document", 26, "Le mot du document.", True),
    ColonneProgramme("texte", "Ce que dit le document", 60, "Mot pour mot. Corrigez-le ici s'il est faux.", True),
    ColonneProgramme(
        "champ", "Pré-remplit", 26, "La case de la première fiche. Effacez ce mot pour ne rien pré-remplir."
    ),
    ColonneProgramme("lieu", "Où", 40, "L'endroit du document."),
)

REGLAGES: tuple[ColonneProgramme, ...] = (
    ColonneProgramme("code", "Code du programme", 34, "Ne le changez jamais : il relie les fiches à ce PST.", True),
    ColonneProgramme("cpas", "CPAS", 34, "Le nom tel qu'il s'imprime.", True),
    ColonneProgramme("debut_legislature", "Début de la législature", 34, "Une année, par exemple 2025.", True),
    ColonneProgramme("fin_legislature", "Fin de la législature", 34, "Une année, par exemple 2030.", True),
    ColonneProgramme("organe", "Organe", 34, "Qui reçoit la synthèse, par exemple Bureau permanent."),
    ColonneProgramme(
        "contact", "Personne à contacter", 34, "Imprimée dans l'aide de chaque fiche : nom, téléphone, courriel."
    ),
    ColonneProgramme(
        "adoption", "PST adopté le", 34, "Facultatif. Ce qui entre ou sort après cette date est ajouté ou retiré."
    ),
    ColonneProgramme("mot_axe", "Votre mot pour « axe »", 34, "Facultatif. Placé devant le N° sur les fiches."),
    ColonneProgramme("mot_os", "Votre mot pour « OS »", 34, "Facultatif, par exemple Objectif politique."),
    ColonneProgramme("mot_oo", "Votre mot pour « OO »", 34, "Facultatif, par exemple Objectif opérationnel."),
    ColonneProgramme("mot_action", "Votre mot pour « action »", 34, "Facultatif, par exemple Projet ou Fiche-projet."),
)
DIFFUSION = "Ce qui sort du CPAS"
"""The heading of the settings of what is published."""
REGLAGES_DIFFUSION: tuple[ColonneProgramme, ...] = (
    ColonneProgramme(
        "adoptee",
        "Séances adoptées jusqu'au",
        34,
        "La date de la dernière séance adoptée. Les pages publiées des séances suivantes portent « Projet ».",
    ),
    ColonneProgramme(
        "descriptions", "Publier les descriptions", 34, "Oui ou Non, comme les suivants.", liste="oui_non"
    ),
    ColonneProgramme("indicateurs", "Publier les indicateurs", 34, "Les indicateurs de résultat.", liste="oui_non"),
    ColonneProgramme("partenaires", "Publier les partenaires", 34, "", liste="oui_non"),
    ColonneProgramme("mandataires", "Publier les mandataires", 34, "Leur nom, à côté de l'action.", liste="oui_non"),
    ColonneProgramme(
        "personnes", "Publier les responsables et porteurs", 34, "Des noms de membres du personnel.", liste="oui_non"
    ),
    ColonneProgramme("commentaires", "Publier les commentaires", 34, "Écrits pour le bureau.", liste="oui_non"),
    ColonneProgramme("budget", "Publier le budget", 34, "Les lignes budgétaires et leurs totaux.", liste="oui_non"),
    ColonneProgramme(
        "adresses",
        "Publier les adresses électroniques",
        34,
        "Celles des textes, et la personne à contacter. Non : elles sont remplacées par « […] ».",
        liste="oui_non",
    ),
    ColonneProgramme("ins", "Code INS de la commune", 34, "Cinq chiffres. Seulement pour exporter vers eComptes."),
)
ENSEMBLE = "(tout le PST)"
"""In the table of volets, the row of what the document announces for the whole PST."""
COLONNES_VOLETS: tuple[ColonneProgramme, ...] = (
    ColonneProgramme(
        "nom", "Volet", 30, "Un volet par ligne : interne, externe, ou les vôtres, autant qu'il en faut.", True
    ),
    ColonneProgramme("intitule", "Intitulé du volet", 44, "Facultatif. Imprimé entre guillemets en haut des fiches."),
    ColonneProgramme(
        "objectifs_strategiques", "OS annoncés", 14, "Facultatif. Le nombre que le document du PST annonce."
    ),
    ColonneProgramme(
        "objectifs_operationnels", "OO annoncés", 14, "Facultatif. Le nombre que le document du PST annonce."
    ),
    ColonneProgramme(
        "actions", "Actions annoncées", 18, "Facultatif. Le nombre annoncé ; « 40+ » pour « plus de 40 »."
    ),
)
COLONNES_OBJECTIFS: tuple[ColonneProgramme, ...] = (
    ColonneProgramme(
        "niveau",
        "Niveau",
        9,
        "Axe : seulement si votre PST en a. OS : objectif stratégique. OO : objectif opérationnel.",
        True,
        "niveaux",
    ),
    ColonneProgramme("volet", "Volet", 14, "Un des volets de la feuille Paramètres.", True, "volets"),
    ColonneProgramme("axe", "Axe", 9, "Le N° de l'axe au-dessus. Laissez vide si votre PST n'a pas d'axes."),
    ColonneProgramme("numero", "N°", 9, "Axe et OS : 1, 2… OO : 1.1, 1.2… (l'OO 1.2 appartient à l'OS 1).", True),
    ColonneProgramme("intitule", "Intitulé", 100, "Mot pour mot, comme dans le document du PST.", True),
)
COLONNES_ACTIONS: tuple[ColonneProgramme, ...] = (
    ColonneProgramme(
        "identifiant",
        "Identifiant",
        12,
        "Nouvelle action : laissez vide, « fiche-tool generer » le donne. Ne le changez jamais, ne le recopiez jamais.",
        True,
    ),
    ColonneProgramme("volet", "Volet", 12, "Un des volets de la feuille Paramètres.", True, "volets"),
    ColonneProgramme("axe", "Axe", 7, "Le N° de l'axe. Laissez vide si votre PST n'a pas d'axes."),
    ColonneProgramme("objectif", "OO N°", 8, "Le N° de l'objectif opérationnel, par exemple 1.2.", True),
    ColonneProgramme("numero", "N°", 9, "Le N° imprimé de l'action ; il peut changer. Vide : l'outil en donne un."),
    ColonneProgramme("libelle", "Libellé", 60, "Mot pour mot. Le reformuler ne coupe pas l'action de son passé.", True),
    ColonneProgramme(
        "service", "Service gestionnaire", 26, "Décide du dossier de la fiche. Vient de Listes.", False, "services"
    ),
    ColonneProgramme("mandataire", "Mandataire responsable", 30, "Vient de la feuille Listes.", False, "mandataires"),
    ColonneProgramme("responsable", "Responsable administratif", 26, "Nom de la personne."),
    ColonneProgramme("porteur", "Porteur du projet", 24, "Nom de la personne."),
    ColonneProgramme(
        "partenaires", "Partenaire(s)", 30, "Plusieurs partenaires : séparez-les par des points-virgules."
    ),
    ColonneProgramme(
        "plans", "Plans communaux concernés", 30, "Plusieurs plans : séparez-les par des points-virgules."
    ),
    ColonneProgramme(
        "autres_objectifs",
        "Autres OO servis",
        18,
        "Action transversale : « Externe 2.1 ; Interne 1.3 ». Avec un axe : « Externe | 2 | 1.1 ».",
    ),
    ColonneProgramme(
        "etat", "État", 10, "active ou retirée. Ne supprimez jamais une ligne : retirez l'action.", False, "etats"
    ),
    ColonneProgramme(
        "depuis",
        "Depuis le",
        12,
        "Le jour où l'action entre dans le PST. Vide : depuis le début. « generer » l'écrit pour une action ajoutée.",
    ),
    ColonneProgramme(
        "retiree",
        "Retirée le",
        12,
        "Le jour où l'action sort du PST ; ne supprimez pas sa ligne. À venir : elle reste active jusque-là.",
    ),
    ColonneProgramme(
        "synergie",
        "Synergie commune",
        12,
        "Oui : l'action est menée avec la commune. Le rapport d'évaluation en fait le bilan.",
        liste="oui_non",
    ),
)
COLONNES_SERVICES = (
    ColonneProgramme("nom", "Service", 30, "Le nom qui se choisit dans Actions et dans les fiches.", True),
    ColonneProgramme("personne", "Personne", 28, "Qui reçoit les fiches du service."),
    ColonneProgramme("courriel", "Courriel", 36, "Son adresse ; plusieurs : séparez-les par des points-virgules."),
)
COLONNES_MANDATAIRES = (ColonneProgramme("nom", "Mandataire", 40, "Un par ligne.", True),)
COLONNES_PLANS = (ColonneProgramme("nom", "Plan", 40, "Un par ligne.", True),)
COLONNES_STATUTS = (
    ColonneProgramme("mot", "Statut de la maison", 24, "Facultatif : vos propres mots pour les statuts.", True),
    ColonneProgramme(
        "statut", "Statut correspondant", 24, "Le statut de l'outil que ce mot veut dire.", True, "statuts"
    ),
)
BLOCS_LISTES = (COLONNES_SERVICES, COLONNES_MANDATAIRES, COLONNES_PLANS, COLONNES_STATUTS)
"""The blocks of sheet Listes, side by side, one empty column between two."""


def show_others(action: Action) -> str:
    """The other OO that an action serves, as they are typed: « Externe 2.1 », « Externe | 2 | 1.1 » where axes are."""
    return " ; ".join(
        " | ".join(place) if place[1] or action.axe else f"{place[0]} {place[2]}" for place in action.autres_objectifs
    )
