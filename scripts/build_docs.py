"""Write docs/anomalies.md from the catalogue of constats, docs/formats.md from the list of what is exported."""

import re
from pathlib import Path

from formats import build_formats

from fiche_tool.domaine.regles.catalogue import CATALOGUE

FAMILLES = {
    "FIC": "Le fichier",
    "IDE": "L'identité de la fiche",
    "HIE": "La hiérarchie et le programme",
    "SAI": "Ce qui est tapé dans les cases",
    "AVA": "L'avancement",
    "DAT": "Les dates",
    "BUD": "Le budget",
    "FUS": "La fusion des réponses",
}
TITRE = """# Les anomalies

Une **erreur** retient quelque chose : le champ, la ligne budgétaire ou le fichier dont elle parle n'est pas repris
tant que ce n'est pas corrigé ; tout le reste l'est. Une **remarque** laisse tout passer ; elle demande seulement de
vérifier. Dans les phrases, … tient la place de ce qui a été trouvé ou de ce qui est attendu.
"""


def build_anomalies() -> str:
    """The page of the anomalies, one table per family, by code."""
    lines = [TITRE]
    for famille, titre in FAMILLES.items():
        lines += [f"## {famille} – {titre}", "", "| code | gravité | phrase |", "|---|---|---|"]
        for code, constat in sorted(CATALOGUE.items()):
            if code.startswith(famille):
                phrase = re.sub(r"\{\w+\}", "…", constat.phrase).replace("|", "\\|")
                lines.append(f"| {code} | {constat.gravite.value} | {phrase[0].upper()}{phrase[1:]} |")
        lines.append("")
    return "\n".join(lines)


PAGES = {"anomalies.md": build_anomalies, "formats.md": build_formats}
"""The pages of docs/ that are built, each with its builder."""


if __name__ == "__main__":
    for name, build in PAGES.items():
        target = Path(__file__).parent.parent / "docs" / name
        target.write_text(build(), encoding="utf-8", newline="\n")
        print(target)
