"""« etat » says where a séance stands, at each step of its month, what is missing, and what to type next."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from fiche_tool import status
from fiche_tool.domaine.programme.programme import Listes, Service
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.verbes.etat import Etape
from fiche_tool.verbes.generate import generate
from tests.conftest import COMPLETE, SEANCE, Pst, small_programme

pytestmark = pytest.mark.undrawn

LATER = date(2022, 3, 30)


def lines(pst: Pst, *options: str) -> list[str]:
    result = pst.run("etat", str(pst.racine), *options)
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def files(racine: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in racine.rglob("*") if path.is_file()}


def test_each_step_of_a_month_names_the_next_command(pst: Pst) -> None:
    assert status(pst.racine).etape is Etape.GENERER
    assert lines(pst)[-1].startswith('  fiche-tool generer "')
    generate(pst.racine, SEANCE)
    sent = status(pst.racine)
    assert (sent.envoyees, sent.manquantes, sent.etape) == (5, 5, Etape.RELANCER)
    todo, command = lines(pst)[-2:]
    assert todo.startswith("À faire : envoyez les fiches aux services"), "nobody is reminded of what they never got"
    assert command.startswith('  fiche-tool collecter "')
    pst.fill_in("A2BCD", COMPLETE | {"taux": 150}, name="a.xlsx")
    waiting = status(pst.racine)
    assert (waiting.etape, waiting.nouveaux) == (Etape.COLLECTER, ("retours/2021-11-24/a.xlsx",))
    assert waiting.bilan.recues == 1
    pst.collect()
    faulty = status(pst.racine)
    assert (faulty.etape, faulty.nouveaux, len(faulty.a_corriger)) == (Etape.CORRIGER, (), 1)
    assert "retours/2021-11-24/a.xlsx (Interne 1.1.1) : reprise en partie, 1 erreur" in lines(pst)[5]


@pytest.mark.parametrize("jour", [date(2020, 11, 17), date(2021, 5, 1)])
def test_a_last_day_for_answering_long_before_its_seance_is_a_mistake(pst: Pst, jour: date) -> None:
    result = pst.run("generer", str(pst.racine), "--seance", "2021-11-24", "--reponse-avant", jour.isoformat())
    assert result.exit_code == 1
    assert "Vérifiez l'année" in result.stderr
    assert not (pst.racine / "fiches").exists()


@pytest.mark.slow
def test_what_can_only_be_asked_for_again_is_not_said_to_be_corrected(pst: Pst) -> None:
    pst.fill_in("A2BCD", COMPLETE | {"taux": 150}, name="a.xlsx")
    pst.collect()
    assert "1 fichier à corriger :" in lines(pst)
    pst.drop("facture.pdf", b"%PDF-1.4 rien")
    pst.collect()
    assert "2 fichiers à corriger ou à redemander :" in lines(pst)


@pytest.mark.slow
def test_no_copy_is_sent_back_where_none_was_drawn(pst: Pst) -> None:
    pst.fiche("A2BCD")
    pst.drop("facture.pdf", b"%PDF-1.4 rien")
    pst.collect()
    told = " ".join(lines(pst))
    assert ("suivez la feuille Anomalies" in told, "renvoyez les copies" in told) == (True, False)
    assert not (pst.racine / "a_corriger").exists()
    pst.fill_in("A2BCD", COMPLETE | {"taux": 150})
    pst.collect()
    assert "renvoyez les copies de a_corriger/2021-11-24" in " ".join(lines(pst))


def test_a_folder_without_a_seance_has_none_of_today(pst: Pst) -> None:
    assert lines(pst)[0].endswith("aucune séance encore")
    assert lines(pst)[-1].endswith("--seance JJ/MM/AAAA"), "its day is the secretary's to say"


def test_generating_makes_the_folder_that_every_text_speaks_of(pst: Pst) -> None:
    generate(pst.racine, SEANCE)
    folder = pst.racine / "retours" / SEANCE.isoformat()
    assert folder.is_dir()
    assert lines(pst)[-2].startswith("À faire : envoyez les fiches"), "an empty folder is no return"
    folder.rename(folder.with_name("24-11-2021 Bureau"))
    generate(pst.racine, SEANCE, remplacer=True)
    assert [path.name for path in folder.parent.iterdir()] == ["24-11-2021 Bureau"], "hers serves"


@pytest.mark.slow
def test_a_conflict_is_to_be_settled_and_what_is_whole_is_ready(pst: Pst) -> None:
    for identifiant in ("A2BCD", "B3CDE", "C4DEF", "D5EFG", "E6FGH"):
        pst.fill_in(identifiant, COMPLETE)
    pst.collect()
    assert (status(pst.racine).etape, status(pst.racine).manquants) == (Etape.PRETE, ())
    pst.fill_in("A2BCD", COMPLETE | {"taux": 40, "complete_par": "Paul Henry"}, name="autre.xlsx")
    pst.collect()
    assert status(pst.racine).points > 0
    assert any("à trancher" in line for line in lines(pst))


def test_points_left_open_are_settled_in_a_workbook_that_is_there(pst: Pst) -> None:
    for name, taux in (("a.xlsx", 30), ("b.xlsx", 50)):
        pst.fill_in("A2BCD", COMPLETE | {"taux": taux, "complete_par": name}, name=name)
    assert "1 point à trancher : la collecte en écrira le classeur." in lines(pst)
    pst.collect()
    generate(pst.racine, LATER)
    assert status(pst.racine).etape is Etape.RELANCER  # the fiches of the séance go out first
    (told,) = [line.partition(" : ")[2] for line in lines(pst) if "à trancher" in line]
    assert told == "a_corriger/2021-11-24/Points à trancher.xlsx"
    assert (pst.racine / told).is_file()
    pst.collect(LATER)
    (told,) = [line.partition(" : ")[2] for line in lines(pst) if line.startswith("1 point à trancher")]
    assert (status(pst.racine).points_du, (pst.racine / told).is_file()) == (LATER, True)
    assert any(f"faites trancher {told}" in line for line in lines(pst))


def test_a_closed_seance_says_so_and_the_latest_one_is_shown(pst: Pst) -> None:
    pst.fill_in("A2BCD", COMPLETE)
    pst.collect()
    generate(pst.racine, LATER)
    assert status(pst.racine).seance == LATER
    assert status(pst.racine, "24/11/2021").etape is Etape.CLOSE
    assert "Autre séance : 24/11/2021 (collectée)." in lines(pst)
    (pst.racine / "registres" / "2021-11-24.jsonl").unlink()
    assert status(pst.racine).etape is Etape.COLLECTER  # its answers are in no register any more


def test_what_is_missing_is_told_by_service_with_whom_to_ask(pst: Pst) -> None:
    listes = Listes((Service("Direction", "Mme Un", "un@cpas.example"), Service("Finances"), Service("Social")))
    (pst.racine / "programme.xlsx").write_bytes(write_programme(small_programme(listes=listes)))
    pst.fill_in("A2BCD", COMPLETE)
    pst.drop("telle quelle.xlsx", pst.fiche("B3CDE"))
    found = status(pst.racine)
    assert [(one.service, len(one.actions), len(one.telles_quelles)) for one in found.manquants] == [
        ("Direction", 1, 1),
        ("Finances", 1, 0),
        ("Social", 2, 0),
    ]
    text = lines(pst)
    assert "  Direction (Mme Un, un@cpas.example) : Interne 1.1.2" in text
    assert "    revenue telle quelle : Interne 1.1.2" in text
    assert "  Finances (ni personne ni adresse dans Listes) : Interne 1.2.1" in text


def test_looking_writes_nothing(pst: Pst) -> None:
    pst.fill_in("A2BCD", COMPLETE | {"taux": 150})
    before = files(pst.racine)
    status(pst.racine)
    assert files(pst.racine) == before


@pytest.mark.parametrize("count", [1, 2])
def test_what_is_late_is_named(pst: Pst, count: int) -> None:
    for identifiant in ("A2BCD", "C4DEF")[:count]:
        pst.fill_in(identifiant, COMPLETE | {"debut": date(2020, 1, 1), "fin": date(2020, 12, 31)})
    assert len(status(pst.racine).retard) == count
    told = [line for line in lines(pst) if "en retard" in line]
    assert told == [
        f"{count} action{'s' if count > 1 else ''} en retard sur {'leur' if count > 1 else 'son'} échéance :"
    ]


def test_a_programme_without_actions_is_to_be_completed(pst: Pst) -> None:
    (pst.racine / "programme.xlsx").write_bytes(write_programme(small_programme(actions=())))
    assert status(pst.racine).etape is Etape.COMPLETER
    assert any("importer" in line for line in lines(pst))


@pytest.mark.parametrize("taux", [30, 150])
def test_nobody_is_reminded_of_fiches_that_were_not_made_here(pst: Pst, taux: int) -> None:
    """A folder of returns alone, as one that was taken over: « relancer » refuses it, so it is not what comes next."""
    path = pst.fill_in("A2BCD", {**COMPLETE, "taux": taux})
    shutil.rmtree(pst.racine / "fiches")
    assert path.exists()
    pst.collect()
    assert pst.run("relancer", str(pst.racine)).exit_code == 1
    output = pst.run("etat", str(pst.racine)).output
    assert "relanc" not in output
    assert f"dans retours/{SEANCE} ce qui revient" in output
    assert "fiche-tool collecter" in output
    assert ("renvoyez les copies" in output) is (taux == 150)
