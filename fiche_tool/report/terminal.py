"""Lines on a terminal: wrapped below their own indent, what matters in bold or colour; piped, they stay as they are."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from fiche_tool.domaine.mots.textes import printable
from fiche_tool.domaine.mots.typographie import typographe
from fiche_tool.dossier.progres import Progres, silent

if TYPE_CHECKING:
    from rich.containers import Lines
    from rich.text import Text

_DELAI = 1.0
"""Seconds of work before a bar appears: shorter work needs none."""
_WIDEST = 110
"""Characters of a line: longer ones are hard to follow, on a wide screen too."""
_NARROWEST = 20
_COMMANDE = "fiche-tool "


def print_lines(lines: Sequence[str]) -> None:
    """Write lines on the standard output: plain where it is a file or a pipe. What they quote commands no terminal."""
    lines = [*map(printable, lines)]
    if not sys.stdout.isatty():
        for line in lines:
            click.echo(line)
        return
    from rich.console import Console  # only a terminal needs it
    from rich.text import Text

    console = Console(highlight=False, emoji=False, markup=False)
    for line in lines:
        words = line.lstrip(" ")
        indent = " " * (len(line) - len(words))
        for part in _wrap(_styled(words), min(console.width, _WIDEST) - len(indent)):
            console.print(Text(indent) + part, soft_wrap=True)


def _styled(words: str) -> "Text":
    from rich.text import Text

    text = Text(words)
    for pattern, style in _STYLES:
        text.highlight_regex(pattern, style)
    return text


def _wrap(text: "Text", width: int) -> "Lines | list[Text]":
    """A text on lines no wider than that, cut at spaces that may break; a command to copy stays whole."""
    if not text.plain or text.plain.startswith(_COMMANDE):
        return [text]
    from textwrap import wrap  # only a terminal needs it

    free = typographe(text.plain)
    parts = wrap(free, max(width, _NARROWEST), break_long_words=False, break_on_hyphens=False)
    ends, start = [], 0
    for part in parts[:-1]:
        start = free.index(part, start) + len(part) + 1
        ends.append(start)
    lines = text.divide(ends)
    for line in lines:
        line.rstrip()
    return lines


_STYLES = (
    (r"^erreur\b|^\d+ erreurs?\b", "bold red"),
    (r"^remarque\b|\b\d+ remarques?\b", "yellow"),
    (r"^À faire : ", "bold green"),
    (r"^Rien à corriger\.|^Tout est là", "bold green"),
    (r"\b[A-Z]{3}\d\d\b", "dim"),
    (r"\b[^\s!]+![A-Z]{1,3}\d+\b", "bold"),
    (r"« [^»]+[/\\][^»]+ »", "bold"),
    (r"^retours[/\\].*\.\w{2,5}$", "bold"),
    (r"^fiche-tool .*$", "bold cyan"),
)
"""What stands out, by the words themselves: severity is never told by colour alone."""


@contextmanager
def progress() -> Iterator[Progres]:
    """A bar on the terminal for what takes more than a second; nothing elsewhere, and nothing left of it at the end."""
    if not sys.stderr.isatty():
        yield silent
        return
    from time import monotonic

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    start = monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, visible=False)

        def show(words: str, done: int, total: int) -> None:
            bar.update(
                task,
                description=words,
                completed=done,
                total=total if total > 1 else None,
                visible=monotonic() - start > _DELAI,
            )

        yield show
