"""What the tool is compared with: the same work done with openpyxl, or only the bytes written. Runnable scripts.

    python benchmarks/baselines.py generate FOLDER OUTPUT    fill the model with openpyxl, one fiche per action
    python benchmarks/baselines.py compare FICHES OUTPUT     prove that both sides wrote the same contents
    python benchmarks/baselines.py plan FICHES PLAN          list the sizes of files
    python benchmarks/baselines.py parts FICHES PARTS        keep, expanded, the parts of some that are their own
    python benchmarks/baselines.py write PLAN OUTPUT         write files of these sizes, and nothing else
    python benchmarks/baselines.py deflate PLAN OUTPUT PARTS the same, each after such parts were compressed anew
    python benchmarks/baselines.py collect FOLDER STATS N    the tool's own collection, N files read with openpyxl
    python benchmarks/baselines.py read FOLDER ROUNDS        time both readers in one process, file by file
    python benchmarks/baselines.py modules ARGUMENT...       the heavy modules that a command of the tool imports

Imports stay inside the functions: `write` must start as fast as Python does.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from fiche_tool.domaine.fiche.kinds import Vocabulaire
    from fiche_tool.domaine.fiche.lecture import Fichier, Lecture
    from fiche_tool.domaine.mots.saisie import Contenu, Saisie
    from fiche_tool.domaine.programme.programme import Action, Programme
    from fiche_tool.excel.fiche.reperage import ModelesConnus
    from fiche_tool.excel.lecture.classeur import Classeur, Grille, Zone
    from fiche_tool.fichiers.piece import Piece

SEANCE = "2026-11-25"
HEAVY = ("numpy", "openpyxl", "pandas", "xlsxwriter")


# --- generate --------------------------------------------------------------------------------------------------------
def generate(folder: str, output: str) -> None:
    """What a script with openpyxl does: for each action load the model, fill its cells by name, save."""
    from openpyxl import load_workbook

    from fiche_tool.dossier.classeurs import name_fiches
    from fiche_tool.dossier.dossier import open_dossier
    from fiche_tool.dossier.load import load_programme
    from fiche_tool.excel.fiche.atelier import list_values
    from fiche_tool.resources import FICHIER_MODELE

    dossier = open_dossier(Path(folder))
    programme = load_programme(dossier).programme
    lists = list_values(programme)
    for path, action in name_fiches(dossier, list(programme.actives), _seance()).items():
        workbook = load_workbook(FICHIER_MODELE)
        _fill_lists(workbook, lists)
        fields, meta = _contents(programme, action)
        for nom, value in fields.items():
            _named_cell(workbook, nom).value = value
        for row in workbook["_meta"].iter_rows():
            row[1].value = meta.get(row[0].value, "")
        target = Path(output) / path.relative_to(dossier.fiches(_seance()))
        target.parent.mkdir(parents=True, exist_ok=True)
        workbook.save(target)


def _fill_lists(workbook: Any, lists: Mapping[str, Sequence[str | int]]) -> None:
    sheet = workbook["_listes"]
    for nom, entries in lists.items():
        defined = workbook.defined_names[f"liste_{nom}"]
        letter = defined.attr_text.split("$")[1]
        for row, entry in enumerate(entries, 2):
            sheet[f"{letter}{row}"].value = entry
        defined.attr_text = f"_listes!${letter}$2:${letter}${max(len(entries), 1) + 1}"


def _named_cell(workbook: Any, nom: str) -> Any:
    sheet, address = next(workbook.defined_names[f"pst_{nom}"].destinations)
    return workbook[sheet][address.replace("$", "")]


def _contents(programme: "Programme", action: "Action") -> "tuple[dict[str, Contenu], dict[str, str]]":
    """The contents of the fields of a fiche by name, and those of sheet `_meta` by key."""
    from fiche_tool.domaine.fiche.aide import show_contact
    from fiche_tool.domaine.fiche.fiche import BUDGET, VERSION_MODELE
    from fiche_tool.domaine.grand_livre.acquis import initial_etat
    from fiche_tool.domaine.mots.dates import show_long
    from fiche_tool.domaine.mots.identifiants import Reference
    from fiche_tool.domaine.mots.saisie import show_date
    from fiche_tool.domaine.programme.programme import locked_values
    from fiche_tool.excel.fiche.write_fiche import base_texts, show_contenu

    valeurs = initial_etat(action).fiche()
    reference = Reference(programme.parametres.code, action.identifiant, _seance())
    identity = {
        "reference": reference.texte,
        "programme": reference.programme,
        "identifiant": reference.identifiant,
        "seance": show_date(_seance()),
        "modele": VERSION_MODELE,
    }
    answers = {nom: show_contenu(valeur) for nom, valeur in valeurs.items() if nom != BUDGET}
    header = f"{programme.parametres.cpas} – {programme.parametres.organe} du {show_long(_seance())}"
    own = {"entete": header, "contact": show_contact(programme.parametres.contact)}
    locked = locked_values(programme, action)
    return answers | locked | identity | own, identity | base_texts(valeurs, locked)


def compare(fiches: str, output: str) -> None:
    """Exit with the first difference between the contents of the tool's fiches and those of the baseline."""
    from fiche_tool.excel.lecture.lecteurs import open_classeur
    from fiche_tool.fichiers.piece import read_piece

    paths, others = (sorted(p.relative_to(folder) for p in Path(folder).rglob("*.xlsx")) for folder in (fiches, output))
    if paths != others or not paths:
        sys.exit(f"{len(paths)} and {len(others)} files, or other names")
    for path in paths:
        ours, theirs = (open_classeur(read_piece(Path(folder, path))) for folder in (fiches, output))
        if _seen(ours) != _seen(theirs):
            sys.exit(f"{path}: {sorted(_seen(ours).items() ^ _seen(theirs).items())[:6]}")


def _seen(classeur: "Classeur") -> dict[str, str]:
    """The contents of the named cells and of `_meta`, by name and by address."""
    noms = {nom: zone for nom, zone in classeur.noms.items() if not nom.startswith("_xlnm")}
    singles = {nom: zone for nom, zone in noms.items() if zone.adresse.count("$") == 2}
    found = {nom: classeur.ouvrir(zone.feuille).get(zone.coin) for nom, zone in singles.items()}
    cells = {nom: saisie.texte for nom, saisie in found.items() if not saisie.formule}  # openpyxl stores no results
    meta = classeur.ouvrir("_meta").cellules.values()
    return cells | {nom: zone.adresse for nom, zone in noms.items()} | {s.cellule: s.texte for s in meta}


# --- write -----------------------------------------------------------------------------------------------------------
def plan(fiches: str, target: str) -> None:
    """One line per file: its size and its path."""
    files = sorted(path for path in Path(fiches).rglob("*") if path.is_file())
    lines = [f"{path.stat().st_size} {path.relative_to(fiches).as_posix()}" for path in files]
    Path(target).write_text("\n".join(lines), encoding="utf-8")


def parts(fiches: str, target: str) -> None:
    """The parts of some fiches that are their own: those that another one has otherwise, whatever makes them."""
    import pickle
    import zipfile

    first, other, *more = sorted(Path(fiches).rglob("*.xlsx"))[:_DIFFERENT]
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(other) as two:
        names = [name for name in one.namelist() if one.read(name) != two.read(name)]
    own = []
    for path in (first, other, *more):
        with zipfile.ZipFile(path) as fiche:
            own.append([fiche.read(name) for name in names])
    Path(target).write_bytes(pickle.dumps(own))


_DIFFERENT = 40
"""Fiches compressed in turn: the same one over and over goes faster than those of a centre."""


def deflate(source: str, output: str, contents: str) -> None:
    """What a program does at least that compresses the parts of each fiche that are its own, then writes the file.

    It compresses them whole: the tool compresses but once what the fiches have in common within these parts as well.
    """
    import pickle

    write(source, output, pickle.loads(Path(contents).read_bytes()))


def write(source: str, output: str, contents: Sequence[Sequence[bytes]] = ((),)) -> None:
    """Files of the planned sizes, plainly written: no rename, no check, nothing worked out."""
    import zlib
    from itertools import cycle

    noise = b"\xa5" * 2**22
    known: set[Path] = set()
    for line, parts in zip(Path(source).read_text(encoding="utf-8").splitlines(), cycle(contents), strict=False):
        size, _, name = line.partition(" ")
        path = Path(output, name)
        if path.parent not in known:
            path.parent.mkdir(parents=True, exist_ok=True)
            known.add(path.parent)
        for content in parts:
            compressor = zlib.compressobj(1, zlib.DEFLATED, -15)
            zlib.crc32(content, len(compressor.compress(content) + compressor.flush()))
        path.write_bytes(noise[: int(size)])


# --- collect ---------------------------------------------------------------------------------------------------------
def collect(folder: str, stats: str, sample: str) -> None:
    """`collecter --json` in which `sample` files, evenly spread, are read with openpyxl.

    STATS receives the number of files and the seconds (wall, CPU) that each reader took.
    """
    import json

    import openpyxl  # noqa: F401  # here, so that its import does not count as reading

    from fiche_tool.cli import main
    from fiche_tool.dossier import lectures

    total = sum(1 for path in Path(folder, "retours").rglob("*") if path.is_file())
    reader = SampledReader(total, min(int(sample), total))
    vars(lectures)["read_fiche"] = reader  # the baseline is the tool with another reader
    sys.argv = ["fiche-tool", "collecter", folder, "--seance", SEANCE, "--json", "--sans-pdf"]
    try:
        main()
    finally:
        Path(stats).write_text(json.dumps(reader.spent), encoding="utf-8")


class SampledReader:
    """Stands for the tool's read_fiche: some files go through openpyxl, the others through the tool, both timed."""

    def __init__(self, total: int, sample: int) -> None:
        self.total, self.sample, self.rank = total, sample, 0
        self.spent = {"openpyxl": (0, 0.0, 0.0), "tool": (0, 0.0, 0.0)}

    def __call__(
        self, piece: "Piece", fichier: "Fichier", vocabulaire: "Vocabulaire", modeles: "ModelesConnus"
    ) -> "tuple[Lecture, ...]":
        """Read one file and note the time it took."""
        from time import perf_counter, process_time

        from fiche_tool.excel.fiche.read_fiche import read_fiche
        from fiche_tool.fichiers.piece import examine

        self.rank += 1
        chosen = self.rank * self.sample // self.total > (self.rank - 1) * self.sample // self.total
        key, reader = ("openpyxl", read_with_openpyxl) if chosen else ("tool", read_fiche)
        wall, cpu = perf_counter(), process_time()
        fresh = examine(piece.data) if key == "tool" else piece  # the package is opened within the time taken
        lecture = reader(fresh, fichier, vocabulaire, modeles)
        count, walls, cpus = self.spent[key]
        self.spent[key] = (count + 1, walls + perf_counter() - wall, cpus + process_time() - cpu)
        return lecture


def read_with_openpyxl(
    piece: "Piece", fichier: "Fichier", vocabulaire: "Vocabulaire", modeles: "ModelesConnus"
) -> "tuple[Lecture, ...]":
    """A returned file read with openpyxl instead of the tool's own package layer; the rest is the tool's."""
    import io

    from openpyxl import load_workbook

    from fiche_tool.excel.fiche.read_fiche import read_classeur, read_fiche

    try:
        workbook = load_workbook(io.BytesIO(piece.data), data_only=True)
    except Exception:  # a faulty file: openpyxl raises anything; the tool says why it is refused
        return read_fiche(piece, fichier, vocabulaire, modeles)
    return read_classeur(to_classeur(workbook), fichier, vocabulaire, modeles)


def to_classeur(workbook: Any) -> "Classeur":
    """An openpyxl workbook as the tool sees any workbook; its sheets are converted on demand."""
    from fiche_tool.excel.lecture.classeur import Classeur, parse_zone

    zones = {nom.lower(): parse_zone(defined.attr_text or "") for nom, defined in workbook.defined_names.items()}
    noms: dict[str, Zone] = {nom: zone for nom, zone in zones.items() if zone is not None}
    properties = {"subject": workbook.properties.subject or "", "keywords": workbook.properties.keywords or ""}
    return Classeur("xlsx", tuple(workbook.sheetnames), noms, properties, lambda nom: _to_grille(workbook[nom]))


def _to_grille(sheet: Any) -> "Grille":
    from fiche_tool.excel.lecture.classeur import Grille, Zone

    cells = {
        (cell.row, cell.column): _to_saisie(sheet.title, cell)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    merged = (Zone(sheet.title, r.min_row, r.min_col, r.max_row, r.max_col) for r in sheet.merged_cells.ranges)
    return Grille(sheet.title, cells, {zone.coin: zone for zone in merged})


def _to_saisie(feuille: str, cell: Any) -> "Saisie":
    from datetime import date, datetime
    from decimal import Decimal

    from openpyxl.utils.datetime import from_excel

    from fiche_tool.domaine.mots.saisie import Saisie

    value = cell.value
    if cell.data_type == "e":
        return Saisie(None, feuille, cell.coordinate, erreur=value)
    if isinstance(value, int) and "yyyy" in cell.number_format:  # it knows no day in « [<2200]0;dd/mm/yyyy »
        value = from_excel(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        value = Decimal(f"{value:.15g}")
    percent = isinstance(value, Decimal) and "%" in cell.number_format
    return Saisie(value, feuille, cell.coordinate, percent)


# --- read ------------------------------------------------------------------------------------------------------------
def read(folder: str, rounds: str) -> None:
    """Print, as JSON, the CPU seconds that each reader takes on the same returns, round by round, in turn.

    On returns typed in without another program; on the same saved by openpyxl, which rewrites every part; and, where
    LibreOffice is there, on the same saved by it. With what the readers are compared on.
    """
    import json

    from fiche_tool.excel.lecture.lecteurs import open_classeur
    from fiche_tool.fichiers.piece import examine

    typed = [path.read_bytes() for path in sorted(Path(folder, "retours").rglob("*.xlsx"))]
    typed = [data for data in typed if _opens(lambda data: open_classeur(examine(data)), data)]
    timed = typed[:: max(1, len(typed) // _TIMED)]
    origins = {
        "typed": timed,
        "saved": [_save_again(data) for data in timed],
        "calc": _save_with_calc(timed[:_OF_CALC]),
    }
    times = {name: _time_readers(files, int(rounds)) for name, files in origins.items() if files}
    compared = {name: _compare_readers(files[:_COMPARED]) for name, files in origins.items() if files}
    print(json.dumps({"files": {name: len(files) for name, files in origins.items()}, "compared": compared, **times}))


_TIMED = 20
"""Files of each origin, at least, evenly spread: openpyxl takes a fifth of a second for each, in every round."""
_OF_CALC = 12
"""Files that LibreOffice saves again: it takes seconds for each on a slow machine."""
_COMPARED = 10
"""Files of each origin whose cells are compared one by one."""


def _compare_readers(files: Sequence[bytes]) -> dict[str, int]:
    """How many sheets each side opens in a file; how many filled cells the tool read, how many openpyxl reads alike."""
    import io

    from openpyxl import load_workbook

    from fiche_tool.excel.lecture.lecteurs import open_classeur
    from fiche_tool.fichiers.piece import examine

    cells = same = sheets = 0
    for data in files:
        ours = open_classeur(examine(data))
        theirs = to_classeur(load_workbook(io.BytesIO(data), data_only=True))
        sheets = max(sheets, len(theirs.feuilles))
        for nom in READ:
            mine, other = ours.ouvrir(nom), theirs.ouvrir(nom)
            filled = [position for position, saisie in mine.cellules.items() if not saisie.vide]
            cells += len(filled)
            same += sum(_plain(mine.get(position)) == _plain(other.get(position)) for position in filled)
    return {"ours": len(READ), "theirs": sheets, "cells": cells, "same": same}


def _plain(saisie: "Saisie") -> object:
    """What a cell holds; a day as the number it is stored as, which openpyxl takes for one only by simple formats."""
    from datetime import datetime

    brut = saisie.brut
    return (brut - datetime(1899, 12, 30)).days if isinstance(brut, datetime) else brut


READ = ("Fiche", "_meta")
"""The sheets that the tool reads of a fiche; openpyxl has no way to leave the others."""


def _save_with_calc(files: Sequence[bytes]) -> list[bytes]:
    """The files as LibreOffice saves them; none without it."""
    import subprocess
    import tempfile

    from fiche_tool.documents.write_pdf import find_soffice

    soffice = find_soffice()
    if soffice is None:
        return []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = [folder / f"{rank}.xlsx" for rank in range(len(files))]
        for source, data in zip(sources, files, strict=True):
            source.write_bytes(data)
        command = [soffice, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
        command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"), *map(str, sources)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return [(folder / "out" / source.name).read_bytes() for source in sources]


def _opens(opener: Callable[[bytes], Any], data: bytes) -> bool:
    from fiche_tool.fichiers.package import Refus

    try:
        opener(data)
    except Refus:
        return False
    return True


def _save_again(data: bytes) -> bytes:
    import io

    from openpyxl import load_workbook

    buffer = io.BytesIO()
    load_workbook(io.BytesIO(data)).save(buffer)
    return buffer.getvalue()


def _time_readers(files: Sequence[bytes], rounds: int) -> dict[str, list[float]]:
    """CPU seconds of each way to read these files, by round."""
    import io
    import time

    from openpyxl import load_workbook

    from fiche_tool.domaine.fiche.kinds import Vocabulaire
    from fiche_tool.domaine.fiche.lecture import Fichier
    from fiche_tool.dossier.lectures import known_models
    from fiche_tool.excel.fiche.read_fiche import read_fiche
    from fiche_tool.excel.lecture.lecteurs import open_classeur
    from fiche_tool.fichiers.piece import examine

    def parts(data: bytes) -> object:
        classeur = open_classeur(examine(data))
        return classeur.noms, classeur.proprietes, *map(classeur.ouvrir, READ)

    ways: dict[str, Callable[[bytes], object]] = {
        "parts": parts,
        "openpyxl": lambda data: load_workbook(io.BytesIO(data)),
        "fiche": lambda data: read_fiche(examine(data), Fichier("x.xlsx"), Vocabulaire(), known_models(None)),
    }
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            start = time.process_time()
            for data in files:
                way(data)
            spent[name].append(time.process_time() - start)
    return spent


# --- modules ---------------------------------------------------------------------------------------------------------
def modules(*arguments: str) -> None:
    """Run a command of the tool here, then print which heavy modules it imported."""
    import contextlib
    import io

    from fiche_tool.cli import main

    sys.argv = ["fiche-tool", *arguments]
    with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())), contextlib.suppress(SystemExit):
        main()
    print(" ".join(name for name in HEAVY if name in sys.modules))


def _seance() -> "date":
    from datetime import date

    return date.fromisoformat(SEANCE)


COMMANDS: Mapping[str, Callable[..., None]] = {
    "generate": generate,
    "compare": compare,
    "plan": plan,
    "parts": parts,
    "write": write,
    "deflate": deflate,
    "collect": collect,
    "read": read,
    "modules": modules,
}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
