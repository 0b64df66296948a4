"""Finding the files shipped with the tool: model and samples, from a wheel as from a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _find_data() -> Path:
    """`fiche_tool/data` in an installed wheel; the repository itself in a checkout, where nothing else is loaded."""
    if not (_PACKAGE / "data").is_dir():
        return _PACKAGE.parent
    from importlib.resources import files

    return Path(str(files("fiche_tool") / "data"))


_DATA = _find_data()
TEMPLATES = _DATA / "templates"
FICHIER_MODELE = TEMPLATES / "fiche_action.xlsx"
SAMPLES = _DATA / "samples"


def tool_version() -> str:
    """The version of the tool, as its package declares it."""
    from importlib.metadata import version

    return version("fiche-tool")
