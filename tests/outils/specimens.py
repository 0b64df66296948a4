"""Specimens: one way, named by its fault, to meet each anomaly. Written by our own code, copied from nowhere."""

import gzip
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from fiche_tool.domaine.mots.identifiants import Reference
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.programme.programme import (
    Action,
    EtatAction,
    Listes,
    Niveau,
    Objectif,
    Programme,
    Service,
)
from fiche_tool.dossier.lectures import model_addresses
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.lecture.classeur import address
from tests.conftest import COMPLETE, SEANCE, Pst, small_programme

LATER = date(2022, 5, 25)
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600


def _same(part: bytes) -> bytes:
    return part


def repack(
    data: bytes, changes: Mapping[str, Callable[[bytes], bytes] | None], extra: Mapping[str, bytes] = {}
) -> bytes:
    """A package with parts changed (None drops the part) and others added.

    A sheet is changed with the texts of its filled cells in them, as many programs write them.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = changes.get(name, _same)
            if change is not None:
                new.writestr(name, change(read_part(old, name) if name in changes else old.read(name)))
        for name, part in extra.items():
            new.writestr(name, part)
    return buffer.getvalue()


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part of a package; of a sheet, the texts that the tool filled in stand in their cells."""
    part = archive.read(name)
    if not name.startswith("xl/worksheets/sheet") or STRINGS not in archive.namelist():
        return part
    texts = re.findall(rb"<si>.*?</si>", archive.read(STRINGS), re.DOTALL)

    def inline(found: re.Match[bytes]) -> bytes:
        texte = texts[int(found[2])] if int(found[2]) < len(texts) else b""
        filled = texte.startswith(b'<si><t xml:space="preserve">')
        body = texte.removeprefix(b"<si>").removesuffix(b"</si>")
        return found[1] + b' t="inlineStr"><is>' + body + b"</is></c>" if filled else found[0]

    return re.sub(rb'(<c r="\w+"(?: s="\d+")?) t="s"><v>(\d+)</v></c>', inline, part)


def replace(old: str, new: str, count: int = -1) -> Callable[[bytes], bytes]:
    """A change of text, which must be there."""

    def change(part: bytes) -> bytes:
        assert old.encode() in part, old
        return part.replace(old.encode(), new.encode(), count)

    return change


def plain_workbook() -> bytes:
    """A workbook that is no fiche at all."""
    import xlsxwriter

    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    workbook.add_worksheet("Budget").write_string("A1", "Bonjour")
    workbook.close()
    return buffer.getvalue()


def many_workbooks(count: int) -> bytes:
    """An archive of so many workbooks, no two of the same bytes."""
    one = plain_workbook()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for rank in range(count):
            archive.writestr(f"{rank}.xlsx", repack(one, {}, {"rang.txt": str(rank).encode()}))
    return buffer.getvalue()


FORM = "xl/worksheets/sheet1.xml"
META = "xl/worksheets/sheet5.xml"
STRINGS = "xl/sharedStrings.xml"
BOOK = "xl/workbook.xml"
CORE = "docProps/core.xml"
Drop = Callable[[Pst], object]
LINE: dict[str, Contenu] = {
    "exercice": 2021,
    "service": "O",
    "rd": "D",
    "article": "104/123-13",
    "montant": 100,
    "fonds_propres": 100,
}


def dropped(name: str, content: bytes) -> Drop:
    return lambda pst: pst.drop(name, content)


def filled(budget: Mapping[str, Contenu] | None = None, **champs: Contenu) -> Drop:
    """A fiche with one thing typed in it, whatever else."""
    return lambda pst: pst.fill_in("A2BCD", champs, [{**LINE, **budget}] if budget else ())


def surgery(changes: Mapping[str, Callable[[bytes], bytes] | None], extra: Mapping[str, bytes] = {}) -> Drop:
    """A fiche whose package was tampered with."""
    return lambda pst: pst.drop("a.xlsx", repack(pst.fiche("A2BCD"), changes, extra))


def nothing_to_read(pst: Pst) -> None:
    path = pst.drop("a.xlsx", b"PK")
    path.unlink()
    path.symlink_to(pst.racine / "disparu.xlsx")


def at(nom: str) -> str:
    """Where the model has a field."""
    return address(model_addresses()[nom])


def forget_base(part: bytes) -> bytes:
    return part.replace(b"base.", b"bose.")


def copied_sheet(pst: Pst) -> None:
    data = pst.fiche("A2BCD")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        form = read_part(archive, FORM)
    changes = {
        "[Content_Types].xml": replace(
            '<Override PartName="/xl/worksheets/sheet1.xml"',
            '<Override PartName="/xl/worksheets/sheet9.xml" ContentType="application/vnd.openxmlformats-officedocument'
            '.spreadsheetml.worksheet+xml"/><Override PartName="/xl/worksheets/sheet1.xml"',
        ),
        "xl/_rels/workbook.xml.rels": replace(
            "</Relationships>",
            '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships'
            '/worksheet" Target="worksheets/sheet9.xml"/></Relationships>',
        ),
        BOOK: replace("</sheets>", '<sheet name="Fiche (2)" sheetId="9" r:id="rId99"/></sheets>'),
    }
    pst.drop("a.xlsx", repack(data, changes, {"xl/worksheets/sheet9.xml": form}))


def other_action(part: bytes) -> bytes:
    """`_meta` with the reference of another action, check characters and all."""
    own, other = (Reference("essai-2019-2024", code, SEANCE).texte for code in ("A2BCD", "B3CDE"))
    return replace(own, other)(part)


def names_say_other(part: bytes) -> bytes:
    text = part.decode()
    at = text.index(">A2BCD<")
    return (text[:at] + ">B3CDE<" + text[at + 7 :]).encode()


def from_programme(programme: Programme, identifiant: str) -> Drop:
    """A fiche of this action, generated by another or an earlier programme than the folder's."""

    def drop(pst: Pst) -> None:
        from fiche_tool.excel.programme.write_programme import write_programme

        path = pst.racine / "programme.xlsx"
        own = path.read_bytes()
        path.write_bytes(write_programme(programme))
        content = pst.fiche(identifiant)
        path.write_bytes(own)
        pst.drop("a.xlsx", content)

    return drop


def _other_pst() -> Programme:
    from dataclasses import replace as change

    base = small_programme()
    return change(base, parametres=change(base.parametres, code="ailleurs-2019-2024"))


def _with_action() -> Programme:
    base = small_programme()
    extra = Action("Z9XYZ", "Interne", "", "1.2", "1.2.2", "Une action disparue", "Finances")
    return small_programme(actions=(*base.actions, extra))


def retired(pst: Pst) -> None:
    from dataclasses import replace as change

    from fiche_tool.excel.programme.write_programme import write_programme

    pst.answer("A2BCD", taux=10)
    base = small_programme()
    first, *others = base.actions
    actions = (change(first, etat=EtatAction.RETIREE), *others)
    (pst.racine / "programme.xlsx").write_bytes(write_programme(small_programme(actions=actions)))


def conflict(pst: Pst) -> None:
    pst.answer("A2BCD", "un.xlsx", taux=10, statut="En cours")
    pst.answer("A2BCD", "deux.xlsx", taux=20, statut="En cours")


def twins(pst: Pst) -> None:
    pst.answer("A2BCD", "un.xlsx", taux=10, statut="En cours")
    pst.answer("A2BCD", "deux.xlsx", taux=10, statut="En cours")


def late(pst: Pst) -> None:
    content = type_in(pst.fiche("A2BCD"), {"taux": 10, "statut": "En cours"})
    pst.drop("a.xlsx", content, LATER)


def future(pst: Pst) -> None:
    pst.drop("a.xlsx", type_in(pst.fiche("A2BCD"), {"taux": 10}), LATER)


def typed_at(where: str) -> Drop:
    """A text in a cell of this address, on the first row of the form."""
    cell = f'<c r="{where}" t="inlineStr"><is><t>Perdu</t></is></c></row>'
    return surgery({FORM: replace("</row>", cell, 1)})


def with_shared_text(rank: str) -> Drop:
    """A cell whose text is the shared one of this rank."""
    return surgery({FORM: lambda part: _cell(part, at("commentaire"), f' t="s"><v>{rank}</v>')})


def offset_past_the_file(pst: Pst) -> None:
    """A part that zip64 says to begin where no file is long enough to go."""
    buffer = io.BytesIO(pst.fiche("A2BCD"))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("rien.txt", b"")
        archive.filelist[2].header_offset = 2**63 + 5
    pst.drop("a.xlsx", buffer.getvalue())


PKCS7 = bytes.fromhex("06092a864886f70d0107")
REPONSE = b"From: a@b.be\r\nSubject: La fiche\r\n\r\nLe taux est de 45 %, le reste ne bouge pas.\r\n"


def answered_in_a_mail() -> bytes:
    reference = Reference("essai-2019-2024", "A2BCD", SEANCE).texte
    return f"From: a@b.be\nSubject: RE: x\n\nLa fiche {reference} : 45 %\n".encode()


def printed_beside(pst: Pst) -> None:
    pst.fill_in("A2BCD", COMPLETE)
    pst.drop("scan.html", printed_page(pst))


def printed_page(pst: Pst) -> bytes:
    """A fiche saved as a page of the web."""
    pst.fiche("A2BCD")
    reference = Reference("essai-2019-2024", "A2BCD", SEANCE).texte
    return f"<html><body><table><tr><td>Référence</td><td>{reference}</td></tr></table></body></html>".encode()


RETOURS: Mapping[str, Mapping[str, Drop]] = {
    "FIC01": {
        "adresse qui n'en est pas une": typed_at("ZZZZ21"),
        "texte partagé de rang négatif": with_shared_text("-1"),
        "texte partagé sans rang": with_shared_text("7²"),
        "décalage zip64 hors du fichier": offset_past_the_file,
        "archive tronquée": lambda pst: pst.drop("a.xlsx", pst.fiche("A2BCD")[:4000]),
        "feuille mal formée": surgery({FORM: lambda part: part[: len(part) // 2]}),
        "type de document déclaré": surgery({FORM: replace("<worksheet ", "<!DOCTYPE x><worksheet ")}),
        "conteneur OLE vide": dropped("a.xls", OLE),
        "classeur d'Excel 4 vide": dropped("a.xls", b"\x09\4\6\0\0\0\x10\0" + b"\0" * 90),
        "octets au hasard": dropped("a.xlsx", bytes(range(256)) * 20),
        "partie manquante": surgery({BOOK: None}),
        "cellule en double": surgery({FORM: lambda part: _cell(part, at("taux"), "><v>10</v></c>" + _again())}),
        "deux feuilles de même nom": surgery({BOOK: replace('name="Aide"', 'name="fiche"')}),
    },
    "FIC02": {"mot de passe": dropped("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"))},
    "FIC04": {"macros": surgery({}, {"xl/vbaProject.bin": b"x"})},
    "FIC05": {
        "document PDF": dropped("a.pdf", b"%PDF-1.7 ..."),
        "fichier csv": dropped("a.csv", b"Taux;Statut\n45;En cours"),
        "document Word": dropped("a.docx", repack(plain_workbook(), {}, {"word/document.xml": b"<x/>"})),
        "archive zip": dropped("a.zip", repack(plain_workbook(), {"[Content_Types].xml": None})),
        "classeur Numbers": dropped("a.numbers", repack(plain_workbook(), {}, {"Index/Document.iwa": b"x"})),
        "classeur binaire": dropped("a.xlsb", repack(plain_workbook(), {}, {"xl/workbook.bin": b"x"})),
        "message Outlook": dropped("a.msg", OLE + "__properties_version1.0".encode("utf-16-le")),
        "message sans fiche": dropped("a.eml", b"From: a@b.be\r\nSubject: La fiche\r\n\r\nBonjour\r\n"),
        "message d'une seule ligne connue en tête": dropped(
            "a.eml", b"Return-path: <a@b.be>\r\nSender: a@b.be\r\n\r\nBonjour"
        ),
        "pièces jointes d'Outlook": dropped("winmail.dat", b"\x78\x9f\x3e\x22" + bytes(60)),
        "message signé": dropped("smime.p7m", b"\x30\x82\x01\x00" + PKCS7 + b"\x02" + bytes(40)),
        "classeur Gnumeric": dropped("a.gnumeric", gzip.compress(b'<?xml version="1.0"?><gnm:Workbook/>', mtime=0)),
        "page web": dropped("a.xls", b"<html><table><tr><td>45</td></tr></table></html>"),
        "photo": dropped("a.jpg", b"\xff\xd8\xff\xe0" + b"x" * 40),
        "raccourci Google": dropped("a.gsheet", b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1"}'),
    },
    "FIC06": {
        "bombe zip": surgery({FORM: lambda part: part + b" " * 90_000_000}),
        "fichier énorme": dropped("a.xlsx", b"PK\3\4" + b"\0" * (10 * 2**20 + 10)),
        "trop de parties": surgery({}, {f"xl/x{n}.bin": b"" for n in range(600)}),
    },
    "FIC07": {"classeur étranger": dropped("a.xlsx", plain_workbook())},
    "FIC08": {
        "lien externe": surgery({}, {"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        "feuille de graphique": surgery(
            {BOOK: replace("</sheets>", '<sheet name="G" sheetId="9" r:id="rId99"/></sheets>')}
        ),
    },
    "FIC09": {
        "verrou d'Excel": dropped("~$a.xlsx", b"x" * 165),
        "fichier vide": dropped("a.xlsx", b""),
        "téléchargement inachevé": dropped("a.xlsx.crdownload", b"PK"),
    },
    "FIC10": {"fichier disparu": nothing_to_read},
    "FIC12": {"feuille perdue": surgery({FORM: None})},
    "FIC20": {"réponse tapée dans le message": dropped("a.eml", REPONSE)},
    "FIC21": {
        "référence dans le corps d'un message": lambda pst: pst.drop("a.eml", answered_in_a_mail()),
        "référence dans une page web": lambda pst: pst.drop("scan.html", printed_page(pst)),
        "photo qui porte le nom de la fiche": dropped(
            "IMG Interne 1.1.1 Formaliser les procédures (2).jpg", b"\xff\xd8\xff\xe0" + b"x" * 40
        ),
        "identifiant dans le nom": dropped("scan_A2BCD_signé.pdf", b"%PDF-1.7 ..."),
    },
    "FIC23": {"fiche imprimée à côté de la fiche remplie": printed_beside},
    "FIC18": {
        "archives dans l'archive": lambda pst: pst.drop("a.zip", nested_archives()),
        "plus de cent fiches dans l'archive": dropped("a.zip", many_workbooks(101)),
    },
    "IDE01": {
        "identités différentes": surgery({META: other_action}),
        "nom et feuille": surgery({FORM: names_say_other}),
    },
    "IDE02": {"autre programme": from_programme(_other_pst(), "A2BCD")},
    "IDE03": {"action inconnue": from_programme(_with_action(), "Z9XYZ")},
    "IDE04": {"feuille _meta renommée": surgery({BOOK: replace('name="_meta"', 'name="Feuil7"')})},
    "IDE05": {
        "un seul indice": surgery(
            {
                BOOK: lambda part: part.replace(b'name="_meta"', b'name="Feuil7"').replace(b'"pst_', b'"autre_'),
                CORE: lambda part: part.replace(b"essai-2019", b"autre-2019"),
            }
        )
    },
    "IDE06": {"action retirée": retired},
    "IDE07": {"feuille copiée": copied_sheet},
    "HIE01": {"libellé changé": filled(libelle="1.1.1 – Formaliser toutes les procédures")},
    "SAI01": {
        "taux en lettres": filled(taux="la moitié"),
        "montant en lettres": filled({"montant": "environ 500"}),
        "centimes après le symbole": filled({"montant": "12€50"}),
    },
    "SAI02": {"un point trois chiffres": filled({"montant": "12.500"})},
    "SAI03": {"date américaine": filled(fin="12/31/2022"), "demain": filled(debut="demain")},
    "SAI04": {"statut inconnu": filled(statut="Bien parti"), "service inventé": filled({"service": "X"})},
    "SAI05": {"cellule en erreur": surgery({FORM: lambda part: _cell(part, at("taux"), ' t="e"><v>#REF!</v>')})},
    "SAI06": {"formule avec valeur": surgery({FORM: lambda part: _cell(part, at("taux"), "><f>40+5</f><v>45</v>")})},
    "SAI07": {"formule sans valeur": surgery({FORM: lambda part: _cell(part, at("taux"), "><f>40+5</f>")})},
    "SAI08": {"service hors liste": filled(service="Garage"), "plan hors liste": filled(plans="Plan secret")},
    "SAI09": {
        "date décalée": surgery({FORM: lambda part: _cell(part, at("debut"), "><v>46095.9583</v>", style=at("fin"))})
    },
    "SAI10": {
        "case disparue": surgery(
            {
                BOOK: lambda part: part.replace(b"pst_", b"x_"),
                "xl/sharedStrings.xml": replace("Taux d'avancement", "Avancement"),
            }
        )
    },
    "SAI11": {"nom disparu": surgery({BOOK: replace("pst_taux", "perdu")})},
    "SAI12": {"trois décimales": filled({"montant": Decimal("33.333"), "fonds_propres": None})},
    "SAI13": {"date sans format": surgery({FORM: lambda part: _cell(part, at("debut"), "><v>44000</v>", style="")})},
    "SAI14": {"taux décimal": filled(taux=Decimal("0.45"))},
    "SAI15": {"taux un": filled(taux=1)},
    "SAI16": {"taux sans statut": filled(taux=10), "statut sans taux": filled(statut="En cours")},
    "AVA01": {"taux impossible": filled(taux=150), "taux négatif": filled(taux=-5)},
    "AVA02": {"réalisé à 80": filled(taux=80, statut="Réalisé")},
    "AVA03": {"à démarrer à 10": filled(taux=10, statut="À démarrer")},
    "AVA04": {"en cours à 100": filled(taux=100, statut="En cours")},
    "AVA05": {"suspendu sans raison": filled(taux=10, statut="Suspendu")},
    "DAT01": {"fin avant début": filled(debut=date(2021, 3, 1), fin=date(2020, 1, 1))},
    "DAT02": {"fin après la législature": filled(fin="2026")},
    "DAT03": {"début avant la législature": filled(debut="2015")},
    "DAT04": {"mise à jour future": filled(mise_a_jour=date(2023, 1, 1))},
    "BUD01": {
        "somme fausse": filled({"fonds_propres": 60, "subsides": 30}),
        "trop de parts": filled({"fonds_propres": 120}),
    },
    "BUD02": {"non ventilé": filled({"fonds_propres": None}), "en partie": filled({"fonds_propres": 60})},
    "BUD03": {
        "emprunt à l'ordinaire": filled({"fonds_propres": None, "emprunt": 100}),
        "emprunt en recette": filled(
            {"service": "E", "rd": "R", "article": "104/685-51", "fonds_propres": None, "emprunt": 100}
        ),
    },
    "BUD04": {"article illisible": filled({"article": "8320/"})},
    "BUD05": {"service contredit l'article": filled({"service": "E"})},
    "BUD06": {"sens contredit l'article": filled({"rd": "R"})},
    "BUD07": {"exercice hors législature": filled({"exercice": 2031})},
    "BUD08": {"montant négatif": filled({"montant": -100, "fonds_propres": -100})},
    "BUD09": {"sans exercice": filled({"exercice": None})},
    "BUD10": {"exercice de l'article": filled({"article": "104/123-13.2020"})},
    "BUD11": {"projet à l'ordinaire": filled({"article": "104/123-13:20210004"})},
    "BUD12": {"sans R/D ni article": filled({"rd": None, "article": None})},
    "BUD13": {"ligne en double": lambda pst: pst.answer("A2BCD", budget=[LINE, LINE])},
    "BUD15": {"pour mémoire": filled({"montant": "p.m.", "fonds_propres": None})},
    "BUD16": {"plusieurs années": filled({"exercice": "2021-2023"})},
    "BUD17": {"parts nulles": filled({"fonds_propres": 0, "emprunt": 0, "subsides": 0})},
    "BUD18": {"sans O/E ni article": filled({"service": None, "article": None})},
    "FUS01": {"réponses contradictoires": conflict},
    "FUS02": {"même réponse deux fois": twins},
    "FUS03": {"inchangé mais changé": filled(inchange="Oui", taux=10, statut="En cours")},
    "FUS04": {"fiche d'une autre séance": late},
    "FUS05": {"valeurs envoyées perdues": surgery({"xl/sharedStrings.xml": forget_base})},
    "FUS06": {"séance à venir": future},
}
"""By code, by fault: how to drop into a PST folder something that has it."""


def _cell(part: bytes, where: str, inside: str, style: str | None = None) -> bytes:
    """A form whose cell holds this. `style` takes the style of another cell, or none where it is empty."""
    import re

    text = part.decode()
    found = re.search(rf'<c r="{where}"( s="\d+")?(?:[^>]*/>|[^>]*>.*?</c>)', text)
    assert found, where
    own = found[1] or ""
    if style is not None:
        other = re.search(rf'<c r="{style}"( s="\d+")', text) if style else None
        own = other[1] if other else ""
    return (text[: found.start()] + f'<c r="{where}"{own}{inside}</c>' + text[found.end() :]).encode()


def _again() -> str:
    """The same cell once more, with another content; its end is written by `_cell`."""
    return f'<c r="{at("taux")}"><v>90</v>'


def nested_archives() -> bytes:
    """A small archive of small archives, which hold gigabytes of nothing."""
    empty = repack(plain_workbook(), {"[Content_Types].xml": None}, {f"{n}.bin": b"\0" * 150_000 for n in range(200)})
    return repack(plain_workbook(), {"[Content_Types].xml": None}, {f"{n}.zip": empty for n in range(60)})


def _programme_with(**changes: object) -> Programme:
    return small_programme(**changes)


def _changed_action(**changes: object) -> Programme:
    from dataclasses import replace as change

    first, *others = small_programme().actions
    return small_programme(actions=(change(first, **changes), *others))  # type: ignore[arg-type]


_BAD_ADDRESS = Listes((Service("Direction", "Mme Un", "un@cpas"), *small_programme().listes.services[1:]))
_OBJECTIFS = small_programme().objectifs
_ACTIONS = small_programme().actions
PROGRAMMES: Mapping[str, Mapping[str, tuple[Programme, str]]] = {
    "HIE02": {"OO inconnu": (_changed_action(objectif="9.9"), "Actions!D2")},
    "HIE03": {"N° en double": (_changed_action(numero="1.1.2"), "Actions!E3")},
    "HIE04": {"OO orphelin": (_programme_with(objectifs=_OBJECTIFS[1:]), "Objectifs!D2")},
    "HIE05": {"OO sans action": (_programme_with(actions=(*_ACTIONS[:2], *_ACTIONS[3:])), "Objectifs!D4")},
    "HIE06": {"compte annoncé": (_programme_with(actions=_ACTIONS[:4]), "Paramètres!A29")},
    "HIE07": {"identifiant en double": (_changed_action(identifiant="B3CDE"), "Actions!A3")},
    "HIE08": {"identifiant manquant": (_changed_action(identifiant=""), "Actions!A2")},
    "HIE09": {
        "volet inconnu": (
            _programme_with(objectifs=(*_OBJECTIFS, Objectif(Niveau.OS, "Médian", "", "1", "?"))),
            "Objectifs!B7",
        )
    },
    "HIE10": {"libellé vide": (_changed_action(libelle=""), "Actions!F2")},
    "HIE11": {"service inconnu": (_changed_action(service="Garage"), "Actions!G2")},
    "HIE12": {"identifiant invalide": (_changed_action(identifiant="A É"), "Actions!A2")},
    "HIE18": {"action sans service": (_changed_action(service=""), "Actions!G2")},
    "HIE19": {"service provisoire": (_changed_action(service="À compléter"), "Actions!G2")},
    "HIE20": {"adresse sans domaine": (_programme_with(listes=_BAD_ADDRESS), "Listes!C2")},
    "HIE16": {
        "axe sans ligne": (
            _programme_with(
                objectifs=(
                    *_OBJECTIFS,
                    Objectif(Niveau.AXE, "Interne", "1", "1", "Être bien géré"),
                    Objectif(Niveau.OS, "Interne", "2", "1", "Dans un axe oublié"),
                )
            ),
            "Objectifs!C8",
        )
    },
}
"""By code, by fault: a programme that has it, and the cell it must be reported at."""
