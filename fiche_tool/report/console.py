"""Results as a person reads them in the console."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.fusion.bilan import balance
from fiche_tool.domaine.fusion.fusion import group_by
from fiche_tool.domaine.mots.textes import shorten

if TYPE_CHECKING:  # each command loads its own verb, and nothing for the others
    from fiche_tool.verbes.collect import Collecte
    from fiche_tool.verbes.verify import Verification

CAP_ERREURS = 12
"""How many errors the console shows; the sheet Anomalies holds them all."""
CAP_REMARQUES = 8
"""How many sorts of remarks it shows, the most frequent first."""
CAP_FICHIER = 40
"""How many anomalies of one checked file it shows, errors first."""


def show_collecte(collecte: "Collecte") -> list[str]:
    """The lines of a collection's summary."""
    lines = [*balance(collecte.bilan), *show_anomalies(collecte.anomalies)]
    if not collecte.bilan.actions:
        lines.append("Le programme n'a encore aucune action : la synthèse est prête, mais vide.")
    if collecte.copies:
        lines.append(f"{len(collecte.copies)} copie(s) à corriger dans « {collecte.copies[0].parent.parent} ».")
    lines += collecte.avertissements
    printed = f", « {collecte.pdf.name} »" if collecte.pdf else ""
    return [*lines, f"Synthèse : « {collecte.fichier} »", f"Annexe : « {collecte.annexe} »{printed}"]


def show_anomalies(anomalies: Sequence[Anomalie]) -> list[str]:
    """What blocks, sentence by sentence up to a cap; then the remarks, one line a code."""
    errors = [anomalie for anomalie in anomalies if anomalie.bloquante]
    remarks = [anomalie for anomalie in anomalies if not anomalie.bloquante]
    if not anomalies:
        return ["Aucune anomalie."]
    same_error = group_by(errors, lambda x: (x.code, x.action, x.champ, x.texte))  # one line a conflict
    same_code = group_by(remarks, lambda x: x.code)
    frequent = sorted(same_code.values(), key=lambda same: (-len(same), same[0].code))
    return [
        f"Anomalies : {len(errors)} erreur(s), {len(remarks)} remarque(s).",
        *_capped(
            [_line(same, len({x.fichier for x in same}), "fichiers") for same in same_error.values()], CAP_ERREURS
        ),
        *_capped([_line(same, len(same), "remarques de cette sorte") for same in frequent], CAP_REMARQUES),
    ]


def _line(same: Sequence[Anomalie], count: int, counted: str) -> str:
    """The first of some anomalies that say the same, with how many they are."""
    first = same[0]
    phrase = first.phrase if first.bloquante else shorten(first.phrase, 200)
    several = count > 1 and not (first.bloquante and first.action)  # a conflict names its files itself
    return f"  {first.code} {phrase}" + (f" ({count} {counted})" if several else "")


def _capped(lines: list[str], cap: int) -> list[str]:
    more = [f"  … et {len(lines) - cap} autre(s) : voir la feuille Anomalies."] if len(lines) > cap else []
    return [*lines[:cap], *more]


def show_verification(verification: "Verification") -> list[str]:
    """The lines about one checked file."""
    about = f"{verification.genre} {verification.action}".strip()
    if not verification.anomalies:
        return [f"{verification.fichier} ({about}) : rien à signaler."]
    lines = [f"{verification.fichier} ({about}) :"]
    ordered = sorted(verification.anomalies, key=lambda x: not x.bloquante)
    for anomalie in ordered[:CAP_FICHIER]:
        cell = f"{anomalie.cellule} – " if anomalie.cellule else ""
        lines.append(f"  {anomalie.gravite.value} {anomalie.code} : {cell}{anomalie.texte}")
    if len(ordered) > CAP_FICHIER:
        lines.append(f"  … et {len(ordered) - CAP_FICHIER} autre(s) : --json les donne toutes.")
    return lines
