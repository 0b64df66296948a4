"""The statuses of an action, and the many words centres use for them."""

import re
from collections.abc import Mapping

from fiche_tool.domaine.mots.textes import fold

A_DEMARRER = "À démarrer"
EN_COURS = "En cours"
REPORTE = "Reporté"
SUSPENDU = "Suspendu"
REALISE = "Réalisé"
ABANDONNE = "Abandonné"
RECURRENT = "Récurrent"

STATUTS: Mapping[str, str] = {
    A_DEMARRER: "rien n'a encore commencé",
    EN_COURS: "le travail a commencé et n'est pas fini",
    REPORTE: "remis à plus tard ; dites pourquoi en commentaire",
    SUSPENDU: "commencé puis arrêté ; dites pourquoi en commentaire",
    REALISE: "terminé : le taux est de 100 %",
    ABANDONNE: "ne se fera pas ; dites pourquoi en commentaire",
    RECURRENT: "revient chaque année, sans fin prévue",
}
"""The canonical statuses, in the order of an action's life, each with its meaning."""

CLOS = frozenset({REALISE, ABANDONNE, RECURRENT})
"""Statuses that cannot be late."""

ENGAGES = (REALISE, EN_COURS, RECURRENT)
"""« Réalisées ou en cours », the share that centres publish: a recurrent action is under way while it lasts."""

HORS_MOYENNE = frozenset({ABANDONNE, RECURRENT})
"""Statuses whose taux says nothing of the progress of an objective."""

# Words met in PSTs, in tools of communes and CPAS, and in press accounts of evaluations.
_SYNONYMES = {
    A_DEMARRER: "à initier, non commencé, non initié, non encore initié, à agender, à planifier, en création, à "
    "programmer, pas commencé, pas démarré, non démarré, à faire, prévu, planifié",
    EN_COURS: "initié, commencé, démarré, en exécution, en cours de réalisation, en cours d'exécution, en chantier",
    REPORTE: "en attente, postposé, différé, remis, remise",
    SUSPENDU: "en pause, bloqué, à l'arrêt, arrêté, gelé",
    REALISE: "terminé, finalisé, clôturé, achevé, fait, fini, accompli, clos, close",
    ABANDONNE: "annulé, supprimé, sans suite",
    RECURRENT: "permanent, pérenne, continu, en continu",
}


def _key(texte: str) -> str:
    """Folded, hyphens as spaces, each word without its ending of gender and number."""
    words = re.findall(r"[a-z0-9%]+", re.sub(r"\([a-z]{1,2}\)", "", fold(texte)))
    return " ".join(re.sub(r"(?<=[a-z]{3})e{0,2}s?$", "", word) for word in words)


_KNOWN = {_key(nom): nom for nom in STATUTS} | {
    _key(synonyme): nom for nom, synonymes in _SYNONYMES.items() for synonyme in synonymes.split(", ")
}


def parse_statut(texte: str, maison: Mapping[str, str]) -> str | None:
    """The canonical status a text means, or None where it is unknown.

    `maison` maps the centre's own words to canonical statuses; it comes first.
    """
    key = _key(texte)
    own = {_key(mot): statut for mot, statut in maison.items()}
    return own.get(key) or _KNOWN.get(key)


def nearest_statut(texte: str, maison: Mapping[str, str]) -> str | None:
    """The known word nearest to an unknown one, to suggest; never to adopt."""
    import difflib  # for slips alone

    words = {fold(mot): mot for mot in (*STATUTS, *maison)}
    found = difflib.get_close_matches(fold(texte), words, n=1, cutoff=0.6)
    return words[found[0]] if found else None
