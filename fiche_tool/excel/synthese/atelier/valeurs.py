"""What several sheets say of an action, in the same words."""

from fiche_tool.domaine.mots.textes import shorten_words
from fiche_tool.domaine.programme.programme import Action
from fiche_tool.domaine.synthese.lignes import ETATS, LigneAction

SIGNES = dict(zip(ETATS, ("D", "C", "P", "S", "R", "A", "∞", "?", "–"), strict=True))
"""What each state is called on a bar, so that no colour has to be known; a legend says them in full."""


_RAPPEL = 240
"""Characters of a label where it is only a reminder: it stands whole in Synthèse, where its N° leads."""


def recall_label(action: Action) -> str:
    """The name of an action, cut at a word where it is longer than any reminder needs to be."""
    return shorten_words(action.libelle, _RAPPEL) if len(action.libelle) > _RAPPEL else action.libelle


def shown_etat(ligne: LigneAction) -> str:
    """Its status; in lower case, why it has none."""
    return ligne.etat if ligne.statut else ligne.etat.lower()


def shown_numero(ligne: LigneAction) -> str:
    """The printed N° of an action, « (L) » where it is repeated under another objective it serves."""
    return ligne.action.numero + (" (L)" if ligne.lien else "")


def shown_retard(ligne: LigneAction) -> str | None:
    """« en retard », « à démarrer »."""
    return "en retard" if ligne.en_retard else "à démarrer" if ligne.depart_en_retard else None
