"""Collections by the hundred in one process: what they leave behind in memory, in open files and on the disk.

PYTHONPATH=. python scripts/fuites.py [--count 500]

Outside the suite: it takes minutes. The same folder, with a fault and an envelope in it, is collected again and again;
after a first tenth has filled what is kept on purpose, the rest must add neither open files nor temporary ones, and
less than a mebibyte of Python's own memory. The exit code is 1 where it does.
"""

import argparse
import gc
import sys
import tempfile
import tracemalloc
from datetime import date
from pathlib import Path

from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.verbes.collect import collect
from fiche_tool.verbes.create import create
from fiche_tool.verbes.generate import generate
from tests.outils.ecrits import mailed, zipped

SEANCE = date(2021, 11, 24)
MIB = 2**20


def fill_folder(racine: Path) -> None:
    """A PST with a few returns: whole, faulty, in an archive, in a mail, and one that is no fiche."""
    create(racine, "engis")
    sent = [path.read_bytes() for path in generate(racine, SEANCE).ecrites[:4]]
    folder = racine / "retours" / SEANCE.isoformat()
    folder.mkdir(parents=True)
    good = [type_in(data, {"taux": 45, "statut": "En cours", "complete_par": "Jeanne Noël"}) for data in sent]
    (folder / "a.xlsx").write_bytes(good[0])
    (folder / "b.xlsx").write_bytes(type_in(sent[1], {"taux": 150}))
    (folder / "c.zip").write_bytes(zipped({"c.xlsx": good[2]}))
    (folder / "d.eml").write_bytes(mailed({"d.xlsx": good[3]}))
    (folder / "e.xlsx").write_bytes(good[0][:3000])


def count_open() -> int:
    """The files that this process has open; 0 where the system does not tell."""
    place = Path("/proc/self/fd")
    return sum(1 for _ in place.iterdir()) if place.is_dir() else 0


def resident() -> float:
    """Its memory in mebibytes; 0 where the system does not tell."""
    place = Path("/proc/self/statm")
    return int(place.read_text().split()[1]) * 4096 / MIB if place.is_file() else 0.0


def main() -> int:
    """Collect, count, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=500)
    count = max(10, parser.parse_args().count)
    with tempfile.TemporaryDirectory() as name:
        racine = Path(name) / "pst"
        fill_folder(racine)
        first = (0, 0.0, 0, 0)
        for rank in range(1, count + 1):
            collect(racine, SEANCE)
            if rank == count // 10:
                tracemalloc.start()
            if rank == count // 10 + 1 or rank % max(1, count // 5) == 0:
                gc.collect()
                files = sum(1 for _ in racine.rglob("*"))
                seen = (count_open(), resident(), tracemalloc.get_traced_memory()[0], files)
                first = seen if rank == count // 10 + 1 else first
                shown = f"{seen[0]} open files, {seen[1]:.1f} MiB resident, {files} files in the folder"
                print(f"{rank}: {shown}, {seen[2] / MIB:.2f} MiB of objects since {count // 10}", flush=True)
    leaks = seen[0] > first[0] or seen[2] - first[2] > MIB or seen[3] != first[3]
    print("it leaks" if leaks else "nothing is left behind")
    return 1 if leaks else 0


if __name__ == "__main__":
    sys.exit(main())
