"""What a file is, asked once; what it may cost, whatever it holds; and one list of the formats."""

import ctypes
import re
import subprocess
import sys
import zipfile
from importlib import import_module
from pathlib import Path

import pytest

from fiche_tool.cli import cli
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.fichiers import package, piece, signatures
from fiche_tool.fichiers.bornes import CLASSEUR, DOCUMENT, Bornes, Budget
from fiche_tool.fichiers.enfant import EnfantPerdu, run_bounded
from fiche_tool.fichiers.enveloppes import open_enveloppe
from fiche_tool.fichiers.piece import examine
from fiche_tool.fichiers.signatures import Format, Usage, list_endings
from fiche_tool.fichiers.travail_windows import ExtendedLimits, bound_this_process
from tests.conftest import COMPLETE, Pst
from tests.outils.ecrits import mailed, to_xls, zipped
from tests.outils.specimens import plain_workbook, repack

ROOT = Path(__file__).parent.parent


# --- the list of formats ---------------------------------------------------------------------------------------------
def test_every_workbook_format_has_the_reader_that_bears_its_name() -> None:
    for format_ in Format:
        if format_.usage is Usage.CLASSEUR:
            assert callable(import_module(f"fiche_tool.excel.lecture.{format_.extension}").open_classeur)


def test_what_people_are_told_of_the_formats_is_the_list() -> None:
    """Adding a format is a line of `Format` and a reader; this test then says which sentences still lack it."""
    pages = {
        path.name: path.read_text(encoding="utf-8") for path in (ROOT / "README.md", ROOT / "docs" / "importer.md")
    }
    helps = {name: command.help or "" for name, command in cli.commands.items()}
    known = {
        frozenset(re.findall(r"\.\w+", list_endings(*usages))) for usages in ((Usage.CLASSEUR,), (Usage.DOCUMENT,))
    }
    listed = re.compile(r"\.[a-z]{3,4}(?:(?:, | ou | et )\.[a-z]{3,4}){2,}")
    wrong = {
        (where, found[0])
        for where, texte in {**pages, **helps}.items()
        for found in listed.finditer(texte)
        if frozenset(re.findall(r"\.\w+", found[0])) not in known | {frozenset({".docx", ".odt", ".pdf"})}
    }  # the three that ask for the extra « documents »
    assert wrong == set()
    assert list_endings(Usage.CLASSEUR) in pages["README.md"]
    assert list_endings(Usage.DOCUMENT) in helps["importer"]
    assert all(f".{f.extension}" in pages["README.md"] for f in Format if f.usage is Usage.ENVELOPPE)


def test_a_file_is_what_it_holds_whatever_its_name(pst: Pst) -> None:
    fiche = pst.fiche("A2BCD")
    ods = zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})
    odt = zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"})
    contents = {
        Format.XLSX: fiche,
        Format.ODS: ods,
        Format.ODT: odt,
        Format.DOCX: zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}),
        Format.ZIP: zipped({"Fiche.xlsx": fiche}),
        Format.COURRIEL: mailed({"Fiche.xlsx": fiche}),
        Format.XLS: to_xls(fiche),
        Format.PDF: b"%PDF-1.7",
        Format.TXT: b"Volet interne\n",
        Format.CSV: b"a;b\n",
        Format.AUTRE: b"\x89PNG\r\n",
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
def test_a_thousand_mails_cost_no_more_than_the_budget_of_one_file(pst: Pst, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Budget, "ENFANTS", 3)
    mails = {f"{rank}.eml": b"From: a@b.be\nTo: c@d.be\n\n%d" % rank for rank in range(499)}
    pst.drop("tout.zip", zipped({"Fiche.xlsx": type_in(pst.fiche("A2BCD"), COMPLETE), **mails}))
    result = pst.collect()
    assert result["actions"]["recues"] == 1
    assert result["fichiers"]["trouves"] == 2
    (phrase,) = (x["phrase"] for x in result["anomalies"] if x["code"] == "FIC18")
    assert "496 fichiers n'ont pas été ouverts (3.eml, 4.eml," in phrase


def test_the_same_piece_is_opened_once(pst: Pst) -> None:
    budget = Budget()
    mail = mailed({"Fiche.xlsx": type_in(pst.fiche("A2BCD"), COMPLETE)})
    found = open_enveloppe(examine(zipped({f"{rank}.eml": mail for rank in range(100)}), budget=budget))
    assert budget.enfants == Budget.ENFANTS - 1
    assert found is not None
    assert ([one.nom for one in found.fiches], len(found.identiques), found.refuses) == (["Fiche.xlsx"], 99, ())


def test_archives_of_archives_end(pst: Pst) -> None:
    inner = b""
    for depth in range(3):
        inner = zipped({f"{depth}-{rank}.zip": inner + bytes([rank]) for rank in range(30)}, zipfile.ZIP_DEFLATED)
    budget = Budget()
    open_enveloppe(examine(inner, budget=budget))
    assert budget.pieces >= -Budget.PIECES


def test_what_is_expanded_counts_for_the_whole_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Budget, "DEPLIE", 100_000)
    budget = Budget()
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
    budget = Budget()
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
