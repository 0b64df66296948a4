"""Reading a mail saved as a file (.eml): what is attached to it, found by a bounded child process."""

import base64
import json

from fiche_tool.fichiers.enfant import run_bounded


def read_attachments(data: bytes) -> list[tuple[str, bytes]]:
    """The attachments of a mail, those of the mails it forwards included: file names and contents.

    Empty where there are none, or where the mail is too damaged to tell. Raises EnfantPerdu where it takes too long.
    """
    found: list[tuple[str, str]] = json.loads(run_bounded("fiche_tool.fichiers.courriel_enfant", data))
    return [(nom, base64.b64decode(content)) for nom, content in found]
