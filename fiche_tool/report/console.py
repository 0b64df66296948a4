"""Results as a person reads them in the console."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.fusion.fusion import group_by
from fiche_tool.domaine.grand_livre.sorts import Compte
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.textes import shorten
from fiche_tool.domaine.mots.typographie import s, say_count

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
    """The lines of a collection's summary, what to do included."""
    bilan = collecte.bilan
    lines = [*collecte.avertissements, say_fichiers(bilan), say_actions(bilan), *show_anomalies(collecte.anomalies)]
    if not bilan.actions:
        lines.append("Le programme n'a encore aucune action : la synthèse est prête, mais vide.")
    lines += [*_say_copies(collecte), *_say_points(collecte)]
    if not collecte.copies and not collecte.points and not any(x.bloquante for x in collecte.anomalies):
        lines.append("Rien à corriger.")
    printed = f", « {collecte.pdf.name} »" if collecte.pdf else ""
    return [*lines, f"Synthèse : « {collecte.fichier} »", f"Annexe : « {collecte.annexe} »{printed}"]


def say_fichiers(bilan: Compte) -> str:
    """« 16 fichiers reçus : 11 en ordre, 3 à corriger, 2 illisibles ou étrangers »."""
    if not bilan.trouves:
        return "Aucun fichier reçu."
    parts = (
        (bilan.repris, "en ordre"),
        (bilan.repris_en_partie, "à corriger"),
        (bilan.ecartes, f"illisible{s(bilan.ecartes)} ou étranger{s(bilan.ecartes)}"),
        (bilan.ignores, f"ignoré{s(bilan.ignores)} (doublon, remplacé, déjà repris…)"),
    )
    told = ", ".join(f"{count} {words}" for count, words in parts if count)
    return f"{bilan.trouves} fichier{s(bilan.trouves)} reçu{s(bilan.trouves)} : {told}."


def say_actions(bilan: Compte) -> str:
    """« 34 actions : 28 avec réponse, 6 sans réponse à cette séance »."""
    count = bilan.actions
    return f"{count} action{s(count)} : {bilan.recues} avec réponse, {bilan.sans_reponse} sans réponse à cette séance."


def _say_copies(collecte: "Collecte") -> list[str]:
    count = len(collecte.copies)
    if not count:
        return []
    folder = collecte.copies[0].parent.parent
    many = count > 1
    return [
        f"{count} copie{s(count)} à corriger dans « {folder} » : renvoyez-{'les à leurs auteurs' if many else 'la'}"
        f"{'' if many else ' à son auteur'}. Déposez ce qui revient dans retours, à côté du reste, puis recollectez. "
        "Ne supprimez rien : chaque copie corrigée remplace le fichier dont elle est tirée."
    ]


def _say_points(collecte: "Collecte") -> list[str]:
    registre = collecte.synthese.registre
    count = len(registre.points)
    if collecte.points is None:
        return []
    older = [point.depuis for point in registre.points if point.depuis < registre.seance]
    age = f" (dont {len(older)} d'avant, depuis le {show_date(min(older))})" if older else ""
    return [
        f"{count} point{s(count)} à trancher{age} : « {collecte.points} ». À défaut de copies corrigées, choisissez-y "
        "ce qu'il faut retenir, déposez-le dans retours, puis recollectez."
    ]


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
        _count(len(errors), len(remarks)),
        *_capped(
            [_line(same, len({x.fichier for x in same}), "fichiers") for same in same_error.values()], CAP_ERREURS
        ),
        *_capped([_line(same, len(same), "remarques de cette sorte") for same in frequent], CAP_REMARQUES),
    ]


def _count(errors: int, remarks: int) -> str:
    """« 8 erreurs à faire corriger, 4 remarques à relire »."""
    parts = ((errors, "erreur", "à faire corriger"), (remarks, "remarque", "à relire"))
    return ", ".join(f"{count} {word}{s(count)} {todo}" for count, word, todo in parts if count) + "."


def _line(same: Sequence[Anomalie], count: int, counted: str) -> str:
    """The first of some anomalies that say the same, with how many they are."""
    first = same[0]
    phrase = first.phrase if first.bloquante else shorten(first.phrase, 200)
    several = count > 1 and not (first.bloquante and first.action)  # a conflict names its files itself
    return f"  {first.code} {phrase}" + (f" ({count} {counted})" if several else "")


def _capped(lines: list[str], cap: int) -> list[str]:
    more = [f"  … et {say_count(len(lines) - cap, 'autre')} : voir la feuille Anomalies."] if len(lines) > cap else []
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
        lines.append(f"  … et {say_count(len(ordered) - CAP_FICHIER, 'autre')} : --json les donne toutes.")
    return lines
