"""What older registers say of a file or of a sent fiche: looked up only when a return needs it."""

import json
from collections.abc import Sequence
from datetime import date
from functools import cached_property

from fiche_tool.domaine.fiche.codec import codec_of
from fiche_tool.domaine.fusion.page import FichierRepris
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.registres.chaine import damaged, find_chaine
from fiche_tool.registres.lignes import MAX_LINE, Abime

_MARK = b'"objet":"fichier"'
_FICHIER = codec_of(FichierRepris)


class Memoire:
    """The files of a register and of all the older ones, oldest first."""

    def __init__(self, dossier: Dossier, jusque: date | None) -> None:
        self.dossier, self.jusque = dossier, jusque

    @cached_property
    def _lines(self) -> tuple[tuple[date, bytes], ...]:
        """Every line about a file, unparsed: few of them are ever asked for."""
        jours = [jour for jour in find_chaine(self.dossier).jours if self.jusque and jour <= self.jusque]
        found: list[tuple[date, bytes]] = []
        for jour in jours:
            try:
                with self.dossier.registre(jour).open("rb") as stream:
                    while raw := stream.readline(MAX_LINE):
                        if _MARK in raw:
                            found.append((jour, raw))
            except OSError as fault:
                raise damaged(self.dossier, jour, fault) from fault
        return tuple(found)

    def find(self, key: str) -> Sequence[FichierRepris]:
        """The files that have this SHA-256, or came from this envoi."""
        wanted = f'"{key}"'.encode()
        found = [self._parse(jour, raw) for jour, raw in self._lines if wanted in raw]
        return [fichier for fichier in found if key in (fichier.sha256, fichier.piece, fichier.envoi)]

    def _parse(self, jour: date, raw: bytes) -> FichierRepris:
        try:
            fichier: FichierRepris = _FICHIER.decode(json.loads(raw))
        except (ValueError, TypeError, KeyError, RecursionError) as fault:
            raise damaged(self.dossier, jour, Abime("une de ses lignes n'est pas celle d'un registre")) from fault
        return fichier
