"""The commands of a beginning: help, a demonstration, a new folder, a PST that is written already, a model."""

import sys
from pathlib import Path

import click

import fiche_tool
from fiche_tool.commandes.groupe import LE_MOIS, cli
from fiche_tool.commandes.options import legislature_years
from fiche_tool.commandes.sortie import DONE_WITH_ANOMALIES, echo, tell


@cli.command()
def aide() -> None:
    """Explique le mois d'une séance en six lignes."""
    echo(LE_MOIS)


@cli.command()
@click.argument("dossier", type=click.Path(path_type=Path), required=False, metavar="[DOSSIER]")
def demo(dossier: Path | None) -> None:
    """Montre tout le cycle sur les 34 actions du PST d'Engis.

    Crée DOSSIER (pst-demo si rien n'est donné) : programme, fiches et réponses simulées de deux séances, des fautes et
    leurs copies corrigées, un conflit tranché, ce qui a changé de l'une à l'autre.
    """
    from fiche_tool.report.demo import show_demo

    echo(show_demo(fiche_tool.run_demo(dossier)))


@cli.command()
@click.argument("dossier", type=click.Path(path_type=Path), metavar="DOSSIER")
@click.option("--exemple", default="", metavar="NOM", help="Part d'un PST réel fourni avec l'outil, par exemple engis.")
def nouveau(dossier: Path, exemple: str) -> None:
    """Crée le dossier d'un nouveau PST."""
    result = fiche_tool.create(dossier, exemple)
    tell(f"Dossier créé : « {result.dossier} ».")
    if exemple and not result.actions:
        tell("Ce PST n'énumère pas encore d'actions : le programme est prêt à être complété.")
    if not result.actions:
        tell(f"Complétez « {result.programme} » : sa première feuille dit quoi, et dans quel ordre.")
    tell("Puis générez les fiches, avec le jour de votre séance à la place de JJ/MM/AAAA :")
    tell(f'  fiche-tool generer "{result.dossier}" --seance JJ/MM/AAAA')


@cli.command()
@click.argument("document", type=click.Path(path_type=Path), metavar="DOCUMENT")
@click.argument("sortie", type=click.Path(path_type=Path), metavar="SORTIE.xlsx")
@click.option("--cpas", default="", metavar="NOM", help="Le nom du CPAS, si le document ne le dit pas bien.")
@click.option(
    "--legislature", type=legislature_years, metavar="AAAA-AAAA", help="La législature, par exemple 2025-2030."
)
@click.option("--volet", default="", metavar="NOM", help="Le volet d'un document qui n'en nomme aucun : Externe.")
@click.option("--axe", default="", metavar="MOT", help="Votre mot pour « axe », s'il est autre.")
@click.option("--os", "os_", default="", metavar="MOT", help="Votre mot pour « objectif stratégique » : Défi, Enjeu.")
@click.option("--oo", default="", metavar="MOT", help="Votre mot pour « objectif opérationnel » : Engagement.")
@click.option("--action", default="", metavar="MOT", help="Votre mot pour « action » : Projet, Mesure.")
def importer(
    document: Path,
    sortie: Path,
    cpas: str,
    legislature: tuple[int, int] | None,
    volet: str,
    axe: str,
    os_: str,
    oo: str,
    action: str,
) -> None:
    """Lit un PST écrit (.txt, .docx, .odt, .pdf, .xlsx, .ods, .csv) et en fait un programme.xlsx.

    Tout ce qui est douteux est listé, avec l'endroit du document. Si SORTIE.xlsx existe déjà, une fusion est proposée
    à côté.
    """
    from fiche_tool.report.importation import show_importation
    from fiche_tool.report.terminal import progress

    words = {"axe": axe, "os": os_, "oo": oo, "action": action}
    with progress() as progres:
        result = fiche_tool.import_document(
            document,
            sortie,
            cpas=cpas,
            legislature=legislature,
            volet=volet,
            mots=words,
            progres=lambda page, total: progres(f"Lecture de « {document.name} », page", page, total),
        )
    echo(show_importation(result))
    if result.incertain:
        sys.exit(DONE_WITH_ANOMALIES)


@cli.command()
@click.argument("sortie", type=click.Path(path_type=Path), metavar="SORTIE.xlsx")
def modele(sortie: Path) -> None:
    """Donne une copie fraîche du modèle de fiche, à mettre aux couleurs du CPAS.

    Sous le nom courriel.txt ou relance.txt : le texte des messages, à adapter.
    """
    made = fiche_tool.publish_modele(sortie)
    place = made.name if made.suffix.lower() == ".txt" else "fiche_action.xlsx"
    tell(f"Modèle : « {made} ». Adaptez-le, puis placez-le dans modele/{place}.")
