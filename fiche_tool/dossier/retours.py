"""What came back, read: the bytes of a file, and what they are."""

import os
from dataclasses import dataclass

from fiche_tool.domaine.constats.errors import say_fault
from fiche_tool.domaine.fiche.lecture import Fichier
from fiche_tool.dossier.parcours import Trouve
from fiche_tool.excel.lecture.classeur import Classeur
from fiche_tool.fichiers.bornes import CLASSEUR
from fiche_tool.fichiers.bouts import bout_of
from fiche_tool.fichiers.ordinaire import open_ordinary
from fiche_tool.fichiers.piece import Piece, examine


@dataclass(frozen=True, slots=True)
class Recu:
    """A return once read: its identity card, its content, or the reason why there is none.

    `classeur` is there where it has been opened as one already.
    """

    fichier: Fichier
    piece: Piece | None = None
    raison: str = ""
    classeur: Classeur | None = None


@dataclass(frozen=True, slots=True)
class Depose:
    """A return as it lies on the disk: its identity card and its bytes, not looked into; or why there are none."""

    fichier: Fichier
    data: bytes | None = None
    raison: str = ""


def fetch_return(trouve: Trouve) -> Depose:
    """The bytes of a return, which say whether it is known already.

    No more is read than a fiche may weigh: a larger file is refused further on, whatever its size.
    """
    nothing = Fichier(trouve.relatif, seance=trouve.seance)
    try:
        with open_ordinary(trouve.chemin) as stream:
            data = stream.read(min(os.fstat(stream.fileno()).st_size, CLASSEUR.octets) + 1)  # room asked for is paid
            size = os.fstat(stream.fileno()).st_size
    except OSError as fault:
        return Depose(nothing, raison=say_fault(fault))
    if len(data) != min(size, CLASSEUR.octets + 1):
        return Depose(nothing, raison="il a changé pendant la lecture, sans doute une copie encore en cours")
    import hashlib  # OpenSSL is slow to load, and a folder may hold nothing yet

    digest = hashlib.sha256(data).hexdigest()
    return Depose(Fichier(trouve.relatif, digest, len(data), trouve.seance, bout=bout_of(data)), data)


def examine_return(trouve: Trouve, depose: Depose) -> Recu:
    """What these bytes are."""
    if depose.data is None:
        return Recu(depose.fichier, raison=depose.raison)
    return Recu(depose.fichier, examine(depose.data, trouve.chemin.name))


def read_return(trouve: Trouve) -> Recu:
    """The content of a return, and what it is."""
    return examine_return(trouve, fetch_return(trouve))
