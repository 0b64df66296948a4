"""A draft as the bytes of an .eml file: always the same ones for the same content, without a clock or a drawn lot.

Everything is written here rather than by the standard library, whose folding of headers changes from one version to the
next. Lines end with CR LF and have 78 characters at most, but for the one that names the type of a workbook (80). A
draft has no From, no Date, no Message-ID: the mail program that sends it gives them.
"""

import base64
import hashlib
import quopri
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from fiche_tool.domaine.mots.adresses import Adresse
from fiche_tool.domaine.mots.textes import one_line

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ICS = "text/calendar; charset=utf-8"
_LINE = 76
"""Characters of a line, so that what stands around it keeps it below 78 (RFC 5322, 2.1.1)."""
_WORD = 45
"""Bytes of text of one encoded word: base64 makes them 60 characters, and « =?utf-8?B?…?= » 72 (RFC 2047: 75)."""
_SECTION = 50
"""Characters of one section of a file name (RFC 2231, 3)."""


@dataclass(frozen=True, slots=True)
class PieceJointe:
    """A file that goes with a mail."""

    nom: str
    contenu: bytes
    genre: str = XLSX


@dataclass(frozen=True, slots=True)
class Brouillon:
    """A mail ready to be sent: to whom, about what, the text, the files."""

    a: Sequence[Adresse]
    objet: str
    texte: str
    pieces: Sequence[PieceJointe] = ()


def write_eml(brouillon: Brouillon) -> bytes:
    """The draft as a file. « X-Unsent » makes a mail program open it as a message still to be sent."""
    body = [_text_part(brouillon.texte), *(_file_part(piece) for piece in brouillon.pieces)]
    mark = f"=_fiche_tool_{hashlib.sha256(b''.join(body)).hexdigest()[:32]}"  # « =_ »: in no base64, no quoted text
    head = [
        "X-Unsent: 1",
        *_recipients(brouillon.a),
        *_unstructured("Subject", one_line(brouillon.objet)),
        "MIME-Version: 1.0",
        "Content-Type: multipart/mixed;",
        f' boundary="{mark}"',
    ]
    lines = [*(line.encode() for line in head), b""]
    for part in body:
        lines += [f"--{mark}".encode(), part]
    return b"\r\n".join([*lines, f"--{mark}--".encode(), b""])


def weigh(piece: PieceJointe) -> int:
    """The bytes that a file takes in a mail."""
    encoded = 4 * ((len(piece.contenu) + 2) // 3)
    return encoded + 2 * (encoded // _LINE + 1) + 12 * len(piece.nom) + 400


# --- parts -----------------------------------------------------------------------------------------------------------
def _text_part(texte: str) -> bytes:
    lines = "\n".join(line.rstrip() for line in texte.strip().splitlines()) + "\n"
    encoded = quopri.encodestring(lines.encode()).decode().replace("\n", "\r\n")
    return "\r\n".join(
        ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable", "", encoded)
    ).encode()


def _file_part(piece: PieceJointe) -> bytes:
    """A file, its name said twice: as RFC 2231 has it, and in encoded words for the programs that read only these."""
    nom = one_line(piece.nom)
    head = [f"Content-Type: {piece.genre};", *_encoded_name(nom), "Content-Disposition: attachment;", *_filename(nom)]
    head += ["Content-Transfer-Encoding: base64", "", ""]
    data = base64.b64encode(piece.contenu).decode()
    return "\r\n".join(head).encode() + "\r\n".join(_cut(data, _LINE)).encode()


def _cut(texte: str, length: int) -> Iterator[str]:
    return (texte[start : start + length] for start in range(0, len(texte), length))


def _encoded_name(nom: str) -> Iterator[str]:
    """The `name` of Content-Type: quoted where it is short and ASCII, else in encoded words, one a line."""
    if _is_plain(nom) and len(nom) < _LINE - len(' name=""'):
        yield f' name="{nom}"'
        return
    words = list(_encoded_words(nom, _WORD - 9))
    for rank, word in enumerate(words):
        yield f"{' name=' + chr(34) if not rank else ' '}{word}{chr(34) if rank == len(words) - 1 else ''}"


def _filename(nom: str) -> Iterator[str]:
    """The `filename` of Content-Disposition, in numbered sections where it is long."""
    if _is_plain(nom) and len(nom) < _LINE - len(' filename=""'):
        yield f' filename="{nom}"'
        return
    sections = list(_sections(nom))
    if len(sections) == 1:
        yield f" filename*=utf-8''{sections[0]}"
        return
    for rank, section in enumerate(sections):
        charset = "utf-8''" if not rank else ""
        yield f" filename*{rank}*={charset}{section}{';' if rank < len(sections) - 1 else ''}"


def _sections(nom: str) -> Iterator[str]:
    """The name in percent signs, cut between two characters and never inside one."""
    section = ""
    for character in nom:
        encoded = quote(character, safe="")
        if len(section) + len(encoded) > _SECTION:
            yield section
            section = ""
        section += encoded
    yield section


def _is_plain(texte: str) -> bool:
    return texte.isascii() and texte.isprintable() and not any(mark in texte for mark in ('"', "\\", "=?", ";"))


# --- headers ---------------------------------------------------------------------------------------------------------
def _encoded_words(texte: str, first: int = _WORD) -> Iterator[str]:
    """The text as encoded words (RFC 2047), each whole in itself; the first one of at most so many bytes of text."""
    word, room = b"", first
    for character in texte:
        encoded = character.encode()
        if len(word) + len(encoded) > room:
            yield _encoded_word(word)
            word, room = b"", _WORD
        word += encoded
    yield _encoded_word(word)


def _encoded_word(data: bytes) -> str:
    return f"=?utf-8?B?{base64.b64encode(data).decode()}?="


def _unstructured(nom: str, texte: str) -> Iterator[str]:
    """A header of free text, folded; its first line is never empty, which some programs show as a blank."""
    line = f"{nom}: {texte}"
    if texte.isascii() and texte.isprintable() and len(line) <= _LINE and "=?" not in texte:
        yield line
        return
    first, *others = _encoded_words(texte, _WORD - 9)
    yield f"{nom}: {first}"
    yield from (f" {word}" for word in others)


def _recipients(adresses: Sequence[Adresse]) -> Iterator[str]:
    """The To header, one address a line; none where nobody is known: the person who sends it fills it in."""
    last = len(adresses) - 1
    for rank, adresse in enumerate(adresses):
        nom = _display_name(adresse.nom)
        end = "," if rank < last else ""
        whole = f"{nom} <{adresse.courriel}>{end}" if nom else f"{adresse.courriel}{end}"
        head = " " if rank else "To: "
        if nom and len(head) + len(whole) > 78:
            yield f"{head}{nom}"
            yield f" <{adresse.courriel}>{end}"
        else:
            yield head + whole


def _display_name(nom: str) -> str:
    """A name as a header has it. One that takes several encoded words is left out: few programs join them well."""
    if nom.isascii() and len(nom) < _LINE - 20 and "=?" not in nom:
        return '"' + nom.replace("\\", "\\\\").replace('"', '\\"') + '"' if nom else ""
    return _encoded_word(nom.encode()) if len(nom.encode()) <= _WORD else ""
