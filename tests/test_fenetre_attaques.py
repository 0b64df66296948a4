"""The window attacked: other origins, forged hosts, paths that climb, floods, slow clients; nothing gives way."""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.fenetre import lieux, ouvrir
from fiche_tool.fenetre.bornes import MAX_ENVOI, MAX_FICHIER, MAX_FICHIERS
from fiche_tool.fenetre.depots import own_name
from fiche_tool.fenetre.fenetre import Fenetre
from fiche_tool.fenetre.garde import ENTETES, Garde
from tests.conftest import SEANCE, Pst
from tests.outils.visite import BASE, PORT, PREFIXE, RACINE, Visite, photo, texte

JOUR = SEANCE.isoformat()


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for nom in ("APPDATA", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(nom, str(tmp_path / "reglages"))


@pytest.fixture
def visite(pst: Pst) -> Visite:
    pst.fiche("A2BCD")
    return Visite(pst.racine).enter()


# --- who is let in ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "host",
    ["attaquant.example", f"attaquant.example:{PORT}", "127.0.0.1", "127.0.0.1:1", f"127.0.0.1:{PORT}.example", ""],
)
def test_a_name_that_was_rebound_to_this_machine_gets_nothing(visite: Visite, host: str) -> None:
    for chemin in ("/", "/etape/retours", "/statique/fenetre.js", f"/entrer?jeton={visite.fenetre.garde.entree}"):
        reponse = visite.client.get(chemin, base_url=RACINE, headers={"Host": host})
        assert reponse.status_code == 421, chemin
        assert "Essai" not in texte(reponse)


def test_the_names_of_this_machine_are_known_whatever_their_case(visite: Visite) -> None:
    for host in (f"127.0.0.1:{PORT}", f"LOCALHOST:{PORT}"):
        reponse = visite.client.get("/statique/fenetre.css", base_url=RACINE, headers={"Host": host})
        assert reponse.status_code == 200
        reponse.close()


@pytest.mark.parametrize(
    "entetes",
    [
        {"Origin": "http://attaquant.example"},
        {"Origin": "null"},
        {"Origin": f"https://127.0.0.1:{PORT}"},
        {"Origin": f"http://127.0.0.1:{PORT + 1}"},
        {"Origin": BASE, "Sec_Fetch_Site": "cross-site"},
        {"Origin": BASE, "Sec_Fetch_Site": "same-site"},
        {"Origin": ""},
    ],
)
def test_a_post_from_elsewhere_changes_nothing(visite: Visite, pst: Pst, entetes: dict[str, str]) -> None:
    before = photo(pst.racine)
    reponse = visite.post("/deposer", {"fichiers": [(BytesIO(b"PK"), "a.xlsx")]}, **entetes)
    assert reponse.status_code == 403
    assert visite.post("/fermer", **entetes).status_code == 403
    assert not visite.fenetre.presence.fermer.is_set()
    assert photo(pst.racine) == before


def test_a_page_of_another_site_that_frames_or_fetches_gets_nothing(visite: Visite) -> None:
    assert visite.get("/etape/retours", Sec_Fetch_Site="cross-site").status_code == 403
    assert visite.get("/etape/retours", Sec_Fetch_Site="none").status_code == 200


def test_without_the_token_of_the_form_nothing_is_written(visite: Visite, pst: Pst) -> None:
    before = photo(pst.racine)
    for jeton in ("", "faux", visite.fenetre.garde.entree, visite.fenetre.garde.session):
        data = {"jeton": jeton, "fichiers": [(BytesIO(b"PK"), "a.xlsx")]}
        assert visite.post("/deposer", data).status_code == 403
    assert photo(pst.racine) == before


def test_every_address_but_the_first_asks_for_the_cookie(visite: Visite) -> None:
    app = visite.client.application
    stranger = app.test_client()
    for rule in app.url_map.iter_rules():
        if rule.endpoint in ("static", "acces.entrer"):
            continue
        chemin = rule.rule.replace("<nom>", "retours")
        for methode in sorted({"GET", "POST"} & (rule.methods or set())):
            reponse = stranger.open(chemin, base_url=RACINE, method=methode, headers={"Origin": BASE})
            assert reponse.status_code == 403, chemin
            assert "Essai" not in texte(reponse)


def test_the_first_address_is_good_once(pst: Pst) -> None:
    visite = Visite(pst.racine)
    for jeton in ("", "faux", "é", visite.fenetre.garde.session):
        assert visite.client.get("/entrer", query_string={"jeton": jeton}, base_url=RACINE).status_code == 403
    visite.enter()
    stranger = Visite(pst.racine)
    stranger.fenetre.garde = visite.fenetre.garde
    assert stranger.get(f"/entrer?jeton={visite.fenetre.garde.entree}").status_code == 403
    assert visite.get(f"/entrer?jeton={visite.fenetre.garde.entree}").status_code == 303, "the same browser again"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(pst: Pst) -> None:
    visite = Visite(pst.racine)
    cookie = visite.get(f"/entrer?jeton={visite.fenetre.garde.entree}").headers["Set-Cookie"]
    assert cookie.startswith(f"fiche_tool_{PORT}=")
    assert {"HttpOnly", "SameSite=Strict", f"Path={PREFIXE}/"} <= set(cookie.split("; "))
    assert visite.fenetre.garde.entree not in repr(visite.fenetre)
    assert visite.client.get("/etape/retours", base_url=BASE).status_code == 403, "the cookie is for the path alone"


def test_nothing_runs_on_the_page_but_its_own_files(visite: Visite) -> None:
    for chemin in ("/etape/retours", "/etape/collecter", "/dossier", "/verifier", "/absente", "/statique/fenetre.js"):
        reponse = visite.get(chemin)
        assert {nom: reponse.headers[nom] for nom in ENTETES} == dict(ENTETES)
        page = reponse.get_data(as_text=True)
        reponse.close()
        assert [word for word in ("style=", "onclick", "<style", "http://", "https://") if word in page] == []
    policy = ENTETES["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "*" not in policy


def test_what_others_typed_is_text_on_the_page(visite: Visite) -> None:
    nom = "<img src=x onerror=alert(1)>.xlsx"
    found = visite.drop({nom: b"rien", "a&<b>.txt": b"<script>"}).get_json()
    assert "<script>" not in found["html"]
    assert "<img" not in found["html"]
    page = visite.get("/etape/retours?seance=<script>").get_data(as_text=True)
    assert "<script>" not in page


# --- names and paths -------------------------------------------------------------------------------------------------
HOSTILES = (
    "../../programme.xlsx",
    "..\\..\\programme.xlsx",
    "/etc/passwd",
    "C:\\Windows\\win.ini",
    "\\\\serveur\\partage\\a.xlsx",
    "a.xlsx:flux",
    "CON.xlsx",
    ".htaccess",
    "a\u202exslx.exe",
    "\ud800.xlsx",
    "x" * 400 + ".xlsx",
    "…/…/a.xlsx",
    " . ",
    "..",
)


@pytest.mark.slow
def test_a_name_never_leads_out_of_its_folder(visite: Visite, pst: Pst, tmp_path: Path) -> None:
    before = photo(tmp_path)
    for rank, nom in enumerate(HOSTILES):
        safe = nom.encode("utf-8", "replace").decode()
        assert visite.drop({safe: f"texte {rank}".encode()}).status_code == 200, nom
    folder = pst.racine / "retours" / JOUR
    after = photo(tmp_path)
    assert {nom: after[nom] for nom in before} == before
    new = set(after) - set(before)
    assert len(new) == len(HOSTILES)
    assert all((tmp_path / nom).parent == folder for nom in new)
    for nom in HOSTILES:
        assert len(own_name(nom).encode()) <= 200
        assert not own_name(nom).startswith(".")


@pytest.mark.parametrize(
    "chemin",
    [
        "../../etc/passwd",
        "..",
        "/etc/passwd",
        "fiches/../../secret.txt",
        "..\\secret.txt",
        "C:/Windows/win.ini",
        "retours/lien.txt",
        "programme.xlsx\0.txt",
        "registres/../.git/config",
        "." * 5000,
    ],
)
def test_no_path_leads_out_of_the_folder(visite: Visite, pst: Pst, tmp_path: Path, chemin: str) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (pst.racine / "retours").mkdir(exist_ok=True)
    try:
        (pst.racine / "retours" / "lien.txt").symlink_to(tmp_path / "secret.txt")
    except OSError:
        pytest.skip("this system lets nobody make links")
    reponse = visite.client.get("/fichier", query_string={"chemin": chemin}, base_url=RACINE)
    assert reponse.status_code == 409
    assert "secret" not in texte(reponse).replace("secret.txt", "")
    assert visite.post("/montrer", {"chemin": chemin}).status_code == 409
    assert visite.post("/fusion", {"chemin": chemin}).status_code == 409
    assert visite.montres == []


def test_nothing_is_written_behind_a_link(visite: Visite, pst: Pst, tmp_path: Path) -> None:
    elsewhere = tmp_path / "ailleurs"
    elsewhere.mkdir()
    try:
        (pst.racine / "retours").symlink_to(elsewhere, target_is_directory=True)
    except OSError:
        pytest.skip("this system lets nobody make links")
    assert "raccourci vers un autre dossier" in visite.drop({"a.xlsx": b"rien"}).get_json()["phrase"]
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("nom", ["courriels", "syntheses", f"fiches/{JOUR}", "publication"])
def test_no_verb_writes_behind_a_link_either(visite: Visite, pst: Pst, tmp_path: Path, nom: str) -> None:
    elsewhere, folder = tmp_path / "ailleurs", pst.racine / nom
    if folder.exists():
        folder.rename(elsewhere)
    elsewhere.mkdir(exist_ok=True)
    before = photo(elsewhere)
    folder.parent.mkdir(exist_ok=True)
    try:
        folder.symlink_to(elsewhere, target_is_directory=True)
    except OSError:
        pytest.skip("this system lets nobody make links")
    for chemin in ("/generer", "/collecter", "/relancer", "/sortir"):
        refused = visite.post(chemin, {"seance": JOUR, "quoi": "publier", "courriels": "oui"})
        assert refused.status_code == 409
        assert f"« {nom} » est un raccourci" in texte(refused).replace("\u00a0", " ")
    assert photo(elsewhere) == before


def test_a_new_folder_stays_in_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lieux, "documents", lambda: tmp_path)
    for nom in ("../../dehors", "C:\\dehors", "..", "CON"):
        assert lieux.new_folder(nom).parent == tmp_path
    with pytest.raises(FicheToolError, match="Donnez un nom"):
        lieux.new_folder("  ")


# --- floods ----------------------------------------------------------------------------------------------------------
def flood(visite: Visite, chemin: str, fichiers: Mapping[str, bytes]) -> TestResponse:
    """Files dropped, their request built by hand: the client of the tests would lay a large one on the disk."""
    part = '--b\r\nContent-Disposition: form-data; name="fichiers"; filename="{}"\r\n\r\n'
    parts = [part.format(nom).encode() + content + b"\r\n" for nom, content in fichiers.items()]
    sent = {"Origin": BASE, "X-Jeton": visite.fenetre.garde.formulaire, "Accept": "application/json"}
    kind = "multipart/form-data; boundary=b"
    body = b"".join(parts) + b"--b--\r\n"
    return visite.client.post(chemin, base_url=RACINE, headers=sent, content_type=kind, data=body)


@pytest.mark.slow
def test_a_giant_file_is_refused_while_it_arrives(visite: Visite, pst: Pst) -> None:
    before = photo(pst.racine)
    reponse = flood(visite, "/deposer", {"bon.xlsx": b"rien", "geant.xlsx": b"\0" * (MAX_FICHIER + 1)})
    assert reponse.status_code == 413
    assert "20 Mo par fichier" in reponse.get_json()["phrase"]
    assert photo(pst.racine) == before
    assert flood(visite, "/deposer", {"juste.bin": b"\1" * MAX_FICHIER}).status_code == 200


@pytest.mark.slow
def test_ten_thousand_files_are_refused_and_five_hundred_are_not(visite: Visite, pst: Pst) -> None:
    before = photo(pst.racine)
    assert flood(visite, "/deposer", {f"{rank}.txt": b"x" for rank in range(10_000)}).status_code == 413
    assert photo(pst.racine) == before
    assert flood(visite, "/verifier", {f"{rank}.txt": b"x" for rank in range(MAX_FICHIERS)}).status_code == 200


def test_a_form_without_end_is_refused(visite: Visite, pst: Pst) -> None:
    before = photo(pst.racine)
    fields = {f"champ{rank}": "x" for rank in range(2_000)}
    assert visite.post("/trancher", {**fields, "fichiers": (BytesIO(b""), "a")}).status_code == 413
    assert visite.post("/generer", {"seance": "9" * 10_000}).status_code == 409
    assert photo(pst.racine) == before


# --- a real server ---------------------------------------------------------------------------------------------------
_WINDOWS: list[Fenetre] = []


@pytest.fixture
def port(pst: Pst) -> Iterator[int]:
    """A window that is served, as « ouvrir » does it."""
    said: list[str] = []
    ready, windows, make = threading.Event(), list[Fenetre](), ouvrir.new_window

    def keep(garde: Garde, clock: Callable[[], date]) -> Fenetre:
        windows.append(make(garde, clock))
        return windows[0]

    def tell(line: str) -> None:
        said.append(line)
        ready.set()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ouvrir, "new_window", keep)
        serve = threading.Thread(
            target=ouvrir.open_window, args=(pst.racine, tell, lambda: SEANCE), kwargs={"navigateur": False}
        )
        serve.start()
        assert ready.wait(20)
        while not windows:
            serve.join(0.05)
    _WINDOWS[:] = windows
    yield windows[0].garde.port
    windows[0].presence.fermer.set()
    serve.join(20)
    assert not serve.is_alive()
    assert said[-1] == "La fenêtre est fermée."


def ask(port: int, request: str, timeout: float = 10, *, whole: bool = False) -> str:
    with closing(socket.create_connection(("127.0.0.1", port), timeout=timeout)) as line:
        line.sendall(request.encode())
        if whole:
            return b"".join(iter(lambda: line.recv(65536), b"")).decode()
        return line.recv(200).decode(errors="replace")


@pytest.mark.slow
def test_what_is_too_much_is_a_sentence_from_the_server_too(port: int, pst: Pst) -> None:
    before = photo(pst.racine)
    garde = _WINDOWS[-1].garde
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="fichiers"; filename="{rank}.txt"\r\n\r\nx\r\n'
        for rank in range(MAX_FICHIERS + 1)
    )
    body = f"{parts}--b--\r\n"
    head = (
        f"POST {garde.prefixe}/deposer HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
        f"Cookie: {garde.cookie}={garde.session}\r\nX-Jeton: {garde.formulaire}\r\nAccept: application/json\r\n"
        f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    answer = ask(port, head + body, whole=True)
    assert " 413 " in answer.splitlines()[0]
    assert "20 Mo par fichier" in answer
    assert photo(pst.racine) == before


@pytest.mark.slow
def test_slow_and_hurried_clients_stop_nobody(port: int, pst: Pst) -> None:
    before = photo(pst.racine)
    good = f"GET /statique/fenetre.css HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    assert " 200 " in ask(port, good)
    slow = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(60)]
    try:
        for rank, line in enumerate(slow):
            head = f"POST /deposer HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 1000000\r\n"
            line.sendall((head + ("\r\nx" if rank % 2 else "X-Lent: ")).encode())
        assert " 200 " in ask(port, good)
        giant = f"POST /deposer HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {MAX_ENVOI * 50}\r\n\r\n"
        assert " 413 " in ask(port, giant)
        assert " 400 " in ask(port, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n")
        assert " 421 " in ask(port, "GET / HTTP/1.1\r\nHost: attaquant.example\r\nConnection: close\r\n\r\n")
        assert " 200 " in ask(port, good)
    finally:
        for line in slow:
            line.close()
    assert photo(pst.racine) == before


@pytest.mark.slow
def test_only_this_machine_is_listened_to_and_a_taken_port_is_said(port: int) -> None:
    with closing(ouvrir._listen(0)) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
    with pytest.raises(FicheToolError, match=f"Le port {port} de cet ordinateur est déjà pris"):
        ouvrir._listen(port)
