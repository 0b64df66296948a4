"""The command line: French words in, French text and exit codes out. It decides nothing.

Exit codes: 0 all well · 1 could not go on (one sentence) · 2 wrong usage · 3 done, with anomalies.
"""

import errno
import gettext
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from fiche_tool.resources import LOCALE

# click takes its own words from gettext; some of them while decorating, so this comes before its import.
os.environ["LANGUAGE"] = "fr"
gettext.bindtextdomain("messages", str(LOCALE))

import click  # noqa: E402

from fiche_tool.domaine.constats.errors import FicheToolError, say_fault  # noqa: E402

DONE_WITH_ANOMALIES = 3
Commande = TypeVar("Commande", bound=Callable[..., Any])
ALIASES = {"generate": "generer", "collect": "collecter", "check": "verifier", "import": "importer", "new": "nouveau"}


class FrenchGroup(click.Group):
    """Commands by their French names; the English ones work too, unlisted. Turns what stops us into one sentence."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name or its alias."""
        return super().get_command(ctx, ALIASES.get(cmd_name, cmd_name))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what stops us, or what the disk refuses unforeseen, becomes one line and exit code 1."""
        try:
            return super().invoke(ctx)
        except FicheToolError as stop:
            click.echo(str(stop), err=True)
            ctx.exit(1)
        except OSError as fault:
            if fault.errno == errno.EPIPE:  # who reads our output has gone: click leaves quietly
                raise
            place = f" à « {fault.filename} »" if fault.filename else ""
            click.echo(f"Le système refuse l'accès{place} ({say_fault(fault)}). Corrigez, puis recommencez.", err=True)
            ctx.exit(1)


class Jour(click.ParamType[date]):
    """A séance: AAAA-MM-JJ."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or click's usage error in French."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"« {value} » n'est pas une date ; écrivez-la AAAA-MM-JJ, par exemple 2026-11-25.", param, ctx)


class Legislature(click.ParamType[tuple[int, int]]):
    """A legislature: AAAA-AAAA."""

    name = "legislature"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """The first and last year, or click's usage error in French."""
        first, _, last = str(value).partition("-")
        if not (first.isdigit() and last.isdigit() and 1976 <= int(first) < int(last) <= 2100):
            self.fail(
                f"« {value} » n'est pas une législature ; écrivez-la AAAA-AAAA, par exemple 2025-2030.", param, ctx
            )
        return int(first), int(last)


DOSSIER = click.argument("dossier", type=click.Path(path_type=Path), metavar="DOSSIER")
JSON = click.option("--json", "as_json", is_flag=True, help="Écrit le résultat en JSON, pour un autre programme.")


def seance_option(usage: str) -> Callable[[Commande], Commande]:
    """The --seance option, with the command's own default explained."""
    return click.option("--seance", type=Jour(), metavar="AAAA-MM-JJ", help=usage)


@click.group(
    cls=FrenchGroup,
    subcommand_metavar="COMMANDE [ARGUMENTS]...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="fiche-tool", message="fiche_tool %(version)s")
def cli() -> None:
    """Les fiches action du PST d'un CPAS : envoyer, reprendre, contrôler, synthétiser."""


@cli.command()
@click.argument("dossier", type=click.Path(path_type=Path), required=False, metavar="[DOSSIER]")
def demo(dossier: Path | None) -> None:
    """Montre tout le cycle sur les 34 actions du PST d'Engis.

    Crée DOSSIER (pst-demo si rien n'est donné) : programme, fiches, réponses simulées, synthèse et copies à corriger.
    """
    from fiche_tool.demo import free_folder, run_demo
    from fiche_tool.report.console import show_collecte

    result = run_demo(dossier or free_folder(Path("pst-demo")))
    click.echo(f"Dossier : « {result.dossier} » (PST du CPAS d'Engis ; services, personnes et réponses inventés)")
    click.echo(f"{len(result.generation.ecrites)} fiches générées, {result.retours} réponses simulées.")
    _echo(show_collecte(result.collecte))
    click.echo("À ouvrir :")
    click.echo(f"  la synthèse :          {result.collecte.fichier}")
    click.echo(f"  son annexe :           {result.collecte.annexe}")
    click.echo(f"  une fiche envoyée :    {result.generation.ecrites[0]}")
    for copie in result.collecte.copies[:1]:
        click.echo(f"  une copie à corriger : {copie}")
    click.echo(f"  le programme :         {result.dossier / 'programme.xlsx'}")


@cli.command()
@DOSSIER
@click.option("--exemple", default="", metavar="NOM", help="Part d'un PST réel fourni avec l'outil, par exemple engis.")
def nouveau(dossier: Path, exemple: str) -> None:
    """Crée le dossier d'un nouveau PST."""
    from fiche_tool.verbes.create import create

    result = create(dossier, exemple, annee=date.today().year)
    click.echo(f"Dossier créé : « {result.dossier} ».")
    if result.actions:
        click.echo(
            f"Générez les fiches avec : fiche-tool generer « {result.dossier} »".replace("« ", '"').replace(" »", '"')
        )
    else:
        if exemple:
            click.echo("Ce PST n'énumère pas encore d'actions : le programme est prêt à être complété.")
        click.echo(
            f"Complétez « {result.programme} » (Paramètres, Objectifs, Actions, Listes), puis : fiche-tool generer"
        )


@cli.command()
@click.argument("document", type=click.Path(path_type=Path), metavar="DOCUMENT")
@click.argument("sortie", type=click.Path(path_type=Path), metavar="SORTIE.xlsx")
@click.option("--cpas", default="", metavar="NOM", help="Le nom du CPAS, si le document ne le dit pas bien.")
@click.option("--legislature", type=Legislature(), metavar="AAAA-AAAA", help="La législature, par exemple 2025-2030.")
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
    from fiche_tool.domaine.document.document import Genre
    from fiche_tool.domaine.importation.importation import Choix
    from fiche_tool.report.importation import show_importation, show_progress
    from fiche_tool.verbes.importer import import_document

    today = date.today()
    words = {Genre.AXE: axe, Genre.OS: os_, Genre.OO: oo, Genre.ACTION: action}
    choix = Choix(today.year, cpas, legislature, volet, {genre: mot for genre, mot in words.items() if mot})
    name = document.name

    def tell(page: int, total: int) -> None:
        click.echo(show_progress(name, page, total), err=True)

    result = import_document(document, sortie, today, choix, tell)
    _echo(show_importation(result))
    if result.incertain:
        sys.exit(DONE_WITH_ANOMALIES)


@cli.command()
@DOSSIER
@seance_option("La séance pour laquelle les fiches sont envoyées ; aujourd'hui si rien n'est donné.")
@click.option("--service", default="", metavar="SERVICE", help="Seulement les fiches de ce service.")
@click.option("--action", default="", metavar="IDENTIFIANT", help="Seulement la fiche de cette action.")
@click.option("--remplacer", is_flag=True, help="Refait aussi les fiches déjà générées pour cette séance.")
def generer(dossier: Path, seance: date | None, service: str, action: str, remplacer: bool) -> None:
    """Génère une fiche pré-remplie par action, triée par service."""
    from fiche_tool.verbes.generate import generate

    result = generate(dossier, seance or date.today(), service=service, action=action, remplacer=remplacer)
    if result.attribution:
        given = ", ".join(result.attribution.attribues.values())
        click.echo(f"Nouvelles actions : identifiants inscrits dans programme.xlsx ({given}).")
        click.echo(f"Le classeur d'avant est gardé : « {result.attribution.sauvegarde} ».")
    click.echo(f"{len(result.ecrites)} fiche(s) générée(s) dans « {result.dossier} ».")
    if result.gardees:
        click.echo(f"{len(result.gardees)} fiche(s) déjà présente(s) et gardée(s) ; --remplacer pour les refaire.")
    _echo(result.avertissements)
    _finish(result.anomalies)


@cli.command()
@click.argument("chemins", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="CHEMIN...")
@JSON
def verifier(chemins: tuple[Path, ...], as_json: bool) -> None:
    """Contrôle des fiches, un programme.xlsx ou un modèle, sans rien reprendre."""
    from fiche_tool.report.console import show_verification
    from fiche_tool.report.export import export_verification
    from fiche_tool.verbes.verify import verify

    results = verify(chemins)
    if as_json:
        click.echo(json.dumps([export_verification(result) for result in results], ensure_ascii=False, indent=1))
    else:
        for result in results:
            _echo(show_verification(result))
    if any(result.anomalies for result in results):
        sys.exit(DONE_WITH_ANOMALIES)


@cli.command()
@DOSSIER
@seance_option("La séance à préparer ; la plus récente de fiches/ et retours/ si rien n'est donné.")
@click.option("--sans-pdf", is_flag=True, help="Ne fait pas le PDF de l'annexe (il demande LibreOffice, et du temps).")
@JSON
def collecter(dossier: Path, seance: date | None, sans_pdf: bool, as_json: bool) -> None:
    """Lit tous les retours, les fusionne, écrit la synthèse, son annexe et les copies à corriger."""
    from fiche_tool.dossier.dossier import open_dossier
    from fiche_tool.report.console import show_collecte
    from fiche_tool.report.export import export_collecte
    from fiche_tool.verbes.collect import collect

    known = open_dossier(dossier).seances()
    result = collect(dossier, seance or (known[-1] if known else date.today()), pdf=not sans_pdf)
    if as_json:
        click.echo(json.dumps(export_collecte(result), ensure_ascii=False, indent=1))
    else:
        _echo(show_collecte(result))
    if result.anomalies:
        sys.exit(DONE_WITH_ANOMALIES)


@cli.command()
@click.argument("sortie", type=click.Path(path_type=Path), metavar="SORTIE.xlsx")
def modele(sortie: Path) -> None:
    """Donne une copie fraîche du modèle de fiche, à mettre aux couleurs du CPAS."""
    from fiche_tool.verbes.create import publish_modele

    click.echo(f"Modèle : « {publish_modele(sortie)} ». Adaptez-le, puis placez-le dans modele/fiche_action.xlsx.")


def _echo(lines: Sequence[str]) -> None:
    for line in lines:
        click.echo(line)


def _finish(anomalies: Sequence[Any]) -> None:
    """Show the anomalies and leave with code 3 where there are any."""
    if anomalies:
        from fiche_tool.report.console import show_anomalies

        _echo(show_anomalies(anomalies))
        sys.exit(DONE_WITH_ANOMALIES)


def main() -> None:
    """The entry point. Consoles of Windows may not be UTF-8: make what we write so, whatever they show."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    cli(prog_name="fiche-tool")
