"""The annex: a workbook that stands alone and is ready to print, and its PDF where LibreOffice is on the machine."""

import io
import re
import shutil
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

import fiche_tool
from fiche_tool.demo import Demonstration
from fiche_tool.documents import write_pdf
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.synthese.lignes import LigneAction
from fiche_tool.excel.annexe import write_annexe_seule
from fiche_tool.excel.annexe.colonnes import choose_columns
from fiche_tool.excel.annexe.pages import Bloc, Rangee, lay_out
from fiche_tool.excel.dessin.papier import A4, PAPIERS, column_points
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.synthese import write_synthese
from fiche_tool.fichiers.piece import examine, read_piece
from fiche_tool.verbes.collect import collect
from tests.conftest import SEANCE, LibreOffice, Pst
from tests.outils.dump import dump
from tests.outils.grand import ONHAYE, SEANCES, flat_shape, make_programme, make_synthese
from tests.outils.lint import lint
from tests.outils.specimens import LINE


@pytest.mark.slow
def test_the_annex_says_of_every_action_what_the_synthesis_says(demo: Demonstration) -> None:
    annexe, synthese = (open_classeur(read_piece(p)) for p in (demo.collecte.annexe, demo.collecte.fichier))
    assert annexe.feuilles == ("Annexe",)
    own, same = annexe.ouvrir("Annexe").cellules, synthese.ouvrir("Synthèse").cellules
    assert not any(saisie.formule for saisie in own.values())
    assert any(saisie.formule for saisie in same.values())
    said = "\n".join(saisie.texte for saisie in own.values())
    rows = {row for (row, column), saisie in same.items() if column == 1 and re.match(r"O[SO] |\d", saisie.texte)}
    assert len(rows) > 34
    told = {saisie.texte for (row, column), saisie in same.items() if row in rows and not saisie.formule}
    assert {texte for texte in told if texte.replace("\n", " – ") not in said and texte not in said} == set()


@pytest.mark.slow
@pytest.mark.parametrize(("format", "number"), [("A4", 9), ("a3", 8)])
def test_the_annex_leads_nowhere_and_prints_on_the_paper_that_was_asked_for(pst: Pst, format: str, number: int) -> None:
    pst.answer("A2BCD", taux=30, statut="En cours")
    annexe = fiche_tool.collect(pst.racine, SEANCE, format=format).annexe
    with zipfile.ZipFile(annexe) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<hyperlink" not in sheet
    assert f'paperSize="{number}" ' in sheet
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert lint(annexe.read_bytes()) == []


@pytest.mark.slow
def test_a_paper_that_nobody_lays_pages_on_is_refused(pst: Pst) -> None:
    with pytest.raises(FicheToolError, match="en A4 ou en A3, pas en « A5 »"):
        fiche_tool.collect(pst.racine, SEANCE, format="A5")
    assert pst.run("collecter", str(pst.racine), "--format", "A5").exit_code == 2


def test_columns_in_which_nothing_stands_are_left_out() -> None:
    full = make_synthese(make_programme(flat_shape(8)))
    bare = make_synthese(make_programme(flat_shape(8)), SEANCES[:1], budget=False)
    actions = [[x for x in synthese.lignes if isinstance(x, LigneAction)] for synthese in (full, bare)]
    assert choose_columns(full, actions[0], A4).noms[-2:] == ("depenses", "recettes")
    assert not {"depenses", "recettes"} & set(choose_columns(bare, actions[1], A4).noms)
    for synthese, lignes in zip((full, bare), actions, strict=True):
        for papier in PAPIERS.values():
            chosen = choose_columns(synthese, lignes, papier)
            assert papier.utile - 8 < sum(map(column_points, chosen.largeurs)) <= papier.utile


# --- pages -----------------------------------------------------------------------------------------------------------
HAUTEURS = st.lists(st.lists(st.tuples(st.floats(10, 180), st.booleans()), min_size=1, max_size=6), max_size=30)


@pytest.mark.slow
@given(HAUTEURS)
def test_pages_hold_every_row_once_in_order_and_none_is_cut(tailles: list[list[tuple[float, bool]]]) -> None:
    above, inside = Rangee("suite", 20.0, avec=True), Rangee("suite dans", 30.0, avec=True)
    blocs = [
        Bloc(tuple(Rangee(f"{b}.{r}", h, avec) for r, (h, avec) in enumerate(rows)), above, inside)
        for b, rows in enumerate(tailles)
    ]
    posees = list(lay_out(blocs, 300.0, 450.0))
    kept = [posee.rangee.contenu for posee in posees if not posee.rangee.contenu.startswith("suite")]
    assert kept == [rangee.contenu for bloc in blocs for rangee in bloc.rangees]
    pages: list[list[Rangee[str]]] = [[]]
    for posee in posees:
        if posee.page:
            pages.append([])
        pages[-1].append(posee.rangee)
    for rank, page in enumerate(pages):
        used = sum(rangee.hauteur for rangee in page)
        tied = all(rangee.avec for rangee in page[:-1])
        assert used <= (300.0 if rank == 0 else 450.0) or tied  # what must stay together is taller than a page
        assert rank == 0 or page[0].contenu.startswith("suite")
        assert not page or rank == len(pages) - 1 or not page[-1].avec or tied or _ends_block(page[-1], blocs)


def _ends_block(rangee: Rangee[str], blocs: list[Bloc[str]]) -> bool:
    return any(bloc.rangees[-1].contenu == rangee.contenu for bloc in blocs)


def test_a_page_says_what_it_goes_on_with() -> None:
    synthese = make_synthese(make_programme(flat_shape(40)))
    data = write_annexe_seule(synthese)
    cells = open_classeur(examine(data)).ouvrir("Annexe").cellules
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        breaks = [int(n) for n in re.findall(r'<brk id="(\d+)"', archive.read("xl/worksheets/sheet1.xml").decode())]
    assert len(breaks) > 3
    first = [cells[row + 1, 1].texte if (row + 1, 1) in cells else cells[row + 1, 2].texte for row in breaks]
    assert all(texte.endswith("(suite)") or texte == "Volet externe – Volet externe" for texte in first)
    assert sum(texte.startswith("Volet interne") and " › OS 1 " in texte for texte in first) > 1


def test_headings_over_nothing_go_over_to_the_next_page() -> None:
    """The titles of the first action fill more than what the cover lines leave of the page."""
    programme = make_programme(flat_shape(3))
    tall = tuple(replace(objectif, intitule="Être un CPAS qui agit. " * 40) for objectif in programme.objectifs)
    data = write_annexe_seule(make_synthese(replace(programme, objectifs=tall)))
    cells = open_classeur(examine(data)).ouvrir("Annexe").cellules
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        breaks = [int(n) for n in re.findall(r'<brk id="(\d+)"', archive.read("xl/worksheets/sheet1.xml").decode())]
    assert cells[breaks[0] + 1, 1].texte == "N°"
    assert cells[breaks[0] + 2, 2].texte == "Volet interne – Volet interne"


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
    cells = open_classeur(examine(data)).ouvrir("Annexe").cellules
    found = " ".join(saisie.texte for _, saisie in sorted(cells.items()))
    assert [word for word in found.split() if re.fullmatch(r"mot\d{4}", word)] == words
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
@pytest.mark.slow
def test_without_libreoffice_there_is_no_pdf_and_it_is_said_once(pst: Pst) -> None:
    pst.answer("A2BCD", taux=30, statut="En cours")
    assert collect(pst.racine, SEANCE).avertissements == ()
    collecte = collect(pst.racine, SEANCE, pdf=True)
    assert collecte.pdf is None
    (sentence,) = collecte.avertissements
    assert "LibreOffice n'est pas installé" in sentence
    assert pst.run("collecter", str(pst.racine), "--seance", "2021-11-24").output.count("LibreOffice") == 1
    assert pst.collect()["annexe_pdf"] is None


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.printing
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
    pages = PdfReader(printed)
    root = pages.trailer["/Root"].get_object()
    assert isinstance(root, DictionaryObject)
    assert "True" in repr(root["/MarkInfo"])  # tagged: a screen reader knows the table for one
    assert str(root["/Lang"]).startswith("fr")
    sizes = set()

    def measure(text: str, ctm: list[float], matrix: list[float], font: object, size: float) -> None:
        if text.strip():
            sizes.add(abs(size * matrix[0] * ctm[0]))

    for page in pages.pages:
        page.extract_text(visitor_text=measure)
    raw = printed.read_bytes()
    assert raw.count(b"/FontFile2") == raw.count(b"/Type/FontDescriptor") > 0  # embedded, each of them
    if b"Carlito" in raw or b"Calibri" in raw:  # else columns are wider, and pages shrink with them
        assert min(sizes) >= 8
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
    (pst.racine / "retours" / SEANCE.isoformat()).mkdir(parents=True, exist_ok=True)
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


@pytest.mark.skipif(sys.platform == "win32", reason="un script sert de LibreOffice")
@pytest.mark.slow
def test_a_libreoffice_that_hangs_costs_a_sentence(pst: Pst, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It starts another program, as the real one does, which goes with it."""
    fake, late = tmp_path / "soffice", tmp_path / "late"
    fake.write_text(f"#!/bin/sh\n(sleep 1.2; touch '{late}') &\nsleep 600\n")
    fake.chmod(0o755)
    monkeypatch.setattr(write_pdf, "find_soffice", lambda: str(fake))
    monkeypatch.setattr(write_pdf, "TIMEOUT", 0.5)
    pst.answer("A2BCD", taux=30, statut="En cours")
    collecte = collect(pst.racine, SEANCE, pdf=True)
    (sentence,) = collecte.avertissements
    assert "n'a pas répondu en 0.5 secondes. La synthèse et l'annexe Excel sont complètes" in sentence
    assert collecte.pdf is None
    time.sleep(1)
    assert not late.exists()


def test_a_very_large_annex_is_left_to_be_printed_by_hand(pst: Pst, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_pdf, "find_soffice", lambda: sys.executable)
    monkeypatch.setattr("fiche_tool.verbes.collect.MAX_PDF", 4)
    (pst.racine / "retours" / SEANCE.isoformat()).mkdir(parents=True, exist_ok=True)
    (sentence,) = collect(pst.racine, SEANCE, pdf=True).avertissements
    assert "imprimez le classeur Annexe" in sentence


def test_an_old_pdf_that_cannot_be_removed_is_told(pst: Pst, monkeypatch: pytest.MonkeyPatch) -> None:
    """A viewer of Windows holds the file it shows."""

    def refuse(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "utilisé par un autre processus")

    (pst.racine / "retours" / SEANCE.isoformat()).mkdir(parents=True, exist_ok=True)
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
