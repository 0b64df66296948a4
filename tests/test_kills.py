"""Killing a command at any moment leaves the chain of registers whole; the next run ends as if nothing had happened.

A few kills in the suite; `KILLS=100 pytest tests/test_kills.py` for many.
"""

import hashlib
import os
import random
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from fiche_tool.dossier.dossier import Dossier
from fiche_tool.registres.chaine import find_chaine, read_lien
from fiche_tool.registres.registre import open_page
from fiche_tool.verbes.generate import generate
from tests.conftest import Pst
from tests.outils.boucle import S2, S3, A, Boucle, S

KILLS = int(os.environ.get("KILLS", "4"))
CODE = "essai-2019-2024"


def command(verb: str, racine: Path, seance: date, *options: str) -> list[str]:
    return [sys.executable, "-m", "fiche_tool", verb, str(racine), "--seance", seance.isoformat(), *options]


def run_whole(arguments: list[str]) -> float:
    start = time.monotonic()
    subprocess.run(arguments, capture_output=True, check=False)
    return time.monotonic() - start


def kill_within(arguments: list[str], seconds: float) -> bool:
    """Start a command and kill it after so long; False where it was already done."""
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


def check_chain(racine: Path) -> None:
    """Every register is whole, and names the one before it as it is."""
    chaine = find_chaine(Dossier(racine))
    for jour in chaine.jours:
        page = open_page(chaine, jour, CODE)
        assert page is not None
        older = chaine.before(jour)
        assert page.precedent == (None if older is None else (older, read_lien(chaine.dossier, older)))


def fingerprints(racine: Path) -> dict[str, str]:
    return {
        path.relative_to(racine).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(racine.rglob("*"))
        if path.is_file() and not path.name.endswith(".tmp")
    }


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["collecter", "generer"])
def test_a_command_killed_at_any_moment_leaves_the_chain_whole(pst: Pst, tmp_path: Path, verb: str) -> None:
    boucle = Boucle(pst.racine, pst.run)
    boucle.reply("a.xlsx", {"taux": 150})
    boucle.reply("b.xlsx", {"taux": 30}, identifiant="B3CDE")
    first = boucle.collect(S)
    boucle.retype(boucle.copy_of(first, "a"), "copie.xlsx", {"taux": 50}, seance=S2)
    generate(boucle.racine, S2, action=A)
    seance, options = (S2, ("--sans-pdf",)) if verb == "collecter" else (S3, ())
    clean = tmp_path / "avant"
    shutil.copytree(boucle.racine, clean)
    whole = tmp_path / "entier"
    shutil.copytree(clean, whole)
    duration = run_whole(command(verb, whole, seance, *options))
    check_chain(whole)
    expected = fingerprints(whole)
    moments = random.Random(24)
    killed = 0
    for attempt in range(20 * KILLS):
        if killed == KILLS:
            break
        if attempt % 5 == 0:  # from the start again, then five times on what the kills left
            shutil.rmtree(boucle.racine)
            shutil.copytree(clean, boucle.racine)
        done = not kill_within(command(verb, boucle.racine, seance, *options), moments.uniform(0.3, 1.0) * duration)
        killed += not done
        duration *= 0.7 if done else 1.0  # the machine is less busy than when it was measured
        check_chain(boucle.racine)
    assert killed == KILLS
    run_whole(command(verb, boucle.racine, seance, *options))
    check_chain(boucle.racine)
    assert fingerprints(boucle.racine) == expected
