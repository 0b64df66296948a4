"""Make a folder that runs without Python: python scripts/paquet.py DOSSIER. It has PyInstaller and the wheel installed.

DOSSIER/fiche-tool/ holds the program and all it needs for the system it is made on. A double click opens the window;
with words after it, it is `fiche-tool`.
"""

import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

NOM = "fiche-tool"
_SANS = ("tkinter", "matplotlib", "IPython", "pytest", "setuptools", "pip", "PIL", "lxml.isoschematron")
"""What libraries would use if it were there, and the tool never does."""

_VERSIONS = ("odfdo", "flask", "werkzeug", "waitress")
"""Libraries that ask which version of themselves is installed."""


def build_paquet(folder: Path) -> Path:
    """The program, in a folder of its own."""
    import docx

    import fiche_tool

    package = Path(fiche_tool.__file__).parent
    if not (package / "data").is_dir():
        raise SystemExit("Installez d'abord la roue : un projet installé pour y travailler n'a pas ses données à lui.")
    with tempfile.TemporaryDirectory() as work:
        options = [
            *("--name", NOM, "--onedir", "--console", "--noconfirm", "--log-level", "ERROR"),
            *("--distpath", str(folder), "--workpath", work, "--specpath", work),
            *(word for name in (NOM, *_VERSIONS) if _installed(name) for word in ("--copy-metadata", name)),
            *("--collect-submodules", "fiche_tool", "--collect-data", "fiche_tool", "--collect-data", "odfdo"),
            # python-docx finds its templates from docx/parts, through « .. »: that folder must be there
            *("--add-data", f"{Path(docx.__file__).parent / 'parts' / '__init__.py'}:docx/parts"),
            *(word for name in _SANS for word in ("--exclude-module", name)),
        ]
        command = [sys.executable, "-m", "PyInstaller", *options, str(package / "__main__.py")]
        subprocess.run(command, check=True)
    return folder / NOM


def _installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


if __name__ == "__main__":
    made = build_paquet(Path(sys.argv[1]))
    size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"{made} : {size / 1e6:.0f} Mo")
