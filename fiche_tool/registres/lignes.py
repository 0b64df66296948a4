"""A file of JSON lines that tells where it ends and whether it is whole: bounded, read line by line."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from fiche_tool.fichiers.ordinaire import open_ordinary

MAX_LINE = 8 * 2**20
MAX_FILE = 1024 * 2**20
"""10,000 actions take some 50 MB; six years of them a few times more."""
_TAIL = 4096
FIN = "fin"

LigneJson = Mapping[str, Any]
"""One thing: an object with its `objet`."""


class Abime(Exception):
    """A file that is not whole, or not ours. The message says what is wrong, in French, as part of a sentence."""


def dump_lignes(lignes: Iterable[LigneJson]) -> Iterator[bytes]:
    """The bytes of some lines, one by one, and of the last one, which counts them and has their hash."""
    import hashlib  # OpenSSL is slow to load, and a folder without registers needs none

    digest, count = hashlib.sha256(), 0
    for raw in map(_dump, lignes):
        digest.update(raw)
        count += 1
        yield raw
    yield _dump({"objet": FIN, "lignes": count, "empreinte": digest.hexdigest()})


def _dump(ligne: LigneJson) -> bytes:
    return json.dumps(ligne, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def read_lignes(path: Path) -> Iterator[LigneJson]:
    """The lines but the last, one by one; the file proves whole only once all are read. Raises Abime, OSError."""
    import hashlib

    digest, count = hashlib.sha256(), 0
    with open_ordinary(path) as stream:
        if os.fstat(stream.fileno()).st_size > MAX_FILE:
            raise Abime("il est anormalement gros")
        while True:
            raw = stream.readline(MAX_LINE + 1)
            if not raw.endswith(b"\n"):
                raise Abime("une de ses lignes est anormalement longue" if len(raw) > MAX_LINE else "il est incomplet")
            ligne = _parse(raw)
            if ligne.get("objet") == FIN:
                _check_end(ligne, count, digest.hexdigest(), stream.read(1))
                return
            digest.update(raw.rstrip(b"\r\n") + b"\n")  # a program that changes line ends has changed nothing
            count += 1
            yield ligne


def _parse(raw: bytes) -> LigneJson:
    try:
        ligne = json.loads(raw)
    except (ValueError, RecursionError) as fault:
        raise Abime("une de ses lignes est illisible") from fault
    if not isinstance(ligne, dict) or not isinstance(ligne.get("objet"), str):
        raise Abime("une de ses lignes n'est pas celle d'un registre")
    return ligne


def _check_end(fin: LigneJson, count: int, empreinte: str, more: bytes) -> None:
    if more:
        raise Abime("il continue après sa fin")
    if fin.get("lignes") != count:
        raise Abime("des lignes y manquent ou s'y ajoutent")
    if fin.get("empreinte") != empreinte:
        raise Abime("il a été modifié depuis son écriture")


def read_empreinte(path: Path) -> str:
    """The hash that the last line has, without reading the rest. Raises Abime, OSError."""
    with open_ordinary(path) as stream:
        stream.seek(max(0, os.fstat(stream.fileno()).st_size - _TAIL))
        last = stream.read(_TAIL).rstrip(b"\r\n").rpartition(b"\n")[2]
    ligne = _parse(last)
    empreinte = ligne.get("empreinte")
    if ligne.get("objet") != FIN or not isinstance(empreinte, str):
        raise Abime("il est incomplet")
    return empreinte
