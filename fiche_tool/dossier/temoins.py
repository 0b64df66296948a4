"""What came back as something else than a fiche: what it is, what it says, and which fiche it seems to answer for."""

import contextlib
import re
from dataclasses import replace

from fiche_tool.domaine.constats import constats
from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.fiche.lecture import Fichier, Lecture, Temoin
from fiche_tool.domaine.mots.identifiants import Reference, parse_reference
from fiche_tool.domaine.mots.textes import shorten
from fiche_tool.dossier.dossier import show_path
from fiche_tool.fichiers.enveloppes import Enveloppe
from fiche_tool.fichiers.package import Refus
from fiche_tool.fichiers.piece import Piece, refuse
from fiche_tool.fichiers.signatures import FormatFichier, Usage

_TEXT = 2**20
"""Bytes of a file that are looked through for a reference."""
_SHOWN = 240
"""Characters of a mail that a sentence quotes."""
_ANY_TEXT = (FormatFichier.TXT, FormatFichier.CSV, FormatFichier.AUTRE)


def is_no_fiche(piece: Piece) -> bool:
    """True for what opens well enough and is no workbook."""
    return piece.refus is None and piece.format.usage is not Usage.CLASSEUR and bool(piece.signature.detail)


def read_other(piece: Piece, fichier: Fichier) -> Lecture:
    """A file that is no fiche: the sentence that says what it is, and what it bears of one."""
    told = refuse(piece.signature).told_of(fichier.chemin)
    return Lecture(fichier, anomalies=(told,), temoin=read_temoin(piece))


def read_empty_envelope(piece: Piece, fichier: Fichier, enveloppe: Enveloppe) -> Lecture:
    """A mail or an archive without fiche: what it holds instead, and what the mail says."""
    conseil = piece.signature.conseil
    if enveloppe.autres:
        held = ", ".join(f"« {show_path(one.nom)} »{_bracket(one)}" for one in enveloppe.autres[:5])
        more = f" et {len(enveloppe.autres) - 5} autres" if len(enveloppe.autres) > 5 else ""
        conseil = f"Ce qui s'y trouve n'est pas une fiche : {held}{more}. {_advice(enveloppe)}"
    told = refuse(replace(piece.signature, conseil=conseil)).told_of(fichier.chemin)
    noms = tuple(one.nom for one in (piece, *enveloppe.autres))
    found = (*map(read_reference, enveloppe.autres), parse_reference(" ".join(enveloppe.textes)))
    temoin = Temoin(piece.signature.detail, noms, next((x for x in found if x is not None), None))
    said = (one.at(fichier=fichier.chemin) for one in say_texts(enveloppe))
    return Lecture(fichier, anomalies=(told, *said), temoin=temoin)


def say_texts(enveloppe: Enveloppe) -> tuple[Anomalie, ...]:
    """The words typed in a mail: they are the sender's, and nothing takes them up."""
    told = " / ".join(enveloppe.textes)
    return (signal(constats.MESSAGE_DIT, detail=shorten(told, _SHOWN)),) if told else ()


def _bracket(piece: Piece) -> str:
    return f" ({piece.signature.detail})" if piece.signature.detail else ""


def _advice(enveloppe: Enveloppe) -> str:
    """What to do about the first thing that it holds; pictures stand in signatures too, and come last."""
    known = [piece for piece in enveloppe.autres if piece.signature.detail]
    known.sort(key=lambda piece: "image" in piece.signature.detail)
    return known[0].signature.conseil if known else "Demandez la fiche elle-même, au format .xlsx ou .ods."


def read_temoin(piece: Piece) -> Temoin:
    """What a file bears of a fiche."""
    return Temoin(piece.signature.detail, (piece.nom,), read_reference(piece))


def read_reference(piece: Piece) -> Reference | None:
    """The printed reference of a fiche in the text of a file; None where there is none, or no text."""
    if piece.refus is not None:
        return None
    texte = ""
    if piece.format.usage is Usage.DOCUMENT and piece.format is not FormatFichier.TXT:
        from fiche_tool.documents.read_document import read_some_text  # few returns are documents

        with contextlib.suppress(Refus):
            texte = read_some_text(piece)
    elif piece.package is None and piece.format in _ANY_TEXT:
        texte = _any_text(piece.data[:_TEXT])
    return parse_reference(texte)


def _any_text(data: bytes) -> str:
    """The texts of a file of any kind, one or two bytes a sign: an Outlook message holds both."""
    wide = "\n".join(data[start:].decode("utf-16-le", "ignore") for start in (0, 1)) if b"\0" in data else ""
    plain = re.sub(r"<[^<>]{0,500}>", " ", data.decode("utf-8", "ignore"))
    return f"{plain}\n{wide}"
