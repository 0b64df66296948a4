"""What the first two sheets of the synthesis look like on paper: readable at arm's length, whole blocks, full pages."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from fiche_tool.domaine.programme.programme import Parametres, Service, Volet
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.excel.synthese import write_synthese
from fiche_tool.excel.synthese.atelier.atelier import ECRAN
from fiche_tool.excel.synthese.atelier.mise_en_page import AUCUNE, Bande, share_pages
from tests.conftest import LibreOffice
from tests.outils.grand import ONHAYE, SERVICES, flat_shape, make_programme, make_synthese, with_changes
from tests.outils.imprimer import Impression, open_impression

TABLEAU, BUREAU = "Tableau de bord", "Pour le bureau"
MOINS, TITRES = 8.0, 9.0
"""Points under which nobody reads at arm's length, and under which a heading or a figure does not stand out."""
_SUITE = (
    " afin de permettre à chaque citoyen de la commune, quel que soit son âge ou sa situation, d'accéder à ses droits "
    "fondamentaux, en partenariat avec la Commune, la Province, les associations locales et la Région"
)


def _long() -> Synthese:
    """A hundred and fifty actions whose labels, services and centre have names as long as they come."""
    programme = make_programme(flat_shape(150, ("Interne", "Externe", "Synergies")))
    services = {nom: f"{nom} – département de la coordination sociale et du logement d'urgence" for nom in SERVICES}
    return make_synthese(
        replace(
            programme,
            parametres=Parametres(
                "long-2019-2024", "Centre public d'action sociale de Saint-Georges-sur-Meuse-et-Villers", 2019, 2024
            ),
            volets=tuple(
                Volet(volet.nom, "Collaborations avec la Commune et les partenaires") for volet in programme.volets
            ),
            objectifs=tuple(replace(x, intitule=x.intitule + _SUITE) for x in programme.objectifs),
            actions=tuple(
                replace(x, libelle=x.libelle + _SUITE * 2, service=services[x.service]) for x in programme.actions
            ),
            listes=replace(programme.listes, services=tuple(Service(nom) for nom in services.values())),
        )
    )


def _volets(nombre: int, longueur: int) -> Synthese:
    """A table by volet that takes the first page, but for a row or some sentences under it."""
    programme = make_programme(flat_shape(34, tuple(f"Volet {n}" for n in range(nombre))))
    name = "Développement des politiques d'action sociale, de l'aide aux familles et du maintien à domicile"
    return make_synthese(replace(programme, volets=tuple(Volet(x.nom, name[:longueur]) for x in programme.volets)))


_SIX = tuple(date(year, 11, 20) for year in range(2019, 2025))
CASES: Mapping[str, Callable[[], Synthese]] = {
    "Engis": lambda: make_synthese(make_programme(flat_shape(34))),
    "Onhaye, ses axes": lambda: make_synthese(with_changes(make_programme(ONHAYE))),
    "150 longs": _long,
    "une réponse": lambda: make_synthese(make_programme(flat_shape(34)), _SIX[2:3], reponses=0.03),
    "sans budget": lambda: make_synthese(make_programme(flat_shape(34)), budget=False),
    "six séances": lambda: make_synthese(with_changes(make_programme(ONHAYE)), _SIX),
    "un volet": lambda: make_synthese(make_programme(flat_shape(12, ("Interne",)))),
    "douze volets": lambda: make_synthese(make_programme(flat_shape(240, tuple(f"Volet {n}" for n in range(12))))),
    "deux volets aux longs noms": lambda: _volets(2, 90),
    "quatre volets": lambda: _volets(4, 20),
    "quatre volets, un de trop": lambda: _volets(4, 56),
    "six volets": lambda: _volets(6, 20),
    "six volets, trois de trop": lambda: _volets(6, 62),
    "rien": lambda: make_synthese(make_programme(())),
}


@cache
def _printed(case: str, nom: str) -> Impression:
    return open_impression(_workbook(case), nom)


@cache
def _workbook(case: str) -> bytes:
    return write_synthese(CASES[case]())


# --- sizes -----------------------------------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("nom", [TABLEAU, BUREAU])
def test_every_text_is_read_at_arms_length(case: str, nom: str) -> None:
    texts = list(_printed(case, nom).corps())
    assert {text: size for text, size in texts if size < MOINS} == {}
    assert len(texts) > 30  # something was measured


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_figures_and_headings_of_the_dashboard_stand_out(case: str) -> None:
    printed = _printed(case, TABLEAU)
    cells = [
        cell for row in printed.sheet.iter_rows(max_row=printed.derniere) for cell in row if cell.value is not None
    ]
    told = [cell for cell in cells if _stands_out(cell)]
    assert {f"{x.coordinate} {x.value}": x.font.sz for x in told if x.font.sz * printed.echelle < TITRES} == {}
    assert len(told) > 20


def _stands_out(cell: Any) -> bool:
    return isinstance(cell.value, (int, float)) or cell.value[:1] == "=" or cell.fill.fgColor.rgb == "FF1F4E79"


@pytest.mark.slow
@pytest.mark.parametrize("service", [SERVICES[0], ""])
def test_the_page_of_the_bureau_keeps_no_column_for_services_that_nobody_has(service: str) -> None:
    programme = make_programme(flat_shape(34))
    synthese = make_synthese(replace(programme, actions=tuple(replace(x, service=service) for x in programme.actions)))
    assert synthese.bureau.page
    sheet = open_impression(write_synthese(synthese), BUREAU).sheet
    headings = next([x.value for x in row if x.value] for row in sheet.iter_rows() if row[0].value == "Pourquoi")
    assert headings == ["Pourquoi", "Action", *(["Service"] if service else []), "En bref"]


# --- pages -----------------------------------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_pages_of_the_dashboard_hold_whole_blocks_and_are_not_wasted(case: str) -> None:
    printed = _printed(case, TABLEAU)
    pages = printed.pages()
    assert len(pages) <= 4
    for page in pages:
        assert page.servie > 0.4, page
        assert page.remplie <= 1, page  # at full size; a smaller scale leaves more room
    for dessin in printed.dessins:
        (page,) = [x for x in pages if x.premiere <= dessin.premiere <= x.derniere]
        assert dessin.derniere <= page.derniere, (dessin, page)
    titles = [row for row in range(1, printed.derniere + 1) if _is_title(printed, row)]
    assert len(titles) > 1
    for page in pages:
        assert not _is_title(printed, page.derniere), page


@pytest.mark.slow
@pytest.mark.parametrize("mesure", [0.99, 1.0, 1.01])
@pytest.mark.parametrize("case", CASES)
def test_pages_end_at_the_same_rows_where_breaks_are_left_alone(case: str, mesure: float) -> None:
    """Excel's own help says that breaks do not count where a sheet is fitted to a width."""
    printed = _printed(case, TABLEAU)
    assert printed.flow(mesure) == [page.derniere for page in printed.pages()]


def _is_title(printed: Impression, row: int) -> bool:
    cell = printed.sheet.cell(row, 1)
    return cell.value is not None and cell.font.sz == 12


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_the_dashboard_is_whole_on_a_small_screen(case: str) -> None:
    """As wide as the paper, it fits 1366 pixels without being made smaller, the figures over the fold."""
    printed = _printed(case, TABLEAU)
    assert printed.chiffres * 7 < ECRAN
    assert printed.sheet.sheet_view.zoomScale in (None, 100)
    volets = next(row for row in range(1, 20) if printed.sheet.cell(row, 1).value == "Volet")
    above = sum(printed.rangee(row) for row in range(1, volets)) / 0.75
    assert above < 300


# --- how two bands share pages ---------------------------------------------------------------------------------------
PAGE = 480.0
HAUTE, BASSE = Bande(1, 150.0, 400.0), Bande(40, 150.0, 270.0)


@pytest.mark.parametrize(
    ("haute", "entre", "basse", "found"),
    [
        (HAUTE, 100.0, BASSE, (190.0, 190.0, False, False)),  # what is left goes to both
        (HAUTE, 180.0, BASSE, (150.0, 150.0, False, False)),
        (HAUTE, 181.0, BASSE, (400.0, 270.0, True, False)),  # two pages, each as full as its charts may make it
        (HAUTE, 250.0, BASSE, (400.0, 230.0, True, False)),
        (HAUTE, 331.0, BASSE, (400.0, 270.0, True, True)),  # three: the table leaves no room for charts
        (HAUTE, 40.0, AUCUNE, (400.0, 0.0, False, False)),
        (AUCUNE, 100.0, BASSE, (0.0, 270.0, False, False)),
        (AUCUNE, 100.0, AUCUNE, (0.0, 0.0, False, False)),
    ],
)
def test_two_bands_of_charts_take_what_the_page_leaves(
    haute: Bande, entre: float, basse: Bande, found: tuple[float, float, bool, bool]
) -> None:
    shared = share_pages(PAGE, haute, entre, basse)
    assert (shared.haute, shared.basse, shared.suite, shared.seule) == found


# --- as LibreOffice prints it ----------------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("case", ["Engis", "six séances"])
def test_sizes_measured_on_the_printed_pages(case: str, tmp_path: Path, libreoffice: LibreOffice) -> None:
    path = tmp_path / "synthese.xlsx"
    path.write_bytes(_workbook(case))
    pages = PdfReader(libreoffice.convert(path, "pdf")).pages[: 1 + len(_printed(case, TABLEAU).pages())]
    for page in pages:
        sizes: dict[str, float] = {}

        def measure(text: str, cm: Any, tm: Any, _: Any, size: float, sizes: dict[str, float] = sizes) -> None:
            if text.strip():
                sizes[text.strip()] = abs((tm[3] or tm[1]) * (cm[3] or cm[1])) * size

        text = page.extract_text(visitor_text=measure)
        assert TABLEAU in text or BUREAU in text  # its foot: no page is left over, none goes to another sheet
        assert {words: size for words, size in sizes.items() if size < MOINS} == {}
        assert len(sizes) > 20
