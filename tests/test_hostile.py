"""Hostile files, small and made here: each is set aside or read under limits, and the good fiche beside it merged."""

import io
import random
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Mapping

import pytest

from fiche_tool.domaine.fiche.kinds import Vocabulaire
from fiche_tool.domaine.fiche.lecture import Fichier, Lecture
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.mots.textes import clean, fold
from fiche_tool.dossier.lectures import known_models
from fiche_tool.excel.fiche.read_fiche import read_fiche
from fiche_tool.excel.lecture.xml import LARGE, MAX_TEXTE
from fiche_tool.fichiers.bornes import CLASSEUR, MAX_SMALL_PART
from fiche_tool.fichiers.piece import examine
from fiche_tool.resources import SAMPLES
from tests.conftest import COMPLETE, Pst
from tests.outils.specimens import BOOK, CORE, FORM, META, repack, replace

pytestmark = pytest.mark.undrawn

MEGA = 2**20
STRINGS, STYLES, RELS = "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"
Change = Callable[[bytes], bytes]


def read(data: bytes) -> Lecture:
    (lecture,) = read_fiche(examine(data), Fichier("a.xlsx"), Vocabulaire(), known_models(None))
    return lecture


def codes(data: bytes) -> set[str]:
    return {anomalie.code for anomalie in read(data).anomalies}


def peak_of_reading(data: bytes) -> int:
    """The most bytes that Python objects take while a file is read."""
    tracemalloc.start()
    try:
        read(data)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def before(end: str, added: bytes) -> Change:
    """A part with something put in before a tag that it holds."""
    return lambda part: part.replace(end.encode(), added + end.encode(), 1)


def padded(part: bytes) -> bytes:
    """A part made larger than LARGE by noise that compresses badly, so that it passes for an honest one."""
    noise = random.Random(3).randbytes(LARGE // 2).hex().encode()
    return part + b"".join(b"<!--" + noise[at : at + 1000] + b"-->" for at in range(0, len(noise), 1000))


def in_utf16(part: bytes) -> bytes:
    return part.decode().replace("UTF-8", "UTF-16").encode("utf-16")


def sheet(body: bytes) -> Change:
    """A form's sheet replaced by this one."""
    namespace = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    whole = padded(b'<worksheet xmlns="' + namespace + b'">' + body + b"</worksheet>")
    return lambda _: whole


def one_text(inside: bytes) -> bytes:
    return b'<sheetData><row r="1"><c r="A1" t="str"><v>' + inside + b"</v></c></row></sheetData>"


LAST_CELL = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
NAMES = b"".join(b'<definedName name="n%d">Fiche!$A$1</definedName>' % rank for rank in range(50_000))
MERGES = b"".join(b'<mergeCell ref="A%d:C%d"/>' % (rank, rank) for rank in range(200, 60_200))
PIECES = b"a<x/>" * (MAX_TEXTE + 1)
BRACKETS = b'<numFmts><numFmt numFmtId="7" formatCode="' + b"[" * 300_000 + b'"/></numFmts>'
ATTRIBUTES = b"".join(b' a%d=""' % rank for rank in range(300_000))
TAGS = b"".join(b"<a%d/>" % rank for rank in range(50_000))
WHOLE_SHEET = b'name="pst_budget">Fiche!$A$1:$XFD$1048576</definedName><definedName name="x">'
AWAY = 'TargetMode="External" Target="http://127.0.0.1:9/"'
PARTS: Mapping[str, tuple[str, Change, str]] = {
    "levels without end": (FORM, sheet(b"<a>" * 50_000 + b"</a>" * 50_000), "FIC06"),
    "ever new names": (FORM, sheet(TAGS), "FIC06"),
    "a tag of megabytes": (FORM, sheet(b'<c a="' + b"x" * 3 * MEGA + b'"/>'), "FIC06"),
    "attributes without end": (FORM, sheet(b"<c" + ATTRIBUTES + b"/>"), "FIC06"),
    "a text of megabytes": (FORM, sheet(one_text(b"x" * 3 * MEGA)), "FIC06"),
    "a text in pieces": (FORM, sheet(one_text(PIECES)), "FIC06"),
    "a filler of megabytes": (FORM, lambda part: padded(part) + b" " * 3 * MEGA, "FIC06"),
    "a short part in UTF-16": (FORM, in_utf16, ""),
    "a long part in UTF-16": (FORM, lambda part: in_utf16(padded(part)), "FIC01"),
    "a wrong encoding": (FORM, replace("UTF-8", "UTF-7"), "FIC01"),
    "an unknown encoding": (FORM, replace("UTF-8", "klingon"), "FIC01"),
    "too large a workbook part": (BOOK, before("</definedNames>", b" " * (MAX_SMALL_PART + 1)), "FIC06"),
    "too large a sheet": (FORM, before("</sheetData>", b" " * (CLASSEUR.partie + 1)), "FIC06"),
    "a shared text in pieces": (STRINGS, before("</sst>", b"<si><t>" + PIECES + b"</t></si>"), "FIC06"),
    "a subject in pieces": (CORE, before("</dc:subject>", PIECES), "FIC06"),
    "a lying count of texts": (STRINGS, replace('uniqueCount="', 'uniqueCount="99999999'), ""),
    "shared texts that are not there": (STRINGS, lambda part: part[: part.index(b"<si>")] + b"</sst>", "FIC01"),
    "a format of brackets": (STYLES, before("<cellXfs", BRACKETS), ""),
    "fifty thousand names": (BOOK, before("</definedNames>", NAMES), ""),
    "sixty thousand merges": (FORM, before("</mergeCells>", MERGES), ""),
    "the last cell there is": (FORM, before("</sheetData>", LAST_CELL), "SAI19"),
    "a name over the whole sheet": (BOOK, lambda part: part.replace(b'name="pst_budget">', WHOLE_SHEET), ""),
    "a sheet on the network": (RELS, replace('Target="worksheets/sheet1.xml"', AWAY), "FIC12"),
    "a sheet outside the archive": (RELS, replace("worksheets/sheet1.xml", "../../../etc/passwd"), "FIC12"),
    "a sheet that is the workbook": (RELS, replace("worksheets/sheet1.xml", "workbook.xml"), "FIC12"),
    "a bare sheet": (FORM, lambda part: part[: part.index(b"<sheetData>")] + b"<sheetData/></worksheet>", "FIC12"),
}
"""By fault: the part changed, how, and the code it gets; none where the fiche is read all the same."""


@pytest.mark.slow
@pytest.mark.parametrize("fault", PARTS)
def test_a_hostile_part_is_refused_or_read_without_harm(pst: Pst, fault: str) -> None:
    part, change, code = PARTS[fault]
    good = pst.fiche("A2BCD")
    found = codes(repack(good, {part: change}))
    assert (code in found) if code else (found == codes(good) == set())


@pytest.mark.parametrize("part", [FORM, BOOK, CORE, STRINGS, STYLES, RELS, "docProps/app.xml", "_rels/.rels"])
def test_no_part_that_is_read_may_declare_entities(pst: Pst, part: str) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'

    def declare(content: bytes) -> bytes:
        head = content.index(b"?>") + 2
        return content[:head] + bomb + content[head:]

    assert codes(repack(pst.fiche("A2BCD"), {part: declare})) == {"FIC01"}


# --- archives --------------------------------------------------------------------------------------------------------
def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive(entries: list[tuple[str, bytes, int]], shared: int = 0) -> bytes:
    """A zip made by hand, of (name, content, declared size; 0 for the true one). The last entry is listed `shared`

    more times under other names: entries that lie over one another.
    """
    body, central, count = b"", b"", 0
    for rank, (name, content, told) in enumerate(entries, 1):
        compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
        data = compressor.compress(content) + compressor.flush()
        for copy in range(1 + (shared if rank == len(entries) else 0)):
            nom = (name if not copy else f"{name}{copy}").encode()
            crc, size = zlib.crc32(content), told or len(content)
            head = struct.pack("<5H3LH", 20, 0, 8, 0, 33, crc, len(data), size, len(nom))
            central += b"PK\1\2\x14\0" + head + struct.pack("<4H2L", 0, 0, 0, 0, 0, len(body)) + nom
            count += 1
        local = struct.pack(
            "<5H3L2H", 20, 0, 8, 0, 33, zlib.crc32(content), len(data), told or len(content), len(name), 0
        )
        body += b"PK\3\4" + local + name.encode() + data
    return body + central + b"PK\5\6" + struct.pack("<4H2LH", 0, 0, count, count, len(central), len(body), 0)


def test_an_archive_made_by_hand_reads_as_the_fiche(pst: Pst) -> None:
    parts = parts_of(pst.fiche("A2BCD"))
    assert codes(archive([(name, content, 0) for name, content in parts.items()])) == set()


@pytest.mark.slow
def test_a_part_larger_than_it_says_is_refused_before_it_grows(pst: Pst) -> None:
    parts = parts_of(pst.fiche("A2BCD"))
    bomb = parts.pop(FORM) + b" " * 60 * MEGA
    entries = [(name, content, 0) for name, content in parts.items()]
    assert codes(archive([*entries, (FORM, bomb, 0)])) == {"FIC06"}
    lying = archive([*entries, (FORM, bomb, 5000)])
    assert codes(lying) == {"FIC01"}
    assert peak_of_reading(lying) < 8 * MEGA


def test_two_gigabytes_that_say_so_are_not_expanded(pst: Pst) -> None:
    parts = parts_of(pst.fiche("A2BCD"))
    parts[FORM] += b" " * 8 * MEGA
    entries = [(name, content, 2**31 - 1 if name == FORM else 0) for name, content in parts.items()]
    data = archive(entries)
    assert codes(data) == {"FIC06"}
    assert peak_of_reading(data) < 8 * MEGA


def test_entries_over_one_another_are_refused(pst: Pst) -> None:
    entries = [(name, content, 0) for name, content in parts_of(pst.fiche("A2BCD")).items()]
    data = archive([*entries, ("xl/media/image", random.Random(1).randbytes(50_000), 0)], shared=50)
    assert codes(data) == {"FIC01"}


@pytest.mark.slow
def test_tens_of_thousands_of_entries_are_refused_unlisted() -> None:
    data = archive([("x", b"", 0)], shared=60_000)
    assert codes(data) == {"FIC06"}
    assert peak_of_reading(data) < 4 * MEGA


@pytest.mark.parametrize("name", ["../x", "..\\x", "C:\\x", "/etc/x", "a/../../b", "xl/WORKBOOK.xml"])
def test_a_name_that_leads_elsewhere_is_refused(pst: Pst, name: str) -> None:
    assert codes(repack(pst.fiche("A2BCD"), {}, {name: b"x"})) == {"FIC01"}


def test_the_same_part_twice_is_refused(pst: Pst) -> None:
    entries = [(name, content, 0) for name, content in parts_of(pst.fiche("A2BCD")).items()]
    assert codes(archive([*entries, (FORM, b"<worksheet/>", 0)])) == {"FIC01"}


@pytest.mark.parametrize("lie", ["count", "zip64"])
def test_lies_at_the_end_of_the_archive_change_nothing_or_are_refused(pst: Pst, lie: str) -> None:
    good = pst.fiche("A2BCD")
    end = good.rindex(b"PK\5\6")
    record = b"PK\6\6" + struct.pack("<Q2H2L4Q", 44, 45, 45, 0, 0, 2**40, 2**40, 2**50, 2**50)
    data = {
        "count": good[: end + 8] + b"\xff" * 4 + good[end + 12 :],
        "zip64": good[:end] + record + b"PK\6\7" + struct.pack("<LQL", 0, end, 1) + good[end:],
    }[lie]
    assert codes(data) <= {"FIC01"}


def test_bytes_around_the_archive_do_not_matter(pst: Pst) -> None:
    good = pst.fiche("A2BCD")
    assert codes(b"PK" + b"x" * 500 + good) == set()
    assert codes(good + b"z" * 500) == set()


# --- many cells ------------------------------------------------------------------------------------------------------
def row(number: int, width: int, blank: bool) -> bytes:
    letters = [chr(65 + rank // 26) + chr(65 + rank % 26) for rank in range(width)]
    cells = (f'<c r="{x}{number}" s="1"/>' if blank else f'<c r="{x}{number}"><v>{number}</v></c>' for x in letters)
    return f'<row r="{number}">{"".join(cells)}</row>'.encode()


@pytest.mark.slow
def test_hundreds_of_thousands_of_empty_cells_do_not_prevent_reading(pst: Pst) -> None:
    filler = b"".join(row(number, 100, True) for number in range(200, 3_200))
    data = repack(pst.fiche("A2BCD"), {FORM: before("</sheetData>", filler)})
    assert codes(data) == set()
    assert peak_of_reading(data) < 40 * MEGA


@pytest.mark.slow
def test_the_cells_of_all_sheets_together_are_bounded(pst: Pst) -> None:
    good = pst.fiche("A2BCD")
    many = b"".join(row(number, 200, False) for number in range(200, 495))
    form = parts_of(good)[FORM].replace(b"</sheetData>", many + b"</sheetData>")
    ranks = range(50, 55)
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    rels = b"".join(b'<Relationship Id="z%d" Type="%s" Target="worksheets/z%d.xml"/>' % (r, kind, r) for r in ranks)
    sheets = b"".join(b'<sheet name="Z%d" sheetId="%d" r:id="z%d"/>' % (r, r, r) for r in ranks)
    changes = {RELS: before("</Relationships>", rels), BOOK: before("</sheets>", sheets)}
    assert codes(repack(good, changes, {f"xl/worksheets/z{r}.xml": form for r in ranks})) == {"FIC06"}


# --- OpenDocument ----------------------------------------------------------------------------------------------------
CELL = b'<table:table-cell office:value-type="string"'
FULL = CELL + b' table:number-columns-repeated="9999"><text:p>x</text:p></table:table-cell>'
BILLION_ROWS = b'<table:table-row table:number-rows-repeated="1000000000">'
BILLION_CELLS = b'<table:table-cell table:number-columns-repeated="1000000000"/>'
BILLION_SPACES = CELL + b'><text:p><text:s text:c="1000000000"/></text:p></table:table-cell>'
PARAGRAPHS = CELL + b">" + b"<text:p/>" * (MAX_TEXTE + 1) + b"</table:table-cell>"
ROW, END = b"<table:table-row>", b"</table:table-row>"
INNER, OUTER = ROW + b"<table:table-cell><table:table>", b"</table:table></table:table-cell>" + END
TABLES: Mapping[str, tuple[bytes, str]] = {
    "a billion rows": (BILLION_ROWS + FULL + END, ""),
    "a billion billion empty cells": (BILLION_ROWS + BILLION_CELLS + END, ""),
    "a billion spaces": (ROW + BILLION_SPACES + END, "FIC06"),
    "paragraphs without end": (ROW + PARAGRAPHS + END, "FIC06"),
    "tables in tables": (INNER * 3000 + OUTER * 3000, ""),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", TABLES)
def test_a_hostile_table_is_refused_or_read_without_harm(fault: str) -> None:
    body, code = TABLES[fault]
    good = (SAMPLES / "engis" / "retour.ods").read_bytes()
    table = b'<table:table table:name="z">' + body + b"</table:table>"
    data = repack(good, {"content.xml": before("<table:table ", table)})
    assert (code in codes(data)) if code else (codes(data) - {"SAI19"} == codes(good))
    assert peak_of_reading(data) < 60 * MEGA


def test_a_form_moved_away_from_under_its_names_empties_no_field() -> None:
    good = (SAMPLES / "engis" / "retour.ods").read_bytes()
    wide = replace('table:number-columns-repeated="', 'table:number-columns-repeated="99')
    assert "FIC12" in codes(repack(good, {"content.xml": wide}))


@pytest.mark.slow
def test_full_tables_without_end_are_refused() -> None:
    full = b'<table:table-row table:number-rows-repeated="1000">' + FULL + b"</table:table-row>"
    tables = b"".join(b'<table:table table:name="z%d">%s</table:table>' % (rank, full) for rank in range(100))
    data = repack((SAMPLES / "engis" / "retour.ods").read_bytes(), {"content.xml": before("<table:table ", tables)})
    assert codes(data) == {"FIC06"}


# --- values ----------------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_stacked_accents_are_put_in_order_piece_by_piece() -> None:
    stacked = "\u0315\u0300" * (MAX_TEXTE // 2)  # worst case of the canonical order, quadratic in one go
    assert len(clean(f"e{stacked}")) >= MAX_TEXTE - 1
    assert fold(f"É{stacked}x") == "ex"


def base_budget(data: bytes, texte: str) -> bytes:
    """A fiche whose base says this of the budget table."""
    import re

    strings = re.findall(rb"<si>.*?</si>", parts_of(data)[STRINGS], re.DOTALL)
    rank = next(rank for rank, one in enumerate(strings) if b">base.budget<" in one)

    def change(part: bytes) -> bytes:
        place = re.search(rb'<c r="A(\d+)"[^>]*><v>%d</v></c>' % rank, part)
        assert place is not None
        cell = rb'<c r="B%s"[^>]*?(?:/>|>.*?</c>)' % place[1]
        return re.sub(cell, b'<c r="B%s" t="str"><v>%s</v></c>' % (place[1], texte.encode()), part, count=1)

    return repack(data, {META: change})


@pytest.mark.slow
@pytest.mark.parametrize(
    "texte",
    [
        "[" * 30_000,
        '[{"montant":1e999999999}]',
        '[{"montant":"1e999999999","exercice":1}]',
        '[{"montant":"NaN"}]',
        '[{"montant":"Infinity"}]',
        '[{"exercice":' + "9" * 5000 + "}]",
        '[{"montant":{"a":1},"exercice":[1]}]',
        "[1]",
        "{}",
    ],
)
def test_a_base_that_makes_no_sense_never_stops_the_collection(pst: Pst, texte: str) -> None:
    pst.fill_in("E6FGH", COMPLETE, name="bonne.xlsx")
    faulty = pst.fill_in("A2BCD", {"taux": 150})
    pst.drop(faulty.name, base_budget(faulty.read_bytes(), texte))
    result = pst.collect()
    assert result["actions"]["recues"] == 2
    assert "AVA01" in {anomalie["code"] for anomalie in result["anomalies"]}


@pytest.mark.slow
@pytest.mark.parametrize("value", ["1E+308", "-1E+308", "1E-300", "9" * 300, "NaN", "INF", "1_0", "0x10", " 5 "])
def test_a_number_out_of_this_world_never_stops_the_collection(pst: Pst, value: str) -> None:
    import re

    line: dict[str, Contenu] = {
        "exercice": 2021,
        "service": "O",
        "rd": "D",
        "article": "104/123-13",
        "montant": 7654321,
    }
    for identifiant in ("A2BCD", "B3CDE"):
        path = pst.fill_in(identifiant, {"taux": 7654321, "commentaire": "x"}, [line], name=f"{identifiant}.xlsx")
        change: Change = lambda part: re.sub(rb"<v>7654321</v>", f"<v>{value}</v>".encode(), part)  # noqa: E731
        pst.drop(path.name, repack(path.read_bytes(), {FORM: change}))
    result = pst.collect()
    assert result["fichiers"]["trouves"] == 2
    assert result["anomalies"]


@pytest.mark.parametrize("length", [400, 4000])
def test_a_sheet_with_an_endless_name_never_stops_the_collection(pst: Pst, length: int) -> None:
    pst.fill_in("A2BCD", {"taux": 150})
    path = pst.racine / "retours" / "2021-11-24" / "A2BCD.xlsx"
    name = "é'&amp;#" * (length // 8)
    changes = {BOOK: lambda part: part.replace(b'name="Fiche"', f'name="{name}"'.encode())}
    pst.drop(path.name, repack(path.read_bytes(), changes))
    assert pst.collect()["fichiers"]["trouves"] == 1


def test_a_link_that_excel_cannot_hold_is_a_text(pst: Pst) -> None:
    deep = "/".join(["dossier " * 10] * 30)
    pst.fill_in("A2BCD", {"taux": 150}, name=f"{deep}/a.xlsx")
    (copy,) = pst.collect()["a_corriger"]
    assert copy.endswith("À corriger - a.xlsx")


# --- mutations -------------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_a_damaged_byte_of_a_part_is_always_told_by_its_checksum(pst: Pst) -> None:
    chance = random.Random(7)
    data = pst.answer("A2BCD", taux=45, statut="En cours", commentaire="Un mot").read_bytes()
    good = read(data)
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        entry = opened.getinfo(FORM)
    start = entry.header_offset + 30 + len(FORM)
    for _ in range(200):
        changed = bytearray(data)
        at = start + chance.randrange(entry.compress_size)
        changed[at] ^= 1 << chance.randrange(8)
        lecture = read(bytes(changed))
        assert lecture.identite is None or lecture.champs == good.champs
        assert lecture.identite is not None or {x.code for x in lecture.anomalies} <= {"FIC01", "FIC06"}


# --- together --------------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_hostile_files_of_every_kind_cost_a_good_fiche_nothing(pst: Pst) -> None:
    pst.fill_in("E6FGH", COMPLETE, name="bonne.xlsx")
    good = pst.fiche("A2BCD")
    refused = [fault for fault, (_, _, code) in PARTS.items() if code.startswith("FIC")]
    for rank, fault in enumerate(refused):
        part, change, _ = PARTS[fault]
        pst.drop(f"{rank:02} {fault}.xlsx", repack(good, {part: change}))
    pst.drop("fiche.xlsx/pas une fiche.xlsx", b"PK\3\4")
    result = pst.collect()
    assert result["fichiers"] == {
        "trouves": len(refused) + 2,
        "repris": 1,
        "repris_en_partie": 0,
        "ecartes": len(refused) + 1,
        "ignores": 0,
    }
    said = {x["fichier"]: x["phrase"] for x in result["anomalies"] if x["gravite"] == "erreur"}
    assert len(said) == len(refused) + 1
    assert all("\n" not in phrase for phrase in said.values())
