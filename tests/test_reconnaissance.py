"""Whose fiche it is and where its answers are, whatever became of the workbook on its way."""

import io
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fiche_tool.domaine.fiche.fiche import CHAMPS, LABELS, VERSION_MODELE
from fiche_tool.domaine.mots.saisie import Contenu, Saisie
from fiche_tool.dossier.lectures import known_models
from fiche_tool.excel.fiche.reperage import NOM, Reperage, Repere
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.lecture.classeur import Classeur, Grille, Zone, address
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.fichiers.piece import examine
from fiche_tool.resources import FICHIER_MODELE
from fiche_tool.verbes.collect import collect
from tests.conftest import COMPLETE, SEANCE, Pst
from tests.outils.ecrits import insert, rebuilt_form, zipped
from tests.outils.specimens import BOOK, CORE, FORM, LINE, META, Drop, at, repack, replace
from tests.outils.specimens_formes import FORMES, absolute, part_of, point_name, with_copy, with_sheet
from tests.outils.specimens_lecture import LECTURE

pytestmark = pytest.mark.undrawn

ANSWERS: dict[str, Contenu] = {
    **COMPLETE,
    "debut": date(2020, 2, 3),
    "fin": "fin 2022",
    "porteur": "Jean Petit",
    "commentaire": "Trois procédures sont prêtes.",
}


def read(pst: Pst, content: bytes, name: str = "a.xlsx") -> dict[str, Any]:
    """What « verifier » finds in a returned file."""
    (found,) = pst.verify(pst.drop(name, content))
    return found


def codes(found: Mapping[str, Any]) -> set[str]:
    return {anomalie["code"] for anomalie in found["anomalies"]}


def accepted(pst: Pst, identifiant: str = "A2BCD") -> dict[str, Any]:
    """What the register holds of an action after collecting."""
    return dict(collect(pst.racine, SEANCE).synthese.registre.etats[identifiant].fiche())


# --- the workbook was changed around the answers ---------------------------------------------------------------------
FIRST = open_classeur(examine(FICHIER_MODELE.read_bytes())).noms["pst_budget"].haut
RESHAPED: Mapping[str, Callable[[bytes], bytes]] = {
    "as sent": lambda data: data,
    "sheet renamed": lambda data: repack(
        data, {BOOK: lambda part: part.replace(b'name="Fiche"', b'name="Avis"').replace(b"Fiche!", b"Avis!")}
    ),
    "a row put in above the form": lambda data: insert(data, row=15),
    "rows put in above the dates": lambda data: insert(data, row=24, count=2),
    "a column put in before the form": lambda data: insert(data, column=1),
    "two columns put in between labels and answers": lambda data: insert(data, column=4, count=1),
    "row put in under the headings of the table": lambda data: insert(data, row=FIRST),
    "a foreign sheet before": lambda data: repack(
        with_sheet(data, part_of(data, "xl/worksheets/sheet3.xml"), "Brouillon"), {}
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("how", RESHAPED)
def test_answers_are_found_wherever_the_form_was_moved(pst: Pst, how: str) -> None:
    plain = type_in(pst.fiche("A2BCD"), ANSWERS, [LINE])
    found, expected = read(pst, RESHAPED[how](plain)), read(pst, plain)
    assert found["champs"] == expected["champs"]
    assert found["champs"]["porteur"] == "Jean Petit"
    assert codes(found) <= {"SAI19"}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(FIRST, id="under the headings"),
        pytest.param(FIRST + 4, id="inside"),
        pytest.param(FIRST + 8, id="at the end"),
    ],
)
def test_a_budget_line_typed_on_a_row_put_in_is_read(pst: Pst, row: int) -> None:
    """Excel does not stretch a name over rows put in at its edges: the lines typed there would be lost."""
    data = insert(type_in(pst.fiche("A2BCD"), ANSWERS, [LINE]), row=row)
    typed = zip("ABCDEF", ("2022", "O", "D", "104/123-48", "250", "250"), strict=True)
    cells = "".join(f'<c r="{column}{row}" t="inlineStr"><is><t>{text}</t></is></c>' for column, text in typed)
    line = f'<row r="{row}">{cells}</row>'

    def add(part: bytes) -> bytes:
        before, mark, after = part.partition(f'<row r="{row + 1}"'.encode())
        assert mark
        return before + line.encode() + mark + after

    found = read(pst, repack(data, {FORM: add}))
    assert sorted(ligne["article"] for ligne in found["champs"]["budget"]) == ["104/123-13", "104/123-48"]


# --- names and labels ------------------------------------------------------------------------------------------------
def test_without_any_name_the_labels_lead_to_every_answer(pst: Pst) -> None:
    plain = type_in(pst.fiche("A2BCD"), ANSWERS, [LINE])
    found = read(pst, repack(plain, {BOOK: lambda part: part.replace(b'"pst_', b'"x_')}))
    assert found["champs"] == read(pst, plain)["champs"]
    assert codes(found) == {"IDE04", "SAI11"}
    (healed,) = (x for x in found["anomalies"] if x["code"] == "SAI11")
    assert "toutes les cases" in healed["phrase"]


@pytest.mark.parametrize(("first", "second"), [("debut", "fin"), ("porteur", "responsable"), ("plans", "commentaire")])
def test_swapped_names_do_not_swap_answers(pst: Pst, first: str, second: str) -> None:
    plain = type_in(pst.fiche("A2BCD"), ANSWERS)
    swapped = repack(plain, {BOOK: point_name(first, f"Fiche!{absolute(second)}")})
    swapped = repack(swapped, {BOOK: point_name(second, f"Fiche!{absolute(first)}")})
    found = read(pst, swapped)
    assert found["champs"] == read(pst, plain)["champs"]
    assert {x["champ"] for x in found["anomalies"] if x["code"] == "SAI17"} == {first, second}


@pytest.mark.parametrize("target", ["#REF!", "#NAME?", "Fiche!#REF!", '"texte"', "Disparue!$A$1"])
def test_a_name_that_points_nowhere_is_healed_by_its_label(pst: Pst, target: str) -> None:
    plain = type_in(pst.fiche("A2BCD"), ANSWERS)
    found = read(pst, repack(plain, {BOOK: point_name("porteur", target)}))
    assert found["champs"]["porteur"] == "Jean Petit"
    assert codes(found) == {"SAI11"}


def test_a_name_given_twice_leads_nowhere_and_its_label_does(pst: Pst) -> None:
    plain = type_in(pst.fiche("A2BCD"), ANSWERS)
    twice = f'<definedName name="PST_porteur">Fiche!{absolute("responsable")}</definedName></definedNames>'
    found = read(pst, repack(plain, {BOOK: replace("</definedNames>", twice)}))
    assert found["champs"] == read(pst, plain)["champs"]
    assert codes(found) == {"SAI11"}


def test_a_cut_and_paste_over_another_field_reads_what_the_person_sees(pst: Pst) -> None:
    FORMES["SAI17"]["couper-coller"](pst)
    values = accepted(pst)
    assert "debut" not in values
    assert values["fin"].texte == "2022"


def test_a_form_of_the_centre_with_its_labels_above_the_answers_keeps_its_names(pst: Pst) -> None:
    """Names lead where labels stand elsewhere than in the packaged model: none of them has wandered off."""
    import io

    import xlsxwriter

    from fiche_tool.domaine.fiche.fiche import CHAMPS

    plain = type_in(pst.fiche("A2BCD"), ANSWERS)
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = workbook.add_worksheet("Fiche")
    for rank, champ in enumerate(CHAMPS):
        row, column = 3 * (rank // 2), 3 * (rank % 2)
        sheet.write_string(row, column, champ.label)
        typed = champ.verrouille or champ.nom in ("porteur", "commentaire")
        sheet.write_string(row + 1, column, f"réponse {champ.nom}" if typed else "")
        workbook.define_name(champ.nom_de_cellule, f"=Fiche!${'AD'[rank % 2]}${row + 2}")
    sheet.write_string(90, 0, read_reference(plain))
    meta = workbook.add_worksheet("_meta")
    meta.write_row(0, 0, ["reference", read_reference(plain)])
    workbook.close()
    found = read(pst, buffer.getvalue())
    assert (found["champs"]["porteur"], found["champs"]["commentaire"]) == ("réponse porteur", "réponse commentaire")
    assert "SAI17" not in codes(found)


def read_reference(fiche: bytes) -> str:
    from fiche_tool.excel.lecture.lecteurs import open_classeur
    from fiche_tool.excel.modele.identite import read_meta

    return read_meta(open_classeur(examine(fiche)))["reference"]


# --- several sheets --------------------------------------------------------------------------------------------------
def test_answers_typed_on_a_copy_of_the_sheet_are_taken(pst: Pst) -> None:
    pst.drop("a.xlsx", with_copy(pst.fiche("A2BCD"), **ANSWERS))
    values = accepted(pst)
    assert (values["porteur"], values["taux"]) == ("Jean Petit", 30)


def test_an_old_copy_beside_the_answers_changes_nothing(pst: Pst) -> None:
    blank = part_of(pst.fiche("A2BCD"), FORM)
    pst.drop("a.xlsx", with_sheet(type_in(pst.fiche("A2BCD"), ANSWERS), blank))
    assert accepted(pst)["porteur"] == "Jean Petit"


def test_two_filled_sheets_agree_or_are_in_conflict_field_by_field(pst: Pst) -> None:
    first = type_in(pst.fiche("A2BCD"), {**COMPLETE, "porteur": "Jean Petit", "taux": 20})
    second = part_of(type_in(pst.fiche("A2BCD"), {**COMPLETE, "commentaire": "Bien", "taux": 40}), FORM)
    pst.drop("a.xlsx", with_sheet(first, second))
    values = accepted(pst)
    assert (values["porteur"], values["commentaire"]) == ("Jean Petit", "Bien")
    assert "taux" not in values


def test_the_form_of_another_action_that_says_it_once_only_is_named_and_not_merged(pst: Pst) -> None:
    LECTURE["IDE08"]["fiche d'une autre action sans son identifiant"](pst)
    registre = collect(pst.racine, SEANCE).synthese.registre
    assert registre.etats["A2BCD"].fiche()["taux"] == 30
    assert not registre.etats["B3CDE"].origines


# --- who it is -------------------------------------------------------------------------------------------------------
def _without(*carriers: str) -> dict[str, Callable[[bytes], bytes] | None]:
    changes: dict[str, Callable[[bytes], bytes] | None] = {}
    book: list[tuple[bytes, bytes]] = []
    if "meta" in carriers:
        book.append((b'name="_meta"', b'name="Feuil7"'))
    if "names" in carriers:
        book.append((b'"pst_', b'"autre_'))
    if book:
        changes[BOOK] = lambda part: _replaced(part, book)
    if "print" in carriers:
        changes[FORM] = lambda part: part.replace(b"essai-2019-2024/", b"")
    if "core" in carriers:
        changes[CORE] = lambda part: part.replace(b"essai-2019", b"autre 2019")
    return changes


def _replaced(part: bytes, pairs: list[tuple[bytes, bytes]]) -> bytes:
    for old, new in pairs:
        part = part.replace(old, new)
    return part


CARRIERS = ("meta", "names", "print", "core")


@pytest.mark.slow
@pytest.mark.parametrize(
    "lost", [(), *((c,) for c in CARRIERS), *((a, b) for a in CARRIERS for b in CARRIERS if a < b)]
)
def test_two_carriers_out_of_four_are_enough(pst: Pst, lost: tuple[str, ...]) -> None:
    found = read(pst, repack(type_in(pst.fiche("A2BCD"), ANSWERS), _without(*lost)))
    assert found["action"] == "A2BCD"
    assert len(found["reconnue_par"]) == 4 - len(lost)
    assert ("IDE04" in codes(found)) == bool(lost)
    assert found["champs"]["porteur"] == "Jean Petit"


@pytest.mark.parametrize("kept", CARRIERS)
def test_one_carrier_is_not(pst: Pst, kept: str) -> None:
    lost = [carrier for carrier in CARRIERS if carrier != kept]
    found = read(pst, repack(type_in(pst.fiche("A2BCD"), ANSWERS), _without(*lost)))
    assert (found["action"], found["champs"]) == ("", {})
    assert "IDE05" in codes(found)


def test_carriers_of_one_action_in_two_programmes_are_not_told_as_two_actions(pst: Pst) -> None:
    data = type_in(pst.fiche("A2BCD"), COMPLETE)
    place = address(open_classeur(examine(data)).noms["pst_programme"].coin)
    other = re.compile(rf'(<c r="{place}"[^>]*>).*?(?=</c>)'.encode(), re.DOTALL)
    found = read(pst, repack(data, {FORM: lambda part: other.sub(rb"\g<1><is><t>autre-2019-2024</t></is>", part)}))
    (fault,) = [x for x in found["anomalies"] if x["code"] == "IDE01"]
    assert "plusieurs programmes (" in fault["phrase"]
    assert "autre-2019-2024 d'après les noms de cellules" in fault["phrase"]
    assert "A2BCD" not in fault["phrase"]


def test_the_name_of_the_file_and_of_its_folders_means_nothing(pst: Pst) -> None:
    pst.drop("B3CDE - Étendre l'outil.xlsx", type_in(pst.fiche("A2BCD"), ANSWERS))
    registre = collect(pst.racine, SEANCE).synthese.registre
    assert registre.recues == {"A2BCD"}


@pytest.mark.parametrize("fault", list(FORMES["IDE12"]))
def test_a_form_typed_anew_is_proposed_never_merged_and_its_copy_can_be(pst: Pst, fault: str) -> None:
    FORMES["IDE12"][fault](pst)
    result = pst.collect()
    assert result["actions"]["recues"] == 0
    (copie,) = map(Path, result["a_corriger"])
    assert copie.name.startswith("À rattacher - ")
    content = copie.read_bytes()
    (pst.racine / "retours" / SEANCE.isoformat() / "a.xlsx").unlink()
    pst.drop("b.xlsx", content)
    values = accepted(pst)
    assert values["responsable"] == "Jeanne Noël"
    assert values["commentaire"] == "Trois procédures sont prêtes."
    assert values["service"] == "Direction"


def test_a_form_typed_anew_that_fits_two_actions_is_proposed_for_none(pst: Pst) -> None:
    from dataclasses import replace as change

    from fiche_tool.excel.programme.write_programme import write_programme
    from tests.conftest import small_programme

    first, second, *others = small_programme().actions
    twins = (first, change(second, libelle=first.libelle), *others)
    (pst.racine / "programme.xlsx").write_bytes(write_programme(small_programme(actions=twins)))
    labels = {f"Libellé {n}": "" for n in range(3)}
    values: dict[str, object] = {"Libellé de l'action + N°": first.libelle, "Commentaire": "Bien", **labels}
    values |= {"Mandataire responsable": "x", "Porteur du projet": "y", "Planification": "z", "Complétée par": "J"}
    values |= {"Responsable administratif": "w"}
    pst.drop("a.xlsx", rebuilt_form(values))
    found = {anomalie["code"] for anomalie in pst.collect()["anomalies"]}
    assert "IDE11" in found
    assert "IDE12" not in found


def test_a_fiche_of_an_older_model_is_read_like_the_others(pst: Pst) -> None:
    """The first model had neither sheet Historique nor the names of column Contrôle."""

    def older(part: bytes) -> bytes:
        for nom in (b"controle_", b"calcul", b"historique", b"a_corriger", b"fautes", b"bilan", b"points"):
            part = part.replace(b'"pst_' + nom, b'"vieux_' + nom)
        return part

    plain = type_in(pst.fiche("A2BCD"), ANSWERS, [LINE])
    found = read(pst, repack(plain, {META: replace(f">{VERSION_MODELE}<", ">1<"), BOOK: older}))
    assert found["champs"] == read(pst, plain)["champs"]
    assert codes(found) == set()


# --- envelopes -------------------------------------------------------------------------------------------------------
def test_every_fiche_of_an_archive_is_read_and_counted(pst: Pst) -> None:
    second = type_in(pst.fiche("B3CDE"), COMPLETE)
    files = {"un/Fiche.xlsx": type_in(pst.fiche("A2BCD"), ANSWERS), "deux.xlsx": second, "__MACOSX/._x": b"x"}
    pst.drop("tout.zip", zipped(files))
    result = pst.collect()
    assert result["fichiers"]["trouves"] == 2
    assert result["actions"]["recues"] == 2
    assert {x["fichier"] for x in result["anomalies"]} == {
        "retours/2021-11-24/tout.zip > un/Fiche.xlsx",
        "retours/2021-11-24/tout.zip > deux.xlsx",
    }


def test_a_bad_fiche_in_an_archive_does_not_cost_the_good_one_its_turn(pst: Pst) -> None:
    good = type_in(pst.fiche("A2BCD"), ANSWERS)
    pst.drop("tout.zip", zipped({"bonne.xlsx": good, "abîmée.xlsx": good[:3000]}))
    assert accepted(pst)["porteur"] == "Jean Petit"


def test_every_specimen_of_a_moved_field_keeps_its_place_in_the_sentence(pst: Pst) -> None:
    drop: Drop = FORMES["SAI18"]["coupée et collée ailleurs"]
    drop(pst)
    (anomalie,) = (x for x in pst.collect()["anomalies"] if x["code"] == "SAI18")
    assert (anomalie["cellule"], anomalie["trouve"]) == (at("porteur"), "Jean Petit")
    assert "B70" in anomalie["phrase"]


@pytest.mark.slow
def test_a_mail_made_to_be_slow_is_set_aside_and_its_neighbours_are_merged(
    pst: Pst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library takes the square of a header's length: the child that reads it is stopped."""
    from fiche_tool.fichiers.bornes import BudgetLecture

    monkeypatch.setattr(BudgetLecture, "SECONDES", 2)
    head = b"From: a@b.be\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
    slow = head + b'Content-Type: application/x; name="' + b"a;" * 2_000_000 + b'"\r\n\r\nAAAA'
    pst.drop("lent.eml", slow)
    pst.drop("a.xlsx", type_in(pst.fiche("A2BCD"), ANSWERS))
    result = pst.collect()
    assert [x["code"] for x in result["anomalies"] if "lent" in x["fichier"]] == ["FIC01"]
    assert result["actions"]["recues"] == 1


# --- rows moved without their names ----------------------------------------------------------------------------------
@pytest.mark.parametrize("taken_out", [False, True])
def test_rows_that_a_program_moves_without_their_names_are_read_by_their_labels(pst: Pst, taken_out: bool) -> None:
    """openpyxl puts rows in and takes them out so: names, merged ranges and formulas stay where they were."""
    answers: dict[str, Contenu] = {**ANSWERS, "responsable": "Mme Trois", "partenaires": "La Commune"}
    data = type_in(pst.fiche("A2BCD"), answers, [{**LINE, "montant": 250}])
    book, saved = openpyxl.load_workbook(io.BytesIO(data)), io.BytesIO()
    row = book["Fiche"][at("mandataire")].row
    (book["Fiche"].delete_rows if taken_out else book["Fiche"].insert_rows)(row)
    book.save(saved)
    found = read(pst, saved.getvalue())
    read_back = {nom: found["champs"][nom] for nom in ("taux", "statut", "responsable", "porteur", "partenaires")}
    assert read_back == {
        "taux": 30,
        "statut": "En cours",
        "responsable": "Mme Trois",
        "porteur": "Jean Petit",
        "partenaires": "La Commune",
    }
    assert not {"SAI01", "SAI04", "SAI07"} & codes(found), "the headings and totals of the table are no lines"
    assert "SAI17" in codes(found)


def test_labels_on_the_other_side_of_their_cells_take_no_answer_for_another() -> None:
    """A centre's own arrangement: the names know."""
    asked = CHAMPS[:12]
    places = {one.nom: (2 + rank // 3, 1 + 2 * (rank % 3)) for rank, one in enumerate(asked)}
    noms = {one.nom_de_cellule: Zone("Fiche", *places[one.nom], *places[one.nom]) for one in asked}
    labels = {(row, column + 1): Saisie(LABELS[nom], "Fiche") for nom, (row, column) in places.items()}
    reperage = Reperage(Classeur("xlsx", ("Fiche",), noms, {}, Grille), Grille("Fiche", labels), known_models(None))
    assert [reperage.find(one, int(VERSION_MODELE)) for one in asked] == [Repere(places[one.nom], NOM) for one in asked]
