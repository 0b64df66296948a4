"""The fiche as people meet it: its page, its texts seen whole, its history, its help, its marks."""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PageObject, PdfReader

from fiche_tool.domaine.fiche import fiche
from fiche_tool.domaine.fiche.aide import input_title, is_text_box
from fiche_tool.domaine.fiche.fiche import CHAMPS, COLONNES_BUDGET, TITRE, nom_de_cellule
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.mots.typographie import typographe
from fiche_tool.domaine.programme.programme import Listes, Parametres, Service
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.modele.noms import (
    BILAN_CONTROLE,
    FAUTES,
    GRAPHIQUE,
    HISTORIQUE,
    LISTE_A_CORRIGER,
    REMARQUE,
    TITRE_A_CORRIGER,
)
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.fichiers.piece import read_piece
from fiche_tool.resources import FICHIER_MODELE
from fiche_tool.verbes.generate import generate
from tests.conftest import SEANCE, LibreOffice, Pst, small_programme

pytestmark = pytest.mark.undrawn

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
        "Plans communaux concernés",
        "Indicateur(s) de résultat",
        "Commentaire",
        "Informations financières",  # last: who has no budget does not tab through it
        "Exercice",
        "Service",
        "R/D",
        "Article budgétaire",
        "Montant estimé",
        "Fonds propres",
        "Emprunt",
        "Subsides",
    ]
    assert [texte for texte in texts if texte in wanted] == wanted


def test_header_and_footer_say_whose_fiche_it_is(pst: Pst) -> None:
    data = pst.fiche("D5EFG")
    sheet = opened(data)["Fiche"]
    assert sheet.oddHeader.left.text == "CPAS d'Essai\nEXTERNE « Développement des politiques »"
    assert sheet.oddHeader.center.text is None  # Gnumeric prints three parts over each other
    assert sheet.oddHeader.right.text == "Bureau permanent du 24 novembre 2021"
    assert re.fullmatch(r"essai-2019-2024/D5EFG/2021-11-24/\w\w", sheet.oddFooter.left.text)
    assert sheet.oddFooter.right.text == "Page &P/&N"


@pytest.mark.slow
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
@pytest.mark.parametrize(
    ("champs", "pages"), [({}, 1), ({"description": LONG, "commentaire": LONG, "indicateurs": LONG}, 2)]
)
def test_an_ordinary_fiche_prints_on_one_page_and_no_text_smaller_than_8_points(
    pst: Pst, libreoffice: LibreOffice, tmp_path: Path, champs: dict[str, Contenu], pages: int
) -> None:
    pst.fill_in("A2BCD", champs)
    later = date(2022, 3, 30)
    path = tmp_path / "fiche.xlsx"
    path.write_bytes(pst.fiche("A2BCD", later))
    printed = PdfReader(libreoffice.convert(path, "pdf"))
    assert len(printed.pages) == pages + 2  # then Historique and Aide: one each
    assert min(size for page in printed.pages[:pages] for size in sizes(page)) >= 8
    words = " ".join(page.extract_text() for page in printed.pages[:pages])
    assert "Taux d'avancement (%) *" in words  # the mark of a required cell is printed, though it is not in the label
    assert "Description de l'action *" not in words


_SUITE = " de manière à répondre mieux aux besoins des services, aux évolutions connues ou anticipées et au contexte"


@pytest.mark.slow
def test_a_fiche_whose_titles_take_two_lines_holds_on_one_page_of_excel(pst: Pst) -> None:
    programme = small_programme()
    long = replace(
        programme,
        objectifs=tuple(replace(x, intitule=x.intitule + _SUITE) for x in programme.objectifs),
    )
    (pst.racine / "programme.xlsx").write_bytes(write_programme(long))
    sheet = opened(pst.fiche("A2BCD"))["Fiche"]
    rows = [zone(sheet.parent, champ.nom_de_cellule)[1].row for champ in fiche.HIERARCHIE]
    assert sum((sheet.row_dimensions[row].height or 0) > 25 for row in rows) == 2
    wide, tall = printed_size(sheet)
    scale = (595.3 - 72 * (sheet.page_margins.left + sheet.page_margins.right)) / wide
    assert 0.84 < scale < 0.9
    assert tall * scale < 841.9 - 72 * (sheet.page_margins.top + sheet.page_margins.bottom)


def printed_size(sheet: Worksheet) -> tuple[float, float]:
    """Points of what a sheet prints, as Excel measures it: seven pixels a digit."""
    first_column, first, last_column, last = range_boundaries(sheet.print_area.rpartition("!")[2].replace("$", ""))
    columns = [x for x in sheet.column_dimensions.values() if not x.hidden]
    wide = sum(
        0.75 * int(x.width * 7) * (min(x.max, last_column) - max(x.min, first_column) + 1)
        for x in columns
        if x.min <= last_column and x.max >= first_column
    )
    rows = (sheet.row_dimensions[row] for row in range(first, last + 1))
    return wide, sum(row.height or 15.0 for row in rows if not row.hidden)


@pytest.mark.parametrize("feuille", ["Fiche", "Historique", "Aide"])
def test_page_headers_are_read_at_arms_length_and_stay_clear_of_the_page(feuille: str) -> None:
    """LibreOffice makes them smaller with the sheet, 6 % more than Excel; Excel and Gnumeric do not."""
    sheet = opened(FICHIER_MODELE.read_bytes())[feuille]
    wide, _ = printed_size(sheet)
    paper = 841.9 if sheet.page_setup.orientation == "landscape" else 595.3
    scale = min(1.0, (paper - 72 * (sheet.page_margins.left + sheet.page_margins.right)) / (wide * 1.0625))
    parts = [part for text in (sheet.oddHeader, sheet.oddFooter) for part in (text.left, text.right) if part.text]
    assert len(parts) == 4
    assert min(part.size or 11 for part in parts) * scale >= 8
    lines = max(len(part.text.split("\n")) for part in parts)
    assert 72 * (sheet.page_margins.top - sheet.page_margins.header) > lines * 13.4


def sizes(page: PageObject) -> set[float]:
    """The sizes, in points, of all that is printed on a page between its header and its footer."""
    found: set[float] = set()

    def visit(text: str, world: list[float], matrix: list[float], _: object, size: float) -> None:
        if text.strip() and 36 < matrix[5] * world[3] + world[5] < float(page.mediabox.height) - 36:
            found.add(abs(size * matrix[3] * world[3]))

    page.extract_text(visitor_text=visit)
    return found


def test_a_header_that_begins_with_a_digit_keeps_its_size_and_its_digit(pst: Pst) -> None:
    parametres = replace(small_programme().parametres, cpas="4 Rives (CPAS)")
    (pst.racine / "programme.xlsx").write_bytes(write_programme(small_programme(parametres=parametres)))
    sheet = opened(pst.fiche("A2BCD"))["Fiche"]
    assert sheet.oddHeader.left.text == "4 Rives (CPAS)\nINTERNE « Administration générale »"
    assert sheet.oddHeader.left.size is None


def test_the_form_and_the_remarks_of_the_secretary_fit_a_screen_of_1366_pixels() -> None:
    """Pixels as Excel counts them, with the row numbers on the left and the scroll bar on the right."""
    workbook = opened(FICHIER_MODELE.read_bytes())
    sheet, header = zone(workbook, REMARQUE)
    _, controle = zone(workbook, "pst_controle_budget")
    assert header.column < controle[0][0].column
    columns = range(1, header.column + 1)
    assert 30 + sum(round(width(sheet, column) * 7) for column in columns) + 18 <= 1366
    assert sheet.print_area.partition(":")[2].startswith(f"${header.column_letter}$")  # printed with the form


def width(sheet: Worksheet, column: int) -> float:
    """The width of a column; openpyxl keeps equal ones together under the first."""
    look = next(one for one in sheet.column_dimensions.values() if one.min <= column <= one.max)
    return float(look.width)


def test_a_fiche_without_budget_is_filled_in_with_less_than_forty_strokes_of_tab() -> None:
    """Tab goes over the open cells of a protected sheet row by row; a merged one counts once, a hidden one never."""
    workbook = opened(FICHIER_MODELE.read_bytes())
    stops = open_cells(workbook)
    _, body = zone(workbook, nom_de_cellule(fiche.BUDGET))
    fields = [zone(workbook, champ.nom_de_cellule)[1].coordinate for champ in CHAMPS if not champ.verrouille]
    last = max(stops.index(where) for where in fields)
    assert last + 1 < 40
    assert stops[last + 1] == body[0][0].coordinate  # the budget comes after all the rest


def test_the_fiche_opens_on_the_first_cell_to_fill(pst: Pst) -> None:
    workbook = opened(pst.fiche("A2BCD"))
    (selection,) = workbook["Fiche"].sheet_view.selection
    assert selection.activeCell == open_cells(workbook)[0]
    assert workbook["Fiche"].sheet_view.pane.topLeftCell == "A2"
    assert workbook.active is workbook["Fiche"]


def test_text_boxes_show_six_lines_from_the_top_and_say_how_to_see_more() -> None:
    workbook = opened(FICHIER_MODELE.read_bytes())
    sheet = workbook["Fiche"]
    boxes = [champ for champ in CHAMPS if is_text_box(champ)]
    assert [c.nom for c in boxes] == ["reformulation", "description", "planification", "indicateurs", "commentaire"]
    for champ in boxes:
        cell = zone(workbook, champ.nom_de_cellule)[1]
        assert sheet.row_dimensions[cell.row].height >= 6 * 12.75  # what Excel gives a line of Calibri 10
        assert cell.alignment.vertical == "top"
        (rule,) = [rule for rule in sheet.data_validations.dataValidation if cell.coordinate in rule.sqref]
        assert "Pour voir plus de lignes" in rule.prompt


def test_the_titles_of_input_messages_end_on_a_word() -> None:
    titles = {champ.label: input_title(champ.label) for champ in (*CHAMPS, *COLONNES_BUDGET)}
    assert all(0 < len(title) <= 32 for title in titles.values())
    assert all(f"{label} ".startswith(f"{title} ") for label, title in titles.items())
    assert titles["Proposition de reformulation de l'action (SMART-indicateur)"] == "Proposition de reformulation"


def test_the_chart_of_the_history_has_words_for_those_who_do_not_see_it() -> None:
    with zipfile.ZipFile(FICHIER_MODELE) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert 'descr="Courbe du taux' in drawing
    assert "<c:catAx>" in chart  # a category a séance, not a scale of days
    assert drawing.count("<xdr:rowOff>0</xdr:rowOff>") == 2  # nothing of it stands out of its rows


@pytest.mark.slow
def test_a_long_text_is_seen_whole(pst: Pst) -> None:
    pst.fill_in("A2BCD", {"description": LONG, "commentaire": "Ligne\n" * 12})
    sheet = opened(pst.fiche("A2BCD", date(2022, 3, 30)))["Fiche"]
    heights = {nom: sheet.row_dimensions[row_of(nom)].height for nom in ("description", "commentaire", "indicateurs")}
    assert heights["description"] > 180  # 1,500 characters on lines of about 105, 13 points each
    assert heights["commentaire"] > 150
    assert heights["indicateurs"] == 78
    assert not sheet.protection.formatRows  # False: allowed
    assert not sheet.protection.formatColumns


def row_of(nom: str) -> int:
    _, cell = zone(opened(FICHIER_MODELE.read_bytes()), nom_de_cellule(nom))
    assert isinstance(cell.row, int)
    return cell.row


# --- the cells -------------------------------------------------------------------------------------------------------
def open_cells(workbook: openpyxl.Workbook) -> list[str]:
    """The cells that Tab meets, in its order; a merged range by its first cell."""
    sheet = workbook["Fiche"]
    merged = {zone.coord.partition(":")[0] for zone in sheet.merged_cells.ranges}
    inside = {cell for zone in sheet.merged_cells.ranges for row in sheet[zone.coord] for cell in row}
    return [
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked and (cell not in inside or cell.coordinate in merged)
    ]


def test_only_what_people_fill_in_is_open_and_tab_meets_it_in_order() -> None:
    workbook = opened(FICHIER_MODELE.read_bytes())
    stops = open_cells(workbook)
    fields = [zone(workbook, champ.nom_de_cellule)[1].coordinate for champ in CHAMPS if not champ.verrouille]
    _, body = zone(workbook, nom_de_cellule(fiche.BUDGET))
    table = [cell.coordinate for row in body for cell in row]
    assert set(stops) == {*fields, *table}
    assert [cell for cell in stops if cell in fields] == fields
    assert workbook["Fiche"].protection.sheet


def test_the_formats_keep_what_is_typed() -> None:
    workbook = opened(FICHIER_MODELE.read_bytes())
    formats = {champ.nom: zone(workbook, champ.nom_de_cellule)[1].number_format for champ in CHAMPS}
    assert {formats[nom] for nom in ("mise_a_jour", "debut", "fin", "complete_le")} == {"[<2200]0;dd/mm/yyyy"}
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


@pytest.mark.slow
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
    assert [cell.value for cell in help_rows[0]] == [
        "Bouclé",
        typographe("Terminé : le taux est de 100 % (compté « Réalisé »)."),
    ]


# --- history, help ---------------------------------------------------------------------------------------------------
@pytest.mark.slow
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


@pytest.mark.slow
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
    lines = [(row[0].value, row[0].hyperlink.location, row[1].value) for row in rows if row[0].value]
    places = [cell_of(workbook, "taux"), cell_of(workbook, "statut"), cell_of(workbook, "fin")]
    places.append(f"E{zone(workbook, nom_de_cellule(fiche.BUDGET))[1][0][0].row}")
    assert [(case, link) for case, link, _ in lines] == [(f"Case {where}", f"'Fiche'!{where}") for where in places]
    assert lines[1][2] == typographe("Statut : « Bien parti » n'est pas dans la liste. Choisissez dans la liste.")
    assert not rows[0][0].alignment.wrap_text  # LibreOffice does not wrap a link: its column is narrow, not its row
    assert rows[0][1].alignment.wrap_text
    assert str(value(workbook, TITRE_A_CORRIGER)).startswith(typographe("À corriger : 4 points."))
    hidden = [sheet.row_dimensions[row[0].row].hidden for row in rows]
    assert hidden == [False] * 4 + [True] * 8


def cell_of(workbook: openpyxl.Workbook, nom: str) -> str:
    return str(zone(workbook, nom_de_cellule(nom))[1].coordinate)


def test_only_the_faulty_cells_are_painted(pst: Pst) -> None:
    workbook = opened(marked(pst))
    _, cells = zone(workbook, FAUTES)
    faults = {row[0].value for row in cells if row[0].value}
    assert {row[1].value for row in cells if row[0].value} == {150, "Bien parti", "courant 2021"}
    assert faults == {cell_of(workbook, nom) for nom in ("taux", "statut", "fin")}
    formulas = [rule.formula[0] for rules in workbook["Fiche"].conditional_formatting for rule in rules.rules]
    assert any("SUMPRODUCT" in formula and "ADDRESS" in formula for formula in formulas)


def test_the_remark_stands_beside_the_faulty_cell(pst: Pst) -> None:
    workbook = opened(marked(pst))
    sheet, header = zone(workbook, REMARQUE)
    taux = zone(workbook, nom_de_cellule("taux"))[1]
    remark = str(sheet.cell(taux.row - 1, header.column).value)  # over the two rows of the progress
    assert remark.count("\n") == 2  # taux, statut, fin
    assert typographe("« 150 » est impossible") in remark
    assert sheet.row_dimensions[taux.row].height < 120
    assert not sheet.column_dimensions[header.column_letter].hidden
    assert sheet.page_setup.orientation == "landscape"


def test_a_fiche_that_was_not_marked_hides_the_empty_column_of_the_remarks(pst: Pst) -> None:
    workbook = opened(pst.fiche("A2BCD"))
    sheet, header = zone(workbook, REMARQUE)
    assert sheet.column_dimensions[header.column_letter].hidden
    assert sheet.page_setup.orientation == "portrait"


def test_a_marked_copy_opens_on_its_first_faulty_cell_in_view(pst: Pst) -> None:
    workbook = opened(marked(pst))
    view = workbook["Fiche"].sheet_view
    assert view.selection[0].activeCell == cell_of(workbook, "taux")
    top = int(view.pane.topLeftCell[1:])
    taux = zone(workbook, nom_de_cellule("taux"))[1].row
    assert 2 <= top < taux
    rows = workbook["Fiche"].row_dimensions
    assert sum(rows[row].height or 15 for row in range(top, taux + 1) if not rows[row].hidden) < 480


@pytest.mark.slow
def test_the_head_of_a_marked_copy_counts_what_is_left_to_correct(pst: Pst) -> None:
    path = pst.drop("copie.xlsx", marked(pst))
    stored = openpyxl.load_workbook(path, data_only=True)
    assert value(stored, BILAN_CONTROLE) == "3 points à corriger"
    half = type_in(path.read_bytes(), {"taux": 50})
    assert value(openpyxl.load_workbook(io.BytesIO(half), data_only=True), BILAN_CONTROLE) == "2 points à corriger"
    rest: dict[str, Contenu] = {
        "statut": "En cours",
        "fin": date(2024, 12, 31),
        "mise_a_jour": SEANCE,
        "complete_par": "Jo",
    }
    done = type_in(half, rest)
    told = value(openpyxl.load_workbook(io.BytesIO(done), data_only=True), BILAN_CONTROLE)
    assert told == "Tout est corrigé : renvoyez la fiche"


@pytest.mark.slow
@pytest.mark.parametrize("program", ["LibreOffice", "Gnumeric"])
@pytest.mark.libreoffice
def test_other_programs_count_what_is_left_as_it_was_stored(
    pst: Pst, program: str, tmp_path: Path, libreoffice: LibreOffice
) -> None:
    path = tmp_path / "copie.xlsx"
    path.write_bytes(type_in(marked(pst, [{"montant": "12.500"}]), {"taux": 50}))
    if program == "LibreOffice":
        again = libreoffice.convert(path, "xlsx")
    else:
        ssconvert = shutil.which("ssconvert")
        if ssconvert is None:
            pytest.skip("Gnumeric (ssconvert) n'est pas installé sur cette machine")
        again = tmp_path / "recalculee.xlsx"
        subprocess.run([ssconvert, "--recalc", str(path), str(again)], check=True, capture_output=True, timeout=240)
    before, after = (open_classeur(read_piece(one)) for one in (path, again))
    bilan = before.noms[BILAN_CONTROLE].coin
    assert after.ouvrir("Fiche").get(bilan).texte == before.ouvrir("Fiche").get(bilan).texte == "3 points à corriger"


@pytest.mark.slow
def test_a_conflict_is_told_to_colleagues_by_their_names(pst: Pst) -> None:
    pst.fill_in("A2BCD", {"taux": 30, "complete_par": "Marie Piron"}, name="1.xlsx")
    pst.fill_in("A2BCD", {"taux": 50, "complete_par": "Paul Henry"}, name="2.xlsx")
    for path in pst.collect()["a_corriger"]:
        workbook = opened(Path(path).read_bytes())
        told = [row[1].value for row in zone(workbook, LISTE_A_CORRIGER)[1] if row[0].value]
        expected = typographe(
            "Taux d'avancement (%) – Deux réponses différentes sont arrivées pour cette case : 30 (Marie Piron) et 50 "
            "(Paul Henry). Mettez-vous d'accord et renvoyez cette copie."
        )
        assert expected in told
        assert not any(".xlsx" in str(line) or "gardée" in str(line) for line in told)


@pytest.mark.slow
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
    assert rows[-1][1].value == typographe("… et 7 autres points : voir la colonne « Remarque », à droite.")
    assert rows[-1][0].hyperlink is None
    _, cells = zone(workbook, FAUTES)
    assert len([row for row in cells if row[0].value]) == 18


@pytest.mark.slow
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
