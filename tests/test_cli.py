"""The command line: French words, one sentence where it cannot go on, the promised exit codes."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from fiche_tool.cli import ALIASES, cli
from fiche_tool.domaine.programme.programme import Parametres
from fiche_tool.excel.programme.write_programme import write_programme
from tests.conftest import COMPLETE, SEANCE, Pst, small_programme
from tests.outils.specimens import RETOURS, plain_workbook

pytestmark = pytest.mark.undrawn

ENGLISH = re.compile(r"\b(Usage|Error|Options? is|Show this|Missing|No such|Try|Invalid|Commands)\b")


@pytest.mark.parametrize("arguments", [["--help"], *[[nom, "--help"] for nom in cli.commands]])
def test_help_is_french(pst: Pst, arguments: list[str]) -> None:
    result = pst.run(*arguments)
    assert result.exit_code == 0
    assert "Utilisation :" in result.output
    assert not ENGLISH.search(result.output)


@pytest.mark.parametrize(
    "arguments",
    [
        ["inconnue"],
        ["generer"],
        ["etat"],
        ["generer", "x", "--inconnue"],
        ["generer", "x", "--seance", "demain"],
        ["collecter", "x", "--seance", "31/11/2026"],
        ["verifier"],
    ],
)
def test_wrong_usage_is_code_2_in_french(pst: Pst, arguments: list[str]) -> None:
    result = pst.run(*arguments)
    assert result.exit_code == 2
    assert "Erreur :" in result.stderr
    assert not ENGLISH.search(result.stderr)


@pytest.mark.parametrize("command", ["generer", "collecter", "verifier"])
def test_a_missing_folder_is_one_sentence(pst: Pst, command: str) -> None:
    result = pst.run(command, str(pst.racine / "nulle part"))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "nulle part" in result.stderr


def test_a_folder_without_programme_says_what_to_do(pst: Pst, tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    result = pst.run("collecter", str(tmp_path / "vide"))
    assert result.exit_code == 1
    assert "programme.xlsx" in result.stderr


def test_an_unreadable_programme_is_one_sentence(pst: Pst) -> None:
    (pst.racine / "programme.xlsx").write_bytes(b"PK\3\4 abime")
    result = pst.run("generer", str(pst.racine))
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    (pst.racine / "programme.xlsx").write_bytes(plain_workbook())
    result = pst.run("generer", str(pst.racine))
    assert result.exit_code == 1
    assert "Paramètres" in result.stderr


@pytest.mark.parametrize("owner", ["~${}", ".~lock.{}#"])
def test_a_synthesis_open_in_a_spreadsheet_program_is_one_sentence(pst: Pst, owner: str) -> None:
    pst.answer("A2BCD", taux=10, statut="En cours")
    synthese = Path(pst.collect()["synthese"])
    before = synthese.read_bytes()
    (synthese.parent / owner.format(synthese.name)).write_bytes(b"x")
    result = pst.run("collecter", str(pst.racine), "--seance", SEANCE.isoformat())
    assert result.exit_code == 1
    assert "fermez le classeur" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert synthese.read_bytes() == before


def test_a_synthesis_that_cannot_be_replaced_is_one_sentence(pst: Pst, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Windows answers when the target is open."""

    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    pst.answer("A2BCD", taux=10, statut="En cours")
    monkeypatch.setattr(Path, "replace", refuse)
    result = pst.run("collecter", str(pst.racine), "--seance", SEANCE.isoformat())
    assert result.exit_code == 1
    assert "fermez le classeur" in result.stderr
    assert [path.name for path in (pst.racine / "syntheses").iterdir()] == []


def test_a_full_disk_is_one_sentence_and_leaves_no_half_file(pst: Pst, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill_disk(path: Path, _: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"PK and more")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fiche_tool.dossier.dossier._write", fill_disk)
    result = pst.run("generer", str(pst.racine), "--seance", SEANCE.isoformat())
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert [path for path in (pst.racine / "fiches").rglob("*") if path.is_file()] == []


def test_generating_again_keeps_what_was_sent(pst: Pst) -> None:
    seance = SEANCE.isoformat()
    first = pst.run("generer", str(pst.racine), "--seance", seance)
    assert first.exit_code == 0
    fiches = sorted((pst.racine / "fiches").rglob("*.xlsx"))
    assert len(fiches) == 5
    fiches[0].write_bytes(b"deja envoyee")
    second = pst.run("generer", str(pst.racine), "--seance", seance)
    assert "5 fiches existaient déjà et sont gardées" in second.output
    assert fiches[0].read_bytes() == b"deja envoyee"
    pst.run("generer", str(pst.racine), "--seance", seance, "--remplacer")
    assert fiches[0].read_bytes().startswith(b"PK")


def test_one_service_or_one_action(pst: Pst) -> None:
    seance = SEANCE.isoformat()
    pst.run("generer", str(pst.racine), "--seance", seance, "--service", "social")
    assert {path.parent.name for path in (pst.racine / "fiches").rglob("*.xlsx")} == {"Social"}
    result = pst.run("generer", str(pst.racine), "--service", "Garage")
    assert result.exit_code == 1
    assert "« Direction »" in result.stderr
    result = pst.run("generer", str(pst.racine), "--action", "QQQQQ")
    assert result.exit_code == 1


@pytest.mark.parametrize("nom", ["Interne 1.1.1", "interne 1.1.1", "INTERNE 1.1.1", "1.2.1", "a2bcd", "Action 1.2.1"])
def test_an_action_is_named_by_its_printed_number_too(pst: Pst, nom: str) -> None:
    result = pst.run("generer", str(pst.racine), "--seance", SEANCE.isoformat(), "--action", nom)
    assert result.exit_code == 0, result.stderr
    assert len(list((pst.racine / "fiches").rglob("*.xlsx"))) == 1


@pytest.mark.parametrize(
    ("nom", "said"),
    [("1.1.1", "« Interne 1.1.1 » (A2BCD), « Externe 1.1.1 » (D5EFG)"), ("9.9.9", "Aucune action en vigueur n'est")],
)
def test_an_action_that_is_not_one_gets_its_sentence(pst: Pst, nom: str, said: str) -> None:
    result = pst.run("generer", str(pst.racine), "--seance", SEANCE.isoformat(), "--action", nom)
    assert result.exit_code == 1
    assert said in result.stderr


@pytest.mark.parametrize("arguments", [[], ["aide"]])
def test_the_month_is_explained_in_six_lines(pst: Pst, arguments: list[str]) -> None:
    result = pst.run(*arguments)
    assert result.exit_code == 0
    assert [line[:4] for line in result.output.splitlines()[1:7]] == [f"  {rank}." for rank in range(1, 7)]


def test_in_the_folder_of_a_pst_its_name_may_be_left_out(pst: Pst, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(pst.racine)
    for arguments in (["generer", "--seance", "24/11/2021"], ["etat"], ["collecter", "--sans-pdf"]):
        result = pst.run(*arguments)
        assert result.exit_code == 0, result.output
    assert (pst.racine / "syntheses").is_dir()
    monkeypatch.chdir(pst.racine / "fiches")
    assert "placez-vous dans ce dossier" in pst.run("etat").stderr


@pytest.mark.parametrize("command", ["generer", "collecter"])
@pytest.mark.parametrize("jour", ["25/11/2062", "2018-12-31"])
def test_a_seance_outside_the_legislature_is_refused_with_those_that_are_known(
    pst: Pst, command: str, jour: str
) -> None:
    pst.fiche("A2BCD")
    before = sorted(pst.racine.rglob("*"))
    result = pst.run(command, str(pst.racine), "--seance", jour)
    assert result.exit_code == 1
    assert "hors de la législature 2019-2024" in result.stderr
    assert "Seule séance connue : 24/11/2021." in result.stderr
    assert sorted(pst.racine.rglob("*")) == before


def test_exit_codes_of_collecting_and_verifying(pst: Pst) -> None:
    good = pst.fill_in("A2BCD", COMPLETE, name="bonne.xlsx")
    assert pst.run("verifier", str(good)).exit_code == 0
    assert pst.run("collecter", str(pst.racine), "--seance", SEANCE.isoformat()).exit_code == 0
    RETOURS["AVA01"]["taux impossible"](pst)
    assert pst.run("verifier", str(pst.racine / "retours")).exit_code == 3
    result = pst.run("collecter", str(pst.racine), "--seance", SEANCE.isoformat())
    assert result.exit_code == 3
    assert "AVA01" in result.output
    assert "2 fichiers reçus : 1 en ordre, 1 à corriger." in result.output


def test_collecting_takes_the_latest_seance_by_default(pst: Pst) -> None:
    pst.answer("A2BCD", taux=10, statut="En cours")
    result = pst.run("collecter", str(pst.racine), "--json")
    assert json.loads(result.stdout)["synthese"].endswith("2021-11-24 Synthèse PST.xlsx")


def test_a_file_outside_any_dated_folder_belongs_to_the_seance_being_run(pst: Pst) -> None:
    path = pst.answer("A2BCD", taux=10, statut="En cours")
    path.rename(pst.racine / "retours" / "en vrac.xlsx")
    assert pst.collect()["actions"]["recues"] == 1


def test_a_new_folder_is_never_written_over_another(pst: Pst, tmp_path: Path) -> None:
    target = tmp_path / "nouveau"
    assert pst.run("nouveau", str(target)).exit_code == 0
    assert (target / "programme.xlsx").is_file()
    again = pst.run("nouveau", str(target))
    assert again.exit_code == 1
    assert "n'est pas vide" in again.stderr
    wrong = pst.run("nouveau", str(tmp_path / "autre"), "--exemple", "paris")
    assert wrong.exit_code == 1
    assert "engis" in wrong.stderr


def test_an_empty_new_programme_can_be_verified_and_collected(pst: Pst, tmp_path: Path) -> None:
    target = tmp_path / "nouveau"
    pst.run("nouveau", str(target))
    assert pst.run("verifier", str(target / "programme.xlsx")).exit_code == 0
    generated = pst.run("generer", str(target))
    assert generated.exit_code == 1
    assert "aucune action" in generated.stderr
    nothing = pst.run("collecter", str(target), "--seance", "2026-11-25")
    assert nothing.exit_code == 1
    assert "fiche-tool generer" in nothing.stderr
    assert not (target / "registres").exists()
    (target / "retours" / "2026-11-25").mkdir(parents=True)
    assert pst.run("collecter", str(target), "--seance", "2026-11-25").exit_code == 0


def test_new_actions_to_name_are_news_and_nothing_to_look_at(pst: Pst) -> None:
    first, *others = small_programme().actions
    new = small_programme(actions=(replace(first, identifiant=""), *others))
    (pst.racine / "programme.xlsx").write_bytes(write_programme(new))
    result = pst.run("verifier", str(pst.racine / "programme.xlsx"))
    assert "Rien à faire" in result.stdout
    assert result.exit_code == 0


def test_generating_without_a_day_says_which_one_it_took(pst: Pst) -> None:
    (pst.racine / "programme.xlsx").write_bytes(
        write_programme(small_programme(parametres=Parametres("essai", "CPAS d'Essai", 2019, date.today().year)))
    )
    result = pst.run("generer", str(pst.racine), "--action", "A2BCD")
    assert result.stdout.startswith(f"Séance du {date.today():%d/%m/%Y}, aujourd'hui.")
    assert "--seance" not in pst.run("generer", str(pst.racine), "--seance", "2021-11-24").stdout.splitlines()[0]


def test_a_day_between_closed_seances_is_no_closed_one(pst: Pst) -> None:
    pst.answer("A2BCD")
    pst.collect()
    result = pst.run("collecter", str(pst.racine), "--seance", "2021-11-20")
    assert result.exit_code == 1
    assert "Aucune séance n'est prévue le 20/11/2021" in result.stderr


def test_a_day_that_is_no_seance_is_refused_with_those_that_are_known(pst: Pst) -> None:
    pst.answer("A2BCD", taux=10, statut="En cours")
    pst.fiche("A2BCD", date(2022, 1, 26))
    wrong = pst.run("collecter", str(pst.racine), "--seance", "25/11/2021")
    assert wrong.exit_code == 1
    assert "Séances connues : 24/11/2021, 26/01/2022." in wrong.stderr
    assert not (pst.racine / "registres" / "2021-11-25.jsonl").exists()
    assert not (pst.racine / "syntheses" / "2021-11-25 Synthèse PST.xlsx").exists()
    plain = pst.run("collecter", str(pst.racine))  # fiches were sent, nothing came back
    assert "Séance du 26/01/2022" in plain.output.splitlines()[0]
    assert "Aucun fichier reçu." in plain.output


def test_the_model_is_given_once(pst: Pst, tmp_path: Path) -> None:
    target = tmp_path / "modele.xlsx"
    assert pst.run("modele", str(target)).exit_code == 0
    assert pst.run("verifier", str(target)).exit_code == 0
    assert pst.run("modele", str(target)).exit_code == 1


def test_english_aliases_work_unlisted(pst: Pst) -> None:
    result = pst.run("generate", str(pst.racine), "--seance", SEANCE.isoformat())
    assert result.exit_code == 0
    listed = pst.run("--help").output
    assert not any(f"  {alias} " in listed for alias in ALIASES)


def test_the_demonstration_finds_a_free_folder(pst: Pst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from fiche_tool.demo import free_folder

    monkeypatch.chdir(tmp_path)
    assert free_folder(Path("pst-demo")) == Path("pst-demo")
    Path("pst-demo").mkdir()
    assert free_folder(Path("pst-demo")) == Path("pst-demo-2")


def test_file_names_are_safe_on_windows(pst: Pst) -> None:
    from fiche_tool.dossier.dossier import safe_name

    assert safe_name('a<b>c:d"e/f\\g|h?i*j') == "a b c d e f g h i j"
    assert safe_name("fin avec un point... ") == "fin avec un point"
    assert safe_name("CON") == "_CON"
    assert safe_name("aux.txt") == "_aux.txt"
    assert safe_name("  ") == "sans nom"
    assert len(safe_name("x" * 300)) == 80
    assert safe_name("e\u0301te\u0301") == "été"
