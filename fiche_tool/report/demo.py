"""The demonstration as a person reads it in the console: the two séances step by step, and what to open."""

from fiche_tool.demo import Demonstration
from fiche_tool.domaine.constats.anomalies import count_errors
from fiche_tool.domaine.grand_livre.points import ask_at_once
from fiche_tool.domaine.mots.dates import show_long
from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.report.console import say_fichiers, say_found, say_todo
from fiche_tool.verbes.collect import Collecte


def show_demo(demo: Demonstration) -> list[str]:
    """What happened, in order, then the files worth a look."""
    first, settled, last = demo.collectes
    return [
        f"Dossier : « {demo.dossier} » (PST du CPAS d'Engis ; services, personnes et réponses inventés)",
        "",
        f"1. Séance du {show_long(first.synthese.seance)} : {len(demo.generation.ecrites)} fiches envoyées.",
        f"   {say_fichiers(first.bilan)}",
        f"   {_count(first)} : copies à corriger renvoyées à leurs auteurs, points soumis à la présidente.",
        "",
        "2. Une copie corrigée revient, le conflit est tranché ; la séance est collectée à nouveau.",
        f"   {say_fichiers(settled.bilan)}",
        f"   {_count(settled)}. Rien n'a été supprimé : chaque copie corrigée remplace le fichier dont elle est tirée.",
        "",
        f"3. Séance du {show_long(last.synthese.seance)} : nouvelles fiches, pré-remplies de ce que dit le registre"
        f"{_say_drafts(demo)}.",
        *(f"   {line}" for line in (*say_found(last), *say_todo(last))),
        "",
        "À ouvrir :",
        *_to_open(demo),
    ]


def _count(collecte: Collecte) -> str:
    errors = count_errors(collecte.anomalies)
    points = len(ask_at_once(collecte.synthese.registre.points))
    if not errors and not points:
        return "Plus aucune erreur, plus aucun point ouvert"
    return f"{say_count(errors, 'erreur')}, {say_count(points, 'point')} à trancher"


def _say_drafts(demo: Demonstration) -> str:
    """The mails, and until when answers are awaited."""
    generation = demo.generation
    if not generation.courriels or generation.reponse_avant is None:
        return ""
    count = say_count(len(generation.courriels), "message prêt")
    return f" ; {count} à envoyer, réponses avant le {show_long(generation.reponse_avant)}"


def _to_open(demo: Demonstration) -> list[str]:
    last = demo.collecte
    lines = [
        f"  la synthèse :          {last.fichier}",
        f"  son annexe :           {last.annexe}",
        f"  une fiche envoyée :    {demo.generation.ecrites[0]}",
        *(f"  une copie à corriger : {copie}" for copie in last.copies[:1]),
    ]
    if last.points:
        lines.append(f"  les points à trancher : {last.points}")
    lines += [f"  un message :           {path}" for path in demo.generation.courriels[:1]]
    lines += [f"  un rappel :            {path}" for path in (demo.relance.messages[:1] if demo.relance else ())]
    return [*lines, f"  le programme :         {demo.dossier / 'programme.xlsx'}"]
