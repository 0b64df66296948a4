"""One PST in fifteen layouts and four formats: the same programme, what stands beside the actions included."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_tool.documents import enfant, read_document
from fiche_tool.domaine.importation.hierarchie import read_hierarchy
from fiche_tool.domaine.importation.importation import Choix, build_programme
from fiche_tool.domaine.mots.textes import one_line
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.verbes.importer import import_document
from tests.conftest import LibreOffice
from tests.outils.formats import FORMATS, make_docx, to_blocs
from tests.outils.mises_en_page import MISES_EN_PAGE, PST, Faite, Oo, Os, Pst, VoletPst, expected, write_blocs
from tests.outils.notations import make_hierarchy

JOUR = date(2026, 3, 2)


def told(programme: Programme) -> list[tuple[str, ...]]:
    """Every action with what it stands under and what is kept beside it."""
    found: list[tuple[str, ...]] = []
    for action in programme.actions:
        os, oo = programme.objectifs_of(action)
        if os is None or oo is None:
            continue
        facts = {fait.champ: fait.texte for fait in programme.repris if fait.identifiant == action.identifiant}
        found.append(
            (
                *(action.volet, os.intitule, oo.intitule, action.libelle),
                *(action.service, facts.get("fin", ""), facts.get("statut", "")),
            )
        )
    return found


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents read in this process: starting a child for each of sixty would take a minute."""
    monkeypatch.setattr(read_document, "run_bounded", lambda _, data, **__: enfant.answer(data))


@pytest.mark.slow
@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("mise_en_page", MISES_EN_PAGE)
def test_every_layout_in_every_format_gives_the_same_programme(tmp_path: Path, mise_en_page: str, format_: str) -> None:
    document = tmp_path / f"pst.{format_}"
    document.write_bytes(FORMATS[format_](write_blocs(mise_en_page)))
    result = import_document(document, tmp_path / "programme.xlsx", JOUR)
    assert told(result.programme) == expected(PST)
    assert not result.lu.incompris
    parametres = result.programme.parametres
    assert (parametres.cpas, parametres.legislature) == ("CPAS de Valmont", "2025-2030")


_SIGNES = str.maketrans({":": None, "(": None, ")": None, "«": None, "»": None, "‐": "-"})
SERVICES = ("ISP", "Service social", "Aînés", "Direction générale")


def make_pst(graine: int) -> Pst:
    """A random PST: labels as people write them, without the signs that a layout would read as its own."""
    number = iter(range(1, 10_000))

    def label(texte: str) -> str:
        return one_line(f"{texte.translate(_SIGNES)} {next(number)}")

    def faite(texte: str, rank: int) -> Faite:
        return Faite(label(texte), SERVICES[rank % 4], f"{2026 + rank % 5}", ("En cours", "À démarrer")[rank % 2])

    return tuple(
        VoletPst(
            volet.nom,
            tuple(
                Os(
                    label(os.intitule),
                    tuple(
                        Oo(label(oo.intitule), tuple(faite(a, n) for n, a in enumerate(oo.actions or ("Créer",))))
                        for oo in os.operationnels
                    )
                    or (Oo(label("Agir"), (faite("Créer", 0),)),),
                )
                for axe in volet.axes
                for os in axe.strategiques
            ),
        )
        for volet in make_hierarchy(graine, 3, axes=False)
        if volet.nom != "Commun"
    )


@pytest.mark.slow
@settings(max_examples=90, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(sorted(MISES_EN_PAGE)))
def test_a_random_pst_printed_in_any_layout_is_read_back(graine: int, mise_en_page: str) -> None:
    pst = make_pst(graine)
    lu = read_hierarchy(to_blocs(write_blocs(mise_en_page, pst)))
    programme, _ = build_programme(lu, Choix(2026))
    assert told(programme) == expected(pst)


@pytest.mark.slow
@pytest.mark.libreoffice
def test_what_libreoffice_prints_is_read_too(tmp_path: Path, libreoffice: LibreOffice) -> None:
    kept = ("bandes", "deux_colonnes", "etat_avancement", "fiches", "iapst", "tableau_sous_oo", "titres")
    for nom in kept:
        (tmp_path / f"{nom}.docx").write_bytes(make_docx(write_blocs(nom)))
    printed = libreoffice.convert_all([tmp_path / f"{nom}.docx" for nom in kept], "pdf")
    for nom, path in zip(kept, printed, strict=True):
        result = import_document(path, tmp_path / f"{nom}.xlsx", JOUR)
        assert told(result.programme) == expected(PST), nom
