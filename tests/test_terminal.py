"""A terminal gets lines wrapped at its width, and a bar for long work; a pipe gets them as they are."""

import io
import sys

import pytest

from fiche_tool.report import terminal
from fiche_tool.report.terminal import print_lines, progress

LINES = [
    "5 erreurs à faire corriger.",
    "  retours/a b.xlsx",
    "    erreur AVA01 Fiche!D23 : Taux d'avancement (%) : « 700 » est impossible. Tapez un nombre entier de 0 à 100.",
    "À faire : renvoyez les 3 copies de « a_corriger/2021-11-24 » à leurs auteurs, puis recollectez ce qui revient.",
    '  fiche-tool collecter "un/dossier/dont/le/chemin/est/long" --seance 2021-11-24',
    "",
]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, width: int, *, colours: bool = False) -> list[str]:
    screen = Terminal()
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    if not colours:
        monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys, "stdout", screen)
    print_lines(LINES)
    return screen.getvalue().splitlines()


@pytest.mark.parametrize("width", [40, 60, 80])
def test_lines_are_wrapped_below_their_own_indent_and_no_word_is_broken(
    monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    lines = [terminal_text(line) for line in shown(monkeypatch, width)]
    command = next(line for line in lines if "fiche-tool" in line)
    assert command == LINES[4]  # whole, to be copied
    assert max(len(line) for line in lines if line != command) <= width
    wrapped = lines.index("  retours/a b.xlsx") + 1
    assert lines[wrapped].startswith("    erreur")
    assert lines[wrapped + 1].startswith("    ")
    assert " ".join(" ".join(lines).replace("\u00a0", " ").split()) == " ".join(" ".join(LINES).split())
    assert [line for line in lines if line.lstrip().startswith((":", "»", "!", "?", ";"))] == []


def test_severity_is_told_by_a_word_and_by_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(monkeypatch, 200, colours=True)
    assert any("\x1b[" in line and "erreur" in line for line in lines)
    assert [terminal_text(line) for line in lines if "Fiche!D23" in terminal_text(line)]


def test_a_pipe_gets_the_lines_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    print_lines(LINES)
    assert capsys.readouterr().out.split("\n")[:-1] == LINES


@pytest.mark.parametrize("delay", [0.0, 1_000.0])
def test_a_bar_appears_only_for_long_work_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch, delay: float) -> None:
    screen = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(terminal, "_DELAI", delay)
    with progress() as progres:
        for done in range(3):
            progres("Lecture des retours", done, 3)
    assert ("Lecture des retours" in screen.getvalue()) is (delay == 0.0)


def test_no_bar_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with progress() as progres:
        progres("Lecture des retours", 1, 2)
    assert capsys.readouterr().err == ""


def terminal_text(line: str) -> str:
    from rich.text import Text

    return Text.from_ansi(line).plain.rstrip("\n")
