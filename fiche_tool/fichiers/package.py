"""A workbook's package (a zip of parts), opened under limits and rewritten without touching what stays the same."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from fiche_tool.domaine.constats import constats
from fiche_tool.domaine.constats.anomalies import Anomalie, Constat, signal
from fiche_tool.fichiers.bornes import CLASSEUR, MAX_RATIO, RATIO_FLOOR, Bornes, BudgetLecture, megabytes

_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    OSError,
    OverflowError,
    IndexError,
    struct.error,
)
_CENTRAL_ENTRY = b"PK\1\2"


class Refus(Exception):
    """A file that cannot be read as a workbook, with the constat that says so."""

    def __init__(self, constat: Constat, *, trouve: str = "", attendu: str = "", detail: str = "") -> None:
        super().__init__(constat.code, detail)
        self.constat, self.trouve, self.attendu, self.detail = constat, trouve, attendu, detail

    def told_of(self, fichier: str) -> Anomalie:
        """What is to be said of the file."""
        return signal(self.constat, fichier=fichier, trouve=self.trouve, attendu=self.attendu, detail=self.detail)


class Package:
    """The parts of a zip held in memory. What is expanded counts against `bornes.deplie`, each part once."""

    def __init__(self, data: bytes, bornes: Bornes = CLASSEUR, budget: BudgetLecture | None = None) -> None:
        self.data, self._bornes = data, bornes
        self._budget = BudgetLecture() if budget is None else budget
        if data.count(_CENTRAL_ENTRY) > 10 * bornes.parties:  # before zipfile makes an object of each it counts
            raise Refus(constats.TROP_GROS, trouve="des milliers de parties", attendu=f"{bornes.parties}")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _ZIP_FAULTS as fault:
            raise Refus(constats.ILLISIBLE, detail="archive incomplète ou abîmée") from fault
        self._expanded: set[str] = set()
        self._left = bornes.deplie
        entries = self._zip.infolist()
        if len(entries) > bornes.parties:
            raise Refus(constats.TROP_GROS, trouve=f"{len(entries)} parties", attendu=f"{bornes.parties}")
        self.parts: Mapping[str, zipfile.ZipInfo] = {entry.filename: entry for entry in entries}
        if len({entry.filename.lower() for entry in entries}) != len(entries):  # OPC: names differ by more than case
            raise Refus(constats.ILLISIBLE, detail="l'archive contient deux fois la même partie")
        if any(not 0 <= entry.header_offset <= len(data) - _LOCAL.size for entry in entries):
            raise Refus(constats.ILLISIBLE, detail="des parties de l'archive seraient hors du fichier")
        if sum(entry.compress_size for entry in entries) > len(data):
            raise Refus(constats.ILLISIBLE, detail="des parties de l'archive se recouvrent")
        if any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in self.parts):
            raise Refus(constats.ILLISIBLE, detail="l'archive contient un chemin interdit")
        if any(entry.flag_bits & 1 for entry in entries):
            raise Refus(constats.MOT_DE_PASSE)

    def __contains__(self, name: str) -> bool:
        return name in self.parts

    def read(self, name: str, limite: int | None = None) -> bytes:
        """One part, expanded. Raises Refus where it is missing, damaged or grows past the limits."""
        entry = self.parts.get(name)
        if entry is None:
            raise Refus(constats.ILLISIBLE, detail=f"il y manque la partie {name}")
        limite = self._bornes.partie if limite is None else limite
        if entry.file_size > limite:
            raise too_big(f"plus de {megabytes(limite)} dans une partie", megabytes(limite))
        if entry.file_size > max(RATIO_FLOOR, entry.compress_size * MAX_RATIO):
            found = f"{megabytes(entry.file_size)} comprimés en {max(1, entry.compress_size // 1024)} Ko"
            raise too_big(found, f"{MAX_RATIO} fois moins")
        again = name in self._expanded
        content = self._expand(entry, (entry.file_size if again else min(self._left, entry.file_size)) + 1)
        if not again:
            self._spend(name, len(content))
        return content

    def _spend(self, name: str, size: int) -> None:
        """Count a part against what may be expanded: of this package, and of the file it was found in."""
        self._expanded.add(name)
        self._left -= size
        self._budget.deplie -= size
        if self._left < 0:
            raise too_big(f"plus de {megabytes(self._bornes.deplie)}", megabytes(self._bornes.deplie))
        if self._budget.deplie < 0:
            raise Refus(constats.TROP_A_OUVRIR, attendu=BudgetLecture.words(), detail="ce fichier n'a pas été lu")

    def _expand(self, entry: zipfile.ZipInfo, limit: int) -> bytes:
        """At most `limit` bytes of a part; its checksum and the size it declares are verified."""
        damaged = Refus(constats.ILLISIBLE, detail=f"la partie {entry.filename} est abîmée")
        try:
            stored = self.raw(entry.filename)
            if entry.compress_type == zipfile.ZIP_STORED:
                content = stored[:limit]
            elif entry.compress_type == zipfile.ZIP_DEFLATED:
                content = (_known_part if entry.file_size <= _KNOWN_PART else _inflate)(stored, limit)
            else:
                detail = f"la partie {entry.filename} est compressée d'une façon que l'outil ne lit pas"
                raise Refus(constats.ILLISIBLE, detail=detail)
        except (zlib.error, struct.error) as fault:
            raise damaged from fault
        if len(content) > entry.file_size or (len(content) < limit and zlib.crc32(content) != entry.CRC):
            raise damaged
        return content

    def raw(self, name: str) -> bytes:
        """One part as stored, still compressed."""
        entry = self.parts[name]
        name_size, extra_size = struct.unpack_from("<HH", self.data, entry.header_offset + 26)
        start = entry.header_offset + 30 + name_size + extra_size
        return self.data[start : start + entry.compress_size]


def _inflate(stored: bytes, limit: int) -> bytes:
    return zlib.decompressobj(-15).decompress(stored, limit)


_KNOWN_PART = 2**16
_known_part = lru_cache(maxsize=48)(_inflate)  # styles, relations, the sheet Aide: the same in every fiche of a model


def digest_of(entry: zipfile.ZipInfo) -> str:
    """What tells a part from any other without expanding it: its checksum and its size."""
    return f"{entry.CRC:08x}-{entry.file_size}"


def too_big(trouve: str, attendu: str) -> Refus:
    """The refusal of a file that holds far more of something than any of its kind."""
    return Refus(constats.TROP_GROS, trouve=trouve, attendu=attendu)


# --- writing ---------------------------------------------------------------------------------------------------------
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5HL")
_OFFSET = struct.Struct("<L")
_END = struct.Struct("<4s4H2LH")
_DOS_DATE = 33  # 1 January 1980: the same bytes whenever the file is made
_UTF8_FLAG = 0x800


@dataclass(frozen=True, slots=True)
class Membre:
    """A part ready to be written: its name, its bytes with their header, and its directory entry but for the offset."""

    nom: bytes
    local: bytes
    directory: bytes


def make_member(name: str, method: int, crc: int, size: int, data: bytes) -> Membre:
    """A part stored as `data` by `method`; `crc` and `size` (bytes) are those of its content."""
    nom = name.encode()
    header = (20, _UTF8_FLAG, method, 0, _DOS_DATE, crc, len(data), size, len(nom))
    local = _LOCAL.pack(b"PK\3\4", *header, 0) + nom + data
    return Membre(nom, local, _CENTRAL.pack(b"PK\1\2", 20, *header, 0, 0, 0, 0, 0))


def stored_member(package: Package, name: str) -> Membre:
    """A part carried over as it is, without expanding it."""
    entry = package.parts[name]
    return make_member(name, entry.compress_type, entry.CRC, entry.file_size, package.raw(name))


def new_member(name: str, content: bytes) -> Membre:
    """A part compressed afresh: at level 1, a fiche is 5 % larger and made in half the time."""
    compressor = zlib.compressobj(1, zlib.DEFLATED, -15)
    data = compressor.compress(content) + compressor.flush()
    return make_member(name, zipfile.ZIP_DEFLATED, zlib.crc32(content), len(content), data)


def write_package(members: list[Membre]) -> bytes:
    """The package made of these parts, in this order."""
    directory: list[bytes] = []
    offset = 0
    for member in members:
        directory += (member.directory, _OFFSET.pack(offset), member.nom)
        offset += len(member.local)
    central = b"".join(directory)
    end = _END.pack(b"PK\5\6", 0, 0, len(members), len(members), len(central), offset, 0)
    return b"".join((*(member.local for member in members), central, end))
