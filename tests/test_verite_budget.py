"""One value per fact: the same figure by formula, in the tables, in the JSON, on every sheet and in the annex."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from fiche_tool.cli import cli
from fiche_tool.demo import Demonstration
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.excel.lecture.classeur import Classeur, Grille
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.fichiers.piece import read_piece
from fiche_tool.report.export import export_collecte
from fiche_tool.resources import SAMPLES
from fiche_tool.verbes.collect import Collecte, collect
from tests.conftest import COMPLETE, SEANCE, LibreOffice, Pst, small_programme
from tests.outils.budget_tordu import (
    ABANDONNEE,
    RETIREE,
    SANS_RD,
    SENS,
    SUITE,
    Attendue,
    answer_oddly,
    expected,
)
from tests.outils.dump import dump
from tests.outils.specimens import LINE

DEPENSES = ("Dépenses ordinaires", "Dépenses extraordinaires", "Dépenses sans O/E")
RECETTES = ("Recettes ordinaires", "Recettes extraordinaires", "Recettes sans O/E")
BUDGET_SHEETS = ("Budget", "Budget détail", "Tableau de bord", "Synthèse")


# --- the figures, by the test's own code -----------------------------------------------------------------------------
@dataclass(frozen=True)
class Figures:
    """What lines add up to, by the heading of their total."""

    sens: Mapping[str, Decimal]

    @property
    def depenses(self) -> Decimal:
        return sum((self.sens.get(nom, Decimal(0)) for nom in DEPENSES), Decimal(0))

    @property
    def recettes(self) -> Decimal:
        return sum((self.sens.get(nom, Decimal(0)) for nom in RECETTES), Decimal(0))


def figures(lignes: Iterable[Attendue]) -> Figures:
    sums: dict[str, Decimal] = {}
    for ligne in lignes:
        sums[ligne.sens] = sums.get(ligne.sens, Decimal(0)) + ligne.montant
    return Figures({nom: montant for nom, montant in sums.items() if montant})


LIGNES = tuple(expected())
COMPTEES = [x for x in LIGNES if not x.retenue and x.action not in (RETIREE, ABANDONNEE)]
LOTS = {
    "Total": figures(COMPTEES),
    "Actions retirées du programme (hors de ce total)": figures(x for x in LIGNES if x.action == RETIREE),
    "Actions abandonnées (hors de ce total)": figures(x for x in LIGNES if x.action == ABANDONNEE),
    "Lignes retenues (hors de ce total)": figures(x for x in LIGNES if x.retenue),
    "Lignes que leur article contredit (dans ce total)": figures(x for x in COMPTEES if x.contredite),
}


# --- reading them back -----------------------------------------------------------------------------------------------
def rows_of(grille: Grille, heading: str, top: int = 1) -> list[tuple[str, dict[str, Decimal]]]:
    """The rows of the first table whose headings begin with one, from a row on: label, then amounts by heading."""
    cells = {position: saisie for position, saisie in grille.cellules.items() if not saisie.vide}
    head, left = next(
        (row, column) for row, column in sorted(cells) if row >= top and cells[row, column].texte == heading
    )
    headings = {column: cells[row, column].texte for row, column in cells if row == head and column > left}
    found = []
    row = head + 1
    while (row, left) in cells and any((row, column) in cells for column in headings):
        amounts = {
            nom: saisie.brut
            for column, nom in headings.items()
            if (saisie := cells.get((row, column))) is not None and isinstance(saisie.brut, Decimal)
        }
        found.append((cells[row, left].texte, amounts))
        row += 1
    return found


def without_zeros(amounts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return {nom: montant for nom, montant in amounts.items() if montant}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Collecte:
    """The PST that has every oddity, collected twice; read only."""
    racine = tmp_path_factory.mktemp("tordu") / "pst"
    racine.mkdir()
    answer_oddly(Pst(racine, lambda *arguments: CliRunner().invoke(cli, arguments)))
    return collect(racine, SUITE)


@pytest.fixture(scope="module")
def classeur(odd: Collecte) -> Classeur:
    return open_classeur(read_piece(odd.fichier))


@pytest.mark.slow
def test_the_sheet_budget_says_what_was_typed(classeur: Classeur) -> None:
    table = rows_of(classeur.ouvrir("Budget"), "Exercice")
    rows = {label: without_zeros(amounts) for label, amounts in table}
    for label, lot in LOTS.items():
        assert rows[label] == lot.sens, label
    for exercice in (2021, 2022, 2023, 2024, None):
        own = figures(x for x in COMPTEES if x.exercice == exercice)
        assert rows[str(exercice or "sans exercice")] == own.sens, exercice


@pytest.mark.slow
def test_what_has_no_source_is_counted_line_by_line(classeur: Classeur) -> None:
    grille = classeur.ouvrir("Budget")
    top = 1
    for senses in (DEPENSES, RECETTES, (SANS_RD,)):
        top = next(row for row, column in sorted(grille.cellules) if row > top and _is_funding(grille, row, column))
        rows = dict(rows_of(grille, "Exercice", top))
        lines = [x for x in COMPTEES if x.sens in senses]
        assert rows["Total"]["Montant estimé"] == sum(x.montant for x in lines)
        assert rows["Total"]["Non ventilé"] == sum(x.non_ventile for x in lines)
        for exercice in {x.exercice for x in lines}:
            rest = rows[str(exercice or "sans exercice")]["Non ventilé"]
            assert rest == sum(x.non_ventile for x in lines if x.exercice == exercice)


def _is_funding(grille: Grille, row: int, column: int) -> bool:
    return column == 1 and "par source de financement" in grille.get((row, column)).texte


@pytest.mark.slow
def test_the_dashboard_the_detail_and_the_annex_say_the_same(classeur: Classeur, odd: Collecte) -> None:
    total = LOTS["Total"]
    dashboard = dict(rows_of(classeur.ouvrir("Tableau de bord"), "Exercice"))
    assert sorted(without_zeros(dashboard["Total"]).values()) == sorted(total.sens.values())
    detail = rows_in(classeur.ouvrir("Budget détail"), "Total, sans les lignes à part")
    assert detail == [total.depenses, total.recettes, total.sens[SANS_RD]]
    for grille in (classeur.ouvrir("Synthèse"), open_classeur(read_piece(odd.annexe)).ouvrir("Annexe")):
        assert rows_in(grille, "Total du programme") == [total.depenses, total.recettes]
        for label, lot in LOTS.items():
            if label != "Total":
                assert rows_in(grille, label) == [lot.depenses, lot.recettes], label


def rows_in(grille: Grille, label: str) -> list[Decimal]:
    """The amounts of the row that has a label."""
    at = next(row for (row, _), saisie in sorted(grille.cellules.items()) if saisie.texte == label)
    cells = [saisie.brut for (row, _), saisie in sorted(grille.cellules.items()) if row == at]
    return [brut for brut in cells if isinstance(brut, Decimal)]


@pytest.mark.slow
def test_the_tables_and_the_json_say_the_same(odd: Collecte) -> None:
    frame = odd.tables["budget"]
    kept = frame[frame["abandonne"] == "Non"]
    by_sense = {str(sens): Decimal(int(lines["montant"].sum())) / 100 for sens, lines in kept.groupby("sens")}
    assert without_zeros(by_sense) == LOTS["Total"].sens
    assert int(kept["non_ventile"].dropna().sum()) == 100 * sum(x.non_ventile for x in COMPTEES)
    held = odd.tables["budget_retenu"]
    assert sorted(held["montant"]) == sorted(100 * x.montant for x in LIGNES if x.retenue)
    found = json.loads(json.dumps(export_collecte(odd)))["budget"]
    retirees, abandonnees, _, contredites = list(LOTS.values())[1:]
    lots = {"actions_retirees": retirees, "actions_abandonnees": abandonnees, "contredites": contredites}
    for said, lot in ((found, LOTS["Total"]), *((found[nom], lot) for nom, lot in lots.items())):
        assert without_zeros({nom: Decimal(x) for nom, x in said["par_sens"].items()}) == lot.sens
        assert (Decimal(said["depenses"]), Decimal(said["recettes"])) == (lot.depenses, lot.recettes)
    assert sorted(Decimal(x["montant"]) for x in found["retenues"]) == sorted(x.montant for x in LIGNES if x.retenue)
    assert found["lignes"] == len(COMPTEES)
    assert {x["action"] for x in found["retenues"]} == {x.action for x in LIGNES if x.retenue}
    (dispute,) = found["a_trancher"]
    assert (dispute["gardee"], [x["montant"] for x in dispute["versions"]]) == (None, ["200.00", "300.00"])


@pytest.mark.slow
def test_the_figures_of_engis_are_those_of_its_answers(demo: Demonstration) -> None:
    """From the script of the demonstration itself: each line that adds up, as it was typed."""
    script = tomllib.loads((SAMPLES / "engis" / "reponses.toml").read_text(encoding="utf-8"))
    typed = [ligne for reponse in script["reponses"] for ligne in reponse.get("budget", ())]
    sums: dict[str, Decimal] = {}
    held: list[Decimal] = []
    for ligne in typed:
        parts = [amount(ligne[nom]) for nom in ("fonds_propres", "emprunt", "subsides") if ligne[nom] != ""]
        montant, nom = amount(ligne["montant"]), SENS[f"{ligne['service']}{ligne['rd']}"]
        if parts and sum(parts) != montant:
            held.append(montant)
        else:
            sums[nom] = sums.get(nom, Decimal(0)) + montant
    assert len(typed) > 15
    assert len(held) == 1
    classeur = open_classeur(read_piece(demo.collecte.fichier))
    assert without_zeros(dict(rows_of(classeur.ouvrir("Budget"), "Exercice"))["Total"]) == sums
    found = export_collecte(demo.collecte)["budget"]
    assert without_zeros({nom: Decimal(x) for nom, x in found["par_sens"].items()}) == sums
    assert [Decimal(x["montant"]) for x in found["retenues"]] == held
    whole = Figures(sums)
    for grille in (classeur.ouvrir("Synthèse"), open_classeur(read_piece(demo.collecte.annexe)).ouvrir("Annexe")):
        assert rows_in(grille, "Total du programme") == [whole.depenses, whole.recettes]


def amount(typed: object) -> Decimal:
    """« 1.234,56 € » as a number."""
    if isinstance(typed, str):
        return Decimal(typed.removesuffix("€").strip().replace(".", "").replace(",", "."))
    return Decimal(str(typed))


# --- laws ------------------------------------------------------------------------------------------------------------
def check_rows_add_up(classeur: Classeur) -> None:
    """On every sheet the rows above a total make it up, to the cent, column by column."""
    for nom in ("Budget", "Tableau de bord"):
        rows = rows_of(classeur.ouvrir(nom), "Exercice")
        at = next(rank for rank, (label, _) in enumerate(rows) if label == "Total")
        for heading, whole in rows[at][1].items():
            assert whole == sum(amounts[heading] for _, amounts in rows[:at]), (nom, heading)
    detail = classeur.ouvrir("Budget détail")
    columns = {detail.get((5, column)).texte: column for column in range(1, 20)}
    last = next(row for (row, _), x in sorted(detail.cellules.items()) if x.texte.startswith("Total, sans"))
    for heading in ("Dépense estimée", "Recette estimée", "Sans R/D"):
        column = columns[heading]
        above = [
            brut
            for row in range(6, last)
            if isinstance(brut := detail.get((row, column)).brut, Decimal) and detail.get((row, columns["À part"])).vide
        ]
        assert detail.get((last, column)).brut == sum(above, Decimal(0)), heading
    check_annex(classeur.ouvrir("Synthèse"))


def check_annex(grille: Grille) -> None:
    """The rows of the actions make up the total of the annex; abandoned ones and repeated ones aside."""
    columns = {grille.get((5, column)).texte: column for column in range(1, 20)}
    label, statut = columns["Objectif / action"], columns["Statut"]
    last = next(row for (row, _), x in sorted(grille.cellules.items()) if x.texte == "Total du programme")
    actions = [
        row
        for row in range(6, last)
        if grille.get((row, 1)).texte[:1].isdigit() and grille.get((row, statut)).texte != "Abandonné"
    ]
    assert actions
    assert all(not grille.get((row, label)).vide for row in actions)
    for heading in ("Dépenses prévues (€)", "Recettes prévues (€)"):
        column = columns[heading]
        found = [brut for row in actions if isinstance(brut := grille.get((row, column)).brut, Decimal)]
        assert grille.get((last, column)).brut == sum(found, Decimal(0)), heading


@pytest.mark.slow
def test_rows_add_up_to_totals_on_every_sheet(classeur: Classeur, demo: Demonstration) -> None:
    check_rows_add_up(classeur)
    check_rows_add_up(open_classeur(read_piece(demo.collecte.fichier)))


@pytest.mark.slow
def test_what_is_recalculated_is_what_was_stored(odd: Collecte, libreoffice: LibreOffice) -> None:
    stored, again = (open_classeur(read_piece(x)) for x in (odd.fichier, libreoffice.convert(odd.fichier, "xlsx")))
    formulas = 0
    for nom in stored.feuilles:
        cells, others = stored.ouvrir(nom), again.ouvrir(nom)
        for position, saisie in cells.cellules.items():
            if saisie.formule:
                formulas += 1
                other = others.get(position)
                assert as_number(saisie.brut) == as_number(other.brut), (nom, saisie.cellule)
    assert formulas > 100


def as_number(brut: object) -> object:
    return round(brut, 6) if isinstance(brut, Decimal) else brut


# --- what is told under the totals -----------------------------------------------------------------------------------
def told(path: Path, feuille: str) -> str:
    """All the words of a sheet, with ordinary spaces."""
    return " ".join(line.partition(" = ")[2] for line in dump(path, feuille).splitlines()).replace("\u00a0", " ")


@pytest.mark.slow
def test_every_sheet_tells_what_its_totals_leave_out(odd: Collecte) -> None:
    for path, sheets in ((odd.fichier, BUDGET_SHEETS), (odd.annexe, ("Annexe",))):
        for nom in sheets:
            said = told(path, nom)
            assert (
                "2 lignes retenues (dépenses : 250 000,00 € ; recettes : 500,00 €)".replace(" 000", "\u202f000") in said
            )
            assert "ne sont pas dans ces totaux" in said
            assert "1 ligne attend une décision" in said
            assert "1 ligne (500,00 €) est comptée comme elle a été remplie" in said
            assert "Fiche!A40 de B3CDE.xlsx" in said
            assert "Aucune ligne" not in said


@pytest.mark.slow
def test_a_line_held_back_alone_is_told_on_every_sheet(pst: Pst) -> None:
    held: dict[str, Contenu] = {**LINE, "montant": 250000, "fonds_propres": 100000, "subsides": 100000}
    pst.fill_in("A2BCD", COMPLETE, [held])
    collecte = collect(pst.racine, SEANCE)
    for path, sheets in ((collecte.fichier, BUDGET_SHEETS), (collecte.annexe, ("Annexe",))):
        for nom in sheets:
            said = told(path, nom)
            assert "1 ligne retenue (250\u202f000,00 €) n'est pas dans ces totaux : Interne 1.1.1" in said, nom
            assert "Aucune ligne budgétaire n'a été communiquée" not in said, nom


@pytest.mark.slow
def test_no_line_at_all_is_said_so(pst: Pst) -> None:
    pst.fill_in("A2BCD", COMPLETE)
    text = dump(collect(pst.racine, SEANCE).fichier, "Budget", "Budget détail", "Tableau de bord")
    assert text.count("Aucune ligne budgétaire n'a été communiquée") == 3


@pytest.mark.slow
def test_one_line_of_several_fiches_is_one_remark_that_names_them(pst: Pst) -> None:
    for identifiant in ("A2BCD", "B3CDE", "C4DEF"):
        pst.fill_in(identifiant, COMPLETE, [LINE])
    (found,) = [x for x in pst.collect()["anomalies"] if x["code"] == "BUD14"]
    assert "3 fiches" in found["phrase"]
    names = [action.libelle for action in small_programme().actions[:3]]
    assert all(nom in found["phrase"] for nom in names)


@pytest.mark.slow
def test_what_the_article_says_is_in_the_journal_and_is_no_anomaly(pst: Pst) -> None:
    budget: list[dict[str, Contenu]] = [{**LINE, "service": None, "rd": None, "montant": None}]
    pst.fill_in("A2BCD", COMPLETE, budget)
    collecte = collect(pst.racine, SEANCE)
    text = told(collecte.fichier, "Valeurs interprétées")
    assert text.count("d'après le code économique de l'article « 104/123-13 »") == 2
    assert "la somme fonds propres + emprunt + subsides" in text
    assert [x.phrase for x in collecte.anomalies if x.code.startswith("BUD")] == []
    assert collecte.synthese.bilan.programme.depenses.montant == 100
