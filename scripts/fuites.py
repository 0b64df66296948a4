"""Collections by the hundred in one process: what they leave behind in memory, in open files and on the disk.

PYTHONPATH=. python scripts/fuites.py [--count 500]

Outside the suite: it takes minutes. The same folder, with a fault and an envelope in it, is collected again and again;
after a first fifth has filled what is kept on purpose, the rest must add neither open files nor temporary ones, less
than one Python object a collection, and less than eight mebibytes. The exit code is 1 where it does.
"""

import argparse
import gc
import sys
import tempfile
from datetime import date
from pathlib import Path

from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.verbes.collect import collect
from fiche_tool.verbes.generate import generate
from tests.conftest import small_programme
from tests.outils.ecrits import mailed, zipped

SEANCE = date(2021, 11, 24)
MIB = 2**20


def fill_folder(racine: Path) -> None:
    """A PST with a few returns: whole, faulty, in an archive, in a mail, and one that is no fiche."""
    racine.mkdir()
    (racine / "programme.xlsx").write_bytes(write_programme(small_programme()))
    sent = [path.read_bytes() for path in generate(racine, SEANCE).ecrites[:4]]
    folder = racine / "retours" / SEANCE.isoformat()
    folder.mkdir(parents=True, exist_ok=True)
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
        first = seen = (0, 0.0, 0, 0)
        tenth = count // 10
        for rank in range(1, count + 1):
            collect(racine, SEANCE)
            if rank % tenth == 0:
                gc.collect()
                seen = (count_open(), resident(), len(gc.get_objects()), sum(1 for _ in racine.rglob("*")))
                first = seen if rank <= 2 * tenth else first
                told = f"{seen[0]} open files, {seen[1]:.1f} MiB resident, {seen[2]} objects, {seen[3]} files"
                print(f"{rank}: {told} in the folder", flush=True)
    more_open, more_memory, more_objects, more_files = (now - then for now, then in zip(seen, first, strict=True))
    leaks = more_open > 0 or more_memory > 8 or more_objects > count or more_files != 0
    print("it leaks" if leaks else "nothing is left behind")
    return 1 if leaks else 0


if __name__ == "__main__":
    sys.exit(main())
