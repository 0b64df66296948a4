"""Write the pages of docs/ that say what the code says: anomalies, champs, formats, and the service head's page."""

import re
from pathlib import Path

from chef_de_service import build_chef
from formats import build_formats
from formats_echanges import build_echanges

from fiche_tool.domaine.fiche.champs import Champ
from fiche_tool.domaine.fiche.fiche import (
    BUDGET,
    BUDGET_LABEL,
    COLONNES_BUDGET,
    HIERARCHIE,
    IDENTITE,
    LABELS,
    LISTES,
    REPONSES,
    RETOUR,
    VERSION_MODELE,
    Groupe,
)
from fiche_tool.domaine.fiche.kinds import Scalaire
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


CHAMPS_TITRE = f"""# Les champs de la fiche

Modèle de fiche, version {VERSION_MODELE}. La clé est celle du JSON (`verifier --json`) et des tableaux de données.
Dans le classeur, la case porte le nom `pst_` suivi de la clé. Une case marquée \\* est à remplir ; une fiche
incomplète est reprise, avec une remarque. « Depuis » : la version du modèle où la case est née ; une fiche plus
ancienne n'avait pas cette question, rien ne lui est reproché et rien n'est retiré.
"""
GROUPES: tuple[tuple[str, str, Groupe], ...] = (
    ("Hiérarchie", "Pré-remplie depuis le programme, fermée à la saisie.", HIERARCHIE),
    ("Réponses", "Reprises dans le registre, pré-remplies à l'envoi suivant.", REPONSES),
    (
        BUDGET_LABEL,
        f"Une ligne par exercice et par article. Clé dans le JSON : `{BUDGET}`, une liste.",
        COLONNES_BUDGET,
    ),
    ("Retour de la fiche", "Qui répond, et quand ; vide à chaque envoi.", RETOUR),
    ("Identité", "Ce qui relie la fiche à son action, en bas de page.", IDENTITE),
)


def build_champs() -> str:
    """The fields, one table per group."""
    lines = [CHAMPS_TITRE]
    for titre, sens, champs in GROUPES:
        lines += [f"## {titre}", "", sens, ""]
        lines += ["| clé | case | contenu | depuis | « Données » | annexe |", "|---|---|---|---|---|---|"]
        lines += [_champ(champ) for champ in champs]
        lines.append("")
    return "\n".join(lines)


def _champ(champ: Champ[Scalaire]) -> str:
    label = champ.label if champ in COLONNES_BUDGET else LABELS[champ.nom]
    source = f", liste « {champ.liste} » du programme" if champ.liste and not LISTES[champ.liste] else ""
    several = " (plusieurs : séparés par des points-virgules)" if champ.multiple else ""
    cells = (
        f"`{champ.nom}`",
        label + (" \\*" if champ.requis else ""),
        champ.kind.attendu + source + several,
        str(champ.depuis),
        champ.synthese.donnees or "—",
        champ.synthese.annexe or "—",
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


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


def build_all_formats() -> str:
    """The formats of the commands, then those of the files that are exchanged."""
    return f"{build_formats()}\n{build_echanges()}"


PAGES = {
    "anomalies.md": build_anomalies,
    "champs.md": build_champs,
    "chef_de_service.md": build_chef,
    "formats.md": build_all_formats,
}
"""The pages of docs/ that are built, each with its builder."""


if __name__ == "__main__":
    for name, build in PAGES.items():
        target = Path(__file__).parent.parent / "docs" / name
        target.write_text(build(), encoding="utf-8", newline="\n")
        print(target)
