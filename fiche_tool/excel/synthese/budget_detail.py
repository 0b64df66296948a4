"""Sheet Budget détail: every budget line with the file and the cell it comes from."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from fiche_tool.domaine.grand_livre.acquis import Origine
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.lignes import name_action
from fiche_tool.domaine.synthese.sommes import to_euros
from fiche_tool.excel.dessin.feuille import Forme
from fiche_tool.excel.synthese.atelier.atelier import Atelier
from fiche_tool.excel.synthese.atelier.formes import CENTRE, LIEN, MONTANT, PETIT, VERS
from fiche_tool.excel.synthese.atelier.liens import Lien, VersAction, link_origine
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes, Liste
from fiche_tool.excel.synthese.budget import AUCUNE_LIGNE

NOM = "Budget détail"
LigneTable = Mapping[Any, Any]
"""A row of the flat table of budget lines, as pandas gives it."""
_SOMME: Forme = {**MONTANT, **PETIT}


def _action(synthese: Synthese, ligne: LigneTable) -> VersAction:
    action = synthese.programme.find_action(ligne["identifiant"])
    nom = name_action(synthese.noms, action) if action else ligne["identifiant"]
    return VersAction(ligne["identifiant"], nom)


def _libelle(synthese: Synthese, ligne: LigneTable) -> str | None:
    action = synthese.programme.find_action(ligne["identifiant"])
    return action.libelle if action else None


def _euros(nom: str) -> Callable[[Synthese, LigneTable], Decimal | None]:
    return lambda _, ligne: None if ligne[nom] is None else to_euros(ligne[nom])


def _montant(rd: str | None) -> Callable[[Synthese, LigneTable], Decimal | None]:
    """The amount, in the column of its sense alone: dépenses and recettes never stand in one column."""
    euros = _euros("montant")
    return lambda synthese, ligne: euros(synthese, ligne) if ligne["rd"] == rd else None


def _origine(_: Synthese, ligne: LigneTable) -> Lien | str:
    feuille, _sep, cellule = str(ligne["cellule"]).partition("!")
    return link_origine(Origine(str(ligne["fichier"]), feuille, cellule, None))


_LISTE = Liste[LigneTable](
    NOM,
    "Budget, ligne par ligne",
    Colonnes(
        Colonne("action", "N°", 22, _action, VERS, haut=True),
        Colonne("libelle", "Action", 44, _libelle, haut=True),
        Colonne("exercice", "Exercice", 10, lambda _, x: x["exercice"], CENTRE),
        Colonne("service", "Service", 9, lambda _, x: x["service"], CENTRE),
        Colonne("rd", "R/D", 7, lambda _, x: x["rd"], CENTRE),
        Colonne("article", "Article", 22, lambda _, x: x["article"], haut=True),
        Colonne("depense", "Dépense estimée", 16, _montant("D"), _SOMME),
        Colonne("recette", "Recette estimée", 16, _montant("R"), _SOMME),
        Colonne("sans_rd", "Sans R/D", 14, _montant(None), _SOMME),
        Colonne("fonds_propres", "Fonds propres", 16, _euros("fonds_propres"), _SOMME),
        Colonne("emprunt", "Emprunt", 16, _euros("emprunt"), _SOMME),
        Colonne("subsides", "Subsides", 16, _euros("subsides"), _SOMME),
        Colonne("abandonne", "Abandonnée", 12, lambda _, x: "abandonnée" if x["abandonne"] == "Oui" else None, CENTRE),
        Colonne("fichier", "Fichier", 52, _origine, LIEN, haut=True),
        Colonne("cellule", "Cellule", 13, lambda _, x: x["cellule"]),
    ),
    vide=AUCUNE_LIGNE,
    top=4,
    vue="libelle",
    jusque="subsides",
)


def write_budget_detail(atelier: Atelier) -> None:
    """Every line with the file and the cell it comes from; dépenses and recettes in two columns."""
    lines = atelier.synthese.tables.budget.to_dict("records")
    phrase = "En euros. Chaque ligne mène à la case de la fiche dont elle vient."
    _LISTE.write(atelier, lines, [(phrase, atelier.note())])
