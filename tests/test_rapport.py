"""The evaluation report: its chapters, its pictures, and the words that people typed in it, which survive."""

import io
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import fiche_tool
from fiche_tool.domaine.programme.programme import Parametres
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.dossier.load import load_programme
from fiche_tool.evaluation.loi import name_evaluation, tell_law
from fiche_tool.evaluation.png import HACHURES, draw_bar
from fiche_tool.evaluation.rapport import say_answered
from fiche_tool.excel.programme.write_programme import write_programme
from tests.conftest import COMPLETE, SEANCE, LibreOffice, Pst
from tests.outils.bizarre import HOSTILES, answer_oddly, make_pst, odd_programme, shown
from tests.test_publier import hostile

docx = pytest.importorskip("docx", reason="le complément « documents » (python-docx) n'est pas installé")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def odd_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The odd PST and its first report, made once."""
    folder = tmp_path_factory.mktemp("rapport")
    racine = make_pst(folder / "bizarre", odd_programme(), Pst(folder, collect_only)).racine
    answer_oddly(Pst(racine, collect_only))
    fiche_tool.write_report(racine)
    return racine


def collect_only(_: str, racine: str, *words: str) -> Any:
    """What « collecter --json » answers, as far as the makers of folders look at it."""
    fiche_tool.collect(racine, words[1])
    return type("Done", (), {"exit_code": 0, "stdout": "{}", "output": ""})


@pytest.fixture
def odd(odd_once: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(odd_once, tmp_path / "pst"))


def report_of(racine: Path) -> Path:
    return next((racine / "rapports").glob("*d'évaluation.docx"))


def texts(path: Path) -> list[str]:
    """Every paragraph, those of the tables and of the places included."""
    document: Any = docx.Document(str(path))
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in document.element.body.iter(f"{W}p")]


def places(document: Any) -> dict[str, Any]:
    """The places for comments, by their name."""
    return {
        control.find(f"{W}sdtPr/{W}alias").get(f"{W}val"): control.find(f"{W}sdtContent")
        for control in document.element.body.iter(f"{W}sdt")
    }


def type_in_report(path: Path, place: str, *lines: str) -> None:
    """Type a comment in a place of the report, as Word does."""
    document: Any = docx.Document(str(path))
    content = places(document)[place]
    first = content.find(f"{W}p")
    for line in lines:
        paragraph = docx.text.paragraph.Paragraph(first, document)
        copy = paragraph.insert_paragraph_before("", style=None)
        copy.add_run(line).bold = True
    content.remove(first)
    document.save(str(path))


@pytest.mark.slow
def test_the_report_has_its_chapters_and_tells_its_pictures(odd: Path) -> None:
    document: Any = docx.Document(str(report_of(odd)))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [
        "Base légale",
        "Méthode",
        "Chiffres",
        "Budget prévu",
        "Objectif par objectif",
        "Ce qui a changé",
        "Actions ajoutées et retirées",
        "Bilan des synergies entre la commune et le CPAS",
        "Conclusions et perspectives",
        "Annexe\u00a0: synthèse du PST",
    ]
    told = [picture.get("descr") for picture in document.element.body.iter() if picture.tag.endswith("}docPr")]
    assert len(told) > 5
    assert all(told)
    assert document.sections[-1].orientation == docx.enum.section.WD_ORIENT.LANDSCAPE
    bars = next(at for at, p in enumerate(document.paragraphs) if p.text == "Statut des actions")
    assert document.paragraphs[bars + 1].paragraph_format.keep_with_next  # a legend without its bars says nothing
    for one in (p for p in document.paragraphs if "w:drawing" in p._p.xml):
        table = one._p.getnext().tag.endswith("}tbl")
        assert bool(one.paragraph_format.keep_with_next) is table  # nor does a bar without the table it sums up
    budget = next(table for table in document.tables if table.cell(0, 0).text == "Exercice")
    sides = {cell.paragraphs[0].alignment for row in budget.rows for cell in row.cells[1:]}
    assert sides == {docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT}  # the headings too
    words = "\n".join(texts(report_of(odd)))
    for expected in ("Ouvrir une permanence", "Action qui sort", "Action d'un axe", "Action sans objectif"):
        assert expected in words


@pytest.mark.slow
def test_the_same_folder_gives_the_same_report(odd: Path) -> None:
    first = report_of(odd).read_bytes()
    again = fiche_tool.write_report(odd)
    assert again.fichier.read_bytes() == first
    assert (again.gardes, again.sauvegarde) == (0, None)


@pytest.mark.slow
def test_what_people_typed_in_a_place_survives(odd: Path) -> None:
    path = report_of(odd)
    type_in_report(path, "Commentaire – Interne OS 1", "Premier avis.", "Second avis.")
    type_in_report(path, "Commentaire – Conclusions", "À poursuivre.")
    result = fiche_tool.write_report(odd)
    assert (result.gardes, result.sans_place, result.sauvegarde) == (2, 0, None)
    document: Any = docx.Document(str(path))
    kept = places(document)["Commentaire – Interne OS 1"]
    assert [docx.text.paragraph.Paragraph(p, document).runs[0].bold for p in kept.iter(f"{W}p")] == [True, True]
    assert {"Premier avis.", "Second avis.", "À poursuivre."} <= set(texts(path))
    assert fiche_tool.write_report(odd).gardes == 2


@pytest.mark.slow
def test_a_picture_and_a_link_of_a_comment_come_along(odd: Path) -> None:
    path = report_of(odd)
    document: Any = docx.Document(str(path))
    first = places(document)["Commentaire – Interne OS 1"].find(f"{W}p")
    paragraph = docx.text.paragraph.Paragraph(first, document)
    picture = draw_bar([("#123456", 1)], 2)
    paragraph.add_run().add_picture(io.BytesIO(picture))
    document.save(str(path))
    assert fiche_tool.write_report(odd).gardes == 1
    with zipfile.ZipFile(path) as package:
        assert picture in [package.read(name) for name in package.namelist() if name.startswith("word/media/")]


@pytest.mark.slow
def test_a_comment_follows_its_objective_and_is_never_lost(odd: Path) -> None:
    path = report_of(odd)
    type_in_report(path, "Commentaire – Interne OS 1", "Sur un CPAS bien géré.")
    type_in_report(path, "Commentaire – Externe axe 2 OS 1", "Sur l'ouverture.")
    charge = load_programme(Dossier(odd))
    moved = tuple(
        replace(o, numero="2" + o.numero[1:]) if o.volet == "Interne" else o
        for o in charge.lu.objectifs
        if o.axe != "2"
    )
    actions = tuple(
        replace(a, objectif="2" + a.objectif[1:]) if a.volet == "Interne" else a
        for a in charge.lu.actions
        if a.axe != "2"
    )
    (odd / "programme.xlsx").write_bytes(write_programme(replace(charge.lu, objectifs=moved, actions=actions)))
    fiche_tool.collect(odd, "2022-05-25", rouvrir=True)
    result = fiche_tool.write_report(odd, "2022-05-25")
    assert (result.gardes, result.sans_place) == (1, 1)
    document: Any = docx.Document(str(path))
    kept = places(document)["Commentaire – Interne OS 2"]
    assert "Sur un CPAS bien géré." in [t.text for t in kept.iter(f"{W}t")]
    assert "Sur l'ouverture." in texts(path)
    assert fiche_tool.write_report(odd, "2022-05-25").sans_place == 1


@pytest.mark.slow
def test_a_report_changed_outside_of_its_places_is_put_aside(odd: Path, run: Callable[..., Result]) -> None:
    path = report_of(odd)
    document: Any = docx.Document(str(path))
    document.paragraphs[-1].add_run("Une phrase ajoutée au hasard.")
    document.save(str(path))
    changed = path.read_bytes()
    result = run("rapport", str(odd))
    assert result.exit_code == 0
    aside = path.with_name(f"{path.stem} (avant).docx")
    assert aside.read_bytes() == changed
    assert aside.name in result.stdout
    path.write_bytes(b"no Word document at all")
    second = fiche_tool.write_report(odd)
    assert second.sauvegarde is not None
    assert second.sauvegarde.read_bytes() == b"no Word document at all"


@pytest.mark.slow
def test_the_report_takes_the_styles_of_the_centres_own_model(odd: Path) -> None:
    own: Any = docx.Document()
    own.styles["Heading 1"].font.name = "Georgia"
    own.add_paragraph("Texte du modèle, à ignorer")
    own.sections[0].header.paragraphs[0].text = "En-tête du CPAS"
    (odd / "modele").mkdir()
    own.save(str(odd / "modele" / "rapport.docx"))
    path = fiche_tool.write_report(odd).fichier
    document: Any = docx.Document(str(path))
    assert document.styles["Heading 1"].font.name == "Georgia"
    assert document.sections[0].header.paragraphs[0].text == "En-tête du CPAS"
    assert "Texte du modèle, à ignorer" not in texts(path)
    (odd / "modele" / "rapport.docx").write_bytes(b"PK nothing")
    with pytest.raises(fiche_tool.FicheToolError, match=r"modele/rapport\.docx|modele\\rapport\.docx"):
        fiche_tool.write_report(odd)


@pytest.mark.slow
def test_what_changed_is_counted_from_the_seance_asked_for(odd: Path, run: Callable[..., Result]) -> None:
    assert "Depuis la séance du 24 novembre 2021\u00a0:" in texts(report_of(odd))
    refused = run("rapport", str(odd), "--depuis", "2022-05-25")
    assert refused.exit_code == 1
    assert "n'est pas avant" in refused.stderr
    assert run("report", str(odd), "--seance", "24/11/2021").exit_code == 0


@pytest.mark.slow
def test_one_answer_is_said_in_the_singular(pst: Pst) -> None:
    pst.answer("A2BCD", taux=30, statut="En cours")
    fiche_tool.collect(pst.racine, SEANCE)
    words = " ".join(texts(fiche_tool.write_report(pst.racine).fichier))
    assert re.search(r"1 des \d+ actions a déjà reçu une réponse", words)


@pytest.mark.slow
def test_a_hostile_label_is_only_text_in_the_report(tmp_path: Path, pst: Pst) -> None:
    path = fiche_tool.write_report(hostile(tmp_path, pst).racine).fichier
    words = " ".join(" ".join(texts(path)).split())
    assert [nom for nom in HOSTILES if shown(nom)[:100] not in words] == []
    with zipfile.ZipFile(path) as package:
        relations = package.read("word/_rels/document.xml.rels").decode()
    assert "TargetMode" not in relations


@pytest.mark.libreoffice
@pytest.mark.slow
def test_a_comment_typed_in_libreoffice_survives_too(odd: Path, libreoffice: LibreOffice) -> None:
    path = report_of(odd)
    type_in_report(path, "Commentaire – Interne OS 1", "Écrit ailleurs.")
    shutil.copy(libreoffice.convert(path, "docx"), path)
    result = fiche_tool.write_report(odd)
    assert (result.gardes, result.sauvegarde) == (1, None)
    assert "Écrit ailleurs." in texts(path)
    printed = libreoffice.convert(path, "pdf")
    from pypdf import PdfReader

    pages = [page.extract_text() for page in PdfReader(printed).pages]
    assert len(pages) > 4
    contents = next(page for page in pages if "Sommaire" in page)
    assert "Conclusions et perspectives" in contents
    assert "PAGEREF" not in contents


# --- the law, the pictures -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("legislature", "adoption", "expected"),
    [
        ((2019, 2024), None, "neuf mois de l'installation du conseil (délai du premier PST"),
        ((2025, 2030), date(2025, 9, 30), "neuf mois pour tous depuis 2024). Il l'a été le 30/09/2025."),
        ((2013, 2018), None, "dans les six mois"),
    ],
)
def test_the_report_says_the_deadline_that_applies(
    legislature: tuple[int, int], adoption: date | None, expected: str
) -> None:
    parametres = Parametres("x", "CPAS", *legislature, adoption=adoption)
    assert expected in "\n".join(tell_law(parametres))


@pytest.mark.parametrize(
    ("jour", "expected"),
    [
        (date(2026, 5, 1), "Évaluation intermédiaire"),
        (date(2027, 11, 1), "Évaluation à mi-législature"),
        (date(2028, 1, 15), "Évaluation à mi-législature"),
        (date(2030, 6, 1), "Évaluation de fin de législature"),
    ],
)
def test_an_evaluation_is_named_after_its_time(jour: date, expected: str) -> None:
    assert name_evaluation(Parametres("x", "CPAS", 2025, 2030), jour) == expected


def test_a_bar_is_a_png_in_proportion() -> None:
    data = draw_bar([("#102030", 1), (HACHURES, 1)], 4)
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    start = data.index(b"IDAT")
    (size,) = struct.unpack(">I", data[start - 4 : start])
    rows = zlib.decompress(data[start + 4 : start + 4 + size])
    assert len(rows) == height * (1 + 3 * width)
    middle = rows[(height // 2) * (1 + 3 * width) + 1 :][: 3 * width]
    pixels = [middle[at : at + 3].hex() for at in range(0, 3 * width, 3)]
    assert pixels.count("102030") == width // 4 - 2
    assert set(pixels[width // 2 : -1]) == {"ffffff"}
    assert draw_bar([], 0)


@pytest.mark.parametrize(
    ("answered", "count", "received", "expected"),
    [
        (0, 1, 0, "aucune action n'a encore reçu de réponse"),
        (1, 1, 1, "la seule action a déjà reçu une réponse, à cette séance"),
        (1, 3, 0, "1 des 3 actions a déjà reçu une réponse, à une séance précédente"),
        (2, 3, 0, "2 des 3 actions ont déjà reçu une réponse, dont aucune à cette séance"),
        (13, 14, 4, "13 des 14 actions ont déjà reçu une réponse, dont 4 à cette séance"),
    ],
)
def test_how_many_answered_is_true_of_none_and_of_one(answered: int, count: int, received: int, expected: str) -> None:
    assert say_answered(answered, count, received) == expected


@pytest.mark.slow
def test_a_seance_at_which_nothing_changed_says_so(pst: Pst) -> None:
    pst.fill_in("A2BCD", COMPLETE)
    pst.collect()
    pst.collect(date(2022, 1, 26))
    fiche_tool.write_report(pst.racine)
    said = texts(report_of(pst.racine))
    assert "Rien n'a changé depuis la séance du 24 novembre 2021." in said
    assert not [texte for texte in said if texte.startswith("Depuis la séance")]


def test_no_line_of_the_report_may_begin_with_a_mark(pst: Pst) -> None:
    pst.answer("A2BCD", statut="En cours", taux=40, budget=[{"exercice": 2021, "rd": "D", "montant": 1}])
    pst.collect()
    fiche_tool.write_report(pst.racine)
    said = texts(report_of(pst.racine))
    assert "Taux moyen d'avancement, sur 1 action" in said
    assert "Interne OS 1 – Être un CPAS bien géré\u00a0: 40\u00a0% sur 1 action" in [texte.strip() for texte in said]
    assert len(said) > 50
    assert [texte for texte in said if re.search(r"\w [:;?!%€](?![\w/])", texte)] == []
