"""The live column « Contrôle »: LibreOffice, the stored values and the collector agree on hundreds of fiches."""

import io
import os
import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_tool.domaine.constats.anomalies import Gravite
from fiche_tool.domaine.fiche.fiche import BUDGET, COLONNES_BUDGET, nom_de_cellule
from fiche_tool.domaine.fiche.lecture import Fichier
from fiche_tool.domaine.fusion.registre import check_return
from fiche_tool.domaine.mots.article import parse_article
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.mots.statuts import STATUTS
from fiche_tool.domaine.regles.catalogue import CATALOGUE
from fiche_tool.domaine.regles.colonne_budget import POINTS_BUDGET
from fiche_tool.domaine.regles.colonne_controle import COMPLETE, GROUPES, POINTS, evaluate_column
from fiche_tool.domaine.regles.regles import make_contexte
from fiche_tool.excel.fiche.read_fiche import read_fiche
from fiche_tool.excel.fiche.reperage import AUCUN_MODELE
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.lecture.classeur import Classeur, Grille, Position
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.modele.noms import BILAN_CONTROLE, COLONNE_BUDGET, NOMS_GROUPES
from fiche_tool.fichiers.piece import examine, read_piece
from tests.conftest import SEANCE, LibreOffice, Pst, small_programme
from tests.outils.builders import PROGRAMME, law
from tests.outils.specimens import FORM

Champs = Mapping[str, Contenu]
Lignes = Sequence[Mapping[str, Contenu]]

# What the sheet is made for: contents of the expected sort, and periods in the words that its help gives.
DAYS: Sequence[Contenu] = (
    None,
    date(2018, 5, 1),
    date(2023, 6, 1),
    date(2020, 2, 3),
    date(2021, 11, 9),
    date(2024, 12, 31),
    2021,
    2025,
)
PERIODS: Sequence[Contenu] = (
    "2019",
    "06/2020",
    "T2 2021",
    "fin 2022",
    "début 2020",
    "1er semestre 2021",
    "2e semestre 2025",
)
EXPECTED: Mapping[str, Sequence[Contenu]] = {
    "mise_a_jour": (None, date(2021, 11, 9), date(2021, 11, 25), date(2022, 3, 1)),
    "taux": (None, 0, 1, 45, Decimal("45.5"), 100, 101, -5),
    "statut": (None, *STATUTS),
    "debut": (*DAYS, *PERIODS),
    "fin": (*DAYS, *PERIODS),
    "service": (None, "Direction", "Finances"),
    "commentaire": (None, "En attente du marché", "-"),
    "complete_par": (None, "Jeanne Noël"),
    "complete_le": (None, date(2021, 11, 9)),
    "exercice": (None, 2018, 2019, 2021, 2024, 2025),
    "service_oe": (None, "O", "E", "e"),
    "rd": (None, "R", "D", "d"),
    "article": (
        None,
        "104/123-13",
        "831/465-48",
        "104/742-53:20220004",
        "104/123-13.2021",
        "104/123-13:20210001",
        "104/961-51",
        "8320/331-01",
        "104/952-01",
        "104/302-01",
        "104/991-01",
        "104/742–53",
        "104/742-53 (n° de projet 20220004)",
        "8320/",
        "104/12-13",
        "1O4/123-13",
        "frais divers",
    ),
    "montant": (None, 0, 100, 1000, Decimal("1234.56"), -50),
}
# What people type all the same. The sheet may ask to retype what the collector understands, or stay silent.
ODD: Mapping[str, Sequence[Contenu]] = {
    "mise_a_jour": ("hier", "9 nov 2021", 44509, "-"),
    "taux": ("45 %", "abc", Decimal("0.45"), "n/a", " "),
    "statut": ("Terminé", "réalisé", "realise", "Bien parti", "?", "  En cours  "),
    "debut": ("mi-2022", "fin mars 2022", "31 mars 2025", "demain", "/", "hiver 2022", 12),
    "fin": (
        "courant 2022",
        "13/2022",
        "T5 2021",
        "T2-2021",
        "début mai 2020",
        "décembre 2021",
        "30/02/2021",
        "bientôt",
        99999,
    ),
    "exercice": ("2021", "deux mille", 1985, Decimal("2021.5"), "-"),
    "service_oe": ("Ordinaire", "X", "-", "extra"),
    "rd": ("Dépense", "X", "/"),
    "article": ("104 / 123 - 13", "/", "104/1231", "104/742-53:2022000", 104, "104/123-13 0001"),
    "montant": ("1.250,00 €", "12.500", "-", "cent euros", 10**12),
}
_KINDS = {c.nom: {"service": "service_oe"}.get(c.nom, c.nom) for c in COLONNES_BUDGET}
_FIELDS = ("mise_a_jour", "taux", "statut", "debut", "fin", "service", "commentaire", "complete_par", "complete_le")


def choices(nom: str, odd: bool) -> Sequence[Contenu]:
    """What a cell may hold."""
    key = "montant" if nom in ("montant", "fonds_propres", "emprunt", "subsides") else nom
    return (*EXPECTED[key], *(ODD.get(key, ()) if odd else ()))


def draw_fiche(rng: random.Random, odd: bool) -> tuple[Champs, Lignes]:
    """One filled fiche; half of the budget lines add up, so that both outcomes are met."""
    champs = {nom: rng.choice(choices(nom, odd)) for nom in _FIELDS}
    lignes: list[dict[str, Contenu]] = []
    for _ in range(rng.choice((0, 1, 2, 4, 8))):
        ligne = {nom: rng.choice(choices(kind, odd)) for nom, kind in _KINDS.items()}
        montant = ligne["montant"]
        if rng.random() < 0.5 and isinstance(montant, int | Decimal):
            ligne |= {"fonds_propres": montant, "emprunt": None, "subsides": rng.choice((None, 0))}
        lignes.append(dict(rng.choice(lignes)) if lignes and rng.random() < 0.1 else ligne)
    return champs, lignes


# --- what each side says ---------------------------------------------------------------------------------------------
_POINTS = [point for points in POINTS.values() for point in points]
CODES = {point.direct.conseil: point.code for point in _POINTS}
CODES_BUDGET = {direct.conseil: code for code, direct in POINTS_BUDGET}
LIVE = {*CODES.values(), *CODES_BUDGET.values()} - {""}


@dataclass(frozen=True)
class Said:
    """Codes by place (« avancement », « commentaire », row of a budget line); whether a hint on typing was given."""

    codes: frozenset[tuple[str, str]]
    hinted: bool


def said_by_column(grille: Grille, classeur: Classeur) -> Said:
    """The codes of the points that the column shows."""
    found: set[tuple[str, str]] = set()
    hinted = False
    places = {groupe: classeur.noms[nom].coin for groupe, nom in NOMS_GROUPES.items()}
    body, texts = classeur.noms[nom_de_cellule(BUDGET)], classeur.noms[COLONNE_BUDGET]
    places |= {f"{BUDGET} {row}": (row, texts.gauche) for row in range(body.haut, body.bas + 1)}
    for place, position in places.items():
        for conseil in split_points(grille.get(position).texte):
            known = CODES_BUDGET if place.startswith(BUDGET) else CODES
            code = known.get(conseil, "")
            hinted |= not code and "année entière" not in conseil and "d'un mois" not in conseil
            if code:
                found.add(("" if code == "SAI16" else place, code))
    return Said(frozenset(found), hinted)


def split_points(texte: str) -> list[str]:
    """The sentences of one cell of the column."""
    return [part for part in re.split(r"(?:^| )[•◦] ", texte) if part]


def said_by_collector(data: bytes, noms_rows: Mapping[str, str]) -> tuple[frozenset[tuple[str, str]], frozenset[str]]:
    """The codes that « verifier » and « collecter » find, of the rules that the column knows; the places held back."""
    (lecture,) = read_fiche(examine(data), Fichier("a.xlsx"), PROGRAMME.vocabulaire, lambda: AUCUN_MODELE)
    found, held = set(), set()
    for anomalie in check_return(small_programme(), lecture, SEANCE):
        place = noms_rows.get(anomalie.champ, f"{BUDGET} {anomalie.cellule.lstrip('ABCDEFGH')}")
        if anomalie.bloquante:
            held.add(place)
        if anomalie.code in LIVE:
            found.add(("" if anomalie.code == "SAI16" else place, anomalie.code))
    return frozenset(found), frozenset(held)


def is_completed(data: bytes) -> bool:
    """True for a fiche of which O/E or R/D was taken from an article."""
    (lecture,) = read_fiche(examine(data), Fichier("a.xlsx"), PROGRAMME.vocabulaire, lambda: AUCUN_MODELE)
    return any("d'après le code économique" in note.texte for note in lecture.notes)


REMARKS = {constat.code for constat in CATALOGUE.values() if constat.gravite is Gravite.REMARQUE}
PLACES = {champ.nom: groupe for groupe, group in GROUPES.items() for champ in group}


# --- one workbook of many fiches -------------------------------------------------------------------------------------
def gather(fiches: Sequence[bytes]) -> bytes:
    """The form of each fiche as a sheet of one workbook, with the lists that its formulas look into."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(fiches[0])) as first, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name in first.namelist():
            part = first.read(name)
            numbers = range(100, 100 + len(fiches) - 1)
            if name == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
                extra = "".join(
                    f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}"/>' for n in numbers
                )
                part = part.replace(b"</Types>", extra.encode() + b"</Types>")
            elif name == "xl/_rels/workbook.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
                extra = "".join(
                    f'<Relationship Id="rId{n}" Type="{kind}" Target="worksheets/sheet{n}.xml"/>' for n in numbers
                )
                part = part.replace(b"</Relationships>", extra.encode() + b"</Relationships>")
            elif name == "xl/workbook.xml":
                extra = "".join(f'<sheet name="F{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
                part = part.replace(b"</sheets>", extra.encode() + b"</sheets>")
            out.writestr(name, part)
        for n, fiche in zip(numbers, fiches[1:], strict=True):
            with zipfile.ZipFile(io.BytesIO(fiche)) as archive:
                out.writestr(f"xl/worksheets/sheet{n}.xml", archive.read(FORM))
    return buffer.getvalue()


RECALCULATED = slice(None, None, int(os.environ.get("FICHES", "4")))
"""Which fiches other programs work out again in the suite: one in four; `FICHES=1 pytest …` for all."""


@pytest.fixture(scope="module")
def filled_fiches(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """240 fiches, the same every time: 120 of the expected sort, 120 with what people type all the same."""
    from fiche_tool.excel.programme.write_programme import write_programme

    racine = tmp_path_factory.mktemp("colonne") / "pst"
    racine.mkdir()
    (racine / "programme.xlsx").write_bytes(write_programme(small_programme()))
    blank = Pst(racine, lambda: None).fiche("A2BCD")  # type: ignore[arg-type, return-value]
    rng = random.Random(20211124)
    return [type_in(blank, *draw_fiche(rng, odd)) for odd in (False, True) for _ in range(120)]


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_computes_what_was_stored(
    filled_fiches: list[bytes], libreoffice: LibreOffice, tmp_path: Path
) -> None:
    path = tmp_path / "fiches.xlsx"
    some = filled_fiches[RECALCULATED]
    path.write_bytes(gather(some))
    compare(path, libreoffice.convert(path, "xlsx"), len(some))


@pytest.mark.slow
def test_gnumeric_computes_what_was_stored(filled_fiches: list[bytes], tmp_path: Path) -> None:
    ssconvert = shutil.which("ssconvert")
    if ssconvert is None:
        pytest.skip("Gnumeric (ssconvert) n'est pas installé sur cette machine")
    path, again = tmp_path / "fiches.xlsx", tmp_path / "recalculees.xlsx"
    some = filled_fiches[RECALCULATED]
    path.write_bytes(gather(some))
    command = [ssconvert, "--recalc", str(path), str(again)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    compare(path, again, len(some))


def compare(path: Path, again: Path, fiches: int) -> None:
    """Every formula of every fiche gives in another program the value that was stored with it."""
    stored, recomputed = open_classeur(read_piece(path)), open_classeur(read_piece(again))
    forms = [titre for titre in stored.feuilles if titre == "Fiche" or re.fullmatch(r"F\d+", titre)]
    assert len(forms) == fiches
    compared = 0
    for titre in forms:
        before, after = stored.ouvrir(titre), recomputed.ouvrir(titre)
        formulas = [position for position, saisie in before.cellules.items() if saisie.formule]
        different = [
            (titre, before.get(p).cellule, before.get(p).texte, after.get(p).texte)
            for p in formulas
            if not same(before, after, p)
        ]
        assert different == [], "si une règle a changé : scripts/build_modele.py d'abord"
        compared += len(formulas)
    assert compared > 80 * len(forms)


def same(before: Grille, after: Grille, position: Position) -> bool:
    """The same text, or the same number (LibreOffice gives a date format to the results of DATE)."""
    old, new = before.get(position), after.get(position)
    return old.texte == new.texte or (new.contenu is not None and serial_text(old.contenu) == serial_text(new.contenu))


def serial_text(contenu: Contenu) -> str:
    from fiche_tool.domaine.regles.direct import serial

    nombre = serial(contenu)
    return str(contenu) if nombre is None else f"{nombre:.6f}"


@pytest.mark.slow
def test_the_column_raises_no_alarm_that_the_collector_does_not(filled_fiches: list[bytes]) -> None:
    heard: set[str] = set()
    for rank, data in enumerate(filled_fiches):
        classeur = open_classeur(examine(data))
        column = said_by_column(classeur.ouvrir("Fiche"), classeur)
        collector, held = said_by_collector(data, PLACES)
        more = column.codes - collector  # the collector has no remark on what it does not take; who is typing wants it
        assert {place for place, code in more if code != "BUD13"} <= held, (rank, more)  # its twin is held back
        assert {code for _, code in more} <= REMARKS, (rank, more)
        if rank < 120:  # of the expected sort: the column says it all
            unsaid = collector - column.codes
            if is_completed(data):  # two lines may only be the same once the article has told what the cells do not
                unsaid = frozenset((place, code) for place, code in unsaid if code != "BUD13")
            assert not unsaid, (rank, unsaid)
            assert not column.hinted
        heard |= {code for _, code in column.codes}
    assert heard == LIVE


@pytest.mark.slow
def test_the_line_on_top_counts_the_points(filled_fiches: list[bytes]) -> None:
    seen = set()
    for data in filled_fiches:
        classeur = open_classeur(examine(data))
        grille = classeur.ouvrir("Fiche")
        cells = [classeur.noms[nom].coin for nom in NOMS_GROUPES.values()]
        body = classeur.noms[COLONNE_BUDGET]
        cells += [(row, body.gauche) for row in range(body.haut, body.bas + 1)]
        points = sum(grille.get(position).texte.count("•") for position in cells)
        bilan = grille.get(classeur.noms[BILAN_CONTROLE].coin).texte
        assert bilan == (COMPLETE if not points else f"{points} point{'s' if points > 1 else ''} à vérifier")
        seen.add(min(points, 2))
    assert seen >= {1, 2}


# --- the column alone ------------------------------------------------------------------------------------------------
def column_of(champs: Champs, lignes: Lignes = ()) -> tuple[str, ...]:
    mots = {statut: statut for statut in STATUTS}
    colonne = evaluate_column(champs, lignes, make_contexte(PROGRAMME, SEANCE), mots)
    return (*(texte for texte in colonne.groupes.values() if texte), *(texte for texte in colonne.lignes if texte))


DONE: dict[str, Contenu] = {
    "mise_a_jour": date(2021, 11, 9),
    "taux": 45,
    "statut": "En cours",
    "service": "S",
    "complete_par": "J",
}


def test_a_complete_fiche_has_nothing_to_check() -> None:
    assert column_of(DONE) == ()
    assert column_of(DONE | {"debut": date(2020, 1, 1), "fin": "T2 2022"}, [{}] * 8) == ()


FIRST_OF_MONTH = "◦ Fin : le 1er d'un mois. Pour tout un mois (06/2027), tapez son dernier jour : 30/06/2027."


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"taux": None}, "• Taux d'avancement (%) : à remplir."),
        ({"taux": None, "statut": "Récurrent"}, ""),
        ({"taux": "45 %"}, "• Taux : un nombre entier de 0 à 100, sans le signe %."),
        ({"taux": 150}, "• Taux : un nombre entier de 0 à 100."),
        ({"statut": "Bien parti"}, "• Statut : choisissez dans la liste."),
        ({"statut": "Réalisé"}, "• « Réalisé » : le taux doit être de 100."),
        ({"debut": date(2021, 1, 1), "fin": date(2020, 1, 2)}, "• La fin tombe avant le début."),
        ({"mise_a_jour": None}, "• Date de la dernière mise à jour : à remplir."),
        ({"mise_a_jour": None, "complete_le": date(2021, 11, 9)}, ""),
        ({"fin": date(2022, 6, 1)}, FIRST_OF_MONTH),
        ({"fin": date(2022, 6, 30)}, ""),
        ({"debut": date(2021, 6, 1)}, ""),
        ({"debut": "T3 2021", "fin": "06/2021"}, "• La fin tombe avant le début."),
        ({"debut": 2021}, "◦ Début : compris comme une année entière."),
        ({"fin": "bientôt"}, "• Fin : une date (31/12/2027) ou une période (T2 2027, fin 2027)."),
    ],
)
def test_what_the_column_says(typed: Champs, expected: str) -> None:
    assert " ".join(column_of({**DONE, **typed})) == expected


def test_a_mere_hint_does_not_keep_a_fiche_from_being_complete() -> None:
    mots = {statut: statut for statut in STATUTS}
    line: Mapping[str, Contenu] = {"exercice": 2021, "service": "O", "rd": "D", "article": "104/123-13", "montant": 10}
    colonne = evaluate_column(DONE, [line], make_contexte(PROGRAMME, SEANCE), mots)
    assert colonne.lignes == ("◦ Financement à préciser si vous le connaissez.",)
    assert colonne.bilan == COMPLETE


def test_every_point_has_its_own_words() -> None:
    words = [*(point.direct.conseil for point in _POINTS), *(direct.conseil for _, direct in POINTS_BUDGET)]
    assert len(words) == len(set(words))
    assert all(len(word) < 110 and not set('•◦"') & set(word) for word in words)


@law
@given(st.from_regex(re.compile(r"\d{3,5}/\d{3}-\d{2}([:.]\d{4}|:\d{8})?", re.ASCII), fullmatch=True))
def test_the_column_reads_an_article_as_the_collector_does(texte: str) -> None:
    article = parse_article(texte)
    assert article is not None
    line: Mapping[str, Contenu] = {"exercice": 2021, "service": "O", "rd": "D", "article": texte, "montant": 10}
    (calculs,) = evaluate_column({}, [line], make_contexte(PROGRAMME, SEANCE), {}).calculs_lignes
    assert calculs["economique"] == article.economique.replace("-", "")
    assert (calculs["suffixe"], calculs["rd_article"]) == (article.suffixe, article.rd)
