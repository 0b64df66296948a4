"""The folder that runs without Python: its children start from the program itself, a double click opens the window."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import fiche_tool.__main__ as entree
from fiche_tool.fichiers import enfant

ROOT = Path(__file__).parent.parent


def test_a_frozen_program_is_its_own_child(monkeypatch: pytest.MonkeyPatch) -> None:
    assert enfant.command()[:2] == [sys.executable, "-P"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert enfant.command() == [sys.executable, enfant.ENFANT]


def test_the_child_of_a_frozen_program_answers() -> None:
    script = (
        "import sys\nfrom fiche_tool.__main__ import run_frozen\n"
        f"run_frozen([{enfant.ENFANT!r}, 'tests.outils.enfant_echo', '1000000000'])"
    )
    done = subprocess.run([sys.executable, "-c", script], input=b"abc", capture_output=True, cwd=ROOT, check=True)
    assert done.stdout == b"ABC"


@pytest.mark.parametrize("arguments", [["etat", "x"], ["--help"]])
def test_with_words_it_is_the_command_line(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(entree, "main", lambda: asked.append("main"))
    entree.run_frozen(arguments)
    assert asked == ["main"]


def test_a_double_click_that_fails_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    class Console:
        def isatty(self) -> bool:
            return True

    asked: list[str] = []
    monkeypatch.setattr(sys, "argv", ["fiche-tool"])
    monkeypatch.setattr(entree, "main", lambda: sys.exit("ouvrir" in sys.argv))
    monkeypatch.setattr(sys, "stdin", Console())
    monkeypatch.setattr("builtins.input", asked.append)
    with pytest.raises(SystemExit):
        entree.run_frozen([])
    assert asked == ["Appuyez sur Entrée pour fermer cette fenêtre."]


@pytest.mark.skipif(not (ROOT / ".github").is_dir(), reason="workflow files are in the repository only")
def test_what_the_workflows_run_exists() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / ".github" / "workflows").glob("*.yml"))
    named = re.findall(r"(?:scripts/\w+\.py|windows\\\w+\.cmd|\.ci/[\w.]+)", text)
    assert len(set(named)) > 3
    assert [name for name in named if not (ROOT / name.replace("\\", "/")).exists()] == []
    assert {re.sub(r"[\d.]+$", "", uses) for uses in re.findall(r"uses: (\S+)", text)} == {
        "actions/checkout@v",
        "actions/setup-python@v",
        "actions/upload-artifact@v",
    }
