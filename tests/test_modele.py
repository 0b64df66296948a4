"""A model restyled by a centre: « verifier » says what it risks, and nothing of what it does not."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Protection
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from fiche_tool.excel.lecture.classeur import Zone, address, column_letters
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.modele.write_modele import formulaire, write_modele
from fiche_tool.fichiers.piece import examine, read_piece
from fiche_tool.resources import FICHIER_MODELE
from tests.conftest import COMPLETE, LibreOffice, Pst
from tests.outils.specimens import BOOK, FORM, LATER, LINE, repack, replace
from tests.test_lossless import parts

pytestmark = pytest.mark.undrawn

Change = Callable[[Any], object]
"""What is done to the model: to the workbook that openpyxl opened."""

NOMS = open_classeur(read_piece(FICHIER_MODELE)).noms
CORPS = NOMS["pst_budget"]
FIRST, LAST = CORPS.haut, CORPS.bas
TOTAL = NOMS["pst_total_depenses"]
CONTROLE, CALCULS = NOMS["pst_controle_budget"].gauche, NOMS["pst_calculs_budget"]
BILAN, POINTS = address(NOMS["pst_bilan"].coin), address(NOMS["pst_points"].coin)


def place(nom: str) -> str:
    return address(NOMS[f"pst_{nom}"].coin)


def edited(change: Change) -> bytes:
    workbook = openpyxl.load_workbook(FICHIER_MODELE)
    change(workbook)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def told(pst: Pst, path: Path, data: bytes) -> list[str]:
    """What « verifier » says of a model, which must be no more than remarks."""
    path.write_bytes(data)
    (found,) = pst.verify(path)
    assert found["genre"] == "modèle"
    assert {anomalie["code"] for anomalie in found["anomalies"]} <= {"FIC13"}
    phrases = [str(anomalie["phrase"]) for anomalie in found["anomalies"]]
    assert [phrase for phrase in phrases if "ce modèle peut servir, mais " not in phrase or ".." in phrase] == []
    return [phrase.partition("ce modèle peut servir, mais ")[2] for phrase in phrases]


# --- what is done to the model ---------------------------------------------------------------------------------------
def lose(*names: str) -> Change:
    def change(workbook: Any) -> None:
        for name in names:
            del workbook.defined_names[name]

    return change


def move(name: str, target: str) -> Change:
    def change(workbook: Any) -> None:
        workbook.defined_names[name].attr_text = target

    return change


def cells(do: Callable[[Any], object], *addresses: str) -> Change:
    """Do this to each of these cells of the form, « A1 » or « A1:B2 »."""

    def change(workbook: Any) -> None:
        for one in addresses:
            found = workbook["Fiche"][one]
            for row in found if isinstance(found, tuple) else ((found,),):
                for cell in row:
                    do(cell)

    return change


def format_as(number_format: str) -> Callable[[Any], object]:
    return lambda cell: setattr(cell, "number_format", number_format)


def erase(cell: Any) -> None:
    cell.value = None


def unlock(cell: Any) -> None:
    cell.protection = Protection(locked=False)


def lock(cell: Any) -> None:
    cell.protection = Protection(locked=True)


def unwrap(cell: Any) -> None:
    cell.alignment = Alignment(wrap_text=False)


def rule_of(workbook: Any, where: str) -> DataValidation:
    rules = workbook["Fiche"].data_validations.dataValidation
    return next(rule for rule in rules if where in rule.sqref)


def rule(where: str, **changes: object) -> Change:
    def change(workbook: Any) -> None:
        for name, value in changes.items():
            setattr(rule_of(workbook, where), name, value)

    return change


def new_rule(where: str, kind: str, **more: Any) -> Change:
    def change(workbook: Any) -> None:
        added = DataValidation(type=kind, showErrorMessage=True, sqref=where, **more)
        workbook["Fiche"].add_data_validation(added)

    return change


def sheet(do: Callable[[Any], object]) -> Change:
    return lambda workbook: do(workbook["Fiche"])


def hide_row(row: int) -> Change:
    return sheet(lambda form: setattr(form.row_dimensions[row], "hidden", True))


def hide_column(letter: str) -> Change:
    def do(form: Any) -> None:
        form.column_dimensions[letter].hidden = True

    return sheet(do)


def print_area(zone: str) -> Change:
    return sheet(lambda form: setattr(form, "print_area", zone))


def no_token(form: Any) -> None:
    form.HeaderFooter.oddFooter.left.text = "CPAS"


def blanks(form: Any) -> None:
    form.conditional_formatting.add("D20:H21", Rule(type="containsBlanks", stopIfTrue=False))


def merge_over(nom: str) -> Change:
    """Merge a field's cell with the label on its left."""

    def do(form: Any) -> None:
        zone = NOMS[f"pst_{nom}"]
        for merged in [one for one in form.merged_cells.ranges if one.min_row == zone.haut]:
            form.unmerge_cells(str(merged))
        form.merge_cells(start_row=zone.haut, end_row=zone.haut, start_column=zone.gauche - 1, end_column=zone.gauche)

    return sheet(do)


def merge_lines(form: Any) -> None:
    form.merge_cells(f"A{FIRST}:B{FIRST}")


def scatter(name: str, sheet_name: str = "Aide") -> Change:
    return move(name, f"{sheet_name}!$H$60")


def also(*changes: Change) -> Change:
    return lambda workbook: [change(workbook) for change in changes]


def shrink_table(workbook: Any) -> None:
    """The names of the table end two rows above its last one, as when rows were added below."""
    for name in ("pst_budget", "pst_controle_budget", "pst_calculs_budget"):
        found = workbook.defined_names[name]
        found.attr_text = found.attr_text.replace(f"${LAST}", f"${LAST - 2}")


def start_later(workbook: Any) -> None:
    """The names of the table begin a row below its first one, as when a row was inserted above."""
    for name in ("pst_budget", "pst_controle_budget", "pst_calculs_budget"):
        found = workbook.defined_names[name]
        found.attr_text = found.attr_text.replace(f"${FIRST}:", f"${FIRST + 1}:")


def total_to(row: int) -> Callable[[Any], object]:
    def do(cell: Any) -> None:
        cell.value = str(cell.value).replace(str(LAST), str(row))

    return do


def break_formula(cell: Any) -> None:
    cell.value = '=IF(#REF!="","","x")'


def shorten_count(cell: Any) -> None:
    formula, letter = cell.value.text, column_letters(CONTROLE)
    cell.value.text = formula.replace(formula.split(f"${letter}$")[2].partition(")")[0], str(LAST - 2))


CONTROL_OF_LINES = [
    f"{column_letters(CONTROLE)}{LAST - 1}:{column_letters(CONTROLE)}{LAST}",
    f"{column_letters(CALCULS.gauche)}{LAST - 1}:{column_letters(CALCULS.droite)}{LAST}",
]
TWO_LINES = f"les lignes {LAST - 1} à {LAST} du tableau budgétaire"
RISKS: dict[str, tuple[Change, tuple[str, ...]]] = {
    # names
    "contrôle sans nom": (
        lose("pst_points", "pst_controle_service"),
        (
            "la colonne Contrôle ne sera pas remplie",
            "les noms pst_points et pst_controle_service",
            "Gestionnaire de noms",
        ),
    ),
    "total sans nom": (lose("pst_total_recettes"), ("les totaux du budget", "le nom pst_total_recettes")),
    "marques sans nom": (lose("pst_fautes"), ("les fiches à corriger", "le nom pst_fautes")),
    "historique sans nom": (lose("pst_historique_titre"), ("la feuille Historique ne sera pas remplie", "_titre")),
    "aide sans nom": (lose("pst_contact"), ("la feuille Aide", "qui appeler", "le nom pst_contact")),
    "entête sans nom": (lose("pst_entete"), ("la première ligne", "le nom pst_entete")),
    "contrôle ailleurs": (
        scatter("pst_points"),
        ("la colonne Contrôle", "pst_points désigne une case hors de la feuille"),
    ),
    "historique dispersé": (scatter("pst_historique_graphique"), ("Historique", "hors de la même feuille")),
    "historique sur la fiche": (
        also(
            move("pst_historique", "Fiche!$Z$70:$AG$90"),
            move("pst_historique_titre", "Fiche!$Z$69"),
            move("pst_historique_graphique", "Fiche!$Z$100"),
        ),
        ("la feuille Historique ne sera pas remplie", "de la feuille « Fiche »", "pst_historique_graphique"),
    ),
    "aide sur la fiche": (
        also(move("pst_contact", "Fiche!$Z$70"), move("pst_aide_statuts", "Fiche!$Z$72:$AA$85")),
        ("la feuille Aide ne dira", "pst_contact et pst_aide_statuts", "de la feuille « Fiche »"),
    ),
    "listes du contrôle": (
        lose("liste_mots", "liste_sans_objet"),
        ("il manque les listes liste_mots et liste_sans_objet", "la colonne Contrôle ne pourra pas"),
    ),
    "deux noms, une case": (
        move("pst_commentaire", f"Fiche!${place('indicateurs')[0]}${place('indicateurs')[1:]}"),
        (
            "« Indicateur(s) de résultat » et « Commentaire »",
            f"une seule et même case ({place('indicateurs')})",
            "pst_indicateurs et pst_commentaire",
        ),
    ),
    "case dans le tableau": (
        move("pst_porteur", f"Fiche!$D${FIRST}"),
        (f"« Porteur du projet » (D{FIRST}) est dans le tableau budgétaire", "pst_porteur"),
    ),
    "case sur une autre feuille": (
        scatter("pst_porteur"),
        ("« Porteur du projet » est sur la feuille « Aide »", "pst_porteur", "« Fiche »"),
    ),
    "tableau sur une autre feuille": (
        move("pst_budget", "Aide!$A$60:$H$67"),
        ("« Informations financières » est sur la feuille « Aide »", "pst_budget"),
    ),
    "case avalée": (
        merge_over("porteur"),
        (f"C{NOMS['pst_porteur'].haut}:D{NOMS['pst_porteur'].haut} recouvre la case « Porteur du projet »",),
    ),
    "ligne avalée": (
        sheet(merge_lines),
        (f"A{FIRST}:B{FIRST} recouvre la case B{FIRST} du tableau budgétaire", "défusionnez"),
    ),
    # formulas
    "contrôle effacé": (
        cells(erase, place("controle_avancement"), BILAN),
        (
            f"les cases {BILAN} et {place('controle_avancement')} de la colonne Contrôle n'ont plus de formule",
            "copie fraîche",
        ),
    ),
    "contrôle cassé": (
        cells(break_formula, place("controle_service")),
        (f"la case {place('controle_service')} de la colonne Contrôle a une formule cassée (#REF!)",),
    ),
    "résultat effacé": (
        cells(erase, place("calcul_sens")),
        (f"la case {place('calcul_sens')} de la colonne Contrôle n'a plus de formule",),
    ),
    "lignes sans contrôle": (
        cells(erase, *CONTROL_OF_LINES),
        (
            f"{TWO_LINES} n'ont pas toutes leurs formules de contrôle",
            f"de la colonne {column_letters(CONTROLE)} à la colonne",
        ),
    ),
    "ligne au contrôle cassé": (
        cells(break_formula, f"{column_letters(CONTROLE)}{LAST}"),
        (f"la ligne {LAST} du tableau budgétaire a des formules de contrôle cassées",),
    ),
    "contrôle décalé": (
        move("pst_controle_budget", "Fiche!${0}${1}:${0}${2}".format(column_letters(CONTROLE), FIRST - 1, LAST)),
        (f"pst_controle_budget commence à la ligne {FIRST - 1}", f"à la ligne {FIRST}", "décalés"),
    ),
    "compte trop court": (
        cells(shorten_count, POINTS),
        (f"({BILAN}) ne compte pas {column_letters(CONTROLE)}{LAST - 1} et {column_letters(CONTROLE)}{LAST}", POINTS),
    ),
    # budget table
    "lignes hors des totaux": (
        cells(total_to(LAST - 2), f"E{TOTAL.haut}:H{TOTAL.haut + 1}"),
        (f"{TWO_LINES} n'entrent pas dans les totaux (E{TOTAL.haut}, ", "étendez les plages"),
    ),
    "total effacé": (cells(erase, f"F{TOTAL.haut}"), (f"la case F{TOTAL.haut} des totaux n'a plus de formule",)),
    "lignes verrouillées": (
        cells(lock, f"A{LAST - 1}:H{LAST}"),
        (f"{TWO_LINES} sont verrouillées : personne ne pourra les remplir",),
    ),
    "colonne verrouillée": (
        cells(lock, f"D{FIRST}:D{LAST}"),
        (f"les lignes {FIRST} à {LAST} du tableau budgétaire (« Article budgétaire ») sont verrouillées",),
    ),
    "lignes sans validation": (
        also(
            *(rule(f"{column}{FIRST}", sqref=MultiCellRange(f"{column}{FIRST}:{column}{LAST - 2}")) for column in "ABC")
        ),
        (f"{TWO_LINES} (« Exercice », « Service » et « R/D ») n'ont plus de liste déroulante", "=liste_exercices"),
    ),
    "lignes sous le tableau": (
        shrink_table,
        (
            f"les lignes {LAST - 1} à {LAST} semblent prolonger le tableau budgétaire, mais le nom pst_budget s'arrête "
            f"à la ligne {LAST - 2}",
            "étendez",
        ),
    ),
    "ligne au-dessus du tableau": (
        start_later,
        (f"la ligne {FIRST} semble prolonger", f"le nom pst_budget ne commence qu'à la ligne {FIRST + 1}"),
    ),
    # typing
    "date en nombre": (
        cells(format_as("General"), place("fin"), place("debut")),
        (f"« Début » ({place('debut')}) et « Fin » ({place('fin')}) ne sont plus au format Date",),
    ),
    "texte en standard": (
        cells(format_as("General"), place("description")),
        (f"« Description de l'action » ({place('description')}) n'est plus au format Texte", "rendez-lui"),
    ),
    "article en nombre": (
        cells(format_as("0"), f"D{FIRST}:D{LAST}"),
        (f"les lignes {FIRST} à {LAST} du tableau budgétaire (« Article budgétaire ») ne sont plus au format Texte",),
    ),
    "taux en pour cent": (
        cells(format_as("0%"), place("taux")),
        (f"« Taux d'avancement (%) » ({place('taux')}) est au format Pourcentage", "0,45"),
    ),
    "montant en date": (
        cells(format_as("dd/mm/yyyy"), f"E{LAST}"),
        (f"la ligne {LAST} du tableau budgétaire (« Montant estimé ») est au format Pourcentage ou Date",),
    ),
    "montant en texte": (
        cells(format_as("@"), f"H{FIRST}:H{LAST}"),
        ("(« Subsides ») sont au format Texte", "les totaux n'en tiendront pas compte"),
    ),
    "liste bloquante": (
        rule(place("service"), errorStyle="stop"),
        (f"« Service gestionnaire » ({place('service')}) refuse ce qui n'est pas dans la liste", "« Avertissement »"),
    ),
    "date bloquante": (
        also(
            rule(place("fin"), sqref=MultiCellRange("Z99")),
            new_rule(place("fin"), "date", operator="greaterThan", formula1="1"),
        ),
        (f"« Fin » ({place('fin')}) refuse ce qui n'est pas une date", "« fin 2022 »"),
    ),
    "liste en ligne": (
        rule(place("statut"), formula1='"En cours,Réalisé"'),
        (f"« Statut » ({place('statut')}) a sa liste déroulante tapée", "source =liste_statuts"),
    ),
    "liste disparue": (
        rule(place("mandataire"), type=None, formula1=None),
        (f"« Mandataire responsable » ({place('mandataire')}) n'a plus de liste déroulante", "=liste_mandataires"),
    ),
    "texte coupé": (
        cells(unwrap, place("commentaire"), place("indicateurs")),
        ("« Indicateur(s) de résultat » (", "« Commentaire » (", "ne vont plus à la ligne"),
    ),
    "case déverrouillée": (
        cells(unlock, place("libelle")),
        (f"({place('libelle')}) est déverrouillée : elle peut être changée par mégarde",),
    ),
    "feuille sans protection": (
        sheet(lambda form: setattr(form.protection, "sheet", False)),
        ("la feuille n'est pas protégée",),
    ),
    "ligne masquée": (
        hide_row(NOMS["pst_porteur"].haut),
        (f"« Porteur du projet » ({place('porteur')}) est masquée", "affichez de nouveau"),
    ),
    "ligne du tableau masquée": (hide_row(LAST), (f"la ligne {LAST} du tableau budgétaire est masquée",)),
    "colonne masquée": (
        hide_column("D"),
        (f"({place('taux')}) et « Indice de santé » (", "(« Article budgétaire ») sont masquées"),
    ),
    # page
    "sans zone d'impression": (print_area(""), ("aucune zone d'impression",)),
    "zone trop courte": (
        print_area(f"A2:H{NOMS['pst_reference'].haut - 1}"),
        ("« Référence » (", "« Identifiant » (", "sont hors de la zone d'impression"),
    ),
    "zone trop étroite": (
        print_area(f"A2:H{FIRST - 1} A{FIRST}:G{LAST} A{LAST + 1}:H60"),
        (f"les lignes {FIRST} à {LAST} du tableau budgétaire (« Subsides ») sont hors de la zone",),
    ),
    "zone trop large": (print_area("A2:K60"), ("la colonne Contrôle est dans la zone d'impression",)),
    "page non ajustée": (
        sheet(lambda form: setattr(form.sheet_properties.pageSetUpPr, "fitToPage", False)),
        ("la fiche n'est plus ajustée à la largeur de la page",),
    ),
    "deux pages de large": (
        sheet(lambda form: setattr(form.page_setup, "fitToWidth", 2)),
        ("la fiche n'est plus ajustée à la largeur de la page",),
    ),
    "papier américain": (sheet(lambda form: setattr(form.page_setup, "paperSize", 1)), ("plus du format A4",)),
    "pied sans référence": (sheet(no_token), ("« [référence] »", "Mise en page")),
    "cellules vides": (sheet(blanks), ("« cellules vides » (D20:H21)", '=D20=""')),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", RISKS)
def test_a_risk_is_told_and_nothing_else(pst: Pst, tmp_path: Path, fault: str) -> None:
    change, words = RISKS[fault]
    phrases = told(pst, tmp_path / "modele.xlsx", edited(change))
    text = "\n".join(phrases)
    assert [word for word in words if word not in text] == [], text
    assert len(phrases) == (2 if fault == "colonne masquée" else 1), text
    assert phrases[0][0].islower() or phrases[0].startswith("« ")


def reference_on_top(form: Worksheet) -> None:
    no_token(form)
    form.HeaderFooter.oddHeader.left.text = "[référence]"


HARMLESS: dict[str, Change] = {
    "rien": lambda _: None,
    "une seule page": sheet(lambda form: setattr(form.page_setup, "fitToHeight", 1)),
    "remarques hors impression": print_area("A2:H60"),
    "paysage": sheet(lambda form: setattr(form.page_setup, "orientation", "landscape")),
    "lettres fermées bloquantes": also(rule(f"B{FIRST}", errorStyle="stop"), rule(f"C{FIRST}", errorStyle="stop")),
    "liste propre au centre": rule(place("service"), formula1="Aide!$A$1:$A$5"),
    "autres formats de date": cells(format_as("d mmmm yyyy"), place("fin"), f"{place('debut')}"),
    "montants en euros": cells(format_as('#,##0.00 "€"'), f"E{FIRST}:H{LAST}"),
    "axe affiché": sheet(lambda form: setattr(form.row_dimensions[NOMS["pst_axe"].haut], "hidden", False)),
    "référence en en-tête": sheet(reference_on_top),
    "deux zones d'impression": print_area("A2:H30 A31:H60"),
}


@pytest.mark.slow
@pytest.mark.parametrize("change", HARMLESS.values(), ids=HARMLESS)
def test_what_is_harmless_is_not_told(pst: Pst, tmp_path: Path, change: Change) -> None:
    assert told(pst, tmp_path / "modele.xlsx", edited(change)) == []


def test_a_fresh_model_risks_nothing(pst: Pst, tmp_path: Path) -> None:
    assert told(pst, tmp_path / "modele.xlsx", write_modele()) == []


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_model_saved_by_libreoffice_risks_nothing(pst: Pst, tmp_path: Path, libreoffice: LibreOffice) -> None:
    source = tmp_path / "modele.xlsx"
    source.write_bytes(write_modele())
    saved = libreoffice.convert(source, "xlsx")
    assert told(pst, tmp_path / "enregistre.xlsx", saved.read_bytes()) == []


def test_a_list_that_excel_keeps_apart_is_still_a_list(pst: Pst, tmp_path: Path) -> None:
    """Since Excel 2010, a list that looks into another sheet directly stands at the end of the sheet's part."""
    where = place("statut")
    main = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    apart = (
        f'<extLst><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="{main}">'
        '<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:dataValidation type="list" errorStyle="STYLE" showErrorMessage="1"><x14:formula1>'
        "<xm:f>Aide!$A$10:$A$16</xm:f></x14:formula1>"
        f"<xm:sqref>{where}</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )

    def with_list(style: str) -> bytes:
        def change(part: bytes) -> bytes:
            there = replace(f'sqref="{where}"', 'sqref="Z99"')(part)
            return replace("</worksheet>", apart.replace("STYLE", style))(there)

        return repack(FICHIER_MODELE.read_bytes(), {FORM: change})

    assert told(pst, tmp_path / "modele.xlsx", with_list("warning")) == []
    (phrase,) = told(pst, tmp_path / "modele.xlsx", with_list("stop"))
    assert f"« Statut » ({where}) refuse" in phrase


@pytest.mark.parametrize("target", ["Fiche!$A:$H", "OFFSET(Fiche!$A$2,0,0,59,8)"])
def test_a_print_area_that_is_no_plain_range_is_left_alone(pst: Pst, tmp_path: Path, target: str) -> None:
    area = parts(FICHIER_MODELE.read_bytes())[BOOK].decode().split('name="_xlnm.Print_Area" localSheetId="0">')[1]
    old = area.partition("<")[0]
    data = repack(FICHIER_MODELE.read_bytes(), {BOOK: replace(f">{old}<", f">{target}<")})
    assert told(pst, tmp_path / "modele.xlsx", data) == []


def test_many_risks_are_all_told(pst: Pst, tmp_path: Path) -> None:
    several = ("aide sans nom", "taux en pour cent", "lignes sans contrôle", "papier américain", "ligne masquée")
    phrases = told(pst, tmp_path / "modele.xlsx", edited(also(*(RISKS[fault][0] for fault in several))))
    assert len(phrases) == len(several)


# --- more budget rows ------------------------------------------------------------------------------------------------
@pytest.fixture
def longer(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The model with three budget rows more, as when whole rows are copied into the middle of the table."""
    monkeypatch.setattr(formulaire, "LIGNES_BUDGET", formulaire.LIGNES_BUDGET + 3)
    return write_modele()


def test_a_model_with_more_budget_rows_risks_nothing(pst: Pst, tmp_path: Path, longer: bytes) -> None:
    noms = open_classeur(examine(longer)).noms
    assert noms["pst_budget"] == Zone("Fiche", FIRST, 1, LAST + 3, 8)
    assert told(pst, tmp_path / "modele.xlsx", longer) == []


@pytest.mark.slow
def test_ten_budget_lines_go_out_and_come_back(pst: Pst, longer: bytes) -> None:
    (pst.racine / "modele").mkdir()
    (pst.racine / "modele" / "fiche_action.xlsx").write_bytes(longer)
    lines = [{**LINE, "exercice": 2019 + rank % 6, "article": f"{104 + rank}/123-13"} for rank in range(10)]
    first = pst.fill_in("A2BCD", COMPLETE, lines)
    assert pst.verify(first)[0]["anomalies"] == []
    assert pst.collect()["anomalies"] == []
    again = pst.racine / "retours" / LATER.isoformat()
    again.mkdir(parents=True)
    path = again / "a.xlsx"
    path.write_bytes(pst.fiche("A2BCD", LATER))
    (found,) = pst.verify(path)
    budget = found["champs"]["budget"]
    sent = [(str(line["exercice"]), str(line["article"])) for line in lines]  # in the order they were typed
    assert [(str(ligne["exercice"]), ligne["article"]) for ligne in budget] == sent
    totals = open_classeur(read_piece(path)).ouvrir("Fiche").get((LAST + 4, 5))
    assert totals.contenu == 1000


def test_the_chart_of_a_history_that_is_not_shown_prints_nothing() -> None:
    """A program that prints a chart of hidden rows a pixel high shows its ground and its title: it has neither."""
    with zipfile.ZipFile(io.BytesIO(FICHIER_MODELE.read_bytes())) as package:
        chart = package.read("xl/charts/chart1.xml").decode()
    assert '<c:autoTitleDeleted val="1"/>' in chart
    assert "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:printSettings>" in chart
