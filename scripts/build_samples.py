"""Write samples/<name>/programme.xlsx from samples/<name>/programme.toml."""

import tomllib
from pathlib import Path
from typing import Any

from fiche_tool.domaine.programme import (
    Action,
    Annonce,
    Etat,
    Listes,
    Niveau,
    Objectif,
    Parametres,
    Place,
    Programme,
    Service,
    Volet,
)
from fiche_tool.excel.write_programme import write_programme

SAMPLES = Path(__file__).parent.parent / "samples"


def load_programme(path: Path) -> Programme:
    """The programme described by a TOML file."""
    source = tomllib.loads(path.read_text(encoding="utf-8"))
    return Programme(
        Parametres(**source["parametres"]),
        tuple(_volet(volet) for volet in source["volets"]),
        tuple(Objectif(**objectif | {"niveau": Niveau(objectif["niveau"])}) for objectif in source["objectifs"]),
        tuple(_action(action) for action in source["actions"]),
        Listes(
            tuple(Service(**service) for service in source["services"]),
            tuple(source["listes"]["mandataires"]),
            tuple(source["listes"]["plans"]),
        ),
    )


def _volet(source: dict[str, Any]) -> Volet:
    annonce = Annonce(source["annonce_os"], source["annonce_oo"], source["annonce_actions"])
    return Volet(source["nom"], source["intitule"], annonce)


def _action(source: dict[str, Any]) -> Action:
    places = tuple(_place(part, source["axe"]) for part in source["autres_objectifs"].split(";") if part.strip())
    return Action(**source | {"autres_objectifs": places, "etat": Etat(source["etat"])})


def _place(texte: str, axe: str) -> Place:
    volet, numero = texte.strip().rsplit(maxsplit=1)
    return volet, axe, numero


if __name__ == "__main__":
    for toml in sorted(SAMPLES.glob("*/programme.toml")):
        target = toml.with_suffix(".xlsx")
        target.write_bytes(write_programme(load_programme(toml)))
        print(target)
