"""The loop on files that others made: three faulty returns corrected by their own copies, without deleting anything."""

import shutil
from pathlib import Path

import pytest

from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.excel.fiche.type_in import type_in
from tests.conftest import Pst

CAS = Path(__file__).parent.parent.parent / "shared" / "cas"
pytestmark = [
    pytest.mark.undrawn,
    pytest.mark.skipif(not CAS.is_dir(), reason="les petits cas ne sont pas à côté du dépôt (../shared/cas)"),
]


def folder_of(pst: Pst, *parts: Path) -> Pst:
    """A folder of its own with copies of these files and folders."""
    racine = pst.racine.with_name("cas")
    racine.mkdir()
    for part in parts:
        target = racine / part.name
        if part.is_dir():
            shutil.copytree(part, target, copy_function=shutil.copyfile)
        else:
            shutil.copyfile(part, target)
    return Pst(racine, pst.run)


@pytest.mark.slow
def test_three_faulty_files_get_to_nothing_to_correct(pst: Pst) -> None:
    cas = folder_of(pst, CAS / "boucle" / "programme.xlsx", CAS / "boucle" / "retours")
    first = cas.run("collecter", str(cas.racine))
    assert "4 erreurs à faire corriger" in first.output  # each conflict of two files is one
    assert sum(line.startswith("    erreur ") for line in first.output.splitlines()) == 4
    folder = Path(first.output.split("copies de « ")[1].split(" »")[0])
    mends: dict[str, dict[str, Contenu]] = {
        "charte": {"taux": 50, "debut": "2025", "fin": "2027"},
        "frigo": {"taux": 50, "commentaire": "Emplacement trouvé, frigo commandé."},
    }
    for copy in sorted(folder.rglob("À corriger*.xlsx")):
        mend = next(mend for name, mend in mends.items() if name in copy.name)
        target = cas.racine / "retours" / folder.name / copy.name
        target.write_bytes(type_in(copy.read_bytes(), mend))
    second = cas.run("collecter", str(cas.racine))
    assert "Rien à corriger." in second.output
    assert "à trancher" not in second.output
    assert list((cas.racine / "a_corriger").rglob("*.xlsx")) == []


def test_a_fiche_that_comes_back_as_it_was_sent(pst: Pst) -> None:
    cas = folder_of(pst, CAS / "fiche-vide-comptee" / "programme.xlsx")
    (cas.racine / "retours").mkdir()
    for path in (CAS / "fiche-vide-comptee").glob("contr*.xlsx"):
        shutil.copyfile(path, cas.racine / "retours" / path.name)
    output = cas.run("collecter", str(cas.racine)).output
    assert "20 actions : 0 avec réponse" in output


def test_a_day_of_reception_below_the_folder_of_the_seance(pst: Pst) -> None:
    pst.run("nouveau", str(pst.racine.with_name("engis")), "--exemple", "engis")
    cas = folder_of(pst, CAS / "dated_subfolder" / "retours", pst.racine.with_name("engis") / "programme.xlsx")
    output = cas.run("collecter", str(cas.racine)).output
    assert "34 actions : 1 avec réponse" in output
    assert (cas.racine / "registres" / "2026-11-25.jsonl").exists()
