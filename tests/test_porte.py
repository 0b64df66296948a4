"""The library's front door: any verb, any number of times, in any order, by `import` and by `from … import`."""

import ast
import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from textwrap import dedent
from typing import assert_type

import pandas as pd
import pytest

import fiche_tool
from fiche_tool.dossier.dossier import open_dossier
from fiche_tool.dossier.seances import read_seance
from fiche_tool.registres.prevue import latest_seance
from tests.conftest import COMPLETE, SEANCE, Pst

PACKAGE = Path(fiche_tool.__file__).parent
VERBS = (
    "collect",
    "create",
    "export",
    "generate",
    "import_document",
    "publish",
    "publish_modele",
    "reconcile",
    "remind",
    "run_demo",
    "samples",
    "status",
    "verify",
    "write_report",
)


def run_python(script: str, folder: Path) -> str:
    """What a script prints in an interpreter of its own, in this folder."""
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "PATH": ""},  # no LibreOffice: printing is another test's
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


# --- every name, twice -----------------------------------------------------------------------------------------------
_TWICE = """
import fiche_tool
from fiche_tool import {names}
from pathlib import Path
Path("pst.txt").write_text("Volet interne\\nO.S. 1. Être utile\\nO.O. 1. Agir\\n- Faire\\n", encoding="utf-8")
tour = "un"
{first}
tour = "deux"
{second}
print("bien")
"""
_CALLS = """
    assert {door}samples() == ("engis", "onhaye", "perwez", "remicourt", "sprimont")
    {door}create(tour)
    {door}create(Path(tour) / "engis", "engis")
    assert len({door}generate(f"{{tour}}/engis", "25/11/2026").ecrites) == 34
    assert {door}generate(f"{{tour}}/engis", "2026-11-25").gardees
    {door}verify(Path(tour) / "engis" / "programme.xlsx")
    {door}collect(Path(tour) / "engis")
    {door}status(Path(tour) / "engis")
    {door}remind(Path(tour) / "engis")
    {door}publish(f"{{tour}}/engis")
    {door}write_report(f"{{tour}}/engis")
    articles = {door}export(f"{{tour}}/engis", "ecomptes").fichiers[0]
    {door}reconcile(f"{{tour}}/engis", articles)
    {door}import_document("pst.txt", f"{{tour}}.xlsx")
    {door}publish_modele(f"{{tour}} modèle.xlsx")
    {door}run_demo()
"""


@pytest.mark.slow
def test_every_verb_is_called_by_both_doors_in_a_fresh_interpreter(tmp_path: Path) -> None:
    first, second = (dedent(_CALLS.format(door=door)) for door in ("fiche_tool.", ""))
    script = _TWICE.format(names=", ".join(VERBS), first=first, second=second)
    tree = ast.parse((PACKAGE / "__init__.py").read_text("utf-8"))
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    public = {name for name in functions if not name.startswith("_")}
    assert public ^ set(VERBS) == set(), "un verbe de plus s'inscrit dans VERBS, et son appel dans _CALLS"
    assert all(f"fiche_tool.{verb}(" in first and f"{verb}(" in second for verb in VERBS)
    assert "fiche_tool." not in second
    assert run_python(script, tmp_path).strip() == "bien"
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["deux", "pst-demo", "pst-demo-2", "un"]


@pytest.mark.slow
def test_every_name_is_the_same_object_however_one_asks_for_it(tmp_path: Path) -> None:
    script = (
        "import fiche_tool\n"
        "first = {nom: getattr(fiche_tool, nom) for nom in fiche_tool.__all__}\n"
        f"from fiche_tool import {', '.join(fiche_tool.__all__)}\n"
        "import fiche_tool.verbes.collect, fiche_tool.verbes.create, fiche_tool.verbes.generate, fiche_tool.cli\n"
        "import fiche_tool.verbes.importer, fiche_tool.verbes.verify, fiche_tool.demo, fiche_tool.domaine\n"
        "for nom, value in first.items():\n"
        "    same = value is globals()[nom] is getattr(fiche_tool, nom)\n"
        "    print(nom, type(value).__name__, same, nom in dir(fiche_tool))"
    )
    kinds = {
        nom: "function" if nom in VERBS else "EnumType" if nom == "Gravite" else "type" for nom in fiche_tool.__all__
    }
    assert run_python(script, tmp_path).splitlines() == [f"{nom} {kind} True True" for nom, kind in kinds.items()]


def test_no_module_of_the_package_bears_a_name_of_the_door() -> None:
    """Once imported, a submodule is an attribute of its package: it would hide the name."""
    modules = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert modules & set(fiche_tool.__all__) == set()


def test_importing_the_library_loads_no_verb(tmp_path: Path) -> None:
    script = (
        "import sys, fiche_tool; fiche_tool.FicheToolError\n"
        "print(sorted(m for m in sys.modules if m.startswith(('fiche_tool.verbes', 'fiche_tool.excel', 'pandas'))))"
    )
    assert run_python(script, tmp_path).strip() == "[]"
    assert isinstance(fiche_tool.__version__, str)
    with pytest.raises(AttributeError, match="colect"):
        getattr(fiche_tool, "colect")  # noqa: B009 - to a type checker the name does not exist


# --- what is given ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "seance",
    [
        date(2026, 11, 25),
        datetime(2026, 11, 25, 14, 30),
        pd.Timestamp("2026-11-25 14:30"),
        "2026-11-25",
        "25/11/2026",
        "25.11.2026",
        "25-11-2026",
        "25 novembre 2026",
        "Mercredi 25 novembre 2026",
        "le 25 nov. 2026",
    ],
)
def test_a_seance_is_a_day_as_people_write_it(seance: date | str) -> None:
    found = read_seance(seance)
    assert found == date(2026, 11, 25)
    assert type(found) is date


@pytest.mark.parametrize("texte", ["", "demain", "novembre 2026", "2026", "31/02/2026", "11/25/2026", "T2 2026"])
def test_what_is_no_day_is_refused_in_one_sentence(pst: Pst, texte: str) -> None:
    for verb in (fiche_tool.generate, fiche_tool.collect):
        with pytest.raises(fiche_tool.FicheToolError) as refusal:
            verb(pst.racine, texte)
        assert str(refusal.value) == (
            f"« {texte} » n'est pas une date : écrivez-la par exemple 2026-11-25, 25/11/2026 ou 25 novembre 2026."
        )
    result = pst.run("generer", str(pst.racine), "--seance", texte)
    assert result.exit_code == 2
    assert f"« {texte} » n'est pas une date" in result.stderr


@pytest.mark.slow
def test_without_a_seance_the_latest_one_of_the_folder_is_collected(pst: Pst) -> None:
    assert latest_seance(open_dossier(pst.racine), date.today()) == date.today()
    fiche_tool.generate(str(pst.racine), "24 novembre 2021")
    assert fiche_tool.collect(pst.racine).seance == SEANCE
    pst.drop("note.txt", b"plus tard", date(2022, 5, 24))
    assert fiche_tool.collect(str(pst.racine)).seance == date(2022, 5, 24)
    assert fiche_tool.collect(str(pst.racine), "24/11/2021", rouvrir=True).seance == SEANCE
    assert [path.name for path in sorted((pst.racine / "registres").iterdir())] == [
        "2021-11-24.jsonl",
        "2022-05-24.jsonl",
    ]


def test_one_path_or_several_are_checked(pst: Pst) -> None:
    programme = pst.racine / "programme.xlsx"
    alone = fiche_tool.verify(programme)
    assert alone == fiche_tool.verify(str(programme)) == fiche_tool.verify([programme])
    assert fiche_tool.verify(path for path in (programme, str(programme))) == alone * 2
    assert fiche_tool.verify([]) == ()
    with pytest.raises(fiche_tool.FicheToolError, match=r"absent\.xlsx"):
        fiche_tool.verify(pst.racine / "absent.xlsx")


def test_without_a_year_a_new_programme_is_for_the_current_legislature(tmp_path: Path) -> None:
    fiche_tool.create(tmp_path / "pst")
    fiche_tool.create(tmp_path / "jadis", annee=2021)
    this_year = fiche_tool.create(tmp_path / "autre", annee=date.today().year)
    codes = [(tmp_path / nom / "programme.xlsx").read_bytes() for nom in ("pst", "autre", "jadis")]
    assert codes[0] == codes[1] != codes[2]
    assert this_year == fiche_tool.Creation(tmp_path / "autre", tmp_path / "autre" / "programme.xlsx", 0)


# --- what comes back -------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_results_compare_hash_and_show_themselves_on_one_line(pst: Pst, tmp_path: Path) -> None:
    pst.fill_in("A2BCD", COMPLETE | {"taux": "beaucoup"})
    retours = pst.racine / "retours"
    document = tmp_path / "pst.txt"
    document.write_text("Volet interne\nO.S. 1. Être utile\nO.O. 1. Agir\n- Faire\n", encoding="utf-8")
    fiche_tool.generate(pst.racine, SEANCE)
    fiche_tool.import_document(document, tmp_path / "p.xlsx", jour="2021-11-24")

    def results() -> list[object]:
        (tmp_path / "p.xlsx").unlink()
        (verification,) = fiche_tool.verify(retours)
        return [
            fiche_tool.generate(pst.racine, SEANCE),
            fiche_tool.collect(pst.racine),
            verification,
            *verification.anomalies,
            fiche_tool.import_document(document, tmp_path / "p.xlsx", jour="2021-11-24"),
        ]

    first, second = results(), results()
    assert first == second
    assert [hash(result) for result in first] == [hash(result) for result in second]
    shown = [repr(result) for result in first]
    assert [text for text in shown if "\n" in text or len(text) > 200] == []
    fiches, path = str(pst.racine / "fiches" / "2021-11-24"), str(retours / "2021-11-24" / "A2BCD.xlsx")
    assert shown[:3] == [
        f"Generation({fiches!r}, ecrites=0, gardees=5, anomalies=0)",
        "Collecte(2021-11-24, fichiers=1, recues=1/5, anomalies=1)",
        f"Verification({path!r}, fiche A2BCD, anomalies=1)",
    ]
    assert shown[3].startswith("Anomalie(SAI")
    assert shown[4] == f"Importation({str(tmp_path / 'p.xlsx')!r}, actions=1, doutes=2, changements=0)"


def test_two_collections_that_differ_are_not_equal(pst: Pst) -> None:
    fiche_tool.generate(pst.racine, SEANCE)
    before = fiche_tool.collect(pst.racine, SEANCE)
    pst.fill_in("A2BCD", COMPLETE)
    after = fiche_tool.collect(pst.racine, SEANCE)
    assert after != before
    assert after.synthese.tables != before.synthese.tables
    assert [after.synthese.tables, before.synthese] != [None, after.synthese]


def test_a_type_checker_sees_precise_types(pst: Pst) -> None:
    """Checked by mypy: `assert_type` does nothing when run."""
    generation = assert_type(fiche_tool.generate(pst.racine, SEANCE), fiche_tool.Generation)
    collecte = assert_type(fiche_tool.collect(pst.racine, SEANCE), fiche_tool.Collecte)
    verifications = assert_type(fiche_tool.verify(pst.racine), tuple[fiche_tool.Verification, ...])
    assert_type(collecte.anomalies, tuple[fiche_tool.Anomalie, ...])
    assert_type(collecte.tables["actions"], pd.DataFrame)
    assert isinstance(generation, fiche_tool.Generation)
    assert isinstance(collecte, fiche_tool.Collecte)
    assert {type(one) for one in verifications} == {fiche_tool.Verification}
