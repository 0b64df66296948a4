"""Where a PST stands, as a person reads it in the console, down to the next command to type."""

from collections.abc import Iterator, Sequence

from fiche_tool.domaine.grand_livre.sorts import ECARTES, REPRIS_EN_PARTIE
from fiche_tool.domaine.mots.dates import show_long
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.textes import shorten
from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.domaine.programme.programme import Action, show_numero
from fiche_tool.dossier.noms import NOM_POINTS
from fiche_tool.dossier.seances import say_opener
from fiche_tool.report.console import say_fichiers
from fiche_tool.verbes.etat import ACorriger, Etape, Manquants, Situation

_SHOWN = 12
"""How many lines of one sort the console shows; --json gives them all."""


def show_etat(situation: Situation) -> list[str]:
    """The lines of « etat »: where the séance stands, what is missing, and what to do next."""
    return [
        f"{situation.cpas} : PST {situation.legislature}, {_say_seance(situation)}",
        *_say_seances(situation),
        "",
        *_say_counts(situation),
        *_block(say_faulty_sort(situation), [_say_faulty(one) for one in situation.a_corriger]),
        *_say_points(situation),
        *_say_missing(situation),
        *_say_late(situation.retard),
        "",
        *say_next(situation),
    ]


def _say_seance(situation: Situation) -> str:
    """« séance du 25 novembre 2026 »; while there is none, not that of today."""
    if not situation.seances and situation.etape in (Etape.COMPLETER, Etape.GENERER):
        return "aucune séance encore"
    opener = next((one.dossier for one in situation.seances if one.jour == situation.seance), "")
    return f"séance du {show_long(situation.seance)}{say_opener(opener)}"


def _say_seances(situation: Situation) -> list[str]:
    others = [one for one in situation.seances if one.jour != situation.seance]
    if not others:
        return []
    told = ", ".join(
        f"{show_date(one.jour)}{say_opener(one.dossier)} ({'collectée' if one.collectee else 'non collectée'})"
        for one in others
    )
    return [f"{'Autres séances' if len(others) > 1 else 'Autre séance'} : {told}."]


def _say_counts(situation: Situation) -> list[str]:
    bilan, sent, new = situation.bilan, situation.envoyees, len(situation.nouveaux)
    lines = [
        f"{say_count(sent, 'fiche envoyée')} ; {say_count(bilan.recues, 'action')} sur {bilan.actions} "
        f"{'ont' if bilan.recues > 1 else 'a'} une réponse.",
        say_fichiers(bilan),
    ]
    if situation.reponse_avant:
        lines.append(f"Réponses attendues au plus tard le {show_long(situation.reponse_avant)}.")
    if new and any(one.jour == situation.seance and one.collectee for one in situation.seances):
        lines.append(f"{say_count(new, 'fichier')} {'sont arrivés' if new > 1 else 'est arrivé'} depuis la collecte.")
    return lines


def say_faulty_sort(situation: Situation) -> str:
    """What is asked of the files that go back: some can be corrected, others can only be asked for again."""
    again = any(one.statut in ECARTES for one in situation.a_corriger)
    return "à corriger ou à redemander" if again else "à corriger"


def _say_faulty(one: ACorriger) -> str:
    about = f" ({show_numero(one.action)})" if one.action else ""
    errors = f", {say_count(one.erreurs, 'erreur')}" if one.erreurs else ""
    return f"{one.fichier}{about} : {f'{one.statut.value.lower()} {one.suite}'.rstrip()}{errors}"


def _say_points(situation: Situation) -> list[str]:
    if not situation.points:
        return []
    where = f"a_corriger/{situation.points_du}/{NOM_POINTS}"
    return [
        f"{say_count(situation.points, 'point')} à trancher : "
        f"{where if situation.points_du else 'la collecte en écrira le classeur.'}"
    ]


def _say_missing(situation: Situation) -> list[str]:
    if not situation.manquants or not situation.seances:
        return []
    head = f"{say_count(situation.manquantes, 'action')} sans réponse à cette séance :"
    return [head, *(f"  {line}" for one in situation.manquants for line in _say_service(one))]


def _say_service(one: Manquants) -> Iterator[str]:
    who = ", ".join(word for word in (one.personne, one.courriel) if word) or "ni personne ni adresse dans Listes"
    numbers = [show_numero(action) for action in one.actions]
    more = f" et {len(numbers) - _SHOWN} autres" if len(numbers) > _SHOWN else ""
    yield f"{one.service or 'Sans service'} ({who}) : {', '.join(numbers[:_SHOWN])}{more}"
    if one.telles_quelles:
        names = ", ".join(show_numero(action) for action in one.telles_quelles)
        yield f"  {'revenues telles quelles' if len(one.telles_quelles) > 1 else 'revenue telle quelle'} : {names}"
    if one.a_redemander:
        names = ", ".join(show_numero(action) for action in one.a_redemander)
        yield f"  à redemander (répondu hors de la fiche : PDF, photo, message…) : {names}"


def _say_late(retard: Sequence[Action]) -> list[str]:
    lines = [f"{show_numero(action)} « {shorten(action.libelle, 60)} »" for action in retard]
    return _block("en retard sur son échéance" if len(lines) == 1 else "en retard sur leur échéance", lines, "action")


def say_next(situation: Situation) -> list[str]:
    """What to do next, with the command to type."""
    copies, seance = f"a_corriger/{situation.seance}", f"--seance {situation.seance}"
    collect = _command("collecter", situation, seance)
    match situation.etape:
        case Etape.COMPLETER:
            return [
                "À faire : complétez programme.xlsx (Paramètres, Objectifs, Actions, Listes), ou tirez-le de votre "
                "PST :",
                _command("importer", situation, "", before="VOTRE_PST.docx "),
            ]
        case Etape.GENERER:
            return _say_generate(situation, seance)
        case Etape.COLLECTER:
            return ["À faire : collectez ce qui est revenu.", collect]
        case Etape.CORRIGER:
            return [*_say_correct(situation, copies, seance), collect]
        case Etape.TRANCHER:
            return [
                f"À faire : faites trancher {copies}/{NOM_POINTS}, déposez-le dans retours/{situation.seance}, puis "
                "collectez.",
                collect,
            ]
        case Etape.RELANCER:
            return [*_say_wait(situation, seance), collect]
        case Etape.CLOSE:
            return [
                "Cette séance est close : d'autres reposent sur elle. Ce qui arrive encore sera repris à la suivante."
            ]
        case Etape.PRETE:
            return ["Tout est là, rien n'est à corriger : la synthèse et l'annexe sont dans syntheses/."]


def _say_correct(situation: Situation, copies: str, seance: str) -> list[str]:
    """What to do with what cannot be taken: where no copy was drawn of it, the sheet Anomalies says it file by file."""
    back = f"déposez dans retours/{situation.seance} ce qui revient, puis collectez."
    remind = [_command("relancer", situation, seance)] if situation.envoyees else []
    if any(one.action and one.statut in REPRIS_EN_PARTIE for one in situation.a_corriger):
        drafts = " (« relancer » prépare les messages)" if remind else ""
        return [f"À faire : renvoyez les copies de {copies} à leurs auteurs{drafts}, {back}", *remind]
    told = f"À faire : pour ce qui n'a pas pu être repris, suivez la feuille Anomalies de la synthèse ; {back}"
    return [told, *remind] if situation.manquants else [told]


def _say_wait(situation: Situation, seance: str) -> list[str]:
    """What to do while fiches are out: send them; once some came back, remind of the others, if they were made here."""
    if not situation.envoyees:
        return [f"À faire : déposez dans retours/{situation.seance} ce qui revient encore, puis collectez."]
    if situation.bilan.trouves:
        remind = _command("relancer", situation, seance)
        return ["À faire : relancez les services, déposez ce qui revient, puis collectez.", remind]
    return [
        f"À faire : envoyez les fiches aux services, déposez ce qui revient dans retours/{situation.seance}, puis "
        "collectez."
    ]


def _say_generate(situation: Situation, seance: str) -> list[str]:
    """The line that makes the fiches; before the first séance nobody but the reader knows its day."""
    if situation.seances:
        return ["À faire : générez les fiches de la séance.", _command("generer", situation, seance)]
    return [
        "À faire : générez les fiches, avec le jour de votre séance à la place de JJ/MM/AAAA.",
        _command("generer", situation, "--seance JJ/MM/AAAA"),
    ]


def _command(verb: str, situation: Situation, options: str, before: str = "") -> str:
    return f'  fiche-tool {verb} {before}"{situation.dossier}" {options}'.rstrip()


def _block(todo: str, lines: Sequence[str], noun: str = "fichier") -> list[str]:
    """« 3 fichiers à corriger : », and each on a line of its own, up to a cap."""
    if not lines:
        return []
    more = [f"  … et {say_count(len(lines) - _SHOWN, 'autre')}"] if len(lines) > _SHOWN else []
    return [f"{say_count(len(lines), noun)} {todo} :", *(f"  {line}" for line in lines[:_SHOWN]), *more]
