"""The words of the mails: a text of the centre, or the tool's own, with words in brackets that are replaced."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from fiche_tool.domaine.constats.errors import FicheToolError, say_fault
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import fold, one_line, shorten
from fiche_tool.dossier.dossier import Dossier, show_path
from fiche_tool.fichiers.ordinaire import open_ordinary
from fiche_tool.resources import TEMPLATES

MOTS = ("CPAS", "organe", "législature", "séance", "service", "personne", "délai", "fiches", "liste", "contact")
"""What may stand in brackets. The templates shipped with the tool say what each becomes."""
_KEYS = {fold(mot): mot for mot in MOTS}
_BRACKETS = regex(r"(?P<blank> ?)\[(?P<mot>[^\[\]\n]*)\]")
_SUBJECT = regex(r"\s*(?:objet|sujet)\s*:\s*(.*)", re.IGNORECASE)
_MAX = 100_000
"""Bytes of a template: more is no letter."""


class Lettre(Enum):
    """The letters, each by the name of its file."""

    ENVOI = "courriel.txt"
    RELANCE = "relance.txt"


@dataclass(frozen=True, slots=True)
class Gabarit:
    """A letter before its words are filled in."""

    objet: str
    texte: str

    def fill(self, mots: Mapping[str, str]) -> tuple[str, str]:
        """The subject and the text for one service. An empty word takes the blank before it away."""

        def word(found: re.Match[str]) -> str:
            value = mots[_KEYS[fold(found["mot"])]]
            return f"{found['blank']}{value}" if value else ""

        return one_line(_BRACKETS.sub(word, self.objet)), _BRACKETS.sub(word, self.texte)


def load_gabarit(dossier: Dossier, lettre: Lettre) -> Gabarit:
    """The centre's own letter where modele/ has one, else the tool's. Raises FicheToolError where it cannot serve."""
    own = dossier.modele.parent / lettre.value
    return read_gabarit(own if own.exists() else TEMPLATES / lettre.value)


def read_gabarit(path: Path) -> Gabarit:
    """The letter in a file. Raises FicheToolError where it cannot serve."""
    try:
        with open_ordinary(path) as stream:
            data = stream.read(_MAX + 1)
    except OSError as fault:
        raise FicheToolError(
            f"« {show_path(path)} » ne peut pas être lu ({say_fault(fault)}). Fermez-le s'il est ouvert, puis "
            "recommencez."
        ) from fault
    return parse_gabarit(data, path.name)


def parse_gabarit(data: bytes, nom: str) -> Gabarit:
    """A letter from its file. Raises FicheToolError for one too long, without subject, or with an unknown word."""
    texte = _decode(data)
    if len(data) > _MAX or texte is None:
        raise FicheToolError(f"« {nom} » n'est pas un texte simple : enregistrez-le en .txt, encodage UTF-8.")
    lines = [line for line in texte.splitlines() if not line.lstrip().startswith("#")]
    head, _, body = "\n".join(lines).strip().partition("\n")
    subject = _SUBJECT.fullmatch(head)
    if subject is None or not subject[1].strip():
        raise FicheToolError(
            f"« {nom} » : la première ligne « {shorten(head)} » n'est pas l'objet du message. Écrivez-la « Objet : … »."
        )
    for found in _BRACKETS.finditer(f"{head}\n{body}"):
        if fold(found["mot"]) not in _KEYS:
            known = ", ".join(f"[{mot}]" for mot in MOTS)
            raise FicheToolError(
                f"« {nom} » : le mot « [{found['mot']}] » n'est pas connu. Ceux qui sont remplacés : {known}."
            )
    return Gabarit(subject[1].strip(), body.strip("\n"))


def _decode(data: bytes) -> str | None:
    """A text file of any editor on Windows; None for what is no text."""
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252"):
        try:
            texte = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in texte else texte
    return None


def letter_of(path: Path) -> Lettre | None:
    """The letter that a file of that name is."""
    return next((lettre for lettre in Lettre if lettre.value == path.name.lower()), None)
