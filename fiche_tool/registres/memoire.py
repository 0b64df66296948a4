"""What older registers say of a file or of a sent fiche: looked up only when a return needs it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from fiche_tool.domaine.fiche.codec import codec_of
from fiche_tool.domaine.grand_livre.page import FichierRepris
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.fichiers.ordinaire import open_ordinary
from fiche_tool.registres.chaine import damaged, find_chaine
from fiche_tool.registres.lignes import MAX_LINE, Abime

_MARK = b'"objet":"fichier"'
_KEYS = regex(rb'"(?:sha256|piece|envoi)":"([^"]+)"')
_FICHIER = codec_of(FichierRepris)


class Memoire:
    """The files of a register and of all the older ones, oldest first."""

    def __init__(self, dossier: Dossier, jusque: date | None) -> None:
        self.dossier, self.jusque = dossier, jusque

    @cached_property
    def _lines(self) -> Mapping[str, Sequence[tuple[date, bytes]]]:
        """Every line about a file by the words it may be asked for, unparsed: few of them ever are."""
        found: dict[str, list[tuple[date, bytes]]] = {}
        for jour in find_chaine(self.dossier).jours:
            if self.jusque is not None and jour <= self.jusque:
                for raw in self._read(jour):
                    for key in {key.decode() for key in _KEYS.findall(raw)}:
                        found.setdefault(key, []).append((jour, raw))
        return found

    def _read(self, jour: date) -> Iterator[bytes]:
        try:
            with open_ordinary(self.dossier.registre(jour)) as stream:
                yield from (raw for raw in iter(lambda: stream.readline(MAX_LINE), b"") if _MARK in raw)
        except OSError as fault:
            raise damaged(self.dossier, jour, fault) from fault

    def find(self, key: str) -> Sequence[FichierRepris]:
        """The files that have this SHA-256, or came from this envoi."""
        found = [self._parse(jour, raw) for jour, raw in self._lines.get(key, ())]
        return [fichier for fichier in found if key in (fichier.sha256, fichier.piece, fichier.envoi)]

    def _parse(self, jour: date, raw: bytes) -> FichierRepris:
        try:
            fichier: FichierRepris = _FICHIER.decode(json.loads(raw))
        except (ValueError, TypeError, KeyError, RecursionError) as fault:
            raise damaged(self.dossier, jour, Abime("une de ses lignes n'est pas celle d'un registre")) from fault
        return fichier
