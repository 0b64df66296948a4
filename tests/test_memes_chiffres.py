"""The same number everywhere: workbook, page, report, exports, `.tables`."""

import base64
import csv
import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import Result
from lxml import html

import fiche_tool
from fiche_tool.demo import Demonstration
from fiche_tool.domaine.synthese.comptes import SENS
from fiche_tool.domaine.synthese.lignes import ETATS
from fiche_tool.echanges.statuts import TRADUCTIONS
from fiche_tool.excel.lecture.classeur import LONGUE_LISTE
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.fichiers.piece import read_piece
from fiche_tool.publication.public import show_etat
from tests.conftest import Pst
from tests.outils.bizarre import answer_oddly, make_pst, odd_programme

Chiffres = Mapping[str, Any]


def engis(racine: Path, run: Callable[..., Result], demo: Demonstration) -> Path:
    dossier = Path(shutil.copytree(demo.dossier, racine / "engis"))
    programme = dossier / "programme.xlsx"
    _say(programme, "budget", "Oui")
    return dossier


def _say(programme: Path, nom: str, valeur: str) -> None:
    """Type a setting of what is published, as the secretariat does."""
    from fiche_tool.excel.lecture.classeur import address
    from fiche_tool.excel.programme.feuilles import PARAMETRES, REGLAGES_DIFFUSION
    from fiche_tool.excel.remplissage.patch import patch_cells

    piece = read_piece(programme)
    entete = next(reglage.entete for reglage in REGLAGES_DIFFUSION if reglage.nom == nom)
    cells = open_classeur(piece, LONGUE_LISTE).ouvrir(PARAMETRES).cellules
    row = next(row for (row, column), saisie in cells.items() if column == 1 and saisie.texte == entete)
    programme.write_bytes(patch_cells(piece, PARAMETRES, {address((row, 2)): valeur}))


def odd(racine: Path, run: Callable[..., Result], demo: Demonstration) -> Path:
    return answer_oddly(make_pst(racine / "bizarre", odd_programme(budget=True), Pst(racine, run))).racine


@pytest.mark.slow
@pytest.mark.parametrize("make", [engis, odd])
def test_the_same_number_everywhere(
    make: Callable[[Path, Callable[..., Result], Demonstration], Path],
    tmp_path: Path,
    run: Callable[..., Result],
    demo: Demonstration,
) -> None:
    dossier = make(tmp_path, run, demo)
    collecte = fiche_tool.collect(dossier)
    wanted = from_tables(collecte.tables)
    assert sum(wanted["etats"].values()) == wanted["total"] > 5
    found = {
        "workbook": from_workbook(collecte.fichier),
        "page": from_page(fiche_tool.publish(dossier).page),
        "report": from_report(fiche_tool.write_report(dossier).fichier),
        "json": from_json(fiche_tool.export(dossier, "json").fichiers[0]),
        "csv": from_csv(fiche_tool.export(dossier, "csv").fichiers),
    }
    for name, figures in found.items():
        assert {key: figures[key] for key in figures} == {key: wanted[key] for key in figures}, name
    xml = fiche_tool.export(dossier, "ecomptes").fichiers[0]
    translated: Counter[str] = Counter()
    for etat, count in wanted["etats"].items():
        translated[TRADUCTIONS[etat].statut.value] += count
    statuts = [one.findtext("Statut") or "" for one in ET.parse(xml).iter("Action")]
    assert Counter(statuts) == +translated


# --- what each says --------------------------------------------------------------------------------------------------
def from_tables(tables: Mapping[str, Any]) -> Chiffres:
    """The figures, worked out from `.tables` alone, without any code of the tool."""
    actions, gone = tables["actions"].to_dict("records"), tables["retirees"].to_dict("records")
    taux = [row["taux"] for row in actions if row["taux"] is not None and row["moyenne"] == "Oui"]
    initial = [row for row in (*actions, *gone) if row["origine"] == "PST initial"]
    under_way = sum(row["statut"] in ("En cours", "Réalisé", "Récurrent") for row in initial)
    counts = Counter(row["statut"] for row in actions)
    budget: dict[tuple[str, str], Decimal] = {}
    for row in tables["budget"].to_dict("records"):
        kept = row["abandonne"] == "Non" and row["montant"] is not None
        sens = next((nom for nom, pair in SENS.items() if pair == (row["rd"], row["service"])), "")
        if kept and sens:
            year = "sans exercice" if row["exercice"] is None else str(int(row["exercice"]))
            for line in (year, "Total"):
                budget[line, sens] = budget.get((line, sens), Decimal(0)) + Decimal(int(row["montant"])) / 100
    return {
        "total": len(actions),
        "etats": {etat: counts[etat] for etat in ETATS if counts[etat]},
        "taux": half_up(sum(taux, Decimal(0)) / len(taux)),
        "part": half_up(Decimal(100 * under_way) / len(initial)),
        "retard": sum(row["retard"] == "Oui" for row in actions),
        "mouvements": f"+{sum(row['origine'] == 'Ajoutée' for row in actions)} / −{len(gone)}",
        "budget": {key: amount for key, amount in budget.items() if amount},
    }


def half_up(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), rounding="ROUND_HALF_UP"))


def amount(texte: str) -> Decimal:
    return Decimal(re.sub(r"[^\d,.-]", "", texte).replace(",", "."))


def from_workbook(path: Path) -> Chiffres:
    """The stored values of the synthesis: its figures at the top, its row « Ensemble », its sheet Budget."""
    book = open_classeur(read_piece(path), LONGUE_LISTE)
    cells = {place: s.texte for place, s in book.ouvrir("Tableau de bord").cellules.items()}
    raw: dict[tuple[int, int], Any] = {place: s.brut for place, s in book.ouvrir("Tableau de bord").cellules.items()}
    above = {texte: raw[row - 1, column] for (row, column), texte in cells.items() if (row - 1, column) in raw}
    part = next(value for words, value in above.items() if words.startswith("réalisées ou en cours, sur les"))
    heads = next(row for (row, _), texte in cells.items() if texte == ETATS[0])
    columns = {texte: column for (row, column), texte in cells.items() if row == heads}
    whole = next(row for (row, _), texte in cells.items() if texte == "Ensemble")
    counts = {etat: int(cells[whole, columns[etat]]) for etat in ETATS}
    return {
        "total": int(above["actions au programme"]),
        "etats": {etat: count for etat, count in counts.items() if count},
        "taux": half_up(Decimal(str(next(value for words, value in above.items() if words.startswith("taux moyen"))))),
        "part": half_up(Decimal(str(part)) * 100),
        "retard": int(above["en retard"]),
        "mouvements": above["ajoutées / retirées depuis le PST initial"],
        "budget": _budget_sheet({place: s for place, s in book.ouvrir("Budget").cellules.items()}),
    }


def _budget_sheet(cells: Mapping[tuple[int, int], Any]) -> Mapping[tuple[str, str], Decimal]:
    heads = min(row for (row, _), s in cells.items() if s.texte == "Dépenses ordinaires")
    names = ("Dépenses ordinaires", "Dépenses extraordinaires", "Recettes ordinaires", "Recettes extraordinaires")
    columns = {s.texte: column for (row, column), s in cells.items() if row == heads}
    found: dict[tuple[str, str], Decimal] = {}
    for row in range(heads + 1, heads + 30):
        label = cells[row, 1].texte if (row, 1) in cells else ""
        for sens, nom in zip(SENS, names, strict=True):
            value = cells[row, columns[nom]].brut if (row, columns[nom]) in cells else None
            if isinstance(value, Decimal) and value and (label.isdecimal() or label in ("sans exercice", "Total")):
                found[label, sens] = value.quantize(Decimal("0.01"))
        if label == "Total":
            break
    return found


def from_page(path: Path) -> Chiffres:
    """What a citizen reads, and the table that the page gives away."""
    page = html.fromstring(path.read_text(encoding="utf-8"))
    tiles = {
        li.text_content().replace(li.find("strong").text_content(), "", 1).strip(): li.find("strong").text_content()
        for li in page.xpath("//ul[@class='tuiles']/li")
    }
    legend = page.xpath("(//figure)[1]//ul[@class='legende']/li")
    said = dict(item.text_content().strip().rsplit("\u00a0: ", 1) for item in legend)
    names = {show_etat(etat): etat for etat in ETATS}
    rows = list(csv.DictReader(io.StringIO(_csv_of(page)), delimiter=";"))
    etats = Counter(names[row["Statut"]] for row in rows)
    assert {names[mot]: int(count) for mot, count in said.items()} == dict(etats)
    assert len({li.get("data-action") for li in page.xpath("//ul[@class='actions']/li")}) == len(rows)
    table = page.xpath("//h3[. = 'Budget prévu']/following-sibling::table")[0]
    budget = {
        (tr.xpath("th")[0].text_content(), sens): amount(td.text_content())
        for tr in table.xpath("tbody/tr")
        for sens, td in zip(SENS, tr.xpath("td"), strict=True)
    }
    return {
        "total": len(rows),
        "etats": {etat: etats[etat] for etat in ETATS if etats[etat]},
        "taux": int(amount(tiles["taux moyen d'avancement"])),
        "part": int(amount(next(value for words, value in tiles.items() if "programme initial sont" in words))),
        "retard": int(next(value for words, value in tiles.items() if "échéance" in words)),
        "budget": {key: value for key, value in budget.items() if value},
    }


def _csv_of(page: Any) -> str:
    href = page.xpath("//a[@download]/@href")[0]
    return base64.b64decode(href.partition("base64,")[2]).decode("utf-8-sig")


def from_report(path: Path) -> Chiffres:
    """The first two tables of the report."""
    from docx import Document

    document: Any = Document(str(path))
    figures, budget = document.tables[0], document.tables[1]
    said = {row.cells[0].text: row.cells[1].text for row in figures.rows}
    amounts = {
        (row.cells[0].text, sens): amount(cell.text)
        for row in budget.rows[1:]
        for sens, cell in zip(SENS, row.cells[1:], strict=True)
    }
    share = next(value for words, value in said.items() if words.startswith("Réalisées ou en cours"))
    return {
        "total": int(said["Actions au programme"]),
        "etats": {etat: int(said[etat]) for etat in ETATS if etat in said},
        "taux": int(amount(said["Taux moyen d'avancement"])),
        "part": int(amount(share.partition("(")[2])),
        "retard": int(said["En retard"]),
        "mouvements": f"+{said['Ajoutées depuis le PST initial']} / −{said['Retirées du programme']}",
        "budget": {key: value for key, value in amounts.items() if value and key[0] not in ("Abandonnées", "Retirées")},
    }


def from_json(path: Path) -> Chiffres:
    """The figures of the JSON; its actions must give the same."""
    whole = json.loads(path.read_text(encoding="utf-8"))
    found = whole["chiffres"]
    etats = Counter(action["etat"] for action in whole["actions"])
    assert {etat: count for etat, count in found["etats"].items() if count} == dict(etats)
    budget = {
        (year or "sans exercice", sens): Decimal(value)
        for year, sums in (*found["budget"]["exercices"].items(), ("Total", found["budget"]["total"]))
        for sens, value in sums.items()
    }
    return {
        "total": len(whole["actions"]),
        "etats": {etat: etats[etat] for etat in ETATS if etats[etat]},
        "taux": half_up(Decimal(found["taux"])),
        "part": half_up(Decimal(found["part"]) * 100),
        "retard": sum(action["en_retard"] for action in whole["actions"]),
        "mouvements": f"+{found['ajoutees']} / −{len(whole['retirees'])}",
        "budget": {key: value for key, value in budget.items() if value},
    }


def from_csv(paths: tuple[Path, ...]) -> Chiffres:
    """The CSV of the actions and of the budget."""
    rows = {path.stem[11:]: _rows(path) for path in paths}
    etats = Counter(row["Statut"] for row in rows["Actions"])
    budget: dict[tuple[str, str], Decimal] = {}
    for row in rows["Budget"]:
        sens = next((nom for nom, pair in SENS.items() if pair == (row["R/D"], row["Service O/E"])), "")
        if sens and row["Abandonné"] == "Non" and row["Montant estimé"]:
            for line in (row["Exercice"] or "sans exercice", "Total"):
                budget[line, sens] = budget.get((line, sens), Decimal(0)) + amount(row["Montant estimé"])
    return {
        "total": len(rows["Actions"]),
        "etats": {etat: etats[etat] for etat in ETATS if etats[etat]},
        "retard": sum(row["En retard"] == "Oui" for row in rows["Actions"]),
        "budget": {key: value for key, value in budget.items() if value},
    }


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"))
