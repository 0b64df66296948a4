"""Files dropped on the page: bounded while they arrive, named as Windows accepts, each kept whole or not at all."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from flask import Request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.mots.typographie import s, say_count
from fiche_tool.dossier.dossier import free_name, same_name, write_atomically
from fiche_tool.dossier.dossier import safe_name as accepted_name
from fiche_tool.fenetre.bornes import MAX_CHAMPS, MAX_ENVOI, MAX_FICHIER, MAX_FICHIERS
from fiche_tool.fichiers.techniques import is_technical_file

_EN_MEMOIRE = 2**16
_TENUS = "fiche_tool.bornes"
_VERROUS = ("~$", ".~lock.", "._")


class Borne(tempfile.SpooledTemporaryFile[bytes]):
    """Where a file lies while it arrives: it is refused as soon as it is too large."""

    def write(self, data: bytes) -> int:  # type: ignore[override]  # typeshed has every kind of buffer; werkzeug gives bytes
        """Take some more of it."""
        if self.tell() + len(data) > MAX_FICHIER:
            raise RequestEntityTooLarge
        return super().write(data)


class Requete(Request):
    """A request whose files are counted and weighed while they arrive, not after."""

    max_content_length = MAX_ENVOI
    max_form_parts = MAX_FICHIERS + MAX_CHAMPS
    max_form_memory_size = 2 * 2**20

    def _get_file_stream(self, *_: object, **__: object) -> IO[bytes]:
        held: list[Borne] = self.environ.setdefault(_TENUS, [])
        if len(held) >= MAX_FICHIERS:
            raise RequestEntityTooLarge
        held.append(Borne(max_size=_EN_MEMOIRE))
        return held[-1]

    def close(self) -> None:
        """Let go of what arrived, of a drop that was refused half way too."""
        super().close()
        for borne in self.environ.pop(_TENUS, ()):
            borne.close()


def say_too_large() -> str:
    """What is said of a drop beyond the bounds."""
    return (
        f"C'est trop à la fois : {MAX_FICHIER // 2**20} Mo par fichier, {MAX_FICHIERS} fichiers et "
        f"{MAX_ENVOI // 2**20} Mo par envoi. Rien de cet envoi n'a été gardé ; déposez moins de fichiers à la fois."
    )


@dataclass(frozen=True, slots=True)
class Depose:
    """A file that was dropped: where it lies now, or why it is not kept. `deja` where the same was there already."""

    nom: str
    chemin: Path | None
    raison: str = ""
    deja: bool = False


def own_name(donne: str) -> str:
    """The name of a dropped file, without any folder, as every disk accepts it."""
    last = donne.replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, suffix = last.rpartition(".")
    if not (dot and stem and len(suffix) <= 8):
        return accepted_name(last, 120)
    return accepted_name(f"{accepted_name(stem, 110)}.{suffix}", 120)


def given(fichiers: list[FileStorage]) -> list[FileStorage]:
    """The files of a drop; a form without any sends one without a name."""
    found = [one for one in fichiers if one.filename]
    if not found:
        raise FicheToolError("Aucun fichier n'est arrivé : choisissez-en au moins un, ou déposez-le sur la page.")
    return found


def keep(fichiers: list[FileStorage], folder: Path) -> list[Depose]:
    """Put what was dropped into a folder of the PST, in the order it came; the same file twice is there once."""
    return [_keep_one(one, folder) for one in fichiers]


def _keep_one(fichier: FileStorage, folder: Path) -> Depose:
    nom = own_name(fichier.filename or "")
    raw = (fichier.filename or "").replace("\\", "/").rsplit("/", 1)[-1]
    if raw.startswith(_VERROUS) or is_technical_file(raw.lower()):
        return Depose(
            nom, None, "fichier technique (verrou ou fichier caché), laissé de côté ; fermez la fiche ouverte"
        )
    data = fichier.stream.read(MAX_FICHIER + 1)
    if not data:
        return Depose(nom, None, "fichier vide (0 octet), laissé de côté : sans doute une copie inachevée")
    target, rank = folder / nom, 1
    while target.exists():
        if _holds(target, data):
            return Depose(nom, target, deja=True)
        rank += 1
        target = folder / f"{Path(nom).stem} ({rank}){Path(nom).suffix}"
    write_atomically(target, data)
    return Depose(nom, target)


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


@contextmanager
def aside(fichiers: list[FileStorage]) -> Iterator[list[Path]]:
    """Files outside any folder of a PST, gone as soon as they were looked at."""
    with tempfile.TemporaryDirectory(prefix="fiche-tool-") as nom:
        folder, taken, paths = Path(nom), set[str](), []
        for fichier in fichiers:
            own = own_name(fichier.filename or "")
            path = folder / own
            while same_name(path.name) in taken or path.exists():
                path = free_name(path)
            taken.add(same_name(path.name))
            path.write_bytes(fichier.stream.read(MAX_FICHIER + 1))
            paths.append(path)
        yield paths


@contextmanager
def aside_bytes(nom: str, data: bytes) -> Iterator[Path]:
    """The same for one document, which is read once the request that brought it is over."""
    with tempfile.TemporaryDirectory(prefix="fiche-tool-") as folder:
        path = Path(folder) / nom
        path.write_bytes(data)
        yield path


def say_kept(deposes: list[Depose], place: str) -> str:
    """« 30 fichiers gardés dans retours/2026-11-25 ; 1 y était déjà. »."""
    new = [one for one in deposes if one.chemin and not one.deja]
    again, aside_ = sum(one.deja for one in deposes), sum(one.chemin is None for one in deposes)
    parts = [f"{say_count(len(new), 'fichier gardé')} dans {place}"]
    if again:
        parts.append(f"{again} {'y étaient' if again > 1 else 'y était'} déjà")
    if aside_:
        parts.append(f"{aside_} laissé{s(aside_)} de côté")
    return " ; ".join(parts) + "."
