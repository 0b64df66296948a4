"""Drafts of the mails: one per service, read back by two parsers; reminders of what is missing or to correct."""

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import formats
import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fiche_tool
from fiche_tool import FicheToolError
from fiche_tool.courriels.brouillons import MAX_MESSAGE, NOM_CALENDRIER
from fiche_tool.courriels.eml import Brouillon, PieceJointe, weigh, write_eml
from fiche_tool.courriels.gabarit import MOTS, Lettre, load_gabarit, parse_gabarit
from fiche_tool.domaine.mots.adresses import Adresse, parse_adresses
from fiche_tool.domaine.mots.textes import one_line
from fiche_tool.domaine.programme.programme import Listes, Parametres, Service
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.dossier.envois import read_reponse_avant
from fiche_tool.excel.dessin.mesure import measure
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.fichiers.piece import read_piece
from fiche_tool.resources import FICHIER_MODELE
from tests.conftest import COMPLETE, SEANCE, Pst, small_programme
from tests.outils.builders import law
from tests.outils.courrier import Message, read_draft, read_drafts
from tests.outils.specimens import BOOK, FORM, repack
from tests.outils.specimens import replace as swap
from tests.test_formats_publies import strays

pytestmark = pytest.mark.undrawn

LIMITE = date(2021, 11, 17)
LATER = date(2022, 3, 30)


def with_services(pst: Pst, *services: Service) -> None:
    listes = Listes(services, ("Mme Un", "M. Deux"), ())
    (pst.racine / "programme.xlsx").write_bytes(write_programme(small_programme(listes=listes)))


def drafts(pst: Pst) -> dict[str, Message]:
    return read_drafts(pst.racine / "courriels" / SEANCE.isoformat())


def send(pst: Pst, *options: str) -> dict[str, Message]:
    result = pst.run("generer", str(pst.racine), "--seance", SEANCE.isoformat(), "--courriels", *options)
    assert result.exit_code in (0, 3), result.output
    return drafts(pst)


DIRECTION = Service("Direction", "Mme Un", "un@cpas.example")
FINANCES = Service("Finances", "M. Deux", "deux@cpas.example")
SOCIAL = Service("Social", "Mme Trois", "trois@cpas.example")


# --- sending ---------------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_the_34_fiches_of_engis_leave_in_one_draft_per_service_and_parse_back(tmp_path: Path) -> None:
    fiche_tool.create(tmp_path / "pst", "engis")
    generation = fiche_tool.generate(tmp_path / "pst", SEANCE, courriels=True, reponse_avant="17/11/2021")
    found = read_drafts(tmp_path / "pst" / "courriels" / SEANCE.isoformat())
    assert [path.stem for path in generation.courriels] == [path.parent.name for path in _firsts(generation.ecrites)]
    attached = {nom: content for draft in found.values() for nom, content in draft.pieces.items()}
    assert attached.pop(NOM_CALENDRIER).startswith(b"BEGIN:VCALENDAR\r\n")
    assert attached == {path.name: path.read_bytes() for path in generation.ecrites}
    assert len(attached) == 34
    assert all(len(draft.a) == 1 for draft in found.values())
    assert sum(draft.texte.count("\n- ") for draft in found.values()) == 34


def _firsts(paths: tuple[Path, ...]) -> list[Path]:
    return list({path.parent: path for path in paths}.values())


def test_a_draft_speaks_to_the_person_of_the_service_and_says_until_when(pst: Pst) -> None:
    with_services(pst, DIRECTION, FINANCES, SOCIAL)
    found = send(pst, "--reponse-avant", "17/11/2021")["Direction"]
    assert found.a == ("Mme Un <un@cpas.example>",)
    assert found.objet == "PST – 2 fiches à mettre à jour au plus tard le 17 novembre 2021 (Direction)"
    assert found.texte.startswith("Bonjour Mme Un,\n")
    assert "- Interne 1.1.1\u00a0: Formaliser les procédures\n- Interne 1.1.2\u00a0: Étendre l'outil\n" in found.texte
    assert list(found.pieces) == [
        "Interne 1.1.1 Formaliser les procédures.xlsx",
        "Interne 1.1.2 Étendre l'outil.xlsx",
        NOM_CALENDRIER,
    ]


def test_one_person_for_several_services_gets_a_draft_for_each(pst: Pst) -> None:
    with_services(pst, DIRECTION, replace(DIRECTION, nom="Finances"), SOCIAL)
    found = send(pst)
    assert found["Direction"].a == found["Finances"].a == ("Mme Un <un@cpas.example>",)
    assert len(found["Direction"].pieces) == 3
    assert len(found["Finances"].pieces) == 2


def test_two_addresses_and_names_with_commas_and_accents(pst: Pst) -> None:
    several = "Dupont, Jérôme <jerome@cpas.example> ; Noël, Zoé <zoe@cpas.example>,\nsecretariat@cpas.example"
    with_services(pst, replace(DIRECTION, courriel=several), FINANCES, replace(SOCIAL, personne="Crépin, Éléonore"))
    found = send(pst)
    assert found["Direction"].a == (
        '"Dupont, Jérôme" <jerome@cpas.example>',
        '"Noël, Zoé" <zoe@cpas.example>',
        "secretariat@cpas.example",
    )
    assert found["Social"].a == ('"Crépin, Éléonore" <trois@cpas.example>',)


@pytest.mark.parametrize("courriel", ["", "pas une adresse"])
def test_a_service_without_address_has_a_draft_without_recipient_and_is_named(pst: Pst, courriel: str) -> None:
    with_services(pst, DIRECTION, replace(FINANCES, courriel=courriel), SOCIAL)
    result = pst.run("generer", str(pst.racine), "--seance", SEANCE.isoformat(), "--courriels")
    assert drafts(pst)["Finances"].a == ()
    told = [line for line in result.stdout.splitlines() if line.startswith("Pas d'adresse")]
    assert len(told) == 1
    assert "« Finances »" in told[0]
    assert "« Finances.eml »" in told[0]


def test_actions_without_service_have_a_draft_of_their_own(pst: Pst) -> None:
    actions = tuple(replace(action, service="") for action in small_programme().actions)
    (pst.racine / "programme.xlsx").write_bytes(write_programme(small_programme(actions=actions)))
    assert len(send(pst)["Sans service"].pieces) == 6


def test_what_is_too_heavy_for_one_mail_leaves_in_several(pst: Pst, monkeypatch: pytest.MonkeyPatch) -> None:
    with_services(pst, DIRECTION, FINANCES, SOCIAL)
    generation = fiche_tool.generate(pst.racine, SEANCE)
    one = weigh(PieceJointe("x.xlsx", generation.ecrites[0].read_bytes()))
    monkeypatch.setattr("fiche_tool.courriels.brouillons.MAX_MESSAGE", 20_000 + one + one // 2)
    found = send(pst)
    assert list(found) == ["Direction (1 de 2)", "Direction (2 de 2)", "Finances", "Social (1 de 2)", "Social (2 de 2)"]
    first, second = found["Direction (1 de 2)"], found["Direction (2 de 2)"]
    assert (first.objet[-6:], second.objet[-6:]) == (" (1/2)", " (2/2)")
    assert "Message 1 sur 2" in first.texte
    assert "Interne 1.1.2" not in first.texte
    assert [len(first.pieces), len(second.pieces)] == [2, 2]
    monkeypatch.undo()
    assert set(send(pst, "--service", "Social")) == {*found} - {"Social (1 de 2)", "Social (2 de 2)"} | {"Social"}
    assert list(send(pst)) == ["Direction", "Finances", "Social"]


@pytest.mark.slow
def test_a_mail_stays_under_what_servers_take_and_one_file_beyond_it_is_named(pst: Pst) -> None:
    with_services(pst, DIRECTION, FINANCES, SOCIAL)
    made = fiche_tool.generate(pst.racine, SEANCE).ecrites
    for path in made[:2]:
        path.write_bytes(bytes(9_000_000))
    made[2].write_bytes(bytes(16_000_000))
    told = fiche_tool.generate(pst.racine, SEANCE, courriels=True)
    sizes = {path.stem: path.stat().st_size for path in told.courriels}
    assert sizes["Direction (1 de 2)"] < MAX_MESSAGE < sizes["Finances"]
    assert "« Interne 1.2.1 Suivre les crédits.xlsx » pèse à lui seul 16 Mo" in " ".join(told.avertissements)


def test_the_same_folder_gives_the_same_bytes_and_stale_drafts_go(pst: Pst) -> None:
    with_services(pst, DIRECTION, FINANCES, SOCIAL)
    send(pst, "--reponse-avant", "17/11/2021")
    folder = pst.racine / "courriels" / SEANCE.isoformat()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (folder / "Garage.eml").write_bytes(b"X-Unsent: 1\r\n\r\n")
    (folder / "reçu.eml").write_bytes(b"From: moi@cpas.example\r\n\r\n")
    fiche_tool.generate(pst.racine, SEANCE, courriels=True)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "reçu.eml"} == before
    assert (folder / "reçu.eml").exists()


def test_one_service_or_one_action_leaves_the_other_drafts_alone(pst: Pst) -> None:
    with_services(pst, DIRECTION, FINANCES, SOCIAL)
    assert list(send(pst, "--service", "Direction")) == ["Direction"]
    send(pst)
    found = send(pst, "--action", "B3CDE")
    assert set(found) == {"Direction", "Direction - Interne 1.1.2", "Finances", "Social"}
    assert len(found["Direction"].pieces) == 3
    assert len(found["Direction - Interne 1.1.2"].pieces) == 2


# --- the last day for answering --------------------------------------------------------------------------------------
def test_the_last_day_is_printed_on_the_fiche_kept_and_told_by_etat(pst: Pst) -> None:
    generation = fiche_tool.generate(pst.racine, SEANCE, reponse_avant=LIMITE)
    assert generation.reponse_avant == LIMITE
    assert read_reponse_avant(Dossier(pst.racine), SEANCE) == LIMITE
    assert fiche_tool.status(pst.racine).reponse_avant == LIMITE
    assert "Réponses attendues au plus tard le 17 novembre 2021." in pst.run("etat", str(pst.racine)).stdout
    classeur = open_classeur(read_piece(generation.ecrites[0]))
    place = classeur.noms["pst_entete"]
    shown = "Réponse au plus tard le 17 novembre 2021 – CPAS d'Essai – Bureau permanent du 24 novembre 2021"
    assert classeur.ouvrir(place.feuille).get(place.coin).texte == shown
    sheet = read_piece(generation.ecrites[0]).package
    assert sheet is not None
    assert (
        "&amp;RBureau permanent du 24 novembre 2021\nRéponse au plus tard le 17 novembre 2021"
        in sheet.read("xl/worksheets/sheet1.xml").decode()
    )
    (found,) = fiche_tool.verify(generation.ecrites[0])
    assert [anomalie.code for anomalie in found.anomalies] == ["SAI16"]  # nothing about the day


def test_a_later_run_remembers_the_day_and_says_which_fiches_still_show_another(pst: Pst) -> None:
    fiche_tool.generate(pst.racine, SEANCE, service="Direction")
    told = fiche_tool.generate(pst.racine, SEANCE, reponse_avant=LIMITE).avertissements
    assert [line[:30] for line in told] == ["2 fiches déjà là ne portent pa"]
    again = fiche_tool.generate(pst.racine, SEANCE, remplacer=True)
    assert (again.reponse_avant, again.avertissements) == (LIMITE, ())


def test_a_day_after_the_seance_or_unreadable_is_refused_in_a_sentence(pst: Pst) -> None:
    with pytest.raises(FicheToolError, match=r"le 25/11/2021, tombe après la séance du 24/11/2021"):
        fiche_tool.generate(pst.racine, SEANCE, reponse_avant=date(2021, 11, 25))
    fiche_tool.generate(pst.racine, SEANCE, reponse_avant=SEANCE)
    (pst.racine / "fiches" / SEANCE.isoformat() / "reponse-avant.txt").write_text("mercredi", encoding="utf-8")
    with pytest.raises(FicheToolError, match=r"« mercredi » n'est pas une date"):
        fiche_tool.generate(pst.racine, SEANCE)


def test_the_calendar_holds_the_last_day_and_the_seance(pst: Pst) -> None:
    fiche_tool.generate(pst.racine, SEANCE, courriels=True, reponse_avant=LIMITE)
    data = (pst.racine / "courriels" / SEANCE.isoformat() / NOM_CALENDRIER).read_bytes()
    assert max(map(len, data.split(b"\r\n"))) <= 75
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert [(event.decoded("DTSTART"), str(event["SUMMARY"])) for event in events] == [
        (LIMITE, "Fiches du PST : dernier jour (CPAS d'Essai)"),
        (SEANCE, "Bureau permanent : PST (CPAS d'Essai)"),
    ]
    assert len({str(event["UID"]) for event in events}) == 2


def test_a_model_that_shows_no_seance_shows_no_day_and_it_is_said(pst: Pst) -> None:
    bare = repack(FICHIER_MODELE.read_bytes(), {BOOK: swap("pst_entete", "autre_entete"), FORM: swap("[séance]", "")})
    (pst.racine / "modele").mkdir()
    (pst.racine / "modele" / "fiche_action.xlsx").write_bytes(bare)
    told = fiche_tool.generate(pst.racine, SEANCE, reponse_avant=LIMITE).avertissements
    assert [line[:52] for line in told] == ["La date limite n'est pas imprimée sur les fiches : v"]
    assert fiche_tool.generate(pst.racine, SEANCE, service="Social").avertissements == told


# --- the letters -----------------------------------------------------------------------------------------------------
def test_the_centre_writes_its_own_letter(pst: Pst) -> None:
    with_services(pst, replace(DIRECTION, personne=""), FINANCES, SOCIAL)
    path = pst.racine / "modele" / "courriel.txt"
    path.parent.mkdir()
    path.write_bytes(
        "# note\r\nObjet : Fiches [Séance]\r\n\r\nSalut [personne], voilà [fiches] ([service]).".encode("cp1252")
    )
    found = send(pst)
    assert found["Direction"].objet == "Fiches 24 novembre 2021"
    assert found["Direction"].texte == "Salut, voilà 2 fiches (Direction).\n"
    assert found["Finances"].texte == "Salut M. Deux, voilà 1 fiche (Finances).\n"


@pytest.mark.parametrize(
    ("texte", "sentence"),
    [
        (b"Objet : x\n\nBonjour [prenom]", r"« \[prenom\] » n'est pas connu. Ceux qui sont remplacés : \[CPAS\]"),
        (b"Bonjour,\n\nVoici.", "la première ligne « Bonjour, » n'est pas l'objet"),
        (b"PK\x03\x04\x00\x00", "n'est pas un texte simple"),
        (b"", "n'est pas l'objet"),
    ],
)
def test_a_letter_that_cannot_serve_stops_before_anything_is_written(pst: Pst, texte: bytes, sentence: str) -> None:
    (pst.racine / "modele").mkdir()
    (pst.racine / "modele" / "courriel.txt").write_bytes(texte)
    with pytest.raises(FicheToolError, match=sentence):
        fiche_tool.generate(pst.racine, SEANCE, courriels=True)
    assert not (pst.racine / "fiches").exists()


def test_a_letter_is_checked_with_the_folder(pst: Pst) -> None:
    letter = pst.racine / "modele" / "relance.txt"
    fiche_tool.publish_modele(letter)
    assert [(found["genre"], found["anomalies"]) for found in pst.verify(letter)] == [("lettre", [])]
    letter.write_text("Objet : x\n\n[nom]", encoding="utf-8")
    (found,) = [one for one in pst.verify(pst.racine) if one["genre"] == "lettre"]
    assert [(x["code"], "« [nom] » n'est pas connu" in x["phrase"]) for x in found["anomalies"]] == [("HIE21", True)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_letter_is_read_whatever_the_editor_saved(encoding: str) -> None:
    gabarit = parse_gabarit("Objet : Été\n\nÀ bientôt [séance]".encode(encoding), "courriel.txt")
    assert gabarit.fill({"séance": "demain"}) == ("Été", "À bientôt demain")


@pytest.mark.parametrize("lettre", Lettre)
def test_the_letters_of_the_tool_can_be_taken_out_and_explain_every_word(pst: Pst, lettre: Lettre) -> None:
    sortie = pst.racine / "modele" / lettre.value
    assert pst.run("modele", str(sortie)).exit_code == 0
    told = sortie.read_text(encoding="utf-8").partition("Objet")[0]
    assert [mot for mot in MOTS if f"[{mot}]" not in told] == []
    assert load_gabarit(Dossier(pst.racine), lettre).objet
    assert pst.run("modele", str(sortie)).exit_code == 1
    assert "nommez-la « courriel.txt » ou « relance.txt »" in pst.run("modele", str(sortie.with_name("x.txt"))).stderr


# --- reminding -------------------------------------------------------------------------------------------------------
def remind(pst: Pst, *options: str) -> tuple[str, dict[str, Message]]:
    result = pst.run("relancer", str(pst.racine), *options)
    assert result.exit_code == 0, result.output
    return result.stdout, {nom: draft for nom, draft in drafts(pst).items() if nom.startswith("Relance - ")}


@pytest.mark.slow
def test_a_reminder_asks_for_what_is_missing_and_what_is_to_correct(pst: Pst) -> None:
    with_services(pst, DIRECTION, FINANCES, SOCIAL)
    fiche_tool.generate(pst.racine, SEANCE, courriels=True, reponse_avant=LIMITE)
    pst.fill_in("A2BCD", COMPLETE | {"taux": 150}, name="a.xlsx")
    pst.drop("telle quelle.xlsx", pst.fiche("B3CDE"))
    pst.fill_in("C4DEF", COMPLETE)
    pst.collect()
    told, found = remind(pst, "--seance", "24/11/2021")
    assert told.splitlines()[0] == "Séance du 24/11/2021 : 3 fiches sans réponse, 1 copie à corriger."
    assert list(found) == ["Relance - Direction", "Relance - Social"]
    draft = found["Relance - Direction"]
    assert draft.objet.startswith("Rappel PST – 1 fiche à remplir et 1 copie à corriger au plus tard le 17 novembre")
    assert list(draft.pieces) == ["Interne 1.1.2 Étendre l'outil.xlsx", "À corriger - a.xlsx", NOM_CALENDRIER]
    copy = pst.racine / "a_corriger" / SEANCE.isoformat() / "Direction" / "À corriger - a.xlsx"
    assert draft.pieces["À corriger - a.xlsx"] == copy.read_bytes()
    assert "- Interne 1.1.2\u00a0: Étendre l'outil\n    • elle nous est revenue telle quelle" in draft.texte
    assert (
        "- Interne 1.1.1\u00a0: Formaliser les procédures (réponse de Jeanne Noël)\n    • Taux d'avanc" in draft.texte
    )
    assert set(drafts(pst)) == {"Direction", "Finances", "Social", *found}


@pytest.mark.slow
def test_who_answered_in_pdf_is_asked_to_copy_the_answers(pst: Pst) -> None:
    fiche_tool.generate(pst.racine, SEANCE)
    pst.drop("scan_A2BCD_signé.pdf", b"%PDF-1.7 ...")
    shown = pst.run("etat", str(pst.racine)).output
    assert "    à redemander (répondu hors de la fiche : PDF, photo, message…) : Interne 1.1.1" in shown
    assert "scan_A2BCD_signé.pdf (Interne 1.1.1) : à redemander (a répondu en PDF)" in shown
    collected = pst.run("collecter", str(pst.racine), "--seance", SEANCE.isoformat()).output.splitlines()
    assert collected[-1] == f'  fiche-tool relancer "{pst.racine}" --seance {SEANCE.isoformat()}'
    result = pst.run("relancer", str(pst.racine), "--json")
    found = json.loads(result.stdout)
    assert strays(found, formats.RELANCE) == []
    assert (found["manquantes"], found["a_corriger"], len(found["messages"])) == (5, 0, 3)
    told = drafts(pst)["Relance - Direction"].texte
    assert (
        "- Interne 1.1.1\u00a0: Formaliser les procédures\n    • vous avez répondu en PDF\u00a0: cela ne se relit"
        in told
    )


@pytest.mark.slow
def test_a_reminder_that_is_answered_goes_and_nothing_is_left_to_remind(pst: Pst) -> None:
    fiche_tool.generate(pst.racine, SEANCE)
    assert len(remind(pst)[1]) == 3
    for identifiant in ("A2BCD", "B3CDE", "C4DEF", "D5EFG", "E6FGH"):
        pst.fill_in(identifiant, COMPLETE)
    pst.collect()
    told, found = remind(pst)
    assert (told, found) == ("Séance du 24/11/2021 : rien à relancer.\n", {})


@pytest.mark.slow
def test_each_author_of_a_conflict_gets_a_copy_that_names_both(pst: Pst) -> None:
    fiche_tool.generate(pst.racine, SEANCE)
    pst.fill_in("A2BCD", COMPLETE, name="a.xlsx")
    pst.fill_in("A2BCD", COMPLETE | {"taux": 50, "complete_par": "Paul Henry"}, name="b.xlsx")
    pst.collect()
    draft = remind(pst)[1]["Relance - Direction"]
    assert "(réponse de Jeanne Noël)" in draft.texte
    assert "(réponse de Paul Henry)" in draft.texte
    assert "• Taux d'avancement (%) – Deux réponses différentes" in draft.texte
    assert {"À corriger - a.xlsx", "À corriger - b.xlsx"} <= draft.pieces.keys()


def test_a_new_last_day_is_kept_and_one_service_can_be_reminded_alone(pst: Pst) -> None:
    fiche_tool.generate(pst.racine, SEANCE, reponse_avant=LIMITE)
    relance = fiche_tool.remind(pst.racine, service="social", reponse_avant="22/11/2021")
    assert (relance.manquantes, [path.stem for path in relance.messages]) == (2, ["Relance - Social"])
    assert fiche_tool.status(pst.racine).reponse_avant == date(2021, 11, 22)
    with pytest.raises(FicheToolError, match="Aucune action du service « Garage »"):
        fiche_tool.remind(pst.racine, service="Garage")


@pytest.mark.slow
def test_what_stops_a_reminder_is_one_sentence(pst: Pst) -> None:
    with pytest.raises(FicheToolError, match="Aucune fiche n'a encore été générée : il n'y a rien à relancer"):
        fiche_tool.remind(pst.racine)
    fiche_tool.generate(pst.racine, SEANCE)
    with pytest.raises(FicheToolError, match=r"pour la séance du 30/03/2022 .* Séances connues : 24/11/2021"):
        fiche_tool.remind(pst.racine, LATER)
    pst.fill_in("A2BCD", COMPLETE | {"taux": 150})
    with pytest.raises(FicheToolError, match=r"fiche-tool collecter .* --seance 2021-11-24"):
        fiche_tool.remind(pst.racine)
    pst.collect()
    shutil.rmtree(pst.racine / "a_corriger")
    with pytest.raises(FicheToolError, match="leurs copies à corriger ne sont plus là"):
        fiche_tool.remind(pst.racine)
    fiche_tool.generate(pst.racine, LATER)
    with pytest.raises(FicheToolError, match=r"est close .* séance du 30/03/2022"):
        fiche_tool.remind(pst.racine, SEANCE)


def test_an_action_whose_fiche_was_never_sent_is_named_and_not_asked_for(pst: Pst) -> None:
    fiche_tool.generate(pst.racine, SEANCE, service="Direction")
    relance = fiche_tool.remind(pst.racine)
    assert relance.manquantes == 2
    (told,) = [line for line in relance.avertissements if "pas de fiche" in line]
    assert "3 actions sans réponse" in told
    assert "Externe 1.1.1" in told


def test_a_fiche_is_found_by_what_it_says_even_renamed(pst: Pst) -> None:
    made = fiche_tool.generate(pst.racine, SEANCE).ecrites
    made[0].rename(made[0].with_name("renommée.xlsx"))
    assert "renommée.xlsx" in remind(pst)[1]["Relance - Direction"].pieces


# --- bytes -----------------------------------------------------------------------------------------------------------
NAMES = [
    "Été – À corriger.xlsx",
    "a.xlsx",
    "x" * 70 + ".xlsx",
    "Interne 1.1.1 Formaliser les procédures de décision 🎉 et d'exécution, 100 % #1 ; « fin ».xlsx",
    'guillemets "droits" \\ barre.xlsx',
    "=?utf-8?Q?faux?=.xlsx",
    ";",
]


def test_names_of_any_sort_survive_both_parsers() -> None:
    pieces = [PieceJointe(nom, nom.encode()) for nom in NAMES]
    draft = read_draft(write_eml(Brouillon((), "x", "y", pieces)))
    assert draft.pieces == {nom: nom.encode() for nom in NAMES}


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30)


@pytest.mark.slow
@law
@given(st.lists(_WORDS, min_size=1, max_size=6).map(" ".join), st.lists(_WORDS, min_size=1, max_size=20).map(" ".join))
def test_any_name_and_any_subject_survive_both_parsers(nom: str, objet: str) -> None:
    found = read_draft(write_eml(Brouillon((), objet, objet, [PieceJointe(nom, b"x")])))
    assert (list(found.pieces), found.objet) == ([one_line(nom)], one_line(objet))


@pytest.mark.parametrize("objet", ["court", "é" * 200, "x" * 200, "=?utf-8?B?eA==?=", "deux\nlignes, 🎉"])
def test_subjects_of_any_sort_survive_both_parsers(objet: str) -> None:
    assert read_draft(write_eml(Brouillon((), objet, "y"))).objet == " ".join(objet.split())


@pytest.mark.parametrize("texte", ["", ".\nFrom moi\n--\n", "é" * 500, "=_fiche_tool_\n" * 3, "a\u00a0: « b »"])
def test_texts_of_any_sort_survive_both_parsers(texte: str) -> None:
    assert read_draft(write_eml(Brouillon((), "x", texte))).texte == texte.strip() + "\n"


@pytest.mark.parametrize(
    ("typed", "wanted", "refused"),
    [
        ("", (), ()),
        ("a@b.be", (Adresse("a@b.be"),), ()),
        ("a@b.be;c@d.be , e@f.be\ng@h.be", tuple(Adresse(x) for x in ("a@b.be", "c@d.be", "e@f.be", "g@h.be")), ()),
        ("a@b.be A@B.BE", (Adresse("a@b.be"),), ()),
        (
            "Dupont, Jean <j@b.be>, Piron, Zoé <z@b.be>",
            (Adresse("j@b.be", "Dupont, Jean"), Adresse("z@b.be", "Piron, Zoé")),
            (),
        ),
        ("a@b.be, Jean <j@b.be>", (Adresse("a@b.be"), Adresse("j@b.be", "Jean")), ()),
        ("'Jean' <mailto:j@b.be>", (Adresse("j@b.be", "Jean"),), ()),
        ("x@é.be", (Adresse("x@xn--9ca.be"),), ()),
        ("é@b.be", (), ("é@b.be",)),
        ("Jean", (), ("Jean",)),
        ("a@b ; c@d.be", (Adresse("c@d.be"),), ("a@b",)),
        ("a@b.be\r\nBcc: x@y.be", (Adresse("a@b.be"), Adresse("x@y.be")), ("Bcc:",)),
    ],
)
def test_addresses_as_people_type_them(typed: str, wanted: tuple[Adresse, ...], refused: tuple[str, ...]) -> None:
    found = parse_adresses(typed)
    assert (found.lues, found.illisibles) == (wanted, refused)


def test_nothing_typed_in_listes_makes_a_header_of_its_own(pst: Pst) -> None:
    with_services(pst, replace(DIRECTION, personne="Mme Un\r\nBcc: x@y.be"), replace(FINANCES, nom="F\nX-A: 1"), SOCIAL)
    found = send(pst)
    assert found["Direction"].a == ('"Mme Un Bcc: x@y.be" <un@cpas.example>',)
    for path in (pst.racine / "courriels" / SEANCE.isoformat()).glob("*.eml"):
        head = path.read_bytes().partition(b"\r\n\r\n")[0]
        assert b"\nBcc" not in head
        assert b"\nX-A" not in head


def test_a_long_name_does_not_break_the_header() -> None:
    nom = "Très Long Nom De Personne Avec Des Accents Éàü Et Bien D'autres"
    assert read_draft(write_eml(Brouillon((Adresse("a@b.be", nom),), "x", "y"))).a == ("a@b.be",)


def test_a_model_of_a_council_with_a_long_name_keeps_the_header_within_255() -> None:
    """Excel refuses a workbook whose page header is longer."""
    from fiche_tool.dossier.load import load_atelier
    from fiche_tool.excel.fiche.write_fiche import write_fiche

    long = Parametres("essai-2019-2024", "CPAS de " + "Saint-Georges " * 9, 2019, 2024, "Conseil " + "général " * 9)
    programme = small_programme(parametres=long)
    volets = tuple(replace(volet, intitule="Développement " * 9) for volet in programme.volets)
    programme = replace(programme, volets=volets)
    atelier = load_atelier(Dossier(Path("nulle part")), programme)
    from fiche_tool.fichiers.piece import examine

    package = examine(write_fiche(atelier, programme.actions[0], SEANCE, {}, reponse_avant=LIMITE)).package
    assert package is not None
    sheet = package.read("xl/worksheets/sheet1.xml").decode()
    header = sheet.partition("<oddHeader>")[2].partition("</oddHeader>")[0]
    assert "Réponse au plus tard le 17 novembre 2021" in header
    assert len(header.replace("&amp;", "&")) <= 255
    left, right = (part.split("\n") for part in re.split(r"&amp;[LCR]", header)[1:])
    for sides in zip(left, right, strict=True):  # two parts of two lines are what fits over the form, side by side
        assert sum(map(measure, sides)) <= 97
