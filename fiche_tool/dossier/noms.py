"""Names of the files that go out, short enough for Excel wherever an ordinary folder lies, never cut inside a word."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from fiche_tool.domaine.mots.textes import cut_words
from fiche_tool.domaine.mots.typographie import s
from fiche_tool.dossier.dossier import Dossier, safe_name, show_path

MAX_EXCEL = 218
"""Characters of a whole path that Excel opens, the file name included (Microsoft, « Specifications and limits »)."""
_MAX_RELATIVE = 110
"""Characters of a path from the folder of the PST: the folder itself may then have 107, as a cloud drive's has.

It depends on nothing else, so that a folder that is moved keeps the names of its files.
"""
_MAX_SERVICE = 40
SANS_SERVICE = "Sans service"
TOUTES = " - toutes les fiches"
"""How the name of the workbook of a service ends."""
PREFIXE_COPIE, PREFIXE_RATTACHEMENT = "À corriger - ", "À rattacher - "
"""How the names of the copies that go back begin."""
NOM_POINTS = "Points à trancher.xlsx"


def service_folder(service: str) -> str:
    """The name of a service's folder."""
    return safe_name(cut_words(service, _MAX_SERVICE) or SANS_SERVICE, _MAX_SERVICE)


def fit_file(dossier: Dossier, folder: Path, stem: str, end: str = "", suffix: str = ".xlsx") -> Path:
    """A file in a folder of the PST: the words of its name that fit, then `end` whole."""
    room = _MAX_RELATIVE - _depth(dossier.racine, folder) - len(f"/{end}{suffix}")
    return folder / f"{safe_name(safe_name(cut_words(safe_name(stem, 255), room), room) + end, 255)}{suffix}"


@lru_cache(maxsize=256)  # the fiches of a service share its folder
def _depth(racine: Path, folder: Path) -> int:
    return len(folder.relative_to(racine).as_posix())


def warn_if_deep(dossier: Dossier, paths: Iterable[Path]) -> tuple[str, ...]:
    """One sentence where Excel would refuse some of these files, because the folder itself lies too deep."""
    lengths = [length for path in paths if (length := _length(path)) > MAX_EXCEL]
    if not lengths:
        return ()
    return (
        f"Le dossier du PST est trop profond : le chemin de {len(lengths)} fichier{s(len(lengths))} "
        f"dépasse les {MAX_EXCEL} caractères qu'Excel accepte (jusqu'à {max(lengths)}). Placez "
        f"« {show_path(dossier.racine.absolute())} » plus près de la racine du disque, ou raccourcissez le nom de ses "
        "dossiers.",
    )


def _length(path: Path) -> int:
    """The characters of a whole path as Windows counts them: an emoji is two."""
    return len(str(path.absolute()).encode("utf-16-le", "surrogatepass")) // 2
