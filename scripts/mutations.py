"""Mutations by the thousand of every sort of input, always the same ones: a sentence or a value, and never a wrong one.

PYTHONPATH=. python scripts/mutations.py [--count 20000] [--part 1/4] [--only SORT] [--lent 5]

Outside the suite: it takes some minutes. A mutation fails where something else than a refusal is raised, where it takes
more than five seconds of work, and where a value of a fiche changed though its cell did not: openpyxl reads the cells
of an .xlsx again, odfdo those of an .ods (nothing but the tool's own library reads an .xls). The exit code is 1 where
one failed; its number and sort make it again.
"""

import argparse
import io
import json
import os
import random
import re
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import odfdo
import openpyxl
from mutations_documents import write_docx, write_odt, write_pdf, write_xls

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.fiche.kinds import Vocabulaire
from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.fusion.registre import check_return
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.dossier.lectures import fiche_reader, known_models, load_received
from fiche_tool.dossier.parcours import Trouve
from fiche_tool.dossier.retours import read_return
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.registres.lignes import dump_lignes
from fiche_tool.registres.registre import read_registre
from fiche_tool.resources import FICHIER_MODELE, SAMPLES
from fiche_tool.verbes.collect import collect
from fiche_tool.verbes.create import create
from fiche_tool.verbes.generate import generate
from fiche_tool.verbes.importer import import_document
from fiche_tool.verbes.verify import verify
from tests.test_mutations import mutate_bytes, mutate_part

SEANCE = date(2021, 11, 24)
GRAINE = 20261125
ANSWERS: Mapping[str, Contenu] = {
    "taux": 45,
    "statut": "En cours",
    "commentaire": "Un mot, deux mots.",
    "complete_par": "Jeanne Noël",
}
BUDGET: Mapping[str, Contenu] = {
    "exercice": 2021,
    "service": "O",
    "rd": "D",
    "article": "104/123-13",
    "montant": 100,
    "fonds_propres": 100,
}
PARTS = {
    "xlsx": 30,
    "ods": 14,
    "programme": 14,
    "registre": 26,
    "modele": 8,
    "xls": 2,
    "docx": 2,
    "odt": 2,
    "pdf": 2,
}
"""How many of a hundred mutations each sort takes: documents are opened by a child each, which takes its time."""


class Faute(Exception):
    """What a mutation brought up and should not have."""


@dataclass(frozen=True, slots=True)
class Sorte:
    """A sort of input: a good file, how it is changed, and the door it then comes through.

    The door says whether the file was refused, and raises Faute for a value that its cells do not explain.
    """

    data: bytes
    change: Callable[[random.Random, bytes], bytes]
    door: Callable[[bytes], bool]


# --- doors -----------------------------------------------------------------------------------------------------------
def read_fiche_file(path: Path, whole: Lecture | None, good: bytes, data: bytes) -> bool:
    """A return: every value that is not that of the good file must come from another cell, or from a changed one."""
    path.write_bytes(data)
    lire = fiche_reader(Vocabulaire(), known_models(None))
    lectures = load_received(read_return(Trouve(path, path.name, SEANCE)), lire)
    if not lectures:
        raise Faute("no lecture")
    for lecture in lectures:
        if lecture.identite is None and not lecture.anomalies:
            raise Faute("neither an identity nor a sentence")
        if any("{" in anomalie.phrase for anomalie in check_return(None, lecture, SEANCE)):
            raise Faute("a sentence with a hole")
        if whole is not None and lecture.identite is not None:
            _compare(lecture, whole, good, data, path.suffix)
    return all(lecture.identite is None for lecture in lectures)


def _compare(lecture: Lecture, whole: Lecture, good: bytes, data: bytes, suffix: str) -> None:
    """Raise Faute for a value that changed while its cell, read by somebody else, did not."""
    changed = [
        (nom, lu.saisie.feuille, lu.saisie.cellule)
        for nom, lu in lecture.champs.items()
        if not lu.refuse and nom in whole.champs and lu.valeur != whole.champs[nom].valeur
        if (lu.saisie.feuille, lu.saisie.cellule)
        == (whole.champs[nom].saisie.feuille, whole.champs[nom].saisie.cellule)
    ]
    if not changed or any(
        anomalie.bloquante and anomalie.champ in dict.fromkeys(c[0] for c in changed) for anomalie in lecture.anomalies
    ):
        return
    cells = _cells_of_ods if suffix == ".ods" else _cells
    before, after = cells(good, changed), cells(data, changed)
    if before is None or after is None:
        return
    for nom, *place in changed:
        if before.get(tuple(place)) == after.get(tuple(place)):
            raise Faute(f"{nom}: {lecture.champs[nom].valeur!r}, and its cell {place} did not change")


def _cells_of_ods(data: bytes, places: list[tuple[str, str, str]]) -> dict[tuple[str, ...], object] | None:
    """What odfdo finds in some cells, as they are written, with every style; None where it cannot open the file."""
    try:
        document = odfdo.Document(io.BytesIO(data))
        styles = [one.serialize() for one in document.get_styles()]
        found: dict[tuple[str, ...], object] = {}
        for _, feuille, cellule in places:
            table: Any = document.body.get_table(name=feuille)
            found[(feuille, cellule)] = (table.get_cell(cellule).serialize(), styles)
        return found
    except Exception:  # what it raises on a damaged file is anything at all
        return None


def _cells(data: bytes, places: list[tuple[str, str, str]]) -> dict[tuple[str, ...], object] | None:
    """What openpyxl finds in some cells, with their formats; None where it cannot open the file."""
    try:
        book: Any = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        found: dict[tuple[str, ...], object] = {}
        for _, feuille, cellule in places:
            cell = book[feuille][cellule]
            found[(feuille, cellule)] = (str(cell.value), cell.number_format)
        return found
    except Exception:  # what it raises on a damaged file is anything at all
        return None


def verify_file(path: Path, data: bytes) -> bool:
    """What « verifier » says: a line at least, and a sentence where the file is not in order."""
    path.write_bytes(data)
    results = verify([path])
    if not results:
        raise Faute("nothing was said")
    return any(anomalie.bloquante for result in results for anomalie in result.anomalies)


def import_file(path: Path, data: bytes) -> bool:
    """What « importer » makes of a document."""
    path.write_bytes(data)
    target = path.with_name("programme.xlsx")
    target.unlink(missing_ok=True)
    import_document(path, target, SEANCE)
    return False


def read_register(dossier: Dossier, code: str, data: bytes) -> bool:
    """A register: read, or one sentence."""
    dossier.registre(SEANCE).write_bytes(data)
    read_registre(dossier, SEANCE, code)
    return False


def mutate_register(chance: random.Random, data: bytes) -> bytes:
    """Bytes changed, which its seal tells; else a line lost, doubled, moved or changed, under a seal made anew."""
    if chance.random() < 0.3:
        return mutate_bytes(chance, data)
    lines: list[Any] = [json.loads(line) for line in data.splitlines()][:-1]
    at = chance.randrange(len(lines))
    match chance.randrange(6):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[at])
        case 2:
            lines[at], lines[0] = lines[0], lines[at]
        case _:
            place: Any = lines[at]
            while isinstance(place, dict | list) and place:
                key = chance.choice(sorted(place) if isinstance(place, dict) else range(len(place)))
                if chance.random() < 0.5 or not isinstance(place[key], dict | list) or not place[key]:
                    place[key] = chance.choice((None, 3, "x", [], {}, [[]], "9" * 30, -1.5, True, "2021-13-45"))
                    break
                place = place[key]
    return b"".join(dump_lignes(lines))


def mutate_zip(chance: random.Random, data: bytes) -> bytes:
    """The archive itself, whose checksums tell; else one part, remade with its own."""
    return (mutate_bytes if chance.random() < 0.35 else mutate_part)(chance, data)


_CELLS = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "content.xml")
_WORDS = re.compile(rb">([^<>]+)<")


def mutate_words(chance: random.Random, data: bytes) -> bytes:
    """A return in which some signs of its words and numbers became others; else the archive or a part, damaged."""
    if chance.random() < 0.4:
        return mutate_zip(chance, data)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = chance.choice([name for name in old.namelist() if name in _CELLS])
        for name in old.namelist():
            part = bytearray(old.read(name))
            places = [found.span(1) for found in _WORDS.finditer(part)] if name == chosen else []
            for first, last in chance.sample(places, min(len(places), 12)):
                part[chance.randrange(first, last)] = chance.choice(b"0123456789 aXe,./-%")
            new.writestr(name, bytes(part))
    return buffer.getvalue()


# --- good files ------------------------------------------------------------------------------------------------------
def build_sortes(folder: Path) -> Iterator[tuple[str, Callable[[], Sorte]]]:
    """Every sort, made when it is asked for."""
    racine = folder / "pst"
    create(racine, "engis")
    sent = generate(racine, SEANCE).ecrites
    fiche = type_in(sent[0].read_bytes(), ANSWERS, [BUDGET])
    ods = (SAMPLES / "engis" / "retour.ods").read_bytes()

    def returned(name: str, good: bytes, change: Callable[[random.Random, bytes], bytes]) -> Sorte:
        path = folder / name
        path.write_bytes(good)
        (whole,) = load_received(
            read_return(Trouve(path, path.name, SEANCE)), fiche_reader(Vocabulaire(), known_models(None))
        )
        return Sorte(good, change, partial(read_fiche_file, path, whole, good))

    def registre() -> Sorte:
        target = racine / "retours" / SEANCE.isoformat() / "a.xlsx"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(fiche)
        found = collect(racine, SEANCE)
        code = found.synthese.programme.parametres.code
        dossier = Dossier(racine)
        return Sorte(dossier.registre(SEANCE).read_bytes(), mutate_register, partial(read_register, dossier, code))

    yield "xlsx", lambda: returned("a.xlsx", fiche, mutate_words)
    yield "ods", lambda: returned("a.ods", ods, mutate_words)
    programme = (racine / "programme.xlsx").read_bytes()
    yield "programme", lambda: Sorte(programme, mutate_zip, partial(verify_file, folder / "programme_seul.xlsx"))
    yield "registre", registre
    modele = FICHIER_MODELE.read_bytes()
    yield "modele", lambda: Sorte(modele, mutate_zip, partial(verify_file, folder / "modele.xlsx"))
    old = folder / "a.xls"
    yield "xls", lambda: Sorte(write_xls(folder, fiche), mutate_bytes, partial(read_fiche_file, old, None, b""))
    yield "docx", lambda: _document(folder / "pst.docx", write_docx, mutate_zip)
    yield "odt", lambda: _document(folder / "pst.odt", write_odt, mutate_zip)
    yield "pdf", lambda: _document(folder / "pst.pdf", write_pdf, mutate_bytes)


def _document(path: Path, write: Callable[[Path], bytes], change: Callable[[random.Random, bytes], bytes]) -> Sorte:
    return Sorte(write(path.parent), change, partial(import_file, path))


# --- the run ---------------------------------------------------------------------------------------------------------
def run_sorte(nom: str, sorte: Sorte, numbers: range, lent: float) -> tuple[int, int, int, float]:
    """Run some mutations of a sort; their count, how many were refused, how many failed, the slowest one."""
    refused = failed = 0
    slowest = 0.0
    for number in numbers:
        data = sorte.change(random.Random(f"{GRAINE} {nom} {number}"), sorte.data)
        started = _spent()
        try:
            refused += sorte.door(data)
        except FicheToolError:
            refused += 1
        except Faute as faute:
            failed += 1
            print(f"{nom} {number}: {faute}", flush=True)
        except Exception:  # this is what is looked for
            failed += 1
            print(f"{nom} {number}: {traceback.format_exc()}", flush=True)
        spent = _spent() - started
        slowest = max(slowest, spent)
        if spent > lent:
            failed += 1
            print(f"{nom} {number}: {spent:.1f} s", flush=True)
    return len(numbers), refused, failed, slowest


def _spent() -> float:
    """Seconds of work so far, those of the children that ended included; of time where the system does not tell."""
    return sum(os.times()[:4]) if os.name == "posix" else time.perf_counter()


def main() -> int:
    """Run the mutations asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--part", default="1/1", help="which of how many parts of each sort")
    parser.add_argument("--only", choices=sorted(PARTS), action="append", help="only this sort")
    parser.add_argument("--lent", type=float, default=5.0, help="seconds that a mutation may take")
    asked = parser.parse_args()
    part, parts = map(int, asked.part.split("/"))
    done = wrong = 0
    with tempfile.TemporaryDirectory() as name:
        for nom, make in build_sortes(Path(name)):
            if asked.only and nom not in asked.only:
                continue
            total = asked.count * PARTS[nom] // 100
            numbers = range(total * (part - 1) // parts, total * part // parts)
            count, refused, failed, slowest = run_sorte(nom, make(), numbers, asked.lent)
            print(f"{nom}: {count} mutations, {refused} refused, {failed} failed, slowest {slowest:.2f} s", flush=True)
            done, wrong = done + count, wrong + failed
    print(f"{done} mutations, {wrong} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
