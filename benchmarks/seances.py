"""A synthetic PST over many séances: `python benchmarks/seances.py FOLDER ACTIONS SEANCES`.

Four folders, each one command away from its measure: FOLDER/envoi-1 and FOLDER/envoi-N have yet to generate the fiches
of the first and of the last séance, FOLDER/retour-1 and FOLDER/retour-N to collect them.
"""

import shutil
import sys
from datetime import date, timedelta
from pathlib import Path

from corpus import build_programme, make_answer

from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.verbes.collect import collect
from fiche_tool.verbes.generate import generate

_FIRST = date(2026, 1, 28)
_EVERY = timedelta(days=60)


def jour_of(rank: int) -> date:
    """The day of a séance, from 1."""
    return _FIRST + (rank - 1) * _EVERY


def build_seances(folder: Path, actions: int, seances: int) -> None:
    """Every séance sent, answered and collected, but the last one."""
    racine = folder / "pst"
    racine.mkdir(parents=True)
    (racine / "programme.xlsx").write_bytes(write_programme(build_programme(actions)))
    for rank in range(1, seances + 1):
        if rank in (1, seances):
            shutil.copytree(racine, folder / f"envoi-{rank}")
        _answer_all(racine, rank)
        if rank in (1, seances):
            shutil.copytree(racine, folder / f"retour-{rank}")
        if rank < seances:
            collect(racine, jour_of(rank))


def _answer_all(racine: Path, rank: int) -> None:
    """The fiches of a séance come back: the first time filled in whole, then with what moved."""
    jour = jour_of(rank)
    for place, path in enumerate(generate(racine, jour).ecrites):
        answer = make_answer(place)
        champs = dict(answer.champs)
        if rank > 1:
            champs = {"taux": (place + 3 * rank) % 100, "commentaire": f"Séance {rank}, action {place}."}
            champs |= {"complete_par": f"Agent {place % 31}", "mise_a_jour": jour - timedelta(days=5)}
        target = racine / "retours" / jour.isoformat() / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(type_in(path.read_bytes(), champs, answer.budget if rank == 1 else ()))


if __name__ == "__main__":
    build_seances(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
