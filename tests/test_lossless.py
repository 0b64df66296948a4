"""A centre's own model: whatever it added is in every fiche, byte for byte."""

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from lxml import etree

from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.modele.write_modele import draw_modele, write_modele
from fiche_tool.excel.remplissage.chaines import PARTIE, open_strings
from fiche_tool.excel.remplissage.pieces import ColonnesXml
from fiche_tool.fichiers.package import Package
from fiche_tool.fichiers.piece import examine
from tests.conftest import SEANCE, LibreOffice, Pst
from tests.outils.ecrits import zipped
from tests.outils.lint import lint
from tests.outils.specimens import FORM, at, repack, replace

pytestmark = pytest.mark.undrawn


def png() -> bytes:
    """A one-pixel picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    header = struct.pack(">2L5B", 1, 1, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00\xff\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.fixture
def restyled(tmp_path: Path) -> bytes:
    """The model with all that a centre may add.

    A logo, a header image with tokens beside it, a shape, an x14 data bar, a comment, a link, a sheet of its own, its
    theme and its printer's settings.
    """
    logo = tmp_path / "logo.png"
    logo.write_bytes(png())
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet: Any = draw_modele(workbook)  # a centre does with it what the tool itself never does
    sheet.insert_image("I3", str(logo), {"description": "logo du CPAS"})
    sheet.insert_textbox("J5", "Le CPAS à votre service")
    sheet.set_header("&L&G&R[référence] & [CPAS]".replace(" & ", " && "), {"image_left": str(logo)})
    sheet.conditional_format("D11", {"type": "data_bar", "data_bar_2010": True, "bar_color": "#63C384"})
    sheet.write_comment("A3", "Une remarque du CPAS")
    workbook.add_worksheet("Mode d'emploi").write_string("A1", "Propre au CPAS")
    sheet.write_url("A2", "https://cpas.example/pst", string="Le PST en ligne")
    workbook.close()
    printer = '<Relationship Id="rId99" Type="{}/printerSettings" Target="../printerSettings/printerSettings1.bin"/>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return repack(
        buffer.getvalue(),
        {
            "xl/theme/theme1.xml": replace("4F81BD", "7A1F5C"),
            FORM: replace("<pageSetup ", '<pageSetup r:id="rId99" cellComments="atEnd" '),
            "xl/worksheets/_rels/sheet1.xml.rels": replace(
                "</Relationships>", printer.format(kind) + "</Relationships>"
            ),
            "[Content_Types].xml": replace(
                "<Default ",
                '<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument'
                '.spreadsheetml.printerSettings"/><Default ',
                1,
            ),
        },
        {"xl/printerSettings/printerSettings1.bin": bytes(range(256))},
    )


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


FILLED = {
    "xl/worksheets/sheet1.xml",  # Fiche
    "xl/worksheets/sheet2.xml",  # Historique
    "xl/worksheets/sheet3.xml",  # Aide
    "xl/worksheets/sheet4.xml",  # _listes
    "xl/worksheets/sheet5.xml",  # _meta
    "xl/workbook.xml",  # the extents of the lists
    "xl/sharedStrings.xml",  # what was there stays in its place; new texts come behind
    "docProps/core.xml",  # subject and keywords, one of the four carriers of identity
}


def test_everything_the_centre_added_is_in_the_fiche_byte_for_byte(pst: Pst, restyled: bytes) -> None:
    (pst.racine / "modele").mkdir()
    (pst.racine / "modele" / "fiche_action.xlsx").write_bytes(restyled)
    before, after = parts(restyled), parts(pst.fiche("A2BCD"))
    assert list(after) == list(before)
    assert {name for name in before if before[name] != after[name]} == FILLED
    kept = set(before) - FILLED
    assert {"xl/media/image1.png", "xl/comments1.xml", "xl/drawings/drawing1.xml", "xl/theme/theme1.xml"} <= kept
    assert {"xl/printerSettings/printerSettings1.bin", "xl/charts/chart1.xml", "xl/styles.xml"} <= kept
    assert any("vmlDrawing" in name for name in kept)


@pytest.mark.slow
def test_every_text_is_a_shared_string_and_those_of_the_centre_keep_their_number(pst: Pst, restyled: bytes) -> None:
    (pst.racine / "modele").mkdir()
    (pst.racine / "modele" / "fiche_action.xlsx").write_bytes(restyled)
    before, after = parts(restyled), parts(pst.fiche("A2BCD"))
    old, new = (strings(part["xl/sharedStrings.xml"]) for part in (before, after))
    assert new[: len(old)] == old
    assert "1.1.1 – Formaliser les procédures" in new[len(old) :]
    assert not any(b"inlineStr" in content for content in after.values())
    pst.fill_in("A2BCD", {"taux": 150})
    (path,) = pst.collect()["a_corriger"]
    assert not any(b"inlineStr" in content for content in parts(Path(path).read_bytes()).values())


def strings(part: bytes) -> list[str]:
    return ["".join(si.itertext()) for si in etree.fromstring(part)]


def test_the_sheet_keeps_its_own_additions_around_the_filled_cells(pst: Pst, restyled: bytes) -> None:
    (pst.racine / "modele").mkdir()
    (pst.racine / "modele" / "fiche_action.xlsx").write_bytes(restyled)
    sheet = parts(pst.fiche("A2BCD"))["xl/worksheets/sheet1.xml"].decode()
    assert "x14:dataBar" in sheet
    assert "legacyDrawingHF" in sheet
    assert 'r:id="rId99" cellComments="atEnd"' in sheet
    assert "&amp;L&amp;G&amp;Ressai-2019-2024/A2BCD/2021-11-24/" in sheet
    assert "&amp;&amp; CPAS d&#x27;Essai" in sheet or "&amp;&amp; CPAS d'Essai" in sheet
    assert "<sheetProtection" in sheet


def test_the_properties_keep_everything_but_subject_and_keywords(pst: Pst, restyled: bytes) -> None:
    (pst.racine / "modele").mkdir()
    (pst.racine / "modele" / "fiche_action.xlsx").write_bytes(restyled)
    core = parts(pst.fiche("A2BCD"))["docProps/core.xml"].decode()
    assert "<dc:subject>essai-2019-2024/A2BCD/2021-11-24/" in core
    assert "dcterms:created" in core


def test_a_model_without_a_name_is_refused_with_the_name(pst: Pst, restyled: bytes) -> None:
    broken = parts(restyled)
    broken["xl/workbook.xml"] = broken["xl/workbook.xml"].replace(b'name="pst_taux"', b'name="autre"')
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in broken.items():
            archive.writestr(name, content)
    (pst.racine / "modele").mkdir()
    path = pst.racine / "modele" / "fiche_action.xlsx"
    path.write_bytes(buffer.getvalue())
    result = pst.run("generer", str(pst.racine), "--seance", SEANCE.isoformat())
    assert result.exit_code == 1
    assert "pst_taux" in result.stderr
    (found,) = pst.verify(path)
    assert found["genre"] == "modèle"
    assert [anomalie["code"] for anomalie in found["anomalies"]] == ["FIC11"]


def test_a_model_that_would_hinder_people_says_how(pst: Pst, restyled: bytes, tmp_path: Path) -> None:
    path = tmp_path / "modele.xlsx"
    path.write_bytes(restyled)
    (found,) = pst.verify(path)
    assert found["anomalies"] == []
    sheet = parts(restyled)["xl/worksheets/sheet1.xml"]
    spoilt = repack(
        restyled,
        {
            "xl/worksheets/sheet1.xml": lambda part: part.replace(
                f'sqref="{at("statut")}"'.encode(), b'sqref="E9"'
            ).replace(f'<c r="{at("taux")}" s="'.encode(), f'<c r="{at("taux")}" s="0" x="'.encode()),
            "xl/workbook.xml": lambda part: part.replace(b"_xlnm.Print_Area", b"zone"),
        },
    )
    assert f'sqref="{at("statut")}"'.encode() in sheet
    path.write_bytes(spoilt)
    (found,) = pst.verify(path)
    assert {anomalie["code"] for anomalie in found["anomalies"]} == {"FIC13"}
    text = " ".join(anomalie["phrase"] for anomalie in found["anomalies"])
    assert f"« Taux d'avancement (%) » ({at('taux')}) est verrouillée" in text
    assert f"« Statut » ({at('statut')}) n'a plus de liste déroulante" in text
    assert "zone d'impression" in text


@pytest.mark.slow
def test_links_of_a_marked_copy_join_those_of_the_centre(pst: Pst, restyled: bytes) -> None:
    (pst.racine / "modele").mkdir()
    (pst.racine / "modele" / "fiche_action.xlsx").write_bytes(restyled)
    pst.fill_in("A2BCD", {"taux": 150})
    (path,) = pst.collect()["a_corriger"]
    sheet = parts(Path(path).read_bytes())["xl/worksheets/sheet1.xml"].decode()
    assert sheet.count("<hyperlinks>") == 1
    assert sheet.count("<hyperlink ") == 2
    assert f"location=\"'Fiche'!{at('taux')}\"" in sheet


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_model_saved_by_libreoffice_gives_marked_copies_too(
    pst: Pst, libreoffice: LibreOffice, tmp_path: Path
) -> None:
    """Its columns are grouped otherwise, its views written otherwise."""
    source = tmp_path / "modele.xlsx"
    source.write_bytes(write_modele())
    (pst.racine / "modele").mkdir()
    (pst.racine / "modele" / "fiche_action.xlsx").write_bytes(libreoffice.convert(source, "xlsx").read_bytes())
    pst.fill_in("A2BCD", {"taux": 150})
    (path,) = pst.collect()["a_corriger"]
    data = Path(path).read_bytes()
    assert lint(data) == []
    sheet = openpyxl.load_workbook(path)["Fiche"]
    assert not sheet.column_dimensions["J"].hidden
    assert sheet.column_dimensions["L"].hidden
    assert sheet.page_setup.orientation == "landscape"
    assert {selection.activeCell for selection in sheet.sheet_view.selection} == {at("taux")}


def test_a_column_is_shown_out_of_the_middle_of_its_group() -> None:
    group = {"min": "3", "max": "8", "width": "12", "hidden": "1"}
    shown = ColonnesXml("x:col", (group, {"min": "9", "max": "9", "width": "5"}), "").render({4, 8, 9})
    assert shown == (
        '<x:col min="3" max="3" width="12" hidden="1"/><x:col min="4" max="4" width="12"/>'
        '<x:col min="5" max="7" width="12" hidden="1"/><x:col min="8" max="8" width="12"/>'
        '<x:col min="9" max="9" width="5"/>'
    )


@pytest.mark.parametrize(
    ("part", "added"),
    [
        ('<sst xmlns="m" count="3" uniqueCount="2"><si><t>a</t></si><si><t>b</t></si></sst>', ("", 2)),
        ('<x:sst xmlns:x="m"><x:si><x:t>a</x:t></x:si></x:sst>\n', ("x:", 1)),
    ],
)
def test_new_texts_come_behind_the_shared_strings_that_are_there(part: str, added: tuple[str, int]) -> None:
    prefixe, first = added
    chaines = open_strings(Package(zipped({PARTIE: part.encode()})))
    assert chaines is not None
    assert [chaines.number(texte) for texte in ("x < y", "z", "x < y")] == [first, first + 1, first]
    settled = chaines.settle().fork()
    assert [settled.number(texte) for texte in ("z", "w")] == [first + 1, first + 2]
    texts = strings(settled.render())
    assert texts[first:] == ["x < y", "z", "w"]
    assert f"<{prefixe}si>".encode() in settled.render()


@pytest.mark.parametrize("part", ['<sst xmlns="m"/>', '<sst xmlns="m" count="0"/>'])
def test_shared_strings_that_cannot_be_added_to_are_left_alone(part: str) -> None:
    assert open_strings(Package(zipped({PARTIE: part.encode()}))) is None
    assert open_strings(Package(zipped({"a.xml": b"<a/>"}))) is None


# --- the fiches of a service together --------------------------------------------------------------------------------
def test_every_sheet_of_a_service_has_what_the_centre_added(pst: Pst, restyled: bytes) -> None:
    (pst.racine / "modele").mkdir()
    (pst.racine / "modele" / "fiche_action.xlsx").write_bytes(restyled)
    assert pst.run("generer", str(pst.racine), "--seance", SEANCE.isoformat(), "--par-service").exit_code == 0
    (path,) = pst.racine.glob("fiches/*/Direction/*.xlsx")
    data = path.read_bytes()
    assert lint(data) == []
    found = parts(data)
    for rank in (1, 2):
        rels = found[f"xl/worksheets/_rels/sheet1_{rank}.xml.rels"].decode()
        kinds = sorted(re.findall(r'relationships/(\w+)"', rels))
        assert kinds == ["comments", "drawing", "hyperlink", "printerSettings", "vmlDrawing", "vmlDrawing"]
        assert "https://cpas.example/pst" in rels
        targets = [target for target in re.findall(r'Target="/([^"]*)"', rels)]
        assert len(targets) == 5
        assert all(target in found and f"_{rank}." in target for target in targets)
        assert "Le CPAS à votre service".encode() in found[f"xl/drawings/drawing1_{rank}.xml"]
        assert "x14:dataBar" in found[f"xl/worksheets/sheet1_{rank}.xml"].decode()
    workbook = open_classeur(examine(data))
    assert workbook.feuilles[:2] == ("Interne 1.1.1", "Interne 1.1.2")
    assert "Mode d'emploi" in workbook.feuilles
    assert [len(workbook.ouvrir(nom).notes) for nom in workbook.feuilles[:2]] == [1, 1]
    media = [[name for name in one if name.startswith("xl/media/")] for one in (found, parts(restyled))]
    assert media[0] == media[1]  # the copies show the same pictures
