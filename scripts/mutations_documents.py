"""What mutations start from: a PST in Word, OpenDocument and PDF; a fiche in the old format of Excel."""

import io
import subprocess
from pathlib import Path

LINES = (
    "Volet interne",
    "Objectif stratégique 1 : Être un CPAS bien géré",
    "Objectif opérationnel 1.1 : Améliorer les outils de gestion",
    "Action 1.1.1 : Formaliser les procédures de travail",
    "Service gestionnaire : Direction",
    "Action 1.1.2 : Étendre l'outil de contrôle interne",
    "Volet externe",
    "Objectif stratégique 1 : Être le pilier social de la commune",
    "Objectif opérationnel 1.1 : Soutenir la solidarité",
    "Action 1.1.1 : Réformer les colis alimentaires",
)


def write_docx(_: Path) -> bytes:
    """A Word document, with a table."""
    import docx

    document, buffer = docx.Document(), io.BytesIO()
    for line in LINES:
        document.add_paragraph(line)
    table = document.add_table(2, 3)
    for row in table.rows:
        for rank, cell in enumerate(row.cells):
            cell.text = f"Action 2.1.{rank} : Une action en tableau"
    document.save(buffer)
    return buffer.getvalue()


def write_odt(_: Path) -> bytes:
    """An OpenDocument text."""
    from odfdo import Document, Paragraph

    document, buffer = Document("text"), io.BytesIO()
    document.body.clear()
    for line in LINES:
        document.body.append(Paragraph(line))
    document.save(buffer)
    return buffer.getvalue()


def write_pdf(folder: Path) -> bytes:
    """The Word document, printed by LibreOffice."""
    return _convert(folder, "source.docx", write_docx(folder), "pdf")


def write_xls(folder: Path, fiche: bytes) -> bytes:
    """A fiche that LibreOffice saved in the old format of Excel."""
    return _convert(folder, "source.xlsx", fiche, "xls")


def _convert(folder: Path, name: str, data: bytes, target: str) -> bytes:
    source = folder / name
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", target, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return source.with_suffix(f".{target}").read_bytes()
