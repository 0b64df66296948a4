"""Every ratio of the speed table of the design, measured side by side in one run.

python benchmarks/run.py [--sizes 40,1000] [--memory-sizes 4000] [--repeat 3] [--baseline-sample 100] [--only NAME]

Nothing here asserts a time: a bar that is missed is printed as missed. The exit code is 1 only where something could
not be measured.
"""

import argparse
import io
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from baselines import SEANCE
from measure import ROOT, Command, Cost, Failure, Pair, isolate, lean_peak, median, peak, run, run_pairs, wall, work
from seances import jour_of

HERE = Path(__file__).resolve().parent
MIB = 2**20
HELP_ROUNDS = 9
"""A process of some hundredths of a second needs more rounds than the others."""

SEANCES = 24
"""Four a year for six years."""
LONG_BASELINE = 100
"""A baseline that reads more files than this with openpyxl takes a minute: it is run once."""
ALIKE = 11
"""Rounds at least of two runs of the same command, whose costs are near each other."""
UNIT = "wall" if sys.platform == "win32" else "CPU"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `met` is None where the design sets no bar."""

    what: str
    ours: str = ""
    theirs: str = ""
    ratio: str = ""
    bar: str = ""
    met: bool | None = None

    def show(self) -> str:
        """The line as printed."""
        verdict = {None: "", True: "met", False: "MISSED"}[self.met]
        figures = f"{self.what:<70}{self.ours:>11}{self.theirs:>11}{self.ratio:>9}  {self.bar:<11}{verdict}"
        return figures.rstrip()


@dataclass(frozen=True, slots=True)
class Bench:
    """One run: where it works, what it was asked, and the PST folders made so far."""

    root: Path
    sizes: tuple[int, ...]
    repeat: int
    sample: int
    large: tuple[int, ...] = ()
    corpora: dict[int, Path] = field(default_factory=dict)

    def corpus(self, count: int) -> Path:
        """The folder of the synthetic PST of `count` actions, made on first use."""
        if count not in self.corpora:
            folder = self.root / str(count)
            run(Command((sys.executable, str(HERE / "corpus.py"), str(folder), str(count))))
            self.corpora[count] = folder
        return self.corpora[count]

    def generer(self, count: int) -> Command:
        """Generating the fiches of a folder that has no return yet."""
        folder = self.corpus(count) / "envoi"
        return _tool("generer", str(folder), "--seance", SEANCE, clean=(folder / "fiches",))

    def collecter(self, count: int) -> Command:
        """Collecting a folder in which every fiche came back."""
        folder = self.corpus(count) / "retour"
        return _tool(
            *("collecter", str(folder), "--seance", SEANCE, "--json", "--sans-pdf"),
            clean=(folder / "syntheses", folder / "a_corriger", folder / "registres"),
            accepted=frozenset({0, 3}),
            output=self.root / "ours.json",
        )


def _tool(
    *arguments: str,
    clean: tuple[Path, ...] = (),
    accepted: frozenset[int] = frozenset({0}),
    output: Path | None = None,
) -> Command:
    return Command((sys.executable, "-m", "fiche_tool", *arguments), clean, accepted, output)


def _baseline(*arguments: str, clean: tuple[Path, ...] = (), output: Path | None = None) -> Command:
    return Command((sys.executable, str(HERE / "baselines.py"), *arguments), clean, output=output)


# --- lines -----------------------------------------------------------------------------------------------------------
def _less(what: str, pair: Pair, of: Callable[[Cost], float], bar: float | None = None) -> Line:
    """A line where the tool is to take `bar` times less than the other."""
    return _less_time(what, median(pair.ours, of), median(pair.theirs, of), pair.ratio(of), bar)


def _less_time(what: str, ours: float, theirs: float, ratio: float, bar: float | None) -> Line:
    met = None if bar is None else ratio >= bar
    return Line(what, _time(ours), _time(theirs), _times(ratio), "" if bar is None else f"≥ {bar:g}×", met)


def _more(what: str, pair: Pair, of: Callable[[Cost], float], bar: float | None = None) -> Line:
    """A line where the tool may take up to `bar` times as much as the other."""
    ratio = 1 / pair.ratio(of)
    ours, theirs = _time(median(pair.ours, of)), _time(median(pair.theirs, of))
    met = None if bar is None else ratio <= bar
    return Line(what, ours, theirs, _times(ratio), "" if bar is None else f"≤ {bar:g}×", met)


def _times(ratio: float) -> str:
    return f"{ratio:.2f}×" if ratio < 10 else f"{ratio:.1f}×"


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1_000:.2f} ms" if seconds < 0.01 else f"{seconds:.3f} s"


# --- what is measured ------------------------------------------------------------------------------------------------
def bench_generate(bench: Bench) -> Iterator[Line]:
    """Generating against openpyxl load, fill and save: the same contents, as is checked."""
    count = min(bench.sizes)
    ours, output = bench.generer(count), bench.root / "openpyxl"
    envoi = bench.corpus(count) / "envoi"
    pair = run_pairs(ours, _baseline("generate", str(envoi), str(output), clean=(output,)), bench.repeat)
    run(_baseline("compare", str(envoi / "fiches" / SEANCE), str(output)))
    yield _less(f"generate {count} vs openpyxl load+fill+save, {UNIT}", pair, work, 20)
    yield _less(f"generate {count} vs openpyxl load+fill+save, wall", pair, wall)


def bench_write(bench: Bench) -> Iterator[Line]:
    """Generating against writing as many files of the same sizes, alone and with their own parts compressed before."""
    for count in bench.sizes:
        ours, plan, output = bench.generer(count), bench.root / "plan.txt", bench.root / "raw"
        fiches = bench.corpus(count) / "envoi" / "fiches"
        run(ours)
        made = sum(1 for _ in fiches.rglob("*.xlsx"))
        if made != count:
            raise Failure(f"{made} fiches were generated for {count} actions")
        run(_baseline("plan", str(fiches), str(plan)))
        pair = run_pairs(ours, _baseline("write", str(plan), str(output), clean=(output,)), bench.repeat)
        yield _more(f"generate {count} vs writing the same bytes, wall", pair, wall)
        yield _more(f"generate {count} vs writing the same bytes, {UNIT}", pair, work)
        parts = bench.root / "parts.pickle"
        run(_baseline("parts", str(fiches), str(parts)))
        limit = _baseline("deflate", str(plan), str(output), str(parts), clean=(output,))
        pair = run_pairs(ours, limit, bench.repeat)
        what = f"generate {count} vs compressing and writing the same, {UNIT}"
        yield _more(what, pair, work, 2 if count >= 1_000 else None)


def bench_read(bench: Bench) -> Iterator[Line]:
    """Reading one fiche, in process, against openpyxl's normal load; on returns of two origins."""
    count, output = min(bench.sizes), bench.root / "read.json"
    folder = bench.corpus(count) / "retour"
    run(_baseline("read", str(folder), str(max(bench.repeat, 3)), output=output))
    times = json.loads(output.read_text(encoding="utf-8"))
    for origin, words in (("typed", "typed in"), ("saved", "saved by openpyxl"), ("calc", "saved by LibreOffice")):
        if origin not in times:
            yield Line(f"read a fiche {words}: not measured, there is no LibreOffice here")
            continue
        for way, means, bar in (("parts", "cells, names, properties", 40), ("fiche", "full read_fiche", None)):
            ours, theirs = times[origin][way], times[origin]["openpyxl"]
            ratio = statistics.median(b / a for a, b in zip(ours, theirs, strict=True))
            mine, other = (statistics.median(spent) / times["files"][origin] for spent in (ours, theirs))
            yield _less_time(f"read a fiche {words}: {means}, CPU", mine, other, ratio, bar)
        on = times["compared"][origin]
        yield Line(
            f"  {times['files'][origin]} files timed; compared: {on['ours']} sheets read here, {on['theirs']} by "
            f"openpyxl, which cannot leave any; {on['same']} of the {on['cells']} filled cells of these {on['ours']} "
            "read alike"
        )


def bench_collect(bench: Bench) -> Iterator[Line]:
    """Collecting with the full synthesis against the same with openpyxl reading, on a sample where that is long."""
    for count in bench.sizes:
        ours = bench.collecter(count)
        sample = min(bench.sample or count, count)
        theirs = _collect_with_openpyxl(bench, count, sample)
        pair = run_pairs(ours, theirs, bench.repeat, bench.repeat if sample <= LONG_BASELINE else 1)
        bar = 15 if count >= 1_000 else None
        yield _less(f"collect {count} vs the same with openpyxl reading, {UNIT}", pair, work, bar)
        yield _less(f"collect {count} vs the same with openpyxl reading, wall", pair, wall)
        if sample < count:
            words = f"openpyxl read {sample} of the {count} files (evenly spread, the tool read the others);"
            yield Line(f"  note: {words} its reading was extrapolated linearly from them")
        if sample > LONG_BASELINE:
            yield Line("  note: the baseline was run once")
        yield from _compare_outcomes(bench.root)


def _collect_with_openpyxl(bench: Bench, count: int, sample: int) -> Command:
    stats = bench.root / "stats.json"
    folder = bench.corpus(count) / "retour"

    def extrapolate(cost: Cost) -> Cost:
        spent = json.loads(stats.read_text(encoding="utf-8"))
        (read, *openpyxl), (others, *tool) = spent["openpyxl"], spent["tool"]
        if (read, read + others) != (sample, count):
            raise Failure(f"openpyxl read {read} files of {read + others}, not {sample} of {count}")
        more = [extra * (count - read) / read - own for extra, own in zip(openpyxl, tool, strict=True)]
        return Cost(cost.wall + more[0], None if cost.cpu is None else cost.cpu + more[1], cost.peak)

    return Command(
        (sys.executable, str(HERE / "baselines.py"), "collect", str(folder), str(stats), str(sample)),
        (folder / "syntheses", folder / "a_corriger"),
        frozenset({0, 3}),
        bench.root / "theirs.json",
        extrapolate,
    )


def _compare_outcomes(root: Path) -> Iterator[Line]:
    """A note where the two collections did not find the same things."""
    ours, theirs = (json.loads((root / name).read_text(encoding="utf-8")) for name in ("ours.json", "theirs.json"))
    if ours != theirs:
        keys = ", ".join(key for key in ours if ours[key] != theirs.get(key))
        yield Line(f"  note: the outcomes of the two collections differ in {keys}")


def bench_cycle(bench: Bench) -> Iterator[Line]:
    """The cycle of a small centre: generate, then collect; two processes, start-up included."""
    count = min(bench.sizes)
    rounds = [(run(bench.generer(count)), run(bench.collecter(count))) for _ in range(bench.repeat + 1)][1:]
    both = statistics.median(sent.wall + back.wall for sent, back in rounds)
    sent, back = (median([pair[side] for pair in rounds], wall) for side in (0, 1))
    yield Line(f"cycle generate {count} + collect {count}, wall", _time(both), "", "", "≤ 2 s", both <= 2)
    yield Line(f"  of which generate {_time(sent)}, collect {_time(back)}")


def bench_seances(bench: Bench) -> Iterator[Line]:
    """The last of many séances against the first: what was given before must cost next to nothing."""
    folder, actions = bench.root / "seances", min(bench.sizes)
    run(Command((sys.executable, str(HERE / "seances.py"), str(folder), str(actions), str(SEANCES))))
    for verb, place, made in (("collecter", "retour", ("syntheses", "a_corriger")), ("generer", "envoi", ())):
        commands = []
        for rank in (SEANCES, 1):
            racine, jour = folder / f"{place}-{rank}", jour_of(rank).isoformat()
            options = ("--json", "--sans-pdf") if verb == "collecter" else ()
            clean = (*(racine / nom for nom in made), racine / "registres" / f"{jour}.jsonl")
            clean += (racine / "fiches" / jour,) if verb == "generer" else ()
            arguments = (verb, str(racine), "--seance", jour, *options)
            commands.append(_tool(*arguments, clean=clean, accepted=frozenset({0, 3})))
        pair = run_pairs(commands[0], commands[1], max(bench.repeat, ALIKE))
        yield _more(f"{verb} {actions}, séance {SEANCES} vs séance 1, {UNIT}", pair, work, 1.2)


def bench_help(bench: Bench) -> Iterator[Line]:
    """Showing the help against starting Python; and what commands import."""
    empty = Command((sys.executable, "-c", "pass"))
    pair = run_pairs(_tool("--help"), empty, max(bench.repeat, HELP_ROUNDS))
    yield _more(f"--help vs an empty interpreter, {UNIT}", pair, work, 6)
    count = min(bench.sizes)
    yield _modules(bench, "--help", forbidden=("numpy", "openpyxl", "pandas"))
    yield _modules(bench, "generer", str(bench.corpus(count) / "envoi"), "--seance", SEANCE, "--remplacer")
    collecter = ("collecter", str(bench.corpus(count) / "retour"), "--seance", SEANCE, "--sans-pdf")
    yield _modules(bench, *collecter, forbidden=("numpy", "openpyxl", "pandas"))


def bench_verify(bench: Bench) -> Iterator[Line]:
    """Checking one fiche against starting Python, and what it takes of memory."""
    folder = bench.corpus(min(bench.sizes)) / "retour"
    chosen = sorted((folder / "retours").rglob("*.xlsx"))[0]
    ours = _tool("verifier", str(chosen), accepted=frozenset({0, 3}))
    pair = run_pairs(ours, Command((sys.executable, "-c", "pass")), max(bench.repeat, HELP_ROUNDS))
    yield _more(f"verifier, one file, vs an empty interpreter, {UNIT}", pair, work, 20)
    highest = lean_peak(ours)
    if highest is not None:
        yield Line("verifier, one file, peak memory", _mebibytes(highest), "", "", "≤ 30 MiB", highest <= 30 * MIB)
    yield _modules(bench, "verifier", str(chosen), forbidden=("numpy", "openpyxl", "pandas", "xlsxwriter"))


def _modules(bench: Bench, *arguments: str, forbidden: Sequence[str] = ()) -> Line:
    output = bench.root / "modules.txt"
    run(_baseline("modules", *arguments, output=output))
    found = output.read_text(encoding="utf-8").split()
    what = f"heavy modules imported by {arguments[0]}: {', '.join(found) or 'none'}"
    if not forbidden:
        return Line(what)
    return Line(what, bar="none", met=not set(found) & set(forbidden))


def bench_memory(bench: Bench) -> Iterator[Line]:
    """Peak memory, and CPU per fiche as N grows."""
    floor = peak([run(Command((sys.executable, "-c", "pass")))])
    if floor is None:
        yield Line("peak memory: this system does not tell")
        return
    yield Line("peak memory of an empty interpreter, or of this script: the floor", _mebibytes(floor))
    for verb, command, few, many in (("generate", bench.generer, 60, 60), ("collect", bench.collecter, 150, 400)):
        for count in (*bench.sizes, *bench.large):
            bar = few if count <= 1_000 else many
            costs = [run(command(count)) for _ in range(2 if count < 1_000 else 1)]
            highest = peak(costs) or 0
            met = highest <= bar * MIB
            yield Line(f"{verb} {count}, peak memory", _mebibytes(highest), "", "", f"≤ {bar} MiB", met)
            yield Line(f"{verb} {count}, {UNIT} per fiche, start-up included", _time(costs[-1].work / count))


def _mebibytes(size: int) -> str:
    return f"{size / MIB:.0f} MiB"


BENCHES: dict[str, Callable[[Bench], Iterator[Line]]] = {
    "generate": bench_generate,
    "write": bench_write,
    "read": bench_read,
    "collect": bench_collect,
    "cycle": bench_cycle,
    "seances": bench_seances,
    "help": bench_help,
    "verify": bench_verify,
    "memory": bench_memory,
}


# --- the run ---------------------------------------------------------------------------------------------------------
def _parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="40,1000", help="numbers of actions, separated by commas")
    parser.add_argument("--memory-sizes", default="4000", help="the same, for the lines of memory alone; may be empty")
    parser.add_argument("--repeat", type=int, default=3, help="rounds of each pair")
    parser.add_argument(
        "--baseline-sample",
        type=int,
        default=100,
        help="files that openpyxl reads in a larger collection, the others being extrapolated; 0: all of them, once",
    )
    parser.add_argument("--only", choices=sorted(BENCHES), help="measure only this")
    return parser.parse_args(arguments)


def _sizes(texte: str) -> tuple[int, ...]:
    return tuple(sorted({int(size) for size in texte.split(",") if size.strip()}))


def _show_setting(bench: Bench) -> None:
    libraries = ", ".join(f"{name} {version(name)}" for name in ("openpyxl", "xlsxwriter", "pandas"))
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores")
    print(f"measured: {ROOT}")
    print(f"{libraries}; {bench.repeat} rounds, A B A B…; medians")
    print(f"\n{'':<70}{'fiche_tool':>11}{'other':>11}{'ratio':>9}  bar")


def main() -> None:
    """Measure and print, line by line."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # « ≥ » is in no old Windows code page
    options = _parse()
    sizes, start = _sizes(options.sizes), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fiche_tool_bench_") as folder:
        bench = Bench(
            Path(folder), sizes, max(1, options.repeat), options.baseline_sample, _sizes(options.memory_sizes)
        )
        isolate(bench.root)
        _show_setting(bench)
        for name in [options.only] if options.only else BENCHES:
            try:
                for line in BENCHES[name](bench):
                    print(line.show(), flush=True)
            except Failure as failure:
                sys.exit(f"{name}: could not be measured: {failure}")
    minutes, seconds = divmod(round(time.monotonic() - start), 60)
    print(f"\nmeasured in {minutes} min {seconds:02d} s")


if __name__ == "__main__":
    main()
