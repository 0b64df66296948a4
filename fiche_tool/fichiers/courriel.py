"""Reading a mail saved as a file (.eml): what is attached to it and what it says, found by a bounded child process."""

from dataclasses import dataclass

from fiche_tool.fichiers.piece import Piece


@dataclass(frozen=True, slots=True)
class Courriel:
    """What a mail holds, those it forwards included: its attachments by file name, and the words typed in it."""

    jointes: tuple[tuple[str, bytes], ...]
    texte: str


def read_courriel(message: Piece) -> Courriel:
    """A mail taken apart; empty where it is too damaged to tell. Raises Refus where it takes too long."""
    import base64  # few returns are mails
    import json

    found = json.loads(message.ask_child("fiche_tool.fichiers.courriel_enfant"))
    jointes = tuple((nom, base64.b64decode(content)) for nom, content in found["jointes"])
    return Courriel(jointes, found["texte"])
