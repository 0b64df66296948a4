"""French as it is set: spaces that no line may break, plurals that agree, on every sheet that is written."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from fiche_tool.demo import Demonstration
from fiche_tool.domaine.fiche.fiche import CHAMPS
from fiche_tool.domaine.mots.textes import shorten, shorten_words
from fiche_tool.domaine.mots.typographie import INSECABLE, s, say_count, typographe
from fiche_tool.excel.annexe.rangees import RAPPEL

PACKAGE = Path(__file__).parent.parent / "fiche_tool"
BREACH = re.compile(r"« | »| [:;!?%€](?=[\s).,»]|$)")
"""An ordinary space where a line must not break."""


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Taux : 45 % ; « En cours » !", "Taux_: 45_%_; «_En cours_»_!"),
        ("de 3 € à 5 €, dit-on ?", "de 3_€ à 5_€, dit-on_?"),
        ("12:30, http://a.be?x=1 et :s", "12:30, http://a.be?x=1 et :s"),
        ("« Taux »", "«_Taux_»"),
        ("rien", "rien"),
        ("", ""),
    ],
)
def test_spaces_that_no_line_may_break(typed: str, expected: str) -> None:
    assert typographe(typed) == expected.replace("_", INSECABLE)


@given(st.text("ab«»:;!?%€ \n1", max_size=30))
def test_setting_a_sentence_changes_spaces_alone_and_once(texte: str) -> None:
    once = typographe(texte)
    assert re.sub(r"\s+", "", once) == re.sub(r"\s+", "", texte)
    assert typographe(once) == once
    assert not re.search(r"« | »", once)


@pytest.mark.parametrize(("count", "mark"), [(0, ""), (1, ""), (2, "s"), (34, "s")])
def test_the_plural_begins_at_two(count: int, mark: str) -> None:
    assert s(count) == mark
    assert say_count(count, "fiche générée") == f"{count} fiche{mark} générée{mark}"


@cache
def _modules() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")}


@pytest.mark.slow
def test_no_sentence_leaves_its_plural_to_the_reader() -> None:
    labels = {champ.label for champ in CHAMPS}  # word for word those of the model that centres know
    found = [
        f"{path.relative_to(PACKAGE)}: {node.value}"
        for path, tree in _modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in labels
        if re.search(r"\w\((s|x|e|es|nt)\)", node.value) and not any(label in node.value for label in labels)
    ]
    assert found == []


@pytest.mark.slow
def test_no_plural_is_made_by_hand() -> None:
    """`s` and `say_count` know where the plural begins."""
    by_hand = [
        path.relative_to(PACKAGE).as_posix()
        for path, tree in _modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.IfExp) and isinstance(node.body, ast.Constant) and node.body.value == "s"
    ]
    assert by_hand == ["domaine/mots/typographie.py"]


OLD_SENTENCES = (
    "est gardée ; demandez aux services de s'accorder",
    "vous pouvez aussi y taper",
    "trouvés =",
    "repris en partie +",
    "d'abord : la valeur, la ligne ou le fichier",
    "fiches manquantes",
    "ne se reprend pas",
    "a les étiquettes d'une fiche",
    "Rendez-le lisible",
    "sans origine. Précisez si vous le savez",
    "lu autrement que tapé",
    "Journal lectures",
    "Δ depuis",
    "A23 –",
    "la fiche n'est pas complète. À remplir",
    "Hors liste",
    "Cette valeur n'est pas dans la liste",
    "Le classeur d'avant est gardé",
    "fiche(s) déjà présente(s)",
    "puis : fiche-tool generer",
    "est ouvert dans un tableur",
    "Ce que le document annonce sans dire le volet",
)
"""What secretaries and service heads stumbled on; each has a better sentence."""


def _sentences(tree: ast.AST) -> Iterator[str]:
    """The texts of a module, each f-string as one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.slow
def test_the_sentences_that_people_stumbled_on_are_gone() -> None:
    root = PACKAGE.parent
    pages = [
        *PACKAGE.rglob("*.html"),
        *(root / "templates").glob("*.txt"),
        *(root / "docs").glob("*.md"),
        root / "README.md",
    ]
    texts = [texte for tree in _modules().values() for texte in _sentences(tree)]
    texts += [path.read_text("utf-8") for path in pages]
    said = typographe("\n".join(texts))
    assert len(said) > 500_000
    assert [old for old in OLD_SENTENCES if typographe(old) in said] == []


# --- what the demonstration writes -----------------------------------------------------------------------------------
def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """Every text of a workbook, as it is stored, with its place."""
    classeur = load_workbook(path, read_only=True)
    for feuille in classeur:
        for row in feuille.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and not cell.value.startswith("="):
                    yield f"{path.name}, {feuille.title}!{cell.coordinate}", cell.value
    classeur.close()


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def _typed(demo: Demonstration) -> set[str]:
    """What people wrote: the programme, and the answers that the registers hold."""
    lines = (line for path in (demo.dossier / "registres").iterdir() for line in path.read_text("utf-8").splitlines())
    said = {texte for line in lines for texte in _strings(json.loads(line))}
    return said | {texte.strip() for _, texte in _texts(demo.dossier / "programme.xlsx")}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_every_sentence_of_the_sheets_is_well_set(demo: Demonstration) -> None:
    """The tables of the sheets « Données » are what they were taken from, not sentences."""
    typed = sorted((t for t in _typed(demo) if BREACH.search(t)), key=len, reverse=True)
    done = [path for found in demo.collectes for path in (found.fichier, found.annexe)]
    points = sorted((demo.dossier / "a_corriger").rglob("*.xlsx"))
    breaches, seen = [], 0
    assert any(path.name.startswith("Points") for path in points)
    for path in (*done, *points):
        for place, texte in _texts(path):
            own = texte
            for words in typed:
                own = own.replace(words, "").replace(shorten(words), "").replace(shorten_words(words, RAPPEL), "")
            seen += 1
            programme = re.search(r", _meta!|, Fiche!F\d+$", place) and own.isupper() is False and " « " in own
            if BREACH.search(own) and ", Données " not in place and not programme:
                breaches.append(f"{place}: {own!r}")
    assert seen > 1000
    assert "\n".join(breaches) == ""
