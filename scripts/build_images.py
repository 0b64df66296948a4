"""Draw the pictures of README.md and docs/ from the demonstration: python scripts/build_images.py [NAME…].

Needs LibreOffice and pdftoppm. Each picture is a part of a printed page; nothing is retouched.
"""

import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

from fiche_tool.demo import Demonstration, run_demo
from fiche_tool.documents.write_pdf import find_soffice, print_pdf
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.excel.fiche.type_in import type_in

IMAGES = Path(__file__).parent.parent / "docs" / "images"
HEAVIEST = 120_000
"""Bytes above which a picture is too heavy for a page of help."""


@dataclass(frozen=True, slots=True)
class Image:
    """A part of one page: left, top, right, bottom, as shares of the page."""

    source: Callable[[Demonstration], bytes]
    page: int = 1
    part: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    points: int = 90
    """Pixels an inch."""


def _sent(demo: Demonstration) -> bytes:
    """A fiche as its service receives it."""
    return next(path for path in demo.generation.ecrites if "Interne 1.1.1 " in path.name).read_bytes()


def _live(demo: Demonstration) -> bytes:
    """A fiche being filled in, its column Contrôle beside it: printed without the print area that leaves it out."""
    champs: dict[str, Contenu] = {
        "taux": 100,
        "statut": "En cours",
        "debut": date(2023, 1, 9),
        "fin": date(2022, 6, 30),
    }
    filled = type_in(_sent(demo), champs)
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(filled)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "xl/workbook.xml":
                area = rb'<definedName name="_xlnm.Print_Area"[^>]*>[^<]*</definedName>'
                data, found = re.subn(area, b"", data)
                assert found, "la zone d'impression n'a pas été trouvée"
            after.writestr(name, data)
    return made.getvalue()


def _marked(demo: Demonstration) -> bytes:
    return next(path for path in demo.collecte.copies if "énergie agents" in path.name).read_bytes()


def _points(demo: Demonstration) -> bytes:
    assert demo.collecte.points
    return demo.collecte.points.read_bytes()


def _synthese(demo: Demonstration) -> bytes:
    return demo.collecte.fichier.read_bytes()


def _annexe(demo: Demonstration) -> bytes:
    return demo.collecte.annexe.read_bytes()


DESSINS = {
    "fiche": Image(_sent, part=(0.02, 0.0, 0.98, 0.90), points=80),
    "controle": Image(_live, part=(0.03, 0.031, 0.87, 0.2005), points=150),
    "copie": Image(_marked, part=(0.02, 0.05, 1.0, 0.50), points=95),
    "points": Image(_points, part=(0.02, 0.06, 0.98, 0.62), points=95),
    "bureau": Image(_synthese, part=(0.02, 0.0, 0.98, 0.745), points=80),
    "annexe": Image(_annexe, part=(0.02, 0.0, 0.98, 0.64), points=85),
}
"""The pictures, by the name of their file in docs/images."""


def draw(image: Image, classeur: bytes, target: Path) -> None:
    """Print a workbook and keep the part of the page that the picture shows."""
    soffice = find_soffice()
    if soffice is None:
        raise SystemExit("LibreOffice est introuvable.")
    with tempfile.TemporaryDirectory() as name:
        source, pdf = Path(name, "source.xlsx"), Path(name, "source.pdf")
        source.write_bytes(classeur)
        pdf.write_bytes(print_pdf(soffice, source))
        width, height = _page_size(pdf, image)
        left, top, right, bottom = image.part
        box = (left * width, top * height, (right - left) * width, (bottom - top) * height)
        place = [text for option, value in zip("xyWH", box, strict=True) for text in (f"-{option}", str(round(value)))]
        number = str(image.page)
        command = ["pdftoppm", "-png", "-singlefile", "-r", str(image.points), "-f", number, "-l", number, *place]
        subprocess.run([*command, str(pdf), str(target.with_suffix(""))], check=True)


def _page_size(pdf: Path, image: Image) -> tuple[float, float]:
    """The page in pixels, at the fineness of the picture."""
    number = str(image.page)
    told = subprocess.run(["pdfinfo", "-f", number, "-l", number, str(pdf)], check=True, capture_output=True, text=True)
    size = re.search(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", told.stdout)
    assert size, told.stdout
    return float(size[1]) * image.points / 72, float(size[2]) * image.points / 72


def main(names: list[str]) -> None:
    """All the pictures, or some of them."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        demo = run_demo(Path(folder, "pst-demo"))
        for name, image in DESSINS.items():
            if not names or name in names:
                target = IMAGES / f"{name}.png"
                draw(image, image.source(demo), target)
                print(target.name, target.stat().st_size)
                assert target.stat().st_size < HEAVIEST, f"{target.name} est trop lourde"


if __name__ == "__main__":
    main(sys.argv[1:])
