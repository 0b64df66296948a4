"""Finding the files shipped with the tool: model and samples, from a wheel as from a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOT = _PACKAGE / "data" if (_PACKAGE / "data").is_dir() else _PACKAGE.parent

FICHIER_MODELE = _ROOT / "templates" / "fiche_action.xlsx"
SAMPLES = _ROOT / "samples"
LOCALE = _PACKAGE / "locale"
