"""What every test may ask for: a small PST folder, the command line, and returned fiches."""

import atexit
import gc
import inspect
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from fiche_tool.cli import cli
from fiche_tool.demo import Demonstration, first_answers
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.programme.programme import (
    Action,
    Annonce,
    Listes,
    Niveau,
    Objectif,
    Parametres,
    Programme,
    Service,
    Volet,
)
from fiche_tool.dossier import dossier, load
from fiche_tool.excel.fiche.atelier import AtelierFiche, open_atelier
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.modele.modele import Modele
from fiche_tool.excel.programme.write_programme import write_programme
from tests.outils.exigences import pytest_configure, pytest_runtest_makereport  # noqa: F401 - hooks of the gate
from tests.outils.parties import check_parts

if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):  # the many programs that tests start would compile the tool each time
    os.environ["PYTHONPYCACHEPREFIX"] = tempfile.mkdtemp(prefix="fiche-tool-")
    atexit.register(shutil.rmtree, os.environ["PYTHONPYCACHEPREFIX"], ignore_errors=True)

SEANCE = date(2021, 11, 24)
COMPLETE: dict[str, Contenu] = {
    "mise_a_jour": date(2021, 11, 9),
    "taux": 30,
    "statut": "En cours",
    "complete_par": "Jeanne Noël",
}
"""Answers that leave nothing to remark on, for an action whose service the programme knows."""


def small_programme(**changes: Any) -> Programme:
    """2 volets, 2 OS, 3 OO, 5 actions; `changes` replace whole fields."""
    fields: dict[str, Any] = {
        "parametres": Parametres("essai-2019-2024", "CPAS d'Essai", 2019, 2024),
        "volets": (
            Volet("Interne", "Administration générale", Annonce(1, 2, 3)),
            Volet("Externe", "Développement des politiques", Annonce(1, 1, 2)),
        ),
        "objectifs": (
            Objectif(Niveau.OS, "Interne", "", "1", "Être un CPAS bien géré"),
            Objectif(Niveau.OO, "Interne", "", "1.1", "Améliorer les outils"),
            Objectif(Niveau.OO, "Interne", "", "1.2", "Optimiser les finances"),
            Objectif(Niveau.OS, "Externe", "", "1", "Être le pilier social"),
            Objectif(Niveau.OO, "Externe", "", "1.1", "Soutenir la solidarité"),
        ),
        "actions": (
            Action("A2BCD", "Interne", "", "1.1", "1.1.1", "Formaliser les procédures", "Direction", "Mme Un"),
            Action("B3CDE", "Interne", "", "1.1", "1.1.2", "Étendre l'outil", "Direction", "Mme Un"),
            Action("C4DEF", "Interne", "", "1.2", "1.2.1", "Suivre les crédits", "Finances", "M. Deux"),
            Action("D5EFG", "Externe", "", "1.1", "1.1.1", "Réformer les colis", "Social", "M. Deux"),
            Action("E6FGH", "Externe", "", "1.1", "1.1.2", "Ouvrir une permanence", "Social", "Mme Un"),
        ),
        "listes": Listes(
            (Service("Direction"), Service("Finances"), Service("Social")),
            ("Mme Un", "M. Deux"),
            ("Plan de cohésion sociale (PCS)", "Plan de gestion"),
        ),
    }
    return Programme(**(fields | changes))


_GENERATED: dict[tuple[bytes, str, date], tuple[str, bytes]] = {}
"""What a programme, an action and a séance gave already: the place of the fiche in the folder, its bytes."""

_TYPED: dict[tuple[bytes, str, str], bytes] = {}
"""What a fiche and answers gave already."""


@dataclass(frozen=True)
class Pst:
    """A PST folder in use: generate, drop returns, collect."""

    racine: Path
    run: Callable[..., Result]

    def fiche(self, identifiant: str, seance: date = SEANCE) -> bytes:
        """The bytes of an action's generated fiche, which lies in fiches/ too.

        Until a séance is collected, or something lies outside its folder and later ones, they follow from the
        programme alone: what one test generated serves the next ones of the same process.
        """
        from fiche_tool.verbes.generate import generate

        returned = self.racine / "retours"
        alone = not any((self.racine / name).exists() for name in ("modele", "registres")) and (
            not returned.exists() or all(path.name >= seance.isoformat() for path in returned.iterdir())
        )
        programme = (self.racine / "programme.xlsx").read_bytes()
        key = (programme, identifiant, seance)
        if alone and key in _GENERATED:
            name, content = _GENERATED[key]
            path = self.racine / name
            if path.exists():  # kept, whatever became of it
                return path.read_bytes()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            return content
        result = generate(self.racine, seance, action=identifiant)
        (path,) = (*result.ecrites, *result.gardees)
        content = path.read_bytes()
        if alone and (self.racine / "programme.xlsx").read_bytes() == programme:
            _GENERATED[key] = (path.relative_to(self.racine).as_posix(), content)
        return content

    def drop(self, name: str, content: bytes, seance: date = SEANCE) -> Path:
        """Put a file among the returns of a séance."""
        path = self.racine / "retours" / seance.isoformat() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def answer(
        self,
        identifiant: str,
        name: str = "",
        *,
        budget: Sequence[Mapping[str, Contenu]] = (),
        seance: date = SEANCE,
        **champs: Contenu,
    ) -> Path:
        """Fill an action's fiche in and drop it among the returns."""
        return self.fill_in(identifiant, champs, budget, name, seance)

    def fill_in(
        self,
        identifiant: str,
        champs: Mapping[str, Contenu],
        budget: Sequence[Mapping[str, Contenu]] = (),
        name: str = "",
        seance: date = SEANCE,
    ) -> Path:
        """The same, with the contents by field."""
        fiche = self.fiche(identifiant, seance)
        key = (fiche, repr(champs), repr(budget))
        if key not in _TYPED:
            _TYPED[key] = type_in(fiche, champs, budget)
        content = _TYPED[key]
        return self.drop(name or f"{identifiant}.xlsx", content, seance)

    def collect(self, seance: date = SEANCE) -> dict[str, Any]:
        """The JSON of « collecter », for a séance whose folder of returns was made ready."""
        (self.racine / "retours" / seance.isoformat()).mkdir(parents=True, exist_ok=True)
        result = self.run("collecter", str(self.racine), "--seance", seance.isoformat(), "--json")
        assert result.exit_code in (0, 3), result.output
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    def verify(self, *paths: Path) -> list[dict[str, Any]]:
        """The JSON of « verifier »."""
        result = self.run("verifier", "--json", *(str(path) for path in paths))
        assert result.exit_code in (0, 3), result.output
        found: list[dict[str, Any]] = json.loads(result.stdout)
        return found


@pytest.fixture(autouse=True, scope="session")
def _few_collections() -> Iterator[None]:
    """What the imports made is never garbage, and what a test makes is freed by its counts: an eighth of the time."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.fixture(autouse=True, scope="session")
def _what_a_model_gives_is_made_once() -> Iterator[None]:
    """A model made ready for a programme never changes: one serves every test of a process."""
    kept: dict[object, AtelierFiche] = {}

    def open_once(modele: Modele, programme: Programme) -> AtelierFiche:
        key = (id(modele), repr(programme))
        if key not in kept:
            kept[key] = open_atelier(modele, programme)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "open_atelier", open_once)
        yield


@pytest.fixture(autouse=True)
def _no_printing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Collecting makes no PDF but in the tests that are about printing it: it takes seconds each time."""
    if "printing" not in request.keywords:
        monkeypatch.setattr("fiche_tool.documents.write_pdf.find_soffice", lambda: None)


@pytest.fixture(autouse=True, scope="session")
def _parts_are_checked() -> Iterator[None]:
    """Every workbook that the tool puts in its place is looked at, whichever test it is for."""
    write = dossier._write

    def check_then_write(path: Path, content: bytes | Iterable[bytes]) -> None:
        if isinstance(content, bytes) and content.startswith(b"PK"):
            check_parts(content)
        write(path, content)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dossier, "_write", check_then_write)
        yield


@pytest.fixture(autouse=True)
def _no_drawing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a module says that it is about merging, collecting draws no synthesis: it is two thirds of its time."""
    if "undrawn" in request.keywords and "drawn" not in request.keywords:
        monkeypatch.setattr("fiche_tool.excel.synthese.write_synthese", lambda _: _NOTHING)
        monkeypatch.setattr("fiche_tool.excel.annexe.write_annexe_seule", lambda *_: _NOTHING)


_NOTHING = b"PK\x05\x06" + bytes(18)
"""A zip without a part, where a synthesis would be."""
_APART: dict[str, Any] = {"mix_stderr": False} if "mix_stderr" in inspect.signature(CliRunner).parameters else {}
"""Before 8.2, click's runner mixes what is written on stderr with the rest unless told not to."""


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run the command line in this process."""

    def invoke(*arguments: str) -> Result:
        result = CliRunner(**_APART).invoke(cli, list(arguments), prog_name="fiche-tool")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


@cache
def _small_workbook() -> bytes:
    return write_programme(small_programme())


@pytest.fixture
def pst(tmp_path: Path, run: Callable[..., Result]) -> Pst:
    """A small PST folder, programme written, nothing generated yet."""
    racine = tmp_path / "pst"
    racine.mkdir()
    (racine / "programme.xlsx").write_bytes(_small_workbook())
    return Pst(racine, run)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """The first answers of the demonstration, faults and all, collected once; read only."""
    return first_answers(tmp_path_factory.mktemp("demo") / "pst-demo")


@dataclass
class LibreOffice:
    """A headless LibreOffice with a profile of its own."""

    soffice: str
    folder: Path

    kept: subprocess.Popen[bytes] | None = None

    def convert(self, path: Path, target: str) -> Path:
        """A file converted to another format (« ods », « xlsx », « pdf »), in a folder of its own."""
        (converted,) = self.convert_all([path], target)
        return converted

    def convert_all(self, paths: Sequence[Path], target: str) -> list[Path]:
        """Files of different names, converted together by the program that is kept open; once more where it hangs."""
        out = self.folder / f"{target}-{paths[0].stem}"
        command = [*self._command, "--convert-to", target, "--outdir", str(out), *map(str, paths)]
        try:
            self._keep_open()
            subprocess.run(command, check=True, timeout=30 + 10 * len(paths), **_UNHEARD)
        except subprocess.TimeoutExpired:
            self.close()
            subprocess.run(command, check=True, timeout=120, **_UNHEARD)
        return [out / f"{path.stem}.{target.partition(':')[0]}" for path in paths]

    @property
    def _command(self) -> list[str]:
        return [self.soffice, "--headless", f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"]

    def _keep_open(self) -> None:
        """The program, open on a file: what is then converted is asked of it, and starts nothing."""
        if self.kept is not None and self.kept.poll() is None:
            return
        path = self.folder / "ouvert.xlsx"
        path.write_bytes(_small_workbook())
        opened = path.with_name(f".~lock.{path.name}#")
        opened.unlink(missing_ok=True)
        self.kept = subprocess.Popen([*self._command, "--norestore", str(path)], start_new_session=True, **_UNHEARD)
        start = time.monotonic()
        while not opened.exists() and self.kept.poll() is None and time.monotonic() < start + 60:
            time.sleep(0.05)
        time.sleep(1 + time.monotonic() - start)  # asked while it still opens the file, it turns round for ever

    def close(self) -> None:
        """End the program, and what it started."""
        if self.kept is not None:
            if hasattr(os, "killpg"):
                os.killpg(self.kept.pid, signal.SIGKILL)
            self.kept.kill()
            self.kept.wait()
            self.kept = None


_UNHEARD: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item></oor:items>
"""


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibreOffice]:
    """LibreOffice set to recalculate everything it opens; the test is skipped where it is not installed."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        pytest.skip("LibreOffice (soffice) n'est pas installé sur cette machine")
    folder = tmp_path_factory.mktemp("libreoffice")
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    program = LibreOffice(soffice, folder)
    yield program
    program.close()
