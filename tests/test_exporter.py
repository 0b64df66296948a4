"""Files for other programs: eComptes against its schema, CSV that computes nothing, JSON as it is described."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import formats_echanges
import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import fiche_tool
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.dossier.load import load_programme
from fiche_tool.echanges.csv import dump_csv
from fiche_tool.echanges.rapprochement import Verdict, reconcile_budget
from fiche_tool.echanges.read_ecomptes import ArticleECompte, read_ecomptes
from fiche_tool.echanges.statuts import TRADUCTIONS, StatutEComptes, sum_statuts
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.fichiers.piece import read_piece
from fiche_tool.registres.livre import Livre
from tests.conftest import Pst
from tests.outils.bizarre import HOSTILES, answer_oddly, make_pst, odd_programme, shown
from tests.outils.lint import lint
from tests.test_publier import hostile
from tests.test_rapport import collect_only

SCHEMAS = Path(__file__).parents[2] / "shared" / "reference" / "ecomptes"
VERS, RETOUR = "schema_import_ecomptes_201805V1.xsd", "PST_eComptes_Export_201805V1.xsd"


def check_schema(nom: str, path: Path) -> list[str]:
    """What is wrong with a file against a schema of eComptes, which is not ours to commit."""
    if not SCHEMAS.is_dir():
        pytest.skip("les schémas d'eComptes ne sont pas à côté du dépôt (../shared/reference/ecomptes)")
    schema = etree.XMLSchema(etree.parse(str(SCHEMAS / nom)))
    schema.validate(etree.parse(str(path)))
    return [error.message for error in schema.error_log]


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The odd PST, collected once; read only but for its folder of exchanges."""
    folder = tmp_path_factory.mktemp("exporter")
    return answer_oddly(make_pst(folder / "bizarre", odd_programme(), Pst(folder, collect_only))).racine


# --- to eComptes -----------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_the_export_is_valid_against_the_schema(odd: Path) -> None:
    export = fiche_tool.export(odd, "ecomptes")
    assert check_schema(VERS, export.fichiers[0]) == []


@pytest.mark.slow
def test_a_hostile_label_is_only_text_in_every_export(tmp_path: Path, pst: Pst) -> None:
    folder = hostile(tmp_path, pst).racine
    xml = fiche_tool.export(folder, "ecomptes").fichiers[0]
    assert check_schema(VERS, xml) == []
    words = " ".join("".join(ET.parse(xml).getroot().itertext()).split())
    assert [nom for nom in HOSTILES if shown(nom) not in words] == []
    rows = rows_of(next(p for p in fiche_tool.export(folder, "csv").fichiers if p.stem.endswith(" Actions")))
    assert [c for row in rows for c in row.values() if c.startswith(("=", "+", "-", "@", "\t"))] == []
    assert sorted(row["Libellé"].removeprefix("'") for row in rows) == sorted(map(shown, HOSTILES))
    actions = json.loads(fiche_tool.export(folder, "json").fichiers[0].read_text(encoding="utf-8"))["actions"]
    assert sorted(action["libelle"] for action in actions) == sorted(map(shown, HOSTILES))


@pytest.mark.slow
def test_every_action_stands_once_and_what_is_lost_is_told(odd: Path, run: Callable[..., Result]) -> None:
    xml = fiche_tool.export(odd, "ecomptes").fichiers[0]
    tree = ET.parse(xml)
    actions = [action.get("ElementId") for action in tree.iter("Action")]
    assert sorted(filter(None, actions)) == ["A2BCD", "B3CDE", "C4DEF", "D5EFG", "E6FGH", "F7GHJ", "G8HJK"]
    statuts = {action.get("ElementId"): action.findtext("Statut") for action in tree.iter("Action")}
    assert statuts["B3CDE"] == "ANNULE_ABANDONNE"
    assert statuts["A2BCD"] == "PROBLEME"
    remarks = {action.get("ElementId"): action.findtext("RemarqueStatut/Valeur") for action in tree.iter("Action")}
    assert (remarks["E6FGH"] or "").startswith("Récurrent : eComptes n'a pas d'action récurrente.")
    told = run("exporter", str(odd), "--vers", "ecomptes").stdout
    for words in ("« Récurrent »", "« Sans statut »", "« Jamais répondu »", "2 actions sorties du programme", "1 axe"):
        assert words in told.replace("\u00a0", " "), words


def test_every_state_has_a_translation_that_says_what_it_loses() -> None:
    whole = {traduction.statut for traduction in TRADUCTIONS.values()}
    assert whole == set(StatutEComptes)
    alone = [etat for etat, one in TRADUCTIONS.items() if not one.perte]
    assert len({TRADUCTIONS[etat].statut for etat in alone}) == len(alone), "two states would become one, unsaid"


def test_the_table_of_the_documentation_is_the_one_of_the_code() -> None:
    page = (Path(__file__).parent.parent / "docs" / "formats.md").read_text(encoding="utf-8")
    for etat, one in TRADUCTIONS.items():
        assert re.search(rf"^\| {etat} \| `{one.statut.value}` \|", page, re.MULTILINE), etat


@pytest.mark.parametrize(
    ("etats", "expected"),
    [
        ({}, "NON_COMMENCE"),
        ({"Réalisé": 2, "Abandonné": 1}, "TERMINE"),
        ({"Abandonné": 1}, "ANNULE_ABANDONNE"),
        ({"À démarrer": 1, "Jamais répondu": 4}, "NON_COMMENCE"),
        ({"Réalisé": 1, "À démarrer": 1}, "EN_COURS"),
        ({"Suspendu": 1, "Reporté": 1}, "PROBLEME"),
        ({"Reporté": 2}, "EN_ATTENTE"),
    ],
)
def test_an_objective_has_the_state_of_its_actions(etats: dict[str, int], expected: str) -> None:
    assert sum_statuts(etats) == expected


@pytest.mark.slow
def test_without_the_code_of_the_commune_ecomptes_is_refused(odd: Path, tmp_path: Path) -> None:
    charge = load_programme(Dossier(odd))
    (tmp_path / "programme.xlsx").write_bytes(
        write_programme(replace(charge.lu, diffusion=replace(charge.lu.diffusion, ins="")))
    )
    with pytest.raises(fiche_tool.FicheToolError, match="Code INS"):
        fiche_tool.export(tmp_path, "ecomptes")
    with pytest.raises(fiche_tool.FicheToolError, match="ecomptes, csv, json"):
        fiche_tool.export(tmp_path, "pdf")


# --- CSV -------------------------------------------------------------------------------------------------------------
def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), delimiter=";"))


@given(st.text(max_size=40))
def test_no_text_of_a_csv_is_computed_and_none_is_lost(texte: str) -> None:
    data = dump_csv(["Un", "Deux"], [[texte, Decimal("1.50")]])
    assert data.startswith(b"\xef\xbb\xbf")
    read = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    (row,) = list(read)
    assert row["Deux"] == "1,5"
    assert not row["Un"].lstrip(" \u00a0\u202f").startswith(("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"))
    kept = re.sub(r"[^\w<>&]", "", texte)
    assert [c for c in kept if c not in row["Un"]] == []


# --- what eComptes gives back ----------------------------------------------------------------------------------------
ARTICLE = (
    "<Article><Exercice>{}</Exercice><Service>{}</Service><Type>{}</Type><CodeArticle>{}</CodeArticle>"
    "<Libelle>Fournitures &amp; co</Libelle><Montant>{}</Montant></Article>"
)


def given_back(xml: Path, articles: dict[str, list[tuple[object, ...]]]) -> Path:
    """The export as eComptes gives it back, with its articles."""
    texte = xml.read_text(encoding="utf-8")
    ends = ("Volet", "ObjectifStrategique", "ObjectifOperationnel", "Action")

    def add(found: re.Match[str]) -> str:
        own = "".join(ARTICLE.format(*article) for article in articles.get(found[1], ()))
        return f"{found[0]}<Articles>{own}</Articles><Projections/>"

    pattern = rf'<(?:{"|".join(ends)}) ElementId="([^"]*)" .*?(?:<Partenaires />|</Partenaires>)'
    target = xml.with_name("retour.xml")
    target.write_text(re.sub(pattern, add, texte, flags=re.DOTALL), encoding="utf-8")
    return target


@pytest.mark.slow
def test_the_articles_given_back_are_compared_with_the_fiches(odd: Path, run: Callable[..., Result]) -> None:
    returned = given_back(
        fiche_tool.export(odd, "ecomptes").fichiers[0],
        {
            "A2BCD": [(2021, "O", "D", "104/12313.2021", "1000.10")],
            "B3CDE": [(2021, "O", "D", "104/12313.2021", "80.00")],
            "D5EFG": [(2022, "E", "D", "104/72460:20220001.2022", "5.00")],
            "Interne OS 1": [(2021, "O", "D", "104/12313.2021", "1")],
        },
    )
    assert check_schema(RETOUR, returned) == []
    result = fiche_tool.reconcile(odd, returned)
    found = {(x.action, x.verdict, x.fiche, x.ecomptes) for x in result.lignes}
    assert {
        ("A2BCD", Verdict.EGAL, Decimal("1000.10"), Decimal("1000.10")),
        ("B3CDE", Verdict.DIFFERENT, Decimal("77.77"), Decimal("80.00")),
        ("C4DEF", Verdict.FICHE, Decimal("250.05"), None),
        ("D5EFG", Verdict.ECOMPTES, None, Decimal("5.00")),
        ("Interne OS 1", Verdict.INCONNUE, None, Decimal(1)),
    } <= found
    assert [x.ecart for x in result.lignes if x.verdict is Verdict.DIFFERENT] == [Decimal("2.23")]
    grille = open_classeur(read_piece(result.fichier)).ouvrir("Rapprochement")
    assert "Montants différents" in {saisie.texte for saisie in grille.cellules.values()}
    assert lint(result.fichier.read_bytes()) == []
    shown_lines = run("rapprocher", str(odd), str(returned))
    assert shown_lines.exit_code == 3
    assert "1 : montants différents." in shown_lines.stdout


@pytest.mark.slow
def test_lines_of_one_article_are_added_up_on_their_own_side(odd: Path) -> None:
    livre = Livre(Dossier(odd), load_programme(Dossier(odd)).programme)
    synthese = livre.synthese(livre.jours[-1])
    article = ArticleECompte("A2BCD", "", 2021, "O", "D", "104/123-13", "Un", Decimal("600.10"))
    other = replace(article, libelle="Deux", montant=Decimal("400"))
    (line,) = [x for x in reconcile_budget(synthese, [article, other]) if x.action == "A2BCD"]
    assert (line.verdict, line.libelle, line.ecomptes) == (Verdict.EGAL, "Un / Deux", Decimal("1000.10"))
    broken = replace(article, montant=None)
    (line,) = [x for x in reconcile_budget(synthese, [broken]) if x.action == "A2BCD"]
    assert line.verdict is Verdict.ILLISIBLE


@pytest.mark.parametrize(
    ("contenu", "words"),
    [
        (b"", "lisible"),
        (b"<dataroot>", "lisible"),
        (b"<html/>", "dataroot"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><dataroot>&a;</dataroot>', "lisible"),
    ],
)
def test_what_is_no_export_of_ecomptes_costs_one_sentence(contenu: bytes, words: str) -> None:
    with pytest.raises(fiche_tool.FicheToolError, match=words):
        read_ecomptes(contenu, "retour.xml")


def test_odd_articles_are_read_as_far_as_they_go() -> None:
    found = read_ecomptes(
        b'<dataroot><Action ElementId="X"><Libelle>Une</Libelle><Articles><Article><Exercice>deux mille</Exercice>'
        b"<Montant>1e400</Montant></Article></Articles></Action><Article><Montant>12.5</Montant></Article></dataroot>",
        "retour.xml",
    )
    assert [(a.element, a.titre, a.exercice, a.montant) for a in found] == [
        ("X", "Une", None, None),
        ("", "", None, Decimal("12.5")),
    ]


# --- JSON ------------------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_the_json_holds_the_keys_that_are_described(odd: Path) -> None:
    whole: Any = json.loads(fiche_tool.export(odd, "json").fichiers[0].read_text(encoding="utf-8"))
    for titre, objets in (
        ("pst", [whole]),
        ("chiffres", [whole["chiffres"]]),
        ("budget", [whole["chiffres"]["budget"]]),
        ("objectif", whole["objectifs"]),
        ("action", whole["actions"] + whole["retirees"]),
        ("changement", whole["changements"]),
    ):
        assert objets, titre
        cles = formats_echanges.PST_JSON[titre]
        assert {tuple(objet) for objet in objets} == {tuple(cle.nom for cle in cles)}, titre
        assert [(c.nom, o[c.nom]) for o in objets for c in cles if not is_a(o[c.nom], c.genre)] == []


def is_a(value: object, genre: Any) -> bool:
    """True for a value of a described type; true and false are no whole numbers."""
    return isinstance(value, genre) and (genre is bool or not isinstance(value, bool))
