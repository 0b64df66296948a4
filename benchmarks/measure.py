"""Measuring whole processes from outside: user and system CPU, wall time, peak memory.

This module and run.py import nothing heavy: Linux counts the peak memory of a child from that of its parent at least.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024
_ASIDE: list[Path] = []
"""Where what earlier runs have written is put aside."""


class Failure(Exception):
    """A measured process did not end as expected: nothing can be said of its speed."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took: seconds of wall and of CPU, bytes of peak memory. None where the system does not tell."""

    wall: float
    cpu: float | None = None
    peak: int | None = None

    @property
    def work(self) -> float:
        """CPU seconds where they are known, else wall seconds."""
        return self.wall if self.cpu is None else self.cpu


@dataclass(frozen=True, slots=True)
class Command:
    """A process to measure. `clean` is put aside before each run; `output` keeps what it prints.

    `settle` turns the measured cost into the one that counts, right after each run.
    """

    args: tuple[str, ...]
    clean: tuple[Path, ...] = ()
    accepted: frozenset[int] = frozenset({0})
    output: Path | None = None
    settle: Callable[[Cost], Cost] = lambda cost: cost


@dataclass(frozen=True, slots=True)
class Pair:
    """The costs of two commands run in turn, in the same rounds."""

    ours: tuple[Cost, ...]
    theirs: tuple[Cost, ...]

    def ratio(self, of: Callable[[Cost], float]) -> float:
        """Theirs over ours: the median of the rounds' ratios; of the medians where one side ran fewer times."""
        if len(self.ours) == len(self.theirs):
            return statistics.median(of(b) / of(a) for a, b in zip(self.ours, self.theirs, strict=True))
        return median(self.theirs, of) / median(self.ours, of)


def median(costs: Sequence[Cost], of: Callable[[Cost], float]) -> float:
    """The median of one figure."""
    return statistics.median(of(cost) for cost in costs)


def wall(cost: Cost) -> float:
    """Wall seconds, as a key."""
    return cost.wall


def work(cost: Cost) -> float:
    """CPU seconds (wall where the system does not tell), as a key."""
    return cost.work


def peak(costs: Sequence[Cost]) -> int | None:
    """The highest peak memory, in bytes."""
    known = [cost.peak for cost in costs if cost.peak is not None]
    return max(known) if known else None


def isolate(root: Path) -> None:
    """Make the children measure this checkout, whatever is installed, with its bytecode ready as an installed tool's.

    The bytecode is kept under `root`, out of the tree; so is what earlier runs have written. Nothing is deleted while
    measuring: where files were just deleted, some disks take several times as long to create others.
    """
    _ASIDE[:] = [root / "aside"]
    _ASIDE[0].mkdir()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    known = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = f"{ROOT}{os.pathsep}{known}" if known else str(ROOT)
    os.environ["PYTHONPYCACHEPREFIX"] = str(root / "bytecode")
    modules = "numpy, openpyxl, pandas, xlsxwriter, click, fiche_tool.cli, fiche_tool.verbes.collect, fiche_tool.report"
    run(Command((sys.executable, "-c", f"import {modules}")))


def run(command: Command) -> Cost:
    """Run a command once and measure it. Raises Failure with its last words where its exit code is not accepted."""
    for path in command.clean:
        if path.exists():
            path.rename(Path(tempfile.mkdtemp(dir=_ASIDE[0]), path.name))
    output = Path(os.devnull) if command.output is None else command.output
    with output.open("wb") as out, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command.args, stdin=subprocess.DEVNULL, stdout=out, stderr=errors, cwd=ROOT)
        code, cpu, memory = _wait(process)
        elapsed = time.perf_counter() - start
        if code not in command.accepted:
            raise Failure(f"exit code {code} from: {' '.join(command.args)}\n{_last_words(errors)}")
    return command.settle(Cost(elapsed, cpu, memory))


def run_pairs(ours: Command, theirs: Command, repeat: int, repeat_theirs: int = 0) -> Pair:
    """Run two commands in turn, A B A B…, after one run of ours that is not counted.

    `repeat_theirs` may hold a long baseline to fewer rounds than ours.
    """
    run(ours)
    pairs: list[Cost] = []
    others: list[Cost] = []
    for rank in range(repeat):
        pairs.append(run(ours))
        if rank < (repeat_theirs or repeat):
            others.append(run(theirs))
    return Pair(tuple(pairs), tuple(others))


def _wait(process: subprocess.Popen[bytes]) -> tuple[int, float | None, int | None]:
    """Exit code, CPU seconds and peak memory of a process."""
    if sys.platform == "win32":
        return process.wait(), None, None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _MAXRSS_UNIT


_LEAN = (
    "import os, resource, subprocess, sys\n"
    "subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)\n"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


def lean_peak(command: Command) -> int | None:
    """The peak memory of a small command, in bytes; None where the system does not tell.

    A child counts what its parent held when it started: here the parent is an interpreter that holds next to nothing.
    """
    if sys.platform == "win32":
        return None
    asked = [sys.executable, "-S", "-c", _LEAN, *command.args]
    answer = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=ROOT)
    return int(answer.stdout) * _MAXRSS_UNIT


def _last_words(errors: IO[bytes]) -> str:
    errors.seek(0)
    return errors.read()[-2_000:].decode(errors="replace")
