"""Results as a person reads them in the console."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fiche_tool.domaine.constats.anomalies import Anomalie, told_once
from fiche_tool.domaine.grand_livre.points import ask_at_once
from fiche_tool.domaine.grand_livre.retour import Compte
from fiche_tool.domaine.mots.groupes import group_by
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
    """The lines of a collection's summary: what was found, what was written, what to do next."""
    printed = f", « {collecte.pdf.name} »" if collecte.pdf else ""
    written = [f"Synthèse : « {collecte.fichier} »", f"Annexe : « {collecte.annexe} »{printed}"]
    return [*say_found(collecte), *written, *say_todo(collecte)]


def say_found(collecte: "Collecte") -> list[str]:
    """What came back, and what is wrong with it."""
    bilan = collecte.bilan
    lines = [*collecte.avertissements, say_fichiers(bilan), say_actions(bilan), *show_anomalies(collecte.anomalies)]
    if not bilan.actions:
        lines.append("Le programme n'a encore aucune action : la synthèse est prête, mais vide.")
    return lines


def say_todo(collecte: "Collecte") -> list[str]:
    """What is to be done with it, each thing a line."""
    lines = [f"À faire : {line}" for line in (*_say_copies(collecte), *_say_points(collecte))]
    if not lines and not any(x.bloquante for x in collecte.anomalies):
        lines.append("Rien à corriger.")
    return [*lines, *_say_remind(collecte)]


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
        f"renvoyez {f'les {count} copies' if many else 'la copie'} de « {folder} » à "
        f"{'leurs auteurs' if many else 'son auteur'}. Déposez ce qui revient dans retours, à côté du reste, puis "
        "recollectez. "
        "Ne supprimez rien : chaque copie corrigée remplace le fichier dont elle est tirée."
    ]


def _say_remind(collecte: "Collecte") -> list[str]:
    """The command that prepares a mail for each service that something is still asked of."""
    missing, copies = collecte.bilan.sans_reponse, len(collecte.copies)
    parts = ((missing, "action", "sans réponse"), (copies, "copie", "à corriger"))
    told = ", ".join(f"{say_count(count, noun)} {what}" for count, noun, what in parts if count)
    if not told or not collecte.envoyee:
        return []
    racine = collecte.fichier.parent.parent
    return [
        f"À faire : {told} ; « relancer » en prépare les messages, un par service :",
        f'  fiche-tool relancer "{racine}" --seance {collecte.seance.isoformat()}',
    ]


def _say_points(collecte: "Collecte") -> list[str]:
    registre = collecte.synthese.registre
    demandes = ask_at_once(registre.points)
    count = len(demandes)
    if collecte.points is None:
        return []
    older = [demande[0].depuis for demande in demandes if demande[0].depuis < registre.seance]
    age = f" (dont {len(older)} d'avant, depuis le {show_date(min(older))})" if older else ""
    return [
        f"{say_count(count, 'point')} à trancher{age} : « {collecte.points} ». À défaut de copies corrigées, "
        "choisissez-y ce qu'il faut retenir, déposez-le dans retours, puis recollectez."
    ]


def show_anomalies(anomalies: Sequence[Anomalie]) -> list[str]:
    """What blocks, sentence by sentence up to a cap; then the remarks, one line a code."""
    told = told_once(anomalies)
    errors = [anomalie for anomalie in told if anomalie.bloquante]
    remarks = [anomalie for anomalie in told if not anomalie.bloquante]
    if not anomalies:
        return ["Aucune anomalie."]
    same_code = group_by(remarks, lambda x: x.code)
    frequent = sorted(same_code.values(), key=lambda same: (-len(same), same[0].code))
    return [
        _count(len(errors), len(remarks)),
        *_by_file(list(group_by(errors, _alike).values())),
        *_capped([_remark(same) for same in frequent], CAP_REMARQUES),
    ]


def _by_file(errors: Sequence[Sequence[Anomalie]]) -> Iterator[str]:
    """Each error under its file, up to a cap; the same one of several files once, with how many they are."""
    shown = group_by(errors[:CAP_ERREURS], lambda same: same[0].fichier)
    for fichier, several in shown.items():
        yield f"  {fichier or 'le programme'}"
        for same in several:
            first, count = same[0], len({x.fichier for x in same})
            told = f" ({count} fichiers)" if count > 1 else f" ({len(same)} fois)" if len(same) > 1 else ""
            cell = f" {first.place}" if first.place else ""
            yield f"    {first.gravite.value} {first.code}{cell} : {first.texte}{told}"
    yield from _more(sum(map(len, errors[CAP_ERREURS:])))


def _alike(x: Anomalie) -> object:
    """What makes one line of several errors: the same words about files that speak of no action."""
    return (x.code, x.texte, x.action and (x.action, x.fichier, x.place, x.champ))


def _count(errors: int, remarks: int) -> str:
    """« 8 erreurs à faire corriger, 4 remarques à relire »."""
    parts = ((errors, "erreur", "à faire corriger"), (remarks, "remarque", "à relire"))
    return ", ".join(f"{count} {word}{s(count)} {todo}" for count, word, todo in parts if count) + "."


def _remark(same: Sequence[Anomalie]) -> str:
    """The first of the remarks of one code, with how many they are."""
    told = f" ({len(same)} remarques de cette sorte)" if len(same) > 1 else ""
    return f"  {same[0].gravite.value} {same[0].code} {shorten(same[0].phrase, 200)}{told}"


def _capped(lines: list[str], cap: int) -> list[str]:
    return [*lines[:cap], *_more(len(lines) - cap)]


def _more(left: int) -> list[str]:
    """What a cap leaves out."""
    return [f"  … et {say_count(left, 'autre')} : voir la feuille Anomalies."] if left > 0 else []


def show_verifications(results: Sequence["Verification"]) -> list[str]:
    """One file in full; of several, one line a problem, the errors of a file first, then how many are in order."""
    if len(results) == 1:
        return show_verification(results[0])
    lines = []
    for result in results:
        ordered = sorted(result.anomalies, key=lambda x: not x.bloquante)
        lines += [
            f"{x.gravite.value} {x.code} {_located(x, result.fichier)} : {x.texte}" for x in ordered[:CAP_FICHIER]
        ]
        if len(ordered) > CAP_FICHIER:
            lines.append(f"… et {say_count(len(ordered) - CAP_FICHIER, 'autre')} dans {result.fichier}.")
    if not results:
        return ["Rien à contrôler : ce dossier ne contient aucun fichier."]
    from fiche_tool.verbes.verify import REGISTRE  # who has results to show has loaded it

    registres = [result for result in results if result.genre == REGISTRE]
    if registres and not any(result.anomalies for result in registres):
        lines.append(f"{say_count(len(registres), 'registre rejoué')} : la chaîne des séances est entière.")
    faulty = sum(bool(result.anomalies) for result in results)
    whole = f"{say_count(len(results), 'fichier contrôlé')} : {len(results) - faulty} en ordre"
    return [*lines, f"{whole}, {faulty} à revoir." if faulty else f"{whole}. Rien à signaler."]


def _located(anomalie: Anomalie, fichier: str) -> str:
    return f"{fichier}, {anomalie.place}" if anomalie.place else fichier


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
