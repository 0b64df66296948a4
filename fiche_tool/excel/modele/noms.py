"""The workbook names of the model besides those of its fields: what helps people, and what marks faults."""

from collections.abc import Mapping

from fiche_tool.domaine.fiche.fiche import nom_de_cellule
from fiche_tool.domaine.regles.colonne_controle import CALCULS, GROUPES

ENTETE = nom_de_cellule("entete")
TOTAUX = (nom_de_cellule("total_depenses"), nom_de_cellule("total_recettes"))

# The live column « Contrôle »
BILAN_CONTROLE = nom_de_cellule("bilan")
POINTS_CONTROLE = nom_de_cellule("points")
COLONNE_BUDGET = nom_de_cellule("controle_budget")
CALCULS_LIGNES = nom_de_cellule("calculs_budget")
NOMS_GROUPES: Mapping[str, str] = {groupe: nom_de_cellule(f"controle_{groupe}") for groupe in GROUPES}
NOMS_CALCULS: Mapping[str, str] = {calcul: nom_de_cellule(f"calcul_{calcul}") for calcul in CALCULS}
NOMS_CONTROLE = (
    BILAN_CONTROLE,
    POINTS_CONTROLE,
    COLONNE_BUDGET,
    CALCULS_LIGNES,
    *NOMS_GROUPES.values(),
    *NOMS_CALCULS.values(),
)

# The marks of a marked copy
REMARQUE = nom_de_cellule("remarque")
TITRE_A_CORRIGER = nom_de_cellule("a_corriger_titre")
LISTE_A_CORRIGER = nom_de_cellule("a_corriger")
FAUTES = nom_de_cellule("fautes")
NOMS_MARQUES = (REMARQUE, TITRE_A_CORRIGER, LISTE_A_CORRIGER, FAUTES)

# Sheets Historique and Aide
HISTORIQUE = nom_de_cellule("historique")
TITRE_HISTORIQUE = nom_de_cellule("historique_titre")
GRAPHIQUE = nom_de_cellule("historique_graphique")
CONTACT = nom_de_cellule("contact")
STATUTS_AIDE = nom_de_cellule("aide_statuts")
NOMS_HISTORIQUE = (HISTORIQUE, TITRE_HISTORIQUE, GRAPHIQUE)
NOMS_AIDE = (CONTACT, STATUTS_AIDE)
