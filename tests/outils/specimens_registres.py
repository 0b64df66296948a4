"""Specimens of the folder: files out of their séance, points settled wrongly."""

import io
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fiche_tool.domaine.grand_livre.acquis import Cle
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.points.type_choices import ReponseTapee, type_choices
from tests.conftest import COMPLETE, SEANCE, Pst
from tests.outils.specimens import LATER, Drop

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LATER_ONES = {"FUS20": LATER}
"""The séance at which a specimen is collected, where it is not the first one."""
TAUX = ("A2BCD", ("taux",))


def late(pst: Pst) -> None:
    answer = type_in(pst.fiche("A2BCD"), COMPLETE)
    pst.collect()
    pst.fiche("A2BCD", LATER)
    pst.drop("tardive.xlsx", answer, SEANCE)


def early(pst: Pst) -> None:
    content = type_in(pst.fiche("A2BCD", LATER), COMPLETE)
    shutil.rmtree(pst.racine / "registres", ignore_errors=True)  # generating collected what was there
    pst.drop("avance.xlsx", content, SEANCE)


def points(pst: Pst) -> bytes:
    """The workbook of a conflict."""
    for name, taux in (("a.xlsx", 75), ("b.xlsx", 100)):
        pst.fill_in("A2BCD", {"taux": taux, "statut": "En cours"}, name=name)
    return Path(pst.collect()["a_trancher"]).read_bytes()


def both_ways(pst: Pst) -> None:
    pst.drop("points.xlsx", type_choices(points(pst), {TAUX: ReponseTapee("réponse 1", 80)}))


def undecided(pst: Pst) -> None:
    pst.drop("points.xlsx", type_choices(points(pst), {}, "Mme la présidente"))


def without_day(pst: Pst) -> None:
    import openpyxl

    found = type_choices(points(pst), {TAUX: ReponseTapee("réponse 1")}, "Mme la présidente", date(2021, 11, 22))
    book = openpyxl.load_workbook(io.BytesIO(found))
    (cell,) = (row[2] for row in book.worksheets[0].iter_rows() if row[0].value == "Le")
    cell.value = "au bureau de novembre"
    buffer = io.BytesIO()
    book.save(buffer)
    pst.drop("points.xlsx", buffer.getvalue())


def two_days(pst: Pst) -> None:
    found = points(pst)
    for rank, day in ((1, 22), (2, 23)):
        choice: dict[tuple[str, Cle], ReponseTapee] = {TAUX: ReponseTapee(f"réponse {rank}")}
        pst.drop(f"points {rank}.xlsx", type_choices(found, choice, "Mme la présidente", date(2021, 11, day)))


def same_day(pst: Pst) -> None:
    found = points(pst)
    for rank in (1, 2):
        pst.drop(f"points {rank}.xlsx", type_choices(found, {TAUX: ReponseTapee(f"réponse {rank}")}, f"M. {rank}"))


def edited_points(pst: Pst, change: Callable[["Worksheet"], None]) -> None:
    """The workbook of a conflict with what a person did to its sheet."""
    import openpyxl

    book, buffer = openpyxl.load_workbook(io.BytesIO(points(pst))), io.BytesIO()
    change(book.worksheets[0])
    book.save(buffer)
    pst.drop("points.xlsx", buffer.getvalue())


def retyped_points(**cells: object) -> Drop:
    """The workbook of a conflict with these cells."""

    def change(sheet: "Worksheet") -> None:
        for where, content in cells.items():
            sheet[where] = content

    return lambda pst: edited_points(pst, change)


def without_meta(pst: Pst) -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(points(pst)))
    del book["_meta"]
    buffer = io.BytesIO()
    book.save(buffer)
    pst.drop("points.xlsx", buffer.getvalue())


def _note(sheet: "Worksheet", where: str, texte: str) -> None:
    from openpyxl.comments import Comment

    sheet[where].comment = Comment(texte, "Paul")


REGISTRES: Mapping[str, Mapping[str, Drop]] = {
    "FUS15": {"deux décisions sans date": same_day},
    "FUS22": {"deux décisions, deux jours": two_days},
    "FUS20": {"dossier d'une séance close": late},
    "FUS21": {"fiche d'une séance à venir": early},
    "TRA01": {"choix et valeur": both_ways},
    "TRA02": {"feuille cachée perdue": without_meta},
    "TRA03": {"rien de choisi": undecided},
    "TRA04": {"jour en mots": without_day, "date illisible": retyped_points(C5="demain", I8="réponse 2")},
    "TRA05": {
        "N° d'un point effacé": retyped_points(A8=None, I8="réponse 2"),
        "N° d'un autre point": retyped_points(A8=7, I8="réponse 2"),
        "N° deux fois": retyped_points(A9=1, I9="réponse 2"),
    },
    "TRA06": {
        "à côté du tableau": retyped_points(M8="prendre 80"),
        "sous le tableau": retyped_points(B14="prendre 80"),
        "sur une réponse": retyped_points(E8="prendre 80"),
        "sur la question": retyped_points(C8="prendre 80"),
        "sur la valeur gardée": retyped_points(D8="prendre 80"),
        "en note": lambda pst: edited_points(pst, lambda sheet: _note(sheet, "I8", "prendre 80")),
    },
}
"""By code, by fault: how to drop into a PST folder something that has it."""
