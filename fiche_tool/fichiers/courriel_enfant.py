"""What takes a mail apart, in a child process: its bytes in; its attachments and its words out, as JSON.

An attachment is `[file name, content in base64]`. The library takes the square of some headers' length: hence the
process.
"""

import base64
import email
import email.policy
import html
import json
import re
from collections.abc import Iterator
from email.message import Message

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
        message = email.message_from_bytes(_bare(data), policy=email.policy.compat32)
        return list(_attachments(message)), _typed(message)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):  # what broken mails make it raise
        return [], ""


def _bare(data: bytes) -> bytes:
    """The mail from its first header on, in one byte a sign."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode()
    return data.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n").removeprefix(b">")


def _attachments(message: "Message[str, str]") -> Iterator[tuple[str, bytes]]:
    for rank, part in enumerate(message.walk(), 1):
        if part.is_multipart():
            continue
        content, nom = part.get_payload(decode=True), part.get_filename()
        if isinstance(content, bytes) and (nom or part.get_content_maintype() != "text"):
            yield (nom or f"pièce jointe {rank}").encode("utf-8", "replace").decode(), content


# --- what it says ----------------------------------------------------------------------------------------------------
def _typed(message: "Message[str, str]") -> str:
    """The words typed in a mail and in those it forwards, without what they quote; of a page where it has only that."""
    texts: dict[str, list[str]] = {"plain": [], "html": []}
    for part in message.walk():
        kind = part.get_content_subtype()
        if part.get_content_maintype() == "text" and kind in texts and not part.get_filename():
            texts[kind].append(_decode(part))
    plain = " ".join(filter(None, map(_own_words, texts["plain"])))
    return plain or " ".join(filter(None, (_own_words(_strip_tags(page)) for page in texts["html"])))


def _decode(part: "Message[str, str]") -> str:
    content = part.get_payload(decode=True)
    data = content[:_WORDS] if isinstance(content, bytes) else b""
    try:
        return data.decode(part.get_content_charset("utf-8"))
    except (LookupError, UnicodeDecodeError):
        return data.decode("cp1252", "replace")


_QUOTED = re.compile(
    r"-{2,}\s*(?:Message d'origine|Message original|Original Message|Message transféré|Forwarded message)"
    r"|_{20,}|-- ?$|(?:Le|On) .{6,120}(?:a écrit|wrote) ?:|De : .*|From: .*",
    re.IGNORECASE,
)
"""What begins the end of a mail: the one it answers, or a signature."""


def _own_words(texte: str) -> str:
    """What somebody typed, on one line."""
    kept: list[str] = []
    for line in texte.splitlines():
        bare = line.strip()
        if kept and _QUOTED.match(bare):
            break
        if bare and not bare.startswith(">") and not _QUOTED.match(bare):
            kept.append(bare)
    return " ".join(" ".join(kept).split())


def _strip_tags(page: str) -> str:
    page = re.sub(r"(?is)<(style|script|head)\b.*?(?:</\1>|$)", " ", page)
    page = re.sub(r"(?i)<(?:br|/p|/div|/tr|/li)\b[^>]{0,200}>", "\n", page)
    return html.unescape(re.sub(r"<[^>]{0,2000}>", " ", page))
