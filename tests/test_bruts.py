"""Cells and texts taken from the bytes of a part: never another value than the walker finds."""

import random
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from fiche_tool.excel.lecture.classeur import Grille
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.lecture.xlsx import cells, prise, styles
from fiche_tool.excel.lecture.xlsx.bruts import part_cells, part_strings
from fiche_tool.excel.lecture.xlsx.styles import read_strings
from fiche_tool.excel.lecture.xml import Souvenirs
from fiche_tool.fichiers.package import Refus
from fiche_tool.fichiers.piece import examine
from fiche_tool.resources import FICHIER_MODELE, SAMPLES
from tests.outils.specimens import repack

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def exchange(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """A change of all that a part says in one way."""
    return lambda part: part.replace(old, new)


def see(data: bytes) -> list[Grille] | str:
    """Every sheet; the sentence of what is refused."""
    try:
        classeur = open_classeur(examine(data))
        return [replace(sheet, notes={}, objets=()) for sheet in map(classeur.ouvrir, classeur.feuilles)]
    except Refus as refus:
        return refus.detail


def see_walking(data: bytes, patch: pytest.MonkeyPatch) -> list[Grille] | str:
    """The same with every part left whole to the walker."""
    with patch.context() as walking:
        walking.setattr(prise, "part_cells", lambda content, _coupe=None: ((), content))
        walking.setattr(prise, "_known_sheet", prise._take_sheet)  # what was taken before is not walked
        walking.setattr(styles, "part_strings", lambda content: ((), content))
        walking.setattr(cells, "read_strings", styles._walk_strings)  # which keeps nothing
        return see(data)


@pytest.mark.parametrize("path", [FICHIER_MODELE, SAMPLES / "engis" / "programme.xlsx"], ids=lambda path: path.stem)
def test_a_workbook_is_the_same_taken_from_its_bytes_or_walked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = path.read_bytes()
    assert see(data) == see_walking(data, monkeypatch)


STYLES = "xl/styles.xml"
APART: dict[str, dict[str, Callable[[bytes], bytes]]] = {
    "other texts": {STRINGS: exchange(b"Service", b"Autre")},
    "fewer texts than are shown": {STRINGS: lambda _: b"<sst><si><t>seul</t></si></sst>"},
    "struck styles": {STYLES: exchange(b"<b/>", b"<strike/>")},
    "numbers for days": {STYLES: exchange(b"dd/mm/yyyy", b"0")},
    "the calendar of 1904": {"xl/workbook.xml": exchange(b"<workbookPr", b'<workbookPr date1904="1"')},
}


@pytest.mark.parametrize("changes", APART.values(), ids=APART)
def test_a_sheet_met_before_is_read_with_what_its_own_workbook_says(
    changes: dict[str, Callable[[bytes], bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = (SAMPLES / "engis" / "programme.xlsx").read_bytes()
    seen = see(data)
    other = repack(data, changes)
    assert see(other) == see_walking(other, monkeypatch) != seen
    assert see(data) == seen


ROWS = range(900, 4_900)
LONG: dict[str, dict[str, Callable[[bytes], bytes]]] = {
    "a sheet": {
        SHEET: lambda part: part.replace(
            b"</sheetData>",
            b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c><c r="B%d"><v>2</v></c></row>' % ((row,) * 3) for row in ROWS)
            + b"</sheetData>",
        )
    },
    "texts": {STRINGS: exchange(b"<t>", b"<t>" + b"long " * 600)},
}


@pytest.mark.parametrize("changes", LONG.values(), ids=LONG)
def test_what_is_longer_than_a_fiche_is_not_kept(changes: dict[str, Callable[[bytes], bytes]]) -> None:
    assert see(repack(FICHIER_MODELE.read_bytes(), changes))
    kept = cells._GRILLES._known.values()
    assert kept
    assert max(sum(20 + len(cell.texte) for cell in grille.cellules.values()) for grille in kept) < 2 * prise.PARTAGEE


@pytest.fixture
def hurried() -> Iterator[None]:
    """Threads that take turns a thousand times as often."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.slow
@pytest.mark.usefixtures("hurried")
def test_what_is_kept_is_found_by_several_threads_at_once() -> None:
    known: Souvenirs[int, str] = Souvenirs(2)

    def ask(seed: int) -> list[tuple[int, str]]:
        keys = random.Random(seed).choices(range(4), k=300_000)
        return [(key, known.get(key) or known.keep(key, str(key))) for key in keys]

    with ThreadPoolExecutor(4) as pool:
        assert all(text == str(key) for answers in pool.map(ask, range(4)) for key, text in answers)


def sheet(rows: str) -> bytes:
    return f'<worksheet xmlns="x"><sheetData>{rows}</sheetData></worksheet>'.encode()


PLAIN = '<row r="1"><c r="A1" s="1" t="s"><v>1</v></c><c r="B1" s="2"/></row>'
"""A cell, and an empty one."""
ODD = {
    "another cell in a comment": PLAIN + '<!-- <row r="2"><c r="A2"><v>3</v></c></row> -->',
    "the whole in a comment": f"</sheetData><!-- {PLAIN} --><sheetData>",
    "an empty sheet in a comment": "<!-- <sheetData></sheetData> -->" + PLAIN,
    "an empty sheet before another": "</sheetData><sheetData>" + PLAIN,
    "a comment in a cell": '<row r="1"><c r="A1"><!-- <v>2</v></c> --><v>3</v></c></row>',
    "a section of plain text": '<row r="1"><c r="A1" t="str"><v><![CDATA[<c r="A1"><v>3</v></c>]]></v></c></row>',
    "an instruction": '<row r="1"><?x <c r="B1"><v>7</v></c> ?><c r="A1"><v>3</v></c></row>',
    "a prefix": '<row r="1"><x:c xmlns:x="x" r="A1"><x:v>3</x:v></x:c></row>',
    "one prefix among others": PLAIN + '<row r="2"><x:c xmlns:x="x" r="A2"><x:v>3</x:v></x:c></row>',
    "no address": '<row r="1"><c><v>3</v></c><c s="1"/><c><v>4</v></c></row>',
    "one address": '<row r="2"><c s="1"/><c><v>4</v></c><c r="D2"><v>5</v></c><c><v>6</v></c></row>',
    "apostrophes": "<row r='1'><c r='A1'><v>3</v></c></row>",
    "a line break in a tag": '<row r="1"><c\nr="A1"><v>3</v></c><c r="B1"><v>4</v></c></row>',
    "attributes in another order": '<row r="1"><c t="b" r="A1"><v>1</v></c><c r="B1" t="b" s="0"><v>0</v></c></row>',
    "signs": '<row r="1"><c r="A1" t="str"><v>&lt;c r=&quot;B1&quot;&gt; &amp;amp; &#233;&#10;_x0041_</v></c></row>',
    "a sign in hexadecimal": '<row r="1"><c r="A1" t="str"><v>&#xE9;</v></c><c r="B1"><v>4</v></c></row>',
    "a sign that is none": '<row r="1"><c r="A1" t="str"><v>&#0;</v></c></row>',
    "an unknown sign": '<row r="1"><c r="A1" t="str"><v>&eacute;</v></c></row>',
    "carriage returns": '<row r="1"><c r="A1" t="str"><v>a\r\nb\rc</v></c><c r="B1"><v>4</v></c></row>',
    "spaces": '<row r="1"><c r="A1" t="str"><v> a </v></c><c r="B1"><v> 4 </v></c></row>',
    "a text of its own": '<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c></row>',
    "a rich text of its own": '<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r>'
    "<r><rPr><strike/></rPr><t>b</t></r></is></c></row>",
    "a formula in an empty cell": '<row r="1"><c r="A1"><f>B1</f></c>'
    '<c r="B1" t="str"><f t="shared" si="0"/><v></v></c></row>',
    "a formula with a sign": '<row r="1"><c r="A1" t="b"><f>B1&gt;2</f><v>1</v></c></row>',
    "an error": '<row r="1"><c r="A1" t="e"><f>B1</f><v>#N/A</v></c><c r="B1" t="e"><v>#REF!</v></c></row>',
    "empty rows": '<row r="1"/><row r="2"></row><row r="3"><c r="A3"><v>4</v></c></row><row r="4"/><row r="5"></row>',
    "a row left open": '<row r="1"><c r="A1"><v>3</v></c>',
    "a cell left open": '<row r="1"><c r="A1"><v>3</v></row>',
    "the same cell twice": '<row r="1"><c r="A1"><v>3</v></c><c r="A1"><v>4</v></c></row>',
    "an address that is none": '<row r="1"><c r="AAAA1"><v>3</v></c></row>',
    "an address beyond any sheet": '<row r="1"><c r="ZZZ1"><v>3</v></c></row>',
    "out of order": '<row r="2"><c r="B2"><v>3</v></c><c r="A2"><v>4</v></c></row>'
    '<row r="1"><c r="A1"><v>5</v></c></row>',
    "a text that is not there": '<row r="1"><c r="A1" t="s"><v>99999</v></c></row>',
    "a rank that is none": '<row r="1"><c r="A1" t="s"><v>²</v></c></row>',
    "a picture": '<row r="1"><c r="A1" t="e" vm="1"><v>#VALUE!</v></c></row>',
    "a phonetic hint": '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t><rPh><t>z</t></rPh></is></c></row>',
}


@pytest.mark.slow
@pytest.mark.parametrize("rows", ODD.values(), ids=ODD)
def test_an_odd_sheet_is_what_the_walker_says(rows: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = repack(FICHIER_MODELE.read_bytes(), {SHEET: lambda _: sheet(rows)})
    assert see(data) == see_walking(data, monkeypatch)


ODD_STRINGS = {
    "rich": "<si><t>a</t></si><si><r><t>b</t></r><r><rPr><strike/></rPr><t>c</t></r></si><si><t>d</t></si>",
    "hinted": "<si><t>a</t><rPh><t>z</t></rPh></si><si><t>d</t></si>",
    "empty": "<si/><si><t/></si><si><t>d</t></si>",
    "two in one": '<si><t>a</t></si><si x="y"><t>b</t></si><si><t>d</t></si>',
    "commented": "<si><t>a</t></si><!-- <si><t>b</t></si> --><si><t>d</t></si>",
    "signs": '<si><t xml:space="preserve"> &amp;&#8217;_x000D_ </t></si><si><t>a\r\nb</t></si>',
    "emoji": "<si><t>_xD83D__xDE00_</t></si>\n<si><t>\U0001f600</t></si>",
    "none": "",
}


@pytest.mark.parametrize("strings", ODD_STRINGS.values(), ids=ODD_STRINGS)
def test_odd_texts_are_what_the_walker_says(strings: str) -> None:
    content = f'<sst xmlns="x" count="3">{strings}</sst>'.encode()
    assert read_strings(content) == styles._walk_strings(content)


def test_what_programs_write_is_taken_from_its_bytes() -> None:
    """Else nothing would be gained, and nothing above would be tested."""
    content = sheet(PLAIN)
    ((entete, formule, value),), rest = part_cells(content)
    assert (*entete, formule, value) == ("A1", (1, 1), 1, "s", False, False, "1")
    assert rest == sheet("")
    assert part_strings(b"<sst><si><t>a</t></si></sst>") == (["a"], b"<sst></sst>")


def test_a_part_that_is_not_in_utf8_is_left_to_the_walker() -> None:
    for encoding in ("utf-16", "latin-1"):
        text = f'<?xml version="1.0" encoding="{encoding}"?><worksheet><sheetData>{PLAIN}</sheetData></worksheet>'
        content = text.encode(encoding)
        assert part_cells(content)[0] == ()
        assert part_cells(sheet(PLAIN).replace(b"<v>1", b"<v>\xe9"))[0] == ()


_PIECES = (
    b"<",
    b">",
    b"&",
    b"<!--",
    b"</c>",
    b"<v>",
    b"</row>",
    b"<si>",
    b"</si>",
    b'<c r="A1"/>',
    b"x:",
    b"\r",
    b"<t>",
)


@pytest.mark.slow
def test_a_part_changed_anywhere_never_gives_another_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the walker reads is what the bytes give; some of what it refuses is read, for formulas are not looked at."""
    good, read = FICHIER_MODELE.read_bytes(), 0
    for number in range(60):
        chance = random.Random(number)

        def change(part: bytes, chance: random.Random = chance) -> bytes:
            at = part.find(b"<", chance.randrange(len(part)))
            return part[:at] + chance.choice(_PIECES) + part[at + chance.randrange(6) :]

        data = repack(good, {chance.choice((SHEET, STRINGS)): change})
        walked = see_walking(data, monkeypatch)
        if isinstance(walked, list):
            read += 1
            assert see(data) == walked, number
    assert read > 5
