"""Every anomaly has a specimen; « verifier » and « collecter » say the same of it; the other files are still merged."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from fiche_tool.domaine.fusion.registre import Registre, build_registre
from fiche_tool.domaine.regles.catalogue import CATALOGUE
from fiche_tool.dossier.copies import write_copies
from fiche_tool.dossier.dossier import open_dossier
from fiche_tool.dossier.lectures import load_lectures
from fiche_tool.dossier.load import load_programme
from fiche_tool.dossier.noms import PREFIXE_COPIE
from fiche_tool.excel.programme.write_programme import write_programme
from tests.conftest import COMPLETE, SEANCE, Pst
from tests.outils.specimens import LATER, PROGRAMMES, repack, replace
from tests.outils.specimens import RETOURS as PREMIERS
from tests.outils.specimens_boucle import BOUCLE, SEULS
from tests.outils.specimens_formes import FORMES
from tests.outils.specimens_lecture import LECTURE
from tests.outils.specimens_registres import LATER_ONES, REGISTRES

pytestmark = pytest.mark.undrawn

FAMILIES = (PREMIERS, FORMES, LECTURE, BOUCLE, REGISTRES)
RETOURS = {
    code: {fault: drop for family in FAMILIES for fault, drop in family.get(code, {}).items()}
    for code in (code for family in FAMILIES for code in family)
}
ALONE = SEULS | LATER_ONES
CASES = [pytest.param(code, fault, id=f"{code} {fault}") for code, faults in RETOURS.items() for fault in faults]
MERGING = {
    "FIC23",
    "FUS01",
    "FUS02",
    "FUS03",
    "FUS04",
    "FUS06",
    "BUD14",
    "IDE10",
    *BOUCLE,
    *REGISTRES,
}  # what one file alone cannot show


def test_every_code_of_the_catalogue_has_a_specimen() -> None:
    elsewhere = {
        "FIC11",
        "FIC13",
        "FIC16",
        "FIC22",
        "HIE13",
        "HIE14",
        "HIE15",
        "FUS13",
        "FUS14",
        *(f"REG0{rank}" for rank in range(1, 6)),
        "HIE17",
        "HIE21",
        "HIE22",
        "HIE23",
    }  # models, letters, closed folders, programmes without sheets, imported or cut, decisions, registers: own tests
    shown = RETOURS.keys() | PROGRAMMES.keys() | elsewhere
    assert sorted(CATALOGUE.keys() - shown) == [], "sans spécimen dans tests/outils/specimens*.py"
    assert sorted(shown - CATALOGUE.keys()) == [], "un spécimen d'un code qui n'existe pas"


def codes(anomalies: list[dict[str, str]]) -> list[tuple[str, str]]:
    """A list, and not a set, so that a failure shows which code is missing or new."""
    return sorted({(anomalie["code"], anomalie["cellule"]) for anomalie in anomalies})


@pytest.mark.slow
@pytest.mark.parametrize(("code", "fault"), CASES)
def test_a_specimen_gets_its_code_the_good_file_is_merged_and_verifying_agrees(pst: Pst, code: str, fault: str) -> None:
    pst.fill_in("E6FGH", COMPLETE, name="bonne.xlsx")
    RETOURS[code][fault](pst)
    seance = LATER if code == "FUS04" else ALONE.get(code, SEANCE)
    result = pst.collect(seance)
    anomalies = result["anomalies"]
    told = sorted((x["code"], x["gravite"], x["fichier"], x["cellule"]) for x in anomalies)
    wanted = (code, CATALOGUE[code].gravite.value)
    assert wanted in [one[:2] for one in told], told
    assert [one for one in told if one[0] == code and one[1] != wanted[1]] == []
    assert [x["phrase"] for x in anomalies if "{" in x["phrase"] or x["fichier"] not in x["phrase"]] == []
    assert [one for one in told if "bonne.xlsx" in one[2] and code != "FUS04"] == []
    counts = result["fichiers"]
    assert counts["trouves"] == sum(counts[key] for key in ("repris", "repris_en_partie", "ecartes", "ignores"))
    assert result["actions"]["recues"] + result["actions"]["sans_reponse"] == result["actions"]["total"]
    if code not in MERGING:
        verified = [x for one in pst.verify(pst.racine / "retours") for x in one["anomalies"] if _is_of(x, seance)]
        collected = [x for x in anomalies if x["fichier"].startswith("retours/") and x["code"] != "FUS10"]
        assert codes(verified) == codes(collected)


def _is_of(anomalie: Mapping[str, str], seance: date) -> bool:
    """True for an anomaly of a file that lies in the folder of the séance, or in no dated one."""
    folder = anomalie["fichier"].partition("retours/")[2].partition("/")[0]
    return not folder[:4].isdecimal() or folder == seance.isoformat()


@pytest.mark.slow
@pytest.mark.parametrize(("code", "fault"), [(code, fault) for code, faults in PROGRAMMES.items() for fault in faults])
def test_a_fault_of_the_programme_is_reported_with_its_cell(pst: Pst, code: str, fault: str) -> None:
    programme, place = PROGRAMMES[code][fault]
    path = pst.racine / "programme.xlsx"
    path.write_bytes(write_programme(programme))
    (found,) = pst.verify(path)
    assert found["genre"] == "programme"
    places = [f"{x['feuille']}!{x['cellule']}" for x in found["anomalies"] if x["code"] == code]
    assert place in places, found["anomalies"]


def test_a_programme_without_a_sheet_or_a_heading_says_which(pst: Pst) -> None:
    path = pst.racine / "programme.xlsx"
    good = path.read_bytes()
    path.write_bytes(repack(good, {"xl/workbook.xml": replace('name="Objectifs"', 'name="Buts"')}))
    (found,) = pst.verify(path)
    assert [x["code"] for x in found["anomalies"]] == ["HIE13"]
    path.write_bytes(repack(good, {"xl/sharedStrings.xml": replace("<t>Intitulé</t>", "<t>Texte</t>")}))
    (found,) = pst.verify(path)
    assert [x["code"] for x in found["anomalies"]] == ["HIE14"]
    result = pst.run("collecter", str(pst.racine))
    assert result.exit_code == 1
    assert "Intitulé" in result.stderr


@pytest.mark.slow
@pytest.mark.parametrize("saved", [6_000, 30_001])
def test_a_long_programme_is_read_whole_or_not_at_all(pst: Pst, saved: int) -> None:
    """One action, and a line of text far below it."""
    path = pst.racine / "programme.xlsx"
    far = f'<row r="{saved}"><c r="F{saved}" t="inlineStr"><is><t>Une action tout en bas</t></is></c></row></sheetData>'
    path.write_bytes(repack(path.read_bytes(), {"xl/worksheets/sheet4.xml": replace("</sheetData>", far)}))
    (found,) = pst.verify(path)
    codes = {(x["code"], x["cellule"]) for x in found["anomalies"]}
    if saved == 6_000:
        assert ("HIE08", "A6000") in codes
    else:
        assert ("HIE15", "") in codes
        result = pst.run("collecter", str(pst.racine))
        assert result.exit_code == 1
        assert "30000 lignes" in result.stderr


def test_two_actions_with_one_identifiant_stop_everything_with_the_cell(pst: Pst) -> None:
    programme, _ = PROGRAMMES["HIE07"]["identifiant en double"]
    (pst.racine / "programme.xlsx").write_bytes(write_programme(programme))
    for command in ("generer", "collecter"):
        result = pst.run(command, str(pst.racine), "--seance", "2021-11-24")
        assert result.exit_code == 1
        assert "Actions!A3" in result.stderr
    assert not (pst.racine / "syntheses").exists()


def test_an_error_holds_back_its_field_only(pst: Pst) -> None:
    path = pst.answer("A2BCD", taux=150, statut="En cours", commentaire="Bien avancé")
    (found,) = pst.verify(path)
    assert found["champs"]["commentaire"] == "Bien avancé"
    result = pst.collect()
    assert result["fichiers"]["repris_en_partie"] == 1
    from fiche_tool.verbes.collect import collect
    from tests.conftest import SEANCE

    values = collect(pst.racine, SEANCE).synthese.registre.etats["A2BCD"].fiche()
    assert "taux" not in values
    assert (values["statut"], values["commentaire"]) == ("En cours", "Bien avancé")


@pytest.mark.slow
@pytest.mark.drawn
def test_nothing_is_left_where_the_specimens_were(pst: Pst) -> None:
    for code, faults in RETOURS.items():
        for fault, drop in faults.items():
            if fault not in ("action retirée",) and code not in {*BOUCLE, *REGISTRES}:  # these collect on their way
                drop(pst)
    before = {path: path.read_bytes() for path in _files(pst.racine / "retours")}
    pst.collect(LATER)
    assert {path: path.read_bytes() for path in _files(pst.racine / "retours")} == before


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


COPIED = [
    case for case in CASES if case.values[0] not in {"FUS01", "FUS04", "IDE10", "SAI22", *BOUCLE, *REGISTRES}
]  # several files, or séances; of a struck cell, sending the copy back is the answer


@pytest.mark.slow
@pytest.mark.parametrize(("code", "fault"), COPIED)
def test_a_marked_copy_collected_as_is_says_what_the_original_said(pst: Pst, code: str, fault: str) -> None:
    """Where a specimen gets a copy to correct: the same values, and the same faults of what was typed."""
    RETOURS[code][fault](pst)
    before, copies = settle(pst)
    marked = [path for path in copies if path.name.startswith(PREFIXE_COPIE)]
    for copie in marked:
        stem = copie.stem.removeprefix(PREFIXE_COPIE)
        (original,) = (r.lecture.fichier.chemin for r in before.retours if stem in r.lecture.fichier.chemin)
        content = copie.read_bytes()
        (pst.racine / original).unlink()
        pst.drop("copie.xlsx", content)
    after = settle(pst)[0] if marked else before
    assert {key: etat.valeurs for key, etat in after.etats.items()} == {
        key: etat.valeurs for key, etat in before.etats.items()
    }
    typed = ("SAI0", "SAI12", "SAI14", "AVA", "DAT", "BUD")
    told = [{x.code for x in c.anomalies if x.bloquante and x.code.startswith(typed)} for c in (before, after)]
    assert sorted(told[0] - told[1] - {"SAI05", "SAI07"}) == []


def settle(pst: Pst) -> tuple[Registre, tuple[Path, ...]]:
    """What collecting settles and the copies it draws, without its workbooks."""
    dossier = open_dossier(pst.racine)
    programme = load_programme(dossier).programme
    registre = build_registre(programme, load_lectures(dossier, programme), SEANCE)
    return registre, write_copies(dossier, programme, registre)
