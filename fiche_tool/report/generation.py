"""The fiches generated, as a person reads of them, and what to do about those that were there already."""

from datetime import date

from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.report.courriels import show_drafts
from fiche_tool.verbes.generate import Generation


def say_today(generation: Generation) -> str:
    """What a person who gave no day reads first: it may not be the one they meant."""
    jour = date.fromisoformat(generation.dossier.name)
    return f"Séance du {show_date(jour)}, aujourd'hui. Pour un autre jour : ajoutez --seance JJ/MM/AAAA."


def show_generation(generation: Generation, *, courriels: bool = True, par_service: bool = False) -> list[str]:
    """The lines of « generer », its anomalies left out; of the drafts where some were asked for."""
    lines = []
    if generation.attribution:
        given = ", ".join(generation.attribution.attribues.values())
        lines.append(f"Nouvelles actions : identifiants inscrits dans programme.xlsx ({given}).")
        lines.append(f"L'ancienne version est conservée : « {generation.attribution.sauvegarde} ».")
    written = len(generation.ecrites)
    books = f", en {say_count(written, 'classeur')}" if generation.fiches > written else ""
    lines.append(f"{say_count(generation.fiches, 'fiche générée')} dans « {generation.dossier} »{books}.")
    if kept := len(generation.gardees):
        noun, ending = ("fichier", "") if par_service else ("fiche", "e")
        there = f"existaient déjà et sont gardé{ending}s" if kept > 1 else f"existait déjà et est gardé{ending}"
        lines.append(
            f"{say_count(kept, noun)} {there}. Pour {'les' if kept > 1 else 'la'} refaire : ajoutez --remplacer (les "
            "fiches déjà envoyées restent valables)."
        )
    lines += generation.avertissements
    return lines + show_drafts(generation.courriels) if courriels else lines
