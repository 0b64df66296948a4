"""What takes a mail apart, in a child process: its bytes in, its attachments out as one JSON list.

Each is `[file name, content in base64]`. The library takes the square of some headers' length: hence the process.
"""

import base64
import email
import email.policy
import json
from collections.abc import Iterator
from email.message import Message


def answer(data: bytes) -> bytes:
    """The attachments, for the parent."""
    return json.dumps([[nom, base64.b64encode(content).decode()] for nom, content in find_attachments(data)]).encode()


def find_attachments(data: bytes) -> list[tuple[str, bytes]]:
    """The attachments of a mail; empty where there are none, and where it is too damaged to tell."""
    try:
        return list(_attachments(email.message_from_bytes(data, policy=email.policy.compat32)))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):  # what broken mails make it raise
        return []


def _attachments(message: "Message[str, str]") -> Iterator[tuple[str, bytes]]:
    for rank, part in enumerate(message.walk(), 1):
        if part.is_multipart():
            continue
        content, nom = part.get_payload(decode=True), part.get_filename()
        if isinstance(content, bytes) and (nom or part.get_content_maintype() != "text"):
            yield (nom or f"pièce jointe {rank}").encode("utf-8", "replace").decode(), content
