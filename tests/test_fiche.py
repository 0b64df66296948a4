"""The fiche as people meet it: its page, its texts seen whole, its history, its help, its marks."""

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from fiche_tool.domaine.fiche import fiche
from fiche_tool.domaine.fiche.fiche import CHAMPS, COLONNES_BUDGET, TITRE, nom_de_cellule
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.programme.programme import Listes, Parametres, Service
from fiche_tool.excel.modele.noms import FAUTES, GRAPHIQUE, HISTORIQUE, LISTE_A_CORRIGER, REMARQUE, TITRE_A_CORRIGER
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.resources import FICHIER_MODELE
from fiche_tool.verbes.generate import generate
from tests.conftest import SEANCE, LibreOffice, Pst, small_programme

LONG = ("Le service établit une procédure écrite pour chaque étape : rappel, mise en demeure, plan d'apurement. " * 20)[
    :1500
]


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def zone(workbook: openpyxl.Workbook, nom: str) -> tuple[Worksheet, Any]:
    """The sheet and the cells of a workbook name."""
    titre, address = next(workbook.defined_names[nom].destinations)
    return workbook[titre], workbook[titre][address.replace("$", "")]


def value(workbook: openpyxl.Workbook, nom: str) -> object:
    _, cells = zone(workbook, nom)
    return cells.value if not isinstance(cells, tuple) else cells[0][0].value


# --- the page --------------------------------------------------------------------------------------------------------
def test_the_labels_of_the_printed_model_are_there_word_for_word_in_their_order() -> None:
    sheet = opened(FICHIER_MODELE.read_bytes())["Fiche"]
    texts = [str(cell.value) for row in sheet.iter_rows(max_col=8) for cell in row if isinstance(cell.value, str)]
    wanted = [
        TITRE,
        "Objectif stratégique N°",
        "Objectif opérationnel N°",
        "Libellé de l'action + N°",
        "Proposition de reformulation de l'action (SMART-indicateur)",
        "Description de l'action",
        "Date de la dernière mise à jour",
        "Taux d'avancement (%)",
        "Statut",
        "Début",
        "Fin",
        "Intervenants",
        "Mandataire responsable",
        "Responsable administratif",
        "Service gestionnaire",
        "Porteur du projet",
        "Partenaire(s)",
        "Planification",
        "Informations financières",
        "Exercice",
        "Service",
        "R/D",
        "Article budgétaire",
        "Montant estimé",
        "Fonds propres",
        "Emprunt",
        "Subsides",
        "Plans communaux concernés",
        "Indicateur(s) de résultat",
        "Commentaire",
    ]
    assert [texte for texte in texts if texte in wanted] == wanted


def test_header_and_footer_say_whose_fiche_it_is(pst: Pst) -> None:
    data = pst.fiche("D5EFG")
    sheet = opened(data)["Fiche"]
    assert sheet.oddHeader.left.text == "CPAS d'Essai"
    assert sheet.oddHeader.center.text == "Bureau permanent du 24 novembre 2021"
    assert sheet.oddHeader.right.text == "EXTERNE « Développement des politiques »"
    assert re.fullmatch(r"essai-2019-2024/D5EFG/2021-11-24/\w\w", sheet.oddFooter.left.text)
    assert sheet.oddFooter.right.text == "Page &P/&N"


def test_an_ampersand_in_the_name_of_the_centre_is_printed_as_one(tmp_path: Path) -> None:
    parametres = Parametres(
        "essai-2019-2024", "CPAS d'Ici & Là <ensemble>" + " et de bien d'autres communes" * 5, 2019, 2024
    )
    (tmp_path / "programme.xlsx").write_bytes(write_programme(small_programme(parametres=parametres)))
    data = generate(tmp_path, SEANCE, action="A2BCD").ecrites[0].read_bytes()
    sheet = opened(data)["Fiche"]
    assert sheet.oddHeader.left.text.startswith("CPAS d'Ici && Là <ensemble>")
    assert len(str(sheet.oddHeader)) <= 255


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("champs", [{}, {"description": LONG, "commentaire": LONG, "indicateurs": LONG}])
def test_the_fiche_prints_on_one_page(
    pst: Pst, libreoffice: LibreOffice, tmp_path: Path, champs: dict[str, Contenu]
) -> None:
    pst.fill_in("A2BCD", champs)
    later = date(2022, 3, 30)
    path = tmp_path / "fiche.xlsx"
    path.write_bytes(pst.fiche("A2BCD", later))
    pdf = libreoffice.convert(path, "pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 3  # Fiche, Historique and Aide: one each


def test_a_long_text_is_seen_whole(pst: Pst) -> None:
    pst.fill_in("A2BCD", {"description": LONG, "commentaire": "Ligne\n" * 12})
    sheet = opened(pst.fiche("A2BCD", date(2022, 3, 30)))["Fiche"]
    heights = {nom: sheet.row_dimensions[row_of(nom)].height for nom in ("description", "commentaire", "indicateurs")}
    assert heights["description"] > 200  # 1,500 characters on lines of about 80, 13 points each
    assert heights["commentaire"] > 150
    assert heights["indicateurs"] < 45
    assert not sheet.protection.formatRows  # False: allowed
    assert not sheet.protection.formatColumns


def row_of(nom: str) -> int:
    _, cell = zone(opened(FICHIER_MODELE.read_bytes()), nom_de_cellule(nom))
    assert isinstance(cell.row, int)
    return cell.row


# --- the cells -------------------------------------------------------------------------------------------------------
def test_only_what_people_fill_in_is_open_and_tab_meets_it_in_order() -> None:
    workbook = opened(FICHIER_MODELE.read_bytes())
    sheet = workbook["Fiche"]
    merged = {zone.coord.partition(":")[0] for zone in sheet.merged_cells.ranges}
    inside = {cell for zone in sheet.merged_cells.ranges for row in sheet[zone.coord] for cell in row}
    open_cells = [
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked and (cell not in inside or cell.coordinate in merged)
    ]
    fields = [zone(workbook, champ.nom_de_cellule)[1].coordinate for champ in CHAMPS if not champ.verrouille]
    _, body = zone(workbook, nom_de_cellule(fiche.BUDGET))
    table = [cell.coordinate for row in body for cell in row]
    assert set(open_cells) == {*fields, *table}
    assert [cell for cell in open_cells if cell in fields] == fields
    assert sheet.protection.sheet


def test_the_formats_keep_what_is_typed() -> None:
    workbook = opened(FICHIER_MODELE.read_bytes())
    formats = {champ.nom: zone(workbook, champ.nom_de_cellule)[1].number_format for champ in CHAMPS}
    assert {formats[nom] for nom in ("mise_a_jour", "debut", "fin", "complete_le")} == {"dd/mm/yyyy"}
    assert {formats[nom] for nom in ("description", "commentaire", "partenaires", "statut", "complete_par")} == {"@"}
    _, body = zone(workbook, nom_de_cellule(fiche.BUDGET))
    by_column = {champ.nom: cell.number_format for champ, cell in zip(COLONNES_BUDGET, body[0], strict=True)}
    assert by_column["article"] == "@"
    assert {by_column[nom] for nom in ("montant", "fonds_propres", "emprunt", "subsides")} == {"#,##0.00"}


def test_every_open_cell_says_what_is_wanted_in_french() -> None:
    sheet = opened(FICHIER_MODELE.read_bytes())["Fiche"]
    rules = sheet.data_validations.dataValidation
    assert len(rules) == len([champ for champ in CHAMPS if not champ.verrouille]) + len(COLONNES_BUDGET)
    assert all(rule.prompt and rule.promptTitle for rule in rules)
    stops = [
        rule.promptTitle for rule in rules if rule.type != "list" and rule.errorStyle in (None, "stop") and rule.type
    ]
    assert stops == ["Taux d'avancement (%)"]
    assert {rule.errorStyle for rule in rules if rule.type == "list"} == {"warning", "information"}


def test_the_words_of_the_house_are_in_the_list_and_in_the_fiche(pst: Pst) -> None:
    maison = {"Bouclé": "Réalisé", "À faire": "À démarrer"}
    listes = Listes((Service("Direction"),), ("Mme Un",), ("Plan de gestion",), maison)
    (pst.racine / "programme.xlsx").write_bytes(write_programme(small_programme(listes=listes)))
    pst.fill_in("A2BCD", {"statut": "Bouclé", "taux": 80, "mise_a_jour": SEANCE, "complete_par": "J"})
    assert "AVA02" in {x["code"] for x in pst.collect()["anomalies"]}
    workbook = opened(pst.fiche("A2BCD", date(2022, 3, 30)))
    assert value(workbook, "pst_statut") == "Bouclé"
    assert [row[0].value for row in zone(workbook, "liste_statuts")[1]] == ["Bouclé", "À faire"]
    stored = openpyxl.load_workbook(io.BytesIO(pst.fiche("A2BCD", date(2022, 3, 30))), data_only=True)
    assert "« Réalisé » : le taux doit être de 100." in str(value(stored, "pst_controle_avancement"))
    help_rows = zone(workbook, "pst_aide_statuts")[1]
    assert [cell.value for cell in help_rows[0]] == ["Bouclé", "Terminé : le taux est de 100 % (compté « Réalisé »)."]


# --- history, help ---------------------------------------------------------------------------------------------------
def test_the_history_has_a_row_for_each_seance_and_a_chart_from_two_on(pst: Pst) -> None:
    seances = [date(2021, 11, 24), date(2022, 3, 30), date(2022, 9, 28)]
    line: list[dict[str, Contenu]] = [{"exercice": 2022, "service": "O", "rd": "D", "montant": 500}]
    for rank, seance in enumerate(seances):
        workbook = opened(pst.fiche("A2BCD", seance))
        sheet, rows = zone(workbook, HISTORIQUE)
        filled = [[cell.value for cell in row] for row in rows if row[0].value]
        assert len(filled) == rank
        chart_rows = [cell.row for (cell,) in zone(workbook, GRAPHIQUE)[1]]
        assert {sheet.row_dimensions[row].hidden for row in chart_rows} == {rank < 2}
        assert [sheet.row_dimensions[row[0].row].hidden for row in rows] == [False] * rank + [True] * (24 - rank)
        pst.fill_in("A2BCD", {"taux": 20 * rank, "statut": "En cours", "complete_par": "Jo"}, line, seance=seance)
    assert filled[1][1:4] == [20, "En cours", None]
    assert (filled[1][5], filled[1][6]) == (500, "Jo")
    assert sheet.protection.sheet


def test_a_fiche_of_an_action_never_answered_says_so(pst: Pst) -> None:
    assert "Aucune réponse" in str(value(opened(pst.fiche("A2BCD")), "pst_historique_titre"))


def test_the_help_names_the_person_to_call(pst: Pst) -> None:
    parametres = Parametres("essai-2019-2024", "CPAS d'Essai", 2019, 2024, contact="Mme Noël, 085 11 22 33")
    (pst.racine / "programme.xlsx").write_bytes(write_programme(small_programme(parametres=parametres)))
    assert value(opened(pst.fiche("A2BCD")), "pst_contact") == "Mme Noël, 085 11 22 33"
    (pst.racine / "programme.xlsx").write_bytes(write_programme(small_programme()))
    assert value(opened(pst.fiche("B3CDE")), "pst_contact") == "Le secrétariat de votre CPAS."


# --- marks -----------------------------------------------------------------------------------------------------------
FAULTY: dict[str, Contenu] = {"taux": 150, "debut": date(2022, 1, 1), "fin": "courant 2021", "statut": "Bien parti"}


def marked(pst: Pst, budget: list[dict[str, Contenu]] | None = None, **champs: Contenu) -> bytes:
    pst.fill_in("A2BCD", {**FAULTY, **champs}, budget or [])
    (path,) = pst.collect()["a_corriger"]
    return Path(path).read_bytes()


def test_a_marked_copy_lists_its_faults_on_top_with_links_to_their_cells(pst: Pst) -> None:
    workbook = opened(marked(pst, [{"montant": "12.500", "exercice": 2021}]))
    sheet, rows = zone(workbook, LISTE_A_CORRIGER)
    lines = [(row[0].value, row[0].hyperlink.location) for row in rows if row[0].value]
    assert [location for _, location in lines] == ["Fiche!E23", "Fiche!E33", "Fiche!D23", "Fiche!G23"]
    assert lines[0][0].startswith("Case E23 : Statut : « Bien parti » n'est pas dans la liste.")
    assert str(value(workbook, TITRE_A_CORRIGER)).startswith("À corriger : 4 points.")
    hidden = [sheet.row_dimensions[row[0].row].hidden for row in rows]
    assert hidden == [False] * 4 + [True] * 8


def test_only_the_faulty_cells_are_painted(pst: Pst) -> None:
    workbook = opened(marked(pst))
    _, cells = zone(workbook, FAUTES)
    faults = {cell.value for cell, _ in cells if cell.value}
    assert {held.value for cell, held in cells if cell.value} == {150, "Bien parti", "courant 2021"}
    places = {nom: zone(workbook, nom_de_cellule(nom))[1].coordinate for nom in ("taux", "statut", "fin", "debut")}
    assert faults == {places["taux"], places["statut"], places["fin"]}
    formulas = [rule.formula[0] for rules in workbook["Fiche"].conditional_formatting for rule in rules.rules]
    assert any("SUMPRODUCT" in formula and "ADDRESS" in formula for formula in formulas)


def test_the_remark_stands_beside_the_faulty_cell(pst: Pst) -> None:
    workbook = opened(marked(pst))
    sheet, header = zone(workbook, REMARQUE)
    taux = zone(workbook, nom_de_cellule("taux"))[1]
    remark = str(sheet.cell(taux.row, header.column).value)
    assert remark.count("\n") == 2  # statut, taux, fin
    assert "« 150 » est impossible" in remark


def test_what_was_typed_stays_as_typed_even_unreadable(pst: Pst) -> None:
    workbook = opened(marked(pst, [{"montant": "12.500", "emprunt": "-"}], indicateurs="- point"))
    assert [value(workbook, nom_de_cellule(nom)) for nom in ("taux", "statut", "fin", "indicateurs")] == [
        150,
        "Bien parti",
        "courant 2021",
        "- point",
    ]
    _, body = zone(workbook, nom_de_cellule(fiche.BUDGET))
    assert [cell.value for cell in body[0]][4:8] == ["12.500", None, "-", None]


def test_more_faults_than_the_list_has_room_for_are_counted(pst: Pst) -> None:
    bad: list[dict[str, Contenu]] = [{"exercice": "x", "montant": "y", "service": "z"}] * 5
    workbook = opened(marked(pst, bad))
    _, rows = zone(workbook, LISTE_A_CORRIGER)
    assert rows[-1][0].value == "… et 7 autres points : voir la colonne « Remarque », à droite."
    assert rows[-1][0].hyperlink is None
    _, cells = zone(workbook, FAUTES)
    assert len([cell for cell, _ in cells if cell.value]) == 18


def test_marks_are_ignored_when_the_copy_comes_back(pst: Pst) -> None:
    first = pst.fill_in("A2BCD", FAULTY, name="1.xlsx")
    (path,) = pst.collect()["a_corriger"]
    original, copy = pst.verify(first, Path(path))
    assert copy["champs"] == original["champs"]
    assert {(x["code"], x["texte"] if "texte" in x else x["trouve"]) for x in copy["anomalies"]} == {
        (x["code"], x["texte"] if "texte" in x else x["trouve"]) for x in original["anomalies"]
    }
    pst.drop("2.xlsx", Path(path).read_bytes())
    assert pst.collect()["fichiers"] == {
        "trouves": 2,
        "repris": 0,
        "repris_en_partie": 1,
        "ecartes": 0,
        "ignores": 1,
    }
