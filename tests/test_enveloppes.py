"""What comes back in something else than a fiche: mails of every kind, litter of servers, PDF, photos, odd names."""

import base64
import binascii
import gzip
import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from fiche_tool.domaine.document.document import GenreLigne
from fiche_tool.domaine.document.etiquettes import cut_page, read_label
from fiche_tool.domaine.mots.identifiants import Reference
from fiche_tool.domaine.mots.textes import printable
from fiche_tool.dossier.dossier import show_path
from fiche_tool.dossier.parcours import why_ignored
from fiche_tool.excel.dessin.adresses import can_locate, encode_path, locate
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.fichiers.courriel_enfant import take_apart
from fiche_tool.fichiers.piece import examine
from fiche_tool.fichiers.signatures import FormatFichier, tell_nature
from fiche_tool.verbes.collect import collect
from tests.conftest import COMPLETE, SEANCE, Pst
from tests.outils.dump import dump
from tests.outils.ecrits import mailed, write_xls, zipped
from tests.outils.parties import check_parts
from tests.test_importer import make_pdf

pytestmark = pytest.mark.undrawn

# --- what is a mail --------------------------------------------------------------------------------------------------
REST = "From: a@b.be\r\nSubject: La fiche\r\n\r\nBonjour ; voici, la fiche\r\n"
HEADS = (
    "DKIM-Signature: v=1; a=rsa-sha256; d=b.be;\r\n\tbh=x; h=from",
    "Authentication-Results: mx.b.be; spf=pass, dkim=pass",
    "ARC-Seal: i=1; a=rsa-sha256; t=1",
    "Return-path: <a@b.be>",
    "Reply-To: a@b.be, c@d.be",
    "Cc: c@d.be; e@f.be",
    "Sender: a@b.be",
    "List-Unsubscribe: <mailto:x>, <https://y>",
    "X-MS-Exchange-Organization: a, b",
    "Thread-Index: AdX;YZ",
    "Autocrypt: addr=a@b.be; prefer-encrypt=mutual",
    "Champ-Inconnu: un, deux ; trois",
    "Received-SPF: Pass (b.be: domain of a@b.be)",
    "From - Wed Nov 24 10:00:00 2021\r\nX-Mozilla-Status: 0001",
    "\ufeffMessage-ID: <1@b.be>",
    "Subject:La fiche, sans espace",
    "Received: " + "\r\n\tby relais.example.org; " * 400,
)


@pytest.mark.parametrize("head", HEADS)
def test_a_mail_is_known_by_its_head_whatever_comes_first(head: str) -> None:
    assert tell_nature(f"{head}\r\n{REST}".encode()).format is FormatFichier.COURRIEL


@pytest.mark.parametrize(
    "texte", ["Taux;Statut\n45;En cours\n", "Note : à voir\nFrom: x\n", "Volet:\nDate: 2021\n\nSubject: un\n", "\n\n"]
)
def test_a_text_is_no_mail(texte: str) -> None:
    assert tell_nature(texte.encode()).format in (FormatFichier.CSV, FormatFichier.TXT)


@pytest.mark.parametrize("before", ["", "\ufeff", "From - Wed Nov 24 10:00:00 2021\r\n", "\r\n\r\n"])
def test_a_mail_is_taken_apart_whatever_stands_before_its_head(before: str) -> None:
    jointes, texte = take_apart(before.encode() + mailed({"é.xlsx": b"PK"}))
    assert [nom for nom, _ in jointes] == ["é.xlsx"]
    assert texte == "Bonjour, Voici la fiche."


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Le taux est de 45 %.\n\nLe 3 mai 2021 à 10:00, Marie a écrit :\n> Bonjour\n", "Le taux est de 45 %."),
        ("Oui\n-- \nJean Petit, chef de service\n", "Oui"),
        ("45 %\n-----Message d'origine-----\nDe : Marie\nÀ : Jean\n", "45 %"),
        ("> cité\n> encore\n", ""),
        ("-- \nJean Petit, chef de service\n", ""),
        (
            "Bonjour,\n\nLe 3 mai 2021 à 10:00, Marie a écrit :\n> Le taux ?\n\n45 %\n\n> Et la fin ?\n2022\n",
            "Bonjour, 45 % 2022",
        ),
        ("45 %\n\nLe lun. 3 mai 2021 à 10:00, Secrétariat <secretariat@cpas.be> a\nécrit :\n\n> Bonjour\n", "45 %"),
        ("Oui\n\nOn 3 May 2021, Marie wrote:\n\nLe taux ?\n", "Oui"),
        (
            "Vois\n\n---------- Forwarded message ---------\nDe : Paul <p@b.be>\nDate: mer. 10 nov. 2021\n"
            "Subject: Fiche\nTo: <a@b.be>\n\nLe taux est de 80 %\n",
            "Vois Le taux est de 80 %",
        ),
        ("-- \nJean\n\n-------- Message transféré --------\nSujet : Fiche\n\n80 %\n", "80 %"),
    ],
)
def test_what_a_mail_says_is_what_its_sender_typed(body: str, said: str) -> None:
    assert take_apart(f"From: a@b.be\nSubject: RE: x\n\n{body}".encode())[1] == said


@pytest.mark.parametrize(
    ("subject", "body", "said"),
    [
        (
            "TR: Fiche",
            "Vois\n\nDe : Paul\nEnvoyé : lundi\nÀ : Jean\nObjet : Fiche\n\n80 %\n\nDe : Marie\n\nLe taux ?\n",
            "Vois 80 %",
        ),
        ("Taux 80 au lieu de 30", "", "Taux 80 au lieu de 30"),
        ("=?utf-8?q?Taux_80_=25?=", "> cité\n", "Taux 80 %"),
        ("=?utf-8?b?x?=", "", "=?utf-8?b?x?="),
        ("RE: Fiche", "", ""),
    ],
)
def test_the_subject_of_a_mail_says_what_it_forwards_or_what_its_body_does_not(
    subject: str, body: str, said: str
) -> None:
    assert take_apart(f"From: a@b.be\nSubject: {subject}\n\n{body}".encode())[1] == said


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_every_mail_of_a_mailbox_is_taken_apart(end: bytes) -> None:
    one, two = (mailed({nom: nom.encode()}).replace(b"\r\n", b"\n") for nom in ("a.xlsx", "b.xlsx"))
    box = b"From - Wed Nov 24 10:00:00 2021\n" + one + b"\nFrom - Wed Nov 24 11:00:00 2021\n" + two
    jointes, texte = take_apart(box.replace(b"\n", end))
    assert dict(jointes) == {"a.xlsx": b"a.xlsx", "b.xlsx": b"b.xlsx"}
    assert texte == "Bonjour, Voici la fiche. Bonjour, Voici la fiche."


@pytest.mark.parametrize(
    ("plain", "page", "said"),
    [
        ("Bonjour", "<p>Bonjour</p><p>Taux&nbsp;: <b>80&nbsp;%</b></p>", "Bonjour Taux : 80 %"),
        ("Ce message est en HTML.", "<p>Taux : 80 %</p>", "Ce message est en HTML. Taux : 80 %"),
        ("Le _taux_ : 80 %", "<p>Le <i>taux</i>&nbsp;: 80 %</p>", "Le _taux_ : 80 %"),
        ("Taux : 80 %\n\n> Complétez", "<p>Taux : 80 %</p><blockquote>Complétez</blockquote>", "Taux : 80 %"),
        ("Te\u0301le\u0301phonez", "<p>TÉLÉPHONEZ</p><!--[if mso]>autre<![endif]-->", "Te\u0301le\u0301phonez"),
    ],
)
def test_what_only_the_page_of_a_mail_says_is_told_too(plain: str, page: str, said: str) -> None:
    mail = EmailMessage()
    mail["Subject"] = "RE: x"
    mail.set_content(plain)
    mail.add_alternative(page, subtype="html")
    assert take_apart(mail.as_bytes())[1] == said


@pytest.mark.parametrize("cut", range(4))
def test_a_mail_cut_short_gives_what_is_left_of_its_files(cut: int) -> None:
    data = mailed({"a.xlsx": b"PK" + bytes(range(256)) * 8})
    start = data.index(b"UEs")  # PK
    ((nom, content),) = take_apart(data[: start + 80 + cut])[0]
    assert nom == "a.xlsx"
    assert content.startswith(b"PK\0\1")


def test_a_mail_that_a_gateway_coded_whole_is_opened() -> None:
    within = base64.encodebytes(mailed({"a.xlsx": b"PK\3\4"})).decode()
    head = "From: a@b.be\nSubject: RE: x\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
    jointes, texte = take_apart(f"{head}{within}".encode())
    assert jointes == [("a.xlsx", b"PK\3\4")]
    assert texte == "Bonjour, Voici la fiche."


def uuencoded(nom: str, data: bytes) -> bytes:
    lines = (binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    return b"begin 644 " + nom.encode() + b"\n" + b"".join(lines) + b"`\nend\n"


@pytest.mark.parametrize(
    ("body", "files", "said"),
    [
        (b"Voici\n" + uuencoded("a.xlsx", b"PK" * 99) + b"Merci\n", {"a.xlsx": b"PK" * 99}, "Voici Merci"),
        (uuencoded("a.xlsx", b"PK" * 45).partition(b"`")[0], {"a.xlsx": b"PK" * 45}, ""),  # cut short
        (b"begin 644 mots\nqui ne codent rien\n", {}, "begin 644 mots qui ne codent rien"),
    ],
)
def test_a_file_written_in_the_body_as_before_mime_is_taken_out_of_it(
    body: bytes, files: dict[str, bytes], said: str
) -> None:
    jointes, texte = take_apart(b"From: a@b.be\nSubject: RE: x\n\n" + body)
    assert dict(jointes) == files
    assert texte == said


def test_a_file_attached_without_any_code_leaves_a_mail_a_mail() -> None:
    head = b"From: a@b.be\nSubject: RE: x\nContent-Type: application/x; name=a.xlsx\n"
    mail = head + b"Content-Transfer-Encoding: binary\n\nPK\3\4\0\r\n\r\0"
    assert tell_nature(mail).format is FormatFichier.COURRIEL
    assert take_apart(mail)[0] == [("a.xlsx", b"PK\3\4\0\r\n\r\0")]


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        ("text/enriched", b"<bold>Taux 80</bold>", "Taux 80"),
        ("text/markdown", b"*Taux 80*", "*Taux 80*"),
        ("text/calendar", b"BEGIN:VCALENDAR", ""),
        ("text/plain; charset=x-inconnu", "Taux : 80 é".encode(), "Taux : 80 é"),
        ("text/plain; charset=us-ascii", "Taux : 80 é".encode(), "Taux : 80 é"),
        ("text/plain; charset=us-ascii", "Taux : 80 é".encode("cp1252"), "Taux : 80 é"),
    ],
)
def test_a_body_of_any_kind_and_charset_says_its_words(kind: str, body: bytes, said: str) -> None:
    assert take_apart(f"From: a@b.be\nSubject: RE: x\nContent-Type: {kind}\n\n".encode() + body)[1] == said


def test_the_name_of_a_file_coded_as_a_header_is_read() -> None:
    head = 'From: a@b.be\nSubject: RE: x\nContent-Type: application/x; name="=?utf-8?B?w6kueGxzeA==?="\n\n'
    assert [nom for nom, _ in take_apart(f"{head}PK".encode())[0]] == ["é.xlsx"]


def test_a_page_in_a_mail_says_its_words() -> None:
    page = "<html><head><style>p {}</style></head><body><p>Taux&nbsp;: 45&nbsp;%</p><br>fini</body></html>"
    mail = f"From: a@b.be\nTo: c@d.be\nContent-Type: text/html; charset=utf-8\n\n{page}"
    assert take_apart(mail.encode())[1] == "Taux : 45 % fini"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x78\x9f\x3e\x22" + bytes(50), "emballée par Outlook"),
        (b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + bytes(50), "signés"),
        (b"\x30\x82\x10\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03" + bytes(50), "chiffré"),
        (gzip.compress(b"<gnm:Workbook>", mtime=0), "Gnumeric"),
        (gzip.compress(b"autre chose", mtime=0), "gzip"),
        (b"\x1f\x8b\x00", "gzip"),
        (b'<?xml version="1.0"?>\n<gnm:Workbook>', "Gnumeric"),
        (b"a.xlsx".ljust(257, b"\0") + b"ustar", "tar"),
        (b"BZh91AY", "bzip2"),
        (b"\xfd7zXZ\x00", "XZ"),
        (b"\x28\xb5\x2f\xfd", "Zstandard"),
        (b"MSCF", "CAB"),
        (b"\0\0\0\x1cftypavif", "photo"),
        (b"\0\0\0\x1cftypM4A ", "sonore"),
        (b"OggS", "sonore"),
    ],
)
def test_what_cannot_be_opened_says_what_it_is(data: bytes, words: str) -> None:
    assert words in tell_nature(data).detail


# --- what they hold --------------------------------------------------------------------------------------------------
def phrases(pst: Pst) -> dict[str, str]:
    return {x["code"]: x["phrase"] for x in pst.collect()["anomalies"]}


@pytest.mark.slow
def test_the_words_of_a_mail_are_told_beside_its_fiche_and_what_is_no_fiche_is_named(pst: Pst) -> None:
    pst.drop("a.eml", mailed({"Fiche.xlsx": type_in(pst.fiche("A2BCD"), COMPLETE), "smime.p7s": b"0"}))
    pst.drop("b.eml", mailed({"winmail.dat": b"\x78\x9f\x3e\x22" + bytes(50), "logo.png": b"\x89PNG" + bytes(50)}))
    result = pst.collect()
    assert result["actions"]["recues"] == 1
    said = [x["phrase"] for x in result["anomalies"] if x["code"] == "FIC20"]
    assert len(said) == 2
    assert "le message dit : « Bonjour, Voici la fiche. »" in said[0]
    (empty,) = (x["phrase"] for x in result["anomalies"] if x["code"] == "FIC05")
    assert "« winmail.dat »" in empty
    assert "au format HTML" in empty
    assert "smime" not in str(result)


@pytest.mark.slow
def test_contradicting_files_that_one_would_call_the_same_are_told_apart(pst: Pst) -> None:
    one, two = (type_in(pst.fiche("A2BCD"), {**COMPLETE, "taux": taux, "complete_par": str(taux)}) for taux in (40, 50))
    pst.drop("tout.zip", zipped({"a.xlsx": one, "b.xlsx": two}))
    said = phrases(pst)["FUS01"]
    assert f"40 ({SEANCE}/tout.zip > a.xlsx) ou 50 ({SEANCE}/tout.zip > b.xlsx) ?" in said.replace("\u00a0", " ")


@pytest.mark.slow
def test_one_damaged_file_of_an_archive_costs_none_of_the_others(pst: Pst) -> None:
    good, other = (type_in(pst.fiche(key), COMPLETE) for key in ("A2BCD", "B3CDE"))
    archive = bytearray(zipped({"a.xlsx": good, "b.xlsx": other, "c.xlsx": good}))
    for name in (b"a.xlsx", b"c.xlsx"):
        archive[archive.index(b"PK\3\4", archive.index(name) - 30) + 60] ^= 0xFF
    pst.drop("tout.zip", bytes(archive))
    result = pst.collect()
    assert result["actions"]["recues"] == 1
    damaged = [x["fichier"].rpartition(" > ")[2] for x in result["anomalies"] if x["code"] == "FIC01"]
    assert damaged == ["a.xlsx", "c.xlsx"]


def test_a_way_of_compressing_that_is_not_read_is_no_damage(pst: Pst) -> None:
    pst.drop("a.zip", zipped({"a.xlsx": b"PK"}, zipfile.ZIP_LZMA))
    (verified,) = pst.verify(pst.racine / "retours")
    (phrase,) = (x["phrase"] for x in verified["anomalies"] if x["code"] == "FIC01")
    assert "compressée d'une façon que l'outil ne lit pas" in phrase


@pytest.mark.slow
@pytest.mark.drawn
def test_what_answers_for_a_fiche_without_being_one_is_shown_with_its_action(pst: Pst) -> None:
    reference = Reference("essai-2019-2024", "B3CDE", SEANCE).texte
    pdf = make_pdf(f"Fiche action\nReference {reference}\nTaux 45\n")
    name = "Interne 1.1.1 Formaliser les procédures"
    pst.drop(f"RE_ {name}.jpg", b"\xff\xd8\xff\xe0" + bytes(50))
    pst.drop("scan.pdf", pdf)
    pst.drop("message.eml", mailed({"Scan de la fiche C4DEF.pdf": b"%PDF-1.4 rien"}))
    pst.drop("autre.pdf", b"%PDF-1.4 rien")
    result = pst.collect()
    assert result["actions"] == {"total": 5, "recues": 0, "sans_reponse": 5}
    assert result["fichiers"]["ecartes"] == 4
    found = {(x["fichier"].rpartition("/")[2], x["action"]) for x in result["anomalies"] if x["code"] == "FIC21"}
    assert found == {(f"RE_ {name}.jpg", "A2BCD"), ("scan.pdf", "B3CDE"), ("message.eml", "C4DEF")}
    told = [x["phrase"] for x in result["anomalies"] if x["code"] == "FIC21"]
    assert any("l'action Interne 1.1.2," in phrase for phrase in told), "by the N° that everybody knows"
    shown = dump(Path(result["synthese"]), "Retours").replace("\u00a0", " ")
    assert "Interne 1.1.2 (a répondu en PDF : à redemander)" in shown
    assert "À redemander (a répondu par une photo)" in shown
    again = phrases(pst)
    assert "FIC21" in again


@pytest.mark.slow
@pytest.mark.parametrize("first", [True, False])
def test_a_fiche_that_comes_back_printed_as_well_is_asked_for_by_nobody(pst: Pst, first: bool) -> None:
    pst.drop("b.xlsx", type_in(pst.fiche("A2BCD"), COMPLETE))
    pst.drop("a/A2BCD.pdf" if first else "c/A2BCD.pdf", b"%PDF-1.4 rien")
    result = pst.collect()
    assert result["actions"]["recues"] == 1
    assert (result["fichiers"]["repris"], result["fichiers"]["ignores"], result["fichiers"]["ecartes"]) == (1, 1, 0)
    assert [(x["code"], x["action"]) for x in result["anomalies"]] == [("FIC23", "A2BCD")]
    assert "rien n'est à redemander" in result["anomalies"][0]["phrase"]


@pytest.mark.slow
@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize(
    "data", [b"PK\3\4 abime", bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le")]
)
def test_a_fiche_that_does_not_open_is_shown_with_the_action_of_its_name(pst: Pst, data: bytes, answered: bool) -> None:
    pst.drop("Interne 1.1.1 Formaliser les procédures.xlsx", data)
    if answered:
        pst.drop("b.xlsx", type_in(pst.fiche("A2BCD"), COMPLETE))
    result = pst.collect()
    assert result["fichiers"]["ecartes"] == 1
    asked = [x["action"] for x in result["anomalies"] if x["code"] == "FIC21"]
    assert asked == ([] if answered else ["A2BCD"])
    assert {"FIC01", "FIC02"} & {x["code"] for x in result["anomalies"]}


@pytest.mark.slow
def test_litter_of_servers_is_passed_over_and_conflict_copies_are_read(pst: Pst) -> None:
    whole = type_in(pst.fiche("A2BCD"), COMPLETE)
    pst.drop("fiche_conflict-20211124-101010.xlsx", whole)
    pst.drop("f (Copie en conflit de Jeanne 2021-11-24).xlsx", type_in(pst.fiche("B3CDE"), COMPLETE))
    pst.drop("f-PC12.xlsx", type_in(pst.fiche("C4DEF"), COMPLETE))
    pst.drop("f.sync-conflict-20211124-101010-ABCDEF7.xlsx", type_in(pst.fiche("D5EFG"), COMPLETE))
    names = ["a.xlsx:Zone.Identifier", "a.xlsxZone.Identifier", "Thumbs.db", ".DS_Store"]
    names += ("@eaDir/a.xlsx/x@SynoEAStream", "#recycle/vieux.xlsx", ".SynologyWorkingDirectory/a.xlsx")
    for name in names:
        pst.drop(name, whole)
    pst.drop("tas.zip", zipped({"__MACOSX/._a.xlsx": b"x", "@eaDir/a.xlsx": whole, "Thumbs.db": b"x"}))
    result = pst.collect()
    assert result["actions"]["recues"] == 4
    assert result["fichiers"]["ignores"] == len(names)
    assert result["fichiers"]["repris"] == 4


# --- names -----------------------------------------------------------------------------------------------------------
def test_a_link_says_any_path_and_any_sheet() -> None:
    assert encode_path("retours/été 100%/a#b [1]?.xlsx") == "retours/été%20100%25/a%23b%20%5B1%5D%3F.xlsx"
    raw = "a\x9b\u202eb\udce9.xlsx"
    assert encode_path(show_path(raw)) == "a%C2%9B%E2%80%AEb%e9.xlsx"
    assert locate("L'été", "B4") == "'L''été'!B4"
    assert can_locate("Fiche")
    assert not any(map(can_locate, ("", "x" * 32, "a\u202eb", "a\x1bb")))


def test_what_commands_a_terminal_goes_and_letters_stay() -> None:
    assert printable("a\x1b[31m\x9b\u202e\ud83d\ufffe\x00b") == "a[31mb"
    assert printable("é\n\t\u00a0🎉 « à »\u2028") == "é\n\t\u00a0🎉 « à »\u2028"


@pytest.mark.slow
@pytest.mark.drawn
def test_a_sheet_of_an_xls_may_have_any_name(pst: Pst) -> None:
    classeur = open_classeur(examine(type_in(pst.fiche("A2BCD"), {**COMPLETE, "taux": 150})))
    sheets = {
        nom if nom.startswith("_") else f"{nom}\x1b\x7f's": list(classeur.ouvrir(nom).cellules.values())
        for nom in classeur.feuilles
    }
    pst.drop("a\u202e#1% 's.xls", write_xls(sheets))
    result = pst.collect()
    assert "\x1b" not in str(result)
    check_parts(Path(result["synthese"]).read_bytes())
    with zipfile.ZipFile(result["synthese"]) as archive:
        links = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".rels"))
    assert b"a%E2%80%AE%231%25%20's.xls" in links


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("xl/worksheets/sheet1.xml", b"<a>\x1b</a>"),
        ("xl/worksheets/sheet1.xml", b"<a><hyperlink ref='A1' location=\"'L'\xc3\xa9t\xc3\xa9'!A1\"/></a>"),
        ("xl/worksheets/_rels/sheet1.xml.rels", b'<a Target="a b.xlsx" TargetMode="External"/>'),
    ],
)
def test_the_check_of_what_is_written_can_fail(name: str, part: bytes) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, part)
    with pytest.raises(AssertionError):
        check_parts(buffer.getvalue())


@pytest.mark.slow
@pytest.mark.parametrize("made", [b"", b"%PDF-1.7\n" + b"x" * 2000, b"<html>" + b"x" * 2000 + b"%%EOF"])
def test_a_pdf_is_published_only_if_it_is_one(pst: Pst, monkeypatch: pytest.MonkeyPatch, made: bytes) -> None:
    monkeypatch.setattr("fiche_tool.documents.write_pdf.find_soffice", lambda: "soffice")
    monkeypatch.setattr("fiche_tool.documents.write_pdf.print_pdf", lambda *_: made)
    pst.answer("A2BCD")
    found = collect(pst.racine, SEANCE, pdf=True)
    assert found.pdf is None
    assert any("LibreOffice n'a pas donné un PDF entier." in told for told in found.avertissements)
    assert not list(pst.racine.rglob("*.pdf"))


@pytest.mark.parametrize("run", [" ", "… ", ".", ". ", "\t", "_", "… .", " p."])
def test_a_long_run_of_leaders_without_page_is_read_in_no_time(run: str) -> None:
    """A damaged PDF gives hundreds of blanks in a row: they took minutes, each of these more than a lifetime."""
    line = f"Objectif {run * 3_000}x"
    assert cut_page(line) == line
    assert read_label(line).genre is not GenreLigne.BRUIT
    assert cut_page(f"Objectif {run * 300} 12").startswith("Objectif")


def test_a_file_that_stayed_in_icloud_is_to_be_fetched(pst: Pst) -> None:
    assert "iCloud" in why_ignored(pst.drop(".Fiche.xlsx.icloud", b"bplist00"))
