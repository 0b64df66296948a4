"""Addresses of electronic mail as people type them: several in one cell, with names, commas and accents."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import one_line

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = regex(rf"{_ATOM}(?:\.{_ATOM})*")
_DOMAIN = regex(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}")
_NAMED = regex(r"([^<>]*)<([^<>]*)>")
_BARE = regex(r"[\s,]*([^\s,<>\"]+@[^\s,<>\"]+)[\s,]+")
_MAX_ADDRESS = 254
"""Characters of an address that a mail server accepts (RFC 5321)."""


@dataclass(frozen=True, slots=True)
class Adresse:
    """One address, and the name typed beside it."""

    courriel: str
    nom: str = ""


@dataclass(frozen=True, slots=True)
class Adresses:
    """What a cell holds: the addresses in their order, each once, and the pieces that are none."""

    lues: tuple[Adresse, ...] = ()
    illisibles: tuple[str, ...] = ()


def parse_adresses(texte: str) -> Adresses:
    """Read « a@cpas.be ; Dupont, Jean <jean@cpas.be> »: parted by semicolons, commas, line breaks or blanks.

    A name may hold commas and accents. A domain with accents is given in its ASCII form (IDNA).
    """
    found: dict[str, Adresse] = {}
    refused: list[str] = []
    for part in re.split(r"[;\n]", texte.replace("\u00a0", " ")):
        for nom, typed in _pieces(part):
            courriel = _read(typed)
            if courriel is None:
                refused.append(one_line(typed))
            else:
                found.setdefault(courriel.casefold(), Adresse(courriel, nom))
    return Adresses(tuple(found.values()), tuple(refused))


def _pieces(part: str) -> Iterator[tuple[str, str]]:
    """The names and what should be addresses in a stretch without semicolons."""
    last = 0
    for named in _NAMED.finditer(part):
        nom, last = named[1], named.end()
        while (bare := _BARE.match(nom)) is not None:  # « a@cpas.be, Jean <b@cpas.be> »
            yield "", bare[1]
            nom = nom[bare.end() :]
        yield one_line(nom.strip(" ,\t\"'")), named[2]
    yield from (("", word) for word in re.split(r"[\s,]+", part[last:]) if word)


def _read(typed: str) -> str | None:
    """One address without what spreadsheets and mail programs put around it; None where it is none."""
    texte = typed.strip().strip("\"'()[]").rstrip(".")
    local, arobase, domain = re.sub(r"^mailto:", "", texte, flags=re.IGNORECASE).rpartition("@")
    try:
        domain = domain if domain.isascii() else domain.encode("idna").decode()
    except UnicodeError:
        return None
    whole = arobase and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)
    return f"{local}@{domain}" if whole and len(local) + len(domain) < _MAX_ADDRESS else None
