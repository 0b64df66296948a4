"""What guides the person who fills programme.xlsx in: the sheet of help, what is yellow, the title, the sentences."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fiche_tool.domaine.programme.depart import empty_programme
from fiche_tool.domaine.programme.fautes import check_programme
from fiche_tool.domaine.programme.programme import Listes, Service
from fiche_tool.excel.programme.read_programme import read_programme
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.fichiers.piece import read_piece
from tests.conftest import SEANCE, Pst, small_programme
from tests.outils.builders import PROGRAMME

pytestmark = pytest.mark.undrawn


def test_the_sheet_of_help_comes_first_and_is_never_read(tmp_path: Path) -> None:
    path = tmp_path / "programme.xlsx"
    path.write_bytes(write_programme(PROGRAMME))
    assert load_workbook(path).sheetnames[:5] == ["Mode d'emploi", "Paramètres", "Objectifs", "Actions", "Listes"]
    found = read_programme(read_piece(path))
    assert found.programme is not None
    assert [x.code for x in found.anomalies] == [x.code for x in check_programme(PROGRAMME)]
    book = load_workbook(path)
    del book["Mode d'emploi"]  # as older workbooks are
    book.save(path)
    assert read_programme(read_piece(path)).programme == found.programme


def test_the_title_follows_the_name_that_is_typed() -> None:
    sheet = load_workbook(io.BytesIO(write_programme(PROGRAMME)))["Paramètres"]
    named = next(row[0].coordinate for row in sheet.iter_rows(max_col=1) if row[0].value == "CPAS")
    assert sheet["A1"].value == f'="Programme stratégique transversal – "&B{named[1:]}'


def test_what_is_still_to_be_filled_is_yellow() -> None:
    book = load_workbook(io.BytesIO(write_programme(empty_programme(2026))))
    rules = {
        nom: {
            str(zone.sqref): rule.formula
            for zone, rules in book[nom].conditional_formatting._cf_rules.items()
            for rule in rules
        }
        for nom in ("Paramètres", "Actions", "Listes")
    }
    assert rules["Paramètres"]["B4"] == ['OR(B4="",ISNUMBER(SEARCH("(votre",B4)))']
    assert rules["Actions"]["G2:G201"] == ['AND(G2="",OR(ROW()=2,COUNTA($A2:$Q2)>0))']  # the service
    assert "A2:A201" not in {zone for zone, f in rules["Actions"].items() if "COUNTA" in f[0]}  # identifiants are given
    assert rules["Listes"]["C2:C16"] == ['AND(C2="",OR(ROW()=2,COUNTA($A2:$C2)>0))']  # the address


# --- what is said before anything is sent ----------------------------------------------------------------------------
def test_no_fiche_bears_a_provisional_name(pst: Pst) -> None:
    programme = small_programme()
    unnamed = replace(programme, parametres=replace(programme.parametres, cpas="CPAS de (votre commune)"))
    (pst.racine / "programme.xlsx").write_bytes(write_programme(unnamed))
    result = pst.run("generer", str(pst.racine), "--seance", SEANCE.isoformat())
    assert result.exit_code == 1
    assert "La feuille Paramètres" in result.stderr
    assert not (pst.racine / "fiches").exists()


def test_a_service_without_address_is_named_before_the_mails(pst: Pst) -> None:
    services = (Service("Direction", "", "direction@cpas.be"), Service("Finances"), Service("Social"))
    (pst.racine / "programme.xlsx").write_bytes(write_programme(small_programme(listes=Listes(services))))
    result = pst.run("generer", str(pst.racine), "--seance", SEANCE.isoformat())
    assert "Sans adresse dans la feuille Listes de programme.xlsx : « Finances », « Social »." in result.output
    assert result.exit_code == 0
    with_mails = pst.run("generer", str(pst.racine), "--seance", SEANCE.isoformat(), "--courriels")
    assert with_mails.output.count("« Finances »") == 1


def test_every_sheet_prints_texts_that_are_read_at_arms_length() -> None:
    """Actions on two pages side by side: what says which action it is stands on both."""
    book = load_workbook(io.BytesIO(write_programme(PROGRAMME)))
    assert book["Actions"].print_title_cols == "$A:$F"
    for nom in ("Paramètres", "Objectifs", "Actions", "Listes"):
        sheet = book[nom]
        groups = [x for x in sheet.column_dimensions.values() if not x.hidden]
        again = sum(x.width for x in groups if nom == "Actions" and x.max <= 6)
        own = sum(x.width * (x.max - x.min + 1) for x in groups) - again
        wide = max(own * 0.6, own / 2) + again if sheet.page_setup.fitToWidth == 2 else own
        paper = {8: 1190.6, 9: 841.9}[int(sheet.page_setup.paperSize)] - 0.8 * 72
        assert 10 * min(1.0, paper / (wide * 5.576)) >= 8, nom
