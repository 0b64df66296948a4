"""The fiches generated, as a person reads of them, and what to do about those that were there already."""

from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.report.courriels import show_drafts
from fiche_tool.verbes.generate import Generation


def show_generation(generation: Generation, *, courriels: bool = True) -> list[str]:
    """The lines of « generer », its anomalies left out; of the drafts where some were asked for."""
    lines = []
    if generation.attribution:
        given = ", ".join(generation.attribution.attribues.values())
        lines.append(f"Nouvelles actions : identifiants inscrits dans programme.xlsx ({given}).")
        lines.append(f"L'ancienne version est conservée : « {generation.attribution.sauvegarde} ».")
    lines.append(f"{say_count(len(generation.ecrites), 'fiche générée')} dans « {generation.dossier} ».")
    if kept := len(generation.gardees):
        there = "fiches existaient déjà et sont gardées" if kept > 1 else "fiche existait déjà et est gardée"
        lines.append(
            f"{kept} {there}. Pour {'les' if kept > 1 else 'la'} refaire : ajoutez --remplacer (les fiches déjà "
            "envoyées restent valables)."
        )
    lines += generation.avertissements
    return lines + show_drafts(generation.courriels) if courriels else lines
