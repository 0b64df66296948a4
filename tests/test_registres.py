"""The registers through the front: a folder that lives six years, situation by situation."""

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from fiche_tool import verify
from fiche_tool.demo import Demonstration
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.programme.programme import EtatAction
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.points.type_choices import ReponseTapee
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.registres.lignes import Abime, dump_lignes, read_empreinte, read_lignes
from fiche_tool.registres.registre import page_lignes, read_registre
from tests.conftest import Pst
from tests.outils.boucle import S2, S3, TAUX, A, Boucle, S, errors, fates, open_keys

pytestmark = [pytest.mark.undrawn, pytest.mark.slow]  # whole cycles, one a test

LE_20 = date(2022, 1, 20)


@pytest.fixture
def boucle(pst: Pst) -> Boucle:
    return Boucle(pst.racine, pst.run)


def register(boucle: Boucle, seance: date = S) -> Path:
    return boucle.racine / "registres" / f"{seance.isoformat()}.jsonl"


def outputs(folder: Path) -> dict[str, str]:
    """The hash of every file but the returns."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "retours" not in path.parts
    }


def two_seances(boucle: Boucle) -> None:
    boucle.reply("a.xlsx", {"taux": 40})
    boucle.collect(S)
    boucle.reply("b.xlsx", {"taux": 60, "mise_a_jour": LE_20}, seance=S2)
    boucle.collect(S2)


def refused(boucle: Boucle, *arguments: str) -> str:
    """The one sentence of a command that stops."""
    result = boucle.run(arguments[0], str(boucle.racine), *arguments[1:])
    assert result.exit_code == 1, result.output
    (line,) = result.stderr.strip().splitlines()
    return line


def verdict(boucle: Boucle) -> dict[str, list[str]]:
    """What « verifier DOSSIER » says of each register: codes by file."""
    found = boucle.verify(boucle.racine)
    return {
        Path(one["fichier"]).name: [x["code"] for x in one["anomalies"]] for one in found if one["genre"] == "registre"
    }


# --- the situations --------------------------------------------------------------------------------------------------
def test_collecting_as_returns_trickle_in_is_one_run_at_the_end(boucle: Boucle, tmp_path: Path) -> None:
    boucle.reply("a.xlsx", {"taux": 30}, signe="Marie Piron")
    boucle.collect()
    boucle.reply("b.xlsx", {"taux": 50}, signe="Paul Henry")
    boucle.collect()
    boucle.reply("c.xlsx", {"taux": 150}, identifiant="B3CDE")
    boucle.collect()
    boucle.collect()
    boucle.collect()
    trickled = outputs(boucle.racine)
    for folder in ("registres", "syntheses", "a_corriger"):
        shutil.rmtree(boucle.racine / folder)
    boucle.collect()
    assert outputs(boucle.racine) == trickled


def test_generating_collects_first_the_returns_that_no_register_holds(boucle: Boucle) -> None:
    boucle.reply("a.xlsx", {"taux": 40})
    result = boucle.run("generer", str(boucle.racine), "--seance", S2.isoformat())
    assert "La séance du 24/11/2021 est collectée d'abord" in result.output
    assert boucle.kept(S)["taux"] == 40
    assert (boucle.racine / "syntheses" / f"{S.isoformat()} Synthèse PST.xlsx").exists()
    assert boucle.prefilled(S2)["taux"] == 40
    assert "collectée d'abord" not in boucle.run("generer", str(boucle.racine), "--seance", S2.isoformat()).output


def test_a_file_that_lands_in_an_older_folder_is_a_late_return(boucle: Boucle) -> None:
    late = type_in(boucle.fiche(A), {"taux": 40, "complete_par": "X"})
    boucle.reply("b.xlsx", {"taux": 10}, identifiant="B3CDE")
    boucle.collect()
    before = register(boucle).read_bytes()
    boucle.run("generer", str(boucle.racine), "--seance", S2.isoformat())
    boucle.drop("a.xlsx", late, S)
    second = boucle.collect(S2)
    assert "FUS20" in [x["code"] for x in second["anomalies"]]
    assert (second["actions"]["recues"], boucle.kept(S2)["taux"]) == (1, 40)
    assert register(boucle).read_bytes() == before
    assert boucle.collect(S3)["fichiers"]["trouves"] == 0


def test_a_closed_seance_asks_for_rouvrir_and_says_what_follows(boucle: Boucle) -> None:
    two_seances(boucle)
    sentence = refused(boucle, "collecter", "--seance", S.isoformat())
    assert "--rouvrir" in sentence
    assert "26/01/2022" in sentence
    before = register(boucle).read_bytes()
    boucle.reply("c.xlsx", {"taux": 20}, identifiant="B3CDE")
    result = boucle.run("collecter", str(boucle.racine), "--seance", S.isoformat(), "--rouvrir")
    assert "recollectez maintenant la séance du 26/01/2022" in result.output
    assert register(boucle).read_bytes() != before
    assert "Recollectez d'abord la séance du 26/01/2022" in refused(boucle, "collecter", "--seance", S3.isoformat())
    assert "Recollectez d'abord" in refused(boucle, "generer", "--seance", S3.isoformat())
    assert verdict(boucle)[f"{S2.isoformat()}.jsonl"] == ["REG02"]
    boucle.run("collecter", str(boucle.racine), "--seance", S2.isoformat(), "--rouvrir")
    assert boucle.collect(S3)["fichiers"]["trouves"] == 0
    assert set(map(tuple, verdict(boucle).values())) == {()}


def test_a_seance_that_was_opened_again_is_not_forgotten_two_seances_later(boucle: Boucle) -> None:
    two_seances(boucle)
    boucle.collect(S3)
    boucle.reply("c.xlsx", {"taux": 20}, identifiant="B3CDE")
    boucle.run("collecter", str(boucle.racine), "--seance", S.isoformat(), "--rouvrir")
    later = "2022-05-25"
    for words in (("publier",), ("exporter", "--vers", "csv"), ("generer", "--seance", later)):
        assert "Recollectez d'abord la séance du 26/01/2022" in refused(boucle, *words)
    for jour in (S2, S3):
        boucle.run("collecter", str(boucle.racine), "--seance", jour.isoformat(), "--rouvrir")
    assert boucle.run("generer", str(boucle.racine), "--seance", later).exit_code == 0
    assert boucle.kept(S3, "B3CDE")["taux"] == 20


def test_a_register_between_two_others_that_holds_nothing_is_one_sentence(boucle: Boucle) -> None:
    two_seances(boucle)
    boucle.collect(S3)
    empty = {"objet": "fin", "lignes": 0, "empreinte": hashlib.sha256(b"").hexdigest()}
    register(boucle, S2).write_bytes(json.dumps(empty).encode() + b"\n")
    assert "la séance du 26/01/2022" in refused(boucle, "publier")


def test_a_seance_is_closed_by_the_fiches_made_from_it(boucle: Boucle) -> None:
    boucle.reply("a.xlsx", {"taux": 40})
    boucle.collect()
    boucle.collect()
    boucle.run("generer", str(boucle.racine), "--seance", S2.isoformat(), "--action", A)
    assert "fiches de la séance du 26/01/2022" in refused(boucle, "collecter", "--seance", S.isoformat())
    result = boucle.run("collecter", str(boucle.racine), "--seance", S.isoformat(), "--rouvrir")
    assert "generer --remplacer" in result.output


def test_a_register_deleted_in_the_middle(boucle: Boucle) -> None:
    two_seances(boucle)
    boucle.collect(S3)
    register(boucle, S2).unlink()
    assert verdict(boucle)[f"{S3.isoformat()}.jsonl"] == ["REG02"]
    later = date(2022, 5, 25)
    assert boucle.collect(later)["fichiers"]["trouves"] == 0
    assert boucle.kept(later)["taux"] == 60


def test_the_newest_register_deleted_is_made_again_first(boucle: Boucle) -> None:
    two_seances(boucle)
    before = register(boucle, S2).read_bytes()
    register(boucle, S2).unlink()
    assert boucle.collect(S3)["seances_anterieures"] == [S2.isoformat()]
    assert register(boucle, S2).read_bytes() == before


def test_all_registers_deleted_everything_is_folded_again(boucle: Boucle) -> None:
    two_seances(boucle)
    boucle.collect(S3)
    before = outputs(boucle.racine)
    shutil.rmtree(boucle.racine / "registres")
    result = boucle.run("collecter", str(boucle.racine), "--seance", S3.isoformat())
    assert "Séances collectées d'abord" in result.output
    assert outputs(boucle.racine) == before


def test_a_value_accepted_from_a_return_stays_where_the_programme_did_not_change(boucle: Boucle) -> None:
    boucle.reply("a.xlsx", {"porteur": "M. Premier"})
    boucle.collect()
    boucle.edit(mandataire="M. Deux")
    boucle.collect(S2)
    assert (boucle.kept(S2)["porteur"], boucle.kept(S2)["mandataire"]) == ("M. Premier", "M. Deux")


def test_two_fiches_that_follow_each_other_are_a_conflict(boucle: Boucle) -> None:
    boucle.reply("a.xlsx", {"taux": 30})
    boucle.collect(S)
    to_forty = type_in(boucle.fiche(A, S2), {"taux": 40, "complete_par": "X"})
    boucle.drop("quarante.xlsx", to_forty, S2)
    boucle.collect(S2)
    boucle.run("generer", str(boucle.racine), "--seance", S2.isoformat(), "--remplacer")
    back = type_in(boucle.fiche(A, S2), {"taux": 30, "complete_par": "Y"})
    boucle.drop("trente.xlsx", back, S2)
    assert open_keys(boucle.collect(S2)) == [TAUX]


def test_one_head_sends_two_versions_the_same_day(boucle: Boucle) -> None:
    fiche = boucle.fiche(A)
    jour = date(2021, 11, 9)
    signed: dict[str, Contenu] = {"complete_par": "Jeanne Noël", "complete_le": jour, "mise_a_jour": jour}
    for name, taux in (("v1.xlsx", 30), ("v2.xlsx", 50)):
        boucle.drop(name, type_in(fiche, {**signed, "taux": taux, "statut": "En cours"}))
    first = boucle.collect()
    assert open_keys(first) == [TAUX]
    points = Path(first["a_trancher"]).read_bytes()
    boucle.settle(points, {TAUX: ReponseTapee("réponse 1")})
    assert boucle.collect()["points"] == []


def test_one_head_sends_a_second_version_another_day(boucle: Boucle) -> None:
    fiche = boucle.fiche(A)
    for name, taux, jour in (("v2.xlsx", 50, 12), ("v1.xlsx", 30, 9)):
        signed: dict[str, Contenu] = {"complete_par": "Jeanne Noël", "complete_le": date(2021, 11, jour)}
        signed["statut"] = "En cours"
        boucle.drop(name, type_in(fiche, {**signed, "mise_a_jour": date(2021, 11, jour), "taux": taux}))
    result = boucle.collect()
    assert (errors(result), boucle.kept()["taux"]) == ([], 50)


def test_an_action_retired_since_keeps_its_late_answer_in_its_past(boucle: Boucle) -> None:
    late = type_in(boucle.fiche(A), {"taux": 100, "statut": "Réalisé", "complete_par": "X"})
    boucle.collect()
    boucle.edit(etat=EtatAction.RETIREE, retiree=date(2022, 1, 1))
    boucle.drop("tardif.xlsx", late, S2)
    second = boucle.collect(S2)
    assert second["actions"]["total"] == 4
    assert boucle.kept(S2)["taux"] == 100
    assert "IDE06" in [x["code"] for x in second["anomalies"]]


def test_a_copy_left_by_a_cloud_drive_is_named_and_not_read(boucle: Boucle) -> None:
    boucle.reply("a.xlsx", {"taux": 40})
    boucle.collect()
    copy = register(boucle).with_name(f"{S.isoformat()} (copie en conflit).jsonl")
    copy.write_text("{}", encoding="utf-8")
    register(boucle).with_name("notes.json").write_text("{}", encoding="utf-8")
    boucle.fiche(A, S2)
    output = boucle.run("collecter", str(boucle.racine), "--seance", S2.isoformat()).output
    assert f"(copie en conflit).jsonl » n'est pas lu : c'est « {S.isoformat()}.jsonl » qui sert" in output
    assert "notes.json » n'est pas lu" in output
    assert verdict(boucle)[copy.name] == ["REG05"]


def test_a_register_of_a_newer_tool(boucle: Boucle) -> None:
    two_seances(boucle)
    rewrite(register(boucle, S2), lambda head: {**head, "schema": 2})
    assert "Mettez fiche-tool à jour" in refused(boucle, "collecter", "--seance", S3.isoformat())


def test_a_register_of_another_programme(boucle: Boucle) -> None:
    two_seances(boucle)
    rewrite(register(boucle, S2), lambda head: {**head, "parametres": {**head["parametres"], "code": "autre"}})
    assert "autre programme (« autre »" in refused(boucle, "generer", "--seance", S3.isoformat())


def test_a_register_that_was_renamed(boucle: Boucle) -> None:
    two_seances(boucle)
    register(boucle, S2).rename(register(boucle, date(2022, 2, 2)))
    assert "il a été renommé" in refused(boucle, "collecter", "--seance", S3.isoformat())


def rewrite(path: Path, change: Callable[[dict], dict]) -> None:  # type: ignore[type-arg]  # any JSON
    """A register whose first line says otherwise, and which is whole all the same."""
    lignes = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()][:-1]
    path.write_bytes(b"".join(dump_lignes([change(lignes[0]), *lignes[1:]])))


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def drop_a_line(data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join([*lines[:3], *lines[4:]])


def garble(data: bytes) -> bytes:
    return data.replace(b'"objet":"etat"', b'"objet":"etaz"', 1)


@pytest.mark.parametrize(
    "damage",
    [
        cut,
        drop_a_line,
        garble,
        lambda data: data + b"{}\n",
        lambda _: b"",
        lambda _: b"\0" * 200,
        lambda _: b'{"objet":' + b"[" * 100_000 + b"\n",
        lambda _: b'{"objet":"fin","lignes":0,"empreinte":"x"}\n',
        lambda data: data.replace(b'"40"', b'"41"', 1),
        lambda data: b"PK\x03\x04" + data,
        lambda data: data.replace(b"\n", b" " * 9_000_000 + b"\n", 1),
    ],
)
def test_a_damaged_register_is_one_sentence_and_nothing_is_written(
    boucle: Boucle, damage: Callable[[bytes], bytes]
) -> None:
    two_seances(boucle)
    path = register(boucle, S2)
    path.write_bytes(damage(path.read_bytes()))
    before = outputs(boucle.racine)
    for verb in ("collecter", "generer"):
        assert "est abîmé" in refused(boucle, verb, "--seance", S3.isoformat())
    assert outputs(boucle.racine) == before
    assert "REG01" in verdict(boucle)[path.name]


@pytest.mark.parametrize("damage", [cut, lambda _: b"", lambda _: b"\0" * 200])
def test_a_damaged_register_in_the_middle_keeps_verifying_from_nothing(
    boucle: Boucle, damage: Callable[[bytes], bytes]
) -> None:
    """The register after it names its hash, which cannot be read: the whole command stopped there."""
    two_seances(boucle)
    path = register(boucle)
    path.write_bytes(damage(path.read_bytes()))
    assert verdict(boucle) == {path.name: ["REG01"], register(boucle, S2).name: ["REG02"]}
    told = boucle.run("verifier", str(boucle.racine))
    assert told.exit_code == 3
    assert "qui est abîmé" in told.output


def test_a_chain_that_holds_is_said_to_hold(boucle: Boucle) -> None:
    two_seances(boucle)
    whole = "2 registres rejoués : la chaîne des séances est entière."
    assert whole in boucle.run("verifier", str(boucle.racine)).output
    register(boucle).unlink()
    assert "la chaîne des séances est entière" not in boucle.run("verifier", str(boucle.racine)).output


def test_line_ends_changed_by_another_program_change_nothing(boucle: Boucle) -> None:
    two_seances(boucle)
    path = register(boucle, S2)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert boucle.collect(S3)["fichiers"]["trouves"] == 0
    assert boucle.kept(S3)["taux"] == 60


def test_past_returns_may_be_archived_once_their_seance_is_closed(boucle: Boucle) -> None:
    two_seances(boucle)
    shutil.rmtree(boucle.racine / "retours" / S.isoformat())
    boucle.reply("c.xlsx", {"taux": 80, "mise_a_jour": date(2022, 3, 20)}, seance=S3)
    assert boucle.collect(S3)["fichiers"]["trouves"] == 1
    assert boucle.kept(S3)["taux"] == 80
    assert verdict(boucle)[f"{S.isoformat()}.jsonl"] == ["REG03"]


def test_old_files_moved_about_are_not_counted_again(boucle: Boucle) -> None:
    two_seances(boucle)
    (boucle.racine / "retours" / "archives").mkdir()
    shutil.move(boucle.racine / "retours" / S.isoformat() / "a.xlsx", boucle.racine / "retours" / "archives" / "x.xlsx")
    assert boucle.collect(S3)["fichiers"]["trouves"] == 0


def test_a_file_of_a_later_seance_waits_for_its_turn(boucle: Boucle) -> None:
    boucle.reply("a.xlsx", {"taux": 40})
    boucle.drop("b.xlsx", type_in(boucle.fiche("B3CDE"), {"taux": 10, "complete_par": "X"}), S2)
    first = boucle.collect(S)
    assert (first["fichiers"]["ignores"], "FUS06" in [x["code"] for x in first["anomalies"]]) == (1, True)
    second = boucle.collect(S2)
    assert (second["fichiers"]["trouves"], second["actions"]["recues"]) == (1, 1)


def test_the_chain_replayed_holds(boucle: Boucle) -> None:
    boucle.reply("un.xlsx", {"taux": 30}, signe="Marie Piron")
    boucle.reply("deux.xlsx", {"taux": 150}, signe="Paul Henry", identifiant="B3CDE")
    boucle.reply("trois.xlsx", {"taux": 60}, signe="Paul Henry")
    first = boucle.collect()
    boucle.settle(Path(first["a_trancher"]).read_bytes(), {TAUX: ReponseTapee(autre=45)}, seance=S2)
    boucle.retype(boucle.copy_of(first, "deux"), "copie.xlsx", {"taux": 50}, seance=S2)
    boucle.collect(S2)
    boucle.edit(porteur="Mme Seconde")
    boucle.drop("encore.xlsx", (boucle.racine / "retours" / S.isoformat() / "un.xlsx").read_bytes(), S3)
    boucle.collect(S3)
    assert verdict(boucle) == {f"{jour.isoformat()}.jsonl": [] for jour in (S, S2, S3)}
    result = boucle.run("verifier", str(boucle.racine))
    assert "erreur" not in result.output
    assert ".jsonl" not in result.output


def test_a_register_edited_by_hand_but_whole_does_not_replay(boucle: Boucle) -> None:
    two_seances(boucle)
    path = register(boucle, S2)
    lignes = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()][:-1]
    for ligne in lignes:
        if ligne["objet"] == "etat" and ligne["action"] == A:
            ligne["valeurs"]["taux"]["nombre"] = "99"
    path.write_bytes(b"".join(dump_lignes(lignes)))
    assert verdict(boucle)[path.name] == ["REG04"]


# --- the file itself -------------------------------------------------------------------------------------------------
def test_reading_a_register_gives_back_what_was_written(boucle: Boucle) -> None:
    two_seances(boucle)
    page = boucle.page(S2)
    data = register(boucle, S2).read_bytes()
    assert b"".join(dump_lignes(page_lignes(page))) == data
    assert read_registre(Dossier(boucle.racine), S2, "essai-2019-2024") == page
    assert page.precedent == (S, read_empreinte(register(boucle, S)))


def test_the_same_state_gives_the_same_bytes(boucle: Boucle) -> None:
    two_seances(boucle)
    before = outputs(boucle.racine)
    boucle.collect(S2)
    assert outputs(boucle.racine) == before


def test_amounts_are_texts_and_days_are_iso(boucle: Boucle) -> None:
    ligne: dict[str, Contenu] = {"exercice": 2021, "service": "O", "rd": "D", "article": "104/123-13", "montant": 1250}
    boucle.reply("a.xlsx", {"fin": "fin 2022"}, [ligne])
    boucle.collect()
    etat = next(x for x in read_lignes(register(boucle)) if x["objet"] == "etat" and x["action"] == A)
    assert etat["lignes"][0]["ligne"]["montant"] == "1250.00"
    assert etat["valeurs"]["fin"] == {"periode": {"debut": "2022-10-01", "fin": "2022-12-31", "texte": "fin 2022"}}


def test_every_object_of_the_schema_is_documented(boucle: Boucle) -> None:
    two_seances(boucle)
    text = (Path(__file__).parent.parent / "docs" / "registre.md").read_text(encoding="utf-8")
    for ligne in read_lignes(register(boucle, S2)):
        assert f"| `{ligne['objet']}` |" in text
        if ligne["objet"] not in ("objectif", "action"):
            assert [key for key in ligne if f"`{key}`" not in text] == []


def test_a_line_too_long_is_told_before_it_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'{"objet":"' + b"x" * 9_000_000)
    with pytest.raises(Abime, match="anormalement longue"):
        list(read_lignes(path))


def test_fates_are_told_in_json(boucle: Boucle) -> None:
    two_seances(boucle)
    result = boucle.collect(S2)
    assert fates(result) == {"b.xlsx": "Reçue conforme"}
    assert Path(result["registre"]) == register(boucle, S2)
    programme = boucle.programme
    renamed = replace(programme, parametres=replace(programme.parametres, organe="Codir"))
    (boucle.racine / "programme.xlsx").write_bytes(write_programme(renamed))
    assert boucle.collect(S2)["fichiers"] == result["fichiers"]


def test_the_folder_of_a_pst_is_checked_without_the_tools_own_outputs(demo: Demonstration) -> None:
    """A fiche just sent is not filled in, and a synthesis is no return: neither is told."""
    checked = [one.fichier for one in verify(demo.dossier)]
    places = {Path(one).relative_to(demo.dossier).parts[0] for one in checked}
    assert places == {"programme.xlsx", "retours", "registres"}


# --- comparing with an older séance ----------------------------------------------------------------------------------
def three_seances(boucle: Boucle) -> None:
    """Three séances given, one taux at each."""
    for seance, taux in ((S, 20), (S2, 40), (S3, 70)):
        boucle.reply(f"{taux}.xlsx", {"taux": taux}, seance=seance)
        boucle.collect(seance)


def test_a_collection_compares_with_the_seance_one_asks_for(boucle: Boucle) -> None:
    three_seances(boucle)
    for depuis, jour, avant in ((None, S2, "40"), ("adoption", S, "20"), (S.strftime("%d/%m/%Y"), S, "20")):
        more = ("--depuis", depuis) if depuis else ()
        found = json.loads(boucle.run("collecter", str(boucle.racine), "--sans-pdf", "--json", *more).output)
        assert found["comparaison"]["depuis"] == jour.isoformat()
        assert found["comparaison"]["adoption"] is (jour == S)
        mesures = {mesure["cle"]: mesure for mesure in found["comparaison"]["mesures"]}
        assert (mesures["taux_constant"]["avant"], mesures["taux_constant"]["apres"]) == (avant, "70")
        assert found["bureau"]["taux"]["avant"] == "40"  # the page is about the séance before, whatever is compared


def test_a_seance_without_a_register_is_refused_and_nothing_is_written(boucle: Boucle) -> None:
    three_seances(boucle)
    before = outputs(boucle.racine / "syntheses")
    for depuis in (LE_20.isoformat(), S3.isoformat()):
        result = boucle.run("collecter", str(boucle.racine), "--depuis", depuis)
        assert result.exit_code == 1
        assert "Séances auxquelles comparer : 24/11/2021, 26/01/2022 (la première est l'adoption)." in result.stderr
    assert outputs(boucle.racine / "syntheses") == before


def test_a_first_seance_has_nothing_to_be_compared_with(boucle: Boucle) -> None:
    boucle.reply("a.xlsx", {"taux": 20})
    result = boucle.run("collecter", str(boucle.racine), "--depuis", "adoption")
    assert result.exit_code == 1
    assert "il n'y a encore rien à quoi la comparer" in result.stderr
