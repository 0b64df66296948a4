"""A collection that nobody gave a séance says truly why it took that one."""

import shutil
from dataclasses import replace
from datetime import date

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
    found = pst.run("collecter", str(pst.racine), "--sans-pdf").output
    assert "aujourd'hui : aucun dossier n'en nomme." in found
