"""The sheets and headings of programme.xlsx, declared once for its reader and its writer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colonne:
    """One heading: `nom` in the code, `entete` on the sheet, width in characters, and the note shown on the cell."""

    nom: str
    entete: str
    largeur: float
    aide: str = ""
    requise: bool = False
    liste: str = ""


PARAMETRES, OBJECTIFS, ACTIONS, LISTES = "Paramètres", "Objectifs", "Actions", "Listes"
IMPORT = "Import"
"""What importing a document had to say; for people. Only its rows A_RELIRE are read back."""
A_REGARDER = "à regarder"
"""The nature of the rows of that sheet that ask for a decision."""
A_RELIRE = "à relire avant de générer"
"""The nature of the rows that stop « generer » until a person has looked and taken them away."""
REPRISE = "Reprise"
"""What the document of the PST said beside its actions; it pre-fills the first fiches."""
COLONNES_REPRISE: tuple[Colonne, ...] = (
    Colonne("identifiant", "Identifiant", 12, "Celui de l'action. Vide : le fait porte sur un objectif.", True),
    Colonne("sujet", "Action", 50),
    Colonne("rubrique", "Rubrique du document", 26, "Le mot du document.", True),
    Colonne("texte", "Ce que dit le document", 60, "Mot pour mot. Corrigez-le ici s'il est faux.", True),
    Colonne("champ", "Pré-remplit", 26, "La case de la première fiche. Effacez ce mot pour ne rien pré-remplir."),
    Colonne("lieu", "Où", 40, "L'endroit du document."),
)

REGLAGES: tuple[Colonne, ...] = (
    Colonne("code", "Code du programme", 34, "Ne le changez jamais : il relie les fiches à ce PST.", True),
    Colonne("cpas", "CPAS", 34, "Le nom tel qu'il s'imprime.", True),
    Colonne("debut_legislature", "Début de la législature", 34, "Une année, par exemple 2025.", True),
    Colonne("fin_legislature", "Fin de la législature", 34, "Une année, par exemple 2030.", True),
    Colonne("organe", "Organe", 34, "Qui reçoit la synthèse, par exemple Bureau permanent."),
    Colonne("contact", "Personne à contacter", 34, "Imprimée dans l'aide de chaque fiche : nom, téléphone, courriel."),
    Colonne("adoption", "PST adopté le", 34, "Facultatif. Ce qui entre ou sort après cette date est ajouté ou retiré."),
    Colonne("mot_axe", "Votre mot pour « axe »", 34, "Facultatif. Placé devant le N° sur les fiches."),
    Colonne("mot_os", "Votre mot pour « OS »", 34, "Facultatif, par exemple Objectif politique."),
    Colonne("mot_oo", "Votre mot pour « OO »", 34, "Facultatif, par exemple Objectif opérationnel."),
    Colonne("mot_action", "Votre mot pour « action »", 34, "Facultatif, par exemple Projet ou Fiche-projet."),
)
ENSEMBLE = "(tout le PST)"
"""In the table of volets, the row of what the document announces for the whole PST."""
COLONNES_VOLETS: tuple[Colonne, ...] = (
    Colonne("nom", "Volet", 30, "Un volet par ligne : interne, externe, ou les vôtres, autant qu'il en faut.", True),
    Colonne("intitule", "Intitulé du volet", 44, "Facultatif. Imprimé entre guillemets en haut des fiches."),
    Colonne("objectifs_strategiques", "OS annoncés", 14, "Facultatif. Le nombre que le document du PST annonce."),
    Colonne("objectifs_operationnels", "OO annoncés", 14, "Facultatif. Le nombre que le document du PST annonce."),
    Colonne("actions", "Actions annoncées", 18, "Facultatif. Le nombre annoncé ; « 40+ » pour « plus de 40 »."),
)
COLONNES_OBJECTIFS: tuple[Colonne, ...] = (
    Colonne(
        "niveau",
        "Niveau",
        9,
        "Axe : seulement si votre PST en a. OS : objectif stratégique. OO : objectif opérationnel.",
        True,
        "niveaux",
    ),
    Colonne("volet", "Volet", 14, "Un des volets de la feuille Paramètres.", True, "volets"),
    Colonne("axe", "Axe", 9, "Le N° de l'axe au-dessus. Laissez vide si votre PST n'a pas d'axes."),
    Colonne("numero", "N°", 9, "Axe et OS : 1, 2… OO : 1.1, 1.2… (l'OO 1.2 appartient à l'OS 1).", True),
    Colonne("intitule", "Intitulé", 100, "Mot pour mot, comme dans le document du PST.", True),
)
COLONNES_ACTIONS: tuple[Colonne, ...] = (
    Colonne(
        "identifiant",
        "Identifiant",
        12,
        "Nouvelle action : laissez vide, « fiche-tool generer » le donne. Ne le changez jamais, ne le recopiez jamais.",
        True,
    ),
    Colonne("volet", "Volet", 12, "Un des volets de la feuille Paramètres.", True, "volets"),
    Colonne("axe", "Axe", 7, "Le N° de l'axe. Laissez vide si votre PST n'a pas d'axes."),
    Colonne("objectif", "OO N°", 8, "Le N° de l'objectif opérationnel, par exemple 1.2.", True),
    Colonne("numero", "N°", 9, "Le N° imprimé de l'action ; il peut changer. Vide : l'outil en donne un."),
    Colonne("libelle", "Libellé", 60, "Mot pour mot. Le reformuler ne coupe pas l'action de son passé.", True),
    Colonne(
        "service", "Service gestionnaire", 26, "Décide du dossier de la fiche. Vient de Listes.", False, "services"
    ),
    Colonne("mandataire", "Mandataire responsable", 30, "Vient de la feuille Listes.", False, "mandataires"),
    Colonne("responsable", "Responsable administratif", 26, "Nom de la personne."),
    Colonne("porteur", "Porteur du projet", 24, "Nom de la personne."),
    Colonne("partenaires", "Partenaire(s)", 30, "Plusieurs partenaires : séparez-les par des points-virgules."),
    Colonne("plans", "Plans communaux concernés", 30, "Plusieurs plans : séparez-les par des points-virgules."),
    Colonne(
        "autres_objectifs",
        "Autres OO servis",
        18,
        "Action transversale : « Externe 2.1 ; Interne 1.3 ». Avec un axe : « Externe | 2 | 1.1 ».",
    ),
    Colonne("etat", "État", 10, "active ou retirée. Ne supprimez jamais une ligne : retirez l'action.", False, "etats"),
    Colonne("depuis", "Depuis le", 12, "La date d'entrée dans le programme. Vide : dès le départ."),
    Colonne("retiree", "Retirée le", 12, "La date du retrait. Si elle est à venir, l'action reste active jusque-là."),
)
COLONNES_SERVICES = (
    Colonne("nom", "Service", 30, "Le nom qui se choisit dans Actions et dans les fiches.", True),
    Colonne("personne", "Personne", 28, "Qui reçoit les fiches du service."),
    Colonne("courriel", "Courriel", 36, "Son adresse."),
)
COLONNES_MANDATAIRES = (Colonne("nom", "Mandataire", 40, "Un par ligne.", True),)
COLONNES_PLANS = (Colonne("nom", "Plan", 40, "Un par ligne.", True),)
COLONNES_STATUTS = (
    Colonne("mot", "Statut de la maison", 24, "Facultatif : vos propres mots pour les statuts.", True),
    Colonne("statut", "Statut correspondant", 24, "Le statut de l'outil que ce mot veut dire.", True, "statuts"),
)
BLOCS_LISTES = (COLONNES_SERVICES, COLONNES_MANDATAIRES, COLONNES_PLANS, COLONNES_STATUTS)
"""The blocks of sheet Listes, side by side, one empty column between two."""
