"""The child process that reads one document: its libraries may hang, grow or abort without the tool."""

import json
from collections.abc import Callable
from importlib import import_module

from fiche_tool.documents.blocs import encode, encode_refusal
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.document.document import Bloc

LecteurDocument = Callable[[bytes, int, int], tuple[tuple[Bloc, ...], int]]
"""Reads a document, or its pages from one to another; gives how many there are."""


def answer(data: bytes) -> bytes:
    """Read what follows the first line, which names the reader and the pages."""
    head, _, document = data.partition(b"\n")
    asked = json.loads(head)
    lecteur: LecteurDocument = import_module(f"fiche_tool.documents.{asked['module']}").read_blocs
    try:
        blocs, total = lecteur(document, asked["debut"], asked["fin"])
    except FicheToolError as fault:
        return encode_refusal(str(fault))
    return encode(blocs, total)
