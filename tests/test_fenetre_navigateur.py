"""The window in real browsers: two séances on Engis with the mouse alone; for everyone, in the dark, at 400 %."""

import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fiche_tool.demo import _answer, _identifiant
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.resources import SAMPLES
from tests.conftest import COMPLETE
from tests.outils.firefox import Firefox, firefox  # noqa: F401 - a fixture
from tests.outils.navigateur import Page, chromium  # noqa: F401 - a fixture

pytestmark = pytest.mark.slow
S, S2 = "2021-11-24", "2022-05-25"
DOCUMENT = "Volet interne\nO.S. 1. Être utile\nO.O. 1. Agir\n- Faire\n- Refaire\n"
HOSTILE = b"MZ\x90\x00 this is a program"


class Servie:
    """A window served by the command itself, in a process of its own, at home in a folder of the tests."""

    def __init__(self, maison: Path, *arguments: str) -> None:
        (maison / "Documents").mkdir(parents=True, exist_ok=True)
        environ = os.environ | {"HOME": str(maison), "USERPROFILE": str(maison), "PYTHONIOENCODING": "utf-8"}
        environ |= {"XDG_CONFIG_HOME": str(maison), "APPDATA": str(maison)}
        command = [sys.executable, "-u", "-m", "fiche_tool", "ouvrir", "--sans-navigateur", *arguments]
        self.processus = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, encoding="utf-8")
        assert self.processus.stdout is not None
        self.adresse = self.processus.stdout.readline().rsplit(" ", 1)[1].strip()
        self.base = self.adresse.partition("/entrer")[0]

    def end(self) -> None:
        """Whatever became of it, it is over."""
        self.processus.terminate()
        self.processus.communicate()


@pytest.fixture
def maison(tmp_path: Path) -> Path:
    return tmp_path / "maison"


@pytest.fixture
def servie(maison: Path) -> Iterator[Servie]:
    found = Servie(maison)
    yield found
    found.end()


class Souris:
    """What a hand does: click on words, choose files, drop one; and what the eye waits for."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def all(self, css: str) -> list[Any]:
        """Elements of the page that are seen."""
        return [found for found in self.driver.find_elements("css selector", css) if found.is_displayed()]

    def click(self, words: str, css: str = "button, a") -> None:
        """Click on what bears these words, as soon as it is there."""

        def hit() -> bool:
            found = next((one for one in self.all(css) if words in one.text), None)
            if found is not None:
                self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
                found.click()
            return found is not None

        self.until(hit)

    def until(self, seen: Callable[[], Any]) -> Any:
        """Wait for something to be seen."""
        from selenium.common.exceptions import WebDriverException

        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                if found := seen():
                    return found
            except WebDriverException:  # between two pages
                pass
            time.sleep(0.05)
        raise AssertionError(self.driver.find_element("css selector", "body").text)

    def step(self, words: str) -> None:
        """Go to a step."""
        self.click(words, ".etapes a")
        self.until(lambda: words in self.driver.find_element("css selector", "h1").text)

    def choose(self, *paths: Path) -> str:
        """Choose files in the zone; what is said of them."""
        self.driver.find_element("css selector", "#depot-fichiers").send_keys("\n".join(map(str, paths)))
        said: str = self.until(lambda: next((x.text for x in self.all(".suivi") if "vérifié" in x.text), ""))
        return said

    def drop(self, nom: str, content: str) -> None:
        """Let a file fall on the zone."""
        self.driver.execute_script(
            "const given = new DataTransfer();"
            "given.items.add(new File([arguments[1]], arguments[0]));"
            "document.getElementById('depot').dispatchEvent("
            "  new DragEvent('drop', {dataTransfer: given, bubbles: true, cancelable: true}));",
            nom,
            content,
        )

    def date(self, champ: str, jour: str) -> None:
        """Choose a day in the calendar of a field."""
        self.driver.execute_script("document.getElementById(arguments[0]).value = arguments[1]", champ, jour)

    def result(self, words: str) -> str:
        """Wait for what a long work leaves."""
        return str(self.until(lambda: next((x.text for x in self.all("#resultat") if words in x.text), "")))


def answers(folder: Path, fiches: Path) -> list[Path]:
    """The thirty returns of the demonstration, each in a file of its own."""
    script = tomllib.loads((SAMPLES / "engis" / "reponses.toml").read_text(encoding="utf-8"))
    by_action = {_identifiant(path): path for path in fiches.rglob("*.xlsx")}
    given: dict[str, bytes] = {}
    folder.mkdir()
    for reponse in script["reponses"]:
        nom = reponse["fichier"]
        given[nom] = given[reponse["copie_de"]] if "copie_de" in reponse else _answer(by_action, reponse)
        (folder / nom.replace("/", " - ")).write_bytes(given[nom])
    return sorted(folder.iterdir())


def test_two_seances_on_engis_with_the_mouse_alone(
    servie: Servie,
    maison: Path,
    tmp_path: Path,
    chromium: Any,  # noqa: F811
) -> None:
    page, main = Page(chromium, servie.adresse), Souris(chromium)
    recus = tmp_path / "telecharges"
    chromium.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(recus)})
    # a new PST, out of the document it is written in
    main.driver.find_element("id", "nom").send_keys("PST neuf")
    main.click("Créer le dossier")
    main.until(lambda: "Importer" in page.ask("document.body.innerText"))
    (tmp_path / "pst.txt").write_text(DOCUMENT, encoding="utf-8")
    chromium.find_element("id", "import-fichiers").send_keys(str(tmp_path / "pst.txt"))
    main.click("Importer", "#import button")
    assert "2 actions" in main.result("a été lu")
    # the one of Engis
    main.click("Changer de dossier")
    main.until(lambda: main.all("#nom"))[0].send_keys("PST Engis")
    main.click("l'exemple de Engis", "option")
    main.click("Créer le dossier")
    main.until(lambda: "CPAS d'Engis" in page.ask("document.body.innerText"))
    racine = maison / "Documents" / "PST Engis"
    # the first séance
    main.step("Préparer la séance")
    main.date("seance", S)
    main.date("reponse_avant", "2021-11-17")
    main.click("Générer les fiches")
    assert "34 fiches générées" in main.result("Les fiches sont prêtes").replace("\u00a0", " ")
    assert len(main.all("a[href*='.eml']")) == 6
    main.step("Retours")
    (tmp_path / "facture.xlsm").write_bytes(HOSTILE)
    said = main.choose(*answers(tmp_path / "recus", racine / "fiches" / S), tmp_path / "facture.xlsm")
    assert said == "31 fichiers déposés et vérifiés."
    main.until(lambda: "31 fichiers vérifiés" in page.ask("document.querySelector('.compte').innerText"))
    verdicts = [one.text for one in main.all(".verdict")]
    assert any("À corriger" in one and "guichet accueil" in one and "Fiche!D23" in one for one in verdicts)
    assert any("Pas reconnu" in one and "facture.xlsm" in one for one in verdicts)
    main.drop("note.txt", "bonjour")
    main.until(lambda: "32 fichiers vérifiés" in page.ask("document.querySelector('.compte').innerText"))
    assert (racine / "retours" / S / "note.txt").read_text(encoding="utf-8") == "bonjour"
    assert not (racine / "registres").exists()
    main.step("Collecter")
    main.click("Collecter la séance")
    assert "34 actions : 27 avec réponse" in main.result("est collectée").replace("\u00a0", " ")
    # a conflict is decided
    conflicts = [one for one in main.all("fieldset") if "2 réponses différentes" in one.text]
    assert len(conflicts) == 3
    for one in conflicts:
        one.find_element("css selector", "input[value='réponse 2']").click()
    chromium.find_element("id", "par").send_keys("Madame la Présidente")
    main.click("Enregistrer les décisions")
    main.until(lambda: "3 points tranchés" in page.ask("document.querySelector('.avis').innerText"))
    main.click("Collecter la séance")
    main.result("est collectée")
    assert not [one for one in main.all("fieldset") if "2 réponses différentes" in one.text]
    # the documents, and the reminders
    next(one for one in main.all("a[href*='Synth']") if "télécharger" in one.text).click()
    synthese = f"{S} Synthèse PST.xlsx"
    main.until(lambda: (recus / synthese).is_file())
    assert (recus / synthese).read_bytes() == (racine / "syntheses" / synthese).read_bytes()
    main.click("Préparer la page publique")
    main.result("La page publique est prête")
    main.step("Relancer")
    main.click("Préparer les rappels")
    assert "4 rappels prêts" in main.result("rappels prêts")
    # the second one
    main.step("Préparer la séance")
    main.date("seance", S2)
    main.click("Générer les fiches")
    main.result("Les fiches sont prêtes")
    main.step("Retours")
    fiches = sorted((racine / "fiches" / S2).rglob("*.xlsx"))[:2]
    for rank, path in enumerate(fiches):
        (tmp_path / f"{rank}.xlsx").write_bytes(type_in(path.read_bytes(), COMPLETE, []))
    main.choose(*(tmp_path / f"{rank}.xlsx" for rank in range(2)))
    main.step("Collecter")
    main.click("Collecter la séance")
    main.result("est collectée")
    assert sorted(path.name for path in (racine / "registres").iterdir()) == [f"{S}.jsonl", f"{S2}.jsonl"]
    assert page.errors() == []
    main.click("Fermer")
    main.until(lambda: "La fenêtre est fermée" in page.ask("document.body.innerText"))
    assert servie.processus.wait(20) == 0


@pytest.fixture
def collectee(maison: Path) -> Iterator[Servie]:
    """A window on a folder with something of everything: faults, a conflict, drafts, documents."""
    import fiche_tool

    racine = maison / "Documents" / "PST"
    fiche_tool.create(racine, "engis")
    found = fiche_tool.generate(racine, S, courriels=True, reponse_avant="2021-11-17")
    folder = racine / "retours" / S
    folder.mkdir(parents=True, exist_ok=True)
    for rank, champs in enumerate(({"taux": 20}, {"taux": 70}, {"taux": 150})):
        fiche = found.ecrites[rank // 2].read_bytes()
        signed = {**COMPLETE, **champs, "complete_par": f"Anne {rank}"}
        (folder / f"{rank}.xlsx").write_bytes(type_in(fiche, signed, []))
    (folder / "facture.xlsm").write_bytes(HOSTILE)
    fiche_tool.collect(racine, S)
    served = Servie(maison, str(racine))
    yield served
    served.end()


PAGES = (
    "/etape/programme",
    "/etape/preparer",
    "/etape/retours",
    "/etape/collecter",
    "/etape/relancer",
    "/dossier",
    "/verifier",
    "/absente",
)


def test_every_page_is_for_everyone(collectee: Servie, chromium: Any) -> None:  # noqa: F811
    from selenium.webdriver import ActionChains, Keys

    page = Page(chromium, collectee.adresse)
    for chemin in PAGES:
        page.url = collectee.base + chemin
        page.show()
        assert page.violations() == [], chemin
        page.show(scheme="dark")
        assert page.violations() == [], (chemin, "dark")
        page.show(width=341)  # 1366 pixels at 400 %
        assert page.too_wide <= 0, chemin
        page.show(script=False)
        assert page.ask("document.querySelector('h1').innerText"), chemin
    page.url = f"{collectee.base}/etape/retours"
    page.show()
    reached: list[str] = []
    for _ in range(60):
        ActionChains(chromium).send_keys(Keys.TAB).perform()
        if page.ask("document.activeElement === document.body"):
            break
        assert page.ask("getComputedStyle(document.activeElement).outlineStyle") != "none", reached
        reached.append(page.ask("document.activeElement.innerText || document.activeElement.id"))
    text = " ".join(reached)
    for words in ("Aller au contenu", "Changer de dossier", "Programme", "Relancer", "depot-fichiers", "Continuer"):
        assert words in text


def test_without_scripts_one_drops_and_collects(collectee: Servie, maison: Path, chromium: Any) -> None:  # noqa: F811
    page, main = Page(chromium, collectee.adresse), Souris(chromium)
    page.url = f"{collectee.base}/etape/retours"
    page.show()
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        chromium.get(page.url)
        (maison / "4.txt").write_text("bonjour", encoding="utf-8")
        chromium.find_element("id", "depot-fichiers").send_keys(str(maison / "4.txt"))
        main.click("Déposer", "#depot button")
        main.until(
            lambda: "1 fichier gardé" in chromium.find_element("css selector", ".avis").text.replace("\u00a0", " ")
        )
        main.step("Collecter")
        main.click("Collecter la séance")
        assert "5 fichiers reçus" in main.result("est collectée").replace("\u00a0", " ")
    finally:
        chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_the_same_in_firefox(collectee: Servie, maison: Path, firefox: Firefox) -> None:  # noqa: F811
    firefox.get(collectee.adresse)
    firefox.get(f"{collectee.base}/etape/retours")
    assert firefox.ask("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    (maison / "4.txt").write_text("bonjour", encoding="utf-8")
    (maison / "5.txt").write_text("bonsoir", encoding="utf-8")
    firefox.choose("#depot-fichiers", maison / "4.txt", maison / "5.txt")
    firefox.wait("document.querySelector('.suivi').innerText === '2 fichiers déposés et vérifiés.'")
    firefox.wait("document.querySelector('.compte').innerText.includes('6 fichiers vérifiés')")
    firefox.click(".etapes li:nth-child(4) a")
    firefox.wait("document.querySelector('h1').innerText === 'Collecter'")
    firefox.click("main form.carte > button")
    firefox.wait("document.getElementById('resultat')?.innerText.includes('6 fichiers reçus')")
