"""The command that opens the window."""

from datetime import date
from pathlib import Path

import click

from fiche_tool.commandes.groupe import cli
from fiche_tool.commandes.sortie import tell


@cli.command()
@click.argument("dossier", type=click.Path(path_type=Path), required=False, metavar="[DOSSIER]")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Le port ; sinon, un libre.")
@click.option("--sans-navigateur", is_flag=True, help="Écrit l'adresse, sans ouvrir le navigateur.")
def ouvrir(dossier: Path | None, port: int, sans_navigateur: bool) -> None:
    """Ouvre la fenêtre : tout le travail d'une séance dans le navigateur, par clics et dépôts.

    Sans DOSSIER, elle propose ceux qui ont servi récemment et ceux de vos documents, ou d'en créer un.
    """
    from fiche_tool.fenetre.ouvrir import open_window

    open_window(dossier, tell, date.today, port=port, navigateur=not sans_navigateur)
