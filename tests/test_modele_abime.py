"""Names stretched over whole sheets or left without theirs, sheets that cannot be filled: bounded, and told."""

import io
import re
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.fiche.kinds import Vocabulaire
from fiche_tool.domaine.fiche.lecture import Fichier
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.dossier.lectures import known_models
from fiche_tool.excel.fiche.hors_cases import _shown_by_tool
from fiche_tool.excel.fiche.read_fiche import read_fiche
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.lecture.classeur import MAX_COLONNE, MAX_LIGNE, Grille, Zone
from fiche_tool.excel.modele.modele import open_modele, read_modele
from fiche_tool.excel.modele.noms import HISTORIQUE, NOMS_AIDE, NOMS_HISTORIQUE, STATUTS_AIDE
from fiche_tool.fichiers.piece import examine
from fiche_tool.resources import FICHIER_MODELE
from fiche_tool.verbes.generate import generate
from fiche_tool.verbes.verify import verify
from tests.conftest import COMPLETE, SEANCE, Pst
from tests.outils.lint import lint
from tests.outils.specimens import META, repack
from tests.outils.specimens_lecture import HELP

pytestmark = pytest.mark.undrawn

Changes = Callable[[openpyxl.Workbook], None]


def changed(data: bytes, change: Changes) -> bytes:
    book, saved = openpyxl.load_workbook(io.BytesIO(data)), io.BytesIO()
    change(book)
    book.save(saved)
    return saved.getvalue()


def stretched(nom: str, feuille: str) -> Changes:
    """A name that points at every cell of a sheet."""

    def change(book: openpyxl.Workbook) -> None:
        book.defined_names[nom].attr_text = f"{feuille}!$A$1:$XFD$1048576"

    return change


@pytest.mark.slow
@pytest.mark.parametrize("nom", ["pst_budget", "liste_statuts", "pst_commentaire"])
def test_a_model_whose_name_is_endless_is_refused_with_that_name(pst: Pst, nom: str) -> None:
    feuille = "_listes" if nom.startswith("liste_") else "Fiche"
    data = changed(FICHIER_MODELE.read_bytes(), stretched(nom, feuille))
    with pytest.raises(FicheToolError, match=rf"{nom}\b.*, qui désigne bien trop de cases"):
        open_modele(examine(data))
    path = pst.racine / "modele" / "fiche_action.xlsx"
    path.parent.mkdir()
    path.write_bytes(data)
    (found,) = verify([path])
    assert [(x.code, nom in x.texte) for x in found.anomalies] == [("FIC11", True)]


@pytest.mark.slow
@pytest.mark.parametrize("nom", [HISTORIQUE, STATUTS_AIDE, "pst_fautes", "pst_a_corriger"])
def test_a_model_does_without_any_other_endless_name(nom: str) -> None:
    feuille = {HISTORIQUE: "Historique", STATUTS_AIDE: "Aide"}.get(nom, "Fiche")
    assert nom not in read_modele(examine(changed(FICHIER_MODELE.read_bytes(), stretched(nom, feuille)))).noms


@pytest.mark.parametrize(("feuille", "noms"), [("Historique", NOMS_HISTORIQUE), ("Aide", NOMS_AIDE)])
def test_a_model_that_lost_a_sheet_whose_names_are_left_still_serves(
    pst: Pst, feuille: str, noms: tuple[str, ...]
) -> None:
    path = pst.racine / "modele" / "fiche_action.xlsx"
    path.parent.mkdir()
    path.write_bytes(changed(FICHIER_MODELE.read_bytes(), lambda book: book.remove(book[feuille])))
    (found,) = verify([path])
    assert [x.code for x in found.anomalies] == ["FIC13"]
    assert all(nom in found.anomalies[0].texte for nom in noms)
    assert generate(pst.racine, date(2021, 11, 24), action="A2BCD").ecrites


@pytest.mark.slow
def test_a_returned_fiche_whose_name_is_endless_costs_what_its_cells_cost(pst: Pst) -> None:
    zone = Zone("Aide", 1, 1, MAX_LIGNE, MAX_COLONNE)
    assert list(_shown_by_tool(Grille("Aide", {}), {STATUTS_AIDE: zone})) == []  # looks at no empty cell
    data = changed(type_in(pst.fiche("A2BCD", SEANCE), COMPLETE), stretched(STATUTS_AIDE, "Aide"))
    (lecture,) = read_fiche(examine(data), Fichier("a.xlsx"), Vocabulaire(), known_models(None))
    assert [x.code for x in lecture.anomalies] == []


@pytest.mark.parametrize(
    ("nom", "code"), [("pst_taux", "SAI11"), ("pst_libelle", ""), ("pst_budget", ""), ("pst_programme", "IDE04")]
)
def test_a_returned_fiche_whose_name_is_endless_is_read_as_one_that_lost_it(pst: Pst, nom: str, code: str) -> None:
    line: dict[str, Contenu] = {"exercice": 2021, "service": "O", "rd": "D", "article": "104/123-13", "montant": 100}
    data = type_in(pst.fiche("A2BCD", SEANCE), COMPLETE, [line])
    whole, found = (
        read_fiche(examine(one), Fichier("a.xlsx"), Vocabulaire(), known_models(None))
        for one in (data, changed(data, stretched(nom, "Fiche")))
    )
    assert [(x.identifiant, x.champs.keys(), x.valeur("taux"), x.lignes) for x in found] == [
        (x.identifiant, x.champs.keys(), x.valeur("taux"), x.lignes) for x in whole
    ]
    assert not [x.texte for x in found[0].anomalies if x.bloquante]
    assert [x.code for x in found[0].anomalies if x.code in ("SAI11", "IDE04")] == [code] * bool(code)


def pointed(**targets: str) -> Callable[[bytes], bytes]:
    """Names of the workbook part that point elsewhere."""

    def change(part: bytes) -> bytes:
        for nom, target in targets.items():
            part, count = re.subn(rf'(name="{nom}">)[^<]*'.encode(), rf"\g<1>{target}".encode(), part)
            assert count == 1
        return part

    return change


HISTORY = "xl/worksheets/sheet2.xml"
ELSEWHERE = {
    "chart rows that the file leaves out": (
        {HISTORY: lambda part: re.sub(rb'<row r="(?:[4-9]|1[0-4])"[^>]*/>', b"", part)},
        "Historique",
        {(2, 1): "2 réponses", (16, 2): 30, (17, 2): 60},
    ),
    "a sheet whose rows are all left out": (
        {HISTORY: lambda part: re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData/>", part, flags=re.DOTALL)},
        "Historique",
        {(2, 1): "2 réponses", (16, 2): 30, (17, 2): 60},
    ),
    "a title within the table": (
        {"xl/workbook.xml": pointed(pst_historique_titre="Historique!$C$20")},
        "Historique",
        {(16, 2): 30, (17, 2): 60, (20, 3): None},
    ),
    "the history on the form": (
        {
            "xl/workbook.xml": pointed(
                pst_historique="Fiche!$Z$70:$AG$90",
                pst_historique_titre="Fiche!$Z$69",
                pst_historique_graphique="Fiche!$Z$99",
            )
        },
        "Fiche",
        {(69, 26): None, (70, 27): None},
    ),
    "the history below the help": (
        {
            "xl/workbook.xml": pointed(
                pst_historique="Aide!$A$70:$H$90",
                pst_historique_titre="Aide!$A$69",
                pst_historique_graphique="Aide!$A$99",
            )
        },
        "Aide",
        {(69, 1): None, (70, 2): None, (10, 1): "À démarrer"},
    ),
}


@pytest.mark.parametrize(("changes", "feuille", "shown"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_history_that_was_moved_or_emptied_stops_no_seance(
    pst: Pst, changes: dict[str, Callable[[bytes], bytes]], feuille: str, shown: dict[tuple[int, int], object]
) -> None:
    path = pst.racine / "modele" / "fiche_action.xlsx"
    path.parent.mkdir()
    path.write_bytes(repack(FICHIER_MODELE.read_bytes(), changes))
    for seance, taux in ((SEANCE, 30), (date(2022, 1, 26), 60)):
        pst.fill_in("A2BCD", {**COMPLETE, "taux": taux}, seance=seance)
        pst.collect(seance)
    content = pst.fiche("A2BCD", date(2022, 3, 30))
    assert lint(content) == []
    sheet = openpyxl.load_workbook(io.BytesIO(content))[feuille]
    found = {position: sheet.cell(*position).value for position in shown}
    assert {k: str(v)[: len(str(shown[k]))] for k, v in found.items()} == {k: str(v) for k, v in shown.items()}


SHEETS = {"form": "xl/worksheets/sheet1.xml", "Historique": "xl/worksheets/sheet2.xml", "Aide": HELP, "_meta": META}


@pytest.mark.parametrize("part", SHEETS.values(), ids=SHEETS)
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda part: re.sub(rb"<sheetData>.*</sheetData>", b"", part, flags=re.DOTALL), "n'a plus de cellules"),
        (lambda part: re.sub(rb"^<\?xml[^>]*>", b"", part).decode().encode("utf-16"), "n'est pas en UTF-8"),
    ],
)
def test_a_model_with_a_sheet_that_cannot_be_filled_is_told_as_such(
    pst: Pst, part: str, change: Callable[[bytes], bytes], sentence: str
) -> None:
    path = pst.racine / "modele" / "fiche_action.xlsx"
    path.parent.mkdir()
    path.write_bytes(repack(FICHIER_MODELE.read_bytes(), {part: change}))
    with pytest.raises(FicheToolError, match=sentence):
        generate(pst.racine, SEANCE)
    (found,) = verify([path])
    assert [(x.code, sentence in x.texte) for x in found.anomalies] == [("FIC22", True)]
