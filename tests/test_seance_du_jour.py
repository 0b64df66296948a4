"""A collection that nobody gave a séance says truly why it took that one."""

import shutil
from dataclasses import replace
from datetime import date

import pytest

from fiche_tool.domaine.mots.dates import show_long
from fiche_tool.excel.programme.write_programme import write_programme
from tests.conftest import COMPLETE, SEANCE, Pst, small_programme


def test_today_is_not_called_the_latest_of_the_folders(pst: Pst) -> None:
    pst.fill_in("A2BCD", COMPLETE)
    found = pst.run("collecter", str(pst.racine), "--sans-pdf").output
    assert f"Séance du {SEANCE:%d/%m/%Y}, la plus récente de fiches et retours." in found
    (returned,) = (pst.racine / "retours").rglob("*.xlsx")
    returned.rename(pst.racine / "seul.xlsx")
    for name in ("fiches", "retours", "registres"):
        shutil.rmtree(pst.racine / name, ignore_errors=True)
    (pst.racine / "retours").mkdir()
    (pst.racine / "seul.xlsx").rename(pst.racine / "retours" / "seul.xlsx")
    programme = small_programme()
    running = replace(programme.parametres, fin_legislature=date.today().year)
    (pst.racine / "programme.xlsx").write_bytes(write_programme(replace(programme, parametres=running)))
    (pst.racine / "retours" / "seul.xlsx").rename(pst.racine / "seul.xlsx")
    (pst.racine / "retours" / "note.txt").write_text("Bonjour")
    found = pst.run("collecter", str(pst.racine), "--sans-pdf").output
    assert "aujourd'hui : aucun dossier n'en nomme." in found


@pytest.mark.slow
def test_a_fiche_outside_any_dated_folder_says_its_seance_itself(pst: Pst) -> None:
    """It opens no séance of the day on which somebody happens to collect, then another on the morrow."""
    pst.fill_in("A2BCD", COMPLETE)
    (returned,) = (pst.racine / "retours").rglob("*.xlsx")
    content = returned.read_bytes()
    for name in ("fiches", "retours", "registres"):
        shutil.rmtree(pst.racine / name, ignore_errors=True)
    (pst.racine / "retours").mkdir()
    (pst.racine / "retours" / "seul.xlsx").write_bytes(content)
    assert f"séance du {show_long(SEANCE)}" in pst.run("etat", str(pst.racine)).output
    for _ in range(2):
        found = pst.run("collecter", str(pst.racine), "--sans-pdf").output
        assert f"Séance du {SEANCE:%d/%m/%Y}, celle des fiches revenues : aucun dossier n'en nomme." in found
        assert "1 avec réponse" in found
        assert [path.stem for path in (pst.racine / "registres").iterdir()] == [SEANCE.isoformat()]
    (pst.racine / "retours" / "hors.xlsx").write_bytes(content.replace(b"2021-11-24", b"2071-11-24"))
    assert f"Séance du {SEANCE:%d/%m/%Y}" in pst.run("collecter", str(pst.racine), "--sans-pdf").output


def test_a_folder_that_somebody_dated_opens_a_seance_and_it_is_said_wherever_one_looks(pst: Pst) -> None:
    """« 2022-01-15 reçu » at the top of retours/ is a séance, as « 2022-01-15 » would be: nobody is surprised by it."""
    path = pst.fill_in("A2BCD", COMPLETE)
    odd = pst.racine / "retours" / "2022-01-15 reçu"
    odd.mkdir()
    path.rename(odd / path.name)
    named = "(dossier « 2022-01-15 reçu »)"
    assert f"séance du 15 janvier 2022 {named}" in pst.run("etat", str(pst.racine)).output
    told = pst.run("collecter", str(pst.racine), "--sans-pdf").output
    assert f"Séance du 15/01/2022 {named}, la plus récente de fiches et retours." in told
    assert f"La séance du 15 janvier 2022 {named} n'existe que par ce dossier de retours" in told
    assert (
        f"15/01/2022 {named} (collectée)" in pst.run("etat", str(pst.racine), "--seance", f"{SEANCE:%d/%m/%Y}").output
    )

    odd.rename(pst.racine / "retours" / SEANCE.isoformat() / odd.name)  # what the sentence says to do
    (pst.racine / "registres" / "2022-01-15.jsonl").unlink()
    told = pst.run("collecter", str(pst.racine), "--sans-pdf").output
    assert f"Séance du {SEANCE:%d/%m/%Y}, la plus récente de fiches et retours." in told
    assert "1 avec réponse" in told
    assert "dossier de retours" not in told


def test_a_folder_whose_fiches_were_sent_is_no_surprise_under_another_name(pst: Pst) -> None:
    pst.fill_in("A2BCD", COMPLETE)
    here = pst.racine / "retours" / SEANCE.isoformat()
    here.rename(here.with_name(f"{SEANCE:%d-%m-%Y} reçu"))
    told = pst.run("collecter", str(pst.racine), "--sans-pdf").output
    assert f"Séance du {SEANCE:%d/%m/%Y}, la plus récente de fiches et retours." in told
    assert "dossier de retours" not in told
