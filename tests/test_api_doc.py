"""What the documentation shows of the library runs as it is shown."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import fiche_tool

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> list[str]:
    return BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))


def run_blocks(scripts: list[str], folder: Path) -> list[str]:
    """What the scripts print, run one after the other in one interpreter, one set of names for all."""
    lines = ("import sys", "sys.stdout.reconfigure(encoding='utf-8')", "names = {}", f"scripts = {scripts!r}")
    program = "\n".join((*lines, "for script in scripts:", "    exec(script, names)"))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "PATH": ""},  # no LibreOffice: printing is another test's
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def shown(scripts: list[str]) -> list[str]:
    """What the comments of the scripts say is printed, up to « … »."""
    return [
        found[1].partition("…")[0].rstrip(" .")
        for script in scripts
        for found in re.finditer(r"^ *print\(.*\)  # ([A-Z(\[«].*)$", script, re.MULTILINE)
    ]


@pytest.mark.slow
def test_the_script_of_the_readme_runs_twice_in_one_process(tmp_path: Path) -> None:
    (script,) = blocks("README.md")
    printed = run_blocks([script, script], tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pst-demo", "pst-demo-2"]
    half = len(printed) // 2
    assert [line.replace("pst-demo-2", "pst-demo") for line in printed[half:]] == printed[:half]
    assert [text for text in shown([script]) if not any(line.startswith(text) for line in printed)] == []
    assert shown([script])


@pytest.mark.slow
def test_the_blocks_of_the_guide_run_and_print_what_it_says(tmp_path: Path) -> None:
    scripts = blocks("docs/api.md")
    assert len(scripts) > 4
    printed = [line.replace("\\\\", "/") for line in run_blocks(scripts, tmp_path)]
    assert [text for text in shown(scripts) if not any(line.startswith(text) for line in printed)] == []
    assert len(shown(scripts)) > 3


@pytest.mark.parametrize("nom", fiche_tool.__all__)
def test_the_guide_speaks_of_every_name(nom: str) -> None:
    assert re.search(rf"\b{nom}\b", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"))


def test_the_guide_has_the_true_signatures_and_the_true_fields() -> None:
    import inspect
    from dataclasses import fields, is_dataclass

    guide = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)\((.*?)\)` \|.*\|(.*)\|$", guide, re.MULTILINE)
    for verb, given, result in rows:
        parameters = inspect.signature(getattr(fiche_tool, verb)).parameters.values()
        bare = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in parameters]
        assert given == str(inspect.Signature(bare))[1:-1].replace("''", '""')
        kind = re.search(r"`([A-Z]\w+)` :", result)
        if kind:
            found = getattr(fiche_tool, kind[1])
            assert is_dataclass(found)
            known = {f.name for f in fields(found)} | {nom for nom in dir(found) if not nom.startswith("_")}
            told = set(re.findall(r"`(\w+)`", result.partition(":")[2]))
            assert told - known == set()
    functions = {nom for nom in fiche_tool.__all__ if inspect.isfunction(getattr(fiche_tool, nom))}
    assert {verb for verb, _, _ in rows} == functions
