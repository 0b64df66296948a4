"""The window by its routes: the same verbs, sentences and files as the command line's, and nothing lost on the way."""

import re
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import Result

import fiche_tool
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.mots.typographie import typographe
from fiche_tool.dossier.progres import Progres
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.points.read_points import read_questions
from fiche_tool.excel.points.type_choices import ReponseTapee, type_choices
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.fenetre import lieux
from fiche_tool.fenetre.fenetre import DELAISSEE, PARTIE, Presence
from fiche_tool.fenetre.issues import Issue, say_here
from fiche_tool.fenetre.travaux import Atelier, Travail
from fiche_tool.fichiers.piece import examine
from tests.conftest import COMPLETE, SEANCE, Pst, small_programme
from tests.outils.visite import RACINE, Visite, photo, texte

JOUR = SEANCE.isoformat()


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folders opened lately, and « Documents », are the test's own."""
    for nom in ("APPDATA", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(nom, str(tmp_path / "reglages"))
    (tmp_path / "Documents").mkdir()
    monkeypatch.setattr(lieux, "documents", lambda: tmp_path / "Documents")
    monkeypatch.setattr("fiche_tool.fenetre.acces.documents", lambda: tmp_path / "Documents")


@pytest.fixture
def visite(pst: Pst) -> Visite:
    return Visite(pst.racine).enter()


def filled(pst: Pst, identifiant: str = "A2BCD", **champs: Contenu) -> bytes:
    return type_in(pst.fiche(identifiant), {**COMPLETE, **champs}, [])


# --- what each step says ---------------------------------------------------------------------------------------------
def test_each_step_opens_and_shows_where_the_seance_stands(visite: Visite, pst: Pst) -> None:
    pst.fiche("A2BCD")
    for nom in ("programme", "preparer", "retours", "collecter", "relancer"):
        page = texte(visite.get(f"/etape/{nom}"))
        assert "Séance du 24 novembre 2021" in page
        assert "1 fiche envoyée" in page
        assert "0 / 5 actions avec réponse" in page
    assert visite.get("/etape/inconnue").status_code == 404


def test_the_first_page_is_the_step_that_comes_next(visite: Visite, pst: Pst) -> None:
    assert "/etape/preparer" in visite.get("/").headers["Location"]
    pst.fiche("A2BCD")
    assert "/etape/retours" in visite.get("/").headers["Location"]
    pst.fill_in("A2BCD", COMPLETE)
    assert "/etape/collecter" in visite.get("/").headers["Location"]


@pytest.mark.slow
@pytest.mark.undrawn
def test_a_seance_that_is_ready_or_closed_has_nothing_left_to_do(visite: Visite, pst: Pst) -> None:
    for action in small_programme().actions:
        pst.fill_in(action.identifiant, COMPLETE)
    assert '<span class="marque">à faire</span>' in visite.get("/etape/programme").get_data(as_text=True)
    fiche_tool.collect(pst.racine, SEANCE)
    page = visite.get("/etape/programme")
    assert "Tout est là" in texte(page)
    assert "à faire</span>" not in page.get_data(as_text=True)
    pst.fiche("A2BCD", date(2022, 5, 25))
    page = visite.get(f"/etape/collecter?seance={JOUR}")
    assert "Cette séance est close" in texte(page)
    assert "à faire</span>" not in page.get_data(as_text=True)
    assert "Montrer une autre séance" in texte(page)


def test_a_programme_that_cannot_serve_shows_its_fault_and_its_cell(visite: Visite, pst: Pst) -> None:
    two = small_programme(actions=(small_programme().actions[0], small_programme().actions[0]))
    (pst.racine / "programme.xlsx").write_bytes(write_programme(two))
    page = texte(visite.get("/etape/programme"))
    assert "À régler d'abord." in page
    assert "Actions!A" in page


def test_no_page_asks_a_secretary_to_type_a_command() -> None:
    sentences = {
        'Lancez : fiche-tool collecter "/a/pst x" --seance 2021-11-24': "Lancez : l'étape « Collecter »",
        "ou créez un nouveau dossier avec : fiche-tool nouveau.": "ou créez-en un par « Changer de dossier ».",
        "(« relancer » prépare les messages)": "(« Relancer » prépare les messages)",
        "Pour les refaire : ajoutez --remplacer (…)": "Pour les refaire : cochez « Refaire aussi les fiches déjà "
        "générées » (…)",
        "Préparez les fiches d'abord : fiche-tool generer, avec --seance 2021-11-24.": "Préparez les fiches d'abord : "
        "l'étape « Préparer la séance ».",
        "sans rien faire. Pour la recollecter malgré tout, ajoutez --rouvrir. Ces": "sans rien faire. Pour la "
        "recollecter malgré tout, cochez « Rouvrir une séance close ». Ces",
    }
    assert {said: say_here(said) for said in sentences} == sentences


def test_every_sentence_of_the_pages_is_set_as_french_is() -> None:
    parts = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<[^>]*>", re.DOTALL)
    pages = sorted((Path(lieux.__file__).parent / "gabarits").glob("*.html"))
    assert len(pages) > 10
    loose = [
        (page.name, texte)
        for page in pages
        for texte in parts.split(page.read_text(encoding="utf-8"))
        if typographe(texte) != texte
    ]
    assert loose == []


# --- drops -----------------------------------------------------------------------------------------------------------
def test_a_drop_is_kept_as_it_is_and_gets_its_verdict_with_its_cell(visite: Visite, pst: Pst) -> None:
    good, wrong = filled(pst), filled(pst, "B3CDE", taux=150)
    found = visite.drop({"bonne.xlsx": good, "fausse.xlsx": wrong, "photo.jpg": b"\xff\xd8\xff\xe0 JFIF"}).get_json()
    assert found["phrase"] == f"3 fichiers gardés dans retours/{JOUR}."
    assert "Rien à signaler" in found["html"]
    assert "Fiche!D23" in found["html"]
    assert "« 150 » est impossible" in found["html"].replace("\u00a0", " ")
    assert "Pas reconnu" in found["html"]
    folder = pst.racine / "retours" / JOUR
    assert (folder / "bonne.xlsx").read_bytes() == good
    assert (folder / "fausse.xlsx").read_bytes() == wrong
    assert not (pst.racine / "registres").exists(), "nothing is merged yet"
    page = texte(visite.get("/etape/retours"))
    assert "3 fichiers vérifiés : 1 sans remarque, 1 à corriger, 1 pas reconnu." in page


def test_each_fiche_of_an_archive_gets_its_verdict(visite: Visite, pst: Pst) -> None:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("un.xlsx", filled(pst))
        archive.writestr("deux.xlsx", filled(pst, "B3CDE", taux=150))
    found = visite.drop({"lot.zip": held.getvalue()}).get_json()["html"]
    assert "lot.zip &gt; un.xlsx" in found
    assert "lot.zip &gt; deux.xlsx" in found
    assert "À relire" in found, "the fiche itself would have been better"
    assert "Fiche!D23" in found


def test_without_script_a_drop_leads_back_to_its_step(visite: Visite, pst: Pst) -> None:
    pst.fiche("A2BCD")
    reponse = visite.post("/deposer", {"fichiers": [(BytesIO(filled(pst)), "a.xlsx")]})
    assert reponse.status_code == 303
    assert f"1 fichier gardé dans retours/{JOUR}." in texte(visite.get(reponse.headers["Location"]))


def test_a_drop_never_opens_a_seance(visite: Visite, pst: Pst, tmp_path: Path) -> None:
    refused = visite.drop({"a.xlsx": b"rien"}, seance="2062-05-25")
    assert refused.status_code == 409
    assert "Aucune séance n'est préparée pour le 25/05/2062" in refused.get_json()["phrase"]
    assert not (pst.racine / "retours" / "2062-05-25").exists()
    assert "Séance du 25 mai 2062" not in texte(visite.get("/etape/retours?seance=2062-05-25")), "a mistyped day"
    fiche_tool.create(tmp_path / "neuf")
    new = Visite(tmp_path / "neuf").enter()
    assert new.drop({"a.xlsx": b"rien"}).status_code == 409
    for nom in ("programme", "preparer", "retours", "collecter", "relancer"):
        page = texte(new.get(f"/etape/{nom}"))
        assert "Aucune séance encore" in page
        assert "Collecter la séance" not in page
    assert list((tmp_path / "neuf" / "retours").iterdir()) == []


def test_the_same_file_is_there_once_and_another_of_its_name_beside_it(visite: Visite, pst: Pst) -> None:
    first, second = filled(pst), filled(pst, taux=40)
    visite.drop({"a.xlsx": first})
    assert "1 y était déjà" in visite.drop({"a.xlsx": first}).get_json()["phrase"]
    visite.drop({"a.xlsx": second})
    assert "1 y était déjà" in visite.drop({"a.xlsx": second}).get_json()["phrase"]
    folder = pst.racine / "retours" / JOUR
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a.xlsx": first, "a (2).xlsx": second}


def test_what_is_no_file_of_a_person_is_left_aside_with_its_reason(visite: Visite, pst: Pst) -> None:
    pst.fiche("A2BCD")
    found = visite.drop({"~$a.xlsx": b"lock", "Thumbs.db": b"x", "vide.xlsx": b""}).get_json()
    assert len(found["aside"]) == 3
    assert found["gardes"] == 0
    assert not (pst.racine / "retours").exists() or not any((pst.racine / "retours" / JOUR).glob("*"))


def test_the_page_of_a_service_head_keeps_nothing(visite: Visite, pst: Pst, tmp_path: Path) -> None:
    wrong = filled(pst, taux=150)
    before = photo(pst.racine)
    found = visite.drop({"fiche.xlsx": wrong}, "/verifier").get_json()
    assert "Fiche!D23" in found["html"]
    page = visite.drop({"fiche.xlsx": wrong}, "/verifier")
    assert page.status_code == 200
    assert photo(pst.racine) == before
    assert Visite().enter().drop({"fiche.xlsx": wrong}, "/verifier").status_code == 200, "with no folder open"
    assert "Fiche 1.1.1 –" in found["html"].replace("\u00a0", " "), "what is printed on it, not its identifiant"


# --- the same as the command line ------------------------------------------------------------------------------------
@pytest.mark.slow
def test_the_window_and_the_command_line_leave_the_same_folder(
    pst: Pst, tmp_path: Path, run: Callable[..., Result]
) -> None:
    typed = tmp_path / "typed"
    typed.mkdir()
    (typed / "programme.xlsx").write_bytes((pst.racine / "programme.xlsx").read_bytes())
    visite = Visite(pst.racine).enter()
    said = visite.do("/generer", {"seance": JOUR, "reponse_avant": "2021-11-17", "courriels": "oui"})
    assert "5 fiches générées dans « fiches/2021-11-24 »." in said
    assert run("generer", str(typed), "--seance", JOUR, "--reponse-avant", "17/11/2021", "--courriels").exit_code == 0
    assert photo(typed) == photo(pst.racine)
    answers = {
        "un.xlsx": filled(pst, taux=20, complete_par="Anne Un"),
        "deux.xlsx": filled(pst, taux=70, complete_par="Bruno Deux"),
        "trois.xlsx": filled(pst, "B3CDE", taux=150),
    }
    visite.drop(answers, seance=JOUR)
    for nom, content in answers.items():
        Pst(typed, run).drop(nom, content)
    said = visite.do("/collecter", {"seance": JOUR})
    assert "3 fichiers reçus" in said
    assert "points à trancher" in said
    assert run("collecter", str(typed), "--seance", JOUR, "--sans-pdf").exit_code == 3
    assert photo(typed) == photo(pst.racine)

    classeur = typed / "a_corriger" / JOUR / "Points à trancher.xlsx"
    questions = read_questions(open_classeur(examine(classeur.read_bytes())))
    clicked = {f"point-{question.numero}": "garder" for question in questions} | {"par": "La Présidente"}
    (taux,) = [question for question in questions if question.action == "A2BCD" and question.cle == ("taux",)]
    clicked |= {f"point-{taux.numero}": "réponse 2"}
    assert visite.post("/trancher", {**clicked, "seance": JOUR}).status_code == 303
    choices = {(question.action, question.cle): ReponseTapee("garder") for question in questions}
    choices[taux.action, taux.cle] = ReponseTapee("réponse 2")
    decided = type_choices(classeur.read_bytes(), choices, "La Présidente", date(2021, 11, 20))
    Pst(typed, run).drop(classeur.name, decided)
    assert photo(typed) == photo(pst.racine)
    assert "1 point tranché" not in visite.do("/collecter", {"seance": JOUR})
    run("collecter", str(typed), "--seance", JOUR, "--sans-pdf")
    visite.do("/relancer", {"seance": JOUR})
    assert run("relancer", str(typed), "--seance", JOUR).exit_code == 0
    visite.do("/sortir", {"seance": JOUR, "quoi": "publier"})
    assert run("publier", str(typed), "--seance", JOUR).exit_code == 0
    visite.do("/sortir", {"seance": JOUR, "quoi": "csv"})
    assert run("exporter", str(typed), "--seance", JOUR, "--vers", "csv").exit_code == 0
    assert photo(typed) == photo(pst.racine)


@pytest.mark.slow
@pytest.mark.undrawn
def test_a_page_shows_nothing_of_another_seance(visite: Visite, pst: Pst) -> None:
    pst.fill_in("A2BCD", COMPLETE)
    visite.do("/generer", {"seance": JOUR, "reponse_avant": "2021-11-17"})
    assert 'value="2021-11-17"' in visite.get("/etape/preparer").get_data(as_text=True)
    assert "est collectée" in visite.do("/collecter", {"seance": JOUR})
    page = visite.get("/etape/preparer").get_data(as_text=True)
    assert 'value="2021-11-17"' not in page, "the last day for answering is that of the séance before"
    refused = {"seance": "2022-05-25", "reponse_avant": "2021-05-18"}
    assert "Vérifiez l'année" in visite.do("/generer", refused)
    form = visite.get("/etape/preparer?seance=2022-05-25").get_data(as_text=True)
    assert 'value="2022-05-25"' in form, "to be mended"
    visite.do("/generer", {"seance": "2022-05-25"})
    assert "est collectée" not in texte(visite.get("/etape/collecter?seance=2022-05-25"))
    assert "est collectée" in texte(visite.get(f"/etape/collecter?seance={JOUR}"))


@pytest.mark.slow
def test_points_are_asked_as_their_workbook_asks_them(visite: Visite, pst: Pst) -> None:
    pst.fill_in("A2BCD", {**COMPLETE, "taux": 20, "complete_par": "Anne Un"}, name="un.xlsx")
    pst.fill_in("A2BCD", {**COMPLETE, "taux": 70, "complete_par": "Bruno Deux"}, name="deux.xlsx")
    fiche_tool.collect(pst.racine, SEANCE)
    page = texte(visite.get("/etape/collecter"))
    for words in ("Interne 1.1.1 – Formaliser les procédures", "2 réponses différentes", "Anne Un", "Bruno Deux", "70"):
        assert words in page
    for data, told in (
        ({"par": "X"}, "Aucun point n'est tranché"),
        ({"point-1": "garder"}, "Dites qui a décidé"),
        ({"point-1": "autre", "autre-1": " ", "par": "X"}, "tapez l'autre valeur"),
        ({"point-1": "réponse 9", "par": "X"}, "Aucun point n'est tranché"),
    ):
        refused = visite.post("/trancher", data)
        assert refused.status_code == 409
        assert told in texte(refused)
    assert not (pst.racine / "retours" / JOUR / "Points à trancher.xlsx").exists()
    visite.post("/trancher", {"point-1": "autre", "autre-1": "45 %", "par": "La Présidente"})
    assert "1 fichier à collecter" in texte(visite.get("/etape/collecter"))
    result = fiche_tool.collect(pst.racine, SEANCE)
    assert result.synthese.registre.etats["A2BCD"].valeurs["taux"] == 45


def test_the_fiches_of_a_service_come_in_one_workbook_where_asked(visite: Visite, pst: Pst) -> None:
    said = visite.do("/generer", {"seance": JOUR, "par_service": "oui"})
    assert "5 fiches générées dans « fiches/2021-11-24 », en 3 classeurs." in said
    assert len([nom for nom in photo(pst.racine) if nom.startswith("fiches/")]) == 3
    assert "5 fiches envoyées" in texte(visite.get("/etape/retours"))


# --- a document that is imported -------------------------------------------------------------------------------------
DOCUMENT = "Volet interne\nO.S. 1. Être utile\nO.O. 1. Agir\n- Faire\n- Refaire\n".encode()


def test_a_document_is_imported_and_its_merge_put_in_place(tmp_path: Path) -> None:
    visite = Visite().enter()
    assert visite.post("/dossier/nouveau", {"nom": "PST: 2025", "exemple": ""}).status_code == 303
    racine = tmp_path / "Documents" / "PST 2025"
    assert visite.fenetre.racine == racine
    page = visite.do("/importer", {"fichiers": [(BytesIO(DOCUMENT), "mon pst.txt")]})
    assert "« mon pst.txt » a été lu" in page
    assert "2 actions" in page
    page = visite.do("/importer", {"fichiers": [(BytesIO(DOCUMENT + b"- Parfaire\n"), "mon pst.txt")]})
    assert "Mettre à la place du programme" in page
    before = (racine / "programme.xlsx").read_bytes()
    merged = (racine / "programme (fusion proposée).xlsx").read_bytes()
    assert visite.post("/fusion", {"chemin": "programme (fusion proposée).xlsx"}).status_code == 303
    assert (racine / "programme.xlsx").read_bytes() == merged
    assert (racine / "sauvegardes" / "programme avant la fusion.xlsx").read_bytes() == before
    assert visite.post("/fusion", {"chemin": "programme.xlsx"}).status_code == 409


# --- files, folders --------------------------------------------------------------------------------------------------
def test_a_document_is_downloaded_or_opened_and_nothing_else(visite: Visite, pst: Pst) -> None:
    pst.drop("macro.xlsm", b"PK")
    (pst.racine / ".secret.xlsx").write_bytes(b"x")
    got = visite.get("/fichier?chemin=programme.xlsx")
    assert got.get_data() == (pst.racine / "programme.xlsx").read_bytes()
    assert got.headers["Content-Disposition"].startswith("attachment")
    got.close()
    assert visite.post("/montrer", {"chemin": "programme.xlsx"}).status_code == 303
    assert visite.post("/montrer", {"chemin": f"retours/{JOUR}"}).status_code == 303
    assert [path.name for path in visite.montres] == ["programme.xlsx", JOUR]
    for chemin in (f"retours/{JOUR}/macro.xlsm", ".secret.xlsx", "absent.xlsx", ""):
        assert visite.post("/montrer", {"chemin": chemin}).status_code == 409, chemin
        assert visite.client.get("/fichier", query_string={"chemin": chemin}, base_url=RACINE).status_code == 409, (
            chemin
        )
    assert len(visite.montres) == 2


def test_folders_are_offered_chosen_and_remembered(pst: Pst, tmp_path: Path) -> None:
    made = fiche_tool.create(tmp_path / "Documents" / "PST Onhaye", "onhaye").dossier
    (tmp_path / "Documents" / "Photos").mkdir()
    visite = Visite().enter()
    assert visite.get("/").headers["Location"].endswith("/dossier")
    page = texte(visite.get("/dossier"))
    assert "PST Onhaye" in page
    assert "Photos" not in page
    for given in (str(made), f'"{made / "programme.xlsx"}"'):
        assert visite.post("/dossier/ouvrir", {"chemin": given}).status_code == 303
        assert visite.fenetre.racine == made
    assert "Ouverts récemment" in texte(visite.get("/dossier"))
    refused = visite.post("/dossier/ouvrir", {"chemin": str(tmp_path)})
    assert "ne contient pas de programme.xlsx" in texte(refused)
    assert visite.fenetre.racine == made


def test_another_window_on_the_same_folder_is_told(pst: Pst, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lieux, "_answers", lambda _: True)
    assert not lieux.is_open_elsewhere(pst.racine, 5001)
    assert not lieux.is_open_elsewhere(pst.racine, 5001)
    assert lieux.is_open_elsewhere(pst.racine, 5002)


def test_a_folder_that_went_away_is_one_sentence(visite: Visite, pst: Pst) -> None:
    pst.racine.rename(pst.racine.with_name("ailleurs"))
    for reponse in (visite.get("/etape/retours"), visite.drop({"a.xlsx": b"x"}), visite.get("/")):
        assert reponse.status_code == 409
        said = reponse.get_json()["phrase"] if reponse.is_json else texte(reponse)
        assert f"Le dossier « {pst.racine.name} » n'est plus là" in said.replace("\u00a0", " ")


def test_a_workbook_open_in_excel_stops_the_work_with_its_sentence(visite: Visite, pst: Pst) -> None:
    pst.fill_in("A2BCD", COMPLETE)
    (pst.racine / "syntheses").mkdir()
    (pst.racine / "syntheses" / f"~${JOUR} Synthèse PST.xlsx").write_bytes(b"lock")
    page = visite.do("/collecter", {"seance": JOUR})
    assert "impossible de continuer" in page
    assert "est ouvert dans Excel ou LibreOffice" in page


# --- long work -------------------------------------------------------------------------------------------------------
def test_one_work_at_a_time_told_as_it_goes_and_called_off(visite: Visite, pst: Pst) -> None:
    import threading

    go, there = threading.Event(), threading.Event()

    def slow(progres: Progres) -> Issue:
        progres("Lecture des retours", 1, 3)
        there.set()
        go.wait(10)
        progres("Lecture des retours", 2, 3)
        raise AssertionError("it was called off")

    travail = Travail("Collecte", "collecter", JOUR, visite.fenetre.issues)
    visite.fenetre.atelier.start(travail, slow)
    there.wait(10)
    page = visite.get("/travail").get_data(as_text=True)
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    assert "Lecture des retours\u00a0: 1 sur 3" in page
    assert "Collecte : en cours" in texte(visite.get("/etape/programme"))
    refused = visite.post("/generer", {"seance": JOUR}, Referer=f"{RACINE}/etape/preparer")
    assert refused.status_code == 409
    assert f'<a href="{RACINE}/etape/preparer">' in refused.get_data(as_text=True)
    elsewhere = visite.post("/generer", {"seance": JOUR}, Referer="http://attaquant.example/")
    assert "attaquant" not in elsewhere.get_data(as_text=True)
    assert "« Collecte » est en cours sur ce dossier" in texte(refused)
    assert visite.post("/fermer").status_code == 409
    assert visite.post("/travail/annuler").status_code == 303
    go.set()
    events = visite.get("/travail/suivi").get_data(as_text=True)
    assert '"fini": true' in events
    page = texte(visite.get("/etape/collecter"))
    assert "Collecte : annulé" in page
    assert not (pst.racine / "registres").exists()


def test_a_collection_called_off_leaves_the_folder_as_it_was(pst: Pst) -> None:
    pst.fill_in("A2BCD", COMPLETE)
    before = photo(pst.racine)
    travail = Travail("Collecte", "collecter", JOUR)
    travail.call_off()

    def collect(progres: Progres) -> Issue:
        fiche_tool.collect(pst.racine, SEANCE, progres=progres)
        raise AssertionError("it was called off")

    Atelier().start(travail, collect)
    while not travail.avancee.fini:
        travail.wait(travail.avancee, 1)
    assert "annulé" in travail.issues["collecter"].titre
    assert photo(pst.racine) == before


def test_a_fault_of_the_tool_is_a_sentence_and_the_window_stays_open(visite: Visite, pst: Pst) -> None:
    def broken(_: Progres) -> Issue:
        raise ZeroDivisionError

    travail = Travail("Collecte", "collecter", JOUR, visite.fenetre.issues)
    visite.fenetre.atelier.start(travail, broken)
    while not travail.avancee.fini:
        travail.wait(travail.avancee, 1)
    assert "ZeroDivisionError" in texte(visite.get("/etape/collecter"))


# --- opening and closing ---------------------------------------------------------------------------------------------
def test_the_window_ends_once_its_page_is_gone_and_not_before() -> None:
    instant = [0.0]
    presence = Presence(lambda: instant[0])
    presence.see()
    instant[0] = DELAISSEE - 1
    assert not presence.finie
    presence.leave()
    instant[0] += PARTIE - 1
    assert not presence.finie
    presence.see()
    instant[0] += PARTIE + 1
    assert not presence.finie, "another page came"
    presence.leave()
    instant[0] += PARTIE + 1
    assert presence.finie


def test_closing_is_a_click(visite: Visite) -> None:
    assert "La fenêtre est fermée" in texte(visite.post("/fermer"))
    assert visite.fenetre.presence.fermer.is_set()


def test_signs_of_life_and_goodbye(visite: Visite) -> None:
    assert visite.post("/adieu").status_code == 204
    assert visite.fenetre.presence.adieu
    assert visite.get("/vie").status_code == 204
    assert not visite.fenetre.presence.adieu


@pytest.fixture
def without_flask(monkeypatch: pytest.MonkeyPatch) -> None:
    for nom in [nom for nom in sys.modules if nom.startswith("fiche_tool.fenetre.")]:
        monkeypatch.delitem(sys.modules, nom)
    monkeypatch.setitem(sys.modules, "flask", None)


@pytest.mark.usefixtures("without_flask")
def test_without_its_extra_the_command_says_what_to_install(run: Callable[..., Result], pst: Pst) -> None:
    result = run("ouvrir", str(pst.racine))
    assert result.exit_code == 1
    assert 'pip install "fiche-tool[fenetre]"' in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_folder_that_is_no_pst_is_refused_before_anything_opens(run: Callable[..., Result], tmp_path: Path) -> None:
    result = run("ouvrir", str(tmp_path / "absent"), "--sans-navigateur")
    assert result.exit_code == 1
    assert "n'existe pas" in result.stderr


def test_an_unknown_day_is_one_sentence(visite: Visite) -> None:
    assert "n'est pas une date" in texte(visite.get("/etape/retours?seance=hier"))
    with pytest.raises(FicheToolError, match="n'est pas une date"):
        fiche_tool.status(visite.fenetre.racine or "", "hier")
