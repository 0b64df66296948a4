"""The commands that hand a séance on: the public page, the report, files for other programs."""

import sys
from datetime import date
from pathlib import Path

import click

import fiche_tool
from fiche_tool.commandes.groupe import cli
from fiche_tool.commandes.options import DOSSIER, seance_option, since
from fiche_tool.commandes.sortie import DONE_WITH_ANOMALIES, echo


@cli.command()
@DOSSIER
@seance_option("La séance à publier ; la plus récente si rien n'est donné.")
def publier(dossier: Path, seance: date | None) -> None:
    """Écrit la page publique d'une séance, à déposer sur le site du CPAS, et l'index des pages publiées."""
    from fiche_tool.report.sorties import show_publication

    echo(show_publication(fiche_tool.publish(dossier, seance)))


@cli.command()
@DOSSIER
@seance_option("La séance à évaluer ; la plus récente si rien n'est donné.")
@click.option(
    "--depuis",
    type=since,
    metavar="DATE|adoption",
    help="Compte ce qui a changé depuis cette séance ; depuis la première si rien n'est donné.",
)
def rapport(dossier: Path, seance: date | None, depuis: date | str | None) -> None:
    """Écrit le rapport d'évaluation (Word) pour le conseil ; les commentaires qu'on y a tapés sont gardés."""
    from fiche_tool.report.sorties import show_rapport

    echo(show_rapport(fiche_tool.write_report(dossier, seance, depuis=depuis)))


@cli.command()
@DOSSIER
@click.option(
    "--vers",
    type=click.Choice(("ecomptes", "csv", "json")),
    required=True,
    help="ecomptes : XML pour eComptes ; csv : un tableau par fichier ; json : pour un autre programme.",
)
@seance_option("La séance à exporter ; la plus récente si rien n'est donné.")
def exporter(dossier: Path, vers: str, seance: date | None) -> None:
    """Écrit une séance pour eComptes, un tableur ou un autre programme, dans echanges/."""
    from fiche_tool.report.sorties import show_export

    echo(show_export(fiche_tool.export(dossier, vers, seance)))


@cli.command()
@click.argument("dossier", type=click.Path(path_type=Path), metavar="DOSSIER")
@click.argument("fichier", type=click.Path(path_type=Path), metavar="EXPORT.xml")
@seance_option("La séance à comparer ; la plus récente si rien n'est donné.")
def rapprocher(dossier: Path, fichier: Path, seance: date | None) -> None:
    """Compare les lignes budgétaires des fiches aux articles qu'eComptes a exportés, article par article."""
    from fiche_tool.report.sorties import show_rapprochement

    result = fiche_tool.reconcile(dossier, fichier, seance)
    echo(show_rapprochement(result))
    if result.ecarts:
        sys.exit(DONE_WITH_ANOMALIES)
