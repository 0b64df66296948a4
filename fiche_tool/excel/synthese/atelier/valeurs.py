"""What several sheets say of an action, in the same words."""

from fiche_tool.domaine.synthese.lignes import LigneAction


def shown_etat(ligne: LigneAction) -> str:
    """Its status; in lower case, why it has none."""
    return ligne.etat if ligne.statut else ligne.etat.lower()


def shown_retard(ligne: LigneAction) -> str | None:
    """« en retard », « à démarrer »."""
    return "en retard" if ligne.en_retard else "à démarrer" if ligne.depart_en_retard else None
