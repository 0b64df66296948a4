"""importer, through the front: documents of every format, what stops it, and the merge it proposes."""

import io
import random
import struct
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from fiche_tool.documents import read_document
from fiche_tool.documents.read_document import read_text
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.programme.programme import Annonce, EtatAction, Programme, count_nodes
from fiche_tool.excel.programme.read_programme import read_programme
from fiche_tool.fichiers.bornes import TEXTES
from fiche_tool.fichiers.enfant import run_bounded
from fiche_tool.fichiers.piece import read_piece
from fiche_tool.verbes.importer import import_document
from tests.outils.dump import dump
from tests.outils.lint import lint
from tests.outils.specimens import repack

pytestmark = pytest.mark.undrawn

TEXTE = """CPAS de Couvin – Programme stratégique transversal 2025-2030
Approuvé par le Conseil de l'action sociale en séance du 14/10/2025
Le PST compte 2 objectifs stratégiques, 3 objectifs opérationnels et 5 actions.

VOLET INTERNE : administration générale

OS1 : Être un CPAS bien géré

OO1.1 – Améliorer les outils de gestion, de suivi et de pilotage des services du centre

- Formaliser les procédures ;
- Étendre l'outil de gestion des délibérations aux services de première ligne, y compris les antennes locales ;

OO1.2 – Renforcer la communication

- Publier un bulletin ;

VOLET EXTERNE : action sociale

OS1 : Être le pilier social

OO1.1 – Soutenir la solidarité

- Réformer les colis ;
- Ouvrir une permanence.
"""
NODES = {"Interne": Annonce(1, 2, 3), "Externe": Annonce(1, 1, 2)}
JOUR = date(2026, 3, 2)


def programme_of(path: Path) -> Programme:
    found = read_programme(read_piece(path))
    assert found.programme is not None
    return found.programme


def make_docx(texte: str) -> bytes:
    """The text as Word keeps it: headings, real bullets, a line a paragraph."""
    docx = pytest.importorskip("docx", reason="le complément « documents » n'est pas installé")
    document = docx.Document()
    for line in texte.split("\n"):
        if line.startswith("- "):
            document.add_paragraph(line[2:], style="List Bullet")
        elif line.startswith(("VOLET", "OS", "OO")):
            document.add_heading(line, 2)
        else:
            document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def make_odt(texte: str) -> bytes:
    """The text as Writer keeps it: headings, lists, paragraphs."""
    odfdo = pytest.importorskip("odfdo", reason="le complément « documents » n'est pas installé")
    document = odfdo.Document("text")
    document.body.clear()
    for line in texte.split("\n"):
        if line.startswith("- "):
            document.body.append(odfdo.List([line[2:]]))
        elif line.startswith(("VOLET", "OS", "OO")):
            document.body.append(odfdo.Header(2, line))
        else:
            document.body.append(odfdo.Paragraph(line))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def make_pdf(texte: str, width: int = 88) -> bytes:
    """The text on pages of 30 lines, cut at the margin, with a running title and page numbers."""
    pytest.importorskip("pypdfium2", reason="le complément « documents » n'est pas installé")
    import textwrap

    lines = [part for line in texte.split("\n") for part in (textwrap.wrap(line, width) or [""])]
    pages = [lines[start : start + 15] for start in range(0, len(lines), 15)]
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    objects.append("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    kids = []
    for number, page in enumerate(pages, 1):
        shown = ["PST du CPAS de Couvin", *page, f"Page {number} sur {len(pages)}"]
        escaped = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in shown]
        stream = "BT /F1 10 Tf 14 TL 50 780 Td " + " ".join(f"({line}) Tj T*" for line in escaped) + " ET"
        objects.append(f"<</Length {len(stream.encode('cp1252'))}>>stream\n{stream}\nendstream")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {len(objects)} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    return assemble_pdf(objects)


def assemble_pdf(objects: list[str]) -> bytes:
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return body + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("cp1252")


FORMATS: dict[str, Callable[[str], bytes]] = {
    "txt": lambda texte: texte.encode(),
    "windows.txt": lambda texte: texte.replace("\n", "\r\n").encode("cp1252"),
    "utf16.txt": lambda texte: texte.encode("utf-16"),
    "docx": make_docx,
    "odt": make_odt,
    "pdf": make_pdf,
}


@pytest.fixture
def import_text(tmp_path: Path) -> Callable[..., Path]:
    """Import a text, and give the workbook's path."""

    def invoke(texte: str, sortie: str = "programme.xlsx") -> Path:
        document = tmp_path / "pst.txt"
        document.write_text(texte, encoding="utf-8")
        return import_document(document, tmp_path / sortie, JOUR).fichier

    return invoke


# --- formats ---------------------------------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_gives_the_same_programme(tmp_path: Path, suffix: str) -> None:
    document = tmp_path / f"pst.{suffix}"
    document.write_bytes(FORMATS[suffix](TEXTE))
    result = import_document(document, tmp_path / "programme.xlsx", JOUR)
    programme = programme_of(result.fichier)
    assert count_nodes(programme) == NODES
    assert [action.libelle for action in programme.actions] == [
        "Formaliser les procédures",
        "Étendre l'outil de gestion des délibérations aux services de première ligne, y compris les antennes locales",
        "Publier un bulletin",
        "Réformer les colis",
        "Ouvrir une permanence",
    ]
    p = programme.parametres
    assert (p.code, p.cpas, p.adoption) == ("couvin-2025-2030", "CPAS de Couvin", date(2025, 10, 14))
    assert p.annonce == Annonce(2, 3, 5)
    assert not result.incertain
    assert all(action.identifiant for action in programme.actions)
    assert lint(result.fichier.read_bytes()) == []


@pytest.mark.slow
def test_automatic_numbers_of_word_are_read(tmp_path: Path) -> None:
    """« OS 1 : » and « OO 1.2 – » may be the labels of a list, and stand in no text."""
    docx = pytest.importorskip("docx", reason="le complément « documents » n'est pas installé")
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    levels = "".join(
        f'<w:lvl w:ilvl="{rank}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{label}"/></w:lvl>'
        for rank, (kind, label) in enumerate([("decimal", "OS %1 :"), ("decimal", "OO %1.%2 –"), ("bullet", "•")])
    )
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {space} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {space} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    document.add_paragraph("Volet interne")
    for level, texte in ((0, "Être là"), (1, "Agir"), (2, "Faire"), (1, "Réagir"), (0, "Être utile"), (1, "Servir")):
        properties = document.add_paragraph(texte)._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = level, 77
    document.save(str(tmp_path / "pst.docx"))
    programme = import_document(tmp_path / "pst.docx", tmp_path / "p.xlsx", JOUR).programme
    assert [f"{o.niveau} {o.numero} {o.intitule}" for o in programme.objectifs] == [
        "OS 1 Être là",
        "OO 1.1 Agir",
        "OO 1.2 Réagir",
        "OS 2 Être utile",
        "OO 2.1 Servir",
    ]
    assert [a.libelle for a in programme.actions] == ["Faire"]


@pytest.mark.slow
def test_a_doubt_in_a_pdf_has_its_page(tmp_path: Path) -> None:
    (tmp_path / "pst.pdf").write_bytes(make_pdf(TEXTE + "\n" * 12 + "OO1.4 – Numéro sauté\n- Faire"))
    result = import_document(tmp_path / "pst.pdf", tmp_path / "p.xlsx", JOUR)
    (doute,) = [d for d in result.doutes if "on passe du N° 1.1 au N° 1.4" in d.phrase]
    assert doute.lieu.startswith("page 3, ligne ")


# --- what stops it ---------------------------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 100, "ancien format Word"),
        (b"{\\rtf1 Bonjour}", "document RTF"),
        (b"<html><body><p>OS 1 : Servir</p></body></html>", "est une page web"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><p>OS 1 : Servir</p>", "est une page web"),
        (b"[InternetShortcut]\nURL=https://cpas.be/pst", "raccourci vers une page web"),
        (b"PK\3\4 abime", "abîmé"),
        (b"\x00\x01\x02" * 50, "n'est pas un document de texte"),
        (b"%PDF-1.4 abime", "n'a pas pu être lu"),
        (
            assemble_pdf(
                [
                    "<</Type/Catalog/Pages 2 0 R>>",
                    "<</Type/Pages/Count 1/Kids[3 0 R]>>",
                    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
                ]
            ),
            "document numérisé",
        ),
    ],
)
def test_what_cannot_be_read_is_one_sentence(
    tmp_path: Path, run: Callable[..., Result], content: bytes, sentence: str
) -> None:
    (tmp_path / "pst.docx").write_bytes(content)
    result = run("importer", str(tmp_path / "pst.docx"), str(tmp_path / "programme.xlsx"))
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "programme.xlsx").exists()


def _grown(data: bytes, part: str, end: bytes, more: bytes) -> bytes:
    """A document with so much more before the end of a part."""
    return repack(data, {part: lambda text: text.replace(end, more + end)})


@pytest.mark.parametrize(
    ("make", "part", "end", "paragraph"),
    [
        (make_docx, "word/document.xml", b"<w:sectPr", b"<w:p><w:r><w:t>Publier %d bulletins</w:t></w:r></w:p>"),
        (make_odt, "content.xml", b"</office:text>", b"<text:p>Publier %d bulletins</text:p>"),
    ],
)
def test_a_text_that_swells_is_refused_before_any_library_has_it(
    tmp_path: Path,
    run: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[str], bytes],
    part: str,
    end: bytes,
    paragraph: bytes,
) -> None:
    more = b"".join(paragraph % rank for rank in range(1000))
    swollen = _grown(make(TEXTE), part, end, more * (TEXTES.partie // len(more) + 1))
    lying = bytearray(swollen)
    entry = lying.rindex(part.encode()) - 46  # its central directory
    lying[entry + 24 : entry + 28] = struct.pack("<L", 100_000)
    monkeypatch.setattr(read_document, "run_bounded", lambda *_, **__: pytest.fail("a child was started"))
    for content, sentence in ((swollen, "anormalement gros une fois décompressé"), (bytes(lying), "est abîmé")):
        (tmp_path / "pst").write_bytes(content)
        result = run("importer", str(tmp_path / "pst"), str(tmp_path / "programme.xlsx"))
        assert sentence in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_photos_are_not_handed_to_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docx = pytest.importorskip("docx", reason="le complément « documents » n'est pas installé")
    data = make_docx(TEXTE)
    document = docx.Document(io.BytesIO(data))
    header = struct.pack("<2sLLLLllHHLLllLL", b"BM", 3_000_054, 0, 54, 40, 1000, 1000, 1, 24, 0, 0, 2835, 2835, 0, 0)
    document.add_picture(io.BytesIO(header + random.Random(1).randbytes(3_000_000)))
    document.save(str(tmp_path / "pst.docx"))
    sizes: list[int] = []

    def measured(module: str, data: bytes, **more: Any) -> bytes:
        sizes.append(len(data))
        return run_bounded(module, data, **more)

    monkeypatch.setattr(read_document, "run_bounded", measured)
    lu = import_document(tmp_path / "pst.docx", tmp_path / "p.xlsx", JOUR)
    assert count_nodes(lu.programme) == NODES
    assert (tmp_path / "pst.docx").stat().st_size > 3_000_000 > 20 * sizes[0]


def test_a_folder_that_is_not_there_yet_is_made(tmp_path: Path, run: Callable[..., Result]) -> None:
    (tmp_path / "pst.txt").write_text(TEXTE, encoding="utf-8")
    result = run("importer", str(tmp_path / "pst.txt"), str(tmp_path / "pst-vallon"))
    assert result.exit_code == 0, result.stderr
    assert sorted(path.name for path in (tmp_path / "pst-vallon").iterdir()) == ["programme.xlsx", "retours"]
    refused = run("importer", str(tmp_path / "pst.txt"), str(tmp_path / "programme.pdf"))
    assert "ne se termine pas par .xlsx" in refused.stderr


def test_a_workbook_is_no_document(
    tmp_path: Path, run: Callable[..., Result], import_text: Callable[..., Path]
) -> None:
    workbook = import_text(TEXTE)
    result = run("importer", str(workbook), str(tmp_path / "autre.xlsx"))
    assert result.exit_code == 1
    assert "programme.xlsx" in result.stderr


@pytest.mark.parametrize(("library", "suffix"), [("docx", "docx"), ("odfdo", "odt"), ("pypdfium2", "pdf")])
def test_the_missing_extra_is_named(
    tmp_path: Path, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, library: str, suffix: str
) -> None:
    (tmp_path / f"pst.{suffix}").write_bytes(FORMATS[suffix](TEXTE))
    from fiche_tool.documents import read_document

    monkeypatch.setattr(read_document, "find_spec", lambda _: None)
    result = run("importer", str(tmp_path / f"pst.{suffix}"), str(tmp_path / "programme.xlsx"))
    assert result.exit_code == 1
    assert "fiche-tool[documents]" in result.stderr
    assert f"python-{library}" not in result.stderr


def test_wrong_words_on_the_command_line(tmp_path: Path, run: Callable[..., Result]) -> None:
    (tmp_path / "pst.txt").write_text(TEXTE, encoding="utf-8")
    missing = run("importer", str(tmp_path / "rien.txt"), str(tmp_path / "p.xlsx"))
    assert (missing.exit_code, "n'existe pas" in missing.stderr) == (1, True)
    folder = run("importer", str(tmp_path), str(tmp_path / "p.xlsx"))
    assert (folder.exit_code, "est un dossier" in folder.stderr) == (1, True)
    (tmp_path / "vide.docx").touch()
    empty = run("importer", str(tmp_path / "vide.docx"), str(tmp_path / "p.xlsx"))
    assert (empty.exit_code, "est vide (0 octet)" in empty.stderr) == (1, True)
    assert not (tmp_path / "p.xlsx").exists()
    suffix = run("importer", str(tmp_path / "pst.txt"), str(tmp_path / "p.csv"))
    assert (suffix.exit_code, ".xlsx" in suffix.stderr) == (1, True)
    years = run("importer", str(tmp_path / "pst.txt"), str(tmp_path / "p.xlsx"), "--legislature", "2030")
    assert years.exit_code == 2


# --- the report ------------------------------------------------------------------------------------------------------
def test_the_console_and_the_sheet_import_say_the_same(tmp_path: Path, run: Callable[..., Result]) -> None:
    (tmp_path / "pst.txt").write_text(TEXTE.replace("OO1.2", "OO1.3"), encoding="utf-8")
    result = run("import", str(tmp_path / "pst.txt"), str(tmp_path / "programme.xlsx"))
    assert result.exit_code == 3
    assert "volet Interne : 1 OS, 2 OO, 3 actions" in result.output
    doubt = "on passe du N° 1.1 au N° 1.3 : un objectif manque peut-être entre eux"
    assert doubt in result.output
    assert doubt in dump(tmp_path / "programme.xlsx", "Import")


def test_a_document_without_hierarchy_gives_a_programme_to_complete(tmp_path: Path, run: Callable[..., Result]) -> None:
    (tmp_path / "pst.txt").write_text("PST du CPAS de Perwez\nUn outil de bonne gouvernance.", encoding="utf-8")
    result = run("importer", str(tmp_path / "pst.txt"), str(tmp_path / "p.xlsx"), "--legislature", "2019-2024")
    assert result.exit_code == 3
    assert "aucune hiérarchie trouvée dans ce document" in result.output
    p = programme_of(tmp_path / "p.xlsx").parametres
    assert (p.code, p.cpas) == ("perwez-2019-2024", "CPAS de Perwez")


# --- a new version of the document -----------------------------------------------------------------------------------
def test_importing_again_proposes_a_merge_and_touches_nothing(tmp_path: Path, import_text: Callable[..., Path]) -> None:
    first = import_text(TEXTE)
    before, old = first.read_bytes(), programme_of(first)
    again = (
        TEXTE.replace(
            "- Formaliser les procédures ;\n", "- Formaliser toutes les procédures ;\n- Nommer un délégué ;\n"
        )
        .replace("- Publier un bulletin ;\n", "")
        .replace("- Réformer les colis ;\n", "- Réformer les colis ;\n- Publier un bulletin ;\n")
        .replace("- Ouvrir une permanence.\n", "")
    )
    merged = import_text(again)
    assert merged.name == "programme (fusion proposée).xlsx"
    assert first.read_bytes() == before
    new = programme_of(merged)
    by_code = {action.identifiant: action for action in new.actions}
    codes = {action.libelle: action.identifiant for action in old.actions}
    assert by_code[codes["Formaliser les procédures"]].libelle == "Formaliser toutes les procédures"
    moved = by_code[codes["Publier un bulletin"]]
    assert (moved.volet, moved.objectif, moved.etat) == ("Externe", "1.1", EtatAction.ACTIVE)
    gone = by_code[codes["Ouvrir une permanence"]]
    assert (gone.etat, gone.retiree) == (EtatAction.RETIREE, JOUR)
    (added,) = [action for action in new.actions if action.identifiant not in codes.values()]
    assert (added.libelle, added.depuis) == ("Nommer un délégué", JOUR)
    report = dump(merged, "Import")
    for nature in ("action ajoutée", "action retirée", "action déplacée", "action reformulée"):
        assert nature in report
    assert import_text(again).name == "programme (fusion proposée) (2).xlsx"


def test_importing_the_same_document_again_changes_nothing(tmp_path: Path, import_text: Callable[..., Path]) -> None:
    first = import_text(TEXTE)
    document = tmp_path / "pst.txt"
    result = import_document(document, first, JOUR)
    assert result.changements == ()
    assert programme_of(result.fichier) == programme_of(first)


def test_a_merge_keeps_what_the_secretariat_added(tmp_path: Path, import_text: Callable[..., Path]) -> None:
    from dataclasses import replace

    from fiche_tool.domaine.programme.programme import Listes, Service
    from fiche_tool.excel.programme.write_programme import write_programme

    first = import_text(TEXTE)
    programme = programme_of(first)
    actions = tuple(replace(a, service="Direction", porteur="Mme Un") for a in programme.actions)
    listes = Listes((Service("Direction", "Mme Un"),), ("M. Deux",), (), {"Lancé": "En cours"})
    kept = replace(programme, actions=actions, listes=listes, parametres=replace(programme.parametres, code="le-mien"))
    first.write_bytes(write_programme(kept))
    merged = programme_of(import_text(TEXTE.replace("OO1.2 – Renforcer", "OO1.3 – Renforcer")))
    assert merged.parametres.code == "le-mien"
    assert merged.listes == listes
    assert {(a.service, a.porteur) for a in merged.actions} == {("Direction", "Mme Un")}
    assert [a.objectif for a in merged.actions if a.libelle == "Publier un bulletin"] == ["1.3"]


def test_what_is_no_programme_is_never_merged_with(tmp_path: Path, run: Callable[..., Result]) -> None:
    (tmp_path / "pst.txt").write_text(TEXTE, encoding="utf-8")
    (tmp_path / "p.xlsx").write_bytes(b"PK\3\4 abime")
    result = run("importer", str(tmp_path / "pst.txt"), str(tmp_path / "p.xlsx"))
    assert result.exit_code == 1
    assert "existe déjà" in result.stderr
    assert (tmp_path / "p.xlsx").read_bytes() == b"PK\3\4 abime"


def test_the_folder_of_a_pst_may_be_given(tmp_path: Path, run: Callable[..., Result]) -> None:
    (tmp_path / "pst.txt").write_text(TEXTE, encoding="utf-8")
    (tmp_path / "pst").mkdir()
    assert run("importer", str(tmp_path / "pst.txt"), str(tmp_path / "pst")).exit_code == 0
    generated = run("generer", str(tmp_path / "pst"), "--seance", "2026-03-25")
    assert "5 fiches générées" in generated.output


ENTETES = ("Objectif stratégique", "Objectif opérationnel", "Actions", "Responsable")
RANGEES = (
    ("Être un CPAS moderne", "Numériser", "Acheter des ordinateurs", "Mme Un"),
    ("Être un CPAS moderne", "Numériser", "Former les agents", "M. Deux"),
    ("", "Archiver", "Trier les dossiers", ""),
    ("2. Être à l'écoute", "2.1 Accueillir", "A.4 Refaire le hall", "M. Deux"),
)


@pytest.mark.slow
def test_a_table_whose_headings_name_the_levels(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx", reason="le complément « documents » n'est pas installé")
    document = docx.Document()
    document.add_paragraph("VOLET INTERNE")
    table = document.add_table(0, len(ENTETES))
    for values in (ENTETES, *RANGEES):
        for cell, value in zip(table.add_row().cells, values, strict=True):
            cell.text = value
    document.save(str(tmp_path / "pst.docx"))
    programme = import_document(tmp_path / "pst.docx", tmp_path / "p.xlsx", JOUR).programme
    assert [f"{o.niveau} {o.numero} {o.intitule}" for o in programme.objectifs] == [
        "OS 1 Être un CPAS moderne",
        "OO 1.1 Numériser",
        "OO 1.2 Archiver",
        "OS 2 Être à l'écoute",
        "OO 2.1 Accueillir",
    ]
    assert [(a.objectif, a.libelle) for a in programme.actions] == [
        ("1.1", "Acheter des ordinateurs"),
        ("1.1", "Former les agents"),
        ("1.2", "Trier les dossiers"),
        ("2.1", "Refaire le hall"),
    ]


def test_the_colours_of_a_terminal_are_no_part_of_a_heading(tmp_path: Path) -> None:
    document = tmp_path / "pst.txt"
    document.write_text(
        "Volet interne\n\x1b[31mOS\x1b[0m \x1b[1;32m1 : Être utile\nOO 1.1 : Agir\n- Faire\x1b]0;titre\x07 bien\n",
        encoding="utf-8",
    )
    programme = import_document(document, tmp_path / "programme.xlsx", date(2026, 11, 25)).programme
    assert [(o.niveau.value, o.intitule) for o in programme.objectifs] == [("OS", "Être utile"), ("OO", "Agir")]
    assert [action.libelle for action in programme.actions] == ["Faire bien"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_text_of_more_lines_than_any_pst_is_refused_before_it_is_read(end: str) -> None:
    assert len(read_text(f"Action{end}".encode() * 1_000, "long.txt")) == 1_001
    with pytest.raises(FicheToolError, match=r"« long\.txt » est trop long \(60\u202f001 lignes"):
        read_text(f"Action{end}".encode() * 60_000, "long.txt")
