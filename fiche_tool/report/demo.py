"""The demonstration as a person reads it in the console: the two séances step by step, and what to open."""

from fiche_tool.demo import Demonstration
from fiche_tool.domaine.constats.anomalies import count_errors
from fiche_tool.domaine.grand_livre.points import ask_at_once
from fiche_tool.domaine.mots.dates import show_long
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
        f"3. Séance du {show_long(last.synthese.seance)} : nouvelles fiches, pré-remplies de ce que dit le registre.",
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
    return f"{errors} erreur{'s' if errors > 1 else ''}, {points} point{'s' if points > 1 else ''} à trancher"


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
    return [*lines, f"  le programme :         {demo.dossier / 'programme.xlsx'}"]
