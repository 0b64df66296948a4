"""What became of a file: its fates, and what they come to."""

from enum import StrEnum


class StatutRetour(StrEnum):
    """What became of a file, or of an action that no file answered."""

    CONFORME = "Reçue conforme"
    REMARQUES = "Reçue avec remarques"
    EN_PARTIE = "Reprise en partie"
    EN_CONFLIT = "En conflit"
    INCHANGEE = "Sans changement confirmé"
    DOUBLON = "Doublon"
    REMPLACEE = "Remplacée"
    TELLE_QUELLE = "Revenue telle quelle"
    DEJA_REPRISE = "Déjà reprise"
    DECISIONS = "Points tranchés"
    NON_RECONNUE = "Non reconnue"
    A_REDEMANDER = "À redemander"
    IGNORE = "Ignoré"
    SANS_REPONSE = "Pas de réponse à cette séance"


REPRIS = (StatutRetour.CONFORME, StatutRetour.REMARQUES, StatutRetour.INCHANGEE, StatutRetour.DECISIONS)
REPRIS_EN_PARTIE = (StatutRetour.EN_PARTIE, StatutRetour.EN_CONFLIT)
ECARTES = (StatutRetour.NON_RECONNUE, StatutRetour.A_REDEMANDER)
IGNORES = (
    StatutRetour.DOUBLON,
    StatutRetour.REMPLACEE,
    StatutRetour.TELLE_QUELLE,
    StatutRetour.DEJA_REPRISE,
    StatutRetour.IGNORE,
)
GRAVES = (
    StatutRetour.EN_CONFLIT,
    StatutRetour.EN_PARTIE,
    StatutRetour.REMARQUES,
    StatutRetour.INCHANGEE,
    StatutRetour.CONFORME,
)
"""What a merged file may have become, the fate that asks for most work first."""
