"""Colours, worked out from the palette and from what is produced: readable, and told apart without seeing them all."""

import io
import itertools
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from fiche_tool.demo import Demonstration
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.look import STATUT_COULEURS, contrast, ink_on, luminance
from fiche_tool.excel.modele.write_modele import write_modele
from fiche_tool.excel.synthese import write_synthese
from tests.outils.grand import ONHAYE, make_programme, make_synthese, with_changes

READABLE = 4.5
"""WCAG's ratio for small text."""
APART_IN_GREY = 9.0
"""Steps of lightness (L*, from 0 to 100) that two greys side by side need to be taken for two."""
APART = 10.0
"""The distance (CIE 1976) between two colours that nobody takes for one another, side by side."""
NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
# Machado, Oliveira and Fernandes (2009), no green at all; on linear light.
DEUTERANOPIA = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.9505, 1.0, 1.089)


def lightness(y: float) -> float:
    return 116 * _cube(y) - 16


def _cube(x: float) -> float:
    return float(x ** (1 / 3)) if x > 0.008856 else 7.787 * x + 16 / 116


def linear(colour: str) -> tuple[float, ...]:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return tuple(x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in shares)


def _times(matrix: tuple[tuple[float, ...], ...], vector: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(max(0.0, sum(a * b for a, b in zip(row, vector, strict=True))) for row in matrix)


def lab(light: tuple[float, ...]) -> tuple[float, float, float]:
    x, y, z = (_cube(value / white) for value, white in zip(_times(TO_XYZ, light), WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(lab(one), lab(other), strict=True)) ** 0.5)


PAIRS = list(itertools.combinations(STATUT_COULEURS.items(), 2))


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=lambda item: item[0])
def test_two_statuses_are_told_apart(one: tuple[str, str], other: tuple[str, str]) -> None:
    """In grey, and by those who see no green."""
    (_, first), (_, second) = one, other
    assert abs(lightness(luminance(first)) - lightness(luminance(second))) >= APART_IN_GREY
    seen = [_times(DEUTERANOPIA, linear(colour)) for colour in (first, second)]
    assert distance(*seen) >= APART
    assert distance(linear(first), linear(second)) >= APART


@pytest.mark.parametrize("statut", STATUT_COULEURS)
def test_a_status_reads_on_its_colour(statut: str) -> None:
    assert contrast(ink_on(STATUT_COULEURS[statut]), STATUT_COULEURS[statut]) >= READABLE


def test_the_measure_of_contrast_is_the_known_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert distance(linear("#FF0000"), linear("#FF0000")) == 0
    red, green = (_times(DEUTERANOPIA, linear(colour)) for colour in ("#A63A2B", "#5F6B1F"))
    assert distance(red, green) < distance(linear("#A63A2B"), linear("#5F6B1F")) / 2


# --- what is produced ------------------------------------------------------------------------------------------------
def unreadable(data: bytes) -> Iterator[str]:
    """The pairs text/ground of a workbook's cells, rules included, that are hard to read."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        styles = etree.fromstring(archive.read("xl/styles.xml"))
    fonts, fills = (styles.findall(f"m:{what}/m:{one}", NS) for what, one in (("fonts", "font"), ("fills", "fill")))
    for cell in styles.findall("m:cellXfs/m:xf", NS):
        yield from _hard(fonts[int(cell.get("fontId"))], fills[int(cell.get("fillId"))])
    for rule in styles.findall("m:dxfs/m:dxf", NS):
        font, fill = rule.find("m:font", NS), rule.find("m:fill", NS)
        if font is not None and fill is not None:
            yield from _hard(font, fill)


def _hard(font: etree._Element, fill: etree._Element) -> Iterator[str]:
    ink = font.find("m:color", NS)
    pattern = fill.find("m:patternFill", NS)
    solid = pattern.get("patternType", "solid") == "solid"  # a rule says its ground as bgColor, without the word
    ground = pattern.find("m:fgColor", NS) if pattern.get("patternType") == "solid" else pattern.find("m:bgColor", NS)
    text = "#" + ink.get("rgb")[2:] if ink is not None and ink.get("rgb") else look.ENCRE
    behind = "#" + ground.get("rgb")[2:] if solid and ground is not None and ground.get("rgb") else look.BLANC
    if contrast(text, behind) < READABLE:
        yield f"{text} on {behind}: {contrast(text, behind):.2f}"


@pytest.mark.slow
def test_everything_that_is_produced_reads(demo: Demonstration) -> None:
    racine = demo.collecte.fichier.parent.parent
    files = {path.name: path.read_bytes() for path in sorted(racine.rglob("*.xlsx")) if path.parent != racine}
    files["programme.xlsx"] = (racine / "programme.xlsx").read_bytes()
    files["modèle"] = write_modele()
    files["axes"] = write_synthese(make_synthese(with_changes(make_programme(ONHAYE))))
    assert len(files) > 40
    found = {name: sorted(set(unreadable(data))) for name, data in files.items()}
    assert {name: pairs for name, pairs in found.items() if pairs} == {}


def test_a_pair_that_is_hard_to_read_is_seen(tmp_path: Path) -> None:
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"in_memory": True})
    style = workbook.add_format({"bg_color": "#5B87B2", "font_color": "#FFFFFF"})
    workbook.add_worksheet("Pâle").write_string(0, 0, "peu lisible", style)
    workbook.close()
    assert list(unreadable(buffer.getvalue())) == ["#FFFFFF on #5B87B2: 3.78"]
