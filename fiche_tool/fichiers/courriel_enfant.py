"""What takes a mail apart, in a child process: its bytes in; its attachments and its words out, as JSON.

An attachment is `[file name, content in base64]`. The library takes the square of some headers' length: hence the
process. A mailbox saved whole (mbox) holds several mails: all are taken apart.
"""

import base64
import binascii
import contextlib
import email
import email.errors
import email.header
import email.policy
import html
import json
import re
from collections.abc import Iterator
from email.message import Message

from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import fold

_WORDS = 100_000
"""Characters of a body that are looked at."""


def answer(data: bytes) -> bytes:
    """The attachments and the words, for the parent."""
    jointes, texte = take_apart(data)
    coded = [[nom, base64.b64encode(content).decode()] for nom, content in jointes]
    return json.dumps({"jointes": coded, "texte": texte}).encode()


def take_apart(data: bytes) -> tuple[list[tuple[str, bytes]], str]:
    """The attachments of a mail and what is typed in it; nothing where it is too damaged to tell."""
    try:
        messages = [_parse(one) for one in _part(_bare(data))]
        attached = [jointe for message in messages for jointe in _attachments(message)]
        return attached, " ".join(filter(None, map(_typed, messages)))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):  # what broken mails make it raise
        return [], ""


def _bare(data: bytes) -> bytes:
    """The mail from its first header on, in one byte a sign."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode()
    return data.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n").removeprefix(b">")


_NEXT = regex(rb"(?<=\n\n)From [^\n]+\n(?=[\w-]+:)|(?<=\n\r\n)From [^\n]+\n(?=[\w-]+:)")


def _part(data: bytes) -> list[bytes]:
    """The mails of a mailbox, which begins each with a line « From » of its own; else the mail alone."""
    return _NEXT.split(data) if data.startswith(b"From ") else [data]


def _parse(data: bytes) -> "Message[str, str]":
    """A mail, with those it forwards: some gateways code these whole, as if they were files."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in list(message.walk()):
        coding, payload = part.get("Content-Transfer-Encoding"), part.get_payload()
        within = payload[0] if part.get_content_type() == "message/rfc822" and isinstance(payload, list) else None
        if coding and isinstance(within, Message) and not within.keys():
            within["Content-Transfer-Encoding"] = coding
            forwarded = within.get_payload(decode=True)
            if isinstance(forwarded, bytes):
                part.set_payload([_parse(forwarded)])
    return message


def _attachments(message: "Message[str, str]") -> Iterator[tuple[str, bytes]]:
    for rank, part in enumerate(message.walk(), 1):
        if part.is_multipart():
            continue
        content, nom = _content(part), _decode_header(part.get_filename() or "")
        if isinstance(content, bytes) and not nom and part.get_content_maintype() == "text":
            yield from _part_uuencoded(content)[0]
        elif isinstance(content, bytes):
            yield (nom or f"pièce jointe {rank}").encode("utf-8", "replace").decode(), content


def _content(part: "Message[str, str]") -> object:
    """The bytes of a part; of one that was cut short, those that are left rather than their code."""
    content = part.get_payload(decode=True)
    if isinstance(content, bytes) and any(isinstance(x, email.errors.InvalidBase64LengthDefect) for x in part.defects):
        code = b"".join(content.split())
        return base64.b64decode(code[: len(code) // 4 * 4])
    return content


_BEGIN = regex(rb"begin [0-7]{3,4} ([^\s].*)")


def _part_uuencoded(body: bytes) -> tuple[list[tuple[str, bytes]], bytes]:
    """The files that stand in a body, as programs wrote them before MIME, and the body without them."""
    files, kept = list[tuple[str, bytes]](), list[bytes]()
    if b"begin " not in body:
        return files, body
    coded: list[bytes] | None = None
    for line in body.splitlines():
        begins = _BEGIN.fullmatch(line) if coded is None else None
        if begins is not None:
            first, nom, coded = line, begins[1].decode("utf-8", "replace").strip(), []
        elif coded is None:
            kept.append(line)
        elif line == b"end":
            files.append((nom, b"".join(coded)))
            coded = None
        else:
            try:
                coded.append(binascii.a2b_uu(line))
            except binascii.Error:  # words that begin so
                kept += (first, line)
                coded = None
    if coded:  # the mail was cut short
        files.append((nom, b"".join(coded)))
    return files, b"\n".join(kept)


# --- what it says ----------------------------------------------------------------------------------------------------
def _typed(message: "Message[str, str]") -> str:
    """The words typed in a mail and in those it forwards, without what they quote; of a page where it has only that.

    Its subject, where it says nothing else and answers nothing.
    """
    texts: dict[str, list[str]] = {"plain": [], "html": []}
    subject = _subject(message)
    forwards = _FORWARDS.match(subject) is not None
    for part in message.walk():
        kind = part.get_content_subtype()
        if part.get_content_maintype() == "text" and kind not in _NO_WORDS and not part.get_filename():
            texts["html" if kind in _TAGGED else "plain"].append(_decode(part))
    pages = [_strip_tags(page) for page in texts["html"]]
    plain, shown = (
        " ".join(filter(None, (_own_words(texte, forwards) for texte in some))) for some in (texts["plain"], pages)
    )
    only_shown = _vocabulary(shown) - _vocabulary(" ".join(texts["plain"]))  # what some programs leave out of the other
    only_plain = _vocabulary(plain) - _vocabulary(" ".join(pages))
    words = " ".join(filter(None, (plain if only_plain or not only_shown else "", shown if only_shown else "")))
    return words or ("" if _ANSWERS.match(subject) else subject)


_TAGGED = frozenset({"html", "enriched", "richtext"})
_NO_WORDS = frozenset({"calendar", "css", "directory", "rfc822-headers", "vcard", "x-vcard"})
"""Texts that programs add."""
_FORWARDS = regex(r"\s*(?:TR|FWD?|I)\s?:", re.IGNORECASE)
_ANSWERS = regex(r"\s*(?:RE|R|TR|FWD?|AW)\s?:", re.IGNORECASE)


def _vocabulary(texte: str) -> set[str]:
    """The words of a text, whatever their case and what stands for their slant: « _taux_ » is « taux »."""
    return set(re.findall(r"[^\W_]+", fold(texte)))


def _subject(message: "Message[str, str]") -> str:
    return _decode_header(str(message.get("Subject", ""))[:_SUBJECT])


def _decode_header(written: str) -> str:
    """Words that a mail codes as its headers are coded: names of files too, in some programs."""
    try:
        return " ".join(str(email.header.make_header(email.header.decode_header(written))).split())
    except (ValueError, LookupError, email.errors.MessageError):
        return " ".join(written.split())


_SUBJECT = 500


def _decode(part: "Message[str, str]") -> str:
    content = part.get_payload(decode=True)
    data = _part_uuencoded(content)[1][:_WORDS] if isinstance(content, bytes) else b""
    for charset in (part.get_content_charset("utf-8"), "utf-8"):
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            return data.decode(charset)
    return data.decode("cp1252", "replace")


_SAYS = regex(r"^[ \t]*(?:Le|On) [^\n]{6,120}\n?[^\n]{0,80}\b(?:a\s+écrit|wrote)\s?:[ \t]*$", re.MULTILINE)
"""What stands over the words of another, which programs then quote; some break it in two."""
_SAID = "\0"
_FORWARDED = regex(
    r"-{2,}\s*(?:Message transféré|Forwarded message)|Début du message (?:transféré|réexpédié)|Begin forwarded message",
    re.IGNORECASE,
)
_BEFORE = regex(
    r"-{2,}\s*(?:Message d'origine|Message original|Original Message)|_{20,}|(?:De|From)\s?: .*", re.IGNORECASE
)
"""What begins the mail that is answered, or forwarded, where nothing quotes it."""
_HEAD = regex(
    r"(?:De|From|À|A|To|Cc|Objet|Subject|Sujet|Envoyé|Sent|Date|Pour|Répondre à|Reply-To)\s?:.*", re.IGNORECASE
)


def _own_words(texte: str, forwards: bool = False) -> str:
    """What somebody typed, on one line: above, under and between what is quoted, and in a mail that is forwarded."""
    lines = [line.strip() for line in _SAYS.sub(_SAID, texte).splitlines()]
    kept: list[str] = []
    head = signed = False
    for rank, line in enumerate(lines):
        if _FORWARDED.match(line) or (forwards and _BEFORE.match(line) and not head):
            forwards = forwards and _FORWARDED.match(line) is not None
            head, signed = True, False
        elif line == "--":
            signed = True
        elif line == _SAID or _BEFORE.match(line):
            quoted = line == _SAID and next(filter(None, lines[rank + 1 :]), "").startswith(">")
            if kept and not quoted and not head:
                break
        elif line and not signed and not line.startswith(">"):
            head = head and _HEAD.match(line) is not None
            if not head:
                kept.append(line)
    return " ".join(" ".join(kept).split())


def _strip_tags(page: str) -> str:
    page = re.sub(r"(?s)<!--.*?(?:-->|$)", " ", page)
    page = re.sub(r"(?is)<(style|script|head)\b.*?(?:</\1>|$)", " ", page)
    page = re.sub(r"(?i)<(?:br|/p|/div|/tr|/li)\b[^>]{0,200}>", "\n", page)
    return html.unescape(re.sub(r"<[^>]{0,2000}>", " ", page))
