"""The synthesis workbook: its sheets, its stored values against a recalculation, its links, its odd shapes."""

import io
import os
import random
import re
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from fiche_tool.demo import Demonstration
from fiche_tool.domaine.fiche.fiche import LigneBudget
from fiche_tool.domaine.fusion.registre import build_registre
from fiche_tool.domaine.grand_livre.acquis import Origine, budget_of
from fiche_tool.domaine.grand_livre.points import GenrePoint
from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.programme.programme import Action, Niveau, Objectif, Parametres, Volet
from fiche_tool.domaine.synthese import Synthese, build_synthese
from fiche_tool.domaine.synthese.attention import PLACES
from fiche_tool.domaine.synthese.bureau import ADecider
from fiche_tool.domaine.synthese.sommes import sum_budget
from fiche_tool.domaine.synthese.tables import MONTANTS
from fiche_tool.excel.dessin.ouvrage import new_ouvrage
from fiche_tool.excel.dessin.papier import A4
from fiche_tool.excel.lecture.classeur import LONGUE_LISTE
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.excel.synthese import write_synthese
from fiche_tool.excel.synthese.atelier.pages import Impression, end_pages
from fiche_tool.fichiers.piece import read_piece
from fiche_tool.verbes.collect import collect
from tests.conftest import SEANCE, LibreOffice, Pst, small_programme
from tests.outils.dump import dump
from tests.outils.grand import ONHAYE, flat_shape, make_programme, make_synthese, with_changes
from tests.outils.imprimer import open_impression
from tests.outils.lint import lint
from tests.outils.specimens import LINE

SHEETS = (
    "Pour le bureau",
    "Tableau de bord",
    "Synthèse",
    "Avancement",
    "Budget",
    "Budget détail",
    "Calendrier",
    "Comparaison",
    "Évolution",
    "Retours",
    "Anomalies",
    "Journal",
    "Valeurs interprétées",
    "Données actions",
    "Données budget",
    "Données évolution",
    "Données séances",
    "Données retirées",
    "Données budget retirées",
    "Données budget retenu",
    "Données comparaison",
    "Données attention",
    "Données graphiques",
)
SNAPSHOTS = Path(__file__).parent / "snapshots"
READ = SHEETS[: SHEETS.index("Données actions")]


@pytest.fixture(scope="session")
def axes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The synthesis of a PST with axes after three séances, with actions added and dropped since the initial PST."""
    path = tmp_path_factory.mktemp("axes") / "axes.xlsx"
    path.write_bytes(write_synthese(make_synthese(with_changes(make_programme(ONHAYE)))))
    return path


@pytest.mark.slow
def test_the_sheets_come_in_the_order_they_are_read(demo: Demonstration) -> None:
    assert open_classeur(read_piece(demo.collecte.fichier)).feuilles == SHEETS


def _review(name: str, found: str) -> None:
    """Compare with the text that was reviewed.

    Regenerate with: UPDATE_SNAPSHOTS=1 pytest tests/test_synthese.py; read the difference before accepting it.
    """
    snapshot = SNAPSHOTS / f"{name}.txt"
    found = re.sub(r"\b[0-9a-f]{64}\b", "<SHA-256>", found)
    found = re.sub(r"^(Journal!G\d+ =) \d+$", r"\1 <taille>", found, flags=re.MULTILINE)
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOTS.mkdir(exist_ok=True)
        snapshot.write_text(found, encoding="utf-8", newline="\n")
    assert snapshot.is_file(), "feuille nouvelle : UPDATE_SNAPSHOTS=1 pytest tests/test_synthese.py, puis relisez"
    assert found == snapshot.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("feuille", READ)
def test_a_sheet_of_the_demonstration_is_as_reviewed(demo: Demonstration, feuille: str) -> None:
    _review(f"demo {feuille}", dump(demo.collecte.fichier, feuille))


@pytest.mark.slow
@pytest.mark.parametrize(
    "feuille", ["Pour le bureau", "Tableau de bord", "Synthèse", "Avancement", "Calendrier", "Comparaison", "Évolution"]
)
def test_a_sheet_of_a_third_seance_with_axes_is_as_reviewed(axes: Path, feuille: str) -> None:
    _review(f"axes {feuille}", dump(axes, feuille))


# --- stored values ---------------------------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.libreoffice
def test_stored_values_equal_a_recalculation(
    demo: Demonstration, axes: Path, tmp_path: Path, libreoffice: LibreOffice
) -> None:
    """Every cell of every sheet, after LibreOffice has recalculated every formula."""
    others = {
        "sans budget": make_synthese(make_programme(flat_shape(12)), budget=False),
        "sans retour": make_synthese(make_programme(ONHAYE), reponses=0.0),
        "trois volets": make_synthese(make_programme(flat_shape(30, ('Direction (*) "A"', "Interne", "Externe")))),
        "noms longs": make_synthese(make_programme(flat_shape(12, ("Un volet ? " * 15, "Un volet ! " * 15)))),
        "vide": make_synthese(make_programme(())),
    }
    paths = [demo.collecte.fichier, axes]
    for name, synthese in others.items():
        paths.append(tmp_path / f"{name}.xlsx")
        paths[-1].write_bytes(write_synthese(synthese))
    recalculated = libreoffice.convert_all(paths, "xlsx")
    found = {path.stem: _differences(path, again) for path, again in zip(paths, recalculated, strict=True)}
    assert {name: wrong for name, (_, wrong) in found.items() if wrong} == {}
    assert all(formulas > 15 for formulas, _ in found.values())
    assert sum(formulas for formulas, _ in found.values()) > 2_000


def _differences(path: Path, recalculated: Path) -> tuple[int, list[str]]:
    """How many formulas a workbook has, and the cells that a recalculation changes."""
    stored = open_classeur(read_piece(path), LONGUE_LISTE)
    again = open_classeur(read_piece(recalculated), LONGUE_LISTE)
    formulas, wrong = 0, []
    for feuille in stored.feuilles:
        before, after = stored.ouvrir(feuille), again.ouvrir(feuille)
        for position, saisie in before.cellules.items():
            other = after.get(position)
            formulas += saisie.formule
            if not _same(saisie.brut, other.brut):
                wrong.append(f"{feuille}!{saisie.cellule}: {saisie.texte!r}, recalculé {other.texte!r}")
    return formulas, wrong


def _same(one: object, other: object) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return (one or "") == (other or "")  # a formula that gives an empty text
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return abs(one - other) < Decimal("1e-9") * max(Decimal(1), abs(one))
    return one == other


@pytest.mark.slow
@pytest.mark.libreoffice
def test_ten_thousand_lines_add_up_to_the_cent(tmp_path: Path, libreoffice: LibreOffice) -> None:
    """The sums stored, those of Decimal, and those that a spreadsheet program works out again are the same."""
    dice = random.Random(2)
    lignes = [
        LigneBudget(dice.choice((2020, 2021, 2022)), dice.choice("OE"), dice.choice("RD"), None, *_split(dice))
        for _ in range(10_000)
    ]
    synthese = _with_budget(lignes)
    path = tmp_path / "cents.xlsx"
    path.write_bytes(write_synthese(synthese))
    wanted: Counter[tuple[int, str, str]] = Counter()
    for ligne in lignes:
        assert ligne.exercice
        assert ligne.service
        assert ligne.rd
        assert ligne.montant is not None
        wanted[ligne.exercice, ligne.rd, ligne.service] += int(ligne.montant * 100)
    sums = sum_budget(synthese.tables.budget, ["exercice", "rd", "service"])
    assert {key: int(amounts["montant"] * 100) for key, amounts in sums.items()} == wanted
    assert len(synthese.tables.budget) == 10_000
    few = tmp_path / "quelques.xlsx"  # a sum over ten thousand lines takes another program ten seconds
    few.write_bytes(write_synthese(_with_budget(lignes[:2_000])))
    assert _differences(few, libreoffice.convert(few, "xlsx"))[1] == []
    table = open_classeur(read_piece(path)).ouvrir("Budget")
    shown = [table.get((row, column)).brut for row in (7, 8, 9) for column in (2, 3, 4, 5)]
    assert shown == [
        Decimal(wanted[exercice, rd, service]) / 100
        for exercice in (2020, 2021, 2022)
        for rd, service in (("D", "O"), ("D", "E"), ("R", "O"), ("R", "E"))
    ]


def _split(dice: random.Random) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    parts = [Decimal(dice.randrange(1_000_000)) / 100 for _ in range(3)]
    return (sum(parts, Decimal(0)), *parts)  # type: ignore[return-value]  # one total and its three parts


def _with_budget(lignes: list[LigneBudget]) -> Synthese:
    """The synthesis of a small programme whose register holds these lines, shared out between its actions."""
    programme = small_programme()
    registre = build_registre(programme, (), SEANCE)
    shares = {action.identifiant: lignes[rank::5] for rank, action in enumerate(programme.actions)}
    etats = {
        identifiant: replace(etat, lignes=budget_of(shares[identifiant], Origine("", "", "", None)))
        for identifiant, etat in registre.etats.items()
    }
    return build_synthese(programme, replace(registre, etats=etats), ())


# --- what every sheet promises ---------------------------------------------------------------------------------------
def _parts(path: Path) -> dict[str, str]:
    """The XML of each sheet by its name, and of its relationships by « name.rels »."""
    with zipfile.ZipFile(path) as archive:
        names = re.findall(r'<sheet name="([^"]+)"', archive.read("xl/workbook.xml").decode())
        parts = {}
        for rank, name in enumerate(names, 1):
            parts[name] = archive.read(f"xl/worksheets/sheet{rank}.xml").decode()
            rels = f"xl/worksheets/_rels/sheet{rank}.xml.rels"
            parts[f"{name}.rels"] = archive.read(rels).decode() if rels in archive.namelist() else ""
        parts["workbook"] = archive.read("xl/workbook.xml").decode()
        return parts


def test_every_sheet_is_ready_to_print_and_to_filter(axes: Path) -> None:
    parts = _parts(axes)
    for nom in SHEETS:
        sheet = parts[nom]
        if nom == "Pour le bureau":  # one portrait page, which nobody scrolls
            continue
        assert 'orientation="landscape"' in sheet, nom
        assert 'fitToPage="1"' in sheet, nom
        assert "CPAS de Grandpré – PST 2019-2024" in sheet, nom
        assert "Bureau permanent du 24 novembre 2021" in sheet, nom
        assert "Page &amp;P/&amp;N" in sheet, nom
        assert 'state="frozen"' in sheet, nom
        if nom not in ("Tableau de bord", "Budget", "Données graphiques"):  # several tables, of figures
            assert "<autoFilter" in sheet or "<tablePart " in sheet, nom
            titles = re.search(rf"_xlnm.Print_Titles[^>]*>'?{nom}'?!", parts["workbook"])
            hidden = re.search(rf'<sheet name="{nom}"[^>]*state="hidden"', parts["workbook"])
            assert (titles is None) == (hidden is not None), nom  # an empty sheet is hidden, and never printed
    assert 'fitToWidth="1"' not in parts["Tableau de bord"]  # 1 is what is meant where nothing is written
    assert 'fitToHeight="0"' in parts["Tableau de bord"]  # as many pages as it takes, at full size


def test_pages_end_where_the_sheet_ends(axes: Path) -> None:
    """Where rows are repeated and no end is told, LibreOffice cuts a million rows into pages as it opens."""
    parts = _parts(axes)
    repeated = set(re.findall(r"_xlnm.Print_Titles[^>]*>('?[^'!<]+'?)!", parts["workbook"]))
    areas = dict(re.findall(r"_xlnm.Print_Area[^>]*>('?[^'!<]+'?)!\$A\$\d+:\$[A-Z]+\$(\d+)<", parts["workbook"]))
    assert {"Avancement", "Budget", "'Données actions'"} <= repeated <= areas.keys()
    for nom in repeated - {"Synthèse", "Calendrier"}:  # those print down to the sentence they end with
        held = re.findall(r'<row r="(\d+)"', parts[nom.strip("'")])
        assert areas[nom] == held[-1], nom
    hidden = re.findall(r'<sheet name="([^"]+)"[^>]*state="hidden"', parts["workbook"])
    assert not areas.keys() & {f"'{nom}'" for nom in hidden}  # LibreOffice would print them


_NOEUD = r"\bO[SO] \d|^ ?(Volet|Axe)\b"


def test_no_heading_ends_a_page(axes: Path) -> None:
    """A page of Synthèse, Avancement or Calendrier ends before a heading rather than after it."""
    ends = 0
    for nom in ("Synthèse", "Avancement", "Calendrier"):
        cells = open_classeur(read_piece(axes)).ouvrir(nom).cellules
        breaks = [int(at) for at in re.findall(r'<brk id="(\d+)"', _parts(axes)[nom])]
        for last in breaks:
            ending, beginning = (
                " ".join(cells[row, column].texte for column in (1, 2) if (row, column) in cells)
                for row in (last, last + 1)
            )
            assert re.search(_NOEUD, beginning) or not re.search(_NOEUD, ending), (nom, last, ending, beginning)
        ends += len(breaks)
    assert ends >= 3  # the sheets are more than one page long: something was asked


@pytest.mark.parametrize(
    ("avec", "breaks"),
    [
        ([], [4]),  # what fills a page to the last row, and one more
        ([3], [3]),  # a heading goes over to the page of what it stands over
        ([2, 3], [2]),
        ([1, 2, 3], [1]),
    ],
)
def test_what_goes_with_the_next_row_begins_its_page(avec: list[int], breaks: list[int]) -> None:
    buffer = io.BytesIO()
    workbook = new_ouvrage(buffer)
    sheet = workbook.add_worksheet("Pages")
    page = Impression([100.0], A4)
    for row in range(5):
        sheet.set_row(row, page.hauteur / 4 - 0.01)
    end_pages(sheet, 4, page, avec)
    workbook.close()
    with zipfile.ZipFile(buffer) as archive:
        written = archive.read("xl/worksheets/sheet1.xml").decode()
    assert [int(at) for at in re.findall(r'<brk id="(\d+)"', written)] == breaks


@pytest.mark.slow
def test_links_lead_to_the_sheets_the_files_and_their_cells(demo: Demonstration) -> None:
    parts = _parts(demo.collecte.fichier)
    contents = re.findall(r"location=\"'([^']+)'!A1\"", parts["Tableau de bord"])
    assert set(READ) - {"Tableau de bord"} <= set(contents)
    for nom in ("Synthèse", "Budget détail", "Anomalies", "Valeurs interprétées"):
        files = re.findall(r'Target="\.\.\\retours\\([^"]+)"', parts[f"{nom}.rels"])
        assert files, nom
        assert re.search(r"location=\"'Fiche'![A-Z]+\d+\"", parts[nom]), nom
    for nom in ("Avancement", "Budget détail", "Calendrier", "Retours", "Anomalies"):
        rows = {int(row) for row in re.findall(r"location=\"'Synthèse'!A(\d+)\"", parts[nom])}
        assert rows, nom
        texts = open_classeur(read_piece(demo.collecte.fichier)).ouvrir("Synthèse")
        assert all(re.match(r"\d+\.\d+\.\d+", texts.get((row, 1)).texte) for row in rows), nom


def test_the_data_sheets_hold_the_frames_that_collect_gives_back(demo: Demonstration) -> None:
    classeur = open_classeur(read_piece(demo.collecte.fichier), LONGUE_LISTE)
    noms = {"actions": "actions", "budget": "budget", "evolution": "évolution", "seances": "séances"}
    others = {"retirees", "budget_retirees", "budget_retenu", "comparaison", "attention"}
    assert set(demo.collecte.tables) == {*noms, *others}
    for nom, feuille in noms.items():
        frame, cells = demo.collecte.tables[nom], classeur.ouvrir(f"Données {feuille}")
        shown = [[cells.get((row, column + 1)).brut for column in range(frame.shape[1])] for row in _rows_of(frame)]
        assert shown == [
            [_as_cell(str(c), value) for c, value in zip(frame, row, strict=True)] for row in _values(frame)
        ]


def _rows_of(frame: pd.DataFrame) -> range:
    return range(5, 5 + len(frame))


def _values(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(frame.itertuples(index=False, name=None))


def _as_cell(column: str, value: object) -> object:
    """What a cell reads as, for a value of a frame."""
    if value is None or value == "":
        return None
    if isinstance(value, Periode):
        value = value.debut if value.jour else value.texte
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if column in (*MONTANTS, "non_ventile"):
        return Decimal(str(value)) / 100
    return Decimal(f"{float(value):.15g}") if isinstance(value, int | Decimal) else value


# --- anomalies -------------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_what_to_do_about_the_errors_names_no_copy_where_none_was_drawn(pst: Pst) -> None:
    path = pst.racine / "programme.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Actions"]
    head = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, head["État"]).value = "en pause"
    book.save(path)
    pst.answer("B3CDE", taux=20)
    assert _what_to_do(pst) == "1 erreur dans programme.xlsx : corrigez-la vous-même."
    pst.drop("lettre.pdf", b"%PDF-1.4\n%%EOF\n")
    assert _what_to_do(pst) == "2 erreurs : ces réponses n'ont pas été reprises. Chaque ligne dit ce qu'il y a à faire."
    pst.answer("C4DEF", taux=300)
    assert "Renvoyez à leurs auteurs les copies du dossier a_corriger" in _what_to_do(pst)


def _what_to_do(pst: Pst) -> str:
    text = dump(collect(pst.racine, SEANCE).fichier, "Anomalies").replace("\u00a0", " ")
    return next(line for line in text.splitlines() if line.startswith("Anomalies!A3 ")).partition(" = ")[2]


# --- budget ----------------------------------------------------------------------------------------------------------
def test_recettes_and_depenses_are_never_added(pst: Pst) -> None:
    common: dict[str, Contenu] = {"exercice": 2021, "service": "O"}
    pst.answer(
        "A2BCD",
        budget=[
            common | {"rd": "D", "article": "104/123-13", "montant": 100, "fonds_propres": 100},
            common | {"rd": "R", "article": "831/465-48", "montant": 40, "subsides": 40},
        ],
    )
    collecte = collect(pst.racine, SEANCE)
    text = dump(collecte.fichier, "Budget", "Tableau de bord", "Synthèse")
    assert not re.search(r"[=ƒ] 140\b", text)
    assert not re.search(r"[=ƒ] 60$", text, re.MULTILINE)
    assert "Budget!B7 ƒ 100" in text
    assert "Budget!D7 ƒ 40" in text


def test_abandoned_actions_are_counted_apart(pst: Pst) -> None:
    line: dict[str, Contenu] = {**LINE, "montant": 77, "fonds_propres": 77}
    pst.answer("A2BCD", taux=20, statut="Abandonné", commentaire="Sans objet", budget=[line])
    text = dump(collect(pst.racine, SEANCE).fichier, "Budget")
    total, dropped = (next(x for x in text.splitlines() if x.startswith(f"Budget!B{row} ")) for row in (7, 8))
    assert total.endswith(" 0")
    assert dropped.endswith(" 77")


@pytest.mark.slow
def test_lines_without_exercice_have_a_row_where_they_come_to_something(pst: Pst) -> None:
    line: dict[str, Contenu] = {**LINE, "montant": 77, "fonds_propres": 77}
    pst.answer("A2BCD", budget=[line])
    assert "sans exercice" not in dump(collect(pst.racine, SEANCE).fichier, "Budget")
    pst.answer("D5EFG", budget=[{**line, "exercice": None, "montant": 23, "fonds_propres": 23}])
    text = dump(collect(pst.racine, SEANCE).fichier, "Budget").splitlines()
    assert sum(row.endswith("= sans exercice") for row in text) == 2  # by service, by funding; no recette lacks one
    at = next(int(re.findall(r"A(\d+)", row)[0]) for row in text if row.endswith("= sans exercice"))
    amounts = [next(row for row in text if row.startswith(f"Budget!B{at + step} ")) for step in (-1, 0, 1)]
    assert [row.rpartition(" ")[2] for row in amounts] == ["77", "23", "100"]


# --- shapes ----------------------------------------------------------------------------------------------------------
def test_an_unanswered_action_is_no_zero(pst: Pst) -> None:
    pst.answer("A2BCD", taux=80, statut="En cours")
    fichier = collect(pst.racine, SEANCE).fichier
    assert "ƒ fiche reçue pour cette séance\n" in dump(fichier, "Pour le bureau")
    text = dump(fichier, "Synthèse", "Avancement")
    assert "jamais répondu" in text
    assert "Pas de réponse à cette séance" in text
    assert "sans réponse" not in text.lower()
    assert "Avancement!D6 ƒ 80" in text  # the mean of the one action that has a taux


@pytest.mark.slow
@pytest.mark.parametrize(
    "changes",
    [
        {"actions": (), "objectifs": ()},
        {"objectifs": small_programme().objectifs, "actions": ()},
        {
            "volets": (*small_programme().volets, Volet("Commun")),
            "parametres": Parametres("trois", "CPAS & Ville", 2025, 2030),
        },
        {
            "volets": (Volet("Interne" * 40),),
            "objectifs": (
                Objectif(Niveau.OS, "Interne" * 40, "Axe sans numéro " * 20, "1", "Être"),
                Objectif(Niveau.OO, "Interne" * 40, "Axe sans numéro " * 20, "1.1", "Améliorer"),
            ),
            "actions": (
                Action("A2BCD", "Interne" * 40, ("Axe sans numéro " * 20).strip(), "1.1", "1.1.1", "Ranger", "=1+1"),
            ),
        },
        {"volets": small_programme().volets[:1]},
    ],
    ids=["vide", "sans action", "trois volets", "noms sans fin", "un volet"],
)
def test_odd_programmes_give_a_sound_synthesis(pst: Pst, changes: dict[str, object]) -> None:
    (pst.racine / "programme.xlsx").write_bytes(write_programme(small_programme(**changes)))
    (pst.racine / "retours" / "2026-11-25").mkdir(parents=True)  # the séance is wished for, and nothing came back
    collecte = collect(pst.racine, date(2026, 11, 25))
    assert lint(collecte.fichier.read_bytes()) == []
    assert open_classeur(read_piece(collecte.fichier)).feuilles == SHEETS


def test_a_transversal_action_is_listed_twice_and_counted_once(demo: Demonstration) -> None:
    text = dump(demo.collecte.fichier, "Synthèse")
    assert text.count("Développer et promouvoir le Salon de l'emploi") == 2
    assert text.count("(L)") == 2  # the row and the legend
    assert len(demo.collecte.tables["actions"]) == 34


@pytest.mark.slow
def test_the_page_of_the_bureau_stays_readable_however_much_there_is_to_say(tmp_path: Path) -> None:
    """Ten long lines, long labels, six questions: nothing on the page is printed under eight points."""
    synthese = make_synthese(make_programme(ONHAYE))
    bureau = synthese.bureau
    long = "Développer, en concertation étroite avec la commune et les partenaires associatifs, un dispositif renforcé"
    phrase = (
        "L'échéance du 30/06/2021 est dépassée de 147 jours ; l'action est bloquée : « Rien n'avance sans l'avis. » "
    )
    full = tuple(replace(x, phrase=phrase * 3, libelle=long, service=long) for x in bureau.attention)
    asked = tuple(
        ADecider(x.nom, x.nom, long, GenrePoint.CONFLIT, "Statut", phrase * 3, synthese.seance) for x in full[:6]
    )
    path = tmp_path / "long.xlsx"
    path.write_bytes(
        write_synthese(replace(synthese, bureau=replace(bureau, attention=full, page=full[:PLACES], a_decider=asked)))
    )
    printed = open_impression(path.read_bytes(), "Pour le bureau")
    assert printed.sheet.page_setup.orientation == "portrait"
    assert len(printed.pages()) == 1
    assert {text: size for text, size in printed.corps() if size < 8} == {}
    assert printed.sheet.max_row > 30
