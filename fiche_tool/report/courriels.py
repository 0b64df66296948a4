"""The drafts written, as a person reads of them in the console, and what to do with them."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.typographie import say_count

if TYPE_CHECKING:  # « generer » speaks of drafts too, and need not load what reads returns and draws
    from fiche_tool.verbes.relancer import Relance


def show_drafts(messages: Sequence[Path]) -> list[str]:
    """How many drafts there are, where, and what to do."""
    if not messages:
        return []
    many = len(messages) > 1
    return [
        f"{len(messages)} message{'s prêts' if many else ' prêt'} à envoyer dans « {messages[0].parent} ».",
        f"Ouvrez-{'les' if many else 'le'} d'un double clic dans Outlook ou Thunderbird, relisez, envoyez.",
    ]


def show_relance(relance: "Relance") -> list[str]:
    """The lines of « relancer »."""
    if not relance.messages:
        nothing = f"Séance du {show_date(relance.seance)} : rien à relancer."
        return [nothing, *relance.avertissements]
    parts = (
        (relance.manquantes, "fiche", "sans réponse"),
        (relance.a_corriger, "copie", "à corriger"),
    )
    told = ", ".join(f"{say_count(count, noun)} {what}" for count, noun, what in parts if count)
    return [f"Séance du {show_date(relance.seance)} : {told}.", *relance.avertissements, *show_drafts(relance.messages)]
