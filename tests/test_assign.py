"""Identifiants of new rows: given once by generer, written losslessly, never given again."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from fiche_tool.domaine.mots.identifiants import is_identifiant
from fiche_tool.domaine.programme.programme import (
    Action,
    Annonce,
    Listes,
    Niveau,
    Objectif,
    Parametres,
    Programme,
    Service,
    Volet,
)
from fiche_tool.excel.programme.read_programme import LectureProgramme, read_programme
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.fichiers.piece import examine, read_piece
from fiche_tool.verbes.create import create, samples
from tests.conftest import SEANCE, LibreOffice, Pst, small_programme
from tests.outils.lint import lint
from tests.outils.specimens import repack

pytestmark = pytest.mark.undrawn

NEW = Action("", "Interne", "", "1.2", "1.2.2", "Revoir les tarifs", "Finances")
LATER = date(2022, 5, 25)


def lecture(pst: Pst) -> LectureProgramme:
    path = pst.racine / "programme.xlsx"
    return read_programme(read_piece(path))


def programme(pst: Pst) -> Programme:
    found = lecture(pst).programme
    assert found is not None
    return found


def put(pst: Pst, *actions: Action) -> bytes:
    """A programme with more actions; its bytes."""
    base = small_programme()
    content = write_programme(replace(base, actions=(*base.actions, *actions)))
    (pst.racine / "programme.xlsx").write_bytes(content)
    return content


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_new_rows_get_an_identifiant_and_only_their_cells_change(pst: Pst) -> None:
    before = put(pst, NEW, replace(NEW, numero="1.2.3"))
    result = pst.run("generer", str(pst.racine), "--seance", SEANCE.isoformat())
    assert "identifiants inscrits" in result.output
    after = (pst.racine / "programme.xlsx").read_bytes()
    old, new = parts(before), parts(after)
    assert [name for name in new if new[name] != old[name]] == ["xl/worksheets/sheet4.xml"]
    given = [action.identifiant for action in programme(pst).actions[5:]]
    assert len(set(given)) == 2
    assert all(is_identifiant(code) for code in given)
    assert lint(after) == []
    (backup,) = (pst.racine / "sauvegardes").iterdir()
    assert backup.read_bytes() == before
    assert pst.run("generer", str(pst.racine), "--seance", SEANCE.isoformat()).exit_code == 3  # counts only
    assert (pst.racine / "programme.xlsx").read_bytes() == after


def test_an_identifiant_whose_row_was_deleted_never_serves_again(pst: Pst) -> None:
    put(pst, NEW)
    pst.run("generer", str(pst.racine), "--seance", SEANCE.isoformat())
    first = programme(pst).actions[-1].identifiant
    put(pst, NEW)  # the row was deleted, and the very same one typed again
    pst.run("generer", str(pst.racine), "--seance", LATER.isoformat())
    second = programme(pst).actions[-1]
    assert second.identifiant not in ("", first)
    assert second.depuis == LATER


def test_collecting_before_generating_shows_the_new_action_and_writes_nothing(pst: Pst) -> None:
    before = put(pst, NEW)
    (pst.racine / "retours" / SEANCE.isoformat()).mkdir(parents=True, exist_ok=True)
    result = pst.collect()
    assert result["actions"]["total"] == 6
    assert [x["cellule"] for x in result["anomalies"] if x["code"] == "HIE08"] == ["A7"]
    assert (pst.racine / "programme.xlsx").read_bytes() == before


def test_an_open_programme_is_one_sentence_and_nothing_changes(pst: Pst) -> None:
    before = put(pst, NEW)
    (pst.racine / "~$programme.xlsx").write_bytes(b"x")
    result = pst.run("generer", str(pst.racine), "--seance", SEANCE.isoformat())
    assert result.exit_code == 1
    assert "fermez le classeur" in result.stderr
    assert (pst.racine / "programme.xlsx").read_bytes() == before
    assert not (pst.racine / "fiches").exists()
    assert not (pst.racine / "sauvegardes").exists()


@pytest.mark.parametrize(
    ("options", "modele"),
    [
        (["--service", "Voirie"], b""),
        (["--reponse-avant", "2062-01-01"], b""),
        ([], b"pas un modele"),
    ],
)
def test_what_blocks_generating_leaves_the_programme_and_no_backup(pst: Pst, options: list[str], modele: bytes) -> None:
    before = put(pst, NEW)
    if modele:
        (pst.racine / "modele").mkdir()
        (pst.racine / "modele" / "fiche_action.xlsx").write_bytes(modele)
    result = pst.run("generer", str(pst.racine), "--seance", SEANCE.isoformat(), *options)
    assert result.exit_code == 1
    assert (pst.racine / "programme.xlsx").read_bytes() == before
    assert not (pst.racine / "sauvegardes").exists()


def test_a_programme_that_cannot_be_replaced_keeps_no_backup(pst: Pst, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Windows answers when it is open elsewhere and no lock file shows it."""
    before = put(pst, NEW)
    move = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if Path(target).name == "programme.xlsx":
            raise PermissionError(13, "Permission denied")
        return move(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    result = pst.run("generer", str(pst.racine), "--seance", SEANCE.isoformat())
    assert result.exit_code == 1
    assert (pst.racine / "programme.xlsx").read_bytes() == before
    assert not (pst.racine / "sauvegardes").exists()


def test_a_row_typed_far_below_in_a_plain_sheet_gets_its_identifiant(pst: Pst) -> None:
    """What Excel writes for a row typed by hand: only the cells that were typed."""
    texts = {"B": "Externe", "D": "1.1", "E": "1.1.3", "F": "Ouvrir un vestiaire", "G": "Social"}
    cells = "".join(f'<c r="{c}40" t="inlineStr"><is><t>{t}</t></is></c>' for c, t in texts.items())

    def add(part: bytes) -> bytes:
        return part.replace(b"</sheetData>", f'<row r="40">{cells}</row></sheetData>'.encode())

    path = pst.racine / "programme.xlsx"
    path.write_bytes(repack(path.read_bytes(), {"xl/worksheets/sheet4.xml": add}))
    pst.run("generer", str(pst.racine), "--seance", SEANCE.isoformat())
    action = programme(pst).actions[-1]
    assert (action.libelle, action.ligne, is_identifiant(action.identifiant)) == ("Ouvrir un vestiaire", 40, True)


# --- programmes edited by LibreOffice --------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_programme_saved_by_libreoffice_is_read_the_same_and_completed(pst: Pst, libreoffice: LibreOffice) -> None:
    put(pst, NEW)
    saved = libreoffice.convert(pst.racine / "programme.xlsx", "xlsx").read_bytes()
    wanted = programme(pst)
    (pst.racine / "programme.xlsx").write_bytes(saved)
    found = programme(pst)
    assert (found.parametres, found.volets, found.objectifs) == (wanted.parametres, wanted.volets, wanted.objectifs)
    assert (found.actions, found.listes) == (wanted.actions, wanted.listes)
    pst.run("generer", str(pst.racine), "--seance", SEANCE.isoformat())
    assert is_identifiant(programme(pst).actions[-1].identifiant)


@pytest.mark.slow
@pytest.mark.libreoffice
def test_an_ods_programme_says_what_to_type(pst: Pst, libreoffice: LibreOffice) -> None:
    put(pst, NEW)
    path = pst.racine / "programme.xlsx"
    saved = libreoffice.convert(path, "ods").read_bytes()
    found = read_programme(examine(saved, "programme.ods")).programme
    assert found is not None
    assert found.actions == programme(pst).actions
    path.unlink()
    (pst.racine / "programme.ods").write_bytes(saved)
    result = pst.run("generer", str(pst.racine), "--seance", SEANCE.isoformat())
    assert result.exit_code == 1
    assert "A7 : " in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert (pst.racine / "programme.ods").read_bytes() == saved


# --- any shape -------------------------------------------------------------------------------------------------------
RICH = Programme(
    Parametres(
        "riche-2025-2030",
        "CPAS de Riche",
        2025,
        2030,
        adoption=date(2025, 10, 14),
        annonce=Annonce(None, 3, 40, au_moins=True),
        mot_axe="Axe",
        mot_os="Objectif politique",
        mot_action="Fiche-projet",
    ),
    (Volet("Commun", "Mandataires", Annonce(1, None, None)), Volet("Commune"), Volet("CPAS")),
    (
        Objectif(Niveau.AXE, "Commun", "1", "1", "Gouverner"),
        Objectif(Niveau.OS, "Commun", "1", "1", "Être ouvert"),
        Objectif(Niveau.OO, "Commun", "1", "1.1", "Accueillir"),
        Objectif(Niveau.OO, "Commun", "1", "1.10", "Recueillir"),
        Objectif(Niveau.OS, "CPAS", "", "1", "Être utile"),
        Objectif(Niveau.OO, "CPAS", "", "1.1", "Servir"),
    ),
    (
        Action("A2BCD", "Commun", "1", "1.1", "1", "Rénover", autres_objectifs=(("CPAS", "", "1.1"),)),
        Action("B3CDE", "Commun", "1", "1.10", "2", "Écouter", autres_objectifs=(("Commun", "1", "1.1"),)),
        Action("C4DEF", "CPAS", "", "1.1", "3", "Aider", "Social", depuis=date(2026, 3, 1)),
    ),
    Listes((Service("Social", "Mme Un", "un@cpas.example"),), ("M. Deux",), ("PCS",), {"Lancé": "En cours"}),
)


def test_a_programme_of_any_shape_reads_as_it_was_written() -> None:
    found = read_programme(examine(write_programme(RICH), "programme.xlsx")).programme
    assert found is not None
    plain = replace(
        found,
        volets=tuple(replace(v, ligne=0) for v in found.volets),
        objectifs=tuple(replace(o, ligne=0) for o in found.objectifs),
        actions=tuple(replace(a, ligne=0) for a in found.actions),
        colonnes={},
    )
    assert plain == RICH


def test_fiches_show_the_axe_and_the_words_of_the_house(pst: Pst) -> None:
    (pst.racine / "programme.xlsx").write_bytes(write_programme(RICH))
    (found,) = pst.verify(pst.drop("a.xlsx", pst.fiche("B3CDE", date(2026, 11, 25))))
    champs = found["champs"]
    assert champs["axe"] == "Axe 1 – Gouverner"
    assert champs["objectif_strategique"] == "Objectif politique 1 – Être ouvert"
    assert champs["objectif_operationnel"] == "1.10 – Recueillir"
    assert champs["libelle"] == "Fiche-projet 2 – Écouter"
    assert [x for x in found["anomalies"] if x["code"].startswith("HIE")] == []


# --- samples ---------------------------------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.parametrize("nom", ["engis", "onhaye", "perwez", "remicourt", "sprimont"])
@pytest.mark.drawn
def test_every_sample_generates_collects_and_synthesises(tmp_path: Path, run: Callable[..., Result], nom: str) -> None:
    assert nom in samples()
    racine = tmp_path / nom
    create(racine, nom)
    generated = run("generer", str(racine), "--seance", "2019-11-20")
    if nom in ("engis", "onhaye"):
        assert f"{34 if nom == 'engis' else 41} fiches générées" in generated.output
    else:
        assert generated.exit_code == 1
        assert "aucune action en vigueur" in generated.stderr
    (racine / "retours" / "2019-11-20").mkdir(parents=True, exist_ok=True)
    assert run("collecter", str(racine), "--seance", "2019-11-20").exit_code in (0, 3)
    written = sorted((racine / "syntheses").glob("*.xlsx"))
    assert written
    assert [lint(path.read_bytes()) for path in written] == [[]] * len(written)
    found = read_programme(read_piece(racine / "programme.xlsx"))
    assert [x.phrase for x in found.anomalies if x.bloquante] == []
