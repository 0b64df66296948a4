"""The commands of a séance: fiches out, answers in, where one stands."""

import sys
from datetime import date
from pathlib import Path

import click

import fiche_tool
from fiche_tool.commandes.groupe import cli
from fiche_tool.commandes.options import DOSSIER, JSON, REPONSE_AVANT, seance_option, since
from fiche_tool.commandes.sortie import DONE_WITH_ANOMALIES, ask_something, echo, finish, tell, tell_json


@cli.command()
@DOSSIER
@seance_option("La séance pour laquelle les fiches sont envoyées ; aujourd'hui si rien n'est donné.")
@click.option("--service", default="", metavar="SERVICE", help="Seulement les fiches de ce service.")
@click.option(
    "--action", default="", metavar="N°", help="Seulement cette action : « Interne 1.1.1 », ou son identifiant."
)
@REPONSE_AVANT
@click.option("--courriels", is_flag=True, help="Prépare aussi un message par service, ses fiches jointes.")
@click.option(
    "--par-service", is_flag=True, help="Réunit les fiches de chaque service en un classeur, une par feuille."
)
@click.option("--remplacer", is_flag=True, help="Refait aussi les fiches déjà générées pour cette séance.")
def generer(
    dossier: Path,
    seance: date | None,
    service: str,
    action: str,
    reponse_avant: date | None,
    courriels: bool,
    par_service: bool,
    remplacer: bool,
) -> None:
    """Génère une fiche pré-remplie par action, triée par service."""
    from fiche_tool.report.terminal import progress

    with progress() as progres:
        result = fiche_tool.generate(
            dossier,
            seance,
            service=service,
            action=action,
            remplacer=remplacer,
            par_service=par_service,
            courriels=courriels,
            reponse_avant=reponse_avant,
            progres=progres,
        )
    from fiche_tool.report.generation import say_today, show_generation

    if seance is None:
        echo([say_today(result)])
    echo(show_generation(result, courriels=courriels, par_service=par_service))
    finish(result.anomalies)


@cli.command()
@DOSSIER
@seance_option("La séance dont on relance les réponses ; la plus récente de fiches/ si rien n'est donné.")
@click.option("--service", default="", metavar="SERVICE", help="Seulement ce service.")
@REPONSE_AVANT
@JSON
def relancer(dossier: Path, seance: date | None, service: str, reponse_avant: date | None, as_json: bool) -> None:
    """Prépare un rappel par service : fiches sans réponse, copies à corriger, fichiers joints."""
    from fiche_tool.report.courriels import show_relance
    from fiche_tool.report.export import export_relance

    result = fiche_tool.remind(dossier, seance, service=service, reponse_avant=reponse_avant)
    if as_json:
        tell_json(export_relance(result))
    else:
        echo(show_relance(result))


@cli.command()
@click.argument("chemins", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="CHEMIN...")
@JSON
def verifier(chemins: tuple[Path, ...], as_json: bool) -> None:
    """Contrôle des fiches, un programme.xlsx ou un modèle, sans rien reprendre."""
    from fiche_tool.report.console import show_verifications
    from fiche_tool.report.export import export_verification

    results = fiche_tool.verify(chemins)
    if as_json:
        tell_json([export_verification(result) for result in results])
    else:
        echo(show_verifications(results))
    if any(ask_something(result.anomalies) for result in results):
        sys.exit(DONE_WITH_ANOMALIES)


@cli.command()
@DOSSIER
@seance_option("La séance à préparer ; la plus récente de fiches/ et retours/ si rien n'est donné.")
@click.option(
    "--depuis",
    type=since,
    metavar="DATE|adoption",
    help="La séance à laquelle comparer (Évolution, Comparaison) ; la précédente si rien n'est donné.",
)
@click.option("--rouvrir", is_flag=True, help="Recollecte une séance close, sur laquelle d'autres reposent déjà.")
@click.option("--sans-pdf", is_flag=True, help="Ne fait pas le PDF de l'annexe (il demande LibreOffice, et du temps).")
@click.option(
    "--format",
    "papier",
    type=click.Choice(["A4", "A3"], case_sensitive=False),
    default="A4",
    help="Le papier de l'annexe ; A4 si rien n'est donné.",
)
@JSON
def collecter(
    dossier: Path,
    seance: date | None,
    depuis: date | str | None,
    rouvrir: bool,
    sans_pdf: bool,
    papier: str,
    as_json: bool,
) -> None:
    """Lit les nouveaux retours, les fusionne, écrit synthèse, annexe, copies à corriger et registre de la séance."""
    from fiche_tool.domaine.mots.saisie import show_date
    from fiche_tool.dossier.dossier import open_dossier
    from fiche_tool.dossier.seances import say_opener
    from fiche_tool.report.console import show_collecte
    from fiche_tool.report.export import export_collecte
    from fiche_tool.report.terminal import progress

    with progress() as progres:
        result = fiche_tool.collect(
            dossier, seance, pdf=not sans_pdf, rouvrir=rouvrir, depuis=depuis, format=papier, progres=progres
        )
    if as_json:
        tell_json(export_collecte(result))
    else:
        if seance is None:
            folder = open_dossier(dossier)
            why = "la plus récente de fiches et retours"
            if result.seance not in folder.seances():
                read = (retour.lecture.identite for retour in result.synthese.registre.retours)
                printed = any(found and found.seance == result.seance for found in read)
                own = "celle des fiches revenues" if printed else "aujourd'hui"
                why = f"{own} : aucun dossier n'en nomme"
            tell(f"Séance du {show_date(result.seance)}{say_opener(folder.opened_by(result.seance))}, {why}.")
        echo(show_collecte(result))
    if result.anomalies or result.points:
        sys.exit(DONE_WITH_ANOMALIES)


@cli.command()
@DOSSIER
@seance_option("La séance dont on veut l'état ; la plus récente du dossier si rien n'est donné.")
@JSON
def etat(dossier: Path, seance: date | None, as_json: bool) -> None:
    """Dit où en est une séance : envoyé, reçu, manquant, à corriger, à trancher ; et que faire ensuite."""
    from fiche_tool.report.etat import show_etat
    from fiche_tool.report.export import export_etat

    situation = fiche_tool.status(dossier, seance)
    if as_json:
        tell_json(export_etat(situation))
    else:
        echo(show_etat(situation))
