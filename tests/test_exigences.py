"""In the gate, a test skipped for want of a tool fails; anywhere else it is skipped, with its reason."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_INNER = """
import pytest

def test_skipped(): pytest.skip("Chromium n'est pas installé")
def test_another(): pytest.skip("no named pipes on this system")
@pytest.mark.xfail
def test_expected(): assert False, "chromium"
def test_good(): assert True
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("gate", "wanted"),
    [
        ("", "1 passed, 2 skipped, 1 xfailed"),
        ("libreoffice", "1 passed, 2 skipped, 1 xfailed"),
        ("libreoffice, navigateurs", "1 failed, 1 passed, 1 skipped, 1 xfailed"),
        ("liberoffice", "FICHE_TOOL_GATE nomme liberoffice"),
    ],
)
def test_a_skip_is_a_failure_only_where_the_tool_must_be(gate: str, wanted: str, tmp_path: Path) -> None:
    (tmp_path / "test_inner.py").write_text(_INNER, encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "tests.outils.exigences",
            "test_inner.py",
        ],
        cwd=tmp_path,
        env=os.environ | {"FICHE_TOOL_GATE": gate, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert wanted in done.stdout + done.stderr
