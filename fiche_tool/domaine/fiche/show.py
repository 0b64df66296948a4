"""Showing and exporting values of the fiche: French text for people, plain types for JSON."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal

from fiche_tool.domaine.fiche.fiche import BUDGET, EMPRUNT, FONDS_PROPRES, SUBSIDES, LigneBudget, Valeur, champ
from fiche_tool.domaine.mots.nombres import show_montant

VIDE = "(vide)"
"""What a sentence or a cell shows where there is nothing."""
LIGNES_MAX = 150
"""How much of budget lines is quoted: enough for their amounts, which stand last."""
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


def show_apart(nom: str, valeurs: Sequence[Valeur | LigneBudget | None]) -> list[str]:
    """Values side by side, in French: budget lines that would read the same tell their sources of funding too."""
    shown = [show_valeur(nom, valeur) for valeur in valeurs]
    alike = Counter(show_valeur(nom, valeur) for valeur in {valeur or () for valeur in valeurs})
    return [
        " ; ".join(map(_show_sources, _lines(valeur))) if alike[texte] > 1 and _lines(valeur) else texte
        for texte, valeur in zip(shown, valeurs, strict=True)
    ]


def _lines(valeur: Valeur | LigneBudget | None) -> tuple[LigneBudget, ...]:
    """The budget lines of a value, none in any other."""
    if isinstance(valeur, LigneBudget):
        return (valeur,)
    return valeur if isinstance(valeur, tuple) else ()


def _show_sources(ligne: LigneBudget) -> str:
    """« 2021 O D 104/123-13 : 1 250,00 € (fonds propres 1 000,00 + subsides 250,00) »."""
    parts = [
        f"{source.label.lower()} {show_montant(part)}"
        for source in (FONDS_PROPRES, EMPRUNT, SUBSIDES)
        if (part := getattr(ligne, source.nom)) is not None
    ]
    return f"{show_ligne(ligne)} ({' + '.join(parts) or 'sans source de financement'})"


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
