"""The main job, through the front: Engis's 34 real actions, from the programme to the synthesis."""

import hashlib
import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from fiche_tool.demo import Demonstration, run_demo
from fiche_tool.domaine.grand_livre.sorts import StatutRetour
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.programme.programme import Annonce, Niveau, count_nodes
from fiche_tool.domaine.synthese.lignes import LigneAction
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.programme.read_programme import read_programme
from fiche_tool.fichiers.piece import read_piece
from fiche_tool.resources import FICHIER_MODELE, SAMPLES
from fiche_tool.verbes.collect import collect
from tests.conftest import SEANCE, Pst
from tests.outils.lint import lint

pytestmark = pytest.mark.slow  # whole cycles, one a test


def fingerprints(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_engis_holds_what_its_document_announces() -> None:
    lecture = read_programme(read_piece(SAMPLES / "engis" / "programme.xlsx"))
    programme = lecture.programme
    assert programme is not None
    assert lecture.anomalies == ()
    assert count_nodes(programme) == {"Interne": Annonce(3, 7, 24), "Externe": Annonce(2, 4, 10)}
    assert [volet.annonce for volet in programme.volets] == [Annonce(3, 7, 24), Annonce(2, 4, 10)]
    labels = {o.numero: o.intitule for o in programme.objectifs if o.volet == "Interne" and o.niveau is Niveau.OO}
    assert labels["1.2"] == "Optimiser des finances du centre"
    assert labels["3.1"] == "Améliorer la communication interne"
    assert len({action.identifiant for action in programme.actions}) == 34


def test_the_demonstration_accounts_for_every_file_and_every_action(demo: Demonstration) -> None:
    assert len(demo.generation.ecrites) == 34
    assert demo.retours == 30
    bilan = demo.collecte.bilan
    assert (bilan.trouves, bilan.repris, bilan.repris_en_partie, bilan.ecartes, bilan.ignores) == (30, 25, 3, 0, 2)
    assert (bilan.actions, bilan.recues, bilan.sans_reponse) == (34, 27, 7)
    statuts = [retour.statut for retour in demo.collecte.synthese.registre.retours]
    assert statuts.count(StatutRetour.DOUBLON) == 1
    assert statuts.count(StatutRetour.EN_CONFLIT) == 2
    assert statuts.count(StatutRetour.EN_PARTIE) == 1
    assert statuts.count(StatutRetour.TELLE_QUELLE) == 1
    formats = [retour.lecture.fichier.format for retour in demo.collecte.synthese.registre.retours]
    assert formats.count("ods") == 1


def test_the_demonstration_finds_the_planted_faults_and_no_other(demo: Demonstration) -> None:
    errors = {(x.code, x.champ) for x in demo.collecte.anomalies if x.bloquante}
    assert errors == {
        ("AVA01", "taux"),
        ("DAT01", "fin"),
        ("BUD01", "budget.montant"),
        ("FUS01", "taux"),
        ("FUS01", "statut"),
        ("FUS01", "commentaire"),
    }


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """The whole demonstration: two séances."""
    return run_demo(tmp_path_factory.mktemp("demo") / "pst-demo")


def test_the_demonstration_is_the_same_every_time(whole: Demonstration, tmp_path: Path) -> None:
    again = run_demo(tmp_path / "encore")
    assert fingerprints(whole.dossier) == fingerprints(again.dossier)


def test_the_demonstration_closes_its_loop(whole: Demonstration) -> None:
    first, settled, last = whole.collectes
    assert sum(x.bloquante for x in first.anomalies) == 9
    assert [x.code for x in settled.anomalies if x.bloquante] == []
    assert (settled.synthese.registre.points, settled.copies, settled.points) == ((), (), None)
    sorts = {retour.chemin.rpartition("/")[2]: retour.sort for retour in last.synthese.registre.retours}
    assert sorts["CV et entretiens.xlsx"] == "Déjà reprise le 24/11/2021"
    assert sorts["colis.xlsx"] == "Revenue telle quelle"
    assert sorts["plan formation v4.xlsx"] == "Reçue avec remarques"
    assert len(last.copies) == 3
    assert {point.action for point in last.synthese.registre.points} == {"E7CQ6", "JX53S"}
    changes = {(evolution.ligne.action.identifiant, evolution.champ) for evolution in last.synthese.evolutions}
    assert ("VR7D2", "Porteur du projet") in changes
    assert ("X94VF", "Taux d'avancement (%)") in changes


def test_every_workbook_of_the_whole_demonstration_is_sound(whole: Demonstration) -> None:
    made = [path for path in sorted(whole.dossier.rglob("*.xlsx")) if "retours" not in path.parts]
    assert {path.name: lint(path.read_bytes()) for path in made if lint(path.read_bytes())} == {}


def test_collecting_twice_gives_the_same_bytes_and_touches_no_input(demo: Demonstration, tmp_path: Path) -> None:
    racine = tmp_path / "pst"
    shutil.copytree(demo.dossier, racine)
    before = fingerprints(racine)
    collect(racine, SEANCE)
    assert fingerprints(racine) == before
    for folder in ("a_corriger", "syntheses"):
        shutil.rmtree(racine / folder)
    collect(racine, SEANCE)
    assert fingerprints(racine) == before


def test_the_order_and_the_names_of_the_files_change_nothing_but_names(pst: Pst) -> None:
    pst.answer("A2BCD", "z.xlsx", taux=10, statut="En cours")
    pst.answer("B3CDE", "a.xlsx", taux=100, statut="Réalisé")
    first = pst.collect()
    retours = pst.racine / "retours" / SEANCE.isoformat()
    (retours / "z.xlsx").rename(retours / "0.xlsx")
    second = pst.collect()
    assert first["fichiers"] == second["fichiers"]
    assert first["actions"] == second["actions"]


def test_every_workbook_produced_is_sound(demo: Demonstration) -> None:
    produced = [
        FICHIER_MODELE,
        demo.dossier / "programme.xlsx",
        demo.collecte.fichier,
        demo.collecte.annexe,
        *demo.generation.ecrites,
        *demo.collecte.copies,
    ]
    assert len(produced) == 41
    assert {path.name: lint(path.read_bytes()) for path in produced if lint(path.read_bytes())} == {}


def test_a_marked_copy_collected_as_is_equals_the_original(demo: Demonstration, tmp_path: Path) -> None:
    original = demo.collecte.synthese
    racine = tmp_path / "pst"
    shutil.copytree(demo.dossier, racine)
    faulty = next(r for r in original.registre.retours if r.statut is StatutRetour.EN_PARTIE)
    copy = next(path for path in demo.collecte.copies if "guichet" in path.name)
    (racine / faulty.lecture.fichier.chemin).unlink()
    shutil.copy(copy, racine / "retours" / SEANCE.isoformat() / "copie.xlsx")
    again = collect(racine, SEANCE).synthese
    retour = next(r for r in again.registre.retours if r.lecture.fichier.chemin.endswith("copie.xlsx"))
    assert retour.statut is faulty.statut
    assert {(x.code, x.champ) for x in retour.anomalies} == {(x.code, x.champ) for x in faulty.anomalies}
    assert again.registre.etats.keys() == original.registre.etats.keys()
    for identifiant, etat in again.registre.etats.items():
        assert etat.valeurs == original.registre.etats[identifiant].valeurs


def test_a_corrected_marked_copy_settles_the_fault(pst: Pst) -> None:
    from fiche_tool.excel.fiche.type_in import type_in

    faulty = pst.answer("A2BCD", taux=150, statut="En cours", commentaire="Bientôt fini")
    (path,) = pst.collect()["a_corriger"]
    corrected = type_in(Path(path).read_bytes(), {"taux": 90})
    faulty.unlink()
    pst.drop("corrigée.xlsx", corrected)
    result = pst.collect()
    assert [x["code"] for x in result["anomalies"] if x["gravite"] == "erreur"] == []
    assert result["a_corriger"] == []
    assert list((pst.racine / "a_corriger").rglob("*.xlsx")) == []


def test_generated_fiches_carry_the_latest_accepted_values(pst: Pst) -> None:
    from datetime import date

    pst.answer("A2BCD", taux=40, statut="En cours", fin="fin 2022", commentaire="- point un")
    pst.collect()
    later = date(2022, 5, 25)
    content = pst.fiche("A2BCD", later)
    (found,) = pst.verify(pst.drop("relu.xlsx", content, later))
    assert found["champs"]["taux"] == 40
    assert found["champs"]["statut"] == "En cours"
    assert found["champs"]["fin"] == "2022-10-01/2022-12-31"
    assert found["champs"]["commentaire"] == "- point un"


def test_a_second_seance_shows_what_moved(pst: Pst) -> None:
    from datetime import date

    pst.answer("A2BCD", taux=40, statut="En cours")
    later = date(2022, 5, 25)
    pst.answer("A2BCD", taux=70, seance=later)
    synthese = collect(pst.racine, later).synthese
    row = next(x for x in synthese.lignes if isinstance(x, LigneAction) and x.action.identifiant == "A2BCD")
    assert (row.avant, row.taux, row.delta) == (Decimal(40), Decimal(70), Decimal(30))
    assert synthese.registre.precedente == SEANCE


def test_json_is_the_contract(pst: Pst) -> None:
    pst.answer(
        "A2BCD",
        taux=45,
        statut="En cours",
        budget=[{"exercice": 2021, "service": "O", "rd": "D", "montant": "1 234,56"}],
    )
    result = pst.collect()
    known = {"schema", "synthese", "annexe", "annexe_pdf", "fichiers", "actions", "a_corriger", "anomalies", "registre"}
    assert set(result) == known | {
        "a_trancher",
        "points",
        "retours",
        "seances_anterieures",
        "bureau",
        "comparaison",
        "budget",
    }
    assert set(result["retours"][0]) == {"fichier", "action", "seance", "statut", "sort", "raison", "sha256"}
    assert result["fichiers"] == {"trouves": 1, "repris": 1, "repris_en_partie": 0, "ecartes": 0, "ignores": 0}
    assert result["actions"] == {"total": 5, "recues": 1, "sans_reponse": 4}
    keys = ["code", "gravite", "fichier", "feuille", "cellule", "champ", "action", "trouve", "attendu", "phrase"]
    assert [list(anomalie) for anomalie in result["anomalies"]] == [keys] * len(result["anomalies"])
    (found,) = pst.verify(pst.racine / "retours" / SEANCE.isoformat() / "A2BCD.xlsx")
    assert found["action"] == "A2BCD"
    assert found["champs"]["budget"] == [
        {
            "exercice": 2021,
            "service": "O",
            "rd": "D",
            "article": None,
            "montant": "1234.56",
            "fonds_propres": None,
            "emprunt": None,
            "subsides": None,
        }
    ]
    json.dumps(found)


@pytest.mark.parametrize(
    "texte", ["=1+1", "+32 81 22 33 44", "- point", "@SOMME(A1)", "=> voir le Codir", "=HYPERLINK(1)"]
)
def test_typed_text_is_text_in_the_synthesis(pst: Pst, texte: str) -> None:
    pst.answer("A2BCD", commentaire=texte, taux=10, statut="En cours")
    synthese = Path(pst.collect()["synthese"])
    classeur = open_classeur(read_piece(synthese))
    cells = [s for nom in classeur.feuilles for s in classeur.ouvrir(nom).cellules.values() if s.brut == texte]
    assert cells
    assert not any(saisie.formule for saisie in cells)


def test_budget_lines_the_model_has_no_room_for_stay_in_the_register(pst: Pst) -> None:
    from datetime import date

    def line(rank: int) -> dict[str, Contenu]:
        return {"exercice": 2021, "service": "O", "rd": "D", "article": f"104/123-{rank:02d}", "montant": rank}

    pst.answer("A2BCD", "un.xlsx", budget=[line(rank) for rank in range(1, 9)])
    pst.answer("A2BCD", "deux.xlsx", budget=[line(9)])
    later = date(2022, 5, 25)
    pst.answer("A2BCD", "retour.xlsx", seance=later, taux=10, statut="En cours")
    budget = collect(pst.racine, later).synthese.registre.etats["A2BCD"].fiche()["budget"]
    assert isinstance(budget, tuple)
    assert len(budget) == 9
