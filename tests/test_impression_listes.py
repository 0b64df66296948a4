"""What the sheets of the synthesis print: nothing too small for an arm's length, no row cut, no page nearly empty.

Worked out from the workbook as it is stored: the scale is the paper's width over that of the columns that print.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.excel.dessin.mesure import MAX_POINTS, measure, wrap
from fiche_tool.excel.dessin.papier import A3, A4
from fiche_tool.excel.lecture.classeur import column_letters
from fiche_tool.excel.synthese import write_synthese
from tests.outils.grand import ONHAYE, flat_shape, make_programme, make_synthese, with_changes

FEUILLES = (
    *("Synthèse", "Avancement", "Budget", "Budget détail", "Calendrier", "Comparaison", "Évolution", "Retours"),
    *("Anomalies", "Journal", "Valeurs interprétées", "Données graphiques"),
)
LISIBLE, DONNEE = 8.0, 10
"""Points: what is read at arm's length, the letters of the sheets of data."""
EXCEL, LIBREOFFICE = 5.25, 5.576
"""Points of a digit of Calibri 11: 7 pixels in Excel, its true width in LibreOffice."""
HAUTEUR = 15.0
"""Points of a row that nobody made taller."""
SIX = tuple(date(annee, 11, 20) for annee in range(2019, 2025))
_LONG = (
    " afin de permettre à chaque citoyen de la commune, quel que soit son âge ou sa situation, d'accéder à ses droits "
    "fondamentaux, en partenariat avec la Commune, la Province, les associations et le Service public de Wallonie"
)


def with_long_words(programme: Programme) -> Programme:
    """Labels, objectives and services as long as any that was met."""
    services = {s.nom: f"{s.nom} – département de la coordination et du logement" for s in programme.listes.services}
    return replace(
        programme,
        actions=tuple(
            replace(x, libelle=x.libelle + _LONG * (1 + rank % 3), service=services[x.service])
            for rank, x in enumerate(programme.actions)
        ),
        objectifs=tuple(replace(x, intitule=x.intitule + _LONG) for x in programme.objectifs),
        listes=replace(
            programme.listes, services=tuple(replace(x, nom=services[x.nom]) for x in programme.listes.services)
        ),
    )


def in_billions(synthese: Synthese) -> Synthese:
    """The same with amounts as no centre has any."""
    budget = synthese.tables.budget
    rang = budget.rang("montant")
    lignes = tuple((*x[:rang], x[rang] and x[rang] * 10_000, *x[rang + 1 :]) for x in budget.lignes)
    return replace(synthese, tables=replace(synthese.tables, budget=replace(budget, lignes=lignes)))


CAS: Mapping[str, object] = {
    "axes": lambda: make_synthese(with_changes(make_programme(ONHAYE))),
    "150 actions": lambda: make_synthese(with_long_words(make_programme(flat_shape(150)))),
    "une réponse": lambda: make_synthese(make_programme(flat_shape(34)), reponses=0.01),
    "sans budget": lambda: make_synthese(make_programme(flat_shape(34)), budget=False),
    "six séances": lambda: make_synthese(with_changes(make_programme(ONHAYE)), SIX),
    "milliards": lambda: in_billions(make_synthese(make_programme(flat_shape(20)))),
    "vide": lambda: make_synthese(make_programme(())),
}


@dataclass(frozen=True)
class Cellule:
    """A cell that reads something: where it stands (from 0), the size of its letters, whether it wraps, its text."""

    row: int
    column: int
    corps: float
    habille: bool
    texte: str


@dataclass(frozen=True)
class Page:
    """A sheet as it prints: the widths of its columns, its rows, its cells, the ends of its pages."""

    papier: object
    largeurs: list[float]
    hauteurs: dict[int, float]
    cellules: list[Cellule]
    fins: list[int]
    reprises: range
    xml: str

    def scale(self, digit: float) -> float:
        """How small it prints where a digit is that wide."""
        utile = A3.utile if self.papier is A3 else A4.utile
        return min(1.0, int(100 * utile / sum(width * digit for width in self.largeurs)) / 100)


def pages(cas: str) -> dict[str, Page]:
    """The sheets of a case that people read."""
    return {nom: page for nom, page in sheets(cas).items() if nom in FEUILLES}


@cache
def sheets(cas: str) -> dict[str, Page]:
    """Every sheet of a case."""
    data = write_synthese(CAS[cas]())  # type: ignore[operator]  # a table of functions
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        book = archive.read("xl/workbook.xml").decode()
        texts = ["".join(si.itertext()) for si in ET.fromstring(archive.read("xl/sharedStrings.xml"))]
        styles = list(_styles(archive.read("xl/styles.xml").decode()))
        names = re.findall(r'<sheet name="([^"]+)"', book)
        return {
            nom: _page(nom, archive.read(f"xl/worksheets/sheet{rank}.xml").decode(), book, texts, styles)
            for rank, nom in enumerate(names, 1)
        }


def _styles(xml: str) -> Iterator[tuple[float, bool]]:
    """The size of the letters of each format, and whether it wraps."""
    fonts = re.findall(r"<font>.*?</font>", xml.partition("</fonts>")[0])
    sizes = [float(re.findall(r'<sz val="([\d.]+)"', font)[0]) for font in fonts]
    for xf in re.findall(r"<xf .*?(?:/>|</xf>)", xml.partition("<cellXfs")[2].partition("</cellXfs>")[0]):
        yield sizes[int(re.findall(r'fontId="(\d+)"', xf)[0])], 'wrapText="1"' in xf


def _page(nom: str, xml: str, book: str, texts: list[str], styles: list[tuple[float, bool]]) -> Page:
    spread = [width for first, last, width in _columns(xml) for _ in range(first, last + 1)]
    area = re.search(rf"Print_Area\"[^>]*>'?{nom}'?!\$A\$\d+:\$([A-Z]+)\$", book)
    width = _number(area[1]) if area else len(spread)
    titles = re.search(rf"Print_Titles\"[^>]*>(?:[^<]*,)?'?{nom}'?!\$(\d+):\$(\d+)<", book)
    cells, heights = [], {}
    for row, attributes, held in re.findall(r'<row r="(\d+)"([^>]*?)(?:/>|>(.*?)</row>)', xml, re.DOTALL):
        found = re.search(r' ht="([\d.]+)"', attributes)
        heights[int(row) - 1] = float(found[1]) if found else HAUTEUR
        for letters, style, kind, inside in re.findall(
            r'<c r="([A-Z]+)\d+" s="(\d+)"(?: t="(\w+)")?>(.*?)</c>', held, re.DOTALL
        ):
            value = re.findall(r"<v>(.*?)</v>", inside)
            texte = (texts[int(value[0])] if kind == "s" else value[0]) if value else ""
            if texte and _number(letters) <= width:
                cells.append(Cellule(int(row) - 1, _number(letters) - 1, *styles[int(style)], texte))
    return Page(
        A3 if 'paperSize="8"' in xml else A4,
        spread[:width],
        heights,
        cells,
        [int(at) for at in re.findall(r'<brk id="(\d+)"', xml)],
        range(int(titles[1]) - 1, int(titles[2])) if titles else range(0),
        xml,
    )


def _columns(xml: str) -> Iterator[tuple[int, int, float]]:
    for first, last, width in re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', xml):
        yield int(first), int(last), float(width)


def _number(letters: str) -> int:
    return next(number for number in range(1, 200) if column_letters(number) == letters)


every_case = pytest.mark.parametrize("cas", CAS)


@pytest.mark.slow
@every_case
def test_nothing_prints_smaller_than_8_points(cas: str) -> None:
    found = pages(cas)
    assert set(found) == set(FEUILLES)
    for nom, page in found.items():
        assert 'fitToPage="1"' in page.xml, nom
        assert 'scaleWithDoc="0"' in page.xml, nom  # headers and footers print as large as they say
        smallest = min(cellule.corps for cellule in page.cellules)
        assert smallest * page.scale(LIBREOFFICE) >= LISIBLE, (nom, smallest, page.scale(LIBREOFFICE))


@pytest.mark.slow
@every_case
def test_the_sheets_of_data_print_every_word_large_enough(cas: str) -> None:
    """On as many pages side by side as that takes, each with the column that says whose row it is."""
    shown = {nom: page for nom, page in sheets(cas).items() if nom.startswith("Données") and page.reprises}
    assert shown or cas == "vide"
    for nom, page in shown.items():
        beside = re.search(r'fitToWidth="(\d+)"', page.xml)
        assert _count_beside(page) <= (int(beside[1]) if beside else 1), nom
        for cellule in page.cellules:
            if cellule.row < page.reprises.stop:
                continue
            assert cellule.corps >= DONNEE, (nom, cellule)
            width = page.largeurs[cellule.column]
            if cellule.habille:
                lines = len(wrap(cellule.texte, width, DONNEE))
                assert min(MAX_POINTS, lines * DONNEE * 1.2) <= page.hauteurs[cellule.row], (nom, cellule)
            elif not re.fullmatch(r"-?[\d.]+", cellule.texte):
                assert measure(cellule.texte) * DONNEE / 11 <= width, (nom, cellule)


def _count_beside(page: Page) -> int:
    """The pages side by side that show the columns of data at the size of what is read."""
    room = A3.utile * DONNEE / LISIBLE
    count, left = 1, room
    for width in page.largeurs:
        if width * LIBREOFFICE > left:
            count, left = count + 1, room - page.largeurs[0] * LIBREOFFICE
        left -= width * LIBREOFFICE
    return count


@pytest.mark.slow
@every_case
def test_a_page_holds_its_rows_whole_and_is_never_nearly_empty(cas: str) -> None:
    ended = 0
    for nom, page in pages(cas).items():
        paper = A3 if page.papier is A3 else A4
        room = paper.haut_utile / page.scale(EXCEL)
        last = max(page.hauteurs)
        starts = [0, *page.fins, last + 1]
        for first, end in zip(starts, starts[1:], strict=False):
            again = page.reprises if first >= page.reprises.stop else ()
            held = sum(page.hauteurs.get(row, HAUTEUR) for row in (*again, *range(first, end)))
            assert held <= room, (nom, first, held, room)
            if len(starts) > 2:
                own = sum(page.hauteurs.get(row, HAUTEUR) for row in range(first, end))
                assert own >= room * 0.15, (nom, first, own, room)
        ended += len(page.fins)
    assert ended or cas == "vide"


@pytest.mark.slow
@every_case
def test_no_sentence_goes_over_the_edge_of_the_page(cas: str) -> None:
    sentences = 0
    for nom, page in pages(cas).items():
        for cellule in page.cellules:
            alone = not any(other.row == cellule.row and other.column > 0 for other in page.cellules)
            if cellule.column == 0 and not cellule.habille and alone:
                wide = measure(cellule.texte) * cellule.corps / 11
                assert wide <= sum(page.largeurs), (nom, cellule.row, cellule.texte)
                sentences += 1
    assert sentences > len(FEUILLES)


@pytest.mark.slow
def test_the_name_of_a_file_wraps_and_an_arrow_beside_it_leads_there() -> None:
    """LibreOffice cuts a text that bears a link where its cell ends."""
    for nom in ("Budget détail", "Évolution", "Retours", "Journal"):
        page = pages("axes")[nom]
        linked = set(re.findall(r'<hyperlink ref="([A-Z]+\d+)"', page.xml))
        arrows = [x for x in page.cellules if x.texte == "↗"]
        files = [x for x in page.cellules if x.texte.endswith(".xlsx") and x.row > page.reprises.start]
        assert arrows, nom
        assert len(files) == len(arrows), nom
        assert all(x.habille and f"{column_letters(x.column + 1)}{x.row + 1}" not in linked for x in files), nom
        assert all(f"{column_letters(x.column + 1)}{x.row + 1}" in linked for x in arrows), nom


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_every_row_of_an_action_on_several_is_a_whole_box() -> None:
    """Empty cells are closed by a rule of the sheet: one left open beside them would look like a mistake."""
    programme = make_programme(flat_shape(4))
    long = tuple(replace(x, libelle=x.libelle + _LONG * 9) for x in programme.actions)
    book = load_workbook(io.BytesIO(write_synthese(make_synthese(replace(programme, actions=long)))))
    sheet = book["Synthèse"]
    rows = [row for row in range(6, sheet.max_row) if str(sheet.cell(row + 1, 1).value).endswith("(suite)")]
    assert len(rows) > 3
    for row in rows:
        told = [cell for line in sheet.iter_rows(row, row + 1) for cell in line if cell.value is not None]
        assert len(told) >= 4
        assert {(x.border.top.style, x.border.bottom.style, x.alignment.vertical) for x in told} == {
            ("thin", "thin", "top")
        }


def test_an_amount_of_billions_has_room_on_the_sheets_of_data() -> None:
    """« ### » in place of an amount is no amount."""
    page = sheets("milliards")["Données budget"]
    headings = {cell.texte: cell.column for cell in page.cellules}
    synthese = CAS["milliards"]()  # type: ignore[operator]  # a table of functions
    longest = max(synthese.tables.budget.colonne("montant"))
    shown = f"{longest / 100:,.2f}"
    assert len(shown) > 12
    assert page.largeurs[headings["Montant estimé"]] > measure(shown) * 10 / 11 + 1
