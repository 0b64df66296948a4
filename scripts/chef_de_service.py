"""The page of the service head: said once, with the words of the sheet « Aide », for docs/ and for a PDF to attach.

`python scripts/chef_de_service.py` writes docs/chef_de_service.pdf (it needs Chromium); build_docs.py writes the .md.
"""

import html
import re
import shutil
import subprocess
import tempfile
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fiche_tool.domaine.fiche.aide import A_REMPLIR, VOCABULAIRE_BUDGET, status_rows
from fiche_tool.domaine.mots.typographie import typographe

DOCS = Path(__file__).parent.parent / "docs"
PDF = DOCS / "chef_de_service.pdf"
TITRE = "Remplir une fiche action"
INTRO = (
    "Vous avez reçu un classeur Excel par action de votre service. Ouvrez chacun, complétez les cases jaunes, "
    "enregistrez et renvoyez-le en pièce jointe. Une action sans budget prend cinq minutes."
)
IMAGE = ("controle", "Le haut d'une fiche : « 3 points à vérifier », et à droite la colonne Contrôle qui dit lesquels")
REVIENT = (
    "Si la fiche vous revient marquée « À corriger », vos réponses y sont : corrigez les seules cases en rouge (la "
    "liste du haut y mène) et renvoyez cette copie, pas l'ancienne.",
    "Si un collègue et vous avez répondu différemment, chacun reçoit sa copie : mettez-vous d'accord, un seul répond.",
)
EVITER = (
    "Répondre en PDF, en photo ou dans le texte du message : la fiche vous sera redemandée.",
    "Recopier la fiche dans un autre classeur, ou en supprimer des feuilles.",
    "Écrire dans un commentaire le nom, le dossier ou la santé d'une personne aidée.",
)
QUESTION = "Chaque fiche a sa feuille Aide (onglets du bas) : elle redit cette page et nomme la personne à appeler."


@dataclass(frozen=True, slots=True)
class Partie:
    """A section: sentences in a list, or words with what they mean."""

    titre: str
    liste: Sequence[str] = ()
    mots: Sequence[tuple[str, str]] = ()
    numerotee: bool = False


def parties() -> tuple[Partie, ...]:
    """The sections, in order."""
    return (
        Partie("L'essentiel", A_REMPLIR, numerotee=True),
        Partie("Ce que veut dire chaque statut", mots=status_rows({})),
        Partie("Si elle vous revient", REVIENT),
        Partie("À éviter", EVITER),
        Partie("Les mots du budget", mots=VOCABULAIRE_BUDGET),
    )


def build_chef() -> str:
    """The page for docs/."""
    lines = [f"# {TITRE}", "", "*Pour le chef de service.* " + INTRO, "", f"![{IMAGE[1]}](images/{IMAGE[0]}.png)", ""]
    for partie in parties():
        lines += [f"## {partie.titre}", ""]
        if partie.mots:
            lines += ["| mot | ce qu'il veut dire |", "|---|---|"]
            lines += [f"| **{mot}** | {sens} |" for mot, sens in partie.mots]
        marks = (f"{rank}." if partie.numerotee else "-" for rank in range(1, len(partie.liste) + 1))
        lines += [f"{mark} {_escape(texte)}" for mark, texte in zip(marks, partie.liste, strict=True)]
        lines.append("")
    return "\n".join([*lines, _escape(QUESTION), ""])


def _escape(texte: str) -> str:
    return texte.replace("*", "\\*")


_STYLE = """
@page { size: A4; margin: 11mm 14mm }
body { font: 9.1pt/1.25 Carlito, Calibri, "DejaVu Sans", sans-serif; color: #1c1c1c; margin: 0 }
* { font-variant-ligatures: none } /* a word with a ligature is not found by searching it */
h1 { font-size: 17pt; color: #1f4e79; margin: 0 0 1mm }
h2 { font-size: 11.5pt; color: #1f4e79; margin: 2mm 0 .6mm; break-after: avoid }
p { margin: 0 0 1.5mm }
ol, ul { margin: 0; padding-left: 5mm }
img { width: 100%; margin: .5mm 0 }
table { border-collapse: collapse; width: 100% }
td { border: .4pt solid #8aa; padding: .4mm 1.6mm; vertical-align: top }
td:first-child { font-weight: bold; width: 28mm; background: #dce6f1 }
"""


def build_html() -> str:
    """The same page, laid out for one sheet of A4."""
    picture = b64encode((DOCS / "images" / f"{IMAGE[0]}.png").read_bytes()).decode()
    alt = html.escape(typographe(IMAGE[1]), quote=True)
    parts = [f"<h1>{TITRE}</h1><p>{_html(INTRO)}</p>", f'<img alt="{alt}" src="data:image/png;base64,{picture}">']
    for partie in parties():
        parts.append(f"<h2>{_html(partie.titre)}</h2>")
        if partie.mots:
            rows = "".join(f"<tr><td>{_html(mot)}</td><td>{_html(sens)}</td></tr>" for mot, sens in partie.mots)
            parts.append(f"<table>{rows}</table>")
        else:
            kind = "ol" if partie.numerotee else "ul"
            parts.append(f"<{kind}>{''.join(f'<li>{_html(texte)}</li>' for texte in partie.liste)}</{kind}>")
    parts.append(f"<p style='margin-top:2mm'><b>{_html(QUESTION)}</b></p>")
    head = f'<meta charset="utf-8"><title>{TITRE}</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="fr"><head>{head}</head><body>{"".join(parts)}</body></html>'


def _html(texte: str) -> str:
    return html.escape(typographe(texte))


def print_chef(target: Path) -> None:
    """Print the page with Chromium; the moment it was made is taken out, so that the same page gives the same file."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
    if chromium is None:
        raise SystemExit("Chromium est introuvable.")
    with tempfile.TemporaryDirectory() as name:
        page, made = Path(name, "page.html"), Path(name, "page.pdf")
        page.write_text(build_html(), encoding="utf-8")
        command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        subprocess.run(
            [*command, f"--user-data-dir={name}/profil", f"--print-to-pdf={made}", page.as_uri()],
            check=True,
            capture_output=True,
        )
        data = re.sub(rb"/(CreationDate|ModDate) \(D:\d{14}", rb"/\1 (D:20200101000000", made.read_bytes())
    target.write_bytes(data)


if __name__ == "__main__":
    print_chef(PDF)
    print(PDF, PDF.stat().st_size)
