"""What lies below a folder: every file that came back, and why some are left alone."""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fiche_tool.domaine.constats.errors import FicheToolError, say_fault
from fiche_tool.domaine.mots.dates import day_of_name
from fiche_tool.dossier.dossier import Dossier, days_on_the_way, real_path, show_path
from fiche_tool.fichiers.techniques import is_technical_file, is_technical_folder

_LOCKS = ("~$", ".~lock.", "._", ".")
_JUNCTION = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)


@dataclass(frozen=True, slots=True)
class Rencontre:
    """Something met while walking a folder. `ignore` says why it is no file to read, `ferme` why a folder is closed."""

    chemin: Path
    ignore: str = ""
    ferme: str = ""


@dataclass(frozen=True, slots=True)
class Trouve:
    """A file found among the returns. `ignore` says why it is not opened; empty for one to read.

    `ferme` is for a folder that the system does not let us enter, with the reason.
    """

    chemin: Path
    relatif: str
    seance: date | None
    ignore: str = ""
    ferme: str = ""


def find_returns(dossier: Dossier, depuis: date = date.min) -> Iterator[Trouve]:
    """Every file under retours/, in the order of its path. Links are not followed.

    Folders of retours/ that are dated before `depuis` are not entered. Raises FicheToolError where retours/ itself is
    no folder or cannot be entered: nothing would be collected.
    """
    if not os.path.lexists(dossier.retours):
        return
    known: dict[str, tuple[date | None, str]] = {}
    for met in walk_files(dossier.retours, lambda path: (day_of_name(path.name) or date.max) < depuis):
        if met.ferme and met.chemin == dossier.retours:
            raise FicheToolError(
                f"Le dossier « {show_path(dossier.retours)} » ne peut pas être ouvert ({met.ferme}). Ce doit être un "
                "dossier que vous pouvez lire : corrigez, puis recommencez."
            )
        name = met.chemin.name
        folder = str(met.chemin)[: -len(name)]  # thousands of files: a text is looked up sooner than a Path
        if folder not in known:
            jour = next(days_on_the_way(met.chemin.relative_to(dossier.retours)), None)
            known[folder] = jour, dossier.relative(met.chemin.parent)
        jour, where = known[folder]
        yield Trouve(met.chemin, f"{where}/{show_path(name)}", jour, met.ignore, met.ferme)


def walk_files(folder: Path, leave: Callable[[Path], bool] = lambda _: False) -> Iterator[Rencontre]:
    """Everything below a folder, in the order of its path, but in the folders right below it that `leave` names.

    What lies behind a link is not entered: it may loop.
    """
    home = real_path(folder)
    waiting = [(folder, True, False)]
    while waiting:
        path, is_folder, is_link = waiting.pop()
        if not is_folder:
            yield Rencontre(path, why_ignored(path) or (_why_elsewhere(path, home) if is_link else ""))
            continue
        if path != folder and is_technical_folder(path.name):
            yield Rencontre(path, "dossier technique d'un serveur (vignettes, corbeille), qui n'est pas ouvert")
            continue
        try:
            with os.scandir(path) as found:
                entries = sorted(found, key=lambda entry: entry.name, reverse=True)
        except OSError as fault:
            yield Rencontre(path, ferme=say_fault(fault))
            continue
        found_here = ((path / entry.name, _is_own_folder(entry), entry.is_symlink()) for entry in entries)
        waiting += [one for one in found_here if not (one[1] and path == folder and leave(one[0]))]


def _why_elsewhere(path: Path, home: Path) -> str:
    """Why a link is not followed out of the folder that is walked; empty for what lies in it, and for a broken link."""
    if path.is_file() and not real_path(path).is_relative_to(home):
        return "raccourci vers un fichier d'un autre dossier, qui n'est pas suivi ; déposez-y le fichier lui-même"
    return ""


def _is_own_folder(entry: "os.DirEntry[str]") -> bool:
    """True for a folder that lies here: no symbolic link, and no junction of Windows, which Python takes for one."""
    try:
        if not entry.is_dir(follow_symlinks=False):
            return False
        return _reparse_tag(entry.stat(follow_symlinks=False)) != _JUNCTION
    except OSError:
        return False


def _reparse_tag(info: os.stat_result) -> int:
    return getattr(info, "st_reparse_tag", 0)  # Windows only; folders of OneDrive have other tags, and are entered


def why_ignored(path: Path) -> str:
    """Why a thing is no return at all: lock file, litter of the system, empty, link, pipe. Empty for a file to read."""
    name = path.name.lower()
    if is_technical_file(name):
        return "fichier technique, que l'ordinateur ou le serveur range à côté des vôtres"
    if name.startswith(".") and name.endswith(".icloud"):
        return "ce fichier est resté dans iCloud ; téléchargez-le, puis recommencez"
    if name.startswith(_LOCKS):
        return "fichier technique (verrou ou fichier caché) ; si la fiche est ouverte, fermez-la"
    if name.endswith((".crdownload", ".part", ".tmp")):
        return "téléchargement ou copie inachevés"
    try:
        info = path.stat()
    except OSError:
        return ""
    if stat.S_ISDIR(info.st_mode):
        return "raccourci vers un dossier, qui n'est pas suivi ; déposez-y les fichiers eux-mêmes"
    if not stat.S_ISREG(info.st_mode):
        return "ce n'est pas un fichier ordinaire"
    return "fichier vide (0 octet), sans doute une copie inachevée" if info.st_size == 0 else ""
