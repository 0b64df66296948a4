"""The command line as a whole: commands by their names, and what stops one told in a sentence."""

import errno
from typing import Any

import click

from fiche_tool.commandes.sortie import echo, tell
from fiche_tool.domaine.constats.errors import FicheToolError, say_refusal

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
            tell(str(stop), err=True)
            ctx.exit(1)
        except OSError as fault:
            if fault.errno == errno.EPIPE:  # who reads our output has gone: click leaves quietly
                raise
            tell(say_refusal(fault), err=True)
            ctx.exit(1)


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
        echo(LE_MOIS)
