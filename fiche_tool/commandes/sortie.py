"""What a command shows, and the exit code that it leaves with."""

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from fiche_tool.domaine.mots.textes import printable

if TYPE_CHECKING:
    from fiche_tool.domaine.constats.anomalies import Anomalie

DONE_WITH_ANOMALIES = 3


def tell(texte: str, *, err: bool = False) -> None:
    """Show a text: whatever it quotes, it commands no terminal."""
    click.echo(printable(texte), err=err)


def tell_json(result: object) -> None:
    """Show a result for another program; what would command a terminal is escaped, which means the same."""
    import json  # for this alone: the help is shown sooner without

    texte = json.dumps(result, ensure_ascii=False, indent=1)
    if printable(texte) != texte:
        texte = "".join(sign if printable(sign) else f"\\u{ord(sign):04x}" for sign in texte)
    click.echo(texte)


def echo(lines: Sequence[str]) -> None:
    """Show lines, wrapped and coloured where somebody reads them on a terminal."""
    from fiche_tool.report.terminal import print_lines

    print_lines(lines)


def ask_something(anomalies: Iterable["Anomalie"]) -> bool:
    """True where something is left to be looked at: more than the news that « generer » will name new actions."""
    from fiche_tool.domaine.constats.constats_programme import IDENTIFIANT_MANQUANT

    return any(anomalie.code != IDENTIFIANT_MANQUANT.code for anomalie in anomalies)


def finish(anomalies: Sequence["Anomalie"]) -> None:
    """Show the anomalies and leave with code 3 where there are any."""
    if anomalies:
        from fiche_tool.report.console import show_anomalies

        echo(show_anomalies(anomalies))
        sys.exit(DONE_WITH_ANOMALIES)
