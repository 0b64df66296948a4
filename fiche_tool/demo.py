"""The demonstration: the whole cycle on Engis's 34 real actions, with simulated answers, the same every time."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.dossier.dossier import write_atomically
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.fichiers.piece import read_piece
from fiche_tool.resources import SAMPLES
from fiche_tool.verbes.collect import Collecte, collect
from fiche_tool.verbes.create import create
from fiche_tool.verbes.generate import Generation, generate

EXEMPLE = "engis"


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the demonstration made."""

    dossier: Path
    generation: Generation
    retours: int
    collecte: Collecte

    def __repr__(self) -> str:
        fiches = len(self.generation.ecrites)
        return f"Demonstration({str(self.dossier)!r}, fiches={fiches}, retours={self.retours})"


def run_demo(racine: Path) -> Demonstration:
    """New folder, fiches, simulated returns, synthesis. Raises FicheToolError where the folder is not empty."""
    create(racine, EXEMPLE)
    script = tomllib.loads((SAMPLES / EXEMPLE / "reponses.toml").read_text(encoding="utf-8"))
    seance: date = script["seance"]
    generation = generate(racine, seance)
    fiches = {_identifiant(path): path for path in generation.ecrites}
    answered: dict[str, bytes] = {}
    for reponse in script["reponses"]:
        name: str = reponse["fichier"]
        answered[name] = answered[reponse["copie_de"]] if "copie_de" in reponse else _answer(fiches, reponse)
        write_atomically(racine / "retours" / seance.isoformat() / name, answered[name])
    return Demonstration(racine, generation, len(answered), collect(racine, seance))


def free_folder(wanted: Path) -> Path:
    """The folder itself, or the same name with the first number that is still free."""
    rank, folder = 1, wanted
    while folder.exists():
        rank += 1
        folder = wanted.with_name(f"{wanted.name}-{rank}")
    return folder


def _answer(fiches: Mapping[str, Path], reponse: Mapping[str, Any]) -> bytes:
    """The fiche as its service head sends it back."""
    if reponse["genre"] == "ods":  # filled and saved by LibreOffice, once and for all
        return (SAMPLES / EXEMPLE / "retour.ods").read_bytes()
    fiche = fiches[reponse["identifiant"]].read_bytes()
    champs = {nom: to_contenu(valeur) for nom, valeur in reponse["champs"].items()}
    budget = [{nom: to_contenu(valeur) for nom, valeur in ligne.items()} for ligne in reponse.get("budget", ())]
    return type_in(fiche, champs, budget)


def to_contenu(valeur: str | int | float | date) -> Contenu:
    """A value of the script as a cell content."""
    return Decimal(str(valeur)) if isinstance(valeur, float) else valeur


def _identifiant(path: Path) -> str:
    """The action that a generated fiche is for, read in the fiche itself."""
    from fiche_tool.excel.lecture.cells import open_classeur
    from fiche_tool.excel.modele.identite import read_meta

    return read_meta(open_classeur(read_piece(path)))["identifiant"]
