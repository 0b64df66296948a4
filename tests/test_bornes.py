"""The bounds of the dependencies are true: the gate runs the lowest versions declared, and its own tools are pinned."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GATE = ROOT / ".ci"
_BOUND = re.compile(r"([a-z0-9-]+)>=(\d+(?:\.\d+)+)")
_PIN = re.compile(r"([a-z0-9-]+)==(\d+(?:\.\d+)+)")

pytestmark = pytest.mark.skipif(not GATE.is_dir(), reason="the gate is in the repository only")


def declared(*extras: str) -> dict[str, str]:
    """The lower bounds of the dependencies, and of some extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [] if extras else project["dependencies"]
    lines = [*lines, *(line for extra in extras for line in project["optional-dependencies"][extra])]
    bounds = [_BOUND.fullmatch(line) for line in lines if not line.startswith("fiche-tool[")]
    assert None not in bounds, f"une borne basse complète par dépendance, et rien d'autre : {lines}"
    return {found[1]: found[2] for found in bounds if found}


def pinned(name: str) -> dict[str, str]:
    lines = (GATE / name).read_text(encoding="utf-8").splitlines()
    pins = [_PIN.fullmatch(line) for line in lines if line and not line.startswith("#")]
    assert None not in pins, f"une version exacte par ligne : {name}"
    return {found[1]: found[2] for found in pins if found}


def test_the_gate_runs_the_lowest_versions_declared() -> None:
    assert pinned("lowest.txt") == declared() | declared("documents", "fenetre", "test")


def test_the_tools_of_the_gate_are_pinned() -> None:
    assert pinned("tools.txt").keys() == declared("test", "dev").keys()
    node = json.loads((GATE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert [version for version in node.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_the_pins_are_not_below_the_bounds() -> None:
    pins, bounds = pinned("tools.txt"), declared("test", "dev")
    assert [nom for nom in pins if numbers(pins[nom]) < numbers(bounds[nom])] == []


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
