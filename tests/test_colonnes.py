"""Columns by name: no sheet of the synthesis counts columns; XlsxWriter is seen through types that are true."""

import ast
import inspect
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

import fiche_tool.excel.synthese as synthese_excel
from fiche_tool.domaine.synthese.lignes import LigneAction
from fiche_tool.excel.dessin import feuille
from fiche_tool.excel.dessin.ouvrage import new_ouvrage
from fiche_tool.excel.dessin.rangeable import Rangeable
from fiche_tool.excel.dessin.reperes import Reperes
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.synthese.atelier import formes, liens, tableau
from fiche_tool.fichiers.piece import examine
from tests.outils.grand import flat_shape, make_programme, make_synthese

ROOT = Path(__file__).parent.parent
SYNTHESE = ROOT / "fiche_tool" / "excel" / "synthese"
# By function, which of its arguments are columns; a method of a sheet does not count the sheet.
COLUMNS = {
    "put": (2,),
    "show": (3,),
    "total": (2,),
    "merge_range": (1, 3),
    "set_column": (0, 1),
    "insert_chart": (1,),
    "data_validation": (1, 3),
    "conditional_format": (1, 3),
    "freeze_panes": (1,),
    **dict.fromkeys(("write_string", "write_number", "write_datetime", "write_blank", "write_formula"), (1,)),
    "write_url": (1,),
}
# « $A », « D7 », « $D$7:$D$9 »; in an f-string, the letter right before the row: « D{row} ».
ADDRESS = re.compile(r"\$[A-Z]{1,2}\b|(?<![\w&'’])\$?[A-Z]{1,2}\$?\d+\b")
LETTER = re.compile(r"(?<![\w&])\$?[A-Z]{1,2}\$?$")


def literal_columns(source: str) -> Iterator[str]:
    """The columns that a module counts, or names by their letter."""
    tree = ast.parse(source)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            nom = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            for rank in COLUMNS.get(nom, ()):
                if rank < len(node.args) and isinstance(node.args[rank], ast.Constant):
                    yield f"{node.lineno}: {nom}(… {ast.unparse(node.args[rank])} …)"
        elif isinstance(node, ast.JoinedStr):
            for part, after in zip(node.values, node.values[1:], strict=False):
                value = part.value if isinstance(part, ast.Constant) and isinstance(after, ast.FormattedValue) else ""
                if LETTER.search(str(value)):
                    yield f"{node.lineno}: {value!r} before a value"
        elif isinstance(node, ast.Constant) and id(node) not in said and ADDRESS.search(str(node.value)):
            yield f"{node.lineno}: {node.value!r}"


def test_no_sheet_of_the_synthesis_counts_its_columns() -> None:
    sheets = [path for path in SYNTHESE.rglob("*.py") if path.parent.name != "atelier"]
    assert len(sheets) > 10
    found = {path.name: list(literal_columns(path.read_text(encoding="utf-8"))) for path in sheets}
    assert {name: literals for name, literals in found.items() if literals} == {}


@pytest.mark.parametrize(
    "old",
    [
        "put(sheet, row, 3, ligne.taux, center)",
        "atelier.total(sheet, row, 2, formula, count, style)",
        "sheet.write_string(row, 0, 'Total', style)",
        "sheet.merge_range(row, 0, row, last, titre, style)",
        "formula = f'=IFERROR(D{row + 1}-E{row + 1},\"\")'",
        "where = f'bud_exercice,$A{at + 1}'",
        "letters = '$A$2:$A$9'",
        "for column, letter in ((1, '$E'), (2, '$F')): pass",
        "sheet.freeze_panes(row + 1, 2)",
        "ranges = 'D5:D9'",
    ],
)
def test_a_column_counted_or_named_by_its_letter_is_seen(old: str) -> None:
    assert list(literal_columns(old)) != []


@pytest.mark.parametrize(
    "new",
    [
        'put(sheet, row, _COLONNES["taux"], ligne.taux, center)',
        "formula = f\"=IFERROR({c.cellule('taux', row)}-1,0)\"",
        '"""A docstring may speak of D23."""',
        'titre = f"Données au {jour}"',
    ],
)
def test_a_column_by_its_name_is_not(new: str) -> None:
    assert list(literal_columns(new)) == []


def test_columns_say_where_they_stand() -> None:
    reperes = Reperes(["numero", "taux", *(f"x{rank}" for rank in range(30))])
    assert (reperes["taux"], reperes.derniere, reperes.lettre("x29")) == (1, 31, "AF")
    assert reperes.plage("taux", 4, 8) == "B5:B9"
    assert reperes.plage_fixe("taux", 4, 8) == "$B$5:$B$9"
    assert reperes.retenue("numero", 0) == "$A1"
    with pytest.raises(KeyError):
        reperes["tuax"]
    with pytest.raises(AssertionError, match="declared twice"):
        Reperes(["taux", "taux"])


def test_the_sheet_of_contributing_is_one_list_and_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a newcomer is told to write works as it is told, with the imports of the other sheets."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    column, sheet = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names = {**vars(synthese_excel), **vars(tableau), **vars(liens), **vars(formes), "LigneAction": LigneAction}
    exec(sheet, names)
    monkeypatch.setattr(synthese_excel, "_FEUILLES", (*synthese_excel._FEUILLES, names["write_sans_porteur"]))
    synthese = make_synthese(make_programme(flat_shape(9)), reponses=0.5)
    cells = open_classeur(examine(synthese_excel.write_synthese(synthese))).ouvrir("Sans porteur").cellules
    without = [x for x in synthese.lignes if isinstance(x, LigneAction) and not x.valeurs.get("porteur")]
    assert [str(cells[row, 2].brut) for row in range(7, 7 + len(without))] == [x.action.libelle for x in without]
    assert without
    (added,) = eval(column, names)  # with its comma, as it stands among the others
    assert added.entete == "Partenaire(s)"


# --- types -----------------------------------------------------------------------------------------------------------
SNIPPET = """
from fiche_tool.excel.dessin.feuille import Feuille
def draw(sheet: Feuille) -> None: sheet.{}(0, 0, None)
"""


@pytest.mark.slow
def test_a_misspelt_method_of_a_sheet_is_an_error_of_mypy(tmp_path: Path) -> None:
    """Two lines, checked with two modules of the standard library behind them: some seconds at most."""
    pytest.importorskip("mypy")
    (tmp_path / "right.py").write_text(SNIPPET.format("write_blank"), encoding="utf-8")
    (tmp_path / "wrong.py").write_text(SNIPPET.format("wirte_blank"), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache")]
    command += ["--config-file", str(ROOT / "pyproject.toml"), "right.py", "wrong.py"]
    environment = {**os.environ, "MYPYPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment, encoding="utf-8")
    errors = [line for line in done.stdout.splitlines() if ": error: " in line]
    assert len(errors) == 1, done.stdout + done.stderr
    assert errors[0].startswith("wrong.py:3: error: ")
    assert '"wirte_blank"' in errors[0]
    assert "[attr-defined]" in errors[0]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (feuille.Feuille, Rangeable),
        (feuille.Ouvrage, Workbook),
        (feuille.Graphique, Chart),
        (feuille.Format, Format),
    ],
)
def test_what_the_types_promise_the_library_has(ours: type, theirs: type) -> None:
    """Each method, with each of its arguments by name or place, where XlsxWriter has it."""
    promised = {nom: member for nom, member in vars(ours).items() if inspect.isfunction(member) and nom[0] != "_"}
    assert promised
    for nom, member in promised.items():
        wanted = inspect.signature(member).parameters.values()
        found = inspect.signature(getattr(theirs, nom)).parameters
        named = [x.name for x in wanted if x.kind is inspect.Parameter.KEYWORD_ONLY]
        placed = [x.name for x in wanted if x.name not in named]
        assert [*found][: len(placed)] == placed, nom
        assert set(named) <= found.keys(), nom


def test_every_property_of_a_shape_is_one_that_the_library_knows() -> None:
    setters = {nom.removeprefix("set_") for nom in vars(Format) if nom.startswith("set_")}
    assert feuille.Forme.__annotations__.keys() - setters == set()


def _parts(put_away: bool, in_memory: bool) -> dict[str, bytes]:
    buffer = io.BytesIO()
    ouvrage = new_ouvrage(buffer, in_memory=in_memory)
    for nom in ("Vide", "Pleine"):
        sheet = ouvrage.add_worksheet(nom)
        if nom == "Pleine":
            for row in range(40):
                sheet.write_string(row, 0, f"« é » {row % 7}", ouvrage.add_format({"bold": bool(row % 2)}))
                sheet.write_formula(row, 2, f"=LEN(A{row + 1})", None, 6)
            sheet.merge_range(50, 0, 50, 2, "fusionnée")
        if put_away:
            sheet.put_away(in_memory=in_memory, before=16)
            sheet.put_away(in_memory=in_memory)
    ouvrage.close()
    with zipfile.ZipFile(buffer) as archive:
        return {nom: archive.read(nom) for nom in archive.namelist() if nom != "docProps/core.xml"}


@pytest.mark.parametrize("in_memory", [True, False])
def test_a_sheet_that_is_put_away_is_stored_as_any_other(in_memory: bool) -> None:
    assert _parts(True, in_memory) == _parts(False, in_memory)
