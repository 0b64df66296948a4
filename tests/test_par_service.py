"""One workbook a service: each sheet a whole fiche, read as that fiche alone; whole, in part, split or mixed back."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.table import Table

import fiche_tool
from fiche_tool.domaine.fiche.fiche import CHAMPS
from fiche_tool.domaine.fiche.kinds import Vocabulaire
from fiche_tool.domaine.fiche.lecture import Fichier, Lecture
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.programme.programme import Action
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.dossier.lectures import known_models
from fiche_tool.excel.fiche.read_fiche import read_fiche
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.fiche.write_service import name_sheets
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.fichiers.piece import examine
from fiche_tool.registres.registre import read_registre
from fiche_tool.resources import FICHIER_MODELE
from tests.conftest import COMPLETE, SEANCE, LibreOffice, Pst, small_programme
from tests.outils.courrier import read_drafts
from tests.outils.lint import lint

pytestmark = pytest.mark.undrawn

LATER = date(2022, 5, 25)
UN, DEUX = "Interne 1.1.1", "Interne 1.1.2"


def book(pst: Pst, service: str = "Direction", seance: date = SEANCE) -> bytes:
    """The workbook of a service, generated."""
    result = pst.run("generer", str(pst.racine), "--seance", seance.isoformat(), "--par-service")
    assert result.exit_code == 0, result.output
    (path,) = pst.racine.glob(f"fiches/{seance.isoformat()}/{service}/*toutes les fiches.xlsx")
    return path.read_bytes()


def read(data: bytes) -> tuple[Lecture, ...]:
    return read_fiche(examine(data), Fichier("a.xlsx"), Vocabulaire(), known_models(None))


def said(lecture: Lecture) -> object:
    """Everything that reading a fiche gives, but for where it was read."""
    assert lecture.identite is not None
    champs = {nom: (lu.valeur, lu.saisie.cellule, lu.saisie.brut, lu.par) for nom, lu in lecture.champs.items()}
    lignes = [(lue.ligne, {nom: saisie.cellule for nom, saisie in lue.saisies.items()}) for lue in lecture.budget]
    told = [(x.code, x.cellule, x.texte) for x in lecture.anomalies]
    who = (lecture.identite.programme, lecture.identite.identifiant, lecture.identite.seance)
    return champs, lignes, lecture.base, lecture.verrous, told, who


def without(data: bytes, *titles: str) -> bytes:
    """The workbook as a person leaves it who deletes these sheets."""
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    for titre in titles:
        del workbook[titre]
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def with_forms(data: bytes, *fiches: bytes) -> bytes:
    """The workbook with the forms of these fiches copied into it, as a sheet is from one window to another."""
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    for rank, fiche in enumerate(fiches, 1):
        source, copy = openpyxl.load_workbook(io.BytesIO(fiche))["Fiche"], workbook.create_sheet(f"Fiche ({rank})")
        for cell in (cell for row in source.iter_rows() for cell in row if cell.value is not None):
            copy[cell.coordinate] = cell.value
            copy[cell.coordinate].number_format = cell.number_format
        for zone in source.merged_cells.ranges:
            copy.merge_cells(str(zone))
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


# --- the workbook ----------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_a_service_with_several_actions_gets_one_workbook_and_another_its_fiche(pst: Pst) -> None:
    data = book(pst)
    files = sorted(path.relative_to(pst.racine / "fiches").as_posix() for path in pst.racine.glob("fiches/*/*/*.xlsx"))
    assert files == [
        "2021-11-24/Direction/Direction - toutes les fiches.xlsx",
        "2021-11-24/Finances/Interne 1.2.1 Suivre les crédits.xlsx",
        "2021-11-24/Social/Social - toutes les fiches.xlsx",
    ]
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    assert workbook.sheetnames == [UN, DEUX, "Aide", "_listes", "_meta_1", "_meta_2"]
    assert [sheet.sheet_state for sheet in workbook] == ["visible"] * 3 + ["hidden"] * 3
    assert [sheet.protection.sheet for sheet in workbook][:2] == [True, True]
    assert "pst_taux" in workbook[UN].defined_names
    assert workbook[DEUX].defined_names["pst_taux"].attr_text == f"'{DEUX}'!$D$23"
    assert not [
        nom
        for nom in workbook.defined_names
        if nom.startswith("pst_") and nom not in ("pst_contact", "pst_aide_statuts")
    ]
    alone = openpyxl.load_workbook(io.BytesIO(pst.fiche("B3CDE")))["Fiche"]
    assert len(workbook[DEUX].data_validations.dataValidation) == len(alone.data_validations.dataValidation) > 10
    assert len(list(workbook[DEUX].conditional_formatting)) == len(list(alone.conditional_formatting)) > 1
    assert lint(data) == []


def test_one_sheet_alone_is_selected_so_that_typing_reaches_no_other(pst: Pst) -> None:
    with zipfile.ZipFile(io.BytesIO(book(pst))) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sum(len(re.findall(rb'tabSelected="1"', sheet)) for sheet in sheets) == 1


@pytest.mark.slow
def test_each_fiche_keeps_its_own_history_and_chart(pst: Pst) -> None:
    for identifiant in ("A2BCD", "B3CDE"):
        pst.fill_in(identifiant, COMPLETE)
    pst.collect()
    pst.fill_in("A2BCD", {**COMPLETE, "taux": 60}, seance=date(2022, 1, 26))
    pst.collect(date(2022, 1, 26))
    data = book(pst, seance=LATER)
    assert lint(data) == []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        charts = {name: archive.read(name).decode() for name in archive.namelist() if "charts/chart" in name}
    assert sorted(re.findall(r"<c:f>'([^']*)'", "".join(charts.values()))) == [
        *[f"Historique – {UN}"] * 2,
        *[f"Historique – {DEUX}"] * 2,
    ]
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    assert workbook[f"Historique – {UN}"]["B17"].value == 60
    assert [x.code for lecture in read(data) for x in lecture.anomalies] == []


@pytest.mark.slow
@pytest.mark.parametrize("answered", [("B3CDE",), ("A2BCD", "B3CDE")], ids=["the second alone", "both"])
def test_what_is_typed_in_a_history_is_told_and_what_its_pages_say_is_not(pst: Pst, answered: Sequence[str]) -> None:
    programme = small_programme()
    moved = replace(programme.actions[1], volet="Externe", numero="1.1.3")
    actions, volets = programme.actions, (replace(x, annonce=None) for x in programme.volets)
    changed = replace(programme, actions=(actions[0], moved, *actions[2:]), volets=tuple(volets))
    (pst.racine / "programme.xlsx").write_bytes(write_programme(changed))
    for identifiant in answered:
        pst.fill_in(identifiant, COMPLETE)
    pst.collect()
    data = book(pst, seance=LATER)
    assert "SAI19" not in {x.code for lecture in read(data) for x in lecture.anomalies}
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    workbook["Historique – Externe 1.1.3"]["B30"] = "Le marché est attribué"
    buffer = io.BytesIO()
    workbook.save(buffer)
    (phrase,) = [x.texte for lecture in read(buffer.getvalue()) for x in lecture.anomalies if x.code == "SAI19"]
    assert "Historique – Externe 1.1.3!B30 « Le marché est attribué »" in phrase


@pytest.mark.parametrize(
    ("numbers", "titles"),
    [
        (("1.1.1", "1.1.2"), ["V 1.1.1", "V 1.1.2"]),
        (("1.1.1", "1.1.1"), ["V 1.1.1", "V 1.1.1 (2)"]),
        (("x/y:z" * 9,) * 2, ["V x y zx y zx y zx y zx y zx y", "V x y zx y zx y zx y zx y z (2)"]),
    ],
)
def test_sheets_bear_the_printed_number_within_what_a_title_may_be(numbers: Sequence[str], titles: list[str]) -> None:
    actions = [Action(f"A{rank}BCD", "V", "", "1.1", numero, "x") for rank, numero in enumerate(numbers)]
    assert name_sheets(actions) == titles


# --- reading ---------------------------------------------------------------------------------------------------------
answers = st.fixed_dictionaries(
    {},
    optional={
        "taux": st.integers(0, 130) | st.sampled_from(["45 %", "bientôt"]),
        "statut": st.sampled_from(["En cours", "Réalisé", "realise", "peut-être"]),
        "commentaire": st.text("aé «»\n", max_size=20),
        "fin": st.sampled_from([date(2023, 6, 30), "T2 2023", "2024"]),
        "complete_par": st.just("Jeanne Noël"),
        "porteur": st.just("M. Trois"),
    },
)
lines = st.lists(
    st.fixed_dictionaries({"exercice": st.just(2022), "article": st.just("104/123-13"), "montant": st.integers(1, 9)}),
    max_size=2,
)


@pytest.mark.slow
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.tuples(answers, lines), st.tuples(answers, lines))
def test_a_sheet_of_a_service_says_what_the_same_fiche_alone_says(
    pst: Pst,
    one: tuple[Mapping[str, Contenu], Sequence[Mapping[str, Contenu]]],
    other: tuple[Mapping[str, Contenu], Sequence[Mapping[str, Contenu]]],
) -> None:
    data = book(pst)
    for feuille, (champs, budget) in ((UN, one), (DEUX, other)):
        data = type_in(data, champs, budget, feuille)
    together = read(data)
    alone = [
        read(type_in(pst.fiche(identifiant), champs, budget))[0]
        for identifiant, (champs, budget) in (("A2BCD", one), ("B3CDE", other))
    ]
    assert [said(lecture) for lecture in together] == [said(lecture) for lecture in alone]
    assert {lu.par for lecture in together for lu in lecture.champs.values()} == {"nom"}
    assert [lecture.fichier.feuille for lecture in together] == [UN, DEUX]
    assert len({nom for lecture in together for nom in lecture.champs}) == len(CHAMPS)


def kept(racine: Path) -> object:
    """What a register holds, but for the files that it came from."""
    page = read_registre(Dossier(racine), SEANCE, "essai-2019-2024")
    etats = {one: etat.fiche() for one, etat in page.etats.items()}
    return etats, page.seances, [(point.action, point.cle) for point in page.points]


@pytest.mark.slow
@pytest.mark.parametrize("way", ["whole", "split", "mixed", "openpyxl"])
def test_the_register_is_that_of_the_fiches_alone(pst: Pst, way: str, tmp_path: Path) -> None:
    typed: dict[str, dict[str, Contenu]] = {
        "A2BCD": {**COMPLETE, "commentaire": "Un"},
        "B3CDE": {**COMPLETE, "taux": 150},
    }
    singles = {nom: type_in(pst.fiche(nom), champs) for nom, champs in typed.items()}
    for nom, data in singles.items():
        pst.drop(f"{nom}.xlsx", data)
    pst.collect()
    alone = kept(pst.racine)
    for path in (*pst.racine.glob("retours/*/*"), *pst.racine.glob("registres/*"), *pst.racine.glob("fiches/*/*/*")):
        path.unlink()
    both = type_in(type_in(book(pst), typed["A2BCD"], feuille=UN), typed["B3CDE"], feuille=DEUX)
    match way:
        case "whole":
            pst.drop("tout.xlsx", both)
        case "openpyxl":
            pst.drop("tout.xlsx", without(both, "Aide"))
        case "split":  # one sheet moved to a workbook of its own, without the hidden ones; the other where it was
            pst.drop("une.xlsx", without(both, DEUX, "_meta_1", "_meta_2", "Aide"))
            pst.drop("deux.xlsx", without(both, UN))
        case _:  # the form of a fiche alone, copied among those of another service
            pst.drop("mixte.xlsx", with_forms(book(pst, "Social"), *singles.values()))
    result = pst.collect()
    assert kept(pst.racine) == alone
    assert result["actions"]["recues"] == 2
    errors = [(x["code"], x["action"]) for x in result["anomalies"] if x["gravite"] == "erreur"]
    assert errors == [("AVA01", "B3CDE")]
    assert len(result["a_corriger"]) == 1


def test_a_fiche_left_blank_among_others_is_no_answer(pst: Pst) -> None:
    pst.drop("a.xlsx", type_in(book(pst), COMPLETE, feuille=DEUX))
    result = pst.collect()
    assert result["fichiers"] == {"trouves": 2, "repris": 1, "repris_en_partie": 0, "ecartes": 0, "ignores": 1}
    assert result["actions"]["recues"] == 1
    assert {x["code"] for x in result["anomalies"]} <= {"FUS10", "SAI16"}


def test_the_correction_of_one_sheet_replaces_that_one_alone(pst: Pst) -> None:
    pst.drop("a.xlsx", type_in(type_in(book(pst), {**COMPLETE, "taux": 150}, feuille=UN), COMPLETE, feuille=DEUX))
    first = pst.collect()
    (copie,) = first["a_corriger"]
    assert Path(copie).name == f"À corriger - {UN} - a.xlsx"
    pst.drop("copie.xlsx", type_in(Path(copie).read_bytes(), {"taux": 50}))
    second = pst.collect()
    assert [x["code"] for x in second["anomalies"] if x["gravite"] == "erreur"] == []
    assert second["actions"]["recues"] == 2


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["ods", "xls", "xlsx"])
def test_what_libreoffice_saves_reads_the_same(
    pst: Pst, libreoffice: LibreOffice, format_: str, tmp_path: Path
) -> None:
    path = tmp_path / "service.xlsx"
    path.write_bytes(type_in(type_in(book(pst), COMPLETE, feuille=UN), {**COMPLETE, "taux": 60}, feuille=DEUX))
    lectures = read(libreoffice.convert(path, format_).read_bytes())
    assert [(x.identifiant, x.valeur("taux"), x.base is not None) for x in lectures] == [
        ("A2BCD", Decimal(30), True),
        ("B3CDE", Decimal(60), True),
    ]
    assert {lu.par for lecture in lectures for lu in lecture.champs.values()} == {"nom"}
    assert "SAI19" not in {x.code for lecture in lectures for x in lecture.anomalies}


# --- the month -------------------------------------------------------------------------------------------------------
def test_mails_attach_the_workbook_once_and_the_state_counts_its_fiches(pst: Pst) -> None:
    seance = SEANCE.isoformat()
    result = pst.run("generer", str(pst.racine), "--seance", seance, "--par-service", "--courriels")
    assert f"5 fiches générées dans « {pst.racine / 'fiches' / seance} », en 3 classeurs." in result.output
    draft = read_drafts(pst.racine / "courriels" / seance)["Direction"]
    assert [nom for nom in draft.pieces if nom.endswith(".xlsx")] == ["Direction - toutes les fiches.xlsx"]
    assert "2 fiches" in draft.objet + draft.texte
    assert fiche_tool.status(pst.racine, SEANCE).envoyees == 5
    reminded = fiche_tool.remind(pst.racine, SEANCE)
    assert (reminded.manquantes, len(reminded.messages)) == (5, 3)
    again = pst.run("generer", str(pst.racine), "--seance", seance, "--par-service")
    assert "0 fiche générée" in again.output
    assert "3 fichiers existaient déjà et sont gardés" in again.output


def test_an_action_that_the_kept_workbook_lacks_has_a_fiche_of_its_own(pst: Pst) -> None:
    fiche_tool.generate(pst.racine, SEANCE, service="Direction", par_service=True)
    path = pst.racine / "programme.xlsx"
    workbook = openpyxl.load_workbook(path)
    workbook["Actions"].append(["", "Interne", "", "1.1", "1.1.3", "Une de plus", "Direction", "Mme Un"])
    workbook.save(path)
    found = fiche_tool.generate(pst.racine, SEANCE, service="Direction", par_service=True)
    assert [one.name for one in found.ecrites] == ["Interne 1.1.3 Une de plus.xlsx"]
    assert [one.name for one in found.gardees] == ["Direction - toutes les fiches.xlsx"]


def test_fiches_already_made_one_by_one_are_told(pst: Pst) -> None:
    fiche_tool.generate(pst.racine, SEANCE)
    found = fiche_tool.generate(pst.racine, SEANCE, par_service=True)
    assert sum("une à une" in line for line in found.avertissements) == 2


def test_a_workbook_that_is_there_is_kept_whatever_is_asked_next(pst: Pst) -> None:
    first = fiche_tool.generate(pst.racine, SEANCE, par_service=True)
    found = fiche_tool.generate(pst.racine, SEANCE, courriels=True)
    assert (found.ecrites, set(found.gardees)) == ((), set(first.ecrites))
    alone = fiche_tool.generate(pst.racine, SEANCE, remplacer=True)
    assert len(alone.ecrites) == 5
    assert sum("le classeur du service y est encore" in line for line in alone.avertissements) == 2


def test_a_model_whose_sheets_cannot_be_copied_has_its_fiches_one_by_one(pst: Pst) -> None:
    workbook = openpyxl.load_workbook(FICHIER_MODELE)
    sheet = workbook["Fiche"]
    sheet["Z1"], sheet["Z2"] = "Titre", "x"
    sheet.add_table(Table(displayName="Liste", ref="Z1:Z2"))
    (pst.racine / "modele").mkdir()
    workbook.save(pst.racine / "modele" / "fiche_action.xlsx")
    found = fiche_tool.generate(pst.racine, SEANCE, par_service=True)
    assert found.fiches == len(found.ecrites) == 5
    told = "Votre modèle a un tableau Excel sur la feuille « Fiche » : ses fiches ne peuvent être réunies"
    assert any(line.startswith(told) for line in found.avertissements)
