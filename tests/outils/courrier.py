"""Reading drafts back with two parsers that share nothing: the standard library's, and one written in Rust."""

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import fast_mail_parser


@dataclass(frozen=True)
class Message:
    """A draft as both parsers understand it."""

    a: tuple[str, ...]
    objet: str
    texte: str
    pieces: dict[str, bytes]


def read_draft(data: bytes) -> Message:
    """What a draft says, once both parsers have said the same and its lines are those that mail programs want."""
    lines = data.split(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r") == len(lines) - 1
    assert data.isascii()
    assert lines[0] == b"X-Unsent: 1"
    assert {line for line in lines if len(line) > 78} <= {_TYPE}
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert [part.defects for part in message.walk() if part.defects] == []
    assert not {"From", "Date", "Message-ID"} & set(message.keys())
    body = message.get_body(("plain",))
    assert body is not None
    parts = list(message.iter_attachments())
    named = [(part.get_filename() or "", part.get_payload(decode=True)) for part in parts]
    # some programs read the name of Content-Type only
    assert [part.get_param("name") for part in parts] == [nom for nom, _ in named]
    pieces = {nom: content for nom, content in named if isinstance(content, bytes)}
    assert len(pieces) == len(parts)
    recipients = message["To"].addresses if message["To"] else ()
    texte = body.get_content().replace("\r\n", "\n")
    found = Message(tuple(str(address) for address in recipients), str(message["Subject"]), texte, pieces)
    other = fast_mail_parser.parse_email(data)
    assert other.subject == found.objet
    assert [piece.filename for piece in other.attachments] == list(pieces)
    assert [bytes(piece.content) for piece in other.attachments] == list(pieces.values())
    assert other.text_plain[0].replace("\r\n", "\n") == found.texte
    return found


_TYPE = b"Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;"


def read_drafts(folder: Path) -> dict[str, Message]:
    """Every draft of a folder, by its name."""
    return {path.stem: read_draft(path.read_bytes()) for path in sorted(folder.glob("*.eml"))}
