"""Installing on Windows: command files that every Windows reads, a PATH that is never cut, nothing left behind."""

import re
import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import Path

import installation
import pytest
from build_remise import build_remise

ROOT = Path(__file__).parent.parent
WINDOWS = ROOT / "windows"
COMMANDES = sorted(WINDOWS.glob("*.cmd"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


class PosteFeint:
    """A Windows of our own: a PATH, a desktop and a start menu."""

    def __init__(self, path: str, *folders: Path) -> None:
        self.path, self._folders, self.written = path, folders, 0

    def read_path(self) -> str:
        return self.path

    def write_path(self, value: str) -> None:
        self.path, self.written = value, self.written + 1

    def folders(self) -> Sequence[Path]:
        return self._folders


# --- the command files -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", COMMANDES, ids=lambda path: path.name)
def test_a_command_file_reads_alike_on_every_windows(path: Path) -> None:
    data = path.read_bytes()
    assert data.isascii(), "une page de codes ne change rien à l'ASCII"
    assert data.count(b"\n") == data.count(b"\r\n") > 10
    lines = data.decode("ascii").split("\r\n")
    assert lines[0] == "@echo off"
    assert max(map(len, lines)) < 130
    code = [line for line in lines if not line.startswith(("rem ", "echo"))]
    assert [line for line in code if re.search(r"\b(setx|powershell|runas|reg)\b|&&", line)] == []
    assert [line for line in code if "delayedexpansion" in line.casefold() and "Disable" not in line] == []


@pytest.mark.parametrize("path", COMMANDES, ids=lambda path: path.name)
def test_every_path_is_quoted_and_every_jump_has_its_place(path: Path) -> None:
    text = path.read_text(encoding="ascii")
    code = re.sub(r"(?m)^(?:rem |echo).*$", "", text)
    bare = re.sub(r'"[^"\n]*"', "", code)
    assert re.findall(r"%(?:ICI|BASE|LOCALAPPDATA|TEMP|ProgramFiles|~dp0)%?", bare) == []
    assert set(re.findall(r"(?:goto|call) :(\w+)", text)) <= set(re.findall(r"(?m)^:(\w+)", text))
    assert text.count('"') % 2 == 0
    assert "installation.py" in text


def test_the_python_that_is_asked_for_is_the_one_declared() -> None:
    lowest = PROJECT["requires-python"].removeprefix(">=")
    text = (WINDOWS / "installer.cmd").read_text(encoding="ascii")
    assert f"version_info[:2] < ({lowest.replace('.', ', ')})" in text
    assert f"Python {lowest} ou plus" in text
    tried = re.search(r"for %%V in \(([\d. ]+)\)", text)
    assert tried
    assert lowest in tried[1].split()
    assert all(tuple(map(int, v.split("."))) >= tuple(map(int, lowest.split("."))) for v in tried[1].split())
    named = re.findall(r"Python(?:\.Python)?[ .](3\.\d+)", text)
    assert set(named) <= {lowest, *tried[1].split()}


def test_the_words_that_the_command_files_pass_are_known() -> None:
    passed = {
        word
        for path in COMMANDES
        for word in re.findall(r'(?m)^(?!if not).*installation\.py" (\w+)', path.read_text(encoding="ascii"))
    }
    assert passed == set(installation.VERBES)
    assert set(installation.FICHIERS) <= {path.name for path in WINDOWS.iterdir()}
    assert set(installation.EXTRAS.split(",")) <= PROJECT["optional-dependencies"].keys()


def test_the_shortcut_waits_to_be_read_and_quotes_nothing_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr("subprocess.run", lambda command, *, env, **_: asked.append((command, env)))  # makes none
    programme = tmp_path / "R&D de Zoé" / "bin" / "fiche-tool.exe"
    installation._make_shortcut(tmp_path / "Bureau", programme)
    ((command, env),) = asked
    assert env["FICHE_MOTS"] == f'/c ""{programme}" ouvrir || pause"'
    assert '"' not in command[-1]
    assert str(programme) not in command[-1]
    left = (tmp_path / "Bureau" / "fiche_tool.cmd").read_bytes().decode("utf-8")
    assert f'@"{programme}" ouvrir || pause\r\n' in left


# --- PATH ------------------------------------------------------------------------------------------------------------
LONG = ";".join(rf"%USERPROFILE%\outil {rank}\bin" for rank in range(200))


@pytest.mark.parametrize("before", ["", r"C:\a", "C:\\a;", r"%USERPROFILE%\b;C:\c d", LONG])
def test_path_gains_one_folder_and_loses_nothing(before: str) -> None:
    folder = r"C:\Users\Zoé Dé\AppData\Local\fiche_tool\bin"
    after = installation.add_folder(before, folder)
    assert [part for part in after.split(";") if part] == [*filter(None, before.split(";")), folder]
    assert installation.add_folder(after, folder.upper()) == after
    assert installation.remove_folder(after, folder) == before.rstrip(";")


# --- the steps -------------------------------------------------------------------------------------------------------
def test_the_newest_wheel_beside_is_installed(tmp_path: Path) -> None:
    for version in ("0.1.0", "0.10.0", "0.9.0"):
        (tmp_path / f"fiche_tool-{version}-py3-none-any.whl").touch()
    (tmp_path / "autre-9.0-py3-none-any.whl").touch()
    assert installation.find_source(tmp_path).name == "fiche_tool-0.10.0-py3-none-any.whl"


def test_without_a_wheel_the_project_or_a_sentence(tmp_path: Path) -> None:
    assert installation.find_source(WINDOWS) == ROOT
    (tmp_path / "vide").mkdir()
    with pytest.raises(installation.Arret, match="Extraire tout"):
        installation.find_source(tmp_path / "vide")
    with pytest.raises(installation.Arret, match="LOCALAPPDATA"):
        installation.base_folder({})


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """What would be run; making an environment leaves the program of the tool."""
    made: list[list[str]] = []

    def run(command: list[str], sentence: str) -> str:
        assert sentence.endswith(".")
        made.append(command)
        if "venv" in command:
            scripts = installation.tool_folder(Path(command[-1]))
            scripts.mkdir(parents=True, exist_ok=True)
            for name in ("fiche-tool", "fiche-tool.exe"):
                (scripts / name).write_bytes(b"programme")
        return "fiche_tool 0.1.0"

    (tmp_path / "remise").mkdir()
    (tmp_path / "remise" / "fiche_tool-0.1.0-py3-none-any.whl").touch()
    (tmp_path / "remise" / "desinstaller.cmd").touch()
    monkeypatch.setattr(installation, "ICI", tmp_path / "remise")
    monkeypatch.setattr(installation, "_run", run)
    monkeypatch.setattr(installation, "_make_shortcut", lambda folder, _: (folder / "fiche_tool.lnk").touch())
    return made


def test_installed_twice_it_is_there_once_and_removed_it_is_gone(
    calls: list[list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bureau, menu = tmp_path / "Bureau", tmp_path / "Menu"
    bureau.mkdir()
    menu.mkdir()
    poste, base = PosteFeint(r"C:\à moi", bureau, menu), tmp_path / "local" / "fiche_tool"
    for _ in range(2):
        installation.install(base, poste)
    assert poste.path == rf"C:\à moi;{base / 'bin'}"
    assert [path.read_bytes() for path in (base / "bin").iterdir()] == [b"programme"]
    assert (base / "desinstaller.cmd").is_file()
    asked = [command[-1] for command in calls if "--upgrade" in command]
    assert asked == [f"{tmp_path / 'remise' / 'fiche_tool-0.1.0-py3-none-any.whl'}[documents,fenetre]"] * 2
    assert "fiche-tool demo" in capsys.readouterr().out
    installation.remove(base, poste)
    assert poste.path == r"C:\à moi"
    assert [*bureau.iterdir(), *menu.iterdir()] == []
    written = poste.written
    installation.remove(base, poste)
    assert poste.written == written, "rien à retirer, rien d'écrit"


def test_libraries_beside_need_no_network(calls: list[list[str]], tmp_path: Path) -> None:
    (tmp_path / "remise" / "dependances").mkdir()
    installation.install(tmp_path / "local", None)
    (asked,) = [command for command in calls if "--upgrade" in command]
    assert asked[asked.index("--no-index") : asked.index("--upgrade")] == [
        "--no-index",
        "--find-links",
        str(tmp_path / "remise" / "dependances"),
    ]


def test_what_fails_is_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["installation.py", "installer"])
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    assert installation.main() == 1
    assert capsys.readouterr().out.strip().endswith("Parlez-en à l'informatique.")


# --- what is handed over ---------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_the_zip_holds_all_one_needs_and_its_pages_lead_to_each_other(tmp_path: Path) -> None:
    wheel = tmp_path / "fiche_tool-0.1.0-py3-none-any.whl"
    wheel.write_bytes(b"une roue")
    first = build_remise(wheel).read_bytes()
    assert build_remise(wheel).read_bytes() == first
    with zipfile.ZipFile(tmp_path / "fiche_tool-0.1.0-windows.zip") as archive:
        content = {name.removeprefix("fiche_tool-0.1.0/"): archive.read(name) for name in archive.namelist()}
    assert content[wheel.name] == b"une roue"
    assert {path.name for path in WINDOWS.iterdir() if path.is_file()} <= content.keys()
    pages = {name: data.decode("utf-8") for name, data in content.items() if name.endswith(".html")}
    for name in re.findall(r"aide\\(\S+\.\w+)", content["LISEZMOI.txt"].decode("utf-8-sig")):
        assert f"aide/{name}" in content
    for page in pages.values():
        for target, _, anchor in (link.partition("#") for link in re.findall(r'(?:href|src)="([^"]+)"', page)):
            assert not target or f"aide/{target}" in content, target
            assert not anchor or f'id="{anchor}"' in (pages[f"aide/{target}"] if target else page)
    assert "<table>" in pages["aide/guide.html"]
    assert "<img" in pages["aide/guide.html"]
