"""What may be said of one cell of the budget table: amounts and exercices that are written, but are not one number."""

from fiche_tool.domaine.constats.anomalies import ERREUR, REMARQUE, Constat

POUR_MEMOIRE = Constat(
    "BUD15",
    REMARQUE,
    "{champ} : « {trouve} » (pour mémoire) ne donne pas de montant : la ligne est gardée, elle n'ajoute rien aux "
    "totaux. Tapez le montant quand il sera connu.",
)
PLUSIEURS_ANNEES = Constat(
    "BUD16",
    ERREUR,
    "{champ} : « {trouve} » nomme plusieurs années, et rien ne dit quel montant revient à chacune. Faites une ligne "
    "par exercice.",
)
CONSTATS_BUDGET = (POUR_MEMOIRE, PLUSIEURS_ANNEES)
