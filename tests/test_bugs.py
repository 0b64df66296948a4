"""Bugs met once, each kept as the case that showed it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from fiche_tool.domaine.fiche.kinds import DATE, MONTANT, TAUX, Kind, Scalaire, Vocabulaire, read_cell
from fiche_tool.domaine.fiche.lecture import Fichier, Lecture
from fiche_tool.domaine.fusion.registre import build_registre
from fiche_tool.domaine.mots.dates import Periode, parse_periode
from fiche_tool.domaine.mots.identifiants import Reference, parse_reference
from fiche_tool.domaine.mots.saisie import Brut, Contenu, Saisie
from fiche_tool.domaine.mots.statuts import parse_statut
from fiche_tool.domaine.mots.textes import clean, fold, natural_key
from fiche_tool.excel.fiche.read_fiche import read_fiche
from fiche_tool.excel.fiche.reperage import AUCUN_MODELE
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.fichiers.piece import examine
from fiche_tool.verbes.collect import collect
from tests.conftest import COMPLETE, Pst
from tests.outils.builders import ACTION, MARS, PROGRAMME, SEANCE, lines, returned
from tests.outils.specimens import LINE

pytestmark = pytest.mark.undrawn


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("fin décembre 2021", "2021-12-21/2021-12-31"),
        ("début décembre 2021", "2021-12-01/2021-12-10"),
        ("courant décembre 2021", "2021-12"),
        ("le 24/11/2021", "2021-11-24"),
        ("2021/11/24", "2021-11-24"),
        ("second semestre 2022", "2022-07-01/2022-12-31"),
        ("premier trimestre 2022", "2022-01-01/2022-03-31"),
        ("fin d'année 2021", "2021-10-01/2021-12-31"),
    ],
)
def test_dates_that_were_not_understood(typed: str, iso: str) -> None:
    periode = parse_periode(typed)
    assert periode is not None
    assert periode.iso == iso
    assert parse_periode(periode.texte) == periode


def test_two_ways_of_writing_one_period_are_one_value() -> None:
    assert parse_periode("T1 2021") == parse_periode("début 2021")


def codes(kind: Kind[Scalaire], brut: Brut, pourcent: bool = False) -> list[str]:
    return [fait.constat.code for fait in read_cell(kind, Saisie(brut, pourcent=pourcent), Vocabulaire()).faits]


@pytest.mark.parametrize(
    ("kind", "brut", "code"),
    [
        (MONTANT, "12,500", "SAI02"),  # was read as 12,50 without a question
        (MONTANT, "012.500", "SAI02"),
        (MONTANT, "-+5", "SAI01"),
        (MONTANT, "1" * 27, "SAI01"),  # InvalidOperation
        (MONTANT, Decimal("1E+30"), "SAI01"),
        (DATE, datetime(9999, 12, 31, 13), "SAI03"),  # OverflowError
    ],
)
def test_cells_that_were_misread_or_crashed(kind: Kind[Scalaire], brut: Brut, code: str) -> None:
    assert codes(kind, brut) == [code]


def test_a_percentage_is_no_amount() -> None:
    assert codes(MONTANT, Decimal("0.45"), pourcent=True) == ["SAI01"]


def test_less_than_one_percent_comes_back_from_what_is_shown() -> None:
    parsed = read_cell(TAUX, Saisie("0,45 %"), Vocabulaire())
    assert parsed.valeur == Decimal("0.45")
    assert read_cell(TAUX, Saisie(TAUX.show(parsed.valeur)), Vocabulaire()).valeur == parsed.valeur


def test_a_date_with_a_time_zone_in_ods_is_read() -> None:
    from fiche_tool.excel.lecture.ods_values import _instant

    assert _instant("2021-11-24T00:00:00Z") == datetime(2021, 11, 24, tzinfo=UTC).replace(tzinfo=None)


def test_a_superscript_in_a_number_does_not_crash_the_sorting() -> None:
    assert natural_key("1²") > natural_key("1")


def test_texts_compare_the_same_whatever_their_marks() -> None:
    assert fold("Æ") == fold("æ")
    assert clean(clean("e\u200b\u0301")) == clean("e\u200b\u0301") == "é"


@pytest.mark.parametrize(
    ("typed", "statut"),
    [("Close", "Réalisé"), ("Remise", "Reporté"), ("Terminé(e)", "Réalisé"), ("Réalisé 50 %", None)],
)
def test_statuses_that_were_misread(typed: str, statut: str | None) -> None:
    assert parse_statut(typed, {}) == statut


def test_a_bad_reference_does_not_hide_a_good_one() -> None:
    good = Reference("essai-2019-2024", "A2BCD", SEANCE)
    assert parse_reference(f"essai-2019-2024/A2BCD/2021-11-24/ZZ {good.texte}") == good


def values(*lectures: Lecture) -> dict[str, object]:
    return dict(build_registre(PROGRAMME, lectures, SEANCE).etats[ACTION].fiche())


def test_an_unreadable_line_does_not_take_the_rank_of_its_twin() -> None:
    rows = ["2021;O;D;104/123-13;100;;;", "2021;O;D;104/123-13;200;;;"]
    first = returned("a.xlsx", budget=rows, made=MARS)
    sent = {"budget": lines(*rows)}
    second = returned("b.xlsx", sent=sent, budget=[rows[0].replace("100", "12.500"), rows[1]])
    budget = values(first, second)["budget"]
    assert isinstance(budget, tuple)
    assert [ligne.montant for ligne in budget] == [Decimal(100), Decimal(200)]


def test_the_last_update_is_the_latest_whatever_the_names_of_the_files() -> None:
    first = {"mise_a_jour": "05/11/2021"}
    second = {"mise_a_jour": "09/11/2021"}
    for one, other in ((first, second), (second, first)):
        registre = build_registre(PROGRAMME, [returned("a.xlsx", typed=one), returned("b.xlsx", typed=other)], SEANCE)
        update = registre.etats[ACTION].fiche()["mise_a_jour"]
        assert isinstance(update, Periode)
        assert update.debut == date(2021, 11, 9)
        assert "FUS01" not in {anomalie.code for anomalie in registre.anomalies}


def test_an_agreeing_twin_that_ticks_unchanged_is_told_so() -> None:
    one = returned("a.xlsx", typed={"taux": "10", "statut": "En cours"})
    other = returned("b.xlsx", typed={"taux": "10", "statut": "En cours", "inchange": "Oui"})
    registre = build_registre(PROGRAMME, [one, other], SEANCE)
    assert [x.fichier for x in registre.anomalies if x.code == "FUS03"] == ["b.xlsx"]


def test_an_unreadable_statut_is_not_also_called_missing() -> None:
    registre = build_registre(PROGRAMME, [returned(typed={"taux": "50", "statut": "Bien parti"})], SEANCE)
    assert {x.code for x in registre.anomalies if x.champ == "statut" or "« Statut »" in x.texte} == {"SAI04"}


@pytest.mark.slow
@pytest.mark.parametrize("written", ["-A1", "A-1", "A0", "", "1", "ZZZZ9", "a1", "A1:B2", "A99999999"])
def test_a_cell_with_an_impossible_address_neither_hangs_nor_crashes(written: str) -> None:
    from fiche_tool.excel.modele.write_modele import write_modele
    from tests.outils.specimens import FORM, repack

    data = repack(write_modele(), {FORM: lambda part: part.replace(b'<c r="A3"', f'<c r="{written}"'.encode())})
    (lecture,) = read_fiche(examine(data), Fichier("a.xlsx"), Vocabulaire(), lambda: AUCUN_MODELE)
    assert lecture.identite is None


@pytest.mark.slow
def test_a_marked_copy_with_less_room_does_not_take_budget_lines_away(
    pst: Pst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lines that the present model has no room for came back as removed when the copy was collected."""
    from fiche_tool.excel.modele.write_modele import formulaire, write_modele

    monkeypatch.setattr(formulaire, "LIGNES_BUDGET", formulaire.LIGNES_BUDGET + 3)
    modele = pst.racine / "modele" / "fiche_action.xlsx"
    modele.parent.mkdir()
    modele.write_bytes(write_modele())
    rows = [{**LINE, "exercice": 2019 + rank % 6, "article": f"{110 + rank}/123-13"} for rank in range(10)]
    pst.fill_in("A2BCD", COMPLETE, rows)
    later = date(2022, 3, 30)
    sent = pst.fiche("A2BCD", later)
    modele.unlink()
    pst.drop("a.xlsx", type_in(sent, {"taux": 150}), later)
    (path,) = pst.collect(later)["a_corriger"]
    (pst.racine / "retours" / later.isoformat() / "a.xlsx").unlink()
    corrected: dict[str, Contenu] = {"taux": 60, "complete_par": "J", "mise_a_jour": date(2022, 3, 20)}
    pst.drop("copie.xlsx", type_in(Path(path).read_bytes(), corrected), later)
    assert pst.collect(later)["anomalies"] == []
    after = collect(pst.racine, later).synthese.registre.etats["A2BCD"].fiche()["budget"]
    assert isinstance(after, tuple)
    assert len(after) == 10
