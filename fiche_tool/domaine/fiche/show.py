"""Showing and exporting values of the fiche: French text for people, plain types for JSON."""

from dataclasses import fields
from decimal import Decimal

from fiche_tool.domaine.fiche.fiche import BUDGET, LigneBudget, Valeur, champ
from fiche_tool.domaine.mots.nombres import show_montant

ExportLigne = dict[str, str | int | None]
Export = str | int | list[ExportLigne] | None


def show_valeur(nom: str, valeur: Valeur | LigneBudget | None) -> str:
    """A value in French, empty where it is not filled in."""
    match valeur:
        case None:
            return ""
        case LigneBudget():
            return show_ligne(valeur)
        case tuple():
            return " ; ".join(show_ligne(ligne) for ligne in valeur)
        case _:
            return champ(nom).kind.show(valeur)


def show_ligne(ligne: LigneBudget) -> str:
    """A budget line in one sentence: « 2021 O D 104/123-13 : 1 250,00 € »."""
    return f"{ligne.libelle} : {show_montant(ligne.montant)} €" if ligne.montant is not None else ligne.libelle


def export_valeur(nom: str, valeur: Valeur | None) -> Export:
    """A value for JSON: dates in ISO 8601, taux as a number, budget as a list of rows, None where not filled in."""
    match valeur:
        case None if nom == BUDGET:
            return []
        case None:
            return None
        case tuple():
            return [export_ligne(ligne) for ligne in valeur]
        case _:
            return champ(nom).kind.export(valeur)


def export_ligne(ligne: LigneBudget) -> ExportLigne:
    """A budget line for JSON: the exercice as a number, amounts as decimal strings."""
    values = ((f.name, getattr(ligne, f.name)) for f in fields(LigneBudget))
    return {nom: str(valeur) if isinstance(valeur, Decimal) else valeur for nom, valeur in values}
