"""Reading a mail saved as a file (.eml): what is attached to it."""

import email
import email.policy
from collections.abc import Iterator
from email.message import Message


def read_attachments(data: bytes) -> list[tuple[str, bytes]]:
    """The attachments of a mail, those of the mails it forwards included: file names and contents.

    Empty where there are none, and where the mail is too damaged to tell.
    """
    try:
        return list(_attachments(email.message_from_bytes(data, policy=email.policy.compat32)))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):  # what broken mails make it raise
        return []


def _attachments(message: "Message[str, str]") -> Iterator[tuple[str, bytes]]:
    for rank, part in enumerate(message.walk(), 1):
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and (part.get_filename() or part.get_content_maintype() != "text"):
            yield part.get_filename() or f"pièce jointe {rank}", content
