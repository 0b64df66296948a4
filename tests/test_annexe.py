"""The annex: a workbook that stands alone and is ready to print, and its PDF where LibreOffice is on the machine."""

import io
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from fiche_tool.demo import Demonstration
from fiche_tool.documents import write_pdf
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.synthese.lignes import LigneAction
from fiche_tool.excel.lecture.cells import open_classeur
from fiche_tool.excel.synthese import write_annexe_seule, write_synthese
from fiche_tool.fichiers.piece import examine, read_piece
from fiche_tool.verbes.collect import collect
from tests.conftest import SEANCE, LibreOffice, Pst
from tests.outils.dump import dump
from tests.outils.grand import ONHAYE, flat_shape, make_programme, make_synthese
from tests.outils.lint import lint
from tests.outils.specimens import LINE


@pytest.mark.slow
def test_the_annex_holds_the_same_table_without_a_formula(demo: Demonstration) -> None:
    annexe, synthese = (open_classeur(read_piece(p)) for p in (demo.collecte.annexe, demo.collecte.fichier))
    assert annexe.feuilles == ("Synthèse",)
    own, same = annexe.ouvrir("Synthèse").cellules, synthese.ouvrir("Synthèse").cellules
    assert not any(saisie.formule for saisie in own.values())
    assert any(saisie.formule for saisie in same.values())
    differing = {place for place in own.keys() | same.keys() if own[place].brut != same[place].brut}
    assert differing == {(2, 1)}  # the way back to the first sheet


@pytest.mark.slow
def test_the_annex_leads_nowhere_and_prints_on_wide_pages(demo: Demonstration) -> None:
    with zipfile.ZipFile(demo.collecte.annexe) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<hyperlink" not in sheet
    assert 'paperSize="8" ' in sheet
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert lint(demo.collecte.annexe.read_bytes()) == []


@pytest.mark.slow
def test_the_same_synthesis_gives_the_same_bytes() -> None:
    synthese = make_synthese(make_programme(ONHAYE))
    assert write_synthese(synthese) == write_synthese(synthese)
    assert write_annexe_seule(synthese) == write_annexe_seule(synthese)


@pytest.mark.slow
def test_a_large_workbook_is_the_same_whether_it_waits_in_memory_or_on_the_disk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    synthese = make_synthese(make_programme(ONHAYE))
    in_memory = write_synthese(synthese)
    monkeypatch.setattr("fiche_tool.excel.synthese._IN_MEMORY", 10)
    on_disk = write_synthese(synthese)
    assert on_disk == write_synthese(synthese)
    one, other = (zipfile.ZipFile(io.BytesIO(data)) for data in (in_memory, on_disk))
    assert {name: one.read(name) for name in one.namelist()} == {name: other.read(name) for name in other.namelist()}


def test_a_text_too_long_for_a_row_goes_on_in_the_next_ones() -> None:
    """No row may be taller than 409 points: nothing is cut, and nothing is shown twice."""
    synthese = make_synthese(make_programme(flat_shape(3)))
    words = [f"mot{rank:04d}" for rank in range(900)]
    first = next(ligne for ligne in synthese.lignes if isinstance(ligne, LigneAction))
    talkative = replace(first, valeurs={**first.valeurs, "commentaire": " ".join(words)})
    lignes = tuple(talkative if ligne is first else ligne for ligne in synthese.lignes)
    data = write_annexe_seule(replace(synthese, lignes=lignes))
    cells = open_classeur(examine(data)).ouvrir("Synthèse").cellules
    comments = [str(saisie.brut) for (row, column), saisie in sorted(cells.items()) if column == 14 and row > 5]
    assert " ".join(comments).split()[: len(words)] == words
    libelles = [saisie.brut for (_, column), saisie in cells.items() if column == 2]
    assert libelles.count(first.action.libelle) == 1
    assert lint(data) == []


def test_an_abandoned_amount_is_shown_and_not_added_up(pst: Pst) -> None:
    line: dict[str, Contenu] = {**LINE, "montant": 77, "fonds_propres": 77}
    pst.answer("A2BCD", taux=20, statut="Abandonné", commentaire="Sans objet", budget=[line])
    text = dump(collect(pst.racine, SEANCE).annexe)
    assert text.count(" = 77\n") == 2  # beside the action, and in the row of what is apart
    assert "Total du programme" in text
    assert "hors des totaux" in text


# --- PDF -------------------------------------------------------------------------------------------------------------
def test_without_libreoffice_there_is_no_pdf_and_nothing_is_said(pst: Pst) -> None:
    pst.answer("A2BCD", taux=30, statut="En cours")
    collecte = collect(pst.racine, SEANCE, pdf=True)
    assert (collecte.pdf, collecte.avertissements) == (None, ())
    assert pst.collect()["annexe_pdf"] is None


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.usefixtures("libreoffice")
def test_collecting_prints_the_annex(pst: Pst) -> None:
    pst.answer("A2BCD", taux=30, statut="En cours")
    line: dict[str, Contenu] = {"exercice": 2021, "service": "O", "rd": "D", "montant": "1234,56"}
    pst.answer("B3CDE", budget=[line])
    printed = Path(pst.collect()["annexe_pdf"])
    assert printed == pst.racine / "syntheses" / "2021-11-24 Annexe.pdf"
    assert printed.read_bytes().startswith(b"%PDF")
    if pdftotext := shutil.which("pdftotext"):
        command = [pdftotext, "-enc", "UTF-8", str(printed), "-"]
        text = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8").stdout
        assert re.search(r"1\s234,56", text)
    pst.run("collecter", str(pst.racine), "--seance", "2021-11-24", "--sans-pdf")
    assert not printed.exists()  # it would no longer show what the workbook shows


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_libreoffice_that_takes_too_long_is_stopped(
    demo: Demonstration, libreoffice: LibreOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_pdf, "TIMEOUT", 0)
    with pytest.raises(FicheToolError, match="pas répondu en 0 secondes"):
        write_pdf.print_pdf(libreoffice.soffice, demo.collecte.annexe)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("soffice", "reason"),
    [("/nulle/part/soffice", "n'a pas pu démarrer"), (sys.executable, "n'a pas pu convertir le classeur")],
    ids=["introuvable", "autre programme"],
)
def test_a_failing_libreoffice_never_costs_the_synthesis(
    pst: Pst, monkeypatch: pytest.MonkeyPatch, soffice: str, reason: str
) -> None:
    monkeypatch.setattr(write_pdf, "find_soffice", lambda: soffice)
    (pst.racine / "retours" / SEANCE.isoformat()).mkdir(parents=True)
    stale = pst.racine / "syntheses" / "2021-11-24 Annexe.pdf"
    stale.parent.mkdir()
    stale.write_bytes(b"%PDF d'une collecte plus ancienne")
    pst.answer("A2BCD", taux=30, statut="En cours")
    collecte = collect(pst.racine, SEANCE, pdf=True)
    assert collecte.pdf is None
    (sentence,) = collecte.avertissements
    assert reason in sentence
    assert collecte.fichier.is_file()
    assert collecte.annexe.is_file()
    assert not stale.exists()
    assert reason in pst.run("collecter", str(pst.racine), "--seance", "2021-11-24").output


def test_a_very_large_annex_is_left_to_be_printed_by_hand(pst: Pst, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_pdf, "find_soffice", lambda: sys.executable)
    monkeypatch.setattr("fiche_tool.verbes.collect.MAX_PDF", 4)
    (pst.racine / "retours" / SEANCE.isoformat()).mkdir(parents=True)
    (sentence,) = collect(pst.racine, SEANCE, pdf=True).avertissements
    assert "imprimez le classeur Annexe" in sentence


def test_an_old_pdf_that_cannot_be_removed_is_told(pst: Pst, monkeypatch: pytest.MonkeyPatch) -> None:
    """A viewer of Windows holds the file it shows."""

    def refuse(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "utilisé par un autre processus")

    (pst.racine / "retours" / SEANCE.isoformat()).mkdir(parents=True)
    stale = pst.racine / "syntheses" / "2021-11-24 Annexe.pdf"
    stale.parent.mkdir()
    stale.write_bytes(b"%PDF")
    monkeypatch.setattr(Path, "unlink", refuse)
    collecte = collect(pst.racine, SEANCE, pdf=True)
    (sentence,) = collecte.avertissements
    assert "montre d'anciens chiffres : fermez-le" in sentence
    assert collecte.fichier.is_file()


def test_an_open_annex_stops_before_anything_is_written(pst: Pst) -> None:
    lock = pst.racine / "syntheses" / ".~lock.2021-11-24 Annexe.xlsx#"
    lock.parent.mkdir()
    lock.write_bytes(b"x")
    result = pst.run("collecter", str(pst.racine), "--seance", "2021-11-24")
    assert result.exit_code == 1
    assert "fermez le classeur" in result.stderr
    assert [path.name for path in lock.parent.iterdir()] == [lock.name]


def test_the_pdf_module_is_light() -> None:
    script = (
        "import sys, fiche_tool.documents.write_pdf; print([m for m in ('pandas', 'xlsxwriter') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
