"""Write docs/anomalies.md from the catalogue of constats."""

import re
from pathlib import Path

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
    "TRA": "Les points tranchés",
    "REG": "Les registres",
}
TITRE = """# Les anomalies

Une **erreur** retient quelque chose : le champ, la ligne budgétaire ou le fichier dont elle parle n'est pas repris
tant que ce n'est pas corrigé ; tout le reste l'est. Une **remarque** laisse tout passer ; elle demande seulement de
vérifier. Dans les phrases, … tient la place de ce qui a été trouvé ou de ce qui est attendu.
"""


def build_docs() -> str:
    """The page, one table per family."""
    lines = [TITRE]
    for famille, titre in FAMILLES.items():
        lines += [f"## {famille} – {titre}", "", "| code | gravité | phrase |", "|---|---|---|"]
        for code, constat in CATALOGUE.items():
            if code.startswith(famille):
                phrase = re.sub(r"\{\w+\}", "…", constat.phrase).replace("|", "\\|")
                lines.append(f"| {code} | {constat.gravite.value} | {phrase[0].upper()}{phrase[1:]} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    target = Path(__file__).parent.parent / "docs" / "anomalies.md"
    target.parent.mkdir(exist_ok=True)
    target.write_text(build_docs(), encoding="utf-8", newline="\n")
    print(target)
