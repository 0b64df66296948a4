"""More specimens: fiches that came back in another shape, with a sheet too many, a case moved, words out of place."""

import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO

from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.excel.fiche.type_in import type_in
from tests.conftest import COMPLETE, SEANCE, Pst
from tests.outils.ecrits import mailed, rebuilt_form, to_xls, zipped
from tests.outils.specimens import BOOK, FORM, LINE, META, Drop, at, filled, read_part, repack, replace, surgery

BEFORE = date(2021, 3, 24)
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_SHEET_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_NOTES_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


LOST_CELL = '<row r="1048576"><c r="A1048576" t="str"><v> x</v></c></row></sheetData>'


def part_of(data: bytes, name: str) -> bytes:
    """One part of a package."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return read_part(archive, name)


def with_sheet(data: bytes, sheet: bytes, nom: str = "Fiche (2)", rank: int = 9) -> bytes:
    """A workbook with one more sheet at its end."""
    changes = {
        "[Content_Types].xml": replace(
            '<Override PartName="/xl/worksheets/sheet1.xml"',
            f'<Override PartName="/xl/worksheets/sheet{rank}.xml" ContentType="{_SHEET_TYPE}"/>'
            '<Override PartName="/xl/worksheets/sheet1.xml"',
        ),
        "xl/_rels/workbook.xml.rels": replace(
            "</Relationships>",
            f'<Relationship Id="rId9{rank}" Type="{_SHEET_REL}" Target="worksheets/sheet{rank}.xml"/></Relationships>',
        ),
        BOOK: replace("</sheets>", f'<sheet name="{nom}" sheetId="{rank}" r:id="rId9{rank}"/></sheets>'),
    }
    return repack(data, changes, {f"xl/worksheets/sheet{rank}.xml": sheet})


def with_copy(data: bytes, **champs: Contenu) -> bytes:
    """A fiche whose form was copied in the workbook, and these answers typed on the copy."""
    return with_sheet(data, part_of(type_in(data, champs), FORM))


def answered_on_copy(pst: Pst) -> None:
    pst.drop("a.xlsx", with_copy(pst.fiche("A2BCD"), **COMPLETE))


def answered_on_both(pst: Pst) -> None:
    filled_in = type_in(pst.fiche("A2BCD"), {**COMPLETE, "taux": 20})
    copy = part_of(type_in(pst.fiche("A2BCD"), {**COMPLETE, "taux": 40}), FORM)
    pst.drop("a.xlsx", with_sheet(filled_in, copy))


def two_actions_in_one(pst: Pst) -> None:
    filled_in = type_in(pst.fiche("A2BCD"), COMPLETE)
    pst.drop("a.xlsx", with_sheet(filled_in, part_of(pst.fiche("B3CDE"), FORM), "Fiche B"))


def rebuilt(**more: object) -> Drop:
    """A form typed anew with the labels of the fiche."""
    values: dict[str, object] = {
        "Objectif stratégique N°": "1 – Être un CPAS bien géré",
        "Objectif opérationnel N°": "1.1 – Améliorer les outils",
        "Libellé de l'action + N°": "1.1.1 – Formaliser les procédures",
        "Taux d'avancement (%)": "",
        "Mandataire responsable": "Mme Un",
        "Responsable administratif": "Jeanne Noël",
        "Service gestionnaire": "Direction",
        "Commentaire": "Trois procédures sont prêtes.",
        "Complétée par": "Jeanne Noël",
    }
    return lambda pst: pst.drop("a.xlsx", rebuilt_form(values | more))


def point_name(nom: str, target: str) -> Callable[[bytes], bytes]:
    """The name of a field pointed at another cell (« $G$23 »), as a cut and paste does."""

    def change(part: bytes) -> bytes:
        found = re.search(rf'(<definedName name="pst_{nom}"[^>]*>)[^<]*(</definedName>)'.encode(), part)
        assert found, nom
        return part[: found.start()] + found[1] + target.encode() + found[2] + part[found.end() :]

    return change


def cut_and_pasted(pst: Pst) -> None:
    """« Début » cut and pasted over « Fin »: the name of the first follows, that of the second is lost."""
    data = type_in(pst.fiche("A2BCD"), {**COMPLETE, "fin": "2022"})
    data = repack(data, {BOOK: point_name("debut", f"Fiche!{absolute('fin')}")})
    pst.drop("a.xlsx", repack(data, {BOOK: point_name("fin", "#REF!")}))


def absolute(nom: str) -> str:
    """« $G$23 »."""
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", at(nom)).groups()  # type: ignore[union-attr]
    return f"${letters}${row}"


def pasted_outside(pst: Pst) -> None:
    """« Porteur du projet » cut and pasted far below the form."""
    stray = '<row r="70"><c r="B70" t="inlineStr"><is><t>Jean Petit</t></is></c></row></sheetData>'
    data = repack(type_in(pst.fiche("A2BCD"), COMPLETE), {FORM: replace("</sheetData>", stray)})
    pst.drop("a.xlsx", repack(data, {BOOK: point_name("porteur", "Fiche!$B$70")}))


def typed_beside(part: bytes) -> bytes:
    """« Porteur du projet » unmerged, and the answer typed one cell to the right."""
    row = re.search(r"\d+", at("porteur"))
    assert row
    part = re.sub(rb"<sheetProtection[^>]*/>", b"", part)
    part = re.sub(rf'<mergeCell ref="{at("porteur")}:[^"]*"/>'.encode(), b"", part)
    cell = re.compile(rf'<c r="E{row[0]}"( s="\d+")?/>'.encode())
    text = f'<c r="E{row[0]}" t="inlineStr"><is><t>Jean Petit</t></is></c>'.encode()
    part, count = cell.subn(text, part)
    assert count == 1
    return part


def typed_outside(part: bytes) -> bytes:
    """A form whose protection was lifted, with a text under it."""
    stray = b'<row r="70"><c r="B70" t="inlineStr"><is><t>Voir avec la commune</t></is></c></row></sheetData>'
    return re.sub(rb"<sheetProtection[^>]*/>", b"", part).replace(b"</sheetData>", stray)


def with_note(pst: Pst) -> None:
    """A note attached to a cell of the form."""
    note = (
        f'<comments xmlns="{_MAIN}"><authors><author>Jeanne</author></authors><commentList>'
        f'<comment ref="{at("taux")}" authorId="0"><text><r><t>Chiffre provisoire</t></r></text></comment>'
        "</commentList></comments>"
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_NOTES_REL}" Target="../comments1.xml"/></Relationships>'
    )
    extra = {"xl/comments1.xml": note.encode(), "xl/worksheets/_rels/sheet1.xml.rels": rels.encode()}
    data = type_in(pst.fiche("A2BCD"), COMPLETE)
    own = "xl/worksheets/_rels/sheet1.xml.rels"
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if own in archive.namelist():
            link = f'<Relationship Id="rId88" Type="{_NOTES_REL}" Target="../comments1.xml"/></Relationships>'
            data = repack(data, {own: replace("</Relationships>", link)}, {"xl/comments1.xml": note.encode()})
        else:
            data = repack(data, {}, extra)
    pst.drop("a.xlsx", data)


def followed(before: Mapping[str, Contenu], now: Mapping[str, Contenu]) -> Drop:
    """Answers accepted at a first séance, then others on the fiche sent with them."""

    def drop(pst: Pst) -> None:
        pst.fill_in("A2BCD", {**COMPLETE, **before}, name="avant.xlsx", seance=BEFORE)
        pst.fill_in("A2BCD", now, name="a.xlsx")

    return drop


def same_line_twice(pst: Pst) -> None:
    pst.fill_in("A2BCD", COMPLETE, [LINE], "un.xlsx")
    pst.fill_in("B3CDE", COMPLETE, [LINE], "deux.xlsx")


def answer(pst: Pst) -> bytes:
    """A fiche well filled in."""
    return type_in(pst.fiche("A2BCD"), COMPLETE)


FORMES: Mapping[str, Mapping[str, Drop]] = {
    "FIC03": {"ancien xls": lambda pst: pst.drop("a.xls", to_xls(answer(pst)))},
    "FIC14": {
        "fiche dans un zip": lambda pst: pst.drop("a.zip", zipped({"Fiche.xlsx": answer(pst), "LISEZMOI.txt": b"..."})),
        "fiche dans un zip sans compression": lambda pst: pst.drop(
            "a.zip", zipped({"Fiche.xlsx": answer(pst)}, zipfile.ZIP_STORED)
        ),
        "fiche jointe à un message": lambda pst: pst.drop("a.eml", mailed({"Fiche é.xlsx": answer(pst)})),
        "zip joint à un message": lambda pst: pst.drop("a.eml", mailed({"f.zip": zipped({"Fiche.xlsx": answer(pst)})})),
    },
    "FIC15": {"modèle d'une version plus récente": surgery({META: replace(">3<", ">4<")})},
    "IDE09": {"réponses dans la copie": answered_on_copy},
    "IDE10": {"deux feuilles remplies": answered_on_both},
    "IDE11": {"fiche retapée": rebuilt(), "fiche retapée sans libellé": rebuilt(**{"Libellé de l'action + N°": ""})},
    "IDE12": {
        "libellé exact": rebuilt(),
        "libellé approchant": rebuilt(**{"Libellé de l'action + N°": "1.1.1 Formaliser toutes les procédures"}),
    },
    "IDE13": {"collée dans une autre fiche": filled(libelle="1.1.2 – Étendre l'outil")},
    "SAI17": {"couper-coller": cut_and_pasted},
    "SAI18": {
        "coupée et collée ailleurs": pasted_outside,
        "fusion défaite et case d'à côté": surgery({FORM: typed_beside}),
    },
    "SAI19": {
        "tapé sous la fiche": surgery({FORM: typed_outside}),
        "note de cellule": with_note,
        "cellule perdue au bout de la feuille": surgery({FORM: replace("</sheetData>", LOST_CELL)}),
        "feuille ajoutée": lambda pst: pst.drop("a.xlsx", with_sheet(answer(pst), _notes_sheet(), "Notes")),
    },
    "SAI20": {
        "numéro national": filled(commentaire="Dossier de M. X, 85.07.30-033.28"),
        "compte bancaire": filled(commentaire="À verser sur BE68 5390 0754 7034."),
    },
    "AVA06": {"taux qui recule": followed({"taux": 60}, {"taux": 40})},
    "AVA07": {
        "réalisé puis en cours": followed({"taux": 100, "statut": "Réalisé"}, {"taux": 100, "statut": "En cours"})
    },
    "DAT05": {"date oubliée": followed({}, {"taux": 50})},
    "DAT06": {"date qui recule": followed({}, {"taux": 50, "mise_a_jour": date(2021, 2, 1)})},
    "BUD14": {"même ligne dans deux fiches": same_line_twice},
}
"""By code, by fault, as RETOURS."""


def _notes_sheet() -> bytes:
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>À discuter</t></is></c></row>'
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{row}</sheetData></worksheet>'.encode()


assert SEANCE > BEFORE
