"""What people write elsewhere than in the cells, or strike out, is told and never merged by mistake."""

import dataclasses
import html
import re
import struct
from collections.abc import Callable
from decimal import Decimal

import pytest

from fiche_tool.domaine.fiche.kinds import Vocabulaire
from fiche_tool.domaine.fiche.lecture import Fichier, Lecture
from fiche_tool.domaine.mots.saisie import Saisie
from fiche_tool.domaine.mots.textes import one_line
from fiche_tool.dossier.lectures import known_models
from fiche_tool.excel.fiche.read_fiche import read_fiche
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.lecture.classeur import FORMULAIRE, Grille, address, parse_address
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.lecture.lecteurs.ods import open_content
from fiche_tool.excel.lecture.xml import escape, unescape
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.fichiers.piece import examine
from fiche_tool.resources import FICHIER_MODELE, SAMPLES
from tests.conftest import COMPLETE, SEANCE, LibreOffice, Pst, small_programme
from tests.outils.ecrits import insert, write_xls
from tests.outils.specimens import BOOK, FORM, LATER, META, STRINGS, Drop, repack, replace
from tests.outils.specimens_formes import part_of, two_actions_in_one, with_copy, with_sheet
from tests.outils.specimens_lecture import (
    CORE,
    LECTURE,
    LINES,
    REPONSE,
    corner,
    formatted,
    line_cells,
    put,
    shape,
    struck,
    struck_if,
    typed,
    with_drawing,
)

pytestmark = pytest.mark.undrawn

MUETTES = (
    "dessin illisible",
    "notes illisibles",
    "image collée",
    "image d'arrière-plan",
    "total",
    "total par une formule",
    "formule à côté",
)
HISTORIQUE = "xl/worksheets/sheet2.xml"
TAUX = address(corner(FICHIER_MODELE.read_bytes(), "taux"))
TOTAL = address(corner(FICHIER_MODELE.read_bytes(), "total_depenses"))


def read(data: bytes) -> tuple[Lecture, ...]:
    return read_fiche(examine(data), Fichier("a.xlsx"), Vocabulaire(), known_models(None))


def dropped(pst: Pst, drop: Drop) -> Lecture:
    """What is read of a specimen."""
    drop(pst)
    (path,) = (pst.racine / "retours").rglob("*.xlsx")
    (lecture,) = read(path.read_bytes())
    return lecture


def told(lecture: Lecture, code: str) -> str:
    """The one sentence of that code."""
    (phrase,) = [x.texte for x in lecture.anomalies if x.code == code]
    return one_line(phrase)


# --- elsewhere -------------------------------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.parametrize("fault", [fault for fault in LECTURE["SAI19"] if fault not in MUETTES])
def test_the_words_themselves_are_told(pst: Pst, fault: str) -> None:
    phrase = told(dropped(pst, LECTURE["SAI19"][fault]), "SAI19")
    words = "Le marché est" if fault in ("étiquette", "formes groupées") else REPONSE
    assert words in phrase
    assert "Your version" not in phrase
    assert "autre chose" not in phrase


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("image collée", "image en B21"),
        ("dessin illisible", "dessins ou notes illisibles sur la feuille « Fiche »"),
        ("notes illisibles", "dessins ou notes illisibles sur la feuille « Fiche »"),
        ("total", f"total, {TOTAL} « 4000 »"),
        ("total par une formule", f"total, {TOTAL} « 4000 » (formule)"),
        ("feuille Historique", "Historique!C20"),
        ("feuille Aide, sur un texte", "Aide!B25"),
        ("feuille Aide, bien des cases", "et 1 autre"),
        ("formule à côté", "« vu » (formule)"),
        ("formes groupées", "zone de texte en B21 « Le marché est attribué »"),
        ("étiquette", "A29 « Partenaire(s) : Le marché est attribué »"),
        ("colonne Remarque", "colonne Remarque, J29"),
        ("colonne Contrôle", "colonne Contrôle, K27"),
        (
            "en-tête de page",
            "en-tête ou pied de page « Le marché est attribué & notif … permanent du 24 novembre 2021 »",
        ),
        (
            "pied de page de la feuille Aide",
            "en-tête ou pied de page de la feuille « Aide » « Le marché est attribué »",
        ),
    ],
)
def test_each_place_is_named(pst: Pst, fault: str, expected: str) -> None:
    assert expected in told(dropped(pst, LECTURE["SAI19"][fault]), "SAI19")


def test_nothing_is_told_of_a_fiche_filled_in_as_it_should(pst: Pst) -> None:
    data = type_in(pst.fiche("A2BCD"), {**COMPLETE, "commentaire": "Rien d'autre"}, LINES)
    for content in (data, insert(data, row=44), insert(data, row=20, column=3)):
        (lecture,) = read(content)
        assert "SAI19" not in {x.code for x in lecture.anomalies}


@pytest.mark.parametrize("row", [0, 20, 44])
def test_the_cells_of_the_tool_raise_no_alarm_on_a_copied_sheet(pst: Pst, row: int) -> None:
    data = pst.fiche("A2BCD")
    answered = type_in(data, COMPLETE, LINES)
    copied = with_sheet(data, part_of(insert(answered, row=row) if row else answered, FORM))
    (lecture,) = read(copied)
    assert {"IDE09"} <= {x.code for x in lecture.anomalies}
    assert "SAI19" not in {x.code for x in lecture.anomalies}
    stray = b'<c r="I29" t="inlineStr"><is><t>Vu</t></is></c></row>'
    marked = repack(copied, {"xl/worksheets/sheet9.xml": lambda part: _at_end_of_row(part, 29, stray)})
    (lecture,) = read(marked)
    assert "« Vu »" in told(lecture, "SAI19")


def _at_end_of_row(part: bytes, row: int, cell: bytes) -> bytes:
    found = re.search(rf'<row r="{row}".*?</row>'.encode(), part, re.DOTALL)
    assert found is not None
    return part[: found.end() - 6] + cell + part[found.end() :]


def test_the_sheet_that_libreoffice_keeps_of_another_workbook_is_none(pst: Pst) -> None:
    sheet = part_of(pst.fiche("A2BCD"), "xl/worksheets/sheet4.xml")
    data = with_sheet(type_in(pst.fiche("A2BCD"), COMPLETE), sheet, "'file:///C:/fiche.xlsx'#_listes")
    (lecture,) = read(data)
    assert "SAI19" not in {x.code for x in lecture.anomalies}


def test_what_the_model_of_the_centre_draws_is_its_own_even_once_it_was_restyled(pst: Pst) -> None:
    own = pst.racine / "modele" / "fiche_action.xlsx"
    own.parent.mkdir()
    own.write_bytes(with_drawing(FICHIER_MODELE.read_bytes(), shape("Notre devise")))
    path = pst.fill_in("A2BCD", COMPLETE)
    for model in (own.read_bytes(), FICHIER_MODELE.read_bytes()):
        own.write_bytes(model)
        (found,) = pst.verify(path)
        assert "SAI19" not in {x["code"] for x in found["anomalies"]}
    (elsewhere,) = read(path.read_bytes())
    assert "Notre devise" in told(elsewhere, "SAI19")


@pytest.mark.slow
def test_a_marked_copy_has_nothing_out_of_its_cells_but_what_one_adds_to_it(pst: Pst) -> None:
    pst.answer("A2BCD", taux=150, statut="Fini", debut="douze", budget=LINES)
    pst.collect()
    (copie,) = (pst.racine / "a_corriger").rglob("À corriger*.xlsx")
    (lecture,) = read(copie.read_bytes())
    assert "SAI19" not in {x.code for x in lecture.anomalies}
    reply = copie.read_bytes()
    cell = next(s for s in _form(reply).cellules.values() if s.cellule.startswith("J") and "nombre" in s.texte)
    old = re.escape(cell.texte).encode()
    reply = repack(reply, {FORM: lambda part: re.sub(old, old.replace(b"\\", b"") + b" - oui, en effet", part)})
    (lecture,) = read(reply)
    assert "colonne Remarque" in told(lecture, "SAI19")
    first, below = (4, 2), (13, 2)  # the line of a sentence in the list on top, and one left empty
    (lecture,) = read(put(put(copie.read_bytes(), first, typed("Je confirme")), below, typed("Et le reste ?")))
    phrase = told(lecture, "SAI19")
    assert "liste « À corriger », B4 « Je confirme »" in phrase
    assert "B13 « Et le reste ? »" in phrase
    assert "colonne Remarque" not in phrase  # the sentence beside the cell is still the tool's
    (lecture,) = read(put(copie.read_bytes(), parse_address(cell.cellule) or (0, 0), typed("Je maintiens")))
    assert "Je maintiens" in told(lecture, "SAI19")
    assert "liste" not in told(lecture, "SAI19")
    for title in ("Fait le 12/11", f"{_form(copie.read_bytes()).get((2, 1)).texte} Fait le 12/11"):
        (lecture,) = read(put(copie.read_bytes(), (2, 1), typed(title)))
        assert "A2 «" in told(lecture, "SAI19")
        assert "Fait le 12/11 »" in told(lecture, "SAI19")


def _form(data: bytes) -> Grille:
    return open_classeur(examine(data)).ouvrir("Fiche")


# --- struck out ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "fault", ["montant barré et retapé", "montant barré, chaîne partagée", "montant barré lettre par lettre"]
)
def test_an_amount_struck_and_typed_again_is_the_one_that_is_left(pst: Pst, fault: str) -> None:
    lecture = dropped(pst, LECTURE["SAI21"][fault])
    (ligne,) = lecture.lignes
    assert ligne.montant == Decimal(1500)
    assert "« 1000 » est barré" in told(lecture, "SAI21")


@pytest.mark.parametrize("fault", LECTURE["SAI01"])
def test_the_call_of_a_footnote_is_no_figure_of_an_amount(pst: Pst, fault: str) -> None:
    lecture = dropped(pst, LECTURE["SAI01"][fault])
    assert lecture.lignes == ()
    assert "« 1000¹ »" in told(lecture, "SAI01")


def test_raised_figures_are_read_in_an_ods() -> None:
    spans = _cell('10<text:span text:style-name="T2">3<text:span text:style-name="T1">2</text:span></text:span>1')
    grille = ods(f"<table:table-row>{spans}</table:table-row>")
    assert [saisie.texte for saisie in grille.cellules.values()] == ["10³²1"]


def test_a_conditional_format_of_another_program_keeps_no_xls_from_being_read() -> None:
    data = write_xls({"Fiche": [Saisie("Statut", cellule="A1")]})
    rule = b"\x02\x00\x11\x00\x00\x00\xfd\xff\x3a\xac\x02\x00" + bytes(147)
    damaged = data[:-4] + struct.pack("<HH", 0x01B1, len(rule)) + rule + data[-4:]
    grille = open_classeur(examine(damaged)).ouvrir("Fiche")
    assert [saisie.texte for saisie in grille.cellules.values()] == ["Statut"]


@pytest.mark.parametrize("fault", ["mots barrés dans un texte", "mots barrés lettre par lettre"])
def test_struck_words_are_kept_out_of_a_text_and_told(pst: Pst, fault: str) -> None:
    lecture = dropped(pst, LECTURE["SAI21"][fault])
    assert lecture.valeur("commentaire") == "Reporté en 2022"
    assert "Aban" in told(lecture, "SAI21")


def test_a_struck_line_is_held_and_its_amount_is_told(pst: Pst) -> None:
    lecture = dropped(pst, LECTURE["SAI23"]["ligne barrée"])
    assert [ligne.montant for ligne in lecture.lignes] == [Decimal(100)]
    assert "104/124-02" in told(lecture, "SAI23")
    result = pst.collect()
    assert result["fichiers"]["repris_en_partie"] == 1


def test_a_struck_cell_is_held(pst: Pst) -> None:
    lecture = dropped(pst, LECTURE["SAI22"]["taux barré"])
    assert lecture.valeur("taux") is None
    assert lecture.champs["taux"].refuse


def test_one_struck_cell_of_a_line_holds_the_line(pst: Pst) -> None:
    data = type_in(pst.fiche("A2BCD"), COMPLETE, LINES)
    (lecture,) = read(struck(data, line_cells(data, 1)[4]))
    assert [ligne.montant for ligne in lecture.lignes] == [Decimal(100)]
    assert {x.code for x in lecture.anomalies if x.bloquante} == {"SAI22"}


_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><office:automatic-styles>{styles}</office:automatic-styles>'
    '<office:body><office:spreadsheet><table:table table:name="Fiche">{content}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
_STYLES = (
    '<style:style style:name="ce1" style:family="table-cell"><style:text-properties '
    'style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="ce2" style:family="table-cell" style:parent-style-name="ce1"/>'
    '<style:style style:name="ce3" style:family="table-cell" style:parent-style-name="ce1"><style:text-properties '
    'style:text-line-through-style="none"/></style:style>'
    '<style:style style:name="T1" style:family="text"><style:text-properties style:text-line-through-type="single"/>'
    "</style:style>"
    '<style:style style:name="T2" style:family="text"><style:text-properties style:text-position="super 58%"/>'
    "</style:style>"
)


def ods(content: str) -> Grille:
    """The sheet of a spreadsheet of one row."""
    xml = _ODS.format(styles=_STYLES, content=content).encode()
    return open_content(xml, b"", b"", (), FORMULAIRE).ouvrir("Fiche")


def _cell(texte: str, style: str = "") -> str:
    own = f' table:style-name="{style}"' if style else ""
    return f'<table:table-cell{own} office:value-type="string"><text:p>{texte}</text:p></table:table-cell>'


def test_strikes_are_read_in_an_ods() -> None:
    row = "".join((_cell("a", "ce1"), _cell("b", "ce2"), _cell("c", "ce3"), _cell("d")))
    spans = _cell('<text:span text:style-name="T1">1000</text:span>1500') + _cell("x<text:s/>y")
    number = '<table:table-cell table:style-name="ce1" office:value-type="float" office:value="5"><text:p>5</text:p>'
    grille = ods(f"<table:table-row>{row}{spans}{number}</table:table-cell></table:table-row>")
    found = {saisie.sans_barre.texte: (saisie.barree, saisie.barre) for saisie in grille.cellules.values()}
    assert found == {
        "a": (True, ""),
        "b": (True, ""),
        "c": (False, ""),
        "d": (False, ""),
        "1500": (False, "1000"),
        "x y": (False, ""),
        "5": (True, ""),
    }


def test_what_is_drawn_in_an_ods_is_no_part_of_its_cell() -> None:
    lines = "<text:p>Le marché</text:p><text:p>est<text:line-break/>là</text:p>"
    frame = f'<draw:frame draw:name="Zone"><draw:text-box>{lines}</draw:text-box>'
    note = "<office:annotation><dc:creator>Jeanne</dc:creator><text:p>À voir</text:p></office:annotation>"
    inside = f"{note}<text:p>Oui</text:p>{frame}</draw:frame>"
    cell = f'<table:table-cell office:value-type="string">{inside}</table:table-cell>'
    picture = '<draw:frame><draw:image xlink:href="Pictures/1.png"><text:p/></draw:image></draw:frame>'
    shapes = f"<table:shapes>{picture}<draw:custom-shape><text:p>Vu</text:p></draw:custom-shape></table:shapes>"
    grille = ods(f"{shapes}<table:table-row>{cell}</table:table-row>")
    assert [saisie.texte for saisie in grille.cellules.values()] == ["Oui"]
    assert [(objet.genre, objet.cellule, objet.texte) for objet in grille.objets] == [
        ("image", "", ""),
        ("zone de texte", "", "Vu"),
        ("zone de texte", "A1", "Le marché\nest là"),
    ]
    assert dict(grille.notes) == {(1, 1): "À voir"}


def test_a_programme_keeps_its_struck_words(pst: Pst) -> None:
    """Nothing there says that they are gone."""
    path = pst.racine / "programme.xlsx"
    runs = "<r><rPr><strike/></rPr><t>Formaliser les</t></r><r><rPr/><t xml:space='preserve'> procédures</t></r>"
    whole = replace("<t>Formaliser les procédures</t>", runs)
    path.write_bytes(repack(path.read_bytes(), {STRINGS: whole}))
    (lecture,) = read(pst.fiche("A2BCD"))
    assert lecture.valeur("libelle") == "1.1.1 – Formaliser les procédures"


@pytest.mark.parametrize("index", ["-1", "abc", "99999", "1e2", "²", "0x1"])
def test_an_index_that_is_none_costs_the_file_and_never_another_text(pst: Pst, index: str) -> None:
    data = pst.fiche("A2BCD")
    cell = f'<c r="D21" t="s"><v>{index}</v></c>'
    changed = repack(data, {FORM: lambda part: re.sub(rb'<c r="D21"[^>]*/>', cell.encode(), part)})
    (lecture,) = read(changed)
    assert [x.code for x in lecture.anomalies] == ["FIC01"]


@pytest.mark.parametrize("where", ["ZZZZ21", "21", "D0", "D1048577", "XFE1", "d21", "D-1", "D²1"])
def test_an_address_that_is_none_costs_the_file(pst: Pst, where: str) -> None:
    cell = f'<c r="{where}" t="inlineStr"><is><t>Ici</t></is></c>'
    changed = repack(pst.fiche("A2BCD"), {FORM: lambda part: re.sub(rb'<c r="D21"[^>]*/>', cell.encode(), part)})
    (lecture,) = read(changed)
    assert [x.code for x in lecture.anomalies] == ["FIC01"]


# --- characters ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Bien _xD83D__xDE00_ reçu", "Bien 😀 reçu"),
        ("seul _xD83D_ ici", "seul \ufffd ici"),
        ("_xDE00__xD83D_", "\ufffd\ufffd"),
        ("a_x000D_b", "a\rb"),
        ("_x005F_x0041_", "_x0041_"),
    ],
)
def test_escaped_characters_are_read_in_pairs(written: str, meant: str) -> None:
    assert unescape(written) == meant


@pytest.mark.parametrize(
    ("texte", "written"),
    [
        ("a_b __x", "a_b __x"),
        ("_x0041_", "_x005F_x0041_"),
        ("__x0041_x0042_", "__x005F_x0041_x005F_x0042_"),
        ("x0041_ _x00g1_ _x004", "x0041_ _x00g1_ _x004"),
        ('<a & "b">', "&lt;a &amp; &quot;b&quot;&gt;"),
    ],
)
def test_only_what_looks_like_an_escape_is_escaped(texte: str, written: str) -> None:
    assert escape(texte) == written
    assert unescape(html.unescape(written)) == texte


def test_what_xml_forbids_or_commands_a_terminal_is_dropped() -> None:
    assert escape("o\u202ek\x85 \x9b\ud83d\ufffe") == "ok\x85 "


# --- several fiches --------------------------------------------------------------------------------------------------
def test_every_whole_fiche_of_a_workbook_is_taken(pst: Pst) -> None:
    filled = type_in(pst.fiche("A2BCD"), COMPLETE)
    second = part_of(type_in(pst.fiche("B3CDE"), {**COMPLETE, "taux": 60}), FORM)
    path = pst.drop("a.xlsx", with_sheet(filled, second, "Fiche B"))
    lectures = read(path.read_bytes())
    assert [(x.identifiant, x.fichier.feuille, x.valeur("taux")) for x in lectures] == [
        ("A2BCD", "Fiche", Decimal(30)),
        ("B3CDE", "Fiche B", Decimal(60)),
    ]
    assert lectures[1].base is None
    result = pst.collect()
    assert result["fichiers"] == {"trouves": 2, "repris": 2, "repris_en_partie": 0, "ecartes": 0, "ignores": 0}
    assert result["actions"]["recues"] == 2
    assert {x["fichier"].partition(" > ")[2] for x in result["anomalies"] if x["code"] == "SAI25"} == {
        "Fiche",
        "Fiche B",
    }
    again = pst.collect()
    assert again["fichiers"] == result["fichiers"]


def test_a_fiche_moved_with_its_hidden_sheets_keeps_what_it_was_sent_with(pst: Pst) -> None:
    first = pst.answer("B3CDE", taux=40, statut="En cours", commentaire="Commencé")
    pst.collect()
    first.unlink()
    sent = pst.fiche("B3CDE", LATER)
    data = with_sheet(type_in(pst.fiche("A2BCD", LATER), COMPLETE), part_of(sent, FORM), "Fiche B")
    for rank, nom in ((10, "_meta (2)"), (11, "_listes (2)"), (12, "Aide (2)"), (13, "Historique (2)")):
        part = {10: META, 11: "xl/worksheets/sheet4.xml", 12: "xl/worksheets/sheet3.xml"}.get(rank, HISTORIQUE)
        data = with_sheet(data, part_of(sent, part), nom, rank)
    _, second = read(data)
    assert second.base is not None
    assert second.base["commentaire"] == "Commencé"
    assert {x.code for x in second.anomalies} <= {"SAI25"}  # a pasted sheet lost no name: nothing is said of that


def test_words_in_the_page_headers_of_an_ods_are_told(pst: Pst) -> None:
    data = (SAMPLES / "engis" / "retour.ods").read_bytes()
    (lecture,) = read(data)
    assert "SAI19" not in {x.code for x in lecture.anomalies}
    center, hidden = "Bureau permanent du 24 novembre 2021", '<style:header-first style:display="false"/>'
    for changed in (
        replace(center, f"{center}</text:span></text:p><text:p><text:span>{REPONSE}"),
        replace("CPAS d&apos;Engis", f"CPAS d&apos;Engis – {REPONSE}", 2),
        replace(
            hidden, f"<style:header-first><text:p><text:title>x</text:title> {REPONSE}</text:p></style:header-first>"
        ),
    ):
        (lecture,) = read(repack(data, {"styles.xml": changed}))
        assert REPONSE in told(lecture, "SAI19")
    shown = hidden.replace("/>", f"><text:p>{REPONSE}</text:p></style:header-first>")
    for harmless in (replace(hidden, shown), replace("</office:master-styles>", "")):
        (lecture,) = read(repack(data, {"styles.xml": harmless}))
        assert "SAI19" not in {x.code for x in lecture.anomalies}


def test_what_programs_write_in_the_properties_is_nobodys_words(pst: Pst) -> None:
    data = type_in(pst.fiche("A2BCD"), COMPLETE)
    core, app = "docProps/core.xml", "docProps/app.xml"
    by_programs: tuple[dict[str, Callable[[bytes], bytes] | None], ...] = (
        {core: replace("<dc:creator></dc:creator>", "<dc:creator>Paul Henry</dc:creator><cp:version>2</cp:version>")},
        {core: replace("<cp:lastModifiedBy>", "<cp:contentStatus>Final</cp:contentStatus><cp:lastModifiedBy>Paul ")},
        {app: replace("<Company></Company>", "<Company>CPAS d'Essai</Company>")},
        {
            app: replace("Microsoft Excel", "LibreOffice/7.4.7.2$Linux_X86_64"),
            core: replace("<dc:title>Fiche action</dc:title>", ""),
        },
        {META: None},
        {core: None, app: None},
        {core: replace("<cp:keywords>fiche action A2BCD", "<cp:keywords>A2BCD;action;fiche")},
    )
    for changes in by_programs:
        (lecture,) = read(repack(data, changes))
        assert "SAI19" not in {x.code for x in lecture.anomalies}, changes


def test_names_cut_short_in_the_page_headers_are_the_tool_s_own(pst: Pst) -> None:
    """A page header has room for the beginning of a long name."""
    programme = small_programme()
    parametres = dataclasses.replace(
        programme.parametres,
        cpas="Association intercommunale de coordination et d'accompagnement multidisciplinaire",
        organe="Comité de concertation de la Commune et du Centre d'action sociale",
    )
    intitule = "Administration générale, finances, ressources humaines et patrimoine"
    volets = (dataclasses.replace(programme.volets[0], intitule=intitule), *programme.volets[1:])
    changes = {"parametres": parametres, "volets": volets}
    (pst.racine / "programme.xlsx").write_bytes(write_programme(small_programme(**changes)))
    data = type_in(pst.fiche("A2BCD"), COMPLETE)
    pages = open_classeur(examine(data)).ouvrir("Fiche").alentours.pages
    assert "".join(pages).count("…") == 3
    (lecture,) = read(data)
    assert "SAI19" not in {x.code for x in lecture.anomalies}
    (cut, *_) = re.findall(r"\w+…", pages[0])
    for typed_over in (cut.replace("…", "istes…"), f"{cut} Vu hier"):
        (lecture,) = read(repack(data, {FORM: replace(cut, typed_over)}))
        assert f"{typed_over} »" in told(lecture, "SAI19")  # of the lines of that part, the one typed in


@pytest.mark.parametrize("nom", ["Feuil2", "Fiche Paul", "Sheet 12", "Notes", "2021"])
def test_the_plain_name_of_a_blank_sheet_is_not_told(pst: Pst, nom: str) -> None:
    empty = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
    (lecture,) = read(with_sheet(type_in(pst.fiche("A2BCD"), COMPLETE), empty, nom))
    assert "SAI19" not in {x.code for x in lecture.anomalies}


def test_the_messages_of_an_unknown_model_are_its_own(pst: Pst) -> None:
    data = type_in(pst.fiche("A2BCD"), COMPLETE)
    (lecture,) = read(repack(data, {FORM: replace('prompt="En quelques phrases', 'prompt="Dites en quelques phrases')}))
    assert "SAI19" not in {x.code for x in lecture.anomalies}


def test_words_in_the_properties_of_an_ods_are_told() -> None:
    data = (SAMPLES / "engis" / "retour.ods").read_bytes()
    for changed in (
        replace("Modèle de fiche", f"{REPONSE} – Modèle de fiche"),
        replace("<meta:keyword>fiche", f"<meta:keyword>{REPONSE}</meta:keyword><meta:keyword>fiche"),
    ):
        (lecture,) = read(repack(data, {"meta.xml": changed}))
        assert f"« {REPONSE}" in told(lecture, "SAI19")


@pytest.mark.parametrize("fault", LECTURE["SAI26"])
def test_an_answer_that_a_format_may_strike_is_taken_and_told(pst: Pst, fault: str) -> None:
    lecture = dropped(pst, LECTURE["SAI26"][fault])
    phrase = told(lecture, "SAI26")
    assert phrase.startswith("« Taux d'avancement (%) » (D23)")
    assert ("« Statut » (E23)" in phrase) == (fault == "taux barré sous condition")
    assert lecture.valeur("taux") is not None


def test_every_line_that_a_format_may_strike_is_told_in_one_sentence(pst: Pst) -> None:
    data = type_in(pst.fiche("A2BCD"), COMPLETE, LINES)
    cells = line_cells(data, 0) + line_cells(data, 1)
    (lecture,) = read(struck_if(data, f"{cells[0]}:{cells[-1]}"))
    phrase = told(lecture, "SAI26")
    assert f"« Exercice » ({cells[0]})" in phrase
    assert f"et {len(cells) - 6} autres cases" in phrase
    assert len(lecture.lignes) == len(LINES)


def test_a_format_that_strikes_no_answer_is_not_told(pst: Pst) -> None:
    data = type_in(pst.fiche("A2BCD"), COMPLETE, LINES)
    harmless = (
        struck_if(data, "A1:H51", '<strike val="0"/>'),
        struck_if(data, "A1:H51", "<b/>"),
        struck_if(data, "A1 M60:N70 x"),
        repack(data, {"xl/styles.xml": replace("</dxfs>", "<dxf><font><strike/></font></dxf></dxfs>")}),
    )
    for content in harmless:
        (lecture,) = read(content)
        assert "SAI26" not in {x.code for x in lecture.anomalies}


def test_a_model_whose_own_formats_strike_or_add_words_is_not_told(pst: Pst) -> None:
    own = pst.racine / "modele" / "fiche_action.xlsx"
    own.parent.mkdir()
    own.write_bytes(formatted(struck_if(FICHIER_MODELE.read_bytes(), "A1:H51"), TAUX, '0" pour cent"'))
    path = pst.fill_in("A2BCD", COMPLETE)
    (found,) = pst.verify(path)
    assert not {"SAI26", "SAI27"} & {x["code"] for x in found["anomalies"]}
    assert {"SAI26", "SAI27"} <= {x.code for x in read(path.read_bytes())[0].anomalies}


@pytest.mark.parametrize("fault", LECTURE["SAI27"])
def test_the_words_of_a_number_format_are_told(pst: Pst, fault: str) -> None:
    lecture = dropped(pst, LECTURE["SAI27"][fault])
    assert "à confirmer »" in told(lecture, "SAI27")
    assert not any(x.bloquante for x in lecture.anomalies)


@pytest.mark.parametrize("code", ['0" €"', "0.0", '#,##0.00" EUR"', 'd" de "mmmm', "[$-80C]dddd d mmmm", '0;-0;;@" *"'])
def test_units_and_days_are_no_words(pst: Pst, code: str) -> None:
    (lecture,) = read(formatted(type_in(pst.fiche("A2BCD"), COMPLETE), TAUX, code))
    assert "SAI27" not in {x.code for x in lecture.anomalies}


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("target", ["ods", "xlsx", "fods"])
def test_what_a_sheet_says_around_its_cells_survives_libreoffice(
    pst: Pst, libreoffice: LibreOffice, target: str
) -> None:
    data = type_in(pst.fiche("A2BCD"), COMPLETE, LINES)
    sain = pst.drop("sain.xlsx", data)
    data = formatted(struck_if(data, "E23"), TAUX, '0" – à confirmer"')
    data = repack(
        data,
        {
            FORM: replace("&amp;RBureau", f"&amp;R{REPONSE} Bureau"),
            CORE: replace("<dc:title>Fiche action", "<dc:title>Le Collège est saisi"),
        },
    )
    (found,) = read(libreoffice.convert(pst.drop("a.xlsx", data), target).read_bytes())
    assert "« Statut » (E23)" in told(found, "SAI26")
    assert "« – à confirmer »" in told(found, "SAI27")
    phrase = told(found, "SAI19")
    assert REPONSE in phrase
    assert "Titre « Le Collège est saisi »" in phrase
    (plain,) = read(libreoffice.convert(sain, target).read_bytes())
    assert not {"SAI19", "SAI26", "SAI27"} & {x.code for x in plain.anomalies}


def test_a_model_without_the_line_above_its_title_tells_nothing_of_its_page_headers(pst: Pst) -> None:
    own = pst.racine / "modele" / "fiche_action.xlsx"
    own.parent.mkdir()
    own.write_bytes(repack(FICHIER_MODELE.read_bytes(), {BOOK: replace('"pst_entete"', '"autre_entete"')}))
    (found,) = pst.verify(pst.fill_in("A2BCD", COMPLETE))
    assert "SAI19" not in {x["code"] for x in found["anomalies"]}


def test_a_copy_of_the_second_fiche_is_a_copy_of_that_one(pst: Pst) -> None:
    data = with_copy(pst.fiche("A2BCD"), **COMPLETE)
    (lecture,) = read(data)
    assert lecture.fichier.feuille == ""
    assert "IDE09" in {x.code for x in lecture.anomalies}


# --- words of lists --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"service": "DIRECTION"}, {"service": "Direction"}),
        ({"mandataire": "mme un"}, {"mandataire": "Mme Un"}),
        ({"plans": "plan de gestion; PLAN DE COHESION SOCIALE (PCS)"}, None),
        ({"statut": "en COURS", "inchange": "NON"}, {"statut": "En cours", "inchange": "Non"}),
        ({"sante": "BLOCAGE"}, {"sante": "Blocage"}),
        ({"complete_par": "n/a"}, {"complete_par": None}),
    ],
)
def test_a_word_of_a_list_takes_its_spelling(
    pst: Pst, typed: dict[str, str], expected: dict[str, str | None] | None
) -> None:
    path = pst.fill_in("A2BCD", {**COMPLETE, **typed})
    (found,) = pst.verify(path)
    champs = found["champs"]
    if expected is None:
        assert champs["plans"] == "Plan de gestion; Plan de cohésion sociale (PCS)"
    else:
        assert {nom: champs[nom] for nom in expected} == expected
    assert "SAI08" not in {x["code"] for x in found["anomalies"]}


# --- other programs --------------------------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("target", ["ods", "xlsx", "xls", "fods"])
def test_a_fiche_saved_by_libreoffice_says_the_same(pst: Pst, libreoffice: LibreOffice, target: str) -> None:
    data = type_in(pst.fiche("A2BCD"), {**COMPLETE, "commentaire": "Rien de plus"}, LINES)
    plain = pst.drop("sain.xlsx", data)
    marked = pst.drop("barre.xlsx", struck(data, *line_cells(data, 1)))
    LECTURE["SAI19"]["zone de texte"](pst)
    for path, codes in ((plain, set()), (marked, {"SAI23"}), (plain.with_name("a.xlsx"), {"SAI19"})):
        (lecture,) = read(libreoffice.convert(path, target).read_bytes())
        found = {x.code for x in lecture.anomalies} & {"SAI19", "SAI21", "SAI22", "SAI23"}
        assert found == codes, lecture.anomalies


def test_two_actions_are_read_from_one_workbook_at_their_own_seance(pst: Pst) -> None:
    two_actions_in_one(pst)
    (path,) = (pst.racine / "retours").rglob("a.xlsx")
    assert {x.identite.seance for x in read(path.read_bytes()) if x.identite} == {SEANCE}


def test_a_bare_year_is_read_as_the_cell_shows_it(pst: Pst) -> None:
    """« 2020 » shows as 2020 in the form: nobody is told that they typed « 12/07/1905 »."""
    (lecture,) = read(type_in(pst.fiche("A2BCD"), {**COMPLETE, "debut": 2020, "fin": 44926}))
    assert [lecture.champs[nom].saisie.texte for nom in ("debut", "fin")] == ["2020", "31/12/2022"]


@pytest.mark.parametrize("mot", ["aucun", "n/a", "-", "Sans objet"])
def test_no_plan_at_all_is_no_plan_out_of_the_list(pst: Pst, mot: str) -> None:
    (found,) = pst.verify(pst.fill_in("A2BCD", {**COMPLETE, "plans": mot}))
    assert "SAI08" not in {x["code"] for x in found["anomalies"]}


def test_a_fiche_whose_code_was_erased_is_no_blank_model(pst: Pst) -> None:
    data = type_in(pst.fiche("A2BCD"), COMPLETE)
    erased = put(data, corner(data, "identifiant"), "<c {at}/>")
    (found,) = pst.verify(pst.drop("a.xlsx", erased))
    assert (found["genre"], found["action"]) == ("fiche", "A2BCD")


def test_links_are_read_in_an_ods_where_their_text_does_not_say_them() -> None:
    link = '<text:a xlink:href="{}">{}</text:a>'.format
    texts = (link("https://a.be/x", "ici"), link("https://www.a.be/", "a.be"), link("#Aide.A1", "aide"), "seul")
    grille = ods(f"<table:table-row>{''.join(map(_cell, texts))}</table:table-row>")
    assert [(objet.genre, objet.cellule, objet.texte) for objet in grille.objets] == [("lien", "A1", "https://a.be/x")]


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_text_box_saved_as_xls_is_told_with_its_corner(pst: Pst, libreoffice: LibreOffice) -> None:
    data = with_drawing(type_in(pst.fiche("A2BCD"), COMPLETE), shape(REPONSE))
    (lecture,) = read(libreoffice.convert(pst.drop("a.xlsx", data), "xls").read_bytes())
    assert f"zone de texte en B21 « {REPONSE} »" in told(lecture, "SAI19")
