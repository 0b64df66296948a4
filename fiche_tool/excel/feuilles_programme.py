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

REGLAGES: tuple[Colonne, ...] = (
    Colonne("code", "Code du programme", 34, "Ne le changez jamais : il relie les fiches à ce PST.", True),
    Colonne("cpas", "CPAS", 34, "Le nom tel qu'il s'imprime.", True),
    Colonne("debut_legislature", "Début de la législature", 34, "Une année, par exemple 2019.", True),
    Colonne("fin_legislature", "Fin de la législature", 34, "Une année, par exemple 2024.", True),
    Colonne("organe", "Organe", 34, "Qui reçoit la synthèse, par exemple Bureau permanent."),
    Colonne("contact", "Personne à contacter", 34, "Imprimée dans l'aide de chaque fiche : nom, téléphone, courriel."),
)
COLONNES_VOLETS: tuple[Colonne, ...] = (
    Colonne("nom", "Volet", 34, requise=True),
    Colonne("intitule", "Intitulé du volet", 44),
    Colonne("objectifs_strategiques", "OS annoncés", 14, "Le nombre que le document du PST annonce."),
    Colonne("objectifs_operationnels", "OO annoncés", 14, "Le nombre que le document du PST annonce."),
    Colonne("actions", "Actions annoncées", 18, "Le nombre que le document du PST annonce."),
)
COLONNES_OBJECTIFS: tuple[Colonne, ...] = (
    Colonne("niveau", "Niveau", 9, "OS : objectif stratégique. OO : objectif opérationnel.", True, "niveaux"),
    Colonne("volet", "Volet", 12, "", True, "volets"),
    Colonne("axe", "Axe", 16, "Laissez vide si votre PST n'a pas d'axes."),
    Colonne("numero", "N°", 8, "OS : 1, 2… OO : 1.1, 1.2… (l'OO 1.2 appartient à l'OS 1).", True),
    Colonne("intitule", "Intitulé", 90, "Mot pour mot.", True),
)
COLONNES_ACTIONS: tuple[Colonne, ...] = (
    Colonne("identifiant", "Identifiant", 12, "Donné une fois, jamais changé, jamais réutilisé.", True),
    Colonne("volet", "Volet", 11, "", True, "volets"),
    Colonne("axe", "Axe", 10, "Laissez vide si votre PST n'a pas d'axes."),
    Colonne("objectif", "OO N°", 8, "Le N° de l'objectif opérationnel, par exemple 1.2.", True),
    Colonne("numero", "N°", 9, "Le N° imprimé de l'action ; il peut changer.", True),
    Colonne("libelle", "Libellé", 60, "Mot pour mot.", True),
    Colonne("service", "Service gestionnaire", 26, "", False, "services"),
    Colonne("mandataire", "Mandataire responsable", 30, "", False, "mandataires"),
    Colonne("responsable", "Responsable administratif", 26),
    Colonne("porteur", "Porteur du projet", 24),
    Colonne("partenaires", "Partenaire(s)", 30),
    Colonne("plans", "Plans communaux concernés", 30, "Plusieurs plans : séparez-les par des points-virgules."),
    Colonne("autres_objectifs", "Autres OO servis", 18, "Action transversale : « Externe 2.1 ; Interne 1.3 »."),
    Colonne("etat", "État", 10, "active ou retirée. Ne supprimez jamais une ligne : retirez l'action.", False, "etats"),
    Colonne("depuis", "Depuis le", 12, "La date d'entrée dans le programme, ou du retrait."),
)
COLONNES_SERVICES = (
    Colonne("nom", "Service", 30, requise=True),
    Colonne("personne", "Personne", 28),
    Colonne("courriel", "Courriel", 36),
)
COLONNES_MANDATAIRES = (Colonne("nom", "Mandataire", 40, requise=True),)
COLONNES_PLANS = (Colonne("nom", "Plan", 40, requise=True),)
COLONNES_STATUTS = (
    Colonne("mot", "Statut de la maison", 24, "Facultatif : vos propres mots pour les statuts.", True),
    Colonne("statut", "Statut correspondant", 24, "", True, "statuts"),
)
BLOCS_LISTES = (COLONNES_SERVICES, COLONNES_MANDATAIRES, COLONNES_PLANS, COLONNES_STATUTS)
"""The blocks of sheet Listes, side by side, one empty column between two."""
