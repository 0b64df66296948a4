"""What README.md and docs/ tell people to type can be typed, and what they show is there."""

import html
import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from build_images import DESSINS, HEAVIEST, IMAGES
from chef_de_service import PDF, build_html
from pypdf import PdfReader

from fiche_tool.cli import cli
from fiche_tool.domaine.fiche.aide import A_REMPLIR

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
EXEMPLES = {"AAAA-MM-JJ": "2026-11-25", "DATE": "25/11/2026", "CHEMIN…": "retours"}
"""Words that stand for a value of yours, each with one."""


@cache
def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def options() -> Iterator[tuple[str, str]]:
    """Every command with each of its long options, walked in click's own tree."""
    for parameter in cli.params:
        yield from (("", option) for option in parameter.opts if option.startswith("--"))
    for nom, command in cli.commands.items():
        assert not isinstance(command, click.Group)
        yield nom, ""
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                yield from ((nom, option) for option in parameter.opts if option.startswith("--"))


def lines() -> Iterator[tuple[str, str]]:
    """Every line « fiche-tool … » of the pages, in a block or in a sentence, with its page."""
    for page in PAGES:
        text = read(page)
        found = re.findall(r"(?m)^fiche-tool .*$|`(fiche-tool [^`\n]+)`", text)
        blocks = re.findall(r"(?ms)^```\w*(?: \w+)?\n(.*?)^```", text)
        typed = [line for block in blocks for line in block.splitlines() if line.startswith("fiche-tool ")]
        yield from ((page.name, line) for line in dict.fromkeys([*filter(None, found), *typed]))


def test_the_wheel_that_the_pages_name_is_the_present_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {found for page in PAGES for found in re.findall(r"fiche_tool-(\d[\w.]*)-py3", read(page))}
    assert named == {project["version"]}


def test_every_command_and_every_option_is_explained() -> None:
    """In one paragraph, or one row of a table, that names both."""
    pieces = [piece for page in PAGES for part in read(page).split("\n\n") for piece in _rows(part)]

    def explained(nom: str, option: str) -> bool:
        named = (f"fiche-tool {nom}", f"`{nom}`", "| toutes")
        return any(option in piece and any(one in piece for one in named) for piece in pieces)

    assert [(nom, option) for nom, option in options() if not explained(nom, option)] == []
    assert len(list(options())) > 40


def _rows(part: str) -> list[str]:
    return part.splitlines() if part.startswith("|") else [part]


@pytest.mark.parametrize(("page", "line"), list(lines()), ids=lambda value: str(value)[:60])
def test_what_a_page_says_to_type_is_understood(
    page: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "programme.xlsx").touch()  # in the folder of a PST, where its name may be left out
    monkeypatch.chdir(tmp_path)
    nom, *arguments = (EXEMPLES.get(word, word) for word in shlex.split(line)[1:])
    assert "…" not in "".join(arguments), "une ligne qui ne peut pas être tapée"
    if nom.startswith("-"):
        assert nom in {option for parameter in cli.params for option in parameter.opts} | {"--help", "-h"}
        return
    assert nom in cli.commands, page
    cli.commands[nom].make_context(nom, list(arguments))  # parses, converts and checks; runs nothing


def test_what_is_typed_on_windows_is_one_command_a_line() -> None:
    """PowerShell 5.1 knows neither « && » nor « || »; only the lines of the gate, for a Linux shell, have them."""
    fences = [fence for page in PAGES for fence in re.findall(r"(?ms)^```([^\n]*)\n(.*?)^```", read(page))]
    blocks = [block for language, block in fences if not language.startswith("sh ")]
    assert any("Scripts" in block for block in blocks)
    assert [block for block in blocks if "&&" in block or "||" in block] == []


def test_enough_lines_are_tried() -> None:
    assert len({line for _, line in lines()}) > 30


def test_every_picture_is_drawn_by_the_script_and_every_drawing_is_shown() -> None:
    text = "\n".join(map(read, PAGES))
    named = set(re.findall(r"images/([\w-]+)\.png", text))
    assert named == set(DESSINS)
    there = {path.stem: path.stat().st_size for path in IMAGES.iterdir()}
    assert there.keys() == named
    assert max(there.values()) < HEAVIEST


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_picture_has_words_and_every_link_leads_somewhere(page: Path) -> None:
    text = read(page)
    assert [alt for alt in re.findall(r"!\[(.*?)\]\(", text) if len(alt) < 20] == []
    assert [tag for tag in re.findall(r"<img [^>]*>", text) if not re.search(r'alt="[^"]{20,}"', tag)] == []
    targets = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text)
    local = [target.partition("#") for target in targets if "://" not in target]
    assert [path for path, _, _ in local if path and not (page.parent / path).exists()] == []
    for path, _, anchor in local:
        if anchor:
            titles = re.findall(r"(?m)^#+ (.+)$", read((page.parent / path).resolve() if path else page))
            assert anchor in {re.sub(r"[^\w -]", "", title.casefold()).replace(" ", "-") for title in titles}


def test_the_pdf_of_the_service_head_is_one_page_and_says_what_its_page_says() -> None:
    reader = PdfReader(PDF)
    assert len(reader.pages) == 1
    body = re.sub(r"<(style|title)>.*?</\1>", "", build_html(), flags=re.S)
    numbers = " ".join(str(rank) for rank in range(1, len(A_REMPLIR) + 1))
    wanted = re.findall(r"\w+", html.unescape(re.sub(r"<[^>]+>", " ", body)) + numbers)
    printed = re.findall(r"\w+", reader.pages[0].extract_text())
    assert sorted(printed) == sorted(wanted), "lancez scripts/chef_de_service.py"
