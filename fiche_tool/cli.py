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

import fiche_tool

# click takes its own words from gettext; some of them while decorating, so this comes before its import.
os.environ["LANGUAGE"] = "fr"
gettext.bindtextdomain("messages", str(Path(__file__).resolve().parent / "locale"))

import click  # noqa: E402

from fiche_tool.domaine.constats.errors import FicheToolError, say_refusal  # noqa: E402
from fiche_tool.domaine.mots.textes import printable  # noqa: E402

DONE_WITH_ANOMALIES = 3
Commande = TypeVar("Commande", bound=Callable[..., Any])
ALIASES = {
    "generate": "generer",
    "collect": "collecter",
    "check": "verifier",
    "import": "importer",
    "new": "nouveau",
    "remind": "relancer",
    "publish": "publier",
    "report": "rapport",
    "export": "exporter",
    "reconcile": "rapprocher",
    "status": "etat",
    "guide": "aide",
    "open": "ouvrir",
}


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
            _tell(str(stop), err=True)
            ctx.exit(1)
        except OSError as fault:
            if fault.errno == errno.EPIPE:  # who reads our output has gone: click leaves quietly
                raise
            _tell(say_refusal(fault), err=True)
            ctx.exit(1)


# A function rather than a click.ParamType, which is generic or not according to the version of click.
def day(texte: str) -> date:
    """A séance as people write it, or click's usage error in French."""
    from fiche_tool.dossier.seances import read_seance

    try:
        return read_seance(texte)
    except FicheToolError as refusal:
        raise click.BadParameter(str(refusal)) from refusal


def since(texte: str) -> date | str:
    """A séance as people write it, or « adoption » for the first register."""
    return "adoption" if texte.strip().casefold() == "adoption" else day(texte)


def legislature_years(texte: str) -> tuple[int, int]:
    """The first and last year of « 2025-2030 », or click's usage error in French."""
    first, _, last = texte.partition("-")
    years = first.isdecimal() and last.isdecimal() and len(first) == len(last) == 4
    if not (years and 1976 <= int(first) < int(last) <= 2100):
        raise click.BadParameter(
            f"« {texte} » n'est pas une législature ; écrivez-la AAAA-AAAA, par exemple 2025-2030."
        )
    return int(first), int(last)


def current_folder(ctx: click.Context, _: click.Parameter, dossier: Path | None) -> Path:
    """The folder given; inside that of a PST, it may be left out. Usage error elsewhere."""
    here = Path()
    if dossier is not None:
        return dossier
    if not any((here / nom).is_file() for nom in ("programme.xlsx", "programme.ods")):
        raise click.UsageError(
            "Indiquez le dossier du PST, ou placez-vous dans ce dossier : celui où se trouve programme.xlsx.", ctx
        )
    return here


DOSSIER = click.argument(
    "dossier", type=click.Path(path_type=Path), metavar="[DOSSIER]", required=False, callback=current_folder
)
LE_MOIS = (
    "Le mois d'une séance, en six gestes :",
    "  1. une fois, « fiche-tool nouveau pst-engis » (ou « fiche-tool importer VOTRE_PST.docx pst-engis ») : un "
    "dossier, et programme.xlsx, que vous complétez ;",
    "  2. « fiche-tool generer pst-engis --seance 25/11/2026 » : une fiche par action, à envoyer aux services ;",
    "  3. vous déposez ce qui revient, tel quel, dans pst-engis/retours/2026-11-25/ ;",
    "  4. « fiche-tool collecter pst-engis » : tout est lu, contrôlé, fusionné ; synthèse, annexe, copies à corriger ;",
    "  5. vous renvoyez les copies à leurs auteurs, déposez ce qui revient et collectez à nouveau ;",
    "  6. « fiche-tool etat pst-engis », à tout moment : où vous en êtes, et la commande suivante.",
    "Dans le dossier du PST, son nom peut être omis. Pour essayer : fiche-tool demo. Toutes les commandes : fiche-tool "
    "--help.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Écrit le résultat en JSON, pour un autre programme.")


def seance_option(usage: str) -> Callable[[Commande], Commande]:
    """The --seance option, with the command's own default explained."""
    help_text = f"{usage} Par exemple 2026-11-25 ou 25/11/2026."
    return click.option("--seance", type=day, metavar="DATE", help=help_text)


REPONSE_AVANT = click.option(
    "--reponse-avant",
    type=day,
    metavar="DATE",
    help="Le dernier jour pour répondre ; imprimé sur les fiches, et gardé.",
)


@click.group(
    cls=FrenchGroup,
    subcommand_metavar="COMMANDE [ARGUMENTS]...",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="fiche-tool", message="fiche_tool %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Les fiches action du PST d'un CPAS : envoyer, reprendre, contrôler, synthétiser."""
    if ctx.invoked_subcommand is None:
        _echo(LE_MOIS)


@cli.command()
def aide() -> None:
    """Explique le mois d'une séance en six lignes."""
    _echo(LE_MOIS)


@cli.command()
@click.argument("dossier", type=click.Path(path_type=Path), required=False, metavar="[DOSSIER]")
def demo(dossier: Path | None) -> None:
    """Montre tout le cycle sur les 34 actions du PST d'Engis.

    Crée DOSSIER (pst-demo si rien n'est donné) : programme, fiches et réponses simulées de deux séances, des fautes et
    leurs copies corrigées, un conflit tranché, ce qui a changé de l'une à l'autre.
    """
    from fiche_tool.report.demo import show_demo

    _echo(show_demo(fiche_tool.run_demo(dossier)))


@cli.command()
@click.argument("dossier", type=click.Path(path_type=Path), metavar="DOSSIER")
@click.option("--exemple", default="", metavar="NOM", help="Part d'un PST réel fourni avec l'outil, par exemple engis.")
def nouveau(dossier: Path, exemple: str) -> None:
    """Crée le dossier d'un nouveau PST."""
    result = fiche_tool.create(dossier, exemple)
    _tell(f"Dossier créé : « {result.dossier} ».")
    if result.actions:
        _tell(
            f"Générez les fiches avec : fiche-tool generer « {result.dossier} »".replace("« ", '"').replace(" »", '"')
        )
    else:
        if exemple:
            _tell("Ce PST n'énumère pas encore d'actions : le programme est prêt à être complété.")
        _tell(f"Complétez « {result.programme} » (Paramètres, Objectifs, Actions, Listes), puis : fiche-tool generer")


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
    _echo(show_importation(result))
    if result.incertain:
        sys.exit(DONE_WITH_ANOMALIES)


@cli.command()
@DOSSIER
@seance_option("La séance pour laquelle les fiches sont envoyées ; aujourd'hui si rien n'est donné.")
@click.option("--service", default="", metavar="SERVICE", help="Seulement les fiches de ce service.")
@click.option(
    "--action", default="", metavar="N°", help="Seulement cette action : « Interne 1.1.1 », ou son identifiant."
)
@REPONSE_AVANT
@click.option("--courriels", is_flag=True, help="Prépare aussi un message par service, ses fiches jointes.")
@click.option("--remplacer", is_flag=True, help="Refait aussi les fiches déjà générées pour cette séance.")
def generer(
    dossier: Path,
    seance: date | None,
    service: str,
    action: str,
    reponse_avant: date | None,
    courriels: bool,
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
            courriels=courriels,
            reponse_avant=reponse_avant,
            progres=progres,
        )
    from fiche_tool.report.generation import show_generation

    _echo(show_generation(result, courriels=courriels))
    _finish(result.anomalies)


@cli.command()
@DOSSIER
@seance_option("La séance dont on relance les réponses ; la plus récente de fiches/ si rien n'est donné.")
@click.option("--service", default="", metavar="SERVICE", help="Seulement ce service.")
@REPONSE_AVANT
def relancer(dossier: Path, seance: date | None, service: str, reponse_avant: date | None) -> None:
    """Prépare un rappel par service : fiches sans réponse, copies à corriger, fichiers joints."""
    from fiche_tool.report.courriels import show_relance

    _echo(show_relance(fiche_tool.remind(dossier, seance, service=service, reponse_avant=reponse_avant)))


@cli.command()
@click.argument("chemins", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="CHEMIN...")
@JSON
def verifier(chemins: tuple[Path, ...], as_json: bool) -> None:
    """Contrôle des fiches, un programme.xlsx ou un modèle, sans rien reprendre."""
    from fiche_tool.report.console import show_verification
    from fiche_tool.report.export import export_verification

    results = fiche_tool.verify(chemins)
    if as_json:
        _tell_json([export_verification(result) for result in results])
    else:
        for result in results:
            _echo(show_verification(result))
    if any(result.anomalies for result in results):
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
    from fiche_tool.report.console import show_collecte
    from fiche_tool.report.export import export_collecte
    from fiche_tool.report.terminal import progress

    with progress() as progres:
        result = fiche_tool.collect(
            dossier, seance, pdf=not sans_pdf, rouvrir=rouvrir, depuis=depuis, format=papier, progres=progres
        )
    if as_json:
        _tell_json(export_collecte(result))
    else:
        if seance is None:
            _tell(f"Séance du {show_date(result.seance)}, la plus récente de fiches et retours.")
        _echo(show_collecte(result))
    if result.anomalies or result.points:
        sys.exit(DONE_WITH_ANOMALIES)


@cli.command()
@DOSSIER
@seance_option("La séance à publier ; la plus récente si rien n'est donné.")
def publier(dossier: Path, seance: date | None) -> None:
    """Écrit la page publique d'une séance, à déposer sur le site du CPAS, et l'index des pages publiées."""
    from fiche_tool.report.sorties import show_publication

    _echo(show_publication(fiche_tool.publish(dossier, seance)))


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

    _echo(show_rapport(fiche_tool.write_report(dossier, seance, depuis=depuis)))


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

    _echo(show_export(fiche_tool.export(dossier, vers, seance)))


@cli.command()
@click.argument("dossier", type=click.Path(path_type=Path), metavar="DOSSIER")
@click.argument("fichier", type=click.Path(path_type=Path), metavar="EXPORT.xml")
@seance_option("La séance à comparer ; la plus récente si rien n'est donné.")
def rapprocher(dossier: Path, fichier: Path, seance: date | None) -> None:
    """Compare les lignes budgétaires des fiches aux articles qu'eComptes a exportés, article par article."""
    from fiche_tool.report.sorties import show_rapprochement

    result = fiche_tool.reconcile(dossier, fichier, seance)
    _echo(show_rapprochement(result))
    if result.ecarts:
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
        _tell_json(export_etat(situation))
    else:
        _echo(show_etat(situation))


@cli.command()
@click.argument("dossier", type=click.Path(path_type=Path), required=False, metavar="[DOSSIER]")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Le port ; sinon, un libre.")
@click.option("--sans-navigateur", is_flag=True, help="Écrit l'adresse, sans ouvrir le navigateur.")
def ouvrir(dossier: Path | None, port: int, sans_navigateur: bool) -> None:
    """Ouvre la fenêtre : tout le travail d'une séance dans le navigateur, par clics et dépôts.

    Sans DOSSIER, elle propose ceux qui ont servi récemment et ceux de vos documents, ou d'en créer un.
    """
    from fiche_tool.fenetre.ouvrir import open_window

    open_window(dossier, _tell, date.today, port=port, navigateur=not sans_navigateur)


@cli.command()
@click.argument("sortie", type=click.Path(path_type=Path), metavar="SORTIE.xlsx")
def modele(sortie: Path) -> None:
    """Donne une copie fraîche du modèle de fiche, à mettre aux couleurs du CPAS.

    Sous le nom courriel.txt ou relance.txt : le texte des messages, à adapter.
    """
    made = fiche_tool.publish_modele(sortie)
    place = made.name if made.suffix.lower() == ".txt" else "fiche_action.xlsx"
    _tell(f"Modèle : « {made} ». Adaptez-le, puis placez-le dans modele/{place}.")


def _tell(texte: str, *, err: bool = False) -> None:
    """Show a text: whatever it quotes, it commands no terminal."""
    click.echo(printable(texte), err=err)


def _tell_json(result: object) -> None:
    """Show a result for another program; what would command a terminal is escaped, which means the same."""
    texte = json.dumps(result, ensure_ascii=False, indent=1)
    if printable(texte) != texte:
        texte = "".join(sign if printable(sign) else f"\\u{ord(sign):04x}" for sign in texte)
    click.echo(texte)


def _echo(lines: Sequence[str]) -> None:
    from fiche_tool.report.terminal import print_lines

    print_lines(lines)


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
