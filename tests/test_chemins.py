"""Paths that Excel opens: names cut between words, the same wherever the folder lies; told where it is too deep."""

from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fiche_tool
from fiche_tool.domaine.mots.textes import cut_words, one_line
from fiche_tool.dossier.classeurs import name_fiches
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.dossier.load import load_programme
from fiche_tool.dossier.noms import MAX_EXCEL, fit_file, service_folder
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.resources import SAMPLES
from tests.conftest import SEANCE, Pst, small_programme
from tests.outils.builders import law

pytestmark = pytest.mark.undrawn

CLOUD = PureWindowsPath(
    r"C:\Users\prenom.nom\OneDrive - CPAS de Saint-Georges-sur-Meuse\Direction générale\PST 2019-2024\pst-engis"
)
"""An ordinary cloud folder: before, 9 of the 34 fiches of Engis could not be opened in it."""


@pytest.mark.parametrize("exemple", ["engis", "onhaye"])
def test_every_fiche_of_a_real_pst_opens_in_an_ordinary_cloud_folder(tmp_path: Path, exemple: str) -> None:
    (tmp_path / "programme.xlsx").write_bytes((SAMPLES / exemple / "programme.xlsx").read_bytes())
    dossier = Dossier(tmp_path)
    programme = load_programme(dossier).programme
    paths = name_fiches(dossier, list(programme.actives), SEANCE)
    assert len(paths) == len(programme.actives) > 30
    lengths = [len(str(CLOUD / path.relative_to(tmp_path))) for path in paths]
    assert max(lengths) <= MAX_EXCEL
    libelles = {path: set(one_line(action.libelle).split()) for path, action in paths.items()}
    for path, words in libelles.items():
        kept = path.stem.split(" ")[-2:]
        assert all(any(word.startswith(part) and len(word) - len(part) <= 1 for word in words) for part in kept), path


def test_the_names_do_not_depend_on_where_the_folder_lies(tmp_path: Path, pst: Pst) -> None:
    deep = tmp_path / "un dossier très profond" / ("x" * 60) / "pst"
    deep.mkdir(parents=True)
    (deep / "programme.xlsx").write_bytes((pst.racine / "programme.xlsx").read_bytes())
    one, other = (fiche_tool.generate(racine, SEANCE) for racine in (pst.racine, deep))
    assert [path.relative_to(pst.racine) for path in one.ecrites] == [path.relative_to(deep) for path in other.ecrites]
    assert [path.read_bytes() for path in one.ecrites] == [path.read_bytes() for path in other.ecrites]


def test_a_folder_too_deep_is_told_with_what_to_do(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["dossier profond"] * 12)
    deep.mkdir(parents=True)
    (deep / "programme.xlsx").write_bytes(write_programme(small_programme()))
    (told,) = fiche_tool.generate(deep, SEANCE).avertissements
    assert told.startswith("Le dossier du PST est trop profond : le chemin de 5 fichiers dépasse les 218 caractères")
    assert str(deep) in told


def test_two_fiches_of_one_name_are_told_apart_within_the_same_length(tmp_path: Path) -> None:
    from dataclasses import replace

    first, second, *_ = small_programme().actions
    long = "Mettre en place un comité de suivi des guidances budgétaires"
    service = "Service d'insertion socioprofessionnelle et"
    actions = [replace(action, numero="1.1.1", libelle=long, service=service) for action in (first, second)]
    one, other = name_fiches(Dossier(tmp_path), actions, SEANCE)
    assert other.name.endswith(" (B3CDE).xlsx")
    assert max(len(path.relative_to(tmp_path).as_posix()) for path in (one, other)) <= 110


@pytest.mark.parametrize(
    ("texte", "longueur", "wanted"),
    [
        ("Réaliser un audit", 48, "Réaliser un audit"),
        ("Réaliser un audit et un marché (conjoint avec la Commune)", 48, "Réaliser un audit et un marché"),
        ("Mettre en place un système de gestion", 32, "Mettre en place un système"),
        ("anticonstitutionnellement", 10, "anticonsti"),
        ("Améliorer l'offre, en particulier", 20, "Améliorer l'offre"),
        ("", 5, ""),
    ],
)
def test_a_text_is_cut_between_words(texte: str, longueur: int, wanted: str) -> None:
    assert cut_words(texte, longueur) == wanted


@law
@given(st.text(max_size=80), st.integers(5, 60))
def test_what_is_cut_is_the_beginning_and_ends_with_a_word(texte: str, longueur: int) -> None:
    line, kept = one_line(texte), cut_words(texte, longueur)
    assert line.startswith(kept)
    assert len(kept) <= longueur
    if len(line) > longueur and " " in kept:
        assert line[len(kept)] in " .…,;:!?-–—/('\"«"


@law
@given(st.text(min_size=1, max_size=120), st.text(max_size=60))
def test_a_file_of_any_name_fits(stem: str, service: str) -> None:
    dossier = Dossier(Path("pst"))
    path = fit_file(dossier, dossier.a_corriger(SEANCE) / service_folder(service), stem, " (12)")
    assert len(path.relative_to("pst").as_posix()) <= 111
    assert path.name.endswith(" (12).xlsx")
