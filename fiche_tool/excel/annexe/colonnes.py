"""The columns of the annex: those that hold something, as wide as the paper lets them be."""

from collections.abc import Sequence
from dataclasses import replace

from fiche_tool.domaine.fiche.champs import lire
from fiche_tool.domaine.fiche.fiche import FIN, SERVICE_GESTIONNAIRE, STATUT_ACTION, TAUX_AVANCEMENT
from fiche_tool.domaine.mots.statuts import ABANDONNE
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.lignes import LigneAction
from fiche_tool.excel.dessin.feuille import Forme
from fiche_tool.excel.dessin.papier import Papier, column_points, column_width
from fiche_tool.excel.synthese.atelier.cellules import is_empty
from fiche_tool.excel.synthese.atelier.formes import ALERTE, FORMAT_DELTA, MONTANT, forme_statut
from fiche_tool.excel.synthese.atelier.pied_budget import columns_added_up
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes
from fiche_tool.excel.synthese.atelier.valeurs import shown_etat, shown_numero, shown_retard

PETIT = 9
"""Points of the texts; nothing on the pages is printed smaller."""
GRAND = 10
"""Points of the names of the actions."""
_ALWAYS = ("numero", "intitule", "statut")
_SPARE = 4.0
"""Points that the columns leave free: no program measures them quite as another."""

_CENTRE: Forme = {"align": "center", "font_size": PETIT}
_HABILLE: Forme = {"text_wrap": True, "font_size": PETIT}
_NOM: Forme = {"text_wrap": True, "font_size": GRAND}


def _echeance(_: Synthese, ligne: LigneAction) -> str:
    return "\n".join(filter(None, (ligne.fin.texte if ligne.fin else "", shown_retard(ligne))))


def _forme_echeance(ligne: LigneAction) -> Forme:
    alert: Forme = ALERTE if shown_retard(ligne) else {}
    return {**_CENTRE, "text_wrap": True, **alert}


def _forme_montant(ligne: LigneAction) -> Forme:
    dropped: Forme = {"num_format": "(#,##0.00)"} if ligne.statut == ABANDONNE else {}
    return {**MONTANT, "font_size": PETIT, **dropped}


_TOUTES = Colonnes[LigneAction](
    Colonne("numero", "N°", 9, lambda _, x: shown_numero(x), _NOM),
    Colonne("intitule", "Objectif / action", 30, lambda _, x: x.action.libelle, _NOM, haut=True),
    Colonne(
        "statut",
        STATUT_ACTION.synthese.annexe,
        13,
        lambda _, x: shown_etat(x),
        lambda x: {**forme_statut(x.etat), "font_size": PETIT},
    ),
    Colonne("taux", TAUX_AVANCEMENT.synthese.annexe, 7, lambda _, x: x.taux, _CENTRE),
    Colonne("delta", "Écart (points)", 8, lambda _, x: x.delta, {**_CENTRE, "num_format": FORMAT_DELTA}),
    Colonne("echeance", FIN.synthese.annexe, 12, _echeance, _forme_echeance, haut=True),
    Colonne(
        "service",
        SERVICE_GESTIONNAIRE.synthese.annexe,
        20,
        lambda _, x: lire(x.valeurs, SERVICE_GESTIONNAIRE),
        _HABILLE,
        haut=True,
    ),
    Colonne("depenses", "Dépenses prévues (€)", 14, lambda _, x: None if x.lien else x.depenses, _forme_montant),
    Colonne("recettes", "Recettes prévues (€)", 14, lambda _, x: None if x.lien else x.recettes, _forme_montant),
)


def choose_columns(synthese: Synthese, lignes: Sequence[LigneAction], papier: Papier) -> Colonnes[LigneAction]:
    """The columns in which some action, or a total, has something.

    What they leave of the page goes to the names of the actions.
    """
    always = {*_ALWAYS, *columns_added_up(synthese.bilan)}
    kept = [
        colonne
        for colonne in _TOUTES.colonnes
        if colonne.nom in always or any(not is_empty(colonne.valeur(synthese, ligne)) for ligne in lignes)
    ]
    others = sum(column_points(colonne.largeur) for colonne in kept if colonne.nom != "intitule")
    width = column_width(papier.utile - _SPARE - others)
    return Colonnes(*(replace(c, largeur=width) if c.nom == "intitule" else c for c in kept))
