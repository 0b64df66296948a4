"""The words of a command line, parsed at the door: days, folders, and the options that several commands share."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from fiche_tool.domaine.constats.errors import FicheToolError

Commande = TypeVar("Commande", bound=Callable[..., Any])


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
    from fiche_tool.domaine.mots.dates import parse_legislature

    years = parse_legislature(texte)
    if years is None:
        raise click.BadParameter(
            f"« {texte} » n'est pas une législature ; écrivez-la AAAA-AAAA, par exemple 2025-2030."
        )
    return years


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
