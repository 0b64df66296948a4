"""Mutations of good files, always the same ones: a Lecture always comes back, never a traceback."""

import io
import random
import zipfile
from pathlib import Path

import pytest

from fiche_tool.domaine.fiche.kinds import Vocabulaire
from fiche_tool.domaine.fiche.lecture import Fichier
from fiche_tool.domaine.fusion.registre import check_return
from fiche_tool.dossier.lectures import known_models
from fiche_tool.excel.fiche.read_fiche import read_fiche
from fiche_tool.excel.programme.read_programme import read_programme
from fiche_tool.fichiers.piece import examine
from fiche_tool.resources import SAMPLES
from tests.conftest import SEANCE, Pst

ROUNDS = 400
SWAPS = (
    (b't="s"', b't="zz"'),
    (b'r="', b'r="-'),
    (b"<v>", b"<v>9e999"),
    (b's="', b's="99'),
    (b"$", b"$$"),
    (b'office:value="', b'office:value="x'),
    (b'number-columns-repeated="', b'number-columns-repeated="99999'),
    (b'number-rows-repeated="', b'number-rows-repeated="99999'),
    (b'numFmtId="', b'numFmtId="-'),
    (b'r="A', b'r="ZZZZ'),
    (b'<c r="', b'<c q="'),
    (b"essai-2019-2024", b"\xc3\xa9t\xc3\xa9"),
)


def mutate_bytes(chance: random.Random, data: bytes) -> bytes:
    """A few bytes changed, cut out or put in."""
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 8)):
        changed = changed or bytearray(b" ")
        at = chance.randrange(len(changed))
        match chance.randrange(4):
            case 0:
                changed[at] = chance.randrange(256)
            case 1:
                del changed[at : at + chance.randrange(1, 40)]
            case 2:
                changed[at:at] = chance.randbytes(chance.randrange(1, 20))
            case _:
                changed[at : at + 1] = chance.choice((b"<", b">", b'"', b"&", b"0", b"-", b"/", b"$", b"!"))
    return bytes(changed)


def mutate_part(chance: random.Random, data: bytes) -> bytes:
    """One part of the package dropped, damaged, or with a notation swapped for a wrong one."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            kind = chance.randrange(3) if name == chosen else -1
            if kind == 0:
                continue
            if kind == 1:
                part = mutate_bytes(chance, part)
            elif kind == 2:
                part = part.replace(*chance.choice(SWAPS))
            new.writestr(name, part)
    return buffer.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("source", ["fiche", "ods", "programme"])
def test_a_mutated_file_always_gives_a_lecture(pst: Pst, source: str) -> None:
    chance = random.Random(20261122)
    good = {
        "fiche": lambda: pst.answer("A2BCD", taux=45, statut="En cours", commentaire="Un mot").read_bytes(),
        "ods": lambda: (SAMPLES / "engis" / "retour.ods").read_bytes(),
        "programme": lambda: Path(pst.racine / "programme.xlsx").read_bytes(),
    }[source]()
    refused = 0
    vocabulaire = Vocabulaire()
    (whole,) = read_fiche(examine(good), Fichier("a.xlsx"), vocabulaire, known_models(None))
    for _ in range(ROUNDS if source != "ods" else ROUNDS // 4):
        damaged = chance.random() < 0.35  # the archive itself: its checksums tell; else one part, remade with its own
        data = (mutate_bytes if damaged else mutate_part)(chance, good)
        if source == "programme":
            lecture = read_programme(examine(data, "programme.xlsx"))
            refused += lecture.programme is None
            assert lecture.programme is not None or lecture.anomalies
        else:
            for read in read_fiche(examine(data), Fichier("a.xlsx"), vocabulaire, known_models(None)):
                same = (read.champs, read.budget) == (whole.champs, whole.budget)
                assert not damaged or read.identite is None or same
                refused += read.identite is None
                assert read.identite is not None or read.anomalies
                assert all("{" not in anomalie.phrase for anomalie in check_return(None, read, SEANCE))
    assert 0 < refused < ROUNDS
