"""What importing does with tables it cannot read, with what stands beside the actions, and with a programme in use."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from fiche_tool.documents import read_document
from fiche_tool.domaine.constats import constats_programme
from fiche_tool.domaine.document.document import GenreLigne
from fiche_tool.domaine.importation.importation import Choix
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.excel.programme.read_programme import LectureProgramme, read_programme
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.fichiers.piece import examine, read_piece
from fiche_tool.verbes.importer import Importation, import_document
from tests.outils.dump import dump
from tests.outils.formats import make_docx, make_pdf, make_xlsx
from tests.outils.lint import lint
from tests.outils.mises_en_page import BlocEcrit, C, Ligne, Tableau, Titre, write_blocs
from tests.outils.specimens import repack, replace

pytestmark = pytest.mark.slow  # whole cycles, one a test

JOUR = date(2026, 3, 2)
TITRE = Ligne("PST 2025-2030 du CPAS de Valmont")
OBJECTIFS = (TITRE, Ligne("Volet externe"), Ligne("OS 1 : Être proche"), Ligne("OO 1.1 : Agir"))


def rows(*textes: tuple[str, ...]) -> Tableau:
    return Tableau(tuple(tuple(C(texte) for texte in row) for row in textes))


def import_blocs(tmp_path: Path, *blocs: BlocEcrit, choix: Choix | None = None) -> Importation:
    document = tmp_path / "pst.docx"
    document.write_bytes(make_docx(blocs))
    return import_document(document, tmp_path / "programme.xlsx", JOUR, choix)


def lecture(path: Path) -> LectureProgramme:
    return read_programme(read_piece(path))


def programme_of(path: Path) -> Programme:
    found = lecture(path).programme
    assert found is not None
    return found


def codes(path: Path) -> list[str]:
    return [anomalie.code for anomalie in lecture(path).anomalies]


# --- the safety net --------------------------------------------------------------------------------------------------
MYSTERE = rows(("Service ISP", "2026", "15.000 €"), ("Service social", "2027", "3.000 €"))
LABELS = rows(
    ("Actions", "Qui", "Quand"), ("Créer un potager", "ISP", "2026"), ("2027", "ISP", ""), ("15.000 €", "", "")
)


@pytest.mark.parametrize("table", [MYSTERE, LABELS])
def test_a_table_that_is_not_understood_stops_generating_until_a_person_has_looked(
    tmp_path: Path, run: Callable[..., Result], table: Tableau
) -> None:
    (tmp_path / "pst.docx").write_bytes(make_docx([*OBJECTIFS, table]))
    (tmp_path / "pst").mkdir()
    result = run("importer", str(tmp_path / "pst.docx"), str(tmp_path / "pst"))
    assert result.exit_code == 3
    assert "ce tableau n'a pas été compris" in result.output
    programme = tmp_path / "pst" / "programme.xlsx"
    assert constats_programme.IMPORT_A_RELIRE.code in codes(programme)
    generated = run("generer", str(tmp_path / "pst"), "--seance", "2026-03-25")
    assert generated.exit_code == 1
    assert "à relire avant de générer" in generated.stderr
    assert not (tmp_path / "pst" / "fiches").exists()
    programme.write_bytes(
        repack(programme.read_bytes(), {"xl/sharedStrings.xml": replace("à relire avant", "relu avant")})
    )
    assert constats_programme.IMPORT_A_RELIRE.code not in codes(programme)


def test_a_label_that_cannot_be_one_is_told(tmp_path: Path) -> None:
    result = import_blocs(tmp_path, *OBJECTIFS, *(Ligne(f"- Faire {n}") for n in "abcdefgh"), Ligne("- 31/12/2026"))
    assert [d.phrase for d in result.doutes if d.extrait == "31/12/2026"] == ["ce libellé d'action est une date"]
    assert result.lu.incompris == ()


def test_actions_in_a_table_without_an_objective_above_are_not_lost_silently(tmp_path: Path) -> None:
    table = rows(("Actions", "Service"), ("Créer un potager", "ISP"))
    result = import_blocs(tmp_path, TITRE, Ligne("Volet externe"), Ligne("OS 1 : Être proche"), table)
    assert "objectif opérationnel" in result.lu.incompris[0].phrase
    assert result.incertain


def test_a_small_table_of_prose_invents_nothing(tmp_path: Path) -> None:
    table = rows(("Année", "Bénéficiaires"), ("2023", "120"), ("2024", "140"))
    result = import_blocs(tmp_path, TITRE, Ligne("Le CPAS aide de plus en plus de personnes."), table)
    assert result.lu.vide
    assert result.programme.actions == ()


# --- what stands beside the actions ----------------------------------------------------------------------------------
FAITS = rows(
    ("Actions", "Service", "Mandataire", "Partenaires", "Échéance", "État", "Progression", "Budget", "ODD", "Tutelle"),
    ("Créer un potager", "ISP", "M. Deux", "Ville ; ASBL", "06/2027", "En cours", "50 %", "15.000 €", "2, 12", "oui"),
    ("Ouvrir un café", "Aînés", "M. Deux", "-", "2028", "", "", "", "", ""),
)


def test_facts_go_to_their_columns_and_the_rest_pre_fills_the_first_fiche(
    tmp_path: Path, run: Callable[..., Result]
) -> None:
    (tmp_path / "pst.docx").write_bytes(make_docx([*OBJECTIFS, FAITS]))
    (tmp_path / "pst").mkdir()
    assert run("importer", str(tmp_path / "pst.docx"), str(tmp_path / "pst")).exit_code == 0
    programme = programme_of(tmp_path / "pst" / "programme.xlsx")
    first, second = programme.actions
    assert (first.service, first.mandataire, first.partenaires) == ("ISP", "M. Deux", "Ville ; ASBL")
    assert (second.service, second.partenaires) == ("Aînés", "")
    assert [s.nom for s in programme.listes.services] == ["Aînés", "ISP"]
    assert programme.listes.mandataires == ("M. Deux",)
    assert ("Tutelle", "oui") in [(fait.rubrique, fait.texte) for fait in programme.repris]
    filled = programme.reprise[first.identifiant]
    assert (str(filled["taux"]), filled["statut"]) == ("50", "En cours")
    assert filled["commentaire"] == (
        "Repris du document du PST, à confirmer : Fin ; Statut ; Taux d'avancement (%) ; Budget « 15.000 € » ; "
        "ODD « 2, 12 »."
    )
    generated = run("generer", str(tmp_path / "pst"), "--seance", "2026-03-25")
    assert generated.exit_code == 0, generated.output
    (fiche,) = (tmp_path / "pst" / "fiches" / "2026-03-25" / "ISP").glob("*.xlsx")
    sheet = dump(fiche, "Fiche")
    assert "Repris du document du PST" in sheet
    assert "06/2027" in sheet


def test_a_cell_of_sheet_reprise_may_be_corrected_or_taken_back(tmp_path: Path) -> None:
    path = import_blocs(tmp_path, *OBJECTIFS, FAITS).fichier
    programme = programme_of(path)
    path.write_bytes(repack(path.read_bytes(), {"xl/sharedStrings.xml": replace("<t>50 %</t>", "<t>60 %</t>")}))
    assert str(programme_of(path).reprise[programme.actions[0].identifiant]["taux"]) == "60"


def test_details_glued_to_a_label_are_cut_off_it_and_kept(tmp_path: Path) -> None:
    result = import_blocs(
        tmp_path,
        *OBJECTIFS,
        Ligne("- Créer un potager (Service : ISP ; Échéance : 2027)"),
        Ligne("- Ouvrir un café – Responsable : Mme Un"),
        Ligne("- Publier un guide : le bien-être"),
        Ligne("Actions : planter ; arroser ; récolter"),
    )
    assert [(a.libelle, a.service, a.responsable) for a in result.programme.actions][-3:] == [
        ("planter", "", ""),
        ("arroser", "", ""),
        ("récolter", "", ""),
    ]
    (tmp_path / "programme.xlsx").unlink()
    result = import_blocs(
        tmp_path,
        *OBJECTIFS,
        Ligne("- Créer un potager (Service : ISP ; Échéance : 2027)"),
        Ligne("- Ouvrir un café – Responsable : Mme Un"),
        Ligne("- Publier un guide : le bien-être"),
    )
    assert [(a.libelle, a.service, a.responsable) for a in result.programme.actions] == [
        ("Créer un potager", "ISP", ""),
        ("Ouvrir un café", "", "Mme Un"),
        ("Publier un guide : le bien-être", "", ""),
    ]
    assert [(fait.champ, fait.texte) for fait in result.programme.repris] == [("fin", "2027")]


# --- words and options -----------------------------------------------------------------------------------------------
def test_the_words_of_the_centre_are_proposed_with_their_counts_then_set_by_options(
    tmp_path: Path, run: Callable[..., Result]
) -> None:
    texte = (
        "PST 2025-2030 du CPAS de Valmont\nVolet externe\nDéfi 1 : Être là\nProjet 3 : Créer un potager\n"
        "Défi 2 : Être utile\nProjet 4 : Ouvrir un café\nChantier 7 : Agir\nChantier 9 : Réagir\n"
    )
    (tmp_path / "pst.txt").write_text(texte, encoding="utf-8")
    result = run("importer", str(tmp_path / "pst.txt"), str(tmp_path / "p.xlsx"))
    assert result.exit_code == 3
    assert "« Défi » (2 fois)" in result.output
    assert "--os" in result.output
    texte = texte.replace("Défi 1 : Être là\n", "Défi 1 : Être là\nChantier 1.1 : Agir\n")
    (tmp_path / "pst.txt").write_text(texte, encoding="utf-8")
    words = ("--os", "Défi", "--oo", "Chantier", "--action", "Projet")
    run("importer", str(tmp_path / "pst.txt"), str(tmp_path / "q.xlsx"), *words)
    programme = programme_of(tmp_path / "q.xlsx")
    p = programme.parametres
    assert (p.mot_os, p.mot_oo, p.mot_action) == ("Défi", "Chantier", "Projet")
    assert [a.libelle for a in programme.actions][:1] == ["Créer un potager"]


def test_a_document_without_volets_is_put_in_the_one_that_is_given(tmp_path: Path) -> None:
    blocs = (TITRE, Titre(1, "OS 1 : Être proche"), Titre(2, "OO 1.1 : Agir"), Ligne("- Créer un potager"))
    result = import_blocs(tmp_path, *blocs, choix=Choix(2026, volet="Externe"))
    assert [a.volet for a in result.programme.actions] == ["Externe"]
    (tmp_path / "programme.xlsx").unlink()
    result = import_blocs(tmp_path, *blocs)
    assert any("--volet" in doute.phrase for doute in result.doutes)


def test_options_are_never_ignored_even_where_a_programme_is_there(tmp_path: Path) -> None:
    import_blocs(tmp_path, *OBJECTIFS, Ligne("- Créer un potager"))
    choix = Choix(2026, "CPAS d'Autreville", (2031, 2036), mots={GenreLigne.OS: "Défi"})
    result = import_blocs(tmp_path, *OBJECTIFS, Ligne("- Créer un potager"), choix=choix)
    p = programme_of(result.fichier).parametres
    assert (p.cpas, p.legislature, p.mot_os) == ("CPAS d'Autreville", "2031-2036", "Défi")
    assert {c.nature for c in result.changements} == {"paramètre changé"}


@pytest.mark.parametrize(
    ("texte", "adoption", "legislature"),
    [
        ("Vu le décret adopté par le Parlement wallon le 19 juillet 2018 ;", None, ""),
        ("Le conseil a adopté sa déclaration de politique sociale le 3 février 2025.", None, ""),
        ("Le présent programme a été adopté par le conseil le 8 septembre 2025.", date(2025, 9, 8), ""),
        ("En séance du 8/09/2025, le conseil a approuvé le présent PST.", date(2025, 9, 8), ""),
        ("Le précédent PST 2019-2024 a été évalué. Le présent PST couvre les années 2025 à 2030.", None, "2025-2030"),
    ],
)
def test_facts_come_from_a_sentence_about_this_pst(
    tmp_path: Path, texte: str, adoption: date | None, legislature: str
) -> None:
    long = [Ligne(f"Introduction, phrase {n}.") for n in range(15)]
    result = import_blocs(tmp_path, Ligne("CPAS de Valmont"), *long, Ligne(texte), *OBJECTIFS[1:], Ligne("- Faire"))
    assert result.programme.parametres.adoption == adoption
    if legislature:
        assert result.programme.parametres.legislature == legislature


def test_a_past_legislature_is_a_doubt(tmp_path: Path) -> None:
    result = import_blocs(tmp_path, Ligne("PST 2019-2024 du CPAS de Valmont"), *OBJECTIFS[1:], Ligne("- Faire"))
    assert any("législature 2019-2024 est passée" in doute.phrase for doute in result.doutes)


# --- a programme in use ----------------------------------------------------------------------------------------------
def test_an_empty_programme_is_filled_and_what_was_set_in_it_stays(tmp_path: Path, run: Callable[..., Result]) -> None:
    assert run("nouveau", str(tmp_path / "pst")).exit_code == 0
    programme = tmp_path / "pst" / "programme.xlsx"
    before = programme.read_bytes()
    (tmp_path / "pst.docx").write_bytes(make_docx([*OBJECTIFS, FAITS]))
    result = run("importer", str(tmp_path / "pst.docx"), str(tmp_path / "pst"))
    assert result.exit_code == 0, result.output
    assert len(programme_of(programme).actions) == 2
    (backup,) = (tmp_path / "pst" / "sauvegardes").iterdir()
    assert backup.read_bytes() == before


def test_a_merge_keeps_everything_the_secretary_added(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    first = import_blocs(tmp_path, *OBJECTIFS, Ligne("- Créer un potager"), Ligne("- Ouvrir un café")).fichier
    book = openpyxl.load_workbook(first)
    del book["Import"]
    book.create_sheet("Mes notes")["A1"] = "à garder"
    actions = book["Actions"]
    actions["R1"], actions["R2"] = "Ma colonne", "ma note"
    actions["F2"].fill = openpyxl.styles.PatternFill("solid", fgColor="00FF00")
    actions["F2"].comment = openpyxl.comments.Comment("voir avec ISP", "moi")
    book.save(first)
    old = {a.libelle: a.identifiant for a in programme_of(first).actions}
    result = import_blocs(
        tmp_path,
        *OBJECTIFS[:3],
        Ligne("OO 1.1 : Accueillir"),
        Ligne("- Refaire le hall"),
        Ligne("OO 1.2 : Agir"),
        Ligne("- Créer un grand potager"),
        Ligne("- Tenir un café des aînés chaque semaine"),
    )
    assert result.incertain
    new = programme_of(result.fichier)
    by_code = {a.identifiant: a for a in new.actions}
    moved = by_code[old["Créer un potager"]]
    assert (moved.objectif, moved.libelle, moved.active) == ("1.2", "Créer un grand potager", True)
    assert not by_code[old["Ouvrir un café"]].active
    book = openpyxl.load_workbook(result.fichier)
    assert book["Mes notes"]["A1"].value == "à garder"
    actions = book["Actions"]
    assert (actions["R2"].value, actions["F2"].value) == ("ma note", "Créer un grand potager")
    assert actions["F2"].fill.fgColor.rgb == "0000FF00"
    assert "voir avec ISP" in actions["F2"].comment.text
    assert "action retirée" in dump(result.fichier, "Import")
    assert lint(result.fichier.read_bytes()) == []


def test_a_near_pair_is_shown_with_the_identifiant(tmp_path: Path) -> None:
    import_blocs(tmp_path, *OBJECTIFS, Ligne("- Organiser un café hebdomadaire pour les aînés du village"))
    result = import_blocs(tmp_path, *OBJECTIFS, Ligne("- Proposer chaque mois aux aînés du village un café"))
    (near,) = [c for c in result.changements if "peut-être" in c.nature]
    (old,) = [a for a in result.programme.actions if not a.active]
    assert old.identifiant in near.ou


# --- pasting ---------------------------------------------------------------------------------------------------------
def test_pasting_as_a_secretary_pastes(tmp_path: Path) -> None:
    """« O.S 1 », « Volet externe », repeated rows, no action N°."""
    openpyxl = pytest.importorskip("openpyxl")
    path = import_blocs(tmp_path, *OBJECTIFS, Ligne("- Créer un potager")).fichier
    book = openpyxl.load_workbook(path)
    objectifs, actions = book["Objectifs"], book["Actions"]
    for row, values in enumerate(
        [
            ("O.S 1", "Volet externe", "", "", "Être proche"),
            ("OO 1.1", "VOLET EXTERNE", "", "", "OO 1.1 : Agir"),
            ("O.S 1", "Volet externe", "", "", "Être proche"),
            ("Objectif opérationnel", "Externe", "", "O.O 1.2.", "Réagir"),
        ],
        2,
    ):
        for column, value in enumerate(values, 1):
            objectifs.cell(row, column, value)
    for row, (oo, libelle) in enumerate([("OO 1.1", "Créer un potager"), ("1.1", "Planter"), ("O.O 1.2", "Semer")], 2):
        for letter, typed in zip("BCDEF", ("Volet externe", "", oo, None, libelle), strict=True):
            actions[f"{letter}{row}"] = typed
    book.save(path)
    found = lecture(path)
    assert [a.code for a in found.anomalies if a.bloquante] == []
    assert found.programme is not None
    assert [(o.niveau.value, o.numero, o.intitule) for o in found.programme.objectifs] == [
        ("OS", "1", "Être proche"),
        ("OO", "1.1", "Agir"),
        ("OO", "1.2", "Réagir"),
    ]
    assert [(a.volet, a.objectif, a.numero) for a in found.programme.actions] == [
        ("Externe", "1.1", "1.1.1"),
        ("Externe", "1.1", "1.1.2"),
        ("Externe", "1.2", "1.2.1"),
    ]


# --- workbooks and long documents ------------------------------------------------------------------------------------
def test_a_csv_named_after_its_volet_is_read(tmp_path: Path) -> None:
    texte = (
        "O.S 1 Être proche;;\nO.O 1.1 Agir;;\nAction;Service;Échéance\nCréer un potager;ISP;2027\nOuvrir un café;;\n"
    )
    (tmp_path / "Externe.csv").write_text(texte, encoding="cp1252")
    result = import_document(tmp_path / "Externe.csv", tmp_path / "p.xlsx", JOUR)
    assert [(a.volet, a.objectif, a.libelle, a.service) for a in result.programme.actions] == [
        ("Externe", "1.1", "Créer un potager", "ISP"),
        ("Externe", "1.1", "Ouvrir un café", ""),
    ]


def test_sheets_named_after_the_volets(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "pst.xlsx")) as book:
        for nom in ("Interne", "Externe"):
            sheet = book.add_worksheet(nom)
            table = (("OS", "OO", "Action", "Service"), ("OS 1 Être là", "OO 1.1 Agir", f"Créer {nom}", "ISP"))
            for row, values in enumerate(table):
                sheet.write_row(row, 0, values)
    result = import_document(tmp_path / "pst.xlsx", tmp_path / "p.xlsx", JOUR)
    assert [(a.volet, a.libelle) for a in result.programme.actions] == [
        ("Interne", "Créer Interne"),
        ("Externe", "Créer Externe"),
    ]


def test_a_programme_is_no_document(tmp_path: Path, run: Callable[..., Result]) -> None:
    path = import_blocs(tmp_path, *OBJECTIFS, Ligne("- Créer un potager")).fichier
    result = run("importer", str(path), str(tmp_path / "autre.xlsx"))
    assert result.exit_code == 1
    assert "déjà un programme" in result.stderr


def test_a_long_pdf_is_read_some_pages_at_a_time_and_says_how_far_it_is(
    tmp_path: Path, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    blocs = [bloc for _ in range(6) for bloc in write_blocs("fiches")]
    (tmp_path / "pst.pdf").write_bytes(make_pdf(blocs))
    whole = import_document(tmp_path / "pst.pdf", tmp_path / "a.xlsx", JOUR)
    lecteurs = {key: value.by(2) for key, value in read_document.LECTEURS.items()}
    monkeypatch.setattr(read_document, "LECTEURS", lecteurs)
    pages: list[tuple[int, int]] = []
    import_document(
        tmp_path / "pst.pdf", tmp_path / "b.xlsx", JOUR, progres=lambda page, total: pages.append((page, total))
    )
    assert pages[0][0] == 2
    assert pages[-1][0] <= pages[-1][1]
    found = programme_of(tmp_path / "b.xlsx").actions
    assert [a.libelle for a in found] == [a.libelle for a in whole.programme.actions]


def test_a_document_of_12_mb_with_a_photo_is_read_whole(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "pst.docx"
    path.write_bytes(make_docx([*OBJECTIFS, Ligne("- Créer un potager")]))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/media/photo.jpg", bytes(range(256)) * 50_000, zipfile.ZIP_STORED)
    result = import_document(path, tmp_path / "p.xlsx", JOUR)
    assert [a.libelle for a in result.programme.actions] == ["Créer un potager"]


def test_what_verifying_says_of_an_imported_programme(tmp_path: Path) -> None:
    path = import_blocs(tmp_path, Ligne("PST 2025-2030"), *OBJECTIFS[1:], Ligne("- Créer un potager")).fichier
    found = {a.code: a.phrase for a in lecture(path).anomalies}
    assert "Externe 1.1.1" in found["HIE18"]
    assert "CPAS de (votre commune)" in found["HIE19"]


def test_writing_and_reading_keeps_what_was_taken_over(tmp_path: Path) -> None:
    programme = import_blocs(tmp_path, *OBJECTIFS, FAITS).programme
    again = read_programme(examine(write_programme(programme), "programme.xlsx")).programme
    assert again is not None
    assert again.repris == programme.repris


def test_the_same_tables_in_a_workbook_give_the_same_facts(tmp_path: Path) -> None:
    (tmp_path / "pst.xlsx").write_bytes(make_xlsx([*OBJECTIFS, FAITS]))
    result = import_document(tmp_path / "pst.xlsx", tmp_path / "p.xlsx", JOUR)
    assert [(a.libelle, a.service) for a in result.programme.actions] == [
        ("Créer un potager", "ISP"),
        ("Ouvrir un café", "Aînés"),
    ]


def test_headings_of_prose_are_no_objectives(tmp_path: Path) -> None:
    result = import_blocs(
        tmp_path,
        TITRE,
        Titre(1, "Volet externe"),
        Ligne("Il vise les actions envers le public."),
        Titre(2, "Contexte"),
        Ligne("Le contexte est important."),
        Titre(3, "Population"),
        Ligne("- 65 ans et plus"),
    )
    assert result.lu.vide


def test_headings_on_two_rows_name_their_columns(tmp_path: Path) -> None:
    table = Tableau(
        (
            (C("Actions", 1, 2), C("Pilotage", 2), C("Planification", 2)),
            tuple(C(texte) for texte in ("Service", "Porteur", "Début", "Fin")),
            tuple(C(texte) for texte in ("Créer un potager", "ISP", "Mme Un", "2026", "2027")),
        )
    )
    result = import_blocs(tmp_path, *OBJECTIFS, table)
    assert [(a.libelle, a.service, a.porteur) for a in result.programme.actions] == [
        ("Créer un potager", "ISP", "Mme Un")
    ]
    assert [(fait.champ, fait.texte) for fait in result.programme.repris] == [("debut", "2026"), ("fin", "2027")]


def test_columns_in_the_centre_s_own_words_are_proposed_then_taken(tmp_path: Path) -> None:
    table = rows(
        ("Défi", "Engagement", "Mesure", "Service"), ("Être là", "Agir", "Créer", "ISP"), ("", "", "Ouvrir", "CPAS")
    )
    result = import_blocs(tmp_path, TITRE, Ligne("Volet externe"), table)
    assert any("--oo Engagement --os Défi" in doute.phrase for doute in result.doutes)
    assert result.lu.incompris
    (tmp_path / "programme.xlsx").unlink()
    words = {GenreLigne.OS: "Défi", GenreLigne.OO: "Engagement", GenreLigne.ACTION: "Mesure"}
    result = import_blocs(tmp_path, TITRE, Ligne("Volet externe"), table, choix=Choix(2026, mots=words))
    assert [o.intitule for o in result.programme.objectifs] == ["Être là", "Agir"]
    assert [(a.libelle, a.service) for a in result.programme.actions] == [("Créer", "ISP"), ("Ouvrir", "CPAS")]
