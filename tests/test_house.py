"""The shape of the house: floors, one door a library, committed artefacts fresh, promises kept."""

import ast
import pickle
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from fiche_tool import create
from fiche_tool.cli import cli
from fiche_tool.domaine.fiche.fiche import CHAMPS, COLONNES_BUDGET, IDENTITE, LABELS
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.regles.catalogue import CATALOGUE, DECLARES
from fiche_tool.excel.modele.write_modele import write_modele
from fiche_tool.fichiers.piece import read_piece
from fiche_tool.resources import FICHIER_MODELE, SAMPLES

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "fiche_tool"
# From the top of the house down, folder by folder: a module imports from its own folder or from those below it.
FLOORS = (
    "__main__",
    "cli",
    "commandes",
    "fenetre",  # the window: a door too
    "report",
    "__init__",  # the library's front door
    "demo",
    "verbes",
    "registres",
    "courriels",
    "dossier",
    "publication",
    "evaluation",
    "echanges",
    "excel/annexe",
    "excel/synthese",
    "excel/synthese/feuilles",
    "excel/synthese/suivi",
    "excel/synthese/atelier",
    "excel/points",
    "excel/fiche",
    "excel/programme",
    "excel/modele/write_modele",
    "excel/modele",
    "excel/remplissage",
    "excel/dessin",
    "excel/lecture/lecteurs",
    "excel/lecture/xlsx",
    "excel/lecture",
    "documents",
    "fichiers",
    "resources",
    "domaine/synthese",
    "domaine/importation",
    "domaine/document",
    "domaine/fusion",
    "domaine/grand_livre",
    "domaine/regles",
    "domaine/programme",
    "domaine/fiche",
    "domaine/constats",
    "domaine/mots",
)
CROWD = 16
"""Files above which a folder is a dormitory."""
ONE_DOOR = {
    "click": {"commandes", "report/terminal"},
    "rich": {"report/terminal"},
    "openpyxl": set(),  # for tests and benchmarks only
    "xlsxwriter": {"excel/dessin/ouvrage", "excel/dessin/rangeable"},
    "docx": {"documents/word", "evaluation/places", "evaluation/plume"},
    "odfdo": {"documents/odt"},
    "pypdfium2": {"documents/pdf"},
    "xlrd": {"excel/lecture/xls_enfant"},
    "jinja2": {"publication/page"},
    "flask": {"fenetre"},
    "werkzeug": {"fenetre"},
    "waitress": {"fenetre/ouvrir"},
    "pandas": {"domaine/synthese/tableau", "verbes/collect"},  # the last one for types only
}


@cache
def modules() -> dict[str, ast.Module]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).with_suffix("").as_posix().removesuffix("/__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


@cache
def imports(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            if node.module.startswith("fiche_tool"):
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def folder(name: str) -> str:
    """The deepest floor that holds a module: its folder, or itself where it stands alone in the package."""
    return max((place for place in FLOORS if f"{name}/".startswith(f"{place}/")), key=len)


def test_imports_only_go_down_the_floors() -> None:
    names = {"fiche_tool." + name.replace("/", "."): name for name in modules() if name != "__init__"}
    names["fiche_tool"] = "__init__"
    packages = {"excel", "domaine"}  # they hold nothing but folders
    crooked = [
        f"{name} → {target}"
        for name, tree in modules().items()
        if name not in packages
        for target in imports(tree)
        if target in names and FLOORS.index(folder(names[target])) < FLOORS.index(folder(name))
    ]
    assert crooked == []


def test_every_folder_is_a_floor_that_one_takes_in_at_a_glance() -> None:
    folders = [path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("__init__.py")]
    crowds = {place: len(list((PACKAGE / place).parent.glob("*.py"))) for place in folders}
    assert {place: count for place, count in crowds.items() if count > CROWD} == {}
    homes = {Path(place).parent.as_posix() for place in folders} - {".", "excel", "domaine"}
    assert homes - set(FLOORS) == set()


def test_every_module_says_its_one_idea_in_its_first_line() -> None:
    first = {name: (ast.get_docstring(tree) or "").split("\n")[0] for name, tree in modules().items()}
    assert [name for name, line in first.items() if not line.endswith((".", "»"))] == []


def test_no_import_cycle_inside_a_floor() -> None:
    graph = {
        name: {target.removeprefix("fiche_tool.").replace(".", "/") for target in imports(tree)} & modules().keys()
        for name, tree in modules().items()
        if name != "__init__"
    }
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " → ".join((*path, name))
        if name not in done:
            for target in graph.get(name, set()) - {name}:
                visit(target, (*path, name))
            done.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("library", ONE_DOOR)
def test_a_library_has_one_door(library: str) -> None:
    users = {name for name, tree in modules().items() if any(i.split(".")[0] == library for i in imports(tree))}
    doors = ONE_DOOR[library]
    assert {user for user in users if not any(f"{user}/".startswith(f"{door}/") for door in doors)} == set()


@pytest.mark.slow
def test_nothing_prints_but_the_command_line() -> None:
    printers = [
        name
        for name, tree in modules().items()
        if any(
            isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "print" for n in ast.walk(tree)
        )
    ]
    assert printers == []


@pytest.mark.slow
def test_the_clock_is_read_at_the_door_only() -> None:
    doors = {"__init__", "commandes/fenetre"}  # the library's, and the window's, which takes it for its days
    clock = ("today", "now", "utcnow", "localtime", "gmtime", "time_ns")
    readers = {
        name
        for name, tree in modules().items()
        if any(isinstance(n, ast.Attribute) and n.attr in clock for n in ast.walk(tree))
    }
    assert readers - doors == set()
    assert readers, "no clock is read at all: this test looks for the wrong words"


def test_every_public_name_has_a_docstring() -> None:
    bare = [
        f"{name}.{node.name}"
        for name, tree in modules().items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert bare == []


def test_the_committed_model_is_fresh() -> None:
    committed, built = FICHIER_MODELE, write_modele()
    with zipfile.ZipFile(committed) as archive:
        old = {name: settled(archive.read(name)) for name in archive.namelist()}
    built_path = committed.with_name("built.tmp")
    try:
        built_path.write_bytes(built)
        with zipfile.ZipFile(built_path) as archive:
            new = {name: settled(archive.read(name)) for name in archive.namelist()}
    finally:
        built_path.unlink()
    assert [name for name in new if old.get(name) != new[name]] == [], "lancez scripts/build_modele.py"


_RULES = re.compile(rb"(?:<conditionalFormatting .*?</conditionalFormatting>)+", re.DOTALL)


def settled(part: bytes) -> bytes:
    """A part of a workbook less what XlsxWriter changed in 3.3: heights in whole pixels, rules as they were added."""
    part = re.sub(rb' ht="([\d.]+)"', lambda found: b' ht="%d"' % round(float(found[1]) * 4 / 3), part)
    return _RULES.sub(lambda found: b"".join(sorted(re.split(rb"(?=<conditionalFormatting )", found[0]))), part)


def test_the_committed_samples_are_fresh() -> None:
    from build_samples import load_programme

    from fiche_tool.excel.programme.read_programme import read_programme

    for toml in sorted(SAMPLES.glob("*/programme.toml")):
        wanted = load_programme(toml)
        found = read_programme(read_piece(toml.with_suffix(".xlsx"))).programme
        assert found is not None
        assert [(a.identifiant, a.libelle, a.place) for a in found.actions] == [
            (a.identifiant, a.libelle, a.place) for a in wanted.actions
        ], "lancez scripts/build_samples.py"
        assert found.parametres == wanted.parametres


def test_the_french_catalogue_is_fresh() -> None:
    import io

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    folder = PACKAGE / "locale" / "fr" / "LC_MESSAGES"
    with (folder / "messages.po").open("rb") as stream:
        catalogue = read_po(stream, locale="fr")
    import gettext

    built = io.BytesIO()
    write_mo(built, catalogue)
    built.seek(0)
    with (folder / "messages.mo").open("rb") as stream:
        committed = gettext.GNUTranslations(stream)
    fresh = gettext.GNUTranslations(built)
    ids = [m.id for m in catalogue if m.id and isinstance(m.id, str)]
    assert len(ids) > 50
    assert [i for i in ids if committed.gettext(i) != fresh.gettext(i)] == [], "lancez scripts/build_locale.py"


def test_every_message_of_click_has_its_french() -> None:
    """Whatever the version installed: the words of its messages change from one to the next."""
    import click
    from babel.messages.pofile import read_po

    with (PACKAGE / "locale" / "fr" / "LC_MESSAGES" / "messages.po").open("rb") as stream:
        known = {message.id if isinstance(message.id, str) else message.id[0] for message in read_po(stream)}
    said = {
        node.args[0].value
        for path in Path(click.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext")
        if node.args and isinstance(node.args[0], ast.Constant)
    }
    assert len(said) > 40
    assert sorted(said - known, key=str) == []


def test_fields_have_unique_names_a_label_and_a_help() -> None:
    champs = (*CHAMPS, *IDENTITE)
    assert len({c.nom for c in champs}) == len(champs)
    assert all(LABELS[c.nom] for c in champs)
    assert [c.nom for c in (*CHAMPS, *COLONNES_BUDGET) if not c.verrouille and not c.aide] == []


def test_codes_are_unique_and_sentences_say_something() -> None:
    assert [code for code, count in Counter(constat.code for constat in DECLARES).items() if count > 1] == []
    assert all(re.fullmatch(r"(FIC|IDE|HIE|SAI|AVA|DAT|BUD|FUS|TRA|REG)\d\d", code) for code in CATALOGUE)
    assert all(len(constat.phrase) > 20 for constat in CATALOGUE.values())


def test_help_loads_nothing_of_what_reads_writes_or_counts() -> None:
    script = (
        "import sys; from fiche_tool.cli import cli\n"
        "try: cli(['--help'], prog_name='fiche-tool')\n"
        "except SystemExit: pass\n"
        "heavy = ('openpyxl', 'pandas', 'numpy', 'xlsxwriter', 'rich', 'json', 'hashlib', 'zipfile', 'dataclasses',"
        " 'decimal', 'xml', 'importlib.metadata')\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.rstrip().endswith("\n[]")


@pytest.mark.slow
def test_generating_and_collecting_do_not_load_the_heavy_libraries() -> None:
    script = (
        "import sys, fiche_tool.verbes.generate, fiche_tool.report.generation\n"
        "print([m for m in ('openpyxl', 'pandas', 'numpy', 'xlsxwriter') if m in sys.modules])\n"
        "import fiche_tool.verbes.collect, fiche_tool.excel.synthese, fiche_tool.excel.annexe, fiche_tool.report\n"
        "print([m for m in ('openpyxl', 'pandas', 'numpy', 'xlsxwriter') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.splitlines() == ["[]", "['xlsxwriter']"]


@pytest.mark.slow
def test_the_first_fiches_load_nothing_that_reads_or_merges_returns(tmp_path: Path) -> None:
    create(tmp_path / "pst", "perwez")
    script = (
        "import sys; sys.argv[1:] = ['generer', r'%s', '--seance', '2026-11-25']; from fiche_tool.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(sorted(sys.modules))"
    ) % (tmp_path / "pst")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, encoding="utf-8")
    loaded = set(ast.literal_eval(done.stdout.splitlines()[-1]))
    reading = (
        "courriels",
        "domaine.fusion",
        "dossier.lectures",
        "excel.fiche.read_fiche",
        "excel.points",
        "registres.depot",
    )
    assert "fiche_tool.excel.fiche.write_fiche" in loaded
    assert [name for name in sorted(loaded) if name.startswith(tuple(f"fiche_tool.{place}" for place in reading))] == []
    assert loaded & {"hashlib", "importlib.metadata", "textwrap", "base64", "subprocess"} == set()


def test_what_a_module_declares_is_compiled_when_it_serves() -> None:
    """A run needs few of the expressions that it loads: see domaine/mots/regex."""

    def at_import(node: ast.AST) -> Iterator[ast.AST]:
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            for child in ast.iter_child_nodes(node):
                yield from at_import(child)

    calls = [
        f"{name}:{node.lineno}"
        for name, tree in modules().items()
        for node in at_import(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.")
    ]
    assert calls == []


def test_an_expression_is_compiled_once_by_the_first_call(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[tuple[str | bytes, int]] = []
    compile_now = re.compile

    def compile_told(source: str | bytes, flags: int) -> "re.Pattern[str] | re.Pattern[bytes]":
        compiled.append((source, flags))
        return compile_now(source, flags)

    monkeypatch.setattr(re, "compile", compile_told)
    word, sign = regex(r"[a-z]+", re.IGNORECASE), regex(rb"[!?]")
    assert compiled == []
    assert [found[0] for texte in ("Oui", "non") if (found := word.fullmatch(texte))] == ["Oui", "non"]
    assert compiled == [(r"[a-z]+", re.IGNORECASE)]
    assert sign.sub(b".", b"Oui!") == b"Oui."
    for late in (word, regex(r"[a-z]+")):
        assert pickle.loads(pickle.dumps(late)).search("1 an") is not None


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [nom for nom in cli.commands if f"fiche-tool {nom}" not in readme] == []


def test_the_pages_built_from_the_code_are_fresh() -> None:
    from build_docs import PAGES

    stale = [nom for nom, build in PAGES.items() if (ROOT / "docs" / nom).read_text(encoding="utf-8") != build()]
    assert stale == [], "lancez scripts/build_docs.py"
