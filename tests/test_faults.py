"""Faults of the disk and of the moment: nothing half done, one French sentence, and the next run right."""

import errno
import json
import os
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest

from fiche_tool.domaine.constats.errors import say_fault
from fiche_tool.dossier.dossier import safe_name, same_name, show_path, write_atomically
from fiche_tool.dossier.parcours import walk_files
from fiche_tool.excel.fiche.read_fiche import read_fiche
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.verbes.collect import collect
from fiche_tool.verbes.generate import generate
from tests.conftest import COMPLETE, SEANCE, Pst, small_programme
from tests.test_cycle import fingerprints

pytestmark = [pytest.mark.undrawn, pytest.mark.slow]  # whole cycles, one a test

RETOURS = f"retours/{SEANCE.isoformat()}"


def collecting(pst: Pst) -> Any:
    return pst.run("collecter", str(pst.racine), "--seance", SEANCE.isoformat())


def leftovers(pst: Pst) -> list[str]:
    return [path.name for path in pst.racine.rglob("*.tmp")]


def said(pst: Pst, code: str) -> dict[str, str]:
    """The sentences of a code, by file."""
    return {x["fichier"]: x["phrase"] for x in pst.collect()["anomalies"] if x["code"] == code}


@pytest.fixture
def used(pst: Pst) -> Pst:
    """A folder with a good answer and a faulty one: a collection writes a synthesis and a marked copy."""
    pst.fill_in("E6FGH", COMPLETE, name="bonne.xlsx")
    pst.fill_in("A2BCD", {"taux": 150}, name="fautive.xlsx")
    return pst


# --- stopped at any moment -------------------------------------------------------------------------------------------
class Killed(BaseException):
    """The end of the process, as far as the code can tell: nothing that runs after it counts."""


STEPS = ("write_bytes", "replace", "mkdir", "unlink")


class Trap:
    """Stops the tool at its n-th step on the disk, before, after or in the middle of it."""

    count: ClassVar[int] = 0

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, at: int, fault: Callable[[], BaseException], late: bool
    ) -> None:
        self.at, self.fault, self.late, self.seen, self.dead = at, fault, late, 0, False
        for name in STEPS:
            monkeypatch.setattr(Path, name, self._wrap(name, getattr(Path, name)))

    def _wrap(self, name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def stepping(path: Path, *arguments: Any, **options: Any) -> Any:
            if self.dead:  # what a killed process would not do either
                raise self.fault()
            self.seen += 1
            if self.seen != self.at:
                return step(path, *arguments, **options)
            self.dead = isinstance(self.fault(), Killed)
            if self.late:
                if name == "write_bytes":
                    step(path, arguments[0][: len(arguments[0]) // 2])
                else:
                    step(path, *arguments, **options)
            raise self.fault()

        return stepping


def count_steps(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> int:
    with monkeypatch.context() as patched:
        trap = Trap(patched, 0, Killed, False)
        work()
    return trap.seen


def outputs(racine: Path) -> dict[str, str]:
    return {name: print_ for name, print_ in fingerprints(racine).items() if not name.endswith(".tmp")}


WORKS: dict[str, Callable[[Path], object]] = {
    "collecter": lambda racine: collect(racine, SEANCE),
    "generer": lambda racine: generate(racine, SEANCE, remplacer=True),
}


@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("work", WORKS)
def test_killed_at_any_step_it_leaves_whole_files_and_the_next_run_is_right(
    used: Pst, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, work: str, late: bool
) -> None:
    import shutil

    pristine = tmp_path / "avant"
    shutil.copytree(used.racine, pristine)
    (pristine / "a_corriger" / SEANCE.isoformat() / "Social").mkdir(parents=True)
    (pristine / "a_corriger" / SEANCE.isoformat() / "Social" / "À corriger - vieille.xlsx").write_bytes(b"x")
    expected_in = tmp_path / "attendu"
    shutil.copytree(pristine, expected_in)
    steps = count_steps(monkeypatch, lambda: WORKS[work](expected_in))
    before, expected = fingerprints(pristine), outputs(expected_in)
    assert steps >= 4
    for at in range(1, steps + 1):
        racine = tmp_path / f"arrêt {at}"
        shutil.copytree(pristine, racine)
        with monkeypatch.context() as patched:
            Trap(patched, at, Killed, late)
            with pytest.raises(Killed):
                WORKS[work](racine)
        for name, print_ in outputs(racine).items():
            assert print_ in (before.get(name), expected.get(name)), name
        WORKS[work](racine)
        assert outputs(racine) == expected


@pytest.mark.parametrize("work", WORKS)
def test_a_disk_that_fills_up_at_any_step_is_one_sentence(
    used: Pst, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    arguments = [work, str(used.racine), "--seance", SEANCE.isoformat()]
    arguments += ["--remplacer"] if work == "generer" else []
    used.run(*arguments)
    steps = count_steps(monkeypatch, lambda: used.run(*arguments))
    whole = outputs(used.racine)
    for at in range(1, steps + 1):
        with monkeypatch.context() as patched:
            trap = Trap(patched, at, lambda: OSError(errno.ENOSPC, "No space left on device"), True)
            result = used.run(*arguments)
        assert trap.seen >= at
        if work == "generer" and at == steps:  # the folder of the returns, a comfort made last
            assert (result.exit_code, outputs(used.racine)) == (0, whole)
            continue
        assert result.exit_code == 1
        assert result.stdout == ""
        assert len(result.stderr.splitlines()) == 1
        assert "No space" not in result.stderr
        assert "le disque est plein" in result.stderr or "ne peut être supprimé" in result.stderr
        assert leftovers(used) == []
        assert outputs(used.racine) == whole


def test_a_killed_process_leaves_no_half_file(used: Pst) -> None:
    """A real process, ended by the system in the middle of its writing."""
    used.collect()
    script = (
        "import os, sys, pathlib, datetime\n"
        "from fiche_tool.verbes.generate import generate\n"
        "written = pathlib.Path.write_bytes\n"
        "def stop(path, data, seen=[]):\n"
        "    seen += [path] if path.parent.exists() and 'fiches' in path.parts else []\n"
        "    if len(seen) == 3 and seen[-1] == path:\n"
        "        written(path, data[:100])\n"
        "        os._exit(9)\n"
        "    return written(path, data)\n"
        "pathlib.Path.write_bytes = stop\n"
        "generate(pathlib.Path(sys.argv[1]), datetime.date(2022, 3, 30))\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(used.racine)], check=False)
    assert done.returncode == 9
    folder = used.racine / "fiches" / "2022-03-30"
    half = list(folder.rglob("*.tmp"))
    assert len(list(folder.rglob("*.xlsx"))) == 2
    assert [path.stat().st_size for path in half] == [100]
    result = used.run("generer", str(used.racine), "--seance", "2022-03-30")
    assert result.exit_code == 0
    assert "3 fiches générées" in result.output
    assert len({path.read_bytes() for path in folder.rglob("*.xlsx")}) == 5


def test_what_a_killed_run_left_is_swept_once_it_is_old(used: Pst) -> None:
    synthese = Path(used.collect()["synthese"])
    old, young = synthese.with_name(".fiche-00000000.tmp"), synthese.with_name(".fiche-11111111.tmp")
    foreign = synthese.with_name("à moi.tmp")
    for path in (old, young, foreign):
        path.write_bytes(b"x")
    hours_ago = synthese.stat().st_mtime - 7200
    os.utime(old, (hours_ago, hours_ago))
    os.utime(foreign, (hours_ago, hours_ago))
    used.collect()
    assert sorted(leftovers(used)) == sorted([young.name, foreign.name])


# --- two runs at once ------------------------------------------------------------------------------------------------
@pytest.mark.drawn
def test_two_runs_at_once_both_end_right(used: Pst) -> None:
    script = (
        "import sys, pathlib, datetime\n"
        "from fiche_tool.verbes.collect import collect\n"
        "from fiche_tool.verbes.generate import generate\n"
        "racine, jour = pathlib.Path(sys.argv[1]), datetime.date.fromisoformat(sys.argv[2])\n"
        "sys.stdin.readline()\n"
        "for _ in range(3):\n"
        "    generate(racine, jour, remplacer=True)\n"
        "    collect(racine, jour)\n"
    )
    collect(used.racine, SEANCE)
    generate(used.racine, SEANCE, remplacer=True)
    expected = fingerprints(used.racine)
    command = [sys.executable, "-c", script, str(used.racine), SEANCE.isoformat()]
    runs = [subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    for run in runs:
        assert run.stdin is not None
        run.stdin.write(b"\n")
        run.stdin.flush()
    ends = [(run.communicate()[1], run.returncode) for run in runs]
    assert ends == [(b"", 0), (b"", 0)]
    assert fingerprints(used.racine) == expected


def test_a_file_that_another_run_is_moving_is_waited_for(used: Pst, monkeypatch: pytest.MonkeyPatch) -> None:
    moved, refusals = Path.replace, [PermissionError(13, "Permission denied")] * 2

    def busy(path: Path, target: Path) -> Path:
        if refusals:
            raise refusals.pop()
        return moved(path, target)

    monkeypatch.setattr(Path, "replace", busy)
    assert Path(used.collect()["synthese"]).is_file()
    assert refusals == []


# --- what cannot be written ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "lecture seule"),
        (OSError(errno.EROFS, "Read-only file system"), "le disque est en lecture seule"),
        (OSError(errno.ENAMETOOLONG, "File name too long"), "trop long"),
        (OSError(errno.EIO, "Input/output error"), "le disque ne répond pas bien"),
        (OSError(errno.ETIMEDOUT, "Connection timed out"), "le lecteur réseau ne répond plus"),
        (OSError(999, "Strange"), "erreur 999 du système"),
    ],
)
def test_a_folder_that_cannot_be_written_is_one_french_sentence(
    used: Pst, monkeypatch: pytest.MonkeyPatch, fault: OSError, words: str
) -> None:
    def refuse(path: Path, data: bytes) -> int:
        raise fault

    monkeypatch.setattr(Path, "write_bytes", refuse)
    result = collecting(used)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert words in result.stderr
    assert fault.strerror not in result.stderr


@pytest.mark.parametrize("name", ["syntheses", "a_corriger"])
def test_a_file_in_the_place_of_a_folder_is_one_french_sentence(used: Pst, name: str) -> None:
    (used.racine / name).write_bytes(b"mon fichier")
    result = collecting(used)
    assert result.exit_code == 1
    assert "un fichier occupe la place d'un dossier" in result.stderr
    assert (used.racine / name).read_bytes() == b"mon fichier"


def test_a_folder_in_the_place_of_the_synthesis_is_one_french_sentence(used: Pst) -> None:
    (used.racine / "syntheses" / "2021-11-24 Synthèse PST.xlsx").mkdir(parents=True)
    result = collecting(used)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert leftovers(used) == []


def test_an_old_marked_copy_that_is_open_is_one_sentence(used: Pst, monkeypatch: pytest.MonkeyPatch) -> None:
    used.collect()
    used.fill_in("A2BCD", COMPLETE, name="fautive.xlsx")

    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuse)
        result = collecting(used)
    assert result.exit_code == 1
    assert "« " in result.stderr
    assert "fermez ce classeur" in result.stderr
    assert collecting(used).exit_code == 0
    assert list((used.racine / "a_corriger").rglob("*.xlsx")) == []


def test_a_path_too_long_for_windows_says_so(used: Pst, monkeypatch: pytest.MonkeyPatch) -> None:
    import fiche_tool.dossier.dossier

    def refuse(path: Path, data: bytes) -> int:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    monkeypatch.setattr(fiche_tool.dossier.dossier, "_MAX_PATH", 40)
    monkeypatch.setattr(Path, "write_bytes", refuse)
    result = collecting(used)
    assert result.exit_code == 1
    assert "Windows en accepte 40" in result.stderr


def test_produced_paths_leave_a_hundred_characters_for_the_folder(used: Pst) -> None:
    first, *others = small_programme().actions
    long = replace(first, service="s" * 300, libelle="l" * 300, volet="Interne")
    (used.racine / "programme.xlsx").write_bytes(write_programme(small_programme(actions=(long, *others))))
    used.drop("r" * 200 + ".xlsx", (used.racine / RETOURS / "fautive.xlsx").read_bytes())
    generate(used.racine, SEANCE)
    collect(used.racine, SEANCE)
    produced = [path for path in used.racine.rglob("*.xlsx") if "retours" not in path.parts]
    assert max(len(str(path.relative_to(used.racine))) for path in produced) <= 259 - 100


@pytest.mark.parametrize("depth", [1, 8])
def test_a_folder_whose_own_path_is_very_long_still_works(pst: Pst, tmp_path: Path, depth: int) -> None:
    racine = tmp_path.joinpath(*["Programme stratégique du CPAS d'Écaussinnes (été)"] * depth)
    racine.mkdir(parents=True)
    (racine / "programme.xlsx").write_bytes((pst.racine / "programme.xlsx").read_bytes())
    there = Pst(racine, pst.run)
    there.fill_in("A2BCD", COMPLETE)
    assert there.collect()["actions"]["recues"] == 1


@pytest.mark.parametrize("command", ["generer", "collecter", "verifier"])
def test_a_name_no_disk_accepts_is_one_sentence(pst: Pst, command: str) -> None:
    result = pst.run(command, "x" * 5000)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "trop long" in result.stderr


# --- what cannot be read ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "accès refusé"),
        (FileNotFoundError(errno.ENOENT, "No such file"), "introuvable"),
        (OSError(errno.EIO, "Input/output error"), "le disque ne répond pas bien"),
        (OSError(errno.ESTALE, "Stale file handle"), "le lecteur réseau ne répond plus"),
    ],
)
def test_a_return_that_cannot_be_opened_costs_the_others_nothing(
    used: Pst, monkeypatch: pytest.MonkeyPatch, fault: OSError, words: str
) -> None:
    opened = Path.open

    def refuse(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == "fautive.xlsx":
            raise fault
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    (phrase,) = said(used, "FIC10").values()
    assert words in phrase
    assert used.collect()["fichiers"] == {"trouves": 2, "repris": 1, "repris_en_partie": 0, "ecartes": 1, "ignores": 0}
    (found,) = used.verify(used.racine / RETOURS / "fautive.xlsx")
    assert [x["code"] for x in found["anomalies"]] == ["FIC10"]


@pytest.mark.parametrize("change", ["grows", "shrinks", "breaks"])
def test_a_return_that_changes_while_it_is_read_is_not_merged(
    used: Pst, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    opened = Path.open

    class Changing:
        """A file that something else is writing."""

        def __init__(self, path: Path) -> None:
            self.path, self.stream = path, opened(path, "rb")

        def __enter__(self) -> "Changing":
            return self

        def __exit__(self, *_: object) -> None:
            self.stream.close()

        def fileno(self) -> int:
            return self.stream.fileno()

        def read(self, size: int) -> bytes:
            assert size == os.fstat(self.fileno()).st_size + 1  # one more: what grew is seen
            if change == "breaks":
                raise OSError(errno.EIO, "Input/output error")
            data = self.stream.read(size)
            os.truncate(self.path, len(data) + 10 if change == "grows" else 10)
            return data

    def watch(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == "fautive.xlsx" and path.stat().st_size > 1000:
            return Changing(path)
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", watch)
    (phrase,) = said(used, "FIC10").values()
    assert ("pendant la lecture" in phrase) != (change == "breaks")


def test_a_closed_folder_is_said_with_what_it_may_hold(used: Pst, monkeypatch: pytest.MonkeyPatch) -> None:
    used.drop("privé/a.xlsx", b"x")
    scanned = os.scandir

    def refuse(path: Any) -> Any:
        if Path(path).name == "privé":
            raise PermissionError(errno.EACCES, "Permission denied")
        return scanned(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert list(said(used, "FIC16")) == [f"{RETOURS}/privé"]
    assert used.collect()["fichiers"]["ecartes"] == 1
    codes = [x["code"] for found in used.verify(used.racine / "retours") for x in found["anomalies"]]
    assert "FIC16" in codes


def test_no_returns_folder_means_no_answer_yet(pst: Pst) -> None:
    pst.fiche("A2BCD")
    assert pst.collect()["fichiers"]["trouves"] == 0


def test_a_returns_folder_that_is_a_file_stops_the_run(pst: Pst) -> None:
    (pst.racine / "retours").write_bytes(b"x")
    result = collecting(pst)
    assert result.exit_code == 1
    assert "retours" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (pst.racine / "syntheses").exists()


def test_a_programme_of_gigabytes_is_not_swallowed(pst: Pst) -> None:
    with (pst.racine / "programme.xlsx").open("ab") as stream:
        stream.truncate(3 * 2**30)  # a sparse file: it takes no room
    result = collecting(pst)
    assert result.exit_code == 1
    assert "gros" in result.stderr


def test_a_returns_folder_that_is_a_file_never_means_fiches_without_answers(pst: Pst) -> None:
    (pst.racine / "retours").write_bytes(b"x")
    assert pst.run("generer", str(pst.racine)).exit_code == 1
    assert not (pst.racine / "fiches").exists()


def test_what_reading_could_not_foresee_costs_one_file_only(used: Pst, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(piece: Any, fichier: Any, *others: Any) -> Any:
        if fichier.chemin.endswith("fautive.xlsx"):
            raise MemoryError
        return read_fiche(piece, fichier, *others)

    monkeypatch.setattr("fiche_tool.dossier.lectures.read_fiche", stumble)
    assert list(said(used, "FIC01")) == [f"{RETOURS}/fautive.xlsx"]
    assert used.collect()["actions"]["recues"] == 1


# --- odd things among the returns ------------------------------------------------------------------------------------
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_never_holds_the_collection_up(used: Pst) -> None:
    os.mkfifo(used.racine / RETOURS / "tube.xlsx")
    ended = threading.Thread(target=used.collect, daemon=True)
    ended.start()
    ended.join(60)
    assert not ended.is_alive()
    (phrase,) = said(used, "FIC09").values()
    assert "ce n'est pas un fichier ordinaire" in phrase


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
@pytest.mark.parametrize(
    "chemin", ["modele/fiche_action.xlsx", "modele/courriel.txt", f"registres/{SEANCE}.jsonl", "reponse-avant.txt"]
)
def test_a_pipe_in_the_place_of_a_file_of_the_folder_is_told_at_once(used: Pst, chemin: str) -> None:
    if chemin.startswith("registres"):
        used.collect()
    pipe = used.racine / chemin if "/" in chemin else used.racine / "fiches" / SEANCE.isoformat() / chemin
    pipe.parent.mkdir(parents=True, exist_ok=True)
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    told: list[str] = []
    words = ("generer", str(used.racine), "--seance", SEANCE.isoformat(), "--courriels")
    ended = threading.Thread(target=lambda: told.append(used.run(*words).stderr), daemon=True)
    ended.start()
    ended.join(60)
    assert pipe.name in told[0]
    assert "ce n'est pas un fichier ordinaire" in told[0]


@pytest.fixture
def links(tmp_path: Path) -> Iterator[None]:
    """Skipped where the system lets no one make a symbolic link."""
    try:
        (tmp_path / "essai").symlink_to(tmp_path)
    except OSError:
        pytest.skip("no symbolic links here")
    return iter(())


def test_a_loop_of_folders_is_walked_once_and_said(used: Pst, links: None) -> None:
    (used.racine / RETOURS / "boucle").symlink_to(used.racine / "retours", target_is_directory=True)
    (used.racine / RETOURS / "nulle part.xlsx").symlink_to(used.racine / "perdu.xlsx")
    (used.racine / RETOURS / "lui-même.xlsx").symlink_to(used.racine / RETOURS / "lui-même.xlsx")
    assert used.collect()["fichiers"]["trouves"] == 5
    assert "raccourci vers un dossier" in said(used, "FIC09")[f"{RETOURS}/boucle"]
    assert said(used, "FIC10").keys() == {f"{RETOURS}/nulle part.xlsx", f"{RETOURS}/lui-même.xlsx"}


def test_a_folder_named_like_a_file_is_a_folder(used: Pst) -> None:
    used.fill_in("B3CDE", COMPLETE, name="retour.xlsx/la fiche.xlsx")
    assert used.collect()["actions"]["recues"] == 3


@pytest.mark.skipif(os.name != "posix", reason="Windows allows no such path")
def test_folders_deeper_than_python_calls_itself_are_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    depth = sys.getrecursionlimit() + 100
    monkeypatch.chdir(tmp_path)
    for _ in range(depth):
        Path("d").mkdir()
        os.chdir("d")
    Path("a.xlsx").write_bytes(b"x")
    met = [one.chemin.name for one in walk_files(tmp_path)]
    Path("a.xlsx").unlink()
    for _ in range(depth):  # what cleans temporary folders calls itself
        os.chdir("..")
        Path("d").rmdir()
    assert met == ["a.xlsx"]


NAMES = [
    "🎉👩‍👩‍👧 fiche 🇧🇪.xlsx",
    unicodedata.normalize("NFD", "été à Écaussinnes.xlsx"),
    "=HYPERLINK(1).xlsx",
    "a%20b#c'd&e.xlsx",
    "é" * 120 + ".xlsx",
    "🎉" * 60 + ".xlsx",
]
POSIX_NAMES = [
    "points et espaces ... .xlsx ",
    "CON.xlsx",
    "deux\nlignes.xlsx",
    "tab\tet\x07cloche.xlsx",
    "inverse \u202e xslx.exe",
    'a<b>c:"d|e?f*.xlsx',
    "séparateur\u2028.xlsx",
]


@pytest.mark.parametrize("name", NAMES + (POSIX_NAMES if os.name == "posix" else []))
def test_a_return_of_any_name_is_read_listed_and_copied(pst: Pst, name: str) -> None:
    pst.fill_in("A2BCD", {"taux": 150}, name=name)
    result = collecting(pst)
    assert result.exit_code == 3
    found = pst.collect()
    assert found["fichiers"]["repris_en_partie"] == 1
    assert all(len(x["phrase"].splitlines()) == 1 for x in found["anomalies"])
    (copy,) = found["a_corriger"]
    made = Path(copy).name
    assert safe_name(made.removesuffix(".xlsx")) == made.removesuffix(".xlsx")
    assert len(made.encode()) <= 205


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that are no text")
def test_a_name_that_is_no_utf8_is_spelled_everywhere(pst: Pst) -> None:
    content = pst.fill_in("A2BCD", {"taux": 150}).read_bytes()
    (pst.racine / RETOURS / "A2BCD.xlsx").unlink()
    (pst.racine / RETOURS / os.fsdecode(b"caf\xe9.xlsx")).write_bytes(content)
    (pst.racine / RETOURS / os.fsdecode(b"caf\xe8.txt")).write_bytes(b"texte")
    found = pst.collect()
    names = {x["fichier"] for x in found["anomalies"]}
    assert names == {f"{RETOURS}/caf\\xe9.xlsx", f"{RETOURS}/caf\\xe8.txt"}
    assert json.dumps(found).isascii()
    assert pst.verify(pst.racine / "retours")[0]["fichier"].endswith("caf\\xe8.txt")


def test_paths_are_shown_on_one_line() -> None:
    assert show_path(Path("a\nb") / "c\x85d") == "a\\x0ab/c\\u0085d"
    assert show_path(Path("été") / "🎉") == "été/🎉"


# --- one name on one disk, two on another ----------------------------------------------------------------------------
def test_services_that_differ_by_case_share_a_folder(pst: Pst) -> None:
    first, second, *others = small_programme().actions
    changed = (replace(first, service="DIRECTION"), replace(second, service="Direction"), *others)
    (pst.racine / "programme.xlsx").write_bytes(write_programme(small_programme(actions=changed)))
    made = generate(pst.racine, SEANCE).ecrites
    assert {path.parent.name for path in made} == {"DIRECTION", "Finances", "Social"}
    assert len({same_name(str(path)) for path in made}) == 5


def test_marked_copies_whose_names_fold_together_are_both_kept(pst: Pst) -> None:
    content = pst.fill_in("A2BCD", {"taux": 150}, name="Éte.xlsx").read_bytes()
    other = pst.fill_in("B3CDE", {"taux": 150}, name="autre.xlsx").read_bytes()
    (pst.racine / RETOURS / "autre.xlsx").unlink()
    pst.drop("Éte.xlsx", content)
    pst.drop("plus tard/" + unicodedata.normalize("NFD", "ÉTE.xlsx"), other)
    copies = pst.collect()["a_corriger"]
    assert len({same_name(copy) for copy in copies}) == 2
    assert pst.collect()["a_corriger"] == copies
    assert all(Path(copy).is_file() for copy in copies)


def test_a_marked_copy_that_the_disk_spells_its_own_way_is_not_taken_for_a_stale_one(used: Pst) -> None:
    """macOS gives back accents apart, and keeps the case of the first who wrote."""
    (copy,) = used.collect()["a_corriger"]
    path = Path(copy)
    other = path.with_name(unicodedata.normalize("NFD", path.name).upper().replace(".XLSX", ".xlsx"))
    other.write_bytes(b"le meme fichier, sur un tel disque")
    used.collect()
    assert other.exists()


def test_names_are_safe_whatever_they_are_made_from() -> None:
    assert safe_name("com¹.txt") == "_com¹.txt"
    assert safe_name("nul .xlsx") == "_nul .xlsx"
    assert safe_name("🎉" * 80) == "🎉" * 50
    assert safe_name("a" * 79 + ". ") == "a" * 79
    assert safe_name("é" * 80).encode() == "é".encode() * 80


def test_what_is_written_replaces_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "nouveau" / "dossier" / "a.bin"
    write_atomically(path, b"un")
    write_atomically(path, b"deux")
    assert path.read_bytes() == b"deux"
    assert [one.name for one in path.parent.iterdir()] == ["a.bin"]


def test_refusals_of_windows_are_told_apart() -> None:
    fault = PermissionError(errno.EACCES, "The process cannot access the file")
    fault.winerror = 32  # type: ignore[attr-defined,unused-ignore]  # an attribute of Windows only
    assert say_fault(fault) == "ouvert dans un autre programme"
    assert say_fault(OSError()) == "erreur inconnue du système"
