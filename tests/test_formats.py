"""The same answers as other programs write them down: every notation of a format reads the same."""

import re
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import pytest

from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.resources import SAMPLES
from tests.conftest import Pst
from tests.outils.ecrits import to_xls, zipped
from tests.outils.specimens import BOOK, FORM, at, repack
from tests.test_clients import ANSWERS, BUDGET, EXPECTED

pytestmark = pytest.mark.undrawn

STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def verified(pst: Pst, name: str, data: bytes) -> dict[str, Any]:
    (found,) = pst.verify(pst.drop(name, data))
    return found


def every_part(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A package with every part changed."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return buffer.getvalue()


# --- .xlsx -----------------------------------------------------------------------------------------------------------
def strict(data: bytes) -> bytes:
    """ISO 29500 Strict: other namespaces."""

    def change(_: str, part: bytes) -> bytes:
        for old, new in STRICT.items():
            part = part.replace(old, new)
        return part

    return every_part(data, change)


def prefixed(data: bytes) -> bytes:
    """Every element of the sheet with a prefix, as some libraries write them."""

    def change(part: bytes) -> bytes:
        text = re.sub(r"<(/?)([a-zA-Z])", r"<\1x:\2", part.decode().replace("<?xml", "\0"))
        return text.replace("\0", "<?xml").replace("xmlns=", "xmlns:x=").encode()

    return repack(data, {FORM: change})


def texts_as_str(data: bytes) -> bytes:
    """Texts as results of formulas that are not there, and no style at all: what SheetJS writes."""

    def change(part: bytes) -> bytes:
        text = re.sub(r't="inlineStr"><is><t[^>]*>(.*?)</t></is>', r't="str"><v>\1</v>', part.decode(), flags=re.DOTALL)
        return re.sub(r"<sheetProtection[^>]*/>", "", text).encode()

    return repack(data, {FORM: change})


def utf16(data: bytes) -> bytes:
    def change(part: bytes) -> bytes:
        text = part.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
        return text.encode("utf-16")

    return repack(data, {FORM: change, BOOK: change})


def backslash_free_targets(data: bytes) -> bytes:
    """Relationships whose targets are absolute."""
    return repack(data, {"xl/_rels/workbook.xml.rels": lambda part: part.replace(b'Target="', b'Target="/xl/')})


XLSX: Mapping[str, Callable[[bytes], bytes]] = {
    "strict": strict,
    "prefixed elements": prefixed,
    "texts as formula results": texts_as_str,
    "UTF-16": utf16,
    "absolute targets": backslash_free_targets,
}


@pytest.mark.slow
@pytest.mark.parametrize("notation", XLSX)
def test_every_notation_of_xlsx_reads_the_same(pst: Pst, notation: str) -> None:
    found = verified(pst, "a.xlsx", XLSX[notation](type_in(pst.fiche("A2BCD"), ANSWERS, BUDGET)))
    assert found["champs"] == EXPECTED
    assert found["anomalies"] == []


@pytest.mark.parametrize(
    ("written", "remark"),
    [
        ("2021-11-09", False),
        ("2021-11-09T00:00:00", False),
        ("2021-11-09T00:00:21.000Z", False),
        ("2021-11-08T23:00:00.000Z", True),
        ("2021-11-09T04:00:00Z", True),
    ],
)
def test_iso_dates_shifted_by_a_time_zone_are_the_day_meant(pst: Pst, written: str, remark: bool) -> None:
    where = at("mise_a_jour")

    def change(part: bytes) -> bytes:
        cell = re.compile(rf'<c r="{where}"( s="\d+")?[^>]*>.*?</c>', re.DOTALL)
        text, count = cell.subn(rf'<c r="{where}"\1 t="d"><v>{written}</v></c>', part.decode())
        assert count == 1
        return text.encode()

    found = verified(pst, "a.xlsx", repack(type_in(pst.fiche("A2BCD"), ANSWERS, BUDGET), {FORM: change}))
    assert found["champs"]["mise_a_jour"] == "2021-11-09"
    assert [x["code"] for x in found["anomalies"]] == (["SAI09"] if remark else [])


# --- .ods ------------------------------------------------------------------------------------------------------------
def sample() -> dict[str, bytes]:
    """The parts of a fiche filled in and saved by LibreOffice."""
    with zipfile.ZipFile(SAMPLES / "engis" / "retour.ods") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def ods(**changes: Callable[[bytes], bytes]) -> bytes:
    parts = sample()
    for name, change in changes.items():
        parts[f"{name}.xml"] = change(parts[f"{name}.xml"])
    return zipped(parts)


def other_prefixes(part: bytes) -> bytes:
    """ns0, ns1, ns2 for table, office, text: what generic XML libraries write."""
    text = part.decode()
    for usual, other in (("table", "ns0"), ("office", "ns1"), ("text", "ns2")):
        text = re.sub(rf"([<\s/]){usual}:(?=[a-z-]+[\s=/>])", rf"\1{other}:", text)
        text = text.replace(f"xmlns:{usual}=", f"xmlns:{other}=")
    return text.encode()


def indented(part: bytes) -> bytes:
    """Blanks between rows and cells, as Gnumeric and SheetJS write them."""
    return re.sub(rb"(</?table:(?:table-row|table-cell|table)\b[^>]*>)", rb"\n  \1\n  ", part)


def cells_only(part: bytes) -> bytes:
    """No named range: SheetJS keeps nothing but the cells."""
    return re.sub(rb"<table:named-expressions>.*?</table:named-expressions>", b"", part, flags=re.DOTALL)


def champs_of(pst: Pst, data: bytes, name: str = "a.ods") -> dict[str, Any]:
    found = verified(pst, name, data)
    assert found["action"]
    champs: dict[str, Any] = found["champs"]
    return champs


@pytest.mark.parametrize("change", [other_prefixes, indented])
def test_every_notation_of_ods_reads_the_same(pst: Pst, change: Callable[[bytes], bytes]) -> None:
    assert champs_of(pst, ods(content=change)) == champs_of(pst, ods())


def test_an_ods_reduced_to_its_cells_is_read_by_its_labels(pst: Pst) -> None:
    data = ods(content=cells_only, meta=lambda part: re.sub(rb"<dc:subject>.*?</dc:subject>", b"", part))
    found = verified(pst, "a.ods", data)
    assert found["reconnue_par"] == ["la feuille _meta", "la référence imprimée"]
    assert found["champs"] == champs_of(pst, ods())


def test_a_flat_ods_reads_the_same(pst: Pst) -> None:
    parts = sample()
    content, meta = parts["content.xml"].decode(), parts["meta.xml"].decode()
    head = re.search(r"<office:document-content([^>]*)>", content)
    assert head
    inside = re.search(r"(<office:meta>.*</office:meta>)", meta, re.DOTALL)
    assert inside
    extra = ' xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"' if "xmlns:meta=" not in head[1] else ""
    opening = f'<office:document{head[1]}{extra} office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
    flat = content.replace(head[0], opening + inside[1]).replace("</office:document-content>", "</office:document>")
    assert champs_of(pst, flat.encode(), "a.fods") == champs_of(pst, ods())


# --- .xls ------------------------------------------------------------------------------------------------------------
def test_an_xls_is_read_by_its_values(pst: Pst) -> None:
    days = {"mise_a_jour": "09/11/2021", "debut": "03/02/2020", "complete_le": "09/11/2021"}
    answers: dict[str, Contenu] = {**ANSWERS, **days, "description": "Une description.", "commentaire": "- point un"}
    found = verified(pst, "a.xls", to_xls(type_in(pst.fiche("A2BCD"), answers, BUDGET)))
    expected = EXPECTED | {"description": "Une description.", "commentaire": "- point un"}
    assert found["champs"] == expected
    assert {x["code"] for x in found["anomalies"]} == {"FIC03", "IDE04", "SAI11"}


@pytest.mark.slow
@pytest.mark.parametrize("size", [8, 100, 600, 4000])
def test_a_cut_xls_is_refused_with_one_sentence(pst: Pst, size: int) -> None:
    data = to_xls(pst.fiche("A2BCD"))[:size]
    found = verified(pst, "a.xls", data)
    assert (found["action"], found["champs"]) == ("", {})
    assert len(found["anomalies"]) == 1


@pytest.mark.slow
def test_a_reader_that_hangs_or_dies_costs_its_file_only(pst: Pst, monkeypatch: pytest.MonkeyPatch) -> None:
    from fiche_tool.excel.lecture.lecteurs import xls
    from fiche_tool.fichiers.bornes import BudgetLecture

    data = to_xls(pst.fiche("A2BCD"))
    good = pst.answer("B3CDE", "bonne.xlsx", taux=10)
    for name, module, seconds in (("mort", "tests.does_not_exist", 15), ("lent", "tests.outils.enfant_lent", 1)):
        monkeypatch.setattr(BudgetLecture, "SECONDES", seconds)
        monkeypatch.setattr(xls, "MODULE", module)
        pst.drop(f"{name}.xls", data)
        result = pst.collect()
        assert [x["code"] for x in result["anomalies"] if name in x["fichier"]] == ["FIC01"]
        assert result["actions"]["recues"] == 1
    assert good.exists()
