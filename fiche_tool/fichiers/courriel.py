"""Reading a mail saved as a file (.eml): what is attached to it, found by a bounded child process."""

import base64
import json

from fiche_tool.fichiers.piece import Piece


def read_attachments(message: Piece) -> list[tuple[str, bytes]]:
    """The attachments of a mail, those of the mails it forwards included: file names and contents.

    Empty where there are none, or where the mail is too damaged to tell. Raises Refus where it takes too long.
    """
    found: list[tuple[str, str]] = json.loads(message.ask_child("fiche_tool.fichiers.courriel_enfant"))
    return [(nom, base64.b64decode(content)) for nom, content in found]
