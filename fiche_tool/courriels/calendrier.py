"""The dates of a séance as an .ics file that any calendar takes: when the answers are awaited, when the organ meets."""

from collections.abc import Iterator
from datetime import date, timedelta

from fiche_tool.domaine.mots.dates import show_long
from fiche_tool.domaine.programme.programme import Parametres

_OCTETS = 74
"""Bytes of a line; the next one begins with a blank (RFC 5545, 3.1: 75)."""


def write_ics(parametres: Parametres, seance: date, reponse_avant: date | None) -> bytes:
    """The séance and, where there is one, the last day for answering, as whole days. The same bytes every time."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//fiche_tool//PST//FR", "CALSCALE:GREGORIAN"]
    where = f"{parametres.organe} du {show_long(seance)}"
    if reponse_avant is not None:
        told = f"Fiches du PST pour le {where} : dernier jour pour les renvoyer complétées au secrétariat."
        lines += _event(parametres, seance, reponse_avant, "reponse", "Fiches du PST : dernier jour", told)
    told = f"Le PST est à l'ordre du jour du {where}."
    lines += _event(parametres, seance, seance, "seance", f"{parametres.organe} : PST", told)
    return "".join(f"{fold}\r\n" for line in (*lines, "END:VCALENDAR") for fold in _folded(line)).encode()


def _event(parametres: Parametres, seance: date, jour: date, genre: str, titre: str, detail: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{parametres.code}-{seance:%Y%m%d}-{genre}@fiche-tool"
    yield f"DTSTAMP:{seance:%Y%m%d}T000000Z"  # required; the séance stands in for a clock
    yield f"DTSTART;VALUE=DATE:{jour:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{jour + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escape(f'{titre} ({parametres.cpas})')}"
    yield f"DESCRIPTION:{_escape(detail)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escape(texte: str) -> str:
    for mark in ("\\", ";", ","):
        texte = texte.replace(mark, f"\\{mark}")
    return texte.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _OCTETS:
            yield part
            part, size = " ", 1
        part, size = part + character, size + octets
    yield part
