"""Drawing the sheet Rapprochement: a row an article, what differs first."""

import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from fiche_tool.domaine.mots.nombres import show_montant
from fiche_tool.domaine.mots.textes import outgoing
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.lignes import name_action
from fiche_tool.echanges.rapprochement import LigneRapprochee, Verdict, count_verdicts
from fiche_tool.excel.dessin.feuille import Forme
from fiche_tool.excel.dessin.ouvrage import new_ouvrage
from fiche_tool.excel.synthese.atelier.atelier import Atelier
from fiche_tool.excel.synthese.atelier.formes import ALERTE, CENTRE, MONTANT, PETIT, TEXTE
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes, Liste

NOM = "Rapprochement"
_SOMME: Forme = {**MONTANT, **PETIT}


def _name(synthese: Synthese, ligne: LigneRapprochee) -> str:
    """The action as the programme names it today; else as eComptes does."""
    action = synthese.programme.find_action(ligne.action)
    return f"{name_action(synthese.noms, action)} – {action.libelle}" if action else f"{ligne.action} {ligne.titre}"


def _forme(ligne: LigneRapprochee) -> Forme:
    return {**TEXTE} if ligne.verdict is Verdict.EGAL else {**TEXTE, **ALERTE}


_LISTE = Liste[LigneRapprochee](
    NOM,
    "Rapprochement avec eComptes",
    Colonnes(
        Colonne("verdict", "Constat", 26, lambda _, x: x.verdict.value, _forme, haut=True),
        Colonne("action", "Action", 52, lambda synthese, x: outgoing(_name(synthese, x)), haut=True),
        Colonne("exercice", "Exercice", 10, lambda _, x: x.exercice, CENTRE),
        Colonne("service", "Service", 9, lambda _, x: x.service, CENTRE),
        Colonne("rd", "R/D", 7, lambda _, x: x.rd, CENTRE),
        Colonne("article", "Article", 22, lambda _, x: outgoing(x.article), haut=True),
        Colonne("libelle", "Intitulé dans eComptes", 36, lambda _, x: outgoing(x.libelle), haut=True),
        Colonne("fiche", "Fiches (€)", 16, lambda _, x: x.fiche, _SOMME),
        Colonne("ecomptes", "eComptes (€)", 16, lambda _, x: x.ecomptes, _SOMME),
        Colonne("ecart", "Écart (€)", 14, lambda _, x: x.ecart or None, _SOMME),
        Colonne("nombre", "Lignes de la fiche", 11, lambda _, x: x.nombre or None, CENTRE),
    ),
    vide="Aucun article, ni dans les fiches ni dans eComptes.",
    top=5,
    vue="action",
)


def write_rapprochement(synthese: Synthese, lignes: Sequence[LigneRapprochee], nom: str) -> bytes:
    """The workbook; always the same bytes for the same figures. `nom` is the file of eComptes."""
    buffer = io.BytesIO()
    workbook = new_ouvrage(
        buffer, in_memory=True, strings_to_formulas=False, strings_to_urls=False, strings_to_numbers=False
    )
    jour = synthese.seance
    workbook.set_properties(
        {
            "title": f"Rapprochement avec eComptes – {synthese.programme.parametres.cpas}",
            "subject": f"Séance du {jour.isoformat()}",
            "created": datetime(jour.year, jour.month, jour.day),
        }
    )
    atelier = Atelier(workbook, synthese, seul=True)
    told = " ; ".join(f"{count} {verdict.suite}" for verdict, count in count_verdicts(lignes))
    phrases = [
        (f"Les lignes budgétaires des fiches, à côté des articles de « {outgoing(nom)} ». {told}.", atelier.note()),
        (
            "Un article est le même si l'action, l'exercice, le service, R/D et le code concordent ; ses lignes "
            f"s'additionnent. Écart : eComptes moins fiches, en euros. {_totals(lignes)}",
            atelier.note(),
        ),
    ]
    _LISTE.write(atelier, lignes, phrases)
    workbook.close()
    return buffer.getvalue()


def _totals(lignes: Sequence[LigneRapprochee]) -> str:
    """The dépenses of both sides, then the recettes: they are never added up."""
    words = []
    for rd, mot in (("D", "Dépenses"), ("R", "Recettes")):
        here = [ligne for ligne in lignes if ligne.rd == rd]
        ours = sum((x.fiche for x in here if x.fiche is not None), Decimal(0))
        theirs = sum((x.ecomptes for x in here if x.ecomptes is not None), Decimal(0))
        words.append(f"{mot} : {show_montant(ours)} € dans les fiches, {show_montant(theirs)} € dans eComptes.")
    return " ".join(words)
