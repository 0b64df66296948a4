"""Write samples/<name>/programme.xlsx from samples/<name>/programme.toml."""

import tomllib
from pathlib import Path
from typing import Any

from fiche_tool.domaine.programme.diffusion import Diffusion
from fiche_tool.domaine.programme.programme import (
    Action,
    Annonce,
    EtatAction,
    Listes,
    Niveau,
    Objectif,
    Parametres,
    Place,
    Programme,
    Service,
    Volet,
)
from fiche_tool.excel.programme.write_programme import write_programme

SAMPLES = Path(__file__).parent.parent / "samples"


def load_programme(path: Path) -> Programme:
    """The programme described by a TOML file."""
    source = tomllib.loads(path.read_text(encoding="utf-8"))
    parametres = source["parametres"]
    annonce = _annonce(parametres)
    listes = source.get("listes", {})
    return Programme(
        Parametres(**_without_annonce(parametres), annonce=annonce),
        tuple(Volet(**_without_annonce(volet), annonce=_annonce(volet)) for volet in source["volets"]),
        tuple(
            Objectif(**objectif | {"niveau": Niveau(objectif["niveau"])}) for objectif in source.get("objectifs", ())
        ),
        tuple(_action(action) for action in source.get("actions", ())),
        Listes(
            tuple(Service(**service) for service in source.get("services", ())),
            tuple(listes.get("mandataires", ())),
            tuple(listes.get("plans", ())),
        ),
        diffusion=Diffusion(**source.get("diffusion", {})),
    )


def _annonce(source: dict[str, Any]) -> Annonce | None:
    """The counts a document announces; None where it announces none."""
    numbers = [source.get(f"annonce_{level}") for level in ("os", "oo", "actions")]
    if numbers == [None, None, None]:
        return None
    return Annonce(numbers[0], numbers[1], numbers[2], source.get("annonce_au_moins", False))


def _without_annonce(source: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in source.items() if not key.startswith("annonce_")}


def _action(source: dict[str, Any]) -> Action:
    autres = source.get("autres_objectifs", "")
    places = tuple(_place(part, source["axe"]) for part in autres.split(";") if part.strip())
    return Action(**source | {"autres_objectifs": places, "etat": EtatAction(source.get("etat", "active"))})


def _place(texte: str, axe: str) -> Place:
    volet, numero = texte.strip().rsplit(maxsplit=1)
    return volet, axe, numero


if __name__ == "__main__":
    for toml in sorted(SAMPLES.glob("*/programme.toml")):
        target = toml.with_suffix(".xlsx")
        target.write_bytes(write_programme(load_programme(toml)))
        print(target)
