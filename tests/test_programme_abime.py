"""What people leave in the cells of programme.xlsx that can be no part of a programme: told, with the cell."""

import io
import re
from datetime import datetime

import openpyxl
import pytest

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.mots.identifiants import Reference, is_code, parse_reference
from fiche_tool.excel.programme.read_programme import LectureProgramme, read_programme
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.fichiers.piece import examine
from fiche_tool.verbes.generate import generate
from tests.conftest import SEANCE, Pst, small_programme
from tests.outils.specimens import repack

pytestmark = pytest.mark.undrawn


def edited(feuille: str, **cells: object) -> bytes:
    """The small programme with these cells."""
    book, saved = openpyxl.load_workbook(io.BytesIO(write_programme(small_programme()))), io.BytesIO()
    for where, content in cells.items():
        book[feuille][where] = content
    book.save(saved)
    return saved.getvalue()


def read(feuille: str, **cells: object) -> LectureProgramme:
    return read_programme(examine(edited(feuille, **cells)))


def told(feuille: str, **cells: object) -> list[str]:
    """« HIE12 F2 … » for each error."""
    return [f"{x.code} {x.cellule} {x.texte}" for x in read(feuille, **cells).anomalies if x.bloquante]


# --- the code --------------------------------------------------------------------------------------------------------
CODES = {
    "PST 2025-2030": "pst-2025-2030",
    "Essai-2019-2024": "essai-2019-2024",
    "été_2025": "ete-2025",
    "a/b": "a-b",
    "«»": "pst-2025-2030",
}
"""A code that no reference says back, and what it may become."""


@pytest.mark.parametrize("code", CODES)
def test_a_code_that_no_reference_says_back_is_refused(code: str) -> None:
    assert parse_reference(Reference(code, "A2BCD", SEANCE).texte) != Reference(code, "A2BCD", SEANCE)
    (fault,) = told("Paramètres", B3=code)
    assert fault.startswith("HIE12 B3 ")
    assert f"par exemple « {CODES[code]} »" in fault
    assert is_code(CODES[code])
    assert read("Paramètres", B3=code).programme is None


@pytest.mark.parametrize("code", ["essai-2019-2024", "2025", "a"])
def test_any_other_code_comes_back(code: str) -> None:
    lecture = read("Paramètres", B3=code)
    assert lecture.programme is not None
    reference = Reference(lecture.programme.parametres.code, "A2BCD", SEANCE)
    assert parse_reference(reference.texte) == reference


def test_no_fiche_leaves_with_a_code_that_would_not_come_back(pst: Pst) -> None:
    (pst.racine / "programme.xlsx").write_bytes(edited("Paramètres", B3="PST 2019"))
    with pytest.raises(FicheToolError, match="B3"):
        generate(pst.racine, SEANCE)


# --- cells -----------------------------------------------------------------------------------------------------------
def test_a_number_that_excel_made_a_date_is_told() -> None:
    (fault,) = told("Actions", E2=datetime(2001, 1, 1))
    assert fault.startswith("HIE12 E2 N° : « 01/01/2001 »")


@pytest.mark.parametrize(("feuille", "cell"), [("Actions", "F2"), ("Actions", "G2"), ("Objectifs", "E2")])
def test_a_cell_that_shows_an_error_is_no_name(feuille: str, cell: str) -> None:
    found = told(feuille, **{cell: "#REF!"})
    assert [x for x in found if x.startswith(f"HIE12 {cell} ") and "« #REF! »" in x]


def test_a_formula_whose_result_is_not_saved_is_not_called_empty() -> None:
    (fault,) = told("Actions", F2='=A2&" – Former"')
    assert fault.startswith("HIE12 F2 Libellé : « formule sans résultat enregistré »")


@pytest.mark.parametrize(
    ("feuille", "cell", "content"),
    [
        *(("Paramètres", cell, "#REF!") for cell in ("B3", "B5")),
        *(("Actions", f"{column}2", "#REF!") for column in "ADGMNOQ"),
        ("Actions", "D2", datetime(2026, 1, 1)),
        ("Objectifs", "A2", "#REF!"),
        ("Listes", "C2", "#REF!"),
        ("Listes", "J2", "#REF!"),
    ],
)
def test_a_cell_whose_content_is_refused_is_told_once(feuille: str, cell: str, content: object) -> None:
    beside = {"I2": "Fait"} if cell == "J2" else {}
    assert [x.code for x in read(feuille, **beside, **{cell: content}).anomalies if x.cellule == cell] == ["HIE12"]


def test_an_empty_cell_is_told_once_in_a_sentence_that_ends_once() -> None:
    found = told("Actions", B2=None, D2=None, F2=None)
    assert [x[:8] for x in found] == ["HIE10 B2", "HIE10 D2", "HIE10 F2"]
    assert not [x for x in found if x.endswith("..") or "Attendu : L" in x]


def test_a_sheet_that_cannot_be_completed_is_told_with_what_to_type_in_it(pst: Pst) -> None:
    def recode(part: bytes) -> bytes:
        return re.sub(rb"^<\?xml[^>]*>", b"", part).decode().encode("utf-16")

    sheets = {f"xl/worksheets/sheet{rank}.xml": recode for rank in range(1, 6)}
    (pst.racine / "programme.xlsx").write_bytes(repack(edited("Actions", A2=None), sheets))
    with pytest.raises(FicheToolError, match=r"ne peut pas écrire dans ce classeur\. Tapez .* : A2"):
        generate(pst.racine, SEANCE)


# --- identifiants ----------------------------------------------------------------------------------------------------
def test_an_action_whose_fiche_would_not_be_known_again_has_none_and_it_is_said(pst: Pst) -> None:
    (pst.racine / "programme.xlsx").write_bytes(edited("Actions", A2="A É"))
    found = generate(pst.racine, SEANCE)
    assert found.fiches == len(small_programme().actives) - 1
    (said,) = (texte for texte in found.avertissements if "fiche" in texte)
    assert "ligne 2 (« A É »)" in said
    with pytest.raises(FicheToolError, match="1 action n'a pas de fiche"):
        generate(pst.racine, SEANCE, action="A É")


def test_several_such_actions_are_told_in_one_sentence(pst: Pst) -> None:
    (pst.racine / "programme.xlsx").write_bytes(edited("Actions", A2="A É", A3="?"))
    said = [texte for texte in generate(pst.racine, SEANCE).avertissements if "n'ont pas de fiche" in texte]
    assert [re.findall(r"ligne \d+ \(« [^»]+ »\)", texte) for texte in said] == [
        ["ligne 2 (« A É »)", "ligne 3 (« ? »)"]
    ]
