"""What of a PST is public: always where an action stands; names, texts and money only where Paramètres say so."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from fiche_tool.domaine.fiche.champs import Champ
from fiche_tool.domaine.fiche.fiche import (
    BUDGET_LABEL,
    COMMENTAIRE,
    DEBUT,
    FIN,
    INDICATEURS,
    LABELS,
    MANDATAIRE,
    PARTENAIRES,
    PORTEUR,
    RESPONSABLE,
    SERVICE_GESTIONNAIRE,
    STATUT_ACTION,
    TAUX_AVANCEMENT,
    Groupe,
    champ,
    lire_budget,
)
from fiche_tool.domaine.fiche.kinds import Scalaire
from fiche_tool.domaine.fiche.show import show_ligne, show_valeur
from fiche_tool.domaine.mots.textes import hide_adresses, outgoing
from fiche_tool.domaine.mots.typographie import typographe
from fiche_tool.domaine.programme.diffusion import Diffusion
from fiche_tool.domaine.synthese.comptes import round_taux
from fiche_tool.domaine.synthese.evolution import Evolution, NatureChangement
from fiche_tool.domaine.synthese.lignes import JAMAIS_REPONDU, SANS_STATUT, LigneAction

MOTS_ETATS = {JAMAIS_REPONDU: "Pas encore d'information", SANS_STATUT: "Statut non communiqué"}
"""The words of the house that a citizen would not understand."""
_AU_CHOIX: tuple[tuple[Champ[Scalaire], Callable[[Diffusion], bool]], ...] = (
    (champ("description"), lambda diffusion: diffusion.descriptions),
    (MANDATAIRE, lambda diffusion: diffusion.mandataires),
    (RESPONSABLE, lambda diffusion: diffusion.personnes),
    (PORTEUR, lambda diffusion: diffusion.personnes),
    (PARTENAIRES, lambda diffusion: diffusion.partenaires),
    (INDICATEURS, lambda diffusion: diffusion.indicateurs),
    (COMMENTAIRE, lambda diffusion: diffusion.commentaires),
)
"""The fields that are public only by choice, each with the setting that makes it so."""
_TOUJOURS: Groupe = (STATUT_ACTION, TAUX_AVANCEMENT, DEBUT, FIN, SERVICE_GESTIONNAIRE)
_NATURES = (
    NatureChangement.NOUVELLE,
    NatureChangement.RETIREE,
    NatureChangement.DEPLACEE,
    NatureChangement.RENUMEROTEE,
    NatureChangement.REFORMULEE,
)


@dataclass(frozen=True, slots=True)
class Public:
    """The public side of a PST under its settings."""

    diffusion: Diffusion

    def texte(self, texte: str) -> str:
        """A text as the public may read it."""
        shown = outgoing(texte)
        return shown if self.diffusion.adresses else hide_adresses(shown)

    def champs(self) -> tuple[Champ[Scalaire], ...]:
        """The fields that Paramètres make public, in the order of the fiche."""
        return tuple(one for one, allowed in _AU_CHOIX if allowed(self.diffusion))

    def details(self, ligne: LigneAction) -> Iterator[tuple[str, str]]:
        """What is said of an action beside where it stands: label and text."""
        for one in self.champs():
            texte = show_valeur(one.nom, ligne.valeurs.get(one.nom))
            if texte:
                yield one.label, self.texte(texte)
        if self.diffusion.budget:
            for budgetaire in lire_budget(ligne.valeurs):
                yield BUDGET_LABEL, typographe(self.texte(show_ligne(budgetaire)))

    def tells(self, evolution: Evolution) -> bool:
        """True for a change that the public may know: of what it sees, never of what it does not."""
        if evolution.nature in _NATURES:
            return True
        if evolution.nature is NatureChangement.BUDGET:
            return self.diffusion.budget
        shown = (*_TOUJOURS, *self.champs())
        return evolution.champ in {LABELS[one.nom] for one in shown}


def show_etat(etat: str) -> str:
    """A state in the words of the public."""
    return MOTS_ETATS.get(etat, etat)


def show_taux(taux: Decimal | None) -> str:
    """« 65 % », to the whole point; empty where there is none."""
    return "" if taux is None else f"{round_taux(taux)}\u00a0%"
