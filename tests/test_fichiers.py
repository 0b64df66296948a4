"""What a file is, asked once; what it may cost, whatever it holds; and one list of the formats."""

import ctypes
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from fiche_tool.cli import cli
from fiche_tool.documents import write_pdf
from fiche_tool.documents.write_pdf import find_soffice
from fiche_tool.domaine.mots.textes import one_line
from fiche_tool.domaine.programme.programme import Niveau, Objectif
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.fichiers import package, piece, signatures
from fiche_tool.fichiers.bornes import CLASSEUR, DOCUMENT, Bornes, BudgetLecture
from fiche_tool.fichiers.enfant import EnfantPerdu, run_bounded
from fiche_tool.fichiers.enveloppes import open_enveloppe
from fiche_tool.fichiers.piece import examine
from fiche_tool.fichiers.signatures import FormatFichier, Usage, list_endings
from fiche_tool.fichiers.travail_windows import ExtendedLimits, bound_this_process
from fiche_tool.resources import FICHIER_MODELE, SAMPLES
from fiche_tool.verbes.collect import collect
from tests.conftest import COMPLETE, SEANCE, Pst, small_programme
from tests.outils.ecrits import mailed, to_xls, zipped
from tests.outils.specimens import META, OLE, plain_workbook, repack

pytestmark = pytest.mark.undrawn

ROOT = Path(__file__).parent.parent


# --- the list of formats ---------------------------------------------------------------------------------------------
def test_every_workbook_format_has_the_reader_that_bears_its_name() -> None:
    for format_ in FormatFichier:
        if format_.usage is Usage.CLASSEUR:
            assert callable(import_module(f"fiche_tool.excel.lecture.lecteurs.{format_.extension}").open_classeur)


def test_what_people_are_told_of_the_formats_is_the_list() -> None:
    """Adding a format is a line of `FormatFichier` and a reader; this test then says which sentences still lack it."""
    pages = {
        path.name: path.read_text(encoding="utf-8") for path in (ROOT / "README.md", ROOT / "docs" / "importer.md")
    }
    helps = {name: command.help or "" for name, command in cli.commands.items()}
    known = {
        frozenset(re.findall(r"\.\w+", list_endings(*usages))) for usages in ((Usage.CLASSEUR,), (Usage.DOCUMENT,))
    }
    documents = frozenset(re.findall(r"\.\w+", list_endings(Usage.DOCUMENT)))
    known.add(documents | {".xlsx", ".ods", ".csv"})  # the PST itself may be a workbook
    listed = re.compile(r"\.[a-z]{3,4}(?:(?:, | ou | et )\.[a-z]{3,4}){2,}")
    wrong = {
        (where, found[0])
        for where, texte in {**pages, **helps}.items()
        for found in listed.finditer(texte)
        if frozenset(re.findall(r"\.\w+", found[0])) not in known | {frozenset({".docx", ".odt", ".pdf"})}
    }  # the three that ask for the extra « documents »
    listes = [list_endings(*usages) for usages in ((Usage.CLASSEUR,), (Usage.DOCUMENT,))]
    assert wrong == set(), f"la liste est maintenant {' ou '.join(listes)}"
    assert list_endings(Usage.CLASSEUR) in pages["README.md"]
    assert list_endings(Usage.DOCUMENT) in helps["importer"]
    assert all(f".{f.extension}" in pages["README.md"] for f in FormatFichier if f.usage is Usage.ENVELOPPE)


def test_a_file_is_what_it_holds_whatever_its_name(pst: Pst) -> None:
    fiche = pst.fiche("A2BCD")
    ods = zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})
    odt = zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"})
    contents = {
        FormatFichier.XLSX: fiche,
        FormatFichier.ODS: ods,
        FormatFichier.ODT: odt,
        FormatFichier.DOCX: zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}),
        FormatFichier.ZIP: zipped({"Fiche.xlsx": fiche}),
        FormatFichier.COURRIEL: mailed({"Fiche.xlsx": fiche}),
        FormatFichier.XLS: to_xls(fiche),
        FormatFichier.PDF: b"%PDF-1.7",
        FormatFichier.TXT: b"Volet interne\n",
        FormatFichier.CSV: b"a;b\n",
        FormatFichier.AUTRE: b"\x89PNG\r\n",
    }
    assert {format_: examine(data, "n'importe.quoi").format for format_, data in contents.items()} == {
        format_: format_ for format_ in contents
    }


def test_a_return_is_examined_once(pst: Pst, monkeypatch: pytest.MonkeyPatch) -> None:
    """One look at the bytes and one package for each file, and one for each fiche of an archive."""
    fiche = type_in(pst.fiche("A2BCD"), COMPLETE)
    pst.drop("a.xlsx", fiche)
    pst.drop("b.zip", zipped({"Fiche.xlsx": type_in(pst.fiche("B3CDE"), COMPLETE)}))
    looks: list[bytes] = []
    packages: list[bytes] = []
    tell, init = signatures.tell_nature, package.Package.__init__

    def told(data: bytes) -> signatures.Signature:
        looks.append(data)
        return tell(data)

    def opened(self: package.Package, data: bytes, *others: object) -> None:
        packages.append(data)
        init(self, data, *others)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(piece, "tell_nature", told)
    monkeypatch.setattr(package.Package, "__init__", opened)
    pst.verify(pst.racine / "retours")
    for seen in (looks, packages):
        assert len([data for data in seen if data == fiche]) == 1
    assert len(looks) == len(packages)


def test_limits_are_those_of_what_the_file_is_opened_for() -> None:
    large = b"%PDF-1.7" + b" " * (CLASSEUR.octets + 1)
    assert examine(large).refus is not None
    assert examine(large, bornes=DOCUMENT).refus is None


# --- the budget of a file --------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_a_thousand_mails_cost_no_more_than_the_budget_of_one_file(pst: Pst, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BudgetLecture, "ENFANTS", 3)
    mails = {f"{rank}.eml": b"From: a@b.be\nTo: c@d.be\n\n%d" % rank for rank in range(499)}
    pst.drop("tout.zip", zipped({"Fiche.xlsx": type_in(pst.fiche("A2BCD"), COMPLETE), **mails}))
    result = pst.collect()
    assert result["actions"]["recues"] == 1
    assert result["fichiers"]["trouves"] == 2
    (phrase,) = (x["phrase"] for x in result["anomalies"] if x["code"] == "FIC18")
    assert "496 fichiers n'ont pas été ouverts (3.eml, 4.eml," in phrase


@pytest.mark.slow
def test_the_same_piece_is_opened_once(pst: Pst) -> None:
    budget = BudgetLecture()
    mail = mailed({"Fiche.xlsx": type_in(pst.fiche("A2BCD"), COMPLETE)})
    found = open_enveloppe(examine(zipped({f"{rank}.eml": mail for rank in range(100)}), budget=budget))
    assert budget.enfants == BudgetLecture.ENFANTS - 1
    assert found is not None
    assert ([one.nom for one in found.fiches], len(found.identiques), found.refuses) == (["Fiche.xlsx"], 99, ())


def test_archives_of_archives_end(pst: Pst) -> None:
    inner = b""
    for depth in range(3):
        inner = zipped({f"{depth}-{rank}.zip": inner + bytes([rank]) for rank in range(30)}, zipfile.ZIP_DEFLATED)
    budget = BudgetLecture()
    open_enveloppe(examine(inner, budget=budget))
    assert budget.pieces >= -BudgetLecture.PIECES


def test_what_is_expanded_counts_for_the_whole_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BudgetLecture, "DEPLIE", 100_000)
    budget = BudgetLecture()
    data = repack(plain_workbook(), {}, {"gros.bin": b"x" * 40_000})
    one, two, three = (examine(data, budget=budget).opened() for _ in range(3))
    for opened in (one, two):
        for _ in range(3):  # a part that is read again has been paid for
            opened.read("gros.bin")
    with pytest.raises(package.Refus) as refus:
        three.read("gros.bin")
    assert refus.value.constat.code == "FIC18"


# --- children --------------------------------------------------------------------------------------------------------
def test_a_child_answers_within_the_limits_it_is_given() -> None:
    assert run_bounded("tests.outils.enfant_echo", b"abc") == b"ABC"
    with pytest.raises(EnfantPerdu, match="après 1 secondes"):
        run_bounded("tests.outils.enfant_lent", b"", seconds=1)
    with pytest.raises(EnfantPerdu):
        run_bounded("tests.outils.enfant_mort", b"")


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not bound the memory of a process")
def test_a_child_that_grows_fails_and_takes_nothing_with_it() -> None:
    with pytest.raises(EnfantPerdu):
        run_bounded("tests.outils.enfant_gourmand", b"", memory=200 * 2**20)


def test_a_spent_budget_starts_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("a child was started"))
    budget = BudgetLecture()
    budget.enfants = 0
    with pytest.raises(EnfantPerdu) as lost:
        run_bounded("tests.outils.enfant_echo", b"", budget=budget)
    assert lost.value.budget


class FakeKernel:
    """Windows as far as job objects go: it notes what it is asked, and may refuse."""

    def __init__(self, *, refuses: str = "") -> None:
        self.refuses, self.calls = refuses, list[str]()
        self.limits: ExtendedLimits | None = None
        self.size = 0

    def _call(self, name: str, result: int) -> int:
        self.calls.append(name)
        return 0 if name == self.refuses else result

    def CreateJobObjectW(self, _attributes: None, _name: None, /) -> int:  # the system's own names
        return self._call("create", 7)

    def SetInformationJobObject(self, job: int, kind: int, limits: ExtendedLimits, size: int, /) -> int:
        assert (job, kind) == (7, 9)
        self.limits, self.size = limits, size
        return self._call("limit", 1)

    def GetCurrentProcess(self) -> int:
        return -1

    def AssignProcessToJobObject(self, job: int, process: int, /) -> int:
        assert (job, process) == (7, -1)
        return self._call("enter", 1)


def test_on_windows_a_child_enters_a_job_of_bounded_memory() -> None:
    kernel = FakeKernel()
    assert bound_this_process(350 * 2**20, kernel)
    assert kernel.calls == ["create", "limit", "enter"]
    assert kernel.limits is not None
    assert kernel.limits.ProcessMemoryLimit == 350 * 2**20
    assert kernel.limits.BasicLimitInformation.LimitFlags == 0x100  # JOB_OBJECT_LIMIT_PROCESS_MEMORY
    if ctypes.sizeof(ctypes.c_void_p) == 8:
        assert kernel.size == 144  # sizeof(JOBOBJECT_EXTENDED_LIMIT_INFORMATION) on 64-bit Windows


@pytest.mark.parametrize("step", ["create", "limit", "enter"])
def test_where_windows_refuses_the_child_still_reads(step: str) -> None:
    kernel = FakeKernel(refuses=step)
    assert not bound_this_process(2**20, kernel)
    assert kernel.calls[-1] == step


def test_bounds_are_bounds() -> None:
    assert isinstance(CLASSEUR, Bornes)
    assert all(getattr(CLASSEUR, nom) <= getattr(DOCUMENT, nom) for nom in Bornes.__slots__)


def test_a_million_sheets_are_refused_before_they_are_held() -> None:
    sheets = b'<table:table table:name="%d"/>'
    content = (
        b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        b'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>'
        + b"".join(sheets % rank for rank in range(200_000))
        + b"</office:spreadsheet></office:body></office:document-content>"
    )
    with pytest.raises(package.Refus) as refus:
        open_classeur(examine(zipped({"content.xml": content}, zipfile.ZIP_DEFLATED)))
    assert (refus.value.constat.code, refus.value.trouve) == ("FIC06", "trop de feuilles")


@pytest.mark.parametrize("repeated", ["7²", "-1", "", "deux"])
def test_a_count_that_is_no_number_refuses_the_sheet(repeated: str) -> None:
    """Read as 1, it would move every cell that follows."""
    with zipfile.ZipFile(SAMPLES / "engis" / "retour.ods") as archive:
        content = archive.read("content.xml")
    cell = re.compile(rb'(<table:(?:covered-)?table-cell [^>]*number-columns-repeated=")[^"]*')
    spoiled, count = cell.subn(lambda found: found[1] + repeated.encode(), content, count=1)
    assert count
    data = repack((SAMPLES / "engis" / "retour.ods").read_bytes(), {"content.xml": lambda _: spoiled})
    with pytest.raises(package.Refus):
        open_classeur(examine(data))


# --- things that are no files of the folder --------------------------------------------------------------------------
def test_a_link_that_leads_out_of_the_returns_is_listed_not_followed(pst: Pst, tmp_path: Path) -> None:
    outside = tmp_path / "ailleurs.xlsx"
    outside.write_bytes(type_in(pst.fiche("A2BCD"), COMPLETE))
    inside = pst.fill_in("B3CDE", COMPLETE, name="dedans.xlsx")
    try:
        inside.with_name("dehors.xlsx").symlink_to(outside)
        inside.with_name("même dossier.xlsx").symlink_to(inside)
    except OSError:
        pytest.skip("no symbolic links here")
    result = pst.collect()
    (phrase,) = (x["phrase"] for x in result["anomalies"] if x["code"] == "FIC09")
    assert "dehors.xlsx : fichier ignoré : raccourci vers un fichier d'un autre dossier" in phrase
    assert (result["fichiers"]["trouves"], result["actions"]["recues"]) == (3, 1)


@pytest.mark.parametrize("service", ["~$verrou", ".cache", "._x", ".~lock.a#"])
def test_a_service_of_an_odd_name_gets_a_folder_that_is_seen_and_read(pst: Pst, service: str) -> None:
    from fiche_tool.dossier.dossier import safe_name
    from fiche_tool.dossier.parcours import walk_files

    folder = pst.racine / "retours" / safe_name(service)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.xlsx").write_bytes(b"x")
    assert folder.name.startswith("_")
    assert [met.ignore for met in walk_files(pst.racine / "retours")] == [""]


@pytest.mark.parametrize("command", ["verifier", "generer", "collecter", "importer"])
def test_a_link_onto_itself_is_one_sentence(pst: Pst, tmp_path: Path, command: str) -> None:
    loop = tmp_path / "boucle"
    try:
        loop.symlink_to(loop)
    except OSError:
        pytest.skip("no symbolic links here")
    more = [str(tmp_path / "sortie.xlsx")] if command == "importer" else []
    result = pst.run(command, str(loop), *more)
    assert result.exit_code in (1, 3)
    assert "Traceback" not in result.stderr
    assert "boucle" in result.stderr + result.stdout


def test_a_programme_that_cannot_be_read_is_asked_of_nobody(pst: Pst) -> None:
    programme = pst.racine / "programme.xlsx"
    programme.write_bytes(programme.read_bytes()[:3000])
    result = pst.run("generer", str(pst.racine))
    assert result.exit_code == 1
    assert "programme.xlsx ne peut pas servir : ce fichier est abîmé" in one_line(result.stderr)
    assert "renvoyer" not in result.stderr


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (lambda good: good[:3000], "abîmé"),
        (lambda _: b"CPAS d'Essai", "du texte"),
        (lambda _: b"", "vide (0 octet)"),
        (lambda _: OLE, "mot de passe"),
        (lambda good: good[:100] + b"x" * 11 * 2**20, "anormalement gros"),
    ],
)
def test_verifying_a_programme_that_cannot_be_read_says_what_its_owner_does(
    pst: Pst, content: Callable[[bytes], bytes], why: str
) -> None:
    programme = pst.racine / "programme.xlsx"
    programme.write_bytes(content(programme.read_bytes()))
    for asked in (programme, pst.racine):
        (found,) = (one for one in pst.verify(asked) if one["fichier"].endswith("programme.xlsx"))
        (anomalie,) = found["anomalies"]
        assert (found["genre"], anomalie["code"]) == ("programme", "HIE23")
        assert why in anomalie["phrase"]
        assert "demandez à la personne" not in anomalie["phrase"].lower()
        assert "enregistrez-le à nouveau" in anomalie["phrase"]
    kept = pst.racine / "sauvegardes" / "programme avant la fusion.xlsx"
    kept.parent.mkdir()
    kept.write_bytes(b"")
    (found,) = pst.verify(programme)
    assert "« sauvegardes/programme avant la fusion.xlsx »" in found["anomalies"][0]["phrase"]
    stopped = pst.run("collecter", str(pst.racine))
    assert "« sauvegardes/programme avant la fusion.xlsx »" in one_line(stopped.stderr)


def test_a_fiche_saved_over_the_programme_is_a_programme_without_its_sheets(pst: Pst) -> None:
    fiche = pst.fill_in("A2BCD", COMPLETE)
    (pst.racine / "programme.xlsx").write_bytes(fiche.read_bytes())
    (found,) = pst.verify(pst.racine / "programme.xlsx")
    assert (found["genre"], {x["code"] for x in found["anomalies"]}) == ("programme", {"HIE13"})


def test_the_model_of_the_centre_that_cannot_be_read_is_never_passed_over(pst: Pst) -> None:
    modele = pst.racine / "modele" / "fiche_action.xlsx"
    modele.parent.mkdir(exist_ok=True)
    good = FICHIER_MODELE.read_bytes()
    modele.write_bytes(repack(good, {META: lambda part: part[: len(part) // 2]}))
    result = pst.run("generer", str(pst.racine))
    assert result.exit_code == 1
    assert "ne peut pas servir" in result.stderr
    assert "renvoyer" not in result.stderr
    (found,) = pst.verify(modele)
    assert (found["genre"], [x["code"] for x in found["anomalies"]]) == ("modèle", ["FIC22"])
    modele.write_bytes(b"")
    (found,) = pst.verify(modele)
    assert (found["genre"], [x["code"] for x in found["anomalies"]]) == ("modèle", ["FIC22"])
    modele.write_bytes((pst.racine / "programme.xlsx").read_bytes())
    (found,) = pst.verify(modele)
    assert (found["genre"], {x["code"] for x in found["anomalies"]}) == ("modèle", {"FIC11"})


def test_an_empty_file_is_told_where_no_programme_is_near(pst: Pst, tmp_path: Path) -> None:
    empty = tmp_path / "fiche.xlsx"
    empty.write_bytes(b"")
    (found,) = pst.verify(empty)
    assert [x["code"] for x in found["anomalies"]] == ["FIC09"]


def test_libreoffice_is_never_taken_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = tmp_path / write_pdf._NAMES[0]
    trap.write_bytes(b"#!/bin/sh\n")
    trap.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(write_pdf, "_INSTALLED", (("PROGRAMMES", "LibreOffice/soffice"),))
    monkeypatch.setenv("PATH", os.pathsep.join(("", ".", str(tmp_path / "rien"))))
    assert find_soffice() is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_soffice() == str(trap)
    monkeypatch.setenv("PATH", "")
    installed = tmp_path / "LibreOffice" / "soffice"
    installed.parent.mkdir()
    installed.write_bytes(trap.read_bytes())
    installed.chmod(0o755)
    monkeypatch.setenv("PROGRAMMES", str(tmp_path))
    assert find_soffice() == str(installed)


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252:strict"])
def test_a_console_of_any_encoding_is_written_to(encoding: str) -> None:
    environment = dict(os.environ) | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "fiche_tool", "verifier", str(FICHIER_MODELE)]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert "modèle" in done.stdout.decode("utf-8")


# --- light paths -----------------------------------------------------------------------------------------------------
_HEAVY = (
    "openpyxl",
    "pandas",
    "numpy",
    "xlsxwriter",
    "xlrd",
    "docx",
    "odfdo",
    "pypdfium2",
    "lxml",
    "subprocess",
    "email",
)
_UNSEEN = ("fiche_tool.documents", "fiche_tool.domaine.synthese", "fiche_tool.domaine.importation")
_MAY_LOAD: dict[str, tuple[str, ...]] = {
    "--help": (),
    "verifier fiche": (),
    "verifier programme": (),
    "verifier modele": (),
    "generer": (),
    "generer remarques": (),
    "aide": (),
    "etat": ("fiche_tool.domaine.synthese",),
    "relancer": (),
    "collecter": ("xlsxwriter", "subprocess", "email", "fiche_tool.documents", "fiche_tool.domaine.synthese"),
    "publier": ("fiche_tool.domaine.synthese",),
    "rapport": ("docx", "lxml", "email", "fiche_tool.domaine.synthese"),
    "exporter": ("fiche_tool.domaine.synthese",),
    "nouveau": ("xlsxwriter",),
    "modele": ("xlsxwriter",),
}
"""Of the heavy libraries and of the wings that other commands live in, those that each command may load."""


@pytest.mark.slow
@pytest.mark.parametrize("case", _MAY_LOAD)
def test_each_command_loads_what_it_needs_and_no_more(pst: Pst, tmp_path: Path, case: str) -> None:
    fiche = pst.drop("a.xlsx", pst.fiche("A2BCD"))
    if case == "generer remarques":
        unused = Objectif(Niveau.OS, "Interne", "", "9", "Un objectif sans action", 0)
        programme = small_programme(objectifs=(*small_programme().objectifs, replace(unused, niveau=Niveau.OO)))
        (pst.racine / "programme.xlsx").write_bytes(write_programme(programme))
    if case not in ("verifier fiche", "collecter", "etat"):
        collect(pst.racine, SEANCE)  # what came back is in a register: nothing is to be collected on the way
    arguments = {
        "--help": ["--help"],
        "verifier fiche": ["verifier", str(fiche)],
        "verifier programme": ["verifier", str(pst.racine / "programme.xlsx")],
        "verifier modele": ["verifier", str(FICHIER_MODELE)],
        "generer": ["generer", str(pst.racine)],
        "generer remarques": ["generer", str(pst.racine)],
        "aide": ["aide"],
        "etat": ["etat", str(pst.racine)],
        "relancer": ["relancer", str(pst.racine)],
        "collecter": ["collecter", str(pst.racine), "--sans-pdf"],
        "publier": ["publier", str(pst.racine)],
        "rapport": ["rapport", str(pst.racine)],
        "exporter": ["exporter", str(pst.racine), "--vers", "csv"],
        "nouveau": ["nouveau", str(tmp_path / "neuf"), "--exemple", "engis"],
        "modele": ["modele", str(tmp_path / "modele.xlsx")],
    }[case]
    script = (
        "import json, sys; from fiche_tool.cli import cli\n"
        "try: cli(sys.argv[1:], prog_name='fiche-tool')\n"
        "except SystemExit as end: code = end.code\n"
        "print(json.dumps([code, sorted(sys.modules)]))"
    )
    command = [sys.executable, "-X", "utf8", "-c", script, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    code, loaded = json.loads(done.stdout.splitlines()[-1])
    assert code == (3 if case in ("generer remarques", "verifier fiche", "collecter") else 0), done.stderr
    watched = [*_HEAVY, *_UNSEEN]
    found = {name for name in watched if any(f"{module}.".startswith(f"{name}.") for module in loaded)}
    assert found - set(_MAY_LOAD[case]) == set()
