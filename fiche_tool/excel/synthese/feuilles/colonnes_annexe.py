"""The columns of the sheet Synthèse, as wide as A3 shows them."""

from fiche_tool.domaine.fiche.champs import Champ, lire
from fiche_tool.domaine.fiche.fiche import (
    COMMENTAIRE,
    FIN,
    INDICATEURS,
    INDICE_SANTE,
    MANDATAIRE,
    PORTEUR,
    PRECISION_SANTE,
    SERVICE_GESTIONNAIRE,
    STATUT_ACTION,
    TAUX_AVANCEMENT,
)
from fiche_tool.domaine.mots.statuts import ABANDONNE
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.lignes import LigneAction
from fiche_tool.excel.dessin import papier
from fiche_tool.excel.dessin.feuille import Forme
from fiche_tool.excel.synthese.atelier.cellules import is_empty
from fiche_tool.excel.synthese.atelier.formes import ALERTE, FORMAT_DELTA, MONTANT, forme_statut
from fiche_tool.excel.synthese.atelier.largeurs import empty_width, money_width, share_out
from fiche_tool.excel.synthese.atelier.pied_budget import LISTE
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes
from fiche_tool.excel.synthese.atelier.valeurs import shown_etat, shown_numero, shown_retard

PLEIN: Forme = {"font_size": 10, "text_wrap": True}
_CENTRE: Forme = {"align": "center"}
_TEXTES = ("sante", SERVICE_GESTIONNAIRE.nom, COMMENTAIRE.nom, INDICATEURS.nom, PORTEUR.nom, MANDATAIRE.nom)
"""The columns of texts, which share the width of the page with the names of the actions."""


def _echeance(_: Synthese, ligne: LigneAction) -> str:
    late = shown_retard(ligne)
    return (ligne.fin.texte if ligne.fin else "") + (f"\n{late}" if late else "")


def _forme_echeance(ligne: LigneAction) -> Forme:
    alert: Forme = ALERTE if shown_retard(ligne) else {}
    return {"align": "center", "text_wrap": True, **alert}


def _forme_montant(ligne: LigneAction) -> Forme:
    return {**MONTANT, "num_format": "(#,##0.00)"} if ligne.statut == ABANDONNE else MONTANT


def _sante(_: Synthese, ligne: LigneAction) -> str:
    """How the action fares, with the detail on the line below."""
    return "\n".join(filter(None, (lire(ligne.valeurs, INDICE_SANTE), lire(ligne.valeurs, PRECISION_SANTE))))


def _answer(champ: Champ[str], largeur: float) -> Colonne[LigneAction]:
    """The column of an answer that is a text."""
    return Colonne(champ.nom, champ.synthese.annexe, largeur, lambda _, x: lire(x.valeurs, champ), haut=True)


COLONNES = Colonnes[LigneAction](
    Colonne("numero", "N°", 8.5, lambda _, x: shown_numero(x), PLEIN),
    Colonne("intitule", "Objectif / action", 50, lambda _, x: x.action.libelle, PLEIN, haut=True),
    Colonne("statut", STATUT_ACTION.synthese.annexe, 12, lambda _, x: shown_etat(x), lambda x: forme_statut(x.etat)),
    Colonne("taux", TAUX_AVANCEMENT.synthese.annexe, 7, lambda _, x: x.taux, _CENTRE),
    Colonne("delta", "Écart (points)", 8.5, lambda _, x: x.delta, {**_CENTRE, "num_format": FORMAT_DELTA}),
    Colonne("echeance", FIN.synthese.annexe, 12, _echeance, _forme_echeance, haut=True),
    Colonne("sante", INDICE_SANTE.synthese.annexe, 18, _sante, haut=True),
    _answer(SERVICE_GESTIONNAIRE, 21),
    Colonne("depenses", "Dépenses prévues (€)", 14, lambda _, x: None if x.lien else x.depenses, _forme_montant),
    Colonne("recettes", "Recettes prévues (€)", 14, lambda _, x: None if x.lien else x.recettes, _forme_montant),
    _answer(COMMENTAIRE, 50),
    _answer(INDICATEURS, 38),
    _answer(PORTEUR, 19),
    _answer(MANDATAIRE, 24),
)


def fit_columns(synthese: Synthese) -> Colonnes[LigneAction]:
    """The columns as A3 shows them: amounts as wide as the total, what nobody filled in narrow, the rest to texts."""
    lignes = [x for x in synthese.lignes if isinstance(x, LigneAction)]
    total = synthese.bilan.programme
    widths = {nom: max(COLONNES.largeur(nom), money_width(total.of(*senses).montant, size=10)) for nom, senses in LISTE}
    for colonne in COLONNES.colonnes:
        if colonne.nom in _TEXTES and all(is_empty(colonne.valeur(synthese, ligne)) for ligne in lignes):
            widths[colonne.nom] = empty_width(colonne)
    return share_out(COLONNES, papier.A3, ("intitule", *_TEXTES), widths)
