"""One fiche, filled by several programs: the same values come out of « verifier --json »."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fiche_tool.domaine.fiche.fiche import CHAMPS, nom_de_cellule
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.modele.noms import BILAN_CONTROLE, COLONNE_BUDGET, NOMS_GROUPES
from fiche_tool.fichiers.piece import read_piece
from tests.conftest import LibreOffice, Pst

pytestmark = pytest.mark.undrawn

ANSWERS: dict[str, Contenu] = {
    "mise_a_jour": date(2021, 11, 9),
    "taux": 45,
    "statut": "En cours",
    "debut": date(2020, 2, 3),
    "fin": "fin 2022",
    "description": "Première ligne.\nDeuxième ligne, avec « guillemets » & <chevrons>.",
    "commentaire": "- point un\n=> à voir",
    "indicateurs": "12 procédures sur 20 (60 %)",
    "plans": "Plan de gestion ; Plan de cohésion sociale (PCS)",
    "complete_par": "Jeanne Noël",
    "complete_le": date(2021, 11, 9),
    "inchange": "Non",
    "sante": "à risque",
    "sante_precision": "Le permis se fait attendre.",
}
BUDGET: list[dict[str, Contenu]] = [
    {
        "exercice": 2021,
        "service": "O",
        "rd": "D",
        "article": "104/123-13",
        "montant": Decimal("1234.56"),
        "fonds_propres": Decimal("1000.00"),
        "emprunt": None,
        "subsides": Decimal("234.56"),
    },
    {
        "exercice": 2022,
        "service": "E",
        "rd": "D",
        "article": "104/742-53:20220004",
        "montant": "1.250,00 €",
        "fonds_propres": None,
        "emprunt": 1250,
        "subsides": None,
    },
]
EXPECTED = {champ.nom: None for champ in CHAMPS} | {  # what nobody filled in
    "mise_a_jour": "2021-11-09",
    "taux": 45,
    "statut": "En cours",
    "debut": "2020-02-03",
    "fin": "2022-10-01/2022-12-31",
    "description": "Première ligne.\nDeuxième ligne, avec « guillemets » & <chevrons>.",
    "commentaire": "- point un\n=> à voir",
    "indicateurs": "12 procédures sur 20 (60 %)",
    "plans": "Plan de gestion ; Plan de cohésion sociale (PCS)",
    "complete_par": "Jeanne Noël",
    "complete_le": "2021-11-09",
    "inchange": "Non",
    "sante": "Risque",
    "sante_precision": "Le permis se fait attendre.",
    "service": "Direction",
    "mandataire": "Mme Un",
    "volet": "INTERNE « Administration générale »",
    "objectif_strategique": "1 – Être un CPAS bien géré",
    "objectif_operationnel": "1.1 – Améliorer les outils",
    "libelle": "1.1.1 – Formaliser les procédures",
    "budget": [
        {
            "exercice": 2021,
            "service": "O",
            "rd": "D",
            "article": "104/123-13",
            "montant": "1234.56",
            "fonds_propres": "1000.00",
            "emprunt": None,
            "subsides": "234.56",
        },
        {
            "exercice": 2022,
            "service": "E",
            "rd": "D",
            "article": "104/742-53:20220004",
            "montant": "1250.00",
            "fonds_propres": None,
            "emprunt": "1250.00",
            "subsides": None,
        },
    ],
}


def by_direct_edit(fiche: bytes) -> bytes:
    return type_in(fiche, ANSWERS, BUDGET)


def by_openpyxl(fiche: bytes) -> bytes:
    workbook = openpyxl.load_workbook(io.BytesIO(fiche))
    for nom, value in ANSWERS.items():
        sheet, address = next(workbook.defined_names[nom_de_cellule(nom)].destinations)
        workbook[sheet][address.replace("$", "")].value = value
        if isinstance(value, str):
            workbook[sheet][address.replace("$", "")].data_type = "s"
    sheet, zone = next(workbook.defined_names[nom_de_cellule("budget")].destinations)
    for cells, ligne in zip(workbook[sheet][zone.replace("$", "")], BUDGET, strict=False):
        for cell, value in zip(cells, ligne.values(), strict=True):
            cell.value = value
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def verified(pst: Pst, path: Path) -> dict[str, Any]:
    (found,) = pst.verify(path)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("fill", [by_direct_edit, by_openpyxl])
def test_a_fiche_filled_by_a_program_reads_the_same(pst: Pst, fill: Callable[[bytes], bytes]) -> None:
    found = verified(pst, pst.drop("a.xlsx", fill(pst.fiche("A2BCD"))))
    assert found["champs"] == EXPECTED
    assert found["anomalies"] == []
    assert found["action"] == "A2BCD"
    assert len(found["reconnue_par"]) == 4


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("target", ["xlsx", "ods", "fods"])
def test_a_fiche_saved_by_libreoffice_reads_the_same(
    pst: Pst, libreoffice: LibreOffice, tmp_path: Path, target: str
) -> None:
    sources = [tmp_path / f"{fill.__name__}.xlsx" for fill in (by_direct_edit, by_openpyxl)]
    for source, fill in zip(sources, (by_direct_edit, by_openpyxl), strict=True):
        source.write_bytes(fill(pst.fiche("A2BCD")))
    for saved in libreoffice.convert_all(sources, target):
        found = verified(pst, pst.drop(saved.name, saved.read_bytes()))
        assert found["champs"] == EXPECTED
        assert found["anomalies"] == []
        assert len(found["reconnue_par"]) == 4


@pytest.mark.slow
@pytest.mark.libreoffice
def test_an_xls_saved_by_libreoffice_reads_the_same_but_for_remarks(
    pst: Pst, libreoffice: LibreOffice, tmp_path: Path
) -> None:
    source = tmp_path / "fiche.xlsx"
    source.write_bytes(by_direct_edit(pst.fiche("A2BCD")))
    found = verified(pst, pst.drop("a.xls", libreoffice.convert(source, "xls").read_bytes()))
    assert found["champs"] == EXPECTED
    assert {x["code"] for x in found["anomalies"]} == {"FIC03"}, "nothing of its identity is lost"
    assert len(found["reconnue_par"]) == 3


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_programme_saved_by_libreoffice_reads_the_same(pst: Pst, libreoffice: LibreOffice) -> None:
    from fiche_tool.excel.programme.read_programme import read_programme

    path = pst.racine / "programme.xlsx"
    wanted = read_programme(read_piece(path)).programme
    for target in ("xlsx", "ods"):
        saved = read_programme(read_piece(libreoffice.convert(path, target)))
        assert saved.anomalies == ()
        assert saved.programme == wanted


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("chain", [("xlsx",), ("ods", "xlsx")])
def test_drop_downs_locks_names_and_controls_survive_libreoffice(
    pst: Pst, libreoffice: LibreOffice, tmp_path: Path, chain: tuple[str, ...]
) -> None:
    path = tmp_path / "fiche.xlsx"
    path.write_bytes(type_in(pst.fiche("A2BCD"), {"taux": 150, "statut": "Reporté"}, BUDGET))
    before = openpyxl.load_workbook(path)
    wanted = controls(path)
    assert "• Taux : un nombre entier de 0 à 100." in wanted[1]
    assert wanted[0] == "5 points à vérifier"
    for target in chain:
        path = libreoffice.convert(path, target)
        assert controls(path) == wanted
    after = openpyxl.load_workbook(path)
    assert drop_downs(after) == drop_downs(before)
    assert set(before.defined_names) <= set(after.defined_names)
    for titre in ("Fiche", "Historique", "Aide"):
        assert after[titre].protection.sheet
    places = [zone for nom in NOMS_CHAMPS for zone in before.defined_names[nom].destinations]
    for titre, address in places:
        cell = address.replace("$", "").partition(":")[0]
        assert after[titre][cell].protection.locked == before[titre][cell].protection.locked


NOMS_CHAMPS = [nom_de_cellule(nom) for nom in (*ANSWERS, "volet", "libelle", "identifiant", "budget")]


def controls(path: Path) -> list[str]:
    """Everything that column Contrôle and the line on top say."""
    classeur = open_classeur(read_piece(path))
    grille = classeur.ouvrir("Fiche")
    texts = [grille.get(classeur.noms[nom].coin).texte for nom in (BILAN_CONTROLE, *NOMS_GROUPES.values())]
    column = classeur.noms[COLONNE_BUDGET]
    return [*texts, *(grille.get((row, column.gauche)).texte for row in range(column.haut, column.bas + 1))]


def drop_downs(workbook: openpyxl.Workbook) -> set[tuple[str, str | None, str]]:
    rules = workbook["Fiche"].data_validations.dataValidation
    return {(str(rule.formula1), rule.errorStyle, str(rule.sqref)) for rule in rules if rule.type == "list"}


def test_the_lists_hold_the_programme_s_own_words(pst: Pst, tmp_path: Path) -> None:
    source = tmp_path / "fiche.xlsx"
    source.write_bytes(pst.fiche("A2BCD"))
    workbook = openpyxl.load_workbook(source)

    def entries(nom: str) -> list[object]:
        sheet, zone = next(workbook.defined_names[nom].destinations)
        cells = workbook[sheet][zone.replace("$", "")]
        return [row[0].value for row in cells] if isinstance(cells, tuple) else [cells.value]

    assert entries("liste_services") == ["Direction", "Finances", "Social"]
    assert entries("liste_mandataires") == ["Mme Un", "M. Deux"]
    assert entries("liste_exercices") == [2019, 2020, 2021, 2022, 2023, 2024]
    assert entries("liste_statuts")[0] == "À démarrer"
