"""The public page: what it shows and keeps back, for everyone, from a USB stick, whatever a label holds."""

import base64
import csv
import io
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from lxml import html

import fiche_tool
from fiche_tool.demo import Demonstration
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.programme.diffusion import Diffusion
from fiche_tool.domaine.programme.programme import EtatAction
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.dossier.load import load_programme
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.registres.livre import Livre
from tests.conftest import COMPLETE, SEANCE, Pst, small_programme
from tests.outils.bizarre import HOSTILES, hostile_programme, make_pst, shown
from tests.outils.navigateur import Page, chromium  # noqa: F401 - a fixture

OUVERTE = Diffusion(None, True, True, True, True, True, True, True, True, "61080")
"""Everything public."""


def parse(path: Path) -> Any:
    return html.fromstring(path.read_text(encoding="utf-8"))


def set_diffusion(racine: Path, diffusion: Diffusion) -> None:
    """The same programme with other settings of what is published."""
    charge = load_programme(Dossier(racine))
    (racine / "programme.xlsx").write_bytes(write_programme(replace(charge.lu, diffusion=diffusion)))


@pytest.fixture(scope="module")
def answered_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One séance, collected once: an action with names, texts, money and an address."""
    racine = tmp_path_factory.mktemp("publier") / "pst"
    racine.mkdir()
    (racine / "programme.xlsx").write_bytes(write_programme(small_programme()))
    Pst(racine, nothing).answer(
        "A2BCD",
        budget=[{"exercice": 2021, "service": "O", "rd": "D", "article": "104/123-13", "montant": "1234,50"}],
        mise_a_jour=date(2021, 11, 9),
        taux=45,
        statut="En cours",
        fin="31/12/2022",
        description="Écrire à pst@cpas.example avant midi",
        porteur="Julien Stassart",
        responsable="Olivier Warnotte",
        partenaires="La Croix-Rouge",
        indicateurs="Dix procédures",
        commentaire="Le chef traîne",
        complete_par="Jeanne Noël",
    )
    fiche_tool.collect(racine, SEANCE)
    return racine


def nothing(*_: str) -> Result:
    raise AssertionError("the command line is not for a folder that several tests share")


@pytest.fixture
def answered(answered_once: Path, tmp_path: Path, run: Callable[..., Result]) -> Pst:
    """A copy of it."""
    shutil.copytree(answered_once, tmp_path / "answered")
    return Pst(tmp_path / "answered", run)


SECRETS = ("Julien Stassart", "Olivier Warnotte", "La Croix-Rouge", "Dix procédures", "Le chef traîne", "Mme Un")
MONNAIE = "1\u202f234,50"


@pytest.mark.slow
def test_nothing_personal_is_public_unless_parametres_say_so(answered: Pst) -> None:
    closed = fiche_tool.publish(answered.racine).page.read_text(encoding="utf-8")
    assert [secret for secret in (*SECRETS, "Jeanne Noël", MONNAIE, "@cpas") if secret in closed] == []
    assert "Formaliser les procédures" in closed
    assert "45\u00a0%" in closed
    set_diffusion(answered.racine, OUVERTE)
    opened = fiche_tool.publish(answered.racine).page.read_text(encoding="utf-8")
    assert [secret for secret in (*SECRETS, MONNAIE, "pst@cpas.example") if secret not in opened] == []
    assert "Jeanne Noël" not in opened


@pytest.mark.slow
def test_an_address_in_a_public_text_is_hidden_unless_addresses_are_public(answered: Pst) -> None:
    set_diffusion(answered.racine, replace(OUVERTE, adresses=False))
    page = parse(fiche_tool.publish(answered.racine).page)
    assert "Écrire à […] avant midi" in page.text_content()
    assert "@cpas" not in html.tostring(page, encoding="unicode")


@pytest.mark.slow
def test_the_csv_of_the_page_keeps_back_what_the_page_keeps_back(answered: Pst) -> None:
    closed = csv_of(parse(fiche_tool.publish(answered.racine).page))
    assert len(closed) == 5
    assert not {"Porteur du projet", "Commentaire", "Mandataire responsable"} & closed[0].keys()
    set_diffusion(answered.racine, OUVERTE)
    opened = csv_of(parse(fiche_tool.publish(answered.racine).page))
    assert opened[0]["Porteur du projet"] == "Julien Stassart"


def csv_of(page: Any) -> list[dict[str, str]]:
    (href,) = page.xpath("//a[@download]/@href")
    texte = base64.b64decode(href.partition("base64,")[2]).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(texte), delimiter=";"))


@pytest.mark.slow
def test_a_page_is_a_projet_until_its_seance_is_adopted(answered: Pst) -> None:
    assert fiche_tool.publish(answered.racine).projet
    set_diffusion(answered.racine, Diffusion(adoptee=date(2021, 11, 23)))
    assert fiche_tool.publish(answered.racine).projet
    set_diffusion(answered.racine, Diffusion(adoptee=SEANCE))
    publication = fiche_tool.publish(answered.racine)
    assert not publication.projet
    for path in (publication.page, publication.index):
        assert "Projet." not in path.read_text(encoding="utf-8")


def test_a_pst_that_nobody_answered_for_is_published_as_its_programme(pst: Pst) -> None:
    publication = fiche_tool.publish(pst.racine, SEANCE)
    page = parse(publication.page)
    assert len(page.xpath("//ul[@class='actions']/li")) == 5
    assert "Pas encore d'information\u00a0: 5" in page.text_content()
    assert publication == fiche_tool.publish(pst.racine, SEANCE)
    pst.answer("A2BCD")
    result = pst.run("publier", str(pst.racine))
    assert result.exit_code == 1
    assert "collecter" in result.stderr


@pytest.mark.parametrize("command", [("publier",), ("rapport",), ("exporter", "--vers", "csv")])
def test_fiches_sent_and_nothing_collected_leave_nothing_of_today(pst: Pst, command: tuple[str, ...]) -> None:
    pst.fiche("A2BCD")
    (pst.racine / "retours" / "2021-11-24").mkdir(parents=True, exist_ok=True)
    for more in ((), ("--seance", "2021-11-24")):
        result = pst.run(command[0], str(pst.racine), *command[1:], *more)
        assert result.exit_code == 1
        assert "celle du 24/11/2021 est préparée" in result.stderr
        assert "fiche-tool collecter" in result.stderr
    assert not any((pst.racine / nom).exists() for nom in ("publication", "rapports", "echanges"))


def test_a_page_outside_the_legislature_is_refused(pst: Pst) -> None:
    result = pst.run("publier", str(pst.racine), "--seance", "2062-11-25")
    assert result.exit_code == 1
    assert "hors de la législature" in result.stderr


def test_an_unknown_seance_is_refused_with_those_that_are_known(answered: Pst) -> None:
    result = answered.run("publier", str(answered.racine), "--seance", "2021-12-01")
    assert result.exit_code == 1
    assert "24/11/2021" in result.stderr


@pytest.mark.slow
def test_several_seances_have_an_index_and_say_what_changed(answered: Pst) -> None:
    later = date(2022, 5, 25)
    first = fiche_tool.publish(answered.racine)
    answered.answer("B3CDE", seance=later, mise_a_jour=date(2022, 5, 9), taux=100, statut="Réalisé", complete_par="X")
    answered.collect(later)
    second = fiche_tool.publish(answered.racine)
    assert (first.page.parent.name, second.page.parent.name) == ("2021-11-24", "2022-05-25")
    index = parse(second.index)
    assert index.xpath("//h2/a/@href") == ["2022-05-25/index.html", "2021-11-24/index.html"]
    assert "1 action passée à «\u00a0Réalisé\u00a0»" in index.text_content()
    changes = parse(second.page).xpath("//h2[@id='changements']")
    assert changes[0].text_content() == "Ce qui a changé depuis le 24 novembre 2021"
    assert fiche_tool.publish(answered.racine, SEANCE).page.read_bytes() == again(answered, first.page)


def again(pst: Pst, page: Path) -> bytes:
    """Published once more, a page is the same byte for byte."""
    before = page.read_bytes()
    fiche_tool.publish(pst.racine, SEANCE)
    assert page.read_bytes() == before
    return before


@pytest.mark.slow
def test_a_seance_read_back_from_its_register_is_the_one_that_was_collected(demo: Demonstration) -> None:
    livre = Livre(Dossier(demo.dossier), load_programme(Dossier(demo.dossier)).programme)
    found, wanted = livre.synthese(livre.jours[-1]), demo.collecte.synthese
    assert found.tables == wanted.tables
    assert found.lignes == wanted.lignes
    assert found.registre.bilan == wanted.registre.bilan


def test_a_setting_that_cannot_be_read_keeps_its_thing_inside(answered: Pst) -> None:
    from tests.test_memes_chiffres import _say

    _say(answered.racine / "programme.xlsx", "commentaires", "peut-être")
    _say(answered.racine / "programme.xlsx", "ins", "soixante")
    (found,) = answered.verify(answered.racine / "programme.xlsx")
    assert [(a["code"], a["trouve"]) for a in found["anomalies"]] == [("HIE12", "peut-être"), ("HIE12", "soixante")]
    assert "Le chef traîne" not in fiche_tool.publish(answered.racine).page.read_text(encoding="utf-8")


# --- the page itself -------------------------------------------------------------------------------------------------
def test_the_page_asks_nothing_of_anybody(answered: Pst) -> None:
    for path in (fiche_tool.publish(answered.racine).page, fiche_tool.publish(answered.racine).index):
        texte = path.read_text(encoding="utf-8")
        page = html.fromstring(texte)
        assert not re.search(r"https?:|//[a-z]|@import|url\(", texte.replace("base64,//", ""))
        assert page.xpath("//@src | //link | //iframe | //object | //*[@*[starts-with(name(), 'on')]] | //@style") == []
        (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'; style-src 'sha256-")


def hostile(tmp_path: Path, pst: Pst) -> Pst:
    """A PST of hostile labels, its fiches answered with hostile words, everything public."""
    programme = replace(hostile_programme(), diffusion=replace(OUVERTE, adoptee=SEANCE))
    folder = make_pst(tmp_path / "hostile", programme, pst)
    for identifiant, nom in zip(("A2BCD", "A3BCD", "A4BCD"), HOSTILES, strict=False):
        champs = dict.fromkeys(("description", "commentaire", "indicateurs", "porteur"), nom)
        folder.fill_in(identifiant, champs | {"taux": 30, "statut": "En cours", "mise_a_jour": date(2021, 11, 9)})
    folder.collect()
    return folder


@pytest.mark.slow
def test_a_hostile_label_is_only_text(tmp_path: Path, pst: Pst) -> None:
    publication = fiche_tool.publish(hostile(tmp_path, pst).racine)
    page = parse(publication.page)
    (script,) = page.xpath("//script")
    assert "alert" not in script.text
    assert page.xpath("//img") == []
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", publication.page.read_text(encoding="utf-8"))
    texte = " ".join(page.text_content().split())
    assert [nom for nom in HOSTILES if shown(nom) not in texte] == []
    cells = [cell for row in csv_of(page) for cell in row.values()]
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))] == []


# --- in a browser ----------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_axe_finds_nothing_and_nothing_runs_over(tmp_path: Path, pst: Pst, chromium: Any) -> None:  # noqa: F811
    folders = (hostile(tmp_path, pst), everyday(pst))
    for folder in folders:
        publication = fiche_tool.publish(folder.racine)
        for path in (publication.page, publication.index):
            page = Page(chromium, path)
            for width, scheme in ((1366, "light"), (1366, "dark"), (320, "light")):
                page.show(width=width, scheme=scheme)
                assert page.violations() == [], (path, width, scheme)
                assert page.too_wide <= 0, (path, width)
            assert page.errors() == []
            assert page.ask("performance.getEntriesByType('resource').length") == 0


def everyday(pst: Pst) -> Pst:
    """The small PST, everything public, at its second séance."""
    set_diffusion(pst.racine, OUVERTE)
    for seance, taux in ((SEANCE, 30), (date(2022, 5, 25), 60)):
        budget: list[Mapping[str, Contenu]] = [
            {"exercice": 2021, "service": "O", "rd": "D", "article": "104/123-13", "montant": "12,50"}
        ]
        pst.answer(
            "A2BCD", budget=budget, seance=seance, mise_a_jour=seance, taux=taux, statut="En cours", complete_par="X"
        )
        pst.collect(seance)
        fiche_tool.publish(pst.racine)
    return pst


@pytest.mark.slow
def test_the_page_is_used_with_the_keyboard_alone(pst: Pst, chromium: Any) -> None:  # noqa: F811
    from selenium.webdriver import ActionChains, Keys

    page = Page(chromium, fiche_tool.publish(everyday(pst).racine).page)

    def press(*keys: str) -> None:
        chain: Any = ActionChains(chromium)
        chain.send_keys(*keys).perform()

    press(Keys.TAB)
    assert page.ask("document.activeElement.textContent") == "Aller au contenu"
    assert page.ask("document.activeElement.getBoundingClientRect().left >= 0")
    press(Keys.ENTER)
    press(Keys.TAB)
    reached = []
    for _ in range(40):
        name = page.ask("document.activeElement.id || document.activeElement.textContent.trim()")
        if page.ask("document.activeElement === document.body") or name in reached:
            break
        assert page.ask("getComputedStyle(document.activeElement).outlineStyle") == "solid", name
        reached.append(name)
        press(Keys.TAB)
    assert {"mots", "etat", "service", "volet", "retard", "Tout montrer"} <= set(reached)
    page.driver.find_element("id", "mots").send_keys("PROCEDURES")
    assert page.ask("document.getElementById('compte').textContent") == "1 action sur 5"
    assert page.ask("document.querySelectorAll('.actions > li:not([hidden])').length") == 1
    press(*[Keys.TAB] * 5, Keys.ENTER)
    assert page.ask(
        "new Promise(done => setTimeout(() => done(document.getElementById('compte').textContent), 50))"
    ) == ("5 actions sur 5")


@pytest.mark.slow
def test_without_script_zoomed_or_printed_everything_is_there(pst: Pst, chromium: Any) -> None:  # noqa: F811
    page = Page(chromium, fiche_tool.publish(everyday(pst).racine).page)
    visible = "[...document.querySelectorAll('.actions > li')].filter(x => x.offsetParent).length"
    page.show(script=False)
    assert page.ask(visible) == 5
    assert page.ask("document.getElementById('filtres').offsetParent") is None
    page.show(type="print")
    assert page.ask(visible) == 5
    assert page.ask("document.querySelector('nav').offsetParent") is None
    page.show(width=341)  # 1366 pixels at 400 %
    assert page.too_wide <= 0
    page.show(width=683)
    page.ask("document.documentElement.style.fontSize = '200%'")  # text alone, twice as large
    assert page.too_wide <= 0


# --- words that are true of one, and names that are true of one place -------------------------------------------------
def test_a_programme_of_one_action_is_told_in_the_singular(pst: Pst) -> None:
    programme = small_programme()
    (pst.racine / "programme.xlsx").write_bytes(write_programme(replace(programme, actions=programme.actions[:1])))
    pst.fill_in("A2BCD", COMPLETE)
    pst.collect()
    page = parse(fiche_tool.publish(pst.racine).page)
    tiles = [li.text_content() for li in page.xpath("//ul[@class='tuiles']/li")]
    assert "100\u00a0% réalisées ou en cours, sur 1 action du programme initial (1)" in tiles
    assert page.xpath("//meta[@name='description']/@content")[0].startswith("Où en est la seule action du Programme")


def test_a_place_is_named_with_its_axe_where_two_axes_have_its_number(pst: Pst) -> None:
    programme = small_programme()
    first, second, third, *others = programme.actions
    both = [objectif for objectif in programme.objectifs if objectif.volet == "Interne"]
    twice = [replace(objectif, axe=axe) for axe in ("1", "2") for objectif in both]
    objectifs = (*twice, *(objectif for objectif in programme.objectifs if objectif.volet != "Interne"))
    first = replace(first, axe="2", autres_objectifs=(("Externe", "", "1.1"),))
    second = replace(second, axe="1", etat=EtatAction.RETIREE, retiree=date(2021, 11, 1))
    actions = (first, second, replace(third, axe="1"), *others)
    (pst.racine / "programme.xlsx").write_bytes(
        write_programme(replace(programme, objectifs=objectifs, actions=actions))
    )
    pst.fill_in("A2BCD", COMPLETE)
    pst.collect()
    said = parse(fiche_tool.publish(pst.racine).page).text_content()
    assert "Action transversale, comptée sous Interne axe 2 OO 1.1." in said
    assert "Interne axe 1 1.1.2 Étendre l'outil (le 01/11/2021)" in " ".join(said.split())


def test_no_line_of_the_page_may_begin_with_a_mark(answered: Pst) -> None:
    set_diffusion(answered.racine, OUVERTE)
    page = parse(fiche_tool.publish(answered.racine).page)
    words = page.xpath("//body//text()[not(ancestor::script or ancestor::style)]")
    assert len(words) > 50
    assert [texte for texte in words if re.search(r"\w [:;?!%€](?![\w/])", texte)] == []
