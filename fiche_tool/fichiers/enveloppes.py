"""Fiches that come back inside something else: a zip archive, a mail, an archive in a mail."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from fiche_tool.domaine.constats.constats import ILLISIBLE
from fiche_tool.fichiers.courriel import read_courriel
from fiche_tool.fichiers.package import Refus
from fiche_tool.fichiers.piece import Piece, examine
from fiche_tool.fichiers.signatures import FormatFichier, Usage
from fiche_tool.fichiers.techniques import is_technical_file, is_technical_folder

_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Enveloppe:
    """An archive or a mail: how a sentence names it (« de l'archive »), its workbooks, and what else it holds.

    `identiques`: copies of a fiche that is already there; `refuses`: what the budget of the file did not allow to open;
    `textes`: what is typed in the mails.
    """

    genre: str
    fiches: tuple[Piece, ...]
    autres: tuple[Piece, ...]
    identiques: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()
    textes: tuple[str, ...] = ()


class _Sorte(Enum):
    """What to do with a piece: read it as a fiche, look inside, or leave it."""

    FICHE = auto()
    ENVELOPPE = auto()
    AUTRE = auto()


def open_enveloppe(piece: Piece) -> Enveloppe | None:
    """What is inside a file, which may be no workbook at all; None where it is to be read for itself.

    Raises Refus for a file that turns out to be damaged while it is taken apart.
    """
    if _sort(piece) is not _Sorte.ENVELOPPE:
        return None
    depliage = _Depliage()
    depliage.unfold(piece, _DEPTH)
    return depliage.enveloppe("de l'archive" if piece.format is FormatFichier.ZIP else "du message")


class _Depliage:
    """Takes a file apart, archives in mails included, as far as its budget goes. Gathers what it finds."""

    def __init__(self) -> None:
        self.fiches: list[Piece] = []
        self.autres: list[Piece] = []
        self.identiques: list[str] = []
        self.refuses: list[str] = []
        self.textes: list[str] = []
        self._seen: set[str] = set()

    def enveloppe(self, genre: str) -> Enveloppe:
        """All that was found."""
        autres, identiques, refuses = tuple(self.autres), tuple(self.identiques), tuple(self.refuses)
        return Enveloppe(genre, tuple(self.fiches), autres, identiques, refuses, tuple(self.textes))

    def unfold(self, envelope: Piece, depth: int) -> None:
        """The files inside a file; one that came before, byte for byte, is not opened again."""
        for nom, piece in self._members(envelope):
            if piece is None:
                self.refuses.append(nom)
                continue
            if not piece.data and piece.refus is not None:
                self._add_fiche(piece)
                continue
            sorte = _sort(piece)
            known = piece.sha256 in self._seen
            self._seen.add(piece.sha256)
            if sorte is _Sorte.AUTRE or (sorte is _Sorte.ENVELOPPE and depth == 1):
                self.autres.append(piece)
            elif known:
                self.identiques.append(nom)
            elif sorte is _Sorte.ENVELOPPE:
                self._unfold_within(piece, depth - 1)
            else:
                self._add_fiche(piece)

    def _unfold_within(self, envelope: Piece, depth: int) -> None:
        """An envelope inside another: where it cannot be taken apart, it alone is told."""
        if envelope.format is FormatFichier.COURRIEL and envelope.budget.vide:
            self.refuses.append(envelope.nom)
            return
        try:
            self.unfold(envelope, depth)
        except Refus as refus:
            self._add_fiche(envelope.refused(refus))

    def _add_fiche(self, piece: Piece) -> None:
        piece.budget.fiches -= 1
        if piece.budget.fiches < 0:
            self.refuses.append(piece.nom)
        else:
            self.fiches.append(piece)

    def _members(self, envelope: Piece) -> Iterator[tuple[str, Piece | None]]:
        """The names of the files inside one, and each examined; None for one that the budget does not allow to open."""
        budget = envelope.budget
        if envelope.format is FormatFichier.COURRIEL:
            courriel = read_courriel(envelope)
            if courriel.texte:
                self.textes.append(courriel.texte)
            for nom, content in courriel.jointes:
                if _is_litter(nom):
                    continue
                budget.pieces -= 1
                budget.octets -= len(content)
                spent = budget.pieces < 0 or budget.octets < 0
                yield nom, None if spent else examine(content, nom, budget=budget)
            return
        package = envelope.opened()
        for nom, entry in package.parts.items():
            if nom.endswith("/") or _is_litter(nom):
                continue
            budget.pieces -= 1
            if budget.pieces < 0 or entry.file_size > budget.octets:
                yield nom, None
                continue
            try:
                content = package.read(nom)
            except Refus as refus:
                if refus.constat is not ILLISIBLE:
                    raise
                yield nom, examine(b"", nom, budget=budget).refused(refus)  # it alone is damaged
                continue
            budget.octets -= len(content)
            yield nom, examine(content, nom, budget=budget)


def _is_litter(chemin: str) -> bool:
    *folders, nom = chemin.split("/")
    return is_technical_file(nom) or any(map(is_technical_folder, folders))


def _sort(piece: Piece) -> _Sorte:
    if piece.format.usage is Usage.ENVELOPPE and piece.refus is None:
        return _Sorte.ENVELOPPE
    zipped = piece.package is not None or piece.refus is not None
    return _Sorte.FICHE if zipped or piece.format.usage is Usage.CLASSEUR else _Sorte.AUTRE


def say_refused(noms: tuple[str, ...]) -> str:
    """« 3 fichiers n'ont pas été ouverts (a, b, c) »."""
    shown = ", ".join(noms[:_SHOWN]) + (f" et {len(noms) - _SHOWN} autres" if len(noms) > _SHOWN else "")
    if len(noms) == 1:
        return f"1 fichier n'a pas été ouvert ({shown})"
    return f"{len(noms)} fichiers n'ont pas été ouverts ({shown})"


_SHOWN = 5
